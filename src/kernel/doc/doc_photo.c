/* doc_photo.c -- a photo that came in becomes two blobs: as it came, and without place and device. */
#include "doc_own.h"

#include <string.h>
#include "photo.h"
#include "str.h"

typedef struct copying { blob_in *from, *to; int64_t at; wr_err *e; } copying;

static wr_rc read_original(void *c_, uint8_t *buf, size_t cap, size_t *ret_n)
{
    copying *c = c_;
    TRY(blob_look(c->from, c->at, buf, cap, c->e, ret_n));
    c->at += (int64_t)*ret_n;
    return WR_OK;
}

static wr_rc write_copy(void *c_, const uint8_t *p, size_t n)
{
    copying *c = c_;
    return blob_add(c->to, p, n, c->e);
}

/* The ending says what the bytes are, whatever the phone called it. */
static const char *named(arena *a, const char *name, const char *ending)
{
    const char *dot = strrchr(name, '.');
    size_t n = dot && strlen(dot) <= 6 ? (size_t)(dot - name) : strlen(name);
    return doc_name_clean(a, arena_fmt(a, "%.*s.%s", (int)n, name, ending));
}

wr_rc doc_photo_make(blob_in *original, const blob *of, const char *name, arena *a, wr_err *e, blob_in **ret_copy, const char **ret_incoming)
{
    copying c = { .from = original, .e = e };
    blob copy;
    photo p;
    wr_rc rc = blob_begin(e, &c.to);
    if (rc == WR_OK) rc = photo_copy(&(photo_io){ read_original, write_copy, &c, e }, a, &p);
    if (rc == WR_OK) rc = blob_hash(c.to, a, &copy);
    if (rc != WR_OK) {
        blob_drop(c.to);
        return rc;
    }
    *ret_copy = c.to;
    *ret_incoming = arena_fmt(a, DOC_PHOTO "%s %lld %s %lld %s %s", of->sha256, (long long)of->size, copy.sha256, (long long)copy.size, p.media, named(a, name, p.ending));
    return WR_OK;
}
