/* table_xlsx.c -- an XLSX file as a reader of table.c: its workbook when it is opened, then its shared strings, then sheet after sheet. */
#include <string.h>
#include "table_xlsx_own.h"

enum { OWN = 256 << 20 };

typedef struct xlsx {
    table_reader reader;               /* first */
    zip zip;
    book book;
    strings strings;
    bool has_strings, in_sheet, said_columns;
    size_t at;                         /* the sheet that is read */
    zip_flow *flow;
    sheet sheet;
    table_sheet *sheets;
    uint64_t (*hidden)[TABLE_COLUMNS / 64];   /* of each sheet, written once: the caller may ask about one while another is read */
    int64_t done;                      /* packed bytes of parts that are read */
} xlsx;

static wr_rc read_strings(xlsx *x, wr_err *e)
{
    wr_rc rc;
    x->has_strings = true;
    if (!x->book.strings) return WR_OK;
    TRY(zip_flow_open(&x->zip, x->book.strings, e, &x->flow));
    rc = strings_read(zip_flow_next, x->flow, x->book.strings->name, e, &x->strings);
    x->done += x->book.strings->packed;
    zip_flow_close(&x->flow);
    return rc;
}

static wr_rc begin_sheet(xlsx *x, wr_err *e)
{
    const zip_part *part = x->book.sheet[x->at].part;
    TRY(zip_flow_open(&x->zip, part, e, &x->flow));
    x->sheet = (sheet){ .strings = &x->strings, .shown = x->book.shown, .styles = x->book.styles };
    x->in_sheet = true;
    x->said_columns = false;
    return sheet_begin(&x->sheet, zip_flow_next, x->flow, part->name, e);
}

static void end_sheet(xlsx *x)
{
    x->done += x->book.sheet[x->at].part->packed;
    sheet_end(&x->sheet);
    zip_flow_close(&x->flow);
    x->in_sheet = false;
    x->at++;
}

static wr_rc next(table_reader *r, table_fill *f, wr_err *e)
{
    xlsx *x = (xlsx *)r;
    if (!x->has_strings) TRY(read_strings(x, e));
    while (f->rows == 0 && x->at < x->book.sheets) {
        bool end;
        if (!x->in_sheet) TRY(begin_sheet(x, e));
        f->sheet = x->at;
        TRY(sheet_next(&x->sheet, f, e, &end));
        if (f->rows && !x->said_columns) {
            x->said_columns = true;
            x->sheets[x->at].hidden_columns = x->sheet.hidden_columns;
            memcpy(x->hidden[x->at], x->sheet.hidden, sizeof x->sheet.hidden);
        }
        if (end) end_sheet(x);
    }
    f->done = x->done + (x->in_sheet ? zip_flow_taken(x->flow) : 0);
    return WR_OK;
}

static bool column_hidden(const table_reader *r, size_t at, size_t column)
{
    const xlsx *x = (const xlsx *)r;
    return column < TABLE_COLUMNS && (x->hidden[at][column / 64] >> column % 64 & 1);
}

static void close_all(table_reader *r)
{
    xlsx *x = (xlsx *)r;
    if (x->in_sheet) sheet_end(&x->sheet);
    zip_flow_close(&x->flow);
    strings_free(&x->strings);
}

static wr_rc open_book(xlsx *x, int fd, int64_t size, const char *name, wr_err *e)
{
    arena *a = x->reader.own;
    TRY(zip_open(fd, size, name, a, e, &x->zip));
    TRY(book_open(&x->zip, a, e, &x->book));
    x->sheets = arena_array(a, table_sheet, x->book.sheets + 1);
    x->hidden = arena_alloc(a, (x->book.sheets + 1) * sizeof *x->hidden, _Alignof(uint64_t));
    for (size_t i = 0; i < x->book.sheets; i++)
        x->sheets[i] = (table_sheet){ .name = x->book.sheet[i].name, .hidden = x->book.sheet[i].hidden, .from_1904 = x->book.from_1904 };
    x->reader.sheet = x->sheets;
    x->reader.sheets = x->book.sheets;
    return WR_OK;
}

wr_rc table_xlsx_open(int fd, int64_t size, const char *name, table_file *t, wr_err *e, table_reader **ret)
{
    arena *own = arena_new("xlsx", OWN);
    xlsx *x = arena_make(own, xlsx);
    wr_rc rc;
    (void)t;
    x->reader = (table_reader){ .kind = TABLE_XLSX, .own = own, .next = next, .column_hidden = column_hidden, .close = close_all };
    rc = open_book(x, fd, size, arena_dup(own, name), e);
    if (rc == WR_OK) *ret = &x->reader;
    else arena_end(&own);
    return rc;
}
