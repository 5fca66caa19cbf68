/* records_again.c -- what time does: a holiday or a rule of the clock changes and every open date is counted again, a day passes and a clock
 * lapses; and the list of all dates that are due, as a page and as a calendar. */
#include "records_inbound_own.h"
#include "records_prod_own.h"

#include <string.h>
#include "day.h"
#include "i18n.h"
#include "ical.h"
#include "job.h"

enum { SLICE = 500, LAPSE_AT_ONCE = 100, BOOK_YEARS = 30, DUE_SHOWN = 500, MOVES_SHOWN = 500 };
typedef struct moved { int64_t number; const char *title; int kind; wr_day was, due; const char *reason; wr_us at; const char *url, *side; } moved;
static const field MOVED_F[] = {
    FIELD(moved, number, i, 0, 0, N_("Request")), FIELD(moved, title, t, 0, 0, N_("Title")), WORDS(moved, kind, records_dates, N_("Date")), FIELD(moved, was, d, 0, 0, N_("From")),
    FIELD(moved, due, d, 0, 0, N_("To")), FIELD(moved, reason, t, 0, 0, N_("Why it moved")), FIELD(moved, url, t, F_HIDE, 0, NULL) };
const shape RECORDS_MOVED = SHAPE("a date that moved", moved, MOVED_F);
typedef struct due_row { int64_t number; const char *title, *holder; int kind; wr_day due, first; const char *id; bool frozen, inbound; const char *level, *side; } due_row;
static const field DUE_F[] = {
    FIELD(due_row, number, i, 0, 0, N_("Request")), FIELD(due_row, title, t, 0, 0, N_("Title")), FIELD(due_row, holder, t, 0, 0, N_("Holder")), WORDS(due_row, kind, records_dates, N_("Date")),
    FIELD(due_row, due, d, 0, 0, N_("Due")), FIELD(due_row, first, d, 0, 0, N_("First date")), FIELD(due_row, id, t, F_HIDE, 32, NULL), FIELD(due_row, frozen, b, 0, 0, N_("Frozen by a suit")),
    FIELD(due_row, inbound, b, 0, 0, N_("Asked of the city")) };
const shape RECORDS_SAY_DUE = SHAPE("a date that is due", due_row, DUE_F);
/* side: made by the city, or received by it. */
static const field DUE_ROW_F[] = { FIELD(due_row, number, i, 0, 0, NULL), FIELD(due_row, title, t, 0, 0, NULL), FIELD(due_row, holder, t, 0, 0, NULL), WORDS(due_row, kind, records_dates, NULL),
    FIELD(due_row, due, d, 0, 0, NULL), FIELD(due_row, first, d, 0, 0, NULL), FIELD(due_row, id, t, 0, 0, NULL), FIELD(due_row, level, t, 0, 0, NULL), FIELD(due_row, side, t, 0, 0, NULL) };
static const shape DUE_ROW = SHAPE("a date that is due, as a row", due_row, DUE_ROW_F);
static const field MOVE_ROW_F[] = { FIELD(moved, number, i, 0, 0, NULL), FIELD(moved, title, t, 0, 0, NULL), WORDS(moved, kind, records_dates, NULL), FIELD(moved, was, d, 0, 0, NULL),
    FIELD(moved, due, d, 0, 0, NULL), FIELD(moved, reason, t, 0, 0, NULL), FIELD(moved, side, t, 0, 0, NULL) };
static const shape MOVE_ROW = SHAPE("a moved date, as a row", moved, MOVE_ROW_F);

const db_query RECORDS_MOVES = { "records_moves", "i", &MOVE_ROW, "SELECT c.number AS number, c.title, d.kind AS kind, d.was, d.due AS due, d.reason, 'made' AS side FROM records_date d JOIN records_case c ON c.id = d.about"
    " WHERE d.was <> '' UNION ALL SELECT l.number, l.text AS title, d.kind, d.was, d.due, d.reason, 'received' AS side FROM records_date d JOIN records_inbound_line l ON l.id = d.about"
    " WHERE d.was <> '' ORDER BY due, number, kind LIMIT $1" };
const db_query RECORDS_DUE = { "records_due", "i", &DUE_ROW, "SELECT l.number AS number, l.title, l.holder, d.kind, d.due AS due, d.first, d.id AS id, l.level AS level,"
    " 'made' AS side FROM records_date d JOIN records_line l ON l.id = d.about WHERE d.state = 'running' AND l.closed = 0"
    " UNION ALL SELECT l.number, l.text AS title, l.owner AS holder, d.kind, d.due, d.first, d.id, 'request' AS level, 'received' AS side FROM records_date d"
    " JOIN records_inbound_line l ON l.id = d.about WHERE d.state = 'running' ORDER BY due, number, id LIMIT $1" };
const db_query RECORDS_LAPSING = { "records_lapsing", "ti", &DB_ID, "SELECT l.number AS id FROM records_line l JOIN records_date d ON d.about = l.id AND d.kind = 'constructive denial'"
    " AND d.state = 'expected' WHERE l.clock IN ('running', 'extended') AND d.due <= $1 ORDER BY l.number LIMIT $2" };

#define NEXT(col) "(SELECT d." col " FROM records_date d WHERE d.about = records_line.id AND d.state = 'running' ORDER BY d.due, d.key LIMIT 1)"
const db_query RECORDS_LINE_AGAIN = { "records_line_again", "t", NULL, "UPDATE records_line SET due = coalesce(" NEXT("due") ", ''), due_kind = coalesce(" NEXT("kind") ", due_kind),"
    " sort = coalesce(" NEXT("due") ", '9999-12-31') WHERE id = $1" };

/* ---- counted again, by a job ---- */
typedef struct slice { records_date *was, *now; size_t n; const char *last; int64_t seen; } slice;

/* The note keeps the last date that was counted. After a failure it says what failed: then all are counted from the first, which changes nothing twice. */
static const char *after(const job *j)
{
    uint8_t id[16];
    return j->note && strlen(j->note) == 32 && str_unhex(j->note, id, sizeof id) ? j->note : "";
}

/* What a job is about: the first day that can move, a blank, and why. */
static const char *from_of(const job *j, arena *a) { return arena_fmt(a, "%.10s", j->args); }

static wr_rc plan(db_tx *ro, const job *j, arena *a, void **ret)
{
    slice *s = arena_make(a, slice);
    records_date *d;
    clock_book *book;
    size_t n;
    int first, last;
    TRY(db_all(ro, &RECORDS_DATE_WALK_OPEN, a, SLICE, &d, &n, db_t(after(j)), db_t(from_of(j, a)), db_i(SLICE)));
    if (!n) return WR_OK;
    first = last = d[0].start.y;
    for (size_t i = 1; i < n; i++) first = d[i].start.y < first ? d[i].start.y : first, last = d[i].start.y > last ? d[i].start.y : last;
    TRY(clock_book_open(ro, first - 1, last - first + BOOK_YEARS, a, &book));
    s->was = arena_array(a, records_date, n);
    s->now = arena_array(a, records_date, n);
    for (size_t i = 0; i < n; i++) {
        records_counted c;
        if (!records_count(d[i].spec, book, "en", a, NULL, &c) || wr_day_cmp(c.due, d[i].due) == 0) continue;
        s->was[s->n] = d[i];
        s->now[s->n] = d[i];
        s->now[s->n].start = c.start;
        s->now[s->n].was = d[i].due;
        s->now[s->n].due = c.due;
        s->now[s->n].reason = j->args + DAY_TEXT;
        s->n++;
    }
    s->last = d[n - 1].id;
    s->seen = (int64_t)n;
    *ret = s;
    return WR_OK;
}

/* The line of a case shows the date that is next: made again with it. */
static wr_rc write_slice(db_tx *rw, const wr_actor *who, job *j, const void *slice_, arena *a)
{
    const slice *s = slice_;
    for (size_t i = 0; i < s->n; i++) TRY(history_add(rw, who, &RECORDS_DATES, "records.date_recounted", who->today, &s->was[i], &s->now[i], a));
    for (size_t i = 0; i < s->n; i++) {
        TRY(db_run(rw, &RECORDS_LINE_AGAIN, db_t(s->now[i].about)));
        TRY(db_run(rw, &INBOUND_LINE_AGAIN, db_t(s->now[i].about)));
    }
    if (!j->done) {
        db_id open;
        TRY(db_one(rw, &RECORDS_DATES_OPEN, a, &open, db_t(from_of(j, a))));
        j->total = open.id;
    }
    j->done += s->seen;
    j->note = s->last;
    return WR_OK;
}

const job_kind records_jobs[] = { { "records.recount", N_("Count the dates of requests again"), plan, write_slice },
    { "records.read", N_("Read the files of productions"), records_read_plan, records_read_write }, { "records.join", N_("Put the pieces of an upload together"), records_join_plan, records_join_write }, { 0 } };

wr_rc records_recount(db_tx *rw, const wr_actor *who, const void *change, arena *a)
{
    const clock_change *c = change;
    const char *from = day_none(c->from) ? "0001-01-01" : day_text(a, c->from);
    db_id open;
    wr_id id;
    TRY(db_one(rw, &RECORDS_DATES_OPEN, a, &open, db_t(from)));
    return open.id ? job_start(rw, who, "records.recount", "", arena_fmt(a, "%s %s", from, c->reason), &id) : WR_OK;
}

/* ---- a day passes ---- */
wr_rc records_tick_lapse(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    db_id *late;
    size_t n;
    (void)what;
    TRY(db_all(rw, &RECORDS_LAPSING, a, LAPSE_AT_ONCE, &late, &n, db_t(day_text(a, who->today)), db_i(LAPSE_AT_ONCE)));
    for (size_t i = 0; i < n; i++) {
        records_whole w;
        records_entry e = { .day = who->today, .kind = ENTRY_LAPSED };
        TRY(records_whole_of(rw, late[i].id, a, &w));
        TRY(records_entry_add(rw, who, &w, &e, a));
    }
    return WR_OK;
}

/* ---- pages ---- */
static const char RECEIVED[] = "received";

/* A suit freezes what would be suggested. */
static wr_rc due_rows(db_tx *ro, arena *a, due_row **ret, size_t *ret_n)
{
    TRY(db_all(ro, &RECORDS_DUE, a, DUE_SHOWN, ret, ret_n, db_i(DUE_SHOWN)));
    for (size_t i = 0; i < *ret_n; i++) {
        (*ret)[i].frozen = str_eq((*ret)[i].level, records_levels[LEVEL_SUIT]);
        (*ret)[i].inbound = str_eq((*ret)[i].side, RECEIVED);
    }
    return WR_OK;
}

static const char *url_of(arena *a, int64_t number, bool inbound) { return inbound ? records_inbound_url(a, number, "") : records_url(a, number, ""); }

wr_rc records_show_moved(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    moved *m;
    size_t n;
    (void)in;
    (void)who;
    TRY(db_all(ro, &RECORDS_MOVES, a, MOVES_SHOWN, &m, &n, db_i(MOVES_SHOWN)));
    for (size_t i = 0; i < n; i++) m[i].url = url_of(a, m[i].number, str_eq(m[i].side, RECEIVED));
    return page_rows(doc, "moved", &RECORDS_MOVED, m, n);
}

wr_rc records_show_due(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    due_row *d;
    size_t n;
    (void)in;
    TRY(due_rows(ro, a, &d, &n));
    TRY(page_rows(doc, "dates", &RECORDS_SAY_DUE, d, n));
    for (size_t i = 0; i < n; i++) {
        json_t *row = page_row(doc, "dates", i);
        TRY(page_text(row, "away", records_when(who, d[i].due, a)));
        TRY(page_flag(row, "late", wr_day_cmp(d[i].due, who->today) < 0));
        TRY(page_text(row, "case_url", url_of(a, d[i].number, d[i].inbound)));
        TRY(page_text(row, "letter", d[i].inbound ? "" : records_letter_name(records_letter_of(d[i].kind))));
        TRY(page_text(row, "letter_url", d[i].inbound ? "" : records_url(a, d[i].number, arena_fmt(a, "/letters/%s", records_letter_of(d[i].kind)))));
    }
    return WR_OK;
}

wr_rc records_give_due(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    strbuf s = sb_new(a, 8192);
    due_row *d;
    ical_event *e;
    size_t n;
    (void)in;
    TRY(due_rows(ro, a, &d, &n));
    if (str_eq(out->as, "csv")) return out_rows(out, &RECORDS_SAY_DUE, d, n, DUE_SHOWN + 1);
    e = arena_array(a, ical_event, n + 1);
    for (size_t i = 0; i < n; i++) {
        history_event *past;
        size_t k;
        TRY(history_events(ro, &RECORDS_DATES, d[i].id, a, &past, &k));
        e[i] = (ical_event){ d[i].id, arena_fmt(a, "%lld: %s", (long long)d[i].number, i18n_word(a, who->lang, records_dates[d[i].kind])), d[i].title,
            arena_fmt(a, "%s%s%s", out->site, out->prefix, url_of(a, d[i].number, d[i].inbound)), d[i].due, k ? (int64_t)k - 1 : 0, k ? past[k - 1].at : 0 };
    }
    ical_put(&s, i18n(who->lang, NULL, N_("Requests for records: dates")), who->lang, e, n);
    out->more = false;
    return out_bytes(out, (bytes){ (const uint8_t *)s.p, s.n });
}
