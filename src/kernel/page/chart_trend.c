/* chart_trend.c -- lines over days or months: from zero up, broken where there is no value. Time runs from left to right in every language. */
#include <string.h>

#include "chart_own.h"
#include "day.h"
#include "i18n.h"

enum { TOP = 10, MARK_TOP = 20, RIGHT = 10, LANE = 9, APART = 24, DATES = 400, DATE_GAP = 12 };

typedef struct trend {
    const chart *c;
    const chart_size *s;
    arena *a;
    strbuf *b;
    int left, top, base;         /* the plot: from left to w - RIGHT, from top down to base */
    int64_t step, high, every;   /* ticks of values; what stands at the top; the usual distance of two rows */
} trend;

typedef struct date { double x; const char *text; } date;

static double x_of(const trend *t, int64_t at)
{
    int64_t first = t->c->rows[0].at, last = t->c->rows[t->c->n - 1].at;
    double wide = t->s->w - RIGHT - t->left;
    return last == first ? t->left + wide / 2 : t->left + wide * (double)(at - first) / (double)(last - first);
}

static double y_of(const trend *t, int64_t n) { return t->base - (double)n / (double)t->high * (t->base - t->top); }

/* A text whose middle is at x, or as near as the edges let it. */
static void text(const trend *t, const char *class, double x, int y, const char *s)
{
    sb_fmt(t->b, "<text class=\"%s\" text-anchor=\"middle\" x=\"", class);
    chart_num(t->b, x);
    sb_fmt(t->b, "\" y=\"%d\">", y);
    sb_html(t->b, s);
    sb_str(t->b, "</text>");
}

static double inside(const trend *t, double x, const char *s)
{
    double half = (double)chart_letters(s) * t->s->letter / 2;
    return x < half ? half : x > t->s->w - half ? t->s->w - half : x;
}

/* --- the axes ---------------------------------------------------------- */

static const char *tick_said(const trend *t, int64_t n)
{
    const char *s = t->c->money ? i18n_cents(t->a, t->c->lang, n) : i18n_int(t->a, t->c->lang, n);
    size_t len = strlen(s);
    return t->c->money && t->step % 100 == 0 && len > 3 ? arena_fmt(t->a, "%.*s", (int)len - 3, s) : s;   /* whole dollars */
}

static void values(const trend *t)
{
    for (int64_t n = 0; n <= t->high; n += t->step) {
        double y = y_of(t, n);
        sb_fmt(t->b, "<path class=\"%s\" d=\"M%d ", n ? "grid" : "axis", t->left);
        chart_num(t->b, y);
        sb_fmt(t->b, "H%d\"/><text text-anchor=\"end\" x=\"%d\" y=\"", t->s->w - RIGHT, t->left - 7);
        chart_num(t->b, y + 4);
        sb_str(t->b, "\">");
        sb_html(t->b, tick_said(t, n));
        sb_str(t->b, "</text>\n");
    }
}

static wr_day month_day(int64_t month) { return (wr_day){ (int16_t)(month / 12), (int8_t)(month % 12 + 1), 1 }; }

static int64_t month_of(wr_day d) { return (int64_t)d.y * 12 + d.m - 1; }

/* Ticks at every n-th month, or (days > 0) every n-th day from the first. The year stands at the first and where it is another. */
static size_t dates(const trend *t, int64_t days, int64_t months, date *ret)
{
    const chart *c = t->c;
    bool by_month = c->kind == PAGE_MONTHS;
    int64_t first = c->rows[0].at, last = c->rows[c->n - 1].at, at = first, month = by_month ? first : month_of(day_of_number(first));
    int year = 0;
    size_t n = 0;
    if (months && (by_month ? month : day_number(month_day(month))) < first) month++;
    if (months) month = (month + months - 1) / months * months;
    for (;; at += days, month += months) {
        wr_day d;
        if (months) at = by_month ? month : day_number(month_day(month));
        if (at > last || n == DATES) return n;
        d = by_month ? month_day(at) : day_of_number(at);
        if (months >= 12) ret[n].text = arena_fmt(t->a, "%d", d.y);
        else if (months) ret[n].text = i18n_month(t->a, c->lang, d, d.y != year);
        else ret[n].text = d.y != year ? i18n_day(t->a, c->lang, d) : i18n_day_short(t->a, c->lang, d);
        year = d.y;
        ret[n].x = x_of(t, at);
        n++;
    }
}

static bool collide(const trend *t, const date *d, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        double half = (double)(chart_letters(d[i - 1].text) + chart_letters(d[i].text)) * t->s->letter / 2;
        if (inside(t, d[i].x, d[i].text) - inside(t, d[i - 1].x, d[i - 1].text) < half + DATE_GAP) return true;
    }
    return n == DATES;
}

/* The finest row of dates that has room. */
static void times(const trend *t, int y)
{
    static const struct { int64_t days, months; } FINE[] = { { 1, 0 }, { 2, 0 }, { 7, 0 }, { 14, 0 }, { 0, 1 }, { 0, 2 }, { 0, 3 }, { 0, 6 }, { 0, 12 }, { 0, 24 }, { 0, 60 }, { 0, 120 } };
    date *d = arena_array(t->a, date, DATES);
    size_t n = 0, i = t->c->kind == PAGE_MONTHS ? 4 : 0;
    for (; i < sizeof FINE / sizeof *FINE; i++) {
        n = dates(t, FINE[i].days, FINE[i].months, d);
        if (n && !collide(t, d, n)) break;
    }
    if (i == sizeof FINE / sizeof *FINE && n > 1) n = 1;     /* none has room: where it begins */
    for (i = 0; i < n; i++) {
        sb_str(t->b, "<path class=\"axis\" d=\"M");
        chart_num(t->b, d[i].x);
        sb_fmt(t->b, " %dv5\"/>", t->base);
        text(t, "date", inside(t, d[i].x, d[i].text), y, d[i].text);
    }
    sb_ch(t->b, '\n');
}

static void marked(const trend *t)
{
    const chart *c = t->c;
    double x;
    const char *said = chart_cut(t->a, c->mark, (size_t)(t->s->w / t->s->letter));
    if (!*c->mark || c->mark_at < c->rows[0].at || c->mark_at > c->rows[c->n - 1].at) return;
    x = x_of(t, c->mark_at);
    sb_str(t->b, "<path class=\"day\" d=\"M");
    chart_num(t->b, x);
    sb_fmt(t->b, " %dV%d\"/>", t->top - 6, t->base);
    text(t, "marked", inside(t, x, said), t->top - 10, said);
    sb_ch(t->b, '\n');
}

/* --- the lines --------------------------------------------------------- */

static void place(strbuf *b, char how, double x, double y)
{
    sb_ch(b, how);
    chart_num(b, x);
    sb_ch(b, ' ');
    chart_num(b, y);
}

/* A line breaks at a row without a number, and where rows are missing. A value alone between two gaps is a mark of its own. */
static void line(const trend *t, size_t series)
{
    const chart *c = t->c;
    strbuf marks = sb_new(t->a, 256);
    double last = -APART;
    bool open = false;
    sb_fmt(t->b, "<path class=\"%s\" d=\"", CHART_CLASS[series]);
    for (size_t i = 0; i < c->n; i++) {
        const chart_row *r = &c->rows[i];
        bool has = chart_number(&r->cell[series]), next = i + 1 < c->n && chart_number(&r[1].cell[series]) && r[1].at - r->at < 2 * t->every;
        double x = x_of(t, r->at), y;
        if (has) {
            y = y_of(t, r->cell[series].n);
            place(t->b, open ? 'L' : 'M', x, y);
            if ((!open && !next) || x - last >= APART) {
                chart_point(&marks, series, x, y);
                last = x;
            }
        }
        open = has && next;
    }
    sb_fmt(t->b, "\"/><path class=\"point %s\" d=\"%s\"/>\n", CHART_CLASS[series], marks.p);
}

/* Below the axis, so that nobody takes them for zeros: where a number is withheld. */
static bool lane(const trend *t, size_t series, int y)
{
    const chart *c = t->c;
    bool any = false;
    for (size_t i = 0; i < c->n; i++) {
        size_t from = i;
        double x;
        if (!*c->rows[i].cell[series].word) continue;
        while (i + 1 < c->n && *c->rows[i + 1].cell[series].word) i++;
        x = x_of(t, c->rows[from].at) - 3;
        sb_fmt(t->b, "<rect class=\"hole %s\" x=\"", CHART_CLASS[series]);
        chart_num(t->b, x);
        sb_fmt(t->b, "\" y=\"%d\" width=\"", y);
        chart_num(t->b, x_of(t, c->rows[i].at) + 3 - x);
        sb_str(t->b, "\" height=\"6\" rx=\"3\"/>");
        any = true;
    }
    return any;
}

static int64_t usual(const chart *c)
{
    int64_t least = INT64_MAX / 4;
    for (size_t i = 1; i < c->n; i++)
        if (c->rows[i].at - c->rows[i - 1].at < least) least = c->rows[i].at - c->rows[i - 1].at;
    return least;
}

/* Where each row stands: for web/chart.js, which has no other use for it. */
static const char *places(const trend *t)
{
    strbuf b = sb_new(t->a, 64 + t->c->n * 6);
    sb_str(&b, " data-x=\"");
    for (size_t i = 0; i < t->c->n; i++) {
        if (i) sb_ch(&b, ' ');
        chart_num(&b, x_of(t, t->c->rows[i].at));
    }
    sb_fmt(&b, "\" data-y=\"%d %d\"", t->top, t->base);
    return b.p;
}

void chart_trend(const chart *c, const chart_size *s, arena *a, strbuf *b)
{
    trend t = { .c = c, .s = s, .a = a, .b = b, .every = usual(c) };
    int64_t max = chart_max(c) > 0 ? chart_max(c) : 1;
    int lanes = 0, h;
    t.step = chart_step(max, s->ticks);
    t.high = (max + t.step - 1) / t.step * t.step;
    t.left = 10 + (int)chart_letters(tick_said(&t, t.high)) * s->letter;
    t.top = TOP + (*c->mark ? MARK_TOP : 0);
    t.base = t.top + s->plot;
    for (size_t k = 0; k < c->series; k++)
        for (size_t i = 0; i < c->n; i++)
            if (*c->rows[i].cell[k].word) {
                lanes++;
                break;
            }
    h = t.base + lanes * LANE + 26;
    chart_open(c, s, h, places(&t), b);
    sb_ch(b, '\n');
    values(&t);
    times(&t, h - 6);
    marked(&t);
    for (size_t k = 0, y = (size_t)t.base + 7; k < c->series; k++)
        if (lane(&t, k, (int)y)) y += LANE;
    for (size_t k = 0; k < c->series; k++) line(&t, k);
    sb_str(b, "</svg>\n");
}
