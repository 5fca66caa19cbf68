/* contact_rollcall.h -- roll-call: the mayor's office asks all liaisons, or the leads of chosen places, to answer within some minutes.
 * It speaks of rosters, never of where officers are. One row is asked for a department or for a place: who is first on its roster, and
 * the alternate behind them, who may answer in their stead. Its history is delicate. What came of it is kept as a test of the call chain. */
#ifndef WR_CONTACT_ROLLCALL_H
#define WR_CONTACT_ROLLCALL_H
#include "contact_own.h"
enum { ROLLCALL_LIAISONS, ROLLCALL_LEADS };
enum { ANSWER_NONE, ANSWER_SELF, ANSWER_ALTERNATE };
enum { ROLL_WAITS, ROLL_ANSWERED, ROLL_ALTERNATE, ROLL_SILENT, ROLL_UNNAMED };
enum { ROLLCALL_MINUTES = 10, ROLLCALL_MINUTES_MAX = 24 * 60, ROLLCALL_MOST = 300, ROLLCALLS_SHOWN = 200, TEMPLATES_MOST = 50 };
extern const char *const contact_rollcall_whom[], *const contact_answers[], *const contact_roll_states[];

typedef struct contact_template { const char *id, *ref, *title, *text, *approver; wr_day approved; } contact_template;
/* title, text: the template's, as they were when it was asked. ended: 0 while it is open, and until the clock has written its results. */
typedef struct contact_rollcall { const char *id; int64_t number; int whom; const char *department, *places, *template, *title, *text;
    int64_t minutes; wr_us asked, until, ended; } contact_rollcall;
/* rollcall: its public id. place: a ref, "" when a liaison is asked. person: an account, 0: none. token: sealed; it is read out on the telephone. */
typedef struct contact_asked { const char *id, *rollcall, *place, *department, *name, *phone; wr_id person; const char *alternate, *alternate_phone;
    wr_id alternate_person; const char *token_hash; bytes token; int64_t mails; int answer; wr_us answered; const char *answered_by; } contact_asked;
/* What a plan reads: how a place or a department (place "") did in one test of its call chain. */
typedef struct contact_call_test { const char *id; int64_t rollcall; const char *place, *department; wr_day day; int result; int64_t seconds; } contact_call_test;
extern const shape CONTACT_TEMPLATE, CONTACT_ROLLCALL, CONTACT_ASKED, CONTACT_CALL_TEST;
extern const history CONTACT_TEMPLATES, CONTACT_ROLLCALLS, CONTACT_ASKEDS, CONTACT_CALL_TESTS;
extern const db_query CONTACT_TEMPLATE_ADD, CONTACT_TEMPLATE_PAST, CONTACT_TEMPLATE_WALK, CONTACT_TEMPLATE_PUT, CONTACT_TEMPLATE_ALL, CONTACT_TEMPLATE_BY,
    CONTACT_ROLLCALL_ADD, CONTACT_ROLLCALL_PAST, CONTACT_ROLLCALL_WALK, CONTACT_ROLLCALL_PUT, CONTACT_ROLLCALL_BY, CONTACT_ROLLCALL_NUMBER,
    CONTACT_ROLLCALL_ALL, CONTACT_ROLLCALL_DUE, CONTACT_ROLLCALL_LAST, CONTACT_ASKED_ADD, CONTACT_ASKED_PAST, CONTACT_ASKED_WALK, CONTACT_ASKED_PUT, CONTACT_ASKED_BY,
    CONTACT_ASKED_TOKEN, CONTACT_ASKED_OF, CONTACT_ASKED_MINE, CONTACT_CALL_TEST_ADD, CONTACT_CALL_TEST_PAST, CONTACT_CALL_TEST_WALK,
    CONTACT_CALL_TEST_PUT, CONTACT_CALL_TEST_OF;

/* ---- contact_rollcall_rules.c: values in, a state out ---- */
int contact_roll_state(const contact_asked *, const contact_rollcall *, wr_us now);
int64_t contact_roll_seconds(const contact_asked *, const contact_rollcall *);       /* from the question to the answer; 0: none */
typedef struct contact_roll_count { int64_t asked, answered, alternate, silent, waits, unnamed; } contact_roll_count;
contact_roll_count contact_roll_counts(const contact_asked *, size_t n, const contact_rollcall *, wr_us now);

/* ---- contact_rollcall_model.c ---- */
wr_pack_now contact_template_now;
wr_run contact_template_load;
extern const shape PACK_TEMPLATE;
WR_MUST wr_rc contact_rollcall_rebuild(db_tx *rw, arena *);
WR_MUST wr_rc contact_asked_of(db_tx *, const char *rollcall, arena *, contact_asked **ret, size_t *ret_n);
WR_MUST wr_rc contact_asked_by_token(db_tx *, const char *token, arena *, contact_asked *ret, contact_rollcall *ret_of);   /* as typed; WR_E_MISSING, said */

/* ---- contact_rollcall_ask.c: makes one, tells who is asked, ends it ---- */
/* How a roll-call is made, apart from the form. tokens, mails: beside rows. */
typedef struct contact_rollcall_new { contact_rollcall row; contact_asked *rows; const char **tokens; mail_to (*to)[2]; size_t n; } contact_rollcall_new;
WR_MUST wr_rc contact_rollcall_make_ready(db_tx *, const wr_actor *, const contact_rollcall *what, arena *, contact_rollcall_new *ret);
WR_MUST wr_rc contact_rollcall_make(db_tx *rw, const wr_actor *, contact_rollcall_new *, arena *);
WR_MUST wr_rc contact_answer(db_tx *rw, const wr_actor *, const contact_asked *, const contact_rollcall *, int answer, const char *by, arena *);
WR_MUST wr_rc contact_rollcall_end(db_tx *rw, const wr_actor *, const contact_rollcall *, arena *);
extern const shape IN_ROLLCALL;
http_prepare contact_prepare_rollcall;
http_act contact_act_rollcall;
wr_run contact_tick_rollcalls;

/* ---- contact_rollcall_web.c: the office's pages ---- */
extern const shape CONTACT_SAY_ROLLCALL, CONTACT_SAY_ASKED, IN_ROLLCALL_NUMBER;
http_show contact_show_rollcalls, contact_show_rollcall;

/* ---- contact_rollcall_here.c: those who are asked ---- */
extern const shape IN_HERE, IN_HERE_CODE, IN_HERE_ANSWER, IN_HERE_MINE, CONTACT_SAY_HERE, CONTACT_SAY_MINE;
http_show contact_show_here, contact_show_here_code, contact_show_rollcalls_mine;
http_act contact_act_here_open, contact_act_here, contact_act_here_mine;
#endif
