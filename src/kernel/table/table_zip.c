/* table_zip.c -- the list of parts at the end of a ZIP file, ZIP64 or not, and what is wrong with it. PKWARE APPNOTE 6.3: 4.3.7, 4.3.12 to 4.3.16, 4.5.3. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "str.h"
#include "table_xlsx_own.h"

enum { END = 22, END_MAX = END + 65535, END64 = 56, LOCATOR = 20, ENTRY = 46, LOCAL = 30, LIST_MAX = 16 << 20, ENCRYPTED = 0x2041, STORED = 0, DEFLATED = 8, SAID = 100 };

static uint32_t u16(const uint8_t *p) { return (uint32_t)p[0] | (uint32_t)p[1] << 8; }
static uint32_t u32(const uint8_t *p) { return u16(p) | u16(p + 2) << 16; }
static int64_t u64(const uint8_t *p) { return (int64_t)(u32(p) | (uint64_t)u32(p + 4) << 32); }   /* over 2^63: below 0, which nobody takes */

const char *zip_said(const char *part)
{
    size_t n = strlen(part);
    if (n > SAID) part += n - SAID;
    while (((unsigned char)*part & 0xC0) == 0x80) part++;
    return part;
}

wr_rc zip_bad(wr_err *e, wr_rc rc, const char *part, const char *text) { return wr_fail(e, rc, NULL, text, "part", zip_said(part)); }

static wr_rc damaged(wr_err *e) { return wr_fail(e, WR_E_INPUT, NULL, N_("The list of parts of this ZIP file is damaged.")); }

static wr_rc read_all(const zip *z, int64_t at, void *ret, size_t n, wr_err *e)
{
    size_t got;
    if (at < 0) return damaged(e);
    TRY(table_read(z->fd, ret, n, at, z->file, e, &got));
    return got == n ? WR_OK : damaged(e);
}

/* Where the list of parts stands. */
typedef struct list { int64_t at, bytes, entries, end; } list;

static wr_rc list_64(const zip *z, int64_t end, wr_err *e, list *ret)
{
    uint8_t p[END64];
    int64_t at;
    TRY(read_all(z, end - LOCATOR, p, LOCATOR, e));
    if (memcmp(p, "PK\6\7", 4) != 0) return damaged(e);
    at = u64(p + 8);
    if (at > end - LOCATOR - END64) return damaged(e);
    TRY(read_all(z, at, p, END64, e));
    if (memcmp(p, "PK\6\6", 4) != 0 || u32(p + 16) != 0 || u32(p + 20) != 0) return damaged(e);
    *ret = (list){ .entries = u64(p + 32), .bytes = u64(p + 40), .at = u64(p + 48), .end = at };
    return WR_OK;
}

static wr_rc list_find(const zip *z, int64_t size, wr_err *e, list *ret)
{
    size_t n = size < END_MAX ? (size_t)size : END_MAX, got;
    uint8_t *tail = malloc(n + 1);
    const uint8_t *p = NULL;
    wr_rc rc;
    if (!tail) return table_no_memory(e);
    rc = table_read(z->fd, tail, n, size - (int64_t)n, z->file, e, &got);
    for (size_t i = n < END || rc != WR_OK || got != n ? 0 : n - END + 1; i-- > 0 && !p;)
        if (memcmp(tail + i, "PK\5\6", 4) == 0 && i + END + u16(tail + i + 20) <= n) p = tail + i;
    if (rc == WR_OK && !p) rc = damaged(e);
    if (rc == WR_OK) {
        int64_t end = size - (int64_t)n + (p - tail);
        *ret = (list){ .entries = u16(p + 10), .bytes = u32(p + 12), .at = u32(p + 16), .end = end };
        if (u16(p + 4) != 0 && u16(p + 4) != 0xFFFF) rc = damaged(e);                      /* on several disks */
        else if (ret->entries == 0xFFFF || ret->bytes == UINT32_MAX || ret->at == UINT32_MAX) rc = list_64(z, end, e, ret);
    }
    free(tail);
    if (rc != WR_OK) return rc;
    if (ret->at < 0 || ret->bytes < 0 || ret->at > ret->end || ret->bytes > ret->end - ret->at) return damaged(e);
    if (ret->entries < 0 || ret->entries > ZIP_PARTS || ret->bytes > LIST_MAX) return wr_fail(e, WR_E_TOO_BIG, NULL, N_("This ZIP file has more parts than a workbook has."));
    return WR_OK;
}

/* Extra field 1: sizes and place that do not fit 32 bits, in this order, each only if its own field says so. */
static bool wide(zip_part *m, const uint8_t *p, size_t n)
{
    bool more = m->size == UINT32_MAX || m->packed == UINT32_MAX || m->at == UINT32_MAX;
    while (more && n >= 4) {
        size_t k = u16(p + 2);
        if (k > n - 4) return false;
        if (u16(p) == 1) {
            int64_t *const at[] = { &m->size, &m->packed, &m->at };
            p += 4;
            for (size_t i = 0; i < 3; i++)
                if (*at[i] == UINT32_MAX) {
                    if (k < 8) return false;
                    *at[i] = u64(p);
                    p += 8;
                    k -= 8;
                }
            return true;
        }
        p += 4 + k;
        n -= 4 + k;
    }
    return !more;
}

static bool name_leads_out(const char *s)
{
    if (*s == '/' || *s == '\\' || strchr(s, ':')) return true;
    for (const char *p = s; p; p = strpbrk(p, "/\\"), p = p ? p + 1 : NULL)
        if (strncmp(p, "..", 2) == 0 && (p[2] == 0 || p[2] == '/' || p[2] == '\\')) return true;
    return false;
}

static int by_place(const void *x, const void *y)
{
    const zip_part *a = *(const zip_part *const *)x, *b = *(const zip_part *const *)y;
    return a->at < b->at ? -1 : a->at > b->at;
}

static int by_name(const void *x, const void *y) { return strcasecmp((*(const zip_part *const *)x)->name, (*(const zip_part *const *)y)->name); }

/* No part may reach into the next one, the last not into the list: a file whose parts share bytes unpacks to any size. Nor
 * may two have one name: other programs would show the other one. */
static wr_rc apart(zip *z, int64_t end, arena *a, wr_err *e)
{
    zip_part **order = arena_array(a, zip_part *, z->n + 1);
    for (size_t i = 0; i < z->n; i++) order[i] = &z->part[i];
    qsort(order, z->n, sizeof *order, by_place);
    for (size_t i = 0; i < z->n; i++) {
        zip_part *m = order[i];
        m->limit = i + 1 < z->n ? order[i + 1]->at : end;
        if (m->at > m->limit || m->limit - m->at < LOCAL + (int64_t)strlen(m->name) || m->packed > m->limit - m->at - LOCAL - (int64_t)strlen(m->name))
            return zip_bad(e, WR_E_INPUT, m->name, N_("{part}: overlaps another part of this ZIP file."));
    }
    qsort(order, z->n, sizeof *order, by_name);
    for (size_t i = 1; i < z->n; i++)
        if (by_name(&order[i - 1], &order[i]) == 0) return zip_bad(e, WR_E_INPUT, order[i]->name, N_("{part}: this part stands twice in the ZIP file."));
    return WR_OK;
}

wr_rc zip_open(int fd, int64_t size, const char *file, arena *a, wr_err *e, zip *ret)
{
    zip z = { .fd = fd, .file = file };
    list l = { 0 };
    uint8_t *p;
    size_t left;
    TRY(list_find(&z, size, e, &l));
    left = (size_t)l.bytes;
    p = arena_array(a, uint8_t, left + 1);
    TRY(read_all(&z, l.at, p, left, e));
    z.part = arena_array(a, zip_part, (size_t)l.entries + 1);
    for (; z.n < (size_t)l.entries; z.n++) {
        zip_part *m = &z.part[z.n];
        size_t name, extra, all;
        if (left < ENTRY || memcmp(p, "PK\1\2", 4) != 0) return damaged(e);
        name = u16(p + 28);
        extra = u16(p + 30);
        all = ENTRY + name + extra + u16(p + 32);
        if (all > left) return damaged(e);
        *m = (zip_part){ .name = arena_fmt(a, "%.*s", (int)name, (const char *)p + ENTRY), .flags = u16(p + 8), .method = u16(p + 10), .crc = u32(p + 16),
                         .packed = u32(p + 20), .size = u32(p + 24), .at = u32(p + 42) };
        if (strlen(m->name) != name || !str_utf8(m->name, name) || !wide(m, p + ENTRY + name, extra) || m->at < 0 || m->packed < 0 || m->size < 0) return damaged(e);
        if (name_leads_out(m->name)) return zip_bad(e, WR_E_INPUT, m->name, N_("{part}: the name of this part leads out of the file."));
        p += all;
        left -= all;
    }
    TRY(apart(&z, l.at, a, e));
    *ret = z;
    return WR_OK;
}

const zip_part *zip_find(const zip *z, const char *name)
{
    if (*name == '/') name++;
    for (size_t i = 0; i < z->n; i++)
        if (strcasecmp(z->part[i].name, name) == 0) return &z->part[i];
    return NULL;
}

wr_rc zip_begins(const zip *z, const zip_part *m, wr_err *e, int64_t *ret)
{
    uint8_t p[LOCAL];
    int64_t at;
    if (m->flags & ENCRYPTED) return zip_bad(e, WR_E_INPUT, m->name, N_("{part}: this part is encrypted."));
    if (m->method != STORED && m->method != DEFLATED) return zip_bad(e, WR_E_INPUT, m->name, N_("{part}: packed by a method that is not read here: neither stored nor deflated."));
    if (m->size > ZIP_PART_MAX) return zip_bad(e, WR_E_TOO_BIG, m->name, N_("{part}: unpacks to more than 16 GB."));
    TRY(read_all(z, m->at, p, LOCAL, e));
    at = m->at + LOCAL + u16(p + 26) + u16(p + 28);
    if (memcmp(p, "PK\3\4", 4) != 0 || u16(p + 8) != m->method || at > m->limit || m->packed > m->limit - at || (m->method == STORED && m->packed != m->size))
        return zip_bad(e, WR_E_INPUT, m->name, N_("{part}: damaged, or cut short."));
    *ret = at;
    return WR_OK;
}
