/* cli_import.c -- a new city out of an export, on either engine: every hash first, then the rows in one transaction, then what
 * is derived. What is imported leaves again as the same bytes. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "blob.h"
#include "cli_leave.h"
#include "csv.h"
#include "rebuild.h"
#include "str.h"
#include "writer.h"

typedef struct arriving { cli *c; const char *dir; json_t *doc; whole *all; size_t n; } arriving;

static wr_rc not_so(arriving *r, const char *text, const char *file)
{
    return wr_fail(arena_err(r->c->a), WR_E_INPUT, NULL, text, "file", file);
}

static const char *text_in(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));
    return s ? s : "";
}

static const json_t *file_named(const arriving *r, const char *path)
{
    const json_t *files = json_object_get(r->doc, "files"), *f;
    size_t i;
    json_array_foreach(files, i, f)
        if (str_eq(text_in(f, "path"), path)) return f;
    return NULL;
}

static wr_rc read_manifest(arriving *r)
{
    const char *path = arena_fmt(r->c->a, "%s/MANIFEST.json", r->dir);
    const json_t *files;
    r->doc = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
    files = json_object_get(r->doc, "files");
    if (!r->doc && access(path, R_OK) != 0) return wr_fail(arena_err(r->c->a), WR_E_MISSING, NULL, N_("{dir} is no export: it has no MANIFEST.json."), "dir", r->dir);
    if (!json_is_array(files) || json_integer_value(json_object_get(r->doc, "format")) != LEAVE_FORMAT)
        return not_so(r, N_("{file} is no manifest that this program can read."), "MANIFEST.json");
    if (!str_eq(text_in(r->doc, "sha256"), leave_hash_of_hashes(files, r->c->a)))
        return not_so(r, N_("{file} was changed: its hashes and the hash over them differ."), "MANIFEST.json");
    if (!str_eq(text_in(r->doc, "schema"), leave_schema(r->c->modules, r->c->a)))
        return wr_fail(arena_err(r->c->a), WR_E_CONFLICT, NULL, N_("This export is of another version of writ. Import it with that version, then upgrade."));
    for (size_t i = 0; i < r->n; i++) {
        const char *name = arena_fmt(r->c->a, "tables/%s.csv", r->all[i].name);
        if (leave_with(&r->all[i]) && !file_named(r, name)) return not_so(r, N_("{file} is missing from the manifest."), name);
    }
    return WR_OK;
}

static wr_rc check_hashes(arriving *r)
{
    const json_t *f;
    size_t i;
    json_array_foreach(json_object_get(r->doc, "files"), i, f) {
        const char *path = text_in(f, "path"), *sha;
        int64_t n;
        arena_mark at = arena_at(r->c->a);
        if (!leave_path_ok(path)) return not_so(r, N_("{file} is no name of a file in an export."), path);
        TRY(leave_hash(r->c, arena_fmt(r->c->a, "%s/%s", r->dir, path), &n, &sha));
        if (n != json_integer_value(json_object_get(f, "bytes")) || !str_eq(sha, text_in(f, "sha256")))
            return not_so(r, N_("{file} is not as it was exported: its hash differs."), path);
        arena_rewind(r->c->a, at);
    }
    fprintf(stderr, "%zu files are as they were exported\n", json_array_size(json_object_get(r->doc, "files")));
    return WR_OK;
}

/* ---- rows ---- */

static wr_rc bad_cell(const csv *in, const whole *t, size_t i, arena *a)
{
    const char *kind = t->columns[i].letter == 'i' ? "a whole number, without quotes" : t->columns[i].letter == 'x' ? "hex digits in quotes" : "text in quotes";
    return wr_fail(arena_err(a), WR_E_INPUT, NULL, N_("{file}:{line}: column {column} must be {kind}."), "file", in->path, "line", arena_fmt(a, "%zu", in->line),
                   "column", t->columns[i].name, "kind", kind);
}

static wr_rc cell(const csv *in, const whole *t, size_t i, const csv_cell *cell, arena *a, db_val *ret)
{
    uint8_t *x;
    int64_t v;
    *ret = db_null();
    if (!cell->quoted && !cell->n) return WR_OK;
    switch (t->columns[i].letter) {
    case 'i':
        if (cell->quoted || !str_int(cell->text, &v)) return bad_cell(in, t, i, a);
        *ret = db_i(v);
        return WR_OK;
    case 'x':
        x = arena_alloc(a, cell->n / 2 + 1, 1);
        if (!cell->quoted || cell->n % 2 || !str_unhex(cell->text, x, cell->n / 2)) return bad_cell(in, t, i, a);
        *ret = db_x((bytes){ x, cell->n / 2 });
        return WR_OK;
    default:
        if (!cell->quoted) return bad_cell(in, t, i, a);
        *ret = db_t(cell->text);
        return WR_OK;
    }
}

static wr_rc head(csv *in, const whole *t, arena *a)
{
    csv_cell *cells;
    size_t n;
    bool same;
    TRY(csv_next(in, a, &cells, &n));
    same = n == t->n;
    for (size_t i = 0; same && i < n; i++) same = str_eq(cells[i].text, t->columns[i].name);
    return same ? WR_OK : wr_fail(arena_err(a), WR_E_INPUT, NULL, N_("{file}:{line}: these are not the columns of the table."), "file", in->path, "line", "1");
}

static wr_rc row(db_tx *rw, csv *in, const whole *t, arena *a, bool *ret_more)
{
    csv_cell *cells;
    db_val values[32];
    size_t n;
    TRY(csv_next(in, a, &cells, &n));
    *ret_more = n > 0;
    if (!n) return WR_OK;
    if (n != t->n)
        return wr_fail(arena_err(a), WR_E_INPUT, NULL, N_("{file}:{line}: {n} cells, expected {expected}."), "file", in->path, "line", arena_fmt(a, "%zu", in->line),
                       "n", arena_fmt(a, "%zu", n), "expected", arena_fmt(a, "%zu", t->n));
    for (size_t i = 0; i < n; i++) TRY(cell(in, t, i, &cells[i], a, &values[i]));
    return whole_put(rw, t, values);
}

/* What the engine refused it may say up to 100 rows later. */
static wr_rc refused(db_tx *rw, const csv *in, wr_rc rc)
{
    wr_err was = *db_err(rw);
    *db_err(rw) = (wr_err){ 0 };
    return wr_fail(db_err(rw), rc, NULL, N_("{file}:{line}, or up to 100 rows before: the database refused it. {why}"), "file", in->path,
                   "line", arena_fmt(db_arena(rw), "%zu", in->line), "why", was.holes[0] ? was.holes + strlen(was.holes) + 1 : "");
}

static wr_rc read_table(db_tx *rw, const whole *t, FILE *f, const char *path)
{
    csv in = csv_of(f, path);
    arena *a = arena_new("a row of an export", 64 << 20);
    bool more = true;
    int64_t n = 0;
    wr_rc rc = head(&in, t, a);
    while (rc == WR_OK && more) {
        arena_mark at;
        (void)arena_alloc(a, 1, 1);
        at = arena_at(a);
        rc = row(rw, &in, t, a, &more);
        if (rc != WR_OK && arena_err(a)->rc == WR_OK) rc = refused(rw, &in, rc);
        if (rc == WR_OK && more && ++n % 100 == 0) {
            rc = whole_settle(rw, t);
            if (rc != WR_OK) rc = refused(rw, &in, rc);
        }
        arena_rewind(a, at);
    }
    if (rc == WR_OK && (rc = whole_settle(rw, t)) != WR_OK) rc = refused(rw, &in, rc);
    if (arena_err(a)->rc != WR_OK) *db_err(rw) = *arena_err(a);
    arena_end(&a);
    fprintf(stderr, "%s: %lld rows\n", t->name, (long long)n);
    return rc;
}

/* A file of the export into the city, as it keeps them; its name is its hash, which was checked with the manifest's. */
static wr_rc take_blob(db_tx *rw, arriving *r, const char *path)
{
    arena *a = arena_new("a blob", 4 << 20);
    arena_mark mark = arena_at(a);
    FILE *f = fopen(arena_fmt(r->c->a, "%s/%s", r->dir, path), "rb");
    char piece[65536];
    blob_part p = { 0 };
    blob_in *in = NULL;
    blob b;
    size_t n;
    wr_rc rc = f ? blob_begin(db_err(rw), &in) : cli_io(r->c, path);
    while (rc == WR_OK && (n = fread(piece, 1, sizeof piece, f)) > 0) rc = blob_add(in, piece, n, db_err(rw));
    if (rc == WR_OK && ferror(f)) rc = cli_io(r->c, path);
    if (rc == WR_OK) rc = blob_hash(in, r->c->a, &b);
    if (rc == WR_OK && !str_eq(b.sha256, strrchr(path, '/') + 1)) rc = not_so(r, N_("{file} is not what its name says."), path);
    if (rc == WR_OK) rc = blob_keep(in, db_err(rw));
    do {
        arena_rewind(a, mark);
        if (rc == WR_OK) rc = blob_part_next(in, a, &p);
        if (rc == WR_OK && p.x.n) rc = blob_part_put(rw, &p);
    } while (rc == WR_OK && p.x.n);
    if (f) fclose(f);
    if (in) blob_drop(in);
    arena_end(&a);
    return rc;
}

static wr_rc act_rows(db_tx *rw, void *with, arena *a)
{
    arriving *r = with;
    const json_t *file;
    size_t n_file;
    for (size_t i = 0; i < r->n; i++) {
        const char *path = arena_fmt(a, "tables/%s.csv", r->all[i].name);
        int64_t there;
        FILE *f;
        wr_rc rc;
        if (!leave_with(&r->all[i])) continue;
        TRY(whole_count(rw, &r->all[i], a, &there));
        if (there) return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("This database is not empty: {table} has rows."), "table", r->all[i].name);
        f = fopen(arena_fmt(a, "%s/%s", r->dir, path), "rb");
        if (!f) return cli_io(r->c, path);
        rc = read_table(rw, &r->all[i], f, path);
        fclose(f);
        TRY(rc);
        TRY(whole_count(rw, &r->all[i], a, &there));
        if (there != json_integer_value(json_object_get(file_named(r, path), "rows")))
            return wr_fail(db_err(rw), WR_E_INPUT, NULL, N_("{file} has another number of rows than the manifest says."), "file", path);
    }
    json_array_foreach(json_object_get(r->doc, "files"), n_file, file)
        if (str_starts(text_in(file, "path"), "blobs/")) TRY(take_blob(rw, r, text_in(file, "path")));
    return WR_OK;
}

static void said(void *with, const char *table, int64_t rows)
{
    (void)with;
    fprintf(stderr, "%s: %lld rows, derived\n", table, (long long)rows);
}

/* ---- files ---- */

static wr_rc copy_out(arriving *r, const char *path)
{
    char *to = arena_fmt(r->c->a, "%s/%s", r->c->data, path), piece[65536];
    const char *from = arena_fmt(r->c->a, "%s/%s", r->dir, path);
    FILE *in = fopen(from, "rb"), *f;
    size_t n;
    bool ok;
    if (!in) return cli_io(r->c, from);
    for (char *p = strchr(to + strlen(r->c->data) + 1, '/'); p; p = strchr(p + 1, '/')) {
        *p = 0;
        (void)mkdir(to, 0700);   /* what cannot be made shows when the file is opened */
        *p = '/';
    }
    f = fopen(to, "wbx");
    while (f && (n = fread(piece, 1, sizeof piece, in)) > 0) (void)!fwrite(piece, 1, n, f);
    ok = f && !ferror(in) && !ferror(f) && fflush(f) == 0 && fchmod(fileno(f), 0600) == 0 && fsync(fileno(f)) == 0;
    fclose(in);
    if (f && fclose(f) != 0) ok = false;
    return ok ? WR_OK : cli_io(r->c, to);
}

static wr_rc copy_files(arriving *r)
{
    const json_t *f;
    size_t i;
    json_array_foreach(json_object_get(r->doc, "files"), i, f) {
        const char *path = text_in(f, "path");
        if (str_starts(path, "po/")) TRY(copy_out(r, path));
    }
    return WR_OK;
}

/* ---- all of it ---- */

static wr_rc act_empty(db_tx *rw, void *with, arena *a)
{
    const arriving *r = with;
    (void)a;
    for (size_t i = 0; i < r->n; i++)
        if (leave_with(&r->all[i]) || str_eq(r->all[i].name, "doc_part")) TRY(db_run_(rw, &r->all[i].empty, NULL, NULL, 0));
    return WR_OK;
}

static wr_rc fill(cli *c, db *d, void *with)
{
    wr_rc rc;
    TRY(writer_once_here(d, act_rows, with, c->a));
    rc = rebuild_all(d, c->modules, said, NULL, c->a);
    if (rc == WR_OK) rc = copy_files(with);
    if (rc != WR_OK) {   /* the database was empty: the next try finds it so */
        wr_err was = *arena_err(c->a);
        if (writer_once_here(d, act_empty, with, c->a) != WR_OK) fprintf(stderr, "The rows that were imported are still in the database: empty it before the next try.\n");
        *arena_err(c->a) = was;
    }
    return rc;
}

wr_rc cli_import(cli *c)
{
    arriving r = { .c = c };
    wr_rc rc;
    if (c->n_words != 1) return wr_fail(arena_err(c->a), WR_E_INPUT, "import", N_("Say from which folder."));
    r.dir = c->words[0];
    TRY(cli_need(c, c->data, "--data"));
    TRY(whole_all(c->modules, c->a, &r.all, &r.n));
    rc = read_manifest(&r);
    if (rc == WR_OK) rc = check_hashes(&r);
    if (rc == WR_OK) rc = cli_found(c, fill, &r);
    json_decref(r.doc);
    TRY(rc);
    return cli_say(c, arena_fmt(c->a, "The city is in %s. Passwords and keys did not travel: put log.key and restricted.key of the old city there, and give each account a new password.", c->data));
}
