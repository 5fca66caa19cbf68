/* totp.h -- codes of six digits from a shared secret and the time: RFC 6238 over RFC 4226, HMAC-SHA-1, steps of 30 seconds.
 * Pure: no clock, no database. Authenticator apps know no other kind that all of them share. */
#ifndef WR_TOTP_H
#define WR_TOTP_H
#include "shape.h"
enum { TOTP_SECRET_BYTES = 20, TOTP_DIGITS = 6, TOTP_STEP_S = 30 };
int64_t totp_step(wr_us at);
int totp_code(const uint8_t *secret, size_t n, int64_t step);
/* The step, of the one of `now` and its two neighbours, whose code this is and that comes after `last`; 0: none. Blanks
 * in the code do not matter. Computes all three, always. */
int64_t totp_match(const uint8_t secret[static TOTP_SECRET_BYTES], const char *code, wr_us now, int64_t last);
int64_t totp_matched(void);                                    /* how many so far: a test compares the work of refusals */
char *totp_base32(arena *, const uint8_t *p, size_t n);        /* RFC 4648, without padding */
const char *totp_uri(arena *, const char *issuer, const char *account, const char *secret);   /* otpauth://; secret: base32 */
#endif
