/* letter_own.h -- what the files of letter share with each other and with nobody else. */
#ifndef WR_LETTER_OWN_H
#define WR_LETTER_OWN_H
#include "letter.h"
#include "letter_wire.h"
typedef struct letter_block { letter_kind kind; const char *label, *text; } letter_block;   /* label: "1." of an item, the label of a pair, else "" */
struct letter {
    arena *a;
    const char *lang, *title;
    bool a4, over, rtl;
    wr_day day;
    letter_block *at;
    size_t n, cap, bytes;
    int64_t number;
};
WR_MUST wr_rc letter_whole(const letter *, wr_err *);                /* WR_E_TOO_BIG: a cap was passed while it was built */
const char *letter_flow(const letter *, size_t width, arena *);      /* as text; width 0: not wrapped */
/* Does a gap stand between these two, one block after the other? Lines of one letterhead, address, table, signature or list keep together. */
bool letter_gap(letter_kind above, letter_kind below);
const char *letter_subject_said(const letter *, const char *text, arena *);
const char *letter_enclosures_said(const letter *);
#endif
