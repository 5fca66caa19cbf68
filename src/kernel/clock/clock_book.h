/* clock_book.h -- rules and calendars as they stand, read once, for a part that counts many dates of its own and shows how.
 * Threads  Read-only after it is opened.
 * Memory   The arena that was given. */
#ifndef WR_CLOCK_BOOK_H
#define WR_CLOCK_BOOK_H
#include "clock.h"
typedef struct clock_book clock_book;
typedef struct clock_said { const char *id, *title, *calendar, *source; int64_t n; int unit, roll; wr_day holds_from; } clock_said;
/* Calendars from the year before first_year to `years` after it. */
WR_MUST wr_rc clock_book_open(db_tx *ro, int first_year, int years, arena *, clock_book **ret);
const clock_said *clock_book_rule(const clock_book *, const char *id);                 /* NULL: none */
const clock_calendar *clock_book_calendar(const clock_book *, const char *name);       /* one without days off for "none"; NULL: no rule names it */
/* The versions that a count by this rule stands on, in a sentence: from when the rule holds, and the hash of the days off. "" for no rule. */
const char *clock_book_version(const clock_book *, const char *id, const char *lang, arena *);
#endif
