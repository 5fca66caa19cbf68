/* backup.c -- database first, then the files, then the manifest: written to FILE.part, synced, renamed. */
#include "backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "backup_own.h"
#include "day.h"
#include "folder.h"
#include "hasher.h"
#include "now.h"
#include "str.h"
#include "tar.h"

enum { DEEP = 8 };

typedef struct job {
    const backup_order *o;
    wr_err *e;
    int fd;
    age_sealer *sealer;
    tar_out tar;
    hasher *hash;
    json_t *members, *rows, *member;   /* member: the one at hand */
    backup_facts facts;
    uint8_t buf[BACKUP_PIECE];
} job;

wr_rc backup_io(wr_err *e, const char *path) { return wr_fail(e, WR_E_IO, NULL, N_("{file}: {why}"), "file", path, "why", strerror(errno)); }

bool backup_put(int fd, const uint8_t *p, size_t n)
{
    while (n) {
        ssize_t put = write(fd, p, n);
        if (put < 0 && errno != EINTR) return false;
        if (put > 0) { p += put; n -= (size_t)put; }
    }
    return true;
}

static wr_rc put_fd(void *j_, const uint8_t *p, size_t n)
{
    job *j = j_;
    return backup_put(j->fd, p, n) ? WR_OK : backup_io(j->e, j->o->file);
}

/* ---- members ---- */

static wr_rc end_member(job *j)
{
    char hex[65];
    if (!j->member) return WR_OK;
    hasher_take(j->hash, hex);
    json_object_set_new(j->member, "sha256", json_string(hex));
    j->member = NULL;
    return tar_pad(&j->tar);
}

static wr_rc begin_member(void *j_, const char *name, int64_t n)
{
    job *j = j_;
    TRY(end_member(j));
    TRY(tar_begin(&j->tar, name, n));
    j->member = json_pack("{s:s, s:I}", "name", name, "bytes", (json_int_t)n);
    if (!j->member || json_array_append_new(j->members, j->member) != 0) abort();
    j->facts.members++;
    return WR_OK;
}

/* The same bytes are hashed on the other thread while they are sealed and written here. */
static wr_rc put_member(void *j_, const uint8_t *p, size_t n)
{
    job *j = j_;
    wr_rc rc;
    if (!n) return WR_OK;
    hasher_put(j->hash, p, n);
    rc = j->tar.write(j->tar.with, p, n);
    hasher_wait(j->hash);
    j->facts.member_bytes += (int64_t)n;
    j->o->told(j->facts.member_bytes);
    return rc;
}

static wr_rc count_rows(void *j_, const char *table, int64_t n)
{
    json_object_set_new(((job *)j_)->rows, table, json_integer(n));
    return WR_OK;
}

/* ---- the files of the data directory ---- */

static wr_rc put_file(job *j, const char *path, const char *name)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat st;
    wr_rc rc = fd >= 0 && fstat(fd, &st) == 0 ? begin_member(j, name, st.st_size) : backup_io(j->e, path);
    for (int64_t left = rc == WR_OK ? st.st_size : 0; rc == WR_OK && left > 0; ) {
        ssize_t n = read(fd, j->buf, left < BACKUP_PIECE ? (size_t)left : BACKUP_PIECE);
        if (n < 0) rc = backup_io(j->e, path);
        else if (n == 0) rc = wr_fail(j->e, WR_E_CONFLICT, NULL, N_("{file} became shorter while it was read. Make the backup again."), "file", path);
        else rc = put_member(j, j->buf, (size_t)n);
        left -= n;
    }
    if (fd >= 0) close(fd);
    return rc;
}

static int visible(const struct dirent *e) { return !str_eq(e->d_name, ".") && !str_eq(e->d_name, ".."); }
static int by_bytes(const struct dirent **x, const struct dirent **y) { return strcmp((*x)->d_name, (*y)->d_name); }

static wr_rc put_folder(job *j, const char *under, int deep, arena *a);

static wr_rc put_entry(job *j, const char *name, int deep, arena *a)
{
    const char *path = arena_fmt(a, "%s/%s", j->o->data, name);
    struct stat st;
    if (lstat(path, &st) != 0) return backup_io(j->e, path);
    if (S_ISDIR(st.st_mode) && deep < DEEP) return put_folder(j, arena_fmt(a, "%s/", name), deep + 1, a);
    if (S_ISREG(st.st_mode)) return put_file(j, path, name);
    return wr_fail(j->e, WR_E_CONFLICT, NULL, N_("{file} is not a plain file. Take it out of the data directory first."), "file", path);
}

/* All of it but the database, which came first, and what another backup or restore is just writing. */
static wr_rc put_folder(job *j, const char *under, int deep, arena *a)
{
    struct dirent **at;
    int n = scandir(arena_fmt(a, "%s/%s", j->o->data, under), &at, visible, by_bytes);
    wr_rc rc = n < 0 ? backup_io(j->e, j->o->data) : WR_OK;
    for (int i = 0; rc == WR_OK && i < n; i++)
        if (!str_ends(at[i]->d_name, ".part") && (deep || !str_starts(at[i]->d_name, "writ.db"))) {
            arena_mark mark = arena_at(a);
            rc = put_entry(j, arena_fmt(a, "%s%s", under, at[i]->d_name), deep, a);
            arena_rewind(a, mark);
        }
    for (int i = 0; i < n; i++) free(at[i]);
    if (n >= 0) free(at);
    return rc;
}

/* ---- the manifest ---- */

/* The last step of each module: which program can read this. */
static json_t *steps_of(const wr_module *const *modules)
{
    json_t *all = json_object();
    for (; *modules; modules++)
        for (const db_step *s = (*modules)->steps; s && s->version; s++) json_object_set_new(all, (*modules)->name, json_integer(s->version));
    return all;
}

static wr_rc put_manifest(job *j, arena *a)
{
    json_t *doc = json_pack("{s:s, s:s, s:s, s:o, s:O, s:O}", "format", BACKUP_FORMAT, "made", us_text(a, now_us()), "engine", db_engine(j->o->d),
                            "steps", steps_of(j->o->modules), "rows", j->rows, "members", j->members);
    char *text = doc ? json_dumps(doc, JSON_INDENT(1) | JSON_SORT_KEYS) : NULL;
    size_t n;
    wr_rc rc;
    if (!text) abort();
    n = strlen(text);
    rc = tar_begin(&j->tar, BACKUP_MANIFEST, (int64_t)n);
    if (rc == WR_OK) rc = j->tar.write(j->tar.with, (const uint8_t *)text, n);
    if (rc == WR_OK) rc = tar_pad(&j->tar);
    free(text);
    json_decref(doc);
    return rc == WR_OK ? tar_finish(&j->tar) : rc;
}

static wr_rc put_all(job *j, arena *a)
{
    const backup_order *o = j->o;
    if (o->n_to) {
        TRY(age_seal_begin(o->to, o->n_to, put_fd, j, j->e, &j->sealer));
        j->tar.write = age_seal_put;
        j->tar.with = j->sealer;
    }
    TRY(db_dump(o->d, &(db_sink){ begin_member, put_member, count_rows, j }, a));
    TRY(put_folder(j, "", 0, a));
    TRY(end_member(j));
    TRY(put_manifest(j, a));
    return o->n_to ? age_seal_finish(j->sealer) : WR_OK;
}

static const char *folder_of(const char *path, arena *a)
{
    const char *slash = strrchr(path, '/');
    return !slash ? "." : slash == path ? "/" : arena_fmt(a, "%.*s", (int)(slash - path), path);
}

static bool inside(const char *folder, const char *dir)
{
    char *f = realpath(folder, NULL), *d = realpath(dir, NULL);
    size_t n = d ? strlen(d) : 0;
    bool in = f && d && strncmp(f, d, n) == 0 && (!f[n] || f[n] == '/');
    free(f);
    free(d);
    return in;
}

wr_rc backup_sync_folder(const char *path, wr_err *e, arena *a)
{
    const char *folder = folder_of(path, a);
    return folder_sync(folder) ? WR_OK : backup_io(e, folder);
}

wr_rc backup_write(const backup_order *o, arena *a, backup_facts *ret)
{
    const char *part = arena_fmt(a, "%s.part", o->file);
    job *j = calloc(1, sizeof *j);
    struct stat st;
    wr_rc rc;
    if (!j) abort();
    *j = (job){ .o = o, .e = arena_err(a), .fd = -1, .members = json_array(), .rows = json_object(), .hash = hasher_new(),
                .tar = { .write = put_fd, .with = j, .e = arena_err(a), .at = now_us() } };
    if (lstat(o->file, &st) == 0) rc = wr_fail(j->e, WR_E_CONFLICT, NULL, N_("{file} is there already. A backup wants a name of its own."), "file", o->file);
    else if (inside(folder_of(o->file, a), o->data))
        rc = wr_fail(j->e, WR_E_CONFLICT, NULL, N_("{file} would stand in the data directory, and be part of the next backup. Put it elsewhere."), "file", o->file);
    else {
        j->fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        rc = j->fd >= 0 ? put_all(j, a) : backup_io(j->e, part);
        if (rc == WR_OK && fsync(j->fd) != 0) rc = backup_io(j->e, part);
        if (j->fd >= 0 && close(j->fd) != 0 && rc == WR_OK) rc = backup_io(j->e, part);
        if (rc == WR_OK && rename(part, o->file) != 0) rc = backup_io(j->e, o->file);
        if (rc == WR_OK) rc = backup_sync_folder(o->file, j->e, a);
        else if (j->fd >= 0) unlink(part);
    }
    if (rc == WR_OK) *ret = j->facts;
    age_seal_end(&j->sealer);
    hasher_end(&j->hash);
    json_decref(j->members);
    json_decref(j->rows);
    free(j);
    return rc;
}
