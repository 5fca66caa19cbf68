/* photo_bytes.h -- photos as cameras lay them out, built a segment and a chunk at a time. */
#ifndef TEST_PHOTO_BYTES_H
#define TEST_PHOTO_BYTES_H
#include <string.h>
#include <zlib.h>
#include "str.h"

#define LIT(s) (s), sizeof(s) - 1

static inline void put_big(strbuf *b, uint32_t v, int n)
{
    while (n--) sb_ch(b, (char)(v >> 8 * n));
}

static inline void put_segment(strbuf *b, int marker, const char *p, size_t n)
{
    sb_ch(b, (char)0xff);
    sb_ch(b, (char)marker);
    put_big(b, (uint32_t)n + 2, 2);
    sb_put(b, p, n);
}

/* EXIF as a camera writes it: make, orientation, a GPS IFD with a latitude, a thumbnail that is a JPEG of its own. */
static inline strbuf exif_of(arena *a, bool little, int orientation)
{
    strbuf b = sb_new(a, 256);
    const struct { int tag, type, count; uint32_t value; } entries[] = { { 0x010f, 2, 8, 100 }, { 0x0112, 3, 1, (uint32_t)orientation }, { 0x8825, 4, 1, 62 } };
    uint8_t out[400] = { 0 };
    size_t n = 0;
#define PUT(v, w) do { for (int k_ = 0; k_ < (w); k_++) out[n + (size_t)k_] = (uint8_t)((uint32_t)(v) >> 8 * (little ? k_ : (w) - 1 - k_)); n += (w); } while (0)
    memcpy(out, little ? "II" : "MM", 2);
    n = 2;
    PUT(42, 2);
    PUT(8, 4);
    PUT(3, 2);
    for (size_t i = 0; i < 3; i++) {
        PUT(entries[i].tag, 2);
        PUT(entries[i].type, 2);
        PUT(entries[i].count, 4);
        if (entries[i].type == 3) { PUT(entries[i].value, 2); PUT(0, 2); }
        else PUT(entries[i].value, 4);
    }
    PUT(0, 4);
    n = 62;
    PUT(1, 2);
    PUT(2, 2); PUT(5, 2); PUT(3, 4); PUT(110, 4);        /* GPSLatitude */
    memcpy(out + 100, "CAMERA1", 8);
    memcpy(out + 110, "34.0522N-118.2437", 17);
    memcpy(out + 140, "\xff\xd8\xff\xe1\x00\x08GPSxxx\xff\xd9", 14);
#undef PUT
    sb_put(&b, LIT("Exif\0\0"));
    sb_put(&b, (const char *)out, 160);
    return b;
}

#define SCAN_DATA "\x12\x34\xff\x00\x56\xff\xd0\x78\xff\xd1\x9a\xff\x00"

static inline void put_frame(strbuf *b, int marker, int width, int height)
{
    char p[15] = { 8, (char)(height >> 8), (char)height, (char)(width >> 8), (char)width, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1 };
    put_segment(b, marker, p, sizeof p);
}

static inline void put_tables(strbuf *b)
{
    char dqt[65] = { 0 }, dht[17 + 2] = { 0x10, 0, 2 };
    for (int i = 1; i < 65; i++) dqt[i] = (char)i;
    put_segment(b, 0xdb, dqt, sizeof dqt);
    put_segment(b, 0xc4, dht, sizeof dht);
    put_segment(b, 0xdd, LIT("\0\x04"));
}

static inline void put_scan(strbuf *b, const char *data, size_t n)
{
    put_segment(b, 0xda, LIT("\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00"));
    sb_put(b, data, n);
}

/* The picture from its tables to its end. */
static inline void put_picture(strbuf *b)
{
    put_tables(b);
    put_frame(b, 0xc0, 640, 480);
    put_scan(b, LIT(SCAN_DATA));
    sb_put(b, LIT("\xff\xd9"));
}

static inline void put_chunk(strbuf *b, const char *type, const char *p, size_t n)
{
    size_t at = b->n + 4;
    put_big(b, (uint32_t)n, 4);
    sb_put(b, type, 4);
    if (n) sb_put(b, p, n);
    put_big(b, (uint32_t)crc32(0, (const Bytef *)b->p + at, (uInt)n + 4), 4);
}

#define PNG_HEAD_BYTES "\x89PNG\r\n\x1a\n"
static inline void put_png_head(strbuf *b, uint32_t width, uint32_t height, int depth, int colour)
{
    const char tail[5] = { (char)depth, (char)colour };
    strbuf h = sb_new(b->a, 16);
    put_big(&h, width, 4);
    put_big(&h, height, 4);
    sb_put(&h, tail, sizeof tail);
    sb_put(b, LIT(PNG_HEAD_BYTES));
    put_chunk(b, "IHDR", h.p, h.n);
}
#endif
