/* released_rows.c -- the rows behind a figure, with the sheet and the row of the file that each comes from; and as CSV, such that the import of it
 * gives the same table. For people who may see rows, never for the public. */
#include "csv.h"
#include "released_desk.h"

#include <string.h>
#include "day.h"
#include "http.h"
#include "i18n.h"
#include "released_group.h"
#include "released_twice.h"

enum { ROWS_PAGE = 50, ROWS_PIECE = 1000 };
typedef struct rows_said { const char *table; int64_t rows, first, last; } rows_said;
static const field SAID_F[] = { FIELD(rows_said, table, t, 0, 40, N_("Table")), FIELD(rows_said, rows, i, 0, 0, N_("Rows that fit")), FIELD(rows_said, first, i, 0, 0, N_("First row")), FIELD(rows_said, last, i, 0, 0, N_("Last row")) };
const shape RELEASED_ROWS_SAID = SHAPE("rows of a table of released records", rows_said, SAID_F);

/* ---- rows that the conditions alone do not name: of an age band (two columns at once), or likely there twice ---- */
typedef struct picking { const store_meaning *born, *event; bool is_age; const char *band; const uint8_t *marked; int64_t skip, n, cap; int64_t *row; } picking;

static const char *band_of(const picking *x, uint32_t born, uint32_t event)
{
    const store_meaning *e = x->event ? &x->event[event] : NULL;
    bool dated = e && e->state == STORE_VALUE && e->day != STORE_NO_DAY && !e->odd;
    int year = dated ? day_of_number(e->day).y : 0;
    int64_t order;
    return released_age_of(&x->born[born], x->is_age, dated ? &year : NULL, &order);
}

static void pick_rows(void *with, size_t n, const uint32_t *const *codes, const int64_t *row)
{
    picking *x = with;
    for (size_t i = 0; i < n; i++) {
        if (x->marked && !x->marked[row[i]]) continue;
        if (x->band && !str_eq(band_of(x, codes[0][i], codes[1][i]), x->band)) continue;
        if (x->n >= x->skip && x->n - x->skip < x->cap) x->row[x->n - x->skip] = row[i];
        x->n++;
    }
}

static wr_rc pick_band(const released_desk *d, picking *x, size_t columns[2])
{
    int born = released_column(&d->v, "birth_year", d->a), age = released_column(&d->v, "age", d->a);
    if (born < 0 && age < 0) return released_no_column(d->a, "age", "birth_year");
    if (born >= 0 && d->date < 0) return wr_fail(arena_err(d->a), WR_E_INPUT, "age", N_("An age needs the date of the event. This table has none."));
    x->band = d->in.age;
    x->is_age = born < 0;
    columns[0] = (size_t)(born >= 0 ? born : age);
    columns[1] = (size_t)(born >= 0 ? d->date : age);
    x->born = store_means(d->v.s, columns[0]);
    x->event = born >= 0 ? store_means(d->v.s, columns[1]) : NULL;
    return WR_OK;
}

typedef struct found_rows { int64_t *row; size_t n; int64_t all; } found_rows;

static wr_rc find(const released_desk *d, int64_t skip, size_t cap, found_rows *ret)
{
    released_ask q;
    size_t columns[2] = { 0, 0 };
    bool band = d->in.age && *d->in.age;
    *ret = (found_rows){ .row = arena_array(d->a, int64_t, cap + 1) };
    picking x = { .skip = skip, .cap = (int64_t)cap, .row = ret->row };
    TRY(released_ask_of(&d->v, &d->in, d->a, &q));
    if (!band && !d->in.twice) return released_ask_find(&d->v, &q, skip, cap, d->a, ret->row, &ret->n, &ret->all);
    if (band) TRY(pick_band(d, &x, columns));
    if (d->in.twice) {                         /* marked in the whole table, also where the row that is kept does not fit */
        released_twice_of of = released_twice_columns(&d->v, d->a);
        released_twice t;
        TRY(released_twice_find(d->v.s, &of, NULL, d->a, &t));
        if (!t.likely) return WR_OK;
        x.marked = t.marked;
    }
    TRY(released_ask_rows(&d->v, &q, d->a, columns, 2, pick_rows, &x));
    ret->all = x.n;
    ret->n = (size_t)(x.n <= skip ? 0 : x.n - skip < (int64_t)cap ? x.n - skip : (int64_t)cap);
    return WR_OK;
}

/* ---- the page ---- */
/* The sheet of a row: a table over several sheets says it in a last column, blank for the first. */
static const char *sheet_of(const released_view *v, int64_t row, arena *a)
{
    const json_t *first = json_object_get(json_array_get(json_object_get(v->report, "sheets"), 0), "name");
    size_t last = store_columns(v->s) - 1;
    store_cell x = store_text(v->s, last, store_code(v->s, last, row));
    return x.n ? arena_fmt(a, "%.*s", (int)x.n, x.text) : str_or_none(json_string_value(first));
}

static const char *absent_said(const released_desk *d, const store_meaning *m)
{
    const char *lang = d->who->lang;
    if (m->state == STORE_BLANK) return i18n(lang, NULL, N_("(blank)"));
    if (m->state == STORE_QUARANTINED) return i18n(lang, NULL, N_("(held back)"));
    if (m->state == STORE_ERROR) return i18n(lang, NULL, N_("(error)"));
    if (m->state == STORE_NULL_WORD) return i18n(lang, NULL, N_("null word"));
    return i18n_fill(d->a, i18n(lang, NULL, N_("(withheld: {exemptions})")), (const char *const[]){ "exemptions", released_exemptions_said(d->a, m->exemptions), NULL });
}

/* A serial of a spreadsheet as the day that it shows; a time of day only where there is one. */
static const char *text_of(const released_view *v, size_t column, uint32_t code, arena *a)
{
    store_cell x = store_text(v->s, column, code);
    const store_meaning *m = &store_means(v->s, column)[code];
    bool whole = true;
    for (size_t i = 0; i < x.n; i++) whole = whole && x.text[i] >= '0' && x.text[i] <= '9';
    if (m->state == STORE_VALUE && m->day != STORE_NO_DAY && x.type == TABLE_NUMBER && whole) return day_text(a, day_of_number(m->day));
    return arena_fmt(a, "%.*s", (int)x.n, x.text);
}

static wr_rc put_row(const released_desk *d, int64_t row, json_t *list)
{
    json_t *o = released_item(list), *cells = released_list(o, "cells");
    store_origin from = store_from(d->v.s, row);
    TRY(page_text(o, "sheet", sheet_of(&d->v, row, d->a)));
    TRY(page_int(o, "line", from.line));
    TRY(page_flag(o, "is_hidden", from.hidden));
    for (size_t c = 0; c < d->v.columns; c++) {
        json_t *x = released_item(cells);
        uint32_t code = store_code(d->v.s, c, row);
        const store_meaning *m = &store_means(d->v.s, c)[code];
        bool shown = m->state == STORE_VALUE || m->state == STORE_NULL_WORD || m->state == STORE_ERROR;
        TRY(page_text(x, "text", shown ? text_of(&d->v, c, code, d->a) : ""));
        TRY(page_text(x, "absent", m->state == STORE_VALUE ? "" : absent_said(d, m)));
        TRY(page_flag(x, "odd", m->odd));
    }
    return WR_OK;
}

static wr_rc put_links(const released_desk *d, const found_rows *f, int64_t skip, json_t *doc)
{
    released_in in = d->in, desk = d->in;
    TRY(page_text(doc, "this_url", released_address(&in, "/released/desk/rows", d->a)));
    in.skip = skip + ROWS_PAGE;
    TRY(page_text(doc, "next_url", in.skip < f->all ? released_address(&in, "/released/desk/rows", d->a) : ""));
    in.skip = skip > ROWS_PAGE ? skip - ROWS_PAGE : 0;
    TRY(page_text(doc, "before_url", skip > 0 ? released_address(&in, "/released/desk/rows", d->a) : ""));
    in.skip = desk.skip = 0;
    desk.age = NULL;
    desk.twice = false;
    TRY(page_text(doc, "csv_url", released_address(&in, "/released/desk/rows.csv", d->a)));
    TRY(page_text(doc, "desk_url", released_address(&desk, "/released/desk", d->a)));
    TRY(page_text(doc, "file_url", arena_fmt(d->a, "/released/files/%lld", (long long)d->v.file.number)));
    TRY(page_text(doc, "file_name", d->v.file.name));
    TRY(page_text(doc, "release_name", d->v.file.release));
    TRY(page_text(doc, "taken_day", i18n_day(d->a, d->who->lang, d->v.file.taken)));
    return page_text(doc, "sha256", d->v.file.sha256);
}

wr_rc released_show_rows(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    released_desk d;
    found_rows f;
    int64_t skip;
    json_t *names = released_list(doc, "names"), *list = released_list(doc, "lines");
    TRY(released_desk_open(ro, who, in_, a, &d));
    skip = d.in.skip < 0 ? 0 : d.in.skip;
    TRY(find(&d, skip, ROWS_PAGE, &f));
    rows_said said = { d.in.table, f.all, f.n ? skip + 1 : 0, skip + (int64_t)f.n };
    TRY(page_put(doc, &RELEASED_ROWS_SAID, &said));
    for (size_t c = 0; c < d.v.columns; c++) TRY(page_text(released_item(names), "name", store_name(d.v.s, c)));
    for (size_t i = 0; i < f.n; i++) TRY(put_row(&d, f.row[i], list));
    TRY(put_links(&d, &f, skip, doc));
    return page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("{n} {what}, row by row")), (const char *const[]){ "n", i18n_int(a, who->lang, f.all), "what",
        i18n(who->lang, NULL, released_rows_called(&d.v, RELEASED_ROWS, f.all)), NULL }));
}

/* ---- CSV ---- */
static void csv_head(const released_desk *d, strbuf *b)
{
    for (size_t c = 0; c < d->v.columns; c++) {
        csv_quote(b, store_name(d->v.s, c));
        sb_ch(b, ',');
    }
    sb_str(b, "\"(states)\",\"(from file)\",\"(from sheet)\",\"(from row)\"\r\n");
}

static void csv_row(const released_desk *d, int64_t row, strbuf *b)
{
    strbuf states = sb_new(d->a, 40);
    for (size_t c = 0; c < d->v.columns; c++) {
        uint32_t code = store_code(d->v.s, c, row);
        const store_meaning *m = &store_means(d->v.s, c)[code];
        csv_quote(b, m->state == STORE_QUARANTINED ? RELEASED_HELD_BACK : text_of(&d->v, c, code, d->a));
        sb_ch(b, ',');
        if (m->state != STORE_VALUE && m->state != STORE_BLANK) sb_fmt(&states, "%s%zu %s", states.n ? "; " : "", c + 1, released_cell_states[m->state]);
        if (m->state == STORE_WITHHELD) sb_fmt(&states, " %s", released_exemptions_said(d->a, m->exemptions));
    }
    csv_quote(b, states.p);
    sb_fmt(b, ",\"%s\",", d->v.file.sha256);
    csv_quote(b, sheet_of(&d->v, row, d->a));
    sb_fmt(b, ",\"%lld\"\r\n", (long long)store_from(d->v.s, row).line);
}

wr_rc released_give_rows(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    released_desk d;
    found_rows f;
    int64_t skip = 0;
    strbuf b = sb_new(a, 1 << 19);
    bytes all;
    TRY(released_desk_open(ro, who, in, a, &d));
    if (*out->after && !str_int(out->after, &skip)) return WR_E_BUG;
    if (!*out->after) {
        out->file = arena_fmt(a, "released-%s.csv", d.in.table);
        csv_head(&d, &b);
    }
    TRY(find(&d, skip, ROWS_PIECE, &f));
    for (size_t i = 0; i < f.n; i++) csv_row(&d, f.row[i], &b);
    all = (bytes){ (const uint8_t *)b.p, b.n };
    if (skip + (int64_t)f.n >= f.all) return out_bytes(out, all);
    TRY(out_bytes(out, all));
    return out_more(out, arena_fmt(a, "%lld", (long long)(skip + (int64_t)f.n)));
}
