/* history.c -- facts that change, kept as what changed. The current row is the same loop as any past one. */
#include "history.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sodium.h>
#include "day.h"
#include "merkle.h"
#include "note.h"
#include "now.h"
#include "sha256.h"
#include "str.h"
#include "tlog_own.h"

enum { SALT_BYTES = 32 };

static const field EVENT_F[] = {
    FIELD(history_event, about, t, 0, 80,      N_("About")),
    FIELD(history_event, what,  t, 0, 80,      N_("What happened")),
    FIELD(history_event, value, t, F_LONG, 0,  N_("What changed")),
    FIELD(history_event, who,   t, 0, 80,      N_("By")),
    FIELD(history_event, holds, d, 0, 0,       N_("Holds from")),
    FIELD(history_event, at,    u, 0, 0,       N_("Recorded")),
    FIELD(history_event, n,     i, 0, 0,       N_("Log number")),
    FIELD(history_event, salt,  x, F_HIDE, 32, NULL),
};
const shape HISTORY_EVENT = SHAPE("a change", history_event, EVENT_F);

const char *history_row_text(arena *a, const history_event *f)
{
    strbuf b = sb_new(a, 256 + strlen(f->value));
    sb_str(&b, "{\"about\":");
    sb_json(&b, f->about);
    sb_str(&b, ",\"at\":");
    sb_int(&b, f->at);
    sb_str(&b, ",\"holds\":\"");
    sb_str(&b, day_text(a, f->holds));
    sb_str(&b, "\",\"value\":");
    sb_str(&b, f->value);
    sb_str(&b, ",\"what\":");
    sb_json(&b, f->what);
    sb_str(&b, ",\"who\":");
    sb_json(&b, f->who);
    sb_ch(&b, '}');
    return b.p;
}

bytes history_entry(arena *a, const history_event *f)
{
    const char *row = history_row_text(a, f);
    uint8_t c[SHA256_BYTES];
    char hex[2 * sizeof c + 1];
    strbuf b = sb_new(a, 320);
    sha256_of((const bytes[]){ f->salt, { (const uint8_t *)row, strlen(row) } }, 2, c);
    sb_str(&b, "{\"about\":");
    sb_json(&b, f->about);
    sb_str(&b, ",\"at\":");
    sb_int(&b, f->at);
    sb_str(&b, ",\"by\":");
    sb_json(&b, f->who);
    sb_str(&b, ",\"c\":\"");
    sb_str(&b, sodium_bin2hex(hex, sizeof hex, c, sizeof c));
    sb_str(&b, "\",\"event\":");
    sb_json(&b, f->what);
    sb_str(&b, ",\"v\":1}");
    return (bytes){ (const uint8_t *)b.p, b.n };
}

/* The value of a member as history keeps it: restricted bytes as hex, so that the past can be laid together again. */
static json_t *member(const field *f, const void *row, arena *a)
{
    const char *p = (const char *)row + f->off;
    if (f->type == 'i' || f->type == 'c' || f->type == 'u') return json_integer(*(const int64_t *)p);
    if (f->type == 'b') return json_boolean(*(const _Bool *)p);
    return json_string(shape_get(f, row, a));
}

/* Most members of a row stay as they are: nothing is made of those. */
static bool same(const field *f, const void *was, const void *now, arena *a)
{
    const char *p = (const char *)was + f->off, *q = (const char *)now + f->off;
    if (f->type == 'i' || f->type == 'c' || f->type == 'u') return *(const int64_t *)p == *(const int64_t *)q;
    if (f->type == 'b') return *(const _Bool *)p == *(const _Bool *)q;
    if (f->type == 't') return str_eq(*(const char *const *)p, *(const char *const *)q);
    return str_eq(shape_get(f, was, a), shape_get(f, now, a));
}

static const char *changed(const shape *s, const void *before, const void *after, arena *a)
{
    json_t *doc = json_object();
    char *text;
    const char *kept;
    for (size_t i = 0; i < s->n; i++) {
        if (!before || !same(&s->f[i], before, after, a)) json_object_set_new(doc, s->f[i].name, member(&s->f[i], after, a));
    }
    text = json_dumps(doc, JSON_COMPACT | JSON_SORT_KEYS);
    kept = text ? arena_dup(a, text) : "";
    free(text);
    json_decref(doc);
    return kept;
}

wr_rc history_add(db_tx *rw, const wr_actor *who, const history *h, const char *what, wr_day holds, const void *before, const void *after, arena *a)
{
    uint8_t *salt = arena_alloc(a, SALT_BYTES, 1);
    history_event f = { .about = *(const char *const *)((const char *)after + h->row->f[0].off), .what = what, .holds = holds,
        .value = changed(h->row, before, after, a), .who = who->by ? who->by : "", .at = db_batch_us(rw), .salt = { salt, SALT_BYTES } };
    rand_bytes(salt, SALT_BYTES);
    if (h->delicate) {
        uint8_t *cover = arena_alloc(a, SALT_BYTES, 1);
        rand_bytes(cover, SALT_BYTES);
        TRY(db_seq(rw, "held", &f.n));
        TRY(tlog_hold(rw, TLOG_AUDIT, arena_fmt(a, "%lld", (long long)f.n), history_entry(a, &f), (bytes){ cover, SALT_BYTES }));
    } else TRY(tlog_add(rw, TLOG_AUDIT, TLOG_ON ? history_entry(a, &f) : (bytes){ (const uint8_t *)"", 0 }, &f.n));
    TRY(db_run(rw, h->add, db_t(f.about), db_t(what), db_d(holds), db_t(f.value), db_i(f.n), db_x(f.salt), db_t(f.who), db_i(f.at)));
    return db_save(rw, h->put, h->row, after);
}

/* The members of a row that changes have named, the last word of each. */
static wr_rc lay(const shape *s, const json_t *doc, void *row, arena *a, wr_err *e)
{
    wr_rc rc = WR_OK;
    for (size_t i = 0; rc == WR_OK && i < s->n; i++) {
        const field *f = &s->f[i];
        char *p = (char *)row + f->off;
        const json_t *v = json_object_get(doc, f->name);
        if (!v) continue;
        if (f->type == 'i' || f->type == 'c' || f->type == 'u') *(int64_t *)p = json_integer_value(v);
        else if (f->type == 'b') *(_Bool *)p = json_is_true(v);
        else if (f->type == 'x') {
            size_t n = json_string_length(v) / 2;
            uint8_t *x = arena_alloc(a, n + 1, 1);
            if (!str_unhex(json_string_value(v), x, n)) rc = WR_E_BUG;
            *(bytes *)p = (bytes){ x, n };
        } else if (f->type == 'd' && !*json_string_value(v)) *(wr_day *)p = (wr_day){ 0 };
        else if (f->type == 't') *(const char **)p = arena_dup(a, json_string_value(v));
        else if (shape_set(f, row, json_string_value(v), a)) rc = WR_E_BUG;
    }
    return rc == WR_OK ? rc : wr_fail(e, rc, NULL, N_("A stored change cannot be read."));
}

static void clear(const shape *s, void *row)
{
    memset(row, 0, s->size);
    for (size_t i = 0; i < s->n; i++)
        if (s->f[i].type == 't') *(const char **)((char *)row + s->f[i].off) = "";
}

/* ---- laying together ----
 * Events come in pages through an arena of their own, so that what the caller's arena holds afterwards is rows. What each event must be
 * in the log is kept as its leaf's hash, and looked for at the end, tile by tile. */
typedef struct leaf { int64_t at; merkle_hash hash; } leaf;
typedef struct laying { db_tx *ro; const history *of; arena *a, *page; arena_mark mark; json_t *doc; leaf *leaves; char *rows; size_t n_leaves, cap_leaves, n_rows, cap_rows;
    history_proof *proof; } laying;

static laying laying_of(db_tx *ro, const history *h, arena *a, history_proof *proof)
{
    laying l = { .ro = ro, .of = h, .a = a, .page = arena_new("a page of changes", 64 << 20), .doc = json_object(), .proof = proof };
    (void)arena_alloc(l.page, 1, 1);
    l.mark = arena_at(l.page);
    return l;
}

static void laying_end(laying *l)
{
    json_decref(l->doc);
    free(l->leaves);
    free(l->rows);
    arena_end(&l->page);
}

/* One more place in an array that grows; NULL: no memory. */
static void *one_more(void *array, size_t n, size_t *in_out_cap, size_t size)
{
    size_t cap = n < *in_out_cap ? *in_out_cap : n * 2 + 64;
    void *more = n < *in_out_cap ? array : realloc(array, arena_mul_(size, cap));
    if (more) *in_out_cap = cap;
    return more;
}

/* Every event that a past row was laid from passes here: is it the one that was logged? */
static wr_rc prove(laying *l, const history_event *e)
{
    leaf *more;
    if (e->salt.n == 0) {
        l->proof->purged++;
        return WR_OK;
    }
    if (l->of->delicate) {
        bool same;
        TRY(tlog_same_held(&(tlog_known){ .ro = l->ro, .a = l->page }, e->n, history_entry(l->page, e), &same));
        *(same ? &l->proof->matched : &l->proof->wrong) += 1;
        return WR_OK;
    }
    more = one_more(l->leaves, l->n_leaves, &l->cap_leaves, sizeof *more);
    if (!more) return wr_fail(db_err(l->ro), WR_E_BUSY, NULL, N_("There is no memory for this now. Try again in a minute."));
    l->leaves = more;
    l->leaves[l->n_leaves++] = (leaf){ e->n - 1, merkle_leaf(history_entry(l->page, e)) };
    return WR_OK;
}

static wr_rc take(laying *l, const history_event *e)
{
    json_t *changed = json_loads(e->value, 0, NULL);
    bool good = json_is_object(changed) && json_object_update(l->doc, changed) == 0;
    json_decref(changed);
    return good ? prove(l, e) : wr_fail(db_err(l->ro), WR_E_BUG, NULL, N_("A stored change cannot be read."));
}

static int by_place(const void *x, const void *y)
{
    int64_t p = ((const leaf *)x)->at, q = ((const leaf *)y)->at;
    return (p > q) - (p < q);
}

static wr_rc settle(laying *l)
{
    tlog_known known;
    arena_mark empty;
    int64_t one = -1;
    arena_rewind(l->page, l->mark);
    TRY(tlog_known_begin(l->ro, l->page, &known));
    empty = arena_at(l->page);
    if (l->n_leaves) qsort(l->leaves, l->n_leaves, sizeof *l->leaves, by_place);
    for (size_t i = 0; i < l->n_leaves; i++) {
        int64_t at = l->leaves[i].at;
        if (at / TILE_WIDTH != one) {                    /* the last one has been asked all */
            if (one >= 0 && one <= known.size / TILE_WIDTH) known.tiles[one] = (bytes){ 0 };
            arena_rewind(l->page, empty);
            one = at / TILE_WIDTH;
        }
        TRY(tlog_know(&known, at));
        *(tlog_same_leaf(&known, at, &l->leaves[i].hash) ? &l->proof->matched : &l->proof->wrong) += 1;
    }
    return WR_OK;
}

static wr_rc lay_one(laying *l, const char *id, int64_t n, void *ret_row, bool *ret_any)
{
    history_event *e;
    size_t got = HISTORY_PAGE;
    *ret_any = false;
    for (int64_t after = INT64_MIN; got == HISTORY_PAGE; arena_rewind(l->page, l->mark)) {
        TRY(db_all(l->ro, l->of->past, l->page, HISTORY_PAGE, &e, &got, db_t(id), db_i(n), db_i(after)));
        for (size_t i = 0; i < got; i++) TRY(take(l, &e[i]));
        if (got) after = e[got - 1].n;
        *ret_any = *ret_any || got;
    }
    if (!*ret_any) return WR_OK;
    clear(l->of->row, ret_row);
    TRY(lay(l->of->row, l->doc, ret_row, l->a, db_err(l->ro)));
    return settle(l);
}

wr_rc history_as_of(db_tx *ro, const history *h, const char *id, int64_t n, arena *a, void *ret_row, history_proof *ret)
{
    laying l = laying_of(ro, h, a, ret);
    bool any = false;
    wr_rc rc;
    *ret = (history_proof){ 0 };
    rc = lay_one(&l, id, n, ret_row, &any);
    laying_end(&l);
    return rc == WR_OK && !any ? WR_E_MISSING : rc;
}

/* The row that its last event has been taken of. */
static wr_rc row_done(laying *l)
{
    size_t size = l->of->row->size;
    char *more = one_more(l->rows, l->n_rows, &l->cap_rows, size);
    if (!more) return wr_fail(db_err(l->ro), WR_E_BUSY, NULL, N_("There is no memory for this now. Try again in a minute."));
    l->rows = more;
    clear(l->of->row, l->rows + l->n_rows * size);
    TRY(lay(l->of->row, l->doc, l->rows + l->n_rows++ * size, l->a, db_err(l->ro)));
    json_object_clear(l->doc);
    return WR_OK;
}

static wr_rc lay_all(laying *l, const db_query *upto, int64_t n)
{
    history_event *e;
    const char *about = "";
    int64_t after = INT64_MIN;
    for (size_t got = HISTORY_PAGE; got == HISTORY_PAGE; arena_rewind(l->page, l->mark)) {
        TRY(db_all(l->ro, upto, l->page, HISTORY_PAGE, &e, &got, db_i(n), db_t(about), db_i(after)));
        for (size_t i = 0; i < got; i++) {
            if (!str_eq(e[i].about, about)) {
                if (*about) TRY(row_done(l));
                about = arena_dup(l->a, e[i].about);
            }
            TRY(take(l, &e[i]));
            after = e[i].n;
        }
    }
    if (*about) TRY(row_done(l));
    return settle(l);
}

wr_rc history_all_as_of(db_tx *ro, const history *h, const db_query *upto, int64_t n, arena *a, void *ret_rows, size_t *ret_n, history_proof *ret)
{
    laying l = laying_of(ro, h, a, ret);
    wr_rc rc = lay_all(&l, upto, n);
    char *all = arena_alloc(a, arena_mul_(h->row->size, l.n_rows + 1), _Alignof(max_align_t));
    if (l.n_rows) memcpy(all, l.rows, l.n_rows * h->row->size);
    *(void **)ret_rows = all;
    *ret_n = l.n_rows;
    laying_end(&l);
    return rc;
}

wr_rc history_events(db_tx *ro, const history *h, const char *id, arena *a, history_event **ret, size_t *ret_n)
{
    history_event *all = NULL, *page;
    size_t n = 0, cap = 0, got = HISTORY_PAGE;
    for (int64_t after = INT64_MIN; got == HISTORY_PAGE; n += got) {
        TRY(db_all(ro, h->past, a, HISTORY_PAGE, &page, &got, db_t(id), db_i(INT64_MAX), db_i(after)));
        if (n + got > cap || !all) {
            history_event *more = arena_array(a, history_event, (cap = (n + got) * 2) + 1);
            if (n) memcpy(more, all, n * sizeof *more);
            all = more;
        }
        if (got) {
            memcpy(all + n, page, got * sizeof *all);
            after = page[got - 1].n;
        }
    }
    *ret = all;
    *ret_n = n;
    return WR_OK;
}

wr_rc history_find(db_tx *ro, const wr_module *const *modules, const char *about, int64_t n, arena *a, const history **ret_of, history_event *ret)
{
    for (; *modules; modules++)
        for (const history *const *h = (*modules)->past; h && *h; h++) {
            history_event *rows;
            size_t got;
            if ((*h)->delicate) continue;
            TRY(db_all(ro, (*h)->past, a, HISTORY_PAGE, &rows, &got, db_t(about), db_i(n), db_i(n - 1)));
            if (!got) continue;
            *ret_of = *h;
            *ret = rows[0];
            return WR_OK;
        }
    return WR_E_MISSING;
}
