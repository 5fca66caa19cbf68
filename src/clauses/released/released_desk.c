/* released_desk.c -- one table asked: who, why, when, and what the answer leaves out. The heading is the finding. */
#include "released_desk.h"

#include <string.h>
#include "day.h"
#include "i18n.h"
#include "released_check.h"
#include "released_group.h"

typedef struct desk_said { const char *finding, *table; int64_t rows_of_table, rows, count; } desk_said;
static const field SAID_F[] = { FIELD(desk_said, finding, t, 0, 400, N_("Finding")), FIELD(desk_said, table, t, 0, 40, N_("Table")), FIELD(desk_said, rows_of_table, i, 0, 0, N_("Rows of the table")),
    FIELD(desk_said, rows, i, 0, 0, N_("Rows that fit")), FIELD(desk_said, count, i, 0, 0, N_("Count")) };
const shape RELEASED_DESK_SAID = SHAPE("a table of released records, asked", desk_said, SAID_F);

const char *released_address(const released_in *in, const char *path, arena *a)
{
    strbuf b = sb_new(a, 200);
    sb_str(&b, path);
    for (size_t i = 0; i < IN_RELEASED.n; i++) {
        const field *f = &IN_RELEASED.f[i];
        const char *v = shape_get(f, in, a);
        if (!*v || (f->words && str_eq(v, f->words[0])) || (f->type == 'i' && str_eq(v, "0")) || (f->type == 'b' && str_eq(v, "false"))) continue;
        sb_fmt(&b, "%s%s=%s", strchr(b.p, '?') ? "&" : "?", f->name, str_url(a, v));
    }
    return b.p;
}

/* The days of a group of a date: "2025-07", "2025 Q3", "FY2025", "2025", "2025-07-11". */
static void days_of(const char *by, wr_day first, released_in *in)
{
    wr_day last = first;
    int months = str_eq(by, "month") ? 1 : str_eq(by, "quarter") ? 3 : str_eq(by, "day") ? 0 : 12;
    if (months) {
        int m = first.m - 1 + months;
        last = day_of_number(day_number((wr_day){ (int16_t)(first.y + m / 12), (int8_t)(m % 12 + 1), 1 }) - 1);
    }
    if (day_none(in->from) || wr_day_cmp(in->from, first) < 0) in->from = first;
    if (day_none(in->to) || wr_day_cmp(last, in->to) < 0) in->to = last;
}

static bool of_days(const char *by) { return str_eq(by, "day") || str_eq(by, "month") || str_eq(by, "quarter") || str_eq(by, "year") || str_eq(by, "fiscal_year"); }

const char *released_rows_address(const released_desk *d, const char *by, const released_group *g)
{
    released_in in = d->in;
    const field *f = by ? shape_field(&IN_RELEASED, by) : NULL;
    const char *value = g ? g->label[0] : "";
    in.by = in.by2 = NULL;
    if (!by) return released_address(&in, "/released/desk/rows", d->a);
    if (str_eq(by, "age_band")) in.age = value;
    else if (of_days(by) && g->state[0] == STORE_VALUE) days_of(by, day_of_number(g->order[0]), &in);
    else if (f && f >= shape_field(&IN_RELEASED, RELEASED_FIRST_FILTER)) *(const char **)(void *)((char *)&in + f->off) = released_escaped(d->a, value);
    else {
        const char *column = of_days(by) ? store_name(d->v.s, (size_t)d->date) : by;
        in.where = arena_fmt(d->a, "%s%s%s=%s", str_or_none(in.where), in.where && *in.where ? "; " : "", column, released_escaped(d->a, value));
    }
    return released_address(&in, "/released/desk/rows", d->a);
}

const char *released_label_said(const released_desk *d, const released_group *g)
{
    const char *label = g->label[0];
    if (g->state[0] == STORE_WITHHELD && str_starts(label, "(withheld: "))
        return i18n_fill(d->a, i18n(d->who->lang, NULL, N_("(withheld: {exemptions})")), (const char *const[]){ "exemptions", arena_fmt(d->a, "%.*s", (int)strlen(label) - 12, label + 11), NULL });
    return g->state[0] == STORE_VALUE || g->state[0] == STORE_NULL_WORD ? label : i18n(d->who->lang, NULL, label);
}

static const struct { const char *kind, *one, *many; } CALLED[] = { { "arrests", N_("arrest"), N_("arrests") }, { "encounters", N_("encounter"), N_("encounters") }, { "detainers", N_("detainer"), N_("detainers") },
    { "detentions", N_("stint in custody"), N_("stints in custody") }, { "book-ins", N_("book-in"), N_("book-ins") }, { "removals", N_("removal"), N_("removals") }, { "facilities", N_("facility"), N_("facilities") } };

const char *released_rows_called(const released_view *v, int unit, int64_t n)
{
    if (unit == RELEASED_PEOPLE) return n == 1 ? N_("person") : N_("different people");
    if (unit == RELEASED_NIGHTS) return n == 1 ? N_("night in custody") : N_("nights in custody");
    for (size_t i = 0; i < sizeof CALLED / sizeof *CALLED; i++)
        if (str_eq(CALLED[i].kind, v->kind)) return n == 1 ? CALLED[i].one : CALLED[i].many;
    return n == 1 ? N_("row") : N_("rows");
}

/* Where a row is no case but counts them, the sum is the answer. */
static const char *usual_sum(const released_view *v, const released_in *in, arena *a)
{
    if (in->sum && *in->sum) return in->sum;
    if (str_eq(v->kind, "headcount")) return released_column(v, "present_midnight", a) >= 0 ? "present_midnight" : "present";
    return in->unit == RELEASED_ROWS && released_column(v, "cases", a) >= 0 ? "cases" : in->sum;
}

wr_rc released_desk_open(db_tx *ro, const wr_actor *who, const released_in *in, arena *a, released_desk *ret)
{
    released_desk d = { .who = who, .a = a, .in = *in };
    TRY(released_pick(ro, in, a, &d.v));
    d.in.table = arena_fmt(a, "%lld-%lld", (long long)d.v.file.number, (long long)d.v.table.n);
    d.in.file = d.in.kind = NULL;
    d.date = in->date && *in->date ? released_column(&d.v, in->date, a) : released_date_column(&d.v);
    d.in.sum = usual_sum(&d.v, in, a);
    released_span(d.v.s, d.date, &d.first, &d.last);
    if (!day_none(in->from)) d.first = in->from;
    if (!day_none(in->to)) d.last = in->to;
    *ret = d;
    return WR_OK;
}

/* "2,698 of 32,549 arrests, 1 Oct 2015 to 30 Sep 2016". */
static const char *finding(const released_desk *d, const released_answer *out)
{
    const char *lang = d->who->lang, *what = i18n(lang, NULL, released_rows_called(&d->v, d->in.unit, out->kept < out->all && d->in.unit == RELEASED_ROWS ? out->all : out->count)), *n = i18n_int(d->a, lang, out->count), *said;
    if (out->sum_column >= 0)
        said = i18n_fill(d->a, i18n(lang, NULL, N_("{n} of “{column}” in {rows} rows")), (const char *const[]){ "n", released_number_said(d->a, out->sum), "column", store_name(d->v.s, (size_t)out->sum_column),
            "rows", i18n_int(d->a, lang, out->kept), NULL });
    else if (out->kept < out->all && d->in.unit == RELEASED_ROWS)
        said = i18n_fill(d->a, i18n(lang, NULL, N_("{n} of {all} {what}")), (const char *const[]){ "n", n, "all", i18n_int(d->a, lang, out->all), "what", what, NULL });
    else said = i18n_fill(d->a, i18n(lang, NULL, N_("{n} {what}")), (const char *const[]){ "n", n, "what", what, NULL });
    if (day_none(d->first) || day_none(d->last)) return said;
    return i18n_fill(d->a, i18n(lang, NULL, N_("{said}, {first} to {last}")), (const char *const[]){ "said", said, "first", i18n_day(d->a, lang, d->first), "last", i18n_day(d->a, lang, d->last), NULL });
}

static wr_rc put_source(const released_desk *d, json_t *doc)
{
    const released_file *f = &d->v.file;
    released_in rows = d->in;
    rows.by = rows.by2 = NULL;
    TRY(page_text(doc, "file_name", f->name));
    TRY(page_text(doc, "file_url", arena_fmt(d->a, "/released/files/%lld", (long long)f->number)));
    TRY(page_text(doc, "agency_name", f->agency));
    TRY(page_text(doc, "release_name", f->release));
    TRY(page_text(doc, "sha256", f->sha256));
    TRY(page_text(doc, "sheet_name", d->v.table.name));
    TRY(page_text(doc, "data_day", day_none(f->extracted) ? "" : i18n_day(d->a, d->who->lang, f->extracted)));
    TRY(page_text(doc, "this_url", released_address(&d->in, "/released/desk", d->a)));
    TRY(page_text(doc, "rows_url", released_address(&rows, "/released/desk/rows", d->a)));
    TRY(page_text(doc, "counts_url", released_address(&rows, "/released/desk/counts", d->a)));
    return page_text(doc, "csv_url", released_address(&rows, "/released/desk/rows.csv", d->a));
}

/* Sheets that hold rows of another once more: in an answer over all of them these rows count twice. */
static wr_rc put_again(const released_desk *d, json_t *doc)
{
    json_t *list = released_list(doc, "sheets_again"), *one, *place;
    size_t i, k;
    bool all = !d->in.sheet || !*d->in.sheet;
    json_array_foreach(json_object_get(d->v.report, "findings"), i, one) {
        if (!all || !str_eq(str_or_none(json_string_value(json_object_get(one, "rule"))), released_check_words[CHECK_SHEET_AGAIN])) continue;
        json_array_foreach(json_object_get(one, "places"), k, place) {
            json_t *o = released_item(list);
            TRY(page_text(o, "sheet", json_string_value(json_object_get(place, "place"))));
            TRY(page_text(o, "again", json_string_value(json_object_get(place, "found"))));
            TRY(page_text(o, "of", json_string_value(json_object_get(place, "against"))));
        }
    }
    return page_flag(doc, "has_again", json_array_size(list) > 0);
}

/* One more breakdown, of a column that a person names. */
static wr_rc put_asked(const released_desk *d, json_t *doc)
{
    released_layer one[2] = { { "asked", { d->in.by } }, { NULL, { NULL } } };
    if (!d->in.by || !*d->in.by) {
        (void)released_list(doc, "asked");
        return WR_OK;
    }
    if (str_eq(d->in.by, "age_band") && d->in.sum && *d->in.sum) return released_no_age_sum(d->a);
    return released_desk_layers(d, one, "asked", doc);
}

static wr_rc answer(released_desk *d, json_t *doc)
{
    released_ask q;
    released_answer out;
    released_in plain = d->in;
    plain.by = plain.by2 = NULL;
    TRY(released_ask_of(&d->v, &plain, d->a, &q));
    TRY(released_ask_keep(&d->v, &q, d->a, &d->kept));
    q.kept = d->kept;
    TRY(released_ask_run(&d->v, &q, d->a, &out));
    desk_said said = { finding(d, &out), d->in.table, out.all, out.kept, out.count };
    TRY(page_put(doc, &RELEASED_DESK_SAID, &said));
    TRY(page_text(doc, "title", said.finding));
    TRY(page_text(doc, "date_name", out.date >= 0 ? store_name(d->v.s, (size_t)out.date) : ""));
    TRY(page_text(doc, "provisional", out.provisional ? i18n_int(d->a, d->who->lang, out.provisional) : ""));
    TRY(page_int(doc, "rows_kept", out.kept));
    TRY(released_put_left(&out, d->who->lang, d->a, doc));
    TRY(put_source(d, doc));
    TRY(put_again(d, doc));
    TRY(released_desk_filters(d, doc));
    TRY(released_desk_trend(d, doc));
    TRY(put_asked(d, doc));
    TRY(released_desk_layers(d, released_who, "who", doc));
    TRY(released_desk_record(d, doc));
    return released_desk_layers(d, released_why, "why", doc);
}

wr_rc released_show_desk(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    released_desk d = { .who = who, .a = a, .in = *(const released_in *)in_ };
    bool any, named = (d.in.table && *d.in.table) || (d.in.file && *d.in.file) || (d.in.kind && *d.in.kind);
    if (named) TRY(released_desk_open(ro, who, &d.in, a, &d));
    TRY(released_desk_tables(ro, &d, doc, &any));
    TRY(page_flag(doc, "has_tables", any));
    if (!any) return page_text(doc, "title", i18n(who->lang, NULL, N_("No table to ask yet")));
    if (!named) TRY(released_desk_open(ro, who, &d.in, a, &d));
    d.in.age = NULL;                           /* these two are of rows alone: no figure here, and no link, may have them */
    d.in.twice = false;
    return answer(&d, doc);
}
