/* seal_model.c -- the tables of restricted columns and read grants: the print of the key, and who asked to read what. */
#include "seal_own.h"
#include "str.h"

static const field KEY_F[] = { FIELD(seal_key_row, id, t, 0, 8, N_("Way of sealing")), FIELD(seal_key_row, print, t, 0, 32, N_("Print of the key")) };
static const shape KEY = SHAPE("the key of restricted columns", seal_key_row, KEY_F);
static const field GRANT_F[] = {
    FIELD(seal_grant, id,     t, F_HIDE, 32,  NULL),
    FIELD(seal_grant, about,  t, F_HIDE, 32,  NULL),
    FIELD(seal_grant, person, i, F_HIDE, 0,   NULL),
    FIELD(seal_grant, who,    t, 0,      80,  N_("By")),
    FIELD(seal_grant, fields, t, 0,      80,  N_("Fields")),
    FIELD(seal_grant, reason, t, F_LONG, SEAL_REASON_MAX, N_("Reason")),
    FIELD(seal_grant, asked,  u, 0,      0,   N_("Asked")),
    FIELD(seal_grant, until,  u, 0,      0,   N_("Ends")),
};
const shape SEAL_GRANT = SHAPE("a read grant", seal_grant, GRANT_F);

const db_query SEAL_KEY_ADD = HISTORY_ADD("seal_key"), SEAL_KEY_PAST = HISTORY_PAST("seal_key"), SEAL_KEY_WALK = HISTORY_WALK("seal_key");
const db_query SEAL_KEY_PUT = { "seal_key_put", "tt", NULL, "INSERT INTO seal_key (id, print) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET print = excluded.print" };
const db_query SEAL_KEY_BY = { "seal_key_by", "t", &KEY, "SELECT id, print FROM seal_key WHERE id = $1" };
const history SEAL_KEY_HISTORY = { .noun = "seal_key", .row = &KEY, .add = &SEAL_KEY_ADD, .past = &SEAL_KEY_PAST, .put = &SEAL_KEY_PUT, .walk = &SEAL_KEY_WALK };

#define COLS "SELECT id, about, person, who, fields, reason, asked, until FROM seal_grant "
const db_query SEAL_GRANT_ADD = HISTORY_ADD("seal_grant"), SEAL_GRANT_PAST = HISTORY_PAST("seal_grant"), SEAL_GRANT_WALK = HISTORY_WALK("seal_grant");
const db_query SEAL_GRANT_PUT = { "seal_grant_put", "ttitttuu", NULL, "INSERT INTO seal_grant (id, about, person, who, fields, reason, asked, until)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET about = excluded.about, person = excluded.person, who = excluded.who,"
    " fields = excluded.fields, reason = excluded.reason, asked = excluded.asked, until = excluded.until" };
/* asked: a clock that was set back makes no grant longer. */
const db_query SEAL_GRANT_LIVE = { "seal_grant_live", "itu", &SEAL_GRANT, COLS "WHERE person = $1 AND about = $2 AND until > $3 AND asked <= $3 ORDER BY until, id" };
const db_query SEAL_GRANT_OF = { "seal_grant_of", "t", &SEAL_GRANT, COLS "WHERE about = $1 ORDER BY asked DESC, id DESC LIMIT 1000" };
const db_query SEAL_GRANT_LONG = { "seal_grant_long", "u", &SEAL_GRANT, COLS "WHERE until - asked > $1 ORDER BY id LIMIT 100" };
const history SEAL_GRANT_HISTORY = { .noun = "seal_grant", .row = &SEAL_GRANT, .add = &SEAL_GRANT_ADD, .past = &SEAL_GRANT_PAST, .put = &SEAL_GRANT_PUT,
    .walk = &SEAL_GRANT_WALK, .delicate = true };

static wr_rc check(db_tx *ro, arena *a, json_t *findings)
{
    seal_grant *g;
    size_t n;
    TRY(db_all(ro, &SEAL_GRANT_LONG, a, 100, &g, &n, db_i(SEAL_GRANT_MINUTES * 60 * (wr_us)1000000)));
    for (size_t i = 0; i < n; i++) json_array_append_new(findings, json_string(arena_fmt(a, "seal_grant %s: it lasts longer than %d minutes", g[i].id, SEAL_GRANT_MINUTES)));
    return WR_OK;
}

static const history *const PAST[] = { &SEAL_KEY_HISTORY, &SEAL_GRANT_HISTORY, NULL };
static const db_query *const QUERIES[] = { &SEAL_KEY_ADD, &SEAL_KEY_PAST, &SEAL_KEY_WALK, &SEAL_KEY_PUT, &SEAL_KEY_BY, &SEAL_GRANT_ADD, &SEAL_GRANT_PAST, &SEAL_GRANT_WALK,
    &SEAL_GRANT_PUT, &SEAL_GRANT_LIVE, &SEAL_GRANT_OF, &SEAL_GRANT_LONG, NULL };
extern const db_step seal_steps[];
extern const page_source seal_pages[];
extern const wr_module mod_seal;
const wr_module mod_seal = { .name = "seal", .queries = QUERIES, .steps = seal_steps, .past = PAST, .pages = seal_pages, .check = check };
