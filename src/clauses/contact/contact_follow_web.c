/* contact_follow_web.c -- the page of what follows a report: actions, cameras, the notice, the after-action. */
#include "contact_follow.h"

#include <string.h>
#include "day.h"
#include "db.h"
#include "i18n.h"
#include "now.h"
#include "str.h"

static const field FOLLOW_F[] = { FIELD(in_follow, number, i, F_PATH, 0, N_("Report")) };
const shape IN_FOLLOW = SHAPE("what follows a report", in_follow, FOLLOW_F);
typedef struct in_action { int64_t number; const char *what, *owner; wr_day due; } in_action;
static const field ACTION_F[] = {
    FIELD(in_action, number, i, F_PATH, 0,   N_("Report")),
    FIELD(in_action, what,   t, F_LONG, 600, N_("What is to be done")),
    FIELD(in_action, owner,  t, 0, 120,      N_("Who does it")),
    FIELD(in_action, due,    d, F_NULL, 0,   N_("Due")),
};
const shape IN_ACTION = SHAPE("add an action", in_action, ACTION_F);
typedef struct in_done { int64_t number; const char *id, *result; } in_done;
static const field DONE_F[] = {
    FIELD(in_done, number, i, F_PATH, 0,   N_("Report")), FIELD(in_done, id, t, F_HIDE, 32, NULL),
    FIELD(in_done, result, t, 0, 600, N_("Result")),
};
const shape IN_ACTION_DONE = SHAPE("an action is done", in_done, DONE_F);

/* state: "open", "late" or "done"; kind: its look. */
typedef struct say_action { const char *what, *owner; wr_day due; const char *result; wr_us done; const char *state, *kind; } say_action;
static const field SAY_ACTION_F[] = {
    FIELD(say_action, what, t, 0, 0, N_("What is to be done")), FIELD(say_action, owner, t, 0, 0, N_("Who does it")), FIELD(say_action, due, d, F_NULL, 0, N_("Due")),
    FIELD(say_action, result, t, 0, 0, N_("Result")), FIELD(say_action, done, u, 0, 0, N_("Done")), FIELD(say_action, state, t, 0, 0, N_("State")),
    FIELD(say_action, kind, t, F_HIDE, 0, NULL),
};
const shape CONTACT_SAY_ACTION = SHAPE("an action that follows", say_action, SAY_ACTION_F);
typedef struct say_follow { int64_t number, open; const char *place; bool has_notice, has_after; const char *notice_state, *notice_due, *after_state; } say_follow;
static const field SAY_FOLLOW_F[] = {
    FIELD(say_follow, number, i, 0, 0, N_("Report")), FIELD(say_follow, open, i, 0, 0, N_("Open")), FIELD(say_follow, place, t, 0, 0, N_("Facility")),
    FIELD(say_follow, has_notice, b, 0, 0, N_("Notice")), FIELD(say_follow, has_after, b, 0, 0, N_("After-action")),
    FIELD(say_follow, notice_state, t, 0, 0, N_("State of the notice")), FIELD(say_follow, notice_due, t, 0, 0, N_("Notice due")),
    FIELD(say_follow, after_state, t, 0, 0, N_("State of the after-action")),
};
const shape CONTACT_SAY_FOLLOW = SHAPE("what follows a report", say_follow, SAY_FOLLOW_F);

const char *contact_follow_url(arena *a, int64_t number, const char *more) { return arena_fmt(a, "/contact/reports/%lld/follow%s", (long long)number, more); }

wr_rc contact_account_name(db_tx *tx, const wr_actor *who, arena *a, const char **ret)
{
    person_account p;
    TRY(person_by_num(tx, who->person, a, &p));
    *ret = p.name;
    return WR_OK;
}

static wr_rc say_actions(const wr_actor *who, int64_t number, const contact_followed *f, arena *a, json_t *doc, int64_t *ret_open)
{
    say_action *rows = arena_array(a, say_action, f->n_actions + 1);
    for (size_t i = 0; i < f->n_actions; i++) {
        const contact_action *x = &f->actions[i];
        bool late = !x->done && !day_none(x->due) && wr_day_cmp(x->due, who->today) < 0;
        rows[i] = (say_action){ x->what, x->owner, x->due, x->result, x->done, x->done ? N_("done") : late ? N_("late") : N_("open"), x->done ? "ok" : late ? "late" : "open" };
        *ret_open += !x->done;
    }
    TRY(page_rows(doc, "actions", &CONTACT_SAY_ACTION, rows, f->n_actions));
    for (size_t i = 0; i < f->n_actions; i++) {
        in_done row = { .id = f->actions[i].id, .result = "" };
        if (f->actions[i].done) continue;
        TRY(page_form(page_row(doc, "actions", i), "finish", &(page_form_of){ .action_url = contact_follow_url(a, number, "/actions/finish"), .in = &IN_ACTION_DONE,
            .row = &row, .button = N_("It is done") }, a));
    }
    return page_form(doc, "add_action", &(page_form_of){ .action_url = contact_follow_url(a, number, "/actions/add"), .in = &IN_ACTION, .button = N_("Add the action") }, a);
}

static const char *heading(const wr_actor *who, int64_t open, arena *a)
{
    const char *const holes[] = { "open", arena_fmt(a, "%lld", (long long)open), NULL };
    if (open == 0) return i18n(who->lang, NULL, N_("Nothing is open after this report"));
    return i18n_fill(a, i18n_n(who->lang, NULL, "{open} thing is open after this report", "{open} things are open after this report", open), holes);
}

static int64_t open_things(const contact_followed *f)
{
    int64_t n = (f->has_notice && !f->notice.given) + (f->has_after && f->after.state != AFTER_ACCEPTED);
    for (size_t i = 0; i < f->n_cameras; i++) n += !f->cameras[i].confirmed;
    return n;
}

static wr_rc say_head(db_tx *ro, const wr_actor *who, const contact_report *r, const contact_followed *f, int64_t open, arena *a, json_t *doc)
{
    static const char *const NOTICE_KINDS[] = { "open", "late", "ok", "ok" }, *const AFTER_KINDS[] = { "none", "open", "review", "ok" };
    city_place place;
    say_follow head = { .number = r->number, .open = open, .has_notice = f->has_notice, .has_after = f->has_after, .notice_state = "", .notice_due = "", .after_state = "" };
    int state = f->has_notice ? contact_notice_state(&f->notice, who->now) : NOTICE_DUE;
    TRY(city_place_by(ro, r->place, a, &place));
    head.place = place.name;
    if (f->has_notice) head.notice_state = contact_notice_states[state], head.notice_due = contact_said_at(a, who->lang, f->notice.due);
    if (f->has_after) head.after_state = contact_after_states[f->after.state];
    TRY(page_put(doc, &CONTACT_SAY_FOLLOW, &head));
    TRY(page_text(doc, "notice_kind", NOTICE_KINDS[state]));
    TRY(page_text(doc, "after_kind", AFTER_KINDS[f->has_after ? f->after.state : AFTER_OPEN]));
    TRY(page_text(doc, "report_url", arena_fmt(a, "/contact/reports/%lld", (long long)r->number)));
    TRY(page_text(doc, "notice_url", contact_follow_url(a, r->number, "/notice")));
    TRY(page_text(doc, "after_url", contact_follow_url(a, r->number, "/after")));
    return page_text(doc, "title", heading(who, open, a));
}

wr_rc contact_show_follow(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_follow *in = in_;
    contact_report r;
    contact_facts facts;
    contact_followed f = { 0 };
    int64_t open;
    TRY(contact_report_by_number(ro, in->number, a, &r));
    TRY(contact_current(ro, &r, CONTACT_OPEN, a, &facts));
    TRY(contact_follow_of(ro, r.id, a, &f));
    open = open_things(&f);
    TRY(say_actions(who, r.number, &f, a, doc, &open));
    TRY(contact_say_cameras(ro, who, &r, &facts, &f, a, doc));
    TRY(say_head(ro, who, &r, &f, open, a, doc));
    if (f.has_notice) return WR_OK;
    return page_form(doc, "start_notice", &(page_form_of){ .action_url = contact_follow_url(a, r.number, "/notice/start"), .in = &PERSON_NOTHING,
        .button = N_("Start the hours of the notice") }, a);
}

wr_rc contact_act_action(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_action *in = in_;
    contact_report r;
    contact_action row = { .id = id_new(a), .what = in->what, .owner = in->owner, .due = in->due, .result = "", .opened = who->now };
    TRY(contact_report_by_number(rw, in->number, a, &r));
    row.report = r.id;
    *ret = (http_go){ .url = contact_follow_url(a, in->number, ""), .id = row.id };
    return history_add(rw, who, &CONTACT_ACTIONS, "contact.action_added", who->today, NULL, &row, a);
}

wr_rc contact_act_action_done(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_done *in = in_;
    contact_report r;
    contact_followed f = { 0 };
    TRY(contact_report_by_number(rw, in->number, a, &r));
    TRY(contact_follow_of(rw, r.id, a, &f));
    *ret = (http_go){ .url = contact_follow_url(a, in->number, ""), .id = in->id };
    for (size_t i = 0; i < f.n_actions; i++) {
        contact_action now = f.actions[i];
        if (!str_eq(now.id, in->id)) continue;
        if (now.done) return wr_fail(db_err(rw), WR_E_RULE, "contact.action", N_("This action is done already."));
        now.result = in->result;
        now.done = who->now;
        return history_add(rw, who, &CONTACT_ACTIONS, "contact.action_done", who->today, &f.actions[i], &now, a);
    }
    return wr_fail(db_err(rw), WR_E_MISSING, NULL, N_("There is no such action at this report."));
}
