/* released_check_test.c -- each plausibility check on the errors that were met in released data, and on what is right or not known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "released_check.h"

#define M(n) ((int64_t)((n) * 1000000.0 + 0.5))

static void finds(const released_finding *f, released_check rule, int64_t one, int64_t other)
{
    assert_int_equal(f->rule, rule);
    assert_string_equal(f->place, "here");
    assert_int_equal(f->one, one);
    assert_int_equal(f->other, other);
}

static void parts_and_sums(void **state)
{
    released_finding f = { 0 };
    const int64_t cells[] = { M(8724), M(1395), M(4061), M(689), M(848), M(21967) }, large[] = { INT64_MAX, 1 }, adp[] = { M(1.25), M(2.25), M(3.5) };
    (void)state;
    assert_false(released_check_part("here", M(11), M(11), &f));
    assert_true(released_check_part("here", M(942), M(62), &f));       /* two labels of a bond table that are the wrong way round */
    finds(&f, CHECK_PART, M(942), M(62));
    assert_false(released_check_sum("here", cells, 6, M(37684), 0, &f));
    assert_true(released_check_sum("here", cells, 6, M(37685), 0, &f));
    finds(&f, CHECK_SUM, M(37684), M(37685));
    assert_false(released_check_sum("here", adp, 3, M(7.004), M(0.01), &f));
    assert_true(released_check_sum("here", adp, 3, M(6.98), M(0.01), &f));
    assert_true(released_check_sum("here", large, 2, 0, 0, &f));
    assert_false(released_check_sum("here", NULL, 0, 0, 0, &f));
}

static void numbers_to_date_only_grow(void **state)
{
    released_finding f = { 0 };
    (void)state;
    assert_false(released_check_falls("here", M(100), M(100), &f));
    assert_true(released_check_falls("here", M(100), M(99), &f));
    finds(&f, CHECK_FALLS, M(99), M(100));
}

static void nights_by_days_are_the_population(void **state)
{
    released_finding f = { 0 };
    (void)state;
    /* The list of 6 November 2017: its column of fiscal year 2018 counts 400 days where 35 had passed. */
    assert_true(released_check_adp("here", M(44872.41), M(17948964), 35, &f));
    finds(&f, CHECK_ADP, M(44872.41), M(17948964) / 35);
    assert_false(released_check_adp("here", M(44872.41), M(17948964), 400, &f));
    assert_false(released_check_adp("here", M(0.2), M(100), 365, &f));
    assert_false(released_check_adp("here", M(5), M(100), 0, &f));
    assert_true(released_check_adp("here", M(5), 0, 365, &f));
}

static void totals_of_another_year(void **state)
{
    released_finding f = { 0 };
    const int64_t both[] = { M(36931), M(36603) }, none[] = { 0 };
    (void)state;
    assert_false(released_check_scale("here", M(38000), both, 2, &f));
    assert_true(released_check_scale("here", M(74000), both, 2, &f));
    finds(&f, CHECK_TWICE, M(74000), M(36931));
    assert_true(released_check_scale("here", M(9200), both, 2, &f));
    finds(&f, CHECK_QUARTER, M(9200), M(36603));
    assert_false(released_check_scale("here", M(20000), both, 2, &f));
    assert_false(released_check_scale("here", M(20000), none, 1, &f));
    assert_false(released_check_scale("here", M(20000), NULL, 0, &f));
    assert_true(released_check_scale("here", INT64_MAX, both, 2, &f));
}

static void a_sheet_that_holds_another_once_more(void **state)
{
    released_finding f = { 0 };
    (void)state;
    assert_true(released_check_again("here", 6, 10, &f));
    finds(&f, CHECK_SHEET_AGAIN, M(6), M(10));
    assert_false(released_check_days(f.rule));
    assert_false(released_check_again("here", 5, 10, &f) || released_check_again("Later", 0, 0, &f));
}

static void the_same_under_another_day(void **state)
{
    released_finding f = { 0 };
    (void)state;
    assert_true(released_check_same("here", "ab", 20000, "ab", 19990, &f));
    finds(&f, CHECK_SAME_SHEET, 20000, 19990);
    assert_false(released_check_same("here", "ab", 20000, "ab", 20000, &f));
    assert_false(released_check_same("here", "ab", 20000, "ac", 19990, &f));
    assert_false(released_check_same("here", "ab", 20000, "ab", STORE_NO_DAY, &f));
    assert_true(released_check_date_back("here", 19000, 19001, &f));
    finds(&f, CHECK_DATE_BACK, 19000, 19001);
    assert_false(released_check_date_back("here", 19001, 19001, &f));
    assert_false(released_check_date_back("here", STORE_NO_DAY, 19001, &f));
}

static void days_in_their_order(void **state)
{
    released_finding f = { 0 };
    (void)state;
    assert_true(released_check_departed("here", 17000, 17001, &f));
    finds(&f, CHECK_DEPARTED, 17000, 17001);
    assert_false(released_check_departed("here", 17001, 17001, &f));
    assert_false(released_check_departed("here", 17001, STORE_NO_DAY, &f));
    assert_false(released_check_stint("here", 10, 12, 10, 12, &f));
    assert_false(released_check_stint("here", 10, STORE_NO_DAY, 10, STORE_NO_DAY, &f));
    assert_true(released_check_stint("here", 9, 12, 10, 12, &f));
    finds(&f, CHECK_STINT, 9, 10);
    assert_true(released_check_stint("here", 10, 13, 10, 12, &f));
    finds(&f, CHECK_STINT, 13, 12);
    assert_true(released_check_stint("here", 15, STORE_NO_DAY, 10, 12, &f));
    finds(&f, CHECK_STINT, 15, 12);
}

static void each_rule_has_its_word_and_sentence(void **state)
{
    size_t n = 0;
    (void)state;
    for (; released_check_words[n]; n++) {
        assert_non_null(released_check_rules[n]);
        for (size_t i = 0; i < n; i++) assert_string_not_equal(released_check_words[i], released_check_words[n]);
    }
    assert_int_equal(n, CHECK_STINT + 1);
    assert_null(released_check_rules[n]);
    assert_false(released_check_days(CHECK_QUARTER));
    assert_true(released_check_days(CHECK_DEPARTED));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_and_sums), cmocka_unit_test(numbers_to_date_only_grow), cmocka_unit_test(nights_by_days_are_the_population), cmocka_unit_test(totals_of_another_year),
        cmocka_unit_test(a_sheet_that_holds_another_once_more), cmocka_unit_test(the_same_under_another_day), cmocka_unit_test(days_in_their_order), cmocka_unit_test(each_rule_has_its_word_and_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
