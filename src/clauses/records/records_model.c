/* records_model.c -- cases, asks, entries, dates and the line of a case, in rows. */
#include "records_own.h"

#include "i18n.h"

const char *const records_grounds[] = { "none", "threat to life", "urgency to inform", "loss of due process", "widespread media interest", NULL };
static const field CASE_F[] = {
    FIELD(records_case, id,            t, F_HIDE, 32,   NULL),
    FIELD(records_case, number,        i, F_PATH, 0,    N_("Request")),
    FIELD(records_case, title,         t, 0, 200,       N_("Title")),
    FIELD(records_case, law,           t, 0, 40,        N_("Law")),
    FIELD(records_case, holder,        t, 0, 40,        N_("Holder")),
    FIELD(records_case, owner,         t, 0, 12,        N_("Whose request it is")),
    FIELD(records_case, body,          i, F_HIDE, 0,    NULL),
    FIELD(records_case, why,           t, F_LONG, 2000, N_("Why the city asks")),
    FIELD(records_case, area,          t, F_LONG, 1000, N_("Where")),
    FIELD(records_case, first,         d, 0, 0,         N_("From this day")),
    FIELD(records_case, last,          d, 0, 0,         N_("Until this day")),
    FIELD(records_case, waiver,        b, 0, 0,         N_("Ask for a fee waiver")),
    FIELD(records_case, preserve,      b, 0, 0,         N_("Ask to preserve the records")),
    FIELD(records_case, earlier,       b, 0, 0,         N_("Sent before it was kept here")),
    WORDS(records_case, expedite,      records_grounds, N_("Ask to be heard sooner, because of")),
    FIELD(records_case, expedite_text, t, F_LONG, 2000, N_("Facts that are certified for it")),
    FIELD(records_case, ceiling,       c, 0, 0,         N_("Fees paid without asking, at most")),
    FIELD(records_case, contact,       t, 0, 200,       N_("Whom the agency writes to")),
    FIELD(records_case, parent,        i, F_NULL, 0,    N_("Came from, or went into")),
    FIELD(records_case, opened,        d, 0, 0,         N_("Opened")),
};
const shape RECORDS_CASE = SHAPE("records_case", records_case, CASE_F);
static const field ASK_F[] = {
    FIELD(records_ask, id,       t, F_HIDE, 32,   NULL),
    FIELD(records_ask, about,    t, F_HIDE, 32,   NULL),
    FIELD(records_ask, number,   i, 0, 0,         N_("Number")),
    WORDS(records_ask, question, records_questions, N_("Question of the order")),
    FIELD(records_ask, title,    t, 0, 200,       N_("What is asked for")),
    FIELD(records_ask, text,     t, F_LONG, 4000, N_("In full")),
    FIELD(records_ask, columns,  t, F_LONG | F_NULL, 4000, N_("Columns wanted, one a line")),
    FIELD(records_ask, category, t, F_NULL, 60,   N_("Category")),
};
const shape RECORDS_ASK = SHAPE("records_ask", records_ask, ASK_F);
static const field ENTRY_F[] = {
    FIELD(records_entry, id,        t, F_HIDE, 32,   NULL),
    FIELD(records_entry, about,     t, F_HIDE, 32,   NULL),
    FIELD(records_entry, n,         i, 0, 0,         N_("Number")),
    FIELD(records_entry, day,       d, 0, 0,         N_("Day")),
    WORDS(records_entry, kind,      records_kinds,   N_("What happened")),
    WORDS(records_entry, channel,   records_channels, N_("How")),
    WORDS(records_entry, way,       records_ways,    N_("Direction")),
    FIELD(records_entry, office,    t, F_NULL, 200,  N_("With which office")),
    FIELD(records_entry, text,      t, F_LONG | F_NULL, 8000, N_("Text")),
    FIELD(records_entry, tracking,  t, F_NULL, 80,   N_("Tracking number")),
    FIELD(records_entry, component, t, F_NULL, 80,   N_("Component")),
    FIELD(records_entry, right_one, b, 0, 0,         N_("It is the right component")),
    FIELD(records_entry, count,     i, F_NULL, 9999, N_("How many")),
    WORDS(records_entry, unit,      clock_units,     N_("Unit")),
    FIELD(records_entry, until,     d, F_NULL, 0,    N_("Until")),
    FIELD(records_entry, amount,    c, F_NULL, 0,    N_("Amount")),
    FIELD(records_entry, scope,     t, F_LONG | F_NULL, 2000, N_("Scope, quoted")),
    FIELD(records_entry, because,   t, F_LONG | F_NULL, 2000, N_("Reasons, quoted")),
    FIELD(records_entry, appeal,    t, F_LONG | F_NULL, 2000, N_("Right to appeal, quoted")),
    FIELD(records_entry, ask,       i, F_NULL, RECORDS_ASKS_MAX, N_("Ask")),
    WORDS(records_entry, answer,    records_answers, N_("What came of it")),
    FIELD(records_entry, reasons,   t, F_NULL, 200,  N_("Exemptions")),
    FIELD(records_entry, pages,     t, F_NULL, 200,  N_("Pages")),
    FIELD(records_entry, other,     t, F_NULL, 200,  N_("Other number or name")),
    FIELD(records_entry, struck,    t, F_NULL, 500,  N_("Struck, because")),
};
const shape RECORDS_ENTRY = SHAPE("records_entry", records_entry, ENTRY_F);
static const field DATE_F[] = {
    FIELD(records_date, id,       t, F_HIDE, 32,   NULL),
    FIELD(records_date, about,    t, F_HIDE, 32,   NULL),
    FIELD(records_date, key,      t, F_HIDE, 60,   NULL),
    WORDS(records_date, kind,     records_dates,   N_("Date")),
    WORDS(records_date, state,    records_date_states, N_("State")),
    FIELD(records_date, spec,     t, 0, 1000,      N_("How it is counted")),
    FIELD(records_date, evidence, t, F_HIDE, 32,   NULL),
    FIELD(records_date, rule,     t, 0, 60,        N_("Rule")),
    FIELD(records_date, calendar, t, 0, 40,        N_("Calendar")),
    FIELD(records_date, start,    d, 0, 0,         N_("Counted from")),
    FIELD(records_date, due,      d, 0, 0,         N_("Due")),
    FIELD(records_date, first,    d, 0, 0,         N_("First date")),
    FIELD(records_date, was,      d, F_NULL, 0,    N_("Date before")),
    FIELD(records_date, met,      d, F_NULL, 0,    N_("Met on")),
    FIELD(records_date, reason,   t, F_NULL, 400,  N_("Why it moved")),
};
const shape RECORDS_DATE = SHAPE("records_date", records_date, DATE_F);
static const field LINE_F[] = {
    FIELD(records_line, id,         t, F_HIDE, 32, NULL),
    FIELD(records_line, number,     i, 0, 0,   N_("Request")),
    FIELD(records_line, title,      t, 0, 200, N_("Title")),
    FIELD(records_line, holder,     t, 0, 40,  N_("Holder")),
    FIELD(records_line, owner,      t, 0, 12,  N_("Whose request it is")),
    WORDS(records_line, delivery,   records_deliveries, N_("Delivery")),
    WORDS(records_line, ball,       records_balls, N_("Whose turn it is")),
    FIELD(records_line, ball_why,   t, 0, 20,  N_("For what")),
    WORDS(records_line, clock,      records_times, N_("Clock")),
    WORDS(records_line, level,      records_levels, N_("Level")),
    WORDS(records_line, seen,       records_seens, N_("Who sees it")),
    FIELD(records_line, embargo,    d, F_NULL, 0, N_("Embargo until")),
    FIELD(records_line, sent,       d, F_NULL, 0, N_("Sent")),
    FIELD(records_line, received,   d, F_NULL, 0, N_("Received")),
    FIELD(records_line, started,    d, F_NULL, 0, N_("At the right component")),
    FIELD(records_line, determined, d, F_NULL, 0, N_("Determined")),
    FIELD(records_line, appealed,   d, F_NULL, 0, N_("Appealed")),
    FIELD(records_line, suit,       d, F_NULL, 0, N_("Suit filed")),
    FIELD(records_line, tracking,   t, 0, 400, N_("Tracking numbers")),
    FIELD(records_line, asks,       i, 0, 0,   N_("Asks")),
    FIELD(records_line, open,       i, 0, 0,   N_("Asks without an outcome")),
    FIELD(records_line, closed,     b, 0, 0,   N_("Closed")),
    FIELD(records_line, latest,     d, F_NULL, 0, N_("Last entry")),
    FIELD(records_line, due,        d, F_NULL, 0, N_("Next date")),
    WORDS(records_line, due_kind,   records_dates, N_("Of what")),
    FIELD(records_line, sort,       t, F_HIDE, 10, NULL),
};
const shape RECORDS_LINE = SHAPE("records_line", records_line, LINE_F);

#define CASE_COLS "id, number, title, law, holder, owner, body, why, area, first, last, waiver, preserve, earlier, expedite, expedite_text, ceiling, contact, parent, opened"
#define ASK_COLS "id, about, number, question, title, text, columns, category"
#define ENTRY_COLS "id, about, n, day, kind, channel, way, office, text, tracking, component, right_one, count, unit, until, amount, scope, because, appeal, ask," \
    " answer, reasons, pages, other, struck"
#define DATE_COLS "id, about, key, kind, state, spec, evidence, rule, calendar, start, due, first, was, met, reason"
#define LINE_COLS "id, number, title, holder, owner, delivery, ball, ball_why, clock, level, seen, embargo, sent, received, started, determined, appealed, suit," \
    " tracking, asks, open, closed, latest, due, due_kind, sort"
const db_query RECORDS_CASE_ADD = HISTORY_ADD("records_case"), RECORDS_CASE_PAST = HISTORY_PAST("records_case"), RECORDS_CASE_WALK = HISTORY_WALK("records_case");
const db_query RECORDS_CASE_PUT = { "records_case_put", "tittttittddbbbetctid", NULL, "INSERT INTO records_case (" CASE_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) ON CONFLICT (id) DO UPDATE SET title = excluded.title,"
    " law = excluded.law, holder = excluded.holder, owner = excluded.owner, body = excluded.body, why = excluded.why, area = excluded.area, first = excluded.first,"
    " last = excluded.last, waiver = excluded.waiver, preserve = excluded.preserve, earlier = excluded.earlier, expedite = excluded.expedite,"
    " expedite_text = excluded.expedite_text, ceiling = excluded.ceiling, contact = excluded.contact, parent = excluded.parent" };
const db_query RECORDS_CASE_NUMBER = { "records_case_number", "i", &RECORDS_CASE, "SELECT " CASE_COLS " FROM records_case WHERE number = $1" };
const db_query RECORDS_CASE_BY = { "records_case_by", "t", &RECORDS_CASE, "SELECT " CASE_COLS " FROM records_case WHERE id = $1" };
const db_query RECORDS_CASES_FROM = { "records_cases_from", "ii", &RECORDS_CASE, "SELECT " CASE_COLS " FROM records_case WHERE number > $1 ORDER BY number LIMIT $2" };
const db_query RECORDS_CASE_LAST = { "records_case_last", "", &DB_ID, "SELECT coalesce(max(number), 0) FROM records_case" };

const db_query RECORDS_ASK_ADD = HISTORY_ADD("records_ask"), RECORDS_ASK_PAST = HISTORY_PAST("records_ask"), RECORDS_ASK_WALK = HISTORY_WALK("records_ask");
const db_query RECORDS_ASK_PUT = { "records_ask_put", "ttietttt", NULL, "INSERT INTO records_ask (" ASK_COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    " ON CONFLICT (id) DO UPDATE SET number = excluded.number, question = excluded.question, title = excluded.title, text = excluded.text,"
    " columns = excluded.columns, category = excluded.category" };
const db_query RECORDS_ASK_OF = { "records_ask_of", "t", &RECORDS_ASK, "SELECT " ASK_COLS " FROM records_ask WHERE about = $1 AND number > 0 ORDER BY number, id" };

const db_query RECORDS_ENTRY_ADD = HISTORY_ADD("records_entry"), RECORDS_ENTRY_PAST = HISTORY_PAST("records_entry"), RECORDS_ENTRY_WALK = HISTORY_WALK("records_entry");
const db_query RECORDS_ENTRY_PUT = { "records_entry_put", "ttideeettttbiedctttiettt" "t", NULL, "INSERT INTO records_entry (" ENTRY_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)"
    " ON CONFLICT (id) DO UPDATE SET struck = excluded.struck" };
const db_query RECORDS_ENTRY_OF = { "records_entry_of", "t", &RECORDS_ENTRY, "SELECT " ENTRY_COLS " FROM records_entry WHERE about = $1 ORDER BY n" };

const db_query RECORDS_DATE_ADD = HISTORY_ADD("records_date"), RECORDS_DATE_PAST = HISTORY_PAST("records_date"), RECORDS_DATE_WALK = HISTORY_WALK("records_date");
const db_query RECORDS_DATE_PUT = { "records_date_put", "ttteetttt" "dddddt", NULL, "INSERT INTO records_date (" DATE_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (id) DO UPDATE SET state = excluded.state, spec = excluded.spec,"
    " evidence = excluded.evidence, rule = excluded.rule, calendar = excluded.calendar, start = excluded.start, due = excluded.due, was = excluded.was,"
    " met = excluded.met, reason = excluded.reason" };
const db_query RECORDS_DATE_OF = { "records_date_of", "t", &RECORDS_DATE, "SELECT " DATE_COLS " FROM records_date WHERE about = $1 ORDER BY due, key" };
const db_query RECORDS_DATE_WALK_OPEN = { "records_date_walk_open", "ttti", &RECORDS_DATE, "SELECT " DATE_COLS " FROM records_date"
    " WHERE state IN ('expected', 'running', 'paused') AND (about, key) > ($1, $2) AND due >= $3 ORDER BY about, key LIMIT $4" };
const db_query RECORDS_DATES_OPEN = { "records_dates_open", "t", &DB_ID, "SELECT count(*) AS id FROM records_date WHERE state IN ('expected', 'running', 'paused') AND due >= $1" };

const db_query RECORDS_LINE_PUT = { "records_line_put", "titttee" "teeedddddddtiibddet", NULL, "INSERT INTO records_line (" LINE_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)"
    " ON CONFLICT (id) DO UPDATE SET title = excluded.title, holder = excluded.holder, owner = excluded.owner, delivery = excluded.delivery, ball = excluded.ball,"
    " ball_why = excluded.ball_why, clock = excluded.clock, level = excluded.level, seen = excluded.seen, embargo = excluded.embargo, sent = excluded.sent,"
    " received = excluded.received, started = excluded.started, determined = excluded.determined, appealed = excluded.appealed, suit = excluded.suit,"
    " tracking = excluded.tracking, asks = excluded.asks, open = excluded.open, closed = excluded.closed, latest = excluded.latest, due = excluded.due,"
    " due_kind = excluded.due_kind, sort = excluded.sort" };
const db_query RECORDS_LINE_BY = { "records_line_by", "t", &RECORDS_LINE, "SELECT " LINE_COLS " FROM records_line WHERE id = $1" };

const history RECORDS_CASES = { "records_case", &RECORDS_CASE, &RECORDS_CASE_ADD, &RECORDS_CASE_PAST, &RECORDS_CASE_PUT, &RECORDS_CASE_WALK };
const history RECORDS_ASKS = { "records_ask", &RECORDS_ASK, &RECORDS_ASK_ADD, &RECORDS_ASK_PAST, &RECORDS_ASK_PUT, &RECORDS_ASK_WALK };
const history RECORDS_ENTRIES = { "records_entry", &RECORDS_ENTRY, &RECORDS_ENTRY_ADD, &RECORDS_ENTRY_PAST, &RECORDS_ENTRY_PUT, &RECORDS_ENTRY_WALK };
const history RECORDS_DATES = { "records_date", &RECORDS_DATE, &RECORDS_DATE_ADD, &RECORDS_DATE_PAST, &RECORDS_DATE_PUT, &RECORDS_DATE_WALK };

wr_rc records_case_by(db_tx *tx, int64_t number, arena *a, records_case *ret)
{
    wr_rc rc = db_one(tx, &RECORDS_CASE_NUMBER, a, ret, db_i(number));
    return rc == WR_E_MISSING ? wr_fail(arena_err(a), rc, NULL, N_("There is no request with this number.")) : rc;
}

wr_rc records_asks_of(db_tx *tx, const char *about, arena *a, records_ask **ret, size_t *ret_n) { return db_all(tx, &RECORDS_ASK_OF, a, RECORDS_ASKS_MAX, ret, ret_n, db_t(about)); }
wr_rc records_entries_of(db_tx *tx, const char *about, arena *a, records_entry **ret, size_t *ret_n)
{
    return db_all(tx, &RECORDS_ENTRY_OF, a, RECORDS_ENTRIES_MAX, ret, ret_n, db_t(about));
}
wr_rc records_dates_of(db_tx *tx, const char *about, arena *a, records_date **ret, size_t *ret_n) { return db_all(tx, &RECORDS_DATE_OF, a, RECORDS_DATES_MAX, ret, ret_n, db_t(about)); }
wr_rc records_line_of(db_tx *tx, const char *id, arena *a, records_line *ret) { return db_one(tx, &RECORDS_LINE_BY, a, ret, db_t(id)); }
