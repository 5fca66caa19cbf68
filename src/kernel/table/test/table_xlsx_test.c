/* table_xlsx_test.c -- workbooks by hand: each kind of cell, row and sheet, and what is refused; then real sheets, cell by cell as expat reads them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <expat.h>
#include <fcntl.h>
#include "table_made_own.h"
#include "table_xlsx_own.h"

static const char STRINGS[] = "<si><t>one</t></si><si><r><rPr><b/></rPr><t>ri</t></r><r><t xml:space='preserve'>ch </t></r><rPh sb='0' eb='1'><t>NO</t></rPh><phoneticPr fontId='1'/></si>"
                              "<si><t/></si><si/><si><t>a &amp; b &lt;&#65;&#x20AC;&gt;</t></si><si><t>it_x0019_s _x005F_x0041_ _x0000_ _xD83D__xDE00_ _xD83D_ _x41_</t></si>"
                              "<si><t xml:space='preserve'>  x\r\ny\rz </t></si><si><t><![CDATA[<&]]]]><![CDATA[>]]><!-- no --></t></si>";
static const char STYLES[] = "<numFmts count='1'><numFmt numFmtId='170' formatCode='dd/mm/yy\\ hh:mm'/></numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
                             "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='20'/><xf numFmtId='22'/><xf numFmtId='170'/></cellXfs><cellStyles/><dxfs><dxf><numFmt numFmtId='171' formatCode='h'/></dxf></dxfs>";

static void gives_fd(int fd, const char *what)
{
    arena *a = arena_new("test", 64 << 20);
    assert_string_equal(what, cells_of(fd, a));
    arena_end(&a);
    close(fd);
}

static void gives(const char *rows, const char *what) { gives_fd(made_rows(rows, STRINGS, STYLES), what); }

static void kinds(void **state)
{
    (void)state;
    gives("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1'><v>1.50</v></c><c r='C1' t='b'><v>1</v></c><c r='D1' t='e'><v>#N/A</v></c></row>", "1 tone|n1.50|bTRUE|e#N/A;");
    gives("<row r='1'><c t='inlineStr'><is><t>in</t></is></c><c t='inlineStr'><is><r><t>a</t></r><r><t> b</t></r></is></c><c t='str'><f>A1&amp;B1</f><v>for_x0041_&amp;</v></c><c t='d'><v>2025-06-01</v></c></row>",
          "1 tin|ta b|tforA&|t2025-06-01;");
    gives("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>45000</v></c><c r=\"B1\" s=\"2\"><v>.5</v></c><c r=\"C1\" s=\"3\"><v>45000.5</v></c><c r=\"D1\" s=\"4\"><v>1</v></c><c r=\"E1\" s=\"0\"><v>45000</v></c><c r=\"F1\" s=\"99\"><v>7</v></c></row>",
          "1 n45000d|n.5c|n45000.5dc|n1dc|n45000|n7;");
    gives("<row r='1'><c t='b'><v>0</v></c><c t='b'><v>true</v></c><c t='n'><v> 7.5E-2 </v></c><c><v>141.16999999999999</v></c><c><v>12x</v></c></row>", "1 bFALSE|bTRUE|n7.5E-2|n141.16999999999999|t12x;");
    gives("<row r='1'><c><f t='shared' si='0'/><v>3</v></c><c><f>1+1</f></c><c><f ca='1'>NOW()</f><v>4</v></c></row>", "1 n3|~|n4;");
    gives("<row r='1'><c t='s'><v>2</v></c><c t='s'><v>3</v></c><c t='str'><v></v></c><c t='inlineStr'><is/></c><c t='s'><v/></c><c s='1'/><c><v>1</v></c></row>", "1 ~|~|~|~|~|~|n1;");
}

static void texts(void **state)
{
    (void)state;
    gives("<row><c t='s'><v>1</v></c><c t='s'><v>4</v></c><c t='s'><v>5</v></c><c t='s'><v>6</v></c><c t='s'><v>7</v></c></row>",
          "1 trich |ta & b <A\u20AC>|tit\x19s _x0041_ _x0000_ \xF0\x9F\x98\x80 _xD83D_ _x41_|t  x\ny\nz |t<&]]>;");
    gives("<row><c t='inlineStr'><is><t>&quot;&apos;\u00E9&#13;</t></is></c><c t='str'><v><![CDATA[5 > 4]]></v></c></row>", "1 t\"'\u00E9\r|t5 > 4;");
    gives("<row><c t='str'><v>&nbsp;</v></c></row>", "!xl/worksheets/sheet1.xml, row 1: what follows is not well-formed XML.");
    gives("<row><c t='str'><v>&#xD800;</v></c></row>", "!xl/worksheets/sheet1.xml, row 1: what follows is not well-formed XML.");
    gives("<row><c t='str'><v>\x01</v></c></row>", "!xl/worksheets/sheet1.xml, row 1: what follows is not well-formed XML.");
    gives("<row><c t='str'><v>\xFF</v></c></row>", "!xl/worksheets/sheet1.xml, row 1: what follows is not in UTF-8.");
    gives("<row><c t='str'><v>\xE2\x82</v></c></row>", "!xl/worksheets/sheet1.xml, row 1: what follows is not in UTF-8.");
}

static void places(void **state)
{
    (void)state;
    gives("<row r='3'><c r='B3'><v>1</v></c><c><v>2</v></c><c r='AA3'><v>3</v></c></row>", "3 ~|n1|n2|~|~|~|~|~|~|~|~|~|~|~|~|~|~|~|~|~|~|~|~|~|~|~|n3;");
    gives("<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row r='9'><c><v>3</v></c></row><row><c><v>4</v></c></row>", "1 n1;2 n2;9 n3;10 n4;");
    gives("<row r='1'><c r='A1'><v>1</v></c><c r='B1' s='1'/><c r='C1'/></row><row r='2' s='1' customFormat='1'/><row r='3'><c r='A3' s='1'/></row>", "1 n1;");
    gives("<row r='1'/><row r='2'><c r='A2'/></row><row r='5' hidden='1'/><row r='6'><c r='A6'><v>1</v></c></row><row r='7'/>", "1 ;2 ;5h ;6 n1;");
    gives("<row r='1' hidden='true'><c><v>1</v></c></row><row r='2' hidden='0'><c><v>2</v></c></row>", "1h n1;2 n2;");
    gives("<row r='1'><c r='XFD1'/><c r='A1'><v>1</v></c></row>", "1 n1;");
    gives("<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>1</v></c></row>", "!Line 1 has two cells in one column, or cells out of order.");
    gives("<row r='4'><c r='XFE4'><v>1</v></c></row>", "!Line 4 has over 16,384 cells.");
    gives("<row r='2'><c r='A2' t='s'><v>8</v></c></row>", "!xl/worksheets/sheet1.xml, row 2: a cell names a shared text that the file does not have.");
    gives("<row r='1'><c><v>1</v></c></row><row r='2'><c t='s'><v>-1</v></c></row>", "1 n1;!xl/worksheets/sheet1.xml, row 2: a cell names a shared text that the file does not have.");
    gives("", "");
    gives_fd(made_rows("<row><c><v>1</v></c><c s='1'><v>2</v></c></row>", NULL, NULL), "1 n1|n2;");
}

/* What stands around the rows. */
static void around_rows(void **state)
{
    (void)state;
    gives_fd(made_book("<?xml version='1.0'?><!-- c --><x:worksheet xmlns:x='" MAIN "'><x:dimension ref='A1:XFC9'/><x:sheetData><x:row r='1'><x:c r='A1' t='s'><x:v>0</x:v></x:c>"
                       "<x:c t='inlineStr'><x:is><x:t>y</x:t></x:is></x:c><y:c xmlns:y='u'><x:v>9</x:v></y:c></x:row></x:sheetData></x:worksheet>", STRINGS, NULL), "1 tone|ty;");
    gives_fd(made_book("\xEF\xBB\xBF<worksheet xmlns='http://purl.oclc.org/ooxml/spreadsheetml/main' conformance='strict'><sheetPr><tabColor rgb='1'/></sheetPr><cols><col min='2' max='3' hidden='1'/></cols>"
                       "<sheetData><row><c><v>1</v></c></row></sheetData><sheetData><row><c><v>2</v></c></row></sheetData><mergeCells/></worksheet>", NULL, NULL), "1 n1;");
    gives_fd(made_book("<worksheet xmlns='" MAIN "'><sheetData/></worksheet>", NULL, NULL), "");
    gives_fd(made_book("<worksheet xmlns='" MAIN "'/>", NULL, NULL), "");
    gives_fd(made_book("<worksheet xmlns='other'><sheetData/></worksheet>", NULL, NULL), "!xl/worksheets/sheet1.xml: is not what the workbook says that it is.");
    gives_fd(made_book("<chartsheet xmlns='" MAIN "'/>", NULL, NULL), "!xl/worksheets/sheet1.xml: is not what the workbook says that it is.");
    gives_fd(made_book("<?xml version='1.0' encoding='UTF-16'?><worksheet xmlns='" MAIN "'/>", NULL, NULL), "!xl/worksheets/sheet1.xml: is not in UTF-8.");
    gives_fd(made_book("\xFF\xFE<", NULL, NULL), "!xl/worksheets/sheet1.xml: is not in UTF-8.");
    gives_fd(made_book("<worksheet xmlns='" MAIN "'><sheetData><row><c><v>1</v></c></row><row><c>", NULL, NULL), "1 n1;!xl/worksheets/sheet1.xml, row 2: what follows is not well-formed XML.");
    gives_fd(made_book("", NULL, NULL), "!xl/worksheets/sheet1.xml: is not well-formed XML.");
}

static void hostile(void **state)
{
    arena *a = arena_new("test", 64 << 20);
    strbuf b = sb_new(a, 1000);
    static const char DOCTYPE[] = "<!DOCTYPE x [<!ENTITY a 'aaaa'>]>";
    (void)state;
    gives_fd(made_book(arena_fmt(a, "%s<worksheet xmlns='" MAIN "'/>", DOCTYPE), NULL, NULL), "!xl/worksheets/sheet1.xml: declares a document type, which no workbook does and which is not read.");
    for (size_t i = 0; i < 100; i++) sb_str(&b, "<a>");
    gives_fd(made_book(arena_fmt(a, "<worksheet xmlns='" MAIN "'>%s</worksheet>", b.p), NULL, NULL), "!xl/worksheets/sheet1.xml: nested deeper than any workbook is.");
    gives_fd(made_rows("", "<si><foo></si>", NULL), "!xl/sharedStrings.xml: is not well-formed XML.");
    gives_fd(made_rows("", "", b.p), "!xl/styles.xml: nested deeper than any workbook is.");
    gives_fd(made_rows("", "", "<x>"), "!xl/styles.xml: is not well-formed XML.");
    gives_fd(made_rows("", "<!DOCTYPE x>", NULL), "!xl/sharedStrings.xml: declares a document type, which no workbook does and which is not read.");
    for (size_t i = 0; i < 3; i++) {
        static const char *const PART[] = { "_rels/.rels", "xl/sharedStrings.xml", "xl/styles.xml" };
        made m = { 0 };
        if (i) made_around(&m, NULL, NULL, 0);
        made_text(&m, PART[i], arena_fmt(a, "%s<x/>", DOCTYPE), 0);
        made_text(&m, "xl/worksheets/sheet1.xml", "<worksheet xmlns='" MAIN "'/>", 0);
        made_list(&m, false);
        gives_fd(made_file(&m), arena_fmt(a, "!%s: declares a document type, which no workbook does and which is not read.", PART[i]));
    }
    arena_end(&a);
}

static void large(void **state)
{
    char *p = malloc((20 << 20) + 100);
    (void)state;
    assert_non_null(p);
    for (int i = 0; i < 3; i++) {
        static const char *const OVER[] = { "!Line 1 has a cell of over 1 MiB.", "!xl/worksheets/sheet1.xml, row 1: a cell has more than 8 MB.", NULL };
        size_t n = i == 0 ? (1 << 20) + 1 : i == 1 ? 20 << 20 : 1 << 20, at = (size_t)snprintf(p, 100, "<row><c t='str'><v>");
        arena *a = arena_new("test", 64 << 20);
        memset(p + at, 'x', n);
        memcpy(p + at + n, "</v></c></row>", 15);
        if (OVER[i]) gives(p, OVER[i]);
        else {
            int fd = made_rows(p, NULL, NULL);
            assert_int_equal(strlen(cells_of(fd, a)), n + 4);
            close(fd);
        }
        arena_end(&a);
    }
    memset(p, 'x', 3 << 20);
    memcpy(p, "<si><t>", 7);
    memcpy(p + (2 << 20), "</t></si>", 10);
    gives_fd(made_rows("", p, NULL), "!xl/sharedStrings.xml: holds a text of more than 1 MB.");
    free(p);
    p = malloc((size_t)5 * (STRINGS_MAX + 1) + 1);
    assert_non_null(p);
    for (size_t i = 0; i <= STRINGS_MAX; i++) memcpy(p + 5 * i, "<si/>", 6);
    gives_fd(made_rows("", p, NULL), "!xl/sharedStrings.xml: holds more than 8 million texts, or more than 512 MB of them.");
    free(p);
}

/* More rows, and more empty ones before a value, than a batch or a list of them holds. */
static void many_rows(void **state)
{
    arena *a = arena_new("test", 64 << 20), *w = arena_new("want", 64 << 20);
    strbuf rows = sb_new(a, 1 << 20), want = sb_new(w, 1 << 20);
    (void)state;
    for (unsigned i = 1; i <= 20000; i++) {
        bool full = i % 5000 == 0 || i <= 3000, hidden = i % 2;
        sb_fmt(&rows, "<row r=\"%u\"%s><c r=\"A%u\" s=\"0\"", i, hidden ? " hidden=\"1\"" : "", i);
        if (full) sb_fmt(&rows, "><v>%u</v></c></row>", i * 7);
        else sb_str(&rows, "/></row>");
        sb_fmt(&want, "%u%s ", i, hidden ? "h" : "");
        if (full) sb_fmt(&want, "n%u", i * 7);
        sb_ch(&want, ';');
    }
    gives(rows.p, want.p);
    for (unsigned i = 1; i <= 3000; i++) sb_str(&rows, "<row/>");
    gives(rows.p, want.p);
    arena_end(&a);
    arena_end(&w);
}

static int workbook(const char *sheets, const char *rels, const char *top, unsigned how)
{
    made m = { 0 };
    made_text(&m, "_RELS/.rels", top, how);
    made_text(&m, "XL/Workbook.xml", sheets, how);
    made_text(&m, "xl/_rels/workbook.XML.rels", rels, how);
    made_text(&m, "xl/WORKSHEETS/a.xml", "<worksheet xmlns='" MAIN "'><cols><col min='2' max='4' hidden='1'/><col min='9' max='9'/></cols><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>", how);
    made_text(&m, "xl/worksheets/b.xml", "<worksheet xmlns='" MAIN "'><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>", how);
    made_text(&m, "xl/chartsheets/c.xml", "<chartsheet xmlns='" MAIN "'/>", how);
    made_list(&m, false);
    return made_file(&m);
}

static void books(void **state)
{
    arena *a = arena_new("test", 64 << 20);
    table_file *t;
    table_batch b;
    int fd = workbook("<w:workbook xmlns:w='http://purl.oclc.org/ooxml/spreadsheetml/main' xmlns:q='http://purl.oclc.org/ooxml/officeDocument/relationships'><w:workbookPr date1904='1'/><w:sheets>"
                      "<w:sheet name=' Two ' sheetId='9' q:id='b'/><w:sheet name='Chart' sheetId='2' q:id='c'/><w:sheet name='&#233;' sheetId='3' state='veryHidden' q:id='a'/></w:sheets>"
                      "<w:definedNames><w:definedName name='x'>#REF!</w:definedName></w:definedNames></w:workbook>",
                      PACKAGE "<Relationship Id='a' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet' Target='/xl/worksheets/A.xml'/>"
                      "<Relationship Id='b' Type='" RELS "/worksheet' Target='./../xl/x/../worksheets/b.xml'/><Relationship Id='c' Type='" RELS "/chartsheet' Target='chartsheets/c.xml'/>"
                      "<Relationship Id='e' Type='" RELS "/externalLink' Target='http://x.example' TargetMode='External'/></Relationships>",
                      PACKAGE "<Relationship Id='o' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' Target='/xl/workbook.xml'/></Relationships>", 0);
    int64_t done, total;
    (void)state;
    assert_int_equal(table_open(fd, "x", a, &t), WR_OK);
    assert_int_equal(table_kind_of(t), TABLE_XLSX);
    assert_int_equal(table_sheets(t), 2);
    assert_string_equal(table_sheet_at(t, 0)->name, " Two ");
    assert_string_equal(table_sheet_at(t, 1)->name, "\u00E9");
    assert_false(table_sheet_at(t, 0)->hidden);
    assert_true(table_sheet_at(t, 1)->hidden && table_sheet_at(t, 1)->from_1904);
    assert_int_equal(table_next(t, &b), WR_OK);
    assert_true(b.sheet == 0 && b.rows == 1 && b.cell[0].n == 1 && *b.cell[0].text == '2');
    assert_int_equal(table_next(t, &b), WR_OK);
    assert_true(b.sheet == 1 && b.rows == 1 && *b.cell[0].text == '1');
    assert_int_equal(table_sheet_at(t, 1)->hidden_columns, 3);
    assert_int_equal(table_sheet_at(t, 0)->hidden_columns, 0);
    assert_true(!table_column_hidden(t, 1, 0) && table_column_hidden(t, 1, 1) && table_column_hidden(t, 1, 3) && !table_column_hidden(t, 1, 4) && !table_column_hidden(t, 0, 1));
    assert_int_equal(table_next(t, &b), WR_OK);
    assert_int_equal(b.rows, 0);
    table_at(t, &done, &total);
    assert_true(done > 0 && done <= total);
    arena_end(&a);
    close(fd);
    gives_fd(workbook("<workbook xmlns='" MAIN "' xmlns:r='" RELS "'><sheets><sheet name='Gone' r:id='z'/></sheets></workbook>", PACKAGE "</Relationships>",
                      PACKAGE "<Relationship Id='o' Type='" RELS "/officeDocument' Target='xl/workbook.xml'/></Relationships>", 0),
             "!Sheet \"Gone\": the workbook names it, and the file does not have it.");
}

static void formats(void **state)
{
    static const struct { const char *format; table_shown is; } F[] = {
        { "m/d/yyyy", TABLE_DAY }, { "[$-409]d\\-mmm\\-yy;@", TABLE_DAY }, { "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", TABLE_DAY }, { "yyyy\"\xE5\xB9\xB4\"m", TABLE_DAY }, { "mmm", TABLE_DAY },
        { "h:mm AM/PM", TABLE_TIME }, { "[h]:mm:ss", TABLE_TIME }, { "mm:ss.0", TABLE_TIME }, { "[mm]", TABLE_TIME }, { "m/d/yy h:mm", TABLE_DAY_TIME }, { "yyyy-mm-ddThh:mm", TABLE_DAY_TIME },
        { "General", TABLE_PLAIN }, { "0.00E+00", TABLE_PLAIN }, { "#,##0.00;[Red]-#,##0.00", TABLE_PLAIN }, { "0 \"days\"", TABLE_PLAIN }, { "0\\d", TABLE_PLAIN }, { "_(* #,##0_);_(@_)", TABLE_PLAIN },
        { "\"h", TABLE_PLAIN }, { "[h", TABLE_PLAIN }, { "0\\", TABLE_PLAIN }, { "", TABLE_PLAIN }, { "@", TABLE_PLAIN }, { "[Red]0", TABLE_PLAIN }, { "ggge", TABLE_DAY }, { "0_m", TABLE_PLAIN },
    };
    (void)state;
    for (size_t i = 0; i < sizeof F / sizeof *F; i++) assert_int_equal(book_shown(F[i].format), F[i].is);
}

/* ---- real sheets, read by expat as well */

typedef struct told { arena *a; strbuf out, text; strbuf *strings; size_t n_strings, line, column; char type; bool in_text, phonetic, empty; XML_Parser xml; } told;

static size_t column_in(const char *ref)
{
    size_t c = 0;
    for (; *ref >= 'A'; ref++) c = c * 26 + (size_t)(*ref - 'A' + 1);
    return c - 1;
}

static void started(void *with, const XML_Char *name, const XML_Char **at)
{
    told *t = with;
    if (str_eq(name, "rPh")) t->phonetic = true;
    t->in_text = str_eq(name, "v") || (str_eq(name, "t") && !t->phonetic);
    if (str_eq(name, "c") || str_eq(name, "si")) { t->text = sb_new(t->a, 16); t->type = 'n'; }
    for (; *at; at += 2) {
        if (str_eq(name, "row") && str_eq(at[0], "r")) t->line = (size_t)atoll(at[1]);
        if (str_eq(name, "c") && str_eq(at[0], "r")) t->column = column_in(at[1]);
        if (str_eq(name, "c") && str_eq(at[0], "t")) t->type = str_eq(at[1], "str") || str_eq(at[1], "inlineStr") ? 't' : *at[1];
    }
}

static void said(void *with, const XML_Char *p, int n)
{
    told *t = with;
    if (t->in_text) sb_put(&t->text, p, (size_t)n);
}

static void one_cell(told *t, size_t line, size_t column, char type, const char *p, size_t n)
{
    (void)t;
    sb_fmt(&t->out, "%zu %zu %c", line, column, type);
    for (; n; p++, n--)          /* the one escape that these files have */
        if (n >= 7 && memcmp(p, "_x0019_", 7) == 0) { sb_ch(&t->out, 0x19); p += 6; n -= 6; }
        else sb_ch(&t->out, *p);
    sb_ch(&t->out, '\n');
}

static void ended(void *with, const XML_Char *name)
{
    told *t = with;
    t->in_text = false;
    if (str_eq(name, "rPh")) t->phonetic = false;
    if (str_eq(name, "si")) t->strings[t->n_strings++] = t->text;
    if (!str_eq(name, "c") || !t->text.n) return;
    if (t->type == 's') {
        const strbuf *s = &t->strings[atoll(t->text.p)];
        if (s->n) one_cell(t, t->line, t->column, 't', s->p, s->n);
    } else if (t->type == 'b') {
        const char *word = *t->text.p == '1' ? "TRUE" : "FALSE";
        one_cell(t, t->line, t->column, 'b', word, strlen(word));
    } else one_cell(t, t->line, t->column, t->type, t->text.p, t->text.n);
}

static void expat_reads(told *t, const zip *z, const zip_part *part)
{
    zip_flow *f;
    const char *p;
    size_t n = 1;
    XML_Parser xml = XML_ParserCreate(NULL);
    assert_int_equal(zip_flow_open(z, part, arena_err(t->a), &f), WR_OK);
    XML_SetUserData(xml, t);
    XML_SetElementHandler(xml, started, ended);
    XML_SetCharacterDataHandler(xml, said);
    while (n) {
        assert_int_equal(zip_flow_next(f, arena_err(t->a), &p, &n), WR_OK);
        assert_int_equal(XML_Parse(xml, p, (int)n, n == 0), XML_STATUS_OK);
    }
    XML_ParserFree(xml);
    zip_flow_close(&f);
}

static void as_expat(const char *path, size_t want_cells, size_t want_hidden, size_t want_errors)
{
    static const char TYPE[] = "~tnbe";
    arena *a = arena_new("ours", 256 << 20), *b = arena_new("theirs", 256 << 20);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    told ours = { .a = a, .out = sb_new(a, 1 << 20) }, theirs = { .a = b, .out = sb_new(b, 1 << 20), .strings = arena_array(b, strbuf, 100000) };
    zip z;
    book k;
    table_file *t;
    table_batch g;
    size_t cells = 0, hidden = 0, errors = 0;
    assert_true(fd >= 0);
    assert_int_equal(zip_open(fd, lseek(fd, 0, SEEK_END), path, b, arena_err(b), &z), WR_OK);
    assert_int_equal(book_open(&z, b, arena_err(b), &k), WR_OK);
    if (k.strings) expat_reads(&theirs, &z, k.strings);
    for (size_t i = 0; i < k.sheets; i++) expat_reads(&theirs, &z, k.sheet[i].part);
    assert_int_equal(table_open(fd, path, a, &t), WR_OK);
    for (;;) {
        assert_int_equal(table_next(t, &g), WR_OK);
        if (!g.rows) break;
        for (size_t r = 0; r < g.rows; r++) {
            hidden += g.hidden[r];
            for (size_t c = g.from[r]; c < g.from[r + 1]; c++)
                if (g.cell[c].type) {
                    one_cell(&ours, g.line[r], c - g.from[r], TYPE[g.cell[c].type], g.cell[c].text, g.cell[c].n);
                    cells++;
                    errors += g.cell[c].type == TABLE_ERROR && g.cell[c].n == 4 && memcmp(g.cell[c].text, "#N/A", 4) == 0;
                }
        }
    }
    assert_string_equal(theirs.out.p, ours.out.p);
    assert_int_equal(cells, want_cells);
    assert_int_equal(hidden, want_hidden);
    assert_int_equal(errors, want_errors);
    arena_end(&a);
    arena_end(&b);
    close(fd);
}

static void real_files(void **state)
{
    (void)state;
    as_expat("test/data/released/2019-ICFO-31121.xlsx", 6889, 205, 0);
    as_expat("test/data/released/ice-offices.xlsx", 3517, 0, 0);
    as_expat("test/data/released/FY26_detentionStats_02122026.xlsx", 11639, 0, 0);
    as_expat("test/data/released/FY19-detentionstats.xlsx", 7417, 0, 26);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds), cmocka_unit_test(texts), cmocka_unit_test(places), cmocka_unit_test(around_rows), cmocka_unit_test(hostile), cmocka_unit_test(large),
        cmocka_unit_test(many_rows), cmocka_unit_test(books), cmocka_unit_test(formats), cmocka_unit_test(real_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
