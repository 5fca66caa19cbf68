/* cost_web.c -- the module: routes, queries, histories. */
#include "cost_own.h"

#include "cost_hours.h"
#include "i18n.h"

extern const db_step cost_steps[];
extern const page_source cost_pages[];
extern const wr_module mod_cost;
#define READ  .may = "cost.read"
#define WRITE .may = "cost.write"
#define REPORT_DOC { "lines", &COST_SAY_LINE, true }, { "inputs", &COST_SAY_INPUT, true }, { "totals", &COST_SAY_TOTAL, true }, { "withheld", &COST_SAY_WITHHELD, true }, { "clashes", &COST_SAY_CLASH, true }, { "missing", &COST_SAY_MISSING, true }
static const http_route ROUTES[] = {
    GET("/cost", .nav = N_("Cost"), .may = "public", .in = &COST_IN_ON, .doc = { { "figures", &COST_FIGURE, true }, { "reports", &COST_SAY_PUBLISHED, true } }, .page = "cost/figures",
        .page_only = "sections on past_day csv_url has_reports may_read", .reads = "cost city", .as = "csv", .show = cost_show_figures, .give = cost_give_figures, .summary = N_("What it cost: published figures, each with its source and range")),
    GET("/cost/figures/new", WRITE, .page = "cost/write", .show = cost_show_new, .summary = N_("Record a figure of cost")),
    GET("/cost/figures/{ref}", .may = "public", .in = &COST_IN_REF, .doc = { { NULL, &COST_FIGURE, false }, { "past", &COST_SAY_PAST, true } }, .page = "cost/figure", .page_only = "url edit_url may_edit",
        .show = cost_show_figure, .summary = N_("A figure of cost: source, range, and what it said before")),
    GET("/cost/figures/{ref}/edit", WRITE, .in = &COST_IN_REF, .page = "cost/write", .show = cost_show_edit, .summary = N_("Change a figure of cost")),
    GET("/cost/reports/{number}", .may = "public", .in = &COST_IN_PUBLISHED, .doc = { { NULL, &COST_SAY_PUBLISHED, false }, { NULL, &COST_REPORT_HEAD, false }, REPORT_DOC }, .page = "cost/report",
        .page_only = "csv_url has_clashes", .reads = "cost city", .as = "csv", .show = cost_show_report, .give = cost_give_report, .summary = N_("A published report of cost: totals apart, formula, inputs")),
    GET("/cost/scenarios", READ, .doc = DOC_LIST("scenarios", COST_SAY_SCENARIO), .page = "cost/scenarios", .page_only = "may_write", .as = "csv", .show = cost_show_scenarios, .summary = N_("Scenarios of cost")),
    GET("/cost/scenarios/{number}", READ, .in = &COST_IN_NUMBER, .doc = { { NULL, &COST_REPORT_HEAD, false }, REPORT_DOC }, .page = "cost/scenario",
        .page_only = "csv_url published_url differs waits not_sound may_write may_ask has_clashes n_open more_pairs", .as = "csv", .show = cost_show_scenario, .give = cost_give_scenario, .summary = N_("A scenario of cost, worked out from its inputs as they stand")),
    GET("/cost/hours", READ, .doc = { { "imports", &COST_SAY_IMPORT, true }, { "totals", &COST_HOURS_TOTAL, true } }, .page = "cost/hours", .page_only = "columns some_repeats", .as = "csv", .show = cost_show_hours, .give = cost_give_hours,
        .summary = N_("Staff hours by cost code")),
    GET("/cost/hours/drafts/{id}", WRITE, .in = &COST_IN_DRAFT, .doc = { { "bad", &COST_BAD, true }, { "totals", &COST_HOURS_TOTAL, true }, { "rows", &COST_HOUR, true } }, .page = "cost/draft", .page_only = "n_rows n_bad repeats some_repeats",
        .show = cost_show_draft, .summary = N_("A table of staff hours before it is kept")),
    POST("/cost/figures/write", WRITE, .in = &COST_PACK_FIGURE, .act = cost_act_new, .summary = N_("Record a figure of cost")),
    POST("/cost/figures/{ref}/edit", WRITE, .in = &COST_IN_EDIT, .act = cost_act_edit, .summary = N_("Change a figure of cost")),
    POST("/cost/scenarios/open", WRITE, .in = &COST_IN_OPEN, .act = cost_act_open, .summary = N_("Open a scenario")),
    POST("/cost/scenarios/{number}/words/write", WRITE, .in = &COST_IN_RENAME, .act = cost_act_rename, .summary = N_("Change the words of a scenario")),
    POST("/cost/scenarios/{number}/inputs/write", WRITE, .in = &COST_IN_SET, .act = cost_act_set, .summary = N_("Write an input of a scenario")),
    POST("/cost/scenarios/{number}/inputs/drop", WRITE, .in = &COST_IN_DROP, .act = cost_act_drop, .summary = N_("Take an input out of a scenario")),
    POST("/cost/scenarios/{number}/clashes/decide", WRITE, .in = &COST_IN_DECIDE, .act = cost_act_decide, .summary = N_("Say which of two lines stands")),
    POST("/cost/scenarios/{number}/publish/ask", WRITE, .in = &COST_IN_NUMBER, .act = cost_act_publish, .summary = N_("Ask a second person to publish a scenario")),
    POST("/cost/scenarios/{number}/publish/back", WRITE, .in = &COST_IN_NUMBER, .act = cost_act_back, .summary = N_("Take a published report back")),
    POST("/cost/hours/check", WRITE, .in = &COST_IN_CHECK, .act = cost_act_check, .summary = N_("Look at a table of staff hours before it is kept")),
    POST("/cost/hours/drafts/{id}/keep", WRITE, .in = &COST_IN_DRAFT, .act = cost_act_keep, .summary = N_("Keep a table of staff hours")),
    POST("/cost/hours/{number}/back", WRITE, .in = &COST_IN_STRIKE, .act = cost_act_strike, .summary = N_("Take an import of staff hours back")),
    { 0 } };
static const db_query *const QUERIES[] = { &COST_FIGURE_ADD, &COST_FIGURE_PAST, &COST_FIGURE_WALK, &COST_FIGURE_PUT, &COST_FIGURE_BY, &COST_FIGURE_ALL, &COST_FIGURE_COUNT, &COST_FIGURES_UPTO, &COST_N_AT,
    &COST_SCENARIO_ADD, &COST_SCENARIO_PAST, &COST_SCENARIO_WALK, &COST_SCENARIO_PUT, &COST_SCENARIO_NUMBER, &COST_SCENARIO_ALL, &COST_SCENARIO_LAST, &COST_SCENARIOS_UPTO,
    &COST_INPUT_ADD, &COST_INPUT_PAST, &COST_INPUT_WALK, &COST_INPUT_PUT, &COST_INPUT_OF, &COST_INPUT_USES, &COST_CHOICE_ADD, &COST_CHOICE_PAST, &COST_CHOICE_WALK, &COST_CHOICE_PUT, &COST_CHOICE_OF,
    &COST_HOURS_ADD, &COST_HOURS_PAST, &COST_HOURS_WALK, &COST_HOURS_PUT, &COST_HOURS_ALL, &COST_HOURS_NEXT, &COST_HOURS_SAME, &COST_HOURS_NUMBER, &COST_DRAFT_PUT, &COST_DRAFT_BY, &COST_DRAFT_DROP, &COST_DRAFT_OLD, NULL };
static const history *const PAST[] = { &COST_FIGURES, &COST_SCENARIOS, &COST_INPUTS, &COST_CHOICES, &COST_IMPORTS, NULL };
static const wr_tick TICKS[] = { { "cost_drafts", 60, cost_tick_drafts }, { 0 } };
const wr_module mod_cost = { .name = "cost", .clause = "5", .routes = ROUTES, .queries = QUERIES, .steps = cost_steps, .past = PAST, .ticks = TICKS, .pairs = cost_pairs, .packs = cost_packs,
    .pages = cost_pages, .quotes = cost_quotes, .stories = cost_stories };
