/* str.c -- building and checking text. */
#include "str.h"

#include <ctype.h>
#include <errno.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

strbuf sb_new(arena *a, size_t cap_hint)
{
    size_t cap = cap_hint < 64 ? 64 : cap_hint;
    return (strbuf){ .a = a, .p = arena_alloc(a, cap, 1), .cap = cap };
}

static void room(strbuf *b, size_t more)
{
    size_t cap = b->cap;
    char *p;
    if (b->n + more + 1 <= cap) return;
    while (b->n + more + 1 > cap) cap *= 2;
    p = arena_alloc(b->a, cap, 1);
    memcpy(p, b->p, b->n + 1);
    b->p = p;
    b->cap = cap;
}

void sb_put(strbuf *b, const char *p, size_t n)
{
    if (!n) return;
    room(b, n);
    memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = 0;
}

void sb_str(strbuf *b, const char *s) { sb_put(b, s, strlen(s)); }
void sb_ch(strbuf *b, char c) { sb_put(b, &c, 1); }

void sb_fmt(strbuf *b, const char *fmt, ...)
{
    va_list ap;
    int n;
    va_start(ap, fmt);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n <= 0) return;
    room(b, (size_t)n);
    va_start(ap, fmt);
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->n += (size_t)n;
}

void sb_int(strbuf *b, int64_t i)
{
    char text[24];
    size_t at = sizeof text;
    uint64_t left = i < 0 ? -(uint64_t)i : (uint64_t)i;
    do text[--at] = (char)('0' + left % 10);
    while (left /= 10);
    if (i < 0) text[--at] = '-';
    sb_put(b, text + at, sizeof text - at);
}

void sb_html(strbuf *b, const char *s)
{
    for (;;) {
        size_t n = strcspn(s, "&<>\"'");
        sb_put(b, s, n);
        s += n;
        if (!*s) return;
        sb_str(b, *s == '&' ? "&amp;" : *s == '<' ? "&lt;" : *s == '>' ? "&gt;" : *s == '"' ? "&quot;" : "&#39;");
        s++;
    }
}

void sb_json(strbuf *b, const char *s)
{
    sb_ch(b, '"');
    for (;; s++) {
        const char *run = s;
        while ((unsigned char)*s >= 0x20 && *s != '"' && *s != '\\') s++;
        sb_put(b, run, (size_t)(s - run));
        if (!*s) break;
        if (*s == '"' || *s == '\\') { sb_ch(b, '\\'); sb_ch(b, *s); }
        else if (*s == '\n') sb_str(b, "\\n");
        else sb_fmt(b, "\\u%04x", (unsigned)*s);
    }
    sb_ch(b, '"');
}

bool str_eq(const char *x, const char *y) { return strcmp(x, y) == 0; }
bool str_starts(const char *s, const char *with) { return strncmp(s, with, strlen(with)) == 0; }

bool str_ends(const char *s, const char *with)
{
    size_t n = strlen(s), w = strlen(with);
    return n >= w && strcmp(s + n - w, with) == 0;
}

bool str_ends_fold(const char *s, const char *with)
{
    size_t n = strlen(s), m = strlen(with);
    return n >= m && strcasecmp(s + n - m, with) == 0;
}

size_t str_put_utf8(char *out, uint32_t c)
{
    static const uint8_t LEAD[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(LEAD[n] | c);
    return n;
}

/* RFC 3629 table 3-7: each lead byte, how many follow, and the range of the first that follows. */
bool str_utf8(const char *p, size_t n)
{
    const uint8_t *s = (const uint8_t *)p, *end = s + n;
    while (s < end) {
        uint8_t c = *s++, low = 0x80, high = 0xbf;
        int more;
        if (c == 0) return false;
        if (c < 0x80) continue;
        if (c < 0xc2 || c > 0xf4) return false;
        more = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
        if (c == 0xe0) low = 0xa0;
        if (c == 0xed) high = 0x9f;
        if (c == 0xf0) low = 0x90;
        if (c == 0xf4) high = 0x8f;
        if (end - s < more) return false;
        if (*s < low || *s > high) return false;
        for (s++, more--; more > 0; more--, s++)
            if (*s < 0x80 || *s > 0xbf) return false;
    }
    return true;
}

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

char *str_trim(arena *a, const char *s)
{
    size_t n;
    char *p;
    while (blank(*s)) s++;
    n = strlen(s);
    while (n > 0 && blank(s[n - 1])) n--;
    p = arena_alloc(a, n + 1, 1);
    memcpy(p, s, n);
    return p;
}

char *str_begin(arena *a, const char *s, size_t most)
{
    size_t n = strnlen(s, most);
    char *p;
    while (n && ((unsigned char)s[n] & 0xc0) == 0x80) n--;       /* s[n] would go on with the last one */
    p = arena_alloc(a, n + 1, 1);
    memcpy(p, s, n);
    return p;
}

char *str_hex(arena *a, const uint8_t *p, size_t n)
{
    char *s = arena_alloc(a, n * 2 + 1, 1);
    return sodium_bin2hex(s, n * 2 + 1, p, n);
}

bool str_unhex(const char *hex, uint8_t *ret, size_t n)
{
    size_t got;
    const char *end;
    return strlen(hex) == n * 2 && sodium_hex2bin(ret, n, hex, n * 2, NULL, &got, &end) == 0 && got == n && *end == 0;
}

char *str_b64url(arena *a, const uint8_t *p, size_t n)
{
    size_t cap = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return sodium_bin2base64(arena_alloc(a, cap, 1), cap, p, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool str_unb64url(const char *s, uint8_t *ret, size_t n)
{
    size_t got;
    const char *end;
    return sodium_base642bin(ret, n, s, strlen(s), NULL, &got, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 && got == n &&
           *end == 0;
}

bool str_int(const char *s, int64_t *ret)
{
    char *end;
    long long v;
    const char *digits = *s == '-' ? s + 1 : s;
    if (!isdigit((unsigned char)*digits)) return false;
    errno = 0;
    v = strtoll(s, &end, 10);
    if (errno || *end) return false;
    *ret = v;
    return true;
}

char *str_url(arena *a, const char *s)
{
    strbuf b = sb_new(a, strlen(s) + 16);
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (isalnum(c) || strchr("-._~", c)) sb_ch(&b, *s);
        else sb_fmt(&b, "%%%02X", c);
    }
    return b.p;
}
