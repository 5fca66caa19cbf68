/* child_test.c -- a program beside ours: what it says comes back, what it does not do in time or size is given up, and one that is not there is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "child.h"

static wr_rc run(arena *a, const char *program, const char *in, int64_t ms, int64_t most, child_said *ret)
{
    return child_run(&(child_ask){ .program = program, .in = { (const uint8_t *)in, strlen(in) }, .ms = ms, .out_max = most }, a, ret);
}

static void one_that_is_not_there(void **state)
{
    arena *a = arena_new("child", 1 << 20);
    child_said said;
    (void)state;
    assert_int_equal(run(a, "writ-nothing", "", 1000, 10, &said), WR_E_IO);
    assert_non_null(strstr(arena_err(a)->text, "is not there"));
    assert_string_equal(arena_err(a)->holes + sizeof "program", "writ-nothing");
    arena_end(&a);
}

static void it_says_why_it_refuses(void **state)
{
    arena *a = arena_new("child", 1 << 20);
    child_said said;
    (void)state;
    assert_int_equal(run(a, "writ-letter", "nonsense\n", 10000, 1000, &said), WR_OK);
    assert_int_equal(said.exit, CHILD_REFUSES);
    assert_string_equal(said.line, "line 1: no letter of this version");
    assert_int_equal(said.out.n, 0);
    arena_end(&a);
}

static void too_long_and_too_much(void **state)
{
    static const char LETTER[] = "writ-letter 1\ntitle x\nlang en\nparagraph x\nend\n";
    arena *a = arena_new("child", 1 << 20), *b = arena_new("child", 1 << 20), *c = arena_new("child", 4 << 20);
    child_said said;
    (void)state;
    assert_int_equal(run(a, "writ-letter", LETTER, 10000, 100, &said), WR_E_TOO_BIG);
    assert_non_null(strstr(arena_err(a)->text, "made more"));
    assert_int_equal(run(b, "writ-letter", LETTER, 0, 1 << 20, &said), WR_E_TOO_BIG);
    assert_non_null(strstr(arena_err(b)->text, "took longer"));
    assert_int_equal(run(c, "writ-letter", LETTER, 10000, 1 << 20, &said), WR_OK);     /* its seat is free again after each of them */
    assert_int_equal(said.exit, 0);
    assert_memory_equal(said.out.p, "%PDF-", 5);
    arena_end(&a);
    arena_end(&b);
    arena_end(&c);
}

static wr_rc no_more(void *with, const uint8_t *p, size_t n)
{
    (void)p;
    *(size_t *)with += n;
    return WR_E_CONFLICT;
}

static void who_takes_may_stop_it(void **state)
{
    static const char LETTER[] = "writ-letter 1\ntitle x\nlang en\nparagraph x\nend\n";
    arena *a = arena_new("child", 1 << 20);
    child_said said;
    size_t got = 0;
    (void)state;
    assert_int_equal(child_run(&(child_ask){ .program = "writ-letter", .in = { (const uint8_t *)LETTER, sizeof LETTER - 1 }, .ms = 10000, .out_max = 1 << 20,
                               .out = no_more, .with = &got }, a, &said), WR_E_CONFLICT);
    assert_true(got > 0);
    arena_end(&a);
}

static wr_rc probe(arena *a, const char *how, int64_t ms, child_said *ret)
{
    const char *const args[] = { how, NULL };
    return child_run(&(child_ask){ .program = "confine_probe", .args = args, .ms = ms, .out_max = 4096 }, a, ret);
}

static void what_it_gave_up_it_cannot_do(void **state)
{
    static const char *const HOW[] = { "nothing", "reads" };
    for (size_t i = 0; i < 2; i++) {
        arena *a = arena_new("child", 1 << 20);
        child_said said;
        const char *text;
        assert_int_equal(probe(a, HOW[i], 10000, &said), WR_OK);
        assert_int_equal(said.exit, 0);
        text = arena_fmt(a, "%.*s", (int)said.out.n, (const char *)said.out.p);
        assert_string_equal(text, i ? "descriptor no\nsocket no\nread yes\nelsewhere no\nwrite no\nremove no\nrun no\nenvironment no\nseconds 7\n"
                                    : "descriptor no\nsocket no\nread no\nelsewhere no\nwrite no\nremove no\nrun no\nenvironment no\nseconds 7\n");
        arena_end(&a);
    }
    (void)state;
}

static void one_that_hangs_or_falls(void **state)
{
    arena *a = arena_new("child", 1 << 20), *b = arena_new("child", 1 << 20), *c = arena_new("child", 1 << 20);
    child_said said;
    (void)state;
    assert_int_equal(probe(c, "unconfined", 10000, &said), WR_E_IO);
    assert_non_null(strstr(arena_err(c)->text, "seccomp"));
    arena_end(&c);
    assert_int_equal(probe(a, "waits", 50, &said), WR_E_TOO_BIG);
    assert_int_equal(probe(b, "crashes", 10000, &said), WR_E_IO);
    assert_non_null(strstr(arena_err(b)->text, "ended before its work was done"));
    arena_end(&a);
    arena_end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(one_that_is_not_there), cmocka_unit_test(it_says_why_it_refuses), cmocka_unit_test(too_long_and_too_much),
        cmocka_unit_test(who_takes_may_stop_it), cmocka_unit_test(what_it_gave_up_it_cannot_do), cmocka_unit_test(one_that_hangs_or_falls) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
