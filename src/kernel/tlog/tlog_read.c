/* tlog_read.c -- what a static log serves: checkpoints, tiles, entries, and proofs made from tiles. */
#include <string.h>
#include "str.h"
#include "tlog_own.h"

static wr_rc missing(db_tx *ro) { return wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("The log does not reach so far.")); }

wr_rc tlog_checkpoint(db_tx *ro, int tree, arena *a, const char **ret_note, checkpoint *ret_opt)
{
    tlog_head head;
    wr_rc rc = db_one(ro, &TLOG_HEAD, a, &head, db_t(tlog_trees[tree]));
    if (rc == WR_E_MISSING) return missing(ro);
    TRY(rc);
    *ret_note = head.note;
    return ret_opt ? checkpoint_read(a, head.note, db_err(ro), ret_opt) : WR_OK;
}

wr_rc tlog_keys(db_tx *ro, arena *a, const char *ret[TLOG_TREES])
{
    tlog_key_row *rows;
    size_t n;
    TRY(db_all_(ro, &TLOG_KEYS_ALL, a, TLOG_TREES, sizeof *rows, &rows, &n, NULL, 0));
    for (int t = 0; t < TLOG_TREES; t++) {
        ret[t] = "";
        for (size_t i = 0; i < n; i++)
            if (str_eq(rows[i].id, tlog_trees[t])) ret[t] = rows[i].key;
    }
    return WR_OK;
}

/* Hashes [from, from + n) of the leaves, out of pages. */
static wr_rc leaf_hashes(db_tx *ro, int tree, int64_t from, int n, arena *a, uint8_t *ret)
{
    int64_t at = from;
    for (bool more = true; more && at < from + n; ) {
        tlog_leaves *pages;
        size_t got;
        TRY(db_all(ro, &TLOG_LEAVES, a, 256, &pages, &got, db_t(tlog_trees[tree]), db_i(at)));
        more = got > 0;
        for (size_t i = 0; i < got && at < from + n; i++) {
            int64_t first = pages[i].upto - pages[i].n, take = (pages[i].upto < from + n ? pages[i].upto : from + n) - at;
            if (first > at || pages[i].hashes.n != (size_t)pages[i].n * MERKLE_HASH) return missing(ro);
            memcpy(ret + (at - from) * MERKLE_HASH, pages[i].hashes.p + (at - first) * MERKLE_HASH, (size_t)take * MERKLE_HASH);
            at += take;
        }
    }
    return at == from + n ? WR_OK : missing(ro);
}

/* A tile of hashes: whole from its row; a growing one from leaves, or from the roots of the tiles below. */
static wr_rc tile_hashes(db_tx *ro, int tree, tile t, arena *a, bytes *ret)
{
    tlog_hashes row;
    uint8_t *out = arena_alloc(a, (size_t)t.width * MERKLE_HASH, 1);
    wr_rc rc = db_one(ro, &TLOG_TILE_GET, a, &row, db_t(tlog_trees[tree]), db_i(t.level), db_i(t.n));
    *ret = (bytes){ out, (size_t)t.width * MERKLE_HASH };
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    if (rc == WR_OK && row.hashes.n == (size_t)TILE_WIDTH * MERKLE_HASH) {   /* a damaged row is as none: tiles are derived */
        memcpy(out, row.hashes.p, ret->n);
        return WR_OK;
    }
    if (t.level == 0) return leaf_hashes(ro, tree, t.n * TILE_WIDTH, t.width, a, out);
    tlog_roots *roots;
    size_t n;
    TRY(db_all(ro, &TLOG_ROOTS, a, 256, &roots, &n, db_t(tlog_trees[tree]), db_i(t.level - 1), db_i(t.n * TILE_WIDTH)));
    if (n < (size_t)t.width) return missing(ro);
    for (int i = 0; i < t.width; i++) {
        if (roots[i].n != t.n * TILE_WIDTH + i || roots[i].root.n != MERKLE_HASH) return missing(ro);
        memcpy(out + i * MERKLE_HASH, roots[i].root.p, MERKLE_HASH);
    }
    return WR_OK;
}

bool tlog_entry_next(bytes *rest, bytes *ret)
{
    size_t n;
    if (rest->n < 2) return false;
    n = (size_t)rest->p[0] << 8 | rest->p[1];
    if (rest->n < 2 + n) return false;
    *ret = (bytes){ rest->p + 2, n };
    *rest = (bytes){ rest->p + 2 + n, rest->n - 2 - n };
    return true;
}

/* Entries [from, from + n), each to `each`. */
static wr_rc entries(db_tx *ro, int tree, int64_t from, int64_t n, arena *a, void (*each)(void *with, bytes entry), void *with)
{
    int64_t at = from;
    if (from < 0) return missing(ro);
    for (bool more = true; more && at < from + n; ) {
        tlog_page *pages;
        int64_t before = at;
        size_t got;
        TRY(db_all(ro, &TLOG_PAGES, a, 64, &pages, &got, db_t(tlog_trees[tree]), db_i(at)));
        more = got > 0;
        for (size_t i = 0; i < got && at < from + n; i++) {
            bytes rest = pages[i].entries, entry;
            for (int64_t k = pages[i].upto - pages[i].n; k < pages[i].upto && k < from + n; k++) {
                if (!tlog_entry_next(&rest, &entry)) return missing(ro);
                if (k < at) continue;
                each(with, entry);
                at++;
            }
        }
        more = more && at > before;                  /* a damaged page leads nowhere */
    }
    return at == from + n ? WR_OK : missing(ro);
}

static void put_entry(void *b, bytes entry)
{
    const char length[2] = { (char)(entry.n >> 8), (char)entry.n };
    sb_put(b, length, 2);
    sb_put(b, (const char *)entry.p, entry.n);
}

static void keep_entry(void *ret, bytes entry) { *(bytes *)ret = entry; }

wr_rc tlog_entry(db_tx *ro, int tree, int64_t leaf, arena *a, bytes *ret) { return entries(ro, tree, leaf, 1, a, keep_entry, ret); }

wr_rc tlog_tile(db_tx *ro, int tree, tile t, arena *a, bytes *ret)
{
    const char *note;
    checkpoint c;
    int partial;
    int64_t full;
    strbuf b;
    TRY(tlog_checkpoint(ro, tree, a, &note, &c));
    full = tile_count(t.level, c.size, &partial);
    if (t.n > full || (t.n == full && t.width > partial)) return missing(ro);
    if (t.level != TILE_ENTRIES) return tile_hashes(ro, tree, t, a, ret);
    b = sb_new(a, (size_t)t.width * 256);
    TRY(entries(ro, tree, t.n * TILE_WIDTH, t.width, a, put_entry, &b));
    *ret = (bytes){ (const uint8_t *)b.p, b.n };
    return WR_OK;
}

typedef struct reading { db_tx *ro; int tree; arena *a; } reading;

/* The whole subtree of 2^height leaves: a run of one tile's hashes, folded. */
static wr_rc subtree(void *with, int height, int64_t n, merkle_hash *ret)
{
    const reading *r = with;
    int up = height % 8, run = 1 << up;
    int64_t first = n << up;
    tile t = { .level = height / 8, .n = first / TILE_WIDTH, .width = (int)(first % TILE_WIDTH) + run };
    merkle_edge e = { 0 };
    bytes hashes;
    TRY(tile_hashes(r->ro, r->tree, t, r->a, &hashes));
    for (int i = t.width - run; i < t.width; i++) {
        merkle_hash h;
        memcpy(h.b, hashes.p + i * MERKLE_HASH, MERKLE_HASH);
        merkle_push(&e, 0, &h, NULL, NULL);
    }
    *ret = merkle_root(&e);
    return WR_OK;
}

wr_rc tlog_proof(db_tx *ro, int tree, int64_t leaf, bytes extra, arena *a, const char **ret_text)
{
    merkle_hash proof[MERKLE_PROOF_MAX];
    reading r = { ro, tree, a };
    proof_file p = { .index = leaf, .hashes = proof, .extra = extra };
    checkpoint c;
    wr_rc rc;
    TRY(tlog_checkpoint(ro, tree, a, &p.checkpoint, &c));
    rc = merkle_prove(leaf, c.size, subtree, &r, proof, &p.n);
    if (rc == WR_E_MISSING) return missing(ro);
    TRY(rc);
    *ret_text = proof_text(a, &p);
    return WR_OK;
}

/* ---- facts against leaves ---- */

wr_rc tlog_known_begin(db_tx *ro, arena *a, tlog_known *ret)
{
    checkpoint c = { 0 };
    tlog_head head;
    wr_rc rc = db_one(ro, &TLOG_HEAD, a, &head, db_t(tlog_trees[TLOG_AUDIT]));
    if (rc == WR_OK) rc = checkpoint_read(a, head.note, db_err(ro), &c);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    *ret = (tlog_known){ ro, a, arena_array(a, bytes, (size_t)(c.size / TILE_WIDTH) + 1), c.size };
    return WR_OK;
}

wr_rc tlog_know(tlog_known *k, int64_t leaf)
{
    int64_t n = leaf / TILE_WIDTH;
    tile t = { .level = 0, .n = n, .width = k->size - n * TILE_WIDTH < TILE_WIDTH ? (int)(k->size - n * TILE_WIDTH) : TILE_WIDTH };
    return leaf < 0 || leaf >= k->size || k->tiles[n].p ? WR_OK : tile_hashes(k->ro, TLOG_AUDIT, t, k->a, &k->tiles[n]);
}

bool tlog_same_leaf(const tlog_known *k, int64_t leaf, const merkle_hash *h)
{
    return leaf >= 0 && leaf < k->size && memcmp(k->tiles[leaf / TILE_WIDTH].p + leaf % TILE_WIDTH * MERKLE_HASH, h->b, MERKLE_HASH) == 0;
}

wr_rc tlog_same_held(const tlog_known *k, int64_t held, bytes entry, bool *ret)
{
    tlog_held_row row;
    wr_rc rc = db_one(k->ro, &TLOG_HELD_ANY, k->a, &row, db_t(tlog_trees[TLOG_AUDIT]), db_t(arena_fmt(k->a, "%lld", (long long)held)));
    *ret = rc == WR_OK && row.entry.n == entry.n && memcmp(row.entry.p, entry.p, entry.n) == 0;
    return rc == WR_E_MISSING ? WR_OK : rc;
}
