/* chart.h -- bars and trends as SVG text: values in, a <figure> out. It looks nothing up: pages draw through page_chart and {{#chart}}
 * (page.h), which read the rows of the table beside it.
 * Drawing  Twice, wide (viewBox 640) and small (288), so that type stays legible; the stylesheet shows the one that fits. Classes and
 *          presentation attributes only: no style, no id, no script.
 * Errors   WR_E_BUG: 0 or more than CHART_SERIES series, a value below 0 or over CHART_MOST, rows of a trend that are not in order of
 *          time or more than CHART_POINTS. No rows and no values are no error: the figure says so. */
#ifndef WR_CHART_H
#define WR_CHART_H
#include "page.h"
enum { CHART_SERIES = 4, CHART_BARS_MOST = 30, CHART_POINTS = 1500 };
static const int64_t CHART_MOST = 9000000000000000;   /* a double holds it exactly */
typedef struct chart_cell { int64_t n; const char *word; bool none; } chart_cell;   /* word: why there is no number; none: nothing is known */
typedef struct chart_row {
    const char *label;                   /* of bars                                                             */
    int64_t at;                          /* of trends: days since 1970, or months (12 * year + month - 1)       */
    chart_cell cell[CHART_SERIES];
} chart_row;
typedef struct chart {
    page_chart_kind kind;
    const char *lang, *title, *says, *table, *unit;   /* words of people; table: id of the table beside it; unit "": none */
    bool rtl, money;
    size_t series, n;
    const char *label[CHART_SERIES];     /* "" of a single series                                               */
    const chart_row *rows;
    const char *mark;                    /* trends: the words at a line on the day mark_at; "": no line         */
    int64_t mark_at;
} chart;
WR_MUST wr_rc chart_html(const chart *, arena *, struct strbuf *ret);
/* The 1, 2 or 5 times a power of ten that divides 0..max into at most `most` steps; at least 1. */
int64_t chart_step(int64_t max, int most);
#endif
