/* table.c -- a file of rows, opened by what it is and read ahead: the reader's thread fills a ring of batches while the caller looks at one. */
#include "table_own.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mtx.h"

enum { RING = 3 };   /* one with the caller, one ready, one being filled */

struct table_file {
    arena *own, *callers;
    const char *name;
    table_reader *reader;
    table_fill ring[RING];
    arena_mark empty[RING];            /* of ring[i].text */
    mtx m;                             /* guards what follows, and hands the fills over */
    cond changed;
    pthread_t thread;
    bool runs, stop, ended, lent;      /* lent: the caller has the fill before `taken` */
    size_t made, taken, given_back;    /* fills so far; made - given_back of them are in use */
    wr_err failed;                     /* after the fills made */
    wr_err note[TABLE_NOTES];
    size_t notes;
    int64_t done, total;               /* done: of the caller's thread */
};

static void *grown(void *p, size_t n)
{
    void *more = realloc(p, n);
    if (more) return more;
    fputs("table: no memory\n", stderr);
    abort();
}

static void fill_make(table_fill *f, arena *own, arena_mark *ret_empty)
{
    f->line = arena_array(own, uint32_t, TABLE_BATCH);
    f->from = arena_array(own, uint32_t, TABLE_BATCH + 1);
    f->hidden = arena_array(own, bool, TABLE_BATCH);
    f->text = arena_new("table", TABLE_ROW);
    (void)arena_alloc(f->text, 1, 1);
    *ret_empty = arena_at(f->text);
}

static void fill_empty(table_fill *f, arena_mark empty)
{
    arena_rewind(f->text, empty);
    memset(f->hidden, 0, f->rows * sizeof *f->hidden);
    f->rows = f->cells = f->bytes = 0;
}

bool fill_full(const table_fill *f) { return f->rows == TABLE_BATCH || f->cells >= TABLE_FULL_CELLS || f->bytes >= TABLE_FULL_BYTES; }

char *fill_room(table_fill *f, size_t n)
{
    f->bytes += n;
    return arena_alloc(f->text, n, 1);
}

char *fill_block(table_fill *f, size_t n, size_t keep)
{
    if (n <= f->block_cap) return f->block;
    if (!keep) { free(f->block); f->block = NULL; }
    f->block = grown(f->block, n);
    f->block_cap = n;
    return f->block;
}

void fill_cells(table_fill *f, size_t n)
{
    if (f->cells + n <= f->cap) return;
    f->cap = f->cap * 2 > f->cells + n ? f->cap * 2 : f->cells + n + 1024;
    f->cell = grown(f->cell, f->cap * sizeof *f->cell);
}

void fill_row_begin(table_fill *f, uint32_t line, bool hidden)
{
    f->line[f->rows] = line;
    f->hidden[f->rows] = hidden;
    f->row_bytes = 0;
}

static wr_rc over(const table_fill *f, wr_err *e, wr_rc rc, const char *text)
{
    char line[16];
    snprintf(line, sizeof line, "%u", f->line[f->rows]);
    return wr_fail(e, rc, NULL, text, "line", line);
}

wr_rc fill_cell(table_fill *f, size_t column, table_cell c, wr_err *e)
{
    size_t has = f->cells - f->from[f->rows];
    if (column >= TABLE_COLUMNS) return over(f, e, WR_E_TOO_BIG, N_("Line {line} has over 16,384 cells."));
    if (column < has) return over(f, e, WR_E_INPUT, N_("Line {line} has two cells in one column, or cells out of order."));
    if (c.n > TABLE_CELL) return over(f, e, WR_E_TOO_BIG, N_("Line {line} has a cell of over 1 MiB."));
    f->row_bytes += c.n;
    if (f->row_bytes > TABLE_ROW) return over(f, e, WR_E_TOO_BIG, N_("Line {line} has over 16 MiB of text."));
    fill_cells(f, column - has + 1);
    for (; has < column; has++) f->cell[f->cells++] = (table_cell){ "", 0, 0, TABLE_EMPTY, TABLE_PLAIN };
    f->cell[f->cells++] = c;
    return WR_OK;
}

void fill_row_end(table_fill *f) { f->from[++f->rows] = (uint32_t)f->cells; }

void table_note(table_file *t, const char *const *text_holes)
{
    mtx_lock(&t->m);
    if (t->notes < TABLE_NOTES && wr_fail_(&t->note[t->notes], WR_E_INPUT, NULL, __FILE__, __LINE__, text_holes) == WR_E_INPUT) t->notes++;
    mtx_unlock(&t->m);
}

wr_rc table_read(int fd, void *p, size_t n, int64_t at, const char *name, wr_err *e, size_t *ret)
{
    size_t got = 0;
    while (got < n) {
        ssize_t more = pread(fd, (char *)p + got, n - got, (off_t)at + (off_t)got);
        if (more < 0 && errno == EINTR) continue;
        if (more < 0) return wr_fail(e, WR_E_IO, NULL, N_("{name} cannot be read: {why}"), "name", name, "why", strerrordesc_np(errno));
        if (more == 0) break;
        got += (size_t)more;
    }
    *ret = got;
    return WR_OK;
}

/* Hands over what was filled, with the rows that ended before an error; false: it was the last. */
static bool hand_over(table_file *t, const table_fill *f, const wr_err *e)
{
    mtx_lock(&t->m);
    if (f->rows) t->made++;
    t->ended = e->rc != WR_OK || f->rows == 0;
    t->failed = *e;
    cond_broadcast(&t->changed);
    mtx_unlock(&t->m);
    return !t->ended;
}

static void *run(void *with)
{
    table_file *t = with;
    for (bool goes_on = true; goes_on;) {
        table_fill *f;
        wr_err e = { 0 };
        bool stop;
        mtx_lock(&t->m);
        while (!t->stop && t->made - t->given_back == RING) cond_wait(&t->changed, &t->m);
        stop = t->stop;
        f = &t->ring[t->made % RING];
        mtx_unlock(&t->m);
        if (stop) break;
        fill_empty(f, t->empty[f - t->ring]);
        if (t->reader->next(t->reader, f, &e) != WR_OK && e.rc == WR_OK) e.rc = WR_E_BUG;
        goes_on = hand_over(t, f, &e);
    }
    return NULL;
}

static void table_close(void *with)
{
    table_file *t = with;
    mtx_lock(&t->m);
    t->stop = true;
    cond_broadcast(&t->changed);
    mtx_unlock(&t->m);
    if (t->runs) pthread_join(t->thread, NULL);
    if (t->reader) {
        arena *own = t->reader->own;
        if (t->reader->close) t->reader->close(t->reader);
        arena_end(&own);
    }
    for (size_t i = 0; i < RING; i++) {
        free(t->ring[i].cell);
        free(t->ring[i].block);
        arena_end(&t->ring[i].text);
    }
    cond_end(&t->changed);
    mtx_end(&t->m);
    arena_end(&(arena *){ t->own });
}

wr_rc table_open(int fd, const char *name, arena *a, table_file **ret)
{
    arena *own;
    table_file *t;
    table_kind kind;
    struct stat st;
    if (fstat(fd, &st) != 0) return wr_fail(arena_err(a), WR_E_IO, NULL, N_("{name} cannot be read: {why}"), "name", name, "why", strerrordesc_np(errno));
    TRY(table_sniff(fd, st.st_size, name, arena_err(a), &kind));
    own = arena_new("table file", 1 << 20);
    t = arena_make(own, table_file);
    t->own = own;
    t->callers = a;
    t->name = arena_dup(own, name);
    t->total = st.st_size;
    mtx_init(&t->m);
    cond_init(&t->changed);
    for (size_t i = 0; i < RING; i++) fill_make(&t->ring[i], own, &t->empty[i]);
    arena_on_end(a, table_close, t);
    TRY((kind == TABLE_XLSX ? table_xlsx_open : table_csv_open)(fd, st.st_size, t->name, t, arena_err(a), &t->reader));
    *ret = t;
    return WR_OK;
}

wr_rc table_next(table_file *t, table_batch *ret)
{
    const table_fill *f = NULL;
    wr_rc rc = WR_OK;
    if (!t->runs) {
        if (pthread_create(&t->thread, NULL, run, t) != 0)
            return wr_fail(arena_err(t->callers), WR_E_BUSY, NULL, N_("There is no memory to read {name}."), "name", t->name);
        t->runs = true;
    }
    mtx_lock(&t->m);
    t->given_back += t->lent;
    t->lent = false;
    cond_broadcast(&t->changed);
    while (t->taken == t->made && !t->ended) cond_wait(&t->changed, &t->m);
    if (t->taken < t->made) {
        f = &t->ring[t->taken++ % RING];
        t->lent = true;
    } else {
        rc = t->failed.rc;
    }
    mtx_unlock(&t->m);
    if (rc != WR_OK) {
        if (arena_err(t->callers)->rc == WR_OK) *arena_err(t->callers) = t->failed;
        return rc;
    }
    if (f) t->done = f->done;
    *ret = f ? (table_batch){ f->sheet, f->rows, f->line, f->from, f->hidden, f->cell } : (table_batch){ 0 };
    return WR_OK;
}

table_kind table_kind_of(const table_file *t) { return t->reader->kind; }
size_t table_sheets(const table_file *t) { return t->reader->sheets; }
const table_sheet *table_sheet_at(const table_file *t, size_t i) { return &t->reader->sheet[i]; }

bool table_column_hidden(const table_file *t, size_t sheet, size_t column)
{
    return t->reader->column_hidden && t->reader->column_hidden(t->reader, sheet, column);
}

void table_at(const table_file *t, int64_t *ret_done, int64_t *ret_total)
{
    *ret_done = t->done;
    *ret_total = t->total;
}

size_t table_notes(const table_file *t)
{
    size_t n;
    mtx *m = (mtx *)(uintptr_t)&t->m;
    mtx_lock(m);
    n = t->notes;
    mtx_unlock(m);
    return n;
}

const wr_err *table_note_at(const table_file *t, size_t i) { return &t->note[i]; }

wr_rc table_no_memory(wr_err *e) { return wr_fail(e, WR_E_BUSY, NULL, N_("There is no memory for this now. Try again in a minute.")); }
