/* records_letter_row.c -- versions of a letter: begun with a word of a clerk, asked about, approved by a second person, sent. What was
 * approved is never changed; another one is a version more. */
#include "records_letter_own.h"

#include "now.h"

const char *const records_versions[] = { "draft", "asked", "approved", "sent", "dropped", NULL };
static const field VERSION_F[] = {
    FIELD(records_version, id,       t, F_HIDE, 32,       NULL),
    FIELD(records_version, about,    t, F_HIDE, 32,       NULL),
    FIELD(records_version, letter,   t, 0, 40,            N_("Letter")),
    FIELD(records_version, n,        i, 0, 0,             N_("Version")),
    WORDS(records_version, state,    records_versions,    N_("State")),
    FIELD(records_version, day,      d, F_NULL, 0,        N_("Day")),
    FIELD(records_version, more,     t, F_LONG | F_NULL, 8000, N_("A paragraph of our own")),
    FIELD(records_version, fallback, t, F_NULL, 200,      N_("Why not by the usual way")),
    FIELD(records_version, parts,    t, F_LONG | F_HIDE | F_NULL, 0, NULL),
    FIELD(records_version, sha256,   t, F_NULL, 64,       N_("SHA-256 of the text")),
    FIELD(records_version, entry,    t, F_HIDE | F_NULL, 32, NULL),
};
const shape RECORDS_VERSION = SHAPE("records_letter", records_version, VERSION_F);
#define COLS "id, about, letter, version, state, day, more, fallback, parts, sha256, entry"
const db_query RECORDS_LETTER_ADD = HISTORY_ADD("records_letter"), RECORDS_LETTER_PAST = HISTORY_PAST("records_letter"), RECORDS_LETTER_WALK = HISTORY_WALK("records_letter");
const db_query RECORDS_LETTER_PUT = { "records_letter_put", "tttiedttttt", NULL, "INSERT INTO records_letter (" COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    " ON CONFLICT (id) DO UPDATE SET state = excluded.state, day = excluded.day, more = excluded.more, fallback = excluded.fallback, parts = excluded.parts,"
    " sha256 = excluded.sha256, entry = excluded.entry" };
const db_query RECORDS_LETTER_BY = { "records_letter_by", "t", &RECORDS_VERSION, "SELECT " COLS " FROM records_letter WHERE id = $1" };
const db_query RECORDS_LETTER_LAST = { "records_letter_last", "tt", &RECORDS_VERSION, "SELECT " COLS " FROM records_letter WHERE about = $1 AND letter = $2 ORDER BY version DESC LIMIT 1" };
const db_query RECORDS_LETTER_KEPT = { "records_letter_kept", "tt", &RECORDS_VERSION, "SELECT " COLS " FROM records_letter WHERE about = $1 AND letter = $2 AND state IN ('approved', 'sent')"
    " ORDER BY version DESC LIMIT 1" };
const db_query RECORDS_LETTERS_OF = { "records_letters_of", "t", &RECORDS_VERSION, "SELECT " COLS " FROM records_letter WHERE about = $1 ORDER BY letter, version" };
const history RECORDS_VERSIONS = { "records_letter", &RECORDS_VERSION, &RECORDS_LETTER_ADD, &RECORDS_LETTER_PAST, &RECORDS_LETTER_PUT, &RECORDS_LETTER_WALK };

static wr_rc one(db_tx *tx, const db_query *q, const char *about, const char *which, arena *a, records_version *ret)
{
    records_version *x;
    size_t n;
    TRY(db_all(tx, q, a, 1, &x, &n, db_t(about), db_t(which)));
    *ret = n ? *x : (records_version){ .id = "", .about = about, .letter = which, .more = "", .fallback = "", .parts = "", .sha256 = "", .entry = "" };
    return WR_OK;
}

wr_rc records_version_last(db_tx *tx, const char *about, const char *which, arena *a, records_version *ret) { return one(tx, &RECORDS_LETTER_LAST, about, which, a, ret); }
wr_rc records_version_kept(db_tx *tx, const char *about, const char *which, arena *a, records_version *ret) { return one(tx, &RECORDS_LETTER_KEPT, about, which, a, ret); }

wr_rc records_version_put(db_tx *rw, const wr_actor *who, const records_version *was, records_version *now, arena *a)
{
    static const char *const WHAT[] = { "records.letter_written", "records.letter_asked", "records.letter_approved", "records.letter_sent", "records.letter_dropped" };
    return history_add(rw, who, &RECORDS_VERSIONS, WHAT[now->state], who->today, was, now, a);
}
