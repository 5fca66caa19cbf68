/* tar.c -- ustar headers; a pax header carries sizes of 8 GiB and more. */
#include "tar.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "str.h"

/* Where things stand in a header. */
enum { MODE = 100, UID = 108, GID = 116, SIZE = 124, TIME = 136, SUM = 148, TYPE = 156, MAGIC = 257, PAX_MAX = 64 };
static const int64_t OCTAL_MAX = (int64_t)1 << 33;

bool tar_name_ok(const char *name)
{
    bool first = true;
    if (!*name || strlen(name) > TAR_NAME - 1) return false;
    for (const char *p = name; *p; p++) {
        if (first ? !isalnum((unsigned char)*p) && *p != '_' : !isalnum((unsigned char)*p) && !strchr("-_./", *p)) return false;
        first = *p == '/';
    }
    return !first;
}

static unsigned sum_of(const uint8_t *h)
{
    unsigned sum = 0;
    for (size_t i = 0; i < TAR_BLOCK; i++) sum += i >= SUM && i < SUM + 8 ? ' ' : h[i];
    return sum;
}

static void octal(uint8_t *at, size_t digits, uint64_t v)
{
    for (size_t i = digits; i-- > 0; v >>= 3) at[i] = (uint8_t)('0' + (v & 7));
}

static wr_rc put_header(tar_out *t, const char *name, char type, int64_t n)
{
    uint8_t h[TAR_BLOCK] = { 0 };
    memcpy(h, name, strlen(name));
    octal(h + MODE, 7, 0600);
    octal(h + UID, 7, 0);
    octal(h + GID, 7, 0);
    octal(h + SIZE, 11, n < OCTAL_MAX ? (uint64_t)n : 0);
    octal(h + TIME, 11, (uint64_t)(t->at / 1000000));
    h[TYPE] = (uint8_t)type;
    memcpy(h + MAGIC, "ustar\00000", 8);
    octal(h + SUM, 6, sum_of(h));
    h[SUM + 7] = ' ';
    return t->write(t->with, h, sizeof h);
}

/* A pax record begins with its own length in decimal. */
static wr_rc put_long(tar_out *t, int64_t n)
{
    uint8_t block[TAR_BLOCK] = { 0 };
    int len = snprintf((char *)block, PAX_MAX, "00 size=%lld\n", (long long)n);
    block[0] = (uint8_t)('0' + len / 10);
    block[1] = (uint8_t)('0' + len % 10);
    TRY(put_header(t, "size", 'x', len));
    return t->write(t->with, block, sizeof block);
}

wr_rc tar_begin(tar_out *t, const char *name, int64_t n)
{
    if (!tar_name_ok(name)) return wr_fail(t->e, WR_E_CONFLICT, NULL, N_("{file}: a name that a backup cannot hold."), "file", name);
    if (n >= OCTAL_MAX) TRY(put_long(t, n));
    t->size = n;
    return put_header(t, name, '0', n);
}

wr_rc tar_pad(tar_out *t)
{
    static const uint8_t ZERO[TAR_BLOCK];
    size_t over = (size_t)(t->size % TAR_BLOCK);
    return over ? t->write(t->with, ZERO, TAR_BLOCK - over) : WR_OK;
}

wr_rc tar_finish(tar_out *t)
{
    static const uint8_t ZERO[2 * TAR_BLOCK];
    return t->write(t->with, ZERO, sizeof ZERO);
}

/* ---- in ---- */

static wr_rc broken(tar_in *t)
{
    return wr_fail(t->e, WR_E_CONFLICT, NULL, N_("The backup is cut short or was changed, in or after {member}."), "member", *t->name ? t->name : "its first bytes");
}

static wr_rc take(tar_in *t, uint8_t *buf, size_t n)
{
    while (n) {
        size_t got;
        TRY(t->read(t->with, buf, n, &got));
        if (!got) return broken(t);
        buf += got;
        n -= got;
    }
    return WR_OK;
}

static bool unoctal(const uint8_t *at, size_t digits, int64_t *ret)
{
    int64_t v = 0;
    for (size_t i = 0; i < digits; i++) {
        if (at[i] < '0' || at[i] > '7') return false;
        v = v * 8 + at[i] - '0';
    }
    *ret = v;
    return at[digits] == 0 || at[digits] == ' ';
}

static bool zeros(const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i]) return false;
    return true;
}

static bool read_long(const uint8_t *block, int64_t len, int64_t *ret)
{
    char text[PAX_MAX + 1], *end;
    if (len < 9 || len > PAX_MAX || !zeros(block + len, TAR_BLOCK - (size_t)len)) return false;
    memcpy(text, block, (size_t)len);
    text[len] = 0;
    if (strtol(text, &end, 10) != len || !str_starts(end, " size=") || !isdigit((unsigned char)end[6])) return false;
    *ret = strtoll(end + 6, &end, 10);
    return *ret >= OCTAL_MAX && *ret < INT64_MAX && str_eq(end, "\n");
}

static wr_rc finish(tar_in *t, uint8_t *h, bool *ret_end)
{
    size_t got;
    TRY(take(t, h, TAR_BLOCK));
    if (!zeros(h, TAR_BLOCK)) return broken(t);
    TRY(t->read(t->with, h, 1, &got));   /* a sealed stream says here that it is whole */
    if (got) return broken(t);
    *ret_end = true;
    return WR_OK;
}

static wr_rc header(tar_in *t, uint8_t *h, int64_t *ret_size, bool *ret_end)
{
    int64_t sum;
    TRY(take(t, h, TAR_BLOCK));
    if (zeros(h, TAR_BLOCK)) return finish(t, h, ret_end);
    if (!unoctal(h + SUM, 6, &sum) || sum != sum_of(h) || memcmp(h + MAGIC, "ustar\00000", 8) != 0 || !unoctal(h + SIZE, 11, ret_size)) return broken(t);
    return WR_OK;
}

wr_rc tar_next(tar_in *t, bool *ret_end)
{
    uint8_t h[TAR_BLOCK], block[TAR_BLOCK];
    int64_t size = 0, wide = 0;
    bool end = false;
    if (t->left) return wr_fail(t->e, WR_E_BUG, NULL, N_("A member was not read to its end."));
    TRY(take(t, block, (size_t)t->pad));
    if (!zeros(block, (size_t)t->pad)) return broken(t);
    t->pad = 0;
    TRY(header(t, h, &size, &end));
    if (!end && h[TYPE] == 'x') {
        TRY(take(t, block, sizeof block));
        if (!read_long(block, size, &wide)) return broken(t);
        TRY(header(t, h, &size, &end));
        if (end || size) return broken(t);
        size = wide;
    }
    if (!end) {
        char name[TAR_NAME + 1];
        memcpy(name, h, TAR_NAME);
        name[TAR_NAME] = 0;
        if (h[TYPE] != '0' || !tar_name_ok(name)) return broken(t);
        memcpy(t->name, name, sizeof name);
        t->left = size;
        t->pad = (TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK;
    }
    *ret_end = end;
    return WR_OK;
}

wr_rc tar_get(tar_in *t, uint8_t *buf, size_t cap, size_t *ret_n)
{
    size_t got = 0;
    if (t->left) {
        TRY(t->read(t->with, buf, t->left < (int64_t)cap ? (size_t)t->left : cap, &got));
        if (!got) return broken(t);
        t->left -= (int64_t)got;
    }
    *ret_n = got;
    return WR_OK;
}
