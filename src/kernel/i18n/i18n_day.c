/* i18n_day.c -- days, instants and money as people write them, from our own tables. */
#include <string.h>

#include "day.h"
#include "i18n.h"
#include "str.h"

static const struct table {
    const char *lang, *months, *full, *week;
    const char *long_form;       /* {w} weekday, {d} day, {m} month, {y} year */
    const char *full_form;       /* the same without the weekday: as letters are dated */
} TABLES[] = {
    { "en", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
      "January February March April May June July August September October November December",
      "Monday Tuesday Wednesday Thursday Friday Saturday Sunday", "{w} {d} {m} {y}", "{m} {d}, {y}" },
    { "es", "ene feb mar abr may jun jul ago sep oct nov dic",
      "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
      "lunes martes miércoles jueves viernes sábado domingo", "{w} {d} de {m} de {y}", "{d} de {m} de {y}" },
};

static const struct table *table_of(const char *lang)
{
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++)
        if (str_eq(TABLES[i].lang, lang)) return &TABLES[i];
    return NULL;
}

/* Word n of a list with one blank between. */
static const char *nth(arena *a, const char *list, int n)
{
    size_t len;
    for (; n > 0; n--) list = strchr(list, ' ') + 1;
    len = strcspn(list, " ");
    return memcpy(arena_alloc(a, len + 1, 1), list, len);
}

const char *i18n_day(arena *a, const char *lang, wr_day d)
{
    const struct table *t = table_of(lang);
    if (!day_valid(d)) return "";
    return t ? arena_fmt(a, "%d %s %d", d.d, nth(a, t->months, d.m - 1), d.y) : day_text(a, d);
}

static const char *in_words(arena *a, const struct table *t, const char *form, wr_day d)
{
    return i18n_fill(a, form, (const char *const[]){ "w", nth(a, t->week, day_week(d)), "d", arena_fmt(a, "%d", d.d),
                     "m", nth(a, t->full, d.m - 1), "y", arena_fmt(a, "%d", d.y), NULL });
}

const char *i18n_day_long(arena *a, const char *lang, wr_day d)
{
    const struct table *t = table_of(lang);
    if (!day_valid(d)) return "";
    return t ? in_words(a, t, t->long_form, d) : day_text(a, d);
}

const char *i18n_day_full(arena *a, const char *lang, wr_day d)
{
    const struct table *t = table_of(lang);
    if (!day_valid(d)) return "";
    return t ? in_words(a, t, t->full_form, d) : day_text(a, d);
}

const char *i18n_at(arena *a, const char *lang, wr_day d, int hour, int minute, const char *zone)
{
    if (!day_valid(d)) return "";
    return arena_fmt(a, "%s, %02d:%02d %s", i18n_day(a, lang, d), hour, minute, zone);
}

const char *i18n_day_short(arena *a, const char *lang, wr_day d)
{
    const struct table *t = table_of(lang);
    if (!day_valid(d)) return "";
    return t ? arena_fmt(a, "%d %s", d.d, nth(a, t->months, d.m - 1)) : day_text(a, d);
}

const char *i18n_month(arena *a, const char *lang, wr_day d, bool year)
{
    const struct table *t = table_of(lang);
    if (!day_valid(d)) return "";
    if (!t) return arena_fmt(a, "%04d-%02d", d.y, d.m);
    return year ? arena_fmt(a, "%s %d", nth(a, t->months, d.m - 1), d.y) : nth(a, t->months, d.m - 1);
}

/* Groups of three with a comma: alike in English and in the Spanish of the United States. */
static const char *grouped(arena *a, uint64_t n)
{
    char text[32];
    size_t at = sizeof text, digits = 0;
    text[--at] = 0;
    do {
        if (digits && digits % 3 == 0) text[--at] = ',';
        text[--at] = (char)('0' + n % 10);
        digits++;
    } while (n /= 10);
    return arena_dup(a, text + at);
}

static uint64_t size_of(int64_t n) { return n < 0 ? 0 - (uint64_t)n : (uint64_t)n; }

const char *i18n_int(arena *a, const char *lang, int64_t n)
{
    (void)lang;
    return arena_fmt(a, "%s%s", n < 0 ? "-" : "", grouped(a, size_of(n)));
}

const char *i18n_cents(arena *a, const char *lang, wr_cents c)
{
    (void)lang;
    return arena_fmt(a, "%s$%s.%02d", c < 0 ? "-" : "", grouped(a, size_of(c) / 100), (int)(size_of(c) % 100));
}
