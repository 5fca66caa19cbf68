/* pg_suite.c -- what only PostgreSQL can do to us: a server that dies and comes back, an error found later in the pipeline,
 * a database that sorts otherwise. On a server of its own, because it is killed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "db.h"
#include "str.h"
#include "temp_db.h"
#include "writer.h"

typedef struct item { const char *id, *text; bytes raw; wr_day day; int64_t n; } item;
static const field ITEM_F[] = {
    FIELD(item, id, t, 0, 32, NULL), FIELD(item, text, t, 0, 100, NULL), FIELD(item, raw, x, 0, 32, NULL),
    FIELD(item, day, d, 0, 0, NULL), FIELD(item, n,    i, 0, 0, NULL),
};
static const shape ITEM = SHAPE("an item", item, ITEM_F);
static const db_query PUT = { "t_put", "tTXDi", NULL, "INSERT INTO t_item (id, text, raw, day, n) VALUES ($1, $2, $3, $4, $5)" };
static const db_query ALL = { "t_all", "", &ITEM, "SELECT id, text, raw, day, n FROM t_item ORDER BY id" };
static const db_step STEPS[] = { { 1, "init", "-- passing\nCREATE TABLE t_item (id TEXT PRIMARY KEY NOT NULL, text TEXT, raw @bytes@, day TEXT, n @int@ NOT NULL) @strict@;\n" }, { 0 } };
static const wr_module T = { .name = "t", .steps = STEPS };
extern const wr_module mod_db, mod_tlog, mod_tlog;
static const wr_module *const MODULES[] = { &mod_db, &mod_tlog, &T, NULL };
static char server[300];

typedef struct ask { writer_job j; const char *id; int times; bool done; pthread_mutex_t m; pthread_cond_t c; } ask;

static void pg(const char *verb, char *ret_opt, size_t cap)
{
    char command[400], rest[200];
    FILE *p;
    snprintf(command, sizeof command, "test/pg %s '%s'", verb, server);
    p = popen(command, "r");
    assert_non_null(p);
    if (ret_opt && fgets(ret_opt, (int)cap, p)) ret_opt[strcspn(ret_opt, "\n")] = 0;
    while (fgets(rest, sizeof rest, p)) continue;
    assert_int_equal(0, pclose(p));
}

static int start(void **state)
{
    FILE *p = popen("test/pg start", "r");
    (void)state;
    if (!p || !fgets(server, sizeof server, p) || pclose(p) != 0) return -1;
    server[strcspn(server, "\n")] = 0;
    return setenv("WRIT_TEST_PG", server, 1);
}

static int stop(void **state) { (void)state; pg("stop", NULL, 0); return 0; }

static wr_rc act(db_tx *rw, writer_job *j)
{
    ask *k = j->with;
    for (int i = 0; i < k->times; i++)   /* the second is refused by the key, but nobody has waited for it yet */
        TRY(db_run(rw, &PUT, db_t(k->id), db_null(), db_x((bytes){ (const uint8_t *)"\0\1", 2 }), db_d((wr_day){ 2026, 2, 26 }), db_i(INT64_MIN)));
    return WR_OK;
}

static void told(writer_job *j)
{
    ask *k = j->with;
    pthread_mutex_lock(&k->m);
    k->done = true;
    pthread_cond_signal(&k->c);
    pthread_mutex_unlock(&k->m);
}

static void ask_for(writer *w, ask *k, const char *id, int times)
{
    *k = (ask){ .id = id, .times = times };
    pthread_mutex_init(&k->m, NULL);
    pthread_cond_init(&k->c, NULL);
    k->j = (writer_job){ .name = "test", .act = act, .done = told, .with = k, .a = arena_new("ask", 1 << 20) };
    assert_int_equal(WR_OK, writer_push(w, &k->j));
}

static wr_rc answer(ask *k)
{
    pthread_mutex_lock(&k->m);
    while (!k->done) pthread_cond_wait(&k->c, &k->m);
    pthread_mutex_unlock(&k->m);
    arena_end(&k->j.a);
    return k->j.rc;
}

static wr_rc put(writer *w, const char *id)
{
    ask k;
    ask_for(w, &k, id, 1);
    return answer(&k);
}

static wr_rc items(temp_db *t, arena *a, item **ret, size_t *ret_n)
{
    db_tx *tx;
    wr_rc rc;
    TRY(db_begin_read(t->reader, a, &tx));
    rc = db_all_(tx, &ALL, a, 100, sizeof **ret, (void *)ret, ret_n, NULL, 0);
    db_end_read(&tx);
    return rc;
}

static void an_error_found_later_harms_its_own_job_only(void **state)
{
    temp_db *t = temp_db_open("postgresql", MODULES);
    arena *a = arena_new("read", 1 << 20);
    writer *w;
    wr_err e = { 0 };
    ask one, twice, three;
    item *rows;
    size_t n;
    (void)state;
    assert_int_equal(WR_OK, writer_start(t->d, &e, &w));
    ask_for(w, &one, "a", 1);
    ask_for(w, &twice, "b", 3);
    ask_for(w, &three, "c", 1);
    assert_int_equal(WR_OK, answer(&one));
    assert_int_equal(WR_E_IO, answer(&twice));
    assert_int_equal(WR_OK, answer(&three));
    assert_int_equal(WR_OK, items(t, a, &rows, &n));
    assert_int_equal(2, n);
    assert_string_equal("c", rows[1].id);
    assert_string_equal("", rows[1].text);
    assert_int_equal(2, rows[1].raw.n);
    assert_memory_equal("\0\1", rows[1].raw.p, 2);
    assert_int_equal(26, rows[1].day.d);
    assert_true(rows[1].n == INT64_MIN);
    writer_stop(&w);
    arena_end(&a);
    temp_db_close(t);
}

static void a_server_that_died_is_busy_and_then_works_again(void **state)
{
    temp_db *t = temp_db_open("postgresql", MODULES);
    arena *a = arena_new("read", 1 << 20), *b = arena_new("read", 1 << 20), *c = arena_new("read", 1 << 20);
    writer *w;
    wr_err e = { 0 };
    item *rows;
    size_t n;
    (void)state;
    assert_int_equal(WR_OK, writer_start(t->d, &e, &w));
    assert_int_equal(WR_OK, put(w, "a"));
    assert_int_equal(WR_OK, items(t, a, &rows, &n));
    pg("crash", NULL, 0);
    assert_int_equal(WR_E_BUSY, put(w, "b"));
    assert_int_equal(WR_E_BUSY, items(t, b, &rows, &n));
    assert_int_equal(WR_E_BUSY, put(w, "b"));
    pg("again", NULL, 0);
    assert_int_equal(WR_OK, put(w, "c"));   /* same writer, same reader: statements are prepared anew */
    assert_int_equal(WR_OK, items(t, c, &rows, &n));
    assert_int_equal(2, n);
    assert_string_equal("a", rows[0].id);
    assert_string_equal("c", rows[1].id);
    writer_stop(&w);
    arena_end(&a); arena_end(&b); arena_end(&c);
    temp_db_close(t);
}

static wr_rc die_inside(db_tx *rw, writer_job *j)
{
    TRY(act(rw, j));
    pg("crash", NULL, 0);
    return act(rw, j);
}

static void a_server_that_dies_inside_a_batch_stores_nothing(void **state)
{
    temp_db *t = temp_db_open("postgresql", MODULES);
    arena *a = arena_new("read", 1 << 20);
    writer *w;
    wr_err e = { 0 };
    ask k = { .id = "a", .times = 1 };
    item *rows;
    size_t n;
    (void)state;
    pthread_mutex_init(&k.m, NULL);
    pthread_cond_init(&k.c, NULL);
    k.j = (writer_job){ .name = "test", .act = die_inside, .done = told, .with = &k, .a = arena_new("ask", 1 << 20) };
    assert_int_equal(WR_OK, writer_start(t->d, &e, &w));
    assert_int_equal(WR_OK, writer_push(w, &k.j));
    assert_int_equal(WR_E_BUSY, answer(&k));
    pg("again", NULL, 0);
    assert_int_equal(WR_OK, put(w, "b"));
    assert_int_equal(WR_OK, items(t, a, &rows, &n));
    assert_int_equal(1, n);
    assert_string_equal("b", rows[0].id);
    writer_stop(&w);
    arena_end(&a);
    temp_db_close(t);
}

static void a_reader_cannot_write(void **state)
{
    temp_db *t = temp_db_open("postgresql", MODULES);
    arena *a = arena_new("read", 1 << 20);
    db_tx *tx;
    int64_t touched;
    (void)state;
    assert_int_equal(WR_OK, db_begin_read(t->reader, a, &tx));
    assert_int_equal(WR_E_IO, db_run_(tx, &PUT, &touched, (db_val[]){ db_t("a"), db_null(), db_null(), db_null(), db_i(1) }, 5));
    db_end_read(&tx);
    arena_end(&a);
    temp_db_close(t);
}

static void a_database_that_sorts_or_encodes_otherwise_is_refused(void **state)
{
    static const char *const HOW[] = { "ENCODING 'LATIN1'", "LOCALE_PROVIDER icu ICU_LOCALE 'en-US'" };
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char url[300], sql[500];
        db *d;
        db_conn *c;
        wr_err e = { 0 };
        snprintf(sql, sizeof sql, "psql -q '%s' -c \"CREATE DATABASE other%zu TEMPLATE template0 %s\"", server, i, HOW[i]);
        assert_int_equal(0, system(sql));
        snprintf(url, sizeof url, "postgresql:///other%zu%s", i, strchr(server, '?'));
        assert_int_equal(WR_OK, db_open(url, MODULES, &e, &d));
        assert_int_equal(WR_E_CONFLICT, db_reader(d, &e, &c));
        db_close(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_found_later_harms_its_own_job_only), cmocka_unit_test(a_reader_cannot_write),
        cmocka_unit_test(a_database_that_sorts_or_encodes_otherwise_is_refused),
        cmocka_unit_test(a_server_that_died_is_busy_and_then_works_again),
        cmocka_unit_test(a_server_that_dies_inside_a_batch_stores_nothing),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
