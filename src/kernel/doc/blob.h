/* blob.h -- bytes by their SHA-256, the same bytes once, streamed both ways in fixed memory.
 * Where    On SQLite a file of its own, HOME/blobs/ab/cdef..., read-only, on disk before the row that names it is committed.
 *          On PostgreSQL rows of doc_part, 256 KiB each; HOME/blobs/new then holds only what is on its way in.
 * Threads  blob_home before other threads start. A blob_in belongs to one thread at a time. The rest anywhere, never on a loop.
 * Errors   WR_E_BUSY when the disk is full, WR_E_IO otherwise. Nothing half-written is ever found under a SHA-256.
 * Memory   A blob_in is the caller's until blob_drop. */
#ifndef WR_BLOB_H
#define WR_BLOB_H
#include "module.h"
enum { BLOB_PART = 256 << 10, BLOB_HEX = 64, BLOB_ORPHAN_HOURS = 24 };
typedef struct blob { const char *sha256; int64_t size; } blob;      /* sha256: 64 hex digits */
void blob_home(const char *data, bool files);    /* the data directory; files: the bytes lie there, else in doc_part */
bool blob_in_files(void);
/* HOME/NAME, made when it is not there: what is derived from bytes and lies in files of its own, on either engine. */
WR_MUST wr_rc blob_beside(arena *, const char *name, const char **ret);


/* In: begin, add..., hash, keep. Until keep the bytes stand in a temporary file; drop takes it away. */
typedef struct blob_in blob_in;
WR_MUST wr_rc blob_begin(wr_err *, blob_in **ret);
WR_MUST wr_rc blob_add(blob_in *, const void *, size_t, wr_err *);
WR_MUST wr_rc blob_hash(blob_in *, arena *, blob *ret);              /* after the last byte */
WR_MUST wr_rc blob_look(blob_in *, int64_t at, void *buf, size_t cap, wr_err *, size_t *ret_n);   /* what came in so far; fewer than cap only at its end */
WR_MUST wr_rc blob_keep(blob_in *, wr_err *);                        /* files: fsync and rename; parts: nothing, blob_part does it */
/* Parts: reads the next one into `a`; size 0: there is none left. Each is stored by blob_part_put in a job of the writer. */
typedef struct blob_part { const char *sha256; int64_t part; bytes x; } blob_part;
WR_MUST wr_rc blob_part_next(blob_in *, arena *, blob_part *ret);
WR_MUST wr_rc blob_part_put(db_tx *rw, const blob_part *);
void blob_drop(void *blob_in_opt);
/* All of it at once, inside a job of a command (demo): never in the server's writer. */
WR_MUST wr_rc blob_store(db_tx *rw, bytes, arena *, blob *ret);

/* Out: at most `cap` bytes from `at` on; fewer only at the end. WR_E_MISSING: no such blob. */
WR_MUST wr_rc blob_read(db_tx *ro, const char *sha256, int64_t at, size_t cap, arena *, bytes *ret);
/* The whole as an open file to read, for a program that wants one (base/child.h); it is closed when the arena ends. From parts of the database a
 * copy without a name is made, in HOME/blobs/new: so much room the disk must have. */
WR_MUST wr_rc blob_open(db_tx *ro, const blob *, arena *, int *ret_fd);
enum { BLOB_LIST = 500 };
WR_MUST wr_rc blob_list(db_tx *ro, const char *after, arena *, blob **ret, size_t *ret_n);   /* at most BLOB_LIST behind that hash, in order */
/* Hashes what is stored and compares. *ret_wrong: NULL, or what is wrong, "missing" or "changed". */
WR_MUST wr_rc blob_prove(db_tx *ro, const blob *, arena *, const char **ret_wrong);
/* Bytes that no row of doc_blob names yet, and that are still wanted: their age for the sweep begins anew. */
WR_MUST wr_rc blob_touch(db_tx *rw, const char *sha256, wr_us now);
/* Takes bytes away that no row of doc_blob names any more, at once; behind the commit that took the row. Once and once again is the same. */
WR_MUST wr_rc blob_remove(db_tx *rw, const char *sha256, arena *);
/* Takes away what no row names: temporary files after an hour without a byte, files after a day. The parts of PostgreSQL: blob_sweep_parts. */
WR_MUST wr_rc blob_sweep(db_tx *ro, arena *, int64_t *ret_gone);
WR_MUST wr_rc blob_sweep_parts(db_tx *rw, wr_us now, arena *);
#endif
