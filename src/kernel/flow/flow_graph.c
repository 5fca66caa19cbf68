/* flow_graph.c -- the guide as a graph: what reaches what, the longest way, a way that goes round; and the graph as text. */
#include <string.h>
#include "flow_own.h"
#include "str.h"

static bool place(const flow *f, const char *id, size_t *ret)
{
    const flow_node *n = flow_node_of(f, id);
    if (n) *ret = (size_t)(n - f->nodes);
    return n != NULL;
}

static void edges_of(const flow *f, arena *a, flow_graph *g)
{
    flow_edge *e = arena_array(a, flow_edge, f->n_choices * 2 + 1);
    size_t from, to;
    for (size_t i = 0; i < f->n_choices; i++) {
        const flow_choice *c = &f->choices[i];
        if (!place(f, c->node, &from)) continue;
        if (place(f, c->goes, &to)) e[g->n_edges++] = (flow_edge){ from, to, c, false };
        if (*c->also && place(f, c->also, &to)) e[g->n_edges++] = (flow_edge){ from, to, c, true };
    }
    g->edges = e;
}

/* Marks spread along the edges, or against them, until nothing changes. */
static void spread(const flow_graph *g, bool *mark, bool back)
{
    for (bool more = true; more; ) {
        more = false;
        for (size_t i = 0; i < g->n_edges; i++) {
            size_t from = back ? g->edges[i].to : g->edges[i].from, to = back ? g->edges[i].from : g->edges[i].to;
            if (!mark[from] || mark[to]) continue;
            mark[to] = more = true;
        }
    }
}

/* The way back from a node that was entered again. */
static const char *round_of(const flow_graph *g, const size_t *trail, size_t n, size_t again, arena *a)
{
    strbuf b = sb_new(a, 80);
    size_t i = n;
    while (i > 0 && trail[i - 1] != again) i--;
    for (i = i ? i - 1 : 0; i < n; i++) {
        sb_str(&b, g->f->nodes[trail[i]].id);
        sb_ch(&b, ' ');
    }
    sb_str(&b, g->f->nodes[again].id);
    return b.p;
}

typedef struct dive { flow_graph *g; arena *a; uint8_t *state; size_t *trail, n; } dive;
enum { NEW, OPEN, LEFT };

/* One node deeper along each edge; depth is set on the way back, when no way goes round. */
static void dive_into(dive *d, size_t node)
{
    flow_graph *g = d->g;
    d->state[node] = OPEN;
    d->trail[d->n++] = node;
    g->depth[node] = 1;
    g->after[node] = SIZE_MAX;
    for (size_t i = 0; i < g->n_edges && !*g->cycle; i++) {
        size_t to = g->edges[i].to;
        if (g->edges[i].from != node) continue;
        if (d->state[to] == OPEN) g->cycle = round_of(g, d->trail, d->n, to, d->a);
        else if (d->state[to] == NEW) dive_into(d, to);
        if (*g->cycle || g->depth[to] + 1 <= g->depth[node]) continue;
        g->depth[node] = g->depth[to] + 1;
        g->after[node] = to;
    }
    d->state[node] = LEFT;
    d->n--;
}

void flow_graph_of(const flow *f, arena *a, flow_graph *ret)
{
    size_t n = f->n_nodes, at;
    dive d = { .g = ret, .a = a, .state = arena_array(a, uint8_t, n + 1), .trail = arena_array(a, size_t, n + 1) };
    *ret = (flow_graph){ .f = f, .reached = arena_array(a, bool, n + 1), .to_end = arena_array(a, bool, n + 1), .depth = arena_array(a, size_t, n + 1),
        .after = arena_array(a, size_t, n + 1), .cycle = "" };
    edges_of(f, a, ret);
    if (place(f, f->start, &at)) ret->reached[at] = true;
    if (place(f, f->emergency, &at)) ret->reached[at] = true;
    for (size_t i = 0; i < n; i++) ret->to_end[i] = f->nodes[i].kind == FLOW_END;
    spread(ret, ret->reached, false);
    spread(ret, ret->to_end, true);
    for (size_t i = 0; i < n; i++)
        if (d.state[i] == NEW) dive_into(&d, i);
}

const char *flow_graph_text(const flow *f, arena *a)
{
    strbuf b = sb_new(a, 4096);
    for (size_t i = 0; i < f->n_nodes; i++) {
        const flow_node *n = &f->nodes[i];
        sb_fmt(&b, "%s (%s) %s\n", n->id, flow_kinds[n->kind], n->title);
        if (*n->outcome) sb_fmt(&b, "    outcome %s; owner %s; contact %s; from %s\n", n->outcome, n->owner, n->contact, shape_get(shape_field(&FLOW_NODE, "from"), n, a));
        for (size_t k = 0; k < f->n_choices; k++) {
            const flow_choice *c = &f->choices[k];
            if (str_eq(c->node, n->id)) sb_fmt(&b, "    %s -> %s%s%s: %s\n", c->choice, c->goes, *c->also ? " and " : "", c->also, c->label);
        }
    }
    return b.p;
}
