/* table_xlsx_fuzz.c -- any bytes as a workbook: a ZIP file as it stands, or the texts of its parts, divided by a byte 0xFE and packed here, so that they
 * are read and not refused for their sums. Rows of clean cells, or an error with its text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "table_made_own.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void packed(made *m, const uint8_t *p, size_t n)
{
    static const char *const PART[] = { "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels" };
    unsigned how = n ? *p & 7 : 0;
    for (size_t i = 0; i < sizeof PART / sizeof *PART && n; i++) {
        const uint8_t *end = memchr(p, 0xFE, n);
        size_t k = end ? (size_t)(end - p) : n;
        made_add(m, PART[i], p, k, how);
        p += end ? k + 1 : k;
        n -= end ? k + 1 : k;
    }
    if (m->parts < 4) made_around(m, NULL, NULL, how);
    made_list(m, how & MADE_64);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new("fuzz", (size_t)64 << 20);
    made m = { 0 };
    table_file *t;
    table_batch b;
    wr_rc rc;
    int fd;
    if (n > 1 && memcmp(data, "PK", 2) == 0) made_put(&m, data, n);
    else packed(&m, data, n);
    fd = made_file(&m);
    rc = table_open(fd, "f.xlsx", a, &t);
    if (rc == WR_OK) {
        while ((rc = table_next(t, &b)) == WR_OK && b.rows)
            for (size_t i = 0; i < b.rows; i++) {
                if (b.sheet >= table_sheets(t) || b.from[i + 1] < b.from[i] || b.from[i + 1] - b.from[i] > TABLE_COLUMNS) abort();
                for (uint32_t c = b.from[i]; c < b.from[i + 1]; c++)
                    if (!str_utf8(b.cell[c].text, b.cell[c].n) || (table_kind_of(t) == TABLE_XLSX && (b.cell[c].type == TABLE_EMPTY) != (b.cell[c].n == 0))) abort();
                (void)table_column_hidden(t, b.sheet, i);
            }
    }
    if (rc != WR_OK && !arena_err(a)->text) abort();
    arena_end(&a);
    close(fd);
    return 0;
}
