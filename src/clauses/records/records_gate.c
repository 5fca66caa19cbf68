/* records_gate.c -- the one visibility gate of requests. The conditions stand in GATE and nowhere else; behind it a query reads only what begins
 * with gate_. $1 is today: an embargo ends by itself. */
#include "records_gate.h"

#include <string.h>
#include "day.h"
#include "fold.h"
#include "i18n.h"
#include "records_shown.h"

enum { FACTS_MAX = 50 };

/* ---- the gate ---- */
#define EACH " AS NOT MATERIALIZED "
/* CROSS JOIN: what is shown first, then the rest of it by its id; else SQLite would walk all running dates, or all requests, of the city. */
#define NEXT(col) "(SELECT d." col " FROM records_face_date o CROSS JOIN records_date d WHERE o.about = l.id AND d.id = o.id AND d.state = 'running'" \
    " ORDER BY d.due, d.key LIMIT 1)"
#define GATE "WITH gate_case" EACH "(SELECT l.id, f.number, l.title, l.holder, h.name AS holder_name, f.sent, coalesce(" NEXT("due") ", '') AS due," \
    " coalesce(" NEXT("kind") ", 'answer') AS due_kind, f.asks, f.answered, l.closed, f.latest, l.embargo FROM records_face f CROSS JOIN records_line l" \
    " JOIN records_holder h ON h.ref = l.holder WHERE l.id = f.id AND (l.seen = 'public' OR (l.seen = 'embargo until' AND l.embargo <> '' AND l.embargo <= $1)))," \
    " gate_head" EACH "(SELECT c.number, k.why, k.area, k.first, k.last, w.title AS law_title, h.appeal_until FROM gate_case c JOIN records_case k ON k.id = c.id" \
    " JOIN records_law w ON w.ref = k.law JOIN records_holder h ON h.ref = k.holder)," \
    " gate_entry" EACH "(SELECT c.number, e.id, e.about, e.n, e.day, e.kind, e.channel, e.way, e.text, e.tracking, e.count, e.unit, e.until, e.scope, e.because, e.appeal," \
    " e.ask, e.answer, e.reasons, e.pages, s.approved FROM gate_case c JOIN records_entry e ON e.about = c.id JOIN records_shown s ON s.item = e.id" \
    " AND s.what = 'entry' AND s.shown = 1 WHERE e.struck = '')," \
    " gate_file" EACH "(SELECT c.number, s.id, s.name, s.media, s.sha256, s.size, s.crc, s.approved FROM gate_case c JOIN records_shown s ON s.about = c.id" \
    " AND s.what = 'file' AND s.shown = 1 WHERE NOT EXISTS (SELECT 1 FROM records_entry e WHERE e.id = s.entry AND e.struck <> '')" \
    " AND NOT EXISTS (SELECT 1 FROM records_file q WHERE q.sha256 = s.sha256 AND (q.state IN ('held back', 'kept sealed', 'copy released') OR (q.state = 'being read'" \
    " AND q.decided_by <> '' AND q.copy_of = ''))) AND NOT EXISTS (SELECT 1 FROM records_file q WHERE q.id = s.item AND q.state <> 'open'))," \
    " gate_date" EACH "(SELECT c.number, d.kind, d.state, d.due, d.first, d.met, d.spec, d.rule, d.start, d.key FROM gate_case c JOIN records_face_date o ON o.about = c.id" \
    " JOIN records_date d ON d.id = o.id)," \
    " gate_ask" EACH "(SELECT c.number * 100 + k.number AS key, c.number, k.number AS ask, c.title, c.holder_name, k.question, k.title AS asked, k.text, k.columns," \
    " a.answer, a.reasons, a.pages, a.note, a.day, c.sent, coalesce((SELECT max(d.due) FROM records_face_date o CROSS JOIN records_date d" \
    " WHERE o.about = c.id AND d.id = o.id AND d.kind IN ('answer', 'answer with extension') AND d.state IN ('running', 'paused', 'met')), '') AS owed, c.closed," \
    " (SELECT count(*) FROM records_face_date o CROSS JOIN records_date d WHERE o.about = c.id AND d.id = o.id" \
    " AND d.kind IN ('answer', 'answer with extension') AND d.state = 'met') AS decided" \
    " FROM gate_case c JOIN records_ask k ON k.about = c.id AND k.number > 0 JOIN records_face_ask a ON a.about = c.id AND a.number = k.number)," \
    " gate_fact" EACH "(SELECT c.number, f.ask, f.quote, f.page, f.n, g.name AS file FROM gate_case c JOIN records_fact f ON f.about = c.id AND f.state = 'confirmed'" \
    " JOIN records_file p ON p.id = f.file AND p.state = 'open' JOIN gate_file g ON g.number = c.number AND g.sha256 = p.sha256)," \
    " gate_word" EACH "(SELECT c.number, w.word FROM gate_case c JOIN records_face_word w ON w.about = c.id)," \
    " gate_since" EACH "(SELECT c.number, max(v.at) AS since FROM gate_case c JOIN records_entry x ON x.about = c.id AND x.kind = 'visibility' AND x.struck = ''" \
    " JOIN records_entry_event v ON v.about = x.id GROUP BY c.number) "

static const field CASE_F[] = { FIELD(gate_case, number, i, 0, 0, NULL), FIELD(gate_case, title, t, 0, 0, NULL), FIELD(gate_case, holder, t, 0, 0, NULL),
    FIELD(gate_case, holder_name, t, 0, 0, NULL), FIELD(gate_case, sent, d, F_NULL, 0, NULL), FIELD(gate_case, due, d, F_NULL, 0, NULL), WORDS(gate_case, due_kind, records_dates, NULL),
    FIELD(gate_case, asks, i, 0, 0, NULL), FIELD(gate_case, answered, i, 0, 0, NULL), FIELD(gate_case, closed, b, 0, 0, NULL), FIELD(gate_case, latest, d, F_NULL, 0, NULL),
    FIELD(gate_case, id, t, 0, 0, NULL) };
static const shape CASE = SHAPE("a case behind the gate", gate_case, CASE_F);
static const field HEAD_F[] = { FIELD(gate_head, why, t, 0, 0, NULL), FIELD(gate_head, area, t, 0, 0, NULL), FIELD(gate_head, first, d, 0, 0, NULL), FIELD(gate_head, last, d, 0, 0, NULL),
    FIELD(gate_head, law_title, t, 0, 0, NULL), FIELD(gate_head, appeal_until, t, 0, 0, NULL) };
static const shape HEAD = SHAPE("a case behind the gate, as written", gate_head, HEAD_F);
static const field ASK_F[] = { FIELD(gate_ask, key, i, 0, 0, NULL), FIELD(gate_ask, number, i, 0, 0, NULL), FIELD(gate_ask, ask, i, 0, 0, NULL), FIELD(gate_ask, title, t, 0, 0, NULL),
    FIELD(gate_ask, holder_name, t, 0, 0, NULL), WORDS(gate_ask, question, records_questions, NULL), FIELD(gate_ask, asked, t, 0, 0, NULL), FIELD(gate_ask, text, t, 0, 0, NULL),
    FIELD(gate_ask, columns, t, 0, 0, NULL), WORDS(gate_ask, answer, records_answers, NULL), FIELD(gate_ask, reasons, t, 0, 0, NULL), FIELD(gate_ask, pages, t, 0, 0, NULL),
    FIELD(gate_ask, note, t, 0, 0, NULL), FIELD(gate_ask, day, d, F_NULL, 0, NULL), FIELD(gate_ask, sent, d, F_NULL, 0, NULL), FIELD(gate_ask, owed, d, F_NULL, 0, NULL),
    FIELD(gate_ask, closed, b, 0, 0, NULL), FIELD(gate_ask, decided, i, 0, 0, NULL) };
static const shape ASK = SHAPE("an ask behind the gate", gate_ask, ASK_F);
static const field DATE_F[] = { WORDS(gate_date, kind, records_dates, NULL), WORDS(gate_date, state, records_date_states, NULL), FIELD(gate_date, due, d, F_NULL, 0, NULL),
    FIELD(gate_date, first, d, F_NULL, 0, NULL), FIELD(gate_date, met, d, F_NULL, 0, NULL), FIELD(gate_date, spec, t, 0, 0, NULL), FIELD(gate_date, rule, t, 0, 0, NULL),
    FIELD(gate_date, start, d, F_NULL, 0, NULL) };
static const shape DATE = SHAPE("a date behind the gate", gate_date, DATE_F);
static const field FILE_F[] = { FIELD(gate_file, id, t, 0, 0, NULL), FIELD(gate_file, name, t, 0, 0, NULL), FIELD(gate_file, media, t, 0, 0, NULL), FIELD(gate_file, sha256, t, 0, 0, NULL),
    FIELD(gate_file, size, i, 0, 0, NULL), FIELD(gate_file, crc, i, 0, 0, NULL), FIELD(gate_file, approved, u, 0, 0, NULL) };
static const shape FILE_ = SHAPE("a file behind the gate", gate_file, FILE_F);
static const field FACT_F[] = { FIELD(gate_fact, quote, t, 0, 0, NULL), FIELD(gate_fact, file, t, 0, 0, NULL), FIELD(gate_fact, page, i, 0, 0, NULL) };
static const shape FACT = SHAPE("a fact behind the gate", gate_fact, FACT_F);
static const field NEWS_F[] = { FIELD(gate_news, id, t, 0, 0, NULL), FIELD(gate_news, number, i, 0, 0, NULL), FIELD(gate_news, title, t, 0, 0, NULL), FIELD(gate_news, holder_name, t, 0, 0, NULL),
    WORDS(gate_news, kind, records_kinds, NULL), FIELD(gate_news, day, d, 0, 0, NULL), FIELD(gate_news, approved, u, 0, 0, NULL), FIELD(gate_news, since, u, 0, 0, NULL),
    FIELD(gate_news, embargo, d, F_NULL, 0, NULL) };
static const shape NEWS = SHAPE("an entry behind the gate, as news", gate_news, NEWS_F);
static const field SUMS_F[] = { FIELD(gate_sums, cases, i, 0, 0, NULL), FIELD(gate_sums, asks, i, 0, 0, NULL), FIELD(gate_sums, answered, i, 0, 0, NULL) };
static const shape SUMS = SHAPE("how much is behind the gate", gate_sums, SUMS_F);
static const field ENTRY_F[] = { FIELD(records_entry, id, t, 0, 0, NULL), FIELD(records_entry, n, i, 0, 0, NULL), FIELD(records_entry, day, d, 0, 0, NULL),
    WORDS(records_entry, kind, records_kinds, NULL), WORDS(records_entry, channel, records_channels, NULL), WORDS(records_entry, way, records_ways, NULL),
    FIELD(records_entry, text, t, 0, 0, NULL), FIELD(records_entry, tracking, t, 0, 0, NULL), FIELD(records_entry, count, i, 0, 0, NULL), WORDS(records_entry, unit, clock_units, NULL),
    FIELD(records_entry, until, d, F_NULL, 0, NULL), FIELD(records_entry, scope, t, 0, 0, NULL), FIELD(records_entry, because, t, 0, 0, NULL), FIELD(records_entry, appeal, t, 0, 0, NULL),
    FIELD(records_entry, ask, i, 0, 0, NULL), WORDS(records_entry, answer, records_answers, NULL), FIELD(records_entry, reasons, t, 0, 0, NULL), FIELD(records_entry, pages, t, 0, 0, NULL) };
static const shape ENTRY = SHAPE("an entry behind the gate", records_entry, ENTRY_F);

#define CASE_COLS "c.number, c.title, c.holder, c.holder_name, c.sent, c.due, c.due_kind, c.asks, c.answered, c.closed, c.latest, c.id"
#define ASK_COLS "key, number, ask, title, holder_name, question, asked, text, columns, answer, reasons, pages, note, day, sent, owed, closed, decided"
#define FILE_COLS "id, name, media, sha256, size, crc, approved"
#define WORD(lo, hi) "(" lo " = '' OR EXISTS (SELECT 1 FROM gate_word w WHERE w.number = c.number AND w.word >= " lo " AND w.word < " hi "))"
const db_query RECORDS_GATE_LIST = { "records_gate_list", "tttttttii", &CASE, GATE "SELECT " CASE_COLS " FROM gate_case c WHERE " WORD("$2", "$3") " AND " WORD("$4", "$5") " AND "
    WORD("$6", "$7") " AND c.number > $8 ORDER BY c.number LIMIT $9" };
const db_query RECORDS_GATE_CASE = { "records_gate_case", "ti", &CASE, GATE "SELECT " CASE_COLS " FROM gate_case c WHERE c.number = $2" };
const db_query RECORDS_GATE_HEAD = { "records_gate_head", "ti", &HEAD, GATE "SELECT why, area, first, last, law_title, appeal_until FROM gate_head WHERE number = $2" };
const db_query RECORDS_GATE_SUMS = { "records_gate_sums", "t", &SUMS, GATE "SELECT (SELECT count(*) FROM gate_case) AS cases, (SELECT count(*) FROM gate_ask) AS asks,"
    " (SELECT count(*) FROM gate_ask WHERE answer <> 'open') AS answered" };
const db_query RECORDS_GATE_COUNT = { "records_gate_count", "t", &DB_ID, GATE "SELECT count(*) AS id FROM gate_case" };
const db_query RECORDS_GATE_ASKS = { "records_gate_asks", "ti", &ASK, GATE "SELECT " ASK_COLS " FROM gate_ask WHERE number = $2 ORDER BY ask" };
const db_query RECORDS_GATE_EVERY_ASK = { "records_gate_every_ask", "tiii", &ASK, GATE "SELECT " ASK_COLS " FROM gate_ask WHERE number >= $2 AND key > $3 ORDER BY number, ask LIMIT $4" };
const db_query RECORDS_GATE_DATES = { "records_gate_dates", "ti", &DATE, GATE "SELECT kind, state, due, first, met, spec, rule, start FROM gate_date WHERE number = $2 ORDER BY due, key" };
const db_query RECORDS_GATE_ENTRIES = { "records_gate_entries", "ti", &ENTRY, GATE "SELECT id, n, day, kind, channel, way, text, tracking, count, unit, until, scope, because, appeal, ask,"
    " answer, reasons, pages FROM gate_entry WHERE number = $2 ORDER BY day, n" };
const db_query RECORDS_GATE_FILES = { "records_gate_files", "ti", &FILE_, GATE "SELECT " FILE_COLS " FROM gate_file WHERE number = $2 ORDER BY name, id" };
const db_query RECORDS_GATE_FILE = { "records_gate_file", "tit", &FILE_, GATE "SELECT " FILE_COLS " FROM gate_file WHERE number = $2 AND id = $3" };
const db_query RECORDS_GATE_LATEST = { "records_gate_latest", "ti", &NEWS, GATE "SELECT e.id, e.number, c.title, c.holder_name, e.kind, e.day, e.approved, s.since, c.embargo FROM gate_entry e"
    " JOIN gate_case c ON c.number = e.number JOIN gate_since s ON s.number = e.number ORDER BY CASE WHEN e.approved > s.since THEN e.approved ELSE s.since END DESC, e.day DESC, e.id LIMIT $2" };

const db_query RECORDS_GATE_FACTS = { "records_gate_facts", "tii", &FACT, GATE "SELECT quote, file, page FROM gate_fact WHERE number = $2 AND ask = $3 ORDER BY n, file LIMIT 50" };

/* ---- what may be asked ---- */
static wr_rc no_request(arena *a) { return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("There is no such page")); }

/* The words of a note, a call or a letter stay inside, approved or not; so do numbers and names that only the office needs. */
bool records_kind_open(int kind)
{
    switch (kind) {
    case ENTRY_APPROVED: case ENTRY_QUEUED: case ENTRY_TRANSFERRED: case ENTRY_SPLIT: case ENTRY_MERGED: case ENTRY_SHOWN: case ENTRY_LETTER: case ENTRY_CALL: case ENTRY_NOTE: return false;
    default: return kind >= 0 && kind < ENTRY_KINDS;
    }
}

gate_find records_gate_find(const char *typed, arena *a)
{
    gate_find f = { { "", "", "" }, { "", "", "" } };
    const char *p = fold_text(a, typed);
    for (size_t i = 0; i < GATE_WORDS && *p; i++) {
        size_t n = strcspn(p, " ");
        f.lo[i] = str_begin(a, p, n < GATE_WORD_BYTES ? n : GATE_WORD_BYTES);
        f.hi[i] = arena_fmt(a, "%s\xf4\x8f\xbf\xbf", f.lo[i]);       /* behind every word that begins so */
        p += n;
        p += strspn(p, " ");
    }
    return f;
}

#define TODAY db_t(day_text(a, who->today))
wr_rc records_gate_list(db_tx *tx, const wr_actor *who, const gate_find *f, int64_t after, size_t cap, arena *a, gate_case **ret, size_t *ret_n)
{
    return db_all(tx, &RECORDS_GATE_LIST, a, cap, ret, ret_n, TODAY, db_t(f->lo[0]), db_t(f->hi[0]), db_t(f->lo[1]), db_t(f->hi[1]), db_t(f->lo[2]), db_t(f->hi[2]), db_i(after), db_i((int64_t)cap));
}

wr_rc records_gate_sums(db_tx *tx, const wr_actor *who, arena *a, gate_sums *ret) { return db_one(tx, &RECORDS_GATE_SUMS, a, ret, TODAY); }

wr_rc records_gate_count(db_tx *tx, const wr_actor *who, arena *a, int64_t *ret)
{
    db_id n;
    TRY(db_one(tx, &RECORDS_GATE_COUNT, a, &n, TODAY));
    *ret = n.id;
    return WR_OK;
}

wr_rc records_gate_case(db_tx *tx, const wr_actor *who, int64_t number, arena *a, gate_case *ret, gate_head *head_opt)
{
    wr_rc rc = db_one(tx, &RECORDS_GATE_CASE, a, ret, TODAY, db_i(number));
    if (rc == WR_OK && head_opt) rc = db_one(tx, &RECORDS_GATE_HEAD, a, head_opt, TODAY, db_i(number));
    return rc == WR_E_MISSING ? no_request(a) : rc;
}

wr_rc records_gate_asks(db_tx *tx, const wr_actor *who, int64_t number, arena *a, gate_ask **ret, size_t *ret_n)
{
    return db_all(tx, &RECORDS_GATE_ASKS, a, RECORDS_ASKS_MAX, ret, ret_n, TODAY, db_i(number));
}

wr_rc records_gate_every_ask(db_tx *tx, const wr_actor *who, int64_t after, size_t cap, arena *a, gate_ask **ret, size_t *ret_n)
{
    return db_all(tx, &RECORDS_GATE_EVERY_ASK, a, cap, ret, ret_n, TODAY, db_i(after / 100), db_i(after), db_i((int64_t)cap));
}

wr_rc records_gate_dates(db_tx *tx, const wr_actor *who, int64_t number, arena *a, gate_date **ret, size_t *ret_n)
{
    return db_all(tx, &RECORDS_GATE_DATES, a, RECORDS_DATES_MAX, ret, ret_n, TODAY, db_i(number));
}

wr_rc records_gate_entries(db_tx *tx, const wr_actor *who, int64_t number, arena *a, records_entry **ret, size_t *ret_n)
{
    TRY(db_all(tx, &RECORDS_GATE_ENTRIES, a, RECORDS_ENTRIES_MAX, ret, ret_n, TODAY, db_i(number)));
    for (records_entry *e = *ret; e < *ret + *ret_n; e++) {
        e->about = e->office = e->component = e->other = e->struck = "";
        if (!records_kind_open(e->kind)) e->text = e->tracking = e->scope = e->because = e->appeal = e->reasons = e->pages = "";
    }
    return WR_OK;
}

wr_rc records_gate_files(db_tx *tx, const wr_actor *who, int64_t number, arena *a, gate_file **ret, size_t *ret_n)
{
    return db_all(tx, &RECORDS_GATE_FILES, a, GATE_FILES, ret, ret_n, TODAY, db_i(number));
}

wr_rc records_gate_file(db_tx *tx, const wr_actor *who, int64_t number, const char *id, arena *a, gate_file *ret)
{
    wr_rc rc = db_one(tx, &RECORDS_GATE_FILE, a, ret, TODAY, db_i(number), db_t(id));
    return rc == WR_E_MISSING ? no_request(a) : rc;
}

wr_rc records_gate_latest(db_tx *tx, const wr_actor *who, arena *a, gate_news **ret, size_t *ret_n)
{
    return db_all(tx, &RECORDS_GATE_LATEST, a, GATE_NEWS, ret, ret_n, TODAY, db_i(GATE_NEWS));
}

wr_rc records_gate_facts(db_tx *tx, const wr_actor *who, const gate_ask *ask, arena *a, gate_fact **ret, size_t *ret_n)
{
    return db_all(tx, &RECORDS_GATE_FACTS, a, FACTS_MAX, ret, ret_n, TODAY, db_i(ask->number), db_i(ask->ask));
}
