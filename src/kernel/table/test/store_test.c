/* store_test.c -- what goes into a store comes out of it: states, widths, edges of blocks, origins; what is quarantined does not, and no broken file is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include "store_made.h"
#include "store_own.h"

static char *bytes_of(const char *path, size_t *ret_n)
{
    FILE *f = fopen(path, "rb");
    struct stat st;
    char *p;
    assert_non_null(f);
    assert_int_equal(0, fstat(fileno(f), &st));
    p = malloc((size_t)st.st_size + 1);
    assert_non_null(p);
    assert_int_equal(st.st_size, fread(p, 1, (size_t)st.st_size, f));
    fclose(f);
    *ret_n = (size_t)st.st_size;
    return p;
}

static void put_bytes(const char *path, const char *p, size_t n)
{
    FILE *f;
    unlink(path);                        /* a file system may sync what is written over */
    f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(n, fwrite(p, 1, n, f));
    assert_int_equal(0, fclose(f));
}

static bool text_is(const store_cell *x, const char *text) { return x->n == strlen(text) && memcmp(x->text, text, x->n) == 0; }

/* Each state by what the cell says. */
static void judge(void *with, size_t column, const store_cell *c, store_meaning *ret)
{
    (void)column;
    if (with) ++*(int *)with;
    ret->state = STORE_VALUE;
    if (c->type == TABLE_ERROR) ret->state = STORE_ERROR;
    else if (c->n == 0) ret->state = STORE_BLANK;
    else if (text_is(c, "NA")) ret->state = STORE_NULL_WORD;
    else if (text_is(c, "(b)(6)")) *ret = (store_meaning){ .state = STORE_WITHHELD, .day = STORE_NO_DAY, .exemptions = 1 << 5 };
    else if (c->text[0] == 'A') *ret = (store_meaning){ .state = STORE_QUARANTINED, .day = 77, .number = 9, .has_number = true };
    else if (text_is(c, "2025-06-06")) ret->day = 20245;
    else if (text_is(c, "999")) ret->number = 999000000, ret->has_number = true, ret->odd = true;
}

static void every_state_comes_back(void **state)
{
    static const char *const TEXT[] = { "", "NA", "(b)(6)", "#N/A", "A012345678", "2025-06-06", "999", "Somewhere", "NA", "A087654321" };
    enum { N = sizeof TEXT / sizeof *TEXT };
    arena *a = arena_new("test", 1 << 20);
    place p = made_place();
    wr_err e = { 0 };
    made m = { a, 1, N, arena_array(a, table_cell, N) };
    store *s;
    const store_meaning *of;
    (void)state;
    for (size_t i = 0; i < N; i++) m.cell[i] = made_text(a, TEXT[i]);
    m.cell[3].type = TABLE_ERROR;
    s = made_store(&m, judge, p.path);
    of = store_means(s, 0);
    assert_int_equal(8, store_distinct(s, 0));
    assert_int_equal(STORE_BLANK, of[store_code(s, 0, 0)].state);
    assert_int_equal(STORE_NULL_WORD, of[store_code(s, 0, 1)].state);
    assert_int_equal(2, store_used(s, 0)[store_code(s, 0, 1)]);
    assert_int_equal(STORE_WITHHELD, of[store_code(s, 0, 2)].state);
    assert_int_equal(1 << 5, of[store_code(s, 0, 2)].exemptions);
    assert_int_equal(STORE_ERROR, of[store_code(s, 0, 3)].state);
    assert_int_equal(TABLE_ERROR, store_text(s, 0, 3).type);
    assert_int_equal(20245, of[store_code(s, 0, 5)].day);
    assert_true(of[store_code(s, 0, 6)].has_number && of[store_code(s, 0, 6)].odd);
    assert_int_equal(999000000, of[store_code(s, 0, 6)].number);
    assert_int_equal(STORE_NO_DAY, of[store_code(s, 0, 7)].day);
    assert_true(text_is(&(store_cell){ store_text(s, 0, 7).text, store_text(s, 0, 7).n }, "Somewhere"));
    assert_int_equal(store_code(s, 0, 4), store_code(s, 0, 9));
    assert_int_equal(STORE_QUARANTINED, of[4].state);
    assert_true(of[4].day == STORE_NO_DAY && of[4].number == 0 && !of[4].has_number);
    assert_true(store_text(s, 0, 4).n == 0 && store_text(s, 0, 4).type == TABLE_EMPTY);
    assert_int_equal(2, store_used(s, 0)[4]);
    assert_string_equal("column 0", store_name(s, 0));
    assert_int_equal(WR_OK, store_prove(s, &e));
    store_close(&s);
    assert_null(s);
    assert_true(made_gone(&p));
    arena_end(&a);
}

static void each_cell_is_judged_once(void **state)
{
    arena *a = arena_new("test", 8 << 20);
    place p = made_place();
    wr_err e = { 0 };
    made m = made_table(a, 3, 5000, 2, (const uint32_t[]){ 7, 300 });
    const char *names[] = { "x", "y" };
    store_in *in;
    int judged = 0;
    (void)state;
    assert_int_equal(WR_OK, store_begin(2, names, &e, &in));
    assert_int_equal(WR_OK, made_add(in, &m, &e));
    assert_int_equal(WR_OK, store_finish(in, judge, &judged, p.path, &e));
    assert_int_equal(307, judged);
    assert_int_equal(WR_E_BUG, store_finish(in, judge, &judged, p.path, &e));
    assert_int_equal(WR_E_BUG, made_add(in, &m, &e));
    store_drop(&in);
    assert_null(in);
    store_drop(&in);
    assert_true(made_gone(&p));
    arena_end(&a);
}

/* All cells, how often each is used, and the width of each block. */
static void same_as_made(const store *s, const made *m)
{
    int64_t *used = calloc((size_t)m->rows + 1, sizeof *used);
    assert_non_null(used);
    assert_int_equal(m->rows, store_rows(s));
    assert_int_equal(m->columns, store_columns(s));
    for (size_t c = 0; c < m->columns; c++) {
        memset(used, 0, ((size_t)m->rows + 1) * sizeof *used);
        for (int64_t row = 0; row < m->rows; row++) {
            const table_cell *x = &m->cell[(size_t)row * m->columns + c];
            uint32_t code = store_code(s, c, row);
            store_cell got = store_text(s, c, code);
            if (got.n != x->n || memcmp(got.text, x->text, x->n) != 0 || got.type != x->type || got.shown != x->shown) fail_msg("row %ld, column %zu", (long)row, c);
            if (code > 0 && !used[code] && !used[code - 1]) fail_msg("codes do not come in order");
            used[code]++;
        }
        assert_memory_equal(used, store_used(s, c), store_distinct(s, c) * sizeof *used);
        for (size_t b = 0; b < s->blocks; b++) {
            const store_place *p = store_place_of(s, c, b);
            assert_int_equal(p->width, p->min == p->max ? 0 : p->max < 256 ? 1 : p->max < 65536 ? 2 : 4);
        }
    }
    free(used);
}

static void every_width_at_the_edges_of_blocks(void **state)
{
    static const int64_t ROWS[] = { 0, 1, 2, 4095, 4096, 4097, 65535, 65536, 65537, 131072, 131075 };
    static const uint32_t DIFFERENT[] = { 1, 2, 256, 257, 60000, 4000000 };
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        arena *a = arena_new("test", 512 << 20);
        place p = made_place();
        wr_err e = { 0 };
        made m = made_table(a, 10 + i, ROWS[i], 6, DIFFERENT);
        store *s = made_store(&m, made_plain, p.path);
        same_as_made(s, &m);
        assert_int_equal(WR_OK, store_prove(s, &e));
        if (ROWS[i]) assert_int_equal(ROWS[i] + 1, store_from(s, ROWS[i] - 1).line);
        if (ROWS[i] >= 131072) assert_int_equal(4, store_place_of(s, 5, 1)->width);
        store_close(&s);
        assert_true(made_gone(&p));
        arena_end(&a);
    }
}

static void the_same_text_of_another_type_is_another_cell(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    place p = made_place();
    made m = { a, 1, 6, arena_array(a, table_cell, 6) };
    store *s;
    (void)state;
    for (size_t i = 0; i < 6; i++) m.cell[i] = made_text(a, "45814");
    m.cell[1].type = TABLE_NUMBER;
    m.cell[2] = (table_cell){ .text = "45814", .n = 5, .type = TABLE_NUMBER, .shown = TABLE_DAY };
    m.cell[3].type = TABLE_BOOL;
    m.cell[4] = m.cell[2];
    s = made_store(&m, made_plain, p.path);
    assert_int_equal(4, store_distinct(s, 0));
    assert_int_equal(2, store_code(s, 0, 4));
    assert_int_equal(0, store_code(s, 0, 5));
    assert_int_equal(TABLE_DAY, store_text(s, 0, 2).shown);
    store_close(&s);
    assert_true(made_gone(&p));
    arena_end(&a);
}

/* Shared strings of many pages, some beside the same text that is not shared. */
static void shared_strings_are_their_text(void **state)
{
    enum { ROWS = 20000 };
    arena *a = arena_new("test", 16 << 20);
    place p = made_place();
    made m = { a, 2, ROWS, arena_array(a, table_cell, 2 * ROWS) };
    uint64_t seed = 5;
    store *s;
    (void)state;
    for (size_t i = 0; i < 2 * ROWS; i++) {
        uint32_t k = (uint32_t)(made_random(&seed) % 9000);
        m.cell[i] = made_text(a, arena_fmt(a, "string %u", k));
        if (made_random(&seed) % 3) m.cell[i].shared = k + 1;
        if (k % 50 == 0) m.cell[i].shared = m.cell[i].shared ? 9000 + k + 1 : 0;     /* a text that stands twice among the strings */
    }
    s = made_store(&m, made_plain, p.path);
    same_as_made(s, &m);
    store_close(&s);
    assert_true(made_gone(&p));
    arena_end(&a);
}

static void rows_say_where_they_stood(void **state)
{
    static const uint32_t LINE[] = { 3, 4, 7, 8, 9, 1 }, FROM[] = { 0, 2, 2, 3, 6, 10, 11 };
    static const bool HIDDEN[] = { false, false, false, true, true, false };
    static const char *const NAMES[] = { "x", "y" };
    arena *a = arena_new("test", 1 << 20);
    place p = made_place();
    wr_err e = { 0 };
    table_cell cell[11];
    table_batch first = { 2, 5, LINE, FROM, HIDDEN, cell }, second = { 3, 6, LINE, FROM, HIDDEN, cell };
    store_in *in;
    store *s;
    (void)state;
    for (size_t i = 0; i < 11; i++) cell[i] = made_text(a, i == 9 ? "" : arena_fmt(a, "%zu", i));
    assert_int_equal(WR_OK, store_begin(2, NAMES, &e, &in));
    assert_int_equal(WR_OK, store_add(in, &first, 0, 0, &e));
    assert_int_equal(WR_OK, store_add(in, &first, 0, 5, &e));
    assert_int_equal(WR_OK, store_add(in, &second, 5, 6, &e));
    assert_int_equal(2, store_beyond(in));                  /* 5 and 8; the one after 8 is empty */
    assert_int_equal(WR_OK, store_finish(in, made_plain, NULL, p.path, &e));
    store_drop(&in);
    assert_int_equal(WR_OK, store_open(p.path, &e, &s));
    for (int64_t row = 0; row < 6; row++) {
        store_origin o = store_from(s, row);
        assert_int_equal(LINE[row], o.line);
        assert_int_equal(HIDDEN[row], o.hidden);
        assert_int_equal(row == 5 ? 3 : 2, o.sheet);
    }
    assert_int_equal(0, store_text(s, 1, store_code(s, 1, 2)).n);
    assert_int_equal(store_code(s, 1, 1), store_code(s, 1, 2));
    assert_true(text_is(&(store_cell){ store_text(s, 1, store_code(s, 1, 4)).text, 1 }, "7"));
    store_close(&s);
    assert_true(made_gone(&p));
    arena_end(&a);
}

/* Whatever is quarantined, the file is the same, byte for byte: neither what it said nor what of it was equal is there. */
static void what_is_quarantined_is_not_in_the_file(void **state)
{
    char *file[2];
    size_t n[2];
    (void)state;
    for (size_t k = 0; k < 2; k++) {
        arena *a = arena_new("test", 64 << 20);
        place p = made_place();
        made m = made_table(a, 8, 70000, 2, (const uint32_t[]){ 300, 300 });
        store *s;
        for (size_t row = 0; row < 70000; row += 7) m.cell[2 * row + 1] = made_text(a, k ? arena_fmt(a, "A%zu secret", row) : row % 2 ? "A000 secret" : "A111 secret");
        s = made_store(&m, judge, p.path);
        assert_int_equal(301, store_distinct(s, 1));
        assert_int_equal(0, store_code(s, 1, 0));
        for (int64_t row = 0; row < 70000; row++)
            if ((store_means(s, 1)[store_code(s, 1, row)].state == STORE_QUARANTINED) != (row % 7 == 0)) fail_msg("row %ld", (long)row);
        store_close(&s);
        file[k] = bytes_of(p.path, &n[k]);
        assert_null(memmem(file[k], n[k], "secret", 6));
        assert_non_null(memmem(file[k], n[k], "299:1", 5));
        assert_true(made_gone(&p));
        arena_end(&a);
    }
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(file[0], file[1], n[0]);
    free(file[0]);
    free(file[1]);
}

/* A small file, cut anywhere or with any bit turned over, is not opened or does not prove. */
static void no_broken_file_is_read(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    place p = made_place();
    made m = made_table(a, 1, 40, 3, (const uint32_t[]){ 1, 3, 30 });
    store *s = made_store(&m, judge, p.path);
    size_t n;
    char *file;
    (void)state;
    store_close(&s);
    file = bytes_of(p.path, &n);
    for (size_t cut = 0; cut <= n; cut++) {
        wr_err e = { 0 };
        put_bytes(p.path, file, cut);
        assert_int_equal(cut == n ? WR_OK : WR_E_IO, store_open(p.path, &e, &s));
        if (cut == n) store_close(&s);
    }
    for (size_t bit = 0; bit < 8 * n; bit += bit < 8 * STORE_HEAD ? 1 : 3) {
        wr_err e = { 0 };
        wr_rc rc;
        file[bit / 8] ^= (char)(1 << bit % 8);
        put_bytes(p.path, file, n);
        file[bit / 8] ^= (char)(1 << bit % 8);
        rc = store_open(p.path, &e, &s);
        if (rc == WR_OK) {
            rc = store_prove(s, &e);
            store_close(&s);
        }
        assert_int_equal(WR_E_IO, rc);
        assert_non_null(e.text);
    }
    unlink(p.path);
    assert_int_equal(WR_E_IO, store_open(p.path, &(wr_err){ 0 }, &s));
    assert_int_equal(WR_E_IO, store_open(p.folder, &(wr_err){ 0 }, &s));
    free(file);
    assert_true(made_gone(&p));
    arena_end(&a);
}

/* No room for the file: said as that, nothing is left, and the store of before stands. */
static void a_full_disk_leaves_what_was(void **state)
{
    static const rlim_t ROOM[] = { 0, 100, 5000, 300000 };
    arena *a = arena_new("test", 64 << 20);
    place p = made_place();
    made small = made_table(a, 1, 40, 3, (const uint32_t[]){ 1, 3, 30 }), large = made_table(a, 2, 70000, 3, (const uint32_t[]){ 9, 300, 90000 });
    store *s = made_store(&small, judge, p.path);
    struct rlimit had;
    (void)state;
    store_close(&s);
    assert_int_equal(0, getrlimit(RLIMIT_FSIZE, &had));
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof ROOM / sizeof *ROOM; i++) {
        wr_err e = { 0 };
        wr_rc rc;
        assert_int_equal(0, setrlimit(RLIMIT_FSIZE, &(struct rlimit){ ROOM[i], had.rlim_max }));
        rc = made_file(&large, judge, p.path, &e);
        assert_int_equal(0, setrlimit(RLIMIT_FSIZE, &had));
        assert_int_equal(WR_E_BUSY, rc);
    }
    s = NULL;
    assert_int_equal(WR_OK, store_open(p.path, &(wr_err){ 0 }, &s));
    same_as_made(s, &small);
    store_close(&s);
    assert_true(made_gone(&p));
    assert_int_equal(WR_E_IO, made_file(&small, judge, p.path, &(wr_err){ 0 }));      /* the folder is gone */
    arena_end(&a);
}

/* Cells that were chosen to fall together get another key, and stay what they are. */
static void chosen_cells_do_not_fall_together(void **state)
{
    enum { ROWS = 4000 };
    arena *a = arena_new("test", 4 << 20);
    place p = made_place();
    wr_err e = { 0 };
    made m = { a, 1, ROWS, arena_array(a, table_cell, ROWS) };
    store_in *in;
    store *s;
    (void)state;
    assert_int_equal(WR_OK, store_begin(1, (const char *[]){ "x" }, &e, &in));
    memcpy(in->dict->key, (uint64_t[]){ 0x3131313131313131, 1 }, sizeof in->dict->key);
    for (size_t i = 0; i < ROWS; i++) m.cell[i] = made_text(a, arena_fmt(a, "11111111%08zu", i % 3000));
    assert_int_equal(WR_OK, made_add(in, &m, &e));
    assert_int_not_equal(0x3131313131313131, in->dict->key[0]);
    assert_int_equal(3000, in->dict->entries);
    assert_int_equal(WR_OK, store_finish(in, made_plain, NULL, p.path, &e));
    store_drop(&in);
    assert_int_equal(WR_OK, store_open(p.path, &e, &s));
    same_as_made(s, &m);
    store_close(&s);
    assert_true(made_gone(&p));
    arena_end(&a);
}

/* Of many rows and columns two threads do the work, and judge. */
static void two_threads_make_what_one_makes(void **state)
{
    static const uint32_t DIFFERENT[] = { 3, 40000, 1, 300, 0, 70000, 12, 5000, 2, 900, 30 };
    enum { COLUMNS = sizeof DIFFERENT / sizeof *DIFFERENT };
    arena *a = arena_new("test", 256 << 20);
    place p = made_place();
    made m = made_table(a, 9, 67000, COLUMNS, DIFFERENT);
    store *s = made_store(&m, made_plain, p.path);
    (void)state;
    same_as_made(s, &m);
    for (size_t c = 0; c < COLUMNS; c++)
        for (size_t i = 0; i < store_distinct(s, c); i++) assert_int_equal(STORE_VALUE, store_means(s, c)[i].state);
    assert_int_equal(WR_OK, store_prove(s, &(wr_err){ 0 }));
    store_close(&s);
    assert_true(made_gone(&p));
    arena_end(&a);
}

static void a_lent_store_is_one_until_its_file_is_another(void **state)
{
    arena *a = arena_new("test", 16 << 20);
    place p = made_place();
    made small = made_table(a, 1, 40, 2, (const uint32_t[]){ 3, 30 }), other = made_table(a, 2, 50, 2, (const uint32_t[]){ 4, 20 });
    wr_err e = { 0 };
    store *first, *second, *third, *made_;
    (void)state;
    made_ = made_store(&small, made_plain, p.path);
    store_close(&made_);
    assert_int_equal(WR_OK, store_lend(p.path, &e, &first));
    assert_int_equal(WR_OK, store_lend(p.path, &e, &second));
    assert_ptr_equal(first, second);
    store_give_back(&second);
    assert_null(second);
    made_ = made_store(&other, made_plain, p.path);
    store_close(&made_);
    assert_int_equal(WR_OK, store_lend(p.path, &e, &third));
    assert_ptr_not_equal(first, third);
    same_as_made(first, &small);         /* who has it keeps it */
    same_as_made(third, &other);
    store_give_back(&first);
    store_give_back(&third);
    assert_int_equal(WR_OK, store_lend(p.path, &e, &second));
    same_as_made(second, &other);
    store_give_back(&second);
    assert_true(made_gone(&p));
    assert_int_equal(WR_E_IO, store_lend(p.path, &e, &second));
    arena_end(&a);
}

static void caps_are_said(void **state)
{
    const char *names[STORE_COLUMNS + 1];
    wr_err e = { 0 };
    store_in *in;
    (void)state;
    for (size_t i = 0; i <= STORE_COLUMNS; i++) names[i] = "x";
    assert_int_equal(WR_E_TOO_BIG, store_begin(STORE_COLUMNS + 1, names, &e, &in));
    assert_int_equal(WR_OK, store_begin(STORE_COLUMNS, names, &e, &in));
    in->rows = STORE_ROWS;
    assert_int_equal(WR_E_TOO_BIG, store_add(in, &(table_batch){ .rows = 1 }, 0, 1, &e));
    in->rows = 0;
    store_drop(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_comes_back),
        cmocka_unit_test(each_cell_is_judged_once),
        cmocka_unit_test(every_width_at_the_edges_of_blocks),
        cmocka_unit_test(the_same_text_of_another_type_is_another_cell),
        cmocka_unit_test(shared_strings_are_their_text),
        cmocka_unit_test(rows_say_where_they_stood),
        cmocka_unit_test(what_is_quarantined_is_not_in_the_file),
        cmocka_unit_test(no_broken_file_is_read),
        cmocka_unit_test(a_full_disk_leaves_what_was),
        cmocka_unit_test(chosen_cells_do_not_fall_together),
        cmocka_unit_test(two_threads_make_what_one_makes),
        cmocka_unit_test(a_lent_store_is_one_until_its_file_is_another),
        cmocka_unit_test(caps_are_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
