/* photo_test.c -- photos as cameras lay them out: the copy shows the same picture and tells nothing else; what is none is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "photo.h"
#include "photo_bytes.h"

typedef struct pipe { const char *p; size_t n, at; strbuf out; } pipe_of;

static wr_rc give(void *with, uint8_t *buf, size_t cap, size_t *ret_n)
{
    pipe_of *s = with;
    size_t n = s->n - s->at < cap ? s->n - s->at : cap;
    memcpy(buf, s->p + s->at, n);
    s->at += n;
    *ret_n = n;
    return WR_OK;
}

static wr_rc take(void *with, const uint8_t *p, size_t n)
{
    sb_put(&((pipe_of *)with)->out, (const char *)p, n);
    return WR_OK;
}

static wr_rc copy(arena *a, const char *p, size_t n, strbuf *ret, photo *ret_photo, wr_err *e)
{
    pipe_of s = { p, n, 0, sb_new(a, n + 64) };
    wr_rc rc = photo_copy(&(photo_io){ give, take, &s, e }, a, ret_photo);
    *ret = s.out;
    return rc;
}

static strbuf copied(arena *a, const strbuf *from, photo *ret)
{
    wr_err e = { 0 };
    strbuf out;
    if (copy(a, from->p, from->n, &out, ret, &e) != WR_OK) fail_msg("%s", e.text);
    return out;
}

/* The refusal says what `text` says. */
static void refused(arena *a, const char *p, size_t n, const char *text)
{
    wr_err e = { 0 };
    strbuf out;
    photo none;
    assert_int_equal(copy(a, p, n, &out, &none, &e), WR_E_INPUT);
    if (!strstr(e.text, text)) fail_msg("\"%s\" does not say \"%s\"", e.text, text);
}

static bool holds(const strbuf *b, const char *p, size_t n) { return memmem(b->p, b->n, p, n) != NULL; }

static void same(const strbuf *got, const strbuf *want)
{
    assert_int_equal(got->n, want->n);
    assert_memory_equal(got->p, want->p, want->n);
}

#define SMALL_EXIF(n) "\xff\xe1\x00\x22" "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" n "\0\0\0\0\0\0"
#define JFIF(thumb) "JFIF\0\x01\x02\x01\0\x48\0\x48" thumb

static void place_and_device_go_and_the_picture_stays(void **state)
{
    (void)state;
    for (int order = 0; order < 2; order++) {
        arena *a = arena_new("test", 4 << 20);
        strbuf b = sb_new(a, 4096), want = sb_new(a, 4096), exif = exif_of(a, order, 6), got;
        photo p;
        sb_put(&b, LIT("\xff\xd8"));
        put_segment(&b, 0xe1, exif.p, exif.n);
        put_segment(&b, 0xe1, LIT("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPSLatitude</x:xmpmeta>"));
        put_segment(&b, 0xe1, LIT("http://ns.adobe.com/xmp/extension/\0more of GPS"));
        put_segment(&b, 0xe2, LIT("ICC_PROFILE\0\x01\x01" "colours"));
        put_segment(&b, 0xe2, LIT("MPF\0MM\0*second picture"));
        put_segment(&b, 0xed, LIT("Photoshop 3.0\0" "8BIM caption"));
        put_segment(&b, 0xfe, LIT("a comment by the phone of somebody"));
        put_segment(&b, 0xee, LIT("Adobe\0\x64\0\0\0\0\x01 and more"));
        put_segment(&b, 0xe5, LIT("unknown"));
        sb_put(&want, LIT("\xff\xd8" SMALL_EXIF("\x06")));
        put_segment(&want, 0xe2, LIT("ICC_PROFILE\0\x01\x01" "colours"));
        put_segment(&want, 0xee, LIT("Adobe\0\x64\0\0\0\0\x01"));
        put_picture(&b);
        put_picture(&want);
        sb_put(&b, LIT("\xff\xd8\xff\xe1" "a second picture with GPS, then #!/bin/sh"));
        got = copied(a, &b, &p);
        same(&got, &want);
        assert_false(holds(&got, LIT("GPS")) || holds(&got, LIT("CAMERA1")) || holds(&got, LIT("34.0522")) || holds(&got, LIT("\x88\x25")) || holds(&got, LIT("\x25\x88")));
        assert_int_equal(p.orientation, 6);
        assert_true(p.width == 640 && p.height == 480);
        assert_string_equal(p.media, "image/jpeg");
        got = copied(a, &want, &p);
        same(&got, &want);               /* a copy of a copy is that copy */
        arena_end(&a);
    }
}

static void an_upright_picture_needs_no_exif(void **state)
{
    arena *a = arena_new("test", 4 << 20);
    (void)state;
    for (int turned = 0; turned < 11; turned++) {
        strbuf b = sb_new(a, 4096), exif = exif_of(a, true, turned), got;
        bool said = turned >= 2 && turned <= 8;
        photo p;
        sb_put(&b, LIT("\xff\xd8"));
        put_segment(&b, 0xe1, exif.p, exif.n);
        put_picture(&b);
        got = copied(a, &b, &p);
        assert_int_equal(holds(&got, LIT("Exif")), said);
        assert_int_equal(p.orientation, said ? turned : 1);
    }
    arena_end(&a);
}

/* EXIF that points outside itself, or is cut anywhere, is dropped; the picture is a picture all the same. */
static void damaged_exif_harms_nothing(void **state)
{
    arena *a = arena_new("test", 128 << 20);
    strbuf exif = exif_of(a, false, 3), plain = sb_new(a, 512), got;
    photo p;
    (void)state;
    sb_put(&plain, LIT("\xff\xd8"));
    put_picture(&plain);
    for (size_t n = 0; n < exif.n; n++) {
        arena_mark mark = arena_at(a);
        strbuf b = sb_new(a, 1024);
        sb_put(&b, LIT("\xff\xd8"));
        put_segment(&b, 0xe1, exif.p, n);
        put_picture(&b);
        got = copied(a, &b, &p);
        if (n < 6 + 10 + 24) same(&got, &plain);
        else assert_int_equal(p.orientation, 3);
        arena_rewind(a, mark);
    }
    for (int at = 4; at < 8; at++) {                     /* where its first list stands */
        strbuf b = sb_new(a, 1024);
        exif = exif_of(a, false, 3);
        exif.p[6 + at] = (char)0xff;
        sb_put(&b, LIT("\xff\xd8"));
        put_segment(&b, 0xe1, exif.p, exif.n);
        put_picture(&b);
        got = copied(a, &b, &p);
        same(&got, &plain);
    }
    arena_end(&a);
}

static void thumbnails_go(void **state)
{
    arena *a = arena_new("test", 4 << 20);
    strbuf b = sb_new(a, 4096), want = sb_new(a, 4096), got;
    photo p;
    (void)state;
    sb_put(&b, LIT("\xff\xd8"));
    put_segment(&b, 0xe0, LIT(JFIF("\x01\x02") "RGBRGB"));
    put_segment(&b, 0xe0, LIT("JFXX\0\x10 a small picture"));
    put_picture(&b);
    sb_put(&want, LIT("\xff\xd8"));
    put_segment(&want, 0xe0, LIT(JFIF("\0\0")));
    put_picture(&want);
    got = copied(a, &b, &p);
    same(&got, &want);
    arena_end(&a);
}

/* Fill bytes before markers, several scans, tables between them, blocks' ends inside a stuffed byte. */
static void a_progressive_picture_of_many_scans(void **state)
{
    arena *a = arena_new("test", 16 << 20);
    strbuf b = sb_new(a, 400000), want = sb_new(a, 400000), got;
    photo p;
    (void)state;
    sb_put(&b, LIT("\xff\xd8\xff\xff\xff"));
    put_tables(&b);
    sb_put(&b, LIT("\xff\xff"));
    put_frame(&b, 0xc2, 4000, 3000);
    sb_put(&want, LIT("\xff\xd8"));
    put_tables(&want);
    put_frame(&want, 0xc2, 4000, 3000);
    for (size_t i = 0; i < 10; i++) {
        strbuf data = sb_new(a, 40000);
        while (data.n < 30000 + i) sb_put(&data, LIT("\xff\x00\x01\xff\xd3"));
        put_scan(&b, data.p, data.n);
        put_scan(&want, data.p, data.n);
        if (i == 3) sb_put(&b, LIT("\xff\xff\xff"));     /* before the next marker */
        put_segment(&b, 0xc4, "\x00\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 17);
        put_segment(&want, 0xc4, "\x00\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 17);
        put_segment(&b, 0xe1, LIT("Exif\0\0MM GPS between scans"));
    }
    sb_put(&b, LIT("\xff\xd9"));
    sb_put(&want, LIT("\xff\xd9"));
    got = copied(a, &b, &p);
    same(&got, &want);
    assert_true(p.width == 4000 && p.height == 3000);
    arena_end(&a);
}

static void a_jpeg_cut_anywhere_is_refused(void **state)
{
    arena *a = arena_new("test", 256 << 20);
    strbuf b = sb_new(a, 1024);
    (void)state;
    sb_put(&b, LIT("\xff\xd8"));
    put_segment(&b, 0xe0, LIT(JFIF("\0\0")));
    put_picture(&b);
    for (size_t n = 2; n < b.n; n++) {
        arena_mark mark = arena_at(a);
        refused(a, b.p, n, "ends too early");
        arena_rewind(a, mark);
    }
    arena_end(&a);
}

static void what_is_no_jpeg_is_refused(void **state)
{
    arena *a = arena_new("test", 64 << 20);
    strbuf b = sb_new(a, 512);
    (void)state;
    refused(a, LIT("\xff\xd8\xff\xd9"), "damaged");                                          /* no picture in it          */
    refused(a, LIT("\xff\xd8<script>alert(1)</script>"), "damaged");
    refused(a, LIT("\xff\xd8\xff\xe0\x00\x01"), "damaged");                                  /* shorter than its own size */
    refused(a, LIT("\xff\xd8\xff\xda\x00\x0a\x03\x01\x00\x02\x11\x03\x11\x00"), "damaged");  /* a scan of no frame        */
    refused(a, LIT("\xff\xd8\xff\xc4\x00\x05" "abc"), "damaged");
    refused(a, LIT("\xff\xd8\xff\xdb\x00\x05" "abc"), "damaged");
    refused(a, LIT("\xff\xd8\xff\xf7\x00\x02"), "damaged");
    for (int kind = 0xc3; kind <= 0xcf; kind++) {                                            /* lossless, arithmetic, hierarchical */
        if (kind == 0xc4) continue;
        b.n = 0;
        sb_put(&b, LIT("\xff\xd8"));
        put_frame(&b, kind, 10, 10);
        put_picture(&b);
        refused(a, b.p, b.n, "damaged");
    }
    b.n = 0;
    sb_put(&b, LIT("\xff\xd8"));
    put_frame(&b, 0xc0, 10, 10);
    put_picture(&b);
    refused(a, b.p, b.n, "damaged");                                                         /* two frames */
    arena_end(&a);
}

static void a_picture_has_a_sane_size(void **state)
{
    static const struct { int width, height; const char *text; } CASES[] = { { 0, 5, "damaged" }, { 5, 0, "damaged" }, { 10001, 10000, "100 megapixels" },
        { 65535, 65535, "100 megapixels" }, { 10000, 10000, NULL }, { 1, 65535, NULL } };
    arena *a = arena_new("test", 64 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        strbuf b = sb_new(a, 512), c = sb_new(a, 512);
        photo p;
        sb_put(&b, LIT("\xff\xd8"));
        put_frame(&b, 0xc1, CASES[i].width, CASES[i].height);
        put_scan(&b, LIT(SCAN_DATA "\xff\xd9"));
        put_png_head(&c, (uint32_t)CASES[i].width, (uint32_t)CASES[i].height, 8, 2);
        put_chunk(&c, "IDAT", LIT("\x78\x9c"));
        put_chunk(&c, "IEND", "", 0);
        if (CASES[i].text) {
            refused(a, b.p, b.n, CASES[i].text);
            refused(a, c.p, c.n, CASES[i].text);
        } else assert_int_equal(copied(a, &b, &p).n + copied(a, &c, &p).n, b.n + c.n);
    }
    arena_end(&a);
}

static void a_png_keeps_its_picture_and_colours_alone(void **state)
{
    static const char *const KEPT[] = { "gAMA", "sRGB", "pHYs", "tRNS" }, *const GONE[] = { "eXIf", "tEXt", "zTXt", "iTXt", "tIME", "acTL", "fcTL", "prVt" };
    arena *a = arena_new("test", 4 << 20);
    strbuf b = sb_new(a, 4096), want = sb_new(a, 4096), got;
    char sizes[] = { 4, 1, 9, 2 };
    photo p;
    (void)state;
    put_png_head(&b, 300, 200, 8, 3);
    put_png_head(&want, 300, 200, 8, 3);
    for (size_t i = 0; i < 8; i++) put_chunk(&b, GONE[i], LIT("MM\0* GPS 34.0522"));
    put_chunk(&b, "PLTE", LIT("RGBrgb"));
    put_chunk(&want, "PLTE", LIT("RGBrgb"));
    for (size_t i = 0; i < 4; i++)
        for (int twice = 0; twice < 2; twice++) {
            put_chunk(&b, KEPT[i], "\0\0\0\x01\0\0\0\x01\x01", (size_t)sizes[i]);
            if (!twice) put_chunk(&want, KEPT[i], "\0\0\0\x01\0\0\0\x01\x01", (size_t)sizes[i]);
        }
    put_chunk(&b, "bKGD", LIT("longer than a colour"));
    for (int i = 0; i < 3; i++) {
        put_chunk(&b, "IDAT", LIT("\x78\x9c compressed"));
        put_chunk(&want, "IDAT", LIT("\x78\x9c compressed"));
    }
    put_chunk(&b, "fdAT", LIT("another picture"));
    put_chunk(&b, "gAMA", "\0\0\0\x01", 4);
    put_chunk(&b, "tEXt", LIT("Comment\0behind the picture"));
    put_chunk(&b, "IEND", "", 0);
    put_chunk(&want, "IEND", "", 0);
    sb_put(&b, LIT("MZ and a program"));
    got = copied(a, &b, &p);
    same(&got, &want);
    assert_string_equal(p.media, "image/png");
    assert_true(p.width == 300 && p.height == 200);
    arena_end(&a);
}

static void a_png_cut_or_changed_anywhere_is_refused(void **state)
{
    arena *a = arena_new("test", 256 << 20);
    strbuf b = sb_new(a, 1024);
    (void)state;
    put_png_head(&b, 3, 2, 8, 2);
    put_chunk(&b, "tEXt", LIT("Comment\0dropped, and checked"));
    put_chunk(&b, "IDAT", LIT("\x78\x9c compressed"));
    put_chunk(&b, "IEND", "", 0);
    for (size_t n = 0; n < b.n; n++) {
        arena_mark mark = arena_at(a);
        char *spoilt = arena_alloc(a, b.n, 1);
        refused(a, b.p, n, n >= 8 ? "ends too early" : n ? "a JPEG or a PNG is needed" : "ends too early");
        memcpy(spoilt, b.p, b.n);
        spoilt[n] ^= 1;
        refused(a, spoilt, b.n, "");
        arena_rewind(a, mark);
    }
    arena_end(&a);
}

/* Each a list of chunks behind the head, "TYPE" alone; IEND follows. */
static void a_png_out_of_order_is_refused(void **state)
{
    static const struct { int depth, colour; const char *chunks; } CASES[] = {
        { 8, 2, "" }, { 8, 3, "IDAT" }, { 8, 0, "PLTEIDAT" }, { 8, 4, "PLTEIDAT" }, { 8, 2, "PLTEPLTEIDAT" }, { 8, 2, "IDATPLTE" },
        { 8, 2, "IDATtEXtIDAT" }, { 8, 2, "IHDRIDAT" }, { 8, 2, "CgBIIDAT" }, { 8, 2, "ID4TIDAT" }, { 3, 0, "IDAT" }, { 16, 3, "PLTEIDAT" }, { 4, 2, "IDAT" }, { 8, 5, "IDAT" },
    };
    arena *a = arena_new("test", 64 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        strbuf b = sb_new(a, 512);
        put_png_head(&b, 3, 2, CASES[i].depth, CASES[i].colour);
        for (const char *c = CASES[i].chunks; *c; c += 4) put_chunk(&b, c, LIT("RGBrgb"));
        put_chunk(&b, "IEND", "", 0);
        refused(a, b.p, b.n, "damaged");
    }
    arena_end(&a);
}

static void other_kinds_are_told_what_is_needed(void **state)
{
    arena *a = arena_new("test", 16 << 20);
    (void)state;
    refused(a, LIT("\0\0\0\x18" "ftypheic\0\0\0\0mif1heic"), "send the photo as a JPEG");
    refused(a, LIT("RIFF\x24\0\0\0WEBPVP8 "), "send the photo as a JPEG");
    refused(a, LIT("GIF89a\x01\0\x01\0"), "a JPEG or a PNG is needed");
    refused(a, LIT("%PDF-1.7"), "a JPEG or a PNG is needed");
    refused(a, LIT("<svg onload=alert(1)>"), "a JPEG or a PNG is needed");
    refused(a, LIT("\x00"), "a JPEG or a PNG is needed");
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(place_and_device_go_and_the_picture_stays),
        cmocka_unit_test(an_upright_picture_needs_no_exif),
        cmocka_unit_test(damaged_exif_harms_nothing),
        cmocka_unit_test(thumbnails_go),
        cmocka_unit_test(a_progressive_picture_of_many_scans),
        cmocka_unit_test(a_jpeg_cut_anywhere_is_refused),
        cmocka_unit_test(what_is_no_jpeg_is_refused),
        cmocka_unit_test(a_picture_has_a_sane_size),
        cmocka_unit_test(a_png_keeps_its_picture_and_colours_alone),
        cmocka_unit_test(a_png_cut_or_changed_anywhere_is_refused),
        cmocka_unit_test(a_png_out_of_order_is_refused),
        cmocka_unit_test(other_kinds_are_told_what_is_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
