/* hasher.h -- SHA-256 of much data on a thread of its own, so that the same bytes can be written meanwhile.
 * By OpenSSL's libcrypto, which uses what the processor has for it. */
#ifndef WR_HASHER_H
#define WR_HASHER_H
#include "err.h"
#include "shape.h"
typedef struct hasher hasher;
hasher *hasher_new(void);
void hasher_put(hasher *, const uint8_t *p, size_t n);   /* p stays as it is until hasher_wait */
void hasher_wait(hasher *);
void hasher_take(hasher *, char ret_hex[65]);            /* of all since the last take */
void hasher_end(hasher **);
#endif
