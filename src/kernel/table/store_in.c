/* store_in.c -- builds a store: each cell into the code of its column's dictionary, each 65,536 codes into a block of the narrowest width.
 * Most cells are as the one above or a shared string that was met before; the rest are hashed, a tile of rows at a time, so that the slots
 * of a large dictionary are on their way from memory while the next cells are hashed. */
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>
#include "store_own.h"

enum { SLOTS_MIN = 256, PROBES = 512, TEXT_MIN = 4096 };
static const table_cell EMPTY = { .text = "" };

wr_rc store_no_memory(wr_err *e) { return wr_fail(e, WR_E_BUSY, NULL, N_("There is no memory for this now. Try again in a minute.")); }

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

/* ---- the dictionary of a column ---- */

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

/* Cells are short: a call for each would take longer than the comparing. */
static inline bool equal(const char *x, const char *y, size_t n)
{
    for (; n > 16; x += 8, y += 8, n -= 8) if (word(x, 8) != word(y, 8)) return false;
    if (n >= 8) return !((word(x, 8) ^ word(y, 8)) | (word(x + n - 8, 8) ^ word(y + n - 8, 8)));
    if (n >= 4) return !((word(x, 4) ^ word(y, 4)) | (word(x + n - 4, 4) ^ word(y + n - 4, 4)));
    for (; n > 0; n--) if (x[n - 1] != y[n - 1]) return false;
    return true;
}

/* Two random keys a column: who makes the file cannot choose cells that fall together. */
static inline uint64_t hash_of(const uint64_t key[static 2], const table_cell *c)
{
    const char *p = c->text;
    size_t n = c->n;
    uint64_t h = key[0] ^ (uint64_t)n ^ (uint64_t)c->type << 40 ^ (uint64_t)c->shown << 48;
    for (; n > 16; p += 16, n -= 16) h = mixed(word(p, 8) ^ key[1], word(p + 8, 8) ^ h);
    if (n >= 8) h = mixed(word(p, 8) ^ key[1], word(p + n - 8, 8) ^ h);
    else if (n >= 4) h = mixed((word(p, 4) << 32 | word(p + n - 4, 4)) ^ key[1], h);
    else if (n > 0) h = mixed((word(p, 1) << 16 | word(p + n / 2, 1) << 8 | word(p + n - 1, 1)) ^ key[1], h);
    return mixed(h ^ key[0], key[1]);
}

static void slot_put(store_slot *slot, size_t slots, store_slot x)
{
    size_t at = x.hash & (slots - 1);
    while (slot[at].code) at = (at + 1) & (slots - 1);
    slot[at] = x;
}

/* Into twice as many slots: in the order of the old ones, so that memory is written as it comes. */
static bool grow(store_dict *d)
{
    size_t slots = d->slots ? d->slots * 2 : SLOTS_MIN;
    store_slot *slot = calloc(slots, sizeof *slot);
    if (!slot) return false;
    for (size_t i = 0; i < d->slots; i++)
        if (d->slot[i].code) slot_put(slot, slots, d->slot[i]);
    free(d->slot);
    d->slot = slot;
    d->slots = slots;
    return true;
}

static void new_key(store_dict *d)
{
    if (getentropy(d->key, sizeof d->key) != 0) abort();
    memset(d->slot, 0, d->slots * sizeof *d->slot);
    for (size_t i = 0; i < d->entries; i++) {
        const store_entry *x = &d->entry[i];
        uint64_t hash = hash_of(d->key, &(table_cell){ .text = d->text + x->at, .n = x->n, .type = x->type, .shown = x->shown });
        slot_put(d->slot, d->slots, (store_slot){ (uint32_t)hash, (uint32_t)i + 1 });
    }
}

static bool entry_is(const store_dict *d, uint32_t code, const table_cell *c)
{
    const store_entry *x = &d->entry[code];
    return x->n == c->n && x->type == c->type && x->shown == c->shown && equal(d->text + x->at, c->text, c->n);
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

static bool code_of(store_dict *d, const table_cell *c, uint64_t hash_, uint32_t *ret)
{
    uint32_t hash = (uint32_t)hash_;
    size_t at = hash & (d->slots - 1), probes = 0;
    for (; d->slot[at].code; at = (at + 1) & (d->slots - 1), probes++)
        if (d->slot[at].hash == hash && entry_is(d, d->slot[at].code - 1, c)) {
            *ret = d->slot[at].code - 1;
            return true;
        }
    if (!entry_new(d, c)) return false;
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

/* ---- rows ---- */

static bool same(const table_cell *x, const table_cell *y)
{
    if (x->n != y->n || x->type != y->type || x->shown != y->shown) return false;
    return x->text == y->text || equal(x->text, y->text, x->n);
}

/* Column `c` of n rows from `from` on: their codes behind what the open block has. */
static bool encode(store_dict *d, size_t c, const table_batch *b, size_t from, size_t n, store_waiting *w, uint32_t *ret)
{
    const table_cell *above = NULL;
    for (size_t i = 0; i < n; i++) {
        const uint32_t *edge = &b->from[from + i];
        const table_cell *x = edge[0] + c < edge[1] ? &b->cell[edge[0] + c] : &EMPTY;
        bool shared = x->shared && x->type == TABLE_TEXT && x->shown == TABLE_PLAIN;
        uint32_t *memo = shared ? memo_of(d, x->shared) : NULL;
        if (shared && !memo) return false;
        w[i] = (store_waiting){ .cell = x };
        if (memo && *memo) w[i].how = STORE_KNOWN, w[i].code = *memo - 1;
        else if (above && same(above, x)) w[i].how = STORE_AS_ABOVE;
        else {
            w[i].hash = hash_of(d->key, x);
            __builtin_prefetch(&d->slot[w[i].hash & (d->slots - 1)]);
        }
        above = x;
    }
    for (size_t i = 0; i < n; i++) {
        const table_cell *x = w[i].cell;
        uint64_t key = d->key[0];
        if (w[i].how == STORE_KNOWN) ret[i] = w[i].code;
        else if (w[i].how == STORE_AS_ABOVE) ret[i] = ret[i - 1];
        else if (!code_of(d, x, w[i].hash, &ret[i])) return false;
        if (w[i].how != STORE_KNOWN && x->shared && x->type == TABLE_TEXT && x->shown == TABLE_PLAIN) *memo_of(d, x->shared) = ret[i] + 1;
        if (d->key[0] != key)
            for (size_t k = i + 1; k < n; k++) w[k].hash = hash_of(d->key, w[k].cell);
    }
    return true;
}

void store_unpack(const void *codes, uint32_t width, uint32_t min, size_t from, size_t n, uint32_t *ret)
{
    if (width == 0) for (size_t i = 0; i < n; i++) ret[i] = min;
    else if (width == 1) for (size_t i = 0; i < n; i++) ret[i] = store_code_at(codes, 1, from + i);
    else if (width == 2) for (size_t i = 0; i < n; i++) ret[i] = store_code_at(codes, 2, from + i);
    else memcpy(ret, (const uint32_t *)codes + from, n * sizeof *ret);
}

wr_rc store_pack(const uint32_t *codes, size_t n, wr_err *e, store_packed *ret)
{
    store_packed p = { .min = codes[0], .max = codes[0] };
    for (size_t i = 0; i < n; i++) {
        p.min = codes[i] < p.min ? codes[i] : p.min;
        p.max = codes[i] > p.max ? codes[i] : p.max;
    }
    p.width = p.min == p.max ? 0 : p.max <= UINT8_MAX ? 1 : p.max <= UINT16_MAX ? 2 : 4;
    p.codes = p.width ? malloc(n * p.width) : NULL;
    if (p.width && !p.codes) return store_no_memory(e);
    if (p.width == 1) for (size_t i = 0; i < n; i++) ((uint8_t *)p.codes)[i] = (uint8_t)codes[i];
    if (p.width == 2) for (size_t i = 0; i < n; i++) ((uint16_t *)p.codes)[i] = (uint16_t)codes[i];
    if (p.width == 4) memcpy(p.codes, codes, n * sizeof *codes);
    *ret = p;
    return WR_OK;
}

/* Rows from..to stand in one block. */
static wr_rc add_tile(store_in *in, const table_batch *b, size_t from, size_t to, wr_err *e)
{
    size_t at = (size_t)in->rows % STORE_BLOCK, n = to - from;
    for (size_t c = 0; c < in->columns; c++) {
        store_dict *d = &in->dict[c];
        if (!store_room(&d->open, &d->open_cap, at + n, sizeof *d->open) || !encode(d, c, b, from, n, in->waiting, d->open + at)) return store_no_memory(e);
        if (at + n < STORE_BLOCK) continue;
        if (!store_room(&d->packed, &d->packed_cap, d->blocks + 1, sizeof *d->packed)) return store_no_memory(e);
        TRY(store_pack(d->open, STORE_BLOCK, e, &d->packed[d->blocks]));
        d->blocks++;
    }
    return WR_OK;
}

static wr_rc add_origins(store_in *in, const table_batch *b, size_t from, size_t to, wr_err *e)
{
    for (size_t i = from; i < to; i++) {
        int64_t row = in->rows + (int64_t)(i - from);
        uint32_t where = (uint32_t)b->sheet << 1 | b->hidden[i];
        const store_run *last = in->runs ? &in->run[in->runs - 1] : NULL;
        for (size_t x = (size_t)b->from[i] + in->columns; x < b->from[i + 1]; x++) in->beyond += b->cell[x].n > 0;
        if (last && last->sheet_hidden == where && (uint32_t)(row - last->row) + last->line == b->line[i]) continue;
        if (!store_room(&in->run, &in->run_cap, in->runs + 1, sizeof *in->run)) return store_no_memory(e);
        in->run[in->runs++] = (store_run){ row, b->line[i], where };
    }
    return WR_OK;
}

wr_rc store_begin(size_t columns, const char *const *names, wr_err *e, store_in **ret)
{
    store_in *in;
    if (columns > STORE_COLUMNS) return wr_fail(e, WR_E_TOO_BIG, NULL, N_("This table has more columns than can be taken in: {most} at most."), "most", "512");
    in = calloc(1, sizeof *in);
    if (!in) return store_no_memory(e);
    in->dict = calloc(columns + 1, sizeof *in->dict);
    in->columns = in->dict ? columns : 0;
    for (size_t c = 0; c < in->columns; c++) {
        in->dict[c].name = strdup(names[c]);
        in->ended |= !in->dict[c].name || !grow(&in->dict[c]);
        if (in->ended) break;
        new_key(&in->dict[c]);
    }
    if (!in->dict || in->ended) {
        store_drop(&in);
        return store_no_memory(e);
    }
    *ret = in;
    return WR_OK;
}

wr_rc store_add(store_in *in, const table_batch *b, size_t from, size_t to, wr_err *e)
{
    if (in->ended || from > to || to > b->rows) return wr_fail(e, WR_E_BUG, NULL, N_("Rows came to a table that is closed."));
    if (in->rows + (int64_t)(to - from) > STORE_ROWS) return wr_fail(e, WR_E_TOO_BIG, NULL, N_("This table has more rows than can be taken in: {most} at most."), "most", "200000000");
    while (from < to) {
        size_t room = STORE_BLOCK - (size_t)in->rows % STORE_BLOCK, n = to - from;
        wr_rc rc;
        if (n > STORE_TILE) n = STORE_TILE;
        if (n > room) n = room;
        rc = add_tile(in, b, from, from + n, e);
        if (rc == WR_OK) rc = add_origins(in, b, from, from + n, e);
        in->ended = rc != WR_OK;         /* a tile that half its columns have is the end of it */
        TRY(rc);
        in->rows += (int64_t)n;
        from += n;
    }
    return WR_OK;
}

int64_t store_added(const store_in *in) { return in->rows; }
int64_t store_beyond(const store_in *in) { return in->beyond; }

void store_dict_end(store_dict *d)
{
    for (size_t b = 0; b < d->blocks; b++) free(d->packed[b].codes);
    for (size_t i = 0; i < d->memos; i++) free(d->memo[i]);
    free(d->name);
    free(d->text);
    free(d->entry);
    free(d->slot);
    free(d->memo);
    free(d->open);
    free(d->packed);
    *d = (store_dict){ 0 };
}

void store_drop(store_in **in_)
{
    store_in *in = *in_;
    if (!in) return;
    for (size_t c = 0; c < in->columns; c++) store_dict_end(&in->dict[c]);
    free(in->dict);
    free(in->run);
    free(in);
    *in_ = NULL;
}
