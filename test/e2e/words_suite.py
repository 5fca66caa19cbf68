#!/usr/bin/env python3
"""words_suite.py -- a pack that quotes its order is held to the file: hash, page, characters. What does not agree is refused with
file and line; what agrees is shown with its place. Also: a superseded direction and a duty that comes again, from the same pack. Writes TAP."""
import hashlib
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, WRIT, City, check, main  # noqa: E402

SAMPLE = os.path.join(ROOT, "test/data/order-sample")
shared = {}


def city():
    if "city" not in shared:
        shared["city"] = City(demo=False, pack=SAMPLE).start()
    return shared["city"]


def refused(file, old, new):
    """A copy of the pack with one thing changed: its init must fail. Returns what it said."""
    with tempfile.TemporaryDirectory() as folder:
        pack = os.path.join(folder, "pack")
        shutil.copytree(SAMPLE, pack)
        with open(os.path.join(pack, file), encoding="utf-8") as f:
            text = f.read()
        check(text.count(old) == 1, f"{old} stands {text.count(old)} times in {file}")
        with open(os.path.join(pack, file), "w", encoding="utf-8") as f:
            f.write(text.replace(old, new))
        p = subprocess.run([WRIT, "init", "--data", os.path.join(folder, "data"), "--pack", pack], capture_output=True, text=True, timeout=60, check=False)
        check(p.returncode != 0, f"the pack with {new!r} was loaded")
        check(not os.path.exists(os.path.join(folder, "data", "writ.yaml")), "a refused pack left a city")
        return p.stderr


def of_direction(ref, member):
    with open(os.path.join(SAMPLE, "directive/directions.yaml"), encoding="utf-8") as f:
        line = next(x for x in f if f'id: "{ref}"' in x)
    return re.search(rf"{member}: (\d+)", line)[1]


def the_page_shows_the_exact_words_and_their_place():
    doc = city().browser().get("/directive/3.2.json").json
    exact = doc["exact"][0]
    with open(os.path.join(SAMPLE, "directive/order.txt"), "rb") as f:
        source = f.read()
    check(exact["sha256"] == hashlib.sha256(source).hexdigest(), "the hash")
    there = " ".join(source.decode()[exact["first"] - 1:exact["last"]].split())
    check(there == exact["words"] == doc["words"], f"{there!r}, {exact['words']!r}")
    check(exact["page"] == 1 and city().browser().get("/directive/3.3.json").json["exact"][0]["page"] == 2, "the pages")
    page = html.unescape(city().browser().get("/directive/3.2").text)
    for text in (exact["words"], exact["sha256"], f"O3, page 1, characters {exact['first']} to {exact['last']} of directive/order.txt"):
        check(text in page, f"the page does not say {text!r}")
    given = city().browser().get("/directive/sources/O3.txt")
    check(given.body == source, "the file is not given as it came")
    check(city().browser().get("/directive/4.1.json").json["exact"] == [], "a paraphrase passes for exact words")
    check(city().command("check").returncode == 0, "writ check")


def a_wrong_hash_is_refused_with_file_and_line():
    said = refused("directive/order.txt", "once a\nmonth", "twice a\nmonth")
    check(re.search(r"directive/orders\.yaml:2: .*order\.txt has another hash: [0-9a-f]{64}", said), said)


def a_wrong_range_is_refused_with_file_and_line():
    at, to = of_direction("3.2", "from"), of_direction("3.2", "to")
    said = refused("directive/directions.yaml", f"from: {at}", f"from: {int(at) + 1}")
    check(re.search(r"directive/directions\.yaml:3: .*At that place directive/order\.txt says: he Parks Office", said), said)
    said = refused("directive/directions.yaml", f"to: {to}", "to: 99999")
    check(re.search(r"directive/directions\.yaml:3: .*no characters \d+ to 99999", said), said)


def a_wrong_page_is_refused_with_file_and_line():
    said = refused("directive/directions.yaml", "page: 2", "page: 1")
    check(re.search(r"directive/directions\.yaml:4: .*on page 2", said), said)


def a_file_outside_the_pack_is_refused():
    for name in ("../order.txt", "/etc/hostname.txt", "directive/orders.yaml"):
        said = refused("directive/orders.yaml", "directive/order.txt", name)
        check(re.search(r"directive/orders\.yaml:2: .*is no text file of this pack", said), said)


def words_without_a_file_are_refused():
    with open(os.path.join(SAMPLE, "directive/orders.yaml"), encoding="utf-8") as f:
        named = re.search(r', source_file: .*?(?= \})', f.read())[0]
    said = refused("directive/orders.yaml", named, "")
    check(re.search(r"directive/directions\.yaml:2: .*O3 names no file", said), said)


def a_superseded_direction_is_marked_at_both_ends():
    doc = city().browser().get("/directive/3.3.json").json
    check(doc["superseded"] is True and doc["links"][0]["said"] == "is superseded by", str(doc["links"]))
    check("Superseded." in city().browser().get("/directive/3.3").text, "the page does not say so")
    check(city().browser().get("/directive/4.1.json").json["links"][0]["url"] == "/directive/3.3", "the other end")
    kinds = sorted(e["kind"] for e in city().browser().get("/directive/edges.json").json["edges"])
    check(kinds == ["cites", "supersedes"], str(kinds))
    marked = [d["direction"] for d in city().browser().get("/directive.json").json["directions"] if d["superseded"]]
    check(marked == ["3.3"], str(marked))


def a_monthly_duty_stands_in_its_cell():
    turns = city().browser().get("/directive/3.2/PARKS.json").json["turns"]
    first = turns[-1]
    check(first["number"] == 1 and first["due"] == "2026-04-02", str(first))
    check("Each time it was owed" in city().browser().get("/directive/3.2/PARKS").text, "the page has no list of occurrences")


rc = main([the_page_shows_the_exact_words_and_their_place, a_wrong_hash_is_refused_with_file_and_line, a_wrong_range_is_refused_with_file_and_line,
           a_wrong_page_is_refused_with_file_and_line, a_file_outside_the_pack_is_refused, words_without_a_file_are_refused,
           a_superseded_direction_is_marked_at_both_ends, a_monthly_duty_stands_in_its_cell])
if "city" in shared:
    shared["city"].end()
sys.exit(rc)
