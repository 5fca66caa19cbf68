/* zone_rule.c -- reads and applies a POSIX TZ rule (with the hours beyond a day of RFC 8536, version 3). */
#include "zone_rule.h"
#include <string.h>
#include "day.h"

static bool number(const char **s, int most, int32_t *ret)
{
    int32_t v = 0;
    const char *from = *s;
    for (; **s >= '0' && **s <= '9' && v <= most; (*s)++) v = v * 10 + (**s - '0');
    *ret = v;
    return *s > from && v <= most;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool clock_time(const char **s, int32_t *ret)
{
    int32_t sign = 1, h, m = 0, sec = 0;
    if (**s == '+' || **s == '-') sign = *(*s)++ == '-' ? -1 : 1;
    if (!number(s, 167, &h)) return false;
    if (**s == ':' && (++*s, !number(s, 59, &m))) return false;
    if (**s == ':' && (++*s, !number(s, 59, &sec))) return false;
    *ret = sign * (h * 3600 + m * 60 + sec);
    return true;
}

/* PST, or <-03>. */
static bool abbr(const char **s, arena *a, const char **ret)
{
    static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    bool quoted = **s == '<';
    size_t n;
    if (quoted) ++*s;
    n = quoted ? strcspn(*s, ">") : strspn(*s, LETTERS);
    if (n < 3 || n > 10 || (quoted && (*s)[n] != '>')) return false;
    *ret = arena_fmt(a, "%.*s", (int)n, *s);
    *s += n + quoted;
    return true;
}

static bool turn(const char **s, zone_turn *t)
{
    int32_t month = 0, week = 0, day;
    if (*(*s)++ != ',') return false;
    t->kind = **s == 'M' ? 'M' : **s == 'J' ? 'J' : 'D';
    if (t->kind != 'D') ++*s;
    if (t->kind == 'M') {
        if (!number(s, 12, &month) || month < 1 || *(*s)++ != '.') return false;
        if (!number(s, 5, &week) || week < 1 || *(*s)++ != '.') return false;
    }
    if (!number(s, t->kind == 'M' ? 6 : 365, &day) || (t->kind == 'J' && day < 1)) return false;
    t->month = (int16_t)month;
    t->week = (int16_t)week;
    t->day = (int16_t)day;
    t->at = 2 * 3600;
    return **s != '/' || (++*s, clock_time(s, &t->at));
}

bool zone_rule_parse(const char *s, arena *a, zone_rule *r)
{
    int32_t west;
    *r = (zone_rule){ .std = "", .dst = "" };
    if (!*s) return true;
    if (!abbr(&s, a, &r->std) || !clock_time(&s, &west)) return false;
    r->std_offset = r->dst_offset = -west;
    if (!*s) return true;
    if (!abbr(&s, a, &r->dst)) return false;
    r->dst_offset += 3600;
    if (*s != ',') {
        if (!clock_time(&s, &west)) return false;
        r->dst_offset = -west;
    }
    return turn(&s, &r->start) && turn(&s, &r->end) && !*s;
}

static bool leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }

/* The local second (as if UTC) at which a turn falls in a year. */
static int64_t turn_in(const zone_turn *t, int y)
{
    int64_t first = day_number((wr_day){ (int16_t)y, 1, 1 }), day;
    if (t->kind == 'D') day = first + t->day;
    else if (t->kind == 'J') day = first + t->day - 1 + (leap(y) && t->day >= 60);
    else {
        wr_day next = t->month == 12 ? (wr_day){ (int16_t)(y + 1), 1, 1 } : (wr_day){ (int16_t)y, (int8_t)(t->month + 1), 1 };
        wr_day one = { (int16_t)y, (int8_t)t->month, 1 };
        int of_first = (day_week(one) + 1) % 7;        /* 0 Sunday, as the rule counts */
        day = day_number(one) + (t->day - of_first + 7) % 7 + 7 * (t->week - 1);
        while (day >= day_number(next)) day -= 7;      /* week 5: the last */
    }
    return day * 86400 + t->at;
}

static bool is_dst(const zone_rule *r, int64_t s)
{
    int64_t local = s + r->std_offset, start, end;
    int y;
    if (!*r->dst) return false;
    y = day_of_number(local / 86400 - (local % 86400 < 0)).y;
    start = turn_in(&r->start, y) - r->std_offset;
    end = turn_in(&r->end, y) - r->dst_offset;
    return start < end ? s >= start && s < end : s >= start || s < end;
}

int32_t zone_rule_offset(const zone_rule *r, int64_t s) { return is_dst(r, s) ? r->dst_offset : r->std_offset; }
const char *zone_rule_abbr(const zone_rule *r, int64_t s) { return is_dst(r, s) ? r->dst : r->std; }
