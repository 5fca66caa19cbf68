/* fold.c -- text as it is searched. */
#include "fold.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "str.h"

/* U+00C0 to U+017F: the letters without their accents; "-" parts words. */
static const char *const LATIN[] = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", "d", "n", "o", "o", "o", "o", "o", "-", "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", "d", "n", "o", "o", "o", "o", "o", "-", "o", "u", "u", "u", "u", "y", "th", "y",
    "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d", "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",
    "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l",
    "l", "l", "l", "n", "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o", "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",
    "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s" };

static uint32_t next(const unsigned char **p)
{
    const unsigned char *s = *p;
    int more = s[0] < 0x80 ? 0 : s[0] < 0xe0 ? 1 : s[0] < 0xf0 ? 2 : 3;
    uint32_t c = s[0] < 0x80 ? s[0] : (uint32_t)(s[0] & (0x3f >> more));
    for (int i = 1; i <= more; i++) c = c << 6 | (uint32_t)(s[i] & 0x3f);
    *p = s + more + 1;
    return c;
}

static void put(strbuf *b, uint32_t c)
{
    if (c < 0x800) sb_ch(b, (char)(0xc0 | c >> 6));
    else if (c < 0x10000) sb_ch(b, (char)(0xe0 | c >> 12)), sb_ch(b, (char)(0x80 | (c >> 6 & 0x3f)));
    else sb_ch(b, (char)(0xf0 | c >> 18)), sb_ch(b, (char)(0x80 | (c >> 12 & 0x3f))), sb_ch(b, (char)(0x80 | (c >> 6 & 0x3f)));
    sb_ch(b, (char)(0x80 | (c & 0x3f)));
}

static bool parts(uint32_t c)
{
    return (c < 0xc0 && c != 0xaa && c != 0xb5 && c != 0xba) || c == 0xd7 || c == 0xf7 || (c >= 0x2000 && c < 0x2070) || (c >= 0x3000 && c < 0x3003) || c == 0xfeff;
}

const char *fold_text(arena *a, const char *utf8)
{
    strbuf b = sb_new(a, strlen(utf8) + 1);
    for (const unsigned char *p = (const unsigned char *)utf8; *p;) {
        uint32_t c = next(&p);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) sb_ch(&b, (char)c);
        else if (c >= 'A' && c <= 'Z') sb_ch(&b, (char)(c + 32));
        else if (c >= 0x300 && c < 0x370) continue;
        else if (parts(c)) { if (b.n && b.p[b.n - 1] != ' ') sb_ch(&b, ' '); }
        else if (c >= 0xc0 && c < 0x180) sb_str(&b, LATIN[c - 0xc0]);
        else if ((c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f)) put(&b, c + 32);
        else if (c >= 0x400 && c <= 0x40f) put(&b, c + 80);
        else put(&b, c);
    }
    if (b.n && b.p[b.n - 1] == ' ') b.p[--b.n] = 0;
    return b.p;
}
