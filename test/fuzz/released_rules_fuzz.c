/* released_rules_fuzz.c -- any text as a cell: a mark, a word for nothing, a day, a number, a rate, an area, a person's number, a name of a column; and
 * as a sheet. What is read keeps its own promises: exemptions that can be said, days of the calendar, tiers that follow each other and price a day as heads by rates. */
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "released_small.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void rate(const store_cell *cell, int64_t heads)
{
    released_rate r;
    wr_cents day, more;
    released_rate_read(cell, &r);
    if (r.kind == RELEASED_FLAT && r.flat <= 0) abort();
    if (r.kind != RELEASED_TIERED && (r.tiers || released_rate_day(&r, -1, &day))) abort();
    if (r.kind != RELEASED_RATE_WITHHELD && r.exemptions) abort();
    if (r.kind != RELEASED_TIERED) return;
    if (r.tiers == 0 || r.tiers > RELEASED_TIERS || r.tier[0].from != 1 || r.minimum < 0) abort();
    for (size_t i = 0; i < r.tiers; i++) {
        const released_tier *t = &r.tier[i];
        if (t->to == 0 ? i + 1 != r.tiers : t->to < t->from) abort();
        if (i > 0 && t->from != r.tier[i - 1].to + 1) abort();
    }
    if (released_rate_day(&r, heads, &day) && heads < r.minimum && (!released_rate_day(&r, r.minimum, &more) || more != day)) abort();
}

static void column(const char *p, size_t n)
{
    arena *a = arena_new("released_rules_fuzz", 4 << 20);
    const char *normal = released_normal(a, p, n);
    if (!str_eq(released_normal(a, normal, strlen(normal)), normal)) abort();
    (void)released_idea_of(normal);
    (void)released_personal_column(normal);
    arena_end(&a);
}

/* Rows parted by line ends, cells by '|'; the first byte of a cell may say that it is a number. */
static void sheet(const char *p, size_t n)
{
    enum { ROWS = 40, COLUMNS = 24 };
    static table_cell cell[ROWS][COLUMNS];
    static released_total totals[8];
    released_row rows[ROWS] = { { cell[0], 0 } };
    uint32_t line[ROWS] = { 1 };
    released_detained detained;
    released_head h;
    size_t row = 0;
    for (size_t from = 0, i = 0; i <= n && row < ROWS; i++) {
        if (i < n && p[i] != '|' && p[i] != '\n') continue;
        bool digit = i > from && p[from] >= '0' && p[from] <= '9';
        if (rows[row].n < COLUMNS) cell[row][rows[row].n++] = (table_cell){ p + from, (uint32_t)(i - from), 0, i == from ? TABLE_EMPTY : digit ? TABLE_NUMBER : TABLE_TEXT, TABLE_PLAIN };
        from = i + 1;
        if (i < n && p[i] == '\n' && ++row < ROWS) rows[row] = (released_row){ cell[row], 0 }, line[row] = (uint32_t)row + 1;
    }
    row = row < ROWS ? row + 1 : ROWS;
    arena *a = arena_new("released_rules_fuzz", 8 << 20);
    released_header(rows, row, a, &h);
    if (h.row >= 0 && !released_header_again(&h, &rows[h.row], a)) abort();
    for (size_t i = 0; i < h.columns; i++) {
        for (size_t j = 0; j < i; j++)
            if (str_eq(h.names[i], h.names[j])) abort();
        (void)released_personal_in(&h, i, a);
    }
    (void)released_table_of(&h);
    arena_end(&a);
    const released_grid g = { rows, line, row };
    if (released_detained_find(&g, &detained) && detained.no_conviction > detained.held) abort();
    (void)released_totals(&g, totals, 8);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n < 2) return 0;
    char *text = malloc(n);            /* without a NUL at its end, as a cell is */
    uint64_t exemptions;
    int64_t number, heads = data[1];
    int32_t day;
    n -= 2;
    memcpy(text, data + 2, n);
    store_cell cell = { text, n, data[0] % 5, data[0] / 5 % 4 };
    if (released_withheld(text, n, &exemptions) && exemptions >> 15) abort();
    if (released_null_word(text, n) && n == 0) abort();
    if (released_day(&cell, data[0] & 128, &day) && !day_valid(day_of_number(day))) abort();
    if (cell.type == TABLE_EMPTY && released_number(&cell, &number)) abort();
    (void)released_number(&cell, &number);
    rate(&cell, heads << data[1] % 40);
    (void)released_area_of(text, n);
    if (!memchr(text, 0, n) && str_utf8(text, n)) {
        (void)released_personal_cell((released_personal)(data[1] % 6), &cell);
        column(text, n);
        sheet(text, n);
    }
    free(text);
    return 0;
}
