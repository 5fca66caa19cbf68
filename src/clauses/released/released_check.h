/* released_check.h -- what an agency's own figures say against each other. Pure: values in, a finding out; nothing is altered, and a finding is
 * a question to the agency, not a fault of it. Sources: docs/RELEASED.md. */
#ifndef WR_RELEASED_CHECK_H
#define WR_RELEASED_CHECK_H
#include "released.h"
typedef enum released_check { CHECK_PART, CHECK_SUM, CHECK_FALLS, CHECK_ADP, CHECK_TWICE, CHECK_QUARTER, CHECK_SHEET_AGAIN, CHECK_SAME_SHEET, CHECK_DATE_BACK, CHECK_DEPARTED, CHECK_STINT } released_check;
extern const char *const released_check_words[];
extern const char *const released_check_rules[];        /* N_(): the rule, as a sentence */
bool released_check_days(released_check);               /* the two numbers are days since 1970, not millionths */
/* place: as the caller names it; one, other: what was found and what it was held against. */
typedef struct released_finding { released_check rule; const char *place; int64_t one, other; } released_finding;
/* Each is true when there is a finding. Numbers are millionths; days since 1970, STORE_NO_DAY: not known, and then nothing is found. */
bool released_check_part(const char *place, int64_t part, int64_t whole, released_finding *ret);
bool released_check_sum(const char *place, const int64_t *parts, size_t n, int64_t total, int64_t slack, released_finding *ret);
bool released_check_falls(const char *place, int64_t before, int64_t now, released_finding *ret);        /* to date in one fiscal year: it only grows */
bool released_check_adp(const char *place, int64_t adp, int64_t mandays, int64_t days, released_finding *ret);      /* days: whole */
/* A total against those of the releases before and after it: about twice all of them (a sheet of another year), or about a quarter. */
bool released_check_scale(const char *place, int64_t total, const int64_t *neighbours, size_t n, released_finding *ret);
/* Of the rows of a sheet, how many stand in an earlier sheet of its table: more than half of them is one window twice. */
bool released_check_again(const char *sheet, int64_t again, int64_t rows, released_finding *ret);
/* The same content (by sums over it, as text) under another day; one, other: the days. The same bytes are refused when they come (released_take.c). */
bool released_check_same(const char *place, const char *sums, int32_t day, const char *sums_before, int32_t day_before, released_finding *ret);
bool released_check_date_back(const char *place, int32_t day, int32_t day_before, released_finding *ret);
bool released_check_departed(const char *place, int32_t departed, int32_t arrested, released_finding *ret);
bool released_check_stint(const char *place, int32_t stint_in, int32_t stint_out, int32_t stay_in, int32_t stay_out, released_finding *ret);
#endif
