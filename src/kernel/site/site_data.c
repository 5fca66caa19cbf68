/* site_data.c -- what can be taken whole: each set under /data/ that a module gives, its rows counted, its columns named. */
#include "site.h"

#include "page.h"
#include "str.h"

typedef struct site_set { const char *title, *path, *count, *columns, *csv_url, *json_url; } site_set;
static const field SET_F[] = {
    FIELD(site_set, title, t, 0, 200, N_("Set")), FIELD(site_set, path, t, 0, 200, N_("Address")), FIELD(site_set, count, t, 0, 20, N_("Rows")),
    FIELD(site_set, columns, t, 0, 2000, N_("Columns")), FIELD(site_set, csv_url, t, 0, 200, NULL), FIELD(site_set, json_url, t, 0, 200, NULL),
};
const shape SITE_SET = SHAPE("a set of data", site_set, SET_F);

static const char *columns_of(const shape *s, arena *a)
{
    strbuf b = sb_new(a, 200);
    for (size_t i = 0; i < s->n; i++)
        if (!(s->f[i].flags & (F_HIDE | F_SEALED))) sb_fmt(&b, "%s%s", b.n ? ", " : "", s->f[i].name);
    return b.p;
}

static bool is_set(const http_route *r) { return str_eq(r->method, "GET") && str_starts(r->path, "/data/") && str_eq(r->may, "public"); }

wr_rc site_show_data(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    site_set *rows;
    size_t n = 0, cap = 0;
    (void)in;
    for (const wr_module *const *m = site_modules_get(); *m; m++)
        for (const http_route *r = (*m)->routes; r && r->method; r++) cap += is_set(r);
    rows = arena_array(a, site_set, cap + 1);
    for (const wr_module *const *m = site_modules_get(); *m; m++)
        for (const http_route *r = (*m)->routes; r && r->method; r++) {
            wr_figure f = { .value = "" };
            if (!is_set(r)) continue;
            if ((*m)->count) TRY((*m)->count(ro, who, r->path, a, &f));
            rows[n++] = (site_set){ r->summary, r->path, f.value, columns_of(r->doc[0].of, a), arena_fmt(a, "%s.csv", r->path), arena_fmt(a, "%s.json", r->path) };
        }
    return page_rows(doc, "sets", &SITE_SET, rows, n);
}
