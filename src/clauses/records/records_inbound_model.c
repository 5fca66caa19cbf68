/* records_inbound_model.c -- requests that the city received, their steps, files and reasons, in rows. */
#include "records_inbound_own.h"

#include "city_door.h"
#include "day.h"
#include "http.h"
#include "i18n.h"
#include "pack.h"

static const field REQUEST_F[] = {
    FIELD(inbound_request, id,        t, F_HIDE, 32,   NULL),
    FIELD(inbound_request, number,    i, F_PATH, 0,    N_("Request")),
    FIELD(inbound_request, code_hash, t, F_HIDE, 64,   NULL),
    FIELD(inbound_request, received,  d, 0, 0,         N_("Received")),
    FIELD(inbound_request, entered,   d, 0, 0,         N_("Entered")),
    WORDS(inbound_request, channel,   records_inbound_channels, N_("How it came")),
    FIELD(inbound_request, text,      t, F_LONG, 8000, N_("What is asked for")),
    FIELD(inbound_request, format,    t, F_NULL, 200,  N_("In which form")),
    FIELD(inbound_request, lang,      t, 0, 12,        N_("Language")),
    FIELD(inbound_request, notice,    i, F_HIDE, 0,    N_("Notice shown")),
    FIELD(inbound_request, name,      x, F_RESTRICTED, 0, N_("Who asks")),
    FIELD(inbound_request, reply,     x, F_RESTRICTED, 0, N_("Where the answer goes")),
    FIELD(inbound_request, code,      x, F_RESTRICTED | F_HIDE, 0, NULL),
};
const shape INBOUND_REQUEST = SHAPE("records_inbound", inbound_request, REQUEST_F);
static const field STEP_F[] = {
    FIELD(inbound_step, id,      t, F_HIDE, 32,  NULL),
    FIELD(inbound_step, about,   t, F_HIDE, 32,  NULL),
    FIELD(inbound_step, n,       i, 0, 0,        N_("Number")),
    FIELD(inbound_step, day,     d, 0, 0,        N_("Day")),
    WORDS(inbound_step, kind,    records_inbound_steps, N_("What happened")),
    FIELD(inbound_step, office,  t, F_NULL, 200, N_("Department, or who decided")),
    FIELD(inbound_step, text,    t, F_LONG | F_NULL, 8000, N_("Text")),
    FIELD(inbound_step, reasons, t, F_NULL, 400, N_("Reasons")),
    WORDS(inbound_step, outcome, records_inbound_outcomes, N_("What was determined")),
    FIELD(inbound_step, until,   d, F_NULL, 0,   N_("Until")),
    FIELD(inbound_step, of_step, t, F_HIDE, 32,  NULL),
    FIELD(inbound_step, same,    i, F_NULL, 0,   N_("The same as request")),
    FIELD(inbound_step, struck,  t, F_NULL, 500, N_("Struck, because")),
};
const shape INBOUND_STEP = SHAPE("records_step", inbound_step, STEP_F);
static const field LINE_F[] = {
    FIELD(inbound_line, id,         t, F_HIDE, 32, NULL),
    FIELD(inbound_line, number,     i, 0, 0,       N_("Request")),
    FIELD(inbound_line, received,   d, 0, 0,       N_("Received")),
    FIELD(inbound_line, entered,    d, 0, 0,       N_("Entered")),
    WORDS(inbound_line, channel,    records_inbound_channels, N_("How it came")),
    FIELD(inbound_line, owner,      t, 0, 12,      N_("Department")),
    FIELD(inbound_line, subject,    t, 0, 200,     N_("Subject on the public log")),
    FIELD(inbound_line, listed,     b, 0, 0,       N_("On the public log")),
    WORDS(inbound_line, state,      records_inbound_states, N_("State")),
    WORDS(inbound_line, outcome,    records_inbound_outcomes, N_("What was determined")),
    FIELD(inbound_line, determined, d, F_NULL, 0,  N_("Determined")),
    FIELD(inbound_line, extended,   d, F_NULL, 0,  N_("More time taken on")),
    FIELD(inbound_line, closed,     d, F_NULL, 0,  N_("Closed")),
    FIELD(inbound_line, due,        d, F_NULL, 0,  N_("Next date")),
    WORDS(inbound_line, due_kind,   records_dates, N_("Of what")),
    FIELD(inbound_line, same,       i, F_NULL, 0,  N_("The same as request")),
    FIELD(inbound_line, promised,   i, 0, 0,       N_("Batches still promised")),
    FIELD(inbound_line, calls,      i, 0, 0,       N_("Calls without an answer")),
    FIELD(inbound_line, text,       t, F_HIDE, 8000, NULL),
    FIELD(inbound_line, sort,       t, F_HIDE, 10, NULL),
};
const shape INBOUND_LINE = SHAPE("records_inbound_line", inbound_line, LINE_F);
static const field FILE_F[] = {
    FIELD(inbound_file, id,       t, F_HIDE, 32,  NULL),
    FIELD(inbound_file, about,    t, F_HIDE, 32,  NULL),
    FIELD(inbound_file, name,     t, 0, DOC_NAME_MAX, N_("Name")),
    FIELD(inbound_file, sha256,   t, 0, BLOB_HEX, N_("SHA-256")),
    FIELD(inbound_file, size,     i, 0, 0,        N_("Bytes")),
    FIELD(inbound_file, media,    t, 0, 80,       N_("Kind")),
    WORDS(inbound_file, holds,    records_inbound_holds, N_("What it holds")),
    FIELD(inbound_file, original, t, F_HIDE, 32,  NULL),
    FIELD(inbound_file, original_sha256, t, 0, BLOB_HEX, N_("SHA-256 of the original")),
    FIELD(inbound_file, batch,    t, F_HIDE, 32,  NULL),
    FIELD(inbound_file, reasons,  t, F_NULL, 400, N_("Withheld by")),
    FIELD(inbound_file, text,     t, F_LONG | F_NULL, 2000, N_("Note")),
    FIELD(inbound_file, checked,  t, F_NULL, 500, N_("Why what the screen finds may go out")),
    FIELD(inbound_file, dropped,  t, F_NULL, 500, N_("Taken out, because")),
    WORDS(inbound_file, searched, records_inbound_searches, N_("Searched")),
    FIELD(inbound_file, found,    t, F_NULL, 80,  N_("What the search found")),
    WORDS(inbound_file, place,    records_inbound_places, NULL),
    FIELD(inbound_file, place_at, t, F_NULL, 80,  NULL),
};
const shape INBOUND_FILE = SHAPE("records_paper", inbound_file, FILE_F);

#define REQUEST_COLS "id, number, code_hash, received, entered, channel, text, format, lang, notice, name, reply, code"
#define STEP_COLS "id, about, n, day, kind, office, text, reasons, outcome, until, of_step, same, struck"
#define LINE_COLS "id, number, received, entered, channel, owner, subject, listed, state, outcome, determined, extended, closed, due, due_kind, same, promised, calls, text, sort"
#define FILE_COLS "id, about, name, sha256, size, media, holds, original, original_sha256, batch, reasons, text, checked, dropped, searched, found, place, place_at"
const db_query INBOUND_REQUEST_ADD = HISTORY_ADD("records_inbound"), INBOUND_REQUEST_PAST = HISTORY_PAST("records_inbound"), INBOUND_REQUEST_WALK = HISTORY_WALK("records_inbound");
const db_query INBOUND_REQUEST_PUT = { "records_inbound_put", "titddetttixxx", NULL, "INSERT INTO records_inbound (" REQUEST_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (id) DO UPDATE SET text = excluded.text" };
const db_query INBOUND_REQUEST_NUMBER = { "records_inbound_number", "i", &INBOUND_REQUEST, "SELECT " REQUEST_COLS " FROM records_inbound WHERE number = $1" };
const db_query INBOUND_REQUEST_CODE = { "records_inbound_code", "t", &INBOUND_REQUEST, "SELECT " REQUEST_COLS " FROM records_inbound WHERE code_hash = $1" };
const db_query INBOUND_REQUESTS_FROM = { "records_inbounds_from", "ii", &INBOUND_REQUEST, "SELECT " REQUEST_COLS " FROM records_inbound WHERE number > $1 ORDER BY number LIMIT $2" };
const db_query INBOUND_REQUEST_LAST = { "records_inbound_last", "", &DB_ID, "SELECT coalesce(max(number), 0) FROM records_inbound" };
const db_query INBOUND_REQUEST_DAY = { "records_inbound_day", "t", &DB_ID, "SELECT count(*) FROM records_inbound WHERE entered = $1 AND channel = 'web form'" };
const db_query INBOUND_STEP_ADD = HISTORY_ADD("records_step"), INBOUND_STEP_PAST = HISTORY_PAST("records_step"), INBOUND_STEP_WALK = HISTORY_WALK("records_step");
const db_query INBOUND_STEP_PUT = { "records_step_put", "ttidetttedti" "t", NULL, "INSERT INTO records_step (" STEP_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (id) DO UPDATE SET struck = excluded.struck" };
const db_query INBOUND_STEP_OF = { "records_step_of", "t", &INBOUND_STEP, "SELECT " STEP_COLS " FROM records_step WHERE about = $1 ORDER BY n" };
const db_query INBOUND_LINE_PUT = { "records_inbound_line_put", "tiddettbeedddd" "eiiitt", NULL, "INSERT INTO records_inbound_line (" LINE_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) ON CONFLICT (id) DO UPDATE SET owner = excluded.owner,"
    " subject = excluded.subject, listed = excluded.listed, state = excluded.state, outcome = excluded.outcome, determined = excluded.determined, extended = excluded.extended,"
    " closed = excluded.closed, due = excluded.due, due_kind = excluded.due_kind, same = excluded.same, promised = excluded.promised, calls = excluded.calls,"
    " text = excluded.text, sort = excluded.sort" };
const db_query INBOUND_LINE_BY = { "records_inbound_line_by", "t", &INBOUND_LINE, "SELECT " LINE_COLS " FROM records_inbound_line WHERE id = $1" };
#define NEXT(col) "(SELECT d." col " FROM records_date d WHERE d.about = records_inbound_line.id AND d.state = 'running' ORDER BY d.due, d.key LIMIT 1)"
const db_query INBOUND_LINE_AGAIN = { "records_inbound_line_again", "t", NULL, "UPDATE records_inbound_line SET due = coalesce(" NEXT("due") ", ''), due_kind = coalesce(" NEXT("kind")
    ", due_kind), sort = coalesce(" NEXT("due") ", '9999-12-31') WHERE id = $1" };
const db_query INBOUND_SAME_TO = { "records_inbound_same_to", "i", &DB_ID, "SELECT number AS id FROM records_inbound_line WHERE same = $1 ORDER BY number LIMIT 100" };
const db_query INBOUND_FILE_ADD = HISTORY_ADD("records_paper"), INBOUND_FILE_PAST = HISTORY_PAST("records_paper"), INBOUND_FILE_WALK = HISTORY_WALK("records_paper");
const db_query INBOUND_FILE_PUT = { "records_paper_put", "ttttitettttttt" "etet", NULL, "INSERT INTO records_paper (" FILE_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT (id) DO UPDATE SET dropped = excluded.dropped,"
    " searched = excluded.searched, found = excluded.found, place = excluded.place, place_at = excluded.place_at" };
const db_query INBOUND_FILE_OF = { "records_paper_of", "t", &INBOUND_FILE, "SELECT " FILE_COLS " FROM records_paper WHERE about = $1 ORDER BY name, id" };
const db_query INBOUND_REASON_ALL = { "records_inbound_reasons", "", &RECORDS_REASON, "SELECT id, ref, law, kind, code, title, text, citation, appeal, since, until FROM records_reason"
    " WHERE kind IN ('extension', 'denial', 'closing', 'partial', 'no records', 'referral') ORDER BY kind, ref" };
const db_query INBOUND_LAW = { "records_inbound_law", "", &RECORDS_LAW, "SELECT id, ref, title, citation, receipt, tracking, answer, extended, expedite, appeal, appeal_answer, suit"
    " FROM records_law WHERE ref IN (SELECT law FROM records_reason WHERE kind = 'extension') ORDER BY ref LIMIT 1" };

const history INBOUND_REQUESTS = { "records_inbound", &INBOUND_REQUEST, &INBOUND_REQUEST_ADD, &INBOUND_REQUEST_PAST, &INBOUND_REQUEST_PUT, &INBOUND_REQUEST_WALK };
const history INBOUND_STEPS = { "records_step", &INBOUND_STEP, &INBOUND_STEP_ADD, &INBOUND_STEP_PAST, &INBOUND_STEP_PUT, &INBOUND_STEP_WALK };
const history INBOUND_FILES = { "records_paper", &INBOUND_FILE, &INBOUND_FILE_ADD, &INBOUND_FILE_PAST, &INBOUND_FILE_PUT, &INBOUND_FILE_WALK };

wr_rc records_inbound_by(db_tx *tx, int64_t number, arena *a, inbound_request *ret)
{
    wr_rc rc = db_one(tx, &INBOUND_REQUEST_NUMBER, a, ret, db_i(number));
    return rc == WR_E_MISSING ? wr_fail(arena_err(a), rc, NULL, N_("There is no request with this number.")) : rc;
}

/* By the hash of the code: how long the search takes says nothing of how much of a code was right. */
wr_rc records_inbound_by_code(db_tx *tx, const char *typed, arena *a, inbound_request *ret)
{
    const char *code = city_door_read(a, typed);
    return *code ? db_one(tx, &INBOUND_REQUEST_CODE, a, ret, db_t(device_hash(a, code))) : WR_E_MISSING;
}

wr_rc records_inbound_reasons(db_tx *tx, arena *a, records_reason **ret, size_t *ret_n)
{
    return db_all_(tx, &INBOUND_REASON_ALL, a, INBOUND_REASONS_MAX, sizeof **ret, ret, ret_n, NULL, 0);
}

const records_reason *records_inbound_reason_in(const records_reason *r, size_t n, const char *ref)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(r[i].ref, ref)) return &r[i];
    return NULL;
}
