/* table_csv_fuzz.c -- any bytes as a file of rows, plain and inside gzip: rows of clean cells, or an error with its text; and gzip of a text gives the
 * rows that the text gives. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "str.h"
#include "table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* A sum over every cell and where rows end; 0: refused. */
static uint64_t rows_of(const void *p, size_t n, bool *ret_refused)
{
    arena *a = arena_new("fuzz", (size_t)64 << 20);
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    uint64_t sum = 14695981039346656037u;
    table_file *t;
    table_batch b;
    wr_rc rc;
    if (fd < 0 || write(fd, p, n) != (ssize_t)n) abort();
    rc = table_open(fd, "f.csv", a, &t);
    *ret_refused = rc != WR_OK;
    if (rc == WR_OK) {
        uint32_t line = 0;
        while ((rc = table_next(t, &b)) == WR_OK && b.rows) {
            for (size_t i = 0; i < b.rows; i++) {
                if (table_kind_of(t) == TABLE_CSV && b.line[i] != ++line) abort();
                if (b.from[i + 1] < b.from[i] || b.from[i + 1] - b.from[i] > TABLE_COLUMNS) abort();
                for (uint32_t c = b.from[i]; c < b.from[i + 1]; c++) {
                    const table_cell *x = &b.cell[c];
                    if (x->n > TABLE_CELL || !str_utf8(x->text, x->n) || (x->type == TABLE_EMPTY) != (x->n == 0)) abort();
                    for (uint32_t k = 0; k < x->n; k++) sum = (sum ^ (uint8_t)x->text[k]) * 1099511628211u;
                    sum = (sum ^ 256) * 1099511628211u;
                }
                sum = (sum ^ 257) * 1099511628211u;
            }
        }
        for (size_t i = 0; i < table_notes(t); i++)
            if (!table_note_at(t, i)->text) abort();
    }
    if (rc != WR_OK && !arena_err(a)->text) abort();
    sum = (sum ^ (uint64_t)rc) * 1099511628211u;
    arena_end(&a);
    close(fd);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static uint8_t packed[1 << 17];
    z_stream z = { 0 };
    bool refused, refused_packed;
    uint64_t plain;
    if (n > 1 << 16) return 0;
    plain = rows_of(data, n, &refused);
    if (deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) abort();
    z.next_in = (uint8_t *)(uintptr_t)data;
    z.avail_in = (uInt)n;
    z.next_out = packed;
    z.avail_out = sizeof packed;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END) abort();
    deflateEnd(&z);
    if (rows_of(packed, z.total_out, &refused_packed) != plain && !refused && !refused_packed) abort();
    return 0;
}
