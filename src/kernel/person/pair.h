/* pair.h -- acts that need two people: one asks, another human approves or declines, and only an approval does it.
 * The module that owns an act lists its kind (wr_module.pairs); `run` is how it hears of an approval, in the approver's own
 * transaction. What is approved is the payload that was shown: its hash comes back with the form.
 * Errors   WR_E_RULE: the same human, decided already, too late. WR_E_CONFLICT: not what was shown. */
#ifndef WR_PAIR_H
#define WR_PAIR_H
#include "db.h"
#include "module.h"
typedef struct pair_kind {
    const char *name;        /* "person.factor_reset": stands in the record, so it never changes */
    const char *title;       /* N_("Reset a second factor")                                      */
    const char *approve;     /* the right that may approve or decline                            */
    const shape *of;         /* the payload                                                      */
    int hours;               /* how long it may wait for its second human                        */
    wr_run *run;             /* does it; who: the approver, what: the payload                    */
    const char *look_url;    /* where the second person reads what it is about; NULL: the label says it all */
} pair_kind;
enum { PAIR_ASKED, PAIR_APPROVED, PAIR_DECLINED };
extern const char *const pair_states[];              /* "asked" "approved" "declined" */
typedef struct pair_row {
    const char *id, *act, *concerns, *label, *payload, *hash, *asked_human, *reason;   /* concerns: a public id; label: what people call it */
    int state;
    wr_id asked_by, decided_by;
    wr_us expires;
} pair_row;
void pair_modules(const wr_module *const *);          /* once at start, before other threads: whose kinds there are */
/* One open request for an act about a thing: a second is WR_E_RULE. */
WR_MUST wr_rc pair_ask(db_tx *rw, const wr_actor *, const pair_kind *, const char *concerns, const char *label, const void *payload, arena *);
WR_MUST wr_rc pair_waits(db_tx *, const pair_kind *, const char *concerns, wr_us now, arena *, bool *ret);    /* asked, not decided, not too late */
WR_MUST wr_rc pair_approve(db_tx *rw, const wr_actor *, const char *id, const char *hash, arena *);
WR_MUST wr_rc pair_decline(db_tx *rw, const wr_actor *, const char *id, const char *reason, arena *);
/* pair_web.c: /approvals */
extern const shape PAIR_LINE, PAIR_IN_APPROVE, PAIR_IN_DECLINE;
http_show pair_show;
http_act pair_act_approve, pair_act_decline;
#endif
