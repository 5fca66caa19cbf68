#!/usr/bin/env python3
"""docs_suite.py -- the documents are true to the tree: paths, verbs, commands, names. Writes TAP."""
import glob
import os
import re

import tap

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.chdir(ROOT)
DOCS = ["README.md"] + sorted(glob.glob("docs/*.md") + glob.glob("docs/why/*.md"))
TOP = sorted(p for p in os.listdir(".") if not p.startswith((".", "build")) and p != "data")


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def every_path_exists():
    found, wrong = 0, []
    for doc in DOCS:
        for path in re.findall(r"`([A-Za-z0-9_./-]+)`", read(doc)):
            if path.split("/")[0] in TOP and ("/" in path or "." in path) and "NAME" not in path:
                found += 1
                if not os.path.exists(path):
                    wrong.append(f"{doc}: {path}")
    if found < 40:
        wrong.append(f"only {found} paths found")
    return wrong


def every_verb_of_dev_exists():
    verbs = set(re.findall(r"^    ([a-z-]+)\) ", read("dev").split("case $verb in")[1], re.M))
    return [f"{doc}: ./dev {v}" for doc in DOCS for v in re.findall(r"\./dev ([a-z][a-z-]*)", read(doc)) if v not in verbs]


def every_command_of_writ_exists():
    commands = set(re.findall(r'^    \{ "([a-z]+)", "', read("src/kernel/cli/cli.c"), re.M))
    commands |= {c for p in glob.glob("src/clauses/*/*_cli.c") for c in re.findall(r'^    \{ "([a-z]+ [a-z]+)", "', read(p), re.M)}
    return [f"{doc}: writ {c}" for doc in DOCS for c, more in re.findall(r"(?:`|build/)writ ([a-z]+)( [a-z]+)?", read(doc), re.M)
            if c not in commands and c + more not in commands]


def every_function_named_exists():
    code = "".join(read(p) for p in glob.glob("src/**/*.[ch]", recursive=True))
    return [f"{doc}: {n}" for doc in ("docs/TOUR.md", "docs/THREADS.md") for n in re.findall(r"`([A-Za-z]+_[A-Za-z_]+)`", read(doc)) if n not in code]


def documents_are_short_and_name_no_machine():
    wrong = [f"{doc}: {len(read(doc).splitlines())} lines" for doc in DOCS if len(read(doc).splitlines()) > 120]
    return wrong + [f"{doc}: {m}" for doc in DOCS for m in re.findall(r"(?<![\w.}])/(?:root|work|home|tmp)/[\w/.-]*", read(doc))]


def every_text_of_a_pack_has_its_spanish():
    """What a reader meets on a page; a citation and a proper name stand as they are, and so do the words of letters to those who are asked for records."""
    shown = "name|title|words|measure|since|label|text|note|unit|desk|demo_note|source|asks|card|looks|effect|issuer|signer|signed_by|form|contact|owner|item|basis|payer"
    wrong = []
    of_letters = ("/records/pieces.yaml", "/records/reasons.yaml")
    for pack in sorted(glob.glob("packs/*")):
        spanish = set(re.findall(r'^msgid "(.+)"$', read(f"{pack}/po/es.po") + read("po/es.po"), re.M))
        texts = {t for p in glob.glob(f"{pack}/*/*.yaml") if "/demo/" not in p and not p.endswith(of_letters) for t in re.findall(rf'\b(?:{shown}): "([^"]+)"', read(p))}
        guide = read(f"{pack}/flow/nodes.yaml")
        texts |= {line.strip() for block in re.findall(r"^  text: \|\n((?:    .*\n)+)", guide, re.M) for line in block.splitlines()}
        texts |= set(re.findall(r"^  outcome: (\w+)$", guide, re.M)) | {w for line in re.findall(r"^  responses: (.+)$", guide, re.M) for w in line.split()}
        texts = {t.replace("_", " ") for t in texts}
        texts -= {t for t in texts if re.match(r"5 U\.S\.C\. |Gov\. Code [\d., ()a-z]+$", t)}
        wrong += [f"{pack}: {t}" for t in sorted(texts - spanish)] + ([] if len(texts) > 5 else [f"{pack}: no texts found"])
    return wrong


tap.run([every_path_exists, every_verb_of_dev_exists, every_command_of_writ_exists, every_function_named_exists,
         documents_are_short_and_name_no_machine, every_text_of_a_pack_has_its_spanish])
