#!/usr/bin/env python3
"""rollcall_suite.py -- the mayor's office asks who can be reached; they answer by a code, as alternates, or signed in; the rest is silent. Writes TAP."""
import csv
import datetime
import io
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import City, check, main  # noqa: E402

NOON = int(datetime.datetime(2026, 2, 26, 20, 0, tzinfo=datetime.timezone.utc).timestamp()) * 1000000   # by the city's clock 12:00
MINUTE = 60 * 1000000
shared = {}


def city():
    if "city" not in shared:
        shared["city"] = City().start()
    return shared["city"]


def ask(**typed):
    """The office asks; its browser, and the page's address."""
    b = city().browser().enter("mayor")
    a = b.submit("/contact/rollcalls", "/contact/rollcalls/ask", **{"whom": "all liaisons", "minutes": "10", "template": "reachable", **typed})
    check(a.status == 303 and a.headers["location"].startswith("/contact/rollcalls/"), f"ask: {a.status} {a.text[-900:]}")
    return b, a.headers["location"]


def rows_of(b, url):
    return b.get(url + ".json").json["asked_rows"]


def row_at(b, url, where):
    return next(r for r in rows_of(b, url) if where in (r["place"], r["department"]))


def token_of(b, url, where):
    return row_at(b, url, where)["code"]


def answer(code, **typed):
    b = city().browser()
    return b, b.submit(f"/contact/here/{code}", "/contact/here/answer", **typed)


def leads_answer_by_the_code_of_a_call():
    b, url = ask(whom="leads of places", department="LAPL")
    asked = rows_of(b, url)
    check([r["place"] for r in asked] and {r["department"] for r in asked} == {"LAPL"} and len(asked) == 3, f"asked: {asked}")
    check(row_at(b, url, "lapl-demo-branch")["name"] == "Dana Example" and row_at(b, url, "lapl-demo-branch")["alternate"] == "Lee Sample", "who is first on the roster")
    code = token_of(b, url, "lapl-demo-branch")
    other = city().browser()
    a = other.submit("/contact/here", "/contact/here/open", token=code.upper().replace("-", " "))
    check(a.status == 303 and a.headers["location"] == f"/contact/here/{code}", f"the code as typed: {a.status} {a.text[-500:]}")
    page = other.get(a.headers["location"])
    check(page.status == 200 and "Demo Branch Library" in page.text and "I am here" in page.text, f"here: {page.status}")
    check("no-store" in page.headers["cache-control"], "the page of a code may be kept")
    check(row_at(b, url, "lapl-demo-branch")["state"] == "waiting", "looking has answered")
    a = other.send(other.form(page, "/contact/here/answer"))
    check(a.status == 303, f"answer: {a.status} {a.text[-500:]}")
    check("This is answered" in other.get(f"/contact/here/{code}").text, "the page does not say that it was received")
    one = row_at(b, url, "lapl-demo-branch")
    check(one["state"] == "answered" and one["answered_by"] == "Dana Example" and one["code"] == "", f"{one}")
    check("1 of 3 have answered so far" in b.get(url).text and "Look again" in b.get(url).text, "the heading is not the answer")


def an_alternate_says_so():
    b, url = ask(whom="leads of places", places="lapl-demo-branch\nladbs-proxy-counter")
    check(len(rows_of(b, url)) == 2, "not the listed places")
    a = answer(token_of(b, url, "ladbs-proxy-counter"), alternate="true")[1]
    check(a.status == 303, f"{a.status}")
    one = row_at(b, url, "ladbs-proxy-counter")
    check(one["state"] == "alternate answered" and one["answered_by"] == "Amal Example", f"{one}")
    answer(token_of(b, url, "lapl-demo-branch"), alternate="true", name="Ravi Specimen")
    check(row_at(b, url, "lapl-demo-branch")["answered_by"] == "Ravi Specimen", "the name that was typed")
    check(">2</b>" in b.get(url).text, "the alternates are not counted")


def a_code_is_good_once():
    b, url = ask(whom="leads of places", places="lapl-demo-branch")
    code = token_of(b, url, "lapl-demo-branch")
    two = city().browser()
    page = two.get(f"/contact/here/{code}")
    check(answer(code)[1].status == 303, "the first answer")
    a = two.send(two.form(page, "/contact/here/answer"))
    check(a.status == 409 and "answered already" in a.text, f"the second: {a.status} {a.text[-600:]}")
    for bad in ("0000-0000-0000-0000", "no", "x" * 24):
        a = two.get(f"/contact/here/{bad}")
        check(a.status == 404 and "No roll-call has this code" in a.text, f"{bad}: {a.status} {a.text[-600:]}")
    a = two.submit("/contact/here", "/contact/here/open", token="0000-0000-0000-0000")
    check(a.status == 422 and "No roll-call has this code" in a.text, f"typed: {a.status}")


def a_liaison_gets_a_mail_and_answers_signed_in():
    b, url = ask()
    check(len(rows_of(b, url)) > 40, "not all departments")
    mails = [m for m in b.get("/mail.json").json["mails"] if m["email"] == "liaison@example.org" and m["subject"].startswith("Roll-call")]
    check(len(mails) >= 1, f"no mail: {b.get('/mail.json').json['mails'][:2]}")
    text = b.get("/mail").text
    link = re.search(r"/contact/here/([0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4})", text)
    check(link and "stands in for them" in text, "the mail has no link")
    check(row_at(b, url, "RAP")["mails"] == 2, "liaison and alternate are not both told")
    kim = city().browser().enter("liaison")
    page = kim.get("/contact/rollcalls/mine")
    check(page.status == 200 and "asks whether you are there" in page.text, f"mine: {page.status}")
    a = kim.send(kim.form(page, "/contact/rollcalls/mine/here"))
    check(a.status == 303, f"{a.status} {a.text[-500:]}")
    check(row_at(b, url, "RAP")["state"] == "answered", "not answered")
    other = city().browser().enter("liaison-library")
    form = other.form(other.get("/contact/rollcalls/mine"), "/contact/rollcalls/mine/here")
    mine = kim.form(page, "/contact/rollcalls/mine/here")["fields"]["id"]
    a = other.send(form, id=mine)
    check(a.status == 403 and "does not ask you" in a.text, f"another's row: {a.status}")
    nobody = row_at(b, url, "HACLA") if any(r["department"] == "HACLA" for r in rows_of(b, url)) else next(r for r in rows_of(b, url) if not r["name"])
    check(nobody["state"] == "nobody on the roster", f"a department without a liaison: {nobody}")


def it_is_internal():
    b, url = ask(whom="leads of places", places="lapl-demo-branch")
    for login in ("liaison", "verifier", "admin", "auditor", "counsel"):
        who = city().browser().enter(login)
        check(who.get("/contact/rollcalls").status == 403 and who.get(url).status == 403 and who.get(url + ".csv").status == 403, f"{login} reads it")
    for kind in ("", ".csv", ".json"):
        a = city().browser().get(url + kind)
        check(a.status in (303, 401) and "Dana" not in a.text, f"the public reads {kind}: {a.status}")
    for kind in ("/data", "/log", "/site"):
        check("Dana Example" not in city().browser().get(kind).text, f"{kind} names a lead")


def the_form_says_what_is_wrong():
    b = city().browser().enter("mayor")
    for typed, field in (({"template": "none-such"}, "approved texts"), ({"minutes": "0"}, "one minute at least"), ({"whom": "leads of places", "places": "nowhere"}, "no open place"),
                         ({"whom": "leads of places", "places": "lapl-demo-branch", "department": "RAP"}, "nobody to ask")):
        a = b.submit("/contact/rollcalls", "/contact/rollcalls/ask", **{"whom": "all liaisons", "minutes": "10", "template": "reachable", **typed})
        check(a.status == 422 and field in a.text, f"{typed}: {a.status} {a.text[-900:]}")


def it_ends_by_itself():
    b, url = ask(whom="leads of places", places="lapl-demo-branch lapl-sample-branch, rap-pattern-pool", minutes="12")
    code, late = token_of(b, url, "lapl-demo-branch"), token_of(b, url, "lapl-sample-branch")
    began = b.get(url + ".json").json
    check(answer(code)[1].status == 303, "in time")
    city().clock(NOON)
    b = city().browser().enter("mayor")
    page = b.get(url)
    check("1 of 3 answered in time" in page.text and "Look again" not in page.text and "It is over" in page.text, "the page does not say that it is over")
    states = {r["place"]: r["state"] for r in rows_of(b, url)}
    check(states == {"lapl-demo-branch": "answered", "lapl-sample-branch": "silent", "rap-pattern-pool": "nobody on the roster"}, f"{states}")
    check(rows_of(b, url)[0]["place"] == "lapl-sample-branch", "the silent do not stand first")
    check("213-555-0146" in page.text, "a silent one has no telephone")
    gone = city().browser().get(f"/contact/here/{late}")
    check(gone.status == 200 and "This roll-call is over" in gone.text and "<form" not in gone.text.split("<main")[1].split("</main")[0], "an old code still has a button")
    check(began["until"] != "" and "over" in gone.text, "no end")
    rows = list(csv.DictReader(line for line in io.StringIO(b.get(url + ".csv").text) if not line.startswith("#")))
    check(len(rows) == 3 and rows[0]["state"] == "silent" and "code" not in rows[0], f"CSV: {rows[:1]}")


def an_answer_after_the_end_is_refused():
    b, url = ask(whom="leads of places", places="lapl-demo-branch", minutes="10")
    code = token_of(b, url, "lapl-demo-branch")
    two = city().browser()
    form = two.form(two.get(f"/contact/here/{code}"), "/contact/here/answer")
    now = NOON + 11 * MINUTE
    city().clock(now)
    a = two.send(form)
    check(a.status == 409 and "roll-call is over" in a.text, f"{a.status} {a.text[-600:]}")


if __name__ == "__main__":
    rc = main([leads_answer_by_the_code_of_a_call, an_alternate_says_so, a_code_is_good_once, a_liaison_gets_a_mail_and_answers_signed_in, it_is_internal,
               the_form_says_what_is_wrong, it_ends_by_itself, an_answer_after_the_end_is_refused])
    if "city" in shared:
        shared["city"].end()
    sys.exit(rc)
