"""released_bench.py -- released records: a table of a million arrests read, stored and asked, against DuckDB, zlib and exceljs in the same run, in turns.
Peers come by npm into build/peers. BENCH_ROWS: other than a million; BENCH_ROUNDS: other than five; BENCH_TABLES: a folder
where the tables are kept for the next time, for to make them takes minutes."""
import os
import shutil
import struct
import subprocess
import sys
import time
import zipfile
import zlib

from city import City

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
TIMES = int(os.environ.get("BENCH_ROUNDS", "5"))
LOUD = 1.3     # a run is noisy when its median is so many times its least
CHARTS = 5
SAME = "Local Traffic"      # an area and a sex that make_table.py gives to many rows

QUERIES = f"""SELECT date_trunc('month', "Apprehension Date") m, count(*) FROM t WHERE "Gender" = '{SAME}' GROUP BY m ORDER BY m
SELECT "Citizenship Country" c, count(*) n FROM t WHERE "Apprehension AOR" = '{SAME}' GROUP BY c ORDER BY n DESC
SELECT "Gender" g, "Apprehension Criminality" c, count(*) FROM t GROUP BY g, c ORDER BY g, c
SELECT date_trunc('month', "Apprehension Date") m, count(*), sum("Birth Year") FROM t GROUP BY m ORDER BY m
SELECT "Citizenship Country" c, count(*) n FROM t WHERE "Apprehension Date" BETWEEN '2024-03-01' AND '2025-06-30' AND "Apprehension AOR" = '{SAME}' AND "Gender" = '{SAME}' GROUP BY c ORDER BY n DESC
"""


def said(*words, **more):
    return subprocess.run([str(w) for w in words], capture_output=True, text=True, check=True, **more).stdout


def numbers(*words, **more):
    """Lines of numbers."""
    return [[float(x) for x in line.split()] for line in said(*words, **more).splitlines()]


def middle(rows):
    return sorted(rows)[len(rows) // 2]


def noisy(*runs):
    return "; NOISY" if any(middle(r) > LOUD * min(r) for r in runs) else ""


def ratio(what, ours, theirs, whose, unit="s"):
    """Both in the median and the least."""
    load = os.getloadavg()[0]
    print(f"{what}: {middle(ours):.2f} {unit} against {middle(theirs):.2f} of {whose}, ratio {middle(ours) / middle(theirs):.2f}; at the least {min(ours):.2f} and {min(theirs):.2f}, "
          f"ratio {min(ours) / min(theirs):.2f}; load {load:.1f}{noisy(ours, theirs)}", flush=True)


def peers(build):
    """Node packages, where the build is."""
    folder = os.path.join(build, "peers")
    lock = os.path.join(HERE, "peers", "package-lock.json")
    had = os.path.join(folder, "node_modules", ".package-lock.json")
    if not os.path.exists(had) or os.path.getmtime(had) < os.path.getmtime(lock):
        os.makedirs(folder, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(os.path.join(HERE, "peers", name), folder)
        subprocess.run(["npm", "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"], stdout=subprocess.DEVNULL, check=True)
    return {**os.environ, "WRIT_PEERS": folder}


def table(folder, rows, ending):
    path = os.path.join(os.environ.get("BENCH_TABLES", folder), f"{rows}.{ending}")
    if not os.path.exists(path):
        said(sys.executable, os.path.join(HERE, "make_table.py"), rows, "arrests", path + ".new." + ending)
        os.rename(path + ".new." + ending, path)
    return path


def inflated(path):
    """Seconds that zlib alone needs for the sheets and the shared strings of a workbook."""
    took = 0
    with zipfile.ZipFile(path) as z, open(path, "rb") as f:
        for member in z.infolist():
            f.seek(member.header_offset + 26)
            f.seek(sum(struct.unpack("<HH", f.read(4))), os.SEEK_CUR)
            packed = f.read(member.compress_size)
            began = time.monotonic()
            d = zlib.decompressobj(-15)
            for at in range(0, len(packed), 1 << 16):
                d.decompress(packed[at:at + (1 << 16)])
            took += time.monotonic() - began
    return took


def other_bytes(data, n):
    """The same table under bytes of its own: files that are here already are refused."""
    return data[:-2] + struct.pack("<H", len(mark := f"{n:06}".encode())) + mark if data[:2] == b"PK" else data + data[data.rindex(b"\n", 0, -2) + 1:] * n


def taken(browser, name, data):
    """From the first byte of the form, which is ready: seconds to its answer, to the file's being read, and to the desk with its charts."""
    form = browser.filled(browser.form(browser.get("/released/files"), "/take"), name, data, agency="Bench")
    began = time.monotonic()
    a = browser.ask(*form)
    if a.status != 303:
        sys.exit(f"upload: {a.status} {a.text[:300]}")
    sent = time.monotonic() - began
    while True:
        f = browser.get(a.headers["location"] + ".json").json
        if f["state"] != "being read":
            break
        time.sleep(0.005)
    if f["state"] != "read" or f["found"]:
        sys.exit(f"{name} is {f['state']}: {f['problem']}{f['found']}")
    read = time.monotonic() - began
    desk = browser.get(f"/released/desk?table={f['number']}-1")
    if desk.status != 200 or desk.text.count("<svg") < CHARTS:
        sys.exit(f"the desk of {name}: {desk.status}, {desk.text.count('<svg')} charts")
    return sent, read, time.monotonic() - began


def memory_mb(pid):
    with open(f"/proc/{pid}/status") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmHWM")) / 1024


def uploads(folder, csv, xlsx, env):
    city = City().start()
    b = city.browser().enter("records")
    ours, sent, duck, stored, books, shown = [], [], [], [], [], []
    with open(csv, "rb") as f:
        data = f.read()
    for i in range(TIMES):
        for times, took in zip((sent, ours, shown), taken(b, "arrests.csv", other_bytes(data, i))):
            times.append(took)
        duck += numbers("node", os.path.join(HERE, "peers", "duck.mjs"), csv, "memory", env=env)[0]
        stored += numbers("node", os.path.join(HERE, "peers", "duck.mjs"), csv, os.path.join(folder, f"duck{i}"), env=env)[0]
        os.unlink(os.path.join(folder, f"duck{i}"))
    ratio(f"CSV of {ROWS} rows, {len(data) / 1e6:.0f} MB, uploaded and read, the upload {middle(sent):.2f} of it", ours, stored, "DuckDB, stored")
    ratio("  the same", ours, duck, "DuckDB, in memory alone")
    print(f"  to the desk and its charts: {middle(shown):.2f} s, at the least {min(shown):.2f}{noisy(shown)}", flush=True)
    with open(xlsx, "rb") as f:
        data = f.read()
    for i in range(TIMES):
        books.append(taken(b, "arrests.xlsx", other_bytes(data, i))[2])
    print(f"XLSX of the same, {len(data) / 1e6:.0f} MB, uploaded, read, and to the desk and its charts: {middle(books):.2f} s, at the least {min(books):.2f}; memory of the server {memory_mb(city.server.pid):.0f} MB{noisy(books)}", flush=True)
    city.end()


def released(folder):
    build = os.path.dirname(os.environ["WRIT"])
    subprocess.run(["ninja", "-C", build, "read_bench", "ask_bench", "table_bench"], stdout=subprocess.DEVNULL, check=True)
    env, read = peers(build), os.path.join(build, "read_bench")
    csv, small = table(folder, ROWS, "csv"), table(folder, 440000, "csv")
    xlsx = table(folder, ROWS, "xlsx")
    uploads(folder, csv, xlsx, env)

    ours, theirs = [], []
    for _ in range(TIMES):
        theirs.append(inflated(xlsx))
        out = said(os.path.join(build, "table_bench"), xlsx)
        ours.append(float(out.split(" s,")[0].split()[-1]))
    ratio("XLSX, all cells", ours, theirs, "zlib alone")
    excel = numbers("node", os.path.join(HERE, "peers", "excel.mjs"), xlsx, env=env)[0][0]
    print(f"  exceljs, streaming, once: {excel:.1f} s, {excel / middle(ours):.0f} times as long", flush=True)

    for path, what in ((table(folder, ROWS * 6 // 5, "xlsx"), f"XLSX of {ROWS * 6 // 5} rows in two sheets, ZIP64"), (small, "CSV of 440000 rows")):
        out = numbers(read, path, folder)[0]
        print(f"{what}, read and stored: {out[0] + out[1]:.2f} s, {out[2]:.2f} s of the processor, {out[3]:.0f} rows, {out[4]:.0f} MB resident at the most", flush=True)

    said(read, csv, folder, "keep")
    with open(os.path.join(folder, "queries"), "w", encoding="utf-8") as f:
        f.write(QUERIES)
    mine = numbers(os.path.join(build, "ask_bench"), os.path.join(folder, "1.store"), SAME, SAME, 31)
    duck = numbers("node", os.path.join(HERE, "peers", "duck.mjs"), csv, "memory", os.path.join(folder, "queries"), 31, env=env)[1:]
    product = least = 1.0
    for n, (a, d) in enumerate(zip(mine, duck), 1):
        print(f"question {n}: {a[0]:.2f} ms against {d[0]:.2f} of DuckDB, {d[0] / a[0]:.1f} times as fast; at the least {a[1]:.2f} and {d[1]:.2f}, {d[1] / a[1]:.1f}")
        product *= d[0] / a[0]
        least *= d[1] / a[1]
    print(f"  geometric mean: {product ** .2:.1f} times as fast; at the least {least ** .2:.1f}; load {os.getloadavg()[0]:.1f}")
    print(f"a page of ten answers: {mine[5][0]:.1f} ms, at the least {mine[5][1]:.1f}")
