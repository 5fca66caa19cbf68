/* body.c -- forms and query strings into pairs. Nothing malformed passes. */
#include "http_own.h"

#include <string.h>

static int hex_of(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool url_decode(const char *p, size_t n, bool plus, arena *a, const char **ret, size_t *ret_n)
{
    char *out = arena_alloc(a, n + 1, 1);
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        int hi, lo;
        if (p[i] == '+' && plus) { out[k++] = ' '; continue; }
        if (p[i] != '%') { out[k++] = p[i]; continue; }
        if (n - i < 3) return false;
        hi = hex_of(p[i + 1]);
        lo = hex_of(p[i + 2]);
        if (hi < 0 || lo < 0) return false;
        out[k++] = (char)(hi * 16 + lo);
        i += 2;
    }
    *ret = out;
    *ret_n = k;
    return true;
}

static bool one(const char *p, size_t n, arena *a, pair *ret, const char **ret_bad)
{
    const char *eq = memchr(p, '=', n);
    size_t name_n = eq ? (size_t)(eq - p) : n, got;
    if (!url_decode(p, name_n, true, a, &ret->name, &got) || !str_utf8(ret->name, got)) { *ret_bad = ""; return false; }
    ret->value = "";
    ret->n = 0;
    if (eq && (!url_decode(eq + 1, n - name_n - 1, true, a, &ret->value, &ret->n) || !str_utf8(ret->value, ret->n))) {
        *ret_bad = ret->name;
        return false;
    }
    return true;
}

wr_rc form_read(const char *text, size_t n, arena *a, pairs *ret, const char **ret_bad)
{
    pair *at = arena_array(a, pair, FIELDS_MAX);
    size_t k = 0;
    for (size_t i = 0; i < n; ) {
        const char *amp = memchr(text + i, '&', n - i);
        size_t len = amp ? (size_t)(amp - text) - i : n - i;
        if (len > 0) {
            if (k == FIELDS_MAX) return WR_E_TOO_BIG;
            if (!one(text + i, len, a, &at[k], ret_bad)) return WR_E_INPUT;
            k++;
        }
        i += len + 1;
    }
    *ret = (pairs){ at, k };
    return WR_OK;
}
