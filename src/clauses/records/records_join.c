/* records_join.c -- the job that puts the pieces of an upload together: one pass over their bytes, hashed as they are written; then the file is
 * of the record, and the pieces leave the disk. */
#include "records_prod_own.h"

#include <string.h>
#include "doc.h"
#include "i18n.h"
#include "now.h"

enum { STEP = 1 << 20, MEMORY = 64 << 20 };
/* The one job under way, of the worker's thread alone. parts: of the whole, where the database holds bytes. */
typedef struct joining { wr_id job; int64_t base, at, parts; arena *a; records_upload u; records_chunk *pieces; size_t n; blob whole; blob_in *in; const char *file; } joining;
typedef struct slice { joining *g; int64_t step; blob_part part; } slice;
static joining *under_way;

static void forget(void)
{
    arena *a = under_way ? under_way->a : NULL;
    if (under_way) blob_drop(under_way->in);
    under_way = NULL;
    if (a) arena_end(&a);
}

static wr_rc copy_piece(db_tx *ro, joining *g, const records_chunk *p)
{
    arena *own = arena_new("a piece", 8 << 20);
    wr_rc rc = WR_OK;
    for (int64_t at = 0; rc == WR_OK && at < p->size; ) {
        arena_mark m = (arena_alloc(own, 1, 1), arena_at(own));
        bytes x;
        rc = blob_read(ro, p->sha256, at, STEP, own, &x);
        if (rc == WR_OK && !x.n) rc = wr_fail(arena_err(g->a), WR_E_IO, NULL, N_("A piece of this upload is not there any more. Send the file again."));
        if (rc == WR_OK) rc = blob_add(g->in, x.p, x.n, arena_err(g->a));
        at += (int64_t)x.n;
        arena_rewind(own, m);
    }
    arena_end(&own);
    return rc;
}

static wr_rc begin(db_tx *ro, const char *upload, joining *g)
{
    wr_rc rc = db_one(ro, &RECORDS_UPLOAD_BY, g->a, &g->u, db_t(upload));
    if (rc == WR_E_MISSING) { *arena_err(g->a) = (wr_err){ 0 }; return WR_OK; }     /* joined already */
    TRY(rc);
    TRY(db_all(ro, &RECORDS_CHUNKS_OF, g->a, RECORDS_CHUNKS_MAX, &g->pieces, &g->n, db_t(upload)));
    TRY(blob_begin(arena_err(g->a), &g->in));
    for (size_t i = 0; i < g->n; i++) TRY(copy_piece(ro, g, &g->pieces[i]));
    TRY(blob_hash(g->in, g->a, &g->whole));
    TRY(blob_keep(g->in, arena_err(g->a)));
    g->parts = blob_in_files() ? 0 : (g->whole.size + BLOB_PART - 1) / BLOB_PART;
    g->file = id_new(g->a);
    return WR_OK;
}

/* Steps: the parts, the row of the file, then each piece goes. */
wr_rc records_join_plan(db_tx *ro, const job *j, arena *a, void **ret_slice)
{
    joining *g = under_way;
    slice *out;
    wr_rc rc = WR_OK;
    if (!g || g->job != j->id || j->done != g->at + 1) {
        forget();
        arena *own = arena_new("an upload", MEMORY);
        g = under_way = arena_make(own, joining);
        *g = (joining){ .job = j->id, .base = j->done, .at = j->done - 1, .a = own };
        rc = begin(ro, j->args, g);
        if (rc != WR_OK && arena_err(own)->rc != WR_OK) *arena_err(a) = *arena_err(own);
    }
    *ret_slice = NULL;
    if (rc == WR_OK && g->in && j->done - g->base < g->parts + 1 + (int64_t)g->n) {
        out = arena_make(a, slice);
        *out = (slice){ .g = g, .step = j->done - g->base };
        if (out->step < g->parts) rc = blob_part_next(g->in, a, &out->part);
        g->at = j->done;
        *ret_slice = out;
    }
    if (rc != WR_OK || !*ret_slice) forget();
    return rc;
}

static wr_rc whole_step(db_tx *rw, const wr_actor *who, const joining *g, arena *a)
{
    records_production p;
    records_file f;
    TRY(db_one(rw, &RECORDS_PRODUCTION_ID, a, &p, db_t(g->u.production)));
    f = (records_file){ .id = g->file, .about = p.id, .request = p.about, .name = g->u.name, .inside = "", .copy_of = "", .sha256 = g->whole.sha256, .size = g->whole.size, .media = DOC_ANY, .kind = "",
        .state = FILE_CHECKING, .problem = "", .found = g->u.found, .columns = "", .facts = "", .sealed = "", .sealed_name = g->u.sealed_name, .reasons = "", .decided = "", .decided_by = "" };
    TRY(doc_bytes_keep(rw, who, &g->whole, DOC_ANY, a));
    TRY(records_file_add(rw, who, &f, a));
    TRY(db_run(rw, &RECORDS_UPLOAD_DROP, db_t(g->u.id)));
    return db_run(rw, &RECORDS_CHUNKS_DROP, db_t(g->u.id));
}

wr_rc records_join_write(db_tx *rw, const wr_actor *who, job *j, const void *slice_, arena *a)
{
    const slice *x = slice_;
    const joining *g = x->g;
    db_id others;
    j->done++;
    j->total = g->base + g->parts + 1 + (int64_t)g->n;
    if (x->step < g->parts) return blob_part_put(rw, &x->part);
    if (x->step == g->parts) return whole_step(rw, who, g, a);
    db_log_kept(rw);
    TRY(db_one(rw, &RECORDS_CHUNK_SAME, a, &others, db_t(g->pieces[x->step - g->parts - 1].sha256)));
    if (others.id) return WR_OK;         /* the same file is under way a second time */
    return blob_remove(rw, g->pieces[x->step - g->parts - 1].sha256, a);
}
