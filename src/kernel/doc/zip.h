/* zip.h -- a ZIP file that only stores, written piece by piece: what is in it has its size and its CRC-32 beforehand, so nothing is held and
 * nothing is written twice. Names are ASCII. Up to 4 GiB and 65,535 files: zip_fits says.
 * Source   APPNOTE.TXT 6.3.10, 4.3 and 4.4. */
#ifndef WR_ZIP_H
#define WR_ZIP_H
#include "module.h"
struct strbuf;
uint32_t zip_crc(uint32_t so_far, const void *, size_t);                /* 0 at first */
typedef struct zip_file { const char *name; int64_t size; uint32_t crc; wr_day day; } zip_file;
bool zip_fits(const zip_file *, size_t n);
void zip_head(struct strbuf *, const zip_file *);                       /* then its bytes */
void zip_end(struct strbuf *, const zip_file *, size_t n);              /* after the bytes of the last one */
#endif
