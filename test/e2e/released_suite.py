#!/usr/bin/env python3
"""released_suite.py -- real files of an agency, imported as they came, asked on the command line, and every known answer met. Writes TAP.

test/data/released/known-answers.tsv says id, file, question, expected, tolerance. A pattern below turns each question into a query; a question that no
pattern knows fails."""
import contextlib
import csv
import glob
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, WRIT, check, main  # noqa: E402

DATA = os.path.join(ROOT, "test", "data", "released")
TWIN = {"FY24_detentionStats.xlsx": "20241220175644-FY24_detentionStats.xlsx"}      # the same bytes under two names: kept once
known = list(csv.DictReader(open(os.path.join(DATA, "known-answers.tsv"), encoding="utf-8"), delimiter="\t"))
shared = {"said": {}}


def home():
    if "home" not in shared:
        shared["home"] = tempfile.mkdtemp(prefix="writ-released-")
    return os.path.join(shared["home"], "city")


def writ(*words, code=0):
    r = subprocess.run([WRIT, *words, "--data", home()], capture_output=True, text=True, timeout=600)
    check(r.returncode == code, f"writ {' '.join(words)}: {r.returncode} {r.stderr[-600:]}")
    return r


def ask(view, **said):
    words = ["released", "ask", view]
    for k, v in said.items():
        words += [f"--{k}", str(v)]
    key = tuple(words)
    if key not in shared["said"]:
        shared["said"][key] = json.loads(writ(*words).stdout)
    return shared["said"][key]


def report(name):
    name = os.path.basename(name)
    return shared["report"][TWIN.get(name, name)]


def count(by, value, **where):
    """Rows of a group by its label, whatever blanks and case."""
    for g in ask("count", by=by, **where)["groups"]:
        if g[by].strip().upper() == value.strip().upper():
            return g["count"]
    return 0


def state(by, word, **where):
    return sum(g["count"] for g in ask("count", by=by, **where)["groups"] if g.get("absent") == word)


def files():
    return sorted(f for f in os.listdir(DATA) if f.endswith((".xlsx", ".csv", ".csv.gz")))


def every_file_is_imported_with_its_headers():
    shared["report"] = {}
    for f in files():
        shared["report"][f] = json.loads(writ("released", "import", os.path.join(DATA, f)).stdout)
        check(shared["report"][f]["state"] == "read", f"{f}: {shared['report'][f]['state']}")
    check(len(shared["report"]) > 30, f"{len(shared['report'])} files")


def rows_in_are_stored_blank_or_in_error():
    for f, r in shared["report"].items():
        check(r["sheets"], f"{f} has no sheet")
        for s in r["sheets"]:
            check(s["rows_in"] == s["rows_stored"] + s["rows_blank"] + s["rows_error"], f"{f} {s['name']}: {s['rows_in']}")


def the_same_bytes_again_are_refused_and_the_first_is_named():
    r = writ("released", "import", os.path.join(DATA, "2019-ICFO-31121.xlsx"), code=4)
    check(f"file {report('2019-ICFO-31121.xlsx')['number']}," in r.stderr and not r.stdout, r.stderr)


def the_same_sheet_as_xlsx_and_as_csv_is_the_same_table():
    """REL-42: each column of the four record sheets holds the same, dates as dates."""
    book = "UW_v_DHS_ICE_Productions_LESA-STU_FINAL.xlsx"
    for sheet, twin in (("Arrests", "arrests"), ("Book Ins", "bookins"), ("Expedited Removals", "expedited-removals"), ("Other Removals", "other-removals")):
        one = next(s for s in report(book)["sheets"] if s["name"] == sheet)
        other = report(f"UW_v_DHS_{twin}.csv.gz")["sheets"][0]
        check([(c["name"], c["idea"]) for c in one["columns"]] == [(c["name"], c["idea"]) for c in other["columns"]], sheet)
        for c in one["columns"]:
            by = {"by": "day", "date": c["name"]} if c["type"] == "date" else {"by": c["name"]}
            groups = [{(g[by["by"]], g.get("absent")): g["count"] for g in ask("count", file=f, sheet=s, **by)["groups"]}
                      for f, s in ((book, sheet), (f"UW_v_DHS_{twin}.csv.gz", ""))]
            check(groups[0] == groups[1] and groups[0], f"{sheet}, {c['name']}: {sorted(set(groups[0].items()) ^ set(groups[1].items()), key=str)[:5]}")


def every_sheet_hidden_ones_too():
    """REL-7, REL-8: hidden sheets and rows are data, and marked; an error stays an error."""
    names = {s["name"]: s["hidden"] for s in report("20220217041740-FY22_detentionStats_02162022.xlsx")["sheets"]}
    check(names["Detention EOFY2020"] and names["Footnotes_DEL"] and not names["Facilities FY22"], f"{names}")
    s = next(s for s in report("FY19-detentionstats.xlsx")["sheets"] if s["name"].startswith("Facilities"))
    check(sum(c["error"] for c in s["columns"]) == 26, f"{[(c['name'], c['error']) for c in s['columns'] if c['error']]}")


def a_county_has_its_area_of_that_day():
    """REL-38: by the table of places that was imported; Harlingen came out of San Antonio."""
    def area(state, county, day):
        return ask("place", file="ice-areas-of-responsibility.csv", state=state, county=county, **{"from": day})["code"]
    check(area("California", "Los Angeles County", "2025-07-11") == "LOS" and area("georgia", "Fulton", "2025-07-11") == "ATL", "a county, and a whole state")
    check(area("Texas", "Cameron", "2025-07-11") == "HLG" and area("Texas", "Cameron", "2019-07-11") == "SNA", "the split of Harlingen")
    writ("released", "ask", "place", "--file", "ice-areas-of-responsibility.csv", "--state", "Texas", "--county", "Nowhere", code=7)


# ---- questions ----
PATTERNS = []


def of(pattern):
    def add(f):
        PATTERNS.append((re.compile(pattern + r"\Z"), f))
        return f
    return add


COLUMN = {"Area of Responsibility": "area", "Event Area of Responsibility": "area"}


def fiscal(year):
    return {"from": f"{int(year) - 1}-10-01", "to": f"{year}-09-30"}


@of(r"(?:sheet (?P<sheet>[^:]+): )?data rows, no deduplication")
def rows(file, sheet):
    parts = [s for s in report(file)["sheets"] if s["name"] == (sheet or "")]
    check(len(parts) == 1, f"{len(parts)} sheets")
    return parts[0]["rows_stored"]


@of(r"(?:sheet (?P<sheet>[^:]+): )?rows dated in FY(?P<year>\d{4})")
def dated(file, sheet, year):
    return ask("count", file=file, sheet=sheet or "", **fiscal(year))["count"]


@of(r"sheet (?P<sheet>[^:]+): rows with Departed Date in FY(?P<year>\d{4}) .*")
def departed(file, sheet, year):
    return ask("count", file=file, sheet=sheet, date="departed", **fiscal(year))["count"]


@of(r"sheet Summary: (?P<what>[A-Za-z ]+) printed for FY(?P<year>\d{4})")
def printed(file, what, year):
    """The grid of the sheet: under the column of that name, in the line of that year."""
    column = None
    for r in ask("rows", file=file, sheet="Summary", top=200)["groups"]:
        column = next((k for k, v in r.items() if v == what), column)
        if column and str(r["A"]).startswith(f"FY{year}"):
            return int(r[column])
    raise AssertionError(f"no {what} of {year} on Summary")


@of(r"(?:sheet (?P<sheet>[^:]+): )?rows equal in every column to an earlier row.*")
def equal(file, sheet):
    return ask("repeats", file=file, sheet=sheet or "")["count"]


@of(r"(?:sheet (?P<sheet>[^:]+): )?Most Serious Conviction filled")
def convicted(file, sheet):
    return ask("count", file=file, sheet=sheet or "", where="Most Serious Conviction=(value)")["count"]


@of(r"(?P<column>[A-Z][A-Za-z ]+) withheld (?P<marks>\(b\)[^=]*?)(?: = .*)?")
def withheld(file, column, marks):
    groups = [g for g in ask("count", file=file, by=column)["groups"] if g.get("absent") == "withheld"]
    want = ", ".join(d + s for d, s in re.findall(r"\(b\)\((\d)\)(?:\(([A-F])\))?", marks))
    check([g[column] for g in groups] == [f"(withheld: {want})"], f"{groups} for {want}")
    return groups[0]["count"]


@of(r"(?P<column>[A-Z][A-Za-z ]+) blank")
def blank(file, column):
    return ask("count", file=file, where=f"{COLUMN.get(column, column)}=(blank)")["count"]


@of(r"Removal Date = Departed Date")
def on_time(file):
    return ask("order", file=file, date="removed", by="departed")["same_day"]


@of(r"(?P<column>[A-Z][A-Za-z ]+) = (?P<value>\(blank\))")
def is_blank(file, column, value):
    return state(column, "blank", file=file)


@of(r'(?P<column>[A-Z][A-Za-z ]+) = "(?P<value>[^"]*)".*')
@of(r'(?:sheet (?P<sheet>[^:]+): )?(?P<column>[A-Z][A-Za-z ]+) = (?P<value>[^"].*)')
def equals(file, column, value, sheet=None):
    by = COLUMN.get(column, column)
    return count(by, re.sub(r" Area of Responsibility$", "", value) if by == "area" else value, file=file, sheet=sheet or "")


@of(r"Located \+ Non-Custodial Arrest .*")
def at_large(file):
    return ask("count", file=file, method="Located|Non-Custodial Arrest")["count"]


@of(r"busiest day: date and rows")
def busiest(file):
    best = max(ask("count", file=file, by="day")["groups"], key=lambda g: g["count"])
    return f"{best['day']} {best['count']}"


@of(r"rows by month, Oct\.\.Sep")
def months(file):
    return " ".join(str(g["count"]) for g in ask("count", file=file, by="month")["groups"])


@of(r'sheet "(?P<sheet>[^"]*)": header row, columns, facilities listed, sum of Level A-D .*')
def facilities(file, sheet):
    s = next(x for x in report(file)["sheets"] if x["name"] == sheet)
    file = TWIN.get(file, file)
    levels = [c["name"] for c in s["columns"] if c["idea"] == "adp_level"]
    check(len(levels) == 4, f"{levels}")
    total = sum(float(ask("count", file=file, sheet=sheet, sum=c)["sum"]) for c in levels)
    return f"{s['header_row']} {s['column_count']} {s['rows_stored']} {total:.2f}"


@of(r'sheet "(?P<sheet>[^"]*)", Currently Detained by Criminality and Arresting Agency: (?P<what>.*)')
def held(file, sheet, what):
    d = ask("held", file=TWIN.get(file, file), sheet=sheet)
    check(d["adds_up"], "the six cells do not add up")
    return d["held" if what == "Total" else "other_violator" if what.startswith("Other") else "no_conviction"]


LIST = {"file": "ICE_Facility_List_11-06-2017-web.xlsx", "sheet": "Facility List - Main"}
NO_ORR = {"where": "Type Detailed!=ORR"}


@of(r"Facility List - Main: header row, columns, facilities")
def list_shape(file):
    s = next(x for x in report(file)["sheets"] if x["name"] == LIST["sheet"])
    return f"{s['header_row']} {s['column_count']} {s['rows_stored']}"


@of(r"sum of FY(?P<year>\d\d) Total Mandays(?: \(implausible.*)?")
def mandays(file, year):
    return ask("count", sum=f"FY{year} Total Mandays", **LIST)["sum"]


@of(r"same, Type Detailed <> ORR")
def mandays_no_orr(file):
    return ask("count", sum="FY17 Total Mandays", **LIST, **NO_ORR)["sum"]


def cost():
    return ask("cost", sum="FY17 Total Mandays", **LIST)


@of(r"sum of FY17 Total Mandays x Per Diem where the rate is a plain number")
def list_cost(file):
    return f"{cost()['cost_cents'] / 100:.2f}"


@of(r"mandays priced that way")
def list_priced(file):
    return cost()["nights_priced"]


@of(r"FY17 mandays whose rate is withheld, \(b\)\(4\)")
def list_withheld(file):
    return next(c["nights"] for c in cost()["nights_not_priced"] if "withheld" in c["cause"])


@of(r"rate cells: plain numbers, withheld, Not ICE Funded, blank, other text")
def list_rates(file):
    k = cost()["rates_by_kind"]
    return f"{k['flat']} {k['withheld']} {k['not_funded']} {k['none']} {k['tiered'] + k['worded']}"


@of(r"sum of FY(?P<year>\d\d) ADP, Type Detailed <> ORR")
def list_adp(file, year):
    return ask("count", sum=f"FY{year} ADP", **LIST, **NO_ORR)["sum"]


@of(r"cost rank (?P<rank>\d): DETLOC, mandays, rate, cost")
def list_rank(file, rank):
    g = cost()["groups"][int(rank) - 1]
    return f"{g['facility']} {g['nights']} {g['rate_cents'] / 100:.2f} {g['cost_cents'] / 100:.2f}"


@of(r"rows in the sheet, of them hidden by a filter .*")
def hidden(file):
    s = report(file)["sheets"][0]
    return f"{s['rows_before_header'] + 1 + s['rows_stored']} {s['hidden_rows']}"


HEADS = {"file": "daily-population_2022-10_2026-03.csv.gz"}


@of(r"rows, facilities")
def head_shape(file):
    r = report(file)["sheets"][0]
    return f"{r['rows_stored']} {next(c['different'] for c in r['columns'] if c['idea'] == 'facility_code')}"


@of(r"midnights in FY(?P<year>\d{4})(?: .*)?")
def midnights(file, year):
    return ask("count", sum="present_midnight", **HEADS, **fiscal(year))["sum"]


@of(r"midnights FY2024 / 366")
def head_adp(file):
    return f"{int(midnights(file, '2024')) / 366:.2f}"


@of(r"the same against the printed 37,721.80 .*")
def head_against(file):
    return f"{int(midnights(file, '2024')) / 366 / 37721.80:.4f}"


@of(r"facility with most midnights in FY2024")
def head_most(file):
    best = max(ask("count", by="facility_code", sum="present_midnight", **HEADS, **fiscal("2024"))["groups"], key=lambda g: int(g["sum"]))
    return f"{best['facility_code']} {best['sum']}"


@of(r"departed in an earlier fiscal year than the file")
def lag(file):
    return ask("count", file=file, date="departed", to="2016-09-30")["count"]


@of(r"Departed Date earlier than Apprehension Date .*")
def before(file):
    return ask("order", file=file, date="departed", by="arrest_date")["count"]


@of(r"Removal Date differs from Departed Date")
def differs(file):
    o = ask("order", file=file, date="removed", by="departed")
    return o["count"] + o["later"]


@of(r"Apprehension Date with a year before 1950 .*")
def early(file):
    return sum(g["count"] for g in ask("count", file=file, date="arrest_date", by="year")["groups"] if g.get("absent") == "error" or g["year"].isdigit() and int(g["year"]) < 1950)


def answer(question, file):
    for pattern, f in PATTERNS:
        m = pattern.match(question)
        if m:
            return f(file, **m.groupdict())
    raise AssertionError(f"no pattern for: {question}")


def same(expected, got, tolerance):
    if str(got) == expected:
        return True
    one, other = str(got).split(), expected.split()
    if tolerance == "exact" or len(one) != len(other):
        return False
    room = 0.05 if tolerance.startswith("5%") else 0.011
    return all(a == b or abs(float(a) - float(b)) <= room for a, b in zip(one, other))


def known_answers(prefix):
    def test():
        wrong, n = [], 0
        for k in known:
            if not k["id"].startswith(prefix):
                continue
            n += 1
            file = os.path.basename(k["file"].split(" + ")[0])
            try:
                got = answer(k["question"], file)
            except Exception as e:
                got = f"{type(e).__name__}: {e}"[:300]
            if not same(k["expected"], got, k["tolerance"]):
                wrong.append(f"{k['id']}: {k['expected']} expected, {got}")
        check(n and not wrong, f"{len(wrong)} of {n}: " + "; ".join(wrong[:40]))
    test.__name__ = "known_answers_" + {"A": "of_the_court_workbook", "B": "of_the_national_files", "C": "of_the_statistics_workbooks", "D": "of_lists_and_headcounts"}[prefix]
    return test


def a_table_that_is_not_here_is_left_out_and_said():
    """A folder in the place of a store is no store, and is not made anew."""
    first = json.loads(writ("released", "ask", "held").stdout)
    check(first["tables_not_here"] == 0, f"{first['tables_not_here']}")
    with contextlib.closing(sqlite3.connect(os.path.join(home(), "writ.db"))) as d:
        (which,) = d.execute("SELECT id FROM released_file WHERE number = ?", (first["source"]["number"],)).fetchone()
    (store,) = glob.glob(os.path.join(home(), "released", f"{which}-*", f"{first['source']['table']}.store"))
    os.rename(store, store + ".off")
    os.mkdir(store)
    other = json.loads(writ("released", "ask", "held").stdout)
    check(other["tables_not_here"] == 1 and other["source"]["number"] < first["source"]["number"], f"{other['tables_not_here']} {other['source']}")
    writ("released", "ask", "held", "--file", str(first["source"]["number"]), code=9)
    os.rmdir(store)
    os.rename(store + ".off", store)


TESTS = [every_file_is_imported_with_its_headers, rows_in_are_stored_blank_or_in_error, the_same_bytes_again_are_refused_and_the_first_is_named,
         the_same_sheet_as_xlsx_and_as_csv_is_the_same_table, every_sheet_hidden_ones_too,
         a_county_has_its_area_of_that_day, *[known_answers(p) for p in "ABCD"], a_table_that_is_not_here_is_left_out_and_said]
if __name__ == "__main__":
    rc = main(TESTS)
    shutil.rmtree(shared.get("home", ""), ignore_errors=True)
    sys.exit(rc)
