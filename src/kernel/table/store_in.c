/* store_in.c -- builds a store: the columns of a batch are shared between two threads, each column the work of one at a time. */
#include <stdlib.h>
#include "store_own.h"

enum { CELLS_FOR_TWO = 4096, TOGETHER = 4 };

bool store_room(void *p_of_pointer, size_t *cap, size_t n, size_t size)
{
    size_t more = *cap ? *cap : 16;
    void *p;
    if (n <= *cap) return true;
    while (more < n) more *= 2;
    memcpy(&p, p_of_pointer, sizeof p);
    p = realloc(p, more * size);
    if (!p) return false;
    memcpy(p_of_pointer, &p, sizeof p);
    *cap = more;
    return true;
}

/* Some columns of all rows, a tile of rows at a time: neighbours lie side by side in memory. */
static bool add_some(store_in *in, store_waiting *scratch, size_t first, size_t last)
{
    for (size_t from = in->from, n; from < in->to; from += n) {
        size_t at = ((size_t)in->rows + from - in->from) % STORE_BLOCK;
        n = in->to - from < STORE_TILE ? in->to - from : STORE_TILE;
        if (n > STORE_BLOCK - at) n = STORE_BLOCK - at;
        for (size_t c = first; c < last; c++)
            if (!store_dict_add(&in->dict[c], c, in->batch, from, n, at, scratch)) return false;
    }
    return true;
}

/* Columns that nobody has taken yet. */
static void add_columns(store_in *in, store_waiting *scratch)
{
    for (size_t c; (c = atomic_fetch_add(&in->next, TOGETHER)) < in->columns; )
        if (!add_some(in, scratch, c, c + TOGETHER < in->columns ? c + TOGETHER : in->columns)) atomic_store(&in->no_memory, true);
}

static void *help(void *in_)
{
    store_in *in = in_;
    for (;;) {
        mtx_lock(&in->m);
        while (!in->asked && !in->stop) cond_wait(&in->changed, &in->m);
        mtx_unlock(&in->m);
        if (in->stop) return NULL;
        add_columns(in, in->waiting[1]);
        mtx_lock(&in->m);
        in->asked = false;
        cond_signal(&in->changed);
        mtx_unlock(&in->m);
    }
}

/* Without memory for a second thread one does all. */
static bool helped(store_in *in)
{
    if (!in->runs && !in->alone) {
        in->runs = pthread_create(&in->thread, NULL, help, in) == 0;
        in->alone = !in->runs;
    }
    return in->runs;
}

static void add_all(store_in *in, const table_batch *b, size_t from, size_t to)
{
    bool two = (to - from) * in->columns >= CELLS_FOR_TWO && helped(in);
    in->batch = b;
    in->from = from;
    in->to = to;
    atomic_store(&in->next, 0);
    if (two) {
        mtx_lock(&in->m);
        in->asked = true;
        cond_signal(&in->changed);
        mtx_unlock(&in->m);
    }
    add_columns(in, in->waiting[0]);
    mtx_lock(&in->m);
    while (in->asked) cond_wait(&in->changed, &in->m);
    mtx_unlock(&in->m);
}

static bool add_origins(store_in *in, const table_batch *b, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        int64_t row = in->rows + (int64_t)(i - from);
        uint32_t where = (uint32_t)b->sheet << 1 | b->hidden[i];
        const store_run *last = in->runs_n ? &in->run[in->runs_n - 1] : NULL;
        for (size_t x = (size_t)b->from[i] + in->columns; x < b->from[i + 1]; x++) in->beyond += b->cell[x].n > 0;
        if (last && last->sheet_hidden == where && (uint32_t)(row - last->row) + last->line == b->line[i]) continue;
        if (!store_room(&in->run, &in->run_cap, in->runs_n + 1, sizeof *in->run)) return false;
        in->run[in->runs_n++] = (store_run){ row, b->line[i], where };
    }
    return true;
}

wr_rc store_begin(size_t columns, const char *const *names, wr_err *e, store_in **ret)
{
    store_in *in;
    if (columns > STORE_COLUMNS) return wr_fail(e, WR_E_TOO_BIG, NULL, N_("This table has more columns than can be taken in: {most} at most."), "most", "512");
    in = calloc(1, sizeof *in);
    if (!in) return table_no_memory(e);
    mtx_init(&in->m);
    cond_init(&in->changed);
    in->dict = calloc(columns + 1, sizeof *in->dict);
    in->columns = in->dict ? columns : 0;
    in->ended = !in->dict;
    for (size_t c = 0; c < in->columns && !in->ended; c++) in->ended = !store_dict_begin(&in->dict[c], names[c]);
    if (in->ended) {
        store_drop(&in);
        return table_no_memory(e);
    }
    *ret = in;
    return WR_OK;
}

wr_rc store_add(store_in *in, const table_batch *b, size_t from, size_t to, wr_err *e)
{
    if (in->ended || from > to || to > b->rows) return wr_fail(e, WR_E_BUG, NULL, N_("Rows came to a table that is closed."));
    if (in->rows + (int64_t)(to - from) > STORE_ROWS) return wr_fail(e, WR_E_TOO_BIG, NULL, N_("This table has more rows than can be taken in: {most} at most."), "most", "200000000");
    add_all(in, b, from, to);
    in->ended = atomic_load(&in->no_memory) || !add_origins(in, b, from, to);        /* rows that half the columns have are the end of it */
    if (in->ended) return table_no_memory(e);
    in->rows += (int64_t)(to - from);
    return WR_OK;
}

int64_t store_beyond(const store_in *in) { return in->beyond; }

void store_drop(store_in **in_)
{
    store_in *in = *in_;
    if (!in) return;
    mtx_lock(&in->m);
    in->stop = true;
    cond_signal(&in->changed);
    mtx_unlock(&in->m);
    if (in->runs) pthread_join(in->thread, NULL);
    cond_end(&in->changed);
    mtx_end(&in->m);
    for (size_t c = 0; c < in->columns; c++) store_dict_end(&in->dict[c]);
    free(in->dict);
    free(in->run);
    free(in);
    *in_ = NULL;
}
