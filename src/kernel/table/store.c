/* store.c -- an open store: mapped, every index in it looked at once, then read without looking. */
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "store_own.h"

static wr_rc damaged(wr_err *e) { return wr_fail(e, WR_E_IO, NULL, N_("The file of a table is damaged. `writ rebuild` makes it again from the bytes that came.")); }

/* n things of `size` bytes from `at` on stand between the head and the directory. */
static bool within(const store_head *h, uint64_t at, uint64_t n, size_t size)
{
    return at >= STORE_HEAD && at % STORE_ALIGN == 0 && at <= h->directory_at && n <= (h->directory_at - at) / size;
}

static bool head_holds(const store *s, uint64_t size)
{
    const store_head *h = s->head;
    uint8_t sum[STORE_SUM];
    uint64_t n;
    if (size < STORE_HEAD || memcmp(h->magic, STORE_MAGIC, sizeof h->magic) != 0 || h->version != STORE_VERSION) return false;
    if (h->size != size || h->columns > STORE_COLUMNS || h->rows < 0 || h->rows > STORE_ROWS) return false;
    n = h->columns * (sizeof(store_column) + store_blocks(h->rows) * sizeof(store_place));
    if (h->directory_at < STORE_HEAD || h->directory_at % STORE_ALIGN != 0 || h->directory_at > size || size - h->directory_at != n) return false;
    store_sum_head(h, s->map + h->directory_at, n, sum);
    return memcmp(sum, h->sum_head, sizeof sum) == 0;
}

static bool runs_hold(const store *s)
{
    const store_head *h = s->head;
    if (!within(h, h->runs_at, h->runs, sizeof(store_run)) || (h->runs == 0) != (h->rows == 0)) return false;
    for (uint64_t i = 0; i < h->runs; i++)
        if (i == 0 ? s->run[i].row != 0 : s->run[i].row <= s->run[i - 1].row || s->run[i].row >= h->rows) return false;
    return true;
}

static bool dictionary_holds(const store *s, const store_column *c)
{
    const store_head *h = s->head;
    const store_entry *x = (const store_entry *)(s->map + c->entries_at);
    const int64_t *used = (const int64_t *)(s->map + c->used_at);
    const uint8_t *means = s->map + c->means_at;
    bool ok = true;
    if (!within(h, c->text_at, c->text_n, 1) || !within(h, c->entries_at, c->distinct, sizeof *x) || !within(h, c->means_at, c->distinct, sizeof(store_meaning))
        || !within(h, c->used_at, c->distinct, sizeof *used) || !within(h, c->name_at, (uint64_t)c->name_n + 1, 1)) return false;
    if (memchr(s->map + c->name_at, 0, c->name_n + (size_t)1) != s->map + c->name_at + c->name_n) return false;
    for (uint32_t i = 0; i < c->distinct; i++) {
        const uint8_t *m = means + i * sizeof(store_meaning);        /* as bytes: a bool that is neither may not be read as one */
        ok &= x[i].at <= c->text_n && x[i].n <= c->text_n - x[i].at && x[i].type <= TABLE_ERROR && x[i].shown <= TABLE_DAY_TIME;
        ok &= m[offsetof(store_meaning, state)] <= STORE_QUARANTINED && m[offsetof(store_meaning, has_number)] <= 1 && m[offsetof(store_meaning, odd)] <= 1;
        ok &= used[i] >= 0 && used[i] <= h->rows;
    }
    return ok;
}

static inline __attribute__((always_inline)) bool between(const void *codes, uint32_t width, size_t n, uint32_t min, uint32_t max)
{
    uint32_t bad = 0;
    for (size_t i = 0; i < n; i++) bad |= (uint32_t)(store_code_at(codes, width, i) - min > max - min);
    return !bad;
}

static bool block_holds(const store *s, const store_column *c, size_t b)
{
    const store_place *p = store_place_of(s, (size_t)(c - s->column), b);
    const void *codes = s->map + p->at;
    size_t n = store_block_rows(s->head->rows, b);
    if (p->min > p->max || p->max >= c->distinct) return false;
    if (p->width == 0) return p->min == p->max;
    if ((p->width != 1 && p->width != 2 && p->width != 4) || !within(s->head, p->at, n, p->width)) return false;
    return p->width == 1 ? between(codes, 1, n, p->min, p->max) : p->width == 2 ? between(codes, 2, n, p->min, p->max) : between(codes, 4, n, p->min, p->max);
}

static bool holds(store *s, uint64_t size)
{
    s->head = (const store_head *)s->map;
    if (!head_holds(s, size)) return false;
    s->blocks = store_blocks(s->head->rows);
    s->column = (const store_column *)(s->map + s->head->directory_at);
    s->place = (const store_place *)(s->column + s->head->columns);
    s->run = (const store_run *)(s->map + s->head->runs_at);
    if (!runs_hold(s)) return false;
    for (size_t c = 0; c < s->head->columns; c++) {
        if (!dictionary_holds(s, &s->column[c])) return false;
        for (size_t b = 0; b < s->blocks; b++)
            if (!block_holds(s, &s->column[c], b)) return false;
    }
    return true;
}

wr_rc store_open(const char *path, wr_err *e, store **ret)
{
    store *s = calloc(1, sizeof *s);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    void *map = MAP_FAILED;
    wr_rc rc = WR_OK;
    if (!s) rc = table_no_memory(e);
    else if (fd < 0 || fstat(fd, &st) != 0) rc = wr_fail(e, WR_E_IO, NULL, N_("A file cannot be read: {why}."), "why", strerror(errno));
    else if (!S_ISREG(st.st_mode) || st.st_size < STORE_HEAD) rc = damaged(e);
    else {
        s->size = (size_t)st.st_size;
        map = mmap(NULL, s->size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
        if (map == MAP_FAILED) rc = table_no_memory(e);
    }
    if (fd >= 0) close(fd);
    if (rc == WR_OK) {
        s->map = map;
        if (!holds(s, s->size)) rc = damaged(e);
    }
    if (rc != WR_OK) store_close(&s);
    else *ret = s;
    return rc;
}

void store_close(store **s_)
{
    store *s = *s_;
    if (s && s->map) munmap((void *)(uintptr_t)s->map, s->size);
    free(s);
    *s_ = NULL;
}

/* What is counted beforehand is what the rows say. */
static bool used_holds(const store *s, const store_column *c, int64_t *count)
{
    memset(count, 0, (c->distinct + (size_t)1) * sizeof *count);
    for (size_t b = 0; b < s->blocks; b++) {
        const store_place *p = store_place_of(s, (size_t)(c - s->column), b);
        size_t n = store_block_rows(s->head->rows, b);
        if (p->width == 0) count[p->min] += (int64_t)n;
        else for (size_t i = 0; i < n; i++) count[store_code_at(s->map + p->at, p->width, i)]++;
    }
    return memcmp(count, s->map + c->used_at, c->distinct * sizeof *count) == 0;
}

wr_rc store_prove(const store *s, wr_err *e)
{
    uint8_t sum[STORE_SUM];
    if (EVP_Digest(s->map + STORE_HEAD, s->head->directory_at - STORE_HEAD, sum, NULL, EVP_sha256(), NULL) != 1) abort();
    if (memcmp(sum, s->head->sum_data, sizeof sum) != 0) return damaged(e);
    for (size_t c = 0; c < s->head->columns; c++) {
        int64_t *count = malloc((s->column[c].distinct + (size_t)1) * sizeof *count);
        bool ok = count && used_holds(s, &s->column[c], count);
        free(count);
        if (!count) return table_no_memory(e);
        if (!ok) return damaged(e);
    }
    return WR_OK;
}

int64_t store_rows(const store *s) { return s->head->rows; }
size_t store_columns(const store *s) { return s->head->columns; }
const char *store_name(const store *s, size_t column) { return (const char *)s->map + s->column[column].name_at; }
size_t store_distinct(const store *s, size_t column) { return s->column[column].distinct; }
const store_meaning *store_means(const store *s, size_t column) { return (const store_meaning *)(s->map + s->column[column].means_at); }
const int64_t *store_used(const store *s, size_t column) { return (const int64_t *)(s->map + s->column[column].used_at); }

store_cell store_text(const store *s, size_t column, uint32_t code)
{
    const store_column *c = &s->column[column];
    const store_entry *x = (const store_entry *)(s->map + c->entries_at) + code;
    return (store_cell){ (const char *)s->map + c->text_at + x->at, x->n, x->type, x->shown };
}

uint32_t store_code(const store *s, size_t column, int64_t row)
{
    const store_place *p = store_place_of(s, column, (size_t)row / STORE_BLOCK);
    return p->width == 0 ? p->min : store_code_at(s->map + p->at, p->width, (size_t)row % STORE_BLOCK);
}

store_origin store_from(const store *s, int64_t row)
{
    size_t low = 0, high = s->head->runs;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (s->run[middle].row <= row) low = middle;
        else high = middle;
    }
    return (store_origin){ s->run[low].sheet_hidden >> 1, s->run[low].line + (uint32_t)(row - s->run[low].row), s->run[low].sheet_hidden & 1 };
}
