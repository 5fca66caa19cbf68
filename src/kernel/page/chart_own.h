/* chart_own.h -- what the kinds of charts share. Widths are in units of the viewBox; letters are measured by count, at the widest font. */
#ifndef WR_CHART_OWN_H
#define WR_CHART_OWN_H
#include "chart.h"
#include "str.h"
typedef struct chart_size { int w, plot, letter, ticks; const char *name; } chart_size;   /* plot: height of a trend; letter: width; ticks: most on the y axis */
extern const char CHART_CLASS[CHART_SERIES][2];
size_t chart_drawn(const chart *);                                     /* how many rows                        */
int64_t chart_max(const chart *);                                      /* 0: none                              */
bool chart_number(const chart_cell *);                                 /* it has a value that can be drawn     */
const char *chart_said(const chart *, arena *, const chart_cell *);    /* "1,688", "$12.50", "under 11"        */
size_t chart_letters(const char *);
void chart_num(strbuf *, double);                                      /* one decimal at most                  */
const char *chart_cut(arena *, const char *, size_t letters);          /* with … where something is missing    */
void chart_open(const chart *, const chart_size *, int h, const char *more, strbuf *);   /* <svg> with title and desc  */
void chart_bars(const chart *, const chart_size *, arena *, strbuf *);
void chart_trend(const chart *, const chart_size *, arena *, strbuf *);
void chart_point(strbuf *, size_t series, double x, double y);         /* a mark of a series, as path data     */
#endif
