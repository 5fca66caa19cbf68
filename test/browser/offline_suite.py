#!/usr/bin/env python3
"""offline_suite.py -- the guide and the reports of a device without a connection, in a real Chromium (offline.mjs). Writes TAP."""
import os
import sys

from chromium import run_on
from city import ROOT, City  # its folder is known by chromium.py


def main():
    city = City()
    try:
        city.start()
        shots = os.path.join(ROOT, "build", "shots")
        os.makedirs(shots, exist_ok=True)
        nodes = [n["id"] for n in city.browser().get("/counter/whole.json").json["nodes"]]
        return run_on(city, "offline.mjs", shots=shots, door="dem0-1apt-0000-0001", nodes=nodes)
    finally:
        city.end()


if __name__ == "__main__":
    sys.exit(main())
