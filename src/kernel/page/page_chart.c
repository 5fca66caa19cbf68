/* page_chart.c -- a chart in a document: what is to be drawn is kept there, and drawn from the same rows as the table beside it. */
#include <string.h>

#include "chart.h"
#include "day.h"
#include "i18n.h"
#include "mustache.h"
#include "str.h"

static const char *const TEXTS[] = { "rows", "by", "title", "says", "table", "unit", "mark_day", "mark" };

wr_rc page_chart(json_t *doc, const char *key, const page_chart_of *c)
{
    const char *const texts[] = { c->rows, c->by, c->title, c->says, c->table, c->unit, c->mark_day, c->mark };
    json_t *one = json_object(), *series = json_array();
    int bad = 0;
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) bad |= json_object_set_new(one, TEXTS[i], json_string(str_or_none(texts[i])));
    bad |= json_object_set_new(one, "kind", json_integer(c->kind));
    bad |= json_object_set_new(one, "by_word", json_boolean(c->by_word));
    bad |= json_object_set_new(one, "money", json_boolean(c->money));
    for (size_t i = 0; i < sizeof c->series / sizeof *c->series && c->series[i].value; i++)
        bad |= json_array_append_new(series, json_pack("{s:s,s:s,s:s}", "value", c->series[i].value, "word", str_or_none(c->series[i].word), "label", str_or_none(c->series[i].label)));
    bad |= json_object_set_new(one, "series", series);
    return bad | json_object_set_new(doc, key, one) ? WR_E_BUG : WR_OK;
}

static const char *text_of(const json_t *o, const char *key) { return str_or_none(json_string_value(json_object_get(o, key))); }

static wr_rc no_key(arena *a, const char *key)
{
    return wr_fail(arena_err(a), WR_E_BUG, NULL, N_("A chart names {key}, which its rows do not have as it needs it."), "key", key);
}

/* "2025-07-11", or "2025-07" of months. */
static bool time_of(page_chart_kind kind, const char *text, arena *a, int64_t *ret)
{
    wr_day d;
    if (!day_parse(strlen(text) == 7 && kind == PAGE_MONTHS ? arena_fmt(a, "%s-01", text) : text, &d)) return false;
    *ret = kind == PAGE_MONTHS ? (int64_t)d.y * 12 + d.m - 1 : day_number(d);
    return true;
}

static wr_rc cell_of(const json_t *row, const json_t *series, const char *lang, arena *a, chart_cell *ret)
{
    const json_t *value = json_object_get(row, text_of(series, "value"));
    const char *key = text_of(series, "word"), *word = text_of(row, key);
    if (!json_is_integer(value) && !json_is_null(value)) return no_key(a, text_of(series, "value"));
    if (*key && !json_object_get(row, key)) return no_key(a, key);
    *ret = (chart_cell){ .n = (int64_t)json_integer_value(value), .word = "", .none = json_is_null(value) };
    if (str_eq(word, "no value")) ret->none = true;
    else if (*word) ret->word = i18n_word(a, lang, word);
    return WR_OK;
}

static wr_rc row_of(const json_t *spec, const json_t *row, const chart *c, arena *a, chart_row *ret)
{
    const json_t *series = json_object_get(spec, "series");
    const char *by = text_of(spec, "by"), *text = text_of(row, by);
    if (!json_object_get(row, by)) return no_key(a, by);
    ret->label = json_is_true(json_object_get(spec, "by_word")) ? i18n_word(a, c->lang, text) : text;
    if (c->kind != PAGE_BARS && !time_of(c->kind, text, a, &ret->at)) return no_key(a, by);
    for (size_t s = 0; s < c->series; s++) TRY(cell_of(row, json_array_get(series, s), c->lang, a, &ret->cell[s]));
    return WR_OK;
}

wr_rc page_chart_html(const json_t *spec, const json_t *rows, const char *lang, arena *a, strbuf *out)
{
    const i18n_lang *l = i18n_language(lang);
    const json_t *series = json_object_get(spec, "series");
    chart c = { .kind = (page_chart_kind)json_integer_value(json_object_get(spec, "kind")), .lang = lang, .rtl = l && l->rtl, .n = json_array_size(rows),
                .title = text_of(spec, "title"), .says = text_of(spec, "says"), .table = text_of(spec, "table"), .unit = i18n_word(a, lang, text_of(spec, "unit")),
                .money = json_is_true(json_object_get(spec, "money")), .series = json_array_size(series), .mark = i18n_word(a, lang, text_of(spec, "mark")) };
    chart_row *at = arena_array(a, chart_row, c.n + 1);
    if (!c.series || c.series > CHART_SERIES) return wr_fail(arena_err(a), WR_E_BUG, NULL, N_("A chart has one to four series."));
    if (!json_is_array(rows)) return no_key(a, text_of(spec, "rows"));
    for (size_t s = 0; s < c.series; s++) c.label[s] = i18n_word(a, lang, text_of(json_array_get(series, s), "label"));
    for (size_t i = 0; i < c.n; i++) TRY(row_of(spec, json_array_get(rows, i), &c, a, &at[i]));
    if (*c.mark && !time_of(c.kind, text_of(spec, "mark_day"), a, &c.mark_at)) c.mark = "";
    c.rows = at;
    return chart_html(&c, a, out);
}
