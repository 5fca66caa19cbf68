/* released_csv.c -- the rows of an answer as CSV. */
#include "csv.h"
#include "released_say.h"

static const char *cell_of(const json_t *v, arena *a)
{
    return json_is_string(v) ? json_string_value(v) : json_is_integer(v) ? arena_fmt(a, "%lld", (long long)json_integer_value(v)) : json_is_true(v) ? "true" : "";
}

enum { COLUMNS = 600 };

/* Rows name only what they have: the columns are those of all rows, in the order of first coming. */
static size_t columns_of(const json_t *groups, const char *ret[COLUMNS])
{
    const json_t *row;
    size_t i, n = 0;
    json_array_foreach(groups, i, row) {
        const char *key;
        const json_t *v;
        json_object_foreach((json_t *)(uintptr_t)row, key, v) {
            size_t k = 0;
            while (k < n && !str_eq(ret[k], key)) k++;
            if (k == n && n < COLUMNS) ret[n++] = key;
        }
    }
    return n;
}

static void csv_groups(strbuf *b, const char *layer, const char *by, const json_t *groups, arena *a)
{
    const char *column[COLUMNS];
    size_t n = columns_of(groups, column), i;
    const json_t *row;
    if (!n) return;
    if (layer) sb_str(b, "layer,by,");
    for (size_t k = 0; k < n; k++) {
        if (k) sb_ch(b, ',');
        csv_quote(b, column[k]);
    }
    sb_str(b, "\r\n");
    json_array_foreach(groups, i, row) {
        if (layer) sb_fmt(b, "%s,%s,", layer, by);
        for (size_t k = 0; k < n; k++) {
            if (k) sb_ch(b, ',');
            csv_quote(b, cell_of(json_object_get(row, column[k]), a));
        }
        sb_str(b, "\r\n");
    }
}

const char *released_say_csv(const json_t *doc, arena *a)
{
    strbuf b = sb_new(a, 4000);
    const json_t *all = json_object_get(doc, "layers"), *layer, *one;
    const char *name, *by;
    csv_groups(&b, NULL, NULL, json_object_get(doc, "groups"), a);
    json_object_foreach((json_t *)(uintptr_t)all, name, layer)
        json_object_foreach((json_t *)(uintptr_t)layer, by, one) csv_groups(&b, name, by, json_object_get(one, "groups"), a);
    return b.p;
}
