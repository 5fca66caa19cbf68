/* seal.h -- the primitives that envelopes and signed notes stand on: thin covers of libsodium, held to the Wycheproof vectors.
 * Threads  Any.
 * Errors   false means: not valid, or a length that the standard forbids. Nothing is written then. */
#ifndef WR_SEAL_H
#define WR_SEAL_H
#include <stdbool.h>
#include "shape.h"
enum { SEAL_KEY = 32, SEAL_TAG = 16, SEAL_NONCE = 12, SEAL_SIGNATURE = 64 };
void seal_start(void);                  /* libsodium ready; aborts when the machine has no randomness */
/* RFC 7748. A shared secret of zeros is refused: the other key was a point of low order. */
WR_MUST bool seal_x25519(const uint8_t secret[SEAL_KEY], const uint8_t point[SEAL_KEY], uint8_t ret[SEAL_KEY]);
void seal_x25519_public(const uint8_t secret[SEAL_KEY], uint8_t ret[SEAL_KEY]);
/* RFC 8439 without associated data or with it; ret has n + SEAL_TAG bytes, or n - SEAL_TAG when opened. p and ret may be the same. */
void seal_chacha(const uint8_t key[SEAL_KEY], const uint8_t nonce[SEAL_NONCE], bytes about, const uint8_t *p, size_t n, uint8_t *ret);
WR_MUST bool seal_chacha_open(const uint8_t key[SEAL_KEY], const uint8_t nonce[SEAL_NONCE], bytes about, const uint8_t *p, size_t n, uint8_t *ret);
void seal_hmac(bytes key, bytes text, uint8_t ret[32]);                                   /* RFC 2104, SHA-256       */
WR_MUST bool seal_hkdf(bytes secret, bytes salt, bytes info, uint8_t *ret, size_t n);     /* RFC 5869; n <= 255 * 32 */
WR_MUST bool seal_signed(const uint8_t key[SEAL_KEY], bytes text, bytes signature);   /* RFC 8032, Ed25519 */
#endif
