/* records_web.c -- the module: routes, queries, histories, ticks. */
#include "records_letter_own.h"

#include "doc.h"
#include "i18n.h"
#include "job.h"
#include "person.h"

extern const db_step records_steps[];
extern const page_source records_pages[];
extern const wr_module mod_records;
#define READ  .may = "records.read"
#define WRITE .may = "records.write"
#define LETTER_ONLY "letter is_kept is_sent waits is_foreign text_url pdf_url has_files files name case_url letters_url portal_url is_frozen is_empty sent ask write title"
#define LOGS_POST(name, n, fn, words) POST("/records/{number}/log/" name "/add", WRITE, .in = &records_logs[n].of, .upload_mb = RECORDS_FILE_MB, .prepare = records_prepare_log, .act = fn, .summary = words)
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
    GET("/records/{number}/log/{id}/strike", WRITE, .in = &IN_RECORDS_ENTRY, .page = "records/log", .show = records_show_strike, .summary = N_("Strike an entry that does not count")),
    POST("/records/open", WRITE, .in = &IN_RECORDS_NEW, .prepare = records_prepare_open, .act = records_act_open, .summary = N_("Open a request")),
    POST("/records/{number}/edit", WRITE, .in = &IN_RECORDS_EDIT, .act = records_act_edit, .summary = N_("Change a request that is a draft")),
    POST("/records/{number}/asks/write", WRITE, .in = &IN_RECORDS_ASK, .prepare = records_prepare_ask, .act = records_act_ask, .summary = N_("Write an ask")),
    POST("/records/{number}/asks/take", WRITE, .in = &IN_RECORDS_FROM, .prepare = records_prepare_ask, .act = records_act_ask_from, .summary = N_("Take an ask from the pack")),
    POST("/records/{number}/asks/{ask}/drop", WRITE, .in = &IN_RECORDS_ASK_ONE, .act = records_act_ask_drop, .summary = N_("Take an ask out")),
    /* letters */
    POST("/records/{number}/approve/ask", WRITE, .in = &IN_RECORDS_APPROVE, .prepare = records_prepare_approve, .act = records_act_approve, .summary = N_("Ask a second person to approve a request")),
    GET("/records/{number}/letters", READ, .in = &IN_RECORDS_CASE, .doc = DOC_LIST("letters", RECORDS_SAY_READY), .page = "records/letters", .page_only = "number name case_url holder_name holder_url is_frozen",
        .as = "csv", .show = records_show_letters, .summary = N_("Letters of a request")),
    GET("/records/{number}/letters/{letter}", READ, .in = &IN_RECORDS_LETTER, .doc = { { NULL, &RECORDS_SAY_LETTER, false }, { "versions", &RECORDS_SAY_VERSION, true } }, .page = "records/letter",
        .page_only = LETTER_ONLY, .as = "txt pdf", .show = records_show_letter, .give = records_give_letter, .summary = N_("A letter")),
    POST("/records/{number}/letters/{letter}/write", WRITE, .in = &IN_RECORDS_LETTER_WRITE, .prepare = records_prepare_write, .act = records_act_write, .summary = N_("Put words of our own into a letter")),
    POST("/records/{number}/letters/{letter}/ask", WRITE, .in = &IN_RECORDS_LETTER, .prepare = records_prepare_letter, .act = records_act_ask_letter, .summary = N_("Ask a second person to approve a letter")),
    POST("/records/{number}/letters/{letter}/sent", WRITE, .in = &IN_RECORDS_LETTER_SENT, .prepare = records_prepare_sent, .act = records_act_sent, .summary = N_("Write down that a letter was sent")),
    GET("/records/{number}/portal", READ, .in = &IN_RECORDS_CASE, .doc = DOC_LIST("blocks", RECORDS_SAY_BLOCK), .page = "records/portal",
        .page_only = "number name case_url letter_url holder_url holder_portal portal source is_foreign is_approved copies found_number found_day read_number read_day sends_too receipt paste",
        .show = records_show_portal, .summary = N_("A letter in the boxes of a portal")),
    POST("/records/{number}/portal/paste", WRITE, .in = &IN_RECORDS_PASTE, .prepare = records_prepare_paste, .act = records_act_paste, .summary = N_("Read a receipt of a portal")),
    POST("/records/{number}/portal/receipt", WRITE, .in = &IN_RECORDS_RECEIPT, .prepare = records_prepare_receipt, .act = records_act_receipt_read, .summary = N_("Write down a receipt of a portal")),
    GET("/records/holders/{ref}/inquiry", READ, .in = &IN_RECORDS_HOLDER, .doc = DOC_ONE(RECORDS_SAY_LETTER), .page = "records/letter", .page_only = LETTER_ONLY, .as = "txt pdf",
        .show = records_show_holder_letter, .give = records_give_holder_letter, .summary = N_("A letter about all open requests of a holder")),
    POST("/records/holders/{ref}/inquiry/write", WRITE, .in = &IN_RECORDS_HOLDER_WRITE, .prepare = records_prepare_write, .act = records_act_holder_write, .summary = N_("Put words of our own into a letter to a holder")),
    POST("/records/holders/{ref}/inquiry/ask", WRITE, .in = &IN_RECORDS_HOLDER, .prepare = records_prepare_holder, .act = records_act_holder_ask, .summary = N_("Ask a second person to approve a letter to a holder")),
    POST("/records/holders/{ref}/inquiry/sent", WRITE, .in = &IN_RECORDS_HOLDER_SENT, .prepare = records_prepare_sent, .act = records_act_holder_sent, .summary = N_("Write down that a letter to a holder was sent")),
    LOGS_POST("send", LOG_SEND, records_act_send, N_("Write down that a request was sent")),
    LOGS_POST("receipt", LOG_RECEIPT, records_act_receipt, N_("Write down a receipt")),
    LOGS_POST("question", LOG_QUESTION, records_act_question, N_("Write down a question of the agency")),
    LOGS_POST("reply", LOG_REPLY, records_act_reply, N_("Write down an answer of ours")),
    LOGS_POST("extension", LOG_EXTENSION, records_act_extension, N_("Write down an extension")),
    LOGS_POST("decision", LOG_DECISION, records_act_decision, N_("Write down a decision on the way")),
    LOGS_POST("determination", LOG_DETERMINATION, records_act_determination, N_("Write down a determination")),
    POST("/records/{number}/log/outcome/add", WRITE, .in = &records_logs[LOG_OUTCOME].of, .prepare = records_prepare_log, .act = records_act_outcome,
        .summary = N_("Write down what came of an ask")),
    LOGS_POST("appeal", LOG_APPEAL, records_act_appeal, N_("Write down an appeal or a mediation")),
    LOGS_POST("suit", LOG_SUIT, records_act_suit, N_("Write down what a court did")),
    LOGS_POST("other", LOG_OTHER, records_act_other, N_("Write down something else")),
    POST("/records/{number}/log/{id}/strike", WRITE, .in = &IN_RECORDS_STRIKE, .act = records_act_strike, .summary = N_("Strike an entry that does not count")),
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
    /* letters */
    &RECORDS_PIECE_ADD, &RECORDS_PIECE_PAST, &RECORDS_PIECE_WALK, &RECORDS_PIECE_PUT, &RECORDS_PIECE_BY, &RECORDS_PIECE_ALL, &RECORDS_REASON_ADD, &RECORDS_REASON_PAST, &RECORDS_REASON_WALK,
    &RECORDS_REASON_PUT, &RECORDS_REASON_BY, &RECORDS_REASON_ALL, &RECORDS_BOX_ADD, &RECORDS_BOX_PAST, &RECORDS_BOX_WALK, &RECORDS_BOX_PUT, &RECORDS_BOX_BY, &RECORDS_BOX_ALL,
    &RECORDS_LETTER_ADD, &RECORDS_LETTER_PAST, &RECORDS_LETTER_WALK, &RECORDS_LETTER_PUT, &RECORDS_LETTER_BY, &RECORDS_LETTER_LAST, &RECORDS_LETTER_KEPT, &RECORDS_LETTERS_OF, &RECORDS_LINES_OPEN_OF,
    NULL };
static const history *const PAST[] = { &RECORDS_LAWS, &RECORDS_HOLDERS, &RECORDS_CATEGORIES, &RECORDS_CASES, &RECORDS_ASKS, &RECORDS_ENTRIES, &RECORDS_DATES,
    &RECORDS_PIECES, &RECORDS_REASONS, &RECORDS_BOXES, &RECORDS_VERSIONS /* letters */, NULL };
static const wr_tick TICKS[] = { { "records_lapse", 10, records_tick_lapse }, { 0 } };
const wr_module mod_records = { .name = "records", .clause = "5", .routes = ROUTES, .queries = QUERIES, .steps = records_steps, .past = PAST, .ticks = TICKS, .jobs = records_jobs,
    .pairs = records_pairs, .packs = records_packs, .stories = records_stories, .pages = records_pages, .recount = records_recount, .demo = records_demo_letters, .rebuild = records_rebuild, .check = records_check };
