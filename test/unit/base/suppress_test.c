/* suppress_test.c -- no small count of a public table can be read or worked out. Every witness is checked against the table from
 * scratch; an attack by subtraction and, for tiny tables, every possible table stand on the other side. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "suppress.h"

static uint32_t seed;
static int64_t any(int64_t below) { seed = seed * 1664525u + 1013904223u; return (int64_t)(seed >> 8) % below; }

/* A table that the test sums up itself. Cells in its own order; shown as the part says. */
typedef struct truth { arena *a; suppress *s; size_t dims, codes[4], n; int64_t limit, *v, *floor; bool *shown; } truth;

static void code_of(const truth *t, size_t at, int *ret)
{
    for (size_t d = 0; d < t->dims; d++) {
        size_t c = at % (t->codes[d] + 1);
        ret[d] = c == t->codes[d] ? SUPPRESS_ALL : (int)c;
        at /= t->codes[d] + 1;
    }
}

static size_t cell_of(const truth *t, const int *code)
{
    size_t at = 0;
    for (size_t d = t->dims; d-- > 0; ) at = at * (t->codes[d] + 1) + (code[d] == SUPPRESS_ALL ? t->codes[d] : (size_t)code[d]);
    return at;
}

static bool inner(const truth *t, size_t at)
{
    int code[4];
    code_of(t, at, code);
    for (size_t d = 0; d < t->dims; d++)
        if (code[d] == SUPPRESS_ALL) return false;
    return true;
}

static truth new_truth(size_t dims, const size_t *codes, int64_t limit)
{
    truth t = { .a = arena_new("suppress", 64 << 20), .dims = dims, .n = 1, .limit = limit };
    for (size_t d = 0; d < dims; d++) { t.codes[d] = codes[d]; t.n *= codes[d] + 1; }
    t.s = suppress_new(t.a, dims, codes, limit);
    assert_non_null(t.s);
    assert_int_equal(t.n, suppress_cells(t.s));
    t.v = arena_array(t.a, int64_t, t.n);
    t.floor = arena_array(t.a, int64_t, t.n);
    t.shown = arena_array(t.a, bool, t.n);
    return t;
}

/* The relation of a cell in a dimension where it is the sum: each code there. Calls with every cell of the line. */
#define LINE(t, code, d, part) \
    for (int c_ = 0; c_ < (int)(t)->codes[d] && ((code)[d] = c_, (part) = cell_of(t, code), true); c_++)

static void put(truth *t, size_t at, int64_t count)
{
    int code[4];
    code_of(t, at, code);
    suppress_add(t->s, code, count);
    for (size_t other = 0; other < t->n; other++) {
        int in[4];
        bool above = true;
        code_of(t, other, in);
        for (size_t d = 0; d < t->dims; d++) above = above && (in[d] == SUPPRESS_ALL || in[d] == code[d]);
        if (above) { t->v[other] += count; t->floor[other] += count > 0; }
    }
}

static void look(truth *t)
{
    for (size_t at = 0; at < t->n; at++) {
        int code[4];
        int64_t said = -1;
        code_of(t, at, code);
        t->shown[at] = suppress_shown(t->s, code, &said);
        assert_int_equal(t->shown[at] ? t->v[at] : -1, said);
    }
}

static void adds_up(const truth *t, const int64_t *table)
{
    for (size_t at = 0; at < t->n; at++)
        for (size_t d = 0; d < t->dims; d++) {
            int code[4];
            int64_t sum = 0;
            size_t part;
            code_of(t, at, code);
            if (code[d] != SUPPRESS_ALL) continue;
            LINE(t, code, d, part) sum += table[part];
            assert_int_equal(sum, table[at]);
        }
}

/* The witness shows the same and is a possible table; returns what it has in the cell. */
static int64_t witness(const truth *t, size_t at, bool up)
{
    int code[4];
    const int64_t *w;
    int64_t *mine = arena_array(t->a, int64_t, t->n);
    code_of(t, at, code);
    w = suppress_witness(t->s, code, up, t->a);
    assert_non_null(w);
    for (size_t i = 0; i < t->n; i++) {
        code_of(t, i, code);
        mine[i] = w[suppress_cell(t->s, code)];
        if (t->shown[i]) assert_int_equal(t->v[i], mine[i]);
        else assert_true(mine[i] >= 1);
    }
    adds_up(t, mine);
    return mine[at];
}

/* What subtraction gives: bounds of each hidden cell, tightened along every line until nothing moves. */
static void attack(const truth *t, int64_t *lo, int64_t *hi)
{
    for (size_t i = 0; i < t->n; i++) { lo[i] = t->shown[i] ? t->v[i] : 1; hi[i] = t->shown[i] ? t->v[i] : 1000000; }
    for (bool moved = true; moved; ) {
        moved = false;
        for (size_t at = 0; at < t->n; at++)
            for (size_t d = 0; d < t->dims; d++) {
                int code[4];
                int64_t least = 0, most = 0;
                size_t part;
                code_of(t, at, code);
                if (code[d] != SUPPRESS_ALL) continue;
                LINE(t, code, d, part) { least += lo[part]; most += hi[part]; }
                if (least > lo[at]) { lo[at] = least; moved = true; }
                if (most < hi[at]) { hi[at] = most; moved = true; }
                LINE(t, code, d, part) {
                    int64_t up = hi[at] - (least - lo[part]), down = lo[at] - (most - hi[part]);
                    if (up < hi[part]) { hi[part] = up; moved = true; }
                    if (down > lo[part]) { lo[part] = down; moved = true; }
                }
                if (moved) break;                       /* sums of bounds are stale now */
            }
    }
}

/* The promise of suppress.h, by witnesses and against subtraction. Returns how many cells that are not zero are shown. */
static size_t kept(truth *t)
{
    int64_t *lo = arena_array(t->a, int64_t, t->n), *hi = arena_array(t->a, int64_t, t->n);
    int code[4];
    size_t shown = 0;
    look(t);
    attack(t, lo, hi);
    assert_true(suppress_safe(t->s, code));
    for (size_t at = 0; at < t->n; at++) {
        int64_t least, most;
        assert_true(t->v[at] > 0 || t->shown[at]);
        assert_true(t->v[at] == 0 || t->v[at] > t->limit || !t->shown[at]);
        shown += t->shown[at] && t->v[at] > 0;
        if (t->shown[at]) continue;
        least = witness(t, at, false);
        most = witness(t, at, true);
        assert_true(most - least >= t->limit - 1);
        assert_true(lo[at] <= least && most <= hi[at]);     /* the attack is right: it cannot exclude what is possible */
        if (t->v[at] > t->limit) continue;
        assert_int_equal(t->floor[at], least);
        assert_int_equal(t->floor[at] + t->limit - 1, most);
    }
    return shown;
}

static truth table(size_t dims, const size_t *codes, const int64_t *counts)
{
    truth t = new_truth(dims, codes, 10);
    for (size_t at = 0, i = 0; at < t.n; at++)
        if (inner(&t, at)) put(&t, at, counts[i++]);
    return t;
}
#define TABLE(counts, ...) table(sizeof((size_t[]){ __VA_ARGS__ }) / sizeof(size_t), (size_t[]){ __VA_ARGS__ }, counts)
#define SHOWN(t, ...) ((t)->shown[cell_of((t), (int[]){ __VA_ARGS__ })])

static void a_table_without_small_counts_is_shown_whole(void **state)
{
    static const int64_t V[] = { 11, 0, 30, 25 };
    truth t = TABLE(V, 2, 2);
    (void)state;
    assert_true(suppress_run(t.s));
    assert_int_equal(8, kept(&t));                             /* nine cells, one of them zero */
    arena_end(&t.a);
}

static void a_small_count_takes_another_with_it(void **state)
{
    static const int64_t V[] = { 3, 20, 40 };
    truth t = TABLE(V, 3);
    (void)state;
    assert_true(suppress_run(t.s));
    kept(&t);
    assert_false(SHOWN(&t, 0));
    assert_false(SHOWN(&t, 1));                                /* the cheapest that can carry it */
    assert_true(SHOWN(&t, 2) && SHOWN(&t, SUPPRESS_ALL));
    arena_end(&t.a);
}

/* 9, 1, 1 of 11: two hidden neighbours are not enough, for none of them could be 10. */
static void a_thin_line_gives_up_its_sum(void **state)
{
    static const int64_t V[] = { 9, 1, 1 };
    truth t = TABLE(V, 3);
    (void)state;
    assert_true(suppress_run(t.s));
    kept(&t);
    assert_false(SHOWN(&t, SUPPRESS_ALL));
    arena_end(&t.a);
}

static void zero_is_shown_and_hides_nobody(void **state)
{
    static const int64_t V[] = { 3, 0, 0, 0, 40, 50 };
    static const int64_t NONE[] = { 0, 0, 0, 0 };
    truth t = TABLE(V, 3, 2), nil = TABLE(NONE, 2, 2);
    (void)state;
    assert_true(suppress_run(t.s) && suppress_run(nil.s));
    kept(&t);
    assert_true(SHOWN(&t, 1, 0) && SHOWN(&t, 2, 0) && SHOWN(&t, 0, 1));
    assert_false(SHOWN(&t, SUPPRESS_ALL, 0));                  /* 3 alone in its line: the sum is the same count */
    look(&nil);
    assert_true(SHOWN(&nil, SUPPRESS_ALL, SUPPRESS_ALL));      /* a period without a report says so */
    arena_end(&t.a);
    arena_end(&nil.a);
}

/* January to March by department: the quarter stands beside its months, and no difference of both gives a month away. */
static void months_and_their_quarter_are_one_table(void **state)
{
    static const int64_t V[] = { 4, 15, 18, 22, 30, 41, 0, 12, 60 };
    truth t = TABLE(V, 3, 3);                                   /* month, department */
    (void)state;
    assert_true(suppress_run(t.s));
    assert_true(kept(&t) >= 8);
    assert_false(SHOWN(&t, 0, 0));
    assert_true(SHOWN(&t, 1, 0) + SHOWN(&t, 2, 0) + SHOWN(&t, SUPPRESS_ALL, 0) < 3);
    arena_end(&t.a);
}

static const int64_t FIRST[] = { 20, 31, 16, 65, 44, 5 }, SINCE[] = { 3, 0, 0, 0, 12, 0 };

/* Two releases of one table, each safe by itself, and 23 - 20 = 3. */
static void two_releases_alone_leak_by_their_difference(void **state)
{
    int64_t both[6], lo[100], hi[100];
    truth one = TABLE(FIRST, 3, 2), two, joint;
    int code[4];
    (void)state;
    for (size_t i = 0; i < 6; i++) both[i] = FIRST[i] + SINCE[i];
    two = TABLE(both, 3, 2);
    assert_true(suppress_run(one.s) && suppress_run(two.s));
    kept(&one);
    kept(&two);
    joint = new_truth(3, (size_t[]){ 3, 2, 2 }, 10);
    for (size_t at = 0, i = 0, j = 0; at < joint.n; at++) {
        code_of(&joint, at, code);
        if (inner(&joint, at)) put(&joint, at, code[2] == 0 ? FIRST[i++] : SINCE[j++]);
        suppress_was(joint.s, code, code[2] == 0 ? one.shown[cell_of(&one, code)] : code[2] == SUPPRESS_ALL && two.shown[cell_of(&two, code)]);
    }
    look(&joint);
    attack(&joint, lo, hi);
    assert_int_equal(3, lo[cell_of(&joint, (int[]){ 0, 0, 1 })]);
    assert_int_equal(3, hi[cell_of(&joint, (int[]){ 0, 0, 1 })]);
    assert_false(suppress_safe(joint.s, code));
    arena_end(&one.a);
    arena_end(&two.a);
    arena_end(&joint.a);
}

static void a_second_release_protects_its_difference_from_the_first(void **state)
{
    truth one = TABLE(FIRST, 3, 2), joint = new_truth(3, (size_t[]){ 3, 2, 2 }, 10);
    int code[4];
    (void)state;
    assert_true(suppress_run(one.s));
    kept(&one);
    for (size_t at = 0, i = 0, j = 0; at < joint.n; at++) {
        code_of(&joint, at, code);
        if (inner(&joint, at)) put(&joint, at, code[2] == 0 ? FIRST[i++] : SINCE[j++]);
        if (code[2] != SUPPRESS_ALL) suppress_was(joint.s, code, code[2] == 0 && one.shown[cell_of(&one, code)]);
    }
    assert_true(suppress_run(joint.s));
    assert_true(kept(&joint) > 6);
    for (size_t at = 0; at < one.n; at++) {                      /* the first release stands as it was given out */
        code_of(&one, at, code);
        assert_int_equal(one.shown[at], SHOWN(&joint, code[0], code[1], 0));
    }
    assert_true(SHOWN(&joint, 0, 0, 0) && !SHOWN(&joint, 0, 0, SUPPRESS_ALL));
    arena_end(&one.a);
    arena_end(&joint.a);
}

static void what_is_public_stays_shown(void **state)
{
    static const int64_t V[] = { 3, 30, 80, 20, 25, 90 };
    truth t = TABLE(V, 3, 2), held = TABLE(V, 3, 2);
    (void)state;
    assert_true(suppress_run(t.s));
    kept(&t);
    assert_false(SHOWN(&t, 0, 1));                             /* the cheapest corner, if it is free */
    suppress_was(held.s, (int[]){ 0, 1 }, true);
    assert_true(suppress_run(held.s));
    kept(&held);
    assert_true(SHOWN(&held, 0, 1));
    arena_end(&t.a);
    arena_end(&held.a);
}

static void what_was_given_away_is_refused(void **state)
{
    static const int64_t V[] = { 3, 20, 40 };
    truth t = TABLE(V, 3), all = TABLE(V, 3);
    (void)state;
    suppress_was(t.s, (int[]){ 0 }, true);
    assert_false(suppress_run(t.s));
    for (int c = 1; c < 4; c++) suppress_was(all.s, (int[]){ c == 3 ? SUPPRESS_ALL : c }, true);
    assert_false(suppress_run(all.s));                          /* 63 - 20 - 40 */
    arena_end(&t.a);
    arena_end(&all.a);
}

/* A table of nine whose pattern hides one cell, or a square that is too thin. */
static void the_proof_finds_a_leak(void **state)
{
    static const int64_t V[] = { 3, 20, 40, 20, 30, 50, 60, 70, 80 };
    static const int64_t THIN[] = { 3, 2, 40, 20, 30, 50, 60, 70, 80 };   /* 3 and 2 beside large ones, in one line of 45 */
    truth t = TABLE(V, 3, 3), thin = TABLE(THIN, 3, 3), open = TABLE(V, 3, 3);
    int64_t lo[16], hi[16];
    int code[4];
    (void)state;
    suppress_was(t.s, (int[]){ 0, 0 }, false);
    look(&t);
    attack(&t, lo, hi);
    assert_true(lo[0] == 3 && hi[0] == 3);
    assert_false(suppress_safe(t.s, code));
    assert_true(code[0] == 0 && code[1] == 0);
    assert_null(suppress_witness(t.s, code, true, t.a));
    for (int c = 0; c < 4; c++) suppress_was(thin.s, (int[]){ c & 1, c >> 1 }, false);
    look(&thin);
    attack(&thin, lo, hi);
    assert_true(hi[0] == 4);                                   /* of 5 in two hidden cells */
    assert_false(suppress_safe(thin.s, code));
    assert_false(suppress_safe(open.s, code));                 /* nothing hidden at all */
    assert_true(suppress_run(t.s) && suppress_run(thin.s));
    kept(&t);
    kept(&thin);
    arena_end(&t.a);
    arena_end(&thin.a);
    arena_end(&open.a);
}

/* Any pattern on tiny tables, limit 3: what the proof calls safe is so among all tables that there are. in[at]: the bits of the innermost
 * cells that a cell sums. */
enum { TINY = 4 };
typedef struct tiny { const truth *t; size_t n, cells[TINY]; unsigned in[16]; bool seen[16][64]; int64_t v[TINY]; } tiny;

static void every_table(tiny *y, size_t k)
{
    const truth *t = y->t;
    int64_t sum[16] = { 0 };
    if (k < y->n && k < TINY) {
        size_t at = y->cells[k];
        int64_t most = t->shown[at] ? t->v[at] : 9;
        for (y->v[k] = t->shown[at] ? t->v[at] : 1; y->v[k] <= most; y->v[k]++) every_table(y, k + 1);
        return;
    }
    for (size_t at = 0; at < t->n; at++) {
        for (size_t i = 0; i < y->n; i++) sum[at] += y->in[at] >> i & 1 ? y->v[i] : 0;
        if (t->shown[at] && sum[at] != t->v[at]) return;
    }
    for (size_t at = 0; at < t->n; at++) y->seen[at][sum[at]] = true;
}

static void what_is_proved_is_so_among_all_tables(void **state)
{
    size_t safe = 0, leaks = 0;
    (void)state;
    seed = 7;
    for (int round = 0; round < 1500; round++) {
        truth t = round % 3 ? new_truth(2, (size_t[]){ 2, 2 }, 3) : new_truth(1, (size_t[]){ 4 }, 3);
        tiny y = { .t = &t };
        int code[4], part[4];
        for (size_t at = 0; at < t.n; at++)
            if (inner(&t, at)) { put(&t, at, any(4) ? any(7) : 0); y.cells[y.n++] = at; }
        for (size_t at = 0; at < t.n; at++) {
            code_of(&t, at, code);
            if ((t.v[at] > 0 && t.v[at] <= 3) || any(2)) suppress_was(t.s, code, false);
            for (size_t i = 0; i < y.n; i++) {
                bool in = true;
                code_of(&t, y.cells[i], part);
                for (size_t d = 0; d < t.dims; d++) in = in && (code[d] == SUPPRESS_ALL || code[d] == part[d]);
                y.in[at] |= (unsigned)in << i;
            }
        }
        look(&t);
        every_table(&y, 0);
        for (size_t at = 0; at < t.n; at++) assert_true(y.seen[at][t.v[at]]);
        if (suppress_safe(t.s, code)) {
            safe++;
            for (size_t at = 0; at < t.n; at++)
                for (int64_t x = t.floor[at]; t.v[at] && t.v[at] <= 3 && x < t.floor[at] + 3; x++) assert_true(y.seen[at][x]);
        } else leaks++;
        arena_end(&t.a);
    }
    assert_true(safe > 200 && leaks > 200);
}

static void random_tables_keep_the_promise(void **state)
{
    static const size_t SIZES[][4] = { { 6 }, { 4, 3 }, { 8, 5 }, { 3, 3, 3 }, { 5, 3, 2 }, { 2, 3, 2, 2 }, { 3, 2, 3, 2 } };
    static const size_t DIMS[] = { 1, 2, 2, 3, 3, 4, 4 };
    size_t shown = 0, large = 0;
    (void)state;
    seed = 1;
    for (size_t round = 0; round < 2100; round++) {
        size_t which = round % 7;
        int64_t top = round / 7 % 3 == 0 ? 8 : round / 7 % 3 == 1 ? 40 : 200;
        truth t = new_truth(DIMS[which], SIZES[which], 10);
        for (size_t at = 0; at < t.n; at++)
            if (inner(&t, at) && any(4)) put(&t, at, any(top));
        assert_true(suppress_run(t.s));
        shown += kept(&t);
        for (size_t at = 0; at < t.n; at++) large += t.v[at] > 10;
        arena_end(&t.a);
    }
    assert_true(shown * 2 > large);                            /* it does not hide everything */
}

static void caps_hold(void **state)
{
    arena *a = arena_new("suppress", 8 << 20);
    (void)state;
    assert_null(suppress_new(a, 0, (size_t[]){ 1 }, 10));
    assert_null(suppress_new(a, 5, (size_t[]){ 1, 1, 1, 1, 1 }, 10));
    assert_null(suppress_new(a, 2, (size_t[]){ 127, 128 }, 10));
    assert_non_null(suppress_new(a, 2, (size_t[]){ 127, 127 }, 10));
    assert_null(suppress_new(a, 1, (size_t[]){ SIZE_MAX }, 10));
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_without_small_counts_is_shown_whole), cmocka_unit_test(a_small_count_takes_another_with_it), cmocka_unit_test(a_thin_line_gives_up_its_sum),
        cmocka_unit_test(zero_is_shown_and_hides_nobody), cmocka_unit_test(months_and_their_quarter_are_one_table), cmocka_unit_test(two_releases_alone_leak_by_their_difference),
        cmocka_unit_test(a_second_release_protects_its_difference_from_the_first), cmocka_unit_test(what_is_public_stays_shown),
        cmocka_unit_test(what_was_given_away_is_refused), cmocka_unit_test(the_proof_finds_a_leak),
        cmocka_unit_test(what_is_proved_is_so_among_all_tables), cmocka_unit_test(random_tables_keep_the_promise), cmocka_unit_test(caps_hold),
    };
    return cmocka_run_group_tests_name("base: suppress", tests, NULL, NULL);
}
