/* seal_fuzz.c -- restricted values: bytes that nobody sealed, texts that go and come back, and what is sealed rightly but is no text. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include "seal_column.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const uint8_t KEY[SEAL_KEY] = { 7 };
static const char NOUN[] = "t_report", ID[] = "0123456789abcdef0123456789abcdef", COLUMN[] = "name";

/* As seal_column does it, for a plain text that it would never seal. */
static bytes seal_any(arena *a, const uint8_t *p, size_t n)
{
    enum { HEAD = 1 + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES };
    uint8_t *out = arena_alloc(a, HEAD + n + crypto_aead_xchacha20poly1305_ietf_ABYTES, 1);
    strbuf about = sb_new(a, 100);
    out[0] = 1;
    sb_ch(&about, 1);
    sb_put(&about, NOUN, sizeof NOUN);
    sb_put(&about, ID, sizeof ID);
    sb_put(&about, COLUMN, sizeof COLUMN);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + HEAD, NULL, p, n, (const uint8_t *)about.p, about.n, NULL, out + 1, KEY);
    return (bytes){ out, HEAD + n + crypto_aead_xchacha20poly1305_ietf_ABYTES };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new("fuzz", 16 << 20);
    char *text = arena_alloc(a, n + 1, 1);
    const char *got;
    bytes x;
    seal_key_set(KEY);
    memcpy(text, data, n);
    if (n && seal_column_open(a, NOUN, ID, COLUMN, (bytes){ data, n }, &got) == WR_OK) abort();
    if (str_utf8(text, n)) {
        if (seal_column(a, NOUN, ID, COLUMN, text, &x) != WR_OK || seal_column_open(a, NOUN, ID, COLUMN, x, &got) != WR_OK || !str_eq(got, text)) abort();
        if (x.n && seal_column_open(a, NOUN, ID, "phone", x, &got) == WR_OK) abort();
    }
    x = seal_any(a, data, n);
    if (seal_column_open(a, NOUN, ID, COLUMN, x, &got) == WR_OK && (n % 32 || !str_utf8(got, strlen(got)) || strlen(got) >= n || memcmp(got, data, strlen(got)) != 0)) abort();
    arena_end(&a);
    return 0;
}
