/* job_model.c -- the table of long work. */
#include "job_own.h"

#include <stdatomic.h>

const char *const job_states[] = { "waiting", "running", "done", "failed", "stopped", NULL };
static const field JOB_F[] = {
    FIELD(job, id,    i, F_PATH, 0,    N_("Number")),
    FIELD(job, kind,  t, 0,      40,   N_("Kind")),
    FIELD(job, about, t, F_HIDE, 32,   NULL),
    FIELD(job, args,  t, F_HIDE, 2000, NULL),
    FIELD(job, note,  t, F_NULL, 500,  N_("Note")),
    FIELD(job, node,  t, F_HIDE, 80,   NULL),
    WORDS(job, state, job_states, N_("State")),
    FIELD(job, done,  i, 0,      0,    N_("Done")),
    FIELD(job, total, i, 0,      0,    N_("Of")),
    FIELD(job, lease, u, F_HIDE, 0,    NULL),
};
const shape JOB = SHAPE("a job", job, JOB_F);

#define COLS "id, kind, about, args, note, node, state, done, total, lease"
static const db_query START = { "job_start", "ttt", &DB_ID, "INSERT INTO job_job (kind, about, args, note, node, state, done, total,"
    " lease, tries) VALUES ($1, $2, $3, '', '', 'waiting', 0, 0, 0, 0) RETURNING id" };
static const db_query LIST = { "job_list", "", &JOB, "SELECT " COLS " FROM job_job ORDER BY id DESC LIMIT 200" };
static const db_query BY = { "job_by", "i", &JOB, "SELECT " COLS " FROM job_job WHERE id = $1" };
static const db_query NEXT = { "job_next", "tu", &JOB, "SELECT " COLS " FROM job_job WHERE state IN ('waiting', 'running')"
    " AND (node = $1 OR lease <= $2) ORDER BY id LIMIT 1" };
static const db_query PUT = { "job_put", "itttiiu", NULL, "UPDATE job_job SET note = $2, node = $3, state = $4, done = $5, total = $6,"
    " lease = $7, tries = 0 WHERE id = $1" };
static const db_query TRIED = { "job_tried", "itu", NULL, "UPDATE job_job SET note = $2, node = '', lease = $3, tries = tries + 1,"
    " state = CASE WHEN tries >= 2 THEN 'failed' ELSE state END WHERE id = $1 AND state IN ('waiting', 'running')" };
static const db_query GONE = { "job_gone", "it", NULL, "UPDATE job_job SET state = 'failed', note = $2, node = '', lease = 0"
    " WHERE id = $1 AND state IN ('waiting', 'running')" };
static const db_query STOP = { "job_stop", "i", NULL,
    "UPDATE job_job SET state = 'stopped', node = '', lease = 0 WHERE id = $1 AND state IN ('waiting', 'running')" };
const db_query *const job_queries[] = { &START, &LIST, &BY, &NEXT, &PUT, &TRIED, &GONE, &STOP, NULL };

/* Whether the batch of the writer that ended now may hold new work: a worker that sleeps need not wait out its second. */
static atomic_bool started;

bool job_started(void) { return atomic_exchange(&started, false); }

wr_rc job_start(db_tx *rw, const wr_actor *who, const char *kind, const char *about, const char *args, wr_id *ret)
{
    db_id new;
    (void)who;
    TRY(db_one(rw, &START, db_arena(rw), &new, db_t(kind), db_t(about), db_t(args)));
    *ret = new.id;
    atomic_store(&started, true);
    return WR_OK;
}

wr_rc job_list(db_tx *ro, arena *a, job **ret, size_t *ret_n) { return db_all_(ro, &LIST, a, 200, sizeof **ret, ret, ret_n, NULL, 0); }
wr_rc job_by(db_tx *ro, wr_id id, arena *a, job *ret) { return db_one(ro, &BY, a, ret, db_i(id)); }

wr_rc job_next(db_tx *ro, const char *node, wr_us now, arena *a, job *ret, bool *ret_found)
{
    job *rows;
    size_t n;
    TRY(db_all(ro, &NEXT, a, 1, &rows, &n, db_t(node), db_i(now)));
    *ret_found = n == 1;
    if (n == 1) *ret = rows[0];
    return WR_OK;
}

wr_rc job_put(db_tx *rw, const job *j)
{
    return db_run(rw, &PUT, db_i(j->id), db_t(j->note), db_t(j->node), db_t(job_states[j->state]), db_i(j->done), db_i(j->total), db_i(j->lease));
}
wr_rc job_tried(db_tx *rw, wr_id id, const char *note, wr_us again_at) { return db_run(rw, &TRIED, db_i(id), db_t(note), db_i(again_at)); }
wr_rc job_gone(db_tx *rw, wr_id id, const char *note) { return db_run(rw, &GONE, db_i(id), db_t(note)); }

wr_rc job_stop(db_tx *rw, wr_id id, arena *a)
{
    job j;
    TRY(job_by(rw, id, a, &j));
    if (j.state > JOB_RUNNING) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This work has ended already."));
    return db_run(rw, &STOP, db_i(id));
}
