/* flow_draw.c -- the guide drawn for people who check it: layer below layer, each node a box that links to its page. Presentation
 * attributes only: the drawing needs no stylesheet and runs nothing. */
#include <string.h>
#include "flow_own.h"
#include "i18n.h"
#include "str.h"

enum { BOX_W = 176, BOX_H = 74, GAP_X = 24, GAP_Y = 58, EDGE = 20, LINE_CHARS = 25, LINES = 3 };
typedef struct spot { size_t layer; double order; int x, y; } spot;
typedef struct drawing { flow_graph g; arena *a; spot *at; size_t layers, widest; } drawing;

/* A node stands below everything that leads to it. */
static void layers_of(drawing *d)
{
    const flow_graph *g = &d->g;
    for (size_t round = 0; round < g->f->n_nodes; round++)
        for (size_t i = 0; i < g->n_edges; i++)
            if (d->at[g->edges[i].to].layer <= d->at[g->edges[i].from].layer) d->at[g->edges[i].to].layer = d->at[g->edges[i].from].layer + 1;
    for (size_t i = 0; i < g->f->n_nodes; i++)
        if (d->at[i].layer + 1 > d->layers) d->layers = d->at[i].layer + 1;
}

static size_t row_of(const drawing *d, size_t layer, size_t *ret)
{
    size_t n = 0;
    for (size_t i = 0; i < d->g.f->n_nodes; i++)
        if (d->at[i].layer == layer) ret[n++] = i;
    for (size_t i = 1; i < n; i++)                       /* few in a row: sorted in place */
        for (size_t k = i; k > 0 && d->at[ret[k - 1]].order > d->at[ret[k]].order; k--) {
            size_t t = ret[k];
            ret[k] = ret[k - 1];
            ret[k - 1] = t;
        }
    return n;
}

/* Where the nodes that lead here stand, on average: that crosses fewest lines. */
static double wish(const drawing *d, size_t node)
{
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < d->g.n_edges; i++)
        if (d->g.edges[i].to == node) {
            sum += d->at[d->g.edges[i].from].x;
            n++;
        }
    return n ? sum / (double)n + (double)node * .01 : (double)node;
}

static void place_all(drawing *d)
{
    size_t *row = arena_array(d->a, size_t, d->g.f->n_nodes + 1), n;
    for (size_t layer = 0; layer < d->layers; layer++) {
        n = row_of(d, layer, row);
        if (n > d->widest) d->widest = n;
    }
    for (size_t layer = 0; layer < d->layers; layer++) {
        for (size_t i = 0; i < d->g.f->n_nodes; i++)
            if (d->at[i].layer == layer) d->at[i].order = wish(d, i);
        n = row_of(d, layer, row);
        for (size_t i = 0; i < n; i++) {
            d->at[row[i]].x = EDGE + (int)(d->widest - n) * (BOX_W + GAP_X) / 2 + (int)i * (BOX_W + GAP_X);
            d->at[row[i]].y = EDGE + (int)layer * (BOX_H + GAP_Y);
        }
    }
}

static void draw_edge(const drawing *d, const flow_edge *e, strbuf *b)
{
    const spot *from = &d->at[e->from], *to = &d->at[e->to];
    int x1 = from->x + BOX_W / 2, y1 = from->y + BOX_H, x2 = to->x + BOX_W / 2, y2 = to->y - 5, bend = (y2 - y1) / 2;
    const char *colour = e->by->tone == FLOW_URGENT ? "#9c3a08" : e->also ? "#6a2f78" : "#6b7a74";
    sb_fmt(b, "<path d=\"M%d %dC%d %d %d %d %d %d\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"%s marker-end=\"url(#tip)\"/>\n", x1, y1, x1, y1 + bend, x2, y2 - bend,
           x2, y2, colour, e->also ? " stroke-dasharray=\"5 3\"" : "");
}

/* A title in at most three lines, cut between words. */
static void draw_title(strbuf *b, const char *text, int x, int y)
{
    for (int line = 0; *text && line < LINES; line++) {
        size_t n = 0, chars = 0, cut = 0;
        while (text[n] && chars <= LINE_CHARS) {
            if (text[n] == ' ') cut = n;
            chars += ((unsigned char)text[n++] & 0xc0) != 0x80;
        }
        if (!text[n]) cut = n;
        if (!cut) cut = n;
        sb_fmt(b, "<text x=\"%d\" y=\"%d\" font-size=\"12\">", x, y + line * 14);
        sb_html(b, arena_fmt(b->a, "%.*s%s", (int)cut, text, line == LINES - 1 && text[cut] ? "…" : ""));
        sb_str(b, "</text>");
        text += cut + (text[cut] == ' ');
    }
}

static void draw_node(const drawing *d, size_t i, const char *lang, const char *link, strbuf *b)
{
    const flow_node *n = &d->g.f->nodes[i];
    const spot *s = &d->at[i];
    const char *edge = *n->outcome ? "#0b5a50" : "#6b7a74", *fill = n->kind == FLOW_END ? "#e9eeea" : *n->outcome ? "#dcece7" : "#ffffff";
    sb_fmt(b, "<a href=\"%s%s\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\" stroke=\"%s\" stroke-width=\"%s\"/>", link, n->id, s->x, s->y, BOX_W,
           BOX_H, n->kind == FLOW_QUESTION || n->kind == FLOW_CHECK ? 18 : 3, fill, edge, n->kind == FLOW_START ? "3" : "1.5");
    sb_fmt(b, "<text x=\"%d\" y=\"%d\" font-size=\"11\" font-weight=\"700\" fill=\"#46534e\">%s</text>", s->x + 10, s->y + 18, n->id);
    draw_title(b, flow_said(d->g.f, lang, n->title, b->a), s->x + 10, s->y + 34);
    sb_str(b, "</a>\n");
}

void flow_graph_svg(const flow *f, const char *lang, const char *link, strbuf *b)
{
    drawing d = { .a = b->a, .at = arena_array(b->a, spot, f->n_nodes + 1) };
    int w, h;
    flow_graph_of(f, b->a, &d.g);
    layers_of(&d);
    place_all(&d);
    w = 2 * EDGE + (int)d.widest * (BOX_W + GAP_X) - GAP_X;
    h = 2 * EDGE + (int)d.layers * (BOX_H + GAP_Y) - GAP_Y;
    sb_fmt(b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" fill=\"#17201d\">\n<title>", w, h, w, h);
    sb_html(b, flow_said_name(f, lang, f->title));
    sb_str(b, "</title>\n<defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"8\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" "
        "fill=\"#46534e\"/></marker></defs>\n");
    sb_fmt(b, "<rect width=\"%d\" height=\"%d\" fill=\"#fdfdfb\"/>\n", w, h);
    for (size_t i = 0; i < d.g.n_edges; i++) draw_edge(&d, &d.g.edges[i], b);
    for (size_t i = 0; i < f->n_nodes; i++) draw_node(&d, i, lang, link, b);
    sb_str(b, "</svg>\n");
}
