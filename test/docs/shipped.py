"""shipped.py -- every text that writ ships for people, with where it stands, whose it is and its language. For suites of this folder."""
import ast
import glob
import os
import re
import subprocess
import typing
import unicodedata

import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
POT = os.path.join(os.path.dirname(os.environ.get("WRIT", os.path.join(ROOT, "build-test", "writ"))), "pot")
PROGRAM = "po"                      # whose the texts of the program are; those of a pack are its folder's: packs/NAME/po


class Text(typing.NamedTuple):
    where: str
    owner: str                      # the folder of catalogues it belongs to
    lang: str
    text: str


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def folded(text):
    """Without accents, as long as before: é is e, ñ stays."""
    return "".join(c if c in "ñÑ" else unicodedata.normalize("NFD", c)[0] for c in unicodedata.normalize("NFC", text))


def catalogue(text):
    """A .po or .pot as (source, line, is it a translation, text); its head and what is not translated are left out."""
    out, source = [], ""
    for n, line in enumerate(text.splitlines(), 1):
        m = re.match(r'(?:(msgid|msgid_plural|msgstr(?:\[\d\])?) )?"(.*)"$', line)
        source = line[3:] if line.startswith("#: ") else source
        if m and m[1]:
            out.append([source, n, m[1].startswith("msgstr"), ""])
        if m:
            out[-1][3] += re.sub(r"\\(.)", lambda e: {"n": "\n", "t": "\t"}.get(e[1], e[1]), m[2])
    return [one for one in (out[2:] if out and not out[0][3] else out) if one[3]]


def of_program():
    """N_() in C, templates, words of enumerations; as tools/pot finds them."""
    pot = subprocess.run([POT, "src"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout
    return [Text(source, PROGRAM, "en", t) for source, _, _, t in catalogue(pot)]


def of_catalogues(root):
    for path in sorted(glob.glob(f"{root}/po/*.po") + glob.glob(f"{root}/packs/*/po/*.po")):
        short = os.path.relpath(path, root)
        lang = os.path.basename(path)[:-3]
        yield from (Text(f"{short}:{line}", os.path.dirname(short), lang if said else "en", t) for _, line, said, t in catalogue(read(path)))


def scalars(node, key=""):
    if isinstance(node, yaml.ScalarNode):
        yield node.start_mark.line + 1, key, node.value
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from scalars(one, key)
    elif node:
        for name, one in node.value:
            yield from scalars(one, name.value)


def scalars_of(path):
    """(line, key it stands under, text) of each value of a YAML file."""
    return scalars(yaml.compose(read(path)))


def of_packs(root):
    """Every value of every file of a pack, the demonstration too. A .txt is the signed order itself: its words are not writ's."""
    for path in sorted(glob.glob(f"{root}/packs/*/**/*.yaml", recursive=True)):
        short = os.path.relpath(path, root)
        owner = "/".join(short.split("/")[:2]) + "/po"
        yield from (Text(f"{short}:{line}", owner, "en", t) for line, _, t in scalars_of(path))


JS = re.compile(r"""/\*.*?\*/|//[^\n]*|("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)""", re.S)


def of_web(root):
    """String literals; such a file may hold any language, so each is asked."""
    for path in sorted(glob.glob(f"{root}/web/*.js") + glob.glob(f"{root}/web/*.py")):
        short, text = os.path.relpath(path, root), read(path)
        if path.endswith(".py"):
            found = [(n.lineno, n.value) for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        else:
            found = [(text.count("\n", 0, m.start()) + 1, m[1][1:-1]) for m in JS.finditer(text) if m[1]]
        yield from (Text(f"{short}:{n}", PROGRAM, "*", t) for n, t in found)


def of_documents(root):
    paths = ["README.md"] + [os.path.relpath(p, root) for g in ("docs/**/*.md", "packs/*/README.md", "src/clauses/*/README.md")
                             for p in sorted(glob.glob(f"{root}/{g}", recursive=True))]
    for path in paths:
        if os.path.exists(f"{root}/{path}"):
            yield from (Text(f"{path}:{n}", PROGRAM, "en", t) for n, t in enumerate(read(f"{root}/{path}").splitlines(), 1))


def files_of(root):
    """What people meet, except what the program's own sources hold."""
    return [*of_catalogues(root), *of_packs(root), *of_web(root)]
