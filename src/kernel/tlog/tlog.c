/* tlog.c -- the writing side: keys, and the page, tiles and checkpoint that close a batch. */
#include "tlog.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "now.h"
#include "str.h"
#include "tlog_own.h"
#include "writer.h"

enum { KEYS_MAX = 4096, LEVELS = 4 };

/* The writer's memory of one tree: its right edge, and the hashes of the tile that grows on each level. */
typedef struct growing { bool known; merkle_edge edge; size_t n[LEVELS]; merkle_hash at[LEVELS][TILE_WIDTH]; } growing;
typedef struct tlog { note_key keys[TLOG_TREES]; growing trees[TLOG_TREES]; } tlog;

/* ---- keys ---- */

static wr_rc key_trouble(wr_err *e, const char *why)
{
    return wr_fail(e, WR_E_IO, NULL, N_("The log's keys (log.key in the data directory): {why}. Without them no checkpoint can be signed; take the file from a backup."),
                   "why", why);
}

static wr_rc key_path(const char *data, char *ret, size_t cap, wr_err *e)
{
    size_t n = strlen(data);
    if (n + sizeof "/log.key" > cap) return wr_fail(e, WR_E_INPUT, "data", N_("The path of the data directory is too long."));
    memcpy(ret, data, n);
    memcpy(ret + n, "/log.key", sizeof "/log.key");
    return WR_OK;
}

wr_rc tlog_key_make(const char *data, const char *origin, wr_err *e)
{
    char path[1024];
    arena *a;
    const char *text = "";
    note_key k;
    int fd;
    bool good;
    TRY(key_path(data, path, sizeof path, e));
    if (sodium_init() < 0) return WR_E_BUG;
    a = arena_new("log key", 1 << 16);
    for (int t = 0; t < TLOG_TREES; t++) {
        wr_rc rc = note_key_new(arena_fmt(a, "%s/%s", origin, tlog_trees[t]), e, &k);
        if (rc != WR_OK) { arena_end(&a); return rc; }
        text = arena_fmt(a, "%s%s\n", text, note_key_text(a, &k, true));
    }
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    good = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text) && fsync(fd) == 0;
    if (fd >= 0 && close(fd) != 0) good = false;
    arena_end(&a);
    return good ? WR_OK : key_trouble(e, strerror(errno));
}

static wr_rc read_keys(const char *data, note_key *ret, wr_err *e)
{
    char path[1024], text[KEYS_MAX] = { 0 }, *line = text;
    struct stat st;
    ssize_t n;
    int fd;
    TRY(key_path(data, path, sizeof path, e));
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        if (fd >= 0) close(fd);
        return key_trouble(e, strerror(errno));
    }
    n = read(fd, text, sizeof text - 1);
    close(fd);
    if (st.st_mode & 077) return key_trouble(e, "others may read it; say chmod 600, and think whether somebody did");
    for (int t = 0; n > 0 && t < TLOG_TREES; t++) {
        char *end = strchr(line, '\n');
        if (!end) return key_trouble(e, "it is damaged");
        *end = 0;
        if (note_key_read(line, e, &ret[t]) != WR_OK || !str_starts(line, "PRIVATE+KEY+") || !str_ends(ret[t].name, tlog_trees[t])) {
            *e = (wr_err){ 0 };
            return key_trouble(e, "it is damaged");
        }
        line = end + 1;
    }
    sodium_memzero(text, sizeof text);
    return n > 0 ? WR_OK : key_trouble(e, "it is empty");
}

/* The keys stand in the log themselves, as its first entries; another key file than that is not this city's. */
static wr_rc own_keys(db_tx *rw, void *with, arena *a)
{
    const tlog *l = with;
    const wr_actor who = { .by = "operator", .lang = "en", .now = now_us() };
    tlog_key_row *rows;
    size_t n;
    TRY(db_all_(rw, &TLOG_KEYS_ALL, a, TLOG_TREES, sizeof *rows, &rows, &n, NULL, 0));
    for (int t = 0; t < TLOG_TREES; t++) {
        tlog_key_row now = { tlog_trees[t], note_key_text(a, &l->keys[t], false) };
        bool there = false;
        for (size_t i = 0; i < n && !there; i++) there = str_eq(rows[i].id, now.id) && str_eq(rows[i].key, now.key);
        if (n && !there) return key_trouble(db_err(rw), "they are not the keys of this city");
        if (!n) TRY(history_add(rw, &who, &TLOG_KEY_PAST, "tlog.key_set", (wr_day){ 1970, 1, 1 }, NULL, &now, a));
    }
    return WR_OK;
}

/* ---- closing a batch ---- */

static wr_rc no_fit(db_tx *rw) { return wr_fail(db_err(rw), WR_E_BUG, NULL, N_("The log's pages do not fit its number. Nothing more is written; see writ verify.")); }

typedef struct laying { db_tx *rw; growing *g; int tree; bool store; wr_rc rc; } laying;

/* A subtree became whole. Every eighth level up its hash is one of a tile; the 256th closes the tile. */
static void whole(void *with, int height, const merkle_hash *h)
{
    laying *y = with;
    growing *g = y->g;
    size_t level = (size_t)height / 8;
    if (height % 8 || y->rc != WR_OK) return;
    if (level > 0 && y->store)                       /* the tile below is full: this is its root */
        y->rc = db_run(y->rw, &TLOG_TILE_ADD, db_t(tlog_trees[y->tree]), db_i((int64_t)level - 1), db_i(g->edge.size >> 8 * level),
                       db_x((bytes){ h->b, MERKLE_HASH }), db_x((bytes){ g->at[level - 1][0].b, sizeof g->at[level - 1] }));
    if (level > 0) g->n[level - 1] = 0;
    if (level < LEVELS) g->at[level][g->n[level]++] = *h;
}

/* What the database holds of a tree, into memory: roots of whole tiles from the top down, then the leaves behind them. */
static wr_rc recall(laying *y, int64_t size, arena *a)
{
    growing *g = y->g;
    const char *tree = tlog_trees[y->tree];
    tlog_leaves *pages;
    size_t n;
    *g = (growing){ 0 };
    y->store = false;
    for (int level = LEVELS - 1; level > 0; level--) {
        tlog_roots *roots;
        TRY(db_all(y->rw, &TLOG_ROOTS, a, TILE_WIDTH, &roots, &n, db_t(tree), db_i(level - 1), db_i(g->edge.size >> 8 * level)));
        for (size_t i = 0; i < n && roots[i].root.n == MERKLE_HASH; i++) {
            merkle_hash h;
            memcpy(h.b, roots[i].root.p, MERKLE_HASH);
            merkle_push(&g->edge, 8 * level, &h, NULL, NULL);
            g->at[level][g->n[level]++] = h;
            if (g->n[level] == TILE_WIDTH) return no_fit(y->rw);
        }
    }
    for (bool more = true; more; more = n > 0 && g->edge.size < size) {
        TRY(db_all(y->rw, &TLOG_LEAVES, a, 256, &pages, &n, db_t(tree), db_i(g->edge.size)));
        for (size_t i = 0; i < n; i++)
            for (int64_t at = pages[i].upto - pages[i].n, k = 0; k < pages[i].n; k++, at++) {
                merkle_hash h;
                if (at < g->edge.size) continue;     /* before the whole tiles' end */
                if (at != g->edge.size || pages[i].hashes.n != (size_t)pages[i].n * MERKLE_HASH) return no_fit(y->rw);
                memcpy(h.b, pages[i].hashes.p + k * MERKLE_HASH, MERKLE_HASH);
                merkle_push(&g->edge, 0, &h, whole, y);
            }
    }
    g->known = true;
    y->store = true;
    return size < 0 || g->edge.size == size ? y->rc : no_fit(y->rw);
}

static wr_rc lay_tree(tlog *l, db_tx *rw, int tree, const bytes *entries, size_t n, int64_t first, arena *a)
{
    growing *g = &l->trees[tree];
    laying y = { rw, g, tree, true, WR_OK };
    strbuf all = sb_new(a, n * 256);
    merkle_hash *hashes = arena_array(a, merkle_hash, n);
    const char *note;
    if (!g->known || first < 0 || g->edge.size != first) TRY(recall(&y, first, a));
    for (size_t i = 0; i < n; i++) {
        const char length[2] = { (char)(entries[i].n >> 8), (char)entries[i].n };
        if (entries[i].n > UINT16_MAX) return wr_fail(db_err(rw), WR_E_BUG, NULL, N_("An entry of the log is too long."));
        sb_put(&all, length, 2);
        sb_put(&all, (const char *)entries[i].p, entries[i].n);
        hashes[i] = merkle_leaf(entries[i]);
        merkle_push(&g->edge, 0, &hashes[i], whole, &y);
    }
    if (y.rc != WR_OK) g->known = false;
    TRY(y.rc);
    TRY(note_sign(a, &l->keys[tree], checkpoint_text(a, &(checkpoint){ l->keys[tree].name, g->edge.size, merkle_root(&g->edge) }), db_err(rw), &note));
    return db_run(rw, &TLOG_PAGE_ADD, db_t(tlog_trees[tree]), db_i(g->edge.size), db_i((int64_t)n), db_i(db_batch_us(rw)),
                  db_x((bytes){ (const uint8_t *)all.p, all.n }), db_x((bytes){ hashes[0].b, n * MERKLE_HASH }), db_t(note));
}

/* What is held back has numbers of its own. */
static wr_rc raise_held(db_tx *rw, arena *a)
{
    tlog_held_row *last;
    size_t n;
    int64_t number;
    TRY(db_all_(rw, &TLOG_HELD_LAST, a, 1, sizeof *last, (void *)&last, &n, NULL, 0));
    return n && str_int(last[0].id, &number) ? db_seq_raise(rw, "held", number) : WR_OK;
}

/* Tiles out of the pages' leaves; and the log's number and time: how many leaves the audit tree has, for padding has no event, and
 * when its last page was laid down. */
wr_rc tlog_rebuild(db_tx *rw, arena *a)
{
    TRY(db_run_(rw, &TLOG_TILE_NONE, NULL, NULL, 0));
    for (int tree = 0; tree < TLOG_TREES; tree++) {
        growing *g = arena_make(a, growing);
        laying y = { rw, g, tree, true, WR_OK };
        size_t n = 1;
        while (n > 0 && y.rc == WR_OK) {
            arena *mine = arena_new("leaves", 64 << 20);
            tlog_leaves *pages;
            wr_rc rc = db_all(rw, &TLOG_LEAVES, mine, 256, &pages, &n, db_t(tlog_trees[tree]), db_i(g->edge.size));
            for (size_t i = 0; rc == WR_OK && i < n; i++) {
                if (pages[i].upto - pages[i].n != g->edge.size || pages[i].hashes.n != (size_t)pages[i].n * MERKLE_HASH) rc = no_fit(rw);
                for (int64_t k = 0; rc == WR_OK && k < pages[i].n; k++) {
                    merkle_hash h;
                    memcpy(h.b, pages[i].hashes.p + k * MERKLE_HASH, MERKLE_HASH);
                    merkle_push(&g->edge, 0, &h, whole, &y);
                }
            }
            arena_end(&mine);
            TRY(rc);
        }
        TRY(y.rc);
        if (tree != TLOG_AUDIT) continue;
        TRY(db_seq_raise(rw, "log", g->edge.size));
        tlog_head head;
        wr_rc rc = db_one(rw, &TLOG_HEAD, a, &head, db_t(tlog_trees[tree]));
        if (rc == WR_OK) TRY(db_seq_raise(rw, "us", head.at));
        else if (rc != WR_E_MISSING) return rc;
    }
    return raise_held(rw, a);
}

/* log_n counts the audit tree's entries with those of this batch. */
static wr_rc close_batch(void *with, db_tx *rw, const db_logged *last, int64_t log_n, arena *a)
{
    tlog *l = with;
    for (int tree = 0; TLOG_ON && tree < TLOG_TREES; tree++) {
        size_t n = 0, at;
        bytes *entries;
        for (const db_logged *e = last; e; e = e->prev) n += e->tree == tree;
        if (n == 0) continue;
        entries = arena_array(a, bytes, n);
        at = n;
        for (const db_logged *e = last; e; e = e->prev)
            if (e->tree == tree) entries[--at] = e->entry;
        TRY(lay_tree(l, rw, tree, entries, n, tree == TLOG_AUDIT ? log_n - (int64_t)n : -1, a));
    }
    return WR_OK;
}

wr_rc tlog_add(db_tx *rw, int tree, bytes entry, int64_t *ret_n_opt)
{
    int64_t n = db_log_put(rw, tree, entry);
    if (ret_n_opt) *ret_n_opt = n;
    return WR_OK;
}

static void end(void *with)
{
    tlog *l = with;
    sodium_memzero(l->keys, sizeof l->keys);
    free(l);
}

wr_rc tlog_open(db *d, const char *data, wr_err *e)
{
    tlog *l = calloc(1, sizeof *l);
    arena *a;
    wr_rc rc;
    if (!l) abort();
    rc = read_keys(data, l->keys, e);
    db_log_set(d, (db_log){ close_batch, end, l });
    TRY(rc);
    a = arena_new("log", 8 << 20);
    rc = writer_once_here(d, own_keys, l, a);
    if (rc != WR_OK) *e = *arena_err(a);
    arena_end(&a);
    return rc;
}
