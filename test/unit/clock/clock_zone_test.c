/* clock_zone_test.c -- zones against known moments: seasons, gaps, doubled hours, the south, the rule beyond the table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "clock.h"
#include "day.h"

static const clock_zone *zone(const char *name)
{
    wr_err e = { 0 };
    const clock_zone *z;
    assert_int_equal(clock_zone_load(name, &e, &z), WR_OK);
    return z;
}
static wr_us utc(const char *text)
{
    wr_us us;
    assert_true(us_parse(text, &us));
    return us;
}

static void known_moments(void **state)
{
    static const struct { const char *zone, *utc, *day; int hour, minute, offset; const char *abbr; } at[] = {
        { "America/Los_Angeles", "2026-02-26T18:00:00Z", "2026-02-26", 10, 0, -28800, "PST" },
        { "America/Los_Angeles", "2025-07-12T06:59:59Z", "2025-07-11", 23, 59, -25200, "PDT" },
        { "America/Los_Angeles", "2026-03-08T09:59:59Z", "2026-03-08", 1, 59, -28800, "PST" },
        { "America/Los_Angeles", "2026-03-08T10:00:00Z", "2026-03-08", 3, 0, -25200, "PDT" },
        { "America/Los_Angeles", "2026-11-01T08:30:00Z", "2026-11-01", 1, 30, -25200, "PDT" },
        { "America/Los_Angeles", "2026-11-01T09:30:00Z", "2026-11-01", 1, 30, -28800, "PST" },
        { "America/Los_Angeles", "2061-07-01T00:00:00Z", "2061-06-30", 17, 0, -25200, "PDT" },
        { "America/Los_Angeles", "2061-12-31T23:00:00Z", "2061-12-31", 15, 0, -28800, "PST" },
        { "America/Los_Angeles", "1969-12-31T23:59:59Z", "1969-12-31", 15, 59, -28800, "PST" },
        { "Pacific/Auckland",    "2061-01-01T00:00:00Z", "2061-01-01", 13, 0, 46800, "NZDT" },
        { "Pacific/Auckland",    "2061-07-01T00:00:00Z", "2061-07-01", 12, 0, 43200, "NZST" },
        { "Asia/Kolkata",        "2026-01-01T00:00:00Z", "2026-01-01", 5, 30, 19800, "IST" },
        { "America/Sao_Paulo",   "2026-01-01T00:00:00Z", "2025-12-31", 21, 0, -10800, "-03" },
        { "Etc/UTC",             "2026-01-01T00:00:00Z", "2026-01-01", 0, 0, 0, "UTC" },
    };
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        clock_local l = clock_local_at(zone(at[i].zone), utc(at[i].utc));
        assert_string_equal(day_text(a, l.day), at[i].day);
        assert_int_equal(l.hour, at[i].hour);
        assert_int_equal(l.minute, at[i].minute);
        assert_int_equal(l.offset_s, at[i].offset);
        assert_string_equal(l.abbr, at[i].abbr);
    }
    arena_end(&a);
}

static void local_to_utc(void **state)
{
    const clock_zone *la = zone("America/Los_Angeles");
    (void)state;
    assert_int_equal(clock_us_at(la, (wr_day){ 2026, 2, 26 }, 10, 0), utc("2026-02-26T18:00:00Z"));
    assert_int_equal(clock_us_at(la, (wr_day){ 2025, 7, 11 }, 24, 0), utc("2025-07-12T07:00:00Z"));
    assert_int_equal(clock_us_at(la, (wr_day){ 2026, 3, 8 }, 2, 0), utc("2026-03-08T10:00:00Z"));     /* never was */
    assert_int_equal(clock_us_at(la, (wr_day){ 2026, 3, 8 }, 2, 30), utc("2026-03-08T10:00:00Z"));
    assert_int_equal(clock_us_at(la, (wr_day){ 2026, 3, 8 }, 3, 0), utc("2026-03-08T10:00:00Z"));
    assert_int_equal(clock_us_at(la, (wr_day){ 2026, 11, 1 }, 1, 30), utc("2026-11-01T08:30:00Z"));   /* twice */
    assert_int_equal(clock_us_at(la, (wr_day){ 2026, 11, 1 }, 2, 0), utc("2026-11-01T10:00:00Z"));
    assert_int_equal(clock_us_at(la, (wr_day){ 2061, 3, 13 }, 2, 30), utc("2061-03-13T10:00:00Z"));
}

static void every_day_round(void **state)
{
    const clock_zone *la = zone("America/Los_Angeles");
    (void)state;
    for (int64_t d = day_number((wr_day){ 2020, 1, 1 }); d < day_number((wr_day){ 2045, 1, 1 }); d++) {
        clock_local l = clock_local_at(la, clock_us_at(la, day_of_number(d), 12, 34));
        assert_int_equal(day_number(l.day), d);
        assert_int_equal(l.hour * 60 + l.minute, 12 * 60 + 34);
    }
}

static void refused(void **state)
{
    static const char *const names[] = { "", "/etc/passwd", "../../etc/passwd", "America/Nowhere", "America", "tzdata.zi", "Los Angeles" };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        wr_err e = { 0 };
        const clock_zone *z;
        assert_int_equal(clock_zone_load(names[i], &e, &z), WR_E_INPUT);
        assert_string_equal(e.field, "zone");
    }
}

static void once_and_for_ever(void **state)
{
    (void)state;
    assert_ptr_equal(zone("America/Los_Angeles"), zone("America/Los_Angeles"));
    assert_memory_equal(clock_zone_version(zone("Etc/UTC")), "20", 2);
    clock_set_city_zone(zone("Etc/UTC"));
    assert_ptr_equal(clock_city_zone(), zone("Etc/UTC"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_moments), cmocka_unit_test(local_to_utc), cmocka_unit_test(every_day_round),
        cmocka_unit_test(refused), cmocka_unit_test(once_and_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
