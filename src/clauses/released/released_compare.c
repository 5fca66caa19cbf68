/* released_compare.c -- two releases of one kind of table: counts by month, columns that came or went, rows that say the same. */
#include "released_compare.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"

/* ---- months ---- */
static wr_rc months_of(const released_view *v, arena *a, released_answer *ret)
{
    *ret = (released_answer){ .date = -1 };
    if (released_date_column(v) < 0) return WR_OK;
    return released_ask_run(v, &(released_ask){ .by = { "month" }, .bys = 1 }, a, ret);
}

static size_t dated(const released_answer *m)
{
    size_t n = 0;
    while (n < m->groups && m->group[n].state[0] == STORE_VALUE) n++;
    return n;
}

static int64_t undated(const released_answer *m)
{
    int64_t n = 0;
    for (size_t i = dated(m); i < m->groups; i++) n += m->group[i].count;
    return n;
}

static void merge(const released_answer *x, const released_answer *y, arena *a, released_difference *out)
{
    size_t i = 0, j = 0, n = dated(x), m = dated(y);
    out->month = arena_array(a, released_month, n + m + 1);
    while (i < n || j < m) {
        int64_t p = i < n ? x->group[i].order[0] : INT64_MAX, q = j < m ? y->group[j].order[0] : INT64_MAX;
        released_month *to = &out->month[out->months++];
        to->out_a = (!i || i == n) && p > q;         /* before its first month, or behind its last */
        to->out_b = (!j || j == m) && q > p;
        to->month = p <= q ? x->group[i].label[0] : y->group[j].label[0];
        if (p <= q) to->a = x->group[i++].count;
        if (q <= p) to->b = y->group[j++].count;
        out->differ += to->a != to->b;
    }
    out->undated_a = undated(x);
    out->undated_b = undated(y);
}

static void shared_days(const released_view *a, const released_view *b, released_difference *out)
{
    const released_table *x = &a->table, *y = &b->table;
    if (day_none(x->first) || day_none(y->first)) return;
    out->first = wr_day_cmp(x->first, y->first) > 0 ? x->first : y->first;
    out->last = wr_day_cmp(x->last, y->last) < 0 ? x->last : y->last;
    if (wr_day_cmp(out->last, out->first) < 0) out->first = out->last = (wr_day){ 0 };
}

/* ---- columns: the same by their normalised name ---- */
static int twin_of(const released_view *v, const char *name, arena *a)
{
    const char *want = released_normal(a, name, strlen(name));
    for (size_t i = 0; i < v->columns; i++)
        if (str_eq(released_normal(a, store_name(v->s, i), strlen(store_name(v->s, i))), want)) return (int)i;
    return -1;
}

static size_t without_twin(const released_view *v, const released_view *in, arena *a, const char ***ret)
{
    size_t n = 0;
    *ret = arena_array(a, const char *, v->columns + 1);
    for (size_t i = 0; i < v->columns; i++)
        if (twin_of(in, store_name(v->s, i), a) < 0) (*ret)[n++] = store_name(v->s, i);
    return n;
}

wr_rc released_compare(const released_view *a, const released_view *b, arena *ar, released_difference *ret)
{
    released_answer x, y;
    released_difference out = { .rows_a = store_rows(a->s), .rows_b = store_rows(b->s) };
    TRY(months_of(a, ar, &x));
    TRY(months_of(b, ar, &y));
    merge(&x, &y, ar, &out);
    shared_days(a, b, &out);
    out.n_gone = without_twin(a, b, ar, &out.gone);
    out.n_come = without_twin(b, a, ar, &out.come);
    *ret = out;
    return WR_OK;
}

wr_rc released_compare_by(arena *a, const char *by)
{
    const released_idea *idea = by ? released_idea_of(released_normal(a, by, strlen(by))) : NULL;
    if (!by || (!str_eq(by, "person") && !(idea && idea->kind == RELEASED_KEY))) return WR_OK;
    return wr_fail(arena_err(a), WR_E_RULE, "released.keys",
                   N_("Two releases are not joined on person keys: the agency makes the keys anew for each release, so that one key names two people. Compare counts by month, area or another column."));
}

/* ---- rows: a number for what each says, sorted and laid beside each other ---- */
typedef struct rows_of { uint64_t *h; size_t n, cap, at; const uint64_t *of[STORE_WALKS]; size_t columns; bool first; } rows_of;

static uint64_t mixed(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static void add_rows(void *with, size_t n, const uint32_t *const *codes, const int64_t *row)
{
    rows_of *x = with;
    (void)row;
    for (size_t i = 0; i < n && x->at < x->cap; i++, x->at++) {
        uint64_t h = x->first ? 0 : x->h[x->at];
        for (size_t c = 0; c < x->columns; c++) h += x->of[c][codes[c][i]];
        x->h[x->at] = h;
    }
}

/* A day is a day however it is written; a text is compared as it is grouped: without regard to case and to many blanks. */
static const uint64_t *hashes(const released_view *v, size_t column, uint64_t salt, arena *a)
{
    size_t n = store_distinct(v->s, column);
    const store_meaning *m = store_means(v->s, column);
    uint64_t *out = arena_array(a, uint64_t, n + 1);
    arena *own = arena_new("hashes", 1 << 20);
    for (size_t c = 0; c < n; c++) {
        arena_mark mark = arena_at(own);
        store_cell x = store_text(v->s, column, (uint32_t)c);
        uint64_t h = 14695981039346656037u ^ m[c].state;
        const char *text = m[c].state == STORE_VALUE && m[c].day != STORE_NO_DAY ? arena_fmt(own, "%d", m[c].day) : m[c].state == STORE_WITHHELD ? arena_fmt(own, "%llx", (unsigned long long)m[c].exemptions)
            : released_fold(own, x.text, x.n);
        for (; *text; text++) h = (h ^ (unsigned char)*text) * 1099511628211u;
        out[c] = mixed(h + salt * 0x9e3779b97f4a7c15u);
        arena_rewind(own, mark);
    }
    arena_end(&own);
    return out;
}

static wr_rc fill(const released_view *v, const size_t *columns, size_t n, const released_difference *d, arena *a, rows_of *ret)
{
    released_ask q = { .from = d->first, .to = d->last };
    rows_of x = { .cap = (size_t)store_rows(v->s), .first = true };
    x.h = arena_array(released_room(a), uint64_t, x.cap + 1);
    for (size_t from = 0; from < n; from += STORE_WALKS, x.first = false) {
        x.columns = n - from < STORE_WALKS ? n - from : STORE_WALKS;
        x.at = 0;
        for (size_t c = 0; c < x.columns; c++) x.of[c] = hashes(v, columns[from + c], from + c, a);
        TRY(released_ask_rows(v, &q, a, columns + from, x.columns, add_rows, &x));
    }
    x.n = x.at;
    *ret = x;
    return WR_OK;
}

static int by_hash(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

wr_rc released_compare_rows(const released_view *a, const released_view *b, const released_difference *d, arena *ar, released_changed *ret)
{
    size_t *left = arena_array(ar, size_t, a->columns + 1), *right = arena_array(ar, size_t, a->columns + 1);
    released_changed out = { 0 };
    rows_of x, y;
    size_t i = 0, j = 0;
    if (day_none(d->first) && !day_none(a->table.first) && !day_none(b->table.first)) { *ret = out; return WR_OK; }      /* no day is of both */
    for (size_t c = 0; c < a->columns; c++) {
        int twin = twin_of(b, store_name(a->s, c), ar);
        if (twin < 0 || (a->ideas[c] && a->ideas[c]->kind == RELEASED_KEY)) continue;
        left[out.columns] = c;
        right[out.columns++] = (size_t)twin;
    }
    if (out.columns) {
        TRY(fill(a, left, out.columns, d, ar, &x));
        TRY(fill(b, right, out.columns, d, ar, &y));
        qsort(x.h, x.n, sizeof *x.h, by_hash);
        qsort(y.h, y.n, sizeof *y.h, by_hash);
        while (i < x.n || j < y.n) {
            if (j == y.n || (i < x.n && x.h[i] < y.h[j])) { out.only_a++; i++; }
            else if (i == x.n || y.h[j] < x.h[i]) { out.only_b++; j++; }
            else { out.same++; i++; j++; }
        }
    }
    *ret = out;
    return WR_OK;
}
