/* released_cube.c -- a cube made from a table and suppressed; what two cubes over the same counts must have in common; sums over ranges of it. */
#include "released_cube.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "released_group.h"
#include "suppress.h"

const char *const released_cube_times[] = { "day", "month", "period", NULL };
const char *const released_cube_lefts[] = { N_("other places"), N_("place not said"), N_("other days"), N_("no plausible day"), N_("no number"), NULL };
enum { PARTS_OF_COUNT = 2 };

/* ---- places of cells ---- */
static size_t codes(const cube_axis *x, int axis) { return axis == CUBE_PLACE ? x->n : x->n + 1; }

size_t released_cube_cells(const released_cube *c)
{
    size_t n = 1;
    for (int i = 0; i < CUBE_AXES; i++) n *= codes(&c->axis[i], i);
    return n;
}

size_t released_cube_place(const released_cube *c, const int at[CUBE_AXES])
{
    size_t p = 0;
    for (int i = 0; i < CUBE_AXES; i++) {
        size_t n = c->axis[i].n, mine = at[i] == CUBE_ALL ? n : (size_t)at[i];
        if (mine >= codes(&c->axis[i], i)) abort();
        p = p * codes(&c->axis[i], i) + mine;
    }
    return p;
}

static void code_at(const released_cube *c, size_t p, int at[CUBE_AXES])
{
    for (int i = CUBE_AXES - 1; i >= 0; i--) {
        size_t n = codes(&c->axis[i], i), mine = p % n;
        at[i] = mine == c->axis[i].n ? CUBE_ALL : (int)mine;
        p /= n;
    }
}

int64_t released_cube_at(const released_cube *c, const int at[CUBE_AXES]) { return c->cell[released_cube_place(c, at)]; }

int64_t released_cube_range(const released_cube *c, int place, int from, int to, int part, int part2)
{
    int64_t sum = 0;
    if (from == 0 && to == (int)c->axis[CUBE_TIME].n - 1) return released_cube_at(c, (int[]){ place, CUBE_ALL, part, part2 });
    for (int t = from; t <= to; t++) {
        int64_t one = released_cube_at(c, (int[]){ place, t, part, part2 });
        if (one == CUBE_HIDDEN) return CUBE_HIDDEN;
        sum += one;
    }
    return sum;
}

int released_cube_code(const cube_axis *x, const char *code)
{
    for (size_t i = 0; i < x->n; i++)
        if (str_eq(x->code[i].code, code)) return (int)i;
    return -1;
}

const char *released_cube_title(const char *word)
{
    static const char *const TITLES[][2] = { { "rows", N_("Rows") }, { "present", N_("People held at any time of the day") }, { "present_midnight", N_("Midnights that people were held") },
        { "conviction", N_("Criminal record") }, { "criminality", N_("Criminality") }, { "sex", N_("Sex") }, { "age_band", N_("Age") }, { "citizenship", N_("Citizenship") }, { "day", N_("Day") },
        { "month", N_("Month") }, { "period", N_("Time") }, { "place", N_("Place") }, { "facility_code", N_("Facility") }, { "facility", N_("Facility") }, { "area", N_("Area of responsibility") } };
    for (size_t i = 0; i < sizeof TITLES / sizeof *TITLES; i++)
        if (str_eq(TITLES[i][0], word)) return TITLES[i][1];
    for (const released_idea *k = released_ideas; k->name; k++)
        if (str_eq(k->name, word)) return k->label;
    return word;
}

/* ---- two cubes over the same counts ---- */
static bool same_codes(const cube_axis *x, const cube_axis *y)
{
    if (x->n != y->n || !str_eq(x->word, y->word)) return false;
    for (size_t i = 0; i < x->n; i++)
        if (!str_eq(x->code[i].code, y->code[i].code)) return false;
    return true;
}

static wr_day first_day(const released_cube *c) { return c->axis[CUBE_TIME].code[0].from; }
static wr_day last_day(const released_cube *c) { return c->axis[CUBE_TIME].code[c->axis[CUBE_TIME].n - 1].to; }
static bool open_code(const char *code) { return !*code || str_eq(code, "(others)"); }

static bool no_row_in_common(const released_cube *x, const released_cube *y)
{
    if (wr_day_cmp(last_day(x), first_day(y)) < 0 || wr_day_cmp(last_day(y), first_day(x)) < 0) return true;
    if (!str_eq(x->axis[CUBE_PLACE].word, y->axis[CUBE_PLACE].word)) return false;
    for (size_t i = 0; i < x->axis[CUBE_PLACE].n; i++)
        if (open_code(x->axis[CUBE_PLACE].code[i].code) || released_cube_code(&y->axis[CUBE_PLACE], x->axis[CUBE_PLACE].code[i].code) >= 0) return false;
    for (size_t i = 0; i < y->axis[CUBE_PLACE].n; i++)
        if (open_code(y->axis[CUBE_PLACE].code[i].code)) return false;
    return true;
}

static int part_named(const released_cube *c, const char *word)
{
    for (int i = CUBE_PART; i < CUBE_AXES; i++)
        if (c->axis[i].n && str_eq(c->axis[i].word, word)) return i;
    return -1;
}

/* Which time of `other` is the same, for a time of `mine` or their sum: axes of the same codes, or one of a single code. */
static bool same_time(const cube_axis *mine, int at, const cube_axis *other, int *ret)
{
    if (same_codes(mine, other)) { *ret = at; return true; }
    if (mine->n == 1) at = 0;
    if (at == CUBE_ALL) return false;
    *ret = released_cube_code(other, mine->code[at].code);
    return *ret >= 0;
}

/* The cell of `other` that counts the same; false: it has none. */
static bool same_count(const released_cube *mine, const int at[CUBE_AXES], const released_cube *other, int ret[CUBE_AXES])
{
    ret[CUBE_PLACE] = released_cube_code(&other->axis[CUBE_PLACE], mine->axis[CUBE_PLACE].code[at[CUBE_PLACE]].code);
    if (ret[CUBE_PLACE] < 0 || !same_time(&mine->axis[CUBE_TIME], at[CUBE_TIME], &other->axis[CUBE_TIME], &ret[CUBE_TIME])) return false;
    ret[CUBE_PART] = ret[CUBE_PART2] = CUBE_ALL;
    for (int i = CUBE_PART; i < CUBE_AXES; i++) {
        int there;
        if (at[i] == CUBE_ALL) continue;
        there = part_named(other, mine->axis[i].word);
        if (there < 0) return false;
        ret[there] = at[i];
    }
    return true;
}

/* "All others" and "the whole table" are the same only where all the named places are. */
static bool places_agree(const cube_axis *x, const cube_axis *y)
{
    if (same_codes(x, y)) return true;
    for (size_t i = 0; i < x->n; i++)
        if (open_code(x->code[i].code)) return false;
    for (size_t i = 0; i < y->n; i++)
        if (open_code(y->code[i].code)) return false;
    return str_eq(x->word, y->word);
}

/* Sums over other times than the other cube has would be differences of both; a single time has no such sum. */
static bool times_agree(const cube_axis *x, const cube_axis *y)
{
    return same_codes(x, y) || (x->n == 1 && released_cube_code(y, x->code[0].code) >= 0) || (y->n == 1 && released_cube_code(x, y->code[0].code) >= 0);
}

static wr_rc may_stand_beside(const released_cube *c, const released_cube *other, arena *a)
{
    if (!places_agree(&c->axis[CUBE_PLACE], &other->axis[CUBE_PLACE]) || !times_agree(&c->axis[CUBE_TIME], &other->axis[CUBE_TIME]))
        return wr_fail(arena_err(a), WR_E_RULE, "released.cube", N_("A published answer counts some of the same rows by other places or times: both together could give a small number away. Choose the same places and times, one of its times alone, or none of them."));
    for (int i = CUBE_PART; i < CUBE_AXES; i++) {
        int there = c->axis[i].n ? part_named(other, c->axis[i].word) : -1;
        if (there >= 0 && !same_codes(&c->axis[i], &other->axis[there]))
            return wr_fail(arena_err(a), WR_E_RULE, "released.cube", N_("A published answer divides the same rows by the same column into other groups: both together could give a small number away. Choose the same groups."));
    }
    return WR_OK;
}

/* One place of the cube: its axes of more than one code, as dimensions. */
typedef struct one_table { suppress *s; int axis[CUBE_AXES]; size_t dims; } one_table;

static void dims_of(const one_table *p, const int at[CUBE_AXES], int ret[SUPPRESS_DIMS])
{
    ret[0] = 0;                       /* of a place without dimensions: the one cell */
    for (size_t d = 0; d < p->dims; d++) ret[d] = at[p->axis[d]];
}

static bool inner(const released_cube *c, const int at[CUBE_AXES])
{
    for (int i = CUBE_TIME; i < CUBE_AXES; i++)
        if (c->axis[i].n && at[i] == CUBE_ALL) return false;
    return true;
}

static wr_rc too_much(arena *a) { return wr_fail(arena_err(a), WR_E_RULE, "released.cube", N_("Together with what is published already, this would give a small number away. Choose longer times, fewer parts or larger places.")); }

static wr_rc one_place(released_cube *c, int which, const released_cube *also, size_t n_also, arena *a)
{
    int64_t was;
    one_table p = { 0 };
    size_t n[SUPPRESS_DIMS] = { 1 };
    for (int i = CUBE_TIME; i < CUBE_AXES; i++)
        if (c->axis[i].n > 1) { n[p.dims] = c->axis[i].n; p.axis[p.dims++] = i; }
    p.s = suppress_new(a, p.dims ? p.dims : 1, n, CUBE_LIMIT);
    if (!p.s) return wr_fail(arena_err(a), WR_E_TOO_BIG, NULL, N_("This answer has too many cells. Choose months instead of days, or one part less."));
    for (size_t k = 0; k < c->n; k++) {
        int at[CUBE_AXES], dim[SUPPRESS_DIMS];
        code_at(c, k, at);
        if (at[CUBE_PLACE] != which || !inner(c, at) || !c->cell[k]) continue;
        dims_of(&p, at, dim);
        suppress_add(p.s, dim, c->cell[k]);
    }
    for (size_t o = 0; o < n_also; o++)
        for (size_t k = 0; k < c->n; k++) {
            int at[CUBE_AXES], there[CUBE_AXES], dim[SUPPRESS_DIMS];
            code_at(c, k, at);
            if (at[CUBE_PLACE] != which || !same_count(c, at, &also[o], there)) continue;
            int64_t other = released_cube_at(&also[o], there);
            dims_of(&p, at, dim);
            if (other == CUBE_HIDDEN) suppress_was(p.s, dim, false);
            else if (str_eq(c->table, also[o].table) || (suppress_shown(p.s, dim, &was) && was == other)) suppress_was(p.s, dim, true);
        }
    if (!suppress_run(p.s)) return too_much(a);
    for (size_t k = 0; k < c->n; k++) {
        int at[CUBE_AXES], dim[SUPPRESS_DIMS];
        code_at(c, k, at);
        if (at[CUBE_PLACE] != which) continue;
        dims_of(&p, at, dim);
        if (!suppress_shown(p.s, dim, &c->cell[k])) c->cell[k] = CUBE_HIDDEN;
    }
    return WR_OK;
}

/* "Under 11" is said of a place only where all that is hidden there are days or months of few, and where this too leaves each of them every number
 * from 1 to the limit, though their sum is known. Elsewhere a hidden count may be a large one that is hidden beside a small one. */
static bool all_small(const released_cube *c, int place, const int64_t *was)
{
    int64_t k = 0, sum = 0;
    if (c->axis[CUBE_PART].n || c->axis[CUBE_PART2].n || released_cube_at(c, (int[]){ place, CUBE_ALL, CUBE_ALL, CUBE_ALL }) == CUBE_HIDDEN) return false;
    for (size_t i = 0; i < c->axis[CUBE_TIME].n; i++) {
        size_t p = released_cube_place(c, (int[]){ place, (int)i, CUBE_ALL, CUBE_ALL });
        if (c->cell[p] != CUBE_HIDDEN) continue;
        if (was[p] > CUBE_LIMIT) return false;
        k++;
        sum += was[p];
    }
    return k && sum - CUBE_LIMIT >= k - 1 && sum - 1 <= CUBE_LIMIT * (k - 1);
}

wr_rc released_cube_beside(const released_cube *c, const released_cube *also, size_t n, arena *a)
{
    for (size_t o = 0; o < n; o++) {
        if (no_row_in_common(c, &also[o])) continue;
        TRY(may_stand_beside(c, &also[o], a));
        for (size_t k = 0; k < c->n; k++) {
            int at[CUBE_AXES], there[CUBE_AXES];
            code_at(c, k, at);
            if (!same_count(c, at, &also[o], there)) continue;
            int64_t one = c->cell[k], other = released_cube_at(&also[o], there);
            if (str_eq(c->table, also[o].table) ? one != other : other == CUBE_HIDDEN && one > 0) return too_much(a);
        }
    }
    return WR_OK;
}

wr_rc released_cube_protect(released_cube *c, const released_cube *also, size_t n_also, arena *a)
{
    released_cube *beside = arena_array(a, released_cube, n_also + 1);
    int64_t *was = arena_array(a, int64_t, c->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < n_also; i++) {
        if (no_row_in_common(c, &also[i])) continue;
        TRY(may_stand_beside(c, &also[i], a));
        beside[n++] = also[i];
    }
    memcpy(was, c->cell, c->n * sizeof *was);
    c->small = arena_array(a, bool, c->axis[CUBE_PLACE].n + 1);
    for (size_t i = 0; i < c->axis[CUBE_PLACE].n; i++) {
        TRY(one_place(c, (int)i, beside, n, a));
        c->small[i] = all_small(c, (int)i, was);
    }
    return released_cube_beside(c, beside, n, a);
}

static bool few(int64_t n) { return n > 0 && n <= CUBE_LIMIT; }

bool released_cube_near(const released_cube *x, const released_cube *y)
{
    const cube_axis *t = &y->axis[CUBE_TIME];
    for (size_t p = 0; p < x->axis[CUBE_PLACE].n; p++) {
        int there = released_cube_code(&y->axis[CUBE_PLACE], x->axis[CUBE_PLACE].code[p].code);
        for (size_t k = 0; there >= 0 && k < x->axis[CUBE_TIME].n; k++) {
            const cube_code *mine = &x->axis[CUBE_TIME].code[k];
            int from = -1, to = -1;
            int64_t one = released_cube_at(x, (int[]){ (int)p, (int)k, CUBE_ALL, CUBE_ALL }), other;
            for (size_t i = 0; i < t->n; i++) {
                if (wr_day_cmp(t->code[i].from, mine->from) == 0) from = (int)i;
                if (wr_day_cmp(t->code[i].to, mine->to) == 0) to = (int)i;
            }
            if (from < 0 || to < from || one == CUBE_HIDDEN) continue;
            other = released_cube_range(y, there, from, to, CUBE_ALL, CUBE_ALL);
            if (other != CUBE_HIDDEN && few(one < other ? other - one : one - other)) return true;
        }
    }
    return false;
}

/* ---- from a table ---- */
typedef struct filling {
    released_cube *c;
    cube_map map[CUBE_AXES];
    int slot[CUBE_AXES], slot2[CUBE_AXES];                 /* where the walk has the codes of its columns; -1: none */
    const store_meaning *number, *part[PARTS_OF_COUNT]; size_t parts; int part_slot[PARTS_OF_COUNT], number_slot; bool rest;
    size_t column[STORE_WALKS], columns;
    bool bad;
} filling;

static int slot_of(filling *f, int column)
{
    if (column < 0) return -1;
    for (size_t i = 0; i < f->columns; i++)
        if (f->column[i] == (size_t)column) return (int)i;
    f->column[f->columns] = (size_t)column;
    return (int)f->columns++;
}

static bool count_of(const store_meaning *m, int64_t *ret)
{
    if (m->state != STORE_VALUE || !m->has_number || m->odd || m->number < 0 || m->number % 1000000) return false;
    *ret = m->number / 1000000;
    return true;
}

static void add_parts(filling *f, const uint32_t *const *codes_, size_t i, int at[CUBE_AXES], int64_t count)
{
    for (size_t k = 0; k < f->parts; k++) {
        int64_t one;
        if (!count_of(&f->part[k][codes_[f->part_slot[k]][i]], &one) || one > count) { f->bad = true; return; }
        at[CUBE_PART] = (int)k;
        f->c->cell[released_cube_place(f->c, at)] += one;
        count -= one;
    }
    at[CUBE_PART] = (int)f->parts;
    f->c->cell[released_cube_place(f->c, at)] += count;
}

static void fill(void *with, size_t n, const uint32_t *const *codes_, const int64_t *row)
{
    filling *f = with;
    (void)row;
    for (size_t i = 0; i < n; i++) {
        int at[CUBE_AXES] = { 0, 0, CUBE_ALL, CUBE_ALL }, out = -1;
        int64_t count = 1;
        for (int x = CUBE_AXES - 1; x >= 0; x--) {
            const cube_map *m = &f->map[x];
            uint32_t k;
            if (f->slot[x] < 0) continue;
            k = m->code[(size_t)codes_[f->slot[x]][i] * m->n2 + (f->slot2[x] >= 0 ? codes_[f->slot2[x]][i] : 0)];
            if (k < CUBE_UNSAID) at[x] = (int)k;
            else if (x == CUBE_TIME) out = k == CUBE_UNSAID ? CUBE_NO_DAY : CUBE_OTHER_DAY;
            else if (out != CUBE_NO_DAY) out = k == CUBE_UNSAID ? CUBE_NO_PLACE : CUBE_OTHER_PLACE;
        }
        if (out < 0 && f->number && !count_of(&f->number[codes_[f->number_slot][i]], &count)) out = CUBE_NO_NUMBER;
        if (out >= 0) f->c->left[out]++;
        else if (f->parts) add_parts(f, codes_, i, at, count);
        else f->c->cell[released_cube_place(f->c, at)] += count;
    }
}

/* A headcount has its parts as columns: with a conviction and the rest; men, women and the rest. */
static wr_rc count_parts(filling *f, const released_view *v, const released_cube_ask *q, arena *a)
{
    static const struct { const char *word, *column[PARTS_OF_COUNT], *code[PARTS_OF_COUNT + 1], *name[PARTS_OF_COUNT + 1]; } KNOWN[] = {
        { "conviction", { "present_convicted" }, { "with", "without" }, { N_("with a conviction"), N_("without a conviction") } },
        { "sex", { "n_detained_male", "n_detained_female" }, { "male", "female", "(not said)" }, { N_("male"), N_("female"), N_("not said") } } };
    cube_axis *ax = &f->c->axis[CUBE_PART];
    if (!*str_or_none(q->part)) return WR_OK;
    if (!str_eq(f->c->measure, "present")) return wr_fail(arena_err(a), WR_E_INPUT, "part", N_("Only people present that day are counted by parts in this table."));
    for (size_t k = 0; k < sizeof KNOWN / sizeof *KNOWN; k++) {
        if (!str_eq(KNOWN[k].word, q->part)) continue;
        *ax = (cube_axis){ .word = q->part, .code = arena_array(a, cube_code, PARTS_OF_COUNT + 1) };
        for (; f->parts < PARTS_OF_COUNT && KNOWN[k].column[f->parts]; f->parts++) {
            int at = released_column(v, KNOWN[k].column[f->parts], a);
            if (at < 0) return released_no_column(a, "part", q->part);
            f->part[f->parts] = store_means(v->s, (size_t)at);
            f->part_slot[f->parts] = slot_of(f, at);
        }
        for (ax->n = 0; ax->n <= f->parts; ax->n++) ax->code[ax->n] = (cube_code){ .code = KNOWN[k].code[ax->n], .name = KNOWN[k].name[ax->n] };
        return WR_OK;
    }
    return wr_fail(arena_err(a), WR_E_INPUT, "part", N_("Of a headcount: conviction or sex."));
}

static wr_rc measure_of(filling *f, const released_view *v, const released_cube_ask *q, arena *a)
{
    int at;
    f->c->measure = *str_or_none(q->measure) ? q->measure : "rows";
    if (str_eq(f->c->measure, "rows")) {
        if (*str_or_none(q->part)) TRY(released_cube_part(v, q, q->part, "part", a, &f->c->axis[CUBE_PART], &f->map[CUBE_PART]));
        if (*str_or_none(q->part2)) TRY(released_cube_part(v, q, q->part2, "part2", a, &f->c->axis[CUBE_PART2], &f->map[CUBE_PART2]));
        if (!*str_or_none(q->part2)) return WR_OK;
        if (!*str_or_none(q->part)) return wr_fail(arena_err(a), WR_E_INPUT, "part", N_("Choose the first part, then the second."));
        return str_eq(q->part, q->part2) ? wr_fail(arena_err(a), WR_E_INPUT, "part2", N_("Choose two different parts.")) : WR_OK;
    }
    at = released_column(v, q->measure, a);
    if (at < 0) return released_no_column(a, "measure", q->measure);
    if (!v->ideas[at] || v->ideas[at]->kind != RELEASED_COUNT || !str_starts(v->ideas[at]->name, "present"))
        return wr_fail(arena_err(a), WR_E_INPUT, "measure", N_("This column does not count people. Choose rows, or a column of people present."));
    if (*str_or_none(q->part2)) return wr_fail(arena_err(a), WR_E_INPUT, "part2", N_("A headcount has one kind of part at a time."));
    f->c->measure = v->ideas[at]->name;
    f->number = store_means(v->s, (size_t)at);
    f->number_slot = slot_of(f, at);
    return count_parts(f, v, q, a);
}

/* Rows left out are counts too. What the table does not say is the same number in every cube of it; what was not asked for is a number that another
 * cube, or the sum of all rows, would divide. */
static void coarse_lefts(released_cube *c)
{
    if (!str_eq(c->measure, "rows")) return;
    c->all = CUBE_HIDDEN;
    for (int i = 0; i < CUBE_LEFTS; i++)
        if (c->left[i] && (few(c->left[i]) || i == CUBE_OTHER_PLACE || i == CUBE_OTHER_DAY)) c->left[i] = CUBE_HIDDEN;
}

wr_rc released_cube_make(const released_view *v, const released_cube_ask *q, const released_cube *also, size_t n_also, arena *a, released_cube *ret)
{
    filling f = { .c = ret, .number_slot = -1 };
    *ret = (released_cube){ .table = v->table.id ? v->table.id : "", .all = store_rows(v->s) };
    for (int i = 0; i < CUBE_AXES; i++) ret->axis[i].word = "", f.map[i] = (cube_map){ .column = -1, .column2 = -1 };
    TRY(released_cube_places(v, q, a, &ret->axis[CUBE_PLACE], &f.map[CUBE_PLACE]));
    TRY(released_cube_time(v, q, a, &ret->axis[CUBE_TIME], &f.map[CUBE_TIME]));
    TRY(measure_of(&f, v, q, a));
    for (int i = 0; i < CUBE_AXES; i++) {
        f.slot[i] = slot_of(&f, f.map[i].column);
        f.slot2[i] = slot_of(&f, f.map[i].column2);
    }
    ret->n = released_cube_cells(ret);
    if (ret->n > CUBE_CELLS) return wr_fail(arena_err(a), WR_E_TOO_BIG, NULL, N_("This answer has too many cells. Choose months instead of days, or one part less."));
    ret->cell = arena_array(a, int64_t, ret->n);
    store_walk(v->s, &(store_ask){ 0 }, f.column, f.columns, fill, &f);
    if (f.bad) return wr_fail(arena_err(a), WR_E_INPUT, "part", N_("In some row of this table a part is missing or larger than its whole. It cannot be published in parts."));
    coarse_lefts(ret);
    return released_cube_protect(ret, also, n_also, a);
}

/* ---- as text: keys in order, so that the same cube is the same bytes ---- */
static void put_axis(strbuf *b, const cube_axis *x, arena *a)
{
    sb_str(b, "{\"codes\":[");
    for (size_t i = 0; i < x->n; i++) {
        sb_str(b, i ? ",{\"code\":" : "{\"code\":");
        sb_json(b, x->code[i].code);
        sb_fmt(b, ",\"from\":\"%s\",\"name\":", day_text(a, x->code[i].from));
        sb_json(b, x->code[i].name);
        sb_fmt(b, ",\"to\":\"%s\"}", day_text(a, x->code[i].to));
    }
    sb_str(b, "],\"word\":");
    sb_json(b, x->word);
    sb_ch(b, '}');
}

static void put_count(strbuf *b, int64_t v)
{
    if (v == CUBE_HIDDEN) sb_str(b, "null");
    else sb_int(b, v);
}

static void put_counts(strbuf *b, const char *key, const int64_t *v, size_t n)
{
    sb_fmt(b, "\"%s\":[", key);
    for (size_t i = 0; i < n; i++) {
        if (i) sb_ch(b, ',');
        put_count(b, v[i]);
    }
    sb_str(b, "],");
}

const char *released_cube_text(const released_cube *c, arena *a)
{
    strbuf b = sb_new(a, c->n * 5 + 2000);
    sb_str(&b, "{\"axes\":[");
    for (int i = 0; i < CUBE_AXES; i++) {
        if (i) sb_ch(&b, ',');
        put_axis(&b, &c->axis[i], a);
    }
    sb_str(&b, "],");
    put_counts(&b, "cells", c->cell, c->n);
    put_counts(&b, "left", c->left, CUBE_LEFTS);
    sb_str(&b, "\"measure\":");
    sb_json(&b, c->measure);
    sb_str(&b, ",\"rows\":");
    put_count(&b, c->all);
    sb_str(&b, ",\"small\":[");
    for (size_t i = 0; i < c->axis[CUBE_PLACE].n; i++) sb_fmt(&b, "%s%s", i ? "," : "", c->small[i] ? "true" : "false");
    sb_str(&b, "]}");
    return b.p;
}

static const char *text_in(const json_t *o, const char *key, arena *a) { return arena_dup(a, str_or_none(json_string_value(json_object_get(o, key)))); }

static void axis_open(const json_t *o, arena *a, cube_axis *ret)
{
    const json_t *list = json_object_get(o, "codes"), *one;
    size_t i;
    *ret = (cube_axis){ .word = text_in(o, "word", a), .n = json_array_size(list), .code = arena_array(a, cube_code, json_array_size(list) + 1) };
    json_array_foreach(list, i, one) {
        ret->code[i] = (cube_code){ .code = text_in(one, "code", a), .name = text_in(one, "name", a) };
        if (!day_parse(text_in(one, "from", a), &ret->code[i].from) || !day_parse(text_in(one, "to", a), &ret->code[i].to)) ret->code[i].from = ret->code[i].to = (wr_day){ 0 };
    }
}

static int64_t number_of(const json_t *x) { return json_is_integer(x) ? (int64_t)json_integer_value(x) : CUBE_HIDDEN; }

wr_rc released_cube_open(const char *text, arena *a, released_cube *ret)
{
    json_t *o = json_loads(text, 0, NULL), *cells = json_object_get(o, "cells"), *left = json_object_get(o, "left"), *x;
    size_t i;
    *ret = (released_cube){ .table = "", .measure = text_in(o, "measure", a), .all = number_of(json_object_get(o, "rows")) };
    for (i = 0; i < CUBE_AXES; i++) axis_open(json_array_get(json_object_get(o, "axes"), i), a, &ret->axis[i]);
    ret->n = released_cube_cells(ret);
    ret->cell = arena_array(a, int64_t, ret->n + 1);
    json_array_foreach(cells, i, x)
        if (i < ret->n) ret->cell[i] = number_of(x);
    ret->small = arena_array(a, bool, ret->axis[CUBE_PLACE].n + 1);
    for (i = 0; i < ret->axis[CUBE_PLACE].n; i++) ret->small[i] = json_is_true(json_array_get(json_object_get(o, "small"), i));
    for (i = 0; i < CUBE_LEFTS; i++) ret->left[i] = number_of(json_array_get(left, i));
    bool whole = o && ret->n && json_array_size(cells) == ret->n && ret->axis[CUBE_PLACE].n && ret->axis[CUBE_TIME].n;
    json_decref(o);
    return whole ? WR_OK : wr_fail(arena_err(a), WR_E_BUG, NULL, N_("The cells of a published answer cannot be read."));
}
