/* contact_summary.c -- the tables of a summary: reports of a closed period counted by what they say, and no number in them that is under
 * eleven or gives such a number away. Pure: counts in, cells out.
 *
 * One report is counted in one summary only, so two summaries have no report in common and their difference says nothing. Within one,
 * the tables have nothing in common but the number of all reports: that is shown in each, or the table is withheld whole (suppress.h:
 * two tables with a common sum say no more together when that sum is shown in both). A sum that a table cannot show is not shown: it
 * first comes apart into its two simple tables, and is withheld when one of these cannot show it either. */
#include "contact_summary_own.h"

#include <string.h>
#include "day.h"
#include "str.h"
#include "suppress.h"

const char *const contact_axes[] = { "department", "request", "agency", "response", "paper", "days", NULL };
static const int TABLES[][2] = { { AXIS_DEPARTMENT, AXIS_REQUEST }, { AXIS_AGENCY, AXIS_RESPONSE }, { AXIS_PAPER, -1 }, { AXIS_DAYS, -1 } };

/* ---- periods ---- */
contact_period contact_period_of(wr_day d, int64_t months, arena *a)
{
    int first = months == 1 ? d.m : (d.m - 1) / 3 * 3 + 1, span = months == 1 ? 1 : 3;
    contact_period p = { .first = { d.y, (int8_t)first, 1 } };
    wr_day next = first + span > 12 ? (wr_day){ (int16_t)(d.y + 1), 1, 1 } : (wr_day){ d.y, (int8_t)(first + span), 1 };
    p.last = day_add(next, -1);
    p.name = span == 1 ? arena_fmt(a, "%04d-%02d", d.y, first) : arena_fmt(a, "%04d-Q%d", d.y, first / 3 + 1);
    return p;
}

bool contact_period_read(const char *name, int64_t months, arena *a, contact_period *ret)
{
    bool quarter = strlen(name) == 7 && name[5] == 'Q' && name[6] >= '1' && name[6] <= '4';
    const char *day = quarter ? arena_fmt(a, "%.5s%02d-01", name, (name[6] - '1') * 3 + 1) : arena_fmt(a, "%.7s-01", name);
    wr_day d;
    if (strlen(name) != 7 || quarter != (months != 1) || !day_parse(day, &d)) return false;
    *ret = contact_period_of(d, months, a);
    return str_eq(ret->name, name);
}

/* ---- tables ---- */
/* What was said, in a list that has no such word any more: the last word of an axis stands for it. */
static int code_of(const contact_axis *x, const char *value)
{
    for (size_t i = 0; i < x->n; i++)
        if (str_eq(x->values[i].value, value)) return (int)i;
    return (int)x->n - 1;
}

/* code: of each tally on each axis. */
typedef struct making { const contact_axis *axes; const contact_tally *t; int (*code)[AXES]; size_t n; int64_t limit; arena *a;
    contact_cell *cells; int64_t *counts; size_t n_cells; } making;

static const char *or_not_said(const char *word) { return *word ? word : "not said"; }

static void take_codes(making *m)
{
    m->code = (int (*)[AXES])arena_alloc(m->a, (m->n + 1) * sizeof *m->code, _Alignof(int));
    for (size_t i = 0; i < m->n; i++) {
        const contact_tally *t = &m->t[i];
        const char *const said[AXES] = { t->department, contact_requests[t->request], or_not_said(t->agency), or_not_said(t->response), or_not_said(t->paper), contact_days[t->days] };
        for (int x = 0; x < AXES; x++) m->code[i][x] = code_of(&m->axes[x], said[x]);
    }
}

static void put(making *m, contact_cell cell, int64_t count)
{
    m->cells[m->n_cells] = cell;
    m->counts[m->n_cells++] = count;
}

/* The table of one axis or two, decided; NULL: it cannot show how many reports there are. */
static suppress *decide(const making *m, const int axis[2])
{
    size_t dims = axis[1] < 0 ? 1 : 2, codes[2] = { m->axes[axis[0]].n, axis[1] < 0 ? 1 : m->axes[axis[1]].n };
    suppress *s = suppress_new(m->a, dims, codes, m->limit);
    int64_t all;
    for (size_t i = 0; s && i < m->n; i++)
        suppress_add(s, (int[]){ m->code[i][axis[0]], axis[1] < 0 ? 0 : m->code[i][axis[1]] }, m->t[i].n);
    return s && suppress_run(s) && suppress_shown(s, (int[]){ SUPPRESS_ALL, SUPPRESS_ALL }, &all) ? s : NULL;
}

static int64_t count_of(const making *m, const int axis[2], const int code[2])
{
    int64_t sum = 0;
    for (size_t i = 0; i < m->n; i++) {
        bool in = true;
        for (int d = 0; d < 2; d++) in = in && (code[d] == SUPPRESS_ALL || code[d] == m->code[i][axis[d]]);
        if (in) sum += m->t[i].n;
    }
    return sum;
}

static void put_table(making *m, const suppress *s, const int axis[2])
{
    const contact_axis *x = &m->axes[axis[0]], *y = axis[1] < 0 ? NULL : &m->axes[axis[1]];
    for (int i = SUPPRESS_ALL; i < (int)x->n; i++)
        for (int k = SUPPRESS_ALL; k < (y ? (int)y->n : 0); k++) {
            int code[2] = { i, k };
            int64_t shown;
            bool is = (i != SUPPRESS_ALL || k != SUPPRESS_ALL) && suppress_shown(s, code, &shown);
            contact_cell c = { .value = i < 0 ? "" : x->values[i].value, .and_value = k < 0 ? "" : y->values[k].value, .reports = is ? arena_fmt(m->a, "%lld", (long long)shown) : CONTACT_HIDDEN };
            if (i == SUPPRESS_ALL && k == SUPPRESS_ALL) continue;
            c.by = contact_axes[axis[i < 0]];
            c.and_by = i < 0 || k < 0 ? "" : contact_axes[axis[1]];
            if (i < 0) c = (contact_cell){ c.by, c.and_value, "", "", c.reports };
            put(m, c, count_of(m, axis, code));
        }
}

static void make_table(making *m, const int axis[2])
{
    const suppress *s = decide(m, axis);
    if (s) put_table(m, s, axis);
    for (int d = 0; !s && d < 2 && axis[d] >= 0; d++) {
        const int alone[2] = { axis[d], -1 };
        const suppress *one = axis[1] < 0 ? NULL : decide(m, alone);
        if (one) put_table(m, one, alone);
        else put(m, (contact_cell){ contact_axes[axis[d]], "", "", "", CONTACT_WITHHELD }, 0);
    }
}

void contact_summary_cells(const contact_axis axes[AXES], const contact_tally *t, size_t n, int64_t limit, arena *a, contact_cell **ret, int64_t **ret_counts, size_t *ret_n)
{
    making m = { .axes = axes, .t = t, .n = n, .limit = limit, .a = a };
    int64_t all = 0;
    size_t cap = 1;
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) cap += (axes[TABLES[i][0]].n + 1) * (TABLES[i][1] < 0 ? 1 : axes[TABLES[i][1]].n + 1);
    m.cells = arena_array(a, contact_cell, cap);
    m.counts = arena_array(a, int64_t, cap);
    take_codes(&m);
    for (size_t i = 0; i < n; i++) all += t[i].n;
    put(&m, (contact_cell){ CONTACT_ALL_REPORTS, "", "", "", all && all <= limit ? CONTACT_HIDDEN : arena_fmt(a, "%lld", (long long)all) }, all);
    for (size_t i = 0; all > limit && i < sizeof TABLES / sizeof *TABLES; i++) make_table(&m, TABLES[i]);
    *ret = m.cells;
    *ret_counts = m.counts;
    *ret_n = m.n_cells;
}
