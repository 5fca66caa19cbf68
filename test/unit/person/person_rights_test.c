/* person_rights_test.c -- what the table of rights promises, whoever edits it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "person.h"

static right_scope scope(const char *role, const char *right) { return rights_has(rights_of(role), right); }

static const char *as_line(const rights_row *r)
{
    static const char *const SCOPES[] = { "none", "own", "department", "all" };
    static char at[2][160];
    static int turn;
    turn = !turn;
    snprintf(at[turn], sizeof at[turn], "%s\t%s\t%s", r->role, r->right, SCOPES[r->scope]);
    return at[turn];
}

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

/* REC-24: rights are rows of a generated table, told apart by their whole word. There is no mask whose bits two of them could share, and no word
 * that stands for another: of every role and every pair of words the answer is the line of rights.tsv, read here a second time. */
static void every_right_is_its_own(void **state)
{
    static char text[1 << 16], *line[1000];
    size_t n = 0, rows = 0;
    FILE *f = fopen("src/kernel/person/rights.tsv", "rb");
    (void)state;
    assert_non_null(f);
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    fclose(f);
    for (char *p = strtok(text, "\n"); p; p = strtok(NULL, "\n"))
        if (*p != '#') line[n++] = p;
    for (const rights_row *r = rights_table; r->role; r++) {
        assert_true(rows < n);
        assert_string_equal(as_line(r), line[rows]);                       /* generated: the same rows in the same order */
        for (const rights_row *x = rights_table; x < r; x++) assert_false(strcmp(x->role, r->role) == 0 && strcmp(x->right, r->right) == 0);
        rows++;
    }
    assert_int_equal(rows, n);
    for (size_t i = 0; person_roles[i]; i++)
        for (const rights_row *r = rights_table; r->role; r++) {
            right_scope is = RIGHT_NONE;
            for (size_t k = 0; k < n && is == RIGHT_NONE; k++)
                for (int s = RIGHT_OWN; s <= RIGHT_ALL; s++)
                    if (strcmp(line[k], as_line(&(rights_row){ person_roles[i], r->right, (right_scope)s })) == 0) is = (right_scope)s;
            assert_int_equal(scope(person_roles[i], r->right), strcmp(r->right, "public") == 0 ? RIGHT_ALL : is);
        }
}

/* A word that is nearly a right is none: longer, shorter, of other case. */
static void nearly_a_right_is_none(void **state)
{
    (void)state;
    for (const rights_row *r = rights_table; r->role; r++) {
        char word[80];
        size_t len = strlen(r->right);
        bool other = false;
        if (strcmp(r->right, "public") == 0) continue;
        snprintf(word, sizeof word, "%s.", r->right);
        assert_int_equal(scope(r->role, word), RIGHT_NONE);
        snprintf(word, sizeof word, "%.*s", (int)len - 1, r->right);
        for (const rights_row *x = rights_table; x->role; x++) other = other || strcmp(x->right, word) == 0;
        if (!other) assert_int_equal(scope(r->role, word), RIGHT_NONE);
        snprintf(word, sizeof word, "%s", r->right);
        word[0] = (char)(word[0] - 32);
        assert_int_equal(scope(r->role, word), RIGHT_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_is_public), cmocka_unit_test(everyone_may_do_the_public),
        cmocka_unit_test(table_is_read), cmocka_unit_test(two_people),
        cmocka_unit_test(far_reach_needs_a_second_factor), cmocka_unit_test(every_right_is_its_own), cmocka_unit_test(nearly_a_right_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
