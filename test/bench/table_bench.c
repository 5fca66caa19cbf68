/* table_bench.c -- FILE: all rows of a CSV or XLSX file, read and counted. Prints records, cells, bytes of text, blank records, seconds, rows and MB a second. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "now.h"
#include "table.h"

static int failed(arena *a)
{
    const wr_err *e = arena_err(a);
    fprintf(stderr, "table_bench FILE: %s (%s %s)\n", e->text ? e->text : "", e->holes, e->holes[0] ? e->holes + strlen(e->holes) + 1 : "");
    return 2;
}

int main(int argc, char **argv)
{
    arena *a = arena_new("bench", 64 << 20);
    int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
    size_t rows = 0, cells = 0, text_bytes = 0, blank = 0, widest = 0;
    int64_t done, total;
    wr_us began = now_us(), took;
    table_batch b;
    table_file *t;
    if (fd < 0 || table_open(fd, argv[1], a, &t) != WR_OK) return failed(a);
    for (;;) {
        if (table_next(t, &b) != WR_OK) return failed(a);
        if (!b.rows) break;
        rows += b.rows;
        cells += b.from[b.rows];
        for (size_t i = 0; i < b.rows; i++) {
            size_t n = b.from[i + 1] - b.from[i];
            blank += n == 0;
            if (n > widest) widest = n;
        }
        for (size_t i = 0; i < b.from[b.rows]; i++) text_bytes += b.cell[i].n;
    }
    took = now_us() - began;
    table_at(t, &done, &total);
    for (size_t i = 0; i < table_notes(t); i++) printf("note: %s\n", table_note_at(t, i)->text);
    printf("%zu rows, %zu cells, %zu bytes of text, %zu blank, widest %zu; %.3f s, %.1f million rows/s, %.0f MB/s\n", rows, cells, text_bytes, blank, widest,
           (double)took / 1e6, (double)rows / (double)took, (double)total / (double)took);
    arena_end(&a);
    close(fd);
    return 0;
}
