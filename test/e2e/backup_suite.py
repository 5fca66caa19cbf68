#!/usr/bin/env python3
"""backup_suite.py -- a city backed up while people write, restored, and looked at; and everything that must be refused. Writes TAP."""
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, WRIT, City, _port, check, main  # noqa: E402

scratch = tempfile.mkdtemp(prefix="writ-backup-")
shared = {}


def path(*names):
    return os.path.join(scratch, *names)


def writ(*words):
    return subprocess.run([WRIT, *words], capture_output=True, text=True, timeout=300, check=False)


def good(*words):
    p = writ(*words)
    check(p.returncode == 0, f"writ {words}: exit {p.returncode}: {p.stderr[-2000:]}")
    return p.stdout.strip()


def refused(code, text, *words):
    p = writ(*words)
    check(p.returncode == code, f"writ {words}: exit {p.returncode}, not {code}: {p.stderr[-2000:]}")
    check(text in p.stderr, f"the reason is: {p.stderr}")


def pg_database():
    return subprocess.run([os.path.join(ROOT, "test/pg"), "database", os.environ["WRIT_TEST_PG"]], capture_output=True, text=True, check=True).stdout.strip()


def psql(url, sql):
    return subprocess.run(["/usr/lib/postgresql/15/bin/psql", "-qAt", url, "-c", sql], capture_output=True, text=True, check=True).stdout.strip()


def keys():
    if "to" not in shared:
        shared["to"] = [good("keygen", path(f"key{n}")) for n in range(3)]
    return [w for k in shared["to"] for w in ("--to", k)]


class Restored(City):
    """A city that is there already."""

    def __init__(self, data):  # pylint: disable=super-init-not-called
        self.folder, self.data, self.server = scratch, data, None
        _port[0] += 1
        self.port = _port[0]


def name_number(city):
    """How far the renaming had come."""
    for d in city.browser().get("/departments.json").json["departments"]:
        if d["acronym"] == "LAPL":
            return int(d["name"].rsplit(" ", 1)[1])
    raise AssertionError("no LAPL")


def under_load(label, city, db_words):
    city.start()
    acknowledged, stop, failed = [0], threading.Event(), []

    def write():
        try:
            b = city.browser().enter("mayor")
            while not stop.is_set():
                n = acknowledged[0] + 1
                check(b.submit("/departments/LAPL/edit", "/rename", name=f"Library {n}").status == 303, "rename")
                acknowledged[0] = n
        except Exception as e:  # shown by the test
            failed.append(e)

    t = threading.Thread(target=write)
    t.start()
    while acknowledged[0] < 3 and not failed:
        threading.Event().wait(0.01)
    file, rounds = path(f"{label}.age"), []
    while not rounds or rounds[-1][1] <= rounds[-1][0]:   # until someone wrote during one
        if os.path.exists(file):
            os.unlink(file)
        before = acknowledged[0]
        good("backup", file, "--data", city.data, *keys())
        rounds.append((before, acknowledged[0]))
        check(not failed, f"a form failed meanwhile: {failed}")
    stop.set()
    t.join()
    check(not failed, f"a form failed meanwhile: {failed}")
    before, after = rounds[-1]
    data = path(f"{label}-back")
    good("restore", file, "--data", data, "--identity", path("key1"), *db_words)
    check(os.stat(data).st_mode & 0o777 == 0o700 and os.stat(os.path.join(data, "once.key")).st_mode & 0o777 == 0o600, "others may read it")
    good("check", "--data", data)
    again = Restored(data).start()
    n = name_number(again)
    check(before <= n <= after + 1, f"the backup began after {before}, ended after {after}, and holds {n}")
    mayor = again.browser().enter("mayor")
    check(mayor.submit("/departments/LAPL/edit", "/rename", name="Library 999999").status == 303, "the restored city takes forms")
    check(name_number(again) == 999999, "and keeps them")
    again.stop()
    city.stop()
    return city, file


def a_backup_under_load_is_whole_on_sqlite():
    shared["lite"] = under_load("lite", City(), ())


BIG = "INSERT INTO db_once SELECT 'big ' || n, '', '', decode(repeat(md5(n::text), 6000), 'hex'), '', E'tab\\t, line\\n, \\\\', '2099-01-01' FROM generate_series(1, 100) n"
SAME = "SELECT count(*), md5(string_agg(encode(body, 'hex') || id, '' ORDER BY key)) FROM db_once WHERE key LIKE 'big %'"


def a_backup_under_load_is_whole_on_postgresql():
    """With a table that is cut into several pieces."""
    url, back = pg_database(), pg_database()
    city = City(url)
    psql(url, BIG)
    check(psql(url, SAME).startswith("100|"), "100 rows")
    shared["pg"] = under_load("pg", city, ("--db", back))
    check(psql(back, SAME) == psql(url, SAME), "another content")


def the_archive_opens_with_age_and_tar_and_says_its_hashes():
    _, file = shared["lite"]
    folder = path("opened")
    os.mkdir(folder)
    subprocess.run(f"age -d -i {path('key2')} {file} | tar xf - -C {folder}", shell=True, check=True)
    with open(os.path.join(folder, "MANIFEST.json"), encoding="utf-8") as f:
        manifest = json.load(f)
    check(manifest["format"] == "writ-backup-1" and manifest["engine"] == "sqlite" and manifest["rows"]["city_department"] > 40, str(manifest)[:300])
    names = {m["name"] for m in manifest["members"]}
    check({"writ.db", "writ.yaml", "once.key", "restricted.key", "po/es.po"} <= names, str(names))
    for m in manifest["members"]:
        with open(os.path.join(folder, m["name"]), "rb") as f:
            body = f.read()
        check(len(body) == m["bytes"] and hashlib.sha256(body).hexdigest() == m["sha256"], m["name"])
    good("check", "--data", folder)


def secrets_in_clear_want_a_word():
    city, _ = shared["lite"]
    refused(2, "--clear", "backup", path("c.tar"), "--data", city.data)
    refused(2, "--to", "backup", path("c.tar"), "--data", city.data, "--to", "age1nokey")
    refused(2, "Either", "backup", path("c.tar"), "--data", city.data, "--clear", *keys())
    check(not os.path.exists(path("c.tar")), "nothing was written")
    check("restricted columns" in good("backup", path("c.tar"), "--data", city.data, "--clear"), "it does not say what it holds")
    refused(4, "is there already", "backup", path("c.tar"), "--data", city.data, "--clear")
    check(os.stat(path("c.tar")).st_mode & 0o777 == 0o600, "others may read it")
    good("restore", path("c.tar"), "--data", path("c-back"))
    good("check", "--data", path("c-back"))


def left():
    return sorted(f for f in os.listdir(scratch) if f.startswith("no"))


def damaged(body, text, *words):
    with open(path("bad"), "wb") as f:
        f.write(body)
    refused(4, text, "restore", path("bad"), "--data", path("no"), *words)
    check(left() == [], f"something is left: {left()}")


def a_changed_byte_is_found_and_its_member_named():
    with open(path("c.tar"), "rb") as f:
        body = f.read()
    with tarfile.open(path("c.tar")) as t:
        members = t.getmembers()
    check(members[-1].name == "MANIFEST.json", "the manifest comes last")
    for m in members:
        for at in (m.offset_data, m.offset_data + m.size // 2, m.offset_data + m.size - 2):
            changed = bytearray(body)
            changed[at] ^= 1
            damaged(bytes(changed), "is damaged" if m.name == "MANIFEST.json" else m.name)
        header = bytearray(body)
        header[m.offset + 3] ^= 1
        damaged(bytes(header), "cut short or was changed")
    damaged(body + b"\0", "cut short or was changed")


def a_cut_backup_is_refused_and_its_member_named():
    with open(path("c.tar"), "rb") as f:
        body = f.read()
    with tarfile.open(path("c.tar")) as t:
        members = t.getmembers()
    for m in members:
        damaged(body[:m.offset_data + m.size // 2], m.name)
    damaged(body[:members[-1].offset] + bytes(1024), "MANIFEST.json")   # an end, but no manifest
    damaged(body[:-512], "MANIFEST.json")
    gone = members[1]
    end = members[2].offset
    damaged(body[:gone.offset] + body[end:], members[2].name)           # a member taken out


def a_sealed_backup_changed_or_cut_is_refused():
    _, file = shared["lite"]
    with open(file, "rb") as f:
        body = f.read()
    identity = ("--identity", path("key0"))
    mac = body.index(b"\n--- ") + 10
    for at in (5, mac, len(body) // 2, len(body) - 1):
        damaged(body[:at] + bytes([body[at] ^ 1]) + body[at + 1:], "cut short or was changed" if at == 5 else "is damaged", *identity)
    damaged(body[:len(body) // 2], "writ.db", *identity)
    damaged(body[:-1], "is damaged", *identity)


def another_key_opens_nothing():
    _, file = shared["lite"]
    good("keygen", path("stranger"))
    refused(6, "other keys", "restore", file, "--data", path("no"), "--identity", path("stranger"))
    refused(2, "--identity", "restore", file, "--data", path("no"))
    with open(path("nokey"), "w", encoding="utf-8") as f:
        f.write("# nothing\n")
    refused(2, "no age key", "restore", file, "--data", path("gone"), "--identity", path("nokey"))
    os.unlink(path("nokey"))
    check(left() == [], f"something is left: {left()}")
    check(os.stat(path("stranger")).st_mode & 0o777 == 0o600, "others may read the key")
    p = writ("keygen", path("stranger"))
    check(p.returncode != 0, "a key file is never written over")


def what_stands_there_is_never_touched():
    city, file = shared["lite"]
    before = sorted(os.listdir(city.data))
    refused(4, "not empty", "restore", file, "--data", city.data, "--identity", path("key0"))
    check(sorted(os.listdir(city.data)) == before, "the city was touched")
    refused(4, "in the data directory", "backup", os.path.join(city.data, "b.age"), "--data", city.data, *keys())
    check(sorted(os.listdir(city.data)) == before, "the city was touched")
    os.symlink("/etc/hostname", os.path.join(city.data, "link"))
    refused(4, "not a plain file", "backup", path("l.tar"), "--data", city.data, "--clear")
    os.unlink(os.path.join(city.data, "link"))
    check(not [f for f in os.listdir(scratch) if f.startswith("l.tar")], "half a backup is left")


def a_damaged_backup_leaves_postgresql_empty():
    city, _ = shared["pg"]
    good("backup", path("p.tar"), "--data", city.data, "--clear")
    with open(path("p.tar"), "rb") as f:
        body = f.read()
    with tarfile.open(path("p.tar")) as t:
        one = t.getmember("db/city_department.000001.copy")
        check("db/db_once.000003.copy" in t.getnames(), "a large table is in pieces")
    url = pg_database()
    changed = bytearray(body)
    changed[one.offset_data + 5] ^= 1
    damaged(bytes(changed), "db/city_department.000001.copy", "--db", url)
    refused(2, "--db", "restore", path("p.tar"), "--data", path("no"))
    good("restore", path("p.tar"), "--data", path("p-back"), "--db", url)   # it is still empty
    good("check", "--data", path("p-back"))
    refused(4, "not empty", "restore", path("p.tar"), "--data", path("no"), "--db", url)
    good("check", "--data", path("p-back"))
    check(left() == [], f"something is left: {left()}")


try:
    code = main([a_backup_under_load_is_whole_on_sqlite, a_backup_under_load_is_whole_on_postgresql, the_archive_opens_with_age_and_tar_and_says_its_hashes,
                 secrets_in_clear_want_a_word, a_changed_byte_is_found_and_its_member_named, a_cut_backup_is_refused_and_its_member_named,
                 a_sealed_backup_changed_or_cut_is_refused, another_key_opens_nothing, what_stands_there_is_never_touched,
                 a_damaged_backup_leaves_postgresql_empty])
finally:
    for key in ("lite", "pg"):
        if key in shared:
            shared[key][0].end()
    shutil.rmtree(scratch, ignore_errors=True)
sys.exit(code)
