/* doc.h -- files that hang on things: a name, a kind, a right, and the blob that holds the bytes. Of a photo there are two:
 * the copy without place and device, under the right of the page, and the original, which hangs on the copy under a stronger one.
 * A form's F_FILE field holds, as text, what came in: doc_incoming_text makes it, doc_attach reads it. Nobody can type it:
 * http fills such a field from an upload alone.
 * Errors   What is wrong with a file is WR_E_INPUT at the field of the form. */
#ifndef WR_DOC_H
#define WR_DOC_H
#include "blob.h"
#include "history.h"
enum { DOC_NAME_MAX = 150, DOC_SNIFF = 64 };
/* may: the word of rights.tsv that the page asks for on which it hangs; department, owner: whose it is, for rights that reach only so far. */
typedef struct doc_file { const char *id, *about, *sha256; int64_t size; const char *media, *name, *may; wr_id department, owner; wr_day added;
    bool delicate; } doc_file;           /* to attach: nothing public may show when; the row stands in doc_held, its entry is held back (tlog.h) */
/* A held file that is not public is sent only under a live read grant (seal_grant.h) about its id, with this word; of an original, about the id of its copy. */
#define DOC_COPY "copy"
#define DOC_ORIGINAL "original"
extern const shape DOC_FILE;
extern const history DOC_BLOBS, DOC_FILES, DOC_HELD, DOC_GONE;

/* Which kinds are taken: the ending of the name and the first bytes must agree. */
typedef struct doc_sniff { uint8_t head[DOC_SNIFF]; size_t n; bool binary; } doc_sniff;
void doc_sniff_add(doc_sniff *, const void *, size_t);
const char *doc_media(const doc_sniff *, const char *name);          /* "application/pdf"; NULL: not taken                */
const char *doc_kinds(arena *);                                      /* "PDF, PNG, ..." for people                        */
const char *doc_name_clean(arena *, const char *name);               /* no path, no control or direction marks, at most 150 bytes */
const char *doc_size_said(arena *, const char *lang, int64_t bytes); /* "310 kB"                                          */
const char *doc_limit_said(arena *, const char *lang, int64_t mb);   /* the kinds and the limit: a hint at the field      */
const char *doc_disposition(arena *, const char *name);              /* of an HTTP answer: attachment, under this name    */

#define DOC_ANY "application/octet-stream"                           /* of a field with F_ANY: no kind of the list        */
const char *doc_incoming_text(arena *, const blob *, const char *media, const char *name);
WR_MUST wr_rc doc_incoming(const char *incoming, arena *, doc_file *ret);   /* sha256, size, media, name, as text each */
/* In an act: bytes become part of the record, or leave it, without a row of a file: who hands them out has a gate of its own. bytes_go: no row
 * names them from then on, and their row says so for ever; blob_remove takes them off the disk behind the commit. Files that hang on
 * things keep theirs: *ret_gone is false then. The same bytes may come again. */
WR_MUST wr_rc doc_bytes_keep(db_tx *rw, const wr_actor *, const blob *, const char *media, arena *);
WR_MUST wr_rc doc_bytes_go(db_tx *rw, const wr_actor *, const char *sha256, const char *reason, arena *, bool *ret_gone);
/* In an act: the bytes become part of the record, and hang on `of->about` under `of->id`. Of `of`: id, about, may, department, owner, delicate. */
WR_MUST wr_rc doc_attach(db_tx *rw, const wr_actor *, const char *incoming, const doc_file *of, arena *);

/* The same for a field with F_PHOTO. make: on the pool, when all is there; WR_E_INPUT in *e: no photo (photo.h), the text says why. What it makes
 * travels as the original does. attach: `of` is the copy; the original hangs on it as `original_id` and asks for `original_may`. */
WR_MUST wr_rc doc_photo_make(blob_in *original, const blob *, const char *name, arena *, wr_err *e, blob_in **ret_copy, const char **ret_incoming);
WR_MUST wr_rc doc_photo_attach(db_tx *rw, const wr_actor *, const char *incoming, const doc_file *of, const char *original_id, const char *original_may, arena *);

/* What hangs on a thing, oldest first; who: the pseudonym that added it. An address is "" when the asker may not have the file. */
typedef struct doc_listed { const char *id, *name, *media, *sha256; int64_t size; const char *who; wr_us at; const char *original_sha256; int64_t original_size;
    const char *file_url, *original_url, *may, *original_may; wr_id department, owner; } doc_listed;
extern const shape DOC_LISTED;
enum { DOC_LIST_MAX = 500 };
WR_MUST wr_rc doc_files_of(db_tx *ro, const wr_actor *, const char *about, bool delicate, arena *, doc_listed **ret, size_t *ret_n);
WR_MUST wr_rc doc_file_by(db_tx *, const char *id, arena *, doc_file *ret);
bool doc_may(const wr_actor *, const doc_file *);
#endif
