/* qr.c -- a text as a QR code: one square of the path for each dark module. */
#include "qr.h"

#include <qrencode.h>
#include "str.h"

enum { EDGE = 4 };       /* the white edge that readers need, in modules */

const char *qr_path(arena *a, const char *text, int64_t *ret_side)
{
    QRcode *q = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    strbuf b = sb_new(a, 16384);
    for (int i = 0; q && i < q->width * q->width; i++)
        if (q->data[i] & 1) sb_fmt(&b, "M%d %dh1v1h-1z", i % q->width + EDGE, i / q->width + EDGE);
    *ret_side = q ? q->width + 2 * EDGE : 0;
    QRcode_free(q);
    return b.p;
}
