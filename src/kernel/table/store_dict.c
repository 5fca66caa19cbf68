/* store_dict.c -- the dictionary of a column while it is built: each cell into its code, each 65,536 codes into a block of the narrowest width.
 * Most cells are a shared string, or a text, that the column had a moment ago; the rest are looked up, a tile of rows at a time, so that the
 * slots of a large dictionary are on their way from memory while the next cells are hashed. */
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>
#include "store_own.h"

enum { SLOTS_MIN = 256, PROBES = 512, TEXT_MIN = 4096, FEW = 500, HUGE = 2 << 20 };
static const table_cell EMPTY = { .text = "" };

static inline uint64_t mixed(uint64_t x, uint64_t y)
{
    __extension__ unsigned __int128 p = (__extension__ (unsigned __int128)x) * y;
    return (uint64_t)p ^ (uint64_t)(p >> 64);
}

static inline uint64_t word(const char *p, size_t n)
{
    uint64_t w = 0;
    memcpy(&w, p, n);
    return w;
}

static inline store_ends ends_of(const table_cell *c)
{
    const char *p = c->text;
    size_t n = c->n;
    store_ends x = { .kind = c->n | (uint32_t)c->type << 24 | (uint32_t)c->shown << 28 };
    if (n >= 8) x.first = word(p, 8), x.last = word(p + n - 8, 8);
    else if (n >= 4) x.first = word(p, 4), x.last = word(p + n - 4, 4);
    else if (n > 0) x.first = word(p, 1) << 16 | word(p + n / 2, 1) << 8 | word(p + n - 1, 1);
    return x;
}

/* What lies between the ends of two cells of one length. Cells are short: a call for each would take longer than the comparing. */
static inline bool same_between(const char *x, const char *y, size_t n)
{
    if (n <= 16) return true;
    for (x += 8, y += 8; n > 24; x += 8, y += 8, n -= 8) if (word(x, 8) != word(y, 8)) return false;
    return word(x + n - 24, 8) == word(y + n - 24, 8);
}

/* Two random keys a column: who makes the file cannot choose cells that fall together. */
static inline uint64_t hash_of(const uint64_t key[static 2], const table_cell *c, const store_ends *x)
{
    uint64_t h = mixed(x->first ^ key[0], x->last ^ key[1] ^ (uint64_t)x->kind << 32);
    size_t n = c->n;
    for (const char *p = c->text + 8; n > 24; p += 16, n -= 16) h = mixed(word(p, 8) ^ key[1], word(p + 8, 8) ^ h);
    if (n > 16) h = mixed(word(c->text + c->n - 16, 8) ^ key[1], h ^ key[0]);
    return mixed(h ^ key[0], key[1]);
}

static void slot_put(store_slot *slot, size_t slots, store_slot x)
{
    size_t at = x.hash & (slots - 1);
    while (slot[at].code) at = (at + 1) & (slots - 1);
    slot[at] = x;
}

/* Many: in large pages, for a look-up goes anywhere and each small page would be looked up first; without large ones it is only slower. Mapped, so
 * that what is given back is the system's again at once. */
static store_slot *empty_slots(size_t n)
{
    size_t size = n * sizeof(store_slot);
    void *slot = size < HUGE ? calloc(n, sizeof(store_slot)) : mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (slot == MAP_FAILED) return NULL;
    if (size >= HUGE) (void)madvise(slot, size, MADV_HUGEPAGE);
    return slot;
}

void store_slots_end(store_dict *d)
{
    size_t size = d->slots * sizeof *d->slot;
    if (size < HUGE) free(d->slot);
    else if (d->slot) munmap(d->slot, size);
    d->slot = NULL;
}

/* Into twice as many slots: in the order of the old ones, so that memory is written as it comes. */
static bool grow(store_dict *d)
{
    size_t slots = d->slots ? d->slots * 2 : SLOTS_MIN;
    store_slot *slot = empty_slots(slots);
    if (!slot) return false;
    for (size_t i = 0; i < d->slots; i++)
        if (d->slot[i].code) slot_put(slot, slots, d->slot[i]);
    store_slots_end(d);
    d->slot = slot;
    d->slots = slots;
    return true;
}

static uint64_t hash_again(const store_dict *d, const table_cell *c)
{
    store_ends x = ends_of(c);
    return hash_of(d->key, c, &x);
}

static void new_key(store_dict *d)
{
    if (getentropy(d->key, sizeof d->key) != 0) abort();
    memset(d->slot, 0, d->slots * sizeof *d->slot);
    for (size_t i = 0; i < d->entries; i++) {
        const store_entry *x = &d->entry[i];
        uint64_t hash = hash_again(d, &(table_cell){ .text = d->text + x->at, .n = x->n, .type = x->type, .shown = x->shown });
        slot_put(d->slot, d->slots, (store_slot){ (uint32_t)hash, (uint32_t)i + 1 });
    }
}

bool store_dict_begin(store_dict *d, const char *name)
{
    d->name = strdup(name);
    d->near = calloc(STORE_NEAR, sizeof *d->near);
    if (!d->name || !d->near || !grow(d)) return false;
    new_key(d);
    return true;
}

static bool entry_is(const store_dict *d, uint32_t code, const store_waiting *w)
{
    const store_entry *x = &d->entry[code];
    const table_cell *c = w->cell;
    store_ends is;
    if (x->n != c->n || x->type != c->type || x->shown != c->shown) return false;
    is = ends_of(&(table_cell){ .text = d->text + x->at, .n = x->n });
    return is.first == w->ends.first && is.last == w->ends.last && same_between(d->text + x->at, c->text, c->n);
}

static bool entry_new(store_dict *d, const table_cell *c)
{
    if (!store_room(&d->entry, &d->entry_cap, d->entries + 1, sizeof *d->entry)) return false;
    if (!store_room(&d->text, &d->text_cap, d->text_n + c->n + TEXT_MIN, 1)) return false;
    d->entry[d->entries++] = (store_entry){ .at = d->text_n, .n = c->n, .type = c->type, .shown = c->shown };
    if (c->n) memcpy(d->text + d->text_n, c->text, c->n);
    d->text_n += c->n;
    return true;
}

static bool code_of(store_dict *d, const store_waiting *w, uint32_t *ret)
{
    uint32_t hash = (uint32_t)w->hash;
    size_t at = hash & (d->slots - 1), probes = 0;
    for (; d->slot[at].code; at = (at + 1) & (d->slots - 1), probes++)
        if (d->slot[at].hash == hash && entry_is(d, d->slot[at].code - 1, w)) {
            *ret = d->slot[at].code - 1;
            return true;
        }
    if (!entry_new(d, w->cell)) return false;
    *ret = (uint32_t)d->entries - 1;
    d->slot[at] = (store_slot){ hash, (uint32_t)d->entries };
    if (d->entries > d->slots / 4 * 3) return grow(d);
    if (probes > PROBES) new_key(d);     /* bad luck, or somebody knows the key */
    return true;
}

static uint32_t *memo_of(store_dict *d, uint32_t shared)
{
    size_t page = (shared - 1) / STORE_MEMO, had = d->memos;
    if (page >= had) {
        if (!store_room(&d->memo, &d->memos, page + 1, sizeof *d->memo)) return NULL;
        memset(d->memo + had, 0, (d->memos - had) * sizeof *d->memo);
    }
    if (!d->memo[page]) d->memo[page] = calloc(STORE_MEMO, sizeof **d->memo);
    return d->memo[page] ? &d->memo[page][(shared - 1) % STORE_MEMO] : NULL;
}

static bool has_memo(const table_cell *x) { return x->shared && x->type == TABLE_TEXT && x->shown == TABLE_PLAIN; }

static store_near *near_of(const store_dict *d, const store_ends *x) { return &d->near[mixed(x->first ^ x->kind, (x->last + d->key[0]) | 1) % STORE_NEAR]; }

/* The entry that a cell may be, and its text, on their way from memory: a large dictionary is not at hand. */
static void fetch(const store_dict *d, store_waiting *w, size_t n)
{
    if (d->entries < FEW) return;
    for (size_t i = 0; i < n; i++) {
        w[i].maybe = d->slot[w[i].hash & (d->slots - 1)].code;
        if (w[i].maybe) __builtin_prefetch(&d->entry[w[i].maybe - 1]);
    }
    for (size_t i = 0; i < n; i++)
        if (w[i].maybe) __builtin_prefetch(d->text + d->entry[w[i].maybe - 1].at);
}

/* The codes of what waits, in the order of the rows. */
static bool look_up(store_dict *d, store_waiting *w, size_t n, uint32_t *ret)
{
    fetch(d, w, n);
    for (size_t i = 0; i < n; i++) {
        uint64_t key = d->key[0];
        uint32_t code;
        if (!code_of(d, &w[i], &code)) return false;
        ret[w[i].row] = code;
        if (has_memo(w[i].cell)) *memo_of(d, w[i].cell->shared) = code + 1;
        else *near_of(d, &w[i].ends) = (store_near){ w[i].ends, code + 1 };
        if (d->key[0] != key)
            for (size_t k = i + 1; k < n; k++) w[k].hash = hash_again(d, w[k].cell);
    }
    return true;
}

/* Column `c` of n rows from `from` on, at most STORE_TILE. */
static bool encode(store_dict *d, size_t c, const table_batch *b, size_t from, size_t n, store_waiting *w, uint32_t *ret)
{
    size_t waits = 0;
    for (size_t i = 0; i < n; i++) {
        const uint32_t *edge = &b->from[from + i];
        const table_cell *x = edge[0] + c < edge[1] ? &b->cell[edge[0] + c] : &EMPTY;
        store_ends is;
        if (has_memo(x)) {
            uint32_t *memo = memo_of(d, x->shared);
            if (!memo) return false;
            ret[i] = *memo - 1;
            if (*memo) continue;
            is = ends_of(x);
        } else {
            const store_near *had;
            is = ends_of(x);
            had = near_of(d, &is);
            ret[i] = had->code - 1;
            if (had->code && had->ends.first == is.first && had->ends.last == is.last && had->ends.kind == is.kind
                && same_between(d->text + d->entry[had->code - 1].at, x->text, x->n)) continue;
        }
        w[waits] = (store_waiting){ x, hash_of(d->key, x, &is), is, (uint32_t)i, 0 };
        __builtin_prefetch(&d->slot[w[waits++].hash & (d->slots - 1)]);
    }
    return look_up(d, w, waits, ret);
}

bool store_dict_add(store_dict *d, size_t c, const table_batch *b, size_t from, size_t n, size_t at, store_waiting w[static STORE_TILE])
{
    if (!store_room(&d->open, &d->open_cap, at + n, sizeof *d->open) || !encode(d, c, b, from, n, w, d->open + at)) return false;
    if (at + n < STORE_BLOCK) return true;
    if (!store_room(&d->packed, &d->packed_cap, d->blocks + 1, sizeof *d->packed) || !store_pack(d->open, STORE_BLOCK, &d->packed[d->blocks])) return false;
    d->blocks++;
    return true;
}

void store_unpack(const void *codes, uint32_t width, uint32_t min, size_t from, size_t n, uint32_t *ret)
{
    if (width == 0) for (size_t i = 0; i < n; i++) ret[i] = min;
    else if (width == 1) for (size_t i = 0; i < n; i++) ret[i] = store_code_at(codes, 1, from + i);
    else if (width == 2) for (size_t i = 0; i < n; i++) ret[i] = store_code_at(codes, 2, from + i);
    else memcpy(ret, (const uint32_t *)codes + from, n * sizeof *ret);
}

bool store_pack(const uint32_t *codes, size_t n, store_packed *ret)
{
    store_packed p = { .min = codes[0], .max = codes[0] };
    for (size_t i = 0; i < n; i++) {
        p.min = codes[i] < p.min ? codes[i] : p.min;
        p.max = codes[i] > p.max ? codes[i] : p.max;
    }
    p.width = p.min == p.max ? 0 : p.max <= UINT8_MAX ? 1 : p.max <= UINT16_MAX ? 2 : 4;
    p.codes = p.width ? malloc(n * p.width) : NULL;
    if (p.width && !p.codes) return false;
    if (p.width == 1) for (size_t i = 0; i < n; i++) ((uint8_t *)p.codes)[i] = (uint8_t)codes[i];
    if (p.width == 2) for (size_t i = 0; i < n; i++) ((uint16_t *)p.codes)[i] = (uint16_t)codes[i];
    if (p.width == 4) memcpy(p.codes, codes, n * sizeof *codes);
    *ret = p;
    return true;
}

void store_dict_end(store_dict *d)
{
    for (size_t b = 0; b < d->blocks; b++) free(d->packed[b].codes);
    for (size_t i = 0; i < d->memos; i++) free(d->memo[i]);
    free(d->name);
    free(d->text);
    free(d->entry);
    store_slots_end(d);
    free(d->near);
    free(d->memo);
    free(d->open);
    free(d->packed);
    *d = (store_dict){ 0 };
}
