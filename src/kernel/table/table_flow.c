/* table_flow.c -- one part of a ZIP file as it unpacks: a thread reads and inflates ahead into a ring of blocks, the reader takes them in order. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include "mtx.h"
#include "table_xlsx_own.h"

typedef struct block { size_t n; char p[FLOW_BLOCK]; } block;
struct zip_flow {
    const zip *z;
    const zip_part *part;
    int64_t at, left;                  /* packed bytes that were not read yet, and where */
    z_stream inflate;
    bool inflating, ended;             /* of the thread */
    uint8_t *packed;                   /* FLOW_BLOCK bytes */
    int64_t size;                      /* unpacked so far */
    block *ring;
    mtx m;
    cond more, room;
    size_t full, first;                /* blocks that wait, and the first of them; under m, as are done, stop, rc, taken */
    bool done, stop, held;             /* held: the reader has block `first` */
    wr_rc rc;
    wr_err err;
    int64_t taken;
    pthread_t thread;
    bool runs;
    uint32_t crc;                      /* of the reader: its thread has more time than the one that inflates */
};

static wr_rc broken(const zip_flow *f, wr_err *e) { return zip_bad(e, WR_E_INPUT, f->part->name, N_("{part}: damaged, or cut short.")); }

static wr_rc read_packed(zip_flow *f, void *to, size_t n, wr_err *e, size_t *ret)
{
    size_t want = (int64_t)n < f->left ? n : (size_t)f->left;
    TRY(table_read(f->z->fd, to, want, f->at, f->z->file, e, ret));
    if (*ret != want) return broken(f, e);
    f->at += (int64_t)want;
    f->left -= (int64_t)want;
    return WR_OK;
}

static wr_rc fill_deflated(zip_flow *f, block *b, wr_err *e)
{
    z_stream *s = &f->inflate;
    s->next_out = (Bytef *)b->p;
    s->avail_out = FLOW_BLOCK;
    while (s->avail_out > 0 && !f->ended) {
        int z;
        if (s->avail_in == 0) {
            size_t n;
            TRY(read_packed(f, f->packed, FLOW_BLOCK, e, &n));
            s->next_in = f->packed;
            s->avail_in = (uInt)n;
        }
        z = inflate(s, Z_NO_FLUSH);
        if (z == Z_STREAM_END) f->ended = true;
        else if (z != Z_OK) return broken(f, e);
    }
    b->n = FLOW_BLOCK - s->avail_out;
    return WR_OK;
}

static wr_rc fill_block_of(zip_flow *f, block *b, wr_err *e)
{
    int64_t taken;
    if (f->part->method == 0) TRY(read_packed(f, b->p, FLOW_BLOCK, e, &b->n));
    else TRY(fill_deflated(f, b, e));
    f->size += (int64_t)b->n;
    taken = f->part->packed - f->left;
    if (f->size > f->part->size) return broken(f, e);
    if (f->size > ZIP_RATIO_FROM && f->size / ZIP_RATIO > taken) return zip_bad(e, WR_E_TOO_BIG, f->part->name, N_("{part}: unpacks to more than 500 times its size."));
    if (f->part->method == 0) f->ended = f->left == 0;
    if (f->ended && (f->size != f->part->size || f->left != 0 || f->inflate.avail_in != 0)) return broken(f, e);
    return WR_OK;
}

static void *run(void *p)
{
    zip_flow *f = p;
    bool stop = false;
    for (size_t at = 0; !stop; at = (at + 1) % FLOW_BLOCKS) {
        wr_err e = { 0 };
        wr_rc rc;
        mtx_lock(&f->m);
        while (f->full == FLOW_BLOCKS && !f->stop) cond_wait(&f->room, &f->m);
        stop = f->stop;
        mtx_unlock(&f->m);
        if (stop) break;
        rc = fill_block_of(f, &f->ring[at], &e);
        mtx_lock(&f->m);
        if (rc == WR_OK) f->full++;
        else { f->rc = rc; f->err = e; }
        f->taken = f->part->packed - f->left;
        stop = f->done = rc != WR_OK || f->ended;
        cond_signal(&f->more);
        mtx_unlock(&f->m);
    }
    return NULL;
}

wr_rc zip_flow_open(const zip *z, const zip_part *part, wr_err *e, zip_flow **ret)
{
    int64_t at;
    zip_flow *f;
    TRY(zip_begins(z, part, e, &at));
    f = calloc(1, sizeof *f);
    if (!f) return table_no_memory(e);
    f->z = z;
    f->part = part;
    f->at = at;
    f->left = part->packed;
    mtx_init(&f->m);
    cond_init(&f->more);
    cond_init(&f->room);
    f->ring = malloc(FLOW_BLOCKS * sizeof *f->ring);
    f->packed = malloc(FLOW_BLOCK);
    f->inflating = inflateInit2(&f->inflate, -MAX_WBITS) == Z_OK;
    f->runs = f->ring && f->packed && f->inflating && pthread_create(&f->thread, NULL, run, f) == 0;
    if (!f->runs) {
        zip_flow_close(&f);
        return table_no_memory(e);
    }
    *ret = f;
    return WR_OK;
}

wr_rc zip_flow_next(void *flow, wr_err *e, const char **ret, size_t *ret_n)
{
    zip_flow *f = flow;
    const block *b = NULL;
    bool last;
    mtx_lock(&f->m);
    if (f->held) {
        f->first = (f->first + 1) % FLOW_BLOCKS;
        f->full--;
        f->held = false;
        cond_signal(&f->room);
    }
    while (f->full == 0 && !f->done) cond_wait(&f->more, &f->m);
    if (f->full > 0) {
        b = &f->ring[f->first];
        f->held = true;
    }
    last = f->done && f->full <= 1;
    mtx_unlock(&f->m);
    if (b) f->crc = (uint32_t)crc32(f->crc, (const Bytef *)b->p, (uInt)b->n);
    else if (f->rc != WR_OK) {
        *e = f->err;
        return f->rc;
    }
    if (last && f->rc == WR_OK && f->crc != f->part->crc) return broken(f, e);
    *ret = b ? b->p : "";
    *ret_n = b ? b->n : 0;
    return WR_OK;
}

int64_t zip_flow_taken(zip_flow *f)
{
    int64_t n;
    mtx_lock(&f->m);
    n = f->taken;
    mtx_unlock(&f->m);
    return n;
}

void zip_flow_close(zip_flow **f)
{
    zip_flow *g = *f;
    if (!g) return;
    mtx_lock(&g->m);
    g->stop = true;
    cond_signal(&g->room);
    mtx_unlock(&g->m);
    if (g->runs) pthread_join(g->thread, NULL);
    if (g->inflating) inflateEnd(&g->inflate);
    free(g->packed);
    free(g->ring);
    cond_end(&g->more);
    cond_end(&g->room);
    mtx_end(&g->m);
    free(g);
    *f = NULL;
}
