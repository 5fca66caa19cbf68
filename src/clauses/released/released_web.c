/* released_web.c -- the module: routes, queries, histories, jobs, commands. */
#include "released_web.h"

#include "cli.h"
#include "i18n.h"
#include "released_compare_web.h"
#include "released_cost_web.h"
#include "released_desk.h"
#include "released_findings.h"
#include "released_mapping.h"
#include "released_public_own.h"
#include "released_say.h"

extern const db_step released_steps[];
extern const page_source released_pages[];
extern const cli_command released_commands[];
extern const wr_module mod_released;
extern const wr_pack released_packs[];
extern const wr_story released_stories[];
#define PAGE_ONLY .page_only = "sum_title chart columns times sums left places parts who why cost has_first has_who has_why has_cost is_waiting is_public is_cut columns_most may_approve finding measured table_time row_title has_chart action_url csv_url svg_url has_places has_parts has_times from_day to_day part_title has_left has_sheet rows_all is_empty" \
    " quotes quote_low quote_high asked asked_url is_staff is_replaced is_withdrawn withdraw"
#define READ  .may = "released.read"
#define WRITE .may = "released.write"
#define HOLD  .may = "released.hold", .flags = HTTP_HIDDEN
static const http_route ROUTES[] = {
    GET("/released/files", READ, .doc = DOC_LIST("files", RELEASED_SAY_FILE), .page = "released/files", .as = "csv", .show = released_show_files, .summary = N_("Released files")),
    GET("/released/files/{number}", READ, .in = &IN_RELEASED_FILE, .doc = { { NULL, &RELEASED_SAY_FILE, false }, { "tables", &RELEASED_SAY_TABLE, true } }, .page = "released/file", .page_only = "is_withdrawn is_sealed held_url withdraw_form back_form", .show = released_show_file,
        .summary = N_("A released file: what it is")),
    POST("/released/files/take", WRITE, .in = &IN_RELEASED_TAKE, .upload_mb = RELEASED_MB, .prepare = released_prepare_take, .act = released_act_take, .summary = N_("Take a released file in")),
    POST("/released/files/{number}/head", WRITE, .in = &IN_RELEASED_HEAD, .act = released_act_head, .summary = N_("Say where the header of a sheet is")),
    GET("/released/files/{number}/tables/{n}/map", READ, .in = &IN_RELEASED_MAP_SEE, .doc = { { "columns", &RELEASED_SAY_MAP, true }, { "savings", &RELEASED_SAY_SAVING, true } }, .page = "released/map",
        .show = released_show_map, .summary = N_("What the columns of a released table are about")),
    POST("/released/files/{number}/tables/{n}/map", WRITE, .in = &IN_RELEASED_MAP_PUT, .prepare = released_prepare_map, .act = released_act_map, .summary = N_("Save what a column is about")),
    GET("/released/compare", READ, .in = &IN_RELEASED_COMPARE, .doc = DOC_ONE(RELEASED_COMPARED), .page = "released/compare", .show = released_show_compare, .summary = N_("Two releases beside each other")),
    POST("/released/files/{number}/replaces", WRITE, .in = &IN_RELEASED_REPLACES, .act = released_act_replaces, .summary = N_("Say which earlier file this one replaces")),
    GET("/released/desk", READ, .in = &IN_RELEASED, .doc = DOC_ONE(RELEASED_DESK_SAID), .page = "released/desk", .show = released_show_desk, .summary = N_("A released table, asked: who, why, when")),
    GET("/released/desk/rows", READ, .in = &IN_RELEASED, .doc = DOC_ONE(RELEASED_ROWS_SAID), .page = "released/rows", .as = "csv", .show = released_show_rows, .give = released_give_rows,
        .summary = N_("The rows behind a figure")),
    GET("/released/desk/counts", READ, .in = &IN_RELEASED, .doc = DOC_ONE(RELEASED_COUNTS_SAID), .page = "released/counts", .show = released_show_counts, .summary = N_("A released table, counted in every way")),
    /* what is withdrawn, what is held back */
    POST("/released/files/{number}/withdraw", WRITE, .in = &IN_RELEASED_FILE_WITHDRAW, .act = released_act_file_withdraw, .summary = N_("Withdraw a released file")),
    POST("/released/files/{number}/back", WRITE, .in = &IN_RELEASED_FILE, .act = released_act_file_back, .summary = N_("Take a withdrawn file in again")),
    GET("/released/held", HOLD, .doc = DOC_LIST("held_rows", RELEASED_SAY_HELD), .page = "released/held", .page_only = "has_key key_url", .as = "csv", .show = released_show_held,
        .summary = N_("Released files that are held back for counsel")),
    GET("/released/held/{number}", HOLD, .in = &IN_RELEASED_FILE, .doc = DOC_ONE(RELEASED_SAY_HELD), .page = "released/held_one", .page_only = "file_url sealed_url waits allow_form keep_form opened_form", .show = released_show_held_one,
        .summary = N_("A released file that is held back")),
    GET("/released/held/{number}/sealed", HOLD, .in = &IN_RELEASED_FILE, .send = released_send_sealed, .summary = N_("A released file, sealed to counsel's key")),
    POST("/released/held/{number}/keep", HOLD, .in = &IN_RELEASED_KEEP, .act = released_act_keep, .summary = N_("Decide that a released file stays sealed")),
    POST("/released/held/{number}/allow", HOLD, .in = &IN_RELEASED_ALLOW, .act = released_act_allow, .summary = N_("Ask a second person whether columns are no personal data")),
    POST("/released/held/{number}/opened", HOLD, .in = &IN_RELEASED_OPENED, .upload_mb = RELEASED_MB, .act = released_act_opened, .summary = N_("Hand in an opened file, to be read again")),
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
    /* published answers */
    GET("/released", .may = "public", .reads = "released cost", .in = &IN_RELEASED_FRONT, .doc = { { NULL, &RELEASED_PUBLIC_FRONT, false }, { "cells", &PUBLIC_CELL, true } }, .page = "released/public", PAGE_ONLY,
        .as = "csv", .show = released_show_front, .give = released_give_front, .nav = N_("Who, why, cost"), .summary = N_("Who was detained, why, at what cost: the opening answers")),
    GET("/released/answers", .may = "public", .reads = "released", .doc = DOC_LIST("answers", PUBLIC_LINE), .page = "released/public_answers", .page_only = "has_answers is_most is_staff", .as = "csv atom",
        .show = released_show_answers, .give = released_give_answers,
        .summary = N_("Answers from released records that are published")),
    GET("/released/answers/{number}", .may = "public", .in = &IN_RELEASED_ANSWER, .doc = { { NULL, &PUBLIC_LINE, false }, { "cells", &PUBLIC_CELL, true } }, .page = "released/public_answer", PAGE_ONLY,
        .as = "csv svg", .show = released_show_answer, .give = released_give_answer, .summary = N_("A published answer, the newest version")),
    GET("/released/answers/{number}/{version}", .may = "public", .in = &IN_RELEASED_VERSION, .doc = { { NULL, &PUBLIC_LINE, false }, { "cells", &PUBLIC_CELL, true } }, .page = "released/public_answer",
        PAGE_ONLY, .as = "csv svg", .show = released_show_version, .give = released_give_version, .summary = N_("A published answer, the version of this address")),
    POST("/released/answers/{number}/{version}/withdraw", .may = "released.publish", .in = &IN_RELEASED_WITHDRAW, .act = released_act_withdraw, .summary = N_("Take a published answer back")),
    GET("/released/publish", READ, .in = &IN_RELEASED_CHOOSE, .doc = { { "answers", &PUBLIC_LINE, true }, { "gone", &PUBLIC_LINE, true } }, .page = "released/public_publish", .page_only = "has_answers has_gone has_tables has_place may_make is_chosen is_whole is_most is_none tables columns numbers find_text",
        .show = released_show_publish, .summary = N_("Make an answer for the public")),
    GET("/released/publish/{number}/{version}", READ, .in = &IN_RELEASED_VERSION, .doc = { { NULL, &PUBLIC_LINE, false }, { "cells", &PUBLIC_CELL, true } }, .page = "released/public_answer", PAGE_ONLY,
        .show = released_show_waiting, .summary = N_("An answer that waits for a second person")),
    POST("/released/publish/make", WRITE, .in = &IN_RELEASED_PUBLIC, .prepare = released_prepare_public, .act = released_act_public, .summary = N_("Make an answer for the public")),
    { 0 }
};
static const db_query *const QUERIES[] = {
    &RELEASED_FILE_ADD, &RELEASED_FILE_PAST, &RELEASED_FILE_WALK, &RELEASED_FILE_PUT, &RELEASED_FILE_BY, &RELEASED_FILE_ID, &RELEASED_FILE_SAME, &RELEASED_FILE_LIKE, &RELEASED_FILE_ALL, &RELEASED_FILE_HELD, &RELEASED_FILE_LAST,
    &RELEASED_MAP_ADD, &RELEASED_MAP_PAST, &RELEASED_MAP_WALK, &RELEASED_MAP_PUT, &RELEASED_MAP_BY, &RELEASED_TABLE_PUT, &RELEASED_TABLE_OF, &RELEASED_TABLE_BY, &RELEASED_TABLE_ALL,
    &RELEASED_TABLE_OFF, &RELEASED_DESK_TABLES, &RELEASED_TABLE_KIND, &RELEASED_TABLE_SPAN, &RELEASED_TABLE_HEAD, &RELEASED_TABLE_BEFORE,
    &RELEASED_PUBLIC_ADD, &RELEASED_PUBLIC_PAST, &RELEASED_PUBLIC_WALK, &RELEASED_PUBLIC_PUT, &RELEASED_PUBLIC_ID, &RELEASED_PUBLIC_BY, &RELEASED_PUBLIC_NEWEST, &RELEASED_PUBLIC_ALL, &RELEASED_PUBLIC_OF_KIND,
    &RELEASED_PUBLIC_OPENING, &RELEASED_PUBLIC_WAITING, &RELEASED_PUBLIC_LAST, &RELEASED_PUBLIC_VERSION, &RELEASED_PUBLIC_LIVE,
    &RELEASED_PUBLIC_GONE, &RELEASED_PUBLIC_OFF, &RELEASED_PUBLIC_NEWS,
    &RELEASED_CONTRACT_ADD, &RELEASED_CONTRACT_PAST, &RELEASED_CONTRACT_WALK, &RELEASED_CONTRACT_PUT, &RELEASED_CONTRACT_BY, &RELEASED_CONTRACT_ALL,
    &RELEASED_ALIAS_ADD, &RELEASED_ALIAS_PAST, &RELEASED_ALIAS_WALK, &RELEASED_ALIAS_PUT, &RELEASED_ALIAS_BY, &RELEASED_ALIAS_ALL, NULL };
/* The same bytes may come once more, and be refused: those of a sealed or a refused file do not lie here for a day. */
static wr_rc tick_bytes(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    released_file *f;
    size_t n;
    (void)who;
    (void)what;
    TRY(released_files(rw, a, &f, &n));
    for (size_t i = 0; i < n; i++)
        if (f[i].state == RELEASED_REFUSED || (*f[i].sealed && f[i].state != RELEASED_READING)) TRY(blob_remove(rw, f[i].sha256, a));
    return WR_OK;
}
static const wr_tick TICKS[] = { { "released_bytes", 10, tick_bytes }, { 0 } };
static const history *const PAST[] = { &RELEASED_FILES, &RELEASED_MAPS, &RELEASED_PUBLICS, &RELEASED_CONTRACTS, &RELEASED_ALIASES, NULL };
const wr_module mod_released = { .name = "released", .clause = "5", .routes = ROUTES, .queries = QUERIES, .steps = released_steps, .past = PAST, .ticks = TICKS, .jobs = released_jobs, .pages = released_pages,
    .commands = released_commands, .pairs = released_pairs, .packs = released_packs, .stories = released_stories, .here = released_here, .rebuild = released_again, .check = released_look };
