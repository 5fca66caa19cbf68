/* released_here.c -- stores lie beside each node, and the database of a city may have several: what this machine lacks it makes for itself, from the
 * bytes or from what was kept of a sealed file. Its worker does it between jobs, a quarter of a second at a time; nothing of it is written to the database. */
#include "released_own.h"

#include <dirent.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>
#include "blob.h"

enum { MEMORY = 1 << 30 };
static const int64_t STEP_US = 250000;
/* At its start a machine looks once; then when a page misses a store, or a folder is no longer asked for. */
static atomic_bool wanted = true;
/* The one file that is being made, of the worker's thread alone. */
typedef struct making { arena *a; char id[40]; released_reading *r; } making;
static making now_made;

void released_here_wanted(void) { atomic_store(&wanted, true); }

static bool all_here(db_tx *ro, const released_file *f, arena *a, wr_rc *ret_rc)
{
    released_table *t;
    size_t n = 0;
    bool here = true;
    *ret_rc = released_tables(ro, f->id, a, &t, &n);
    for (size_t i = 0; *ret_rc == WR_OK && i < n && here; i++) here = access(arena_fmt(a, "%s/%lld.store", released_folder(a, f), (long long)t[i].n), R_OK) == 0;
    return here;
}

/* Folders of files that are gone, refused, or read in another way since: nothing asks for them. */
static void sweep(const released_file *f, size_t n, arena *a)
{
    const char *base;
    const struct dirent *e;
    DIR *d;
    if (blob_beside(a, "released", &base) != WR_OK || !(d = opendir(base))) return;
    while ((e = readdir(d)) != NULL) {
        const char *path = arena_fmt(a, "%s/%s", base, e->d_name);
        bool asked = e->d_name[0] == '.';
        for (size_t i = 0; i < n && !asked; i++) asked = f[i].state != RELEASED_REFUSED && str_eq(path, released_folder(a, &f[i]));
        if (!asked) released_folder_drop(path);
    }
    closedir(d);
}

static void stop_making(void)
{
    if (now_made.a) arena_end(&now_made.a);
    now_made = (making){ 0 };
}

static wr_rc go_on(bool *ret_more)
{
    released_found *found;
    size_t n;
    TRY(released_read_step(now_made.r, STEP_US, ret_more));
    return *ret_more ? WR_OK : released_read_end(now_made.r, &found, &n);
}

/* A sealed file comes back at once; another is read from here on. */
static wr_rc begin(db_tx *ro, const char *id, bool *ret_more)
{
    released_file f;
    TRY(db_one(ro, &RELEASED_FILE_ID, now_made.a, &f, db_t(id)));
    *ret_more = !*f.clean;
    if (*f.clean) return released_kept_back(ro, &f, now_made.a);
    return released_reading_of(ro, &f, now_made.a, &now_made.r);
}

/* The first file that lacks a store; "": none does. */
static wr_rc next_missing(db_tx *ro, arena *a, const char **ret)
{
    released_file *f;
    size_t n;
    wr_rc rc = WR_OK;
    TRY(released_files(ro, a, &f, &n));
    *ret = "";
    for (size_t i = n; rc == WR_OK && i-- > 0 && !**ret; )
        if (f[i].state == RELEASED_READ && !all_here(ro, &f[i], a, &rc)) *ret = f[i].id;
    if (rc == WR_OK && !**ret) sweep(f, n, a);
    return rc;
}

wr_rc released_here(db_tx *ro, arena *a, bool *ret_more)
{
    const char *id;
    wr_rc rc;
    *ret_more = false;
    if (!now_made.a) {
        if (!atomic_exchange(&wanted, false)) return WR_OK;
        TRY(next_missing(ro, a, &id));
        if (!*id) return WR_OK;
        now_made.a = arena_new("a store made here", MEMORY);
        (void)strncpy(now_made.id, id, sizeof now_made.id - 1);
        rc = begin(ro, now_made.id, ret_more);
    } else rc = go_on(ret_more);
    if (rc == WR_OK && *ret_more) return WR_OK;
    if (rc == WR_OK) { atomic_store(&wanted, true); *ret_more = true; }       /* is there another? */
    else if (arena_err(now_made.a)->rc != WR_OK) *arena_err(a) = *arena_err(now_made.a);
    stop_making();
    return rc;
}

wr_rc released_here_all(db_tx *ro, arena *a)
{
    bool more = true;
    released_here_wanted();
    while (more) TRY(released_here(ro, a, &more));
    return WR_OK;
}

/* ---- `writ check` ---- */
static void finding(json_t *out, const char *text) { (void)json_array_append_new(out, json_string(text)); }

static wr_rc check_bytes(db_tx *ro, const released_file *f, const char *sha256, const char *what, arena *a, json_t *out)
{
    bytes x;
    wr_rc rc = blob_read(ro, sha256, 0, 1, a, &x);
    if (rc != WR_E_MISSING) return rc;
    *arena_err(a) = (wr_err){ 0 };
    finding(out, arena_fmt(a, "released file %lld: %s with SHA-256 %s are not there", (long long)f->number, what, sha256));
    return WR_OK;
}

static void check_store(const released_file *f, const released_table *t, arena *a, json_t *out)
{
    wr_err e = { 0 };
    store *s;
    const char *where = arena_fmt(a, "released file %lld, table %lld", (long long)f->number, (long long)t->n);
    if (store_open(arena_fmt(a, "%s/%lld.store", released_folder(a, f), (long long)t->n), &e, &s) != WR_OK) {
        finding(out, arena_fmt(a, "%s: its store is not on this machine; the server makes it again", where));
        return;
    }
    if (store_prove(s, &e) != WR_OK) finding(out, arena_fmt(a, "%s: its store was changed; remove it, and the server makes it again", where));
    if (store_rows(s) != t->rows) finding(out, arena_fmt(a, "%s: %lld rows in its store, %lld in its row", where, (long long)store_rows(s), (long long)t->rows));
    store_close(&s);
}

wr_rc released_look(db_tx *ro, arena *a, json_t *out)
{
    released_file *f;
    size_t n;
    TRY(released_files(ro, a, &f, &n));
    for (size_t i = 0; i < n; i++) {
        released_table *t;
        size_t tables;
        if (f[i].state != RELEASED_READ && f[i].state != RELEASED_WITHDRAWN) continue;
        if (*f[i].sealed) TRY(check_bytes(ro, &f[i], f[i].sealed, "its sealed bytes", a, out));
        if (*f[i].clean) TRY(check_bytes(ro, &f[i], f[i].clean, "its list of tables", a, out));
        if (!*f[i].sealed) TRY(check_bytes(ro, &f[i], f[i].sha256, "its bytes", a, out));
        TRY(released_tables(ro, f[i].id, a, &t, &tables));
        for (size_t k = 0; k < tables; k++) check_store(&f[i], &t[k], a, out);
    }
    return WR_OK;
}
