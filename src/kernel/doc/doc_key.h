/* doc_key.h -- counsel's key: what an agency failed to withhold is sealed to it (age.h), and the plain bytes leave. The city has its public half alone.
 * It is a fact with a history; a new key holds for what comes from then on. One page sets it, /counsel-key. Why here: docs/why/008.
 * Errors   WR_E_RULE "doc.key": counsel set none yet. WR_E_INPUT at "key": no public key of age. */
#ifndef WR_DOC_KEY_H
#define WR_DOC_KEY_H
#include "blob.h"
typedef struct doc_key { const char *id, *key; wr_day day; } doc_key;      /* id: "counsel" */
#define DOC_KEY_URL "/counsel-key"
WR_MUST wr_rc doc_key_of(db_tx *, arena *, doc_key *ret);
WR_MUST wr_rc doc_key_there(db_tx *, arena *, bool *ret);                   /* whether counsel set one */
WR_MUST wr_rc doc_key_set(db_tx *rw, const wr_actor *, const char *key, arena *);
WR_MUST wr_rc doc_seal_text(const doc_key *, const char *text, arena *, bytes *ret);
/* Reads the blob in steps and writes another that is sealed: hashed and kept (blob.h), its row is the caller's to add. The caller drops *ret_in. */
WR_MUST wr_rc doc_seal_blob(db_tx *ro, const doc_key *, const blob *, arena *, blob_in **ret_in, blob *ret);
#endif
