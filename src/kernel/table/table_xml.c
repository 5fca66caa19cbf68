/* table_xml.c -- marks of XML for the readers of sheets and strings: a window over a part, tags, attributes, texts. Strict where text could be lost. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "str.h"
#include "table_xlsx_own.h"

enum { LOOK = 16 };        /* the longest thing that is looked at as a whole: two escapes of seven */
static const char SPACE[256] = { [' '] = 1, ['\t'] = 1, ['\n'] = 1, ['\r'] = 1 };
static const char NAME[256] = { ['a' ... 'z'] = 1, ['A' ... 'Z'] = 1, ['0' ... '9'] = 1, ['_'] = 1, ['-'] = 1, ['.'] = 1, [':'] = 1, [0x80 ... 0xFF] = 1 };
static const char PLAIN[256] = { ['\t'] = 1, ['\n'] = 1, [' ' ... '%'] = 1, ['\'' ... ';'] = 1, ['=' ... '\\'] = 1, ['^'] = 1, ['`' ... 0x7F] = 1 };   /* but & < ] _ */
static inline unsigned char u(char c) { return (unsigned char)c; }

static const char *wrong(xml_in *in, xml_wrong what)
{
    if (in->wrong == XML_FINE) in->wrong = what;
    return NULL;
}

/* NULL, because the window ended; wrong, when it is a NUL that stands in the text or nothing comes any more. */
static const char *ran_out(xml_in *in, const char *p) { return p >= in->end && !in->ended ? NULL : wrong(in, XML_BROKEN); }

wr_rc xml_fail(const xml_in *in, wr_err *e)
{
    switch (in->wrong) {
    case XML_DOCTYPE: return zip_bad(e, WR_E_INPUT, in->part, N_("{part}: declares a document type, which no workbook does and which is not read."));
    case XML_DEEP: return zip_bad(e, WR_E_TOO_BIG, in->part, N_("{part}: nested deeper than any workbook is."));
    case XML_LARGE: return zip_bad(e, WR_E_TOO_BIG, in->part, N_("{part}: holds a cell or a text of more than 8 MB."));
    case XML_NOT_UTF8: return zip_bad(e, WR_E_INPUT, in->part, N_("{part}: is not in UTF-8."));
    case XML_OTHER_ROOT: return zip_bad(e, WR_E_INPUT, in->part, N_("{part}: is not what the workbook says that it is."));
    case XML_FINE: case XML_BROKEN: break;
    }
    return zip_bad(e, WR_E_INPUT, in->part, N_("{part}: is not well-formed XML."));
}

/* Behind what is kept, n bytes more. */
static wr_rc append(xml_in *in, const char *more, size_t n, wr_err *e)
{
    size_t kept = (size_t)(in->end - in->p);
    if (kept + n + XML_SLACK > in->cap) {
        size_t cap = (kept + n) * 2 + XML_SLACK;
        char *buf = malloc(cap);
        if (!buf) return table_no_memory(e);
        if (kept) memcpy(buf, in->p, kept);
        free(in->buf);
        in->buf = buf;
        in->cap = cap;
    } else if (kept && in->p != in->buf) memmove(in->buf, in->p, kept);
    memcpy(in->buf + kept, more, n);
    memset(in->buf + kept + n, 0, XML_SLACK);
    in->p = in->buf;
    in->end = in->buf + kept + n;
    in->ended = n == 0;
    return WR_OK;
}

/* What is larger than a block is read again each time that the window grows, so then it doubles. */
wr_rc xml_fill(xml_in *in, wr_err *e)
{
    size_t kept = (size_t)(in->end - in->p), want = kept > FLOW_BLOCK ? kept * 2 : 0;
    if (in->ended) return zip_bad(e, WR_E_INPUT, in->part, N_("{part}: damaged, or cut short."));
    if (kept > XML_ITEM) {
        in->wrong = XML_LARGE;
        return xml_fail(in, e);
    }
    do {
        const char *more;
        size_t n;
        TRY(in->more(in->with, e, &more, &n));
        TRY(append(in, more, n, e));
    } while (!in->ended && (size_t)(in->end - in->p) < want);
    return WR_OK;
}

const char *xml_name(const xml_in *in, const char *p, const char *name)
{
    size_t n = strlen(name);
    if (in->n_prefix) {
        if (strncmp(p, in->prefix, in->n_prefix) != 0) return NULL;
        p += in->n_prefix;
    }
    return strncmp(p, name, n) == 0 && !NAME[u(p[n])] ? p + n : NULL;
}

const char *xml_attr_next(xml_in *in, const char *p, xml_attr *ret)
{
    char quote;
    while (SPACE[u(*p)]) p++;
    ret->name = p;
    while (NAME[u(*p)]) p++;
    ret->n_name = (size_t)(p - ret->name);
    if (!ret->n_name) return *p == '>' || (*p == '/' && p[1] == '>') ? p : ran_out(in, *p == '/' ? p + 1 : p);
    while (SPACE[u(*p)]) p++;
    if (*p != '=') return ran_out(in, p);
    do p++; while (SPACE[u(*p)]);
    quote = *p;
    if (quote != '"' && quote != '\'') return ran_out(in, p);
    ret->value = ++p;
    while (*p != quote && *p && *p != '<') p++;
    if (*p != quote) return ran_out(in, p);
    ret->n_value = (size_t)(p - ret->value);
    return p + 1;
}

const char *xml_tag_end(xml_in *in, const char *p, bool *ret_empty)
{
    xml_attr at;
    do {
        p = xml_attr_next(in, p, &at);
        if (!p) return NULL;
    } while (at.n_name);
    *ret_empty = *p == '/';
    return p + 1 + *ret_empty;
}

static const char *behind(xml_in *in, const char *p, const char *mark)
{
    const char *q = memmem(p, (size_t)(in->end - p), mark, strlen(mark));
    return q ? q + strlen(mark) : ran_out(in, in->end);
}

const char *xml_other(xml_in *in, const char *p)
{
    if (in->end - p < 9 && !in->ended) return NULL;
    if (p[1] == '?') return behind(in, p + 2, "?>");
    if (strncmp(p, "<!--", 4) == 0) return behind(in, p + 4, "-->");
    if (strncmp(p, "<![CDATA[", 9) == 0) return behind(in, p + 9, "]]>");
    return wrong(in, strncmp(p, "<!DOCTYPE", 9) == 0 ? XML_DOCTYPE : XML_BROKEN);
}

const char *xml_skip(xml_in *in, const char *p)
{
    size_t depth = 0;
    for (;;) {
        bool empty = false, closes;
        p = memchr(p, '<', (size_t)(in->end - p));
        if (!p) return ran_out(in, in->end);
        if (p[1] == '!' || p[1] == '?') {
            if (!(p = xml_other(in, p))) return NULL;
            continue;
        }
        closes = p[1] == '/';
        p += 1 + closes;
        if (!NAME[u(*p)]) return ran_out(in, p);
        while (NAME[u(*p)]) p++;
        if (!(p = xml_tag_end(in, p, &empty))) return NULL;
        if (closes) depth--;
        else if (!empty && ++depth > XML_DEPTH) return wrong(in, XML_DEEP);
        if (depth == 0) return p;
    }
}

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static const char *reference(xml_in *in, const char *p, char **o)
{
    static const struct { const char *name; char c; } KNOWN[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&apos;", '\'' } };
    uint32_t c = 0;
    int base = 10;
    const char *first;
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++)
        if (strncmp(p, KNOWN[i].name, strlen(KNOWN[i].name)) == 0) {
            *(*o)++ = KNOWN[i].c;
            return p + strlen(KNOWN[i].name);
        }
    if (p[1] != '#') return wrong(in, XML_BROKEN);
    p += 2;
    if (*p == 'x') { base = 16; p++; }
    for (first = p; hex(*p) >= 0 && hex(*p) < base; p++) {
        c = c * (uint32_t)base + (uint32_t)hex(*p);
        if (c > 0x10FFFF || p - first > 12) return wrong(in, XML_BROKEN);
    }
    if (p == first || *p != ';' || (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0xD800 && c < 0xE000) || c == 0xFFFE || c == 0xFFFF) return wrong(in, XML_BROKEN);
    *o += str_put_utf8(*o, c);
    return p + 1;
}

static bool escape(const char *p, uint32_t *ret)       /* _xHHHH_ */
{
    uint32_t c = 0;
    if (p[0] != '_' || p[1] != 'x') return false;
    for (size_t i = 2; i < 6; i++) {
        int h = hex(p[i]);
        if (h < 0) return false;
        c = c << 4 | (uint32_t)h;
    }
    *ret = c;
    return p[6] == '_';
}

/* A half of a pair alone, and NUL, are no letters: they stay as they are written. */
static const char *maybe_escape(const char *p, char **o)
{
    uint32_t c, low;
    if (escape(p, &c) && c) {
        if (c < 0xD800 || c > 0xDFFF) {
            *o += str_put_utf8(*o, c);
            return p + 7;
        }
        if (c < 0xDC00 && escape(p + 7, &low) && low >= 0xDC00 && low < 0xE000) {
            *o += str_put_utf8(*o, 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00));
            return p + 14;
        }
    }
    *(*o)++ = *p;
    return p + 1;
}

static const char *beyond_ascii(xml_in *in, const char *p, char **o)
{
    static const uint32_t LEAST[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t n = u(*p) >= 0xF0 ? 4 : u(*p) >= 0xE0 ? 3 : 2;
    uint32_t c = u(*p) & (0xFFu >> (n + 1));
    if (u(*p) < 0xC2 || u(*p) > 0xF4) return wrong(in, u(*p) < 0x80 ? XML_BROKEN : XML_NOT_UTF8);
    for (size_t i = 1; i < n; i++) {
        if ((u(p[i]) & 0xC0) != 0x80) return wrong(in, XML_NOT_UTF8);
        c = c << 6 | (u(p[i]) & 0x3F);
    }
    if (c < LEAST[n] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) || c == 0xFFFE || c == 0xFFFF) return wrong(in, XML_NOT_UTF8);
    memcpy(*o, p, n);
    *o += n;
    return p + n;
}

const char *xml_text(xml_in *in, const char *p, char **out)
{
    char *o = *out;
    bool raw = false;                                   /* within <![CDATA[ */
    for (;;) {
        const char *from = p;
        while (PLAIN[u(*p)]) p++;
        memcpy(o, from, (size_t)(p - from));
        o += p - from;
        if (p == in->end || (in->end - p < LOOK && !in->ended && *p != '<')) return ran_out(in, in->end);
        if (*p == '<' && !raw) {
            if (in->end - p < 2) return ran_out(in, in->end);
            if (p[1] != '!' && p[1] != '?') {
                *out = o;
                return p;
            }
            if (in->end - p < 9 && !in->ended) return NULL;
            if (strncmp(p, "<![CDATA[", 9) == 0) {
                raw = true;
                p += 9;
            } else if (!(p = xml_other(in, p))) return NULL;
        } else if (*p == '&' && !raw) {
            if (!(p = reference(in, p, &o))) return NULL;
        } else if (*p == '_') p = maybe_escape(p, &o);
        else if (*p == '\r') {                          /* a line end is LF, however it was written */
            *o++ = '\n';
            p += p[1] == '\n' ? 2 : 1;
        } else if (*p == ']' && raw && strncmp(p, "]]>", 3) == 0) {
            raw = false;
            p += 3;
        } else if (*p == ']' || (raw && (*p == '<' || *p == '&'))) *o++ = *p++;
        else if (!(p = beyond_ascii(in, p, &o))) return NULL;
    }
}

const char *xml_rich(xml_in *in, const char *p, const char *name, char **out)
{
    for (;;) {
        const char *tag, *next;
        bool empty;
        tag = memchr(p, '<', (size_t)(in->end - p));
        if (!tag || (in->end - tag < (ptrdiff_t)sizeof in->prefix + 8 && !in->ended)) return ran_out(in, in->end);
        if (tag[1] == '!' || tag[1] == '?') {
            if (!(p = xml_other(in, tag))) return NULL;
            continue;
        }
        if (tag[1] == '/') {
            next = xml_name(in, tag + 2, name);
            if (!next && !xml_name(in, tag + 2, "r")) return wrong(in, XML_BROKEN);
            if (!(p = xml_tag_end(in, next ? next : xml_name(in, tag + 2, "r"), &empty))) return NULL;
            if (next) return p;
        } else if ((next = xml_name(in, tag + 1, "t")) != NULL) {
            if (!(p = xml_tag_end(in, next, &empty))) return NULL;
            if (empty) continue;
            if (!(p = xml_text(in, p, out))) return NULL;
            if (in->end - p < (ptrdiff_t)sizeof in->prefix + 8 && !in->ended) return NULL;
            if (p[1] != '/' || !(next = xml_name(in, p + 2, "t"))) return wrong(in, XML_BROKEN);
            if (!(p = xml_tag_end(in, next, &empty))) return NULL;
        } else if ((next = xml_name(in, tag + 1, "r")) != NULL) {
            if (!(p = xml_tag_end(in, next, &empty))) return NULL;
        } else if (!(p = xml_skip(in, tag))) return NULL;         /* rPr, rPh, phoneticPr, and what is foreign */
    }
}

/* A declaration may say another encoding; a workbook may be in UTF-16. Neither was ever met. */
static bool is_utf8(const char *p, const char *end)
{
    const char *said = memmem(p, (size_t)(end - p), "encoding", 8), *q;
    if (!said) return true;
    q = said + 8 + strspn(said + 8, " \t\r\n=");
    return *q && (strncasecmp(q + 1, "utf-8", 5) == 0 || strncasecmp(q + 1, "us-ascii", 8) == 0);
}

static bool is_main(const xml_attr *at, const char *prefix, size_t n_prefix)
{
    static const char *const MAIN[] = { "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main" };
    bool name = n_prefix ? at->n_name == 5 + n_prefix && strncmp(at->name, "xmlns:", 6) == 0 && strncmp(at->name + 6, prefix, n_prefix - 1) == 0
                         : at->n_name == 5 && strncmp(at->name, "xmlns", 5) == 0;
    for (size_t i = 0; name && i < 2; i++)
        if (at->n_value == strlen(MAIN[i]) && strncmp(at->value, MAIN[i], at->n_value) == 0) return true;
    return false;
}

/* p: at the root's "<". Behind its tag. */
static const char *root_of(xml_in *in, const char *p, const char *root)
{
    const char *name = ++p, *colon;
    bool ours = false;
    xml_attr at;
    while (NAME[u(*p)]) p++;
    if (p == in->end) return ran_out(in, p);
    colon = memchr(name, ':', (size_t)(p - name));
    in->n_prefix = colon ? (size_t)(colon + 1 - name) : 0;
    if (in->n_prefix >= sizeof in->prefix) return wrong(in, XML_OTHER_ROOT);
    memcpy(in->prefix, name, in->n_prefix);
    if (xml_name(in, name, root) != p) return wrong(in, XML_OTHER_ROOT);
    do {
        if (!(p = xml_attr_next(in, p, &at))) return NULL;
        ours |= is_main(&at, in->prefix, in->n_prefix);
    } while (at.n_name);
    if (!ours) return wrong(in, XML_OTHER_ROOT);
    in->depth = *p != '/';
    return p + 1 + (*p == '/');
}

static const char *prolog(xml_in *in, const char *p, const char *root)
{
    if (in->end - p < LOOK && !in->ended) return NULL;
    if (strncmp(p, "\xEF\xBB\xBF", 3) == 0) p += 3;
    for (;;) {
        const char *next;
        while (SPACE[u(*p)]) p++;
        if (*p != '<') return u(*p) >= 0xFE || (!*p && p < in->end) ? wrong(in, XML_NOT_UTF8) : ran_out(in, p);
        if (in->end - p < 2) return ran_out(in, in->end);
        if (p[1] == 0) return wrong(in, XML_NOT_UTF8);
        if (p[1] != '?' && p[1] != '!') return root_of(in, p, root);
        if (!(next = xml_other(in, p))) return NULL;
        if (p[1] == '?' && !is_utf8(p, next)) return wrong(in, XML_NOT_UTF8);
        p = next;
    }
}

wr_rc xml_begin(xml_in *in, const char *root, wr_err *e)
{
    in->p = in->end = in->buf ? in->buf : "";
    for (;;) {
        const char *p;
        TRY(xml_fill(in, e));
        p = prolog(in, in->p, root);
        if (in->wrong != XML_FINE) return xml_fail(in, e);
        if (p) {
            in->p = p;
            return WR_OK;
        }
    }
}
