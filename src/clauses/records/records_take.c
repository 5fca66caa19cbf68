/* records_take.c -- a production is taken in: its letter, its day, its files. A file comes by one form, or piece by piece as an upload that goes on
 * after a break. It is of the record when all of it is here; nobody has it before it was read. */
#include "records_prod_own.h"

#include <string.h>
#include "day.h"
#include "doc.h"
#include "doc_key.h"
#include "i18n.h"
#include "now.h"
#include "person.h"

static const int64_t UPLOAD_MOST = (int64_t)8 << 30;
enum { PIECES_AT_ONCE = 500 };
static const wr_us UPLOAD_HOURS = (wr_us)24 * 3600 * 1000000;

/* ---- a batch ---- */
typedef struct in_batch_new { int64_t number; wr_day day; int channel; const char *letter, *pattern, *id; } in_batch_new;
static const field BATCH_F[] = { FIELD(in_batch_new, number, i, F_PATH, 0, N_("Request")), FIELD(in_batch_new, day, d, 0, 0, N_("Day received")),
    WORDS(in_batch_new, channel, records_channels, N_("How it came")), FIELD(in_batch_new, letter, t, F_LONG | F_NULL, 8000, N_("Its letter, as text")),
    FIELD(in_batch_new, pattern, t, F_NULL, FACTS_PATTERN_MAX, N_("How its pages are numbered")) };
const shape IN_RECORDS_BATCH_NEW = SHAPE("a production", in_batch_new, BATCH_F);
static const field PATH_F[] = { FIELD(in_batch, number, i, F_PATH, 0, N_("Request")), FIELD(in_batch, batch, i, F_PATH, 0, N_("Production")) };
const shape IN_RECORDS_BATCH = { "a production", sizeof(in_batch), 2, PATH_F };
static const field FILE_F[] = { FIELD(in_batch, number, i, F_PATH, 0, N_("Request")), FIELD(in_batch, file, t, F_PATH, 32, N_("File")) };
const shape IN_RECORDS_FILE = { "a file of a production", sizeof(in_batch), 2, FILE_F };

wr_rc records_prepare_batch(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_batch_new *in = in_;
    const char **marks;
    records_found found = { { 0 } };
    size_t n;
    in->id = id_new(a);
    if (wr_day_cmp(in->day, who->today) > 0) return wr_fail(arena_err(a), WR_E_INPUT, "day", N_("This day is still to come. Write the day on which it came."));
    if (in->pattern && *in->pattern) TRY(facts_marks("", in->pattern, a, &marks, &n));
    doc_key key;
    if (in->letter) records_screen(in->letter, &found);
    if (records_found_any(&found)) return wr_fail(arena_err(a), WR_E_INPUT, "letter", N_("This text holds what is held back. Say its kind, not the value."));
    return doc_key_of(ro, a, &key);
}

/* Its entry in the log has its id: that is how a file of it finds the entry, whatever is written there. */
wr_rc records_production_open(db_tx *rw, const wr_actor *who, records_whole *w, const records_production *p, arena *a)
{
    TRY(history_add(rw, who, &RECORDS_PRODUCTIONS, "records.production_opened", p->day, NULL, p, a));
    return records_entry_add(rw, who, w, &(records_entry){ .id = p->id, .day = p->day, .kind = ENTRY_INTERIM, .channel = p->channel, .text = p->letter,
        .other = arena_fmt(a, "Production %lld", (long long)p->number) }, a);
}

wr_rc records_act_batch(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_batch_new *in = in_;
    records_whole w;
    records_production *all, p = { .id = in->id, .day = in->day, .channel = in->channel, .letter = in->letter ? in->letter : "", .pattern = in->pattern ? in->pattern : "" };
    size_t n;
    TRY(records_whole_of(rw, in->number, a, &w));
    TRY(records_productions_of(rw, w.of.id, a, &all, &n));
    if (n >= RECORDS_PRODUCTIONS_MAX) return wr_fail(arena_err(a), WR_E_RULE, "records.productions", N_("This request has as many productions as one can have."));
    p.about = w.of.id;
    p.number = n ? all[n - 1].number + 1 : 1;
    *ret = (http_go){ .url = records_url(a, in->number, arena_fmt(a, "/productions/%lld", (long long)p.number)), .id = p.id };
    return records_production_open(rw, who, &w, &p, a);
}

/* ---- a file, whole ---- */
typedef struct in_file { int64_t number, batch; const char *file; const char *id; records_named named; } in_file;
static const field ADD_F[] = { FIELD(in_file, number, i, F_PATH, 0, N_("Request")), FIELD(in_file, batch, i, F_PATH, 0, N_("Production")),
    FIELD(in_file, file, t, F_FILE | F_ANY, 400, N_("A file of the production")) };
const shape IN_RECORDS_FILE_ADD = SHAPE("a file of a production", in_file, ADD_F);

wr_rc records_file_add(db_tx *rw, const wr_actor *who, records_file *f, arena *a)
{
    db_id last, all;
    wr_id id;
    TRY(db_one(rw, &RECORDS_FILE_LAST, a, &last, db_t(f->about)));
    if (last.id >= RECORDS_FILES_MAX) return wr_fail(arena_err(a), WR_E_RULE, "records.files", N_("This production has as many files as one can have. Open another for the rest."));
    TRY(db_one(rw, &RECORDS_FILES_COUNT, a, &all, db_t(f->request)));
    if (all.id >= RECORDS_FILES_MAX) return wr_fail(arena_err(a), WR_E_RULE, "records.files", N_("This request has as many files as one can have. Split it, and take the rest in there."));
    f->n = last.id + 1;
    if (!f->id || !*f->id) f->id = id_new(a);
    TRY(history_add(rw, who, &RECORDS_FILES, "records.file_received", who->today, NULL, f, a));
    return job_start(rw, who, "records.read", f->id, f->id, &id);
}

static records_file received(const records_production *p, const char *id, const blob *b, const char *media, const records_named *n)
{
    return (records_file){ .id = id, .about = p->id, .request = p->about, .name = n->name, .inside = "", .copy_of = "", .sha256 = b->sha256, .size = b->size, .media = media, .kind = "",
        .state = FILE_CHECKING, .problem = "", .found = n->found, .columns = "", .facts = "", .sealed = "", .sealed_name = n->sealed, .reasons = "", .decided = "", .decided_by = "" };
}

wr_rc records_prepare_take(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_file *in = in_;
    doc_file f;
    (void)who;
    in->id = id_new(a);
    TRY(doc_incoming(in->file, a, &f));
    return records_name(ro, f.name, a, &in->named);
}

wr_rc records_act_file(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_file *in = in_;
    records_case c;
    records_production p;
    records_file f;
    doc_file came;
    TRY(records_case_by(rw, in->number, a, &c));
    TRY(records_production_by(rw, c.id, in->batch, a, &p));
    TRY(doc_incoming(in->file, a, &came));
    TRY(doc_bytes_keep(rw, who, &(blob){ came.sha256, came.size }, came.media, a));
    f = received(&p, in->id, &(blob){ came.sha256, came.size }, came.media, &in->named);
    *ret = (http_go){ .url = records_url(a, in->number, arena_fmt(a, "/productions/%lld", (long long)in->batch)), .id = in->id };
    return records_file_add(rw, who, &f, a);
}

/* ---- a file, piece by piece ---- */
typedef struct in_upload { int64_t number, batch; const char *name; int64_t size; const char *id; records_named named; } in_upload;
static const field UPLOAD_F[] = { FIELD(in_upload, number, i, F_PATH, 0, N_("Request")), FIELD(in_upload, batch, i, F_PATH, 0, N_("Production")),
    FIELD(in_upload, name, t, 0, DOC_NAME_MAX, N_("Name of the file")), FIELD(in_upload, size, i, 0, 0, N_("Its size in bytes")) };
const shape IN_RECORDS_UPLOAD_NEW = SHAPE("a large file", in_upload, UPLOAD_F);
typedef struct in_piece { int64_t number, batch; const char *upload; int64_t at; const char *piece; const char *id; } in_piece;
static const field PIECE_F[] = { FIELD(in_piece, number, i, F_PATH, 0, N_("Request")), FIELD(in_piece, batch, i, F_PATH, 0, N_("Production")), FIELD(in_piece, upload, t, F_PATH, 32, N_("Upload")),
    FIELD(in_piece, at, i, F_HIDE, 0, N_("From this byte")), FIELD(in_piece, piece, t, F_FILE | F_ANY, 400, N_("The next piece")) };
const shape IN_RECORDS_UPLOAD = { "an upload", sizeof(in_piece), 3, PIECE_F };
const shape IN_RECORDS_CHUNK = SHAPE("a piece of a large file", in_piece, PIECE_F);

static const char *upload_url(arena *a, int64_t number, int64_t batch, const char *upload, const char *rest)
{
    return records_url(a, number, arena_fmt(a, "/productions/%lld/uploads/%s%s", (long long)batch, upload, rest));
}

wr_rc records_prepare_upload(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_upload *in = in_;
    (void)who;
    in->id = id_new(a);
    if (in->size < 1 || in->size > UPLOAD_MOST) return wr_fail(arena_err(a), WR_E_INPUT, "size", N_("A file has 1 to {n} bytes. Write its size as your computer shows it, in bytes."), "n", arena_fmt(a, "%lld", (long long)UPLOAD_MOST));
    return records_name(ro, in->name, a, &in->named);
}

wr_rc records_act_upload(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_upload *in = in_;
    records_case c;
    records_production p;
    TRY(records_case_by(rw, in->number, a, &c));
    TRY(records_production_by(rw, c.id, in->batch, a, &p));
    records_upload u = { .id = in->id, .production = p.id, .number = in->number, .batch = in->batch, .name = in->named.name, .found = in->named.found, .sealed_name = in->named.sealed, .size = in->size,
        .who = who->by, .started = who->now };
    db_log_kept(rw);                     /* passing: the file is of the record when all of it is here */
    *ret = (http_go){ .url = upload_url(a, in->number, in->batch, u.id, ""), .id = u.id };
    return db_save(rw, &RECORDS_UPLOAD_PUT, &RECORDS_UPLOAD, &u);
}

static wr_rc upload_by(db_tx *tx, const char *id, int64_t number, arena *a, records_upload *ret)
{
    wr_rc rc = db_one(tx, &RECORDS_UPLOAD_BY, a, ret, db_t(id));
    if (rc == WR_OK && ret->number != number) rc = WR_E_MISSING;
    return rc == WR_E_MISSING ? wr_fail(arena_err(a), rc, NULL, N_("There is no such upload: it is in the production already, or a day passed without a piece. Look at the production, or begin again.")) : rc;
}

/* Nobody fills or drops what another person vouches for. */
static wr_rc own_upload(const records_upload *u, const wr_actor *who, arena *a)
{
    return str_eq(u->who, who->by) ? WR_OK : wr_fail(arena_err(a), WR_E_RULE, "records.upload", N_("Another person began this upload and alone goes on with it. Begin one of your own."));
}

/* Those that are here already, and one more. */
static wr_rc room_for_piece(db_tx *rw, const records_upload *u, int64_t size, arena *a)
{
    records_chunk *all;
    size_t n;
    TRY(db_all(rw, &RECORDS_CHUNKS_OF, a, RECORDS_CHUNKS_MAX, &all, &n, db_t(u->id)));
    if (n + 1 < RECORDS_CHUNKS_MAX || (n < RECORDS_CHUNKS_MAX && u->got + size == u->size)) return WR_OK;
    return wr_fail(arena_err(a), WR_E_INPUT, "piece", N_("The pieces of this upload are too small: there are as many as one can have. Give it up, and begin again with pieces of up to {n} MB."), "n", arena_fmt(a, "%d", RECORDS_CHUNK_MB));
}

wr_rc records_prepare_piece(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    (void)ro;
    (void)who;
    ((in_piece *)in_)->id = id_new(a);
    return WR_OK;
}

wr_rc records_act_piece(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_piece *in = in_;
    records_upload u;
    doc_file f;
    wr_id id;
    TRY(upload_by(rw, in->upload, in->number, a, &u));
    TRY(own_upload(&u, who, a));
    TRY(doc_incoming(in->piece, a, &f));
    if (in->at != u.got) return wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("This piece does not follow what is here. Go on from byte {n}."), "n", arena_fmt(a, "%lld", (long long)u.got));
    if (u.got + f.size > u.size)
        return wr_fail(arena_err(a), WR_E_INPUT, "piece", N_("With this piece the file would be larger than was said: {n} bytes are missing. Send the right piece, or begin again with the right size."), "n", arena_fmt(a, "%lld", (long long)(u.size - u.got)));
    TRY(room_for_piece(rw, &u, f.size, a));
    records_chunk p = { in->id, u.id, u.got, f.sha256, f.size };
    u.got += f.size;
    u.started = who->now;
    db_log_kept(rw);
    TRY(db_save(rw, &RECORDS_CHUNK_PUT, &RECORDS_CHUNK, &p));
    TRY(db_save(rw, &RECORDS_UPLOAD_PUT, &RECORDS_UPLOAD, &u));
    *ret = (http_go){ .url = u.got < u.size ? upload_url(a, u.number, u.batch, u.id, "") : records_url(a, u.number, arena_fmt(a, "/productions/%lld", (long long)u.batch)), .id = u.id };
    return u.got < u.size ? WR_OK : job_start(rw, who, "records.join", u.id, u.id, &id);
}

wr_rc records_act_upload_drop(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_piece *in = in_;
    records_upload u;
    TRY(upload_by(rw, in->upload, in->number, a, &u));
    TRY(own_upload(&u, who, a));
    if (u.got == u.size) return wr_fail(arena_err(a), WR_E_RULE, "records.upload", N_("All of this file is here; it goes into the production now."));
    db_log_kept(rw);                     /* the bytes of its pieces are of no row any more: the sweep takes them */
    TRY(db_run(rw, &RECORDS_UPLOAD_DROP, db_t(u.id)));
    TRY(db_run(rw, &RECORDS_CHUNKS_DROP, db_t(u.id)));
    *ret = (http_go){ .url = records_url(a, u.number, arena_fmt(a, "/productions/%lld", (long long)u.batch)), .id = u.id };
    return WR_OK;
}

/* An upload to which no piece came for a day is given up. The pieces of the others stay, however long ago the first of them came. */
wr_rc records_tick_uploads(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const char *last = "";
    (void)what;
    db_log_kept(rw);
    TRY(db_run(rw, &RECORDS_UPLOADS_OLD, db_i(who->now - UPLOAD_HOURS)));
    TRY(db_run_(rw, &RECORDS_CHUNKS_OLD, NULL, NULL, 0));
    for (size_t n = PIECES_AT_ONCE; n == PIECES_AT_ONCE; ) {
        records_chunk *p;
        TRY(db_all(rw, &RECORDS_CHUNKS_AFTER, a, PIECES_AT_ONCE, &p, &n, db_t(last), db_i(PIECES_AT_ONCE)));
        for (size_t i = 0; i < n; i++) TRY(blob_touch(rw, p[i].sha256, who->now));
        if (n) last = p[n - 1].id;
    }
    return WR_OK;
}

wr_rc records_show_upload(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_piece *in = in_;
    records_upload u;
    TRY(upload_by(ro, in->upload, in->number, a, &u));
    TRY(page_put(doc, &RECORDS_SAY_UPLOAD, &u));
    TRY(page_text(doc, "batch_url", records_url(a, u.number, arena_fmt(a, "/productions/%lld", (long long)u.batch))));
    TRY(page_text(doc, "here_said", doc_size_said(a, who->lang, u.got)));
    TRY(page_text(doc, "size_said", doc_size_said(a, who->lang, u.size)));
    TRY(page_int(doc, "percent", u.got * 100 / u.size));
    TRY(page_int(doc, "left", u.size - u.got));
    TRY(page_text(doc, "script_path_url", "/static/pieces.js"));
    TRY(page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("{name}: {percent} % is here")), (const char *const[]){ "name", u.name, "percent", arena_fmt(a, "%lld", (long long)(u.got * 100 / u.size)), NULL })));
    if (u.got == u.size) return page_flag(doc, "is_whole", true);
    pair at[] = { { "at", arena_fmt(a, "%lld", (long long)u.got), 0 } };
    at[0].n = strlen(at[0].value);
    TRY(page_flag(doc, "is_whole", false));
    if (!str_eq(u.who, who->by)) return WR_OK;
    TRY(page_form(doc, "drop", &(page_form_of){ .action_url = upload_url(a, u.number, u.batch, u.id, "/drop"), .in = &PERSON_NOTHING, .button = N_("Give this upload up") }, a));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = upload_url(a, u.number, u.batch, u.id, "/add"), .in = &IN_RECORDS_CHUNK, .typed = at, .typed_n = 1, .button = N_("Send this piece") }, a));
    return page_hint(doc, "form", "piece", i18n_fill(a, i18n(who->lang, NULL, N_("The whole file, where scripts work: it is cut and sent from here. Without scripts: a piece of it, at most {n} MB, that begins at byte {at}.")),
        (const char *const[]){ "n", arena_fmt(a, "%d", RECORDS_CHUNK_MB), "at", at[0].value, NULL }));
}
