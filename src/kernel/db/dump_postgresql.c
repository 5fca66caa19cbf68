/* dump_postgresql.c -- every table of the schema by COPY, all in one snapshot, cut into pieces; and back in one transaction. */
#include "dump_inner.h"

#include <dirent.h>
#include <errno.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "str.h"

enum { PIECE = 8 << 20 };
#define TABLES "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename COLLATE \"C\""
#define STEPS "SELECT coalesce(string_agg(module || ' ' || version || ' ' || sha256, ',' ORDER BY module, version), '') FROM wr_step"

static void quiet(void *with, const PGresult *r) { (void)with; (void)r; }

static wr_rc failed(PGconn *pg, const PGresult *r, wr_err *e)
{
    char text[160];
    snprintf(text, sizeof text, "%.150s", r && *PQresultErrorMessage(r) ? PQresultErrorMessage(r) : PQerrorMessage(pg));
    text[strcspn(text, "\n")] = 0;
    if (PQstatus(pg) != CONNECTION_OK) return wr_fail(e, WR_E_BUSY, NULL, N_("The database does not answer. Nothing was stored; try again in a minute."));
    return wr_fail(e, WR_E_IO, NULL, N_("The database refused: {why}"), "why", text);
}

/* ret_opt: the caller clears it. */
static wr_rc ask(PGconn *pg, const char *sql, wr_err *e, PGresult **ret_opt)
{
    PGresult *r = PQexec(pg, sql);
    ExecStatusType st = PQresultStatus(r);
    wr_rc rc = st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK || st == PGRES_COPY_IN || st == PGRES_COPY_OUT ? WR_OK : failed(pg, r, e);
    if (rc == WR_OK && ret_opt) *ret_opt = r;
    else PQclear(r);
    return rc;
}

static wr_rc text_of(PGconn *pg, const char *sql, arena *a, const char **ret)
{
    PGresult *r;
    TRY(ask(pg, sql, arena_err(a), &r));
    *ret = arena_dup(a, PQntuples(r) ? PQgetvalue(r, 0, 0) : "");
    PQclear(r);
    return WR_OK;
}

static wr_rc tables_of(PGconn *pg, arena *a, const char ***ret, size_t *ret_n)
{
    PGresult *r;
    TRY(ask(pg, TABLES, arena_err(a), &r));
    *ret_n = (size_t)PQntuples(r);
    *ret = arena_array(a, const char *, *ret_n + 1);
    for (size_t i = 0; i < *ret_n; i++) (*ret)[i] = arena_dup(a, PQgetvalue(r, (int)i, 0));
    PQclear(r);
    return WR_OK;
}

static wr_rc connect_to(const db *d, const char *first, wr_err *e, PGconn **ret)
{
    wr_rc rc;
    *ret = PQconnectdb(d->url);
    if (PQstatus(*ret) != CONNECTION_OK) return failed(*ret, NULL, e);
    PQsetNoticeReceiver(*ret, quiet, NULL);
    if (PQsetClientEncoding(*ret, "UTF8") != 0) return failed(*ret, NULL, e);   /* the letters of COPY, whatever the environment says */
    rc = ask(*ret, "SET statement_timeout = 0", e, NULL);
    return rc == WR_OK ? ask(*ret, first, e, NULL) : rc;
}

/* ---- out ---- */

typedef struct cutter { const db_sink *to; arena *a; const char *table; uint8_t *buf; size_t n, piece; } cutter;

static wr_rc flush(cutter *c)
{
    TRY(c->to->part(c->to->with, arena_fmt(c->a, "db/%s.%06zu.copy", c->table, ++c->piece), (int64_t)c->n));
    TRY(c->to->put(c->to->with, c->buf, c->n));
    c->n = 0;
    return WR_OK;
}

static wr_rc cut(cutter *c, const char *p, size_t n)
{
    while (n) {
        size_t room = PIECE - c->n < n ? PIECE - c->n : n;
        memcpy(c->buf + c->n, p, room);
        c->n += room;
        p += room;
        n -= room;
        if (c->n == PIECE) TRY(flush(c));
    }
    return WR_OK;
}

static wr_rc copy_out(PGconn *pg, cutter *c)
{
    arena_mark mark = arena_at(c->a);
    wr_rc rc = ask(pg, arena_fmt(c->a, "COPY \"%s\" TO STDOUT", c->table), arena_err(c->a), NULL);
    int64_t rows = 0;
    char *row;
    int n = 0;
    c->n = c->piece = 0;
    for (; rc == WR_OK && (n = PQgetCopyData(pg, &row, 0)) > 0; rows++) {
        rc = cut(c, row, (size_t)n);
        PQfreemem(row);
    }
    if (rc == WR_OK) {
        PGresult *r = PQgetResult(pg);
        if (n != -1 || PQresultStatus(r) != PGRES_COMMAND_OK) rc = failed(pg, r, arena_err(c->a));
        PQclear(r);
        while ((r = PQgetResult(pg))) PQclear(r);
    }
    if (rc == WR_OK && (c->n || !c->piece)) rc = flush(c);
    if (rc == WR_OK) rc = c->to->rows(c->to->with, c->table, rows);
    arena_rewind(c->a, mark);
    return rc;
}

wr_rc dump_postgresql(db *d, const db_sink *to, arena *a)
{
    cutter c = { .to = to, .a = a, .buf = malloc(PIECE) };
    const char **tables;
    size_t n = 0;
    PGconn *pg;
    wr_rc rc = connect_to(d, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", arena_err(a), &pg);
    if (!c.buf) abort();
    if (rc == WR_OK) rc = tables_of(pg, a, &tables, &n);
    for (size_t i = 0; rc == WR_OK && i < n; i++) {
        c.table = tables[i];
        rc = copy_out(pg, &c);
    }
    PQfinish(pg);
    free(c.buf);
    return rc;
}

/* ---- in ---- */

static wr_rc put_file(PGconn *pg, const char *path, uint8_t *buf, wr_err *e)
{
    FILE *f = fopen(path, "rb");
    wr_rc rc = f ? WR_OK : wr_fail(e, WR_E_IO, NULL, N_("{file}: {why}"), "file", path, "why", strerror(errno));
    size_t n;
    while (rc == WR_OK && (n = fread(buf, 1, PIECE, f)) > 0)
        if (PQputCopyData(pg, (const char *)buf, (int)n) != 1) rc = failed(pg, NULL, e);
    if (rc == WR_OK && ferror(f)) rc = wr_fail(e, WR_E_IO, NULL, N_("{file}: {why}"), "file", path, "why", "read error");
    if (f) fclose(f);
    return rc;
}

/* The pieces of one table stand side by side in the sorted folder. */
static wr_rc copy_in(PGconn *pg, const char *dir, struct dirent *const *at, int n, uint8_t *buf, arena *a)
{
    size_t len = strcspn(at[0]->d_name, ".");
    PGresult *r;
    wr_rc rc;
    TRY(ask(pg, arena_fmt(a, "COPY \"%.*s\" FROM STDIN", (int)len, at[0]->d_name), arena_err(a), NULL));
    rc = WR_OK;
    for (int i = 0; rc == WR_OK && i < n; i++) rc = put_file(pg, arena_fmt(a, "%s/db/%s", dir, at[i]->d_name), buf, arena_err(a));
    if (PQputCopyEnd(pg, rc == WR_OK ? NULL : "given up") != 1 && rc == WR_OK) rc = failed(pg, NULL, arena_err(a));
    while ((r = PQgetResult(pg))) {
        if (PQresultStatus(r) != PGRES_COMMAND_OK && rc == WR_OK) rc = failed(pg, r, arena_err(a));
        PQclear(r);
    }
    return rc;
}

static int is_piece(const struct dirent *e) { return str_ends(e->d_name, ".copy"); }
static int by_bytes(const struct dirent **x, const struct dirent **y) { return strcmp((*x)->d_name, (*y)->d_name); }

static wr_rc copy_all(PGconn *pg, const char *dir, arena *a)
{
    const char *folder = arena_fmt(a, "%s/db", dir);
    struct dirent **at;
    int n = scandir(folder, &at, is_piece, by_bytes), end;
    uint8_t *buf = malloc(PIECE);
    wr_rc rc = WR_OK;
    if (!buf) abort();
    if (n < 0) rc = wr_fail(arena_err(a), WR_E_IO, NULL, N_("{file}: {why}"), "file", folder, "why", strerror(errno));
    for (int i = 0; rc == WR_OK && i < n; i = end) {
        size_t len = strcspn(at[i]->d_name, ".") + 1;
        for (end = i; end < n && strncmp(at[end]->d_name, at[i]->d_name, len) == 0; ) end++;
        rc = copy_in(pg, dir, at + i, end - i, buf, a);
    }
    for (int i = 0; i < n; i++) free(at[i]);
    if (n >= 0) free(at);
    free(buf);
    return rc;
}

/* New rows go on behind the numbers that were given. */
static wr_rc set_numbers(PGconn *pg, arena *a)
{
    PGresult *r;
    wr_rc rc = WR_OK;
    TRY(ask(pg, "SELECT table_name, column_name FROM information_schema.columns WHERE is_identity = 'YES' AND table_schema = current_schema()", arena_err(a), &r));
    for (int i = 0; rc == WR_OK && i < PQntuples(r); i++) {
        const char *table = PQgetvalue(r, i, 0), *column = PQgetvalue(r, i, 1);
        rc = ask(pg, arena_fmt(a, "SELECT setval(pg_get_serial_sequence('\"%s\"', '%s'), (SELECT coalesce(max(\"%s\"), 0) + 1 FROM \"%s\"), false)", table, column, column, table),
                 arena_err(a), NULL);
    }
    PQclear(r);
    return rc;
}

static wr_rc fill(PGconn *pg, const char *dir, const db_sink *to, arena *a)
{
    const char **tables, *ours, *theirs, *count;
    size_t n;
    TRY(ask(pg, "BEGIN", arena_err(a), NULL));
    TRY(text_of(pg, STEPS, a, &ours));
    TRY(tables_of(pg, a, &tables, &n));
    for (size_t i = 0; i < n; i++) TRY(ask(pg, arena_fmt(a, "TRUNCATE \"%s\"", tables[i]), arena_err(a), NULL));
    TRY(copy_all(pg, dir, a));
    TRY(text_of(pg, STEPS, a, &theirs));
    if (!str_eq(ours, theirs)) return wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("This backup was made by another version of writ. Restore it with that version, then install this one."));
    TRY(set_numbers(pg, a));
    for (size_t i = 0; i < n; i++) {
        TRY(text_of(pg, arena_fmt(a, "SELECT count(*) FROM \"%s\"", tables[i]), a, &count));
        TRY(to->rows(to->with, tables[i], strtoll(count, NULL, 10)));
    }
    return ask(pg, "COMMIT", arena_err(a), NULL);
}

/* The database was empty, and is so again. */
static void empty(PGconn *pg, arena *a)
{
    const char **tables;
    size_t n = 0;
    wr_err was = *arena_err(a);
    if (ask(pg, "ROLLBACK", arena_err(a), NULL) != WR_OK || tables_of(pg, a, &tables, &n) != WR_OK) return;
    for (size_t i = 0; i < n; i++) (void)ask(pg, arena_fmt(a, "DROP TABLE \"%s\"", tables[i]), arena_err(a), NULL);
    *arena_err(a) = was;
}

wr_rc load_postgresql(db *d, const char *dir, const db_sink *to, arena *a)
{
    const char **tables;
    size_t n = 0;
    PGconn *pg;
    wr_rc rc = connect_to(d, "SET synchronous_commit = on", arena_err(a), &pg);
    if (rc == WR_OK) rc = tables_of(pg, a, &tables, &n);
    if (rc == WR_OK && n > 0) rc = wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("The database is not empty. A restored city wants one of its own."));
    if (rc == WR_OK) {
        rc = db_migrate(d, arena_err(a));
        if (rc == WR_OK) rc = fill(pg, dir, to, a);
        if (rc != WR_OK) empty(pg, a);
    }
    PQfinish(pg);
    return rc;
}
