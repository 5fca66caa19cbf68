#!/usr/bin/env python3
"""approved_suite.py -- what writ says to people, in every language, passes two lists of words. Writes TAP.

List one, verbs that a reader could take as advice to hide, run, warn, block, lie or destroy: each sentence that holds one, negated or
not, stands in approved.tsv with the name of counsel and a date. List two, words that writ does not say: only inside the title of a
source. po/approved.tsv is for the program's sentences, packs/NAME/po/approved.tsv for a pack's. A missing line is printed as it would
have to stand there; first ask whether other words would do."""
import collections
import datetime
import os
import re
import tempfile

import shipped
import tap

KINDS = ("verb", "title")
COUNSEL = "Demonstration counsel, not approved for use (confirm)"
# The lists stand in the program, which shows them to counsel in a guide that a city edits: kind, language, word, pattern. A verb and its forms,
# accents off (but not the tilde of ñ).
LISTS = re.findall(r'^    \{ "(verb|title)", "(\w+)", "([^"]+)", "([^"]+)" \},$', shipped.read(f"{shipped.ROOT}/src/kernel/flow/flow_listed.c"), re.M)


def listed(kind):
    lists = {}
    for k, lang, word, pattern in LISTS:
        if k == kind:
            lists.setdefault(lang, {})[word] = pattern.replace("\\\\", "\\").replace("(", "(?:")
    return lists


VERBS, WORDS = listed("verb"), listed("title")
HEAD = ["kind", "language", "text", "by", "date", "note"]
Entry = collections.namedtuple("Entry", "where owner kind lang text by date note")


def patterns(lists):
    return {lang: re.compile(r"\b(?:" + "|".join(f"({p})" for p in words.values()) + r")\b", re.I) for lang, words in lists.items()}


VERB_OF, WORD_OF = patterns(VERBS), patterns(WORDS)


def first(pattern, lists, lang, text):
    m = pattern[lang].search(shipped.folded(re.sub(r"\{\w*\}", "{}", text))) if lang in pattern else None   # the name of a hole is not shown
    return m and list(lists[lang])[m.lastindex - 1]


def sentences(text):
    for line in text.split("\n"):
        for one in re.split(r"(?:(?<=[.!?…])|(?<=[.!?…][”\"’)]))\s+(?=[\"“¿¡({0-9A-ZÁÉÍÓÚÑ])", line):
            if one.strip():
                yield " ".join(one.split())


def entries(root):
    """The lines of every approved.tsv below the folder, and what is wrong with their form."""
    out, wrong = [], []
    for owner in [shipped.PROGRAM] + sorted(f"packs/{p}/po" for p in os.listdir(f"{root}/packs")):
        path = f"{owner}/approved.tsv"
        for n, line in enumerate(shipped.read(f"{root}/{path}").splitlines() if os.path.exists(f"{root}/{path}") else [], 1):
            cols = line.split("\t")
            if line.startswith("#") or cols == HEAD:
                continue
            if len(cols) != len(HEAD):
                wrong.append(f"{path}:{n}: {len(cols)} columns, not {len(HEAD)}: {', '.join(HEAD)}")
                continue
            out.append(Entry(f"{path}:{n}", owner, *cols))
    return out, wrong


def is_day(text):
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def badly_formed(approved):
    seen = set()
    for e in approved:
        key = (e.owner, e.kind, e.lang, e.text)
        if e.kind not in KINDS or e.lang not in VERBS:
            yield f"{e.where}: kind is {' or '.join(KINDS)}, language one of {', '.join(VERBS)}"
        if not e.by.strip() or not is_day(e.date):
            yield f"{e.where}: by (counsel, or the source of a title) and a day YYYY-MM-DD are needed"
        if key in seen:
            yield f"{e.where}: stands there twice: {e.text}"
        seen.add(key)


def langs(text):
    return list(VERBS) if text.lang == "*" else [text.lang]


def findings_one(texts, approved):
    """Sentences with a verb of list one that nobody approved, each as the line to add; then approved ones that are not shipped."""
    wanted = {}
    for t in texts:
        for lang in langs(t):
            for s in sentences(t.text):
                verb = first(VERB_OF, VERBS, lang, s)
                if verb:
                    wanted.setdefault((t.owner, lang, s), (t.where, verb))
    have = {(e.owner, e.lang, e.text): e for e in approved if e.kind == "verb"}
    for (owner, lang, s), (where, verb) in wanted.items():
        if (owner, lang, s) not in have:
            yield f"{where}: {verb}: reword it, or let counsel approve it in {owner}/approved.tsv:"
            yield "\t".join(["verb", lang, s, COUNSEL, datetime.date.today().isoformat(), verb])
    for key, e in have.items():
        if key not in wanted:
            yield f"{e.where}: no text says this any more: {e.text}"


def findings_two(texts, approved):
    """Words of list two outside a title. A title is the whole text, or stands in quotation marks."""
    titles = [e for e in approved if e.kind == "title"]
    used = set()
    for t in texts:
        for lang in langs(t):
            if not first(WORD_OF, WORDS, lang, t.text):
                continue
            rest = " ".join(t.text.split())
            for e in titles:
                if e.owner not in (t.owner, shipped.PROGRAM) or e.lang != lang:
                    continue
                bare = "" if rest == e.text else re.sub(r"[“«\"]" + re.escape(e.text) + r"[”»\"]", "", rest)
                if bare != rest:
                    used.add(e)
                    rest = bare
            word = first(WORD_OF, WORDS, lang, rest)
            if word:
                yield f"{t.where}: {word}: reword it; the title of a source stands in quotation marks, with in {t.owner}/approved.tsv:"
                yield "\t".join(["title", lang, "THE TITLE", "ITS SOURCE", datetime.date.today().isoformat(), word])
    yield from (f"{e.where}: no text has this title: {e.text}" for e in titles if e not in used)


def shipped_texts():
    return shipped.of_program() + shipped.files_of(shipped.ROOT)


def all_texts_are_found():
    texts = shipped_texts()
    counts = collections.Counter((t.owner, t.lang) for t in texts)
    few = [f"only {counts[k]} texts of {k}" for k in [("po", "en"), ("po", "es")] + [(f"packs/{p}/po", lang) for p in os.listdir("packs") for lang in VERBS] if counts[k] < 20]
    unknown = {t.lang for t in texts} - set(VERBS) - {"*"}
    return few + [f"language {lang}: it has no lists of words; add them to VERBS and WORDS" for lang in sorted(unknown)]


def each_sentence_with_a_listed_verb_is_approved():
    approved, wrong = entries(shipped.ROOT)
    return wrong + list(badly_formed(approved)) + list(findings_one(shipped_texts(), approved))


def a_listed_word_stands_only_in_the_title_of_a_source():
    return list(findings_two(shipped_texts() + list(shipped.of_documents(shipped.ROOT)), entries(shipped.ROOT)[0]))


# ---- the lists prove themselves: what is planted must be found ----
FORMS = {
    "en": "hide hides hid hidden hiding runs ran running warn warned warning blocks blocked lie lied lying delete deleting deletion destroy destroyed "
          "destruction mislead misled flee fled escaping conceal concealed obstructs obstruction resist resisting falsify falsified shredding evade evasion "
          "tip-off alerts alerted deceive erase impede interfere harboring tamper dodge forge purged",
    "es": "esconder esconda escóndanse ocultar oculte huir huya huyan correr corra corrieron escapar avisar avise avísele advertir advierta advirtió alerte "
          "bloquear bloquee bloqueó obstruir obstruya impedir impida interferir resistir resistirse mentir mienta mintió engañar engañe borrar borre "
          "eliminar elimine destruir destruya triturar falsificar falsifique evadir eludir esquivar",
}
PLAIN = {
    "en": "{hide} hideous brunch trunk blockhead client relied believe leaflet aerial forget harsh",
    "es": "mientras mención mentor borrador corregir correo corriente corresponder avisos bloque falso importe",
}


def every_form_of_a_verb_is_found_and_no_other_word():
    wrong = [f"{lang}: {w} is not found" for lang, ws in FORMS.items() for w in ws.split() if not first(VERB_OF, VERBS, lang, f"Do not {w} it.")]
    wrong += [f"{lang}: {w} is found" for lang, ws in PLAIN.items() for w in ws.split() if first(VERB_OF, VERBS, lang, w) or first(WORD_OF, WORDS, lang, w)]
    wrong += [] if first(VERB_OF, VERBS, "en", "Tip off") else ["tip off is not found"]
    for lang, ws in (("en", "raid raids RAIDED illegal illegally undocumented alien aliens kidnapping"), ("es", "redadas ilegales indocumentada alienígena secuestró")):
        wrong += [f"{lang}: {w} is not found" for w in ws.split() if not first(WORD_OF, WORDS, lang, w)]
    return wrong


def planted(root):
    """A small tree with one wrong thing of each kind. Returns marks that a finding must hold, and those that none may."""
    files = {
        "po/es.po": 'msgid ""\nmsgstr "Language: es\\n"\n\nmsgid "A calm text."\nmsgstr "Todo va bien. No "\n"esconda nada."\n',
        "packs/p/po/es.po": 'msgid ""\nmsgstr ""\n\nmsgid "One."\nmsgid_plural "Two."\nmsgstr[0] "Una."\nmsgstr[1] "Hubo dos redadas."\n',
        "packs/p/city/a.yaml": 'name: "Do not warn anyone: it is late. Go on."\nlist:\n  - { note: "The raid of May" }\n  - { note: "See “Arrest of Alien” there" }\n'
                               '  - { note: Arrest of Alien }\n  - { note: "Arrest of Alien again" }\n  - note: >-\n      They never\n      lie.\n',
        "packs/p/demo/b.yaml": '- { words: "Nobody fled." }\n- { words: "Do not hide it." }\n- { words: "Do not hide it. Wait." }\n',
        "web/w.js": "// do not hide\nconst t = 'Run now'; /* lie */ const u = `shred ${x}`; const v = \"No huya\";\n",
        "web/w.py": '"""Delete all."""\n# lie\nprint("evade")\n',
        "README.md": "A kidnap story; hide and seek.\n",
        "packs/p/po/approved.tsv": "# head\n" + "\t".join(HEAD) + "\nverb\ten\tDo not hide it.\tA. Counsel\t2026-11-01\t\ntitle\ten\tArrest of Alien\tForm I-0\t2026-11-01\t\n"
                                   "verb\ten\tNobody says this.\tA. Counsel\t2026-11-01\t\nverb\ten\tNobody fled.\t\t2026-11-01\t\nverb\ten\tNobody fled.\tA. Counsel\t2026-11-31\t\n"
                                   "word\ten\tx\ty\t2026-11-01\t\nverb\ten\tx\n",
    }
    for path, text in files.items():
        os.makedirs(os.path.dirname(f"{root}/{path}") or root, exist_ok=True)
        with open(f"{root}/{path}", "w", encoding="utf-8") as f:
            f.write(text)
    must = ["verb\tes\tNo esconda nada.", "verb\ten\tDo not warn anyone: it is late.\t", "verb\ten\tThey never lie.", "verb\ten\tRun now", "verb\ten\tshred ${x}", "verb\tes\tNo huya",
            "verb\ten\tDelete all.", "verb\ten\tevade", "packs/p/po/es.po:7: redada", "packs/p/city/a.yaml:3: raid", "packs/p/city/a.yaml:6: alien", "README.md:1: kidnap",
            "approved.tsv:5: no text says this any more", "approved.tsv:6: by", "approved.tsv:7: by", "approved.tsv:7: stands there twice", "approved.tsv:8: kind",
            "approved.tsv:9: 3 columns"]
    return must, ["do not hide", "verb\ten\tDo not hide it.", "lie */", "a.yaml:4", "a.yaml:5", "README.md:1: hide", "approved.tsv:3", "approved.tsv:4", "Nobody fled.\tDemo"]


def what_is_planted_is_found():
    with tempfile.TemporaryDirectory() as root:
        must, may_not = planted(root)
        approved, found = entries(root)
        texts = shipped.files_of(root)
        found += [*badly_formed(approved), *findings_one(texts, approved), *findings_two(texts + list(shipped.of_documents(root)), approved)]
        said = "\n".join(found)
        wrong = [f"not found: {m}" for m in must if m not in said] + [f"found: {m}" for m in may_not if m in said]
        return wrong + (found if wrong else [])


def a_printed_line_makes_the_list_whole():
    """What the suite prints for list one can be put into the file as it is."""
    with tempfile.TemporaryDirectory() as root:
        planted(root)
        os.remove(f"{root}/packs/p/po/approved.tsv")
        for owner in ("po", "packs/p/po"):
            lines = [line for line in findings_one([t for t in shipped.files_of(root) if t.owner == owner], []) if line.startswith("verb\t")]
            with open(f"{root}/{owner}/approved.tsv", "w", encoding="utf-8") as f:
                f.write("\n".join(["\t".join(HEAD)] + lines) + "\n")
        approved, wrong = entries(root)
        return wrong + list(badly_formed(approved)) + list(findings_one(shipped.files_of(root), approved)) + ([] if len(approved) >= 9 else [f"{len(approved)} lines"])


os.chdir(shipped.ROOT)
tap.run([all_texts_are_found, each_sentence_with_a_listed_verb_is_approved, a_listed_word_stands_only_in_the_title_of_a_source,
         every_form_of_a_verb_is_found_and_no_other_word, what_is_planted_is_found, a_printed_line_makes_the_list_whole])
