/* facts_kind.c -- what a file is by its first bytes; and marks in a text by a pattern. Pure. */
#include "facts.h"

#include <ctype.h>
#include <string.h>

static bool begins(const uint8_t *p, size_t n, const char *with, size_t w) { return n >= w && memcmp(p, with, w) == 0; }
#define BEGINS(lit) begins(p, n, (lit), sizeof (lit) - 1)

/* A mail begins with a header line; these are the ones that a server or a program for mail puts first. */
static bool a_mail(const uint8_t *p, size_t n)
{
    static const char *const FIRST[] = { "return-path:", "received:", "delivered-to:", "from:", "to:", "subject:", "date:", "message-id:", "mime-version:", "x-", "authentication-results:",
        "arc-seal:", "dkim-signature:", "reply-to:", "content-type:", "references:", "in-reply-to:", "thread-", "from " };
    const uint8_t *colon = memchr(p, ':', n < 80 ? n : 80);
    for (size_t i = 0; colon && i < sizeof FIRST / sizeof *FIRST; i++) {
        size_t w = strlen(FIRST[i]);
        if (n >= w && strncasecmp((const char *)p, FIRST[i], w) == 0 && !memchr(p, '\n', (size_t)(colon - p))) return true;
    }
    return false;
}

static bool a_text(const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] < ' ' && !strchr("\t\n\r\f", p[i])) return false;
    for (size_t cut = 0; cut < 4 && cut < n; cut++)            /* a character may end behind what was looked at */
        if (str_utf8((const char *)p, n - cut)) return true;
    return false;
}

const char *facts_kind(const uint8_t *p, size_t n)
{
    if (n > FACTS_HEAD) n = FACTS_HEAD;
    if (BEGINS("%PDF-")) return "pdf";
    if (BEGINS("PK\x03\x04") || BEGINS("PK\x05\x06")) return "zip";
    if (BEGINS("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) return "ole";
    if (BEGINS("\x89PNG\r\n\x1a\n")) return "png";
    if (BEGINS("\xff\xd8\xff")) return "jpeg";
    if (BEGINS("GIF87a") || BEGINS("GIF89a")) return "gif";
    if (BEGINS("II*\0") || BEGINS("MM\0*")) return "tiff";
    if (n >= 12 && memcmp(p + 4, "ftyp", 4) == 0) return "mp4";
    if (BEGINS("\x1f\x8b")) return "gzip";
    if (BEGINS("7z\xbc\xaf\x27\x1c")) return "7z";
    if (BEGINS("Rar!\x1a\x07")) return "rar";
    if (n == 0 || !a_text(p, n)) return "";
    return a_mail(p, n) ? "mail" : "text";
}

/* --- marks --------------------------------------------------------------- */

static bool of_class(char c, char k) { return k == '9' ? c >= '0' && c <= '9' : k == 'A' ? c >= 'A' && c <= 'Z' : c == k; }
static bool word(char c) { return isalnum((unsigned char)c) || (unsigned char)c >= 0x80; }

/* How many bytes match at s; 0: none. A run takes all that it can: what stands behind it in a pattern is never of its own class (checked). */
static size_t match(const char *s, const char *pattern)
{
    const char *at = s;
    for (const char *k = pattern; *k; k++) {
        if (!of_class(*at, *k)) return 0;
        at++;
        if (k[1] == '+') {
            while (of_class(*at, *k)) at++;
            k++;
        }
    }
    return (size_t)(at - s);
}

static bool right(const char *pattern)
{
    bool digit = false;
    size_t n = strlen(pattern);
    if (!n || n > FACTS_PATTERN_MAX || *pattern == '+') return false;
    for (const char *k = pattern; *k; k++) {
        if (*k == ' ' || (unsigned char)*k < ' ') return false;
        digit = digit || *k == '9';
        if (*k != '+') continue;
        if ((k[-1] != '9' && k[-1] != 'A') || of_class(k[1], k[-1]) || k[1] == k[-1] || k[1] == '+') return false;
    }
    return digit;
}

wr_rc facts_marks(const char *text, const char *pattern, arena *a, const char ***ret, size_t *ret_n)
{
    const char **all = arena_array(a, const char *, FACTS_MARKS_MAX);
    size_t n = 0;
    if (!right(pattern))
        return wr_fail(arena_err(a), WR_E_INPUT, "pattern", N_("A pattern of numbers is written with 9 for a digit and A for a capital letter, such as {example}."), "example", "9999-AAAA-99999-R-9999");
    for (const char *s = text; *s && n < FACTS_MARKS_MAX; s++) {
        size_t len = s > text && word(s[-1]) && word(*s) ? 0 : match(s, pattern), i = 0;
        char *mark;
        if (!len || (word(s[len - 1]) && word(s[len]))) continue;
        mark = arena_fmt(a, "%.*s", (int)len, s);
        while (i < n && !str_eq(all[i], mark)) i++;
        if (i == n) all[n++] = mark;
        s += len - 1;
    }
    *ret = all;
    *ret_n = n;
    return WR_OK;
}
