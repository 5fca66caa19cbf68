/* records_dates_test.c -- the text of a count gives the days of the public vectors: the federal rows, pauses with their signed remainder, and the start of a
 * clock at the right component. With the rules and holidays of the pack. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "line_city.h"
#include "day.h"
#include "records_own.h"

typedef struct row { const char *spec, *due; int64_t left; bool counted; } row;

static wr_rc count_row(db_tx *rw, void *with, arena *a)
{
    row *r = with;
    clock_book *book;
    records_counted c;
    TRY(clock_book_open(rw, 2020, 40, a, &book));
    r->counted = records_count(r->spec, book, "en", a, NULL, &c);
    r->due = r->counted ? strdup(day_text(a, c.due)) : NULL;
    r->left = c.left;
    return WR_OK;
}

static void gives(void **state, const char *id, const char *spec, const char *due, const char *wrong)
{
    row r = { .spec = spec };
    assert_int_equal(city_db_write(state, count_row, &r, NULL), WR_OK);
    if (!r.counted || strcmp(r.due, due) != 0) fail_msg("%s: %s is %s, not %s", id, spec, r.due ? r.due : "no count", due);
    if (*wrong != '-') assert_string_not_equal(r.due, wrong);
    free((char *)(uintptr_t)r.due);
}

/* The rule of the pack that counts so many days of this kind. */
static const char *rule_of(int64_t n, const char *unit)
{
    if (strcmp(unit, "cal") == 0) return n == 90 ? "foia.appeal" : NULL;
    return n == 20 ? "foia.answer" : n == 30 ? "foia.extension" : n == 90 ? "foia.appeal_dhs" : n == 10 ? "foia.receipt" : NULL;
}

static void every_federal_vector(void **state)
{
    FILE *f = fopen("test/data/clock/clock.tsv", "r");
    char line[1024], spec[200];
    int adds = 0, tolls = 0;
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        char *col[16] = { 0 }, *p = line;
        size_t n = 0;
        line[strcspn(line, "\n")] = 0;
        for (col[n++] = p; (p = strchr(p, '\t')) && n < 16; col[n++] = p) *p++ = 0;
        if (n < 12 || strcmp(col[5], "us-federal") != 0) continue;
        if (strcmp(col[1], "add") == 0) {
            const char *rule = rule_of(strtoll(col[3], NULL, 10), col[4]);
            if (!rule) fail_msg("%s: no rule of the pack counts %s %s", col[0], col[3], col[4]);
            snprintf(spec, sizeof spec, "at=%s rule=%s", col[2], rule);
            gives(state, col[0], spec, col[9], col[11]);
            adds++;
        } else if (strcmp(col[1], "toll") == 0) {
            snprintf(spec, sizeof spec, "at=%s rule=foia.answer pause=%s,%s", col[2], col[7], col[8]);
            gives(state, col[0], spec, col[9], col[11]);
            tolls++;
        }
    }
    fclose(f);
    assert_int_equal(adds, 27);
    assert_int_equal(tolls, 1);
}

static void what_is_left_is_signed(void **state)
{
    row early = { .spec = "at=2025-07-14 rule=foia.answer pause=2025-07-24" }, late = { .spec = "at=2025-07-11 rule=foia.answer pause=2025-08-15" };
    assert_int_equal(city_db_write(state, count_row, &early, NULL), WR_OK);
    assert_int_equal(early.left, 12);                       /* TOL-2 */
    assert_int_equal(city_db_write(state, count_row, &late, NULL), WR_OK);
    assert_int_equal(late.left, -5);                        /* TOL-4 */
    free((char *)(uintptr_t)early.due);
    free((char *)(uintptr_t)late.due);
}

static void a_clock_begins_at_the_right_component(void **state)
{
    gives(state, "right", "first=2025-07-14,foia.receipt,2025-07-16 rule=foia.answer", "2025-08-13", "-");
    gives(state, "late", "first=2025-07-14,foia.receipt,2025-09-01 rule=foia.answer", "2025-08-25", "-");       /* ten working days are the latest: 28 July */
    gives(state, "never", "first=2025-07-14,foia.receipt rule=foia.answer", "2025-08-25", "-");
    gives(state, "own unit", "at=2025-07-11 rule=foia.answer add=10,working_days", "2025-08-22", "-");          /* FED-25 */
    gives(state, "weeks", "at=2025-07-11 rule=foia.answer add=2,weeks", "2025-08-22", "-");
    gives(state, "months", "at=2025-07-11 rule=foia.answer add=15,months", "2026-11-08", "-");
    gives(state, "six years", "at=2025-07-11 rule=foia.answer next rule=foia.suit", "2031-08-09", "-");
    gives(state, "named", "at=2025-07-11 rule=foia.answer until=2025-12-01", "2025-12-01", "-");
}

static void what_is_no_count_is_none(void **state)
{
    static const char *const WRONG[] = { "", "at=2025-13-01", "rule=no.such", "at=2025-07-14 rule=no.such", "add=3,working_days", "at=2025-07-14 add=3,fortnights", "pause=2025-07-14", "until=soon", "hello" };
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        row r = { .spec = WRONG[i] };
        assert_int_equal(city_db_write(state, count_row, &r, NULL), WR_OK);
        if (r.counted) fail_msg("“%s” was counted", WRONG[i]);
    }
}

static int begin(void **state)
{
    temp_db *t;
    *state = t = temp_db_open("sqlite", wr_modules);
    line_begin_city(t, wr_modules);
    return 0;
}

static int end(void **state)
{
    temp_db_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_federal_vector), cmocka_unit_test(what_is_left_is_signed), cmocka_unit_test(a_clock_begins_at_the_right_component),
        cmocka_unit_test(what_is_no_count_is_none) };
    return cmocka_run_group_tests(tests, begin, end);
}
