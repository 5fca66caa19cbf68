/* cost_report_say.c -- a report of cost as data, as a page, as CSV, and as the text that a publication keeps. */
#include "cost_own.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "page.h"
#include "sha256.h"
#include "str.h"

wr_rc cost_report_put(json_t *doc, const cost_report *r)
{
    TRY(page_put(doc, &COST_REPORT_HEAD, r));
    TRY(page_rows(doc, "lines", &COST_SAY_LINE, r->lines, r->n_lines));
    TRY(page_rows(doc, "inputs", &COST_SAY_INPUT, r->inputs, r->n_inputs));
    TRY(page_rows(doc, "totals", &COST_SAY_TOTAL, r->totals, r->n_totals));
    TRY(page_rows(doc, "withheld", &COST_SAY_WITHHELD, r->withheld, r->n_withheld));
    TRY(page_rows(doc, "clashes", &COST_SAY_CLASH, r->clashes, r->n_clashes));
    return page_rows(doc, "missing", &COST_SAY_MISSING, r->missing, r->n_missing);
}

static const char *ends(const wr_actor *who, wr_cents low, wr_cents base, wr_cents high, bool ranged, int unit, arena *a)
{
    return cost_say_range(a, who->lang, &(cost_range){ low, base, high, ranged }, unit);
}

wr_rc cost_report_show(const wr_actor *who, json_t *doc, const cost_report *r, arena *a)
{
    TRY(page_text(doc, "formula_whole", cost_formula));
    for (size_t i = 0; i < r->n_lines; i++) {
        const cost_say_line *l = &r->lines[i];
        json_t *row = page_row(doc, "lines", i);
        TRY(page_text(row, "amount", l->state == LINE_LACKS ? "" : ends(who, l->low, l->base, l->high, l->ranged, UNIT_MONEY, a)));
        TRY(page_text(row, "mark", l->state == LINE_COUNTED ? "ok" : l->state == LINE_ASIDE ? "ended" : "late"));
    }
    for (size_t i = 0; i < r->n_inputs; i++) {
        const cost_say_input *x = &r->inputs[i];
        json_t *row = page_row(doc, "inputs", i);
        TRY(page_text(row, "value", ends(who, x->low, x->base, x->high, x->ranged, x->unit, a)));
        TRY(page_text(row, "dated", day_none(x->as_of) ? "" : cost_say_dated(a, who->lang, x->as_of, x->precise)));
        TRY(page_text(row, "sign", cost_symbols[x->symbol]));      /* of a formula: never translated */
        TRY(page_text(row, "figure_url", *x->figure && !str_starts(x->figure, "hours:") ? arena_fmt(a, "/cost/figures/%s", x->figure) : ""));
    }
    for (size_t i = 0; i < r->n_totals; i++) {
        const cost_say_total *t = &r->totals[i];
        json_t *row = page_row(doc, "totals", i);
        TRY(page_text(row, "low_said", cost_say(a, who->lang, t->low, UNIT_MONEY)));
        TRY(page_text(row, "base_said", t->ranged ? "" : cost_say(a, who->lang, t->base, UNIT_MONEY)));
        TRY(page_text(row, "high_said", cost_say(a, who->lang, t->high, UNIT_MONEY)));
    }
    return WR_OK;
}

/* ---- what a publication keeps ---- */
wr_rc cost_report_text(const cost_report *r, arena *a, const char **ret, const char **ret_sha256)
{
    json_t *doc = json_object();
    char *text;
    wr_rc rc = cost_report_put(doc, r);
    text = rc == WR_OK ? json_dumps(doc, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    json_decref(doc);
    if (rc != WR_OK || !text) return rc != WR_OK ? rc : WR_E_BUG;
    *ret = arena_dup(a, text);
    free(text);
    *ret_sha256 = sha256_hex(a, *ret);
    return WR_OK;
}

static wr_rc rows_of(const json_t *doc, const char *key, const shape *s, arena *a, void *ret_rows, size_t *ret_n)
{
    const json_t *list = json_object_get(doc, key);
    size_t n = json_array_size(list);
    char *rows = arena_alloc(a, s->size * (n + 1), 16);
    faults wrong;
    for (size_t i = 0; i < n; i++) TRY(shape_from_json(s, json_array_get(list, i), a, rows + i * s->size, &wrong));
    memcpy(ret_rows, &rows, sizeof rows);
    *ret_n = n;
    return WR_OK;
}

wr_rc cost_report_read(const char *json, arena *a, cost_report *ret)
{
    json_t *doc = json_loads(json, 0, NULL);
    cost_report r = { 0 };
    if (!doc) return wr_fail(arena_err(a), WR_E_BUG, NULL, N_("A kept report cannot be read."));
    arena_on_end(a, (void (*)(void *))json_decref, doc);
    r.name = arena_dup(a, str_or_none(json_string_value(json_object_get(doc, "name"))));
    r.text = arena_dup(a, str_or_none(json_string_value(json_object_get(doc, "text"))));
    TRY(rows_of(doc, "lines", &COST_SAY_LINE, a, &r.lines, &r.n_lines));
    TRY(rows_of(doc, "inputs", &COST_SAY_INPUT, a, &r.inputs, &r.n_inputs));
    TRY(rows_of(doc, "totals", &COST_SAY_TOTAL, a, &r.totals, &r.n_totals));
    TRY(rows_of(doc, "withheld", &COST_SAY_WITHHELD, a, &r.withheld, &r.n_withheld));
    TRY(rows_of(doc, "clashes", &COST_SAY_CLASH, a, &r.clashes, &r.n_clashes));
    TRY(rows_of(doc, "missing", &COST_SAY_MISSING, a, &r.missing, &r.n_missing));
    *ret = r;
    return WR_OK;
}

/* ---- CSV: tables below each other, the formula above them ---- */
static void table(strbuf *b, const shape *s, const void *rows, size_t n)
{
    shape_csv_head(s, b);
    for (size_t i = 0; i < n; i++) shape_to_csv(s, (const char *)rows + i * s->size, b);
    sb_str(b, "\r\n");
}

wr_rc cost_report_give(http_out *out, const cost_report *r, arena *a)
{
    strbuf b = sb_new(a, 16384);
    sb_str(&b, "formula\r\n\"");
    sb_str(&b, cost_formula);
    sb_str(&b, "\"\r\n\r\n");
    table(&b, &COST_SAY_INPUT, r->inputs, r->n_inputs);
    table(&b, &COST_SAY_LINE, r->lines, r->n_lines);
    table(&b, &COST_SAY_TOTAL, r->totals, r->n_totals);
    sb_str(&b, "withheld\r\n");
    table(&b, &COST_SAY_WITHHELD, r->withheld, r->n_withheld);
    sb_str(&b, "counted twice\r\n");
    table(&b, &COST_SAY_CLASH, r->clashes, r->n_clashes);
    sb_str(&b, "not included\r\n");
    table(&b, &COST_SAY_MISSING, r->missing, r->n_missing);
    return out_bytes(out, (bytes){ (const uint8_t *)b.p, b.n });
}
