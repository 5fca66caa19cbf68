/* link.h -- city: ties between public ids of different clauses; both ends show them. */
#ifndef WR_LINK_H
#define WR_LINK_H
#include "history.h"
#include "module.h"
/* kind: "amends", "answers": said of `from`. title, url: of `to`; from_title, from_url: of `from`, NULL when nobody shows them. */
typedef struct link_row { const char *from, *to, *kind, *title, *url; wr_day day; const char *from_title, *from_url; } link_row;
WR_MUST wr_rc link_put(db_tx *rw, const wr_actor *, const link_row *);     /* queued; the same tie twice is one; one that ended begins again */
WR_MUST wr_rc link_end(db_tx *rw, const wr_actor *, const char *from, const char *to, const char *kind, const char *reason);   /* WR_E_MISSING: none */
WR_MUST wr_rc link_of(db_tx *ro, const char *about, arena *, link_row **ret, size_t *ret_n);
WR_MUST wr_rc link_all(db_tx *ro, arena *, link_row **ret, size_t *ret_n);
WR_MUST wr_rc link_all_as_of(db_tx *ro, int64_t n, arena *, link_row **ret, size_t *ret_n, history_proof *);   /* as the city knew them at a log index */
/* Under "links": every tie of this thing, from its own end: what it is to the other, and the other's name and place. */
typedef struct link_said { const char *kind, *said, *title, *url; bool out; wr_day day; } link_said;
extern const shape LINK_SAID;
WR_MUST wr_rc link_panel(db_tx *ro, const char *about, arena *, json_t *doc);
#endif
