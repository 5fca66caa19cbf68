/* photo_jpeg.c -- a JPEG, segment by segment (ITU T.81 annex B): each is kept, made anew or dropped. Baseline, extended and progressive
 * Huffman pictures of 8 bits, which is what cameras make and browsers show. */
#include "photo_own.h"

#include <string.h>

enum { SOF0 = 0xc0, SOF2 = 0xc2, DHT = 0xc4, RST0 = 0xd0, RST7 = 0xd7, EOI = 0xd9, SOS = 0xda, DQT = 0xdb, DRI = 0xdd,
    APP0 = 0xe0, APP1 = 0xe1, APP2 = 0xe2, APP14 = 0xee, APP15 = 0xef, COM = 0xfe };
enum { JFIF_BYTES = 14, ADOBE_BYTES = 12, EXIF_HEAD = 6, ORIENTATION = 0x0112, IFD_ENTRY = 12, SHORT = 3 };

typedef struct jpeg { photo_flow *f; int components, scans; bool jfif, exif, adobe; } jpeg;

static wr_rc put_segment(photo_flow *f, int marker, const uint8_t *p, size_t n)
{
    const uint8_t head[4] = { 0xff, (uint8_t)marker, (uint8_t)((n + 2) >> 8), (uint8_t)(n + 2) };
    TRY(photo_put(f, head, sizeof head));
    return photo_put(f, p, n);
}

/* ---- EXIF: a TIFF in a segment; one tag of it matters for showing the picture upright ---- */

typedef struct tiff { const uint8_t *p; size_t n; bool little; } tiff;

static uint32_t tiff_16(const tiff *t, size_t at) { return t->little ? (uint32_t)t->p[at + 1] << 8 | t->p[at] : photo_16(t->p + at); }
static uint32_t tiff_32(const tiff *t, size_t at)
{
    return t->little ? tiff_16(t, at + 2) << 16 | tiff_16(t, at) : photo_32(t->p + at);
}

/* 1 to 8; 0: it does not say. Where the bytes are not a TIFF there is nothing to keep, and nothing is kept. */
static int orientation(const uint8_t *p, size_t n)
{
    tiff t = { p, n, n > 0 && p[0] == 'I' };
    size_t at, entries;
    if (n < 8 || (memcmp(p, "II*\0", 4) != 0 && memcmp(p, "MM\0*", 4) != 0)) return 0;
    at = tiff_32(&t, 4);
    if (at > n - 2 || at < 8) return 0;
    entries = tiff_16(&t, at);
    for (at += 2; entries > 0 && n - at >= IFD_ENTRY; at += IFD_ENTRY, entries--) {
        uint32_t value = tiff_16(&t, at + 8);
        if (tiff_16(&t, at) != ORIENTATION) continue;
        return tiff_16(&t, at + 2) == SHORT && tiff_32(&t, at + 4) == 1 && value >= 1 && value <= 8 ? (int)value : 0;
    }
    return 0;
}

static wr_rc exif(jpeg *j)
{
    photo_flow *f = j->f;
    int turned = orientation(f->part + EXIF_HEAD, f->part_n - EXIF_HEAD);
    const uint8_t anew[] = { 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, ORIENTATION >> 8, ORIENTATION & 0xff, 0, SHORT, 0, 0, 0, 1,
        0, (uint8_t)turned, 0, 0, 0, 0, 0, 0 };
    if (j->exif || turned == 0) return WR_OK;
    j->exif = true;
    f->found.orientation = turned;
    return turned == 1 ? WR_OK : put_segment(f, APP1, anew, sizeof anew);
}

/* ---- segments ---- */

static bool named(const photo_flow *f, const char *name, size_t n) { return f->part_n >= n && memcmp(f->part, name, n) == 0; }

/* What a program wrote for programs. Behind the first scan nothing of it is needed. */
static wr_rc app(jpeg *j, int marker)
{
    photo_flow *f = j->f;
    if (j->scans) return WR_OK;
    if (marker == APP1 && named(f, "Exif\0\0", EXIF_HEAD)) return exif(j);
    if (marker == APP2 && named(f, "ICC_PROFILE", 12)) return put_segment(f, marker, f->part, f->part_n);
    if (marker == APP0 && !j->jfif && f->part_n >= JFIF_BYTES && named(f, "JFIF", 5)) {
        j->jfif = true;
        f->part[12] = f->part[13] = 0;              /* its thumbnail may show what was cut away */
        return put_segment(f, marker, f->part, JFIF_BYTES);
    }
    if (marker == APP14 && !j->adobe && f->part_n >= ADOBE_BYTES && named(f, "Adobe", 5)) {
        j->adobe = true;
        return put_segment(f, marker, f->part, ADOBE_BYTES);
    }
    return WR_OK;
}

static bool frame_fits(const photo_flow *f)
{
    const uint8_t *p = f->part;
    if (f->part_n < 6 || p[0] != 8 || (p[5] != 1 && p[5] != 3 && p[5] != 4) || f->part_n != 6 + 3 * (size_t)p[5]) return false;
    for (size_t i = 0; i < p[5]; i++) {
        unsigned across = p[7 + 3 * i] >> 4, down = p[7 + 3 * i] & 15;
        if (across < 1 || across > 4 || down < 1 || down > 4 || p[8 + 3 * i] > 3) return false;
    }
    return true;
}

static wr_rc frame(jpeg *j)
{
    photo_flow *f = j->f;
    if (j->components || !frame_fits(f)) return photo_damaged(f);
    j->components = f->part[5];
    return photo_sized(f, photo_16(f->part + 3), photo_16(f->part + 1));
}

/* Tables fill their segment to the byte: nothing else travels in it. */
static bool huffman_fits(const uint8_t *p, size_t n)
{
    while (n > 0) {
        size_t codes = 0;
        if (n < 17 || p[0] >> 4 > 1 || (p[0] & 15) > 3) return false;
        for (size_t i = 1; i <= 16; i++) codes += p[i];
        if (codes > 256 || n < 17 + codes) return false;
        p += 17 + codes;
        n -= 17 + codes;
    }
    return true;
}

static bool quantization_fits(const uint8_t *p, size_t n)
{
    while (n > 0) {
        size_t size = p[0] >> 4 ? 129 : 65;
        if (p[0] >> 4 > 1 || (p[0] & 15) > 3 || n < size) return false;
        p += size;
        n -= size;
    }
    return true;
}

static bool scan_fits(jpeg *j)
{
    const photo_flow *f = j->f;
    return j->components && ++j->scans <= PHOTO_SCANS_MAX && f->part_n >= 6 && f->part[0] >= 1 && f->part[0] <= j->components
        && f->part_n == 4 + 2 * (size_t)f->part[0];
}

static wr_rc segment(jpeg *j, int marker)
{
    photo_flow *f = j->f;
    uint8_t size[2];
    TRY(photo_take(f, size, 2));
    if (photo_16(size) < 2) return photo_damaged(f);
    f->part_n = photo_16(size) - 2;
    TRY(photo_take(f, f->part, f->part_n));
    if (marker >= APP0 && marker <= APP15) return app(j, marker);
    if (marker == COM) return WR_OK;
    if (marker >= SOF0 && marker <= SOF2) TRY(frame(j));
    else if (!((marker == DHT && huffman_fits(f->part, f->part_n)) || (marker == DQT && quantization_fits(f->part, f->part_n))
        || (marker == DRI && f->part_n == 2) || (marker == SOS && scan_fits(j)))) return photo_damaged(f);
    return put_segment(f, marker, f->part, f->part_n);
}

/* ---- between segments, and the picture itself ---- */

/* Any number of 0xff may stand before a marker; the copy has one. */
static wr_rc code(photo_flow *f, uint8_t *ret)
{
    do TRY(photo_take(f, ret, 1));
    while (*ret == 0xff);
    return WR_OK;
}

static wr_rc next_marker(photo_flow *f, uint8_t *ret)
{
    TRY(photo_take(f, ret, 1));
    return *ret == 0xff ? code(f, ret) : photo_damaged(f);
}

/* The compressed picture, up to the next marker that is no restart. */
static wr_rc scan(photo_flow *f, uint8_t *ret_marker)
{
    for (;;) {
        const uint8_t *from, *mark;
        uint8_t two[2] = { 0xff, 0 };
        TRY(photo_fill(f));
        from = f->in + f->at;
        mark = memchr(from, 0xff, f->n - f->at);
        f->at = mark ? (size_t)(mark - f->in) + 1 : f->n;
        TRY(photo_put(f, from, mark ? (size_t)(mark - from) : f->n - (size_t)(from - f->in)));
        if (!mark) continue;
        TRY(code(f, &two[1]));
        *ret_marker = two[1];
        if (two[1] != 0 && (two[1] < RST0 || two[1] > RST7)) return WR_OK;
        TRY(photo_put(f, two, 2));
    }
}

wr_rc photo_jpeg(photo_flow *f)
{
    jpeg j = { .f = f };
    uint8_t marker;
    TRY(next_marker(f, &marker));
    while (marker != EOI) {
        TRY(segment(&j, marker));
        if (marker == SOS) TRY(scan(f, &marker));
        else TRY(next_marker(f, &marker));
    }
    return j.scans ? photo_put(f, (const uint8_t[]){ 0xff, EOI }, 2) : photo_damaged(f);
}
