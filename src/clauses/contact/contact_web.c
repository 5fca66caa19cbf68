/* contact_web.c -- the module: every page and act of contact reports in one table. */
#include "contact_own.h"
#include "contact_rollcall.h"

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
    GET("/contact/copy", .may = "public", .doc = { { NULL, &CONTACT_HEAD, false }, { "parts", &CONTACT_PART, true }, { "help", &CONTACT_HELP, true },
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
    /* roll-call */
    GET("/contact/rollcalls", .may = "contact.rollcall", .doc = { { "rollcalls", &CONTACT_SAY_ROLLCALL, true }, { "templates", &CONTACT_TEMPLATE, true } },
        .page = "contact/rollcalls", .page_only = "has_any no_text", .show = contact_show_rollcalls, .summary = N_("Roll-calls: ask who can be reached")),
    GET("/contact/rollcalls/mine", .may = "contact.here", .doc = DOC_LIST("lines", CONTACT_SAY_MINE), .page = "contact/rollcalls_mine",
        .show = contact_show_rollcalls_mine, .summary = N_("Roll-calls that ask you")),
    GET("/contact/rollcalls/{number}", .may = "contact.rollcall", .in = &IN_ROLLCALL_NUMBER, .doc = { { NULL, &CONTACT_SAY_ROLLCALL, false },
        { "asked_rows", &CONTACT_SAY_ASKED, true } }, .page = "contact/rollcall", .page_only = "waits_n said minutes csv_url", .as = "csv",
        .show = contact_show_rollcall, .summary = N_("A roll-call: who answered, and who is silent")),
    GET("/contact/here", .may = "public", .page = "contact/here_code", .show = contact_show_here_code, .summary = N_("Answer a roll-call by its code")),
    GET("/contact/here/{token}", .may = "public", .in = &IN_HERE, .doc = DOC_ONE(CONTACT_SAY_HERE), .page = "contact/here", .page_only = "is_answered",
        .show = contact_show_here, .summary = N_("Answer a roll-call")),
    POST("/contact/rollcalls/ask", .may = "contact.rollcall", .in = &IN_ROLLCALL, .prepare = contact_prepare_rollcall, .act = contact_act_rollcall,
        .summary = N_("Ask in a roll-call")),
    POST("/contact/rollcalls/mine/here", .may = "contact.here", .in = &IN_HERE_MINE, .act = contact_act_here_mine, .summary = N_("Answer as who is signed in")),
    POST("/contact/here/open", .may = "public", .in = &IN_HERE_CODE, .act = contact_act_here_open, .summary = N_("Open a roll-call by its code")),
    POST("/contact/here/answer", .may = "public", .in = &IN_HERE_ANSWER, .act = contact_act_here, .summary = N_("Say that one is there")),
    { 0 }
};
static const db_query *const QUERIES[] = { &CONTACT_DRAFT_BY, &CONTACT_DRAFT_OF, &CONTACT_DRAFT_CODE, &CONTACT_DRAFT_PUT, &CONTACT_DRAFT_OLD,
    &CONTACT_DRAFT_DEVICE, &CONTACT_REPORT_ADD, &CONTACT_REPORT_PAST, &CONTACT_REPORT_WALK, &CONTACT_REPORT_PUT, &CONTACT_REPORT_BY, &CONTACT_REPORT_ENTRY,
    &CONTACT_REPORT_NUMBER, &CONTACT_SCOPE,
    &CONTACT_AGENCY_ADD, &CONTACT_AGENCY_PAST, &CONTACT_AGENCY_WALK, &CONTACT_AGENCY_PUT, &CONTACT_AGENCY_ALL, &CONTACT_AGENCY_BY, &CONTACT_HELP_ADD, &CONTACT_HELP_PAST, &CONTACT_HELP_WALK, &CONTACT_HELP_PUT, &CONTACT_HELP_ALL, &CONTACT_HELP_BY, &CONTACT_DRILL_ADD, &CONTACT_DRILL_PAST, &CONTACT_DRILL_WALK, &CONTACT_DRILL_PUT,
    /* roll-call */
    &CONTACT_TEMPLATE_ADD, &CONTACT_TEMPLATE_PAST, &CONTACT_TEMPLATE_WALK, &CONTACT_TEMPLATE_PUT, &CONTACT_TEMPLATE_ALL, &CONTACT_TEMPLATE_BY,
    &CONTACT_ROLLCALL_ADD, &CONTACT_ROLLCALL_PAST, &CONTACT_ROLLCALL_WALK, &CONTACT_ROLLCALL_PUT, &CONTACT_ROLLCALL_BY, &CONTACT_ROLLCALL_NUMBER,
    &CONTACT_ROLLCALL_ALL, &CONTACT_ROLLCALL_DUE, &CONTACT_ASKED_ADD, &CONTACT_ASKED_PAST, &CONTACT_ASKED_WALK, &CONTACT_ASKED_PUT, &CONTACT_ASKED_BY,
    &CONTACT_ASKED_TOKEN, &CONTACT_ASKED_OF, &CONTACT_ASKED_MINE, &CONTACT_CALL_TEST_ADD, &CONTACT_CALL_TEST_PAST, &CONTACT_CALL_TEST_WALK,
    &CONTACT_CALL_TEST_PUT, &CONTACT_CALL_TEST_OF,
    NULL };
static const history *const PAST[] = { &CONTACT_REPORTS, &CONTACT_AGENCIES, &CONTACT_HELPS, &CONTACT_DRILLS,
    &CONTACT_TEMPLATES, &CONTACT_ROLLCALLS, &CONTACT_ASKEDS, &CONTACT_CALL_TESTS,
    NULL };
static const wr_tick TICKS[] = { { "contact_drafts", 60, contact_tick_drafts }, { "contact_rollcalls", 1, contact_tick_rollcalls }, { 0 } };
const wr_module mod_contact = { .name = "contact", .clause = "2", .routes = ROUTES, .queries = QUERIES, .steps = contact_steps, .past = PAST, .ticks = TICKS,
    .packs = contact_packs, .pages = contact_pages };
