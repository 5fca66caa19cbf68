"""chromium.py -- a script of this folder, run by node with its plan: where Chromium is, and what the suite says. The script writes TAP."""
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
NODE = os.environ.get("WRIT_NODE", "node")
sys.path.insert(0, os.path.join(HERE, "..", "e2e"))


def run(script, folder, **plan):
    """folder: the plan lies there. The script's exit."""
    path = os.path.join(folder, "plan.json")
    with open(path, "w", encoding="utf-8") as f:
        json.dump({"chromium": shutil.which("chromium"), **plan}, f)
    return subprocess.run([NODE, os.path.join(HERE, script), path], check=False).returncode


def run_on(city, script, **plan):
    return run(script, city.folder, base=f"http://127.0.0.1:{city.port}", **plan)
