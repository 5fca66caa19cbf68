#!/usr/bin/env python3
"""desk_released_suite.py -- released records at the desk: a file taken in by form, asked, a figure followed to its rows, the rows exported and taken in
again, a mapping saved and used, two releases compared, findings, duplicates, rights. Through real sockets, on both engines. Writes TAP."""
import csv
import html
import io
import json
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, WRIT, City, check, main  # noqa: E402
from workbook import workbook  # noqa: E402

DATA = os.path.join(ROOT, "test/data/released")
AGENCY = "An Agency of Records"
ORIGIN = {"(states)", "(from file)", "(from sheet)", "(from row)"}
shared = {}

OLD = """Unique Identifier,Apprehension Date,Apprehension Method,Citizenship,Apprehension Criminality,RC Threat Level,How It Went
k1,5/1/2025 10:00,Located,MEXICO,1 Convicted Criminal,1,Quietly
k1,5/2/2025 09:00,Located,MEXICO,1 Convicted Criminal,1,Quietly
k2,6/1/2025,CAP Local Incarceration,MEXICO,2 Pending Criminal Charges,,Quietly
k3,6/2/2025,Located,HONDURAS,3 Other Immigration Violator,NA,Loudly
k4,6/2/2025,Located,(B)(6);(B)(7)(C) ,3 Other Immigration Violator,(b)(7)(E),Loudly
,6/3/2025,Located,HONDURAS,3 Other Immigration Violator,NA,#N/A
"""
NEW = OLD.replace("k1", "z1").replace("k2", "z2").replace("k3", "z3").replace("6/2/2025,Located,HONDURAS", "6/2/2025,Located,GUATEMALA") + "z9,7/1/2025,Located,MEXICO,1 Convicted Criminal,2,Quietly\n"
REMOVALS = """Departed Date,Apprehension Date,Departure Country,Citizenship,Final Charge Section
6/1/2025,5/1/2025,MEXICO,MEXICO,212a6Ai
6/1/2025,6/5/2025,MEXICO,MEXICO,212a6Ai
6/2/2025,6/9/2025,PERU,MEXICO,212a6Ai
"""


def city():
    if "city" not in shared:
        shared["city"] = City().start()
    return shared["city"]


def who(login):
    if login not in shared:
        shared[login] = city().browser().enter(login)
    return shared[login]


def take(name, data, **typed):
    """By the form, and until it is read; its number."""
    b = who("records")
    form = b.form(b.get("/released/files"), "/released/files/take")
    a = b.upload(form, name, data if isinstance(data, bytes) else data.encode(), **{"agency": AGENCY, **typed})
    check(a.status == 303, f"take {name}: {a.status} {a.text[-800:]}")
    path = a.headers["location"]
    deadline = time.monotonic() + 120
    while b.get(path + ".json").json["state"] == "being read":
        check(time.monotonic() < deadline, f"{name} is not read: {city().errors()}")
        time.sleep(0.02)
    said = b.get(path + ".json").json
    check(said["state"] == "read", f"{name}: {said}")
    return said["number"]


def ask(view, *more):
    p = subprocess.run([WRIT, "released", "ask", view, "--data", city().data, *city().url, *more], capture_output=True, text=True, timeout=60, check=False)
    return p


def report(number):
    p = ask("report", "--file", str(number))
    check(p.returncode == 0, p.stderr)
    return json.loads(p.stdout)


def title(page):
    return html.unescape(re.search(r"<h1>(.*?)</h1>", page.text, re.S).group(1))


def figures(page):
    """Every number that leads to rows: (address, number)."""
    found = re.findall(r'<a href="(/released/desk/rows\?[^"]*)">([\d,.]+)</a>', page.text)
    return [(html.unescape(u), int(n.replace(",", ""))) for u, n in found if "." not in n]


def all_figures_lead_to_their_rows(path, least):
    b = who("records")
    page = b.get(path)
    check(page.status == 200, f"{path}: {page.status} {page.text[-800:]}")
    seen = figures(page)
    check(len(seen) >= least, f"{path}: only {len(seen)} figures lead to rows")
    for url, n in seen:
        base, _, query = url.partition("?")
        rows = b.get(base + ".json?" + query).json["rows"]
        check(rows == n, f"{path}: {url} has {rows} rows, the figure is {n}")
    return page


def a_file_is_taken_in_and_asked():
    with open(os.path.join(DATA, "UW_v_DHS_expedited-removals.csv.gz"), "rb") as f:
        shared["uw"] = take("UW_v_DHS_expedited-removals.csv.gz", f.read(), release="UW v. DHS", source="court", extracted="2019-07-06")
    page = who("records").get(f"/released/desk?table={shared['uw']}-1")
    check(title(page).startswith("6,529 removals"), title(page))
    check("Most often MALE" in page.text or "Most often Male" in page.text, "the sexes are not there")
    check("Not in this table" in page.text, "what the table lacks is not said")
    # the newest is shown where none is named
    check(title(who("records").get("/released/desk")) == title(page), "the newest table is not the first")


def every_figure_leads_to_its_rows():
    all_figures_lead_to_their_rows(f"/released/desk?table={shared['uw']}-1", 60)
    page = all_figures_lead_to_their_rows(f"/released/desk?table={shared['uw']}-1&sex=Female&from=2015-10-01&to=2016-09-30&years=federal&by=citizenship", 20)
    check(" of 6,529 removals" in title(page), title(page))
    check("FY2016" in page.text and "outside the days asked for" in page.text, "fiscal year, and what is left out")


def parts_and_left_out_are_the_whole():
    page = who("records").get(f"/released/desk?table={shared['uw']}-1&sex=Female&from=2015-10-01").text
    section = page[page.index("What this answer leaves out"):]
    n = [int(x.replace(",", "")) for x in re.findall(r'class="num" data-d="Rows">(?:<a[^>]*>)?([\d,]+)', section[:section.index("</table>")])]
    check(n[-1] == 6529 and sum(n[:-1]) == 6529 and len(n) >= 3, f"{n}")


def a_wrong_question_names_its_field():
    a = who("records").get(f"/released/desk?table={shared['uw']}-1&from=2016-02-01&to=2016-01-01")
    check(a.status == 422 and "The last day comes before the first." in a.text, f"{a.status}")
    a = who("records").get(f"/released/desk?table={shared['uw']}-1&unit=people")
    check(a.status == 422 and "no key of persons" in a.text, f"{a.status}")
    for query, field in (("where=weather%3Drain", "where"), ("sheet=Nowhere", "sheet"), ("facility=A", "facility"), ("by=age_band&sum=sex", "sum"), ("by=weather", "by")):
        a = who("records").get(f"/released/desk.json?table={shared['uw']}-1&{query}")
        check(a.status == 422 and [x["field"] for x in a.json["fields"]] == [field], f"{query}: {a.status} {a.text[:300]}")
    check(who("records").get("/released/desk?table=99-1").status == 404, "a table that is not there")
    a = who("records").get("/released/desk?table=x")
    check(a.status == 422 and "12-3" in a.text, f"{a.status}")


def exported_and_taken_in_again(number, table, name):
    b = who("records")
    a = b.get(f"/released/desk/rows.csv?table={number}-{table}")
    check(a.status == 200 and a.headers["content-type"].startswith("text/csv"), f"csv: {a.status}")
    again = take(name, a.body)
    one, two = report(number)["sheets"][table - 1], report(again)["sheets"][0]
    check(one["rows_stored"] == two["rows_stored"] and two["rows_error"] == 0, f"{one['rows_stored']} rows, then {two['rows_stored']}")
    states = ("name", "idea", "value", "blank", "null_word", "withheld", "error", "quarantined", "exemptions", "odd")
    was = [{k: c[k] for k in states} for c in one["columns"]]
    now = [{k: c[k] for k in states} for c in two["columns"]]
    check([c["name"] for c in now[len(was):]] == ["(states)", "(from file)", "(from sheet)", "(from row)"], f"origin columns: {now[len(was):]}")
    for x, y in zip(was, now):
        check(x == y, f"{name}: {x} became {y}")
    page = b.get(f"/released/compare?a={number}&b={again}&rows=true&kind={one['kind']}")
    check(page.status == 200, f"compare: {page.status} {page.text[-500:]}")
    said = json.loads(ask("compare", "--file", str(number), "--with", str(again), "--kind", one["kind"]).stdout)
    check(said["rows_same"] == one["rows_stored"] and said["rows_only_a"] == said["rows_only_b"] == 0, f"{said['rows_same']} of {one['rows_stored']}")
    return list(csv.DictReader(io.StringIO(re.sub(r"^#.*\n", "", a.text))))


def the_export_of_a_csv_is_the_same_table():
    rows = exported_and_taken_in_again(shared["uw"], 1, "again.csv")
    check(len(rows) == 6529, f"{len(rows)} rows")
    check(all(len(r["(from file)"]) == 64 and int(r["(from row)"]) >= 7 for r in rows), "origins")
    check(rows[0]["Date of Birth"].startswith("(b)(6)") and "withheld 6, 7C" in rows[0]["(states)"], f"{rows[0]}")


def the_export_of_a_workbook_is_the_same_table():
    with open(os.path.join(DATA, "2019-ICFO-31121.xlsx"), "rb") as f:
        number = take("2019-ICFO-31121.xlsx", f.read())
    sheets = report(number)["sheets"]
    table = next(i for i, s in enumerate(sheets, 1) if s["kind"] == "facilities")
    exported_and_taken_in_again(number, table, "facilities-again.csv")


def three_layers_and_no_conviction_twice():
    shared["old"] = take("old.csv", OLD, release="First", extracted="2025-06-30")
    page = all_figures_lead_to_their_rows(f"/released/desk?table={shared['old']}-1", 20)
    for text in ("How the person was met", "Legal ground", "Criminal record", "Three layers, side by side", "As it stood on the day of the data", "Without a conviction: two counts",
                 "there is no conviction on record", "Where the level is withheld, there is a conviction"):
        check(text in page.text, f"“{text}” is not on the page")
    said = {v.split("(")[0].strip(): int(k) for k, v in re.findall(r'<li><b><a[^>]*>(\d+)</a></b>([^<]*)', page.text.replace("\xa0", " "))}
    check(said == {"no conviction and no open charge": 3, "no conviction, open charges included, 66.7 %": 4, "with a conviction, 33.3 %": 2, "no conviction on record: blank, or a word such as NA, 50.0 %": 3,
                   "a conviction, its level withheld, 16.7 %": 1, "level 1, 2 or 3: a conviction, 33.3 %": 2}, f"{said}")


def rows_say_where_they_come_from_and_what_is_absent():
    page = who("records").get(f"/released/desk/rows?table={shared['old']}-1")
    check(title(page) == "6 arrests, row by row", title(page))
    for text in ("(withheld: 6, 7C)", "(withheld: 7E)", "null word", "(blank)", "(error)", "#N/A", 'class="num">7</th>'):
        check(text in page.text, f"“{text}” is not there")
    check(who("records").get(f"/released/desk/rows?table={shared['old']}-1&citizenship=PERU").text.count("No row is like that.") == 1, "an empty answer says so")


def an_age_leads_to_its_rows():
    """However a year of birth is written; what is none is not plausible in both."""
    born = ["1990", "1990.0", '"1,985"', "1985.5", "", "NA", "(b)(6)", "1700", "99999", "x"]
    number = take("ages.csv", "Apprehension Date,Apprehension Method,Citizenship,Gender,Birth Year\n" + "".join(f"5/1/2025,Located,MEXICO,Male,{b}\n" for b in born) + ",Located,MEXICO,Male,1990\n")
    page = all_figures_lead_to_their_rows(f"/released/desk?table={number}-1&by=age_band", 8)
    groups = json.loads(ask("count", "--table", f"{number}-1", "--by", "age_band").stdout)["groups"]
    check({g["age_band"]: g["count"] for g in groups} == {"35-44": 3, "(not plausible)": 5, "(blank)": 2, "(withheld)": 1} and "35-44" in page.text, f"{groups}")


def rows_of_a_later_sheet_say_their_sheet():
    head = ["Unique Identifier", "Apprehension Date", "Apprehension Method", "Citizenship", "Gender"]
    first, later = [["k1", "5/1/2025", "Located", "MEXICO", "Male"]] * 2, [["k2", "9/1/2025", "Located", "MEXICO", "Male"], ["k2", "9/1/2025", "Located", "PERU", "Female"], ["k3", "9/2/2025", "Located", "PERU", "Male"]]
    number = take("two sheets.xlsx", workbook([("First", [head, *first]), ("Then; more|yet", [head, *later])]))
    b, url = who("records"), f"/released/desk/rows.csv?table={number}-1"
    rows = list(csv.DictReader(io.StringIO(re.sub(r"^#.*\n", "", b.get(url).text))))
    check([r["(from sheet)"] for r in rows] == ["First"] * 2 + ["Then; more|yet"] * 3 and [r["(from row)"] for r in rows] == ["2", "3", "2", "3", "4"], f"{rows}")
    page = b.get(f"/released/desk/rows?table={number}-1")
    check(page.text.count("<td>First</td>") == 2 and page.text.count("<tr><td>Then; more|yet</td>") == 3, "the page says another sheet")
    # one sheet alone, at the desk and in all that it leads to
    page = all_figures_lead_to_their_rows(f"/released/desk?table={number}-1&sheet=Then%3B%20more%7Cyet", 8)
    check(title(page).startswith("3 of 5 arrests") and '<option value="Then; more|yet" selected>' in page.text, title(page))
    check(title(b.get(f"/released/desk?file={number}&sheet=First")).startswith("2 of 5 arrests"), "by its file")
    said = b.get(f"/released/desk/counts.json?table={number}-1&sheet=First").json
    check((said["rows"], said["rows_of_table"], said["likely"], said["people"], said["equal"]) == (2, 5, 1, 1, 1), f"{said}")
    a = b.get(f"/released/desk?table={number}-1&sheet=Nowhere")
    check(a.status == 422 and "There is no sheet Nowhere here." in a.text, f"{a.status}")
    # likely duplicates among those that fit
    likely = f"/released/desk/rows.json?table={number}-1&twice=true"
    check([b.get(likely + more).json["rows"] for more in ("", "&sex=Female", "&sex=Male", "&sheet=First", "&from=2025-09-01")] == [2, 1, 1, 1, 1], "likely duplicates ignore what else is asked")
    all_figures_lead_to_their_rows(f"/released/desk?table={number}-1&twice=true&age=25-34", 8)      # of rows alone: the desk is of all that fit
    check("twice=true" not in re.search(r'href="(/released/desk\?[^"]*)"', b.get(f"/released/desk/rows?table={number}-1&twice=true").text)[1], "the link back keeps what the desk does not ask")
    page = b.get(f"/released/desk/counts?table={number}-1&sex=Female")
    check(title(page) == "1 of 5 arrests, of which 1 are likely there twice" and "Count the whole table" in page.text, title(page))


def a_sheet_that_holds_another_once_more_is_said():
    head = ["Apprehension Date", "Apprehension Method", "Citizenship", "Gender"]
    rows = [[f"5/{d}/2025", "Located", "MEXICO", "Male"] for d in range(1, 9)]
    number = take("again.xlsx", workbook([("To April", [head, *rows[:4]]), ("To May", [head, *rows[:4], ["6/1/2025", "Located", "PERU", "Male"]]), ("June", [head, *[["6/2/2025", "Located", "PERU", "Male"]] * 3])]))
    b, sheets = who("records"), report(number)["sheets"]
    check(len({s["table"] for s in sheets}) == 1 and [s["rows_stored"] for s in sheets] == [4, 5, 3], f"{sheets}")
    found = [f for f in sheets[0]["findings"] if f["rule"] == "sheet_again"]
    check([f["places"] for f in found] == [[{"place": "To May", "found": "4", "against": "5"}]], f"{found}")
    page = b.get(f"/released/desk?table={number}-1").text
    check("Some rows count twice here" in page and "Sheet To May: 4 of its 5 rows stand in an earlier sheet too" in page, "the desk does not say it")
    check("count twice here" not in b.get(f"/released/desk?table={number}-1&sheet=To+May").text, "of one sheet nothing counts twice")
    source = json.loads(ask("count", "--table", f"{number}-1").stdout)["source"]
    check([p["place"] for p in source["sheets_again"]] == ["To May"], f"{source}")


def the_page_of_a_file_says_what_was_noted_and_hidden():
    b, head = who("records"), ["Apprehension Date", "Apprehension Method", "Citizenship", "Gender"]
    number = take("noted.csv", ",".join(head).encode() + b"\n5/1/2025,Located,M\xc9XICO,Male\n")
    page = b.get(f"/released/files/{number}").text
    check("What the reader noted" in page and "<li>Not UTF-8 on line 2, byte 19: such bytes are read as Windows-1252.</li>" in page, "notes")
    page = b.get(f"/es/released/files/{number}").text
    check("<li>No es UTF-8 en la línea 2" in page, "notes in Spanish")
    check("What the reader noted" not in b.get(f"/released/files/{shared['old']}").text, "nothing was noted")
    number = take("unseen.xlsx", workbook([("A", [head, ["5/1/2025", "Located", "MEXICO", "Male"]])], cols='<cols><col min="3" max="4" hidden="1"/></cols>'))
    marked = re.findall(r'<th scope="row" data-d="Column">([^<]*) <span class="st wait">not shown in the file</span>', b.get(f"/released/files/{number}").text)
    check(marked == ["Citizenship", "Gender"], f"{marked}")
    # a form that was open while the file was withdrawn
    page = b.get(f"/released/files/{number}")
    form = b.form(page, "/head")
    check(b.send(b.form(page, "/withdraw"), reason="By mistake").status == 303, "withdrawn")
    a = b.send(form, row="1")
    check(a.status == 409 and "This file is withdrawn. Take it in again first." in a.text, f"{a.status} {a.text[-400:]}")


def duplicates_are_marked_by_the_key_alone():
    said = who("records").get(f"/released/desk/counts.json?table={shared['old']}-1").json
    check((said["rows"], said["likely"], said["without"], said["undecided"], said["people"]) == (6, 1, 4, 1, 4), f"{said}")
    page = who("records").get(f"/released/desk/counts?table={shared['old']}-1")
    check("of which 1 are likely there twice" in title(page), title(page))
    rows = who("records").get(f"/released/desk/rows?table={shared['old']}-1&twice=true")
    check(title(rows) == "1 arrest, row by row" and "5/2/2025 09:00" in rows.text, title(rows))
    page = who("records").get(f"/released/desk/counts?table={shared['uw']}-1")
    check("has no key of persons" in page.text and "cannot be decided" in page.text, "without a key")
    p = ask("twice", "--table", f"{shared['old']}-1")
    check(json.loads(p.stdout)["likely"] == 1, p.stdout)


def a_mapping_is_saved_used_and_taken_back():
    b, path = who("records"), f"/released/files/{shared['old']}/tables/1/map"
    page = b.get(path)
    check(title(page) == "1 column of 7 is not known yet" and "How It Went" in page.text, title(page))
    form = b.form(page, "/map")
    check(form["fields"]["column"] == "7", f"the unknown column is not the one that is asked about: {form}")
    a = b.send(form, idea="nonsense")
    check(a.status == 422 and "Choose one of the meanings" in a.text, f"{a.status}")
    a = b.send(b.form(b.get(path), "/map"), idea="landmark", kind="nonsense")
    check(a.status == 422 and "Choose one of the kinds" in a.text, f"{a.status}")
    a = b.send(b.form(b.get(path), "/map"), idea="landmark")
    check(a.status == 303, f"{a.status} {a.text[-500:]}")
    page = b.get(path)
    check(title(page) == "Every column of this table is known" and "How It Went: not known → Landmark" in page.text and "Rae Specimen" in page.text, page.text[-2500:])
    check("Loudly" in b.get(f"/released/desk?table={shared['old']}-1").text, "it is not used at once")
    shared["new"] = take("new.csv", NEW, release="Second", extracted="2025-07-31", replaces=str(shared["old"]))
    columns = {c["name"]: c["idea"] for c in report(shared["new"])["sheets"][0]["columns"]}
    check(columns["How It Went"] == "landmark", f"the next file with that header does not use it: {columns}")
    b.send(b.form(b.get(path + "?column=7"), "/map"), idea="", kind="other")
    page = b.get(path)
    check("How It Went: Landmark → not known" in page.text and "Kind of table: arrests → other" in page.text, "taken back")
    check(b.get(f"/released/desk?table={shared['old']}-1").text.count("6 rows") >= 1, "the kind is not used at once")
    b.send(b.form(b.get(path + "?column=7"), "/map"), idea="", kind="arrests")


def another_date_changes_first_and_last_day():
    number = take("dates.csv", "Apprehension Date,Apprehension Method,Citizenship,Gender,When It Was\n5/1/2025,Located,MEXICO,Male,2/1/2024\n5/9/2025,Located,PERU,Male,3/4/2024\n")
    again = take("dates-again.csv", "Apprehension Date,Apprehension Method,Citizenship,Gender,When It Was\n6/1/2025,Located,MEXICO,Male,4/1/2024\n6/1/2025,Located,PERU,Male,\n")
    b, path = who("records"), f"/released/files/{number}/tables/1/map"

    def days(n):
        table = b.get(f"/released/files/{n}.json").json["tables"][0]
        return table["first"], table["last"]
    check((days(number), days(again)) == (("2025-05-01", "2025-05-09"), ("2025-06-01", "2025-06-01")), f"{days(number)} {days(again)}")
    check(b.send(b.form(b.get(path + "?column=5"), "/map"), idea="arrest_date").status == 303, "the other date")
    check(b.send(b.form(b.get(path + "?column=1"), "/map"), idea="").status == 303, "the first is none")
    check((days(number), days(again)) == (("2024-02-01", "2024-03-04"), ("2024-04-01", "2024-04-01")), f"stale: {days(number)} {days(again)}")
    check("1 Feb 2024 to 4 Mar 2024" in b.get(f"/released/desk?table={number}-1").text, "the list of tables says other days")
    check(b.send(b.form(b.get(path + "?column=5"), "/map"), idea="").status == 303 and days(number) == (None, None), f"no date, no days: {days(number)}")


def a_newer_release_replaces_and_is_compared():
    b = who("records")
    page = b.get(f"/released/desk?table={shared['old']}-1")
    check("A newer release replaces this one" in page.text, "the older table does not say so")
    check(f"Compare it with file {shared['new']}" in page.text and page.text.count(f"a={shared['old']}&amp;b={shared['new']}\"") == 1, "the one that replaces it is said once")
    page = b.get(f"/released/compare?a={shared['old']}&b={shared['new']}&rows=true")
    check(title(page) == f"6 arrests in file {shared['old']}, 7 in file {shared['new']}" and "not joined on person keys" in page.text and "1 month differs" in page.text, title(page))
    said = json.loads(ask("compare", "--file", str(shared["old"]), "--with", str(shared["new"])).stdout)
    check((said["rows_same"], said["rows_only_a"], said["rows_only_b"], said["months_that_differ"]) == (5, 1, 1, 1), f"{said}")
    p = ask("compare", "--file", str(shared["old"]), "--with", str(shared["new"]), "--by", "person")
    check(p.returncode == 3 and "anew for each release" in p.stderr, f"{p.returncode} {p.stderr}")
    a = b.get(f"/released/compare?a={shared['old']}&b={shared['uw']}")
    check(a.status == 422 and "no table of one kind" in a.text, f"{a.status}")
    for query, field in ((f"a=999&b={shared['new']}", "a"), (f"a={shared['old']}&b=999", "b")):
        a = b.get(f"/released/compare?{query}")
        check(a.status == 422 and "has the number 999. Choose two of those" in a.text, f"{query}: {a.status}")
        a = b.get(f"/released/compare.json?{query}")
        check([x["field"] for x in a.json["fields"]] == [field], f"{query}: {a.text}")
    p = ask("compare", "--file", str(shared["old"]), "--with", "999")
    check(p.returncode == 2 and "has the number 999." in p.stderr, f"{p.returncode} {p.stderr}")
    check("Which two releases?" in b.get("/released/compare").text, "nothing chosen")
    form = b.form(b.get(f"/released/files/{shared['new']}"), "/replaces")
    a = b.send(form, replaces=str(shared["new"]))
    check(a.status == 422 and "before this one" in a.text, f"{a.status}")
    check(b.send(b.form(b.get(f"/released/files/{shared['new']}"), "/replaces"), replaces="").status == 303, "taken back")
    page = b.get(f"/released/desk?table={shared['old']}-1").text
    check("A newer release replaces" not in page, "it still says so")
    check("Other files of this agency have some of these days too. No answer adds them up." in page and f"/released/compare?a={shared['old']}&amp;b={shared['new']}\"" in page, "a release of the same days is not said")
    alone = take("alone.csv", OLD + "\n", agency="Another agency")
    check("Other files of this agency" not in b.get(f"/released/desk?table={alone}-1").text, "of another agency")


def findings_name_rule_place_and_numbers():
    number = take("removals.csv", REMOVALS)
    table = who("records").get(f"/released/files/{number}.json").json["tables"][0]
    check((table["first"], table["last"]) == ("2025-06-01", "2025-06-02"), f"removals are dated by departure: {table}")
    found = report(number)["sheets"][0]["findings"]
    check(len(found) == 1 and found[0]["rule"] == "departed" and found[0]["count"] == 2, f"{found}")
    check(found[0]["places"][0] == {"place": "3", "found": "2025-06-01", "against": "2025-06-05"}, f"{found[0]['places']}")
    page = who("records").get(f"/released/files/{number}")
    check("A departure is not before the arrest." in page.text and "2025-06-05" in page.text, "the page does not say it")
    p = ask("checks", "--table", f"{number}-1")
    check(len(json.loads(p.stdout)["groups"]) == 2, p.stdout)
    # two counts of removals: by departure, and by another date
    a = who("records").get(f"/released/desk?table={number}-1&date=arrest_date&from=2025-06-01&to=2025-06-30")
    check(title(a).startswith("2 of 3 removals"), title(a))
    # six cells of a workbook
    with open(os.path.join(DATA, "FY26_detentionStats_02122026.xlsx"), "rb") as f:
        number = take("FY26_detentionStats_02122026.xlsx", f.read(), extracted="2026-02-12")
    detained = [s["detained"] for s in report(number)["sheets"] if "detained" in s]
    check(len(detained) == 1 and detained[0]["adds_up"] and detained[0]["no_conviction"] == detained[0]["pending"] + detained[0]["other"], f"{detained}")
    check(detained[0]["held"] == detained[0]["no_conviction"] + detained[0]["convicted"], f"{detained}")


def a_table_of_counts_is_summed():
    number = take("counts.csv", "Fiscal Year,Area of Responsibility,Citizenship,Encounter Count\n2025,Boston Field Office,MEXICO,120\n2025,Boston Field Office,PERU,37\n", agency="U.S. Customs and Border Protection")
    page = who("records").get(f"/released/desk?table={number}-1")
    check(title(page).startswith("157 of “Encounter Count” in 2 rows"), title(page))
    check(title(who("records").get(f"/released/desk?table={number}-1&citizenship=PERU")).startswith("37 of “Encounter Count” in 1"), "a part of it")


def only_who_may_read_reads():
    paths = ["/released/desk", "/released/desk/rows", f"/released/desk/rows.csv?table={shared['old']}-1", "/released/desk/counts", "/released/compare", f"/released/files/{shared['old']}/tables/1/map"]
    for path in paths:
        check(who("auditor").get(path).status == 200, f"the auditor: {path}")
        check(who("liaison").get(path).status in (403, 404), f"a liaison: {path}")
        check(city().browser().get(path).status in (401, 403, 404, 303), f"the public: {path}")
        check(who("mayor").get("/es" + path).status == 200, f"in Spanish: {path}")
    check("/map\"" not in re.sub(r"<a [^>]*>", "", who("auditor").get(paths[-1]).text), "an auditor has a form")


def stopped():
    check(shared["city"].command("verify", *shared["city"].url).returncode == 0, "the record does not hold together")
    shared["city"].stop()
    shared["city"].end()


sys.exit(main([a_file_is_taken_in_and_asked, every_figure_leads_to_its_rows, parts_and_left_out_are_the_whole, a_wrong_question_names_its_field, the_export_of_a_csv_is_the_same_table,
               the_export_of_a_workbook_is_the_same_table, three_layers_and_no_conviction_twice, rows_say_where_they_come_from_and_what_is_absent, an_age_leads_to_its_rows, rows_of_a_later_sheet_say_their_sheet, a_sheet_that_holds_another_once_more_is_said, the_page_of_a_file_says_what_was_noted_and_hidden, duplicates_are_marked_by_the_key_alone,
               a_mapping_is_saved_used_and_taken_back, another_date_changes_first_and_last_day, a_newer_release_replaces_and_is_compared, findings_name_rule_place_and_numbers, a_table_of_counts_is_summed, only_who_may_read_reads, stopped]))
