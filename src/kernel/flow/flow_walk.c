/* flow_walk.c -- a path walked through a guide. Answers are looked up by node, so an answer that was changed drops no other. */
#include <string.h>
#include "flow.h"
#include "str.h"

const flow_node *flow_node_of(const flow *f, const char *id)
{
    for (size_t i = 0; i < f->n_nodes; i++)
        if (str_eq(f->nodes[i].id, id)) return &f->nodes[i];
    return NULL;
}

const flow_choice *flow_choice_of(const flow *f, const char *node, const char *choice)
{
    for (size_t i = 0; i < f->n_choices; i++)
        if (str_eq(f->choices[i].node, node) && str_eq(f->choices[i].choice, choice)) return &f->choices[i];
    return NULL;
}

const flow_script *flow_script_of(const flow *f, const char *id)
{
    for (size_t i = 0; i < f->n_scripts; i++)
        if (str_eq(f->scripts[i].id, id)) return &f->scripts[i];
    return NULL;
}

const flow_paper *flow_paper_of(const flow *f, const char *id)
{
    for (size_t i = 0; i < f->n_papers; i++)
        if (str_eq(f->papers[i].id, id)) return &f->papers[i];
    return NULL;
}

/* ---- a path, pair by pair ---- */

/* The next word of a text with blanks between; NULL: no more. */
static const char *next_word(const char **at, arena *a)
{
    size_t n;
    const char *from = *at + strspn(*at, " ");
    n = strcspn(from, " ");
    *at = from + n;
    return n ? arena_fmt(a, "%.*s", (int)n, from) : NULL;
}

typedef struct walker { const flow *f; arena *a; const flow_choice **answer; bool *seen, *stepped; size_t *stack, n_stack; flow_step *steps; size_t n_steps;
    const flow_node **open, **outcomes; size_t n_open, n_outcomes; } walker;

static size_t place_of(const walker *w, const flow_node *n) { return (size_t)(n - w->f->nodes); }

/* Reads the answers; what is wrong first. */
static const char *read_path(walker *w, const char *path, size_t *ret_n)
{
    const char *wrong = "", *word;
    if (strlen(path) > FLOW_PATH_MAX) return "...";
    while ((word = next_word(&path, w->a))) {
        const char *colon = strchr(word, ':');
        const char *id = colon ? arena_fmt(w->a, "%.*s", (int)(colon - word), word) : word;
        const flow_choice *c = colon ? flow_choice_of(w->f, id, colon + 1) : NULL;
        const flow_node *n = flow_node_of(w->f, id);
        if (!c || !n || w->answer[place_of(w, n)]) {
            if (!*wrong) wrong = word;
            continue;
        }
        w->answer[place_of(w, n)] = c;
        (*ret_n)++;
    }
    return wrong;
}

static void push(walker *w, const char *id)
{
    const flow_node *n = *id ? flow_node_of(w->f, id) : NULL;
    if (!n || w->seen[place_of(w, n)]) return;
    w->seen[place_of(w, n)] = true;
    w->stack[w->n_stack++] = place_of(w, n);
}

static void step(walker *w, size_t i)
{
    if (w->stepped[i]) return;
    w->stepped[i] = true;
    w->steps[w->n_steps++] = (flow_step){ &w->f->nodes[i], w->answer[i] };
}

/* The first branch is walked before the second: what lies on the stack waits. */
static void walk_from(walker *w, const char *id)
{
    push(w, id);
    while (w->n_stack) {
        size_t i = w->stack[--w->n_stack];
        const flow_node *n = &w->f->nodes[i];
        if (*n->outcome) w->outcomes[w->n_outcomes++] = n;
        if (!w->answer[i]) {
            w->open[w->n_open++] = n;
            continue;
        }
        step(w, i);
        push(w, w->answer[i]->also);
        push(w, w->answer[i]->goes);
    }
}

/* What was open when an emergency was declared is open no more, and what it would have led to did not come. */
static void close_open(walker *w)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->n_outcomes; i++)
        if (w->answer[place_of(w, w->outcomes[i])]) w->outcomes[kept++] = w->outcomes[i];
    w->n_outcomes = kept;
    for (size_t i = 0; i < w->n_open; i++) w->seen[place_of(w, w->open[i])] = false;
    w->n_open = 0;
}

static void ends_last(walker *w)
{
    const flow_node **sorted = (const flow_node **)arena_alloc(w->a, sizeof *sorted * (w->n_open + 1), _Alignof(flow_node *));
    size_t n = 0;
    for (int end = 0; end < 2; end++)
        for (size_t i = 0; i < w->n_open; i++)
            if ((w->open[i]->kind == FLOW_END) == end) sorted[n++] = w->open[i];
    w->open = sorted;
}

void flow_walk(const flow *f, const char *path, arena *a, flow_walked *ret)
{
    size_t n = f->n_nodes + 1, answers = 0;
    walker w = { .f = f, .a = a, .seen = arena_array(a, bool, n), .stepped = arena_array(a, bool, n), .stack = arena_array(a, size_t, n),
        .steps = arena_array(a, flow_step, n) };
    const flow_node *alarm = flow_node_of(f, f->emergency), *to;
    const char *wrong;
    w.answer = (const flow_choice **)arena_alloc(a, sizeof *w.answer * n, _Alignof(flow_choice *));
    w.open = (const flow_node **)arena_alloc(a, sizeof *w.open * n, _Alignof(flow_node *));
    w.outcomes = (const flow_node **)arena_alloc(a, sizeof *w.outcomes * n * 2, _Alignof(flow_node *));
    wrong = read_path(&w, path, &answers);
    if (alarm && !w.answer[place_of(&w, alarm)]) alarm = NULL;
    to = alarm ? flow_node_of(f, w.answer[place_of(&w, alarm)]->goes) : NULL;
    if (to && *to->outcome) {                              /* it is one: nothing else goes on */
        w.seen[place_of(&w, alarm)] = true;
        walk_from(&w, f->start);
        close_open(&w);
        w.seen[place_of(&w, alarm)] = false;
        walk_from(&w, alarm->id);
    } else {
        walk_from(&w, f->start);
        if (alarm) step(&w, place_of(&w, alarm));          /* asked on the way, and it was none */
    }
    ends_last(&w);
    *ret = (flow_walked){ .steps = w.steps, .n_steps = w.n_steps, .open = w.open, .n_open = w.n_open, .outcomes = w.outcomes,
        .n_outcomes = w.n_outcomes, .wrong = wrong, .idle = answers - w.n_steps, .ended = w.n_open > 0 && w.open[0]->kind == FLOW_END };
}

const char *flow_answer(arena *a, const char *path, const char *node, const char *choice)
{
    strbuf b = sb_new(a, strlen(path) + 40);
    const char *word, *mine = arena_fmt(a, "%s:", node);
    bool put = false;
    while ((word = next_word(&path, a))) {
        bool same = str_starts(word, mine);
        if (same && put) continue;
        if (b.n) sb_ch(&b, ' ');
        if (same) sb_str(&b, mine);
        sb_str(&b, same ? choice : word);
        put |= same;
    }
    if (!put) sb_fmt(&b, "%s%s%s", b.n ? " " : "", mine, choice);
    return b.p;
}

static bool among(const char *word, const char *words, arena *a)
{
    for (const char *w; (w = next_word(&words, a)); )
        if (str_eq(w, word)) return true;
    return false;
}

const char *flow_departs(const flow_walked *w, const char *responses, arena *a)
{
    const char *word;
    while (w->n_outcomes && (word = next_word(&responses, a))) {
        bool fits = false;
        for (size_t i = 0; i < w->n_outcomes && !fits; i++) fits = among(word, w->outcomes[i]->responses, a);
        if (!fits) return word;
    }
    return NULL;
}

const char *const *flow_responses(const flow *f, arena *a, size_t *ret_n)
{
    size_t n = 0, cap = 0;
    const char **all, *word, *at;
    for (size_t i = 0; i < f->n_nodes; i++) cap += strlen(f->nodes[i].responses) / 2 + 1;
    all = (const char **)arena_alloc(a, sizeof *all * (cap + 1), _Alignof(char *));
    for (size_t i = 0; i < f->n_nodes; i++)
        for (at = f->nodes[i].responses; (word = next_word(&at, a)); ) {
            size_t k = 0;
            while (k < n && !str_eq(all[k], word)) k++;
            if (k == n) all[n++] = word;
        }
    *ret_n = n;
    return all;
}
