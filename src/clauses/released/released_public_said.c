/* released_public_said.c -- a published cube said: the cells that were chosen, as data and as a table with its chart. From the cube alone. */
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "released_public_own.h"

enum { COLUMNS_MAX = 12, SERIES = 4 };
static const field CELL_F[] = { FIELD(public_cell, answer, i, 0, 0, N_("Answer")), FIELD(public_cell, place, t, 0, 120, N_("Place")), FIELD(public_cell, time, t, 0, 30, N_("Time")),
    FIELD(public_cell, part, t, F_NULL, 120, N_("Part")), FIELD(public_cell, part2, t, F_NULL, 120, N_("and part")), FIELD(public_cell, count, t, 0, 30, N_("Count")) };
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
    return ret->from > ret->to || ret->to < 0 || ret->from >= (int)t->n ? no_such(a, "from") : WR_OK;
}

static public_cell cell_of(int64_t number, const released_cube *c, int p, const char *time, int x, int y, int64_t count, arena *a)
{
    return (public_cell){ number, c->axis[CUBE_PLACE].code[p].name, time, x == CUBE_ALL ? "" : c->axis[CUBE_PART].code[x].name, y == CUBE_ALL ? "" : c->axis[CUBE_PART2].code[y].name,
        released_public_count(c, p, count, NULL, a) };
}

/* Each chosen place: every time, then the sum of the times. Parts: each, then the sum. */
wr_rc released_public_cells(int64_t number, const released_cube *c, const public_pick *k, arena *a, public_cell **ret, size_t *ret_n)
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
                    (*ret)[n++] = cell_of(number, c, p, ax[CUBE_TIME].code[t].code, part, part2, released_cube_at(c, (int[]){ p, t, part, part2 }), a);
                if (k->from < k->to)
                    (*ret)[n++] = cell_of(number, c, p, arena_fmt(a, "%s/%s", day_text(a, ax[CUBE_TIME].code[k->from].from), day_text(a, ax[CUBE_TIME].code[k->to].to)), part, part2,
                        released_cube_range(c, p, k->from, k->to, part, part2), a);
            }
    *ret_n = n;
    return WR_OK;
}

/* ---- as a table: a column for each place, or for each part of each place ---- */
typedef struct column { int place, part; const char *name; } column;

static size_t columns_of(const released_cube *c, const public_pick *k, const char *lang, arena *a, column ret[COLUMNS_MAX])
{
    const cube_axis *ax = c->axis;
    size_t n = 0;
    for (int p = 0; p < (int)ax[CUBE_PLACE].n; p++)
        for (int x = -1; x < (int)ax[CUBE_PART].n && n < COLUMNS_MAX; x++) {
            const char *place = released_public_name(&ax[CUBE_PLACE].code[p], "", lang, a);
            if ((k->place != CUBE_ALL && k->place != p) || (k->part != CUBE_ALL && k->part != x)) continue;
            ret[n++] = (column){ p, x, x < 0 ? place : arena_fmt(a, "%s, %s", place, i18n(lang, NULL, ax[CUBE_PART].code[x].name)) };
        }
    return n;
}

static wr_rc put_cells(json_t *row, const released_cube *c, const column *col, size_t n, int from, int to, const char *lang, arena *a)
{
    json_t *cells = json_array();
    wr_rc rc = WR_OK;
    for (size_t i = 0; i < n && rc == WR_OK; i++) {
        json_t *o = json_object();
        int64_t v = from == to ? released_cube_at(c, (int[]){ col[i].place, from, col[i].part, CUBE_ALL }) : released_cube_range(c, col[i].place, from, to, col[i].part, CUBE_ALL);
        (void)json_array_append_new(cells, o);
        rc = page_text(o, "said", released_public_count(c, col[i].place, v, lang, a));
        if (rc == WR_OK) rc = page_flag(o, "is_hidden", v == CUBE_HIDDEN);
        if (rc == WR_OK) rc = page_text(o, "column", col[i].name);
        if (rc == WR_OK && i < SERIES && from == to) {
            const char *value = arena_fmt(a, "v%zu", i), *word = arena_fmt(a, "w%zu", i);
            if (json_object_set_new(row, value, v == CUBE_HIDDEN ? json_null() : json_integer(v)) != 0) rc = WR_E_BUG;
            if (rc == WR_OK) rc = page_text(row, word, v == CUBE_HIDDEN ? released_public_count(c, col[i].place, v, NULL, a) : "");
        }
    }
    return json_object_set_new(row, "cells", cells) == 0 ? rc : WR_E_BUG;
}

static wr_rc put_chart(const released_public *p, const released_cube *c, const column *col, size_t n, const char *title, const char *lang, json_t *doc)
{
    static const char *const V[] = { "v0", "v1", "v2", "v3" }, *const W[] = { "w0", "w1", "w2", "w3" };
    const char *word = c->axis[CUBE_TIME].word;
    char mark[DAY_TEXT];
    page_chart_of chart = { .kind = str_eq(word, "day") ? PAGE_DAYS : PAGE_MONTHS, .rows = "times", .by = "code", .title = title, .says = i18n(lang, NULL, N_("All values are in the table.")), .table = "answer-table",
        .unit = released_cube_title(c->measure) };
    if (str_eq(word, "period") || c->axis[CUBE_TIME].n < 2 || n > SERIES) return page_flag(doc, "has_chart", false);
    for (size_t i = 0; i < n; i++) chart.series[i] = (page_series){ V[i], W[i], col[i].name };
    day_put(p->mark, mark);
    if (!day_none(p->mark)) { chart.mark_day = mark; chart.mark = p->mark_said; }
    TRY(page_flag(doc, "has_chart", true));
    return page_chart(doc, "chart", &chart);
}

wr_rc released_public_table(const released_public *p, const released_cube *c, const public_pick *k, const char *title, const char *lang, arena *a, json_t *doc)
{
    column col[COLUMNS_MAX];
    size_t n = columns_of(c, k, lang, a, col);
    json_t *columns = json_array(), *times = json_array(), *sum = json_object();
    wr_rc rc = WR_OK;
    for (size_t i = 0; i < n; i++) (void)json_array_append_new(columns, json_pack("{s:s}", "column", col[i].name));
    for (int t = k->from; t <= k->to && rc == WR_OK; t++) {
        const cube_code *code = &c->axis[CUBE_TIME].code[t];
        json_t *row = json_object();
        (void)json_array_append_new(times, row);
        rc = page_text(row, "code", code->code);
        if (rc == WR_OK) rc = page_text(row, "time", released_public_name(code, c->axis[CUBE_TIME].word, lang, a));
        if (rc == WR_OK && !day_none(p->mark) && wr_day_cmp(code->from, p->mark) <= 0 && wr_day_cmp(p->mark, code->to) <= 0) {
            rc = page_flag(row, "is_marked", true);
            if (rc == WR_OK) rc = page_text(row, "mark", i18n(lang, NULL, p->mark_said));
        }
        if (rc == WR_OK) rc = put_cells(row, c, col, n, t, t, lang, a);
    }
    if (rc == WR_OK) rc = put_cells(sum, c, col, n, k->from, k->to, lang, a);
    if (json_object_set_new(doc, "columns", columns) + json_object_set_new(doc, "times", times) + json_object_set_new(doc, "sum", sum) != 0 && rc == WR_OK) rc = WR_E_BUG;
    TRY(rc);
    TRY(page_flag(doc, "has_sum", k->from < k->to));
    TRY(page_text(doc, "measured", i18n(lang, NULL, released_cube_title(c->measure))));
    TRY(page_text(doc, "time_title", i18n(lang, NULL, released_cube_title(c->axis[CUBE_TIME].word))));
    return put_chart(p, c, col, n, title, lang, doc);
}

/* ---- the filter: only what the cube has ---- */
static wr_rc options(const cube_axis *x, const char *key, const char *chosen, const char *lang, arena *a, json_t *doc)
{
    json_t *list = json_array();
    for (size_t i = 0; i < x->n; i++)
        (void)json_array_append_new(list, json_pack("{s:s,s:s,s:b}", "code", x->code[i].code, "option", released_public_name(&x->code[i], "", lang, a), "is_chosen", str_eq(str_or_none(chosen), x->code[i].code)));
    return json_object_set_new(doc, key, list) == 0 ? WR_OK : WR_E_BUG;
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
wr_rc released_public_source(const released_public *p, const released_cube *c, const char *lang, arena *a, json_t *doc)
{
    json_t *left = json_array();
    wr_rc rc = WR_OK;
    for (int i = 0; i < CUBE_LEFTS && rc == WR_OK; i++) {
        json_t *o = c->left[i] ? json_object() : NULL;
        if (!o) continue;
        (void)json_array_append_new(left, o);
        rc = page_text(o, "why", i18n(lang, NULL, released_cube_lefts[i]));
        if (rc == WR_OK) rc = page_text(o, "rows", c->left[i] == CUBE_HIDDEN ? i18n(lang, NULL, N_("some")) : i18n_int(a, lang, c->left[i]));
    }
    if (json_object_set_new(doc, "left", left) != 0 && rc == WR_OK) rc = WR_E_BUG;
    TRY(rc);
    TRY(page_flag(doc, "has_left", json_array_size(left) != 0));
    TRY(page_text(doc, "rows_all", i18n_int(a, lang, c->all)));
    TRY(page_text(doc, "sha_short", arena_fmt(a, "%.12s", p->sha256)));
    TRY(page_flag(doc, "is_dated", !day_none(p->extracted)));
    return WR_OK;
}

const char *released_public_finding(const released_public *p, const released_cube *c, const char *lang, arena *a)
{
    const cube_axis *t = &c->axis[CUBE_TIME];
    const char *place = released_public_name(&c->axis[CUBE_PLACE].code[0], "", lang, a);
    int at = (int)t->n - 1;
    bool held = str_eq(c->measure, "present");
    for (size_t i = 0; i < t->n; i++)
        if (!day_none(p->mark) && wr_day_cmp(t->code[i].from, p->mark) <= 0 && wr_day_cmp(p->mark, t->code[i].to) <= 0) at = (int)i;
    int64_t one = released_cube_at(c, (int[]){ 0, 0, CUBE_ALL, CUBE_ALL }), two = released_cube_at(c, (int[]){ 0, at, CUBE_ALL, CUBE_ALL });
    const char *const pairs[] = { "place", place, "one", released_public_count(c, 0, one, lang, a), "first", released_public_name(&t->code[0], t->word, lang, a), "two", released_public_count(c, 0, two, lang, a),
        "day", released_public_name(&t->code[at], t->word, lang, a), NULL };
    if (at == 0) return i18n_fill(a, i18n(lang, NULL, N_("{place}: {one}, {first}")), pairs);
    return i18n_fill(a, i18n(lang, NULL, held ? N_("{place} held {one} people on {first} and {two} on {day}") : N_("{place}: {one} in {first}, {two} in {day}")), pairs);
}
