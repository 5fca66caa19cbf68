/* chart_bars.c -- bars that lie: a label, one bar for each series, its value as text. From right to left the whole drawing is mirrored. */
#include <string.h>

#include "chart_own.h"

enum { LABEL = 208, GAP = 8, LINE = 17, BAR = 16, THIN = 13, BETWEEN = 10, STUB = 30, LABEL_LINES = 2 };

typedef struct bars {
    const chart *c;
    const chart_size *s;
    arena *a;
    strbuf *b;
    int from, track, thick;      /* where bars begin, how long the longest is, how thick one is */
    int64_t max;
} bars;

/* A label in at most two lines, cut between words where it can be. */
static size_t lines_of(const bars *d, const char *text, const char *ret[LABEL_LINES])
{
    size_t room = (size_t)((d->from ? LABEL - GAP : d->s->w) / d->s->letter), n = 0, cut = 0, at = 0;
    if (chart_letters(text) <= room) {
        ret[0] = text;
        return 1;
    }
    for (; text[at]; at++) {
        if (((unsigned char)text[at] & 0xc0) != 0x80 && n++ == room) break;
        if (text[at] == ' ') cut = at;
    }
    if (text[at] == ' ' || !cut) cut = at;
    ret[0] = arena_fmt(d->a, "%.*s", (int)cut, text);
    ret[1] = chart_cut(d->a, text + cut + (text[cut] == ' '), room);
    return 2;
}

static int mirrored(const bars *d, int x) { return d->c->rtl ? d->s->w - x : x; }

static void text(const bars *d, double x, int y, const char *more, const char *s)
{
    sb_str(d->b, "<text x=\"");
    chart_num(d->b, d->c->rtl ? d->s->w - x : x);
    sb_fmt(d->b, "\" y=\"%d\"%s>", y, more);
    sb_html(d->b, s);
    sb_str(d->b, "</text>");
}

/* Lines across a bar: they stand for a number that is not given, or tell one series from another. */
static void strokes(const bars *d, const char *class, double wide, int y, int lean)
{
    sb_fmt(d->b, "<path class=\"%s\" d=\"", class);
    for (int x = 6 + lean; x < wide; x += 6) sb_fmt(d->b, "M%d %dl%d %d", mirrored(d, d->from + x), y, d->c->rtl ? lean : -lean, d->thick);
    sb_str(d->b, "\"/>");
}

static void bar(const bars *d, const char *class, double wide, int y)
{
    sb_fmt(d->b, "<rect class=\"%s\" x=\"", class);
    chart_num(d->b, d->c->rtl ? d->s->w - d->from - wide : d->from);
    sb_fmt(d->b, "\" y=\"%d\" width=\"", y);
    chart_num(d->b, wide);
    sb_fmt(d->b, "\" height=\"%d\"/>", d->thick);
}

static void one(const bars *d, size_t series, const chart_cell *cell, int y)
{
    size_t room = (size_t)((d->s->w - d->from - STUB - GAP) / d->s->letter);
    double wide = 0;
    if (*cell->word) {
        wide = STUB;                                     /* as long for every word: it says nothing about the number */
        bar(d, "hole", wide, y);
        strokes(d, "hatch", wide, y, 6);
    } else if (!cell->none) {
        wide = d->max ? (double)cell->n / (double)d->max * d->track : 0;
        bar(d, arena_fmt(d->a, "bar %s", CHART_CLASS[series]), wide, y);
        if (series == 2) strokes(d, "stripe", wide, y, 0);
    }
    text(d, d->from + wide + GAP - 2, y + d->thick - 3, *cell->word || cell->none ? " class=\"word\"" : " class=\"value\"", chart_cut(d->a, chart_said(d->c, d->a, cell), room));
}

static int row_height(const bars *d, const chart_row *r)
{
    const char *lines[LABEL_LINES];
    int label = (int)lines_of(d, r->label, lines) * LINE, all = (int)d->c->series * (d->thick + 2);
    return BETWEEN + (d->from ? (label > all ? label : all) : label + all);
}

static void row(const bars *d, size_t i, int y)
{
    const chart_row *r = &d->c->rows[i];
    const char *lines[LABEL_LINES];
    size_t n = lines_of(d, r->label, lines);
    sb_fmt(d->b, "<g data-row=\"%zu\"><rect class=\"ground\" y=\"%d\" width=\"%d\" height=\"%d\"/>", i, y, d->s->w, row_height(d, r));
    y += BETWEEN / 2;
    for (size_t k = 0; k < n; k++) text(d, d->from ? d->from - GAP : 0, y + 13 + (int)k * LINE, d->from ? " class=\"label\" text-anchor=\"end\"" : " class=\"label\"", lines[k]);
    if (!d->from) y += (int)n * LINE;
    for (size_t s = 0; s < d->c->series; s++) one(d, s, &r->cell[s], y + (int)s * (d->thick + 2));
    sb_str(d->b, "</g>\n");
}

void chart_bars(const chart *c, const chart_size *s, arena *a, strbuf *b)
{
    bars d = { .c = c, .s = s, .a = a, .b = b, .from = s->w > 2 * LABEL ? LABEL : 0, .thick = c->series > 1 ? THIN : BAR, .max = chart_max(c) };
    size_t n = chart_drawn(c), widest = 0;
    int h = 0;
    for (size_t i = 0; i < n; i++) {
        h += row_height(&d, &c->rows[i]);
        for (size_t k = 0; k < c->series; k++)
            if (chart_number(&c->rows[i].cell[k])) {
                size_t letters = chart_letters(chart_said(c, a, &c->rows[i].cell[k]));
                if (letters > widest) widest = letters;
            }
    }
    d.track = s->w - d.from - GAP - (int)widest * s->letter;
    chart_open(c, s, h, "", b);
    sb_ch(b, '\n');
    for (size_t i = 0, y = 0; i < n; y += (size_t)row_height(&d, &c->rows[i]), i++) row(&d, i, (int)y);
    if (d.from) sb_fmt(b, "<path class=\"axis\" d=\"M%d 0V%d\"/>", mirrored(&d, d.from), h);
    sb_str(b, "</svg>\n");
}
