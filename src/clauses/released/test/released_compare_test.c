/* released_compare_test.c -- two releases: months, columns, rows that say the same; and no join on a person key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "released_compare.h"
#include "released_made.h"

static const char OLD[] = "Unique Identifier,Apprehension Date,Apprehension Method,Citizenship,Operation\n"
    "k1,5/1/2025,Located,MEXICO,A\nk2,6/1/2025,Located,MEXICO,A\nk3,6/2/2025,Located,MEXICO,A\nk4,6/2/2025,Located,HONDURAS,A\nk5,,Located,HONDURAS,A\n";
/* Another key for all; 1 June twice, one of 2 June with another method, a column gone, one come; July is new. */
static const char NEW[] = "Unique Identifier,Apprehension Date,Apprehension Method,Citizenship,Site\n"
    "x1,2025-06-01,Located,Mexico,S\nx2,2025-06-01,located,MEXICO,S\nx3,2025-06-02,CAP,MEXICO,S\nx4,2025-06-02,Located,HONDURAS,S\nx5,2025-07-01,Located,MEXICO,S\n";

static void months_columns_rows(void **state)
{
    made_view a = made_released(OLD, 1), b = made_released(NEW, 2);
    released_difference d;
    released_changed r;
    (void)state;
    assert_int_equal(WR_OK, released_compare(&a.v, &b.v, a.a, &d));
    assert_int_equal(3, d.months);
    assert_string_equal("2025-05", d.month[0].month);
    assert_int_equal(1, d.month[0].a);
    assert_int_equal(0, d.month[0].b);
    assert_int_equal(3, d.month[1].a);
    assert_int_equal(4, d.month[1].b);
    assert_int_equal(0, d.month[2].a);
    assert_int_equal(1, d.month[2].b);
    assert_int_equal(3, d.differ);
    assert_true(!d.month[0].out_a && d.month[0].out_b && !d.month[1].out_a && !d.month[1].out_b && d.month[2].out_a && !d.month[2].out_b);
    assert_int_equal(1, d.undated_a);
    assert_int_equal(0, d.undated_b);
    assert_int_equal(0, wr_day_cmp(d.first, (wr_day){ 2025, 6, 1 }));      /* the days that both cover */
    assert_int_equal(0, wr_day_cmp(d.last, (wr_day){ 2025, 6, 2 }));
    assert_int_equal(1, d.n_gone);
    assert_string_equal("Operation", d.gone[0]);
    assert_int_equal(1, d.n_come);
    assert_string_equal("Site", d.come[0]);
    assert_int_equal(WR_OK, released_compare_rows(&a.v, &b.v, &d, a.a, &r));
    assert_int_equal(3, r.columns);                                        /* the key is none of them */
    assert_int_equal(2, r.same);                                           /* one of 1 June, the one of HONDURAS */
    assert_int_equal(1, r.only_a);
    assert_int_equal(2, r.only_b);
    made_gone(&a);
    made_gone(&b);
}

static void one_release_with_itself(void **state)
{
    made_view a = made_released(OLD, 1), b = made_released(OLD, 2);
    released_difference d;
    released_changed r;
    (void)state;
    assert_int_equal(WR_OK, released_compare(&a.v, &b.v, a.a, &d));
    assert_int_equal(0, d.differ + d.n_gone + d.n_come);
    assert_int_equal(WR_OK, released_compare_rows(&a.v, &b.v, &d, a.a, &r));
    assert_int_equal(4, r.same);                                           /* the one without a date lies in no window */
    assert_int_equal(0, r.only_a + r.only_b);
    made_gone(&a);
    made_gone(&b);
}

static void releases_that_share_no_day(void **state)
{
    made_view a = made_released("Apprehension Date,Apprehension Method,Citizenship\n5/1/2024,Located,MEXICO\n", 1), b = made_released("Apprehension Date,Apprehension Method,Citizenship\n5/1/2025,Located,MEXICO\n", 2);
    released_difference d;
    released_changed r;
    (void)state;
    assert_int_equal(WR_OK, released_compare(&a.v, &b.v, a.a, &d));
    assert_int_equal(2, d.months);
    assert_int_equal(0, d.first.y);
    assert_int_equal(WR_OK, released_compare_rows(&a.v, &b.v, &d, a.a, &r));
    assert_int_equal(0, r.same + r.only_a + r.only_b);
    made_gone(&a);
    made_gone(&b);
}

static void more_columns_than_one_walk(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    strbuf text = sb_new(a, 1000);
    released_difference d;
    released_changed r;
    made_view x, y;
    (void)state;
    sb_str(&text, "Apprehension Date,Apprehension Method,Citizenship,Gender,Landmark");
    for (int i = 0; i < 30; i++) sb_fmt(&text, ",Column %d", i);
    for (int row = 0; row < 2; row++) {
        sb_str(&text, "\n6/1/2025,Located,MEXICO,Male,X");
        for (int i = 0; i < 30; i++) sb_fmt(&text, ",%d", i);
    }
    x = made_released(text.p, 1);
    text.p[text.n - 1] = '8';                                              /* the very last cell */
    y = made_released(text.p, 2);
    assert_int_equal(WR_OK, released_compare(&x.v, &y.v, x.a, &d));
    assert_int_equal(WR_OK, released_compare_rows(&x.v, &y.v, &d, x.a, &r));
    assert_int_equal(35, r.columns);
    assert_int_equal(1, r.same);
    assert_int_equal(1, r.only_a);
    assert_int_equal(1, r.only_b);
    made_gone(&x);
    made_gone(&y);
    arena_end(&a);
}

static void keys_never_join_two_releases(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    assert_int_equal(WR_E_RULE, released_compare_by(a, "person"));
    assert_string_equal("released.keys", arena_err(a)->rule);
    *arena_err(a) = (wr_err){ 0 };
    assert_int_equal(WR_E_RULE, released_compare_by(a, "Anonymized Identifier"));
    *arena_err(a) = (wr_err){ 0 };
    assert_int_equal(WR_OK, released_compare_by(a, "citizenship"));
    assert_int_equal(WR_OK, released_compare_by(a, NULL));
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(months_columns_rows), cmocka_unit_test(one_release_with_itself), cmocka_unit_test(releases_that_share_no_day), cmocka_unit_test(more_columns_than_one_walk),
        cmocka_unit_test(keys_never_join_two_releases) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
