#!/usr/bin/env python3
"""released_made_suite.py -- released files made by hand, each for one trap: where the header is, how dates and marks are written, what goes on over two
sheets. Imported and asked on the command line. Writes TAP."""
import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import WRIT, check, main  # noqa: E402
from workbook import workbook  # noqa: E402

folder = tempfile.mkdtemp(prefix="writ-made-")
HEAD = ["Apprehension Date", "Area of Responsibility", "Citizenship", "Gender", "Apprehension Method"]
ROW = ["7/4/2025", "Seattle Area of Responsibility", "MEXICO", "Male", "Located"]


def writ(*words, code=0):
    r = subprocess.run([WRIT, *words, "--data", os.path.join(folder, "city")], capture_output=True, text=True, timeout=300)
    check(r.returncode == code, f"writ {' '.join(words)}: {r.returncode} {r.stderr[-600:]}")
    return r


def put(name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path


def take(name, data, *more):
    return json.loads(writ("released", "import", put(name, data), *more).stdout)


def ask(view, **said):
    return json.loads(writ("released", "ask", view, *(w for k, v in said.items() for w in (f"--{k}", str(v)))).stdout)


def groups(by, **said):
    return {g[by]: g["count"] for g in ask("count", by=by, **said)["groups"]}


def lines(*rows, by=","):
    return "".join(by.join(r) + "\r\n" for r in rows)


def the_header_is_found_under_any_preamble():
    """REL-4: 0 to 20 rows of preamble, a group row, padded, misspelt and repeated names."""
    for n in (0, 1, 7, 20):
        above = [[f"ERO Statistical Tracking Unit, line {i}"] for i in range(n)]
        s = take(f"above-{n}.csv", lines(*above, HEAD, ROW, [*ROW[:3], "Female", f"Other {n}"]))["sheets"][0]
        check((s["header_row"], s["rows_stored"], s["kind"]) == (n + 1, 2, "arrests"), f"{n}: {s['header_row']} {s['rows_stored']} {s['kind']}")
        check(s["preamble"].count("line") == n, s["preamble"])
    names = [" Apprehension  Date ", "AREA OF RESPONSIBILITY", "Citizenship County", "gender", "Final Order Yes No", "Final Order Yes No", "Anonymized Identifer"]
    s = take("names.csv", lines(["", "", "", "", "Case", "Person", ""], names, ["7/4/2025", "SEA", "MEXICO", "Male", "YES", "NO", "a" * 40]))["sheets"][0]
    check([c["idea"] for c in s["columns"]] == ["arrest_date", "area", "citizenship", "sex", "final_order", "final_order", "person"], f"{s['columns']}")
    check(len({c["name"] for c in s["columns"]}) == 7, f"{[c['name'] for c in s['columns']]}")


def unknown_columns_stay_and_missing_ones_are_named():
    """REL-5."""
    s = take("unknown.csv", lines([*HEAD, "Weather"], [*ROW, "rain"], [*ROW, "sun"]))["sheets"][0]
    check(s["unknown_columns"] == ["Weather"] and "landmark" in s["missing_columns"] and "sex" not in s["missing_columns"], f"{s['unknown_columns']} {s['missing_columns']}")
    check(groups("Weather", file="unknown.csv") == {"rain": 1, "sun": 1}, "the unknown column answers")


def a_table_goes_on_over_two_sheets():
    """REL-10: preamble and header of the later sheet are no rows; each row keeps its sheet."""
    rows = [["ERO, for official use only"], HEAD, *[[("n", 45842 + i % 5, 1), *ROW[1:]] for i in range(30)]]
    more = [["ERO, for official use only"], [], HEAD, *[[("n", 45901 + i % 5, 1), *ROW[1:]] for i in range(12)]]
    r = take("two.xlsx", workbook([("Arrests 1", rows), ("Notes", [["a note"]]), ("Arrests 2", more)]))
    parts = [s for s in r["sheets"] if s["kind"] == "arrests"]
    check([(s["name"], s["header_row"], s["rows_stored"]) for s in parts] == [("Arrests 1", 2, 30), ("Arrests 2", 3, 12)] and parts[0]["table"] == parts[1]["table"], f"{parts}")
    check(ask("count", file="two.xlsx")["count"] == 42, "one table")
    check(ask("count", file="two.xlsx", sheet="Arrests 1")["count"] == 30 and ask("count", file="two.xlsx", sheet="Arrests 2")["count"] == 12, "each sheet alone")
    check(groups("month", file="two.xlsx") == {"2025-07": 30, "2025-09": 12}, f"{groups('month', file='two.xlsx')}")
    check(ask("who", file="two.xlsx", sheet="Arrests 2")["layers"]["who"]["sex"]["rows"] == 12, "who, of one sheet")


def one_sheet_of_a_table_in_every_view():
    """Nights, likely duplicates, equal rows: of the sheet that was asked for; its name may hold the signs of a condition; one that is not there is named."""
    head = ["Unique Identifier", "Book In Date", "Book Out Date", "Stay Book In Date", "Detention Facility Code", "Gender"]
    one = [["a", "2025-06-01", "2025-06-03", "2025-06-01", "AAA", "Male"]] * 2 + [["b", "2025-06-01", "2025-06-02", "2025-06-01", "AAA", "Male"]]
    more = [["c", "2025-06-10", "2025-06-20", "2025-06-10", "AAA", "Male"]] * 3
    table = take("sheets.xlsx", workbook([("One", [head, *one]), ("Two; 2|3", [head, *more])]))["sheets"][0]["table"]
    rates = take("sheets-rates.csv", lines(["DETLOC", "Name", "Per Diem Rate"], ["AAA", "A place", "100"]))["number"]
    for sheet, rows, likely, equal, nights, cost in (("One", 3, 1, 1, "5", 50000), ("Two; 2|3", 3, 2, 2, "30", 300000), ("", 6, 3, 3, "35", 350000)):
        said = {"file": "sheets.xlsx", "sheet": sheet}
        t = ask("twice", **said)
        check((t["rows"], t["rows_of_table"], t["likely"], t["equal"], str(t["nights"])) == (rows, 6, likely, equal, nights), f"{sheet}: {t}")
        c = ask("cost", rates=rates, **said)
        check((c["nights"], c["cost_cents"]) == (nights, cost), f"{sheet}: {c['nights']} {c['cost_cents']}")
        check(ask("rows", **said)["rows"] == rows and ask("repeats", **said)["count"] == equal, sheet)
    t = ask("twice", file="sheets.xlsx", where="person=a|c", sheet="One")
    check((t["rows"], t["likely"], t["people"]) == (2, 1, 1), f"with a condition: {t}")
    for view in ("count", "cost", "twice", "rows", "held", "checks"):
        for which in (["--file", "sheets.xlsx"], ["--table", f"{ask('count', file='sheets.xlsx')['source']['number']}-{table}"]):
            if view in ("held", "checks") and which[0] == "--table":
                continue
            r = writ("released", "ask", view, *which, "--sheet", "Three", code=2)
            check("There is no sheet Three here." in r.stderr, f"{view} {which}: {r.stderr}")


def what_the_reader_noted_is_reported():
    """REL-16: a byte that is no UTF-8 is named by its line, and the import goes on."""
    r = take("bytes.csv", lines(HEAD, ROW).encode() + b"7/5/2025,Seattle Area of Responsibility,M\xc9XICO,Male,Located\r\n")
    check(r["notes"] == ["Not UTF-8 on line 3, byte 42: such bytes are read as Windows-1252."] and groups("citizenship", file="bytes.csv") == {"MEXICO": 1, "MÉXICO": 1}, f"{r['notes']}")
    check(ask("report", file="bytes.csv")["notes"] == r["notes"] and take("clean.csv", lines(HEAD, [*ROW[:4], "raid"]))["notes"] == [], "notes")


def a_part_is_no_larger_than_its_whole():
    """REL-35: of a headcount; which row and column, and both numbers."""
    r = take("parts.csv", lines(["detention_facility_code", "date", "n_detained", "n_detained_convicted_criminal", "n_detained_at_midnight"], ["AAA", "2025-06-01", "10", "10", "9"], ["AAA", "2025-06-02", "10", "12", "9"],
                                ["AAA", "2025-06-03", "10", "", "11"], ["AAA", "2025-06-04", "", "5", "11"]))
    found = r["sheets"][0]["findings"]
    check(r["sheets"][0]["kind"] == "headcount" and [(f["rule"], f["count"]) for f in found] == [("part", 2)], f"{found}")
    check(found[0]["places"] == [{"place": "3, n_detained_convicted_criminal", "found": "12", "against": "10"}, {"place": "4, n_detained_at_midnight", "found": "11", "against": "10"}], f"{found[0]['places']}")


def a_hidden_column_is_data_and_marked():
    """REL-7."""
    rows = [HEAD, [("n", 45842, 1), *ROW[1:]], [("n", 45843, 1), *ROW[1:]]]
    s = take("unseen.xlsx", workbook([("A", rows)], cols='<cols><col min="2" max="2" width="9"/><col min="3" max="4" hidden="1"/></cols>'))["sheets"][0]
    check([c["hidden"] for c in s["columns"]] == [False, False, True, True, False] and s["hidden_columns"] == 2, f"{s['columns']}")
    check(groups("citizenship", file="unseen.xlsx") == {"MEXICO": 2}, "it is counted")


def dates_are_dates_by_their_style_alone():
    """REL-11: serial with a style, with a fraction, counted from 1904, m/d/yyyy, ISO; a number without style stays one; odd years are kept and flagged."""
    a = [[("n", "45842", 1)], [("n", "45842.75", 2)], [("n", "45842", 0)], ["7/4/2025"], ["2025-07-04"], ["2025-07-04T10:00:00"], [("n", "2958465", 1)], ["1/1/0999"]]
    s = take("dates.xlsx", workbook([("A", [HEAD, *[r + ROW[1:] for r in a]])]))["sheets"][0]
    c = s["columns"][0]
    check((c["value"], c["odd"], s["rows_stored"]) == (8, 3, 8), f"{c}")
    check(groups("day", file="dates.xlsx") == {"2025-07-04": 5, "(no plausible date)": 3}, f"{groups('day', file='dates.xlsx')}")
    o = ask("count", file="dates.xlsx", **{"from": "2025-01-01"})
    check(o["count"] == 5 and [x["rows"] for x in o["left_out"]] == [3], f"{o['left_out']}")
    take("dates-1904.xlsx", workbook([("A", [HEAD, [("n", "44380", 1), *ROW[1:]], [("n", "44381", 1), *ROW[1:]]])], from_1904=True))
    check(groups("day", file="dates-1904.xlsx") == {"2025-07-04": 1, "2025-07-05": 1}, f"{groups('day', file='dates-1904.xlsx')}")


def numbers_keep_their_text_and_codes_stay_codes():
    """REL-12."""
    take("codes.csv", lines([*HEAD, "Detention Facility Code", "MSC Charge Code", "Zip"], [*ROW, "0999", "7399", "02139"], [*ROW, "LOSHOLD", "0702", "141.16999999999999"]))
    rows = ask("rows", file="codes.csv")["groups"]
    check([(r["Detention Facility Code"], r["MSC Charge Code"], r["Zip"]) for r in rows] == [("0999", "7399", "02139"), ("LOSHOLD", "0702", "141.16999999999999")], f"{rows}")
    check(ask("count", file="codes.csv", sum="Zip")["sum"] == "2280.17", "a sum is decimal")


MARKS = {"(B)(6);(B)(7)(C) ": "6, 7C", "(B)(7)(E) ": "7E", "(b)(6),(b)(7)c)": "6, 7C", "(b)(7)e)": "7E", "(b)(7)(E )": "7E", "(b)(6),(b)(7)(c )": "6, 7C",
         "(b)(6), (b)(7)(c) (b)(7)(e)": "6, 7C, 7E", "(b)(3), (b)(6), (b)(7)(c)": "3, 6, 7C", "(b)(4)": "4", "b)(4)": "4", "B4": "4", "b(6), b(7)c": "6, 7C", "b(6), b(7)C": "6, 7C"}


def every_mark_is_withheld_and_states_are_four():
    """REL-13, REL-14: by each spelling; blank, null word, withheld and error are told apart in count, filter and rows."""
    cells = [*MARKS, "a letter quotes (b)(4) in passing", "NA", "--", "", "raid"]
    rows = [[("n", "45842", 1), *ROW[1:], v] for v in cells] + [[("n", "45842", 1), *ROW[1:], ("e", "#N/A")]]
    s = take("marks.xlsx", workbook([("A", [[*HEAD, "Operation"], *rows])]))["sheets"][0]
    c = next(c for c in s["columns"] if c["name"] == "Operation")
    check((c["withheld"], c["null_word"], c["blank"], c["error"], c["value"]) == (len(MARKS), 2, 1, 1, 2), f"{c}")
    want = {}
    for said in MARKS.values():
        want[f"(withheld: {said})"] = want.get(f"(withheld: {said})", 0) + 1
    got = groups("operation", file="marks.xlsx")
    check({k: v for k, v in got.items() if k.startswith("(withheld")} == want, f"{got}")
    for word, n in (("(blank)", 1), ("(null word)", 2), ("(withheld)", len(MARKS)), ("(error)", 1), ("(value)", 4)):
        check(ask("count", file="marks.xlsx", where=f"operation={word}")["count"] == n, word)


def a_column_wholly_withheld_is_listed():
    """REL-15."""
    s = take("withheld.csv", lines([*HEAD, "Birth Date", "Event Number"], [*ROW, '"(b)(6),(b)(7)c)"', "(b)(7)e)"], [*ROW, '"(b)(6),(b)(7)c)"', "(b)(7)e)"]))["sheets"][0]
    check({w["name"]: w["exemptions"] for w in s["withheld_columns"]} == {"Birth Date": ["6", "7C"], "Event Number": ["7E"]}, f"{s['withheld_columns']}")


def rows_that_are_none_are_told_apart():
    """REL-3: blank rows, a header again, a total, notes behind the data, a row with too many cells; what is equal stays."""
    rows = [HEAD, ROW, ROW, [""] * 5, HEAD, [*ROW, "one too many"], ["Total", "", "", "", "3"], ROW, ["(*) as of the date of the report"]]
    s = take("rows.csv", lines(*rows))["sheets"][0]
    got = {k: s[k] for k in ("rows_in", "rows_stored", "rows_blank", "rows_error", "rows_total", "headers_again", "rows_after_data")}
    check(got == {"rows_in": 5, "rows_stored": 3, "rows_blank": 1, "rows_error": 1, "rows_total": 1, "headers_again": 1, "rows_after_data": 1}, f"{got}")
    check(s["errors"][0]["row"] == 6 and s["total_rows"] == [7] and "as of" in s["notes"], f"{s['errors']} {s['notes']}")
    check(ask("repeats", file="rows.csv")["count"] == 2, "equal rows are counted and kept")


def who_why_and_years():
    """REL-25 to REL-27: calendar and fiscal years; who by four columns; three layers that no output merges."""
    head = [*HEAD, "Birth Year", "Final Charge", "Apprehension Criminality", "Case Status"]
    take("why.csv", lines(head, ["9/30/2025", *ROW[1:], "2000", "212a6Ai", "3 Other Immigration Violator", "ACTIVE"], ["10/1/2025", *ROW[1:3], "Female", "Located", "1960", "237a1B", "1 Convicted Criminal", "ACTIVE"],
                          ["12/31/2025", *ROW[1:], "2010", "212a6Ai", "2 Pending Criminal Charges", "ACTIVE"]))
    check(groups("year", file="why.csv") == {"2025": 3} and groups("fiscal_year", file="why.csv") == {"FY2025": 1, "FY2026": 2}, "years")
    who = ask("who", file="why.csv")["layers"]["who"]
    check({g["age_band"]: g["count"] for g in who["age_band"]["groups"]} == {"0-17": 1, "25-34": 1, "65+": 1}, f"{who['age_band']}")
    check(who["sex"]["unit"] == "rows", "the unit is said")
    why = ask("why", file="why.csv")["layers"]
    check(list(why) == ["encounter", "legal_ground", "criminal_record"] and "method" in why["encounter"] and "charge" in why["legal_ground"] and "criminality" in why["criminal_record"], f"{list(why)}")
    for layer in why.values():
        for one in layer.values():
            check(not isinstance(one, dict) or sum(g["count"] for g in one["groups"]) + one.get("in_other_groups", 0) == 3, f"{one}")


def a_table_of_counts_says_where_they_stand():
    """REL-26: a row that counts cases is none."""
    head = ["Fiscal Year", "Area of Responsibility", "Citizenship", "Encounter Type", "Encounter Count"]
    s = take("counts.csv", lines(head, ["2025", "Boston Field Office", "MEXICO", "Inadmissibles", "120"], ["2025", "Boston Field Office", "PERU", "Inadmissibles", "7"], ["2024", "Boston Field Office", "PERU", "Expulsions", "30"]))["sheets"][0]
    check(s["columns"][4]["idea"] == "cases" and s["rows_stored"] == 3, f"{s['columns'][4]}")
    rows = ask("count", file="counts.csv", by="citizenship")
    check(rows["count"] == 3 and rows["cases_in"] == "Encounter Count", f"{rows}")
    sums = ask("count", file="counts.csv", by="citizenship", sum="cases")
    check(sums["sum"] == "157" and "cases_in" not in sums and {g["citizenship"]: g["sum"] for g in sums["groups"]} == {"MEXICO": "120", "PERU": "37"}, f"{sums}")


def a_key_is_no_number_of_a_person():
    """REL-45: among a million keys of letters and digits some begin as an A-number does, and such a file is not held back for that."""
    head, keys = [*HEAD, "Unique Identifier"], [f"a{12345678 + i}{end}" for i, end in enumerate(("f03e7714bb0c21d4e5f60718293a4bcd", "9c0ffee", "a123456789f0"))]
    r = take("keys.csv", lines(head, *([*ROW, k] for k in keys)))
    check(r["held"] == "open" and not r["not_loaded"] and r["sheets"][0]["columns"][5]["value"] == 3, f"{r['held']} {r['not_loaded']} {r['sheets'][0]['columns'][5]}")


def csv_says_the_same_as_json():
    text = writ("released", "ask", "count", "--by", "sex", "--file", "why.csv", "--format", "csv").stdout.replace("\r", "").split("\n")
    marks = list(csv.DictReader(io.StringIO(writ("released", "ask", "count", "--by", "operation", "--file", "marks.xlsx", "--format", "csv").stdout)))
    check({m["operation"]: (m["absent"], int(m["count"])) for m in marks if m["operation"] in ("(blank)", "raid")} == {"(blank)": ("blank", 1), "raid": ("", 1)}, f"{marks}")
    check(text[0] == '"sex","count"' and sorted(t for t in text[1:] if t) == ['"Female","1"', '"Male","2"'], f"{text}")


def what_is_asked_wrong_is_named():
    for words, said in ((["--by", "weather"], "weather"), (["--from", "2025-13-01"], "from"), (["--where", "sex"], "COLUMN=VALUE"), (["--unit", "people"], "key of persons"), (["--to", "2025-01-01", "--from", "2025-02-01"], "before"),
                        (["--where", "weather=rain"], "no column for weather"), (["--by", "age_band", "--sum", "birth_year"], "without a sum"), (["--where", "sex=" + "|".join(f"x{i}" for i in range(65))], "64 values")):
        r = writ("released", "ask", "count", "--file", "why.csv", *words, code=2)
        check(said in r.stderr, f"{words}: {r.stderr[:300]}")
    r = writ("released", "ask", "rows", "--file", "why.csv", "--top", "1001", code=2)
    check("At most 1000 rows at once." in r.stderr, r.stderr)
    check(len(ask("rows", file="why.csv", top=1000)["groups"]) == 3, "so many as are asked for")
    check("files" in writ("released", "ask", "count", "--file", "none.csv", code=7).stderr, "no such file")


if __name__ == "__main__":
    rc = main([the_header_is_found_under_any_preamble, unknown_columns_stay_and_missing_ones_are_named, a_table_goes_on_over_two_sheets, one_sheet_of_a_table_in_every_view, what_the_reader_noted_is_reported, a_part_is_no_larger_than_its_whole, a_hidden_column_is_data_and_marked, dates_are_dates_by_their_style_alone,
               numbers_keep_their_text_and_codes_stay_codes, every_mark_is_withheld_and_states_are_four, a_column_wholly_withheld_is_listed, rows_that_are_none_are_told_apart,
               who_why_and_years, a_table_of_counts_says_where_they_stand, a_key_is_no_number_of_a_person, csv_says_the_same_as_json, what_is_asked_wrong_is_named])
    shutil.rmtree(folder, ignore_errors=True)
    sys.exit(rc)
