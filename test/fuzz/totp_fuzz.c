/* totp_fuzz.c -- libFuzzer: what somebody types as a code, and a secret's text, uri and picture. Only six digits pass. */
#include <stdlib.h>
#include <string.h>
#include "qr.h"
#include "totp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new("fuzz", 8 << 20);
    uint8_t secret[TOTP_SECRET_BYTES] = { 0 };
    const wr_us now = 1111111111 * (wr_us)1000000;
    char *text = arena_alloc(a, n + 1, 1);
    int64_t found, side;
    size_t digits = 0;
    if (n) memcpy(text, data, n);
    text[n] = 0;
    if (n) memcpy(secret, data, n < sizeof secret ? n : sizeof secret);
    for (const char *p = text; *p; p++) digits += *p >= '0' && *p <= '9';
    found = totp_match(secret, text, now, 0);
    if (found && (digits != TOTP_DIGITS || found < totp_step(now) - 1 || found > totp_step(now) + 1)) abort();
    if (totp_match(secret, text, now, totp_step(now) + 1)) abort();      /* nothing is left to use */
    if (strlen(totp_base32(a, data, n)) != (n * 8 + 4) / 5) abort();
    (void)qr_path(a, totp_uri(a, "writ", text, totp_base32(a, secret, sizeof secret)), &side);
    arena_end(&a);
    return 0;
}
