/* store_different.c -- how many different codes each combination has, exactly; and rows that repeat an earlier one. */
#include <stdlib.h>
#include <sys/random.h>
#include "store_own.h"

enum { BITS_MOST = 1 << 28 };            /* 32 MB of bits; beyond them the rows are put in order of their combinations */
typedef struct different { store_pass pass; size_t column; uint64_t distinct; uint64_t *bit; int64_t *at; uint32_t *sorted; uint32_t group[STORE_STEP], code[STORE_STEP]; } different;
typedef void different_step(different *, int64_t *ret);

static void each_step(different *d, different_step *step, int64_t *ret)
{
    const store *s = d->pass.s;
    for (size_t b = 0; b < s->blocks; b++) {
        if (!store_pass_block(&d->pass, b)) continue;
        for (size_t from = 0, n = store_block_rows(s->head->rows, b); from < n; from += STORE_STEP) {
            if (!store_pass_step(&d->pass, from)) continue;
            if (d->pass.ask->bys) store_pass_groups(&d->pass, d->group);
            store_pass_codes(&d->pass, d->column, d->code);
            step(d, ret);
        }
    }
}

/* A bit for each pair of a combination and a code. */
static void mark(different *d, int64_t *ret)
{
    for (size_t i = 0; i < d->pass.kept; i++) {
        uint64_t at = d->group[i] * d->distinct + d->code[i], one = (uint64_t)1 << at % 64;
        ret[d->group[i]] += !(d->bit[at / 64] & one);
        d->bit[at / 64] |= one;
    }
}

static void count_rows(different *d, int64_t *ret)
{
    for (size_t i = 0; i < d->pass.kept; i++) ret[d->group[i]]++;
}

static void sort_in(different *d, int64_t *ret)
{
    (void)ret;
    for (size_t i = 0; i < d->pass.kept; i++) d->sorted[d->at[d->group[i]]++] = d->code[i];
}

/* The codes of one combination after those of the one before; then each code is counted where it was not seen in this combination. */
static bool by_sorting(different *d, size_t combinations, int64_t *ret)
{
    uint32_t *seen = calloc(d->distinct + 1, sizeof *seen);
    int64_t rows = 0, from = 0;
    bool ok;
    d->at = calloc(combinations, sizeof *d->at);
    each_step(d, count_rows, ret);
    for (size_t g = 0; d->at && g < combinations; g++) {
        d->at[g] = rows;
        rows += ret[g];
    }
    d->sorted = malloc(((size_t)rows + 1) * sizeof *d->sorted);
    ok = seen && d->at && d->sorted;
    if (ok) each_step(d, sort_in, NULL);
    for (size_t g = 0; ok && g < combinations; g++) {
        ret[g] = 0;
        for (; from < d->at[g]; from++) {
            uint32_t *x = &seen[d->sorted[from]];
            ret[g] += *x != (uint32_t)g + 1;
            *x = (uint32_t)g + 1;
        }
    }
    free(d->sorted);
    free(d->at);
    free(seen);
    return ok;
}

wr_rc store_count_different(const store *s, const store_ask *ask, size_t column, const uint8_t *counted, wr_err *e, int64_t *ret)
{
    uint64_t combinations = store_combinations(ask);
    different d = { .column = column, .distinct = store_distinct(s, column) };
    bool ok;
    store_pass_begin(&d.pass, s, ask, &(store_keep){ column, counted });
    memset(ret, 0, combinations * sizeof *ret);
    if (combinations * d.distinct <= BITS_MOST) {
        d.bit = calloc(combinations * d.distinct / 64 + 1, sizeof *d.bit);
        ok = d.bit != NULL;
        if (ok) each_step(&d, mark, ret);
        free(d.bit);
    } else ok = by_sorting(&d, combinations, ret);
    return ok ? WR_OK : table_no_memory(e);
}

/* ---- rows that repeat an earlier one ---- */

/* The code of what is quarantined in a column; STORE_NONE: nothing is. */
static uint32_t gone_in(const store *s, size_t column)
{
    const store_meaning *m = store_means(s, column);
    for (size_t code = 0; code < store_distinct(s, column); code++)
        if (m[code].state == STORE_QUARANTINED) return (uint32_t)code;
    return STORE_NONE;
}

/* A hash of each row, 0 where a cell is quarantined. The key is random: who makes the file cannot choose rows that fall together. */
static void hash_rows(const store *s, uint64_t *hash)
{
    uint64_t key;
    uint32_t code[STORE_STEP];
    if (getentropy(&key, sizeof key) != 0) abort();
    for (size_t i = 0; i < (size_t)s->head->rows; i++) hash[i] = key;
    for (size_t c = 0; c < s->head->columns; c++) {
        uint32_t gone = gone_in(s, c);
        for (size_t from = 0, n; from < (size_t)s->head->rows; from += n) {
            const store_place *p = store_place_of(s, c, from / STORE_BLOCK);
            size_t left = store_block_rows(s->head->rows, from / STORE_BLOCK) - from % STORE_BLOCK;
            n = left < STORE_STEP ? left : STORE_STEP;
            store_unpack(s->map + p->at, p->width, p->min, from % STORE_BLOCK, n, code);
            for (size_t i = 0; i < n; i++) {
                uint64_t h = (hash[from + i] ^ code[i]) * 0x9e3779b97f4a7c15u;
                h ^= h >> 29;
                hash[from + i] = hash[from + i] == 0 || code[i] == gone ? 0 : h + (h == 0);
            }
        }
    }
}

static bool equal(const store *s, int64_t x, int64_t y)
{
    size_t c = 0;
    while (c < s->head->columns && store_code(s, c, x) == store_code(s, c, y)) c++;
    return c == s->head->columns;
}

/* Rows that the question leaves out are no rows here: hash 0. */
typedef struct only_kept { const uint64_t *all; uint64_t *hash; } only_kept;
static void copy_kept(void *with, size_t n, const uint32_t *const *codes, const int64_t *row)
{
    only_kept *k = with;
    (void)codes;
    for (size_t i = 0; i < n; i++) k->hash[row[i]] = k->all[row[i]];
}

static bool hash_kept(const store *s, const store_ask *ask, uint64_t **hash)
{
    only_kept k = { *hash, calloc((size_t)s->head->rows + 1, sizeof *k.hash) };
    if (!k.hash) return false;
    store_walk(s, ask, NULL, 0, copy_kept, &k);
    free(*hash);
    *hash = k.hash;
    return true;
}

int64_t store_repeats(const store *s, const store_ask *ask, wr_err *e)
{
    size_t rows = (size_t)s->head->rows, slots = 16;
    uint64_t *hash = NULL;
    uint32_t *slot = NULL;               /* 1 + a row */
    int64_t found = 0;
    for (size_t c = 0; c < s->head->columns; c++)
        if (store_distinct(s, c) == rows) return 0;
    while (slots < rows * 2) slots *= 2;
    hash = malloc((rows + 1) * sizeof *hash);
    slot = calloc(slots, sizeof *slot);
    if (hash && slot) hash_rows(s, hash);
    else found = -1;
    if (found >= 0 && ask && (ask->keeps || ask->bys) && !hash_kept(s, ask, &hash)) found = -1;
    for (size_t i = 0; found >= 0 && i < rows; i++) {
        size_t at = (hash[i] ^ hash[i] >> 32) & (slots - 1);
        if (hash[i] == 0) continue;
        for (; slot[at]; at = (at + 1) & (slots - 1))
            if (hash[slot[at] - 1] == hash[i] && equal(s, slot[at] - 1, (int64_t)i)) break;
        found += slot[at] != 0;
        if (!slot[at]) slot[at] = (uint32_t)i + 1;
    }
    free(hash);
    free(slot);
    if (found < 0) (void)!table_no_memory(e);
    return found;
}
