/* person_seal.c -- what the database must not tell by itself: sealed with person.key, which stands beside it in the data
 * directory, and bound to one person and one use, so that nothing can be moved to another row. */
#include <sodium.h>
#include <string.h>
#include "db.h"
#include "key_file.h"
#include "person_own.h"

enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES };
static uint8_t the_key[KEY_FILE_BYTES];
static bool known;

wr_rc person_key_load(const char *data, wr_err *e)
{
    TRY(key_file_make(data, "person.key", e));
    TRY(key_file_read(data, "person.key", e, the_key));
    known = true;
    return WR_OK;
}

void person_key_set(const uint8_t key[static KEY_FILE_BYTES])
{
    memcpy(the_key, key, sizeof the_key);
    known = true;
}

static wr_rc no_key(arena *a) { return wr_fail(arena_err(a), WR_E_IO, NULL, N_("The key file person.key was not read, or is not the one that this was sealed with.")); }

wr_rc person_seal(arena *a, const char *use, wr_id person, const uint8_t *plain, size_t n, bytes *ret)
{
    uint8_t *p = arena_alloc(a, NONCE + n + TAG, 1);
    const char *bound = arena_fmt(a, "%s %lld", use, (long long)person);
    if (!known) return no_key(a);
    randombytes_buf(p, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(p + NONCE, NULL, plain, n, (const uint8_t *)bound, strlen(bound), NULL, p, the_key);
    *ret = (bytes){ p, NONCE + n + TAG };
    return WR_OK;
}

wr_rc person_unseal(arena *a, const char *use, wr_id person, bytes sealed, uint8_t *ret, size_t n)
{
    const char *bound = arena_fmt(a, "%s %lld", use, (long long)person);
    if (!known || sealed.n != NONCE + n + TAG) return no_key(a);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(ret, NULL, NULL, sealed.p + NONCE, n + TAG, (const uint8_t *)bound, strlen(bound), sealed.p, the_key) != 0)
        return no_key(a);
    return WR_OK;
}
