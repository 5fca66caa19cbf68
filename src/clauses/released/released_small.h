/* released_small.h -- the small tables of a statistics workbook: who is detained, by criminality and arresting agency, and totals against their parts.
 * Pure. A grid is the rows of one sheet as they stand; cells are counted from 0, lines as the sheet numbers them. Sources: docs/RELEASED.md. */
#ifndef WR_RELEASED_SMALL_H
#define WR_RELEASED_SMALL_H
#include "released.h"
typedef struct released_grid { const released_row *rows; const uint32_t *line; size_t n; } released_grid;
released_grid released_grid_of(const store *, size_t columns, arena *);          /* what a store of one sheet holds */
/* A whole number and where it stands. line 0: there is none. */
typedef struct released_at { uint32_t line, column; int64_t value; } released_at;
/* "ICE Currently Detained by Criminality and Arresting Agency". No conviction: pending and other, as the agency's own label "other" leaves the
 * pending ones out; both are given, for they have been called by one name. adds_up: the six cells equal the printed total. */
enum { RELEASED_CONVICTED, RELEASED_PENDING, RELEASED_OTHER, RELEASED_CRIMINALITIES, RELEASED_ICE = 0, RELEASED_CBP, RELEASED_AGENCIES };
typedef struct released_detained {
    uint32_t line;                                  /* of its title */
    released_at cell[RELEASED_CRIMINALITIES][RELEASED_AGENCIES], total;
    released_at printed[RELEASED_CRIMINALITIES], printed_agency[RELEASED_AGENCIES];      /* totals of rows and columns, where printed */
    int64_t held, no_conviction, other;             /* from the six cells, not from the totals */
    bool adds_up;
} released_detained;
bool released_detained_find(const released_grid *, released_detained *ret);      /* false: no such table, or one of the six cells is missing */
/* Each column under a "Total" row whose parts stand in the rows below it (or above it, when none are below): whole numbers only. A row that
 * stands over parts of its own is counted once. ret: the first cap; what is returned: how many there are. */
typedef struct released_total { released_at total; int64_t sum; uint32_t from, to; } released_total;      /* lines of the first and last part */
size_t released_totals(const released_grid *, released_total *ret, size_t cap);
#endif
