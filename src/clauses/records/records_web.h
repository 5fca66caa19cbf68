/* records_web.h -- the pages of requests: what their routes need. */
#ifndef WR_RECORDS_WEB_H
#define WR_RECORDS_WEB_H
#include "job.h"
#include "records_own.h"
/* ---- records_list.c ---- */
extern const shape IN_RECORDS_LIST, RECORDS_SAY_LINE, RECORDS_COUNTS;
extern const db_query RECORDS_LINES, RECORDS_LINES_FROM, RECORDS_TALLY;
http_show records_show_list;
http_give records_give_list;
/* How the look marks a date (late, met, stopped) and what came of an ask. */
const char *records_date_mark(int kind, int state, wr_day due, wr_day met, wr_day today), *records_answer_mark(int answer);
const char *records_when(const wr_actor *, wr_day due, arena *);      /* "in 12 days", "3 days late"; "" for no day */

/* ---- records_case.c: one case ---- */
typedef struct in_case { int64_t number; } in_case;
extern const shape IN_RECORDS_CASE, RECORDS_SAY_CASE, RECORDS_SAY_ASK, RECORDS_SAY_DATE, RECORDS_SAY_ENTRY;
http_show records_show_case;
const char *records_url(arena *, int64_t number, const char *rest);
const char *records_letter_of(int date);             /* the letter that a date unlocks, by its name in addresses */
const char *records_letter_name(const char *letter); /* N_() */

/* ---- records_build.c: a case is written, its asks are chosen; a second person approves it ---- */
extern const shape IN_RECORDS_NEW, IN_RECORDS_EDIT, IN_RECORDS_ASK, IN_RECORDS_ASK_ONE, IN_RECORDS_FROM, RECORDS_SAY_CATEGORY;
enum { RECORDS_PAIR_LETTER, RECORDS_PAIR_PUBLISH, RECORDS_PAIR_ENTRIES, RECORDS_PAIR_FILE, INBOUND_PAIR_CLOSE,
    INBOUND_PAIR_LIST, INBOUND_PAIR_RELEASE, INBOUND_PAIR_STRIKE, RECORDS_PAIRS };
extern const pair_kind records_pairs[];             /* records_web.c: acts of two people */
http_show records_show_new, records_show_edit, records_show_ask, records_show_asks;
http_prepare records_prepare_open, records_prepare_ask;
bool records_has_word(const char *list, const char *word);   /* of a list with blanks between */
WR_MUST wr_rc records_fill(db_tx *rw, const wr_actor *, records_whole *, arena *);      /* every category of the pack that names this holder */
http_act records_act_open, records_act_edit, records_act_ask, records_act_ask_drop, records_act_ask_from, records_act_approve;

/* ---- records_log.c: what happened, added by hand ---- */
enum { LOG_SEND, LOG_RECEIPT, LOG_QUESTION, LOG_REPLY, LOG_EXTENSION, LOG_DECISION, LOG_DETERMINATION, LOG_OUTCOME, LOG_APPEAL, LOG_SUIT, LOG_OTHER, LOGS };
/* One form: its name in addresses, its title, its shape, the kinds it may add, and what stands above it. */
typedef struct records_log { const char *name, *title; shape of; const char *const *kinds; const char *hint; } records_log;
extern const records_log records_logs[LOGS];
extern const shape IN_RECORDS_LOG, IN_RECORDS_ENTRY, IN_RECORDS_STRIKE;
enum { RECORDS_FILE_MB = 50 };
int records_kind_named(const char *word);            /* of records_kinds */
http_show records_show_log, records_show_strike;
http_prepare records_prepare_log;
http_act records_act_send, records_act_receipt, records_act_question, records_act_reply, records_act_extension, records_act_decision, records_act_determination,
    records_act_outcome, records_act_appeal, records_act_suit, records_act_other, records_act_strike;

/* ---- records_again.c, records_due.c: a holiday or a rule changed; days that pass; what is due ---- */
extern const shape RECORDS_MOVED, RECORDS_SAY_DUE;
extern const db_query RECORDS_MOVES, RECORDS_DUE, RECORDS_LAPSING, RECORDS_LINE_AGAIN;
extern const job_kind records_jobs[];
wr_run records_recount, records_tick_lapse;
extern const shape IN_RECORDS_AFTER;
http_show records_show_moved, records_show_due;
http_give records_give_due, records_give_moved;

/* ---- records_demo.c ---- */
extern const shape RECORDS_DEMO_CASE, RECORDS_DEMO_ENTRY;
extern const wr_story records_stories[];
wr_run records_load_demo_case, records_load_demo_entry;
#endif
