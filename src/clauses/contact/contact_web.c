/* contact_web.c -- the module: every page and act of contact reports in one table. */
#include "contact_summary_own.h"

extern const db_step contact_steps[];
extern const page_source contact_pages[];
extern const wr_module mod_contact;

static const http_route ROUTES[] = {
    /* the reporter's own: no account, the card of a facility and then this device's cookie */
    GET("/contact", .may = "public", .page = "contact/start", .show = contact_show_start, .summary = N_("Contact reports: begin, or go on by code")),
    GET("/contact/at/{token}", .may = "public", .in = &IN_AT, .page = "contact/at", .show = contact_show_at, .summary = N_("Begin a report at a facility")),
    GET("/contact/mine", .may = "public", .doc = { { NULL, &CONTACT_HEAD, false }, { "parts", &CONTACT_SAY_PART, true },
        { "photos", &DOC_LISTED, true } }, .page = "contact/mine", .show = contact_show_mine, .summary = N_("The report of this device")),
    GET("/contact/mine/{section}", .may = "public", .in = &IN_SECTION, .page = "contact/section", .show = contact_show_section, .summary = N_("A part of the report of this device")),
    GET("/contact/copy", .may = "public", .doc = { { NULL, &CONTACT_HEAD, false }, { "parts", &CONTACT_PART, true }, { "amendments", &CONTACT_AMENDED, true }, { "help", &CONTACT_HELP, true },
        { "photos", &DOC_LISTED, true } }, .page = "contact/copy", .show = contact_show_copy, .summary = N_("The reporter's own copy")),
    GET("/contact/mine/guide", .may = "public", .doc = { { "open", &CONTACT_SAY_STEP, true }, { "answers", &CONTACT_SAY_ANSWER, true },
        { "calls", &CONTACT_SAY_CALL, true } }, .page = "contact/guide", .show = contact_show_guide, .summary = N_("The guide, with the path kept in the report")),
    POST("/contact/mine/answer/{node}", .may = "public", .in = &IN_ANSWER, .act = contact_act_answer, .summary = N_("Answer a step of the guide")),
    POST("/contact/mine/call/{turn}", .may = "public", .in = &IN_CALL, .act = contact_act_call, .summary = N_("Keep the time of a call")),
    POST("/contact/sync", .may = "public", .flags = HTTP_ENTRY, .in = &IN_ENTRY, .prepare = contact_prepare_sync, .act = contact_act_sync,
        .summary = N_("Receive an entry that a device wrote offline")),
    POST("/contact/begin", .may = "public", .in = &IN_BEGIN, .act = contact_act_begin, .summary = N_("Begin a report")),
    POST("/contact/mine/open", .may = "public", .in = &IN_CODE, .act = contact_act_open, .summary = N_("Go on with a report by its code")),
    POST("/contact/mine/what/save", .may = "public", .in = &contact_parts[SECTION_WHAT].of, .act = contact_act_save, .summary = N_("Save where and when")),
    POST("/contact/mine/officers/save", .may = "public", .in = &contact_parts[SECTION_OFFICERS].of, .act = contact_act_save, .summary = N_("Save who came")),
    POST("/contact/mine/papers/save", .may = "public", .in = &contact_parts[SECTION_PAPERS].of, .act = contact_act_save, .summary = N_("Save what they showed")),
    POST("/contact/mine/asked/save", .may = "public", .in = &contact_parts[SECTION_ASKED].of, .act = contact_act_save, .summary = N_("Save what they asked and said")),
    POST("/contact/mine/calls/save", .may = "public", .in = &contact_parts[SECTION_CALLS].of, .act = contact_act_save, .summary = N_("Save who was called")),
    POST("/contact/mine/done/save", .may = "public", .in = &contact_parts[SECTION_DONE].of, .act = contact_act_save, .summary = N_("Save what staff did")),
    POST("/contact/mine/effects/save", .may = "public", .in = &contact_parts[SECTION_EFFECTS].of, .act = contact_act_save, .summary = N_("Save what came of it")),
    POST("/contact/mine/kept/save", .may = "public", .in = &contact_parts[SECTION_KEPT].of, .act = contact_act_save, .summary = N_("Save the recordings")),
    POST("/contact/mine/seen/save", .may = "public", .in = &contact_parts[SECTION_SEEN].of, .act = contact_act_save, .summary = N_("Save what you saw and heard")),
    POST("/contact/mine/people/save", .may = "public", .in = &contact_parts[SECTION_PEOPLE].of, .act = contact_act_save, .summary = N_("Save who you are")),
    POST("/contact/mine/rest/save", .may = "public", .in = &contact_parts[SECTION_REST].of, .act = contact_act_save, .summary = N_("Save language and other needs")),
    POST("/contact/mine/photo/add", .may = "public", .in = &IN_PHOTO, .upload_mb = CONTACT_PHOTO_MB, .prepare = contact_prepare_photo,
        .act = contact_act_photo, .summary = N_("Add a photo to the report")),
    POST("/contact/mine/send", .may = "public", .in = &IN_SEND, .prepare = contact_prepare_send, .act = contact_act_send, .summary = N_("Send the report")),
    POST("/contact/mine/leave", .may = "public", .act = contact_act_leave, .summary = N_("Leave and clear the device")),
    /* the desk: liaisons, managers, the mayor's office, counsel */
    GET("/contact/reports", .nav = N_("Contacts"), .may = "contact.read", .in = &IN_CONTACT_LIST, .doc = DOC_LIST("reports", CONTACT_LINE), .page = "contact/reports",
        .page_only = "everywhere states departments places requests from to forced filtered csv_url before_url next_url", .as = "csv", .show = contact_show_reports,
        .give = contact_give_reports, .summary = N_("Contact reports: what waits, and all others")),
    GET("/contact/reports/{number}", .may = "contact.read", .scope = &CONTACT_SCOPE, .flags = HTTP_HIDDEN, .in = &IN_CONTACT_ONE, .doc = { { NULL, &CONTACT_LINE, false },
        { "live", &CONTACT_LIVE, true }, { "record", &CONTACT_RECORD, true }, { "outcomes", &CONTACT_TOLD, true }, { "steps", &CONTACT_STEP, true },
        { "parts", &CONTACT_PART, true }, { "amendments", &CONTACT_AMENDED, true }, { "photos", &DOC_LISTED, true } }, .page = "contact/report", .show = contact_show_report, .summary = N_("A contact report")),
    GET("/contact/reports/{number}/timeline", .may = "contact.read", .scope = &CONTACT_SCOPE, .flags = HTTP_HIDDEN, .in = &IN_CONTACT_ONE,
        .doc = { { NULL, &CONTACT_LINE, false }, { "moments", &CONTACT_MOMENT, true } }, .page = "contact/timeline", .as = "csv", .show = contact_show_timeline,
        .summary = N_("Everything that happened to a report")),
    GET("/contact/reports/{number}/amend", .may = "contact.amend", .scope = &CONTACT_SCOPE, .flags = HTTP_HIDDEN, .in = &IN_CONTACT_WHICH, .page = "contact/amend",
        .show = contact_show_amend, .summary = N_("Amend a locked report")),
    GET("/contact/exports", .nav = N_("Records answers"), .may = "contact.export", .page = "contact/exports", .show = contact_show_exports,
        .summary = N_("Take a contact report for a records answer")),
    GET("/contact/reports/{number}/export", .may = "contact.export", .scope = &CONTACT_SCOPE, .flags = HTTP_HIDDEN, .in = &IN_CONTACT_ONE,
        .doc = { { NULL, &CONTACT_LINE, false }, { "record", &CONTACT_RECORD, true }, { "outcomes", &CONTACT_TOLD, true }, { "steps", &CONTACT_STEP, true },
        { "parts", &CONTACT_PART, true }, { "amendments", &CONTACT_AMENDED, true }, { "photos", &DOC_LISTED, true } }, .page = "contact/export", .as = "txt",
        .show = contact_show_export, .give = contact_give_export, .summary = N_("A contact report without what is withheld")),
    POST("/contact/reports/{number}/open", .may = "contact.read", .scope = &CONTACT_SCOPE, .flags = HTTP_HIDDEN, .in = &IN_CONTACT_ONE, .act = contact_act_record, .summary = N_("Open a report")),
    POST("/contact/reports/{number}/restricted/open", .may = "contact.restricted", .scope = &CONTACT_SCOPE, .flags = HTTP_HIDDEN, .in = &IN_CONTACT_REASON, .act = contact_act_restricted, .summary = N_("Open what is restricted in a report")),
    POST("/contact/reports/{number}/privileged/open", .may = "contact.privileged", .scope = &CONTACT_SCOPE, .flags = HTTP_HIDDEN, .in = &IN_CONTACT_REASON, .act = contact_act_privileged, .summary = N_("Open the advice of counsel")),
    POST("/contact/reports/{number}/acknowledge", .may = "contact.acknowledge", .scope = &CONTACT_SCOPE, .flags = HTTP_HIDDEN, .in = &IN_CONTACT_ONE, .act = contact_act_acknowledge, .summary = N_("Acknowledge a report")),
    POST("/contact/reports/{number}/review", .may = "contact.review", .scope = &CONTACT_SCOPE, .flags = HTTP_HIDDEN, .in = &IN_CONTACT_REVIEW, .act = contact_act_review, .summary = N_("Review a report")),
    POST("/contact/reports/{number}/counsel", .may = "contact.counsel", .scope = &CONTACT_SCOPE, .flags = HTTP_HIDDEN, .in = &IN_CONTACT_COUNSEL, .act = contact_act_counsel, .summary = N_("Write down the advice of counsel")),
    POST("/contact/reports/{number}/lock", .may = "contact.lock", .scope = &CONTACT_SCOPE, .flags = HTTP_HIDDEN, .in = &IN_CONTACT_ONE, .act = contact_act_lock, .summary = N_("Lock a report")),
    POST("/contact/reports/{number}/amend/sign", .may = "contact.amend", .scope = &CONTACT_SCOPE, .flags = HTTP_HIDDEN | HTTP_SURE, .in = &IN_CONTACT_AMEND, .act = contact_act_amend, .summary = N_("Sign an amendment")),
    POST("/contact/exports/take", .may = "contact.export", .in = &IN_CONTACT_TAKE, .act = contact_act_take, .summary = N_("Take a report for a records answer")),
    /* summaries: the public reads stored text alone */
    GET("/contact/summaries", .may = "public", .doc = DOC_LIST("summaries", CONTACT_SUMMARY_HEAD), .page = "contact/summaries", .page_only = "ready", .as = "csv",
        .show = contact_show_summaries, .summary = N_("Summaries of contact reports")),
    GET("/contact/summaries/{period}", .may = "public", .in = &IN_SUMMARY, .doc = { { NULL, &CONTACT_SUMMARY_HEAD, false }, { "names", &CONTACT_NAME, true },
        { "cells", &CONTACT_CELL, true }, { "sections", &CONTACT_SAY_SECTION, true } }, .page = "contact/summary", .page_only = "sections nil few csv_url text_url",
        .as = "csv txt", .show = contact_show_summary, .give = contact_give_summary, .summary = N_("The contact reports of a period, counted")),
    GET("/contact/summaries/{period}/preview", .may = "contact.summary_confirm", .in = &IN_SUMMARY, .doc = { { NULL, &CONTACT_SUMMARY_WAITING, false },
        { "sections", &CONTACT_SAY_SECTION, true } }, .page = "contact/preview", .show = contact_show_preview, .summary = N_("A summary before it is published")),
    POST("/contact/summaries/publish", .may = "contact.summary", .in = &IN_SUMMARY_PUBLISH, .prepare = contact_prepare_summary, .act = contact_act_summary,
        .summary = N_("Ask a second person to publish a summary")),
    { 0 }
};
static const db_query *const QUERIES[] = { &CONTACT_DRAFT_BY, &CONTACT_DRAFT_OF, &CONTACT_DRAFT_CODE, &CONTACT_DRAFT_PUT, &CONTACT_DRAFT_OLD,
    &CONTACT_DRAFT_DEVICE, &CONTACT_REPORT_ADD, &CONTACT_REPORT_PAST, &CONTACT_REPORT_WALK, &CONTACT_REPORT_PUT, &CONTACT_REPORT_BY, &CONTACT_REPORT_ENTRY,
    &CONTACT_REPORT_NUMBER, &CONTACT_SCOPE,
    &CONTACT_AGENCY_ADD, &CONTACT_AGENCY_PAST, &CONTACT_AGENCY_WALK, &CONTACT_AGENCY_PUT, &CONTACT_AGENCY_ALL, &CONTACT_AGENCY_BY, &CONTACT_HELP_ADD, &CONTACT_HELP_PAST, &CONTACT_HELP_WALK, &CONTACT_HELP_PUT, &CONTACT_HELP_ALL, &CONTACT_HELP_BY, &CONTACT_DRILL_ADD, &CONTACT_DRILL_PAST, &CONTACT_DRILL_WALK, &CONTACT_DRILL_PUT,
    /* the desk */
    &CONTACT_LINES, &CONTACT_LINES_FROM, &CONTACT_LINE_BY, &CONTACT_WAITS, &CONTACT_OVERDUE, &CONTACT_UNLOCKED,
    &CONTACT_AMENDMENT_ADD, &CONTACT_AMENDMENT_PAST, &CONTACT_AMENDMENT_WALK, &CONTACT_AMENDMENT_PUT, &CONTACT_AMENDMENT_OF, &CONTACT_LAST,
    /* summaries */
    &CONTACT_SUMMARY_ADD, &CONTACT_SUMMARY_PAST, &CONTACT_SUMMARY_WALK, &CONTACT_SUMMARY_PUT, &CONTACT_SUMMARY_LIST, &CONTACT_SUMMARY_BY, &CONTACT_SUMMARY_LAST,
    &CONTACT_SUMMARY_TALLY, &CONTACT_SUMMARY_FIRST, &CONTACT_SUMMARY_COUNT, &CONTACT_SUMMARY_WAITING_PUT, &CONTACT_SUMMARY_WAITING_BY, &CONTACT_SUMMARY_WAITING_END, NULL };
static const history *const PAST[] = { &CONTACT_REPORTS, &CONTACT_AGENCIES, &CONTACT_HELPS, &CONTACT_DRILLS, &CONTACT_AMENDMENTS, &CONTACT_SUMMARIES, NULL };
static const wr_tick TICKS[] = { { "contact_drafts", 60, contact_tick_drafts }, { "contact_desk", 1, contact_tick_desk }, { 0 } };
const wr_module mod_contact = { .name = "contact", .clause = "2", .routes = ROUTES, .queries = QUERIES, .steps = contact_steps, .past = PAST, .ticks = TICKS,
    .packs = contact_packs, .pairs = contact_pairs_of_two, .pages = contact_pages, .stories = contact_stories, .rebuild = contact_rebuild };
