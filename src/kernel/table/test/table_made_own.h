/* table_made_own.h -- ZIP files and workbooks made by hand for the tests of tables, whole ones and spoilt ones. */
#ifndef WR_TABLE_MADE_OWN_H
#define WR_TABLE_MADE_OWN_H
#include "table_bytes.h"

enum { MADE_STORED = 1, MADE_DESCRIPTOR = 2, MADE_64 = 4, MADE_PARTS = 40 };
typedef struct made_part { char name[200]; uint64_t at, packed, size; uint32_t crc; uint16_t method, flags; unsigned how; } made_part;
typedef struct made { uint8_t *p; size_t n; made_part part[MADE_PARTS]; size_t parts; } made;   /* what part says goes into the list: change it first */

static inline void made_put(made *m, const void *p, size_t n)
{
    m->p = realloc(m->p, m->n + n + 1);
    if (!m->p) abort();
    memcpy(m->p + m->n, p, n);
    m->n += n;
}

static inline void made_int(made *m, uint64_t v, size_t n)      /* the low byte first */
{
    for (; n; n--, v >>= 8) made_put(m, &(uint8_t){ (uint8_t)v }, 1);
}

static inline void made_local(made *m, const made_part *r)
{
    bool later = r->how & MADE_DESCRIPTOR, wide = r->how & MADE_64;
    made_put(m, "PK\3\4", 4);
    made_int(m, 45, 2);
    made_int(m, r->flags, 2);
    made_int(m, r->method, 2);
    made_int(m, 0, 4);
    made_int(m, later ? 0 : r->crc, 4);
    made_int(m, wide ? UINT32_MAX : later ? 0 : r->packed, 4);
    made_int(m, wide ? UINT32_MAX : later ? 0 : r->size, 4);
    made_int(m, strlen(r->name), 2);
    made_int(m, wide ? 20 : 0, 2);
    made_put(m, r->name, strlen(r->name));
    if (wide) { made_int(m, 1, 2); made_int(m, 16, 2); made_int(m, r->size, 8); made_int(m, r->packed, 8); }
}

static inline made_part *made_add(made *m, const char *name, const void *p, size_t n, unsigned how)
{
    made_part *r = &m->part[m->parts++];
    uint8_t *packed = malloc(n + n / 100 + 1000);
    z_stream z = { 0 };
    if (!packed || m->parts > MADE_PARTS) abort();
    *r = (made_part){ .at = m->n, .size = n, .packed = n, .crc = (uint32_t)crc32(0, p, (uInt)n), .method = how & MADE_STORED ? 0 : 8, .flags = how & MADE_DESCRIPTOR ? 8 : 0, .how = how };
    snprintf(r->name, sizeof r->name, "%s", name);
    if (!(how & MADE_STORED)) {
        if (deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) abort();
        z.next_in = (uint8_t *)(uintptr_t)p;
        z.avail_in = (uInt)n;
        z.next_out = packed;
        z.avail_out = (uInt)(n + n / 100 + 1000);
        if (deflate(&z, Z_FINISH) != Z_STREAM_END) abort();
        r->packed = z.total_out;
        deflateEnd(&z);
    }
    made_local(m, r);
    made_put(m, how & MADE_STORED ? p : packed, r->packed);
    if (how & MADE_DESCRIPTOR) { made_put(m, "PK\7\10", 4); made_int(m, r->crc, 4); made_int(m, r->packed, 4); made_int(m, r->size, 4); }
    free(packed);
    return r;
}

static inline void made_list(made *m, bool wide)
{
    uint64_t at = m->n, list_bytes, end;
    for (size_t i = 0; i < m->parts; i++) {
        const made_part *r = &m->part[i];
        made_put(m, "PK\1\2", 4);
        made_int(m, 45, 2);
        made_int(m, 45, 2);
        made_int(m, r->flags, 2);
        made_int(m, r->method, 2);
        made_int(m, 0, 4);
        made_int(m, r->crc, 4);
        made_int(m, wide ? UINT32_MAX : r->packed, 4);
        made_int(m, wide ? UINT32_MAX : r->size, 4);
        made_int(m, strlen(r->name), 2);
        made_int(m, wide ? 28 : 0, 2);
        made_int(m, 0, 10);
        made_int(m, wide ? UINT32_MAX : r->at, 4);
        made_put(m, r->name, strlen(r->name));
        if (wide) { made_int(m, 1, 2); made_int(m, 24, 2); made_int(m, r->size, 8); made_int(m, r->packed, 8); made_int(m, r->at, 8); }
    }
    list_bytes = m->n - at;
    end = m->n;
    if (wide) {
        made_put(m, "PK\6\6", 4);
        made_int(m, 44, 8);
        made_int(m, 45, 2);
        made_int(m, 45, 2);
        made_int(m, 0, 8);
        made_int(m, m->parts, 8);
        made_int(m, m->parts, 8);
        made_int(m, list_bytes, 8);
        made_int(m, at, 8);
        made_put(m, "PK\6\7", 4);
        made_int(m, 0, 4);
        made_int(m, end, 8);
        made_int(m, 1, 4);
    }
    made_put(m, "PK\5\6", 4);
    made_int(m, 0, 4);
    made_int(m, wide ? 0xFFFF : m->parts, 2);
    made_int(m, wide ? 0xFFFF : m->parts, 2);
    made_int(m, wide ? UINT32_MAX : list_bytes, 4);
    made_int(m, wide ? UINT32_MAX : at, 4);
    made_int(m, 0, 2);
}

static inline int made_file(made *m)        /* and m is empty again */
{
    int fd = file_of(m->p, m->n);
    free(m->p);
    *m = (made){ 0 };
    return fd;
}

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"

static inline void made_text(made *m, const char *name, const char *text, unsigned how) { made_add(m, name, text, strlen(text), how); }

/* The parts around one sheet "S". strings, styles: what stands within sst and styleSheet; NULL: no such part. */
static inline void made_around(made *m, const char *strings, const char *styles, unsigned how)
{
    arena *a = arena_new("made", 64 << 20);
    made_text(m, "_rels/.rels", PACKAGE "<Relationship Id='o' Type='" RELS "/officeDocument' Target='xl/workbook.xml'/></Relationships>", how);
    made_text(m, "xl/workbook.xml", "<workbook xmlns='" MAIN "' xmlns:r='" RELS "'><sheets><sheet name='S' sheetId='1' r:id='s'/></sheets></workbook>", how);
    made_text(m, "xl/_rels/workbook.xml.rels", PACKAGE "<Relationship Id='s' Type='" RELS "/worksheet' Target='worksheets/sheet1.xml'/>"
              "<Relationship Id='t' Type='" RELS "/sharedStrings' Target='sharedStrings.xml'/><Relationship Id='y' Type='" RELS "/styles' Target='styles.xml'/></Relationships>", how);
    if (strings) made_text(m, "xl/sharedStrings.xml", arena_fmt(a, "<sst xmlns='" MAIN "'>%s</sst>", strings), how);
    if (styles) made_text(m, "xl/styles.xml", arena_fmt(a, "<styleSheet xmlns='" MAIN "'>%s</styleSheet>", styles), how);
    arena_end(&a);
}

static inline int made_book(const char *sheet, const char *strings, const char *styles)     /* sheet: the whole part */
{
    made m = { 0 };
    made_around(&m, strings, styles, 0);
    made_text(&m, "xl/worksheets/sheet1.xml", sheet, 0);
    made_list(&m, false);
    return made_file(&m);
}

static inline int made_rows(const char *rows, const char *strings, const char *styles)      /* rows: what stands within sheetData */
{
    arena *a = arena_new("made", 64 << 20);
    int fd = made_book(arena_fmt(a, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet xmlns=\"" MAIN "\"><sheetData>%s</sheetData></worksheet>", rows), strings, styles);
    arena_end(&a);
    return fd;
}

/* "1 ta|n5d|~;3h bTRUE;": a row with its line, h if it is hidden, then its cells: t n b e or ~ for empty, the text, and d, c (clock) or dc for how it is
 * shown. Behind it "!" and the error. */
static inline const char *cells_of(int fd, arena *a)
{
    static const char TYPE[] = "~tnbe";
    static const char *const SHOWN[] = { "", "d", "c", "dc" };
    strbuf b = sb_new(a, 1000);
    table_file *t;
    table_batch got;
    wr_rc rc = table_open(fd, "x.xlsx", a, &t);
    while (rc == WR_OK && (rc = table_next(t, &got)) == WR_OK && got.rows)
        for (size_t r = 0; r < got.rows; r++) {
            sb_fmt(&b, "%u%s ", got.line[r], got.hidden[r] ? "h" : "");
            for (size_t c = got.from[r]; c < got.from[r + 1]; c++)
                sb_fmt(&b, "%s%c%.*s%s", c > got.from[r] ? "|" : "", TYPE[got.cell[c].type], (int)got.cell[c].n, got.cell[c].text, SHOWN[got.cell[c].shown]);
            sb_ch(&b, ';');
        }
    if (rc != WR_OK) sb_fmt(&b, "!%s", filled(arena_err(a), a));
    return b.p;
}
#endif
