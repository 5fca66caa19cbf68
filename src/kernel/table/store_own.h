/* store_own.h -- the file of a store, and what the files of the store share.
 * File     store_head; then of each column store_meaning[], the texts, store_entry[], the name, the codes of its blocks, used[] (int64); then
 *          store_run[]; last the directory: store_column[columns], store_place[columns][blocks]. Sections begin at multiples of STORE_ALIGN;
 *          numbers are little-endian, as in memory. sum_head covers the head before it and the directory; sum_data what is between. */
#ifndef WR_STORE_OWN_H
#define WR_STORE_OWN_H
#include <stdatomic.h>
#include <string.h>
#include "mtx.h"
#include "store.h"
#include "table_own.h"
enum { STORE_HEAD = 128, STORE_ALIGN = 64, STORE_SUM = 32, STORE_VERSION = 1 };
#define STORE_MAGIC "writ\x89\r\n\x1a"
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers of a store are mapped as they stand");
typedef struct store_head { char magic[8]; uint32_t version, columns; int64_t rows; uint64_t size, runs, runs_at, directory_at, none; uint8_t sum_data[STORE_SUM], sum_head[STORE_SUM]; } store_head;
typedef struct store_column { uint64_t text_at, text_n, entries_at, means_at, used_at, name_at; uint32_t name_n, distinct; } store_column;
typedef struct store_place { uint64_t at; uint32_t width, min, max, none; } store_place;      /* width 0: every code is min */
typedef struct store_entry { uint64_t at; uint32_t n; uint8_t type, shown, gone, none; } store_entry;   /* at: from text_at; gone: quarantined, while built only */
typedef struct store_run { int64_t row; uint32_t line, sheet_hidden; } store_run;   /* from this row on lines follow each other; 2 * sheet + hidden */
_Static_assert(sizeof(store_head) == STORE_HEAD && sizeof(store_column) == 56 && sizeof(store_place) == 24 && sizeof(store_entry) == 16 && sizeof(store_run) == 16
    && sizeof(store_meaning) == 24 && sizeof(bool) == 1, "the layout of the file");

struct store {
    const uint8_t *map;
    const store_head *head;
    const store_column *column;
    const store_place *place;            /* [column * blocks + block] */
    const store_run *run;
    size_t blocks, size;
};
static inline size_t store_blocks(int64_t rows) { return ((size_t)rows + STORE_BLOCK - 1) / STORE_BLOCK; }
static inline size_t store_block_rows(int64_t rows, size_t block)
{
    size_t left = (size_t)rows - block * STORE_BLOCK;
    return left < STORE_BLOCK ? left : STORE_BLOCK;
}
static inline const store_place *store_place_of(const store *s, size_t column, size_t block) { return &s->place[column * s->blocks + block]; }
/* One of the codes of a block. Where width is a constant the compiler makes a loop for each. */
static inline __attribute__((always_inline)) uint32_t store_code_at(const void *codes, uint32_t width, size_t i)
{
    return width == 1 ? ((const uint8_t *)codes)[i] : width == 2 ? ((const uint16_t *)codes)[i] : ((const uint32_t *)codes)[i];
}
void store_unpack(const void *codes, uint32_t width, uint32_t min, size_t from, size_t n, uint32_t *ret);
void store_sum_head(const store_head *, const void *directory, size_t n, uint8_t ret[static STORE_SUM]);

/* A pass over rows, a step of at most STORE_STEP rows of one block at a time (store_pass.c). pick: the kept ones, from the step's first row; all of
 * them are kept where `whole` is true, and pick says nothing. */
enum { STORE_STEP = 4096 };
typedef struct store_test { size_t column; const uint8_t *keep; const uint32_t *group; } store_test;   /* one of both */
typedef struct store_pass {
    const store *s;
    const store_ask *ask;
    store_test test[STORE_KEEPS + STORE_BYS + 1];
    const store_test *asked[STORE_KEEPS + STORE_BYS + 1];   /* those that not every row of the block stands */
    size_t tests, n_asked, block, from, n, kept;
    bool whole;
    uint16_t pick[STORE_STEP];
} store_pass;
void store_pass_begin(store_pass *, const store *, const store_ask *, const store_keep *more_opt);
bool store_pass_block(store_pass *, size_t block);                    /* false: it has no row that is kept */
bool store_pass_step(store_pass *, size_t from);                      /* the step that begins there; false: none of it is kept */
void store_pass_codes(const store_pass *, size_t column, uint32_t *ret);   /* of the kept rows */
void store_pass_groups(const store_pass *, uint32_t *ret);            /* the combination of each kept row */
uint64_t store_combinations(const store_ask *);

/* While it is built. A slot is empty (code 0) or has 1 + code and 32 bits of the hash. */
typedef struct store_slot { uint32_t hash, code; } store_slot;
typedef struct store_packed { void *codes; uint32_t width, min, max; } store_packed;   /* a finished block, in the narrowest width */
/* The first and the last eight bytes of a cell, its length and type: up to 16 bytes they say all of it. */
typedef struct store_ends { uint64_t first, last; uint32_t kind; } store_ends;
typedef struct store_near { store_ends ends; uint32_t code; } store_near;             /* 1 + code, or 0: no cell yet */
enum { STORE_MEMO = 1024, STORE_NEAR = 256, STORE_TILE = 256 };
/* A cell that is looked up: which row of the tile it is in; maybe: 1 + the code that it may have. */
typedef struct store_waiting { const table_cell *cell; uint64_t hash; store_ends ends; uint32_t row, maybe; } store_waiting;
typedef struct store_dict {
    char *name, *text;
    store_entry *entry;
    store_slot *slot;
    store_near *near;                    /* cells met lately, each where its ends say       */
    uint32_t **memo;                     /* [shared / STORE_MEMO][shared % STORE_MEMO]: 1 + code */
    uint32_t *open;                      /* codes of the block that is being filled               */
    store_packed *packed;
    size_t text_n, text_cap, entries, entry_cap, slots, memos, open_cap, blocks, packed_cap;
    uint64_t key[2];
} store_dict;
struct store_in {
    size_t columns, runs_n, run_cap;
    int64_t rows, beyond;
    store_dict *dict;
    store_run *run;
    bool ended, runs, alone;             /* runs: the second thread does; alone: it could not be made */
    pthread_t thread;
    mtx m;                               /* guards asked and stop, and hands over what stands between them */
    cond changed;
    bool asked, stop;                    /* asked: the second thread is to take columns of rows from..to of the batch, and has not ended yet */
    const table_batch *batch;
    size_t from, to;
    atomic_size_t next;                  /* the column that nobody has taken */
    atomic_bool no_memory;
    store_waiting waiting[2][STORE_TILE];    /* of each thread */
};
/* False, here and below: no memory. */
bool store_dict_begin(store_dict *, const char *name);
/* Column c of n rows (at most STORE_TILE) of a batch from `from` on, behind the `at` that the open block has; they do not reach over its end. */
bool store_dict_add(store_dict *, size_t c, const table_batch *, size_t from, size_t n, size_t at, store_waiting scratch[static STORE_TILE]);
void store_slots_end(store_dict *);
void store_dict_end(store_dict *);
bool store_pack(const uint32_t *codes, size_t n, store_packed *ret);
/* Makes room for n of `size` bytes, at least doubling. False: no memory, and all is as it was. */
bool store_room(void *p_of_pointer, size_t *cap, size_t n, size_t size);
#endif
