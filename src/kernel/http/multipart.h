/* multipart.h -- multipart/form-data (RFC 7578) as it arrives, in blocks of any size; nothing of a part's body is held.
 * Strict: the first byte begins the first delimiter, each part has one form-data name, names are UTF-8; filename* is not heard.
 * Errors   WR_E_INPUT: malformed; WR_E_TOO_BIG: more than 128 parts, a head over 4 KiB; and whatever `to` returns. After an
 *          error nothing may be fed.
 * Memory   In the arena; name and filename live there too. */
#ifndef WR_MULTIPART_H
#define WR_MULTIPART_H
#include "arena.h"
enum { MULTIPART_PARTS_MAX = 128, MULTIPART_HEAD_MAX = 4096, MULTIPART_BOUNDARY_MAX = 70 };
typedef struct multipart_to {            /* a part begins, bytes of it, it ends */
    void *with;
    wr_rc (*part)(void *with, const char *name, const char *filename_opt);
    wr_rc (*data)(void *with, const char *, size_t);
    wr_rc (*end)(void *with);
} multipart_to;
typedef struct multipart multipart;
const char *multipart_boundary(const char *content_type, arena *);   /* NULL: not multipart/form-data, or no good boundary */
multipart *multipart_new(arena *, const char *boundary, multipart_to);
WR_MUST wr_rc multipart_feed(multipart *, const char *, size_t);
bool multipart_done(const multipart *);                               /* the last delimiter has come */
#endif
