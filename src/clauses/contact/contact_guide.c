/* contact_guide.c -- the guide with a memory, for a device without script or a worker who wants the path kept: each answer is a form, so
 * none stands in an address; and the calls, with their times. */
#include "contact_own.h"

#include <string.h>
#include "day.h"
#include "db.h"
#include "i18n.h"
#include "now.h"
#include "str.h"

typedef struct in_answer { const char *node, *choice, *entry; } in_answer;
static const field ANSWER_F[] = { FIELD(in_answer, node, t, F_PATH, 20, N_("Step")), FIELD(in_answer, choice, t, 0, 40, N_("Tap what fits")),
    FIELD(in_answer, entry, t, F_HIDE | F_NULL, 32, NULL) };
const shape IN_ANSWER = SHAPE("an answer in the guide", in_answer, ANSWER_F);
static const char *const CALLED[] = { "called", "answered", NULL };
typedef struct in_call { int64_t turn; int what; const char *entry; } in_call;
static const field CALL_F[] = { FIELD(in_call, turn, i, F_PATH, 4, N_("Call")), WORDS(in_call, what, CALLED, N_("What")),
    FIELD(in_call, entry, t, F_HIDE | F_NULL, 32, NULL) };
const shape IN_CALL = SHAPE("a call", in_call, CALL_F);

typedef struct say_step { const char *node, *title, *text, *say, *say_english, *asks; } say_step;
static const field STEP_F[] = {
    FIELD(say_step, node, t, 0, 0, N_("Step")), FIELD(say_step, title, t, 0, 0, N_("Title")), FIELD(say_step, text, t, 0, 0, N_("What to do")),
    FIELD(say_step, say, t, 0, 0, N_("Say this")), FIELD(say_step, say_english, t, 0, 0, N_("In English")), FIELD(say_step, asks, t, 0, 0, N_("Question")),
};
const shape CONTACT_SAY_STEP = SHAPE("a step of the guide", say_step, STEP_F);
typedef struct say_answer { const char *title, *label; } say_answer;
static const field SAID_F[] = { FIELD(say_answer, title, t, 0, 0, N_("Step")), FIELD(say_answer, label, t, 0, 0, N_("Answer")) };
const shape CONTACT_SAY_ANSWER = SHAPE("an answer given", say_answer, SAID_F);

static say_step step_of(const flow *guide, const flow_node *n, const char *lang, arena *a)
{
    const flow_script *s = *n->say ? flow_script_of(guide, n->say) : NULL;
    return (say_step){ n->id, flow_said(guide, lang, n->title, a), flow_said_lines(guide, lang, n->text, a), s ? flow_said(guide, lang, s->text, a) : "",
        s && !str_eq(lang, "en") ? s->text : "", flow_said(guide, lang, n->asks, a) };
}

/* The choices of a node as buttons; key: the form's name in the row. */
static wr_rc put_choices(const flow *guide, const flow_node *n, const char *entry, const char *lang, arena *a, json_t *row)
{
    in_answer in = { .node = n->id, .choice = "", .entry = entry };
    page_choice *c = arena_array(a, page_choice, guide->n_choices + 1);
    size_t k = 0;
    for (size_t i = 0; i < guide->n_choices; i++)
        if (str_eq(guide->choices[i].node, n->id)) c[k++] = (page_choice){ guide->choices[i].choice, flow_said(guide, lang, guide->choices[i].label, a) };
    if (k == 0) return WR_OK;
    TRY(page_form(row, "step", &(page_form_of){ .action_url = arena_fmt(a, "/contact/mine/answer/%s", n->id), .in = &IN_ANSWER, .row = &in, .button = N_("Next") }, a));
    TRY(page_choices(row, "step", "choice", c, k));
    return page_buttons(row, "step", "choice");
}

/* Calls made so far: a row of four in the facts. */
typedef struct call_at { const char **who, **at, **answered; } call_at;
static call_at call_of(contact_facts *f, int64_t i)
{
    const char **all[][3] = { { &f->call1_who, &f->call1_at, &f->call1_answered }, { &f->call2_who, &f->call2_at, &f->call2_answered },
        { &f->call3_who, &f->call3_at, &f->call3_answered }, { &f->call4_who, &f->call4_at, &f->call4_answered } };
    return (call_at){ all[i][0], all[i][1], all[i][2] };
}

typedef struct say_call { int64_t turn; const char *name, *phone, *tel_url, *called, *answered, *next; } say_call;
static const field SAY_CALL_F[] = {
    FIELD(say_call, turn, i, 0, 0, N_("Call")), FIELD(say_call, name, t, 0, 0, N_("Name")), FIELD(say_call, phone, t, 0, 0, N_("Telephone")),
    FIELD(say_call, tel_url, t, 0, 0, N_("Link")), FIELD(say_call, called, t, 0, 0, N_("Called at")), FIELD(say_call, answered, t, 0, 0, N_("Answered at")),
    FIELD(say_call, next, t, 0, 0, N_("Call the next at")),
};
const shape CONTACT_SAY_CALL = SHAPE("who is called", say_call, SAY_CALL_F);

static const char *plus(arena *a, const char *at, int64_t minutes)
{
    int hour, minute;
    int64_t m;
    if (!clock_time(at, &hour, &minute)) return "";
    m = hour * 60 + minute + minutes;
    return arena_fmt(a, "%02d:%02d", (int)(m / 60 % 24), (int)(m % 60));
}

static wr_rc put_calls(db_tx *ro, const wr_actor *who, const contact_draft *d, contact_facts *f, arena *a, json_t *doc)
{
    city_call *chain;
    say_call rows[4];
    int64_t minutes;
    size_t n;
    TRY(city_chain(ro, d->place, who->now, a, &chain, &n));
    TRY(city_call_minutes(ro, a, &minutes));
    if (n > 4) n = 4;
    for (size_t i = 0; i < n; i++) {
        call_at c = call_of(f, (int64_t)i);
        rows[i] = (say_call){ (int64_t)i + 1, chain[i].name, chain[i].phone, chain[i].tel_url, *c.at, *c.answered, **c.answered ? "" : plus(a, *c.at, minutes) };
    }
    TRY(page_int(doc, "minutes", minutes));
    TRY(page_rows(doc, "calls", &CONTACT_SAY_CALL, rows, n));
    for (size_t i = 0; i < n; i++) {
        json_t *row = page_row(doc, "calls", i);
        const char *url = arena_fmt(a, "/contact/mine/call/%zu", i + 1);
        in_call in = { .turn = (int64_t)i + 1, .what = *rows[i].called != 0, .entry = d->id };
        if (*rows[i].answered) continue;
        TRY(page_form(row, "call", &(page_form_of){ .action_url = url, .in = &IN_CALL, .row = &in, .button = in.what ? N_("They answered") : N_("I am calling now") }, a));
        TRY(page_unseen(row, "call", "what"));
    }
    return WR_OK;
}

wr_rc contact_show_guide(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    flow *guide = arena_make(a, flow);
    contact_draft d;
    contact_facts f;
    flow_walked w;
    say_step *open;
    say_answer *said;
    bool none;
    (void)in;
    TRY(contact_draft_or_none(ro, who, a, doc, &d, &f, &none));
    if (none) {
        TRY(page_rows(doc, "open", &CONTACT_SAY_STEP, NULL, 0));
        TRY(page_rows(doc, "answers", &CONTACT_SAY_ANSWER, NULL, 0));
        return page_rows(doc, "calls", &CONTACT_SAY_CALL, NULL, 0);
    }
    TRY(flow_in_force(ro, who->now, a, guide));
    flow_walk(guide, f.path, a, &w);
    open = arena_array(a, say_step, w.n_open + 1);
    said = arena_array(a, say_answer, w.n_steps + 1);
    for (size_t i = 0; i < w.n_open; i++) open[i] = step_of(guide, w.open[i], who->lang, a);
    for (size_t i = 0; i < w.n_steps; i++) said[i] = (say_answer){ flow_said(guide, who->lang, w.steps[i].node->title, a), flow_said(guide, who->lang, w.steps[i].choice->label, a) };
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("What to do now"))));
    TRY(page_flag(doc, "ended", w.ended));
    TRY(page_rows(doc, "open", &CONTACT_SAY_STEP, open, w.n_open));
    for (size_t i = 0; i < w.n_open; i++) TRY(put_choices(guide, w.open[i], d.id, who->lang, a, page_row(doc, "open", i)));
    TRY(page_rows(doc, "answers", &CONTACT_SAY_ANSWER, said, w.n_steps));
    for (size_t i = 0; i < w.n_steps; i++) TRY(put_choices(guide, w.steps[i].node, d.id, who->lang, a, page_row(doc, "answers", i)));
    return put_calls(ro, who, &d, &f, a, doc);
}

wr_rc contact_act_answer(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_answer *in = in_;
    contact_draft d;
    contact_facts f;
    TRY(contact_draft_here(rw, who, in->entry, a, &d, &f));
    if (strpbrk(in->node, " :") || strpbrk(in->choice, " :")) return wr_fail(db_err(rw), WR_E_INPUT, "choice", N_("The guide has no such answer."));
    f.path = flow_answer(a, f.path, in->node, in->choice);
    f.path_times = arena_fmt(a, "%s%s%s %s", f.path_times, *f.path_times ? ", " : "", in->node, contact_time_of(a, who->now));
    if (strlen(f.path) > FLOW_PATH_MAX || strlen(f.path_times) > CONTACT_TIMES_MAX) return wr_fail(db_err(rw), WR_E_RULE, "contact.path", N_("The guide was walked too often in this report."));
    *ret = (http_go){ .url = "/contact/mine/guide", .id = d.id };
    return contact_draft_save(rw, who, &d, &f, a);
}

wr_rc contact_act_call(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_call *in = in_;
    contact_draft d;
    contact_facts f;
    city_call *chain;
    call_at c;
    size_t n;
    TRY(contact_draft_here(rw, who, in->entry, a, &d, &f));
    TRY(city_chain(rw, d.place, who->now, a, &chain, &n));
    if (in->turn < 1 || in->turn > 4 || (size_t)in->turn > n) return WR_E_MISSING;
    c = call_of(&f, in->turn - 1);
    if (!**c.at) {
        *c.who = chain[in->turn - 1].name;
        *c.at = contact_time_of(a, who->now);
    }
    if (in->what) *c.answered = contact_time_of(a, who->now);
    *ret = (http_go){ .url = "/contact/mine/guide", .id = d.id };
    return contact_draft_save(rw, who, &d, &f, a);
}
