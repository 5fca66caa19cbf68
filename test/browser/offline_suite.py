#!/usr/bin/env python3
"""offline_suite.py -- the guide and the reports of a device without a connection, in a real Chromium (offline.mjs). Writes TAP."""
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "e2e"))
from city import ROOT, City  # noqa: E402


def main():
    city = City()
    try:
        city.start()
        plan = os.path.join(city.folder, "plan.json")
        shots = os.path.join(ROOT, "build", "shots")
        os.makedirs(shots, exist_ok=True)
        nodes = [n["id"] for n in city.browser().get("/counter/whole.json").json["nodes"]]
        with open(plan, "w", encoding="utf-8") as f:
            json.dump({"base": f"http://127.0.0.1:{city.port}", "chromium": shutil.which("chromium"), "shots": shots, "door": "dem0-1apt-0000-0001", "nodes": nodes}, f)
        return subprocess.run([os.environ.get("WRIT_NODE", "node"), os.path.join(HERE, "offline.mjs"), plan], check=False).returncode
    finally:
        city.end()


if __name__ == "__main__":
    sys.exit(main())
