#!/usr/bin/env python3
"""cost_suite.py -- what it cost: figures with their source from the pack to the page; a change keeps the old; a scenario that counts
something twice withholds its total until a person decides; two people publish; staff hours come in without persons. Writes TAP."""
import os
import shutil
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


def write_input(b, number, **typed):
    return b.submit(f"/cost/scenarios/{number}", "/inputs/write", **typed)


def opened(b, name):
    a = b.submit("/cost/scenarios", "/open", name=name, text="")
    check(a.status == 303, f"{a.status}")
    return int(a.headers["location"].rsplit("/", 1)[1])


def by_hand(**typed):
    return {**dict(scope="city", side="both", why="Of a test"), **typed}


def the_fixture_sums_come_out_of_pack_and_model():
    """CST-8: $134,000,000 / (60 x 4,700) rounds to $475; $5 x 34,000 x 365 = $62,050,000."""
    b = city().browser().enter("records")
    f = by_ref(b)
    plan, days, people, rate = (f["troops-plan" + x]["base"] for x in ("", "-days", "-people", "-rate"))
    check((plan, days, people, rate) == (13400000000, 6000, 470000, 47500), f"{plan} {days} {people} {rate}")
    check((plan * 100 + days * people // 200) // (days * people // 100) // 100 * 100 == rate, "the rate is not the plan's, to the dollar")
    n = opened(b, "Beds of a year")
    check(write_input(b, n, line="1", symbol="stay_days", **by_hand(low="12410000.00", base="12410000.00", high="12410000.00")).status == 303, "34,000 beds of 365 days")
    check(write_input(b, n, line="1", symbol="bed_rate", **by_hand(low="5.00", base="5.00", high="5.00")).status == 303, "five dollars")
    for symbol, ref in (("T", "troops-plan-people"), ("days", "troops-plan-days"), ("c_t", "troops-plan-rate")):
        check(write_input(b, n, line="2", symbol=symbol, figure=ref).status == 303, ref)
    lines = report(b, n)["lines"]
    check([x["base"] for x in lines] == [6205000000, 13395000000], str(lines))


def a_figure_stays_what_a_scenario_counts_with():
    b = city().browser().enter("records")
    a = b.submit("/cost/figures/bed-2023/edit", "/edit", unit="dollars a person-day")
    check(a.status == 422 and 'id="f-unit-error"' in a.text and "in dollars a bed-day" in a.text, f"a bed rate became another unit: {a.status}")
    check(by_ref(b)["bed-2023"]["unit"] == "dollars a bed-day", "the unit changed")
    check(b.submit("/cost/figures/soldier-year/edit", "/edit", unit="dollars a person").status == 303, "no scenario counts with it")
    past = b.get("/cost/figures/soldier-year.json").json["past"]
    check("a person;" in past[0]["value"] and "a person-year;" in past[1]["value"], str(past))
    n = opened(b, "A precedent")
    check(write_input(b, n, line="1", symbol="liability", figure="precedent-settlements").status == 303, "liability")
    a = b.submit("/cost/figures/precedent-settlements/edit", "/edit", low="13200000.00", high="13200000.00")
    check(a.status == 422 and 'id="f-high-error"' in a.text, f"liability lost its range: {a.status}")


def what_is_left_open_is_asked_for():
    b = city().browser().enter("records")
    n = opened(b, "Left open")
    for field, typed in (("scope", dict(scope="")), ("scope", dict(scope="not said")), ("side", dict(side="")), ("base", dict(low="", base="")), ("low", dict(low="")), ("high", dict(low="", base="", high="")),
                         ("why", dict(why=""))):
        a = write_input(b, n, line="1", symbol="cleanup", **by_hand(**{**dict(low="1.00", base="2.00", high="3.00"), **typed}))
        check(a.status == 422 and f'id="f-{field}-error"' in a.text, f"{typed}: {a.status}")
    check(report(b, n)["lines"] == [], "something was written")
    a = write_input(b, n, line="1", symbol="OT_pay", figure="hours:ED12-01:protest")
    check(a.status == 422 and 'id="f-scope-error"' in a.text, "whose overtime it is was guessed")
    check(write_input(b, n, line="2", symbol="A", low="1.00", base="1.00", high="1.00", why="People have no budget").status == 303, "a count needs no scope")
    form = dict(ref="open-1", item="A test", low="0.00", base="", high="6.00", unit="dollars", scope="city", side="both", basis="Not converted", source="A test", as_of="2026-01-01", precise="this day", payer="The city", confidence="low")
    for field, typed in (("base", {}), ("scope", dict(scope="", base="1.00")), ("side", dict(side="", base="1.00")), ("low", dict(low="", base="1.00")), ("high", dict(high="", base="1.00"))):
        a = b.submit("/cost/figures/new", "/write", **{**form, **typed})
        check(a.status == 422 and f'id="f-{field}-error"' in a.text, f"a figure without its {field}: {a.status}")
    check("open-1" not in by_ref(b), "it was kept")


def a_number_is_digits_alone():
    b = city().browser().enter("records")
    n = opened(b, "Numbers")
    for text in ("$5.00", "5,000.00", "5.00 dollars", "about 5.00", "5.", "5.0", ".50", "+5.00", "1e3", "5.-1", "0x5"):
        a = write_input(b, n, line="1", symbol="cleanup", **by_hand(low=text, base=text, high=text))
        check(a.status == 422 and 'id="f-low-error"' in a.text and 'id="f-high-error"' in a.text, f"{text} was taken: {a.status}")
    for text in (" 5.00 ", "5", "005.00"):
        check(write_input(b, n, line="1", symbol="cleanup", **by_hand(low=text, base=text, high=text)).status == 303, f"{text} was refused")
        check(report(b, n)["lines"][0]["base"] == 500, str(report(b, n)["lines"]))
    for path in (f"{n}x", f"x{n}", f"{n}.0", "0", "-1", "", "99999999999999999999"):
        check(b.get(f"/cost/scenarios/{path}").status in (404, 422), path)
    check(b.get("/cost/reports/1%20of%202").status in (404, 422), "a number in a sentence")


def one_figure_in_two_lines_is_counted_twice():
    b = city().browser().enter("records")
    n = opened(b, "The same figure")
    for line in ("1", "2"):
        check(write_input(b, n, line=line, symbol="published", figure="fire-june").status == 303, line)
    r = report(b, n)
    check([(c["one"], c["two"], c["group"]) for c in r["clashes"]] == [(1, 2, "fire-june")] and not r["totals"] and len(r["withheld"]) == 1, str(r["clashes"]))
    check(write_input(b, n, line="2", symbol="published", figure="city-june").status == 303, "its whole")
    check([c["group"] for c in report(b, n)["clashes"]] == ["city-june"], "a part and its whole")
    check(write_input(b, n, line="2", symbol="published", figure="city-week-one").status == 303, "a week of all")
    check(report(b, n)["clashes"], "a week of all, and the fire department in it")


def a_chain_is_withheld_and_every_pair_is_shown():
    b = city().browser().enter("records")
    n = opened(b, "Many lines")
    for line in range(1, 13):
        check(write_input(b, n, line=str(line), symbol="published", figure="city-june").status == 303, str(line))
    page = b.get(f"/cost/scenarios/{n}").text
    check(page.count("<b>Lines ") == 66 and page.count("/clashes/decide") == 60 and "6 more pairs have their forms" in page and "66 pairs still need a choice" in page, f"{page.count('<b>Lines ')} {page.count('/clashes/decide')}")
    text = b.get(f"/cost/scenarios/{n}.csv").text
    check(text.split("counted twice\r\n")[1].split("\r\n\r\n")[0].count("\r\n") == 66, "not every pair is in the CSV")
    check(b.submit(f"/cost/scenarios/{n}", "/decide", stands="1", reason="The first").status == 303, "a choice")
    r = report(b, n)
    check(r["lines"][1]["state"] == "counted twice" and len(r["withheld"]) == 1 and not r["totals"], "the second leans on the first, of which nothing is decided")


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
    words = city().browser().get("/cost/reports/2.csv").text
    city().clock(1772388000 * 1000000)                    # the day after
    b = city().browser().enter("records")
    check(b.submit("/cost/scenarios/2", "/publish/back").status == 303, "taken back")
    check(city().browser().get("/cost/reports/2").status == 404, "it is still shown")
    check("One month" not in city().browser().get("/cost").text, "it still stands among what is published")
    past = city().browser().get("/cost/reports/2.json?on=2026-02-28").json
    check({k: past[k] for k in r} == r, "the report of a past day is another one")
    check(city().browser().get("/cost/reports/2.csv?on=2026-02-28").text == words, "the CSV of a past day is another one")
    check("One month" in city().browser().get("/cost?on=2026-02-28").text, "the day on which it was published does not show it")
    check(city().browser().get("/cost/reports/2.json?on=2026-02-27").status == 404, "shown for a day before")
    check(by_ref(b, "?on=2026-02-27")["bed-2023"]["base"] == 18748 and by_ref(b)["bed-2023"]["base"] == 19000, "the figure it was made of")


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
    a = write_input(b, 2, line="9", symbol="OT_h", figure="hours:E-7:protest")
    check(a.status == 422 and 'id="f-symbol-error"' in a.text, f"hours beside the pay that they are in: {a.status}")
    check(b.submit("/cost/hours", "/2/back", why="Not the right month").status == 303, "taken back")
    check(not any(t["cost_code"] == "E-7" for t in b.get("/cost/hours.json").json["totals"]), "it counts still")
    check([x for x in report(b, 2)["lines"] if x["number"] == 9][0]["state"] == "lacks a value", "the line still has it")


def equal_hours_are_said_and_not_hidden():
    b = city().browser().enter("records")
    row = "2025-07-03,RAP,E-8,8,yes,50,protest\n"
    a = b.submit("/cost/hours", "/check", title="Two people, or one row twice", table=HEAD + row + row + "2025-07-03,RAP,E-8,8,no,50,protest\n")
    draft = b.follow(a)
    check("1 row is equal to another one" in draft.text, "nothing is said before it is kept")
    b.at = a.headers["location"]
    check(b.send(b.form(draft, "/keep")).status == 303, "kept")
    a = b.submit("/cost/hours", "/check", title="The same day again", table=HEAD + row)
    draft = b.follow(a)
    check("1 row is equal to another one" in draft.text, "a row that stands in an import")
    b.at = a.headers["location"]
    check(b.send(b.form(draft, "/keep")).status == 303, "kept too")
    t = [(x["overtime"], x["rows"], x["repeats"], x["hours"]) for x in b.get("/cost/hours.json").json["totals"] if x["cost_code"] == "E-8"]
    check(t == [("yes", 3, 2, 2400), ("no", 1, 0, 800)], str(t))
    check("2 equal to others" in b.get("/cost/hours").text, "the page does not say so")
    text = b.get("/cost/hours.csv").text
    check(text.count("date,department") == 1 and text.count(",E-8,") == 4 and text.count("\r\n") == text.count("\n") and text.endswith(",E-8,8.00,yes,50.00,protest\r\n"), text)
    n = opened(b, "Overtime that is there twice")
    check(write_input(b, n, line="1", symbol="OT_pay", figure="hours:E-8:protest", scope="city", side="protest policing").status == 303, "into the model")
    check([x["repeats"] for x in report(b, n)["inputs"]] == [2], "the report does not say so")
    check("2 rows are equal to others and perhaps came twice" in b.get(f"/cost/scenarios/{n}").text, "the page of the report does not say so")


def many_imports_are_read_one_at_a_time():
    b = city().browser().enter("records")
    for i in range(30):                                      # together more than the memory of one request
        a = b.submit("/cost/hours", "/check", title=f"Thousand rows {i}", table=HEAD + "".join(f"2024-05-06,LAPL,E-9,{k},yes,{i + 20},other\n" for k in range(1, 1001)))
        draft = b.follow(a)
        b.at = a.headers["location"]
        check(b.send(b.form(draft, "/keep")).status == 303, f"import {i}")
    t = [x for x in b.get("/cost/hours.json").json["totals"] if x["cost_code"] == "E-9"]
    check([(x["rows"], x["repeats"], x["hours"], x["pay"]) for x in t] == [(30000, 0, 30 * 50050000, 50050000 * sum(range(20, 50)))], str(t))
    check(b.get("/cost/scenarios").status == 200, "scenarios")
    lines = b.get("/cost/hours.csv").text.split("\r\n")
    check(len([x for x in lines if ",E-9," in x]) == 30000 and len([x for x in lines if x.startswith("date,")]) == 1, f"{len(lines)} lines of CSV")
    a = b.submit("/cost/hours", "/check", title="The first again", table=HEAD + "".join(f"2024-05-06,LAPL,E-9,{k},yes,20,other\n" for k in range(1, 1001)))
    draft = b.follow(a)
    check("1000 rows are equal" in draft.text, "what stands already is not said")
    b.at = a.headers["location"]
    check(b.send(b.form(draft, "/keep")).status == 409, "the same rows were kept twice")


def a_report_too_long_is_refused_when_it_is_asked_for():
    b = city().browser().enter("records")
    n = opened(b, "Too long")
    for line in range(1, 61):
        for symbol in ("T", "days", "c_t"):
            check(write_input(b, n, line=str(line), symbol=symbol, **by_hand(low="1.00", base="1.00", high="1.00", why="Long words. " * 40)).status == 303, f"{line} {symbol}")
    a = b.submit(f"/cost/scenarios/{n}", "/publish/ask")
    check(a.status == 413, f"a second person is asked for what cannot be kept: {a.status}")


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
        check("$41.50 ($38 to $47) a person-day" in page, "the one figure of the other pack")
        check("No report was published yet." in page, "the empty state")
        pack = os.path.join(other.folder, "many")
        shutil.copytree(os.path.join(ROOT, "packs/wildfire"), pack)
        with open(os.path.join(pack, "cost/figures.yaml"), "a", encoding="utf-8") as f:
            f.write("".join(f'- {{ ref: many-{i}, item: "Many", low: 1.00, base: 1.00, high: 1.00, unit: dollars, scope: city, side: both, basis: "As published", source: "Invented", as_of: 2026-03-01, '
                            f'precise: this day, payer: "City", confidence: low }}\n' for i in range(500)))
        other.stop()
        p = other.command("pack", "load", pack, "--yes")
        check(p.returncode == 3 and "as many figures of cost as there can be" in p.stdout + p.stderr, f"{p.returncode}: {p.stderr[-500:]}")
        other.start()
        check(other.browser().get("/cost").status == 200, "one figure too many takes the page away")
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
         the_fixture_sums_come_out_of_pack_and_model, a_figure_stays_what_a_scenario_counts_with, what_is_left_open_is_asked_for, a_number_is_digits_alone,
         one_figure_in_two_lines_is_counted_twice, a_chain_is_withheld_and_every_pair_is_shown,
         missing_liability_is_not_included_and_never_zero, two_people_publish_and_what_was_published_stays, a_change_between_asking_and_approving_is_refused,
         staff_hours_are_looked_at_first_and_hold_no_person, equal_hours_are_said_and_not_hidden,
         a_report_too_long_is_refused_when_it_is_asked_for,
         rights_are_those_of_the_table, it_speaks_spanish_and_is_empty_without_figures, many_imports_are_read_one_at_a_time,
         everything_can_be_made_again_from_its_history]
try:
    rc = main(TESTS)
finally:
    if "city" in shared:
        shared["city"].end()
sys.exit(rc)
