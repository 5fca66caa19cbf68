/* db_inner.h -- what db.c, migrate.c and writer.c share; nobody else includes it. */
#ifndef WR_DB_INNER_H
#define WR_DB_INNER_H
#include <stdatomic.h>
#include "driver.h"
#include "whole.h"
enum { DB_MODULES = 64, DB_TABLES = 512, DB_CACHE = 2048 };
typedef struct db_table { const char *name; size_t name_n, module; db_mark mark; } db_table;
struct db {
    const char *url;
    const db_driver *driver;
    const wr_module *const *modules;
    db_table tables[DB_TABLES];
    size_t n_tables;
    db_log log;
};
typedef struct db_cached { const db_query *q; void *stmt; } db_cached;
struct db_conn {
    db *db;
    void *conn;
    db_cached cache[DB_CACHE];       /* open addressing by the query's address */
    struct db_tx *tx;
};
struct db_tx {
    db_conn *c;
    arena *a, *batch;                /* of the request, or of the job that runs now; of the batch */
    bool write;
    wr_rc poison;
    uint64_t changed, changed_before; /* modules touched in the batch; before the job */
    int64_t log_n;                   /* last log number of the batch                */
    int64_t log_before, log_first;   /* before the job; before the batch            */
    const db_logged *logged, *logged_before;   /* entries of the batch, last first; before the job */
    bool kept;                       /* the job logged something that is kept back  */
    bool enduring;                   /* the job touched an enduring table           */
    bool careful;                    /* a savepoint round each job                  */
    bool wrote;                      /* the job has changed something               */
    bool lost;                       /* nothing of the batch can be kept: the engine gave it up, or a job failed without a savepoint */
    wr_us at;
};
wr_rc db_stmt_(db_conn *, const db_query *, wr_err *, void **ret);
wr_rc db_read_tables(db *, wr_err *);
bool db_mark_above(const char *sql, const char *at, db_mark *ret);   /* of the table whose CREATE TABLE stands at; false: none */
/* The writer's: a batch and its jobs on one connection. Almost every job succeeds, so the first try has no savepoints and asks
 * for no outcome before the end; when a job failed after it wrote, the batch is lost and the writer runs it again, careful. */
WR_MUST wr_rc db_writer_conn(db *, wr_err *, db_conn **ret);
WR_MUST wr_rc db_batch_begin(db_conn *, bool careful, arena *, wr_err *, db_tx *ret);
void db_job_begin(db_tx *, arena *);              /* careful: SAVEPOINT                                */
wr_rc db_job_end(db_tx *, wr_rc);                 /* the job's outcome; careful: RELEASE, or back to the savepoint */
WR_MUST wr_rc db_batch_end(db_tx *, arena *, wr_err *);   /* counters, COMMIT                          */
extern const db_query *const db_queries[];
#endif
