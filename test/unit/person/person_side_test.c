/* person_side_test.c -- passwords: made, verified, refused; many at once; nobody's hash. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "person.h"

static int stop(void **state) { (void)state; person_side_stop(); return 0; }

static void made_and_verified(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    const char *one, *two;
    (void)state;
    assert_int_equal(person_hash(a, "correct horse", &one), WR_OK);
    assert_int_equal(person_hash(a, "correct horse", &two), WR_OK);
    assert_memory_equal(one, "$argon2id$v=19$m=65536,", 23);
    assert_string_not_equal(one, two);
    assert_int_equal(person_verify(a, one, "correct horse"), WR_OK);
    assert_int_equal(person_verify(a, one, "correct horsf"), WR_E_LOGIN);
    assert_string_equal(arena_err(a)->text, "Name, password and code do not match.");
    arena_end(&a);
}

static void nobody_is_refused(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    assert_int_equal(person_verify(a, "", ""), WR_E_LOGIN);
    assert_int_equal(person_verify(a, NULL, "x"), WR_E_LOGIN);
    assert_int_equal(person_verify(a, "no hash at all", "x"), WR_E_LOGIN);
    arena_end(&a);
}

static void *verify_one(void *with)
{
    arena *a = arena_new("test", 1 << 20);
    const char *hash = with;
    wr_rc rc = person_verify(a, hash, "correct horse");
    arena_end(&a);
    return rc == WR_OK ? with : NULL;
}

static void each_gets_its_own_answer(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    const char *good, *bad;
    pthread_t t[6];
    (void)state;
    assert_int_equal(person_hash(a, "correct horse", &good), WR_OK);
    assert_int_equal(person_hash(a, "another", &bad), WR_OK);
    for (size_t i = 0; i < 6; i++) {
        void *with = arena_dup(a, i % 2 ? bad : good);
        assert_int_equal(pthread_create(&t[i], NULL, verify_one, with), 0);
    }
    for (size_t i = 0; i < 6; i++) {
        void *ok;
        assert_int_equal(pthread_join(t[i], &ok), 0);
        assert_int_equal(ok != NULL, i % 2 == 0);
    }
    arena_end(&a);
}

static void starts_again_after_a_stop(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    const char *hash;
    (void)state;
    person_side_stop();
    assert_int_equal(person_hash(a, "correct horse", &hash), WR_OK);
    arena_end(&a);
}

static void password_length(void **state)
{
    wr_err e = { 0 };
    (void)state;
    assert_int_equal(person_password_ok(&e, "password", "twelve chars"), WR_OK);
    assert_int_equal(person_password_ok(&e, "password", "eleven char"), WR_E_INPUT);
    assert_string_equal(e.field, "password");
    e = (wr_err){ 0 };
    assert_int_equal(person_password_ok(&e, "password", "ñañañañañañ"), WR_E_INPUT);   /* 11 letters, more bytes */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(made_and_verified), cmocka_unit_test(nobody_is_refused), cmocka_unit_test(each_gets_its_own_answer),
        cmocka_unit_test(starts_again_after_a_stop), cmocka_unit_test(password_length),
    };
    return cmocka_run_group_tests(tests, NULL, stop);
}
