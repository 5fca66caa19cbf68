/* driver_sqlite.c -- SQLite behind the calls of driver.h: WAL, synchronous=FULL, readers that cannot write. */
#include "driver.h"

#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "str.h"

enum { OPEN_READ, OPEN_WRITE, COMMIT, ROLLBACK, POINT, RELEASE, N_WORDS };   /* said with every job: prepared once */
static const char *const WORDS_SQL[N_WORDS] = { "BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", "SAVEPOINT job", "RELEASE job" };
typedef struct conn { sqlite3 *db; sqlite3_stmt *words[N_WORDS]; } conn;
typedef struct stmt { sqlite3_stmt *st; sqlite3 *db; int at[32]; bool stepped; } stmt;

enum { BUSY_MS = 5000 };

static wr_rc failed(sqlite3 *lite, wr_err *e)
{
    int rc = lite ? sqlite3_errcode(lite) : SQLITE_NOMEM;
    if (rc == SQLITE_FULL || (rc == SQLITE_IOERR && sqlite3_system_errno(lite) == ENOSPC)) return wr_fail_full(e);
    if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED) return wr_fail(e, WR_E_BUSY, NULL, N_("The database is busy. Nothing was stored; try again."));
    return wr_fail(e, WR_E_IO, NULL, N_("The database refused: {why}"), "why", lite ? sqlite3_errmsg(lite) : "no memory");
}

static wr_rc run(sqlite3 *lite, const char *sql, wr_err *e)
{
    return sqlite3_exec(lite, sql, NULL, NULL, NULL) == SQLITE_OK ? WR_OK : failed(lite, e);
}

static wr_rc word(conn *c, int w, wr_err *e)
{
    wr_rc rc;
    if (!c->words[w] && sqlite3_prepare_v3(c->db, WORDS_SQL[w], -1, SQLITE_PREPARE_PERSISTENT, &c->words[w], NULL) != SQLITE_OK) return failed(c->db, e);
    rc = sqlite3_step(c->words[w]) == SQLITE_DONE ? WR_OK : failed(c->db, e);
    sqlite3_reset(c->words[w]);
    return rc;
}

static void lite_close(void *c_)
{
    conn *c = c_;
    if (!c) return;
    for (int w = 0; w < N_WORDS; w++) sqlite3_finalize(c->words[w]);
    sqlite3_close_v2(c->db);
    free(c);
}

/* SQLite counts its memory under one lock for all threads; nobody asks for the count. */
static void quiet(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/* url: sqlite:PATH. No mmap: it would be unmapped and faulted in again whenever another connection has written. */
static wr_rc lite_open(const char *url, bool read_only, wr_err *e, void **ret)
{
    const char *path = str_starts(url, "sqlite:") ? url + 7 : url;
    int flags = SQLITE_OPEN_NOMUTEX | (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    conn *c = calloc(1, sizeof *c);
    wr_rc rc;
    if (!c) abort();
    pthread_once(&once, quiet);
    if (sqlite3_open_v2(path, &c->db, flags, NULL) != SQLITE_OK) {
        rc = failed(c->db, e);
        lite_close(c);
        return rc;
    }
    sqlite3_extended_result_codes(c->db, 0);
    sqlite3_busy_timeout(c->db, BUSY_MS);
    sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    sqlite3_db_config(c->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DML, 0, (int *)NULL);
    sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)NULL);
    rc = run(c->db, read_only ? "PRAGMA query_only=1; PRAGMA cache_size=-4000" : "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
             " PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=0; PRAGMA secure_delete=ON; PRAGMA cache_size=-16000", e);
    if (rc != WR_OK) { lite_close(c); return rc; }
    *ret = c;
    return WR_OK;
}

static wr_rc lite_begin(void *c, bool write, wr_err *e) { return word(c, write ? OPEN_WRITE : OPEN_READ, e); }
static wr_rc lite_commit(void *c, wr_err *e) { return word(c, COMMIT, e); }

static void lite_rollback(void *c_)
{
    conn *c = c_;
    if (!sqlite3_get_autocommit(c->db)) (void)word(c, ROLLBACK, &(wr_err){ 0 });
}

static wr_rc lite_savepoint(void *c, db_point p, wr_err *e)
{
    if (p == DB_POINT_BACK) return run(((conn *)c)->db, "ROLLBACK TO job; RELEASE job", e);
    return word(c, p == DB_POINT_SET ? POINT : RELEASE, e);
}

static wr_rc lite_prepare(void *c_, const db_query *q, wr_err *e, void **ret)
{
    conn *c = c_;
    stmt *s = calloc(1, sizeof *s);
    size_t n = strlen(q->in);
    const char *tail;
    if (!s) abort();
    s->db = c->db;
    if (n > 32 || sqlite3_prepare_v3(c->db, q->sql, -1, SQLITE_PREPARE_PERSISTENT, &s->st, &tail) != SQLITE_OK) {
        free(s);
        return wr_fail(e, WR_E_BUG, NULL, N_("Query {name}: {why}"), "name", q->name, "why", sqlite3_errmsg(c->db));
    }
    for (size_t i = 0; i < n; i++) {   /* $1 is a name to SQLite, and numbered by first appearance: bind by name */
        char name[8] = { '$', (char)(i < 9 ? '1' + (int)i : '0' + (int)((i + 1) / 10)), (char)(i < 9 ? 0 : '0' + (int)((i + 1) % 10)), 0 };
        s->at[i] = sqlite3_bind_parameter_index(s->st, name);
    }
    *ret = s;
    return WR_OK;
}

static void lite_unprepare(void *s)
{
    sqlite3_finalize(((stmt *)s)->st);
    free(s);
}

static void reset(stmt *s)
{
    sqlite3_reset(s->st);
    s->stepped = false;
}

static wr_rc lite_bind(void *s_, size_t i, db_val v, wr_err *e)
{
    stmt *s = s_;
    int at = s->at[i], rc;
    char day[DAY_TEXT];
    if (s->stepped) reset(s);
    switch (v.type) {
    case 0: rc = sqlite3_bind_null(s->st, at); break;
    case 'i': rc = sqlite3_bind_int64(s->st, at, v.v.i); break;
    case 't': rc = sqlite3_bind_text(s->st, at, v.v.t, -1, SQLITE_STATIC); break;   /* the caller's, until the last row */
    case 'x': rc = sqlite3_bind_blob(s->st, at, v.v.x.p ? v.v.x.p : (const void *)"", (int)v.v.x.n, SQLITE_STATIC); break;
    case 'd':
        day_put(v.v.d, day);
        rc = sqlite3_bind_text(s->st, at, day, -1, SQLITE_TRANSIENT);
        break;
    default: return wr_fail(e, WR_E_BUG, NULL, N_("A value without a type."));
    }
    return rc == SQLITE_OK ? WR_OK : failed(s->db, e);
}

static wr_rc lite_step(void *s_, wr_err *e, bool *ret_row)
{
    stmt *s = s_;
    int rc = sqlite3_step(s->st);
    s->stepped = true;
    *ret_row = rc == SQLITE_ROW;
    if (rc == SQLITE_ROW) return WR_OK;
    if (rc == SQLITE_DONE) { reset(s); return WR_OK; }
    wr_rc out = failed(s->db, e);
    reset(s);
    return out;
}

static wr_rc lite_queue(void *s, wr_err *e)
{
    bool row;
    wr_rc rc = lite_step(s, e, &row);
    if (rc == WR_OK && row) reset(s);
    return rc;
}

static wr_rc lite_column(void *s_, size_t i_, char letter, arena *a, db_val *ret)
{
    stmt *s = s_;
    int i = (int)i_, type = sqlite3_column_type(s->st, i);
    *ret = (db_val){ 0 };
    if (type == SQLITE_NULL) return WR_OK;
    if (letter == 'x') {
        size_t n = (size_t)sqlite3_column_bytes(s->st, i);
        uint8_t *p = arena_alloc(a, n + 1, 1);
        if (n) memcpy(p, sqlite3_column_blob(s->st, i), n);
        *ret = db_x((bytes){ p, n });
    } else if (letter == 't') {
        size_t n = (size_t)sqlite3_column_bytes(s->st, i);
        char *p = arena_alloc(a, n + 1, 1);
        memcpy(p, sqlite3_column_text(s->st, i), n);
        *ret = db_t(p);
    } else if (type == SQLITE_INTEGER) *ret = db_i(sqlite3_column_int64(s->st, i));
    else return WR_E_BUG;
    return WR_OK;
}

static wr_rc lite_changes(void *c, wr_err *e, int64_t *ret)
{
    (void)e;
    *ret = sqlite3_changes64(((conn *)c)->db);
    return WR_OK;
}

static wr_rc lite_describe(void *s_, size_t *ret_params, size_t *ret_columns, char *ret_letters, size_t cap)
{
    stmt *s = s_;
    *ret_params = (size_t)sqlite3_bind_parameter_count(s->st);
    *ret_columns = (size_t)sqlite3_column_count(s->st);
    memset(ret_letters, 0, cap);   /* SQLite knows no types of expressions: PostgreSQL says them */
    return WR_OK;
}

static wr_rc lite_script(void *c, const char *sql, wr_err *e) { return run(((conn *)c)->db, sql, e); }

const db_driver DB_SQLITE = { "sqlite", lite_open, lite_close, lite_begin, lite_commit, lite_rollback, lite_savepoint, lite_prepare,
    lite_unprepare, lite_bind, lite_queue, lite_step, lite_column, lite_changes, lite_describe, lite_script };
