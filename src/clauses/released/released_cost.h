/* released_cost.h -- nights times the rate of their facility, from released lists alone; what has no price says why (REL-31 to 34). No database.
 * Money    Integer cents; a rate is rounded to cents from its decimal text. A night whose rate is withheld, worded, or tiered without a daily headcount has
 *          no price here, and none is guessed.
 * Source   docs/RELEASED.md, "How much". */
#ifndef WR_RELEASED_COST_H
#define WR_RELEASED_COST_H
#include "released_ask.h"
/* Rates of a facility list, by the code of the facility; where it has no codes, by its name, folded. */
typedef struct released_rated { const char *key, *name, *text; released_rate rate; } released_rated;
typedef struct released_rates { const released_view *of; released_rated *row; size_t n; int64_t kinds[RELEASED_NOT_FUNDED + 1]; bool by_code; } released_rates;
WR_MUST wr_rc released_rates_of(const released_view *, arena *, released_rates *ret);
const released_rated *released_rate_for(const released_rates *, const char *key);
/* Why nights have no price, beside the kinds of rates. */
enum { RELEASED_NOT_LISTED = RELEASED_NOT_FUNDED + 1, RELEASED_TIERED_ALONE, RELEASED_CAUSES };
extern const char *const released_causes[];                /* N_(), by kind or cause; of RELEASED_FLAT: "priced" */
/* One facility. nights: millionths, for lists give them with decimals. cause: RELEASED_FLAT when priced (RELEASED_TIERED from headcounts too). */
typedef struct released_cost { const char *key, *name, *text; int64_t nights; int cause; wr_cents rate, cost; int64_t days; } released_cost;
typedef struct released_costs {
    released_cost *row; size_t n;                          /* the dearest first, then by nights */
    wr_cents cost; int64_t nights, priced;                 /* millionths                        */
    int64_t unpriced[RELEASED_CAUSES];                     /* nights by cause, millionths       */
    released_answer kept;                                  /* rows asked for and left out       */
} released_costs;
/* nights: of a facility list the numbers of one column (q->sum); of stints their midnights; of a headcount the people present at midnight, and tiers are
 * priced day by day as max(headcount, minimum), a day without a row as nobody there. WR_E_INPUT: the table has none of these. */
WR_MUST wr_rc released_cost_run(const released_view *nights, const released_rates *, const released_ask *, arena *, released_costs *ret);
#endif
