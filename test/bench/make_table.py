#!/usr/bin/env python3
"""make_table.py ROWS COLUMNS|arrests OUT.xlsx|OUT.csv -- a table as released ones are: days, codes, names, keys, numbers; the same rows in both forms.
arrests: 20 columns, named and filled as in a release of arrests. An XLSX goes on in a second sheet beyond 1,048,576 rows. Memory: one block of rows."""
import datetime
import random
import sys
import zipfile

rows, out = int(sys.argv[1]), sys.argv[3]
rng = random.Random(1)
PLACES = [f"{w} COUNTY JAIL" for w in ("ADAMS", "BOWIE", "CASS", "DANE", "ELKO", "FLOYD", "GRANT", "HALL")]
WORDS = [f"{a} {b}" for a in ("Located", "Custodial Arrest", "Non-Custodial Arrest", "Probation and Parole") for b in ("Local", "State & Federal", "Other", "287(g)")]
KINDS = ["day", "word", "place", "number", "key", "money", "code", "blank"]
SHEET = 1048575
ARRESTS = [("Apprehension Date", "date"), ("Apprehension State", 40), ("Apprehension County", "blank"), ("Apprehension AOR", 26), ("Final Program", 14), ("Apprehension Method", 20),
           ("Apprehension Criminality", 3), ("Case Status", 15), ("Case Category", 12), ("Departed Date", "maybe"), ("Departure Country", 150), ("Final Order Yes No", 2), ("Final Order Date", "maybe"),
           ("Birth Date", "mark"), ("Birth Year", "born"), ("Citizenship Country", 190), ("Gender", 3), ("Apprehension Site Landmark", 4000), ("Alien File Number", "mark"), ("Unique Identifier", "person")]
DAYS = [(datetime.date(1899, 12, 30) + datetime.timedelta(45000 + d)).isoformat() for d in range(2000)]
SAID = "Local State Federal Custodial Probation Located Other Task Force Border Field Removal Program Traffic Central North South East West Order County".split()


def mixed(x):
    x = x * 0x9E3779B97F4A7C15 % (1 << 64)
    x = (x ^ x >> 29) * 0xBF58476D1CE4E5B9 % (1 << 64)
    return x ^ x >> 32


def words(n):
    """n different texts of two to four words."""
    return [" ".join(SAID[mixed(i * 7 + k) % len(SAID)] for k in range(2 + i % 3)) + (f" {i}" if i >= 3 else "") for i in range(n)]


TEXTS = {kind: words(kind) for _, kind in ARRESTS if isinstance(kind, int)}


def arrest(kind, c, r):
    """One cell of an arrest: small numbers come more often, and neighbours are not alike."""
    x = mixed(r * 32 + c)
    if isinstance(kind, int):
        return TEXTS[kind][x % kind * (x // kind % kind) // kind]
    if kind == "date" or (kind == "maybe" and x % 5 < 2):
        return 45170 + r * 800 // rows + x % 30
    if kind == "born":
        return 1950 + x % 40 + x // 64 % 18
    return {"mark": "(b)(6), (b)(7)(C)", "person": f"{mixed(r * 7 // 10 * 3 + 1):016x}{mixed(r * 7 // 10):016x}{mixed(r * 7 // 10 + 9) % (1 << 32):08x}"}.get(kind)
strings, order = {}, []


def shared(text):
    if text not in strings:
        strings[text] = len(order)
        order.append(text)
    return strings[text]


def value(kind, r):
    if kind == "day":
        return 42000 + r * 7919 % 3650
    if kind == "word":
        return WORDS[r * 31 % len(WORDS)]
    if kind == "place":
        return PLACES[r * 17 % len(PLACES)]
    if kind == "number":
        return r * 104729 % 100000
    if kind == "key":
        return f"{r * 2654435761 % (1 << 64) // 3:040x}"
    if kind == "money":
        return f"{r * 7 % 25700 / 100:.2f}"
    if kind == "code":
        return f"{r * 13 % 4000:04d}"
    return None


def letters(c):
    s = ""
    c += 1
    while c:
        c, d = divmod(c - 1, 26)
        s = chr(65 + d) + s
    return s


if sys.argv[2] == "arrests":
    columns, kinds = len(ARRESTS), [kind for _, kind in ARRESTS]
    names = [name for name, _ in ARRESTS]
    value_at = arrest
else:
    columns = int(sys.argv[2])
    kinds = [KINDS[c % len(KINDS)] for c in range(columns)]
    names = [f"{kinds[c]} {c}" for c in range(columns)]

    def value_at(kind, c, r):
        return value(kind, r + c)
refs = [letters(c) for c in range(columns)]
ESC = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def cell(c, line, v):
    if v is None:
        return f'<c r="{refs[c]}{line}" s="2"/>'
    if kinds[c] in ("day", "date", "maybe"):
        return f'<c r="{refs[c]}{line}" s="1"><v>{v}</v></c>'
    if kinds[c] in ("number", "money", "born"):
        return f'<c r="{refs[c]}{line}"><v>{v}</v></c>'
    return f'<c r="{refs[c]}{line}" s="2" t="s"><v>{shared(v)}</v></c>'


def sheet(z, name, first, last):
    with z.open(name, "w", force_zip64=True) as f:
        f.write(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"><sheetData>')
        head = "".join(f'<c r="{refs[c]}1" s="2" t="s"><v>{shared(names[c])}</v></c>' for c in range(columns))
        f.write(f'<row r="1">{head}</row>'.encode())
        block = []
        for r in range(first, last):
            line = r - first + 2
            block.append(f'<row r="{line}" spans="1:{columns}" x14ac:dyDescent="0.25">' + "".join(cell(c, line, value_at(kinds[c], c, r)) for c in range(columns)) + "</row>")
            if len(block) == 1000 or r == last - 1:
                f.write("".join(block).encode())
                block = []
        f.write(b"</sheetData></worksheet>")


def xlsx():
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheets = [(i // SHEET + 1, i, min(i + SHEET, rows)) for i in range(0, rows, SHEET)]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as z:
        z.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        z.writestr("_rels/.rels", f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        z.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>' + "".join(f'<sheet name="Rows {n}" sheetId="{n}" r:id="s{n}"/>' for n, _, _ in sheets) + "</sheets></workbook>")
        z.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                   + "".join(f'<Relationship Id="s{n}" Type="{rel}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _, _ in sheets)
                   + f'<Relationship Id="t" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="y" Type="{rel}/styles" Target="styles.xml"/></Relationships>')
        z.writestr("xl/styles.xml", f'<styleSheet xmlns="{main}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="49"/></cellXfs></styleSheet>')
        for n, first, last in sheets:
            sheet(z, f"xl/worksheets/sheet{n}.xml", first, last)
        with z.open("xl/sharedStrings.xml", "w", force_zip64=True) as f:
            f.write(f'<sst xmlns="{main}">'.encode())
            for i in range(0, len(order), 10000):
                f.write("".join(f"<si><t>{s.translate(ESC)}</t></si>" for s in order[i:i + 10000]).encode())
            f.write(b"</sst>")


def plain(kind, v):
    if kind in ("date", "maybe") and v is not None:
        return DAYS[v - 45000]
    return "" if v is None else f'"{v}"' if kind == "mark" else str(v)


def csv():
    with open(out, "w", encoding="utf-8", newline="") as f:
        f.write(",".join(names) + "\r\n")
        for r in range(rows):
            f.write(",".join(plain(kinds[c], value_at(kinds[c], c, r)) for c in range(columns)) + "\r\n")


if out.endswith(".csv"):
    csv()
else:
    xlsx()
