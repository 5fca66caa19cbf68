#!/usr/bin/env python3
"""gate_source_suite.py -- nothing of requests reaches the public beside the gate (REC-19, PRV-20): read from the source. Writes TAP."""
import glob
import os
import re

import tap

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.chdir(os.path.join(ROOT, "src/clauses/records"))


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def code(path):
    return re.sub(r"/\*.*?\*/", "", read(path), flags=re.S)


def public_routes():
    """Each public route of the clause: (address, its handlers)."""
    out = []
    for name in glob.glob("*.c"):
        for block in re.split(r"\n    (?=GET\(|POST\(|LOGS_POST\()", code(name))[1:]:
            block = re.split(r"\n    \{ 0 \}", block)[0]
            if '.may = "public"' in block and not re.search(r'\w+\("/records/(?:city|reasons)', block):   # requests to the city: no row of the city's own requests (below)
                out.append((re.match(r'\w+\("([^"]+)"', block).group(1), re.findall(r"\.(?:show|give|send|act|prepare) = (\w+)", block)))
    return out


def handlers_of_public_routes_stand_in_public_files():
    where, wrong, routes = {}, [], public_routes()
    for name in glob.glob("*.c"):
        for fn in re.findall(r"^wr_rc (records_\w+)\([^;{]*\)\n?\s*\{", code(name), flags=re.M):
            where[fn] = name
    if len(routes) < 4:
        wrong.append(f"only {len(routes)} public routes found: the pattern of this test is out of date")
    for path, fns in routes:
        for fn in fns:
            if not where.get(fn, "").startswith("records_public_"):
                wrong.append(f"{path}: {fn} stands in {where.get(fn)}, not in a file records_public_*.c")
    count = re.search(r"\.count = (\w+)", code("records_web.c"))
    if not count or not where.get(count.group(1), "").startswith("records_public_"):
        wrong.append("the figure of the front page is not counted in a file records_public_*.c")
    return wrong


def public_files_ask_the_gate_alone():
    """What they call of the clause begins with records_gate_, is pure, or is theirs; they hold no query, and of the database they pass the snapshot on."""
    pure = {"records_kind_open", "records_count", "records_when", "records_date_mark", "records_answer_mark", "records_kinds", "records_answers", "records_dates", "records_date_states", "records_questions",
            "records_channels", "records_counted", "records_entry"}
    kernel = {"db_tx", "city_get", "clock_book_open", "blob_read"}
    wrong = []
    for name in sorted(glob.glob("records_public_*.c")):
        text = code(name)
        own = set(re.findall(r"\b(records_(?:show|give|send|count)_\w+)\(", text))
        for word in set(re.findall(r"\brecords_\w+", text)) - own - pure:
            if not word.startswith("records_gate_") and word not in ("records_gate", "records_shown"):
                wrong.append(f"{name}: {word} is neither of the gate nor pure")
        for word in set(re.findall(r"\bdb_\w+", text)) - kernel:
            wrong.append(f"{name}: {word}: a public page reads through the gate")
        for word in set(re.findall(r"\b(doc_file\w*|doc_may|history_\w+|pair_\w+|SELECT\b.*)", text)):
            wrong.append(f"{name}: {word}: a public page reads through the gate")
        if "(ro," in text.replace(", ro,", "(ro,"):
            for fn in set(re.findall(r"\b(\w+)\(ro, ", text)):
                if not (fn.startswith(("records_gate_", "say_", "give_feed", "read_all", "facts_said")) or fn in kernel):
                    wrong.append(f"{name}: the snapshot goes to {fn}")
    return wrong


def every_query_of_the_gate_stands_behind_its_conditions():
    text, wrong = code("records_gate.c"), []
    queries = re.findall(r"const db_query (\w+) = \{(.*?)\};", text, flags=re.S)
    if len(queries) < 10:
        wrong.append(f"only {len(queries)} queries found")
    for name, body in queries:
        if " GATE " not in body:
            wrong.append(f"{name} does not begin with the gate")
            continue
        for table in re.findall(r"\b(?:FROM|JOIN) (\w+)", body):
            if not table.startswith("gate_"):
                wrong.append(f"{name} reads {table} beside the gate")
    gate = re.search(r"#define GATE (.*?)\n\nstatic", text, flags=re.S).group(1)
    for part in re.split(r'" (?=gate_\w+" EACH)', gate)[1:]:
        if "gate_case c" not in part:
            wrong.append("a part of the gate does not begin with the case: " + part[:40])
    return wrong


def one_place_alone_says_when_a_case_is_public():
    wrong = []
    for name in glob.glob("*.c"):
        if name != "records_gate.c" and re.search(r"seen = 'public'|'embargo until'", code(name)):
            wrong.append(f"{name} decides by itself who sees a case")
    return wrong


def requests_to_the_city_read_none_of_its_own():
    """The other public pages of the clause, in records_inbound_ask.c, know no row of the requests that the city makes."""
    wrong = re.findall(r"\bRECORDS_(?:CASE|ASK|ENTRY|LINE|SHOWN|FACE)\w*|\brecords_(?:whole|case|asks|entries|line|face)_\w+", code("records_inbound_ask.c"))
    return [f"records_inbound_ask.c reads {word}" for word in wrong]


tap.run([handlers_of_public_routes_stand_in_public_files, public_files_ask_the_gate_alone, every_query_of_the_gate_stands_behind_its_conditions,
         one_place_alone_says_when_a_case_is_public, requests_to_the_city_read_none_of_its_own])
