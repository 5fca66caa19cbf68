/* photo_png.c -- a PNG, chunk by chunk (W3C, ISO 15948): order, sizes and CRC; what is not on the list is dropped. */
#include "photo_own.h"

#include <string.h>

typedef struct chunk { uint32_t size; uint8_t head[8]; uint32_t crc; } chunk;   /* head: size and type, as they stand */
typedef enum place { BEFORE, WITHIN, BEHIND } place;                            /* of the picture's own chunks        */
typedef struct png { photo_flow *f; place at; int colour; bool palette; unsigned had; int64_t data; } png;

/* Colour, transparency and density, each once and before the picture. */
enum { COLOUR_PROFILE_MAX = 4 << 20 };
static const struct { const char *type; uint32_t min, max; } KEPT[] = {
    { "tRNS", 1, 256 }, { "gAMA", 4, 4 }, { "cHRM", 32, 32 }, { "sRGB", 1, 1 }, { "iCCP", 3, COLOUR_PROFILE_MAX },
    { "bKGD", 1, 6 }, { "pHYs", 9, 9 }, { "sBIT", 1, 4 },
};
enum { KEPT_N = sizeof KEPT / sizeof *KEPT };

/* The CRC of ISO 3309, half a byte at a time. */
static uint32_t crc_add(uint32_t crc, const uint8_t *p, size_t n)
{
    static const uint32_t HALF[16] = { 0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c };
    for (size_t i = 0; i < n; i++) {
        crc = crc >> 4 ^ HALF[(crc ^ p[i]) & 15];
        crc = crc >> 4 ^ HALF[(crc ^ (uint32_t)p[i] >> 4) & 15];
    }
    return crc;
}

static bool is(const chunk *c, const char *type) { return memcmp(c->head + 4, type, 4) == 0; }

static wr_rc head(photo_flow *f, chunk *ret)
{
    TRY(photo_take(f, ret->head, 8));
    ret->size = photo_32(ret->head);
    ret->crc = crc_add(0xffffffff, ret->head + 4, 4);
    for (int i = 4; i < 8; i++)
        if ((ret->head[i] | 0x20) < 'a' || (ret->head[i] | 0x20) > 'z') return photo_damaged(f);
    return ret->size > INT32_MAX ? photo_damaged(f) : WR_OK;
}

/* The data of a chunk and its CRC, to the copy or not. */
static wr_rc pass(photo_flow *f, chunk *c, bool keep)
{
    uint8_t sum[4];
    if (keep) TRY(photo_put(f, c->head, sizeof c->head));
    for (size_t left = c->size; left > 0; ) {
        size_t k;
        TRY(photo_fill(f));
        k = f->n - f->at < left ? f->n - f->at : left;
        c->crc = crc_add(c->crc, f->in + f->at, k);
        if (keep) TRY(photo_put(f, f->in + f->at, k));
        f->at += k;
        left -= k;
    }
    TRY(photo_take(f, sum, sizeof sum));
    if (photo_32(sum) != ~c->crc) return photo_damaged(f);
    return keep ? photo_put(f, sum, sizeof sum) : WR_OK;
}

static bool depth_fits(int colour, int depth)
{
    bool power = depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    if (colour == 0) return power;
    if (colour == 3) return power && depth <= 8;
    return (colour == 2 || colour == 4 || colour == 6) && (depth == 8 || depth == 16);
}

static wr_rc first(png *g)
{
    photo_flow *f = g->f;
    const uint8_t *p = f->part;
    uint8_t sum[4];
    chunk c;
    TRY(head(f, &c));
    if (!is(&c, "IHDR") || c.size != 13) return photo_damaged(f);
    TRY(photo_take(f, f->part, 13));
    TRY(photo_take(f, sum, sizeof sum));
    if (photo_32(sum) != ~crc_add(c.crc, p, 13) || !depth_fits(p[9], p[8]) || p[10] != 0 || p[11] != 0 || p[12] > 1) return photo_damaged(f);
    g->colour = p[9];
    TRY(photo_sized(f, photo_32(p), photo_32(p + 4)));
    TRY(photo_put(f, c.head, sizeof c.head));
    TRY(photo_put(f, p, 13));
    return photo_put(f, sum, sizeof sum);
}

static wr_rc palette(png *g, chunk *c)
{
    if (g->palette || g->at != BEFORE || c->size == 0 || c->size % 3 != 0 || c->size > 768 || g->colour == 0 || g->colour == 4) return photo_damaged(g->f);
    g->palette = true;
    return pass(g->f, c, true);
}

static wr_rc data(png *g, chunk *c)
{
    if (g->at == BEHIND || (g->colour == 3 && !g->palette)) return photo_damaged(g->f);
    g->at = WITHIN;
    g->data += c->size;
    return pass(g->f, c, true);
}

static wr_rc other(png *g, chunk *c)
{
    bool keep = false;
    if (!(c->head[4] & 0x20)) return photo_damaged(g->f);        /* a chunk without which the picture cannot be shown, and nobody knows it */
    if (g->at == WITHIN) g->at = BEHIND;
    for (unsigned i = 0; i < KEPT_N && g->at == BEFORE; i++) {
        if (!is(c, KEPT[i].type) || g->had & 1u << i || c->size < KEPT[i].min || c->size > KEPT[i].max) continue;
        g->had |= 1u << i;
        keep = true;
    }
    return pass(g->f, c, keep);
}

wr_rc photo_png(photo_flow *f)
{
    png g = { .f = f };
    chunk c;
    TRY(first(&g));
    TRY(head(f, &c));
    while (!is(&c, "IEND")) {
        TRY(is(&c, "PLTE") ? palette(&g, &c) : is(&c, "IDAT") ? data(&g, &c) : other(&g, &c));
        TRY(head(f, &c));
    }
    if (c.size != 0 || g.data == 0) return photo_damaged(f);
    return pass(f, &c, true);
}
