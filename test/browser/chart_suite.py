#!/usr/bin/env python3
"""chart_suite.py -- a page with charts, printed by chart_test, in a real Chromium (chart.mjs). Writes TAP."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def main():
    test = os.path.join(os.path.dirname(os.environ.get("WRIT", os.path.join(ROOT, "build-test", "writ"))), "chart_test")
    pages = {lang: subprocess.run([test, lang], capture_output=True, text=True, check=True).stdout for lang in ("en", "es", "ar")}
    with tempfile.TemporaryDirectory() as folder:
        plan = os.path.join(folder, "plan.json")
        with open(plan, "w", encoding="utf-8") as f:
            json.dump({"pages": pages, "web": os.path.join(ROOT, "web"), "chromium": shutil.which("chromium"), "shots": os.path.join(ROOT, "build-test", "shots")}, f)
        return subprocess.run([os.environ.get("WRIT_NODE", "node"), os.path.join(HERE, "chart.mjs"), plan], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
