/* released_csv.c -- the rows of an answer as CSV. */
#include "released_say.h"

static const char *cell_of(const json_t *v, arena *a)
{
    return json_is_string(v) ? json_string_value(v) : json_is_integer(v) ? arena_fmt(a, "%lld", (long long)json_integer_value(v)) : json_is_true(v) ? "true" : "";
}

void released_csv_cell(strbuf *b, const char *s)
{
    sb_ch(b, '"');
    for (; *s; s++) {
        if (*s == '"') sb_ch(b, '"');
        sb_ch(b, *s);
    }
    sb_ch(b, '"');
}

static void csv_groups(strbuf *b, const char *layer, const char *by, const json_t *groups, arena *a)
{
    const json_t *row, *v;
    const char *key;
    size_t i;
    json_array_foreach(groups, i, row) {
        bool first = true;
        if (i == 0) {
            if (layer) sb_fmt(b, "layer,by,");
            json_object_foreach((json_t *)(uintptr_t)row, key, v) {
                if (!first) sb_ch(b, ',');
                released_csv_cell(b, key);
                first = false;
            }
            sb_str(b, "\r\n");
            first = true;
        }
        if (layer) sb_fmt(b, "%s,%s,", layer, by);
        json_object_foreach((json_t *)(uintptr_t)row, key, v) {
            if (!first) sb_ch(b, ',');
            released_csv_cell(b, cell_of(v, a));
            first = false;
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
