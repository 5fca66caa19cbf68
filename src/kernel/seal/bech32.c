/* bech32.c -- five bits a letter, and a checksum of six letters that finds every mistake of up to four. */
#include "bech32.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

enum { DATA = 52, SUM = 6 };
static const char LETTERS[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

static uint32_t mix(uint32_t sum, uint8_t v)
{
    static const uint32_t BY[5] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };
    uint32_t top = sum >> 25;
    sum = (sum & 0x1ffffff) << 5 ^ v;
    for (int i = 0; i < 5; i++)
        if (top >> i & 1) sum ^= BY[i];
    return sum;
}

/* Over the prefix and n values; 1 when the checksum among them is right. */
static uint32_t checksum(const char *prefix, const uint8_t *v, size_t n)
{
    uint32_t sum = 1;
    for (const char *p = prefix; *p; p++) sum = mix(sum, (uint8_t)((uint8_t)*p >> 5));
    sum = mix(sum, 0);
    for (const char *p = prefix; *p; p++) sum = mix(sum, (uint8_t)(*p & 31));
    for (size_t i = 0; i < n; i++) sum = mix(sum, v[i]);
    return sum;
}

void bech32_put(const char *prefix, const uint8_t key[BECH32_KEY], bool upper, char ret[BECH32_TEXT])
{
    uint8_t v[DATA + SUM] = { 0 };
    size_t n = strlen(prefix);
    uint32_t sum;
    for (size_t bit = 0; bit < BECH32_KEY * 8; bit++)
        if (key[bit / 8] >> (7 - bit % 8) & 1) v[bit / 5] |= (uint8_t)(1 << (4 - bit % 5));
    sum = checksum(prefix, v, sizeof v) ^ 1;
    for (size_t i = 0; i < SUM; i++) v[DATA + i] = (uint8_t)(sum >> 5 * (SUM - 1 - i) & 31);
    memcpy(ret, prefix, n);
    ret[n++] = '1';
    for (size_t i = 0; i < sizeof v; i++) ret[n++] = LETTERS[v[i]];
    ret[n] = 0;
    for (size_t i = 0; upper && i < n; i++) ret[i] = (char)toupper((unsigned char)ret[i]);
    sodium_memzero(v, sizeof v);
}

bool bech32_get(const char *prefix, const char *text, bool upper, uint8_t ret[BECH32_KEY])
{
    uint8_t v[DATA + SUM], key[BECH32_KEY] = { 0 };
    size_t n = strlen(prefix);
    bool good = strlen(text) == n + 1 + sizeof v && text[n] == '1';
    for (size_t i = 0; good && i < n; i++) good = text[i] == (upper ? toupper((unsigned char)prefix[i]) : prefix[i]);
    for (size_t i = 0; good && i < sizeof v; i++) {
        char c = text[n + 1 + i];
        const char *at = (upper ? islower((unsigned char)c) : isupper((unsigned char)c)) ? NULL : strchr(LETTERS, tolower((unsigned char)c));
        good = at != NULL;
        v[i] = (uint8_t)(at ? at - LETTERS : 0);
    }
    good = good && checksum(prefix, v, sizeof v) == 1;
    for (size_t bit = 0; good && bit < DATA * 5; bit++) {
        if (!(v[bit / 5] >> (4 - bit % 5) & 1)) continue;
        if (bit < BECH32_KEY * 8) key[bit / 8] |= (uint8_t)(1 << (7 - bit % 8));
        else good = false;
    }
    if (good) memcpy(ret, key, sizeof key);
    sodium_memzero(v, sizeof v);
    sodium_memzero(key, sizeof key);
    return good;
}
