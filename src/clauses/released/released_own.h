/* released_own.h -- what the rules of released share among themselves. */
#ifndef WR_RELEASED_OWN_H
#define WR_RELEASED_OWN_H
#include "released.h"
/* Bytes of a blank at p: ASCII, or a no-break space (U+00A0), as spreadsheets have them. 0: no blank. */
size_t released_blank_at(const char *p, size_t n);
/* A number with so many decimal places, rounded once, half away from zero, from its text. places: 0 to 6. */
bool released_decimal(const store_cell *, int places, int64_t *ret);
#endif
