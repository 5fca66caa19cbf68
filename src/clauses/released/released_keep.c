/* released_keep.c -- what is left of a file when its bytes are sealed: its tables without what was found, each store as it lies on the disk, and a list
 * that says what each is. All of it are blobs of the record, so that a backup, a rebuild and another machine have the tables without the key. */
#include "released_own.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "blob.h"
#include "day.h"
#include "i18n.h"

enum { STEP = 256 << 10, LIST_MAX = 32 << 20 };

static void drop_all(void *k_)
{
    released_copy *k = k_;
    for (size_t i = 0; i < k->n; i++) blob_drop(k->in[i]);
    k->n = 0;
}

static wr_rc end_blob(released_copy *k, blob_in *in, wr_rc rc, arena *a)
{
    if (rc == WR_OK) rc = blob_hash(in, a, &k->of[k->n]);
    if (rc == WR_OK) rc = blob_keep(in, arena_err(a));
    if (rc == WR_OK) k->in[k->n++] = in;
    else blob_drop(in);
    return rc;
}

static wr_rc keep_store(const char *path, arena *a, released_copy *k)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    arena_mark m = arena_at(a);
    char *buf = arena_alloc(a, STEP, 1);
    blob_in *in;
    wr_rc rc = blob_begin(arena_err(a), &in);
    ssize_t n = fd < 0 ? -1 : 1;
    while (rc == WR_OK && n > 0) {
        n = read(fd, buf, STEP);
        if (n > 0) rc = blob_add(in, buf, (size_t)n, arena_err(a));
    }
    if (fd >= 0) close(fd);
    arena_rewind(a, m);
    if (n < 0 && rc == WR_OK) rc = wr_fail(arena_err(a), WR_E_IO, NULL, N_("A file cannot be read: {why}."), "why", strerror(errno));
    return end_blob(k, in, rc, a);
}

wr_rc released_keep(const released_table *t, const released_found *f, size_t n, arena *a, released_copy *k)
{
    json_t *list = json_array();
    char *text;
    blob_in *in;
    wr_rc rc = WR_OK;
    arena_on_end(a, drop_all, k);
    for (size_t i = 0; rc == WR_OK && i < n; i++) {
        json_t *o = json_object();
        (void)json_array_append_new(list, o);
        rc = keep_store(f[i].path, a, k);
        if (rc == WR_OK) rc = page_put(o, &RELEASED_TABLE, &t[i]);
        if (rc == WR_OK) rc = page_text(o, "store", k->of[k->n - 1].sha256);
        if (rc == WR_OK) rc = page_int(o, "store_size", k->of[k->n - 1].size);
    }
    text = json_dumps(list, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(list);
    if (rc == WR_OK) rc = blob_begin(arena_err(a), &in);
    if (rc == WR_OK) rc = end_blob(k, in, blob_add(in, text, strlen(text), arena_err(a)), a);
    free(text);
    return rc;
}

static wr_rc no_list(arena *a) { return wr_fail(arena_err(a), WR_E_IO, NULL, N_("The list of the tables of a sealed file cannot be read.")); }

static const char *text_of(const json_t *o, const char *key, arena *a)
{
    const char *s = json_string_value(json_object_get(o, key));
    return s ? arena_dup(a, s) : "";
}

static wr_day day_of(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));
    wr_day d = { 0 };
    if (s && !day_parse(s, &d)) d = (wr_day){ 0 };
    return d;
}

static wr_rc one_table(const json_t *o, arena *a, released_table *ret, blob *ret_store)
{
    *ret = (released_table){ .id = text_of(o, "id", a), .file = text_of(o, "file", a), .n = json_integer_value(json_object_get(o, "n")), .kind = text_of(o, "kind", a), .name = text_of(o, "name", a),
        .head = text_of(o, "head", a), .columns = json_integer_value(json_object_get(o, "columns")), .rows = json_integer_value(json_object_get(o, "rows")), .first = day_of(o, "first"),
        .last = day_of(o, "last"), .report = text_of(o, "report", a) };
    *ret_store = (blob){ text_of(o, "store", a), json_integer_value(json_object_get(o, "store_size")) };
    return ret->n > 0 && strlen(ret_store->sha256) == BLOB_HEX ? WR_OK : no_list(a);
}

wr_rc released_kept_tables(db_tx *ro, const released_file *f, arena *a, released_table **ret, size_t *ret_n, blob **ret_stores)
{
    strbuf b = sb_new(a, 4000);
    json_t *list;
    size_t n;
    wr_rc rc = WR_OK;
    if (f->clean_size > LIST_MAX) return no_list(a);
    for (int64_t at = 0; at < f->clean_size; ) {
        bytes x;
        TRY(blob_read(ro, f->clean, at, STEP, a, &x));
        if (!x.n) return no_list(a);
        sb_put(&b, (const char *)x.p, x.n);
        at += (int64_t)x.n;
    }
    list = json_loadb(b.p, b.n, 0, NULL);
    n = json_array_size(list);
    if (!list || n > RELEASED_TABLES) rc = no_list(a);
    *ret = arena_array(a, released_table, n + 1);
    *ret_stores = arena_array(a, blob, n + 1);
    for (size_t i = 0; rc == WR_OK && i < n; i++) rc = one_table(json_array_get(list, i), a, &(*ret)[i], &(*ret_stores)[i]);
    json_decref(list);
    *ret_n = n;
    return rc;
}

/* Written beside, and its name last: a store that is there is whole. */
static wr_rc put_store(db_tx *ro, const blob *of, const char *path, arena *a)
{
    const char *beside = arena_fmt(a, "%s.back", path);
    int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    wr_rc rc = fd < 0 ? WR_E_IO : WR_OK;
    for (int64_t at = 0; rc == WR_OK && at < of->size; ) {
        arena_mark m = arena_at(a);
        bytes x;
        rc = blob_read(ro, of->sha256, at, STEP, a, &x);
        if (rc == WR_OK && (!x.n || write(fd, x.p, x.n) != (ssize_t)x.n)) rc = WR_E_IO;
        at += (int64_t)x.n;
        arena_rewind(a, m);
    }
    if (fd >= 0 && (fsync(fd) != 0 || close(fd) != 0) && rc == WR_OK) rc = WR_E_IO;
    if (rc == WR_OK && rename(beside, path) != 0) rc = WR_E_IO;
    if (rc == WR_OK) return rc;
    (void)unlink(beside);
    return arena_err(a)->rc != WR_OK ? rc : wr_fail(arena_err(a), rc, NULL, N_("A file cannot be stored: {why}."), "why", strerror(errno));
}

wr_rc released_kept_back(db_tx *ro, const released_file *f, arena *a)
{
    const char *folder = released_folder(a, f);
    released_table *t;
    blob *stores;
    size_t n;
    if (!folder || (mkdir(folder, 0700) != 0 && access(folder, W_OK) != 0)) return wr_fail(arena_err(a), WR_E_IO, NULL, N_("The folder for tables cannot be written."));
    TRY(released_kept_tables(ro, f, a, &t, &n, &stores));
    for (size_t i = 0; i < n; i++) TRY(put_store(ro, &stores[i], arena_fmt(a, "%s/%lld.store", folder, (long long)t[i].n), a));
    return WR_OK;
}

/* A folder of stores has no folders in it. */
void released_folder_drop(const char *path)
{
    DIR *d = opendir(path);
    const struct dirent *e;
    while (d && (e = readdir(d)) != NULL)
        if (e->d_name[0] != '.') (void)unlinkat(dirfd(d), e->d_name, 0);
    if (d) closedir(d);
    (void)rmdir(path);
}
