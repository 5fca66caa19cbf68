#!/usr/bin/env python3
"""golden_suite.py [--write] -- pages, data and lists of the demonstration as they were agreed on; `./dev golden` writes them
anew, and the diff is the review. Public ids and the hash of the styles are masked: they differ from city to city."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from city import City, check, main  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDENS = [("front.html", "/"), ("order_es.html", "/es/order"), ("cell.html", "/directive/12.1/RAP"), ("cell.json", "/directive/12.1/RAP.json"),
           ("department_es.html", "/es/directive/departments/RAP"), ("report.csv", "/report.csv"), ("clock.json", "/clock.json"),
           ("missing.html", "/nowhere"), ("counter.html", "/counter"),
           ("counter_es.html", "/es/counter")]
city = None


def masked(text):
    return re.sub(r"\?v=[\w-]+", "?v=STYLES", re.sub(r"\b[0-9a-f]{32}\b", "ID", text)).replace("\r\n", "\n")


def golden(name, url):
    def test():
        got = masked(city.browser().get(url).text)
        path = os.path.join(HERE, name)
        if "--write" in sys.argv:
            with open(path, "w", encoding="utf-8") as f:
                f.write(got)
            return
        with open(path, encoding="utf-8") as f:
            want = f.read()
        for n, (a, b) in enumerate(zip(got.split("\n"), want.split("\n")), 1):
            check(a == b, f"{name}:{n}: {a[:300]!r}, agreed on: {b[:300]!r}. If this is meant: ./dev golden")
        check(len(got) == len(want), f"{name}: {len(got)} bytes, agreed on {len(want)}")
    test.__name__ = name.replace(".", "_")
    return test


city = City().start()
try:
    rc = main([golden(n, u) for n, u in GOLDENS])
finally:
    city.end()
sys.exit(rc)
