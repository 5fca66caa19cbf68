/* person_web_test.c -- signing in through the routes: right, wrong, unknown, closed, too often; places to go; a new password. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "attempt.h"
#include "person.h"
#include "str.h"
#include "city_db.h"

extern const wr_module mod_db, mod_tlog, mod_person;
static const wr_module *const MODULES[] = { &mod_db, &mod_tlog, &mod_person, NULL };
static const wr_us T0 = 1772128800 * (wr_us)1000000;
static const char PASSWORD[] = "correct horse battery";
static wr_actor who;

static const http_route *route(const char *path)
{
    for (const http_route *r = mod_person.routes; r->path; r++)
        if (str_eq(r->path, path) && str_eq(r->method, "POST")) return r;
    fail();
    return NULL;
}

/* A POST as the kernel runs it: form into struct, prepare on a snapshot, act in a job. */
typedef struct post { const http_route *r; void *in; http_go go; } post;
static wr_rc act(db_tx *rw, void *with, arena *a)
{
    post *p = with;
    return p->r->act(rw, &who, p->in, a, &p->go);
}
static wr_rc send_form(void **state, const char *path, const pair *form, size_t n, arena *a, http_go *ret, wr_err *ret_err)
{
    temp_db *t = *state;
    post p = { .r = route(path) };
    faults wrong;
    db_tx *ro;
    wr_rc rc;
    p.in = arena_alloc(a, 512, 16);                  /* the shape's struct and what stands behind it */
    assert_true(p.r->in->size <= 512);
    *arena_err(a) = (wr_err){ 0 };
    assert_int_equal(shape_from_form(p.r->in, form, n, a, p.in, &wrong), WR_OK);
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    rc = p.r->prepare(ro, &who, p.in, a);
    db_end_read(&ro);
    if (rc == WR_OK) rc = writer_once_here(t->d, act, &p, a);
    *ret = p.go;
    *ret_err = *arena_err(a);
    return rc;
}
static wr_rc enter(void **state, const char *login, const char *password, const char *next, arena *a, http_go *ret, wr_err *ret_err)
{
    const pair form[] = { { "login", login, strlen(login) }, { "password", password, strlen(password) }, { "next", next, strlen(next) } };
    return send_form(state, "/sign-in/enter", form, 3, a, ret, ret_err);
}

static wr_rc two_accounts(db_tx *rw, void *hash, arena *a)
{
    TRY(person_add(rw, &who, &(person_account){ .login = "ana", .name = "Ana", .role = "liaison", .password = hash }, a));
    TRY(person_add(rw, &who, &(person_account){ .login = "ben", .name = "Ben", .role = "worker", .password = hash }, a));
    return person_disable(rw, &who, "ben", a);
}
static int open_db(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    const char *hash;
    wr_rc rc;
    *state = temp_db_open("sqlite", MODULES);
    attempt_forget_all();
    who = (wr_actor){ .by = "test", .lang = "en", .now = T0, .today = { 2026, 2, 26 }, .rights = rights_of("public") };
    rc = person_hash(a, PASSWORD, &hash);
    if (rc == WR_OK) rc = city_db_write(state, two_accounts, arena_dup(a, hash), NULL);
    arena_end(&a);
    return rc == WR_OK ? 0 : -1;
}

static wr_rc session_of(db_tx *rw, void *token, arena *a)
{
    TRY(person_actor(rw, token, T0, a, &who));
    who.by = "test";                                 /* what it gave lives no longer than this job */
    who.session = NULL;
    return WR_OK;
}

static void right(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    http_go go;
    wr_err e;
    assert_int_equal(enter(state, "Ana", PASSWORD, "/directive", a, &go, &e), WR_OK);
    assert_string_equal(go.url, "/directive");
    assert_int_equal(strlen(go.session), 43);
    assert_int_equal(city_db_write(state, session_of, arena_dup(a, go.session), NULL), WR_OK);
    assert_string_equal(rights_role(who.rights), "liaison");
    arena_end(&a);
}

/* An answer tells nothing about which accounts there are. */
static void wrong_alike(void **state)
{
    static const struct { const char *login, *password; } tries[] = {
        { "ana", "correct horse batterz" }, { "nobody", PASSWORD }, { "ben", PASSWORD }, { "Robert'); --", PASSWORD } };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        arena *a = arena_new("test", 1 << 20);
        http_go go;
        wr_err e;
        assert_int_equal(enter(state, tries[i].login, tries[i].password, "", a, &go, &e), WR_E_INPUT);
        assert_string_equal(e.field, "password");
        assert_string_equal(e.text, "Name, password and code do not match.");
        assert_null(go.session);
        arena_end(&a);
    }
}

static void too_often(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    http_go go;
    wr_err e;
    for (int i = 0; i < 3; i++) assert_int_equal(enter(state, "nobody", "x", "", a, &go, &e), WR_E_INPUT);
    assert_int_equal(enter(state, "nobody", "x", "", a, &go, &e), WR_E_BUSY);
    assert_memory_equal(e.holes, "seconds\0002", 10);
    assert_int_equal(enter(state, "ana", PASSWORD, "", a, &go, &e), WR_OK);
    who.now += 2000000;
    assert_int_equal(enter(state, "nobody", "x", "", a, &go, &e), WR_E_INPUT);
    arena_end(&a);
}

static void only_places_of_this_site(void **state)
{
    static const struct { const char *next, *url; } cases[] = {
        { "/directive?x=1", "/directive?x=1" }, { "", "/" }, { "directive", "/" }, { "https://example.org/", "/" },
        { "//example.org", "/" }, { "/\\example.org", "/" }, { "/a\\b", "/" }, { "/a b", "/" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena *a = arena_new("test", 1 << 20);
        http_go go;
        wr_err e;
        assert_int_equal(enter(state, "ana", PASSWORD, cases[i].next, a, &go, &e), WR_OK);
        assert_string_equal(go.url, cases[i].url);
        arena_end(&a);
    }
}

static wr_rc change(void **state, const char *was, const char *new, const char *again, arena *a, wr_err *e)
{
    const pair form[] = { { "password", was, strlen(was) }, { "password_new", new, strlen(new) }, { "password_again", again, strlen(again) } };
    http_go go;
    return send_form(state, "/account/password/change", form, 3, a, &go, e);
}

static void a_new_password(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    http_go first, go;
    wr_err e;
    assert_int_equal(enter(state, "ana", PASSWORD, "", a, &first, &e), WR_OK);
    assert_int_equal(city_db_write(state, session_of, arena_dup(a, first.session), NULL), WR_OK);
    assert_int_equal(change(state, PASSWORD, "short", "short", a, &e), WR_E_INPUT);
    assert_string_equal(e.field, "password_new");
    assert_int_equal(change(state, PASSWORD, "a longer password", "a longer passwort", a, &e), WR_E_INPUT);
    assert_string_equal(e.field, "password_again");
    assert_int_equal(change(state, "not my password", "a longer password", "a longer password", a, &e), WR_E_INPUT);
    assert_string_equal(e.field, "password");
    assert_int_equal(change(state, PASSWORD, "a longer password", "a longer password", a, &e), WR_OK);
    assert_int_equal(city_db_write(state, session_of, arena_dup(a, first.session), NULL), WR_E_LOGIN);   /* another place: ended */
    assert_int_equal(enter(state, "ana", PASSWORD, "", a, &go, &e), WR_E_INPUT);
    assert_int_equal(enter(state, "ana", "a longer password", "", a, &go, &e), WR_OK);
    arena_end(&a);
}

static int stop(void **state)
{
    (void)state;
    person_side_stop();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(right, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(wrong_alike, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(too_often, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(only_places_of_this_site, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(a_new_password, open_db, city_db_close),
    };
    return cmocka_run_group_tests(tests, NULL, stop);
}
