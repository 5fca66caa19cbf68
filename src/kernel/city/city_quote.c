/* city_quote.c -- asks each module for the published figures of a unit. */
#include "quote.h"

#include <stdlib.h>
#include <string.h>
#include "events.h"

static int latest_first(const void *x, const void *y) { return wr_day_cmp(((const wr_quote *)y)->as_of, ((const wr_quote *)x)->as_of); }

wr_rc city_quotes(db_tx *ro, const char *lang, const char *unit, arena *a, wr_quote **ret, size_t *ret_n)
{
    wr_quote *all = NULL;
    size_t n = 0;
    for (const wr_module *const *m = city_modules_all(); m && *m; m++) {
        wr_quote *some = NULL;
        size_t k = 0;
        if (!(*m)->quotes) continue;
        TRY((*m)->quotes(ro, lang, unit, a, &some, &k));
        wr_quote *both = arena_array(a, wr_quote, n + k + 1);
        if (n) memcpy(both, all, n * sizeof *both);
        if (k) memcpy(both + n, some, k * sizeof *both);
        all = both;
        n += k;
    }
    if (n) qsort(all, n, sizeof *all, latest_first);
    *ret = all;
    *ret_n = n < CITY_QUOTES_MAX ? n : CITY_QUOTES_MAX;
    return WR_OK;
}
