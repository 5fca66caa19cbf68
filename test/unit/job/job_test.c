/* job_test.c -- long work: slices in order, three tries, unknown kinds, two workers on one job, stopping, a thread. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "job.h"
#include "modules.h"
#include "mtx.h"
#include "now.h"
#include "str.h"
#include "temp_db.h"

static const wr_us T0 = 1772128800 * (wr_us)1000000, SECOND = 1000000;
static const wr_actor WHO = { .by = "test", .lang = "en" };
static int failures, slices;
static job_worker *rival;               /* plans and stores the same slice first, once */

/* Counts to 3, one a slice; "flaky" fails as often as `failures` says. */
static wr_rc plan(db_tx *ro, const job *j, arena *a, void **ret_slice)
{
    int64_t *slice = arena_make(a, int64_t);
    (void)ro;
    *slice = j->done + 1;
    *ret_slice = j->done < 3 ? slice : NULL;
    if (rival) {
        job_worker *other = rival;
        bool more;
        rival = NULL;
        assert_int_equal(job_step(other, &more), WR_OK);
    }
    return WR_OK;
}
static wr_rc store(db_tx *rw, const wr_actor *who, job *j, const void *slice, arena *a)
{
    (void)a;
    assert_string_equal(who->by, "worker");
    if (str_eq(j->kind, "flaky") && failures > 0) {
        failures--;
        return wr_fail(db_err(rw), WR_E_IO, NULL, "The {what} is gone.", "what", "disk");
    }
    if (!str_eq(j->kind, "stuck")) j->done = *(const int64_t *)slice;
    j->total = 3;
    slices++;
    return WR_OK;
}
static const job_kind KINDS[] = { { "count", "Counts", plan, store }, { "flaky", "Fails", plan, store }, { "stuck", "Stays", plan, store }, { 0 } };
static const wr_module COUNTER = { .name = "counter", .jobs = KINDS };
static const wr_module *const MODULES[] = { &COUNTER, NULL };

typedef struct rig { temp_db *t; writer *w; job_worker *worker; wr_id id; } rig;
static rig r;

static wr_rc start_it(db_tx *rw, void *kind, arena *a)
{
    (void)a;
    return job_start(rw, &WHO, kind, "aaaa", "{}", &r.id);
}
static wr_rc stop_it(db_tx *rw, void *with, arena *a)
{
    (void)with;
    return job_stop(rw, r.id, a);
}
static wr_rc run_here(wr_rc (*act)(db_tx *, void *, arena *), const char *with)
{
    arena *a = arena_new("test", 1 << 20);
    wr_rc rc = writer_once_here(r.t->d, act, arena_dup(a, with), a);
    arena_end(&a);
    return rc;
}
static job now_is(arena *a)
{
    db_tx *ro;
    job *rows;
    size_t n;
    assert_int_equal(db_begin_read(r.t->reader, a, &ro), WR_OK);
    assert_int_equal(job_list(ro, a, &rows, &n), WR_OK);
    db_end_read(&ro);
    assert_true(n >= 1);
    return rows[0];
}
static bool step(void)
{
    bool more;
    (void)!job_step(r.worker, &more);
    return more;
}

static int open_rig(void **state)
{
    wr_err e = { 0 };
    (void)state;
    failures = slices = 0;
    now_stop(T0);
    r = (rig){ .t = temp_db_open("sqlite", wr_modules) };
    assert_int_equal(writer_start(r.t->d, &e, &r.w), WR_OK);
    assert_int_equal(job_worker_here(r.t->d, r.w, MODULES, &e, &r.worker), WR_OK);
    return 0;
}
static int close_rig(void **state)
{
    (void)state;
    job_worker_stop(&r.worker);
    writer_stop(&r.w);
    temp_db_close(r.t);
    return 0;
}

static void slices_in_order(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    assert_false(step());
    assert_int_equal(run_here(start_it, "count"), WR_OK);
    assert_int_equal(now_is(a).state, JOB_WAITING);
    for (int64_t i = 1; i <= 3; i++) {
        assert_true(step());
        assert_int_equal(now_is(a).done, i);
        assert_int_equal(now_is(a).state, JOB_RUNNING);
        assert_int_equal(now_is(a).lease, T0 + 30 * SECOND);
    }
    assert_true(step());
    assert_int_equal(now_is(a).state, JOB_DONE);
    assert_int_equal(now_is(a).total, 3);
    assert_false(step());
    assert_int_equal(slices, 3);
    arena_end(&a);
}

static void two_failures_are_survived(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    failures = 2;
    assert_int_equal(run_here(start_it, "flaky"), WR_OK);
    for (int i = 0; i < 2; i++) {
        assert_true(step());
        assert_string_equal(now_is(a).note, "The disk is gone.");
        assert_false(step());                           /* not at once again */
        now_stop(T0 + (i + 1) * 2 * SECOND);
    }
    while (step()) continue;
    assert_int_equal(now_is(a).state, JOB_DONE);
    assert_int_equal(now_is(a).done, 3);
    arena_end(&a);
}

static void the_third_failure_ends_it(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    failures = 100;
    assert_int_equal(run_here(start_it, "flaky"), WR_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_not_equal(now_is(a).state, JOB_FAILED);
        assert_true(step());
        now_stop(T0 + (i + 1) * 2 * SECOND);
    }
    assert_int_equal(now_is(a).state, JOB_FAILED);
    assert_false(step());
    assert_int_equal(failures, 97);
    arena_end(&a);
}

static void a_slice_must_move(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    assert_int_equal(run_here(start_it, "stuck"), WR_OK);
    assert_true(step());
    assert_string_equal(now_is(a).note, "A slice of stuck moved nothing.");
    arena_end(&a);
}

static void unknown_kind_fails_at_once(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    assert_int_equal(run_here(start_it, "nothing"), WR_OK);
    assert_true(step());
    assert_int_equal(now_is(a).state, JOB_FAILED);
    assert_string_equal(now_is(a).note, "There is no work of the kind nothing.");
    arena_end(&a);
}

/* Both plan from 0; the second one's slice is not stored twice. */
static void two_workers_one_slice(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    wr_err e = { 0 };
    job_worker *other;
    (void)state;
    assert_int_equal(run_here(start_it, "count"), WR_OK);
    assert_int_equal(job_worker_here(r.t->d, r.w, MODULES, &e, &other), WR_OK);
    rival = other;
    assert_true(step());
    assert_int_equal(slices, 1);
    assert_int_equal(now_is(a).done, 1);
    job_worker_stop(&other);
    arena_end(&a);
}

static void stopped_stays_stopped(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    assert_int_equal(run_here(start_it, "count"), WR_OK);
    assert_true(step());
    assert_int_equal(run_here(stop_it, ""), WR_OK);
    assert_false(step());
    assert_int_equal(now_is(a).state, JOB_STOPPED);
    assert_int_equal(run_here(stop_it, ""), WR_E_RULE);
    arena_end(&a);
}

/* The thread goes on by itself; the last slice tells. */
static mtx m;
static cond c;
static bool told;
static wr_rc store_and_tell(db_tx *rw, const wr_actor *who, job *j, const void *slice, arena *a)
{
    TRY(store(rw, who, j, slice, a));
    mtx_lock(&m);
    told = j->done == 3;
    cond_signal(&c);
    mtx_unlock(&m);
    return WR_OK;
}
static void a_thread_of_its_own(void **state)
{
    static const job_kind kinds[] = { { "count", "Counts", plan, store_and_tell }, { 0 } };
    static const wr_module telling = { .name = "telling", .jobs = kinds };
    static const wr_module *const only[] = { &telling, NULL };
    job_worker *w;
    wr_err e = { 0 };
    (void)state;
    mtx_init(&m);
    cond_init(&c);
    assert_int_equal(run_here(start_it, "count"), WR_OK);
    assert_int_equal(job_worker_start(r.t->d, r.w, only, &e, &w), WR_OK);
    mtx_lock(&m);
    while (!told) cond_wait(&c, &m);
    mtx_unlock(&m);
    job_worker_stop(&w);
    assert_null(w);
    assert_int_equal(slices, 3);
}

/* What a batch started is known once: then the worker is woken. */
static void new_work_wakes(void **state)
{
    (void)state;
    (void)job_bell();
    assert_false(job_bell());
    assert_int_equal(run_here(start_it, "count"), WR_OK);
    assert_true(job_bell());
    assert_false(job_bell());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(slices_in_order, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(two_failures_are_survived, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(the_third_failure_ends_it, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(a_slice_must_move, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(unknown_kind_fails_at_once, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(two_workers_one_slice, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(stopped_stays_stopped, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(a_thread_of_its_own, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(new_work_wakes, open_rig, close_rig),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
