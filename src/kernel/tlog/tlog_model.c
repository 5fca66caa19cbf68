/* tlog_model.c -- the log's tables: pages of a batch, tiles, what is held back and where it came to stand, the city's keys. */
#include "tlog_own.h"

#include "day.h"

const char *const tlog_trees[] = { "audit", "intake", "draw", NULL };

static const field PAGE_F[] = {
    FIELD(tlog_page, upto, i, 0, 0, NULL), FIELD(tlog_page, n, i, 0, 0, NULL), FIELD(tlog_page, at, i, 0, 0, NULL),
    FIELD(tlog_page, entries, x, 0, 0, NULL), FIELD(tlog_page, hashes, x, 0, 0, NULL), FIELD(tlog_page, note, t, 0, 0, NULL),
};
static const shape PAGE = SHAPE("a page of the log", tlog_page, PAGE_F);
static const field HEAD_F[] = {
    FIELD(tlog_head, upto, i, 0, 0, NULL), FIELD(tlog_head, n, i, 0, 0, NULL), FIELD(tlog_head, at, i, 0, 0, NULL), FIELD(tlog_head, note, t, 0, 0, NULL),
};
static const shape HEAD = SHAPE("the head of a page", tlog_head, HEAD_F);
static const field LEAVES_F[] = { FIELD(tlog_leaves, upto, i, 0, 0, NULL), FIELD(tlog_leaves, n, i, 0, 0, NULL), FIELD(tlog_leaves, hashes, x, 0, 0, NULL) };
static const shape LEAVES = SHAPE("leaves of a page", tlog_leaves, LEAVES_F);
static const field ROOTS_F[] = { FIELD(tlog_roots, n, i, 0, 0, NULL), FIELD(tlog_roots, root, x, 0, 0, NULL) };
static const shape ROOTS = SHAPE("a tile's root", tlog_roots, ROOTS_F);
static const field HASHES_F[] = { FIELD(tlog_hashes, hashes, x, 0, 0, NULL) };
static const shape HASHES = SHAPE("a tile", tlog_hashes, HASHES_F);
static const field HELD_F[] = { FIELD(tlog_held_row, id, t, 0, 0, NULL), FIELD(tlog_held_row, entry, x, 0, 0, NULL), FIELD(tlog_held_row, salt, x, 0, 0, NULL) };
static const shape HELD = SHAPE("an entry held back", tlog_held_row, HELD_F);
static const field PLACED_F[] = {
    FIELD(tlog_placed_row, leaf, i, 0, 0, NULL), FIELD(tlog_placed_row, id, t, 0, 0, NULL), FIELD(tlog_placed_row, entry, x, 0, 0, NULL),
    FIELD(tlog_placed_row, salt, x, 0, 0, NULL),
};
static const shape PLACED = SHAPE("an entry that was held back", tlog_placed_row, PLACED_F);
static const field KEY_F[] = { FIELD(tlog_key_row, id, t, 0, 20, N_("Tree")), FIELD(tlog_key_row, key, t, 0, 300, N_("Key")) };
const shape TLOG_KEY = SHAPE("a key of the log", tlog_key_row, KEY_F);
typedef struct day_row { const char *day; } day_row;
static const field DAY_F[] = { FIELD(day_row, day, t, 0, 10, NULL) };
static const shape DAY = SHAPE("a day", day_row, DAY_F);

const db_query TLOG_PAGE_ADD = { "tlog_page_add", "tiiixxt", NULL, "INSERT INTO tlog_page (tree, upto, n, at, entries, hashes, note) VALUES ($1, $2, $3, $4, $5, $6, $7)" };
const db_query TLOG_HEAD = { "tlog_head", "t", &HEAD, "SELECT upto, n, at, note FROM tlog_page WHERE tree = $1 ORDER BY upto DESC LIMIT 1" };
const db_query TLOG_PAGES = { "tlog_pages", "ti", &PAGE, "SELECT upto, n, at, entries, hashes, note FROM tlog_page WHERE tree = $1 AND upto > $2 ORDER BY upto LIMIT 64" };
const db_query TLOG_LEAVES = { "tlog_leaves", "ti", &LEAVES, "SELECT upto, n, hashes FROM tlog_page WHERE tree = $1 AND upto > $2 ORDER BY upto LIMIT 256" };
const db_query TLOG_TILE_ADD = { "tlog_tile_add", "tiixx", NULL, "INSERT INTO tlog_tile (tree, level, n, root, hashes) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (tree, level, n) DO UPDATE SET root = excluded.root, hashes = excluded.hashes" };
const db_query TLOG_TILE_NONE = { "tlog_tile_none", "", NULL, "DELETE FROM tlog_tile" };
const db_query TLOG_ROOTS = { "tlog_roots", "tii", &ROOTS, "SELECT n, root FROM tlog_tile WHERE tree = $1 AND level = $2 AND n >= $3 ORDER BY n LIMIT 256" };
const db_query TLOG_TILE_GET = { "tlog_tile_get", "tii", &HASHES, "SELECT hashes FROM tlog_tile WHERE tree = $1 AND level = $2 AND n = $3" };
const db_query TLOG_HELD_ADD = { "tlog_held_add", "ttxx", NULL, "INSERT INTO tlog_held (tree, id, entry, salt) VALUES ($1, $2, $3, $4)" };
const db_query TLOG_HELD_ALL = { "tlog_held_all", "t", &HELD, "SELECT h.id, h.entry, h.salt FROM tlog_held h LEFT JOIN tlog_placed p ON p.tree = h.tree AND p.id = h.id"
    " WHERE h.tree = $1 AND p.id IS NULL ORDER BY h.id" };
const db_query TLOG_HELD_ANY = { "tlog_held_any", "tt", &HELD, "SELECT id, entry, salt FROM tlog_held WHERE tree = $1 AND id = $2" };
/* Numbers have no sign and no zero in front, and stand before "pad-". */
const db_query TLOG_HELD_LAST = { "tlog_held_last", "", &HELD, "SELECT id, entry, salt FROM tlog_held WHERE tree = 'audit' AND id < 'p' ORDER BY length(id) DESC, id DESC LIMIT 1" };
const db_query TLOG_PLACED_ADD = { "tlog_placed_add", "tit", NULL, "INSERT INTO tlog_placed (tree, leaf, id) VALUES ($1, $2, $3)" };
const db_query TLOG_PLACED = { "tlog_placed", "ti", &PLACED, "SELECT p.leaf, p.id, h.entry, h.salt FROM tlog_placed p JOIN tlog_held h ON h.tree = p.tree AND h.id = p.id"
    " WHERE p.tree = $1 AND p.leaf >= $2 ORDER BY p.leaf LIMIT 1000" };
const db_query TLOG_CUT_GET = { "tlog_cut_get", "t", &DAY, "SELECT day FROM tlog_cut WHERE day >= $1 ORDER BY day LIMIT 1" };
const db_query TLOG_CUT_ADD = { "tlog_cut_add", "t", NULL, "INSERT INTO tlog_cut (day) VALUES ($1) ON CONFLICT (day) DO NOTHING" };
const db_query TLOG_KEYS_ALL = { "tlog_keys_all", "", &TLOG_KEY, "SELECT id, key FROM tlog_key ORDER BY id" };
static const db_query KEY_ADD = HISTORY_ADD("tlog_key"), KEY_PAST = HISTORY_PAST("tlog_key"), KEY_WALK = HISTORY_WALK("tlog_key");
static const db_query KEY_PUT = { "tlog_key_put", "tt", NULL, "INSERT INTO tlog_key (id, key) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET key = excluded.key" };
const history TLOG_KEY_PAST = { .noun = "tlog_key", .row = &TLOG_KEY, .add = &KEY_ADD, .past = &KEY_PAST, .put = &KEY_PUT, .walk = &KEY_WALK, .open = true };
static const history *const PAST[] = { &TLOG_KEY_PAST, NULL };

static const db_query *const QUERIES[] = { &TLOG_PAGE_ADD, &TLOG_HEAD, &TLOG_PAGES, &TLOG_LEAVES, &TLOG_TILE_ADD, &TLOG_TILE_NONE, &TLOG_ROOTS, &TLOG_TILE_GET, &TLOG_HELD_ADD,
    &TLOG_HELD_ALL, &TLOG_HELD_ANY, &TLOG_HELD_LAST, &TLOG_PLACED_ADD, &TLOG_PLACED, &TLOG_CUT_GET, &TLOG_CUT_ADD, &TLOG_KEYS_ALL, &KEY_ADD, &KEY_PAST, &KEY_WALK, &KEY_PUT, NULL };

/* The small hours: what was held back through the day enters its tree, whoever made it and whenever. */
static wr_rc tick(db_tx *rw, const wr_actor *who, const void *none, arena *a)
{
    int64_t hours = who->now / INT64_C(3600000000) - TLOG_CUT_HOUR;
    (void)none;
    return tlog_cut(rw, day_of_number(hours / 24), a);
}

static const wr_tick TICKS[] = { { .name = "log cut", .every_minutes = 1, .run = tick }, { 0 } };
extern const db_step tlog_steps[];
extern const page_source tlog_pages[];
extern const wr_module mod_tlog;
const wr_module mod_tlog = { .name = "tlog", .queries = QUERIES, .steps = tlog_steps, .past = PAST, .ticks = TICKS, .pages = tlog_pages, .rebuild = tlog_rebuild };
