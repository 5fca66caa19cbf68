/* seal_column.c -- the key of restricted columns, and what it seals. */
#include "seal_column.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>
#include "key_file.h"
#include "now.h"
#include "seal_own.h"
#include "str.h"
#include "writer.h"

enum { WAY = 1, NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES, BLOCK = 32, HEAD = 1 + NONCE, PRINT = 16 };
static const char FILE_NAME[] = "restricted.key", WAY_TEXT[] = "1";
static uint8_t the_key[SEAL_KEY];
static bool known;

/* ---- the key ---- */

void seal_key_set(const uint8_t key[static SEAL_KEY])
{
    memcpy(the_key, key, sizeof the_key);
    known = true;
}

static wr_rc key_trouble(wr_err *e, const char *why)
{
    return wr_fail(e, WR_E_IO, NULL, N_("The key of restricted columns (restricted.key in the data directory): {why}. Without it nobody can read them; take the file from a backup."), "why", why);
}

static const char *print_of(arena *a)
{
    static const char ABOUT[] = "writ restricted columns";
    uint8_t print[PRINT];
    crypto_generichash(print, sizeof print, (const uint8_t *)ABOUT, sizeof ABOUT - 1, the_key, sizeof the_key);
    return str_hex(a, print, sizeof print);
}

static wr_rc own_key(db_tx *rw, void *with, arena *a)
{
    const char *data = with;
    const wr_actor who = { .by = "operator", .lang = "en", .now = now_us() };
    seal_key_row kept, now = { .id = WAY_TEXT };
    wr_rc rc = db_one(rw, &SEAL_KEY_BY, a, &kept, db_t(WAY_TEXT));
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    if (rc == WR_E_MISSING) TRY(key_file_make(data, FILE_NAME, db_err(rw)));
    else if (access(arena_fmt(a, "%s/%s", data, FILE_NAME), F_OK) != 0) return key_trouble(db_err(rw), "it is missing");
    known = false;
    TRY(key_file_read(data, FILE_NAME, db_err(rw), the_key));
    now.print = print_of(a);
    if (rc == WR_OK && !str_eq(kept.print, now.print)) return key_trouble(db_err(rw), "it is not the key of this city");
    known = true;
    return rc == WR_OK ? WR_OK : history_add(rw, &who, &SEAL_KEY_HISTORY, "seal.key_set", (wr_day){ 1970, 1, 1 }, NULL, &now, a);
}

wr_rc seal_key_open(db *d, const char *data, wr_err *e)
{
    arena *a = arena_new("restricted key", 1 << 20);
    wr_rc rc;
    seal_start();
    rc = writer_once_here(d, own_key, arena_dup(a, data), a);
    if (rc != WR_OK) *e = *arena_err(a);
    arena_end(&a);
    return rc;
}

/* ---- values ---- */

/* What a value is bound to: way, noun, id, column, each ended by a zero byte, so that no two triples are the same bytes. */
static bytes bound(arena *a, const char *noun, const char *id, const char *column)
{
    strbuf b = sb_new(a, 120);
    sb_ch(&b, WAY);
    sb_put(&b, noun, strlen(noun) + 1);
    sb_put(&b, id, strlen(id) + 1);
    sb_put(&b, column, strlen(column) + 1);
    return (bytes){ (const uint8_t *)b.p, b.n };
}

static wr_rc no_key(arena *a) { return wr_fail(arena_err(a), WR_E_IO, NULL, N_("The key of restricted columns was not read.")); }

wr_rc seal_column(arena *a, const char *noun, const char *id, const char *column, const char *text, bytes *ret)
{
    size_t n = strlen(text), padded;
    bytes about = bound(a, noun, id, column);
    uint8_t *p;
    if (!known) return no_key(a);
    if (!n) {
        *ret = (bytes){ (const uint8_t *)"", 0 };
        return WR_OK;
    }
    p = arena_alloc(a, HEAD + n + BLOCK + TAG, 1);
    p[0] = WAY;
    randombytes_buf(p + 1, NONCE);   /* never the repeatable source: a demonstration's key is real too */
    memcpy(p + HEAD, text, n);
    if (sodium_pad(&padded, p + HEAD, n, BLOCK, n + BLOCK) != 0) return WR_E_BUG;
    crypto_aead_xchacha20poly1305_ietf_encrypt(p + HEAD, NULL, p + HEAD, padded, about.p, about.n, NULL, p + 1, the_key);
    *ret = (bytes){ p, HEAD + padded + TAG };
    return WR_OK;
}

wr_rc seal_column_open(arena *a, const char *noun, const char *id, const char *column, bytes sealed, const char **ret)
{
    bytes about = bound(a, noun, id, column);
    char *text;
    size_t padded, n;
    bool good;
    if (!known) return no_key(a);
    if (!sealed.n) {
        *ret = "";
        return WR_OK;
    }
    good = sealed.n >= HEAD + BLOCK + TAG && sealed.p[0] == WAY && (sealed.n - HEAD - TAG) % BLOCK == 0;
    padded = good ? sealed.n - HEAD - TAG : 0;
    text = arena_alloc(a, padded + 1, 1);
    good = good && crypto_aead_xchacha20poly1305_ietf_decrypt((uint8_t *)text, NULL, NULL, sealed.p + HEAD, padded + TAG, about.p, about.n, sealed.p + 1, the_key) == 0 &&
           sodium_unpad(&n, (const uint8_t *)text, padded, BLOCK) == 0 && str_utf8(text, n);
    if (!good)
        return wr_fail(arena_err(a), WR_E_IO, NULL, N_("A restricted value ({column}) does not open: it was changed, or belongs to another row, or restricted.key is another."), "column", column);
    sodium_memzero(text + n, padded - n);   /* and so it is NUL-ended */
    *ret = text;
    return WR_OK;
}
