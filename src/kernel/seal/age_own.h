/* age_own.h -- what the sealing and the opening half share. */
#ifndef WR_AGE_OWN_H
#define WR_AGE_OWN_H
#include "age.h"
#define AGE_VERSION "age-encryption.org/v1\n"
enum { AGE_FILE_KEY = 16, AGE_B64_32 = 43, AGE_BOX = AGE_CHUNK + SEAL_TAG };   /* 32 bytes are 43 letters without padding */
/* The key that wraps the file key for one recipient. */
WR_MUST bool age_wrap_key(const uint8_t secret[SEAL_KEY], const uint8_t point[SEAL_KEY], const uint8_t share[SEAL_KEY],
                          const uint8_t recipient[SEAL_KEY], uint8_t ret[SEAL_KEY]);
void age_header_mac(const uint8_t file_key[AGE_FILE_KEY], bytes header, uint8_t ret[32]);   /* over all up to and with "---" */
void age_payload_key(const uint8_t file_key[AGE_FILE_KEY], const uint8_t nonce[16], uint8_t ret[SEAL_KEY]);
void age_chunk_nonce(uint64_t n, bool last, uint8_t ret[SEAL_NONCE]);
#endif
