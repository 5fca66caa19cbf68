/* store_pass.c -- a pass over the rows that are kept: blocks where nothing can be are passed over, of the others 4,096 rows at a time are picked,
 * column by column, without a branch that depends on a row; what is left is unpacked for whoever counts. */
#include <stdlib.h>
#include "store_own.h"

static inline __attribute__((always_inline)) bool stands(const uint8_t *keep, const uint32_t *group, uint32_t code) { return keep ? keep[code] != 0 : group[code] != STORE_NONE; }

void store_pass_begin(store_pass *p, const store *s, const store_ask *ask, const store_keep *more_opt)
{
    p->s = s;
    p->ask = ask;
    p->tests = 0;
    if (ask->keeps > STORE_KEEPS || ask->bys > STORE_BYS || ask->sums > STORE_SUMS) abort();
    for (size_t i = 0; i < ask->keeps; i++) p->test[p->tests++] = (store_test){ ask->keep[i].column, ask->keep[i].keep, NULL };
    if (more_opt) p->test[p->tests++] = (store_test){ more_opt->column, more_opt->keep, NULL };
    for (size_t i = 0; i < ask->bys; i++) {
        const store_by *by = &ask->by[i];
        size_t code = 0, distinct = store_distinct(s, by->column);
        while (code < distinct && by->group[code] != STORE_NONE) code++;
        if (code < distinct) p->test[p->tests++] = (store_test){ by->column, NULL, by->group };
    }
}

/* Of the codes from min to max: do some stand, and all? It stops when both are known. */
static void among(const store_test *t, uint32_t min, uint32_t max, bool *ret_some, bool *ret_all)
{
    bool some = false, all = true;
    for (uint64_t code = min; code <= max && (!some || all); code++) {
        bool ok = stands(t->keep, t->group, (uint32_t)code);
        some |= ok;
        all &= ok;
    }
    *ret_some = some;
    *ret_all = all;
}

bool store_pass_block(store_pass *p, size_t block)
{
    p->block = block;
    p->n_asked = 0;
    for (size_t i = 0; i < p->tests; i++) {
        const store_place *place = store_place_of(p->s, p->test[i].column, block);
        bool some, all;
        among(&p->test[i], place->min, place->max, &some, &all);
        if (!some) return false;
        if (!all) p->asked[p->n_asked++] = &p->test[i];
    }
    return true;
}

/* Of n rows, those in `in`, or all where it is NULL: the places of those that stand, into out, which may be `in`. */
static inline __attribute__((always_inline)) size_t pick(const void *codes, uint32_t width, const store_test *t, const uint16_t *in, size_t n, uint16_t *out)
{
    const uint8_t *keep = t->keep;
    const uint32_t *group = t->group;
    size_t k = 0;
    if (keep && !in) for (size_t i = 0; i < n; i++) out[k] = (uint16_t)i, k += stands(keep, NULL, store_code_at(codes, width, i));
    else if (keep) for (size_t i = 0; i < n; i++) out[k] = in[i], k += stands(keep, NULL, store_code_at(codes, width, in[i]));
    else if (!in) for (size_t i = 0; i < n; i++) out[k] = (uint16_t)i, k += stands(NULL, group, store_code_at(codes, width, i));
    else for (size_t i = 0; i < n; i++) { uint16_t at = in[i]; out[k] = at; k += stands(NULL, group, store_code_at(codes, width, at)); }
    return k;
}

/* Where the codes of the step begin. */
static const void *codes_of(const store_pass *p, const store_place *place) { return p->s->map + place->at + p->from * place->width; }

bool store_pass_step(store_pass *p, size_t from)
{
    size_t left = store_block_rows(p->s->head->rows, p->block) - from;
    p->from = from;
    p->n = p->kept = left < STORE_STEP ? left : STORE_STEP;
    p->whole = p->n_asked == 0;
    for (size_t i = 0; i < p->n_asked && p->kept > 0; i++) {
        const store_test *t = p->asked[i];
        const store_place *place = store_place_of(p->s, t->column, p->block);
        const void *codes = codes_of(p, place);
        const uint16_t *in = i ? p->pick : NULL;
        p->kept = place->width == 1 ? pick(codes, 1, t, in, p->kept, p->pick) : place->width == 2 ? pick(codes, 2, t, in, p->kept, p->pick) : pick(codes, 4, t, in, p->kept, p->pick);
    }
    return p->kept > 0;
}

/* Of each kept row its code, or what `group_opt` makes of it; behind what ret has, where that has been multiplied by `groups`, unless they are 0. */
static inline __attribute__((always_inline)) void take(const void *codes, uint32_t width, const uint16_t *in, size_t n, const uint32_t *group_opt, uint32_t groups, uint32_t *ret)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t code = store_code_at(codes, width, in ? in[i] : i), of = group_opt ? group_opt[code] : code;
        ret[i] = groups ? ret[i] * groups + of : of;
    }
}

static void take_column(const store_pass *p, size_t column, const uint32_t *group_opt, uint32_t groups, uint32_t *ret)
{
    const store_place *place = store_place_of(p->s, column, p->block);
    const void *codes = codes_of(p, place);
    const uint16_t *in = p->whole ? NULL : p->pick;
    uint32_t of = group_opt ? group_opt[place->min] : place->min;
    if (place->width == 0) for (size_t i = 0; i < p->kept; i++) ret[i] = groups ? ret[i] * groups + of : of;
    else if (place->width == 1) take(codes, 1, in, p->kept, group_opt, groups, ret);
    else if (place->width == 2) take(codes, 2, in, p->kept, group_opt, groups, ret);
    else take(codes, 4, in, p->kept, group_opt, groups, ret);
}

void store_pass_codes(const store_pass *p, size_t column, uint32_t *ret) { take_column(p, column, NULL, 0, ret); }

void store_pass_groups(const store_pass *p, uint32_t *ret)
{
    for (size_t b = 0; b < p->ask->bys; b++) take_column(p, p->ask->by[b].column, p->ask->by[b].group, b ? p->ask->by[b].groups : 0, ret);
}

uint64_t store_combinations(const store_ask *ask)
{
    uint64_t n = 1;
    for (size_t b = 0; b < ask->bys; b++) n *= ask->by[b].groups;
    return n;
}
