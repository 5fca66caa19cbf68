#!/usr/bin/env python3
"""gate_suite.py -- one visibility gate for the city's requests (REC-12, REC-19, REC-25, PRV-20). Planted: a hidden case, a hidden entry, a
hidden file, a case under embargo, each with a word of its own in title, text and file name. Walked: page, JSON, CSV, ZIP, feed, search,
download, /answers, the front page, site map and API, the log, languages, cached copies, ETag, and guesses of ids and numbers. On both
engines. Writes TAP."""
import csv
import hashlib
import html
import http.client
import io
import json
import os
import re
import sys
import time
import urllib.parse
import xml.etree.ElementTree as xml
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import City, check, main  # noqa: E402

ATOM = "{http://www.w3.org/2005/Atom}"
# Each stands in one place only: title and asks of a hidden case, words and file of a hidden entry, a hidden file of a shown entry, a case under embargo.
CASE, ENTRY, FILE, EMBARGO = "Quillwortcase", "Quillwortentry", "Quillwortfile", "Quillwortembargo"
EMBARGO_DAY, DAY_US = "2026-03-10", 86400 * 1000000
SECRETS = (CASE, ENTRY, FILE, EMBARGO)
shared = {}


class Place:
    """A city on one engine, with what is planted in it."""

    def __init__(self, engine):
        os.environ["WRIT_TEST_ENGINE"] = engine
        self.city = City().start().settled()
        self.records, self.counsel = self.city.browser().enter("records"), self.city.browser().enter("counsel")
        self.number, self.ids = {}, {}

    def do(self, a, what, status=303):
        said = " ".join(re.sub("<[^>]*>", " ", a.text.split("<main")[-1]).split())
        check(a.status == status, f"{what}: {a.status} {said[:600]}")
        return a

    def approve(self, who=None, status=303, act="/approve"):
        """The first that waits, by a second person."""
        b = who or self.counsel
        page = b.get("/approvals")
        return self.do(b.send(b.form(page, act)), "approval", status)

    def submit(self, path, ending, **typed):
        return self.do(self.records.submit(path, ending, **typed), f"{path} {ending}")

    def request(self, title):
        """A request that was sent before it was kept here: then its days may lie back."""
        a = self.submit("/records/new", "/open", title=title, holder="ICE", owner="MAYOR", why=f"Why {title}", area=f"Area {title}", first="2026-01-01", last="2026-01-31",
                        contact="Mayor’s Office desk", fill="1", earlier="1", waiver="1", ceiling="25.00", preserve="1")
        n = int(re.search(r"/records/(\d+)", a.headers["location"]).group(1))
        self.submit(f"/records/{n}/asks", "/asks/write", question="cost", title=f"Ask {title}", text=f"Text {title}")
        self.log(n, "send", kind="sent", day="2026-02-02", channel="portal", text=f"Sent {title}")
        self.log(n, "receipt", kind="received", day="2026-02-03", right_one="1", tracking=f"T-{n}")
        return n

    def log(self, n, form, name=None, data=None, **typed):
        path = f"/records/{n}/log/{form}"
        page = self.records.get(path)
        f = self.records.form(page, f"/log/{form}/add")
        for k in ("kind", "unit", "answer"):
            if k in f["fields"] and k not in typed and f["fields"][k] == "":
                del f["fields"][k]
        file = "file" in f["fields"]     # such a form is sent in parts, with a file or without
        a = self.records.upload(f, name or "", data or b"", **typed) if file else self.records.send(f, **typed)
        return self.do(a, path)

    def show(self, n, seen="public", until=""):
        self.submit(f"/records/{n}/public", "/public/ask", seen=seen, until=until)
        self.approve()

    def back(self, n, seen="internal"):
        self.submit(f"/records/{n}/public", "/public/back", seen=seen)

    def entries(self, n, numbers):
        self.submit(f"/records/{n}/public", "/public/entries", entries=numbers)
        self.approve()

    def file(self, n, stored, name):
        """The file that came in as `stored` is published as `name`."""
        page = self.records.get(f"/records/{n}/public")
        at = page.text.index(stored)
        action = re.search(r'action="(/records/\d+/public/[0-9a-f]{32}/ask)"', page.text[at:]).group(1)
        self.do(self.records.send(self.records.form(page, action), name=name), "ask to show a file")
        self.approve()

    def wait(self, what, text):
        deadline = time.monotonic() + 90
        while not what():
            check(time.monotonic() < deadline, text)
            time.sleep(0.05)

    def anyone(self):
        return self.city.browser()


def place(engine):
    if engine not in shared:
        p = shared[engine] = Place(engine)
        p.hidden = p.request(f"Hidden {CASE}")
        p.log(p.hidden, "other", f"{CASE}-letter.txt", f"{CASE} bytes".encode(), kind="letter", day="2026-02-04", text=f"Letter {CASE}")
        p.open = p.request("Open request")
        p.log(p.open, "other", f"{ENTRY}-note.txt", f"{ENTRY} bytes".encode(), kind="note", day="2026-02-04", text=f"Note {ENTRY}")
        p.log(p.open, "decision", f"{FILE}-sheet.txt", f"{FILE} bytes".encode(), kind="interim release", day="2026-02-05", text="First pages came")
        p.log(p.open, "decision", "Letter of Somebody.txt", b"the published bytes\n" * 40000, kind="interim release", day="2026-02-06", text="Second pages came")
        p.log(p.open, "outcome", ask="1", answer="part", day="2026-02-07", reasons="b6", pages="3-9", text="Some rows came")
        p.log(p.open, "outcome", ask="2", answer="refused", day="2026-02-07", reasons="b7E", pages="", text=f"Refused {ENTRY}")
        p.embargo = p.request(f"Later {EMBARGO}")
        p.show(p.open)
        p.entries(p.open, "1 2 4 5 6")
        p.file(p.open, "Letter of Somebody.txt", "second-pages.txt")
        p.show(p.embargo, "embargo until", EMBARGO_DAY)
        p.entries(p.embargo, "1 2")
    return shared[engine]


def suffixes(p):
    return [f"/requests{s}" for s in ("", ".json", ".csv", ".atom")] + [f"/requests/{p.open}{s}" for s in ("", ".json")] + [f"/answers{s}" for s in ("", ".json", ".csv")] \
        + ["/", "/.json", "/order", "/site", "/site.json", "/api", "/api.json", "/data", "/data.json", "/log", "/robots.txt", "/demo"]


def searches():
    words = [w for s in SECRETS for w in (s, s.lower(), s[:9], s.upper())] + ["hidden", "later", "note", "Letter of Somebody", "sheet"]
    return [f"/requests{s}?q={urllib.parse.quote(w)}" for w in words for s in ("", ".json", ".csv")]


def log_pages(b):
    size = next(t["size"] for t in b.get("/log.json").json["trees"] if t["tree"] == "audit")
    return [f"/log/{kind}/{n}{s}" for n in range(max(1, size - 150), size + 3) for kind, s in (("entries", ""), ("entries", ".json"), ("proofs", ""))]


def clean(b, urls, secrets=SECRETS):
    for url in urls:
        a = b.get(url)
        check(a.status == 200 or not url.startswith(("/requests", "/answers", "/es")), f"{url} is {a.status}")
        raw = a.body.decode("utf-8", "replace") + json.dumps(a.headers)
        for s in secrets:
            found = s.lower() in re.sub(r'(value="[^"]*"|[?&]q=[^"&]*)', "", raw).lower() if "?q=" in url else s.lower() in raw.lower()
            check(not found, f"{url} holds {s}")
    return len(urls)


# ---- tests: each on both engines ----
def nothing_hidden_on_any_way_out(p):
    b = p.anyone()
    urls = suffixes(p) + [f"/es{u}" for u in suffixes(p) if u not in ("/robots.txt",)] + searches() + [f"/es{u}" for u in searches()[:12]]
    seen = set()
    for url in suffixes(p):              # and what the pages lead to
        a = b.get(url)
        seen |= {html.unescape(u) for u in re.findall(r'href="(/[^"]*)"', a.text) if "/requests" in u or "/answers" in u}
    check(any("/files/" in u for u in seen) and f"/requests/{p.open}.zip" in seen, f"the walk missed files: {sorted(seen)}")
    check(clean(b, urls + sorted(seen)) > 80, "too few addresses were walked")
    z = zipfile.ZipFile(io.BytesIO(b.get(f"/requests/{p.open}.zip").body))
    check(z.testzip() is None and [i.filename for i in z.infolist()] == ["second-pages.txt"], str(z.namelist()))
    check(z.read("second-pages.txt") == b"the published bytes\n" * 40000, "the ZIP holds other bytes")
    check(clean(b, log_pages(b)) > 300, "too few pages of the log were walked")


def what_is_approved_is_shown(p):
    b = p.anyone()
    doc = b.get(f"/requests/{p.open}.json").json
    check([(e["day"], e["kind"], e["text"]) for e in doc["happened"]] == [("2026-02-07", "outcome of an ask", "Some rows came"), ("2026-02-06", "interim release", "Second pages came"),
          ("2026-02-05", "interim release", "First pages came"), ("2026-02-03", "received", ""), ("2026-02-02", "sent", "Sent Open request")], str(doc["happened"]))
    asks = {a["ask"]: (a["answer"], a["reasons"], a["pages"]) for a in doc["asked"]}
    check(asks[1] == ("part", "b6", "3-9") and asks[2] == ("open", "", ""), f"an outcome that is not shown is no outcome: {asks}")
    check(doc["answered"] == 1 and doc["asks"] == len(asks), f"{doc['answered']} of {doc['asks']}")
    answer = next(d for d in doc["dates"] if d["kind"] == "answer")
    check(answer["due"] == "2026-03-04" and "20 working days" in answer["proof"], str(answer))
    check([(f["name"], f["sha256"], f["size"]) for f in doc["files"]] == [("second-pages.txt", hashlib.sha256(b"the published bytes\n" * 40000).hexdigest(), 800000)], str(doc["files"]))
    rows = {int(r["number"]): r for r in csv.DictReader(line for line in b.get("/requests.csv").text.splitlines() if not line.startswith("#"))}
    listed = {r["number"]: r for r in b.get("/requests.json").json["requests"]}
    check(rows.keys() == listed.keys() == {1, p.open} and rows[p.open]["answered"] == "1" and listed[p.open]["due"] == doc["due"], f"{rows} {listed}")
    titles = [e.findtext(ATOM + "title") for e in xml.fromstring(b.get("/requests.atom").body).iter(ATOM + "entry")]
    check(sum("Open request" in t for t in titles) == 5, str(titles))
    who = [r for r in b.get("/answers.json").json["asks"] if r["number"] == p.open]
    check(len(who) == doc["asks"] and who[0]["heard"] == "came in part" and who[1]["heard"] == "not owed yet" and who[1]["owed"] == "2026-03-04", str(who[:2]))
    check({r["number"] for r in b.get("/answers.json").json["asks"]} == {1, p.open}, "answers of other requests")
    for q, n in (("open request", 1), ("ÓPEN", 1), ("second pag", 1), ("pages came", 1), ("detention", 2), ("nothing like this", 0)):
        got = b.get("/requests.json?q=" + urllib.parse.quote(q)).json["requests"]
        check(len(got) == n, f"{q}: {got}")


def what_is_hidden_is_not_there(p):
    """The same 404, byte for byte but for the number asked for, whether there is something or not; as page, JSON, feed, download and by every method."""
    b = p.anyone()
    nobody = 9_000_000
    same = lambda a: (a.status, re.sub(r"/requests/\d+|[0-9a-f]{16}", "", a.text), sorted(a.headers))
    raw = {n: p.records.get(f"/records/{n}").text for n in (p.hidden, p.open)}
    files = re.findall(r'/files/([0-9a-f]{32})', raw[p.hidden] + raw[p.open])
    entries = re.findall(r"/log/([0-9a-f]{32})/strike", raw[p.hidden] + raw[p.open]) or re.findall(r'"id": "([0-9a-f]{32})"', raw[p.open])
    check(len(set(files)) == 4, f"{len(set(files))} files")
    for suffix in ("", ".json", ".zip"):
        for prefix in ("", "/es"):
            for method in ("GET", "HEAD"):
                none = b.ask(method, f"{prefix}/requests/{nobody}{suffix}")
                check(none.status == 404, f"{suffix} of no request: {none.status}")
                for n in (p.hidden, p.embargo, 3):
                    url = f"{prefix}/requests/{n}{suffix}"
                    a = b.ask(method, url)
                    check(same(a) == same(none), f"{method} {url} is {a.status} and not as if it were not there")
    for n in (p.hidden, p.open, p.embargo, nobody):
        for i in files + entries + ["0" * 32, "x"]:
            url = f"/requests/{n}/files/{i}"
            check(b.get(url).status == 404, f"{url} is {b.get(url).status}")
    for i in files + entries:
        for url in (f"/files/{i}", f"/requests/{i}", f"/requests/{i}.json"):
            check(b.get(url).status == 404, f"{url} is {b.get(url).status}")
    for n in ("0", "-1", "1e3", "99999999999999999999", f"0{p.hidden}", f"{p.hidden}%00", f"{p.hidden}.csv", f"{p.hidden}.atom", f"{p.hidden}/files", f"{p.hidden}/files/"):
        a = b.get(f"/requests/{n}")
        check(a.status in (400, 404) and CASE not in a.text, f"/requests/{n} is {a.status}")
    for path in (f"/records/{p.hidden}", f"/records/{p.hidden}/public"):
        there, not_there = b.get(path), b.get(path.replace(str(p.hidden), str(nobody)))
        check(there.status == not_there.status and CASE not in there.text, f"{path}: {there.status} and {not_there.status}")
    for etag in ('"*"', "*"):
        check(b.get(f"/requests/{p.hidden}", If_None_Match=etag).status == 404, "a condition betrays a request")


def a_second_human_approves(p):
    """Of a request, of entries, of a file: who asked does not approve; until then nothing is shown."""
    n = p.request("Two people")
    b, mayor, other = p.anyone(), p.city.browser().enter("mayor"), p.counsel
    page = mayor.get(f"/records/{n}/public")
    for ending, typed in (("/public/ask", {"seen": "public"}), ("/public/entries", {"entries": "1"})):
        p.do(mayor.send(mayor.form(page, ending), **typed), ending)
        forms = mayor.get("/approvals")
        check(not re.search(r'action="/approvals/[0-9a-f]{32}/approve"', forms.text), "who asked is offered to approve")
        seen = other.form(other.get("/approvals"), "/approve")
        back = mayor.send({"action": seen["action"], "fields": {"hash": seen["fields"]["hash"]}})      # without its key it comes back, with one
        a = mayor.send(mayor.form(back, "/approve"), hash=seen["fields"]["hash"])
        check(400 <= a.status < 500 and "it takes a second human" in a.text, f"the same human approved {ending}: {a.status}")
        check(b.get(f"/requests/{n}").status == (404 if ending == "/public/ask" else 200), "shown before it was approved")
        if ending == "/public/ask":
            p.approve()
        else:
            check(not b.get(f"/requests/{n}.json").json["happened"], "an entry is shown before it was approved")
            p.approve()
            check([e["kind"] for e in b.get(f"/requests/{n}.json").json["happened"]] == ["sent"], "the approved entry is not shown")
    page = p.records.get(f"/records/{p.open}/public")
    f = p.records.form(page, "/ask")
    asks = [x for x in re.findall(r'action="(/records/\d+/public/[0-9a-f]{32}/ask)"', page.text)]
    for bad in ("Letter of Somebody.txt", "../x.txt", "x.pdf", "A12345678.txt", "second-pages.txt"):
        a = p.records.send(p.records.form(page, asks[0]), name=bad)
        check(a.status == 422 and bad.split("/")[-1][:4] in a.text, f"the name {bad} is {a.status}")
    f = p.records.form(page, "/public/entries")
    check(p.records.send(f, entries="99").status == 422, "an entry that is not there")
    draft = re.search(r"/records/(\d+)", p.submit("/records/new", "/open", title="Draft", holder="ICE", owner="MAYOR", why="Why", area="Area", first="2026-01-01", last="2026-01-31",
                      contact="Desk", waiver="1", ceiling="25.00", preserve="1").headers["location"]).group(1)
    check("has not been sent" in p.records.get(f"/records/{draft}/public").text, "a draft can be shown")
    p.back(n)
    check(b.get(f"/requests/{n}").status == 404, "taken back, and still there")


def a_date_that_a_hidden_entry_moves_is_left_out(p):
    n = p.request("Hidden pause")
    p.show(n)
    p.entries(n, "1 2")
    b = p.anyone()
    dates = lambda: {d["kind"]: d for d in b.get(f"/requests/{n}.json").json["dates"]}
    before = dates()
    check("answer" in before and "tracking number" in before, str(before))
    p.log(n, "question", kind="asks us to clarify", day="2026-02-09", text="Which landmarks?")
    after = dates()
    check("answer" not in after and "appeal" not in after and after.get("tracking number") == before["tracking number"], f"a hidden pause shows as {after}")
    check(b.get(f"/requests/{n}.json").json["due"] is None or "answer" not in b.get(f"/requests/{n}.json").json["due_kind"], "the next date is one that is not shown")
    p.entries(n, "4")
    check(dates()["answer"]["state"] == "paused" and "Stopped on 9 Feb 2026" in dates()["answer"]["proof"], "the shown pause is not in the proof")
    p.back(n)


def taken_back_holds_at_once_in_every_copy(p):
    """A page is read often, so it stands in the cache; then it is taken back, and no copy, no ETag and no open download brings it again."""
    b = p.anyone()
    doc = b.get(f"/requests/{p.open}.json").json
    url = doc["files"][0]["file_url"]
    ways = [f"/requests/{p.open}", f"/es/requests/{p.open}", f"/requests/{p.open}.json", f"/requests/{p.open}.zip", url]
    lists = ["/requests", "/es/requests", "/requests.csv", "/requests.json", "/requests.atom", "/answers", "/answers.json", "/requests?q=open", "/"]
    tags = {u: [b.get(u) for _ in range(3)][-1] for u in ways + lists}
    check(all(a.status == 200 for a in tags.values()), str({u: a.status for u, a in tags.items()}))
    check(b.get(url, If_None_Match=tags[url].headers["etag"]).status == 304 and "immutable" not in tags[url].headers["cache-control"], "a published file has no condition, or is kept for ever")
    figure = lambda: next(x["value"] for x in b.get("/.json").json["sentences"] if x["url"] == "/answers")
    front = figure()
    # one file, one entry
    page = p.records.get(f"/records/{p.open}/public")
    row = page.text[page.text.index("</span> second-pages.txt"):]
    action = re.search(r'action="(/records/\d+/public/[0-9a-f]{32}/back)"', row).group(1)
    p.do(p.records.send(p.records.form(page, action)), "take a file back")
    for u in (url, f"/es{url}"):
        check(b.get(u).status == 404 and b.get(u, If_None_Match=tags[url].headers["etag"]).status == 404, "a file that was taken back")
    check("second-pages" not in b.get(ways[0]).text + b.get("/requests.json?q=second-pages").text, "its name is still there")
    check(zipfile.ZipFile(io.BytesIO(b.get(f"/requests/{p.open}.zip").body)).namelist() == [], "it is still in the ZIP")
    p.file(p.open, "Letter of Somebody.txt", "second-pages.txt")
    check(b.get(url).status == 200, "shown again under its old address")
    # a download that is under way ends short, and never looks whole
    p.log(p.open, "decision", "large.txt", b"large\n" * (4 << 20), kind="interim release", day="2026-02-06")
    p.file(p.open, "large.txt", "large.txt")
    c = http.client.HTTPConnection("127.0.0.1", p.city.port, timeout=60)
    c.request("GET", f"/requests/{p.open}.zip")
    r = c.getresponse()
    begun = r.read(1 << 16)
    page = p.records.get(f"/records/{p.open}/public")
    action = re.search(r'action="(/records/\d+/public/[0-9a-f]{32}/back)"', page.text[page.text.index("</span> large.txt"):]).group(1)
    p.do(p.records.send(p.records.form(page, action)), "take a file back")
    try:
        begun += r.read()
        whole = zipfile.is_zipfile(io.BytesIO(begun))
    except (http.client.IncompleteRead, ConnectionError):
        whole = False
    check(len(begun) >= 1 << 16 and not whole, "the ZIP went on after a file was taken back")
    c.close()
    # the case
    p.back(p.open)
    for u in ways:
        for headers in ({}, {"If_None_Match": tags[u].headers.get("etag", '"x"')}, {"If_None_Match": "*"}):
            check(b.get(u, **headers).status == 404, f"{u} after it was taken back: {b.get(u, **headers).status}")
    clean(b, lists, ("Open request", "second-pages", "Second pages came"))
    check(front == "3 of 17" and figure() == "2 of 8", f"the figure of the front page was {front} and is {figure()}")
    p.show(p.open)
    check([b.get(u).status for u in ways] == [200] * len(ways), "shown again")


def an_entry_that_is_struck_is_not_shown(p):
    """Nor is its file, nor a word of it, though both were approved."""
    b = p.anyone()
    word = "Zephyrword"
    p.log(p.open, "decision", "third.txt", b"third", kind="interim release", day="2026-02-08", text=f"Third {word}")
    n = next(x["n"] for x in p.records.get(f"/records/{p.open}.json").json["entries"] if word in x["text"])
    p.entries(p.open, str(n))
    p.file(p.open, "third.txt", "third-pages.txt")
    doc = b.get(f"/requests/{p.open}.json").json
    url = next(f["file_url"] for f in doc["files"] if f["name"] == "third-pages.txt")
    check(word in doc["happened"][0]["text"] and b.get(url).status == 200 and b.get(f"/requests.json?q={word}").json["requests"], "it is not shown")
    page = p.records.get(f"/records/{p.open}/public").text
    row = page[page.index(word):]
    entry = re.search(r'action="/records/\d+/public/([0-9a-f]{32})/back"', row).group(1)
    form = {"action": f"/records/{p.open}/log/{entry}/strike", "fields": {}}
    back = p.records.send(form)          # without its key it comes back, with one
    p.do(p.records.send(p.records.form(back, "/strike"), reason="entered twice"), "strike")
    check(b.get(url).status == 404 and zipfile.ZipFile(io.BytesIO(b.get(f"/requests/{p.open}.zip").body)).namelist() == ["second-pages.txt"], "the file of a struck entry")
    clean(b, suffixes(p) + [f"/requests.json?q={word}"], (word, "third-pages"))
    check(not b.get(f"/requests.json?q={word}").json["requests"], "its words are found")


def an_embargo_ends_by_itself(p):
    b = p.anyone()
    check(b.get(f"/requests/{p.embargo}").status == 404, "before its day")
    p.city.clock(1772128800 * 1000000 + 11 * DAY_US)         # 9 March, 18:00 UTC: the day before
    check(b.get(f"/requests/{p.embargo}").status == 404 and EMBARGO not in b.get("/requests.csv").text, "the day before")
    p.city.clock(1772128800 * 1000000 + 12 * DAY_US)
    check(b.get(f"/requests/{p.embargo}").status == 200 and EMBARGO in b.get("/requests").text, "on its day")
    check(EMBARGO in b.get("/requests.atom").text and EMBARGO in b.get("/answers.csv").text and b.get(f"/requests.json?q={EMBARGO}").json["requests"], "feed, answers and search")
    entry = next(e for e in xml.fromstring(b.get("/requests.atom").body).iter(ATOM + "entry") if EMBARGO in e.findtext(ATOM + "title"))
    check(entry.findtext(ATOM + "updated").startswith("2026-03-10"), f"news since {entry.findtext(ATOM + 'updated')}")
    clean(b, suffixes(p), (CASE, ENTRY, FILE))


def what_is_held_back_later_is_shown_no_more(p):
    """The bytes that a person published come in a production too, and are held back there: no page, download, ZIP or search has them, at once."""
    b, data = p.anyone(), b"He lives with Tamsin Fennimore.\n"
    p.log(p.open, "decision", "annex.txt", data, kind="interim release", day="2026-02-08")
    p.file(p.open, "annex.txt", "annex-pages.txt")
    url = next(f["file_url"] for f in b.get(f"/requests/{p.open}.json").json["files"] if f["name"] == "annex-pages.txt")
    check(b.get(url).body == data, "it is not shown")
    where = p.submit(f"/records/{p.open}/productions", "/productions/open", day="2026-02-08", channel="post", letter="", pattern="").headers["location"]
    p.do(p.records.upload(p.records.form(p.records.get(where), "/files/add"), "annex again.txt", data), "add")
    p.wait(lambda: p.records.get(where + ".json").json["files"][0]["state"] == "open", "it is never read")
    check(b.get(url).status == 200, "a file that is open in a production is shown no more")
    file = re.search(r'href="(/records/\d+/files/[0-9a-f]{32})">annex again', p.records.get(where).text).group(1)
    p.submit(file, "/hold", kind="personal name", count="1")
    for _ in range(2):                   # at once, and when it is sealed
        check(b.get(url).status == 404, "it is still handed out")
        check("annex-pages.txt" not in zipfile.ZipFile(io.BytesIO(b.get(f"/requests/{p.open}.zip").body)).namelist(), "it is still in the ZIP")
        clean(b, suffixes(p) + ["/requests.json?q=annex"], ("annex-pages", "Fennimore"))
        check(not b.get("/requests.json?q=annex").json["requests"], "its name is found")
        p.wait(lambda: p.records.get(where + ".json").json["files_held"] == 1, "it is never sealed")
    page = p.records.get(f"/records/{p.open}/public")
    action = re.search(r'action="(/records/\d+/public/[0-9a-f]{32}/ask)"', page.text[page.text.index("annex.txt"):]).group(1)
    a = p.records.send(p.records.form(page, action), name="annex-pages.txt")
    check(400 <= a.status < 500 and "held back in a production" in a.text, f"it can be published again: {a.status}")


def a_file_of_a_production_is_shown_from_there(p):
    """Asked for on the page of the production, approved by a second person; then on every way out under its new name, until it is held back or taken back."""
    b, data = p.anyone(), b"hours,amount\n3,40\n"
    where = p.submit(f"/records/{p.open}/productions", "/productions/open", day="2026-02-09", channel="post", letter="", pattern="").headers["location"]
    p.do(p.records.upload(p.records.form(p.records.get(where), "/files/add"), f"{FILE} hours.csv", data), "add")
    p.wait(lambda: p.records.get(where + ".json").json["files"][0]["state"] == "open", "it is never read")
    clean(b, suffixes(p))
    page = p.records.get(where)
    action = re.search(r'action="(/records/\d+/public/[0-9a-f]{32}/ask)"', page.text).group(1)
    p.do(p.records.send(p.records.form(page, action), name="overtime-hours.csv"), "ask")
    clean(b, suffixes(p), (*SECRETS, "overtime-hours"))
    p.approve()
    d = next(f for f in b.get(f"/requests/{p.open}.json").json["files"] if f["name"] == "overtime-hours.csv")
    check(d["sha256"] == hashlib.sha256(data).hexdigest() and b.get(d["file_url"]).body == data, f"its bytes: {d}")
    check(zipfile.ZipFile(io.BytesIO(b.get(f"/requests/{p.open}.zip").body)).read("overtime-hours.csv") == data, "in the ZIP")
    check("overtime-hours.csv" in b.get(f"/requests/{p.open}").text and b.get("/requests.json?q=overtime-hours").json["requests"], "on the page, and found")
    clean(b, suffixes(p))
    page = p.records.get(where)
    check("overtime-hours.csv" in page.text and "/ask" not in page.text, "the production does not say that it is shown")
    check("overtime-hours.csv" in p.records.get(f"/records/{p.open}/public").text, "the office's page does not list it")
    back = re.search(r'action="(/records/\d+/public/[0-9a-f]{32}/back)"', page.text).group(1)
    p.do(p.records.send(p.records.form(page, back)), "take it back")
    check(b.get(d["file_url"]).status == 404, "taken back, and there")
    page = p.records.get(where)
    p.do(p.records.send(p.records.form(page, action), name="overtime-hours.csv"), "ask again")
    file = re.search(r'href="(/records/\d+/files/[0-9a-f]{32})">' + FILE, page.text).group(1)
    p.submit(file, "/hold", kind="personal name", count="1")
    said = p.approve(status=404)                          # what is held back meanwhile is not approved
    check(b.get(d["file_url"]).status == 404 and "overtime-hours" not in b.get(f"/requests/{p.open}").text, f"held back, and there: {said.status}")
    p.do(p.counsel.send(p.counsel.form(p.counsel.get("/approvals"), "/decline"), reason="Held back."), "decline")
    clean(b, suffixes(p), (*SECRETS, "overtime-hours"))


def a_file_of_a_production_goes_with_its_own_entry(p):
    """Not with another one that says the same words; a decision of the agency may be written down as "Production 3" before the third is opened."""
    b = p.anyone()
    number = len(p.records.get(f"/records/{p.open}/productions.json").json["batches"]) + 1
    typed = f"Production {number}"
    p.log(p.open, "decision", kind="interim release", day="2026-02-08", other=typed, text="By telephone.")
    where = p.submit(f"/records/{p.open}/productions", "/productions/open", day="2026-02-09", channel="post", letter="", pattern="").headers["location"]
    check(where.endswith(f"/{number}"), f"another number: {where}")
    p.do(p.records.upload(p.records.form(p.records.get(where), "/files/add"), f"{FILE} beds.csv", b"beds,amount\n4,50\n"), "add")
    p.wait(lambda: p.records.get(where + ".json").json["files"][0]["state"] == "open", "it is never read")
    page = p.records.get(where)
    p.do(p.records.send(p.records.form(page, re.search(r'action="(/records/\d+/public/[0-9a-f]{32}/ask)"', page.text).group(1)), name="beds-by-night.csv"), "ask")
    p.approve()
    shown = lambda: "beds-by-night.csv" in [f["name"] for f in b.get(f"/requests/{p.open}.json").json["files"]]  # noqa: E731

    def strike(fits):
        part = next(x for x in p.records.get(f"/records/{p.open}").text.split("<li")[1:] if typed in x and fits(x))
        url = re.search(r'href="(/records/\d+/log/[0-9a-f]{32}/strike)"', part).group(1)
        p.do(p.records.submit(url, "/strike", reason="entered twice"), "strike")

    check(shown(), "it is not shown")
    strike(lambda x: "By telephone." in x)
    check(shown(), "it went with an entry that is not its own")
    strike(lambda x: "By telephone." not in x)
    check(not shown(), "its own entry is struck, and it stays")


def numbers_of_a_person_are_not_shown(p):
    """Nor in a tracking number, nor in the words of the request itself, which no list of entries names."""
    n = p.request("Numbers")
    p.log(n, "receipt", kind="received", day="2026-02-04", right_one="1", tracking="A 012-345-678")
    last = max(e["n"] for e in p.records.get(f"/records/{n}.json").json["entries"])
    a = p.records.submit(f"/records/{n}/public", "/public/entries", entries=str(last))
    check(a.status == 422 and "may belong to a person" in a.text, f"a tracking number: {a.status}")
    title = "Why so"
    a = p.submit("/records/new", "/open", title=title, holder="ICE", owner="MAYOR", why="About 123-45-6789", area="Area", first="2026-01-01", last="2026-01-31",
                 contact="Desk", fill="1", earlier="1", waiver="1", ceiling="25.00", preserve="1")
    n = int(re.search(r"/records/(\d+)", a.headers["location"]).group(1))
    p.log(n, "send", kind="sent", day="2026-02-02", channel="portal", text="Sent")
    a = p.records.submit(f"/records/{n}/public", "/public/ask", seen="public", until="")
    check(a.status == 422 and "words of this request" in a.text, f"the words of a request: {a.status}")


def rebuilt_it_is_the_same(p):
    b = p.anyone()
    urls = [f"/requests/{p.open}.json", f"/requests/{p.open}.zip", "/requests.json", "/requests.csv", "/answers.json", "/requests.json?q=open"]
    before = [b.get(u).text for u in urls]
    p.city.stop()
    p.city.run("rebuild")
    p.city.run("check")
    p.city.start()
    for u, was in zip(urls, before):
        check(b.get(u).text == was, f"{u} after a rebuild: {b.get(u).text} and before {was}")
    check([b.get(f"/requests/{n}").status for n in (p.hidden, p.embargo)] == [404, 404], "a hidden request is there after a rebuild")


def on(engine, test):
    def run():
        test(place(engine))
    run.__name__ = f"{test.__name__}_{engine}"
    return run


ORDER = [nothing_hidden_on_any_way_out, what_is_approved_is_shown, what_is_hidden_is_not_there, a_second_human_approves, a_date_that_a_hidden_entry_moves_is_left_out,
         taken_back_holds_at_once_in_every_copy, an_entry_that_is_struck_is_not_shown, what_is_held_back_later_is_shown_no_more, a_file_of_a_production_is_shown_from_there, a_file_of_a_production_goes_with_its_own_entry,
         numbers_of_a_person_are_not_shown, rebuilt_it_is_the_same, an_embargo_ends_by_itself]
if __name__ == "__main__":
    code = main([on(e, t) for e in ("sqlite", "postgresql") for t in ORDER])
    for one in shared.values():
        one.city.end()
    sys.exit(code)
