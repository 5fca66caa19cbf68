#!/usr/bin/env python3
"""requirements.py TAPDIR -- the map of requirements: whole, and each test that it names exists and ran. Writes TAP."""
import os
import re
import sys

COUNTS = dict(DIR=29, CTR=33, REC=31, REL=46, CST=8, PLN=29, AID=23, SVC=22, PAN=20, MON=22, DRW=15, SEA=19, PRV=22)
here = os.path.dirname(os.path.abspath(__file__))
tap = sys.argv[1]
failed = []

ran = set()
for program in os.listdir(tap):
    with open(os.path.join(tap, program), encoding="utf-8", errors="replace") as f:
        for line in f:
            m = re.match(r"ok \d+ -? ?(.*)", line)
            if m:
                ran.add((program, m.group(1).strip()))

rows = {}
with open(os.path.join(here, "requirements.tsv"), encoding="utf-8") as f:
    for n, line in enumerate(f, 1):
        if line.startswith("#"):
            continue
        cols = line.rstrip("\n").split("\t")
        if len(cols) != 3 or cols[0] in rows:
            failed.append(f"line {n}: three columns and each id once")
            continue
        rows[cols[0]] = cols[1:]

expected = {f"{p}-{i}" for p, n in COUNTS.items() for i in range(1, n + 1)}
for i in sorted(expected ^ set(rows)):
    failed.append(f"{i} is {'missing' if i in expected else 'unknown'}")
print(f"{'not ok' if failed else 'ok'} 1 - the map holds every requirement once")

wrong = []
shown = 0
for i, (tests, note) in rows.items():
    if tests == "not yet":
        if not note.strip():
            wrong.append(f"{i}: not yet, without a reason")
        continue
    shown += 1
    for t in tests.split(","):
        program, _, name = t.strip().partition(":")
        if (program, name) not in ran:
            wrong.append(f"{i}: {t.strip()} did not run, or failed")
print(f"{'not ok' if wrong else 'ok'} 2 - every test that the map names ran and passed ({shown} of {len(rows)} requirements shown)")
for line in failed + wrong:
    print("# " + line)
print("1..2")
sys.exit(1 if failed or wrong else 0)
