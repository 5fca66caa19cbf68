/* records_read.c -- the job that reads a file of a production: looks through it once, then stores what it found in small steps. What has to be held
 * back is sealed first; its row, its bytes and its pages change in one transaction, and only behind that commit the bytes leave the disk.
 * A job that is taken up again begins anew: each step may run twice. */
#include "records_prod_own.h"

#include <string.h>
#include "doc.h"
#include "i18n.h"
#include "now.h"
#include "records_shown.h"

enum { PAGES_A_STEP = 200, MEMORY = 256 << 20 };
enum { DO_PART, DO_PAGES, DO_MEMBER, DO_ROW, DO_REMOVE };
typedef struct todo { int what; size_t i; } todo;
/* What the worker knows of the one job under way; its thread alone touches it. at: the step handed out last. */
typedef struct reading { wr_id job; int64_t base, at; arena *a; records_study s; todo *list; size_t n, cap; bool removes; blob facts; } reading;
typedef struct slice { reading *r; todo what; blob_part part; } slice;
static reading *under_way;

static void forget(void)
{
    arena *a = under_way ? under_way->a : NULL;
    under_way = NULL;
    if (a) arena_end(&a);
}

static void plan_do(reading *r, int what, size_t i)
{
    if (r->n == r->cap) {
        todo *more = arena_array(r->a, todo, r->cap = r->cap ? 2 * r->cap : 64);
        if (r->n) memcpy(more, r->list, r->n * sizeof *more);
        r->list = more;
    }
    r->list[r->n++] = (todo){ what, i };
}

static void plan_parts(reading *r, size_t i, int64_t size)
{
    for (int64_t at = 0; !blob_in_files() && at < size; at += BLOB_PART) plan_do(r, DO_PART, i);
}

/* The pages as text are a blob of the record: the rows can be made again from it. */
static wr_rc keep_pages(reading *r)
{
    records_study *s = &r->s;
    bytes text = records_pages_text(r->a, s->pages, s->n_pages);
    blob_in *in;
    wr_rc rc;
    if (!s->n_pages) return WR_OK;
    TRY(blob_begin(arena_err(r->a), &in));
    s->ins[s->n_ins++] = in;             /* let go with the others */
    rc = blob_add(in, text.p, text.n, arena_err(r->a));
    if (rc == WR_OK) rc = blob_hash(in, r->a, &r->facts);
    if (rc == WR_OK) rc = blob_keep(in, arena_err(r->a));
    s->file.facts = r->facts.sha256;
    s->file.facts_size = r->facts.size;
    return rc;
}

/* What was held back once is held back again when the same bytes come back: a person may have seen in them what no program finds. */
static wr_rc held_before(db_tx *ro, records_file *f, arena *a, const char **ret_columns, bool *ret)
{
    records_found sum = records_found_read(f->found);
    records_file *same;
    size_t n;
    TRY(db_all(ro, &RECORDS_FILES_SAME, a, RECORDS_FILES_MAX, &same, &n, db_t(f->sha256)));
    for (size_t i = 0; i < n && !*ret; i++) {
        records_found was = records_found_read(same[i].found);
        if (same[i].state < FILE_HELD) continue;
        for (int k = 0; k < FOUNDS; k++) sum.of[k] += was.of[k];
        f->found = records_found_text(a, &sum);
        *ret_columns = same[i].columns;
        *ret = true;
    }
    return WR_OK;
}

/* "ID" or "ID hold": a person found what no program can. */
static wr_rc begin(db_tx *ro, const char *args, reading *r)
{
    const char *blank = strchr(args, ' ');
    records_file f;
    records_study *s = &r->s;
    const char *columns = NULL;
    bool hold = blank != NULL;
    TRY(records_file_by(ro, blank ? arena_fmt(r->a, "%.*s", (int)(blank - args), args) : args, r->a, &f));
    if (hold ? f.state >= FILE_HELD : f.state != FILE_CHECKING) return WR_OK;
    if (!hold) TRY(held_before(ro, &f, r->a, &columns, &hold));
    TRY(records_study_file(ro, &f, hold, r->a, s));
    if (columns) s->columns = columns;
    TRY(keep_pages(r));
    for (size_t i = 0; i < s->n_members; i++) plan_parts(r, i, s->members[i].size);
    if (s->hold) plan_parts(r, 0, s->file.sealed_size);
    if (s->n_pages) plan_parts(r, s->n_ins - 1, r->facts.size);
    for (size_t i = 0; i < s->n_members; i++) plan_do(r, DO_MEMBER, i);
    for (size_t i = 0; i < s->n_pages; i += PAGES_A_STEP) plan_do(r, DO_PAGES, i);
    plan_do(r, DO_ROW, 0);
    if (s->hold) plan_do(r, DO_REMOVE, 0);
    for (size_t i = 0; i < s->n_dropped && blob_in_files(); i++) plan_do(r, DO_REMOVE, i + 1);      /* they were kept as files already */
    return WR_OK;
}

wr_rc records_read_plan(db_tx *ro, const job *j, arena *a, void **ret_slice)
{
    reading *r = under_way;
    slice *out;
    wr_rc rc = WR_OK;
    if (!r || r->job != j->id || j->done != r->at + 1) {      /* a new one, or one that failed on the way */
        forget();
        arena *own = arena_new("a file that is read", MEMORY);
        r = under_way = arena_make(own, reading);
        *r = (reading){ .job = j->id, .base = j->done, .at = j->done - 1, .a = own };
        rc = begin(ro, j->args, r);
        if (rc != WR_OK && arena_err(own)->rc != WR_OK) *arena_err(a) = *arena_err(own);
    }
    *ret_slice = NULL;
    if (rc == WR_OK && (size_t)(j->done - r->base) < r->n) {
        out = arena_make(a, slice);
        *out = (slice){ .r = r, .what = r->list[j->done - r->base] };
        if (out->what.what == DO_PART) rc = blob_part_next(r->s.ins[out->what.i], a, &out->part);
        r->at = j->done;
        *ret_slice = out;
    }
    if (rc != WR_OK || !*ret_slice) forget();
    return rc;
}

/* ---- steps ---- */
static wr_rc pages_step(db_tx *rw, const records_study *s, size_t from)
{
    if (from == 0) TRY(db_run(rw, &RECORDS_PAGES_CLEAR, db_t(s->file.id)));
    db_log_kept(rw);                     /* derived: the row of the file commits to them by a SHA-256 */
    for (size_t i = from; i < s->n_pages && i < from + PAGES_A_STEP; i++) TRY(db_save(rw, &RECORDS_PAGE_PUT, &RECORDS_PAGE, &s->pages[i]));
    return WR_OK;
}

static wr_rc member_step(db_tx *rw, const wr_actor *who, const records_file *m, arena *a)
{
    records_file f = *m, there;
    wr_rc rc = db_one(rw, &RECORDS_FILE_BY, a, &there, db_t(f.id));
    if (rc != WR_E_MISSING) { db_log_kept(rw); return rc; }
    TRY(doc_bytes_keep(rw, who, &(blob){ f.sha256, f.size }, f.media, a));
    return records_file_add(rw, who, &f, a);
}

/* What came inside an archive or a mail: the whole of it would hand out what the part may not. */
static wr_rc hold_outer(db_tx *rw, const wr_actor *who, const records_file *f, arena *a)
{
    records_file outer;
    wr_id id;
    if (!*f->inside) return WR_OK;
    TRY(records_file_by(rw, f->inside, a, &outer));
    if (outer.state >= FILE_HELD) return WR_OK;
    return job_start(rw, who, "records.read", outer.id, arena_fmt(a, "%s hold", outer.id), &id);
}

/* Every row with these bytes that somebody could still open: the same file may have come twice. */
static wr_rc hold_same(db_tx *rw, const wr_actor *who, const records_file *held, arena *a)
{
    records_file *f;
    size_t n;
    bool gone;
    TRY(db_all(rw, &RECORDS_FILES_SAME, a, RECORDS_FILES_MAX, &f, &n, db_t(held->sha256)));
    for (size_t i = 0; i < n; i++) {
        records_file now = f[i];
        TRY(records_hide_bytes(rw, who, f[i].request, held->sha256, a));
        if (f[i].state >= FILE_HELD || str_eq(f[i].id, held->id)) continue;
        now.state = FILE_HELD;
        now.found = held->found;
        now.columns = held->columns;
        now.sealed = held->sealed;
        now.sealed_size = held->sealed_size;
        TRY(history_add(rw, who, &RECORDS_FILES, "records.file_held", who->today, &f[i], &now, a));
        TRY(hold_outer(rw, who, &now, a));
    }
    return doc_bytes_go(rw, who, held->sha256, "held back for counsel", a, &gone);
}

static wr_rc row_step(db_tx *rw, const wr_actor *who, const reading *r, arena *a)
{
    const records_study *s = &r->s;
    records_file was, now = s->file;
    TRY(records_file_by(rw, s->file.id, a, &was));
    if (was.state >= FILE_HELD) { db_log_kept(rw); return WR_OK; }
    now.found = records_found_text(a, &s->found);
    now.columns = s->columns;
    now.n = was.n;
    if (r->facts.sha256) TRY(doc_bytes_keep(rw, who, &r->facts, "text/plain", a));      /* none when a person holds back what was read before: they are kept already */
    if (s->hold) {
        TRY(doc_bytes_keep(rw, who, &(blob){ now.sealed, now.sealed_size }, DOC_ANY, a));
        TRY(history_add(rw, who, &RECORDS_FILES, "records.file_held", who->today, &was, &now, a));
        TRY(hold_outer(rw, who, &now, a));
        return hold_same(rw, who, &now, a);
    }
    return history_add(rw, who, &RECORDS_FILES, "records.file_read", who->today, &was, &now, a);
}

wr_rc records_read_write(db_tx *rw, const wr_actor *who, job *j, const void *slice_, arena *a)
{
    const slice *x = slice_;
    const reading *r = x->r;
    j->done++;
    j->total = r->base + (int64_t)r->n;
    switch (x->what.what) {
    case DO_PART: return blob_part_put(rw, &x->part);
    case DO_PAGES: return pages_step(rw, &r->s, x->what.i);
    case DO_MEMBER: return member_step(rw, who, &r->s.members[x->what.i], a);
    case DO_ROW: return row_step(rw, who, r, a);
    default: db_log_kept(rw); return blob_remove(rw, x->what.i ? r->s.members[x->what.i - 1].sha256 : r->s.file.sha256, a);
    }
}

/* All steps at once, in a command's own transaction. The bytes stay until the sweep: their commit is still to come. */
wr_rc records_read_now(db_tx *rw, const wr_actor *who, const char *file, arena *a)
{
    arena *own = arena_new("a file that is read", MEMORY);
    reading *r = arena_make(own, reading);
    blob_part part;
    wr_rc rc;
    *r = (reading){ .a = own };
    rc = begin(rw, file, r);
    for (size_t i = 0; rc == WR_OK && i < r->n; i++) {
        slice x = { .r = r, .what = r->list[i] };
        job j = { .done = (int64_t)i };
        if (x.what.what == DO_REMOVE) continue;
        if (x.what.what == DO_PART) rc = blob_part_next(r->s.ins[x.what.i], a, &part);
        x.part = part;
        if (rc == WR_OK) rc = records_read_write(rw, who, &j, &x, a);
    }
    if (rc != WR_OK && arena_err(own)->rc != WR_OK) *db_err(rw) = *arena_err(own);
    arena_end(&own);
    return rc;
}
