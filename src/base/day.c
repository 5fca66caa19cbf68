/* day.c -- calendar days and instants, without zones. Day numbers by the era method: years begin in March,
 * so that the leap day is the last of the year. */
#include "day.h"

#include <stdio.h>
#include <string.h>

static const int8_t DAYS_IN[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

static bool leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }
static int days_in(int y, int m) { return DAYS_IN[m - 1] + (m == 2 && leap(y)); }

bool day_none(wr_day d) { return d.y == 0 && d.m == 0 && d.d == 0; }

bool day_valid(wr_day d)
{
    return d.y >= 1 && d.y <= 9999 && d.m >= 1 && d.m <= 12 && d.d >= 1 && d.d <= days_in(d.y, d.m);
}

int wr_day_cmp(wr_day x, wr_day y)
{
    int a = x.y * 10000 + x.m * 100 + x.d, b = y.y * 10000 + y.m * 100 + y.d;
    return (a > b) - (a < b);
}

int64_t day_number(wr_day d)
{
    int64_t y = d.y - (d.m <= 2), era = y / 400, year_of = y - era * 400;
    int64_t day_of = (153 * (d.m + (d.m > 2 ? -3 : 9)) + 2) / 5 + d.d - 1;
    return era * 146097 + year_of * 365 + year_of / 4 - year_of / 100 + day_of - 719468;
}

wr_day day_of_number(int64_t n)
{
    int64_t z = n + 719468, era = (z >= 0 ? z : z - 146096) / 146097, of_era = z - era * 146097;
    int64_t year_of = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t day_of = of_era - (365 * year_of + year_of / 4 - year_of / 100), mp = (5 * day_of + 2) / 153;
    int64_t m = mp < 10 ? mp + 3 : mp - 9;
    return (wr_day){ (int16_t)(year_of + era * 400 + (m <= 2)), (int8_t)m, (int8_t)(day_of - (153 * mp + 2) / 5 + 1) };
}

wr_day day_add(wr_day d, int64_t days) { return day_of_number(day_number(d) + days); }

int day_week(wr_day d)
{
    int64_t w = (day_number(d) + 3) % 7;   /* 1970-01-01 was a Thursday */
    return (int)(w < 0 ? w + 7 : w);
}

/* n decimal digits at s; -1 when one is none. */
static int digits(const char *s, int n)
{
    int v = 0;
    for (; n > 0; n--, s++) {
        if (*s < '0' || *s > '9') return -1;
        v = v * 10 + (*s - '0');
    }
    return v;
}

static bool day_at(const char *s, wr_day *ret)
{
    int y = digits(s, 4), m, d;
    if (y < 0 || s[4] != '-' || (m = digits(s + 5, 2)) < 0 || s[7] != '-' || (d = digits(s + 8, 2)) < 0) return false;
    *ret = (wr_day){ (int16_t)y, (int8_t)m, (int8_t)d };
    return day_valid(*ret);
}

bool day_parse(const char *text, wr_day *ret)
{
    wr_day d;
    if (strlen(text) != 10 || !day_at(text, &d)) return false;
    *ret = d;
    return true;
}

void day_put(wr_day d, char ret[static DAY_TEXT])
{
    char text[32] = "";
    if (!day_none(d)) snprintf(text, sizeof text, "%04d-%02d-%02d", d.y, d.m, d.d);
    memcpy(ret, text, DAY_TEXT - 1);
    ret[DAY_TEXT - 1] = 0;
}

const char *day_text(arena *a, wr_day d)
{
    char text[DAY_TEXT];
    day_put(d, text);
    return arena_dup(a, text);
}

wr_us us_of_day(wr_day d) { return day_number(d) * 86400 * 1000000; }

const char *us_text(arena *a, wr_us us)
{
    int64_t s = us / 1000000, frac = us % 1000000, of_day;
    wr_day d;
    char fraction[16] = "";
    if (frac < 0) { frac += 1000000; s--; }
    of_day = s % 86400;
    if (of_day < 0) of_day += 86400;
    d = day_of_number((s - of_day) / 86400);
    if (frac) snprintf(fraction, sizeof fraction, ".%06d", (int)frac);
    return arena_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02d%sZ", d.y, d.m, d.d, (int)(of_day / 3600), (int)(of_day / 60 % 60),
                     (int)(of_day % 60), fraction);
}

bool us_parse(const char *t, wr_us *ret)
{
    wr_day d;
    int h, m, s, oh, om;
    int64_t frac = 0, scale = 100000, off = 0;
    if (strlen(t) < 20 || !day_at(t, &d) || (t[10] != 'T' && t[10] != ' ')) return false;
    if ((h = digits(t + 11, 2)) < 0 || h > 23 || t[13] != ':' || (m = digits(t + 14, 2)) < 0 || m > 59) return false;
    if (t[16] != ':' || (s = digits(t + 17, 2)) < 0 || s > 59) return false;
    t += 19;
    if (*t == '.') {
        if (t[1] < '0' || t[1] > '9') return false;
        for (t++; *t >= '0' && *t <= '9'; t++, scale /= 10) frac += (*t - '0') * scale;
    }
    if (*t == 'Z') t++;
    else if (*t == '+' || *t == '-') {
        if ((oh = digits(t + 1, 2)) < 0 || oh > 23 || t[3] != ':' || (om = digits(t + 4, 2)) < 0 || om > 59) return false;
        off = (oh * 3600 + om * 60) * (*t == '-' ? -1 : 1);
        t += 6;
    } else return false;
    if (*t) return false;
    *ret = us_of_day(d) + ((int64_t)h * 3600 + m * 60 + s - off) * 1000000 + frac;
    return true;
}
