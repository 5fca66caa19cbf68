/* clock_test.c -- every row of the vectors, both daylight-saving changes, broken zone files, dates that move. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "clock_own.h"
#include "day.h"
#include "pack.h"
#include "str.h"
#include "temp_db.h"
#include "writer.h"
#include "zone.h"

extern const wr_module mod_db, mod_tlog, mod_clock;
static const wr_module *const MODULES[] = { &mod_db, &mod_tlog, &mod_clock, NULL };

static clock_calendar calendar(const char *name, arena *a)
{
    bytes text;
    pack_row *rows;
    size_t n;
    clock_holiday *h;
    if (str_eq(name, "none")) return (clock_calendar){ .name = "none" };
    assert_int_equal(WR_OK, pack_file("packs/la-ed12/clock/holidays.yaml", a, &text));
    assert_int_equal(WR_OK, pack_read("holidays.yaml", text, &CLOCK_HOLIDAY, a, &rows, &n));
    h = arena_array(a, clock_holiday, n);
    for (size_t i = 0; i < n; i++) h[i] = *(clock_holiday *)rows[i].row;
    return clock_calendar_of(name, h, n, 2015, 2035, a);
}

static wr_day day_of(const char *s)
{
    wr_day d = { 0 };
    if (!str_eq(s, "-")) assert_true(day_parse(s, &d));
    return d;
}

static clock_unit unit_of(const char *s)
{
    static const char *const IN_VECTORS[] = { "cal", "wd", "week", "month", NULL };
    for (int i = 0; IN_VECTORS[i]; i++)
        if (str_eq(IN_VECTORS[i], s)) return (clock_unit)i;
    fail_msg("unit %s", s);
    return CLOCK_CAL;
}

static const char *result(char **col, arena *a)
{
    clock_calendar c = calendar(col[5], a);
    clock_roll roll = str_eq(col[6], "forward") ? CLOCK_FORWARD : CLOCK_NO_ROLL;
    int64_t n = 0;
    if (!str_eq(col[3], "-")) assert_true(str_int(col[3], &n));
    if (str_eq(col[1], "add")) return day_text(a, clock_add(&c, day_of(col[2]), n, unit_of(col[4]), roll, NULL));
    if (str_eq(col[1], "remaining")) return arena_fmt(a, "%d", (int)clock_remaining(&c, day_of(col[7]), day_of(col[2])));
    if (str_eq(col[1], "toll")) return day_text(a, clock_toll(&c, day_of(col[2]), n, day_of(col[7]), day_of(col[8])));
    if (str_eq(col[1], "is_working")) return clock_is_working(&c, day_of(col[2])) ? "yes" : "no";
    if (str_eq(col[1], "observed")) {
        strbuf b = sb_new(a, 256);
        for (size_t i = 0; i < c.n; i++)
            if (str_starts(day_text(a, c.off[i]), col[2])) {
                if (b.n) sb_ch(&b, ',');
                sb_str(&b, day_text(a, c.off[i]));
            }
        return b.p;
    }
    return "unknown operation";
}

static void every_vector_of_the_clock(void **state)
{
    arena *a = arena_new("vectors", 64 << 20);
    FILE *f = fopen("test/data/clock/clock.tsv", "r");
    char line[1024];
    int rows = 0;
    (void)state;
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    while (fgets(line, sizeof line, f)) {
        char *col[16] = { 0 }, *p = line;
        size_t n = 0;
        line[strcspn(line, "\n")] = 0;
        for (col[n++] = p; (p = strchr(p, '\t')) && n < 16; col[n++] = p) *p++ = 0;
        assert_true(n >= 12);
        if (strcmp(result(col, a), col[9]) != 0) fail_msg("%s: %s, expected %s", col[0], result(col, a), col[9]);
        if (!str_eq(col[10], "-")) {
            static const char *const WEEK[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
            assert_string_equal(col[10], WEEK[day_week(day_of(col[9]))]);
        }
        rows++;
    }
    fclose(f);
    assert_int_equal(49, rows);
    arena_end(&a);
}

static void both_changes_of_daylight_saving(void **state)
{
    static const struct { const char *utc; int hour, minute; const char *abbr; } ROWS[] = {
        { "2026-03-08T09:59:59Z", 1, 59, "PST" }, { "2026-03-08T10:00:00Z", 3, 0, "PDT" },
        { "2026-11-01T08:59:59Z", 1, 59, "PDT" }, { "2026-11-01T09:00:00Z", 1, 0, "PST" },
        { "2025-03-09T10:00:00Z", 3, 0, "PDT" },  { "2027-11-07T09:00:00Z", 1, 0, "PST" },
        { "2060-03-14T10:00:00Z", 3, 0, "PDT" },  { "2026-02-26T18:00:00Z", 10, 0, "PST" },
    };
    const clock_zone *z;
    wr_err e = { 0 };
    wr_us us, first, expect;
    (void)state;
    assert_int_equal(WR_OK, clock_zone_load("America/Los_Angeles", &e, &z));
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        clock_local l;
        assert_true(us_parse(ROWS[i].utc, &us));
        l = clock_local_at(z, us);
        assert_int_equal(ROWS[i].hour, l.hour);
        assert_int_equal(ROWS[i].minute, l.minute);
        assert_string_equal(ROWS[i].abbr, l.abbr);
    }
    assert_true(us_parse("2026-11-01T08:30:00Z", &first));
    assert_int_equal(first, clock_us_at(z, (wr_day){ 2026, 11, 1 }, 1, 30));   /* twice: the first */
    assert_true(us_parse("2026-03-08T10:00:00Z", &expect));
    assert_int_equal(expect, clock_us_at(z, (wr_day){ 2026, 3, 8 }, 2, 30));   /* skipped: the moment of the change */
    assert_true(us_parse("2026-02-26T18:00:00Z", &expect));
    assert_int_equal(expect, clock_us_at(z, (wr_day){ 2026, 2, 26 }, 10, 0));
    assert_int_equal(WR_E_INPUT, clock_zone_load("../etc/passwd", &e, &z));
    e = (wr_err){ 0 };
    assert_int_equal(WR_E_INPUT, clock_zone_load("Nowhere/City", &e, &z));
}

static void a_truncated_zone_is_refused(void **state)
{
    uint8_t p[8192];
    FILE *f = fopen("/usr/share/zoneinfo/America/Los_Angeles", "rb");
    size_t n;
    clock_zone *z = zone_new();
    (void)state;
    assert_non_null(f);
    n = fread(p, 1, sizeof p, f);
    fclose(f);
    assert_true(zone_parse(p, n, z));
    for (size_t cut = 0; cut < n; cut++) assert_false(zone_parse(p, cut, z));
    free(z);
}

typedef struct story { wr_day due; clock_moved *moved; size_t n; } story;
static const wr_actor WHO = { .by = "mayor", .lang = "en", .today = { 2026, 2, 26 }, .now = 1 };

static wr_rc set_up(db_tx *rw, void *with, arena *a)
{
    story *s = with;
    clock_rule wd = { .id = "t.wd", .title = "T", .n = 5, .unit = CLOCK_WD, .calendar = "c", .source = "S", .note = "", .holds_from = { 2025, 1, 1 } };
    TRY(history_add(rw, &WHO, &CLOCK_RULE_PAST, "clock.rule_set", WHO.today, NULL, &wd, a));
    TRY(clock_due(rw, &WHO, "t.wd", "one", (clock_of){ "T", "/t" }, (wr_day){ 2026, 3, 2 }, a, &s->due));
    TRY(clock_due(rw, &WHO, "t.wd", "two", (clock_of){ "T", "/t" }, (wr_day){ 2026, 3, 2 }, a, &s->due));
    TRY(clock_due(rw, &WHO, "t.wd", "far", (clock_of){ "T", "/t" }, (wr_day){ 2026, 6, 1 }, a, &s->due));
    return clock_move(rw, &WHO, "two", (wr_day){ 2026, 4, 1 }, "Lee Sample", "The board meets late.", a);
}

static wr_rc new_holiday(db_tx *rw, void *with, arena *a)
{
    story *s = with;
    clock_holiday h = { .id = "h", .calendar = "c", .name = "Closure", .kind = CLOCK_DAY, .day = { 2026, 3, 4 }, .source = "S", .note = "" };
    TRY(history_add(rw, &WHO, &CLOCK_HOLIDAY_PAST, "clock.holiday_added", WHO.today, NULL, &h, a));
    return clock_recompute(rw, &WHO, &(clock_change){ .reason = "Closure" }, a, &s->moved, &s->n);
}

static wr_rc without_reason(db_tx *rw, void *with, arena *a)
{
    (void)with;
    return clock_move(rw, &WHO, "one", (wr_day){ 2026, 4, 1 }, "Lee Sample", "", a);
}

static void a_new_holiday_moves_dates_and_lists_them(void **state)
{
    temp_db *t = temp_db_open("sqlite", MODULES);
    arena *a = arena_new("story", 1 << 20);
    story s = { 0 };
    db_tx *tx;
    clock_due_row row;
    clock_moved *m;
    size_t n;
    (void)state;
    assert_int_equal(WR_OK, writer_once_here(t->d, set_up, &s, a));
    assert_int_equal(WR_OK, writer_once_here(t->d, new_holiday, &s, a));
    assert_int_equal(1, s.n);
    assert_string_equal("one", s.moved[0].about);
    assert_string_equal("2026-03-09", day_text(a, s.moved[0].was));
    assert_string_equal("2026-03-10", day_text(a, s.moved[0].due));
    assert_string_equal("mayor", s.moved[0].by);
    assert_int_equal(WR_OK, db_begin_read(t->reader, a, &tx));
    assert_int_equal(WR_OK, clock_due_of(tx, "two", a, &row));
    assert_string_equal("2026-04-01", day_text(a, row.due));      /* what a person moved stays */
    assert_string_equal("2026-03-09", day_text(a, row.first));    /* and the first date stays visible */
    assert_non_null(strstr(row.proof, "\"unit\":\"working_days\""));
    assert_int_equal(WR_OK, clock_moves(tx, "two", a, &m, &n));
    assert_int_equal(2, n);
    assert_string_equal("Lee Sample", m[1].by);
    assert_string_equal("The board meets late.", m[1].reason);
    db_end_read(&tx);
    assert_int_equal(WR_E_INPUT, writer_once_here(t->d, without_reason, &s, a));
    assert_string_equal("reason", arena_err(a)->field);
    arena_end(&a);
    temp_db_close(t);
}

static wr_rc new_year_of_2044(db_tx *rw, void *with, arena *a)
{
    clock_rule r = { .id = "t.month", .title = "T", .n = 1, .unit = CLOCK_MONTH, .roll = CLOCK_FORWARD, .calendar = "c", .source = "S", .note = "", .holds_from = { 2025, 1, 1 } };
    clock_holiday h = { .id = "h", .calendar = "c", .name = "New Year", .kind = CLOCK_FIXED, .month = 1, .date = 1, .source = "S", .note = "" };
    TRY(history_add(rw, &WHO, &CLOCK_RULE_PAST, "clock.rule_set", WHO.today, NULL, &r, a));
    TRY(history_add(rw, &WHO, &CLOCK_HOLIDAY_PAST, "clock.holiday_added", WHO.today, NULL, &h, a));
    return clock_day_nth(rw, "t.month", (wr_day){ 2026, 1, 1 }, 12 * 18, a, with);
}

/* It is a Friday and a holiday, eighteen years after the start. */
static void the_nth_date_knows_the_holidays_of_its_own_year(void **state)
{
    temp_db *t = temp_db_open("sqlite", MODULES);
    arena *a = arena_new("far", 1 << 20);
    wr_day due;
    (void)state;
    assert_int_equal(WR_OK, writer_once_here(t->d, new_year_of_2044, &due, a));
    assert_string_equal("2044-01-04", day_text(a, due));
    arena_end(&a);
    temp_db_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_vector_of_the_clock), cmocka_unit_test(both_changes_of_daylight_saving), cmocka_unit_test(a_truncated_zone_is_refused),
        cmocka_unit_test(a_new_holiday_moves_dates_and_lists_them), cmocka_unit_test(the_nth_date_knows_the_holidays_of_its_own_year),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
