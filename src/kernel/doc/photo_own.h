/* photo_own.h -- what the readers of photos share: a window on what comes in, a block on what goes out. */
#ifndef WR_PHOTO_OWN_H
#define WR_PHOTO_OWN_H
#include <stdbool.h>
#include "photo.h"
enum { PHOTO_BLOCK = 64 << 10 };
typedef struct photo_flow {
    const photo_io *io;
    photo found;
    uint8_t in[PHOTO_BLOCK]; size_t at, n;
    uint8_t out[PHOTO_BLOCK]; size_t out_n;
    uint8_t part[PHOTO_BLOCK]; size_t part_n;   /* one segment or chunk, whole */
} photo_flow;
WR_MUST wr_rc photo_fill(photo_flow *);                 /* at least one byte stands in the window; WR_E_INPUT: the photo ends too early */
wr_rc photo_take(photo_flow *, uint8_t *ret, size_t n);
wr_rc photo_put(photo_flow *, const uint8_t *, size_t);
wr_rc photo_damaged(photo_flow *);
wr_rc photo_sized(photo_flow *, int64_t width, int64_t height);
wr_rc photo_jpeg(photo_flow *);                 /* each begins behind the first bytes that told its kind */
wr_rc photo_png(photo_flow *);
static inline uint32_t photo_16(const uint8_t *p) { return (uint32_t)p[0] << 8 | p[1]; }
static inline uint32_t photo_32(const uint8_t *p) { return photo_16(p) << 16 | photo_16(p + 2); }
#endif
