/* blob.c -- bytes by their SHA-256: a file each, or parts in the database; in through a temporary file, out in ranges. */
#include "blob.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "doc_own.h"
#include "folder.h"
#include "mtx.h"
#include "now.h"
#include "str.h"

enum { PATH_CAP = 1200, TEMP_IDLE_S = 3600, READ_STEP = 64 << 10 };
static char home[1024];
static bool files_here;
/* A file that comes back while the sweep looks at its age must not be taken away under the upload that counts on it. */
static mtx naming = { .m = PTHREAD_MUTEX_INITIALIZER };

struct blob_in { int fd; EVP_MD_CTX *md; int64_t size, part; char path[PATH_CAP], sha256[BLOB_HEX + 1]; };

typedef struct part_row { bytes x; } part_row;
static const field PART_F[] = { FIELD(part_row, x, x, 0, 0, NULL) };
static const shape PART = SHAPE("a part of a blob", part_row, PART_F);
typedef struct known_row { const char *sha256; } known_row;
static const field KNOWN_F[] = { FIELD(known_row, sha256, t, 0, BLOB_HEX, NULL) };
static const shape KNOWN = SHAPE("a hash", known_row, KNOWN_F);
const db_query BLOB_PART_ADD = { "doc_part_add", "tixu", NULL, "INSERT INTO doc_part (sha256, part, x, stored) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (sha256, part) DO UPDATE SET stored = excluded.stored" };
const db_query BLOB_PART_GET = { "doc_part_get", "ti", &PART, "SELECT x FROM doc_part WHERE sha256 = $1 AND part = $2" };
const db_query BLOB_PART_TOUCH = { "doc_part_touch", "tu", NULL, "UPDATE doc_part SET stored = $2 WHERE sha256 = $1" };
const db_query BLOB_PARTS_OLD = { "doc_parts_old", "u", NULL, "DELETE FROM doc_part WHERE id IN (SELECT p.id FROM doc_part p"
    " WHERE p.stored < $1 AND NOT EXISTS (SELECT 1 FROM doc_blob b WHERE b.sha256 = p.sha256) ORDER BY p.id LIMIT 100)" };
const db_query BLOB_ORPHAN = { "doc_part_orphan", "u", &KNOWN, "SELECT p.sha256 FROM doc_part p WHERE p.stored < $1"
    " AND NOT EXISTS (SELECT 1 FROM doc_blob b WHERE b.sha256 = p.sha256) ORDER BY p.id LIMIT 1" };
static const field LISTED_F[] = { FIELD(blob, sha256, t, 0, 64, NULL), FIELD(blob, size, i, 0, 0, NULL) };
static const shape LISTED = SHAPE("a blob", blob, LISTED_F);
const db_query BLOB_AFTER = { "doc_blob_after", "t", &LISTED, "SELECT sha256, size FROM doc_blob WHERE sha256 > $1 ORDER BY sha256 LIMIT 500" };
const db_query BLOB_PARTS_OF = { "doc_parts_of", "t", NULL, "DELETE FROM doc_part WHERE sha256 = $1" };
const db_query BLOB_KNOWN = { "doc_blob_known", "t", &KNOWN, "SELECT sha256 FROM doc_blob WHERE sha256 = $1" };

void blob_home(const char *data, bool files)
{
    if ((size_t)snprintf(home, sizeof home, "%s", data) >= sizeof home) abort();
    files_here = files;
}

bool blob_in_files(void) { return files_here; }

wr_rc blob_beside(arena *a, const char *name, const char **ret)
{
    const char *path = arena_fmt(a, "%s/%s", home, name);
    if (mkdir(path, 0700) != 0 && errno != EEXIST) return wr_fail_disk(arena_err(a));
    *ret = path;
    return WR_OK;
}

static void path_of(const char *sha256, char ret[static PATH_CAP]) { snprintf(ret, PATH_CAP, "%s/blobs/%.2s/%s", home, sha256, sha256 + 2); }

static bool make_folder(const char *path, const char *in)
{
    if (mkdir(path, 0700) == 0) return folder_sync(in);
    return errno == EEXIST;
}

/* ---- in ---- */

wr_rc blob_begin(wr_err *e, blob_in **ret)
{
    blob_in *b = calloc(1, sizeof *b);
    char folder[PATH_CAP], id[33] = "";
    uint8_t r[16];
    if (!b || !*home) abort();
    b->fd = -1;
    snprintf(folder, sizeof folder, "%s/blobs", home);
    if (!make_folder(folder, home)) { blob_drop(b); return wr_fail_disk(e); }
    snprintf(b->path, sizeof b->path, "%s/blobs/new", home);
    if (!make_folder(b->path, folder)) { b->path[0] = 0; blob_drop(b); return wr_fail_disk(e); }
    if (getentropy(r, sizeof r) != 0) abort();           /* never the repeatable source: two demos may share a folder */
    for (size_t i = 0; i < sizeof r; i++) snprintf(id + 2 * i, 3, "%02x", r[i]);
    snprintf(b->path, sizeof b->path, "%s/blobs/new/%s", home, id);
    b->fd = open(b->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (b->fd < 0) { b->path[0] = 0; blob_drop(b); return wr_fail_disk(e); }
    b->md = EVP_MD_CTX_new();
    if (!b->md || EVP_DigestInit_ex(b->md, EVP_sha256(), NULL) != 1) abort();
    *ret = b;
    return WR_OK;
}

wr_rc blob_add(blob_in *b, const void *p_, size_t n, wr_err *e)
{
    const char *p = p_;
    if (EVP_DigestUpdate(b->md, p, n) != 1) abort();
    b->size += (int64_t)n;
    while (n > 0) {
        ssize_t k = write(b->fd, p, n);
        if (k < 0 && errno == EINTR) continue;
        if (k < 0) return wr_fail_disk(e);
        p += k;
        n -= (size_t)k;
    }
    return WR_OK;
}

static const char *hash_text(EVP_MD_CTX *md, arena *a)
{
    uint8_t sum[EVP_MAX_MD_SIZE];
    unsigned n;
    if (EVP_DigestFinal_ex(md, sum, &n) != 1 || n != BLOB_HEX / 2) abort();
    return str_hex(a, sum, n);
}

wr_rc blob_hash(blob_in *b, arena *a, blob *ret)
{
    const char *sum = hash_text(b->md, a);
    memcpy(b->sha256, sum, BLOB_HEX + 1);
    *ret = (blob){ sum, b->size };
    return WR_OK;
}

static bool rename_locked(const char *from, const char *to)
{
    bool ok;
    mtx_lock(&naming);
    ok = rename(from, to) == 0;      /* over the same bytes too: its age begins again */
    mtx_unlock(&naming);
    return ok;
}

wr_rc blob_keep(blob_in *b, wr_err *e)
{
    char folder[PATH_CAP], above[PATH_CAP], to[PATH_CAP];
    if (!files_here) return WR_OK;
    snprintf(above, sizeof above, "%s/blobs", home);
    snprintf(folder, sizeof folder, "%s/blobs/%.2s", home, b->sha256);
    path_of(b->sha256, to);
    if (fchmod(b->fd, 0400) != 0 || fsync(b->fd) != 0 || !make_folder(folder, above)) return wr_fail_disk(e);
    if (!rename_locked(b->path, to)) return wr_fail_disk(e);
    b->path[0] = 0;
    return folder_sync(folder) ? WR_OK : wr_fail_disk(e);
}

/* Reads until n bytes are there or the file ends. */
static ssize_t read_at(int fd, uint8_t *p, size_t n, int64_t at)
{
    size_t got = 0;
    while (got < n) {
        ssize_t k = pread(fd, p + got, n - got, (off_t)(at + (int64_t)got));
        if (k < 0 && errno == EINTR) continue;
        if (k < 0) return -1;
        if (k == 0) break;
        got += (size_t)k;
    }
    return (ssize_t)got;
}

wr_rc blob_look(blob_in *b, int64_t at, void *buf, size_t cap, wr_err *e, size_t *ret_n)
{
    ssize_t n = read_at(b->fd, buf, cap, at);
    if (n < 0) return wr_fail_disk(e);
    *ret_n = (size_t)n;
    return WR_OK;
}

wr_rc blob_part_next(blob_in *b, arena *a, blob_part *ret)
{
    int64_t at = b->part * BLOB_PART, left = b->size - at;
    size_t n = files_here || left <= 0 ? 0 : left > BLOB_PART ? BLOB_PART : (size_t)left;
    uint8_t *p = arena_alloc(a, n + 1, 1);
    if (n && read_at(b->fd, p, n, at) != (ssize_t)n) return wr_fail_disk(arena_err(a));
    *ret = (blob_part){ arena_dup(a, b->sha256), b->part, { p, n } };
    if (n) b->part++;
    return WR_OK;
}

wr_rc blob_part_put(db_tx *rw, const blob_part *p)
{
    db_log_kept(rw);                     /* the entry of doc_blob commits to the whole by its SHA-256 */
    return db_run(rw, &BLOB_PART_ADD, db_t(p->sha256), db_i(p->part), db_x(p->x), db_i(db_batch_us(rw)));
}

void blob_drop(void *b_)
{
    blob_in *b = b_;
    int kept = errno;
    if (!b) return;
    if (b->fd >= 0) close(b->fd);
    if (b->path[0] && b->fd >= 0) unlink(b->path);
    EVP_MD_CTX_free(b->md);
    free(b);
    errno = kept;
}

wr_rc blob_store(db_tx *rw, bytes x, arena *a, blob *ret)
{
    blob_in *b;
    blob_part p = { 0 };
    wr_rc rc;
    TRY(blob_begin(db_err(rw), &b));
    rc = blob_add(b, x.p, x.n, db_err(rw));
    if (rc == WR_OK) rc = blob_hash(b, a, ret);
    if (rc == WR_OK) rc = blob_keep(b, db_err(rw));
    do {
        if (rc == WR_OK) rc = blob_part_next(b, a, &p);
        if (rc == WR_OK && p.x.n) rc = blob_part_put(rw, &p);
    } while (rc == WR_OK && p.x.n);
    blob_drop(b);
    return rc;
}

/* ---- out ---- */

wr_rc blob_list(db_tx *ro, const char *after, arena *a, blob **ret, size_t *ret_n) { return db_all(ro, &BLOB_AFTER, a, BLOB_LIST, ret, ret_n, db_t(after)); }

static wr_rc missing(db_tx *ro) { return wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("The bytes of this file are not there.")); }

static wr_rc read_file(db_tx *ro, const char *sha256, int64_t at, size_t cap, arena *a, bytes *ret)
{
    char path[PATH_CAP];
    uint8_t *p;
    ssize_t n;
    int fd;
    path_of(sha256, path);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) return missing(ro);
    if (fd < 0) return wr_fail_disk(db_err(ro));
    p = arena_alloc(a, cap, 1);
    n = read_at(fd, p, cap, at);
    close(fd);
    if (n < 0) return wr_fail_disk(db_err(ro));
    *ret = (bytes){ p, (size_t)n };
    return WR_OK;
}

wr_rc blob_read(db_tx *ro, const char *sha256, int64_t at, size_t cap, arena *a, bytes *ret)
{
    part_row *rows;
    size_t n, from = (size_t)(at % BLOB_PART);
    if (files_here) return read_file(ro, sha256, at, cap, a, ret);
    TRY(db_all(ro, &BLOB_PART_GET, a, 1, &rows, &n, db_t(sha256), db_i(at / BLOB_PART)));
    if (n == 0 && at == 0) return missing(ro);
    if (n == 0) {
        *ret = (bytes){ 0 };
        return WR_OK;
    }
    if (from > rows->x.n) from = rows->x.n;
    *ret = (bytes){ rows->x.p + from, rows->x.n - from < cap ? rows->x.n - from : cap };
    return WR_OK;
}

static void close_fd(void *fd) { close((int)(intptr_t)fd); }

static wr_rc copy_parts(db_tx *ro, const blob *b, int fd, arena *a)
{
    bytes x = { .n = 1 };
    for (int64_t at = 0; at < b->size; at += (int64_t)x.n) {
        arena_mark mark = arena_at(a);
        wr_rc rc = blob_read(ro, b->sha256, at, BLOB_PART, a, &x);
        if (rc == WR_OK && x.n == 0) rc = missing(ro);
        for (size_t i = 0; rc == WR_OK && i < x.n; ) {
            ssize_t k = write(fd, x.p + i, x.n - i);
            if (k > 0) i += (size_t)k;
            else if (errno != EINTR) rc = wr_fail_disk(db_err(ro));
        }
        arena_rewind(a, mark);
        TRY(rc);
    }
    return lseek(fd, 0, SEEK_SET) == 0 ? WR_OK : wr_fail_disk(db_err(ro));
}

/* A file without a name; on a file system that knows none of that, one whose name is taken away at once. */
static int nameless(const char *folder)
{
    char path[PATH_CAP + 8];
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return fd;
    snprintf(path, sizeof path, "%s/XXXXXX", folder);
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0) unlink(path);
    return fd;
}

wr_rc blob_open(db_tx *ro, const blob *b, arena *a, int *ret_fd)
{
    char path[PATH_CAP], folder[PATH_CAP];
    int fd;
    path_of(b->sha256, path);
    if (!files_here) {
        snprintf(folder, sizeof folder, "%s/blobs", home);
        snprintf(path, sizeof path, "%s/blobs/new", home);
        if (!make_folder(folder, home) || !make_folder(path, folder)) return wr_fail_disk(db_err(ro));
    }
    fd = files_here ? open(path, O_RDONLY | O_CLOEXEC) : nameless(path);
    if (fd < 0 && errno == ENOENT && files_here) return missing(ro);
    if (fd < 0) return wr_fail_disk(db_err(ro));
    arena_on_end(a, close_fd, (void *)(intptr_t)fd);
    if (!files_here) TRY(copy_parts(ro, b, fd, a));
    *ret_fd = fd;
    return WR_OK;
}

wr_rc blob_prove(db_tx *ro, const blob *b, arena *a, const char **ret_wrong)
{
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    size_t step = files_here ? (size_t)READ_STEP : BLOB_PART;
    const char *sum;
    int64_t at = 0;
    wr_rc rc;
    if (!md || EVP_DigestInit_ex(md, EVP_sha256(), NULL) != 1) abort();
    for (bytes x = { .n = 1 }; x.n > 0; at += (int64_t)x.n) {
        arena_mark mark = arena_at(a);
        rc = blob_read(ro, b->sha256, at, step, a, &x);
        if (rc == WR_OK && EVP_DigestUpdate(md, x.p, x.n) != 1) abort();
        arena_rewind(a, mark);
        if (rc != WR_OK) break;
    }
    sum = hash_text(md, a);
    EVP_MD_CTX_free(md);
    *ret_wrong = NULL;
    if (rc == WR_E_MISSING) {
        *arena_err(a) = (wr_err){ 0 };
        *ret_wrong = "missing";
        return WR_OK;
    }
    if (rc == WR_OK && (at != b->size || !str_eq(sum, b->sha256))) *ret_wrong = "changed";
    return rc;
}

/* ---- sweeping ---- */

static bool older(const char *path, int64_t seconds)
{
    struct stat st;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);             /* the file system's time: a demonstration's clock stands elsewhere */
    return lstat(path, &st) == 0 && S_ISREG(st.st_mode) && (int64_t)now.tv_sec - (int64_t)st.st_mtim.tv_sec > seconds;
}

static bool take_away(const char *path, int64_t seconds)
{
    bool gone;
    mtx_lock(&naming);
    gone = older(path, seconds) && unlink(path) == 0;
    mtx_unlock(&naming);
    return gone;
}

static wr_rc sweep_file(db_tx *ro, const char *folder, const char *name, arena *a, int64_t *gone)
{
    bool fresh = str_eq(folder, "new");
    const char *path = arena_fmt(a, "%s/blobs/%s/%s", home, folder, name);
    known_row *rows;
    size_t n = 0;
    if (!older(path, fresh ? TEMP_IDLE_S : BLOB_ORPHAN_HOURS * 3600)) return WR_OK;
    if (!fresh) TRY(db_all(ro, &BLOB_KNOWN, a, 1, &rows, &n, db_t(arena_fmt(a, "%s%s", folder, name))));
    *gone += n == 0 && take_away(path, fresh ? TEMP_IDLE_S : BLOB_ORPHAN_HOURS * 3600);
    return WR_OK;
}

static wr_rc sweep_folder(db_tx *ro, const char *folder, arena *a, int64_t *gone)
{
    char path[PATH_CAP];
    DIR *d;
    wr_rc rc = WR_OK;
    snprintf(path, sizeof path, "%s/blobs/%s", home, folder);
    d = opendir(path);
    for (struct dirent *f; d && rc == WR_OK && (f = readdir(d)); ) {
        arena_mark mark = arena_at(a);
        if (f->d_name[0] != '.') rc = sweep_file(ro, folder, f->d_name, a, gone);
        arena_rewind(a, mark);
    }
    if (d) closedir(d);
    return rc;
}

wr_rc blob_sweep(db_tx *ro, arena *a, int64_t *ret_gone)
{
    char folder[3];
    int64_t gone = 0;
    TRY(sweep_folder(ro, "new", a, &gone));
    for (unsigned i = 0; i < 256 && files_here; i++) {
        snprintf(folder, sizeof folder, "%02x", i);
        TRY(sweep_folder(ro, folder, a, &gone));
    }
    *ret_gone = gone;
    return WR_OK;
}

wr_rc blob_touch(db_tx *rw, const char *sha256, wr_us now)
{
    char path[PATH_CAP];
    bool ok;
    if (!files_here) {
        db_log_kept(rw);
        return db_run(rw, &BLOB_PART_TOUCH, db_t(sha256), db_i(now));
    }
    path_of(sha256, path);
    mtx_lock(&naming);
    ok = utimensat(AT_FDCWD, path, NULL, 0) == 0 || errno == ENOENT;
    mtx_unlock(&naming);
    return ok ? WR_OK : wr_fail_disk(db_err(rw));
}

wr_rc blob_remove(db_tx *rw, const char *sha256, arena *a)
{
    char path[PATH_CAP];
    known_row *rows;
    size_t n;
    bool ok;
    TRY(db_all(rw, &BLOB_KNOWN, a, 1, &rows, &n, db_t(sha256)));
    if (n) return WR_OK;
    if (!files_here) {
        db_log_kept(rw);                 /* whether it was of the record, the entry of doc_gone says */
        return db_run(rw, &BLOB_PARTS_OF, db_t(sha256));
    }
    path_of(sha256, path);
    mtx_lock(&naming);
    ok = unlink(path) == 0 || errno == ENOENT;
    mtx_unlock(&naming);
    return ok ? WR_OK : wr_fail_disk(db_err(rw));
}

wr_rc blob_sweep_parts(db_tx *rw, wr_us now, arena *a)
{
    wr_us before = now - BLOB_ORPHAN_HOURS * (wr_us)3600 * 1000000;
    known_row *rows;
    size_t n;
    TRY(db_all(rw, &BLOB_ORPHAN, a, 1, &rows, &n, db_i(before)));
    if (n == 0) return WR_OK;
    db_log_kept(rw);                     /* nothing of the record: no entry ever named them */
    return db_run(rw, &BLOB_PARTS_OLD, db_i(before));
}
