/* records_xml.c -- the words of an office file, which is an archive of XML: apart at every tag, and joined where a format breaks inside a word. */
#include "records_own.h"

#include <string.h>

enum { STEP = 64 << 10, MOST = 1 << 20 };

bool records_is_office(const char *name)
{
    static const char *const ENDINGS[] = { ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".xlsm", ".docm", ".pptm" };
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++)
        if (str_ends_fold(name, ENDINGS[i])) return true;
    return false;
}

void records_make_utf8(char *p, size_t n)
{
    for (size_t i = 0; i < n; ) {
        size_t k = 1;
        if ((uint8_t)p[i] < 0x80) { i += 1; continue; }
        while (k < 4 && i + k < n && ((uint8_t)p[i + k] & 0xc0) == 0x80) k++;
        if (str_utf8(p + i, k)) { i += k; continue; }
        p[i++] = '?';
    }
}

records_xml records_xml_new(arena *a, records_words *look, void *with)
{
    return (records_xml){ .look = look, .with = with, .apart = sb_new(a, STEP), .joined = sb_new(a, STEP) };
}

void records_keep_tail(strbuf *b, size_t n)
{
    size_t from = b->n > n ? b->n - n : 0;
    while (from < b->n && ((uint8_t)b->p[from] & 0xc0) == 0x80) from++;
    b->n -= from;
    memmove(b->p, b->p + from, b->n);
    b->p[b->n] = 0;
}

static void flush(records_xml *x, size_t tail)
{
    strbuf *const both[] = { &x->apart, &x->joined };
    for (size_t i = 0; i < 2; i++) {
        if (str_utf8(both[i]->p, both[i]->n)) continue;
        records_make_utf8(both[i]->p, both[i]->n);
        x->spoilt = true;
    }
    x->look(x->with, x->apart.p, x->joined.p);
    for (size_t i = 0; i < 2; i++) records_keep_tail(both[i], tail);
}

static void add_letter(records_xml *x, char c)
{
    if (!c) return;
    sb_ch(&x->apart, c);
    sb_ch(&x->joined, c);
}

/* "&#45;" and its kind: what is ASCII; of the rest a blank, which is in no number. */
static void entity_end(records_xml *x)
{
    static const char *const NAMED[][2] = { { "amp", "&" }, { "lt", "<" }, { "gt", ">" }, { "quot", "\"" }, { "apos", "'" } };
    char *e = x->entity;
    int64_t code = 0;
    e[x->entity_n] = 0;
    x->in_entity = false;
    for (size_t i = 0; i < sizeof NAMED / sizeof *NAMED; i++)
        if (str_eq(NAMED[i][0], e)) { add_letter(x, NAMED[i][1][0]); return; }
    if (e[0] == '#' && (e[1] | 0x20) == 'x')
        for (const char *p = e + 2; *p; p++) code = code * 16 + (*p <= '9' ? *p - '0' : (*p | 0x20) - 'a' + 10);
    else if (e[0] == '#' && !str_int(e + 1, &code)) code = 0;
    add_letter(x, code >= ' ' && code < 0x7f ? (char)code : ' ');
}

static bool ends_text(const char *tag)
{
    static const char *const BREAKS[] = { "/w:p", "w:tab", "w:br", "/si", "/c", "/v", "/row", "/a:p", "/text:p", "/text:h", "/table:table-cell" };
    size_t n = *tag ? 1 + strcspn(tag + 1, " \t\r\n/>") : 0;
    for (size_t i = 0; i < sizeof BREAKS / sizeof *BREAKS; i++)
        if (strlen(BREAKS[i]) == n && strncmp(BREAKS[i], tag, n) == 0) return true;
    return false;
}

static void tag_end(records_xml *x)
{
    x->tag[x->tag_n] = 0;
    x->in_tag = false;
    if (!ends_text(x->tag)) return;
    sb_ch(&x->joined, '\n');
    if (x->joined.n >= STEP) flush(x, 0);
}

static void one(records_xml *x, char c)
{
    if (x->in_tag) {
        if (c == '>') tag_end(x);
        else if (x->tag_n + 1 < sizeof x->tag) x->tag[x->tag_n++] = c;
        if (x->tag_n == 8 && memcmp(x->tag, "![CDATA[", 8) == 0) x->in_tag = false;       /* no tag: text */
    } else if (c == '<') {
        x->in_tag = true;
        x->tag_n = 0;
        x->in_entity = false;
        sb_ch(&x->apart, '\n');
    } else if (x->in_entity) {
        if (c == ';') entity_end(x);
        else if (x->entity_n + 1 < sizeof x->entity) x->entity[x->entity_n++] = c;
        else x->in_entity = false;
    } else if (c == '&') x->in_entity = true, x->entity_n = 0;
    else add_letter(x, c);
}

wr_rc records_xml_take(void *with, const uint8_t *p, size_t n)
{
    records_xml *x = with;
    for (size_t i = 0; i < n; i++) {
        one(x, (char)p[i]);
        if (x->apart.n >= MOST || x->joined.n >= MOST) flush(x, RECORDS_TAIL);       /* a member without a break takes no more memory than this */
    }
    return WR_OK;
}

bool records_xml_end(records_xml *x)
{
    flush(x, 0);
    return !x->spoilt;
}
