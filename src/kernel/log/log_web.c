/* log_web.c -- the log on the web: a page that explains it, one entry, its proof, and C2SP's static files. */
#include <stdlib.h>
#include <string.h>
#include "db.h"
#include "history.h"
#include "http.h"
#include "page.h"
#include "person.h"
#include "site.h"
#include "str.h"
#include "tlog.h"

typedef struct tree_row { const char *tree, *when, *key, *checkpoint; int64_t size; } tree_row;
static const field TREE_F[] = {
    FIELD(tree_row, tree,       t, 0, 20,       N_("Tree")),
    FIELD(tree_row, when,       t, 0, 200,      N_("When it moves")),
    FIELD(tree_row, size,       i, 0, 0,        N_("Entries")),
    FIELD(tree_row, key,        t, 0, 300,      N_("Key")),
    FIELD(tree_row, checkpoint, t, F_LONG, 0,   N_("Checkpoint")),
};
static const shape TREE = SHAPE("a tree of the log", tree_row, TREE_F);

typedef struct entry_row { int64_t n; const char *entry, *row, *salt; } entry_row;
static const field ENTRY_F[] = {
    FIELD(entry_row, n,     i, 0, 0,             N_("Log number")),
    FIELD(entry_row, entry, t, F_LONG, 0,        N_("Entry")),
    FIELD(entry_row, row,   t, F_NULL | F_LONG, 0, N_("Row")),
    FIELD(entry_row, salt,  t, F_NULL, 64,       N_("Salt")),
};
static const shape ENTRY = SHAPE("an entry of the log", entry_row, ENTRY_F);

typedef struct in_number { int64_t n; } in_number;
static const field NUMBER_F[] = { FIELD(in_number, n, i, F_PATH, 0, N_("Log number")) };
static const shape IN_NUMBER = SHAPE("a log number", in_number, NUMBER_F);
typedef struct in_tile { const char *tree, *level, *a, *b, *c, *d; } in_tile;
#define PART(m) FIELD(in_tile, m, t, F_PATH | F_NULL, 12, N_("Tile"))
static const field TILE_F[] = { FIELD(in_tile, tree, t, F_PATH, 12, N_("Tree")), FIELD(in_tile, level, t, F_PATH, 12, N_("Level")), PART(a), PART(b), PART(c), PART(d) };
static const shape IN_TILE = SHAPE("a tile", in_tile, TILE_F);
static const field CHECKPOINT_F[] = { FIELD(in_tile, tree, t, F_PATH, 12, N_("Tree")) };
static const shape IN_TREE = SHAPE("a tree", in_tile, CHECKPOINT_F);

static wr_rc no_page(db_tx *ro) { return wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("There is no such page")); }

static wr_rc tree_of(db_tx *ro, const char *name, int *ret)
{
    for (*ret = 0; *ret < TLOG_TREES; (*ret)++)
        if (str_eq(tlog_trees[*ret], name)) return WR_OK;
    return no_page(ro);
}

#define SCRIPT "log_verify.py"
static wr_rc verifier(json_t *doc, const char *key, int64_t n, arena *a)
{
    TRY(page_text(doc, "script", SCRIPT));
    TRY(page_text(doc, "script_url", "/static/" SCRIPT));
    return page_text(doc, "command_proof", arena_fmt(a, "python3 " SCRIPT " proof entry-%lld.tlog-proof --key %s", (long long)n, key));
}

static wr_rc show_log(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    static const char *const WHEN[] = { N_("With every change, at once."), N_("Once a day, sorted, without times."), N_("With each public step of a draw.") };
    tree_row rows[TLOG_TREES];
    const char *keys[TLOG_TREES];
    (void)who;
    (void)in;
    TRY(tlog_keys(ro, a, keys));
    for (int t = 0; t < TLOG_TREES; t++) {
        checkpoint c = { 0 };
        const char *note = "";
        wr_rc rc = tlog_checkpoint(ro, t, a, &note, &c);
        if (rc != WR_OK && rc != WR_E_MISSING) return rc;
        rows[t] = (tree_row){ .tree = tlog_trees[t], .when = WHEN[t], .key = keys[t], .checkpoint = note, .size = c.size };
    }
    *db_err(ro) = (wr_err){ 0 };
    TRY(verifier(doc, keys[TLOG_AUDIT], 1, a));
    TRY(page_text(doc, "command_log", arena_fmt(a, "python3 " SCRIPT " log https://.../log/audit --key %s --old checkpoint", keys[TLOG_AUDIT])));
    return page_rows(doc, "trees", &TREE, rows, TLOG_TREES);
}

/* The row and its salt go to who may read the row: all, when it is public anyway. */
static wr_rc entry_of(db_tx *ro, const wr_actor *who, int64_t n, arena *a, entry_row *ret)
{
    const history *of;
    history_event f;
    bytes raw;
    json_t *entry;
    const char *about;
    wr_rc rc;
    TRY(tlog_entry(ro, TLOG_AUDIT, n - 1, a, &raw));
    *ret = (entry_row){ .n = n, .row = "", .salt = "" };
    ret->entry = memcpy(arena_alloc(a, raw.n + 1, 1), raw.p, raw.n);
    entry = json_loadb((const char *)raw.p, raw.n, 0, NULL);
    arena_on_end(a, (void (*)(void *))json_decref, entry);
    about = json_string_value(json_object_get(entry, "about"));
    if (!about) return WR_OK;                    /* it was held back: a commitment alone */
    rc = history_find(ro, site_modules_get(), about, n, a, &of, &f);
    if (rc == WR_E_MISSING || (rc == WR_OK && (f.salt.n == 0 || (!of->open && rights_has(who->rights, "log.prove") != RIGHT_ALL)))) return WR_OK;
    TRY(rc);
    ret->row = history_row_text(a, &f);
    ret->salt = str_hex(a, f.salt.p, f.salt.n);
    return WR_OK;
}

static wr_rc show_entry(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_number *in = in_;
    const char *keys[TLOG_TREES];
    entry_row row;
    TRY(entry_of(ro, who, in->n, a, &row));
    TRY(page_put(doc, &ENTRY, &row));
    TRY(tlog_keys(ro, a, keys));
    return verifier(doc, keys[TLOG_AUDIT], in->n, a);
}

static wr_rc give_proof(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_number *in = in_;
    const char *text;
    json_t *extra;
    entry_row row;
    char *packed;
    wr_rc rc;
    TRY(entry_of(ro, who, in->n, a, &row));
    extra = *row.row ? json_pack("{ssssss}", "entry", row.entry, "row", row.row, "salt", row.salt) : json_pack("{ss}", "entry", row.entry);
    packed = extra ? json_dumps(extra, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    json_decref(extra);
    if (!packed) return WR_E_BUG;
    rc = tlog_proof(ro, TLOG_AUDIT, in->n - 1, (bytes){ (const uint8_t *)packed, strlen(packed) }, a, &text);
    free(packed);
    TRY(rc);
    out->type = "text/plain; charset=utf-8";
    out->file = arena_fmt(a, "entry-%lld.tlog-proof", (long long)in->n);
    return out_bytes(out, (bytes){ (const uint8_t *)text, strlen(text) });
}

static wr_rc give_checkpoint(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_tile *in = in_;
    const char *note;
    int tree;
    (void)who;
    TRY(tree_of(ro, in->tree, &tree));
    TRY(tlog_checkpoint(ro, tree, a, &note, NULL));
    out->type = "text/plain; charset=utf-8";
    return out_bytes(out, (bytes){ (const uint8_t *)note, strlen(note) });
}

static wr_rc give_tile(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_tile *in = in_;
    const char *path = arena_fmt(a, "tile/%s", in->level), *const more[] = { in->a, in->b, in->c, in->d };
    bytes hashes;
    int tree;
    tile t;
    (void)who;
    for (size_t i = 0; i < 4 && more[i] && *more[i]; i++) path = arena_fmt(a, "%s/%s", path, more[i]);
    TRY(tree_of(ro, in->tree, &tree));
    TRY(tile_read(path, db_err(ro), &t));
    TRY(tlog_tile(ro, tree, t, a, &hashes));
    out->type = "application/octet-stream";
    out->forever = true;
    return out_bytes(out, hashes);
}

#define TILE(path) GET("/log/{tree}/tile/{level}/" path, .may = "public", .in = &IN_TILE, .give = give_tile, .summary = N_("A tile of the log"))
static const http_route ROUTES[] = {
    GET("/log", .may = "public", .reads = "tlog", .doc = DOC_LIST("trees", TREE), .page_only = "script script_url command_proof command_log", .page = "log/log", .show = show_log,
        .summary = N_("A record that nobody can rewrite")),
    GET("/log/entries/{n}", .may = "public", .in = &IN_NUMBER, .doc = DOC_ONE(ENTRY), .page_only = "script script_url command_proof", .page = "log/entry", .show = show_entry, .summary = N_("An entry of the log")),
    GET("/log/proofs/{n}", .may = "public", .in = &IN_NUMBER, .give = give_proof, .summary = N_("The proof of an entry")),
    GET("/log/{tree}/checkpoint", .may = "public", .in = &IN_TREE, .give = give_checkpoint, .summary = N_("A checkpoint of the log")),
    TILE("{a}"), TILE("{a}/{b}"), TILE("{a}/{b}/{c}"), TILE("{a}/{b}/{c}/{d}"),
    { 0 }
};

static const wr_story STORIES[] = {
    { N_("See how the record is kept, and take a proof with you that needs no trust in this city."), "/log", NULL },
    { 0 }
};

extern const page_source log_pages[];
extern const wr_module mod_log;
const wr_module mod_log = { .name = "log", .routes = ROUTES, .pages = log_pages, .stories = STORIES };
