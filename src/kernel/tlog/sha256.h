/* sha256.h -- SHA-256 of parts laid end to end, by libcrypto: it has the processor's own instructions, and each change of the
 * record needs three or more (docs/why/005-hashes-by-libcrypto.md).
 * Threads  Any; each has its own context, freed with it. Errors  None: without memory the program ends. */
#ifndef WR_SHA256_H
#define WR_SHA256_H
#include "shape.h"
enum { SHA256_BYTES = 32 };
void sha256_of(const bytes *parts, size_t n, uint8_t ret[static SHA256_BYTES]);
const char *sha256_hex(arena *, const char *text);       /* 64 hex digits */
#endif
