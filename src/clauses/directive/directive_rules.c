/* directive_rules.c -- what state a cell shows, who may do what, and in which order bodies stand. Pure: values in, a reason out. */
#include "directive.h"

#include "day.h"
#include "str.h"

const char *const directive_states[] = { "not_started", "in_process", "ready_for_review", "returned", "implemented", "will_not",
                                         "no_further_action", "not_applicable", NULL };
const char *const directive_shown[] = { "not_started", "in_process", "ready_for_review", "returned", "implemented", "will_not",
                                        "no_further_action", "not_applicable", "past_due", NULL };
const char *const directive_stages[] = { "policy", "training", "practice", "sustained", NULL };

const char *const directive_why_text[] = {
    [DIRECTIVE_MAY]    = "",
    [WHY_SETTLED]      = N_("This answer is settled: a verifier can return it with a reason."),
    [WHY_NOT_READY]    = N_("Nothing is claimed here: there is nothing to check."),
    [WHY_READY]        = N_("This answer is waiting for a check already."),
    [WHY_NO_EVIDENCE]  = N_("There is no evidence that still holds: add a piece first."),
    [WHY_NO_MEASURE]   = N_("The measure of done is empty: it must be agreed before anything is verified."),
    [WHY_SAME_PERSON]  = N_("You claimed this answer: another person must check it."),
    [WHY_NO_REASON]    = N_("A reason is needed."),
    [WHY_NO_DATE]      = N_("This answer has no due date to extend."),
    [WHY_NOT_LATER]    = N_("The new date must be later than the date that stands."),
    [WHY_CHANGED]      = N_("Somebody changed this answer since you opened it: look at it again. Nothing was lost."),
    [WHY_STARTED]      = N_("Work has started here already."),
    [WHY_NO_STATE]     = N_("Choose one of: will not, no further action, not applicable."),
};
const char *const directive_why_rule[] = {
    [DIRECTIVE_MAY] = "", [WHY_SETTLED] = "settled", [WHY_NOT_READY] = "claim first", [WHY_READY] = "claim first",
    [WHY_NO_EVIDENCE] = "evidence", [WHY_NO_MEASURE] = "measure of done", [WHY_SAME_PERSON] = "two people", [WHY_NO_REASON] = "reason",
    [WHY_NO_DATE] = "extension", [WHY_NOT_LATER] = "extension", [WHY_CHANGED] = "", [WHY_STARTED] = "start", [WHY_NO_STATE] = "reason",
};

static bool blank(const char *text_opt) { return !text_opt || !*text_opt; }
static bool after(wr_day x, wr_day y) { return !day_none(y) && wr_day_cmp(x, y) > 0; }

bool directive_settled(int state)
{
    return state == CELL_IMPLEMENTED || state == CELL_WILL_NOT || state == CELL_ENDED || state == CELL_NA;
}

/* Past due outranks all that is not settled. One exception: what was claimed in time waits for the checker, so it is not late.
 * Expired evidence returns what was verified to review. */
int directive_state_shown(const directive_facts *c, wr_day today)
{
    if (c->state == CELL_IMPLEMENTED && after(today, c->expires)) return CELL_READY;
    if (directive_settled(c->state)) return c->state;
    if (!after(today, c->due)) return c->state;
    if (c->state == CELL_READY && !day_none(c->claimed) && !after(c->claimed, c->due)) return CELL_READY;
    return CELL_PAST_DUE;
}

int64_t directive_late_days(const directive_facts *c, wr_day today)
{
    return directive_state_shown(c, today) == CELL_PAST_DUE ? day_number(today) - day_number(c->due) : 0;
}

/* What a verifier has to look at: claimed, in time or late, or verified once with evidence that has expired since. */
bool directive_waits(const directive_facts *c, wr_day today)
{
    return c->state == CELL_READY || directive_state_shown(c, today) == CELL_READY;
}

int64_t directive_waiting_days(const directive_facts *c, wr_day today)
{
    if (!directive_waits(c, today)) return 0;
    if (c->state == CELL_IMPLEMENTED) return day_number(today) - day_number(c->expires);
    return day_none(c->claimed) ? 0 : day_number(today) - day_number(c->claimed);
}

directive_why directive_may_start(const directive_facts *c)
{
    if (directive_settled(c->state)) return WHY_SETTLED;
    return c->state == CELL_NOT_STARTED ? DIRECTIVE_MAY : WHY_STARTED;
}

/* What has expired may be claimed again with a new piece. */
directive_why directive_may_claim(const directive_facts *c, wr_day today)
{
    bool expired = c->state == CELL_IMPLEMENTED && after(today, c->expires);
    if (directive_settled(c->state) && !expired) return WHY_SETTLED;
    if (c->state == CELL_READY) return WHY_READY;
    if (!c->evidence || after(today, c->expires)) return WHY_NO_EVIDENCE;
    return DIRECTIVE_MAY;
}

directive_why directive_may_verify(const directive_facts *c, const char *by, wr_day today)
{
    bool expired = c->state == CELL_IMPLEMENTED && after(today, c->expires);
    if (directive_settled(c->state) && !expired) return WHY_SETTLED;
    if (c->state != CELL_READY && !expired) return WHY_NOT_READY;
    if (!blank(c->claimed_by) && str_eq(c->claimed_by, by)) return WHY_SAME_PERSON;
    if (!c->measure) return WHY_NO_MEASURE;
    if (!c->evidence || after(today, c->expires)) return WHY_NO_EVIDENCE;
    return DIRECTIVE_MAY;
}

/* Sends work back, and opens again what was settled. */
directive_why directive_may_return(const directive_facts *c, const char *by, const char *reason)
{
    if (c->state != CELL_READY && !directive_settled(c->state)) return WHY_NOT_READY;
    if (!blank(c->claimed_by) && str_eq(c->claimed_by, by)) return WHY_SAME_PERSON;
    return blank(reason) ? WHY_NO_REASON : DIRECTIVE_MAY;
}

directive_why directive_may_decline(const directive_facts *c, int state, const char *reason)
{
    if (state != CELL_WILL_NOT && state != CELL_ENDED && state != CELL_NA) return WHY_NO_STATE;
    if (directive_settled(c->state)) return WHY_SETTLED;
    return blank(reason) ? WHY_NO_REASON : DIRECTIVE_MAY;
}

directive_why directive_may_explain(const directive_facts *c, const char *excuse)
{
    if (directive_settled(c->state)) return WHY_SETTLED;
    return blank(excuse) ? WHY_NO_REASON : DIRECTIVE_MAY;
}

directive_why directive_may_extend(const directive_facts *c, wr_day due, const char *approver, const char *reason)
{
    if (directive_settled(c->state)) return WHY_SETTLED;
    if (day_none(c->due)) return WHY_NO_DATE;
    if (!after(due, c->due)) return WHY_NOT_LATER;
    return blank(approver) || blank(reason) ? WHY_NO_REASON : DIRECTIVE_MAY;
}

/* One piece without an end is enough for ever; else the last one to expire counts. */
wr_day directive_lasts(const directive_evidence *e, size_t n)
{
    wr_day last = { 0 };
    for (size_t i = 0; i < n; i++) {
        if (day_none(e[i].expires)) return (wr_day){ 0 };
        if (day_none(last) || wr_day_cmp(e[i].expires, last) > 0) last = e[i].expires;
    }
    return last;
}

void directive_add(directive_tally *t, int shown)
{
    t->asked++;
    t->late += shown == CELL_PAST_DUE;
    t->unstarted += shown == CELL_NOT_STARTED;
    t->waiting += shown == CELL_READY;
    t->verified += shown == CELL_IMPLEMENTED;
    t->settled += directive_settled(shown);
}

int directive_group(const directive_tally *t)
{
    return t->late ? GROUP_LATE : t->settled < t->asked ? GROUP_OPEN : GROUP_DONE;
}

/* Most late first, then most open, then fewest done; the caller breaks the tie by name. */
int directive_worse(const directive_tally *x, const directive_tally *y)
{
    int64_t open_x = x->asked - x->settled, open_y = y->asked - y->settled;
    if (x->late != y->late) return x->late > y->late ? -1 : 1;
    if (open_x != open_y) return open_x > open_y ? -1 : 1;
    if (x->settled != y->settled) return x->settled < y->settled ? -1 : 1;
    return 0;
}
