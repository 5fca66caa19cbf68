/* flow_own.h -- a guide as a graph: what its checker and its drawing share; versions that stay read; the draft as rows. */
#ifndef WR_FLOW_OWN_H
#define WR_FLOW_OWN_H
#include "flow.h"
#include "flow_edit.h"
typedef struct flow_edge { size_t from, to; const flow_choice *by; bool also; } flow_edge;    /* places in f->nodes */
/* to_end: some way leads on to an end. reached: from the start, or from the emergency node. depth: nodes on the longest way from here
 * on; after: the next node on it, SIZE_MAX: none. cycle: a way that goes round, "" when there is none. */
typedef struct flow_graph { const flow *f; const flow_edge *edges; size_t n_edges; bool *reached, *to_end; size_t *depth, *after; const char *cycle; } flow_graph;
void flow_graph_of(const flow *, arena *, flow_graph *ret);
size_t flow_count_words(const char *text);
/* flow_keep.c: a version that was read before, for as long as the arena; and one that was read now. Anywhere. */
bool flow_kept(const char *id, wr_us since, arena *, flow *ret);
WR_MUST wr_rc flow_keep(const char *id, wr_us since, const char *text, arena *, flow *ret);
/* flow_part.c: a draft is laid down row by row, in the order of `place`. */
extern const history FLOW_PARTS_H, FLOW_WORDS_H, FLOW_APPROVALS_H;
extern const db_query FLOW_PART_ADD, FLOW_PART_PAST, FLOW_PART_WALK, FLOW_PART_PUT, FLOW_PART_BY, FLOW_PARTS, FLOW_LAST_PLACE, FLOW_EDITED, FLOW_WORD_ADD, FLOW_WORD_PAST,
    FLOW_WORD_WALK, FLOW_WORD_PUT, FLOW_WORDS, FLOW_APPROVAL_ADD, FLOW_APPROVAL_PAST, FLOW_APPROVAL_WALK, FLOW_APPROVAL_PUT, FLOW_APPROVAL_LAST, FLOW_APPROVAL_BY,
    FLOW_EDITORS, FLOW_VERSION_NUMBERS;
WR_MUST wr_rc flow_part_put(db_tx *rw, const wr_actor *, int kind, const char *ref, const void *row, const char *editor, arena *);
WR_MUST wr_rc flow_part_change(db_tx *rw, const wr_actor *, const flow_part *was, const flow_part *now, arena *);
WR_MUST wr_rc flow_words(db_tx *ro, arena *, flow_word **ret, size_t *ret_n);
WR_MUST wr_rc flow_last(db_tx *, arena *, flow_version *ret, bool *ret_is);
WR_MUST wr_rc flow_under_way(db_tx *ro, arena *, size_t *ret_n);       /* rows that the city changed and nobody has published */
const char *flow_row_text(const shape *, const void *row, arena *);
wr_run flow_load_node, flow_load_choice, flow_load_script, flow_load_paper, flow_load_demo_edit;
wr_pack_now flow_now_node, flow_now_choice, flow_now_script, flow_now_paper;
extern const shape FLOW_DEMO_EDIT;
#endif
