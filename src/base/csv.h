/* csv.h -- RFC 4180, read strictly: a record ends with CRLF; a cell is quoted as a whole or holds no quote and no line break; valid
 * UTF-8. A cell that was not quoted and is empty says that there is no value; "" is an empty text. The same words write it.
 * Errors   WR_E_INPUT with file and line; WR_E_TOO_BIG for a cell over 16 MiB or more than 256 cells. */
#ifndef WR_CSV_H
#define WR_CSV_H
#include <stdio.h>
#include "str.h"
typedef struct csv { FILE *f; const char *path; size_t line, next_line; } csv;   /* line: where the last record began, from 1 */
typedef struct csv_cell { const char *text; size_t n; bool quoted; } csv_cell;
csv csv_of(FILE *, const char *path);                                 /* path: for messages, without the folder */
WR_MUST wr_rc csv_next(csv *, arena *, csv_cell **ret, size_t *ret_n);   /* no cells: the end of the file */
void csv_quote(strbuf *, const char *text);                           /* a quoted cell */
/* What was typed or pasted into a form, for csv_of: its lines end in CR LF, the last one too, and no mark of a byte order stands in front. */
const char *csv_typed(arena *, const char *text);
#endif
