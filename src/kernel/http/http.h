/* http.h -- streams and once-keys. Routes are plain data (module.h); sockets,
 * limits, sign-in, rights, CSRF, parsing, transactions, headers and logging are the kernel's. */
#ifndef WR_HTTP_H
#define WR_HTTP_H
#include "module.h"
/* give: one range of keys per call, so no snapshot is held while a slow reader drinks. */
struct http_out {
    const char *as;      /* the suffix asked for: "csv"                               */
    const char *after;   /* last key written, "" at first: WHERE id > $1 ORDER BY id  */
    bool more;           /* call again */
    const char *type, *file;   /* at the first call: Content-Type, and the name it is saved under; NULL: by the suffix, shown */
    bool forever;        /* at the first call: these bytes never change under this address */
    const char *site, *prefix, *path;    /* "https://city.example" and "/es", in front of paths that leave this site; "/report", without suffix */
    const char *self;    /* the whole address asked for                               */
    const char *key;     /* of the list in the route's document: rows as JSON stand under it */
    const char *note;    /* of a demonstration, else "" */
    struct http_sink *sink;
};
WR_MUST wr_rc out_rows(http_out *, const shape *, const void *rows, size_t n, size_t cap);  /* sets after, more = n == cap */
WR_MUST wr_rc out_bytes(http_out *, bytes);
WR_MUST wr_rc out_more(http_out *, const char *after);   /* bytes, and not the last: `after` (at most 150) tells the next call where to go on */
const char *http_type(const char *as);   /* the media type of a suffix: "text/csv; charset=utf-8" */
/* Once-key: 16 random bytes + 16 of MAC(key file, route, actor, those bytes) as base64url. */
enum { ONCE_TEXT = 43 };
void once_make(const http_route *, const wr_actor *, char ret[static ONCE_TEXT + 1]);
const char *device_hash(arena *, const char *token);   /* what wr_actor.device will be: 64 hex digits of its SHA-256 */
bool once_ours(const http_route *, const wr_actor *, const char *key);
#endif
