/* multipart_fuzz.c -- any bytes as a form with files, whole and in blocks of any size: both ways give the same, and names are whole.
 * The first line is the content type, the first byte behind it the size of a block. */
#include <stdlib.h>
#include <string.h>

#include "doc.h"
#include "multipart.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static wr_rc part(void *seen, const char *name, const char *filename_opt)
{
    strbuf *b = seen;
    if (!*name || strlen(name) > 128 || !str_utf8(name, strlen(name))) abort();
    if (filename_opt) {
        const char *clean = doc_name_clean(b->a, filename_opt);
        if (!*clean || strlen(clean) > DOC_NAME_MAX || strpbrk(clean, "/\\\r\n") || !str_utf8(clean, strlen(clean))) abort();
        if (strpbrk(doc_disposition(b->a, clean), "\r\n")) abort();
    }
    sb_fmt(b, "[%s|%s]", name, filename_opt ? filename_opt : "-");
    return WR_OK;
}

static wr_rc bytes_of(void *seen, const char *p, size_t n)
{
    sb_put(seen, p, n);
    return WR_OK;
}

static wr_rc end(void *seen)
{
    sb_ch(seen, ';');
    return WR_OK;
}

static wr_rc read_all(arena *a, const char *boundary, const uint8_t *p, size_t n, size_t step, strbuf *seen)
{
    multipart *m = multipart_new(a, boundary, (multipart_to){ seen, part, bytes_of, end });
    wr_rc rc = WR_OK;
    for (size_t i = 0; rc == WR_OK && i < n; i += step) rc = multipart_feed(m, (const char *)p + i, n - i < step ? n - i : step);
    if (rc != WR_OK && multipart_done(m)) abort();
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new("fuzz", (size_t)64 << 20);
    const uint8_t *line = memchr(data, '\n', n);
    strbuf whole = sb_new(a, 256), cut = sb_new(a, 256);
    const char *boundary;
    if (line && line + 1 < data + n && (boundary = multipart_boundary(arena_fmt(a, "%.*s", (int)(line - data), (const char *)data), a))) {
        size_t left = n - (size_t)(line + 2 - data), step = line[1] ? line[1] : 1;
        wr_rc one = read_all(a, boundary, line + 2, left, left + 1, &whole), two = read_all(a, boundary, line + 2, left, step, &cut);
        if (one != two || (one == WR_OK && (whole.n != cut.n || memcmp(whole.p, cut.p, whole.n) != 0))) abort();
    }
    arena_end(&a);
    return 0;
}
