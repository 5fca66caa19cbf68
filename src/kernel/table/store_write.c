/* store_write.c -- the end of building: each different cell is judged once, and the file is written, synced and takes its name. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "folder.h"
#include "store_own.h"

enum { STEP = 1 << 18, ENTRIES_FOR_TWO = 1 << 14 };
/* What is written, hashed as it goes. */
typedef struct writing { int fd; uint64_t at; size_t n; EVP_MD_CTX *md; uint8_t *buf; wr_err *e; } writing;
static const uint8_t ZERO[STORE_HEAD];

static wr_rc write_all(int fd, const void *p_, size_t n, wr_err *e)
{
    const uint8_t *p = p_;
    while (n > 0) {
        ssize_t k = write(fd, p, n);
        if (k < 0 && errno == EINTR) continue;
        if (k < 0) return wr_fail_disk(e);
        p += k;
        n -= (size_t)k;
    }
    return WR_OK;
}

static wr_rc flush(writing *w)
{
    if (w->n && EVP_DigestUpdate(w->md, w->buf, w->n) != 1) abort();
    TRY(write_all(w->fd, w->buf, w->n, w->e));
    w->n = 0;
    return WR_OK;
}

static wr_rc put(writing *w, const void *p_, size_t n)
{
    const uint8_t *p = p_;
    w->at += n;
    while (n > 0) {
        size_t k = STEP - w->n < n ? STEP - w->n : n;
        memcpy(w->buf + w->n, p, k);
        w->n += k;
        p += k;
        n -= k;
        if (w->n == STEP) TRY(flush(w));
    }
    return WR_OK;
}

static wr_rc section(writing *w, uint64_t *ret_at)
{
    TRY(put(w, ZERO, (STORE_ALIGN - w->at % STORE_ALIGN) % STORE_ALIGN));
    *ret_at = w->at;
    return WR_OK;
}

/* ---- one column ---- */

typedef struct judging { const store_dict *d; size_t c, from, to; store_judge *judge; void *with; store_meaning *means; } judging;
static void *judge_some(void *j_)
{
    const judging *j = j_;
    for (size_t i = j->from; i < j->to; i++) {
        const store_entry *x = &j->d->entry[i];
        j->means[i] = (store_meaning){ .day = STORE_NO_DAY };
        j->judge(j->with, j->c, &(store_cell){ j->d->text + x->at, x->n, x->type, x->shown }, &j->means[i]);
    }
    return NULL;
}

/* Of a large dictionary a second thread judges one half. */
static void judge_all(const store_dict *d, size_t c, store_judge *judge, void *with, store_meaning *means)
{
    size_t half = d->entries < ENTRIES_FOR_TWO ? 0 : d->entries / 2;
    judging first = { d, c, 0, half, judge, with, means }, rest = { d, c, half, d->entries, judge, with, means };
    pthread_t thread;
    bool two = half > 0 && pthread_create(&thread, NULL, judge_some, &first) == 0;
    if (!two) judge_some(&first);
    judge_some(&rest);
    if (two) pthread_join(thread, NULL);
}

/* The meanings. An entry that is quarantined gives up all but its being there; the first of them stands for all: *ret_first, STORE_NONE when there is none. */
static wr_rc put_judged(writing *w, store_dict *d, store_meaning *means, store_column *ret, uint32_t *ret_first)
{
    static const store_meaning GONE = { .state = STORE_QUARANTINED, .day = STORE_NO_DAY };
    size_t kept = 0;
    *ret_first = STORE_NONE;
    for (size_t i = 0; i < d->entries; i++) {
        store_meaning m = means[i];
        d->entry[i].gone = m.state == STORE_QUARANTINED;
        if (d->entry[i].gone && *ret_first != STORE_NONE) continue;
        if (d->entry[i].gone) *ret_first = (uint32_t)i, m = GONE;
        memset((uint8_t *)&m + offsetof(store_meaning, odd) + 1, 0, offsetof(store_meaning, day) - offsetof(store_meaning, odd) - 1);   /* equal stores are equal bytes */
        memcpy(&means[kept++], &m, sizeof m);
    }
    ret->distinct = (uint32_t)kept;
    TRY(section(w, &ret->means_at));
    return put(w, means, kept * sizeof *means);
}

static wr_rc put_means(writing *w, store_dict *d, size_t c, store_judge *judge, void *with, store_column *ret, uint32_t *ret_first)
{
    store_meaning *means = malloc((d->entries + 1) * sizeof *means);
    wr_rc rc;
    if (!means) return table_no_memory(w->e);
    judge_all(d, c, judge, with, means);
    rc = put_judged(w, d, means, ret, ret_first);
    free(means);
    return rc;
}

static wr_rc put_texts(writing *w, const store_dict *d, uint32_t first, store_column *ret)
{
    TRY(section(w, &ret->text_at));
    if (first == STORE_NONE) TRY(put(w, d->text, d->text_n));
    else for (size_t i = 0; i < d->entries; i++)
        if (!d->entry[i].gone) TRY(put(w, d->text + d->entry[i].at, d->entry[i].n));
    ret->text_n = w->at - ret->text_at;
    TRY(section(w, &ret->entries_at));
    if (first == STORE_NONE) TRY(put(w, d->entry, d->entries * sizeof *d->entry));
    else for (uint64_t i = 0, at = 0; i < d->entries; i++) {
        store_entry x = d->entry[i];
        if (x.gone && i != first) continue;
        x = x.gone ? (store_entry){ .at = at } : (store_entry){ .at = at, .n = x.n, .type = x.type, .shown = x.shown };
        at += x.n;
        TRY(put(w, &x, sizeof x));
    }
    TRY(section(w, &ret->name_at));
    ret->name_n = (uint32_t)strlen(d->name);
    return put(w, d->name, ret->name_n + 1);
}

/* Where several entries became one, the codes behind them move down: from each code to what it is in the file. NULL: no memory. */
static uint32_t *moved(const store_dict *d, uint32_t first)
{
    uint32_t *to = malloc(d->entries * sizeof *to), next = 0;
    for (size_t i = 0; to && i < d->entries; i++) to[i] = d->entry[i].gone && i != first ? to[first] : next++;
    return to;
}

static wr_rc put_codes(writing *w, store_dict *d, const store_column *c, uint32_t first, int64_t rows, int64_t *used, store_place *ret)
{
    wr_rc rc = store_room(&d->open, &d->open_cap, STORE_BLOCK, sizeof *d->open) ? WR_OK : table_no_memory(w->e);
    uint32_t *codes = d->open, *to = NULL;
    if (rc == WR_OK && c->distinct < d->entries && !(to = moved(d, first))) rc = table_no_memory(w->e);
    for (size_t b = store_blocks(rows); rc == WR_OK && b-- > 0; ) {      /* the open one, which is last, first: its place is used for the others */
        size_t n = store_block_rows(rows, b);
        store_packed p = { 0 };
        if (b < d->blocks) {
            store_unpack(d->packed[b].codes, d->packed[b].width, d->packed[b].min, 0, n, codes);
            free(d->packed[b].codes);
            d->packed[b].codes = NULL;
        }
        if (to) for (size_t i = 0; i < n; i++) codes[i] = to[codes[i]];
        for (size_t i = 0; i < n; i++) used[codes[i]]++;
        if (!store_pack(codes, n, &p)) rc = table_no_memory(w->e);
        ret[b] = (store_place){ .width = p.width, .min = p.min, .max = p.max };
        if (rc == WR_OK) rc = section(w, &ret[b].at);
        if (rc == WR_OK) rc = put(w, p.codes, n * p.width);
        free(p.codes);
    }
    free(to);
    return rc;
}

static wr_rc put_column(writing *w, store_in *in, size_t c, store_judge *judge, void *with, store_column *ret, store_place *ret_place)
{
    store_dict *d = &in->dict[c];
    uint32_t first;
    int64_t *used;
    wr_rc rc;
    store_slots_end(d);                  /* nothing is looked up any more */
    TRY(put_means(w, d, c, judge, with, ret, &first));
    TRY(put_texts(w, d, first, ret));
    used = calloc(ret->distinct + (size_t)1, sizeof *used);
    if (!used) return table_no_memory(w->e);
    rc = put_codes(w, d, ret, first, in->rows, used, ret_place);
    if (rc == WR_OK) rc = section(w, &ret->used_at);
    if (rc == WR_OK) rc = put(w, used, ret->distinct * sizeof *used);
    free(used);
    store_dict_end(d);
    return rc;
}

/* ---- the file ---- */

void store_sum_head(const store_head *h, const void *directory, size_t n, uint8_t ret[static STORE_SUM])
{
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    if (!md || EVP_DigestInit_ex(md, EVP_sha256(), NULL) != 1 || EVP_DigestUpdate(md, h, offsetof(store_head, sum_head)) != 1
        || EVP_DigestUpdate(md, directory, n) != 1 || EVP_DigestFinal_ex(md, ret, NULL) != 1) abort();
    EVP_MD_CTX_free(md);
}

static wr_rc put_file(writing *w, store_in *in, store_judge *judge, void *with, uint8_t *directory)
{
    store_head h = { .magic = STORE_MAGIC, .version = STORE_VERSION, .columns = (uint32_t)in->columns, .rows = in->rows, .runs = in->runs_n };
    size_t blocks = store_blocks(in->rows), n = in->columns * (sizeof(store_column) + blocks * sizeof(store_place));
    store_column *column = (store_column *)directory;
    store_place *place = (store_place *)(column + in->columns);
    TRY(write_all(w->fd, ZERO, sizeof ZERO, w->e));          /* the head comes last: what is torn has none */
    w->at = sizeof ZERO;
    for (size_t c = 0; c < in->columns; c++) TRY(put_column(w, in, c, judge, with, &column[c], place + c * blocks));
    TRY(section(w, &h.runs_at));
    TRY(put(w, in->run, in->runs_n * sizeof *in->run));
    TRY(section(w, &h.directory_at));
    TRY(flush(w));
    h.size = w->at + n;
    if (EVP_DigestFinal_ex(w->md, h.sum_data, NULL) != 1) abort();
    store_sum_head(&h, directory, n, h.sum_head);
    TRY(write_all(w->fd, directory, n, w->e));
    if (lseek(w->fd, 0, SEEK_SET) != 0) return wr_fail_disk(w->e);
    TRY(write_all(w->fd, &h, sizeof h, w->e));
    return fsync(w->fd) == 0 ? WR_OK : wr_fail_disk(w->e);
}

static wr_rc take_name(const char *from, const char *to, wr_err *e)
{
    char folder[PATH_MAX];
    if (rename(from, to) != 0) return wr_fail_disk(e);
    snprintf(folder, sizeof folder, "%s", to);
    if (folder_sync(dirname(folder))) return WR_OK;
    unlink(to);                                              /* a store is derived: better none than one that may not last */
    return wr_fail_disk(e);
}

wr_rc store_finish(store_in *in, store_judge *judge, void *with, const char *path, wr_err *e)
{
    writing w = { .fd = -1, .e = e, .md = EVP_MD_CTX_new(), .buf = malloc(STEP) };
    uint8_t *directory = calloc(1, in->columns * (sizeof(store_column) + store_blocks(in->rows) * sizeof(store_place)) + 1);
    char beside[PATH_MAX];
    wr_rc rc = w.md && w.buf && directory && EVP_DigestInit_ex(w.md, EVP_sha256(), NULL) == 1 ? WR_OK : table_no_memory(e);
    if (rc == WR_OK && in->ended) rc = wr_fail(e, WR_E_BUG, NULL, N_("Rows came to a table that is closed."));
    if (rc == WR_OK && (size_t)snprintf(beside, sizeof beside, "%s.new", path) >= sizeof beside) errno = ENAMETOOLONG, rc = wr_fail_disk(e);
    if (rc == WR_OK) {
        in->ended = true;
        w.fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (w.fd < 0) rc = wr_fail_disk(e);
        else {
            rc = put_file(&w, in, judge, with, directory);
            if (close(w.fd) != 0 && rc == WR_OK) rc = wr_fail_disk(e);
            if (rc == WR_OK) rc = take_name(beside, path, e);
            if (rc != WR_OK) unlink(beside);
        }
    }
    free(directory);
    free(w.buf);
    EVP_MD_CTX_free(w.md);
    return rc;
}
