/* cost_web.c -- the module: routes, queries, histories. */
#include "cost_own.h"

#include "i18n.h"

extern const db_step cost_steps[];
extern const page_source cost_pages[];
extern const wr_module mod_cost;
static const http_route ROUTES[] = {
    GET("/cost", .nav = N_("Cost"), .may = "public", .in = &COST_IN_ON, .doc = DOC_LIST("figures", COST_FIGURE), .page = "cost/figures", .page_only = "sections on past_day csv_url", .as = "csv",
        .show = cost_show_figures, .give = cost_give_figures, .summary = N_("What it cost: published figures, each with its source and range")),
    GET("/cost/figures/{ref}", .may = "public", .in = &COST_IN_REF, .doc = { { NULL, &COST_FIGURE, false }, { "past", &COST_SAY_PAST, true } }, .page = "cost/figure", .page_only = "url edit_url may_edit",
        .show = cost_show_figure, .summary = N_("A figure of cost: source, range, and what it said before")),
    { 0 } };
static const db_query *const QUERIES[] = { &COST_FIGURE_ADD, &COST_FIGURE_PAST, &COST_FIGURE_WALK, &COST_FIGURE_PUT, &COST_FIGURE_BY, &COST_FIGURE_ALL, &COST_FIGURES_UPTO, &COST_N_AT, NULL };
static const history *const PAST[] = { &COST_FIGURES, NULL };
const wr_module mod_cost = { .name = "cost", .clause = "5", .routes = ROUTES, .queries = QUERIES, .steps = cost_steps, .past = PAST, .packs = cost_packs, .pages = cost_pages };
