/* released_web.c -- the module: routes, queries, histories, jobs, commands. */
#include "released_web.h"

#include "cli.h"
#include "i18n.h"
#include "released_cost_web.h"
#include "released_say.h"

extern const db_step released_steps[];
extern const page_source released_pages[];
extern const cli_command released_commands[];
extern const wr_module mod_released;
#define READ  .may = "released.read"
#define WRITE .may = "released.write"
static const http_route ROUTES[] = {
    GET("/released/files", .nav = N_("Released records"), READ, .doc = DOC_LIST("files", RELEASED_SAY_FILE), .page = "released/files", .as = "csv", .show = released_show_files, .summary = N_("Released files")),
    GET("/released/files/{number}", READ, .in = &IN_RELEASED_FILE, .doc = { { NULL, &RELEASED_SAY_FILE, false }, { "tables", &RELEASED_SAY_TABLE, true } }, .page = "released/file", .show = released_show_file,
        .summary = N_("A released file: what it is")),
    POST("/released/files/take", WRITE, .in = &IN_RELEASED_TAKE, .upload_mb = RELEASED_MB, .prepare = released_prepare_take, .act = released_act_take, .summary = N_("Take a released file in")),
    POST("/released/files/{number}/head", WRITE, .in = &IN_RELEASED_HEAD, .act = released_act_head, .summary = N_("Say where the header of a sheet is")),
    GET("/released/cost", READ, .in = &IN_RELEASED_COST, .doc = { { NULL, &RELEASED_COST_SAID, false }, { "priced", &RELEASED_COST_ROW, true }, { "without", &RELEASED_COST_ROW, true }, { "unlisted", &RELEASED_COST_ROW, true },
        { "causes", &RELEASED_COST_CAUSE, true }, { "quotes", &RELEASED_QUOTE_SAID, true } }, .page = "released/cost", .page_only = "causes_chart dearest_chart tables lists sums has_sources has_nights has_area has_facility has_code has_state has_date has_priced has_without has_unlisted area facility facility_code state"
            " from_day to_day all_url csv_url data_url by_names", .as = "csv", .show = released_show_cost, .give = released_give_cost,
        .summary = N_("Nights and their price, from released lists")),
    GET("/released/cost/contract", READ, .in = &IN_RELEASED_CONTRACT, .doc = DOC_LIST("past", RELEASED_SETTLED_PAST), .page = "released/cost_contract", .show = released_show_contract, .summary = N_("A contract in words: what a person decided that it means")),
    GET("/released/cost/place", READ, .in = &IN_RELEASED_PLACE, .doc = DOC_LIST("past", RELEASED_SETTLED_PAST), .page = "released/cost_place", .show = released_show_place, .summary = N_("A facility among nights: which one of the list it is")),
    POST("/released/cost/contract/decide", WRITE, .in = &IN_RELEASED_DECIDE, .act = released_act_decide, .summary = N_("Say what a contract in words means")),
    POST("/released/cost/contract/undo", WRITE, .in = &IN_RELEASED_CONTRACT_UNDO, .act = released_act_contract_undo, .summary = N_("Undo what a contract was said to mean")),
    POST("/released/cost/place/confirm", WRITE, .in = &IN_RELEASED_TIE, .act = released_act_tie, .summary = N_("Say which facility a name is")),
    POST("/released/cost/place/undo", WRITE, .in = &IN_RELEASED_TIE_UNDO, .act = released_act_tie_undo, .summary = N_("Undo which facility a name was said to be")),
    { 0 }
};
static const db_query *const QUERIES[] = {
    &RELEASED_FILE_ADD, &RELEASED_FILE_PAST, &RELEASED_FILE_WALK, &RELEASED_FILE_PUT, &RELEASED_FILE_BY, &RELEASED_FILE_ID, &RELEASED_FILE_SAME, &RELEASED_FILE_LIKE, &RELEASED_FILE_ALL, &RELEASED_FILE_LAST,
    &RELEASED_MAP_ADD, &RELEASED_MAP_PAST, &RELEASED_MAP_WALK, &RELEASED_MAP_PUT, &RELEASED_MAP_BY, &RELEASED_MAP_ALL, &RELEASED_TABLE_PUT, &RELEASED_TABLE_OF, &RELEASED_TABLE_BY, &RELEASED_TABLE_ALL,
    &RELEASED_TABLE_OFF, &RELEASED_CONTRACT_ADD, &RELEASED_CONTRACT_PAST, &RELEASED_CONTRACT_WALK, &RELEASED_CONTRACT_PUT, &RELEASED_CONTRACT_BY, &RELEASED_CONTRACT_ALL,
    &RELEASED_ALIAS_ADD, &RELEASED_ALIAS_PAST, &RELEASED_ALIAS_WALK, &RELEASED_ALIAS_PUT, &RELEASED_ALIAS_BY, &RELEASED_ALIAS_ALL, NULL };
static const history *const PAST[] = { &RELEASED_FILES, &RELEASED_MAPS, &RELEASED_CONTRACTS, &RELEASED_ALIASES, NULL };
const wr_module mod_released = { .name = "released", .clause = "5", .routes = ROUTES, .queries = QUERIES, .steps = released_steps, .past = PAST, .jobs = released_jobs, .pages = released_pages,
    .commands = released_commands, .rebuild = released_again };
