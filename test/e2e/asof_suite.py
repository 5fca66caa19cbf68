#!/usr/bin/env python3
"""asof_suite.py -- what the city knew on a past day, and snapshots that stay: as pages, JSON, CSV and text, in both languages. Writes TAP."""
import hashlib
import html
import json
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import City, check, main  # noqa: E402

DAY = "2025-09-01"
city = City()
city.start()


def the_matrix_of_a_past_day_in_every_form():
    b = city.browser()
    page = html.unescape(b.get(f"/directive?on={DAY}").text)
    check("As the city knew it on Monday 1 September 2025." in page and 'href="/directive">Back to today' in page, "the banner")
    check(f'value="{DAY}"' in page and f"/directive/12.1/RAP?on={DAY}" in page, "the chosen day is not kept in form and links")
    data = b.get(f"/directive.json?on={DAY}").json
    then = data["then"][0]
    check(then["day"] == DAY and then["matched"] == then["used"] > 500 and then["purged"] == 0, str(then))
    check({d["direction"] for d in data["directions"]} == {f"12.{n}" for n in range(1, 7)}, "directions of an order that was not signed yet")
    lines = b.get(f"/directive.csv?on={DAY}").text.splitlines()
    lines = [x for x in lines if not x.startswith("#")]
    check(len(lines) == 1 + len(data["cells"]), f"{len(lines)} lines, {len(data['cells'])} cells")
    check(lines != b.get("/directive.csv").text.splitlines()[1:], "the CSV of today")


def the_spanish_page_says_it_too():
    page = html.unescape(city.browser().get(f"/es/directive?on={DAY}").text)
    check("Como lo sabía la ciudad el lunes 1 de septiembre de 2025." in page and 'href="/es/directive">Volver a hoy' in page, "the banner in Spanish")


def pages_of_one_thing_keep_the_day():
    b = city.browser()
    for url in ("/directive/12.1/RAP", "/directive/12.1", "/directive/departments/RAP", "/directive/orders/ED12"):
        page = html.unescape(b.get(f"{url}?on={DAY}").text)
        check("As the city knew it on" in page and f'href="{url}">Back to today' in page, f"{url} has no banner")
    check("28 Nov 2025" in b.get(f"/directive/12.1/RAP?on={DAY}").text and "25 Jul 2025" in b.get("/directive/12.1/RAP?on=2025-07-20").text, "the date as it stood")


def a_day_before_the_order_says_so():
    check("On 1 Jul 2025 there was no order yet: ED12 was signed on 11 Jul 2025" in city.browser().get("/directive?on=2025-07-01").text, "no word of it")


def what_is_to_come_or_no_day_is_refused_by_field():
    b = city.browser()
    for query, field in (("on=2026-02-27", "on"), ("on=2025-13-01", "on"), ("on=yesterday", "on"), (f"on={DAY}&at=25:00", "at"), ("on=2026-02-26&at=23:59", "at")):
        a = b.get(f"/directive.json?{query}")
        check(a.status == 422 and field in a.text, f"{query}: {a.status}: {a.text[:300]}")
    check(b.get("/directive?on=").status == 200, "an empty day is today")


def nothing_can_be_done_in_the_past():
    b = city.browser().enter("verifier")
    check("<form" in b.get("/directive/12.1/FIN").text.split("<main")[1], "no form today")
    past = b.get(f"/directive/12.1/FIN?on={DAY}").text.split("<main")[1]
    check('method="post"' not in past, "a form of today on a page of the past")


def a_snapshot_is_stored_shown_and_given():
    b = city.browser().enter("verifier")
    a = b.submit("/directive/snapshots", "/directive/snapshots/store", title="Before the hearing", reason="The Council asked for it.", on="2025-12-31")
    check(a.status == 303, f"stored: {a.status}")
    url = a.headers["location"]
    page = html.unescape(b.get(url).text)
    doc = b.get(url + ".json").json
    text = b.get(url + ".txt").body
    check(hashlib.sha256(text).hexdigest() == doc["sha256"] and doc["sha256"] in page, "the hash is not of the text that is given")
    check("Computed again just now: the same." in page and doc["same"] is True, "the page does not say that the hash is the same")
    kept = json.loads(text)
    lines = [x for x in b.get(url + ".csv").text.splitlines() if not x.startswith("#")]
    check(kept["day"] == "2025-12-31" and len(lines) == 1 + len(kept["cells"]) == 1 + doc["asked"], "cells as CSV")
    check(len(doc["changes"]) > 50 and f"{len(doc['changes'])} answers have changed since" in page, "what changed since")
    for who in (city.browser(), city.browser().enter("liaison")):
        check("/directive/snapshots/store" not in who.get("/directive/snapshots").text, "a form for who may not store")
    check(len(b.get("/directive/snapshots.json").json["snapshots"]) == 2, "the demonstration has one, and this is the second")
    a = b.submit("/directive/snapshots", "/directive/snapshots/store", title="To come", reason="No.", on="2026-03-01")
    check(a.status == 422 and "This day is still to come." in a.text, f"a day to come: {a.status}")


def a_damaged_snapshot_is_named_by_the_check():
    if city.url:
        return      # the other engine: the same check stands in directive_snapshot_test
    check(city.command("check").returncode == 0, "the record is sound before")
    db = sqlite3.connect(os.path.join(city.data, "writ.db"))
    db.execute("UPDATE directive_snapshot SET text = replace(text, 'past_due', 'in_process') WHERE title = 'Second half of 2025'")
    db.commit()
    db.close()
    p = city.command("check")
    check(p.returncode != 0 and "Second half of 2025" in p.stdout + p.stderr, p.stdout + p.stderr)
    doc = city.browser().get("/directive/snapshots.json").json["snapshots"]
    url = "/directive/snapshots/" + next(s["id"] for s in doc if s["title"] == "Second half of 2025")
    check("The stored text is damaged." in city.browser().get(url).text, "its page does not say so")


def a_tie_is_made_and_ended_on_its_pages():
    b = city.browser().enter("mayor")
    a = b.submit("/directive/12.1/RAP", "/directive/ties/add", kind="relates_to", to="17.2/RAP")
    check(a.status == 303 and a.headers["location"] == "/directive/12.1/RAP", f"{a.status} {a.headers.get('location')}")
    other = city.browser().get("/directive/17.2/RAP.json").json["links"]
    check([x["url"] for x in other] == ["/directive/12.1/RAP"], str(other))
    a = b.submit("/directive/12.1/RAP", "/directive/ties/end", kind="relates_to", to="17.2/RAP", reason="Made by mistake.")
    check(a.status == 303 and city.browser().get("/directive/17.2/RAP.json").json["links"] == [], "the tie did not end")
    a = b.submit("/directive/12.1/RAP", "/directive/ties/add", kind="cites", to="nowhere")
    check(a.status == 422 and "nowhere is no order, direction or answer here." in html.unescape(a.text), f"{a.status}")


def evidence_and_rules_lead_back():
    b = city.browser()
    pieces = b.get("/directive/12.1/RAP.json").json["pieces"]
    cells = b.get(pieces[0]["serves_url"] + ".json").json["cells"]
    check([c["url"] for c in cells] == ["/directive/12.1/RAP"], str(cells))
    dates = b.get("/clock/rules/ed12.plan.json").json["dates"]
    check(len(dates) == 88 and all(d["rule"] == "ed12.plan" for d in dates), f"{len(dates)} dates")
    page = b.get("/clock/rules/ed12.plan").text
    check('href="/directive/12.1/RAP"' in page and 'href="/clock/rules/ed12.plan"' in b.get("/directive/12.1").text, "rule and direction do not lead to each other")


def fifty_departments_as_a_page_and_as_csv():
    b = city.browser().enter("mayor")
    had = len(b.get("/departments.json").json["departments"])
    for n in range(50 - had):
        a = b.submit("/departments/add", "/departments/add", acronym=f"NEW{n}", name=f"New department {n}")
        check(a.status == 303, f"a new department: {a.status}")
    v = city.browser().enter("verifier")
    for n in range(50 - had):
        check(v.submit("/directive/12.1", "/directive/12.1/ask", department=f"NEW{n}").status == 303, "asked")
    data = b.get("/directive.json").json
    rows = {d["acronym"] for d in data["departments"]}
    check(len(rows) >= 49 and {f"NEW{n}" for n in range(50 - had)} <= rows, f"{len(rows)} rows")
    lines = [x for x in b.get("/directive.csv").text.splitlines() if not x.startswith("#")]
    check(len(lines) == 1 + len(data["cells"]), "the CSV has a line for each cell")
    page = b.get("/directive").text
    check(all(f"/directive/departments/{d}" in page for d in rows) and "matrix-box" in page, "the page has every row")


rc = main([the_matrix_of_a_past_day_in_every_form, the_spanish_page_says_it_too, pages_of_one_thing_keep_the_day, a_day_before_the_order_says_so,
           what_is_to_come_or_no_day_is_refused_by_field, nothing_can_be_done_in_the_past, a_snapshot_is_stored_shown_and_given,
           a_tie_is_made_and_ended_on_its_pages, evidence_and_rules_lead_back, a_damaged_snapshot_is_named_by_the_check,
           fifty_departments_as_a_page_and_as_csv])
city.end()
sys.exit(rc)
