/* person_rights_test.c -- what the table of rights promises, whoever edits it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "person.h"

static right_scope scope(const char *role, const char *right) { return rights_has(rights_of(role), right); }

static void unknown_is_public(void **state)
{
    (void)state;
    assert_string_equal(rights_role(rights_of("nobody")), "public");
    assert_string_equal(rights_role(rights_of(NULL)), "public");
    assert_int_equal(scope("nobody", "public"), RIGHT_ALL);
    assert_int_equal(scope("nobody", "directive.claim"), RIGHT_NONE);
    assert_int_equal(scope("public", "account.self"), RIGHT_NONE);
}

static void everyone_may_do_the_public(void **state)
{
    (void)state;
    for (size_t i = 0; person_roles[i]; i++) {
        assert_int_equal(scope(person_roles[i], "public"), RIGHT_ALL);
        if (strcmp(person_roles[i], "public") != 0) assert_int_equal(scope(person_roles[i], "account.self"), RIGHT_OWN);
    }
}

static void table_is_read(void **state)
{
    (void)state;
    assert_int_equal(scope("liaison", "directive.claim"), RIGHT_DEPARTMENT);
    assert_int_equal(scope("verifier", "directive.verify"), RIGHT_ALL);
    assert_int_equal(scope("admin", "person.add"), RIGHT_ALL);
    assert_int_equal(scope("mayor", "directive.claim"), RIGHT_NONE);
}

/* Who claims does not verify, and the command line approves nothing. */
static void two_people(void **state)
{
    (void)state;
    for (size_t i = 0; person_roles[i]; i++)
        assert_false(scope(person_roles[i], "directive.claim") && scope(person_roles[i], "directive.verify"));
    for (const rights_row *r = rights_table; r->role; r++)
        if (strcmp(r->role, "operator") == 0) assert_string_equal(r->right, "account.self");
}

/* A role that reaches beyond its own department signs in with a second factor; the others may. */
static void far_reach_needs_a_second_factor(void **state)
{
    (void)state;
    for (size_t i = 0; person_roles[i]; i++) {
        bool far = false;
        for (const rights_row *r = rights_table; r->role; r++)
            far = far || (strcmp(r->role, person_roles[i]) == 0 && r->scope == RIGHT_ALL && strcmp(r->right, "public") != 0);
        assert_int_equal(far, scope(person_roles[i], "account.factor") != RIGHT_NONE);
    }
    assert_int_equal(scope("enrolling", "account.self"), RIGHT_OWN);
    assert_false(person_role_ok("enrolling") || person_role_ok("public") || person_role_ok("nobody"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_is_public), cmocka_unit_test(everyone_may_do_the_public),
        cmocka_unit_test(table_is_read), cmocka_unit_test(two_people),
        cmocka_unit_test(far_reach_needs_a_second_factor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
