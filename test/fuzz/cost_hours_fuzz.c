/* cost_hours_fuzz.c -- any text as a table of staff hours: rows and wrong cells, or an error with its text; and what was read, written again, reads the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cost_hours.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const KNOWN[] = { "RAP", "LAPL" };
    const wr_day today = { 2026, 2, 26 };
    arena *a = arena_new("fuzz", (size_t)64 << 20);
    char *text = arena_alloc(a, n + 1, 1);
    cost_hours_read r, again;
    cost_hours_total *t;
    size_t n_t, rows = 0;
    if (n) memcpy(text, data, n);
    if (cost_hours_of(text, KNOWN, 2, today, a, &r) != WR_OK) {
        if (!arena_err(a)->text) abort();
        arena_end(&a);
        return 0;
    }
    if (r.n > HOURS_ROWS || r.n_bad > HOURS_BAD) abort();
    for (size_t i = 0; i < r.n_bad; i++)
        if (r.bad[i].line < 1 || !r.bad[i].text || !str_utf8(r.bad[i].value, strlen(r.bad[i].value))) abort();
    cost_hours_sum(r.rows, r.n, a, &t, &n_t);
    for (size_t i = 0; i < n_t; i++) rows += (size_t)t[i].rows;
    if (rows != r.n) abort();
    if (r.n && (cost_hours_of(cost_hours_csv(r.rows, r.n, a), KNOWN, 2, today, a, &again) != WR_OK || again.n != r.n || again.n_bad)) abort();
    arena_end(&a);
    return 0;
}
