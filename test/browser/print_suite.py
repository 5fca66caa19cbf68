#!/usr/bin/env python3
"""print_suite.py -- the main pages on paper, in a real Chromium (print.mjs): no navigation and no forms, tables with their heads, charts with their
tables, what is folded on the screen is open, addresses of sources are to be read. In both languages. Writes TAP."""
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "e2e"))
from city import City  # noqa: E402


def main():
    city = City()
    try:
        city.start()
        cookie = next(iter(city.browser().enter("records").cookies.items()))
        answer = re.search(r'href="(/released/answers/\d+/\d+)"', city.browser().get("/released").text).group(1)
        public = {"request": "/requests/1", "answers": "/answers", "released": "/released", "published_answer": answer, "cost": "/cost", "guide": "/counter", "matrix": "/directive"}
        desk = {"answer_map": "/records/1/answers", "desk": "/released/desk", "case": "/records/1"}
        pages = [{"name": name, "url": lang + url, "cookie": cookie if name in desk else None} for lang in ("", "/es") for name, url in {**public, **desk}.items()]
        plan = os.path.join(city.folder, "plan.json")
        with open(plan, "w", encoding="utf-8") as f:
            json.dump({"base": f"http://127.0.0.1:{city.port}", "chromium": shutil.which("chromium"), "pages": pages}, f)
        return subprocess.run([os.environ.get("WRIT_NODE", "node"), os.path.join(HERE, "print.mjs"), plan], check=False).returncode
    finally:
        city.end()


if __name__ == "__main__":
    sys.exit(main())
