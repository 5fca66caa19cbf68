/* store.h -- a table as columns of codes in one file: filters and groupings answer while one looks.
 * Shape    Each column has a dictionary of its different cells, with what each means; a row is a code a column, in blocks of 65,536 rows of
 *          1, 2 or 4 bytes a code, none where all are one. A file is written once, mapped to be read, never changed; it is derived:
 *          `writ rebuild` makes it again from the bytes that came.
 * Threads  A store_in belongs to one thread; of many rows a second one that it makes takes half the work, and judges too: a store_judge is called
 *          by both at once. An open store is read by any number; store_count of a large one starts a second while it counts.
 * Errors   WR_E_BUSY: the disk is full, and nothing is left behind. WR_E_IO: not a store, or a damaged one. WR_E_TOO_BIG: over a cap.
 * Memory   While built: dictionaries and codes. Once open: the mapping. */
#ifndef WR_STORE_H
#define WR_STORE_H
#include "table.h"
enum { STORE_COLUMNS = 512, STORE_ROWS = 200000000, STORE_KEEPS = 32, STORE_BYS = 3, STORE_SUMS = 8, STORE_WALKS = 16, STORE_BLOCK = 65536 };
#define STORE_NO_DAY INT32_MIN
#define STORE_NONE UINT32_MAX
typedef enum store_state { STORE_VALUE, STORE_BLANK, STORE_NULL_WORD, STORE_WITHHELD, STORE_ERROR, STORE_QUARANTINED } store_state;
/* What a cell means, once for each different cell. day: days since 1970-01-01, or STORE_NO_DAY; number: millionths, when has_number;
 * exemptions: a bit each, numbered by the caller; odd: kept, but out of range, so left out of sums and counted. QUARANTINED: its text is not stored. */
typedef struct store_meaning { uint8_t state; bool has_number, odd; int32_t day; int64_t number; uint64_t exemptions; } store_meaning;
typedef struct store_cell { const char *text; size_t n; uint8_t type, shown; } store_cell;      /* type, shown: as in table.h */
typedef void store_judge(void *with, size_t column, const store_cell *, store_meaning *ret);

/* Build. names: of the columns, kept as they are. store_add: rows from..to (not `to` itself) of a batch; all batches are of one table_file, so that
 * equal `shared` is equal text. Cells beyond the last column are not kept, and counted where not empty; missing ones are empty.
 * store_finish: judges each different cell, writes beside `path`, syncs, and takes the name last; after it, well or not, nothing can be added.
 * Quarantined cells of a column become one code without text, type, day, number: what was equal among them cannot be seen. */
typedef struct store_in store_in;
WR_MUST wr_rc store_begin(size_t columns, const char *const *names, wr_err *, store_in **ret);
WR_MUST wr_rc store_add(store_in *, const table_batch *, size_t from, size_t to, wr_err *);
int64_t store_beyond(const store_in *);                               /* cells, not empty, beyond the last column */
WR_MUST wr_rc store_finish(store_in *, store_judge *, void *with, const char *path, wr_err *);
void store_drop(store_in **);                                         /* always, also after store_finish */

typedef struct store store;
/* store_open looks at every number that is an index, so that no file can lead out of itself; store_prove at every byte (for `writ check`). */
WR_MUST wr_rc store_open(const char *path, wr_err *, store **ret);
WR_MUST wr_rc store_prove(const store *, wr_err *);
void store_close(store **);
/* The same, shared and kept open for whoever asks next, from any thread: at most 16 that nobody has. A file that took the name, or none, is seen. */
WR_MUST wr_rc store_lend(const char *path, wr_err *, store **ret);
void store_give_back(store **);
int64_t store_rows(const store *);
size_t store_columns(const store *);
const char *store_name(const store *, size_t column);
/* Codes 0..store_distinct-1, in the order of first coming. used: how many rows have it. */
size_t store_distinct(const store *, size_t column);
store_cell store_text(const store *, size_t column, uint32_t code);
const store_meaning *store_means(const store *, size_t column);       /* [code]              */
const int64_t *store_used(const store *, size_t column);              /* [code]              */
uint32_t store_code(const store *, size_t column, int64_t row);
typedef struct store_origin { uint32_t sheet, line; bool hidden; } store_origin;      /* where a row stood: as in table.h */
store_origin store_from(const store *, int64_t row);

/* Ask. keep: rows whose code of `column` has keep[code] true; several are all asked. by: the group of each code, 0..groups-1, STORE_NONE:
 * the row is left out. sum: what each code adds. All three are tables over a dictionary, so months, age bands, areas and amounts are the caller's.
 * ret: for each combination of groups (fewer than 2^32), the last `by` fastest: rows, then each sum. It is zeroed first; without `by` it is one
 * combination. A kept row, everywhere below, is one that store_count counts. */
typedef struct store_keep { size_t column; const uint8_t *keep; } store_keep;
typedef struct store_by { size_t column; const uint32_t *group; uint32_t groups; } store_by;
typedef struct store_sum { size_t column; const int64_t *value; } store_sum;
typedef struct store_ask { const store_keep *keep; size_t keeps; const store_by *by; size_t bys; const store_sum *sum; size_t sums; } store_ask;
void store_count(const store *, const store_ask *, int64_t *ret);
/* For each combination how many different codes of `column` the kept rows have whose counted[code] is true (people: keys that are there). */
WR_MUST wr_rc store_count_different(const store *, const store_ask *, size_t column, const uint8_t *counted, wr_err *, int64_t *ret);
/* Row numbers that are kept, in order, from the `skip`th on; *ret_all: how many in all. */
void store_find(const store *, const store_ask *, int64_t skip, size_t cap, int64_t *ret_row, size_t *ret_n, int64_t *ret_all);
/* For what takes two columns at once (nights, ages): kept rows in order, some at a time; codes[i] of columns[i] (at most STORE_WALKS), one for each of n rows. */
typedef void store_block(void *with, size_t n, const uint32_t *const *codes, const int64_t *row);
void store_walk(const store *, const store_ask *, const size_t *columns, size_t n_columns, store_block *, void *with);
/* Kept rows (ask NULL: all) equal in every column to an earlier one of them; -1: no memory. A row with a quarantined cell is not counted: what that cell said is not there. */
int64_t store_repeats(const store *, const store_ask *, wr_err *);
#endif
