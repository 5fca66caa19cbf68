#!/usr/bin/env python3
"""quiet_suite.py -- PRV-22: the site is no feed of contact reports. Every public byte and header before and after reports come in, are
acknowledged, opened, added to, photographed, locked and exported: all the same but for what names the current time. Then the daily
hour: the log has grown by a multiple of 256, and nothing in it says of what kind, where or when. On both engines. Writes TAP."""
import html
import json
import os
import re
import subprocess
import sys
import time
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, City, check, main  # noqa: E402

DOOR = "dem0-1apt-0000-0001"      # of the demonstration's first branch library
WORDS = ("Quillfeather", "lapl-", "09:13", "contact.filed", "contact_report", "a person")
shared = {}

# ---- every public byte ----


def still(text, headers):
    """Without what names the current time, and what a form gets anew each time it is shown."""
    text = re.sub(r'(name="(?:once|entry)" value=|"(?:once|entry)": )"[^"]*"', r'\1""', text)
    text = re.sub(r'("value": )"[0-9a-f]{32}"', r'\1""', text)
    text = re.sub(r"(Shown as of|Datos al) [^<]*?\.", r"\1.", text)
    text = re.sub(r'("request": )"[^"]*"', r"\1", text)
    return text, {k: v for k, v in headers.items() if k not in ("date", "etag", "content-length", "x-request-id")}


def tiles(b):
    """Every file of the static log, as an outsider would fetch it."""
    out = []
    for tree in ("audit", "intake", "draw"):
        path = f"/log/{tree}/checkpoint"
        a = b.get(path)
        out.append(path)
        if a.status != 200:
            continue
        size, level = int(a.text.splitlines()[1]), 0
        while size:
            for n in range(size // 256):
                out.append(f"/log/{tree}/tile/{level}/{n:03d}")
            if size % 256:
                out.append(f"/log/{tree}/tile/{level}/{size // 256:03d}.p/{size % 256}")
            size, level = size // 256, level + 1
        size = int(a.text.splitlines()[1])
        out += [f"/log/{tree}/tile/entries/{n:03d}" for n in range(size // 256)]
        out += [f"/log/{tree}/tile/entries/{size // 256:03d}.p/{size % 256}"] if size % 256 else []
        if tree == "audit":
            out += [f"/log/entries/{n}{s}" for n in range(max(1, size - 3), size + 4) for s in ("", ".json")]
    return out


def worth(url, routes):
    """All but what is the same again: other languages of what has a hole in its address, walks of the guide, most entries that never change."""
    path = url.split("?")[0]
    if re.match(r"/(es|en)(/|$)", url):
        return "?" not in url and (path[3:] in routes or path in ("/es", "/es/site"))
    entry = re.match(r"/log/(?:entries|proofs)/(\d+)", url)
    return "?and=" not in url and (not entry or int(entry.group(1)) % 50 == 0 or url in shared["last"])


def public(c):
    """{url: (status, headers, body)} of all that a visitor without an account can reach."""
    b = c.browser()
    routes = [p for p, item in b.get("/api.json").json["paths"].items() if "get" in item and not item["get"]["security"]]
    queue = ["/", "/site", "/api.json", "/es", "/es/site", "/robots.txt", f"/contact/at/{DOOR}", f"/at/{DOOR}", f"/counter/at/{DOOR}"]
    queue += [p for p in routes if "{" not in p] + [f"/es{p}" for p in routes if "{" not in p]
    shared["last"] = tiles(b)
    queue += shared["last"]
    suffixes = {}
    for p in routes:
        m = re.match(r"(.*})\.(\w+)$", p)
        if m:
            suffixes.setdefault(m.group(1), []).append(m.group(2))
    of = [(re.compile(re.sub(r"\\{\w+\\}", "[^/?#]+", re.escape(p)) + "$"), s) for p, s in suffixes.items()]
    found = {}
    while queue:
        url = html.unescape(queue.pop()).split("#")[0]
        if url in found or not url.startswith("/") or url.startswith("//") or not worth(url, routes):
            continue
        a = b.get(url)
        body, headers = still(a.text, a.headers) if "text" in a.headers.get("content-type", "") or "json" in a.headers.get("content-type", "") else (a.body, {k: v for k, v in a.headers.items() if k != "date"})
        exact = "no-cache" in a.headers.get("cache-control", "") and "etag" in a.headers and body == a.text
        found[url] = (a.status, headers, body, a.headers.get("etag") if exact else None)
        if a.status == 200 and "html" in a.headers.get("content-type", ""):
            queue += re.findall(r'(?:href|src)="(/[^"]*)"', a.text)
            if "?" not in url and not url.startswith("/es"):
                queue += [url.rstrip("/") + ".json"] if url != "/" else []
                queue += [f"{url}.{s}" for m, ss in of if m.match(url) for s in ss]
    return found


def same(before, after, what):
    gone, new = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
    check(not gone and not new, f"{what}: gone {gone[:10]}, new {new[:10]}")
    for url in sorted(before):
        if before[url] == after[url]:
            continue
        for part, x, y in zip(("status", "headers", "body", "etag"), before[url], after[url]):
            if x != y:
                at = next((i for i, (p, q) in enumerate(zip(x, y)) if p != q), 0) if part == "body" else 0
                raise AssertionError(f"{what}: {part} of {url}: {str(x)[max(0, at - 60):at + 200]!r} became {str(y)[max(0, at - 60):at + 200]!r}")


# ---- the city ----
def log_size(c):
    return next(t["size"] for t in c.browser().get("/log.json").json["trees"] if t["tree"] == "audit")


def past_the_cut(c):
    """The first minute makes the cut of the day, as its clock is past the hour: wait for it, then nothing moves the log by itself."""
    b = c.browser()
    while "about" in b.get(f"/log/entries/{log_size(c)}.json").json["entry"]:
        time.sleep(0.02)
    return c


def city(url=""):
    key = "postgresql" if url else "sqlite"
    if key not in shared:
        shared[key] = past_the_cut(City(url).start())
    return shared[key]


def sql(c, statement):
    """While the server is stopped."""
    if c.url:
        subprocess.run(["/usr/lib/postgresql/15/bin/psql", "-q", c.url[1], "-c", statement], check=True)
        return
    import sqlite3
    db = sqlite3.connect(os.path.join(c.data, "writ.db"))
    db.execute(statement)
    db.commit()
    db.close()


def send(c, **more):
    b = c.browser()
    a = b.submit(f"/contact/at/{DOOR}", "/contact/begin", request="a person", arrived="09:13", day="2026-02-26", **more)
    check(a.status == 303, f"begin: {a.status}")
    a = b.submit("/contact/mine/officers", "/save", officer_name="Officer Quillfeather", officers="3")
    check(a.status == 303, f"save: {a.status} {a.text[-400:]}")
    return b


def png():
    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0\0\0\x01\0\0\0\x01\x08\0\0\0\0") + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def all_that_can_happen(c):
    """To contact reports, by everyone who may: nothing of it may show."""
    b = send(c)
    check(b.submit("/contact/mine", "/contact/mine/send").status == 303, "send")
    number = b.get("/contact/copy.json").json["number"]
    page = b.get("/contact/mine")
    a = b.upload(b.form(page, "/photo/add"), "door.png", png(), field="photo")
    check(a.status == 303, f"photo: {a.status} {a.text[-500:]}")
    check(b.submit("/contact/mine/seen", "/save", observed="They stood at the door.").status == 303, "add")
    check(b.submit("/contact/mine", "/contact/mine/send").status == 303, "send again")
    drill = send(c, drill="true")
    check(drill.submit("/contact/mine", "/contact/mine/send").status == 303, "a drill")
    send(c)                                                     # and one that is not sent
    entry = {"entry": os.urandom(16).hex(), "token": DOOR, "base": 0, "send": True, "drill": False, "day": "2026-02-26", "arrived": "09:13", "request": "records"}
    a = c.browser().ask("POST", "/contact/sync", json.dumps(entry), {"Content-Type": "application/json", "Accept": "application/json"})
    check(a.status == 201, f"sync: {a.status} {a.text[:300]}")
    people = {login: c.browser().enter(login) for login in ("liaison-library", "counsel", "mayor")}
    for login, ending, typed in (("liaison-library", "acknowledge", {}), ("counsel", "open", {}), ("counsel", "restricted/open", {"reason": "To answer a court"}),
                                 ("counsel", "counsel", {"text": "Keep the tapes."}), ("mayor", "open", {}), ("mayor", "lock", {})):
        path = f"/contact/reports/{number}"
        page = people[login].get(path)
        a = people[login].send(people[login].form(page, f"/{number}/{ending}"), **typed)
        check(a.status == 303, f"{login} {ending}: {a.status} {a.text[-400:]}")
    check(people["counsel"].get(f"/contact/reports/{number}/timeline").status == 200, "timeline")


# ---- tests ----
def filing_changes_no_public_byte(url=""):
    c = city(url)
    for login in ("liaison-library", "counsel", "mayor"):        # that somebody signs in is no news of a report
        c.browser().enter(login)
    size = log_size(c)
    before = public(c)
    check(len(before) > 500 and any("/tile/" in u for u in before) and any(u.endswith(".atom") for u in before) and any(u.endswith(".ics") for u in before), f"only {len(before)} addresses")
    check(sum(1 for v in before.values() if v[3]) > 20, "no exact ETag was compared")
    same(before, public(c), "two looks with nothing between")    # else the test says nothing
    all_that_can_happen(c)
    same(before, public(c), "after reports")
    check(log_size(c) == size, "the log grew")
    shared["before", url] = before


def the_next_public_act_leaves_no_gap(url=""):
    c = city(url)
    size = log_size(c)
    a = c.browser().enter("mayor").submit("/departments/LAPL/edit", "/rename", name="Public Library Q")
    check(a.status == 303, f"rename: {a.status}")
    check(log_size(c) == size + 1, f"{log_size(c) - size} entries for one public act")
    a = c.browser().get(f"/log/entries/{size + 1}.json").json
    check("city." in a["entry"], f"{a}")
    b, was = c.browser(), shared["before", url]["/departments/LAPL"]
    now = b.get("/departments/LAPL")
    check(still(now.text, now.headers)[1:] == was[1:2] and still(now.text, now.headers)[0] != was[2], "the comparison above would not see a change")


def the_daily_hour_says_neither_kind_nor_place_nor_time(url=""):
    c = city(url)
    size = log_size(c)
    c.stop()
    sql(c, "UPDATE city_city SET demo_at = demo_at + 86400000000")
    c.start()
    past_the_cut(c)
    grown = log_size(c) - size
    check(grown > 0 and grown % 256 == 0, f"the log grew by {grown}")
    b = c.browser()
    for n in (1, 2, grown // 2, grown - 1, grown):
        entry = json.loads(b.get(f"/log/entries/{size + n}.json").json["entry"])
        check(set(entry) == {"c", "v"}, f"an entry says {entry}")
    for n in range((size + grown) // 256):
        data = b.get(f"/log/audit/tile/entries/{n:03d}").body
        for word in WORDS:
            check(word.encode() not in data, f"tile {n} holds {word}")
    for address in ("/", "/log", "/log.json", "/directive/changes.atom", "/api.json", "/contact", "/contact/summaries.json"):
        text = b.get(address).text
        check("Quillfeather" not in text and "contact.filed" not in text, f"{address} tells")


def pg_database():
    return subprocess.run([os.path.join(ROOT, "test/pg"), "database", os.environ["WRIT_TEST_PG"]], capture_output=True, text=True, check=True).stdout.strip()


def on_postgresql():
    url = pg_database()
    filing_changes_no_public_byte(url)
    the_next_public_act_leaves_no_gap(url)
    the_daily_hour_says_neither_kind_nor_place_nor_time(url)


if __name__ == "__main__":
    rc = main([filing_changes_no_public_byte, the_next_public_act_leaves_no_gap, the_daily_hour_says_neither_kind_nor_place_nor_time, on_postgresql])
    for made in list(shared.values()):
        if isinstance(made, City):
            made.end()
    sys.exit(rc)
