/* records_receipt.c -- what a pasted receipt of a portal says: a number that looks like those of its holder, and a day. Pure; what it finds
 * is shown and can be put right before anything is written down. */
#include "records_letter_own.h"

#include <ctype.h>
#include <string.h>
#include "day.h"

static bool word_char(char c) { return isalnum((unsigned char)c) || c == '-' || c == '_'; }

/* An example stands for all numbers of its form: letters as they are, digits for any digits. The last digits may be one fewer or more, a year is four. */
static size_t like(const char *text, const char *example, size_t n)
{
    size_t at = 0;
    for (size_t i = 0; i < n; ) {
        if (isdigit((unsigned char)example[i])) {
            size_t want = 0, have = 0;
            while (i + want < n && isdigit((unsigned char)example[i + want])) want++;
            while (isdigit((unsigned char)text[at + have])) have++;
            if (!have || (want == 4 && i + want < n && have != 4) || have + 2 < want || have > want + 3) return 0;
            i += want;
            at += have;
        } else if (toupper((unsigned char)text[at]) == toupper((unsigned char)example[i])) at++, i++;
        else return 0;
    }
    return word_char(text[at]) ? 0 : at;
}

static bool digits_and_letters(const char *p, size_t n)
{
    size_t digits = 0;
    for (size_t i = 0; i < n; i++) digits += isdigit((unsigned char)p[i]) != 0;
    return n >= 5 && digits >= 3;
}

static const char *find_like(const char *text, const char *example, size_t n, arena *a)
{
    for (const char *p = text; *p; p++) {
        size_t k = p == text || !word_char(p[-1]) ? like(p, example, n) : 0;
        if (k) return arena_fmt(a, "%.*s", (int)k, p);
    }
    return "";
}

/* Without an example of the holder: the word after "tracking number" and the like. */
static const char *after_words(const char *text, arena *a)
{
    static const char *const BEFORE[] = { "tracking number", "request number", "confirmation number", "case number", "reference number", "tracking id", "confirmation id" };
    for (size_t i = 0; i < sizeof BEFORE / sizeof *BEFORE; i++) {
        const char *p = strcasestr(text, BEFORE[i]);
        if (!p) continue;
        p += strlen(BEFORE[i]);
        for (int words = 0; words < 3; words++) {            /* "is", ":" and "#" may stand between */
            size_t n = 0;
            while (*p && !word_char(*p)) p++;
            while (word_char(p[n])) n++;
            if (n <= 60 && digits_and_letters(p, n)) return arena_fmt(a, "%.*s", (int)n, p);
            p += n;
        }
    }
    return "";
}

static const char *tracking_in(const char *text, const char *examples, arena *a)
{
    for (const char *p = examples; *p; ) {
        size_t n = 0;
        while (*p && !word_char(*p)) p++;
        while (word_char(p[n])) n++;
        if (digits_and_letters(p, n)) {
            const char *found = find_like(text, p, n, a);
            if (*found) return found;
        }
        p += n;
    }
    return after_words(text, a);
}

/* ---- days: 2026-02-25, 2/25/2026, February 25, 2026, 25 Feb 2026 ---- */
static int number_at(const char **p, size_t most)
{
    int x = 0;
    size_t n = 0;
    while (n < most && isdigit((unsigned char)(*p)[n])) x = x * 10 + (*p)[n++] - '0';
    if (!n || isdigit((unsigned char)(*p)[n])) return -1;
    *p += n;
    return x;
}

static int month_at(const char **p)
{
    static const char *const MONTHS[] = { "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december" };
    size_t n = 0;
    while (isalpha((unsigned char)(*p)[n])) n++;
    for (int i = 0; i < 12 && n >= 3; i++)
        if (strncasecmp(*p, MONTHS[i], n) == 0 && n <= strlen(MONTHS[i])) {
            *p += n;
            if (**p == '.') ++*p;
            return i + 1;
        }
    return -1;
}

static const char *blanks(const char *p) { return p + strspn(p, " ,\t"); }

static wr_day made(int y, int m, int d)
{
    wr_day x = { (int16_t)y, (int8_t)m, (int8_t)d };
    return y > 1900 && y < 2200 && m > 0 && m < 13 && d > 0 && d < 32 && day_valid(x) ? x : (wr_day){ 0 };
}

static wr_day with_month(const char *p)
{
    int d = isdigit((unsigned char)*p) ? number_at(&p, 2) : 0, m, y;
    if (d < 0) return (wr_day){ 0 };
    p = blanks(p);
    m = month_at(&p);
    p = blanks(p);
    if (m > 0 && !d) d = number_at(&p, 2), p = blanks(p);
    y = m > 0 && d > 0 ? number_at(&p, 4) : -1;
    return y > 0 ? made(y, m, d) : (wr_day){ 0 };
}

static wr_day in_digits(const char *p)
{
    const char *at = p;
    int x = number_at(&at, 4), y, z;
    char sep = *at;
    if (x < 0 || (sep != '-' && sep != '/')) return (wr_day){ 0 };
    at++;
    y = number_at(&at, 2);
    if (y < 0 || *at++ != sep) return (wr_day){ 0 };
    z = number_at(&at, 4);
    if (z < 0) return (wr_day){ 0 };
    return x > 31 ? made(x, y, z) : made(z, x, y);           /* a portal of an American agency: month first */
}

static wr_day day_in(const char *text, wr_day today)
{
    for (const char *p = text; *p; p++) {
        wr_day d;
        if (p != text && word_char(p[-1])) continue;
        d = isdigit((unsigned char)*p) ? in_digits(p) : (wr_day){ 0 };
        if (day_none(d)) d = with_month(p);
        if (!day_none(d) && wr_day_cmp(d, today) <= 0) return d;
    }
    return (wr_day){ 0 };
}

void records_receipt_read(const char *text, const char *examples, wr_day today, arena *a, records_read *ret)
{
    *ret = (records_read){ tracking_in(text, examples, a), day_in(text, today) };
}
