/* directive_act.c -- what a person does to a cell: start, show evidence, claim, explain; another returns, verifies, declines, extends.
 * The rules decide (directive_rules.c); each act is one event in the cell's history. */
#include "directive_own.h"

#include "clock.h"
#include "day.h"
#include "db.h"
#include "events.h"
#include "now.h"
#include "page.h"
#include "str.h"

/* Every form carries n, the version of the cell that it was drawn from; 0: not said. */
typedef struct in_act { const char *direction, *department; int64_t n; } in_act;
typedef struct in_reason { const char *direction, *department; int64_t n; const char *reason; } in_reason;
typedef struct in_decline { const char *direction, *department; int64_t n; int state; const char *reason; } in_decline;
typedef struct in_extend { const char *direction, *department; int64_t n; wr_day due; const char *approver, *reason; } in_extend;
typedef struct in_explain { const char *direction, *department; int64_t n; const char *excuse; } in_explain;
typedef struct in_stage { const char *direction, *department; int64_t n; int stage; } in_stage;
typedef struct in_measure { const char *direction, *measure; } in_measure;
typedef struct in_ask { const char *direction, *department; } in_ask;
typedef struct in_evidence { const char *direction, *department; int64_t n; const char *piece, *title, *url, *text; wr_day dated, expires;
    const char *file, *id, *serves, *file_id; } in_evidence;   /* id, serves, file_id: made by prepare */
#define OF_CELL(S) FIELD(S, direction, t, F_PATH, 20, N_("Direction")), FIELD(S, department, t, F_PATH, 20, N_("Department")), \
    FIELD(S, n, i, F_HIDE | F_NULL, 0, NULL)
static const field ACT_F[] = { OF_CELL(in_act) };
const shape IN_CLAIM = SHAPE("a cell and its version", in_act, ACT_F);
static const field REASON_F[] = { OF_CELL(in_reason), FIELD(in_reason, reason, t, F_LONG, 2000, N_("What is missing?")) };
const shape IN_REASON = SHAPE("a cell and a reason", in_reason, REASON_F);
static const char *const DECLINES[] = { "will_not", "no_further_action", "not_applicable", NULL };
static const int DECLINED[] = { CELL_WILL_NOT, CELL_ENDED, CELL_NA };
static const field DECLINE_F[] = { OF_CELL(in_decline), WORDS(in_decline, state, DECLINES, N_("What will be the state?")),
    FIELD(in_decline, reason, t, F_LONG, 2000, N_("Why?")) };
const shape IN_DECLINE = SHAPE("a cell that is not done", in_decline, DECLINE_F);
static const field EXTEND_F[] = { OF_CELL(in_extend), FIELD(in_extend, due, d, 0, 0, N_("New date")),
    FIELD(in_extend, approver, t, 0, 200, N_("Who approved it?")), FIELD(in_extend, reason, t, F_LONG, 2000, N_("Why?")) };
const shape IN_EXTEND = SHAPE("an extension", in_extend, EXTEND_F);
static const field EXPLAIN_F[] = { OF_CELL(in_explain), FIELD(in_explain, excuse, t, F_LONG, 2000, N_("Why is it not done yet?")) };
const shape IN_EXPLAIN = SHAPE("a reason given", in_explain, EXPLAIN_F);
static const field STAGE_F[] = { OF_CELL(in_stage), WORDS(in_stage, stage, directive_stages, N_("Stage")) };
const shape IN_STAGE = SHAPE("a stage", in_stage, STAGE_F);
static const field MEASURE_F[] = { FIELD(in_measure, direction, t, F_PATH, 20, N_("Direction")),
    FIELD(in_measure, measure, t, F_LONG, 2000, N_("What shows that it is done?")) };
const shape IN_MEASURE = SHAPE("a measure of done", in_measure, MEASURE_F);
static const field ASK_F[] = { FIELD(in_ask, direction, t, F_PATH, 20, N_("Direction")), FIELD(in_ask, department, t, 0, 20, N_("Department")) };
const shape IN_ASK = SHAPE("a department to ask", in_ask, ASK_F);
static const field EVIDENCE_F[] = { OF_CELL(in_evidence), FIELD(in_evidence, piece, t, F_NULL, 32, N_("A piece that is here already")),
    FIELD(in_evidence, title, t, F_NULL, 200, N_("Title")), FIELD(in_evidence, url, t, F_NULL, 500, N_("Address of the document")),
    FIELD(in_evidence, text, t, F_NULL | F_LONG, 4000, N_("Or its text")), FIELD(in_evidence, dated, d, F_NULL, 0, N_("The day it is from")),
    FIELD(in_evidence, expires, d, F_NULL, 0, N_("It holds until")),
    FIELD(in_evidence, file, t, F_NULL | F_FILE, 400, N_("Or send it as a file")) };
const shape IN_EVIDENCE = SHAPE("a piece of evidence", in_evidence, EVIDENCE_F);

static wr_rc refuse(db_tx *tx, directive_why why)
{
    if (why == DIRECTIVE_MAY) return WR_OK;
    return wr_fail(db_err(tx), why == WHY_CHANGED ? WR_E_CONFLICT : WR_E_RULE, directive_why_rule[why], directive_why_text[why]);
}

static const char *cell_url(arena *a, const directive_cell *c) { return arena_fmt(a, "/directive/%s/%s", c->direction, c->department); }

/* The cell, unless somebody changed it since the form was drawn. */
static wr_rc open_cell(db_tx *rw, const char *direction, const char *department, int64_t n, arena *a, directive_cell *ret, directive_facts *facts)
{
    TRY(directive_cell_get(rw, direction, department, a, ret));
    TRY(directive_cell_facts(rw, ret, a, facts));
    return n && n != ret->n ? refuse(rw, WHY_CHANGED) : WR_OK;
}

static wr_rc save(db_tx *rw, const wr_actor *who, const char *what, const directive_cell *was, directive_cell *now, arena *a, http_go *ret)
{
    *ret = (http_go){ .url = cell_url(a, was), .id = was->id };
    return directive_cell_save(rw, who, what, who->today, was, now, a);
}

wr_rc directive_act_start(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_act *in = in_;
    directive_cell was, now;
    directive_facts f;
    TRY(open_cell(rw, in->direction, in->department, in->n, a, &was, &f));
    TRY(refuse(rw, directive_may_start(&f)));
    now = was;
    now.state = CELL_IN_PROCESS;
    return save(rw, who, "directive.started", &was, &now, a, ret);
}

wr_rc directive_act_claim(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_act *in = in_;
    directive_cell was, now;
    directive_facts f;
    TRY(open_cell(rw, in->direction, in->department, in->n, a, &was, &f));
    TRY(refuse(rw, directive_may_claim(&f, who->today)));
    now = was;
    now.state = CELL_READY;
    now.claimed = who->today;
    now.claimed_by = who->by;
    now.verified = (wr_day){ 0 };
    now.verified_by = "";
    TRY(save(rw, who, "directive.claimed", &was, &now, a, ret));
    return directive_tell_checkers(rw, who, &now, a);
}

wr_rc directive_act_return(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_reason *in = in_;
    directive_cell was, now;
    directive_facts f;
    const char *as;
    TRY(open_cell(rw, in->direction, in->department, in->n, a, &was, &f));
    TRY(person_counts_as(rw, who, f.claimed_by, a, &as));
    TRY(refuse(rw, directive_may_return(&f, as, in->reason)));
    now = was;
    now.state = CELL_RETURNED;
    now.reason = in->reason;
    now.verified = (wr_day){ 0 };
    now.verified_by = "";
    TRY(save(rw, who, "directive.returned", &was, &now, a, ret));
    return directive_tell_liaison(rw, who, "directive.returned", &now, a);
}

/* The next date is owed, and nothing is claimed for it yet. */
static void next_step(directive_cell *now)
{
    now->state = CELL_IN_PROCESS;
    now->claimed = (wr_day){ 0 };
    now->claimed_by = "";
}

/* A direction with several dates is verified step by step; the last step settles it. One that comes again never settles. */
wr_rc directive_act_verify(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_act *in = in_;
    directive_cell was, now;
    directive_facts f;
    directive_turn turn;
    const char *as;
    bool last, again;
    TRY(open_cell(rw, in->direction, in->department, in->n, a, &was, &f));
    TRY(person_counts_as(rw, who, f.claimed_by, a, &as));
    TRY(refuse(rw, directive_may_verify(&f, as, who->today)));
    TRY(directive_turn_now(rw, &was, a, &turn, &again));
    now = was;
    last = !again && was.step >= was.steps;
    now.excuse = now.reason = "";
    if (last) {
        now.state = CELL_IMPLEMENTED;
        now.verified = who->today;
        now.verified_by = who->by;
    } else if (again) {
        next_step(&now);
        TRY(directive_turn_met(rw, who, &turn, &was, &now, a));
    } else {
        next_step(&now);
        now.step++;
        now.owes = arena_fmt(a, "%s-%lld", was.id, (long long)now.step);
    }
    TRY(save(rw, who, last ? "directive.verified" : "directive.step_verified", &was, &now, a, ret));
    return directive_tell_liaison(rw, who, last ? "directive.verified" : "directive.step_verified", &now, a);
}

wr_rc directive_act_decline(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_decline *in = in_;
    directive_cell was, now;
    directive_facts f;
    int state = in->state >= 0 && in->state < 3 ? DECLINED[in->state] : CELL_NOT_STARTED;
    TRY(open_cell(rw, in->direction, in->department, in->n, a, &was, &f));
    TRY(refuse(rw, directive_may_decline(&f, state, in->reason)));
    now = was;
    now.state = state;
    now.reason = in->reason;
    return save(rw, who, "directive.declined", &was, &now, a, ret);
}

wr_rc directive_act_explain(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_explain *in = in_;
    directive_cell was, now;
    directive_facts f;
    TRY(open_cell(rw, in->direction, in->department, in->n, a, &was, &f));
    TRY(refuse(rw, directive_may_explain(&f, in->excuse)));
    now = was;
    now.excuse = in->excuse;
    return save(rw, who, "directive.explained", &was, &now, a, ret);
}

wr_rc directive_act_stage(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_stage *in = in_;
    directive_cell was, now;
    directive_facts f;
    TRY(open_cell(rw, in->direction, in->department, in->n, a, &was, &f));
    now = was;
    now.stage = in->stage;
    return save(rw, who, "directive.stage_set", &was, &now, a, ret);
}

wr_rc directive_act_extend(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_extend *in = in_;
    directive_cell was, now;
    directive_facts f;
    TRY(open_cell(rw, in->direction, in->department, in->n, a, &was, &f));
    TRY(refuse(rw, directive_may_extend(&f, in->due, in->approver, in->reason)));
    now = was;
    TRY(clock_move(rw, who, was.owes, in->due, in->approver, in->reason, a));
    TRY(save(rw, who, "directive.extended", &was, &now, a, ret));
    ev_due moved = { was.id, was.direction, ret->url, was.body, in->due };
    return event_send(rw, who, &EV_DUE_MOVED, &moved, a);
}

wr_rc directive_prepare_evidence(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_evidence *in = in_;
    (void)ro; (void)who;
    in->id = id_new(a);
    in->serves = id_new(a);
    in->file_id = id_new(a);
    return WR_OK;
}

static const char *or_empty(const char *text_opt) { return text_opt ? text_opt : ""; }

/* A new piece has a title, the day it is from, and an address, a text or a file. */
static wr_rc new_piece(db_tx *rw, const wr_actor *who, const in_evidence *in, const directive_cell *c, arena *a)
{
    directive_evidence e = { .id = in->id, .title = or_empty(in->title), .url = or_empty(in->url), .text = or_empty(in->text),
        .dated = in->dated, .added = who->today, .owner = who->by, .department = c->department, .expires = in->expires };
    if (!*e.title) return wr_fail(db_err(rw), WR_E_INPUT, "title", N_("A title is needed."));
    if (!*e.url && !*e.text && !*in->file) return wr_fail(db_err(rw), WR_E_INPUT, "url", N_("Give the address of the document, its text, or a file."));
    if (*e.url && !str_starts(e.url, "https://") && !str_starts(e.url, "/")) return wr_fail(db_err(rw), WR_E_INPUT, "url", N_("An address begins with https://"));
    if (day_none(e.dated)) return wr_fail(db_err(rw), WR_E_INPUT, "dated", N_("The day that the evidence is from is needed."));
    if (wr_day_cmp(e.dated, who->today) > 0) return wr_fail(db_err(rw), WR_E_INPUT, "dated", N_("Evidence cannot be from a day to come."));
    if (!day_none(e.expires) && wr_day_cmp(e.expires, e.dated) < 0) return wr_fail(db_err(rw), WR_E_INPUT, "expires", N_("It would end before it began."));
    TRY(history_add(rw, who, &DIRECTIVE_PIECES, "directive.piece_added", who->today, NULL, &e, a));
    if (!*in->file) return WR_OK;
    return doc_attach(rw, who, in->file, &(doc_file){ .id = in->file_id, .about = e.id, .may = "public", .department = c->body }, a);
}

wr_rc directive_act_evidence(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_evidence *in = in_;
    bool old = in->piece && *in->piece;
    directive_cell was, now;
    directive_facts f;
    directive_evidence *pieces;
    directive_serves s;
    size_t n;
    TRY(open_cell(rw, in->direction, in->department, in->n, a, &was, &f));
    s = (directive_serves){ .id = in->serves, .evidence = old ? in->piece : in->id, .cell = was.id };
    if (old) {
        bool known = false;
        if (*in->file) return wr_fail(db_err(rw), WR_E_INPUT, "file", N_("Choose a piece that is here already, or send a file; not both."));
        TRY(db_all(rw, &DIRECTIVE_PIECES_IN, a, 500, &pieces, &n, db_t(was.department)));
        for (size_t i = 0; i < n; i++) known = known || str_eq(pieces[i].id, in->piece);
        if (!known) return wr_fail(db_err(rw), WR_E_INPUT, "piece", N_("This department has no such piece."));
        TRY(directive_pieces_of(rw, was.id, a, &pieces, &n));
        for (size_t i = 0; i < n; i++)
            if (str_eq(pieces[i].id, in->piece)) return wr_fail(db_err(rw), WR_E_INPUT, "piece", N_("This piece serves here already."));
    } else TRY(new_piece(rw, who, in, &was, a));
    TRY(history_add(rw, who, &DIRECTIVE_SERVING, "directive.piece_serves", who->today, NULL, &s, a));
    TRY(directive_pieces_of(rw, was.id, a, &pieces, &n));
    now = was;
    now.expires = directive_lasts(pieces, n);
    return save(rw, who, "directive.evidence_added", &was, &now, a, ret);
}

wr_rc directive_act_measure(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_measure *in = in_;
    directive_direction was, now;
    TRY(directive_one(rw, in->direction, a, &was));
    now = was;
    now.measure = in->measure;
    *ret = (http_go){ .url = arena_fmt(a, "/directive/%s", was.ref), .id = was.id };
    return history_add(rw, who, &DIRECTIVE_DIRECTIONS, "directive.measure_set", who->today, &was, &now, a);
}

/* A department that came later, or was left out: it is asked from now on. */
wr_rc directive_act_ask(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_ask *in = in_;
    TRY(directive_ask(rw, who, in->direction, in->department, a));
    *ret = (http_go){ .url = arena_fmt(a, "/directive/%s/%s", in->direction, in->department) };
    return WR_OK;
}

static bool of_department(const wr_actor *who, const char *right, const directive_cell *c)
{
    right_scope s = rights_has(who->rights, right);
    return s == RIGHT_ALL || (s == RIGHT_DEPARTMENT && who->department == c->body);
}

typedef struct form_of { const char *key, *verb, *right; const shape *in; const char *button; directive_why why; } form_of;

wr_rc directive_cell_forms(db_tx *ro, const wr_actor *who, const directive_cell *c, const directive_facts *f, arena *a, json_t *doc)
{
    static const char any[] = "-";
    wr_day later = day_none(f->due) ? f->due : day_add(f->due, 1);
    const form_of all[] = {
        { "do_start", "start", "directive.claim", &IN_CLAIM, N_("Say that work has started"), directive_may_start(f) },
        { "do_evidence", "evidence/add", "directive.evidence", &IN_EVIDENCE, N_("Add the evidence"), DIRECTIVE_MAY },
        { "do_claim", "claim", "directive.claim", &IN_CLAIM, N_("Claim that it is done"), directive_may_claim(f, who->today) },
        { "do_explain", "explain", "directive.claim", &IN_EXPLAIN, N_("Give the reason"), directive_may_explain(f, any) },
        { "do_verify", "verify", "directive.verify", &IN_CLAIM, N_("Verify it"), directive_may_verify(f, who->by, who->today) },
        { "do_return", "return", "directive.verify", &IN_REASON, N_("Return it"), directive_may_return(f, who->by, any) },
        { "do_decline", "decline", "directive.verify", &IN_DECLINE, N_("Set this state"), directive_may_decline(f, CELL_WILL_NOT, any) },
        { "do_extend", "extend", "directive.extend", &IN_EXTEND, N_("Extend the date"), directive_may_extend(f, later, any, any) },
        { "do_stage", "stage/set", "directive.verify", &IN_STAGE, N_("Set the stage"), DIRECTIVE_MAY },
    };
    bool acts = false;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        union { in_act act; in_reason reason; in_decline decline; in_extend extend; in_explain explain; in_stage stage; in_evidence evidence; } row = { 0 };
        if (all[i].why != DIRECTIVE_MAY || !of_department(who, all[i].right, c)) continue;
        row.act = (in_act){ c->direction, c->department, c->n };
        if (all[i].in == &IN_DECLINE) row.decline.state = -1;
        if (all[i].in == &IN_STAGE) row.stage.stage = c->stage;
        if (all[i].in == &IN_EXPLAIN) row.explain.excuse = c->excuse;
        TRY(page_form(doc, all[i].key, &(page_form_of){ .action_url = arena_fmt(a, "%s/%s", cell_url(a, c), all[i].verb), .in = all[i].in,
            .row = &row, .button = all[i].button }, a));
        acts = true;
    }
    /* Who could verify but for the rule of two people is told so. */
    if (of_department(who, "directive.verify", c) && directive_may_verify(f, who->by, who->today) != DIRECTIVE_MAY
        && directive_waits(f, who->today))
        TRY(page_text(doc, "why_not", directive_why_text[directive_may_verify(f, who->by, who->today)]));
    if (acts && of_department(who, "directive.evidence", c)) {
        directive_evidence *p;
        page_choice *pick;
        size_t n;
        TRY(db_all(ro, &DIRECTIVE_PIECES_IN, a, 500, &p, &n, db_t(c->department)));
        pick = arena_array(a, page_choice, n + 1);
        for (size_t i = 0; i < n; i++) pick[i] = (page_choice){ p[i].id, p[i].title };
        TRY(page_choices(doc, "do_evidence", "piece", pick, n));
        TRY(page_hint(doc, "do_evidence", "file", doc_limit_said(a, who->lang, DIRECTIVE_FILE_MB)));
    }
    return page_flag(doc, "acts", acts);
}
