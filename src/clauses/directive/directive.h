/* directive.h -- the order itself: directions, who is asked, what is due, claimed and verified.
 * directive_rules.c decides, directive_model.c stores, the *_web files show. */
#ifndef WR_DIRECTIVE_H
#define WR_DIRECTIVE_H
#include "history.h"
#include "module.h"

typedef struct directive_order { const char *id, *ref, *key, *title, *issuer, *series; int64_t year, number; wr_day signed_on;
    const char *source, *note; } directive_order;
/* everyone: asked of departments in general, not of one body. since: what stands where there is no date. */
typedef struct directive_direction { const char *id, *ref, *order_ref, *title, *words; int stage; const char *measure, *since;
    bool everyone; int64_t place; const char *source, *note; } directive_direction;
/* One of a direction's due dates: a rule of the clock and the day it counts from ("signed", or a date). */
typedef struct directive_target { const char *id, *ref, *direction, *label, *rule, *start; int64_t place; } directive_target;

enum { CELL_NOT_STARTED, CELL_IN_PROCESS, CELL_READY, CELL_RETURNED, CELL_IMPLEMENTED, CELL_WILL_NOT, CELL_ENDED, CELL_NA, CELL_PAST_DUE };
extern const char *const directive_states[];   /* as stored           */
extern const char *const directive_shown[];    /* those and past_due  */
enum { STAGE_POLICY, STAGE_TRAINING, STAGE_PRACTICE, STAGE_SUSTAINED };
extern const char *const directive_stages[];
/* One direction in one department. owes: the key of its date at the clock, "" when none; step: which of the targets.
 * claimed_by, verified_by: pseudonyms of two people. expires: the day its evidence ends. n: changes so far; forms carry it. */
typedef struct directive_cell { const char *id, *direction, *department; wr_id body; const char *owes; int64_t step, steps; int state;
    wr_day claimed; const char *claimed_by; wr_day verified; const char *verified_by; int stage; const char *excuse, *reason;
    wr_us reminded; wr_day expires; int64_t n; } directive_cell;
/* dated: the day it is from; added: the day it came here. owner: a pseudonym. */
typedef struct directive_evidence { const char *id, *title, *url, *text; wr_day dated, added; const char *owner, *department;
    wr_day expires; } directive_evidence;
typedef struct directive_serves { const char *id, *evidence, *cell; } directive_serves;   /* one piece may serve several cells */
typedef struct directive_due { const char *id, *direction, *department; int state; wr_day due, first, claimed, verified, expires;
    wr_us reminded; int64_t step; const char *excuse; } directive_due;   /* a cell with its date from the clock: the matrix */
extern const shape DIRECTIVE_ORDER, DIRECTIVE_DIRECTION, DIRECTIVE_TARGET, DIRECTIVE_CELL, DIRECTIVE_EVIDENCE, DIRECTIVE_DUE;
extern const history DIRECTIVE_ORDERS, DIRECTIVE_DIRECTIONS, DIRECTIVE_TARGETS, DIRECTIVE_CELLS, DIRECTIVE_PIECES, DIRECTIVE_SERVING;

/* Rules: values in, a reason out. */
typedef enum directive_why { DIRECTIVE_MAY, WHY_SETTLED, WHY_NOT_READY, WHY_READY, WHY_NO_EVIDENCE, WHY_NO_MEASURE, WHY_SAME_PERSON,
    WHY_NO_REASON, WHY_NO_DATE, WHY_NOT_LATER, WHY_CHANGED, WHY_STARTED, WHY_NO_STATE } directive_why;
extern const char *const directive_why_text[], *const directive_why_rule[];
typedef struct directive_facts { int state; wr_day due, claimed, expires; bool evidence, measure; const char *claimed_by; } directive_facts;
int directive_state_shown(const directive_facts *, wr_day today);
int64_t directive_late_days(const directive_facts *, wr_day today);     /* 0 unless past due               */
bool directive_waits(const directive_facts *, wr_day today);   /* for a check, also when past due */
int64_t directive_waiting_days(const directive_facts *, wr_day today);  /* age in the queue for review     */
directive_why directive_may_start(const directive_facts *);
directive_why directive_may_claim(const directive_facts *, wr_day today);
directive_why directive_may_verify(const directive_facts *, const char *by, wr_day today);
directive_why directive_may_return(const directive_facts *, const char *by, const char *reason);
directive_why directive_may_decline(const directive_facts *, int state, const char *reason);
directive_why directive_may_explain(const directive_facts *, const char *excuse);
directive_why directive_may_extend(const directive_facts *, wr_day due, const char *approver, const char *reason);
bool directive_settled(int state);                                      /* nothing more is owed            */
wr_day directive_lasts(const directive_evidence *, size_t n);           /* when the last of them expires; none: never */
typedef struct directive_tally { int64_t asked, late, unstarted, waiting, verified, settled; } directive_tally;
void directive_add(directive_tally *, int shown);
enum { GROUP_LATE, GROUP_OPEN, GROUP_DONE };
int directive_group(const directive_tally *);
int directive_worse(const directive_tally *, const directive_tally *);  /* qsort order: who needs a person first */

/* Model */
extern const db_query *const directive_queries[];
WR_MUST wr_rc directive_all(db_tx *, arena *, directive_direction **ret, size_t *ret_n);
WR_MUST wr_rc directive_one(db_tx *, const char *ref, arena *, directive_direction *ret);
WR_MUST wr_rc directive_all_orders(db_tx *, arena *, directive_order **ret, size_t *ret_n);
WR_MUST wr_rc directive_targets_of(db_tx *, const char *direction, arena *, directive_target **ret, size_t *ret_n);
WR_MUST wr_rc directive_all_due(db_tx *, arena *, directive_due **ret, size_t *ret_n);
WR_MUST wr_rc directive_cell_get(db_tx *, const char *direction, const char *department, arena *, directive_cell *ret);
WR_MUST wr_rc directive_cell_facts(db_tx *, const directive_cell *, arena *, directive_facts *ret);
WR_MUST wr_rc directive_pieces_of(db_tx *, const char *cell, arena *, directive_evidence **ret, size_t *ret_n);
WR_MUST wr_rc directive_cell_save(db_tx *, const wr_actor *, const char *what, wr_day holds, const directive_cell *was, directive_cell *now, arena *);
WR_MUST wr_rc directive_ask(db_tx *, const wr_actor *, const char *direction, const char *department, arena *);
#endif
