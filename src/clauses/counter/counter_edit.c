/* counter_edit.c -- the workbench of the guide at a glance: what the draft changes, what the checker says, every row, its drawing. */
#include "counter_edit_own.h"

#include <string.h>
#include "http.h"
#include "i18n.h"
#include "page.h"
#include "person.h"
#include "str.h"

static const field CHANGE_F[] = { FIELD(edit_change, kind, t, 0, 12, N_("Kind")), FIELD(edit_change, name, t, 0, 80, N_("Part of the guide")), FIELD(edit_change, ref, t, 0, 60, N_("Name")),
    FIELD(edit_change, what, t, 0, 12, N_("What happened")), FIELD(edit_change, part_url, t, F_HIDE | F_NULL, 120, NULL) };
const shape EDIT_CHANGE = SHAPE("a row that differs", edit_change, CHANGE_F);
static const field DIFFERS_F[] = { FIELD(edit_differs, label, t, 0, 80, N_("Field")), FIELD(edit_differs, was, t, F_NULL, 0, N_("Old words")), FIELD(edit_differs, now, t, F_NULL, 0, N_("New words")) };
const shape EDIT_DIFFERS = SHAPE("a field that differs", edit_differs, DIFFERS_F);
static const field FAULT_F[] = { FIELD(edit_fault, node, t, 0, 60, N_("Step")), FIELD(edit_fault, text, t, 0, 0, N_("What is wrong")), FIELD(edit_fault, next, t, 0, 0, N_("What to do")),
    FIELD(edit_fault, part_url, t, F_HIDE | F_NULL, 120, NULL) };
const shape EDIT_FAULT = SHAPE("what the checker says", edit_fault, FAULT_F);
static const field PART_F[] = { FIELD(edit_part, kind, t, 0, 12, N_("Kind")), FIELD(edit_part, ref, t, 0, 60, N_("Name")), FIELD(edit_part, title, t, 0, 400, N_("Title")),
    FIELD(edit_part, note, t, F_NULL, 80, N_("Leads to")), FIELD(edit_part, part_url, t, F_HIDE, 120, NULL), FIELD(edit_part, changed, b, 0, 0, N_("Changed in this draft")),
    FIELD(edit_part, gone, b, 0, 0, N_("Taken out")) };
const shape EDIT_PART = SHAPE("a row of the draft", edit_part, PART_F);

const char *edit_part_url(arena *a, int kind, const char *ref)
{
    char *s = arena_fmt(a, "/counter/edit/part/%s/%s", flow_part_kinds[kind], ref), *blank = strchr(s, ' ');
    if (blank) *blank = '-';                             /* the names of a choice hold no hyphen */
    return s;
}

const char *edit_kind_name(int kind, const char *lang)
{
    static const char *const NAMES[] = { N_("Step"), N_("Choice"), N_("Words to say"), N_("Paper"), N_("Translation") };
    return i18n(lang, NULL, NAMES[kind]);
}

const char *edit_name_of(const flow *f, int kind, const char *ref, arena *a)
{
    const flow_node *n = kind == FLOW_PART_NODE ? flow_node_of(f, ref) : NULL;
    const flow_script *s = kind == FLOW_PART_SCRIPT ? flow_script_of(f, ref) : NULL;
    const flow_paper *p = kind == FLOW_PART_PAPER ? flow_paper_of(f, ref) : NULL;
    for (size_t i = 0; kind == FLOW_PART_CHOICE && i < f->n_choices; i++)
        if (str_eq(flow_part_ref(kind, &f->choices[i], a), ref)) return f->choices[i].label;
    return n ? n->title : s ? s->text : p ? p->title : "";
}

wr_rc edit_see(db_tx *ro, const wr_actor *who, arena *a, edit_view *ret)
{
    ret->lang = who->lang ? who->lang : "en";
    TRY(flow_draft_now(ro, a, &ret->draft, &ret->last));
    ret->n = flow_compare(&ret->last, &ret->draft, a, &ret->changes);
    ret->sha256 = flow_sha256(&ret->draft, a);
    return WR_OK;
}

/* ---- what differs ---- */

wr_rc edit_put_changes(const flow_change *c, size_t n, const char *lang, arena *a, json_t *doc)
{
    edit_change *rows = arena_array(a, edit_change, n + 1);
    for (size_t i = 0; i < n; i++) {
        bool words = c[i].kind == FLOW_PART_KINDS;
        rows[i] = (edit_change){ words ? "words" : flow_part_kinds[c[i].kind], arena_fmt(a, "%s %s", edit_kind_name(c[i].kind, lang), c[i].ref), c[i].ref,
            flow_changes_words[c[i].what], words ? arena_fmt(a, "/counter/edit/words/%s", c[i].ref) : edit_part_url(a, c[i].kind, c[i].ref) };
    }
    TRY(page_rows(doc, "changes", &EDIT_CHANGE, rows, n));
    for (size_t i = 0; i < n; i++) {
        edit_differs *d = arena_array(a, edit_differs, c[i].n + 1);
        for (size_t k = 0; k < c[i].n; k++)
            d[k] = (edit_differs){ c[i].kind == FLOW_PART_KINDS ? c[i].fields[k].label : i18n(lang, NULL, c[i].fields[k].label), c[i].fields[k].was, c[i].fields[k].now };
        TRY(page_rows(page_row(doc, "changes", i), "fields", &EDIT_DIFFERS, d, c[i].n));
    }
    return page_int(doc, "n_changes", (int64_t)n);
}

/* ---- what the checker says ---- */

static const char *place_of(const edit_view *v, const flow_fault *x, arena *a)
{
    const flow *f = &v->draft;
    const char *choice = arena_fmt(a, "%s %s", x->node, x->about);
    if (*edit_name_of(f, FLOW_PART_CHOICE, choice, a)) return edit_part_url(a, FLOW_PART_CHOICE, choice);
    if (flow_node_of(f, x->node)) return edit_part_url(a, FLOW_PART_NODE, x->node);
    if (flow_script_of(f, x->node)) return edit_part_url(a, FLOW_PART_SCRIPT, x->node);
    return flow_paper_of(f, x->node) ? edit_part_url(a, FLOW_PART_PAPER, x->node) : "";
}

wr_rc edit_put_faults(const edit_view *v, arena *a, json_t *doc)
{
    flow_checked c;
    edit_fault *rows;
    flow_check(&v->draft, a, &c);
    rows = arena_array(a, edit_fault, c.n + 1);
    for (size_t i = 0; i < c.n; i++) {
        const char *const holes[] = { "node", c.faults[i].node, "about", c.faults[i].about, NULL };
        rows[i] = (edit_fault){ c.faults[i].node, i18n_fill(a, i18n(v->lang, NULL, c.faults[i].text), holes), i18n_fill(a, i18n(v->lang, NULL, c.faults[i].next), holes),
            place_of(v, &c.faults[i], a) };
    }
    TRY(page_rows(doc, "faults", &EDIT_FAULT, rows, c.n));
    TRY(page_int(doc, "n_faults", (int64_t)c.n));
    TRY(page_text(doc, "longest", c.longest));
    return page_int(doc, "longest_n", (int64_t)c.longest_n);
}

/* The approval of this draft, if it has one; an approval of what stood here earlier is shown with what was changed since. */
wr_rc edit_put_approval(db_tx *ro, const edit_view *v, arena *a, json_t *doc, bool *ret_holds)
{
    flow_approval ok;
    flow then = { 0 };
    flow_change *since = NULL;
    size_t n = 0;
    wr_rc rc = flow_approval_last(ro, a, &ok);
    bool there = rc == WR_OK && v->n > 0;
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    if (there) TRY(flow_from_text(ok.text, a, &then));
    there = there && then.number == v->last.number;
    *ret_holds = there && str_eq(ok.sha256, v->sha256);
    TRY(page_rows(doc, "approval", &FLOW_APPROVAL, &ok, there ? 1 : 0));
    TRY(page_flag(doc, "holds", *ret_holds));
    TRY(page_text(doc, "sha256", v->sha256));
    if (!there || *ret_holds) return WR_OK;
    n = flow_compare(&then, &v->draft, a, &since);
    return edit_put_changes(since, n, v->lang, a, page_row(doc, "approval", 0));
}

/* ---- every row ---- */

static bool differs(const edit_view *v, int kind, const char *ref)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->changes[i].kind == kind && str_eq(v->changes[i].ref, ref)) return true;
    return false;
}

static edit_part line_of(const edit_view *v, int kind, const char *ref, const char *title, const char *note, arena *a)
{
    return (edit_part){ flow_part_kinds[kind], ref, title, note, edit_part_url(a, kind, ref), differs(v, kind, ref), false };
}

static wr_rc put_choices(const edit_view *v, const char *node, arena *a, json_t *row)
{
    const flow *f = &v->draft;
    edit_part *rows = arena_array(a, edit_part, f->n_choices + 1);
    size_t n = 0;
    for (size_t i = 0; i < f->n_choices; i++) {
        const flow_choice *c = &f->choices[i];
        if (str_eq(c->node, node))
            rows[n++] = line_of(v, FLOW_PART_CHOICE, flow_part_ref(FLOW_PART_CHOICE, c, a), c->label, *c->also ? arena_fmt(a, "%s + %s", c->goes, c->also) : c->goes, a);
    }
    return page_rows(row, "choices", &EDIT_PART, rows, n);
}

static wr_rc put_parts(const edit_view *v, arena *a, json_t *doc)
{
    const flow *f = &v->draft;
    size_t most = f->n_nodes + f->n_scripts + f->n_papers + 1;
    edit_part *rows = arena_array(a, edit_part, most);
    for (size_t i = 0; i < f->n_nodes; i++) rows[i] = line_of(v, FLOW_PART_NODE, f->nodes[i].id, f->nodes[i].title, "", a);
    TRY(page_rows(doc, "nodes", &EDIT_PART, rows, f->n_nodes));
    for (size_t i = 0; i < f->n_nodes; i++) {
        TRY(page_text(page_row(doc, "nodes", i), "outcome", f->nodes[i].outcome));
        TRY(page_text(page_row(doc, "nodes", i), "add_url", arena_fmt(a, "/counter/edit/add/choice?node=%s", f->nodes[i].id)));
        TRY(put_choices(v, f->nodes[i].id, a, page_row(doc, "nodes", i)));
    }
    for (size_t i = 0; i < f->n_scripts; i++) rows[i] = line_of(v, FLOW_PART_SCRIPT, f->scripts[i].id, f->scripts[i].text, "", a);
    TRY(page_rows(doc, "scripts", &EDIT_PART, rows, f->n_scripts));
    for (size_t i = 0; i < f->n_papers; i++) rows[i] = line_of(v, FLOW_PART_PAPER, f->papers[i].id, f->papers[i].title, f->papers[i].goes, a);
    return page_rows(doc, "papers", &EDIT_PART, rows, f->n_papers);
}

static wr_rc put_languages(const edit_view *v, arena *a, json_t *doc)
{
    size_t n, k = 0;
    const i18n_lang *all = i18n_languages(&n);
    edit_lang *rows = arena_array(a, edit_lang, n + 1);
    for (size_t i = 0; i < n; i++)
        if (!str_eq(all[i].code, "en")) rows[k++] = (edit_lang){ all[i].code, all[i].name, (int64_t)edit_missing(v, all[i].code, a), arena_fmt(a, "/counter/edit/words/%s", all[i].code) };
    return page_rows(doc, "languages_of", &EDIT_LANG, rows, k);
}

wr_rc edit_show(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    edit_view v;
    bool holds;
    (void)in;
    TRY(edit_see(ro, who, a, &v));
    TRY(page_text(doc, "title", i18n(v.lang, NULL, N_("The guide, to be changed"))));
    TRY(page_int(doc, "number", v.last.number));
    TRY(page_text(doc, "guide_title", flow_said_name(&v.last, v.lang, v.last.title)));
    TRY(page_flag(doc, "to_come", wr_day_cmp(v.last.from, who->today) > 0));
    TRY(edit_put_changes(v.changes, v.n, v.lang, a, doc));
    TRY(edit_put_faults(&v, a, doc));
    TRY(edit_put_approval(ro, &v, a, doc, &holds));
    TRY(put_parts(&v, a, doc));
    TRY(put_languages(&v, a, doc));
    TRY(page_flag(doc, "may_decide", rights_has(who->rights, "guide.publish") != RIGHT_NONE));
    TRY(page_text(doc, "drawing_url", "/counter/edit/graph.svg"));
    TRY(page_text(doc, "text_url", "/counter/edit/graph.txt"));
    return holds ? edit_put_ask(&v, who, a, doc) : WR_OK;
}

wr_rc edit_give_graph(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    edit_view v;
    strbuf b = sb_new(a, 32768);
    (void)in;
    TRY(edit_see(ro, who, a, &v));
    if (str_eq(out->as, "svg")) flow_graph_svg(&v.draft, v.lang, arena_fmt(a, "%s/counter/edit/part/node/", out->prefix), &b);
    else sb_str(&b, flow_graph_text(&v.draft, a));
    return out_bytes(out, (bytes){ (const uint8_t *)b.p, b.n });
}
