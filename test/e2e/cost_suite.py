#!/usr/bin/env python3
"""cost_suite.py -- what it cost: figures with their source from the pack to the page, on both engines. Writes TAP."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import City, check, main  # noqa: E402

shared = {}


def city():
    if "city" not in shared:
        shared["city"] = City().start()
    return shared["city"]


def a_figure_of_the_pack_stands_on_the_page_with_source_and_day():
    b = city().browser()
    page = b.get("/cost")
    check(page.status == 200, f"/cost is {page.status}")
    for text in ("$187.48 a bed-day", "Marketplace, 25 July 2025, citing ICE", "25 Jul 2025", "$164 to $180 a bed-day"):
        check(text in page.text, f"/cost does not say {text}")
    f = {x["ref"]: x for x in b.get("/cost.json").json["figures"]}
    check((f["bed-2023"]["low"], f["bed-2023"]["base"], f["bed-2023"]["high"]) == (18748, 18748, 18748), str(f["bed-2023"]))
    check(f["bed-older"]["ranged"] and f["bed-older"]["low"] == 16400 and f["bed-older"]["high"] == 18000, str(f["bed-older"]))


def two_offices_stand_side_by_side():
    f = city().browser().get("/cost.json").json["figures"]
    same = [x for x in f if x["ref"].startswith("police-june-c")]
    check(len(same) == 2 and same[0]["item"] == same[1]["item"] and same[0]["low"] != same[1]["low"], str(same))
    check(same[0]["as_of"] == same[1]["as_of"], "they are of different days")
    check(abs(f.index(same[0]) - f.index(same[1])) == 1, "they do not stand together")


def every_figure_has_source_day_basis_and_ends_in_order():
    for x in city().browser().get("/cost.json").json["figures"]:
        check(x["source"] and x["as_of"] and x["basis"] and x["payer"] and x["scope"], str(x))
        check(0 <= x["low"] <= x["high"], str(x))
        check(x["base"] == 0 if x["ranged"] else x["low"] <= x["base"] <= x["high"], str(x))


TESTS = [a_figure_of_the_pack_stands_on_the_page_with_source_and_day, two_offices_stand_side_by_side, every_figure_has_source_day_basis_and_ends_in_order]
try:
    rc = main(TESTS)
finally:
    if "city" in shared:
        shared["city"].end()
sys.exit(rc)
