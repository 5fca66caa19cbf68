/* table_csv.c -- records and cells of a CSV text, in place: the text is read into the block of a batch, and cells point into it.
 * A record ends with CR, LF or CRLF outside quotes. A cell whose first byte but for spaces is a quote is quoted; any other quote is text, and so
 * is what follows the closing quote, but for spaces alone. A record that a block does not end is divided again in the next one. */
#include <stdio.h>
#include <string.h>

#include "table_text_own.h"

enum { BLOCK = 1 << 20, SLACK = 64 };
/* STRAY: not quoted, with a quote in it; AFTER: behind the quote that may close; TAIL: in what stands behind that. */
typedef enum where { PLAIN, STRAY, QUOTED, AFTER, TAIL } where;

typedef struct csv_reader {
    table_reader base;
    table_source in;
    table_sheet sheet;
    char delimiter;
    bool after_cr, ended;          /* the last record ended with CR: a LF next belongs to it; no more text comes */
    bool said_bad, said_nul;
    bool inner, doubles;           /* the open cell has quotes inside; a cell of the open record has */
    where where;
    uint32_t records;              /* ended so far */
    wr_err broken;                 /* why no more text comes, for when what came has been looked at */
    char *at, *cell, *row, *end;   /* to be looked at next; where the open cell and record begin; end of the text in the block */
    char *quote;                   /* AFTER: where it stands */
    char *cleaned;                 /* room to clean one cell in; NULL until one needs it */
    char *odd;                     /* up to here there may be bytes to clean */
} csv_reader;

static wr_rc fail_at_line(csv_reader *r, wr_err *e, wr_rc rc, const char *text)
{
    char line[16];
    snprintf(line, sizeof line, "%u", r->records + 1);
    return wr_fail(e, rc, NULL, text, "file", r->in.name, "line", line);
}

/* Quoted text without its quotes: a doubled one is one, the closing one goes, and so does a tail of spaces. In place. */
static uint32_t unquote(char *p, uint32_t n)
{
    uint32_t made = 0, i = 0, tail;
    for (; i < n; i++) {
        if (p[i] == '"' && (i + 1 == n || p[i + 1] != '"')) break;
        p[made++] = p[i];
        i += p[i] == '"';
    }
    if (i >= n) return made;
    tail = ++i;
    while (tail < n && p[tail] == ' ') tail++;
    if (tail == n) return made;
    memmove(p + made, p + i, n - i);
    return made + n - i;
}

static void note_at(csv_reader *r, bool *said, const char *text, const char *at)
{
    char line[16], byte[24];
    if (*said) return;
    *said = true;
    snprintf(line, sizeof line, "%u", r->records + 1);
    snprintf(byte, sizeof byte, "%td", at - r->row + 1);
    table_note(r->in.t, (const char *const[]){ text, "line", line, "byte", byte, NULL });
}

/* Bytes that are no clean UTF-8: the cell is made anew in the batch's room, and the first of each kind is noted. */
static void clean(csv_reader *r, table_fill *f, table_cell *c)
{
    size_t n = c->n, bad, nul;
    char *out;
    if (text_is_clean(c->text, n)) return;
    if (!r->cleaned) r->cleaned = arena_array(r->base.own, char, 3 * TABLE_CELL);
    c->n = (uint32_t)text_clean(c->text, n, r->cleaned, &bad, &nul);
    out = fill_room(f, c->n);
    memcpy(out, r->cleaned, c->n);
    if (bad < n) note_at(r, &r->said_bad, N_("Not UTF-8 on line {line}, byte {byte}: such bytes are read as Windows-1252."), c->text + bad);
    if (nul < n) note_at(r, &r->said_nul, N_("A NUL byte on line {line}, byte {byte}: such bytes are left out."), c->text + nul);
    c->text = out;
}

/* What the cells of the open record need beyond being found. c->shared is 1 of a quoted cell with quotes inside. */
static wr_rc finish_cells(csv_reader *r, table_fill *f, bool dirty, wr_err *e)
{
    size_t all = 0;
    for (size_t i = f->from[f->rows]; i < f->cells; i++) {
        table_cell *c = &f->cell[i];
        if (dirty && c->n <= TABLE_CELL) clean(r, f, c);   /* which makes it longer, or not */
        if (c->n > TABLE_CELL) return fail_at_line(r, e, WR_E_TOO_BIG, N_("{file}: line {line} has a cell of over 1 MiB."));
        all += c->n;
        if (all > TABLE_ROW) return fail_at_line(r, e, WR_E_TOO_BIG, N_("{file}: line {line} has over 16 MiB of text."));
        if (c->shared) c->n = unquote((char *)(uintptr_t)c->text, c->n);
        c->shared = 0;
        c->type = c->n ? TABLE_TEXT : TABLE_EMPTY;
    }
    r->doubles = false;
    return WR_OK;
}

static wr_rc end_row(csv_reader *r, table_fill *f, char *p, wr_err *e)
{
    bool dirty = r->row < r->odd && !text_is_clean(r->row, (size_t)(p - r->row));
    if (dirty || r->doubles || p - r->row > TABLE_CELL) TRY(finish_cells(r, f, dirty, e));
    if (f->cells - f->from[f->rows] > TABLE_COLUMNS) return fail_at_line(r, e, WR_E_TOO_BIG, N_("{file}: line {line} has over 16,384 cells."));
    f->line[f->rows] = ++r->records;
    f->from[++f->rows] = (uint32_t)f->cells;
    return WR_OK;
}

/* The open cell ends at p. */
static void put(csv_reader *r, table_fill *f, char *p)
{
    bool quoted = r->where == AFTER || r->where == TAIL, inside = quoted && (r->inner || r->quote + 1 != p);
    uint32_t n = (uint32_t)(p - r->cell) - (quoted && !inside);
    f->cell[f->cells++] = (table_cell){ r->cell, n, inside, n ? TABLE_TEXT : TABLE_EMPTY, TABLE_PLAIN };
    r->doubles = r->doubles || inside;
}

static bool all_spaces(const char *p, const char *end)
{
    while (p < end && *p == ' ') p++;
    return p == end;
}

/* A quote at p: does it open, close, double, or stand for itself? */
static void quote(csv_reader *r, char *p)
{
    switch (r->where) {
    case PLAIN:
        if (!all_spaces(r->cell, p)) { r->where = STRAY; return; }
        r->where = QUOTED;
        r->cell = p + 1;
        r->inner = false;
        return;
    case QUOTED:
        r->where = AFTER;
        r->quote = p;
        return;
    case AFTER:
        r->where = p == r->quote + 1 ? QUOTED : TAIL;
        r->inner = true;
        return;
    case STRAY: case TAIL: return;
    }
}

/* Any mark but a delimiter between plain cells. */
static wr_rc turn(csv_reader *r, table_fill *f, char *p, wr_err *e)
{
    if (*p == '"') { quote(r, p); return WR_OK; }
    if (r->where == QUOTED) return WR_OK;
    if (*p == r->delimiter) {
        put(r, f, p);
    } else if (*p == '\n' && r->after_cr && p == r->row) {
        r->after_cr = false;
        r->row = p + 1;
    } else {
        if (p != r->row) put(r, f, p);   /* a blank record has no cell */
        TRY(end_row(r, f, p, e));
        r->after_cr = *p == '\r';
        r->row = p + 1;
    }
    r->cell = p + 1;
    r->where = PLAIN;
    return WR_OK;
}

/* The marks of the 64 bytes at r->at, of which n are text. What most marks are, a delimiter between plain cells, is kept out of memory. */
static wr_rc divide(csv_reader *r, table_fill *f, uint64_t marks, size_t n, wr_err *e)
{
    char *base = r->at, *cell = r->cell;
    table_cell *out = f->cell + f->cells;
    const char delimiter = r->delimiter;
    bool plain = r->where == PLAIN;
    for (; marks; marks &= marks - 1) {
        char *p = base + __builtin_ctzll(marks);
        if (plain && *p == delimiter) {
            uint32_t len = (uint32_t)(p - cell);
            *out++ = (table_cell){ cell, len, 0, len ? TABLE_TEXT : TABLE_EMPTY, TABLE_PLAIN };
            cell = p + 1;
            continue;
        }
        f->cells = (size_t)(out - f->cell);
        r->cell = cell;
        TRY(turn(r, f, p, e));
        out = f->cell + f->cells;
        cell = r->cell;
        plain = r->where == PLAIN;
        if (f->rows == TABLE_BATCH) { r->at = p + 1; return WR_OK; }
    }
    f->cells = (size_t)(out - f->cell);
    r->cell = cell;
    r->at = base + n;
    return WR_OK;
}

static wr_rc scan(csv_reader *r, table_fill *f, wr_err *e)
{
    while (r->at < r->end && !fill_full(f)) {
        size_t left = (size_t)(r->end - r->at), n = left < 64 ? left : 64;
        uint64_t odd, marks, text = n < 64 ? ((uint64_t)1 << n) - 1 : UINT64_MAX;
        if (left < 64 && !r->ended) break;
        marks = split_marks(r->at, r->delimiter, &odd) & text;
        if (odd & text) r->odd = r->at + 64;
        fill_cells(f, 65);
        TRY(divide(r, f, marks, n, e));
        if (f->cells - f->from[f->rows] > TABLE_COLUMNS) return fail_at_line(r, e, WR_E_TOO_BIG, N_("{file}: line {line} has over 16,384 cells."));
        if (r->where == QUOTED && r->at - r->cell > TABLE_CELL)
            return fail_at_line(r, e, WR_E_TOO_BIG, N_("{file}: a quote opens on line {line} and does not close within 1 MiB."));
    }
    return WR_OK;
}

/* The open record from its first byte on: n bytes of it are at `row`. */
static void again(csv_reader *r, table_fill *f, char *row, size_t n)
{
    r->row = r->cell = r->at = r->odd = row;
    r->end = row + n;
    r->where = PLAIN;
    r->doubles = false;
    f->cells = f->from[f->rows];
}

/* The text is all looked at: the last record needs no line end. */
static wr_rc last(csv_reader *r, table_fill *f, wr_err *e)
{
    if (r->row == r->end) return WR_OK;
    if (r->where == QUOTED) return fail_at_line(r, e, WR_E_INPUT, N_("{file}: a quote opens on line {line} and does not close before the file ends."));
    fill_cells(f, 1);
    put(r, f, r->end);
    TRY(end_row(r, f, r->end, e));
    r->row = r->cell = r->end;
    r->where = PLAIN;
    return WR_OK;
}

/* More text behind what the block holds; a record that fills a whole block gets a bigger one. *ret false: the batch is to end first. */
static wr_rc more(csv_reader *r, table_fill *f, wr_err *e, bool *ret)
{
    size_t used = (size_t)(r->end - f->block), room = f->block_cap - SLACK - used, begun = (size_t)(r->row - f->block), got;
    *ret = true;
    if (room < SLACK) {
        *ret = f->rows == 0;
        if (f->rows) return WR_OK;
        if (used - begun > TABLE_ROW) return fail_at_line(r, e, WR_E_TOO_BIG, N_("{file}: line {line} has over 16 MiB of text."));
        again(r, f, fill_block(f, 2 * f->block_cap, used) + begun, used - begun);
        room = f->block_cap - SLACK - used;
    }
    TRY(source_read(&r->in, r->end, room < SOURCE_STEP ? room : SOURCE_STEP, e, &got));
    r->end += got;
    r->ended = got == 0;
    f->done = r->in.at;
    return WR_OK;
}

static wr_rc csv_batch(table_reader *base, table_fill *f, wr_err *e)
{
    csv_reader *r = (csv_reader *)base;
    size_t kept = (size_t)(r->end - r->row);
    const char *from = r->row;
    bool goes_on = true;
    if (r->records > UINT32_MAX - TABLE_BATCH) return fail_at_line(r, e, WR_E_TOO_BIG, N_("{file}: over four thousand million lines."));
    if (kept > TABLE_ROW) return fail_at_line(r, e, WR_E_TOO_BIG, N_("{file}: line {line} has over 16 MiB of text."));
    again(r, f, fill_block(f, (kept < BLOCK / 2 ? BLOCK : 2 * kept) + SLACK, 0), kept);
    if (kept) memcpy(r->row, from, kept);
    f->sheet = 0;
    f->done = r->in.at;
    while (goes_on) {
        TRY(scan(r, f, e));
        if (fill_full(f)) break;
        if (r->ended && r->broken.rc != WR_OK) { *e = r->broken; return e->rc; }
        if (r->ended) return last(r, f, e);
        if (more(r, f, &r->broken, &goes_on) != WR_OK) r->ended = true;
    }
    return WR_OK;
}

static void csv_close(table_reader *base) { source_close(&((csv_reader *)base)->in); }

wr_rc table_csv_open(int fd, int64_t size, const char *name, table_file *t, wr_err *e, table_reader **ret)
{
    arena *own = arena_new("csv", 4 << 20);
    csv_reader *r = arena_make(own, csv_reader);
    wr_rc rc;
    (void)size;
    r->sheet.name = "";
    r->base = (table_reader){ TABLE_CSV, own, &r->sheet, 1, csv_batch, NULL, csv_close };
    r->in = (table_source){ .fd = fd, .name = arena_dup(own, name), .t = t };
    rc = source_open(&r->in, own, e);
    if (rc != WR_OK) {
        source_close(&r->in);
        arena_end(&own);
        return rc;
    }
    r->delimiter = split_delimiter(r->in.held + r->in.held_at, r->in.held_n - r->in.held_at, r->in.held_n < SOURCE_HEAD - 16);
    *ret = &r->base;
    return WR_OK;
}
