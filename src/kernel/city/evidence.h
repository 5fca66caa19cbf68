/* evidence.h -- city: "this counts towards direction 3 in that department". The directive's
 * matrix shows offers as claimed; a second person verifies them there, never here. */
#ifndef WR_EVIDENCE_H
#define WR_EVIDENCE_H
#include "module.h"
typedef struct evidence { const char *direction, *department, *kind, *about; wr_day day; } evidence;
WR_MUST wr_rc evidence_offer(db_tx *rw, const wr_actor *, const evidence *);
WR_MUST wr_rc evidence_for(db_tx *ro, const char *direction, const char *department, arena *, evidence **ret, size_t *ret_n);
#endif
