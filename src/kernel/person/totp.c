/* totp.c -- RFC 6238 over RFC 4226. */
#include "totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>
#include "str.h"

enum { HMAC_BYTES = 20, CODES = 1000000 };

int64_t totp_step(wr_us at) { return at / 1000000 / TOTP_STEP_S; }

/* RFC 4226 5.3: four bytes, from where the last half-byte points, without the sign bit. */
int totp_code(const uint8_t *secret, size_t n, int64_t step)
{
    uint8_t count[8], h[EVP_MAX_MD_SIZE];
    unsigned len = 0, at;
    for (int i = 0; i < 8; i++) count[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
    if (!HMAC(EVP_sha1(), secret, (int)n, count, sizeof count, h, &len) || len != HMAC_BYTES) return -1;
    at = h[HMAC_BYTES - 1] & 0x0f;
    return (int)(((uint32_t)(h[at] & 0x7f) << 24 | (uint32_t)h[at + 1] << 16 | (uint32_t)h[at + 2] << 8 | h[at + 3]) % CODES);
}

/* -1: not six digits. */
static int typed(const char *code)
{
    int n = 0, digits = 0;
    for (; *code; code++) {
        if (*code == ' ') continue;
        if (*code < '0' || *code > '9' || ++digits > TOTP_DIGITS) return -1;
        n = n * 10 + (*code - '0');
    }
    return digits == TOTP_DIGITS ? n : -1;
}

static _Atomic int64_t matched;
int64_t totp_matched(void) { return matched; }

int64_t totp_match(const uint8_t secret[static TOTP_SECRET_BYTES], const char *code, wr_us now, int64_t last)
{
    int want = typed(code);
    int64_t at = totp_step(now), found = 0;
    matched++;
    for (int64_t step = at - 1; step <= at + 1; step++)
        if ((totp_code(secret, TOTP_SECRET_BYTES, step) == want) & (want >= 0) & (step > last) & (found == 0)) found = step;
    return found;
}

char *totp_base32(arena *a, const uint8_t *p, size_t n)
{
    static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    char *s = arena_alloc(a, (n * 8 + 4) / 5 + 1, 1), *to = s;
    uint32_t held = 0;
    int bits = 0;
    for (size_t i = 0; i < n; i++) {
        held = held << 8 | p[i];
        for (bits += 8; bits >= 5; bits -= 5) *to++ = LETTERS[held >> (bits - 5) & 31];
        held &= (1u << bits) - 1;
    }
    if (bits > 0) *to++ = LETTERS[held << (5 - bits) & 31];
    *to = 0;
    return s;
}

const char *totp_uri(arena *a, const char *issuer, const char *account, const char *secret)
{
    const char *by = str_url(a, issuer);
    return arena_fmt(a, "otpauth://totp/%s:%s?secret=%s&issuer=%s", by, str_url(a, account), secret, by);
}
