/* table_zip_test.c -- ZIP files by hand: stored, described behind, ZIP64; and what is refused: cut short, overlapping, encrypted, too large, leading out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "table_made_own.h"

static const char SHEET[] = "<worksheet xmlns='" MAIN "'><sheetData><row r='1'><c r='A1'><v>5</v></c></row></sheetData></worksheet>";

static made parts_of(unsigned how)
{
    made m = { 0 };
    made_around(&m, "<si><t>x</t></si>", NULL, how);
    made_text(&m, "xl/worksheets/sheet1.xml", SHEET, how);
    return m;
}

static void gives(made *m, const char *what)
{
    arena *a = arena_new("test", 64 << 20);
    int fd = made_file(m);
    assert_string_equal(what, cells_of(fd, a));
    arena_end(&a);
    close(fd);
}

static made_part *sheet_of(made *m) { return &m->part[m->parts - 1]; }

static void every_way(void **state)
{
    static const unsigned HOW[] = { 0, MADE_STORED, MADE_DESCRIPTOR, MADE_64, MADE_STORED | MADE_64 };
    (void)state;
    for (size_t i = 0; i < sizeof HOW / sizeof *HOW; i++)
        for (int wide = 0; wide < 2; wide++) {
            made m = parts_of(HOW[i]);
            made_list(&m, wide);
            gives(&m, "1 n5;");
        }
    made m = parts_of(0);                        /* a comment behind the end, that looks like an end */
    made_list(&m, false);
    m.p[m.n - 2] = 9;
    made_put(&m, "PK\5\6 note", 9);
    gives(&m, "1 n5;");
}

static void cut_short(void **state)
{
    made whole = parts_of(0);
    (void)state;
    made_list(&whole, false);
    for (size_t n = 30; n < whole.n; n++) {
        arena *a = arena_new("test", 64 << 20);
        int fd = file_of(whole.p, n);
        table_file *t;
        assert_int_equal(WR_E_INPUT, table_open(fd, "x.xlsx", a, &t));
        arena_end(&a);
        close(fd);
    }
    free(whole.p);
}

static void spoilt(void **state)
{
    static const char BROKEN[] = "!xl/worksheets/sheet1.xml: damaged, or cut short.";
    made m;
    (void)state;
    m = parts_of(0);
    sheet_of(&m)->crc ^= 1;
    made_list(&m, false);
    gives(&m, BROKEN);
    m = parts_of(0);
    sheet_of(&m)->size++;
    made_list(&m, false);
    gives(&m, BROKEN);
    m = parts_of(0);
    sheet_of(&m)->size--;
    made_list(&m, false);
    gives(&m, BROKEN);
    m = parts_of(0);
    sheet_of(&m)->packed--;
    made_list(&m, false);
    gives(&m, BROKEN);
    m = parts_of(MADE_STORED);
    sheet_of(&m)->size--;
    made_list(&m, false);
    gives(&m, BROKEN);
    m = parts_of(0);
    memset(m.p + sheet_of(&m)->at + 60, 0xFF, 20);
    made_list(&m, false);
    gives(&m, BROKEN);
    m = parts_of(0);
    m.p[sheet_of(&m)->at] = 'Q';
    made_list(&m, false);
    gives(&m, BROKEN);
}

static void refused(void **state)
{
    made m = parts_of(0);
    (void)state;
    sheet_of(&m)->flags = 1;
    made_list(&m, false);
    gives(&m, "!xl/worksheets/sheet1.xml: this part is encrypted.");
    m = parts_of(0);
    sheet_of(&m)->method = 14;
    made_list(&m, false);
    gives(&m, "!xl/worksheets/sheet1.xml: packed by a method that is not read here: neither stored nor deflated.");
    m = parts_of(0);
    sheet_of(&m)->size = (uint64_t)17 << 30;
    made_list(&m, true);
    gives(&m, "!xl/worksheets/sheet1.xml: unpacks to more than 16 GB.");
    m = parts_of(0);
    m.part[1].size = 65 << 20;
    made_list(&m, false);
    gives(&m, "!xl/workbook.xml: unpacks to more than 64 MB.");
    m = parts_of(0);
    made_text(&m, "XL/worksheets/Sheet1.xml", "x", 0);
    made_list(&m, false);
    gives(&m, "!XL/worksheets/Sheet1.xml: this part stands twice in the ZIP file.");
    m = parts_of(0);
    made_text(&m, "xl/media/x", "x", 0);
    m.part[m.parts - 1].at = m.part[m.parts - 2].at + 10;
    made_list(&m, false);
    gives(&m, "!xl/worksheets/sheet1.xml: overlaps another part of this ZIP file.");
    m = parts_of(0);
    made_text(&m, "xl/media/x", "x", 0);
    sheet_of(&m)->packed = 1 << 20;
    made_list(&m, false);
    gives(&m, "!xl/media/x: overlaps another part of this ZIP file.");
}

static void names_lead_out(void **state)
{
    static const char *const OUT[] = { "../x", "xl/../../x", "/etc/x", "C:\\x", "xl\\..\\x", ".." };
    (void)state;
    for (size_t i = 0; i < sizeof OUT / sizeof *OUT; i++) {
        arena *a = arena_new("test", 1 << 20);
        made m = parts_of(0);
        made_text(&m, OUT[i], "x", 0);
        made_list(&m, false);
        gives(&m, arena_fmt(a, "!%s: the name of this part leads out of the file.", OUT[i]));
        arena_end(&a);
    }
    for (size_t i = 0; i < 2; i++) {
        made m = parts_of(0);
        made_text(&m, i ? "xl/..x" : "xl/x..", "x", 0);
        made_list(&m, false);
        gives(&m, "1 n5;");
    }
}

static void bombs(void **state)
{
    made m = { 0 };
    size_t n = 80 << 20;
    char *p = malloc(n);
    (void)state;
    assert_non_null(p);
    memset(p, ' ', n);
    memcpy(p, "<worksheet xmlns='" MAIN "'><sheetData>", strlen("<worksheet xmlns='" MAIN "'><sheetData>"));
    made_around(&m, NULL, NULL, 0);
    made_add(&m, "xl/worksheets/sheet1.xml", p, n, 0);
    made_list(&m, false);
    gives(&m, "!xl/worksheets/sheet1.xml: unpacks to more than 500 times its size.");
    free(p);
}

static void no_workbooks(void **state)
{
    made m = { 0 };
    (void)state;
    made_text(&m, "word/document.xml", "<x/>", 0);
    made_list(&m, false);
    gives(&m, "!This ZIP file holds no workbook, so it is no .xlsx file.");
    made_text(&m, "_rels/.rels", PACKAGE "<Relationship Id='o' Type='" RELS "/officeDocument' Target='xl/workbook.bin'/></Relationships>", 0);
    made_text(&m, "xl/workbook.bin", "\x83\x01", 0);
    made_list(&m, false);
    gives(&m, "!This is a binary workbook (.xlsb). Rows are read from CSV and XLSX files.");
    made_text(&m, "xl/workbook.xml", "<x/>", 0);
    made_list(&m, false);
    gives(&m, "!This ZIP file holds no workbook, so it is no .xlsx file.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way), cmocka_unit_test(cut_short), cmocka_unit_test(spoilt), cmocka_unit_test(refused), cmocka_unit_test(names_lead_out), cmocka_unit_test(bombs),
        cmocka_unit_test(no_workbooks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
