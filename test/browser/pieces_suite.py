#!/usr/bin/env python3
"""pieces_suite.py -- a large file of a production sent piece by piece by the page's script, in a real Chromium (pieces.mjs). Writes TAP."""
import os
import sys

from chromium import run_on
from city import City  # its folder is known by chromium.py


def main():
    city = City()
    try:
        city.start()
        large = os.path.join(city.folder, "raid.mp4")
        with open(large, "wb") as f:
            f.write(b"\0\0\0\x18ftypmp42" + os.urandom(20_000_000))
        return run_on(city, "pieces.mjs", large=large)
    finally:
        city.end()


if __name__ == "__main__":
    sys.exit(main())
