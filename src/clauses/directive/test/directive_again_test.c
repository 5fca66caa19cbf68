/* directive_again_test.c -- duties that come again, over two years of the test's clock: a leap day, both changes of daylight saving,
 * occurrences met, late and missed. */
#include "directive_city.h"

/* The clock of the test and of everybody in it stands at a local time of a day. */
static void stand_at(int y, int m, int d, int hour, int minute)
{
    wr_us now = clock_us_at(clock_city_zone(), (wr_day){ (int16_t)y, (int8_t)m, (int8_t)d }, hour, minute);
    now_stop(now);
    OPERATOR.now = LIAISON.now = ANA.now = now;
    OPERATOR.today = LIAISON.today = ANA.today = clock_today(now);
    assert_int_equal(d, OPERATOR.today.d);
}

static wr_rc tick(db_tx *rw, void *with, arena *a)
{
    (void)with;
    return directive_tick_turns(rw, &OPERATOR, NULL, a);
}

static void every_day_until(void **state, wr_day last)
{
    for (wr_day d = OPERATOR.today; wr_day_cmp(d, last) < 0; ) {
        d = day_add(d, 1);
        stand_at(d.y, d.m, d.d, 0, 30);
        assert_int_equal(WR_OK, city_db_write(state, tick, NULL, NULL));
    }
}

typedef struct duty { const char *direction; int counted; const char *start; } duty;
static wr_rc give(db_tx *rw, void *with, arena *a)
{
    const duty *d = with;
    directive_again g = { id_new(a), d->direction, "ed17.data", d->counted, d->start };
    TRY(history_add(rw, &OPERATOR, &DIRECTIVE_AGAINS, "directive.again_loaded", OPERATOR.today, NULL, &g, a));
    return directive_ask(rw, &OPERATOR, d->direction, "ZOO", a);
}

static void done(void **state, const char *direction)
{
    assert_int_equal(WR_OK, ACT("evidence/add", &LIAISON, NULL, CELL(direction, "ZOO"), "title", "The data", "url", "https://example.org/data", "dated", "2026-02-01"));
    assert_int_equal(WR_OK, ACT("claim", &LIAISON, NULL, CELL(direction, "ZOO")));
}

static json_t *cell_of(void **state, const char *direction, const char *department)
{
    return show(state, directive_show_cell, &(in_cell){ .direction = direction, .department = department }, &OPERATOR);
}

/* Turn n, from 1; they are listed newest first. */
static void turn_is(const json_t *cell, int n, const char *due, const char *state)
{
    const json_t *turns = json_object_get(cell, "turns");
    size_t i = json_array_size(turns) - (size_t)n;
    assert_string_equal(due, text_of(turns, i, "due"));
    assert_string_equal(state, text_of(turns, i, "state"));
}

static void what_nobody_does_is_missed_for_good(void **state)
{
    static const char *const dues[] = { "2026-05-10", "2026-08-10", "2026-11-10", "2027-02-10", "2027-05-10", "2027-08-10", "2027-11-10" };
    json_t *doc;
    stand_at(2026, 2, 26, 10, 0);
    every_day_until(state, (wr_day){ 2026, 5, 10 });
    doc = cell_of(state, "17.5", "LAPD");
    turn_is(doc, 1, "2026-05-10", "open");
    json_decref(doc);
    every_day_until(state, (wr_day){ 2028, 3, 10 });
    doc = cell_of(state, "17.5", "LAPD");
    assert_int_equal(8, json_array_size(json_object_get(doc, "turns")));
    for (int i = 0; i < 7; i++) turn_is(doc, i + 1, dues[i], "missed");
    turn_is(doc, 8, "2028-02-10", "past_due");
    assert_string_equal("past_due", json_string_value(json_object_get(doc, "state")));
    json_decref(doc);
}

static void a_fixed_calendar_does_not_drift_over_a_leap_day(void **state)
{
    json_t *doc;
    stand_at(2026, 8, 29, 10, 0);
    assert_int_equal(WR_OK, city_db_write(state, give, &(duty){ "17.4", COUNTED_CALENDAR, "2026-08-29" }, NULL));
    every_day_until(state, (wr_day){ 2028, 2, 28 });
    doc = cell_of(state, "17.4", "ZOO");
    turn_is(doc, 1, "2026-11-29", "missed");
    turn_is(doc, 2, "2027-02-28", "missed");
    turn_is(doc, 3, "2027-05-29", "missed");
    turn_is(doc, 5, "2027-11-29", "past_due");
    json_decref(doc);
    done(state, "17.4");
    assert_int_equal(WR_OK, ACT("verify", &ANA, NULL, CELL("17.4", "ZOO")));
    assert_int_equal(WR_E_RULE, ACT("claim", &LIAISON, NULL, CELL("17.4", "ZOO")));   /* the next turn wants its own evidence */
    stand_at(2028, 2, 29, 23, 30);
    done(state, "17.4");
    stand_at(2028, 3, 2, 9, 0);
    assert_int_equal(WR_OK, ACT("verify", &ANA, NULL, CELL("17.4", "ZOO")));
    doc = cell_of(state, "17.4", "ZOO");
    turn_is(doc, 5, "2027-11-29", "done late");
    turn_is(doc, 6, "2028-02-29", "done in time");
    turn_is(doc, 7, "2028-05-29", "open");
    assert_string_equal("in_process", json_string_value(json_object_get(doc, "state")));
    json_decref(doc);
}

static void an_interval_counts_from_the_last_time_it_was_done(void **state)
{
    json_t *doc;
    stand_at(2026, 12, 14, 10, 0);
    assert_int_equal(WR_OK, city_db_write(state, give, &(duty){ "17.6", COUNTED_COMPLETION, "2026-12-14" }, NULL));
    stand_at(2027, 3, 14, 23, 30);            /* the day on which daylight saving begins: 06:30 of the next day in UTC */
    done(state, "17.6");
    stand_at(2027, 3, 16, 9, 0);
    assert_int_equal(WR_OK, ACT("verify", &ANA, NULL, CELL("17.6", "ZOO")));
    doc = cell_of(state, "17.6", "ZOO");
    turn_is(doc, 1, "2027-03-14", "done in time");
    turn_is(doc, 2, "2027-06-14", "open");
    json_decref(doc);
    every_day_until(state, (wr_day){ 2027, 8, 7 });
    doc = cell_of(state, "17.6", "ZOO");
    assert_int_equal(2, json_array_size(json_object_get(doc, "turns")));   /* an interval waits until it is done */
    turn_is(doc, 2, "2027-06-14", "past_due");
    json_decref(doc);
    done(state, "17.6");
    assert_int_equal(WR_OK, ACT("verify", &ANA, NULL, CELL("17.6", "ZOO")));
    stand_at(2027, 11, 7, 23, 59);            /* daylight saving ends on the very day it is due */
    doc = cell_of(state, "17.6", "ZOO");
    turn_is(doc, 2, "2027-06-14", "done late");
    turn_is(doc, 3, "2027-11-07", "open");
    json_decref(doc);
    stand_at(2027, 11, 8, 0, 1);
    doc = cell_of(state, "17.6", "ZOO");
    turn_is(doc, 3, "2027-11-07", "past_due");
    json_decref(doc);
}

static void each_turn_is_claimed_and_verified_by_two_people(void **state)
{
    json_t *doc;
    stand_at(2026, 12, 14, 10, 0);
    assert_int_equal(WR_OK, city_db_write(state, give, &(duty){ "17.6", COUNTED_CALENDAR, "2026-12-14" }, NULL));
    done(state, "17.6");
    assert_int_equal(WR_E_RULE, ACT("verify", &LIAISON, NULL, CELL("17.6", "ZOO")));
    assert_int_equal(WR_OK, ACT("verify", &ANA, NULL, CELL("17.6", "ZOO")));
    doc = cell_of(state, "17.6", "ZOO");
    assert_string_equal("2026-12-14", text_of(json_object_get(doc, "turns"), 1, "claimed"));
    assert_string_equal("2026-12-14", text_of(json_object_get(doc, "turns"), 1, "verified"));
    turn_is(doc, 2, "2027-06-14", "open");
    json_decref(doc);
}

static void a_new_signing_date_moves_the_open_turn(void **state)
{
    json_t *doc;
    stand_at(2026, 2, 26, 10, 0);
    every_day_until(state, (wr_day){ 2026, 8, 11 });
    assert_int_equal(WR_OK, city_db_write(state, run_post, &(posted){ "/directive/orders/{ref}/sign", &ANA,
        (const char *const[]){ "ref", "ED17", "signed_on", "2026-02-12", "reason", "The signed copy says so.", NULL, NULL } }, NULL));
    doc = cell_of(state, "17.5", "LAPD");
    turn_is(doc, 1, "2026-05-10", "missed");
    turn_is(doc, 2, "2026-08-12", "open");
    json_decref(doc);
}

/* An approved later date is kept even when the date of the next turn comes first. */
static void a_turn_with_a_later_date_is_not_missed_before_it(void **state)
{
    json_t *doc;
    stand_at(2026, 4, 26, 10, 0);
    assert_int_equal(WR_OK, ACT("extend", &ANA, NULL, CELL("17.5", "LAPD"), "due", "2026-09-01", "approver", "The Mayor", "reason", "The system is replaced."));
    every_day_until(state, (wr_day){ 2026, 9, 1 });
    doc = cell_of(state, "17.5", "LAPD");
    assert_int_equal(1, json_array_size(json_object_get(doc, "turns")));
    turn_is(doc, 1, "2026-09-01", "open");
    json_decref(doc);
    every_day_until(state, (wr_day){ 2026, 9, 2 });
    doc = cell_of(state, "17.5", "LAPD");
    turn_is(doc, 1, "2026-09-01", "missed");
    turn_is(doc, 2, "2026-08-10", "past_due");
    json_decref(doc);
}

static wr_rc decades(db_tx *rw, void *with, arena *a)
{
    directive_cell was, now;
    (void)with;
    TRY(directive_cell_get(rw, "17.5", "LAPD", a, &was));
    for (int i = 0; i < 250; i++) {
        directive_evidence e = { .id = id_new(a), .title = "The data", .url = "https://example.org/data", .text = "", .dated = OPERATOR.today, .added = OPERATOR.today,
            .owner = LIAISON.by, .department = "LAPD" };
        directive_serves s = { id_new(a), e.id, was.id };
        TRY(history_add(rw, &LIAISON, &DIRECTIVE_PIECES, "directive.piece_added", OPERATOR.today, NULL, &e, a));
        TRY(history_add(rw, &LIAISON, &DIRECTIVE_SERVING, "directive.piece_serves", OPERATOR.today, NULL, &s, a));
    }
    for (int i = 2; i <= 1200; i++) {
        directive_turn t = { .id = id_new(a), .cell = was.id, .number = i, .owes = was.owes, .opened = OPERATOR.today, .state = i < 1200 ? TURN_MISSED : TURN_OPEN,
            .claimed_by = "", .verified_by = "" };
        TRY(history_add(rw, &OPERATOR, &DIRECTIVE_TURNS, "directive.turn_opened", OPERATOR.today, NULL, &t, a));
    }
    now = was;
    now.step = 1200;
    now.state = CELL_IN_PROCESS;
    return directive_cell_save(rw, &OPERATOR, "directive.asked", OPERATOR.today, &was, &now, a);
}

static void a_duty_of_decades_still_takes_evidence(void **state)
{
    json_t *doc;
    stand_at(2026, 2, 26, 10, 0);
    assert_int_equal(WR_OK, city_db_write(state, decades, NULL, NULL));
    doc = cell_of(state, "17.5", "LAPD");
    assert_int_equal(1000, json_array_size(json_object_get(doc, "turns")));
    assert_int_equal(1200, json_integer_value(json_object_get(json_array_get(json_object_get(doc, "turns"), 0), "number")));
    assert_int_equal(250, json_array_size(json_object_get(doc, "pieces")));
    json_decref(doc);
    assert_int_equal(WR_OK, city_db_write(state, tick, NULL, NULL));
    assert_int_equal(WR_OK, ACT("evidence/add", &LIAISON, NULL, CELL("17.5", "LAPD"), "title", "The data", "url", "https://example.org/data", "dated", "2026-02-01"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(what_nobody_does_is_missed_for_good), CITY_TEST(a_fixed_calendar_does_not_drift_over_a_leap_day),
        CITY_TEST(an_interval_counts_from_the_last_time_it_was_done), CITY_TEST(each_turn_is_claimed_and_verified_by_two_people),
        CITY_TEST(a_new_signing_date_moves_the_open_turn), CITY_TEST(a_turn_with_a_later_date_is_not_missed_before_it),
        CITY_TEST(a_duty_of_decades_still_takes_evidence),
    };
    return cmocka_run_group_tests_name("directive: again", tests, NULL, NULL);
}
