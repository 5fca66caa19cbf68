#!/usr/bin/env python3
"""released_guard_suite.py -- what protects people and the record in released imports: what an agency failed to withhold reaches nothing and nobody but
counsel; a killed import, a full disk and hostile files leave nothing behind; a machine that lacks a table makes it. On both engines."""
import gzip
import hashlib
import io
import os
import re
import shutil
import struct
import subprocess
import sys
import time
import zipfile

sys.path.insert(0, os.path.dirname(__file__))
import city as cities
from city import City, WRIT, check, main

# Invented people: each value stands in one place of the planted files and must be found nowhere else.
NAME, ALIAS, HOME, A_NUMBER, SSN, BIRTH = "ZYXWINA QUIMBLETHORP", "Brumhildo Vexelkwist", "7741 Ferrowillow Terrace", "A087 654 321", "987-65-4320", "06/11/1971"
TEXT_A, TEXT_SSN, TEXT_BIRTH, TEXT_HOME, TEXT_NAME = "A076543219", "912-34-5678", "03/27/1963", "9932 Gondolarch Lane", "Pellonius Drakmoor"
PREAMBLE_SSN, SHEET_A = "934-56-7812", "A065432187"
CANARIES = [NAME, "QUIMBLETHORP", ALIAS, "Vexelkwist", HOME, "Ferrowillow", A_NUMBER, "087654321", "87654321", "087 654 321", SSN, "987654320", BIRTH, TEXT_A, "076543219", TEXT_SSN, "912345678", TEXT_BIRTH, TEXT_HOME,
            "Gondolarch", TEXT_NAME, "Drakmoor", PREAMBLE_SSN, "934567812", SHEET_A, "065432187"]
HEAD = ["Apprehension Date", "Area of Responsibility", "Citizenship Country", "Gender", "Birth Year", "Apprehension Method", "Subject Name", "Aliases", "Home Address", "Alien File Number",
        "SSN", "Date of Birth", "Apprehension Landmark", "Comments"]
ROWS = [["6/6/2025", "Los Angeles Area of Responsibility", "MEXICO", "Male", "1971", "Located", NAME, ALIAS, HOME, A_NUMBER, SSN, BIRTH, f"COUNTY JAIL, {TEXT_A}", f"ssn {TEXT_SSN}"],
        ["6/7/2025", "Los Angeles Area of Responsibility", "PERU", "Female", "1990", "Located", "(b)(6)", "(b)(6)", "(b)(6)", "(b)(6)", "(b)(6)", "(b)(6)", f"DOB: {TEXT_BIRTH}", f"lives at {TEXT_HOME}"],
        ["6/8/2025", "Los Angeles Area of Responsibility", "PERU", "Male", "1988", "Located", "", "", "", "", "", "", f"subject name: {TEXT_NAME}", "a plain comment"]]
shared = {}


def csv_of(rows=ROWS, head=HEAD, preamble=True):
    lines = [f"Detained persons; contact SSN {PREAMBLE_SSN}", ""] if preamble else []
    return "\r\n".join(lines + ["|".join(r) for r in [head] + rows]).encode() + b"\r\n"


def xlsx_of(rows=ROWS, head=HEAD, sheet=f"Arrests {SHEET_A}", extra=None):
    def cell(c, r, v):
        return f'<c r="{chr(65 + c)}{r}" t="inlineStr"><is><t xml:space="preserve">{v}</t></is></c>'
    lines = [[f"Preamble, SSN {PREAMBLE_SSN}"], head] + rows
    data = "".join(f'<row r="{i}">' + "".join(cell(c, i, v) for c, v in enumerate(r) if v) + "</row>" for i, r in enumerate(lines, 1))
    main_ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        z.writestr("_rels/.rels", f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        z.writestr("xl/workbook.xml", f'<workbook xmlns="{main_ns}" xmlns:r="{rel}"><sheets><sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets></workbook>')
        z.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        z.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main_ns}"><sheetData>{data}</sheetData></worksheet>')
        for name, body in (extra or {}).items():
            z.writestr(name, body)
    return out.getvalue()


def plain(n, seed=0):
    """Rows without anybody in them."""
    rows = [f"{1 + (i + seed) % 12}/{1 + i % 28}/{2012 + i % 8}|Seattle Area of Responsibility|MEXICO|Male|{1950 + i % 50}|Located|PLACE {(i * 7919 + seed) % 99991}" for i in range(n)]
    return ("Apprehension Date|Area of Responsibility|Citizenship Country|Gender|Birth Year|Apprehension Method|Apprehension Landmark\n" + "\n".join(rows) + "\n").encode()


def city():
    if "city" not in shared:
        c = shared["city"] = City().start().settled()
        shared["key"] = os.path.join(c.folder, "counsel.key")
        p = subprocess.run([WRIT, "keygen", shared["key"]], capture_output=True, text=True, check=True)
        a = who("counsel").submit("/counsel-key", "/counsel-key/set", key=re.search(r"age1[a-z0-9]+", p.stdout).group(0))
        check(a.status == 303, f"the key is refused: {a.status}")
    return shared["city"]


def who(login):
    if login not in shared:
        city()
        shared[login] = shared["city"].browser().enter(login)
    return shared[login]


def take(name, data, login="records", **typed):
    b = who(login)
    page = b.get("/released/files")
    return b.upload(b.form(page, "/released/files/take"), name, data, agency="ICE", **typed)


def settled(url, seconds=90, login="records"):
    """The page of a file when it is no longer being read."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        a = who(login).get(url + ".json")
        check(a.status == 200, f"{url}: {a.status}")
        if a.json["state"] != "being read":
            return a.json
        time.sleep(0.1)
    raise cities.Failure(f"{url} is still being read: {city().errors()}")


def taken(name, data, **typed):
    a = take(name, data, **typed)
    check(a.status == 303, f"{name}: {a.status} {a.text[-600:]}")
    return a.headers["location"], settled(a.headers["location"])


def everything(c):
    """Every byte that the city has: its folder, its database, its log; and what it hands out."""
    for folder, _, names in os.walk(c.data):
        for n in names:
            with open(os.path.join(folder, n), "rb") as f:
                yield os.path.join(folder, n), f.read()
    with open(os.path.join(c.folder, "serve.log"), "rb") as f:
        yield "serve.log", f.read()
    if c.url:
        yield "pg_dump", subprocess.run(["/usr/lib/postgresql/15/bin/pg_dump", c.url[1]], capture_output=True, check=True).stdout
    out = os.path.join(c.folder, "leave")
    shutil.rmtree(out, ignore_errors=True)
    c.run("export", out, *c.url)
    for folder, _, names in os.walk(out):
        for n in names:
            with open(os.path.join(folder, n), "rb") as f:
                yield "export " + n, f.read()


def no_canary(where, data, names=CANARIES):
    for w in names:
        for form in (w.encode(), w.encode("utf-16-le"), w.encode().hex().encode()):
            check(form not in data, f"{where} holds {w!r}")
    return True


def people_reach_nothing():
    c = city()
    shared["csv"], csv = taken(f"arrests {TEXT_A}.csv", csv_of())
    shared["xlsx"], xlsx = taken("arrests.xlsx", xlsx_of())
    for got in (csv, xlsx):
        check(got["state"] == "read" and got["found"], f"{got['state']}: {got['problem']}")
        for part in ("subject_name: personal name (1)", "home_address: home address (1)", "alien_file_number: A-number (1)", "ssn: Social Security number (1)", "date_of_birth: full birth date (1)",
                     "aliases: personal name (1)", "apprehension_landmark: in free text (3)", "comments: in free text (2)", "text beside the table"):
            check(part in got["found"], f"{part} is missing in {got['found']}")
        check(got["tables"][0]["rows"] == 3, str(got["tables"]))
    check("[held back]" in csv["name"] and TEXT_A not in csv["name"], csv["name"])
    pages = 0
    for login in ("records", "mayor", "counsel", "auditor"):
        for url in ("/released/files", "/released/files.csv", "/released/files.json", shared["csv"], shared["csv"] + ".json", shared["xlsx"], shared["xlsx"] + ".json", "/released/held", "/released/held.json",
                    "/approvals", "/jobs", "/log", "/search?q=QUIMBLETHORP"):
            a = who(login).get(url)
            no_canary(f"{login} {url}", a.body, [w for w in CANARIES if w not in url])
            pages += a.status == 200
    check(pages > 30, f"{pages} pages were seen")
    for view in ("rows", "count", "report", "files", "who", "why"):
        p = subprocess.run([WRIT, "released", "ask", view, "--data", c.data, *c.url], capture_output=True, check=False)
        no_canary(f"ask {view}", p.stdout + p.stderr)
    c.stop()
    seen = 0
    for where, data in everything(c):
        no_canary(where, data)
        seen += 1
    check(seen > 10, f"{seen} files were looked at")
    backup = os.path.join(c.folder, "city.backup")
    if not c.url:
        c.run("backup", backup, "--clear")
        with open(backup, "rb") as f:
            no_canary("backup", f.read())
    c.start()


def the_sealed_file_opens_to_what_came():
    number = shared["csv"].rsplit("/", 1)[1]
    a = who("counsel").get(f"/released/held/{number}/sealed")
    check(a.status == 200 and a.body.startswith(b"age-encryption.org/v1"), f"{a.status} {a.body[:40]}")
    path = os.path.join(city().folder, "sealed.age")
    with open(path, "wb") as f:
        f.write(a.body)
    out = subprocess.run(["age", "-d", "-i", shared["key"], path], capture_output=True, check=False)
    check(out.returncode == 0 and out.stdout == csv_of(), f"age: {out.stderr}")
    for login in ("records", "mayor", "auditor"):
        check(who(login).get(f"/released/held/{number}/sealed").status == 404 and who(login).get("/released/held").status == 404, f"{login} sees counsel's tasks")


def bytes_leave_the_disk():
    c = city()
    sha = hashlib.sha256(csv_of()).hexdigest()
    check(not os.path.exists(os.path.join(c.data, "blobs", sha[:2], sha[2:])), "the plain bytes are on the disk")
    b = who("records")
    page = b.get(shared["csv"])
    check("sealed to counsel" in page.text and shared["csv"] + "/head" not in page.text, "the page does not say that it is sealed, or would read it again")


def a_rebuild_makes_it_from_what_was_kept():
    c = city()
    before = who("records").get(shared["csv"] + ".json").json
    c.stop()
    shutil.rmtree(os.path.join(c.data, "released"))
    p = c.command("check", *c.url)
    check(p.returncode != 0 and "store is not on this machine" in p.stdout + p.stderr, f"check sees nothing: {p.stdout[-500:]} {p.stderr[-500:]}")
    c.run("rebuild", *c.url)
    c.run("check", *c.url)
    c.start()
    after = who("records").get(shared["csv"] + ".json").json
    check(after == before, f"the rebuilt file is another: {[(k, before[k], after.get(k)) for k in before if before[k] != after.get(k)]}")


def what_is_missing_is_made_under_the_server():
    c = city()
    url, _ = taken("plain.csv", plain(3000, 5))
    shutil.rmtree(os.path.join(c.data, "released"))
    c.stop()
    c.start()                           # another machine on this database begins so: without stores
    until = time.monotonic() + 60
    while time.monotonic() < until:
        p = c.command("check", *c.url)
        if p.returncode == 0:
            break
        time.sleep(0.3)
    check(p.returncode == 0, f"the stores were not made: {p.stdout[-800:]} {p.stderr[-400:]}")
    check(who("records").get(url).status == 200, "the page is there")


def counsel_and_a_second_person_let_a_column_in():
    number = shared["csv"].rsplit("/", 1)[1]
    b, mayor = who("counsel"), who("mayor")
    at = f"/released/held/{number}"
    a = b.submit(at, "/allow", columns="Comments\nNo Such Column", reason="They say nothing of a person")
    check(a.status == 422 and "no_such_column" in a.text, f"{a.status}")
    check(b.submit(at, "/allow", columns="Comments", reason=f"It says {TEXT_SSN}").status == 422, "a reason with a number is taken")
    check(b.submit(at, "/allow", columns="Aliases", reason="Invented words, not names").status == 303, "asked")
    check(b.get(at).text.count("<form") == 0 or "/allow" not in b.get(at).text, "it is asked twice")
    forms = [f for f in cities.Forms(b.get("/approvals").text).forms if f["action"].endswith("/approve")]
    got = b.send(forms[-1]).status if forms else 409
    check(got == 409, f"who asked may approve: {got}")
    page = mayor.get("/approvals")
    check("held back" in page.text, "the second person is not asked")
    check(mayor.send(mayor.form(page, "/approve")).status == 303, "approved")
    check("opened" in b.get(at).text, "no form for the opened file")
    a = b.upload(b.form(b.get(at), "/opened"), "x.csv", b"a|b\n1|2\n")
    check(a.status == 422 and "other bytes" in a.text, f"{a.status}")
    a = b.upload(b.form(b.get(at), "/opened"), "x.csv", csv_of())
    check(a.status == 303, f"{a.status} {a.text[-400:]}")
    got = settled(shared["csv"])
    check("aliases" not in got["found"] and "subject_name" in got["found"] and got["state"] == "read", got["found"])
    check(b.submit(at, "/keep", reason="The rest stays").status == 303 and "kept sealed" in b.get("/released/held").text, "kept")
    city().stop()
    no = [w for w in CANARIES if w not in (ALIAS, "Vexelkwist")]
    for where, data in everything(city()):
        no_canary(where, data, no)
    city().start()


def the_same_again():
    url, got = taken("same.csv", plain(500, 9))
    a = take("other name.csv", plain(500, 9))
    check(a.status == 409 and f"file {got['number']}" in a.text and "same.csv" in a.text, f"{a.status} {a.text[-500:]}")
    other, _ = taken("same.csv.gz", gzip.compress(plain(500, 9), mtime=0))
    page = who("records").get(other)
    check("same content" in page.text and url in page.text, "the same content under other bytes is not said")
    a = take("arrests.csv", csv_of())
    check(a.status == 409 and "here already" in a.text, f"{a.status}")


def a_file_is_withdrawn_and_comes_back():
    url, _ = taken("withdrawn.csv", plain(200, 11))
    b = who("records")
    check(b.submit(url, "/withdraw", reason="The agency sent another edition").status == 303, "withdrawn")
    page = b.get(url)
    check("Withdrawn" in page.text and "another edition" in page.text, "the page does not say so")
    p = subprocess.run([WRIT, "released", "ask", "count", "--file", url.rsplit("/", 1)[1], "--data", city().data, *city().url], capture_output=True, text=True, check=False)
    check(p.returncode != 0, f"a withdrawn file answers: {p.stdout[:200]}")
    check(b.submit(url, "/back").status == 303 and b.get(url + ".json").json["state"] == "read", "it does not come back")
    b.submit(url, "/withdraw", reason="Again")
    a = take("withdrawn.csv", plain(200, 11))
    check(a.status == 303 and a.headers["location"] == url and b.get(url + ".json").json["state"] == "read", "the same bytes do not bring it back")


def what_is_withdrawn_answers_no_request():
    b = who("records")
    url, _ = taken("edition.csv", plain(50, 23), request="1")
    told = lambda: next(f for f in b.get("/records/1/answers.json").json["released"] if f["name"] == "edition.csv")  # noqa: E731
    check("gender" in told()["held"] .lower() and not told()["withdrawn"], f"the request does not hear of it: {told()}")
    b.submit(url, "/withdraw", reason="The agency sent another edition")
    check(told()["withdrawn"] == "The agency sent another edition" and not told()["held"], f"it counts as an answer: {told()}")
    for lang, word in (("", "Withdrawn"), ("/es", "Retirado")):
        section = b.get(f"{lang}/records/1/answers").text.split("edition.csv")[1].split("</section>")[0]
        check(f">{word}<" in section and "another edition" in section and "<dl" not in section, f"the page: {section}")
    b.submit(url, "/back")
    check(told()["held"] and not told()["withdrawn"], "it does not come back")


def deep(n):
    return "<a>" * n + "</a>" * n


def refused_files_are_named():
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 3000
    ods = io.BytesIO()
    with zipfile.ZipFile(ods, "w") as z:
        z.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        z.writestr("content.xml", "<x/>")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as z:
        with zipfile.ZipFile(io.BytesIO(xlsx_of())) as inner:
            for n in inner.namelist():
                if not n.endswith("sheet1.xml"):
                    z.writestr(n, inner.read(n))
        z.writestr("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + b"<row/>" * (40 << 20))
    clean = [r[:6] + [""] * 6 + ["PLACE", ""] for r in ROWS]
    entity = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><sst>&a;</sst>'
    for name, data, word in (("pointer.xlsx", b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 1\n", "LFS"),
                             ("~$lock.xlsx", b"\x05Agency" + b" " * 158, "lock"), ("cut.xlsx", xlsx_of()[:900], "ZIP"), ("old.xls", ole, ""), ("some.ods", ods.getvalue(), "OpenDocument"),
                             ("empty.csv", b"", "empty"), ("page.html", b"<!DOCTYPE html><html><body>no</body></html>", "HTML"), ("bomb.xlsx", bomb.getvalue(), ""),
                             ("entity.xlsx", xlsx_of(clean, extra={"xl/sharedStrings.xml": entity}, sheet="S"), None), ("deep.xlsx", xlsx_of(clean, extra={"xl/styles.xml": deep(100000)}, sheet="S"), None)):
        before = len(who("records").get("/released/files.json").json["files"])
        a = take(name, data)
        if a.status != 303:             # not taken in at all: the form says why
            check(a.status in (413, 422) and "Traceback" not in a.text, f"{name}: {a.status}")
            continue
        got = settled(a.headers["location"])
        check(word is None or got["state"] == "refused", f"{name}: {got['state']}")
        if got["state"] == "refused":
            check(len(got["problem"]) > 10 and (not word or word.lower() in got["problem"].lower()), f"{name}: {got['problem']}")
            page = who("records").get(a.headers["location"])
            check("cannot be read" in page.text and not got["tables"], f"{name}: the page does not say so")
            sha = hashlib.sha256(data).hexdigest()
            until = time.monotonic() + 20
            path = os.path.join(city().data, "blobs", sha[:2], sha[2:])
            while os.path.exists(path) and time.monotonic() < until:
                time.sleep(0.1)
            check(not os.path.exists(path), f"{name}: its bytes stayed")
        check(len(who("records").get("/released/files.json").json["files"]) == before + 1, f"{name}: no row")
    with open(f"/proc/{city().server.pid}/status", encoding="utf-8") as f:
        peak = int(re.search(r"VmHWM:\s+(\d+)", f.read()).group(1)) // 1024
    check(peak < 1500, f"the server took {peak} MB")
    print(f"# peak of the server: {peak} MB")


def a_killed_import_goes_on():
    c = city()
    data = plain(400000, 21)
    a = take("large.csv", data)
    check(a.status == 303, f"{a.status}")
    url = a.headers["location"]
    state = who("records").get(url + ".json").json
    check(state["state"] == "being read" and not state["tables"], f"it is read too soon for this test: {state['state']}")
    time.sleep(0.5)
    c.kill()
    c.start()
    state = who("records").get(url + ".json").json
    check(not state["tables"] or state["state"] == "read", "a partial table is visible")
    if state["state"] == "being read":
        time.sleep(0.5)
        c.stop()                        # an orderly stop amid the second try
        c.start()
    got = settled(url, 240)
    check(got["state"] == "read" and got["tables"][0]["rows"] == 400000, f"{got['state']} {got['problem']} {got['tables'][:1]}")


def two_at_once():
    one, two = take("one.csv", plain(60000, 31)), take("two.csv", plain(50000, 41))
    check(one.status == 303 and two.status == 303, "both are taken")
    a, b = settled(one.headers["location"], 200), settled(two.headers["location"], 200)
    check((a["tables"][0]["rows"], b["tables"][0]["rows"]) == (60000, 50000), "rows are mixed up")


def a_full_disk_says_so():
    c = city()
    c.stop()
    room = os.path.join(c.data, "released")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", room], capture_output=True, check=False).returncode != 0:
        c.start()
        print("# no file system can be mounted here: a full disk was not tried")
        return
    try:
        c.start()
        a = take("full.csv", plain(60000, 51))
        got = settled(a.headers["location"], 120)
        check(got["state"] == "refused" and "disk is full" in got["problem"].lower(), f"{got['state']}: {got['problem']}")
        check("disk is full" in who("records").get(a.headers["location"]).text, "the page does not say so")
        left = [n for n in os.listdir(room) if os.listdir(os.path.join(room, n)) and got["number"] and any(x.endswith(".new") for x in os.listdir(os.path.join(room, n)))]
        check(not left, f"left behind: {left}")
        c.stop()
    finally:
        subprocess.run(["umount", "-l", room], check=False)
    c.start()
    url, got = taken("full.csv", plain(60000, 51))
    check(got["state"] == "read" and got["tables"][0]["rows"] == 60000, "with room it is taken in")


def a_store_that_goes_is_found():
    c = city()
    c.stop()
    c.run("rebuild", *c.url)
    c.run("check", *c.url)
    room = os.path.join(c.data, "released")
    one = next(os.path.join(f, n) for f, _, names in os.walk(room) for n in sorted(names) if n.endswith(".store"))
    with open(one, "r+b") as f:
        f.seek(os.path.getsize(one) // 2)
        was = f.read(1)
        f.seek(-1, 1)
        f.write(bytes([was[0] ^ 1]))
    p = c.command("check", *c.url)
    check(p.returncode != 0 and "store" in p.stdout + p.stderr, f"a changed store is not found: {p.stdout[-300:]}")
    os.remove(one)
    check(c.command("check", *c.url).returncode != 0, "a store that is gone is not found")
    c.run("rebuild", *c.url)
    c.run("check", *c.url)
    c.start()


def without_a_key():
    c = City(demo=False)
    try:
        path = os.path.join(c.folder, "p.csv")
        with open(path, "wb") as f:
            f.write(csv_of())
        p = subprocess.run([WRIT, "released", "import", path, "--data", c.data, *c.url], capture_output=True, text=True, check=False)
        check(p.returncode == 2 and "counsel has set no key" in p.stderr, f"{p.returncode} {p.stderr[-400:]}")
        for where, data in everything_stopped(c):
            no_canary(where, data)
        with open(path, "wb") as f:
            f.write(plain(50))
        p = subprocess.run([WRIT, "released", "import", path, "--data", c.data, *c.url], capture_output=True, text=True, check=False)
        check(p.returncode == 0, f"{p.returncode} {p.stderr[-400:]}")
    finally:
        c.end()


def everything_stopped(c):
    for folder, _, names in os.walk(c.data):
        for n in names:
            with open(os.path.join(folder, n), "rb") as f:
                yield n, f.read()


if __name__ == "__main__":
    TESTS = [people_reach_nothing, the_sealed_file_opens_to_what_came, bytes_leave_the_disk, a_rebuild_makes_it_from_what_was_kept, what_is_missing_is_made_under_the_server,
             counsel_and_a_second_person_let_a_column_in, the_same_again, a_file_is_withdrawn_and_comes_back, what_is_withdrawn_answers_no_request, refused_files_are_named, a_killed_import_goes_on, two_at_once, a_full_disk_says_so,
             a_store_that_goes_is_found, without_a_key]
    if len(sys.argv) > 1:                   # some of them alone
        TESTS = [t for t in TESTS if t.__name__ in sys.argv[1:]]
    try:
        main(TESTS)
    finally:
        if "city" in shared:
            shared["city"].end()
