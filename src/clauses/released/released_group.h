/* released_group.h -- groups of a column's cells, as tables over its dictionary: months, areas, words that are the same but for blanks and case. */
#ifndef WR_RELEASED_GROUP_H
#define WR_RELEASED_GROUP_H
#include "released_ask.h"
typedef struct released_groups { int column; uint32_t *group; uint32_t n; const char **label; int *state; int64_t *order; } released_groups;
/* word: as in released_ask.by, but age_band, which takes two columns. WR_E_INPUT: no such column, or over RELEASED_GROUPS_MAX groups. */
WR_MUST wr_rc released_groups_of(const released_view *, const char *word, int date, const char *asked, arena *, released_groups *ret);
/* The cells of a condition; left: whether they stay out. */
WR_MUST wr_rc released_keep_of(const released_view *, const released_where *, arena *, store_keep *ret);
WR_MUST wr_rc released_no_column(arena *, const char *asked, const char *word);
int released_fiscal_year(wr_day);                                    /* federal: 1 Oct to 30 Sep, named by its end */
int released_fiscal_year_in(const char *name);                       /* of a column: "FY17 Total Mandays" is 2017; 0: none */
const char *released_age_band(int age, int64_t *ret_order);          /* "18-24"; outside 0..110: "(not plausible)" */
/* By a year of birth, or by an age; year_opt: of the event, NULL: it has no plausible day. What is no age has a label and an order (1000 and more) of its own. */
const char *released_age_of(const store_meaning *, bool is_age, const int *year_opt, int64_t *ret_order);
WR_MUST wr_rc released_no_age_sum(arena *);                          /* WR_E_INPUT: ages are counted by rows */
#endif
