/* city_duty_test.c -- which shift is under way, over midnight, weekdays and the change of the clock; who is called, in which order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "city_duty.h"

enum { EVERY, MON_FRI, MON_SAT, TUE_SAT, WEEKEND, MON, TUE, WED, THU, FRI, SAT, SUN };

/* 2026-03-02 is a Monday. */
static void shifts(void **state)
{
    static const struct { city_duty d; wr_day day; int hour; bool on; } rows[] = {
        { { .days = EVERY, .from_hour = 8, .to_hour = 17 }, { 2026, 3, 2 }, 7, false },
        { { .days = EVERY, .from_hour = 8, .to_hour = 17 }, { 2026, 3, 2 }, 8, true },
        { { .days = EVERY, .from_hour = 8, .to_hour = 17 }, { 2026, 3, 2 }, 16, true },
        { { .days = EVERY, .from_hour = 8, .to_hour = 17 }, { 2026, 3, 2 }, 17, false },
        { { .days = EVERY }, { 2026, 3, 2 }, 0, true },                                        /* nothing said: round the clock */
        { { .days = EVERY, .to_hour = 24 }, { 2026, 3, 2 }, 23, true },
        { { .days = MON, .to_hour = 24 }, { 2026, 3, 3 }, 0, false },                          /* a whole Monday is no Tuesday */
        { { .days = MON, .from_hour = 8, .to_hour = 8 }, { 2026, 3, 3 }, 7, true },            /* Monday 8 to Tuesday 8 */
        { { .days = MON, .from_hour = 8, .to_hour = 8 }, { 2026, 3, 3 }, 8, false },
        { { .days = MON, .from_hour = 22, .to_hour = 6 }, { 2026, 3, 2 }, 22, true },
        { { .days = MON, .from_hour = 22, .to_hour = 6 }, { 2026, 3, 3 }, 5, true },           /* the night of Monday */
        { { .days = MON, .from_hour = 22, .to_hour = 6 }, { 2026, 3, 3 }, 6, false },
        { { .days = MON, .from_hour = 22, .to_hour = 6 }, { 2026, 3, 2 }, 5, false },          /* that is the night of Sunday */
        { { .days = FRI, .from_hour = 18, .to_hour = 24 }, { 2026, 3, 6 }, 23, true },
        { { .days = FRI, .from_hour = 18, .to_hour = 24 }, { 2026, 3, 7 }, 0, false },
        { { .days = MON, .from_hour = 24, .to_hour = 6 }, { 2026, 3, 3 }, 0, true },           /* from midnight on */
        { { .days = MON_FRI, .from_hour = 8, .to_hour = 17 }, { 2026, 3, 6 }, 9, true },
        { { .days = MON_FRI, .from_hour = 8, .to_hour = 17 }, { 2026, 3, 7 }, 9, false },
        { { .days = MON_SAT, .from_hour = 8, .to_hour = 17 }, { 2026, 3, 7 }, 9, true },
        { { .days = MON_SAT, .from_hour = 8, .to_hour = 17 }, { 2026, 3, 8 }, 9, false },
        { { .days = TUE_SAT, .from_hour = 8, .to_hour = 17 }, { 2026, 3, 2 }, 9, false },
        { { .days = TUE_SAT, .from_hour = 8, .to_hour = 17 }, { 2026, 3, 7 }, 9, true },
        { { .days = WEEKEND, .from_hour = 20, .to_hour = 4 }, { 2026, 3, 9 }, 3, true },       /* Sunday's night, on Monday */
        { { .days = WEEKEND, .from_hour = 20, .to_hour = 4 }, { 2026, 3, 7 }, 3, false },      /* Friday's night, on Saturday */
        { { .days = SUN }, { 2026, 3, 8 }, 12, true },
        { { .days = SAT }, { 2026, 3, 8 }, 12, false },
        { { .days = EVERY, .from_day = { 2026, 3, 2 } }, { 2026, 3, 1 }, 12, false },
        { { .days = EVERY, .from_day = { 2026, 3, 2 } }, { 2026, 3, 2 }, 12, true },
        { { .days = EVERY, .until_day = { 2026, 3, 2 } }, { 2026, 3, 2 }, 23, true },
        { { .days = EVERY, .until_day = { 2026, 3, 2 } }, { 2026, 3, 3 }, 0, false },
        { { .days = EVERY, .from_hour = 22, .to_hour = 6, .until_day = { 2026, 3, 2 } }, { 2026, 3, 3 }, 5, true },    /* the last night is worked to its end */
        { { .days = EVERY, .from_hour = 22, .to_hour = 6, .from_day = { 2026, 3, 2 } }, { 2026, 3, 2 }, 5, false },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (city_duty_on(&rows[i].d, rows[i].day, rows[i].hour) != rows[i].on) fail_msg("row %zu should be %s", i, rows[i].on ? "on" : "off");
}

static int64_t seconds_on(const city_duty *d, const clock_zone *z, wr_us from, wr_us to)
{
    int64_t n = 0;
    for (wr_us t = from; t < to; t += 60 * (wr_us)1000000) {
        clock_local at = clock_local_at(z, t);
        n += city_duty_on(d, at.day, at.hour) ? 60 : 0;
    }
    return n;
}

/* The night in which the clock changes is an hour shorter, or longer; nobody stands alone at 1:30 the second time. */
static void change_of_clock(void **state)
{
    const clock_zone *z;
    wr_err e = { 0 };
    const city_duty night = { .days = EVERY, .from_hour = 22, .to_hour = 6 }, day = { .days = EVERY, .from_hour = 6, .to_hour = 22 };
    const wr_day SPRING = { 2026, 3, 7 }, AUTUMN = { 2026, 10, 31 }, PLAIN = { 2026, 6, 1 };
    const struct { wr_day d; int hours; } nights[] = { { SPRING, 7 }, { AUTUMN, 9 }, { PLAIN, 8 } };
    (void)state;
    assert_int_equal(clock_zone_load("America/Los_Angeles", &e, &z), WR_OK);
    for (size_t i = 0; i < 3; i++) {
        wr_us noon = clock_us_at(z, nights[i].d, 12, 0), next = noon + (24 - 8 + nights[i].hours) * 3600 * (wr_us)1000000;
        assert_int_equal(seconds_on(&night, z, noon, next), nights[i].hours * 3600);
        assert_int_equal(seconds_on(&day, z, noon, next), 16 * 3600);
    }
}

static void order_of_the_chain(void **state)
{
    static const city_duty roster[] = {
        { .id = "1", .ref = "c", .rank = 1, .role = 3, .name = "Attorney line", .phone = "213-555-0145", .days = EVERY, .place = "", .department = "" },
        { .id = "2", .ref = "d", .rank = 1, .role = 2, .name = "Manager line", .phone = "213-555-0144", .days = EVERY, .place = "", .department = "LIB" },
        { .id = "3", .ref = "b", .rank = 2, .role = 1, .name = "Lee", .phone = "213-555-0143", .days = EVERY, .place = "desk", .department = "" },
        { .id = "4", .ref = "a", .rank = 1, .role = 0, .name = "Dana", .phone = "(213) 555-0142", .days = MON_FRI, .from_hour = 8, .to_hour = 17, .place = "desk", .department = "" },
        { .id = "5", .ref = "n", .rank = 1, .role = 0, .name = "Nia", .phone = "+1 213-555-0141", .days = MON_FRI, .from_hour = 17, .to_hour = 8, .place = "desk", .department = "" },
        { .id = "6", .ref = "x", .rank = 1, .role = 0, .name = "Elsewhere", .phone = "213-555-0199", .days = EVERY, .place = "other", .department = "" },
        { .id = "7", .ref = "y", .rank = 1, .role = 2, .name = "Other line", .phone = "213-555-0198", .days = EVERY, .place = "", .department = "ZOO" },
    };
    const clock_local MONDAY_TEN = { .day = { 2026, 3, 2 }, .hour = 10 }, MONDAY_NIGHT = { .day = { 2026, 3, 3 }, .hour = 2 }, SATURDAY = { .day = { 2026, 3, 7 }, .hour = 10 };
    arena *a = arena_new("test", 1 << 16);
    city_call *c;
    (void)state;
    assert_int_equal(city_chain_of(roster, 7, "desk", "LIB", MONDAY_TEN, a, &c), 4);
    assert_string_equal(c[0].name, "Dana");
    assert_string_equal(c[0].tel_url, "tel:2135550142");
    assert_int_equal(c[0].turn, 1);
    assert_string_equal(c[1].name, "Lee");
    assert_int_equal(c[1].tier, CITY_TIER_PLACE);
    assert_string_equal(c[2].name, "Manager line");
    assert_int_equal(c[2].tier, CITY_TIER_DEPARTMENT);
    assert_string_equal(c[3].name, "Attorney line");
    assert_int_equal(c[3].tier, CITY_TIER_CITY);
    assert_int_equal(c[3].turn, 4);
    assert_string_equal(c[3].duty, "1");
    assert_int_equal(city_chain_of(roster, 7, "desk", "LIB", MONDAY_NIGHT, a, &c), 4);
    assert_string_equal(c[0].name, "Nia");
    assert_string_equal(c[0].tel_url, "tel:+12135550141");
    assert_int_equal(city_chain_of(roster, 7, "desk", "LIB", SATURDAY, a, &c), 3);      /* nobody of their own leads: the next is first */
    assert_string_equal(c[0].name, "Lee");
    assert_int_equal(city_chain_of(roster, 7, "", "", MONDAY_TEN, a, &c), 1);
    assert_string_equal(c[0].name, "Attorney line");
    assert_int_equal(city_chain_of(roster, 0, "desk", "LIB", MONDAY_TEN, a, &c), 0);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(shifts), cmocka_unit_test(change_of_clock), cmocka_unit_test(order_of_the_chain) };
    return cmocka_run_group_tests_name("duty", tests, NULL, NULL);
}
