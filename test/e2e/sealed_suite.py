#!/usr/bin/env python3
"""sealed_suite.py -- planted names of an officer, a reporter and a witness, a plate, and the advice of counsel: read by who may, and found
in the clear nowhere else: not in the files of the database while it is served, its log of writes, the server's log, a backup, an export,
a records answer, or any public page. On both engines. Writes TAP."""
import os
import subprocess
import sys
import tarfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import quiet_suite  # noqa: E402
from city import City, check, main  # noqa: E402

PLANTED = {"officer_name": "Officer Quillfeather", "officer_badge": "QB-77103", "plates": "9QUILL9", "supervisor_name": "Captain Osierwand", "reporter_name": "Pim Featherquill",
           "reporter_phone": "555.0177 ext 9912", "witnesses": "Wren Thistledown", "consent_by": "Tamsin Hollybush", "advice": "Advice: keep the Brambleworth tapes."}
PARTS = {"officers": ("officer_name", "officer_badge", "plates", "supervisor_name"), "people": ("reporter_name", "reporter_phone", "witnesses"), "done": ("consent_by",)}
shared = {}


def forms_of(word):
    """A word as it would lie about: as it is, as hex digits, and with two bytes a letter."""
    return (word.encode(), word.encode().hex().encode(), word.encode().hex().upper().encode(), word.encode("utf-16-le"))


def clear_of(data, where):
    for name, word in PLANTED.items():
        check(not any(f in data for f in forms_of(word)), f"{where} holds {name} in the clear")


def files_clear(folder, at_least):
    seen = 0
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            try:
                with open(path, "rb") as f:
                    data = f.read()
            except FileNotFoundError:                            # a log of writes that was just moved
                continue
            seen += len(data)
            clear_of(data, path)
            if name.endswith(".tar"):
                with tarfile.open(path) as t:
                    for m in t.getmembers():
                        clear_of(t.extractfile(m).read() if m.isfile() else b"", f"{path}:{m.name}")
    check(seen > at_least, f"only {seen} bytes were looked at in {folder}")


def planted(c):
    """A report with every word in it, added to, read and advised on; its number."""
    b = c.browser()
    check(b.submit(f"/contact/at/{quiet_suite.DOOR}", "/contact/begin", request="entry", arrived="09:13", day="2026-02-26").status == 303, "begin")
    for part, names in PARTS.items():
        a = b.submit(f"/contact/mine/{part}", "/save", **{n: PLANTED[n] for n in names})
        check(a.status == 303, f"save {part}: {a.status} {a.text[-400:]}")
    for _ in range(2):
        check(b.submit("/contact/mine", "/contact/mine/send").status == 303, "send")
    number = b.get("/contact/copy.json").json["number"]
    counsel = c.browser().enter("counsel")
    for ending, typed in (("open", {}), ("restricted/open", {"reason": "To answer a court"}), ("counsel", {"text": PLANTED["advice"]}), ("privileged/open", {"reason": "To answer a court"})):
        page = counsel.get(f"/contact/reports/{number}")
        a = counsel.send(counsel.form(page, f"/{number}/{ending}"), **typed)
        check(a.status == 303, f"{ending}: {a.status} {a.text[-400:]}")
    page = counsel.get(f"/contact/reports/{number}").text
    for name, word in PLANTED.items():                           # else the search below finds nothing because nothing is there
        check(word in page, f"counsel cannot read {name}")
    records = c.browser().enter("records")
    a = records.submit("/contact/exports", "/contact/exports/take", number=str(number), reason="Request 26-001")
    check(a.status == 303, f"export: {a.status} {a.text[-400:]}")
    for ending in ("", ".json", ".txt"):
        a = records.get(f"/contact/reports/{number}/export{ending}")
        check(a.status == 200 and len(a.body) > 100, f"export{ending}: {a.status}")
        clear_of(a.body, f"the records answer{ending}")
    return number


def database_folders(c):
    if not c.url:
        return [c.data]
    ask = "CHECKPOINT", "SHOW data_directory", "SELECT oid FROM pg_database WHERE datname = current_database()"
    folder, oid = subprocess.run(["/usr/lib/postgresql/15/bin/psql", "-qAt", c.url[1], *(w for q in ask for w in ("-c", q))], capture_output=True, text=True, check=True).stdout.split()
    return [os.path.join(folder, "base", oid), os.path.join(folder, "pg_wal"), c.data]


def what_is_restricted_lies_nowhere_in_the_clear(url=""):
    c = quiet_suite.past_the_cut(City(url).start())
    shared[url] = c
    planted(c)
    for folder in database_folders(c):                           # served: with what waits in the log of writes
        files_clear(folder, 1000)
    for address, (_, _, body, _) in quiet_suite.public(c).items():
        clear_of(body.encode() if isinstance(body, str) else body, address)
    c.stop()
    c.run("export", os.path.join(c.folder, "export"))
    c.run("backup", os.path.join(c.folder, "clear.tar"), "--clear")
    files_clear(c.folder, 1000000)                               # data, export, backup, the server's own log
    check(c.run("verify").returncode == 0, "the log")


def a_planted_word_in_the_clear_is_found():
    c = shared[""]
    path = os.path.join(c.folder, "forgotten.txt")
    for form in forms_of(PLANTED["plates"]):
        with open(path, "wb") as f:
            f.write(b"x" * 100 + form)
        try:
            files_clear(c.folder, 0)
        except Exception as e:
            check("holds plates" in str(e), str(e))
            continue
        check(False, f"{form} was not found")
    os.unlink(path)


def on_postgresql():
    what_is_restricted_lies_nowhere_in_the_clear(quiet_suite.pg_database())


if __name__ == "__main__":
    rc = main([what_is_restricted_lies_nowhere_in_the_clear, a_planted_word_in_the_clear_is_found, on_postgresql])
    for made in shared.values():
        made.end()
    sys.exit(rc)
