#!/usr/bin/env python3
"""production_suite.py -- what an agency produced, over real sockets: taken in whole or in pieces, read by a job, held back when the agency failed to
withhold, released after redaction, counted by item and exemption, and read by two people. On both engines. Writes TAP."""
import hashlib
import io
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import WRIT, City, check, main  # noqa: E402

NUMBERED = "9999-AAAA-99999-A-9999"
SSN = "123-45-6789"
BACK = "\\\\" + "\\1"          # before a parenthesis
shared = {}


def pdf(pages, broken=""):
    """A small PDF: a page for each list of lines; broken: "pages" has none, "end" is cut."""
    out, at = b"%PDF-1.4\n", {}

    def add(n, text):
        nonlocal out
        at[n] = len(out)
        out += f"{n} 0 obj\n{text}\nendobj\n".encode()
    kids = []
    for i, lines in enumerate(pages):
        body = "BT /F 11 Tf 60 780 Td 16 TL\n" + "\n".join(f"({re.sub(r'([()])', BACK, s)}) Tj T*" for s in lines) + "\nET"
        add(5 + 2 * i, f"<</Length {len(body)}>>\nstream\n{body}\nendstream")
        add(4 + 2 * i, f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 842]/Resources<</Font<</F 3 0 R>>>>/Contents {5 + 2 * i} 0 R>>")
        kids.append(f"{4 + 2 * i} 0 R")
    add(1, "<</Type/Catalog/Pages 2 0 R>>")
    add(2, f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>")
    add(3, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    xref, size = len(out), max(at) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode() + b"".join(b"%010d 00000 n \n" % at[n] for n in range(1, size))
    out += f"trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n".encode()
    return out[: len(out) // 3] if broken == "end" else out


def city():
    if "city" not in shared:
        shared["city"] = City().start()
        key = os.path.join(shared["city"].folder, "counsel.key")
        p = subprocess.run([WRIT, "keygen", key], capture_output=True, text=True, check=True)
        shared["key"], shared["public"] = key, re.search(r"age1[a-z0-9]+", p.stdout).group(0)
        a = counsel().submit("/counsel-key", "/counsel-key/set", key=shared["public"])
        check(a.status == 303, f"the key is refused: {a.status} {a.text[-500:]}")
    return shared["city"]


def who(login):
    if login not in shared:
        city()
        shared[login] = city().browser().enter(login)
    return shared[login]


def counsel():
    if "counsel" not in shared:
        shared["counsel"] = shared["city"].browser().enter("counsel")
    return shared["counsel"]


def clerk():
    return who("records")


def batch(number=1, pattern=NUMBERED, day="2026-02-20"):
    a = clerk().submit(f"/records/{number}/productions", "/productions/open", day=day, channel="post", letter="Enclosed.", pattern=pattern)
    check(a.status == 303, f"open: {a.status} {a.text[-600:]}")
    return a.headers["location"]


def add(where, name, data):
    page = clerk().get(where)
    a = clerk().upload(clerk().form(page, "/files/add"), name, data)
    check(a.status == 303, f"add {name}: {a.status} {a.text[-600:]}")


def files(where, b=None):
    return (b or clerk()).get(where + ".json").json["files"]


def wait(what, text):
    deadline = time.monotonic() + 90
    while True:
        got = what()
        if got:
            return got
        check(time.monotonic() < deadline, text)
        time.sleep(0.05)


def read(where, name, b=None):
    """The file of that name, when it was read."""
    return wait(lambda: next((f for f in files(where, b) if f["name"] == name and f["state"] != "being read"), None), f"{name} is not read: {files(where, b)}")


def held(where, count=1):
    return wait(lambda: (lambda d: d if d["files_held"] >= count else None)(clerk().get(where + ".json").json), "nothing is held back")


def address(where, name, b=None):
    b = b or clerk()
    m = re.search(r'href="(/records/\d+/files/[0-9a-f]{32})">' + re.escape(name), b.get(where).text)
    check(m, f"no link to {name}")
    return m.group(1)


def change(c, sql):
    """Behind the program's back; what it says, for a question."""
    if c.url:
        return subprocess.run(["psql", "-qAt", c.url[1], "-c", sql], check=True, capture_output=True, text=True).stdout.strip()
    db = sqlite3.connect(os.path.join(c.data, "writ.db"))
    rows = db.execute(sql).fetchall()
    db.commit()
    db.close()
    return "\n".join(str(r[0]) for r in rows)


def everywhere(word):
    """Where a word lies in the data directory, or as bytes in the database."""
    found = []
    if city().url and int(change(city(), f"SELECT count(*) FROM doc_part WHERE position('{word}'::bytea in x) > 0")):
        found.append("doc_part")
    for base, _, names in os.walk(city().data):
        for name in names:
            try:
                with open(os.path.join(base, name), "rb") as f:
                    if word.encode() in f.read():
                        found.append(os.path.join(base, name))
            except FileNotFoundError:
                continue
    return found


# ---- intake and reports

def a_production_is_read_page_by_page():
    city()
    where = batch()
    add(where, "first.pdf", pdf([["Arrests", "Subject: (b)(6), (b)(7)(C)", "2025-ICFO-00099-R-0001"], ["More", "2025-ICFO-00099-R-0002"]]))
    f = read(where, "first.pdf")
    check(f["state"] == "open" and f["pages"] == 2 and f["kind"] == "pdf" and f["blank"] == 0, f"{f}")
    url = address(where, "first.pdf")
    page = clerk().get(url + ".json").json
    check([p["bates"] for p in page["page_rows"]] == ["2025-ICFO-00099-R-0001", "2025-ICFO-00099-R-0002"] and page["page_rows"][0]["marks"] == "b6 b7C", f"{page['page_rows']}")
    data = pdf([["Arrests", "Subject: (b)(6), (b)(7)(C)", "2025-ICFO-00099-R-0001"], ["More", "2025-ICFO-00099-R-0002"]])
    got = clerk().get(url + "/bytes")
    check(got.status == 200 and got.body == data and page["sha256"] == hashlib.sha256(data).hexdigest(), f"bytes: {got.status}")
    check("interim release" in clerk().get("/records/1.json").text, "the log of the request does not name the production")
    check(city().browser().get(url + "/bytes").status in (303, 401, 404), "a stranger has the file")
    check(who("liaison").get(where).status in (403, 404), "a liaison without the right sees the production")


def gaps_twins_and_two_redactions_are_reported():
    where = batch()
    add(where, "second.pdf", pdf([["More", "2025-ICFO-00099-R-0002"], ["Cost: (b)(4)", "2025-ICFO-00099-R-0005"]]))
    add(where, "third.pdf", pdf([["Cost: $5", "2025-ICFO-00099-R-0005"]]))
    read(where, "second.pdf")
    read(where, "third.pdf")
    d = clerk().get("/records/1/productions.json").json
    got = [(b["kind"], b["first"][-4:], b["last"][-4:]) for b in d["bates"] if "00099" in b["first"]]
    check(("twice", "0002", "0002") in got and ("missing", "0003", "0004") in got and ("two redactions", "0005", "0005") in got and ("range", "0001", "0002") in got, f"{got}")
    page = clerk().get("/es/records/1/productions").text
    check("2025-ICFO-00099-R-0003" in page, "the page does not name what is missing")
    two = next(b for b in d["bates"] if b["kind"] == "two redactions" and "00099" in b["first"])
    check("second.pdf" in two["where"] and "third.pdf" in two["other"], f"{two}")


def the_same_file_twice_is_named():
    where = batch()
    data = b"station;hours\nNorth;12\n"
    add(where, "hours.csv", data)
    add(where, "hours copy.csv", data)
    f = read(where, "hours copy.csv")
    read(where, "hours.csv")
    check("hours.csv" in f["twin"], f"{f}")
    check("hours copy.csv" in clerk().get("/records/1/productions.csv").text, "the CSV has not all files")


def bad_files_are_named_never_silent():
    where = batch()
    add(where, "empty.pdf", pdf([]))
    add(where, "cut.pdf", pdf([["x"]] * 3, "end"))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("zeros.txt", b"\0" * 300_000_000)
    check(len(bomb.getvalue()) < 1_000_000, "no bomb")
    add(where, "bomb.zip", bomb.getvalue())
    add(where, "film.mp4", b"\0\0\0\x18ftypmp42" + bytes(1000))
    for name, word in (("empty.pdf", "no pages"), ("cut.pdf", ""), ("bomb.zip", "unpack"), ("film.mp4", None)):
        f = read(where, name)
        check(f["state"] == "to be looked through", f"{name}: {f}")
        check(word is None or f["problem"] and word in f["problem"], f"{name}: {f['problem']!r}")
    check(not [f for f in files(where) if f["name"] == "zeros.txt"], "the bomb was unpacked")
    page = clerk().get(where).text
    check("has no pages" in page and "far more than its size" in page, "the page does not say what is wrong")
    check(not who("auditor").get(where + ".json").json["files"][0]["sha256"], "who only reads has a file that nobody looked through")
    a = clerk().submit(address(where, "film.mp4"), "/looked", looked="")
    check(a.status == 422 and "Tick this" in a.text, f"{a.status}")
    a = clerk().submit(address(where, "film.mp4"), "/looked", looked="true")
    check(a.status == 303 and read(where, "film.mp4", who("auditor"))["state"] == "open", "a film that was looked through is not open")


def members_of_an_archive_stand_beside_it():
    where = batch()
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as z:
        z.writestr("a/one.pdf", pdf([["one", "2025-ICFO-00098-R-0001"]]))
        z.writestr("a/two.txt", "nothing special")
    add(where, "box.zip", box.getvalue())
    check(read(where, "one.pdf")["state"] == "open" and read(where, "two.txt")["state"] == "open", "a member is not open")
    check(read(where, "box.zip")["state"] == "unpacked", f"{read(where, 'box.zip')}")


def a_scan_that_bears_only_its_number_waits_for_a_person():
    where = batch()
    add(where, "scan.pdf", pdf([["2025-ICFO-00097-R-0001"], ["Words of it", "2025-ICFO-00097-R-0002"], ["(b)(6), (b)(7)(C)", "2025-ICFO-00097-R-0003"]]))
    f = read(where, "scan.pdf")
    check(f["state"] == "to be looked through" and f["blank"] == 2, f"{f}")


def a_table_with_an_open_quote_waits_for_a_person():
    where = batch()
    add(where, "quote.csv", b'Citizenship|Birth Date|Gender\n"MEXICO|06/11/1985|Male\nCUBA|06/12/1986|Female\n')
    check(read(where, "quote.csv")["state"] == "to be looked through", "cells that were not told apart are open")


def a_letter_with_a_number_of_a_person_is_refused():
    a = clerk().submit("/records/1/productions", "/productions/open", day="2026-02-20", channel="post", letter=f"About SSN {SSN}", pattern="")
    check(a.status == 422 and "Say its kind" in a.text, f"{a.status}")
    check(SSN not in clerk().get("/records/1.json").text, "the log holds it")


# ---- what the agency failed to withhold

def what_was_not_withheld_is_sealed_and_gone():
    where = batch()
    secret = f"Statement\nSSN {SSN}\nQuillfeather lane\n".encode()
    add(where, "statement.txt", secret)
    d = held(where)
    check("Social Security number: 1" in d["found"] and not [f for f in d["files"] if f["name"] == "statement.txt"], f"{d}")
    for path in (where, where + ".json", "/records/1/productions", "/records/1/productions.json", "/records/1/productions.csv", "/records/1/answers", "/records/1/facts", "/records/1"):
        for b in (clerk(), who("auditor")):
            text = b.get(path).text
            check(SSN not in text and "statement.txt" not in text and hashlib.sha256(secret).hexdigest() not in text, f"{path} shows it")
    check(clerk().get("/records/held").status == 404, "the clerk sees counsel's list")
    url = re.search(r'href="(/records/1/files/[0-9a-f]{32})">[^<]*statement.txt', counsel().get("/records/held").text).group(1)
    for path in (url, url + "/bytes", url + "/sealed"):
        check(clerk().get(path).status == 404, f"the clerk reaches {path}")
    check(counsel().get(url + "/bytes").status == 404, "the unsealed bytes are handed out")
    sealed = counsel().get(url + "/sealed")
    check(sealed.status == 200 and sealed.body.startswith(b"age-encryption.org/v1"), f"sealed: {sealed.status}")
    opened = subprocess.run(["age", "-d", "-i", shared["key"]], input=sealed.body, capture_output=True, check=False)
    check(opened.stdout == secret, f"it does not open to what came: {opened.stderr[-300:]}")
    wait(lambda: not everywhere("Quillfeather lane"), f"the bytes are still there: {everywhere('Quillfeather lane')}")
    check(not everywhere(SSN), f"the number lies in {everywhere(SSN)}")
    out = os.path.join(city().folder, "out")
    city().run("export", out)
    check(not [1 for base, _, names in os.walk(out) for n in names if SSN.encode() in open(os.path.join(base, n), "rb").read()], "the export holds it")
    shared["held"] = url
    add(where, "again.txt", secret)                                    # the agency sends it once more
    held(where, 2)
    wait(lambda: not everywhere("Quillfeather lane"), "what came again is still there")


def without_the_program_that_reads_a_file_waits_for_a_person():
    c = City()
    try:
        c.program = os.path.join(c.folder, "writ")
        shutil.copy(WRIT, c.program)                                   # writ-facts is not beside it
        c.start()
        b = c.browser().enter("records")
        page = b.get("/records/1/productions/1")
        a = b.upload(b.form(page, "/files/add"), "late.pdf", pdf([["x"]]))
        check(a.status == 303, f"{a.status}")
        f = wait(lambda: next((f for f in b.get("/records/1/productions/1.json").json["files"] if f["name"] == "late.pdf" and f["state"] != "being read"), None), "it is never read")
        check(f["state"] == "to be looked through" and "No program here could read" in f["problem"], f"{f}")
    finally:
        c.end()


def columns_and_names_of_files_are_screened():
    where = batch()
    add(where, "bookings.csv", b"Citizenship|Birth Date|Gender\nMEXICO|06/11/1985|Male\nCUBA|(B)(6);(B)(7)(C) |Female\n")
    add(where, f"case {SSN}.txt", b"nothing in it")
    d = held(where, 2)
    check("full birth date: 1" in d["found"] and "Social Security number: 1" in d["found"], f"{d['found']}")
    page = counsel().get("/records/held").text
    check("Birth Date: 1" in page and SSN not in page, "counsel's list")
    wait(lambda: not everywhere(SSN), "the name of a file lies somewhere")


def a_number_that_a_format_breaks_is_held_back():
    where = batch()
    for name, text in (("split.docx", "Of A012</w:t></w:r><w:r><w:t>345678"), ("signs.docx", "Number 123&#45;45&#x2d;6789")):
        box = io.BytesIO()
        with zipfile.ZipFile(box, "w") as z:
            z.writestr("[Content_Types].xml", "<Types/>")
            z.writestr("word/document.xml", f"<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>")
        add(where, name, box.getvalue())
    d = held(where, 2)
    check("A-number: 1" in d["found"] and "Social Security number: 1" in d["found"], f"{d['found']}")
    for i, before in enumerate((65_530, 65_536 + 65_336 - 6)):
        add(where, f"line{i}.txt", b"x" * (before - 1) + f" {SSN} ".encode() + b"x" * 70_000)      # one line, longer than what is read at once
    held(where, 4)


def all_that_is_held_back_is_counted():
    """The list for counsel has an end; what it counts has none."""
    waits = lambda: int(re.search(r"<h1>(\d+) files? waits?", re.sub("wait ", "waits ", counsel().get("/records/held").text)).group(1))  # noqa: E731
    before = waits()
    copy = ("about, request, name, inside, copy_of, sha256, size, media, kind, state, problem, pages, blank, found, columns, facts, facts_size, sealed, sealed_size, sealed_name, reasons,"
            " decided, decided_by")
    change(city(), f"WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 1200) INSERT INTO records_file (id, n, {copy}) SELECT 'many' || i, 9000 + i, {copy}"
           " FROM k, (SELECT * FROM records_file WHERE state = 'held back' ORDER BY id LIMIT 1) f")
    try:
        page = counsel().get("/records/held").text
        check(waits() == before + 1200, f"{waits()} wait, not {before + 1200}")
        more = int(re.search(r"(\d+) more stand with their requests", page).group(1))
        check(more + len(counsel().get("/records/held.json").json["held"]) >= before + 1200, f"{more} more")
    finally:
        change(city(), "DELETE FROM records_file WHERE n > 9000")


def an_archive_with_such_a_member_is_held_whole():
    where = batch()
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as z:
        z.writestr("clean.txt", "nothing")
        z.writestr("list.txt", f"A 012-345-678, SSN {SSN}")
    add(where, "inner.zip", box.getvalue())
    held(where, 2)
    check(read(where, "clean.txt")["state"] == "open", "the clean member")
    check(not [f for f in files(where) if f["name"] in ("inner.zip", "list.txt")], "the archive is still listed")


def a_person_holds_back_what_no_program_finds():
    where = batch()
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as z:
        z.writestr("copy of it.txt", b"She lives with Linnet Marshwood at the corner.")
    add(where, "earlier.zip", box.getvalue())                          # the same bytes in an archive, unpacked before
    check(read(where, "earlier.zip")["state"] == "unpacked" and read(where, "copy of it.txt")["state"] == "open", "not unpacked")
    add(where, "story.txt", b"She lives with Linnet Marshwood at the corner.")
    read(where, "story.txt")
    url = address(where, "story.txt")
    a = clerk().submit(url, "/hold", kind="personal name", count="1")
    check(a.status == 303, f"hold: {a.status} {a.text[-500:]}")
    check(clerk().get(url + "/bytes").status == 404, "it is still handed out")
    check("personal name" in held(where)["found"], "not counted")
    held(where, 3)
    wait(lambda: not everywhere("Linnet Marshwood"), "the bytes are still there")
    again = batch()
    add(again, "sent once more.txt", b"She lives with Linnet Marshwood at the corner.")
    check("personal name" in held(again)["found"], "what a person held back is open when it comes again")
    wait(lambda: not everywhere("Linnet Marshwood"), "the bytes that came again are still there")


def what_hangs_on_a_held_mail_goes_with_it():
    where = batch()
    add(where, "mail.eml", (f"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n"
                            f"Content-Type: text/plain\r\n\r\nSSN {SSN}\r\n--q\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nGallowglass report\r\n--q--\r\n").encode())
    held(where)
    wait(lambda: not everywhere("Gallowglass report"), f"its part lies in {everywhere('Gallowglass report')}")


def counsel_releases_a_copy_or_keeps_it():
    where = batch()
    add(where, "memo.pdf", pdf([["Memo", f"SSN {SSN}"]]))
    held(where)
    url = re.search(r'href="(/records/1/files/[0-9a-f]{32})">[^<]*memo.pdf', counsel().get("/records/held").text).group(1)
    page = counsel().get(url)
    a = counsel().upload(counsel().form(page, "/copy"), "memo redacted.pdf", pdf([["Memo", "SSN (b)(6)"]]), field="copy", reasons="b6", reason=f"The number {SSN}")
    check(a.status == 422 and "Say its kind" in a.text, f"a number in the reason: {a.status}")
    a = counsel().upload(counsel().form(page, "/copy"), "memo redacted.pdf", pdf([["Memo", "SSN (b)(6)"]]), field="copy", reasons="", reason="The number of a person")
    check(a.status == 422, f"no exemption: {a.status}")
    a = counsel().upload(counsel().form(page, "/copy"), "memo covered.pdf", pdf([["Memo", f"SSN {SSN}", "covered"]]), field="copy", reasons="b6", reason="The number of a person")
    check(a.status == 303, f"copy: {a.status} {a.text[-400:]}")
    held(where, 2)                                                     # what was only covered is found again
    again = re.search(r'href="(/records/1/files/[0-9a-f]{32})">[^<]*memo covered.pdf', counsel().get("/records/held").text).group(1)
    a = counsel().upload(counsel().form(counsel().get(again), "/copy"), "memo redacted.pdf", pdf([["Memo", "SSN (b)(6)"]]), field="copy", reasons="(b)(6)", reason="The number of a person")
    check(a.status == 303, f"second copy: {a.status}")
    f = read(where, "memo redacted.pdf")
    check(f["state"] == "open", f"{f}")
    d = counsel().get(again + ".json").json
    check(d["state"] == "copy released", f"{d['state']}")
    check("The number of a person" in counsel().get(again).text and "b6" in counsel().get(again).text, "what was decided is not kept")
    check(counsel().get(again + "/sealed").status == 200, "the original is not kept")
    a = counsel().submit(shared["held"], "/keep", reason="Nobody needs it")
    check(a.status == 303 and counsel().get(shared["held"] + ".json").json["state"] == "kept sealed", "keep")
    check(clerk().ask("POST", shared["held"] + "/keep", "reason=x", {"Content-Type": "application/x-www-form-urlencoded"}).status in (403, 404), "the clerk decides")


# ---- large files

def piece(b, page, data, **typed):
    return b.upload(b.form(page, "/add"), "piece", data, field="piece", **typed)


def a_large_file_comes_in_pieces_and_goes_on_after_a_break():
    where = batch()
    data = b"\0\0\0\x18ftypmp42" + os.urandom(23_000_000)
    b = clerk()
    a = b.send(b.form(b.get(where), "/uploads/begin"), name="raid.mp4", size=str(len(data)))
    check(a.status == 303, f"begin: {a.status} {a.text[-400:]}")
    up = a.headers["location"]
    page = b.get(up)
    check("0 %" in page.text and "progress" in page.text, "no progress")
    a = piece(b, page, data[:9_000_000])
    check(a.status == 303 and a.headers["location"] == up, f"piece: {a.status} {a.text[-400:]}")
    late = piece(b, page, data[9_000_000:10_000_000])                  # a key that was used, another body
    check(late.status == 409, f"{late.status}")
    page = b.get(up)
    check("39 %" in page.text, "the page does not show how far it is")
    a = piece(b, page, data[:1_000_000], at="0")
    check(a.status == 409 and "9000000" in a.text, f"a piece from the wrong byte: {a.status} {a.text[-300:]}")
    check("raid.mp4" in b.get(where).text, "the production does not show what is under way")
    city().kill()
    city().start()                                                     # a break: what was answered is there
    page = b.get(up)
    check("39 %" in page.text, "the break lost what was here")
    for at in (9_000_000, 19_000_000):
        a = piece(b, b.get(up), data[at:at + 10_000_000])
        check(a.status == 303, f"piece: {a.status} {a.text[-300:]}")
    check(a.headers["location"] == where, "the last piece does not lead to the production")
    f = read(where, "raid.mp4")
    check(f["size"] == len(data) and f["sha256"] == hashlib.sha256(data).hexdigest(), f"{f}")
    check(b.get(address(where, "raid.mp4") + "/bytes").body == data, "the bytes differ")
    check(b.get(up).status == 404 and "raid.mp4" in b.get(where).text, "the upload is still there")


def nobody_fills_the_upload_of_another():
    where = batch()
    b, other = clerk(), who("mayor")
    up = b.send(b.form(b.get(where), "/uploads/begin"), name="mine.mp4", size="10").headers["location"]
    own = other.send(other.form(other.get(where), "/uploads/begin"), name="own.mp4", size="10").headers["location"]
    check("/add" not in other.get(up).text and "/drop" not in other.get(up).text, "another person is offered to go on")
    form = other.form(other.get(own), "/add")
    a = other.upload({**form, "action": up + "/add"}, "piece", b"0123456789", field="piece")
    check(400 <= a.status < 500 and "Another person began" in a.text, f"{a.status}")
    a = other.send({**other.form(other.get(own), "/drop"), "action": up + "/drop"})
    check(400 <= a.status < 500 and b.get(up).status == 200, f"another person dropped it: {a.status}")


def the_same_file_comes_in_pieces_twice_at_once():
    where = batch()
    b = clerk()
    data = b"\0\0\0\x18ftypmp42" + os.urandom(2_000_000)
    ups = [b.send(b.form(b.get(where), "/uploads/begin"), name=f"{n}.mp4", size=str(len(data))).headers["location"] for n in ("left", "right")]
    for up in ups:
        check(piece(b, b.get(up), data[:1_000_000]).status == 303, "first piece")
    for up, name in zip(ups, ("left.mp4", "right.mp4")):
        check(piece(b, b.get(up), data[1_000_000:]).status == 303, "last piece")
        check(read(where, name)["sha256"] == hashlib.sha256(data).hexdigest(), name)
        wait(lambda: b.get(up).status == 404, "the upload is still there")


def a_file_of_two_gigabytes_says_how_far_it_is():
    """Its bytes are counted beyond what 32 bits hold; docs/BENCH.md has one that is sent whole."""
    where = batch()
    b, size = clerk(), 2_300_000_000
    up = b.send(b.form(b.get(where), "/uploads/begin"), name="film.mp4", size=str(size)).headers["location"]
    for at in (0, 15_000_000):
        check(piece(b, b.get(up), b"\0\0\0\x18ftypmp42" + bytes(14_999_988)).status == 303, f"piece at {at}")
    check(b.get(up + ".json").json["got"] == 30_000_000 and b.get(up + ".json").json["size"] == size, f"{b.get(up + '.json').json}")
    page = b.get(up).text
    check("1 % is here" in page and f'data-size="{size}"' in page, f"how far it is: {page[page.index('<main'):][:900]}")
    check(b.submit(up, "/drop").status == 303, "given up")
    a = b.send(b.form(b.get(where), "/uploads/begin"), name="film.mp4", size=str(8 * 1024 ** 3 + 1))
    check(a.status == 422 and str(8 * 1024 ** 3) in a.text, f"more than can be taken: {a.status}")


def an_upload_is_given_up_or_refused():
    where = batch()
    b = clerk()
    a = b.send(b.form(b.get(where), "/uploads/begin"), name="x.mp4", size="0")
    check(a.status == 422 and "bytes" in a.text, f"{a.status}")
    up = b.send(b.form(b.get(where), "/uploads/begin"), name="x.mp4", size="10").headers["location"]
    a = piece(b, b.get(up), b"12345678901")
    check(a.status == 422 and "10 bytes are missing" in a.text, f"{a.status} {a.text[-300:]}")
    a = b.submit(up, "/drop")
    check(a.status == 303 and b.get(up).status == 404 and "x.mp4" not in b.get(where).text, "it is still there")


def without_a_key_nothing_is_taken_in():
    c = City(pack=os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "packs/la-ed12"), demo=True)
    try:
        change(c, "DELETE FROM doc_key")
        c.start()
        b = c.browser().enter("records")
        page = b.get("/records/1/productions")
        check("Counsel has set no key yet" in page.text and "/productions/open" not in page.text, "the page does not say what is missing")
        check(c.browser().enter("counsel").submit("/counsel-key", "/counsel-key/set", key="age1nonsense").status == 422, "a wrong key is taken")
    finally:
        c.end()


# ---- items, answers, facts

def items_answer_asks():
    where = batch(2)
    b = clerk()
    asks = len(b.get("/records/2.json").json["asks_rows"])
    add(where, "cbp.pdf", pdf([["a"], ["b"], ["c"]]))
    read(where, "cbp.pdf")
    page = b.get("/records/2/items/new")
    f = b.form(page, "/items/add")
    file = address(where, "cbp.pdf").rsplit("/", 1)[1]
    for typed, word in (({"outcome": "released in part", "file": file, "reasons": "", "asks": "1"}, "has an exemption"), ({"outcome": "withheld", "file": "", "count": "", "reasons": "b5", "asks": "1"}, "how many pages"),
                        ({"outcome": "released in full", "file": file, "first": "2", "last": "9", "asks": "1"}, "has 3 pages"), ({"outcome": "withheld", "count": "2", "reasons": "b5", "asks": str(asks + 1)}, "numbers of asks"),
                        ({"outcome": "withheld", "count": "2", "reasons": "secret", "asks": "1"}, "codes of exemptions")):
        a = b.send(b.form(b.get("/records/2/items/new"), "/items/add"), **typed)
        check(a.status == 422 and word in a.text, f"{typed}: {a.status}")
    for typed in ({"outcome": "released in part", "file": file, "first": "1", "last": "2", "reasons": "(b)(6), (b)(7)(C)", "asks": "1"}, {"outcome": "withheld", "file": "", "count": "7", "reasons": "b5", "asks": "1"}):
        a = b.send(b.form(b.get("/records/2/items/new"), "/items/add"), **typed)
        check(a.status == 303, f"{typed}: {a.status} {a.text[-300:]}")
    row = b.get("/records/2/answers.json").json["answers"][0]
    check(row["part"] == 2 and row["withheld"] == 7 and row["reasons"] == "b5 b6 b7C" and row["pages"] == "1: 1-2" and row["answer"] == "open", f"{row}")
    a = b.submit("/records/2/answers", "/log/outcome/add")
    check(a.status == 303, f"the proposal: {a.status} {a.text[-500:]}")
    row = b.get("/records/2/answers.json").json["answers"][0]
    check(row["answer"] == "part", f"{row}")
    asked = b.get("/records/2.json").json["asks_rows"][0]
    check(asked["answer"] == "part" and asked["pages"] == "1: 1-2" and asked["reasons"] == "b5 b6 b7C", f"{asked}")
    counts = {c["code"]: c for c in b.get("/records/2/productions.json").json["counts"]}
    check(counts["b5"]["withheld"] == 7 and counts["b6"]["part"] == 2 and counts["b7C"]["citation"] == "5 U.S.C. 552(b)(7)(C)", f"{counts}")
    check(f["action"] and "cbp.pdf, pages 1-2" in b.get("/records/2/answers").text, "no link to the pages")
    a = b.submit("/records/2/answers", "/strike", reason="Counted twice")
    check(a.status == 303 and b.get("/records/2/answers.json").json["answers"][0]["part"] == 0, "strike")
    lines = [x for x in b.get("/records/2/answers.csv").text.split("\r\n") if x and not x.startswith("#")]
    check(len(lines) == asks + 1 and lines[1].startswith("1,"), f"CSV: {lines[:2]}")


def facts_have_two_readers():
    where = batch(2, "")
    b, other = clerk(), who("mayor")
    add(where, "facts.pdf", pdf([["Overtime: $1,204,550.00", "44 arrests were made", "on 6 June 2025"]]))
    read(where, "facts.pdf")
    file = address(where, "facts.pdf").rsplit("/", 1)[1]
    good = {"question": "who", "label": "Arrests on 6 June 2025", "type": "number", "value": "44", "unit": "arrests", "file": file, "page": "1", "quote": "44 arrests were made on 6 June"}
    for wrong, word in (({"value": "some"}, "Write a number in digits"), ({"quote": "45 arrests"}, "do not stand on that page"), ({"page": "2"}, "has 1 pages"), ({"page": ""}, "Write the page"), ({"note": f"SSN {SSN}"}, "has to be withheld"),
                        ({"file": "0" * 32}, "from the list")):
        a = b.submit("/records/2/facts", "/facts/add", **{**good, **wrong})
        check(a.status == 422 and word in a.text and "44 arrests" in a.text if "quote" not in wrong else a.status == 422 and word in a.text, f"{wrong}: {a.status}")
    check(b.submit("/records/2/facts", "/facts/add", **good).status == 303, "a good fact")
    check(b.submit("/records/2/facts", "/facts/add", **{**good, "question": "cost", "label": "Overtime", "type": "amount", "value": "1,204,550", "unit": "dollars", "quote": "Overtime: $1,204,550.00"}).status == 303, "an amount")
    page = b.get("/records/2/facts")
    check("/second" not in page.text, "who read it first may read it again")
    own = re.search(r'action="(/records/2/facts/[0-9a-f]{32})/strike"', page.text).group(1)
    form = other.form(other.get("/records/2/facts"), "/second")
    a = b.ask("POST", own + "/second", "value=44", {"Content-Type": "application/x-www-form-urlencoded"})
    check(a.status in (403, 409, 422), f"the first reader confirms: {a.status}")
    check(other.send(form, value="44").status == 303, "second")
    check(other.submit("/records/2/facts", "/second", value="1204555").status == 303, "a different value")
    rows = {r["label"]: r for r in b.get("/records/2/facts.json").json["facts"]}
    check(rows["Arrests on 6 June 2025"]["state"] == "confirmed" and rows["Overtime"]["state"] == "disagreed", f"{rows}")
    check(rows["Overtime"]["value"] == "1204550.00" and rows["Overtime"]["second_value"] == "1204555.00", f"{rows['Overtime']}")
    check(b.submit("/records/2/facts", "/facts/add", **{**good, "label": "Read later"}).status == 303, "a fact for later")
    later = other.form(other.get("/records/2/facts"), "/second")
    check("1204555.00" in b.get("/records/2/facts.csv").text and "read differently" in b.get("/records/2/facts").text, "the disagreement is not listed")
    check(b.submit(address(where, "facts.pdf"), "/hold", kind="personal name", count="1").status == 303, "hold")
    check(other.send(later, value="44").status == 404, "a fact of a file that is held back is confirmed")
    held(where)
    check("arrests" not in other.get("/records/2/facts").text.split("<main")[-1].split("<form")[0] and "Read later" not in other.get("/records/2/facts.csv").text, "its quotes are still shown")


def the_pages_are_made_again_from_the_record():
    before = clerk().get("/records/1/productions.json").json["bates"]
    check(before, "no numbers")
    city().stop()
    city().run("rebuild")
    city().run("check")
    city().run("verify")
    city().start()
    check(clerk().get("/records/1/productions.json").json["bates"] == before, "other pages than before")


if __name__ == "__main__":
    rc = 1
    try:
        rc = main([a_production_is_read_page_by_page, gaps_twins_and_two_redactions_are_reported, the_same_file_twice_is_named, bad_files_are_named_never_silent, a_scan_that_bears_only_its_number_waits_for_a_person, a_table_with_an_open_quote_waits_for_a_person,
                   a_letter_with_a_number_of_a_person_is_refused,
                   members_of_an_archive_stand_beside_it,
                   what_was_not_withheld_is_sealed_and_gone, columns_and_names_of_files_are_screened, a_number_that_a_format_breaks_is_held_back, all_that_is_held_back_is_counted, an_archive_with_such_a_member_is_held_whole, a_person_holds_back_what_no_program_finds, what_hangs_on_a_held_mail_goes_with_it,
                   counsel_releases_a_copy_or_keeps_it, a_large_file_comes_in_pieces_and_goes_on_after_a_break, nobody_fills_the_upload_of_another, the_same_file_comes_in_pieces_twice_at_once, a_file_of_two_gigabytes_says_how_far_it_is, an_upload_is_given_up_or_refused, without_a_key_nothing_is_taken_in,
                   without_the_program_that_reads_a_file_waits_for_a_person, items_answer_asks,
                   facts_have_two_readers, the_pages_are_made_again_from_the_record])
    finally:
        if "city" in shared:
            shared["city"].end()
    sys.exit(rc)
