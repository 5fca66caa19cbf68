/* doc_model.c -- files and blobs as rows: shapes, histories, queries, what an act does, what `writ check` looks at. */
#include "doc_own.h"

#include <string.h>
#include "now.h"
#include "person.h"
#include "str.h"

typedef struct blob_row { const char *id, *sha256; int64_t size; const char *media; wr_us stored; } blob_row;
static const field BLOB_F[] = {
    FIELD(blob_row, id,     t, F_HIDE, 32,    NULL),
    FIELD(blob_row, sha256, t, 0, BLOB_HEX,   N_("SHA-256")),
    FIELD(blob_row, size,   i, 0, 0,          N_("Bytes")),
    FIELD(blob_row, media,  t, 0, 80,         N_("Kind")),
    FIELD(blob_row, stored, u, 0, 0,          N_("First stored")),
};
static const shape BLOB = SHAPE("stored bytes", blob_row, BLOB_F);
static const field FILE_F[] = {
    FIELD(doc_file, id,         t, F_PATH, 32,          N_("File")),
    FIELD(doc_file, about,      t, F_HIDE, 32,          NULL),
    FIELD(doc_file, sha256,     t, 0, BLOB_HEX,         N_("SHA-256")),
    FIELD(doc_file, size,       i, 0, 0,                N_("Bytes")),
    FIELD(doc_file, media,      t, 0, 80,               N_("Kind")),
    FIELD(doc_file, name,       t, 0, DOC_NAME_MAX,     N_("Name")),
    FIELD(doc_file, may,        t, F_HIDE, 60,          NULL),
    FIELD(doc_file, department, i, F_HIDE, 0,           NULL),
    FIELD(doc_file, owner,      i, F_HIDE, 0,           NULL),
    FIELD(doc_file, added,      d, 0, 0,                N_("Added")),
};
const shape DOC_FILE = SHAPE("a file", doc_file, FILE_F);
static const field LISTED_F[] = {
    FIELD(doc_listed, id,              t, F_HIDE, 32,       NULL),
    FIELD(doc_listed, name,            t, 0, DOC_NAME_MAX,  N_("Name")),
    FIELD(doc_listed, media,           t, 0, 80,            N_("Kind")),
    FIELD(doc_listed, sha256,          t, 0, BLOB_HEX,      N_("SHA-256")),
    FIELD(doc_listed, size,            i, 0, 0,             N_("Bytes")),
    FIELD(doc_listed, who,             t, 0, 80,            N_("By")),
    FIELD(doc_listed, at,              u, 0, 0,             N_("Added")),
    FIELD(doc_listed, original_sha256, t, 0, BLOB_HEX,      N_("SHA-256 of the original")),
    FIELD(doc_listed, original_size,   i, 0, 0,             N_("Bytes of the original")),
    FIELD(doc_listed, file_url,        t, 0, 80,            N_("File")),
    FIELD(doc_listed, original_url,    t, 0, 80,            N_("The original")),
    FIELD(doc_listed, may,             t, F_HIDE, 60,       NULL),
    FIELD(doc_listed, original_may,    t, F_HIDE, 60,       NULL),
    FIELD(doc_listed, department,      i, F_HIDE, 0,        NULL),
    FIELD(doc_listed, owner,           i, F_HIDE, 0,        NULL),
};
const shape DOC_LISTED = SHAPE("a file in a list", doc_listed, LISTED_F);
typedef struct named_row { const char *id, *sha256; int64_t size; const char *name; } named_row;
static const field NAMED_F[] = { FIELD(named_row, id, t, 0, 32, NULL), FIELD(named_row, sha256, t, 0, BLOB_HEX, NULL), FIELD(named_row, size, i, 0, 0, NULL),
    FIELD(named_row, name, t, 0, DOC_NAME_MAX, NULL) };
static const shape NAMED = SHAPE("a blob and a file of it", named_row, NAMED_F);

#define BLOB_C "id, sha256, size, media, stored"
#define FILE_C "id, about, sha256, size, media, name, may, department, owner, added"
static const db_query BLOB_ADD = HISTORY_ADD("doc_blob"), BLOB_PAST = HISTORY_PAST("doc_blob"), BLOB_WALK = HISTORY_WALK("doc_blob");
static const db_query BLOB_PUT = { "doc_blob_put", "ttitu", NULL, "INSERT INTO doc_blob (" BLOB_C ") VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (id) DO NOTHING" };
static const db_query BLOB_BY = { "doc_blob_by", "t", &BLOB, "SELECT " BLOB_C " FROM doc_blob WHERE sha256 = $1" };
static const db_query BLOBS = { "doc_blobs", "t", &NAMED, "SELECT b.id, b.sha256, b.size, coalesce((SELECT f.name FROM doc_file f"
    " WHERE f.sha256 = b.sha256 ORDER BY f.id LIMIT 1), '') AS name FROM doc_blob b WHERE b.id > $1 ORDER BY b.id LIMIT 100" };
static const db_query FILE_ADD = HISTORY_ADD("doc_file"), FILE_PAST = HISTORY_PAST("doc_file"), FILE_WALK = HISTORY_WALK("doc_file");
static const db_query FILE_PUT = { "doc_file_put", "tttitttiid", NULL, "INSERT INTO doc_file (" FILE_C ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    " ON CONFLICT (id) DO NOTHING" };
static const db_query FILE_BY = { "doc_file_by", "t", &DOC_FILE, "SELECT " FILE_C " FROM doc_file WHERE id = $1"
    " UNION ALL SELECT " FILE_C " FROM doc_held WHERE id = $1" };
static const db_query HELD_BY = { "doc_held_by", "t", &DOC_FILE, "SELECT " FILE_C " FROM doc_held WHERE id = $1" };
static const db_query HELD_ADD = HISTORY_ADD("doc_held"), HELD_PAST = HISTORY_PAST("doc_held"), HELD_WALK = HISTORY_WALK("doc_held");
static const db_query HELD_PUT = { "doc_held_put", "tttitttiid", NULL, "INSERT INTO doc_held (" FILE_C ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    " ON CONFLICT (id) DO NOTHING" };
/* The bytes of a held file have no entry of their own, which would say when: the row is made of the file's. */
static const db_query HELD_BLOBS = { "doc_held_blobs", "", NULL, "INSERT INTO doc_blob (" BLOB_C ")"
    " SELECT substr(h.sha256, 1, 32), h.sha256, h.size, h.media, e.at FROM doc_held h JOIN doc_held_event e ON e.about = h.id"
    " WHERE NOT EXISTS (SELECT 1 FROM doc_blob b WHERE b.sha256 = h.sha256) ORDER BY e.n ON CONFLICT (id) DO NOTHING" };
#define FILES_OF(T) "SELECT f.id, f.name, f.media, f.sha256, f.size, e.who, e.at, coalesce(o.sha256, '') AS original_sha256," \
    " coalesce(o.size, 0) AS original_size, '/files/' || f.id AS file_url, coalesce('/files/' || o.id, '') AS original_url, f.may," \
    " coalesce(o.may, '') AS original_may, f.department, f.owner FROM " T " f JOIN " T "_event e ON e.about = f.id LEFT JOIN " T " o ON o.about = f.id" \
    " WHERE f.about = $1 ORDER BY e.n"
static const db_query FILES = { "doc_files_of", "t", &DOC_LISTED, FILES_OF("doc_file") };
static const db_query FILES_HELD = { "doc_files_held_of", "t", &DOC_LISTED, FILES_OF("doc_held") };
typedef struct gone_row { const char *id, *sha256; bool gone; const char *reason; } gone_row;
static const field GONE_F[] = { FIELD(gone_row, id, t, F_HIDE, 32, NULL), FIELD(gone_row, sha256, t, 0, BLOB_HEX, N_("SHA-256")), FIELD(gone_row, gone, b, 0, 0, NULL),
    FIELD(gone_row, reason, t, F_NULL, 400, NULL) };
static const shape GONE = SHAPE("bytes that left the record", gone_row, GONE_F);
static const db_query GONE_ADD = HISTORY_ADD("doc_gone"), GONE_PAST = HISTORY_PAST("doc_gone"), GONE_WALK = HISTORY_WALK("doc_gone");
static const db_query GONE_PUT = { "doc_gone_put", "ttbt", NULL, "INSERT INTO doc_gone (id, sha256, gone, reason) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (id) DO UPDATE SET gone = excluded.gone, reason = excluded.reason" };
static const db_query GONE_BY = { "doc_gone_by", "t", &GONE, "SELECT id, sha256, gone, reason FROM doc_gone WHERE sha256 = $1" };
static const db_query GONE_BLOBS = { "doc_gone_blobs", "", NULL, "DELETE FROM doc_blob WHERE sha256 IN (SELECT sha256 FROM doc_gone WHERE gone = 1)" };
static const db_query BLOB_DROP = { "doc_blob_drop", "t", NULL, "DELETE FROM doc_blob WHERE sha256 = $1" };
static const db_query NAMED_BY = { "doc_named_by", "t", &DB_ID, "SELECT (SELECT count(*) FROM doc_file WHERE sha256 = $1) + (SELECT count(*) FROM doc_held WHERE sha256 = $1)" };
const db_query *const doc_queries[] = { &BLOB_ADD, &BLOB_PAST, &BLOB_WALK, &BLOB_PUT, &BLOB_BY, &BLOBS, &FILE_ADD, &FILE_PAST, &FILE_WALK, &FILE_PUT, &FILE_BY,
    &HELD_ADD, &HELD_PAST, &HELD_WALK, &HELD_PUT, &HELD_BY, &HELD_BLOBS, &FILES, &FILES_HELD, &BLOB_PART_ADD, &BLOB_PART_GET, &BLOB_PART_TOUCH, &BLOB_PARTS_OLD, &BLOB_ORPHAN, &BLOB_KNOWN, &BLOB_AFTER, &BLOB_PARTS_OF,
    &GONE_ADD, &GONE_PAST, &GONE_WALK, &GONE_PUT, &GONE_BY, &GONE_BLOBS, &BLOB_DROP, &NAMED_BY, NULL };
const history DOC_BLOBS = { "doc_blob", &BLOB, &BLOB_ADD, &BLOB_PAST, &BLOB_PUT, &BLOB_WALK };
const history DOC_FILES = { "doc_file", &DOC_FILE, &FILE_ADD, &FILE_PAST, &FILE_PUT, &FILE_WALK };
const history DOC_HELD = { "doc_held", &DOC_FILE, &HELD_ADD, &HELD_PAST, &HELD_PUT, &HELD_WALK, .delicate = true };

const history DOC_GONE = { "doc_gone", &GONE, &GONE_ADD, &GONE_PAST, &GONE_PUT, &GONE_WALK };

/* ---- what came in ---- */

const char *doc_incoming_text(arena *a, const blob *b, const char *media, const char *name)
{
    return arena_fmt(a, "%s %lld %s %s", b->sha256, (long long)b->size, media, name);
}

static bool next_word(const char **at, arena *a, const char **ret)
{
    const char *end = strchr(*at, ' ');
    if (!end) return false;
    *ret = arena_fmt(a, "%.*s", (int)(end - *at), *at);
    *at = end + 1;
    return true;
}

static bool next_blob(const char **at, arena *a, doc_file *f)
{
    const char *size;
    return next_word(at, a, &f->sha256) && strlen(f->sha256) == BLOB_HEX && next_word(at, a, &size) && str_int(size, &f->size);
}

static wr_rc add_blob(db_tx *rw, const wr_actor *who, const doc_file *f, arena *a)
{
    blob_row *old, b = { f->delicate ? arena_fmt(a, "%.32s", f->sha256) : id_new(a), f->sha256, f->size, f->media, db_batch_us(rw) };
    size_t n;
    gone_row *gone, back;
    history_proof proof = { 0 };
    size_t n_gone;
    TRY(db_all(rw, &BLOB_BY, a, 1, &old, &n, db_t(f->sha256)));
    if (n) return WR_OK;
    TRY(db_all(rw, &GONE_BY, a, 1, &gone, &n_gone, db_t(f->sha256)));
    if (n_gone && gone->gone) {
        back = *gone;
        back.gone = false;
        TRY(history_add(rw, who, &DOC_GONE, "doc.back", who->today, gone, &back, a));
        TRY(history_as_of(rw, &DOC_BLOBS, gone->id, INT64_MAX, a, &b, &proof));       /* its entry stands since it came first */
        return db_save(rw, &BLOB_PUT, &BLOB, &b);
    }
    return f->delicate ? db_save(rw, &BLOB_PUT, &BLOB, &b) : history_add(rw, who, &DOC_BLOBS, "doc.stored", who->today, NULL, &b, a);
}

static wr_rc add_file(db_tx *rw, const wr_actor *who, doc_file *f, arena *a)
{
    f->added = who->today;
    TRY(add_blob(rw, who, f, a));
    return history_add(rw, who, f->delicate ? &DOC_HELD : &DOC_FILES, "doc.attached", who->today, NULL, f, a);
}

wr_rc doc_attach(db_tx *rw, const wr_actor *who, const char *incoming, const doc_file *of, arena *a)
{
    doc_file f = *of;
    if (!next_blob(&incoming, a, &f) || !next_word(&incoming, a, &f.media) || !*incoming) return WR_E_BUG;
    f.name = incoming;
    return add_file(rw, who, &f, a);
}

wr_rc doc_incoming(const char *incoming, arena *a, doc_file *ret)
{
    doc_file f = { .id = "", .about = "", .may = "" };
    if (!next_blob(&incoming, a, &f) || !next_word(&incoming, a, &f.media) || !*incoming) return WR_E_BUG;
    f.name = incoming;
    *ret = f;
    return WR_OK;
}

wr_rc doc_bytes_keep(db_tx *rw, const wr_actor *who, const blob *b, const char *media, arena *a)
{
    return add_blob(rw, who, &(doc_file){ .sha256 = b->sha256, .size = b->size, .media = media }, a);
}

wr_rc doc_bytes_go(db_tx *rw, const wr_actor *who, const char *sha256, const char *reason, arena *a, bool *ret_gone)
{
    gone_row *was, now = { "", sha256, true, reason };
    blob_row *blobs;
    db_id named;
    size_t n;
    *ret_gone = true;
    TRY(db_all(rw, &BLOB_BY, a, 1, &blobs, &n, db_t(sha256)));
    if (!n) return WR_OK;
    now.id = blobs->id;                  /* so that the same bytes come back as the same row */
    TRY(db_one(rw, &NAMED_BY, a, &named, db_t(sha256)));
    *ret_gone = named.id == 0;
    if (named.id) return WR_OK;
    TRY(db_all(rw, &GONE_BY, a, 1, &was, &n, db_t(sha256)));
    if (!n || !was->gone) TRY(history_add(rw, who, &DOC_GONE, "doc.removed", who->today, n ? was : NULL, &now, a));
    return db_run(rw, &BLOB_DROP, db_t(sha256));
}

/* As doc_photo_make wrote it: the original, the copy, what both share. */
wr_rc doc_photo_attach(db_tx *rw, const wr_actor *who, const char *incoming, const doc_file *of, const char *original_id, const char *original_may, arena *a)
{
    doc_file copy = *of, original = *of;
    if (!str_starts(incoming, DOC_PHOTO)) return WR_E_BUG;
    incoming += sizeof DOC_PHOTO - 1;
    if (!next_blob(&incoming, a, &original) || !next_blob(&incoming, a, &copy) || !next_word(&incoming, a, &copy.media) || !*incoming) return WR_E_BUG;
    original.id = original_id;
    original.about = of->id;
    original.may = original_may;
    original.media = copy.media;
    original.name = copy.name = incoming;
    TRY(add_file(rw, who, &copy, a));
    return add_file(rw, who, &original, a);
}

wr_rc doc_rebuild(db_tx *rw, arena *a)
{
    (void)a;
    TRY(db_run_(rw, &HELD_BLOBS, NULL, NULL, 0));
    return db_run_(rw, &GONE_BLOBS, NULL, NULL, 0);
}

/* ---- what is there ---- */

wr_rc doc_file_by(db_tx *tx, const char *id, arena *a, doc_file *ret) { return db_one(tx, &FILE_BY, a, ret, db_t(id)); }

wr_rc doc_held_by(db_tx *tx, const char *id, arena *a, doc_file *ret) { return db_one(tx, &HELD_BY, a, ret, db_t(id)); }

bool doc_may(const wr_actor *who, const doc_file *f)
{
    right_scope reach = str_eq(f->may, "public") ? RIGHT_ALL : rights_has(who->rights, f->may);
    return reach == RIGHT_ALL || (reach == RIGHT_DEPARTMENT && f->department && f->department == who->department)
        || (reach == RIGHT_OWN && f->owner && f->owner == who->person);
}

wr_rc doc_files_of(db_tx *ro, const wr_actor *who, const char *about, bool delicate, arena *a, doc_listed **ret, size_t *ret_n)
{
    TRY(db_all(ro, delicate ? &FILES_HELD : &FILES, a, DOC_LIST_MAX, ret, ret_n, db_t(about)));
    for (doc_listed *f = *ret; f < *ret + *ret_n; f++) {
        if (!doc_may(who, &(doc_file){ .may = f->may, .department = f->department, .owner = f->owner })) f->file_url = "";
        if (!doc_may(who, &(doc_file){ .may = f->original_may, .department = f->department, .owner = f->owner })) f->original_url = "";
    }
    return WR_OK;
}

wr_rc doc_check(db_tx *ro, arena *a, json_t *ret_findings)
{
    const char *after = "", *wrong;
    named_row *rows;
    size_t n = 1;
    while (n > 0) {
        TRY(db_all(ro, &BLOBS, a, 100, &rows, &n, db_t(after)));
        for (size_t i = 0; i < n; i++) {
            TRY(blob_prove(ro, &(blob){ rows[i].sha256, rows[i].size }, a, &wrong));
            if (wrong && json_array_append_new(ret_findings, json_string(arena_fmt(a, "file %s (SHA-256 %s): %s", rows[i].name, rows[i].sha256, wrong))) != 0)
                return WR_E_BUG;
        }
        if (n) after = rows[n - 1].id;
    }
    return WR_OK;
}
