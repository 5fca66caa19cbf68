/* driver_postgresql.c -- PostgreSQL 15 behind the calls of driver.h. The connection stays in pipeline mode: what is queued is
 * sent without waiting, and the next call that waits drains it and shows its error. Only three wire types: int8, text, bytea. */
#include "driver.h"

#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "str.h"

enum { OID_INT8 = 20, OID_TEXT = 25, OID_BYTEA = 17, PARAMS = 32 };
#define LOCK "SELECT pg_advisory_xact_lock(1465010516)"   /* "WRIT": one writing batch in the whole city */

typedef struct conn { PGconn *pg; bool read_only; size_t pending; int generation; int64_t touched; } conn;
typedef struct stmt {
    conn *c;
    const db_query *q;
    size_t n;
    int generation;                     /* of the connection that it was prepared on */
    const char *values[PARAMS];
    int lengths[PARAMS];
    uint64_t ints[PARAMS];
    char days[PARAMS][DAY_TEXT];
    PGresult *rows;
    int row;
} stmt;

static void quiet(void *with, const PGresult *r) { (void)with; (void)r; }

static wr_rc failed(conn *c, const PGresult *r, wr_err *e)
{
    const char *why = r ? PQresultErrorMessage(r) : PQerrorMessage(c->pg), *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
    char text[160];
    snprintf(text, sizeof text, "%.150s", why && *why ? why : "no answer");
    text[strcspn(text, "\n")] = 0;
    bool lost = r && PQresultStatus(r) == PGRES_FATAL_ERROR && !state;   /* libpq's own words: no server said this */
    if (lost || PQstatus(c->pg) != CONNECTION_OK || (state && strncmp(state, "57P", 3) == 0))
        return wr_fail(e, WR_E_BUSY, NULL, N_("The database does not answer. Nothing was stored; try again in a minute."));
    if (state && strcmp(state, "53100") == 0) return wr_fail_full(e);
    return wr_fail(e, WR_E_IO, NULL, N_("The database refused: {why}"), "why", text);
}

/* Sends a sync and takes every result; the last command's rows are handed over when asked for. */
static wr_rc drain(conn *c, wr_err *e, PGresult **ret_last_opt)
{
    wr_rc rc = WR_OK;
    size_t left = c->pending;
    PGresult *last = NULL;
    c->pending = 0;
    if (PQpipelineSync(c->pg) != 1) return failed(c, NULL, e);
    while (left > 0 || rc == WR_OK) {
        PGresult *r = PQgetResult(c->pg);
        ExecStatusType st = r ? PQresultStatus(r) : PGRES_COMMAND_OK;
        if (!r) {
            if (PQstatus(c->pg) != CONNECTION_OK) { PQclear(last); return failed(c, NULL, e); }
            if (left == 0) break;
            left--;
            continue;
        }
        if (st == PGRES_PIPELINE_SYNC) { PQclear(r); break; }
        if (st == PGRES_FATAL_ERROR && rc == WR_OK) rc = failed(c, r, e);
        if (st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK) c->touched = strtoll(PQcmdTuples(r), NULL, 10);
        PQclear(last);
        last = r;
    }
    if (rc == WR_OK && last && PQresultStatus(last) == PGRES_PIPELINE_ABORTED) rc = failed(c, last, e);
    if (rc == WR_OK && ret_last_opt) *ret_last_opt = last;
    else PQclear(last);
    return rc;
}

/* After an error the sync may still be on its way: take what is left until it has come. */
static void take_sync(conn *c)
{
    for (int nulls = 0; nulls < 2; ) {
        PGresult *r;
        if (PQpipelineStatus(c->pg) != PQ_PIPELINE_ABORTED || PQstatus(c->pg) != CONNECTION_OK) return;
        r = PQgetResult(c->pg);
        if (!r) { nulls++; continue; }
        nulls = 0;
        if (PQresultStatus(r) == PGRES_PIPELINE_SYNC) nulls = 2;
        PQclear(r);
    }
}

static wr_rc say(conn *c, const char *sql, wr_err *e)
{
    if (PQsendQueryParams(c->pg, sql, 0, NULL, NULL, NULL, NULL, 1) != 1) return failed(c, NULL, e);
    c->pending++;
    return WR_OK;
}

static wr_rc say_now(conn *c, const char *sql, wr_err *e)
{
    wr_rc rc;
    TRY(say(c, sql, e));
    rc = drain(c, e, NULL);
    if (rc != WR_OK) take_sync(c);
    return rc;
}

static void pg_close(void *c_)
{
    conn *c = c_;
    if (!c) return;
    PQfinish(c->pg);
    free(c);
}

static wr_rc settle(conn *c, wr_err *e)
{
    PGresult *r;
    bool fine;
    PQsetNoticeReceiver(c->pg, quiet, NULL);
    if (PQsetClientEncoding(c->pg, "UTF8") != 0) return failed(c, NULL, e);   /* whatever PGCLIENTENCODING or the address says */
    r = PQexec(c->pg, "SELECT datcollate, pg_encoding_to_char(encoding), datlocprovider::text FROM pg_database WHERE datname = current_database()");
    if (PQresultStatus(r) != PGRES_TUPLES_OK) { PQclear(r); return failed(c, NULL, e); }
    fine = (strcmp(PQgetvalue(r, 0, 0), "C") == 0 || strcmp(PQgetvalue(r, 0, 0), "C.UTF-8") == 0 || strcmp(PQgetvalue(r, 0, 0), "POSIX") == 0) &&
           strcmp(PQgetvalue(r, 0, 1), "UTF8") == 0 && strcmp(PQgetvalue(r, 0, 2), "c") == 0;   /* an ICU database says C and sorts otherwise */
    PQclear(r);
    if (!fine) return wr_fail(e, WR_E_CONFLICT, NULL, N_("The database must have encoding UTF8 and collation C: text order would differ."));
    r = PQexec(c->pg, c->read_only ? "SET default_transaction_read_only = on; SET statement_timeout = 5000" : "SET statement_timeout = 30000; SET synchronous_commit = on");
    fine = PQresultStatus(r) == PGRES_COMMAND_OK;
    PQclear(r);
    if (!fine || PQenterPipelineMode(c->pg) != 1) return failed(c, NULL, e);
    c->generation++;
    c->pending = 0;
    return WR_OK;
}

static wr_rc pg_open(const char *url, bool read_only, wr_err *e, void **ret)
{
    conn *c = calloc(1, sizeof *c);
    wr_rc rc;
    if (!c) abort();
    c->read_only = read_only;
    c->pg = PQconnectdb(url);
    rc = PQstatus(c->pg) == CONNECTION_OK ? settle(c, e) : failed(c, NULL, e);
    if (rc != WR_OK) { pg_close(c); return rc; }
    *ret = c;
    return WR_OK;
}

static wr_rc pg_begin(void *c_, bool write, wr_err *e)
{
    conn *c = c_;
    wr_err first = { 0 };
    if (write) {
        TRY(say(c, "BEGIN ISOLATION LEVEL READ COMMITTED", e));
        return say_now(c, LOCK, e);
    }
    if (say_now(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", &first) == WR_OK) return WR_OK;
    PQreset(c->pg);   /* a server that went away may be back */
    if (PQstatus(c->pg) != CONNECTION_OK) return failed(c, NULL, e);
    TRY(settle(c, e));
    return say_now(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", e);
}

static wr_rc pg_commit(void *c, wr_err *e) { return say_now(c, "COMMIT", e); }

static void pg_rollback(void *c_)
{
    conn *c = c_;
    wr_err e = { 0 };
    if (c->pending && drain(c, &e, NULL) != WR_OK) take_sync(c);
    if (PQstatus(c->pg) == CONNECTION_OK && say_now(c, "ROLLBACK", &e) != WR_OK) take_sync(c);
}

static wr_rc pg_savepoint(void *c_, db_point p, wr_err *e)
{
    conn *c = c_;
    wr_err old = { 0 };
    if (p == DB_POINT_SET) return say(c, "SAVEPOINT job", e);
    if (p == DB_POINT_RELEASE) return say(c, "RELEASE job", e);
    if (c->pending && drain(c, &old, NULL) != WR_OK) take_sync(c);
    TRY(say(c, "ROLLBACK TO job", e));
    return say_now(c, "RELEASE job", e);
}

static Oid oid_of(char letter)
{
    char l = letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
    return l == 'x' ? OID_BYTEA : l == 't' || l == 'd' || l == 'e' ? OID_TEXT : OID_INT8;
}

static wr_rc prepare_now(stmt *s, wr_err *e)
{
    Oid types[PARAMS];
    wr_rc rc;
    if (s->generation == s->c->generation) return WR_OK;
    for (size_t i = 0; i < s->n; i++) types[i] = oid_of(s->q->in[i]);
    if (PQsendPrepare(s->c->pg, s->q->name, s->q->sql, (int)s->n, types) != 1) return failed(s->c, NULL, e);
    s->c->pending++;
    rc = drain(s->c, e, NULL);
    if (rc != WR_OK) take_sync(s->c);
    else s->generation = s->c->generation;
    return rc;
}

static wr_rc pg_prepare(void *c, const db_query *q, wr_err *e, void **ret)
{
    stmt *s = calloc(1, sizeof *s);
    wr_rc rc;
    if (!s) abort();
    s->c = c;
    s->q = q;
    s->n = strlen(q->in);
    rc = s->n <= PARAMS ? prepare_now(s, e) : WR_E_BUG;
    if (rc != WR_OK) { free(s); return rc; }
    *ret = s;
    return WR_OK;
}

static void pg_unprepare(void *s_)
{
    stmt *s = s_;
    PQclear(s->rows);
    free(s);
}

static wr_rc pg_bind(void *s_, size_t i, db_val v, wr_err *e)
{
    stmt *s = s_;
    PQclear(s->rows);
    s->rows = NULL;
    switch (v.type) {
    case 0: s->values[i] = NULL; s->lengths[i] = 0; break;
    case 'i': s->ints[i] = htobe64((uint64_t)v.v.i); s->values[i] = (const char *)&s->ints[i]; s->lengths[i] = 8; break;
    case 't': s->values[i] = v.v.t; s->lengths[i] = (int)strlen(v.v.t); break;
    case 'x': s->values[i] = v.v.x.p ? (const char *)v.v.x.p : ""; s->lengths[i] = (int)v.v.x.n; break;
    case 'd':
        day_put(v.v.d, s->days[i]);
        s->values[i] = s->days[i];
        s->lengths[i] = (int)strlen(s->days[i]);
        break;
    default: return wr_fail(e, WR_E_BUG, NULL, N_("A value without a type."));
    }
    return WR_OK;
}

static wr_rc pg_queue(void *s_, wr_err *e)
{
    static const int BINARY[PARAMS] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
    stmt *s = s_;
    TRY(prepare_now(s, e));
    if (PQsendQueryPrepared(s->c->pg, s->q->name, (int)s->n, s->values, s->lengths, BINARY, 1) != 1) return failed(s->c, NULL, e);
    s->c->pending++;
    return WR_OK;
}

static wr_rc pg_step(void *s_, wr_err *e, bool *ret_row)
{
    stmt *s = s_;
    *ret_row = false;
    if (!s->rows) {
        wr_rc rc;
        TRY(pg_queue(s, e));
        rc = drain(s->c, e, &s->rows);
        if (rc != WR_OK) { s->rows = NULL; take_sync(s->c); return rc; }
        s->row = -1;
    }
    s->row++;
    *ret_row = s->row < PQntuples(s->rows);
    if (!*ret_row) { PQclear(s->rows); s->rows = NULL; }
    return WR_OK;
}

static wr_rc pg_column(void *s_, size_t i, char letter, arena *a, db_val *ret)
{
    stmt *s = s_;
    int col = (int)i;
    size_t n;
    char *p;
    *ret = (db_val){ 0 };
    if (col >= PQnfields(s->rows)) return WR_E_BUG;
    if (PQgetisnull(s->rows, s->row, col)) return WR_OK;
    if (PQftype(s->rows, col) != (letter == 't' ? OID_TEXT : letter == 'x' ? OID_BYTEA : OID_INT8)) return WR_E_BUG;
    n = (size_t)PQgetlength(s->rows, s->row, col);
    if (letter == 'i') {
        uint64_t v;
        memcpy(&v, PQgetvalue(s->rows, s->row, col), 8);
        *ret = db_i((int64_t)be64toh(v));
        return WR_OK;
    }
    p = arena_alloc(a, n + 1, 1);
    memcpy(p, PQgetvalue(s->rows, s->row, col), n);
    *ret = letter == 't' ? db_t(p) : db_x((bytes){ (uint8_t *)p, n });
    return WR_OK;
}

static wr_rc pg_changes(void *c_, wr_err *e, int64_t *ret)
{
    conn *c = c_;
    wr_rc rc = c->pending ? drain(c, e, NULL) : WR_OK;
    if (rc != WR_OK) take_sync(c);
    *ret = c->touched;
    return rc;
}

static wr_rc pg_describe(void *s_, size_t *ret_params, size_t *ret_columns, char *ret_letters, size_t cap)
{
    stmt *s = s_;
    PGresult *r = NULL;
    wr_err e = { 0 };
    if (PQsendDescribePrepared(s->c->pg, s->q->name) != 1) return WR_E_IO;
    s->c->pending++;
    TRY(drain(s->c, &e, &r));
    *ret_params = (size_t)PQnparams(r);
    *ret_columns = (size_t)PQnfields(r);
    memset(ret_letters, 0, cap);
    for (size_t i = 0; i < *ret_columns && i < cap; i++) {
        Oid t = PQftype(r, (int)i);
        ret_letters[i] = t == OID_INT8 ? 'i' : t == OID_TEXT ? 't' : t == OID_BYTEA ? 'x' : '?';
    }
    PQclear(r);
    return WR_OK;
}

static wr_rc pg_script(void *c_, const char *sql, wr_err *e)
{
    conn *c = c_;
    PGresult *r;
    wr_rc rc = WR_OK;
    if (c->pending) TRY(drain(c, e, NULL));
    if (PQexitPipelineMode(c->pg) != 1) return failed(c, NULL, e);
    r = PQexec(c->pg, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK) rc = failed(c, r, e);
    PQclear(r);
    return PQenterPipelineMode(c->pg) == 1 ? rc : failed(c, NULL, e);
}

const db_driver DB_POSTGRESQL = { "postgresql", pg_open, pg_close, pg_begin, pg_commit, pg_rollback, pg_savepoint, pg_prepare, pg_unprepare,
    pg_bind, pg_queue, pg_step, pg_column, pg_changes, pg_describe, pg_script };
