/* events.h -- city: what one clause may tell another. Each event is declared here once, with
 * the shape of its payload, and named for what happened, not for who says it. Handlers (.on) run in
 * the sender's savepoint, in LAYERS order, one level deep; an error in one fails the job and names both clauses. */
#ifndef WR_EVENTS_H
#define WR_EVENTS_H
#include "module.h"
typedef struct ev_due { const char *about, *ref, *url; wr_id department; wr_day due; } ev_due;
extern const wr_event EV_DUE_MOVED;          /* ev_due: a deadline of some record was set or moved */
/* A file that was released to a request of the city is read. request: its number; held, withheld, absent: columns, "; " between, withheld ones with exemptions. */
typedef struct ev_released { const char *file; int64_t number, request; const char *name, *url, *held, *withheld, *absent; } ev_released;
extern const wr_event EV_RELEASED_READ;
typedef struct ev_withdrawn { const char *file, *reason; } ev_withdrawn;
extern const wr_event EV_RELEASED_WITHDRAWN; /* ev_withdrawn: such a file answers nothing any more; reason "": it does again */
/* The sender is known by its file. */
#define event_send(rw, who, event, payload, a) event_send_((rw), (who), __FILE__, (event), (payload), (a))
WR_MUST wr_rc event_send_(db_tx *rw, const wr_actor *, const char *from, const wr_event *, const void *payload, arena *);
void city_modules(const wr_module *const *);     /* once at start, before other threads: who listens */
const wr_module *const *city_modules_all(void);  /* NULL: nobody said */
#endif
