/* released_counts.c -- one table counted in every way that it allows: rows, people, episodes, stays, nights; and what is likely there twice. */
#include "released_desk.h"

#include <string.h>
#include "i18n.h"
#include "released_twice.h"

typedef struct counts_said { const char *table; int64_t rows_of_table, rows, undecided, likely, without, people, stays, nights, provisional, equal; } counts_said;
static const field SAID_F[] = { FIELD(counts_said, table, t, 0, 40, N_("Table")), FIELD(counts_said, rows_of_table, i, 0, 0, N_("Rows of the table")), FIELD(counts_said, rows, i, 0, 0, N_("Rows")), FIELD(counts_said, undecided, i, 0, 0, N_("Rows that cannot be decided")),
    FIELD(counts_said, likely, i, 0, 0, N_("Likely duplicates")), FIELD(counts_said, without, i, 0, 0, N_("Rows without likely duplicates")), FIELD(counts_said, people, i, 0, 0, N_("Different person keys")),
    FIELD(counts_said, stays, i, 0, 0, N_("Stays")), FIELD(counts_said, nights, i, 0, 0, N_("Nights")), FIELD(counts_said, provisional, i, 0, 0, N_("Provisional nights")),
    FIELD(counts_said, equal, i, 0, 0, N_("Rows equal to an earlier one in every column")) };
const shape RELEASED_COUNTS_SAID = SHAPE("a table of released records, counted in every way", counts_said, SAID_F);

static wr_rc nights_of(const released_view *v, released_ask q, arena *a, counts_said *c)
{
    released_answer out;
    if (released_column(v, "stint_in", a) < 0 || released_column(v, "stint_out", a) < 0) return WR_OK;
    q.unit = RELEASED_NIGHTS;
    TRY(released_ask_run(v, &q, a, &out));
    c->nights = out.count;
    c->provisional = out.provisional;
    return WR_OK;
}

static bool has_rule(const released_view *v)
{
    return str_eq(v->kind, "arrests") || str_eq(v->kind, "encounters") || str_eq(v->kind, "detainers") || str_eq(v->kind, "detentions");
}

static void keep_rows(void *with, size_t n, const uint32_t *const *codes, const int64_t *row)
{
    uint8_t *kept = with;
    (void)codes;
    for (size_t i = 0; i < n; i++) kept[row[i]] = 1;
}

static wr_rc twice_of(const released_view *v, const released_ask *q, bool all, arena *a, released_twice *ret)
{
    released_twice_of of = released_twice_columns(v, a);
    uint8_t *kept = all ? NULL : arena_array(released_room(a), uint8_t, (size_t)store_rows(v->s) + 1);
    if (kept) TRY(released_ask_rows(v, q, a, (const size_t[]){ 0 }, 1, keep_rows, kept));
    return released_twice_find(v->s, &of, kept, a, ret);
}

/* Of the rows that the conditions keep. */
static wr_rc counted(const released_view *v, const released_in *in, const char *table, arena *a, counts_said *ret, released_twice *ret_twice)
{
    released_in plain = *in;
    released_ask q;
    released_answer out;
    int64_t rows;
    plain.by = plain.by2 = plain.sum = NULL;
    plain.unit = RELEASED_ROWS;
    TRY(released_ask_of(v, &plain, a, &q));
    TRY(released_ask_keep(v, &q, a, &q.kept));
    TRY(released_ask_run(v, &q, a, &out));
    *ret_twice = (released_twice){ .rule = "" };
    *ret = (counts_said){ .table = table, .rows_of_table = out.all, .rows = out.kept };
    if (has_rule(v)) {
        TRY(twice_of(v, &q, out.kept == out.all, a, ret_twice));
        ret->undecided = ret_twice->undecided;
        ret->likely = ret_twice->likely;
        ret->without = ret_twice->without;
        ret->stays = ret_twice->stays;
    }
    if (released_column(v, "person", a) >= 0) {
        released_ask people = q;
        people.unit = RELEASED_PEOPLE;
        TRY(released_ask_run(v, &people, a, &out));
        ret->people = out.count;
    }
    TRY(released_ask_repeats(v, &q, a, &rows, &ret->equal));
    return nights_of(v, q, a, ret);
}

wr_rc released_show_counts(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    released_desk d;
    counts_said c;
    released_twice t;
    TRY(released_desk_open(ro, who, in, a, &d));
    d.in.by = d.in.by2 = d.in.sum = NULL;
    d.in.unit = RELEASED_ROWS;
    d.in.age = NULL;
    d.in.twice = false;
    TRY(counted(&d.v, &d.in, d.in.table, a, &c, &t));
    TRY(page_put(doc, &RELEASED_COUNTS_SAID, &c));
    TRY(page_text(doc, "what", i18n(who->lang, NULL, released_rows_called(&d.v, RELEASED_ROWS, 2))));
    TRY(page_text(doc, "rule", i18n(who->lang, NULL, *t.rule ? t.rule : "")));
    TRY(page_flag(doc, "has_rule", *t.rule));
    TRY(page_flag(doc, "has_key", released_column(&d.v, "person", a) >= 0));
    TRY(page_flag(doc, "is_arrests", str_eq(d.v.kind, "arrests")));
    TRY(page_flag(doc, "has_stays", c.stays > 0));
    TRY(page_flag(doc, "has_nights", released_column(&d.v, "stint_in", a) >= 0 && released_column(&d.v, "stint_out", a) >= 0));
    TRY(page_text(doc, "rows_url", released_address(&d.in, "/released/desk/rows", a)));
    TRY(page_text(doc, "desk_url", released_address(&d.in, "/released/desk", a)));
    TRY(page_text(doc, "whole_url", c.rows < c.rows_of_table ? released_address(&(released_in){ .table = d.in.table }, "/released/desk/counts", a) : ""));
    d.in.twice = true;
    TRY(page_text(doc, "likely_url", released_address(&d.in, "/released/desk/rows", a)));
    const char *what = i18n(who->lang, NULL, released_rows_called(&d.v, RELEASED_ROWS, c.rows < c.rows_of_table ? c.rows_of_table : c.rows)), *rows = i18n_fill(a, i18n(who->lang, NULL, c.rows < c.rows_of_table ? N_("{n} of {all} {what}") : N_("{n} {what}")),
        (const char *const[]){ "n", i18n_int(a, who->lang, c.rows), "all", i18n_int(a, who->lang, c.rows_of_table), "what", what, NULL });
    if (!*t.rule || released_column(&d.v, "person", a) < 0) return page_text(doc, "title", rows);
    return page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("{rows}, of which {likely} are likely there twice")), (const char *const[]){ "rows", rows, "likely", i18n_int(a, who->lang, c.likely), NULL }));
}

wr_rc released_say_twice(const released_view *v, const released_in *in, arena *a, json_t **ret)
{
    counts_said c;
    released_twice t;
    TRY(counted(v, in, arena_fmt(a, "%lld-%lld", (long long)v->file.number, (long long)v->table.n), a, &c, &t));
    *ret = json_object();
    TRY(page_put(*ret, &RELEASED_COUNTS_SAID, &c));
    TRY(page_text(*ret, "rule", t.rule));
    return page_flag(*ret, "key", released_column(v, "person", a) >= 0);
}
