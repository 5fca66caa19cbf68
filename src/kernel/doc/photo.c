/* photo.c -- which kind of photo it is; bytes in and out in fixed blocks. */
#include "photo_own.h"

#include <string.h>

static const uint8_t PNG_HEAD[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

wr_rc photo_damaged(photo_flow *f) { return wr_fail(f->io->e, WR_E_INPUT, NULL, N_("This is not a photo that can be read: it is damaged, or of a rare kind.")); }

wr_rc photo_sized(photo_flow *f, int64_t width, int64_t height)
{
    if (width < 1 || height < 1) return photo_damaged(f);
    if (width > PHOTO_SIDE_MAX || height > PHOTO_SIDE_MAX || width * height > PHOTO_PIXELS_MAX)
        return wr_fail(f->io->e, WR_E_INPUT, NULL, N_("This is not a photo that can be read: it has more than 100 megapixels. Please send a smaller one."));
    f->found.width = width;
    f->found.height = height;
    return WR_OK;
}

wr_rc photo_fill(photo_flow *f)
{
    if (f->at < f->n) return WR_OK;
    f->at = f->n = 0;
    TRY(f->io->read(f->io->with, f->in, sizeof f->in, &f->n));
    return f->n ? WR_OK : wr_fail(f->io->e, WR_E_INPUT, NULL, N_("This is not a photo that can be read: it ends too early. Please send it again."));
}

wr_rc photo_take(photo_flow *f, uint8_t *ret, size_t n)
{
    while (n > 0) {
        size_t k;
        TRY(photo_fill(f));
        k = f->n - f->at < n ? f->n - f->at : n;
        memcpy(ret, f->in + f->at, k);
        f->at += k;
        ret += k;
        n -= k;
    }
    return WR_OK;
}

static wr_rc flush(photo_flow *f)
{
    size_t n = f->out_n;
    f->out_n = 0;
    return n ? f->io->write(f->io->with, f->out, n) : WR_OK;
}

wr_rc photo_put(photo_flow *f, const uint8_t *p, size_t n)
{
    while (n > 0) {
        size_t k = sizeof f->out - f->out_n < n ? sizeof f->out - f->out_n : n;
        memcpy(f->out + f->out_n, p, k);
        f->out_n += k;
        p += k;
        n -= k;
        if (f->out_n == sizeof f->out) TRY(flush(f));
    }
    return WR_OK;
}

static bool begins(const photo_flow *f, size_t at, const void *with, size_t n) { return f->n >= at + n && memcmp(f->in + at, with, n) == 0; }

static wr_rc unknown(photo_flow *f)
{
    if (begins(f, 4, "ftyp", 4) || (begins(f, 0, "RIFF", 4) && begins(f, 8, "WEBP", 4)))
        return wr_fail(f->io->e, WR_E_INPUT, NULL, N_("This is a HEIC, AVIF or WebP file. Please send the photo as a JPEG."));
    return wr_fail(f->io->e, WR_E_INPUT, NULL, N_("This is not a photo that can be read: a JPEG or a PNG is needed."));
}

wr_rc photo_copy(const photo_io *io, arena *a, photo *ret)
{
    photo_flow *f = arena_make(a, photo_flow);
    f->io = io;
    f->found.orientation = 1;
    TRY(photo_fill(f));
    if (begins(f, 0, PNG_HEAD, sizeof PNG_HEAD)) {
        f->found.media = "image/png";
        f->found.ending = "png";
        f->at = sizeof PNG_HEAD;
        TRY(photo_put(f, PNG_HEAD, sizeof PNG_HEAD));
        TRY(photo_png(f));
    } else if (begins(f, 0, "\xff\xd8", 2)) {
        f->found.media = "image/jpeg";
        f->found.ending = "jpg";
        f->at = 2;
        TRY(photo_put(f, f->in, 2));
        TRY(photo_jpeg(f));
    } else return unknown(f);
    TRY(flush(f));
    *ret = f->found;
    return WR_OK;
}
