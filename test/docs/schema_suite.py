#!/usr/bin/env python3
"""schema_suite.py -- no field asks for what writ does not hold of a person: immigration status, nationality, citizenship, A-number,
Social Security number, country, place of birth, home address. Names of columns, members of shapes, keys of documents, queries and packs,
names of inputs, and labels, in English and Spanish. What has such a name and is innocent stands in ALLOWED with its reason. Writes TAP."""
import glob
import os
import re
import sqlite3
import subprocess
import tempfile

import shipped
import tap

WRIT = os.path.join(os.path.dirname(shipped.POT), "writ")
PERSONAL = re.compile(r"""\b(?:
    status | (?:im)?migration\ standing | nationalit\w* | national\ origin | citizen\w* | naturali[sz]\w* | visas? | green\ ?cards? | passport\w* |
    (?:alien|uscis)\ ?(?:number|num|no|id|registration\w*) | anumber | ssn | social\ ?security\w* | itin | ethnic\w* | countr(?:y|ies) |
    birth\w* | born | home\ ?addr\w* | street\ ?address | residen(?:ce|tial) | domicile |
    estatus | (?:situacion|condicion|calidad|estado)\ migratori\w | nacionalidad\w* | ciudadani\w+ | ciudadan[oa]s? | pasaporte\w* | visado |
    numero\ de\ extranjer\w+ | seguro\ ?social | pais(?:es)? | nacimiento | nacid[oa]s? | domicilio | residencia | etni\w+ |
    direccion\ (?:particular|personal|de\ (?:su\ )?casa|del\ hogar) )\b""", re.X)
NAMED = re.compile(r"\b(?:a (?:number|num|no)|numero a)\b")             # of a name only: in a label "a number" is a number
LABELLED = re.compile(r"\bA[-‑ ]?(?:[Nn]umbers?|[Nn]os?\.|#)|\b[Nn]úmero A\b")
# Place and name of a field that has such a name, and why it may.
ALLOWED = {
    "key page_doc.c.status": "the number of an answer of HTTP, in a problem document",
    "key answer.c.status": "the same",
    "label packs/la-ed12/po.Washington’s Birthday": "a holiday",
    "label packs/la-ed12/po.Date\nPlace\nCitizenship\nSex\nBirth Year\nDisposition\nAnonymized Identifier": "columns asked of an agency, without names; writ has no such field",
    "label po.A-number": "a kind of what an agency failed to withhold: productions are screened for it, and only a count is kept",
    "label po.Social Security number": "a kind of what an agency failed to withhold: productions are screened for it, and only a count is kept",
    "label po.full birth date": "a kind of what an agency failed to withhold: productions are screened for it, and only a count is kept",
    "label po.home address": "a kind of what an agency failed to withhold: productions are screened for it, and only a count is kept",
    "label po.número A": "a kind of what an agency failed to withhold: productions are screened for it, and only a count is kept",
    "label po.número de Seguro Social": "a kind of what an agency failed to withhold: productions are screened for it, and only a count is kept",
    "label po.fecha de nacimiento completa": "a kind of what an agency failed to withhold: productions are screened for it, and only a count is kept",
    "label po.domicilio": "a kind of what an agency failed to withhold: productions are screened for it, and only a count is kept",
}

# Columns of tables that an agency released, without names: what its own files are about. writ asks nobody for them.
RELEASED = (
    "Año de nacimiento", "Case status", "Citizenship", "Ciudadanía", "Country of birth", "Country of departure", "Date of birth", "Ethnicity",
    "Etnicidad", "Fecha de nacimiento", "Marital status", "País de nacimiento", "País de salida", "Status at entry", "Status of the charge",
    "Year of birth")
ALLOWED |= {f"{kind} released_in.{word}": "a filter over a column of a released table; writ has no such field" for kind, word in (("member", "citizenship"),)}
ALLOWED |= {f"shape GET /released/desk{page}.citizenship": "the same filter, of a page for people who may see rows" for page in ("", "/rows", "/counts")}
ALLOWED |= {f"label po.{label}": "a column of a released table; writ has no such field" for label in RELEASED}


def words(name):
    """birth_country, birthCountry: birth country."""
    return " ".join(shipped.folded(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)).lower().replace("_", " ").replace("-", " ").split())


def personal(kind, text):
    found = PERSONAL.search(words(text)) or NAMED.search(words(text)) if kind == "name" else PERSONAL.search(words(text)) or LABELLED.search(text)
    return found and found[0]


def is_label(text):
    """A text that could stand at a field: a few words, no whole sentence."""
    return len(text.split()) <= 10 and not text.rstrip().endswith((".", "!"))


def columns(migrations):
    """Every column of every table after all steps, made by SQLite itself."""
    db = sqlite3.connect(":memory:")
    for sql in migrations:
        for token, word in (("@id@", "INTEGER PRIMARY KEY"), ("@int@", "INTEGER"), ("@bytes@", "BLOB"), ("@strict@", "")):
            sql = sql.replace(token, word)
        db.executescript(sql)
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall():
        yield from ((f"column {table}.{c[1]}", "name", c[1]) for c in db.execute(f"PRAGMA table_info({table})"))


def migrations():
    folders = [line.split("\t")[0] for line in shipped.read("src/LAYERS").splitlines() if not line.startswith("#")]
    return [shipped.read(p) for folder in folders for p in sorted(glob.glob(f"src/{folder}/sql/*.sql"))]


def members(path, text):
    """FIELD(S, member, ...), WORDS(S, member, ...) and the label behind it; keys that are put into documents."""
    for m in re.finditer(r'\b(?:FIELD|WORDS)\((\w+),\s*(\w+),[^;{}]*?(?:N_\("([^"]*)"\)|NULL)\)', text):
        yield f"member {m[1]}.{m[2]}", "name", m[2]
        if m[3]:
            yield f"member {m[1]}.{m[2]}", "label", m[3]
    for m in re.finditer(r'\b(?:page_\w+|json_object_set\w*|pair_\w+)\([^;"]*?"(\w+)"', text):
        yield f"key {os.path.basename(path)}.{m[1]}", "name", m[1]


def inputs(path, text):
    for m in re.finditer(r'\b(?:name|id|for)="([\w-]+)"|\{\{[#^/&]?(\w+)\}\}', text):
        yield f"page {os.path.basename(path)}.{m[1] or m[2]}", "name", m[1] or m[2]


def pack_keys(root):
    for path in sorted(glob.glob(f"{root}/packs/*/**/*.yaml", recursive=True)):
        short = os.path.relpath(path, root)
        yield from ((f"pack {short}.{key}", "name", key) for key in sorted({key for _, key, _ in shipped.scalars_of(path)}))


def labels(texts):
    return ((f"label {t.owner}.{t.text}", "label", t.text) for t in texts if is_label(t.text))


def said_by_the_program():
    """Names that the program itself prints: members by address, and every word of its statements."""
    def run(command):
        return subprocess.run([WRIT, command], capture_output=True, text=True, timeout=60, check=True).stdout
    where = ""
    for line in run("shapes").splitlines():
        part = line.split()
        where = line if not line.startswith(" ") else where
        if line.startswith(" "):
            yield f"shape {where}.{part[1]}", "name", part[1]
    for line in run("queries").splitlines():
        name, _, sql = line.partition(" ")
        yield from ((f"query {name}.{w}", "name", w) for w in sorted(set(re.findall(r"[A-Za-z_]\w+", re.sub(r"'[^']*'", "", sql)))))


def fields():
    code = [p for p in glob.glob("src/**/*.[ch]", recursive=True) if "/test/" not in p]
    pages = glob.glob("src/**/pages/*.html", recursive=True) + glob.glob("web/*.js")
    return {"columns": list(columns(migrations())), "members": [f for p in code for f in members(p, shipped.read(p))],
            "inputs": [f for p in pages for f in inputs(p, shipped.read(p))], "pack keys": list(pack_keys(".")),
            "labels": list(labels(shipped.of_program() + shipped.files_of("."))), "said": list(said_by_the_program())}


def wrong_of(found, allowed):
    used = {}
    for where, kind, text in found:
        word = personal(kind, text)
        if word and where not in allowed:
            yield f"{where}: {kind} {text!r} has the word {word!r}: writ does not ask for it; if it is innocent, ALLOWED says why"
        elif word:
            used[where] = True
    yield from (f"ALLOWED: {where} is no such field any more" for where in allowed if where not in used)


def no_field_asks_for_what_writ_does_not_hold():
    return list(wrong_of([f for part in fields().values() for f in part], ALLOWED))


def every_field_is_seen():
    """Each way of looking finds fields that are known to be there, and about as many as there are."""
    seen, wrong = fields(), []
    for part, least, known in (("columns", 150, "column city_city.zone"), ("members", 500, "member city_liaison.phone"), ("inputs", 100, "page form_body.html.once"),
                               ("pack keys", 60, "pack packs/la-ed12/city/city.yaml.zone"), ("labels", 500, "label po.Sentence"), ("said", 1000, "shape GET /clock.calendar")):
        names = {f[0] for f in seen[part]}
        wrong += [f"{part}: only {len(names)}"] if len(names) < least else []
        wrong += [f"{part}: {known} is not seen"] if known not in names else []
    text = "".join(shipped.read(p) for p in glob.glob("src/**/*.[ch]", recursive=True) if "/test/" not in p and not p.endswith("base/shape.h"))
    many, found = len(re.findall(r"\b(?:FIELD|WORDS)\(", text)), len([f for f in seen["members"] if f[0].startswith("member") and f[1] == "name"])
    return wrong + ([f"{many} members stand in the sources, {found} are read"] if many != found else [])


PLANTED_NAMES = ("status immigration_status nationality citizenship us_citizen a_number anumber alienNumber alien_no ssn social_security_no country birth_country birthplace "
                 "date_of_birth home_address passport_no visa nacionalidad ciudadania pais lugar_de_nacimiento domicilio seguro_social estatus numero_a")
PLANTED_LABELS = ("Immigration status", "Nationality", "Are you a citizen?", "A-number", "A number", "A#", "Alien registration number", "SSN", "Social Security number", "Country of origin",
                  "Place of birth", "Where were you born?", "Home address", "Situación migratoria", "Nacionalidad", "Ciudadanía", "Número A", "Número de extranjero", "Seguro social",
                  "País", "Lugar de nacimiento", "Domicilio", "Dirección particular")
PLAIN_NAMES = "state stated immigrant_affairs migration count counter county address number a_name spaces estado ciudad statuses_of"
PLAIN_LABELS = ("Address of the facility", "Give a number", "State", "County", "Number", "Estado", "Ciudad")


def what_is_planted_is_found():
    wrong = [f"name {n} is not found" for n in PLANTED_NAMES.split() if not personal("name", n)]
    wrong += [f"label {t} is not found" for t in PLANTED_LABELS if not personal("label", t) or not is_label(t)]
    wrong += [f"name {n} is found" for n in PLAIN_NAMES.split() if personal("name", n)]
    wrong += [f"label {t} is found" for t in PLAIN_LABELS if personal("label", t)]
    with tempfile.TemporaryDirectory() as root:
        os.makedirs(f"{root}/packs/p/city")
        os.makedirs(f"{root}/po")
        with open(f"{root}/packs/p/city/a.yaml", "w", encoding="utf-8") as f:
            f.write('- { nationality: x, label: "Country of birth" }\n')
        with open(f"{root}/po/es.po", "w", encoding="utf-8") as f:
            f.write('msgid ""\nmsgstr ""\n\nmsgid "From"\nmsgstr "Nacionalidad"\n')
        found = [*columns(["CREATE TABLE t_x (id @id@, nation TEXT) @strict@;", "ALTER TABLE t_x ADD COLUMN birthplace TEXT;"]), *pack_keys(root), *labels(shipped.files_of(root)),
                 *members("a.c", 'FIELD(row, ssn, t, 0, 9,\n N_("Tax")), FIELD(row, tax, t, 0, 9, N_("SSN")), WORDS(row, citizen, WORDS_OF, N_("No")); page_text(doc, "a_number", x);'),
                 *inputs("a.html", '<input name="home_address">{{#country}}{{/country}}')]
        said = "\n".join(wrong_of(found, {"member row.tax": "a test", "column t_x.gone": "a test"}))
    must = ["column t_x.birthplace", "pack packs/p/city/a.yaml.nationality", "label packs/p/po.Country of birth", "label po.Nacionalidad", "member row.ssn", "member row.citizen",
            "key a.c.a_number", "page a.html.home_address", "page a.html.country", "ALLOWED: column t_x.gone"]
    return wrong + [f"not found: {m}\n{said}" for m in must if m not in said] + (["what is allowed is found"] if "row.tax" in said else [])


os.chdir(shipped.ROOT)
tap.run([no_field_asks_for_what_writ_does_not_hold, every_field_is_seen, what_is_planted_is_found])
