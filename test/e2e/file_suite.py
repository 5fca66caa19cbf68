#!/usr/bin/env python3
"""file_suite.py -- files as evidence, over real sockets: stored once, streamed in fixed memory, refused early, nothing left behind. Writes TAP."""
import glob
import hashlib
import os
import re
import socket
import sys
import threading
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
    head = city().browser().ask("HEAD", p["file_url"])
    check(head.status == 200 and head.headers["content-length"] == str(len(data)) and "sandbox" in head.headers["content-security-policy"], f"{head.status} {head.headers}")
    again = city().browser().get(p["file_url"], If_None_Match=h["etag"])
    check(again.status == 304 and not again.body, f"again: {again.status}")
    check(h["etag"] == f'"{p["sha256"][:32]}"', h["etag"])
    check(city().browser().get("/files/" + "0" * 32).status == 404, "a file that is not there")



def as_a_form(b, f, tail, mark="x", length=None, chunked=False, typed=None):
    """The head of an upload and the fields before its file; what follows is the test's."""
    head = "".join(f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in {**f["fields"], **(typed or TYPED)}.items() if k != "file")
    head += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="large.pdf"\r\n\r\n'
    body = head.encode() + tail
    cookie = "; ".join(f"{k}={v}" for k, v in b.cookies.items())
    how = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {length if length is not None else len(body)}"
    s = socket.create_connection(("127.0.0.1", b.port), timeout=60)
    s.sendall(f"POST {f['action']} HTTP/1.1\r\nHost: 127.0.0.1:{b.port}\r\nCookie: {cookie}\r\nContent-Type: multipart/form-data; boundary={mark}\r\n{how}\r\n\r\n".encode())
    return s, body


def answer(s):
    got = b""
    while True:
        try:
            more = s.recv(65536)
        except ConnectionError:
            break
        if not more:
            break
        got += more
    s.close()
    return got.decode("utf-8", "replace")


def memory(what):
    with open(f"/proc/{city().server.pid}/status", encoding="ascii") as f:
        return int(re.search(rf"{what}:\s+(\d+) kB", f.read()).group(1))


def twenty_megabytes_pass_in_fixed_memory():
    b = city().browser().enter("liaison")
    b.upload(form(b), "first.pdf", b"%PDF-" + os.urandom(3_000_000), **{**TYPED, "title": "First"})   # what threads keep is there before
    city().browser().get(piece(b, "First")["file_url"])
    data = b"%PDF-" + os.urandom(19_990_000)
    f = form(b)
    with open(f"/proc/{city().server.pid}/clear_refs", "w", encoding="ascii") as c:
        c.write("5")                                   # the peak begins again
    before = memory("VmRSS")
    a = b.upload(f, "large.pdf", data, **{**TYPED, "title": "Large"})
    check(a.status == 303, f"upload: {a.status} {a.text[:300]}")
    up = memory("VmHWM") - before
    p = piece(b, "Large")
    out = city().browser().get(p["file_url"])
    check(out.body == data, f"download: {out.status}, {len(out.body)} bytes")
    both = memory("VmHWM") - before
    check(up < 8192, f"the server grew by {up} kB while 20 MB came in")
    check(both < 8192, f"the server grew by {both} kB while 20 MB came in and went out")
    print(f"# 20 MB in: +{up} kB at most; in and out: +{both} kB", flush=True)


def five_gigabytes_are_refused_before_they_are_sent():
    b = city().browser().enter("liaison")
    s, _ = as_a_form(b, form(b), b"", length=5 << 30)
    got = answer(s)                                    # nothing of the body was sent
    check(got.startswith("HTTP/1.1 413") and "20 MB" in got and "Connection: close" in got, got[:600])
    check(not on_disk("new/*"), "something is on disk")


def a_stream_without_a_length_is_cut_at_the_limit():
    b = city().browser().enter("liaison")
    s, body = as_a_form(b, form(b), b"%PDF-", chunked=True)
    block, sent = os.urandom(100_000), 0
    try:
        s.sendall(b"%x\r\n%s\r\n" % (len(body), body))
        while sent < 200_000_000:
            s.sendall(b"%x\r\n%s\r\n" % (len(block), block))
            sent += len(block)
    except OSError:
        pass
    check(sent < 60_000_000, f"{sent} bytes were taken")
    s.close()
    wait_for(lambda: not on_disk("new/*"), "something is on disk")


def small_chunks_that_come_together_stay_in_order():
    """Many chunks in one packet: the server may be given more while its pool still has the block before."""
    b = city().browser().enter("liaison")
    data = b"%PDF-" + os.urandom(400_000)
    s, body = as_a_form(b, form(b), data + b"\r\n--x--\r\n", chunked=True, typed={**TYPED, "title": "Small chunks"})
    out, at, n = [], 0, 1
    while at < len(body):
        part = body[at:at + n]
        out.append(b"%x\r\n%s\r\n" % (len(part), part))
        at += n
        n = n % 97 + 1
    s.sendall(b"".join(out) + b"0\r\n\r\n")
    s.shutdown(socket.SHUT_WR)
    got = answer(s)
    check(got.startswith("HTTP/1.1 303"), got[:600])
    check(city().browser().get(piece(b, "Small chunks")["file_url"]).body == data, "other bytes came out")


def a_little_too_large_comes_back_with_what_was_typed():
    b = city().browser().enter("liaison")
    for path, word, text in (("", "20 MB", "larger than"), ("/es", "20 MB", "más grande")):
        f = form(b, path + CELL)
        a = b.upload(f, "large.pdf", b"%PDF-" + bytes(20_500_000), **{**TYPED, "title": "Typed before"})
        check(a.status == 413 and word in a.text and text in a.text, f"{a.status} {a.text[:300]}")
        check('value="Typed before"' in a.text and 'type="file"' in a.text and "multipart/form-data" in a.text, "the form did not come back")
    check(not on_disk("new/*"), "something is on disk")


def what_is_no_such_file_is_refused_at_its_field():
    b = city().browser().enter("liaison")
    before = on_disk("??/*")
    for name, data in (("page.html", b"<script>alert(1)</script>"), ("page.pdf", b"<html>"), ("notes.txt", b"a\x00b"), ("none", b"x"), ("empty.pdf", b"")):
        a = b.upload(form(b), name, data, **TYPED)
        check(a.status == 422 and 'id="f-file-error"' in a.text, f"{name}: {a.status} {a.text[:300]}")
    a = b.upload({**form(b)}, "x.txt", b"text", field="title")
    check(a.status == 422, f"a file in another field: {a.status}")
    a = b.upload(form(b), "good.txt", b"text", **{**TYPED, "dated": "2099-01-01"})
    check(a.status == 422 and 'id="f-file-hint">Please choose the file again' in a.text, f"a good file in a wrong form: {a.status} {a.text[:600]}")
    before = on_disk("??/*")                            # the act refused: its bytes wait for the sweep
    a = b.upload(form(b), "", b"", **TYPED)             # the field left empty: a link or a text is needed then
    check(a.status == 422 and 'id="f-url-error"' in a.text, f"{a.status} {a.text[:300]}")
    p = piece(b, "Large") if not PG else piece(b, TYPED["title"])
    f = form(b)
    a = b.send(f, **TYPED, file=f'{p["sha256"]} {p["size"]} application/pdf stolen.pdf')
    check(a.status == 422, f"a file by its hash, as text: {a.status}")
    a = b.ask("POST", f["action"], '{"once": "%s", "title": "t", "dated": "2026-02-20", "file": "x"}' % f["fields"]["once"], {"Content-Type": "application/json"})
    check(a.status == 422 and a.json["fields"][0]["field"] == "file", f"the same in JSON: {a.status} {a.text}")
    check(not on_disk("new/*") and on_disk("??/*") == before, "something was kept")


def a_form_with_a_file_is_guarded_too():
    b, stranger = city().browser().enter("liaison"), city().browser()
    before = on_disk()
    f = form(b)
    check(stranger.upload(f, "a.txt", b"text", **TYPED).status == 401, "nobody signed in")
    check(city().browser().enter("liaison-library").upload(f, "a.txt", b"text", **TYPED).status == 403, "another department")
    for key in ("", "x" * 43, city().browser().enter("verifier").form(b.get(CELL), "/evidence/add")["fields"]["once"][::-1]):
        a = b.upload({**f, "fields": {**f["fields"], "once": key}}, "a.txt", b"text", **TYPED)
        check(a.status == 403, f"once-key {key!r}: {a.status}")
    mark, once = "m", f["fields"]["once"]
    late = "".join(f'--{mark}\r\nContent-Disposition: form-data; name="{n}"{x}\r\n\r\n{v}\r\n' for n, x, v in
                   (("file", '; filename="a.txt"', "text"), ("once", "", once), ("title", "", "t"), ("dated", "", "2026-02-20"))) + f"--{mark}--\r\n"
    a = b.ask("POST", f["action"], late, {"Content-Type": f"multipart/form-data; boundary={mark}"})
    check(a.status == 403, f"a file before its key: {a.status}")
    a = b.ask("POST", f["action"], late, {"Content-Type": f"multipart/form-data; boundary={mark}", "Idempotency-Key": once, "Origin": "https://elsewhere.example"})
    check(a.status == 403, f"from another site: {a.status}")
    for broken in (late[:-20], "x" + late, "", late.replace("name=", "nom=")):
        a = b.ask("POST", f["action"], broken, {"Content-Type": f"multipart/form-data; boundary={mark}", "Idempotency-Key": once})
        check(a.status in (400, 403), f"{broken[:60]!r}: {a.status}")
    check(on_disk() == before, "a refused form left something")
    a = b.ask("POST", f["action"], late, {"Content-Type": f"multipart/form-data; boundary={mark}", "Idempotency-Key": once, "Accept": "application/json"})
    check(a.status == 201 and a.json["url"] == CELL, f"a program with its key in the head: {a.status} {a.text}")
    once = form(b)["fields"]["once"]
    more = late[:-7].replace('"title"\r\n\r\nt', '"title"\r\n\r\nAn empty field behind') + f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\njunk\r\n--{mark}--\r\n'
    a = b.ask("POST", f["action"], more.replace(f["fields"]["once"], once), {"Content-Type": f"multipart/form-data; boundary={mark}", "Idempotency-Key": once})
    check(a.status == 303 and piece(b, "An empty field behind")["sha256"] == hashlib.sha256(b"text").hexdigest(), f"{a.status} {a.text[:300]}")


def the_same_form_twice_is_one_piece_and_the_same_file_is_stored_once():
    b = city().browser().enter("liaison")
    data = b"day,what\n2026-02-20,board\n"
    f = form(b)
    first = b.upload(f, "a.csv", data, **{**TYPED, "title": "Twice"})
    check(first.status == 303, f"{first.status} {first.text[:300]}")
    stored = on_disk("??/*")
    again = b.upload(f, "a.csv", data, **{**TYPED, "title": "Twice"})
    check(again.status == 303 and again.headers["location"] == first.headers["location"], f"the same again: {again.status}")
    check(b.upload(f, "a.csv", data + b"\n", **{**TYPED, "title": "Twice"}).status == 409, "the same form with another file")
    check(b.upload(f, "b.csv", data, **{**TYPED, "title": "Twice"}).status == 409, "the same form with another name")
    check(len([p for p in b.get(CELL + ".json").json["pieces"] if p["title"] == "Twice"]) == 1, "two pieces")
    check(b.upload(form(b), "other.csv", data, **{**TYPED, "title": "Once more"}).status == 303, "the same bytes for another piece")
    one, two = piece(b, "Twice"), piece(b, "Once more")
    check(one["sha256"] == two["sha256"] and one["file_url"] != two["file_url"] and two["file"] == "other.csv", f"{one} {two}")
    if not PG:
        mine = [p for p in on_disk("??/*") if p.endswith(one["sha256"][2:])]
        check(len(mine) == 1 and os.stat(mine[0]).st_mode & 0o777 == 0o400 and open(mine[0], "rb").read() == data, f"{mine}")
        check(len(on_disk("??/*")) == len(stored) + 1, "the bytes of the refused form alone came on top")


def who_goes_away_leaves_nothing():
    b = city().browser().enter("liaison")
    s, body = as_a_form(b, form(b), b"%PDF-" + bytes(500_000), length=10_000_000)
    s.sendall(body)
    wait_for(lambda: on_disk("new/*"), "nothing came in")
    s.close()
    wait_for(lambda: not on_disk("new/*"), "what was begun is still there")


def kill_nine_leaves_nothing_to_see_and_is_swept():
    b = city().browser().enter("liaison")
    s, body = as_a_form(b, form(b), b"%PDF-" + bytes(500_000), length=10_000_000)
    s.sendall(body)
    wait_for(lambda: on_disk("new/*"), "nothing came in")
    pieces = b.get(CELL + ".json").json["pieces"]
    city().kill()
    s.close()
    left = on_disk("new/*")
    check(len(left) == 1, f"{left}")
    orphan = os.path.join(city().data, "blobs", "aa", "b" * 62)
    named = {p["sha256"] for p in pieces}
    stored = on_disk("??/*")
    kept = [p for p in stored if p[-65:-63] + p[-62:] in named]
    check(PG or kept, "nothing of this cell is stored")
    os.makedirs(os.path.dirname(orphan), exist_ok=True)
    for path in (orphan, orphan[:-1] + "c"):
        with open(path, "wb") as f:
            f.write(b"left over")
    long_ago = time.time() - 25 * 3600
    for path in (orphan, *left, *kept):
        os.utime(path, (long_ago, long_ago))
    city().start()
    wait_for(lambda: not on_disk("new/*"), "the temporary file is not swept")
    if not PG:
        wait_for(lambda: not os.path.exists(orphan), "the orphan is not swept")
        check(on_disk("??/*") == sorted(stored + [orphan[:-1] + "c"]), "more than the orphan was swept, or the young one")
        os.unlink(orphan[:-1] + "c")
    check(b.get(CELL + ".json").json["pieces"] == pieces, "a piece without its bytes")
    check(city().command("check").returncode == 0, "the record does not hold together")


def a_changed_file_is_named():
    b = city().browser().enter("liaison")
    b.upload(form(b), "to-change.txt", b"What was said.\n", **{**TYPED, "title": "To change"})
    b.upload(form(b), "to-lose.txt", b"What was lost.\n", **{**TYPED, "title": "To lose"})
    change, lose = piece(b, "To change"), piece(b, "To lose")
    check(city().command("check").returncode == 0, "before")
    where = {p["sha256"]: os.path.join(city().data, "blobs", p["sha256"][:2], p["sha256"][2:]) for p in (change, lose)}
    os.chmod(where[change["sha256"]], 0o600)
    with open(where[change["sha256"]], "r+b") as f:
        f.write(b"Which")
    os.unlink(where[lose["sha256"]])
    p = city().command("check")
    check(p.returncode == 4 and f"file to-change.txt (SHA-256 {change['sha256']}): changed" in p.stdout
          and f"file to-lose.txt (SHA-256 {lose['sha256']}): missing" in p.stdout and p.stdout.count("file ") == 2, p.stdout + p.stderr)
    check(city().browser().get(lose["file_url"]).status == 404, "a file that is lost")
    b.upload(form(b), "found.txt", b"What was lost.\n", **{**TYPED, "title": "Found again"})
    p = city().command("check")
    check("to-lose" not in p.stdout and "to-change" in p.stdout, p.stdout)


def it_stops_in_order():
    b = city().browser().enter("liaison")
    senders = [as_a_form(b, form(b), b"%PDF-" + bytes(500_000), length=20_000_000) for _ in range(3)]
    over = threading.Event()

    def keep_sending(s):
        try:
            while not over.is_set():
                s.sendall(bytes(5000))
                time.sleep(0.001)                      # so that it lasts: 20 MB must not be there before the end
        except OSError:
            pass

    for s, body in senders:
        s.sendall(body)
    wait_for(lambda: len(on_disk("new/*")) == 3, "nothing came in")
    threads = [threading.Thread(target=keep_sending, args=(s,)) for s, _ in senders]
    for t in threads:
        t.start()
    city().stop()                                      # uploads under way end with the server
    over.set()
    for t in threads:
        t.join()
    for s, _ in senders:
        s.close()
    check(not on_disk("new/*"), "it left something")
    check("level=error" not in city().errors(), city().errors())


if __name__ == "__main__":
    tests = [a_file_goes_in_and_comes_out_the_same, twenty_megabytes_pass_in_fixed_memory, five_gigabytes_are_refused_before_they_are_sent,
             a_stream_without_a_length_is_cut_at_the_limit, small_chunks_that_come_together_stay_in_order, a_little_too_large_comes_back_with_what_was_typed, what_is_no_such_file_is_refused_at_its_field,
             a_form_with_a_file_is_guarded_too, the_same_form_twice_is_one_piece_and_the_same_file_is_stored_once, who_goes_away_leaves_nothing,
             kill_nine_leaves_nothing_to_see_and_is_swept, a_changed_file_is_named, it_stops_in_order]
    if PG:                                             # it looks into the files of the other engine
        tests.remove(a_changed_file_is_named)
    rc = main(tests)
    shared["city"].end()
    sys.exit(rc)
