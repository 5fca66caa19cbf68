/* city_events_test.c -- events reach every listener in order, one level deep, and a failure names both sides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "db.h"
#include "events.h"
#include "city_db.h"

extern const wr_module mod_db, mod_tlog, mod_tlog;
static const wr_module *const MODULES[] = { &mod_db, &mod_tlog, NULL };
static int open_db(void **state)
{
    *state = temp_db_open("sqlite", MODULES);
    return 0;
}

static const wr_actor WHO = { .by = "test", .lang = "en", .today = { 2026, 2, 26 } };
static const ev_due DUE = { "aaaa", "R-1", "/r/1", 7, { 2026, 3, 1 } };
static char heard[8];
static enum { QUIET, FAIL, SEND } mode;

static wr_rc first(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const ev_due *e = what;
    assert_string_equal(e->ref, "R-1");
    strcat(heard, "1");
    return mode == SEND ? event_send(rw, who, &EV_DUE_MOVED, what, a) : WR_OK;
}
static wr_rc second(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    (void)who; (void)what; (void)a;
    strcat(heard, "2");
    return mode == FAIL ? wr_fail(db_err(rw), WR_E_RULE, "4(b)", "Not on {day}.", "day", "Sunday") : WR_OK;
}
static wr_rc third(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    (void)rw; (void)who; (void)what; (void)a;
    strcat(heard, "3");
    return WR_OK;
}
static const wr_event OTHER = { "city.other", NULL };
static const wr_on ON_A[] = { { &EV_DUE_MOVED, first }, { 0 } }, ON_B[] = { { &OTHER, third }, { &EV_DUE_MOVED, second }, { 0 } },
    ON_C[] = { { &EV_DUE_MOVED, third }, { 0 } };
static const wr_module A = { .name = "plan", .on = ON_A }, B = { .name = "ledger", .on = ON_B }, C = { .name = "panel", .on = ON_C }, D = { .name = "deaf" };
static const wr_module *const ALL[] = { &D, &A, &B, &C, NULL };

static wr_rc send_one(db_tx *rw, void *with, arena *a)
{
    (void)with;
    return event_send_(rw, &WHO, "../src/clauses/records/records_web.c", &EV_DUE_MOVED, &DUE, a);
}

static void told(void **state)
{
    heard[0] = 0;
    mode = QUIET;
    assert_int_equal(city_db_write(state, send_one, NULL, NULL), WR_OK);
    assert_string_equal(heard, "123");
}

static const char *hole(const wr_err *e, const char *name)
{
    for (const char *h = e->holes; *h; ) {
        const char *value = h + strlen(h) + 1;
        if (strcmp(h, name) == 0) return value;
        h = value + strlen(value) + 1;
    }
    return "";
}

static void failure_names_both(void **state)
{
    wr_err e = { 0 };
    heard[0] = 0;
    mode = FAIL;
    assert_int_equal(city_db_write(state, send_one, NULL, &e), WR_E_RULE);
    assert_string_equal(heard, "12");
    assert_string_equal(e.rule, "4(b)");
    assert_string_equal(hole(&e, "from"), "records");
    assert_string_equal(hole(&e, "to"), "ledger");
    assert_string_equal(hole(&e, "event"), "city.due_moved");
    assert_string_equal(hole(&e, "why"), "Not on Sunday.");
}

static void one_level_deep(void **state)
{
    heard[0] = 0;
    mode = SEND;
    assert_int_equal(city_db_write(state, send_one, NULL, NULL), WR_E_BUG);
    assert_string_equal(heard, "1");
    mode = QUIET;
    heard[0] = 0;
    assert_int_equal(city_db_write(state, send_one, NULL, NULL), WR_OK);   /* and it can be sent again */
    assert_string_equal(heard, "123");
}

static int ready(void **state)
{
    city_modules(ALL);
    return open_db(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(told, ready, city_db_close),
        cmocka_unit_test_setup_teardown(failure_names_both, ready, city_db_close),
        cmocka_unit_test_setup_teardown(one_level_deep, ready, city_db_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
