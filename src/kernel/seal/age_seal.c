/* age_seal.c -- seals a stream: the header with one stanza a recipient, then chunks of 64 KiB. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include "age_own.h"

enum { STANZA_MAX = 128 };

struct age_sealer {
    age_write *write;
    void *with;
    wr_err *e;
    uint8_t key[SEAL_KEY];
    uint64_t chunk;
    size_t n;                      /* bytes that wait in `in` */
    uint8_t in[AGE_CHUNK], out[AGE_BOX];
};

static size_t put_text(char *to, const char *text)
{
    memcpy(to, text, strlen(text));
    return strlen(text);
}

static size_t put_b64(char *to, const uint8_t *p, size_t n)
{
    sodium_bin2base64(to, sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL_NO_PADDING), p, n, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
    return strlen(to);
}

/* "-> X25519 SHARE" and the wrapped file key; false: the recipient is a point that no one can have. */
static bool put_stanza(const age_recipient *to, const uint8_t file_key[AGE_FILE_KEY], char *text, size_t *ret_n)
{
    static const uint8_t ZERO[SEAL_NONCE];
    age_identity once;
    age_recipient share;
    uint8_t wrap[SEAL_KEY], box[AGE_FILE_KEY + SEAL_TAG];
    size_t n = 0;
    bool good;
    age_identity_new(&once);
    share = age_recipient_of(&once);
    good = age_wrap_key(once.secret, to->key, share.key, to->key, wrap);
    if (good) {
        seal_chacha(wrap, ZERO, (bytes){ 0 }, file_key, AGE_FILE_KEY, box);
        n += put_text(text, "-> X25519 ");
        n += put_b64(text + n, share.key, sizeof share.key);
        text[n++] = '\n';
        n += put_b64(text + n, box, sizeof box);
        text[n++] = '\n';
        *ret_n = n;
    }
    sodium_memzero(&once, sizeof once);
    sodium_memzero(wrap, sizeof wrap);
    return good;
}

static wr_rc put_header(age_sealer *s, const age_recipient *to, size_t n, const uint8_t file_key[AGE_FILE_KEY])
{
    char text[sizeof AGE_VERSION + AGE_TO_MAX * STANZA_MAX + STANZA_MAX];
    uint8_t mac[32];
    size_t used = put_text(text, AGE_VERSION), more;
    for (size_t i = 0; i < n; i++) {
        if (!put_stanza(&to[i], file_key, text + used, &more)) return wr_fail(s->e, WR_E_INPUT, "recipient", N_("This key cannot be sealed to: nobody can hold its other half."));
        used += more;
    }
    used += put_text(text + used, "---");
    age_header_mac(file_key, (bytes){ (const uint8_t *)text, used }, mac);
    text[used++] = ' ';
    used += put_b64(text + used, mac, sizeof mac);
    text[used++] = '\n';
    return s->write(s->with, (const uint8_t *)text, used);
}

wr_rc age_seal_begin(const age_recipient *to, size_t n, age_write *write, void *with, wr_err *e, age_sealer **ret)
{
    uint8_t file_key[AGE_FILE_KEY], nonce[16];
    age_sealer *s;
    wr_rc rc;
    seal_start();
    if (n < 1 || n > AGE_TO_MAX) return wr_fail(e, WR_E_INPUT, "recipient", N_("A file is sealed to 1 to 20 keys."));
    if (!(s = sodium_malloc(sizeof *s))) abort();
    *s = (age_sealer){ .write = write, .with = with, .e = e };
    randombytes_buf(file_key, sizeof file_key);
    randombytes_buf(nonce, sizeof nonce);
    age_payload_key(file_key, nonce, s->key);
    rc = put_header(s, to, n, file_key);
    sodium_memzero(file_key, sizeof file_key);
    if (rc == WR_OK) rc = write(with, nonce, sizeof nonce);
    if (rc != WR_OK) { age_seal_end(&s); return rc; }
    *ret = s;
    return WR_OK;
}

static wr_rc put_chunk(age_sealer *s, const uint8_t *p, size_t n, bool last)
{
    uint8_t nonce[SEAL_NONCE];
    age_chunk_nonce(s->chunk++, last, nonce);
    seal_chacha(s->key, nonce, (bytes){ 0 }, p, n, s->out);
    return s->write(s->with, s->out, n + SEAL_TAG);
}

/* A full chunk waits until more comes: only the end knows which one is the last. */
wr_rc age_seal_put(void *sealer, const uint8_t *p, size_t n)
{
    age_sealer *s = sealer;
    while (n) {
        size_t room;
        if (s->n == AGE_CHUNK) {
            TRY(put_chunk(s, s->in, s->n, false));
            s->n = 0;
        }
        for (; !s->n && n > AGE_CHUNK; p += AGE_CHUNK, n -= AGE_CHUNK) TRY(put_chunk(s, p, AGE_CHUNK, false));
        room = AGE_CHUNK - s->n < n ? AGE_CHUNK - s->n : n;
        memcpy(s->in + s->n, p, room);
        s->n += room;
        p += room;
        n -= room;
    }
    return WR_OK;
}

wr_rc age_seal_finish(age_sealer *s) { return put_chunk(s, s->in, s->n, true); }

void age_seal_end(age_sealer **s)
{
    sodium_free(*s);   /* wipes */
    *s = NULL;
}
