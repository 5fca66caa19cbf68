/* released_read.c -- the sheets of a file, one after the other: look at the first rows, find the header, hand the rest to a store. */
#include "released_read.h"

#include <string.h>
#include "now.h"
#include "str.h"

enum { NOTE = 2000, WIDE = 4, GRID_NAME = 40, TABLE_MEMORY = 64 << 20, GRID_MEMORY = 256 << 20 };
typedef enum mode { LOOKING, FEEDING, GRID } mode;

/* Rows that are kept until it is known what they are: in a batch of our own. */
typedef struct kept { arena *a; uint32_t *line, *from; bool *hidden; table_cell *cell; size_t rows, cap_rows, cells, cap_cells; } kept;
typedef struct one { released_found f; store_in *in; bool *allowed; } one;

struct released_reading {
    arena *a;
    table_file *file;
    released_read_ask ask;
    one *all; size_t n;
    kept look;
    mode mode;
    bool begun;                  /* a sheet is under way                      */
    const released_said_head *said;      /* what a person said of it, or NULL */
    size_t sheet, at;            /* at: the table that takes its rows         */
    int64_t last_line;           /* of the sheet's data, for gaps             */
    bool over;
};

/* ---- rows that wait ---- */
static void kept_empty(kept *k)
{
    if (k->a) arena_end(&k->a);
    *k = (kept){ .a = arena_new("first rows", GRID_MEMORY) };
}

static void *grown(arena *a, const void *was, size_t n, size_t cap, size_t size)
{
    void *new = arena_alloc(a, arena_mul_(cap, size), 16);
    if (n) memcpy(new, was, n * size);
    return new;
}

static void keep_row(kept *k, const table_batch *b, size_t row)
{
    size_t n = b->from[row + 1] - b->from[row];
    if (k->rows + 2 > k->cap_rows) {
        k->cap_rows = k->cap_rows ? k->cap_rows * 2 : 64;
        k->line = grown(k->a, k->line, k->rows, k->cap_rows, sizeof *k->line);
        k->hidden = grown(k->a, k->hidden, k->rows, k->cap_rows, sizeof *k->hidden);
        k->from = grown(k->a, k->from, k->rows ? k->rows + 1 : 0, k->cap_rows, sizeof *k->from);
    }
    if (k->cells + n > k->cap_cells) {
        while (k->cells + n > k->cap_cells) k->cap_cells = k->cap_cells ? k->cap_cells * 2 : 1024;
        k->cell = grown(k->a, k->cell, k->cells, k->cap_cells, sizeof *k->cell);
    }
    for (size_t i = 0; i < n; i++) {
        table_cell c = b->cell[b->from[row] + i];
        c.text = c.n ? memcpy(arena_alloc(k->a, c.n, 1), c.text, c.n) : "";
        k->cell[k->cells++] = c;
    }
    k->line[k->rows] = b->line[row];
    k->hidden[k->rows] = b->hidden[row];
    k->from[++k->rows] = (uint32_t)k->cells;
}

static table_batch kept_batch(const kept *k, size_t sheet)
{
    return (table_batch){ .sheet = sheet, .rows = k->rows, .line = k->line, .from = k->from, .hidden = k->hidden, .cell = k->cell };
}

/* ---- tables ---- */
static void drop_stores(void *r_)
{
    released_reading *r = r_;
    for (size_t i = 0; i < r->n; i++) store_drop(&r->all[i].in);
    if (r->look.a) arena_end(&r->look.a);
}

wr_rc released_read_begin(const released_read_ask *ask, arena *a, released_reading **ret)
{
    released_reading *r = arena_make(a, released_reading);
    *r = (released_reading){ .a = a, .ask = *ask, .all = arena_array(a, one, RELEASED_TABLES) };
    arena_on_end(a, drop_stores, r);
    kept_empty(&r->look);
    TRY(table_open(ask->fd, ask->name, a, &r->file));
    *ret = r;
    return WR_OK;
}

static released_part *part_of(const released_reading *r) { return &r->all[r->at].f.part[r->all[r->at].f.parts - 1]; }

static const char *sheet_name(const released_reading *r, int64_t *gone)
{
    const char *name = table_sheet_at(r->file, r->sheet)->name;
    return name ? released_clean(r->a, name, gone) : "";
}

/* Whether two people confirmed that a column of this name holds no personal data. */
static bool allowed(const released_reading *r, const char *name)
{
    const char *normal = released_normal(r->a, name, strlen(name));
    for (const char *p = r->ask.allow ? r->ask.allow : ""; *p; ) {
        size_t n = strcspn(p, "\n");
        if (n == strlen(normal) && memcmp(p, normal, n) == 0) return true;
        p += n + (p[n] == '\n');
    }
    return false;
}

static void begin_part(released_reading *r)
{
    released_found *f = &r->all[r->at].f;
    const table_sheet *s = table_sheet_at(r->file, r->sheet);
    int64_t gone = 0;
    f->part = grown(r->a, f->part, f->parts, f->parts + 1, sizeof *f->part);
    f->part[f->parts++] = (released_part){ .sheet = sheet_name(r, &gone), .hidden = s->hidden, .hidden_columns = s->hidden_columns, .preamble = "", .notes = "",
        .fault = arena_array(r->a, released_fault, RELEASED_FAULTS), .total_line = arena_array(r->a, int64_t, RELEASED_FAULTS), .gone = gone };
}

/* No row of a grid was taken for its header; a cell that names a person's column makes all of the column one. */
static released_personal grid_column(const released_reading *r, size_t column)
{
    const kept *k = &r->look;
    released_personal is = RELEASED_LOADED;
    for (size_t i = 0; i < k->rows && is == RELEASED_LOADED; i++) {
        const table_cell *c = &k->cell[k->from[i] + column];
        if (column >= k->from[i + 1] - k->from[i] || c->type != TABLE_TEXT || !c->n || c->n > GRID_NAME) continue;
        arena_mark m = arena_at(r->a);
        is = released_personal_column(released_normal(r->a, c->text, c->n));
        arena_rewind(r->a, m);
    }
    return is;
}

static wr_rc begin_table(released_reading *r, const released_head *head, const char *kind)
{
    one *t;
    if (r->n == RELEASED_TABLES) return wr_fail(arena_err(r->a), WR_E_TOO_BIG, NULL, N_("This file has more tables than one file can have here: {n}. Split it."), "n", arena_fmt(r->a, "%d", RELEASED_TABLES));
    if (head->columns >= STORE_COLUMNS) return wr_fail(arena_err(r->a), WR_E_TOO_BIG, NULL, N_("A table of this file has {n} columns, more than a table can have here."), "n", arena_fmt(r->a, "%zu", head->columns));
    r->at = r->n;
    t = &r->all[r->n];
    t->f = (released_found){ .kind = kind, .head = *head, .personal = arena_array(r->a, released_personal, head->columns + 1), .quarantined = arena_array(r->a, int64_t, head->columns + 1), .hidden = arena_array(r->a, bool, head->columns + 1),
        .path = arena_fmt(r->a, "%s/%zu.store", r->ask.folder, r->n + 1) };
    const char **names = grown(r->a, head->names, head->columns, head->columns + 1, sizeof *names);
    t->allowed = arena_array(r->a, bool, head->columns + 1);
    for (size_t i = 0; i < head->columns; i++) t->f.hidden[i] = table_column_hidden(r->file, r->sheet, i);
    for (size_t i = 0; i < head->columns; i++) {
        names[i] = released_clean(r->a, names[i], &t->f.gone);
        t->allowed[i] = allowed(r, names[i]);
        t->f.personal[i] = t->allowed[i] ? RELEASED_LOADED : str_eq(kind, "grid") ? grid_column(r, i) : released_personal_in(head, i, r->a);
    }
    t->f.head.names = names;
    names[head->columns] = RELEASED_SHEET;
    TRY(store_begin(head->columns + 1, names, arena_err(r->a), &t->in));
    r->n++;
    return WR_OK;
}

/* A later sheet goes on where an earlier one of the same header stopped: a table of over a million rows has two. */
static wr_rc table_for(released_reading *r, const released_head *head, const released_row *row)
{
    for (size_t i = 0; i < r->n; i++)
        if (!str_eq(r->all[i].f.kind, "grid") && released_header_again(&r->all[i].f.head, row, r->a)) {
            r->at = i;
            return WR_OK;
        }
    return begin_table(r, head, released_table_of(head));
}

/* ---- rows of a table ---- */
static bool row_blank(const table_cell *c, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (c[i].type != TABLE_EMPTY && c[i].n) return false;
    return true;
}

static void in_error(released_reading *r, released_part *p, int64_t line, const char *why)
{
    p->error++;
    if (p->faults < RELEASED_FAULTS) p->fault[p->faults++] = (released_fault){ line, arena_dup(r->a, why) };
}

/* The first cell alone is compared for most rows: a header that comes again, and a total, begin with a word of their own. */
static bool again(const one *t, const table_cell *c, size_t n, arena *a)
{
    const char *first = t->f.head.names[0];
    size_t skip = 0;
    while (skip < n && skip + 1 < t->f.head.columns && !c[skip].n) skip++;
    if (skip >= n || c[skip].n != strlen(first = t->f.head.names[skip]) || memcmp(c[skip].text, first, c[skip].n) != 0) return false;
    return released_header_again(&t->f.head, &(released_row){ c, n }, a);
}

static bool total(const table_cell *c, size_t n)
{
    size_t i = 0;
    while (i < n && !c[i].n) i++;
    return i < n && c[i].n < 40 && (c[i].text[0] | 32) == 't' && released_total_row(&(released_row){ c, n });
}

/* One cell of words in a row of a wide table. */
static bool note_like(const table_cell *c, size_t n)
{
    size_t filled = 0, at = 0;
    for (size_t i = 0; i < n && filled < 2; i++)
        if (c[i].n) { filled++; at = i; }
    return filled == 1 && at < 2 && c[at].type == TABLE_TEXT && memchr(c[at].text, ' ', c[at].n);
}

typedef enum fate { STORED, BLANK, ERROR_, TOTAL, AGAIN, NOTE_LIKE } fate;
static fate fate_of(const one *t, const table_cell *c, size_t n, arena *a)
{
    if (row_blank(c, n)) return BLANK;
    if (str_eq(t->f.kind, "grid")) return STORED;
    if (n > t->f.head.columns && !row_blank(c + t->f.head.columns, n - t->f.head.columns)) return ERROR_;
    if (again(t, c, n, a)) return AGAIN;
    return total(c, n) ? TOTAL : t->f.head.columns >= WIDE && note_like(c, n) ? NOTE_LIKE : STORED;
}

static void counted(released_reading *r, released_part *p, fate f, int64_t line)
{
    if (f == AGAIN) p->again++;
    if (f == TOTAL && p->totals < RELEASED_FAULTS) p->total_line[p->totals++] = line;
    if (f == TOTAL) p->total++;
    if (f == AGAIN || f == TOTAL) return;
    p->in++;
    if (f == BLANK) p->blank++;
    else if (f == ERROR_) in_error(r, p, line, N_("more cells than columns"));
    else p->stored++;
}

/* Rows of a later sheet, its name behind their cells. */
static table_batch with_sheet(const released_reading *r, const table_batch *b, size_t from, arena *a)
{
    size_t columns = r->all[r->at].f.head.columns, rows = b->rows - from;
    table_cell *cell = arena_array(a, table_cell, rows * (columns + 1) + 1);
    uint32_t *at = arena_array(a, uint32_t, rows + 1);
    const char *sheet = part_of(r)->sheet;
    for (size_t i = 0; i < rows; i++) {
        size_t n = b->from[from + i + 1] - b->from[from + i];
        at[i + 1] = (uint32_t)((i + 1) * (columns + 1));
        memcpy(cell + at[i], b->cell + b->from[from + i], (n < columns ? n : columns) * sizeof *cell);
        cell[at[i] + columns] = (table_cell){ .text = sheet, .n = (uint32_t)strlen(sheet), .type = TABLE_TEXT };
    }
    return (table_batch){ .sheet = b->sheet, .rows = rows, .line = b->line + from, .from = at, .hidden = b->hidden + from, .cell = cell };
}

static wr_rc add_rows(released_reading *r, const table_batch *b, size_t from, size_t to)
{
    one *t = &r->all[r->at];
    arena *own;
    wr_rc rc;
    if (t->f.parts < 2) return store_add(t->in, b, from, to, arena_err(r->a));
    own = arena_new("rows of a later sheet", GRID_MEMORY);
    table_batch cut = *b;
    cut.rows = to;
    cut = with_sheet(r, &cut, from, own);
    rc = store_add(t->in, &cut, 0, cut.rows, arena_err(r->a));
    arena_end(&own);
    return rc;
}

/* Rows like notes, and data behind them: they were data. */
static wr_rc notes_are_rows(released_reading *r)
{
    table_batch b = kept_batch(&r->look, r->sheet);
    for (size_t i = 0; i < b.rows; i++) counted(r, part_of(r), STORED, b.line[i]);
    TRY(add_rows(r, &b, 0, b.rows));
    kept_empty(&r->look);
    return WR_OK;
}

static void rows_left_out(released_reading *r, released_part *p, int64_t line)
{
    int64_t gap = r->last_line && line > r->last_line + 1 ? line - r->last_line - 1 : 0;
    p->in += gap;
    p->blank += gap;             /* rows that the sheet leaves out are blank */
    r->last_line = line;
}

/* Rows that stay out are rare: what is between them goes in as it came. */
static wr_rc feed(released_reading *r, const table_batch *b, size_t from)
{
    one *t = &r->all[r->at];
    released_part *p = part_of(r);
    size_t first = from;
    for (size_t i = from; i < b->rows; i++) {
        const table_cell *c = b->cell + b->from[i];
        fate f = fate_of(t, c, b->from[i + 1] - b->from[i], r->a);
        rows_left_out(r, p, b->line[i]);
        if (b->hidden[i] && f == STORED) p->hidden_rows++;
        if (f == STORED && r->look.rows) TRY(notes_are_rows(r));
        if (f != NOTE_LIKE) counted(r, p, f, b->line[i]);
        if (f == STORED) continue;
        if (i > first) TRY(add_rows(r, b, first, i));
        if (f == NOTE_LIKE) keep_row(&r->look, b, i);
        first = i + 1;
    }
    return b->rows > first ? add_rows(r, b, first, b->rows) : WR_OK;
}

/* ---- a sheet ---- */
static const released_said_head *said_head(const released_reading *r)
{
    int64_t gone = 0;
    const char *name = sheet_name(r, &gone);
    for (size_t i = 0; i < r->ask.heads; i++)
        if (str_eq(r->ask.head[i].sheet, name)) return &r->ask.head[i];
    return NULL;
}

static const char *lines_of(released_reading *r, const kept *k, size_t rows, int64_t *gone)
{
    strbuf b = sb_new(r->a, 200);
    for (size_t i = 0; i < rows && b.n < NOTE; i++) {
        size_t was = b.n;
        for (size_t j = k->from[i]; j < k->from[i + 1]; j++)
            if (k->cell[j].n && b.n + k->cell[j].n < NOTE) {
                if (b.n > was) sb_ch(&b, ' ');
                sb_put(&b, k->cell[j].text, k->cell[j].n);
            }
        if (b.n > was) sb_ch(&b, '\n');
    }
    return released_clean(r->a, str_trim(r->a, b.p), gone);
}

/* Of rows that wait: the header that a person named, else the one that is found. */
static void head_of(released_reading *r, released_head *ret)
{
    const released_said_head *said = r->said;
    kept *k = &r->look;
    size_t skip = 0, n = k->rows < RELEASED_LOOK ? k->rows : RELEASED_LOOK;
    released_row *rows = arena_array(r->a, released_row, k->rows + 1);
    *ret = (released_head){ .row = -1, .group = -1 };
    if (said && !said->row) return;
    if (said) {                                                        /* that row stands first: what is above it is no candidate */
        while (skip < k->rows && k->line[skip] < said->row) skip++;
        if (skip == k->rows) return;
        n = k->rows - skip < RELEASED_LOOK ? k->rows - skip : RELEASED_LOOK;
    }
    for (size_t i = 0; i < n; i++) rows[i] = (released_row){ k->cell + k->from[skip + i], k->from[skip + i + 1] - k->from[skip + i] };
    if (said) released_header_said(rows, n, r->a, ret);
    else released_header(rows, n, r->a, ret);
    if (ret->row >= 0) ret->row += (int)skip;
}

static const char *letters(arena *a, size_t i)
{
    return i < 26 ? arena_fmt(a, "%c", 'A' + (int)i) : arena_fmt(a, "%c%c", 'A' + (int)(i / 26) - 1, 'A' + (int)(i % 26));
}

/* The rows that waited; from here on `look` holds rows like notes. */
static wr_rc feed_kept(released_reading *r, size_t from)
{
    kept waited = r->look;
    table_batch b = kept_batch(&waited, r->sheet);
    wr_rc rc;
    r->look = (kept){ 0 };
    kept_empty(&r->look);
    r->mode = FEEDING;
    rc = feed(r, &b, from);
    arena_end(&waited.a);
    return rc;
}

static wr_rc as_grid(released_reading *r)
{
    kept *k = &r->look;
    released_head head = { .row = -1, .group = -1 };
    for (size_t i = 0; i < k->rows; i++)
        if (k->from[i + 1] - k->from[i] > head.columns) head.columns = k->from[i + 1] - k->from[i];
    if (head.columns > RELEASED_GRID_COLUMNS) head.columns = RELEASED_GRID_COLUMNS;
    if (!head.columns) return WR_OK;
    head.names = arena_array(r->a, const char *, head.columns);
    head.ideas = arena_array(r->a, const released_idea *, head.columns);
    for (size_t i = 0; i < head.columns; i++) head.names[i] = letters(r->a, i);
    TRY(begin_table(r, &head, "grid"));
    begin_part(r);
    r->last_line = 0;
    return feed_kept(r, 0);
}

static wr_rc with_header(released_reading *r, const released_head *head)
{
    kept *k = &r->look;
    size_t row = (size_t)head->row;
    released_part *p;
    TRY(table_for(r, head, &(released_row){ k->cell + k->from[row], k->from[row + 1] - k->from[row] }));
    begin_part(r);
    p = part_of(r);
    p->header = k->line[row];
    p->before = (int64_t)k->line[row] - 1;
    p->preamble = lines_of(r, k, row, &p->gone);
    r->last_line = k->line[row];
    return feed_kept(r, row + 1);
}

/* Enough rows are here, or there are no more. */
static wr_rc decide(released_reading *r, bool end)
{
    released_head head;
    if (r->mode == LOOKING) {
        if (!r->look.rows) return WR_OK;
        head_of(r, &head);
        if (head.row >= 0) return with_header(r, &head);
        r->mode = GRID;
    }
    return end || r->look.rows >= RELEASED_GRID_ROWS ? as_grid(r) : WR_OK;
}

static wr_rc end_sheet(released_reading *r)
{
    if (r->begun && r->mode != FEEDING) TRY(decide(r, true));
    if (r->begun && r->mode == FEEDING && r->look.rows) {
        part_of(r)->after = (int64_t)r->look.rows;
        part_of(r)->notes = lines_of(r, &r->look, r->look.rows, &part_of(r)->gone);
    }
    r->begun = false;
    kept_empty(&r->look);
    return WR_OK;
}

static size_t wanted(const released_reading *r)
{
    const released_said_head *said = r->said;
    return r->mode == GRID ? RELEASED_GRID_ROWS : said && said->row > 0 ? (size_t)said->row + RELEASED_LOOK : RELEASED_LOOK;
}

static wr_rc take(released_reading *r, const table_batch *b)
{
    size_t i = 0;
    if (!r->begun || r->sheet != b->sheet) {
        TRY(end_sheet(r));
        r->begun = true;
        r->sheet = b->sheet;
        r->said = said_head(r);
        r->mode = LOOKING;
    }
    while (r->mode != FEEDING && i < b->rows) {
        keep_row(&r->look, b, i++);
        if (r->look.rows >= wanted(r)) TRY(decide(r, false));
    }
    return i < b->rows ? feed(r, b, i) : WR_OK;
}

wr_rc released_read_step(released_reading *r, int64_t us, bool *ret_more)
{
    wr_us until = now_us() + us;
    do {
        table_batch b;
        TRY(table_next(r->file, &b));
        if (!b.rows) {
            TRY(end_sheet(r));
            r->over = true;
        } else TRY(take(r, &b));
    } while (!r->over && now_us() < until);
    *ret_more = !r->over;
    return WR_OK;
}

void released_read_at(const released_reading *r, int64_t *ret_done, int64_t *ret_total) { table_at(r->file, ret_done, ret_total); }
const table_file *released_read_file(const released_reading *r) { return r->file; }

/* ---- what each different cell means ---- */
typedef struct judging { const one *t; bool from_1904; int32_t last_day; } judging;

static void judge(void *with, size_t column, const store_cell *c, store_meaning *ret)
{
    const judging *j = with;
    const released_head *head = &j->t->f.head;
    const released_idea *idea = column < head->columns ? head->ideas[column] : NULL;
    *ret = (store_meaning){ .state = STORE_VALUE, .day = STORE_NO_DAY };
    if (column == head->columns) { ret->state = c->n ? STORE_VALUE : STORE_BLANK; return; }    /* the sheet */
    if (c->type == TABLE_EMPTY || !c->n) { ret->state = STORE_BLANK; return; }
    if (c->type == TABLE_ERROR || released_error_word(c->text, c->n)) { ret->state = STORE_ERROR; return; }
    if (c->n == strlen(RELEASED_HELD_BACK) && memcmp(c->text, RELEASED_HELD_BACK, c->n) == 0) { ret->state = STORE_QUARANTINED; return; }
    if (released_withheld(c->text, c->n, &ret->exemptions)) { ret->state = STORE_WITHHELD; return; }
    if (released_null_word(c->text, c->n)) { ret->state = STORE_NULL_WORD; return; }
    if (!j->t->allowed[column] && released_personal_cell(j->t->f.personal[column], c) != RELEASED_LOADED) { ret->state = STORE_QUARANTINED; return; }
    if (released_day(c, j->from_1904, &ret->day)) ret->odd = ret->day < RELEASED_FIRST_DAY || ret->day > j->last_day;
    else if (idea && idea->kind == RELEASED_DATE) ret->odd = true;     /* in a column of dates, and none */
    ret->has_number = released_number(c, &ret->number);
}

static wr_rc end_table(released_reading *r, one *t)
{
    judging j = { t, table_sheet_at(r->file, 0)->from_1904, r->ask.last_day };
    store *s;
    TRY(store_finish(t->in, judge, &j, t->f.path, arena_err(r->a)));
    store_drop(&t->in);
    TRY(store_lend(t->f.path, arena_err(r->a), &s));
    t->f.rows = store_rows(s);
    for (size_t i = 0; i < t->f.head.columns; i++) {
        const store_meaning *m = store_means(s, i);
        const int64_t *used = store_used(s, i);
        for (size_t c = 0; c < store_distinct(s, i); c++)
            if (m[c].state == STORE_QUARANTINED) t->f.quarantined[i] += used[c];
    }
    store_give_back(&s);
    return WR_OK;
}

wr_rc released_read_end(released_reading *r, released_found **ret, size_t *ret_n)
{
    released_found *f = arena_array(r->a, released_found, r->n + 1);
    for (size_t i = 0; i < r->n; i++) {
        TRY(end_table(r, &r->all[i]));
        f[i] = r->all[i].f;
    }
    *ret = f;
    *ret_n = r->n;
    return WR_OK;
}
