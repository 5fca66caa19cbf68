/* fold.h -- text as it is searched: small letters without accents, one blank between words, nothing else. Pure.
 * Folded   ASCII, Latin with accents (U+00C0 to U+017F), Greek and Cyrillic capitals; combining accents are left out. Other letters stay as
 *          they are: they are found as they were typed. Punctuation parts words. The same words fold to the same bytes, so that search can
 *          compare bytes. */
#ifndef WR_FOLD_H
#define WR_FOLD_H
#include "arena.h"
const char *fold_text(arena *, const char *utf8);
#endif
