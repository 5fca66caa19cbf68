/* driver.h -- what an engine must do: fourteen calls. db.c does typing, caps, poison and timing; a driver knows no table.
 * Threads  A connection and its statements belong to one thread.
 * Errors   Each fills wr_err once (rc WR_E_IO; disk full or server gone: WR_E_BUSY). */
#ifndef WR_DRIVER_H
#define WR_DRIVER_H
#include "db.h"
typedef enum db_point { DB_POINT_SET, DB_POINT_RELEASE, DB_POINT_BACK } db_point;
typedef struct db_driver {
    const char *name;                                                                   /* "sqlite" */
    wr_rc (*open)(const char *url, bool read_only, wr_err *, void **ret_conn);
    void (*close)(void *conn);
    wr_rc (*begin)(void *conn, bool write, wr_err *);      /* write: SQLite IMMEDIATE; PostgreSQL: the advisory lock first */
    wr_rc (*commit)(void *conn, wr_err *);
    void (*rollback)(void *conn);
    wr_rc (*savepoint)(void *conn, db_point, wr_err *);    /* may be queued                                     */
    wr_rc (*prepare)(void *conn, const db_query *, wr_err *, void **ret_stmt);          /* cached by db.c per connection */
    void (*unprepare)(void *stmt);
    wr_rc (*bind)(void *stmt, size_t i, db_val, wr_err *); /* i from 0: $1                                      */
    wr_rc (*queue)(void *stmt, wr_err *);                  /* no rows; may be sent later: its error shows at the next wait */
    wr_rc (*step)(void *stmt, wr_err *, bool *ret_row);    /* waits; false: no more rows, and the statement is reset */
    wr_rc (*column)(void *stmt, size_t i, char letter, arena *, db_val *ret);           /* type 0: NULL          */
    wr_rc (*changes)(void *conn, wr_err *, int64_t *ret);  /* waits for all that is queued; rows of the last one */
    wr_rc (*describe)(void *stmt, size_t *ret_params, size_t *ret_columns, char *ret_letters, size_t cap);  /* test_sql */
    wr_rc (*script)(void *conn, const char *sql, wr_err *);/* migrations: several statements                    */
} db_driver;
extern const db_driver DB_SQLITE, DB_POSTGRESQL;
#endif
