#!/usr/bin/env python3
"""outside_suite.py -- the city read from outside: its feed, its calendars, its data. Writes TAP."""
import csv
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import BY_ACT, WRIT, City, check, crawl, main  # noqa: E402

import jsonschema  # noqa: E402

ATOM = "{http://www.w3.org/2005/Atom}"
CELL = "/directive/12.1/ELP"
NOTE = "Demonstration."
shared = {}


def city():
    if "city" not in shared:
        shared["city"] = City().start()
    return shared["city"]


def feed(path="/directive/changes.atom"):
    a = city().browser().get(path)
    check(a.status == 200 and a.headers["content-type"].startswith("application/atom+xml"), f"{path}: {a.status} {a.headers.get('content-type')}")
    return xml.fromstring(a.body)


def entries(root):
    return {e.findtext(ATOM + "id"): e for e in root.iter(ATOM + "entry")}


def the_feed_says_what_happened_and_keeps_its_ids():
    root = feed()
    before = entries(root)
    check(0 < len(before) <= 200 and len(before) == len(list(root.iter(ATOM + "entry"))), f"{len(before)} entries, some with one id")
    for name in ("id", "title", "updated", "author"):
        check(root.find(ATOM + name) is not None, f"the feed has no {name}")
    check(NOTE in root.findtext(ATOM + "subtitle"), "the feed does not say that it is a demonstration")
    for i, e in before.items():
        check(re.fullmatch(r"tag:[\w.-]+,\d{4}-\d\d-\d\d:[0-9a-f]{32}/\d+", i), f"{i} is no tag of a public id")
        check(re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", e.findtext(ATOM + "updated")), f"{i}: {e.findtext(ATOM + 'updated')}")
    moments = [e.findtext(ATOM + "updated") for e in root.iter(ATOM + "entry")]
    check(moments == sorted(moments, reverse=True) and root.findtext(ATOM + "updated") == moments[0], "the latest does not come first")
    mayor = city().browser().enter("mayor")
    check(mayor.send(mayor.form(mayor.get(CELL), "/extend"), due="2026-03-20", approver="Lee Sample", reason="<b>&</b>").status == 303, "extend")
    after = entries(feed())
    new = [e for i, e in after.items() if i not in before]
    check(len(new) == 1 and new[0].findtext(ATOM + "title") == "Date extended: 12.1 Plan and training, El Pueblo", str([e.findtext(ATOM + "title") for e in new]))
    check(new[0].find(ATOM + "link").get("href").endswith(CELL), "the entry leads elsewhere")
    check(set(after) - set(before) and len(set(before) - set(after)) <= 1, "ids of what was there before have changed")


def the_feed_speaks_spanish():
    root = feed("/es/directive/changes.atom")
    check(root.get("{http://www.w3.org/XML/1998/namespace}lang") == "es", "xml:lang")
    title = next(root.iter(ATOM + "entry")).findtext(ATOM + "title")
    check(title == "Fecha ampliada: 12.1 Plan y capacitación, El Pueblo", title)
    check("/es/directive/12.1/ELP" in next(root.iter(ATOM + "entry")).find(ATOM + "link").get("href"), "it leads to the English page")


def the_feed_holds_only_the_public_order():
    """A visitor, a colleague and the Mayor's Office get the same bytes, and a sign-in, a new account or a day off changes none."""
    b = city().browser()
    one = b.get("/directive/changes.atom")
    mayor = city().browser().enter("mayor")
    check(mayor.submit("/clock/holidays/new", "/clock/holidays/add", calendar="ca-city", name="Closure", day="2026-03-04", source="Council").status == 303, "a day off")
    check(mayor.get("/directive/changes.atom").body == one.body, "the Mayor's Office gets another feed")
    check(b.get("/directive/changes.atom", If_None_Match=one.headers["etag"]).status == 304, "nothing public changed, and the feed did")


def pages_name_the_feed():
    for path in ("/", "/directive", "/es/clock"):
        page = city().browser().get(path).text
        prefix = "/es" if path.startswith("/es") else ""
        check(f'<link rel="alternate" type="application/atom+xml" href="{prefix}/directive/changes.atom"' in page, f"{path} does not name the feed")


def events(path):
    a = city().browser().get(path)
    check(a.status == 200 and a.headers["content-type"].startswith("text/calendar"), f"{path}: {a.status}")
    check(all(len(line) <= 75 for line in a.body.split(b"\r\n")) and b"\n" not in a.body.replace(b"\r\n", b""), f"{path}: a line is too long or ends badly")
    text = a.text.replace("\r\n ", "")
    return [dict(re.findall(r"^([\w-]+)[^:\r\n]*:([^\r\n]*)", e, re.M)) for e in text.split("BEGIN:VEVENT")[1:]]


def calendars_hold_what_is_due():
    cells = {f"{c['direction']}/{c['department']}": c for c in city().browser().get("/directive.json").json["cells"]}
    everything = events("/directive.ics")
    check(len({e["UID"] for e in everything}) == len(everything) > 50, f"{len(everything)} events")
    for e in everything:
        cell = cells[e["URL"].split("/directive/")[1]]
        check(e["DTSTART"] == cell["due"].replace("-", ""), f"{e} is not {cell}")
        check(cell["state"] not in ("implemented", "will_not", "no_further_action", "not_applicable"), f"{e}: nothing is owed")
    for path, fits in (("/directive/12.1.ics", lambda c: c.startswith("12.1/")), ("/es/directive/departments/RAP.ics", lambda c: c.endswith("/RAP"))):
        some = [e["URL"].split("/directive/")[1] for e in events(path)]
        check(some and sorted(some) == sorted(c for c in (e["URL"].split("/directive/")[1] for e in everything) if fits(c)), f"{path}: {some}")
    check("\r\nX-WR-CALNAME:Lo que vence: Recreación y Parques\r\n" in city().browser().get("/es/directive/departments/RAP.ics").text, "a calendar without its own name")
    check(city().browser().get("/directive/99.9.ics").status == 404, "a calendar of nothing")


def a_moved_date_is_the_same_event_with_a_higher_number():
    find = lambda: [e for e in events("/directive/12.1.ics") if e["URL"].endswith("/12.1/ZOO")][0]
    was = find()
    mayor = city().browser().enter("mayor")
    check(mayor.send(mayor.form(mayor.get("/directive/12.1/ZOO"), "/extend"), due="2026-03-23", approver="Lee Sample", reason="Later").status == 303, "extend")
    now = find()
    check(now["UID"] == was["UID"] and now["DTSTART"] == "20260323" and int(now["SEQUENCE"]) == int(was["SEQUENCE"]) + 1, f"{was} became {now}")


def rows_of(path):
    """A set as JSON and as CSV: the same rows, and as many as the page counts."""
    doc, text = city().browser().get(path + ".json"), city().browser().get(path + ".csv")
    check(doc.status == 200 and text.status == 200, f"{path}: {doc.status}, {text.status}")
    key = path.split("/")[-1]
    rows = doc.json[key]
    check(NOTE in doc.json["demo"] and NOTE in text.text.split("\r\n")[0], f"{path} does not say that it is a demonstration")
    lines = list(csv.DictReader(io.StringIO(text.text.split("\r\n", 1)[1], newline="")))
    check(len(lines) == len(rows) > 0, f"{path}: {len(rows)} rows as JSON, {len(lines)} as CSV")
    for line, row in zip(lines, rows):
        for k, v in row.items():
            plain = {None: "", True: "true", False: "false"}.get(v, str(v)) if not isinstance(v, int) or isinstance(v, bool) else str(v)
            check(line[k] in (plain, "'" + plain), f"{path}: {k} is {line[k]!r} and {v!r}")
    return rows


def every_set_can_be_taken_whole():
    sets = {s["path"]: s for s in city().browser().get("/data.json").json["sets"]}
    page = city().browser().get("/data").text
    check(len(sets) == 8, f"{sorted(sets)}")
    for path, s in sets.items():
        rows = rows_of(path)
        check(int(s["count"]) == len(rows) and s["columns"] == ", ".join(rows[0]), f"{path} holds {len(rows)} of {s['count']} rows, columns {list(rows[0])}")
        check(f'href="{path}.csv"' in page and f'href="{path}.json"' in page, f"the page does not link {path}")
        check(path == "/data/dates" or len({r["id"] for r in rows}) == len(rows), f"{path}: a row twice")
        check(not any(k in r for r in rows for k in ("n", "salt", "by", "owner", "claimed_by", "verified_by")), f"{path} holds what no page shows")
    check(city().browser().get("/data/people.json").status == 404 and city().browser().get("/data/cells").status == 404, "a set that is none")


def the_sets_fit_together_and_the_pages():
    cells, pieces, serves, dates = (rows_of("/data/" + s) for s in ("cells", "evidence", "serves", "dates"))
    ids = {c["id"]: c for c in cells}
    shown = {(c["direction"], c["department"]): c for c in city().browser().get("/directive.json").json["cells"]}
    check(len(shown) == len(cells) and all(shown[c["direction"], c["department"]]["due"] == c["due"] for c in cells), "cells are not those of the page")
    check({s["evidence"] for s in serves} <= {p["id"] for p in pieces} and {s["cell"] for s in serves} <= set(ids), "evidence without an answer")
    check({e["from_id"] for e in rows_of("/data/edges")} <= {r["id"] for s in ("orders", "directions") for r in rows_of("/data/" + s)} | set(ids), "an edge from nowhere")
    moved = [d for d in dates if d["what"] == "clock.due_moved" and ids[d["cell"]]["department"] == "ELP"]
    check(moved and moved[-1]["due"] == "2026-03-20" == ids[moved[-1]["cell"]]["due"] and moved[-1]["reason"] == "<b>&</b>", f"{moved}")
    check(len({d["id"] for d in dates}) > 200, "fewer dates than one range holds")


def a_formula_in_a_cell_stays_text():
    b = city().browser().enter("liaison")
    check(b.submit("/directive/12.4/RAP", "/evidence/add", title="=1+1", url="https://example.org/plan", dated="2026-02-20").status == 303, "evidence")
    check(",\"'=1+1\"," in city().browser().get("/data/evidence.csv").text, "a spreadsheet would run it")
    check(any(r["title"] == "=1+1" for r in city().browser().get("/data/evidence.json").json["evidence"]), "JSON holds it as it was typed")


def each_operation(doc):
    for path, item in doc["paths"].items():
        for method, op in item.items():
            yield path, method, op


def the_api_is_described():
    doc = city().browser().get("/api.json").json
    routes = subprocess.run([WRIT, "routes"], capture_output=True, text=True, check=True).stdout.splitlines()
    ids = [op["operationId"] for _, _, op in each_operation(doc)]
    check(doc["openapi"] == "3.1.0" and NOTE in doc["info"]["description"], str(doc["info"]))
    check(len(set(ids)) == len(ids), f"an operation twice: {sorted(i for i in ids if ids.count(i) > 1)}")
    for line in routes:
        method, path, right = line.split()[:3]
        item = {m: op for p, ops in doc["paths"].items() if p == path or (method == "GET" and p.startswith(path + ".")) for m, op in ops.items()}
        op = item.get(method.lower())
        check(op, f"{method} {path} is not described")
        check(op["security"] == ([] if right == "public" else [{"session": [right]}]), f"{method} {path}: {op['security']}")
    for path, method, op in each_operation(doc):
        holes = re.findall(r"{(\w+)}", path)
        check([p["name"] for p in op["parameters"] if p["in"] == "path"] == holes, f"{path}: parameters {op['parameters']}")
        check(("requestBody" in op) == (method == "post"), f"{method} {path}: a body")
        check(op["responses"]["default"] == {"$ref": "#/components/responses/problem"}, f"{path}: refusals")
        for body in op.get("requestBody", {}).get("content", {}).values():
            jsonschema.Draft202012Validator.check_schema(body["schema"])
    check("Cada página" in city().browser().get("/es/api.json").json["info"]["description"], "it speaks English to everyone")
    page = city().browser().get("/api")
    check(page.status == 200 and all(f"<code>{r.split()[0]} {r.split()[1]}</code>" in page.text for r in routes), "the page leaves a route out")
    check(city().browser().get("/api", Accept="application/json").json["openapi"] == "3.1.0", "Accept: application/json is served something else")


def every_page_keeps_to_its_schema():
    doc = city().browser().get("/api.json").json
    found, checked = crawl(city()), 0
    for path, method, op in each_operation(doc):
        content = op["responses"].get("200", {}).get("content", {})
        if method != "get" or "application/json" not in content or "{token}" in path or path in BY_ACT:   # a token goes to one person, by no link
            continue
        page = found.get(path[:-len(".json")], {}) if path.endswith(".json") else {}       # the whole list behind a page that is cut: who sees the page
        whose = found.get(path) or {login: (path, n) for login, (_, n) in page.items()} or ({"": (path, 0)} if "{" not in path else {})
        check(whose, f"nobody of the demonstration comes to {path} by a link")
        for login, (url, _) in whose.items():
            b = city().browser()
            if login:
                b.enter(login)
            a = b.get(url, Accept="application/json")
            check(a.status == 200 and a.headers["content-type"] == "application/json", f"{url} as {login or 'a visitor'}: {a.status}, {a.headers.get('content-type')}")
            validator = jsonschema.Draft202012Validator(content["application/json"]["schema"], format_checker=jsonschema.FormatChecker())
            wrong = [f"{'/'.join(map(str, e.path))}: {e.message}" for e in validator.iter_errors(a.json)]
            check(not wrong, f"{url} as {login or 'a visitor'}: {wrong[:5]}")
            checked += 1
    check(checked > 60, f"only {checked} documents were compared")


def a_refusal_keeps_to_its_schema():
    schema = city().browser().get("/api.json").json["components"]["responses"]["problem"]["content"]["application/json"]["schema"]
    b = city().browser().enter("liaison")
    form = b.form(b.get("/directive/12.1/RAP"), "/evidence/add")
    refused = b.ask("POST", form["action"], json.dumps({"title": "", "once": form["fields"]["once"]}), {"Content-Type": "application/json"})
    check(refused.status == 422 and refused.json["fields"], f"{refused.status}")
    for a in (refused, b.get("/directive/99.9.json"), b.get("/people.json")):
        jsonschema.validate(a.json, schema, jsonschema.Draft202012Validator)


TESTS = [the_feed_says_what_happened_and_keeps_its_ids, the_feed_speaks_spanish, the_feed_holds_only_the_public_order, pages_name_the_feed,
         calendars_hold_what_is_due, a_moved_date_is_the_same_event_with_a_higher_number,
         every_set_can_be_taken_whole, the_sets_fit_together_and_the_pages, a_formula_in_a_cell_stays_text,
         the_api_is_described, every_page_keeps_to_its_schema, a_refusal_keeps_to_its_schema]

if __name__ == "__main__":
    rc = main(TESTS)
    if "city" in shared:
        shared["city"].end()
    sys.exit(rc)
