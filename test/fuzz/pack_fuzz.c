/* pack_fuzz.c -- any bytes as a file of a pack: rows of the shape, or an error that names file and line; never both, never a crash. */
#include <stdlib.h>
#include <string.h>

#include "clock_own.h"
#include "pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new("fuzz", (size_t)64 << 20);
    pack_row *rows;
    size_t got;
    wr_rc rc = pack_read("f.yaml", (bytes){ data, n }, &CLOCK_HOLIDAY, a, &rows, &got);
    if (rc != WR_OK && !arena_err(a)->text) abort();
    for (size_t i = 0; rc == WR_OK && i < got; i++) {
        const clock_holiday *h = rows[i].row;
        if (!*h->id || strlen(h->name) > 120 || h->kind < 0 || h->kind > CLOCK_DAY || h->month > 12) abort();
    }
    arena_end(&a);
    return 0;
}
