/* records_inbound_desk.c -- the clerks' pages: all requests that the city received, what is overdue first; one request with everything that
 * happened; and the form for each thing that can be written down. */
#include "records_inbound_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "city.h"
#include "day.h"
#include "i18n.h"
#include "person.h"
#include "seal_column.h"
#include "seal_grant.h"

enum { GIVEN = 500 };
static const char *const OPENS[] = { "open", "closed", "all", NULL };
static const char *const LATES[] = { "any", "overdue", NULL };
typedef struct in_list { int open, late; const char *owner, *after; } in_list;
static const field LIST_F[] = {
    WORDS_OPT(in_list, open, OPENS, N_("Open or closed")), WORDS_OPT(in_list, late, LATES, N_("Overdue alone")),
    FIELD(in_list, owner, t, F_NULL, 12, N_("Department")), FIELD(in_list, after, t, F_NULL | F_HIDE, 40, NULL),
};
const shape IN_INBOUND_LIST = SHAPE("which requests to the city", in_list, LIST_F);
static const field ONE_F[] = { FIELD(in_inbound, number, i, F_PATH, 0, N_("Request")) };
const shape IN_INBOUND = { "a request to the city", sizeof(in_inbound), 1, ONE_F };
static const field FORM_F[] = { FIELD(in_inbound, number, i, F_PATH, 0, N_("Request")), FIELD(in_inbound, form, t, F_PATH, 20, N_("What happened")),
    FIELD(in_inbound, id, t, F_NULL | F_HIDE, 32, NULL) };
const shape IN_INBOUND_FORM = { "what is written down of a request", sizeof(in_inbound), 3, FORM_F };
static const field REASON_F[] = { FIELD(in_inbound, number, i, F_PATH, 0, N_("Request")), FIELD(in_inbound, reason, t, 0, SEAL_REASON_MAX, N_("Say why you need to read this")) };
const shape IN_INBOUND_REASON = { "a request and why it is opened", sizeof(in_inbound), 2, REASON_F };

typedef struct say_line { int64_t number; wr_day received, entered; int channel; const char *owner, *subject, *text; bool listed; int state, outcome; wr_day due; int due_kind;
    const char *away, *kind; int64_t promised, calls, same; wr_day closed; const char *url; } say_line;
static const field SAY_F[] = {
    FIELD(say_line, number,   i, 0, 0, N_("Request")),      FIELD(say_line, received, d, 0, 0, N_("Received")), FIELD(say_line, entered, d, 0, 0, N_("Entered")),
    WORDS(say_line, channel,  records_inbound_channels, N_("How it came")), FIELD(say_line, owner, t, 0, 0, N_("Department")),
    FIELD(say_line, subject,  t, 0, 0, N_("Subject on the public log")), FIELD(say_line, text, t, 0, 0, N_("What is asked for, in short")),
    FIELD(say_line, listed,   b, 0, 0, N_("On the public log")), WORDS(say_line, state, records_inbound_states, N_("State")),
    WORDS(say_line, outcome,  records_inbound_outcomes, N_("What was determined")), FIELD(say_line, due, d, F_NULL, 0, N_("Next date")),
    WORDS(say_line, due_kind, records_dates, N_("Of what")), FIELD(say_line, away, t, F_HIDE, 0, NULL), FIELD(say_line, kind, t, F_HIDE, 0, NULL),
    FIELD(say_line, promised, i, 0, 0, N_("Batches still promised")), FIELD(say_line, calls, i, 0, 0, N_("Calls without an answer")),
    FIELD(say_line, same,     i, F_NULL, 0, N_("The same as request")), FIELD(say_line, closed, d, F_NULL, 0, N_("Closed")), FIELD(say_line, url, t, F_HIDE, 0, NULL),
};
const shape INBOUND_SAY_LINE = SHAPE("a request to the city, as a line", say_line, SAY_F);
typedef struct tally { int64_t all, late, soon; } tally;
static const field TALLY_F[] = { FIELD(tally, all, i, 0, 0, N_("Open requests")), FIELD(tally, late, i, 0, 0, N_("Overdue")), FIELD(tally, soon, i, 0, 0, N_("Not determined yet")) };
const shape INBOUND_TALLY = SHAPE("how many requests to the city", tally, TALLY_F);

/* $1 0: all, 1: open, 2: closed; $2 overdue before this day, "" any; $3 a department, "" any. */
#define LINES "SELECT id, number, received, entered, channel, owner, subject, listed, state, outcome, determined, extended," \
    " closed, due, due_kind, same, promised, calls, text, sort FROM records_inbound_line WHERE ($1 = 0 OR ($1 = 1 AND state <> 'closed') OR ($1 = 2 AND state = 'closed'))" \
    " AND ($2 = '' OR sort < $2) AND ($3 = '' OR owner = $3)"
const db_query INBOUND_LINES = { "records_inbound_lines", "ittti" "i", &INBOUND_LINE, LINES " AND (sort > $4 OR (sort = $4 AND number > $5)) ORDER BY sort, number LIMIT $6" };
const db_query INBOUND_LINES_FROM = { "records_inbound_lines_from", "ittii", &INBOUND_LINE, LINES " AND number > $4 ORDER BY number LIMIT $5" };
const db_query INBOUND_COUNT = { "records_inbound_count", "t", &INBOUND_TALLY, "SELECT count(*), count(CASE WHEN sort < $1 THEN 1 END), count(CASE WHEN determined = '' THEN 1 END)"
    " FROM records_inbound_line WHERE state <> 'closed'" };

const char *records_inbound_url(arena *a, int64_t number, const char *rest) { return arena_fmt(a, "/records/inbound/%lld%s", (long long)number, rest); }

/* ---- all of them ---- */
static say_line *say_lines(const wr_actor *who, const inbound_line *x, size_t n, arena *a)
{
    say_line *s = arena_array(a, say_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        bool late = !day_none(x[i].due) && wr_day_cmp(x[i].due, who->today) < 0;
        s[i] = (say_line){ x[i].number, x[i].received, x[i].entered, x[i].channel, x[i].owner, x[i].subject, x[i].text, x[i].listed, x[i].state, x[i].outcome, x[i].due, x[i].due_kind,
            records_when(who, x[i].due, a), late ? "late" : "open", x[i].promised, x[i].calls, x[i].same, x[i].closed, records_inbound_url(a, x[i].number, "") };
    }
    return s;
}

#define WHICH(who, in, a) db_i((in)->open == 0 ? 1 : (in)->open == 1 ? 2 : 0), db_t((in)->late ? day_text((a), (who)->today) : ""), db_t((in)->owner ? (in)->owner : "")

static wr_rc lines(db_tx *ro, const wr_actor *who, const in_list *in, const char *after, int64_t cap, arena *a, inbound_line **ret, size_t *ret_n)
{
    char sort[11] = "";
    long long number = 0;
    if (sscanf(after, "%10s %lld", sort, &number) != 2) sort[0] = 0, number = 0;
    return db_all(ro, &INBOUND_LINES, a, (size_t)cap, ret, ret_n, WHICH(who, in, a), db_t(sort), db_i(number), db_i(cap));
}

static const char *with_filters(const in_list *in, const char *path, const char *after, arena *a)
{
    strbuf b = sb_new(a, 100);
    sb_fmt(&b, "%s?open=%s", path, OPENS[in->open]);
    if (in->late) sb_str(&b, "&late=overdue");
    if (in->owner && *in->owner) sb_fmt(&b, "&owner=%s", str_url(a, in->owner));
    if (*after) sb_fmt(&b, "&after=%s", str_url(a, after));
    return b.p;
}

wr_rc records_inbound_show_list(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_list *in = in_;
    inbound_line *x;
    tally t;
    size_t n;
    TRY(lines(ro, who, in, in->after ? in->after : "", RECORDS_SHOWN + 1, a, &x, &n));
    TRY(page_text(doc, "next_url", n > RECORDS_SHOWN ? with_filters(in, "/records/inbound", arena_fmt(a, "%s %lld", x[RECORDS_SHOWN - 1].sort, (long long)x[RECORDS_SHOWN - 1].number), a) : ""));
    if (n > RECORDS_SHOWN) n = RECORDS_SHOWN;
    TRY(page_rows(doc, "requests", &INBOUND_SAY_LINE, say_lines(who, x, n, a), n));
    TRY(db_one(ro, &INBOUND_COUNT, a, &t, db_t(day_text(a, who->today))));
    TRY(page_put(doc, &INBOUND_TALLY, &t));
    TRY(page_flag(doc, "filtered", in->open || in->late || (in->owner && *in->owner)));
    TRY(page_flag(doc, "is_closed", in->open == 1));
    TRY(page_flag(doc, "is_all", in->open == 2));
    TRY(page_flag(doc, "is_late", in->late));
    TRY(page_text(doc, "csv_url", with_filters(in, "/records/inbound.csv", "", a)));
    return page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, N_("The city has {n} open request for records"), "The city has {n} open requests for records", t.all),
        (const char *const[]){ "n", arena_fmt(a, "%lld", (long long)t.all), NULL }));
}

wr_rc records_inbound_give_list(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_list *in = in_;
    inbound_line *x;
    size_t n;
    TRY(db_all(ro, &INBOUND_LINES_FROM, a, GIVEN, &x, &n, WHICH(who, in, a), db_i(strtoll(out->after, NULL, 10)), db_i(GIVEN)));
    return out_rows(out, &INBOUND_SAY_LINE, say_lines(who, x, n, a), n, GIVEN);
}

/* ---- one of them ---- */
typedef struct found { const char *id, *name, *size_said, *sha256, *file_url; int holds; const char *original_sha256, *said, *text, *checked, *dropped; int searched; const char *found, *batch_said, *drop_url; bool copy; } found;
static const field FOUND_F[] = {
    FIELD(found, id,        t, F_HIDE, 32, NULL),     FIELD(found, name, t, 0, 0, N_("Name")), FIELD(found, size_said, t, 0, 0, N_("Size")),
    FIELD(found, sha256,    t, 0, 0, N_("SHA-256")),  FIELD(found, file_url, t, 0, 0, N_("File")), WORDS(found, holds, records_inbound_holds, N_("What it holds")),
    FIELD(found, original_sha256, t, 0, 0, N_("SHA-256 of the original")), FIELD(found, said, t, 0, 0, N_("Withheld by")), FIELD(found, text, t, 0, 0, N_("Note")),
    FIELD(found, checked,   t, 0, 0, N_("Why what the screen finds may go out")), FIELD(found, dropped, t, 0, 0, N_("Taken out, because")),
    WORDS(found, searched,  records_inbound_searches, N_("Searched")), FIELD(found, found, t, 0, 0, N_("What the search found")), FIELD(found, batch_said, t, 0, 0, N_("Batch")),   FIELD(found, drop_url, t, F_HIDE, 0, NULL), FIELD(found, copy, b, 0, 0, N_("A copy for release")),
};
const shape INBOUND_SAY_FOUND = SHAPE("a file of a request to the city", found, FOUND_F);

/* What is asked, whole: the line has its beginning. */
typedef struct asked { const char *asked, *format; } asked;
static const field ASKED_F[] = { FIELD(asked, asked, t, F_LONG, 0, N_("What is asked for")), FIELD(asked, format, t, 0, 0, N_("In which form")) };
const shape INBOUND_ASKED = SHAPE("what is asked of the city", asked, ASKED_F);

wr_rc records_inbound_open(db_tx *tx, const wr_actor *who, const inbound_request *q, arena *a, const char **ret_name, const char **ret_reply)
{
    bool may;
    *ret_name = *ret_reply = NULL;
    TRY(seal_granted(tx, who, q->id, "requester", a, &may));
    if (!may) return WR_OK;
    TRY(seal_column_open(a, "records_inbound", q->id, "name", q->name, ret_name));
    return seal_column_open(a, "records_inbound", q->id, "reply", q->reply, ret_reply);
}

static const inbound_step *step_of(const inbound_whole *w, const char *id)
{
    for (size_t i = 0; i < w->n_steps; i++)
        if (*id && str_eq(w->steps[i].id, id)) return &w->steps[i];
    return NULL;
}

static const char *batch_said(const wr_actor *who, const inbound_whole *w, const char *batch, arena *a)
{
    const inbound_step *s = step_of(w, batch);
    wr_day day;
    if (!s) return "";
    return i18n_fill(a, i18n(who->lang, NULL, records_inbound_released(w, batch, &day) ? N_("batch of {due}, released") : N_("batch of {due}")),
        (const char *const[]){ "due", i18n_day(a, who->lang, s->until), NULL });
}

/* "a mail address (page 3)" */
static const char *found_said(const wr_actor *who, const inbound_file *f, arena *a)
{
    return *f->found ? arena_fmt(a, "%s (%s)", i18n(who->lang, NULL, f->found), records_inbound_place(who->lang, f->place, f->place_at, a)) : "";
}

static bool is_unsearched(const inbound_file *f)
{
    return *f->batch && !*f->dropped && (f->searched == SEARCHED_NOT ? !records_inbound_searchable(f) : f->searched == SEARCHED_PART);
}

static wr_rc put_found(db_tx *ro, const wr_actor *who, const inbound_whole *w, arena *a, json_t *doc)
{
    records_reason *r;
    found *x = arena_array(a, found, w->n_files + 1);
    size_t n_r;
    TRY(records_inbound_reasons(ro, a, &r, &n_r));
    for (size_t i = 0; i < w->n_files; i++) {
        const inbound_file *f = &w->files[i];
        x[i] = (found){ f->id, f->name, doc_size_said(a, who->lang, f->size), f->sha256, arena_fmt(a, "/files/%s", f->id), f->holds, f->original_sha256,
            records_inbound_said(r, n_r, f->reasons, false, who->lang, a), f->text, f->checked, f->dropped, f->searched, found_said(who, f, a), batch_said(who, w, f->batch, a),
            *f->dropped ? "" : records_inbound_url(a, w->of.number, arena_fmt(a, "/write/drop?id=%s", f->id)), *f->batch != 0 };
    }
    TRY(page_rows(doc, "files", &INBOUND_SAY_FOUND, x, w->n_files));
    for (size_t i = 0; i < w->n_files; i++) TRY(page_flag(page_row(doc, "files", i), "is_unsearched", is_unsearched(&w->files[i])));
    return page_flag(doc, "has_files", w->n_files != 0);
}

static wr_rc put_links(const inbound_whole *w, const inbound_replayed *r, arena *a, json_t *doc)
{
    static const field LINK_F[] = { FIELD(page_link, label, t, 0, 0, NULL), FIELD(page_link, url, t, F_HIDE, 0, NULL) };
    static const shape LINK = SHAPE("what can be written down of a request", page_link, LINK_F);
    page_link links[FORMS];
    size_t n = 0;
    bool closed = r->state.state == INBOUND_CLOSED;
    for (int i = 0; i < FORMS; i++) {
        bool fits = i == FORM_NOTE || i == FORM_SAME || i == FORM_LIST ? true : i == FORM_REOPEN ? closed : i == FORM_DROP || i == FORM_STRIKE ? false : !closed;
        if (i == FORM_EXTEND && (!day_none(r->state.determined) || !day_none(r->state.extended))) fits = false;
        if (i == FORM_DETERMINE && !day_none(r->state.determined) && r->state.state != INBOUND_REOPENED) fits = false;
        if ((i == FORM_CLOSE || i == FORM_BATCH) && day_none(r->state.determined)) fits = false;
        if ((i == FORM_COPY || i == FORM_RELEASE) && !r->state.promised) fits = false;
        if (i == FORM_ANSWERED && !r->state.calls) fits = false;
        if (fits) links[n++] = (page_link){ .label = records_inbound_forms[i].title, .url = records_inbound_url(a, w->of.number, arena_fmt(a, "/write/%s", records_inbound_forms[i].name)) };
    }
    return page_rows(doc, "forms", &LINK, links, n);
}

/* The same request from others, both ways. */
static wr_rc put_same(db_tx *ro, const inbound_line *x, arena *a, json_t *doc)
{
    static const field SAME_F[] = { FIELD(page_link, label, t, 0, 0, NULL), FIELD(page_link, url, t, F_HIDE, 0, NULL) };
    static const shape SAME = SHAPE("the same request", page_link, SAME_F);
    db_id *ids;
    page_link *l;
    size_t n, k = 0;
    TRY(db_all(ro, &INBOUND_SAME_TO, a, 100, &ids, &n, db_i(x->number)));
    l = arena_array(a, page_link, n + 1);
    if (x->same) l[k++] = (page_link){ .label = arena_fmt(a, "%lld", (long long)x->same), .url = records_inbound_url(a, x->same, "") };
    for (size_t i = 0; i < n; i++) l[k++] = (page_link){ .label = arena_fmt(a, "%lld", (long long)ids[i].id), .url = records_inbound_url(a, ids[i].id, "") };
    TRY(page_flag(doc, "has_same", k != 0));
    return page_rows(doc, "same_rows", &SAME, l, k);
}

static const char *next_of(const inbound_line *x, wr_day today)
{
    if (x->state == INBOUND_CLOSED) return N_("This request is closed.");
    if (!day_none(x->due) && wr_day_cmp(x->due, today) < 0 && x->due_kind == DATE_CALL) return N_("A department has not answered in time. Ask it again; what the city owes stands below.");
    if (!day_none(x->due) && wr_day_cmp(x->due, today) < 0) return N_("A date has passed. Answer now, and say in a note why it is late.");
    if (day_none(x->determined)) return x->calls ? N_("Departments are looking. Determine it by the day below, or take more time for a reason of the law.")
        : N_("Call for records where they are kept, then determine what the city gives, by the day below.");
    if (x->state == INBOUND_REOPENED) return N_("It was reopened. Determine it anew, or promise and release what else was found.");
    return x->promised ? N_("Add the copies of a promised batch, then let a second person approve its release.") : N_("Nothing is promised any more. Close it: a second person checks the reason.");
}

static wr_rc put_requester(db_tx *ro, const wr_actor *who, const inbound_request *q, arena *a, json_t *doc)
{
    const char *name, *reply;
    TRY(records_inbound_open(ro, who, q, a, &name, &reply));
    TRY(page_flag(doc, "is_open", name != NULL));
    TRY(page_text(doc, "name", name ? name : ""));
    TRY(page_text(doc, "reply", reply ? reply : ""));
    TRY(page_flag(doc, "has_requester", q->name.n || q->reply.n));
    if (name || (!q->name.n && !q->reply.n)) return WR_OK;
    return page_form(doc, "unseal", &(page_form_of){ .action_url = records_inbound_url(a, q->number, "/requester/open"), .in = &IN_INBOUND_REASON, .button = N_("Open who asks") }, a);
}

wr_rc records_inbound_show_one(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_inbound *in = in_;
    inbound_whole w;
    inbound_replayed r;
    inbound_line x;
    bool helped = false;
    TRY(records_inbound_whole_of(ro, in->number, a, &w));
    TRY(records_inbound_state(&w, a, &r));
    TRY(db_one(ro, &INBOUND_LINE_BY, a, &x, db_t(w.of.id)));
    for (size_t i = 0; i < w.n_steps; i++) helped |= w.steps[i].kind == STEP_ASSISTED;
    TRY(page_put(doc, &INBOUND_LINE, &x));
    TRY(page_put(doc, &INBOUND_ASKED, &(asked){ w.of.text, w.of.format }));
    TRY(page_text(doc, "next_text", next_of(&x, who->today)));
    TRY(page_flag(doc, "is_late", !day_none(x.due) && wr_day_cmp(x.due, who->today) < 0));
    TRY(page_flag(doc, "other_day", wr_day_cmp(w.of.received, w.of.entered) != 0));
    TRY(page_flag(doc, "has_outcome", x.outcome != OUTCOME_NONE));
    TRY(page_flag(doc, "is_helped", helped));
    TRY(page_text(doc, "name_line", arena_fmt(a, "%lld", (long long)w.of.number)));
    TRY(page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("Request {number}: {state}")), (const char *const[]){ "number", arena_fmt(a, "%lld", (long long)w.of.number), "state",
        i18n_word(a, who->lang, records_inbound_states[x.state]), NULL })));
    TRY(put_requester(ro, who, &w.of, a, doc));
    TRY(put_same(ro, &x, a, doc));
    TRY(put_links(&w, &r, a, doc));
    TRY(records_inbound_put_letters(&w, &r, a, doc));
    TRY(records_inbound_put_dates(ro, who, &w, true, a, doc));
    TRY(records_inbound_put_steps(ro, who, &w, true, a, doc));
    if (x.listed) TRY(page_form(doc, "unlist", &(page_form_of){ .action_url = records_inbound_url(a, w.of.number, "/unlist"), .in = &PERSON_NOTHING, .button = N_("Take it off the public log") }, a));
    return put_found(ro, who, &w, a, doc);
}

/* ---- the forms ---- */
static bool of_form(const records_reason *r, int form, wr_day today)
{
    if (wr_day_cmp(today, r->from) < 0 || (!day_none(r->until) && wr_day_cmp(today, r->until) > 0)) return false;
    if (form == FORM_EXTEND) return r->kind == REASON_EXTENSION;
    if (form == FORM_CLOSE) return r->kind == REASON_CLOSING;
    return r->kind != REASON_EXTENSION && r->kind != REASON_CLOSING;
}

static wr_rc offer_reasons(db_tx *ro, const wr_actor *who, int form, arena *a, json_t *doc)
{
    records_reason *r;
    page_choice *c;
    size_t n, k = 0;
    TRY(records_inbound_reasons(ro, a, &r, &n));
    c = arena_array(a, page_choice, n + 1);
    for (size_t i = 0; i < n; i++)
        if (of_form(&r[i], form, who->today)) c[k++] = (page_choice){ r[i].ref, arena_fmt(a, "%s (%s)", i18n(who->lang, NULL, r[i].title), r[i].citation) };
    return page_choices(doc, "form", "reason", c, k);
}

/* Open calls, or promised batches that are not released. */
static wr_rc offer_steps(const wr_actor *who, const inbound_whole *w, const char *at, bool calls, arena *a, json_t *doc)
{
    page_choice *c = arena_array(a, page_choice, w->n_steps + 1);
    size_t k = 0;
    for (size_t i = 0; i < w->n_steps; i++) {
        const inbound_step *s = &w->steps[i];
        bool done = false;
        if (calls ? s->kind != STEP_CALL : !records_inbound_promises(s)) continue;
        for (size_t j = 0; j < w->n_steps; j++) done |= w->steps[j].kind == (calls ? STEP_CALL_ANSWERED : STEP_RELEASED) && str_eq(w->steps[j].of_step, s->id);
        if (!done) c[k++] = (page_choice){ s->id, arena_fmt(a, "%s%s%s", calls ? s->office : "", calls ? ", " : "", i18n_day(a, who->lang, s->until)) };
    }
    return page_choices(doc, "form", at, c, k);
}

static wr_rc offer_originals(const inbound_whole *w, arena *a, json_t *doc)
{
    page_choice *c = arena_array(a, page_choice, w->n_files + 1);
    size_t k = 0;
    for (size_t i = 0; i < w->n_files; i++)
        if (!*w->files[i].batch && !*w->files[i].dropped) c[k++] = (page_choice){ w->files[i].id, w->files[i].name };
    return page_choices(doc, "form", "original", c, k);
}

static bool has_field(const shape *s, const char *name) { return shape_field(s, name) != NULL; }

wr_rc records_inbound_show_form(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_inbound *in = in_;
    int form = -1;
    inbound_whole w;
    pair typed[] = { { "day", day_text(a, who->today), 0 }, { "id", in->id ? in->id : "", 0 } };
    const inbound_form *f;
    for (int i = 0; i < FORMS; i++)
        if (str_eq(records_inbound_forms[i].name, in->form)) form = i;
    if (form < 0) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("There is no such form."));
    f = &records_inbound_forms[form];
    TRY(records_inbound_whole_of(ro, in->number, a, &w));
    TRY(page_int(doc, "number", w.of.number));
    TRY(page_text(doc, "back_url", records_inbound_url(a, w.of.number, "")));
    TRY(page_text(doc, "hint", f->hint));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, f->title)));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = records_inbound_url(a, w.of.number, arena_fmt(a, "/write/%s/add", f->name)), .in = &f->of, .typed = typed, .typed_n = 2,
        .button = form == FORM_CLOSE || form == FORM_LIST || form == FORM_RELEASE ? N_("Ask a second person") : N_("Write it down") }, a));
    if (form == FORM_ASSIGN || form == FORM_CALL) TRY(city_departments_offer(ro, who->lang, a, doc, "form", "office"));
    if (has_field(&f->of, "reason")) TRY(offer_reasons(ro, who, form, a, doc));
    if (has_field(&f->of, "of_step")) TRY(offer_steps(who, &w, "of_step", form == FORM_ANSWERED, a, doc));
    if (has_field(&f->of, "batch")) TRY(offer_steps(who, &w, "batch", false, a, doc));
    return has_field(&f->of, "original") ? offer_originals(&w, a, doc) : WR_OK;
}

/* Every reason of the pack, in force or not: what letters may say, and by which law. */
wr_rc records_inbound_show_reasons(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    records_reason *r;
    size_t n;
    (void)in;
    TRY(records_inbound_reasons(ro, a, &r, &n));
    TRY(page_rows(doc, "reasons", &RECORDS_REASON, r, n));
    for (size_t i = 0; i < n; i++) {
        bool over = !day_none(r[i].until) && wr_day_cmp(who->today, r[i].until) > 0, ahead = wr_day_cmp(who->today, r[i].from) < 0;
        TRY(page_flag(page_row(doc, "reasons", i), "is_over", over || ahead));
        TRY(page_text(page_row(doc, "reasons", i), "title_said", i18n(who->lang, NULL, r[i].title)));
        TRY(page_text(page_row(doc, "reasons", i), "text_said", i18n(who->lang, NULL, r[i].text)));
    }
    return page_text(doc, "title", i18n(who->lang, NULL, N_("Reasons that letters about requests give")));
}

wr_rc records_inbound_show_new(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    pair typed[] = { { "received", day_text(a, who->today), 0 }, { "lang", "en", 0 } };
    (void)ro;
    (void)in;
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("Enter a request that came in"))));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/records/inbound/open", .in = &IN_INBOUND_NEW, .typed = typed, .typed_n = 2, .button = N_("Enter the request") }, a));
    TRY(page_hint(doc, "form", "received", N_("The day on which it reached any office of the city, not the day of this entry. The days are counted from it.")));
    return page_hint(doc, "form", "name", N_("It is kept sealed: who opens it says why."));
}
