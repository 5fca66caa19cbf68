#!/usr/bin/env python3
"""cost_suite.py -- what it cost: figures with their source from the pack to the page; a change keeps the old; a scenario that counts
something twice withholds its total until a person decides; two people publish; staff hours come in without persons. Writes TAP."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, City, check, main  # noqa: E402

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


def by_ref(b, query=""):
    return {x["ref"]: x for x in b.get("/cost.json" + query).json["figures"]}


def a_change_keeps_the_old_one_and_a_past_day_shows_it():
    city().clock(1772301600 * 1000000)                    # 28 February 2026, two days after the beginning
    b = city().browser().enter("records")
    a = b.submit("/cost/figures/guard-month/edit", "/edit", high="22000000.00", note="Changed in a test.")
    check(a.status == 303, f"a change is {a.status}: {a.text[-800:]}")
    check(by_ref(b)["guard-month"]["high"] == 2200000000, "the change does not show")
    check(by_ref(b, "?on=2026-02-27")["guard-month"]["high"] == 2100000000, "the day before does not show the old one")
    past = b.get("/cost/figures/guard-month.json").json["past"]
    check(len(past) == 2 and "$22,000,000" in past[0]["value"] and "$21,000,000" in past[1]["value"], str(past))
    page = city().browser().get("/cost?on=2026-02-27")
    check("As the city knew it on 27 Feb 2026." in page.text and "$21,000,000" in page.text, "the page of a past day")
    check(city().browser().get("/cost?on=2027-01-01").status == 422, "a day to come")


def a_wrong_figure_names_its_field_and_what_was_typed_comes_back():
    b = city().browser().enter("records")
    form = dict(ref="test-1", item="A test", low="5.00", base="4.00", high="6.00", unit="dollars", scope="city", side="both", basis="Not converted", source="A test", as_of="2026-01-01",
                precise="this day", payer="The city", confidence="low")
    a = b.submit("/cost/figures/new", "/write", **form)
    check(a.status == 422 and "The middle value is below the low end." in a.text and 'value="A test"' in a.text, f"{a.status}")
    a = b.submit("/cost/figures/new", "/write", **{**form, "base": "5.50", "source": ""})
    check(a.status == 422 and 'id="f-source-error"' in a.text, "no source was taken")
    a = b.submit("/cost/figures/new", "/write", **{**form, "base": "5.50"})
    check(a.status == 303 and by_ref(b)["test-1"]["base"] == 550, f"{a.status}: {a.text[-500:]}")
    a = b.submit("/cost/figures/new", "/write", **{**form, "base": "5.50"})
    check(a.status == 422 and "A figure has this key already." in a.text, "a key was taken twice")


def report(b, number):
    return b.get(f"/cost/scenarios/{number}.json").json


def what_is_counted_twice_withholds_its_total_until_a_person_decides():
    b = city().browser().enter("records")
    r = report(b, 2)
    check([c["stands"] for c in r["clashes"]] == [0] and r["clashes"][0]["group"] == "custody", str(r["clashes"]))
    check([t["scope"] for t in r["totals"]] == ["city"] and [t["scope"] for t in r["withheld"]] == ["federal"], str(r["totals"]))
    check(b.submit("/cost/scenarios/2", "/decide", stands="2", reason="").status == 422, "a choice without a reason")
    check(b.submit("/cost/scenarios/2", "/decide", stands="3", reason="x").status == 422, "a line that is not of the pair")
    check(b.submit("/cost/scenarios/2", "/decide", stands="2", reason="The bed-days are counted by themselves.").status == 303, "a choice")
    r = report(b, 2)
    federal = [t for t in r["totals"] if t["scope"] == "federal"]
    check(len(federal) == 1 and (federal[0]["low"], federal[0]["base"], federal[0]["high"]) == (22497600, 28122000, 33746400), str(r["totals"]))
    check(not r["withheld"] and r["lines"][0]["state"] == "set aside", str(r["lines"][0]))
    check(b.submit("/cost/scenarios/2", "/inputs/write", line="2", symbol="bed_rate", figure="bed-older").status == 303, "another bed rate")
    r = report(b, 2)                                        # the pair is another one now
    check([t["scope"] for t in r["withheld"]] == ["federal"] and r["clashes"][0]["stands"] == 0, str(r["clashes"]))
    check(b.submit("/cost/scenarios/2", "/inputs/write", line="2", symbol="bed_rate", figure="bed-2023").status == 303, "back again")
    check(report(b, 2)["clashes"][0]["stands"] == 2, "the choice about this pair stands again")


def it_is_worked_out_again_when_an_input_changes_and_formula_and_inputs_are_printed():
    b = city().browser().enter("records")
    was = [t for t in report(b, 2)["totals"] if t["scope"] == "city"][0]
    check(b.submit("/cost/scenarios/2", "/inputs/write", line="4", symbol="liability", low="1000000.00", high="3000000.00", ranged="true", scope="city", side="protest policing", why="Changed in a test").status == 303, "a change")
    now = [t for t in report(b, 2)["totals"] if t["scope"] == "city"][0]
    check(was["low"] - now["low"] == 100000000 and was["high"] - now["high"] == 200000000, f"{was} {now}")
    for text in (b.get("/cost/scenarios/2").text, b.get("/cost/scenarios/2.csv").text):
        for want in ("OT_h * rate * (1 + fringe)", "bed_rate", "stay_days", "sum(OT_h * rate) * (1 + fringe)"):
            check(want in text, f"{want} is not printed")
    a = b.submit("/cost/scenarios/2", "/inputs/write", line="4", symbol="liability", low="5.00", base="5.00", high="5.00", why="x")
    check(a.status == 422 and "Liability is always a range" in a.text, "liability without a range")
    a = b.submit("/cost/scenarios/2", "/inputs/write", line="2", symbol="bed_rate", figure="dhs-whole")
    check(a.status == 422 and 'id="f-figure-error"' in a.text, "a figure of another unit")
    a = b.submit("/cost/scenarios/2", "/inputs/write", line="2", symbol="T", low="5.00", base="5.00", high="5.00", why="x")
    check(a.status == 422 and 'id="f-line-error"' in a.text, "two terms in one line")


def missing_liability_is_not_included_and_never_zero():
    r = city().browser().get("/cost/reports/1.json").json
    check("liability" in [m["term"] for m in r["missing"]], str(r["missing"]))
    check("liability" not in [x["term"] for x in r["lines"]], "a line of liability")
    page = city().browser().get("/cost/reports/1").text
    check('<span class="st none">liability</span>' in page and "It is not zero." in page, "the page does not say so")
    check({(t["scope"], t["side"]) for t in r["totals"]} == {("federal", "protest policing"), ("city", "protest policing"), ("economic", "both")}, str(r["totals"]))


def two_people_publish_and_what_was_published_stays():
    city().settled()
    b = city().browser().enter("records")
    check(b.submit("/cost/scenarios/2", "/publish/ask").status == 303, "asked")
    check(city().browser().get("/cost/reports/2").status == 404, "published by one person")
    check(b.get("/approvals").status in (403, 404), "who asks may approve")
    check(city().browser().enter("counsel").submit("/approvals", "/approve").status == 303, "approved")
    r = city().browser().get("/cost/reports/2.json").json
    check(len(r["sha256"]) == 64 and r["lines"] and r["published"] == "2026-02-28", str(r)[:300])
    check("One month of arrests" in city().browser().get("/cost").text, "/cost does not show it")
    check(b.submit("/cost/figures/bed-2023/edit", "/edit", low="190.00", base="190.00", high="190.00").status == 303, "a figure changed")
    check(city().browser().get("/cost/reports/2.json").json["lines"] == r["lines"], "what was published changed")
    check("It differs from what is published" in b.get("/cost/scenarios/2").text, "the office is not told")
    check(b.submit("/cost/scenarios/2", "/publish/back").status == 303, "taken back")
    check(city().browser().get("/cost/reports/2").status == 404, "it is still shown")
    city().clock(1772388000 * 1000000)                    # the day after
    check(city().browser().get("/cost/reports/2.json?on=2026-02-27").status == 404, "shown for a day before")
    check("One month" not in city().browser().get("/cost?on=2026-02-28").text, "taken back on that day")


def a_change_between_asking_and_approving_is_refused():
    city().settled()
    b = city().browser().enter("records")
    check(b.submit("/cost/scenarios/2", "/publish/ask").status == 303, "asked")
    check(b.submit("/cost/figures/bed-2023/edit", "/edit", low="191.00", base="191.00", high="191.00").status == 303, "a figure changed")
    check(city().browser().enter("counsel").submit("/approvals", "/approve").status == 409, "something else was approved")
    city().settled()


HEAD = "date,department,cost_code,hours,overtime,hourly_rate,tag\n"


def staff_hours_are_looked_at_first_and_hold_no_person():
    b = city().browser().enter("records")
    a = b.submit("/cost/hours", "/check", title="July", table="employee_name," + HEAD + "Somebody,2025-07-01,RAP,E-1,1,yes,50,protest\n")
    check(a.status == 422 and "“employee_name”" in a.text.replace("&ldquo;", "“"), f"{a.status}")
    a = b.submit("/cost/hours", "/check", title="July", table=HEAD + "2025-07-01,RAP,E-7,8,yes,50,protest\n2025-07-01,NONE,E-7,x,yes,50,protest\n")
    check(a.status == 303, f"{a.status}")
    draft = b.get(a.headers["location"] + ".json").json
    check([(x["line"], x["column"]) for x in draft["bad"]] == [(3, "department"), (3, "hours")] and len(draft["rows"]) == 1, str(draft["bad"]))
    page = b.get(a.headers["location"])
    check("Nothing is kept yet" in page.text and "/keep" not in page.text, "a wrong table can be kept")
    a = b.submit("/cost/hours", "/check", title="July", table=HEAD + "2025-07-01,RAP,E-7,8,yes,50,protest\n2025-07-02,RAP,E-7,2.5,yes,60.10,protest\n2025-07-02,RAP,E-7,4,no,40,protest\n")
    draft = b.follow(a)
    check(not any(t["cost_code"] == "E-7" for t in b.get("/cost/hours.json").json["totals"]), "a dry run stored something")
    b.at = a.headers["location"]
    check(b.send(b.form(draft, "/keep")).status == 303, "kept")
    t = [t for t in b.get("/cost/hours.json").json["totals"] if t["cost_code"] == "E-7"]
    check([(x["overtime"], x["hours"], x["pay"], x["rows"]) for x in t] == [("yes", 1050, 55025, 2), ("no", 400, 16000, 1)], str(t))
    check("2025-07-02,RAP,E-7,2.50,yes,60.10,protest" in b.get("/cost/hours.csv").text, "CSV")
    check(b.submit("/cost/scenarios/2", "/inputs/write", line="9", symbol="OT_pay", figure="hours:E-7:protest", scope="city", side="protest policing").status == 303, "into the model")
    check(b.submit("/cost/scenarios/2", "/inputs/write", line="9", symbol="fringe", low="10.00", base="10.00", high="10.00", why="x").status == 303, "fringe")
    line = [x for x in report(b, 2)["lines"] if x["number"] == 9][0]
    check(line["base"] == 60528 and line["state"] == "counted", str(line))
    check(b.submit("/cost/hours", "/2/back", why="Not the right month").status == 303, "taken back")
    check(not any(t["cost_code"] == "E-7" for t in b.get("/cost/hours.json").json["totals"]), "it counts still")
    check([x for x in report(b, 2)["lines"] if x["number"] == 9][0]["state"] == "lacks a value", "the line still has it")


def rights_are_those_of_the_table():
    for login, path, want in (("liaison", "/cost/scenarios", 403), ("auditor", "/cost/scenarios", 200), ("counsel", "/cost/scenarios/1", 200), ("counsel", "/cost/figures/new", 403), ("mayor", "/cost/hours", 200)):
        check(city().browser().enter(login).get(path).status == want, f"{login} {path}")
    check(city().browser().get("/cost/scenarios").status in (303, 401), "everyone reads scenarios")


def it_speaks_spanish_and_is_empty_without_figures():
    page = city().browser().get("/es/cost").text
    check("Lo que paga el gobierno federal" in page and "por cama y día" in page and "Expulsión de una persona" in page, "Spanish")
    other = City(demo=False, pack=os.path.join(ROOT, "packs/wildfire")).start()
    try:
        page = other.browser().get("/cost").text
        check("$41.50 ($38 to $47) a person-day" in page or "$41.50 ($38 to $47)" in page, "the one figure of the other pack")
        check("No report was published yet." in page, "the empty state")
    finally:
        other.end()


def everything_can_be_made_again_from_its_history():
    city().stop()
    p = city().command("verify")
    check(p.returncode == 0, p.stdout[-500:] + p.stderr[-500:])
    p = city().command("rebuild")
    check(p.returncode == 0, p.stdout[-500:] + p.stderr[-500:])
    city().start()
    check(by_ref(city().browser())["guard-month"]["high"] == 2200000000, "rebuilt")


TESTS = [a_figure_of_the_pack_stands_on_the_page_with_source_and_day, two_offices_stand_side_by_side, every_figure_has_source_day_basis_and_ends_in_order,
         a_change_keeps_the_old_one_and_a_past_day_shows_it, a_wrong_figure_names_its_field_and_what_was_typed_comes_back,
         what_is_counted_twice_withholds_its_total_until_a_person_decides, it_is_worked_out_again_when_an_input_changes_and_formula_and_inputs_are_printed,
         missing_liability_is_not_included_and_never_zero, two_people_publish_and_what_was_published_stays, a_change_between_asking_and_approving_is_refused,
         staff_hours_are_looked_at_first_and_hold_no_person, rights_are_those_of_the_table, it_speaks_spanish_and_is_empty_without_figures,
         everything_can_be_made_again_from_its_history]
try:
    rc = main(TESTS)
finally:
    if "city" in shared:
        shared["city"].end()
sys.exit(rc)
