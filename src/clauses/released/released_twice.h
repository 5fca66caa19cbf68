/* released_twice.h -- rows of a table that say one thing twice, by the person key and the rules of docs/RELEASED.md. Marks, nothing is deleted: counts
 * are given with and without them. A table without a key, or a row without one, cannot be decided: equal rows are different people.
 * Threads  Any. Errors: WR_E_INPUT: the kind of table has no rule. Memory: 40 bytes a row. */
#ifndef WR_RELEASED_TWICE_H
#define WR_RELEASED_TWICE_H
#include "released_own.h"
/* Columns that a rule looks at; -1: the table lacks it. at: arrest, event, detainer date, or begin of the stint. method: of an arrest. */
typedef struct released_twice_of { const char *kind; int key, at, facility, stay, method; } released_twice_of;
/* Counts are of the rows that kept_opt has ([row]; NULL: all); marks are by all rows. rows = undecided + without + likely. without: episodes of arrests, else rows that
 * are no likely duplicate. people: different keys; stays: of stints, different keys and begins of a stay, else 0. marked: [row] 1 for each likely
 * duplicate, NULL when nothing can be decided; it ends with the arena. */
typedef struct released_twice { const char *rule; int64_t rows, undecided, likely, without, people, stays; uint8_t *marked; } released_twice;
WR_MUST wr_rc released_twice_find(const store *, const released_twice_of *, const uint8_t *kept_opt, arena *, released_twice *ret);
released_twice_of released_twice_columns(const released_view *, arena *);
#endif
