/* pair_own.h -- what the files of pair share. */
#ifndef WR_PAIR_OWN_H
#define WR_PAIR_OWN_H
#include "pair.h"
extern const struct history PAIR_HISTORY;
extern const db_query PAIR_ADD, PAIR_PAST, PAIR_WALK, PAIR_PUT, PAIR_BY, PAIR_OPEN, PAIR_LIST;
typedef struct pair_listed { const char *id, *act, *label, *hash, *asked_human, *asker, *decider, *reason; int state; wr_us expires; } pair_listed;
const pair_kind *pair_kind_of(const char *name);      /* NULL: no module of this program has it */
WR_MUST wr_rc pair_list(db_tx *ro, arena *, pair_listed **ret, size_t *ret_n);   /* undecided first, then the newest; at most 100 */
#endif
