/* records_pages.c -- the pages of a file as text, one a line with tabs between: a blob of the record, from which the derived rows are made again. */
#include "records_prod_own.h"

#include <string.h>

enum { LINE_MAX_ = 2000, CELLS = 7, BATCH = 200, TEXT_MAX_ = 64 << 20 };

/* No tab and no line end inside a cell. */
static void cell(strbuf *b, const char *s)
{
    for (; *s; s++) sb_ch(b, *s == '\t' || *s == '\n' || *s == '\r' ? ' ' : *s);
}

bytes records_pages_text(arena *a, const records_page *p, size_t n)
{
    strbuf b = sb_new(a, 100 * n + 64);
    sb_str(&b, "page\tlabel\tbates\tmarks\thash\tletters\n");
    for (size_t i = 0; i < n; i++) {
        sb_fmt(&b, "%lld\t", (long long)p[i].page);
        cell(&b, p[i].label);
        sb_ch(&b, '\t');
        cell(&b, p[i].bates);
        sb_fmt(&b, "\t%s\t%s\t%lld\n", p[i].marks, p[i].hash, (long long)p[i].letters);
    }
    return (bytes){ (const uint8_t *)b.p, b.n };
}

static bool line_of(arena *a, const char *file, const char *s, size_t len, records_page *ret)
{
    const char *at[CELLS] = { "", "", "", "", "", "", "" };
    char *line = arena_fmt(a, "%.*s", (int)len, s);
    size_t k = 0;
    at[k++] = line;
    for (char *p = line; *p && k < CELLS; p++)
        if (*p == '\t') { *p = 0; at[k++] = p + 1; }
    *ret = (records_page){ .file = file, .label = at[1], .bates = at[2], .prefix = "", .marks = at[3], .hash = at[4] };
    if (*ret->bates && !records_bates_split(a, ret->bates, &ret->prefix, &ret->num)) ret->bates = "";
    ret->id = arena_fmt(a, "%s/%s", file, at[0]);
    return k == CELLS - 1 && str_int(at[0], &ret->page) && str_int(at[5], &ret->letters);
}

bool records_pages_parse(arena *a, const char *file, bytes text, records_page **ret, size_t *ret_n)
{
    const char *p = (const char *)text.p, *end = p + text.n, *line_end;
    size_t lines = 0, n = 0;
    for (size_t i = 0; i < text.n; i++) lines += text.p[i] == '\n';
    *ret = arena_array(a, records_page, lines + 1);
    for (bool head = true; p < end; p = line_end + 1, head = false) {
        line_end = memchr(p, '\n', (size_t)(end - p));
        if (!line_end || line_end - p > LINE_MAX_ || memchr(p, '\r', (size_t)(line_end - p))) return false;
        if (!head && !line_of(a, file, p, (size_t)(line_end - p), &(*ret)[n++])) return false;
    }
    *ret_n = n;
    return true;
}

static wr_rc whole(db_tx *tx, const records_file *f, arena *a, bytes *ret)
{
    strbuf b = sb_new(a, (size_t)f->facts_size + 1);
    while ((int64_t)b.n < f->facts_size) {
        bytes x;
        TRY(blob_read(tx, f->facts, (int64_t)b.n, BLOB_PART, a, &x));
        if (!x.n) break;
        sb_put(&b, (const char *)x.p, x.n);
    }
    *ret = (bytes){ (const uint8_t *)b.p, b.n };
    return WR_OK;
}

static wr_rc again(db_tx *rw, const records_file *f, arena *a)
{
    records_page *p;
    bytes text;
    size_t n;
    if (!*f->facts || f->facts_size > TEXT_MAX_) return WR_OK;
    TRY(whole(rw, f, a, &text));
    if (!records_pages_parse(a, f->id, text, &p, &n)) return wr_fail(db_err(rw), WR_E_IO, NULL, N_("The pages of the file {file} cannot be read again."), "file", f->id);
    for (size_t i = 0; i < n; i++) TRY(db_save(rw, &RECORDS_PAGE_PUT, &RECORDS_PAGE, &p[i]));
    return WR_OK;
}

wr_rc records_pages_rebuild(db_tx *rw, arena *a)
{
    const char *last = "";
    for (size_t n = BATCH; n == BATCH; ) {
        records_file *f;
        TRY(db_all(rw, &RECORDS_FILES_FROM, a, BATCH, &f, &n, db_t(last), db_i(BATCH)));
        for (size_t i = 0; i < n; i++) {
            arena *own = arena_new("pages of a file", 128 << 20);
            wr_rc rc = again(rw, &f[i], own);
            arena_end(&own);
            TRY(rc);
            last = f[i].id;
        }
    }
    return WR_OK;
}
