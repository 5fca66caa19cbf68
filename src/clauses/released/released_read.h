/* released_read.h -- a released file into tables: every sheet, its header found or given, rows counted as stored, blank or in error, columns of
 * persons left out, each table written as a store. No database: the job, the command and `writ rebuild` drive it.
 * Threads  One at a time for each reading.
 * Errors   WR_E_INPUT: refused, the text names the kind or the place; WR_E_TOO_BIG, WR_E_BUSY, WR_E_IO as table.h and store.h say.
 * Memory   What table.h and store.h hold, and the first rows of a sheet; a sheet without a header whole, at most RELEASED_GRID_ROWS rows. */
#ifndef WR_RELEASED_READ_H
#define WR_RELEASED_READ_H
#include "released.h"
/* Rows of a later sheet of the same table bear its name in a last column of this name; those of the first have none there. */
#define RELEASED_SHEET "(sheet)"
#define RELEASED_IN_TEXT "in free text"     /* where cells of a column that is loaded are not */
enum { RELEASED_LOOK = 25, RELEASED_GRID_ROWS = 20000, RELEASED_GRID_COLUMNS = 200, RELEASED_FAULTS = 50, RELEASED_TABLES = 200 };
/* The header of a sheet as a person said it; row 0: there is none, its cells stand as they are. */
typedef struct released_said_head { const char *sheet; int64_t row; } released_said_head;
/* What one sheet gave to a table. in = stored + blank + error. Beside them: `before`, rows above the header; `again`, headers that came again; total,
 * rows that add up others; after, rows of one cell of text behind the last of the data. */
typedef struct released_fault { int64_t line; const char *why; } released_fault;
typedef struct released_part {
    const char *sheet; bool hidden; size_t hidden_columns;
    int64_t header, in, stored, blank, error, total, hidden_rows, before, again, after;
    const char *preamble, *notes;         /* what stood above the header and behind the data, lines of it */
    int64_t gone;                         /* lines of them, or its name, that held what is not loaded */
    released_fault *fault; size_t faults; /* the first of them */
    int64_t *total_line; size_t totals;
} released_part;
typedef struct released_found {
    const char *kind;                     /* released_table_of; "grid": no header was found */
    released_head head;                   /* of a grid: columns "A", "B", ... without ideas */
    released_personal *personal;          /* [column]: why it is not loaded, by its name    */
    int64_t *quarantined;                 /* [column]: cells that are not loaded            */
    bool *hidden;                         /* [column]: the first sheet of it hides it       */
    int64_t gone;                         /* names of columns that held what is not loaded  */
    released_part *part; size_t parts;
    int64_t rows;
    const char *path;                     /* of the store                                   */
} released_found;
typedef struct released_reading released_reading;
typedef struct released_read_ask {
    int fd; const char *name;             /* of the file, and what people call it */
    const char *folder;                   /* where stores go: N.store, from 1     */
    int32_t last_day;                     /* dates behind it are odd              */
    const released_said_head *head; size_t heads;
    const char *allow;                    /* names of columns, normalised, a line each: two people confirmed that they are no personal data */
} released_read_ask;
WR_MUST wr_rc released_read_begin(const released_read_ask *, arena *, released_reading **ret);   /* it ends with the arena */
/* Goes on for about so long; *ret_more false: all is read, and released_read_end may follow. */
WR_MUST wr_rc released_read_step(released_reading *, int64_t us, bool *ret_more);
void released_read_at(const released_reading *, int64_t *ret_done, int64_t *ret_total);          /* bytes */
WR_MUST wr_rc released_read_end(released_reading *, released_found **ret, size_t *ret_n);
const table_file *released_read_file(const released_reading *);
#endif
