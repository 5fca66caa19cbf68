/* attempt_test.c -- how often a password may be tried: delays double, right ones forget, floods are slowed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include "attempt.h"

static const wr_us S = 1000000;
static int fresh(void **state) { (void)state; attempt_forget_all(); return 0; }

static void delays_double(void **state)
{
    static const int then[] = { 2, 4, 8, 16, 32, 64, 120, 120, 120 };
    wr_us now = 1000 * S;
    (void)state;
    for (int i = 0; i < 3; i++) assert_int_equal(attempt_begin("ana", now), 0);
    for (size_t i = 0; i < sizeof then / sizeof *then; i++) {
        assert_int_equal(attempt_begin("ana", now), then[i]);
        assert_int_equal(attempt_begin("ana", now + then[i] * S - 1), 1);
        now += then[i] * S;
        assert_int_equal(attempt_begin("ana", now), 0);
    }
}

static void others_do_not_wait(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) assert_int_equal(attempt_begin("ana", S), 0);
    assert_int_equal(attempt_begin("ana", S), 2);
    assert_int_equal(attempt_begin("ben", S), 0);
}

static void right_one_forgets(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) assert_int_equal(attempt_begin("ana", S), 0);
    attempt_passed("ana", S);
    for (int i = 0; i < 3; i++) assert_int_equal(attempt_begin("ana", S), 0);
    assert_int_equal(attempt_begin("ana", S), 2);
}

static void an_hour_forgets(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) assert_int_equal(attempt_begin("ana", S), 0);
    for (int i = 0; i < 3; i++) assert_int_equal(attempt_begin("ana", 3602 * S), 0);
}

/* Many names, one try each: sixty at once, then one a second; who is right gives the try back. */
static void floods_are_slowed(void **state)
{
    char name[16];
    (void)state;
    for (int i = 0; i < 60; i++) {
        snprintf(name, sizeof name, "n%d", i);
        assert_int_equal(attempt_begin(name, S), 0);
    }
    assert_int_equal(attempt_begin("late", S), 1);
    assert_int_equal(attempt_begin("late", 2 * S), 0);
    assert_int_equal(attempt_begin("later", 2 * S), 1);
    attempt_passed("late", 2 * S);
    assert_int_equal(attempt_begin("later", 2 * S), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(delays_double, fresh), cmocka_unit_test_setup(others_do_not_wait, fresh),
        cmocka_unit_test_setup(right_one_forgets, fresh), cmocka_unit_test_setup(an_hour_forgets, fresh),
        cmocka_unit_test_setup(floods_are_slowed, fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
