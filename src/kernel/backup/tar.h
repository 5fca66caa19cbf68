/* tar.h -- a POSIX tar archive of plain files as a stream, out and in. What tar(1) writes is wider: tar_next refuses the rest.
 * Errors   WR_E_CONFLICT: cut short, or not written by us. */
#ifndef WR_TAR_H
#define WR_TAR_H
#include "age.h"
enum { TAR_BLOCK = 512, TAR_NAME = 100 };
typedef struct tar_out { age_write *write; void *with; wr_err *e; wr_us at; int64_t size; } tar_out;   /* at: every member's time */
WR_MUST wr_rc tar_begin(tar_out *, const char *name, int64_t n);   /* n bytes follow by t->write; then tar_pad */
WR_MUST wr_rc tar_pad(tar_out *);
WR_MUST wr_rc tar_finish(tar_out *);

typedef struct tar_in { age_read *read; void *with; wr_err *e; int64_t left, pad; char name[TAR_NAME + 1]; } tar_in;   /* name: the member at hand */
/* The next member, its name in t->name and its bytes in t->left; *ret_end: there is none, and the stream has ended. */
WR_MUST wr_rc tar_next(tar_in *, bool *ret_end);
WR_MUST wr_rc tar_get(tar_in *, uint8_t *buf, size_t cap, size_t *ret_n);   /* 0: the member's end */
bool tar_name_ok(const char *name);   /* letters, digits and - _ . between slashes; no part begins with a dot */
#endif
