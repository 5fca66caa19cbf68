/* dump_inner.h -- the two engines behind dump.h. */
#ifndef WR_DUMP_INNER_H
#define WR_DUMP_INNER_H
#include "db_inner.h"
#include "dump.h"
wr_rc dump_sqlite(db *, const db_sink *, arena *);
wr_rc load_sqlite(db *, const db_sink *, arena *);
wr_rc dump_postgresql(db *, const db_sink *, arena *);
wr_rc load_postgresql(db *, const char *dir, const db_sink *, arena *);
#endif
