/* csv_fuzz.c -- any bytes as a CSV file: records, or an error with its text; and what was read, written again, reads the same. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void same_again(const csv_cell *cells, size_t n, arena *a)
{
    strbuf b = sb_new(a, 200);
    csv_cell *back;
    size_t got;
    FILE *f;
    csv in;
    for (size_t i = 0; i < n; i++) {
        if (i) sb_ch(&b, ',');
        if (cells[i].quoted) csv_quote(&b, cells[i].text);
        else sb_put(&b, cells[i].text, cells[i].n);
    }
    sb_str(&b, "\r\n");
    f = fmemopen(b.p, b.n, "rb");
    if (!f) abort();
    in = csv_of(f, "again");
    if (csv_next(&in, a, &back, &got) != WR_OK || got != n) abort();
    for (size_t i = 0; i < n; i++)
        if (back[i].quoted != cells[i].quoted || back[i].n != cells[i].n || memcmp(back[i].text, cells[i].text, back[i].n) != 0) abort();
    fclose(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a;
    FILE *f;
    csv in;
    if (n == 0) return 0;
    a = arena_new("fuzz", (size_t)64 << 20);
    f = fmemopen((void *)(uintptr_t)data, n, "rb");
    if (!f) abort();
    in = csv_of(f, "f.csv");
    for (;;) {
        csv_cell *cells;
        size_t got;
        arena_mark at;
        (void)arena_alloc(a, 1, 1);
        at = arena_at(a);
        if (csv_next(&in, a, &cells, &got) != WR_OK) {
            if (!arena_err(a)->text || in.line == 0) abort();
            break;
        }
        if (!got) break;
        same_again(cells, got, a);
        arena_rewind(a, at);
    }
    fclose(f);
    arena_end(&a);
    return 0;
}
