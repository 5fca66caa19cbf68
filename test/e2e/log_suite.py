#!/usr/bin/env python3
"""log_suite.py -- the log from outside: C2SP's files and proofs held to a verifier that shares no code, tampering that
writ verify names, keys without which nothing starts. Writes TAP."""
import base64
import os
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, City, check, main  # noqa: E402

VERIFIER = os.path.join(ROOT, "web/log_verify.py")
shared = {}


def city():
    """Begun, and past the daily cut that its first minute makes: from here only what the tests do moves the log."""
    if "city" not in shared:
        shared["city"] = City().start()
        b = city().browser()
        while "about" in b.get(f"/log/entries/{trees()['audit']['size']}.json").json["entry"]:
            time.sleep(0.02)
    return shared["city"]


def trees():
    return {t["tree"]: t for t in city().browser().get("/log.json").json["trees"]}


def outside(*words):
    return subprocess.run([sys.executable, VERIFIER, *words], capture_output=True, text=True, timeout=120, check=False)


def kept(name, text):
    path = os.path.join(city().folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def address(tree="audit"):
    return f"http://127.0.0.1:{city().port}/log/{tree}"


def rename(n):
    b = city().browser().enter("mayor")
    answer = b.submit("/departments/LAPL/edit", "/rename", name=f"Public Library {n}")
    check(answer.status == 303, f"rename is {answer.status}")


def an_outsider_checks_the_whole_log():
    key = trees()["audit"]["key"]
    old = kept("old", city().browser().get("/log/audit/checkpoint").text)
    for n in range(5):
        rename(n)
    p = outside("log", address(), "--key", key, "--old", old)
    check(p.returncode == 0 and p.stdout.startswith("GOOD: "), p.stdout + p.stderr)
    size = int(open(old, encoding="utf-8").read().splitlines()[1])
    check(f"the first {size} are those" in p.stdout and trees()["audit"]["size"] == size + 5, p.stdout)


def a_rewritten_history_and_a_strange_key_are_refused():
    t = trees()
    note = city().browser().get("/log/audit/checkpoint").text
    p = outside("log", address(), "--key", t["draw"]["key"])
    check(p.returncode == 1 and "did not sign" in p.stderr, p.stderr)
    bad = kept("bad", note.replace("\n" + note.splitlines()[1] + "\n", f"\n{t['audit']['size'] - 1}\n"))
    p = outside("log", address(), "--key", t["audit"]["key"], "--old", bad)
    check(p.returncode == 1 and "signature is false" in p.stderr, p.stderr)


def a_proof_stands_without_the_city():
    key = trees()["audit"]["key"]
    for n in (1, 2, 257, trees()["audit"]["size"]):
        text = city().browser().get(f"/log/proofs/{n}").text
        p = outside("proof", kept("proof", text), "--key", key)
        check(p.returncode == 0 and f"GOOD: entry {n - 1} of " in p.stdout, p.stdout + p.stderr)


def edited(proof, change):
    lines = proof.split("\n")
    extra = base64.b64decode(lines[1].split()[1]).decode()
    new = change(extra)
    check(new != extra, "the edit changed nothing")
    lines[1] = "extra " + base64.b64encode(new.encode()).decode()
    return "\n".join(lines)


def an_edited_proof_is_refused():
    rename("edited")
    t = trees()["audit"]
    proof = city().browser().get(f"/log/proofs/{t['size']}").text
    p = outside("proof", kept("good", proof), "--key", t["key"])
    check(p.returncode == 0 and "Public Library edited" in p.stdout, p.stdout + p.stderr)
    p = outside("proof", kept("row", edited(proof, lambda x: x.replace("Library edited", "Library invented"))), "--key", t["key"])
    check(p.returncode == 1 and "the row is not the one that was logged" in p.stderr, p.stderr)
    p = outside("proof", kept("entry", edited(proof, lambda x: x.replace('city.', 'cite.'))), "--key", t["key"])
    check(p.returncode == 1 and "the entry is not in the log" in p.stderr, p.stderr)
    p = outside("proof", kept("index", proof.replace(f"index {t['size'] - 1}", "index 3")), "--key", t["key"])
    check(p.returncode == 1, p.stdout)


def what_is_not_public_has_a_proof_without_the_fact():
    """An account's row: the public may see that something was logged, not what; an auditor may."""
    b = city().browser()
    of_account = next(n for n in range(1, trees()["audit"]["size"]) if "person.added" in b.get(f"/log/entries/{n}.json").json["entry"])
    mine = b.get(f"/log/entries/{of_account}.json").json
    check(mine["row"] == "" and mine["salt"] == "", f"shown to all: {mine}")
    check("The fact is not public" in b.get(f"/log/entries/{of_account}").text, "the page says why")
    theirs = city().browser().enter("auditor").get(f"/log/entries/{of_account}.json").json
    check("login" in theirs["row"] and len(theirs["salt"]) == 64, f"an auditor's: {theirs}")
    p = outside("proof", kept("account", b.get(f"/log/proofs/{of_account}").text), "--key", trees()["audit"]["key"])
    check(p.returncode == 0 and "not public" in p.stdout, p.stdout + p.stderr)


def paths_that_are_no_tile_are_not_there():
    b = city().browser()
    check(b.get("/log/audit/tile/0/000").status == 200, "a whole tile")
    check(b.get("/log/audit/tile/entries/000").status == 200, "a whole bundle")
    for path in ("audit/tile/0/0", "audit/tile/0/000.p/0", "audit/tile/0/000.p/256", "audit/tile/9/000", "audit/tile/0/x001/000", "audit/tile/0/999",
                 "draw/tile/0/000", "draw/checkpoint", "nothing/checkpoint", "audit/tile/x/000", "entries/0", "entries/99999999", "proofs/0"):
        check(b.get("/log/" + path).status == 404, f"{path} is {b.get('/log/' + path).status}")


def a_killed_server_leaves_a_whole_log():
    for _ in range(3):
        rename("before the kill")
        city().kill()
        city().start()
    p = city().run("verify")
    check("Every fact is the one that was logged." in p.stdout, p.stdout)
    p = outside("log", address(), "--key", trees()["audit"]["key"])
    check(p.returncode == 0, p.stderr)


def writ_verify_names_a_changed_row():
    """By a hand in the file, past every rule: only the log can tell."""
    mine = City()
    try:
        db = sqlite3.connect(os.path.join(mine.data, "writ.db"))
        n, about = db.execute("SELECT n, about FROM directive_cell_event WHERE what = 'directive.claimed' LIMIT 1").fetchone()
        db.execute("UPDATE directive_cell_event SET value = replace(value, '2025', '2024') WHERE n = ?", (n,))
        db.commit()
        p = mine.command("verify")
        check(p.returncode == 4 and f"directive_cell_event, log number {n}, about {about}: the row is not the one that was logged" in p.stdout, p.stdout + p.stderr)
        db.execute("DELETE FROM directive_cell_event WHERE n = ?", (n,))
        db.commit()
        db.close()
        p = mine.command("verify")
        check(p.returncode == 4 and f"audit: entry {n - 1} has no row" in p.stdout, p.stdout + p.stderr)
    finally:
        mine.end()


def without_its_key_nothing_starts():
    mine = City(demo=False)
    key = os.path.join(mine.data, "log.key")
    try:
        os.chmod(key, 0o644)
        p = mine.command("serve", "--listen", "127.0.0.1:0")
        check(p.returncode == 10 and "others may read it" in p.stderr, p.stderr)
        os.remove(key)
        p = mine.command("serve", "--listen", "127.0.0.1:0")
        check(p.returncode == 10 and "No such file" in p.stderr and "backup" in p.stderr, p.stderr)
    finally:
        mine.end()


def end():
    if "city" in shared:
        shared["city"].stop()
        shared["city"].end()


if __name__ == "__main__":
    tests = [an_outsider_checks_the_whole_log, a_rewritten_history_and_a_strange_key_are_refused, a_proof_stands_without_the_city, an_edited_proof_is_refused,
             what_is_not_public_has_a_proof_without_the_fact, paths_that_are_no_tile_are_not_there, a_killed_server_leaves_a_whole_log, without_its_key_nothing_starts]
    if os.environ.get("WRIT_TEST_ENGINE") != "postgresql":   # looks into the file of the other engine
        tests.append(writ_verify_names_a_changed_row)
    rc = main(tests)
    end()
    sys.exit(rc)
