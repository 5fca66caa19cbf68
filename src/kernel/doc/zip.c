/* zip.c -- a ZIP file that only stores. */
#include "zip.h"

#include <string.h>
#include "str.h"

enum { HEAD = 30, DIRECTORY = 46, END = 22, VERSION = 20, STORED = 0, FILES_MAX = 65535 };

/* CRC-32 of IEEE 802.3, half a byte at a time. */
uint32_t zip_crc(uint32_t so_far, const void *p, size_t n)
{
    static const uint32_t HALF[16] = { 0, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8,
        0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c };
    const uint8_t *at = p;
    uint32_t c = ~so_far;
    for (size_t i = 0; i < n; i++) {
        c = HALF[(c ^ at[i]) & 15] ^ c >> 4;
        c = HALF[(c ^ at[i] >> 4) & 15] ^ c >> 4;
    }
    return ~c;
}

static void u16(strbuf *b, uint32_t v)
{
    sb_ch(b, (char)(v & 0xff));
    sb_ch(b, (char)(v >> 8 & 0xff));
}

static void u32(strbuf *b, uint32_t v)
{
    u16(b, v & 0xffff);
    u16(b, v >> 16);
}

/* MS-DOS counts from 1980; the hour is noon, for a day has none. */
static uint32_t dos_day(wr_day d) { return d.y < 1980 ? 33 : (uint32_t)(d.y - 1980) << 9 | (uint32_t)d.m << 5 | (uint32_t)d.d; }

/* What the head of a file and its line in the directory share. */
static void facts(strbuf *b, const zip_file *f)
{
    u16(b, VERSION);
    u16(b, 0);
    u16(b, STORED);
    u16(b, 12 << 11);
    u16(b, dos_day(f->day));
    u32(b, f->crc);
    u32(b, (uint32_t)f->size);
    u32(b, (uint32_t)f->size);
    u16(b, (uint32_t)strlen(f->name));
    u16(b, 0);
}

bool zip_fits(const zip_file *f, size_t n)
{
    int64_t all = END;
    for (size_t i = 0; i < n && all <= UINT32_MAX; i++) all += HEAD + DIRECTORY + 2 * (int64_t)strlen(f[i].name) + f[i].size;
    return n < FILES_MAX && all < UINT32_MAX;
}

void zip_head(strbuf *b, const zip_file *f)
{
    u32(b, 0x04034b50);
    facts(b, f);
    sb_str(b, f->name);
}

void zip_end(strbuf *b, const zip_file *f, size_t n)
{
    uint32_t at = 0;
    size_t begin = b->n;
    for (size_t i = 0; i < n; i++) {
        u32(b, 0x02014b50);
        u16(b, VERSION);
        facts(b, &f[i]);
        u16(b, 0);
        u16(b, 0);
        u16(b, 0);
        u32(b, 0);
        u32(b, at);
        sb_str(b, f[i].name);
        at += HEAD + (uint32_t)strlen(f[i].name) + (uint32_t)f[i].size;
    }
    begin = b->n - begin;
    u32(b, 0x06054b50);
    u32(b, 0);
    u16(b, (uint32_t)n);
    u16(b, (uint32_t)n);
    u32(b, (uint32_t)begin);
    u32(b, at);
    u16(b, 0);
}
