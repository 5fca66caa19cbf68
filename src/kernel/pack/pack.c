/* pack.c -- YAML into rows, strictly: block or flow, but no anchors, tags, merge keys or nesting beyond a list of flat maps. */
#include "pack.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>
#include "str.h"

enum { FILE_MAX = 4 << 20, ROWS_MAX = 20000, NAME_MAX_ = 200 };

typedef struct reader { yaml_parser_t y; yaml_event_t ev; bool has_ev; const char *path; const shape *of; arena *a; wr_err *e; } reader;

static wr_rc wrong(reader *r, size_t line, const char *text, const char *what)
{
    return wr_fail(r->e, WR_E_INPUT, NULL, N_("{file}:{line}: {what} {about}"), "file", r->path, "line", arena_fmt(r->a, "%zu", line + 1),
                   "what", text, "about", what);
}

static wr_rc next(reader *r)
{
    if (r->has_ev) yaml_event_delete(&r->ev);
    r->has_ev = false;
    if (!yaml_parser_parse(&r->y, &r->ev)) return wrong(r, r->y.problem_mark.line, "not YAML:", r->y.problem ? r->y.problem : "");
    r->has_ev = true;
    if (r->ev.type == YAML_ALIAS_EVENT) return wrong(r, r->ev.start_mark.line, "an alias stands here;", "write the value out");
    return WR_OK;
}

static size_t line(const reader *r) { return r->ev.start_mark.line; }

static wr_rc plain(reader *r, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor) return wrong(r, line(r), "an anchor stands here;", "write the value out");
    if (tag) return wrong(r, line(r), "a tag stands here;", "values take their type from the field");
    return WR_OK;
}

static wr_rc scalar(reader *r, const char *expected, const char **ret)
{
    if (r->ev.type != YAML_SCALAR_EVENT) return wrong(r, line(r), "expected", expected);
    TRY(plain(r, r->ev.data.scalar.anchor, r->ev.data.scalar.tag));
    if (strlen((const char *)r->ev.data.scalar.value) != r->ev.data.scalar.length) return wrong(r, line(r), "a zero byte in", expected);
    *ret = arena_dup(r->a, (const char *)r->ev.data.scalar.value);
    return WR_OK;
}

static const char *names(reader *r)
{
    strbuf b = sb_new(r->a, 256);
    for (size_t i = 0; i < r->of->n; i++) {
        if (i) sb_str(&b, ", ");
        sb_str(&b, r->of->f[i].name);
    }
    return b.n > NAME_MAX_ / 2 ? r->of->name : b.p;
}

/* One flat map, from its start event to its end event. */
static wr_rc row(reader *r, pack_row *ret)
{
    bool seen[128] = { false };
    size_t began = line(r);
    ret->line = (int)began + 1;
    ret->row = arena_alloc(r->a, r->of->size, 16);
    for (size_t i = 0; i < r->of->n; i++)
        if (r->of->f[i].type == 't') *(const char **)((char *)ret->row + r->of->f[i].off) = "";
    TRY(plain(r, r->ev.data.mapping_start.anchor, r->ev.data.mapping_start.tag));
    for (;;) {
        const char *key, *value, *bad;
        const field *f;
        TRY(next(r));
        if (r->ev.type == YAML_MAPPING_END_EVENT) break;
        TRY(scalar(r, "a key", &key));
        f = shape_field(r->of, key);
        if (!f) return wrong(r, line(r), arena_fmt(r->a, "unknown key \"%s\"; expected one of", str_begin(r->a, key, 60)), names(r));
        if (seen[f - r->of->f]) return wrong(r, line(r), "this key stands twice:", key);
        seen[f - r->of->f] = true;
        TRY(next(r));
        TRY(scalar(r, arena_fmt(r->a, "one value for \"%s\"", key), &value));
        if (str_eq(value, "~") || str_eq(value, "null")) value = "";
        if (!*value && f->type != 't' && f->flags & F_NULL) continue;
        bad = shape_set(f, ret->row, value, r->a);
        if (bad) return wrong(r, line(r), arena_fmt(r->a, "\"%s\" is \"%s\".", key, str_begin(r->a, value, 60)), bad);
    }
    for (size_t i = 0; i < r->of->n; i++) {
        const field *f = &r->of->f[i];
        bool empty = !seen[i] || (f->type == 't' && !**(const char *const *)((const char *)ret->row + f->off));
        if (empty && !(f->flags & F_NULL) && f->type != 'b') return wrong(r, began, "this row lacks", f->name);
    }
    return WR_OK;
}

static wr_rc same_id(reader *r, const pack_row *rows, size_t n)
{
    const field *id = shape_field(r->of, "id") ? shape_field(r->of, "id") : shape_field(r->of, "acronym");
    const char *mine, *theirs;
    if (!id || id->type != 't' || n == 0) return WR_OK;
    mine = *(const char *const *)((const char *)rows[n].row + id->off);
    for (size_t i = 0; i < n; i++) {
        theirs = *(const char *const *)((const char *)rows[i].row + id->off);
        if (str_eq(mine, theirs)) return wrong(r, (size_t)rows[n].line - 1, "this id stands twice:", mine);
    }
    return WR_OK;
}

static wr_rc rows_of(reader *r, pack_row **ret, size_t *ret_n)
{
    size_t n = 0, cap = 16;
    pack_row *rows = arena_array(r->a, pack_row, cap);
    bool list;
    do TRY(next(r));
    while (r->ev.type == YAML_STREAM_START_EVENT || r->ev.type == YAML_DOCUMENT_START_EVENT);
    list = r->ev.type == YAML_SEQUENCE_START_EVENT;
    if (list) TRY(plain(r, r->ev.data.sequence_start.anchor, r->ev.data.sequence_start.tag));
    if (list) TRY(next(r));
    while (r->ev.type == YAML_MAPPING_START_EVENT) {
        if (n == ROWS_MAX) return wrong(r, line(r), "more rows than a file may have:", "20000");
        if (n + 1 == cap) {
            pack_row *more = arena_array(r->a, pack_row, cap * 2);
            memcpy(more, rows, n * sizeof *rows);
            rows = more;
            cap *= 2;
        }
        TRY(row(r, &rows[n]));
        TRY(same_id(r, rows, n));
        n++;
        TRY(next(r));
        if (!list) break;
    }
    if (list && r->ev.type != YAML_SEQUENCE_END_EVENT) return wrong(r, line(r), "expected a row of the form", "key: value");
    if (list) TRY(next(r));
    if (r->ev.type != YAML_DOCUMENT_END_EVENT && !(n == 0 && r->ev.type == YAML_STREAM_END_EVENT))
        return wrong(r, line(r), "expected a list of rows", "and then the end of the file");
    if (r->ev.type == YAML_DOCUMENT_END_EVENT) TRY(next(r));
    if (r->ev.type != YAML_STREAM_END_EVENT) return wrong(r, line(r), "a second document begins here;", "a file holds one");
    *ret = rows;
    *ret_n = n;
    return WR_OK;
}

wr_rc pack_read(const char *path, bytes text, const shape *of, arena *a, pack_row **ret, size_t *ret_n)
{
    reader r = { .path = path, .of = of, .a = a, .e = arena_err(a) };
    wr_rc rc;
    if (text.n > FILE_MAX) return wr_fail(r.e, WR_E_TOO_BIG, NULL, N_("{file} is larger than 4 MiB."), "file", path);
    if (!str_utf8((const char *)text.p, text.n)) return wr_fail(r.e, WR_E_INPUT, NULL, N_("{file} is not valid UTF-8."), "file", path);
    if (!yaml_parser_initialize(&r.y)) return WR_E_BUG;
    yaml_parser_set_input_string(&r.y, text.p, text.n);
    yaml_parser_set_encoding(&r.y, YAML_UTF8_ENCODING);
    rc = rows_of(&r, ret, ret_n);
    if (r.has_ev) yaml_event_delete(&r.ev);
    yaml_parser_delete(&r.y);
    return rc;
}

wr_rc pack_file(const char *path, arena *a, bytes *ret)
{
    FILE *f = fopen(path, "rb");
    struct stat st = { 0 };
    uint8_t *p;
    size_t n;
    bool bad;
    if (!f) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("{file} cannot be read: {why}"), "file", path, "why", strerror(errno));
    fstat(fileno(f), &st);
    n = (size_t)st.st_size <= FILE_MAX ? (size_t)st.st_size : FILE_MAX + 1;
    p = arena_alloc(a, n + 1, 1);
    n = fread(p, 1, n, f);
    bad = ferror(f) != 0;   /* a folder, too, can be opened */
    fclose(f);
    if (bad) return wr_fail(arena_err(a), WR_E_IO, NULL, N_("{file} cannot be read: {why}"), "file", path, "why", "read error");
    if (n > FILE_MAX) return wr_fail(arena_err(a), WR_E_TOO_BIG, NULL, N_("{file} is larger than 4 MiB."), "file", path);
    *ret = (bytes){ p, n };
    return WR_OK;
}
