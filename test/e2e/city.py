"""city.py -- a writ server of our own for a test, and a small browser: pages, forms, cookies. Standard library only."""
import base64
import hashlib
import hmac
import html
import html.parser
import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import tempfile
import time
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WRIT = os.environ.get("WRIT", os.path.join(ROOT, "build-test", "writ"))
_port = [10000 + os.getpid() * 16 % 22000]   # below those that the system gives away
_recovery = {}


class Failure(Exception):
    pass


def check(ok, text):
    if not ok:
        raise Failure(text)


class Forms(html.parser.HTMLParser):
    """Every form of a page: action, and the fields as a browser would send them."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.form, self.select, self.area = [], None, None, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = {k: v or "" for k, v in attrs}
        if tag == "form":
            self.form = {"action": a.get("action", ""), "method": a.get("method", "get").lower(), "fields": {}}
            self.forms.append(self.form)
        if self.form is None or "name" not in a and tag not in ("option",):
            return
        if tag == "input" and a.get("type") not in ("checkbox", "radio", "submit") or "checked" in a:
            self.form["fields"][a["name"]] = a.get("value", "")
        elif tag == "select":
            self.select = a["name"]
            self.form["fields"].setdefault(self.select, "")
            self.first = True
        elif tag == "option" and self.select and ("selected" in a or self.first):
            self.form["fields"][self.select] = a.get("value", "")
            self.first = False
        elif tag == "textarea":
            self.area = a["name"]
            self.form["fields"][self.area] = ""

    def handle_data(self, data):
        if self.area:
            self.form["fields"][self.area] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


def code(secret, at=0):
    """RFC 6238, written a second time: `at` steps from now."""
    h = hmac.new(base64.b32decode(secret.replace(" ", "")), struct.pack(">Q", int(time.time()) // 30 + at), hashlib.sha1).digest()
    o = h[-1] & 15
    return f"{(struct.unpack('>I', h[o:o + 4])[0] & 0x7fffffff) % 1000000:06d}"


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.text = body.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.text)


class Browser:
    def __init__(self, port):
        self.port, self.cookies, self.at = port, {}, "/"

    def ask(self, method, path, body=None, headers=None):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        h = {"Host": f"127.0.0.1:{self.port}", **(headers or {})}
        if self.cookies:
            h["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        c.request(method, path, body, h)
        r = c.getresponse()
        a = Answer(r.status, {k.lower(): v for k, v in r.getheaders()}, r.read())
        for k, v in r.getheaders():
            if k.lower() == "set-cookie":
                name, _, value = v.split(";")[0].partition("=")
                if value and "max-age=0" not in v.lower():
                    self.cookies[name] = value
                else:
                    self.cookies.pop(name, None)
        c.close()
        return a

    def get(self, path, **headers):
        self.at = path
        return self.ask("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def follow(self, a):
        while a.status == 303:
            a = self.get(a.headers["location"])
        return a

    def form(self, page, ending):
        """The first form of a page whose action ends so."""
        for f in Forms(page.text).forms:
            if f["action"].split("?")[0].endswith(ending):
                return f
        raise Failure(f"{self.at}: no form that ends in {ending}: {[f['action'] for f in Forms(page.text).forms]}")

    def send(self, form, **typed):
        fields = {**form["fields"], **typed}
        action = urllib.parse.urljoin(self.at, form["action"])
        return self.ask("POST", action, urllib.parse.urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"})

    def filled(self, form, name, data, field="file", **typed):
        """A form with a file, as a browser sends it: what ask() takes."""
        mark = "----city" + os.urandom(12).hex()
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in {**form["fields"], **typed}.items() if k != field]
        parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode())
        return "POST", urllib.parse.urljoin(self.at, form["action"]), b"".join([*parts, data, f"\r\n--{mark}--\r\n".encode()]), {"Content-Type": f"multipart/form-data; boundary={mark}"}

    def upload(self, form, name, data, field="file", **typed):
        return self.ask(*self.filled(form, name, data, field, **typed))

    def submit(self, path, ending, **typed):
        page = self.get(path)
        check(page.status == 200, f"GET {path} is {page.status}")
        return self.send(self.form(page, ending), **typed)

    def sign_in(self, login, password):
        """To a city that is no demonstration. A second factor is set up the first time; then a recovery code stands in for it: each is good once."""
        left = _recovery.get((self.port, login), [])
        a = self.submit("/sign-in", "/sign-in/enter", login=login, password=password, code=left.pop() if left else "")
        check(a.status == 303, f"{login} cannot sign in: {a.status}")
        if a.headers["location"].endswith("/account/second-factor"):
            check(self.submit("/account/second-factor", "/begin").status == 303, "the second factor cannot be begun")
            page = self.get("/account/second-factor.json").json
            check(self.submit("/account/second-factor", "/confirm", code=code(page["secret"])).status == 303, "the second factor is refused")
            _recovery[self.port, login] = [c["code"] for c in page["codes"]]
        return self

    def enter(self, login):
        """Signs in to a demonstration."""
        page = self.get("/demo")
        for f in Forms(page.text).forms:
            if f["action"].endswith("/demo/enter") and f["fields"].get("login") == login:
                check(self.send(f).status == 303, f"entering as {login}")
                return self
        raise Failure(f"the demonstration has no {login}")


class City:
    """init, demo and serve in a temporary folder; url: "" for SQLite."""
    program = WRIT

    def __init__(self, url="", demo=True, data=None, pack=os.path.join(ROOT, "packs/la-ed12")):
        self.folder = tempfile.mkdtemp(prefix="writ-city-")
        self.data = data or os.path.join(self.folder, "data")
        if not url and os.environ.get("WRIT_TEST_ENGINE") == "postgresql":
            url = subprocess.run([os.path.join(ROOT, "test/pg"), "database", os.environ["WRIT_TEST_PG"]], capture_output=True, text=True, check=True).stdout.strip()
        self.url = ["--db", url] if url else []
        self.server = None
        _port[0] += 1
        self.port = _port[0]
        self.run("init", "--pack", pack, *self.url)
        if demo:
            self.passwords = self.run("demo").stdout

    def command(self, verb, *more):
        return subprocess.run([WRIT, verb, "--data", self.data, *more], capture_output=True, text=True, timeout=120, check=False)

    def run(self, verb, *more):
        p = self.command(verb, *more)
        check(p.returncode == 0, f"writ {verb}: exit {p.returncode}: {p.stderr[-2000:]}")
        return p

    def start(self, under=(), more=()):
        self.log = open(os.path.join(self.folder, "serve.log"), "ab")
        env = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"} if under else None   # no leak check under a tracer
        self.server = subprocess.Popen([*under, self.program, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}", *more], stderr=self.log, stdout=self.log, env=env)
        self.under = bool(under)
        deadline = time.monotonic() + 60
        while True:
            try:
                Browser(self.port).get("/")
                return self
            except OSError:
                check(self.server.poll() is None, f"the server ended: {self.errors()}")
                check(time.monotonic() < deadline, "the server does not answer")
                time.sleep(0.01)

    def errors(self):
        with open(os.path.join(self.folder, "serve.log"), encoding="utf-8", errors="replace") as f:
            return f.read()[-3000:]

    def browser(self):
        return Browser(self.port)

    def settled(self):
        """Nothing waits for a second person: what waits in the demonstration is declined."""
        b = self.browser().enter("counsel")
        while any(f["action"].endswith("/decline") for f in Forms(b.get("/approvals").text).forms):
            check(b.submit("/approvals", "/decline", reason="Not of this test").status == 303, "declined")
        return self

    def stop(self):
        if self.server and self.server.poll() is None:
            if self.under:   # the tracer's child is the server
                child = subprocess.run(["pgrep", "-P", str(self.server.pid)], capture_output=True, text=True, check=True).stdout
                os.kill(int(child), signal.SIGTERM)
            else:
                self.server.send_signal(signal.SIGTERM)
            rc = self.server.wait(60)
            check(rc == 0, f"orderly stop: exit {rc}: {self.errors()}")

    def clock(self, us):
        """Serves on with the demonstration's clock at this instant: nobody waits for it."""
        self.stop()
        change = f"UPDATE city_city SET demo_at = {us}"
        if self.url:
            subprocess.run(["/usr/lib/postgresql/15/bin/psql", "-q", self.url[1], "-c", change], check=True)
        else:
            db = sqlite3.connect(os.path.join(self.data, "writ.db"))
            db.execute(change)
            db.commit()
            db.close()
        return self.start()

    def kill(self):
        self.server.kill()
        self.server.wait()

    def end(self):
        if self.server and self.server.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


# Pages behind a grant, or behind a step that is made first: no link of a demonstration leads there. The suites of the clause come there.
BY_ACT = ("/contact/reports/{number}/amend", "/contact/reports/{number}/export", "/contact/reports/{number}/follow/cameras/{id}", "/contact/here/{token}",
          "/contact/reports/{number}/follow/notice", "/contact/reports/{number}/follow/after", "/contact/summaries/{period}", "/contact/summaries/{period}/preview", "/records/city/{code}",
          "/records/{number}/productions/{batch}/uploads/{upload}", "/cost/hours/drafts/{id}", "/released/publish/{number}/{version}", "/released/held/{number}",
          "/released/cost/contract", "/released/cost/place")


def crawl(city):
    """Each page that the route table has, as everyone of the demonstration who reaches it by links: {path: {login: (url, bytes)}}.
    Of the pages of one route some are visited, for not every one has every link; the longest stands for them."""
    doc = Browser(city.port).get("/api.json").json
    pages = [p for p, item in doc["paths"].items() if "text/html" in item.get("get", {}).get("responses", {}).get("200", {}).get("content", {})]
    pages.sort(key=lambda p: p.count("{"))
    match = {p: re.compile(re.sub(r"\\{\w+\\}", "[^/?#]+", re.escape(p)) + "$") for p in pages}
    found = {p: {} for p in pages}
    for login in [""] + sorted({p["login"] for p in Browser(city.port).get("/demo.json").json["people"]}):
        b = Browser(city.port)
        if login:
            b.enter(login)
        queue, visits = ["/", "/site"], {}
        while queue:
            url = html.unescape(queue.pop(0)).split("#")[0].split("?")[0]
            path = next((p for p in pages if match[p].match(url)), None)   # fixed words first
            if re.search(r"\.(json|csv|atom|ics|svg|css|txt|py|pdf|html)$", url) or path is None or len(visits.setdefault(path, set())) >= 20 or url in visits[path]:
                continue
            visits[path].add(url)
            a = b.get(url)
            if a.status == 200:
                found[path][login] = max(found[path].get(login, ("", 0)), (url, len(a.body)), key=lambda it: it[1])
                queue += re.findall(r'href="(/[^"]*)"', a.text)
    return found


def main(tests):
    """TAP: one line a test; each test is a function (name, what it takes is nothing)."""
    failed = 0
    for n, t in enumerate(tests, 1):
        try:
            t()
            print(f"ok {n} - {t.__name__}", flush=True)
        except Exception as e:  # a test that cannot run has failed
            failed += 1
            print(f"not ok {n} - {t.__name__}\n# {type(e).__name__}: {str(e)[:3000]}", flush=True)
    print(f"1..{len(tests)}")
    return 1 if failed else 0
