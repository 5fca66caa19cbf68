/* table_sniff_test.c -- what is no table is refused by its name, whatever its ending says; what looks odd and is one is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "table_bytes.h"

static void refused(const void *p, size_t n, const char *name, const char *text)
{
    arena *a = arena_new("test", 8 << 20);
    table_file *t = NULL;
    int fd = file_of(p, n);
    assert_int_equal(WR_E_INPUT, table_open(fd, name, a, &t));
    assert_null(t);
    assert_string_equal(arena_fmt(a, "%s%s", name, text), filled(arena_err(a), a));
    arena_end(&a);
    close(fd);
}

static void refused_text(const char *p, const char *text) { refused(p, strlen(p), "x.csv", text); }

static void no_tables(void **state)
{
    (void)state;
    refused("", 0, "x.xlsx", " is empty: it has not one byte.");
    refused_text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
                 " is a Git-LFS pointer: it names a file and does not hold it. The file itself is where it came from.");
    refused_text("%PDF-1.7\n%", " is a PDF. Rows are read from CSV and XLSX files.");
    refused_text("\xEF\xBB\xBF \r\n<!DOCTYPE html>\n<p>", " is a page of the web (HTML). Rows are read from CSV and XLSX files.");
    refused_text("<HTML><body>", " is a page of the web (HTML). Rows are read from CSV and XLSX files.");
    refused_text("<?xml version=\"1.0\"?><Workbook>", " is an XML file. Rows are read from CSV and XLSX files.");
    refused("\x09\x08\x10\x00\x00\x06\x05\x00", 8, "x.xlsx", " is an old Excel workbook (.xls). Rows are read from CSV and XLSX files.");
    refused_text("{\\rtf1 x}", " is an RTF text. Rows are read from CSV and XLSX files.");
    refused_text("BZh91AY", " is packed, but not as ZIP or gzip. Rows are read from CSV and XLSX files.");
    refused("SQLite format 3\0\x10", 17, "x.csv", " is an SQLite database. Rows are read from CSV and XLSX files.");
    refused_text("\x89PNG\r\n", " is a picture. Rows are read from CSV and XLSX files.");
    refused_text("PAR1xx", " is a Parquet file. Rows are read from CSV and XLSX files.");
}

static void lock_files(void **state)
{
    uint8_t lock[165];
    (void)state;
    memset(lock, ' ', sizeof lock);
    memcpy(lock, "\x05" "Maria", 6);
    memcpy(lock + 55, "\x05\0M\0a\0r\0i\0a\0", 12);
    refused(lock, sizeof lock, "x.xlsx", " is a lock file that Excel makes while a workbook is open. The workbook is another file.");
    refused("a,b\n", 4, "in/~$x.xlsx", " is a lock file that Excel makes while a workbook is open. The workbook is another file.");
}

/* A header whose directory stands in sector 2 of 512 bytes, with an entry of this name after the root. */
static void ole(const char *entry, const char *text)
{
    uint8_t f[2048] = { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 };
    f[30] = 9;
    f[48] = 2;
    for (size_t i = 0; entry[i]; i++) f[1536 + 128 + 2 * i] = (uint8_t)entry[i];
    refused(f, sizeof f, "x.xlsx", text);
    refused(f, 100, "x.xlsx", " is an old Office file. Rows are read from CSV and XLSX files.");
}

static void old_office(void **state)
{
    (void)state;
    ole("EncryptedPackage", " is an encrypted workbook: it opens only with its password.");
    ole("Workbook", " is an old Excel workbook (.xls). Rows are read from CSV and XLSX files.");
    ole("Book", " is an old Excel workbook (.xls). Rows are read from CSV and XLSX files.");
    ole("WordDocument", " is an old Office file. Rows are read from CSV and XLSX files.");
}

static void zips(void **state)
{
    uint8_t z[200] = "PK\3\4";
    (void)state;
    refused(z, sizeof z, "x.xlsx", " is a ZIP file that is cut short: its end is missing.");
    memcpy(z + 30, "mimetypeapplication/vnd.oasis.opendocument.spreadsheet", 54);
    refused(z, sizeof z, "x.xlsx", " is an OpenDocument spreadsheet (.ods). Rows are read from CSV and XLSX files.");
}

static void inside_gzip(void **state)
{
    static const struct { const char *p; size_t n; const char *text; } HELD[] = {
        { "PK\3\4xxxxxxxx", 12, " is a gzip file that holds something else than a CSV file." },
        { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, " is a gzip file that holds something else than a CSV file." },
        { "%PDF-1.4", 8, " is a PDF. Rows are read from CSV and XLSX files." },
    };
    (void)state;
    for (size_t i = 0; i < sizeof HELD / sizeof *HELD; i++) {
        size_t n;
        uint8_t *z = gzip_of(HELD[i].p, HELD[i].n, &n);
        refused(z, n, "x.csv", HELD[i].text);
        free(z);
    }
}

static void odd_but_read(void **state)
{
    static const struct { const char *text, *rows; } ODD[] = {
        { "PK,x\n1,2\n", "PK|x;1|2;" }, { "<5,x\n", "<5|x;" }, { "<1,>2\n", "<1|>2;" }, { "version,x\n", "version|x;" }, { "BZ,x\n", "BZ|x;" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof ODD / sizeof *ODD; i++) {
        arena *a = arena_new("test", 8 << 20);
        int fd = file_of(ODD[i].text, strlen(ODD[i].text));
        assert_string_equal(ODD[i].rows, all_of(fd, "x.xls", a));
        arena_end(&a);
        close(fd);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_tables), cmocka_unit_test(lock_files), cmocka_unit_test(old_office), cmocka_unit_test(zips), cmocka_unit_test(inside_gzip),
        cmocka_unit_test(odd_but_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
