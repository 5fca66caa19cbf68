/* dump.h -- a whole database as named parts, all of one moment, while the server goes on writing; and a database from them.
 * SQLite: one part, writ.db, as it stands in the file. PostgreSQL: db/TABLE.NNNNNN.copy, the text of COPY in pieces of 8 MiB.
 * Threads  Its own connections: any thread.
 * Memory   Fixed, however large the database is (on PostgreSQL also one row). */
#ifndef WR_DUMP_H
#define WR_DUMP_H
#include "db.h"
typedef struct db_sink {
    wr_rc (*part)(void *with, const char *name, int64_t n);   /* n bytes begin; they follow in puts              */
    wr_rc (*put)(void *with, const uint8_t *p, size_t n);
    wr_rc (*rows)(void *with, const char *table, int64_t n);  /* how many rows the table has at that moment      */
    void *with;
} db_sink;
/* SQLite: for a few milliseconds nobody else writes; until the end nothing moves from the write-ahead log into the file. */
WR_MUST wr_rc db_dump(db *, const db_sink *, arena *);
/* Makes a database of the parts in dir, and tells the rows of each table; what `rows` refuses is undone. PostgreSQL: it must be
 * empty (else WR_E_CONFLICT) and is empty again after a failure; a dump of other migrations than this program's is refused.
 * SQLite: the part itself is the database. */
WR_MUST wr_rc db_load(db *, const char *dir, const db_sink *, arena *);
#endif
