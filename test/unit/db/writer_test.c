/* writer_test.c -- migrations, jobs that fail alone, once-keys, the queue's cap, many threads, history. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "db.h"
#include "history.h"
#include "modules.h"
#include "str.h"
#include "temp_db.h"
#include "writer.h"

typedef struct note { const char *id, *text; int64_t n; } note;
static const field NOTE_F[] = { FIELD(note, id, t, 0, 32, NULL), FIELD(note, text, t, 0, 100, NULL), FIELD(note, n, i, 0, 0, NULL) };
static const shape NOTE = SHAPE("a note", note, NOTE_F);
static const db_query ADD = HISTORY_ADD("t_note"), PAST = HISTORY_PAST("t_note"), WALK = HISTORY_WALK("t_note");
static const db_query PUT = { "t_note_put", "tti", NULL, "INSERT INTO t_note (id, text, n) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET"
                                                         " text = excluded.text, n = excluded.n" };
static const db_query ALL = { "t_notes", "", &NOTE, "SELECT id, text, n FROM t_note ORDER BY id" };
static const db_query ONE = { "t_note_get", "t", &NOTE, "SELECT id, text, n FROM t_note WHERE id = $1" };
static const db_query QUIET = { "t_quiet", "x", NULL, "INSERT INTO t_note_event (about, what, holds, value, n, salt, who, at) VALUES ('q', 't.x', '', '{}', 0, $1, '', 0)" };
static const db_query SMALL = { "t_small", "", NULL, "PRAGMA max_page_count = 60" }, LARGE = { "t_large", "", NULL, "PRAGMA max_page_count = 100000" };
static const db_query FILL = { "t_fill", "", NULL, "INSERT INTO t_note (id, text, n) WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 5000)"
                                                   " SELECT 'f' || i, 'some words to fill a page with', 0 FROM k" };
static const history NOTES = { "t_note", &NOTE, &ADD, &PAST, &PUT, &WALK, .open = true };
static const char DDL[] = "-- enduring\nCREATE TABLE t_note_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL, holds TEXT NOT NULL, value TEXT NOT NULL,"
                          " n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;\n"
                          "-- derived\nCREATE TABLE t_note (id TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL, n @int@ NOT NULL) @strict@;\n";
static const db_step STEPS[] = { { 1, "init", DDL }, { 0 } }, CHANGED[] = { { 1, "init", "-- derived\nCREATE TABLE t_other (id @id@) @strict@;\n" }, { 0 } };
static const wr_module T = { .name = "t", .steps = STEPS }, T_CHANGED = { .name = "t", .steps = CHANGED };
extern const wr_module mod_db;
static const wr_module *const MODULES[] = { &mod_db, &T, NULL }, *const WITHOUT[] = { &mod_db, NULL }, *const OTHER[] = { &mod_db, &T_CHANGED, NULL };
static const char *engine = "sqlite";
static const wr_actor WHO = { .by = "tester", .lang = "en", .today = { 2026, 2, 26 } };

typedef struct ask { writer_job j; note was, now; bool has_was, fail, quiet; const db_query *also; atomic_int done; pthread_mutex_t m; pthread_cond_t c; } ask;

static wr_rc act(db_tx *rw, writer_job *j)
{
    ask *k = j->with;
    if (k->quiet) return db_run(rw, &QUIET, db_x((bytes){ (const uint8_t *)"s", 1 }));
    if (k->also) TRY(db_run_(rw, k->also, NULL, NULL, 0));
    TRY(history_add(rw, &WHO, &NOTES, "t.noted", WHO.today, k->has_was ? &k->was : NULL, &k->now, j->a));
    j->go = (http_go){ .url = arena_fmt(j->a, "/notes/%s", k->now.id), .id = k->now.id };
    return k->fail ? wr_fail(arena_err(j->a), WR_E_RULE, "7", N_("No.")) : WR_OK;
}

static void told(writer_job *j)
{
    ask *k = j->with;
    pthread_mutex_lock(&k->m);
    k->done = 1;
    pthread_cond_signal(&k->c);
    pthread_mutex_unlock(&k->m);
}

static ask *ask_new(const char *id, const char *text)
{
    ask *k = calloc(1, sizeof *k);
    pthread_mutex_init(&k->m, NULL);
    pthread_cond_init(&k->c, NULL);
    k->now = (note){ id, text, 1 };
    k->j = (writer_job){ .name = "test", .act = act, .done = told, .with = k, .a = arena_new("ask", 1 << 20) };
    return k;
}

static wr_rc wait_for(ask *k)
{
    pthread_mutex_lock(&k->m);
    while (!k->done) pthread_cond_wait(&k->c, &k->m);
    pthread_mutex_unlock(&k->m);
    return k->j.rc;
}

static void ask_end(ask *k) { arena_end(&k->j.a); free(k); }

static wr_rc once(writer *w, ask *k)
{
    wr_rc rc = writer_push(w, &k->j);
    return rc == WR_OK ? wait_for(k) : rc;
}

static size_t notes(temp_db *t)
{
    arena *a = arena_new("read", 1 << 20);
    db_tx *tx;
    note *rows;
    size_t n = 0;
    assert_int_equal(WR_OK, db_begin_read(t->reader, a, &tx));
    assert_int_equal(WR_OK, db_all_(tx, &ALL, a, 100000, sizeof *rows, &rows, &n, NULL, 0));
    db_end_read(&tx);
    arena_end(&a);
    return n;
}

static void a_newer_or_changed_database_is_refused(void **state)
{
    temp_db *t = temp_db_open(engine, MODULES);
    db *d;
    wr_err e = { 0 };
    (void)state;
    assert_int_equal(WR_OK, db_migrate(t->d, &e));   /* twice is once */
    assert_int_equal(WR_OK, db_open(t->url, WITHOUT, &e, &d));
    assert_int_equal(WR_E_CONFLICT, db_migrate(d, &e));
    assert_non_null(strstr(e.text, "newer"));
    assert_string_equal("t 1 init", e.holes + 5);
    db_close(&d);
    e = (wr_err){ 0 };
    assert_int_equal(WR_OK, db_open(t->url, OTHER, &e, &d));
    assert_int_equal(WR_E_CONFLICT, db_migrate(d, &e));
    assert_non_null(strstr(e.text, "differs"));
    db_close(&d);
    temp_db_close(t);
}

static void a_failed_job_harms_no_other(void **state)
{
    temp_db *t = temp_db_open(engine, MODULES);
    writer *w;
    wr_err e = { 0 };
    ask *good = ask_new("a", "one"), *bad = ask_new("b", "two"), *quiet = ask_new("c", ""), *last = ask_new("d", "four");
    int64_t before, after;
    (void)state;
    assert_int_equal(WR_OK, db_changes(t->reader, "t", &before));
    bad->fail = quiet->quiet = true;
    assert_int_equal(WR_OK, writer_start(t->d, &e, &w));
    assert_int_equal(WR_OK, writer_push(w, &good->j));
    assert_int_equal(WR_OK, writer_push(w, &bad->j));
    assert_int_equal(WR_OK, writer_push(w, &quiet->j));
    assert_int_equal(WR_OK, writer_push(w, &last->j));
    assert_int_equal(WR_OK, wait_for(good));
    assert_int_equal(WR_E_RULE, wait_for(bad));
    assert_int_equal(WR_E_BUG, wait_for(quiet));
    assert_int_equal(WR_OK, wait_for(last));
    assert_int_equal(2, notes(t));
    assert_int_equal(WR_OK, db_changes(t->reader, "x t", &after));
    assert_true(after > before);
    writer_stop(&w);
    ask_end(good); ask_end(bad); ask_end(quiet); ask_end(last);
    temp_db_close(t);
}

static void a_once_key_answers_once(void **state)
{
    temp_db *t = temp_db_open(engine, MODULES);
    writer *w;
    wr_err e = { 0 };
    ask *first = ask_new("a", "one"), *again = ask_new("b", "one"), *other = ask_new("c", "two");
    (void)state;
    assert_int_equal(WR_OK, writer_start(t->d, &e, &w));
    first->j.once = again->j.once = other->j.once = (writer_once){ .key = "k", .route = "/notes/add", .actor = "tester", .body = { 1 } };
    other->j.once.body[0] = 2;
    assert_int_equal(WR_OK, once(w, first));
    assert_false(first->j.repeated);
    assert_int_equal(WR_OK, once(w, again));
    assert_true(again->j.repeated);
    assert_string_equal("/notes/a", again->j.go.url);
    assert_int_equal(WR_E_CONFLICT, once(w, other));
    assert_int_equal(1, notes(t));
    writer_stop(&w);
    ask_end(first); ask_end(again); ask_end(other);
    temp_db_close(t);
}

enum { PUSHERS = 20, EACH = 100 };
typedef struct pusher { writer *w; int n, ok; } pusher;

static void *push_many(void *p_)
{
    pusher *p = p_;
    for (int i = 0; i < EACH; i++) {
        char id[33];
        snprintf(id, sizeof id, "%d-%d", p->n, i);
        ask *k = ask_new(id, "x");
        if (once(p->w, k) == WR_OK) p->ok++;
        ask_end(k);
    }
    return NULL;
}

static void many_threads_lose_nothing(void **state)
{
    temp_db *t = temp_db_open(engine, MODULES);
    writer *w;
    wr_err e = { 0 };
    pusher p[PUSHERS];
    pthread_t th[PUSHERS];
    int ok = 0;
    (void)state;
    assert_int_equal(WR_OK, writer_start(t->d, &e, &w));
    for (int i = 0; i < PUSHERS; i++) {
        p[i] = (pusher){ w, i, 0 };
        assert_int_equal(0, pthread_create(&th[i], NULL, push_many, &p[i]));
    }
    for (int i = 0; i < PUSHERS; i++) { pthread_join(th[i], NULL); ok += p[i].ok; }
    assert_int_equal(PUSHERS * EACH, ok);
    assert_int_equal(PUSHERS * EACH, notes(t));
    writer_stop(&w);
    temp_db_close(t);
}

static wr_rc block_writer(db_tx *rw, writer_job *j)
{
    ask *k = j->with;
    (void)rw;
    pthread_mutex_lock(&k->m);
    k->fail = true;   /* "I am in" */
    pthread_cond_broadcast(&k->c);
    while (!k->quiet) pthread_cond_wait(&k->c, &k->m);
    pthread_mutex_unlock(&k->m);
    return WR_OK;
}

static void a_full_queue_is_busy(void **state)
{
    temp_db *t = temp_db_open(engine, MODULES);
    writer *w;
    wr_err e = { 0 };
    ask *gate = ask_new("gate", ""), **many = calloc(4097, sizeof *many);
    (void)state;
    gate->j.act = block_writer;
    assert_int_equal(WR_OK, writer_start(t->d, &e, &w));
    assert_int_equal(WR_OK, writer_push(w, &gate->j));
    pthread_mutex_lock(&gate->m);
    while (!gate->fail) pthread_cond_wait(&gate->c, &gate->m);
    pthread_mutex_unlock(&gate->m);
    for (int i = 0; i < 4097; i++) {
        many[i] = ask_new("n", "x");
        assert_int_equal(i < 4096 ? WR_OK : WR_E_BUSY, writer_push(w, &many[i]->j));
    }
    pthread_mutex_lock(&gate->m);
    gate->quiet = true;
    pthread_cond_broadcast(&gate->c);
    pthread_mutex_unlock(&gate->m);
    for (int i = 0; i < 4097; i++) {
        if (i < 4096) assert_int_equal(WR_OK, wait_for(many[i]));
        ask_end(many[i]);
    }
    wait_for(gate);
    writer_stop(&w);
    ask_end(gate);
    free(many);
    temp_db_close(t);
}

static void push_all(writer *w, ask **k, size_t n)
{
    for (size_t i = 0; i < n; i++) assert_int_equal(WR_OK, writer_push(w, &k[i]->j));
}

/* One batch: a job that fits, one that fills the disk, one behind it. What was told OK is there; what was not told OK is not. */
static void a_full_disk_keeps_its_word(void **state)
{
    temp_db *t = temp_db_open(engine, MODULES);
    writer *w;
    wr_err e = { 0 };
    ask *gate = ask_new("gate", ""), *k[] = { ask_new("a", "fits"), ask_new("b", "fills"), ask_new("c", "behind") }, *later = ask_new("d", "room again");
    size_t ok = 0;
    (void)state;
    gate->j.act = block_writer;
    assert_int_equal(WR_OK, writer_start(t->d, &e, &w));
    assert_int_equal(WR_OK, writer_push(w, &gate->j));
    pthread_mutex_lock(&gate->m);
    while (!gate->fail) pthread_cond_wait(&gate->c, &gate->m);
    pthread_mutex_unlock(&gate->m);
    k[0]->also = &SMALL;
    k[1]->also = &FILL;
    push_all(w, k, 3);
    pthread_mutex_lock(&gate->m);
    gate->quiet = true;
    pthread_cond_broadcast(&gate->c);
    pthread_mutex_unlock(&gate->m);
    for (size_t i = 0; i < 3; i++) ok += wait_for(k[i]) == WR_OK;
    assert_int_equal(WR_E_BUSY, k[1]->j.rc);
    assert_int_equal(ok, notes(t));
    wait_for(gate);
    later->also = &LARGE;
    assert_int_equal(WR_OK, once(w, later));
    assert_int_equal(ok + 1, notes(t));
    writer_stop(&w);
    for (size_t i = 0; i < 3; i++) ask_end(k[i]);
    ask_end(gate); ask_end(later);
    temp_db_close(t);
}

static void history_is_laid_together(void **state)
{
    temp_db *t = temp_db_open(engine, MODULES);
    writer *w;
    wr_err e = { 0 };
    arena *a = arena_new("read", 1 << 20);
    ask *first = ask_new("a", "one"), *second = ask_new("a", "two");
    note row;
    history_proof proof;
    history_event *events;
    size_t n;
    db_tx *tx;
    (void)state;
    second->was = first->now;
    second->has_was = true;
    assert_int_equal(WR_OK, writer_start(t->d, &e, &w));
    assert_int_equal(WR_OK, once(w, first));
    assert_int_equal(WR_OK, once(w, second));
    assert_int_equal(WR_OK, db_begin_read(t->reader, a, &tx));
    assert_int_equal(WR_OK, history_events(tx, &NOTES, "a", a, &events, &n));
    assert_int_equal(2, n);
    assert_string_equal("{\"text\":\"two\"}", events[1].value);
    assert_string_equal("tester", events[0].who);
    assert_int_equal(WR_OK, history_as_of(tx, &NOTES, "a", events[0].n, a, &row, &proof));
    assert_string_equal("one", row.text);
    assert_int_equal(1, proof.matched);
    assert_int_equal(WR_OK, history_as_of(tx, &NOTES, "a", events[1].n, a, &row, &proof));
    assert_string_equal("two", row.text);
    assert_int_equal(1, row.n);
    assert_int_equal(WR_OK, db_one(tx, &ONE, a, &row, db_t("a")));
    assert_string_equal("two", row.text);
    assert_int_equal(WR_E_MISSING, db_one(tx, &ONE, a, &row, db_t("zz")));
    assert_int_equal(WR_E_BUG, db_one(tx, &ONE, a, &row, db_i(1)));
    assert_int_equal(WR_E_BUG, db_one(tx, &ONE, a, &row, db_t("a")));   /* poisoned */
    db_end_read(&tx);
    writer_stop(&w);
    ask_end(first); ask_end(second);
    arena_end(&a);
    temp_db_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_newer_or_changed_database_is_refused), cmocka_unit_test(a_failed_job_harms_no_other),
        cmocka_unit_test(a_once_key_answers_once), cmocka_unit_test(many_threads_lose_nothing), cmocka_unit_test(a_full_queue_is_busy),
        cmocka_unit_test(history_is_laid_together),
    }, of_sqlite[] = { cmocka_unit_test(a_full_disk_keeps_its_word) };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    return getenv("WRIT_TEST_ENGINE") ? failed : failed + cmocka_run_group_tests(of_sqlite, NULL, NULL);
}
