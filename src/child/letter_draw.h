/* letter_draw.h -- a letter onto pages, as PDF on standard output. */
#ifndef CHILD_LETTER_DRAW_H
#define CHILD_LETTER_DRAW_H
#include "letter_read.h"
/* An exit code; said: "", or why. Laid out twice: first to count the pages, then to draw them. */
int letter_draw(const letter_in *, char *said, size_t cap);
#endif
