/* key_file.h -- a secret of 32 bytes in a file of the data directory, open to its owner only: made once, then read at start;
 * one that others may read is refused. */
#ifndef WR_KEY_FILE_H
#define WR_KEY_FILE_H
#include "err.h"
#include <stdint.h>
enum { KEY_FILE_BYTES = 32 };
WR_MUST wr_rc key_file_make(const char *folder, const char *name, wr_err *);    /* leaves one that is there as it is */
WR_MUST wr_rc key_file_read(const char *folder, const char *name, wr_err *, uint8_t ret[static KEY_FILE_BYTES]);
#endif
