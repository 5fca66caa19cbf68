/* table_text.c -- encodings: UTF-16 and Windows-1252 into UTF-8, and what a CSV file's text is read from. */
#include <string.h>

#include "str.h"
#include "table_text_own.h"

static uint32_t unit(const uint8_t *p, bool big) { return big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0]; }

bool text_from_utf16(const uint8_t *p, size_t n, bool big, bool last, char *out, size_t *ret_used, size_t *ret_n)
{
    size_t i = 0, made = 0;
    bool whole = true;
    while (i + 2 <= n) {
        uint32_t c = unit(p + i, big);
        if (c >= 0xD800 && c < 0xDC00) {
            uint32_t low = i + 4 <= n ? unit(p + i + 2, big) : 0;
            if (i + 4 > n && !last) break;
            if (low >= 0xDC00 && low < 0xE000) {
                made += str_put_utf8(out + made, 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00));
                i += 4;
                continue;
            }
        }
        if (c >= 0xD800 && c < 0xE000) { c = 0xFFFD; whole = false; }
        made += str_put_utf8(out + made, c);
        i += 2;
    }
    if (last && i < n) { whole = false; i = n; }   /* an odd byte at the end: nothing that could be shown */
    *ret_used = i;
    *ret_n = made;
    return whole;
}

/* What the bytes 0x80 to 0x9F are in Windows-1252; the rest is as in Unicode. */
static const uint16_t WINDOWS[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
    0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

/* Bytes of the valid character at p, 0: none begins there. */
static size_t character(const uint8_t *p, size_t n)
{
    size_t len = p[0] < 0x80 ? 1 : p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    uint8_t low = 0x80, high = 0xBF;
    if (len == 1) return 1;
    if (p[0] < 0xC2 || p[0] > 0xF4 || len > n) return 0;
    if (p[0] == 0xE0) low = 0xA0;       /* shortest form, no surrogate, none over U+10FFFF */
    if (p[0] == 0xED) high = 0x9F;
    if (p[0] == 0xF0) low = 0x90;
    if (p[0] == 0xF4) high = 0x8F;
    if (p[1] < low || p[1] > high) return 0;
    for (size_t i = 2; i < len; i++)
        if ((p[i] & 0xC0) != 0x80) return 0;
    return len;
}

bool text_is_clean(const char *p, size_t n)
{
    const uint8_t *u = (const uint8_t *)p;
    const uint64_t each = 0x0101010101010101;
    size_t i = 0;
    while (i < n) {
        size_t len;
        uint64_t eight = 0;
        if (n - i >= 8) memcpy(&eight, u + i, 8);
        if (n - i >= 8 && !((eight | (eight - each)) & each << 7)) { i += 8; continue; }   /* all ASCII, no NUL */
        len = u[i] ? character(u + i, n - i) : 0;
        if (!len) return false;
        i += len;
    }
    return true;
}

size_t text_clean(const char *p, size_t n, char *out, size_t *ret_bad, size_t *ret_nul)
{
    const uint8_t *u = (const uint8_t *)p;
    size_t made = 0, bad = n, nul = n;
    for (size_t i = 0; i < n;) {
        size_t len = character(u + i, n - i);
        if (!u[i]) {
            if (nul == n) nul = i;
            i++;
        } else if (len) {
            memcpy(out + made, p + i, len);
            made += len;
            i += len;
        } else {
            if (bad == n) bad = i;
            made += str_put_utf8(out + made, u[i] < 0xA0 ? WINDOWS[u[i] - 0x80] : u[i]);
            i++;
        }
    }
    *ret_bad = bad;
    *ret_nul = nul;
    return made;
}

/* The bytes of the file, or of what its gzip members hold. */
static wr_rc raw_read(table_source *s, uint8_t *p, size_t n, wr_err *e, size_t *ret)
{
    if (s->gzip) return gzip_read(s, p, n, e, ret);
    TRY(table_read(s->fd, p, n, s->at, s->name, e, ret));
    s->at += (int64_t)*ret;
    return WR_OK;
}

/* UTF-16: some bytes, and what they make. A character that they do not end waits in raw. */
static wr_rc utf16_read(table_source *s, char *p, size_t n, wr_err *e, size_t *ret)
{
    size_t want = n / 3 * 2 < SOURCE_STEP ? n / 3 * 2 : SOURCE_STEP, got, used, made = 0;
    while (!made && !(s->raw_end && s->raw_n == 0)) {
        if (s->raw_n < want && !s->raw_end) {
            TRY(raw_read(s, s->raw + s->raw_n, want - s->raw_n, e, &got));
            s->raw_n += got;
            s->raw_end = got == 0;
        }
        got = s->raw_n < want ? s->raw_n : want;
        if (!text_from_utf16(s->raw, got, s->code == CODE_UTF16BE, s->raw_end && got == s->raw_n, p, &used, &made) && !s->odd) {
            s->odd = true;
            table_note(s->t, (const char *const[]){ N_("UTF-16 with half a character: read as U+FFFD."), NULL });
        }
        memmove(s->raw, s->raw + used, s->raw_n - used);
        s->raw_n -= used;
    }
    *ret = made;
    return WR_OK;
}

wr_rc source_read(table_source *s, char *p, size_t n, wr_err *e, size_t *ret)
{
    size_t held = s->held_n - s->held_at;
    if (held) {
        *ret = held < n ? held : n;
        memcpy(p, s->held + s->held_at, *ret);
        s->held_at += *ret;
        return WR_OK;
    }
    return s->code == CODE_UTF8 ? raw_read(s, (uint8_t *)p, n, e, ret) : utf16_read(s, p, n, e, ret);
}

/* More text behind what is held, up to n bytes in all. A fault behind some text is for later: it comes again when that text has been given. */
static wr_rc hold(table_source *s, size_t n, wr_err *e)
{
    bool utf8 = s->code == CODE_UTF8;
    size_t got = 1, least = utf8 ? 1 : 16;
    wr_rc rc = WR_OK;
    wr_err later = { 0 };
    while (rc == WR_OK && got && n - s->held_n >= least) {
        char *p = s->held + s->held_n;
        rc = utf8 ? raw_read(s, (uint8_t *)p, n - s->held_n, &later, &got) : utf16_read(s, p, n - s->held_n, &later, &got);
        if (rc == WR_OK) s->held_n += got;
    }
    if (rc == WR_OK || s->held_n) return WR_OK;
    *e = later;
    return rc;
}

wr_rc source_open(table_source *s, arena *own, wr_err *e)
{
    size_t got = 0;
    uint8_t *h = arena_array(own, uint8_t, SOURCE_HEAD);
    s->held = (char *)h;
    TRY(table_read(s->fd, h, 2, 0, s->name, e, &got));
    s->gzip = got == 2 && h[0] == 0x1F && h[1] == 0x8B;
    if (s->gzip) {
        s->in = arena_array(own, uint8_t, SOURCE_STEP);
        if (inflateInit2(&s->z, 15 + 16) != Z_OK) return wr_fail(e, WR_E_BUSY, NULL, N_("There is no memory to read {name}."), "name", s->name);
    }
    TRY(hold(s, 4096, e));
    if (s->gzip) TRY(table_sniff_head(h, s->held_n, true, s->name, e));
    if (s->held_n >= 3 && memcmp(h, "\xEF\xBB\xBF", 3) == 0) s->held_at = 3;
    if (s->held_n >= 2 && memcmp(h, "\xFF\xFE", 2) == 0) s->code = CODE_UTF16LE;
    if (s->held_n >= 2 && memcmp(h, "\xFE\xFF", 2) == 0) s->code = CODE_UTF16BE;
    if (s->code != CODE_UTF8) {
        s->raw = arena_array(own, uint8_t, SOURCE_STEP);
        s->raw_n = s->held_n - 2;
        memcpy(s->raw, h + 2, s->raw_n);
        s->held_n = 0;
    }
    return hold(s, SOURCE_HEAD, e);
}

void source_close(table_source *s)
{
    if (s->gzip) inflateEnd(&s->z);
}
