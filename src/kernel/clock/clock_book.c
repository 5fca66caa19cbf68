/* clock_book.c -- rules and calendars, read once. */
#include "clock_book.h"

#include <stdlib.h>
#include <string.h>
#include "clock_own.h"
#include "db.h"
#include "i18n.h"
#include "str.h"

enum { RULES_MAX = 500 };
struct clock_book { clock_said *rules; size_t n_rules; clock_calendar *calendars; const char **hashes; size_t n; };

wr_rc clock_book_open(db_tx *ro, int first_year, int years, arena *a, clock_book **ret)
{
    clock_book *b = arena_make(a, clock_book);
    clock_rule *r;
    TRY(db_all_(ro, &CLOCK_RULES, a, RULES_MAX, sizeof *r, &r, &b->n_rules, NULL, 0));
    b->rules = arena_array(a, clock_said, b->n_rules + 1);
    b->calendars = arena_array(a, clock_calendar, b->n_rules + 1);
    b->hashes = arena_array(a, const char *, b->n_rules + 1);
    for (size_t i = 0; i < b->n_rules; i++) {
        b->rules[i] = (clock_said){ r[i].id, r[i].title, r[i].calendar, r[i].source, r[i].n, r[i].unit, r[i].roll, r[i].holds_from };
        if (clock_book_calendar(b, r[i].calendar)) continue;
        TRY(clock_calendar_get(ro, r[i].calendar, first_year, years, a, &b->calendars[b->n]));
        b->hashes[b->n] = clock_fingerprint(&b->calendars[b->n], a);
        b->n++;
    }
    *ret = b;
    return WR_OK;
}

static int by_id(const void *id, const void *rule) { return strcmp(id, ((const clock_said *)rule)->id); }

const clock_said *clock_book_rule(const clock_book *b, const char *id)
{
    return b->n_rules ? bsearch(id, b->rules, b->n_rules, sizeof *b->rules, by_id) : NULL;
}

const clock_calendar *clock_book_calendar(const clock_book *b, const char *name)
{
    for (size_t i = 0; i < b->n; i++)
        if (str_eq(b->calendars[i].name, name)) return &b->calendars[i];
    return NULL;
}

const char *clock_book_version(const clock_book *b, const char *id, const char *lang, arena *a)
{
    const clock_said *r = clock_book_rule(b, id);
    for (size_t i = 0; r && i < b->n; i++)
        if (str_eq(b->calendars[i].name, r->calendar))
            return i18n_fill(a, i18n(lang, NULL, N_("The rule holds from {from}; calendar {calendar}, version {version}.")), (const char *const[]){ "from", i18n_day(a, lang, r->holds_from),
                "calendar", r->calendar, "version", b->hashes[i], NULL });
    return "";
}
