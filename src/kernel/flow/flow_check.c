/* flow_check.c -- what a guide must keep before it is published: no dead end, no way that goes round, nothing out of reach, an outcome
 * with someone who answers for it, words short enough to say. */
#include <string.h>
#include "day.h"
#include "flow_own.h"
#include "str.h"

typedef struct checker { const flow *f; flow_graph g; arena *a; flow_fault *at; size_t n; } checker;
enum { FAULTS_MAX = 200 };

static void fault_at(checker *c, const char *text, const char *next, const char *node, const char *about)
{
    if (c->n < FAULTS_MAX) c->at[c->n++] = (flow_fault){ text, next, node, about };
}

/* Small letters and digits: a node's name stands in addresses and in paths. */
static bool name_ok(const char *s)
{
    size_t n = strlen(s);
    return n > 0 && n <= 20 && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

static size_t choices_of(const flow *f, const char *node)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n_choices; i++) n += str_eq(f->choices[i].node, node);
    return n;
}

size_t flow_count_words(const char *text)
{
    size_t n = 0;
    while (*(text += strspn(text, " \n"))) {
        text += strcspn(text, " \n");
        n++;
    }
    return n;
}

static void check_outcome(checker *c, const flow_node *n)
{
    if (!*n->owner) fault_at(c, N_("{node}: an outcome without an owner."), N_("Name who answers for this outcome."), n->id, "");
    if (!*n->contact) fault_at(c, N_("{node}: an outcome without a contact."), N_("Say whom to ask about this outcome."), n->id, "");
    if (day_none(n->from)) fault_at(c, N_("{node}: an outcome without the day from which it holds."), N_("Write the day from which it holds."), n->id, "");
}

static void check_node(checker *c, size_t i)
{
    const flow_node *n = &c->f->nodes[i];
    size_t choices = choices_of(c->f, n->id);
    if (!name_ok(n->id)) fault_at(c, N_("{node}: a node's name is small letters and digits, at most 20."),
        N_("Add it again under another name, and remove this one."), n->id, "");
    if (flow_node_of(c->f, n->id) != n) fault_at(c, N_("{node}: this node stands twice."), N_("Remove one of them."), n->id, "");
    if (*n->say && !flow_script_of(c->f, n->say)) fault_at(c, N_("{node}: there are no words {about}."), N_("Choose other words to say, or add these."), n->id, n->say);
    if (n->kind == FLOW_END && choices) fault_at(c, N_("{node}: a choice at an end."), N_("Remove the choice, or make it another kind of step."), n->id, "");
    if (n->kind != FLOW_END && !choices) fault_at(c, N_("{node}: a dead end: no choice leads on."), N_("Add a choice that leads on, or make it an end."), n->id, "");
    else if (!c->g.to_end[i]) fault_at(c, N_("{node}: no way leads from here to an end."), N_("Let one of its choices lead on to an end."), n->id, "");
    if (!c->g.reached[i]) fault_at(c, *n->outcome ? N_("{node}: no way leads to this outcome.") : N_("{node}: no way leads here."),
        N_("Let a choice of another step lead here, or remove it."), n->id, "");
    if (*n->outcome) check_outcome(c, n);
}

static void check_choice(checker *c, const flow_choice *h)
{
    if (!name_ok(h->choice)) fault_at(c, N_("{node}: the choice {about} needs a name of small letters and digits."),
        N_("Add it again under another name, and remove this one."), h->node, h->choice);
    if (flow_choice_of(c->f, h->node, h->choice) != h) fault_at(c, N_("{node}: the choice {about} stands twice."), N_("Remove one of them."), h->node, h->choice);
    if (!flow_node_of(c->f, h->node)) fault_at(c, N_("{node}: a choice {about} of a node that is not there."),
        N_("Add the step, or remove the choice."), h->node, h->choice);
    if (!flow_node_of(c->f, h->goes)) fault_at(c, N_("{node}: a choice leads to {about}, which is not there."),
        N_("Let the choice lead to another step, or add this one."), h->node, h->goes);
    if (*h->also && !flow_node_of(c->f, h->also)) fault_at(c, N_("{node}: a choice leads to {about}, which is not there."),
        N_("Let the choice lead to another step, or add this one."), h->node, h->also);
    if (*h->paper && !flow_paper_of(c->f, h->paper)) fault_at(c, N_("{node}: there is no paper {about}."),
        N_("Choose another paper for the choice, or add this one."), h->node, h->paper);
}

static void check_head(checker *c)
{
    const flow_node *start = flow_node_of(c->f, c->f->start);
    if (!start || start->kind != FLOW_START) fault_at(c, N_("{node}: the first node is not there, or is not marked as the start."),
        N_("Bring the step back, and make its kind the start."), c->f->start, "");
    if (*c->f->emergency && !flow_node_of(c->f, c->f->emergency)) fault_at(c, N_("{node}: the node for an emergency is not there."),
        N_("Bring the step back."), c->f->emergency, "");
    if (*c->g.cycle) fault_at(c, N_("{node}: a way that goes round: {about}."),
        N_("Let one choice on this way lead to another step, so that it comes to an end."), arena_fmt(c->a, "%.*s", (int)strcspn(c->g.cycle, " "), c->g.cycle), c->g.cycle);
}

static const char *longest_of(const checker *c, size_t *ret_n)
{
    strbuf b = sb_new(c->a, 200);
    const flow_node *start = flow_node_of(c->f, c->f->start);
    size_t i = start ? (size_t)(start - c->f->nodes) : SIZE_MAX;
    *ret_n = 0;
    for (; i != SIZE_MAX && !*c->g.cycle; i = c->g.after[i]) {
        sb_fmt(&b, "%s%s", *ret_n ? " " : "", c->f->nodes[i].id);
        (*ret_n)++;
    }
    return b.p;
}

void flow_check(const flow *f, arena *a, flow_checked *ret)
{
    checker c = { .f = f, .a = a, .at = arena_array(a, flow_fault, FAULTS_MAX) };
    flow_graph_of(f, a, &c.g);
    check_head(&c);
    for (size_t i = 0; i < f->n_nodes; i++) check_node(&c, i);
    for (size_t i = 0; i < f->n_choices; i++) check_choice(&c, &f->choices[i]);
    for (size_t i = 0; i < f->n_scripts; i++) {
        size_t n = flow_count_words(f->scripts[i].text);
        if (n > FLOW_SAY_WORDS) fault_at(&c, N_("{node}: {about} words to say; at most 25."), N_("Say it in fewer words."), f->scripts[i].id, arena_fmt(a, "%zu", n));
    }
    for (size_t i = 0; i < f->n_papers; i++)
        if (!flow_node_of(f, f->papers[i].goes)) fault_at(&c, N_("{node}: this paper leads to {about}, which is not there."),
            N_("Let the paper lead to another step, or add this one."), f->papers[i].id, f->papers[i].goes);
    *ret = (flow_checked){ .faults = c.at, .n = c.n };
    ret->longest = longest_of(&c, &ret->longest_n);
}
