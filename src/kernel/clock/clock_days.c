/* clock_days.c -- counting days: calendars out of holiday rules, adding, rolling, pausing. Pure: no clock, no database. */
#include <stdlib.h>
#include <string.h>
#include "clock.h"
#include "day.h"

const char *const clock_units[] = { "cal", "wd", "week", "month", NULL };
const char *const clock_rolls[] = { "none", "forward", "back", NULL };
const char *const clock_holiday_kinds[] = { "fixed", "nth", "once", NULL };
const char *const clock_observed[] = { "none", "us", NULL };

/* ---- calendars ---- */
static int by_day(const void *a, const void *b) { return wr_day_cmp(*(const wr_day *)a, *(const wr_day *)b); }

static int64_t last_of_month(int y, int m)
{
    return day_number(m == 12 ? (wr_day){ (int16_t)(y + 1), 1, 1 } : (wr_day){ (int16_t)y, (int8_t)(m + 1), 1 }) - 1;
}

/* The day itself in a year, before it is moved off a weekend; no day when there is none. */
static wr_day falls(const clock_holiday *h, int y)
{
    wr_day first = { (int16_t)y, (int8_t)h->month, 1 };
    int64_t day, last;
    if (h->kind == HOLIDAY_ONCE) return h->once.y == y ? h->once : (wr_day){ 0 };
    if ((h->first_year && y < h->first_year) || (h->last_year && y > h->last_year) || !day_valid(first)) return (wr_day){ 0 };
    if (h->kind == HOLIDAY_FIXED) {
        wr_day d = { (int16_t)y, (int8_t)h->month, (int8_t)h->day };
        return day_valid(d) ? d : (wr_day){ 0 };
    }
    last = last_of_month(y, (int)h->month);
    day = day_number(first) + (h->weekday - day_week(first) + 7) % 7 + 7 * (h->week - 1);
    while (day > last) day -= 7;
    return day_of_number(day);
}

static wr_day moved(wr_day d, int observed)
{
    int week = day_week(d);
    if (observed != OBSERVED_US || week < 5) return d;
    return day_add(d, week == 5 ? -1 : 1);
}

clock_calendar clock_calendar_make(arena *a, const char *name, const clock_holiday *h, size_t n, int first_year, int last_year)
{
    size_t years = (size_t)(last_year - first_year + 3), k = 0, kept = 0;
    wr_day *off = arena_array(a, wr_day, n * years + 1);
    for (size_t i = 0; i < n; i++)
        for (int y = first_year - 1; y <= last_year + 1; y++) {
            wr_day d = falls(&h[i], y);
            if (day_none(d)) continue;
            d = moved(d, h[i].observed);
            if (d.y >= first_year && d.y <= last_year && day_week(d) < 5) off[k++] = d;
        }
    qsort(off, k, sizeof *off, by_day);
    for (size_t i = 0; i < k; i++)
        if (kept == 0 || wr_day_cmp(off[kept - 1], off[i]) != 0) off[kept++] = off[i];
    return (clock_calendar){ .name = name, .off = off, .n = kept, .first_year = first_year, .last_year = last_year };
}

/* A calendar called "none" has neither weekends nor holidays. */
bool clock_is_working(const clock_calendar *c, wr_day d)
{
    if (!c || strcmp(c->name, "none") == 0) return true;
    return day_week(d) < 5 && !(c->n && bsearch(&d, c->off, c->n, sizeof d, by_day));
}

/* ---- counting ---- */
static wr_day add_months(wr_day d, int64_t n)
{
    int64_t m = d.y * 12 + d.m - 1 + n, last;
    wr_day r = { (int16_t)(m / 12), (int8_t)(m % 12 + 1), 1 };
    last = day_number(r) + d.d - 1;
    return day_of_number(last > last_of_month(r.y, r.m) ? last_of_month(r.y, r.m) : last);
}

static wr_day add_working(const clock_calendar *c, wr_day d, int64_t n, int *skipped)
{
    int64_t step = n < 0 ? -1 : 1;
    for (n *= step; n > 0; ) {
        d = day_add(d, step);
        if (clock_is_working(c, d)) n--;
        else ++*skipped;
    }
    return d;
}

wr_day clock_add(const clock_calendar *c, wr_day start, int64_t n, clock_unit unit, clock_roll roll, int *ret_skipped_opt)
{
    int skipped = 0;
    wr_day d = start;
    switch (unit) {
    case CLOCK_CAL:   d = day_add(start, n); break;
    case CLOCK_WD:    d = add_working(c, start, n, &skipped); break;
    case CLOCK_WEEK:  d = day_add(start, 7 * n); break;
    case CLOCK_MONTH: d = add_months(start, n); break;
    }
    for (; roll != CLOCK_NO_ROLL && !clock_is_working(c, d); skipped++) d = day_add(d, roll == CLOCK_FORWARD ? 1 : -1);
    if (ret_skipped_opt) *ret_skipped_opt = skipped;
    return d;
}

int64_t clock_remaining(const clock_calendar *c, wr_day pause, wr_day due)
{
    int sign = wr_day_cmp(due, pause) < 0 ? -1 : 1;
    wr_day from = sign < 0 ? due : pause, to = sign < 0 ? pause : due;
    int64_t n = 0;
    while (wr_day_cmp(from, to) < 0) {
        from = day_add(from, 1);
        n += clock_is_working(c, from);
    }
    return sign * n;
}

wr_day clock_toll(const clock_calendar *c, wr_day start, int64_t n, wr_day pause, wr_day resume)
{
    int64_t left = clock_remaining(c, pause, clock_add(c, start, n, CLOCK_WD, CLOCK_NO_ROLL, NULL));
    return clock_add(c, resume, left, CLOCK_WD, CLOCK_NO_ROLL, NULL);
}
