/* released_header.c -- where the header of a sheet stands, what its columns are called, and which table it is.
 * Source: docs/RELEASED.md. A row is the header when at least three of its cells and half of them are names of the table of ideas; where no
 * row is, a plain table of unknown columns has one as well, and scattered small tables have none. */
#include <string.h>
#include "released.h"
#include "str.h"

enum { LOOKED_AT = 25, KNOWN_LEAST = 3, GROUP_ABOVE = 3, PLAIN_LEAST = 3, PLAIN_BELOW = 20, NAME_LONGEST = 200 };

static bool filled(const table_cell *c)
{
    for (uint32_t i = 0; c->type != TABLE_EMPTY && i < c->n; i++) {
        unsigned char u = (unsigned char)c->text[i];
        if (u == 0xC2 && i + 1 < c->n && (unsigned char)c->text[i + 1] == 0xA0) i++;
        else if (u > ' ') return true;
    }
    return false;
}

static size_t count_filled(const released_row *row)
{
    size_t n = 0;
    for (size_t i = 0; i < row->n; i++) n += filled(&row->cell[i]);
    return n;
}

/* Columns up to the last that is filled. */
static size_t width(const released_row *row)
{
    size_t n = row->n;
    while (n > 0 && !filled(&row->cell[n - 1])) n--;
    return n;
}

static store_cell as_store(const table_cell *c) { return (store_cell){ c->text, c->n, c->type, c->shown }; }

/* A name can stand in the cell: a text that is no number, no day, no mark; or a day that heads a column. */
static bool can_name(const table_cell *c)
{
    store_cell cell = as_store(c);
    int64_t number;
    int32_t day;
    uint64_t exemptions;
    if (c->type == TABLE_NUMBER) return c->shown == TABLE_DAY;
    return c->type == TABLE_TEXT && c->n <= NAME_LONGEST && !released_number(&cell, &number) && !released_day(&cell, false, &day)
        && !released_withheld(c->text, c->n, &exemptions);
}

static const released_idea *idea_at(const table_cell *c, arena *a)
{
    arena_mark mark = arena_at(a);
    const released_idea *idea = c->type == TABLE_TEXT ? released_idea_of(released_normal(a, c->text, c->n)) : NULL;
    arena_rewind(a, mark);
    return idea;
}

/* The names of a row as they are compared; "" of an empty cell. */
static const char **normals_of(const released_row *row, size_t n, arena *a)
{
    const char **ret = arena_array(a, const char *, n);
    for (size_t i = 0; i < n; i++) ret[i] = filled(&row->cell[i]) ? released_normal(a, row->cell[i].text, row->cell[i].n) : "";
    return ret;
}

/* A name that stands twice; apart: with an empty cell between, as where tables stand side by side. */
static bool twice(const released_row *row, size_t n, bool apart, arena *a)
{
    arena_mark mark = arena_at(a);
    const char **normal = normals_of(row, n, a);
    bool found = false;
    for (size_t i = 0; i < n && !found; i++) {
        bool gap = !apart;
        for (size_t j = i + 1; *normal[i] && j < n && !found; j++) {
            gap |= *normal[j] == '\0';
            found = gap && str_eq(normal[i], normal[j]);
        }
    }
    arena_rewind(a, mark);
    return found;
}

/* How many names are known; 0: it cannot be the header. */
static size_t known_of(const released_row *rows, size_t n, size_t at, arena *a)
{
    size_t known = 0, all = 0;
    bool below = false;
    if (width(&rows[at]) > STORE_COLUMNS) return 0;
    for (size_t i = 0; i < rows[at].n; i++) {
        const table_cell *c = &rows[at].cell[i];
        if (!filled(c)) continue;
        if (!can_name(c)) return 0;
        all++;
        known += idea_at(c, a) != NULL;
    }
    if (known < KNOWN_LEAST || known * 2 < all || twice(&rows[at], width(&rows[at]), true, a)) return 0;
    for (size_t i = at + 1; i < n && !below; i++) below = count_filled(&rows[i]) > 1;
    return below ? known : 0;
}

/* Different names without a gap, nothing wider above, and below it rows of the same table only. */
static bool plain_header(const released_row *rows, size_t n, size_t at, arena *a)
{
    const released_row *row = &rows[at];
    size_t all = width(row), below = 0;
    bool end = false;
    if (all < PLAIN_LEAST || all > STORE_COLUMNS || count_filled(row) != all) return false;
    for (size_t i = 0; i < all; i++)
        if (!can_name(&row->cell[i])) return false;
    if (twice(row, all, false, a)) return false;
    for (size_t i = 0; i < at; i++)
        if (count_filled(&rows[i]) > 1) return false;
    for (size_t i = at + 1; i < n && i <= at + PLAIN_BELOW; i++) {
        size_t some = count_filled(&rows[i]);
        if (some == 0) { end = true; continue; }
        if (end || some < 2 || some * 3 < all || width(&rows[i]) > all) return false;
        below++;
    }
    return below >= 2;
}

/* The nearest row above that heads several columns at once. */
static int group_of(const released_row *rows, int at)
{
    for (int i = at - 1; i >= 0 && i >= at - GROUP_ABOVE; i--) {
        size_t some = count_filled(&rows[i]);
        bool named = some > 1 && some < count_filled(&rows[at]);
        for (size_t c = 0; named && c < rows[i].n; c++) named = !filled(&rows[i].cell[c]) || can_name(&rows[i].cell[c]);
        if (named) return i;
    }
    return -1;
}

/* The text of a cell on one line, one blank between words. */
static const char *line_of(arena *a, const table_cell *c)
{
    char *ret = arena_alloc(a, (size_t)c->n + 1, 1);
    size_t m = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        unsigned char u = (unsigned char)c->text[i];
        bool wide = u == 0xC2 && i + 1 < c->n && (unsigned char)c->text[i + 1] == 0xA0;
        i += wide;
        if (u > ' ' && !wide) ret[m++] = (char)u;
        else if (m > 0 && ret[m - 1] != ' ') ret[m++] = ' ';
    }
    if (m > 0 && ret[m - 1] == ' ') m--;
    ret[m] = '\0';
    return ret;
}

/* The group's word for a column: the last one at or before it. */
static const char *group_word(const released_row *row, size_t column, arena *a)
{
    for (size_t i = column < row->n ? column + 1 : row->n; i > 0; i--)
        if (filled(&row->cell[i - 1])) return line_of(a, &row->cell[i - 1]);
    return "";
}

static const char *normal_of(arena *a, const char *s) { return released_normal(a, s, strlen(s)); }

static bool repeats(const char *const *normal, size_t n, size_t at)
{
    for (size_t i = 0; i < n; i++)
        if (i != at && str_eq(normal[i], normal[at])) return true;
    return false;
}

/* What a column without a name of letters is called: its number, and that of its repeating. */
static bool numbered(const char *normal) { return strspn(normal, "0123456789_") == strlen(normal); }

/* Names that repeat get the group's word before them, and what still repeats a number behind. */
static void names_apart(const released_row *group_opt, arena *a, released_head *h)
{
    const char **normal = arena_array(a, const char *, h->columns), **base = arena_array(a, const char *, h->columns);
    for (size_t i = 0; i < h->columns; i++) normal[i] = normal_of(a, h->names[i]);
    for (size_t i = 0; group_opt && i < h->columns; i++) {
        const char *word = !numbered(normal[i]) && repeats(normal, h->columns, i) ? group_word(group_opt, i, a) : "";
        if (*word) h->names[i] = arena_fmt(a, "%s: %s", word, h->names[i]);
    }
    for (size_t i = 0; i < h->columns; i++) normal[i] = base[i] = normal_of(a, h->names[i]);
    for (size_t i = 0; i < h->columns; i++) {
        const char *name = h->names[i];
        size_t k = 1;
        for (size_t j = 0; j < i; j++) k += str_eq(base[j], base[i]);
        for (bool taken = k > 1; taken; k++) {
            h->names[i] = arena_fmt(a, "%s %zu", name, k);
            normal[i] = normal_of(a, h->names[i]);
            taken = false;
            for (size_t j = 0; j < h->columns && !taken; j++) taken = j != i && str_eq(normal[j], normal[i]);
        }
    }
}

static bool has(const released_head *h, const char *words)
{
    for (size_t i = 0; i < h->columns; i++) {
        if (!h->ideas[i]) continue;
        size_t n = strlen(h->ideas[i]->name);
        for (const char *at = words; *at; ) {
            size_t m = strcspn(at, "|");
            if (m == n && memcmp(at, h->ideas[i]->name, n) == 0) return true;
            at += m + (at[m] == '|');
        }
    }
    return false;
}

/* A column called "Name" alone is a facility's only in a list of facilities. */
static void name_alone(const released_row *row, arena *a, released_head *h)
{
    if (has(h, "facility_code|facility_type|facility_type_detailed|minimum|alos|inspection|rate|capacity")) return;
    for (size_t i = 0; i < h->columns; i++)
        if (i < row->n && h->ideas[i] && str_eq(released_normal(a, row->cell[i].text, row->cell[i].n), "name"))
            h->ideas[i] = has(h, "place|office") ? released_idea_of("geoid") : NULL;
}

static void read_names(const released_row *rows, arena *a, released_head *h)
{
    const released_row *row = &rows[h->row];
    h->columns = width(row);
    h->names = arena_array(a, const char *, h->columns);
    h->ideas = arena_array(a, const released_idea *, h->columns);
    for (size_t i = 0; i < h->columns; i++) {
        const table_cell *c = &row->cell[i];
        h->ideas[i] = idea_at(c, a);
        h->names[i] = filled(c) ? line_of(a, c) : arena_fmt(a, "(%zu)", i + 1);
    }
    name_alone(row, a, h);
    names_apart(h->group >= 0 ? &rows[h->group] : NULL, a, h);
}

void released_header(const released_row *rows, size_t n, arena *a, released_head *ret)
{
    size_t most = 0;
    *ret = (released_head){ .row = -1, .group = -1 };
    for (size_t i = 0; i < n && i < LOOKED_AT; i++) {
        size_t known = known_of(rows, n, i, a);
        if (known <= most) continue;
        most = known;
        ret->row = (int)i;
    }
    for (size_t i = 0; ret->row < 0 && i < n && i < LOOKED_AT; i++)
        if (plain_header(rows, n, i, a)) ret->row = (int)i;
    if (ret->row < 0) return;
    ret->group = group_of(rows, ret->row);
    read_names(rows, a, ret);
}

void released_header_said(const released_row *rows, size_t n, arena *a, released_head *ret)
{
    *ret = (released_head){ .row = n ? 0 : -1, .group = -1 };
    if (n) read_names(rows, a, ret);
}

/* "x" is the raw name behind "x", "group: x", "x 2" and "group: x 2". */
static bool name_from(const char *name, const char *raw)
{
    size_t n = strlen(name), m = strlen(raw), end = n;
    if (str_eq(name, raw)) return true;
    if (m == 0) return n > 0 && numbered(name);
    while (end > 0 && name[end - 1] >= '0' && name[end - 1] <= '9') end--;
    for (int k = 0; k < 2; k++, n = end > 0 ? end - 1 : 0)
        if (n >= m && memcmp(name + n - m, raw, m) == 0 && (n == m || name[n - m - 1] == '_')) return true;
    return false;
}

bool released_header_again(const released_head *h, const released_row *row, arena *a)
{
    arena_mark mark = arena_at(a);
    bool same = h->row >= 0 && width(row) == h->columns;
    for (size_t i = 0; same && i < h->columns; i++) {
        const table_cell *c = &row->cell[i];
        same = c->n <= NAME_LONGEST && name_from(normal_of(a, h->names[i]), released_normal(a, c->text, filled(c) ? c->n : 0));
    }
    arena_rewind(a, mark);
    return same;
}

static bool has_event(const released_head *h, arena *a)
{
    for (size_t i = 0; i < h->columns; i++) {
        const char *name = normal_of(a, h->names[i]);
        if (h->ideas[i] && str_starts(name, "event_") && !str_eq(name, "event_number")) return true;
    }
    return false;
}

const char *released_table_of(const released_head *h)
{
    arena *a = arena_new("released_table_of", 1 << 20);
    bool event = has_event(h, a);
    arena_end(&a);
    if (has(h, "present|present_midnight")) return "headcount";
    if (has(h, "detainer_date|detainer_type|lift_reason")) return "detainers";
    if (has(h, "stint_in|stay_in")) return has(h, "stint_out|stay_out") ? "detentions" : "book-ins";
    if (has(h, "event_date|event_type|lead_source") || event) return "encounters";
    if (has(h, "method|arrest_type")) return "arrests";
    if (has(h, "departed|removed|port") || (has(h, "arrest_date") && has(h, "charge|charge_code"))) return "removals";
    if (has(h, "arrest_date")) return "arrests";
    if (has(h, "place|office")) return "places";
    if (has(h, "facility_code|facility") && has(h, "facility_type|facility_type_detailed|minimum|alos|adp|inspection|rate|capacity|address|city")) return "facilities";
    return "other";
}

bool released_total_row(const released_row *row)
{
    static const char *const words[] = { "total", "totals", "grand total", "subtotal", "sub-total", "subtotals", "sub total", "all total", NULL };
    for (size_t i = 0; i < row->n; i++) {
        const table_cell *c = &row->cell[i];
        if (!filled(c)) continue;
        size_t from = 0, n = c->n;
        if (c->type != TABLE_TEXT) return false;
        while (from < n && (unsigned char)c->text[from] <= ' ') from++;
        while (n > from && ((unsigned char)c->text[n - 1] <= ' ' || strchr(":*", c->text[n - 1]))) n--;
        for (size_t w = 0; words[w]; w++)
            if (strlen(words[w]) == n - from && strncasecmp(words[w], c->text + from, n - from) == 0) return true;
        return n - from > 6 && strncasecmp(c->text + n - 6, " total", 6) == 0;
    }
    return false;
}
