/* age_memory.h -- streams in memory for the tests of age: what is read comes in pieces of `step` bytes. */
#ifndef TEST_AGE_MEMORY_H
#define TEST_AGE_MEMORY_H
#include <stdlib.h>
#include <string.h>
#include "age.h"
typedef struct memory { uint8_t *p; size_t n, cap, at, step; } memory;

static inline wr_rc memory_write(void *with, const uint8_t *p, size_t n)
{
    memory *m = with;
    if (m->n + n > m->cap) {
        m->cap = (m->n + n) * 2;
        m->p = realloc(m->p, m->cap);
        if (!m->p) abort();
    }
    if (n) memcpy(m->p + m->n, p, n);
    m->n += n;
    return WR_OK;
}

static inline wr_rc memory_read(void *with, uint8_t *buf, size_t cap, size_t *ret_n)
{
    memory *m = with;
    size_t n = m->n - m->at;
    if (n > cap) n = cap;
    if (m->step && n > m->step) n = m->step;
    if (n) memcpy(buf, m->p + m->at, n);
    m->at += n;
    *ret_n = n;
    return WR_OK;
}

/* Opens all of `in` into `out`, which holds what came out before a failure. */
static inline wr_rc memory_open(const age_identity *ids, size_t n, memory *in, wr_err *e, memory *out)
{
    uint8_t buf[10007];
    size_t got = 1;
    age_opener *o;
    wr_rc rc = age_open_begin(ids, n, memory_read, in, e, &o);
    if (rc != WR_OK) return rc;
    while (rc == WR_OK && got) {
        rc = age_open_get(o, buf, sizeof buf, &got);
        if (rc == WR_OK) rc = memory_write(out, buf, got);
    }
    age_open_end(&o);
    return rc;
}
#endif
