/* released_twice_test.c -- likely duplicates: by a key and the rules alone, each mark on the row that is not kept; without a key nothing is decided. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "released_made.h"
#include "released_twice.h"

static released_twice find(const made_view *m)
{
    released_twice_of of = released_twice_columns(&m->v, m->a);
    released_twice t;
    assert_int_equal(WR_OK, released_twice_find(m->v.s, &of, NULL, m->a, &t));
    assert_int_equal(t.rows, t.undecided + t.likely + t.without);
    return t;
}

static void marks_are(const released_twice *t, const char *expected)
{
    assert_int_equal(t->rows, strlen(expected));
    for (int64_t i = 0; i < t->rows; i++)
        if (t->marked[i] != (expected[i] == 'x')) fail_msg("row %lld is marked otherwise", (long long)i);
}

static void arrests_within_a_day_are_one_episode(void **state)
{
    made_view m = made_released("Apprehension Date,Apprehension Method,Citizenship,Unique Identifier\n"
        "6/1/2025 08:00,ERO Reprocessed Arrest,MEXICO,a\n"       /* last in rank: the next one is kept     */
        "6/1/2025 20:00,Located,MEXICO,a\n"
        "6/2/2025 19:00,Located,MEXICO,a\n"                      /* within 24 hours of the one before it   */
        "6/3/2025 20:01,Located,MEXICO,a\n"                      /* 25 hours and a minute later: another   */
        "6/1/2025 08:00,Located,MEXICO,b\n"
        "6/1/2025 08:00,Located,MEXICO,\n"                       /* no key                                 */
        "6/1/2025 08:00,Located,MEXICO,\n"
        "6/9/2025,ERO Reprocessed Arrest,MEXICO,c\n"
        "6/10/2025,ERO Reprocessed Arrest,MEXICO,c\n"            /* days alone: the next day is within     */
        ",Located,MEXICO,b\n", 1);
    released_twice t = find(&m);
    (void)state;
    assert_string_equal("arrests", m.v.kind);
    marks_are(&t, "x.x.....x.");
    assert_int_equal(3, t.likely);
    assert_int_equal(3, t.undecided);
    assert_int_equal(4, t.without);
    assert_int_equal(3, t.people);
    made_gone(&m);
}

static void midnight_is_the_first_hour_of_its_day(void **state)
{
    made_view m = made_released("Apprehension Date,Apprehension Method,Citizenship,Unique Identifier\n"
        "6/1/2025 12:30 AM,Located,MEXICO,a\n6/2/2025 6:00 AM,Located,MEXICO,a\n"        /* 29 hours and a half */
        "6/1/2025 12:30 PM,Located,MEXICO,b\n6/2/2025 6:00 AM,Located,MEXICO,b\n", 1);
    released_twice t = find(&m);
    (void)state;
    marks_are(&t, "...x");
    made_gone(&m);
}

static void encounters_of_one_day(void **state)
{
    made_view m = made_released("Event Date,Event Type,Citizenship,Unique Identifier\n6/1/2025,Located,MEXICO,a\n2025-06-01,CAP,MEXICO,a\n6/2/2025,CAP,MEXICO,a\n6/1/2025,CAP,MEXICO,b\n", 1);
    released_twice t = find(&m);
    (void)state;
    assert_string_equal("encounters", m.v.kind);
    marks_are(&t, ".x..");                                       /* the first is kept; a day is a day however it is written */
    made_gone(&m);
}

static void stints_of_one_place_day_and_stay(void **state)
{
    made_view m = made_released("Unique Identifier,Detention Book In Date,Detention Book Out Date,Stay Book In Date,Detention Facility Code,Gender,Bond Posted Amount\n"
        "a,2025-06-01,2025-06-02,2025-06-01,AAA,Male,\n"
        "a,2025-06-01,2025-06-02,2025-06-01,AAA,Male,500\n"      /* equal but for the bond: the last is kept */
        "a,2025-06-01,2025-06-02,2025-06-01,BBB,Male,\n"
        "a,2025-06-01,2025-06-02,2025-05-30,AAA,Male,\n"         /* of another stay */
        "b,2025-06-01,2025-06-02,2025-06-01,AAA,Male,\n"
        ",2025-06-01,2025-06-02,2025-06-01,AAA,Male,\n", 1);
    released_twice t = find(&m);
    (void)state;
    marks_are(&t, "x.....");
    assert_int_equal(3, t.stays);
    assert_int_equal(1, t.undecided);
    made_gone(&m);
}

/* Some rows alone: what is marked stays marked by all of them, what is counted is of these. */
static void of_some_rows_the_marks_are_those_of_all(void **state)
{
    static const uint8_t KEPT[] = { 0, 1, 1, 0, 1, 1 };
    made_view m = made_released("Unique Identifier,Detention Book In Date,Detention Book Out Date,Stay Book In Date,Detention Facility Code,Gender\n"
        "a,2025-06-01,2025-06-02,2025-06-01,AAA,Male\n"
        "a,2025-06-01,2025-06-02,2025-06-01,AAA,Male\n"
        "a,2025-06-01,2025-06-02,2025-06-01,AAA,Female\n"
        "a,2025-06-09,2025-06-12,2025-06-09,AAA,Male\n"
        "b,2025-06-01,2025-06-02,2025-06-01,AAA,Male\n"
        ",2025-06-01,2025-06-02,2025-06-01,AAA,Male\n", 1);
    released_twice_of of = released_twice_columns(&m.v, m.a);
    released_twice t = find(&m), some;
    (void)state;
    marks_are(&t, "xx....");
    assert_int_equal(WR_OK, released_twice_find(m.v.s, &of, KEPT, m.a, &some));
    assert_memory_equal(t.marked, some.marked, 6);
    assert_int_equal(4, some.rows);
    assert_int_equal(1, some.likely);
    assert_int_equal(1, some.undecided);
    assert_int_equal(2, some.without);
    assert_int_equal(2, some.people);
    assert_int_equal(2, some.stays);
    made_gone(&m);
}

static void without_a_key_nothing_is_decided(void **state)
{
    made_view m = made_released("Apprehension Date,Apprehension Method,Citizenship\n6/1/2025,Located,MEXICO\n6/1/2025,Located,MEXICO\n", 1);
    released_twice t = find(&m);
    released_twice_of of = { .kind = "facilities", .key = -1, .at = -1, .facility = -1, .stay = -1, .method = -1 };
    (void)state;
    assert_int_equal(2, t.undecided);
    assert_int_equal(0, t.likely);
    assert_null(t.marked);
    assert_int_equal(1, store_repeats(m.v.s, &(store_ask){ 0 }, arena_err(m.a)));   /* equal, and two people all the same */
    assert_int_equal(WR_E_INPUT, released_twice_find(m.v.s, &of, NULL, m.a, &t));
    made_gone(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(arrests_within_a_day_are_one_episode), cmocka_unit_test(encounters_of_one_day), cmocka_unit_test(midnight_is_the_first_hour_of_its_day), cmocka_unit_test(stints_of_one_place_day_and_stay),
        cmocka_unit_test(without_a_key_nothing_is_decided), cmocka_unit_test(of_some_rows_the_marks_are_those_of_all) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
