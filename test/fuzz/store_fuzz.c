/* store_fuzz.c -- any bytes as the file of a store, as they are and with their sums put right: refused, or every cell, name and origin can be read and
 * every question asked, and questions agree with each other. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "store_own.h"

enum { ROWS_MOST = 200000, GROUPS = 3 };
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static volatile uint64_t sink;

/* Chance finds no SHA-256. */
static void put_right(uint8_t *p, size_t n)
{
    store_head h;
    uint8_t sum[STORE_SUM];
    if (n < sizeof h) return;
    memcpy(&h, p, sizeof h);
    memcpy(h.magic, STORE_MAGIC, sizeof h.magic);
    h.version = STORE_VERSION;
    h.size = n;
    if (h.directory_at <= n) {
        store_sum_head(&h, p + h.directory_at, n - h.directory_at, sum);
        memcpy(h.sum_head, sum, sizeof sum);
    }
    memcpy(p, &h, sizeof h);
}

static void read_all(const store *s)
{
    for (size_t c = 0; c < store_columns(s); c++) {
        sink += strlen(store_name(s, c));
        for (uint32_t code = 0; code < store_distinct(s, c); code++) {
            store_cell x = store_text(s, c, code);
            store_meaning m = store_means(s, c)[code];
            for (size_t i = 0; i < x.n; i++) sink += (uint8_t)x.text[i];
            sink += (uint64_t)m.number + m.state + m.odd + m.has_number + (uint64_t)store_used(s, c)[code];
        }
    }
    for (int64_t row = 0; row < store_rows(s); row += 1 + store_rows(s) / 100) {
        sink += store_from(s, row).line;
        for (size_t c = 0; c < store_columns(s); c++)
            if (store_code(s, c, row) >= store_distinct(s, c)) abort();
    }
}

static void rows_walked(void *with, size_t n, const uint32_t *const *codes, const int64_t *row)
{
    *(int64_t *)with += (int64_t)n;
    sink += codes[0][n - 1] + (uint64_t)row[0];
}

static void questions(const store *s)
{
    size_t columns = store_columns(s), last = columns - 1, distinct = store_distinct(s, last), n;
    uint8_t *keep = calloc(store_distinct(s, 0) + 1, 1), *counted = calloc(distinct + 1, 1);
    uint32_t *group = calloc(distinct + 1, sizeof *group);
    int64_t *value = calloc(distinct + 1, sizeof *value), ret[2 * GROUPS], different[GROUPS], found[7], all, walked = 0, sum = 0;
    wr_err e = { 0 };
    if (!keep || !counted || !group || !value) abort();
    for (size_t code = 0; code < store_distinct(s, 0); code++) keep[code] = code % 4 != 1;
    for (size_t code = 0; code < distinct; code++) group[code] = code % 5 == 4 ? STORE_NONE : (uint32_t)(code % GROUPS), value[code] = (int64_t)code - 7, counted[code] = code % 2 == 0;
    store_keep k = { 0, keep };
    store_by by = { last, group, GROUPS };
    store_ask ask = { &k, 1, &by, 1, &(store_sum){ last, value }, 1 };
    store_count(s, &ask, ret);
    store_find(s, &ask, 1, 7, found, &n, &all);
    store_walk(s, &ask, &last, 1, rows_walked, &walked);
    for (size_t g = 0; g < GROUPS; g++) sum += ret[2 * g];
    if (all != walked || (last > 0 && all != sum)) abort();          /* of one column alone the file's own counts are taken */
    if (store_count_different(s, &ask, last, counted, &e, different) != WR_OK || store_repeats(s, NULL, &e) < 0) abort();
    for (size_t g = 0; g < GROUPS; g++) if (last > 0 && different[g] > ret[2 * g]) abort();
    free(keep);
    free(counted);
    free(group);
    free(value);
}

static void look(const uint8_t *p, size_t n)
{
    char path[32];
    int fd = memfd_create("store", MFD_CLOEXEC);
    wr_err e = { 0 };
    store *s;
    if (fd < 0 || write(fd, p, n) != (ssize_t)n) abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (store_open(path, &e, &s) == WR_OK) {
        (void)!store_prove(s, &e);
        read_all(s);
        if (store_columns(s) && store_rows(s) <= ROWS_MOST) questions(s);
        store_close(&s);
    } else if (!e.text) abort();
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    uint8_t *p = malloc(n + 1);
    if (!p) abort();
    if (n) memcpy(p, data, n);
    look(p, n);
    put_right(p, n);
    look(p, n);
    free(p);
    return 0;
}
