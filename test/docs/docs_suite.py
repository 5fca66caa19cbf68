#!/usr/bin/env python3
"""docs_suite.py -- the documents are true to the tree: paths, verbs, commands, names. Writes TAP."""
import glob
import os
import re
import sys

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
    return [f"{doc}: writ {c}" for doc in DOCS for c in re.findall(r"(?:`|build/)writ ([a-z]+)", read(doc), re.M) if c not in commands]


def every_function_named_exists():
    code = "".join(read(p) for p in glob.glob("src/**/*.[ch]", recursive=True))
    return [f"{doc}: {n}" for doc in ("docs/TOUR.md", "docs/THREADS.md") for n in re.findall(r"`([A-Za-z]+_[A-Za-z_]+)`", read(doc)) if n not in code]


def documents_are_short_and_name_no_machine():
    wrong = [f"{doc}: {len(read(doc).splitlines())} lines" for doc in DOCS if len(read(doc).splitlines()) > 120]
    return wrong + [f"{doc}: {m}" for doc in DOCS for m in re.findall(r"(?<![\w.}])/(?:root|work|home|tmp)/[\w/.-]*", read(doc))]


TESTS = [every_path_exists, every_verb_of_dev_exists, every_command_of_writ_exists, every_function_named_exists,
         documents_are_short_and_name_no_machine]
failed = 0
for number, test in enumerate(TESTS, 1):
    wrong = test()
    failed += bool(wrong)
    print(f"{'not ok' if wrong else 'ok'} {number} - {test.__name__}")
    for line in wrong:
        print("# " + line)
print(f"1..{len(TESTS)}")
sys.exit(1 if failed else 0)
