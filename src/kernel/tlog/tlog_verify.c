/* tlog_verify.c -- `writ verify`: trees against checkpoints, tiles against leaves, every history row against its entry.
 * It believes nothing that the database says of itself but the city's keys: leaves are hashed from entries, roots from leaves. */
#include <stdlib.h>
#include <string.h>
#include "str.h"
#include "tlog_own.h"

enum { FINDINGS_MAX = 1000 };
typedef enum { LEAF_FREE, LEAF_TAKEN } leaf_use;
typedef struct checking {
    db_tx *ro;
    arena *a;
    json_t *findings;
    tlog_seen *seen;
    merkle_hash *leaves;                 /* of the tree that is being read */
    uint8_t *use;
    int64_t n, room;
} checking;

static void found(checking *k, const char *text)
{
    if (json_array_size(k->findings) < FINDINGS_MAX) json_array_append_new(k->findings, json_string(text));
}

static void keep_leaf(checking *k, merkle_hash h)
{
    if (k->n == k->room) {
        k->room = k->room ? k->room * 2 : 4096;
        k->leaves = realloc(k->leaves, (size_t)k->room * sizeof *k->leaves);
        k->use = realloc(k->use, (size_t)k->room);
        if (!k->leaves || !k->use) abort();
    }
    k->use[k->n] = LEAF_FREE;
    k->leaves[k->n++] = h;
}

/* ---- a tree ---- */

static void check_tile(checking *k, const char *tree, int level, int64_t n, const merkle_hash *want, arena *a)
{
    tlog_hashes row;
    wr_rc rc = db_one(k->ro, &TLOG_TILE_GET, a, &row, db_t(tree), db_i(level), db_i(n));
    if (rc == WR_E_MISSING) found(k, arena_fmt(k->a, "%s: tile %d/%lld is missing (writ rebuild makes it again)", tree, level, (long long)n));
    else if (rc != WR_OK || row.hashes.n != TILE_WIDTH * sizeof *want || memcmp(row.hashes.p, want, row.hashes.n) != 0)
        found(k, arena_fmt(k->a, "%s: tile %d/%lld is not what its entries give", tree, level, (long long)n));
}

typedef struct tiling { checking *k; const char *tree; arena *a; merkle_hash at[4][TILE_WIDTH]; size_t n[4]; int64_t done[4]; } tiling;

static void tile_whole(void *with, int height, const merkle_hash *h)
{
    tiling *t = with;
    int level = height / 8;
    if (height % 8 || level > 3) return;
    t->at[level][t->n[level]++] = *h;
    if (t->n[level] < TILE_WIDTH) return;
    check_tile(t->k, t->tree, level, t->done[level]++, t->at[level], t->a);
    t->n[level] = 0;
}

static bool note_fits(checking *k, const char *note, const note_key *key, bool with_signature, const merkle_edge *e, arena *a)
{
    const char *text = note;
    wr_err ignored = { 0 };
    checkpoint c;
    merkle_hash root = merkle_root(e);
    (void)k;
    if (with_signature && note_open(a, note, strlen(note), key, 1, &ignored, &text) != WR_OK) return false;
    return checkpoint_read(a, text, &ignored, &c) == WR_OK && str_eq(c.origin, key->name) && c.size == e->size && memcmp(c.root.b, root.b, MERKLE_HASH) == 0;
}

/* The page's entries as leaves; its own hashes and its checkpoint must say the same. The last one's signature is checked,
 * and that of every page which closes a tile: between two good ones each checkpoint is the same text again. */
static void read_page(checking *k, const char *tree, const tlog_page *p, const note_key *key, bool last, merkle_edge *e, tiling *t)
{
    bytes rest = p->entries, entry;
    int64_t n = 0, tiles = e->size / TILE_WIDTH;
    const char *where = arena_fmt(t->a, "%s: page %lld to %lld", tree, (long long)(p->upto - p->n), (long long)p->upto - 1);
    if (p->upto - p->n != e->size) found(k, arena_fmt(k->a, "%s does not follow entry %lld", where, (long long)e->size - 1));
    for (; tlog_entry_next(&rest, &entry); n++) {
        merkle_hash h = merkle_leaf(entry);
        if (p->hashes.n < (size_t)(n + 1) * MERKLE_HASH || memcmp(p->hashes.p + n * MERKLE_HASH, h.b, MERKLE_HASH) != 0)
            found(k, arena_fmt(k->a, "%s: entry %lld is not the one that was logged", tree, (long long)e->size));
        keep_leaf(k, h);
        merkle_push(e, 0, &h, tile_whole, t);
    }
    if (rest.n || n != p->n) found(k, arena_fmt(k->a, "%s holds %lld entries", where, (long long)n));
    if (!note_fits(k, p->note, key, last || e->size / TILE_WIDTH != tiles, e, t->a)) found(k, arena_fmt(k->a, "%s: the checkpoint does not fit its entries", where));
    k->seen->pages++;
}

static wr_rc check_tree(checking *k, int tree, const char *vkey)
{
    arena *a = arena_new("verify", 256 << 20);
    arena_mark mark = arena_at(a);
    tiling *t = calloc(1, sizeof *t);
    merkle_edge e = { 0 };
    note_key key;
    wr_err ignored = { 0 };
    wr_rc rc = WR_OK;
    size_t got = 64;
    if (!t) abort();
    t->k = k;
    t->tree = tlog_trees[tree];
    t->a = a;
    k->n = 0;
    if (note_key_read(vkey, &ignored, &key) != WR_OK) {
        found(k, arena_fmt(k->a, "%s: the city has no key for this tree", t->tree));
        got = 0;
    }
    for (int64_t from = 0; rc == WR_OK && got == 64; arena_rewind(a, mark)) {
        tlog_page *pages;
        rc = db_all(k->ro, &TLOG_PAGES, a, 64, &pages, &got, db_t(t->tree), db_i(from));
        for (size_t i = 0; rc == WR_OK && i < got; i++) {
            read_page(k, t->tree, &pages[i], &key, got < 64 && i + 1 == got, &e, t);
            from = pages[i].upto;
        }
    }
    k->seen->entries += k->n;
    free(t);
    arena_end(&a);
    return rc;
}

/* ---- facts ---- */

static bool take(checking *k, int64_t leaf, bytes entry)
{
    merkle_hash h = merkle_leaf(entry);
    if (leaf < 0 || leaf >= k->n || k->use[leaf] != LEAF_FREE || memcmp(k->leaves[leaf].b, h.b, MERKLE_HASH) != 0) return false;
    k->use[leaf] = LEAF_TAKEN;
    return true;
}

/* Purged: salt and value are gone by rule; the entry stays and says nothing about anyone. */
static void check_fact(checking *k, const history *h, const history_event *f, arena *a)
{
    bytes entry;
    bool same = false;
    if (f->salt.n == 0) {
        if (!h->delicate && f->n > 0 && f->n <= k->n) k->use[f->n - 1] = LEAF_TAKEN;
        k->seen->purged++;
        return;
    }
    entry = history_entry(a, f);
    k->seen->facts++;
    if (!h->delicate) {
        if (!take(k, f->n - 1, entry)) found(k, arena_fmt(k->a, "%s_event, log number %lld, about %s: the row is not the one that was logged", h->noun, (long long)f->n, f->about));
        return;
    }
    if (tlog_same_held(&(tlog_known){ .ro = k->ro, .a = a }, f->n, entry, &same) != WR_OK || !same)
        found(k, arena_fmt(k->a, "%s_event, held number %lld, about %s: the row is not the one that was logged", h->noun, (long long)f->n, f->about));
}

static wr_rc check_history(checking *k, const history *h)
{
    arena *a = arena_new("verify", 64 << 20);
    arena_mark mark = arena_at(a);
    wr_rc rc = WR_OK;
    size_t got = HISTORY_WALK_MAX;
    for (int64_t from = 0; rc == WR_OK && got == HISTORY_WALK_MAX; arena_rewind(a, mark)) {
        history_event *rows;
        arena_mark after;
        rc = db_all(k->ro, h->walk, a, HISTORY_WALK_MAX, &rows, &got, db_i(from));
        after = arena_at(a);
        for (size_t i = 0; rc == WR_OK && i < got; i++, arena_rewind(a, after)) {
            check_fact(k, h, &rows[i], a);
            from = rows[i].n + 1;
        }
    }
    arena_end(&a);
    return rc;
}

/* What was held back: each placed entry is under its leaf; padding is counted as that and nothing else can pass for it. */
static wr_rc check_placed(checking *k, const char *tree)
{
    arena *a = arena_new("verify", 64 << 20);
    arena_mark mark = arena_at(a);
    wr_rc rc = WR_OK;
    size_t got = 1000;
    for (int64_t from = 0; rc == WR_OK && got == 1000; arena_rewind(a, mark)) {
        tlog_placed_row *rows;
        rc = db_all(k->ro, &TLOG_PLACED, a, 1000, &rows, &got, db_t(tree), db_i(from));
        for (size_t i = 0; rc == WR_OK && i < got; i++) {
            bool pad = rows[i].entry.n == sizeof TLOG_PAD - 1 && memcmp(rows[i].entry.p, TLOG_PAD, rows[i].entry.n) == 0;
            if (!take(k, rows[i].leaf, tlog_cover(a, rows[i].entry, rows[i].salt)))
                found(k, arena_fmt(k->a, "%s: entry %lld was held back as %s and is not the one that was logged", tree, (long long)rows[i].leaf, rows[i].id));
            *(pad ? &k->seen->padding : &k->seen->held) += 1;
            from = rows[i].leaf + 1;
        }
    }
    arena_end(&a);
    return rc;
}

wr_rc tlog_verify(db_tx *ro, const wr_module *const *modules, arena *a, json_t *ret_findings, tlog_seen *ret)
{
    checking k = { .ro = ro, .a = a, .findings = ret_findings, .seen = ret };
    const char *keys[TLOG_TREES];
    wr_rc rc = tlog_keys(ro, a, keys);
    *ret = (tlog_seen){ 0 };
    if (rc == WR_OK) rc = check_tree(&k, TLOG_AUDIT, keys[TLOG_AUDIT]);
    for (; rc == WR_OK && *modules; modules++)
        for (const history *const *h = (*modules)->past; rc == WR_OK && h && *h; h++) rc = check_history(&k, *h);
    if (rc == WR_OK) rc = check_placed(&k, "audit");
    for (int64_t i = 0; rc == WR_OK && i < k.n; i++)
        if (k.use[i] == LEAF_FREE) found(&k, arena_fmt(a, "audit: entry %lld has no row: what it was about was removed", (long long)i));
    if (rc == WR_OK) rc = check_tree(&k, TLOG_INTAKE, keys[TLOG_INTAKE]);
    if (rc == WR_OK) rc = check_placed(&k, "intake");
    if (rc == WR_OK) rc = check_tree(&k, TLOG_DRAW, keys[TLOG_DRAW]);
    free(k.leaves);
    free(k.use);
    return rc;
}
