/* directive_web.c -- the module: every page and act of the directive in one table. */
#include "directive_own.h"

extern const db_step directive_steps[];
extern const page_source directive_pages[];
extern const wr_module mod_directive;
#define READS "directive city clock person"

static const http_route ROUTES[] = {
    GET("/directive", .nav = N_("Directive"), .may = "public", .in = &IN_MATRIX, .doc = { { "directions", &SAY_DIRECTION, true }, { "departments", &SAY_DEPARTMENT, true },
        { "cells", &SAY_CELL, true } }, .page = "directive/matrix", .page_only = "groups columns wide by_name by_family filtered", .reads = READS, .as = "csv", .show = directive_show_matrix,
        .give = directive_give_matrix, .summary = N_("Every direction in every department, gaps first")),
    GET("/directive/{direction}", .may = "public", .in = &IN_DIRECTION, .doc = { { NULL, &DIRECTIVE_DIRECTION, false }, { "lines", &SAY_LINE, true },
        { "targets", &DIRECTIVE_TARGET, true } }, .page = "directive/direction", .show = directive_show_direction,
        .summary = N_("One direction: what it asks, of whom, by when")),
    GET("/directive/departments/{acronym}", .may = "public", .in = &IN_DEPARTMENT, .doc = { { NULL, &CITY_DEPARTMENT, false }, { "lines", &SAY_LINE, true },
        { "liaisons", &CITY_LIAISON, true } }, .page = "directive/department", .reads = READS, .show = directive_show_department,
        .summary = N_("One department: what is asked of it, and its liaison")),
    GET("/directive/orders/{ref}", .may = "public", .in = &IN_ORDER, .doc = { { NULL, &DIRECTIVE_ORDER, false }, { "directions", &DIRECTIVE_DIRECTION, true },
        { "links", &SAY_LINK, true } }, .page = "directive/order", .reads = READS, .show = directive_show_order,
        .summary = N_("An order, its directions and the orders it bears on")),
    GET("/directive/{direction}/{department}", .may = "public", .in = &IN_CELL, .doc = { { NULL, &DIRECTIVE_CELL, false }, { "pieces", &SAY_PIECE, true },
        { "moves", &SAY_MOVED, true } }, .page = "directive/cell", .show = directive_show_cell,
        .summary = N_("One answer: state, dates, evidence, history")),
    GET("/report", .may = "public", .in = &IN_REPORT, .doc = DOC_LIST("plans", SAY_PLAN), .page = "directive/report", .reads = READS, .as = "csv",
        .show = directive_show_report, .give = directive_give_report, .summary = N_("Report to the Council: all plans")),
    GET("/briefing", .nav = N_("Briefing"), .may = "directive.briefing", .in = &IN_SINCE, .doc = { { "late", &SAY_LINE, true }, { "soon", &SAY_LINE, true },
        { "changes", &SAY_CHANGE, true } }, .page = "directive/briefing", .show = directive_show_briefing,
        .summary = N_("Briefing: changed, late, waiting, due next")),
    GET("/briefing/remind", .may = "directive.remind", .doc = DOC_LIST("mails", SAY_MAIL), .page = "directive/remind", .show = directive_show_remind,
        .summary = N_("Letters to those who are late")),
    GET("/work", .nav = N_("My work"), .may = "directive.work", .doc = { { "own", &SAY_LINE, true }, { "queue", &SAY_LINE, true } }, .page = "directive/work",
        .show = directive_show_work, .summary = N_("What waits for you")),
    POST("/directive/{direction}/{department}/start", .may = "directive.claim", .scope = &DIRECTIVE_SCOPE, .in = &IN_CLAIM, .act = directive_act_start,
        .summary = N_("Say that work has started")),
    POST("/directive/{direction}/{department}/evidence/add", .may = "directive.evidence", .scope = &DIRECTIVE_SCOPE, .in = &IN_EVIDENCE,
        .prepare = directive_prepare_evidence, .act = directive_act_evidence, .summary = N_("Add a piece of evidence")),
    POST("/directive/{direction}/{department}/claim", .may = "directive.claim", .scope = &DIRECTIVE_SCOPE, .in = &IN_CLAIM, .act = directive_act_claim,
        .summary = N_("Claim that it is done")),
    POST("/directive/{direction}/{department}/explain", .may = "directive.claim", .scope = &DIRECTIVE_SCOPE, .in = &IN_EXPLAIN,
        .act = directive_act_explain, .summary = N_("Give the reason why it is not done")),
    POST("/directive/{direction}/{department}/verify", .may = "directive.verify", .scope = &DIRECTIVE_SCOPE, .in = &IN_CLAIM,
        .act = directive_act_verify, .summary = N_("Verify what another person claimed")),
    POST("/directive/{direction}/{department}/return", .may = "directive.verify", .scope = &DIRECTIVE_SCOPE, .in = &IN_REASON,
        .act = directive_act_return, .summary = N_("Return it with a reason")),
    POST("/directive/{direction}/{department}/decline", .may = "directive.verify", .scope = &DIRECTIVE_SCOPE, .in = &IN_DECLINE,
        .act = directive_act_decline, .summary = N_("Settle it without being done: will not, no further action, not applicable")),
    POST("/directive/{direction}/{department}/extend", .may = "directive.extend", .scope = &DIRECTIVE_SCOPE, .in = &IN_EXTEND,
        .act = directive_act_extend, .summary = N_("Extend the date")),
    POST("/directive/{direction}/{department}/stage/set", .may = "directive.verify", .scope = &DIRECTIVE_SCOPE, .in = &IN_STAGE,
        .act = directive_act_stage, .summary = N_("Set the stage")),
    POST("/directive/{direction}/measure/set", .may = "directive.measure", .in = &IN_MEASURE, .act = directive_act_measure,
        .summary = N_("Agree on the measure of done")),
    POST("/directive/{direction}/ask", .may = "directive.measure", .in = &IN_ASK, .act = directive_act_ask, .summary = N_("Ask one more department")),
    POST("/directive/orders/{ref}/sign", .may = "directive.extend", .in = &IN_SIGNED, .act = directive_act_signed,
        .summary = N_("Set the day of signing right")),
    POST("/briefing/remind", .may = "directive.remind", .in = &IN_REMIND, .act = directive_act_remind, .summary = N_("Mark the late ones as reminded")),
    { 0 }
};
static const history *const PAST[] = { &DIRECTIVE_ORDERS, &DIRECTIVE_DIRECTIONS, &DIRECTIVE_TARGETS, &DIRECTIVE_CELLS, &DIRECTIVE_PIECES,
    &DIRECTIVE_SERVING, NULL };
const wr_module mod_directive = { .name = "directive", .clause = "1", .routes = ROUTES, .queries = directive_queries, .steps = directive_steps,
    .past = PAST, .packs = directive_packs, .pages = directive_pages, .count = directive_count, .stories = directive_stories,
    .check = directive_check };
