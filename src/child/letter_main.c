/* letter_main.c -- writ-letter: a letter as text comes in (letter_wire.h), its pages as PDF go out. It reads fonts, and nothing else. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "confine.h"
#include "letter_draw.h"

static letter_in letter;
static char text[LETTER_BYTES_MAX + 1];

int main(void)
{
    size_t n = 0, line = 0;
    ssize_t got = 1;
    char said[200];
    const char *wrong;
    (void)confine_paths();
    if (!confine_limits((size_t)1 << 30, 10) || !confine_lock(true)) confine_end(CONFINE_NOT, "this system cannot confine the program");
    while (n < LETTER_BYTES_MAX && (got = read(0, text + n, LETTER_BYTES_MAX - n)) > 0) n += (size_t)got;
    if (got != 0) confine_end(LETTER_REFUSES_TEXT, "the letter is too long or could not be read");
    wrong = letter_read(text, n, &letter, &line);
    if (wrong) {
        snprintf(said, sizeof said, "line %zu: %s", line, wrong);
        confine_end(LETTER_REFUSES_TEXT, said);
    }
    confine_end(letter_draw(&letter, said, sizeof said), said);
}
