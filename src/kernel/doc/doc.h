/* doc.h -- files that hang on things: a name, a kind, a right, and the blob that holds the bytes.
 * A form's F_FILE field holds, as text, what came in: doc_incoming_text makes it, doc_attach reads it. Nobody can type it:
 * http fills such a field from an upload alone.
 * Errors   What is wrong with a file is WR_E_INPUT at the field of the form. */
#ifndef WR_DOC_H
#define WR_DOC_H
#include "blob.h"
#include "history.h"
enum { DOC_NAME_MAX = 150, DOC_SNIFF = 64 };
/* may: the word of rights.tsv that the page asks for on which it hangs; department, owner: whose it is, for rights that reach only so far. */
typedef struct doc_file { const char *id, *about, *sha256; int64_t size; const char *media, *name, *may; wr_id department, owner; wr_day added; } doc_file;
extern const shape DOC_FILE;
extern const history DOC_BLOBS, DOC_FILES;

/* Which kinds are taken: the ending of the name and the first bytes must agree. */
typedef struct doc_sniff { uint8_t head[DOC_SNIFF]; size_t n; bool binary; } doc_sniff;
void doc_sniff_add(doc_sniff *, const void *, size_t);
const char *doc_media(const doc_sniff *, const char *name);          /* "application/pdf"; NULL: not taken                */
const char *doc_kinds(arena *);                                      /* "PDF, PNG, ..." for people                        */
const char *doc_name_clean(arena *, const char *name);               /* no path, no control or direction marks, at most 150 bytes */
const char *doc_size_said(arena *, const char *lang, int64_t bytes); /* "310 kB"                                          */
const char *doc_limit_said(arena *, const char *lang, int64_t mb);   /* the kinds and the limit: a hint at the field      */
const char *doc_disposition(arena *, const char *name);              /* of an HTTP answer: attachment, under this name    */

const char *doc_incoming_text(arena *, const blob *, const char *media, const char *name);
/* In an act: the bytes become part of the record, and hang on `of->about` under `of->id`. Of `of`: id, about, may, department, owner. */
WR_MUST wr_rc doc_attach(db_tx *rw, const wr_actor *, const char *incoming, const doc_file *of, arena *);
WR_MUST wr_rc doc_file_by(db_tx *, const char *id, arena *, doc_file *ret);
bool doc_may(const wr_actor *, const doc_file *);
#endif
