/* counter_web.c -- the module: every page of the guide in one table. All are cached, also those that name who is on duty: a shift ends on the
 * hour, and no cached page outlives its quarter of one. */
#include "counter.h"
#include "counter_edit_own.h"

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
#define CHANGED { "changes", &EDIT_CHANGE, true }
#define CHANGES CHANGED, { "approval", &FLOW_APPROVAL, true }
#define FAULTS { "faults", &EDIT_FAULT, true }
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
        .page_only = ONLY " may_edit", .reads = READS, .as = "svg txt", .show = counter_show_graph, .give = counter_give_graph, .summary = N_("The guide as a graph, for lawyers")),
    GET("/counter/edit", .may = "guide.edit", .doc = { CHANGES, FAULTS, { "nodes", &EDIT_PART, true }, { "scripts", &EDIT_PART, true }, { "papers", &EDIT_PART, true },
        { "languages_of", &EDIT_LANG, true } }, .page = "counter/edit", .page_only = "ask", .show = edit_show, .summary = N_("Change the guide: the draft, and what it changes")),
    GET("/counter/edit/graph", .may = "guide.edit", .as = "svg txt", .give = edit_give_graph, .summary = N_("The draft as a graph")),
    GET("/counter/edit/part/{kind}/{ref}", .may = "guide.edit", .in = &IN_EDIT_PART, .doc = { { NULL, &EDIT_PART, false }, CHANGED, { "texts", &EDIT_TEXT, true }, { "choices", &EDIT_PART, true },
        { "leads_here", &EDIT_PART, true } }, .page = "counter/edit_part", .page_only = "form remove up undo", .show = edit_show_part, .summary = N_("One part of the draft")),
    GET("/counter/edit/add/{kind}", .may = "guide.edit", .in = &IN_EDIT_ADD, .page = "counter/edit_add", .show = edit_show_add, .summary = N_("Add a part to the draft")),
    POST("/counter/edit/nodes/{id}/change", .may = "guide.edit", .in = &IN_EDIT_NODE, .act = edit_act_node, .summary = N_("Save into the draft")),
    POST("/counter/edit/nodes/add", .may = "guide.edit", .in = &IN_EDIT_NODE_ADD, .act = edit_act_node_add, .summary = N_("Add a step")),
    POST("/counter/edit/choices/{node}/{choice}/change", .may = "guide.edit", .in = &IN_EDIT_CHOICE, .act = edit_act_choice, .summary = N_("Save into the draft")),
    POST("/counter/edit/choices/add", .may = "guide.edit", .in = &IN_EDIT_CHOICE_ADD, .act = edit_act_choice_add, .summary = N_("Add a choice")),
    POST("/counter/edit/scripts/{id}/change", .may = "guide.edit", .in = &IN_EDIT_SCRIPT, .act = edit_act_script, .summary = N_("Save into the draft")),
    POST("/counter/edit/scripts/add", .may = "guide.edit", .in = &IN_EDIT_SCRIPT_ADD, .act = edit_act_script_add, .summary = N_("Add words to say")),
    POST("/counter/edit/papers/{id}/change", .may = "guide.edit", .in = &IN_EDIT_PAPER, .act = edit_act_paper, .summary = N_("Save into the draft")),
    POST("/counter/edit/papers/add", .may = "guide.edit", .in = &IN_EDIT_PAPER_ADD, .act = edit_act_paper_add, .summary = N_("Add a paper")),
    POST("/counter/edit/part/{kind}/{ref}/remove", .may = "guide.edit", .in = &IN_EDIT_ROW, .act = edit_act_remove, .summary = N_("Take it out of the draft")),
    POST("/counter/edit/part/{kind}/{ref}/up", .may = "guide.edit", .in = &IN_EDIT_ROW, .act = edit_act_up, .summary = N_("One place up")),
    POST("/counter/edit/part/{kind}/{ref}/undo", .may = "guide.edit", .in = &IN_EDIT_ROW, .act = edit_act_undo, .summary = N_("Undo: as in the last version")),
    GET("/counter/edit/words/{lang}", .may = "guide.edit", .in = &IN_EDIT_LANG, .doc = DOC_LIST("texts", EDIT_TEXT), .page = "counter/edit_words", .show = edit_show_words,
        .summary = N_("The draft in another language")),
    POST("/counter/edit/words/{lang}/{key}/put", .may = "guide.edit", .in = &IN_EDIT_WORD, .act = edit_act_word, .summary = N_("Save these words")),
    GET("/counter/edit/approval", .may = "guide.edit", .doc = { CHANGES, FAULTS, { "listed", &FLOW_LISTED, true } }, .page = "counter/edit_approval", .page_only = "form",
        .show = edit_show_approval, .summary = N_("What counsel approves")),
    POST("/counter/edit/approval/give", .may = "guide.counsel", .in = &IN_EDIT_APPROVE, .act = edit_act_approve, .summary = N_("I approve these words as counsel")),
    POST("/counter/edit/publication/ask", .may = "guide.edit", .in = &IN_EDIT_ASK, .act = edit_act_ask, .summary = N_("Ask a second person to publish it")),
    GET("/counter/edit/versions", .may = "guide.edit", .doc = DOC_LIST("versions", EDIT_VERSION), .page = "counter/edit_versions", .as = "csv", .show = edit_show_versions,
        .summary = N_("Versions of the guide and who made them")),
    GET("/counter/edit/compare", .may = "guide.edit", .in = &IN_EDIT_COMPARE, .doc = { CHANGED, { "versions", &FLOW_VERSION, true } }, .page = "counter/edit_compare",
        .show = edit_show_compare, .summary = N_("Two versions side by side")),
    { 0 }
};
static const db_query *const QUERIES[] = { &COUNTER_N_AT, NULL };
static const wr_door DOORS[] = { { N_("Guide at the counter"), "/counter/at/{token}" }, { N_("Card to print"), "/counter/at/{token}/card" }, { 0 } };
static const wr_story STORIES[] = { { N_("A worker at a desk: officers come in. Open the guide and follow one visit to its end"), "/counter", NULL },
    { N_("Counsel: read what changes in the guide, side by side, and approve the words"), "/counter/edit", "counsel" }, { 0 } };
const wr_module mod_counter = { .name = "counter", .clause = "2", .routes = ROUTES, .queries = QUERIES, .steps = counter_steps, .pages = counter_pages, .doors = DOORS, .pairs = counter_pairs,
    .stories = STORIES };
