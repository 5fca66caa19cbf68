/* age.h -- files sealed to keys: age version 1 (c2sp.org/age) with X25519 recipients. Streams of any length in fixed memory.
 * What is sealed here opens with any age program, and the other way round. There is no armor and no passphrase.
 * Threads  One at a time for each stream.
 * Errors   WR_E_INPUT with field "header" (not a sound age file), "mac" (the header was changed) or "payload" (cut short or
 *          changed); WR_E_DENIED: sealed to other keys. What comes out before "payload" fails was sealed so, but is not all.
 * Memory   About 130 KiB a stream, locked where the system allows it, wiped at its end. */
#ifndef WR_AGE_H
#define WR_AGE_H
#include "bech32.h"
#include "seal.h"
enum { AGE_TEXT = BECH32_TEXT, AGE_CHUNK = 64 * 1024, AGE_TO_MAX = 20 };
typedef struct age_recipient { uint8_t key[SEAL_KEY]; } age_recipient;
typedef struct age_identity { uint8_t secret[SEAL_KEY]; } age_identity;   /* the owner wipes it */

void age_identity_new(age_identity *ret);
age_recipient age_recipient_of(const age_identity *);
void age_recipient_text(const age_recipient *, char ret[AGE_TEXT]);       /* age1...             */
void age_identity_text(const age_identity *, char ret[AGE_TEXT]);         /* AGE-SECRET-KEY-1... */
WR_MUST bool age_recipient_parse(const char *text, age_recipient *ret);
WR_MUST bool age_identity_parse(const char *text, age_identity *ret);

/* Up to cap bytes into buf; 0 bytes: the end. age_open_get is one itself. */
typedef wr_rc age_read(void *with, uint8_t *buf, size_t cap, size_t *ret_n);
/* All n bytes. age_seal_put is one itself. */
typedef wr_rc age_write(void *with, const uint8_t *p, size_t n);

/* Seals what is put, writing as it goes. Without age_seal_finish the file is not whole, and no reader takes it for whole. */
typedef struct age_sealer age_sealer;
WR_MUST wr_rc age_seal_begin(const age_recipient *to, size_t n, age_write *, void *with, wr_err *, age_sealer **ret);   /* 1 to AGE_TO_MAX */
WR_MUST wr_rc age_seal_put(void *sealer, const uint8_t *p, size_t n);
WR_MUST wr_rc age_seal_finish(age_sealer *);
void age_seal_end(age_sealer **);

/* Reads the header and finds the key; then what comes out of age_open_get is authenticated, 64 KiB at a time. */
typedef struct age_opener age_opener;
WR_MUST wr_rc age_open_begin(const age_identity *, size_t n, age_read *, void *with, wr_err *, age_opener **ret);
WR_MUST wr_rc age_open_get(void *opener, uint8_t *buf, size_t cap, size_t *ret_n);
void age_open_end(age_opener **);
#endif
