/* once.c -- once-keys: the second of making, 12 random bytes, and a MAC over route, actor and those. A form that this city
 * did not hand to this actor for this route has none, so the key is also the proof against forged requests. The time comes
 * first: keys of one day lie together in db_once, and a form that outlived its row there is refused, not done twice. */
#include "http_own.h"

#include <sodium.h>
#include <string.h>
#include "key_file.h"
#include "now.h"
#include "writer.h"

enum { KEY_BYTES = KEY_FILE_BYTES, TIME_BYTES = 4, NONCE_BYTES = 16, MAC_BYTES = 16 };
static uint8_t the_key[KEY_BYTES];

void once_key_set(const uint8_t key[static 32]) { memcpy(the_key, key, KEY_BYTES); }

wr_rc serve_key_make(const char *data, wr_err *e) { return key_file_make(data, "once.key", e); }
wr_rc once_load(const char *data, wr_err *e) { return key_file_read(data, "once.key", e, the_key); }

void once_body(const char *path, const char *body, size_t n, uint8_t ret[static 32])
{
    crypto_generichash_state st;
    crypto_generichash_init(&st, the_key, sizeof the_key, 32);
    crypto_generichash_update(&st, (const uint8_t *)path, strlen(path) + 1);
    crypto_generichash_update(&st, (const uint8_t *)body, n);
    crypto_generichash_final(&st, ret, 32);
}

static void mac(const http_route *r, const wr_actor *who, const uint8_t *nonce, uint8_t *ret)
{
    crypto_generichash_state st;
    crypto_generichash_init(&st, the_key, sizeof the_key, MAC_BYTES);
    crypto_generichash_update(&st, (const uint8_t *)r->path, strlen(r->path) + 1);
    crypto_generichash_update(&st, (const uint8_t *)&who->person, sizeof who->person);
    crypto_generichash_update(&st, nonce, NONCE_BYTES);
    crypto_generichash_final(&st, ret, MAC_BYTES);
}

void once_make(const http_route *r, const wr_actor *who, char ret[static ONCE_TEXT + 1])
{
    uint8_t all[NONCE_BYTES + MAC_BYTES];
    uint32_t now = (uint32_t)(now_us() / 1000000);
    for (int i = 0; i < TIME_BYTES; i++) all[i] = (uint8_t)(now >> (24 - 8 * i));
    rand_bytes(all + TIME_BYTES, NONCE_BYTES - TIME_BYTES);
    mac(r, who, all, all + NONCE_BYTES);
    sodium_bin2base64(ret, ONCE_TEXT + 1, all, sizeof all, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool once_ours(const http_route *r, const wr_actor *who, const char *key)
{
    uint8_t all[NONCE_BYTES + MAC_BYTES], want[MAC_BYTES];
    int64_t made = 0;
    if (strlen(key) != ONCE_TEXT || !str_unb64url(key, all, sizeof all)) return false;
    mac(r, who, all, want);
    for (int i = 0; i < TIME_BYTES; i++) made = made << 8 | all[i];
    return sodium_memcmp(want, all + NONCE_BYTES, MAC_BYTES) == 0 && now_us() / 1000000 - made < WRITER_ONCE_DAYS * (int64_t)86400;
}
