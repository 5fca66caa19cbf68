/* released_group_test.c -- conditions as they are written, and the record of convictions and levels as it is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "released_desk.h"
#include "released_group.h"
#include "released_made.h"

static const char ROWS[] = "Apprehension Date,Apprehension Method,Citizenship,Apprehension Criminality,RC Threat Level,Most Serious Conviction\n"
    "2025-06-01,Located,MEXICO,1 Convicted Criminal,1,Theft; other\n"
    "2025-06-01,Located,MEXICO,2 Pending Criminal Charges,,a|b\n"
    "2025-06-01,Located,MEXICO,3 Other Immigration Violator,NA,back\\slash\n"
    "2025-06-01,Located,MEXICO,Other Immigration Violator,(b)(7)(E),\n"
    "2025-06-01,Located,MEXICO,3  Other  immigration violator,3,\n"
    "2025-06-01,Located,MEXICO,,(b)(6),#N/A\n"
    "2025-06-01,Located,MEXICO,(b)(6),2,(b)(6)\n";

static int64_t rows_where(const made_view *m, const char *column, const char *values)
{
    released_ask q = { .where = { { column, values, false } }, .wheres = 1 };
    released_answer out;
    assert_int_equal(WR_OK, released_ask_run(&m->v, &q, m->a, &out));
    return out.kept;
}

static void values_with_signs_of_the_language(void **state)
{
    made_view m = made_released(ROWS, 1);
    released_in in = { .where = "conviction=Theft\\; other|a\\|b; criminality!=3 Other Immigration Violator" };
    released_ask q;
    released_answer out;
    (void)state;
    assert_string_equal("Theft\\; other", released_escaped(m.a, "Theft; other"));
    assert_string_equal("a\\|b\\\\", released_escaped(m.a, "a|b\\"));
    assert_int_equal(3, released_until("a\\|b|c" + 1, '|'));
    assert_int_equal(1, rows_where(&m, "conviction", released_escaped(m.a, "Theft; other")));
    assert_int_equal(1, rows_where(&m, "conviction", released_escaped(m.a, "a|b")));
    assert_int_equal(1, rows_where(&m, "conviction", released_escaped(m.a, "back\\slash")));
    assert_int_equal(0, rows_where(&m, "conviction", "a|b"));
    assert_int_equal(WR_OK, released_ask_of(&m.v, &in, m.a, &q));
    assert_int_equal(2, q.wheres);
    assert_int_equal(WR_OK, released_ask_run(&m.v, &q, m.a, &out));
    assert_int_equal(2, out.kept);
    in.where = "conviction";
    assert_int_equal(WR_E_INPUT, released_ask_of(&m.v, &in, m.a, &q));
    assert_string_equal("where", arena_err(m.a)->field);
    made_gone(&m);
}

static void a_share_is_whole_only_when_all_of_it_is(void **state)
{
    arena *a = arena_new("test", 1 << 12);
    (void)state;
    assert_string_equal("79.6\xC2\xA0%", released_share(a, 21667, 27217));
    assert_string_equal("100.0\xC2\xA0%", released_share(a, 5, 5));
    assert_string_equal("99.9\xC2\xA0%", released_share(a, 99999, 100000));
    assert_string_equal("50.0\xC2\xA0%", released_share(a, INT64_MAX / 2, INT64_MAX - 1));
    assert_string_equal("", released_share(a, 0, 0));
    arena_end(&a);
}

static void a_column_says_its_fiscal_year(void **state)
{
    static const struct { const char *name; int year; } all[] = { { "FY17 Total Mandays", 2017 }, { "FY 2018 ADP", 2018 }, { "Total Mandays FY9", 2009 }, { "FY17 30 days", 2017 }, { "Mandays", 0 }, { "FY", 0 }, { "FY ", 0 } };
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) assert_int_equal(all[i].year, released_fiscal_year_in(all[i].name));
}

static void more_values_than_are_taken_are_said(void **state)
{
    made_view m = made_released(ROWS, 1);
    strbuf all = sb_new(m.a, 2000);
    released_in in = { 0 };
    released_ask q;
    released_answer out;
    (void)state;
    for (int i = 0; i + 1 < RELEASED_VALUES; i++) sb_fmt(&all, "no%d|", i);
    in.where = arena_fmt(m.a, "citizenship=%sMEXICO", all.p);
    assert_int_equal(WR_OK, released_ask_of(&m.v, &in, m.a, &q));
    assert_int_equal(WR_OK, released_ask_run(&m.v, &q, m.a, &out));
    assert_int_equal(7, out.kept);
    in.where = arena_fmt(m.a, "citizenship=%sPERU|MEXICO", all.p);          /* one more: it would be dropped */
    assert_int_equal(WR_OK, released_ask_of(&m.v, &in, m.a, &q));
    assert_int_equal(WR_E_INPUT, released_ask_run(&m.v, &q, m.a, &out));
    assert_string_equal("where", arena_err(m.a)->field);
    made_gone(&m);
}

static void states_are_asked_by_their_names(void **state)
{
    made_view m = made_released(ROWS, 1);
    (void)state;
    assert_int_equal(2, rows_where(&m, "case_threat_level", "(withheld)"));
    assert_int_equal(1, rows_where(&m, "case_threat_level", "(withheld: 7E)"));
    assert_int_equal(1, rows_where(&m, "case_threat_level", "(withheld: 6)"));
    assert_int_equal(1, rows_where(&m, "case_threat_level", "(null word)"));
    assert_int_equal(2, rows_where(&m, "case_threat_level", "(blank)|(null word)"));
    assert_int_equal(1, rows_where(&m, "conviction", "(error)"));
    assert_int_equal(3, rows_where(&m, "case_threat_level", "1|2|3"));
    made_gone(&m);
}

static released_answer by(const made_view *m, const char *column)
{
    released_ask q = { .by = { column }, .bys = 1 };
    released_answer out;
    assert_int_equal(WR_OK, released_ask_run(&m->v, &q, m->a, &out));
    return out;
}

static void no_conviction_twice_and_levels(void **state)
{
    made_view m = made_released(ROWS, 1);
    released_answer out = by(&m, "criminality");
    released_record r = released_record_of(&out);
    released_threat t;
    (void)state;
    assert_int_equal(3, r.other);
    assert_int_equal(1, r.pending);
    assert_int_equal(1, r.convicted);
    assert_int_equal(2, r.unknown);                       /* blank and withheld: neither */
    out = by(&m, "case_threat_level");
    t = released_threat_of(&out);
    assert_int_equal(2, t.none);                          /* blank, NA */
    assert_int_equal(2, t.withheld);
    assert_int_equal(3, t.level[0] + t.level[1] + t.level[2]);
    assert_int_equal(0, t.unknown);
    assert_true(released_as_of_extraction(&m.v, "case_threat_level", m.a));
    assert_false(released_as_of_extraction(&m.v, "criminality", m.a));
    made_gone(&m);
}

static void layers_stand_apart(void **state)
{
    (void)state;
    assert_string_equal("encounter", released_why[0].name);
    assert_string_equal("legal_ground", released_why[1].name);
    assert_string_equal("criminal_record", released_why[2].name);
    assert_null(released_why[3].name);
    for (size_t l = 0; l < 3; l++)
        for (size_t i = 0; released_why[l].by[i]; i++)
            for (size_t k = 0; k < 3; k++)
                for (size_t j = 0; released_why[k].by[j]; j++)
                    if (l != k) assert_string_not_equal(released_why[l].by[i], released_why[k].by[j]);
}

static void bands_and_years(void **state)
{
    int64_t order;
    (void)state;
    assert_string_equal("0-17", released_age_band(17, &order));
    assert_string_equal("18-24", released_age_band(18, &order));
    assert_string_equal("65+", released_age_band(110, &order));
    assert_string_equal("(not plausible)", released_age_band(111, &order));
    assert_string_equal("(not plausible)", released_age_band(-1, &order));
    assert_int_equal(2026, released_fiscal_year((wr_day){ 2025, 10, 1 }));
    assert_int_equal(2025, released_fiscal_year((wr_day){ 2025, 9, 30 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(values_with_signs_of_the_language), cmocka_unit_test(states_are_asked_by_their_names), cmocka_unit_test(more_values_than_are_taken_are_said), cmocka_unit_test(a_column_says_its_fiscal_year), cmocka_unit_test(a_share_is_whole_only_when_all_of_it_is), cmocka_unit_test(no_conviction_twice_and_levels),
        cmocka_unit_test(layers_stand_apart), cmocka_unit_test(bands_and_years) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
