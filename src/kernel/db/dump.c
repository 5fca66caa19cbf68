/* dump.c -- the engine's dump. */
#include "dump.h"

#include "dump_inner.h"

static bool lite(const db *d) { return d->driver == &DB_SQLITE; }

wr_rc db_dump(db *d, const db_sink *to, arena *a) { return lite(d) ? dump_sqlite(d, to, a) : dump_postgresql(d, to, a); }

wr_rc db_load(db *d, const char *dir, const db_sink *to, arena *a)
{
    return lite(d) ? load_sqlite(d, to, a) : load_postgresql(d, dir, to, a);
}
