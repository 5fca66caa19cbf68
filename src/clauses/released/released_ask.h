/* released_ask.h -- one table asked: filters, groups, a unit, sums; and what the answer leaves out, so that the parts and the left-out are the whole
 * (REL-39). No database.
 * Words    A column is named by its idea ("sex"), by its name, or by its name normalised. Groups besides: day, month, quarter, year, fiscal_year (of the
 *          main date), age_band. Units: rows; people (different person keys); nights (midnights of stints). A sum adds the numbers of a column.
 * Errors   WR_E_INPUT names the field. */
#ifndef WR_RELEASED_ASK_H
#define WR_RELEASED_ASK_H
#include "released_own.h"
extern const char *const released_cell_states[];           /* by store_state: "value" "blank" "null word" "withheld" "error" "held back" */
enum { RELEASED_WHERES = 24, RELEASED_VALUES = 64, RELEASED_BYS = 2, RELEASED_GROUPS_MAX = 5000 };
enum { RELEASED_ROWS, RELEASED_PEOPLE, RELEASED_NIGHTS };
extern const char *const released_units[];                 /* "rows" "people" "nights" */
/* One condition: at most RELEASED_VALUES values with '|' between; case matters only where a cell is exactly so; "(blank)", "(withheld)", "(error)", "(null word)" are states.
 * asked: the field that is at fault, NULL: it is called as the column. */
typedef struct released_where { const char *column, *values; bool not; const char *asked; } released_where;
/* The rows that the conditions of an ask keep, found once for several answers of it. */
typedef struct released_kept released_kept;
typedef struct released_ask {
    const released_kept *kept;                             /* of released_ask_keep with the same conditions and date, or NULL */
    released_where where[RELEASED_WHERES]; size_t wheres;
    const char *date;                                      /* the column of the span, NULL: the main date */
    wr_day from, to;                                       /* none: open                                  */
    const char *by[RELEASED_BYS]; size_t bys;
    const char *sum;                                       /* a column, or NULL                           */
    int unit;
} released_ask;
/* A group: its labels, the state its first label stands for (a text, or what is not there), and how many. order: for dates the day, else 0. */
typedef struct released_group { const char *label[RELEASED_BYS]; int state[RELEASED_BYS]; int64_t order[RELEASED_BYS]; int64_t rows, count, sum; } released_group;
typedef struct released_left { const char *why, *about; int64_t rows; } released_left;      /* why: N_(), with {about} */
typedef struct released_answer {
    int64_t all, kept, count, sum;                         /* rows of the table, rows asked for, and in the unit */
    released_group *group; size_t groups;
    released_left left[RELEASED_WHERES + 8]; size_t lefts;
    int date, sum_column;                                  /* columns that were used, or -1 */
    int64_t provisional;                                   /* nights of stints that are open at the day of the data */
} released_answer;
WR_MUST wr_rc released_ask_keep(const released_view *, const released_ask *, arena *, const released_kept **ret);
WR_MUST wr_rc released_ask_run(const released_view *, const released_ask *, arena *, released_answer *ret);
const char *released_words(arena *, const char *, size_t n);         /* one blank where there were many, none at the ends: what makes cells one group */
const char *released_fold(arena *, const char *, size_t n);          /* the same in upper case: where nothing is exactly so, case does not matter */
const char *released_number_said(arena *, int64_t millionths);           /* "34260.54" */
const char *released_share(arena *, int64_t part, int64_t whole);    /* "79.6 %", rounded; 100 % is all of them and no fewer; "" of nothing */
WR_MUST wr_rc released_put_left(const released_answer *, const char *lang, arena *, json_t *doc);      /* "left_out", each with why and rows_left, and "rows_together" with what was kept */
size_t released_until(const char *, char end);                       /* letters up to the first `end` without a backslash before it */
const char *released_unescaped(arena *, const char *, size_t n);                     /* without those backslashes */
const char *released_escaped(arena *, const char *value);            /* as a condition takes it: a backslash before \, | and ;     */
/* The kept rows, for people who may see rows. */
WR_MUST wr_rc released_ask_find(const released_view *, const released_ask *, int64_t skip, size_t cap, arena *, int64_t *ret_rows, size_t *ret_n, int64_t *ret_all);
/* The kept rows in order, with the codes of some columns: what takes two columns at once. */
WR_MUST wr_rc released_ask_rows(const released_view *, const released_ask *, arena *, const size_t *columns, size_t n, store_block *, void *with);
/* Of the kept rows those that equal an earlier one in every column: without a key of persons they are different people. */
WR_MUST wr_rc released_ask_repeats(const released_view *, const released_ask *, arena *, int64_t *ret_rows, int64_t *ret_repeats);
/* Of the kept rows with a plausible day in both columns: how many have the first before the second, on the same day, later. */
typedef struct released_order { int64_t rows, before, same, after; } released_order;
WR_MUST wr_rc released_ask_order(const released_view *, const released_ask *, const char *first, const char *second, arena *, released_order *ret);
#endif
