/* job_worker.c -- cuts jobs into slices: plans one on a snapshot, has the writer store it, looks for the next.
 * Two nodes may plan the same slice; the writer takes the one that finds `done` where it was planned from. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "clock.h"
#include "i18n.h"
#include "job_own.h"
#include "log.h"
#include "mtx.h"
#include "now.h"
#include "person.h"

static const wr_us LEASE = 30 * (wr_us)1000000, AGAIN = 2 * (wr_us)1000000;
enum { SLICE_MEMORY = 64 << 20 };

struct job_worker {
    arena *a;
    db *d;
    db_conn *conn;
    writer *w;
    const wr_module *const *modules;
    const char *node;
    mtx m;
    cond c;
    _Atomic bool stop;
    bool has_thread;
    pthread_t thread;
};

/* One job of the writer, waited for. */
typedef struct errand {
    writer_job j;
    job_worker *w;
    job planned;
    const job_kind *kind;
    const void *slice;           /* NULL: nothing is left       */
    const char *note;            /* of a failure                */
    wr_us now;
    bool over;                   /* guarded by the worker's mtx */
} errand;

static const job_kind *kind_of(const job_worker *w, const char *name)
{
    for (const wr_module *const *m = w->modules; *m; m++)
        for (const job_kind *k = (*m)->jobs; k && k->name; k++)
            if (strcmp(k->name, name) == 0) return k;
    return NULL;
}

static wr_actor worker_actor(wr_us now)
{
    return (wr_actor){ .by = "worker", .lang = "en", .now = now, .today = clock_today(now), .rights = rights_of("operator") };
}

static wr_rc act_slice(db_tx *rw, writer_job *wj)
{
    errand *e = wj->with;
    wr_actor who = worker_actor(e->now);
    job j;
    TRY(job_by(rw, e->planned.id, wj->a, &j));
    if (j.state > JOB_RUNNING || j.done != e->planned.done) return WR_OK;     /* stopped, or another node went on */
    if (e->slice) {
        TRY(e->kind->write(rw, &who, &j, e->slice, wj->a));
        if (j.done <= e->planned.done)
            return wr_fail(db_err(rw), WR_E_BUG, NULL, N_("A slice of {kind} moved nothing."), "kind", j.kind);
    }
    j.state = e->slice ? JOB_RUNNING : JOB_DONE;
    j.node = e->slice ? e->w->node : "";
    j.lease = e->slice ? e->now + LEASE : 0;
    return job_put(rw, &j);
}

static wr_rc act_failed(db_tx *rw, writer_job *wj)
{
    errand *e = wj->with;
    return e->kind ? job_tried(rw, e->planned.id, e->note, e->now + AGAIN) : job_gone(rw, e->planned.id, e->note);
}

static void tell(writer_job *wj)
{
    errand *e = wj->with;
    mtx_lock(&e->w->m);
    e->over = true;
    cond_broadcast(&e->w->c);
    mtx_unlock(&e->w->m);
}

static wr_rc run_errand(errand *e, wr_rc (*act)(db_tx *, writer_job *), arena *a)
{
    e->over = false;
    e->j = (writer_job){ .name = "job", .act = act, .done = tell, .with = e, .a = a };
    TRY(writer_push(e->w->w, &e->j));
    mtx_lock(&e->w->m);
    while (!e->over) cond_wait(&e->w->c, &e->w->m);
    mtx_unlock(&e->w->m);
    return e->j.rc;
}

static wr_rc plan_next(job_worker *w, errand *e, arena *a, bool *ret_found)
{
    db_tx *ro;
    wr_rc rc;
    void *slice = NULL;
    TRY(db_begin_read(w->conn, a, &ro));
    rc = job_next(ro, w->node, e->now, a, &e->planned, ret_found);
    if (rc == WR_OK && *ret_found) {
        e->kind = kind_of(w, e->planned.kind);
        rc = e->kind ? e->kind->plan(ro, &e->planned, a, &slice)
                     : wr_fail(arena_err(a), WR_E_BUG, NULL, N_("There is no work of the kind {kind}."), "kind", e->planned.kind);
        e->slice = slice;
    }
    db_end_read(&ro);
    return rc;
}

wr_rc job_step(job_worker *w, bool *ret_more)
{
    arena *a = arena_new("job", SLICE_MEMORY), *b = NULL;
    errand e = { .w = w, .now = now_us() };
    bool found = false;
    wr_rc rc = plan_next(w, &e, a, &found);
    if (rc == WR_OK && found) rc = run_errand(&e, act_slice, a);
    if (rc != WR_OK && rc != WR_E_BUSY && found) {
        b = arena_new("job note", SLICE_MEMORY);          /* its own error, and nothing of the failed slice */
        e.note = arena_err(a)->text ? i18n_err(b, "en", arena_err(a)) : wr_rc_name(rc);
        log_line(LOG_WARN_, "job.slice_failed", "kind", e.planned.kind, "rc", wr_rc_name(rc));
        rc = run_errand(&e, act_failed, b);
    }
    *ret_more = found;
    if (b) arena_end(&b);
    arena_end(&a);
    return rc;
}

/* It outlives every worker, so that whoever rings needs to know none. */
static sem_t bell;
static pthread_once_t hung = PTHREAD_ONCE_INIT;
static void hang(void) { (void)sem_init(&bell, 0, 0); }

bool job_bell(void)
{
    (void)pthread_once(&hung, hang);
    if (!job_asked || !atomic_exchange(&job_asked, false)) return false;
    (void)sem_post(&bell);
    return true;
}

/* A second at most: other nodes ring no bell here. */
static void wait_for_bell(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec++;
    while (sem_clockwait(&bell, CLOCK_MONOTONIC, &t) != 0 && errno == EINTR) { }
}

/* Between jobs: what this machine has to make beside the database. */
static wr_rc here(job_worker *w, bool *ret_more)
{
    wr_rc all = WR_OK;
    for (const wr_module *const *m = w->modules; *m && !*ret_more; m++) {
        arena *a;
        db_tx *ro;
        wr_rc rc;
        if (!(*m)->here) continue;
        a = arena_new("made here", SLICE_MEMORY);
        rc = db_begin_read(w->conn, a, &ro);
        if (rc == WR_OK) {
            rc = (*m)->here(ro, a, ret_more);
            db_end_read(&ro);
        }
        if (rc != WR_OK) {                                       /* the others have their turn all the same */
            all = rc;
            log_line(LOG_WARN_, "job.here_failed", "module", (*m)->name, "rc", wr_rc_name(rc), "why", arena_err(a)->text ? i18n_err(a, "en", arena_err(a)) : "");
        }
        arena_end(&a);
    }
    return all;
}

static void *run(void *with)
{
    job_worker *w = with;
    while (!w->stop) {
        bool more = false;
        wr_rc rc = job_step(w, &more);
        if (rc == WR_OK && !more) rc = here(w, &more);
        if (!w->stop && (rc != WR_OK || !more)) wait_for_bell();
    }
    return NULL;
}

wr_rc job_worker_here(db *d, writer *wr, const wr_module *const *modules, wr_err *e, job_worker **ret)
{
    arena *a = arena_new("worker", SLICE_MEMORY);
    job_worker *w = arena_make(a, job_worker);
    char host[65] = "";
    wr_rc rc = db_reader(d, e, &w->conn);
    if (rc != WR_OK) {
        arena_end(&a);
        return rc;
    }
    (void)!gethostname(host, sizeof host - 1);
    w->a = a;
    w->d = d;
    w->w = wr;
    w->modules = modules;
    w->node = arena_fmt(a, "%s-%ld", host, (long)getpid());
    mtx_init(&w->m);
    cond_init(&w->c);
    *ret = w;
    return WR_OK;
}

wr_rc job_worker_start(db *d, writer *wr, const wr_module *const *modules, wr_err *e, job_worker **ret)
{
    job_worker *w;
    (void)pthread_once(&hung, hang);
    TRY(job_worker_here(d, wr, modules, e, &w));
    w->has_thread = pthread_create(&w->thread, NULL, run, w) == 0;
    if (!w->has_thread) {
        job_worker_stop(&w);
        return wr_fail(e, WR_E_IO, NULL, N_("No thread can be had for long work."));
    }
    *ret = w;
    return WR_OK;
}

void job_worker_stop(job_worker **pw)
{
    job_worker *w = *pw;
    arena *a;
    if (!w) return;
    w->stop = true;
    if (w->has_thread) {
        (void)sem_post(&bell);
        pthread_join(w->thread, NULL);
    }
    db_conn_end(&w->conn);
    cond_end(&w->c);
    mtx_end(&w->m);
    a = w->a;
    arena_end(&a);
    *pw = NULL;
}
