/* flow_own.h -- a guide as a graph: what its checker and its drawing share; versions that stay read. */
#ifndef WR_FLOW_OWN_H
#define WR_FLOW_OWN_H
#include "flow.h"
typedef struct flow_edge { size_t from, to; const flow_choice *by; bool also; } flow_edge;    /* places in f->nodes */
/* to_end: some way leads on to an end. reached: from the start, or from the emergency node. depth: nodes on the longest way from here
 * on; after: the next node on it, SIZE_MAX: none. cycle: a way that goes round, "" when there is none. */
typedef struct flow_graph { const flow *f; const flow_edge *edges; size_t n_edges; bool *reached, *to_end; size_t *depth, *after; const char *cycle; } flow_graph;
void flow_graph_of(const flow *, arena *, flow_graph *ret);
/* flow_keep.c: a version that was read before, for as long as the arena; and one that was read now. Anywhere. */
bool flow_kept(const char *id, wr_us since, arena *, flow *ret);
WR_MUST wr_rc flow_keep(const char *id, wr_us since, const char *text, arena *, flow *ret);
#endif
