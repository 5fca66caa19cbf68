/* released_small.c -- finds small tables in a sheet that holds many, by their titles and labels, and adds up what they print. */
#include <string.h>
#include "released_text.h"
#include "released_small.h"
#include "str.h"

enum { TITLE_LONGEST = 200, HEADER_BELOW = 5, ROWS_BELOW = 10, COLUMNS_RIGHT = 12, PARTS = 500, MILLION = 1000000 };

released_grid released_grid_of(const store *s, size_t columns, arena *a)
{
    size_t n = (size_t)store_rows(s);
    released_row *rows = arena_array(a, released_row, n + 1);
    uint32_t *line = arena_array(a, uint32_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        table_cell *cell = arena_array(a, table_cell, columns + 1);
        for (size_t c = 0; c < columns; c++) {
            store_cell x = store_text(s, c, store_code(s, c, (int64_t)i));
            cell[c] = (table_cell){ .text = x.text, .n = (uint32_t)x.n, .type = x.type, .shown = x.shown };
        }
        rows[i] = (released_row){ cell, columns };
        line[i] = store_from(s, (int64_t)i).line;
    }
    return (released_grid){ rows, line, n };
}

static const table_cell *cell_at(const released_grid *g, size_t row, size_t column)
{
    static const table_cell none = { .type = TABLE_EMPTY };
    return row < g->n && column < g->rows[row].n ? &g->rows[row].cell[column] : &none;
}

/* The normalised text of a cell; "" of what is no text or a long one. */
static const char *words_at(const released_grid *g, size_t row, size_t column, arena *a)
{
    const table_cell *c = cell_at(g, row, column);
    return c->type == TABLE_TEXT && c->n <= TITLE_LONGEST ? released_normal(a, c->text, c->n) : "";
}

static bool number_at(const released_grid *g, size_t row, size_t column, released_at *ret)
{
    const table_cell *c = cell_at(g, row, column);
    store_cell cell = { c->text, c->n, c->type, c->shown };
    int64_t millionths;
    if (c->type == TABLE_EMPTY || !released_number(&cell, &millionths) || millionths % MILLION != 0) return false;
    *ret = (released_at){ g->line[row], (uint32_t)column, millionths / MILLION };
    return true;
}

/* Columns of a table that begins at `first`: up to its total. */
typedef struct columns { size_t agency[RELEASED_AGENCIES], total; } columns;

static bool read_columns(const released_grid *g, size_t row, size_t first, arena *a, columns *ret)
{
    bool found[RELEASED_AGENCIES] = { false };
    *ret = (columns){ .total = 0 };
    if (!str_eq(words_at(g, row, first, a), "criminality")) return false;
    for (size_t c = first + 1; c <= first + COLUMNS_RIGHT && ret->total == 0; c++) {
        const char *words = words_at(g, row, c, a);
        if (str_eq(words, "ice")) ret->agency[RELEASED_ICE] = c, found[RELEASED_ICE] = true;
        else if (str_eq(words, "cbp")) ret->agency[RELEASED_CBP] = c, found[RELEASED_CBP] = true;
        else if (str_eq(words, "total")) ret->total = c;
    }
    return found[RELEASED_ICE] && found[RELEASED_CBP];
}

static void read_row(const released_grid *g, size_t row, int kind, const columns *at, released_detained *d)
{
    for (int agency = 0; agency < RELEASED_AGENCIES; agency++)
        (void)number_at(g, row, at->agency[agency], kind < 0 ? &d->printed_agency[agency] : &d->cell[kind][agency]);
    if (at->total) (void)number_at(g, row, at->total, kind < 0 ? &d->total : &d->printed[kind]);
}

/* The rows under a header; labels may have the agency's digit before them. */
static void read_rows(const released_grid *g, size_t header, size_t first, const columns *at, arena *a, released_detained *d)
{
    bool seen[RELEASED_CRIMINALITIES] = { false }, seen_total = false;
    for (size_t row = header + 1; row < g->n && row <= header + ROWS_BELOW; row++) {
        const char *words = words_at(g, row, first, a);
        int kind = strstr(words, "convicted") ? RELEASED_CONVICTED : strstr(words, "pending") ? RELEASED_PENDING : strstr(words, "other") ? RELEASED_OTHER : -1;
        if (*words == '\0' && cell_at(g, row, first)->type != TABLE_EMPTY) return;
        if (*words == '\0') continue;
        if (kind < 0 && !str_eq(words, "total") && !str_eq(words, "grand_total")) return;      /* the next table */
        if (kind < 0 ? seen_total : seen[kind]) return;
        if (kind < 0) seen_total = true;
        else seen[kind] = true;
        read_row(g, row, kind, at, d);
    }
}

static bool complete(released_detained *d)
{
    int64_t sum[RELEASED_CRIMINALITIES] = { 0 };
    for (int kind = 0; kind < RELEASED_CRIMINALITIES; kind++)
        for (int agency = 0; agency < RELEASED_AGENCIES; agency++) {
            if (d->cell[kind][agency].line == 0 || d->cell[kind][agency].value < 0) return false;
            if (__builtin_add_overflow(sum[kind], d->cell[kind][agency].value, &sum[kind])) return false;
        }
    d->other = sum[RELEASED_OTHER];
    if (__builtin_add_overflow(sum[RELEASED_PENDING], sum[RELEASED_OTHER], &d->no_conviction) || __builtin_add_overflow(d->no_conviction, sum[RELEASED_CONVICTED], &d->held)) return false;
    d->adds_up = d->total.line != 0 && d->total.value == d->held;
    return true;
}

static bool is_title(const char *words)
{
    return strstr(words, "currently_detained") && strstr(words, "criminality") && strstr(words, "arresting_agency");
}

bool released_detained_find(const released_grid *g, released_detained *ret)
{
    arena *a = arena_new("released_small", 1 << 22);
    arena_mark mark = arena_at(a);
    bool found = false;
    for (size_t row = 0; row < g->n && !found; row++)
        for (size_t c = 0; c < g->rows[row].n && !found; c++) {
            arena_rewind(a, mark);
            if (!is_title(words_at(g, row, c, a))) continue;
            for (size_t below = row + 1; below < g->n && below <= row + HEADER_BELOW && !found; below++) {
                columns at;
                released_detained d = { .line = g->line[row] };
                if (!read_columns(g, below, c, a, &at)) continue;
                read_rows(g, below, c, &at, a, &d);
                found = complete(&d);
                if (found) *ret = d;
            }
        }
    arena_end(&a);
    return found;
}

static bool is_total(const table_cell *c)
{
    released_row one = { c, 1 };
    return c->type == TABLE_TEXT && c->n <= 12 && released_total_row(&one);
}

/* The parts of a total in one column, going from its row by `step` until the table ends. -1: one is no whole number. */
static int read_parts(const released_grid *g, size_t row, int step, size_t label, size_t column, released_at part[static PARTS])
{
    int n = 0;
    uint32_t line = g->line[row];
    for (size_t r = row + (size_t)step; r < g->n && n < PARTS; r += (size_t)step) {
        const table_cell *l = cell_at(g, r, label), *c = cell_at(g, r, column);
        if (g->line[r] != line + (uint32_t)step) break;                /* a row between them is empty */
        if (c->type == TABLE_EMPTY && l->type == TABLE_EMPTY) break;
        line = g->line[r];
        if (c->type == TABLE_TEXT) break;                              /* a header */
        if (l->type == TABLE_EMPTY) continue;                          /* a part of a part */
        if (l->type != TABLE_TEXT || is_total(l)) break;
        if (c->type == TABLE_EMPTY) {                                  /* none of them, when the table goes on; else a title or a note */
            size_t next = r + (size_t)step;
            if (n == 0 || cell_at(g, next, label)->type != TABLE_TEXT || cell_at(g, next, column)->type != TABLE_NUMBER) break;
            continue;
        }
        if (!number_at(g, r, column, &part[n++])) return -1;
    }
    return n;
}

/* The sum; when within: of the parts that are not within one before them (a row that equals the two or more rows behind it stands over them). */
static int64_t sum_parts(const released_at *part, int n, bool within)
{
    int64_t sum = 0;
    for (int i = 0; i < n; i++) {
        int64_t parts = 0;
        if (__builtin_add_overflow(sum, part[i].value, &sum)) return INT64_MAX;
        for (int k = i + 1; within && k < n && parts < part[i].value; k++) {
            if (__builtin_add_overflow(parts, part[k].value, &parts)) break;
            if (parts == part[i].value && k > i + 1) { i = k; break; }
        }
    }
    return sum;
}

static uint64_t off(int64_t a, int64_t b) { return a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a; }

/* Parts stand below the total, or above it when nothing is below. */
static bool add_parts(const released_grid *g, size_t row, size_t label, size_t column, released_total *t)
{
    released_at part[PARTS];
    int64_t within;
    int step = 1, n = read_parts(g, row, step, label, column, part);
    if (n == 0) n = read_parts(g, row, step = -1, label, column, part);
    if (n < 2) return false;
    t->from = part[step > 0 ? 0 : n - 1].line;
    t->to = part[step > 0 ? n - 1 : 0].line;
    t->sum = sum_parts(part, n, false);
    within = step > 0 ? sum_parts(part, n, true) : t->sum;
    if (t->sum % 2 == 0 && t->sum / 2 == t->total.value) t->sum = t->total.value;         /* each part stands over its own: all are met twice */
    if (off(within, t->total.value) < off(t->sum, t->total.value)) t->sum = within;
    return true;
}

size_t released_totals(const released_grid *g, released_total *ret, size_t cap)
{
    size_t n = 0;
    for (size_t row = 0; row < g->n; row++)
        for (size_t label = 0; label < g->rows[row].n; label++) {
            if (!is_total(&g->rows[row].cell[label])) continue;
            for (size_t c = label + 1; c < g->rows[row].n && !is_total(&g->rows[row].cell[c]); c++) {
                released_total t = { .sum = 0 };
                if (!number_at(g, row, c, &t.total)) {
                    if (cell_at(g, row, c)->type == TABLE_EMPTY && c > label + 1) break;      /* the next table beside it */
                    continue;
                }
                if (!add_parts(g, row, label, c, &t)) continue;
                if (n < cap) ret[n] = t;
                n++;
            }
        }
    return n;
}
