/* directive_asof_test.c -- the matrix, a cell, the texts and the dates as the city knew them at a past moment. */
#include "directive_city.h"

static wr_rc load_and_demo(db_tx *rw, void *with, arena *a)
{
    (void)with;
    return demo(rw, NULL, a);
}

static int open_demo(void **state)
{
    if (open_city(state) != 0) return -1;
    return city_db_write(state, load_and_demo, NULL, NULL) == WR_OK ? 0 : -1;
}

#define ON(y, m, d) { .on = { (y), (m), (d) } }
static json_t *matrix_of(void **state, directive_when when)
{
    return show(state, directive_show_matrix, &(in_matrix){ .show = SHOW_GAPS, .direction = "", .when = when }, &OPERATOR);
}

static const char *title_of(const json_t *doc) { return json_string_value(json_object_get(doc, "title")); }

/* The state of one cell in the data of a matrix; NULL: it was not asked. */
static const char *state_in(const json_t *doc, const char *direction, const char *department, const char *member)
{
    size_t i;
    const json_t *c;
    json_array_foreach(json_object_get(doc, "cells"), i, c)
        if (str_eq(direction, json_string_value(json_object_get(c, "direction"))) && str_eq(department, json_string_value(json_object_get(c, "department"))))
            return json_string_value(json_object_get(c, member));
    return NULL;
}

static void the_matrix_of_a_past_day(void **state)
{
    json_t *doc = matrix_of(state, (directive_when)ON(2025, 9, 1));
    const json_t *then = json_array_get(json_object_get(doc, "then"), 0);
    assert_string_equal("2025-09-01", json_string_value(json_object_get(then, "day")));
    assert_int_equal(json_integer_value(json_object_get(then, "used")), json_integer_value(json_object_get(then, "matched")));
    assert_true(json_integer_value(json_object_get(then, "used")) > 500);
    assert_int_equal(6, json_array_size(json_object_get(doc, "directions")));     /* the second order was not signed */
    assert_null(state_in(doc, "17.1", "RAP", "state"));
    assert_string_equal("past_due", state_in(doc, "12.1", "ZOO", "state"));
    assert_string_equal("2025-11-28", state_in(doc, "12.1", "RAP", "due"));          /* extended in July: known in September */
    json_decref(doc);
    doc = matrix_of(state, (directive_when)ON(2025, 7, 20));                      /* before the extension: the first date */
    assert_string_equal("2025-07-25", state_in(doc, "12.1", "RAP", "due"));
    assert_string_equal("in_process", state_in(doc, "12.1", "RAP", "state"));
    json_decref(doc);
}

static void today_as_a_past_day_is_today(void **state)
{
    json_t *now = matrix_of(state, (directive_when){ .at = "" }), *then = matrix_of(state, (directive_when)ON(2026, 2, 26));
    assert_true(json_equal(json_object_get(now, "cells"), json_object_get(then, "cells")));
    assert_string_equal(title_of(now), title_of(then));
    assert_int_equal(14, json_array_size(json_object_get(then, "directions")));
    json_decref(now);
    json_decref(then);
}

static void a_day_before_the_order_says_so(void **state)
{
    json_t *doc = matrix_of(state, (directive_when)ON(2025, 7, 1));
    assert_string_equal("On 1 Jul 2025 there was no order yet: ED12 was signed on 11 Jul 2025", title_of(doc));
    assert_int_equal(0, json_array_size(json_object_get(doc, "cells")));
    json_decref(doc);
    doc = matrix_of(state, (directive_when)ON(2025, 7, 12));
    assert_string_equal("On 12 Jul 2025 nothing was recorded here yet", title_of(doc));
    json_decref(doc);
}

static wr_err refused(void **state, http_show *what, const void *in, wr_rc want)
{
    wr_err e = { 0 };
    shown s = { what, in, &OPERATOR, NULL };
    assert_int_equal(want, city_db_write(state, run_show, &s, &e));
    json_decref(s.doc);
    return e;
}

static void what_is_to_come_is_refused(void **state)
{
    assert_string_equal("on", refused(state, directive_show_matrix, &(in_matrix){ .direction = "", .when = ON(2026, 2, 27) }, WR_E_INPUT).field);
    assert_string_equal("at", refused(state, directive_show_matrix, &(in_matrix){ .direction = "", .when = { { 2026, 2, 26 }, "23:00" } }, WR_E_INPUT).field);
    assert_string_equal("at", refused(state, directive_show_matrix, &(in_matrix){ .direction = "", .when = { { 2026, 2, 20 }, "25:00" } }, WR_E_INPUT).field);
    assert_string_equal("at", refused(state, directive_show_matrix, &(in_matrix){ .direction = "", .when = { { 2026, 2, 20 }, "9:00x" } }, WR_E_INPUT).field);
}

static const char *text(const json_t *doc, const char *key) { return json_string_value(json_object_get(doc, key)); }

static void one_cell_of_a_past_day(void **state)
{
    in_cell in = { "12.1", "RAP", ON(2025, 7, 20) };
    json_t *doc = show(state, directive_show_cell, &in, &ANA);
    assert_string_equal("2025-07-25", text(doc, "due"));
    assert_int_equal(2, json_array_size(json_object_get(doc, "history")));        /* asked, started */
    assert_int_equal(0, json_array_size(json_object_get(doc, "pieces")));
    assert_int_equal(0, json_array_size(json_object_get(doc, "moves")));
    assert_string_equal("", text(doc, "excuse"));
    assert_null(json_object_get(doc, "do_verify"));                                  /* nothing can be done in the past */
    json_decref(doc);
    in.when.on = (wr_day){ 2025, 12, 3 };
    doc = show(state, directive_show_cell, &in, &ANA);
    assert_string_equal("2025-11-28", text(doc, "due"));
    assert_int_equal(1, json_array_size(json_object_get(doc, "pieces")));
    assert_int_equal(1, json_array_size(json_object_get(doc, "moves")));
    assert_string_equal("past_due", text(doc, "state"));
    assert_string_equal("The board votes at its next meeting.", text(doc, "excuse"));
    json_decref(doc);
    refused(state, directive_show_cell, &(in_cell){ "17.1", "RAP", ON(2025, 9, 1) }, WR_E_MISSING);
}

static wr_rc reword(db_tx *rw, void *with, arena *a)
{
    directive_direction was, now;
    (void)with;
    TRY(directive_one(rw, "12.2", a, &was));
    now = was;
    now.measure = "A notice that every contractor has signed.";
    return history_add(rw, &ANA, &DIRECTIVE_DIRECTIONS, "directive.measure_set", OPERATOR.today, &was, &now, a);
}

static const directive_exact EXACT = { NULL, "17.5", "ED17", "directive/order.txt", "00", 1, 1, 9, "The words." };
/* Today the rule becomes another one, and the exact words come. */
static wr_rc change_rule_and_words(db_tx *rw, void *with, arena *a)
{
    directive_again was, now;
    directive_exact e = EXACT;
    bool is;
    (void)with;
    e.id = id_new(a);
    TRY(directive_again_of(rw, "17.5", a, &was, &is));
    assert_true(is);
    now = was;
    now.rule = "ed17.change";
    now.counted = COUNTED_COMPLETION;
    TRY(history_add(rw, &OPERATOR, &DIRECTIVE_AGAINS, "directive.again_loaded", OPERATOR.today, &was, &now, a));
    return history_add(rw, &OPERATOR, &DIRECTIVE_WORDS, "directive.words_loaded", OPERATOR.today, NULL, &e, a);
}

static void the_rule_and_the_exact_words_are_those_of_the_day(void **state)
{
    in_direction past = { "17.5", ON(2026, 2, 25) }, now = { .direction = "17.5" };
    json_t *doc;
    assert_int_equal(WR_OK, city_db_write(state, change_rule_and_words, NULL, NULL));
    doc = show(state, directive_show_direction, &past, &OPERATOR);
    assert_int_equal(1, json_array_size(json_object_get(doc, "again")));
    assert_string_equal("ed17.data", text_of(json_object_get(doc, "again"), 0, "rule"));
    assert_string_equal("calendar", text_of(json_object_get(doc, "again"), 0, "counted"));
    assert_int_equal(0, json_array_size(json_object_get(doc, "exact")));
    json_decref(doc);
    doc = show(state, directive_show_direction, &now, &OPERATOR);
    assert_string_equal("ed17.change", text_of(json_object_get(doc, "again"), 0, "rule"));
    assert_string_equal("The words.", text_of(json_object_get(doc, "exact"), 0, "words"));
    json_decref(doc);
    doc = show(state, directive_show_direction, &(in_direction){ "17.5", ON(2026, 2, 26) }, &OPERATOR);
    assert_string_equal("ed17.change", text_of(json_object_get(doc, "again"), 0, "rule"));
    assert_string_equal("The words.", text_of(json_object_get(doc, "exact"), 0, "words"));
    json_decref(doc);
}

enum { CHANGED = 600 };
static wr_rc change_often(db_tx *rw, void *with, arena *a)
{
    (void)with;
    for (int i = 0; i < CHANGED; i++) {
        directive_cell was, now;
        TRY(directive_cell_get(rw, "12.1", "RAP", a, &was));
        now = was;
        now.excuse = arena_fmt(a, "Reason %d", i);
        TRY(directive_cell_save(rw, &ANA, "directive.explained", OPERATOR.today, &was, &now, a));
    }
    return WR_OK;
}

static void a_cell_that_changed_often_says_where_the_rest_is(void **state)
{
    json_t *doc;
    assert_int_equal(WR_OK, city_db_write(state, change_often, NULL, NULL));
    doc = show(state, directive_show_cell, &(in_cell){ .direction = "12.1", .department = "RAP" }, &OPERATOR);
    assert_int_equal(500, json_array_size(json_object_get(doc, "history")));
    assert_string_equal("Reason 599", text_of(json_object_get(doc, "history"), 0, "why"));
    assert_string_equal("Reason 100", text_of(json_object_get(doc, "history"), 499, "why"));
    assert_string_equal("/directive/12.1/RAP?on=2026-02-26&at=10:00", text(doc, "older_url"));
    json_decref(doc);
    doc = show(state, directive_show_cell, &(in_cell){ "12.1", "RAP", ON(2025, 7, 20) }, &OPERATOR);
    assert_int_equal(2, json_array_size(json_object_get(doc, "history")));
    assert_null(json_object_get(doc, "older_url"));
    json_decref(doc);
}

static wr_rc rename_one(db_tx *rw, void *with, arena *a)
{
    (void)with;
    return city_department_rename(rw, &ANA, "ZOO", "Zoo and Gardens", a);
}

static void texts_and_names_are_those_of_the_day(void **state)
{
    in_direction in = { "12.2", ON(2026, 2, 25) };
    json_t *doc;
    assert_int_equal(WR_OK, city_db_write(state, reword, NULL, NULL));
    assert_int_equal(WR_OK, city_db_write(state, rename_one, NULL, NULL));
    doc = show(state, directive_show_direction, &in, &OPERATOR);
    assert_string_equal("A dated notice to each contractor with staff on City property, and its acknowledgement.", text(doc, "measure"));
    json_decref(doc);
    doc = show(state, directive_show_direction, &(in_direction){ .direction = "12.2" }, &OPERATOR);
    assert_string_equal("A notice that every contractor has signed.", text(doc, "measure"));
    json_decref(doc);
    doc = matrix_of(state, (directive_when)ON(2026, 2, 25));
    size_t i, seen = 0;
    const json_t *b;
    json_array_foreach(json_object_get(doc, "departments"), i, b)
        if (str_eq("ZOO", text(b, "acronym"))) assert_string_equal("Zoo", text(b, "name")), seen++;
    assert_int_equal(1, seen);
    json_decref(doc);
}

static wr_rc supersede(db_tx *rw, void *with, arena *a)
{
    wr_us now = db_batch_us(rw);
    (void)with;
    db_batch_us_set(rw, now + 24 * 3600 * (wr_us)1000000);
    TRY(directive_tie(rw, &ANA, "17.8", 1, "12.4", a));
    db_batch_us_set(rw, now);
    return WR_OK;
}

/* A tie that is recorded tomorrow is not known today, whatever day it holds from. */
static void a_tie_is_known_from_the_day_it_was_recorded(void **state)
{
    wr_actor tomorrow = OPERATOR;
    in_direction in = { "12.4", ON(2026, 2, 26) };
    json_t *doc;
    tomorrow.today = (wr_day){ 2026, 2, 27 };
    tomorrow.now += 30 * 3600 * (wr_us)1000000;
    assert_int_equal(WR_OK, city_db_write(state, supersede, NULL, NULL));
    doc = show(state, directive_show_direction, &in, &tomorrow);
    assert_true(json_is_false(json_object_get(doc, "superseded")));
    json_decref(doc);
    in.when.on = tomorrow.today;
    doc = show(state, directive_show_direction, &in, &tomorrow);
    assert_true(json_is_true(json_object_get(doc, "superseded")));
    json_decref(doc);
}

static void an_order_of_a_past_day(void **state)
{
    json_t *doc = show(state, directive_show_order, &(in_order){ "ED12", ON(2025, 9, 1) }, &OPERATOR);
    assert_int_equal(6, json_array_size(json_object_get(doc, "directions")));
    assert_true(str_ends(text_of(json_object_get(doc, "directions"), 0, "url"), "?on=2025-09-01"));
    json_decref(doc);
    refused(state, directive_show_order, &(in_order){ "ED17", ON(2025, 9, 1) }, WR_E_MISSING);
}

static wr_rc target_tomorrow(db_tx *rw, void *with, arena *a)
{
    wr_us now = db_batch_us(rw);
    directive_target t = { id_new(a), "12.4-list", "12.4", "Services listed", "ed17.change", "signed", 1 };
    (void)with;
    db_batch_us_set(rw, now + 24 * 3600 * (wr_us)1000000);
    TRY(history_add(rw, &OPERATOR, &DIRECTIVE_TARGETS, "directive.target_loaded", OPERATOR.today, NULL, &t, a));
    db_batch_us_set(rw, now);
    return WR_OK;
}

/* The last thing that was recorded before the moment is known at it, whatever kind of fact it is. */
static void a_target_is_known_from_the_day_it_was_recorded(void **state)
{
    wr_actor later = OPERATOR;
    in_direction in = { "12.4", ON(2026, 2, 26) };
    json_t *doc;
    later.today = (wr_day){ 2026, 2, 28 };
    later.now += 54 * 3600 * (wr_us)1000000;
    assert_int_equal(WR_OK, city_db_write(state, target_tomorrow, NULL, NULL));
    doc = show(state, directive_show_direction, &in, &later);
    assert_int_equal(0, json_array_size(json_object_get(doc, "targets")));
    json_decref(doc);
    in.when.on = (wr_day){ 2026, 2, 27 };
    doc = show(state, directive_show_direction, &in, &later);
    assert_int_equal(1, json_array_size(json_object_get(doc, "targets")));
    json_decref(doc);
}

static wr_rc signed_later(db_tx *rw, void *with, arena *a)
{
    wr_us now = db_batch_us(rw);
    (void)with;
    db_batch_us_set(rw, now + 24 * 3600 * (wr_us)1000000);
    TRY(run_post(rw, &(posted){ "/directive/orders/{ref}/sign", &ANA,
        (const char *const[]){ "ref", "ED17", "signed_on", "2026-02-20", "reason", "The signed copy says so.", NULL, NULL } }, a));
    db_batch_us_set(rw, now);
    return WR_OK;
}

/* What the city learned later about the day of signing does not change what it knew: a direction is there when the matrix has it. */
static void a_day_of_signing_is_the_one_that_was_known(void **state)
{
    in_direction in = { "17.1", { { 2026, 2, 15 }, "" } };
    in_cell cell = { "17.1", "RAP", { { 2026, 2, 15 }, "" } };
    json_t *doc;
    doc = matrix_of(state, in.when);
    assert_int_equal(14, json_array_size(json_object_get(doc, "directions")));
    json_decref(doc);
    assert_int_equal(WR_OK, city_db_write(state, signed_later, NULL, NULL));
    doc = matrix_of(state, in.when);
    assert_int_equal(14, json_array_size(json_object_get(doc, "directions")));
    json_decref(doc);
    json_decref(show(state, directive_show_direction, &in, &OPERATOR));
    json_decref(show(state, directive_show_cell, &cell, &OPERATOR));
    refused(state, directive_show_direction, &(in_direction){ "17.1", ON(2026, 2, 9) }, WR_E_MISSING);
}

#define DEMO_TEST(f) cmocka_unit_test_setup_teardown(f, open_demo, city_db_close)
int main(void)
{
    const struct CMUnitTest tests[] = {
        DEMO_TEST(the_matrix_of_a_past_day), DEMO_TEST(today_as_a_past_day_is_today), DEMO_TEST(a_day_before_the_order_says_so),
        DEMO_TEST(what_is_to_come_is_refused), DEMO_TEST(one_cell_of_a_past_day), DEMO_TEST(texts_and_names_are_those_of_the_day),
        DEMO_TEST(the_rule_and_the_exact_words_are_those_of_the_day), DEMO_TEST(a_cell_that_changed_often_says_where_the_rest_is), DEMO_TEST(a_tie_is_known_from_the_day_it_was_recorded), DEMO_TEST(an_order_of_a_past_day),
        DEMO_TEST(a_target_is_known_from_the_day_it_was_recorded), DEMO_TEST(a_day_of_signing_is_the_one_that_was_known),
    };
    return cmocka_run_group_tests_name("directive: as of", tests, NULL, NULL);
}
