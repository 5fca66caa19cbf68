/* contact_device_test.c -- times of the guide's steps, as a device sends them: well formed, of the path, and set right with the clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "contact_own.h"
#include "day.h"

static void only_times_of_the_path_are_taken(void **state)
{
    static const char *const WRONG[] = { "n0", "n0 ", "n0 9:40", "n0 24:00", "n0 09:60", "n0 09:40,", "n0 09:40, ", "n0 09:40,n2 09:41", "n9 09:40", " n0 09:40", "n0 09:40 n2 09:41",
        "n 09:40", "n0:enter 09:40", "abcdefghijklmnopqrstu 09:40" };
    (void)state;
    assert_true(contact_steps_ok("", ""));
    assert_true(contact_steps_ok("n0:enter n2:reached", "n0 09:40, n2 09:41"));
    assert_true(contact_steps_ok("n0:enter", "n0 09:40, n0 10:00"));
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) assert_false(contact_steps_ok("n0:enter n2:reached", WRONG[i]));
}

static void the_last_time_of_a_step_counts(void **state)
{
    arena *a = arena_new("steps", 1 << 20);
    (void)state;
    assert_string_equal(contact_step_time(a, "n0 09:40, n2 09:41, n0 10:00", "n0"), "10:00");
    assert_string_equal(contact_step_time(a, "n0 09:40, n2 09:41", "n2"), "09:41");
    assert_string_equal(contact_step_time(a, "n0 09:40", "n1"), "");
    assert_string_equal(contact_step_time(a, "no times at all", "no"), "");
    arena_end(&a);
}

static void a_wrong_clock_sets_steps_right_with_the_rest(void **state)
{
    static const struct { int64_t off; const char *arrived, *steps; int days; } CASES[] = {
        { 0, "23:55", "n0 23:50, n2 00:05", 0 }, { 60, "22:55", "n0 22:50, n2 23:05", 0 }, { -10, "00:05", "n0 00:00, n2 00:15", 1 },
        { 365 * 1440, "23:55", "n0 23:50, n2 00:05", -365 }, { 365 * 1440 + 187, "20:48", "n0 20:43, n2 20:58", -365 } };
    arena *a = arena_new("steps", 1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        contact_facts f;
        wr_day day = { 2027, 2, 26 };
        contact_clear(&f);
        f.day = day;
        f.arrived = "23:55";
        f.path = "n0:enter n2:reached";
        f.path_times = "n0 23:50, n2 00:05";
        contact_set_right(&f, CASES[i].off, a);
        assert_string_equal(f.arrived, CASES[i].arrived);
        assert_string_equal(f.path_times, CASES[i].steps);
        assert_int_equal(wr_day_cmp(f.day, day_add(day, CASES[i].days)), 0);
    }
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(only_times_of_the_path_are_taken), cmocka_unit_test(the_last_time_of_a_step_counts),
        cmocka_unit_test(a_wrong_clock_sets_steps_right_with_the_rest) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
