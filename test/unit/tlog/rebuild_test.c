/* rebuild_test.c -- derived rows damaged in every way and made again: the same rows as before, on either engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include "city_db.h"
#include "clock.h"
#include "db_inner.h"
#include "modules.h"
#include "now.h"
#include "pack.h"
#include "person.h"
#include "rebuild.h"
#include "str.h"
#include "whole.h"

static wr_actor OPERATOR = { .by = "operator", .lang = "en", .now = 1772128800 * (wr_us)1000000, .today = { 2026, 2, 26 } };

/* Of the whole program: the statements outlive every connection of the tests. */
static arena *for_all;
static whole *all;
static size_t n_all;

static int read_tables(void **state)
{
    (void)state;
    for_all = arena_new("tables", 8 << 20);
    return whole_all(wr_modules, for_all, &all, &n_all) == WR_OK ? 0 : -1;
}

static int forget_tables(void **state)
{
    (void)state;
    arena_end(&for_all);
    return 0;
}

static wr_rc load(db_tx *rw, void *with, arena *a)
{
    (void)with;
    TRY(pack_load(rw, &OPERATOR, wr_modules, "packs/la-ed12", a));
    TRY(pack_load_demo(rw, &OPERATOR, wr_modules, "packs/la-ed12", a));
    for (const wr_module *const *m = wr_modules; *m; m++)
        if ((*m)->demo) TRY((*m)->demo(rw, &OPERATOR, a));
    return WR_OK;
}

static int open_city(void **state)
{
    wr_err e = { 0 };
    now_stop(OPERATOR.now);
    OPERATOR.rights = rights_of("public");
    *state = temp_db_open("sqlite", wr_modules);
    temp_db_pack(*state, "packs/la-ed12");
    if (city_db_write(state, load, NULL, &e) == WR_OK) return 0;
    print_message("%s (%s)\n", e.text, e.holes);
    return -1;
}

typedef struct dump { crypto_hash_sha256_state sha; const whole *of; int64_t rows; } dump;

static wr_rc add_row(void *with, const db_val *row, arena *a)
{
    dump *d = with;
    strbuf b = sb_new(a, 500);
    for (size_t i = 0; i < d->of->n; i++) {
        sb_str(&b, row[i].type == 'i' ? arena_fmt(a, "i%lld", (long long)row[i].v.i) : row[i].type == 't' ? arena_fmt(a, "t%s", row[i].v.t)
                 : row[i].type == 'x' ? str_hex(a, row[i].v.x.p, row[i].v.x.n) : "null");
        sb_ch(&b, '\n');
    }
    crypto_hash_sha256_update(&d->sha, (const uint8_t *)b.p, b.n);
    d->rows++;
    return WR_OK;
}

/* Every row of every table but the passing ones; rows of the one named alone, when one is. */
static const char *dump_of(void **state, arena *a, const char *only_opt, int64_t *ret_rows)
{
    temp_db *t = *state;
    dump d = { .rows = 0 };
    db_tx *tx;
    uint8_t h[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_init(&d.sha);
    assert_int_equal(WR_OK, db_begin_read(t->reader, a, &tx));
    for (size_t i = 0; i < n_all; i++) {
        d.of = &all[i];
        if (all[i].mark != DB_PASSING && (!only_opt || str_eq(only_opt, all[i].name))) assert_int_equal(WR_OK, whole_each(tx, &all[i], add_row, &d));
    }
    db_end_read(&tx);
    crypto_hash_sha256_final(&d.sha, h);
    *ret_rows = d.rows;
    return str_hex(a, h, sizeof h);
}

static void damage(void **state, const char *sql)
{
    temp_db *t = *state;
    db_conn *c;
    wr_err e = { 0 };
    assert_int_equal(WR_OK, db_writer_conn(t->d, &e, &c));
    assert_int_equal(WR_OK, t->d->driver->script(c->conn, sql, &e));
    db_conn_end(&c);
}

typedef struct heard { size_t tables; int64_t rows; } heard;
static void said(void *with, const char *table, int64_t rows)
{
    heard *h = with;
    assert_true(*table != 0);
    h->tables++;
    h->rows += rows;
}

static void damaged_rows_are_made_again(void **state)
{
    static const char *const DAMAGES[] = {
        "UPDATE directive_cell SET state = 'implemented', verified = '2026-01-01', excuse = 'changed by hand'", "DELETE FROM directive_cell",
        "DELETE FROM city_department WHERE num > 10", "UPDATE clock_due SET due = '2030-01-01', proof = '{}'", "DELETE FROM site_sentence",
        "UPDATE person_account SET role = 'admin', disabled = 0", "DELETE FROM db_number", "UPDATE db_number SET n = 1", "DELETE FROM city_city",
        "INSERT INTO city_link (id, from_id, to_id, kind, title, url, day) VALUES ('0', 'a', 'b', 'x', 'never said', '/', '2026-01-01')",
        "UPDATE tlog_tile SET hashes = root", "DELETE FROM tlog_tile; DELETE FROM tlog_key", "DELETE FROM pack_row",
        "UPDATE directive_evidence SET expires = '2020-01-01'; DELETE FROM directive_serves; DELETE FROM clock_holiday" };
    arena *a = arena_new("dump", 64 << 20);
    int64_t rows, again;
    const char *before = dump_of(state, a, NULL, &rows);
    assert_true(rows > 2000);
    for (size_t i = 0; i < sizeof DAMAGES / sizeof *DAMAGES; i++) {
        heard h = { 0 };
        damage(state, DAMAGES[i]);
        assert_string_not_equal(before, dump_of(state, a, NULL, &again));
        assert_int_equal(WR_OK, rebuild_all(((temp_db *)*state)->d, wr_modules, said, &h, a));
        assert_string_equal(before, dump_of(state, a, NULL, &again));
        assert_int_equal(rows, again);
        assert_true(h.tables > 10 && h.rows > 800);
    }
    arena_end(&a);
}

/* Pages of cached copies are keyed by change counters: what was mended must be seen. */
static void readers_see_what_was_mended(void **state)
{
    temp_db *t = *state;
    arena *a = arena_new("changes", 8 << 20);
    heard h = { 0 };
    int64_t before, after;
    damage(state, "DELETE FROM directive_cell");
    assert_int_equal(WR_OK, db_changes(t->reader, "directive", &before));
    assert_int_equal(WR_OK, rebuild_all(t->d, wr_modules, said, &h, a));
    assert_int_equal(WR_OK, db_changes(t->reader, "directive", &after));
    assert_true(after > before);
    arena_end(&a);
}

static wr_rc one_more(db_tx *rw, void *with, arena *a)
{
    person_account p = { .login = "one-more", .name = "One More", .role = "auditor", .lang = "en", .password = "" };
    TRY(person_add(rw, &OPERATOR, &p, a));
    TRY(person_by_login(rw, "one-more", a, &p));
    *(wr_id *)with = p.num;
    return WR_OK;
}

/* A number once given is never given again, even when the counters were lost. */
static void numbers_go_on(void **state)
{
    arena *a = arena_new("numbers", 8 << 20);
    heard h = { 0 };
    wr_id num = 0;
    int64_t people;
    dump_of(state, a, "person_account", &people);
    damage(state, "DELETE FROM db_number");
    assert_int_equal(WR_OK, rebuild_all(((temp_db *)*state)->d, wr_modules, said, &h, a));
    assert_int_equal(WR_OK, city_db_write(state, one_more, &num, NULL));
    assert_int_equal(people + 1, num);
    arena_end(&a);
}

static void every_derived_table_can_be_made_again(void **state)
{
    size_t derived = 0;
    (void)state;
    for (size_t i = 0; i < n_all; i++) {
        bool made = str_eq(all[i].name, "db_number");   /* log and us by rebuild itself, the rest by their modules */
        if (all[i].mark != DB_DERIVED) continue;
        for (const wr_module *const *m = wr_modules; *m; m++) {
            for (const history *const *h = (*m)->past; h && *h; h++) made = made || str_eq((*h)->noun, all[i].name);
            made = made || ((*m)->rebuild && str_eq((*m)->name, all[i].module));
        }
        if (!made) print_message("%s: no history makes it, and %s has no rebuild\n", all[i].name, all[i].module);
        assert_true(made);
        derived++;
    }
    assert_true(derived > 15);
}

/* A table of more than one page, and a walk that ends in the middle. */
static wr_rc stop_at(void *with, const db_val *row, arena *a)
{
    (void)row; (void)a;
    return --*(int64_t *)with > 0 ? WR_OK : WR_E_TOO_BIG;
}

static void a_walk_meets_each_row_once(void **state)
{
    temp_db *t = *state;
    arena *a = arena_new("walk", 8 << 20);
    int64_t rows, there, left = 700;
    db_tx *tx;
    dump_of(state, a, "directive_cell_event", &rows);
    assert_int_equal(WR_OK, db_begin_read(t->reader, a, &tx));
    assert_int_equal(WR_OK, whole_count(tx, whole_named(all, n_all, "directive_cell_event"), a, &there));
    assert_true(rows > 1000);
    assert_int_equal(rows, there);
    assert_int_equal(WR_E_TOO_BIG, whole_each(tx, whole_named(all, n_all, "directive_cell_event"), stop_at, &left));
    assert_int_equal(0, left);
    assert_int_equal(WR_OK, whole_count(tx, whole_named(all, n_all, "directive_cell"), a, &there));   /* the snapshot lives on */
    assert_int_equal(308, there);
    db_end_read(&tx);
    arena_end(&a);
}

#define CITY_TEST(f) cmocka_unit_test_setup_teardown(f, open_city, city_db_close)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(damaged_rows_are_made_again), CITY_TEST(readers_see_what_was_mended), CITY_TEST(numbers_go_on),
        CITY_TEST(a_walk_meets_each_row_once), cmocka_unit_test(every_derived_table_can_be_made_again),
    };
    return cmocka_run_group_tests_name("tlog: rebuild", tests, read_tables, forget_tables);
}
