/* released_value.c -- days and numbers of a cell: exact, by the style of the cell or by its text, never by the size of a number. */
#include <string.h>
#include "day.h"
#include "released_text.h"

enum { MILLION = 1000000, EXPONENT_MOST = 400, VALUE_LONGEST = 200 };

/* What is left to read of a cell; it never moves behind its end. */
typedef struct cursor { const char *p, *end; } cursor;

static void skip_blanks(cursor *c)
{
    for (size_t n; (n = released_blank_at(c->p, (size_t)(c->end - c->p))) > 0; ) c->p += n;
}

static cursor trimmed(const store_cell *cell)
{
    cursor c = { cell->text, cell->text + cell->n };
    skip_blanks(&c);
    while (c.end > c.p) {
        size_t n = released_blank_at(c.end - 1, 1);
        if (!n && c.end - c.p > 1) n = released_blank_at(c.end - 2, 2) == 2 ? 2 : 0;
        if (!n) break;
        c.end -= n;
    }
    return c;
}

static bool digit_at(const cursor *c) { return c->p < c->end && *c->p >= '0' && *c->p <= '9'; }

static bool take(cursor *c, char ch)
{
    bool is = c->p < c->end && *c->p == ch;
    c->p += is;
    return is;
}

/* Digits of a number without its sign, and how many of them stand before the point (it may lie outside them). */
typedef struct decimal { char digit[VALUE_LONGEST]; int n, point; } decimal;

/* "1,891" and "1,234,567.5": commas stand before each three digits, or nowhere. */
static bool read_digits(cursor *c, decimal *d)
{
    int since = 0;
    bool commas = false;
    while (digit_at(c) || (c->p < c->end && *c->p == ',')) {
        if (d->n == VALUE_LONGEST) return false;
        if (take(c, ',')) {
            if (commas ? since != 3 : since < 1 || since > 3) return false;
            commas = true;
            since = 0;
        } else {
            d->digit[d->n++] = *c->p++;
            since++;
        }
    }
    if (commas && since != 3) return false;
    d->point = d->n;
    if (take(c, '.'))
        while (digit_at(c)) {
            if (d->n == VALUE_LONGEST) return false;
            d->digit[d->n++] = *c->p++;
        }
    return d->n > 0;
}

static bool read_exponent(cursor *c, decimal *d)
{
    if (!take(c, 'E') && !take(c, 'e')) return true;
    bool less = take(c, '-');
    int exponent = 0;
    if (!less) take(c, '+');
    if (!digit_at(c)) return false;
    while (digit_at(c)) {
        exponent = exponent * 10 + (*c->p++ - '0');
        if (exponent > EXPONENT_MOST) return false;
    }
    d->point += less ? -exponent : exponent;
    return true;
}

/* "141.16999999999999" is 141.170000 with six places and 141.17 with two. */
static bool rounded(const decimal *d, int places, int64_t *ret)
{
    int64_t sum = 0;
    for (int i = 0; i < d->point + places; i++) {
        int digit = i < d->n ? d->digit[i] - '0' : 0;
        if (__builtin_mul_overflow(sum, 10, &sum) || __builtin_add_overflow(sum, digit, &sum)) return false;
        if (i >= d->n && sum == 0) break;
    }
    int last = d->point + places;
    if (last >= 0 && last < d->n && d->digit[last] >= '5' && __builtin_add_overflow(sum, 1, &sum)) return false;
    *ret = sum;
    return true;
}

bool released_decimal(const store_cell *cell, int places, int64_t *ret)
{
    if (cell->type != TABLE_NUMBER && cell->type != TABLE_TEXT) return false;
    if (cell->type == TABLE_NUMBER && (cell->shown == TABLE_DAY || cell->shown == TABLE_DAY_TIME)) return false;
    cursor c = trimmed(cell);
    decimal d = { .n = 0 };
    bool bracket = take(&c, '('), less = take(&c, '-');
    skip_blanks(&c);
    bool money = take(&c, '$');
    skip_blanks(&c);
    if (money && !bracket && !less) {
        bracket = take(&c, '(');
        less = !bracket && take(&c, '-');
    }
    if (!read_digits(&c, &d) || !read_exponent(&c, &d)) return false;
    if (bracket && (!money || less || !take(&c, ')'))) return false;      /* "(126)" may be a note; "($126)" is money, below nothing */
    if (c.p != c.end || !rounded(&d, places, ret)) return false;
    if (less || bracket) *ret = -*ret;
    return true;
}

bool released_number(const store_cell *cell, int64_t *ret_millionths) { return released_decimal(cell, 6, ret_millionths); }

/* A number of `least` to `most` digits. */
static bool read_int(cursor *c, int least, int most, int *ret)
{
    int n = 0;
    for (*ret = 0; n < most && digit_at(c); n++) *ret = *ret * 10 + (*c->p++ - '0');
    return n >= least && !digit_at(c);
}

static bool read_am_pm(cursor *c, int *hour)
{
    skip_blanks(c);
    if (c->end - c->p != 2 || (c->p[1] != 'M' && c->p[1] != 'm')) return false;
    char half = c->p[0] & 0x5F;
    if ((half != 'A' && half != 'P') || *hour < 1 || *hour > 12) return false;
    *hour = *hour % 12 + (half == 'P' ? 12 : 0);
    c->p += 2;
    return true;
}

/* h:mm[:ss[.fff]] [AM or PM] or [zone], to the end. What it says is left out: nights count from day to day. */
static bool read_time(cursor *c)
{
    int hour = 0, minute = 0, second = 0, zone = 0;
    if (!read_int(c, 1, 2, &hour) || !take(c, ':') || !read_int(c, 2, 2, &minute)) return false;
    if (take(c, ':') && !read_int(c, 2, 2, &second)) return false;
    if (take(c, '.')) {
        if (!digit_at(c)) return false;
        while (digit_at(c)) c->p++;
    }
    if (take(c, 'Z')) zone = 0;
    else if (take(c, '+') || take(c, '-')) {
        if (!read_int(c, 2, 4, &zone) || (take(c, ':') && !read_int(c, 2, 2, &zone))) return false;
    } else if (c->p < c->end && !read_am_pm(c, &hour)) return false;
    return c->p == c->end && hour < 24 && minute < 60 && second < 61;
}

/* 2025-07-11 or 2025/07/11; a T or a blank before the time. */
static bool read_iso(cursor *c, int *y, int *m, int *d)
{
    if (!read_int(c, 4, 4, y)) return false;
    char between = c->p < c->end ? *c->p : '\0';
    if (between != '-' && between != '/') return false;
    c->p++;
    if (!read_int(c, 1, 2, m) || !take(c, between) || !read_int(c, 1, 2, d)) return false;
    return c->p == c->end || *c->p == 'T' || *c->p == ' ';
}

/* 7/11/2025: month, day, and a year of four digits; with two it might be any century, or no month at all, so it is no day. */
static bool read_us(cursor *c, int *y, int *m, int *d)
{
    return read_int(c, 1, 2, m) && take(c, '/') && read_int(c, 1, 2, d) && take(c, '/') && read_int(c, 4, 4, y)
        && (c->p == c->end || *c->p == ' ');
}

/* Serials of the 1900 system count a 29 February 1900 that was not: below it they stand a day early. */
static bool day_of_serial(const store_cell *cell, bool from_1904, int32_t *ret)
{
    store_cell plain = { cell->text, cell->n, TABLE_NUMBER, TABLE_PLAIN };
    int64_t millionths, day;
    if (!released_number(&plain, &millionths) || millionths < 0) return false;
    day = millionths / MILLION;
    if (day > 2958465 || (!from_1904 && (day == 0 || day == 60))) return false;      /* 31 December 9999 */
    *ret = (int32_t)(day - (from_1904 ? 24107 : day < 60 ? 25568 : 25569));
    return true;
}

bool released_day(const store_cell *cell, bool from_1904, int32_t *ret_day)
{
    if (cell->type == TABLE_NUMBER) return (cell->shown == TABLE_DAY || cell->shown == TABLE_DAY_TIME) && day_of_serial(cell, from_1904, ret_day);
    if (cell->type != TABLE_TEXT) return false;
    cursor c = trimmed(cell), again = c;
    int y = 0, m = 0, d = 0;
    if (!read_iso(&c, &y, &m, &d)) {
        c = again;
        if (!read_us(&c, &y, &m, &d)) return false;
    }
    if (c.p < c.end) {
        c.p++;
        skip_blanks(&c);
        if (!read_time(&c)) return false;
    }
    wr_day day = { .y = (int16_t)y, .m = (int8_t)m, .d = (int8_t)d };
    if (y < 1 || m > 12 || d > 31 || !day_valid(day)) return false;
    *ret_day = (int32_t)day_number(day);
    return true;
}
