#!/usr/bin/env python3
"""order_suite.py -- the order in plain words, the numbers of the law, and how dates are shown. Writes TAP."""
import html
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, City, check, crawl, main  # noqa: E402
from reading import grade  # noqa: E402

shared = {}
GRADE = 6.0   # Flesch-Kincaid, over the five sentences together


def city():
    if "city" not in shared:
        shared["city"] = City().start()
    return shared["city"]


def sentences_of(path):
    page = city().browser().get(path)
    check(page.status == 200, f"{path} is {page.status}")
    items = re.findall(r'<p><a href="([^"]+)">([^<]+)</a></p><div class="fig">', page.text)
    return page, [(html.unescape(url), html.unescape(text)) for url, text in items]


def five_sentences_in_each_language():
    seen = {}
    languages = ["en"] + sorted(f[:-3] for f in os.listdir(os.path.join(ROOT, "po")) if f.endswith(".po"))
    check("es" in languages, f"languages: {languages}")
    for lang in languages:
        prefix = "" if lang == "en" else "/" + lang
        page, items = sentences_of(prefix + "/order")
        check(f'<html lang="{lang}"' in page.text, f"{prefix}/order is not in {lang}")
        check(len(items) == 5, f"{prefix}/order has {len(items)} sentences")
        for url, text in items:
            check(re.fullmatch(r"[^.!?]+\.", text), f"more or less than one sentence: {text}")
            check(url.startswith(prefix + "/") and url not in (prefix + "/", prefix + "/order"), f"a sentence leads to {url}")
            there = city().browser().get(url)
            check(there.status == 200, f"{url} is {there.status}")
        seen[lang] = [text for _, text in items]
    for lang in languages[1:]:
        check(not set(seen["en"]) & set(seen[lang]), f"English sentences on the page in {lang}")


def the_sentences_are_marked_as_a_paraphrase():
    check("are a paraphrase" in sentences_of("/order")[0].text, "the page does not say that it is a paraphrase")
    check("paráfrasis" in sentences_of("/es/order")[0].text, "the Spanish page does not say that it is a paraphrase")


def the_sentences_read_at_grade_six():
    check(grade("The cat sat on the mat.") < 1, "the measure itself")
    check(grade("Departmental implementation necessitates interdepartmental coordination.") > 12, "the measure itself")
    text = " ".join(t for _, t in sentences_of("/order")[1])
    check(grade(text) <= GRADE, f"grade {grade(text):.1f}: {text}")


# Pages that quote what the order asks: its words are the city's, not ours.
QUOTES = {"/directive/{direction}", "/directive/{direction}/{department}", "/directive/orders/{ref}"}


def prose(page):
    main_part = page.text.split('<main id="main">')[1].split("</main>")[0]
    texts = [html.unescape(re.sub(r"<[^>]*>", "", t)).strip() for t in re.findall(r"<(?:p|caption)\b[^>]*>(.*?)</(?:p|caption)>", main_part, re.S)]
    return " ".join(re.sub(r":$", ".", t) for t in texts if re.search(r"[.!?:]$", t) and len(t.split()) >= 5)


def pages_for_everyone_read_at_grade_eight():
    """The whole prose of each page that a visitor sees; the formula says nothing about fewer than 20 words."""
    seen, everything = [], []
    for path, whose in crawl(city()).items():
        if "" not in whose or path in QUOTES:
            continue
        text = prose(city().browser().get(whose[""][0]))
        everything.append(text)
        if len(text.split()) >= 20:
            seen.append(path)
            check(grade(text) <= 8, f"{path}: grade {grade(text):.1f}: {text[:400]}")
    check({"/", "/order", "/directive", "/demo", "/clock"} <= set(seen), f"only {seen}")
    check(grade(" ".join(everything)) <= 8, f"all pages together: {grade(' '.join(everything)):.1f}")


def every_number_of_the_law_has_its_source_and_day():
    numbers = {n["id"]: n for n in city().browser().get("/clock.json").json["numbers"]}
    law = [n["value"] for n in numbers.values() if n["id"].split(".")[0] not in ("call", "rollcall", "camera", "contact")]   # those are the city’s own choice
    check(sorted(law) == [2, 10, 11, 14, 20, 24, 30, 72, 90], f"20/30/90/10/14/72/24, two years, cell size 11: {sorted(law)}")
    page = html.unescape(city().browser().get("/clock").text)
    for n in list(numbers.values()) + city().browser().get("/clock.json").json["rules"]:
        check(len(n["source"]) > 5 and re.fullmatch(r"\d{4}-\d\d-\d\d", n["holds_from"]), f"{n['id']}: {n['source']!r}, {n['holds_from']!r}")
        check(n["source"] in page, f"{n['id']}: its source is not on the page")


def every_time_is_local_and_names_its_zone():
    b = city().browser().enter("mayor")
    cell = "/directive/12.1/RAP"
    check(b.send(b.form(b.get(cell), "/extend"), due="2026-03-20", approver="Lee Sample", reason="The board meets in March.").status == 303, "extend")
    paths = [p["path"] for p in b.get("/site.json").json["pages"]] + [cell, "/clock/moved", "/briefing", "/work"]
    for path in paths + ["/es" + p for p in paths if p != "/"]:
        text = re.sub(r"<[^>]*>", " ", b.get(path).text)
        text = re.sub(r"\d?\d:\d\d (to|a) \d?\d:\d\d|\((for example|por ejemplo) \d\d:\d\d\)", "", text)   # hours of a shift, by the clock on the wall
        times = re.findall(r"\b\d\d:\d\d\b(?: (\w+))?", text)
        check(times, f"{path} shows no moment at all")
        check(set(times) <= {"PST", "PDT"}, f"{path}: a time with {set(times)}")
    check(re.search(r"26 Feb 2026, 10:\d\d PST", b.get("/clock/moved").text), "the moved date does not say when")


def an_amended_rule_moves_what_follows_and_lists_it():
    check(city().browser().get("/clock/rules/ed12.plan").text.count("<form") == 0, "a visitor is offered the form")
    b = city().browser().enter("mayor")
    check("/clock/rules/ed12.plan" in b.get("/clock").text, "the rules link to their own pages")
    before = {(c["direction"], c["department"]): c["due"] for c in b.get("/directive.json").json["cells"]}
    check(before["12.1", "ELP"] == "2025-07-25", before["12.1", "ELP"])
    a = b.submit("/clock/rules/ed12.plan", "/clock/rules/ed12.plan/change", n="3", unit="weeks", title="Plans are due three weeks after signing",
                 source="Amendment of 20 February 2026", holds_from="2026-02-20")
    check(a.status == 303 and a.headers["location"] == "/clock/moved", f"{a.status} {a.headers.get('location')}")
    after = {(c["direction"], c["department"]): c["due"] for c in b.get("/directive.json").json["cells"]}
    check(after["12.1", "ELP"] == "2025-08-01", f"the plan is due {after['12.1', 'ELP']}")
    check(after["17.2", "ELP"] == before["17.2", "ELP"], "a date of another rule moved")
    check(after["12.1", "RAP"] == before["12.1", "RAP"], "a date that a person moved was moved by the rule")
    moved = b.get("/clock/moved.json").json["moved"]
    mine = [m for m in moved if m["rule"] == "ed12.plan" and m["was"] == "2025-07-25" and m["due"] == "2025-08-01"]
    check(len(mine) > 60 and all("Amendment of 20 February 2026" in m["reason"] and m["by"] and m["at"] for m in mine), f"{len(mine)} of {len(moved)} listed")
    page = b.get("/directive/12.1/ELP").text
    check("1 Aug 2025" in page and "25 Jul 2025" in page, "the answer shows both dates")


def a_day_off_is_added_by_who_may():
    b = city().browser().enter("mayor")
    a = b.submit("/clock/holidays/new", "/clock/holidays/add", calendar="ca-city", name="Closure", day="2026-03-04", source="Council")
    check(a.status == 303 and a.headers["location"] == "/clock/moved", f"{a.status} {a.headers.get('location')}")
    check(city().browser().get("/clock/holidays/new").status == 303, "a visitor is sent to sign in")
    check("/clock/holidays/new" in b.get("/site").text, "the map of the Mayor's Office does not show it")
    check(any(h["name"] == "Closure" for h in b.get("/clock.json").json["holidays"]), "the day off is not listed")


if __name__ == "__main__":
    rc = main([five_sentences_in_each_language, the_sentences_are_marked_as_a_paraphrase, the_sentences_read_at_grade_six, pages_for_everyone_read_at_grade_eight,
               every_number_of_the_law_has_its_source_and_day, every_time_is_local_and_names_its_zone, a_day_off_is_added_by_who_may,
               an_amended_rule_moves_what_follows_and_lists_it])
    if "city" in shared:
        shared["city"].end()
    sys.exit(rc)
