#!/usr/bin/env python3
"""inbound_suite.py -- requests for records that the city receives: asked without an account and seen by code, counted with the roll made
visible, taken up by clerks, determined, released by two people, closed by two people. Through real sockets, on both engines. Writes TAP."""
import base64
import hashlib
import io
import os
import re
import sys
import time
import urllib.parse
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import City, Forms, check, main  # noqa: E402

NAME = "Quillan Featherstone-Sample"
ADDRESS = "quillan@reader.example"
shared = {}


def city():
    if "city" not in shared:
        shared["city"] = City().start()
    return shared["city"]


def as_(login):
    if login not in shared:
        shared[login] = city().browser().enter(login)
    return shared[login]


def ok(a, what):
    check(a.status == 303, f"{what}: {a.status} {re.sub('<[^>]+>', ' ', a.text)[-900:]}")
    return a


def ask(text="All leases of the sample library since 2025.", lang="", **more):
    """A request by the public form: the browser that sent it, and the address with its code."""
    b = city().browser()
    a = ok(b.submit(f"{lang}/records/city/ask", "/records/city/send", text=text, **more), "send")
    return b, a.headers["location"]


def entered(received, text="A table of overtime.", **more):
    a = ok(as_("records").submit("/records/inbound/new", "/records/inbound/open", received=received, channel="mail", text=text, **more), "enter")
    return int(a.headers["location"].rsplit("/", 1)[1])


def write(number, form, who="records", **typed):
    return as_(who).submit(f"/records/inbound/{number}/write/{form}", f"/write/{form}/add", **typed)


def upload(number, form, name, data, **typed):
    b = as_("records")
    page = b.get(f"/records/inbound/{number}/write/{form}")
    return b.upload(b.form(page, f"/write/{form}/add"), name, data, **typed)


def one(number):
    return as_("records").get(f"/records/inbound/{number}.json").json


def dates(number):
    return {d["kind"]: d for d in one(number)["dates"]}


def choice(number, form, field, n=0):
    """The n-th value that a select offers."""
    page = as_("records").get(f"/records/inbound/{number}/write/{form}").text
    block = page[page.index(f'name="{field}"'):]
    return [v for v in re.findall(r'<option value="([^"]*)"', block[:block.index("</select>")]) if v][n]


def approve(who, title):
    """The first request for two people with this title; another person than who asked."""
    page = as_(who).get("/approvals")
    part = next((p for p in page.text.split("<section")[1:] if title in p and "/approve" in p), None)
    check(part, f"nothing to approve like {title}")
    form = next(f for f in Forms(part).forms if f["action"].endswith("/approve"))
    return as_(who).send(form)


def code_of(location):
    return location.rsplit("/", 1)[1]


def asked_without_a_name_and_seen_by_code():
    ok(as_("records").submit("/account/mail", "/account/mail/set", email="records@city.example", pace="at_once"), "the clerk's address")
    b, at = ask()
    check(re.fullmatch(r"/records/city/[0-9a-z]{4}(-[0-9a-z]{4}){3}", at), f"no code: {at}")
    page = city().browser().get(at)
    check(page.status == 200 and "All leases of the sample library" in page.text and code_of(at) in page.text, f"the page by code: {page.status}")
    seen = city().browser().get(at + ".json").json
    check(seen["state"] == "received" and [d["kind"] for d in seen["dates"]] == ["answer"], f"state and dates: {seen}")
    a = ok(b.submit("/records/city", "/records/city/find", code=code_of(at).upper().replace("-", " ")), "find")
    check(a.headers["location"] == at, "the code as somebody types it")
    wrong = b.submit("/records/city", "/records/city/find", code="aaaa-bbbb-cccc-dddd")
    check(wrong.status == 422 and "No request has this code" in wrong.text, f"a wrong code: {wrong.status}")
    check(city().browser().get("/records/city/aaaa-bbbb-cccc-dddd").status == 404, "a page without a request")
    check(any(m["subject"].startswith("A request for records came in") for m in as_("mayor").get("/mail.json").json["mails"]), "the clerks hear nothing of it")


def a_name_is_sealed_and_stands_nowhere():
    _, at = ask(text="Plans of the sample bureau.", name=NAME, reply=ADDRESS)
    number = city().browser().get(at + ".json").json["number"]
    for who, path in ((None, at), (None, at + ".json"), (None, "/records/city/log"), ("records", f"/records/inbound/{number}"), ("records", f"/records/inbound/{number}.json"),
                      ("records", f"/records/inbound/{number}/letters/receipt.txt"), ("records", "/records/inbound"), ("records", "/records/inbound.csv"), ("records", "/records/due.ics")):
        a = (as_(who) if who else city().browser()).get(path)
        check(a.status == 200, f"{path}: {a.status}")
        check(NAME not in a.text and "Featherstone" not in a.text and ADDRESS not in a.text, f"{path} tells who asks")
    short = as_("records").submit(f"/records/inbound/{number}", "/requester/open", reason="x")
    check(short.status == 422, f"opened without a reason: {short.status}")
    ok(as_("records").submit(f"/records/inbound/{number}", "/requester/open", reason="To print the receipt"), "open who asks")
    check(NAME in as_("records").get(f"/records/inbound/{number}").text, "it did not open")
    check(NAME in as_("records").get(f"/records/inbound/{number}/letters/receipt.txt").text, "the letter has no name")
    check(NAME not in as_("mayor").get(f"/records/inbound/{number}").text, "a grant of one person opened it to another")


def numbers_of_a_person_are_refused():
    b = city().browser()
    a = b.submit("/records/city/ask", "/records/city/send", text="My file, A-number A012345678, please.")
    check(a.status == 422 and "A-number" in a.text and "My file" in a.text, f"an A-number went in, or the text was lost: {a.status}")
    a = b.submit("/records/city/ask", "/records/city/send", text="")
    check(a.status == 422, "an empty request went in")


def the_roll_is_visible():
    n = entered("2026-02-18", text="Lands on a Saturday.")
    d = dates(n)["answer"]
    check(d["due"] == "2026-03-02" and "Saturday 28 February 2026" in d["proof"] and "Monday 2 March 2026" in d["proof"], f"the roll: {d}")
    check(re.search(r"version [0-9a-f]{16}\.$", d["version"]), f"the versions that it stands on: {d}")
    plain = dates(entered("2026-02-13"))["answer"]
    check(plain["due"] == "2026-02-23" and "moves" not in plain["proof"], f"no roll: {plain}")


def received_is_not_entered_and_not_ahead():
    n = entered("2026-02-10")
    line = one(n)
    check(line["received"] == "2026-02-10" and line["entered"] == "2026-02-26", f"two days: {line['received']} {line['entered']}")
    a = as_("records").submit("/records/inbound/new", "/records/inbound/open", received="2026-02-27", channel="mail", text="From tomorrow.")
    check(a.status == 422 and "still to come" in a.text and "From tomorrow." in a.text, f"a day ahead: {a.status}")
    late = as_("records").get("/records/inbound.json?late=overdue").json["requests"]
    check(n in [r["number"] for r in late] and all(r["due"] < "2026-02-26" for r in late), "the list of what is overdue")


def more_time_needs_a_reason_of_the_law():
    n = entered("2026-02-18")
    a = write(n, "extend", reason="")
    check(a.status == 422, f"no reason: {a.status}")
    a = write(n, "extend", reason="deny-draft")
    check(a.status == 422 and "not for this" in a.text, "a reason of another kind")
    a = write(n, "extend", reason="ext-volume", until="2026-03-20")
    check(a.status == 422 and "16 Mar 2026" in a.text, f"longer than the law: {a.text[-500:]}")
    late = entered("2026-02-13")
    a = write(late, "extend", reason="ext-volume")
    check(a.status == 422 and "determine the request" in a.text, "more time after the first date")
    ok(write(n, "extend", reason="ext-volume", text="Nine offices."), "extend")
    d = dates(n)
    check(d["answer"]["state"] == "moot" and d["answer with extension"]["due"] == "2026-03-16", f"14 from the unrolled day: {d}")
    a = write(n, "extend", reason="ext-volume")
    check(a.status == 422 and "once" in a.text, "twice")
    letter = as_("records").get(f"/records/inbound/{n}/letters/extension.txt").text
    check("7922.535(c)(2)" in letter and "16 March" in letter and "Nine offices." in letter, f"the notice: {letter}")


def departments_are_called_with_a_day_each():
    n = entered("2026-02-20")
    ok(write(n, "call", office="LAPL", text="Lease files.", until="2026-02-27"), "call")
    ok(write(n, "call", office="LADOA", text="Lease files.", until="2026-03-01"), "second call")
    check(one(n)["calls"] == 2 and one(n)["state"] == "in process", "two calls are open")
    call = choice(n, "answered", "of_step")
    ok(write(n, "answered", of_step=call, text="None held."), "answered")
    check(one(n)["calls"] == 1, "one is answered")
    a = write(n, "answered", of_step=call, text="Again.")
    check(a.status == 422, "answered twice")
    ok(write(n, "note", text="Rerouted: an inner note."), "note")
    ok(write(n, "assist", text="The lease register has the words you need."), "assist")
    ics = as_("records").get("/records/due.ics").text
    check(f"SUMMARY:{n}: records from a department" in ics, "the day of a department is in no calendar")


def a_mistake_is_struck_and_stays_in_the_record():
    n = entered("2026-02-18", text="With a mistake.")
    strikes = lambda: re.findall(r'href="(/records/inbound/\d+/write/strike\?id=[0-9a-f]{32})"', as_("records").get(f"/records/inbound/{n}").text)  # noqa: E731
    ok(write(n, "extend", reason="ext-volume"), "extend")
    check(dates(n)["answer"]["state"] == "moot", "extended")
    ok(as_("records").submit(strikes()[0], "/write/strike/add", text="Meant for another request"), "strike")
    d = dates(n)
    check(d["answer"]["state"] == "running" and d["answer with extension"]["state"] == "moot" and one(n)["extended"] is None, f"the dates without it: {d}")
    check("Meant for another request" in as_("records").get(f"/records/inbound/{n}").text, "it is gone from the record")
    ok(write(n, "call", office="LAPL", text="Files.", until="2026-03-01"), "call")
    call = strikes()[0]
    ok(write(n, "answered", of_step=choice(n, "answered", "of_step"), text="None."), "answered")
    a = as_("records").submit(call, "/write/strike/add", text="Wrong department")
    check(a.status == 409 and "stands on this one" in a.text, f"a step that another stands on: {a.status}")
    check(len([s for s in one(n)["steps"] if s["struck"]]) == 1, "it was struck all the same")
    a = write(n, "call", office="LAPL", text="Files.", until="9999-01-01")
    check(a.status == 422 and "ten years" in a.text, "a slip of the year")
    a = as_("records").submit("/records/inbound/new", "/records/inbound/open", received="0202-02-20", channel="mail", text="Long ago.")
    check(a.status == 422 and "ten years" in a.text, "a slip of the year of receipt")


def reasons_are_rows_with_citation_and_days():
    rows = {r["ref"]: r for r in city().browser().get("/records/reasons.json").json["reasons"]}
    check({r["kind"] for r in rows.values()} == {"extension", "denial", "closing", "partial", "no records", "referral"}, f"kinds: {rows}")
    check(all(r["citation"] and r["from"] for r in rows.values()), "a reason without its citation or its first day")
    check(rows["deny-litigation"]["appeal"] and not rows["ext-volume"]["appeal"], "which letter says what to do")
    n = entered("2023-01-05", text="An old one.")
    a = write(n, "determine", day="2023-01-06", outcome="denied", reason="ext-emergency", office="Rita Sample")
    check(a.status == 422 and "not for this" in a.text, "a reason of another kind")
    n = entered("2023-12-20", text="Before a reason was in force.")
    a = write(n, "extend", day="2023-12-21", reason="ext-emergency")
    check(a.status == 422 and "not in force on this day" in a.text, f"a reason before its first day: {a.status}")
    ok(write(n, "determine", day="2024-01-02", outcome="withdrawn by the requester"), "withdrawn")
    ok(write(n, "close", reason="close-withdrawn"), "ask to close what was withdrawn")


def what_only_the_city_sees_stays_inside():
    b, at = ask(text="An order of steps.")
    n = b.get(at + ".json").json["number"]
    ok(write(n, "note", text="Inner words."), "note")
    ok(write(n, "call", office="LAPL", text="Inner call.", until="2026-03-01"), "call")
    ok(write(n, "assist", text="Outer help."), "assist")
    page = b.get(at).text
    check("Outer help." in page and "Inner" not in page and "LAPL" not in page, "an inner step stands outside")


def a_denial_names_reason_and_decider():
    n = entered("2026-02-20")
    a = write(n, "determine", outcome="denied", office="Rita Sample, records officer")
    check(a.status == 422 and "reason" in a.text, "no reason")
    a = write(n, "determine", outcome="denied", reason="deny-litigation")
    check(a.status == 422 and "name and title" in a.text, "nobody decided")
    a = write(n, "determine", outcome="denied", reason="none-search", office="Rita Sample")
    check(a.status == 422, "a reason of another kind")
    a = write(n, "determine", outcome="all of it")
    check(a.status == 422 and "which day" in a.text, "no day for the records")
    ok(write(n, "determine", outcome="denied", reason="deny-litigation", office="Rita Sample, records officer"), "determine")
    for ending in ("", ".txt", ".html", ".pdf"):
        a = as_("records").get(f"/records/inbound/{n}/letters/denial{ending}")
        check(a.status == 200, f"letter{ending}: {a.status}")
        check(a.body.startswith(b"%PDF-") if ending == ".pdf" else "7927.200" in a.text and "Rita Sample, records officer" in a.text, f"letter{ending}: {a.text[:800]}")
    check("ask a court" in as_("records").get(f"/records/inbound/{n}/letters/denial.txt").text, "the letter tells nothing of what to do")
    check(as_("records").get(f"/records/inbound/{n}/letters/partial").status == 404, "a letter that is not so")
    shared["denied"] = n


def closing_needs_a_reason_and_a_second_person():
    n = shared["denied"]
    fresh = entered("2026-02-20")
    a = write(fresh, "close", reason="close-withdrawn")
    check(a.status == 422 and "determined before" in a.text, "closed before it is determined")
    a = write(n, "close", reason="deny-draft")
    check(a.status == 422, "a reason of another kind")
    ok(write(n, "close", reason="close-determined"), "ask to close")
    check(one(n)["state"] == "determined", "one person closed it")
    own = as_("records").get("/approvals")
    check(own.status in (403, 404) or "/approve" not in own.text, "who asked may approve")
    ok(approve("counsel", "Close a request"), "approve")
    check(one(n)["state"] == "closed" and one(n)["closed"] == "2026-02-26", "it is not closed")
    a = write(n, "assist", text="After the end.")
    check(a.status == 422 and "Reopen it first" in a.text, "a step after the end")
    ok(write(n, "reopen", until="2026-03-05", text="New facts."), "reopen")
    check(one(n)["state"] == "reopened" and dates(n)["promised"]["due"] == "2026-03-05", "reopened with a day")
    shared["reopened"] = n


def what_is_reopened_is_answered_after_its_day():
    n = shared["reopened"]
    ok(write(n, "determine", outcome="denied", reason="deny-litigation", office="Rita Sample, records officer"), "determine anew")
    ok(write(n, "close", reason="close-determined"), "ask to close")
    ok(approve("counsel", "Close a request"), "approve")
    check("The requester reads" in as_("records").get(f"/records/inbound/{n}/write/reopen").text, "the form does not say who reads the words")
    a = write(n, "reopen", until="2026-02-20", text="A slip of the day.")
    check(a.status == 422 and "before the day" in a.text, f"it was to be answered before it was reopened: {a.status}")


def a_reopening_is_struck_by_two_people():
    n = shared["reopened"]
    check(one(n)["state"] == "closed", f"closed: {one(n)['state']}")
    ok(write(n, "reopen", until="2026-03-09", text="Meant for another."), "reopen")
    page = as_("records").get(f"/records/inbound/{n}").text
    mine = re.search(r'Meant for another\..*?href="(/records/inbound/\d+/write/strike\?id=[0-9a-f]{32})"', page, re.S).group(1)
    ok(as_("records").submit(mine, "/write/strike/add", text="A slip."), "ask to strike")
    check(one(n)["state"] == "reopened", "one person closed it")
    ok(approve("counsel", "Strike a reopening"), "approve")
    check(one(n)["state"] == "closed" and any(s["struck"] == "A slip." for s in one(n)["steps"]), f"{one(n)['state']}")


def one_sender_does_not_use_up_the_day():
    c = City().start(more=["--trusted-proxy", "127.0.0.1"])
    try:
        def sent_from(address):
            b = c.browser()
            form = b.form(b.get("/records/city/ask"), "/records/city/send")
            fields = {**form["fields"], "text": "Leases of the library."}
            return b.ask("POST", form["action"], urllib.parse.urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": f"203.0.113.1, {address}"}).status
        many = [sent_from("192.0.2.7") for _ in range(31)]
        check(many == [303] * 30 + [503], f"{many}")
        check(sent_from("192.0.2.8") == 303, "another sender is refused")
        for base, _, names in os.walk(c.folder):
            for name in names:
                with open(os.path.join(base, name), "rb") as f:
                    check(b"192.0.2.7" not in f.read(), f"{base}/{name} holds the address")
    finally:
        c.end()


def a_batch_is_searched_and_two_people_release_it():
    b, at = ask(text="The overtime table.")
    n = b.get(at + ".json").json["number"]
    ok(write(n, "determine", outcome="part of it", until="2026-03-02", reason="part-staff", office="Rita Sample, records officer"), "determine")
    ok(write(n, "batch", until="2026-03-20", text="July"), "second batch")
    check(sorted(d["due"] for d in one(n)["dates"] if d["kind"] == "promised") == ["2026-03-02", "2026-03-20"], "each batch has its day")
    whole = b"day,badge,hours\n2025-06-08,4411,9\n"
    ok(upload(n, "found", "overtime-whole.csv", whole, holds="officers, by name or number"), "found")
    a = upload(n, "copy", "x.csv", whole, batch=choice(n, "copy", "batch"), holds="nothing of these")
    check(a.status == 422 and "itself" in a.text, f"the record itself went in: {a.status}")
    a = upload(n, "copy", "x.csv", b"a,b\n", batch=choice(n, "copy", "batch"), holds="officers, by name or number")
    check(a.status == 422 and "never goes out" in a.text, "a copy with officers went in")
    a = upload(n, "copy", "x.csv", b"a,b\n", batch=choice(n, "copy", "batch"), holds="nothing of these", reason="part-officers")
    check(a.status == 422 and "of which record" in a.text, "a redacted copy without its original")
    ok(upload(n, "copy", "overtime.csv", b"day,badge no,hours\n2025-06-08,,9\n", batch=choice(n, "copy", "batch"), holds="nothing of these", original=choice(n, "copy", "original"),
              reason="part-officers"), "copy")
    a = write(n, "release", of_step=choice(n, "release", "of_step"))
    check(a.status == 409 and "badge number" in a.text and "line 1" in a.text, f"the search found nothing: {a.status} {a.text[-600:]}")
    old = next(f for f in one(n)["files"] if f["name"] == "overtime.csv")
    ok(as_("records").submit(f"/records/inbound/{n}/write/drop?id={file_id(n, 'overtime.csv')}", "/write/drop/add", text="It still names a column of badges."), "drop")
    check(old["original_sha256"] == hashlib.sha256(whole).hexdigest(), "the hash of the original")
    ok(upload(n, "copy", "overtime-by-day.csv", b"day,hours\n2025-06-08,9\n", batch=choice(n, "copy", "batch"), holds="nothing of these", original=choice(n, "copy", "original"),
              reason="part-officers"), "clean copy")
    ok(write(n, "release", of_step=choice(n, "release", "of_step")), "ask to release")
    fid = file_id(n, "overtime-by-day.csv")
    check(b.get(f"{at}/files/{fid}").status == 404 and "overtime-by-day" not in b.get(at).text, "one person released it")
    ok(approve("counsel", "Release records"), "approve")
    page = b.get(at)
    check("overtime-by-day.csv" in page.text and "overtime-whole" not in page.text and "4411" not in page.text, "what the requester sees")
    got = b.get(f"{at}/files/{fid}")
    check(got.status == 200 and got.body == b"day,hours\n2025-06-08,9\n" and "attachment" in got.headers["content-disposition"], f"download: {got.status}")
    inside = file_id(n, "overtime-whole.csv")
    other, other_at = ask(text="Another.")
    for path in (f"{at}/files/{inside}", f"/files/{inside}", f"/files/{fid}", f"{other_at}/files/{fid}", f"{at}/files/{file_id(n, 'overtime.csv')}"):
        check(other.get(path).status == 404, f"{path} is open")
    check(one(n)["state"] == "producing" and one(n)["promised"] == 1, "one batch is still promised")
    a = write(n, "close", reason="close-given")
    check(a.status == 422 and "still open" in a.text, "closed with a batch open")
    letter = as_("records").get(f"/records/inbound/{n}/letters/release.txt").text
    check("overtime-by-day.csv" in letter and "SHA-256" in letter, f"release letter: {letter}")
    shared["producing"], shared["at"], shared["fid"] = n, at, fid


def file_id(number, name):
    page = as_("records").get(f"/records/inbound/{number}").text
    return re.search(r'href="/files/([0-9a-f]{32})">' + re.escape(name), page)[1]


def what_changed_after_asking_is_not_approved():
    n, at = shared["producing"], shared["at"]
    ok(upload(n, "copy", "july.txt", b"Hours in July: 3\n", batch=choice(n, "copy", "batch"), holds="nothing of these"), "copy")
    ok(write(n, "release", of_step=choice(n, "release", "of_step")), "ask")
    ok(upload(n, "copy", "more.txt", b"Call (213) 555-0100 for more.\n", batch=choice(n, "copy", "batch"), holds="nothing of these"), "a file slips in")
    a = approve("counsel", "Release records")
    check(a.status == 409 and "were changed" in a.text, f"what was not asked for went out: {a.status}")
    check("july.txt" not in city().browser().get(at).text, "it went out")
    part = next(p for p in as_("counsel").get("/approvals").text.split("<section")[1:] if "Release records" in p and "/decline" in p)
    ok(as_("counsel").send(next(f for f in Forms(part).forms if f["action"].endswith("/decline")), reason="A file slipped in."), "decline")
    a = write(n, "release", of_step=choice(n, "release", "of_step"))
    check(a.status == 409 and "a telephone number" in a.text, f"a number went to the second person: {a.status}")
    ok(as_("records").submit(f"/records/inbound/{n}/write/drop?id={file_id(n, 'more.txt')}", "/write/drop/add", text="Said anew."), "drop")
    ok(upload(n, "copy", "office.txt", b"Call (323) 555-0142 for more.\n", batch=choice(n, "copy", "batch"), holds="nothing of these", checked="The public number of the payroll office"), "said whose")
    ok(upload(n, "copy", "never.txt", b"A012 345 678\n", batch=choice(n, "copy", "batch"), holds="nothing of these", checked="Nobody"), "an A-number, said to be nobody's")
    a = write(n, "release", of_step=choice(n, "release", "of_step"))
    check(a.status == 409 and "belongs to one person" in a.text, "a number of a person is excused")
    ok(as_("records").submit(f"/records/inbound/{n}/write/drop?id={file_id(n, 'never.txt')}", "/write/drop/add", text="It never goes out."), "drop")
    ok(write(n, "release", of_step=choice(n, "release", "of_step")), "ask again")
    ok(approve("counsel", "Release records"), "approve")
    check("office.txt" in city().browser().get(at).text and "more.txt" not in city().browser().get(at).text, "the second batch")
    ok(as_("records").submit(f"/records/inbound/{n}/write/drop?id={shared['fid']}", "/write/drop/add", text="Wrong month."), "withdraw")
    check(city().browser().get(f"{at}/files/{shared['fid']}").status == 404, "a withdrawn file is open")


def what_is_found_after_approval_was_asked_is_looked_at():
    n = entered("2026-02-20")
    whole = b"day,hours\n2025-06-08,9\n"
    ok(write(n, "determine", outcome="all of it", until="2026-03-02"), "determine")
    batch = choice(n, "copy", "batch")
    ok(upload(n, "copy", "hours.csv", whole, batch=batch, holds="nothing of these"), "copy")
    ok(upload(n, "found", "hours-whole.csv", whole, holds="people who asked for aid"), "found")
    a = write(n, "release", of_step=batch)
    check(a.status == 409 and "itself" in a.text, f"the record itself goes out under another name: {a.status}")
    ok(as_("records").submit(f"/records/inbound/{n}/write/drop?id={file_id(n, 'hours-whole.csv')}", "/write/drop/add", text="Not this one."), "drop")
    ok(write(n, "release", of_step=batch), "ask to release")
    ok(upload(n, "found", "hours-again.csv", whole, holds="people who asked for aid"), "found while it waits")
    a = approve("counsel", "Release records")
    check(a.status == 409 and "itself" in a.text, f"it was released: {a.status}")
    part = next(p for p in as_("counsel").get("/approvals").text.split("<section")[1:] if "Release records" in p and "/decline" in p)
    ok(as_("counsel").send(next(f for f in Forms(part).forms if f["action"].endswith("/decline")), reason="It holds who asked for aid."), "decline")


def office(parts):
    """A file as word processors make it: an archive of XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in {"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>", **parts}.items():
            z.writestr(name, text)
    return out.getvalue()


def pdf(text):
    """One page with a text, and a file that hangs in it."""
    draw = f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET"
    objects = ["<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a.txt) 6 0 R]>>>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
               "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>", f"<</Length {len(draw)}>>stream\n{draw}\nendstream",
               "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", "<</Type/Filespec/F(a.txt)/EF<</F 7 0 R>>>>", "<</Type/EmbeddedFile/Length 5>>stream\nhello\nendstream"]
    out, at = b"%PDF-1.4\n", []
    for i, o in enumerate(objects):
        at.append(len(out))
        out += f"{i + 1} 0 obj{o}endobj\n".encode()
    table = "".join(f"{x:010} 00000 n \n" for x in at)
    return out + f"xref\n0 {len(at) + 1}\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Size {len(at) + 1}>>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def files_of_office_programs_are_searched():
    b, at = ask(text="Letters and tables.")
    n = b.get(at + ".json").json["number"]
    ok(write(n, "determine", outcome="all of it", until="2026-03-02"), "determine")
    add = lambda name, data: ok(upload(n, "copy", name, data, batch=choice(n, "copy", "batch"), holds="nothing of these"), name)  # noqa: E731
    word = lambda text: office({"word/document.xml": f'<?xml version="1.0"?><w:document><w:body><w:p w:rsid="1"><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'})  # noqa: E731
    wrong = [("split.docx", word("Of A012</w:t></w:r><w:r><w:t>345678"), "word/document.xml"), ("signs.docx", word("Number 123&#45;45&#x2d;6789"), "word/document.xml"),
             ("table.xlsx", office({"xl/sharedStrings.xml": "<sst><si><t>badge</t></si><si><t>4411</t></si></sst>"}), "xl/sharedStrings.xml"),
             ("named.xlsx", office({"xl/media/A012345678.xml": "<a/>"}), "A012345678"), ("page.pdf", pdf("Number 123-45-6789"), "(page 1)"),
             ("n" * 140 + ".pdf", pdf("Number 123-45-6789"), "(page 1)")]
    for name, data, where in wrong:
        add(name, data)
        a = write(n, "release", of_step=choice(n, "release", "of_step"))
        check(a.status == 409 and name[:50] in a.text and where in a.text, f"{name}: {a.status} {re.sub('<[^>]+>', ' ', a.text)[-500:]}")
        ok(as_("records").submit(f"/records/inbound/{n}/write/drop?id={file_id(n, name)}", "/write/drop/add", text="Said anew."), "drop")
    add("clean.docx", word("Minutes of the meeting"))
    add("picture.png", PICTURE)
    add("paper.pdf", pdf("Minutes of the meeting"))
    page = as_("records").get(f"/records/inbound/{n}").text
    check(page.count("Not searched") == 1, f"the page says of {page.count('Not searched')} files that they are not searched")
    for c in "xyz":
        add(c * 140 + ".png", PICTURE + c.encode())                 # more names than the second person can be told
    ok(write(n, "release", of_step=choice(n, "release", "of_step")), "ask")
    waiting = as_("counsel").get("/approvals").text
    check("not searched, read them yourself: paper.pdf, picture.png" in waiting and "x" * 140 in waiting and "y" * 140 not in waiting and "and 2 more" in waiting and "clean.docx" not in waiting, "the second person does not hear what was not searched")
    ok(approve("counsel", "Release records"), "approve")
    check("clean.docx" in city().browser().get(at).text, "released")


PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def decline(title, why):
    part = next(p for p in as_("counsel").get("/approvals").text.split("<section")[1:] if title in p and "/decline" in p)
    ok(as_("counsel").send(next(f for f in Forms(part).forms if f["action"].endswith("/decline")), reason=why), "decline")


def all_that_was_not_searched_can_be_seen():
    n = entered("2026-02-20", text="Forty pictures.")
    ok(write(n, "determine", outcome="all of it", until="2026-03-02"), "determine")
    batch = choice(n, "copy", "batch")
    for i in range(40):
        ok(upload(n, "copy", f"picture-{i:02}-ñandú.png", PICTURE + bytes([i]), batch=batch, holds="nothing of these"), f"picture {i}")
    ok(write(n, "release", of_step=batch), "ask")
    part = next(p for p in as_("counsel").get("/approvals").text.split("<section")[1:] if f"request {n}," in p)
    shown = re.findall(r"picture-\d\d-ñandú\.png", part)
    check(shown and f"and {40 - len(shown)} more" in part and len(shown) < 40, f"what is left out is not said: {part[:900]}")
    check(as_("counsel").get(f"/records/inbound/{n}").text.count("Not searched") == 40, "the page does not name all that was not searched")
    check([f["searched"] for f in one(n)["files"]] == ["not all of it"] * 40, "nor do its data")
    decline(f"request {n},", "Seen.")


def where_something_was_found_is_said():
    n = entered("2026-02-20", text="A mail and a paper.")
    ok(write(n, "determine", outcome="all of it", until="2026-03-02"), "determine")
    batch = choice(n, "copy", "batch")
    add = lambda name, data, **more: ok(upload(n, "copy", name, data, batch=batch, holds="nothing of these", **more), name)  # noqa: E731
    mail = lambda words, hangs: (b"Subject: Hours\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n" + words + b"\n--b\n"  # noqa: E731
                                 b"Content-Type: text/csv; name=hours.csv\nContent-Disposition: attachment; filename=hours.csv\nContent-Transfer-Encoding: base64\n\n" + base64.b64encode(hangs) + b"\n--b--\n")
    for name, data, where in (("words.eml", mail(b"Dear all,\n\nBadge 4411 was there.", b"a,b\n"), "(line 3 of its words)"), ("hangs.eml", mail(b"See below.", b"day,badge\n8 June,4411\n"), "(what hangs on it: hours.csv)"),
                              ("subject.eml", mail(b"See below.", b"a\n").replace(b"Subject: Hours", b"Subject: =?utf-8?q?Badge_4411?="), "(its subject)"),
                              ("from.eml", b"From: Sam Sample <sam@city.example>\n" + mail(b"See below.", b"a\n"), "(its addresses)")):
        add(name, data)
        a = write(n, "release", of_step=batch)
        check(a.status == 409 and where in a.text, f"{name}: {a.status} {re.sub('<[^>]+>', ' ', a.text)[-500:]}")
        es = as_("records").submit(f"/es/records/inbound/{n}/write/release", "/write/release/add", of_step=batch)
        check(es.status == 409 and ("el número de placa" in es.text or "una dirección de correo" in es.text), f"the reason is not in Spanish: {re.sub('<[^>]+>', ' ', es.text)[-500:]}")
        ok(as_("records").submit(f"/records/inbound/{n}/write/drop?id={file_id(n, name)}", "/write/drop/add", text="Said anew."), "drop")
    add("office.eml", mail(b"See below.", b"office,mail\nPayroll,payroll@city.example\n"), checked="The address of the payroll office")
    add("office.pdf", pdf("Write to payroll@city.example"), checked="The address of the payroll office")
    ok(write(n, "release", of_step=batch), "ask")
    check("holds something that may stay in: office.eml, office.pdf" in as_("counsel").get("/approvals").text, "the second person does not hear that something was found")
    page = as_("counsel").get(f"/records/inbound/{n}").text
    for where in ("a mail address (what hangs on it: hours.csv)", "a mail address (page 1)"):
        check(where in page, f"the page does not say: {where}")
    check("una dirección de correo" in as_("counsel").get(f"/es/records/inbound/{n}").text, "what was found is not in Spanish")
    decline(f"request {n},", "Seen.")


def a_mail_file_is_searched():
    n = entered("2026-02-20")
    ok(write(n, "determine", outcome="all of it", until="2026-03-02"), "determine")
    batch = choice(n, "copy", "batch")
    ok(upload(n, "copy", "letter.eml", b"Subject: Hours\n\nBadge 4411 was there.\n", batch=batch, holds="nothing of these"), "copy")
    a = write(n, "release", of_step=batch)
    check(a.status == 409 and "badge number" in a.text, f"a mail goes out unsearched: {a.status}")


def the_public_log_holds_what_was_approved():
    b, at = ask(text="Secret words of a requester.")
    n = b.get(at + ".json").json["number"]
    log = lambda: {r["number"]: r for r in city().browser().get("/records/city/log.json").json["requests"]}  # noqa: E731
    check(n not in log() and {1, 2} <= set(log()), "the log shows what nobody approved, or nothing")
    ok(write(n, "list", text="Tables of overtime"), "ask to list")
    check(n not in log(), "one person published it")
    ok(approve("counsel", "public log"), "approve")
    check(log()[n]["subject"] == "Tables of overtime" and log()[n]["state"] == "received", f"the row: {log().get(n)}")
    for path in ("/records/city/log", "/records/city/log.csv", "/records/city/log.json"):
        a = city().browser().get(path)
        check("Tables of overtime" in a.text and "Secret words" not in a.text, f"{path}: {a.text[-500:]}")
    ok(as_("records").submit(f"/records/inbound/{n}", "/unlist"), "unlist")
    check(n not in log(), "it is still there")


def a_subject_holds_no_address():
    n = entered("2026-02-20")
    for text in (f"Letters of {ADDRESS}", "Calls to (213) 555-0142"):
        a = write(n, "list", text=text)
        check(a.status == 422 and "everybody reads" in a.text, f"{text}: {a.status}")


def the_same_request_is_linked():
    first, second = entered("2026-02-20"), entered("2026-02-24")
    ok(write(second, "same", same=str(first)), "link")
    check(f"/records/inbound/{first}" in as_("records").get(f"/records/inbound/{second}").text, "one way")
    check(f"/records/inbound/{second}" in as_("records").get(f"/records/inbound/{first}").text, "the other way")
    a = write(second, "same", same="99999")
    check(a.status == 422, "linked to nothing")


def a_new_holiday_moves_a_request():
    n = entered("2026-02-24")
    check(dates(n)["answer"]["due"] == "2026-03-06", "before")
    ok(as_("admin").submit("/clock/holidays/new", "/clock/holidays/add", calendar="ca-city", day="2026-03-06", name="An invented day off", source="Invented"), "holiday")
    deadline = time.monotonic() + 30
    while dates(n)["answer"]["due"] != "2026-03-09":
        check(time.monotonic() < deadline, f"the date did not move: {dates(n)}")
    moved = as_("records").get("/records/moved.json").json["moved"]
    check(any(m["number"] == n and m["was"] == "2026-03-06" and m["due"] == "2026-03-09" for m in moved), f"the list of what moved: {moved}")
    check(next(r for r in as_("records").get("/records/inbound.json").json["requests"] if r["number"] == n)["due"] == "2026-03-09", "the list has the old day")


def nobody_else_reads_them():
    n = entered("2026-02-24")
    for path in ("/records/inbound", f"/records/inbound/{n}", f"/records/inbound/{n}/letters/receipt", "/records/inbound/new"):
        check(city().browser().get(path).status in (303, 401, 403, 404), f"the public reads {path}")
        check(as_("liaison").get(path).status in (403, 404), f"a liaison reads {path}")


def pages_in_spanish():
    b, at = ask(text="Los planes de la biblioteca.", lang="/es")
    n = b.get(at + ".json").json["number"]
    check('lang="es"' in b.get(at).text and "Lo que usted pidió" in b.get(at).text, "the page by code is not in Spanish")
    letter = as_("records").get(f"/records/inbound/{n}/letters/receipt.txt").text
    check("Su solicitud" in letter and "/es/records/city" in letter and code_of(at) in letter, f"the receipt is not in the requester's language: {letter}")


def the_record_holds_together():
    city().stop()
    for again in (False, True):
        if again:
            city().run("rebuild")
        check("nothing found" in city().run("check").stdout, "writ check")
    city().run("export", os.path.join(city().folder, "export"))
    seen = 0
    for base, _, names in os.walk(city().folder):      # data, export, the server's own log
        for name in names:
            with open(os.path.join(base, name), "rb") as f:
                data = f.read()
            seen += len(data)
            for word in (NAME, ADDRESS):
                check(word.encode() not in data and word.encode().hex().encode() not in data.lower(), f"{base}/{name} holds {word}")
    check(seen > 1000000, f"only {seen} bytes were looked at")


if __name__ == "__main__":
    rc = main([asked_without_a_name_and_seen_by_code, a_name_is_sealed_and_stands_nowhere, numbers_of_a_person_are_refused, the_roll_is_visible,
               received_is_not_entered_and_not_ahead, more_time_needs_a_reason_of_the_law, departments_are_called_with_a_day_each, a_mistake_is_struck_and_stays_in_the_record, reasons_are_rows_with_citation_and_days, what_only_the_city_sees_stays_inside,
               a_denial_names_reason_and_decider, closing_needs_a_reason_and_a_second_person, what_is_reopened_is_answered_after_its_day, a_reopening_is_struck_by_two_people, a_batch_is_searched_and_two_people_release_it,
               what_changed_after_asking_is_not_approved, what_is_found_after_approval_was_asked_is_looked_at, a_mail_file_is_searched, all_that_was_not_searched_can_be_seen, where_something_was_found_is_said, files_of_office_programs_are_searched,
               the_public_log_holds_what_was_approved, a_subject_holds_no_address, the_same_request_is_linked, a_new_holiday_moves_a_request,
               nobody_else_reads_them, pages_in_spanish, one_sender_does_not_use_up_the_day, the_record_holds_together])
    if "city" in shared:
        shared["city"].end()
    sys.exit(rc)
