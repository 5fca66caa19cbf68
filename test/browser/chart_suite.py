#!/usr/bin/env python3
"""chart_suite.py -- a page with charts, printed by chart_test, in a real Chromium (chart.mjs). Writes TAP."""
import os
import subprocess
import sys
import tempfile

from chromium import run
from city import ROOT  # its folder is known by chromium.py


def main():
    test = os.path.join(os.path.dirname(os.environ.get("WRIT", os.path.join(ROOT, "build-test", "writ"))), "chart_test")
    pages = {lang: subprocess.run([test, lang], capture_output=True, text=True, check=True).stdout for lang in ("en", "es", "ar")}
    with tempfile.TemporaryDirectory() as folder:
        return run("chart.mjs", folder, pages=pages, web=os.path.join(ROOT, "web"), shots=os.path.join(ROOT, "build-test", "shots"))


if __name__ == "__main__":
    sys.exit(main())
