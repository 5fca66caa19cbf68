/* city_duty_rules.c -- is a shift under way, and who is called first: values in, an answer out. */
#include <stdlib.h>
#include <string.h>
#include "city_duty.h"
#include "day.h"
#include "str.h"

const char *const city_duty_roles[] = { "lead", "alternate", "manager", "counsel", NULL };
const char *const city_duty_days[] = { "every day", "Monday to Friday", "Monday to Saturday", "Tuesday to Saturday", "Saturday and Sunday",
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", NULL };
const char *const city_tiers[] = { "place", "department", "city", NULL };
/* One bit a weekday, Monday the lowest: in the order of the words. */
static const unsigned char WEEK[] = { 0x7f, 0x1f, 0x3f, 0x3e, 0x60, 1, 2, 4, 8, 16, 32, 64 };

static bool begins_on(const city_duty *d, wr_day day)
{
    bool inside = (day_none(d->from_day) || wr_day_cmp(day, d->from_day) >= 0) && (day_none(d->until_day) || wr_day_cmp(day, d->until_day) <= 0);
    return inside && WEEK[d->days] >> day_week(day) & 1;
}

bool city_duty_on(const city_duty *d, wr_day day, int hour)
{
    int64_t lasts = (d->to_hour - d->from_hour + 24) % 24;
    if (lasts == 0) lasts = 24;
    if (hour >= d->from_hour && hour < d->from_hour + lasts && begins_on(d, day)) return true;
    return hour + 24 < d->from_hour + lasts && begins_on(d, day_add(day, -1));
}

static int by_turn(const void *x, const void *y)
{
    const city_duty *b = *(const city_duty *const *)x, *c = *(const city_duty *const *)y;
    int tier_b = *b->place ? 0 : *b->department ? 1 : 2, tier_c = *c->place ? 0 : *c->department ? 1 : 2;
    if (tier_b != tier_c) return tier_b - tier_c;
    if (b->rank != c->rank) return b->rank < c->rank ? -1 : 1;
    return strcmp(b->ref, c->ref);
}

const char *city_tel_url(arena *a, const char *phone)
{
    strbuf b = sb_new(a, 48);
    sb_str(&b, "tel:");
    for (const char *p = phone; *p; p++)
        if ((*p >= '0' && *p <= '9') || (*p == '+' && b.n == 4)) sb_ch(&b, *p);
    return b.p;
}

size_t city_chain_of(const city_duty *d, size_t n, const char *place, const char *department, clock_local at, arena *a, city_call **ret)
{
    const city_duty **on = arena_array(a, const city_duty *, n + 1);
    city_call *calls;
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        bool ours = *d[i].place ? str_eq(d[i].place, place) : !*d[i].department || str_eq(d[i].department, department);
        if (ours && city_duty_on(&d[i], at.day, at.hour)) on[k++] = &d[i];
    }
    qsort(on, k, sizeof *on, by_turn);
    calls = arena_array(a, city_call, k + 1);
    for (size_t i = 0; i < k; i++)
        calls[i] = (city_call){ (int64_t)i + 1, on[i]->name, on[i]->role, on[i]->phone, city_tel_url(a, on[i]->phone),
            *on[i]->place ? CITY_TIER_PLACE : *on[i]->department ? CITY_TIER_DEPARTMENT : CITY_TIER_CITY, on[i]->id, on[i]->email };
    *ret = calls;
    return k;
}
