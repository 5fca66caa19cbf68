/* flow_compare.c -- what differs between two guides: row by row, member by member, the old words beside the new. */
#include <string.h>
#include "flow_edit.h"
#include "str.h"

const char *const flow_changes_words[] = { N_("added"), N_("changed"), N_("removed"), NULL };
typedef struct comparing { arena *a; flow_change *at; size_t n, cap; } comparing;

static void put(comparing *c, flow_change x)
{
    if (c->n == c->cap) {
        flow_change *more = arena_array(c->a, flow_change, c->cap * 2 + 32);
        if (c->n) memcpy(more, c->at, c->n * sizeof *more);
        c->at = more;
        c->cap = c->cap * 2 + 32;
    }
    c->at[c->n++] = x;
}

/* Members that differ; was or now NULL: the row is not there. */
static size_t fields_of(const shape *of, const void *was, const void *now, size_t keys, arena *a, const flow_differs **ret)
{
    flow_differs *all = arena_array(a, flow_differs, of->n + 1);
    size_t n = 0;
    for (size_t i = keys; i < of->n; i++) {
        const char *old = was ? shape_get(&of->f[i], was, a) : "", *new = now ? shape_get(&of->f[i], now, a) : "";
        bool nothing = (!was || !now) && (!*old || str_eq(old, "false")) && (!*new || str_eq(new, "false"));
        if (!nothing && !str_eq(old, new)) all[n++] = (flow_differs){ of->f[i].label, old, new };
    }
    *ret = all;
    return n;
}

static const void *find(int kind, const char *rows, size_t n, const char *ref, arena *a)
{
    const shape *of = flow_part_shape(kind);
    for (size_t i = 0; i < n; i++)
        if (str_eq(flow_part_ref(kind, rows + i * of->size, a), ref)) return rows + i * of->size;
    return NULL;
}

static void compare(comparing *c, int kind, const void *was_, size_t n_was, const void *now_, size_t n_now)
{
    const shape *of = flow_part_shape(kind);
    const char *was = was_, *now = now_;
    size_t keys = kind == FLOW_PART_CHOICE ? 2 : 1;
    for (size_t i = 0; i < n_now; i++) {
        const void *row = now + i * of->size, *old = find(kind, was, n_was, flow_part_ref(kind, row, c->a), c->a);
        flow_change x = { .kind = kind, .what = old ? FLOW_CHANGED : FLOW_ADDED, .ref = flow_part_ref(kind, row, c->a) };
        x.n = fields_of(of, old, row, keys, c->a, &x.fields);
        if (x.n || !old) put(c, x);
    }
    for (size_t i = 0; i < n_was; i++) {
        const void *row = was + i * of->size;
        flow_change x = { .kind = kind, .what = FLOW_REMOVED, .ref = flow_part_ref(kind, row, c->a) };
        if (find(kind, now, n_now, x.ref, c->a)) continue;
        x.n = fields_of(of, row, NULL, keys, c->a, &x.fields);
        put(c, x);
    }
}

static const flow_word *word_in(const flow *f, const flow_word *w)
{
    for (size_t i = 0; i < f->n_words; i++)
        if (str_eq(f->words[i].lang, w->lang) && str_eq(f->words[i].source, w->source)) return &f->words[i];
    return NULL;
}

/* A translation is shown beside its source: one row each. */
static void compare_words(comparing *c, const flow *was, const flow *now)
{
    for (int side = 0; side < 2; side++) {
        const flow *f = side ? was : now, *other = side ? now : was;
        for (size_t i = 0; i < f->n_words; i++) {
            const flow_word *w = &f->words[i], *o = word_in(other, w);
            flow_differs *d = arena_array(c->a, flow_differs, 1);
            if (o && (side || str_eq(o->text, w->text))) continue;
            d[0] = (flow_differs){ w->source, side ? w->text : o ? o->text : "", side ? "" : w->text };
            put(c, (flow_change){ FLOW_PART_KINDS, side ? FLOW_REMOVED : o ? FLOW_CHANGED : FLOW_ADDED, w->lang, d, 1 });
        }
    }
}

size_t flow_compare(const flow *was, const flow *now, arena *a, flow_change **ret)
{
    comparing c = { .a = a };
    compare(&c, FLOW_PART_NODE, was->nodes, was->n_nodes, now->nodes, now->n_nodes);
    compare(&c, FLOW_PART_CHOICE, was->choices, was->n_choices, now->choices, now->n_choices);
    compare(&c, FLOW_PART_SCRIPT, was->scripts, was->n_scripts, now->scripts, now->n_scripts);
    compare(&c, FLOW_PART_PAPER, was->papers, was->n_papers, now->papers, now->n_papers);
    compare_words(&c, was, now);
    *ret = c.at;
    return c.n;
}
