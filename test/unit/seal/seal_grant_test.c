/* seal_grant_test.c -- a read grant is one person's, for one thing and its fields, for fifteen minutes; and nothing public shows it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "city_db.h"
#include "history.h"
#include "rebuild.h"
#include "seal_grant.h"
#include "tlog.h"

extern const wr_module mod_db, mod_tlog, mod_seal;
static const wr_module *const MODULES[] = { &mod_db, &mod_tlog, &mod_seal, NULL };
#define T0 (1772128800 * (wr_us)1000000)
static const wr_us MINUTE = 60 * (wr_us)1000000;
static const wr_actor ANA = { .person = 7, .by = "p-ana", .lang = "en", .now = T0, .today = { 2026, 2, 26 } };
static const wr_actor BEN = { .person = 8, .by = "p-ben", .lang = "en", .now = T0, .today = { 2026, 2, 26 } };
static const wr_actor NOBODY = { .by = "", .lang = "en", .now = T0, .today = { 2026, 2, 26 } };
static const char REPORT[] = "0123456789abcdef0123456789abcdef", OTHER[] = "0123456789abcdef0123456789abcde0";

static int begin(void **state)
{
    *state = temp_db_open("sqlite", MODULES);
    return 0;
}

typedef struct asking { const wr_actor *who; const char *fields, *reason; } asking;
static wr_rc act(db_tx *rw, void *with, arena *a)
{
    const asking *q = with;
    return seal_grant_ask(rw, q->who, REPORT, q->fields, q->reason, a);
}
static wr_rc ask(void **state, const wr_actor *who, const char *fields, const char *reason, wr_err *ret_opt)
{
    return city_db_write(state, act, &(asking){ who, fields, reason }, ret_opt);
}

static bool may(void **state, const wr_actor *who, wr_us later, const char *about, const char *fields)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 1 << 20);
    wr_actor then = *who;
    db_tx *ro;
    bool yes = false;
    then.now += later;
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    assert_int_equal(seal_granted(ro, &then, about, fields, a, &yes), WR_OK);
    db_end_read(&ro);
    arena_end(&a);
    return yes;
}

static void a_grant_lasts_fifteen_minutes(void **state)
{
    assert_false(may(state, &ANA, 0, REPORT, "restricted"));
    assert_int_equal(ask(state, &ANA, "restricted", "To answer the department", NULL), WR_OK);
    assert_true(may(state, &ANA, 0, REPORT, "restricted"));
    assert_true(may(state, &ANA, 15 * MINUTE - 1, REPORT, "restricted"));
    assert_false(may(state, &ANA, 15 * MINUTE, REPORT, "restricted"));
    assert_false(may(state, &ANA, -1, REPORT, "restricted"));       /* a clock that was set back */
}

static void nobody_else_can_use_it(void **state)
{
    assert_int_equal(ask(state, &ANA, "restricted", "To answer the department", NULL), WR_OK);
    assert_false(may(state, &BEN, 0, REPORT, "restricted"));
    assert_false(may(state, &NOBODY, 0, REPORT, "restricted"));
    assert_false(may(state, &ANA, 0, OTHER, "restricted"));
    assert_false(may(state, &ANA, 0, REPORT, "export"));
    assert_false(may(state, &ANA, 0, REPORT, ""));
}

static void grants_add_up_field_by_field(void **state)
{
    assert_int_equal(ask(state, &ANA, "restricted", "For counsel", NULL), WR_OK);
    assert_false(may(state, &ANA, 0, REPORT, "restricted export"));
    assert_int_equal(ask(state, &ANA, "export record", "For counsel", NULL), WR_OK);
    assert_true(may(state, &ANA, 0, REPORT, "restricted export"));
    assert_true(may(state, &ANA, 0, REPORT, "record"));
    assert_false(may(state, &ANA, 0, REPORT, "rec"));
    assert_false(may(state, &ANA, 0, REPORT, "restricted records"));
}

static void a_reason_and_a_person_are_needed(void **state)
{
    static char long_reason[SEAL_REASON_MAX + 2];
    wr_err e = { 0 };
    memset(long_reason, 'x', SEAL_REASON_MAX + 1);
    assert_int_equal(ask(state, &ANA, "restricted", "  ok  ", &e), WR_E_INPUT);
    assert_string_equal(e.field, "reason");
    assert_int_equal(ask(state, &ANA, "restricted", long_reason, &e), WR_E_INPUT);
    assert_int_equal(ask(state, &ANA, "restricted", long_reason + 1, NULL), WR_OK);
    assert_int_equal(ask(state, &ANA, "restricted", "why", NULL), WR_OK);
    assert_int_equal(ask(state, &NOBODY, "restricted", "To read it", NULL), WR_E_DENIED);
    assert_int_equal(ask(state, &ANA, "", "To read it", NULL), WR_E_BUG);
    assert_int_equal(ask(state, &ANA, "name; drop", "To read it", NULL), WR_E_BUG);
}

static size_t listed(void **state, arena *a, seal_grant **ret)
{
    const temp_db *t = *state;
    db_tx *ro;
    size_t n;
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    assert_int_equal(seal_grants_of(ro, REPORT, a, ret, &n), WR_OK);
    db_end_read(&ro);
    return n;
}

static void rebuilt(void *with, const char *table, int64_t rows)
{
    (void)table;
    *(int64_t *)with += rows;
}

static void who_read_it_stays_and_is_made_again(void **state)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 64 << 20);
    wr_actor later = BEN;
    seal_grant *g;
    int64_t rows = 0;
    later.now += 20 * MINUTE;
    assert_int_equal(ask(state, &ANA, "restricted", " To answer the department ", NULL), WR_OK);
    assert_int_equal(ask(state, &later, "export", "For counsel", NULL), WR_OK);
    assert_int_equal(rebuild_all(t->d, MODULES, rebuilt, &rows, a), WR_OK);
    assert_int_equal(rows, TLOG_TREES + 1 + 2);                     /* keys of the log, of the columns, grants */
    assert_int_equal(listed(state, a, &g), 2);
    assert_int_equal(g[0].person, 8);
    assert_string_equal(g[0].who, "p-ben");
    assert_string_equal(g[0].fields, "export");
    assert_int_equal(g[1].person, 7);
    assert_string_equal(g[1].reason, "To answer the department");
    assert_int_equal(g[1].asked, T0);
    assert_int_equal(g[1].until, T0 + 15 * MINUTE);
    arena_end(&a);
}

static int64_t public_entries(void **state)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 4 << 20);
    checkpoint c = { 0 };
    const char *note;
    db_tx *ro;
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    assert_int_equal(tlog_checkpoint(ro, TLOG_AUDIT, a, &note, &c), WR_OK);
    db_end_read(&ro);
    arena_end(&a);
    return c.size;
}

static void nothing_public_shows_that_somebody_read(void **state)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 64 << 20);
    json_t *findings = json_array();
    int64_t before = public_entries(state);
    tlog_seen seen;
    db_tx *ro;
    assert_int_equal(ask(state, &ANA, "restricted", "To answer the department", NULL), WR_OK);
    assert_int_equal(public_entries(state), before);
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    assert_int_equal(tlog_verify(ro, MODULES, a, findings, &seen), WR_OK);   /* yet its commitment stands */
    assert_int_equal(mod_seal.check(ro, a, findings), WR_OK);
    db_end_read(&ro);
    assert_int_equal(json_array_size(findings), 0);
    assert_int_equal(seen.facts, TLOG_TREES + 1 + 1);
    json_decref(findings);
    arena_end(&a);
}

static wr_rc prolong(db_tx *rw, void *with, arena *a)
{
    static const db_query LONGER = { "t_longer", "", NULL, "UPDATE seal_grant SET until = until + 1" };
    (void)with;
    (void)a;
    return db_run_(rw, &LONGER, NULL, NULL, 0);
}

static void a_grant_made_longer_is_found(void **state)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 4 << 20);
    json_t *findings = json_array();
    db_tx *ro;
    assert_int_equal(ask(state, &ANA, "restricted", "To answer the department", NULL), WR_OK);
    (void)city_db_write(state, prolong, NULL, NULL);
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    assert_int_equal(mod_seal.check(ro, a, findings), WR_OK);
    db_end_read(&ro);
    assert_int_equal(json_array_size(findings), 1);
    assert_non_null(strstr(json_string_value(json_array_get(findings, 0)), "longer than 15 minutes"));
    json_decref(findings);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_grant_lasts_fifteen_minutes, begin, city_db_close), cmocka_unit_test_setup_teardown(nobody_else_can_use_it, begin, city_db_close),
        cmocka_unit_test_setup_teardown(grants_add_up_field_by_field, begin, city_db_close), cmocka_unit_test_setup_teardown(a_reason_and_a_person_are_needed, begin, city_db_close),
        cmocka_unit_test_setup_teardown(who_read_it_stays_and_is_made_again, begin, city_db_close),
        cmocka_unit_test_setup_teardown(nothing_public_shows_that_somebody_read, begin, city_db_close),
        cmocka_unit_test_setup_teardown(a_grant_made_longer_is_found, begin, city_db_close),
    };
    return cmocka_run_group_tests_name("read grants", tests, NULL, NULL);
}
