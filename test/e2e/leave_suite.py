#!/usr/bin/env python3
"""leave_suite.py -- a city leaves: export, import on the other engine, and back; what was changed on the way is refused. Writes TAP."""
import csv
import filecmp
import hashlib
import glob
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, WRIT, City, check, main  # noqa: E402

csv.field_size_limit(1 << 24)   # a page of the log is one cell
shared = {}
NASTY = 'Plan, "final"\nsecond line\ttab; ünï — 计划 🙂, \'quoted\''


def city():
    """A demonstration, which has files, with a text that every format must carry, and a cell changed by people."""
    if "city" not in shared:
        shared["city"] = City().start()
        b = city().browser().enter("liaison")
        page = b.submit("/directive/12.1/RAP", "/evidence/add", title="Plan", text=NASTY, dated="2026-02-20")
        check(page.status == 303, f"evidence: {page.status}")
        city().stop()
    return shared["city"]


def writ(*words, env=None):
    return subprocess.run([WRIT, *words], capture_output=True, text=True, timeout=300, check=False, env=env)


def must(p):
    check(p.returncode == 0, f"{p.args[1]}: exit {p.returncode}: {p.stderr[-1500:]}")
    return p


def export(data, name):
    folder = os.path.join(city().folder, name)
    must(writ("export", folder, "--data", data))
    return folder


def exported():
    if "export" not in shared:
        shared["export"] = export(city().data, "export")
    return shared["export"]


def files(folder):
    return sorted(os.path.relpath(os.path.join(d, f), folder) for d, _, names in os.walk(folder) for f in names)


def same(one, other):
    check(files(one) == files(other), f"other files: {set(files(one)) ^ set(files(other))}")
    for f in files(one):
        check(filecmp.cmp(os.path.join(one, f), os.path.join(other, f), shallow=False), f"{f} differs")


def new_pg():
    return subprocess.run([os.path.join(ROOT, "test/pg"), "database", os.environ["WRIT_TEST_PG"]], capture_output=True, text=True, check=True).stdout.strip()


def arrive(folder, data, *more):
    """As an operator does who moves: import, then the keys of the log and of restricted columns from the old directory."""
    must(writ("import", folder, "--data", data, *more))
    bring_keys(data)


def bring_keys(data, old=None):
    for key in ("log.key", "restricted.key"):
        check(not os.path.exists(os.path.join(data, key)), f"{key} was made anew")
        shutil.copy(os.path.join(old or city().data, key), os.path.join(data, key))


def there_and_back_is_the_same_bytes():
    there, back = os.path.join(city().folder, "there"), os.path.join(city().folder, "back")
    arrive(exported(), there, "--db", new_pg())
    same(exported(), export(there, "export-there"))
    arrive(os.path.join(city().folder, "export-there"), back)
    same(exported(), export(back, "export-back"))
    for data in (there, back):
        must(writ("check", "--data", data))
        must(writ("verify", "--data", data))
    rows = [r for f in files(exported()) if f.endswith(".csv") for r in csv.reader(open(os.path.join(exported(), f), newline="", encoding="utf-8"))]
    check(len(rows) > 2000, f"{len(rows)} rows")


def the_imported_city_is_served_as_it_was():
    c = City.__new__(City)
    c.__dict__.update(city().__dict__, data=os.path.join(city().folder, "back"), port=city().port + 1, server=None)
    if not os.path.exists(c.data):
        arrive(exported(), c.data)
    city().start()
    c.start()
    try:
        for path in ("/directive.json", "/directive/12.1/RAP.json", "/clock.json", "/departments.csv", "/es/order", "/report.csv"):
            one, other = city().browser().get(path), c.browser().get(path)
            cut = lambda t: re.sub(r"Shown as of[^<]*|Mostrado[^<]*", "", t)   # noqa: E731
            check(one.status == other.status == 200 and cut(one.text) == cut(other.text), f"{path} differs")
        b = c.browser().enter("verifier")
        check(b.submit("/directive/12.1/BCA", "/return", reason="To be seen again.").status == 303, "the imported city takes changes")
        check(b.submit("/directive/12.2/BCA", "/return", reason="To be seen again.").status == 303, "and again")
    finally:
        c.stop()
        city().stop()


def three_forms_say_the_same():
    manifest = json.load(open(os.path.join(exported(), "MANIFEST.json"), encoding="utf-8"))
    counts = {f["path"]: f["rows"] for f in manifest["files"] if "rows" in f}
    found = 0
    for path in [p for p in counts if p.endswith(".csv")]:
        with open(os.path.join(exported(), path), newline="", encoding="utf-8") as f:
            head, *rows = list(csv.reader(f))
        with open(os.path.join(exported(), path[:-3] + "jsonl"), encoding="utf-8") as f:
            objects = [json.loads(line) for line in f]
        text = open(os.path.join(exported(), path[:-3] + "txt"), encoding="utf-8", newline="").read()
        check(len(rows) == len(objects) == counts[path] == text.count("\n\n"), f"{path}: {len(rows)} {len(objects)} {counts[path]}")
        for r, o in zip(rows, objects):
            check(list(o) == head and ["" if v is None else str(v) for v in o.values()] == r, f"{path}: {r[:3]}")
            found += any(NASTY in json.loads(o["value"]).get("text", "") for _ in "1" if "value" in o and o["value"].startswith("{"))
    check(found == 1, f"the evidence was found {found} times")
    check(sum(n for p, n in counts.items() if p.endswith(".csv")) == manifest["rows"], "the sum of rows")


def hashes_can_be_checked_without_writ():
    command = re.search(r"python3 -c '.*' \| sha256sum -c --quiet", open(os.path.join(exported(), "README.txt"), encoding="utf-8").read()).group(0)
    p = subprocess.run(["sh", "-c", command], cwd=exported(), capture_output=True, text=True, check=False)
    check(p.returncode == 0, p.stdout + p.stderr)
    check(len(files(exported())) == len(json.load(open(os.path.join(exported(), "MANIFEST.json"), encoding="utf-8"))["files"]) + 1, "a file that the manifest does not name")


def copy(name):
    folder = os.path.join(city().folder, name)
    shutil.copytree(exported(), folder)
    return folder


def refused(folder, exit_code, *words):
    data = os.path.join(city().folder, "refused")
    p = writ("import", folder, "--data", data)
    check(p.returncode == exit_code, f"exit {p.returncode}, expected {exit_code}: {p.stderr[-500:]}")
    for w in words:
        check(w in p.stderr, f"{w} is not in: {p.stderr[-500:]}")
    check(not os.path.exists(data) or not os.listdir(data), f"left behind: {os.path.exists(data) and os.listdir(data)}")


def one_changed_byte_is_refused():
    for name in ("tables/city_department_event.csv", "tables/directive_cell_event.jsonl", "po/es.po", "blobs/*", "README.txt"):
        folder = copy("changed")
        path = sorted(glob.glob(os.path.join(folder, name)))[0]
        name = os.path.relpath(path, folder)
        text = bytearray(open(path, "rb").read())
        text[len(text) // 2] ^= 1
        open(path, "wb").write(text)
        refused(folder, 2, name)
        shutil.rmtree(folder)
    folder = copy("changed")
    path = os.path.join(folder, "MANIFEST.json")
    text = open(path, encoding="utf-8").read()
    open(path, "w", encoding="utf-8").write(text.replace('"sha256": "', '"sha256": "0', 2).replace("0" * 2, "0"))
    refused(folder, 2, "MANIFEST.json")
    os.remove(path)
    refused(folder, 7, "MANIFEST.json")
    shutil.rmtree(folder)


def forge(folder, name, change):
    """A file changed and the manifest made to fit: what hashes cannot see, the reader must."""
    path = os.path.join(folder, name)
    text = change(open(path, "rb").read())
    open(path, "wb").write(text)
    manifest = json.load(open(os.path.join(folder, "MANIFEST.json"), encoding="utf-8"))
    for f in manifest["files"]:
        if f["path"] == name:
            f["bytes"], f["sha256"] = len(text), hashlib.sha256(text).hexdigest()
    manifest["sha256"] = hashlib.sha256("".join(f"{f['sha256']}  {f['path']}\n" for f in manifest["files"]).encode()).hexdigest()
    json.dump(manifest, open(os.path.join(folder, "MANIFEST.json"), "w", encoding="utf-8"))


def a_row_that_cannot_be_read_names_file_and_line():
    name = "tables/city_department_event.csv"
    lines = open(os.path.join(exported(), name), "rb").read().split(b"\r\n")

    def line(n, text):
        return lambda _: b"\r\n".join(lines[:n - 1] + [text] + lines[n:])
    cases = [(line(7, lines[6].replace(b'"', b"", 1)), 2, ":7:"), (line(5, b"x" + lines[4]), 2, ":5:"), (line(9, lines[8] + b",1"), 2, ":9:"),
             (line(3, lines[2].replace(b'"city.', b'"other.', 1)), 10, name + ":"), (line(1, lines[0].replace(b"salt", b"sale")), 2, ":1:"),
             (line(4, lines[4]), 10, name + ":"), (lambda t: t[:-30], 2, name + ":"), (lambda t: b"\r\n".join(t.split(b"\r\n")[:-2] + [b""]), 2, name)]
    for change, code, where in cases:
        folder = copy("forged")
        forge(folder, name, change)
        refused(folder, code, name, where)
        shutil.rmtree(folder)


def a_path_outside_the_export_is_refused():
    folder = copy("outside")
    manifest = json.load(open(os.path.join(folder, "MANIFEST.json"), encoding="utf-8"))
    manifest["files"].append({"path": "po/../../once.key", "bytes": 0, "sha256": hashlib.sha256(b"").hexdigest()})
    manifest["sha256"] = hashlib.sha256("".join(f"{f['sha256']}  {f['path']}\n" for f in manifest["files"]).encode()).hexdigest()
    json.dump(manifest, open(os.path.join(folder, "MANIFEST.json"), "w", encoding="utf-8"))
    refused(folder, 2, "no name of a file")


def an_import_wants_an_empty_city():
    p = writ("import", exported(), "--data", city().data)
    check(p.returncode == 4 and "not empty" in p.stderr, p.stderr)
    p = writ("export", exported(), "--data", city().data)
    check(p.returncode == 4 and "not empty" in p.stderr, p.stderr)
    url = new_pg()
    must(writ("init", "--pack", os.path.join(ROOT, "packs/wildfire"), "--data", os.path.join(city().folder, "other"), "--db", url))
    p = writ("import", exported(), "--data", os.path.join(city().folder, "other2"), "--db", url)
    check(p.returncode == 4 and "not empty" in p.stderr, p.stderr)


def no_secret_leaves():
    keys = [open(os.path.join(city().data, f"{name}.key"), "rb").read() for name in ("once", "person", "restricted")]
    secrets = keys + [k.hex().encode() for k in keys] + [b"argon2id", b"PRIVATE+KEY"]
    secrets += [m.encode() for m in re.findall(r"\b[a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{5}\b", city().passwords)]
    if os.path.exists(os.path.join(city().data, "writ.db")):
        tokens = sqlite3.connect(os.path.join(city().data, "writ.db")).execute("SELECT token FROM person_session").fetchall()
        check(tokens, "no session to look for")
        secrets += [t for (t,) in tokens] + [t.hex().encode() for (t,) in tokens]
    for f in files(exported()):
        text = open(os.path.join(exported(), f), "rb").read()
        check(not any(s in text for s in secrets), f"{f} holds a secret")
        check(not re.search(r"person_(secret|session)|db_once|job_job", f), f"{f} is there")


def rebuild_mends_and_says_what():
    c = City(demo=True)
    try:
        before = os.path.join(c.folder, "before")
        must(writ("export", before, "--data", c.data))
        p = c.run("rebuild")
        check("directive_cell: 308 rows" in p.stderr, p.stderr)
        c.run("check")
        c.run("verify")
        must(writ("export", os.path.join(c.folder, "after"), "--data", c.data))
        same(before, os.path.join(c.folder, "after"))
    finally:
        c.end()


def a_failed_import_leaves_nothing_and_can_be_tried_again():
    """What shows only while rows are laid together, or at the last file."""
    url, data = new_pg(), os.path.join(city().folder, "again")
    name = "tables/city_liaison_event.csv"
    broken = copy("broken")
    forge(broken, name, lambda t: re.sub(rb'"\{""department', b'"[""department', t, count=1))
    refused(broken, 11, "cannot be read")
    p = writ("import", broken, "--data", data, "--db", url)
    check(p.returncode == 11 and not os.listdir(data), f"exit {p.returncode}: {p.stderr[-300:]} {os.listdir(data)}")
    arrive(exported(), data, "--db", url)
    same(exported(), export(data, "export-again"))
    shutil.rmtree(broken)
    broken = copy("broken")
    blob = sorted(f for f in files(broken) if f.startswith("blobs/"))[-1]
    forge(broken, blob, lambda t: t + b"x")
    refused(broken, 2, blob, "not what its name says")


def two_imports_at_once_make_one_whole_city():
    """Many, so that some pass the check for an empty folder together: one makes the city, each other one says why not and touches nothing."""
    must(writ("init", "--pack", os.path.join(ROOT, "packs/wildfire"), "--data", os.path.join(city().folder, "small")))
    one = export(os.path.join(city().folder, "small"), "small-export")
    for i in range(8):
        data = os.path.join(city().folder, f"together{i}")
        all_ = [subprocess.Popen([WRIT, "import", one, "--data", data], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(8)]
        said = [p.communicate(timeout=300)[1] for p in all_]
        done = [p.returncode for p in all_]
        check(done.count(0) == 1, f"exits {done}: {said}")
        for code, text in zip(done, said):
            check(code == 0 or (code == 4 and ("Another writ is making a city" in text or "is not empty" in text)), f"exit {code}: {text}")
        check("founding.lock" not in os.listdir(data), os.listdir(data))
        bring_keys(data, os.path.join(city().folder, "small"))
        again = export(data, f"together{i}-again")
        for f in files(one):    # a city where nothing was numbered yet gets its noughts by the import
            check(f == "MANIFEST.json" or "db_number" in f or filecmp.cmp(os.path.join(one, f), os.path.join(again, f), shallow=False), f"{f} differs")


def a_damaged_file_does_not_leave_unseen():
    if city().url:
        return   # there files are rows
    data = os.path.join(city().folder, "damaged")
    shutil.copytree(city().data, data)
    path = sorted(glob.glob(os.path.join(data, "blobs", "[0-9a-f][0-9a-f]", "*")))[3]
    os.chmod(path, 0o600)
    for text in (open(path, "rb").read()[:-1], b""):
        open(path, "wb").write(text)
        out = os.path.join(city().folder, f"damaged-{len(text)}")
        p = writ("export", out, "--data", data)
        check(p.returncode == 4 and os.path.basename(path) in p.stderr, f"exit {p.returncode}: {p.stderr[-300:]}")
        check(not os.path.exists(os.path.join(out, "MANIFEST.json")), "an export that is not whole has a manifest")


def what_an_editor_left_among_the_translations_stays_behind():
    odd = [b"es.po~", b"es.po.bak", "\u00e9s.po".encode("latin-1"), b"a b.po", b"x..po"]
    for name in odd:
        open(os.path.join(city().data.encode(), b"po", name), "wb").write(b"x")
    try:
        same(exported(), export(city().data, "export-odd"))
    finally:
        for name in odd:
            os.remove(os.path.join(city().data.encode(), b"po", name))


def another_encoding_of_the_environment_changes_no_letter():
    there, back, tar = (os.path.join(city().folder, f) for f in ("latin", "latin-back", "latin.tar"))
    latin = {**os.environ, "PGCLIENTENCODING": "LATIN1"}
    must(writ("import", exported(), "--data", there, "--db", new_pg(), env=latin))
    for key in ("log.key", "restricted.key"):
        shutil.copy(os.path.join(city().data, key), os.path.join(there, key))
    same(exported(), export(there, "export-latin"))
    must(writ("backup", tar, "--data", there, "--clear", env=latin))
    must(writ("restore", tar, "--data", back, "--db", new_pg()))
    same(exported(), export(back, "export-latin-back"))


rc = main([there_and_back_is_the_same_bytes, the_imported_city_is_served_as_it_was, three_forms_say_the_same, hashes_can_be_checked_without_writ,
           one_changed_byte_is_refused, a_row_that_cannot_be_read_names_file_and_line, a_path_outside_the_export_is_refused, an_import_wants_an_empty_city, no_secret_leaves,
           rebuild_mends_and_says_what, a_failed_import_leaves_nothing_and_can_be_tried_again, two_imports_at_once_make_one_whole_city, a_damaged_file_does_not_leave_unseen,
           what_an_editor_left_among_the_translations_stays_behind, another_encoding_of_the_environment_changes_no_letter])
city().end()
sys.exit(rc)
