/* table_csv_test.c -- records, cells, delimiters, encodings, gzip and caps of the CSV reader, and real files as they were released. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include "table_bytes.h"
#include "table_text_own.h"

static void reads_bytes(const void *p, size_t n, const char *expected)
{
    arena *a = arena_new("test", 64 << 20);
    int fd = file_of(p, n);
    assert_string_equal(expected, all_of(fd, "f.csv", a));
    arena_end(&a);
    close(fd);
}

static void reads(const char *text, const char *expected) { reads_bytes(text, strlen(text), expected); }
#define BYTES(s) s, sizeof(s) - 1

static void ends_of_records(void **state)
{
    (void)state;
    reads("a,b\n1,2\n", "a|b;1|2;");
    reads("a,b\r\n1,2\r\n", "a|b;1|2;");
    reads("a,b\r1,2\r", "a|b;1|2;");
    reads("a,b\r\n1,2", "a|b;1|2;");
    reads("a,b\n\n1,2\n\n\n", "a|b;;1|2;;;");
    reads("a,b\r\n\r\n1,2\r\r\n", "a|b;;1|2;;");
    reads("\n", ";");
    reads("\r\n", ";");
    reads("\n\r", ";;");
    reads("a,b\n1,", "a|b;1|~;");
    reads("a", "a;");
    reads(",\n", "~|~;");
    reads(" \n", " ;");
}

static void quotes(void **state)
{
    (void)state;
    reads("\"a\",\"b, c\"\n", "a|b, c;");
    reads("\"say \"\"no\"\"\",x\n", "say \"no\"|x;");
    reads("\"\"\"\",\"\"\"x\"\"\"\n", "\"|\"x\";");
    reads("\"two\nlines\r\nand\rmore\",x\ny,z\n", "two\nlines\r\nand\rmore|x;y|z;");
    reads("\"a\", \"b, c\",  \"d\"\n", "a|b, c|d;");
    reads("\"a\" ,\"b\"  \n", "a|b;");
    reads("\"\",x\n", "~|x;");
    reads("\"\"\n", "~;");
    reads("5\" pipe,6'\n", "5\" pipe|6';");
    reads("a \"b\" c,d\"\n", "a \"b\" c|d\";");
    reads("  x\"y\"\" ,\"z\"\n", "  x\"y\"\" |z;");
    reads("\"a\"b,c\n", "ab|c;");
    reads("\"a\"b\"c\"\"d,e\n", "ab\"c\"\"d|e;");
    reads("\"a\" \"b\",c\n", "a \"b\"|c;");
    reads("\"x\"", "x;");
    reads("\"a\"\"", "!f.csv: a quote opens on line 1 and does not close before the file ends.");
    reads("a,b\nc,\"d\ne,f\n", "a|b;!f.csv: a quote opens on line 2 and does not close before the file ends.");
}

static void delimiters(void **state)
{
    (void)state;
    reads("a|b|c\n1,891|2|3\n", "a|b|c;1,891|2|3;");
    reads("a;b\n1,5;2\n2,5;3\n", "a|b;1,5|2;2,5|3;");
    reads("a\tb\n1\t2\n", "a|b;1|2;");
    reads("Title, with comma\nFor official use only\n\nx|y\n1|2\n3|4\n5|6\n", "Title, with comma;For official use only;;x|y;1|2;3|4;5|6;");
    reads("name|x\nDoe, J|1\nRoe, R|2\n", "name|x;Doe, J|1;Roe, R|2;");
    reads("\"a|b|c\",x\n\"d|e|f\",y\n", "a|b|c|x;d|e|f|y;");
    reads("5\"\" pipe|a,b\n6\"\" pipe|c,d\n", "5\"\" pipe|a,b;6\"\" pipe|c,d;");
    reads("one\ntwo\n", "one;two;");
    reads("a|b|c\n1|2\n3|4|5|6\n", "a|b|c;1|2;3|4|5|6;");
}

static void encodings(void **state)
{
    (void)state;
    reads("\xEF\xBB\xBF\"a\",b\n", "a|b;");
    reads("\xEF\xBB\xBF", "");
    reads("Le\xC3\xB3n,\xE2\x82\xAC,\xF0\x9F\x98\x80\n", "Le\xC3\xB3n|\xE2\x82\xAC|\xF0\x9F\x98\x80;");
    reads_bytes(BYTES("\xFF\xFE" "a\0,\0\xF3\0\n\0" "\x3D\xD8\x00\xDE,\0b\0\n\0"), "a|\xC3\xB3;\xF0\x9F\x98\x80|b;");
    reads_bytes(BYTES("\xFE\xFF" "\0a\0,\0\xF3\0\n"), "a|\xC3\xB3;");
    reads_bytes(BYTES("\xFE\xFF" "\0a\0,\xD8\x3D\0\n"), "a|\xEF\xBF\xBD;#UTF-16 with half a character: read as U+FFFD.");
    reads_bytes(BYTES("\xFE\xFF" "\0a\0,\0b\0"), "a|b;#UTF-16 with half a character: read as U+FFFD.");
    reads("a,b\nLe\xCCn,\x80\nLe\xC3\xB3n,\x81\n",
          "a|b;Le\xC3\x8Cn|\xE2\x82\xAC;Le\xC3\xB3n|\xEF\xBF\xBD;#Not UTF-8 on line 2, byte 3: such bytes are read as Windows-1252.");
    reads("x,\"\xCC \"\"q\"\"\"\n", "x|\xC3\x8C \"q\";#Not UTF-8 on line 1, byte 4: such bytes are read as Windows-1252.");
    reads("\xED\xA0\x80,\xC0\x80,\xE2\x82\n", "\xC3\xAD\xC2\xA0\xE2\x82\xAC|\xC3\x80\xE2\x82\xAC|\xC3\xA2\xE2\x80\x9A;"
          "#Not UTF-8 on line 1, byte 1: such bytes are read as Windows-1252.");
    reads_bytes(BYTES("a,b\nc,\0d\0\n\0,e\n"), "a|b;c|d;~|e;#A NUL byte on line 2, byte 3: such bytes are left out.");
}

/* Cells of every length around the 64 bytes that are looked at together, and records over the steps of reading and the block. */
static void places_of_marks(void **state)
{
    arena *a = arena_new("test", 64 << 20);
    (void)state;
    for (size_t n = 0; n < 200; n++) {
        strbuf in = sb_new(a, 1000), out = sb_new(a, 1000);
        sb_str(&in, "x|y\r\n");
        sb_str(&out, "x|y;");
        for (size_t i = 0; i < n; i++) { sb_ch(&in, 'c'); sb_ch(&out, 'c'); }
        if (!n) sb_ch(&out, '~');
        sb_str(&in, "|\"q\"\"\r\n\"\r\n|\xC3\xB1\r\n");
        sb_str(&out, "|q\"\r\n;~|\xC3\xB1;");
        reads_bytes(in.p, in.n, out.p);
    }
    arena_end(&a);
}

static uint64_t marks_one_by_one(const char *p, char delimiter, uint64_t *ret_odd)
{
    uint64_t marks = 0, odd = 0;
    for (size_t i = 0; i < 64; i++) {
        marks |= (uint64_t)(p[i] == delimiter || p[i] == '"' || p[i] == '\n' || p[i] == '\r') << i;
        odd |= (uint64_t)(p[i] == 0 || ((uint8_t)p[i] & 0x80)) << i;
    }
    *ret_odd = odd;
    return marks;
}

static void both_ways_of_looking_are_equal(void **state)
{
    char p[64 + 64];
    uint32_t seed = 1;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        const char *at = p + round % 64;
        const char delimiter = "|,;\t"[round % 4];
        uint64_t odd, odd_fast, odd_plain, marks;
        for (size_t i = 0; i < sizeof p; i++) {
            seed = seed * 1664525 + 1013904223;
            p[i] = round % 2 ? (char)(seed >> 24) : "|,;\t\"\n\r\0x\xFF\x80\x7F\x01!#\x8D"[seed >> 28];
        }
        marks = marks_one_by_one(at, delimiter, &odd);
        assert_true(split_marks(at, delimiter, &odd_fast) == marks && odd_fast == odd);
        assert_true(split_marks_plain(at, delimiter, &odd_plain) == marks && odd_plain == odd);
    }
}

/* Rows of a file made of so many equal records. */
static size_t rows_of(const char *record, size_t n, size_t times, const char *head, char **ret_error)
{
    arena *a = arena_new("test", 64 << 20);
    size_t head_n = strlen(head), rows = 0;
    char *p = malloc(head_n + n * times + 1);
    table_batch b;
    table_file *t;
    int fd;
    wr_rc rc;
    assert_non_null(p);
    memcpy(p, head, head_n);
    for (size_t i = 0; i < times; i++) memcpy(p + head_n + i * n, record, n);
    fd = file_of(p, head_n + n * times);
    free(p);
    assert_int_equal(WR_OK, table_open(fd, "f.csv", a, &t));
    while ((rc = table_next(t, &b)) == WR_OK && b.rows) rows += b.rows;
    *ret_error = rc == WR_OK ? NULL : strdup(filled(arena_err(a), a));
    assert_true(rc == WR_OK || rc == arena_err(a)->rc);
    arena_end(&a);
    close(fd);
    return rows;
}

static void caps(void **state)
{
    char *error;
    (void)state;
    assert_int_equal(500001, rows_of("12,x\n", 5, 500000, "a,b\n", &error));
    assert_null(error);
    assert_int_equal(2, rows_of("12,x", 4, 1000000, "a,b\nc,d\n\"", &error));       /* a quote that never closes */
    assert_string_equal("f.csv: a quote opens on line 3 and does not close within 1 MiB.", error);
    free(error);
    assert_int_equal(1, rows_of("x", 1, TABLE_CELL + 1, "a,b\nc,", &error));
    assert_string_equal("f.csv: line 2 has a cell of over 1 MiB.", error);
    free(error);
    assert_int_equal(2, rows_of("x", 1, TABLE_CELL, "a,b\nc,", &error));
    assert_null(error);
    assert_int_equal(2, rows_of(",", 1, TABLE_COLUMNS - 1, "a,b\n", &error));
    assert_null(error);
    assert_int_equal(1, rows_of(",", 1, TABLE_COLUMNS, "a,b\n", &error));
    assert_string_equal("f.csv: line 2 has over 16,384 cells.", error);
    free(error);
}

static void a_record_over_a_block_and_one_too_big(void **state)
{
    static char cell[500001];
    char *error;
    (void)state;
    memset(cell, 'x', sizeof cell);
    cell[sizeof cell - 1] = ',';
    assert_int_equal(2, rows_of(cell, sizeof cell, 30, "a,b\n", &error));
    assert_null(error);
    assert_int_equal(1, rows_of(cell, sizeof cell, 80, "a,b\n", &error));
    assert_string_equal("f.csv: line 2 has over 16 MiB of text.", error);
    free(error);
    memset(cell, 0x80, 200000);                                                      /* three times as long in UTF-8 */
    cell[200000] = ',';
    assert_int_equal(2, rows_of(cell, 200001, 20, "a,b\n", &error));
    assert_null(error);
    assert_int_equal(1, rows_of(cell, 200001, 80, "a,b\n", &error));
    assert_string_equal("f.csv: line 2 has over 16 MiB of text.", error);
    free(error);
    memset(cell, 0x80, sizeof cell - 1);
    assert_int_equal(1, rows_of(cell, sizeof cell, 1, "a,b\n", &error));
    assert_string_equal("f.csv: line 2 has a cell of over 1 MiB.", error);
    free(error);
}

static void gzip_members(void **state)
{
    size_t n, m;
    uint8_t *x = gzip_of("a,b\n1,", 6, &n), *y = gzip_of("2\n3,4\n", 6, &m), all[400] = { 0 };
    (void)state;
    assert_true(n + m + 20 < sizeof all);
    memcpy(all, x, n);
    memcpy(all + n, y, m);
    reads_bytes(x, n, "a|b;1|~;");
    reads_bytes(all, n + m, "a|b;1|2;3|4;");
    reads_bytes(all, n + m + 20, "a|b;1|2;3|4;");                                    /* zeros behind it */
    memcpy(all + n + m, "rest", 4);
    reads_bytes(all, n + m + 4, "a|b;1|2;3|4;#What follows the gzip data at the end of the file is left out.");
    reads_bytes(all, n + m - 4, "a|b;1|2;3|4;!The gzip file f.csv ends early.");
    all[n + m - 5] ^= 1;                                                             /* its checksum */
    reads_bytes(all, n + m, "a|b;1|2;3|4;!The gzip data of f.csv is damaged.");
    free(x);
    free(y);
    x = gzip_of("\x1F\x8B\x08", 3, &n);
    reads_bytes(x, n, "!f.csv is a gzip file that holds something else than a CSV file.");
    free(x);
    x = gzip_of("\xFF\xFE" "a\0,\0b\0", 8, &n);
    reads_bytes(x, n, "a|b;");
    free(x);
}

static void a_gzip_bomb(void **state)
{
    arena *a = arena_new("test", 64 << 20);
    size_t size = (size_t)80 << 20, n;
    char *p = malloc(size);
    const char *error;
    table_file *t;
    table_batch b;
    uint8_t *z;
    wr_rc rc;
    int fd;
    (void)state;
    assert_non_null(p);
    memset(p, '\n', size);
    z = gzip_of(p, size, &n);
    free(p);
    fd = file_of(z, n);
    free(z);
    assert_int_equal(WR_OK, table_open(fd, "f.csv", a, &t));
    while ((rc = table_next(t, &b)) == WR_OK && b.rows) { }
    assert_int_equal(WR_E_TOO_BIG, rc);
    error = filled(arena_err(a), a);
    assert_string_equal("The gzip file f.csv makes more than 250 times its own size of text. It is not read further.", error);
    arena_end(&a);
    close(fd);
}

/* What stands there stays there while the next batch is made; an end stays an end; a file may be left in the middle. */
static void batches(void **state)
{
    arena *a = arena_new("test", 64 << 20);
    strbuf s = sb_new(a, 1000);
    int64_t done, total;
    table_batch b;
    table_file *t;
    int fd;
    (void)state;
    for (int i = 0; i < 10000; i++) sb_fmt(&s, "%d;%d\n", i, i * i);
    fd = file_of(s.p, s.n);
    assert_int_equal(WR_OK, table_open(fd, "f.csv", a, &t));
    assert_int_equal(TABLE_CSV, table_kind_of(t));
    assert_int_equal(1, table_sheets(t));
    assert_string_equal("", table_sheet_at(t, 0)->name);
    assert_false(table_column_hidden(t, 0, 0));
    for (size_t i = 0; i < 10000;) {
        assert_int_equal(WR_OK, table_next(t, &b));
        assert_true(b.rows > 0);
        for (size_t k = 0; k < b.rows; k++, i++) {
            const table_cell *c = &b.cell[b.from[k]];
            assert_int_equal(i + 1, b.line[k]);
            assert_string_equal(arena_fmt(a, "%zu", i * i), arena_fmt(a, "%.*s", (int)c[1].n, c[1].text));
        }
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(WR_OK, table_next(t, &b));
        assert_int_equal(0, b.rows);
    }
    table_at(t, &done, &total);
    assert_int_equal(s.n, total);
    assert_int_equal(total, done);
    assert_int_equal(WR_OK, table_open(fd, "again.csv", a, &t));                      /* never read */
    assert_int_equal(WR_OK, table_open(fd, "again.csv", a, &t));
    assert_int_equal(WR_OK, table_next(t, &b));                                      /* read in part */
    assert_int_equal(TABLE_BATCH, b.rows);
    arena_end(&a);
    close(fd);
}

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 16;
}

/* Cell `c` of record `i`: as it stands in the file, and as it is to be read. */
static void made_cell(uint32_t *seed, strbuf *in, strbuf *out)
{
    uint32_t kind = next(seed) % 8, n = next(seed) % (next(seed) % 500 == 0 ? 3000 : 20);
    bool quoted = kind < 4;
    in->n = out->n = 0;
    if (quoted) sb_str(in, kind % 2 ? "  \"" : "\"");
    if (!quoted && n) { sb_ch(in, 'x'); sb_ch(out, 'x'); }
    for (uint32_t k = 0; k < n; k++) {
        static const char *const PIECES[] = { "a", "1", " ", "\xC3\xB1", "\xE2\x82\xAC", "b", "\"", "\n", "\r\n", ";" };
        const char *piece = PIECES[next(seed) % (quoted ? 10 : 7)];
        sb_str(in, quoted && *piece == '"' ? "\"\"" : piece);
        sb_str(out, piece);
    }
    if (quoted) sb_str(in, kind % 3 ? "\"" : "\"  ");
}

/* Millions of bytes of every kind, read as they were made: marks, quotes and records on every border of blocks, steps and batches. */
static void what_was_made_is_read(void **state)
{
    enum { RECORDS = 40000, COLUMNS = 9 };
    arena *a = arena_new("test", 64 << 20);
    strbuf all = sb_new(a, 8 << 20), in = sb_new(a, 100), out = sb_new(a, 100);
    uint32_t seed = 7, same = 7;
    size_t record = 0;
    table_batch b;
    table_file *t;
    int fd;
    (void)state;
    for (int i = 0; i < RECORDS; i++) {
        for (int c = 0; c < COLUMNS && i % 100 != 99; c++) {
            made_cell(&seed, &in, &out);
            if (c) sb_ch(&all, ';');
            sb_put(&all, in.p, in.n);
        }
        sb_str(&all, i % 100 == 99 ? "\r\n" : i % 3 == 0 ? "\n" : i % 3 == 1 ? "\r\n" : "\r");
    }
    fd = file_of(all.p, all.n);
    assert_int_equal(WR_OK, table_open(fd, "f.csv", a, &t));
    while (table_next(t, &b) == WR_OK && b.rows) {
        for (size_t i = 0; i < b.rows; i++, record++) {
            assert_int_equal(record % 100 == 99 ? 0 : COLUMNS, b.from[i + 1] - b.from[i]);
            for (uint32_t c = b.from[i]; c < b.from[i + 1]; c++) {
                made_cell(&same, &in, &out);
                assert_int_equal(out.n, b.cell[c].n);
                assert_memory_equal(out.p, b.cell[c].text, out.n);
            }
        }
    }
    assert_int_equal(RECORDS, record);
    assert_int_equal(0, table_notes(t));
    assert_true(all.n > 3 << 20);
    arena_end(&a);
    close(fd);
}

static void released(const char *path, size_t rows, size_t header_line, size_t columns, const char *first)
{
    arena *a = arena_new("test", 64 << 20);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    table_batch b;
    table_file *t;
    size_t n = 0;
    assert_true(fd >= 0);
    assert_int_equal(WR_OK, table_open(fd, path, a, &t));
    while (table_next(t, &b) == WR_OK && b.rows) {
        for (size_t i = 0; i < b.rows; i++) {
            if (b.line[i] >= header_line) assert_int_equal(columns, b.from[i + 1] - b.from[i]);
            if (b.line[i] == header_line) assert_memory_equal(first, b.cell[b.from[i]].text, strlen(first));
        }
        n += b.rows;
    }
    assert_int_equal(WR_OK, arena_err(a)->rc);
    assert_int_equal(0, table_notes(t));
    assert_int_equal(rows, n);
    arena_end(&a);
    close(fd);
}

static void released_files(void **state)
{
    (void)state;
    released("test/data/released/ice-areas-of-responsibility.csv", 427, 1, 4, "office_name");
    released("test/data/released/UW_v_DHS_expedited-removals.csv.gz", 6536, 7, 7, "Departed Date");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_of_records), cmocka_unit_test(quotes), cmocka_unit_test(delimiters), cmocka_unit_test(encodings),
        cmocka_unit_test(places_of_marks), cmocka_unit_test(both_ways_of_looking_are_equal), cmocka_unit_test(caps),
        cmocka_unit_test(a_record_over_a_block_and_one_too_big), cmocka_unit_test(gzip_members), cmocka_unit_test(a_gzip_bomb),
        cmocka_unit_test(batches), cmocka_unit_test(what_was_made_is_read), cmocka_unit_test(released_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
