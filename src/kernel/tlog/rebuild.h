/* rebuild.h -- every derived row made again from the events that stay: what no event says is gone, what was damaged is whole.
 * A fact's row is history_as_of its last event; the rest (numbers given, trees) a module makes itself by its wr_module.rebuild.
 * Each table is one transaction: a reader sees the old rows or the new ones. */
#ifndef WR_REBUILD_H
#define WR_REBUILD_H
#include "db.h"
#include "history.h"
/* said: after each table, its name and how many rows it has now. */
WR_MUST wr_rc rebuild_all(db *, const wr_module *const *, void (*said)(void *with, const char *table, int64_t rows), void *with, arena *);
#endif
