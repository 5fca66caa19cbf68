#!/usr/bin/env python3
"""again_suite.py -- a pack loaded again: what is new, what the pack changed, what the city keeps, what is gone. Writes TAP."""
import filecmp
import os
import re
import resource
import shutil
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, WRIT, City, check, main  # noqa: E402

shared = {}
NONE = "0 new, 0 changed, 0 left as the city has them, 0 gone from the pack."


def city():
    if "city" not in shared:
        shared["city"] = City().start()
    return shared["city"]


def stopped():
    if city().server and city().server.poll() is None:
        city().stop()
    return city()


def edit(pack, name, *changes):
    path = os.path.join(pack, name)
    text = open(path, encoding="utf-8").read()
    for old, new in changes:
        check(text.count(old) >= 1, f"{name} has no {old}")
        text = text.replace(old, new, 1)
    open(path, "w", encoding="utf-8").write(text)


def changed_pack():
    if "pack" not in shared:
        pack = shared["pack"] = os.path.join(city().folder, "pack")
        shutil.copytree(os.path.join(ROOT, "packs/la-ed12"), pack)
        edit(pack, "city/departments.yaml", ('name: "Animal Services"', 'name: "Animals"'), ('name: "Aging"', 'name: "Aging", phone: "213-555-0190"'),
             ('- { acronym: "ZOO"', '- { acronym: "NEWDEP", name: "A new department" }\n- { acronym: "ZOO"'))
        edit(pack, "directive/directions.yaml", ("A catalogue of services with languages and contact, checked in the last 90 days.", "A catalogue checked in the last 60 days."),
             ('- { id: "17.1"', '- { id: "12.7", order: "ed12", title: "A seventh", words: "One more thing is asked.", stage: "policy", measure: "Done.", everyone: false }\n- { id: "17.1"'))
        edit(pack, "directive/asked.yaml", ('- { id: "12.1-LAAS"', '- { id: "12.7-NEWDEP", direction: "12.7", department: "NEWDEP" }\n- { id: "12.1-LAAS"'),
             ('- { id: "17.8-LAAS", direction: "17.8", department: "LAAS" }\n', ""))
        edit(pack, "directive/targets.yaml", ('- { id: "17.2-list"', '- { id: "12.4-list", direction: "12.4", label: "Services listed", rule: "ed17.change", start: "ed17" }\n- { id: "17.2-list"'))
        edit(pack, "clock/rules.yaml", ("two weeks after signing\", n: 2", "three weeks after signing\", n: 3"))
        edit(pack, "site/sentences.yaml", ('id: "plan", n: 1', 'id: "plan", n: 2'), ('id: "liaison", n: 2', 'id: "liaison", n: 1'))
        edit(pack, "po/es.po", ('msgid "Plan and training"', 'msgid "A seventh"\nmsgstr "Una séptima"\n\nmsgid "Plan and training"'))
    return shared["pack"]


def load(pack, *more):
    return city().command("pack", "load", pack, *more)


def loading_the_same_pack_changes_nothing():
    stopped()
    p = load("la-ed12", "--yes")
    check(p.returncode == 0 and p.stdout.strip().split("\n") == [NONE], p.stdout + p.stderr)


def the_diff_says_what_would_happen():
    b = city().start().browser().enter("admin")
    check(b.submit("/departments/LAAS/edit", "/rename", name="Animal Welfare").status == 303, "the city renames a department")
    shared["due"] = {(c["direction"], c["department"]): c["due"] for c in b.get("/directive.json").json["cells"]}
    stopped()
    before, after = os.path.join(city().folder, "before"), os.path.join(city().folder, "after")
    city().run("export", before)
    p = load(changed_pack())
    check(p.returncode == 0, p.stderr)
    lines = p.stdout.split("\n")
    for want in (r"^new        city/departments.yaml:46  NEWDEP$", r"^changed    city/departments.yaml:2  LADOA$", r'^           phone: "" -> "213-555-0190"$',
                 r"^kept       city/departments.yaml:3  LAAS  \(the city has edited it: it stays\)$", r'^           name: "Animal Welfare" -> "Animals"$',
                 r"^new        directive/directions.yaml:8  12.7$", r"^changed    directive/directions.yaml:5  12.4$", r"^new        directive/targets.yaml:4  12.4-list$",
                 r"^new        directive/asked.yaml:7  12.7-NEWDEP$", r"^gone       directive/asked.yaml  17.8-LAAS  \(not in the pack any more: it stays\)$",
                 r"^changed    clock/rules.yaml:2  ed12.plan$", r'^           n: "2" -> "3"$', r"^changed    site/sentences.yaml:3  plan$", r"^new        po/es.po  1 texts$",
                 r"^4 new, 5 changed, 1 left as the city has them, 1 gone from the pack.$", r"^Nothing was changed."):
        check(any(re.search(want, line) for line in lines), f"{want} is not in:\n{p.stdout}")
    city().run("export", after)
    check(filecmp.cmp(os.path.join(before, "MANIFEST.json"), os.path.join(after, "MANIFEST.json"), shallow=False), "the diff changed something")


def with_yes_it_is_done_and_logged():
    p = load(changed_pack(), "--yes")
    check(p.returncode == 0 and "Nothing was changed" not in p.stdout, p.stdout + p.stderr)
    check(load(changed_pack()).stdout.startswith(NONE), load(changed_pack()).stdout)
    city().run("check")
    before = os.path.join(city().folder, "loaded")
    city().run("export", before)
    check("city.department_changed" in open(os.path.join(before, "tables/city_department_event.csv"), encoding="utf-8").read(), "the change is in the record")
    b = city().start().browser()
    names = {d["acronym"]: d["name"] for d in b.get("/departments.json").json["departments"]}
    check(names["LAAS"] == "Animal Welfare" and names["NEWDEP"] == "A new department", str(names))
    check(b.get("/departments/LADOA.json").json["phone"] == "213-555-0190", "the pack's telephone")
    check(b.get("/directive/12.4.json").json["measure"] == "A catalogue checked in the last 60 days.", "the measure")
    check("Una séptima" in b.get("/es/directive/12.7").text, "the new direction in Spanish")
    check(b.get("/directive/17.8/LAAS").status == 200, "what is gone from the pack stays in the city")
    due = {(c["direction"], c["department"]): c["due"] for c in b.get("/directive.json").json["cells"]}
    check(shared["due"]["12.1", "ELP"] == "2025-07-25" and due["12.1", "ELP"] == "2025-08-01", f"the rule moved dates: {due['12.1', 'ELP']}")
    check(due["12.1", "RAP"] == shared["due"]["12.1", "RAP"] == "2025-11-28", "what a person moved stays")
    check(due["12.4", "ELP"] == "2026-03-12", f"the new date: {due['12.4', 'ELP']}")
    shared["cells"] = b.get("/directive.json").json["cells"]


def and_it_can_be_made_again_from_the_record():
    stopped()
    city().run("rebuild")
    b = city().start().browser()
    check(b.get("/directive.json").json["cells"] == shared["cells"], "rebuilt cells differ")
    check(b.get("/departments/LADOA.json").json["phone"] == "213-555-0190", "rebuilt departments differ")
    stopped()


def an_error_names_file_and_line_and_changes_nothing():
    pack = os.path.join(city().folder, "wrong")
    shutil.copytree(os.path.join(ROOT, "packs/la-ed12"), pack)
    cases = [("city/departments.yaml", 'name: "Aging"', 'name: "Aging", colour: "red"', "departments.yaml:2"), ("directive/asked.yaml", 'department: "LADOA"', 'department: "NOBODY"', "asked.yaml:2"),
             ("directive/directions.yaml", 'order: "ed12"', 'order: "ed99"', "directions.yaml:2"), ("clock/holidays.yaml", "kind: fixed", "kind: often", "holidays.yaml:2"),
             ("city/city.yaml", "America/Los_Angeles", "America/Nowhere", "city.yaml:2")]
    for name, old, new, where in cases:
        keep = open(os.path.join(pack, name), encoding="utf-8").read()
        edit(pack, name, (old, new))
        for more in ((), ("--yes",)):
            p = load(pack, *more)
            check(p.returncode in (2, 7) and where in p.stderr, f"{name}: exit {p.returncode}: {p.stderr}")
        open(os.path.join(pack, name), "w", encoding="utf-8").write(keep)
    check(city().command("pack", "load").returncode == 2, "which pack")
    check(city().command("pack", "load", "no-such-pack").returncode == 7, "no such pack")


def other_city():
    """A city without a demonstration, and a pack of its own beside it."""
    if "other" not in shared:
        shared["other"] = City(demo=False)
        shared["theirs"] = os.path.join(shared["other"].folder, "pack")
        shutil.copytree(os.path.join(ROOT, "packs/la-ed12"), shared["theirs"])
    return shared["other"], shared["theirs"]


def a_row_that_stands_twice_is_refused():
    c, pack = other_city()
    path = os.path.join(pack, "city/liaisons.yaml")
    keep = open(path, encoding="utf-8").read()
    row = '- { department: "ZOO", kind: "liaison", name: "%s Placeholder", email: "zoo@example.org", phone: "213-555-0101" }\n'
    open(path, "w", encoding="utf-8").write(row % "Kim" + row.replace("liaison", "alternate") % "Lee" + row % "Max")
    p = c.command("pack", "load", pack, "--yes")
    check(p.returncode == 2 and "liaisons.yaml:3" in p.stderr and "ZOO liaison" in p.stderr, f"exit {p.returncode}: {p.stdout[-300:]}{p.stderr}")
    open(path, "w", encoding="utf-8").write(keep)


def what_only_the_pack_keeps_is_no_edit_of_the_city():
    c, pack = other_city()
    edit(pack, "directive/directions.yaml", ('title: "Police data"', 'title: "Data of the police"'), ('again: "ed17.data"', 'again: "ed17.change"'))
    p = c.command("pack", "load", pack, "--yes")
    check(re.search(r"^changed    directive/directions.yaml:12  17.5$", p.stdout, re.M) and "0 new, 1 changed, 1 left" in p.stdout, p.stdout + p.stderr)
    kept = r"^kept       directive/directions.yaml:12  17.5  \(loaded once, with the row: what the city has stays\)\n           again: \"ed17.data\" -> \"ed17.change\"$"
    check(re.search(kept, p.stdout, re.M), p.stdout)
    check(c.command("pack", "load", pack).stdout.startswith(NONE), "again it changes nothing")
    edit(pack, "directive/directions.yaml", ('title: "Data of the police"', 'title: "Police data"'))
    p = c.command("pack", "load", pack, "--yes")
    check("0 new, 1 changed, 1 left" in p.stdout and re.search(kept, p.stdout, re.M), "the city is compared with its own rule, not with what was not done: " + p.stdout)
    edit(pack, "directive/orders.yaml", ('series:', 'source_file: "directive/order.txt", source_sha256: "' + "0" * 64 + '", series:'))
    p = c.command("pack", "load", pack, "--yes")
    check("0 new, 0 changed, 1 left" in p.stdout and '           source_file: "" -> "directive/order.txt"' in p.stdout, p.stdout + p.stderr)
    check(c.command("pack", "load", pack).stdout.startswith(NONE), "again it changes nothing")


def a_row_that_comes_back_is_compared_with_what_was_said_of_it():
    c, pack = other_city()
    edit(pack, "site/sentences.yaml", ('- { id: "plan"', '# - { id: "plan"'))
    check("0 left as the city has them, 1 gone" in c.command("pack", "load", pack, "--yes").stdout, "it goes")
    edit(pack, "site/sentences.yaml", ('# - { id: "plan"', '- { id: "plan"'), ("must train its staff", "must teach its staff"))
    p = c.command("pack", "load", pack, "--yes")
    check(re.search(r"^changed    site/sentences.yaml:3  plan$", p.stdout, re.M), p.stdout + p.stderr)
    check(c.command("pack", "load", pack).stdout.startswith(NONE), "again it changes nothing")


def a_file_that_cannot_be_read_is_not_an_empty_one():
    c, pack = other_city()
    path = os.path.join(pack, "directive/edges.yaml")
    os.rename(path, path + ".txt")
    os.mkdir(path)
    p = c.command("pack", "load", pack)
    os.rmdir(path)
    os.rename(path + ".txt", path)
    check(p.returncode == 10 and "edges.yaml" in p.stderr, f"exit {p.returncode}: {p.stdout[-300:]}{p.stderr}")


def translations_survive_a_full_disk_and_zero_bytes():
    c, pack = other_city()
    ours, theirs = os.path.join(c.data, "po/es.po"), os.path.join(pack, "po/es.po")
    keep, new = open(ours, "rb").read(), open(theirs, "rb").read()
    open(theirs, "ab").write(b"\n# " + b"x" * 3900000 + b'\nmsgid "One more"\nmsgstr "Uno m\xc3\xa1s"\n')

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (3600000, 3600000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    p = subprocess.run([WRIT, "pack", "load", pack, "--yes", "--data", c.data], capture_output=True, text=True, check=False, preexec_fn=small, restore_signals=False)
    check(p.returncode == 10 and "es.po" in p.stderr, f"exit {p.returncode}: {p.stderr}")
    check(open(ours, "rb").read() == keep and os.listdir(os.path.dirname(ours)) == ["es.po"], "the city's translations are whole")
    open(theirs, "wb").write(new + b'\nmsgid "One more"\nmsgstr "Uno"\n')
    open(ours, "wb").write(keep + b"\0\n")
    p = c.command("pack", "load", pack, "--yes")
    check(p.returncode == 2 and "es.po" in p.stderr, f"exit {p.returncode}: {p.stderr}")
    check(open(ours, "rb").read() == keep + b"\0\n", "a file that is not understood is not written")
    open(ours, "wb").write(keep)
    check(c.command("pack", "load", pack, "--yes").returncode == 0 and open(ours, "rb").read().startswith(keep), "and then it is loaded")


rc = main([loading_the_same_pack_changes_nothing, the_diff_says_what_would_happen, with_yes_it_is_done_and_logged, and_it_can_be_made_again_from_the_record,
           an_error_names_file_and_line_and_changes_nothing, a_row_that_stands_twice_is_refused, what_only_the_pack_keeps_is_no_edit_of_the_city,
           a_row_that_comes_back_is_compared_with_what_was_said_of_it, a_file_that_cannot_be_read_is_not_an_empty_one, translations_survive_a_full_disk_and_zero_bytes])
city().end()
other_city()[0].end()
sys.exit(rc)
