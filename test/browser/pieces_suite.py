#!/usr/bin/env python3
"""pieces_suite.py -- a large file of a production sent piece by piece by the page's script, in a real Chromium (pieces.mjs). Writes TAP."""
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "e2e"))
from city import City  # noqa: E402


def main():
    city = City()
    try:
        city.start()
        large = os.path.join(city.folder, "raid.mp4")
        with open(large, "wb") as f:
            f.write(b"\0\0\0\x18ftypmp42" + os.urandom(20_000_000))
        plan = os.path.join(city.folder, "plan.json")
        with open(plan, "w", encoding="utf-8") as f:
            json.dump({"base": f"http://127.0.0.1:{city.port}", "chromium": shutil.which("chromium"), "large": large}, f)
        return subprocess.run([os.environ.get("WRIT_NODE", "node"), os.path.join(HERE, "pieces.mjs"), plan], check=False).returncode
    finally:
        city.end()


if __name__ == "__main__":
    sys.exit(main())
