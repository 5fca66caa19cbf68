/* records_again.c -- what time does: a holiday or a rule of the clock changes and every open date is counted again, a day passes and a clock
 * lapses; and the list of all dates that are due, as a page and as a calendar. */
#include "records_prod_own.h"

#include <string.h>
#include "day.h"
#include "i18n.h"
#include "ical.h"
#include "job.h"

enum { SLICE = 500, LAPSE_AT_ONCE = 100, BOOK_YEARS = 30, DUE_SHOWN = 500, MOVES_SHOWN = 500 };
typedef struct moved { int64_t number; const char *title; int kind; wr_day was, due; const char *reason; wr_us at; const char *url; } moved;
static const field MOVED_F[] = {
    FIELD(moved, number, i, 0, 0, N_("Request")), FIELD(moved, title, t, 0, 0, N_("Title")), WORDS(moved, kind, records_dates, N_("Date")), FIELD(moved, was, d, 0, 0, N_("From")),
    FIELD(moved, due, d, 0, 0, N_("To")), FIELD(moved, reason, t, 0, 0, N_("Why it moved")), FIELD(moved, url, t, F_HIDE, 0, NULL) };
const shape RECORDS_MOVED = SHAPE("a date that moved", moved, MOVED_F);
typedef struct due_row { int64_t number; const char *title, *holder; int kind; wr_day due, first; const char *id; bool frozen; } due_row;
static const field DUE_F[] = {
    FIELD(due_row, number, i, 0, 0, N_("Request")), FIELD(due_row, title, t, 0, 0, N_("Title")), FIELD(due_row, holder, t, 0, 0, N_("Holder")), WORDS(due_row, kind, records_dates, N_("Date")),
    FIELD(due_row, due, d, 0, 0, N_("Due")), FIELD(due_row, first, d, 0, 0, N_("First date")), FIELD(due_row, id, t, F_HIDE, 32, NULL), FIELD(due_row, frozen, b, 0, 0, N_("Frozen by a suit")) };
const shape RECORDS_SAY_DUE = SHAPE("a date that is due", due_row, DUE_F);
static const field MOVE_ROW_F[] = { FIELD(moved, number, i, 0, 0, NULL), FIELD(moved, title, t, 0, 0, NULL), WORDS(moved, kind, records_dates, NULL), FIELD(moved, was, d, 0, 0, NULL),
    FIELD(moved, due, d, 0, 0, NULL), FIELD(moved, reason, t, 0, 0, NULL) };
static const shape MOVE_ROW = SHAPE("a moved date, as a row", moved, MOVE_ROW_F);

const db_query RECORDS_MOVES = { "records_moves", "i", &MOVE_ROW, "SELECT c.number, c.title, d.kind, d.was, d.due, d.reason FROM records_date d JOIN records_case c ON c.id = d.about"
    " WHERE d.was <> '' ORDER BY d.due, c.number, d.key LIMIT $1" };
const db_query RECORDS_DUE = { "records_due", "i", &RECORDS_SAY_DUE, "SELECT l.number, l.title, l.holder, d.kind, d.due, d.first, d.id, CASE WHEN l.level = 'suit' THEN 1 ELSE 0 END AS frozen"
    " FROM records_date d JOIN records_line l ON l.id = d.about WHERE d.state = 'running' AND l.closed = 0 ORDER BY d.due, l.number, d.key LIMIT $1" };
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

static wr_rc plan(db_tx *ro, const job *j, arena *a, void **ret)
{
    slice *s = arena_make(a, slice);
    records_date *d;
    records_span span;
    clock_book *book;
    size_t n;
    wr_day first = { 1970, 1, 1 }, last = first;
    TRY(db_all(ro, &RECORDS_DATE_WALK_OPEN, a, SLICE, &d, &n, db_t(after(j)), db_i(SLICE)));
    if (!n) return WR_OK;
    TRY(db_one_(ro, &RECORDS_DATE_SPAN, a, sizeof span, &span, NULL, 0));
    day_parse(span.first, &first);
    day_parse(span.last, &last);
    TRY(clock_book_open(ro, first.y - 1, last.y - first.y + BOOK_YEARS, a, &book));
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
        s->now[s->n].reason = j->args;
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
    for (size_t i = 0; i < s->n; i++) TRY(db_run(rw, &RECORDS_LINE_AGAIN, db_t(s->now[i].about)));
    if (!j->done) {
        records_span span;
        TRY(db_one_(rw, &RECORDS_DATE_SPAN, a, sizeof span, &span, NULL, 0));
        j->total = span.n;
    }
    j->done += s->seen;
    j->note = s->last;
    return WR_OK;
}

const job_kind records_jobs[] = { { "records.recount", N_("Count the dates of requests again"), plan, write_slice },
    { "records.read", N_("Read the files of productions"), records_read_plan, records_read_write }, { "records.join", N_("Put the pieces of an upload together"), records_join_plan, records_join_write }, { 0 } };

wr_rc records_recount(db_tx *rw, const wr_actor *who, const void *reason, arena *a)
{
    records_span span;
    wr_id id;
    TRY(db_one_(rw, &RECORDS_DATE_SPAN, a, sizeof span, &span, NULL, 0));
    return span.n ? job_start(rw, who, "records.recount", "", reason, &id) : WR_OK;
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
wr_rc records_show_moved(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    moved *m;
    size_t n;
    (void)in;
    (void)who;
    TRY(db_all(ro, &RECORDS_MOVES, a, MOVES_SHOWN, &m, &n, db_i(MOVES_SHOWN)));
    for (size_t i = 0; i < n; i++) m[i].url = records_url(a, m[i].number, "");
    return page_rows(doc, "moved", &RECORDS_MOVED, m, n);
}

wr_rc records_show_due(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    due_row *d;
    size_t n;
    (void)in;
    TRY(db_all(ro, &RECORDS_DUE, a, DUE_SHOWN, &d, &n, db_i(DUE_SHOWN)));
    TRY(page_rows(doc, "dates", &RECORDS_SAY_DUE, d, n));
    for (size_t i = 0; i < n; i++) {
        json_t *row = page_row(doc, "dates", i);
        TRY(page_text(row, "away", records_when(who, d[i].due, a)));
        TRY(page_flag(row, "late", wr_day_cmp(d[i].due, who->today) < 0));
        TRY(page_text(row, "case_url", records_url(a, d[i].number, "")));
        TRY(page_text(row, "letter", records_letter_name(records_letter_of(d[i].kind))));
        TRY(page_text(row, "letter_url", records_url(a, d[i].number, arena_fmt(a, "/letters/%s", records_letter_of(d[i].kind)))));
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
    TRY(db_all(ro, &RECORDS_DUE, a, DUE_SHOWN, &d, &n, db_i(DUE_SHOWN)));
    if (str_eq(out->as, "csv")) return out_rows(out, &RECORDS_SAY_DUE, d, n, DUE_SHOWN + 1);
    e = arena_array(a, ical_event, n + 1);
    for (size_t i = 0; i < n; i++) {
        history_event *past;
        size_t k;
        TRY(history_events(ro, &RECORDS_DATES, d[i].id, a, &past, &k));
        e[i] = (ical_event){ d[i].id, arena_fmt(a, "%lld: %s", (long long)d[i].number, i18n_word(a, who->lang, records_dates[d[i].kind])), d[i].title,
            arena_fmt(a, "%s%s%s", out->site, out->prefix, records_url(a, d[i].number, "")), d[i].due, k ? (int64_t)k - 1 : 0, k ? past[k - 1].at : 0 };
    }
    ical_put(&s, i18n(who->lang, NULL, N_("Requests for records: dates")), who->lang, e, n);
    out->more = false;
    return out_bytes(out, (bytes){ (const uint8_t *)s.p, s.n });
}
