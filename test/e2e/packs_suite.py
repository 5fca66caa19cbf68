#!/usr/bin/env python3
"""packs_suite.py -- the program is general: a second, unrelated pack is served by the same binary, page for page. Writes TAP."""
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, City, check, main  # noqa: E402

shared = {}
OTHER = re.compile(r"Los Angeles|Los Ángeles|Executive Directive|immigra|inmigra|\bED1[27]\b", re.I)   # words of the first pack


def city():
    if "city" not in shared:
        shared["city"] = City(pack=os.path.join(ROOT, "packs/wildfire")).start()
    return shared["city"]


def every_page_of_the_second_pack():
    b = city().browser().enter("admin")
    pages = [p["path"] for p in b.get("/site.json").json["pages"]]
    pages += ["/directive/4-a", "/directive/4-b/ROADS", "/directive/departments/HOMES", "/directive/orders/RO4", "/departments/ROADS", "/clock/rules/relief.lots"]
    check(len(pages) > 12, f"{len(pages)} pages")
    for path in pages:
        for lang in ("", "/es"):
            page = b.get((lang + path).rstrip("/") or "/")
            check(page.status == 200, f"{lang}{path} is {page.status}")
            check(not OTHER.search(page.text), f"{lang}{path} says {OTHER.search(page.text) and OTHER.search(page.text).group(0)}")
            check("Piedra Alta" in page.text, f"{lang}{path} does not name its city")


def its_dates_come_from_its_own_rules():
    due = {(c["direction"], c["department"]): c["due"] for c in city().browser().get("/directive.json").json["cells"]}
    check(due["4-a", "RESCUE"] == "2026-03-05", str(due))       # three days
    check(due["4-b", "ROADS"] == "2026-04-14", str(due))        # 30 working days, Founders' Monday not counted


def its_order_in_plain_words():
    for lang, words in (("", "There must be a bed for each person whose home burned."), ("/es", "Debe haber una cama para cada persona cuya casa se quemó.")):
        page = city().browser().get(lang + "/order")
        check(words in page.text and "/directive/4-a" in page.text, f"{lang}/order: {page.text[:500]}")


def its_demonstration_has_its_people():
    stories = [s["title"] for s in city().browser().get("/demo.json").json["stories"]]
    check(len(stories) >= 4 and any("Be the liaison" in s for s in stories), str(stories))
    b = city().browser().enter("liaison")
    check(b.submit("/directive/4-b/ROADS", "/start").status == 303, "the liaison starts")
    check(city().run("check").returncode == 0, "check")


def a_pack_without_a_demonstration_says_so():
    folder = os.path.join(city().folder, "bare")
    shutil.copytree(os.path.join(ROOT, "packs/wildfire"), folder)
    shutil.rmtree(os.path.join(folder, "demo"))
    c = City(demo=False, pack=folder)
    try:
        p = c.command("demo")
        check(p.returncode == 7 and "no demonstration" in p.stderr, f"exit {p.returncode}: {p.stderr}")
    finally:
        c.end()


rc = main([every_page_of_the_second_pack, its_dates_come_from_its_own_rules, its_order_in_plain_words, its_demonstration_has_its_people,
           a_pack_without_a_demonstration_says_so])
city().end()
sys.exit(rc)
