/* table_sheet.c -- rows and cells of a sheet, as its XML streams by. ECMA-376 part 1: 18.3.1.4 (c), 18.3.1.13 (col), 18.3.1.73 (row), 18.18.11 (types). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "table_xlsx_own.h"

enum { ROOM = 32 << 10, SHORT = 16 };
static const char NUMERIC[256] = { ['0' ... '9'] = 1, ['+'] = 1, ['-'] = 1, ['.'] = 1, ['e'] = 1, ['E'] = 1 };
typedef enum how { HOW_NUMBER, HOW_SHARED, HOW_TEXT, HOW_BOOL, HOW_ERROR } how;
typedef enum step { STEP_ON, STEP_MORE, STEP_FULL } step;

static wr_rc at_row(const sheet *s, wr_err *e, wr_rc rc, const char *text)
{
    char row[16];
    snprintf(row, sizeof row, "%u", s->line);
    return wr_fail(e, rc, NULL, text, "part", zip_said(s->in.part), "line", row);
}

static wr_rc fail(const sheet *s, wr_err *e)
{
    switch (s->in.wrong) {
    case XML_LARGE: return at_row(s, e, WR_E_TOO_BIG, N_("{part}, row {line}: a cell has more than 8 MB."));
    case XML_NOT_UTF8: return at_row(s, e, WR_E_INPUT, N_("{part}, row {line}: what follows is not in UTF-8."));
    case XML_BROKEN: return at_row(s, e, WR_E_INPUT, N_("{part}, row {line}: what follows is not well-formed XML."));
    default: return xml_fail(&s->in, e);
    }
}

static const char *broken(sheet *s)
{
    s->in.wrong = XML_BROKEN;
    return NULL;
}

static bool whole(const char *p, size_t n, uint32_t *ret)
{
    uint64_t v = 0;
    if (n == 0 || n > 10) return false;
    for (size_t i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9') return false;
        v = v * 10 + (uint32_t)(p[i] - '0');
    }
    *ret = (uint32_t)v;
    return v <= UINT32_MAX;
}

static bool is_name(const xml_attr *at, const char *name) { return at->n_name == strlen(name) && memcmp(at->name, name, at->n_name) == 0; }
static bool is_true(const xml_attr *at) { return (at->n_value == 1 && *at->value == '1') || (at->n_value == 4 && memcmp(at->value, "true", 4) == 0); }

/* "AB12" is column 27, from 0; else none. */
static bool column_of(const xml_attr *at, size_t *ret)
{
    size_t c = 0, i = 0;
    for (; i < at->n_value && i < 4; i++) {
        char l = (char)(at->value[i] & ~0x20);
        if (l < 'A' || l > 'Z') break;
        c = c * 26 + (size_t)(l - 'A' + 1);
    }
    if (i == 0) return false;
    *ret = c - 1;
    return true;
}

/* ---- the batch */

/* A text in the batch: what it was read from goes on. */
static const char *text_kept(sheet *s, table_fill *f, const char *p, size_t n)
{
    char *to;
    if (n > s->room_left) {
        s->room_left = n > ROOM ? n : ROOM;
        s->room = fill_room(f, s->room_left);
    }
    to = s->room;
    if (n <= SHORT && s->room_left >= SHORT) memcpy(to, p, SHORT);      /* in one go: most are */
    else memcpy(to, p, n);
    s->room += n;
    s->room_left -= n;
    return to;
}

/* Empty rows come only before one with a value: a sheet may have thousands of them at its end, styled and blank. */
static bool pour(sheet *s, table_fill *f)
{
    size_t i = 0;
    for (; i < s->runs && !fill_full(f); i += s->run[i].n == 0)
        for (sheet_run *r = &s->run[i]; r->n && !fill_full(f); r->n--) {
            fill_row_begin(f, r->line++, r->hidden);
            fill_row_end(f);
        }
    s->runs -= i;
    memmove(s->run, s->run + i, s->runs * sizeof *s->run);
    return s->runs == 0 && !fill_full(f);
}

static void row_ends(sheet *s, table_fill *f)
{
    sheet_run *last = s->runs ? &s->run[s->runs - 1] : NULL;
    s->in_row = false;
    if (s->begun) fill_row_end(f);
    else if (last && last->hidden == s->row_hidden && last->line + last->n == s->line) last->n++;
    else s->run[s->runs++] = (sheet_run){ .line = s->line, .n = 1, .hidden = s->row_hidden };
    s->pouring = s->runs == SHEET_RUNS;
    s->begun = false;
}

/* ---- a cell */

typedef struct one { size_t column, style; how how; table_cell cell; } one;

static void is_a(one *c, const xml_attr *at)
{
    const char *v = at->value;
    c->how = HOW_TEXT;
    if (at->n_value == 1) c->how = *v == 's' ? HOW_SHARED : *v == 'n' ? HOW_NUMBER : *v == 'b' ? HOW_BOOL : *v == 'e' ? HOW_ERROR : HOW_TEXT;
}

/* p: behind "<c". */
static const char *cell_attrs(sheet *s, const char *p, one *c, bool *ret_empty)
{
    xml_attr at;
    uint32_t style;
    for (;;) {
        p = xml_attr_next(&s->in, p, &at);
        if (!p) return NULL;
        if (at.n_name == 1) {
            if (*at.name == 'r') (void)column_of(&at, &c->column);
            else if (*at.name == 's' && whole(at.value, at.n_value, &style)) c->style = style;
            else if (*at.name == 't') is_a(c, &at);
        } else if (at.n_name == 0) break;
    }
    *ret_empty = *p == '/';
    return p + 1 + *ret_empty;
}

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static void trim(table_cell *c)
{
    while (c->n && blank(c->text[0])) { c->text++; c->n--; }
    while (c->n && blank(c->text[c->n - 1])) c->n--;
}

static bool numeric(const table_cell *c)
{
    for (size_t i = 0; i < c->n; i++)
        if (!NUMERIC[(unsigned char)c->text[i]]) return false;
    return true;
}

/* What the text of <v> is, by the cell's type. */
static wr_rc judge(sheet *s, one *c, wr_err *e)
{
    table_cell *t = &c->cell;
    uint32_t i;
    t->type = TABLE_TEXT;
    if (c->how == HOW_TEXT) return WR_OK;
    trim(t);
    if (!t->n) return WR_OK;
    switch (c->how) {
    case HOW_SHARED:
        if (!whole(t->text, t->n, &i) || i >= s->strings->n) return at_row(s, e, WR_E_INPUT, N_("{part}, row {line}: a cell names a shared text that the file does not have."));
        *t = (table_cell){ .text = s->strings->text + s->strings->from[i], .n = s->strings->from[i + 1] - s->strings->from[i], .shared = i + 1, .type = TABLE_TEXT };
        break;
    case HOW_BOOL:
        if (t->n == 1 ? *t->text == '1' : t->n == 4 && memcmp(t->text, "true", 4) == 0) *t = (table_cell){ .text = "TRUE", .n = 4, .type = TABLE_BOOL };
        else if (t->n == 1 ? *t->text == '0' : t->n == 5 && memcmp(t->text, "false", 5) == 0) *t = (table_cell){ .text = "FALSE", .n = 5, .type = TABLE_BOOL };
        break;
    case HOW_NUMBER:
        if (!numeric(t)) break;
        t->type = TABLE_NUMBER;
        t->shown = c->style < s->styles ? s->shown[c->style] : TABLE_PLAIN;
        break;
    case HOW_ERROR: t->type = TABLE_ERROR; break;
    case HOW_TEXT: break;
    }
    return WR_OK;
}

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* The usual cell, as every large file has millions of: <c r="A1" s="2" t="s"><v>3</v></c>, or without s, t, or value. NULL: not that. What
 * is behind the window is NUL, so looking a few bytes on is safe. */
static const char *cell_usual(const char *p, one *c)
{
    const char *from;
    size_t column = 0, style = 0;
    c->how = HOW_NUMBER;
    if (memcmp(p, " r=\"", 4) != 0) return NULL;
    for (from = p += 4; *p >= 'A' && *p <= 'Z'; p++) column = column * 26 + (size_t)(*p - 'A' + 1);
    if (p == from || p - from > 3) return NULL;
    while (digit(*p)) p++;
    if (*p++ != '"') return NULL;
    if (memcmp(p, " s=\"", 4) == 0) {
        for (from = p += 4; digit(*p); p++) style = style * 10 + (size_t)(*p - '0');
        if (p - from > 6 || *p++ != '"') return NULL;
    }
    if (memcmp(p, " t=\"s\"", 6) == 0) {
        c->how = HOW_SHARED;
        p += 6;
    }
    if (memcmp(p, "><v>", 4) == 0) {
        for (from = p += 4; NUMERIC[(unsigned char)*p]; p++) {}
        if (memcmp(p, "</v></c>", 8) != 0) return NULL;
        c->cell.text = from;
        c->cell.n = (uint32_t)(p - from);
        p += 8;
    } else if (memcmp(p, "/>", 2) == 0) p += 2;
    else return NULL;
    c->column = column - 1;
    c->style = style;
    return p;
}

/* Room to decode in: a text is never longer than its marks. */
static wr_rc scratch(sheet *s, wr_err *e)
{
    if (s->scratch_cap >= s->in.cap) return WR_OK;
    free(s->scratch);
    s->scratch = malloc(s->in.cap);
    s->scratch_cap = s->scratch ? s->in.cap : 0;
    return s->scratch ? WR_OK : table_no_memory(e);
}

/* Any cell: a formula is passed over, <v> or <is> is the text. */
static const char *cell_any(sheet *s, const char *p, one *c)
{
    xml_in *in = &s->in;
    char *to = s->scratch, *out = to;
    for (;;) {
        const char *name;
        bool empty;
        p = memchr(p, '<', (size_t)(in->end - p));
        if (!p || (in->end - p < (ptrdiff_t)sizeof in->prefix + 8 && !in->ended)) return p || !in->ended ? NULL : broken(s);
        if (p[1] == '!' || p[1] == '?') p = xml_other(in, p);
        else if (p[1] == '/') {
            if (!(name = xml_name(in, p + 2, "c"))) return broken(s);
            c->cell.text = to;
            c->cell.n = (uint32_t)(out - to);
            return xml_tag_end(in, name, &empty);
        } else if ((name = xml_name(in, p + 1, "v")) != NULL) {
            if (!(p = xml_tag_end(in, name, &empty))) return NULL;
            if (empty) continue;
            out = to;
            if (!(p = xml_text(in, p, &out))) return NULL;
            if (in->end - p < (ptrdiff_t)sizeof in->prefix + 8 && !in->ended) return NULL;
            if (p[1] != '/' || !(name = xml_name(in, p + 2, "v"))) return broken(s);
            p = xml_tag_end(in, name, &empty);
        } else if ((name = xml_name(in, p + 1, "is")) != NULL) {
            if (!(p = xml_tag_end(in, name, &empty))) return NULL;
            if (empty) continue;
            out = to;
            c->how = HOW_TEXT;
            p = xml_rich(in, p, "is", &out);
        } else p = xml_skip(in, p);
        if (!p) return NULL;
    }
}

/* p: behind "<c". The batch may be full of the empty rows before: then the cell is read again in the next one. */
static wr_rc cell_at(sheet *s, const char *p, table_fill *f, wr_err *e, step *ret)
{
    one c = { .column = s->column };
    const char *next = s->in.n_prefix ? NULL : cell_usual(p, &c);
    if (!next) {
        bool empty;
        c = (one){ .column = s->column };
        next = cell_attrs(s, p, &c, &empty);
        if (next && !empty) {
            TRY(scratch(s, e));
            next = cell_any(s, next, &c);
        }
    }
    if (!next) {
        *ret = STEP_MORE;
        return s->in.wrong == XML_FINE ? WR_OK : fail(s, e);
    }
    TRY(judge(s, &c, e));
    if (c.cell.n) {
        if (!s->begun && s->runs && !pour(s, f)) {
            *ret = STEP_FULL;
            return WR_OK;
        }
        if (!s->begun) fill_row_begin(f, s->line, s->row_hidden);
        s->begun = true;
        if (!c.cell.shared && c.cell.type != TABLE_BOOL) c.cell.text = text_kept(s, f, c.cell.text, c.cell.n);
        TRY(fill_cell(f, c.column, c.cell, e));
    }
    s->column = c.column + 1;
    s->in.p = next;
    return WR_OK;
}

/* ---- rows, columns, and what stands around them */

static const char *row_at(sheet *s, const char *p)
{
    xml_attr at;
    uint32_t line = 0;
    bool hidden = false;
    if (s->in_row) return broken(s);
    for (;;) {
        if (!(p = xml_attr_next(&s->in, p, &at))) return NULL;
        if (at.n_name == 0) break;
        if (at.n_name == 1 && *at.name == 'r') { if (!whole(at.value, at.n_value, &line)) line = 0; }
        else if (is_name(&at, "hidden")) hidden = is_true(&at);
    }
    if (line == 0 && s->line == UINT32_MAX) return broken(s);
    s->line = line ? line : s->line + 1;
    s->row_hidden = hidden;
    s->column = 0;
    s->in_row = true;
    return p;
}

static const char *col_at(sheet *s, const char *p)
{
    uint32_t min = 0, max = 0;
    bool hidden = false;
    xml_attr at;
    for (;;) {
        if (!(p = xml_attr_next(&s->in, p, &at))) return NULL;
        if (at.n_name == 0) break;
        if (is_name(&at, "min") && !whole(at.value, at.n_value, &min)) min = 0;
        if (is_name(&at, "max") && !whole(at.value, at.n_value, &max)) max = 0;
        if (is_name(&at, "hidden")) hidden = is_true(&at);
    }
    for (size_t i = min; hidden && min && i <= max && i <= TABLE_COLUMNS; i++) {
        uint64_t bit = (uint64_t)1 << (i - 1) % 64, *of = &s->hidden[(i - 1) / 64];
        s->hidden_columns += !(*of & bit);
        *of |= bit;
    }
    return p;
}

static const char *around(sheet *s, const char *p)          /* before the rows: <cols> and <sheetData> are opened, all else passed over */
{
    xml_in *in = &s->in;
    const char *name;
    bool empty;
    if (p[1] == '/') {
        if ((name = xml_name(in, p + 2, "worksheet")) != NULL) {
            name = xml_tag_end(in, name, &empty);
            s->rows_done = name != NULL;         /* not before all of the tag is there: it may be broken */
            return name;
        }
        return (name = xml_name(in, p + 2, "cols")) != NULL || (name = xml_name(in, p + 2, "col")) != NULL ? xml_tag_end(in, name, &empty) : broken(s);
    }
    if ((name = xml_name(in, p + 1, "cols")) != NULL) return xml_tag_end(in, name, &empty);
    if ((name = xml_name(in, p + 1, "col")) != NULL) {
        name = col_at(s, name);
        return name ? name + (*name == '/' ? 2 : 1) : NULL;
    }
    if ((name = xml_name(in, p + 1, "sheetData")) == NULL) return xml_skip(in, p);
    name = xml_tag_end(in, name, &empty);
    if (name) {
        s->in_rows = true;
        s->rows_done = empty;
    }
    return name;
}

static const char *rows(sheet *s, const char *p, table_fill *f)
{
    xml_in *in = &s->in;
    const char *name;
    bool empty;
    if (p[1] == '/') {
        if ((name = xml_name(in, p + 2, "row")) != NULL && s->in_row) {
            if (!(name = xml_tag_end(in, name, &empty))) return NULL;
            row_ends(s, f);
            return name;
        }
        if (!(name = xml_name(in, p + 2, "sheetData")) || s->in_row) return broken(s);
        name = xml_tag_end(in, name, &empty);
        s->rows_done = name != NULL;
        return name;
    }
    if (!(name = xml_name(in, p + 1, "row"))) return xml_skip(in, p);
    if (!(name = row_at(s, name))) return NULL;
    if (*name != '/') return name + 1;
    row_ends(s, f);
    return name + 2;
}

/* One thing: a tag, or a cell as a whole. */
static wr_rc step_on(sheet *s, table_fill *f, wr_err *e, step *ret)
{
    xml_in *in = &s->in;
    const char *p = in->p, *next;
    *ret = STEP_ON;
    if (*p != '<') {
        p = memchr(p, '<', (size_t)(in->end - p));
        in->p = p ? p : in->end;
    }
    if (!p || (in->end - p < (ptrdiff_t)sizeof in->prefix + 12 && !in->ended)) {
        *ret = STEP_MORE;
        return WR_OK;
    }
    if (s->in_row && (next = p[1] == 'c' && p[2] == ' ' && !in->n_prefix ? p + 2 : xml_name(in, p + 1, "c")) != NULL) return cell_at(s, next, f, e, ret);
    if (p[1] == '!' || p[1] == '?') next = xml_other(in, p);
    else next = s->in_rows ? rows(s, p, f) : around(s, p);
    if (next) in->p = next;
    else if (in->wrong != XML_FINE) return fail(s, e);
    else *ret = STEP_MORE;
    return WR_OK;
}

wr_rc sheet_begin(sheet *s, xml_more *more, void *with, const char *part, wr_err *e)
{
    s->in = (xml_in){ .more = more, .with = with, .part = part };
    s->run = malloc(SHEET_RUNS * sizeof *s->run);
    if (!s->run) return table_no_memory(e);
    TRY(xml_begin(&s->in, "worksheet", e));
    s->rows_done = s->in.depth == 0;
    return WR_OK;
}

wr_rc sheet_next(sheet *s, table_fill *f, wr_err *e, bool *ret_end)
{
    step at = STEP_ON;
    s->room_left = 0;
    while (!s->rows_done && at != STEP_FULL) {
        if (s->pouring && !pour(s, f)) break;
        s->pouring = false;
        TRY(step_on(s, f, e, &at));
        if (at == STEP_MORE && s->in.end - s->in.p > XML_ITEM) {
            s->in.wrong = XML_LARGE;
            return fail(s, e);
        }
        if (at == STEP_MORE) TRY(xml_fill(&s->in, e));
        if (!s->in_row && fill_full(f)) break;
    }
    *ret_end = s->rows_done;
    for (size_t n = 1; s->rows_done && !s->in.ended && n;) {      /* what stands behind the rows is not read, but its bytes are checked */
        const char *p;
        TRY(s->in.more(s->in.with, e, &p, &n));
    }
    return WR_OK;
}

void sheet_end(sheet *s)
{
    free(s->in.buf);
    free(s->run);
    free(s->scratch);
    s->in.buf = s->scratch = NULL;
    s->run = NULL;
}
