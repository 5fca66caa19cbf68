/* store_ask_test.c -- every question to a store against the same question asked row by row, on tables from a seed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "store_made.h"

enum { COLUMNS = 6, MOST_COMBINATIONS = 200000 };
/* The last is the same for runs of rows, as a day is in a file that is in order, so that blocks are passed over. */
static const uint32_t DIFFERENT[COLUMNS] = { 1, 3, 250, 900, 200000, 40 };

typedef struct asked { store_keep keep[STORE_KEEPS]; store_by by[STORE_BYS]; store_sum sum[STORE_SUMS]; store_ask ask; } asked;

static made table_of(arena *a, uint64_t seed, int64_t rows)
{
    made m = made_table(a, seed, rows, COLUMNS, DIFFERENT);
    for (int64_t row = 0; row < rows; row++) {
        table_cell *x = &m.cell[(size_t)row * COLUMNS + COLUMNS - 1];
        char text[24];
        snprintf(text, sizeof text, "day %ld", (long)(row / 9000));
        *x = made_text(a, text);
    }
    return m;
}

/* A question by chance: columns, what is kept, groups with some left out, values of both signs. */
static void ask_by_chance(arena *a, const store *s, uint64_t *seed, asked *ret)
{
    size_t combinations = 1;
    *ret = (asked){ .ask = { ret->keep, made_random(seed) % 4, ret->by, made_random(seed) % 4, ret->sum, made_random(seed) % 3 } };
    for (size_t i = 0; i < ret->ask.keeps; i++) {
        size_t c = made_random(seed) % COLUMNS, distinct = store_distinct(s, c);
        uint8_t *keep = arena_array(a, uint8_t, distinct + 1);
        uint64_t of = made_random(seed) % 5;         /* 0: nothing is kept; 4: all is */
        for (size_t code = 0; code < distinct; code++) keep[code] = made_random(seed) % 4 < of ? (uint8_t)(1 + code % 3) : 0;
        ret->keep[i] = (store_keep){ c, keep };
    }
    for (size_t i = 0; i < ret->ask.bys; i++) {
        size_t c = made_random(seed) % COLUMNS, distinct = store_distinct(s, c);
        uint32_t *group = arena_array(a, uint32_t, distinct + 1), groups = 1 + (uint32_t)(made_random(seed) % (i ? 7 : 3000));
        bool left_out = made_random(seed) % 2;
        if (combinations * groups > MOST_COMBINATIONS) groups = 2;
        combinations *= groups;
        for (size_t code = 0; code < distinct; code++) group[code] = left_out && made_random(seed) % 5 == 0 ? STORE_NONE : (uint32_t)(made_random(seed) % groups);
        ret->by[i] = (store_by){ c, group, groups };
    }
    for (size_t i = 0; i < ret->ask.sums; i++) {
        size_t c = made_random(seed) % COLUMNS, distinct = store_distinct(s, c);
        int64_t *value = arena_array(a, int64_t, distinct + 1);
        for (size_t code = 0; code < distinct; code++) value[code] = (int64_t)(made_random(seed) % 2000001) - 1000000;
        ret->sum[i] = (store_sum){ c, value };
    }
}

static size_t combinations_of(const store_ask *q)
{
    size_t n = 1;
    for (size_t i = 0; i < q->bys; i++) n *= q->by[i].groups;
    return n;
}

/* Is the row kept, and of which combination is it? */
static bool kept(const store *s, const store_ask *q, int64_t row, size_t *ret_at)
{
    *ret_at = 0;
    for (size_t i = 0; i < q->keeps; i++)
        if (!q->keep[i].keep[store_code(s, q->keep[i].column, row)]) return false;
    for (size_t i = 0; i < q->bys; i++) {
        uint32_t g = q->by[i].group[store_code(s, q->by[i].column, row)];
        if (g == STORE_NONE) return false;
        *ret_at = *ret_at * q->by[i].groups + g;
    }
    return true;
}

static void count_is_as_by_rows(const store *s, const store_ask *q, arena *a)
{
    size_t n = combinations_of(q) * (1 + q->sums), at;
    int64_t *expected = arena_array(a, int64_t, n + 1), *got = arena_array(a, int64_t, n + 1);
    memset(got, 0x55, (n + 1) * sizeof *got);
    for (int64_t row = 0; row < store_rows(s); row++) {
        if (!kept(s, q, row, &at)) continue;
        expected[at * (1 + q->sums)]++;
        for (size_t i = 0; i < q->sums; i++) expected[at * (1 + q->sums) + 1 + i] += q->sum[i].value[store_code(s, q->sum[i].column, row)];
    }
    store_count(s, q, got);
    assert_memory_equal(expected, got, n * sizeof *got);
    assert_int_equal(0x5555555555555555, got[n]);
}

static void find_is_as_by_rows(const store *s, const store_ask *q, int64_t skip, size_t cap)
{
    int64_t *got = calloc(cap + 1, sizeof *got), all = 0, said;
    size_t n, expected = 0, at;
    assert_non_null(got);
    store_find(s, q, skip, cap, got, &n, &said);
    for (int64_t row = 0; row < store_rows(s); row++) {
        if (!kept(s, q, row, &at)) continue;
        if (all++ >= skip && expected < cap && (expected >= n || got[expected++] != row)) fail_msg("row %ld is not found", (long)row);
    }
    assert_int_equal(all, said);
    assert_int_equal(expected, n);
    free(got);
}

typedef struct walked { const store *s; const store_ask *q; const size_t *columns; size_t n; int64_t row, rows; } walked;

static void walk_step(void *with, size_t n, const uint32_t *const *codes, const int64_t *row)
{
    walked *w = with;
    size_t at;
    for (size_t i = 0; i < n; i++) {
        for (; w->row < row[i]; w->row++) if (kept(w->s, w->q, w->row, &at)) fail_msg("row %ld is left out", (long)w->row);
        if (w->row++ != row[i] || !kept(w->s, w->q, row[i], &at)) fail_msg("row %ld is not kept", (long)row[i]);
        for (size_t c = 0; c < w->n; c++) if (codes[c][i] != store_code(w->s, w->columns[c], row[i])) fail_msg("a code of row %ld", (long)row[i]);
        w->rows++;
    }
}

static void walk_is_as_by_rows(const store *s, const store_ask *q)
{
    static const size_t COLUMN[STORE_WALKS] = { 4, 0, 2, 5, 1, 3, 4 };
    walked w = { s, q, COLUMN, STORE_WALKS, 0, 0 };
    int64_t row, all;
    size_t n;
    store_walk(s, q, COLUMN, STORE_WALKS, walk_step, &w);
    store_find(s, q, 0, 0, &row, &n, &all);
    assert_int_equal(all, w.rows);
}

static int by_number(const void *x, const void *y)
{
    uint64_t p = *(const uint64_t *)x, q = *(const uint64_t *)y;
    return p < q ? -1 : p > q;
}

static void different_is_as_by_rows(const store *s, const store_ask *q, size_t column, arena *a, uint64_t *seed)
{
    wr_err e = { 0 };
    size_t combinations = combinations_of(q), distinct = store_distinct(s, column), at, pairs = 0;
    uint8_t *counted = arena_array(a, uint8_t, distinct + 1);
    int64_t *expected = arena_array(a, int64_t, combinations + 1), *got = arena_array(a, int64_t, combinations + 1);
    uint64_t *both = calloc((size_t)store_rows(s) + 1, sizeof *both);
    assert_non_null(both);
    for (size_t code = 0; code < distinct; code++) counted[code] = made_random(seed) % 8 != 0;
    for (int64_t row = 0; row < store_rows(s); row++) {
        uint32_t code = store_code(s, column, row);
        if (kept(s, q, row, &at) && counted[code]) both[pairs++] = (uint64_t)at << 32 | code;
    }
    qsort(both, pairs, sizeof *both, by_number);
    for (size_t i = 0; i < pairs; i++) expected[both[i] >> 32] += i == 0 || both[i] != both[i - 1];
    got[0] = 99;
    assert_int_equal(WR_OK, store_count_different(s, q, column, counted, &e, got));
    assert_memory_equal(expected, got, (combinations + 1) * sizeof *got);
    free(both);
}

static void questions(int64_t rows, uint64_t seed, int n)
{
    arena *a = arena_new("test", 1024 << 20);
    place p = made_place();
    made m = table_of(a, seed, rows);
    store *s = made_store(&m, made_plain, p.path);
    for (int i = 0; i < n; i++) {
        arena_mark mark;
        asked q;
        (void)arena_alloc(a, 1, 1);
        mark = arena_at(a);
        ask_by_chance(a, s, &seed, &q);
        count_is_as_by_rows(s, &q.ask, a);
        if (i % 4 == 0) {
            find_is_as_by_rows(s, &q.ask, 0, 50);
            find_is_as_by_rows(s, &q.ask, (int64_t)(made_random(&seed) % 3000), (size_t)rows);
            walk_is_as_by_rows(s, &q.ask);
            different_is_as_by_rows(s, &q.ask, made_random(&seed) % COLUMNS, a, &seed);
        }
        arena_rewind(a, mark);
    }
    store_close(&s);
    assert_true(made_gone(&p));
    arena_end(&a);
}

static void small_tables(void **state)
{
    (void)state;
    for (int64_t rows = 0; rows < 40; rows++) questions(rows, 100 + (uint64_t)rows, 40);
}

static void edges_of_steps_and_blocks(void **state)
{
    static const int64_t ROWS[] = { 4095, 4096, 4097, 65535, 65536, 65537, 140000 };
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) questions(ROWS[i], 900 + i, 60);
}

static void a_table_for_two_threads(void **state)
{
    (void)state;
    questions(4 * STORE_BLOCK + 1234, 77, 60);
}

/* One column is all that is asked about: counted from its dictionary. */
static void one_column_alone(void **state)
{
    arena *a = arena_new("test", 256 << 20);
    place p = made_place();
    made m = table_of(a, 4, 70000);
    store *s = made_store(&m, made_plain, p.path);
    uint64_t seed = 12;
    (void)state;
    for (int i = 0; i < 40; i++) {
        asked q;
        size_t c = made_random(&seed) % COLUMNS, distinct = store_distinct(s, c);
        uint8_t *keep = arena_array(a, uint8_t, distinct);
        uint32_t *group = arena_array(a, uint32_t, distinct);
        int64_t *value = arena_array(a, int64_t, distinct);
        for (size_t code = 0; code < distinct; code++) {
            keep[code] = made_random(&seed) % 3 > 0;
            group[code] = made_random(&seed) % 9 ? (uint32_t)code % 4 : STORE_NONE;
            value[code] = (int64_t)code - 3;
        }
        q = (asked){ { { c, keep } }, { { c, group, 4 }, { c, group, 4 } }, { { c, value }, { c, value } }, { 0 } };
        q.ask = (store_ask){ q.keep, (size_t)i % 2, q.by, (size_t)i / 2 % 3, q.sum, (size_t)i / 6 % 3 };
        count_is_as_by_rows(s, &q.ask, a);
    }
    store_close(&s);
    assert_true(made_gone(&p));
    arena_end(&a);
}

/* More pairs than there are bits for: by order, with the same result. */
static void different_of_very_many_pairs(void **state)
{
    arena *a = arena_new("test", 512 << 20);
    place p = made_place();
    made m = table_of(a, 6, 150000);
    store *s = made_store(&m, made_plain, p.path);
    uint64_t seed = 3;
    size_t distinct = store_distinct(s, 4);
    uint32_t *group = arena_array(a, uint32_t, distinct);
    (void)state;
    assert_true(distinct * 5000 > 1 << 28);
    for (size_t code = 0; code < distinct; code++) group[code] = made_random(&seed) % 9 ? (uint32_t)(made_random(&seed) % 5000) : STORE_NONE;
    different_is_as_by_rows(s, &(store_ask){ .by = &(store_by){ 4, group, 5000 }, .bys = 1 }, 4, a, &seed);
    for (size_t code = 0; code < store_distinct(s, 3); code++) group[code] = (uint32_t)code * 5;
    different_is_as_by_rows(s, &(store_ask){ .by = &(store_by){ 3, group, 5000 }, .bys = 1 }, 4, a, &seed);
    store_close(&s);
    assert_true(made_gone(&p));
    arena_end(&a);
}

static void judge_secret(void *with, size_t column, const store_cell *c, store_meaning *ret)
{
    made_plain(with, column, c, ret);
    if (c->n && c->text[0] == 'A') ret->state = STORE_QUARANTINED;
}

static int64_t repeats_of(arena *a, const char *const *text, int64_t rows, size_t columns, store_judge *judge)
{
    place p = made_place();
    made m = { a, columns, rows, arena_array(a, table_cell, (size_t)rows * columns + 1) };
    store *s;
    int64_t n;
    for (size_t i = 0; i < (size_t)rows * columns; i++) m.cell[i] = made_text(a, text[i]);
    s = made_store(&m, judge, p.path);
    n = store_repeats(s, NULL, &(wr_err){ 0 });
    store_close(&s);
    assert_true(made_gone(&p));
    return n;
}

static void repeats_are_counted(void **state)
{
    static const char *const TEXT[] = { "x", "1", "x", "2", "x", "1", "y", "1", "x", "1", "x", "2", "A1", "1", "A1", "1", "", "1", "", "1" };
    arena *a = arena_new("test", 256 << 20);
    place p = made_place();
    made m = made_table(a, 4, 100000, 3, (const uint32_t[]){ 10, 30, 100 });
    store *s = made_store(&m, made_plain, p.path);
    static bool seen[10 * 30 * 100];
    int64_t expected = 0;
    (void)state;
    assert_int_equal(0, repeats_of(a, TEXT, 0, 2, made_plain));
    assert_int_equal(0, repeats_of(a, TEXT, 1, 2, made_plain));
    assert_int_equal(5, repeats_of(a, TEXT, 10, 2, made_plain));
    assert_int_equal(4, repeats_of(a, TEXT, 10, 2, judge_secret));
    for (int64_t row = 0; row < 100000; row++) {
        bool *before = &seen[(store_code(s, 0, row) * 30 + store_code(s, 1, row)) * 100 + store_code(s, 2, row)];
        expected += *before;
        *before = true;
    }
    assert_int_equal(expected, store_repeats(s, NULL, &(wr_err){ 0 }));
    store_close(&s);
    m = made_table(a, 4, 5000, 2, (const uint32_t[]){ 1, 1 });
    for (size_t row = 0; row < 5000; row++) m.cell[2 * row] = made_text(a, arena_fmt(a, "%zu", row));
    s = made_store(&m, made_plain, p.path);
    assert_int_equal(0, store_repeats(s, NULL, &(wr_err){ 0 }));
    store_close(&s);
    assert_true(made_gone(&p));
    arena_end(&a);
}

/* The rows that a question keeps, by conditions and by a grouping that leaves some out; a repeat of a row that is left out is none. */
static void repeats_of_kept_rows(void **state)
{
    arena *a = arena_new("test", 256 << 20);
    place p = made_place();
    made m = made_table(a, 9, 70000, 3, (const uint32_t[]){ 10, 30, 100 });
    store *s = made_store(&m, made_plain, p.path);
    static const uint8_t FIRST[10] = { 1, 0, 1, 0, 0, 1, 1, 0, 0, 1 }, NOTHING[10];
    static uint8_t third[100];
    uint32_t group[30];
    static bool seen[10 * 30 * 100];
    int64_t expected = 0, all = store_repeats(s, NULL, &(wr_err){ 0 });
    (void)state;
    for (int i = 0; i < 100; i++) third[i] = i % 3 != 1;
    for (uint32_t i = 0; i < 30; i++) group[i] = i % 4 ? i % 2 : STORE_NONE;
    for (int64_t row = 0; row < 70000; row++) {
        uint32_t x = store_code(s, 0, row), y = store_code(s, 1, row), z = store_code(s, 2, row);
        bool *before = &seen[(x * 30 + y) * 100 + z];
        if (!FIRST[x] || !third[z] || group[y] == STORE_NONE) continue;
        expected += *before;
        *before = true;
    }
    assert_true(expected > 0 && expected < all);
    assert_int_equal(expected, store_repeats(s, &(store_ask){ .keep = (const store_keep[]){ { 0, FIRST }, { 2, third } }, .keeps = 2, .by = &(store_by){ 1, group, 2 }, .bys = 1 }, &(wr_err){ 0 }));
    assert_int_equal(0, store_repeats(s, &(store_ask){ .keep = &(store_keep){ 0, NOTHING }, .keeps = 1 }, &(wr_err){ 0 }));
    assert_int_equal(all, store_repeats(s, &(store_ask){ 0 }, &(wr_err){ 0 }));
    store_close(&s);
    assert_true(made_gone(&p));
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_tables),
        cmocka_unit_test(edges_of_steps_and_blocks),
        cmocka_unit_test(a_table_for_two_threads),
        cmocka_unit_test(one_column_alone),
        cmocka_unit_test(different_of_very_many_pairs),
        cmocka_unit_test(repeats_are_counted),
        cmocka_unit_test(repeats_of_kept_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
