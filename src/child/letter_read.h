/* letter_read.h -- the text of a letter (letter_wire.h) into blocks, in place. Sees no library: the fuzzer runs it alone. */
#ifndef CHILD_LETTER_READ_H
#define CHILD_LETTER_READ_H
#include <stdbool.h>
#include <stddef.h>
#include "letter_wire.h"
typedef struct block { letter_kind kind; const char *label, *text; } block;   /* label: of an item and of a pair, else "" */
typedef struct letter_in {
    const char *title, *lang, *made;     /* "": not said */
    bool a4;
    block at[LETTER_BLOCKS_MAX];
    size_t n;
} letter_in;
/* p: n bytes and a byte behind them, both changed. NULL: read; else what is wrong, and *ret_line says where. */
const char *letter_read(char *p, size_t n, letter_in *ret, size_t *ret_line);
#endif
