/* hasher.c -- one thread, one piece at a time. */
#include "hasher.h"

#include <openssl/evp.h>
#include <sodium.h>
#include <stdlib.h>
#include "mtx.h"

struct hasher {
    EVP_MD_CTX *md;
    pthread_t thread;
    mtx lock;
    cond change;
    const uint8_t *p;
    size_t n;                /* 0: nothing waits */
    bool stopping;
};

static void begin(hasher *h)
{
    if (EVP_DigestInit_ex(h->md, EVP_sha256(), NULL) != 1) abort();
}

static void *work(void *h_)
{
    hasher *h = h_;
    mtx_lock(&h->lock);
    while (!h->stopping) {
        if (!h->n) { cond_wait(&h->change, &h->lock); continue; }
        mtx_unlock(&h->lock);
        if (EVP_DigestUpdate(h->md, h->p, h->n) != 1) abort();
        mtx_lock(&h->lock);
        h->n = 0;
        cond_broadcast(&h->change);
    }
    mtx_unlock(&h->lock);
    return NULL;
}

hasher *hasher_new(void)
{
    hasher *h = calloc(1, sizeof *h);
    if (!h || !(h->md = EVP_MD_CTX_new())) abort();
    mtx_init(&h->lock);
    cond_init(&h->change);
    begin(h);
    if (pthread_create(&h->thread, NULL, work, h) != 0) abort();
    return h;
}

void hasher_put(hasher *h, const uint8_t *p, size_t n)
{
    mtx_lock(&h->lock);
    h->p = p;
    h->n = n;
    cond_broadcast(&h->change);
    mtx_unlock(&h->lock);
}

void hasher_wait(hasher *h)
{
    mtx_lock(&h->lock);
    while (h->n) cond_wait(&h->change, &h->lock);
    mtx_unlock(&h->lock);
}

void hasher_take(hasher *h, char ret_hex[65])
{
    uint8_t d[32];
    if (EVP_DigestFinal_ex(h->md, d, NULL) != 1) abort();
    sodium_bin2hex(ret_hex, 65, d, sizeof d);
    begin(h);
}

void hasher_end(hasher **h)
{
    if (!*h) return;
    hasher_wait(*h);
    mtx_lock(&(*h)->lock);
    (*h)->stopping = true;
    cond_broadcast(&(*h)->change);
    mtx_unlock(&(*h)->lock);
    pthread_join((*h)->thread, NULL);
    EVP_MD_CTX_free((*h)->md);
    mtx_end(&(*h)->lock);
    cond_end(&(*h)->change);
    free(*h);
    *h = NULL;
}
