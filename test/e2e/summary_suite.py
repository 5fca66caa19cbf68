#!/usr/bin/env python3
"""summary_suite.py -- public summaries of contact reports, from the reports to the page: looked at by one, confirmed by a second, small
numbers hidden, late reports in the next; and a drill is in no figure of incidents anywhere. Writes TAP."""
import csv
import io
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import City, check, main  # noqa: E402
from quiet_suite import sql  # noqa: E402

DOOR = "dem0-1apt-0000-0001"
HEAD = ["by", "value", "name", "and_by", "and_value", "and_name", "reports"]
shared = {}


def city():
    if "city" not in shared:
        shared["city"] = City()
        sql(shared["city"], "DELETE FROM contact_report")        # those of the demonstration: here every number is counted out
        shared["city"].start().settled()
    return shared["city"]


def as_(login):
    if login not in shared:
        shared[login] = city().browser().enter(login)
    return shared[login]


def send(day, **said):
    entry = {"entry": os.urandom(16).hex(), "token": DOOR, "base": 0, "send": True, "drill": False, "day": day, "arrived": "09:13", "request": "records", **said}
    a = city().browser().ask("POST", "/contact/sync", json.dumps(entry), {"Content-Type": "application/json", "Accept": "application/json"})
    check(a.status == 201 and a.json["url"] == "/contact/copy", f"sync: {a.status} {a.text[:300]}")


def table(period):
    rows = [r for r in csv.reader(io.StringIO(city().browser().get(f"/contact/summaries/{period}.csv").text)) if r and not r[0].startswith("#")]
    check(rows[0] == HEAD, f"head {rows[0]}")
    return {(r[0], r[1], r[3], r[4]): r[6] for r in rows[1:]}


def publish(period):
    a = as_("mayor").submit(f"/contact/summaries/{period}/preview", "/contact/summaries/publish")
    check(a.status == 303, f"publish: {a.status} {a.text[-500:]}")
    for login, refused in (("mayor", True), ("counsel", False)):
        page = as_(login).get("/approvals")
        check(period in page.text, f"{login} sees no {period} to approve")
        forms = re.findall(r'action="(/approvals/[0-9a-f]+/approve)"', page.text)
        check(not forms if refused else len(forms) == 1, f"{login}: {forms}")
    a = as_("counsel").submit("/approvals", "/approve")
    check(a.status == 303, f"approve: {a.status} {a.text[-600:]}")


def a_quarter_is_published_by_two():
    waiting = as_("mayor").get("/contact/summaries")
    check("/contact/summaries/2025-Q4/preview" in waiting.text, "the quarter that has ended is not offered")
    for n in range(30):
        send("2025-12-05", request="records" if n < 25 else "entry", agency="ICE-ERO" if n < 27 else "FBI")
    preview = as_("mayor").get("/contact/summaries/2025-Q4/preview")
    check("true number 5" in preview.text and "30 reports are counted" in preview.text, f"preview: {preview.text[-3000:]}")
    for login, status in (("", 303), ("auditor", 403), ("liaison-library", 403)):
        a = (as_(login) if login else city().browser()).get("/contact/summaries/2025-Q4/preview")
        check(a.status == status, f"{login or 'nobody'} sees the preview: {a.status}")
    check(city().browser().get("/contact/summaries/2025-Q4").status == 404, "it is public before it is confirmed")
    publish("2025-Q4")
    page = city().browser().get("/contact/summaries/2025-Q4")
    check(page.status == 200 and "30 contact reports from 1 Oct 2025 to 31 Dec 2025" in page.text and "not shown" in page.text, f"{page.text[:1500]}")
    check("true number" not in page.text and "behind" not in city().browser().get("/contact/summaries/2025-Q4.json").text, "the page tells")
    check("30 informes de contacto" in city().browser().get("/es/contact/summaries/2025-Q4").text, "Spanish")


def small_numbers_are_hidden_and_zero_is_said():
    t = table("2025-Q4")
    check(t["all", "", "", ""] == "30" and t["department", "LAPL", "", ""] == "30" and t["department", "RAP", "", ""] == "0", f"{[k for k in t if k[0] == 'department']}")
    check(t["request", "records", "", ""] == "not shown" and t["request", "entry", "", ""] == "not shown" and t["request", "a person", "", ""] == "0", "request")
    check(t["agency", "FBI", "", ""] == "not shown" and t["agency", "ICE-ERO", "", ""] == "not shown", "agency")
    check(not {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"} & set(t.values()), "a small number stands there")
    doc = city().browser().get("/contact/summaries/2025-Q4.json").json
    check({(c["by"], c["value"], c["and_by"], c["and_value"]): c["reports"] for c in doc["cells"]} == t, "JSON and CSV differ")
    check(doc["log_n"] > 0 and doc["under"] == 11, f"{doc['log_n']} {doc['under']}")


def it_is_never_made_again_and_late_reports_are_in_the_next():
    before = city().browser().get("/contact/summaries/2025-Q4").body, city().browser().get("/contact/summaries/2025-Q4.csv").body
    for _ in range(12):
        send("2025-12-30")
    check(city().browser().get("/contact/summaries/2025-Q4.csv").body == before[1], "a published summary changed")
    check(as_("mayor").get("/contact/summaries/2025-Q4/preview").status == 409, "it can be made again")
    check(as_("mayor").get("/contact/summaries/2026-Q1/preview").status == 409, "a period that runs can be made")
    for _ in range(13):
        send("2026-02-20")
    city().stop()
    sql(city(), "UPDATE city_city SET demo_at = demo_at + 40 * 86400000000")
    city().start()
    for login in [k for k in shared if k != "city"]:
        del shared[login]
    publish("2026-Q1")
    t = table("2026-Q1")
    reports = int(t["all", "", "", ""])
    check(t["days", "of earlier days", "", ""] != "0" and reports >= 25, f"{t}")
    check(t["days", "of earlier days", "", ""] in ("12", "not shown"), "late reports")
    check(city().browser().get("/contact/summaries.json").json["summaries"][0]["period"] == "2026-Q1", "the list")


def a_drill_is_in_no_figure():
    def figures():
        b = city().browser()
        rows = [r for r in csv.reader(io.StringIO(as_("mayor").get("/contact/reports.csv").text)) if r and not r[0].startswith("#")]
        at = [rows[0].index(name) for name in ("number", "day", "department")]          # what a clock does not change
        return [str([[r[i] for i in at] for r in rows]), str([(r["number"], r["day"], r["department"]) for r in as_("mayor").get("/contact/reports.json").json["reports"]]),
                json.dumps(as_("mayor").get("/briefing.json").json), b.get("/contact/summaries.csv").text, b.get("/contact/summaries/2026-Q1.csv").text,
                json.dumps([s for s in as_("mayor").get("/contact/summaries/2026-Q2/preview.json").json.get("sections", [])])]
    before = figures()
    for _ in range(15):
        send("2026-04-02", drill=True)
    for x, y in zip(before, figures()):
        check(x == y, f"a drill counts: {x[:300]} became {y[:300]}")
    send("2026-04-02")
    check(figures()[0] != before[0], "a report does not count: the comparison sees nothing")
    b = city().browser()
    b.submit(f"/contact/at/{DOOR}", "/contact/begin", request="entry", arrived="09:13", day="2026-04-02", drill="true")
    check(b.submit("/contact/mine", "/contact/mine/send").status == 303 and "counts as training" in b.get("/contact/copy").text, "the drill of a form")


if __name__ == "__main__":
    rc = main([a_quarter_is_published_by_two, small_numbers_are_hidden_and_zero_is_said, it_is_never_made_again_and_late_reports_are_in_the_next, a_drill_is_in_no_figure])
    if "city" in shared:
        shared["city"].end()
    sys.exit(rc)
