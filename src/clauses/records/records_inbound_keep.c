/* records_inbound_keep.c -- a request comes in, a step is added; the line of the request and its dates are made again from all steps. */
#include "records_inbound_own.h"

#include <string.h>
#include "city_door.h"
#include "day.h"
#include "http.h"
#include "i18n.h"
#include "now.h"
#include "seal_column.h"

enum { WALK = 200, BOOK_YEARS = 3, SHORT = 160, TEN_YEARS = 3660 };

wr_rc records_inbound_law(db_tx *tx, arena *a, records_law *ret)
{
    wr_rc rc = db_one_(tx, &INBOUND_LAW, a, sizeof *ret, ret, NULL, 0);
    return rc == WR_E_MISSING ? wr_fail(arena_err(a), WR_E_RULE, "records.law", N_("The pack has no law by which this city answers requests for records.")) : rc;
}

wr_rc records_inbound_whole(db_tx *tx, const inbound_request *q, arena *a, inbound_whole *ret)
{
    TRY(records_inbound_law(tx, a, &ret->law));
    ret->of = *q;
    TRY(db_all(tx, &INBOUND_STEP_OF, a, INBOUND_STEPS_MAX, &ret->all, &ret->n_all, db_t(q->id)));
    ret->steps = arena_array(a, inbound_step, ret->n_all + 1);
    ret->n_steps = 0;
    for (size_t i = 0; i < ret->n_all; i++)
        if (!*ret->all[i].struck) ret->steps[ret->n_steps++] = ret->all[i];
    return db_all(tx, &INBOUND_FILE_OF, a, INBOUND_FILES_MAX, &ret->files, &ret->n_files, db_t(q->id));
}

wr_rc records_inbound_whole_of(db_tx *tx, int64_t number, arena *a, inbound_whole *ret)
{
    inbound_request q;
    TRY(records_inbound_by(tx, number, a, &q));
    return records_inbound_whole(tx, &q, a, ret);
}

wr_rc records_inbound_state(const inbound_whole *w, arena *a, inbound_replayed *ret)
{
    inbound_terms t = { .law = &w->law, .received = w->of.received };
    records_inbound_replay(&t, w->steps, w->n_steps, a, ret);
    return ret->wrong.text ? wr_fail(arena_err(a), WR_E_INPUT, ret->wrong.field, ret->wrong.text) : WR_OK;
}

wr_rc records_inbound_limits(db_tx *tx, const inbound_whole *w, arena *a, wr_day *ret_answer, wr_day *ret_extended)
{
    clock_book *book;
    records_counted c;
    const char *received = day_text(a, w->of.received);
    TRY(clock_book_open(tx, w->of.received.y, BOOK_YEARS, a, &book));
    *ret_answer = *ret_extended = (wr_day){ 0 };
    if (records_count(arena_fmt(a, "at=%s rule=%s", received, w->law.answer), book, "en", a, NULL, &c)) *ret_answer = c.due;
    if (records_count(arena_fmt(a, "at=%s rule=%s", received, w->law.extended), book, "en", a, NULL, &c)) *ret_extended = c.due;
    return day_none(*ret_answer) ? wr_fail(arena_err(a), WR_E_RULE, "records.rule", N_("A rule that this law counts by is not in the clock: {spec}"), "spec", w->law.answer) : WR_OK;
}

const char *records_inbound_shortened(const char *text, size_t most, arena *a)
{
    size_t n = strcspn(text, "\n");
    return n <= most ? str_begin(a, text, n) : arena_fmt(a, "%s…", str_begin(a, text, most));
}

static wr_rc keep_line(db_tx *rw, const inbound_whole *w, const inbound_replayed *r, const records_date *dates, arena *a)
{
    const inbound_state *s = &r->state;
    inbound_line x = { w->of.id, w->of.number, w->of.received, w->of.entered, w->of.channel, s->owner, s->subject, s->listed, s->state, s->outcome, s->determined, s->extended,
        s->closed, { 0 }, 0, s->same, s->promised, s->calls, records_inbound_shortened(w->of.text, SHORT, a), "9999-12-31" };
    for (size_t i = 0; i < r->n_dates; i++)
        if (dates[i].state == DATE_RUNNING && (day_none(x.due) || wr_day_cmp(dates[i].due, x.due) < 0)) x.due = dates[i].due, x.due_kind = dates[i].kind;
    if (!day_none(x.due)) x.sort = day_text(a, x.due);
    return db_save(rw, &INBOUND_LINE_PUT, &INBOUND_LINE, &x);
}

static wr_rc follow(db_tx *rw, const wr_actor *who, const inbound_whole *w, const char *reason, arena *a)
{
    inbound_replayed r;
    records_date *now;
    TRY(records_inbound_state(w, a, &r));
    TRY(records_dates_keep(rw, who, w->of.id, r.dates, r.n_dates, w->of.received.y, reason, a, &now));
    return keep_line(rw, w, &r, now, a);
}

wr_rc records_inbound_add(db_tx *rw, const wr_actor *who, inbound_request *q, const char *name, const char *reply, arena *a, const char **ret_code)
{
    inbound_whole w = { 0 };
    if (wr_day_cmp(q->received, who->today) > 0) return wr_fail(arena_err(a), WR_E_INPUT, "received", N_("This day is still to come. Write down the day on which the request came in."));
    if (wr_day_cmp(q->received, day_add(who->today, -TEN_YEARS)) < 0) return wr_fail(arena_err(a), WR_E_INPUT, "received", N_("This day is more than ten years ago. Look at the year."));
    *ret_code = city_door_token(a);
    q->entered = who->today;
    q->code_hash = device_hash(a, *ret_code);
    if (!q->format) q->format = "";
    TRY(seal_column(a, "records_inbound", q->id, "name", name, &q->name));
    TRY(seal_column(a, "records_inbound", q->id, "reply", reply, &q->reply));
    TRY(seal_column(a, "records_inbound", q->id, "code", *ret_code, &q->code));
    TRY(db_seq(rw, "records_inbound", &q->number));
    TRY(history_add(rw, who, &INBOUND_REQUESTS, "records.inbound_received", q->received, NULL, q, a));
    w.of = *q;
    TRY(records_inbound_law(rw, a, &w.law));
    return follow(rw, who, &w, "", a);
}

wr_rc records_inbound_step_add(db_tx *rw, const wr_actor *who, inbound_whole *w, const inbound_step *what, arena *a)
{
    inbound_step *all = arena_array(a, inbound_step, w->n_steps + 1), *s = &all[w->n_steps];
    if (w->n_all >= INBOUND_STEPS_MAX) return wr_fail(arena_err(a), WR_E_RULE, "records.steps", N_("This request has as many steps as one can have."));
    if (wr_day_cmp(what->day, who->today) > 0) return wr_fail(arena_err(a), WR_E_INPUT, "day", N_("This day is still to come. A step says what happened."));
    if (w->n_steps) memcpy(all, w->steps, w->n_steps * sizeof *all);
    *s = *what;
    if (!s->office) s->office = "";
    if (!s->text) s->text = "";
    if (!s->reasons) s->reasons = "";
    if (!s->of_step) s->of_step = "";
    if (!s->id) s->id = id_new(a);
    s->struck = "";
    s->about = w->of.id;
    s->n = (int64_t)++w->n_all;
    w->steps = all;
    w->n_steps++;
    TRY(history_add(rw, who, &INBOUND_STEPS, "records.step_added", s->day, NULL, s, a));
    return follow(rw, who, w, records_inbound_steps[s->kind], a);
}

/* What two people decided is not undone by one; and nothing is struck that a later step stands on. */
wr_rc records_inbound_without(const inbound_whole *w, const char *id, arena *a, const inbound_step **ret_was, inbound_whole *ret_after)
{
    const inbound_step *was = NULL;
    inbound_step *left = arena_array(a, inbound_step, w->n_steps + 1);
    inbound_whole after = *w;
    inbound_replayed r;
    inbound_terms t = { .law = &w->law, .received = w->of.received };
    after.n_steps = 0;
    for (size_t i = 0; i < w->n_steps; i++) {
        if (str_eq(w->steps[i].id, id)) was = &w->steps[i];
        else left[after.n_steps++] = w->steps[i];
    }
    after.steps = left;
    if (!was) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This request has no step like that, or it is struck already."));
    if (was->kind == STEP_RELEASED || was->kind == STEP_CLOSED || was->kind == STEP_LISTED)
        return wr_fail(arena_err(a), WR_E_RULE, "records.two", N_("Two people decided this. Reopen the request, take the file out, or take it off the log."));
    if (was->kind == STEP_UNLISTED) return wr_fail(arena_err(a), WR_E_RULE, "records.two", N_("What is taken off the public log is put there again by two people. Ask for it anew."));
    records_inbound_replay(&t, after.steps, after.n_steps, a, &r);
    if (r.wrong.text) return wr_fail(arena_err(a), WR_E_RULE, "records.stands", N_("A later step stands on this one: {what}. Strike that one first."), "what", records_inbound_steps[r.wrong.step->kind]);
    for (size_t i = 0; i < w->n_files; i++)
        if (!*w->files[i].dropped && str_eq(w->files[i].batch, id)) return wr_fail(arena_err(a), WR_E_RULE, "records.stands", N_("This batch has files. Take them out first."));
    *ret_was = was;
    *ret_after = after;
    return WR_OK;
}

wr_rc records_inbound_strike(db_tx *rw, const wr_actor *who, const inbound_whole *w, const char *id, const char *reason, arena *a)
{
    const inbound_step *was;
    inbound_step now;
    inbound_whole after;
    TRY(records_inbound_without(w, id, a, &was, &after));
    now = *was;
    now.struck = reason;
    TRY(history_add(rw, who, &INBOUND_STEPS, "records.step_struck", who->today, was, &now, a));
    return follow(rw, who, &after, reason, a);
}

/* ---- rebuild and check ---- */
static wr_rc each(db_tx *tx, arena *a, wr_rc (*fn)(db_tx *, inbound_whole *, arena *, void *), void *with)
{
    for (int64_t last = 0;;) {
        arena_mark m = arena_at(a);
        inbound_request *q;
        size_t n;
        TRY(db_all(tx, &INBOUND_REQUESTS_FROM, a, WALK, &q, &n, db_i(last), db_i(WALK)));
        for (size_t i = 0; i < n; i++) {
            inbound_whole w;
            TRY(records_inbound_whole(tx, &q[i], a, &w));
            TRY(fn(tx, &w, a, with));
            last = q[i].number;
        }
        arena_rewind(a, m);
        if (n < WALK) return WR_OK;
    }
}

static wr_rc line_again(db_tx *rw, inbound_whole *w, arena *a, void *with)
{
    static const records_date NONE = { .state = DATE_MOOT };
    inbound_replayed r;
    (void)with;
    TRY(records_inbound_state(w, a, &r));
    r.n_dates = 0;
    TRY(keep_line(rw, w, &r, &NONE, a));
    return db_run(rw, &INBOUND_LINE_AGAIN, db_t(w->of.id));
}

wr_rc records_inbound_rebuild(db_tx *rw, arena *a)
{
    db_id last;
    TRY(db_one_(rw, &INBOUND_REQUEST_LAST, a, sizeof last, &last, NULL, 0));
    TRY(db_seq_raise(rw, "records_inbound", last.id));
    return each(rw, a, line_again, NULL);
}

static wr_rc line_holds(db_tx *ro, inbound_whole *w, arena *a, void *with)
{
    json_t *findings = with;
    inbound_replayed r;
    inbound_line x;
    wr_rc rc = db_one(ro, &INBOUND_LINE_BY, a, &x, db_t(w->of.id));
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    TRY(records_inbound_state(w, a, &r));
    if (rc == WR_E_MISSING || x.state != r.state.state || x.outcome != r.state.outcome || x.promised != r.state.promised || x.calls != r.state.calls || x.listed != r.state.listed)
        json_array_append_new(findings, json_string(arena_fmt(a, "request %lld to the city: its line is not what its steps give", (long long)w->of.number)));
    return WR_OK;
}

wr_rc records_inbound_check(db_tx *ro, arena *a, json_t *ret_findings) { return each(ro, a, line_holds, ret_findings); }
