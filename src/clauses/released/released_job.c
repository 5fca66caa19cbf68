/* released_job.c -- the job that reads a released file: slices of reading, then one slice in which all its tables become visible at once. Killed before
 * that, nothing is: stores without a row are written over by the next try. */
#include "released_own.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "blob.h"
#include "day.h"
#include "i18n.h"
#include "now.h"
#include "released_findings.h"
#include "sha256.h"

enum { MEMORY = 1 << 30 };
static const int64_t SLICE_US = 250000;
/* The one reading under way, of the worker's thread alone. at: where the job stood when the last slice was made. */
typedef struct import { wr_id job; int64_t at, base; arena *a; released_file file; released_reading *r; bool over; const char *problem; released_found *found; size_t n;
    json_t **report; const char *notes; const char *content; int64_t done, total; } import;
typedef struct slice { import *g; } slice;
static import *under_way;

static void forget(void)
{
    arena *a = under_way ? under_way->a : NULL;
    under_way = NULL;
    if (a) arena_end(&a);
}

const char *released_folder(arena *a, const char *id)
{
    const char *base;
    if (blob_beside(a, "released", &base) != WR_OK) return NULL;
    return arena_fmt(a, "%s/%s", base, id);
}

static void free_json(void *j) { json_decref(j); }

/* "line of the sheet<TAB>row" each. */
static size_t heads_of(const char *text, arena *a, released_said_head **ret)
{
    released_said_head *h = arena_array(a, released_said_head, 64);
    size_t n = 0;
    for (const char *p = text; *p && n < 64; ) {
        const char *tab = strchr(p, '\t'), *end = tab ? strchr(tab, '\n') : NULL;
        if (!tab) break;
        h[n].sheet = arena_fmt(a, "%.*s", (int)(tab - p), p);
        if (str_int(arena_fmt(a, "%.*s", (int)(end ? end - tab - 1 : (ptrdiff_t)strlen(tab + 1)), tab + 1), &h[n].row)) n++;
        p = end ? end + 1 : "";
    }
    *ret = h;
    return n;
}

/* A confirmed mapping of this agency and header stands over what the names say. */
static wr_rc with_map(db_tx *ro, const released_file *f, released_found *t, const char *head, arena *a)
{
    released_map m;
    bool found;
    TRY(released_map_of(ro, f->agency, head, a, &m, &found));
    if (!found) return WR_OK;
    t->kind = m.kind;
    released_ideas_split(m.ideas, t->head.columns, t->head.ideas, a);
    return WR_OK;
}

const char *released_head_text(const released_head *h, arena *a)
{
    strbuf b = sb_new(a, 400);
    for (size_t i = 0; i < h->columns && b.n < RELEASED_HEAD; i++) {
        if (i) sb_ch(&b, '|');
        sb_str(&b, released_normal(a, h->names[i], strlen(h->names[i])));
    }
    return b.p;
}

void released_ideas_split(const char *text, size_t columns, const released_idea **ret, arena *a)
{
    const char *p = text;
    for (size_t i = 0; i < columns; i++) {
        size_t n = strcspn(p, "|");
        const char *name = arena_fmt(a, "%.*s", (int)n, p);
        ret[i] = NULL;
        for (const released_idea *k = released_ideas; k->name && !ret[i]; k++)
            if (str_eq(k->name, name)) ret[i] = k;
        p += n + (p[n] == '|');
    }
}

const char *released_ideas_join(const released_idea *const *ideas, size_t columns, arena *a)
{
    strbuf b = sb_new(a, 400);
    for (size_t i = 0; i < columns; i++) {
        if (i) sb_ch(&b, '|');
        if (ideas[i]) sb_str(&b, ideas[i]->name);
    }
    return b.p;
}

/* ---- the end of a reading: reports, and a hash over what the tables hold ---- */
static wr_rc close_reading(db_tx *ro, import *g)
{
    strbuf all = sb_new(g->a, 1000);
    uint8_t sum[SHA256_BYTES];
    TRY(released_read_end(g->r, &g->found, &g->n));
    g->report = arena_array(g->a, json_t *, g->n + 1);
    for (size_t i = 0; i < g->n; i++) {
        store *s;
        released_found *f = &g->found[i];
        const char *head = released_head_text(&f->head, g->a);
        TRY(with_map(ro, &g->file, f, head, g->a));
        TRY(store_open(f->path, arena_err(g->a), &s));
        g->report[i] = released_report_table(f, s);
        arena_on_end(g->a, free_json, g->report[i]);
        TRY(released_findings(ro, &g->file, f, s, g->a, g->report[i]));
        sb_fmt(&all, "%s %lld ", head, (long long)f->rows);
        for (size_t c = 0; c < f->head.columns; c++) sb_fmt(&all, "%016llx,", (unsigned long long)released_column_sum(s, c));
        store_close(&s);
    }
    sha256_of(&(bytes){ (const uint8_t *)all.p, all.n }, 1, sum);
    g->content = str_hex(g->a, sum, sizeof sum);
    return WR_OK;
}

static wr_rc begin(db_tx *ro, const char *id, import *g)
{
    released_read_ask ask = { .fd = -1 };
    released_said_head *heads;
    int fd;
    TRY(db_one(ro, &RELEASED_FILE_ID, g->a, &g->file, db_t(id)));
    ask.heads = heads_of(g->file.heads, g->a, &heads);
    ask.head = heads;
    ask.name = g->file.name;
    ask.folder = released_folder(g->a, id);
    if (!ask.folder || (mkdir(ask.folder, 0700) != 0 && access(ask.folder, W_OK) != 0)) return wr_fail(arena_err(g->a), WR_E_IO, NULL, N_("The folder for tables cannot be written."));
    TRY(blob_open(ro, &(blob){ g->file.sha256, g->file.size }, g->a, &fd));
    ask.fd = fd;
    ask.last_day = (int32_t)day_number(day_none(g->file.extracted) ? g->file.taken : g->file.extracted) + 366;
    return released_read_begin(&ask, g->a, &g->r);
}

/* What is wrong with the file is said of the file; what is wrong with the machine fails the slice, which is tried again. */
static wr_rc refused_or(import *g, wr_rc rc, arena *a)
{
    if (rc == WR_OK) return rc;
    if (rc == WR_E_INPUT || rc == WR_E_TOO_BIG) {
        g->problem = i18n_err(g->a, "en", arena_err(g->a));
        g->over = true;
        return WR_OK;
    }
    if (arena_err(g->a)->rc != WR_OK) *arena_err(a) = *arena_err(g->a);
    return rc;
}

static wr_rc go_on(db_tx *ro, import *g)
{
    bool more = false;
    TRY(released_read_step(g->r, SLICE_US, &more));
    released_read_at(g->r, &g->done, &g->total);
    if (more) return WR_OK;
    TRY(close_reading(ro, g));
    g->over = true;
    return WR_OK;
}

static wr_rc plan(db_tx *ro, const job *j, arena *a, void **ret_slice)
{
    import *g = under_way;
    wr_rc rc = WR_OK;
    slice *out;
    *ret_slice = NULL;
    if (g && g->job == j->id && j->done == g->at + 1 && g->over) { forget(); return WR_OK; }
    if (!g || g->job != j->id || j->done != g->at + 1) {
        forget();
        arena *own = arena_new("an import", MEMORY);
        g = under_way = arena_make(own, import);
        *g = (import){ .job = j->id, .base = j->done, .a = own };
        rc = refused_or(g, begin(ro, j->args, g), a);
    }
    g->at = j->done;
    if (rc == WR_OK && !g->over) rc = refused_or(g, go_on(ro, g), a);
    if (rc != WR_OK) { forget(); return rc; }
    if (g->file.state != RELEASED_READING) { forget(); return WR_OK; }       /* done already */
    out = arena_make(a, slice);
    *out = (slice){ g };
    *ret_slice = out;
    return WR_OK;
}

static wr_rc put_table(db_tx *rw, const import *g, size_t i, arena *a)
{
    const released_found *f = &g->found[i];
    strbuf name = sb_new(a, 80);
    released_table t = { .id = arena_fmt(a, "%s-%zu", g->file.id, i + 1), .file = g->file.id, .n = (int64_t)i + 1, .kind = f->kind, .head = released_head_text(&f->head, a),
        .columns = (int64_t)f->head.columns, .rows = f->rows };
    for (size_t k = 0; k < f->parts && name.n < 200; k++) sb_fmt(&name, "%s%s", k ? " + " : "", f->part[k].sheet);
    t.name = name.p;
    TRY(released_span(f, a, &t.first, &t.last));
    t.report = json_dumps(g->report[i], JSON_COMPACT | JSON_SORT_KEYS);
    arena_on_end(a, free, (void *)(uintptr_t)t.report);
    return db_save(rw, &RELEASED_TABLE_PUT, &RELEASED_TABLE, &t);
}

static wr_rc all_tables(db_tx *rw, const import *g, arena *a)
{
    TRY(db_run(rw, &RELEASED_TABLE_OFF, db_t(g->file.id)));
    for (size_t i = 0; i < g->n; i++) TRY(put_table(rw, g, i, a));
    return WR_OK;
}

static wr_rc finish(db_tx *rw, const wr_actor *who, const import *g, arena *a)
{
    released_file was, now;
    TRY(db_one(rw, &RELEASED_FILE_ID, a, &was, db_t(g->file.id)));
    now = was;
    now.state = g->problem ? RELEASED_REFUSED : RELEASED_READ;
    now.problem = g->problem ? g->problem : "";
    now.content = g->content ? g->content : "";
    if (!g->problem) TRY(all_tables(rw, g, a));
    TRY(history_add(rw, who, &RELEASED_FILES, g->problem ? "released.file_refused" : "released.file_read", who->today, &was, &now, a));
    return g->problem ? WR_OK : released_tell(rw, who, &now, g->report, g->n, a);
}

static wr_rc store_slice(db_tx *rw, const wr_actor *who, job *j, const void *slice_, arena *a)
{
    const import *g = ((const slice *)slice_)->g;
    j->done++;
    j->total = g->base + (g->total > 0 ? (g->total + (g->done > 0 ? g->done : 1) - 1) / (g->done > 0 ? g->done : 1) * (j->done - g->base) : 1);
    if (j->total < j->done) j->total = j->done;
    j->note = "";
    db_log_kept(rw);
    return g->over ? finish(rw, who, g, a) : WR_OK;
}

const job_kind released_jobs[] = { { "released.read", N_("Reads a released file"), plan, store_slice }, { 0 } };

/* ---- all of it again ---- */
static wr_rc read_whole(db_tx *rw, const char *id, wr_rc (*then)(db_tx *, const wr_actor *, const import *, arena *), const wr_actor *who)
{
    arena *own = arena_new("an import", MEMORY);
    import g = { .a = own };
    wr_rc rc = begin(rw, id, &g);
    while (rc == WR_OK && !g.over) rc = go_on(rw, &g);
    if (rc == WR_OK) rc = then(rw, who, &g, own);
    if (rc != WR_OK && arena_err(own)->rc != WR_OK) *db_err(rw) = *arena_err(own);
    arena_end(&own);
    return rc;
}

static wr_rc tables_again(db_tx *rw, const wr_actor *who, const import *g, arena *a) { (void)who; return all_tables(rw, g, a); }
wr_rc released_read_now(db_tx *rw, const wr_actor *who, const char *id, arena *a) { (void)a; return read_whole(rw, id, finish, who); }

wr_rc released_again(db_tx *rw, arena *a)
{
    released_file *f;
    size_t n;
    TRY(released_files(rw, a, &f, &n));
    for (size_t i = n; i-- > 0; )            /* oldest first: each is held against those before it */
        if (f[i].state == RELEASED_READ) TRY(read_whole(rw, f[i].id, tables_again, NULL));
    return WR_OK;
}
