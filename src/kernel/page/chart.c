/* chart.c -- the figure around a chart, what is refused, and what all kinds share. */
#include <string.h>

#include "chart_own.h"
#include "i18n.h"

enum { WORDS_SAID = 3 };

const char CHART_CLASS[CHART_SERIES][2] = { "a", "b", "c", "d" };

int64_t chart_step(int64_t max, int most)
{
    static const int FACTOR[] = { 1, 2, 5 };
    for (int64_t power = 1; ; power *= 10)
        for (size_t i = 0; i < 3; i++)
            if ((max + FACTOR[i] * power - 1) / (FACTOR[i] * power) <= most) return FACTOR[i] * power;
}

bool chart_number(const chart_cell *c) { return !c->none && !*c->word; }

size_t chart_drawn(const chart *c) { return c->kind == PAGE_BARS && c->n > CHART_BARS_MOST ? CHART_BARS_MOST : c->n; }

int64_t chart_max(const chart *c)
{
    int64_t max = 0;
    for (size_t i = 0; i < chart_drawn(c); i++)
        for (size_t s = 0; s < c->series; s++)
            if (chart_number(&c->rows[i].cell[s]) && c->rows[i].cell[s].n > max) max = c->rows[i].cell[s].n;
    return max;
}

const char *chart_said(const chart *c, arena *a, const chart_cell *cell)
{
    if (*cell->word) return cell->word;
    if (cell->none) return i18n(c->lang, NULL, N_("no value"));
    return c->money ? i18n_cents(a, c->lang, cell->n) : i18n_int(a, c->lang, cell->n);
}

size_t chart_letters(const char *s)
{
    size_t n = 0;
    for (; *s; s++) n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

void chart_num(strbuf *b, double x)
{
    char text[40];
    int n = snprintf(text, sizeof text, "%.1f", x);
    if (n > 2 && text[n - 1] == '0') n -= 2;
    sb_put(b, text, (size_t)n);
}

const char *chart_cut(arena *a, const char *s, size_t letters)
{
    size_t at = 0;
    if (chart_letters(s) <= letters) return s;
    for (size_t n = 0; s[at]; at++) {
        n += ((unsigned char)s[at] & 0xc0) != 0x80;
        if (n >= letters) break;
    }
    return arena_fmt(a, "%.*s…", (int)at, s);
}

/* Each series has a shape too, so that colour may be lost: disc, square, triangle, diamond. */
void chart_point(strbuf *b, size_t series, double x, double y)
{
    static const char *const SHAPE_OF[CHART_SERIES] = { "m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z", "m-3-3h6v6h-6z", "m0-4l4 7h-8z", "m0-4.5l4.5 4.5l-4.5 4.5l-4.5-4.5z" };
    sb_ch(b, 'M');
    chart_num(b, x);
    sb_ch(b, ' ');
    chart_num(b, y);
    sb_str(b, SHAPE_OF[series]);
}

void chart_open(const chart *c, const chart_size *s, int h, const char *more, strbuf *b)
{
    sb_fmt(b, "<svg class=\"chart %s\" viewBox=\"0 0 %d %d\" role=\"img\" direction=\"%s\"", s->name, s->w, h, c->rtl && c->kind == PAGE_BARS ? "rtl" : "ltr");
    if (*c->table) {
        sb_str(b, " aria-details=\"");
        sb_html(b, c->table);
        sb_ch(b, '"');
    }
    sb_fmt(b, "%s><title>", more);
    sb_html(b, c->title);
    sb_str(b, "</title><desc>");
    sb_html(b, c->says);
    sb_str(b, "</desc>");
}

static wr_rc check(const chart *c, arena *a)
{
    bool trend = c->kind != PAGE_BARS;
    if (c->series < 1 || c->series > CHART_SERIES) return wr_fail(arena_err(a), WR_E_BUG, NULL, N_("A chart has one to four series."));
    if (trend && c->n > CHART_POINTS) return wr_fail(arena_err(a), WR_E_BUG, NULL, N_("A chart has too many points."));
    for (size_t i = 0; i < c->n; i++) {
        if (trend && i && c->rows[i].at <= c->rows[i - 1].at) return wr_fail(arena_err(a), WR_E_BUG, NULL, N_("The rows of a trend stand in order of time."));
        for (size_t s = 0; s < c->series; s++) {
            const chart_cell *cell = &c->rows[i].cell[s];
            if (chart_number(cell) && (cell->n < 0 || cell->n > CHART_MOST)) return wr_fail(arena_err(a), WR_E_BUG, NULL, N_("A value is below zero or too large for a chart."));
        }
    }
    return WR_OK;
}

/* Bars need a row, a trend needs a value. */
static bool something(const chart *c)
{
    if (c->kind == PAGE_BARS) return c->n > 0;
    for (size_t i = 0; i < c->n; i++)
        for (size_t s = 0; s < c->series; s++)
            if (chart_number(&c->rows[i].cell[s])) return true;
    return false;
}

/* What stands where numbers are withheld: "under 11, withheld (b)(7)(E)"; "": all are given. */
static const char *words_of(const chart *c, arena *a)
{
    const char *seen[WORDS_SAID];
    size_t n = 0;
    strbuf b = sb_new(a, 64);
    for (size_t i = 0; i < c->n; i++)
        for (size_t s = 0; s < c->series && n < WORDS_SAID; s++) {
            const char *w = c->rows[i].cell[s].word;
            bool new = *w;
            for (size_t k = 0; k < n; k++) new = new && !str_eq(seen[k], w);
            if (!new) continue;
            if (n) sb_str(&b, ", ");
            sb_str(&b, w);
            seen[n++] = w;
        }
    return b.p;
}

static void sample(const chart *c, size_t series, strbuf *b)
{
    sb_str(b, "<li><svg class=\"chart key\" viewBox=\"0 0 36 16\" aria-hidden=\"true\">");
    if (c->kind == PAGE_BARS) {
        sb_fmt(b, "<rect class=\"bar %s\" x=\"2\" y=\"2\" width=\"32\" height=\"12\"/>", CHART_CLASS[series]);
    } else {
        sb_fmt(b, "<path class=\"%s\" d=\"M1 8H35\"/><path class=\"point %s\" d=\"", CHART_CLASS[series], CHART_CLASS[series]);
        chart_point(b, series, 18, 8);
        sb_str(b, "\"/>");
    }
    sb_str(b, "</svg> ");
    sb_html(b, c->label[series]);
    sb_str(b, "</li>");
}

/* What the marks mean, as text of the page: it wraps and turns as text does. */
static void key(const chart *c, arena *a, strbuf *b)
{
    const char *words = c->kind == PAGE_BARS ? "" : words_of(c, a);
    if (c->series < 2 && !*words) return;
    sb_str(b, "<ul class=\"chart-key\">");
    for (size_t s = 0; s < c->series && c->series > 1; s++) sample(c, s, b);
    if (*words) {
        sb_str(b, "<li><svg class=\"chart key\" viewBox=\"0 0 36 16\" aria-hidden=\"true\"><rect class=\"hole\" x=\"2\" y=\"5\" width=\"32\" height=\"6\" rx=\"3\"/></svg> ");
        sb_html(b, i18n_fill(a, i18n(c->lang, NULL, N_("No number is given: {words}")), (const char *const[]){ "words", words, NULL }));
        sb_str(b, "</li>");
    }
    sb_str(b, "</ul>");
}

wr_rc chart_html(const chart *c, arena *a, strbuf *b)
{
    static const chart_size SIZES[] = { { 640, 250, 8, 5, "wide" }, { 288, 180, 9, 4, "small" } };
    TRY(check(c, a));
    sb_str(b, "<figure class=\"fig chart-fig\"");
    if (*c->table && something(c)) {
        sb_str(b, " data-chart=\"");
        sb_html(b, c->table);
        sb_fmt(b, "\" data-n=\"%zu\" data-walk=\"", chart_drawn(c));
        sb_html(b, i18n(c->lang, NULL, N_("Read the values one by one")));
        sb_ch(b, '"');
    }
    sb_str(b, "><figcaption><strong>");
    sb_html(b, c->title);
    sb_str(b, "</strong> <span class=\"quiet\">");
    sb_html(b, c->says);
    sb_str(b, "</span>");
    if (something(c)) key(c, a, b);
    if (something(c) && *c->unit) {
        sb_str(b, "<span class=\"chart-unit\">");
        sb_html(b, c->unit);
        sb_str(b, "</span>");
    }
    sb_str(b, "</figcaption>\n");
    if (!something(c)) {
        sb_str(b, "<p class=\"unknown\">");
        sb_html(b, i18n(c->lang, NULL, N_("There is nothing to draw: no row has a value.")));
        sb_str(b, "</p>");
    }
    for (size_t i = 0; i < 2 && something(c); i++) (c->kind == PAGE_BARS ? chart_bars : chart_trend)(c, &SIZES[i], a, b);
    if (chart_drawn(c) < c->n) {
        const char *const holes[] = { "drawn", arena_fmt(a, "%zu", chart_drawn(c)), "all", i18n_int(a, c->lang, (int64_t)c->n), NULL };
        sb_str(b, "<p class=\"quiet\">");
        sb_html(b, i18n_fill(a, i18n(c->lang, NULL, N_("The first {drawn} of {all} rows are drawn; the table has all.")), holes));
        sb_str(b, "</p>");
    }
    sb_str(b, "</figure>\n");
    return WR_OK;
}
