/* db.h -- SQL on SQLite or PostgreSQL through one text.
 * Threads  A db_tx belongs to the thread that began it. Only the writer thread
 *          ever holds a writing db_tx; every other thread reads a snapshot.
 * Errors   The first failure poisons the job: every later call returns it at once
 *          (PostgreSQL does so, SQLite is made to), and the kernel rolls its savepoint back.
 * Trips    db_run and db_save are queued and cost no round trip; their error shows at the
 *          next call that waits (db_count, db_one, db_all) or at the job's end.
 * Memory   Text and bytes in rows live in the arena of the request or job. */
#ifndef WR_DB_H
#define WR_DB_H
#include "module.h"
typedef struct db_val { char type; union { int64_t i; const char *t; wr_day d; bytes x; } v; } db_val;
static inline db_val db_i(int64_t i)     { return (db_val){ .type = 'i', .v.i = i }; }
static inline db_val db_t(const char *t) { return (db_val){ .type = 't', .v.t = t }; }
static inline db_val db_d(wr_day d)      { return (db_val){ .type = 'd', .v.d = d }; }
static inline db_val db_x(bytes x)       { return (db_val){ .type = 'x', .v.x = x }; }
static inline db_val db_null(void)       { return (db_val){ .type = 0 }; }
#define DB_ARGS_(...) (const db_val[]){ __VA_ARGS__ }, sizeof((const db_val[]){ __VA_ARGS__ }) / sizeof(db_val)
/* A statement without rows. db_run is queued; db_count waits and says how many rows it touched. */
WR_MUST wr_rc db_run_(db_tx *, const db_query *, int64_t *ret_touched, const db_val *, size_t);
#define db_run(tx, q, ...)        db_run_(tx, q, NULL, DB_ARGS_(__VA_ARGS__))
#define db_count(tx, q, ret, ...) db_run_(tx, q, ret, DB_ARGS_(__VA_ARGS__))
/* Queued too: $1..$n are the members of a struct, in the order of its shape. */
WR_MUST wr_rc db_save(db_tx *, const db_query *, const shape *, const void *row);
/* Exactly one row into *ret. WR_E_MISSING: none. Two rows is WR_E_BUG. */
WR_MUST wr_rc db_one_(db_tx *, const db_query *, arena *, size_t row_bytes, void *ret, const db_val *, size_t);
#define db_one(tx, q, a, ret, ...) db_one_(tx, q, a, sizeof *(ret), ret, DB_ARGS_(__VA_ARGS__))
/* Every row, at most cap, into an arena array. More than cap is WR_E_TOO_BIG: page it. */
WR_MUST wr_rc db_all_(db_tx *, const db_query *, arena *, size_t cap, size_t row_bytes, void *ret_rows, size_t *ret_n, const db_val *, size_t);
#define db_all(tx, q, a, cap, ret_rows, ret_n, ...) \
    db_all_(tx, q, a, cap, sizeof **(ret_rows), ret_rows, ret_n, DB_ARGS_(__VA_ARGS__))
extern const shape DB_ID;                    /* db_id, for RETURNING id */
typedef struct db_id { wr_id id; } db_id;
wr_err *db_err(db_tx *);

/* The city's database. URL: "sqlite:DIR/writ.db" or "postgresql://...". One per process, shared; connections are per thread. */
typedef struct db db;
typedef struct db_conn db_conn;
WR_MUST wr_rc db_open(const char *url, const wr_module *const *modules, wr_err *, db **ret);  /* no migration yet           */
WR_MUST wr_rc db_migrate(db *, wr_err *);            /* each step its own transaction; refuses a changed or newer step         */
void db_close(db **);
const char *db_engine(const db *);                   /* "sqlite" or "postgresql"                                              */
/* A reader: its own connection, read only, one per thread. */
WR_MUST wr_rc db_reader(db *, wr_err *, db_conn **ret);
void db_conn_end(db_conn **);
WR_MUST wr_rc db_begin_read(db_conn *, arena *, db_tx **ret);   /* a snapshot; errors go to arena_err(a)                      */
void db_end_read(db_tx **);
WR_MUST wr_rc db_changes(db_conn *, const char *modules, int64_t *ret_sum);  /* sum of change counters of "a b"; keys cached pages */
WR_MUST wr_rc db_seq(db_tx *rw, const char *name, int64_t *ret);   /* the next number of a named row counter, from 1; waits   */
WR_MUST wr_rc db_seq_raise(db_tx *rw, const char *name, int64_t at_least);   /* rebuild: the number last given is no smaller; "log" and "us" are the batch's */
/* The log hangs here (tlog.h, to the right): jobs put entries, and just before COMMIT the log lays them down. */
typedef struct db_logged { const struct db_logged *prev; int tree; bytes entry; } db_logged;
typedef struct db_log { wr_rc (*close)(void *with, db_tx *rw, const db_logged *last, int64_t log_n, arena *); void (*end)(void *with); void *with; } db_log;
void db_log_set(db *, db_log);                       /* before the first batch; db_close ends it      */
int64_t db_log_put(db_tx *rw, int tree, bytes entry);   /* tree 0: its log number, from 1; given back when the job fails */
void db_log_kept(db_tx *rw);                         /* this job's entry is kept back: it logged something all the same */
arena *db_arena(db_tx *);
wr_us db_batch_us(const db_tx *);                    /* time of the batch, never smaller than the last                         */
void db_batch_us_set(db_tx *rw, wr_us at);           /* `writ demo` alone: an invented record begins at its own clock         */
#endif
