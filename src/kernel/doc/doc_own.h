/* doc_own.h -- what the files of doc share with each other and with nobody else. */
#ifndef WR_DOC_OWN_H
#define WR_DOC_OWN_H
#include "db.h"
#include "doc.h"
#define DOC_PHOTO "photo "               /* a photo that came in: no other file reads so */
extern const db_query *const doc_queries[];
wr_rc doc_held_by(db_tx *ro, const char *id, arena *, doc_file *ret);   /* WR_E_MISSING: none, or one that is not held */
extern const db_query BLOB_PART_ADD, BLOB_PART_GET, BLOB_PART_TOUCH, BLOB_PARTS_OLD, BLOB_ORPHAN, BLOB_KNOWN, BLOB_AFTER, BLOB_PARTS_OF;   /* of blob.c */
wr_rc doc_rebuild(db_tx *rw, arena *);
wr_rc doc_check(db_tx *ro, arena *, json_t *ret_findings);
#endif
