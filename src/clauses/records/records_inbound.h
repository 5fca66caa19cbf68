/* records_inbound.h -- requests for records that the city receives of others: who asks for what, what the city did, which dates follow, what
 * is released. As with requests that the city makes, all that happens is a step, and state and dates follow from the steps alone.
 * The law's numbers are rules of clock; reasons and exemptions are rows of the pack. */
#ifndef WR_RECORDS_INBOUND_H
#define WR_RECORDS_INBOUND_H
#include "clock_book.h"
#include "records.h"
/* ---- pure: steps in, a state out (records_inbound_rules.c) ---- */
enum { INBOUND_RECEIVED, INBOUND_IN_PROCESS, INBOUND_DETERMINED, INBOUND_PRODUCING, INBOUND_CLOSED, INBOUND_REOPENED };
enum { OUTCOME_NONE, OUTCOME_ALL, OUTCOME_PART, OUTCOME_DENIED, OUTCOME_NONE_HELD, OUTCOME_REFERRED, OUTCOME_WITHDRAWN };
enum { STEP_ASSIGNED, STEP_CALL, STEP_CALL_ANSWERED, STEP_NOTE, STEP_ASSISTED, STEP_EXTENDED, STEP_DETERMINED, STEP_BATCH, STEP_RELEASED, STEP_SAME, STEP_LISTED,
    STEP_UNLISTED, STEP_CLOSED, STEP_REOPENED, STEP_KINDS };
enum { INBOUND_WEB, INBOUND_MAIL, INBOUND_POST, INBOUND_FAX, INBOUND_PHONE, INBOUND_VISIT };
/* What a file may hold that never leaves in a package: REC-28. */
enum { HOLDS_NOTHING, HOLDS_OFFICERS, HOLDS_STAFF, HOLDS_AID, HOLDS_PRIVILEGED, HOLDS_OTHER };
extern const char *const records_inbound_states[], *const records_inbound_outcomes[], *const records_inbound_steps[], *const records_inbound_channels[],
    *const records_inbound_holds[];
/* office: a department's acronym, or who decided: name and title. reasons: codes of the pack with blanks. of_step: the id of the step that this one
 * answers: a call, or a promised batch. same: the number of another request.
 * struck: why it counts no more, "" while it does; a replay is given only what counts. */
typedef struct inbound_step { const char *id, *about; int64_t n; wr_day day; int kind; const char *office, *text, *reasons; int outcome; wr_day until; const char *of_step;
    int64_t same; const char *struck; } inbound_step;
/* What a request brings beside its steps. */
typedef struct inbound_terms { const records_law *law; wr_day received; } inbound_terms;
typedef struct inbound_state { int state, outcome; const char *owner, *subject; bool listed; wr_day determined, extended, closed, latest; int64_t same, promised, calls; } inbound_state;
/* promised, calls: how many are open. wrong.text NULL: all is well. dates live in the arena. */
typedef struct inbound_wrong { const inbound_step *step; const char *field, *text; } inbound_wrong;
typedef struct inbound_replayed { inbound_state state; records_spec *dates; size_t n_dates; inbound_wrong wrong; } inbound_replayed;
void records_inbound_replay(const inbound_terms *, const inbound_step *, size_t n, arena *, inbound_replayed *ret);   /* in the order of n */
bool records_inbound_promises(const inbound_step *);     /* a batch: a determination that gives something promises the first */
/* How a date was counted, in words: day zero, the raw day, and the move off a weekend or holiday. "" when the text is no count of this kind. */
const char *records_inbound_proof(const records_spec *, const clock_book *, const char *lang, arena *);
/* What a text holds that does not leave by default: the first find, or kind NULL. hard: nothing that anybody says makes it fit. */
typedef struct inbound_found { const char *kind; int64_t line; bool hard; } inbound_found;
inbound_found records_inbound_screen(const char *text);
#endif
