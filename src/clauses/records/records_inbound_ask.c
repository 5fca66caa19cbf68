/* records_inbound_ask.c -- the public's own pages: ask the city for records without an account, see by the code of the receipt how the request
 * stands and why each date is what it is, and take what was released. No name stands on any of them. */
#include "records_inbound_own.h"

#include <stdio.h>
#include <string.h>
#include "city.h"
#include "city_door.h"
#include "day.h"
#include "i18n.h"
#include "mail.h"
#include "now.h"
#include "screen.h"
#include "sender.h"

enum { LOG_SHOWN = 500, BOOK_YEARS = 8, DATES_SHOWN = 300 };
typedef struct in_ask { const char *text, *format, *name, *reply, *id; } in_ask;
static const field ASK_F[] = {
    FIELD(in_ask, text,   t, F_LONG, 8000,  N_("Which records do you ask for?")),
    FIELD(in_ask, format, t, F_NULL, 200,   N_("In which form, if that matters to you")),
    FIELD(in_ask, name,   t, F_NULL, 200,   N_("Your name")),
    FIELD(in_ask, reply,  t, F_NULL, 300,   N_("Where else the answer should go: a mail or postal address")),
};
const shape IN_INBOUND_ASK = SHAPE("a request for records", in_ask, ASK_F);
static const field CODE_F[] = { FIELD(in_inbound_code, code, t, F_PATH, 24, N_("Code")) };
const shape IN_INBOUND_CODE = SHAPE("the code of a receipt", in_inbound_code, CODE_F);
static const field OPEN_F[] = { FIELD(in_inbound_code, code, t, 0, 40, N_("The code of your receipt")) };
const shape IN_INBOUND_OPEN = SHAPE("a code, typed", in_inbound_code, OPEN_F);
static const field GET_F[] = { FIELD(in_inbound_get, code, t, F_PATH, 24, N_("Code")), FIELD(in_inbound_get, id, t, F_PATH, 32, N_("File")) };
const shape IN_INBOUND_GET = SHAPE("a released file", in_inbound_get, GET_F);

typedef struct seen { int64_t number; wr_day received; const char *text, *format; int state, outcome; wr_day determined, extended, closed; } seen;
static const field SEEN_F[] = {
    FIELD(seen, number,     i, 0, 0,      N_("Request")),   FIELD(seen, received, d, 0, 0, N_("Received")),
    FIELD(seen, text,       t, F_LONG, 0, N_("What is asked for")), FIELD(seen, format, t, 0, 0, N_("In which form")),
    WORDS(seen, state,      records_inbound_states, N_("State")), WORDS(seen, outcome, records_inbound_outcomes, N_("What was determined")),
    FIELD(seen, determined, d, F_NULL, 0, N_("Determined")), FIELD(seen, extended, d, F_NULL, 0, N_("More time taken on")),
    FIELD(seen, closed,     d, F_NULL, 0, N_("Closed")),
};
const shape INBOUND_SEEN = SHAPE("a request, as its requester sees it", seen, SEEN_F);
typedef struct say_date { int kind, state; const char *mark; wr_day due, was, met; const char *proof, *version, *away, *rule, *rule_url, *reason; } say_date;
static const field DATE_F[] = {
    WORDS(say_date, kind, records_dates, N_("Date")),  WORDS(say_date, state, records_date_states, N_("State")), FIELD(say_date, mark, t, F_HIDE, 0, NULL),
    FIELD(say_date, due,    d, 0, 0, N_("Due")),       FIELD(say_date, was, d, F_NULL, 0, N_("Date before")),
    FIELD(say_date, met,    d, F_NULL, 0, N_("Met on")), FIELD(say_date, proof, t, 0, 0, N_("Proof")), FIELD(say_date, version, t, 0, 0, N_("Versions")),
    FIELD(say_date, away,   t, F_HIDE, 0, NULL),       FIELD(say_date, rule, t, 0, 0, N_("Rule")), FIELD(say_date, rule_url, t, F_HIDE, 0, NULL),
    FIELD(say_date, reason, t, 0, 0, N_("Why it moved")),
};
const shape INBOUND_SAY_DATE = SHAPE("a date of a request to the city", say_date, DATE_F);
typedef struct say_step { const char *id; wr_day day; int kind, outcome; const char *office, *text, *said; wr_day until; int64_t same; const char *struck, *strike_url; } say_step;
static const field STEP_F[] = {
    FIELD(say_step, id,     t, F_HIDE, 32, NULL),      FIELD(say_step, day, d, 0, 0, N_("Day")), WORDS(say_step, kind, records_inbound_steps, N_("What happened")),
    WORDS(say_step, outcome, records_inbound_outcomes, N_("What was determined")), FIELD(say_step, office, t, 0, 0, N_("Department, or who decided")),
    FIELD(say_step, text,   t, 0, 0, N_("Text")),      FIELD(say_step, said, t, 0, 0, N_("Reasons")), FIELD(say_step, until, d, F_NULL, 0, N_("Until")),
    FIELD(say_step, same,   i, F_NULL, 0, N_("The same as request")), FIELD(say_step, struck, t, 0, 0, N_("Struck, because")), FIELD(say_step, strike_url, t, F_HIDE, 0, NULL),
};
const shape INBOUND_SAY_STEP = SHAPE("a step of a request to the city", say_step, STEP_F);
typedef struct say_file { const char *name, *size_said, *sha256, *original_sha256, *said; wr_day released; const char *file_url; } say_file;
static const field FILE_F[] = {
    FIELD(say_file, name,     t, 0, 0, N_("Name")),     FIELD(say_file, size_said, t, 0, 0, N_("Size")), FIELD(say_file, sha256, t, 0, 0, N_("SHA-256")),
    FIELD(say_file, original_sha256, t, 0, 0, N_("SHA-256 of the original")), FIELD(say_file, said, t, 0, 0, N_("Withheld by")),
    FIELD(say_file, released, d, 0, 0, N_("Released")), FIELD(say_file, file_url, t, 0, 0, N_("File")),
};
const shape INBOUND_SAY_FILE = SHAPE("a released file", say_file, FILE_F);
typedef struct logged { int64_t number; wr_day received; const char *subject; int state; wr_day due, closed; } logged;
static const field LOGGED_F[] = {
    FIELD(logged, number, i, 0, 0, N_("Request")), FIELD(logged, received, d, 0, 0, N_("Received")), FIELD(logged, subject, t, 0, 0, N_("Subject")),
    WORDS(logged, state, records_inbound_states, N_("State")), FIELD(logged, due, d, F_NULL, 0, N_("Next date")), FIELD(logged, closed, d, F_NULL, 0, N_("Closed")),
};
const shape INBOUND_LOGGED = SHAPE("a request on the public log", logged, LOGGED_F);
/* Of the dates only those that the requester is owed: the days of a department are the city's own. */
const db_query INBOUND_LOG = { "records_inbound_log", "ii", &INBOUND_LOGGED, "SELECT l.number, l.received, l.subject, l.state, coalesce((SELECT min(d.due) FROM records_date d"
    " WHERE d.about = l.id AND d.state = 'running' AND d.kind <> 'records from a department'), '') AS due, l.closed FROM records_inbound_line l WHERE l.listed = 1"
    " AND l.number < $1 ORDER BY l.number DESC LIMIT $2" };
/* before: the last number of the page before. */
typedef struct in_log { int64_t before; } in_log;
static const field LOG_F[] = { FIELD(in_log, before, i, F_NULL | F_HIDE, 0, NULL) };
const shape IN_INBOUND_LOG = SHAPE("where the public log goes on", in_log, LOG_F);

wr_rc records_inbound_screened(arena *a, const char *at, const char *text)
{
    return screen_find(text, NULL, 0) ? wr_fail(arena_err(a), WR_E_INPUT, at, N_("This looks like an A-number or a Social Security number. Nobody needs it here: please take it out.")) : WR_OK;
}

/* ---- asking ---- */
wr_rc records_inbound_show_city(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    records_law law;
    (void)in;
    TRY(records_inbound_law(ro, a, &law));
    TRY(page_text(doc, "law", i18n(who->lang, NULL, law.title)));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("Ask the city for records"))));
    return page_form(doc, "by_code", &(page_form_of){ .action_url = "/records/city/find", .in = &IN_INBOUND_OPEN, .button = N_("See my request") }, a);
}

wr_rc records_inbound_show_ask(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    records_law law;
    city_row city;
    (void)in;
    TRY(records_inbound_law(ro, a, &law));
    TRY(city_get(ro, a, &city));
    TRY(page_text(doc, "law", i18n(who->lang, NULL, law.title)));
    TRY(page_text(doc, "desk", arena_fmt(a, "%s, %s, %s", city.desk, city.phone, city.email)));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("Which records do you ask for?"))));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/records/city/send", .in = &IN_INBOUND_ASK, .button = N_("Send the request") }, a));
    TRY(page_hint(doc, "form", "text", N_("Say what, from when to when, and about which place. No reason is needed.")));
    TRY(page_hint(doc, "form", "name", N_("You may leave it empty. It is kept sealed: who opens it says why.")));
    return page_hint(doc, "form", "reply", N_("You may leave it empty: with the code of your receipt you see everything here."));
}

wr_rc records_inbound_prepare_ask(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_ask *in = in_;
    (void)ro;
    in->id = id_new(a);
    TRY(records_inbound_screened(a, "text", in->text));
    if (in->format) TRY(records_inbound_screened(a, "format", in->format));
    return sender_may(who->sender, "records.ask", INBOUND_A_SENDER, who->now) ? WR_OK : wr_fail(arena_err(a), WR_E_BUSY, NULL, N_("Very many requests came in from where you are today. Please send yours by mail or post, or come to a counter."));
}

/* Those who work on requests hear of it in the same transaction. What is asked stands on its page, not in the mail. */
static wr_rc tell(db_tx *rw, const wr_actor *who, const inbound_request *q, arena *a)
{
    mail_to *to;
    size_t n;
    const char *const holes[] = { "number", arena_fmt(a, "%lld", (long long)q->number), NULL };
    TRY(mail_to_holders(rw, "records.write", a, &to, &n));
    for (size_t i = 0; i < n; i++)
        TRY(mail_send(rw, who, &to[i], &(mail_note){ .kind = "records.inbound", .about = q->id, .url = records_inbound_url(a, q->number, ""), .holes = holes, .may_wait = true,
            .subject = N_("A request for records came in: {number}"), .text = N_("Request {number} came in by the public form. Its days are counted from today; what it asks for stands on its page.") }, a));
    return WR_OK;
}

wr_rc records_inbound_act_ask(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_ask *in = in_;
    inbound_request q = { .id = in->id, .received = who->today, .channel = INBOUND_WEB, .text = in->text, .format = in->format, .lang = who->lang, .notice = INBOUND_NOTICE };
    const char *code;
    db_id today;
    TRY(db_one(rw, &INBOUND_REQUEST_DAY, a, &today, db_t(day_text(a, who->today))));
    if (today.id >= INBOUND_A_DAY) return wr_fail(arena_err(a), WR_E_BUSY, NULL, N_("Very many requests came in by this form today. Please send yours by mail or post, or come to a counter."));
    TRY(records_inbound_add(rw, who, &q, in->name ? in->name : "", in->reply ? in->reply : "", a, &code));
    *ret = (http_go){ .url = arena_fmt(a, "/records/city/%s", city_door_said(a, code)), .id = q.id };
    return tell(rw, who, &q, a);
}

wr_rc records_inbound_act_find(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_inbound_code *in = in_;
    inbound_request q;
    wr_rc rc = records_inbound_by_code(rw, in->code, a, &q);
    (void)who;
    if (rc == WR_E_MISSING) return wr_fail(arena_err(a), WR_E_INPUT, "code", N_("No request has this code. Codes are 16 letters and digits; small and capital letters are the same."));
    TRY(rc);
    *ret = (http_go){ .url = arena_fmt(a, "/records/city/%s", city_door_said(a, city_door_read(a, in->code))), .id = q.id };
    return WR_OK;
}

/* ---- what both sides see ---- */
static void add_reason(strbuf *b, const records_reason *r, const char *code, bool full, const char *lang)
{
    if (b->n) sb_str(b, full ? "\n" : "; ");
    if (!r) { sb_str(b, code); return; }
    sb_fmt(b, "%s (%s)", i18n(lang, NULL, r->title), r->citation);
    if (full) sb_fmt(b, ": %s", i18n(lang, NULL, r->text));
}

const char *records_inbound_said(const records_reason *r, size_t n, const char *codes, bool full, const char *lang, arena *a)
{
    strbuf b = sb_new(a, 200);
    for (const char *p = codes; *p; ) {
        size_t k = strcspn(p, " ");
        const char *code = arena_fmt(a, "%.*s", (int)k, p);
        if (k) add_reason(&b, records_inbound_reason_in(r, n, code), code, full, lang);
        p += k;
        p += strspn(p, " ");
    }
    return b.p;
}

bool records_inbound_released(const inbound_whole *w, const char *batch, wr_day *ret)
{
    for (size_t i = 0; i < w->n_steps; i++)
        if (w->steps[i].kind == STEP_RELEASED && *batch && str_eq(w->steps[i].of_step, batch)) { *ret = w->steps[i].day; return true; }
    return false;
}

wr_rc records_inbound_put_dates(db_tx *tx, const wr_actor *who, const inbound_whole *w, bool inside, arena *a, json_t *doc)
{
    records_date *d;
    clock_book *book;
    say_date *x;
    size_t n, k = 0;
    TRY(db_all(tx, &RECORDS_DATE_OF, a, DATES_SHOWN, &d, &n, db_t(w->of.id)));
    TRY(clock_book_open(tx, w->of.received.y, BOOK_YEARS, a, &book));
    x = arena_array(a, say_date, n + 1);
    for (size_t i = 0; i < n; i++) {
        records_spec s = { .kind = d[i].kind, .spec = d[i].spec };
        if (d[i].kind == DATE_CALL && !inside) continue;
        x[k++] = (say_date){ d[i].kind, d[i].state, records_date_mark(d[i].kind, d[i].state, d[i].due, d[i].met, who->today), d[i].due, d[i].was, d[i].met, records_inbound_proof(&s, book, who->lang, a),
            clock_book_version(book, d[i].rule, who->lang, a),
            d[i].state == DATE_RUNNING ? records_when(who, d[i].due, a) : "", d[i].rule, *d[i].rule ? arena_fmt(a, "/clock/rules/%s", d[i].rule) : "", d[i].reason };
    }
    TRY(page_rows(doc, "dates", &INBOUND_SAY_DATE, x, k));
    for (size_t i = 0; i < k; i++) {
        TRY(page_flag(page_row(doc, "dates", i), "is_met", x[i].state == DATE_MET));
        TRY(page_flag(page_row(doc, "dates", i), "has_moved", !day_none(x[i].was)));
    }
    return WR_OK;
}

static bool inside_alone(int kind)
{
    return kind == STEP_ASSIGNED || kind == STEP_CALL || kind == STEP_CALL_ANSWERED || kind == STEP_NOTE || kind == STEP_SAME || kind == STEP_LISTED || kind == STEP_UNLISTED;
}

/* The newest first. */
wr_rc records_inbound_put_steps(db_tx *tx, const wr_actor *who, const inbound_whole *w, bool inside, arena *a, json_t *doc)
{
    records_reason *r;
    say_step *x = arena_array(a, say_step, w->n_all + 1);
    size_t n_r, k = 0;
    TRY(records_inbound_reasons(tx, a, &r, &n_r));
    for (size_t i = w->n_all; i-- > 0; ) {
        const inbound_step *s = &w->all[i];
        bool stays = s->kind == STEP_RELEASED || s->kind == STEP_CLOSED || s->kind == STEP_LISTED || s->kind == STEP_UNLISTED || *s->struck;
        if (!inside && (inside_alone(s->kind) || *s->struck)) continue;
        x[k++] = (say_step){ s->id, s->day, s->kind, s->outcome, s->office, s->text, records_inbound_said(r, n_r, s->reasons, true, who->lang, a), s->until, s->same, s->struck,
            inside && !stays ? records_inbound_url(a, w->of.number, arena_fmt(a, "/write/strike?id=%s", s->id)) : "" };
    }
    TRY(page_rows(doc, "steps", &INBOUND_SAY_STEP, x, k));
    for (size_t i = 0; i < k; i++) TRY(page_flag(page_row(doc, "steps", i), "is_determined", x[i].kind == STEP_DETERMINED));
    return WR_OK;
}

/* ---- by the code ---- */
static wr_rc put_files(db_tx *ro, const wr_actor *who, const inbound_whole *w, const char *code, arena *a, json_t *doc)
{
    records_reason *r;
    say_file *x = arena_array(a, say_file, w->n_files + 1);
    size_t n_r, k = 0;
    TRY(records_inbound_reasons(ro, a, &r, &n_r));
    for (size_t i = 0; i < w->n_files; i++) {
        const inbound_file *f = &w->files[i];
        wr_day day;
        if (*f->dropped || !records_inbound_released(w, f->batch, &day)) continue;
        x[k++] = (say_file){ f->name, doc_size_said(a, who->lang, f->size), f->sha256, f->original_sha256, records_inbound_said(r, n_r, f->reasons, false, who->lang, a), day,
            arena_fmt(a, "/records/city/%s/files/%s", code, f->id) };
    }
    return page_rows(doc, "files", &INBOUND_SAY_FILE, x, k);
}

wr_rc records_inbound_show_mine(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_inbound_code *in = in_;
    inbound_request q;
    inbound_whole w;
    inbound_replayed r;
    const char *code = city_door_said(a, city_door_read(a, in->code));
    TRY(records_inbound_by_code(ro, in->code, a, &q));
    TRY(records_inbound_whole(ro, &q, a, &w));
    TRY(records_inbound_state(&w, a, &r));
    TRY(page_put(doc, &INBOUND_SEEN, &(seen){ q.number, q.received, q.text, q.format, r.state.state, r.state.outcome, r.state.determined, r.state.extended, r.state.closed }));
    TRY(page_text(doc, "code", code));
    TRY(page_flag(doc, "has_reply", q.name.n || q.reply.n));
    TRY(page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("Request {number}: {state}")), (const char *const[]){ "number", arena_fmt(a, "%lld", (long long)q.number), "state",
        i18n_word(a, who->lang, records_inbound_states[r.state.state]), NULL })));
    TRY(records_inbound_put_dates(ro, who, &w, false, a, doc));
    TRY(records_inbound_put_steps(ro, who, &w, false, a, doc));
    return put_files(ro, who, &w, code, a, doc);
}

/* Whoever has the code has the file, once a second person has approved its batch. Anything else is not there. */
wr_rc records_inbound_send_file(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_file *ret)
{
    const in_inbound_get *in = in_;
    inbound_request q;
    inbound_whole w;
    wr_day day;
    (void)who;
    TRY(records_inbound_by_code(ro, in->code, a, &q));
    TRY(records_inbound_whole(ro, &q, a, &w));
    for (size_t i = 0; i < w.n_files; i++) {
        const inbound_file *f = &w.files[i];
        bytes first;
        if (!str_eq(f->id, in->id) || *f->dropped || !records_inbound_released(&w, f->batch, &day)) continue;
        TRY(blob_read(ro, f->sha256, 0, 1, a, &first));     /* before the head of an answer is promised */
        *ret = (http_file){ f->sha256, f->name, f->media, f->size, "records.read" };
        return WR_OK;
    }
    return WR_E_MISSING;
}

wr_rc records_inbound_show_log(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_log *in = in_;
    logged *x;
    size_t n;
    TRY(db_all(ro, &INBOUND_LOG, a, LOG_SHOWN + 1, &x, &n, db_i(in->before > 0 ? in->before : INT64_MAX), db_i(LOG_SHOWN + 1)));
    TRY(page_text(doc, "next_url", n > LOG_SHOWN ? arena_fmt(a, "/records/city/log?before=%lld", (long long)x[LOG_SHOWN - 1].number) : ""));
    if (n > LOG_SHOWN) n = LOG_SHOWN;
    TRY(page_rows(doc, "requests", &INBOUND_LOGGED, x, n));
    for (size_t i = 0; i < n; i++) TRY(page_flag(page_row(doc, "requests", i), "is_late", !day_none(x[i].due) && wr_day_cmp(x[i].due, who->today) < 0));
    return page_text(doc, "title", i18n(who->lang, NULL, N_("Requests for records that the city received")));
}

wr_rc records_inbound_give_log(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    logged *x;
    int64_t before;
    size_t n;
    (void)who;
    (void)in;
    TRY(db_all(ro, &INBOUND_LOG, a, LOG_SHOWN, &x, &n, db_i(str_int(out->after, &before) ? before : INT64_MAX), db_i(LOG_SHOWN)));
    return out_rows(out, &INBOUND_LOGGED, x, n, LOG_SHOWN);
}
