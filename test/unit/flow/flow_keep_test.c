/* flow_keep_test.c -- versions that stay read: the same one again, another of the same name, and one that lost its place while it is used. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <string.h>
#include "flow_own.h"

static const char *text_of(arena *a, const char *title)
{
    flow f = { .id = "f", .title = title, .start = "n0", .emergency = "n1", .owner = "Desk", .counsel = "One", .approver = "Two", .note = "None", .number = 1, .from = { 2026, 1, 1 }, .counsel_day = { 2026, 1, 1 } };
    return flow_to_text(&f, a);
}

static void the_same_version_is_read_once(void **state)
{
    arena *a = arena_new("test", 1 << 20), *b = arena_new("test", 1 << 20);
    flow one, two;
    (void)state;
    assert_false(flow_kept("same", 1, a, &one));
    assert_int_equal(WR_OK, flow_keep("same", 1, text_of(a, "One"), a, &one));
    assert_true(flow_kept("same", 1, b, &two));
    assert_ptr_equal(one.title, two.title);
    assert_false(flow_kept("same", 2, b, &two));
    arena_end(&a);
    assert_string_equal("One", two.title);
    arena_end(&b);
}

static void who_uses_one_keeps_it(void **state)
{
    arena *held = arena_new("test", 1 << 20);
    flow first, other;
    (void)state;
    assert_int_equal(WR_OK, flow_keep("first", 1, text_of(held, "First"), held, &first));
    for (int i = 0; i < 20; i++) {
        arena *a = arena_new("test", 1 << 20);
        assert_int_equal(WR_OK, flow_keep(arena_fmt(a, "more %d", i), 1, text_of(a, "More"), a, &other));
        arena_end(&a);
    }
    assert_false(flow_kept("first", 1, held, &other));           /* its place is taken */
    assert_string_equal("First", first.title);                   /* and it is there all the same */
    arena_end(&held);
}

static void what_is_no_guide_is_not_kept(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    flow f;
    (void)state;
    assert_int_equal(WR_E_INPUT, flow_keep("bad", 1, "{}", a, &f));
    assert_int_equal(WR_E_INPUT, arena_err(a)->rc);
    assert_false(flow_kept("bad", 1, a, &f));
    arena_end(&a);
}

static void *many(void *with)
{
    for (int i = 0; i < 300; i++) {
        arena *a = arena_new("test", 1 << 20);
        const char *id = arena_fmt(a, "t%d", (i + *(int *)with) % 12);
        flow f;
        if (!flow_kept(id, 1, a, &f) && flow_keep(id, 1, text_of(a, id), a, &f) != WR_OK) return with;
        if (strcmp(f.title, id) != 0) return with;
        arena_end(&a);
    }
    return NULL;
}

static void many_threads_read_what_they_asked_for(void **state)
{
    pthread_t t[4];
    int from[4] = { 0, 3, 6, 9 };
    (void)state;
    for (int i = 0; i < 4; i++) assert_int_equal(0, pthread_create(&t[i], NULL, many, &from[i]));
    for (int i = 0; i < 4; i++) {
        void *wrong;
        pthread_join(t[i], &wrong);
        assert_null(wrong);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_version_is_read_once), cmocka_unit_test(who_uses_one_keeps_it),
        cmocka_unit_test(what_is_no_guide_is_not_kept), cmocka_unit_test(many_threads_read_what_they_asked_for),
    };
    return cmocka_run_group_tests_name("flow keep", tests, NULL, NULL);
}
