/* bech32.h -- keys as text that people can copy: BIP 173's checksum and alphabet, without its limit of length. */
#ifndef WR_BECH32_H
#define WR_BECH32_H
#include "arena.h"
#include "shape.h"
enum { BECH32_PREFIX = 20, BECH32_KEY = 32, BECH32_TEXT = BECH32_PREFIX + 1 + 52 + 6 + 1 };   /* 32 bytes are 52 letters */
/* prefix in lower case; upper: the whole text in upper case. At most BECH32_PREFIX letters of prefix, and 32 bytes. */
void bech32_put(const char *prefix, const uint8_t key[BECH32_KEY], bool upper, char ret[BECH32_TEXT]);
/* true: this prefix, this case, a right checksum, exactly 32 bytes, and no bit to spare that is set. */
WR_MUST bool bech32_get(const char *prefix, const char *text, bool upper, uint8_t ret[BECH32_KEY]);
#endif
