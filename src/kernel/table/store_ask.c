/* store_ask.c -- counts, finds and walks the rows that are kept. A large table is shared between two threads, block by block. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include "store_own.h"

enum { LANES = 4, FEW = 1024, VERY_FEW = 64, ROWS_FOR_TWO = 4 * STORE_BLOCK, MERGED_MOST = 1 << 18 };
/* What one thread counts. Of few combinations the rows are counted in turns in four places, so that equal neighbours do not wait for each other. */
typedef struct counting { store_pass pass; atomic_size_t *next; size_t combinations; int64_t *ret; uint32_t lane[LANES][FEW], group[STORE_STEP], code[STORE_STEP]; } counting;

/* value of each kept row to its combination, unsigned: a sum that is too large for 64 bits is wrong, and no more than that. */
static void add_values(const counting *c, const uint32_t *group, const int64_t *value, int64_t *ret, size_t stride)
{
    uint64_t lane[LANES][VERY_FEW];
    size_t i = 0, kept = c->pass.kept;
    if (c->combinations <= VERY_FEW) {
        for (size_t l = 0; l < LANES; l++) memset(lane[l], 0, c->combinations * sizeof **lane);
        for (; i + LANES <= kept; i += LANES)
            for (size_t l = 0; l < LANES; l++) lane[l][group[i + l]] += (uint64_t)value[c->code[i + l]];
        for (size_t l = 0; l < LANES; l++)
            for (size_t g = 0; g < c->combinations; g++) ret[g * stride] = (int64_t)((uint64_t)ret[g * stride] + lane[l][g]);
    }
    for (; i < kept; i++) {
        int64_t *to = &ret[group[i] * stride];
        *to = (int64_t)((uint64_t)*to + (uint64_t)value[c->code[i]]);
    }
}

static void add_sums(counting *c, const uint32_t *group_opt)
{
    const store_ask *ask = c->pass.ask;
    for (size_t s = 0; s < ask->sums; s++) {
        const int64_t *value = ask->sum[s].value;
        uint64_t all = 0;
        store_pass_codes(&c->pass, ask->sum[s].column, c->code);
        if (group_opt) add_values(c, group_opt, value, c->ret + 1 + s, 1 + ask->sums);
        else for (size_t i = 0; i < c->pass.kept; i++) all += (uint64_t)value[c->code[i]];
        if (!group_opt) c->ret[1 + s] = (int64_t)((uint64_t)c->ret[1 + s] + all);
    }
}

static void add_step(counting *c)
{
    const store_ask *ask = c->pass.ask;
    size_t stride = 1 + ask->sums, kept = c->pass.kept, i = 0;
    uint32_t *group = c->group;
    if (ask->bys == 0) c->ret[0] += (int64_t)kept;
    else {
        store_pass_groups(&c->pass, group);
        if (c->combinations <= FEW) for (; i + LANES <= kept; i += LANES) {
            c->lane[0][group[i]]++;
            c->lane[1][group[i + 1]]++;
            c->lane[2][group[i + 2]]++;
            c->lane[3][group[i + 3]]++;
        }
        for (; i < kept; i++) c->ret[group[i] * stride]++;
    }
    if (ask->sums) add_sums(c, ask->bys ? group : NULL);
}

static void *count_blocks(void *c_)
{
    counting *c = c_;
    const store *s = c->pass.s;
    if (c->combinations <= FEW) memset(c->lane, 0, sizeof c->lane);
    for (size_t b; (b = atomic_fetch_add(c->next, 1)) < s->blocks; ) {
        if (!store_pass_block(&c->pass, b)) continue;
        for (size_t from = 0, n = store_block_rows(s->head->rows, b); from < n; from += STORE_STEP)
            if (store_pass_step(&c->pass, from)) add_step(c);
    }
    for (size_t l = 0; c->combinations <= FEW && l < LANES; l++)
        for (size_t g = 0; g < c->combinations; g++) c->ret[g * (1 + c->pass.ask->sums)] += c->lane[l][g];
    return NULL;
}

/* Where one column is all that is asked about, how often each of its codes is used says it. */
static bool one_column(const store_ask *ask, size_t *ret_column)
{
    size_t column = ask->keeps ? ask->keep->column : ask->bys ? ask->by->column : ask->sums ? ask->sum->column : STORE_COLUMNS;
    for (size_t i = 0; i < ask->keeps; i++) if (ask->keep[i].column != column) return false;
    for (size_t i = 0; i < ask->bys; i++) if (ask->by[i].column != column) return false;
    for (size_t i = 0; i < ask->sums; i++) if (ask->sum[i].column != column) return false;
    *ret_column = column;
    return column < STORE_COLUMNS;
}

static void count_codes(const store *s, const store_ask *ask, size_t column, int64_t *ret)
{
    const int64_t *used = store_used(s, column);
    for (size_t code = 0, distinct = store_distinct(s, column); code < distinct; code++) {
        int64_t *to = ret;
        uint64_t at = 0;
        bool kept = true;
        for (size_t i = 0; i < ask->keeps; i++) kept = kept && ask->keep[i].keep[code];
        for (size_t i = 0; i < ask->bys; i++) {
            kept = kept && ask->by[i].group[code] != STORE_NONE;
            at = at * ask->by[i].groups + ask->by[i].group[code];
        }
        if (!kept) continue;
        to += at * (1 + ask->sums);
        to[0] += used[code];
        for (size_t i = 0; i < ask->sums; i++) to[1 + i] = (int64_t)((uint64_t)to[1 + i] + (uint64_t)used[code] * (uint64_t)ask->sum[i].value[code]);
    }
}

void store_count(const store *s, const store_ask *ask, int64_t *ret)
{
    size_t n = (size_t)store_combinations(ask) * (1 + ask->sums), column;
    atomic_size_t next = 0;
    counting one, *two = NULL;
    pthread_t thread;
    bool runs = false;
    memset(ret, 0, n * sizeof *ret);
    if (one_column(ask, &column)) {
        count_codes(s, ask, column, ret);
        return;
    }
    one.next = &next;
    one.combinations = n / (1 + ask->sums);
    one.ret = ret;
    store_pass_begin(&one.pass, s, ask, NULL);
    if (s->head->rows >= ROWS_FOR_TWO && n <= MERGED_MOST) two = malloc(sizeof *two + n * sizeof *ret);
    if (two) {                           /* without memory or a thread for it one does all */
        two->next = &next;
        two->combinations = one.combinations;
        two->ret = memset(two + 1, 0, n * sizeof *ret);
        store_pass_begin(&two->pass, s, ask, NULL);
        runs = pthread_create(&thread, NULL, count_blocks, two) == 0;
    }
    count_blocks(&one);
    if (runs) {
        pthread_join(thread, NULL);
        for (size_t i = 0; i < n; i++) ret[i] = (int64_t)((uint64_t)ret[i] + (uint64_t)two->ret[i]);
    }
    free(two);
}

void store_find(const store *s, const store_ask *ask, int64_t skip, size_t cap, int64_t *ret_row, size_t *ret_n, int64_t *ret_all)
{
    store_pass p;
    int64_t all = 0;
    size_t got = 0;
    store_pass_begin(&p, s, ask, NULL);
    for (size_t b = 0; b < s->blocks; b++) {
        if (!store_pass_block(&p, b)) continue;
        for (size_t from = 0, n = store_block_rows(s->head->rows, b); from < n; from += STORE_STEP) {
            if (!store_pass_step(&p, from)) continue;
            for (size_t i = skip > all ? (size_t)(skip - all) : 0; i < p.kept && got < cap; i++)
                ret_row[got++] = (int64_t)(b * STORE_BLOCK + from + (p.whole ? i : p.pick[i]));
            all += (int64_t)p.kept;
        }
    }
    *ret_n = got;
    *ret_all = all;
}

void store_walk(const store *s, const store_ask *ask, const size_t *columns, size_t n_columns, store_block *give, void *with)
{
    store_pass p;
    uint32_t code[STORE_WALKS][STORE_STEP];
    const uint32_t *codes[STORE_WALKS];
    int64_t row[STORE_STEP];
    if (n_columns > STORE_WALKS) abort();
    store_pass_begin(&p, s, ask, NULL);
    for (size_t b = 0; b < s->blocks; b++) {
        if (!store_pass_block(&p, b)) continue;
        for (size_t from = 0, n = store_block_rows(s->head->rows, b); from < n; from += STORE_STEP) {
            if (!store_pass_step(&p, from)) continue;
            for (size_t i = 0; i < p.kept; i++) row[i] = (int64_t)(b * STORE_BLOCK + from + (p.whole ? i : p.pick[i]));
            for (size_t c = 0; c < n_columns; c++) {
                store_pass_codes(&p, columns[c], code[c]);
                codes[c] = code[c];
            }
            give(with, p.kept, codes, row);
        }
    }
}
