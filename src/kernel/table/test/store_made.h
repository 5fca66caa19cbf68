/* store_made.h -- tables made by hand or by a seed for the tests of the store, and stores of them in a folder that goes away. */
#ifndef TEST_STORE_MADE_H
#define TEST_STORE_MADE_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "store.h"

/* rows x columns cells, row by row, in one arena. */
typedef struct made { arena *a; size_t columns; int64_t rows; table_cell *cell; } made;
typedef struct place { char folder[64], path[96]; } place;

static inline uint64_t made_random(uint64_t *seed)
{
    uint64_t x = *seed += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static inline place made_place(void)
{
    place p = { .folder = "/tmp/writ-store-XXXXXX" };
    if (!mkdtemp(p.folder)) abort();
    snprintf(p.path, sizeof p.path, "%s/a.store", p.folder);
    return p;
}

/* False: something else than the store was left behind. */
static inline bool made_gone(const place *p)
{
    unlink(p->path);
    return rmdir(p->folder) == 0;
}

static inline table_cell made_text(arena *a, const char *text) { return (table_cell){ .text = arena_dup(a, text), .n = (uint32_t)strlen(text), .type = *text ? TABLE_TEXT : TABLE_EMPTY }; }

/* Column c has about different[c] different texts. */
static inline made made_table(arena *a, uint64_t seed, int64_t rows, size_t columns, const uint32_t *different)
{
    made m = { a, columns, rows, arena_array(a, table_cell, (size_t)rows * columns + 1) };
    for (size_t i = 0; i < (size_t)rows * columns; i++) {
        uint32_t most = different[i % columns], k = most ? (uint32_t)(made_random(&seed) % most) : 0;
        char text[24];
        snprintf(text, sizeof text, "%u:%zu", k, i % columns);
        m.cell[i] = (table_cell){ .text = arena_dup(a, text), .n = (uint32_t)strlen(text), .type = TABLE_TEXT };
    }
    return m;
}

static inline void made_plain(void *with, size_t column, const store_cell *c, store_meaning *ret)
{
    (void)with;
    (void)column;
    *ret = (store_meaning){ .state = c->n ? STORE_VALUE : STORE_BLANK, .day = STORE_NO_DAY };
}

/* In batches of 2,048 rows, numbered from line 2 on. */
static inline wr_rc made_add(store_in *in, const made *m, wr_err *e)
{
    static uint32_t line[TABLE_BATCH], from[TABLE_BATCH + 1];
    static const bool HIDDEN[TABLE_BATCH];
    for (int64_t row = 0; row < m->rows; row += TABLE_BATCH) {
        size_t n = m->rows - row < TABLE_BATCH ? (size_t)(m->rows - row) : TABLE_BATCH;
        for (size_t i = 0; i <= n; i++) from[i] = (uint32_t)(i * m->columns);
        for (size_t i = 0; i < n; i++) line[i] = (uint32_t)row + (uint32_t)i + 2;
        TRY(store_add(in, &(table_batch){ 0, n, line, from, HIDDEN, m->cell + (size_t)row * m->columns }, 0, n, e));
    }
    return WR_OK;
}

static inline wr_rc made_file(const made *m, store_judge *judge, const char *path, wr_err *e)
{
    const char *names[STORE_COLUMNS];
    store_in *in;
    wr_rc rc;
    for (size_t c = 0; c < m->columns; c++) names[c] = arena_fmt(m->a, "column %zu", c);
    TRY(store_begin(m->columns, names, e, &in));
    rc = made_add(in, m, e);
    if (rc == WR_OK) rc = store_finish(in, judge, NULL, path, e);
    store_drop(&in);
    return rc;
}

static inline store *made_store(const made *m, store_judge *judge, const char *path)
{
    wr_err e = { 0 };
    store *s = NULL;
    if (made_file(m, judge, path, &e) != WR_OK || store_open(path, &e, &s) != WR_OK) {
        fprintf(stderr, "%s\n", e.text);
        abort();
    }
    return s;
}
#endif
