/* released_cost.h -- nights times the rate of their facility, from released lists alone; what has no price says why (REL-30 to 34, 37). No database.
 * Money    Integer cents; a rate is rounded to cents from its decimal text, nights times rate once for each facility, half a cent up. A night whose rate is
 *          withheld, worded, or tiered without a daily headcount has no price here, and none is guessed.
 * Places   Nights meet the list by the code of the facility where both have codes, else only by names that a person tied to it.
 * Source   docs/RELEASED.md, "How much". */
#ifndef WR_RELEASED_COST_H
#define WR_RELEASED_COST_H
#include "released_ask.h"
/* Rates of a facility list, by the code of the facility; where a row has none, by its name, folded. named: by its name. twice: the list says two different rates for it. */
typedef struct released_rated { const char *key, *name, *text; released_rate rate; bool named, decided, twice; } released_rated;
/* What a person said: what a contract in words means, and which facility of the list a name or code is. key, from, to: folded; text: released_words. */
typedef struct released_meant { const char *key, *text; released_rate rate; } released_meant;
typedef struct released_tie { const char *from, *to; } released_tie;
typedef struct released_settled { const released_meant *meant; size_t meants; const released_tie *tie; size_t ties; } released_settled;
typedef struct released_rates { const released_view *of; released_rated *row; size_t n; released_rated *of_row; int64_t kinds[RELEASED_NOT_FUNDED + 1]; bool by_code; released_settled settled; } released_rates;
/* row: sorted by key, one a facility; of_row: every row of the list. settled_opt: a meaning is used where the list has that very text in words for that facility, and nowhere else. */
WR_MUST wr_rc released_rates_of(const released_view *, const released_settled *settled_opt, arena *, released_rates *ret);
const released_rated *released_rate_for(const released_rates *, const char *key);
/* Reads what a person typed: a flat rate, or tiers as contracts write them, "$87.00 (1-50), $25.00 (51+)". NULL: fine. Else N_() text and the field at fault. */
const char *released_meaning_read(wr_cents flat, int64_t minimum, const char *tiers, bool whole, arena *, released_rate *ret, const char **ret_field);
/* Facilities of the list that a name may be, by the words they share; at most `cap`, the likeliest first. Only ever suggested. */
size_t released_tie_suggest(const released_rates *, const char *name, arena *, const released_rated **ret, size_t cap);

/* Why nights have no price, beside the kinds of rates. */
enum { RELEASED_NOT_LISTED = RELEASED_NOT_FUNDED + 1, RELEASED_TIERED_ALONE, RELEASED_TWO_RATES, RELEASED_OVER_TIERS, RELEASED_CAUSES };
extern const char *const released_causes[];                /* N_(), by kind or cause; of RELEASED_FLAT: "priced" */
/* Days that a tiered contract was priced by. unknown: days whose headcount is not a number, without a price; below: days that pay the minimum; idle: of the cost, what
 * the minimum adds to the price of the people who were there. */
typedef struct released_daily { int64_t days, unknown, below, lowest, highest; wr_day from, to; wr_cents idle; } released_daily;
/* One facility. nights: millionths, for lists give them with decimals. cause: RELEASED_FLAT when priced (RELEASED_TIERED from headcounts too). rated: its row of
 * the list, or NULL. there: its key is a value, not a blank or the like; named: a name, not a code. tied: a person said which facility it is. decided: a person said what its contract means. */
typedef struct released_cost { const char *key, *name, *text; const released_rated *rated; int64_t nights; int cause; wr_cents rate, cost; bool there, named, tied, decided; released_daily daily; } released_cost;
/* Stints that were asked for, by what their dates give; together they are the rows that were kept. */
typedef struct released_stints { int64_t nights, same_day, open, reversed, undated; } released_stints;
typedef struct released_costs {
    released_cost *row; size_t n;                          /* the dearest first, then by nights */
    wr_cents cost, idle; int64_t nights, priced;           /* millionths; idle: within cost      */
    int64_t unpriced[RELEASED_CAUSES];                     /* nights by cause, millionths       */
    const char *by;                                        /* "facility_code" or "facility": what names a facility among nights that are not of the list itself */
    bool heads, of_stints;                                 /* what the nights were counted from; neither: a column of numbers */
    released_stints stints;
    int64_t no_number;                                     /* rows kept whose number of nights is not there */
    released_answer kept;                                  /* rows asked for and left out       */
} released_costs;
bool released_cost_priced(const released_cost *);
/* Millionths of nights times cents, half a cent up: 128 bits, for a nation's nights fit no 64. False: the product in cents does not fit. */
bool released_cost_times(int64_t nights, wr_cents rate, wr_cents *ret);
/* nights: of a facility list the numbers of one column (q->sum); of stints their midnights; of a headcount the people present at midnight, and tiers are
 * priced day by day as max(headcount, minimum), a day without a row as nobody there, from the first to the last day that is asked for and that the table has.
 * WR_E_INPUT: the table has none of these. WR_E_TOO_BIG: more cents than 64 bits hold. */
WR_MUST wr_rc released_cost_run(const released_view *nights, const released_rates *, const released_ask *, arena *, released_costs *ret);
#endif
