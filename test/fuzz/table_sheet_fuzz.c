/* table_sheet_fuzz.c -- any bytes as the XML of a sheet, and of shared strings: in pieces of any size they give the same cells as in one, and clean ones. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "str.h"
#include "table_xlsx_own.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The source: pieces of 1 to `most` bytes. */
typedef struct pieces { const uint8_t *p; size_t left, most; uint32_t seed; } pieces;

static wr_rc piece(void *with, wr_err *e, const char **ret, size_t *ret_n)
{
    pieces *s = with;
    size_t n;
    (void)e;
    s->seed = s->seed * 1664525 + 1013904223;
    n = s->most ? 1 + s->seed / 256 % s->most : s->left;
    if (n > s->left) n = s->left;
    *ret = (const char *)s->p;
    *ret_n = n;
    s->p += n;
    s->left -= n;
    return WR_OK;
}

static uint64_t mixed(uint64_t sum, const void *p, size_t n)
{
    for (size_t i = 0; i < n; i++) sum = (sum ^ ((const uint8_t *)p)[i]) * 1099511628211u;
    return (sum ^ n) * 1099511628211u;
}

static uint64_t strings_of(pieces s)
{
    strings all = { 0 };
    wr_err e = { 0 };
    uint64_t sum = 1;
    wr_rc rc = strings_read(piece, &s, "strings", &e, &all);
    if (rc != WR_OK && !e.text) abort();
    for (size_t i = 0; i < all.n; i++) {
        if (!str_utf8(all.text + all.from[i], all.from[i + 1] - all.from[i])) abort();
        sum = mixed(sum, all.text + all.from[i], all.from[i + 1] - all.from[i]);
    }
    strings_free(&all);
    return mixed(sum, &rc, sizeof rc);
}

static uint64_t rows_of(const table_fill *f, uint64_t sum)
{
    for (size_t i = 0; i < f->rows; i++) {
        sum = mixed(sum, &f->line[i], sizeof f->line[i]);
        sum = mixed(sum, &f->hidden[i], 1);
        if (f->from[i + 1] - f->from[i] > TABLE_COLUMNS) abort();
        for (size_t c = f->from[i]; c < f->from[i + 1]; c++) {
            const table_cell *x = &f->cell[c];
            if ((x->type == TABLE_EMPTY) != (x->n == 0) || !str_utf8(x->text, x->n)) abort();
            sum = mixed(sum, x->text, x->n);
            sum = mixed(sum, (uint8_t[]){ x->type, x->shown, (uint8_t)x->shared }, 3);
        }
    }
    return sum;
}

static uint64_t sheet_of(pieces s)
{
    static char text[] = "onetwo";
    static uint32_t from[] = { 0, 3, 3, 6 }, line[TABLE_BATCH], row[TABLE_BATCH + 1];
    static const uint8_t SHOWN[] = { TABLE_PLAIN, TABLE_DAY };
    static bool hidden[TABLE_BATCH];
    const strings three = { .text = text, .from = from, .n = 3 };
    sheet *x = calloc(1, sizeof *x);
    table_fill f = { .line = line, .from = row, .hidden = hidden, .text = arena_new("fuzz", 64 << 20) };
    wr_err e = { 0 };
    uint64_t sum = 1;
    bool end = false;
    wr_rc rc;
    if (!x) abort();
    *x = (sheet){ .strings = &three, .shown = SHOWN, .styles = 2 };
    rc = sheet_begin(x, piece, &s, "sheet", &e);
    while (rc == WR_OK && !end) {
        f.rows = f.cells = f.bytes = 0;
        rc = sheet_next(x, &f, &e, &end);
        sum = rows_of(&f, sum);
    }
    if (rc != WR_OK && !e.text) abort();
    sum = mixed(sum, &x->hidden_columns, sizeof x->hidden_columns);
    sheet_end(x);
    free(x);
    free(f.cell);
    arena_end(&f.text);
    return mixed(sum, &rc, sizeof rc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    uint64_t rows, texts;
    if (n < 2) return 0;
    rows = sheet_of((pieces){ data, n, 0, 0 });
    texts = strings_of((pieces){ data, n, 0, 0 });
    for (uint32_t i = 0; i < 3; i++) {
        static const size_t MOST[] = { 1, 9, 100 };
        pieces s = { data, n, MOST[i], (uint32_t)n + data[n / 2] };
        if (sheet_of(s) != rows || strings_of(s) != texts) abort();
    }
    return 0;
}
