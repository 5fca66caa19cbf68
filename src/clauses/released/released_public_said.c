/* released_public_said.c -- a published cube said: the cells that were chosen, as data and as a table with its chart. From the cube alone. */
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "released_public_own.h"

enum { COLUMNS_MAX = 12, SERIES = 4 };
static const field CELL_F[] = { FIELD(public_cell, answer, i, 0, 0, N_("Answer")), FIELD(public_cell, place, t, 0, 120, N_("Place")), FIELD(public_cell, time, t, 0, 30, N_("Time")),
    FIELD(public_cell, part, t, F_NULL, 120, N_("Part")), FIELD(public_cell, part2, t, F_NULL, 120, N_("and part")), FIELD(public_cell, count, t, 0, 30, N_("Count")),
    FIELD(public_cell, file_withdrawn, d, F_NULL, 0, N_("Its file was withdrawn on")) };
const shape PUBLIC_CELL = SHAPE("a count of a published answer", public_cell, CELL_F);

const char *released_public_url(const released_public *p, arena *a) { return arena_fmt(a, "/released/answers/%lld/%lld", (long long)p->number, (long long)p->version); }

const char *released_public_count(const released_cube *c, int place, int64_t count, const char *lang, arena *a)
{
    const char *word = c->small[place] ? N_("under 11") : N_("not shown");
    if (count == CUBE_HIDDEN) return lang ? i18n(lang, NULL, word) : word;
    return lang ? i18n_int(a, lang, count) : arena_fmt(a, "%lld", (long long)count);
}

const char *released_public_name(const cube_code *k, const char *word, const char *lang, arena *a)
{
    if (str_eq(word, "day")) return i18n_day(a, lang, k->from);
    if (str_eq(word, "month")) return i18n_month(a, lang, k->from, true);
    if (str_eq(word, "period"))
        return i18n_fill(a, i18n(lang, NULL, N_("{from} to {to}")), (const char *const[]){ "from", i18n_day(a, lang, k->from), "to", i18n_day(a, lang, k->to), NULL });
    return i18n(lang, NULL, k->name);
}

/* ---- what was chosen ---- */
static wr_rc no_such(arena *a, const char *field_) { return wr_fail(arena_err(a), WR_E_INPUT, field_, N_("This answer has no such choice. Choose from what the page offers.")); }

static wr_rc code_chosen(const cube_axis *x, const char *said, const char *field_, arena *a, int *ret)
{
    *ret = *str_or_none(said) ? released_cube_code(x, said) : CUBE_ALL;
    return *str_or_none(said) && *ret < 0 ? no_such(a, field_) : WR_OK;
}

wr_rc released_public_picked(const released_cube *c, const in_at *in, arena *a, public_pick *ret)
{
    const cube_axis *t = &c->axis[CUBE_TIME];
    *ret = (public_pick){ CUBE_ALL, 0, (int)t->n - 1, CUBE_ALL, CUBE_ALL };
    TRY(code_chosen(&c->axis[CUBE_PLACE], in->place, "place", a, &ret->place));
    TRY(code_chosen(&c->axis[CUBE_PART], in->part, "part", a, &ret->part));
    for (size_t i = 0; i < t->n; i++) {
        if (!day_none(in->from) && wr_day_cmp(t->code[i].from, in->from) < 0) ret->from = (int)i + 1;
        if (!day_none(in->to) && wr_day_cmp(t->code[t->n - 1 - i].to, in->to) > 0) ret->to = (int)(t->n - 2 - i);
    }
    if (ret->to < 0) return no_such(a, "to");
    return ret->from > ret->to || ret->from >= (int)t->n ? no_such(a, "from") : WR_OK;
}

static public_cell cell_of(const released_public *of, const released_cube *c, int p, const char *time, int x, int y, int64_t count, arena *a)
{
    return (public_cell){ of->number, c->axis[CUBE_PLACE].code[p].name, time, x == CUBE_ALL ? "" : c->axis[CUBE_PART].code[x].name, y == CUBE_ALL ? "" : c->axis[CUBE_PART2].code[y].name,
        released_public_count(c, p, count, NULL, a), of->file_withdrawn };
}

/* Each chosen place: every time, then the sum of the times. Parts: each, then the sum. */
wr_rc released_public_cells(const released_public *of, const released_cube *c, const public_pick *k, arena *a, public_cell **ret, size_t *ret_n)
{
    const cube_axis *ax = c->axis;
    size_t n = 0;
    *ret = arena_array(a, public_cell, c->n + ax[CUBE_PLACE].n * (ax[CUBE_PART].n + 1) * (ax[CUBE_PART2].n + 1) + 1);
    for (int p = 0; p < (int)ax[CUBE_PLACE].n; p++)
        for (int x = k->part == CUBE_ALL ? 0 : k->part; x <= (int)ax[CUBE_PART].n; x++)
            for (int y = 0; y <= (int)ax[CUBE_PART2].n; y++) {
                int part = x == (int)ax[CUBE_PART].n ? CUBE_ALL : x, part2 = y == (int)ax[CUBE_PART2].n ? CUBE_ALL : y;
                if ((k->place != CUBE_ALL && k->place != p) || (k->part != CUBE_ALL && part != k->part)) continue;
                for (int t = k->from; t <= k->to; t++)
                    (*ret)[n++] = cell_of(of, c, p, ax[CUBE_TIME].code[t].code, part, part2, released_cube_at(c, (int[]){ p, t, part, part2 }), a);
                if (k->from < k->to)
                    (*ret)[n++] = cell_of(of, c, p, arena_fmt(a, "%s/%s", day_text(a, ax[CUBE_TIME].code[k->from].from), day_text(a, ax[CUBE_TIME].code[k->to].to)), part, part2,
                        released_cube_range(c, p, k->from, k->to, part, part2), a);
            }
    *ret_n = n;
    return WR_OK;
}

/* ---- as a table: a row for each time and a column for each place; of a single time a row for each place. Parts are columns ---- */
typedef struct column { int place, part, part2; const char *name; } column;
typedef struct said_cell { const char *column, *said; bool is_hidden; } said_cell;
static const field SAID_F[] = { FIELD(said_cell, column, t, 0, 0, NULL), FIELD(said_cell, said, t, 0, 0, NULL), FIELD(said_cell, is_hidden, b, 0, 0, NULL) };
static const shape SAID_CELL = SHAPE("a cell of a published table", said_cell, SAID_F);
typedef struct said_row { const char *code, *row, *mark; bool is_marked; int64_t v0, v1, v2, v3; const char *w0, *w1, *w2, *w3; } said_row;
static const field ROW_F[] = { FIELD(said_row, code, t, 0, 0, NULL), FIELD(said_row, row, t, 0, 0, NULL), FIELD(said_row, mark, t, 0, 0, NULL), FIELD(said_row, is_marked, b, 0, 0, NULL), FIELD(said_row, v0, i, 0, 0, NULL),
    FIELD(said_row, v1, i, 0, 0, NULL), FIELD(said_row, v2, i, 0, 0, NULL), FIELD(said_row, v3, i, 0, 0, NULL), FIELD(said_row, w0, t, 0, 0, NULL), FIELD(said_row, w1, t, 0, 0, NULL),
    FIELD(said_row, w2, t, 0, 0, NULL), FIELD(said_row, w3, t, 0, 0, NULL) };
static const shape SAID_ROW = SHAPE("a row of a published table", said_row, ROW_F);
typedef struct telling { const released_public *p; const released_cube *c; const public_pick *k; const char *lang; arena *a; column col[COLUMNS_MAX]; size_t n; bool cut; } telling;

/* A part that is zero everywhere says nothing. */
static bool empty_part(const released_cube *c, int part, int part2)
{
    for (int p = 0; p < (int)c->axis[CUBE_PLACE].n; p++)
        if (released_cube_at(c, (int[]){ p, CUBE_ALL, part, part2 })) return false;
    return true;
}

static void add_column(telling *t, int place, int part, int part2, const char *of)
{
    const cube_axis *ax = t->c->axis;
    const char *name = part2 >= 0 ? ax[CUBE_PART2].code[part2].name : part >= 0 ? ax[CUBE_PART].code[part].name : N_("all");
    bool sum = part < 0 && part2 < 0;
    if (!sum && empty_part(t->c, part, part2)) return;
    if (t->n == COLUMNS_MAX) { t->cut = true; return; }
    t->col[t->n++] = (column){ place, part, part2, sum && *of ? of : *of ? arena_fmt(t->a, "%s, %s", of, i18n(t->lang, NULL, name)) : i18n(t->lang, NULL, name) };
}

static void columns_of(telling *t, bool one_time)
{
    const cube_axis *ax = t->c->axis;
    for (int p = 0; p < (one_time ? 1 : (int)ax[CUBE_PLACE].n); p++) {
        const char *of = one_time ? "" : released_public_name(&ax[CUBE_PLACE].code[p], "", t->lang, t->a);
        int place = one_time ? CUBE_ALL : p;
        if (!one_time && t->k->place != CUBE_ALL && t->k->place != p) continue;
        for (int x = t->k->part; x == t->k->part || (t->k->part == CUBE_ALL && x < (int)ax[CUBE_PART].n); x++) add_column(t, place, x, CUBE_ALL, of);
        for (int y = 0; t->k->part != CUBE_ALL && y < (int)ax[CUBE_PART2].n; y++) add_column(t, place, t->k->part, y, of);      /* a part that is chosen, by the second one */
    }
}

static int64_t value_of(const telling *t, const column *col, int place, int from, int to)
{
    return from == to ? released_cube_at(t->c, (int[]){ place, from, col->part, col->part2 }) : released_cube_range(t->c, place, from, to, col->part, col->part2);
}

/* One row: of the time or times from..to, at `place` or at the place of each column. */
static wr_rc put_cells(const telling *t, json_t *row, int place, int from, int to)
{
    said_cell *cells = arena_array(t->a, said_cell, t->n + 1);
    for (size_t i = 0; i < t->n; i++) {
        int p = place == CUBE_ALL ? t->col[i].place : place;
        int64_t v = value_of(t, &t->col[i], p, from, to);
        cells[i] = (said_cell){ t->col[i].name, released_public_count(t->c, p, v, t->lang, t->a), v == CUBE_HIDDEN };
    }
    return page_rows(row, "cells", &SAID_CELL, cells, t->n);
}

/* Days and months of one year: the year stands in the heading of the column. */
static bool one_year(const cube_axis *x) { return str_eq(x->word, "day") && x->code[0].from.y == x->code[x->n - 1].to.y; }

static said_row row_of_time(const telling *t, int at)
{
    const cube_code *code = &t->c->axis[CUBE_TIME].code[at];
    bool marked = !day_none(t->p->mark) && wr_day_cmp(code->from, t->p->mark) <= 0 && wr_day_cmp(t->p->mark, code->to) <= 0;
    int64_t v[SERIES] = { 0 };
    const char *w[SERIES] = { "", "", "", "" };
    for (size_t i = 0; i < t->n && i < SERIES; i++) {
        v[i] = value_of(t, &t->col[i], t->col[i].place, at, at);
        if (v[i] != CUBE_HIDDEN) continue;
        v[i] = 0;
        w[i] = released_public_count(t->c, t->col[i].place, CUBE_HIDDEN, NULL, t->a);
    }
    const char *said = one_year(&t->c->axis[CUBE_TIME]) ? i18n_day_short(t->a, t->lang, code->from) : released_public_name(code, t->c->axis[CUBE_TIME].word, t->lang, t->a);
    return (said_row){ code->code, said, marked ? i18n(t->lang, NULL, t->p->mark_said) : "", marked, v[0], v[1], v[2], v[3], w[0], w[1], w[2], w[3] };
}

static wr_rc rows_of_times(const telling *t, json_t *doc)
{
    size_t n = (size_t)(t->k->to - t->k->from) + 1;
    said_row *rows = arena_array(t->a, said_row, n), sum = { .code = "", .row = "", .mark = "", .w0 = "", .w1 = "", .w2 = "", .w3 = "" };
    for (size_t i = 0; i < n; i++) rows[i] = row_of_time(t, t->k->from + (int)i);
    TRY(page_rows(doc, "times", &SAID_ROW, rows, n));
    for (size_t i = 0; i < n; i++) TRY(put_cells(t, page_row(doc, "times", i), CUBE_ALL, t->k->from + (int)i, t->k->from + (int)i));
    TRY(page_rows(doc, "sums", &SAID_ROW, &sum, 1));
    return put_cells(t, page_row(doc, "sums", 0), CUBE_ALL, t->k->from, t->k->to);
}

static wr_rc rows_of_places(const telling *t, json_t *doc)
{
    const cube_axis *ax = &t->c->axis[CUBE_PLACE];
    said_row *rows = arena_array(t->a, said_row, ax->n + 1);
    int place[CUBE_PLACES + 1];
    size_t n = 0;
    for (int p = 0; p < (int)ax->n; p++) {
        if (t->k->place != CUBE_ALL && t->k->place != p) continue;
        place[n] = p;
        rows[n++] = (said_row){ .code = ax->code[p].code, .row = released_public_name(&ax->code[p], "", t->lang, t->a), .mark = "", .w0 = "", .w1 = "", .w2 = "", .w3 = "" };
    }
    TRY(page_rows(doc, "times", &SAID_ROW, rows, n));
    for (size_t i = 0; i < n; i++) TRY(put_cells(t, page_row(doc, "times", i), place[i], t->k->from, t->k->to));
    return WR_OK;
}

static wr_rc put_chart(const telling *t, const char *title, json_t *doc)
{
    static const char *const V[] = { "v0", "v1", "v2", "v3" }, *const W[] = { "w0", "w1", "w2", "w3" };
    const char *word = t->c->axis[CUBE_TIME].word;
    char mark[DAY_TEXT];
    page_chart_of chart = { .kind = str_eq(word, "day") ? PAGE_DAYS : PAGE_MONTHS, .rows = "times", .by = "code", .title = title, .says = i18n(t->lang, NULL, N_("All values are in the table.")), .table = "answer-table" };
    for (size_t i = 0; i < t->n; i++) chart.series[i] = (page_series){ V[i], W[i], t->col[i].name };
    day_put(t->p->mark, mark);
    if (!day_none(t->p->mark)) { chart.mark_day = mark; chart.mark = t->p->mark_said; }
    return page_chart(doc, "chart", &chart);
}

wr_rc released_public_table(const released_public *p, const released_cube *c, const public_pick *k, const char *title, const char *lang, arena *a, json_t *doc)
{
    telling t = { .p = p, .c = c, .k = k, .lang = lang, .a = a };
    bool one_time = k->from == k->to, chart;
    said_cell columns[COLUMNS_MAX];
    columns_of(&t, one_time);
    chart = !one_time && t.n <= SERIES && !str_eq(c->axis[CUBE_TIME].word, "period");
    for (size_t i = 0; i < t.n; i++) columns[i] = (said_cell){ t.col[i].name, "", false };
    TRY(page_rows(doc, "columns", &SAID_CELL, columns, t.n));
    TRY(page_flag(doc, "is_cut", t.cut));
    TRY(page_int(doc, "columns_most", COLUMNS_MAX));
    TRY(page_rows(doc, "sums", &SAID_ROW, NULL, 0));
    TRY(one_time ? rows_of_places(&t, doc) : rows_of_times(&t, doc));
    TRY(page_text(doc, "table_time", one_time ? released_public_name(&c->axis[CUBE_TIME].code[k->from], c->axis[CUBE_TIME].word, lang, a) : ""));
    TRY(page_text(doc, "sum_title", i18n(lang, NULL, str_eq(c->measure, "present") ? N_("All days added: days, not people") : N_("All of them added"))));
    TRY(page_text(doc, "measured", released_public_counted(c, lang)));
    const char *rows = i18n(lang, NULL, released_cube_title(one_time ? c->axis[CUBE_PLACE].word : c->axis[CUBE_TIME].word));
    TRY(page_text(doc, "row_title", !one_time && one_year(&c->axis[CUBE_TIME]) ? arena_fmt(a, "%s, %d", rows, c->axis[CUBE_TIME].code[0].from.y) : rows));
    TRY(page_flag(doc, "has_chart", chart));
    return chart ? put_chart(&t, title, doc) : WR_OK;
}

/* ---- the filter: only what the cube has ---- */
typedef struct said_option { const char *code, *option; bool is_chosen; } said_option;
static const field OPTION_F[] = { FIELD(said_option, code, t, 0, 0, NULL), FIELD(said_option, option, t, 0, 0, NULL), FIELD(said_option, is_chosen, b, 0, 0, NULL) };
static const shape SAID_OPTION = SHAPE("a choice of a filter", said_option, OPTION_F);

static wr_rc options(const cube_axis *x, const char *key, const char *chosen, const char *lang, arena *a, json_t *doc)
{
    said_option *o = arena_array(a, said_option, x->n + 1);
    for (size_t i = 0; i < x->n; i++) o[i] = (said_option){ x->code[i].code, released_public_name(&x->code[i], "", lang, a), str_eq(str_or_none(chosen), x->code[i].code) };
    return page_rows(doc, key, &SAID_OPTION, o, x->n);
}

wr_rc released_public_form(const char *action_url, const released_cube *c, const in_at *in, const char *lang, arena *a, json_t *doc)
{
    const cube_axis *t = &c->axis[CUBE_TIME];
    const char *query = "";
    if (*str_or_none(in->place)) query = arena_fmt(a, "place=%s&", str_url(a, in->place));
    if (*str_or_none(in->part)) query = arena_fmt(a, "%spart=%s&", query, str_url(a, in->part));
    if (!day_none(in->from)) query = arena_fmt(a, "%sfrom=%s&", query, day_text(a, in->from));
    if (!day_none(in->to)) query = arena_fmt(a, "%sto=%s&", query, day_text(a, in->to));
    TRY(page_text(doc, "action_url", action_url));
    TRY(page_text(doc, "csv_url", arena_fmt(a, "%s.csv%s%.*s", action_url, *query ? "?" : "", (int)(strlen(query) - (*query ? 1 : 0)), query)));
    TRY(page_text(doc, "svg_url", arena_fmt(a, "%s.svg", action_url)));
    TRY(page_flag(doc, "has_places", c->axis[CUBE_PLACE].n > 1));
    TRY(page_flag(doc, "has_parts", c->axis[CUBE_PART].n > 1));
    TRY(page_flag(doc, "has_times", t->n > 1));
    TRY(page_text(doc, "from_day", day_text(a, day_none(in->from) ? t->code[0].from : in->from)));
    TRY(page_text(doc, "to_day", day_text(a, day_none(in->to) ? t->code[t->n - 1].to : in->to)));
    TRY(page_text(doc, "part_title", i18n(lang, NULL, released_cube_title(c->axis[CUBE_PART].word))));
    TRY(options(&c->axis[CUBE_PLACE], "places", in->place, lang, a, doc));
    return options(&c->axis[CUBE_PART], "parts", in->part, lang, a, doc);
}

/* ---- where it comes from, and the heading ---- */
typedef struct said_left { const char *why, *rows; } said_left;
static const field LEFT_F[] = { FIELD(said_left, why, t, 0, 0, NULL), FIELD(said_left, rows, t, 0, 0, NULL) };
static const shape SAID_LEFT = SHAPE("rows that are not counted", said_left, LEFT_F);

wr_rc released_public_source(const released_public *p, const released_cube *c, const char *lang, arena *a, json_t *doc)
{
    said_left left[CUBE_LEFTS];
    size_t n = 0;
    for (int i = 0; i < CUBE_LEFTS; i++)
        if (c->left[i]) left[n++] = (said_left){ i18n(lang, NULL, released_cube_lefts[i]), c->left[i] == CUBE_HIDDEN ? i18n(lang, NULL, N_("some")) : i18n_int(a, lang, c->left[i]) };
    TRY(page_rows(doc, "left", &SAID_LEFT, left, n));
    TRY(page_flag(doc, "has_left", n != 0));
    TRY(page_flag(doc, "has_sheet", *p->sheet != 0));
    TRY(page_flag(doc, "is_public", p->state != PUBLIC_WAITING));
    return page_text(doc, "rows_all", c->all == CUBE_HIDDEN ? "" : i18n_int(a, lang, c->all));
}

/* People who are present are people on one day alone: of longer times, every day of each of them is counted. */
const char *released_public_counted(const released_cube *c, const char *lang)
{
    bool days = str_eq(c->measure, "present") && !str_eq(c->axis[CUBE_TIME].word, "day");
    return i18n(lang, NULL, days ? N_("Days that people were held, part of a day too") : released_cube_title(c->measure));
}

const char *released_public_finding(const released_public *p, const released_cube *c, const char *lang, arena *a)
{
    const cube_axis *t = &c->axis[CUBE_TIME];
    const char *place = released_public_name(&c->axis[CUBE_PLACE].code[0], "", lang, a);
    int at = (int)t->n - 1;
    bool held = str_eq(c->measure, "present") && str_eq(t->word, "day");
    for (size_t i = 0; i < t->n; i++)
        if (!day_none(p->mark) && wr_day_cmp(t->code[i].from, p->mark) <= 0 && wr_day_cmp(p->mark, t->code[i].to) <= 0) at = (int)i;
    int64_t one = released_cube_at(c, (int[]){ 0, 0, CUBE_ALL, CUBE_ALL }), two = released_cube_at(c, (int[]){ 0, at, CUBE_ALL, CUBE_ALL });
    const char *const pairs[] = { "place", place, "one", released_public_count(c, 0, one, lang, a), "first", one_year(t) ? i18n_day_short(a, lang, t->code[0].from) : released_public_name(&t->code[0], t->word, lang, a), "two", released_public_count(c, 0, two, lang, a),
        "day", released_public_name(&t->code[at], t->word, lang, a), NULL };
    if (at == 0) return i18n_fill(a, i18n(lang, NULL, N_("{place}: {one}, {day}")), pairs);
    held = held && one != CUBE_HIDDEN && two != CUBE_HIDDEN;
    return i18n_fill(a, i18n(lang, NULL, held ? N_("{place} held {one} people on {first} and {two} on {day}") : N_("{place}: {one}, {first}; {two}, {day}")), pairs);
}
