/* records_inbound_own.h -- what the files of requests to the city share: rows, calls, pages. */
#ifndef WR_RECORDS_INBOUND_OWN_H
#define WR_RECORDS_INBOUND_OWN_H
#include "doc.h"
#include "records_inbound.h"
#include "records_letter_own.h"
/* ---- rows (records_inbound_model.c) ---- */
/* name, reply, code: sealed; code: of the receipt. notice: which notice stood above the form. */
typedef struct inbound_request { const char *id; int64_t number; const char *code_hash; wr_day received, entered; int channel; const char *text, *format, *lang; int64_t notice;
    bytes name, reply, code; } inbound_request;
/* The row of lists: made by replay alone. sort: the next date, or behind all days. */
typedef struct inbound_line { const char *id; int64_t number; wr_day received, entered; int channel; const char *owner, *subject; bool listed; int state, outcome;
    wr_day determined, extended, closed, due; int due_kind; int64_t same, promised, calls; const char *text, *sort; } inbound_line;
/* Where in a file something was found: its name, a line of its text, a page or the title of a PDF, the name of a file in it; addresses, subject,
 * words or a part of a mail; a member of an office file; a name in an archive. */
enum { PLACE_NAME, PLACE_LINE, PLACE_PAGE, PLACE_TITLE, PLACE_ATTACHED, PLACE_HEAD, PLACE_SUBJECT, PLACE_WORDS, PLACE_PART, PLACE_INSIDE, PLACE_NAMED };
enum { SEARCHED_NOT, SEARCHED_ALL, SEARCHED_PART };
extern const char *const records_inbound_searches[], *const records_inbound_places[];
/* A file of a request. original: id of the file that this is a redacted copy of. batch: the step that promised it; "": a record that was found and
 * stays. checked: why what the screen finds may go out. dropped: why it counts no more. searched, found, place, place_at: what the search said when
 * its release was asked for; found: N_() text, "" for nothing. */
typedef struct inbound_file { const char *id, *about, *name, *sha256; int64_t size; const char *media; int holds; const char *original, *original_sha256, *batch, *reasons, *text,
    *checked, *dropped; int searched; const char *found; int place; const char *place_at; } inbound_file;
/* law: by which the city answers. */
extern const shape INBOUND_REQUEST, INBOUND_STEP, INBOUND_LINE, INBOUND_FILE;
extern const history INBOUND_REQUESTS, INBOUND_STEPS, INBOUND_FILES, INBOUND_REASONS;
extern const db_query INBOUND_REQUEST_ADD, INBOUND_REQUEST_PAST, INBOUND_REQUEST_WALK, INBOUND_REQUEST_PUT, INBOUND_REQUEST_NUMBER, INBOUND_REQUEST_CODE,
    INBOUND_REQUESTS_FROM, INBOUND_REQUEST_LAST, INBOUND_REQUEST_DAY, INBOUND_STEP_ADD, INBOUND_STEP_PAST, INBOUND_STEP_WALK, INBOUND_STEP_PUT, INBOUND_STEP_OF,
    INBOUND_LINE_PUT, INBOUND_LINE_BY, INBOUND_LINE_AGAIN, INBOUND_SAME_TO, INBOUND_FILE_ADD, INBOUND_FILE_PAST, INBOUND_FILE_WALK, INBOUND_FILE_PUT, INBOUND_FILE_OF,
    INBOUND_REASON_ALL, INBOUND_LAW;
enum { INBOUND_STEPS_MAX = 2000, INBOUND_FILES_MAX = 2000, INBOUND_REASONS_MAX = 300, INBOUND_A_DAY = 500, INBOUND_A_SENDER = 30, INBOUND_NOTICE = 1 };
/* Everything of one request, read together. steps: those of all that are not struck. */
typedef struct inbound_whole { inbound_request of; records_law law; inbound_step *all; size_t n_all; inbound_step *steps; size_t n_steps; inbound_file *files; size_t n_files; } inbound_whole;
WR_MUST wr_rc records_inbound_by(db_tx *, int64_t number, arena *, inbound_request *ret);                /* WR_E_MISSING, said */
WR_MUST wr_rc records_inbound_by_code(db_tx *, const char *typed, arena *, inbound_request *ret);        /* WR_E_MISSING */
WR_MUST wr_rc records_inbound_reasons(db_tx *, arena *, records_reason **ret, size_t *ret_n);
const records_reason *records_inbound_reason_in(const records_reason *, size_t n, const char *ref);      /* NULL: none */

/* ---- records_inbound_keep.c ---- */
WR_MUST wr_rc records_inbound_law(db_tx *, arena *, records_law *ret);                                   /* the law that the pack's reasons are of */
WR_MUST wr_rc records_inbound_whole(db_tx *, const inbound_request *, arena *, inbound_whole *ret);
WR_MUST wr_rc records_inbound_whole_of(db_tx *, int64_t number, arena *, inbound_whole *ret);
WR_MUST wr_rc records_inbound_state(const inbound_whole *, arena *, inbound_replayed *ret);              /* WR_E_INPUT at a field of the step */
WR_MUST wr_rc records_inbound_add(db_tx *rw, const wr_actor *, inbound_request *, const char *name, const char *reply, arena *, const char **ret_code);
WR_MUST wr_rc records_inbound_step_add(db_tx *rw, const wr_actor *, inbound_whole *, const inbound_step *, arena *);
/* What is left without a step, or why it stays. Pure. */
WR_MUST wr_rc records_inbound_without(const inbound_whole *, const char *step, arena *, const inbound_step **ret_was, inbound_whole *ret_after);
WR_MUST wr_rc records_inbound_strike(db_tx *rw, const wr_actor *, const inbound_whole *, const char *step, const char *reason, arena *);
WR_MUST wr_rc records_inbound_rebuild(db_tx *rw, arena *);
const char *records_inbound_shortened(const char *text, size_t most, arena *);          /* its first line, cut between letters with … */
WR_MUST wr_rc records_inbound_check(db_tx *ro, arena *, json_t *ret_findings);
/* The last lawful day of an answer, without an extension and with the whole of one. */
WR_MUST wr_rc records_inbound_limits(db_tx *, const inbound_whole *, arena *, wr_day *ret_answer, wr_day *ret_extended);

/* ---- records_inbound_search.c ---- */
/* file: its id. found: what never leaves by default, kind NULL for nothing. unread: some of the file could not be searched. searchable: whether
 * files like it can be, as its page says beforehand. Waits for a program: prepare alone. */
typedef struct inbound_searched { const char *file; inbound_found found; bool unread; int place; const char *at; } inbound_searched;
WR_MUST wr_rc records_inbound_search(db_tx *ro, const inbound_file *, arena *, inbound_searched *ret);
bool records_inbound_searchable(const inbound_file *);
const char *records_inbound_place(const char *lang, int place, const char *at, arena *);                 /* "page 3" */

/* ---- records_inbound_ask.c: the public's own pages ---- */
typedef struct in_inbound_code { const char *code; } in_inbound_code;
typedef struct in_inbound_get { const char *code, *id; } in_inbound_get;
extern const shape IN_INBOUND_ASK, IN_INBOUND_CODE, IN_INBOUND_OPEN, IN_INBOUND_GET, INBOUND_SEEN, INBOUND_SAY_DATE, INBOUND_SAY_STEP, INBOUND_SAY_FILE, INBOUND_LOGGED, IN_INBOUND_LOG;
extern const db_query INBOUND_LOG;
http_show records_inbound_show_city, records_inbound_show_ask, records_inbound_show_mine, records_inbound_show_log;
http_give records_inbound_give_log;
http_prepare records_inbound_prepare_ask;
http_act records_inbound_act_ask, records_inbound_act_find;
http_send records_inbound_send_file;
/* inside: also what only the city sees: calls, notes, who has it. */
WR_MUST wr_rc records_inbound_put_dates(db_tx *, const wr_actor *, const inbound_whole *, bool inside, arena *, json_t *doc);
WR_MUST wr_rc records_inbound_put_steps(db_tx *, const wr_actor *, const inbound_whole *, bool inside, arena *, json_t *doc);
/* The reasons behind codes: "Title (citation)", and with full their text. */
const char *records_inbound_said(const records_reason *, size_t n, const char *codes, bool full, const char *lang, arena *);
bool records_inbound_released(const inbound_whole *, const char *batch, wr_day *ret);
WR_MUST wr_rc records_inbound_screened(arena *, const char *field, const char *text);

/* ---- records_inbound_desk.c, records_inbound_act.c: the clerks ---- */
typedef struct in_inbound { int64_t number; const char *form, *id; wr_day day; const char *office, *text, *reason, *reasons; int outcome; wr_day until; const char *of_step; int64_t same;
    int holds; const char *original, *batch, *checked, *file, *new_id, *file_id; const inbound_searched *searched; size_t n_searched; } in_inbound;
typedef struct inbound_form { const char *name, *title; shape of; const char *hint; } inbound_form;
enum { FORM_ASSIGN, FORM_CALL, FORM_ANSWERED, FORM_NOTE, FORM_ASSIST, FORM_EXTEND, FORM_DETERMINE, FORM_BATCH, FORM_SAME, FORM_REOPEN, FORM_CLOSE, FORM_LIST, FORM_FOUND, FORM_COPY,
    FORM_DROP, FORM_RELEASE, FORM_STRIKE, FORMS };
extern const inbound_form records_inbound_forms[FORMS];
extern const shape IN_INBOUND_LIST, IN_INBOUND, IN_INBOUND_FORM, IN_INBOUND_NEW, IN_INBOUND_REASON, INBOUND_SAY_LINE, INBOUND_TALLY, INBOUND_SAY_FOUND, INBOUND_ASKED;
extern const db_query INBOUND_LINES, INBOUND_LINES_FROM, INBOUND_COUNT;
http_give records_inbound_give_list;
http_show records_inbound_show_reasons, records_inbound_show_list, records_inbound_show_new, records_inbound_show_one, records_inbound_show_form;
http_prepare records_inbound_prepare, records_inbound_prepare_release;
http_act records_inbound_act_new, records_inbound_act_unseal, records_inbound_act_assign, records_inbound_act_call, records_inbound_act_answered, records_inbound_act_note,
    records_inbound_act_assist, records_inbound_act_extend, records_inbound_act_determine, records_inbound_act_batch, records_inbound_act_same, records_inbound_act_reopen,
    records_inbound_act_close, records_inbound_act_list, records_inbound_act_unlist, records_inbound_act_found, records_inbound_act_copy, records_inbound_act_drop,
    records_inbound_act_release, records_inbound_act_strike;
const char *records_inbound_url(arena *, int64_t number, const char *rest);
WR_MUST wr_rc records_inbound_open(db_tx *, const wr_actor *, const inbound_request *, arena *, const char **ret_name, const char **ret_reply);   /* NULL without a live grant */
/* Their places in records_pairs: what needs a second person. */
extern const shape INBOUND_TO_CLOSE, INBOUND_TO_LIST, INBOUND_TO_RELEASE, INBOUND_TO_STRIKE;
wr_run records_inbound_run_close, records_inbound_run_list, records_inbound_run_release, records_inbound_run_strike;

/* ---- records_inbound_letter.c ---- */
typedef struct in_inbound_letter { int64_t number; const char *letter; } in_inbound_letter;
extern const shape IN_INBOUND_LETTER;
http_show records_inbound_show_letter;
http_give records_inbound_give_letter;
WR_MUST wr_rc records_inbound_put_letters(const inbound_whole *, const inbound_replayed *, arena *, json_t *doc);

/* ---- records_inbound_demo.c ---- */
extern const shape INBOUND_DEMO_REQUEST, INBOUND_DEMO_STEP;
wr_run records_inbound_load_demo, records_inbound_load_demo_step;
#endif
