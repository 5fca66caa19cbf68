/* counter_step.c -- one node as a page: what to say, what to do, and where each choice leads. An address names nodes alone; what was
 * answered stands nowhere. */
#include <string.h>
#include "counter.h"
#include "day.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

static const field LINE_F[] = { FIELD(counter_line, head, t, F_NULL, 200, N_("In short")), FIELD(counter_line, text, t, F_NULL, 2000, N_("What to do")) };
const shape COUNTER_LINE = SHAPE("a line", counter_line, LINE_F);
static const field CHOICE_F[] = {
    FIELD(counter_choice, choice,      t, 0, 20,       N_("Choice")),
    FIELD(counter_choice, label,       t, 0, 200,      N_("Label")),
    WORDS(counter_choice, tone,        flow_tones,     N_("Tone")),
    FIELD(counter_choice, goes,        t, 0, 20,       N_("Leads to")),
    FIELD(counter_choice, also,        t, F_NULL, 20,  N_("And to")),
    FIELD(counter_choice, paper,       t, F_NULL, 20,  N_("Paper")),
    FIELD(counter_choice, looks,       t, F_NULL, 300, N_("What it looks like")),
    FIELD(counter_choice, next_url,    t, F_HIDE, 300, NULL),
    FIELD(counter_choice, picture_url, t, F_HIDE, 200, NULL),
};
const shape COUNTER_CHOICE = SHAPE("a choice", counter_choice, CHOICE_F);
static const field LINK_F[] = { FIELD(counter_link, id, t, 0, 20, N_("Step")), FIELD(counter_link, title, t, 0, 200, N_("Title")),
    FIELD(counter_link, step_url, t, F_HIDE, 300, NULL) };
const shape COUNTER_LINK = SHAPE("another step", counter_link, LINK_F);

/* "n7.n8" without `node`, with `more`; what the guide does not know falls out. */
static const char *pending_of(const counter_view *v, const char *pending, const char *without, const char *more, arena *a)
{
    strbuf b = sb_new(a, 40);
    const char *at = arena_fmt(a, "%s.%s", pending ? pending : "", more);
    while (*at) {
        size_t n = strcspn(at, ".");
        const char *id = arena_fmt(a, "%.*s", (int)n, at);
        if (n && !str_eq(id, without) && flow_node_of(&v->f, id) && !strstr(arena_fmt(a, ".%s.", b.p), arena_fmt(a, ".%s.", id)))
            sb_fmt(&b, "%s%s", b.n ? "." : "", id);
        at += n + (at[n] == '.');
    }
    return b.p;
}

wr_rc counter_put_lines(const counter_view *v, const char *text, arena *a, json_t *doc)
{
    size_t n = 1;
    counter_line *rows;
    for (const char *s = text; *s; s++) n += *s == '\n';
    rows = arena_array(a, counter_line, n);
    n = 0;
    while (*text) {
        size_t len = strcspn(text, "\n");
        if (len) rows[n++] = (counter_line){ "", flow_said(&v->f, v->lang, arena_fmt(a, "%.*s", (int)len, text), a) };
        text += len + (text[len] == '\n');
    }
    TRY(page_flag(doc, "has_lines", n > 0));
    return page_rows(doc, "lines", &COUNTER_LINE, rows, n);
}

/* With pictures when one of the choices has one: then "pictured" holds those, "choices" the others. */
wr_rc counter_put_choices(const counter_view *v, const flow_node *node, const char *pending, arena *a, json_t *doc)
{
    const flow *f = &v->f;
    counter_choice *rows[2];
    size_t n[2] = { 0, 0 };
    for (size_t i = 0; i < 2; i++) rows[i] = arena_array(a, counter_choice, f->n_choices + 1);
    for (size_t i = 0; i < f->n_choices; i++) {
        const flow_choice *c = &f->choices[i];
        const flow_paper *p = *c->paper ? flow_paper_of(f, c->paper) : NULL;
        if (!str_eq(c->node, node->id)) continue;
        rows[p != NULL][n[p != NULL]++] = (counter_choice){ c->choice, flow_said(f, v->lang, c->label, a), c->tone, c->goes, c->also, c->paper, p ? flow_said(f, v->lang, p->looks, a) : "",
            counter_step_url(a, v, c->goes, pending_of(v, pending, c->goes, c->also, a)), p ? counter_url(a, v, arena_fmt(a, "/counter/papers/%s.svg", p->id), NULL) : "" };
    }
    TRY(page_flag(doc, "has_pictures", n[1] > 0));
    TRY(page_rows(doc, "pictured", &COUNTER_CHOICE, rows[1], n[1]));
    TRY(page_rows(doc, "choices", &COUNTER_CHOICE, rows[0], n[0]));
    for (size_t i = 0; i < n[0]; i++) {
        TRY(page_flag(page_row(doc, "choices", i), "urgent", rows[0][i].tone == FLOW_URGENT));
        TRY(page_flag(page_row(doc, "choices", i), "quiet", rows[0][i].tone == FLOW_QUIET));
    }
    return WR_OK;
}

/* Branches that are still open: leaving this one before its end leaves it open too. */
static wr_rc put_pending(const counter_view *v, const flow_node *node, const char *pending, arena *a, json_t *doc)
{
    counter_link *rows = arena_array(a, counter_link, v->f.n_nodes + 1);
    size_t n = 0;
    const char *all = pending_of(v, pending, node->id, "", a);
    for (size_t i = 0; i < v->f.n_nodes; i++) {
        const flow_node *o = &v->f.nodes[i];
        if (!strstr(arena_fmt(a, ".%s.", all), arena_fmt(a, ".%s.", o->id))) continue;
        rows[n++] = (counter_link){ o->id, flow_said(&v->f, v->lang, o->title, a), counter_step_url(a, v, o->id, pending_of(v, all, o->id, node->kind == FLOW_END ? "" : node->id, a)) };
    }
    return page_rows(doc, "pending", &COUNTER_LINK, rows, n);
}

/* The way into an emergency from here; not from its own node, nor from what it leads to. */
static wr_rc put_emergency(const counter_view *v, const flow_node *node, const char *pending, arena *a, json_t *doc)
{
    const flow_node *to = flow_node_of(&v->f, v->f.emergency);
    const flow_choice *by = NULL;
    counter_choice row;
    bool here = !to || to == node || node->kind == FLOW_START || node->kind == FLOW_END;
    for (size_t i = 0; to && i < v->f.n_choices; i++) {
        const flow_choice *c = &v->f.choices[i];
        if (!by && str_eq(c->goes, to->id)) by = c;
        here |= str_eq(c->node, to->id) && str_eq(c->goes, node->id) && *node->outcome;
    }
    if (here) return page_rows(doc, "emergency_choice", &COUNTER_CHOICE, NULL, 0);
    row = (counter_choice){ .choice = to->id, .label = flow_said(&v->f, v->lang, by ? by->label : to->title, a), .tone = FLOW_URGENT, .goes = to->id, .also = "", .paper = "", .looks = "",
        .next_url = counter_step_url(a, v, to->id, pending), .picture_url = "" };
    return page_rows(doc, "emergency_choice", &COUNTER_CHOICE, &row, 1);
}

static wr_rc put_node(const counter_view *v, const flow_node *node, arena *a, json_t *doc)
{
    bool early = !day_none(node->from) && wr_day_cmp(v->day, node->from) < 0, over = !day_none(node->until) && wr_day_cmp(node->until, v->day) < 0;
    TRY(page_put(doc, &FLOW_NODE, node));
    TRY(page_text(doc, "title", flow_said(&v->f, v->lang, node->title, a)));
    TRY(page_text(doc, "asks", flow_said(&v->f, v->lang, node->asks, a)));
    TRY(page_flag(doc, "is_start", node->kind == FLOW_START));
    TRY(page_flag(doc, "is_end", node->kind == FLOW_END));
    TRY(page_flag(doc, "not_in_force", early || over));
    TRY(counter_put_says(v, node->say, a, doc));
    return counter_put_lines(v, node->text, a, doc);
}

wr_rc counter_show_step(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    const counter_in *i = in;
    const flow_node *node;
    counter_view v, now;
    TRY(counter_see(ro, who, i, a, &v));
    node = flow_node_of(&v.f, i->node && *i->node ? i->node : v.f.start);
    if (!node) return wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("This step is not in the guide of that day. The guide begins at /counter."));
    now = v;
    now.tail = "";
    TRY(put_node(&v, node, a, doc));
    TRY(counter_put_choices(&v, node, i->pending, a, doc));
    TRY(put_pending(&v, node, i->pending, a, doc));
    TRY(put_emergency(&v, node, i->pending, a, doc));
    TRY(counter_put_calls(ro, &v, a, doc));
    TRY(page_text(doc, "branch_url", node->kind == FLOW_START ? "" : counter_url(a, &v, arena_fmt(a, "/counter/branches/%s", node->id), NULL)));
    TRY(page_text(doc, "card_url", counter_url(a, &v, arena_fmt(a, "%s/card", v.base), NULL)));
    return counter_put(&v, counter_step_url(a, &now, node->id, i->pending), a, doc);
}
