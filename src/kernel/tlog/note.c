/* note.c -- C2SP signed notes, checkpoints, tile paths and proof files. */
#include "note.h"

#include <sodium.h>
#include <string.h>
#include "str.h"

#define DASH "\xe2\x80\x94 "                        /* U+2014 and a blank begin a signature line */
enum { ED25519 = 1, LINE_MAX_ = 1024 };

static const char *b64(arena *a, const void *p, size_t n)
{
    size_t cap = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
    return sodium_bin2base64(arena_alloc(a, cap, 1), cap, p, n, sodium_base64_VARIANT_ORIGINAL);
}

/* Canonical only: what does not come back letter for letter is refused. */
static bool unb64(const char *s, size_t n, void *ret, size_t cap, size_t *ret_n)
{
    char again[LINE_MAX_];
    if (n + 1 > sizeof again || sodium_base642bin(ret, cap, s, n, NULL, ret_n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0) return false;
    sodium_bin2base64(again, sizeof again, ret, *ret_n, sodium_base64_VARIANT_ORIGINAL);
    return strlen(again) == n && memcmp(again, s, n) == 0;
}

static bool name_ok(const char *s, size_t n)
{
    if (n == 0 || n > NOTE_NAME_MAX) return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] <= ' ' || s[i] == '+' || s[i] == 0x7f || (unsigned char)s[i] >= 0x80) return false;
    return true;
}

static void id_of(note_key *k)
{
    crypto_hash_sha256_state st;
    uint8_t h[32];
    crypto_hash_sha256_init(&st);
    crypto_hash_sha256_update(&st, (const uint8_t *)k->name, strlen(k->name));
    crypto_hash_sha256_update(&st, (const uint8_t *)"\n\x01", 2);
    crypto_hash_sha256_update(&st, k->pub, sizeof k->pub);
    crypto_hash_sha256_final(&st, h);
    memcpy(k->id, h, sizeof k->id);
}

wr_rc note_key_new(const char *name, wr_err *e, note_key *ret)
{
    if (!name_ok(name, strlen(name)))
        return wr_fail(e, WR_E_INPUT, NULL, N_("The name of a log is an address without its scheme, such as city.example/log: no blank, no plus sign."));
    *ret = (note_key){ 0 };
    memcpy(ret->name, name, strlen(name) + 1);
    crypto_sign_keypair(ret->pub, ret->secret);
    id_of(ret);
    return WR_OK;
}

static wr_rc bad_key(wr_err *e) { return wr_fail(e, WR_E_INPUT, NULL, N_("This is no key of a signed note.")); }

wr_rc note_key_read(const char *text, wr_err *e, note_key *ret)
{
    static const char SECRET[] = "PRIVATE+KEY+";
    bool secret = str_starts(text, SECRET);
    const char *name = text + (secret ? sizeof SECRET - 1 : 0), *id = strchr(name, '+'), *key = id ? strchr(id + 1, '+') : NULL;
    uint8_t raw[33];
    char hex[9];
    size_t n;
    if (!key || key - id != 9 || !name_ok(name, (size_t)(id - name))) return bad_key(e);
    if (!unb64(key + 1, strlen(key + 1), raw, sizeof raw, &n) || n != sizeof raw || raw[0] != ED25519)
        return bad_key(e);
    *ret = (note_key){ 0 };
    memcpy(ret->name, name, (size_t)(id - name));
    if (secret) crypto_sign_seed_keypair(ret->pub, ret->secret, raw + 1);
    else memcpy(ret->pub, raw + 1, 32);
    sodium_memzero(raw, sizeof raw);
    id_of(ret);
    sodium_bin2hex(hex, sizeof hex, ret->id, sizeof ret->id);
    return memcmp(hex, id + 1, 8) == 0 ? WR_OK : bad_key(e);   /* one spelling: lower case */
}

const char *note_key_text(arena *a, const note_key *k, bool secret)
{
    uint8_t raw[33] = { ED25519 };
    const char *ret;
    memcpy(raw + 1, secret ? k->secret : k->pub, 32);          /* libsodium's secret key begins with its seed */
    ret = arena_fmt(a, "%s%s+%s+%s", secret ? "PRIVATE+KEY+" : "", k->name, str_hex(a, k->id, 4), b64(a, raw, sizeof raw));
    sodium_memzero(raw, sizeof raw);
    return ret;
}

static bool text_ok(const char *p, size_t n)
{
    if (n == 0 || p[n - 1] != '\n' || !str_utf8(p, n)) return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)p[i] < ' ' && p[i] != '\n') return false;
    return true;
}

wr_rc note_sign(arena *a, const note_key *k, const char *text, wr_err *e, const char **ret)
{
    uint8_t sig[4 + 64];
    if (!text_ok(text, strlen(text))) return wr_fail(e, WR_E_BUG, NULL, N_("A note ends in a line feed and holds no control character."));
    memcpy(sig, k->id, 4);
    crypto_sign_detached(sig + 4, NULL, (const uint8_t *)text, strlen(text), k->secret);
    *ret = arena_fmt(a, "%s\n" DASH "%s %s\n", text, k->name, b64(a, sig, sizeof sig));
    return WR_OK;
}

static const note_key *known(const note_key *keys, size_t n, const char *name, size_t name_n, const uint8_t *id)
{
    for (size_t i = 0; i < n; i++)
        if (strlen(keys[i].name) == name_n && memcmp(keys[i].name, name, name_n) == 0 && memcmp(keys[i].id, id, 4) == 0) return &keys[i];
    return NULL;
}

/* One signature line, without its line feed. *ret: a known key's, and good. */
static bool signature(const char *line, size_t n, const char *text, size_t text_n, const note_key *keys, size_t keys_n, bool *ret)
{
    uint8_t sig[LINE_MAX_];
    const char *name = line + sizeof DASH - 1, *gap;
    const note_key *k;
    size_t sig_n;
    if (n < sizeof DASH - 1 || n >= LINE_MAX_ || memcmp(line, DASH, sizeof DASH - 1) != 0) return false;
    gap = memchr(name, ' ', n - (sizeof DASH - 1));
    if (!gap || gap == name) return false;
    if (!unb64(gap + 1, (size_t)(line + n - gap - 1), sig, sizeof sig, &sig_n) || sig_n < 5) return false;
    k = known(keys, keys_n, name, (size_t)(gap - name), sig);
    *ret = k != NULL;
    return !k || (sig_n == 68 && crypto_sign_verify_detached(sig + 4, (const uint8_t *)text, text_n, k->pub) == 0);
}

wr_rc note_open(arena *a, const char *note, size_t n, const note_key *keys, size_t keys_n, wr_err *e, const char **ret_text)
{
    const char *end = NULL, *at;
    size_t text_n, lines = 0;
    bool one = false;
    if (n > NOTE_MAX || !text_ok(note, n)) return wr_fail(e, WR_E_INPUT, NULL, N_("This is no signed note."));
    for (at = note; (at = memmem(at, (size_t)(note + n - at), "\n\n", 2)); at++) end = at + 1;   /* the last empty line */
    if (!end) return wr_fail(e, WR_E_INPUT, NULL, N_("This is no signed note."));
    text_n = (size_t)(end - note);
    for (at = end + 1; at < note + n; lines++) {
        const char *stop = memchr(at, '\n', (size_t)(note + n - at));
        bool good = false;
        if (!stop || lines == NOTE_SIGNATURES_MAX || !signature(at, (size_t)(stop - at), note, text_n, keys, keys_n, &good))
            return wr_fail(e, WR_E_INPUT, NULL, N_("A signature of this note is not good."));
        one = one || good;
        at = stop + 1;
    }
    if (!one) return wr_fail(e, WR_E_INPUT, NULL, N_("No known key signed this note."));
    *ret_text = memcpy(arena_alloc(a, text_n + 1, 1), note, text_n);
    return WR_OK;
}

/* ---- checkpoints ---- */

const char *checkpoint_text(arena *a, const checkpoint *c)
{
    return arena_fmt(a, "%s\n%lld\n%s\n", c->origin, (long long)c->size, b64(a, c->root.b, MERKLE_HASH));
}

static bool decimal(const char *s, size_t n, int64_t *ret)
{
    *ret = 0;
    if (n == 0 || n > 18 || (n > 1 && *s == '0')) return false;
    for (size_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9') return false;
        *ret = *ret * 10 + (s[i] - '0');
    }
    return true;
}

wr_rc checkpoint_read(arena *a, const char *text, wr_err *e, checkpoint *ret)
{
    const char *size = strchr(text, '\n'), *root = size ? strchr(size + 1, '\n') : NULL, *end = root ? strchr(root + 1, '\n') : NULL;
    size_t n;
    char *origin;
    if (!end || size == text || !decimal(size + 1, (size_t)(root - size - 1), &ret->size)
        || !unb64(root + 1, (size_t)(end - root - 1), ret->root.b, MERKLE_HASH, &n) || n != MERKLE_HASH)
        return wr_fail(e, WR_E_INPUT, NULL, N_("This is no checkpoint of a log."));
    origin = arena_alloc(a, (size_t)(size - text) + 1, 1);
    ret->origin = memcpy(origin, text, (size_t)(size - text));
    return WR_OK;
}

/* ---- tiles ---- */

const char *tile_path(arena *a, tile t)
{
    const char *n = arena_fmt(a, "%03d", (int)(t.n % 1000)), *level = t.level == TILE_ENTRIES ? "entries" : arena_fmt(a, "%d", t.level);
    for (int64_t high = t.n / 1000; high > 0; high /= 1000) n = arena_fmt(a, "x%03d/%s", (int)(high % 1000), n);
    return t.width == TILE_WIDTH ? arena_fmt(a, "tile/%s/%s", level, n) : arena_fmt(a, "tile/%s/%s.p/%d", level, n, t.width);
}

wr_rc tile_read(const char *path, wr_err *e, tile *ret)
{
    arena *a = arena_new("tile", 1 << 16);
    const char *p = path;
    bool good = str_starts(p, "tile/");
    int64_t level = 0, width = TILE_WIDTH, group;
    *ret = (tile){ .width = TILE_WIDTH };
    if (good && str_starts(p + 5, "entries/")) { ret->level = TILE_ENTRIES; p += 13; }
    else if (good) {
        size_t n = strcspn(p + 5, "/");
        good = decimal(p + 5, n, &level) && level < TILE_LEVELS && p[5 + n] == '/';
        ret->level = (int)level;
        if (good) p += 6 + n;
    }
    for (int more = 1, i = 0; good && more && i < 5; i++) {
        more = *p == 'x';
        p += more;
        good = strspn(p, "0123456789") >= 3;
        if (!good) break;
        group = (p[0] - '0') * 100 + (p[1] - '0') * 10 + (p[2] - '0');
        ret->n = ret->n * 1000 + group;
        p += 3;
        if (more) good = *p++ == '/';
    }
    if (good && str_starts(p, ".p/")) {
        good = decimal(p + 3, strlen(p + 3), &width) && width > 0 && width < TILE_WIDTH;
        ret->width = (int)width;
        p += strlen(p);
    }
    good = good && !*p && str_eq(tile_path(a, *ret), path);     /* one spelling for each tile */
    arena_end(&a);
    return good ? WR_OK : wr_fail(e, WR_E_MISSING, NULL, N_("There is no such tile."));
}

int64_t tile_count(int level, int64_t size, int *ret_partial)
{
    int64_t at = size >> 8 * (level < 0 ? 0 : level);
    *ret_partial = (int)(at % TILE_WIDTH);
    return at / TILE_WIDTH;
}

/* ---- proof files ---- */

const char *proof_text(arena *a, const proof_file *p)
{
    strbuf b = sb_new(a, 4096);
    sb_str(&b, "c2sp.org/tlog-proof@v1\n");
    if (p->extra.n) sb_fmt(&b, "extra %s\n", b64(a, p->extra.p, p->extra.n));
    sb_fmt(&b, "index %lld\n", (long long)p->index);
    for (size_t i = 0; i < p->n; i++) sb_fmt(&b, "%s\n", b64(a, p->hashes[i].b, MERKLE_HASH));
    sb_fmt(&b, "\n%s", p->checkpoint);
    return b.p;
}
