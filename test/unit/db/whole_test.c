/* whole_test.c -- tables read from the text of migrations, also when later steps change them; rows walked by a key of two columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "city_db.h"
#include "db_inner.h"
#include "str.h"
#include "whole.h"

static const db_step STEPS[] = {
    { 1, "init", "-- enduring\nCREATE TABLE t_thing_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('t.one')), n @int@ NOT NULL) @strict@;\n"
                 "CREATE INDEX t_thing_about ON t_thing_event (about, n);\n-- derived\nCREATE TABLE t_pair (a TEXT NOT NULL, b @int@ NOT NULL, x @bytes@,\n"
                 "  -- said, not shown\n  note TEXT NOT NULL DEFAULT 'a, b; (c', \"by\" TEXT, PRIMARY KEY (a, b), UNIQUE (b, a)) @strict@;\n" },
    { 2, "wide", "-- enduring\nCREATE TABLE t_thing_event_wide (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('t.one', 't.two')), n @int@ NOT NULL) @strict@;\n"
                 "INSERT INTO t_thing_event_wide (about, what, n) SELECT about, what, n FROM t_thing_event ORDER BY n;\nDROP TABLE t_thing_event;\n"
                 "ALTER TABLE t_thing_event_wide RENAME TO t_thing_event;\nALTER TABLE t_pair ADD COLUMN more @int@ NOT NULL DEFAULT 0 CHECK (more IN (0, 1));\n" },
    { 0, NULL, NULL } };
static const wr_module MOD = { .name = "t", .steps = STEPS };
extern const wr_module mod_db;
static const wr_module *const MODULES[] = { &mod_db, &MOD, NULL };

static void later_steps_are_followed(void **state)
{
    arena *a = arena_new("whole", 8 << 20);
    whole *all;
    size_t n;
    const whole *t;
    strbuf b = sb_new(a, 100);
    (void)state;
    assert_int_equal(WR_OK, whole_all(MODULES, a, &all, &n));
    assert_null(whole_named(all, n, "t_thing_event_wide"));
    t = whole_named(all, n, "t_thing_event");
    assert_non_null(t);
    assert_int_equal(DB_ENDURING, t->mark);
    assert_true(t->counts);
    t = whole_named(all, n, "t_pair");
    assert_int_equal(DB_DERIVED, t->mark);
    for (size_t i = 0; i < t->n; i++) sb_str(&b, arena_fmt(a, "%s %c%s, ", t->columns[i].name, t->columns[i].letter, t->columns[i].key ? " key" : ""));
    assert_string_equal("a t key, b i key, x x, note t, by t, more i, ", b.p);
    arena_end(&a);
}

static void what_cannot_be_read_is_refused(void **state)
{
    static const char *const BAD[] = { "CREATE TABLE t_x (id TEXT PRIMARY KEY NOT NULL);", "-- derived\nCREATE TABLE t_x (id TEXT PRIMARY KEY NOT NULL, f REAL NOT NULL);",
        "ALTER TABLE t_none ADD COLUMN x TEXT;", "DROP TABLE t_none;", "-- derived\nCREATE TABLE t_x (id TEXT PRIMARY KEY NOT NULL", "-- derived\nCREATE TABLE t_x (a TEXT NOT NULL);" };
    (void)state;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        const db_step steps[] = { { 1, "bad", BAD[i] }, { 0, NULL, NULL } };
        const wr_module m = { .name = "t", .steps = steps };
        arena *a = arena_new("whole", 8 << 20);
        whole *all;
        size_t n;
        assert_int_equal(WR_E_BUG, whole_all((const wr_module *const[]){ &m, NULL }, a, &all, &n));
        arena_end(&a);
    }
}

enum { ROWS = 1203 };
typedef struct filling { const whole *of; int64_t first; } filling;

static wr_rc fill(db_tx *rw, void *with, arena *a)
{
    const filling *f = with;
    for (int64_t i = 0; i < ROWS; i++) {
        uint8_t x[3] = { 0, (uint8_t)i, 255 };
        const db_val row[] = { db_t(i % 2 ? "odd" : "even"), db_i(i), i % 3 ? db_x((bytes){ x, 3 }) : db_null(), db_t(""), i % 5 ? db_t("by") : db_null(), db_i(0) };
        TRY(whole_put(rw, f->of, row));
    }
    (void)a;
    return whole_settle(rw, f->of);
}

typedef struct seen { int64_t rows, last, odd, nulls; } seen;
static wr_rc see(void *with, const db_val *row, arena *a)
{
    seen *s = with;
    bool odd = str_eq(row[0].v.t, "odd");
    (void)a;
    assert_true(!s->odd || odd);                       /* all even ones first */
    if (odd != (s->odd > 0)) s->last = -1;
    assert_true(row[1].v.i > s->last && row[1].v.i % 2 == odd);
    s->last = row[1].v.i;
    s->odd += odd;
    s->nulls += row[2].type == 0;
    if (row[2].type) assert_true(row[2].v.x.n == 3 && row[2].v.x.p[1] == (uint8_t)row[1].v.i);
    assert_int_equal(row[4].type == 0, row[1].v.i % 5 == 0);
    s->rows++;
    return WR_OK;
}

static void rows_come_in_the_order_of_their_key(void **state)
{
    temp_db *t = temp_db_open("sqlite", MODULES);
    arena *a = arena_new("rows", 8 << 20);
    whole *all;
    size_t n;
    db_tx *tx;
    seen s = { .last = -1 };
    filling f = { 0 };
    (void)state;
    assert_int_equal(WR_OK, whole_all(MODULES, a, &all, &n));
    f.of = whole_named(all, n, "t_pair");
    assert_int_equal(WR_OK, writer_once_here(t->d, fill, &f, a));
    assert_int_equal(WR_OK, db_begin_read(t->reader, a, &tx));
    assert_int_equal(WR_OK, whole_each(tx, f.of, see, &s));
    db_end_read(&tx);
    assert_int_equal(ROWS, s.rows);
    assert_int_equal(ROWS / 2, s.odd);
    assert_int_equal(ROWS / 3, s.nulls);
    temp_db_close(t);
    arena_end(&a);
}

static const db_query ADD = { "t_thing_add", "ti", &DB_ID, "INSERT INTO t_thing_event (about, what, n) VALUES ($1, 't.two', $2) RETURNING id" };

static wr_rc fill_numbered(db_tx *rw, void *with, arena *a)
{
    const filling *f = with;
    db_id id;
    TRY(whole_put(rw, f->of, (const db_val[]){ db_i(7), db_t("x"), db_t("t.one"), db_i(1) }));
    TRY(whole_put(rw, f->of, (const db_val[]){ db_i(40), db_t("x"), db_t("t.one"), db_i(2) }));
    TRY(whole_settle(rw, f->of));
    (void)db_log_put(rw, 0, (bytes){ (const uint8_t *)"x", 1 });
    TRY(db_one(rw, &ADD, a, &id, db_t("x"), db_i(3)));
    assert_int_equal(41, id.id);                       /* behind the largest that came from elsewhere */
    return WR_OK;
}

static void numbering_goes_on_behind_what_was_put(void **state)
{
    temp_db *t = temp_db_open("sqlite", MODULES);
    arena *a = arena_new("rows", 8 << 20);
    whole *all;
    size_t n;
    filling f = { 0 };
    (void)state;
    assert_int_equal(WR_OK, whole_all(MODULES, a, &all, &n));
    f.of = whole_named(all, n, "t_thing_event");
    assert_int_equal(WR_OK, writer_once_here(t->d, fill_numbered, &f, a));
    temp_db_close(t);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(later_steps_are_followed), cmocka_unit_test(what_cannot_be_read_is_refused),
        cmocka_unit_test(rows_come_in_the_order_of_their_key), cmocka_unit_test(numbering_goes_on_behind_what_was_put),
    };
    return cmocka_run_group_tests_name("db: whole tables", tests, NULL, NULL);
}
