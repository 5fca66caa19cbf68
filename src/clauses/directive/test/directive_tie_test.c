/* directive_tie_test.c -- ties are seen from both ends, made and ended by those who may, and a superseded direction keeps its history. */
#include "directive_city.h"

static wr_rc tie(void **state, const char *from, const char *kind, const char *to, wr_err *ret_opt)
{
    return post(state, "/directive/ties/add", &ANA, (const char *const[]){ "from", from, "kind", kind, "to", to, NULL, NULL }, ret_opt);
}

static json_t *direction_of(void **state, const char *ref, directive_when when)
{
    return show(state, directive_show_direction, &(in_direction){ ref, when }, &ANA);
}
#define NOW_ (directive_when){ .at = "" }

/* How many ties of a page say this of that address. */
static size_t says(const json_t *doc, const char *said, const char *url)
{
    const json_t *links = json_object_get(doc, "links");
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(links); i++) n += str_eq(said, text_of(links, i, "said")) && str_eq(url, text_of(links, i, "url"));
    return n;
}

static void a_direction_of_the_second_order_tightens_the_first(void **state)
{
    json_t *doc = direction_of(state, "17.8", NOW_);
    assert_int_equal(1, says(doc, "reaffirms", "/directive/orders/ED12"));
    assert_int_equal(1, says(doc, "reaffirms", "/directive/12.1"));
    json_decref(doc);
    doc = show(state, directive_show_order, &(in_order){ .ref = "ED12" }, &OPERATOR);
    assert_int_equal(1, says(doc, "is reaffirmed by", "/directive/17.8"));
    assert_int_equal(1, says(doc, "is amended by", "/directive/orders/ED17"));
    json_decref(doc);
    doc = show(state, directive_show_edges, NULL, &OPERATOR);
    assert_int_equal(3, json_array_size(json_object_get(doc, "edges")));
    json_decref(doc);
}

static void what_is_superseded_keeps_its_history(void **state)
{
    json_t *doc, *cell;
    const json_t *columns;
    size_t marked = 0;
    assert_int_equal(WR_OK, ACT("start", &LIAISON, NULL, CELL("12.4", "ZOO")));
    assert_int_equal(WR_OK, tie(state, "17.8", "supersedes", "12.4", NULL));
    doc = direction_of(state, "12.4", NOW_);
    assert_true(json_is_true(json_object_get(doc, "superseded")));
    assert_int_equal(1, says(doc, "is superseded by", "/directive/17.8"));
    assert_int_equal(44, json_array_size(json_object_get(doc, "lines")));
    json_decref(doc);
    cell = show(state, directive_show_cell, &(in_cell){ .direction = "12.4", .department = "ZOO" }, &OPERATOR);
    assert_int_equal(2, json_array_size(json_object_get(cell, "history")));
    json_decref(cell);
    doc = show(state, directive_show_matrix, &(in_matrix){ .direction = "" }, &OPERATOR);
    columns = json_object_get(doc, "directions");
    for (size_t i = 0; i < json_array_size(columns); i++) marked += json_is_true(json_object_get(json_array_get(columns, i), "superseded"));
    assert_int_equal(1, marked);
    json_decref(doc);
    doc = direction_of(state, "17.8", NOW_);
    assert_true(json_is_false(json_object_get(doc, "superseded")));
    json_decref(doc);
}

static void an_answer_is_tied_and_untied(void **state)
{
    wr_err e = { 0 };
    json_t *doc;
    assert_int_equal(WR_OK, tie(state, "12.1/RAP", "relates_to", "17.2/RAP", NULL));
    assert_int_equal(WR_OK, tie(state, "12.1/RAP", "relates_to", "17.2/RAP", NULL));       /* twice is one */
    doc = show(state, directive_show_cell, &(in_cell){ .direction = "17.2", .department = "RAP" }, &ANA);
    assert_int_equal(1, says(doc, "relates to", "/directive/12.1/RAP"));
    json_decref(doc);
    const char *const end[] = { "from", "12.1/RAP", "kind", "relates_to", "to", "17.2/RAP", "reason", "It was the wrong one.", NULL, NULL };
    assert_int_equal(WR_OK, post(state, "/directive/ties/end", &ANA, end, NULL));
    assert_int_equal(WR_E_MISSING, post(state, "/directive/ties/end", &ANA, end, &e));
    doc = show(state, directive_show_cell, &(in_cell){ .direction = "17.2", .department = "RAP" }, &ANA);
    assert_int_equal(0, json_array_size(json_object_get(doc, "links")));
    json_decref(doc);
    assert_int_equal(WR_OK, tie(state, "12.1/RAP", "relates_to", "17.2/RAP", NULL));       /* and begins again */
    doc = show(state, directive_show_cell, &(in_cell){ .direction = "12.1", .department = "RAP" }, &ANA);
    assert_int_equal(1, says(doc, "relates_to", "/directive/17.2/RAP"));
    json_decref(doc);
}

static void what_is_not_there_is_refused(void **state)
{
    wr_err e = { 0 };
    assert_int_equal(WR_E_INPUT, tie(state, "12.1", "cites", "99.9", &e));
    assert_string_equal("to", e.field);
    assert_int_equal(WR_E_INPUT, tie(state, "12.1", "cites", "12.1/NOBODY", &e));
    assert_int_equal(WR_E_INPUT, tie(state, "12.1", "cites", "12.1", &e));
    assert_string_equal("to", e.field);
}

static wr_rc rule_links(db_tx *rw, void *with, arena *a)
{
    clock_due_row *rows;
    history_proof p = { 0 };
    size_t n;
    (void)with;
    TRY(clock_dues_as_of(rw, INT64_MAX, a, &rows, &n, &p));
    for (size_t i = 0; i < n; i++) assert_true(str_starts(rows[i].url, "/directive/"));
    return n > 100 ? WR_OK : WR_E_BUG;
}
static void every_date_leads_back_to_its_answer(void **state) { assert_int_equal(WR_OK, city_db_write(state, rule_links, NULL, NULL)); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(a_direction_of_the_second_order_tightens_the_first), CITY_TEST(what_is_superseded_keeps_its_history),
        CITY_TEST(an_answer_is_tied_and_untied), CITY_TEST(what_is_not_there_is_refused), CITY_TEST(every_date_leads_back_to_its_answer),
    };
    return cmocka_run_group_tests_name("directive: ties", tests, NULL, NULL);
}
