/* directive_matrix.c -- every direction in every department, gaps first: as a table, as a list, as data.
 * Three queries; the rest is counting and sorting in memory. */
#include "directive_own.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "db.h"
#include "http.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

static const char *const SHOWS[] = { "gaps", "name", "family", NULL };
static const field IN_MATRIX_F[] = {
    WORDS_OPT(in_matrix, show, SHOWS, N_("Show")),
    FIELD(in_matrix, direction, t, F_NULL, 20, N_("Direction")), WHEN_FIELDS(in_matrix),
};
const shape IN_MATRIX = SHAPE("what of the directive", in_matrix, IN_MATRIX_F);

typedef struct say_cell { const char *direction, *department; wr_day due; int state; wr_day claimed, verified; } say_cell;
static const field SAY_CELL_F[] = {
    FIELD(say_cell, direction,  t, 0, 20,      N_("Direction")),
    FIELD(say_cell, department, t, 0, 20,      N_("Department")),
    FIELD(say_cell, due,        d, F_NULL, 0,  N_("Due")),
    WORDS(say_cell, state, directive_shown,    N_("State")),
    FIELD(say_cell, claimed,    d, F_NULL, 0,  N_("Claimed")),
    FIELD(say_cell, verified,   d, F_NULL, 0,  N_("Verified")),
};
const shape SAY_CELL = SHAPE("a cell", say_cell, SAY_CELL_F);
typedef struct say_direction { const char *direction, *title, *order; wr_day due; const char *since; bool everyone;
    int64_t asked, late, unstarted, waiting, verified; bool superseded, edge, chosen; const char *url; } say_direction;
static const field SAY_DIRECTION_F[] = {
    FIELD(say_direction, direction, t, 0, 20,  N_("Direction")),
    FIELD(say_direction, title,     t, 0, 200, N_("Title")),
    FIELD(say_direction, order,     t, 0, 20,  N_("Order")),
    FIELD(say_direction, due,       d, F_NULL, 0, N_("Due")),
    FIELD(say_direction, since,     t, 0, 200, N_("Since")),
    FIELD(say_direction, everyone,  b, 0, 0,   N_("Asked of departments in general")),
    FIELD(say_direction, asked,     i, 0, 0,   N_("Asked of")),
    FIELD(say_direction, late,      i, 0, 0,   N_("Late")),
    FIELD(say_direction, unstarted, i, 0, 0,   N_("Not started")),
    FIELD(say_direction, waiting,   i, 0, 0,   N_("Waiting for a check")),
    FIELD(say_direction, verified,  i, 0, 0,   N_("Verified")),
    FIELD(say_direction, superseded, b, 0, 0,  N_("Superseded")),
    FIELD(say_direction, edge,      b, 0, 0,   NULL),
    FIELD(say_direction, chosen,    b, 0, 0,   NULL),
    FIELD(say_direction, url,       t, 0, 200, NULL),
};
const shape SAY_DIRECTION = SHAPE("a direction", say_direction, SAY_DIRECTION_F);
typedef struct say_department { const char *acronym, *name, *parent; int64_t asked, done, late; const char *url; } say_department;
static const field SAY_DEPARTMENT_F[] = {
    FIELD(say_department, acronym, t, 0, 20,   N_("Acronym")),
    FIELD(say_department, name,    t, 0, 200,  N_("Department")),
    FIELD(say_department, parent,  t, 0, 20,   N_("Part of")),
    FIELD(say_department, asked,   i, 0, 0,    N_("Asked of it")),
    FIELD(say_department, done,    i, 0, 0,    N_("Done")),
    FIELD(say_department, late,    i, 0, 0,    N_("Late")),
    FIELD(say_department, url,     t, 0, 200,  NULL),
};
const shape SAY_DEPARTMENT = SHAPE("a department", say_department, SAY_DEPARTMENT_F);
/* A place in the table. kind "": not asked. open: it needs a word, not a tick. edge: first column asked of few. */
typedef struct say_place { const char *kind, *text, *title, *url; bool open, edge; } say_place;
static const field SAY_PLACE_F[] = {
    FIELD(say_place, kind, t, 0, 10, NULL), FIELD(say_place, text, t, 0, 60, NULL), FIELD(say_place, title, t, 0, 200, NULL),
    FIELD(say_place, url, t, 0, 200, NULL), FIELD(say_place, open, b, 0, 0, NULL), FIELD(say_place, edge, b, 0, 0, NULL),
};
static const shape SAY_PLACE = SHAPE("a place", say_place, SAY_PLACE_F);
typedef struct say_group { const char *title, *kind; } say_group;
static const field SAY_GROUP_F[] = { FIELD(say_group, title, t, 0, 200, NULL), FIELD(say_group, kind, t, 0, 10, NULL) };
static const shape SAY_GROUP = SHAPE("a group", say_group, SAY_GROUP_F);
typedef struct say_order { const char *name, *ref, *url; wr_day signed_on; bool more; } say_order;
static const field SAY_ORDER_F[] = {
    FIELD(say_order, name, t, 0, 300, NULL), FIELD(say_order, ref, t, 0, 20, NULL), FIELD(say_order, url, t, 0, 200, NULL),
    FIELD(say_order, signed_on, d, 0, 0, NULL), FIELD(say_order, more, b, 0, 0, NULL),
};
static const shape SAY_ORDER = SHAPE("an order", say_order, SAY_ORDER_F);

typedef struct column { const directive_direction *d; directive_tally t; wr_day due; } column;
typedef struct row { const city_department *b; directive_tally t; int group; bool general; const char *family; const directive_due **at; } row;
typedef struct matrix { column *columns; size_t n_columns; row *rows; size_t n_rows; directive_tally all; size_t n_late, n_general; } matrix;

static int by_body(const void *x, const void *y) { return strcmp(((const row *)x)->b->name, ((const row *)y)->b->name); }

static int by_gap(const void *x, const void *y)
{
    const row *r = x, *s = y;
    int c = r->group - s->group;
    if (!c) c = directive_worse(&r->t, &s->t);
    return c ? c : by_body(x, y);
}

/* Families first, each under the name of its parent; the parent before its bureaus; the rest after them. */
static int by_family(const void *x, const void *y)
{
    const row *r = x, *s = y;
    int c = (*s->family != 0) - (*r->family != 0);
    if (!c) c = strcmp(r->family, s->family);
    if (!c) c = (*r->b->parent != 0) - (*s->b->parent != 0);
    return c ? c : by_body(x, y);
}

static int by_width(const void *x, const void *y)
{
    const column *p = x, *q = y;
    if (p->d->everyone != q->d->everyone) return p->d->everyone ? -1 : 1;
    return p->d->place < q->d->place ? -1 : p->d->place > q->d->place;
}

static const char *family_of(const city_department *all, size_t n, const city_department *b)
{
    const char *head = *b->parent ? b->parent : b->acronym;
    bool parent = *b->parent != 0;
    for (size_t i = 0; i < n && !parent; i++) parent = str_eq(all[i].parent, b->acronym);
    for (size_t i = 0; i < n && parent; i++)
        if (str_eq(all[i].acronym, head)) return all[i].name;
    return "";
}

/* Cells come by department, directions by place: both found by a walk from where the last one was. */
static void place_cells(matrix *m, const directive_due *cells, size_t n, wr_day today)
{
    size_t r = 0;
    for (size_t i = 0; i < n; i++) {
        directive_facts f = directive_facts_of(&cells[i]);
        int shown = directive_state_shown(&f, today);
        size_t c = 0, tries = 0;
        while (c < m->n_columns && !str_eq(m->columns[c].d->ref, cells[i].direction)) c++;
        while (tries < m->n_rows && !str_eq(m->rows[r].b->acronym, cells[i].department)) r = (r + 1) % m->n_rows, tries++;
        if (c == m->n_columns || tries == m->n_rows) continue;
        m->rows[r].at[c] = &cells[i];
        directive_add(&m->rows[r].t, shown);
        directive_add(&m->columns[c].t, shown);
        directive_add(&m->all, shown);
        if (!day_none(cells[i].first) && (day_none(m->columns[c].due) || wr_day_cmp(cells[i].first, m->columns[c].due) < 0))
            m->columns[c].due = cells[i].first;
        m->rows[r].general = m->rows[r].general || m->columns[c].d->everyone;
    }
}

static wr_rc matrix_read(db_tx *ro, const directive_known *k, const in_matrix *in, arena *a, matrix *m)
{
    size_t kept = 0;
    *m = (matrix){ .columns = arena_array(a, column, k->n_directions + 1), .rows = arena_array(a, row, k->n_bodies + 1), .n_rows = k->n_bodies };
    for (size_t i = 0; i < k->n_directions; i++)
        if (!in->direction || !*in->direction || str_eq(in->direction, k->directions[i].ref)) m->columns[m->n_columns++].d = &k->directions[i];
    if (m->n_columns == 0 && k->n_directions)
        return wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("There is no direction {direction}."), "direction", in->direction);
    qsort(m->columns, m->n_columns, sizeof *m->columns, by_width);
    for (size_t i = 0; i < k->n_bodies; i++) {
        m->rows[i].b = &k->bodies[i];
        m->rows[i].at = arena_array(a, const directive_due *, m->n_columns + 1);
    }
    place_cells(m, k->cells, k->n_cells, k->who.today);
    for (size_t i = 0; i < k->n_bodies; i++) {     /* a department of which nothing is asked has no row */
        if (m->rows[i].t.asked == 0) continue;
        m->rows[kept] = m->rows[i];
        m->rows[kept].group = directive_group(&m->rows[kept].t);
        m->rows[kept].family = in->show == SHOW_FAMILY ? family_of(k->bodies, k->n_bodies, m->rows[kept].b) : "";
        m->n_general += m->rows[kept].general;
        m->n_late += m->rows[kept++].group == GROUP_LATE;
    }
    m->n_rows = kept;
    qsort(m->rows, kept, sizeof *m->rows, in->show == SHOW_NAME ? by_body : in->show == SHOW_FAMILY ? by_family : by_gap);
    return WR_OK;
}

static const char *number(arena *a, int64_t n) { return arena_fmt(a, "%lld", (long long)n); }

/* The heading is the answer. */
static const char *answer(arena *a, const char *lang, const matrix *m)
{
    const char *const late[] = { "late", number(a, m->all.late), "bodies", number(a, (int64_t)m->n_late), "departments", number(a, (int64_t)(m->n_general ? m->n_general : m->n_rows)), NULL };
    const char *const open[] = { "open", number(a, m->all.asked - m->all.settled), "verified", number(a, m->all.verified), NULL };
    if (m->all.asked == 0) return i18n(lang, NULL, N_("No direction is loaded yet"));
    if (m->all.late) return i18n_fill(a, i18n_n(lang, NULL, "{late} answer is late, from {bodies} of {departments} departments", "{late} answers are late, from {bodies} of {departments} departments", m->all.late), late);
    if (m->all.asked > m->all.settled) return i18n_fill(a, i18n_n(lang, NULL, "Nothing is late; {open} answer is open", "Nothing is late; {open} answers are open", m->all.asked - m->all.settled), open);
    return i18n_fill(a, i18n(lang, NULL, N_("Every answer is settled; {verified} are verified")), open);
}

/* "first direction 8, second direction 8": the directions that are late, most first. */
static const char *late_by_direction(arena *a, const char *lang, const matrix *m)
{
    strbuf s = sb_new(a, 200);
    int64_t under = INT64_MAX, most;
    do {
        most = 0;
        for (size_t c = 0; c < m->n_columns; c++)
            if (m->columns[c].t.late < under && m->columns[c].t.late > most) most = m->columns[c].t.late;
        for (size_t c = 0; most && c < m->n_columns; c++)
            if (m->columns[c].t.late == most) sb_fmt(&s, "%s%s %lld", s.n ? ", " : "", i18n(lang, NULL, m->columns[c].d->title), (long long)most);
        under = most;
    } while (most);
    return s.p;
}

static const char *group_title(arena *a, const char *lang, int show, const row *first, size_t n)
{
    const char *const pairs[] = { "n", number(a, (int64_t)n), "family", first->family, NULL };
    if (show == SHOW_NAME) return i18n_fill(a, i18n_n(lang, NULL, "From A to Z: {n} department", "From A to Z: {n} departments", (int64_t)n), pairs);
    if (show == SHOW_FAMILY && *first->family)
        return i18n_fill(a, i18n(lang, NULL, N_("{family} and what belongs to it: {n}")), pairs);
    if (show == SHOW_FAMILY) return i18n_fill(a, i18n_n(lang, NULL, "On its own: {n} department", "On their own: {n} departments", (int64_t)n), pairs);
    if (first->group == GROUP_LATE)
        return i18n_fill(a, i18n_n(lang, NULL, "Something is late: {n} department", "Something is late: {n} departments", (int64_t)n), pairs);
    if (first->group == GROUP_OPEN)
        return i18n_fill(a, i18n_n(lang, NULL, "Nothing late, work still open: {n} department", "Nothing late, work still open: {n} departments", (int64_t)n), pairs);
    return i18n_fill(a, i18n_n(lang, NULL, "All settled: {n} department", "All settled: {n} departments", (int64_t)n), pairs);
}

static bool same_group(int show, const row *x, const row *y)
{
    return show == SHOW_NAME || (show == SHOW_FAMILY ? str_eq(x->family, y->family) : x->group == y->group);
}

static bool edge_at(const matrix *m, size_t c) { return c > 0 && m->columns[c - 1].d->everyone && !m->columns[c].d->everyone; }

static say_department department_said(arena *a, const directive_known *k, const row *r)
{
    return (say_department){ .acronym = r->b->acronym, .name = r->b->name, .parent = r->b->parent, .asked = r->t.asked, .done = r->t.settled,
        .late = r->t.late, .url = arena_fmt(a, "/directive/departments/%s%s", r->b->acronym, k->query) };
}

static wr_rc put_groups(const directive_known *k, int show, const matrix *m, arena *a, json_t *doc)
{
    const wr_actor *who = &k->who;
    static const char *const kinds[] = { [GROUP_LATE] = "hot", [GROUP_OPEN] = "calmer", [GROUP_DONE] = "done" };
    say_group *groups = arena_array(a, say_group, m->n_rows + 1);
    size_t *ends = arena_array(a, size_t, m->n_rows + 1), n_groups = 0;
    for (size_t i = 0, start = 0; i < m->n_rows; i++) {
        if (i + 1 < m->n_rows && same_group(show, &m->rows[i], &m->rows[i + 1])) continue;
        groups[n_groups] = (say_group){ group_title(a, who->lang, show, &m->rows[start], i + 1 - start), show == SHOW_GAPS ? kinds[m->rows[i].group] : "all" };
        ends[n_groups++] = start = i + 1;
    }
    TRY(page_rows(doc, "groups", &SAY_GROUP, groups, n_groups));
    for (size_t g = 0, i = 0; g < n_groups; g++) {
        json_t *group = page_row(doc, "groups", g);
        size_t from = i, n = ends[g] - from;
        say_department *said = arena_array(a, say_department, n);
        for (; i < ends[g]; i++) said[i - from] = department_said(a, k, &m->rows[i]);
        TRY(page_rows(group, "rows", &SAY_DEPARTMENT, said, n));
        for (size_t r = 0; r < n; r++) {
            say_place *places = arena_array(a, say_place, m->n_columns);
            for (size_t c = 0; c < m->n_columns; c++) {
                const directive_due *cell = m->rows[from + r].at[c];
                directive_said s = { "", "" };
                if (cell) {
                    directive_facts f = directive_facts_of(cell);
                    s = directive_say(a, who->lang, &f, who->today);
                }
                places[c] = (say_place){ .kind = s.kind, .text = s.text, .title = cell ? m->columns[c].d->title : "", .edge = edge_at(m, c),
                    .url = cell ? arena_fmt(a, "/directive/%s/%s%s", cell->direction, cell->department, k->query) : "",
                    .open = *s.kind && !str_eq(s.kind, "ok") };
            }
            TRY(page_rows(page_row(group, "rows", r), "places", &SAY_PLACE, places, m->n_columns));
        }
    }
    return WR_OK;
}

static wr_rc put_data(const directive_known *k, const in_matrix *in, const matrix *m, arena *a, json_t *doc)
{
    say_direction *d = arena_array(a, say_direction, m->n_columns + 1);
    say_department *b = arena_array(a, say_department, m->n_rows + 1);
    say_cell *cells = arena_array(a, say_cell, (size_t)m->all.asked + 1);
    size_t n = 0;
    for (size_t c = 0; c < m->n_columns; c++) {
        const column *l = &m->columns[c];
        d[c] = (say_direction){ .direction = l->d->ref, .title = l->d->title, .order = l->d->order_ref, .due = l->due, .since = l->d->since,
            .everyone = l->d->everyone, .asked = l->t.asked, .late = l->t.late, .unstarted = l->t.unstarted, .waiting = l->t.waiting,
            .verified = l->t.verified, .superseded = directive_known_superseded(k, l->d), .edge = edge_at(m, c), .chosen = in->direction && str_eq(in->direction, l->d->ref),
            .url = arena_fmt(a, "/directive/%s%s", l->d->ref, k->query) };
    }
    for (size_t r = 0; r < m->n_rows; r++) {
        b[r] = department_said(a, k, &m->rows[r]);
        for (size_t c = 0; c < m->n_columns; c++) {
            const directive_due *x = m->rows[r].at[c];
            directive_facts f;
            if (!x) continue;
            f = directive_facts_of(x);
            cells[n++] = (say_cell){ x->direction, x->department, x->due, directive_state_shown(&f, k->who.today), x->claimed, x->verified };
        }
    }
    TRY(page_rows(doc, "directions", &SAY_DIRECTION, d, m->n_columns));
    TRY(page_rows(doc, "departments", &SAY_DEPARTMENT, b, m->n_rows));
    return page_rows(doc, "cells", &SAY_CELL, cells, n);
}

/* "Order 4: what it is about" up to the colon. */
static const char *order_name(arena *a, const char *lang, const directive_order *o)
{
    char *name = arena_dup(a, i18n(lang, NULL, o->title)), *colon = strchr(name, ':');
    if (colon) *colon = 0;
    return name;
}

wr_rc directive_show_matrix(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_matrix *in = in_;
    directive_known k;
    say_order *orders;
    const char *nothing;
    matrix m;
    TRY(directive_know(ro, who, &in->when, a, &k));
    TRY(matrix_read(ro, &k, in, a, &m));
    TRY(directive_known_nothing(ro, &k, a, &nothing));
    orders = arena_array(a, say_order, k.n_orders + 1);
    for (size_t i = 0; i < k.n_orders; i++)
        orders[i] = (say_order){ order_name(a, who->lang, &k.orders[i]), k.orders[i].ref,
            arena_fmt(a, "/directive/orders/%s%s", k.orders[i].ref, k.query), k.orders[i].signed_on, i > 0 };
    TRY(page_text(doc, "title", *nothing ? nothing : answer(a, who->lang, &m)));
    TRY(page_rows(doc, "orders", &SAY_ORDER, orders, k.n_orders));
    TRY(directive_put_then(&k, "/directive", a, doc));
    TRY(page_text(doc, "on", day_text(a, in->when.on)));
    TRY(page_text(doc, "csv_url", arena_fmt(a, "/directive.csv%s", k.query)));
    TRY(page_int(doc, "late", m.all.late));
    TRY(page_int(doc, "unstarted", m.all.unstarted));
    TRY(page_int(doc, "waiting", m.all.waiting));
    TRY(page_int(doc, "verified", m.all.verified));
    TRY(page_int(doc, "columns", (int64_t)m.n_columns + 1));
    TRY(page_int(doc, "asked", (int64_t)m.n_columns));
    TRY(page_text(doc, "late_where", late_by_direction(a, who->lang, &m)));
    TRY(page_flag(doc, "wide", true));
    TRY(page_flag(doc, "by_name", in->show == SHOW_NAME));
    TRY(page_flag(doc, "by_family", in->show == SHOW_FAMILY));
    TRY(page_flag(doc, "filtered", in->direction && *in->direction));
    TRY(put_data(&k, in, &m, a, doc));
    return put_groups(&k, in->show, &m, a, doc);
}

typedef struct csv_cell { const char *direction, *title, *department, *name; int state; int64_t days_late; wr_day due, first, claimed, verified;
    const char *excuse; } csv_cell;
static const field CSV_CELL_F[] = {
    FIELD(csv_cell, direction, t, 0, 20, N_("Direction")), FIELD(csv_cell, title, t, 0, 200, N_("Title")),
    FIELD(csv_cell, department, t, 0, 20, N_("Department")), FIELD(csv_cell, name, t, 0, 200, N_("Name")),
    WORDS(csv_cell, state, directive_shown, N_("State")), FIELD(csv_cell, days_late, i, 0, 0, N_("Days late")),
    FIELD(csv_cell, due, d, F_NULL, 0, N_("Due")), FIELD(csv_cell, first, d, F_NULL, 0, N_("First due")),
    FIELD(csv_cell, claimed, d, F_NULL, 0, N_("Claimed")), FIELD(csv_cell, verified, d, F_NULL, 0, N_("Verified")),
    FIELD(csv_cell, excuse, t, 0, 2000, N_("Reason given")),
};
static const shape CSV_CELL = SHAPE("a cell", csv_cell, CSV_CELL_F);

wr_rc directive_give_matrix(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_matrix *in = in_;
    directive_known k;
    strbuf s = sb_new(a, 65536);
    matrix m;
    if (str_eq(out->as, "ics")) return directive_give_due(ro, who, ((const in_matrix *)in)->direction, NULL, a, out);
    TRY(directive_know(ro, who, &in->when, a, &k));
    TRY(matrix_read(ro, &k, in, a, &m));
    shape_csv_head(&CSV_CELL, &s);
    for (size_t r = 0; r < m.n_rows; r++)
        for (size_t c = 0; c < m.n_columns; c++) {
            const directive_due *x = m.rows[r].at[c];
            directive_facts f;
            csv_cell line;
            if (!x) continue;
            f = directive_facts_of(x);
            line = (csv_cell){ x->direction, m.columns[c].d->title, x->department, m.rows[r].b->name, directive_state_shown(&f, k.who.today),
                directive_late_days(&f, k.who.today), x->due, x->first, x->claimed, x->verified, x->excuse };
            shape_to_csv(&CSV_CELL, &line, &s);
        }
    out->more = false;
    return out_bytes(out, (bytes){ (const uint8_t *)s.p, s.n });
}
