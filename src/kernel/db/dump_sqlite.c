/* dump_sqlite.c -- the database file is copied as it stands, page after page, from a moment when it holds everything: no one
 * writes (BEGIN IMMEDIATE), the write-ahead log has moved into the file, and a reader begins there. While that reader lives,
 * SQLite moves nothing more into the file, so its bytes stand still; the others write into the log and are not kept waiting. */
#include "dump_inner.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <time.h>
#include "str.h"

#define LOOK "SELECT count(*) FROM sqlite_master"
enum { BUSY_MS = 5000, TRIES = 200, HELD_MS = 25, PIECE = 1 << 20 };

typedef struct frozen { sqlite3 *writer, *mover, *reader; } frozen;

static wr_rc failed(sqlite3 *lite, wr_err *e) { return wr_fail(e, WR_E_IO, NULL, N_("The database refused: {why}"), "why", lite ? sqlite3_errmsg(lite) : "no memory"); }

static wr_rc run(sqlite3 *lite, const char *sql, wr_err *e) { return sqlite3_exec(lite, sql, NULL, NULL, NULL) == SQLITE_OK ? WR_OK : failed(lite, e); }

static wr_rc number(sqlite3 *lite, const char *sql, wr_err *e, int64_t *ret)
{
    sqlite3_stmt *st;
    bool good;
    if (sqlite3_prepare_v2(lite, sql, -1, &st, NULL) != SQLITE_OK) return failed(lite, e);
    good = sqlite3_step(st) == SQLITE_ROW;
    if (good) *ret = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return good ? WR_OK : failed(lite, e);
}

static wr_rc lite_open(const db *d, wr_err *e, sqlite3 **ret)
{
    const char *path = str_starts(d->url, "sqlite:") ? d->url + 7 : d->url;
    if (sqlite3_open_v2(path, ret, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) return failed(*ret, e);
    sqlite3_busy_timeout(*ret, BUSY_MS);
    return run(*ret, LOOK, e);   /* before its first look a connection does not know of the write-ahead log, and moves nothing */
}

static bool moved(sqlite3 *lite)
{
    int in_log = -1, in_file = -1;
    return sqlite3_wal_checkpoint_v2(lite, NULL, SQLITE_CHECKPOINT_PASSIVE, &in_log, &in_file) == SQLITE_OK && in_log >= 0 && in_log == in_file;
}

static void wait_ms(long ms) { nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000 }, NULL); }

/* A request that reads an older state holds the log back until it ends. While no one writes no new one can: wait a little for
 * those that are left, and if that is not enough let the others write and try again. */
static wr_rc freeze(frozen *f, wr_err *e)
{
    for (int i = 0; i < TRIES; i++) {
        bool good;
        wr_rc rc = WR_OK;
        (void)moved(f->mover);   /* most of it while others still write */
        TRY(run(f->writer, "BEGIN IMMEDIATE", e));
        good = moved(f->mover);
        for (int ms = 0; !good && ms < HELD_MS; ms++) {
            wait_ms(1);
            good = moved(f->mover);
        }
        if (good) rc = run(f->reader, "BEGIN;" LOOK, e);
        TRY(run(f->writer, "ROLLBACK", e));
        if (rc != WR_OK || good) return rc;
        wait_ms(HELD_MS);
    }
    return wr_fail(e, WR_E_BUSY, NULL, N_("The database is busy. Nothing was stored; try again."));
}

static wr_rc put_pages(sqlite3 *lite, const db_sink *to, wr_err *e)
{
    int64_t pages = 0, page = 0;
    sqlite3_file *file = NULL;
    uint8_t *buf;
    wr_rc rc;
    TRY(number(lite, "PRAGMA page_count", e, &pages));
    TRY(number(lite, "PRAGMA page_size", e, &page));
    if (sqlite3_file_control(lite, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file) return failed(lite, e);
    if (!(buf = malloc(PIECE))) abort();
    rc = to->part(to->with, "writ.db", pages * page);
    for (int64_t at = 0, n; rc == WR_OK && at < pages * page; at += n) {
        n = pages * page - at < PIECE ? pages * page - at : PIECE;
        if (file->pMethods->xRead(file, buf, (int)n, at) != SQLITE_OK) rc = wr_fail(e, WR_E_IO, NULL, N_("The database refused: {why}"), "why", "short read");
        else rc = to->put(to->with, buf, (size_t)n);
    }
    free(buf);
    return rc;
}

static wr_rc put_rows(sqlite3 *lite, const db_sink *to, arena *a)
{
    sqlite3_stmt *st;
    wr_rc rc = WR_OK;
    int step = SQLITE_DONE;
    if (sqlite3_prepare_v2(lite, "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name", -1, &st, NULL) != SQLITE_OK)
        return failed(lite, arena_err(a));
    while (rc == WR_OK && (step = sqlite3_step(st)) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(st, 0);
        int64_t n = 0;
        rc = number(lite, arena_fmt(a, "SELECT count(*) FROM \"%s\"", table), arena_err(a), &n);
        if (rc == WR_OK) rc = to->rows(to->with, table, n);
    }
    if (rc == WR_OK && step != SQLITE_DONE) rc = failed(lite, arena_err(a));   /* not the end of the list */
    sqlite3_finalize(st);
    return rc;
}

wr_rc dump_sqlite(db *d, const db_sink *to, arena *a)
{
    frozen f = { 0 };
    wr_err *e = arena_err(a);
    wr_rc rc = lite_open(d, e, &f.writer);
    if (rc == WR_OK) rc = lite_open(d, e, &f.mover);
    if (rc == WR_OK) rc = lite_open(d, e, &f.reader);
    if (rc == WR_OK) rc = freeze(&f, e);
    if (rc == WR_OK) rc = put_pages(f.reader, to, e);
    if (rc == WR_OK) rc = put_rows(f.reader, to, a);
    sqlite3_close_v2(f.reader);
    sqlite3_close_v2(f.mover);
    sqlite3_close_v2(f.writer);
    return rc;
}

wr_rc load_sqlite(db *d, const db_sink *to, arena *a)
{
    sqlite3 *lite = NULL;
    wr_rc rc = lite_open(d, arena_err(a), &lite);
    if (rc == WR_OK) rc = put_rows(lite, to, a);
    sqlite3_close_v2(lite);
    return rc;
}
