/* seal_column.h -- restricted columns: what the city may read, under a grant (seal_grant.h), and the database alone must not tell.
 * Such a column is type x with F_RESTRICTED in its shape; documents, CSV and JSON say "restricted" in its place, and only who
 * calls seal_column_open has the text. The key is 32 bytes in DATA/restricted.key, never in the database; seal_key keeps its print,
 * so that a city does not start with another one.
 * Format   One byte: 1, the way of sealing (a second key or another cipher takes the next number; there is no rotation yet). Then 24
 *          random bytes, then XChaCha20-Poly1305 of the text, padded to a multiple of 32 (ISO 7816-4): a short name does not show
 *          its length. Bound to noun, id and column: moved to another row or column it does not open. Empty text is no bytes.
 * Beware   The same text sealed twice is other bytes, so history sees a change: seal anew only what was typed anew. Whether a value
 *          is there at all is not hidden. What is sealed is neither searched nor sorted.
 * Threads  seal_key_open once at start; the rest anywhere. An act may seal: it takes microseconds.
 * Errors   WR_E_IO: no key, another key, a changed or a moved value; the text says so. */
#ifndef WR_SEAL_COLUMN_H
#define WR_SEAL_COLUMN_H
#include "db.h"
#include "seal.h"
/* Behind tlog_open. The first time makes the file and keeps its print; from then a file that is missing, another one, or readable by
 * others is refused. */
WR_MUST wr_rc seal_key_open(db *, const char *data, wr_err *);
void seal_key_set(const uint8_t key[static SEAL_KEY]);   /* tests */
/* noun: of the history, "contact_report"; id: the row's public id; column: its name. */
WR_MUST wr_rc seal_column(arena *, const char *noun, const char *id, const char *column, const char *text, bytes *ret);
WR_MUST wr_rc seal_column_open(arena *, const char *noun, const char *id, const char *column, bytes sealed, const char **ret);
#endif
