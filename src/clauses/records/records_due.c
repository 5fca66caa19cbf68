/* records_due.c -- the list of all dates that are due, as a page, as a table and as a calendar; and of those that moved. Pages say where the
 * rest is; what is downloaded is whole. */
#include "records_inbound_own.h"
#include "records_web.h"

#include <stdio.h>
#include "day.h"
#include "i18n.h"
#include "ical.h"

enum { SHOWN = 200, GIVEN = 500 };
typedef struct moved { int64_t number; const char *title; int kind; wr_day was, due; const char *reason, *id, *url, *side; } moved;
static const field MOVED_F[] = {
    FIELD(moved, number, i, 0, 0, N_("Request")), FIELD(moved, title, t, 0, 0, N_("Title")), WORDS(moved, kind, records_dates, N_("Date")), FIELD(moved, was, d, 0, 0, N_("From")),
    FIELD(moved, due, d, 0, 0, N_("To")), FIELD(moved, reason, t, 0, 0, N_("Why it moved")) };
const shape RECORDS_MOVED = SHAPE("a date that moved", moved, MOVED_F);
typedef struct due_row { int64_t number; const char *title, *holder; int kind; wr_day due, first; const char *id; bool frozen, inbound; const char *level, *side; } due_row;
static const field DUE_F[] = {
    FIELD(due_row, number, i, 0, 0, N_("Request")), FIELD(due_row, title, t, 0, 0, N_("Title")), FIELD(due_row, holder, t, 0, 0, N_("Holder")), WORDS(due_row, kind, records_dates, N_("Date")),
    FIELD(due_row, due, d, 0, 0, N_("Due")), FIELD(due_row, first, d, 0, 0, N_("First date")), FIELD(due_row, frozen, b, 0, 0, N_("Frozen by a suit")),
    FIELD(due_row, inbound, b, 0, 0, N_("Asked of the city")) };
const shape RECORDS_SAY_DUE = SHAPE("a date that is due", due_row, DUE_F);
/* side: made by the city, or received by it. */
static const field DUE_ROW_F[] = { FIELD(due_row, number, i, 0, 0, NULL), FIELD(due_row, title, t, 0, 0, NULL), FIELD(due_row, holder, t, 0, 0, NULL), WORDS(due_row, kind, records_dates, NULL),
    FIELD(due_row, due, d, 0, 0, NULL), FIELD(due_row, first, d, 0, 0, NULL), FIELD(due_row, id, t, 0, 0, NULL), FIELD(due_row, level, t, 0, 0, NULL), FIELD(due_row, side, t, 0, 0, NULL) };
static const shape DUE_ROW = SHAPE("a date that is due, as a row", due_row, DUE_ROW_F);
static const field MOVE_ROW_F[] = { FIELD(moved, number, i, 0, 0, NULL), FIELD(moved, title, t, 0, 0, NULL), WORDS(moved, kind, records_dates, NULL), FIELD(moved, was, d, 0, 0, NULL),
    FIELD(moved, due, d, 0, 0, NULL), FIELD(moved, reason, t, 0, 0, NULL), FIELD(moved, id, t, 0, 0, NULL), FIELD(moved, side, t, 0, 0, NULL) };
static const shape MOVE_ROW = SHAPE("a moved date, as a row", moved, MOVE_ROW_F);

/* after: the last date of the page before: its day, the number of its request, its id. */
typedef struct in_after { const char *after; } in_after;
static const field AFTER_F[] = { FIELD(in_after, after, t, F_NULL | F_HIDE, 80, NULL) };
const shape IN_RECORDS_AFTER = SHAPE("where a page goes on", in_after, AFTER_F);

/* $1 to $3: the date before the first one. */
const db_query RECORDS_MOVES = { "records_moves", "titi", &MOVE_ROW, "SELECT c.number AS number, c.title, d.kind, d.was, d.due AS due, d.reason, d.id AS id, 'made' AS side FROM records_date d"
    " JOIN records_case c ON c.id = d.about WHERE d.was <> '' AND (d.due, c.number, d.id) > ($1, $2, $3) UNION ALL SELECT l.number, l.text AS title, d.kind, d.was, d.due, d.reason, d.id,"
    " 'received' AS side FROM records_date d JOIN records_inbound_line l ON l.id = d.about WHERE d.was <> '' AND (d.due, l.number, d.id) > ($1, $2, $3) ORDER BY due, number, id LIMIT $4" };
const db_query RECORDS_DUE = { "records_due", "titi", &DUE_ROW, "SELECT l.number AS number, l.title, l.holder, d.kind, d.due AS due, d.first, d.id AS id, l.level AS level,"
    " 'made' AS side FROM records_date d JOIN records_line l ON l.id = d.about WHERE d.state = 'running' AND l.closed = 0 AND (d.due, l.number, d.id) > ($1, $2, $3)"
    " UNION ALL SELECT l.number, l.text AS title, l.owner AS holder, d.kind, d.due, d.first, d.id, 'request' AS level, 'received' AS side FROM records_date d"
    " JOIN records_inbound_line l ON l.id = d.about WHERE d.state = 'running' AND (d.due, l.number, d.id) > ($1, $2, $3) ORDER BY due, number, id LIMIT $4" };

static const char RECEIVED[] = "received";
typedef struct cursor { char due[11], id[33]; long long number; } cursor;

static cursor cursor_of(const char *after)
{
    cursor c = { "", "", 0 };
    if (!after || sscanf(after, "%10s %lld %32s", c.due, &c.number, c.id) != 3) return (cursor){ "", "", 0 };
    return c;
}

static const char *cursor_text(arena *a, wr_day due, int64_t number, const char *id) { return arena_fmt(a, "%s %lld %s", day_text(a, due), (long long)number, id); }
static const char *url_of(arena *a, int64_t number, bool inbound) { return inbound ? records_inbound_url(a, number, "") : records_url(a, number, ""); }
static const char *more_url(arena *a, const char *path, const char *after) { return arena_fmt(a, "%s?after=%s", path, str_url(a, after)); }

/* A suit freezes what would be suggested. */
static wr_rc due_rows(db_tx *ro, const char *after, size_t most, arena *a, due_row **ret, size_t *ret_n)
{
    cursor c = cursor_of(after);
    TRY(db_all(ro, &RECORDS_DUE, a, most, ret, ret_n, db_t(arena_dup(a, c.due)), db_i(c.number), db_t(arena_dup(a, c.id)), db_i((int64_t)most)));
    for (size_t i = 0; i < *ret_n; i++) {
        (*ret)[i].frozen = str_eq((*ret)[i].level, records_levels[LEVEL_SUIT]);
        (*ret)[i].inbound = str_eq((*ret)[i].side, RECEIVED);
    }
    return WR_OK;
}

static wr_rc moved_rows(db_tx *ro, const char *after, size_t most, arena *a, moved **ret, size_t *ret_n)
{
    cursor c = cursor_of(after);
    TRY(db_all(ro, &RECORDS_MOVES, a, most, ret, ret_n, db_t(arena_dup(a, c.due)), db_i(c.number), db_t(arena_dup(a, c.id)), db_i((int64_t)most)));
    for (size_t i = 0; i < *ret_n; i++) (*ret)[i].url = url_of(a, (*ret)[i].number, str_eq((*ret)[i].side, RECEIVED));
    return WR_OK;
}

wr_rc records_show_moved(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    moved *m;
    size_t n;
    (void)who;
    TRY(moved_rows(ro, ((const in_after *)in)->after, SHOWN + 1, a, &m, &n));
    TRY(page_text(doc, "next_url", n > SHOWN ? more_url(a, "/records/moved", cursor_text(a, m[SHOWN - 1].due, m[SHOWN - 1].number, m[SHOWN - 1].id)) : ""));
    if (n > SHOWN) n = SHOWN;
    TRY(page_rows(doc, "moved", &RECORDS_MOVED, m, n));
    for (size_t i = 0; i < n; i++) TRY(page_text(page_row(doc, "moved", i), "case_url", m[i].url));
    return WR_OK;
}

wr_rc records_give_moved(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    moved *m;
    size_t n;
    (void)who;
    (void)in;
    TRY(moved_rows(ro, out->after, GIVEN, a, &m, &n));
    TRY(out_rows(out, &RECORDS_MOVED, m, n, GIVEN));
    return out->more ? out_more(out, cursor_text(a, m[n - 1].due, m[n - 1].number, m[n - 1].id)) : WR_OK;
}

wr_rc records_show_due(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    due_row *d;
    size_t n;
    TRY(due_rows(ro, ((const in_after *)in)->after, SHOWN + 1, a, &d, &n));
    TRY(page_text(doc, "next_url", n > SHOWN ? more_url(a, "/records/due", cursor_text(a, d[SHOWN - 1].due, d[SHOWN - 1].number, d[SHOWN - 1].id)) : ""));
    if (n > SHOWN) n = SHOWN;
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

/* One range of the calendar: its events as they moved. */
static wr_rc put_events(db_tx *ro, const wr_actor *who, const due_row *d, size_t n, arena *a, http_out *out)
{
    strbuf s = sb_new(a, 8192);
    ical_event *e = arena_array(a, ical_event, n + 1);
    for (size_t i = 0; i < n; i++) {
        history_event *past;
        size_t k;
        TRY(history_events(ro, &RECORDS_DATES, d[i].id, a, &past, &k));
        e[i] = (ical_event){ d[i].id, arena_fmt(a, "%lld: %s", (long long)d[i].number, i18n_word(a, who->lang, records_dates[d[i].kind])), d[i].title,
            arena_fmt(a, "%s%s%s", out->site, out->prefix, url_of(a, d[i].number, d[i].inbound)), d[i].due, k ? (int64_t)k - 1 : 0, k ? past[k - 1].at : 0 };
    }
    if (!*out->after) ical_begin(&s, i18n(who->lang, NULL, N_("Requests for records: dates")), who->lang);
    ical_events(&s, e, n);
    if (n < GIVEN) ical_end(&s);
    return out_bytes(out, (bytes){ (const uint8_t *)s.p, s.n });
}

wr_rc records_give_due(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    due_row *d;
    size_t n;
    (void)in;
    TRY(due_rows(ro, out->after, GIVEN, a, &d, &n));
    if (str_eq(out->as, "ics")) TRY(put_events(ro, who, d, n, a, out));
    else TRY(out_rows(out, &RECORDS_SAY_DUE, d, n, GIVEN));
    return n == GIVEN ? out_more(out, cursor_text(a, d[n - 1].due, d[n - 1].number, d[n - 1].id)) : WR_OK;
}
