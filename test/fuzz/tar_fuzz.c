/* tar_fuzz.c -- any bytes as a backup's archive: read to its end, or refused; names never leave the folder. */
#include <stdlib.h>
#include <string.h>

#include "str.h"
#include "tar.h"

static wr_rc more(void *with, uint8_t *buf, size_t cap, size_t *ret_n)
{
    bytes *s = with;
    size_t n = s->n < cap ? s->n : cap;
    if (n) memcpy(buf, s->p, n);
    *s = (bytes){ s->p + n, s->n - n };
    *ret_n = n;
    return WR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    bytes s = { data, n };
    wr_err e = { 0 };
    tar_in t = { .read = more, .with = &s, .e = &e };
    uint8_t buf[700];
    bool end = false;
    wr_rc rc = WR_OK;
    while (rc == WR_OK && !end) {
        size_t got = 1;
        rc = tar_next(&t, &end);
        if (rc != WR_OK || end) break;
        if (t.left < 0 || t.name[0] == '/' || t.name[0] == '.' || strstr(t.name, "/.")) abort();
        while (rc == WR_OK && got) rc = tar_get(&t, buf, sizeof buf, &got);
    }
    if (rc == WR_OK ? s.n != 0 : rc != WR_E_CONFLICT) abort();
    return 0;
}
