/* released_counts.c -- one table counted in every way that it allows: rows, people, episodes, stays, nights; and what is likely there twice. */
#include "released_desk.h"

#include <string.h>
#include "i18n.h"
#include "released_twice.h"

typedef struct counts_said { const char *table; int64_t rows, undecided, likely, without, people, stays, nights, provisional, equal; } counts_said;
static const field SAID_F[] = { FIELD(counts_said, table, t, 0, 40, N_("Table")), FIELD(counts_said, rows, i, 0, 0, N_("Rows")), FIELD(counts_said, undecided, i, 0, 0, N_("Rows that cannot be decided")),
    FIELD(counts_said, likely, i, 0, 0, N_("Likely duplicates")), FIELD(counts_said, without, i, 0, 0, N_("Rows without likely duplicates")), FIELD(counts_said, people, i, 0, 0, N_("Different person keys")),
    FIELD(counts_said, stays, i, 0, 0, N_("Stays")), FIELD(counts_said, nights, i, 0, 0, N_("Nights")), FIELD(counts_said, provisional, i, 0, 0, N_("Provisional nights")),
    FIELD(counts_said, equal, i, 0, 0, N_("Rows equal to an earlier one in every column")) };
const shape RELEASED_COUNTS_SAID = SHAPE("a table of released records, counted in every way", counts_said, SAID_F);

static wr_rc nights_of(const released_view *v, arena *a, counts_said *c)
{
    released_answer out;
    if (released_column(v, "stint_in", a) < 0 || released_column(v, "stint_out", a) < 0) return WR_OK;
    TRY(released_ask_run(v, &(released_ask){ .unit = RELEASED_NIGHTS }, a, &out));
    c->nights = out.count;
    c->provisional = out.provisional;
    return WR_OK;
}

static bool has_rule(const released_view *v)
{
    return str_eq(v->kind, "arrests") || str_eq(v->kind, "encounters") || str_eq(v->kind, "detainers") || str_eq(v->kind, "detentions");
}

static wr_rc counted(const released_view *v, const char *table, arena *a, counts_said *ret, released_twice *ret_twice)
{
    released_answer out;
    *ret_twice = (released_twice){ .rule = "" };
    *ret = (counts_said){ .table = table, .rows = store_rows(v->s) };
    if (has_rule(v)) {
        released_twice_of of = released_twice_columns(v, a);
        TRY(released_twice_find(v->s, &of, a, ret_twice));
        ret->undecided = ret_twice->undecided;
        ret->likely = ret_twice->likely;
        ret->without = ret_twice->without;
        ret->stays = ret_twice->stays;
    }
    if (released_column(v, "person", a) >= 0) {
        TRY(released_ask_run(v, &(released_ask){ .unit = RELEASED_PEOPLE }, a, &out));
        ret->people = out.count;
    }
    ret->equal = store_repeats(v->s, &(store_ask){ 0 }, arena_err(a));
    if (ret->equal < 0) return WR_E_IO;
    return nights_of(v, a, ret);
}

wr_rc released_show_counts(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    released_desk d;
    counts_said c;
    released_twice t;
    TRY(released_desk_open(ro, who, in, a, &d));
    TRY(counted(&d.v, d.in.table, a, &c, &t));
    TRY(page_put(doc, &RELEASED_COUNTS_SAID, &c));
    TRY(page_text(doc, "what", i18n(who->lang, NULL, released_rows_called(&d.v, RELEASED_ROWS, 2))));
    TRY(page_text(doc, "rule", i18n(who->lang, NULL, *t.rule ? t.rule : "")));
    TRY(page_flag(doc, "has_rule", *t.rule));
    TRY(page_flag(doc, "has_key", released_column(&d.v, "person", a) >= 0));
    TRY(page_flag(doc, "is_arrests", str_eq(d.v.kind, "arrests")));
    TRY(page_flag(doc, "has_stays", c.stays > 0));
    TRY(page_flag(doc, "has_nights", released_column(&d.v, "stint_in", a) >= 0 && released_column(&d.v, "stint_out", a) >= 0));
    TRY(page_text(doc, "likely_url", released_address(&(released_in){ .table = d.in.table, .twice = true }, "/released/desk/rows", a)));
    TRY(page_text(doc, "rows_url", released_address(&(released_in){ .table = d.in.table }, "/released/desk/rows", a)));
    TRY(page_text(doc, "desk_url", released_address(&(released_in){ .table = d.in.table }, "/released/desk", a)));
    const char *rows = i18n_fill(a, i18n(who->lang, NULL, N_("{n} {what}")), (const char *const[]){ "n", i18n_int(a, who->lang, c.rows), "what", i18n(who->lang, NULL, released_rows_called(&d.v, RELEASED_ROWS, c.rows)), NULL });
    if (!*t.rule || released_column(&d.v, "person", a) < 0) return page_text(doc, "title", rows);
    return page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("{rows}, of which {likely} are likely there twice")), (const char *const[]){ "rows", rows, "likely", i18n_int(a, who->lang, c.likely), NULL }));
}

wr_rc released_say_twice(const released_view *v, arena *a, json_t **ret)
{
    counts_said c;
    released_twice t;
    TRY(counted(v, arena_fmt(a, "%lld-%lld", (long long)v->file.number, (long long)v->table.n), a, &c, &t));
    *ret = json_object();
    TRY(page_put(*ret, &RELEASED_COUNTS_SAID, &c));
    TRY(page_text(*ret, "rule", t.rule));
    return page_flag(*ret, "key", released_column(v, "person", a) >= 0);
}
