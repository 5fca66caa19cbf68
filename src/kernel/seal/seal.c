/* seal.c -- covers of libsodium; HKDF over its HMAC. */
#include "seal.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void seal_start(void)
{
    if (sodium_init() >= 0) return;
    fputs("writ: the cryptographic library does not start\n", stderr);
    abort();
}

bool seal_x25519(const uint8_t secret[SEAL_KEY], const uint8_t point[SEAL_KEY], uint8_t ret[SEAL_KEY])
{
    return crypto_scalarmult(ret, secret, point) == 0;
}

void seal_x25519_public(const uint8_t secret[SEAL_KEY], uint8_t ret[SEAL_KEY])
{
    if (crypto_scalarmult_base(ret, secret) != 0) abort();
}

void seal_chacha(const uint8_t key[SEAL_KEY], const uint8_t nonce[SEAL_NONCE], bytes about, const uint8_t *p, size_t n, uint8_t *ret)
{
    crypto_aead_chacha20poly1305_ietf_encrypt(ret, NULL, p, n, about.p, about.n, NULL, nonce, key);
}

bool seal_chacha_open(const uint8_t key[SEAL_KEY], const uint8_t nonce[SEAL_NONCE], bytes about, const uint8_t *p, size_t n, uint8_t *ret)
{
    return crypto_aead_chacha20poly1305_ietf_decrypt(ret, NULL, NULL, p, n, about.p, about.n, nonce, key) == 0;
}

void seal_hmac(bytes key, bytes text, uint8_t ret[32])
{
    crypto_auth_hmacsha256_state st;
    crypto_auth_hmacsha256_init(&st, key.n ? key.p : (const uint8_t *)"", key.n);
    crypto_auth_hmacsha256_update(&st, text.p, text.n);
    crypto_auth_hmacsha256_final(&st, ret);
    sodium_memzero(&st, sizeof st);
}

bool seal_hkdf(bytes secret, bytes salt, bytes info, uint8_t *ret, size_t n)
{
    uint8_t prk[32], block[32];
    if (n > (size_t)255 * 32) return false;
    seal_hmac(salt, secret, prk);
    for (size_t done = 0; done < n; done += 32) {
        crypto_auth_hmacsha256_state st;
        uint8_t count = (uint8_t)(done / 32 + 1);
        crypto_auth_hmacsha256_init(&st, prk, sizeof prk);
        if (done) crypto_auth_hmacsha256_update(&st, block, sizeof block);
        crypto_auth_hmacsha256_update(&st, info.p, info.n);
        crypto_auth_hmacsha256_update(&st, &count, 1);
        crypto_auth_hmacsha256_final(&st, block);
        memcpy(ret + done, block, n - done < 32 ? n - done : 32);
        sodium_memzero(&st, sizeof st);
    }
    sodium_memzero(prk, sizeof prk);
    sodium_memzero(block, sizeof block);
    return true;
}

bool seal_signed(const uint8_t key[SEAL_KEY], bytes text, bytes signature)
{
    return signature.n == SEAL_SIGNATURE && crypto_sign_verify_detached(signature.p, text.p, text.n, key) == 0;
}
