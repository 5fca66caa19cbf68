/* facts_bytes.h -- files as others make them, built byte by byte: PDFs with and without compressed objects, ZIP archives, right and wrong. */
#ifndef TEST_FACTS_BYTES_H
#define TEST_FACTS_BYTES_H
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>
#include "str.h"

/* An open file without a name that holds these bytes. */
static inline int file_of(const void *p, size_t n)
{
    int fd = memfd_create("facts", MFD_CLOEXEC);
    if (fd < 0 || (n && write(fd, p, n) != (ssize_t)n)) abort();
    return fd;
}

typedef struct pdf_in { strbuf b; size_t at[64]; int n; } pdf_in;
static inline pdf_in pdf_begin(arena *a)
{
    pdf_in p = { .b = sb_new(a, 8192) };
    sb_str(&p.b, "%PDF-1.5\n");
    return p;
}

static inline void pdf_object(pdf_in *p, int number, const char *text)
{
    p->at[number] = p->b.n;
    if (number > p->n) p->n = number;
    sb_fmt(&p->b, "%d 0 obj\n%s\nendobj\n", number, text);
}

static inline void pdf_end(pdf_in *p, const char *more)
{
    size_t at = p->b.n;
    sb_fmt(&p->b, "xref\n0 %d\n0000000000 65535 f \n", p->n + 1);
    for (int i = 1; i <= p->n; i++) sb_fmt(&p->b, "%010zu 00000 n \n", p->at[i]);
    sb_fmt(&p->b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%zu\n%%%%EOF\n", p->n + 1, more, at);
}

static inline void pdf_stream(pdf_in *p, int number, const char *head, const void *data, size_t n)
{
    uLongf cap = compressBound((uLong)n);
    uint8_t *packed = malloc(cap);
    if (!packed || compress(packed, &cap, data, (uLong)n) != Z_OK) abort();
    p->at[number] = p->b.n;
    if (number > p->n) p->n = number;
    sb_fmt(&p->b, "%d 0 obj\n<< %s /Filter /FlateDecode /Length %lu >>\nstream\n", number, head, cap);
    sb_put(&p->b, (const char *)packed, cap);
    sb_str(&p->b, "\nendstream\nendobj\n");
    free(packed);
}

/* Pages whose dictionaries lie in an object stream, found by a cross-reference stream; each shows its Bates number. */
static inline strbuf pdf_compressed(arena *a, int pages)
{
    pdf_in p = pdf_begin(a);
    strbuf heads = sb_new(a, 256), bodies = sb_new(a, 4096), refs = sb_new(a, 1024), kids = sb_new(a, 256);
    int in = 3 + pages, stream = 4 + pages;      /* 1 catalog, 2 pages, 3.. pages, then a font; all in the object stream */
    for (int i = 0; i < pages; i++) sb_fmt(&kids, "%d 0 R ", 3 + i);
    for (int i = 1; i <= in; i++) {
        sb_fmt(&heads, "%d %zu ", i, bodies.n);
        if (i == 1) sb_str(&bodies, "<< /Type /Catalog /Pages 2 0 R >> ");
        else if (i == 2) sb_fmt(&bodies, "<< /Type /Pages /Count %d /Kids [ %s] >> ", pages, kids.p);
        else if (i < in) sb_fmt(&bodies, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F %d 0 R >> >> >> ", stream + i - 2, in);
        else sb_str(&bodies, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> ");
    }
    strbuf whole = sb_new(a, 8192);
    sb_str(&whole, heads.p);
    sb_str(&whole, bodies.p);
    pdf_stream(&p, stream, arena_fmt(a, "/Type /ObjStm /N %d /First %zu", in, heads.n), whole.p, whole.n);
    for (int i = 0; i < pages; i++) {
        const char *draw = arena_fmt(a, "BT /F 12 Tf 72 720 Td (Page of records) Tj 0 -600 Td (2018-ICLI-00007-R-%04d) Tj ET", 189 + i);
        pdf_stream(&p, stream + 1 + i, "", draw, strlen(draw));
    }
    int xref = stream + pages + 1;
    size_t at = p.b.n;
    for (int i = 0; i <= xref; i++) {            /* 1 byte kind, 4 where, 2 which */
        size_t where = i == 0 ? 0 : i <= in ? (size_t)stream : i == xref ? at : p.at[i];
        sb_ch(&refs, (char)(i == 0 ? 0 : i <= in ? 2 : 1));
        for (int k = 3; k >= 0; k--) sb_ch(&refs, (char)(where >> 8 * k));
        sb_ch(&refs, 0);
        sb_ch(&refs, (char)(i >= 1 && i <= in ? i - 1 : 0));
    }
    pdf_stream(&p, xref, arena_fmt(a, "/Type /XRef /W [1 4 2] /Size %d /Root 1 0 R", xref + 1), refs.p, refs.n);
    sb_fmt(&p.b, "startxref\n%zu\n%%%%EOF\n", at);
    return p.b;
}

/* One member; size and packed: what the archive claims, -1: the truth. */
typedef struct zip_member { const char *name, *data; size_t n; int64_t size, packed; uint32_t crc; uint16_t flags; uint32_t outside; } zip_member;
static inline void little(strbuf *b, uint64_t v, int bytes_)
{
    while (bytes_--) { sb_ch(b, (char)(v & 0xff)); v >>= 8; }
}

static inline strbuf zip_of(arena *a, const zip_member *m, size_t n)
{
    strbuf b = sb_new(a, 4096), list = sb_new(a, 4096);
    for (size_t i = 0; i < n; i++) {
        size_t at = b.n, name = strlen(m[i].name);
        uint32_t crc = m[i].crc ? m[i].crc : (uint32_t)crc32(0, (const Bytef *)m[i].data, (uInt)m[i].n);
        uint64_t size = m[i].size < 0 ? m[i].n : (uint64_t)m[i].size, packed = m[i].packed < 0 ? m[i].n : (uint64_t)m[i].packed;
        for (int central = 0; central < 2; central++) {
            strbuf *to = central ? &list : &b;
            little(to, central ? 0x02014b50 : 0x04034b50, 4);
            if (central) little(to, 3 << 8 | 20, 2);
            little(to, 20, 2);
            little(to, m[i].flags, 2);
            little(to, 0, 2);                        /* stored */
            little(to, 0, 4);
            little(to, crc, 4);
            little(to, packed, 4);
            little(to, size, 4);
            little(to, name, 2);
            little(to, 0, 2);
            if (central) {
                little(to, 0, 6);
                little(to, m[i].outside, 4);
                little(to, at, 4);
            }
            sb_put(to, m[i].name, name);
        }
        sb_put(&b, m[i].data, m[i].n);
    }
    size_t at = b.n;
    sb_put(&b, list.p, list.n);
    little(&b, 0x06054b50, 4);
    little(&b, 0, 4);
    little(&b, n, 2);
    little(&b, n, 2);
    little(&b, list.n, 4);
    little(&b, at, 4);
    little(&b, 0, 2);
    return b;
}
#endif
