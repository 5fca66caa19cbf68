/* person_model_test.c -- accounts as history, secrets apart from it, sessions with an end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "now.h"
#include "person.h"
#include "city_db.h"

extern const wr_module mod_db, mod_tlog, mod_person;
static const wr_module *const MODULES[] = { &mod_db, &mod_tlog, &mod_person, NULL };
static int open_db(void **state)
{
    *state = temp_db_open("sqlite", MODULES);
    return 0;
}

static const wr_us HOUR = 3600 * (wr_us)1000000;
static const wr_us T0 = 1772128800 * (wr_us)1000000;
static const wr_actor ADMIN = { .by = "admin", .lang = "en", .now = 1772128800 * (wr_us)1000000, .today = { 2026, 2, 26 } };
static const person_account ANA = { .login = "ana", .name = "Ana Ruiz", .role = "liaison", .password = "$argon2id$canary", .department = 7 };

static wr_rc add(db_tx *rw, void *with, arena *a) { return person_add(rw, &ADMIN, with, a); }
static wr_rc add_as(void **state, const char *login, const char *name, const char *role, wr_err *ret)
{
    person_account p = { .login = login, .name = name, .role = role, .password = "$argon2id$canary" };
    return city_db_write(state, add, &p, ret);
}

static wr_rc added(db_tx *rw, void *with, arena *a)
{
    person_account got, *all;
    size_t n;
    (void)with;
    TRY(person_add(rw, &ADMIN, &ANA, a));
    TRY(person_by_login(rw, "ana", a, &got));
    assert_string_equal(got.name, "Ana Ruiz");
    assert_string_equal(got.role, "liaison");
    assert_string_equal(got.password, "$argon2id$canary");
    assert_string_equal(got.lang, "en");
    assert_int_equal(strlen(got.id), 32);
    assert_true(got.num > 0);
    assert_int_equal(got.department, 7);
    assert_false(got.disabled);
    assert_null(strstr(got.by, "ana"));
    TRY(person_by_num(rw, got.num, a, &got));
    assert_string_equal(got.login, "ana");
    TRY(person_list(rw, a, &all, &n));
    assert_int_equal(n, 1);
    assert_null(all[0].password);
    return WR_OK;
}
static void an_account(void **state) { assert_int_equal(city_db_write(state, added, NULL, NULL), WR_OK); }

/* The history is enduring and its entries are committed to: no secret may ever get there. */
typedef struct text_row { const char *value; } text_row;
static const field TEXT_F[] = { FIELD(text_row, value, t, 0, 4000, NULL) };
static const shape TEXT = SHAPE("a value", text_row, TEXT_F);
static const db_query VALUES = { "test_person_values", "", &TEXT, "SELECT value FROM person_account_event" };
static wr_rc no_secret(db_tx *rw, void *with, arena *a)
{
    text_row *rows;
    size_t n;
    (void)with;
    TRY(person_add(rw, &ADMIN, &ANA, a));
    TRY(person_disable(rw, &ADMIN, "ana", a));
    TRY(db_all_(rw, &VALUES, a, 10, sizeof *rows, &rows, &n, NULL, 0));
    assert_int_equal(n, 2);
    assert_non_null(strstr(rows[0].value, "Ana Ruiz"));
    for (size_t i = 0; i < n; i++) assert_null(strstr(rows[i].value, "canary"));
    return WR_OK;
}
static void history_holds_no_secret(void **state) { assert_int_equal(city_db_write(state, no_secret, NULL, NULL), WR_OK); }

static void refused(void **state)
{
    static const struct { const char *login, *name, *role, *field; } bad[] = {
        { "A", "Ana", "liaison", "login" }, { "Ana", "Ana", "liaison", "login" }, { "1ana", "Ana", "liaison", "login" },
        { "an.a", "Ana", "liaison", "login" }, { "an a", "Ana", "liaison", "login" }, { "", "Ana", "liaison", "login" },
        { "ana", "", "liaison", "name" }, { "ana", "Ana", "public", "role" }, { "ana", "Ana", "king", "role" },
        { "taken", "Ana", "liaison", "login" },
    };
    assert_int_equal(add_as(state, "taken", "First", "worker", NULL), WR_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        wr_err e = { 0 };
        assert_int_equal(add_as(state, bad[i].login, bad[i].name, bad[i].role, &e), WR_E_INPUT);
        assert_string_equal(e.field, bad[i].field);
    }
}

static size_t places(db_tx *rw, const wr_actor *who, wr_us now, arena *a)
{
    wr_actor then = *who;
    person_place *rows;
    size_t n, here = 0;
    then.now = now;
    assert_int_equal(person_places(rw, &then, a, &rows, &n), WR_OK);
    for (size_t i = 0; i < n; i++) here += rows[i].here;
    assert_true(here <= 1);
    return n;
}

static wr_rc sessions(db_tx *rw, void *with, arena *a)
{
    const char *token = person_token_new(a), *other = person_token_new(a);
    person_account p;
    wr_actor who = { 0 };
    (void)with;
    assert_int_equal(strlen(token), 43);
    assert_string_not_equal(token, other);
    TRY(person_add(rw, &ADMIN, &ANA, a));
    TRY(person_by_login(rw, "ana", a, &p));
    TRY(person_session_start(rw, p.num, T0, token, "code", a));
    TRY(person_session_start(rw, p.num, T0, other, "code", a));
    TRY(person_actor(rw, token, T0 + 12 * HOUR - 1, a, &who));
    assert_int_equal(who.person, p.num);
    assert_int_equal(who.department, 7);
    assert_string_equal(who.by, p.by);
    assert_string_equal(rights_role(who.rights), "liaison");
    assert_null(strstr(who.session, token));
    assert_int_equal(places(rw, &who, T0, a), 2);
    TRY(person_session_seen(rw, &who, T0 + 11 * HOUR));
    TRY(person_actor(rw, token, T0 + 23 * HOUR - 1, a, &who));
    assert_int_equal(places(rw, &who, T0 + 12 * HOUR, a), 1);                                  /* the other was not used */
    TRY(person_session_start(rw, p.num, T0 + 12 * HOUR, "third", "code", a));
    TRY(person_sessions_others(rw, &who));
    assert_int_equal(places(rw, &who, T0 + 12 * HOUR, a), 1);
    TRY(person_session_leave(rw, &who));
    assert_int_equal(places(rw, &who, T0 + 12 * HOUR, a), 0);
    return WR_OK;
}
static void sessions_live(void **state) { assert_int_equal(city_db_write(state, sessions, NULL, NULL), WR_OK); }

/* Each ending alone, for a refusal poisons the transaction. */
enum { END_UNKNOWN, END_IDLE, END_WHOLE, END_LEFT, END_DISABLED, ENDS };
static wr_rc ended(db_tx *rw, void *with, arena *a)
{
    int how = *(int *)with;
    person_account p;
    wr_actor who = { 0 };
    wr_us at = T0 + HOUR;
    TRY(person_add(rw, &ADMIN, &ANA, a));
    TRY(person_by_login(rw, "ana", a, &p));
    TRY(person_session_start(rw, p.num, T0, "token", "code", a));
    TRY(person_actor(rw, "token", at, a, &who));
    if (how == END_IDLE) at = T0 + 12 * HOUR;
    if (how == END_WHOLE) {
        at = T0 + 7 * 24 * HOUR;
        TRY(person_session_seen(rw, &who, at - HOUR));
        TRY(person_actor(rw, "token", at - 1, a, &who));
    }
    if (how == END_LEFT) TRY(person_session_end(rw, "token"));
    if (how == END_DISABLED) TRY(person_disable(rw, &ADMIN, "ana", a));
    assert_int_equal(person_actor(rw, how == END_UNKNOWN ? "tokem" : "token", at, a, &who), WR_E_LOGIN);
    return WR_E_LOGIN;
}
static void sessions_end(void **state)
{
    for (int how = 0; how < ENDS; how++) assert_int_equal(city_db_write(state, ended, &how, NULL), WR_E_LOGIN);
}

static wr_rc disable(db_tx *rw, void *with, arena *a) { return person_disable(rw, with, "ana", a); }
static wr_rc num_of(db_tx *rw, void *with, arena *a)
{
    person_account p;
    TRY(person_by_login(rw, "ana", a, &p));
    assert_string_equal(p.password, p.disabled ? "" : "$argon2id$canary");
    *(wr_id *)with = p.num;
    return WR_OK;
}
static void closing(void **state)
{
    wr_actor admin = ADMIN, self = ADMIN;
    person_account ana = ANA;
    assert_int_equal(city_db_write(state, disable, &admin, NULL), WR_E_MISSING);
    assert_int_equal(city_db_write(state, add, &ana, NULL), WR_OK);
    assert_int_equal(city_db_write(state, num_of, &self.person, NULL), WR_OK);
    assert_int_equal(city_db_write(state, disable, &self, NULL), WR_E_RULE);
    assert_int_equal(city_db_write(state, disable, &admin, NULL), WR_OK);
    assert_int_equal(city_db_write(state, num_of, &self.person, NULL), WR_OK);
    assert_int_equal(city_db_write(state, disable, &admin, NULL), WR_E_RULE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_account, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(history_holds_no_secret, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(refused, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(sessions_live, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(sessions_end, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(closing, open_db, city_db_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
