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
static size_t fields_of(const shape *of, const void *was, const void *now, size_t keys, arena *a, flow_differs **ret)
{
    flow_differs *all = arena_array(a, flow_differs, of->n + 2);
    size_t n = 0;
    for (size_t i = keys; i < of->n; i++) {
        const char *old = was ? shape_get(&of->f[i], was, a) : "", *new = now ? shape_get(&of->f[i], now, a) : "";
        bool nothing = (!was || !now) && (!*old || str_eq(old, "false")) && (!*new || str_eq(new, "false"));
        if (!nothing && !str_eq(old, new)) all[n++] = (flow_differs){ of->f[i].label, old, new };
    }
    *ret = all;
    return n;
}

static bool same(int kind, const void *x, const void *y)
{
    const flow_choice *c = x, *d = y;
    return kind == FLOW_PART_CHOICE ? str_eq(c->node, d->node) && str_eq(c->choice, d->choice) : str_eq(*(const char *const *)x, *(const char *const *)y);
}

typedef struct rows { const shape *of; int kind; const char *at; size_t n; } rows;

static const void *find(const rows *in, const void *row)
{
    for (size_t i = 0; i < in->n; i++)
        if (same(in->kind, in->at + i * in->of->size, row)) return in->at + i * in->of->size;
    return NULL;
}

/* The row before it that both have: of a choice, before it at the same step. "": it is the first. */
static const char *before(const rows *in, const rows *other, const void *row, arena *a)
{
    const char *name = "";
    for (size_t i = 0; i < in->n; i++) {
        const void *r = in->at + i * in->of->size;
        const flow_choice *c = r, *d = row;
        if (same(in->kind, r, row)) return name;
        if ((in->kind != FLOW_PART_CHOICE || str_eq(c->node, d->node)) && find(other, r)) name = flow_part_ref(in->kind, r, a);
    }
    return name;
}

static void compare(comparing *c, int kind, const void *was_, size_t n_was, const void *now_, size_t n_now)
{
    const shape *of = flow_part_shape(kind);
    const rows was = { of, kind, was_, n_was }, now = { of, kind, now_, n_now };
    size_t keys = kind == FLOW_PART_CHOICE ? 2 : 1;
    for (size_t i = 0; i < n_now; i++) {
        const void *row = now.at + i * of->size, *old = find(&was, row);
        flow_change x = { .kind = kind, .what = old ? FLOW_CHANGED : FLOW_ADDED, .ref = flow_part_ref(kind, row, c->a) };
        flow_differs *d;
        const char *after = old ? before(&was, &now, row, c->a) : "", *stands = old ? before(&now, &was, row, c->a) : "";
        x.n = fields_of(of, old, row, keys, c->a, &d);
        if (old && !str_eq(after, stands)) d[x.n++] = (flow_differs){ N_("Stands after"), after, stands };
        x.fields = d;
        if (x.n || !old) put(c, x);
    }
    for (size_t i = 0; i < n_was; i++) {
        const void *row = was.at + i * of->size;
        flow_change x = { .kind = kind, .what = FLOW_REMOVED, .ref = flow_part_ref(kind, row, c->a) };
        flow_differs *d;
        if (find(&now, row)) continue;
        x.n = fields_of(of, row, NULL, keys, c->a, &d);
        x.fields = d;
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
