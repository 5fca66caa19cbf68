/* records_again.c -- what time does: a holiday or a rule of the clock changes and every open date is counted again; a day passes and a clock
 * lapses. */
#include "records_inbound_own.h"
#include "records_prod_own.h"

#include <string.h>
#include "day.h"
#include "i18n.h"
#include "job.h"

enum { SLICE = 500, PAGES_A_SLICE = 4, LAPSE_AT_ONCE = 100, BOOK_YEARS = 30 };
const db_query RECORDS_LAPSING = { "records_lapsing", "ti", &DB_ID, "SELECT l.number AS id FROM records_line l JOIN records_date d ON d.about = l.id AND d.kind = 'constructive denial'"
    " AND d.state = 'expected' WHERE l.clock IN ('running', 'extended') AND d.due <= $1 ORDER BY l.number LIMIT $2" };

#define NEXT(col) "(SELECT d." col " FROM records_date d WHERE d.about = records_line.id AND d.state = 'running' ORDER BY d.due, d.key LIMIT 1)"
const db_query RECORDS_LINE_AGAIN = { "records_line_again", "t", NULL, "UPDATE records_line SET due = coalesce(" NEXT("due") ", ''), due_kind = coalesce(" NEXT("kind") ", due_kind),"
    " sort = coalesce(" NEXT("due") ", '9999-12-31') WHERE id = $1" };

/* ---- counted again, by a job ---- */
typedef struct slice { records_date *was, *now; size_t n; const char *last; int64_t seen; } slice;

/* The note keeps the last date that was counted: what it is about, a blank, its key. After a failure it says what failed: then all are counted
 * from the first, which changes nothing twice. */
static records_date after(const job *j, arena *a)
{
    uint8_t id[16];
    records_date d = { .about = arena_fmt(a, "%.32s", j->note ? j->note : ""), .key = "" };
    if (strlen(d.about) < 32 || j->note[32] != ' ' || !str_unhex(d.about, id, sizeof id)) return (records_date){ .about = "", .key = "" };
    d.key = j->note + 33;
    return d;
}

/* What a job is about: the first day that can move, a blank, and why. */
static const char *from_of(const job *j, arena *a) { return arena_fmt(a, "%.10s", j->args); }

static wr_rc book_for(db_tx *ro, const records_date *d, size_t n, arena *a, clock_book **ret)
{
    int first = d[0].start.y, last = first;
    for (size_t i = 1; i < n; i++) first = d[i].start.y < first ? d[i].start.y : first, last = d[i].start.y > last ? d[i].start.y : last;
    return clock_book_open(ro, first - 1, last - first + BOOK_YEARS, a, ret);
}

/* By what they are about: the dates of one request lie beside each other, and its line is made again once. Dates that stay cost no slice. */
static wr_rc plan(db_tx *ro, const job *j, arena *a, void **ret)
{
    slice *s = arena_make(a, slice);
    records_date *d, last = after(j, a);
    clock_book *book;
    size_t n = SLICE;
    s->was = arena_array(a, records_date, SLICE);
    s->now = arena_array(a, records_date, SLICE);
    for (int pages = 0; n == SLICE && s->n < SLICE && pages < PAGES_A_SLICE; pages++) {
        TRY(db_all(ro, &RECORDS_DATE_WALK_OPEN, a, SLICE, &d, &n, db_t(last.about), db_t(last.key), db_t(from_of(j, a)), db_i(SLICE)));
        if (n) TRY(book_for(ro, d, n, a, &book));
        for (size_t i = 0; i < n && s->n < SLICE; i++) {
            records_counted c;
            last = d[i];
            s->seen++;
            if (!records_count(d[i].spec, book, "en", a, NULL, &c) || wr_day_cmp(c.due, d[i].due) == 0) continue;
            s->was[s->n] = s->now[s->n] = d[i];
            s->now[s->n].start = c.start;
            s->now[s->n].was = d[i].due;
            s->now[s->n].due = c.due;
            s->now[s->n].reason = j->args + DAY_TEXT;
            s->n++;
        }
    }
    s->last = arena_fmt(a, "%s %s", last.about, last.key);
    *ret = s->seen ? s : NULL;
    return WR_OK;
}

/* The line of a request shows the date that is next among those that run: made again with it. */
static wr_rc lines_again(db_tx *rw, const slice *s)
{
    const char *done = "";
    for (size_t i = 0; i < s->n; i++) {
        const records_date *d = &s->now[i];
        if (d->state != DATE_RUNNING || str_eq(d->about, done)) continue;
        done = d->about;
        TRY(db_run(rw, &RECORDS_LINE_AGAIN, db_t(done)));
        TRY(db_run(rw, &INBOUND_LINE_AGAIN, db_t(done)));
    }
    return WR_OK;
}

static wr_rc write_slice(db_tx *rw, const wr_actor *who, job *j, const void *slice_, arena *a)
{
    const slice *s = slice_;
    for (size_t i = 0; i < s->n; i++) TRY(history_add(rw, who, &RECORDS_DATES, "records.date_recounted", who->today, &s->was[i], &s->now[i], a));
    TRY(lines_again(rw, s));
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
