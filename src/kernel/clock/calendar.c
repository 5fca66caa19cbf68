/* calendar.c -- which days are off: weekends, and holidays made from rows. Observed days follow the row: a fixed holiday on
 * a Saturday may be observed the Friday before (also in the year before), on a Sunday the Monday after. */
#include "clock_own.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "str.h"

const char *const clock_units[] = { "calendar_days", "working_days", "weeks", "months", NULL };
const char *const clock_rolls[] = { "none", "forward", "back", NULL };
const char *const clock_kinds[] = { "fixed", "nth", "last", "day", NULL };
const char *const clock_observed[] = { "none", "nearest", "monday", NULL };

static bool weekend(wr_day d) { return day_week(d) >= 5; }

static int by_day(const void *x, const void *y) { return wr_day_cmp(*(const wr_day *)x, *(const wr_day *)y); }

/* The day of a rule in a year; false: none. */
static bool day_in(const clock_holiday *h, int year, wr_day *ret)
{
    wr_day first = { (int16_t)year, (int8_t)h->month, 1 };
    if (year < h->from_year || (h->to_year && year > h->to_year)) return false;
    switch (h->kind) {
    case CLOCK_DAY: *ret = h->day; return h->day.y == year;
    case CLOCK_FIXED: *ret = (wr_day){ (int16_t)year, (int8_t)h->month, (int8_t)h->date }; return day_valid(*ret);
    case CLOCK_NTH:
        *ret = day_add(first, (h->weekday - day_week(first) + 7) % 7 + 7 * (h->week - 1));
        return true;
    default: {
        wr_day next = h->month == 12 ? (wr_day){ (int16_t)(year + 1), 1, 1 } : (wr_day){ (int16_t)year, (int8_t)(h->month + 1), 1 };
        wr_day last = day_add(next, -1);
        *ret = day_add(last, -((day_week(last) - h->weekday + 7) % 7));
        return true;
    }
    }
}

static wr_day observed_on(const clock_holiday *h, wr_day d)
{
    if (h->observed == CLOCK_AS_IT_FALLS) return d;
    if (day_week(d) == 6) return day_add(d, 1);
    if (day_week(d) == 5 && h->observed == CLOCK_NEAREST) return day_add(d, -1);
    return d;
}

clock_calendar clock_calendar_of(const char *name, const clock_holiday *rows, size_t n, int first_year, int last_year, arena *a)
{
    wr_day *off = arena_array(a, wr_day, (n + 1) * (size_t)(last_year - first_year + 3));
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(rows[i].calendar, name)) continue;
        for (int y = first_year - 1; y <= last_year + 1; y++) {   /* the neighbours: observed days cross the year */
            wr_day d;
            if (!day_in(&rows[i], y, &d)) continue;
            d = observed_on(&rows[i], d);
            if (d.y >= first_year && d.y <= last_year) off[m++] = d;
        }
    }
    if (m) qsort(off, m, sizeof *off, by_day);
    return (clock_calendar){ .name = name, .off = off, .n = m, .first_year = first_year, .last_year = last_year };
}

bool clock_is_working(const clock_calendar *c, wr_day d)
{
    if (weekend(d)) return false;
    return !c->n || !bsearch(&d, c->off, c->n, sizeof *c->off, by_day);
}

/* The number of the k-th day off; beyond both ends one that no day reaches. */
static int64_t off_at(const clock_calendar *c, int64_t k) { return k < 0 ? INT64_MIN : k >= (int64_t)c->n ? INT64_MAX : day_number(c->off[k]); }

/* So many working days on, or back: days as numbers, and the days off walked along with them. */
static wr_day working_days(const clock_calendar *c, wr_day start, int64_t left, int step, int *in_out_skipped)
{
    int64_t at = day_number(start), k = 0, high = (int64_t)c->n, next;
    int week = day_week(start);
    while (k < high) {
        int64_t mid = (k + high) / 2;
        if (wr_day_cmp(c->off[mid], start) < 0) k = mid + 1;
        else high = mid;
    }
    for (next = off_at(c, k); left > 0; ) {
        at += step;
        week = (week + 7 + step) % 7;
        while (step > 0 ? next < at : next > at) next = off_at(c, k += step);
        if (week >= 5 || next == at) ++*in_out_skipped;
        else left--;
    }
    return day_of_number(at);
}

wr_day clock_add(const clock_calendar *c, wr_day start, int64_t n, clock_unit unit, clock_roll roll, int *ret_skipped_opt)
{
    wr_day d = start;
    int skipped = 0, step = n < 0 ? -1 : 1;
    switch (unit) {
    case CLOCK_CAL: d = day_add(start, n); break;
    case CLOCK_WEEK: d = day_add(start, n * 7); break;
    case CLOCK_MONTH: {
        int64_t months = start.y * 12 + start.m - 1 + n;
        d = (wr_day){ (int16_t)(months / 12), (int8_t)(months % 12 + 1), start.d };
        while (!day_valid(d) && d.d > 28) d.d--;
        break;
    }
    case CLOCK_WD: d = working_days(c, start, n * step, step, &skipped); break;
    }
    while (roll != CLOCK_NO_ROLL && !clock_is_working(c, d)) {
        d = day_add(d, roll == CLOCK_FORWARD ? 1 : -1);
        skipped++;
    }
    if (ret_skipped_opt) *ret_skipped_opt = skipped;
    return d;
}

int64_t clock_remaining(const clock_calendar *c, wr_day pause, wr_day due)
{
    bool late = wr_day_cmp(due, pause) < 0;
    wr_day from = late ? due : pause, to = late ? pause : due;
    int64_t n = 0;
    for (wr_day d = day_add(from, 1); wr_day_cmp(d, to) <= 0; d = day_add(d, 1)) n += clock_is_working(c, d);
    return late ? -n : n;
}

wr_day clock_toll(const clock_calendar *c, wr_day start, int64_t n, wr_day pause, wr_day resume)
{
    wr_day due = clock_add(c, start, n, CLOCK_WD, CLOCK_NO_ROLL, NULL);
    return clock_add(c, resume, clock_remaining(c, pause, due), CLOCK_WD, CLOCK_NO_ROLL, NULL);
}
