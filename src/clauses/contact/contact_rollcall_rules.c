/* contact_rollcall_rules.c -- how a roll-call stands: who answered, who is still waited for, who is silent. Pure. */
#include "contact_rollcall.h"

const char *const contact_rollcall_whom[] = { "all liaisons", "leads of places", NULL };
const char *const contact_answers[] = { "none", "self", "alternate", NULL };
const char *const contact_roll_states[] = { "waiting", "answered", "alternate answered", "silent", "nobody on the roster", NULL };

int contact_roll_state(const contact_asked *p, const contact_rollcall *of, wr_us now)
{
    if (p->answer == ANSWER_SELF) return ROLL_ANSWERED;
    if (p->answer == ANSWER_ALTERNATE) return ROLL_ALTERNATE;
    if (!*p->name && !*p->alternate) return ROLL_UNNAMED;
    return now < of->until ? ROLL_WAITS : ROLL_SILENT;
}

int64_t contact_roll_seconds(const contact_asked *p, const contact_rollcall *of) { return p->answer == ANSWER_NONE ? 0 : (p->answered - of->asked) / 1000000; }

contact_roll_count contact_roll_counts(const contact_asked *rows, size_t n, const contact_rollcall *of, wr_us now)
{
    contact_roll_count c = { .asked = (int64_t)n };
    int64_t *const by_state[] = { &c.waits, &c.answered, &c.alternate, &c.silent, &c.unnamed };
    for (size_t i = 0; i < n; i++) ++*by_state[contact_roll_state(&rows[i], of, now)];
    return c;
}
