/* store_shelf.c -- stores that are open already: to open one is to look at every number in it, and many ask the same one after the other. */
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include "store_own.h"

enum { SHELF = 64, IDLE = 16 };          /* stores on the shelf; of them, at most, such as nobody has */
typedef struct shelved { store *s; char *path; dev_t device; ino_t inode; off_t size; struct timespec written; unsigned lent; uint64_t last; } shelved;
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static shelved shelf[SHELF];
static uint64_t turn;

static bool is_file(const shelved *x, const struct stat *st)
{
    return x->device == st->st_dev && x->inode == st->st_ino && x->size == st->st_size && x->written.tv_sec == st->st_mtim.tv_sec && x->written.tv_nsec == st->st_mtim.tv_nsec;
}

static void clear(shelved *x)
{
    store_close(&x->s);
    free(x->path);
    *x = (shelved){ 0 };
}

/* Nobody keeps what has been replaced or is gone; of the rest that nobody has, the longest unasked goes first. */
static void tidy(void)
{
    size_t idle = 0;
    shelved *oldest = NULL;
    for (shelved *x = shelf; x < shelf + SHELF; x++) {
        struct stat st;
        if (!x->s || x->lent) continue;
        if (stat(x->path, &st) != 0 || !is_file(x, &st)) { clear(x); continue; }
        idle++;
        if (!oldest || x->last < oldest->last) oldest = x;
    }
    if (idle > IDLE) clear(oldest);
}

static store *on_shelf(const char *path, const struct stat *st)
{
    for (shelved *x = shelf; x < shelf + SHELF; x++)
        if (x->s && is_file(x, st) && strcmp(x->path, path) == 0) {
            x->lent++;
            x->last = ++turn;
            return x->s;
        }
    return NULL;
}

/* A full shelf, or no memory for the path: it is lent all the same, and closed when it comes back. */
static void put_on(const char *path, const struct stat *st, store *s)
{
    for (shelved *x = shelf; x < shelf + SHELF; x++) {
        char *name = x->s ? NULL : strdup(path);
        if (!name) continue;
        *x = (shelved){ s, name, st->st_dev, st->st_ino, st->st_size, st->st_mtim, 1, ++turn };
        return;
    }
}

wr_rc store_lend(const char *path, wr_err *e, store **ret)
{
    struct stat before, after;
    bool same = stat(path, &before) == 0;
    store *s = NULL, *had;
    pthread_mutex_lock(&guard);
    tidy();
    if (same) s = on_shelf(path, &before);
    pthread_mutex_unlock(&guard);
    if (!s) {                            /* the others do not wait meanwhile */
        TRY(store_open(path, e, &s));
        same = same && stat(path, &after) == 0 && before.st_ino == after.st_ino && before.st_dev == after.st_dev;
        pthread_mutex_lock(&guard);
        had = same ? on_shelf(path, &before) : NULL;
        if (had) store_close(&s), s = had;
        else if (same) put_on(path, &before, s);
        pthread_mutex_unlock(&guard);
    }
    *ret = s;
    return WR_OK;
}

void store_give_back(store **s_)
{
    bool found = false;
    if (!*s_) return;
    pthread_mutex_lock(&guard);
    for (shelved *x = shelf; x < shelf + SHELF && !found; x++)
        if (x->s == *s_) {
            found = true;                /* its pages are in the cache of files, and no memory of ours, until they are read again */
            if (--x->lent == 0) (void)madvise((void *)(uintptr_t)x->s->map, x->s->size, MADV_DONTNEED);
        }
    if (found) tidy();
    pthread_mutex_unlock(&guard);
    if (found) *s_ = NULL;
    else store_close(s_);
}
