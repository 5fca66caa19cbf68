/* batch.c -- one writing transaction of many jobs: savepoints, log indexes, change counters, row counters. */
#include "db_inner.h"

#include <stdlib.h>
#include <string.h>
#include "now.h"
#include "str.h"

typedef struct named { const char *module; int64_t n; } named;
static const field NAMED_F[] = { FIELD(named, module, t, 0, 40, NULL), FIELD(named, n, i, 0, 0, NULL) };
static const shape NAMED = SHAPE("a counter", named, NAMED_F);
typedef struct count { int64_t n; } count;
static const field COUNT_F[] = { FIELD(count, n, i, 0, 0, NULL) };
static const shape COUNT = SHAPE("a count", count, COUNT_F);

static const db_query CHANGES = { "db_changes", "", &NAMED, "SELECT module, n FROM db_change ORDER BY module" };
static const db_query CHANGED = { "db_changed", "t", NULL,
    "INSERT INTO db_change (module, n) VALUES ($1, 1) ON CONFLICT (module) DO UPDATE SET n = db_change.n + 1" };
static const db_query NEXT = { "db_number_next", "t", &COUNT,
    "INSERT INTO db_number (name, n) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET n = db_number.n + 1 RETURNING n" };
static const db_query NUMBER = { "db_number_get", "t", &COUNT, "SELECT n FROM db_number WHERE name = $1" };
static const db_query NUMBER_SET = { "db_number_set", "ti", NULL,
    "INSERT INTO db_number (name, n) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET n = excluded.n" };
static const db_query RAISE = { "db_number_raise", "ti", NULL, "INSERT INTO db_number (name, n) VALUES ($1, $2) ON CONFLICT (name)"
    " DO UPDATE SET n = CASE WHEN db_number.n < excluded.n THEN excluded.n ELSE db_number.n END" };
extern const db_query DB_ONCE_GET, DB_ONCE_PUT, DB_ONCE_OLD;
const db_query *const db_queries[] = { &CHANGES, &CHANGED, &NEXT, &NUMBER, &NUMBER_SET, &RAISE, &DB_ONCE_GET, &DB_ONCE_PUT, &DB_ONCE_OLD, NULL };
extern const db_step db_steps[];
extern const page_source db_pages[];
extern const wr_module mod_db;
const wr_module mod_db = { .name = "db", .queries = db_queries, .steps = db_steps, .pages = db_pages };

static wr_rc number_get(db_tx *tx, arena *a, const char *name, int64_t *ret)
{
    count c = { 0 };
    wr_rc rc = db_one(tx, &NUMBER, a, &c, db_t(name));
    *ret = c.n;
    return rc == WR_E_MISSING ? WR_OK : rc;
}

wr_rc db_batch_begin(db_conn *c, bool careful, arena *a, wr_err *e, db_tx *ret)
{
    int64_t last_us = 0;
    *ret = (db_tx){ .c = c, .a = a, .batch = a, .write = true, .careful = careful };
    TRY(c->db->driver->begin(c->conn, true, e));
    if (number_get(ret, a, "log", &ret->log_n) != WR_OK || number_get(ret, a, "us", &last_us) != WR_OK) {
        c->db->driver->rollback(c->conn);
        if (e->rc == WR_OK) *e = *arena_err(a);
        return e->rc ? e->rc : WR_E_IO;
    }
    ret->log_first = ret->log_n;
    ret->at = now_us();
    if (ret->at <= last_us) ret->at = last_us;   /* a clock set back does not turn history round */
    return WR_OK;
}

void db_job_begin(db_tx *tx, arena *a)
{
    tx->a = a;
    tx->poison = WR_OK;
    tx->enduring = tx->wrote = tx->kept = false;
    tx->changed_before = tx->changed;
    tx->log_before = tx->log_n;
    tx->logged_before = tx->logged;
    if (tx->careful && !tx->lost) tx->poison = tx->c->db->driver->savepoint(tx->c->conn, DB_POINT_SET, arena_err(a));
    if (tx->poison != WR_OK) tx->lost = true;
    if (tx->lost) tx->poison = WR_E_BUSY;
}

wr_rc db_job_end(db_tx *tx, wr_rc rc)
{
    const db_driver *v = tx->c->db->driver;
    int64_t touched;
    if (tx->lost) return WR_E_BUSY;
    if (rc == WR_OK) rc = tx->poison;
    if (rc == WR_OK && tx->enduring && tx->logged == tx->logged_before && !tx->kept)
        rc = wr_fail(db_err(tx), WR_E_BUG, NULL, N_("A job changed an enduring table and logged nothing."));
    if (rc == WR_OK && tx->careful) rc = v->changes(tx->c->conn, db_err(tx), &touched);   /* waits: what was queued has now shown its error */
    if (rc == WR_OK && tx->careful) rc = v->savepoint(tx->c->conn, DB_POINT_RELEASE, db_err(tx));
    if (rc == WR_OK) return WR_OK;
    tx->changed = tx->changed_before;
    tx->log_n = tx->log_before;
    tx->logged = tx->logged_before;
    if (!tx->careful) {
        tx->lost = tx->wrote || tx->poison != WR_OK;
        return rc;
    }
    tx->poison = WR_OK;
    if (v->savepoint(tx->c->conn, DB_POINT_BACK, db_err(tx)) != WR_OK) tx->lost = true;   /* SQLite drops it all when the disk is full */
    return rc;
}

static bool has_log(const db *d)
{
    for (size_t i = 0; d->modules[i]; i++)
        if (str_eq(d->modules[i]->name, "tlog")) return true;
    return false;
}

wr_rc db_batch_end(db_tx *tx, arena *a, wr_err *e)
{
    const db *d = tx->c->db;
    int64_t touched;
    wr_rc rc = d->driver->changes(tx->c->conn, e, &touched);
    tx->a = a;
    tx->poison = WR_OK;
    if (rc != WR_OK) { tx->lost = true; return rc; }   /* a job's, before COMMIT was said: the batch may run again */
    if (tx->logged && !d->log.close && has_log(d)) rc = wr_fail(e, WR_E_BUG, NULL, N_("The log is not open: nothing can be written."));
    if (rc == WR_OK && tx->logged && d->log.close) rc = d->log.close(d->log.with, tx, tx->logged, tx->log_n, a);
    for (size_t i = 0; rc == WR_OK && d->modules[i]; i++)
        if (tx->changed >> i & 1) rc = db_run(tx, &CHANGED, db_t(d->modules[i]->name));
    if (rc == WR_OK && tx->log_n != tx->log_first) rc = db_run(tx, &NUMBER_SET, db_t("log"), db_i(tx->log_n));
    if (rc == WR_OK && tx->log_n != tx->log_first) rc = db_run(tx, &NUMBER_SET, db_t("us"), db_i(tx->at));
    if (rc != WR_OK) *e = *arena_err(a);
    else rc = d->driver->commit(tx->c->conn, e);
    if (rc != WR_OK) d->driver->rollback(tx->c->conn);
    return rc;
}

wr_rc db_seq(db_tx *rw, const char *name, int64_t *ret)
{
    count c;
    TRY(db_one(rw, &NEXT, rw->a, &c, db_t(name)));
    *ret = c.n;
    return WR_OK;
}

wr_rc db_seq_raise(db_tx *rw, const char *name, int64_t at_least) { return db_run(rw, &RAISE, db_t(name), db_i(at_least)); }

void db_log_set(db *d, db_log log) { d->log = log; }
void db_log_kept(db_tx *rw) { rw->kept = true; }

int64_t db_log_put(db_tx *rw, int tree, bytes entry)
{
    db_logged *it = arena_make(rw->batch, db_logged);
    *it = (db_logged){ rw->logged, tree, { memcpy(arena_alloc(rw->batch, entry.n, 1), entry.p, entry.n), entry.n } };
    rw->logged = it;
    return tree == 0 ? ++rw->log_n : 0;
}

wr_rc db_changes(db_conn *c, const char *modules, int64_t *ret_sum)
{
    arena *a = arena_new("changes", 1 << 20);
    db_tx *tx;
    named *rows;
    size_t n;
    wr_rc rc = db_begin_read(c, a, &tx);
    *ret_sum = 0;
    if (rc == WR_OK) {
        rc = db_all_(tx, &CHANGES, a, DB_MODULES, sizeof *rows, &rows, &n, NULL, 0);
        db_end_read(&tx);
    }
    for (size_t i = 0; rc == WR_OK && i < n; i++) {
        size_t len = strlen(rows[i].module);
        for (const char *p = modules; *p; p += strcspn(p, " "), p += *p == ' ')
            if (*p == '*' || (strncmp(p, rows[i].module, len) == 0 && (p[len] == ' ' || !p[len]))) *ret_sum += rows[i].n;
    }
    arena_end(&a);
    return rc;
}
