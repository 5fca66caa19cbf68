/* tlog_hold.c -- entries kept back, and the daily cut at which they enter their tree: sorted, without time, among padding. */
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "now.h"
#include "sha256.h"
#include "str.h"
#include "tlog_own.h"

enum { HELD_MAX = 100000, SALT_BYTES = 32, MULTIPLE = 256 };

bytes tlog_cover(arena *a, bytes entry, bytes salt)
{
    uint8_t c[SHA256_BYTES];
    const char *text;
    if (!salt.n) return entry;
    sha256_of((const bytes[]){ salt, entry }, 2, c);
    text = arena_fmt(a, "{\"c\":\"%s\",\"v\":1}", str_hex(a, c, sizeof c));
    return (bytes){ (const uint8_t *)text, strlen(text) };
}

wr_rc tlog_hold(db_tx *rw, int tree, const char *id, bytes entry, bytes salt)
{
    db_log_kept(rw);
    return db_run(rw, &TLOG_HELD_ADD, db_t(tlog_trees[tree]), db_t(id), db_x(entry), db_x(salt.p ? salt : (bytes){ (const uint8_t *)"", 0 }));
}

static wr_rc pad(db_tx *rw, arena *a, tlog_held_row *ret)
{
    uint8_t *salt = arena_alloc(a, SALT_BYTES, 1);
    rand_bytes(salt, SALT_BYTES);
    *ret = (tlog_held_row){ arena_fmt(a, "pad-%s", id_new(a)), { (const uint8_t *)TLOG_PAD, sizeof TLOG_PAD - 1 }, { salt, SALT_BYTES } };
    return tlog_hold(rw, TLOG_AUDIT, ret->id, ret->entry, ret->salt);
}

typedef struct placing { const char *id; bytes public; } placing;

static int by_entry(const void *x, const void *y)    /* c is all that differs, and random: neither kind nor time shows */
{
    const placing *p = x, *q = y;
    size_t n = p->public.n < q->public.n ? p->public.n : q->public.n;
    int c = memcmp(p->public.p, q->public.p, n);
    return c ? c : (p->public.n > q->public.n) - (p->public.n < q->public.n);
}

static wr_rc cut_audit(db_tx *rw, arena *a)
{
    tlog_held_row *held, more;
    placing *all;
    size_t n, total;
    TRY(db_all(rw, &TLOG_HELD_ALL, a, HELD_MAX, &held, &n, db_t("audit")));
    total = n ? (n + MULTIPLE - 1) / MULTIPLE * MULTIPLE : MULTIPLE;
    all = arena_array(a, placing, total);
    for (size_t i = 0; i < total; i++) {
        if (i >= n) TRY(pad(rw, a, &more));
        else more = held[i];
        all[i] = (placing){ more.id, tlog_cover(a, more.entry, more.salt) };
    }
    qsort(all, total, sizeof *all, by_entry);
    for (size_t i = 0; i < total; i++) {
        int64_t number;
        TRY(tlog_add(rw, TLOG_AUDIT, all[i].public, &number));
        TRY(db_run(rw, &TLOG_PLACED_ADD, db_t("audit"), db_i(number - 1), db_t(all[i].id)));
    }
    return WR_OK;
}

/* Rows come sorted by ticket id; the tree's size before the cut gives each its leaf. */
static wr_rc cut_intake(db_tx *rw, arena *a)
{
    tlog_held_row *held;
    tlog_head head = { 0 };
    size_t n;
    wr_rc rc = db_one(rw, &TLOG_HEAD, a, &head, db_t("intake"));
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    TRY(db_all(rw, &TLOG_HELD_ALL, a, HELD_MAX, &held, &n, db_t("intake")));
    for (size_t i = 0; i < n; i++) {
        TRY(tlog_add(rw, TLOG_INTAKE, tlog_cover(a, held[i].entry, held[i].salt), NULL));
        TRY(db_run(rw, &TLOG_PLACED_ADD, db_t("intake"), db_i(head.upto + (int64_t)i), db_t(held[i].id)));
    }
    return WR_OK;
}

wr_rc tlog_cut(db_tx *rw, wr_day day, arena *a)
{
    struct { const char *day; } row;
    wr_rc rc = db_one(rw, &TLOG_CUT_GET, a, &row, db_t(day_text(a, day)));   /* a clock set back makes no second cut */
    if (rc != WR_E_MISSING) return rc;
    TRY(cut_audit(rw, a));
    TRY(cut_intake(rw, a));
    return db_run(rw, &TLOG_CUT_ADD, db_t(day_text(a, day)));
}
