/* store_shelf_test.c -- stores that are lent: the longest unasked of 17 goes, 65 at once are lent all the same, two threads share them. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "store_made.h"

enum { STORES = 65, IDLE = 16, SHELF = 64 };
static place at;
static char paths[STORES][128];

static int make(void **state)
{
    arena *a = arena_new("test", 16 << 20);
    (void)state;
    at = made_place();
    for (int i = 0; i < STORES; i++) {
        made m = made_table(a, 7, i + 1, 1, (const uint32_t[]){ 3 });
        snprintf(paths[i], sizeof paths[i], "%s/%d.store", at.folder, i);
        if (made_file(&m, made_plain, paths[i], &(wr_err){ 0 }) != WR_OK) return 1;
    }
    arena_end(&a);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    for (int i = 0; i < STORES; i++) unlink(paths[i]);
    return rmdir(at.folder);
}

static store *lent(int i)
{
    store *s = NULL;
    assert_int_equal(store_lend(paths[i], &(wr_err){ 0 }, &s), WR_OK);
    assert_int_equal(store_rows(s), i + 1);
    return s;
}

/* How many of our files are mapped; one: only that of this path. */
static int open_now(const char *one_opt)
{
    FILE *f = fopen("/proc/self/maps", "r");
    char line[512];
    int n = 0;
    assert_non_null(f);
    while (fgets(line, sizeof line, f))
        if (strstr(line, one_opt ? one_opt : at.folder)) n++;
    fclose(f);
    return n;
}

static void the_longest_unasked_goes(void **state)
{
    (void)state;
    for (int i = 0; i <= IDLE; i++) {
        store *s = lent(i);
        store_give_back(&s);
        assert_null(s);
        if (i == IDLE - 1) s = lent(0), store_give_back(&s);          /* asked again: now the second is the longest unasked */
    }
    assert_int_equal(open_now(NULL), IDLE);
    assert_int_equal(open_now(paths[0]), 1);
    assert_int_equal(open_now(paths[1]), 0);
    for (int i = 0; i <= IDLE; i++) {                                  /* whoever asks gets it, open or not */
        store *s = lent(i);
        store_give_back(&s);
    }
    assert_int_equal(open_now(NULL), IDLE);
}

static void a_full_shelf_lends_all_the_same(void **state)
{
    store *s[STORES], *again;
    (void)state;
    for (int i = 0; i < STORES; i++) s[i] = lent(i);
    assert_int_equal(open_now(NULL), STORES);
    again = lent(SHELF - 1);
    assert_ptr_equal(again, s[SHELF - 1]);
    store_give_back(&again);
    again = lent(SHELF);                                               /* there was no room for it: opened anew for each */
    assert_ptr_not_equal(again, s[SHELF]);
    store_give_back(&again);
    assert_null(again);
    assert_int_equal(open_now(paths[SHELF]), 1);
    store_give_back(&s[SHELF]);
    assert_int_equal(open_now(paths[SHELF]), 0);
    for (int i = 0; i < SHELF; i++) store_give_back(&s[i]);
    assert_int_equal(open_now(NULL), IDLE);
}

static void *ask(void *failed)
{
    for (int i = 0; i < 400; i++) {
        store *s = NULL, *same = NULL;
        int one = i * 7 % 20;
        if (store_lend(paths[one], &(wr_err){ 0 }, &s) != WR_OK || store_lend(paths[one], &(wr_err){ 0 }, &same) != WR_OK) return failed;
        if (store_rows(s) != one + 1 || store_rows(same) != one + 1 || store_code(s, 0, one) >= store_distinct(same, 0)) return failed;
        store_give_back(&s);
        store_give_back(&same);
    }
    return NULL;
}

static void two_threads_share_them(void **state)
{
    pthread_t t[2];
    int failed;
    (void)state;
    for (int i = 0; i < 2; i++) assert_int_equal(pthread_create(&t[i], NULL, ask, &failed), 0);
    for (int i = 0; i < 2; i++) {
        void *said;
        assert_int_equal(pthread_join(t[i], &said), 0);
        assert_null(said);
    }
    assert_true(open_now(NULL) <= IDLE);
}

static void what_is_gone_is_kept_by_nobody(void **state)
{
    store *s = lent(STORES - 1);
    (void)state;
    for (int i = 0; i < STORES - 1; i++) unlink(paths[i]);
    store_give_back(&s);
    assert_int_equal(open_now(NULL), 1);
    assert_int_equal(store_lend(paths[0], &(wr_err){ 0 }, &s), WR_E_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_longest_unasked_goes), cmocka_unit_test(a_full_shelf_lends_all_the_same), cmocka_unit_test(two_threads_share_them),
        cmocka_unit_test(what_is_gone_is_kept_by_nobody) };
    return cmocka_run_group_tests_name("store shelf", tests, make, drop);
}
