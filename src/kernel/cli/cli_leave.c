/* cli_leave.c -- export: everything that stays, out of one snapshot, into files that need no writ to be read; and rebuild. */
#include "blob.h"
#include "cli_leave.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "csv.h"
#include "pack.h"
#include "rebuild.h"
#include "str.h"

/* One file as it is written: its hash grows with it. */
typedef struct out { FILE *f; const char *path, *full, *sha256; crypto_hash_sha256_state sha; int64_t bytes; } out;
typedef struct leaving { cli *c; const char *dir; json_t *files; const whole *of; out csv, json, text; int64_t rows; } leaving;

/* The bytes of files leave as files, wherever the city keeps them. */
bool leave_with(const whole *t) { return (t->mark == DB_ENDURING && !str_eq(t->name, "doc_part")) || str_eq(t->name, "db_number"); }

bool leave_path_ok(const char *p)
{
    size_t n = strlen(p);
    return n > 0 && n < LEAVE_PATH && *p != '/' && !strstr(p, "..") && !strstr(p, "//") && p[n - 1] != '/' &&
           strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/") == n;
}

static const char *hex_of(crypto_hash_sha256_state *s, arena *a)
{
    uint8_t h[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(s, h);
    return str_hex(a, h, sizeof h);
}

const char *leave_schema(const wr_module *const *modules, arena *a)
{
    crypto_hash_sha256_state s;
    crypto_hash_sha256_init(&s);
    for (; *modules; modules++)
        for (const db_step *step = (*modules)->steps; step && step->version; step++) {
            const char *name = arena_fmt(a, "%s %d %s\n", (*modules)->name, step->version, step->name);
            crypto_hash_sha256_update(&s, (const uint8_t *)name, strlen(name));
            crypto_hash_sha256_update(&s, (const uint8_t *)step->sql, strlen(step->sql) + 1);
        }
    return hex_of(&s, a);
}

const char *leave_hash_of_hashes(const json_t *files, arena *a)
{
    crypto_hash_sha256_state s;
    const json_t *f;
    size_t i;
    crypto_hash_sha256_init(&s);
    json_array_foreach(files, i, f) {
        const char *sha = json_string_value(json_object_get(f, "sha256")), *path = json_string_value(json_object_get(f, "path"));
        const char *line = arena_fmt(a, "%s  %s\n", sha ? sha : "", path ? path : "");
        crypto_hash_sha256_update(&s, (const uint8_t *)line, strlen(line));
    }
    return hex_of(&s, a);
}

wr_rc leave_hash(cli *c, const char *path, int64_t *ret_bytes, const char **ret_sha256)
{
    crypto_hash_sha256_state s;
    uint8_t piece[65536];
    size_t n;
    bool bad;
    FILE *f = fopen(path, "rb");
    if (!f) return cli_io(c, path);
    crypto_hash_sha256_init(&s);
    *ret_bytes = 0;
    while ((n = fread(piece, 1, sizeof piece, f)) > 0) {
        crypto_hash_sha256_update(&s, piece, n);
        *ret_bytes += (int64_t)n;
    }
    bad = ferror(f) != 0;
    fclose(f);
    *ret_sha256 = hex_of(&s, c->a);
    return bad ? cli_io(c, path) : WR_OK;
}

/* ---- files ---- */

static wr_rc out_open(leaving *l, const char *path, out *ret)
{
    const char *full = arena_fmt(l->c->a, "%s/%s", l->dir, path);
    int fd;
    for (char *p = strchr(full + strlen(l->dir) + 1, '/'); p; p = strchr(p + 1, '/')) {   /* the folders on the way */
        *p = 0;
        if (mkdir(full, 0700) != 0 && errno != EEXIST) return cli_io(l->c, full);
        *p = '/';
    }
    fd = open(full, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    *ret = (out){ .f = fd >= 0 ? fdopen(fd, "wb") : NULL, .path = path, .full = full };
    crypto_hash_sha256_init(&ret->sha);
    return ret->f ? WR_OK : cli_io(l->c, full);
}

static void out_put(out *o, const char *p, size_t n)
{
    (void)!fwrite(p, 1, n, o->f);   /* ferror says it at the end */
    crypto_hash_sha256_update(&o->sha, (const uint8_t *)p, n);
    o->bytes += (int64_t)n;
}

/* rows < 0: not a table. */
static wr_rc out_close(leaving *l, out *o, int64_t rows)
{
    bool ok = fflush(o->f) == 0 && !ferror(o->f) && fsync(fileno(o->f)) == 0;
    json_t *entry;
    if (fclose(o->f) != 0 || !ok) return cli_io(l->c, o->full);
    o->sha256 = hex_of(&o->sha, l->c->a);
    entry = json_pack("{s:s, s:I, s:s}", "path", o->path, "bytes", (json_int_t)o->bytes, "sha256", o->sha256);
    if (rows >= 0) json_object_set_new(entry, "rows", json_integer(rows));
    return json_array_append_new(l->files, entry) == 0 ? WR_OK : WR_E_BUG;
}

static wr_rc copy_in(leaving *l, const char *from, const char *path)
{
    char piece[65536];
    size_t n;
    bool bad;
    out o;
    FILE *f = fopen(from, "rb");
    wr_rc rc;
    if (!f) return cli_io(l->c, from);
    rc = out_open(l, path, &o);
    while (rc == WR_OK && (n = fread(piece, 1, sizeof piece, f)) > 0) out_put(&o, piece, n);
    bad = ferror(f) != 0;
    fclose(f);
    if (rc == WR_OK) rc = out_close(l, &o, -1);
    return rc == WR_OK && bad ? cli_io(l->c, from) : rc;
}

static int is_words(const struct dirent *e) { return e->d_name[0] != '.' && str_ends(e->d_name, ".po") && leave_path_ok(e->d_name); }
static int by_name(const struct dirent **x, const struct dirent **y) { return strcmp((*x)->d_name, (*y)->d_name); }

/* The city's translations, in the order of names; what an editor left beside them stays behind. */
static wr_rc copy_words(leaving *l)
{
    struct dirent **all = NULL;
    wr_rc rc = WR_OK;
    int n = scandir(arena_fmt(l->c->a, "%s/po", l->c->data), &all, is_words, by_name);
    for (int i = 0; i < n; i++) {
        const char *path = arena_fmt(l->c->a, "po/%s", all[i]->d_name), *from = arena_fmt(l->c->a, "%s/%s", l->c->data, path);
        struct stat st;
        if (rc == WR_OK && lstat(from, &st) == 0 && S_ISREG(st.st_mode)) rc = copy_in(l, from, path);
        free(all[i]);
    }
    free(all);
    return rc;
}

static wr_rc read_blob(db_tx *ro, const blob *b, out *o, arena *a)
{
    arena_mark mark = arena_at(a);
    bytes x = { 0 };
    do {
        arena_rewind(a, mark);
        TRY(blob_read(ro, b->sha256, o->bytes, BLOB_PART, a, &x));
        out_put(o, (const char *)x.p, x.n);
    } while (x.n > 0 && o->bytes < b->size);
    return WR_OK;
}

/* Bytes that are not those of their name would leave as a city that cannot arrive. */
static wr_rc write_blob(leaving *l, db_tx *ro, const blob *b)
{
    arena *a;
    wr_rc rc, closed;
    out o;
    TRY(out_open(l, arena_fmt(l->c->a, "blobs/%s", b->sha256), &o));
    a = arena_new("a blob", 4 << 20);
    rc = read_blob(ro, b, &o, a);
    if (rc != WR_OK && arena_err(a)->rc != WR_OK) *arena_err(l->c->a) = *arena_err(a);
    arena_end(&a);
    closed = out_close(l, &o, -1);
    if (rc == WR_OK) rc = closed;
    if (rc != WR_OK || str_eq(o.sha256, b->sha256)) return rc;
    return wr_fail(arena_err(l->c->a), WR_E_CONFLICT, NULL, N_("{file} is not what its name says."), "file", o.path);
}

static wr_rc write_blobs(leaving *l, db_tx *ro)
{
    blob *all;
    size_t n = BLOB_LIST;
    for (const char *after = ""; n == BLOB_LIST; after = n ? all[n - 1].sha256 : "") {
        TRY(blob_list(ro, after, l->c->a, &all, &n));
        for (size_t i = 0; i < n; i++) TRY(write_blob(l, ro, &all[i]));
    }
    return WR_OK;
}

/* ---- tables ---- */

/* A line break in a text goes on in the next line, behind a tab: a line that begins otherwise is a member. */
static void plain(strbuf *b, const char *name, const char *value)
{
    sb_str(b, name);
    sb_str(b, ": ");
    for (const char *p = value; *p; p++) {
        sb_ch(b, *p);
        if (*p == '\n') sb_ch(b, '\t');
    }
    sb_ch(b, '\n');
}

static wr_rc write_row(void *with, const db_val *row, arena *a)
{
    leaving *l = with;
    strbuf cells = sb_new(a, 1000), json = sb_new(a, 1000), text = sb_new(a, 1000);
    for (size_t i = 0; i < l->of->n; i++) {
        const char *name = l->of->columns[i].name, *value;
        if (i) sb_ch(&cells, ',');
        sb_ch(&json, i ? ',' : '{');
        sb_json(&json, name);
        sb_ch(&json, ':');
        if (row[i].type == 0) { sb_str(&json, "null"); continue; }
        value = row[i].type == 'i' ? arena_fmt(a, "%lld", (long long)row[i].v.i) : row[i].type == 'x' ? str_hex(a, row[i].v.x.p, row[i].v.x.n) : row[i].v.t;
        if (row[i].type == 'i') {
            sb_str(&cells, value);
            sb_str(&json, value);
        } else {
            csv_quote(&cells, value);
            sb_json(&json, value);
        }
        plain(&text, name, value);
    }
    sb_str(&cells, "\r\n");
    sb_str(&json, "}\n");
    sb_ch(&text, '\n');
    out_put(&l->csv, cells.p, cells.n);
    out_put(&l->json, json.p, json.n);
    out_put(&l->text, text.p, text.n);
    l->rows++;
    if (ferror(l->csv.f) || ferror(l->json.f) || ferror(l->text.f)) return cli_io(l->c, l->csv.full);
    if (l->rows % 100000 == 0) fprintf(stderr, "%s: %lld rows\n", l->of->name, (long long)l->rows);
    return WR_OK;
}

static wr_rc write_table(leaving *l, db_tx *ro, const whole *t)
{
    arena *a = l->c->a;
    strbuf head = sb_new(a, 300);
    wr_rc rc, closed = WR_OK;
    l->of = t;
    l->rows = 0;
    TRY(out_open(l, arena_fmt(a, "tables/%s.csv", t->name), &l->csv));
    TRY(out_open(l, arena_fmt(a, "tables/%s.jsonl", t->name), &l->json));
    TRY(out_open(l, arena_fmt(a, "tables/%s.txt", t->name), &l->text));
    for (size_t i = 0; i < t->n; i++) sb_str(&head, arena_fmt(a, "%s%s", i ? "," : "", t->columns[i].name));
    sb_str(&head, "\r\n");
    out_put(&l->csv, head.p, head.n);
    rc = whole_each(ro, t, write_row, l);
    for (size_t i = 0; i < 3; i++) {
        out *const all[] = { &l->csv, &l->json, &l->text };
        wr_rc one = out_close(l, all[i], l->rows);
        if (closed == WR_OK) closed = one;
    }
    fprintf(stderr, "%s: %lld rows\n", t->name, (long long)l->rows);
    return rc == WR_OK ? closed : rc;
}

static const char README[] =
    "This folder is a whole record of a city, as writ keeps it. No program of ours is needed to read it.\n"
    "\n"
    "tables/NAME.csv    each table, RFC 4180: the first line names the columns. Texts stand in quotes; a cell\n"
    "                   with nothing in it, not even quotes, has no value. Bytes are written as hex digits.\n"
    "tables/NAME.jsonl  the same rows, one JSON object a line.\n"
    "tables/NAME.txt    the same rows to read: a line for each member, an empty line behind each row.\n"
    "                   Members without a value are left out; a text goes on behind a tab.\n"
    "po/                translations of the city's own texts.\n"
    "blobs/             files, each under its SHA-256, by which the tables call it.\n"
    "MANIFEST.json      every file with its size, rows and SHA-256, and one hash over all hashes.\n"
    "\n"
    "A table X_event holds what changed: about (the thing), what (happened), holds (the day from which it is\n"
    "true), value (the members that changed, as JSON), n (the place in the city's one order of events), who (a\n"
    "pseudonym; person_account_event says whose), at (microseconds since 1970, UTC). Laying the values of one\n"
    "thing over each other, by n, gives it as it is.\n"
    "\n"
    "Not here, for they are no record: passwords, sessions, keys, work that was under way. Restricted columns\n"
    "stand here as they are kept, sealed: only restricted.key of the city opens them.\n"
    "\n"
    "To check without writ, in this folder:\n"
    "  python3 -c 'import json; [print(f[\"sha256\"], \"\", f[\"path\"]) for f in json.load(open(\"MANIFEST.json\"))[\"files\"]]' | sha256sum -c --quiet\n"
    "To make a city of it again: writ import DIR2 --data DIR\n";

static wr_rc write_manifest(leaving *l, int64_t rows)
{
    const char *path = arena_fmt(l->c->a, "%s/MANIFEST.json", l->dir);
    json_t *doc = json_pack("{s:i, s:s, s:s, s:I, s:s, s:O}", "format", LEAVE_FORMAT, "program", "writ", "schema", leave_schema(l->c->modules, l->c->a),
        "rows", (json_int_t)rows, "sha256", leave_hash_of_hashes(l->files, l->c->a), "files", l->files);
    FILE *f = doc ? fopen(path, "wbx") : NULL;
    bool ok = f && json_dumpf(doc, f, JSON_INDENT(1)) == 0 && fputc('\n', f) == '\n' && fflush(f) == 0 && fsync(fileno(f)) == 0;
    if (f && fclose(f) != 0) ok = false;
    json_decref(doc);
    if (f && !ok) unlink(path);
    return ok ? WR_OK : cli_io(l->c, path);
}

static wr_rc leave(leaving *l, db_tx *ro)
{
    whole *all;
    size_t n;
    int64_t rows = 0;
    out readme;
    TRY(whole_all(l->c->modules, l->c->a, &all, &n));
    TRY(out_open(l, "README.txt", &readme));
    out_put(&readme, README, sizeof README - 1);
    TRY(out_close(l, &readme, -1));
    for (size_t i = 0; i < n; i++) {
        if (!leave_with(&all[i])) continue;
        TRY(write_table(l, ro, &all[i]));
        rows += l->rows;
    }
    TRY(copy_words(l));
    TRY(write_blobs(l, ro));
    return write_manifest(l, rows);
}

wr_rc cli_export(cli *c)
{
    leaving l = { .c = c };
    db *d;
    db_conn *conn = NULL;
    db_tx *tx = NULL;
    wr_rc rc;
    if (c->n_words != 1) return wr_fail(arena_err(c->a), WR_E_INPUT, "export", N_("Say into which folder."));
    l.dir = c->words[0];
    if (!cli_empty_folder(l.dir)) return wr_fail(arena_err(c->a), WR_E_CONFLICT, NULL, N_("{dir} is not empty. An export wants a folder of its own."), "dir", l.dir);
    TRY(cli_open(c, &d));
    if (mkdir(l.dir, 0700) != 0 && errno != EEXIST) rc = cli_io(c, l.dir);
    else rc = cli_snapshot(d, c->a, &conn, &tx);
    l.files = json_array();
    if (rc == WR_OK) rc = leave(&l, tx);
    db_end_read(&tx);
    db_conn_end(&conn);
    db_close(&d);
    if (rc == WR_OK) rc = cli_say(c, arena_fmt(c->a, "%zu files in %s. Their hash: %s", json_array_size(l.files), l.dir, leave_hash_of_hashes(l.files, c->a)));
    json_decref(l.files);
    return rc;
}

/* ---- rebuild ---- */

static void said(void *with, const char *table, int64_t rows)
{
    (void)with;
    fprintf(stderr, "%s: %lld rows\n", table, (long long)rows);
}

wr_rc cli_rebuild(cli *c)
{
    db *d;
    wr_rc rc;
    TRY(cli_open(c, &d));
    rc = rebuild_all(d, c->modules, said, NULL, c->a);
    db_close(&d);
    TRY(rc);
    return cli_say(c, "Every derived row was made again from the record.");
}
