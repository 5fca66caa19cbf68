/* po.c -- reads a gettext catalogue: msgctxt, msgid, msgid_plural, msgstr, comments. UTF-8 only. */
#include "po.h"

#include <ctype.h>
#include <string.h>

#include "str.h"

enum { WORD_NONE, WORD_CONTEXT, WORD_ID, WORD_PLURAL, WORD_STR };

typedef struct reader {
    arena *a;
    const char *path, *p, *end;
    int line;
    wr_err *e;
    po_file *f;
    size_t cap, cap_refused;
    po_entry now;                /* the entry that is being read */
    strbuf text;                 /* of the word that is being read */
    int word;
    size_t form;
    bool fuzzy, open;
} reader;

static wr_rc bad(reader *r, const char *why)
{
    return wr_fail(r->e, WR_E_INPUT, NULL, N_("{file}, line {line}: {why}"), "file", r->path,
                   "line", arena_fmt(r->a, "%d", r->line), "why", why);
}

static bool hole_char(char c) { return (c >= 'a' && c <= 'z') || isdigit((unsigned char)c) || c == '_' || c == '.' || c == ':'; }

bool po_holes(arena *a, const char *text, const char **ret)
{
    enum { MOST = 16 };
    const char *hole[MOST];
    size_t n = 0, at;
    strbuf sb = sb_new(a, 32);
    for (const char *s = text; *s; s++) {
        const char *from = s + 1, *one;
        if (*s == '}') return false;
        if (*s != '{') continue;
        for (s = from; hole_char(*s); s++) { }
        if (*s != '}' || s == from || n == MOST) return false;
        one = memcpy(arena_alloc(a, (size_t)(s - from) + 1, 1), from, (size_t)(s - from));
        for (at = 0; at < n && strcmp(hole[at], one) < 0; at++) { }
        if (at < n && str_eq(hole[at], one)) continue;
        memmove(hole + at + 1, hole + at, (n++ - at) * sizeof *hole);
        hole[at] = one;
    }
    for (at = 0; at < n; at++) {
        if (at) sb_ch(&sb, ',');
        sb_str(&sb, hole[at]);
    }
    *ret = sb.p;
    return true;
}

/* Grows an arena array by doubling: a catalogue is read once, the old halves are small. */
static void *room(arena *a, void *old, size_t n, size_t *cap, size_t size)
{
    void *p;
    if (n < *cap) return old;
    *cap = *cap ? *cap * 2 : 64;
    p = arena_alloc(a, arena_mul_(*cap, size), _Alignof(max_align_t));
    if (n) memcpy(p, old, n * size);
    return p;
}

static void refuse(reader *r, const char *why)
{
    po_file *f = r->f;
    f->refused = room(r->a, f->refused, f->n_refused, &r->cap_refused, sizeof *f->refused);
    f->refused[f->n_refused++] = arena_fmt(r->a, "%s:%d: %s", r->path, r->now.line, why);
}

/* "Plural-Forms: nplurals=2; plural=n != 1;" out of the header entry. */
static wr_rc header(reader *r, const char *text)
{
    const char *s = strstr(text, "Plural-Forms:"), *end, *n, *rule;
    char *own;
    uint64_t form;
    if (strstr(text, "charset=") && !strstr(text, "charset=UTF-8") && !strstr(text, "charset=utf-8")) return bad(r, "not UTF-8");
    if (!s) return WR_OK;
    end = s + strcspn(s, "\n");
    n = strstr(s, "nplurals=");
    rule = strstr(s, "plural=");
    if (!n || !rule || n > end || rule > end || n[9] < '1' || n[9] > '0' + PO_FORMS) return bad(r, "Plural-Forms cannot be read");
    rule += strlen("plural=");
    r->f->n_forms = (size_t)(n[9] - '0');
    own = memcpy(arena_alloc(r->a, (size_t)(end - rule) + 1, 1), rule, (size_t)(end - rule));
    own[strcspn(own, ";")] = 0;
    for (uint64_t i = 0; i < 200; i++)
        if (!plural_eval(own, i, &form) || form >= r->f->n_forms) return bad(r, "Plural-Forms cannot be evaluated");
    r->f->plural_rule = own;
    return WR_OK;
}

/* Each form must have the holes of the singular or of the plural: "one row" needs no {count}. */
static bool same_holes(reader *r)
{
    const char *one, *many = NULL, *it;
    const po_entry *e = &r->now;
    if (!po_holes(r->a, e->id, &one) || (e->plural && !po_holes(r->a, e->plural, &many))) return false;
    for (size_t i = 0; i < e->n_str; i++)
        if (!po_holes(r->a, e->str[i], &it) || !(str_eq(it, one) || (many && str_eq(it, many)))) return false;
    return true;
}

static bool all_there(const po_entry *e)
{
    for (size_t i = 0; i < e->n_str; i++)
        if (!e->str[i] || !*e->str[i]) return false;
    return e->n_str > 0;
}

static void end_word(reader *r)
{
    const char *text = r->text.p;
    switch (r->word) {
    case WORD_CONTEXT: r->now.context = text; break;
    case WORD_ID:      r->now.id = text; break;
    case WORD_PLURAL:  r->now.plural = text; break;
    case WORD_STR:
        r->now.str[r->form] = text;
        if (r->now.n_str <= r->form) r->now.n_str = r->form + 1;
        break;
    default: break;
    }
    r->word = WORD_NONE;
}

static wr_rc end_entry(reader *r)
{
    po_file *f = r->f;
    wr_rc rc = WR_OK;
    end_word(r);
    if (r->open) {
        if (!r->now.id) rc = bad(r, "an entry without msgid");
        else if (!*r->now.id && !r->now.context) rc = r->now.n_str ? header(r, r->now.str[0] ? r->now.str[0] : "") : WR_OK;
        else if (r->fuzzy || !all_there(&r->now)) { }                     /* not translated yet: the English stays */
        else if (r->now.plural && r->now.n_str != f->n_forms) refuse(r, "plural forms do not match Plural-Forms");
        else if (!same_holes(r)) refuse(r, "holes differ");
        else {
            f->at = room(r->a, f->at, f->n, &r->cap, sizeof *f->at);
            f->at[f->n++] = r->now;
        }
    }
    r->now = (po_entry){ 0 };
    r->open = r->fuzzy = false;
    return rc;
}

/* One "..." with C's escapes, appended to the word that is open. */
static wr_rc quoted(reader *r, const char *s, const char *end)
{
    static const char FROM[] = "ntr\"\\", TO[] = "\n\t\r\"\\";
    while (s < end && (*s == ' ' || *s == '\t')) s++;
    while (end > s && isspace((unsigned char)end[-1])) end--;
    if (r->word == WORD_NONE || end - s < 2 || *s != '"' || end[-1] != '"') return bad(r, "expected a quoted text");
    for (s++, end--; s < end; s++) {
        const char *esc;
        if (*s == '"') return bad(r, "a quote inside a text");
        if (*s != '\\') {
            sb_ch(&r->text, *s);
            continue;
        }
        esc = ++s < end ? memchr(FROM, *s, sizeof FROM - 1) : NULL;
        if (!esc) return bad(r, "unknown escape");
        sb_ch(&r->text, TO[esc - FROM]);
    }
    return WR_OK;
}

static wr_rc keyword(reader *r, const char *s, const char *end)
{
    static const struct { const char *name; int word; } WORDS[] = {
        { "msgctxt", WORD_CONTEXT }, { "msgid_plural", WORD_PLURAL }, { "msgid", WORD_ID }, { "msgstr", WORD_STR } };
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        size_t n = strlen(WORDS[i].name);
        if ((size_t)(end - s) <= n || memcmp(s, WORDS[i].name, n) != 0) continue;
        s += n;
        end_word(r);
        if (WORDS[i].word == WORD_CONTEXT || (WORDS[i].word == WORD_ID && !(r->open && r->now.context && !r->now.id))) {
            bool fuzzy = r->fuzzy && !r->open;
            TRY(end_entry(r));
            r->open = true;
            r->fuzzy = fuzzy;
            r->now.line = r->line;
        }
        if (!r->open) return bad(r, "no msgid before this");
        r->form = 0;
        if (WORDS[i].word == WORD_STR && *s == '[') {
            if (end - s < 4 || s[1] < '0' || s[1] >= '0' + PO_FORMS || s[2] != ']') return bad(r, "msgstr[N] cannot be read");
            r->form = (size_t)(s[1] - '0');
            s += 3;
        }
        r->word = WORDS[i].word;
        r->text = sb_new(r->a, 64);
        return quoted(r, s, end);
    }
    return bad(r, "unknown word");
}

static wr_rc line(reader *r, const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\t' || *s == '\r')) s++;
    if (s == end) return WR_OK;
    if (*s == '"') return quoted(r, s, end);
    if (*s != '#') return keyword(r, s, end);
    if (r->now.n_str || r->word == WORD_STR) TRY(end_entry(r));           /* a comment belongs to what follows */
    if (end - s > 1 && s[1] == ',' && memmem(s, (size_t)(end - s), "fuzzy", 5)) r->fuzzy = true;
    return WR_OK;
}

wr_rc po_read(arena *a, const char *path, bytes po, wr_err *e, po_file *ret)
{
    po_file f = { .plural_rule = "n != 1", .n_forms = 2 };
    const char *p = (const char *)po.p, *end = p + po.n, *nl;
    reader r = { .a = a, .path = path, .e = e, .f = &f };
    if (po.n && !str_utf8(p, po.n)) return bad(&r, "not UTF-8");
    while (p < end) {
        nl = memchr(p, '\n', (size_t)(end - p));
        if (!nl) nl = end;
        r.line++;
        TRY(line(&r, p, nl));
        p = nl < end ? nl + 1 : end;
    }
    TRY(end_entry(&r));
    *ret = f;
    return WR_OK;
}
