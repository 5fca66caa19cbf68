#!/usr/bin/env python3
"""follow_suite.py -- what follows a report: actions, a request to keep recordings, the notice of an inspection, the after-action. Writes TAP."""
import datetime
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import City, check, main  # noqa: E402

DOOR = "dem0-1apt-0000-0001"      # of the demonstration's first branch library: of the department LAPL
shared = {}


def city():
    if "city" not in shared:
        shared["city"] = City().start()
    return shared["city"]


def report(request="entry", begin=None, **parts):
    """A report that was sent, with these answers in these parts; its address."""
    b = city().browser()
    a = b.submit(f"/contact/at/{DOOR}", "/contact/begin", request=request, **(begin or {}))
    check(a.status == 303, f"begin: {a.status} {a.text[-600:]}")
    for part, typed in parts.items():
        a = b.submit(f"/contact/mine/{part}", "/save", **typed)
        check(a.status == 303, f"{part}: {a.status} {a.text[-600:]}")
    a = b.submit("/contact/mine", "/contact/mine/send")
    check(a.status == 303, f"send: {a.status} {a.text[-600:]}")
    return f"/contact/reports/{b.get('/contact/copy.json').json['number']}/follow"


def liaison():
    return city().browser().enter("liaison-library")


def actions_are_added_and_done():
    url = report()
    b = liaison()
    page = b.get(url)
    check(page.status == 200 and "Nothing is open after this report" in page.text, f"{page.status} {page.text[-800:]}")
    a = b.submit(url, "/actions/add", what="Replace the torn sign at the staff door", owner="Facilities", due="2026-02-20")
    check(a.status == 303, f"add: {a.status} {a.text[-600:]}")
    page = b.get(url)
    check("1 thing is open" in page.text and ">late<" in page.text and "Facilities" in page.text, "the action is not shown as late")
    form = b.form(page, "/actions/finish")
    check(b.send(form, result="").status == 422, "done without a result")
    check(b.send(form, result="New sign hangs.").status == 303, "finish")
    check(b.get(url + ".json").json["actions"][0]["state"] == "done" and "New sign hangs." in b.get(url).text, "not done")
    check("/actions/finish" not in b.get(url).text, "it can be done twice")
    other = b.form(b.get(report()), "/actions/add")
    a = b.send({"action": other["action"].replace("/add", "/finish"), "fields": {**form["fields"]}}, result="again")
    check(a.status in (403, 404, 409, 422) and "again" not in b.get(url).text, f"an action of another report: {a.status}")


def who_may_follow():
    url = report()
    for login, status in (("liaison", 404), ("verifier", 404), ("admin", 404), ("auditor", 404), ("mayor", 200), ("counsel", 200), ("liaison-library", 200)):
        for more in ("", ".json"):
            a = city().browser().enter(login).get(url + more)
            check(a.status == status, f"{login}: {a.status}")
    check(city().browser().get(url).status == 404, "the public reads it")
    form = city().browser().enter("liaison-library")
    other = city().browser().enter("liaison")
    a = other.send(form.form(form.get(url), "/actions/add"), what="x", owner="y")
    check(a.status == 404, f"another department adds: {a.status}")


def a_recording_is_asked_for_and_kept():
    url = report(begin={"day": "2026-02-25", "arrived": "09:10"}, kept={"cameras": "C3, C4"}, what={"gone": "10:40"})
    b = liaison()
    page = b.get(url)
    check("The report names cameras: C3, C4." in page.text, "no suggestion")
    form = b.form(page, "/cameras/ask")
    check(form["fields"]["cameras"] == "C3, C4" and form["fields"]["from_time"] == "09:10" and form["fields"]["to_time"] == "10:40", f"{form['fields']}")
    check(b.send(form, custodian="Building security", to_time="09:00").status == 422, "an end before the beginning")
    check(b.send(b.form(b.get(url), "/cameras/ask"), custodian="Building security", to_time="9:5").status == 422, "a wrong time")
    a = b.send(b.form(b.get(url), "/cameras/ask"), custodian="Building security", overwritten="2026-03-11")
    check(a.status == 303, f"ask: {a.status} {a.text[-800:]}")
    letter = b.get(a.headers["location"])
    for text in ("25 Feb 2026, 09:10 PST (UTC-8)", "25 Feb 2026, 10:40 PST (UTC-8)", "Building security", "legal hold", "Noor Sample", "11 Mar 2026"):
        check(text in letter.text, f"the letter lacks {text}")
    check("names cameras" not in b.get(url).text, "still suggested")
    one = b.get(url + ".json").json["cameras"][0]
    check(one["state"] == "asked", f"{one}")
    check(b.submit(url, "/cameras/confirm", confirmed_by="R. Pattern, security desk").status == 303, "confirm")
    page = b.get(url)
    check("R. Pattern, security desk" in page.text and ">confirmed<" in page.text and "Nothing is open" in page.text, "not confirmed")
    check(city().browser().enter("liaison").get(a.headers["location"]).status == 404, "another department reads the letter")
    check(b.get(a.headers["location"].rsplit("/", 1)[0] + "/" + "0" * 32).status == 404, "an unknown letter")


def a_recording_that_nobody_confirmed_presses():
    url = report(kept={"cameras": "C1"})
    b = liaison()
    typed = {"from_day": "2026-02-26", "from_time": "08:00", "to_day": "2026-02-26", "to_time": "09:00", "custodian": "Security"}
    for day in ("2026-02-28", "2026-02-26", "2026-03-20"):
        check(b.submit(url, "/cameras/ask", overwritten=day, **typed).status == 303, "ask")
    states = {c["overwritten"]: c["state"] for c in b.get(url + ".json").json["cameras"]}
    check(states == {"2026-02-28": "soon recorded over", "2026-02-26": "may be recorded over", "2026-03-20": "asked"}, f"{states}")


def a_period_says_which_hour_of_two():
    url = report()
    b = liaison()
    a = b.submit(url, "/cameras/ask", cameras="C9", from_day="2025-07-20", from_time="14:00", to_day="2025-11-02", to_time="02:30", custodian="Security")
    check(a.status == 303, f"{a.status} {a.text[-500:]}")
    letter = b.get(a.headers["location"]).text
    check("20 Jul 2025, 14:00 PDT (UTC-7)" in letter and "2 Nov 2025, 02:30 PST (UTC-8)" in letter, "zones")


def an_inspection_starts_the_hours():
    url = report(request="an employment audit", begin={"day": "2026-02-25", "arrived": "09:00"}, what={"agency": "ICE-HSI"})
    b = liaison()
    check("The notice, due 28 Feb 2026, 09:00 PST (UTC-8)" in b.get(url).text, b.get(url).text[-1500:])
    page = b.get(url + "/notice")
    check(page.status == 200 and "The notice to staff is due 28 Feb 2026, 09:00" in page.text and "employer.notice_hours" in page.text, "the notice")
    number = next(n for n in b.get("/clock.json").json["numbers"] if n["id"] == "employer.notice_hours")
    check(number["source"] == "Labor Code 90.2 (confirm)" and number["value"] == 72, f"{number}")
    check("Nature and copy are missing" in page.text and "/notice/give" not in page.text, "an empty notice can be given")
    a = b.submit(url + "/notice", "/notice/write", nature="Forms I-9 of the last three years", copy="On the board beside the staff room")
    check(a.status == 303, f"write: {a.status} {a.text[-800:]}")
    page = b.get(url + "/notice").text
    for text in ("Forms I-9 of the last three years", "Wednesday 25 February 2026", "ICE, Homeland Security Investigations", "On the board beside the staff room", "lang=\"es\"", "miércoles"):
        check(text in page, f"the paper lacks {text}")
    a = b.submit(url + "/notice", "/notice/give", given_day="2026-02-24", given_how="by mail")
    check(a.status == 422 and "before the announcement" in a.text, f"before: {a.status}")
    a = b.submit(url + "/notice", "/notice/give", given_day="2026-02-26", given_time="09:30", given_how="Posted, and by mail to all")
    check(a.status == 303, f"give: {a.status} {a.text[-600:]}")
    check("was given in time" in b.get(url + "/notice").text and "Nothing is open" in b.get(url).text, "given")


def the_hours_are_real_hours():
    """Over the night on which clocks go forward, 72 hours end at another hour by the clock on the wall; and late is late."""
    url = report(request="an employment audit", begin={"day": "2026-02-20", "arrived": "10:30"})
    b = liaison()
    check(b.get(url + "/notice.json").json["state"] == "late", "an old one is not late")
    city().clock(int(datetime.datetime(2026, 3, 9, 18, 0, tzinfo=datetime.timezone.utc).timestamp()) * 1000000)
    b = liaison()
    check(b.submit(url + "/notice", "/notice/write", received_day="2026-03-06", received_time="10:30", agency="DHS-other", nature="Payroll", copy="Board").status == 303, "write")
    doc = b.get(url + "/notice.json").json
    check(doc["due_said"] == "9 Mar 2026, 11:30 PDT (UTC-7)" and doc["received_said"] == "6 Mar 2026, 10:30 PST (UTC-8)", f"{doc['received_said']} {doc['due_said']}")
    check(doc["state"] == "due", f"{doc['state']}: 11:00 is before 11:30")
    city().clock(int(datetime.datetime(2026, 3, 9, 19, 0, tzinfo=datetime.timezone.utc).timestamp()) * 1000000)
    b = liaison()
    check(b.get(url + "/notice.json").json["state"] == "late", "12:00 is after 11:30")
    check(b.submit(url + "/notice", "/notice/give", given_day="2026-03-09", given_time="11:45", given_how="Posted").status == 303, "give")
    check("was given late" in b.get(url + "/notice").text, "given late")


def a_notice_can_be_started_by_hand():
    url = report(request="records")
    b = liaison()
    check(b.get(url + "/notice").status == 404, "there is one already")
    check(b.submit(url, "/notice/start").status == 303 and b.get(url + "/notice").status == 200, "start")


def an_after_action_is_written_and_accepted_by_another():
    url = report(begin={"arrived": "09:00"}, effects={"detained": "2"}, officers={"officer_name": "Terry Nightingale", "officer_badge": "4471"}, seen={"observed": "Two people in vests."},
                 done={"response_text": "Staff called the lead.", "departure": ""}, people={"witnesses": "Robin Larkspur, Pat Oriole"})
    b = liaison()
    page = b.get(url + "/after")
    check(page.status == 200 and "nobody has written it yet" in page.text and "people detained" in page.text, f"{page.status}")
    form = b.form(page, "/after/write")
    check(form["fields"]["responses"] == "Staff called the lead.", f"{form['fields']}")
    check("/after/submit" not in page.text, "an unwritten one can be submitted")
    typed = {"agencies": "Agency as reported", "scope": "Two officers in the lobby, one hour", "corrective": "A second person at the desk"}
    for name in ("Terry Nightingale", "an officer, NIGHTINGALE by name", "badge 4471", "what Larkspur saw"):
        a = b.send(b.form(b.get(url + "/after"), "/after/write"), **{**typed, "scope": name})
        check(a.status == 422 and "restricted in the report" in a.text, f"{name}: {a.status}")
    check(b.send(b.form(b.get(url + "/after"), "/after/write"), **typed).status == 303, "draft")
    check(b.submit(url + "/after", "/after/submit").status == 303, "submit")
    a = b.submit(url + "/after", "/after/accept")
    check(a.status == 409 and "another person reads it first" in a.text, f"the same person: {a.status}")
    two = city().browser().enter("mayor")
    check("waits for a second person" in two.get(url + "/after").text, "not waiting")
    check(two.submit(url + "/after", "/after/accept").status == 303, "accept")
    page = two.get(url + "/after")
    check("The after-action is accepted" in page.text and "/after/write" not in page.text and "Nightingale" not in page.text, "accepted")
    check(two.get(url + ".json").json["after_state"] == "accepted", "the page of what follows")


def departures_and_force_open_one_once():
    url = report(done={"entered_how": "without consent", "entered": "Staff room"})
    check("entry without consent or force" in liaison().get(url + "/after").text, "forced")
    check(liaison().get(report(effects={"taken": "One folder"}) + "/after").status == 200, "taken")
    check(liaison().get(report() + "/after").status == 404, "nothing asked for it")
    b = city().browser()
    b.submit(f"/contact/at/{DOOR}", "/contact/begin", request="entry")
    b.submit("/contact/mine", "/contact/mine/send")
    url = f"/contact/reports/{b.get('/contact/copy.json').json['number']}/follow"
    check(liaison().get(url + "/after").status == 404, "too early")
    for count in ("1", "3"):
        b.submit("/contact/mine/effects", "/save", detained=count)
        a = b.submit("/contact/mine", "/contact/mine/send")
        check(a.status == 303, f"add: {a.status} {a.text[-500:]}")
    check(liaison().get(url + "/after").status == 200, "what was added did not open it")


def the_form_on_paper_has_the_numbers():
    page = city().browser().get(f"/contact/at/{DOOR}/paper")
    check(page.status == 200 and "Demo Branch Library" in page.text, f"{page.status}")
    for n in range(1, 35):
        check(f'<span class="pin">{n}</span>' in page.text, f"number {n} is not on the paper")
    for text in ("Plates", "Name of who copied it", "ICE, Homeland Security Investigations", "writ knows them by the card", "Counsel writes it"):
        check(text in page.text, f"the paper lacks {text}")
    check("Demo Branch Library" not in city().browser().get("/contact/paper").text, "a blank form names a place")
    check(city().browser().get("/contact/at/0000-0000-0000-0000/paper").status == 404, "an unknown card")
    facts = city().browser().get("/contact/paper.json").json["facts"]
    check([f["number"] for f in facts] == sorted(f["number"] for f in facts) and len(facts) > 90, f"{len(facts)}")


def a_report_is_copied_from_paper():
    b = liaison()
    a = b.submit("/contact/transcribe", "/contact/transcribe", place="lapl-sample-branch", written_by="Ines Pattern", day="2026-02-24", arrived="15:20", request="records")
    check(a.status == 303, f"{a.status} {a.text[-700:]}")
    page = b.get("/contact/mine").text
    check("transcribed" in page and "Copied from paper by Noor Sample; written by Ines Pattern." in page and "Sample Hill" in page, "the marks")
    b.submit("/contact/mine/seen", "/save", observed="As the paper says.")
    check(b.submit("/contact/mine", "/contact/mine/send").status == 303, "send")
    copy = b.get("/contact/copy").text
    check("Copied from paper by" in copy and "Noor Sample" in copy and "Ines Pattern" in copy, "the copy lacks a name")
    b = liaison()
    check(b.submit("/contact/transcribe", "/contact/transcribe", place="lapl-demo-branch", request="entry", arrived="09:00").status == 303, "their own")
    check("transcribed" not in b.get("/contact/mine").text, "their own is marked")
    a = b.submit("/contact/transcribe", "/contact/transcribe", place="rap-specimen-park", written_by="x", request="entry")
    check(a.status == 422 and "of your department" in a.text, f"another department's: {a.status}")
    check(city().browser().enter("verifier").get("/contact/transcribe").status == 403, "a verifier copies")


if __name__ == "__main__":
    rc = main([actions_are_added_and_done, who_may_follow, a_recording_is_asked_for_and_kept, a_recording_that_nobody_confirmed_presses, a_period_says_which_hour_of_two,
               an_inspection_starts_the_hours, a_notice_can_be_started_by_hand, an_after_action_is_written_and_accepted_by_another, departures_and_force_open_one_once,
               the_form_on_paper_has_the_numbers, a_report_is_copied_from_paper,
               the_hours_are_real_hours])
    if "city" in shared:
        shared["city"].end()
    sys.exit(rc)
