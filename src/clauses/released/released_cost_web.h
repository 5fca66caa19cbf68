/* released_cost_web.h -- how much, on pages: nights and rates that were chosen, what people settled about them, national figures beside. */
#ifndef WR_RELEASED_COST_WEB_H
#define WR_RELEASED_COST_WEB_H
#include "released_cost.h"
#include "released_own.h"
/* What may be asked. table, rates: "12-3", file and table by their numbers; none: the newest that fits. sum: the column that counts nights. */
typedef struct released_cost_in { const char *table, *rates, *sum, *area, *facility, *facility_code, *state; wr_day from, to; int64_t top; } released_cost_in;
/* What a person decided of a contract in words, and of a name. Undone ones stay, with their history. facility, name: folded; text: released_words. */
typedef struct released_contract { const char *id, *facility, *text; wr_cents flat; int64_t minimum; const char *tiers; int way; const char *reason; bool undone; } released_contract;
typedef struct released_alias { const char *id, *name, *facility, *reason; bool undone; } released_alias;
enum { RELEASED_OWN_HEADS, RELEASED_ALL_HEADS };
extern const char *const released_ways[];
enum { RELEASED_CONTRACTS_MAX = 2000, RELEASED_ALIASES_MAX = 5000 };
extern const shape IN_RELEASED_COST, IN_RELEASED_CONTRACT, IN_RELEASED_DECIDE, IN_RELEASED_CONTRACT_UNDO, IN_RELEASED_PLACE, IN_RELEASED_TIE, IN_RELEASED_TIE_UNDO, RELEASED_COST_SAID, RELEASED_COST_ROW, RELEASED_COST_CAUSE,
    RELEASED_SETTLED_PAST, RELEASED_QUOTE_SAID;
extern const history RELEASED_CONTRACTS, RELEASED_ALIASES;
extern const db_query RELEASED_CONTRACT_ADD, RELEASED_CONTRACT_PAST, RELEASED_CONTRACT_WALK, RELEASED_CONTRACT_PUT, RELEASED_CONTRACT_BY, RELEASED_CONTRACT_ALL,
    RELEASED_ALIAS_ADD, RELEASED_ALIAS_PAST, RELEASED_ALIAS_WALK, RELEASED_ALIAS_PUT, RELEASED_ALIAS_BY, RELEASED_ALIAS_ALL;
WR_MUST wr_rc released_contracts(db_tx *ro, arena *, released_contract **ret, size_t *ret_n);     /* those that hold */
WR_MUST wr_rc released_aliases(db_tx *ro, arena *, released_alias **ret, size_t *ret_n);
const char *released_contract_said(arena *, const char *lang, const released_contract *);         /* what it was decided to mean, in words */
WR_MUST wr_rc released_settled_of(db_tx *ro, arena *, released_settled *ret);                     /* both, for released_rates_of */
/* Under "past": who settled what, the latest first. */
typedef struct released_settled_past { wr_us at; const char *by, *said, *reason; } released_settled_past;

/* Nights priced by a list. WR_E_MISSING: there is no such table, no list of rates; WR_E_INPUT: what was named is none. */
typedef struct released_priced { released_view nights, list; released_rates rates; released_ask q; released_costs c; const char *table, *list_table, *sum; int64_t missing; } released_priced;     /* missing: newer tables that are not on this machine yet */
WR_MUST wr_rc released_price(db_tx *ro, const released_cost_in *, arena *, released_priced *ret);
WR_MUST wr_rc released_rates_pick(db_tx *ro, const char *file_or_table, arena *, released_view *ret);   /* the newest list that has rates; "": of any file; WR_E_INPUT: what was named is none */
const char *released_cost_address(const released_cost_in *, const char *path, arena *);
WR_MUST wr_rc released_cost_choices(db_tx *ro, const released_priced *, arena *, json_t *doc, int64_t *ret_missing);   /* tables, rate lists, columns of nights that may be chosen; missing: tables that are not on this machine yet */

/* National bed rates as cost publishes them, for whoever shows nights: `quotes` (the figures), `quote_low`, `quote_high` (nights times the lowest and the
 * highest, said as money), for the part released/cost_quotes. Never added to anything. nights: millionths. Figures change: a cached page reads "cost" too. */
WR_MUST wr_rc released_cost_quoted(db_tx *ro, const char *lang, int64_t nights, json_t *doc, arena *);

http_show released_show_cost, released_show_contract, released_show_place;
http_give released_give_cost;
http_act released_act_decide, released_act_contract_undo, released_act_tie, released_act_tie_undo;
#endif
