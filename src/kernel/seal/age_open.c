/* age_open.c -- opens a stream. Strict: one spelling of every header, one end of every payload. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include "age_own.h"

enum { LINE = 64, BODY_MAX = 48, ARGS = 16 };

struct age_opener {
    age_read *read;
    void *with;
    wr_err *e;
    uint8_t key[SEAL_KEY], file_key[AGE_FILE_KEY];
    uint64_t chunk;
    bool ended, done, trailing;    /* no more bytes come; the last chunk is open; it was, and bytes followed it */
    size_t n;                      /* bytes in `in`: more than a chunk tells that something follows */
    size_t from, to;               /* what of `out` was not yet given */
    uint8_t in[AGE_BOX + 8], out[AGE_CHUNK];
};

typedef struct span { const char *p; size_t n; } span;
typedef struct stanza { span arg[ARGS]; size_t n_args, body_n; uint8_t body[BODY_MAX]; } stanza;   /* body_n may say more than is kept */

static wr_rc bad_header(age_opener *o) { return wr_fail(o->e, WR_E_INPUT, "header", N_("This is not a sound age file: its header cannot be read.")); }
static wr_rc bad_payload(age_opener *o) { return wr_fail(o->e, WR_E_INPUT, "payload", N_("The sealed file is cut short or was changed.")); }

static wr_rc fill(age_opener *o)
{
    while (!o->ended && o->n < sizeof o->in) {
        size_t got = 0;
        TRY(o->read(o->with, o->in + o->n, sizeof o->in - o->n, &got));
        o->n += got;
        o->ended = got == 0;
    }
    return WR_OK;
}

static bool is(span s, const char *word) { return s.n == strlen(word) && memcmp(s.p, word, s.n) == 0; }

static bool unb64(span s, uint8_t *ret, size_t cap, size_t *ret_n)
{
    return sodium_base642bin(ret, cap, s.p, s.n, NULL, ret_n, NULL, sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0;
}

static bool unb64_32(span s, uint8_t ret[32])
{
    size_t n;
    return s.n == AGE_B64_32 && unb64(s, ret, 32, &n) && n == 32;
}

/* The next line without its LF; false: there is none. */
static bool line(span *left, span *ret)
{
    const char *lf = memchr(left->p, '\n', left->n);
    if (!lf) return false;
    *ret = (span){ left->p, (size_t)(lf - left->p) };
    left->n -= ret->n + 1;
    left->p = lf + 1;
    return true;
}

/* Words of visible ASCII with one blank between; those past ARGS are checked but not kept. */
static bool args(span s, stanza *ret)
{
    ret->n_args = 0;
    for (;;) {
        size_t n = 0;
        while (n < s.n && s.p[n] > ' ' && s.p[n] <= '~') n++;
        if (n == 0 || (n < s.n && s.p[n] != ' ')) return false;
        if (ret->n_args < ARGS) ret->arg[ret->n_args] = (span){ s.p, n };
        ret->n_args++;
        if (n == s.n) return true;
        s = (span){ s.p + n + 1, s.n - n - 1 };
    }
}

/* Lines of 64 letters, then one that is shorter and may be empty. */
static bool body(span *left, stanza *ret)
{
    span l;
    ret->body_n = 0;
    do {
        uint8_t bin[BODY_MAX];
        size_t n;
        if (!line(left, &l) || l.n > LINE || !unb64(l, bin, sizeof bin, &n)) return false;
        if (ret->body_n + n <= BODY_MAX) memcpy(ret->body + ret->body_n, bin, n);
        ret->body_n += n;
    } while (l.n == LINE);
    return true;
}

/* Tries every identity on one X25519 stanza. WR_E_MISSING: it is for someone else. */
static wr_rc unwrap(age_opener *o, const stanza *s, const age_identity *ids, size_t n)
{
    static const uint8_t ZERO[SEAL_NONCE];
    uint8_t share[SEAL_KEY], wrap[SEAL_KEY];
    bool found = false;
    if (s->n_args != 2 || !unb64_32(s->arg[1], share) || s->body_n != AGE_FILE_KEY + SEAL_TAG) return bad_header(o);
    for (size_t i = 0; i < n && !found; i++) {
        age_recipient mine = age_recipient_of(&ids[i]);
        if (!age_wrap_key(ids[i].secret, share, share, mine.key, wrap)) return bad_header(o);
        found = seal_chacha_open(wrap, ZERO, (bytes){ 0 }, s->body, s->body_n, o->file_key);
    }
    sodium_memzero(wrap, sizeof wrap);
    return found ? WR_OK : WR_E_MISSING;
}

/* A passphrase must stand alone, and writ knows none. Kinds that writ does not know are skipped. */
static wr_rc read_stanzas(age_opener *o, span *left, const age_identity *ids, size_t n_ids, bool *ret_found)
{
    size_t n = 0;
    wr_rc rc;
    *ret_found = false;
    for (; left->n >= 3 && memcmp(left->p, "-> ", 3) == 0; n++) {
        stanza s;
        span l;
        if (!line(left, &l) || !args((span){ l.p + 3, l.n - 3 }, &s) || !body(left, &s) || is(s.arg[0], "scrypt")) return bad_header(o);
        if (!is(s.arg[0], "X25519")) continue;
        rc = unwrap(o, &s, ids, *ret_found ? 0 : n_ids);   /* what follows the match is still checked for its form */
        if (rc != WR_OK && rc != WR_E_MISSING) return rc;
        *ret_found = *ret_found || rc == WR_OK;
    }
    return n == 0 ? bad_header(o) : WR_OK;
}

/* The whole header stands in `in`, or it is too long. ret_n: its length. */
static wr_rc read_header(age_opener *o, const age_identity *ids, size_t n_ids, size_t *ret_n)
{
    const char *begin = (const char *)o->in;
    span left = { begin, o->n }, l;
    uint8_t said[32], mac[32];
    size_t to_dashes;
    bool found;
    if (left.n < strlen(AGE_VERSION) || memcmp(left.p, AGE_VERSION, strlen(AGE_VERSION)) != 0) return bad_header(o);
    left = (span){ left.p + strlen(AGE_VERSION), left.n - strlen(AGE_VERSION) };
    TRY(read_stanzas(o, &left, ids, n_ids, &found));
    to_dashes = (size_t)(left.p - begin) + 3;
    if (!line(&left, &l) || l.n != 4 + AGE_B64_32 || memcmp(l.p, "--- ", 4) != 0 || !unb64_32((span){ l.p + 4, AGE_B64_32 }, said)) return bad_header(o);
    if (!found) return wr_fail(o->e, WR_E_DENIED, NULL, N_("This file is sealed to other keys than the one that was given."));
    age_header_mac(o->file_key, (bytes){ o->in, to_dashes }, mac);
    if (sodium_memcmp(said, mac, sizeof mac) != 0) return wr_fail(o->e, WR_E_INPUT, "mac", N_("The header of the sealed file was changed after it was sealed."));
    *ret_n = (size_t)(left.p - begin);
    return WR_OK;
}

static void drop(age_opener *o, size_t n)
{
    o->n -= n;
    memmove(o->in, o->in + n, o->n);
}

wr_rc age_open_begin(const age_identity *ids, size_t n, age_read *read, void *with, wr_err *e, age_opener **ret)
{
    age_opener *o;
    size_t header;
    wr_rc rc;
    seal_start();
    if (!(o = sodium_malloc(sizeof *o))) abort();
    *o = (age_opener){ .read = read, .with = with, .e = e };
    rc = fill(o);
    if (rc == WR_OK) rc = read_header(o, ids, n, &header);
    if (rc == WR_OK) {
        drop(o, header);
        rc = fill(o);
    }
    if (rc == WR_OK && o->n < 16) rc = bad_header(o);   /* the nonce */
    if (rc != WR_OK) { age_open_end(&o); return rc; }
    age_payload_key(o->file_key, o->in, o->key);
    drop(o, 16);
    *ret = o;
    return WR_OK;
}

static bool try_chunk(age_opener *o, size_t n, bool last)
{
    uint8_t nonce[SEAL_NONCE];
    age_chunk_nonce(o->chunk, last, nonce);
    return seal_chacha_open(o->key, nonce, (bytes){ 0 }, o->in, n, o->out);
}

/* A chunk that opens is given out; that it was the last and more follows, or the other way round, shows at the next one. */
static wr_rc open_chunk(age_opener *o)
{
    size_t n;
    bool last;
    TRY(fill(o));
    n = o->n < AGE_BOX ? o->n : AGE_BOX;
    if (o->trailing || n < SEAL_TAG || (n == SEAL_TAG && o->chunk)) return bad_payload(o);   /* an empty chunk only when it is all */
    last = n < AGE_BOX || !try_chunk(o, n, false);
    if (last && !try_chunk(o, n, true)) return bad_payload(o);
    drop(o, n);
    o->chunk++;
    o->from = 0;
    o->to = n - SEAL_TAG;
    o->done = last && o->n == 0;
    o->trailing = last && o->n > 0;
    return WR_OK;
}

wr_rc age_open_get(void *opener, uint8_t *buf, size_t cap, size_t *ret_n)
{
    age_opener *o = opener;
    size_t n;
    if (o->from == o->to && !o->done) TRY(open_chunk(o));
    n = o->to - o->from < cap ? o->to - o->from : cap;
    memcpy(buf, o->out + o->from, n);
    o->from += n;
    *ret_n = n;
    return WR_OK;
}

void age_open_end(age_opener **o)
{
    sodium_free(*o);   /* wipes */
    *o = NULL;
}
