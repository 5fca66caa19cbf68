#!/usr/bin/env python3
"""records_suite.py -- a request for records from its first word to its appeal: asks, two people, evidence, the law's clock, a holiday that moves dates, wrong days. Writes TAP."""
import csv
import datetime
import io
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import City, Forms, check, main  # noqa: E402

shared = {}
DAY = 24 * 3600 * 1000000


def noon(text):
    """By the city's clock, in microseconds."""
    d = datetime.datetime.fromisoformat(text + "T20:00:00+00:00")
    return int(d.timestamp()) * 1000000


def city():
    if "city" not in shared:
        shared["city"] = City().start().settled()
    return shared["city"]


def open_case(b, **typed):
    a = b.submit("/records/new", "/records/open", **{"title": "Cost of a deployment", "holder": "ICE", "owner": "MAYOR", "why": "The order asks for it.", "area": "The City",
                                                      "first": "2025-06-01", "last": "2025-07-31", **typed})
    check(a.status == 303 and a.headers["location"].endswith("/asks"), f"opened: {a.status} {a.text[-900:]}")
    return a.headers["location"].split("/")[-2]


def note(b, number, form, **typed):
    return b.submit(f"/records/{number}/log/{form}", f"/log/{form}/add", **typed)


def noted(b, number, form, **typed):
    a = note(b, number, form, **typed)
    check(a.status == 303, f"{form}: {a.status} {a.text[-1500:]}")


def case(b, number):
    return b.get(f"/records/{number}.json").json


def date(c, kind):
    found = [d for d in c["dates"] if d["kind"] == kind]
    check(len(found) == 1, f"{kind}: {c['dates']}")
    return found[0]


def approve(b, number, login="counsel"):
    a = b.submit(f"/records/{number}", "/approve/ask")
    check(a.status == 303, f"asked: {a.status} {a.text[-500:]}")
    other = city().browser().enter(login)
    a = other.submit("/approvals", "/approve")
    check(a.status == 303, f"approved: {a.status} {a.text[-800:]}")


def sent(b, **typed):
    """A request that was written, approved, sent and received."""
    number = open_case(b, **typed)
    approve(b, number)
    noted(b, number, "send", kind="sent", day=typed.get("on", "2026-02-26"), channel="portal")
    return number


def the_pack_brings_the_asks_of_the_order():
    b = city().browser().enter("records")
    number = open_case(b, fill="true")
    asks = b.get(f"/records/{number}/asks.json").json["asks"]
    check(len(asks) >= 5 and {a["question"] for a in asks} == {"who", "why", "cost"}, f"asks: {asks}")
    check([a["number"] for a in asks] == list(range(1, len(asks) + 1)), "they are numbered")
    check(any("Anonymized Identifier" in a["columns"] for a in asks), "columns are named")
    a = b.submit(f"/records/{number}/asks", "/asks/2/drop")
    check(a.status == 303, f"taken out: {a.status}")
    left = b.get(f"/records/{number}/asks.json").json["asks"]
    check([a["title"] for a in left] == [a["title"] for a in asks[:1] + asks[2:]] and [a["number"] for a in left] == list(range(1, len(asks))), f"those behind move up: {left}")
    a = b.submit(f"/records/{number}/asks", "/asks/take")
    check(a.status == 303 and len(b.get(f"/records/{number}/asks.json").json["asks"]) == len(asks), "asked for again")
    a = b.submit(f"/records/{number}/asks", "/asks/write", question="cost", title="Vehicles", text="Invoices of rented vehicles.", columns="")
    check(a.status == 303 and b.get(f"/records/{number}/asks.json").json["asks"][-1]["title"] == "Vehicles", "one by hand")
    a = b.submit(f"/records/{number}/asks", "/asks/write", question="cost", title="", text="No title.", columns="")
    check(a.status == 422 and "No title." in a.text, f"without a title nothing that was typed is lost: {a.status}")


def two_people_approve_and_what_was_approved_stays():
    b = city().browser().enter("mayor")
    number = open_case(b, fill="true")
    a = note(b, number, "send", kind="sent", day="2026-02-26", channel="portal")
    check(a.status == 422 and "has not been approved" in a.text, f"sent before approval: {a.status}")
    a = b.submit(f"/records/{number}", "/approve/ask")
    check(a.status == 303, "asked")
    forms = [f["action"] for f in Forms(b.get("/approvals").text).forms]
    check(not any(f.endswith("/approve") for f in forms), f"who asked cannot approve: {forms}")
    b.submit(f"/records/{number}/asks", "/asks/write", question="cost", title="Another", text="Added after approval was asked for.", columns="")
    other = city().browser().enter("counsel")
    a = other.submit("/approvals", "/approve")
    check(a.status == 409 and "changed since" in a.text, f"changed in between: {a.status} {a.text[-500:]}")
    check(case(b, number)["delivery"] == "draft", "still a draft")
    check(other.submit("/approvals", "/decline", reason="It was changed.").status == 303, "declined")
    approve(b, number)
    check(case(b, number)["delivery"] == "approved", "approved")
    for path in ("edit", "asks"):
        a = b.get(f"/records/{number}/{path}")
        check(a.status in (409, 422) and "has been approved" in a.text, f"{path} after approval: {a.status}")


def the_clock_starts_with_evidence_and_says_how():
    b = city().browser().enter("records")
    number = sent(b, fill="true")
    c = case(b, number)
    check(c["delivery"] == "portal-manual" and c["ball"] == "agency" and c["clock"] == "not started" and c["dates"] == [], f"sent: {c}")
    a = note(b, number, "receipt", kind="received", day="2026-02-25", right_one="true")
    check(a.status == 422 and "before the request was sent" in a.text and 'value="2026-02-25"' in a.text, f"received before it was sent: {a.status}")
    a = note(b, number, "receipt", kind="received", day="2026-03-01", right_one="true")
    check(a.status == 422 and "still to come" in a.text, f"a day to come: {a.status}")
    a = note(b, number, "receipt", kind="received", day="0026-02-26", right_one="true")
    check(a.status == 422 and "very long ago" in a.text, f"a year that is a slip: {a.status}")
    a = note(b, number, "receipt", kind="received", day="2026-02-26", until="9999-12-31", right_one="true")
    check(a.status == 422 and "very far ahead" in a.text, f"a promise for the year 9999: {a.status}")
    noted(b, number, "receipt", kind="received", day="2026-02-26", tracking="2026-ICFO-00099", component="ICE")
    c = case(b, number)
    answer = date(c, "answer")
    check(c["tracking"] == "2026-ICFO-00099" and c["clock"] == "running", "received")
    check("at the latest" in answer["proof"] and "5 U.S.C. 552(a)(6)(A)" in answer["proof"] and answer["rule"] == "foia.answer", f"its proof: {answer}")
    check(re.search(r"holds from 11 Jul 2025; calendar us-federal, version [0-9a-f]{16}\.$", answer["version"]), f"the versions that it stands on: {answer}")
    check(answer["due"] == "2026-04-09", f"ten working days for the right component, then twenty: {answer}")
    noted(b, number, "receipt", kind="forwarded to the right component", day="2026-02-26", component="ICE")
    check(date(case(b, number), "answer")["due"] == "2026-03-26", "the right component had it on the same day")
    check({d["kind"] for d in case(b, number)["dates"]} >= {"answer", "constructive denial", "appeal", "suit", "tracking number"}, "every case has its dates")
    check(date(case(b, number), "appeal")["until"] == "23:59:59 Eastern", "the hour of the last day")


def questions_and_extensions_move_the_date():
    b = city().browser().enter("records")
    number = sent(b, fill="true")
    noted(b, number, "receipt", kind="received", day="2026-02-26", right_one="true")
    noted(b, number, "question", kind="asks us to clarify", day="2026-02-26", until="2026-03-20")
    c = case(b, number)
    check(c["clock"] == "paused" and c["ball"] == "us" and date(c, "answer")["state"] == "paused" and date(c, "our reply")["due"] == "2026-03-20", f"paused: {c['dates']}")
    check("20 working days left" in date(c, "answer")["proof"], f"what is left: {date(c, 'answer')}")
    noted(b, number, "reply", day="2026-02-26", text="Here it is.")
    noted(b, number, "extension", day="2026-02-26", text="Field offices.", count="2", unit="weeks")
    c = case(b, number)
    check(c["clock"] == "extended" and date(c, "answer with extension")["due"] == "2026-04-09" and date(c, "our reply")["state"] == "met", f"extended in weeks: {c['dates']}")
    check("notice" in date(c, "answer with extension")["proof"], "its proof")


def a_determination_has_three_parts():
    b = city().browser().enter("records")
    number = sent(b, fill="true")
    noted(b, number, "receipt", kind="received", day="2026-02-26", right_one="true")
    parts = {"scope": "We release part.", "because": "Exemption 6.", "appeal": "You may appeal."}
    for k in parts:
        a = note(b, number, "determination", day="2026-02-26", **{**parts, k: ""})
        check(a.status == 422 and "acknowledgement" in a.text and all(v in a.text for n, v in parts.items() if n != k), f"without {k}: {a.status}")
    noted(b, number, "determination", day="2026-02-26", **parts)
    c = case(b, number)
    check(c["clock"] == "stopped" and date(c, "appeal")["state"] == "running" and date(c, "appeal")["rule"] == "foia.appeal_dhs", f"determined: {c['dates']}")
    asks = c["asks_rows"]
    noted(b, number, "outcome", ask="1", answer="part", day="2026-02-26", reasons="b6 b7C", pages="1-12")
    a = note(b, number, "outcome", ask=str(len(asks) + 1), answer="full", day="2026-02-26")
    check(a.status == 422 and "no ask with that number" in a.text, f"an ask that is not there: {a.status}")
    one = case(b, number)["asks_rows"][0]
    check((one["answer"], one["reasons"], one["pages"]) == ("part", "b6 b7C", "1-12"), f"ask by ask: {one}")
    noted(b, number, "appeal", kind="appealed", day="2026-02-26", channel="mail")
    c = case(b, number)
    check(c["level"] == "administrative appeal" and date(c, "answer to the appeal")["due"] == "2026-03-26" and date(c, "appeal")["state"] == "met", f"appealed: {c['dates']}")
    noted(b, number, "suit", kind="suit filed", day="2026-02-26", other="C.D. Cal. 2:26-cv-0001")
    c = case(b, number)
    check(c["level"] == "suit" and c["ball"] == "third party", "a suit")
    check(any(d["number"] == int(number) and d["frozen"] for d in b.get("/records/due.json").json["dates"]), "a suit freezes what would be suggested")


def an_entry_is_struck_never_deleted():
    b = city().browser().enter("records")
    number = sent(b, fill="true")
    noted(b, number, "receipt", kind="received", day="2026-02-26", right_one="true")
    page = b.get(f"/records/{number}")
    link = re.search(r'received.*?href="([^"]+/strike)"', page.text, re.S).group(1)
    a = b.get(link)
    check(a.status == 200 and "Strike: received" in a.text, f"the page: {a.status}")
    a = b.send(b.form(a, "/strike"), reason="A receipt of another request.")
    check(a.status == 303, f"struck: {a.status} {a.text[-500:]}")
    c = case(b, number)
    check(c["clock"] == "not started" and any(e["struck"] and e["why_struck"] == "A receipt of another request." for e in c["entries"]), f"it stays and counts no more: {c}")
    check(all(d["state"] == "moot" for d in c["dates"]), "its dates too")


def a_holiday_moves_dates_and_lists_them():
    b = city().browser().enter("records")
    number = sent(b, fill="true")
    noted(b, number, "receipt", kind="received", day="2026-02-26", right_one="true")
    was = date(case(b, number), "answer")["due"]
    m = city().browser().enter("mayor")
    a = m.submit("/clock/holidays/new", "/clock/holidays/add", calendar="us-federal", name="Day of mourning", day="2026-03-10", source="Statute (invented)")
    check(a.status == 303, f"added: {a.status}")
    deadline = datetime.datetime.now() + datetime.timedelta(seconds=30)
    while date(case(b, number), "answer")["due"] == was:
        check(datetime.datetime.now() < deadline, "the dates were not counted again")
    now = date(case(b, number), "answer")
    check(now["due"] == "2026-03-27" and now["was"] == was and now["first"] == was and "Day of mourning" in now["reason"], f"moved: {now}")
    moved = [x for x in b.get("/records/moved.json").json["moved"] if x["number"] == int(number) and x["kind"] == "answer"]
    check([(x["was"], x["due"]) for x in moved] == [(was, "2026-03-27")], f"listed: {moved}")
    line = next(x for x in b.get("/records.json?holder=ICE").json["requests"] if x["number"] == int(number))
    check(line["due"] in ("2026-03-08", "2026-03-27"), f"the list knows: {line}")
    check(f"/records/{number}" in b.get("/records/moved").text, "as a page")
    ics = b.get("/records/due.ics").text
    check("BEGIN:VEVENT" in ics and "DTSTART;VALUE=DATE:20260327" in ics and "SEQUENCE:1" in ics, "as a calendar")


def a_clock_lapses_by_itself():
    c = City()
    try:
        c.start().settled()
        b = c.browser().enter("records")
        shared_city, shared["city"] = shared.get("city"), c
        number = sent(b, fill="true")
        late, asked = sent(b, fill="true"), sent(b, fill="true")
        for n in (number, late, asked):
            noted(b, n, "receipt", kind="received", day="2026-02-26", right_one="true")
        c.clock(noon("2026-03-30"))
        b = c.browser().enter("records")
        deadline = datetime.datetime.now() + datetime.timedelta(seconds=60)
        while case(b, number)["clock"] != "lapsed":
            check(datetime.datetime.now() < deadline, f"it did not lapse: {case(b, number)['clock']}")
        x = case(b, number)
        check(x["ball"] == "us" and date(x, "constructive denial")["state"] == "met" and date(x, "suit")["state"] == "running", f"lapsed: {x['dates']}")
        noted(b, number, "appeal", kind="appealed", day="2026-03-30", channel="portal")
        check(case(b, number)["level"] == "administrative appeal", "no answer in time can be appealed")
        deadline = datetime.datetime.now() + datetime.timedelta(seconds=60)
        while case(b, late)["clock"] != "lapsed":
            check(datetime.datetime.now() < deadline, "the other did not lapse")
        noted(b, late, "extension", day="2026-03-20", count="10", unit="working_days", channel="post", text="Volume. The letter came late.")
        x = case(b, late)
        check(x["clock"] == "extended" and date(x, "constructive denial")["state"] == "expected", f"a letter in time, written down late: {x['clock']}")
        check([e["struck"] for e in x["entries"] if e["kind"] == "clock lapsed"] == [True], "the lapse is struck, and stays to be read")
        while case(b, asked)["clock"] != "lapsed":
            check(datetime.datetime.now() < deadline, "the third did not lapse")
        noted(b, asked, "question", kind="asks us to clarify", day="2026-03-20", channel="post", text="Which months?")
        check(case(b, asked)["clock"] == "paused", f"a question in time, written down late: {case(b, asked)['clock']}")
        if shared_city:
            shared["city"] = shared_city
        else:
            shared.pop("city")
    finally:
        c.end()


def open_asks_keep_a_case_open_and_lists_filter():
    b = city().browser().enter("records")
    rows = list(csv.DictReader(line for line in io.StringIO(b.get("/records.csv").text) if not line.startswith("#")))
    check(len(rows) >= 4 and rows == sorted(rows, key=lambda r: int(r["number"])), f"csv: {len(rows)}")
    ours = b.get("/records.json?ball=us").json["requests"]
    check(ours and all(r["ball"] == "us" for r in ours), "our turn")
    check(b.get("/records.json?holder=NGB").json["requests"][0]["holder"] == "NGB", "by holder")
    check(b.get("/records?clock=nonsense").status == 422, "a filter that is none")
    check(b.get("/records/999").status == 404, "no such request")


def earlier_is_no_way_round_the_second_person():
    b = city().browser().enter("records")
    number = open_case(b, fill="true", earlier="true")
    a = note(b, number, "send", kind="sent", day="2026-02-26", channel="portal")
    check(a.status == 422 and "second person" in a.text, f"sent today without approval: {a.status}")
    noted(b, number, "send", kind="sent", day="2026-02-20", channel="portal")
    noted(b, number, "send", kind="sent", day="2026-02-26", channel="post")
    check(case(b, number)["delivery"] == "sent", "sent before, and once more")


def two_of_one_and_one_of_two():
    b = city().browser().enter("records")
    number = sent(b, fill="true")
    noted(b, number, "receipt", kind="received", day="2026-02-26", right_one="true", tracking="2026-ICFO-00200")
    asks = len(case(b, number)["asks_rows"])
    a = b.submit(f"/records/{number}/split", "/split", title="Costs alone", asks="1 1", text="The agency made two of it.")
    check(a.status == 422 and "each once" in a.text and "The agency made two of it." in a.text, f"twice the same: {a.status}")
    a = b.submit(f"/records/{number}/split", "/split", title="Costs alone", asks="2, 3", tracking="2026-ICFO-00201", text="The agency made two of it.")
    check(a.status == 303, f"split: {a.status} {a.text[-600:]}")
    new = a.headers["location"].split("/")[-1]
    x, y = case(b, number), case(b, new)
    check(len(y["asks_rows"]) == 2 and y["parent"] == int(number) and y["clock"] == "running" and date(y, "answer")["due"] == date(x, "answer")["due"], f"the evidence counts for both: {y['dates']}")
    check([r["answer"] for r in x["asks_rows"]].count("superseded") == 2 and x["open"] == asks - 2, "what went over says so")
    check("2026-ICFO-00201" in y["tracking"] and "2026-ICFO-00200" in y["tracking"], f"numbers: {y['tracking']}")
    a = b.submit(f"/records/{new}/split", "/merge", into="3", text="Back again.")
    check(a.status == 422 and "another holder" in a.text, f"another holder: {a.status}")
    a = b.submit(f"/records/{new}/split", "/merge", into=number, text="Back again.")
    check(a.status == 303, f"merged: {a.status} {a.text[-600:]}")
    x, y = case(b, number), case(b, new)
    check(y["ball"] == "nobody" and y["open"] == 0 and x["open"] == asks and "2026-ICFO-00201" in x["tracking"], f"one of two: {x['tracking']}")
    check(any(e["said"] == new for e in x["entries"]), "each names the other")
    draft = open_case(b, fill="true")
    a = b.submit(f"/records/{draft}/split", "/merge", into=number, text="Without approval.")
    check(a.status == 422 and "nobody approved" in a.text and "Without approval." in a.text, f"asks that nobody approved: {a.status}")
    a = b.submit(f"/records/{number}/split", "/merge", into=new, text="Into what went away.")
    check(a.status == 422 and "has ended" in a.text, f"into one that has ended: {a.status}")


def what_moves_the_clock_goes_over_in_a_split():
    b = city().browser().enter("records")
    number = sent(b, fill="true")
    form = b.form(b.get(f"/records/{number}/log/receipt"), "/log/receipt/add")
    a = b.upload(form, "receipt.txt", b"Received by the office.", kind="received", day="2026-02-26", right_one="true")
    check(a.status == 303, f"received: {a.status} {a.text[-600:]}")
    noted(b, number, "question", kind="asks us to clarify", day="2026-02-26", text="Which months?")
    noted(b, number, "extension", day="2026-02-26", count="10", unit="working_days", text="Volume.")
    noted(b, number, "reply", day="2026-02-26", text="June and July.")
    noted(b, number, "outcome", ask="2", answer="full", day="2026-02-26", pages="1-9")
    a = b.submit(f"/records/{number}/split", "/split", title="Costs alone", asks="2 3", text="The agency made two of it.")
    check(a.status == 303, f"split: {a.status} {a.text[-600:]}")
    x, y = case(b, number), case(b, a.headers["location"].split("/")[-1])
    check(date(y, "answer with extension")["due"] == date(x, "answer with extension")["due"] and y["clock"] == "extended", f"the same dates: {y['dates']}")
    check([r["answer"] for r in y["asks_rows"]] == ["full", "open"] and y["asks_rows"][0]["pages"] == "1-9", f"what came of an ask goes along: {y['asks_rows']}")
    check(any(f["name"] == "receipt.txt" for e in y["entries"] for f in e["files"]), "the evidence goes along")


def the_same_for_many_is_done_for_all_or_none():
    b = city().browser().enter("records")
    one, two = sent(b, fill="true"), sent(b, fill="true")
    noted(b, two, "suit", kind="suit filed", day="2026-02-26", other="C.D. Cal.")
    before = len(case(b, one)["entries"])
    a = b.submit("/records/bulk", "/bulk/do", numbers=f"{one} {two}", action="inquiry", day="2026-02-26", channel="mail", text="Where does it stand?")
    check(a.status == 422 and f"Request {two}" in a.text and "Where does it stand?" in a.text, f"a suit stops it: {a.status}")
    check(len(case(b, one)["entries"]) == before, "none of it was done")
    a = b.submit("/records/bulk", "/bulk/do", numbers=f"{one} 999", action="note", day="2026-02-26", text="A note.")
    check(a.status == 422 and "no request 999" in a.text, f"a number that is none: {a.status}")
    a = b.submit("/records/bulk", "/bulk/do", numbers=f"{one} {two}", action="owner changed", owner="CLERK", day="2026-02-26", text="The clerk goes on.")
    check(a.status == 303 and {case(b, n)["owner"] for n in (one, two)} == {"CLERK"}, f"another owner: {a.status} {a.text[-500:]}")
    check("/records/bulk?numbers=" in b.get("/records").text, "the list leads there with its numbers")
    a = b.submit("/records/bulk", "/bulk/do", numbers=f"{one}\r\n{two}\r\n", action="note", day="2026-02-26", text="One a line.")
    check(a.status == 303, f"one number a line, as a browser sends it: {a.status}")
    a = note(b, one, "other", kind="owner changed", day="2026-02-26", text="It has no field for the new owner.")
    check(a.status == 422, f"an owner is changed where the new one is named: {a.status}")
    noted(b, one, "receipt", kind="received", day="2026-02-26")
    for wrong in ({"count": "-5", "unit": "working_days"}, {"until": "2026-02-20"}):
        a = note(b, one, "extension", day="2026-02-26", text="Less time?", **wrong)
        check(a.status == 422 and "Less time?" in a.text, f"more time that is less: {wrong} {a.status}")


def what_others_got_stands_beside_the_categories():
    b = city().browser().enter("records")
    check("2022-ICFO-09022" in b.get("/records/seen").text, "from the pack")
    number = open_case(b)
    categories = b.get(f"/records/{number}/asks.json").json["categories"]
    arrests = next(c for c in categories if c["ref"] == "arrests")
    check(any(s["tracking"] == "2022-ICFO-09022" for s in arrests["seen"]), f"beside the category: {arrests['seen']}")
    bad = "requester,holder,title,state,day\nA newsroom,ICE,Raid video,in court,2025-13-01\n"
    a = b.submit("/records/seen", "/seen/take", table=bad)
    check(a.status == 422 and "Line 2" in a.text and "day" in a.text and "A newsroom" in a.text, f"a wrong line is named: {a.status} {a.text[-400:]}")
    a = b.submit("/records/seen", "/seen/take", table=bad.replace("2025-13-01", "2025-12-01").replace("ICE", "NOBODY"))
    check(a.status == 422 and "Line 2: holder" in a.text, f"a holder that is none, in a table: {a.status}")
    many = "requester,holder,title,state\n" + "A newsroom,ICE,Video,asked\n" * 200
    for _ in range(10):
        check(b.submit("/records/seen", "/seen/take", table=many).status == 303, "two hundred at once")
    check(b.get("/records/seen").status == 200 and b.get(f"/records/{number}/asks").status == 200, "more of them than a page shows close no page")
    a = b.submit("/records/seen", "/seen/take", table="requester,holder\n")
    check(a.status == 422 and "no line under its names" in a.text, f"an empty table: {a.status}")
    a = b.submit("/records/seen", "/seen/take", table=bad.replace("2025-13-01", "2025-12-01") + '"Another, with a comma",CBP,Logs,released,\n')
    check(a.status == 303, f"kept: {a.status} {a.text[-800:]}")
    seen = b.get("/records/seen.json").json["seen"]
    check({"A newsroom", "Another, with a comma"} <= {s["requester"] for s in seen}, "both lines")
    a = b.submit("/records/seen", "/seen/add", requester="A county", holder="NOBODY", title="X", state="asked")
    check(a.status == 422 and "from the list" in a.text, f"a holder that is none: {a.status}")


MAIL = """From: FOIA Office <foia@agency.example>\r\nTo: desk@example.org\r\nSubject: {subject}\r\nDate: Thu, 26 Feb 2026 09:00:00 -0800\r\nMessage-ID: <{id}@agency.example>\r\n{more}MIME-Version: 1.0\r\n\
Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n--b\r\nContent-Type: text/csv; name=list.csv\r\nContent-Disposition: attachment; filename=list.csv\r\n\r\na,b\r\n--b--\r\n"""


def a_mail_file_finds_its_request():
    b = city().browser().enter("records")
    number = sent(b, fill="true")
    noted(b, number, "receipt", kind="received", day="2026-02-26", right_one="true", tracking="2026-ICFO-00300")
    take = lambda name, data: b.upload(b.form(b.get("/records/mail"), "/mail/take"), name, data.encode())
    a = take("notes.txt", "no mail")
    check(a.status == 422 and ".eml" in a.text, f"no mail file: {a.status}")
    a = take("reply.EML", MAIL.format(subject="Your request 2026-ICFO-00300", id="one", more="", text="Please say which <b>landmarks</b> you mean."))
    check(a.status == 303, f"taken in: {a.status} {a.text[-500:]}")
    page = b.get(a.headers["location"])
    check(page.status == 200 and "&lt;b&gt;landmarks" in page.text and "list.csv" in page.text, f"read: {page.status} {page.text[-900:]}")
    form = b.form(page, "/sort")
    check(form["fields"]["number"] == number and form["fields"]["day"] == "2026-02-26", f"proposed by its tracking number: {form['fields']}")
    check("reply.EML" in b.get("/records/mail").text, "it waits")
    b.get(a.headers["location"])
    c = b.send(form, kind="asks us to clarify", number="999")
    check(c.status == 422 and "no request with this number" in c.text, f"a number that is none: {c.status}")
    c = b.send(form, kind="asks us to clarify")
    check(c.status == 303, f"put there: {c.status} {c.text[-800:]}")
    x = case(b, number)
    check(x["clock"] == "paused" and any("landmarks" in e["text"] and e["files"] for e in x["entries"]), "an entry with its file")
    check("reply.EML" not in b.get("/records/mail").text, "it waits no more")
    a = take("again.eml", MAIL.format(subject="Re: landmarks", id="two", more="In-Reply-To: <one@agency.example>\r\n", text="Thank you."))
    check(b.form(b.get(a.headers["location"]), "/sort")["fields"]["number"] == number, "an answer belongs to the thread")
    a = take("other.eml", MAIL.format(subject="Hello", id="three", more="", text="Nothing known."))
    page = b.get(a.headers["location"])
    check(b.form(page, "/sort")["fields"]["number"] in ("", "0") and "is proposed" not in page.text, "what fits nothing waits")
    a = take("broken.eml", "\x01\x02")
    check(a.status == 422, f"no text at all: {a.status}")


def who_may_not_sees_nothing():
    for login in ("", "liaison", "verifier"):
        b = city().browser()
        if login:
            b.enter(login)
        for path in ("/records", "/records/1", "/records/due.ics", "/records.csv"):
            check(b.get(path).status in (303, 401, 403), f"{login or 'the public'} at {path}: {b.get(path).status}")
    b = city().browser().enter("auditor")
    check(b.get("/records/1").status == 200, "an auditor reads")
    check(b.get("/records/new").status == 403, "an auditor writes nothing")


def the_record_holds_after_a_rebuild():
    c = city()
    b = c.browser().enter("records")
    before = [case(b, n) for n in range(1, 5)]
    c.stop()
    check(c.run("rebuild", *c.url).returncode == 0 and c.run("check", *c.url).returncode == 0, "rebuilt and checked")
    c.start()
    b = c.browser().enter("records")
    for x, y in zip(before, [case(b, n) for n in range(1, 5)]):
        x.pop("approve", None), y.pop("approve", None)   # a form has a key of its own
        check(x == y, f"replaying gives the same: {[(k, x[k], y[k]) for k in x if x[k] != y[k]]}")


if __name__ == "__main__":
    rc = main([the_pack_brings_the_asks_of_the_order, two_people_approve_and_what_was_approved_stays, the_clock_starts_with_evidence_and_says_how, questions_and_extensions_move_the_date,
          a_determination_has_three_parts, an_entry_is_struck_never_deleted, a_holiday_moves_dates_and_lists_them, a_clock_lapses_by_itself,
          open_asks_keep_a_case_open_and_lists_filter, two_of_one_and_one_of_two, earlier_is_no_way_round_the_second_person, what_moves_the_clock_goes_over_in_a_split, the_same_for_many_is_done_for_all_or_none,
          what_others_got_stands_beside_the_categories, a_mail_file_finds_its_request, who_may_not_sees_nothing, the_record_holds_after_a_rebuild])
    if "city" in shared:
        shared["city"].end()
    sys.exit(rc)
