/* released_desk_parts.c -- what the page of a table is made of: the choice of tables, filters that fit this one, breakdowns by layer, the days. */
#include "released_desk.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "released_group.h"

enum { TABLES_SHOWN = 5000, OVERLAPS = 10, OPTIONS_MOST = 250, TOP = 10, TOP_ASKED = 500, DAYS_MOST = 100, POINTS_MOST = 700 };

/* ---- the choice of tables ---- */
typedef struct chosen_table { int64_t number, n; const char *kind, *name; int64_t rows; wr_day first, last; const char *file, *agency, *release; int64_t replaced; } chosen_table;
static const field TABLES_F[] = { FIELD(chosen_table, number, i, 0, 0, NULL), FIELD(chosen_table, n, i, 0, 0, NULL), FIELD(chosen_table, kind, t, 0, 40, NULL), FIELD(chosen_table, name, t, 0, 300, NULL),
    FIELD(chosen_table, rows, i, 0, 0, NULL), FIELD(chosen_table, first, d, F_NULL, 0, NULL), FIELD(chosen_table, last, d, F_NULL, 0, NULL), FIELD(chosen_table, file, t, 0, 150, NULL),
    FIELD(chosen_table, agency, t, 0, 120, NULL), FIELD(chosen_table, release, t, 0, 120, NULL), FIELD(chosen_table, replaced, i, 0, 0, NULL) };
static const shape CHOSEN_TABLE = SHAPE("a table to choose", chosen_table, TABLES_F);
const db_query RELEASED_DESK_TABLES = { "released_desk_tables", "", &CHOSEN_TABLE, "SELECT f.number, t.n, t.kind, t.name, t.rows, t.first, t.last, f.name, f.agency, f.release,"
    " coalesce((SELECT max(g.number) FROM released_file g WHERE g.replaces = f.number AND g.state = 'read'), 0)"
    " FROM released_table t JOIN released_file f ON f.id = t.file WHERE f.state = 'read' AND t.kind <> 'grid' ORDER BY f.number DESC, t.rows DESC, t.n LIMIT 5001" };

static const char *table_said(const released_desk *d, const chosen_table *t)
{
    const char *lang = d->who->lang;
    strbuf b = sb_new(d->a, 200);
    sb_fmt(&b, "%lld. %s: ", (long long)t->number, *t->release ? t->release : t->file);
    sb_fmt(&b, "%s, %s", i18n_word(d->a, lang, t->kind), i18n_fill(d->a, i18n_n(lang, NULL, N_("{count} row"), "{count} rows", t->rows), (const char *const[]){ "count", i18n_int(d->a, lang, t->rows), NULL }));
    if (!day_none(t->first)) sb_fmt(&b, ", %s", i18n_fill(d->a, i18n(lang, NULL, N_("{first} to {last}")), (const char *const[]){ "first", i18n_day(d->a, lang, t->first), "last", i18n_day(d->a, lang, t->last), NULL }));
    if (*t->name) sb_fmt(&b, " (%s)", t->name);
    return b.p;
}

/* The newer release stands for the days that it covers; of this one the days before them are left. */
static wr_rc put_replaced(const released_desk *d, const chosen_table *mine, const chosen_table *t, size_t n, json_t *doc)
{
    released_in rest = { .table = arena_fmt(d->a, "%lld-%lld", (long long)mine->number, (long long)mine->n) };
    TRY(page_int(doc, "replaced_by", mine->replaced));
    TRY(page_text(doc, "replaced_url", arena_fmt(d->a, "/released/compare?a=%lld&b=%lld", (long long)mine->number, (long long)mine->replaced)));
    for (size_t i = 0; i < n; i++) {
        if (t[i].number != mine->replaced || !str_eq(t[i].kind, mine->kind)) continue;
        TRY(page_text(doc, "newer_url", arena_fmt(d->a, "/released/desk?table=%lld-%lld", (long long)t[i].number, (long long)t[i].n)));
        if (day_none(t[i].first) || day_none(mine->first) || wr_day_cmp(t[i].first, mine->first) <= 0) return WR_OK;
        rest.to = day_of_number(day_number(t[i].first) - 1);
        return page_text(doc, "rest_url", released_address(&rest, "/released/desk", d->a));
    }
    return WR_OK;
}

/* Other releases of the same kind that have some of these days: no answer adds them up. One that replaces the other is said apart. */
static wr_rc put_overlaps(const released_desk *d, const chosen_table *mine, const chosen_table *t, size_t n, json_t *doc)
{
    json_t *list = released_list(doc, "overlaps");
    int64_t last = 0, more = 0;
    for (size_t i = 0; mine && i < n; i++) {
        bool other = t[i].number != mine->number && t[i].number != last && t[i].number != mine->replaced && t[i].replaced != mine->number && str_eq(t[i].kind, mine->kind) && str_eq(t[i].agency, mine->agency);
        if (!other || day_none(t[i].first) || day_none(mine->first) || wr_day_cmp(t[i].first, mine->last) > 0 || wr_day_cmp(mine->first, t[i].last) > 0) continue;
        last = t[i].number;
        more += json_array_size(list) == OVERLAPS;
        if (json_array_size(list) == OVERLAPS) continue;
        json_t *o = released_item(list);
        TRY(page_int(o, "other", t[i].number));
        TRY(page_text(o, "compare_url", arena_fmt(d->a, "/released/compare?a=%lld&b=%lld", (long long)(t[i].number < mine->number ? t[i].number : mine->number), (long long)(t[i].number < mine->number ? mine->number : t[i].number))));
    }
    TRY(page_flag(doc, "has_overlaps", json_array_size(list) > 0));
    return page_int(doc, "overlaps_more", more);
}

wr_rc released_desk_tables(db_tx *ro, released_desk *d, json_t *doc, bool *ret_any)
{
    chosen_table *t;
    const chosen_table *mine = NULL;
    size_t n;
    json_t *list = released_list(doc, "choices");
    TRY(db_all_(ro, &RELEASED_DESK_TABLES, d->a, TABLES_SHOWN, sizeof *t, &t, &n, NULL, 0));
    *ret_any = n > 0;
    if (n && !(d->in.table && *d->in.table)) d->in.table = arena_fmt(d->a, "%lld-%lld", (long long)t[0].number, (long long)t[0].n);
    TRY(page_int(doc, "replaced_by", 0));
    TRY(page_text(doc, "rest_url", ""));
    TRY(page_text(doc, "newer_url", ""));
    for (size_t i = 0; i < n; i++) {
        json_t *o = released_item(list);
        const char *value = arena_fmt(d->a, "%lld-%lld", (long long)t[i].number, (long long)t[i].n);
        bool on = d->in.table && str_eq(value, d->in.table);
        TRY(page_text(o, "value", value));
        TRY(page_text(o, "label", table_said(d, &t[i])));
        TRY(page_flag(o, "on", on));
        if (on) mine = &t[i];
        if (on && t[i].replaced) TRY(put_replaced(d, &t[i], t, n, doc));
    }
    return put_overlaps(d, mine, t, n, doc);
}

/* ---- filters ---- */
static wr_rc put_option(json_t *list, const char *value, const char *label, const char *now, bool *found)
{
    json_t *o = released_item(list);
    bool on = str_eq(value, str_or_none(now));
    *found = *found || on;
    TRY(page_text(o, "value", value));
    TRY(page_text(o, "label", label));
    return page_flag(o, "on", on);
}

typedef struct option { const char *value, *label; } option;
static int by_label(const void *x, const void *y) { return strcmp(((const option *)x)->label, ((const option *)y)->label); }

static wr_rc put_filter(const released_desk *d, const field *f, json_t *list)
{
    const char *now = str_or_none(*(const char *const *)(const void *)((const char *)&d->in + f->off));
    released_groups g;
    json_t *o, *options;
    bool found = false, few;
    int at = released_column(&d->v, f->name, d->a);
    if (at < 0) return WR_OK;
    o = released_item(list);
    options = released_list(o, "options");
    few = store_distinct(d->v.s, (size_t)at) <= RELEASED_GROUPS_MAX && released_groups_of(&d->v, f->name, -1, f->name, d->a, &g) == WR_OK && g.n <= OPTIONS_MOST;
    TRY(page_text(o, "name", f->name));
    TRY(page_text(o, "label", f->label));
    TRY(page_text(o, "value", now));
    TRY(page_flag(o, "is_select", few));
    if (!few) return WR_OK;
    option *all = arena_array(d->a, option, g.n + 1);
    for (uint32_t i = 0; i < g.n; i++)
        all[i] = (option){ released_escaped(d->a, g.label[i]), released_label_said(d, &(released_group){ .label = { g.label[i] }, .state = { g.state[i] } }) };
    qsort(all, g.n, sizeof *all, by_label);
    for (uint32_t i = 0; i < g.n; i++) TRY(put_option(options, all[i].value, all[i].label, now, &found));
    return *now && !found ? put_option(options, now, now, now, &found) : WR_OK;
}

static wr_rc put_columns(const released_desk *d, released_kind kind, released_kind or_kind, const char *now, json_t *list)
{
    bool found = false;
    for (size_t i = 0; i < d->v.columns; i++) {
        const released_idea *k = d->v.ideas[i];
        const char *name = store_name(d->v.s, i);
        if (!k || (k->kind != kind && k->kind != or_kind)) continue;
        TRY(put_option(list, name, arena_fmt(d->a, "%s (%s)", i18n(d->who->lang, NULL, k->label), name), now && released_column(&d->v, now, d->a) == (int)i ? name : now, &found));
    }
    return WR_OK;
}

/* The sheets that a table goes on over. */
static wr_rc put_sheets(const released_desk *d, json_t *doc)
{
    const json_t *parts = json_object_get(d->v.report, "sheets"), *p;
    json_t *list = released_list(doc, "sheets");
    bool found = false;
    size_t i;
    TRY(page_flag(doc, "has_sheets", json_array_size(parts) > 1));
    if (json_array_size(parts) < 2) return WR_OK;
    json_array_foreach(parts, i, p) {
        const char *name = str_or_none(json_string_value(json_object_get(p, "name")));
        TRY(put_option(list, name, name, d->in.sheet, &found));
    }
    return WR_OK;
}

wr_rc released_desk_filters(const released_desk *d, json_t *doc)
{
    json_t *list = released_list(doc, "filters"), *dates = released_list(doc, "dates"), *sums = released_list(doc, "sums"), *units = released_list(doc, "units");
    bool found = false, any = d->in.sheet && *d->in.sheet;
    TRY(put_sheets(d, doc));
    for (const field *f = shape_field(&IN_RELEASED, RELEASED_FIRST_FILTER); f < IN_RELEASED.f + IN_RELEASED.n; f++) {
        const char *v = *(const char *const *)(const void *)((const char *)&d->in + f->off);
        any = any || (v && *v);
        TRY(put_filter(d, f, list));
    }
    TRY(put_columns(d, RELEASED_DATE, RELEASED_DATE, d->date >= 0 ? store_name(d->v.s, (size_t)d->date) : "", dates));
    TRY(put_columns(d, RELEASED_COUNT, RELEASED_MONEY, d->in.sum, sums));
    TRY(put_option(units, "rows", i18n_word(d->a, d->who->lang, "rows"), released_units[d->in.unit], &found));
    if (released_column(&d->v, "person", d->a) >= 0) TRY(put_option(units, "people", i18n_word(d->a, d->who->lang, "people"), released_units[d->in.unit], &found));
    if (released_column(&d->v, "stint_in", d->a) >= 0 && released_column(&d->v, "stint_out", d->a) >= 0)
        TRY(put_option(units, "nights", i18n_word(d->a, d->who->lang, "nights"), released_units[d->in.unit], &found));
    TRY(page_flag(doc, "has_dates", json_array_size(dates) > 0));
    TRY(page_flag(doc, "has_sums", json_array_size(sums) > 0));
    TRY(page_text(doc, "from_day", day_none(d->in.from) ? "" : day_text(d->a, d->in.from)));
    TRY(page_text(doc, "to_day", day_none(d->in.to) ? "" : day_text(d->a, d->in.to)));
    TRY(page_flag(doc, "federal", d->in.years == 1));
    TRY(page_text(doc, "where_text", str_or_none(d->in.where)));
    TRY(page_text(doc, "by_text", str_or_none(d->in.by)));
    TRY(page_flag(doc, "filtered", any || !day_none(d->in.from) || !day_none(d->in.to) || (d->in.where && *d->in.where)));
    return page_text(doc, "whole_url", released_address(&(released_in){ .table = d->in.table }, "/released/desk", d->a));
}

/* ---- breakdowns ---- */
static const char *label_of(const char *by)
{
    const released_idea *k = released_idea_named(by);
    return k ? k->label : str_eq(by, "age_band") ? N_("Age") : by;
}

static bool has_column(const released_desk *d, const char *by)
{
    if (!str_eq(by, "age_band") || released_column(&d->v, by, d->a) >= 0) return released_column(&d->v, by, d->a) >= 0;
    return released_column(&d->v, "age", d->a) >= 0 || (released_column(&d->v, "birth_year", d->a) >= 0 && d->date >= 0);
}

static wr_rc ask_by(const released_desk *d, const char *by, released_ask *q, released_answer *ret)
{
    released_in in = released_in_by(&d->in, by);
    TRY(released_ask_of(&d->v, &in, d->a, q));
    q->kept = d->kept;
    return released_ask_run(&d->v, q, d->a, ret);
}

static int most_first(const void *x, const void *y)
{
    const released_group *a = x, *b = y;
    return a->count != b->count ? (a->count > b->count ? -1 : 1) : 0;
}

static wr_rc put_group(const released_desk *d, const char *by, const released_group *g, int64_t all, json_t *list)
{
    json_t *o = released_item(list);
    TRY(page_text(o, "label", released_label_said(d, g)));
    TRY(page_flag(o, "is_absent", g->state[0] != STORE_VALUE));
    TRY(page_int(o, "count", g->count));
    TRY(page_text(o, "share", released_share(d->a, g->count, all)));
    return page_text(o, "rows_url", released_rows_address(d, by, g));
}

/* "MEXICO: 61.0 %": what the chart shows, before one looks. */
static const char *first_said(const released_desk *d, const released_answer *out)
{
    const released_group *most = NULL;
    for (size_t i = 0; i < out->groups; i++)
        if (!most || out->group[i].count > most->count) most = &out->group[i];
    if (!most) return i18n(d->who->lang, NULL, N_("No row fits"));
    return i18n_fill(d->a, i18n(d->who->lang, NULL, N_("Most often {label}: {share}")), (const char *const[]){ "label", released_label_said(d, most), "share", released_share(d->a, most->count, out->count), NULL });
}

static wr_rc put_breakdown(const released_desk *d, const char *layer, const char *by, json_t *list)
{
    released_ask q;
    released_answer out;
    released_in more = d->in;
    json_t *o, *groups;
    size_t top = str_eq(layer, "asked") ? TOP_ASKED : TOP, shown;
    int at = released_column(&d->v, by, d->a);
    int64_t others = 0;
    const char *label = i18n(d->who->lang, NULL, label_of(by)), *table;
    TRY(ask_by(d, by, &q, &out));
    if (out.group && !str_eq(by, "age_band") && out.groups && !out.group[0].order[0]) qsort(out.group, out.groups, sizeof *out.group, most_first);
    o = released_item(list);
    groups = released_list(o, "groups");
    for (shown = 0; shown < out.groups && shown < top; shown++) TRY(put_group(d, by, &out.group[shown], out.count, groups));
    for (size_t i = shown; i < out.groups; i++) others += out.group[i].count;
    more.by = by;
    table = arena_fmt(d->a, "t-%s-%s", layer, released_normal(d->a, by, strlen(by)));
    TRY(page_text(o, "label", label));
    TRY(page_text(o, "column", at >= 0 && d->v.ideas[at] ? store_name(d->v.s, (size_t)at) : ""));
    TRY(page_text(o, "table_id", table));
    TRY(page_text(o, "unit", i18n(d->who->lang, NULL, released_rows_called(&d->v, q.unit, 2))));
    TRY(page_flag(o, "as_of_extraction", released_as_of_extraction(&d->v, by, d->a)));
    TRY(page_int(o, "others", others));
    TRY(page_int(o, "values_more", (int64_t)(out.groups - shown)));
    TRY(page_int(o, "sum_of_all", out.count));
    TRY(page_flag(o, "differ", q.unit == RELEASED_PEOPLE));
    TRY(page_text(o, "all_url", released_address(&more, "/released/desk", d->a)));
    return page_chart(o, "chart", &(page_chart_of){ .kind = PAGE_BARS, .rows = "groups", .by = "label", .series = { { "count", NULL, NULL } }, .title = first_said(d, &out), .table = table, .unit = released_rows_called(&d->v, q.unit, 2) });
}

static const char *const HEADINGS[][2] = { { "asked", N_("By what you asked for") }, { "who", N_("Who") }, { "encounter", N_("How the person was met") }, { "legal_ground", N_("Legal ground") },
    { "criminal_record", N_("Criminal record") } };

wr_rc released_desk_layers(const released_desk *d, const released_layer *l, const char *key, json_t *doc)
{
    json_t *list = released_list(doc, key);
    for (; l->name; l++) {
        json_t *o = released_item(list), *parts = released_list(o, "parts");
        strbuf absent = sb_new(d->a, 100);
        const char *heading = "";
        for (size_t i = 0; i < sizeof HEADINGS / sizeof *HEADINGS; i++)
            if (str_eq(HEADINGS[i][0], l->name)) heading = i18n(d->who->lang, NULL, HEADINGS[i][1]);
        for (size_t i = 0; i < 8 && l->by[i]; i++) {
            if (has_column(d, l->by[i]) || str_eq(key, "asked")) TRY(put_breakdown(d, l->name, l->by[i], parts));
            else sb_fmt(&absent, "%s%s", absent.n ? ", " : "", i18n(d->who->lang, NULL, label_of(l->by[i])));
        }
        TRY(page_text(o, "heading", heading));
        TRY(page_text(o, "absent", absent.p));
        TRY(page_flag(o, "has_parts", json_array_size(parts) > 0));
    }
    return WR_OK;
}

/* ---- the days ---- */
static wr_rc put_point(const released_desk *d, const char *by, const released_group *g, bool sum, json_t *list)
{
    json_t *o = released_item(list);
    int64_t n = sum ? (g->sum + 500000) / 1000000 : g->count;
    TRY(page_text(o, "at", g->label[0]));
    TRY(page_text(o, "label", released_label_said(d, g)));
    TRY(page_int(o, "count", n < 0 ? 0 : n));
    TRY(page_text(o, "exact", sum ? released_number_said(d->a, g->sum) : ""));
    return page_text(o, "rows_url", g->rows ? released_rows_address(d, by, g) : "");
}

/* Every day or month between the first and the last, also those without a row: a table of rows says that there was none. */
static wr_rc put_points(const released_desk *d, const char *by, const released_answer *out, bool sum, json_t *points, json_t *undated)
{
    int64_t at = 0, step;
    size_t dated = 0, filled = 0;
    bool months = str_eq(by, "month"), gaps;
    while (dated < out->groups && out->group[dated].state[0] == STORE_VALUE) dated++;
    step = months ? 30 : 1;
    gaps = dated && (out->group[dated - 1].order[0] - out->group[0].order[0]) / step < POINTS_MOST;
    for (size_t i = 0; i < dated; i++) {
        while (gaps && i && at < out->group[i].order[0] && filled < POINTS_MOST) {
            wr_day day = day_of_number(at);
            const char *label = months ? arena_fmt(d->a, "%04d-%02d", day.y, day.m) : day_text(d->a, day);
            TRY(put_point(d, by, &(released_group){ .label = { label }, .order = { at } }, sum, points));
            at = months ? day_number((wr_day){ (int16_t)(day.y + day.m / 12), (int8_t)(day.m % 12 + 1), 1 }) : at + 1;
            filled++;
        }
        TRY(put_point(d, by, &out->group[i], sum, points));
        wr_day day = day_of_number(out->group[i].order[0]);
        at = months ? day_number((wr_day){ (int16_t)(day.y + day.m / 12), (int8_t)(day.m % 12 + 1), 1 }) : out->group[i].order[0] + 1;
    }
    for (size_t i = dated; i < out->groups; i++) TRY(put_point(d, by, &out->group[i], sum, undated));
    return WR_OK;
}

wr_rc released_desk_trend(const released_desk *d, json_t *doc)
{
    json_t *points = released_list(doc, "points"), *undated = released_list(doc, "undated"), *years = released_list(doc, "year_rows");
    bool days = !day_none(d->first) && !day_none(d->last) && day_number(d->last) - day_number(d->first) < DAYS_MOST, sum;
    const char *by = days ? "day" : "month", *year = d->in.years == 1 ? "fiscal_year" : "year", *title = days ? N_("By day") : N_("By month");
    released_ask q;
    released_answer out;
    TRY(page_flag(doc, "has_trend", d->date >= 0));
    TRY(page_text(doc, "trend_title", i18n(d->who->lang, NULL, title)));
    if (d->date < 0) return WR_OK;
    TRY(ask_by(d, by, &q, &out));
    sum = out.sum_column >= 0;
    TRY(page_text(doc, "trend_unit", sum ? store_name(d->v.s, (size_t)out.sum_column) : i18n(d->who->lang, NULL, released_rows_called(&d->v, q.unit, 2))));
    TRY(put_points(d, by, &out, sum, points, undated));
    TRY(ask_by(d, year, &q, &out));
    for (size_t i = 0; i < out.groups; i++) TRY(put_point(d, year, &out.group[i], sum, years));
    return page_chart(doc, "trend", &(page_chart_of){ .kind = days ? PAGE_DAYS : PAGE_MONTHS, .rows = "points", .by = "at", .series = { { "count", NULL, NULL } }, .title = i18n(d->who->lang, NULL, title),
        .table = "t-trend", .unit = sum ? NULL : released_rows_called(&d->v, q.unit, 2) });
}

/* ---- the criminal record, said twice ---- */
static bool holds(const char *label, const char *word, arena *a) { return strstr(released_fold(a, label, strlen(label)), word) != NULL; }

released_record released_record_of(const released_answer *out)
{
    released_record r = { 0 };
    arena *a = arena_new("record", 1 << 20);
    for (size_t i = 0; i < out->groups; i++) {
        const released_group *g = &out->group[i];
        bool here = g->state[0] == STORE_VALUE;
        int64_t *to = here && holds(g->label[0], "VIOLATOR", a) ? &r.other : here && holds(g->label[0], "PENDING", a) ? &r.pending : here && holds(g->label[0], "CONVICTED", a) ? &r.convicted : &r.unknown;
        *to += g->count;
    }
    arena_end(&a);
    return r;
}

released_threat released_threat_of(const released_answer *out)
{
    released_threat t = { 0 };
    for (size_t i = 0; i < out->groups; i++) {
        const released_group *g = &out->group[i];
        const char *l = g->label[0];
        if (g->state[0] == STORE_BLANK || g->state[0] == STORE_NULL_WORD) t.none += g->count;
        else if (g->state[0] == STORE_WITHHELD) t.withheld += g->count;
        else if (g->state[0] == STORE_VALUE && l[0] >= '1' && l[0] <= '3' && !l[1]) t.level[l[0] - '1'] += g->count;
        else t.unknown += g->count;
    }
    return t;
}

static wr_rc put_figure(const released_desk *d, json_t *list, const char *text, int64_t n, int64_t all, const char *by, const char *values)
{
    json_t *o = released_item(list);
    released_in in = d->in;
    in.by = in.by2 = NULL;
    in.where = arena_fmt(d->a, "%s%s%s=%s", str_or_none(in.where), in.where && *in.where ? "; " : "", by, values);
    TRY(page_text(o, "text", i18n(d->who->lang, NULL, text)));
    TRY(page_int(o, "count", n));
    TRY(page_text(o, "share", released_share(d->a, n, all)));
    return page_text(o, "rows_url", *values ? released_address(&in, "/released/desk/rows", d->a) : "");
}

/* The labels that one of the figures adds up, as a condition. */
static const char *labels_with(const released_desk *d, const released_answer *out, const char *word, const char *or_word)
{
    strbuf b = sb_new(d->a, 80);
    for (size_t i = 0; i < out->groups; i++)
        if (out->group[i].state[0] == STORE_VALUE && (holds(out->group[i].label[0], word, d->a) || (or_word && holds(out->group[i].label[0], or_word, d->a))))
            sb_fmt(&b, "%s%s", b.n ? "|" : "", released_escaped(d->a, out->group[i].label[0]));
    return b.p;
}

wr_rc released_desk_record(const released_desk *d, json_t *doc)
{
    json_t *list = released_list(doc, "record"), *threats = released_list(doc, "threat");
    const char *by = "criminality", *level = released_column(&d->v, "threat_level", d->a) >= 0 ? "threat_level" : "case_threat_level";
    released_ask q;
    released_answer out;
    if (released_column(&d->v, by, d->a) < 0) by = "case_criminality";
    TRY(page_text(doc, "record_column", ""));
    TRY(page_text(doc, "threat_column", ""));
    if (released_column(&d->v, by, d->a) >= 0) {
        TRY(ask_by(d, by, &q, &out));
        released_record r = released_record_of(&out);
        TRY(page_text(doc, "record_column", store_name(d->v.s, (size_t)released_column(&d->v, by, d->a))));
        TRY(put_figure(d, list, N_("no conviction and no open charge (“other violator”)"), r.other, out.count, by, labels_with(d, &out, "VIOLATOR", NULL)));
        TRY(put_figure(d, list, N_("no conviction, open charges included"), r.other + r.pending, out.count, by, labels_with(d, &out, "VIOLATOR", "PENDING")));
        TRY(put_figure(d, list, N_("with a conviction"), r.convicted, out.count, by, labels_with(d, &out, "CONVICTED", NULL)));
    }
    if (released_column(&d->v, level, d->a) < 0) return WR_OK;
    TRY(ask_by(d, level, &q, &out));
    released_threat t = released_threat_of(&out);
    TRY(page_text(doc, "threat_column", store_name(d->v.s, (size_t)released_column(&d->v, level, d->a))));
    TRY(put_figure(d, threats, N_("no conviction on record: blank, or a word such as NA"), t.none, out.count, level, "(blank)|(null word)"));
    TRY(put_figure(d, threats, N_("a conviction, its level withheld"), t.withheld, out.count, level, "(withheld)"));
    return put_figure(d, threats, N_("level 1, 2 or 3: a conviction"), t.level[0] + t.level[1] + t.level[2], out.count, level, "1|2|3");
}
