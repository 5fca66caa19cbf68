#!/usr/bin/env python3
"""desk_suite.py -- what is done with a contact report once it is there: seen, opened, acknowledged, reviewed, advised on, locked, amended,
exported; and that what is restricted stands nowhere else. Through real sockets. Writes TAP."""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import City, check, main  # noqa: E402

DOOR = "dem0-1apt-0000-0001"      # of the demonstration's first branch library
CANARY = "Officer Quillfeather"
shared = {}


def city():
    if "city" not in shared:
        shared["city"] = City().start()
    return shared["city"]


def as_(login):
    if login not in shared:
        shared[login] = city().browser().enter(login)
    return shared[login]


def send(request="entry", **more):
    """A report from a device without an account; its number, and the device."""
    b = city().browser()
    b.submit(f"/contact/at/{DOOR}", "/contact/begin", request=request, arrived="09:10", day="2026-02-26")
    for part, typed in more.items():
        a = b.submit(f"/contact/mine/{part}", "/save", **typed)
        check(a.status == 303, f"save {part}: {a.status} {a.text[-500:]}")
    a = b.submit("/contact/mine", "/contact/mine/send")
    check(a.status == 303, f"send: {a.status} {a.text[-500:]}")
    return b.get("/contact/copy.json").json["number"], b


def lines(who, query=""):
    return {r["number"]: r for r in as_(who).get("/contact/reports.json" + query).json["reports"]}


def act(who, number, verb, **typed):
    return as_(who).submit(f"/contact/reports/{number}", f"/reports/{number}/{verb}", **typed)


def a_report_is_in_the_queue_at_once():
    number, _ = send()
    page = as_("liaison-library").get("/contact/reports")
    check(page.status == 200 and "an acknowledgement" in page.text, f"list: {page.status} {page.text[-800:]}")
    check(lines("liaison-library")[number]["state"] == "waiting" and lines("mayor")[number]["state"] == "waiting", "it does not wait in both queues")
    check(number not in lines("liaison"), "another department's liaison sees it")
    check(as_("liaison").get(f"/contact/reports/{number}").status == 404, "another department's liaison may open it")
    check(city().browser().get(f"/contact/reports/{number}").status == 404, "the public learns that it is there")
    mails = [m for m in as_("mayor").get("/mail.json").json["mails"] if m["subject"].startswith(f"Contact report {number}")]
    check({m["name"] for m in mails} >= {"Noor Sample"}, f"the liaison got no mail: {mails}")


def acknowledging_opens_it_and_is_kept():
    number, _ = send(seen={"observed": "Two people at the front desk."})
    shut = as_("liaison-library").get(f"/contact/reports/{number}")
    check("Two people at the front desk" not in shut.text, "an unopened record tells")
    a = act("liaison-library", number, "acknowledge")
    check(a.status == 303, f"acknowledge: {a.status} {a.text[-500:]}")
    page = as_("liaison-library").get(f"/contact/reports/{number}")
    check("Two people at the front desk" in page.text, f"the record did not open: {page.text[-1500:]}")
    check(lines("liaison-library")[number]["state"] == "acknowledged", "the line still waits")
    again = as_("mayor").get(f"/contact/reports/{number}")
    check("Acknowledge it" not in again.text and "The record is shut" in again.text, "the mayor's office sees another state")


if __name__ == "__main__":
    rc = main([a_report_is_in_the_queue_at_once, acknowledging_opens_it_and_is_kept])
    if "city" in shared:
        shared["city"].end()
    sys.exit(rc)
