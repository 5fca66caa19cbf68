/* cost_say.c -- amounts, ranges and days of sources, as people read them. */
#include "cost_own.h"

#include <string.h>
#include "day.h"
#include "i18n.h"
#include "str.h"

/* Of whole dollars the ".00" is left out. */
static const char *money(arena *a, const char *lang, wr_cents c)
{
    const char *s = i18n_cents(a, lang, c);
    size_t n = strlen(s);
    return c % 100 || n < 3 ? s : arena_fmt(a, "%.*s", (int)(n - 3), s);
}

/* The digits of money without its sign: 4,700. */
static const char *plain(arena *a, const char *lang, wr_cents c)
{
    const char *s = money(a, lang, c);
    return s + strcspn(s, "0123456789");
}

static const char *unit_text(int unit)
{
    static const char *const SAID[] = { N_("{amount}"), N_("{amount} a person"), N_("{amount} a bed-day"), N_("{amount} a person-day"), N_("{amount} a person-year"), N_("{amount} an hour"),
        N_("{amount} a month"), N_("{amount} people"), N_("{amount} days"), N_("{amount} hours"), N_("{amount} percent") };
    return SAID[unit];
}

static const char *number(arena *a, const char *lang, wr_cents c, int unit) { return cost_is_money(unit) ? money(a, lang, c) : plain(a, lang, c); }

const char *cost_say(arena *a, const char *lang, wr_cents c, int unit)
{
    return i18n_fill(a, i18n(lang, NULL, unit_text(unit)), (const char *const[]){ "amount", number(a, lang, c, unit), NULL });
}

const char *cost_say_range(arena *a, const char *lang, const cost_range *r, int unit)
{
    const char *low = number(a, lang, r->low, unit), *high = number(a, lang, r->high, unit), *said;
    if (!r->ranged && r->low == r->high) return cost_say(a, lang, r->base, unit);
    if (r->ranged) said = i18n_fill(a, i18n(lang, NULL, N_("{low} to {high}")), (const char *const[]){ "low", low, "high", high, NULL });
    else said = i18n_fill(a, i18n(lang, NULL, N_("{base} ({low} to {high})")), (const char *const[]){ "base", number(a, lang, r->base, unit), "low", low, "high", high, NULL });
    return i18n_fill(a, i18n(lang, NULL, unit_text(unit)), (const char *const[]){ "amount", said, NULL });
}

/* "16 Jun 2025", "Jun 2025" or "2025": no more than the source says. */
const char *cost_say_dated(arena *a, const char *lang, wr_day d, int precise)
{
    const char *day = i18n_day(a, lang, d), *month = strchr(day, ' ');
    if (precise == PRECISE_DAY) return day;
    if (precise == PRECISE_YEAR) return arena_fmt(a, "%d", d.y);
    return month ? month + 1 : arena_fmt(a, "%.7s", day);
}
