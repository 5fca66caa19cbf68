/* released_job.c -- the job that reads a released file: slices of reading, then one slice in which all its tables become visible at once. Killed before
 * that, nothing is: stores without a row are written over by the next try. A file with what the agency failed to withhold is sealed in that slice. */
#include "released_own.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "blob.h"
#include "day.h"
#include "doc_key.h"
#include "i18n.h"
#include "now.h"
#include "released_findings.h"
#include "sha256.h"

enum { MEMORY = 1 << 30 };
static const int64_t SLICE_US = 250000;
/* Bytes are read; what has to be kept goes in as parts (PostgreSQL alone); the row and the tables change in one transaction; behind it bytes that
 * left the record leave the disk. */
typedef enum stage { READING, PARTS, ROW, REMOVE, OVER } stage;
/* The one reading under way, of the worker's thread alone. at: where the job stood when the last slice was made. */
typedef struct import { wr_id job; int64_t at, base; arena *a; released_file file; released_reading *r; stage stage; const char *problem; released_found *found; size_t n;
    released_table *table; json_t **report; const char *content, *lacks; released_copy kept; blob sealed; size_t part; int64_t done, total; } import;
typedef struct slice { import *g; stage stage; blob_part part; } slice;
static import *under_way;

static void forget(void)
{
    arena *a = under_way ? under_way->a : NULL;
    under_way = NULL;
    if (a) arena_end(&a);
}

/* Another way of reading, another folder: what is open stays whole, and a machine that has the old stores sees that it lacks the new ones. */
const char *released_folder(arena *a, const released_file *f)
{
    const char *base;
    uint64_t h = 14695981039346656037u;
    if (blob_beside(a, "released", &base) != WR_OK) return NULL;
    for (const char *p = arena_fmt(a, "%s\f%s", f->heads, f->allow); *p; p++) h = (h ^ (unsigned char)*p) * 1099511628211u;
    return arena_fmt(a, "%s/%s-%08llx", base, f->id, (unsigned long long)(h >> 32));
}

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
        ret[i] = released_idea_named(arena_fmt(a, "%.*s", (int)n, p));
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

static void free_json(void *j) { json_decref(j); }

/* ---- the end of a reading: reports, what was found, and a hash over what the tables hold ---- */
static void found_line(strbuf *b, const char *column, const char *what, int64_t n)
{
    if (n && b->n < RELEASED_HEAD - 400) sb_fmt(b, "%s\t%s\t%lld\n", column, what, (long long)n);
}

/* Columns of all tables, and what stood in names and beside tables; "" when the agency withheld what it has to. */
static const char *lacks_of(const import *g)
{
    strbuf b = sb_new(g->a, 200);
    for (size_t i = 0; i < g->n; i++) {
        const released_found *f = &g->found[i];
        int64_t gone = f->gone;
        for (size_t c = 0; c < f->head.columns; c++)
            found_line(&b, released_normal(g->a, f->head.names[c], strlen(f->head.names[c])), f->personal[c] ? released_personal_words[f->personal[c]] : RELEASED_IN_TEXT, f->quarantined[c]);
        for (size_t p = 0; p < f->parts; p++) gone += f->part[p].gone;
        found_line(&b, "", "text beside the table", gone);
    }
    return b.p;
}

static const struct { const char *word, *said; } SAID[] = { { "a_number", N_("A-number") }, { "ssn", N_("Social Security number") }, { "name", N_("personal name") },
    { "birth_date", N_("full birth date") }, { "home", N_("home address") }, { RELEASED_IN_TEXT, N_("in free text") }, { "text beside the table", N_("text beside the table") } };

static const char *what_said(const char *lang, const char *word, size_t n)
{
    for (size_t i = 0; i < sizeof SAID / sizeof *SAID; i++)
        if (strlen(SAID[i].word) == n && memcmp(SAID[i].word, word, n) == 0) return i18n(lang, NULL, SAID[i].said);
    return "";
}

const char *released_found_said(const char *found, const char *lang, arena *a)
{
    strbuf b = sb_new(a, 200);
    for (const char *p = found; *p; ) {
        size_t n = strcspn(p, "\t"), k = strcspn(p + n, "\n"), w;
        const char *what = p + n + (p[n] == '\t'), *end = p + n + k;
        w = strcspn(what, "\t\n");
        if (b.n) sb_str(&b, "; ");
        if (n) sb_fmt(&b, "%.*s: ", (int)n, p);
        sb_str(&b, what_said(lang, what, w));
        if (what[w] == '\t') sb_fmt(&b, " (%.*s)", (int)(end - what - (ptrdiff_t)w - 1), what + w + 1);
        p = end + (*end == '\n');
    }
    return b.p;
}

static void table_of(const import *g, size_t i, const store *s, json_t *report, released_table *ret)
{
    const released_found *f = &g->found[i];
    strbuf name = sb_new(g->a, 80);
    char *text;
    for (size_t k = 0; k < f->parts && name.n < 200; k++) sb_fmt(&name, "%s%s", k ? " + " : "", f->part[k].sheet);
    *ret = (released_table){ .id = arena_fmt(g->a, "%s-%zu", g->file.id, i + 1), .file = g->file.id, .n = (int64_t)i + 1, .kind = f->kind, .name = name.p, .head = released_head_text(&f->head, g->a),
        .columns = (int64_t)f->head.columns, .rows = f->rows };
    text = json_dumps(report, JSON_COMPACT | JSON_SORT_KEYS);
    ret->report = text ? arena_dup(g->a, text) : "";
    free(text);
    released_span(s, released_main_date(f->kind, f->head.ideas, f->head.columns), &ret->first, &ret->last);
}

static wr_rc one_report(db_tx *ro, import *g, size_t i, strbuf *all)
{
    store *s;
    released_found *f = &g->found[i];
    const char *head = released_head_text(&f->head, g->a);
    json_t *report;
    wr_rc rc;
    TRY(with_map(ro, &g->file, f, head, g->a));
    TRY(store_lend(f->path, arena_err(g->a), &s));
    report = released_report_table(f, s);
    if (i == 0) released_report_notes(report, released_read_file(g->r));
    rc = released_findings(ro, &g->file, f, s, g->a, report);
    sb_fmt(all, "%s %lld ", head, (long long)f->rows);
    for (size_t c = 0; c < f->head.columns; c++) sb_fmt(all, "%016llx,", (unsigned long long)released_column_sum(s, c));
    g->report[i] = report;
    arena_on_end(g->a, free_json, report);
    if (rc == WR_OK) table_of(g, i, s, report, &g->table[i]);
    store_give_back(&s);
    return rc;
}

/* Sealed to counsel's key, and the tables kept as they are: without a key nothing stays. */
static wr_rc hold(db_tx *ro, import *g)
{
    doc_key key;
    bool there;
    TRY(doc_key_there(ro, g->a, &there));
    if (!there) {
        g->problem = N_("The agency failed to withhold what it has to, and counsel has set no key: nothing of this file is kept. Ask counsel to set it, then take the file in again.");
        return WR_OK;
    }
    TRY(doc_key_of(ro, g->a, &key));
    TRY(released_keep(g->table, g->found, g->n, g->a, &g->kept));
    TRY(doc_seal_blob(ro, &key, &(blob){ g->file.sha256, g->file.size }, g->a, &g->kept.in[g->kept.n], &g->sealed));
    g->kept.of[g->kept.n++] = g->sealed;
    return WR_OK;
}

static wr_rc close_reading(db_tx *ro, import *g)
{
    strbuf all = sb_new(g->a, 1000);
    uint8_t sum[SHA256_BYTES];
    TRY(released_read_end(g->r, &g->found, &g->n));
    g->table = arena_array(g->a, released_table, g->n + 1);
    g->report = arena_array(g->a, json_t *, g->n + 1);
    for (size_t i = 0; i < g->n; i++) TRY(one_report(ro, g, i, &all));
    sha256_of(&(bytes){ (const uint8_t *)all.p, all.n }, 1, sum);
    g->content = str_hex(g->a, sum, sizeof sum);
    g->lacks = lacks_of(g);
    return *g->lacks ? hold(ro, g) : WR_OK;
}

wr_rc released_reading_of(db_tx *ro, const released_file *f, arena *a, released_reading **ret)
{
    released_read_ask ask = { .fd = -1 };
    released_said_head *heads;
    int fd;
    ask.heads = heads_of(f->heads, a, &heads);
    ask.head = heads;
    ask.name = f->name;
    ask.allow = f->allow;
    ask.folder = released_folder(a, f);
    if (!ask.folder || (mkdir(ask.folder, 0700) != 0 && access(ask.folder, W_OK) != 0)) return wr_fail(arena_err(a), WR_E_IO, NULL, N_("The folder for tables cannot be written."));
    TRY(blob_open(ro, &(blob){ f->sha256, f->size }, a, &fd));
    ask.fd = fd;
    ask.last_day = (int32_t)day_number(day_none(f->extracted) ? f->taken : f->extracted) + 366;
    return released_read_begin(&ask, a, ret);
}

static wr_rc begin(db_tx *ro, const char *id, import *g)
{
    TRY(db_one(ro, &RELEASED_FILE_ID, g->a, &g->file, db_t(id)));
    if (g->file.state != RELEASED_READING) {                  /* the row changed before the machine stopped: bytes that left the record may be left */
        g->stage = *g->file.sealed || g->file.state == RELEASED_REFUSED ? REMOVE : OVER;
        return WR_OK;
    }
    return released_reading_of(ro, &g->file, g->a, &g->r);
}

/* What is wrong with the file, or that the disk is full, is said of the file; what else is wrong with the machine fails the slice, which is tried again. */
static wr_rc refused_or(import *g, wr_rc rc, arena *a)
{
    const wr_err *e = arena_err(g->a);
    int64_t gone = 0;
    if (rc == WR_OK) return rc;
    if (rc == WR_E_INPUT || rc == WR_E_TOO_BIG || wr_disk_full(e)) {
        g->problem = released_clean(g->a, i18n_err(g->a, "en", e), &gone);
        return WR_OK;
    }
    if (e->rc != WR_OK) *arena_err(a) = *e;
    return rc;
}

static wr_rc go_on(db_tx *ro, import *g)
{
    bool more = false;
    TRY(released_read_step(g->r, SLICE_US, &more));
    released_read_at(g->r, &g->done, &g->total);
    if (more) return WR_OK;
    TRY(close_reading(ro, g));
    g->stage = g->kept.n && !blob_in_files() ? PARTS : ROW;
    return WR_OK;
}

static bool bytes_go(const import *g) { return g->problem || g->kept.n; }

/* What the last slice did is on disk. */
static void next_stage(import *g)
{
    if (g->stage == REMOVE || (g->stage == ROW && !bytes_go(g))) g->stage = OVER;
    else if (g->stage == ROW) g->stage = REMOVE;
}

static wr_rc next_part(import *g, arena *a, blob_part *ret)
{
    for (; g->part < g->kept.n; g->part++) {
        TRY(blob_part_next(g->kept.in[g->part], a, ret));
        if (ret->x.n) return WR_OK;
    }
    g->stage = ROW;
    return WR_OK;
}

/* What a refused file left: stores that were begun, and those that were whole. */
static void refused(import *g)
{
    if (g->problem && g->stage == READING) g->stage = ROW;
    if (g->problem && g->stage == ROW) released_folder_drop(released_folder(g->a, &g->file));
}

static wr_rc plan(db_tx *ro, const job *j, arena *a, void **ret_slice)
{
    import *g = under_way;
    wr_rc rc = WR_OK;
    slice *out = arena_make(a, slice);
    *ret_slice = NULL;
    if (g && g->job == j->id && j->done == g->at + 1) next_stage(g);
    else {
        forget();
        arena *own = arena_new("an import", MEMORY);
        g = under_way = arena_make(own, import);
        *g = (import){ .job = j->id, .base = j->done, .a = own };
        rc = refused_or(g, begin(ro, j->args, g), a);
    }
    g->at = j->done;
    if (rc == WR_OK && g->stage == READING && !g->problem) rc = refused_or(g, go_on(ro, g), a);
    if (rc == WR_OK) refused(g);
    if (rc == WR_OK && g->stage == PARTS) rc = next_part(g, a, &out->part);
    if (rc != WR_OK || g->stage == OVER) { forget(); return rc; }
    out->g = g;
    out->stage = g->stage;
    *ret_slice = out;
    return WR_OK;
}

static wr_rc all_tables(db_tx *rw, const char *file, const released_table *t, size_t n)
{
    TRY(db_run(rw, &RELEASED_TABLE_OFF, db_t(file)));
    for (size_t i = 0; i < n; i++) TRY(db_save(rw, &RELEASED_TABLE_PUT, &RELEASED_TABLE, &t[i]));
    return WR_OK;
}

static wr_rc put_row(db_tx *rw, const wr_actor *who, const import *g, arena *a)
{
    released_file was, now;
    bool gone;
    TRY(db_one(rw, &RELEASED_FILE_ID, a, &was, db_t(g->file.id)));
    if (was.state != RELEASED_READING) { db_log_kept(rw); return WR_OK; }
    now = was;
    now.state = g->problem ? RELEASED_REFUSED : RELEASED_READ;
    now.problem = g->problem ? g->problem : "";
    now.content = g->problem ? "" : g->content;
    now.held = !g->problem && g->kept.n ? RELEASED_HELD_WAITS : RELEASED_HELD_OPEN;
    now.found = g->lacks ? g->lacks : "";
    now.sealed = now.clean = "";
    now.sealed_size = now.clean_size = 0;
    for (size_t i = 0; !g->problem && i < g->kept.n; i++) TRY(doc_bytes_keep(rw, who, &g->kept.of[i], DOC_ANY, a));
    if (!g->problem && g->kept.n) {
        now.sealed = g->sealed.sha256;
        now.sealed_size = g->sealed.size;
        now.clean = g->kept.of[g->kept.n - 2].sha256;
        now.clean_size = g->kept.of[g->kept.n - 2].size;
    }
    TRY(all_tables(rw, now.id, g->table, g->problem ? 0 : g->n));
    TRY(history_add(rw, who, &RELEASED_FILES, g->problem ? "released.file_refused" : g->kept.n ? "released.file_held" : "released.file_read", who->today, &was, &now, a));
    TRY(g->problem ? released_tell_withdrawn(rw, who, &now, a) : released_tell(rw, who, &now, g->report, g->n, a));
    return bytes_go(g) ? doc_bytes_go(rw, who, now.sha256, g->problem ? "refused" : "held back for counsel", a, &gone) : WR_OK;
}

static wr_rc remove_bytes(db_tx *rw, const import *g, arena *a)
{
    for (size_t i = 0; g->problem && i < g->kept.n; i++) TRY(blob_remove(rw, g->kept.of[i].sha256, a));
    return blob_remove(rw, g->file.sha256, a);
}

static wr_rc store_slice(db_tx *rw, const wr_actor *who, job *j, const void *slice_, arena *a)
{
    const slice *x = slice_;
    const import *g = x->g;
    int64_t steps = j->done - g->base + 1;
    j->done++;
    j->total = g->base + (g->total > 0 ? (g->total + (g->done > 0 ? g->done : 1) - 1) / (g->done > 0 ? g->done : 1) * steps : 1);
    if (j->total < j->done) j->total = j->done;
    j->note = "";
    db_log_kept(rw);
    if (x->stage == PARTS) return blob_part_put(rw, &x->part);
    if (x->stage == REMOVE) return remove_bytes(rw, g, a);
    return x->stage == ROW ? put_row(rw, who, g, a) : WR_OK;
}

const job_kind released_jobs[] = { { "released.read", N_("Reads a released file"), plan, store_slice }, { 0 } };

/* ---- all of it again ---- */
static wr_rc kept_again(db_tx *rw, const released_file *f, arena *a)
{
    released_table *t;
    blob *stores;
    size_t n;
    TRY(released_kept_back(rw, f, a));
    TRY(released_kept_tables(rw, f, a, &t, &n, &stores));
    return all_tables(rw, f->id, t, n);
}

static wr_rc one_again(db_tx *rw, const released_file *f)
{
    arena *own = arena_new("an import", MEMORY);
    import *g = arena_make(own, import);
    wr_rc rc = WR_OK;
    *g = (import){ .a = own, .file = *f };
    if (*f->clean) rc = kept_again(rw, f, own);
    else {
        rc = released_reading_of(rw, f, own, &g->r);
        while (rc == WR_OK && g->stage == READING) rc = go_on(rw, g);
        if (rc == WR_OK) rc = all_tables(rw, f->id, g->table, g->n);
    }
    if (rc != WR_OK && arena_err(own)->rc != WR_OK) *db_err(rw) = *arena_err(own);
    arena_end(&own);
    return rc;
}

wr_rc released_read_now(db_tx *rw, const wr_actor *who, const char *id, arena *a)
{
    arena *own = arena_new("an import", MEMORY);
    import *g = arena_make(own, import);
    blob_part part;
    *g = (import){ .a = own };
    wr_rc rc = refused_or(g, begin(rw, id, g), a);
    while (rc == WR_OK && g->stage == READING && !g->problem) rc = refused_or(g, go_on(rw, g), a);
    if (rc == WR_OK) refused(g);
    while (rc == WR_OK && g->stage == PARTS) {
        rc = next_part(g, own, &part);
        if (rc == WR_OK && g->stage == PARTS) rc = blob_part_put(rw, &part);
    }
    if (rc == WR_OK) rc = put_row(rw, who, g, own);
    if (rc != WR_OK && arena_err(own)->rc != WR_OK) *db_err(rw) = *arena_err(own);
    arena_end(&own);
    return rc;
}

wr_rc released_again(db_tx *rw, arena *a)
{
    released_file *f;
    size_t n;
    TRY(released_files(rw, a, &f, &n));
    for (size_t i = n; i-- > 0; )            /* oldest first: each is held against those before it */
        if (f[i].state == RELEASED_READ || f[i].state == RELEASED_WITHDRAWN) TRY(one_again(rw, &f[i]));
    return WR_OK;
}
