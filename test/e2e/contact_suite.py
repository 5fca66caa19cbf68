#!/usr/bin/env python3
"""contact_suite.py -- a contact report from the card of a facility to the queue, through real sockets. Writes TAP."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import City, check, main  # noqa: E402

DOOR = "dem0-1apt-0000-0001"      # of the demonstration's first branch library
shared = {}


def city():
    if "city" not in shared:
        shared["city"] = City().start()
    return shared["city"]


def begin(request="entry", **typed):
    """A device without an account, at the card of a facility: it has begun a report."""
    b = city().browser()
    a = b.submit(f"/contact/at/{DOOR}", "/contact/begin", request=request, **typed)
    check(a.status == 303 and a.headers["location"] == "/contact/mine", f"begin: {a.status} {a.text[-600:]}")
    return b


def code_of(b, path="/contact/mine"):
    return b.get(path + ".json", accept="application/json").json["code"]


def three_taps_begin_a_report():
    b = begin()
    page = b.get("/contact/mine")
    check(page.status == 200 and "Demo Branch Library" in page.text, f"mine: {page.status}")
    check("no-store" in page.headers["cache-control"], "a report may be kept by a cache")
    check(city().browser().get("/contact/mine").status == 404, "another device sees it")
    a = b.submit("/contact/mine", "/contact/mine/send")
    check(a.status == 303 and a.headers["location"] == "/contact/copy", f"send: {a.status} {a.text[-900:]}")
    copy = b.get("/contact/copy")
    check("This record shows what you saw." in copy.text and "Employee assistance line" in copy.text, "the copy")


def a_part_is_saved_and_comes_back():
    b = begin(arrived="09:10", day="2026-02-25")
    a = b.submit("/contact/mine/officers", "/save", officers="3", officer_name="Officer Sample", masked="all")
    check(a.status == 303, f"save: {a.status} {a.text[-600:]}")
    page = b.get("/contact/mine/officers").text
    check('value="Officer Sample"' in page and 'value="3"' in page, "what was typed is gone")
    a = b.submit("/contact/mine/what", "/save", arrived="25:00")
    check(a.status == 422 and "Expected a time of day" in a.text and 'value="25:00"' in a.text, f"a bad time: {a.status}")
    a = b.submit("/contact/mine/what", "/save", day="2027-02-26")
    check(a.status == 422 and "still to come" in a.text, f"a day to come: {a.status}")
    check(b.get("/contact/mine/what").text.count('value="2026-02-25"') == 1, "the day was lost")


def another_device_goes_on_by_code():
    b = begin()
    b.submit("/contact/mine/seen", "/save", observed="Three people in vests at the desk.")
    code = code_of(b)
    other = city().browser()
    a = other.submit("/contact", "/contact/mine/open", code=code.upper().replace("-", " "))
    check(a.status == 303, f"open: {a.status} {a.text[-500:]}")
    check("Three people in vests" in other.get("/contact/mine/seen").text, "the text is not there")
    a = other.submit("/contact", "/contact/mine/open", code="0000-0000-0000-0000")
    check(a.status == 422 and "No report has this code" in a.text, f"a wrong code: {a.status}")
    a = other.submit("/contact/mine", "/contact/mine/leave")
    check(a.status == 303 and other.get("/contact/mine").status == 404, "leaving leaves nothing")


if __name__ == "__main__":
    rc = main([three_taps_begin_a_report, a_part_is_saved_and_comes_back, another_device_goes_on_by_code])
    if "city" in shared:
        shared["city"].end()
    sys.exit(rc)
