/* released_web.c -- the module: routes, queries, histories, jobs, commands. */
#include "released_web.h"

#include "cli.h"
#include "i18n.h"
#include "released_say.h"

extern const db_step released_steps[];
extern const page_source released_pages[];
extern const cli_command released_commands[];
extern const wr_module mod_released;
#define READ  .may = "released.read"
#define WRITE .may = "released.write"
#define HOLD  .may = "released.hold", .flags = HTTP_HIDDEN
static const http_route ROUTES[] = {
    GET("/released/files", .nav = N_("Released records"), READ, .doc = DOC_LIST("files", RELEASED_SAY_FILE), .page = "released/files", .as = "csv", .show = released_show_files, .summary = N_("Released files")),
    GET("/released/files/{number}", READ, .in = &IN_RELEASED_FILE, .doc = { { NULL, &RELEASED_SAY_FILE, false }, { "tables", &RELEASED_SAY_TABLE, true } }, .page = "released/file", .page_only = "is_withdrawn is_sealed held_url withdraw_form back_form", .show = released_show_file,
        .summary = N_("A released file: what it is")),
    POST("/released/files/take", WRITE, .in = &IN_RELEASED_TAKE, .upload_mb = RELEASED_MB, .prepare = released_prepare_take, .act = released_act_take, .summary = N_("Take a released file in")),
    POST("/released/files/{number}/head", WRITE, .in = &IN_RELEASED_HEAD, .act = released_act_head, .summary = N_("Say where the header of a sheet is")),
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
    { 0 }
};
static const db_query *const QUERIES[] = {
    &RELEASED_FILE_ADD, &RELEASED_FILE_PAST, &RELEASED_FILE_WALK, &RELEASED_FILE_PUT, &RELEASED_FILE_BY, &RELEASED_FILE_ID, &RELEASED_FILE_SAME, &RELEASED_FILE_LIKE, &RELEASED_FILE_ALL, &RELEASED_FILE_HELD, &RELEASED_FILE_LAST,
    &RELEASED_MAP_ADD, &RELEASED_MAP_PAST, &RELEASED_MAP_WALK, &RELEASED_MAP_PUT, &RELEASED_MAP_BY, &RELEASED_MAP_ALL, &RELEASED_TABLE_PUT, &RELEASED_TABLE_OF, &RELEASED_TABLE_BY, &RELEASED_TABLE_ALL,
    &RELEASED_TABLE_OFF, NULL };
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
static const history *const PAST[] = { &RELEASED_FILES, &RELEASED_MAPS, NULL };
const wr_module mod_released = { .name = "released", .clause = "5", .routes = ROUTES, .queries = QUERIES, .steps = released_steps, .past = PAST, .ticks = TICKS, .jobs = released_jobs, .pages = released_pages,
    .commands = released_commands, .pairs = released_held_pairs, .here = released_here, .rebuild = released_again, .check = released_check };
