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
static const db_query FILE_BY = { "doc_file_by", "t", &DOC_FILE, "SELECT " FILE_C " FROM doc_file WHERE id = $1" };
const db_query *const doc_queries[] = { &BLOB_ADD, &BLOB_PAST, &BLOB_WALK, &BLOB_PUT, &BLOB_BY, &BLOBS, &FILE_ADD, &FILE_PAST, &FILE_WALK, &FILE_PUT, &FILE_BY,
    &BLOB_PART_ADD, &BLOB_PART_GET, &BLOB_PARTS_OLD, &BLOB_ORPHAN, &BLOB_KNOWN, &BLOB_AFTER, NULL };
const history DOC_BLOBS = { "doc_blob", &BLOB, &BLOB_ADD, &BLOB_PAST, &BLOB_PUT, &BLOB_WALK };
const history DOC_FILES = { "doc_file", &DOC_FILE, &FILE_ADD, &FILE_PAST, &FILE_PUT, &FILE_WALK };

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

wr_rc doc_attach(db_tx *rw, const wr_actor *who, const char *incoming, const doc_file *of, arena *a)
{
    doc_file f = *of;
    blob_row *old, b;
    const char *size;
    size_t n;
    if (!next_word(&incoming, a, &f.sha256) || !next_word(&incoming, a, &size) || !next_word(&incoming, a, &f.media) || !str_int(size, &f.size)
        || !*incoming || strlen(f.sha256) != BLOB_HEX) return WR_E_BUG;
    f.name = incoming;
    f.added = who->today;
    TRY(db_all(rw, &BLOB_BY, a, 1, &old, &n, db_t(f.sha256)));
    if (n == 0) {
        b = (blob_row){ id_new(a), f.sha256, f.size, f.media, db_batch_us(rw) };
        TRY(history_add(rw, who, &DOC_BLOBS, "doc.stored", who->today, NULL, &b, a));
    }
    return history_add(rw, who, &DOC_FILES, "doc.attached", who->today, NULL, &f, a);
}

/* ---- what is there ---- */

wr_rc doc_file_by(db_tx *tx, const char *id, arena *a, doc_file *ret) { return db_one(tx, &FILE_BY, a, ret, db_t(id)); }

bool doc_may(const wr_actor *who, const doc_file *f)
{
    right_scope reach = str_eq(f->may, "public") ? RIGHT_ALL : rights_has(who->rights, f->may);
    return reach == RIGHT_ALL || (reach == RIGHT_DEPARTMENT && f->department && f->department == who->department)
        || (reach == RIGHT_OWN && f->owner && f->owner == who->person);
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
