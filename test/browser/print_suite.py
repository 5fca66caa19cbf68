#!/usr/bin/env python3
"""print_suite.py -- the main pages on paper, in a real Chromium (print.mjs): no navigation and no forms, tables with their heads, charts with their
tables, what is folded on the screen is open, addresses of sources are to be read. In both languages. Writes TAP."""
import re
import sys

from chromium import run_on
from city import City  # its folder is known by chromium.py


def main():
    city = City()
    try:
        city.start()
        cookie = next(iter(city.browser().enter("records").cookies.items()))
        answer = re.search(r'href="(/released/answers/\d+/\d+)"', city.browser().get("/released").text).group(1)
        public = {"request": "/requests/1", "answers": "/answers", "released": "/released", "published_answer": answer, "cost": "/cost", "guide": "/counter", "matrix": "/directive"}
        desk = {"answer_map": "/records/1/answers", "desk": "/released/desk", "case": "/records/1"}
        pages = [{"name": name, "url": lang + url, "cookie": cookie if name in desk else None} for lang in ("", "/es") for name, url in {**public, **desk}.items()]
        return run_on(city, "print.mjs", pages=pages)
    finally:
        city.end()


if __name__ == "__main__":
    sys.exit(main())
