#!/usr/bin/env python3
"""file_suite.py -- files as evidence, over real sockets: stored once, streamed in fixed memory, refused early, nothing left behind. Writes TAP."""
import glob
import hashlib
import os
import re
import socket
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import City, check, main  # noqa: E402

CELL = "/directive/12.4/RAP"
TYPED = {"title": "Minutes of the board", "dated": "2026-02-20"}
PG = os.environ.get("WRIT_TEST_ENGINE") == "postgresql"
shared = {}


def city():
    if "city" not in shared:
        # The sanitizer keeps freed memory back: with its usual 256 MB no growth could be told from a leak.
        os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"
        shared["city"] = City().start()
    return shared["city"]


def form(b, cell=CELL):
    return b.form(b.get(cell), "/evidence/add")


def on_disk(where="*/*"):
    return sorted(glob.glob(os.path.join(city().data, "blobs", where)))


def wait_for(what, text):
    deadline = time.monotonic() + 60
    while not what():
        check(time.monotonic() < deadline, text)
        time.sleep(0.01)


def piece(b, title, cell=CELL):
    found = [p for p in b.get(cell + ".json").json["pieces"] if p["title"] == title]
    check(found, f"{cell} has no piece {title}")
    return found[0]


def a_file_goes_in_and_comes_out_the_same():
    b = city().browser().enter("liaison")
    data = b"%PDF-1.4\n" + os.urandom(700_000)
    a = b.upload(form(b), "C:\\\\Users\\\\me\\\\acta sesi\u00f3n\u202e.pdf", data, **TYPED)
    check(a.status == 303, f"upload: {a.status} {a.text[:600]}")
    p = piece(b, TYPED["title"])
    check(p["file"] == "acta sesi\u00f3n.pdf", f"the name is {p['file']!r}")
    check(p["size"] == len(data) and p["sha256"] == hashlib.sha256(data).hexdigest(), f"{p}")
    page = b.get(CELL)
    check("acta sesi\u00f3n.pdf" in page.text and "701 kB" not in page.text and "700 kB" in page.text and p["sha256"] in page.text, "the page does not show the file")
    out = city().browser().get(p["file_url"])
    h = out.headers
    check(out.status == 200 and out.body == data, f"download: {out.status}, {len(out.body)} bytes")
    check(h["content-length"] == str(len(data)) and h["content-type"] == "application/pdf" and h["x-content-type-options"] == "nosniff", f"{h}")
    check(h["content-disposition"] == "attachment; filename=\"acta sesi__n.pdf\"; filename*=UTF-8''acta%20sesi%C3%B3n.pdf", h["content-disposition"])
    check("set-cookie" not in h, "a download sets a cookie")
    again = city().browser().get(p["file_url"], If_None_Match=h["etag"])
    check(again.status == 304 and not again.body, f"again: {again.status}")
    check(h["etag"] == f'"{p["sha256"][:32]}"', h["etag"])
    check(city().browser().get("/files/" + "0" * 32).status == 404, "a file that is not there")


if __name__ == "__main__":
    tests = [a_file_goes_in_and_comes_out_the_same]
    rc = main(tests)
    shared["city"].end()
    sys.exit(rc)
