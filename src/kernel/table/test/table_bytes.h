/* table_bytes.h -- a file of any bytes for the tests of tables, and all that is read of it as one text. */
#ifndef WR_TABLE_BYTES_H
#define WR_TABLE_BYTES_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>
#include "str.h"
#include "table.h"

static inline int file_of(const void *p, size_t n)
{
    int fd = memfd_create("table", MFD_CLOEXEC);
    if (fd < 0 || write(fd, p, n) != (ssize_t)n) abort();
    return fd;
}

/* One gzip member of n bytes; malloc'd. */
static inline uint8_t *gzip_of(const void *p, size_t n, size_t *ret_n)
{
    z_stream z = { 0 };
    uint8_t *out;
    if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) abort();
    *ret_n = deflateBound(&z, n);
    out = malloc(*ret_n);
    z.next_in = (uint8_t *)(uintptr_t)p;
    z.avail_in = (uInt)n;
    z.next_out = out;
    z.avail_out = (uInt)*ret_n;
    if (!out || deflate(&z, Z_FINISH) != Z_STREAM_END) abort();
    *ret_n = z.total_out;
    deflateEnd(&z);
    return out;
}

/* Text of an error or a note with its holes filled. */
static inline const char *filled(const wr_err *e, arena *a)
{
    strbuf b = sb_new(a, 100);
    for (const char *p = e->text; *p; p++) {
        const char *h = e->holes, *end = *p == '{' ? strchr(p, '}') : NULL;
        for (; end && *h; h += strlen(h) + 1, h += strlen(h) + 1)
            if (strlen(h) == (size_t)(end - p - 1) && memcmp(h, p + 1, strlen(h)) == 0) break;
        if (!end) sb_ch(&b, *p);
        else { sb_str(&b, *h ? h + strlen(h) + 1 : "?"); p = end; }
    }
    return b.p;
}

/* "a|b;c;" and behind it "!" and the error, or "#" and a note for each. An EMPTY cell is "~", a row without cells only its ";". */
static inline const char *all_of(int fd, const char *name, arena *a)
{
    strbuf b = sb_new(a, 1000);
    table_file *t;
    table_batch got;
    wr_rc rc = table_open(fd, name, a, &t);
    uint32_t before = 0;
    if (rc != WR_OK) return arena_fmt(a, "!%s", filled(arena_err(a), a));
    while ((rc = table_next(t, &got)) == WR_OK && got.rows) {
        if (got.from[0] != 0 || got.rows > TABLE_BATCH) abort();
        for (size_t i = 0; i < got.rows; i++) {
            if (got.line[i] != ++before || got.hidden[i]) abort();
            for (uint32_t c = got.from[i]; c < got.from[i + 1]; c++) {
                const table_cell *x = &got.cell[c];
                if ((x->n == 0) != (x->type == TABLE_EMPTY) || x->shared || x->shown || !str_utf8(x->text, x->n)) abort();
                if (c > got.from[i]) sb_ch(&b, '|');
                if (x->n) sb_put(&b, x->text, x->n);
                else sb_ch(&b, '~');
            }
            sb_ch(&b, ';');
        }
    }
    if (rc != WR_OK) sb_fmt(&b, "!%s", filled(arena_err(a), a));
    for (size_t i = 0; i < table_notes(t); i++) sb_fmt(&b, "#%s", filled(table_note_at(t, i), a));
    return b.p;
}
#endif
