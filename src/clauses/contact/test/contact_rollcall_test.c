/* contact_rollcall_test.c -- a roll-call as rules, and on a database: asked, answered once and in time, ended by the clock, kept as a test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "city_db.h"
#include "contact_rollcall.h"
#include "now.h"
#include "str.h"

extern const wr_module mod_db, mod_tlog, mod_seal, mod_clock, mod_person, mod_city, mod_doc, mod_pack, mod_job, mod_mail, mod_flow, mod_contact;
static const wr_module *const MODULES[] = { &mod_db, &mod_tlog, &mod_seal, &mod_clock, &mod_person, &mod_city, &mod_doc, &mod_pack, &mod_job, &mod_mail, &mod_flow,
    &mod_contact, NULL };
static const wr_us NOW = 1772128800 * (wr_us)1000000, SECOND = 1000000;   /* 26 February 2026, 10:00 by the city's clock */
static wr_actor MAYOR = { .by = "p-mayor", .lang = "en", .now = 1772128800 * (wr_us)1000000, .today = { 2026, 2, 26 } };

static wr_rc ready(db_tx *rw, void *with, arena *a)
{
    static const contact_template text = { .ref = "reachable", .title = "Can you be reached?", .text = "Please say so.", .approver = "Counsel", .approved = { 2026, 1, 12 } };
    static const city_duty lead = { .ref = "lead", .place = "branch", .rank = 1, .name = "Dana", .phone = "213-555-0142", .email = "dana@example.org" },
        next = { .ref = "next", .place = "branch", .rank = 2, .role = 1, .name = "Lee", .phone = "213-555-0143" },
        line = { .ref = "line", .rank = 1, .role = 3, .name = "City line", .phone = "213-555-0145" };
    (void)with;
    TRY(city_department_add(rw, &MAYOR, &(city_department){ .acronym = "LIB", .name = "Library" }, a));
    TRY(city_department_add(rw, &MAYOR, &(city_department){ .acronym = "ZOO", .name = "Animals" }, a));
    TRY(city_place_add(rw, &MAYOR, &(city_place){ .ref = "branch", .name = "Branch", .department = "LIB" }, a));
    TRY(city_place_add(rw, &MAYOR, &(city_place){ .ref = "annex", .name = "Annex", .department = "LIB" }, a));
    TRY(city_duty_put(rw, &MAYOR, &lead, a));
    TRY(city_duty_put(rw, &MAYOR, &next, a));
    TRY(city_duty_put(rw, &MAYOR, &line, a));
    TRY(city_liaison_name(rw, &MAYOR, &(city_liaison){ .department = "LIB", .name = "Kim", .phone = "213-555-0101", .email = "kim@example.org" }, a));
    return contact_template_load(rw, &MAYOR, &text, a);
}

static int open_db(void **state)
{
    now_stop(NOW);
    MAYOR.rights = rights_of("public");
    *state = temp_db_open("sqlite", MODULES);
    return city_db_write(state, ready, NULL, NULL) == WR_OK ? 0 : -1;
}

static void states(void **state)
{
    static const contact_rollcall of = { .asked = 1000, .until = 2000 };
    static const struct { contact_asked p; wr_us now; int state; } rows[] = {
        { { .name = "Dana", .alternate = "" }, 1999, ROLL_WAITS },
        { { .name = "Dana", .alternate = "" }, 2000, ROLL_SILENT },
        { { .name = "", .alternate = "Lee" }, 2000, ROLL_SILENT },
        { { .name = "", .alternate = "" }, 1500, ROLL_UNNAMED },
        { { .name = "", .alternate = "" }, 2500, ROLL_UNNAMED },
        { { .name = "Dana", .alternate = "", .answer = ANSWER_SELF }, 2500, ROLL_ANSWERED },
        { { .name = "Dana", .alternate = "Lee", .answer = ANSWER_ALTERNATE }, 2500, ROLL_ALTERNATE },
    };
    contact_asked all[7];
    contact_roll_count c;
    (void)state;
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(contact_roll_state(&rows[i].p, &of, rows[i].now), rows[i].state);
        all[i] = rows[i].p;
    }
    c = contact_roll_counts(all, 7, &of, 2500);
    assert_true(c.asked == 7 && c.answered == 1 && c.alternate == 1 && c.silent == 3 && c.unnamed == 2 && c.waits == 0);
    assert_int_equal(contact_roll_counts(all, 7, &of, 1500).waits, 3);
    assert_int_equal(contact_roll_seconds(&(contact_asked){ .answer = ANSWER_SELF, .answered = 61 * SECOND }, &(contact_rollcall){ .asked = SECOND }), 60);
    assert_int_equal(contact_roll_seconds(&(contact_asked){ .answered = 61 * SECOND }, &of), 0);
}

static wr_rc ask(db_tx *rw, arena *a, int whom, const char *department, contact_rollcall_new *ret)
{
    contact_rollcall what = { .whom = whom, .department = department, .places = "", .template = "reachable", .minutes = 10 };
    TRY(contact_rollcall_make_ready(rw, &MAYOR, &what, a, ret));
    return contact_rollcall_make(rw, &MAYOR, ret, a);
}

static wr_rc from_question_to_test(db_tx *rw, void *with, arena *a)
{
    contact_rollcall_new r;
    contact_rollcall of;
    contact_asked *rows, one;
    contact_call_test *tests;
    mail_told *mails;
    wr_actor later = MAYOR;
    size_t n;
    (void)with;
    TRY(ask(rw, a, ROLLCALL_LEADS, "LIB", &r));
    assert_int_equal(r.n, 2);
    TRY(contact_asked_of(rw, r.row.id, a, &rows, &n));
    assert_int_equal(n, 2);
    assert_string_equal(rows[0].place, "annex");
    assert_string_equal(rows[0].name, "");                  /* the city's own line is nobody's roster */
    assert_string_equal(rows[1].name, "Dana");
    assert_string_equal(rows[1].alternate, "Lee");
    assert_int_equal(rows[0].mails, 0);
    assert_int_equal(rows[1].mails, 1);                     /* the lead has an address, the alternate has none */
    TRY(mail_about(rw, rows[1].id, a, &mails, &n));
    assert_int_equal(n, 1);
    assert_string_equal(mails[0].name, "Dana");
    assert_null(strstr(rows[1].token_hash, r.tokens[1]));
    TRY(contact_asked_by_token(rw, city_door_said(a, r.tokens[1]), a, &one, &of));
    later.now = NOW + 75 * SECOND;
    TRY(contact_answer(rw, &later, &one, &of, ANSWER_ALTERNATE, "Lee", a));
    later.now = NOW + 10 * 60 * SECOND - 1;
    TRY(contact_tick_rollcalls(rw, &later, NULL, a));
    TRY(db_all(rw, &CONTACT_CALL_TEST_OF, a, 10, &tests, &n, db_i(r.row.number)));
    assert_int_equal(n, 0);                                 /* not over */
    later.now++;
    TRY(contact_tick_rollcalls(rw, &later, NULL, a));
    TRY(contact_tick_rollcalls(rw, &later, NULL, a));       /* over once */
    TRY(db_all(rw, &CONTACT_CALL_TEST_OF, a, 10, &tests, &n, db_i(r.row.number)));
    assert_int_equal(n, 2);
    assert_int_equal(tests[0].result, ROLL_UNNAMED);
    assert_int_equal(tests[1].result, ROLL_ALTERNATE);
    assert_int_equal(tests[1].seconds, 75);
    assert_string_equal(tests[1].place, "branch");
    return WR_OK;
}

static wr_rc liaisons(db_tx *rw, void *with, arena *a)
{
    contact_rollcall_new r;
    (void)with;
    TRY(ask(rw, a, ROLLCALL_LIAISONS, "", &r));
    assert_int_equal(r.n, 2);
    assert_int_equal(r.rows[0].mails + r.rows[1].mails, 1);
    TRY(ask(rw, a, ROLLCALL_LIAISONS, "LIB", &r));
    assert_int_equal(r.n, 1);
    assert_string_equal(r.rows[0].name, "Kim");
    return WR_OK;
}

static wr_rc twice(db_tx *rw, void *with, arena *a)
{
    contact_rollcall_new r;
    contact_asked p;
    contact_rollcall of;
    (void)with;
    TRY(ask(rw, a, ROLLCALL_LIAISONS, "LIB", &r));
    TRY(contact_asked_by_token(rw, r.tokens[0], a, &p, &of));
    TRY(contact_answer(rw, &MAYOR, &p, &of, ANSWER_SELF, "Kim", a));
    TRY(contact_asked_by_token(rw, r.tokens[0], a, &p, &of));
    return contact_answer(rw, &MAYOR, &p, &of, ANSWER_SELF, "Kim", a);
}

static wr_rc too_late(db_tx *rw, void *with, arena *a)
{
    contact_rollcall_new r;
    contact_asked p;
    contact_rollcall of;
    wr_actor later = MAYOR;
    (void)with;
    TRY(ask(rw, a, ROLLCALL_LIAISONS, "LIB", &r));
    TRY(contact_asked_by_token(rw, r.tokens[0], a, &p, &of));
    later.now = of.until;
    return contact_answer(rw, &later, &p, &of, ANSWER_SELF, "Kim", a);
}

static wr_rc unknown(db_tx *rw, void *with, arena *a)
{
    contact_asked p;
    contact_rollcall of;
    return contact_asked_by_token(rw, with, a, &p, &of);
}

static void a_roll_call_becomes_a_test(void **state) { assert_int_equal(city_db_write(state, from_question_to_test, NULL, NULL), WR_OK); }
static void liaisons_are_asked(void **state) { assert_int_equal(city_db_write(state, liaisons, NULL, NULL), WR_OK); }

static void refused(void **state)
{
    wr_err e;
    assert_int_equal(city_db_write(state, twice, NULL, &e), WR_E_RULE);
    assert_string_equal(e.rule, "contact.answered");
    assert_int_equal(city_db_write(state, too_late, NULL, &e), WR_E_RULE);
    assert_string_equal(e.rule, "contact.rollcall_over");
    assert_int_equal(city_db_write(state, unknown, (void *)(uintptr_t)"0000-0000-0000-0000", &e), WR_E_MISSING);
    assert_non_null(strstr(e.text, "No roll-call has this code"));
    assert_int_equal(city_db_write(state, unknown, (void *)(uintptr_t)"", &e), WR_E_MISSING);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(states), cmocka_unit_test(a_roll_call_becomes_a_test), cmocka_unit_test(liaisons_are_asked), cmocka_unit_test(refused) };
    return cmocka_run_group_tests(tests, open_db, city_db_close);
}
