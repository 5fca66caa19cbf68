/* day.h -- calendar days and instants, without zones (kernel/clock knows those).
 * A wr_day of all zeros is "no day". Gregorian, years 1 to 9999. */
#ifndef WR_DAY_H
#define WR_DAY_H
#include "arena.h"
#include "shape.h"
enum { DAY_TEXT = 11, US_TEXT = 28 };
bool day_valid(wr_day);
bool day_none(wr_day);
int64_t day_number(wr_day);                     /* days since 1970-01-01                   */
wr_day day_of_number(int64_t);
wr_day day_add(wr_day, int64_t days);
int day_week(wr_day);                           /* 0 Monday ... 6 Sunday                   */
bool day_parse(const char *text, wr_day *ret);  /* exactly YYYY-MM-DD and a real day       */
void day_put(wr_day, char ret[static DAY_TEXT]); /* as day_text, where there is no arena  */
const char *day_text(arena *, wr_day);          /* "" for no day                           */
wr_us us_of_day(wr_day);                        /* midnight UTC                            */
const char *us_text(arena *, wr_us);            /* 2026-02-26T18:00:00Z, fraction when not 0 */
bool us_parse(const char *text, wr_us *ret);    /* RFC 3339, any offset                    */
#endif
