/* photo.h -- a photo walked from its first byte to its last without decoding a pixel: whether it is one, and a copy without what
 * a camera or a program wrote beside the picture (place, time, device, comments, thumbnails, other pictures, what hangs behind the end).
 * JPEG (ITU T.81) keeps JFIF, ICC profile, Adobe and, when the picture must be turned, a small EXIF that says so and nothing else.
 * PNG (W3C) keeps IHDR PLTE IDAT IEND and tRNS gAMA cHRM sRGB iCCP bKGD pHYs sBIT; every CRC is checked, of dropped ones too.
 * What the compressed picture itself shows stays byte for byte.
 * Not taken: HEIC and WebP. A phone makes a JPEG of them when the form asks for one; the refusal says so.
 * Memory   Some 200 KiB of the arena, whatever comes in.   Errors  WR_E_INPUT: not such a photo, the text says why. */
#ifndef WR_PHOTO_H
#define WR_PHOTO_H
#include <stdint.h>
#include "arena.h"
enum { PHOTO_PIXELS_MAX = 100 * 1000 * 1000, PHOTO_SIDE_MAX = 65535, PHOTO_SCANS_MAX = 100 };
/* read: fewer than cap only at the end. write: takes all. */
typedef struct photo_io {
    wr_rc (*read)(void *with, uint8_t *buf, size_t cap, size_t *ret_n);
    wr_rc (*write)(void *with, const uint8_t *p, size_t n);
    void *with;
    wr_err *e;
} photo_io;
typedef struct photo { const char *media, *ending; int64_t width, height; int orientation; } photo;   /* as stored; orientation: 1 to 8, of EXIF */
WR_MUST wr_rc photo_copy(const photo_io *, arena *, photo *ret);
#endif
