/* counter_web.c -- the module: every page of the guide in one table. All are cached, also those that name who is on duty: a shift ends on the
 * hour, and no cached page outlives its quarter of one. */
#include "counter.h"

extern const db_step counter_steps[];
extern const page_source counter_pages[];
extern const wr_module mod_counter;
#define READS "flow city clock"
#define ROUND { "guide", &COUNTER_GUIDE, true }, { "then", &COUNTER_THEN, true }, { "place", &COUNTER_PLACE, true }
#define STEP { { NULL, &FLOW_NODE, false }, ROUND, { "says", &FLOW_SCRIPT, true }, { "lines", &COUNTER_LINE, true }, { "choices", &COUNTER_CHOICE, true }, \
    { "pictured", &COUNTER_CHOICE, true }, { "pending", &COUNTER_LINK, true }, { "first", &CITY_CALL, true } }
#define STEP_ONLY "bare foreign is_start is_end start_url report_url branch_url card_url"
#define CARD { ROUND, { "says", &FLOW_SCRIPT, true }, { "lines", &COUNTER_LINE, true }, { "checks_list", &COUNTER_LINE, true }, { "roster", &CITY_DUTY, true } }
#define BRANCHES { ROUND, { "branches", &COUNTER_LINK, true } }
#define ONLY "bare foreign start_url report_url"

static const http_route ROUTES[] = {
    GET("/counter", .nav = N_("Counter"), .may = "public", .in = &IN_COUNTER, .doc = STEP, .page = "counter/step", .page_only = STEP_ONLY,
        .reads = READS, .show = counter_show_step, .summary = N_("At the counter: what to do now")),
    GET("/counter/step/{node}", .may = "public", .in = &IN_COUNTER_NODE, .doc = STEP, .page = "counter/step", .page_only = STEP_ONLY, .reads = READS, .show = counter_show_step,
        .summary = N_("A step of the guide")),
    GET("/counter/at/{token}", .may = "public", .in = &IN_COUNTER_PLACE, .doc = STEP, .page = "counter/step", .page_only = STEP_ONLY, .reads = READS, .show = counter_show_step,
        .summary = N_("At the counter of one place: what to do now")),
    GET("/counter/at/{token}/{node}", .may = "public", .in = &IN_COUNTER_PLACE_NODE, .doc = STEP, .page = "counter/step", .page_only = STEP_ONLY,
        .reads = READS, .show = counter_show_step, .summary = N_("A step of the guide at one place")),
    GET("/counter/card", .may = "public", .in = &IN_COUNTER, .doc = CARD, .page = "counter/card", .page_only = ONLY, .reads = READS, .show = counter_show_card,
        .summary = N_("The guide as a card to print")),
    GET("/counter/at/{token}/card", .may = "public", .in = &IN_COUNTER_PLACE, .doc = CARD, .page = "counter/card", .page_only = ONLY, .reads = READS,
        .show = counter_show_card, .summary = N_("The card of one place, with its code")),
    GET("/counter/branches", .may = "public", .in = &IN_COUNTER, .doc = BRANCHES, .page = "counter/branches", .page_only = ONLY, .reads = READS,
        .show = counter_show_branches, .summary = N_("The guide to print, one page per branch")),
    GET("/counter/branches/{node}", .may = "public", .in = &IN_COUNTER_NODE, .doc = BRANCHES, .page = "counter/branches", .page_only = ONLY, .reads = READS,
        .show = counter_show_branches, .summary = N_("One branch of the guide to print")),
    GET("/counter/whole", .may = "public", .in = &IN_COUNTER, .doc = { ROUND, { "nodes", &FLOW_NODE, true } }, .page = "counter/whole", .page_only = ONLY, .reads = READS,
        .show = counter_show_whole, .summary = N_("The whole guide on one sheet")),
    GET("/counter/papers", .may = "public", .in = &IN_COUNTER, .doc = { { "papers", &FLOW_PAPER, true }, ROUND }, .page = "counter/papers", .page_only = ONLY,
        .reads = READS, .as = "csv", .show = counter_show_papers, .summary = N_("Papers that officers may show, with pictures")),
    GET("/counter/papers/{paper}", .may = "public", .in = &IN_COUNTER_PAPER, .doc = { { NULL, &FLOW_PAPER, false }, ROUND }, .page = "counter/paper", .page_only = ONLY,
        .reads = READS, .as = "svg", .show = counter_show_paper, .give = counter_give_paper, .summary = N_("One paper: what it looks like and what it means")),
    GET("/counter/graph", .may = "public", .in = &IN_COUNTER, .doc = { ROUND, { "nodes", &FLOW_NODE, true }, { "versions", &FLOW_VERSION, true } }, .page = "counter/graph",
        .page_only = ONLY, .reads = READS, .as = "svg txt", .show = counter_show_graph, .give = counter_give_graph, .summary = N_("The guide as a graph, for lawyers")),
    { 0 }
};
static const db_query *const QUERIES[] = { &COUNTER_N_AT, NULL };
static const wr_door DOORS[] = { { N_("Guide at the counter"), "/counter/at/{token}" }, { N_("Card to print"), "/counter/at/{token}/card" }, { 0 } };
static const wr_story STORIES[] = { { N_("A worker at a desk: officers come in. Open the guide and follow one visit to its end"), "/counter", NULL }, { 0 } };
const wr_module mod_counter = { .name = "counter", .clause = "2", .routes = ROUTES, .queries = QUERIES, .steps = counter_steps, .pages = counter_pages, .doors = DOORS,
    .stories = STORIES };
