/* released_ask_test.c -- answers against hand-counted truth: units, groups, sums, ages, nights; and that what is left out and the answer are the whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "released_desk.h"
#include "released_made.h"

/* Ten stints of six keys; one open, one without a begin, one that ends before it begins, one key missing. */
static const char STINTS[] =
    "Unique Identifier,Detention Book In Date,Detention Book Out Date,Stay Book In Date,Detention Facility Code,Gender,Birth Year,Citizenship Country\n"
    "k1,2025-06-01,2025-06-03,2025-06-01,AAA,Male,1990,MEXICO\n"
    "k1,2025-06-03,2025-06-07,2025-06-01,BBB,Male,1990,MEXICO\n"
    "k2,2025-06-10,2025-06-10,2025-06-10,AAA,Female,2001,GUATEMALA\n"
    "k3,2025-07-30,,2025-07-30,AAA,Male,1960,mexico \n"
    "k4,2025-06-05,2025-06-01,2025-06-05,AAA,Male,1985,(B)(6)\n"
    "k5,,2025-06-09,2025-06-05,BBB,Female,1880,\n"
    "k6,2025-07-01,2025-07-02,2025-07-01,BBB,Male,,HONDURAS\n"
    ",2025-06-30,2025-07-01,2025-06-30,BBB,Male,1995,HONDURAS\n"
    "k2,2025-07-04,2025-07-06,2025-07-04,BBB,Female,2001,GUATEMALA\n"
    "k1,1025-06-01,2025-06-02,2025-06-01,BBB,Male,1990,MEXICO\n";

static released_answer run(const made_view *m, released_ask q)
{
    released_answer out;
    int64_t sum = 0;
    assert_int_equal(WR_OK, released_ask_run(&m->v, &q, m->a, &out));
    for (size_t i = 0; i < out.lefts; i++) sum += out.left[i].rows;
    if (!q.kept) {                                        /* the same with what was found once for several answers */
        released_answer again;
        assert_int_equal(WR_OK, released_ask_keep(&m->v, &q, m->a, &q.kept));
        again = run(m, q);
        assert_true(again.kept == out.kept && again.count == out.count && again.sum == out.sum && again.lefts == out.lefts && again.groups == out.groups && again.date == out.date);
        for (size_t g = 0; g < out.groups; g++) assert_true(str_eq(again.group[g].label[0], out.group[g].label[0]) && again.group[g].count == out.group[g].count);
    }
    assert_int_equal(out.all, out.kept + sum);            /* the parts plus the left-out are the whole */
    return out;
}

static int64_t count_of(const released_answer *out, const char *label)
{
    for (size_t i = 0; i < out->groups; i++)
        if (str_eq(out->group[i].label[0], label)) return out->group[i].count;
    return -1;
}

static void units_are_counted_apart(void **state)
{
    made_view m = made_released(STINTS, 1);
    released_answer out = run(&m, (released_ask){ 0 });
    (void)state;
    assert_string_equal("detentions", m.v.kind);
    assert_int_equal(10, out.all);
    assert_int_equal(10, out.count);
    assert_int_equal(6, run(&m, (released_ask){ .unit = RELEASED_PEOPLE }).count);
    /* 2 + 4 + 0 + 1 (open, to 31 July) + 1 + 1 + 2; a stint that ends first, one without a begin and one of the year 1025 have none. */
    out = run(&m, (released_ask){ .unit = RELEASED_NIGHTS });
    assert_int_equal(11, out.count);
    assert_int_equal(1, out.provisional);
    out = run(&m, (released_ask){ .unit = RELEASED_NIGHTS, .by = { "facility_code" }, .bys = 1 });
    assert_int_equal(3, count_of(&out, "AAA"));
    assert_int_equal(8, count_of(&out, "BBB"));
    made_gone(&m);
}

static void a_span_says_what_it_leaves_out(void **state)
{
    made_view m = made_released(STINTS, 1);
    released_answer out = run(&m, (released_ask){ .from = { 2025, 6, 1 }, .to = { 2025, 6, 30 } });
    (void)state;
    assert_int_equal(5, out.kept);                        /* of ten, two without a plausible begin, three in July */
    assert_int_equal(2, out.lefts);
    assert_int_equal(2, out.left[0].rows);
    assert_int_equal(3, out.left[1].rows);
    assert_string_equal("Detention Book In Date", out.left[0].about);
    out = run(&m, (released_ask){ .date = "stint_out", .from = { 2025, 6, 1 }, .to = { 2025, 6, 30 } });
    assert_int_equal(6, out.kept);
    out = run(&m, (released_ask){ .where = { { "sex", "female", false }, { "facility_code", "BBB", true } }, .wheres = 2 });
    assert_int_equal(1, out.kept);
    assert_int_equal(7, out.left[0].rows);
    assert_int_equal(2, out.left[1].rows);
    made_gone(&m);
}

static void groups_fold_and_name_what_is_absent(void **state)
{
    made_view m = made_released(STINTS, 1);
    released_answer out = run(&m, (released_ask){ .by = { "citizenship" }, .bys = 1 });
    (void)state;
    assert_int_equal(3, count_of(&out, "MEXICO"));
    assert_int_equal(1, count_of(&out, "mexico"));        /* blanks are no difference, letters are */
    assert_int_equal(1, count_of(&out, "(withheld: 6)"));
    assert_int_equal(1, count_of(&out, "(blank)"));
    out = run(&m, (released_ask){ .by = { "month" }, .bys = 1 });
    assert_int_equal(5, count_of(&out, "2025-06"));
    assert_int_equal(3, count_of(&out, "2025-07"));
    assert_int_equal(1, count_of(&out, "(no plausible date)"));
    assert_int_equal(1, count_of(&out, "(blank)"));
    out = run(&m, (released_ask){ .by = { "month" }, .bys = 1, .unit = RELEASED_PEOPLE });
    assert_int_equal(3, count_of(&out, "2025-06"));
    out = run(&m, (released_ask){ .by = { "fiscal_year" }, .bys = 1 });
    assert_int_equal(8, count_of(&out, "FY2025"));
    out = run(&m, (released_ask){ .by = { "sex", "facility_code" }, .bys = 2 });
    assert_int_equal(4, out.groups);
    made_gone(&m);
}

static void ages_by_the_year(void **state)
{
    made_view m = made_released(STINTS, 1);
    released_answer out = run(&m, (released_ask){ .by = { "age_band" }, .bys = 1 });
    (void)state;
    assert_int_equal(4, count_of(&out, "35-44") + count_of(&out, "25-34"));
    assert_int_equal(2, count_of(&out, "18-24"));
    assert_int_equal(1, count_of(&out, "65+"));
    assert_int_equal(1, count_of(&out, "(blank)"));
    assert_int_equal(2, count_of(&out, "(not plausible)"));
    made_gone(&m);
}

/* Each condition that a page writes for a figure finds the rows of that figure. */
static void a_figure_leads_to_its_rows(void **state)
{
    static const char *const COLUMNS[] = { "citizenship", "sex", "facility_code", "month", "year", "fiscal_year", "quarter", "day" };
    made_view m = made_released(STINTS, 1);
    wr_actor who = { .lang = "en" };
    released_desk d = { .who = &who, .a = m.a, .v = m.v, .date = released_date_column(&m.v) };
    int64_t at[16], all;
    size_t n, found = 0;
    (void)state;
    for (size_t c = 0; c < sizeof COLUMNS / sizeof *COLUMNS; c++) {
        released_answer out = run(&m, (released_ask){ .by = { COLUMNS[c] }, .bys = 1 });
        for (size_t g = 0; g < out.groups; g++, found++) {
            const char *url = released_rows_address(&d, COLUMNS[c], &out.group[g]);
            released_in in;
            faults wrong;
            released_ask q;
            pair p[8];
            size_t pairs = 0;
            for (char *s = strchr(arena_dup(m.a, url), '?'); s; ) {      /* a form as the edge decodes it */
                char *name = s + 1, *value = strchr(name, '='), *to;
                s = strchr(name, '&');
                if (s) *s = 0;
                *value++ = 0;
                p[pairs++] = (pair){ name, value, 0 };
                to = value;
                for (; *value; to++, value++) {
                    unsigned code;
                    if (*value == '%' && sscanf(value + 1, "%2x", &code) == 1) { *to = (char)code; value += 2; }
                    else *to = *value;
                }
                *to = 0;
                p[pairs - 1].n = strlen(p[pairs - 1].value);
            }
            assert_int_equal(WR_OK, shape_from_form(&IN_RELEASED, p, pairs, m.a, &in, &wrong));
            assert_int_equal(WR_OK, released_ask_of(&m.v, &in, m.a, &q));
            assert_int_equal(WR_OK, released_ask_find(&m.v, &q, 0, 16, m.a, at, &n, &all));
            if (all != out.group[g].rows) fail_msg("%s: %lld rows, the figure is %lld", url, (long long)all, (long long)out.group[g].rows);
        }
    }
    assert_true(found > 20);
    made_gone(&m);
}

static void what_cannot_be_asked_names_its_field(void **state)
{
    made_view m = made_released("Apprehension Date,Apprehension Method,Area of Responsibility,Citizenship\n2025-06-01,Located,Los Angeles Area of Responsibility,MEXICO\n2025-06-02,Located,LOS,MEXICO\n", 1);
    released_answer out;
    released_ask q = { .unit = RELEASED_PEOPLE };
    (void)state;
    assert_int_equal(WR_E_INPUT, released_ask_run(&m.v, &q, m.a, &out));
    assert_string_equal("unit", arena_err(m.a)->field);
    *arena_err(m.a) = (wr_err){ 0 };
    q = (released_ask){ .where = { { "facility", "AAA", false } }, .wheres = 1 };
    assert_int_equal(WR_E_INPUT, released_ask_run(&m.v, &q, m.a, &out));
    assert_string_equal("facility", arena_err(m.a)->field);
    *arena_err(m.a) = (wr_err){ 0 };
    q = (released_ask){ .from = { 2025, 7, 1 }, .to = { 2025, 6, 1 } };
    assert_int_equal(WR_E_INPUT, released_ask_run(&m.v, &q, m.a, &out));
    assert_string_equal("to", arena_err(m.a)->field);
    *arena_err(m.a) = (wr_err){ 0 };
    q = (released_ask){ .where = { { "weather", "rain", .asked = "where" } }, .wheres = 1 };      /* typed as a condition: no field is called so */
    assert_int_equal(WR_E_INPUT, released_ask_run(&m.v, &q, m.a, &out));
    assert_string_equal("where", arena_err(m.a)->field);
    *arena_err(m.a) = (wr_err){ 0 };
    out = run(&m, (released_ask){ .by = { "area" }, .bys = 1 });      /* one area, however it is written */
    assert_int_equal(1, out.groups);
    assert_int_equal(2, count_of(&out, "Los Angeles"));
    made_gone(&m);
}

/* Each column of a row is named by what a person asked by; what it is not, under a key that no column of ours has. */
static void a_column_called_state_keeps_its_label(void **state)
{
    made_view m = made_released("Apprehension Date,Apprehension Method,Citizenship,Apprehension State,Count\n2025-06-01,Located,MEXICO,TEXAS,5\n2025-06-02,Located,MEXICO,,5\n", 1);
    static const char *const LABELS[] = { "TEXAS", "(blank)" }, *const ABSENT[] = { NULL, "blank" };
    released_ask q = { .by = { "state", "count" }, .bys = 2 };
    m.v.file.found = m.v.file.sha256 = m.v.file.release = m.v.file.source = m.v.file.problem = "";
    released_answer out = run(&m, q);
    json_t *said = released_say_answer(&m.v, &q, &out, 0, m.a), *groups = json_object_get(said, "groups");
    (void)state;
    assert_int_equal(2, json_array_size(groups));
    for (size_t i = 0; i < 2; i++) {
        const json_t *g = json_array_get(groups, i);
        const char *absent = json_string_value(json_object_get(g, "absent"));
        assert_string_equal(LABELS[i], json_string_value(json_object_get(g, "state")));
        assert_true(ABSENT[i] ? absent && str_eq(absent, ABSENT[i]) : !absent);
        assert_string_equal("5", json_string_value(json_object_get(g, "by2")));      /* "count" is how many there are */
        assert_int_equal(1, json_integer_value(json_object_get(g, "count")));
    }
    json_decref(said);
    made_gone(&m);
}

static void a_file_is_named_by_number_name_or_hash(void **state)
{
    static const released_file f = { .number = 12, .name = "a.csv", .sha256 = "1234567890abcdef" };
    (void)state;
    assert_true(released_file_is(&f, "") && released_file_is(&f, "12") && released_file_is(&f, "a.csv") && released_file_is(&f, "12345678") && released_file_is(&f, "1234567890abcdef"));
    assert_false(released_file_is(&f, "1") || released_file_is(&f, "1234567") || released_file_is(&f, "a") || released_file_is(&f, "123456789a"));
}

static void an_age_has_no_sum(void **state)
{
    made_view m = made_released(STINTS, 1);
    released_answer out;
    released_ask q = { .by = { "age_band" }, .bys = 1, .sum = "birth_year" };
    released_in in = { .sum = "birth_year", .unit = RELEASED_PEOPLE, .by2 = "sex" }, by = released_in_by(&in, "age_band");
    (void)state;
    assert_int_equal(WR_E_INPUT, released_ask_run(&m.v, &q, m.a, &out));
    assert_string_equal("sum", arena_err(m.a)->field);
    assert_true(!by.sum && by.unit == RELEASED_ROWS && !by.by2 && str_eq(by.by, "age_band"));     /* a breakdown of several goes on without it */
    by = released_in_by(&in, "sex");
    assert_true(by.sum && by.unit == RELEASED_PEOPLE && !by.by2);
    made_gone(&m);
}

static void sums_are_exact(void **state)
{
    made_view m = made_released("DETLOC,Facility,AOR,ADP,Type\nAAA,One,LOS,10.10,X\nBBB,Two,LOS,\"1,000.2\",X\nCCC,Three,SEA,(b)(4),Y\nDDD,Four,SEA,0.70,Y\n", 1);
    released_answer out = run(&m, (released_ask){ .sum = "adp", .by = { "area" }, .bys = 1 });
    (void)state;
    assert_string_equal("1011", released_number_said(m.a, out.sum));
    assert_int_equal(2, out.groups);
    for (size_t i = 0; i < 2; i++) assert_string_equal(str_eq(out.group[i].label[0], "Seattle") ? "0.7" : "1010.3", released_number_said(m.a, out.group[i].sum));
    made_gone(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(units_are_counted_apart), cmocka_unit_test(a_span_says_what_it_leaves_out), cmocka_unit_test(groups_fold_and_name_what_is_absent), cmocka_unit_test(ages_by_the_year),
        cmocka_unit_test(a_figure_leads_to_its_rows), cmocka_unit_test(what_cannot_be_asked_names_its_field), cmocka_unit_test(sums_are_exact), cmocka_unit_test(a_column_called_state_keeps_its_label), cmocka_unit_test(a_file_is_named_by_number_name_or_hash),
        cmocka_unit_test(an_age_has_no_sum) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
