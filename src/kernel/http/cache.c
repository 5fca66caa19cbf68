/* cache.c -- finished answers of anonymous pages. A place per hash, the newer page takes it; nothing is ever stale:
 * an answer counts only for the change counters and the day it was made under. */
#include "http_own.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 1024 };
typedef struct place { char *key; cached *page; } place;
struct cache { mtx lock; place at[PLACES]; };

cache *cache_new(void)
{
    cache *c = calloc(1, sizeof *c);
    if (!c) abort();
    mtx_init(&c->lock);
    return c;
}

void cached_drop(cached *p)
{
    if (!p || atomic_fetch_sub(&p->uses, 1) != 1) return;
    MHD_destroy_response(p->full);
    MHD_destroy_response(p->same);
    free(p);
}

void cache_end(cache **cc)
{
    cache *c = *cc;
    if (!c) return;
    for (size_t i = 0; i < PLACES; i++) {
        free(c->at[i].key);
        cached_drop(c->at[i].page);
    }
    mtx_end(&c->lock);
    free(c);
    *cc = NULL;
}

/* FNV-1a: whoever finds two paths of one place gains nothing but a page made anew. */
static place *place_of(cache *c, const char *key)
{
    uint64_t h = 14695981039346656037u;
    for (const char *p = key; *p; p++) h = (h ^ (uint8_t)*p) * 1099511628211u;
    return &c->at[(h ^ h >> 32) % PLACES];
}

void cache_key(strbuf *b, const char *lang, bool json, bool secure, const char *prefix, const char *path, const char *query)
{
    sb_str(b, json ? "j" : "h");
    sb_str(b, secure ? "s " : " ");      /* headers differ behind https */
    sb_str(b, lang);
    sb_ch(b, ' ');
    sb_str(b, prefix);                   /* the links of a page keep the language that its path had */
    sb_str(b, path);
    if (*query) {
        sb_ch(b, '?');
        sb_str(b, query);
    }
}

cached *cache_get(cache *c, const char *key, int64_t changes, int64_t quarter)
{
    place *p = place_of(c, key);
    cached *found = NULL;
    mtx_lock(&c->lock);
    if (p->key && str_eq(p->key, key) && p->page->changes == changes && p->page->quarter == quarter) {
        found = p->page;
        atomic_fetch_add(&found->uses, 1);
    }
    mtx_unlock(&c->lock);
    return found;
}

void cache_put(cache *c, const char *key, cached *page)
{
    place *p = place_of(c, key), old;
    char *own = strdup(key);
    if (!own) abort();
    mtx_lock(&c->lock);
    old = *p;
    *p = (place){ own, page };
    mtx_unlock(&c->lock);
    free(old.key);
    cached_drop(old.page);
}

/* A strong tag of the bytes. */
void etag_of(const void *p, size_t n, char ret[static ETAG_TEXT + 1])
{
    uint8_t h[16];
    crypto_generichash(h, sizeof h, p, n, NULL, 0);
    ret[0] = '"';
    sodium_bin2hex(ret + 1, 33, h, sizeof h);
    memcpy(ret + 33, "\"", 2);
}

bool etag_matches(const char *header, const char *etag)
{
    size_t n = strlen(etag);
    if (!header) return false;
    if (str_eq(header, "*")) return true;
    for (const char *p = header; (p = strstr(p, etag)); p += n)
        if (p == header || p[-1] == ' ' || p[-1] == ',' || p[-1] == '/') return true;   /* '/': a weak one will do here */
    return false;
}
