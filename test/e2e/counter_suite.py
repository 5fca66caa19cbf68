#!/usr/bin/env python3
"""counter_suite.py -- the guide at the counter, over a socket: pages without a login, as of any moment, what they weigh, how they read,
and a pack that publishes a new version or is refused. Writes TAP."""
import os
import re
import shutil
import sys

import yaml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, City, check, main  # noqa: E402
from reading import grade  # noqa: E402

DOOR = "/counter/at/dem0-1apt-0000-0001"
PAGES = ["/counter", DOOR, f"{DOOR}/n6", "/counter/step/n6c1", "/counter/card", f"{DOOR}/card", "/counter/branches", "/counter/branches/n6", "/counter/whole",
         "/counter/papers", "/counter/papers/I-200", "/counter/graph"]
LISTS = {"nodes": ("title", "text", "asks", "card"), "choices": ("label",), "scripts": ("text",), "papers": ("title", "looks", "effect")}
shared = {}


def city():
    if "city" not in shared:
        shared["city"] = City().start()
    return shared["city"]


def get(path, status=200):
    page = city().browser().get(path)
    check(page.status == status, f"{path} is {page.status}")
    return page


def pack(name):
    out = {}
    for f in LISTS:
        with open(os.path.join(ROOT, name, "flow", f + ".yaml"), encoding="utf-8") as file:
            out[f] = yaml.safe_load(file)
    return out


def the_first_screen_is_the_first_thing_to_do():
    page = get(DOOR).text
    order = ["I am not the person who can decide this", "tel:2135550142", "They are in a public area", "They want to go in", "They say it is an emergency", "tel:2135550143",
             "I am alone here"]
    at = [page.find(w) for w in order]
    check(-1 not in at and at == sorted(at), f"the order on the page: {at}")
    page = re.sub(r'<script src="/static/device.js\?v=\w+" defer></script>', "", page, count=1)      # an extra: the links do without
    check("<form" not in page and "<img" not in page and "<script" not in page, "the first screen is plain links")
    check("Version 1, from" in page and "10 Feb 2026" in page, "version and date")
    check("Lee Sample" in page and "213-555-0143" in page and "5 minutes" in page, "the next one, after some minutes")


def every_step_is_reached_by_links_alone():
    for base in ("/counter", "/es" + DOOR):
        seen, queue = set(), [base]
        while queue:
            url = queue.pop()
            if url in seen:
                continue
            seen.add(url)
            text = get(url.replace("&amp;", "&")).text
            check("<form" not in text, f"{url} has a form")
            queue += [u for u in re.findall(r'<a class="(?:big|big urgent|btn second)" href="([^"]+)"', text) + re.findall(r'<li><a href="([^"]+)" data-step="[^"]+"><img', text)
                      if re.match(r"(/es)?/counter(/step|/at/[^/]+)?(/n\w+)?(\?.*)?$", u)]
        nodes = {m for u in seen for m in re.findall(r"/(n\w+)(?:\?|$)", u)}
        check(nodes == {n["id"] for n in pack("packs/la-ed12")["nodes"]} - {"n0"}, f"{base}: {sorted(nodes)}")
        check(all(re.fullmatch(r"(/es)?[/\w-]*(\?and=[n\d\w.]+)?", u) for u in seen), "an address names nodes alone")


def two_branches_stay_open():
    page = get("/counter/step/n4").text
    url = re.search(r'href="(/counter/step/n4d[^"]*)"', page).group(1)
    check(url == "/counter/step/n4d?and=n7", url)
    page = get(url).text
    check("After this:" in page and 'href="/counter/step/n5?and=n7"' in page, "the second branch comes along")
    page = get("/counter/step/n9?and=n7").text
    check("This is still to do" in page and 'href="/counter/step/n7"' in page, "it is still to do at the end")
    check("still to do" not in get("/counter/step/n9?and=nowhere.<b>").text, "what the guide does not know falls out")


def words_to_say_in_two_languages():
    page = get("/es" + DOOR).text
    check("Yo no soy quien puede decidir esto" in page and '<span lang="en">“Hello. I am not the person' in page, page[:2000])
    check("MUESTRA" in get("/es/counter/papers/I-200.svg").text and "SAMPLE" in get("/counter/papers/I-200.svg").text, "SAMPLE in the language of the page")


def pictures_hold_no_seal():
    for p in pack("packs/la-ed12")["papers"]:
        a = get(f"/counter/papers/{p['id']}.svg")
        check(a.headers["content-type"] == "image/svg+xml", a.headers["content-type"])
        check("<image" not in a.text and "style" not in a.text and "<script" not in a.text, f"{p['id']} is drawn by attributes alone")
        check(p["kind"] == "nothing" or "SAMPLE" in a.text, f"{p['id']} says SAMPLE")
        check(not p.get("head1") or ("seal</text>" in a.text and "#d5dbd7" in a.text), f"{p['id']}: a grey box in place of the seal")
        check(not re.search(r">[^<]*\d{3,}[^<]*</text>", a.text), f"{p['id']} bears a number")


def unknown_things_are_friendly():
    for path in ("/counter/step/nowhere", "/counter/at/0000-0000-0000-0000", "/counter/papers/I-999", f"{DOOR}/nowhere", "/counter?on=2026-01-01"):
        page = get(path, 404)
        check("<h1>" in page.text and 'class="bar"' in page.text, f"{path} is a page")
    get("/counter?at=noon", 422)


def as_of_a_moment():
    page = get(f"{DOOR}?on=2026-02-26&at=19:00").text
    check("Ravi Specimen" in page and "Dana Example" not in page, "the evening shift")
    check("Shown as of" in page and 'href="/counter/at/dem0-1apt-0000-0001"' in page, "and the way back to now")
    check("Dana Example" in get(f"{DOOR}?on=2026-05-04").text, "a day to come")
    check("on=2026-05-04" in re.search(r'href="([^"]*n2[^"]*)"', get(f"{DOOR}?on=2026-05-04").text).group(1), "links stay in the moment")


def the_first_visit_weighs_little():
    page = get(DOOR)
    styles = [get(u) for u in re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', page.text)]
    total = len(page.body) + sum(len(s.body) for s in styles) + 400 * (1 + len(styles))      # headers
    check(len(styles) >= 2 and total <= 50_000, f"{total} bytes")
    for path in PAGES:
        check(len(get(path).body) < 100_000, f"{path} weighs too much")


def a_new_version_is_published_or_refused():
    """In a city that does not change the guide itself: else nothing of a pack's is published (edit_suite.py)."""
    plain = City(demo=False).start()
    try:
        new_version(plain)
    finally:
        plain.end()


def new_version(plain):
    def get(path):
        return plain.browser().get(path)

    folder = os.path.join(plain.folder, "next")
    shutil.copytree(os.path.join(ROOT, "packs/la-ed12"), folder)
    head, choices = (os.path.join(folder, "flow", f) for f in ("flow.yaml", "choices.yaml"))

    def edit(path, old, new):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        check(old in text, f"{path}: {old}")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text.replace(old, new))

    edit(head, "number: 1", "number: 2")
    edit(head, "from: 2026-02-10", "from: 2999-01-01")
    edit(choices, 'label: "They left", goes: n9', 'label: "They left", goes: n6')
    p = plain.command("pack", "load", folder, "--yes")
    check(p.returncode != 0 and "n6" in p.stderr and "goes round" in p.stderr, f"a way that goes round: {p.returncode} {p.stderr}")
    edit(choices, 'label: "They left", goes: n6', 'label: "They all left", goes: n9')
    plain.run("pack", "load", folder, "--yes")
    check("They left" in get("/counter/step/n6z").text, "until its day the old version is in force")
    check("They all left" in get("/counter/step/n6z?on=2999-01-02").text, "and the new one from its day on")
    check("Version 2" in get("/counter/graph").text, "both are listed")
    plain.run("check")


def ended(text):
    """Each line is a sentence, also a heading without a full stop."""
    return "\n".join(line if line.endswith((".", "?", "!")) else line + "." for line in text.strip().split("\n"))


def the_guide_reads_at_grade_8():
    for name in ("packs/la-ed12", "packs/wildfire"):
        rows = pack(name)
        for file, keys in LISTS.items():
            text = "\n".join(ended(r[k]) for r in rows[file] for k in keys if r.get(k))
            check(grade(text) <= 8, f"{name}/flow/{file}.yaml: grade {grade(text):.1f}")
        for n in rows["nodes"]:
            if len(n.get("text", "").split()) > 20:
                check(grade(ended(n["text"])) <= 8, f"{name} {n['id']}: grade {grade(ended(n['text'])):.1f}")
        for s in rows["scripts"]:
            check(len(s["text"].split()) <= 25, f"{s['id']} is too long to say")


def every_page_is_data_too():
    doc = get("/counter/step/n6.json").json
    check(doc["id"] == "n6" and [c["choice"] for c in doc["pictured"]] == ["court", "dhs", "screen", "other", "none"], str(doc)[:300])
    check("n6 (question)" in get("/counter/graph.txt").text and '<a href="/counter/step/n6">' in get("/counter/graph.svg").text, "the graph as text and as a drawing")
    check(len(get("/counter/papers.csv").text.splitlines()) == 16, "papers as CSV: a note, a head, each paper")


def another_pack_has_another_guide():
    other = City(pack=os.path.join(ROOT, "packs/wildfire")).start()
    try:
        page = other.browser().get("/counter")
        check(page.status == 200 and "There is smoke near us" in page.text and "officer" not in page.text.lower(), page.text[:1500])
        check("The checker found 0 faults" in other.browser().get("/counter/graph").text, "its graph")
    finally:
        other.end()


rc = main([the_first_screen_is_the_first_thing_to_do, every_step_is_reached_by_links_alone, two_branches_stay_open, words_to_say_in_two_languages,
           pictures_hold_no_seal, unknown_things_are_friendly, as_of_a_moment, the_first_visit_weighs_little, the_guide_reads_at_grade_8, every_page_is_data_too,
           another_pack_has_another_guide, a_new_version_is_published_or_refused])
city().end()
sys.exit(rc)
