/* table_own.h -- between table.c and its two readers; for this folder only.
 * A reader fills one table_fill at a time, on the thread that table.c made for it; table.c hands full ones to the caller in order.
 * What a reader needs for itself it takes from an arena of its own (table_reader.own): the caller's arena belongs to another thread.
 * open runs on the caller's thread; next on the reader's, never both at once; close when next has come back for the last time. */
#ifndef WR_TABLE_OWN_H
#define WR_TABLE_OWN_H
#include "table.h"
enum { TABLE_ROW = 16 << 20,           /* bytes of text in one row: over it WR_E_TOO_BIG, naming the line */
    TABLE_FULL_CELLS = 1 << 16,        /* fill_full from so many cells on; a row that has begun may still end */
    TABLE_FULL_BYTES = 1 << 20 };      /* and from so many bytes of fill_room on */
typedef struct table_fill {            /* a batch that grows */
    size_t sheet, rows, cells, cap;    /* cap: room of cell */
    size_t bytes, row_bytes;           /* given by fill_room since the batch began; of the cells of the row that has begun */
    uint32_t *line, *from;             /* from[rows] is where the row that comes next begins */
    bool *hidden;
    table_cell *cell;
    int64_t done;                      /* bytes of the file read so far: next sets it */
    arena *text;                       /* of fill_room: empty again with each batch */
    char *block; size_t block_cap;     /* fill_block: of the CSV reader, kept from batch to batch */
} table_fill;
typedef struct table_reader table_reader;
struct table_reader {                  /* first member of a reader's own struct, which lies in `own` */
    table_kind kind;
    arena *own;                        /* made by the reader's open, ended by table.c after close */
    const table_sheet *sheet; size_t sheets;   /* names, hidden, from_1904 from open on; hidden_columns: written before the sheet's first batch comes back */
    /* One batch: rows of one sheet (set fill->sheet), until fill_full, the sheet's end, or the file's; rows 0: the end. The fill before this one stays as it
     * is until next comes back. Rows that ended before an error still reach the caller, then the error does; next is not called again. */
    wr_rc (*next)(table_reader *, table_fill *, wr_err *);
    bool (*column_hidden)(const table_reader *, size_t sheet, size_t column);   /* NULL: no column is; asked on the caller's thread for a sheet whose batch it has */
    void (*close)(table_reader *);     /* NULL: nothing but `own` */
};
/* size: of the file. Each is called only for what table_sniff took for its kind. Errors: into e (name: for its text). */
WR_MUST wr_rc table_csv_open(int fd, int64_t size, const char *name, table_file *, wr_err *, table_reader **ret);
WR_MUST wr_rc table_xlsx_open(int fd, int64_t size, const char *name, table_file *, wr_err *, table_reader **ret);
/* XLSX: a ZIP with its end record whose first member is no mimetype of an .ods. What else a ZIP may be (no workbook in it, .xlsb, .docx, a member
 * that is encrypted), table_xlsx_open refuses by name. CSV: what nothing else is, and gzip of it. Refused: WR_E_INPUT. */
WR_MUST wr_rc table_sniff(int fd, int64_t size, const char *name, wr_err *, table_kind *ret);
/* The first bytes of a file, or of what a gzip file holds (inside): WR_OK if they may be text. */
WR_MUST wr_rc table_sniff_head(const uint8_t *p, size_t n, bool inside, const char *name, wr_err *);
/* pread until n bytes or the file's end; *ret: how many. WR_E_IO. */
WR_MUST wr_rc table_read(int fd, void *p, size_t n, int64_t at, const char *name, wr_err *, size_t *ret);

bool fill_full(const table_fill *);                                     /* the batch is to be handed over; true at TABLE_BATCH rows at the latest */
char *fill_room(table_fill *, size_t n);                                /* n bytes that live as long as the batch */
char *fill_block(table_fill *, size_t n, size_t keep);                  /* the block with room for n bytes, its first `keep` kept */
void fill_cells(table_fill *, size_t n);                                /* room for n cells more */
/* A row is begun, its cells are put in order of their columns, and it is ended. Columns left out between are EMPTY. text lives as long as the batch
 * (fill_room) or as the reader (own). Errors name the line: a column over TABLE_COLUMNS, a cell over TABLE_CELL, a row over TABLE_ROW: WR_E_TOO_BIG;
 * a column not after the one before: WR_E_INPUT. */
void fill_row_begin(table_fill *, uint32_t line, bool hidden);
WR_MUST wr_rc fill_cell(table_fill *, size_t column, table_cell, wr_err *);
void fill_row_end(table_fill *);
/* What did not stop it: text and pairs of its holes, NULL-ended, as wr_fail_ takes them:
 *   table_note(t, (const char *const[]){ N_("Sheet {sheet}: ..."), "sheet", name, NULL });
 * From any of its threads; over TABLE_NOTES nothing happens. Not one a row: a reader counts what repeats. */
void table_note(table_file *, const char *const *text_holes);
WR_MUST wr_rc table_no_memory(wr_err *);
#endif
