/* counter_print.c -- the guide on paper: a card for the desk, one page per branch, the whole guide on one sheet. The same rows as on the screen. */
#include <string.h>
#include "counter.h"
#include "day.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

/* ---- the card ---- */

static wr_rc put_card_lines(const counter_view *v, arena *a, json_t *doc)
{
    counter_line *rows = arena_array(a, counter_line, v->f.n_nodes + 1), *checks = arena_array(a, counter_line, v->f.n_nodes + 1);
    size_t n = 0, n_checks = 0;
    for (size_t i = 0; i < v->f.n_nodes; i++) {
        const flow_node *node = &v->f.nodes[i];
        const char *text = flow_said(&v->f, v->lang, node->card, a), *colon = strstr(text, ": ");
        if (*node->card) rows[n++] = (counter_line){ colon ? arena_fmt(a, "%.*s", (int)(colon - text + 1), text) : "", colon ? colon + 2 : text };
        if (node->kind == FLOW_CHECK) checks[n_checks++] = (counter_line){ "", flow_said(&v->f, v->lang, node->asks, a) };
    }
    TRY(page_rows(doc, "lines", &COUNTER_LINE, rows, n));
    return page_rows(doc, "checks_list", &COUNTER_LINE, checks, n_checks);
}

/* A printed card outlives a shift: every turn of the roster with its hours. */
static wr_rc put_roster(db_tx *ro, const counter_view *v, arena *a, json_t *doc)
{
    const char *const of[][2] = { { v->place, "" }, { "", v->department }, { "", "" } };
    city_duty *all = arena_array(a, city_duty, 600);
    size_t n = 0;
    for (size_t k = 0; k < 3; k++) {
        city_duty *rows;
        size_t got;
        if (k < 2 && !*of[k][k]) continue;
        TRY(city_duties_of(ro, of[k][0], of[k][1], a, &rows, &got));
        for (size_t i = 0; i < got && n < 600; i++) {
            bool over = !day_none(rows[i].until_day) && wr_day_cmp(rows[i].until_day, v->day) < 0, early = wr_day_cmp(v->day, rows[i].from_day) < 0;
            if (!over && !early) all[n++] = rows[i];
        }
    }
    TRY(page_rows(doc, "roster", &CITY_DUTY, all, n));
    for (size_t i = 0; i < n; i++) TRY(page_flag(page_row(doc, "roster", i), "has_hours", all[i].from_hour != all[i].to_hour));
    return WR_OK;
}

wr_rc counter_show_card(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    const flow_node *start;
    counter_view v, now;
    TRY(counter_see(ro, who, in, a, &v));
    start = flow_node_of(&v.f, v.f.start);
    now = v;
    now.tail = "";
    TRY(counter_put_says(&v, start ? start->say : "", a, doc));
    TRY(put_card_lines(&v, a, doc));
    TRY(put_roster(ro, &v, a, doc));
    TRY(page_text(doc, "title", flow_said_name(&v.f, v.lang, v.f.title)));
    TRY(page_text(doc, "qr_url", *v.token ? v.base : ""));
    return counter_put(&v, counter_url(a, &now, arena_fmt(a, "%s/card", v.base), NULL), a, doc);
}

/* ---- branches ---- */

size_t counter_branch(const flow *f, const flow_node *from, arena *a, const flow_node ***ret)
{
    const flow_node **all = (const flow_node **)arena_alloc(a, sizeof *all * (f->n_nodes + 1), _Alignof(flow_node *));
    bool *in = arena_array(a, bool, f->n_nodes + 1);
    size_t n = 0;
    in[from - f->nodes] = true;
    for (bool more = true; more; ) {
        more = false;
        for (size_t i = 0; i < f->n_choices; i++) {
            const flow_node *at = flow_node_of(f, f->choices[i].node), *to = flow_node_of(f, f->choices[i].goes);
            if (!at || !to || !in[at - f->nodes] || in[to - f->nodes] || to->branch || to->kind == FLOW_START) continue;
            in[to - f->nodes] = more = true;
        }
    }
    for (size_t i = 0; i < f->n_nodes; i++)
        if (in[i]) all[n++] = &f->nodes[i];
    *ret = all;
    return n;
}

static wr_rc put_nodes(const counter_view *v, const flow_node *const *list, size_t n, arena *a, json_t *doc)
{
    flow_node *rows = arena_array(a, flow_node, n + 1);
    for (size_t i = 0; i < n; i++) {
        rows[i] = *list[i];
        rows[i].title = flow_said(&v->f, v->lang, rows[i].title, a);
        rows[i].asks = flow_said(&v->f, v->lang, rows[i].asks, a);
    }
    TRY(page_rows(doc, "nodes", &FLOW_NODE, rows, n));
    for (size_t i = 0; i < n; i++) {
        json_t *row = page_row(doc, "nodes", i);
        TRY(counter_put_says(v, list[i]->say, a, row));
        TRY(counter_put_lines(v, list[i]->text, a, row));
        TRY(counter_put_choices(v, list[i], "", a, row));
        TRY(page_text(row, "step_url", counter_step_url(a, v, list[i]->id, "")));
    }
    return WR_OK;
}

/* Where a page of its own begins: the start, and every node that says so. */
static bool heads(const flow_node *n) { return n->branch || n->kind == FLOW_START; }

static wr_rc put_branches(const counter_view *v, const flow_node *only, arena *a, json_t *doc)
{
    counter_link *rows = arena_array(a, counter_link, v->f.n_nodes + 1);
    size_t n = 0;
    for (size_t i = 0; i < v->f.n_nodes; i++) {
        const flow_node *head = &v->f.nodes[i];
        if (only ? head != only : !heads(head)) continue;
        rows[n++] = (counter_link){ head->id, flow_said(&v->f, v->lang, head->title, a), counter_url(a, v, arena_fmt(a, "/counter/branches/%s", head->id), NULL) };
    }
    TRY(page_rows(doc, "branches", &COUNTER_LINK, rows, n));
    for (size_t i = 0; i < n; i++) {
        const flow_node **list;
        size_t of = counter_branch(&v->f, flow_node_of(&v->f, rows[i].id), a, &list);
        TRY(put_nodes(v, list, of, a, page_row(doc, "branches", i)));
    }
    return WR_OK;
}

wr_rc counter_show_branches(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    const counter_in *i = in;
    const flow_node *only = NULL;
    counter_view v;
    TRY(counter_see(ro, who, i, a, &v));
    if (i->node && *i->node && !(only = flow_node_of(&v.f, i->node)))
        return wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("This step is not in the guide of that day. The guide begins at /counter."));
    TRY(put_branches(&v, only, a, doc));
    TRY(page_text(doc, "title", only ? flow_said(&v.f, v.lang, only->title, a) : flow_said_name(&v.f, v.lang, v.f.title)));
    TRY(page_flag(doc, "all", !only));
    return counter_put(&v, only ? arena_fmt(a, "/counter/branches/%s", only->id) : "/counter/branches", a, doc);
}

wr_rc counter_show_whole(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    counter_view v;
    const flow_node **list;
    TRY(counter_see(ro, who, in, a, &v));
    list = (const flow_node **)arena_alloc(a, sizeof *list * (v.f.n_nodes + 1), _Alignof(flow_node *));
    for (size_t i = 0; i < v.f.n_nodes; i++) list[i] = &v.f.nodes[i];
    TRY(put_nodes(&v, list, v.f.n_nodes, a, doc));
    TRY(page_text(doc, "title", flow_said_name(&v.f, v.lang, v.f.title)));
    TRY(page_flag(doc, "wide", true));
    return counter_put(&v, "/counter/whole", a, doc);
}
