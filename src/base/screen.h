/* screen.h -- numbers of a person that free text must not hold: A-numbers and Social Security numbers (PRV-14). Pure. A form warns and
 * offers to take them out; it does not refuse, for a number may be something else.
 * Found    "A12345678", "A 012-345-678", "a# 12 345 678": 8 or 9 digits behind a single A; "123-45-6789", "123 45 6789"; and digits of
 *          either length behind a name within 32 characters, in English or Spanish: "SSN", "seguro social", "A-number", "ITIN".
 * Read     case aside; digits and letters of full width, Arabic and Persian digits, any dash and any blank count as the plain ones.
 * Not      telephone numbers, days, ZIP+4; digits joined to more digits or behind a joined word, as in case numbers; seven digits; the
 *          last four; numbers in words or in pictures. It is a help to who types, no proof that a text is clean. */
#ifndef WR_SCREEN_H
#define WR_SCREEN_H
#include "arena.h"
typedef enum screen_kind { SCREEN_A_NUMBER, SCREEN_SSN } screen_kind;
typedef struct screen_hit { screen_kind kind; size_t at, n; } screen_hit;      /* bytes of the text */
/* All that is found, in order; the first cap of them are written. The text is valid UTF-8 (str_utf8). */
size_t screen_find(const char *text, screen_hit *ret, size_t cap);
/* The text with the word (no digits), such as "[removed]", for each hit; the text itself when there is none. Nothing is found in it again. */
const char *screen_clean(arena *, const char *text, const char *word);
#endif
