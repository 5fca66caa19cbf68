/* mustache.c -- compiles a template by the Mustache specification, without raw output, with the words of page.h. */
#include "mustache.h"

#include <ctype.h>
#include <string.h>

#include "str.h"

enum { DELIM_MAX = 8, NAME_MAX_ = 120 };

typedef struct maker {
    arena *a;
    wr_err *e;
    const char *name, *text, *end;   /* the whole template */
    const char *p;                   /* from here it is still to be read */
    char open[DELIM_MAX + 1], close[DELIM_MAX + 1];
    m_node *at;
    size_t n, cap;
    size_t stack[MUSTACHE_DEEP], deep;   /* sections that are open */
    markup markup;
    strbuf declared;
} maker;

typedef struct tag { const char *start, *after, *body; size_t n; char kind; } tag;   /* kind: # ^ / > ! = or 0 */

static const struct { const char *name; m_word word; } WORDS[] = {
    { "t", W_T }, { "n", W_N }, { "word", W_WORD }, { "day", W_DAY }, { "long", W_LONG }, { "when", W_WHEN },
    { "money", W_MONEY }, { "url", W_URL }, { "once", W_ONCE }, { "qr", W_QR }, { "int", W_INT }, { "chart", W_CHART },
};

m_word mustache_word(const char *name, size_t n)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strlen(WORDS[i].name) == n && memcmp(WORDS[i].name, name, n) == 0) return WORDS[i].word;
    return W_NONE;
}

const char *mustache_name(arena *a, const m_node *m)
{
    strbuf sb = sb_new(a, 32);
    if (!m->n_name) sb_ch(&sb, '.');
    for (size_t i = 0; i < m->n_name; i++) {
        if (i) sb_ch(&sb, '.');
        sb_str(&sb, m->name[i]);
    }
    return sb.p;
}

static int line_at(const maker *k, const char *p)
{
    int line = 1;
    for (const char *s = k->text; s < p; s++) line += *s == '\n';
    return line;
}

static wr_rc bad(const maker *k, const char *at, const char *why)
{
    return wr_fail(k->e, WR_E_BUG, NULL, N_("{file}, line {line}: {why}"), "file", k->name,
                   "line", arena_fmt(k->a, "%d", line_at(k, at)), "why", why);
}

static char *copy(arena *a, const char *p, size_t n)
{
    char *s = arena_alloc(a, n + 1, 1);
    if (n) memcpy(s, p, n);
    return s;
}

static m_node *add(maker *k, m_kind kind, const char *at)
{
    if (k->n == k->cap) {
        size_t cap = k->cap ? k->cap * 2 : 32;
        m_node *wide = arena_array(k->a, m_node, cap);
        if (k->n) memcpy(wide, k->at, k->n * sizeof *wide);
        k->at = wide;
        k->cap = cap;
    }
    k->at[k->n] = (m_node){ .kind = kind, .line = line_at(k, at), .place = markup_place(&k->markup), .text = "", .more = "" };
    return &k->at[k->n++];
}

static void literal(maker *k, const char *from, const char *to)
{
    if (from >= to) return;
    add(k, M_TEXT, from)->text = copy(k->a, from, (size_t)(to - from));
    markup_feed(&k->markup, from, (size_t)(to - from));
}

static bool blank(char c) { return c == ' ' || c == '\t'; }

/* "a.b" into its parts; "." into none. where: what an error names. */
static wr_rc split(maker *k, m_node *m, const char *p, size_t n, const char *where)
{
    const char **parts;
    size_t count = 1, at = 0;
    if (n == 1 && *p == '.') return WR_OK;
    if (n == 0 || n > NAME_MAX_) return bad(k, where, "a tag without a name, or with a long one");
    for (size_t i = 0; i < n; i++) {
        if (isspace((unsigned char)p[i]) || strchr("{}<>\"'&", p[i])) return bad(k, where, "no name of a tag");
        if (p[i] == '.') count++;
    }
    parts = arena_array(k->a, const char *, count);
    for (const char *s = p, *end = p + n; s <= end; ) {
        const char *dot = memchr(s, '.', (size_t)(end - s));
        if (!dot) dot = end;
        if (dot == s) return bad(k, where, "no name of a tag");
        parts[at++] = copy(k->a, s, (size_t)(dot - s));
        s = dot + 1;
    }
    m->name = parts;
    m->n_name = count;
    return WR_OK;
}

/* The next tag from p; start NULL: none. */
static wr_rc next_tag(maker *k, const char *p, tag *ret)
{
    size_t n_open = strlen(k->open), n_close = strlen(k->close);
    const char *s = memmem(p, (size_t)(k->end - p), k->open, n_open), *body, *stop;
    tag t = { 0 };
    *ret = t;
    if (!s) return WR_OK;
    body = s + n_open;
    while (body < k->end && isspace((unsigned char)*body)) body++;
    if (body < k->end && *body == '=') {
        stop = memmem(body + 1, (size_t)(k->end - body - 1), "=", 1);
        if (!stop || k->end - stop - 1 < (ptrdiff_t)n_close || memcmp(stop + 1, k->close, n_close) != 0)
            return bad(k, s, "a change of delimiters without its end");
        t = (tag){ .start = s, .after = stop + 1 + n_close, .body = body + 1, .n = (size_t)(stop - body - 1), .kind = '=' };
    } else {
        stop = memmem(body, (size_t)(k->end - body), k->close, n_close);
        if (!stop) return bad(k, s, "a tag without its end");
        t = (tag){ .start = s, .after = stop + n_close, .body = body, .n = (size_t)(stop - body) };
        if (t.n && strchr("{&", *t.body)) return bad(k, s, "there is no raw output");
        if (t.n && strchr("#^/>!", *t.body)) {
            t.kind = *t.body++;
            t.n--;
        }
    }
    while (t.n && isspace((unsigned char)*t.body)) { t.body++; t.n--; }
    while (t.n && isspace((unsigned char)t.body[t.n - 1])) t.n--;
    *ret = t;
    return WR_OK;
}

/* A tag alone on its line takes the line with it: *ret_from is where the line begins, *ret_to where the next does. */
static bool standalone(const maker *k, const tag *t, const char **ret_from, const char **ret_to)
{
    const char *from = t->start, *to = t->after;
    while (from > k->text && blank(from[-1])) from--;
    if (from > k->text && from[-1] != '\n') return false;
    while (to < k->end && blank(*to)) to++;
    if (to < k->end && *to == '\r' && to + 1 < k->end && to[1] == '\n') to++;
    if (to < k->end && *to != '\n') return false;
    *ret_from = from;
    *ret_to = to < k->end ? to + 1 : to;
    return true;
}

static wr_rc delimiters(maker *k, const tag *t)
{
    const char *p = t->body, *end = t->body + t->n, *gap = p, *next;
    while (gap < end && !isspace((unsigned char)*gap)) gap++;
    for (next = gap; next < end && isspace((unsigned char)*next); next++) { }
    if (gap == p || next == end || gap - p > DELIM_MAX || end - next > DELIM_MAX) return bad(k, t->start, "no delimiters");
    for (const char *s = p; s < end; s++)
        if (*s == '=' || (s > next && isspace((unsigned char)*s))) return bad(k, t->start, "no delimiters");
    memset(k->open, 0, sizeof k->open);
    memset(k->close, 0, sizeof k->close);
    memcpy(k->open, p, (size_t)(gap - p));
    memcpy(k->close, next, (size_t)(end - next));
    return WR_OK;
}

/* Text without blanks at its ends, each run of blanks one: what the catalogue has as msgid. */
static const char *squeeze(arena *a, const char *p, size_t n)
{
    strbuf sb = sb_new(a, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!isspace((unsigned char)p[i])) sb_ch(&sb, p[i]);
        else if (sb.n && i + 1 < n && !isspace((unsigned char)p[i + 1])) sb_ch(&sb, ' ');
    }
    return sb.p;
}

/* {{#day}}due{{/day}}: the text up to its own end tag; nothing nests in it. */
static wr_rc word(maker *k, const tag *open, m_word w)
{
    tag t;
    m_node *m;
    const char *s, *bar;
    TRY(next_tag(k, open->after, &t));
    if (!t.start || t.kind != '/' || mustache_word(t.body, t.n) != w) return bad(k, open->start, "a word section without its own end");
    m = add(k, M_WORD, open->start);
    m->word = w;
    s = squeeze(k->a, open->after, (size_t)(t.start - open->after));
    if (w == W_T || w == W_URL) {
        m->text = s;
    } else if (w == W_N) {
        bar = strchr(s, '|');
        if (!bar || !strchr(bar + 1, '|')) return bad(k, open->start, "expected key|one|many");
        TRY(split(k, m, s, (size_t)(bar - s), open->start));
        m->more = strchr(bar + 1, '|') + 1;
        m->text = copy(k->a, bar + 1, (size_t)(m->more - bar - 2));
    } else {
        TRY(split(k, m, s, strlen(s), open->start));
    }
    markup_value(&k->markup);
    k->p = t.after;
    return WR_OK;
}

static wr_rc close_section(maker *k, const tag *t)
{
    const char *name;
    m_node *m;
    if (!k->deep) return bad(k, t->start, "an end without a section");
    m = &k->at[k->stack[--k->deep]];
    name = mustache_name(k->a, m);
    if (strlen(name) != t->n || memcmp(name, t->body, t->n) != 0) return bad(k, t->start, "the end of another section");
    m->end = k->n;
    return WR_OK;
}

static void comment(maker *k, const tag *t)
{
    if (t->n > 4 && memcmp(t->body, "doc ", 4) == 0) {
        sb_str(&k->declared, squeeze(k->a, t->body + 4, t->n - 4));
        sb_ch(&k->declared, ' ');
    }
}

/* One tag whose text before it is already a node. */
static wr_rc put_tag(maker *k, const tag *t, const char *indent)
{
    m_node *m;
    switch (t->kind) {
    case '!': comment(k, t); return WR_OK;
    case '=': return delimiters(k, t);
    case '/': return close_section(k, t);
    case '>':
        m = add(k, M_PARTIAL, t->start);
        if (!t->n || t->n > NAME_MAX_) return bad(k, t->start, "a partial without a name");
        m->text = copy(k->a, t->body, t->n);
        m->more = indent;
        return WR_OK;
    case '#': case '^':
        if (k->deep == MUSTACHE_DEEP) return bad(k, t->start, "sections too deep");
        k->stack[k->deep++] = k->n;
        m = add(k, t->kind == '#' ? M_SECTION : M_INVERTED, t->start);
        return split(k, m, t->body, t->n, t->start);
    default:
        m = add(k, M_VAR, t->start);
        markup_value(&k->markup);
        return split(k, m, t->body, t->n, t->start);
    }
}

wr_rc mustache_compile(arena *a, const char *name, const char *text, size_t n, wr_err *e, mustache *ret)
{
    maker k = { .a = a, .e = e, .name = name, .text = text, .end = text + n, .p = text, .open = "{{", .close = "}}",
                .markup = markup_start(name), .declared = sb_new(a, 16) };
    sb_ch(&k.declared, ' ');
    for (;;) {
        tag t;
        m_word w;
        const char *from, *to, *indent = "";
        TRY(next_tag(&k, k.p, &t));
        if (!t.start) break;
        w = t.kind == '#' ? mustache_word(t.body, t.n) : W_NONE;
        from = t.start;
        to = t.after;
        if (t.kind && w == W_NONE && standalone(&k, &t, &from, &to) && t.kind == '>')
            indent = copy(a, from, (size_t)(t.start - from));
        literal(&k, k.p, from);
        k.p = to;
        TRY(w == W_NONE ? put_tag(&k, &t, indent) : word(&k, &t, w));
    }
    literal(&k, k.p, k.end);
    if (k.deep) return bad(&k, k.end, "a section without its end");
    *ret = (mustache){ .name = name, .at = k.at, .n = k.n, .declared = k.declared.p };
    return WR_OK;
}
