#!/usr/bin/env python3
"""make_table.py ROWS COLUMNS OUT.xlsx|OUT.csv -- a table as released ones are: days, codes, names, keys, numbers; the same rows in both forms.
An XLSX goes on in a second sheet beyond 1,048,576 rows. Memory: one block of rows."""
import random
import sys
import zipfile

rows, columns, out = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
rng = random.Random(1)
PLACES = [f"{w} COUNTY JAIL" for w in ("ADAMS", "BOWIE", "CASS", "DANE", "ELKO", "FLOYD", "GRANT", "HALL")]
WORDS = [f"{a} {b}" for a in ("Located", "Custodial Arrest", "Non-Custodial Arrest", "Probation and Parole") for b in ("Local", "State & Federal", "Other", "287(g)")]
KINDS = ["day", "word", "place", "number", "key", "money", "code", "blank"]
SHEET = 1048575
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


kinds = [KINDS[c % len(KINDS)] for c in range(columns)]
refs = [letters(c) for c in range(columns)]
ESC = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def cell(c, line, v):
    if v is None:
        return f'<c r="{refs[c]}{line}" s="2"/>'
    if kinds[c] == "day":
        return f'<c r="{refs[c]}{line}" s="1"><v>{v}</v></c>'
    if kinds[c] in ("number", "money"):
        return f'<c r="{refs[c]}{line}"><v>{v}</v></c>'
    return f'<c r="{refs[c]}{line}" s="2" t="s"><v>{shared(v)}</v></c>'


def sheet(z, name, first, last):
    with z.open(name, "w", force_zip64=True) as f:
        f.write(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"><sheetData>')
        head = "".join(f'<c r="{refs[c]}1" s="2" t="s"><v>{shared(f"{kinds[c]} {c}")}</v></c>' for c in range(columns))
        f.write(f'<row r="1">{head}</row>'.encode())
        block = []
        for r in range(first, last):
            line = r - first + 2
            block.append(f'<row r="{line}" spans="1:{columns}" x14ac:dyDescent="0.25">' + "".join(cell(c, line, value(kinds[c], r + c)) for c in range(columns)) + "</row>")
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


def csv():
    with open(out, "w", encoding="utf-8", newline="") as f:
        f.write(",".join(f"{kinds[c]} {c}" for c in range(columns)) + "\r\n")
        for r in range(rows):
            f.write(",".join("" if v is None else str(v) for v in (value(kinds[c], r + c) for c in range(columns))) + "\r\n")


if out.endswith(".csv"):
    csv()
else:
    xlsx()
