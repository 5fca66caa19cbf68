/* table.h -- the rows of a CSV or XLSX file as they stand, a batch at a time, whatever is wrong with the file.
 * Kinds    CSV, plain or gzip; XLSX, transitional or strict. What else comes is refused by its name: an old .xls, an encrypted package, an .ods,
 *          a Git-LFS pointer, a "~$" lock file, a truncated ZIP, a file without a byte, HTML. The first bytes decide, never the ending.
 * Threads  A table_file belongs to one thread; it reads ahead on threads of its own.
 * Errors   WR_E_INPUT: refused, or broken from some place on; the text names the kind, the part, the line. WR_E_TOO_BIG: over a cap below.
 * Memory   Fixed for any input: what the caps say, and the shared strings of a workbook. A batch is valid until the next table_next. */
#ifndef WR_TABLE_H
#define WR_TABLE_H
#include "module.h"
enum { TABLE_COLUMNS = 16384, TABLE_CELL = 1 << 20, TABLE_SHEETS = 1024, TABLE_BATCH = 2048 /* rows */, TABLE_NOTES = 50 };
typedef enum table_kind { TABLE_CSV, TABLE_XLSX } table_kind;
/* What a cell is. CSV knows TEXT and EMPTY alone. An error is "#N/A"; a bool is "TRUE" or "FALSE"; a number is its text as stored. */
typedef enum table_type { TABLE_EMPTY, TABLE_TEXT, TABLE_NUMBER, TABLE_BOOL, TABLE_ERROR } table_type;
typedef enum table_shown { TABLE_PLAIN, TABLE_DAY, TABLE_TIME, TABLE_DAY_TIME } table_shown;   /* of a number: what its style makes of it */
/* text: UTF-8 of n bytes, no NUL at its end. shared: 0, or 1 + the place of the shared string, so that equal numbers are equal texts. */
typedef struct table_cell { const char *text; uint32_t n, shared; uint8_t type, shown; } table_cell;
/* Rows of one sheet, in the file's order. Row i has the cells cell[from[i]] up to cell[from[i + 1]], by column from the first on;
 * line[i]: its number in the sheet, from 1 (of CSV: the record, from 1); hidden[i]: the sheet hides it. */
typedef struct table_batch { size_t sheet, rows; const uint32_t *line, *from; const bool *hidden; const table_cell *cell; } table_batch;
typedef struct table_file table_file;
/* fd: a file to read, from its first byte, seekable; it stays the caller's. name: for messages. It is closed when the arena ends. */
WR_MUST wr_rc table_open(int fd, const char *name, arena *, table_file **ret);
WR_MUST wr_rc table_next(table_file *, table_batch *ret);          /* rows 0: the end. A sheet without rows comes in no batch. */
table_kind table_kind_of(const table_file *);
/* Sheets in the order of the workbook; CSV is one sheet without a name. hidden_columns: known from the first batch of the sheet on. */
typedef struct table_sheet { const char *name; bool hidden, from_1904; size_t hidden_columns; } table_sheet;
size_t table_sheets(const table_file *);
const table_sheet *table_sheet_at(const table_file *, size_t i);
bool table_column_hidden(const table_file *, size_t sheet, size_t column);
void table_at(const table_file *, int64_t *ret_done, int64_t *ret_total);   /* bytes of the file: progress */
/* What was found on the way and did not stop it: "Not UTF-8 at line 12, byte 7: read as Windows-1252." At most TABLE_NOTES; text has holes as wr_err has. */
size_t table_notes(const table_file *);
const wr_err *table_note_at(const table_file *, size_t i);
#endif
