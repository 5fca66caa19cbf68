#!/usr/bin/env python3
"""general_suite.py -- the program knows no city: no word of a pack stands in src, web or po. The words are taken from the packs' own
files. Tests may name a pack; they have to load one. Writes TAP."""
import glob
import os
import re

import tap

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.chdir(ROOT)
# A word of a pack that is also a word of the program, and why.
ALLOWED = {
    "Mayor’s Office": "the program's own name for the desk of its role mayor: who signs an order",
    "Name a liaison": "every order has liaisons: they are a table of the city",
    "Executive": "what kind of order the program puts to work",
    "Directive": "the same; and the name of a clause",
    "federal": "whose cost a figure is: a word of the clause cost",
    "enforcement": "what a cost was for: a word of the clause cost",
    "property": "a plain word",
    "supporting": "a plain word",
    "cleared": "a plain word",
    "Recovery": "a plain word: of a lost password",
}
# Files whose words are those of a federal agency, not of a city: its field offices are named for cities, its columns as it names them.
OF_AN_AGENCY = {"src/clauses/released/released_area.c", "src/clauses/released/released_idea.c"}


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def values(path, *keys):
    return {v.strip() for k in keys for v in re.findall(rf'(?:^|[{{,] ?|\n){k}: (?:"([^"]*)"|([^",}}\n#]+))', read(path)) for v in v if v.strip()}


def words_of(pack):
    """Acronyms, ids, references and rules as they stand; names and titles of two words or more; long words of an order's title."""
    out = {os.path.basename(pack)} | values(f"{pack}/city/city.yaml", "name", "zone", "phone", "demo_note")
    out |= values(f"{pack}/city/departments.yaml", "acronym")
    out |= values(f"{pack}/directive/orders.yaml", "id", "ref", "issuer", "series", "title") | values(f"{pack}/directive/directions.yaml", "id")
    out |= values(f"{pack}/clock/rules.yaml", "source")   # not their ids: by such a key a clause asks any pack for its rule
    named = values(f"{pack}/flow/nodes.yaml", "title", "asks", "card") | values(f"{pack}/flow/scripts.yaml", "text")
    named |= {n for n in values(f"{pack}/flow/choices.yaml", "label") if n.count(" ") > 2}     # "They left" is anybody's
    named |= values(f"{pack}/city/departments.yaml", "name") | values(f"{pack}/directive/directions.yaml", "title", "words", "measure")
    out |= {n for n in named | values(f"{pack}/site/sentences.yaml", "text") if " " in n or "’" in n}
    for title in values(f"{pack}/directive/orders.yaml", "title"):
        out |= set(re.findall(r"[A-Za-z]{7,}", title))
    return out


def sources():
    for path in glob.glob("src/**/*", recursive=True) + glob.glob("web/*") + ["po/es.po", "src/LAYERS"]:
        if os.path.isfile(path) and path not in OF_AN_AGENCY and "/test/" not in path and not path.endswith((".png", ".ico")):
            yield path


def no_word_of_a_pack_stands_in_the_program():
    packs = sorted(p for p in glob.glob("packs/*") if os.path.isdir(p))
    words = {w: p for p in packs for w in words_of(p)}
    wrong = [] if len(packs) >= 2 and len(words) > 100 else [f"{len(packs)} packs, {len(words)} words"]
    plain = [w for w in words if w not in ALLOWED]
    pattern = re.compile(r"(?<![\w.#-])(" + "|".join(re.escape(w) for w in sorted(plain, key=len, reverse=True)) + r")(?![\w-]|\.\d)")
    long_words = re.compile("|".join(re.escape(w) for w in plain if re.fullmatch(r"[A-Za-z]{7,}", w) and not w.isupper()), re.I)
    for path in sources():
        for n, line in enumerate(read(path).splitlines(), 1):
            hit = pattern.search(line) or long_words.search(line)
            if hit and not line.startswith("#"):
                wrong.append(f"{path}:{n}: {hit.group(0)}, of {words.get(hit.group(0), 'a pack')}")
    return wrong


def every_allowed_word_is_one_of_a_pack():
    words = {w for p in glob.glob("packs/*") if os.path.isdir(p) for w in words_of(p)}
    return [w for w in ALLOWED if w not in words]


tap.run([no_word_of_a_pack_stands_in_the_program, every_allowed_word_is_one_of_a_pack])
