/* released_sheets.h -- sheets of released records, as test/data/released has them, for the tests of their rules. */
#ifndef WR_TEST_RELEASED_SHEETS_H
#define WR_TEST_RELEASED_SHEETS_H
#include <stdio.h>
#include <string.h>
#include "released.h"
#include "str.h"

enum { SHEET_ROWS = 64, SHEET_LINE = 1 << 16 };

/* "# file sheet" and what the test expects; then a line for each row: its number, then its cells, each with the letter of its type before it
 * (T text, N number, D day, B bool, X error). */
typedef struct sheet { const char *file, *name; char *expected; size_t n; uint32_t line[SHEET_ROWS]; released_row rows[SHEET_ROWS]; } sheet;

static char *next_field(char **at) { return strsep(at, "\t\n"); }

static int64_t next_int(char **at)
{
    int64_t n = -1;
    assert_true(str_int(next_field(at), &n));
    return n;
}

static void unescape(char *s)
{
    char *to = s;
    for (; *s; s++) *to++ = *s != '\\' ? *s : *++s == 'n' ? '\n' : *s == 't' ? '\t' : *s == 'r' ? '\r' : *s;
    *to = '\0';
}

static table_cell cell_of(const char *letter_text)
{
    table_cell c = { .text = letter_text, .type = TABLE_EMPTY };
    if (*letter_text == '\0') return c;
    c.text = letter_text + 1;
    c.n = (uint32_t)strlen(c.text);
    c.type = *letter_text == 'T' ? TABLE_TEXT : *letter_text == 'B' ? TABLE_BOOL : *letter_text == 'X' ? TABLE_ERROR : TABLE_NUMBER;
    c.shown = *letter_text == 'D' ? TABLE_DAY : TABLE_PLAIN;
    return c;
}

static void add_row(sheet *s, arena *a, char *line)
{
    size_t cap = 1;
    for (const char *p = line; *p; p++) cap += *p == '\t';
    table_cell *cell = arena_array(a, table_cell, cap);
    assert_true(s->n < SHEET_ROWS);
    s->line[s->n] = (uint32_t)next_int(&line);
    released_row *row = &s->rows[s->n++];
    *row = (released_row){ cell, 0 };
    for (char *f; line && *line && *line != '\n' && (f = next_field(&line)) != NULL; row->n++) {
        unescape(f);
        cell[row->n] = cell_of(f);
    }
}

typedef void with_sheet(sheet *, arena *);

/* How many there were. */
static int each_sheet(const char *path, with_sheet *fn)
{
    FILE *f = fopen(path, "r");
    static char line[SHEET_LINE];
    sheet s = { 0 };
    arena *a = arena_new("sheets", 1 << 24);
    int sheets = 0;
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        char *at = arena_dup(a, line);
        if (*line != '#') { add_row(&s, a, at); continue; }
        if (s.file) fn(&s, a), sheets++;
        s = (sheet){ 0 };
        next_field(&at);
        s.file = next_field(&at), s.name = next_field(&at), s.expected = at;
    }
    if (s.file) fn(&s, a), sheets++;
    assert_int_equal(fclose(f), 0);
    arena_end(&a);
    return sheets;
}
#endif
