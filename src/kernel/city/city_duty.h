/* city_duty.h -- the duty roster: who is called at a place, in which order, on which shift. A row belongs to a place, or to a
 * department (all its places), or to neither: then it is the city's own chain, called last. */
#ifndef WR_CITY_DUTY_H
#define WR_CITY_DUTY_H
#include "clock.h"
#include "db.h"
#include "history.h"
#include "module.h"
extern const char *const city_duty_roles[];     /* "lead" "alternate" "manager" "counsel" */
extern const char *const city_duty_days[];      /* "every day" "Monday to Friday" ... "Sunday" */
typedef struct city_duty {
    const char *id, *ref, *place, *department;  /* ref: the pack's stable id, or made here; place: a ref or ""; department: acronym or "" */
    int64_t rank;                               /* from 1: who is called first of these         */
    int role;
    const char *name, *phone, *email;           /* email: "" for none; for notices, and on no public page */
    int days;
    int64_t from_hour, to_hour;                 /* 0 to 24 by the city's clock; 22 to 6 goes over midnight; the same twice: round the clock */
    wr_day from_day, until_day;                 /* none: since ever; still                      */
} city_duty;
extern const shape CITY_DUTY;
/* Is this shift under way? A shift belongs to the day on which it begins: the night of Monday ends on Tuesday morning, and
 * days, from_day and until_day all speak of Monday. Hours are those of the clock on the wall: a night may last 7 or 9 hours. */
bool city_duty_on(const city_duty *, wr_day day, int hour);

/* Who is to be called, in order: the place's own, then the department's line, then the city's chain; each by rank. */
typedef enum city_tier { CITY_TIER_PLACE, CITY_TIER_DEPARTMENT, CITY_TIER_CITY } city_tier;
extern const char *const city_tiers[];          /* "place" "department" "city" */
typedef struct city_call { int64_t turn; const char *name; int role; const char *phone, *tel_url; int tier; const char *duty,
    *email; } city_call;   /* turn: 1 is first; duty: the row's id; email: in no shape, so that no page of a chain can show it */
extern const shape CITY_CALL;
/* Of a list of roster rows: what holds at this place at this moment. Pure. */
size_t city_chain_of(const city_duty *, size_t n, const char *place, const char *department, clock_local, arena *, city_call **ret);
/* By the roster as it stands: for now, or for a day to come (a row that begins later is called later). place "": the city's own
 * chain. WR_E_MISSING: no such place. *ret_n may be 0: then show the city's desk (city_get). */
WR_MUST wr_rc city_chain(db_tx *ro, const char *place, wr_us at, arena *, city_call **ret, size_t *ret_n);
/* The chain at a moment in the past, by the roster as the city knew it then: log index n. */
WR_MUST wr_rc city_chain_as_of(db_tx *ro, const char *place, wr_us at, int64_t n, arena *, city_call **ret, size_t *ret_n, history_proof *);
/* Minutes without an answer before the next is called: the number "call.next_minutes", else 5. */
WR_MUST wr_rc city_call_minutes(db_tx *ro, arena *, int64_t *ret);
const char *city_tel_url(arena *, const char *phone);   /* "tel:2135550142" */

WR_MUST wr_rc city_duties(db_tx *ro, arena *, city_duty **ret, size_t *ret_n);                             /* all, also ended; at most 20000 */
WR_MUST wr_rc city_duties_of(db_tx *ro, const char *place, const char *department, arena *, city_duty **ret, size_t *ret_n);   /* of these alone, by rank */
WR_MUST wr_rc city_duty_by(db_tx *ro, const char *ref, arena *, city_duty *ret);
/* A new row (ref "": one is made), or the row of that ref changed to this. */
WR_MUST wr_rc city_duty_put(db_tx *rw, const wr_actor *, const city_duty *, arena *);
WR_MUST wr_rc city_duty_end(db_tx *rw, const wr_actor *, const char *ref, wr_day last, arena *);
#endif
