/* csv.c -- one record at a time, whatever the size of the file. */
#include "csv.h"

#include <string.h>

enum { CELLS_MAX = 256, CELL_MAX = 16 << 20 };

static wr_rc wrong(csv *c, arena *a, size_t line, const char *text)
{
    return wr_fail(arena_err(a), WR_E_INPUT, NULL, text, "file", c->path, "line", arena_fmt(a, "%zu", line));
}

csv csv_of(FILE *f, const char *path) { return (csv){ f, path, 1, 1 }; }

static wr_rc too_big(csv *c, arena *a)
{
    return wr_fail(arena_err(a), WR_E_TOO_BIG, NULL, N_("{file}:{line}: this record is too large."), "file", c->path, "line", arena_fmt(a, "%zu", c->line));
}

/* Behind the opening quote, up to and with the closing one. */
static wr_rc quoted(csv *c, arena *a, strbuf *b)
{
    for (;;) {
        int ch = getc(c->f);
        if (ch == EOF) return wrong(c, a, c->line, N_("{file}:{line}: a quoted cell does not end."));
        if (ch == '\n') c->next_line++;
        if (ch == '"') {
            int after = getc(c->f);
            if (after != '"') { if (after != EOF) ungetc(after, c->f); return WR_OK; }
        }
        if (b->n >= CELL_MAX) return too_big(c, a);
        sb_ch(b, (char)ch);
    }
}

static wr_rc bare(csv *c, arena *a, strbuf *b)
{
    for (;;) {
        int ch = getc(c->f);
        if (ch == EOF) return WR_OK;
        if (ch == ',' || ch == '\r' || ch == '\n') { ungetc(ch, c->f); return WR_OK; }
        if (ch == '"') return wrong(c, a, c->line, N_("{file}:{line}: a quote stands inside a cell that does not begin with one."));
        if (b->n >= CELL_MAX) return too_big(c, a);
        sb_ch(b, (char)ch);
    }
}

wr_rc csv_next(csv *c, arena *a, csv_cell **ret, size_t *ret_n)
{
    csv_cell *cells = arena_array(a, csv_cell, CELLS_MAX);
    size_t n = 0;
    int ch = getc(c->f);
    c->line = c->next_line;
    for (bool more = ch != EOF; more; ) {
        strbuf b = sb_new(a, 64);
        bool is_quoted = ch == '"';
        if (n == CELLS_MAX) return too_big(c, a);
        if (!is_quoted) ungetc(ch, c->f);
        TRY(is_quoted ? quoted(c, a, &b) : bare(c, a, &b));
        if (!str_utf8(b.p, b.n)) return wrong(c, a, c->line, N_("{file}:{line}: this is not valid UTF-8."));
        cells[n++] = (csv_cell){ b.p, b.n, is_quoted };
        ch = getc(c->f);
        more = ch == ',';
        if (more) ch = getc(c->f);
        else if (ch != '\r' || getc(c->f) != '\n') return wrong(c, a, c->line, N_("{file}:{line}: a record ends with a carriage return and a line feed."));
        if (more && ch == EOF) return wrong(c, a, c->line, N_("{file}:{line}: the file ends inside a record."));
    }
    if (ferror(c->f)) return wr_fail(arena_err(a), WR_E_IO, NULL, N_("{file} cannot be read."), "file", c->path);
    if (n) c->next_line++;
    *ret = cells;
    *ret_n = n;
    return WR_OK;
}

void csv_quote(strbuf *b, const char *text)
{
    sb_ch(b, '"');
    for (const char *q; (q = strchr(text, '"')); text = q + 1) {
        sb_put(b, text, (size_t)(q - text));
        sb_str(b, "\"\"");
    }
    sb_str(b, text);
    sb_ch(b, '"');
}

const char *csv_typed(arena *a, const char *text)
{
    strbuf b = sb_new(a, strlen(text) + 200);
    if (str_starts(text, "\xef\xbb\xbf")) text += 3;
    for (const char *p = text; *p; p++) {
        if (*p == '\r') continue;
        if (*p == '\n') sb_ch(&b, '\r');
        sb_ch(&b, *p);
    }
    if (b.n && b.p[b.n - 1] != '\n') sb_str(&b, "\r\n");
    return b.p;
}
