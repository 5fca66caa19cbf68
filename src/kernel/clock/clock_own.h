/* clock_own.h -- what the files of clock share. */
#ifndef WR_CLOCK_OWN_H
#define WR_CLOCK_OWN_H
#include "clock.h"
#include "history.h"
typedef enum clock_kind { CLOCK_FIXED, CLOCK_NTH, CLOCK_LAST, CLOCK_DAY } clock_kind;
extern const char *const clock_kinds[];      /* "fixed" month+date, "nth" weekday of a month, "last" weekday, "day" one day */
typedef enum clock_observe { CLOCK_AS_IT_FALLS, CLOCK_NEAREST, CLOCK_MONDAY } clock_observe;
extern const char *const clock_observed[];   /* "none", "nearest": Sat to Fri, Sun to Mon; "monday": Sun to Mon only        */
typedef struct clock_holiday {
    const char *id, *calendar, *name, *source, *note;
    int kind, observed;
    int64_t month, date, week, weekday, from_year, to_year;   /* weekday 0 Monday ... 6 Sunday; to_year 0: still */
    wr_day day;                                               /* kind "day" only */
} clock_holiday;
extern const shape CLOCK_HOLIDAY;
typedef struct clock_rule { const char *id, *title, *calendar, *source, *note; int64_t n; int unit, roll; wr_day holds_from; } clock_rule;
extern const shape CLOCK_RULE;
typedef struct clock_number { const char *id, *title, *unit, *source, *confirmed_by; int64_t value; wr_day holds_from, confirmed_on; } clock_number;
extern const shape CLOCK_NUMBER;
clock_calendar clock_calendar_of(const char *name, const clock_holiday *, size_t n, int first_year, int last_year, arena *);
extern const db_query CLOCK_HOLIDAYS, CLOCK_RULES, CLOCK_NUMBERS, CLOCK_RULE_BY, CLOCK_DUE_OF, CLOCK_DUE_ALL, CLOCK_DUE_BY_RULE,
    CLOCK_DUE_ADD, CLOCK_DUE_EVENTS, CLOCK_DUE_WALK, CLOCK_DUE_UPTO, CLOCK_DUE_PUT;
extern const history CLOCK_HOLIDAY_PAST, CLOCK_RULE_PAST, CLOCK_NUMBER_PAST, CLOCK_DUE_PAST;
extern const db_query *const clock_queries[];
const char *clock_fingerprint(const clock_calendar *, arena *);
WR_MUST wr_rc clock_calendar_get(db_tx *, const char *name, int year, int years, arena *, clock_calendar *ret);   /* from the year before on */
#endif
