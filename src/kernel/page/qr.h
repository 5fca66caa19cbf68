/* qr.h -- a text as a QR code, drawn as one path of SVG: no style, no script, nothing to load. */
#ifndef WR_QR_H
#define WR_QR_H
#include "shape.h"
/* The `d` of a path in a square of *ret_side, its white edge included; "": the text is too long for one. */
const char *qr_path(arena *, const char *text, int64_t *ret_side);
#endif
