/* records_web.c -- the module: routes, queries, histories, ticks. */
#include "records_inbound_own.h"

#include "doc.h"
#include "i18n.h"
#include "job.h"
#include "person.h"

extern const db_step records_steps[];
extern const page_source records_pages[];
extern const wr_module mod_records;
#define READ  .may = "records.read"
#define WRITE .may = "records.write"
#define LOGS_POST(name, n, fn, words) POST("/records/{number}/log/" name "/add", WRITE, .in = &records_logs[n].of, .upload_mb = RECORDS_FILE_MB, .prepare = records_prepare_log, .act = fn, .summary = words)
#define INBOUND_POST(name, n, fn, words) POST("/records/inbound/{number}/write/" name "/add", WRITE, .in = &records_inbound_forms[n].of, .prepare = records_inbound_prepare, .act = fn, .summary = words)
#define INBOUND_FILE(name, n, fn, words) \
    POST("/records/inbound/{number}/write/" name "/add", WRITE, .in = &records_inbound_forms[n].of, .upload_mb = RECORDS_FILE_MB, .prepare = records_inbound_prepare, .act = fn, .summary = words)
static const http_route ROUTES[] = {
    GET("/records", .nav = N_("Records requests"), READ, .in = &IN_RECORDS_LIST, .doc = { { NULL, &RECORDS_COUNTS, false }, { "requests", &RECORDS_SAY_LINE, true } }, .page = "records/list", .as = "csv",
        .page_only = "holders balls times opens overdue filtered next_url csv_url", .show = records_show_list, .give = records_give_list, .summary = N_("Requests for records, the next date first")),
    GET("/records/due", READ, .doc = DOC_LIST("dates", RECORDS_SAY_DUE), .page = "records/due", .as = "csv ics", .show = records_show_due, .give = records_give_due,
        .summary = N_("Dates of all requests")),
    GET("/records/moved", READ, .doc = DOC_LIST("moved", RECORDS_MOVED), .page = "records/moved", .as = "csv", .show = records_show_moved, .summary = N_("Dates of requests that moved")),
    GET("/records/new", WRITE, .page = "records/new", .show = records_show_new, .summary = N_("Write a request for records")),
    GET("/records/{number}", READ, .in = &IN_RECORDS_CASE, .doc = { { NULL, &RECORDS_LINE, false }, { NULL, &RECORDS_SAY_CASE, false }, { "asks_rows", &RECORDS_SAY_ASK, true },
        { "dates", &RECORDS_SAY_DATE, true }, { "entries", &RECORDS_SAY_ENTRY, true } }, .page = "records/case", .page_only = "logs next_text next_label next_url is_draft",
        .show = records_show_case, .summary = N_("A request for records")),
    GET("/records/{number}/edit", WRITE, .in = &IN_RECORDS_CASE, .page = "records/new", .show = records_show_edit, .summary = N_("Change a request that is a draft")),
    GET("/records/{number}/asks", WRITE, .in = &IN_RECORDS_CASE, .doc = { { "asks", &RECORDS_ASK, true }, { "categories", &RECORDS_SAY_CATEGORY, true } }, .page = "records/asks",
        .show = records_show_asks, .summary = N_("Choose what is asked for")),
    GET("/records/{number}/asks/{ask}/edit", WRITE, .in = &IN_RECORDS_ASK_ONE, .page = "records/new", .show = records_show_ask, .summary = N_("Change an ask")),
    GET("/records/{number}/log/{office}", WRITE, .in = &IN_RECORDS_LOG, .page = "records/log", .show = records_show_log, .summary = N_("Write down what happened")),
    POST("/records/open", WRITE, .in = &IN_RECORDS_NEW, .prepare = records_prepare_open, .act = records_act_open, .summary = N_("Open a request")),
    POST("/records/{number}/edit", WRITE, .in = &IN_RECORDS_EDIT, .act = records_act_edit, .summary = N_("Change a request that is a draft")),
    POST("/records/{number}/asks/write", WRITE, .in = &IN_RECORDS_ASK, .prepare = records_prepare_ask, .act = records_act_ask, .summary = N_("Write an ask")),
    POST("/records/{number}/asks/take", WRITE, .in = &IN_RECORDS_FROM, .prepare = records_prepare_ask, .act = records_act_ask_from, .summary = N_("Take an ask from the pack")),
    POST("/records/{number}/asks/{ask}/drop", WRITE, .in = &IN_RECORDS_ASK_ONE, .act = records_act_ask_drop, .summary = N_("Take an ask out")),
    POST("/records/{number}/approve/ask", WRITE, .in = &IN_RECORDS_CASE, .act = records_act_approve, .summary = N_("Ask a second person to approve a request")),
    LOGS_POST("send", LOG_SEND, records_act_send, N_("Write down that a request was sent")),
    LOGS_POST("receipt", LOG_RECEIPT, records_act_receipt, N_("Write down a receipt")),
    LOGS_POST("question", LOG_QUESTION, records_act_question, N_("Write down a question of the agency")),
    LOGS_POST("reply", LOG_REPLY, records_act_reply, N_("Write down an answer of ours")),
    LOGS_POST("extension", LOG_EXTENSION, records_act_extension, N_("Write down an extension")),
    LOGS_POST("decision", LOG_DECISION, records_act_decision, N_("Write down a decision on the way")),
    LOGS_POST("determination", LOG_DETERMINATION, records_act_determination, N_("Write down a determination")),
    LOGS_POST("outcome", LOG_OUTCOME, records_act_outcome, N_("Write down what came of an ask")),
    LOGS_POST("appeal", LOG_APPEAL, records_act_appeal, N_("Write down an appeal or a mediation")),
    LOGS_POST("suit", LOG_SUIT, records_act_suit, N_("Write down what a court did")),
    LOGS_POST("other", LOG_OTHER, records_act_other, N_("Write down something else")),
    POST("/records/{number}/log/{id}/strike", WRITE, .in = &IN_RECORDS_STRIKE, .act = records_act_strike, .summary = N_("Strike an entry that does not count")),
    /* requests that the city receives: the public's own pages, without an account; then the clerks' */
    GET("/records/city", .nav = N_("Ask for records"), .may = "public", .page = "records/city", .show = records_inbound_show_city, .summary = N_("Ask the city for records, or see a request by its code")),
    GET("/records/city/ask", .may = "public", .page = "records/city_ask", .show = records_inbound_show_ask, .summary = N_("Ask the city for records")),
    GET("/records/city/log", .may = "public", .doc = DOC_LIST("requests", INBOUND_LOGGED), .page = "records/city_log", .reads = "records", .as = "csv", .show = records_inbound_show_log,
        .summary = N_("Requests for records that the city received")),
    GET("/records/reasons", .may = "public", .doc = DOC_LIST("reasons", INBOUND_REASON), .page = "records/reasons", .reads = "records", .as = "csv", .show = records_inbound_show_reasons,
        .summary = N_("Reasons that letters about requests give")),
    GET("/records/city/{code}", .may = "public", .in = &IN_INBOUND_CODE, .doc = { { NULL, &INBOUND_SEEN, false }, { "dates", &INBOUND_SAY_DATE, true }, { "steps", &INBOUND_SAY_STEP, true },
        { "files", &INBOUND_SAY_FILE, true } }, .page = "records/city_mine", .page_only = "code has_reply", .show = records_inbound_show_mine, .summary = N_("A request for records, by the code of its receipt")),
    GET("/records/city/{code}/files/{id}", .may = "public", .in = &IN_INBOUND_GET, .send = records_inbound_send_file, .summary = N_("A file that was released, by the code of the receipt")),
    POST("/records/city/send", .may = "public", .in = &IN_INBOUND_ASK, .prepare = records_inbound_prepare_ask, .act = records_inbound_act_ask, .summary = N_("Send a request for records")),
    POST("/records/city/find", .may = "public", .in = &IN_INBOUND_OPEN, .act = records_inbound_act_find, .summary = N_("See a request by its code")),
    GET("/records/inbound", READ, .in = &IN_INBOUND_LIST, .doc = { { NULL, &INBOUND_TALLY, false }, { "requests", &INBOUND_SAY_LINE, true } }, .page = "records/inbound", .as = "csv",
        .page_only = "filtered is_closed is_all is_late next_url csv_url", .show = records_inbound_show_list, .give = records_inbound_give_list, .summary = N_("Requests for records that the city received, the next date first")),
    GET("/records/inbound/new", WRITE, .page = "records/inbound_form", .show = records_inbound_show_new, .summary = N_("Enter a request that came in")),
    GET("/records/inbound/{number}", READ, .in = &IN_INBOUND, .doc = { { NULL, &INBOUND_LINE, false }, { NULL, &INBOUND_ASKED, false }, { "dates", &INBOUND_SAY_DATE, true },
        { "steps", &INBOUND_SAY_STEP, true }, { "files", &INBOUND_SAY_FOUND, true } }, .page = "records/inbound_one", .page_only = "next_text name reply forms letters same_rows name_line", .show = records_inbound_show_one,
        .summary = N_("A request for records that the city received")),
    GET("/records/inbound/{number}/write/{form}", WRITE, .in = &IN_INBOUND_FORM, .page = "records/inbound_form", .show = records_inbound_show_form, .summary = N_("Write down what happened to a request")),
    GET("/records/inbound/{number}/letters/{letter}", WRITE, .in = &IN_INBOUND_LETTER, .page = "records/inbound_letter", .as = "txt html pdf", .show = records_inbound_show_letter,
        .give = records_inbound_give_letter, .summary = N_("A letter to the requester")),
    POST("/records/inbound/open", WRITE, .in = &IN_INBOUND_NEW, .act = records_inbound_act_new, .summary = N_("Enter a request that came in")),
    POST("/records/inbound/{number}/requester/open", WRITE, .in = &IN_INBOUND_REASON, .act = records_inbound_act_unseal, .summary = N_("Open who asks, with a reason")),
    POST("/records/inbound/{number}/unlist", WRITE, .in = &IN_INBOUND, .act = records_inbound_act_unlist, .summary = N_("Take a request off the public log")),
    INBOUND_POST("assign", FORM_ASSIGN, records_inbound_act_assign, N_("Give a request to a department")),
    INBOUND_POST("call", FORM_CALL, records_inbound_act_call, N_("Call for records of a department")),
    INBOUND_POST("answered", FORM_ANSWERED, records_inbound_act_answered, N_("Write down the answer of a department")),
    INBOUND_POST("note", FORM_NOTE, records_inbound_act_note, N_("Add a note to a request")),
    INBOUND_POST("assist", FORM_ASSIST, records_inbound_act_assist, N_("Write down help to ask well")),
    INBOUND_POST("extend", FORM_EXTEND, records_inbound_act_extend, N_("Take more time for a request")),
    INBOUND_POST("determine", FORM_DETERMINE, records_inbound_act_determine, N_("Determine a request")),
    INBOUND_POST("batch", FORM_BATCH, records_inbound_act_batch, N_("Promise a batch")),
    INBOUND_POST("same", FORM_SAME, records_inbound_act_same, N_("Link a request to the same one")),
    INBOUND_POST("reopen", FORM_REOPEN, records_inbound_act_reopen, N_("Reopen a request")),
    INBOUND_POST("close", FORM_CLOSE, records_inbound_act_close, N_("Ask a second person to close a request")),
    INBOUND_POST("list", FORM_LIST, records_inbound_act_list, N_("Ask a second person to put a request on the public log")),
    INBOUND_FILE("found", FORM_FOUND, records_inbound_act_found, N_("Keep a record that was found")),
    INBOUND_FILE("copy", FORM_COPY, records_inbound_act_copy, N_("Add a copy for release")),
    INBOUND_POST("drop", FORM_DROP, records_inbound_act_drop, N_("Take a file out")),
    INBOUND_POST("strike", FORM_STRIKE, records_inbound_act_strike, N_("Strike a step that does not count")),
    POST("/records/inbound/{number}/write/release/add", WRITE, .in = &records_inbound_forms[FORM_RELEASE].of, .prepare = records_inbound_prepare_release, .act = records_inbound_act_release,
        .summary = N_("Ask a second person to release a batch")),
    { 0 }
};
static const db_query *const QUERIES[] = {
    &RECORDS_LAW_ADD, &RECORDS_LAW_PAST, &RECORDS_LAW_WALK, &RECORDS_LAW_PUT, &RECORDS_LAW_BY, &RECORDS_HOLDER_ADD, &RECORDS_HOLDER_PAST, &RECORDS_HOLDER_WALK,
    &RECORDS_HOLDER_PUT, &RECORDS_HOLDER_BY, &RECORDS_HOLDER_ALL, &RECORDS_CATEGORY_ADD, &RECORDS_CATEGORY_PAST, &RECORDS_CATEGORY_WALK, &RECORDS_CATEGORY_PUT,
    &RECORDS_CATEGORY_BY, &RECORDS_CATEGORY_ALL, &RECORDS_CASE_ADD, &RECORDS_CASE_PAST, &RECORDS_CASE_WALK, &RECORDS_CASE_PUT, &RECORDS_CASE_NUMBER, &RECORDS_CASE_BY,
    &RECORDS_CASES_FROM, &RECORDS_CASE_LAST, &RECORDS_ASK_ADD, &RECORDS_ASK_PAST, &RECORDS_ASK_WALK, &RECORDS_ASK_PUT, &RECORDS_ASK_OF, &RECORDS_ENTRY_ADD,
    &RECORDS_ENTRY_PAST, &RECORDS_ENTRY_WALK, &RECORDS_ENTRY_PUT, &RECORDS_ENTRY_OF, &RECORDS_ENTRY_BY, &RECORDS_DATE_ADD, &RECORDS_DATE_PAST, &RECORDS_DATE_WALK,
    &RECORDS_DATE_PUT, &RECORDS_DATE_OF, &RECORDS_DATE_WALK_OPEN, &RECORDS_DATE_SPAN, &RECORDS_LINE_PUT, &RECORDS_LINE_BY, &RECORDS_LINES_ALL, &RECORDS_LINES,
    &RECORDS_LINES_FROM, &RECORDS_TALLY, &RECORDS_MOVES, &RECORDS_DUE, &RECORDS_LAPSING, &RECORDS_LINE_AGAIN,
    /* requests that the city receives */
    &INBOUND_REQUEST_ADD, &INBOUND_REQUEST_PAST, &INBOUND_REQUEST_WALK, &INBOUND_REQUEST_PUT, &INBOUND_REQUEST_NUMBER, &INBOUND_REQUEST_CODE, &INBOUND_REQUESTS_FROM,
    &INBOUND_REQUEST_LAST, &INBOUND_REQUEST_DAY, &INBOUND_STEP_ADD, &INBOUND_STEP_PAST, &INBOUND_STEP_WALK, &INBOUND_STEP_PUT, &INBOUND_STEP_OF, &INBOUND_LINE_PUT, &INBOUND_LINE_BY,
    &INBOUND_LINE_AGAIN, &INBOUND_SAME_TO, &INBOUND_FILE_ADD, &INBOUND_FILE_PAST, &INBOUND_FILE_WALK, &INBOUND_FILE_PUT, &INBOUND_FILE_OF, &INBOUND_REASON_ADD, &INBOUND_REASON_PAST,
    &INBOUND_REASON_WALK, &INBOUND_REASON_PUT, &INBOUND_REASON_BY, &INBOUND_REASON_ALL, &INBOUND_LAW, &INBOUND_LOG, &INBOUND_LINES, &INBOUND_LINES_FROM, &INBOUND_COUNT,
    NULL };
static const history *const PAST[] = { &RECORDS_LAWS, &RECORDS_HOLDERS, &RECORDS_CATEGORIES, &RECORDS_CASES, &RECORDS_ASKS, &RECORDS_ENTRIES, &RECORDS_DATES,
    &INBOUND_REQUESTS, &INBOUND_STEPS, &INBOUND_FILES, &INBOUND_REASONS,   /* requests that the city receives */
    NULL };
static const wr_tick TICKS[] = { { "records_lapse", 10, records_tick_lapse }, { 0 } };
/* Both sides: requests that the city makes, and those that it receives. */
static wr_rc rebuild(db_tx *rw, arena *a)
{
    TRY(records_rebuild(rw, a));
    return records_inbound_rebuild(rw, a);
}

static wr_rc check(db_tx *ro, arena *a, json_t *ret_findings)
{
    TRY(records_check(ro, a, ret_findings));
    return records_inbound_check(ro, a, ret_findings);
}

const wr_module mod_records = { .name = "records", .clause = "5", .routes = ROUTES, .queries = QUERIES, .steps = records_steps, .past = PAST, .ticks = TICKS, .jobs = records_jobs,
    .pairs = records_pairs, .packs = records_packs, .stories = records_stories, .pages = records_pages, .recount = records_recount, .rebuild = rebuild, .check = check };
