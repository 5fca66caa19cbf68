/* released_compare.h -- two releases of one kind of table beside each other: months, columns, rows. Rows of two releases are never joined: keys of
 * persons are made anew for each, so a row is held against rows that say the same in every column that both have, keys left out.
 * Memory   8 bytes a row of both, while rows are compared. */
#ifndef WR_RELEASED_COMPARE_H
#define WR_RELEASED_COMPARE_H
#include "released_ask.h"
typedef struct released_month { const char *month; int64_t a, b; bool out_a, out_b; } released_month;      /* "2017-03"; rows; out: the file does not reach that month */
/* first, last: the days that both cover, none: they share none (or have no date). gone, come: names of columns of one alone. */
typedef struct released_difference { released_month *month; size_t months, differ; int64_t rows_a, rows_b, undated_a, undated_b; wr_day first, last; const char **gone, **come; size_t n_gone, n_come; } released_difference;
WR_MUST wr_rc released_compare(const released_view *a, const released_view *b, arena *, released_difference *ret);
/* Of the days that both cover (all rows, where a table has no date): how many rows say the same, and how many stand in one alone; and over how many columns. */
typedef struct released_changed { int64_t same, only_a, only_b; size_t columns; } released_changed;
WR_MUST wr_rc released_compare_rows(const released_view *a, const released_view *b, const released_difference *, arena *, released_changed *ret);
WR_MUST wr_rc released_compare_by(arena *, const char *by);     /* WR_E_RULE where a person key would join them (REL-23) */
#endif
