/* contact_follow_test.c -- what a report asks for afterwards, the hours of a notice, names that an after-action may not hold, and the
 * numbers of the form on paper. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "contact_follow.h"
#include "contact_paper.h"
#include "str.h"

static const wr_us HOUR = 3600 * (wr_us)1000000;

static int open_all(void **state)
{
    const clock_zone *z;
    wr_err e = { 0 };
    if (clock_zone_load("America/Los_Angeles", &e, &z) != WR_OK) return -1;
    clock_set_city_zone(z);
    *state = arena_new("test", 1 << 20);
    return 0;
}

static int close_all(void **state)
{
    arena *a = *state;
    arena_end(&a);
    return 0;
}

static void every_fact_has_a_number(void **state)
{
    bool seen[PAPER_NUMBERS + 1] = { false };
    (void)state;
    for (size_t i = 0; i < CONTACT_FACTS.n; i++) {
        int k = contact_number_of(CONTACT_FACTS.f[i].name);
        if (k < 1 || k > PAPER_NUMBERS) fail_msg("%s has no number", CONTACT_FACTS.f[i].name);
        if (!(CONTACT_FACTS.f[i].flags & F_HIDE)) seen[k] = true;
    }
    for (int k = 1; k <= PAPER_NUMBERS; k++) {
        bool by_writ = *contact_numbers[k].system != 0;
        if (!*contact_numbers[k].title) fail_msg("number %d has no title", k);
        if (!seen[k] && !by_writ) fail_msg("number %d has neither a field nor who fills it in", k);
    }
    assert_int_equal(contact_number_of("no_such_fact"), 0);
}

/* What only writ, counsel or the desk fills in, and nothing else. */
static void numbers_without_a_field(void **state)
{
    static const int NONE[] = { 1, 18, 28, 31, 33, 34 };
    size_t at = 0;
    (void)state;
    for (int k = 1; k <= PAPER_NUMBERS; k++) {
        bool has = false;
        for (size_t i = 0; i < CONTACT_FACTS.n; i++) has |= contact_number_of(CONTACT_FACTS.f[i].name) == k && !(CONTACT_FACTS.f[i].flags & F_HIDE);
        if (!has) assert_int_equal(NONE[at++], k);
    }
    assert_int_equal(at, sizeof NONE / sizeof *NONE);
}

static void why_an_after_action(void **state)
{
    contact_facts f;
    contact_report r = { .outcome = "" };
    contact_clear(&f);
    assert_string_equal(contact_after_why(&r, &f, *state), "");
    r.departs = true;
    assert_string_equal(contact_after_why(&r, &f, *state), "departure");
    r.forced = true;
    r.detained = 2;
    f.taken = "A folder";
    assert_string_equal(contact_after_why(&r, &f, *state), "departure, entry without consent or force, people detained, records or things taken");
}

static void when_a_notice_is_owed(void **state)
{
    (void)state;
    assert_false(contact_notice_asked(&(contact_report){ .request = REQUEST_RECORDS, .outcome = "counsel_decides" }));
    assert_true(contact_notice_asked(&(contact_report){ .request = REQUEST_AUDIT, .outcome = "" }));
    assert_true(contact_notice_asked(&(contact_report){ .request = REQUEST_RECORDS, .outcome = "counsel_decides inspection_notice" }));
}

/* 8 March 2026 has 23 hours there, 2 November 2025 has 25. */
static void hours_pass_as_hours(void **state)
{
    static const struct { wr_day from, to; const char *at; int hour; } rows[] = {
        { { 2026, 2, 24 }, { 2026, 2, 27 }, "10:30", 10 },
        { { 2026, 3, 6 }, { 2026, 3, 9 }, "10:30", 11 },
        { { 2025, 10, 31 }, { 2025, 11, 3 }, "10:30", 9 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        wr_us from = contact_us_of(rows[i].from, rows[i].at), due = contact_notice_due(from, 72);
        clock_local l = clock_local_at(clock_city_zone(), due);
        assert_int_equal(due - from, 72 * HOUR);
        assert_int_equal(wr_day_cmp(l.day, rows[i].to), 0);
        assert_int_equal(l.hour, rows[i].hour);
        assert_int_equal(l.minute, 30);
    }
}

static void states_of_a_notice(void **state)
{
    contact_notice n = { .due = 100 * HOUR };
    (void)state;
    assert_int_equal(contact_notice_state(&n, 100 * HOUR), NOTICE_DUE);
    assert_int_equal(contact_notice_state(&n, 100 * HOUR + 1), NOTICE_LATE);
    n.given = 100 * HOUR;
    assert_int_equal(contact_notice_state(&n, 900 * HOUR), NOTICE_GIVEN);
    n.given++;
    assert_int_equal(contact_notice_state(&n, 900 * HOUR), NOTICE_GIVEN_LATE);
}

static void states_of_a_recording(void **state)
{
    static const struct { wr_day over; int state; } rows[] = { { { 0 }, CAMERA_ASKED }, { { 2026, 3, 2 }, CAMERA_ASKED }, { { 2026, 3, 1 }, CAMERA_NEAR },
        { { 2026, 2, 27 }, CAMERA_NEAR }, { { 2026, 2, 26 }, CAMERA_OVERDUE }, { { 2025, 12, 31 }, CAMERA_OVERDUE } };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        contact_camera c = { .overwritten = rows[i].over };
        assert_int_equal(contact_camera_state(&c, (wr_day){ 2026, 2, 26 }, 3), rows[i].state);
        c.confirmed = 1;
        assert_int_equal(contact_camera_state(&c, (wr_day){ 2026, 2, 26 }, 3), CAMERA_CONFIRMED);
    }
}

static void names_are_found(void **state)
{
    static const struct { const char *text; const char *fact; } rows[] = {
        { "Two officers came in.", NULL }, { "terry NIGHTINGALE signed", "officer_name" }, { "Nightingale, again", "officer_name" },
        { "Nightingales sang", NULL }, { "badge 4471.", "officer_badge" }, { "14471 steps", NULL }, { "Larkspur saw it", "witnesses" },
        { "Oriole", "witnesses" }, { "Pat said so", NULL }, { "Jo was there", NULL }, { "plate 8XYZ123", "plates" },
        { "the observed words", NULL },
    };
    contact_facts f;
    contact_clear(&f);
    f.officer_name = "Terry Nightingale";
    f.officer_badge = "4471";
    f.witnesses = "Robin Larkspur, Pat Oriole\nJo";
    f.plates = "8XYZ123";
    f.observed = "observed";                                /* not restricted: may be repeated */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *label = contact_names_in(rows[i].text, &f, *state), *wanted = rows[i].fact ? shape_field(&CONTACT_FACTS, rows[i].fact)->label : NULL;
        if (label != wanted) fail_msg("\"%s\": %s, not %s", rows[i].text, label ? label : "none", wanted ? wanted : "none");
    }
}

static void an_after_action_begins_with_what_is_known(void **state)
{
    contact_facts f;
    contact_after x = { .corrective = "kept" };
    contact_report r = { .agency = "A" };
    contact_clear(&f);
    f.agencies = "B";
    f.call1_who = "Lead", f.call1_at = "10:02", f.call1_answered = "10:05", f.call1_said = "Wait";
    f.officer_name = "Terry Nightingale";
    f.purpose = "To look";
    contact_after_begin(&r, &f, *state, &x);
    assert_string_equal(x.agencies, "A\nB");
    assert_string_equal(x.communications, "Lead 10:02 10:05 Wait");
    assert_string_equal(x.scope, "To look");
    assert_string_equal(x.corrective, "kept");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fact_has_a_number), cmocka_unit_test(numbers_without_a_field), cmocka_unit_test(why_an_after_action),
        cmocka_unit_test(when_a_notice_is_owed), cmocka_unit_test(hours_pass_as_hours), cmocka_unit_test(states_of_a_notice),
        cmocka_unit_test(states_of_a_recording), cmocka_unit_test(names_are_found), cmocka_unit_test(an_after_action_begins_with_what_is_known),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
