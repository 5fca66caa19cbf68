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
/* PostgreSQL: fills an empty database (else WR_E_CONFLICT) from dir/db; when it fails the database is empty again. A dump
 * of other migrations than this program's is refused. SQLite: the file itself is the database; nothing to do. */
WR_MUST wr_rc db_load(db *, const char *dir, arena *);
WR_MUST wr_rc db_rows(db *, const db_sink *, arena *);        /* only tells the rows of each table               */
#endif
