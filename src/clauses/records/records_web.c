/* records_web.c -- the module: routes, queries, histories, ticks. */
#include "records_prod_own.h"

#include "doc.h"
#include "i18n.h"
#include "job.h"
#include "person.h"

extern const db_step records_steps[];
extern const page_source records_pages[];
extern const wr_module mod_records;
#define READ  .may = "records.read"
#define WRITE .may = "records.write"
#define HOLD  .may = "records.hold", .flags = HTTP_HIDDEN
#define BATCH_ONLY "number case_name case_url batches_url answers_url facts_url csv_url has_batches has_held has_bates bates_more has_counts full part withheld referred no_key"
#define LOGS_POST(name, n, fn, words) POST("/records/{number}/log/" name "/add", WRITE, .in = &records_logs[n].of, .upload_mb = RECORDS_FILE_MB, .prepare = records_prepare_log, .act = fn, .summary = words)
static const http_route ROUTES[] = {
    GET("/records", .nav = N_("Records requests"), READ, .in = &IN_RECORDS_LIST, .doc = { { NULL, &RECORDS_COUNTS, false }, { "requests", &RECORDS_SAY_LINE, true } }, .page = "records/list", .as = "csv",
        .page_only = "holders balls times opens overdue filtered next_url csv_url", .show = records_show_list, .give = records_give_list, .summary = N_("Requests for records, the next date first")),
    GET("/records/due", READ, .doc = DOC_LIST("dates", RECORDS_SAY_DUE), .page = "records/due", .as = "csv ics", .show = records_show_due, .give = records_give_due,
        .summary = N_("Dates of all requests")),
    GET("/records/moved", READ, .doc = DOC_LIST("moved", RECORDS_MOVED), .page = "records/moved", .as = "csv", .show = records_show_moved, .summary = N_("Dates of requests that moved")),
    GET("/records/new", WRITE, .page = "records/new", .show = records_show_new, .summary = N_("Write a request for records")),
    GET("/records/{number}", READ, .in = &IN_RECORDS_CASE, .doc = { { NULL, &RECORDS_LINE, false }, { NULL, &RECORDS_SAY_CASE, false }, { "asks_rows", &RECORDS_SAY_ASK, true },
        { "dates", &RECORDS_SAY_DATE, true }, { "entries", &RECORDS_SAY_ENTRY, true } }, .page = "records/case", .page_only = "productions_url answers_url facts_url logs next_text next_label next_url is_draft",
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
    /* productions: files, what is held back, items, facts */
    GET("/records/held", HOLD, .doc = DOC_LIST("held", RECORDS_SAY_HOLDS), .page = "records/held", .page_only = "looks key_text has_key has_held", .as = "csv", .show = records_show_held,
        .summary = N_("Files that are held back for counsel")),
    GET("/records/{number}/productions", READ, .in = &IN_RECORDS_CASE, .doc = { { NULL, &RECORDS_SAY_HELD, false }, { "batches", &RECORDS_SAY_BATCH, true }, { "files", &RECORDS_SAY_FILE, true },
        { "bates", &RECORDS_SAY_BATES, true }, { "counts", &RECORDS_SAY_COUNT, true } }, .page = "records/productions", .page_only = BATCH_ONLY " held_url", .as = "csv", .show = records_show_batches, .give = records_give_files,
        .summary = N_("What the agency produced")),
    GET("/records/{number}/productions/{batch}", READ, .in = &IN_RECORDS_BATCH, .doc = { { NULL, &RECORDS_SAY_PRODUCTION, false }, { NULL, &RECORDS_SAY_HELD, false }, { "files", &RECORDS_SAY_FILE, true },
        { "uploads", &RECORDS_SAY_UPLOAD, true } }, .page = "records/production", .page_only = BATCH_ONLY " batch has_uploads most script_path_url", .show = records_show_batch, .summary = N_("A production")),
    GET("/records/{number}/productions/{batch}/uploads/{upload}", WRITE, .in = &IN_RECORDS_UPLOAD, .doc = DOC_ONE(RECORDS_SAY_UPLOAD), .page = "records/upload",
        .page_only = "batch_url here_said size_said percent left script_path_url is_whole", .show = records_show_upload, .summary = N_("An upload, as far as it is here")),
    GET("/records/{number}/files/{file}", READ, .in = &IN_RECORDS_FILE, .doc = { { NULL, &RECORDS_SAY_FILE, false }, { "page_rows", &RECORDS_SAY_PAGE, true } }, .page = "records/file",
        .page_only = BATCH_ONLY " batch_url decided reasons copy_of page_more has_pages item_url sealed_url is_held size_said", .show = records_show_file, .summary = N_("A file of a production")),
    GET("/records/{number}/files/{file}/bytes", READ, .in = &IN_RECORDS_FILE, .send = records_send_file, .summary = N_("A file of a production, to keep")),
    GET("/records/{number}/files/{file}/sealed", HOLD, .in = &IN_RECORDS_FILE, .send = records_send_sealed, .summary = N_("A file that is held back, sealed to counsel's key")),
    GET("/records/{number}/answers", READ, .in = &IN_RECORDS_CASE, .doc = { { "answers", &RECORDS_SAY_ANSWER, true }, { "items", &RECORDS_SAY_ITEM, true } }, .page = "records/answers",
        .page_only = "number name case_url batches_url item_url csv_url has_answers has_items", .as = "csv", .show = records_show_answers, .give = records_give_answers, .summary = N_("What answers a request, ask by ask")),
    GET("/records/{number}/items/new", WRITE, .in = &IN_RECORDS_ITEM_NEW, .page = "records/log", .show = records_show_item, .summary = N_("Write down what the agency did with pages")),
    GET("/records/{number}/facts", READ, .in = &IN_RECORDS_CASE, .doc = DOC_LIST("facts", RECORDS_SAY_FACT), .page = "records/facts", .page_only = "number name case_url csv_url differ has_facts", .as = "csv",
        .show = records_show_facts, .summary = N_("Facts read from released files")),
    POST("/records/held/key", .may = "records.hold", .flags = HTTP_HIDDEN | HTTP_SURE, .in = &IN_RECORDS_KEY, .act = records_act_key, .summary = N_("Set counsel's key")),
    POST("/records/{number}/productions/open", WRITE, .in = &IN_RECORDS_BATCH_NEW, .prepare = records_prepare_batch, .act = records_act_batch, .summary = N_("Take a production in")),
    POST("/records/{number}/productions/{batch}/files/add", WRITE, .in = &IN_RECORDS_FILE_ADD, .upload_mb = RECORDS_BATCH_MB, .prepare = records_prepare_file, .act = records_act_file, .summary = N_("Add a file to a production")),
    POST("/records/{number}/productions/{batch}/uploads/begin", WRITE, .in = &IN_RECORDS_UPLOAD_NEW, .prepare = records_prepare_upload, .act = records_act_upload, .summary = N_("Begin the upload of a large file")),
    POST("/records/{number}/productions/{batch}/uploads/{upload}/add", WRITE, .in = &IN_RECORDS_PIECE, .upload_mb = RECORDS_PIECE_MB, .prepare = records_prepare_piece, .act = records_act_piece, .summary = N_("Send a piece of a large file")),
    POST("/records/{number}/productions/{batch}/uploads/{upload}/drop", WRITE, .in = &IN_RECORDS_UPLOAD, .act = records_act_upload_drop, .summary = N_("Give an upload up")),
    POST("/records/{number}/files/{file}/looked", WRITE, .in = &IN_RECORDS_LOOKED, .act = records_act_looked, .summary = N_("Open a file that a person looked through")),
    POST("/records/{number}/files/{file}/hold", WRITE, .in = &IN_RECORDS_HOLD, .act = records_act_hold, .summary = N_("Hold a file back for counsel")),
    POST("/records/{number}/files/{file}/keep", HOLD, .in = &IN_RECORDS_KEEP, .act = records_act_keep, .summary = N_("Decide that a file stays sealed")),
    POST("/records/{number}/files/{file}/copy", HOLD, .in = &IN_RECORDS_COPY, .upload_mb = RECORDS_BATCH_MB, .prepare = records_prepare_copy, .act = records_act_copy, .summary = N_("Release a redacted copy")),
    POST("/records/{number}/items/add", WRITE, .in = &IN_RECORDS_ITEM, .prepare = records_prepare_item, .act = records_act_item, .summary = N_("Write down what the agency did with pages")),
    POST("/records/{number}/items/{id}/strike", WRITE, .in = &IN_RECORDS_ITEM_STRIKE, .act = records_act_item_strike, .summary = N_("Strike an item that does not count")),
    POST("/records/{number}/facts/add", WRITE, .in = &IN_RECORDS_FACT, .prepare = records_prepare_fact, .act = records_act_fact, .summary = N_("Write a fact down")),
    POST("/records/{number}/facts/{id}/second", WRITE, .in = &IN_RECORDS_FACT_SECOND, .act = records_act_fact_second, .summary = N_("Read a fact again")),
    POST("/records/{number}/facts/{id}/strike", WRITE, .in = &IN_RECORDS_FACT_STRIKE, .act = records_act_fact_strike, .summary = N_("Strike a fact that does not count")),
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
    /* productions */
    &RECORDS_EXEMPTION_ADD, &RECORDS_EXEMPTION_PAST, &RECORDS_EXEMPTION_WALK, &RECORDS_EXEMPTION_PUT, &RECORDS_EXEMPTION_OF, &RECORDS_EXEMPTION_BY,
    &RECORDS_KEY_ADD, &RECORDS_KEY_PAST, &RECORDS_KEY_WALK, &RECORDS_KEY_PUT, &RECORDS_KEY_BY, &RECORDS_PRODUCTION_ADD, &RECORDS_PRODUCTION_PAST,
    &RECORDS_PRODUCTION_WALK, &RECORDS_PRODUCTION_PUT, &RECORDS_PRODUCTION_OF, &RECORDS_PRODUCTION_BY, &RECORDS_PRODUCTION_ID, &RECORDS_FILE_ADD,
    &RECORDS_FILE_PAST, &RECORDS_FILE_WALK, &RECORDS_FILE_PUT, &RECORDS_FILE_OF, &RECORDS_FILE_BY, &RECORDS_FILES_OF_CASE, &RECORDS_FILES_SAME,
    &RECORDS_FILES_HELD, &RECORDS_FILE_LAST, &RECORDS_FILES_FROM, &RECORDS_ITEM_ADD, &RECORDS_ITEM_PAST, &RECORDS_ITEM_WALK, &RECORDS_ITEM_PUT,
    &RECORDS_ITEM_OF, &RECORDS_FACT_ADD, &RECORDS_FACT_PAST, &RECORDS_FACT_WALK, &RECORDS_FACT_PUT, &RECORDS_FACT_OF, &RECORDS_FACT_BY,
    &RECORDS_PAGE_PUT, &RECORDS_PAGES_OF, &RECORDS_PAGE_AT, &RECORDS_PAGES_OF_CASE, &RECORDS_PAGES_MARKED, &RECORDS_PAGES_CLEAR, &RECORDS_UPLOAD_PUT,
    &RECORDS_UPLOAD_BY, &RECORDS_UPLOADS_OF, &RECORDS_UPLOAD_DROP, &RECORDS_UPLOADS_OLD, &RECORDS_PIECE_PUT, &RECORDS_PIECES_OF, &RECORDS_PIECES_DROP,
    &RECORDS_PIECES_OLD,
    NULL };
static const history *const PAST[] = { &RECORDS_LAWS, &RECORDS_HOLDERS, &RECORDS_CATEGORIES, &RECORDS_CASES, &RECORDS_ASKS, &RECORDS_ENTRIES, &RECORDS_DATES,
    &RECORDS_EXEMPTIONS, &RECORDS_KEYS, &RECORDS_PRODUCTIONS, &RECORDS_FILES, &RECORDS_ITEMS, &RECORDS_FACTS, NULL };
static const wr_tick TICKS[] = { { "records_lapse", 10, records_tick_lapse }, { "records_uploads", 60, records_tick_uploads }, { 0 } };
const wr_module mod_records = { .name = "records", .clause = "5", .routes = ROUTES, .queries = QUERIES, .steps = records_steps, .past = PAST, .ticks = TICKS, .jobs = records_jobs,
    .pairs = records_pairs, .packs = records_packs, .stories = records_stories, .pages = records_pages, .recount = records_recount, .rebuild = records_rebuild, .check = records_check };
