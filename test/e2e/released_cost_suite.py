#!/usr/bin/env python3
"""released_cost_suite.py -- how much, of released records: the list of November 2017 and small tables whose nights are counted by hand; a contract in words,
a name, each settled and undone by a person; tiers against the daily headcount, counted a second time here; CSV equals the page. Writes TAP."""
import csv
import gzip
import io
import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import quote

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, WRIT, City, check, main  # noqa: E402

import jsonschema  # noqa: E402

DATA = os.path.join(ROOT, "test", "data", "released")
LIST, HEADS = "ICE_Facility_List_11-06-2017-web.xlsx", "daily-population_2022-10_2026-03.csv.gz"
STINTS = """Unique Identifier,Detention Facility,Detention Facility Code,Book In Date,Book Out Date
a,ESSEX COUNTY JAIL,ESSEXNJ,2025-03-01,2025-03-01
a,ESSEX COUNTY JAIL,ESSEXNJ,2025-03-01,2025-03-05
a,ESSEX COUNTY JAIL,ESSEXNJ,2025-03-05,2025-03-12
a,A PLACE,NOWHERE,2025-03-12,2025-03-13
b,DEARBORN,DEAPDMI,2025-03-01,2025-03-11
c,SOMEWHERE,HIDDEN1,2025-06-12,
d,ESSEX COUNTY JAIL,ESSEXNJ,2025-06-12,2025-06-11
"""
shared = {}


def city():
    if "city" not in shared:
        shared["city"] = City()
    return shared["city"]


def take(path, *more):
    r = subprocess.run([WRIT, "released", "import", path, "--data", city().data, *city().url, "--agency", "An agency", *more], capture_output=True, text=True, timeout=600)
    check(r.returncode == 0, f"{path}: {r.stderr[-500:]}")
    return json.loads(r.stdout)["number"]


def t(text):
    """@list, @stints and @heads as the tables of the files that were taken in; the demonstration has files of its own."""
    for word, table in shared.get("tables", {}).items():
        text = text.replace(word, table)
    return text


def clerk():
    if "clerk" not in shared:
        shared["clerk"] = city().browser().enter("records")
    return shared["clerk"]


def said(query="", path="/released/cost.json"):
    a = clerk().get(t(path + ("?" + query if query else "")))
    check(a.status == 200, f"{path}?{query} is {a.status}: {a.text[:300]}")
    return a.json


def keeps_to_its_schema(path, query=""):
    schema = clerk().get("/api.json").json["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    wrong = [e.message for e in jsonschema.Draft202012Validator(schema).iter_errors(said(query, path + ".json"))]
    check(not wrong, f"{path}?{query}: {wrong[:3]}")


def row(answer, facility, *lists):
    for key in lists or ("priced", "without", "unlisted"):
        for r in answer[key]:
            if r["facility"] == facility:
                return r
    raise AssertionError(f"no {facility}")


def nothing_here_says_what_is_missing():
    city().start()
    a = clerk().get("/released/cost")
    check(a.status == 200 and "<h1>No nights can be priced yet</h1>" in a.text and "$0" not in a.text, f"{a.status}")
    check(city().browser().get("/released/cost").status in (303, 401), "the public may see it")
    keeps_to_its_schema("/released/cost")


def the_list_of_2017_to_the_cent():
    city().stop()
    number = take(os.path.join(DATA, LIST), "--extracted", "2017-11-06")
    path = os.path.join(city().folder, "stints.csv")
    with open(path, "w", encoding="utf-8") as f:
        f.write(STINTS)
    shared["tables"] = {"@list": f"{number}-2", "@stints": f"{take(path, '--extracted', '2025-08-01')}-1"}
    city().start()
    r = said("sum=FY17%20Total%20Mandays&table=@list")
    check((r["cost"], r["nights_priced"]) == ("302315036.75", "3464731"), str({k: r[k] for k in ("cost", "nights_priced", "table")}))
    check(next(c["nights"] for c in r["causes"] if "withheld" in c["cause"]) == "10231228", str(r["causes"]))
    check(sum(int(c["nights"]) for c in r["causes"]) == int(r["nights"]) == 16221431, str(r["causes"]))
    check((r["priced"][0]["facility"], r["priced"][0]["cost"]) == ("ESSEXNJ", "27853371.00"), str(r["priced"][0]))
    shared["worded"] = [x["facility"] for x in r["without"] if x["cause"] == "the contract is in words"]
    shared["withheld"] = next(x["facility"] for x in r["without"] if x["cause"] == "the rate is withheld")
    page = clerk().get(t("/released/cost?sum=FY17%20Total%20Mandays&table=@list")).text
    for text in ("$302,315,036.75 for 3,464,731 of 16,221,431 nights", "6 Nov 2017", "10,231,228", "b)(4)", "A withheld rate stays withheld"):
        check(text in page, f"the page does not say {text}")


def the_last_whole_year_where_none_is_named():
    r = said("table=@list")
    check((r["sum_name"], r["cost"]) == ("FY17 Total Mandays", "302315036.75"), f"{r['sum_name']} {r['cost']}")


def what_names_nothing_is_said():
    for query, word in (("rates=nothing.csv", "nothing.csv"), ("rates=@stints", t("@stints")), ("table=99-1", "99-1"), ("table=nothing", "nothing")):
        a = clerk().get(t("/released/cost?" + query))
        check(a.status == 422 and f"Nothing called {word} " in a.text and "Name a file by its number or name" in a.text, f"{query}: {a.status} {a.text[-600:]}")
        fields = [x["field"] for x in clerk().get(t("/released/cost.json?" + query)).json["fields"]]
        check(fields == [query.split("=")[0]], f"{query}: {fields}")
    r = subprocess.run([WRIT, "released", "ask", "cost", "--data", city().data, *city().url, "--table", t("@stints"), "--rates", "nothing.csv"], capture_output=True, text=True, timeout=60)
    check(r.returncode == 2 and "Nothing called nothing.csv" in r.stderr, f"{r.returncode} {r.stderr}")


def nights_are_midnights_and_every_one_has_its_cause():
    r = said("table=@stints")
    nights = {x["facility"]: x["nights"] for k in ("priced", "without", "unlisted") for x in r[k]}
    check(nights == {"ESSEXNJ": "11", "NOWHERE": "1", "DEAPDMI": "10", "HIDDEN1": "50"}, str(nights))
    check((r["cost"], r["nights"], r["nights_priced"], r["nights_provisional"]) == ("1287.00", "72", "11", "50"), str(r))
    check(sum(int(c["nights"]) for c in r["causes"]) == 72, str(r["causes"]))
    check([s["rows_of_it"] for s in r["stints"]] == [4, 1, 1, 1, 0], str(r["stints"]))
    page = clerk().get(t("/released/cost?table=@stints")).text
    check("more than 7 years older" in page and "50 of these nights belong to stints" in page, "what is old or provisional is not said")
    r = said("table=@stints&facility_code=NOWHERE")
    check(r["cost"] == "" and r["finding"] == "No price can be said: none of 1 nights has a rate", f"a total of nothing: {r['cost']} {r['finding']}")
    check("$0" not in clerk().get(t("/released/cost?table=@stints&facility_code=NOWHERE")).text.replace("$0.", "$0"), "nothing is said as $0")
    check(r["rows"] == 1 and r["left_out"][0]["rows_left"] == 6 and r["rows_together"] == r["rows_of_table"] == 7, str(r["left_out"]))


def csv_equals_the_page():
    for query in ("table=@stints", "table=@list&sum=FY17%20Total%20Mandays&top=5000"):
        r = said(query)
        text = clerk().get(t("/released/cost.csv?" + query)).text
        lines = list(csv.DictReader(io.StringIO("".join(x for x in text.splitlines(True) if not x.startswith("#")))))
        rows = r["priced"] + r["without"] + r["unlisted"]
        check(len(lines) == len(rows), f"{len(lines)} lines, {len(rows)} rows: {lines}")
        keys = ("facility", "name", "nights", "cause", "rate_text", "rate", "cost")
        check(sorted([line[k] for k in keys] for line in lines) == sorted([x[k] for k in keys] for x in rows), "a line differs from its row")
        check(sum(Decimal(x["cost"] or 0) for x in lines) == Decimal(r["cost"]), "the rows do not add up to the total")
        check(sum(Decimal(x["nights"]) for x in lines) == Decimal(r["nights"]), "nor do the nights")


def beside_it_what_the_nation_pays():
    r = said("table=@stints")
    check({(q["low"], q["high"]) for q in r["quotes"]} >= {(18748, 18748), (13290, 13290), (12888, 12888), (16400, 18000)}, str(r["quotes"]))
    check(all(q["source"] and q["as_of"] for q in r["quotes"]), str(r["quotes"]))
    check((r["quote_low"], r["quote_high"]) == (f"${72 * 12888 / 100:,.2f}", f"${72 * 18748 / 100:,.2f}"), f"{r['quote_low']} {r['quote_high']}")
    check(r["cost"] == "1287.00", "it was added")
    page = clerk().get(t("/released/cost?table=@stints")).text
    check("It is not the price of this place" in page and "of one release as it stands" in page, "what it is not")


def contract(b, facility):
    return b.get(t(f"/released/cost/contract?rates=@list&facility={facility}"))


def words_mean_what_a_person_decides_and_stand_beside_it():
    b = clerk()
    page = contract(b, "DEAPDMI")
    check("75 (GM for DEAPDMI and CALHOMI combined)" in page.text and "Nothing was decided yet." in page.text, page.text[-900:])
    url = b.at
    for wrong, text in (({"reason": "x"}, "one of the two"), ({"tiers": "$72.00 (2-75)", "reason": "x"}, "These are no tiers"), ({"flat": "72.00"}, "f-reason-error"), ({"flat": "72.00", "minimum": "-1", "reason": "x"}, "minimum")):
        a = b.submit(url, "/decide", **wrong)
        check(a.status == 422 and text in a.text, f"{wrong}: {a.status}")
    check(b.submit(url, "/decide", flat="72.00", reason="Asked the contracting office.").status == 303, "a decision")
    r = said("table=@stints")
    x = row(r, "DEAPDMI", "priced")
    check((x["cost"], x["rate"], x["decided"]) == ("720.00", "72.00", True) and "combined" in x["rate_text"], str(x))
    check(r["cost"] == "2007.00", r["cost"])
    check(b.submit(url, "/contract/undo", reason="It was another contract.").status == 303, "undoing")
    check(row(said("table=@stints"), "DEAPDMI")["cause"] == "the contract is in words" and said("table=@stints")["cost"] == "1287.00", "undone, and still priced")
    check(b.submit(url, "/decide", tiers="$72.00 (1-75), $40.00 (76+)", minimum="75", reason="As the words say.").status == 303, "another decision")
    check("no daily headcount" in row(said("table=@stints"), "DEAPDMI")["cause"], "tiers priced without a headcount")
    page = contract(b, "DEAPDMI").text
    keeps_to_its_schema("/released/cost", "table=@stints")
    keeps_to_its_schema("/released/cost/contract", "rates=@list&facility=DEAPDMI")
    keeps_to_its_schema("/released/cost/place", "rates=@list&name=NOWHERE")
    past = [p["said"] for p in said("rates=@list&facility=DEAPDMI", "/released/cost/contract.json")["past"]]
    check(len(past) == 3 and "at least 75" in past[0] and "no meaning" in past[1] and "$72.00 a night" in past[2], str(past))
    check("Asked the contracting office." in page and "Rae Specimen" in page and "combined" in page, "history and words")


def a_withheld_rate_is_never_filled():
    b = clerk()
    page = contract(b, shared["withheld"])
    check("/decide" not in page.text and "stays so" in page.text, "a form to fill a withheld rate")
    form = b.form(contract(b, shared["worded"][0]), "/decide")
    form["fields"]["facility"] = shared["withheld"]
    a = b.send(form, flat="50.00", reason="A guess.")
    check(a.status == 409, f"a withheld rate was filled: {a.status}")
    check(row(said("table=@list&sum=FY17%20Total%20Mandays&top=5000"), shared["withheld"])["cause"] == "the rate is withheld", "it has a price")


def a_name_is_a_facility_when_a_person_says_so():
    b = clerk()
    url = t("/released/cost/place?rates=@list&name=NOWHERE")
    a = b.submit(url, "/confirm", facility="NOSUCHCODE", reason="x")
    check(a.status == 422 and "The list has no such facility." in a.text, f"{a.status}")
    check(b.submit(url, "/confirm", facility="essexnj", reason="The same building.").status == 303, "confirming")
    r = said("table=@stints")
    x = row(r, "NOWHERE", "priced")
    check((x["cost"], x["tied"]) == ("117.00", True) and r["cost"] == "1404.00", str(x))
    check(b.submit(url, "/place/undo", reason="It is not.").status == 303, "undoing")
    r = said("table=@stints")
    check(row(r, "NOWHERE", "unlisted")["nights"] == "1" and r["cost"] == "1287.00", r["cost"])
    past = said("rates=@list&name=NOWHERE", "/released/cost/place.json")["past"]
    check([p["reason"] for p in past] == ["It is not.", "The same building."], str(past))
    check("HUDSON" not in clerk().get(url).text, "a name that shares no word is suggested")


def who_only_reads_decides_nothing():
    b = city().browser().enter("auditor")
    check(b.get(t("/released/cost?table=@stints")).status == 200, "an auditor cannot read it")
    check("/decide" not in contract(b, "DEAPDMI").text, "a form for who may not write")
    form = clerk().form(contract(clerk(), "DEAPDMI"), "/decide")
    check(b.send(form, flat="1.00", reason="x").status in (400, 403), "written without the right")


def tiers_by_the_day_as_counted_here():
    city().stop()
    shared["tables"]["@heads"] = f"{take(os.path.join(DATA, HEADS))}-1"
    city().start()
    tiers = {}
    for x in said("table=@list&sum=FY17%20Total%20Mandays&top=5000")["without"]:
        if "in tiers" in x["cause"] and x["facility"] != "DEAPDMI":
            m = re.match(r"(\d+) \(GM\); (.*)", x["rate_text"])
            tiers[x["facility"]] = (int(m[1]), [(int(b) - int(a) + 1, round(float(p) * 100)) for p, a, b in re.findall(r"\$([\d.]+) \((\d+)-(\d+)\)", m[2])])
    check(len(tiers) == 2, str(tiers))
    heads = {}
    with gzip.open(os.path.join(DATA, HEADS), "rt", encoding="utf-8") as f:
        for r in csv.DictReader(f):
            if r["detention_facility_code"] in tiers:
                heads.setdefault(r["detention_facility_code"], {})[r["date"]] = int(r["n_detained_at_midnight"])
    check(heads, "no tiered contract in the headcount")
    answer = said("table=@heads&top=5000")
    for code, days in heads.items():
        minimum, steps = tiers[code]
        first, last = min(days), max(days)
        cost, below, day = 0, 0, date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            there = days.get(day.isoformat(), 0)
            left, below = max(there, minimum), below + (there < minimum)
            for size, price in steps:
                cost += min(left, size) * price
                left -= min(left, size)
            check(left == 0, f"{code}: over the last tier")
            day += timedelta(days=1)
        x = row(answer, code)
        check((x["cost"], x["days_below"], x["lowest"], x["highest"], x["from"], x["to"]) == (f"{cost // 100}.{cost % 100:02}", str(below), str(min(days.values())), str(max(days.values())), first, last), f"{code}: {cost} {below} {x}")
    check(sum(int(c["nights"]) for c in answer["causes"]) == int(answer["nights"]), "causes do not add up to all nights")
    check(sum(Decimal(x["cost"]) for x in answer["priced"]) == Decimal(answer["cost"]), "nor costs")
    check(Decimal(answer["cost_idle"]) > 0 and f"${Decimal(answer['cost_idle']):,} of it for guaranteed minimums" in answer["finding"], answer["finding"])


def a_table_that_is_not_here_is_left_out_and_said():
    stores = [os.path.join(at, f) for at, _, names in os.walk(os.path.join(city().data, "released")) for f in names if f == "1.store"]
    store = max(stores, key=os.path.getsize)                                   # of the headcount, the newest; a folder in its place is no store, and is not made anew
    check(said()["table"] == t("@heads") and said()["tables_not_here"] == 0, "the newest is not chosen")
    os.rename(store, store + ".off")
    os.mkdir(store)
    r = said()
    check((r["table"], r["tables_not_here"]) == (t("@stints"), 1), f"{r['table']} {r['tables_not_here']}")
    check("1 table is not on this machine yet" in clerk().get("/released/cost").text, "the page does not say it")
    check(clerk().get(t("/released/cost?table=@heads")).status == 503, "the very table that was asked for")
    check(clerk().get("/released/cost.csv").status == 503 and clerk().get(t("/released/cost.csv?table=@stints&rates=@list")).status == 200, "lines of an older table, and nothing says so")
    os.rmdir(store)
    os.rename(store + ".off", store)
    check(said()["table"] == t("@heads"), "it is here again")


def it_is_said_in_spanish():
    page = clerk().get(t("/es/released/cost?table=@list"))
    for text in ("Noches sin precio", "el contrato está en palabras", "Instalaciones que la lista no tiene"):
        check(text in page.text, f"no {text}")
    check(clerk().get(t("/es/released/cost/contract?rates=@list&facility=" + quote("DEAPDMI"))).status == 200, "the contract")


def a_rebuild_keeps_what_was_decided():
    before = said("table=@stints")
    city().stop()
    city().run("rebuild", *city().url)
    city().start()
    after = said("table=@stints")
    check(all(before[k] == after[k] for k in ("cost", "causes", "priced", "without", "unlisted")), "another answer")


TESTS = [nothing_here_says_what_is_missing, the_list_of_2017_to_the_cent, the_last_whole_year_where_none_is_named, what_names_nothing_is_said, nights_are_midnights_and_every_one_has_its_cause, csv_equals_the_page, beside_it_what_the_nation_pays,
         words_mean_what_a_person_decides_and_stand_beside_it, a_withheld_rate_is_never_filled, a_name_is_a_facility_when_a_person_says_so, who_only_reads_decides_nothing,
         tiers_by_the_day_as_counted_here, a_table_that_is_not_here_is_left_out_and_said, it_is_said_in_spanish, a_rebuild_keeps_what_was_decided]
if __name__ == "__main__":
    rc = main(TESTS)
    city().end()
    sys.exit(rc)
