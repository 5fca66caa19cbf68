/* doc_kind.c -- which kinds of files are taken, how their names are cleaned, how both are said. */
#include "doc.h"

#include <string.h>
#include "i18n.h"
#include "str.h"

/* Nothing that a browser would run: no HTML, no SVG. Office files are ZIP files: their ending says which. magic NULL: text. */
static const struct { const char *ending, *media, *magic; size_t n; } KINDS[] = {
    { "pdf", "application/pdf", "%PDF-", 5 },
    { "png", "image/png", "\x89PNG\r\n\x1a\n", 8 },
    { "jpg", "image/jpeg", "\xff\xd8\xff", 3 },
    { "jpeg", "image/jpeg", "\xff\xd8\xff", 3 },
    { "txt", "text/plain", NULL, 0 },
    { "csv", "text/csv", NULL, 0 },
    { "eml", "message/rfc822", NULL, 0 },
    { "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK\x03\x04", 4 },
    { "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK\x03\x04", 4 },
    { "odt", "application/vnd.oasis.opendocument.text", "PK\x03\x04", 4 },
    { "ods", "application/vnd.oasis.opendocument.spreadsheet", "PK\x03\x04", 4 },
};
enum { KINDS_N = sizeof KINDS / sizeof *KINDS, STEP = 4096 };

void doc_sniff_add(doc_sniff *s, const void *p_, size_t n)
{
    const uint8_t *p = p_;
    size_t k = DOC_SNIFF - s->n < n ? DOC_SNIFF - s->n : n;
    memcpy(s->head + s->n, p, k);
    s->n += k;
    for (size_t i = 0; i < n && !s->binary; ) {                  /* a step without a way out of it: many bytes at once */
        size_t end = n - i < STEP ? n : i + STEP;
        uint8_t bad = 0;
        for (; i < end; i++) bad |= (uint8_t)((p[i] < 0x20) & (p[i] != '\t') & (p[i] != '\n') & (p[i] != '\r') & (p[i] != '\f'));
        s->binary = bad;
    }
}

const char *doc_media(const doc_sniff *s, const char *name)
{
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < KINDS_N; i++) {
        if (strcasecmp(dot + 1, KINDS[i].ending) != 0) continue;
        if (KINDS[i].magic ? s->n < KINDS[i].n || memcmp(s->head, KINDS[i].magic, KINDS[i].n) != 0 : s->binary) return NULL;
        return KINDS[i].media;
    }
    return NULL;
}

const char *doc_kinds(arena *a)
{
    strbuf b = sb_new(a, 80);
    for (size_t i = 0; i < KINDS_N; i++) {
        if (i) sb_str(&b, ", ");
        for (const char *p = KINDS[i].ending; *p; p++) sb_ch(&b, (char)(*p - 32));
    }
    return b.p;
}

/* One character of UTF-8, already checked; its bytes in *ret_n. */
static uint32_t char_at(const char *s, size_t *ret_n)
{
    const uint8_t *p = (const uint8_t *)s;
    size_t n = *p < 0x80 ? 1 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : 4;
    uint32_t c = n == 1 ? *p : *p & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) c = c << 6 | (p[i] & 0x3f);
    *ret_n = n;
    return c;
}

/* Controls, line separators, and marks that turn the direction of what follows: a name must read as what it is. */
static bool unwanted(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

const char *doc_name_clean(arena *a, const char *name)
{
    strbuf b = sb_new(a, 200);
    const char *from = name, *text, *dot;
    size_t n;
    if (!str_utf8(name, strlen(name))) return "file";
    for (const char *p = name; *p; p++)
        if (*p == '/' || *p == '\\') from = p + 1;
    for (const char *p = from; *p; p += n) {
        uint32_t c = char_at(p, &n);
        if (!unwanted(c)) sb_put(&b, p, n);
    }
    text = str_trim(a, b.p);
    while (*text == '.' || *text == ' ') text++;
    if (!*text) return "file";
    if (strlen(text) <= DOC_NAME_MAX) return text;
    dot = strrchr(text, '.');
    if (!dot || strlen(dot) > 10) dot = "";
    return arena_fmt(a, "%s%s", str_begin(a, text, DOC_NAME_MAX - strlen(dot)), dot);
}

static const char *number(arena *a, const char *lang, const char *text, int64_t n)
{
    return i18n_fill(a, i18n(lang, NULL, text), (const char *const[]){ "n", arena_fmt(a, "%lld", (long long)n), NULL });
}

const char *doc_size_said(arena *a, const char *lang, int64_t n)
{
    if (n < 1000) return number(a, lang, N_("{n} bytes"), n);
    return n < 9999500 ? number(a, lang, N_("{n} kB"), (n + 500) / 1000) : number(a, lang, N_("{n} MB"), (n + 500000) / 1000000);
}

const char *doc_limit_said(arena *a, const char *lang, int64_t mb)
{
    return i18n_fill(a, i18n(lang, NULL, N_("{kinds}; at most {n} MB.")), (const char *const[]){ "kinds", doc_kinds(a), "n", arena_fmt(a, "%lld", (long long)mb), NULL });
}

/* RFC 6266: a plain name for old clients, the real one beside it. */
const char *doc_disposition(arena *a, const char *name)
{
    char *plain = arena_dup(a, name);
    for (char *p = plain; *p; p++)
        if ((uint8_t)*p >= 0x7f || (uint8_t)*p < 0x20 || strchr("\"\\%", *p)) *p = '_';
    return arena_fmt(a, "attachment; filename=\"%s\"; filename*=UTF-8''%s", plain, str_url(a, name));
}
