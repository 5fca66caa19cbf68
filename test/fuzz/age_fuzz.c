/* age_fuzz.c -- any bytes as an age file: it opens, or is refused with its place; and what opened is cut nowhere. The first
 * byte says how many bytes a read gives. The key is that of the testkit, so that its files get past the header. */
#include <stdlib.h>
#include <string.h>

#include "age.h"
#include "str.h"

typedef struct source { const uint8_t *p; size_t n, step; } source;

static wr_rc more(void *with, uint8_t *buf, size_t cap, size_t *ret_n)
{
    source *s = with;
    size_t n = s->n < cap ? s->n : cap;
    if (s->step && n > s->step) n = s->step;
    if (n) memcpy(buf, s->p, n);
    s->p += n;
    s->n -= n;
    *ret_n = n;
    return WR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char KEY[] = "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0";
    static uint8_t buf[5000];
    source s;
    age_identity id;
    age_opener *o;
    wr_err e = { 0 };
    wr_rc rc;
    size_t got = 1;
    if (n < 1 || !age_identity_parse(KEY, &id)) return 0;
    s = (source){ data + 1, n - 1, data[0] };
    rc = age_open_begin(&id, 1, more, &s, &e, &o);
    if (rc == WR_OK) {
        while (rc == WR_OK && got) rc = age_open_get(o, buf, sizeof buf, &got);
        if (rc == WR_OK && s.n) abort();
        age_open_end(&o);
    }
    if (rc != WR_OK && rc != WR_E_DENIED && (rc != WR_E_INPUT || !e.field)) abort();
    return 0;
}
