/* sha256.c -- one digest context for each thread. */
#include "sha256.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "str.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t contexts;

static void forget(void *md) { EVP_MD_CTX_free(md); }

static void begin(void)
{
    if (pthread_key_create(&contexts, forget) != 0) abort();
}

static EVP_MD_CTX *context(void)
{
    EVP_MD_CTX *md;
    pthread_once(&once, begin);
    md = pthread_getspecific(contexts);
    if (md) return md;
    md = EVP_MD_CTX_new();
    if (!md || EVP_DigestInit_ex(md, EVP_sha256(), NULL) != 1 || pthread_setspecific(contexts, md) != 0) abort();
    return md;
}

void sha256_of(const bytes *parts, size_t n, uint8_t ret[static SHA256_BYTES])
{
    EVP_MD_CTX *md = context();
    if (EVP_DigestInit_ex(md, NULL, NULL) != 1) abort();
    for (size_t i = 0; i < n; i++)
        if (EVP_DigestUpdate(md, parts[i].p, parts[i].n) != 1) abort();
    if (EVP_DigestFinal_ex(md, ret, NULL) != 1) abort();
}

const char *sha256_hex(arena *a, const char *text)
{
    uint8_t h[SHA256_BYTES];
    sha256_of(&(bytes){ (const uint8_t *)text, strlen(text) }, 1, h);
    return str_hex(a, h, sizeof h);
}
