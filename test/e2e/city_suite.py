#!/usr/bin/env python3
"""city_suite.py -- the whole city as its users meet it, over real sockets, with the real binary. Writes TAP."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, WRIT, Browser, City, Failure, Forms, check, main  # noqa: E402

NOTE = {"en": "Demonstration. Invented people, events and states; not records of the City of Los Angeles.",
        "es": "Demostración. Personas, hechos y estados inventados; no son registros de la Ciudad de Los Ángeles."}
shared = {}


def city():
    if "city" not in shared:
        shared["city"] = City().start()
    return shared["city"]


def public_paths():
    return [p["path"] for p in city().browser().get("/site.json").json["pages"]] + ["/directive/12.1", "/directive/12.1/RAP",
            "/directive/departments/RAP", "/directive/orders/ED12", "/departments/RAP"]


def every_public_page_in_both_languages():
    b = city().browser()
    for path in public_paths():
        for lang in ("en", "es"):
            url = path if lang == "en" else "/es" + ("" if path == "/" else path)
            page = b.get(url)
            check(page.status == 200, f"{url} is {page.status}")
            check(NOTE[lang] in page.text, f"{url} does not say that it is a demonstration")
            check(f'<html lang="{lang}"' in page.text, f"{url} is not in {lang}")
            check(page.text.count("<h1") == 1, f"{url} has {page.text.count('<h1')} headings of the first rank")
            for word in ("usa-banner", "official website", ".gov means", "<script>", "onclick=", " style="):
                check(word not in page.text, f"{url} has {word}")
            check("set-cookie" not in page.headers, f"{url} sets a cookie")
            check("default-src 'self'" in page.headers.get("content-security-policy", ""), f"{url} has no policy")
            check(len(page.body) < 100_000, f"{url} is {len(page.body)} bytes")


def every_public_page_is_data():
    b = city().browser()
    for path in public_paths():
        url = "/index.json" if path == "/" else path + ".json"
        a = b.get(path, Accept="application/json") if path == "/" else b.get(url)
        check(a.status == 200 and a.headers["content-type"].startswith("application/json"), f"{url}: {a.status} {a.headers.get('content-type')}")
        said = a.json.get("demo") or a.json["info"]["description"]   # an OpenAPI document has no member of ours
        check(said.endswith(NOTE["en"]), f"{url} does not say that it is a demonstration")


def the_matrix_as_data():
    doc = city().browser().get("/directive.json").json
    check(len(doc["directions"]) == 14, f"{len(doc['directions'])} directions")
    for key in ("acronym", "name", "parent"):
        check(all(key in d for d in doc["departments"]), f"a department lacks {key}")
    for key in ("direction", "department", "due", "state", "claimed", "verified"):
        check(all(key in c for c in doc["cells"]), f"a cell lacks {key}")
    plan = [c for c in doc["cells"] if c["direction"] == "12.1"]
    check(len(plan) == 44, f"{len(plan)} departments are asked for a plan")
    due = {c["due"] for c in plan if c["department"] == "ELP"}
    check(due == {"2025-07-25"}, f"plans are due {due}")
    check({c["due"] for c in doc["cells"] if c["direction"] == "17.2" and c["department"] == "ELP"} == {"2026-02-25"}, "the property list is due 2026-02-25")
    check("groups" not in doc and "wide" not in doc, "the data holds what only the page needs")
    check(not any("score" in k for c in doc["cells"] for k in c), "there is a score")


def the_matrix_as_csv():
    a = city().browser().get("/directive.csv")
    check(a.status == 200 and a.headers["content-type"].startswith("text/csv"), f"{a.status} {a.headers.get('content-type')}")
    check(NOTE["en"] in a.text, "the CSV does not say that it is a demonstration")
    check(a.text.count("\n") > 300, f"{a.text.count(chr(10))} lines")


def a_city_answers_only_to_whom_it_should():
    b = city().browser()
    check(b.get("/work").status == 303, "a page for the signed in sends to the sign-in")
    check(b.get("/work", Accept="application/json").status == 401, "and says 401 to a program")
    b.enter("liaison")
    check(b.get("/work").status == 200, "a liaison has a page of work")
    check(b.get("/briefing").status == 403, "a liaison has no briefing")
    check(b.get("/people").status == 403, "a liaison sees no accounts")
    check(b.get("/nowhere").status == 404, "404")
    check(b.ask("POST", "/directive").status == 405, "405")


EVIDENCE = dict(title="Plan, version 1", url="https://example.org/plan", dated="2026-02-20")


def claim_and_verify_take_two_people():
    cell = "/directive/12.1/RAP"
    liaison = city().browser().enter("liaison")
    check(liaison.submit(cell, "/evidence/add", **EVIDENCE).status == 303, "evidence")
    check(liaison.submit(cell, "/claim").status == 303, "claim")
    page = liaison.get(cell)
    check("claimed and waiting for a check" in page.text, "the page does not say that the late answer was claimed")
    queue = city().browser().enter("verifier").get("/work.json").json["queue"]
    check(any(q["direction"] == "12.1" and q["department"] == "RAP" for q in queue), "a claim made after its date is in nobody's queue")
    check(not any(f["action"].endswith("/verify") for f in Forms(page.text).forms), "the claimant is offered to verify")
    one, two = city().browser().enter("verifier"), city().browser().enter("verifier-2")
    first, second = one.form(one.get(cell), "/verify"), two.form(two.get(cell), "/verify")
    check(one.send(first).status == 303, "verify")
    check(two.send(second).status == 409, "the second verifier is told that it changed")
    doc = one.get("/directive.json").json
    mine = [c for c in doc["cells"] if c["direction"] == "12.1" and c["department"] == "RAP"][0]
    check(mine["state"] == "implemented" and mine["claimed"] and mine["verified"], str(mine))


def another_department_is_refused():
    cell = "/directive/12.4/LAPL"
    own = city().browser().enter("liaison-library")
    form = None
    for f in Forms(own.get("/directive/12.1/LAPL").text).forms + Forms(own.get(cell).text).forms:
        if "/LAPL/" in f["action"]:
            form = f
    if form is None:
        raise Failure("the library's liaison has no form on its own cells")
    other = city().browser().enter("liaison")
    a = other.send(form)
    check(a.status == 403, f"another department's liaison got {a.status}")


def an_extension_keeps_the_first_date():
    cell = "/directive/12.1/ELP"
    mayor = city().browser().enter("mayor")
    page = mayor.get(cell)
    form = mayor.form(page, "/extend")
    check(mayor.send(form, due="2026-02-30", reason="x").status == 422, "a day that cannot be")
    form = mayor.form(mayor.get(cell), "/extend")
    a = mayor.send(form, **{k: "2026-03-20" for k in form["fields"] if k in ("due", "day", "to")},
                   **{k: "The board meets in March." for k in form["fields"] if k in ("reason", "why")},
                   **{k: "Lee Sample" for k in form["fields"] if k == "approver"})
    check(a.status == 303, f"extend: {a.status} {a.text[:300]}")
    page = mayor.get(cell)
    check("25 Jul 2025" in page.text and "20 Mar 2026" in page.text, "both dates stand on the page")
    check("The board meets in March." in page.text, "and the reason")


def forms_are_guarded():
    b = city().browser().enter("liaison")
    cell = "/directive/12.2/RAP"
    form = b.form(b.get(cell), "/evidence/add")
    check(b.send({**form, "fields": {**form["fields"], "once": "x" * 43}}, **EVIDENCE).status == 403, "a wrong once-key")
    bare = {k: v for k, v in form["fields"].items() if k != "once"}
    check(b.send({**form, "fields": bare}, **EVIDENCE).status == 403, "no once-key")
    first = b.send(form, **EVIDENCE)
    again = b.send(form, **EVIDENCE)
    check(first.status == 303 and again.status == 303 and first.headers["location"] == again.headers["location"], "the same form twice is one act")
    check(b.send(form, **{**EVIDENCE, "title": "Another"}).status == 409, "the same key with another body")
    form = b.form(b.get(cell), "/evidence/add")
    a = b.send(form, title="", url="", dated="soon")
    check(a.status == 422 and "soon" in a.text, f"what was typed comes back: {a.status}")


def cached_pages_have_an_etag():
    b = city().browser()
    a = b.get("/directive")
    check("etag" in a.headers, "no ETag")
    check(b.get("/directive", If_None_Match=a.headers["etag"]).status == 304, "not 304")


def the_colours_are_those_of_the_pack():
    folder = tempfile.mkdtemp(prefix="writ-look-")
    try:
        pack = os.path.join(folder, "p")
        shutil.copytree(os.path.join(ROOT, "packs/la-ed12"), pack)
        path = os.path.join(pack, "city/city.yaml")
        with open(path, encoding="utf-8") as f:
            text = f.read()
        check('go: "#0b5a50"' in text, "the pack names another colour")
        for colour, fits in (("#5a1e6b", True), ("#aaddcc", False)):
            with open(path, "w", encoding="utf-8") as f:
                f.write(text.replace('go: "#0b5a50"', f'go: "{colour}"'))
            c = None
            try:
                c = City(demo=False, pack=pack)
                check(fits, f"{colour} cannot be read on white and was taken")
                page = c.start().browser().get("/").text
                url = re.search(r'href="(/static/city\.css\?v=\w+)"', page)
                check(url and f"--go:{colour};" in c.browser().get(url.group(1)).text, "the page does not bear the pack's colour")
            except Failure as e:
                check(not fits and "city.yaml" in str(e) and "4.5" in str(e), str(e))
            finally:
                if c:
                    c.end()
    finally:
        shutil.rmtree(folder)


def explain_names_the_line():
    p = subprocess.run([WRIT, "explain", "/es/directive/12.1/RAP"], capture_output=True, text=True, check=True)
    check(re.search(r"src/clauses/directive/\w+\.c:\d+", p.stdout), p.stdout)
    for k in ("init", "serve", "demo", "check", "user", "explain"):
        p = subprocess.run([WRIT, k, "--help"], capture_output=True, text=True, check=True)
        check(k in p.stdout, f"{k} --help")


def a_demo_stays_at_home():
    p = city().command("serve", "--listen", "0.0.0.0:0")
    check(p.returncode != 0 and "loopback" in p.stderr, f"{p.returncode}: {p.stderr}")


def a_user_is_added_and_signs_in():
    c = city()
    p = subprocess.run([WRIT, "user", "add", "river", "--role", "liaison", "--department", "ZOO", "--data", c.data], input="correct horse battery\n",
                       capture_output=True, text=True)
    check(p.returncode == 0, p.stderr)
    b = c.browser()
    check(b.submit("/sign-in", "/sign-in/enter", login="river", password="wrong horse").status != 303, "a wrong password")
    check(b.submit("/sign-in", "/sign-in/enter", login="river", password="correct horse battery").status == 303, "the right one")
    check(b.get("/work").status == 200, "and the work of a liaison")
    c.run("user", "disable", "river")
    check(b.get("/work").status == 303, "a disabled account is out at once")


def a_broken_pack_names_file_and_line():
    folder = tempfile.mkdtemp(prefix="writ-pack-")
    try:
        pack = os.path.join(folder, "p")
        for name, find, put, expected in (
                ("directive/directions.yaml", "everyone: true", "everyone: maybe", "directive/directions.yaml:2"),
                ("directive/orders.yaml", "signed: 2025-07-11", "signed: 2025-02-30", "directive/orders.yaml:2"),
                ("city/departments.yaml", "acronym:", "acronim:", "city/departments.yaml:2"),
                ("city/departments.yaml", 'acronym: "LAAS"', 'acronym: "LADOA"', "city/departments.yaml:3"),
                ("directive/asked.yaml", 'department: "LAAS"', 'department: "NONE"', "directive/asked.yaml:"),
                ("directive/targets.yaml", 'rule: "ed12.plan"', 'rule: "ed99.plan"', "ed99.plan")):
            shutil.rmtree(pack, ignore_errors=True)
            shutil.copytree(os.path.join(ROOT, "packs/la-ed12"), pack)
            path = os.path.join(pack, name)
            with open(path, encoding="utf-8") as f:
                text = f.read()
            check(find in text, f"{name} has no {find}")
            with open(path, "w", encoding="utf-8") as f:
                f.write(text.replace(find, put, 1))
            data = os.path.join(folder, "d")
            shutil.rmtree(data, ignore_errors=True)
            p = subprocess.run([WRIT, "init", "--data", data, "--pack", pack], capture_output=True, text=True)
            check(p.returncode != 0 and expected in p.stderr, f"{name}: exit {p.returncode}: {p.stderr}")
        p = subprocess.run([WRIT, "init", "--data", data, "--pack", os.path.join(ROOT, "packs/la-ed12")], capture_output=True, text=True)
        check(p.returncode == 0, f"the next try, with a good pack, in the same folder: {p.stderr}")
    finally:
        shutil.rmtree(folder)


def the_record_holds_together():
    check("nothing found" in city().run("check").stdout, "check")


def a_record_that_does_not_hold_together_is_found():
    import sqlite3
    c = City()
    try:
        with sqlite3.connect(os.path.join(c.data, "writ.db")) as db:
            db.execute("UPDATE directive_cell SET verified_by = claimed_by WHERE direction = '12.3' AND department = 'LAPL'")
        p = c.command("check")
        check(p.returncode == 4 and "directive 12.3 in LAPL: claimed and verified by one person" in p.stdout and "1 findings" in p.stderr,
              f"{p.returncode}: {p.stdout} {p.stderr}")
    finally:
        c.end()


def a_newer_database_is_refused():
    c = City(demo=False)
    try:
        import sqlite3
        with sqlite3.connect(os.path.join(c.data, "writ.db")) as db:
            db.execute("INSERT INTO wr_step VALUES ('city', 99, 'future', 'x', 0)")
        p = c.command("check")
        check(p.returncode == 4 and "newer" in p.stderr and "city 99 future" in p.stderr, f"{p.returncode}: {p.stderr}")
    finally:
        c.end()


def titles(b):
    return set(re.findall(r"Kill \d+-\d+", b.get("/directive/12.4/RAP").text))


def kill_nine_loses_nothing_acknowledged():
    c = City().start()
    try:
        for round_no in range(5):
            b = c.browser().enter("liaison")
            done, stop = [], threading.Event()

            def work():
                n = 0
                while not stop.is_set():
                    try:
                        title = f"Kill {round_no}-{n}"
                        if b.submit("/directive/12.4/RAP", "/evidence/add", **{**EVIDENCE, "title": title}).status == 303:
                            done.append(title)
                        n += 1
                    except (OSError, Failure, Exception):
                        return

            t = threading.Thread(target=work)
            t.start()
            while len(done) < 5 and t.is_alive():
                t.join(0.01)
            c.kill()
            stop.set()
            t.join()
            check(len(done) >= 5, f"only {len(done)} acknowledged")
            c.start()
            missing = set(done) - titles(c.browser())
            check(not missing, f"acknowledged and lost: {missing}")
        c.stop()
        c.run("check")
    finally:
        c.end()


def a_sync_stands_before_each_acknowledgement():
    c = City()
    trace = os.path.join(c.folder, "trace")
    try:
        c.start(under=["strace", "-f", "-e", "trace=fdatasync,fsync,sendto,sendmsg,writev,write", "-s", "24", "-o", trace])
        b = c.browser().enter("liaison")
        for n in range(5):
            check(b.submit("/directive/12.4/RAP", "/evidence/add", **{**EVIDENCE, "title": f"T{n}"}).status == 303, "evidence")
        c.stop()
        synced, answers = 0, 0
        with open(trace, encoding="utf-8", errors="replace") as f:
            for line in f:
                if re.search(r"f(data)?sync(\(| resumed).*= 0", line):
                    synced += 1
                elif "HTTP/1.1 303" in line:
                    check(synced > 0, "an acknowledgement without a sync since the one before")
                    synced, answers = 0, answers + 1
        check(answers >= 6, f"{answers} acknowledgements seen")
    finally:
        c.end()


def a_full_disk_acknowledges_nothing_and_recovers():
    folder = tempfile.mkdtemp(prefix="writ-full-")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], capture_output=True).returncode == 0
    check(mounted, "a small file system cannot be mounted here: run as root")
    c = None
    try:
        c = City(data=os.path.join(folder, "data")).start()
        b = c.browser().enter("liaison")
        form = b.form(b.get("/directive/12.4/RAP"), "/evidence/add")
        ballast = os.path.join(folder, "ballast")
        with open(ballast, "wb", buffering=0) as f:
            try:
                while True:
                    f.write(b"x" * 65536)
            except OSError:
                pass
        answers, kept = [], 0
        for n in range(400):
            a = b.send(form, **{**EVIDENCE, "title": f"Full {n}", "text": "y" * 3000})
            answers.append(a.status)
            if a.status == 503:
                break
            kept += a.status == 303
            form = b.form(b.get("/directive/12.4/RAP"), "/evidence/add")
        check(answers[-1] == 503, f"never 503: {set(answers)}")
        os.unlink(ballast)
        check(b.send(form, **{**EVIDENCE, "title": "After"}).status == 303, "there is room again, and still refused")
        text = b.get("/directive/12.4/RAP").text
        check("After" in text and text.count("Full ") >= kept, "what was acknowledged is not there")
        c.stop()
    finally:
        if c:
            c.end()
        subprocess.run(["umount", "-l", folder], check=False)
        os.rmdir(folder)


def a_database_that_goes_away_and_comes_back():
    pg = os.path.join(ROOT, "test/pg")
    server = subprocess.run([pg, "start"], capture_output=True, text=True, check=True).stdout.strip()
    c = None
    try:
        c = City(url=subprocess.run([pg, "database", server], capture_output=True, text=True, check=True).stdout.strip()).start()
        b = c.browser().enter("liaison")
        form = b.form(b.get("/directive/12.4/RAP"), "/evidence/add")
        subprocess.run([pg, "crash", server], check=True)
        check(b.get("/work").status == 503, "reading without a database is 503")
        check(b.send(form, **EVIDENCE).status == 503, "writing without a database is 503")
        subprocess.run([pg, "again", server], check=True)
        check(b.get("/work").status == 200, "it reads again without a restart")
        check(b.send(form, **EVIDENCE).status == 303, "and writes again, with the same form")
        c.stop()
    finally:
        if c:
            c.end()
        subprocess.run([pg, "stop", server], check=False)


def it_stops_in_order():
    city().stop()
    check("level=error" not in city().errors(), city().errors())


if __name__ == "__main__":
    tests = [every_public_page_in_both_languages, every_public_page_is_data, the_matrix_as_data, the_matrix_as_csv,
               a_city_answers_only_to_whom_it_should, claim_and_verify_take_two_people, another_department_is_refused,
               an_extension_keeps_the_first_date, forms_are_guarded, cached_pages_have_an_etag, the_colours_are_those_of_the_pack, explain_names_the_line, a_demo_stays_at_home,
               a_user_is_added_and_signs_in, a_broken_pack_names_file_and_line, the_record_holds_together, a_record_that_does_not_hold_together_is_found, a_newer_database_is_refused,
               kill_nine_loses_nothing_acknowledged, a_sync_stands_before_each_acknowledgement, a_full_disk_acknowledges_nothing_and_recovers,
               it_stops_in_order]
    if os.environ.get("WRIT_TEST_ENGINE") == "postgresql":   # these look into the file of the other engine
        for t in (a_record_that_does_not_hold_together_is_found, a_newer_database_is_refused, a_sync_stands_before_each_acknowledgement, a_full_disk_acknowledges_nothing_and_recovers):
            tests.remove(t)
        tests.insert(0, a_database_that_goes_away_and_comes_back)
    rc = main(tests)
    shared["city"].end()
    sys.exit(rc)
