/* age_key.c -- keys as text, and the keys that are derived from them. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include "age_own.h"

void age_identity_new(age_identity *ret)
{
    seal_start();
    randombytes_buf(ret->secret, sizeof ret->secret);   /* never the repeatable source of a demonstration */
}

age_recipient age_recipient_of(const age_identity *i)
{
    age_recipient r;
    seal_x25519_public(i->secret, r.key);
    return r;
}

void age_recipient_text(const age_recipient *r, char ret[AGE_TEXT]) { bech32_put("age", r->key, false, ret); }
void age_identity_text(const age_identity *i, char ret[AGE_TEXT]) { bech32_put("age-secret-key-", i->secret, true, ret); }
bool age_recipient_parse(const char *text, age_recipient *ret) { return bech32_get("age", text, false, ret->key); }
bool age_identity_parse(const char *text, age_identity *ret) { return bech32_get("age-secret-key-", text, true, ret->secret); }

bool age_wrap_key(const uint8_t secret[SEAL_KEY], const uint8_t point[SEAL_KEY], const uint8_t share[SEAL_KEY],
                  const uint8_t recipient[SEAL_KEY], uint8_t ret[SEAL_KEY])
{
    static const char INFO[] = "age-encryption.org/v1/X25519";
    uint8_t shared[SEAL_KEY], salt[2 * SEAL_KEY];
    bool good;
    memcpy(salt, share, SEAL_KEY);
    memcpy(salt + SEAL_KEY, recipient, SEAL_KEY);
    good = seal_x25519(secret, point, shared) &&
           seal_hkdf((bytes){ shared, sizeof shared }, (bytes){ salt, sizeof salt }, (bytes){ (const uint8_t *)INFO, sizeof INFO - 1 }, ret, SEAL_KEY);
    sodium_memzero(shared, sizeof shared);
    return good;
}

/* 32 bytes of HKDF never fail. */
static void derive(const uint8_t file_key[AGE_FILE_KEY], bytes salt, const char *info, uint8_t ret[SEAL_KEY])
{
    if (!seal_hkdf((bytes){ file_key, AGE_FILE_KEY }, salt, (bytes){ (const uint8_t *)info, strlen(info) }, ret, SEAL_KEY)) abort();
}

void age_header_mac(const uint8_t file_key[AGE_FILE_KEY], bytes header, uint8_t ret[32])
{
    uint8_t key[SEAL_KEY];
    derive(file_key, (bytes){ 0 }, "header", key);
    seal_hmac((bytes){ key, sizeof key }, header, ret);
    sodium_memzero(key, sizeof key);
}

void age_payload_key(const uint8_t file_key[AGE_FILE_KEY], const uint8_t nonce[16], uint8_t ret[SEAL_KEY])
{
    derive(file_key, (bytes){ nonce, 16 }, "payload", ret);
}

void age_chunk_nonce(uint64_t n, bool last, uint8_t ret[SEAL_NONCE])
{
    memset(ret, 0, SEAL_NONCE);
    for (int i = 0; i < 8; i++) ret[10 - i] = (uint8_t)(n >> 8 * i);
    ret[11] = last;
}
