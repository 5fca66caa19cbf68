/* writer.c -- the self-clocking group commit. While one batch commits, the next queues; there is no time window. */
#include "writer.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "db_inner.h"
#include "log.h"
#include "mtx.h"
#include "now.h"
#include "str.h"

enum { BATCH = 64, QUEUE = 4096, BUDGET_US = 5000, CHECKPOINT_US = 250000 };

typedef struct once_row { const char *route, *actor, *url, *id; bytes body; } once_row;
static const field ONCE_F[] = {
    FIELD(once_row, route, t, 0, 200, NULL), FIELD(once_row, actor, t, 0, 80, NULL), FIELD(once_row, body, x, 0, 32, NULL),
    FIELD(once_row, url,   t, 0, 500, NULL), FIELD(once_row, id,    t, 0, 80, NULL),
};
static const shape ONCE = SHAPE("a once-key", once_row, ONCE_F);
extern const db_query DB_ONCE_GET, DB_ONCE_PUT, DB_ONCE_OLD;
const db_query DB_ONCE_GET = { "db_once_get", "t", &ONCE, "SELECT route, actor, body, url, id FROM db_once WHERE key = $1" };
const db_query DB_ONCE_PUT = { "db_once_put", "tttxttd", NULL,
    "INSERT INTO db_once (key, route, actor, body, url, id, day) VALUES ($1, $2, $3, $4, $5, $6, $7)" };
const db_query DB_ONCE_OLD = { "db_once_old", "d", NULL, "DELETE FROM db_once WHERE day < $1" };

struct writer {
    db *d;
    db_conn *conn;
    mtx lock;
    cond filled, stop_checkpoint;
    writer_job *first, *last;
    size_t n;
    bool stopping;
    pthread_t thread, checkpoint;
    bool has_checkpoint;
    _Atomic int64_t commits;
    int64_t swept;                       /* the day number when old once-keys were last removed */
    void (*wake)(void *);
    void *wake_with;
};

static wr_rc repeated(db_tx *tx, writer_job *j)
{
    once_row o;
    wr_rc rc = db_one(tx, &DB_ONCE_GET, j->a, &o, db_t(j->once.key));
    if (rc != WR_OK) return rc;
    if (!str_eq(o.route, j->once.route) || !str_eq(o.actor, j->once.actor) || o.body.n != 32 || memcmp(o.body.p, j->once.body, 32) != 0)
        return wr_fail(arena_err(j->a), WR_E_CONFLICT, NULL, N_("This form was sent before with other contents. Open the page again."));
    j->repeated = true;
    j->go = (http_go){ .url = o.url, .id = o.id };
    return WR_OK;
}

static wr_rc run_job(db_tx *tx, writer_job *j)
{
    wr_rc rc = WR_E_MISSING, seen;
    j->go = (http_go){ 0 };
    j->repeated = false;
    *arena_err(j->a) = (wr_err){ 0 };
    if (j->once.key && tx->careful) rc = repeated(tx, j);
    if (rc != WR_E_MISSING) return rc;
    rc = j->act(tx, j);
    if (!j->once.key) return rc;
    if (rc != WR_OK && !tx->careful && tx->poison == WR_OK) {   /* refused because it was done already? */
        wr_err why = *arena_err(j->a);
        seen = repeated(tx, j);
        if (seen != WR_E_MISSING) return seen;
        *arena_err(j->a) = why;
    }
    if (rc != WR_OK) return rc;
    return db_run(tx, &DB_ONCE_PUT, db_t(j->once.key), db_t(j->once.route), db_t(j->once.actor), db_x((bytes){ j->once.body, 32 }),
                  db_t(j->go.url ? j->go.url : ""), db_t(j->go.id ? j->go.id : ""), db_d(day_of_number(tx->at / 86400000000)));
}

static void timed_job(db_tx *tx, writer_job *j)
{
    wr_us began = now_us();
    db_job_begin(tx, j->a);
    j->rc = tx->poison != WR_OK ? tx->poison : run_job(tx, j);
    j->rc = db_job_end(tx, j->rc);
    if (now_us() - began > BUDGET_US) log_line(LOG_WARN_, "slow job", "name", j->name);
}

static wr_rc sweep(writer *w, db_tx *tx)
{
    int64_t today = tx->at / 86400000000;
    if (w->swept == today) return WR_OK;
    w->swept = today;
    return db_run(tx, &DB_ONCE_OLD, db_d(day_of_number(today - WRITER_ONCE_DAYS - 1)));
}

/* A lost connection is made again at the next batch: PostgreSQL may come back at any time. */
static wr_rc begin(writer *w, bool careful, arena *a, wr_err *e, db_tx *ret)
{
    wr_rc rc = w->conn ? db_batch_begin(w->conn, careful, a, e, ret) : WR_E_BUSY;
    if (rc == WR_OK) return WR_OK;
    db_conn_end(&w->conn);
    *e = (wr_err){ 0 };
    TRY(db_writer_conn(w->d, e, &w->conn));
    return db_batch_begin(w->conn, careful, a, e, ret);
}

/* Everything to COMMIT, in one try. *ret_again: nothing was committed, and a careful try can tell which job is to blame. */
static wr_rc try_batch(writer *w, writer_job *jobs, bool careful, wr_err *e, bool *ret_again)
{
    arena *a = arena_new("batch", 8 << 20);
    db_tx tx;
    wr_rc rc = begin(w, careful, a, e, &tx);
    *ret_again = false;
    if (rc == WR_OK) {
        for (writer_job *j = jobs; j; j = j->next) timed_job(&tx, j);
        tx.a = a;
        tx.poison = WR_OK;
        rc = tx.lost ? WR_E_BUSY : sweep(w, &tx);
        if (rc != WR_OK) tx.lost = true;           /* whose error it was shows only now */
        if (rc == WR_OK) rc = db_batch_end(&tx, a, e);
        if (rc != WR_OK) w->swept = 0;
        if (rc != WR_OK) w->d->driver->rollback(w->conn->conn);
        *ret_again = tx.lost && !careful;
    }
    arena_end(&a);
    return rc;
}

static void run_batch(writer *w, writer_job *jobs)
{
    wr_err e = { 0 };
    void (*wake)(void *);
    bool again;
    wr_rc rc = try_batch(w, jobs, false, &e, &again);
    if (again) {
        e = (wr_err){ 0 };
        rc = try_batch(w, jobs, true, &e, &again);
    }
    if (rc != WR_OK) log_line(LOG_ERROR_, "batch failed", "why", e.text ? e.text : wr_rc_name(rc), "holes", e.holes);
    else atomic_fetch_add(&w->commits, 1);
    for (writer_job *j = jobs, *next; j; j = next) {
        next = j->next;
        if (rc != WR_OK && j->rc == WR_OK) {
            *arena_err(j->a) = (wr_err){ 0 };
            j->rc = wr_fail(arena_err(j->a), rc == WR_E_BUSY ? WR_E_BUSY : WR_E_IO, NULL, N_("Nothing was stored. Try again in a minute; what you typed is still here."));
        }
        j->done(j);
    }
    mtx_lock(&w->lock);
    wake = w->wake;
    mtx_unlock(&w->lock);
    if (wake) wake(w->wake_with);
}

static writer_job *take(writer *w)
{
    writer_job *jobs, *end;
    mtx_lock(&w->lock);
    while (!w->first && !w->stopping) cond_wait(&w->filled, &w->lock);
    jobs = end = w->first;
    for (int n = 1; end; end = end->next, n++) {
        w->n--;
        if (n == BATCH || !end->next) break;
    }
    if (end) {
        w->first = end->next;
        if (!w->first) w->last = NULL;
        end->next = NULL;
    }
    mtx_unlock(&w->lock);
    return jobs;
}

static void *writer_main(void *w)
{
    for (writer_job *jobs; (jobs = take(w)); ) run_batch(w, jobs);
    return NULL;
}

/* The WAL is copied back by a thread of its own, so that no job waits for it. */
static void *checkpoint_main(void *w_)
{
    writer *w = w_;
    sqlite3 *lite = NULL;
    int64_t done = 0;
    const char *path = str_starts(w->d->url, "sqlite:") ? w->d->url + 7 : w->d->url;
    if (sqlite3_open_v2(path, &lite, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        log_line(LOG_ERROR_, "no checkpoint", "why", sqlite3_errmsg(lite));
        sqlite3_close(lite);
        return NULL;
    }
    mtx_lock(&w->lock);
    while (!w->stopping) {
        cond_wait_us(&w->stop_checkpoint, &w->lock, CHECKPOINT_US);
        if (w->stopping || atomic_load(&w->commits) == done) continue;
        done = atomic_load(&w->commits);
        mtx_unlock(&w->lock);
        sqlite3_wal_checkpoint_v2(lite, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        mtx_lock(&w->lock);
    }
    mtx_unlock(&w->lock);
    sqlite3_wal_checkpoint_v2(lite, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    sqlite3_close(lite);
    return NULL;
}

wr_rc writer_start(db *d, wr_err *e, writer **ret)
{
    writer *w = calloc(1, sizeof *w);
    wr_rc rc;
    if (!w) abort();
    w->d = d;
    rc = db_writer_conn(d, e, &w->conn);
    if (rc != WR_OK) { free(w); return rc; }
    mtx_init(&w->lock);
    cond_init(&w->filled);
    cond_init(&w->stop_checkpoint);
    if (pthread_create(&w->thread, NULL, writer_main, w) != 0) abort();
    w->has_checkpoint = d->driver == &DB_SQLITE;
    if (w->has_checkpoint && pthread_create(&w->checkpoint, NULL, checkpoint_main, w) != 0) abort();
    *ret = w;
    return WR_OK;
}

void writer_wake_after_batch(writer *w, void (*fn)(void *), void *with)
{
    mtx_lock(&w->lock);
    w->wake = fn;
    w->wake_with = with;
    mtx_unlock(&w->lock);
}

wr_rc writer_push(writer *w, writer_job *j)
{
    wr_rc rc = WR_OK;
    j->next = NULL;
    j->rc = WR_OK;
    j->repeated = false;
    mtx_lock(&w->lock);
    if (w->stopping || w->n >= QUEUE) rc = WR_E_BUSY;
    else {
        if (w->last) w->last->next = j;
        else w->first = j;
        w->last = j;
        w->n++;
        cond_signal(&w->filled);
    }
    mtx_unlock(&w->lock);
    return rc == WR_OK ? rc : wr_fail(arena_err(j->a), rc, NULL, N_("The city is very busy. Try again in a minute; what you typed is still here."));
}

void writer_stop(writer **ww)
{
    writer *w = *ww;
    if (!w) return;
    mtx_lock(&w->lock);
    w->stopping = true;
    cond_broadcast(&w->filled);
    cond_broadcast(&w->stop_checkpoint);
    mtx_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    if (w->has_checkpoint) pthread_join(w->checkpoint, NULL);
    db_conn_end(&w->conn);
    cond_end(&w->filled);
    cond_end(&w->stop_checkpoint);
    mtx_end(&w->lock);
    free(w);
    *ww = NULL;
}

wr_rc writer_once_here(db *d, wr_rc (*act)(db_tx *, void *, arena *), void *with, arena *a)
{
    arena *batch = arena_new("command", 64 << 20);
    db_conn *c = NULL;
    db_tx tx;
    wr_rc rc = db_writer_conn(d, arena_err(a), &c);
    if (rc == WR_OK) rc = db_batch_begin(c, false, batch, arena_err(a), &tx);
    if (rc == WR_OK) {
        db_job_begin(&tx, a);
        rc = tx.poison == WR_OK ? act(&tx, with, a) : tx.poison;
        rc = db_job_end(&tx, rc);
        if (rc == WR_OK) rc = db_batch_end(&tx, batch, arena_err(a));
        else d->driver->rollback(c->conn);
    }
    db_conn_end(&c);
    arena_end(&batch);
    return rc;
}
