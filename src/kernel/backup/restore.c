/* restore.c -- into a new folder beside the place; every hash compared; the database filled and counted; then renamed. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "backup.h"
#include "backup_own.h"
#include "hasher.h"
#include "str.h"
#include "tar.h"

enum { MANIFEST_MAX = 64 << 20, SETTINGS_MAX = 1 << 16 };
#define AGE_FIRST "age-encryption.org/"

typedef struct job {
    const backup_return *o;
    wr_err *e;
    arena *a;
    int fd;
    const char *dir;               /* where it is put together */
    age_opener *opener;
    tar_in tar;
    hasher *hash;
    json_t *members, *manifest;
    backup_facts facts;
    uint8_t buf[BACKUP_PIECE];
} job;

static wr_rc get_fd(void *j_, uint8_t *buf, size_t cap, size_t *ret_n)
{
    job *j = j_;
    ssize_t n;
    do n = read(j->fd, buf, cap); while (n < 0 && errno == EINTR);
    if (n < 0) return backup_io(j->e, j->o->file);
    *ret_n = (size_t)n;
    return WR_OK;
}

/* Takes the place of an earlier reason: which member it met is worth more than where in the stream. */
static wr_rc damaged(job *j, const char *member)
{
    *j->e = (wr_err){ 0 };
    return wr_fail(j->e, WR_E_CONFLICT, NULL, N_("The backup is damaged: {member} is not what was backed up. Nothing was restored."), "member", member);
}

/* ---- members into files ---- */

static wr_rc make_folders(job *j, const char *name)
{
    for (const char *p = strchr(name, '/'); p; p = strchr(p + 1, '/')) {
        const char *path = arena_fmt(j->a, "%s/%.*s", j->dir, (int)(p - name), name);
        if (mkdir(path, 0700) != 0 && errno != EEXIST) return backup_io(j->e, path);
    }
    return WR_OK;
}

static wr_rc get_bytes(job *j, int fd, const char *path)
{
    size_t n = 1;
    while (n) {
        TRY(tar_get(&j->tar, j->buf, sizeof j->buf, &n));
        if (!n) break;
        hasher_put(j->hash, j->buf, n);
        bool good = backup_put(fd, j->buf, n);
        hasher_wait(j->hash);
        if (!good) return backup_io(j->e, path);
        j->facts.member_bytes += (int64_t)n;
        j->o->told(j->facts.member_bytes);
    }
    return fsync(fd) == 0 ? WR_OK : backup_io(j->e, path);
}

static wr_rc get_member(job *j)
{
    const char *path = arena_fmt(j->a, "%s/%s", j->dir, j->tar.name);
    char hex[65];
    int64_t size = j->tar.left;
    int fd;
    wr_rc rc;
    TRY(make_folders(j, j->tar.name));
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return errno == EEXIST ? damaged(j, j->tar.name) : backup_io(j->e, path);
    rc = get_bytes(j, fd, path);
    if (close(fd) != 0 && rc == WR_OK) rc = backup_io(j->e, path);
    TRY(rc);
    hasher_take(j->hash, hex);
    if (json_array_append_new(j->members, json_pack("{s:s, s:I, s:s}", "name", j->tar.name, "bytes", (json_int_t)size, "sha256", hex)) != 0) abort();
    j->facts.members++;
    return WR_OK;
}

static wr_rc get_manifest(job *j)
{
    size_t n = (size_t)j->tar.left, at = 0, got = 1;
    char *text;
    wr_rc rc = WR_OK;
    if (j->tar.left > MANIFEST_MAX || j->manifest) return damaged(j, BACKUP_MANIFEST);
    if (!(text = malloc(n + 1))) abort();
    for (; rc == WR_OK && got; at += got) rc = tar_get(&j->tar, (uint8_t *)text + at, n - at, &got);
    if (rc == WR_OK) {
        j->manifest = json_loadb(text, n, JSON_REJECT_DUPLICATES, NULL);
        if (!j->manifest) rc = damaged(j, BACKUP_MANIFEST);
    }
    free(text);
    return rc;
}

static wr_rc get_members(job *j)
{
    for (;;) {
        bool end = false;
        arena_mark mark = arena_at(j->a);
        TRY(tar_next(&j->tar, &end));
        if (end) break;
        if (j->manifest) return damaged(j, j->tar.name);   /* the manifest is the last */
        TRY(str_eq(j->tar.name, BACKUP_MANIFEST) ? get_manifest(j) : get_member(j));
        arena_rewind(j->a, mark);
    }
    return j->manifest ? WR_OK : damaged(j, BACKUP_MANIFEST);
}

static wr_rc compare_members(job *j)
{
    const json_t *said = json_object_get(j->manifest, "members"), *got;
    const char *format = json_string_value(json_object_get(j->manifest, "format"));
    size_t i;
    if (!format || !str_eq(format, BACKUP_FORMAT) || !json_is_array(said)) return damaged(j, BACKUP_MANIFEST);
    json_array_foreach(j->members, i, got)
        if (!json_equal(got, json_array_get(said, i))) return damaged(j, json_string_value(json_object_get(got, "name")));
    if (json_array_size(said) == i) return WR_OK;
    got = json_object_get(json_array_get(said, i), "name");
    return damaged(j, json_is_string(got) ? json_string_value(got) : BACKUP_MANIFEST);
}

/* ---- where the database is ---- */

/* writ.yaml as it was, with another db: line. */
static wr_rc set_settings(job *j, const char *url)
{
    const char *path = arena_fmt(j->a, "%s/writ.yaml", j->dir);
    char *text = arena_alloc(j->a, SETTINGS_MAX + 1, 1), *line;
    FILE *f = fopen(path, "rb");
    strbuf out = sb_new(j->a, 512);
    bool good = f && fread(text, 1, SETTINGS_MAX, f) > 0;
    if (f) fclose(f);
    if (!good) return backup_io(j->e, path);
    while ((line = strsep(&text, "\n"))) {
        if (str_starts(line, "db:")) sb_fmt(&out, "db: \"%s\"\n", url);
        else if (*line || text) sb_fmt(&out, "%s\n", line);
    }
    f = fopen(path, "wb");
    good = f && fwrite(out.p, 1, out.n, f) == out.n && fflush(f) == 0 && fsync(fileno(f)) == 0;
    if (f && fclose(f) != 0) good = false;
    return good ? WR_OK : backup_io(j->e, path);
}

static wr_rc compare_rows(void *j_, const char *table, int64_t n)
{
    job *j = j_;
    const json_t *said = json_object_get(json_object_get(j->manifest, "rows"), table);
    return json_is_integer(said) && json_integer_value(said) == n ? WR_OK : damaged(j, table);
}

static int drop(const char *path, const struct stat *st, int type, struct FTW *f)
{
    (void)st;
    (void)type;
    (void)f;
    return remove(path);
}

static void drop_all(const char *dir) { nftw(dir, drop, 16, FTW_DEPTH | FTW_PHYS); }

static wr_rc fill_database(job *j)
{
    const char *engine = json_string_value(json_object_get(j->manifest, "engine")), *url;
    bool lite = engine && str_eq(engine, "sqlite");
    db *d;
    wr_rc rc;
    if (lite && j->o->db_opt) return wr_fail(j->e, WR_E_INPUT, "--db", N_("This backup is of SQLite, whose database stands in the data directory: leave --db out."));
    if (!lite && !j->o->db_opt) return wr_fail(j->e, WR_E_INPUT, "--db", N_("This backup is of PostgreSQL: say with --db which empty database to fill."));
    TRY(set_settings(j, lite ? "sqlite" : j->o->db_opt));
    url = lite ? arena_fmt(j->a, "sqlite:%s/writ.db", j->dir) : j->o->db_opt;
    TRY(db_open(url, j->o->modules, j->e, &d));
    if (!lite && !str_eq(db_engine(d), "postgresql")) rc = wr_fail(j->e, WR_E_INPUT, "--db", N_("This backup is of PostgreSQL: say with --db which empty database to fill."));
    else rc = db_load(d, j->dir, &(db_sink){ .rows = compare_rows, .with = j }, j->a);
    db_close(&d);
    if (rc == WR_OK && !lite) drop_all(arena_fmt(j->a, "%s/db", j->dir));   /* it is in the database now */
    return rc;
}

/* ---- the whole ---- */

static wr_rc open_file(job *j)
{
    char first[sizeof AGE_FIRST - 1] = { 0 };
    bool sealed;
    j->fd = open(j->o->file, O_RDONLY | O_CLOEXEC);
    if (j->fd < 0) return backup_io(j->e, j->o->file);
    sealed = pread(j->fd, first, sizeof first, 0) == (ssize_t)sizeof first && memcmp(first, AGE_FIRST, sizeof first) == 0;
    if (!sealed) return WR_OK;
    if (!j->o->n_ids) return wr_fail(j->e, WR_E_INPUT, "--identity", N_("This backup is sealed: say with --identity which file holds the key."));
    TRY(age_open_begin(j->o->ids, j->o->n_ids, get_fd, j, j->e, &j->opener));
    j->tar.read = age_open_get;
    j->tar.with = j->opener;
    return WR_OK;
}

/* What age found broken is one more damaged member. */
static bool is_broken(const wr_err *e) { return e->field && (str_eq(e->field, "header") || str_eq(e->field, "mac") || str_eq(e->field, "payload")); }

static wr_rc restore(job *j)
{
    wr_rc rc = open_file(j);
    if (rc == WR_OK) rc = get_members(j);
    if (rc == WR_E_INPUT && is_broken(j->e)) return damaged(j, *j->tar.name ? j->tar.name : j->o->file);
    TRY(rc);
    TRY(compare_members(j));
    TRY(fill_database(j));
    if (rename(j->dir, j->o->data) != 0) return backup_io(j->e, j->o->data);
    return backup_sync_folder(j->o->data, j->e, j->a);
}

static bool vacant(const char *path)
{
    DIR *d = opendir(path);
    bool empty = d != NULL;
    if (!d) return errno == ENOENT;
    for (struct dirent *e; (e = readdir(d)); ) empty = empty && (str_eq(e->d_name, ".") || str_eq(e->d_name, ".."));
    closedir(d);
    return empty;
}

wr_rc backup_restore(const backup_return *o, arena *a, backup_facts *ret)
{
    char *dir = arena_fmt(a, "%s.XXXXXX", o->data);
    job *j;
    wr_rc rc;
    if (!vacant(o->data)) return wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("{dir} is not empty. A restored city wants a folder of its own."), "dir", o->data);
    if (!mkdtemp(dir)) return backup_io(arena_err(a), dir);
    if (!(j = calloc(1, sizeof *j))) abort();
    *j = (job){ .o = o, .e = arena_err(a), .a = a, .fd = -1, .dir = dir, .members = json_array(), .hash = hasher_new(),
                .tar = { .read = get_fd, .with = j, .e = arena_err(a) } };
    rc = restore(j);
    if (rc == WR_OK) *ret = j->facts;
    else drop_all(dir);
    if (j->fd >= 0) close(j->fd);
    age_open_end(&j->opener);
    hasher_end(&j->hash);
    json_decref(j->members);
    json_decref(j->manifest);
    free(j);
    return rc;
}
