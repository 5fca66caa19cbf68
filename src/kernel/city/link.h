/* link.h -- city: ties between public ids of different clauses; both ends show them. */
#ifndef WR_LINK_H
#define WR_LINK_H
#include "module.h"
typedef struct link_row { const char *from, *to, *kind, *title, *url; wr_day day; } link_row;  /* kind: "answers", "amends" */
WR_MUST wr_rc link_put(db_tx *rw, const wr_actor *, const link_row *);     /* queued; the same tie twice is one */
WR_MUST wr_rc link_of(db_tx *ro, const char *about, arena *, link_row **ret, size_t *ret_n);
#endif
