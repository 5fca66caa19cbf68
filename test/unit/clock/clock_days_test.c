/* clock_days_test.c -- run from the top of the source tree: every row of test/data/clock/clock.tsv, and what the rows do not reach. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "clock.h"
#include "day.h"

#define FIXED(n, m, d, from) { .name = (n), .kind = HOLIDAY_FIXED, .observed = OBSERVED_US, .month = (m), .day = (d), .first_year = (from) }
#define NTH(n, m, w, wd)     { .name = (n), .kind = HOLIDAY_NTH, .observed = OBSERVED_US, .month = (m), .week = (w), .weekday = (wd) }
static const clock_holiday FEDERAL[] = {
    FIXED("New Year", 1, 1, 0), NTH("King", 1, 3, 0), NTH("Washington", 2, 3, 0), NTH("Memorial", 5, 5, 0), FIXED("Juneteenth", 6, 19, 2021),
    FIXED("Independence", 7, 4, 0), NTH("Labor", 9, 1, 0), NTH("Columbus", 10, 2, 0), FIXED("Veterans", 11, 11, 0),
    NTH("Thanksgiving", 11, 4, 3), FIXED("Christmas", 12, 25, 0),
};
enum { N_FEDERAL = sizeof FEDERAL / sizeof *FEDERAL, COLUMNS = 13 };
enum { ID, OP, START, N, UNIT, CALENDAR, ROLL, PAUSE, RESUME, EXPECT };

static wr_day day(const char *text)
{
    wr_day d = { 0 };
    if (strcmp(text, "-") != 0 && !day_parse(text, &d)) fail_msg("no day: %s", text);
    return d;
}
static int word(const char *const *words, const char *w)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], w) == 0) return i;
    fail_msg("no such word: %s", w);
    return 0;
}

static const char *answer(arena *a, const clock_calendar *c, char **col)
{
    wr_day start = strlen(col[START]) == 10 ? day(col[START]) : (wr_day){ 0 };
    if (strcmp(col[OP], "add") == 0)
        return day_text(a, clock_add(c, start, atol(col[N]), (clock_unit)word(clock_units, col[UNIT]), (clock_roll)word(clock_rolls, col[ROLL]), NULL));
    if (strcmp(col[OP], "toll") == 0) return day_text(a, clock_toll(c, start, atol(col[N]), day(col[PAUSE]), day(col[RESUME])));
    if (strcmp(col[OP], "remaining") == 0) return arena_fmt(a, "%ld", (long)clock_remaining(c, day(col[PAUSE]), start));
    if (strcmp(col[OP], "is_working") == 0) return clock_is_working(c, start) ? "yes" : "no";
    if (strcmp(col[OP], "observed") == 0) {
        int y = atoi(col[START]);
        clock_calendar one = clock_calendar_make(a, "us-federal", FEDERAL, N_FEDERAL, y, y);
        const char *all = "";
        for (size_t i = 0; i < one.n; i++) all = arena_fmt(a, "%s%s%s", all, i ? "," : "", day_text(a, one.off[i]));
        return all;
    }
    fail_msg("no such operation: %s", col[OP]);
    return "";
}

static void every_row(void **state)
{
    arena *a = arena_new("test", 1 << 22);
    char line[1024], *col[COLUMNS];
    int rows = 0;
    FILE *f = fopen("test/data/clock/clock.tsv", "r");
    clock_calendar federal = clock_calendar_make(a, "us-federal", FEDERAL, N_FEDERAL, 2019, 2030);
    clock_calendar city = clock_calendar_make(a, "ca-city", NULL, 0, 2019, 2030), none = { .name = "none" };
    (void)state;
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        char *rest = line;
        for (int i = 0; i < COLUMNS; i++) col[i] = strsep(&rest, "\t");
        if (!col[EXPECT] || strcmp(col[ID], "id") == 0) continue;
        const clock_calendar *c = strcmp(col[CALENDAR], "us-federal") == 0 ? &federal : strcmp(col[CALENDAR], "ca-city") == 0 ? &city : &none;
        const char *got = answer(a, c, col);
        if (strcmp(got, col[EXPECT]) != 0) fail_msg("%s: %s, expected %s", col[ID], got, col[EXPECT]);
        rows++;
    }
    fclose(f);
    assert_int_equal(rows, 49);
    arena_end(&a);
}

static void months_and_backwards(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    clock_calendar c = clock_calendar_make(a, "us-federal", FEDERAL, N_FEDERAL, 2024, 2027);
    int skipped;
    (void)state;
    assert_string_equal(day_text(a, clock_add(&c, day("2024-01-31"), 1, CLOCK_MONTH, CLOCK_NO_ROLL, NULL)), "2024-02-29");
    assert_string_equal(day_text(a, clock_add(&c, day("2025-11-30"), 3, CLOCK_MONTH, CLOCK_NO_ROLL, NULL)), "2026-02-28");
    assert_string_equal(day_text(a, clock_add(&c, day("2026-01-15"), -1, CLOCK_MONTH, CLOCK_NO_ROLL, NULL)), "2025-12-15");
    assert_string_equal(day_text(a, clock_add(&c, day("2025-07-07"), -1, CLOCK_WD, CLOCK_NO_ROLL, &skipped)), "2025-07-03");
    assert_int_equal(skipped, 3);
    assert_string_equal(day_text(a, clock_add(&c, day("2025-07-01"), 4, CLOCK_CAL, CLOCK_BACK, &skipped)), "2025-07-03");
    assert_int_equal(skipped, 2);
    assert_string_equal(day_text(a, clock_add(&c, day("2025-07-01"), 4, CLOCK_CAL, CLOCK_NO_ROLL, &skipped)), "2025-07-05");
    assert_int_equal(skipped, 0);
    arena_end(&a);
}

static void closures_of_one_day(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    const clock_holiday h[] = { { .name = "Storm", .kind = HOLIDAY_ONCE, .once = { 2026, 1, 5 } }, { .name = "Storm", .kind = HOLIDAY_ONCE, .once = { 2026, 1, 5 } },
        { .name = "Weekend", .kind = HOLIDAY_ONCE, .once = { 2026, 1, 3 } } };
    clock_calendar c = clock_calendar_make(a, "ca-city", h, 3, 2026, 2026);
    (void)state;
    assert_int_equal(c.n, 1);
    assert_false(clock_is_working(&c, day("2026-01-05")));
    assert_true(clock_is_working(&c, day("2026-01-06")));
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_row), cmocka_unit_test(months_and_backwards), cmocka_unit_test(closures_of_one_day) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
