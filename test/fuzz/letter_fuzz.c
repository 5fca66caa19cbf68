/* letter_fuzz.c -- any bytes as what writ-letter reads: refused with a reason and a line, or blocks of clean text. Any bytes as paragraphs of a
 * letter: its pieces fit, lose nothing, and its lines for the program are read again as the same blocks. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "letter.h"
#include "letter_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void read_it(const uint8_t *data, size_t n)
{
    static letter_in in;
    char *p = malloc(n + 1);
    size_t line = 0;
    const char *wrong;
    if (!p) abort();
    if (n) memcpy(p, data, n);
    wrong = letter_read(p, n, &in, &line);
    if (!wrong && (!in.n || in.n > LETTER_BLOCKS_MAX)) abort();
    if (wrong && n && !line) abort();
    for (size_t i = 0; !wrong && i < in.n; i++)
        if (in.at[i].kind <= LETTER_MADE || in.at[i].kind >= LETTER_KINDS || !str_utf8(in.at[i].text, strlen(in.at[i].text)) || !str_utf8(in.at[i].label, strlen(in.at[i].label))) abort();
    free(p);
}

static bool blank(char c) { return c == ' ' || c == '\n'; }

static void cut_it(arena *a, const uint8_t *data, size_t n)
{
    letter *l = letter_new(a, "en", "x");
    letter_piece *whole, *at;
    size_t one, pieces;
    int64_t limit = 100 + data[0];
    const char *text, *p;
    char *copy = arena_alloc(a, n + 1, 1);
    memcpy(copy, data, n);
    if (!str_utf8(copy, n)) return;
    letter_paragraph(l, copy);
    letter_item(l, copy);
    letter_pair(l, copy, copy);
    if (letter_text(l, a, &text) != WR_OK || letter_html(l, a, &text) != WR_OK) return;
    if (letter_blocks(l, INT64_MAX, a, &whole, &one) != WR_OK || one > 1) abort();
    if (letter_blocks(l, limit, a, &at, &pieces) != WR_OK) abort();
    p = one ? whole->text : "";
    for (size_t i = 0; i < pieces; i++) {
        size_t len = strlen(at[i].text);
        while (blank(*p)) p++;
        if (at[i].characters > limit || !len || strncmp(p, at[i].text, len) != 0 || !str_utf8(at[i].text, len)) abort();
        p += len;
    }
    while (blank(*p)) p++;
    if (*p) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new("fuzz", 64 << 20);
    read_it(data, n);
    if (n && n < 8192) cut_it(a, data, n);
    arena_end(&a);
    return 0;
}
