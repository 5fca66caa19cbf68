/* released_ask.c -- the pass over a table: conditions, then groups; each condition's loss is counted in turn, so that all adds up. */
#include "released_group.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"

const char *const released_units[] = { "rows", "people", "nights", NULL };
enum { KEEPS = RELEASED_WHERES + 4 };
_Static_assert((int)KEEPS <= (int)STORE_KEEPS, "what a store can be asked");

typedef struct asking { const released_view *v; const released_ask *q; arena *a; released_answer *out; store_keep keep[KEEPS]; size_t keeps; int64_t kept; } asking;

struct released_kept { store_keep keep[KEEPS]; size_t keeps; int64_t kept; released_left left[RELEASED_WHERES + 8]; size_t lefts; int date; int64_t people; const uint8_t *counted; };

static int64_t rows_of(const asking *k)
{
    int64_t n = 0;
    store_count(k->v->s, &(store_ask){ .keep = k->keep, .keeps = k->keeps }, &n);
    return n;
}

static bool keeps_all(const asking *k, const store_keep *keep)
{
    size_t c = 0, n = store_distinct(k->v->s, keep->column);
    while (c < n && keep->keep[c]) c++;
    return c == n;
}

/* One more condition; what it takes away stands under its reason. One that takes nothing away is not asked of each row. */
static void add_keep(asking *k, store_keep keep, const char *why, const char *about)
{
    int64_t now;
    if (keeps_all(k, &keep)) return;
    k->keep[k->keeps++] = keep;
    now = rows_of(k);
    if (now != k->kept) k->out->left[k->out->lefts++] = (released_left){ why, about, k->kept - now };
    k->kept = now;
}

static void keep_days(asking *k, int column, const char *why, bool (*fits)(const asking *, const store_meaning *))
{
    size_t n = store_distinct(k->v->s, (size_t)column);
    const store_meaning *m = store_means(k->v->s, (size_t)column);
    uint8_t *keep = arena_array(k->a, uint8_t, n + 1);
    for (size_t c = 0; c < n; c++) keep[c] = fits(k, &m[c]);
    add_keep(k, (store_keep){ (size_t)column, keep }, why, store_name(k->v->s, (size_t)column));
}

static bool has_day(const asking *k, const store_meaning *m) { (void)k; return m->state == STORE_VALUE && m->day != STORE_NO_DAY && !m->odd; }
static bool in_span(const asking *k, const store_meaning *m)
{
    const released_ask *q = k->q;
    return has_day(k, m) && (day_none(q->from) || m->day >= day_number(q->from)) && (day_none(q->to) || m->day <= day_number(q->to));
}

static wr_rc conditions(asking *k)
{
    const released_ask *q = k->q;
    released_answer *out = k->out;
    bool span = !day_none(q->from) || !day_none(q->to);
    if (q->kept) {
        memcpy(k->keep, q->kept->keep, sizeof k->keep);
        memcpy(out->left, q->kept->left, sizeof out->left);
        k->keeps = q->kept->keeps;
        k->kept = q->kept->kept;
        out->lefts = q->kept->lefts;
        out->date = q->kept->date;
        return WR_OK;
    }
    out->date = q->date && *q->date ? released_column(k->v, q->date, k->a) : released_date_column(k->v);
    if (q->date && *q->date && out->date < 0) return released_no_column(k->a, "date", q->date);
    if (!day_none(q->from) && !day_none(q->to) && wr_day_cmp(q->to, q->from) < 0) return wr_fail(arena_err(k->a), WR_E_INPUT, "to", N_("The last day comes before the first."));
    if (span && out->date < 0) return wr_fail(arena_err(k->a), WR_E_INPUT, "from", N_("This table has no date. Ask it without a span of days."));
    if (span) {
        keep_days(k, out->date, N_("without a plausible date in {about}"), has_day);
        keep_days(k, out->date, N_("outside the days asked for"), in_span);
    }
    for (size_t i = 0; i < q->wheres; i++) {
        store_keep keep;
        TRY(released_keep_of(k->v, &q->where[i], k->a, &keep));
        add_keep(k, keep, q->where[i].not ? N_("{about} is one of those left out") : N_("{about} is another, or not there"), store_name(k->v->s, keep.column));
    }
    return WR_OK;
}

/* ---- what is added ---- */
static const int64_t *numbers_of(const asking *k, int column)
{
    size_t n = store_distinct(k->v->s, (size_t)column);
    const store_meaning *m = store_means(k->v->s, (size_t)column);
    int64_t *v = arena_array(k->a, int64_t, n + 1);
    for (size_t c = 0; c < n; c++) v[c] = m[c].state == STORE_VALUE && m[c].has_number && !m[c].odd ? m[c].number : 0;
    return v;
}

/* Midnights of a stint, by the groups of one or two columns: two dates at once, so row by row. */
typedef struct nights { const store_meaning *in, *out; int32_t last; const uint32_t *g1, *g2; uint32_t n2; int64_t *add, *open; size_t n_by; } nights;
static void add_nights(void *with, size_t n, const uint32_t *const *codes, const int64_t *row)
{
    nights *x = with;
    (void)row;
    for (size_t i = 0; i < n; i++) {
        const store_meaning *in = &x->in[codes[0][i]], *out = &x->out[codes[1][i]];
        bool open = out->state == STORE_BLANK || out->state == STORE_NULL_WORD;
        size_t g = (x->n_by > 0 ? x->g1[codes[2][i]] : 0) * (size_t)x->n2 + (x->n_by > 1 ? x->g2[codes[3][i]] : 0);
        int64_t d;
        if (in->state != STORE_VALUE || in->day == STORE_NO_DAY || in->odd) continue;
        if (!open && (out->day == STORE_NO_DAY || out->odd)) continue;
        d = released_nights(in->day, open ? x->last : out->day);
        if (d < 0) continue;
        x->add[g] += d;
        if (open) *x->open += d;
    }
}

static wr_rc count_nights(asking *k, const released_groups *g, int64_t *add)
{
    const released_view *v = k->v;
    int in = released_column(v, "stint_in", k->a), out = released_column(v, "stint_out", k->a);
    size_t columns[4], n = 2;
    nights x = { .add = add, .open = &k->out->provisional, .n2 = k->q->bys > 1 ? g[1].n : 1, .n_by = k->q->bys };
    if (in < 0 || out < 0) return wr_fail(arena_err(k->a), WR_E_INPUT, "unit", N_("Nights need the begin and the end of each stint. This table has not both."));
    columns[0] = (size_t)in;
    columns[1] = (size_t)out;
    x.in = store_means(v->s, (size_t)in);
    x.out = store_means(v->s, (size_t)out);
    x.last = (int32_t)day_number(day_none(v->file.extracted) ? v->file.taken : v->file.extracted);
    if (k->q->bys > 0) { columns[n++] = (size_t)g[0].column; x.g1 = g[0].group; }
    if (k->q->bys > 1) { columns[n++] = (size_t)g[1].column; x.g2 = g[1].group; }
    store_walk(v->s, &(store_ask){ .keep = k->keep, .keeps = k->keeps }, columns, n, add_nights, &x);
    return WR_OK;
}

static const uint8_t *keys_of(const asking *k, int key)
{
    size_t n = store_distinct(k->v->s, (size_t)key);
    const store_meaning *m = store_means(k->v->s, (size_t)key);
    uint8_t *counted = arena_array(k->a, uint8_t, n + 1);
    for (size_t c = 0; c < n; c++) counted[c] = m[c].state == STORE_VALUE;
    return counted;
}

static wr_rc count_people(asking *k, const store_ask *ask, int64_t *add)
{
    int key = released_column(k->v, "person", k->a);
    if (key < 0) return wr_fail(arena_err(k->a), WR_E_INPUT, "unit", N_("This table has no key of persons: rows are all that can be counted."));
    return store_count_different(k->v->s, ask, (size_t)key, k->q->kept && k->q->kept->counted ? k->q->kept->counted : keys_of(k, key), arena_err(k->a), add);
}

/* ---- the pass ---- */
static int by_order(const void *x, const void *y)
{
    const released_group *a = x, *b = y;
    for (size_t i = 0; i < RELEASED_BYS; i++)
        if (a->order[i] != b->order[i]) return a->order[i] < b->order[i] ? -1 : 1;
    if (a->count != b->count) return a->count > b->count ? -1 : 1;
    for (size_t i = 0; i < RELEASED_BYS; i++) {
        int c = strcmp(a->label[i] ? a->label[i] : "", b->label[i] ? b->label[i] : "");
        if (c) return c;
    }
    return 0;
}

static void put_groups(asking *k, const released_groups *g, const int64_t *counts, const int64_t *units, size_t width)
{
    released_answer *out = k->out;
    size_t n1 = k->q->bys > 0 ? g[0].n : 1, n2 = k->q->bys > 1 ? g[1].n : 1;
    out->group = arena_array(k->a, released_group, n1 * n2 + 1);
    for (size_t i = 0; i < n1 * n2; i++) {
        released_group *x = &out->group[out->groups];
        int64_t rows = counts[i * width];
        if (!rows) continue;
        *x = (released_group){ .rows = rows, .count = units ? units[i] : rows, .sum = width > 1 ? counts[i * width + 1] : 0 };
        for (size_t b = 0; b < k->q->bys; b++) {
            size_t at = b ? i % n2 : i / n2;
            x->label[b] = g[b].label[at];
            x->state[b] = g[b].state[at];
            x->order[b] = g[b].order[at];
        }
        out->groups++;
    }
    qsort(out->group, out->groups, sizeof *out->group, by_order);
}

static wr_rc whole(asking *k, const store_sum *sum)
{
    int64_t all[2] = { k->kept, 0 };     /* the conditions were counted already */
    released_answer *out = k->out;
    store_ask ask = { .keep = k->keep, .keeps = k->keeps, .sum = sum, .sums = sum ? 1 : 0 };
    if (sum) store_count(k->v->s, &ask, all);
    out->kept = out->count = k->kept;
    out->sum = all[1];
    ask.sums = 0;
    if (k->q->unit == RELEASED_PEOPLE && k->q->kept && k->q->kept->people >= 0) out->count = k->q->kept->people;
    else if (k->q->unit == RELEASED_PEOPLE) return count_people(k, &ask, &out->count);
    out->count = k->q->unit == RELEASED_NIGHTS ? 0 : out->count;
    return WR_OK;
}

static wr_rc grouped(asking *k, const released_groups *g, const store_sum *sum)
{
    size_t n = (size_t)g[0].n * (k->q->bys > 1 ? g[1].n : 1), width = sum ? 2 : 1;
    store_by by[RELEASED_BYS];
    store_ask ask = { .keep = k->keep, .keeps = k->keeps, .by = by, .bys = k->q->bys, .sum = sum, .sums = sum ? 1 : 0 };
    int64_t *counts, *units = NULL;
    if (n > 2000000) return wr_fail(arena_err(k->a), WR_E_TOO_BIG, "by2", N_("These two columns have too many values together. Filter first, or group by one."));
    for (size_t b = 0; b < k->q->bys; b++) by[b] = (store_by){ (size_t)g[b].column, g[b].group, g[b].n };
    counts = arena_array(k->a, int64_t, n * width + 1);
    store_count(k->v->s, &ask, counts);
    ask.sums = 0;
    if (k->q->unit != RELEASED_ROWS) units = arena_array(k->a, int64_t, n + 1);
    if (k->q->unit == RELEASED_PEOPLE) TRY(count_people(k, &ask, units));
    if (k->q->unit == RELEASED_NIGHTS) {
        TRY(count_nights(k, g, units));
        for (size_t i = 0; i < n; i++) k->out->count += units[i];
    }
    put_groups(k, g, counts, units, width);
    return WR_OK;
}

static wr_rc sum_of(asking *k, store_sum *ret)
{
    k->out->sum_column = released_column(k->v, k->q->sum, k->a);
    if (k->out->sum_column < 0) return released_no_column(k->a, "sum", k->q->sum);
    *ret = (store_sum){ (size_t)k->out->sum_column, numbers_of(k, k->out->sum_column) };
    return WR_OK;
}

static wr_rc by_age(asking *k);

wr_rc released_ask_keep(const released_view *v, const released_ask *q, arena *a, const released_kept **ret)
{
    released_answer out = { .all = store_rows(v->s), .sum_column = -1, .date = -1 };
    asking k = { .v = v, .q = q, .a = a, .out = &out, .kept = out.all };
    released_kept *kept = arena_make(a, released_kept);
    int key = released_column(v, "person", a);
    TRY(conditions(&k));
    memcpy(kept->keep, k.keep, sizeof kept->keep);
    memcpy(kept->left, out.left, sizeof kept->left);
    kept->keeps = k.keeps;
    kept->kept = k.kept;
    kept->lefts = out.lefts;
    kept->date = out.date;
    kept->people = -1;
    if (q->unit == RELEASED_PEOPLE) TRY(count_people(&k, &(store_ask){ .keep = k.keep, .keeps = k.keeps }, &kept->people));
    if (q->unit == RELEASED_PEOPLE) kept->counted = keys_of(&k, key);
    *ret = kept;
    return WR_OK;
}

wr_rc released_ask_run(const released_view *v, const released_ask *q, arena *a, released_answer *ret)
{
    asking k = { .v = v, .q = q, .a = a, .out = ret };
    released_groups g[RELEASED_BYS];
    store_sum sum, *with = q->sum && *q->sum ? &sum : NULL;
    *ret = (released_answer){ .all = store_rows(v->s), .sum_column = -1, .date = -1 };
    k.kept = ret->all;
    TRY(conditions(&k));
    if (with) TRY(sum_of(&k, with));
    TRY(whole(&k, with));
    if (q->bys == 1 && str_eq(q->by[0], "age_band") && released_column(v, "age_band", a) < 0) return by_age(&k);
    for (size_t i = 0; i < q->bys; i++) TRY(released_groups_of(v, q->by[i], ret->date, i ? "by2" : "by", a, &g[i]));
    if (q->bys) return grouped(&k, g, with);
    return q->unit == RELEASED_NIGHTS ? count_nights(&k, g, &ret->count) : WR_OK;
}

/* ---- age: the year of the event minus the year of birth, right within one year ---- */
static void add_band(asking *k, const char *label, int state, int64_t order, int64_t rows)
{
    released_answer *out = k->out;
    for (size_t i = 0; i < out->groups; i++)
        if (str_eq(out->group[i].label[0], label)) {
            out->group[i].rows += rows;
            out->group[i].count += rows;
            return;
        }
    out->group[out->groups++] = (released_group){ .label = { label }, .state = { state }, .order = { order }, .rows = rows, .count = rows };
}

static wr_rc by_age(asking *k)
{
    const released_view *v = k->v;
    int born = released_column(v, "birth_year", k->a), age = released_column(v, "age", k->a);
    released_groups years = { 0 }, births;
    const store_meaning **meaning;             /* of a group: its cells are the same text */
    int64_t *counts;
    if (k->q->sum && *k->q->sum) return released_no_age_sum(k->a);
    if (k->q->unit != RELEASED_ROWS) return wr_fail(arena_err(k->a), WR_E_INPUT, "unit", N_("Ages are counted by rows."));
    if (born < 0 && age < 0) return released_no_column(k->a, "by", "birth_year");
    TRY(released_groups_of(v, born >= 0 ? store_name(v->s, (size_t)born) : "age", -1, "by", k->a, &births));
    if (born >= 0) {
        if (k->out->date < 0) return wr_fail(arena_err(k->a), WR_E_INPUT, "by", N_("An age needs the date of the event. This table has none."));
        TRY(released_groups_of(v, "year", k->out->date, "by", k->a, &years));
    } else years.n = 1;
    counts = arena_array(k->a, int64_t, (size_t)years.n * births.n + 1);
    k->out->group = arena_array(k->a, released_group, 64);
    meaning = arena_array(k->a, const store_meaning *, (size_t)births.n + 1);
    store_by by[2] = { { (size_t)births.column, births.group, births.n }, { (size_t)years.column, years.group, years.n } };
    store_count(v->s, &(store_ask){ .keep = k->keep, .keeps = k->keeps, .by = by, .bys = born >= 0 ? 2 : 1 }, counts);
    for (size_t c = store_distinct(v->s, (size_t)births.column); c-- > 0; ) meaning[births.group[c]] = &store_means(v->s, (size_t)births.column)[c];
    for (uint32_t b = 0; b < births.n; b++)
        for (uint32_t y = 0; y < years.n; y++) {
            int64_t rows = counts[(size_t)b * years.n + y], order;
            bool dated = born >= 0 && years.state[y] == STORE_VALUE;
            int year = dated ? day_of_number(years.order[y]).y : 0;
            if (!rows) continue;
            const char *band = released_age_of(meaning[b], born < 0, dated ? &year : NULL, &order);
            add_band(k, band, order < 1000 ? STORE_VALUE : order > 1000 ? births.state[b] : STORE_ERROR, order, rows);
        }
    qsort(k->out->group, k->out->groups, sizeof *k->out->group, by_order);
    return WR_OK;
}

wr_rc released_ask_find(const released_view *v, const released_ask *q, int64_t skip, size_t cap, arena *a, int64_t *ret_rows, size_t *ret_n, int64_t *ret_all)
{
    released_answer out = { .all = store_rows(v->s), .sum_column = -1, .date = -1 };
    asking k = { .v = v, .q = q, .a = a, .out = &out };
    k.kept = out.all;
    TRY(conditions(&k));
    store_find(v->s, &(store_ask){ .keep = k.keep, .keeps = k.keeps }, skip, cap, ret_rows, ret_n, ret_all);
    return WR_OK;
}

wr_rc released_ask_rows(const released_view *v, const released_ask *q, arena *a, const size_t *columns, size_t n, store_block *fn, void *with)
{
    released_answer out = { .all = store_rows(v->s), .sum_column = -1, .date = -1 };
    asking k = { .v = v, .q = q, .a = a, .out = &out, .kept = out.all };
    TRY(conditions(&k));
    store_walk(v->s, &(store_ask){ .keep = k.keep, .keeps = k.keeps }, columns, n, fn, with);
    return WR_OK;
}

wr_rc released_ask_repeats(const released_view *v, const released_ask *q, arena *a, int64_t *ret_rows, int64_t *ret_repeats)
{
    released_answer out = { .all = store_rows(v->s), .sum_column = -1, .date = -1 };
    asking k = { .v = v, .q = q, .a = a, .out = &out };
    k.kept = out.all;
    TRY(conditions(&k));
    *ret_rows = k.kept;
    *ret_repeats = store_repeats(v->s, &(store_ask){ .keep = k.keep, .keeps = k.keeps }, arena_err(a));
    return *ret_repeats < 0 ? WR_E_BUSY : WR_OK;
}

typedef struct ordering { const store_meaning *a, *b; released_order *out; } ordering;
static void add_order(void *with, size_t n, const uint32_t *const *codes, const int64_t *row)
{
    ordering *o = with;
    (void)row;
    for (size_t i = 0; i < n; i++) {
        const store_meaning *a = &o->a[codes[0][i]], *b = &o->b[codes[1][i]];
        if (a->state != STORE_VALUE || b->state != STORE_VALUE || a->day == STORE_NO_DAY || b->day == STORE_NO_DAY || a->odd || b->odd) continue;
        o->out->before += a->day < b->day;
        o->out->same += a->day == b->day;
        o->out->after += a->day > b->day;
    }
}

wr_rc released_ask_order(const released_view *v, const released_ask *q, const char *first, const char *second, arena *a, released_order *ret)
{
    released_answer out = { .all = store_rows(v->s), .sum_column = -1, .date = -1 };
    asking k = { .v = v, .q = q, .a = a, .out = &out };
    int one = released_column(v, first, a), other = released_column(v, second, a);
    *ret = (released_order){ 0 };
    k.kept = out.all;
    if (one < 0) return released_no_column(a, "date", first);
    if (other < 0) return released_no_column(a, "by", second);
    TRY(conditions(&k));
    ret->rows = k.kept;
    ordering o = { store_means(v->s, (size_t)one), store_means(v->s, (size_t)other), ret };
    store_walk(v->s, &(store_ask){ .keep = k.keep, .keeps = k.keeps }, (const size_t[]){ (size_t)one, (size_t)other }, 2, add_order, &o);
    return WR_OK;
}

wr_rc released_put_left(const released_answer *out, const char *lang, arena *a, json_t *doc)
{
    json_t *list = released_list(doc, "left_out");
    int64_t sum = out->kept;
    for (size_t i = 0; i < out->lefts; i++) {
        json_t *o = released_item(list);
        TRY(page_text(o, "why", i18n_fill(a, i18n(lang, NULL, out->left[i].why), (const char *const[]){ "about", out->left[i].about, NULL })));
        TRY(page_int(o, "rows_left", out->left[i].rows));
        sum += out->left[i].rows;
    }
    return page_int(doc, "rows_together", sum);
}
