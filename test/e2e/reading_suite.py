#!/usr/bin/env python3
"""reading_suite.py -- the texts that people read stand at grade 8 or under. The list is every template of a page that says whole
sentences, so a new page is on it by itself. Law and names come from packs and are not ours to write. Writes TAP."""
import glob
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, check, main  # noqa: E402
from reading import grade  # noqa: E402

GRADE = 8.0
WORDS = 18     # fewer words than this say nothing about a page's level: they are judged together


def sentences(path):
    """What a template says in whole sentences; a hole counts as one short word."""
    with open(path, encoding="utf-8") as f:
        text = f.read()
    said = re.findall(r"\{\{#t\}\}(.*?)\{\{/t\}\}", text, re.S)
    return [re.sub(r"\{[^}]*\}", "one", s) for s in said if re.search(r"[.!?]$", s) and len(s.split()) > 3]


def pages():
    found = {}
    for path in sorted(glob.glob(os.path.join(ROOT, "src/*/*/pages/*.html"))):
        said = sentences(path)
        if said:
            found[os.path.relpath(path, ROOT)] = " ".join(said)
    return found


def every_page_reads_at_grade_eight():
    long = {p: t for p, t in pages().items() if len(t.split()) >= WORDS}
    check(len(long) >= 8, f"only {len(long)} pages say enough to be judged")
    hard = [f"{p}: grade {grade(t):.1f}: {t}" for p, t in long.items() if grade(t) > GRADE]
    check(not hard, "\n# ".join(hard))


def short_pages_together_read_at_grade_eight():
    text = " ".join(t for t in pages().values() if len(t.split()) < WORDS)
    check(len(text.split()) > 100 and grade(text) <= GRADE, f"grade {grade(text):.1f}: {text}")


def what_is_refused_is_said_at_grade_eight():
    said = []
    for path in glob.glob(os.path.join(ROOT, "src/clauses/*/*.c")):
        with open(path, encoding="utf-8") as f:
            said += [s for s in re.findall(r'N_\("((?:[^"\\]|\\.)*[.])"\)', f.read()) if len(s.split()) > 3]
    text = " ".join(re.sub(r"\{[^}]*\}", "one", s) for s in said)
    check(len(said) > 20 and grade(text) <= GRADE, f"grade {grade(text):.1f} over {len(said)} texts")


sys.exit(main([every_page_reads_at_grade_eight, short_pages_together_read_at_grade_eight, what_is_refused_is_said_at_grade_eight]))
