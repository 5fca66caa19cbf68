/* pair_web.c -- /approvals: what waits for a second person, and what became of it. */
#include <string.h>
#include "page.h"
#include "pair_own.h"
#include "person.h"

typedef struct pair_line { const char *id, *title, *label, *asker, *decider, *state, *reason; wr_us expires; bool waits, own; const char *look_url; } pair_line;
static const field LINE_F[] = {
    FIELD(pair_line, id,      t, F_HIDE, 32,  NULL),
    FIELD(pair_line, title,   t, 0,      200, N_("Act")),
    FIELD(pair_line, label,   t, 0,      200, N_("About")),
    FIELD(pair_line, asker,   t, 0,      120, N_("Asked by")),
    FIELD(pair_line, decider, t, F_NULL, 120, N_("Decided by")),
    FIELD(pair_line, state,   t, 0,      20,  N_("State")),
    FIELD(pair_line, reason,  t, F_NULL, 400, N_("Reason")),
    FIELD(pair_line, expires, u, 0,      0,   N_("Open until")),
    FIELD(pair_line, waits,   b, 0,      0,   N_("Waits")),
    FIELD(pair_line, own,     b, 0,      0,   N_("Asked by the same human")),
    FIELD(pair_line, look_url, t, F_NULL | F_HIDE, 80, NULL),
};
const shape PAIR_LINE = SHAPE("an act of two people, on its page", pair_line, LINE_F);

typedef struct in_approve { const char *id, *hash; } in_approve;
static const field IN_APPROVE_F[] = { FIELD(in_approve, id, t, F_PATH, 32, NULL), FIELD(in_approve, hash, t, F_HIDE, 64, NULL) };
const shape PAIR_IN_APPROVE = SHAPE("approve", in_approve, IN_APPROVE_F);
typedef struct in_decline { const char *id, *reason; } in_decline;
static const field IN_DECLINE_F[] = { FIELD(in_decline, id, t, F_PATH, 32, NULL), FIELD(in_decline, reason, t, 0, 400, N_("Why not")) };
const shape PAIR_IN_DECLINE = SHAPE("decline", in_decline, IN_DECLINE_F);

static wr_rc forms(json_t *row, const pair_listed *p, bool own, arena *a)
{
    in_approve shown = { p->id, p->hash };
    if (!own)
        TRY(page_form(row, "approve", &(page_form_of){ .action_url = arena_fmt(a, "/approvals/%s/approve", p->id), .in = &PAIR_IN_APPROVE,
            .row = &shown, .button = N_("Approve") }, a));
    return page_form(row, "decline", &(page_form_of){ .action_url = arena_fmt(a, "/approvals/%s/decline", p->id), .in = &PAIR_IN_DECLINE,
        .button = own ? N_("Withdraw") : N_("Decline") }, a);
}

wr_rc pair_show(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    person_account self;
    pair_listed *all;
    pair_line *lines;
    size_t n, shown = 0, *from;
    (void)in;
    TRY(person_by_num(ro, who->person, a, &self));
    TRY(pair_list(ro, a, &all, &n));
    lines = arena_array(a, pair_line, n + 1);
    from = arena_array(a, size_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        const pair_listed *p = &all[i];
        const pair_kind *k = pair_kind_of(p->act);
        bool late = p->state == PAIR_ASKED && p->expires <= who->now;
        if (!k || rights_has(who->rights, k->approve) == RIGHT_NONE) continue;
        from[shown] = i;
        lines[shown++] = (pair_line){ p->id, k->title, p->label, p->asker, p->decider, late ? N_("not decided in time") : pair_states[p->state],
            p->reason, p->expires, p->state == PAIR_ASKED && !late, strcmp(p->asked_human, person_human(&self)) == 0, k->look_url ? k->look_url : "" };
    }
    TRY(page_rows(doc, "approvals", &PAIR_LINE, lines, shown));
    for (size_t i = 0; i < shown; i++)
        if (lines[i].waits) TRY(forms(page_row(doc, "approvals", i), &all[from[i]], lines[i].own, a));
    return WR_OK;
}

wr_rc pair_act_approve(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_approve *in = in_;
    *ret = (http_go){ .url = "/approvals", .id = in->id };
    return pair_approve(rw, who, in->id, in->hash, a);
}

wr_rc pair_act_decline(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_decline *in = in_;
    *ret = (http_go){ .url = "/approvals", .id = in->id };
    return pair_decline(rw, who, in->id, in->reason, a);
}
