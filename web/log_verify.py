#!/usr/bin/env python3
"""Checks a city's log without the city's program. Needs Python 3 and nothing else.

  log_verify.py proof FILE --key KEY        one fact: is it in the log, word for word?
  log_verify.py log URL --key KEY [--old FILE]   the whole log: do its entries give the signed checkpoint?
                                            --old: a checkpoint you kept; does today's log still contain that one?

KEY is the line "NAME+ID+KEY" of the city's page /log. Keep it from a day you trust. Formats: c2sp.org/signed-note,
/tlog-checkpoint, /tlog-tiles, /tlog-proof; RFC 6962; RFC 8032 for Ed25519."""
import base64, hashlib, json, sys, urllib.request

def H(*parts): return hashlib.sha256(b"".join(parts)).digest()
def fail(why): sys.exit("NOT GOOD: " + why)

# ---- Ed25519, RFC 8032 section 5.1: verification only; slow and plain ----
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P

def add(a, b):
    A, B = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    C, Z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    E, F, G, S = B - A, Z - C, Z + C, B + A
    return E * F % P, G * S % P, F * G % P, E * S % P

def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        if n & 1: q = add(q, p)
        p, n = add(p, p), n >> 1
    return q

def point(raw):
    y = int.from_bytes(raw, "little"); sign, y = y >> 255, y & (1 << 255) - 1
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P: x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - xx) % P or y >= P: return None
    if x & 1 != sign: x = P - x
    return x, y, 1, x * y % P

BY = 4 * pow(5, P - 2, P) % P
BASE = point(BY.to_bytes(32, "little"))

def signed(key, text, sig):
    a, r, s = point(key), point(sig[:32]), int.from_bytes(sig[32:], "little")
    if len(sig) != 64 or not a or not r or s >= L: return False
    h = int.from_bytes(hashlib.sha512(sig[:32] + key + text).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0

# ---- notes and checkpoints ----
def checkpoint(note, key):
    name, key_id, raw = key.strip().split("+", 2)
    raw = base64.b64decode(raw)
    if raw[:1] != b"\x01" or H(name.encode(), b"\n", raw)[:4].hex() != key_id: fail("the key does not fit its own number")
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    for line in lines.splitlines():
        dash, who, sig = line.split(" ")
        sig = base64.b64decode(sig)
        if dash == "\u2014" and who == name and sig[:4].hex() == key_id:
            if not signed(raw[1:], text.encode(), sig[4:]): fail("the checkpoint's signature is false")
            break
    else: fail("the key did not sign this checkpoint")
    origin, size, root = text.splitlines()[:3]
    if origin != name: fail("the checkpoint is of another log")
    return int(size), base64.b64decode(root)

# ---- trees ----
def leaf(entry): return H(b"\0", entry)
def node(l, r): return H(b"\1", l, r)

class Edge:
    """A growing tree: its whole subtrees, largest first."""
    def __init__(self): self.parts, self.size = [], 0
    def push(self, h):
        self.size += 1
        width = self.size & -self.size
        while width > 1: h, width = node(self.parts.pop(), h), width >> 1
        self.parts.append(h)
    def root(self):
        if not self.parts: return H(b"")
        h = self.parts[-1]
        for p in reversed(self.parts[:-1]): h = node(p, h)
        return h

def included(index, size, h, proof):
    fn, sn = index, size - 1
    for p in proof:
        if sn == 0: fail("the proof is too long")
        if fn & 1 or fn == sn:
            h = node(p, h)
            while fn and not fn & 1: fn, sn = fn >> 1, sn >> 1
        else: h = node(h, p)
        fn, sn = fn >> 1, sn >> 1
    if sn: fail("the proof is too short")
    return h

def check_proof(text, key):
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1": fail("this is no proof file")
    extra = json.loads(base64.b64decode(lines.pop(1)[6:])) if lines[1].startswith("extra ") else fail("the proof does not say of what")
    index, size_root = int(lines[1][6:]), checkpoint(note, key)
    entry = extra["entry"].encode()
    if included(index, size_root[0], leaf(entry), [base64.b64decode(l) for l in lines[2:]]) != size_root[1]: fail("the entry is not in the log")
    print(f"GOOD: entry {index} of {size_root[0]} is in the log:\n  {extra['entry']}")
    if "row" not in extra: return print("The row behind it is not public; the log holds only its commitment.")
    if H(bytes.fromhex(extra["salt"]), extra["row"].encode()).hex() != json.loads(entry)["c"]: fail("the row is not the one that was logged")
    print("GOOD: the row is the one that was logged:\n  " + extra["row"])

def get(url):
    with urllib.request.urlopen(url, timeout=60) as r: return r.read()

def path(n):
    text = "%03d" % (n % 1000)
    while n := n // 1000: text = "x%03d/%s" % (n % 1000, text)
    return text

def check_log(url, key, old):
    size, root = checkpoint(get(url + "/checkpoint").decode(), key)
    was = checkpoint(open(old, encoding="utf-8").read(), key) if old else None
    edge = Edge()
    while edge.size < size:
        n, width = edge.size // 256, min(256, size - edge.size)
        data = get(f"{url}/tile/entries/{path(n)}" + (f".p/{width}" if width < 256 else ""))
        for _ in range(width):
            n_bytes = int.from_bytes(data[:2], "big")
            edge.push(leaf(data[2:2 + n_bytes])); data = data[2 + n_bytes:]
            if was and edge.size == was[0] and edge.root() != was[1]: fail("the log was rewritten since the old checkpoint")
    if edge.root() != root: fail("the entries do not give the signed root")
    if was and was[0] > size: fail("the log is shorter than the old checkpoint says")
    print(f"GOOD: {size} entries give the signed root" + (f", and the first {was[0]} are those of the old checkpoint." if was else "."))

if __name__ == "__main__":
    args, opts = [], {}
    for word in (it := iter(sys.argv[1:])):
        if word.startswith("--"): opts[word] = next(it, "")
        else: args.append(word)
    if len(args) != 2 or "--key" not in opts: sys.exit(__doc__)
    if args[0] == "proof": check_proof(open(args[1], encoding="utf-8").read(), opts["--key"])
    elif args[0] == "log": check_log(args[1].rstrip("/"), opts["--key"], opts.get("--old"))
    else: sys.exit(__doc__)
