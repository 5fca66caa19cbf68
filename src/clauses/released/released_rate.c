/* released_rate.c -- what a night in a facility costs, from the text of a contract list, and how many nights there are. Source: docs/RELEASED.md.
 * A text is a number, or tiers with or without a guaranteed minimum, or stays worded: what it leaves open is not guessed. */
#include <string.h>
#include "released_text.h"
#include "str.h"

const char *const released_rate_kinds[] = { "none", "flat", "tiered", "worded", "withheld", "not_funded", NULL };

enum { RATE_LONGEST = 1000 };

/* What is left of a rate's text: small letters, plain dashes, no blanks but one between two digits. */
typedef struct scan { char text[2 * RATE_LONGEST + 1]; const char *p; } scan;

static bool digit(char c) { return c >= '0' && c <= '9'; }

static bool scan_begin(const store_cell *cell, scan *s)
{
    size_t m = 0;
    bool gap = false;
    if (cell->n > RATE_LONGEST) return false;
    for (size_t i = 0; i < cell->n; ) {
        const char *p = cell->text + i;
        size_t blank = released_blank_at(p, cell->n - i);
        bool dash = cell->n - i > 2 && (unsigned char)p[0] == 0xE2 && (unsigned char)p[1] == 0x80 && (unsigned char)p[2] >= 0x90 && (unsigned char)p[2] <= 0x95;
        i += blank ? blank : dash ? 3 : 1;
        if (!blank && gap && m > 0 && digit(s->text[m - 1]) && digit(*p)) s->text[m++] = ' ';
        gap = blank > 0;
        if (!blank) s->text[m++] = dash ? '-' : *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
    }
    s->text[m] = '\0';
    s->p = s->text;
    return true;
}

static bool take(scan *s, const char *word)
{
    bool is = str_starts(s->p, word);
    if (is) s->p += strlen(word);
    return is;
}

static bool take_number(scan *s, int places, int64_t *ret)
{
    size_t n = strspn(s->p, places ? "0123456789.," : "0123456789,");
    while (n > 0 && (s->p[n - 1] == ',' || s->p[n - 1] == '.')) n--;
    store_cell cell = { s->p, n, TABLE_TEXT, TABLE_PLAIN };
    if (n == 0 || !released_decimal(&cell, places, ret)) return false;
    s->p += n;
    return true;
}

/* "50(gm)", "gm50", "gm:50". A minimum that says more, such as for whom, is not one that a day can be priced by. */
static bool take_minimum(scan *s, int64_t *ret)
{
    const char *back = s->p;
    bool before = take(s, "gm") || take(s, "guaranteedminimum");
    if (before) (void)(take(s, ":") || take(s, "of"));
    if (take_number(s, 0, ret) && (before || take(s, "(gm)") || take(s, "gm")) && *ret > 0) {
        (void)(take(s, ";") || take(s, ":") || take(s, ","));
        return true;
    }
    s->p = back;
    *ret = 0;
    return false;
}

/* "(1-50)", "(126+)", "(126andabove)". */
static bool take_heads(scan *s, released_tier *t)
{
    if (!take(s, "(") || !take_number(s, 0, &t->from)) return false;
    if (take(s, "+") || take(s, "andabove") || take(s, "andup") || take(s, "ormore") || take(s, "andover")) t->to = 0;
    else if (!(take(s, "-") || take(s, "to")) || !take_number(s, 0, &t->to) || t->to < t->from) return false;
    return take(s, ")");
}

/* One tier after another from the first head on; where a bound is printed twice the second tier begins with the next head. */
static bool take_tiers(scan *s, released_rate *r)
{
    int64_t next = 1;
    for (;;) {
        released_tier t = { 0 };
        if (r->tiers == RELEASED_TIERS || next == 0) return false;
        bool money = take(s, "$");
        if (!take_number(s, 2, &t.rate)) return false;
        if (*s->p == '\0' && r->tiers == 0 && r->minimum > 0 && money) t.from = 1;        /* "50 (GM); $87.00" */
        else if (!take_heads(s, &t)) return false;
        if (t.from != next && !(r->tiers == 0 ? t.from == 0 : t.from == next - 1)) return false;
        t.from = next;
        if (t.to != 0 && t.to < t.from) return false;
        next = t.to == 0 ? 0 : t.to + 1;
        r->tier[r->tiers++] = t;
        if (*s->p == '\0') return true;
        if (!(take(s, ",") || take(s, ";"))) return false;
        (void)take(s, "and");
    }
}

static bool flat_end(const char *s)
{
    static const char *const ends[] = { "", "perday", "/day", "aday", "daily", "perdiem", "permanday", "perbedday", "perpersonperday", "usd", "usdperday", NULL };
    for (size_t i = 0; ends[i]; i++)
        if (str_eq(s, ends[i])) return true;
    return false;
}

static void read_text(scan *s, released_rate *r)
{
    const char *begin = s->p;
    r->kind = RELEASED_WORDED;
    (void)take(s, "$");
    if (take_number(s, 2, &r->flat) && r->flat > 0 && flat_end(s->p)) {
        r->kind = RELEASED_FLAT;
        return;
    }
    r->flat = 0;
    s->p = begin;
    (void)take_minimum(s, &r->minimum);
    if (take_tiers(s, r)) r->kind = RELEASED_TIERED;
    else *r = (released_rate){ .kind = RELEASED_WORDED };
}

void released_rate_read(const store_cell *cell, released_rate *ret)
{
    static const char *const unpaid[] = { "noticefunded", "notfunded", "non-icefunded", "nonicefunded", "notfundedbyice", NULL };
    scan s;
    *ret = (released_rate){ .kind = RELEASED_NO_RATE };
    if (cell->type == TABLE_EMPTY || cell->type == TABLE_ERROR || cell->type == TABLE_BOOL) return;
    if (released_decimal(cell, 2, &ret->flat)) {
        ret->kind = ret->flat > 0 ? RELEASED_FLAT : ret->flat < 0 ? RELEASED_WORDED : RELEASED_NO_RATE;
        if (ret->kind != RELEASED_FLAT) ret->flat = 0;
        return;
    }
    if (cell->type == TABLE_NUMBER) { ret->kind = RELEASED_WORDED; return; }
    if (released_withheld(cell->text, cell->n, &ret->exemptions)) { ret->kind = RELEASED_RATE_WITHHELD; return; }
    if (!scan_begin(cell, &s)) { ret->kind = RELEASED_WORDED; return; }
    if (*s.text == '\0' || released_null_word(cell->text, cell->n)) return;
    for (size_t i = 0; unpaid[i]; i++)
        if (str_eq(s.text, unpaid[i])) { ret->kind = RELEASED_NOT_FUNDED; return; }
    read_text(&s, ret);
}

bool released_rate_day(const released_rate *r, int64_t headcount, wr_cents *ret)
{
    int64_t heads = headcount > r->minimum ? headcount : r->minimum, left = heads;
    wr_cents sum = 0, part;
    if (headcount < 0) return false;
    if (r->kind == RELEASED_FLAT) return !__builtin_mul_overflow(headcount, r->flat, ret);
    if (r->kind != RELEASED_TIERED) return false;
    if (r->whole) {
        for (size_t i = 0; i < r->tiers; i++)
            if (r->tier[i].to == 0 || heads <= r->tier[i].to) return !__builtin_mul_overflow(heads, r->tier[i].rate, ret);
        return false;
    }
    for (size_t i = 0; i < r->tiers && left > 0; i++) {
        const released_tier *t = &r->tier[i];
        int64_t n = t->to == 0 || t->to - t->from + 1 > left ? left : t->to - t->from + 1;
        if (__builtin_mul_overflow(n, t->rate, &part) || __builtin_add_overflow(sum, part, &sum)) return false;
        left -= n;
    }
    if (left > 0) return false;             /* more people than the last tier names: the contract gives no price */
    *ret = sum;
    return true;
}

int64_t released_nights(int32_t day_in, int32_t day_out)
{
    if (day_in == STORE_NO_DAY || day_out == STORE_NO_DAY || day_out < day_in) return -1;
    return (int64_t)day_out - day_in;
}
