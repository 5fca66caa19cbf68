/* photo_fuzz.c -- any bytes as a photo: refused, or copied; a copy is a photo whose copy is itself, and it is not larger than what came
 * in, save for the few bytes that say how it must be turned. */
#include <stdlib.h>
#include <string.h>
#include "photo.h"
#include "str.h"

enum { TURNED_MAX = 36 };
typedef struct flow { bytes in; size_t step; strbuf out; } flow;

static wr_rc give(void *with, uint8_t *buf, size_t cap, size_t *ret_n)
{
    flow *s = with;
    size_t n = s->in.n < cap ? s->in.n : cap;
    if (n > 16 && s->step < n) n = s->step;
    if (n) memcpy(buf, s->in.p, n);
    s->in = (bytes){ s->in.p + n, s->in.n - n };
    *ret_n = n;
    return WR_OK;
}

static wr_rc take(void *with, const uint8_t *p, size_t n)
{
    sb_put(&((flow *)with)->out, (const char *)p, n);
    return WR_OK;
}

static wr_rc copy(arena *a, bytes in, size_t step, strbuf *ret, photo *ret_photo)
{
    wr_err e = { 0 };
    flow s = { in, step, sb_new(a, in.n + 64) };
    wr_rc rc = photo_copy(&(photo_io){ give, take, &s, &e }, a, ret_photo);
    if (rc != WR_OK && (rc != WR_E_INPUT || !e.text)) abort();
    *ret = s.out;
    return rc;
}

static uint32_t crc_of(const uint8_t *p, size_t n)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < n; i++) {
        crc ^= p[i];
        for (int k = 0; k < 8; k++) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

/* Chance finds no CRC: a PNG is looked at once more with its own put right. */
static bytes summed(arena *a, const uint8_t *data, size_t n)
{
    uint8_t *p = arena_alloc(a, n + 1, 1);
    if (n) memcpy(p, data, n);
    for (size_t at = 8; n >= 20 && p[0] == 0x89 && at + 12 <= n; ) {
        size_t size = (size_t)p[at] << 24 | (size_t)p[at + 1] << 16 | (size_t)p[at + 2] << 8 | p[at + 3];
        uint32_t crc;
        if (size > n - at - 12) break;
        crc = crc_of(p + at + 4, size + 4);
        for (size_t i = 0; i < 4; i++) p[at + 8 + size + i] = (uint8_t)(crc >> (24 - 8 * i));
        at += 12 + size;
    }
    return (bytes){ p, n };
}

static void look(arena *a, bytes x)
{
    strbuf once, again;
    photo p, q;
    if (copy(a, x, 1 << 20, &once, &p) != WR_OK) return;
    if (once.n > x.n + TURNED_MAX || p.width < 1 || p.height < 1 || p.width * p.height > PHOTO_PIXELS_MAX || p.orientation < 1 || p.orientation > 8) abort();
    if (copy(a, (bytes){ (const uint8_t *)once.p, once.n }, 16 + x.n % 50, &again, &q) != WR_OK || once.n != again.n || memcmp(once.p, again.p, once.n) != 0) abort();
    if (p.width != q.width || p.height != q.height || p.orientation != q.orientation || !str_eq(p.media, q.media)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new("fuzz", 16 << 20);
    look(a, (bytes){ data, n });
    if (n && data[0] == 0x89) look(a, summed(a, data, n));
    arena_end(&a);
    return 0;
}
