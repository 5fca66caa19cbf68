/* clock.h -- business days, zones, and due dates that keep their proof.
 * Threads  Calendars and zones are read-only after load; the rest needs a transaction.
 * Source   Every holiday and every rule is a row with its source and the day it holds from; none is a constant here. */
#ifndef WR_CLOCK_H
#define WR_CLOCK_H
#include "history.h"
#include "module.h"
typedef enum clock_unit { CLOCK_CAL, CLOCK_WD, CLOCK_WEEK, CLOCK_MONTH } clock_unit;
extern const char *const clock_units[];          /* "calendar_days" "working_days" "weeks" "months" */
typedef enum clock_roll { CLOCK_NO_ROLL, CLOCK_FORWARD, CLOCK_BACK } clock_roll;
extern const char *const clock_rolls[];          /* "none" "forward" "back"     */
/* A calendar: weekends and observed holidays, sorted. Made from rules (clock_holiday rows) for a span of years. */
typedef struct clock_calendar { const char *name; const wr_day *off; size_t n; int first_year, last_year; } clock_calendar;
bool clock_is_working(const clock_calendar *, wr_day);
/* Day n after start (start is day zero), in its unit, rolled. skipped_opt: how many non-working days were passed over. */
wr_day clock_add(const clock_calendar *, wr_day start, int64_t n, clock_unit, clock_roll, int *ret_skipped_opt);
int64_t clock_remaining(const clock_calendar *, wr_day pause, wr_day due);     /* working days left, signed */
wr_day clock_toll(const clock_calendar *, wr_day start, int64_t n, wr_day pause, wr_day resume);


/* Zones: TZif from the system's zoneinfo, read once. */
typedef struct clock_zone clock_zone;
WR_MUST wr_rc clock_zone_load(const char *name, wr_err *, const clock_zone **ret);   /* "Europe/Madrid"; kept for ever */
typedef struct clock_local { wr_day day; int8_t hour, minute, second; const char *abbr; int32_t offset_s; } clock_local;
clock_local clock_local_at(const clock_zone *, wr_us);
wr_us clock_us_at(const clock_zone *, wr_day, int hour, int minute);   /* a time that does not exist: the first that does; twice: the first */
const char *clock_zone_version(const clock_zone *);                    /* tzdata version, for proofs */
const clock_zone *clock_city_zone(void);                               /* set at start from the city's row; UTC before */
wr_day clock_today(wr_us now);                                         /* the calendar day there                            */
void clock_set_city_zone(const clock_zone *);
bool clock_time(const char *text, int *ret_hour, int *ret_minute);      /* "14:30" and nothing else                         */

/* A number of the city or the law (clock/numbers.yaml) by its id; `otherwise` where the city has none. */
WR_MUST wr_rc clock_number_value(db_tx *ro, const char *id, int64_t otherwise, arena *, int64_t *ret);

/* Rules are rows: name, n, unit, calendar, roll, source, from (the day the rule holds from).
 * clock_due sets the due date of `about` by a rule, keeps its proof, and remembers the first date.
 * of: what people call it (direction and department) and where it stands; both may be "". */
typedef struct clock_of { const char *title, *url; } clock_of;
WR_MUST wr_rc clock_due(db_tx *rw, const wr_actor *, const char *rule, const char *about, clock_of, wr_day start, arena *, wr_day *ret);
/* The same for the nth time: `times` times the days, weeks or months of the rule after start, so that a fixed calendar does not drift. */
WR_MUST wr_rc clock_due_nth(db_tx *rw, const wr_actor *, const char *rule, const char *about, clock_of, wr_day start, int64_t times, arena *, wr_day *ret);
WR_MUST wr_rc clock_day_nth(db_tx *ro, const char *rule, wr_day start, int64_t times, arena *, wr_day *ret);   /* the day alone, nothing is kept */
typedef struct clock_due_row {
    const char *id, *about, *title, *url, *rule, *calendar, *proof, *approver, *reason;   /* approver, reason: of the last move, or ""; proof: canonical JSON; clock_proof_text says it */
    wr_day start, due, first;                           /* first: the date before any move                 */
} clock_due_row;
extern const shape CLOCK_DUE_ROW;
WR_MUST wr_rc clock_due_of(db_tx *ro, const char *about, arena *, clock_due_row *ret);
/* Every date as the city knew it at a log index, by `about`. */
WR_MUST wr_rc clock_dues_as_of(db_tx *ro, int64_t n, arena *, clock_due_row **ret, size_t *ret_n, history_proof *);
WR_MUST wr_rc clock_due_as_of(db_tx *ro, const char *about, int64_t n, arena *, clock_due_row *ret, history_proof *);
const clock_due_row *clock_due_in(const clock_due_row *, size_t n, const char *about);   /* NULL: none; of a list by `about` */
/* An extension: a new date with who approved it and why. The first date stays. */
WR_MUST wr_rc clock_move(db_tx *rw, const wr_actor *, const char *about, wr_day due, const char *approver, const char *reason, arena *);
typedef struct clock_moved { const char *about, *title, *url, *rule, *what, *by, *reason; wr_day was, due, holds; wr_us at; int64_t n; } clock_moved;
extern const shape CLOCK_MOVED;
WR_MUST wr_rc clock_moves(db_tx *ro, const char *about, arena *, clock_moved **ret, size_t *ret_n);  /* history of one date */
/* Recompute every due date that a rule, calendar or start touches; lists what moved. Modules that keep dates of their own hear of it
 * (wr_module.recount, which gets the change). from: no date before this day can move; none: any may. */
typedef struct clock_change { const char *reason; wr_day from; } clock_change;
WR_MUST wr_rc clock_recompute(db_tx *rw, const wr_actor *, const clock_change *, arena *, clock_moved **ret, size_t *ret_n);
void clock_modules(const wr_module *const *);     /* once at start, before other threads */
WR_MUST wr_rc clock_start_moved(db_tx *rw, const wr_actor *, const char *about, wr_day start, const char *reason, arena *);
const char *clock_proof_text(arena *, const char *lang, const clock_due_row *);   /* "14 days after 11 July 2025 ..." */
#endif
