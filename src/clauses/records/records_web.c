/* records_web.c -- the module: routes, queries, histories, ticks. */
#include "events.h"
#include "records_beside.h"
#include "records_letter_own.h"
#include "records_shown.h"
#include "records_inbound_own.h"
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
#define LETTER_ONLY "letter is_kept is_sent waits is_foreign text_url pdf_url has_files files name case_url letters_url portal_url is_frozen is_empty sent ask write title"
#define HOLD  .may = "records.hold", .flags = HTTP_HIDDEN
#define BATCH_ONLY "number case_name case_url batches_url answers_url facts_url csv_url has_batches has_held has_bates bates_more has_counts full part withheld referred no_key"
#define LOGS_POST(name, n, fn, words) POST("/records/{number}/log/" name "/add", WRITE, .in = &records_logs[n].of, .upload_mb = RECORDS_FILE_MB, .prepare = records_prepare_log, .act = fn, .summary = words)
#define INBOUND_POST(name, n, fn, words) POST("/records/inbound/{number}/write/" name "/add", WRITE, .in = &records_inbound_forms[n].of, .prepare = records_inbound_prepare, .act = fn, .summary = words)
#define INBOUND_FILE(name, n, fn, words) \
    POST("/records/inbound/{number}/write/" name "/add", WRITE, .in = &records_inbound_forms[n].of, .upload_mb = RECORDS_FILE_MB, .prepare = records_inbound_prepare, .act = fn, .summary = words)
static const http_route ROUTES[] = {
    GET("/records", .nav = N_("Records requests"), READ, .in = &IN_RECORDS_LIST, .doc = { { NULL, &RECORDS_COUNTS, false }, { "requests", &RECORDS_SAY_LINE, true } }, .page = "records/list", .as = "csv",
        .page_only = "holders balls times opens overdue filtered next_url csv_url bulk_url", .show = records_show_list, .give = records_give_list, .summary = N_("Requests for records, the next date first")),
    GET("/records/due", READ, .in = &IN_RECORDS_AFTER, .doc = DOC_LIST("dates", RECORDS_SAY_DUE), .page = "records/due", .page_only = "next_url", .as = "csv json ics", .show = records_show_due, .give = records_give_due,
        .summary = N_("Dates of all requests")),
    GET("/records/moved", READ, .in = &IN_RECORDS_AFTER, .doc = DOC_LIST("moved", RECORDS_MOVED), .page = "records/moved", .page_only = "next_url", .as = "csv json", .show = records_show_moved,
        .give = records_give_moved, .summary = N_("Dates of requests that moved")),
    GET("/records/new", WRITE, .page = "records/new", .show = records_show_new, .summary = N_("Write a request for records")),
    GET("/records/{number}", READ, .in = &IN_RECORDS_CASE, .doc = { { NULL, &RECORDS_LINE, false }, { NULL, &RECORDS_SAY_CASE, false }, { "asks_rows", &RECORDS_SAY_ASK, true },
        { "dates", &RECORDS_SAY_DATE, true }, { "entries", &RECORDS_SAY_ENTRY, true } }, .page = "records/case", .page_only = "productions_url answers_url facts_url logs next_text next_label next_url is_draft",
        .show = records_show_case, .summary = N_("A request for records")),
    GET("/records/{number}/edit", WRITE, .in = &IN_RECORDS_CASE, .page = "records/new", .show = records_show_edit, .summary = N_("Change a request that is a draft")),
    GET("/records/{number}/asks", WRITE, .in = &IN_RECORDS_CASE, .doc = { { "asks", &RECORDS_ASK, true }, { "categories", &RECORDS_SAY_CATEGORY, true } }, .page = "records/asks",
        .show = records_show_asks, .summary = N_("Choose what is asked for")),
    GET("/records/{number}/asks/{ask}/edit", WRITE, .in = &IN_RECORDS_ASK_ONE, .page = "records/new", .show = records_show_ask, .summary = N_("Change an ask")),
    GET("/records/{number}/log/{office}", WRITE, .in = &IN_RECORDS_LOG, .page = "records/log", .show = records_show_log, .summary = N_("Write down what happened")),
    GET("/records/{number}/log/{id}/strike", WRITE, .in = &IN_RECORDS_ENTRY, .page = "records/log", .show = records_show_strike, .summary = N_("Strike an entry that does not count")),
    GET("/records/bulk", WRITE, .in = &IN_RECORDS_WHICH, .page = "records/new", .show = records_show_bulk, .summary = N_("The same for many requests")),
    GET("/records/seen", READ, .doc = DOC_LIST("seen", RECORDS_SEEN), .page = "records/seen", .as = "csv", .show = records_show_seen, .summary = N_("What others asked for, and got")),
    GET("/records/{number}/split", WRITE, .in = &IN_RECORDS_CASE, .page = "records/split", .show = records_show_split, .summary = N_("Split a request, or let it go into another")),
    POST("/records/bulk/do", WRITE, .in = &IN_RECORDS_BULK, .act = records_act_bulk, .summary = N_("Do the same for many requests")),
    POST("/records/seen/add", WRITE, .in = &IN_RECORDS_SEEN, .act = records_act_seen, .summary = N_("Keep a request of somebody else")),
    POST("/records/seen/take", WRITE, .in = &IN_RECORDS_TABLE, .act = records_act_table, .summary = N_("Keep a table of requests of others")),
    POST("/records/{number}/split", WRITE, .in = &IN_RECORDS_SPLIT, .prepare = records_prepare_split, .act = records_act_split, .summary = N_("Split a request")),
    POST("/records/{number}/merge", WRITE, .in = &IN_RECORDS_MERGE, .act = records_act_merge, .summary = N_("Let a request go into another")),
    GET("/records/mail", WRITE, .doc = DOC_LIST("mails", RECORDS_SAY_MAIL), .page = "records/mails", .show = records_show_mails, .summary = N_("Mail files that wait for their request")),
    GET("/records/mail/{id}", WRITE, .in = &IN_RECORDS_MAIL, .doc = DOC_LIST("parts", RECORDS_SAY_PART), .page = "records/mail", .page_only = "guessed", .show = records_show_mail, .summary = N_("A mail file")),
    POST("/records/mail/take", WRITE, .in = &IN_RECORDS_MAIL_TAKE, .upload_mb = RECORDS_MAIL_MB, .prepare = records_prepare_mail, .act = records_act_mail, .summary = N_("Take a mail file in")),
    POST("/records/mail/{id}/sort", WRITE, .in = &IN_RECORDS_MAIL_SORT, .prepare = records_prepare_mail, .act = records_act_mail_sort, .summary = N_("Put a mail to its request")),
    POST("/records/open", WRITE, .in = &IN_RECORDS_NEW, .prepare = records_prepare_open, .act = records_act_open, .summary = N_("Open a request")),
    POST("/records/{number}/edit", WRITE, .in = &IN_RECORDS_EDIT, .act = records_act_edit, .summary = N_("Change a request that is a draft")),
    POST("/records/{number}/asks/write", WRITE, .in = &IN_RECORDS_ASK, .prepare = records_prepare_ask, .act = records_act_ask, .summary = N_("Write an ask")),
    POST("/records/{number}/asks/take", WRITE, .in = &IN_RECORDS_FROM, .prepare = records_prepare_ask, .act = records_act_ask_from, .summary = N_("Take an ask from the pack")),
    POST("/records/{number}/asks/{ask}/drop", WRITE, .in = &IN_RECORDS_ASK_ONE, .act = records_act_ask_drop, .summary = N_("Take an ask out")),
    /* letters */
    POST("/records/{number}/approve/ask", WRITE, .in = &IN_RECORDS_APPROVE, .prepare = records_prepare_approve, .act = records_act_approve, .summary = N_("Ask a second person to approve a request")),
    GET("/records/{number}/letters", READ, .in = &IN_RECORDS_CASE, .doc = DOC_LIST("letters", RECORDS_SAY_READY), .page = "records/letters", .page_only = "number name case_url holder_name holder_url is_frozen",
        .as = "csv", .show = records_show_letters, .summary = N_("Letters of a request")),
    GET("/records/{number}/letters/{letter}", READ, .in = &IN_RECORDS_LETTER, .doc = { { NULL, &RECORDS_SAY_LETTER, false }, { "versions", &RECORDS_SAY_VERSION, true } }, .page = "records/letters_one",
        .page_only = LETTER_ONLY, .as = "txt pdf", .show = records_show_letter, .give = records_give_letter, .summary = N_("A letter")),
    POST("/records/{number}/letters/{letter}/write", WRITE, .in = &IN_RECORDS_LETTER_WRITE, .prepare = records_prepare_write, .act = records_act_write, .summary = N_("Put words of our own into a letter")),
    POST("/records/{number}/letters/{letter}/ask", WRITE, .in = &IN_RECORDS_LETTER, .prepare = records_prepare_letter, .act = records_act_ask_letter, .summary = N_("Ask a second person to approve a letter")),
    POST("/records/{number}/letters/{letter}/sent", WRITE, .in = &IN_RECORDS_LETTER_SENT, .prepare = records_prepare_sent, .act = records_act_sent, .summary = N_("Write down that a letter was sent")),
    GET("/records/{number}/portal", READ, .in = &IN_RECORDS_CASE, .doc = DOC_LIST("blocks", RECORDS_SAY_BLOCK), .page = "records/portal",
        .page_only = "number name case_url letter_url holder_url holder_portal portal source is_foreign is_approved copies found_number found_day read_number read_day sends_too receipt paste",
        .show = records_show_portal, .summary = N_("A letter in the boxes of a portal")),
    POST("/records/{number}/portal/paste", WRITE, .in = &IN_RECORDS_PASTE, .prepare = records_prepare_paste, .act = records_act_paste, .summary = N_("Read a receipt of a portal")),
    POST("/records/{number}/portal/receipt", WRITE, .in = &IN_RECORDS_RECEIPT, .prepare = records_prepare_receipt, .act = records_act_receipt_read, .summary = N_("Write down a receipt of a portal")),
    GET("/records/holders/{ref}/inquiry", READ, .in = &IN_RECORDS_HOLDER, .doc = DOC_ONE(RECORDS_SAY_LETTER), .page = "records/letters_one", .page_only = LETTER_ONLY, .as = "txt pdf",
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
    /* public: what everyone sees, and what the office does for it */
    GET("/requests", .may = "public", .reads = "records clock city", .in = &IN_RECORDS_SEARCH, .doc = DOC_LIST("requests", RECORDS_PUBLIC_LINE), .page = "records/requests", .as = "csv json atom",
        .show = records_show_public, .give = records_give_public, .summary = N_("Requests for records that are open to read")),
    GET("/requests/{number}", .may = "public", .reads = "records clock city", .in = &IN_RECORDS_PUBLIC, .doc = { { NULL, &RECORDS_PUBLIC_HEAD, false }, { "asked", &RECORDS_PUBLIC_ASK, true },
        { "dates", &RECORDS_PUBLIC_DATE, true }, { "happened", &RECORDS_PUBLIC_ENTRY, true }, { "files", &RECORDS_PUBLIC_FILE, true } }, .page = "records/request", .as = "zip",
        .page_only = "json_url zip_said has_dates has_entries has_files", .show = records_show_public_case, .give = records_give_public_zip, .summary = N_("A request for records, open to read")),
    GET("/requests/{number}/files/{id}", .may = "public", .in = &IN_RECORDS_PUBLIC_FILE, .send = records_send_public, .summary = N_("A published file of a request")),
    GET("/answers", .may = "public", .reads = "records clock city", .doc = { { "asks", &RECORDS_ANSWER_ROW, true }, { "sections", &RECORDS_ANSWER_SUMS, true } },
        .page = "records/answers", .as = "csv json", .show = records_show_answers, .give = records_give_answers,
        .summary = N_("Who, why, and at what cost: the answers so far")),
    GET("/records/{number}/public", READ, .in = &IN_RECORDS_CASE, .doc = { { NULL, &RECORDS_LINE, false }, { "entries", &RECORDS_SAY_SHOWN, true }, { "files", &RECORDS_SAY_SHOWN, true } },
        .page = "records/public", .show = records_show_publish, .summary = N_("What the public sees of a request")),
    POST("/records/{number}/public/ask", WRITE, .in = &IN_RECORDS_SHOW, .act = records_act_publish, .summary = N_("Ask a second person to show a request to the public")),
    POST("/records/{number}/public/back", WRITE, .in = &IN_RECORDS_BACK, .act = records_act_back, .summary = N_("Take a request back from the public")),
    POST("/records/{number}/public/entries", WRITE, .in = &IN_RECORDS_SHOW_ENTRIES, .act = records_act_show_entries, .summary = N_("Ask a second person to show entries")),
    POST("/records/{number}/public/{id}/ask", WRITE, .in = &IN_RECORDS_SHOW_FILE, .prepare = records_prepare_file, .act = records_act_show_file, .summary = N_("Ask a second person to show a file")),
    POST("/records/{number}/public/{id}/back", WRITE, .in = &IN_RECORDS_HIDE, .act = records_act_hide, .summary = N_("Take an entry or a file back from the public")),
    POST("/records/{number}/log/{id}/strike", WRITE, .in = &IN_RECORDS_STRIKE, .act = records_act_strike, .summary = N_("Strike an entry that does not count")),
    /* requests that the city receives: the public's own pages, without an account; then the clerks' */
    GET("/records/city", .nav = N_("Ask for records"), .may = "public", .page = "records/city", .show = records_inbound_show_city, .summary = N_("Ask the city for records, or see a request by its code")),
    GET("/records/city/ask", .may = "public", .page = "records/city_ask", .show = records_inbound_show_ask, .summary = N_("Ask the city for records")),
    GET("/records/city/log", .may = "public", .in = &IN_INBOUND_LOG, .doc = DOC_LIST("requests", INBOUND_LOGGED), .page = "records/city_log", .page_only = "next_url", .reads = "records", .as = "csv json",
        .show = records_inbound_show_log, .give = records_inbound_give_log,
        .summary = N_("Requests for records that the city received")),
    GET("/records/reasons", .may = "public", .doc = DOC_LIST("reasons", RECORDS_REASON), .page = "records/reasons", .reads = "records", .as = "csv", .show = records_inbound_show_reasons,
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
    /* productions: files, what is held back, items, facts */
    GET("/records/held", HOLD, .doc = DOC_LIST("held", RECORDS_SAY_HOLDS), .page = "records/held", .page_only = "looks more key_url has_key has_held", .as = "csv", .show = records_show_held,
        .summary = N_("Files that are held back for counsel")),
    GET("/records/{number}/productions", READ, .in = &IN_RECORDS_CASE, .doc = { { NULL, &RECORDS_SAY_HELD, false }, { "batches", &RECORDS_SAY_BATCH, true }, { "files", &RECORDS_SAY_FILE, true },
        { "bates", &RECORDS_SAY_BATES, true }, { "counts", &RECORDS_SAY_COUNT, true } }, .page = "records/productions", .page_only = BATCH_ONLY " held_url", .as = "csv", .show = records_show_batches, .give = records_give_files,
        .summary = N_("What the agency produced")),
    GET("/records/{number}/productions/{batch}", READ, .in = &IN_RECORDS_BATCH, .doc = { { NULL, &RECORDS_SAY_PRODUCTION, false }, { NULL, &RECORDS_SAY_HELD, false }, { "files", &RECORDS_SAY_FILE, true },
        { "uploads", &RECORDS_SAY_UPLOAD, true } }, .page = "records/production", .page_only = BATCH_ONLY " batch has_uploads most script_path_url", .show = records_show_batch, .summary = N_("A production")),
    GET("/records/{number}/productions/{batch}/uploads/{upload}", WRITE, .in = &IN_RECORDS_UPLOAD, .doc = DOC_ONE(RECORDS_SAY_UPLOAD), .page = "records/upload",
        .page_only = "batch_url here_said size_said percent left script_path_url is_whole", .show = records_show_upload, .summary = N_("An upload, as far as it is here")),
    GET("/records/{number}/files/{file}", READ, .in = &IN_RECORDS_FILE, .doc = { { NULL, &RECORDS_SAY_FILE, false }, { "page_rows", &RECORDS_SAY_PAGE, true } }, .page = "records/file",
        .page_only = BATCH_ONLY " batch_url published decided reasons copy_of page_more has_pages item_url sealed_url is_held size_said", .show = records_show_file, .summary = N_("A file of a production")),
    GET("/records/{number}/files/{file}/bytes", READ, .in = &IN_RECORDS_FILE, .send = records_send_file, .summary = N_("A file of a production, to keep")),
    GET("/records/{number}/files/{file}/sealed", HOLD, .in = &IN_RECORDS_FILE, .send = records_send_sealed, .summary = N_("A file that is held back, sealed to counsel's key")),
    GET("/records/{number}/answers", READ, .in = &IN_RECORDS_CASE, .doc = { { "answers", &RECORDS_SAY_ANSWER, true }, { "items", &RECORDS_SAY_ITEM, true }, { "released", &RECORDS_RELEASED, true } }, .page = "records/answer_map",
        .page_only = "number name case_url batches_url item_url csv_url has_answers has_items", .as = "csv", .show = records_show_answer_map, .give = records_give_answer_map, .summary = N_("What answers a request, ask by ask")),
    GET("/records/{number}/items/new", WRITE, .in = &IN_RECORDS_ITEM_NEW, .page = "records/log", .show = records_show_item_form, .summary = N_("Write down what the agency did with pages")),
    GET("/records/{number}/facts", READ, .in = &IN_RECORDS_CASE, .doc = DOC_LIST("facts", RECORDS_SAY_FACT), .page = "records/facts", .page_only = "number name case_url csv_url differ has_facts", .as = "csv",
        .show = records_show_facts, .summary = N_("Facts read from released files")),
    POST("/records/{number}/productions/open", WRITE, .in = &IN_RECORDS_BATCH_NEW, .prepare = records_prepare_batch, .act = records_act_batch, .summary = N_("Take a production in")),
    POST("/records/{number}/productions/{batch}/files/add", WRITE, .in = &IN_RECORDS_FILE_ADD, .upload_mb = RECORDS_BATCH_MB, .prepare = records_prepare_take, .act = records_act_file, .summary = N_("Add a file to a production")),
    POST("/records/{number}/productions/{batch}/uploads/begin", WRITE, .in = &IN_RECORDS_UPLOAD_NEW, .prepare = records_prepare_upload, .act = records_act_upload, .summary = N_("Begin the upload of a large file")),
    POST("/records/{number}/productions/{batch}/uploads/{upload}/add", WRITE, .in = &IN_RECORDS_CHUNK, .upload_mb = RECORDS_CHUNK_MB, .prepare = records_prepare_piece, .act = records_act_piece, .summary = N_("Send a piece of a large file")),
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
    &RECORDS_ENTRY_PAST, &RECORDS_ENTRY_WALK, &RECORDS_ENTRY_PUT, &RECORDS_ENTRY_OF, &RECORDS_DATE_ADD, &RECORDS_DATE_PAST, &RECORDS_DATE_WALK,
    &RECORDS_DATE_PUT, &RECORDS_DATE_OF, &RECORDS_DATE_WALK_OPEN, &RECORDS_DATES_OPEN, &RECORDS_LINE_PUT, &RECORDS_LINE_BY, &RECORDS_LINES,
    &RECORDS_LINES_FROM, &RECORDS_TALLY, &RECORDS_MOVES, &RECORDS_DUE, &RECORDS_LAPSING, &RECORDS_LINE_AGAIN,
    &RECORDS_SEEN_ADD, &RECORDS_SEEN_PAST, &RECORDS_SEEN_WALK, &RECORDS_SEEN_PUT, &RECORDS_SEEN_BY, &RECORDS_SEEN_ALL, &RECORDS_MAIL_ADD, &RECORDS_MAIL_PAST, &RECORDS_MAIL_WALK,
    &RECORDS_MAIL_PUT, &RECORDS_MAIL_BY, &RECORDS_MAIL_OPEN, &RECORDS_MAIL_MESSAGE, &RECORDS_TRACKED,
    /* public */
    &RECORDS_SHOWN_ADD, &RECORDS_SHOWN_PAST, &RECORDS_SHOWN_WALK, &RECORDS_SHOWN_PUT, &RECORDS_SHOWN_OF, &RECORDS_SHOWN_BY, &RECORDS_FACE_PUT, &RECORDS_FACE_OFF, &RECORDS_FACE_ASK_PUT,
    &RECORDS_FACE_ASK_OFF, &RECORDS_FACE_DATE_PUT, &RECORDS_FACE_DATE_OFF, &RECORDS_FACE_WORD_PUT, &RECORDS_FACE_WORD_OFF, &RECORDS_GATE_LIST, &RECORDS_GATE_CASE, &RECORDS_GATE_HEAD,
    &RECORDS_GATE_COUNT, &RECORDS_GATE_SUMS, &RECORDS_GATE_ASKS, &RECORDS_GATE_EVERY_ASK, &RECORDS_GATE_DATES, &RECORDS_GATE_ENTRIES, &RECORDS_GATE_FILES, &RECORDS_GATE_FILE, &RECORDS_GATE_LATEST, &RECORDS_GATE_FACTS,
    /* letters */
    &RECORDS_PIECE_ADD, &RECORDS_PIECE_PAST, &RECORDS_PIECE_WALK, &RECORDS_PIECE_PUT, &RECORDS_PIECE_BY, &RECORDS_PIECE_ALL, &RECORDS_REASON_ADD, &RECORDS_REASON_PAST, &RECORDS_REASON_WALK,
    &RECORDS_REASON_PUT, &RECORDS_REASON_BY, &RECORDS_REASON_ALL, &RECORDS_BOX_ADD, &RECORDS_BOX_PAST, &RECORDS_BOX_WALK, &RECORDS_BOX_PUT, &RECORDS_BOX_BY, &RECORDS_BOX_ALL,
    &RECORDS_LETTER_ADD, &RECORDS_LETTER_PAST, &RECORDS_LETTER_WALK, &RECORDS_LETTER_PUT, &RECORDS_LETTER_BY, &RECORDS_LETTER_LAST, &RECORDS_LETTER_KEPT, &RECORDS_LETTERS_OF, &RECORDS_LINES_OPEN_OF,
    /* requests that the city receives */
    &INBOUND_REQUEST_ADD, &INBOUND_REQUEST_PAST, &INBOUND_REQUEST_WALK, &INBOUND_REQUEST_PUT, &INBOUND_REQUEST_NUMBER, &INBOUND_REQUEST_CODE, &INBOUND_REQUESTS_FROM,
    &INBOUND_REQUEST_LAST, &INBOUND_REQUEST_DAY, &INBOUND_STEP_ADD, &INBOUND_STEP_PAST, &INBOUND_STEP_WALK, &INBOUND_STEP_PUT, &INBOUND_STEP_OF, &INBOUND_LINE_PUT, &INBOUND_LINE_BY,
    &INBOUND_LINE_AGAIN, &INBOUND_SAME_TO, &INBOUND_FILE_ADD, &INBOUND_FILE_PAST, &INBOUND_FILE_WALK, &INBOUND_FILE_PUT, &INBOUND_FILE_OF,
    &INBOUND_REASON_ALL, &INBOUND_LAW, &INBOUND_LOG, &INBOUND_LINES, &INBOUND_LINES_FROM, &INBOUND_COUNT,
    /* productions */
    &RECORDS_EXEMPTION_ADD, &RECORDS_EXEMPTION_PAST, &RECORDS_EXEMPTION_WALK, &RECORDS_EXEMPTION_PUT, &RECORDS_EXEMPTION_OF, &RECORDS_EXEMPTION_BY,
    &RECORDS_PRODUCTION_ADD, &RECORDS_PRODUCTION_PAST,
    &RECORDS_PRODUCTION_WALK, &RECORDS_PRODUCTION_PUT, &RECORDS_PRODUCTION_OF, &RECORDS_PRODUCTION_BY, &RECORDS_PRODUCTION_ID, &RECORDS_FILE_ADD,
    &RECORDS_FILE_PAST, &RECORDS_FILE_WALK, &RECORDS_FILE_PUT, &RECORDS_FILE_BY, &RECORDS_FILES_OF_CASE, &RECORDS_FILES_SAME, &RECORDS_FILES_COUNT, &RECORDS_CHUNK_SAME,
    &RECORDS_FILES_HELD, &RECORDS_HELD_SUMS, &RECORDS_FILE_LAST, &RECORDS_FILES_FROM, &RECORDS_RELEASED_ADD, &RECORDS_RELEASED_PAST, &RECORDS_RELEASED_WALK, &RECORDS_RELEASED_PUT, &RECORDS_RELEASED_ID, &RECORDS_RELEASED_OF, &RECORDS_ITEM_ADD, &RECORDS_ITEM_PAST, &RECORDS_ITEM_WALK, &RECORDS_ITEM_PUT,
    &RECORDS_ITEM_OF, &RECORDS_FACT_ADD, &RECORDS_FACT_PAST, &RECORDS_FACT_WALK, &RECORDS_FACT_PUT, &RECORDS_FACT_OF, &RECORDS_FACT_BY,
    &RECORDS_PAGE_PUT, &RECORDS_PAGES_OF, &RECORDS_PAGES_OF_CASE, &RECORDS_PAGES_MARKED, &RECORDS_PAGES_CLEAR, &RECORDS_UPLOAD_PUT,
    &RECORDS_UPLOAD_BY, &RECORDS_UPLOADS_OF, &RECORDS_UPLOAD_DROP, &RECORDS_UPLOADS_OLD, &RECORDS_CHUNK_PUT, &RECORDS_CHUNKS_OF, &RECORDS_CHUNKS_DROP,
    &RECORDS_CHUNKS_OLD, &RECORDS_CHUNKS_AFTER,
    NULL };
static const history *const PAST[] = { &RECORDS_LAWS, &RECORDS_HOLDERS, &RECORDS_CATEGORIES, &RECORDS_CASES, &RECORDS_ASKS, &RECORDS_ENTRIES, &RECORDS_DATES,
    &RECORDS_SEENS, &RECORDS_MAILS, /* public */ &RECORDS_SHOWNS, /* letters */ &RECORDS_PIECES, &RECORDS_REASONS, &RECORDS_BOXES, &RECORDS_VERSIONS,
    &INBOUND_REQUESTS, &INBOUND_STEPS, &INBOUND_FILES,   /* requests that the city receives */
    &RECORDS_EXEMPTIONS, &RECORDS_PRODUCTIONS, &RECORDS_FILES, &RECORDS_ITEMS, &RECORDS_FACTS, &RECORDS_RELEASEDS, NULL };
const pair_kind records_pairs[] = {
    [RECORDS_PAIR_LETTER] = { "records.letter_approve", N_("Approve a letter"), "records.approve", &RECORDS_TO_APPROVE, 14 * 24, records_run_letter },
    [RECORDS_PAIR_PUBLISH] = { "records.publish", N_("Show a request for records to the public"), "records.approve", &RECORDS_TO_PUBLISH, 14 * 24, records_run_publish },
    [RECORDS_PAIR_ENTRIES] = { "records.show_entries", N_("Show entries of a request to the public"), "records.approve", &RECORDS_TO_SHOW, 14 * 24, records_run_entries },
    [RECORDS_PAIR_FILE] = { "records.show_file", N_("Show a file of a request to the public"), "records.approve", &RECORDS_TO_SHOW_FILE, 14 * 24, records_run_file },
    [INBOUND_PAIR_CLOSE] = { "records.inbound_close", N_("Close a request for records"), "records.approve", &INBOUND_TO_CLOSE, 14 * 24, records_inbound_run_close },
    [INBOUND_PAIR_LIST] = { "records.inbound_list", N_("Put a request on the public log"), "records.approve", &INBOUND_TO_LIST, 14 * 24, records_inbound_run_list },
    [INBOUND_PAIR_RELEASE] = { "records.inbound_release", N_("Release records to a requester"), "records.approve", &INBOUND_TO_RELEASE, 14 * 24, records_inbound_run_release },
    [INBOUND_PAIR_STRIKE] = { "records.inbound_strike", N_("Strike a reopening, so that the request is closed"), "records.approve", &INBOUND_TO_STRIKE, 14 * 24, records_inbound_run_strike },
    [RECORDS_PAIRS] = { 0 } };
static const wr_on ON[] = { { &EV_RELEASED_READ, records_hear_released }, { &EV_RELEASED_WITHDRAWN, records_hear_withdrawn }, { 0 } };
static const wr_tick TICKS[] = { { "records_lapse", 10, records_tick_lapse }, { "records_uploads", 60, records_tick_uploads }, { 0 } };
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

const wr_module mod_records = { .name = "records", .clause = "5", .routes = ROUTES, .queries = QUERIES, .steps = records_steps, .past = PAST, .on = ON, .ticks = TICKS, .jobs = records_jobs,
    .pairs = records_pairs, .packs = records_packs, .stories = records_stories, .pages = records_pages, .count = records_count_public, .recount = records_recount, .demo = records_demo_letters, .rebuild = rebuild, .check = check };
