/* counter_edit_part.c -- one row of the draft as a form: a step, a choice, words to say, a paper; added, changed, taken out, brought back. */
#include "counter_edit_own.h"

#include <string.h>
#include "http.h"
#include "i18n.h"
#include "page.h"
#include "person.h"
#include "str.h"

/* What comes in is the row itself; behind it, what was shown, and whether mine may lie over what another person did meanwhile. */
typedef struct in_node { flow_node row; const char *seen; bool over; } in_node;
typedef struct in_choice { flow_choice row; const char *seen; bool over; } in_choice;
typedef struct in_script { flow_script row; const char *seen; bool over; } in_script;
typedef struct in_paper { flow_paper row; const char *seen; bool over; } in_paper;
#define SEEN(S) FIELD(S, seen, t, F_HIDE | F_NULL, 32, NULL), FIELD(S, over, b, F_NULL, 0, N_("Put mine in place of what another person changed meanwhile"))
#define NODE_FIELDS WORDS(flow_node, kind, flow_kinds, N_("Kind")), FIELD(flow_node, title, t, 0, 200, N_("Title")), FIELD(flow_node, text, t, F_NULL | F_LONG, 2000, N_("What to do")), \
    FIELD(flow_node, say, t, F_NULL, 20, N_("Words to say")), FIELD(flow_node, asks, t, F_NULL, 200, N_("Question")), FIELD(flow_node, outcome, t, F_NULL, 40, N_("Outcome")), \
    FIELD(flow_node, responses, t, F_NULL, 400, N_("What fits it")), FIELD(flow_node, owner, t, F_NULL, 120, N_("Owner")), FIELD(flow_node, contact, t, F_NULL, 200, N_("Contact")), \
    FIELD(flow_node, source, t, F_NULL, 400, N_("Source")), FIELD(flow_node, from, d, F_NULL, 0, N_("Holds from")), FIELD(flow_node, until, d, F_NULL, 0, N_("Holds until")), \
    FIELD(flow_node, card, t, F_NULL, 200, N_("Line on the card")), FIELD(flow_node, branch, b, F_NULL, 0, N_("A printed page begins here")), \
    FIELD(flow_node, calls_above, b, F_NULL, 0, N_("Who is called stands first"))
#define CHOICE_FIELDS FIELD(flow_choice, label, t, 0, 200, N_("Label")), FIELD(flow_choice, goes, t, 0, 20, N_("Leads to")), FIELD(flow_choice, also, t, F_NULL, 20, N_("And to")), \
    { "tone", 'e', F_NULL, 0, offsetof(flow_choice, tone), flow_tones, N_("Tone") }, FIELD(flow_choice, paper, t, F_NULL, 20, N_("Paper"))
#define PAPER_FIELDS FIELD(flow_paper, title, t, 0, 120, N_("Title")), FIELD(flow_paper, form, t, F_NULL, 120, N_("Form")), FIELD(flow_paper, looks, t, 0, 300, N_("What it looks like")), \
    FIELD(flow_paper, issuer, t, F_NULL, 120, N_("Issued by")), FIELD(flow_paper, signer, t, F_NULL, 120, N_("Signed by")), FIELD(flow_paper, effect, t, 0, 400, N_("What it means for you")), \
    FIELD(flow_paper, goes, t, 0, 20, N_("Leads to")), FIELD(flow_paper, checks, b, F_NULL, 0, N_("Checks come first")), FIELD(flow_paper, head1, t, F_NULL, 20, N_("First line of the picture")), \
    FIELD(flow_paper, head2, t, F_NULL, 20, N_("Second line of the picture")), FIELD(flow_paper, signed_by, t, F_NULL, 20, N_("Last line of the picture")), \
    WORDS(flow_paper, kind, flow_paper_kinds, N_("Kind"))
static const field NODE_F[] = { FIELD(flow_node, id, t, F_PATH, 20, N_("Step")), NODE_FIELDS, SEEN(in_node) }, NODE_ADD_F[] = { FIELD(flow_node, id, t, 0, 20, N_("Name")), NODE_FIELDS };
static const field CHOICE_F[] = { FIELD(flow_choice, node, t, F_PATH, 20, N_("Step")), FIELD(flow_choice, choice, t, F_PATH, 20, N_("Choice")), CHOICE_FIELDS, SEEN(in_choice) };
static const field CHOICE_ADD_F[] = { FIELD(flow_choice, node, t, 0, 20, N_("Step")), FIELD(flow_choice, choice, t, 0, 20, N_("Name")), CHOICE_FIELDS };
static const field SCRIPT_F[] = { FIELD(flow_script, id, t, F_PATH, 20, N_("Words to say")), FIELD(flow_script, text, t, 0, 400, N_("Text")), SEEN(in_script) };
static const field SCRIPT_ADD_F[] = { FIELD(flow_script, id, t, 0, 20, N_("Name")), FIELD(flow_script, text, t, 0, 400, N_("Text")) };
static const field PAPER_F[] = { FIELD(flow_paper, id, t, F_PATH, 20, N_("Paper")), PAPER_FIELDS, SEEN(in_paper) }, PAPER_ADD_F[] = { FIELD(flow_paper, id, t, 0, 20, N_("Name")), PAPER_FIELDS };
const shape IN_EDIT_NODE = SHAPE("change a step", in_node, NODE_F), IN_EDIT_NODE_ADD = SHAPE("add a step", in_node, NODE_ADD_F), IN_EDIT_CHOICE = SHAPE("change a choice", in_choice, CHOICE_F),
    IN_EDIT_CHOICE_ADD = SHAPE("add a choice", in_choice, CHOICE_ADD_F), IN_EDIT_SCRIPT = SHAPE("change words to say", in_script, SCRIPT_F),
    IN_EDIT_SCRIPT_ADD = SHAPE("add words to say", in_script, SCRIPT_ADD_F), IN_EDIT_PAPER = SHAPE("change a paper", in_paper, PAPER_F), IN_EDIT_PAPER_ADD = SHAPE("add a paper", in_paper, PAPER_ADD_F);

typedef struct in_part { const char *kind, *ref, *seen; } in_part;
static const field PART_F[] = { FIELD(in_part, kind, t, F_PATH, 10, N_("Kind")), FIELD(in_part, ref, t, F_PATH, 60, N_("Name")) };
const shape IN_EDIT_PART = SHAPE("a row of the draft", in_part, PART_F);
static const field ROW_F[] = { FIELD(in_part, kind, t, F_PATH, 10, N_("Kind")), FIELD(in_part, ref, t, F_PATH, 60, N_("Name")), FIELD(in_part, seen, t, F_HIDE, 32, NULL) };
const shape IN_EDIT_ROW = SHAPE("a row of the draft, as it was shown", in_part, ROW_F);
typedef struct in_add { const char *kind, *node; } in_add;
static const field ADD_F[] = { FIELD(in_add, kind, t, F_PATH, 10, N_("Kind")), FIELD(in_add, node, t, F_NULL, 20, N_("Step")) };
const shape IN_EDIT_ADD = SHAPE("a new row of the draft", in_add, ADD_F);

static const shape *const CHANGE[] = { &IN_EDIT_NODE, &IN_EDIT_CHOICE, &IN_EDIT_SCRIPT, &IN_EDIT_PAPER }, *const ADD[] = { &IN_EDIT_NODE_ADD, &IN_EDIT_CHOICE_ADD, &IN_EDIT_SCRIPT_ADD, &IN_EDIT_PAPER_ADD };
static const char *const PLURAL[] = { "nodes", "choices", "scripts", "papers" };
static const char *const ADD_TITLES[] = { N_("Add a step"), N_("Add a choice"), N_("Add words to say"), N_("Add a paper") };

static wr_rc kind_of(db_tx *ro, const char *word, int *ret)
{
    for (*ret = 0; *ret < FLOW_PART_KINDS; ++*ret)
        if (str_eq(word, flow_part_kinds[*ret])) return WR_OK;
    return wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("The guide has no such part. The draft is at /counter/edit."));
}

static const char *ref_of(int kind, const char *said, arena *a)
{
    char *s = arena_dup(a, said), *hyphen = kind == FLOW_PART_CHOICE ? strchr(s, '-') : NULL;
    if (hyphen) *hyphen = ' ';
    return s;
}

static wr_rc part_of(db_tx *ro, const in_part *in, arena *a, flow_part *ret)
{
    int kind;
    wr_rc rc;
    TRY(kind_of(ro, in->kind, &kind));
    rc = flow_part_get(ro, kind, ref_of(kind, in->ref, a), a, ret);
    return rc == WR_E_MISSING ? wr_fail(db_err(ro), rc, NULL, N_("The guide has no such part. The draft is at /counter/edit.")) : rc;
}

/* ---- forms ---- */

static wr_rc node_choices(const flow *f, const char *field_name, arena *a, json_t *doc)
{
    page_choice *c = arena_array(a, page_choice, f->n_nodes + 1);
    for (size_t i = 0; i < f->n_nodes; i++) c[i] = (page_choice){ f->nodes[i].id, arena_fmt(a, "%s: %s", f->nodes[i].id, f->nodes[i].title) };
    return page_choices(doc, "form", field_name, c, f->n_nodes);
}

static wr_rc script_choices(const flow *f, arena *a, json_t *doc)
{
    page_choice *c = arena_array(a, page_choice, f->n_scripts + 1);
    for (size_t i = 0; i < f->n_scripts; i++) c[i] = (page_choice){ f->scripts[i].id, arena_fmt(a, "%s: %s", f->scripts[i].id, f->scripts[i].text) };
    return page_choices(doc, "form", "say", c, f->n_scripts);
}

static wr_rc paper_choices(const flow *f, arena *a, json_t *doc)
{
    page_choice *c = arena_array(a, page_choice, f->n_papers + 1);
    for (size_t i = 0; i < f->n_papers; i++) c[i] = (page_choice){ f->papers[i].id, arena_fmt(a, "%s: %s", f->papers[i].id, f->papers[i].title) };
    return page_choices(doc, "form", "paper", c, f->n_papers);
}

static wr_rc offers(const flow *f, int kind, bool is_new, arena *a, json_t *doc)
{
    if (kind == FLOW_PART_NODE) {
        TRY(script_choices(f, a, doc));
        TRY(page_hint(doc, "form", "text", N_("A line each. A worker reads it while an officer waits: short sentences, one thing to do in each.")));
        TRY(page_hint(doc, "form", "outcome", N_("One word, joined by low lines, when the path has come to something here. It then needs an owner, a contact and a day.")));
        TRY(page_hint(doc, "form", "responses", N_("The acts that fit this outcome, with blanks between: a report that says another act asks for the reason.")));
        TRY(page_hint(doc, "form", "card", N_("How it stands on the printed card: a head, a colon, the rest. Empty: not on the card.")));
        TRY(page_hint(doc, "form", "until", N_("After this day the step says that its text holds no more.")));
        if (is_new) return page_hint(doc, "form", "id", N_("Small letters and digits, at most 20. It stands in addresses and reports and never changes."));
    }
    if (kind == FLOW_PART_CHOICE) {
        if (is_new) TRY(node_choices(f, "node", a, doc));
        if (is_new) TRY(page_hint(doc, "form", "choice", N_("Small letters and digits, at most 20. It stands in reports and never changes.")));
        TRY(node_choices(f, "goes", a, doc));
        TRY(node_choices(f, "also", a, doc));
        TRY(page_hint(doc, "form", "also", N_("A second branch that opens with it. Both are done.")));
        return paper_choices(f, a, doc);
    }
    if (kind == FLOW_PART_SCRIPT) return page_hint(doc, "form", "text", N_("At most 25 words, in English: that is what is said to the officer. No threat, and no claim of law."));
    return kind == FLOW_PART_PAPER ? node_choices(f, "goes", a, doc) : WR_OK;
}

static const char *change_url(const flow_part *p, arena *a)
{
    char *ref = arena_dup(a, p->ref), *blank = strchr(ref, ' ');
    if (blank) *blank = '/';
    return arena_fmt(a, "/counter/edit/%s/%s/change", PLURAL[p->kind], ref);
}

static void set_seen(int kind, void *in, const char *seen)
{
    if (kind == FLOW_PART_NODE) ((in_node *)in)->seen = seen;
    else if (kind == FLOW_PART_CHOICE) ((in_choice *)in)->seen = seen;
    else if (kind == FLOW_PART_SCRIPT) ((in_script *)in)->seen = seen;
    else ((in_paper *)in)->seen = seen;
}

static wr_rc put_forms(const edit_view *v, const flow_part *p, bool differs, arena *a, json_t *doc)
{
    void *in = arena_alloc(a, CHANGE[p->kind]->size, 16);
    in_part row = { .seen = flow_part_seen(p, a) };
    const char *url = edit_part_url(a, p->kind, p->ref);
    TRY(flow_part_row(p, a, in));
    set_seen(p->kind, in, row.seen);
    if (!p->gone) {
        TRY(page_form(doc, "form", &(page_form_of){ .action_url = change_url(p, a), .in = CHANGE[p->kind], .row = in, .button = N_("Save into the draft") }, a));
        TRY(page_unseen(doc, "form", "over"));
        TRY(offers(&v->draft, p->kind, false, a, doc));
        TRY(page_form(doc, "up", &(page_form_of){ .action_url = arena_fmt(a, "%s/up", url), .in = &IN_EDIT_ROW, .row = &row, .button = N_("One place up") }, a));
        TRY(page_form(doc, "remove", &(page_form_of){ .action_url = arena_fmt(a, "%s/remove", url), .in = &IN_EDIT_ROW, .row = &row, .button = N_("Take it out of the draft") }, a));
    }
    if (!differs) return WR_OK;
    return page_form(doc, "undo", &(page_form_of){ .action_url = arena_fmt(a, "%s/undo", url), .in = &IN_EDIT_ROW, .row = &row, .button = N_("Undo: as in the last version") }, a);
}

/* The choices of a step, and those that lead to it. */
static wr_rc put_ways(const edit_view *v, const flow_part *p, arena *a, json_t *doc)
{
    const flow *f = &v->draft;
    edit_part *out = arena_array(a, edit_part, f->n_choices + 1), *into = arena_array(a, edit_part, f->n_choices + 1);
    size_t n_out = 0, n_into = 0;
    for (size_t i = 0; i < f->n_choices && p->kind == FLOW_PART_NODE; i++) {
        const flow_choice *c = &f->choices[i];
        const char *ref = flow_part_ref(FLOW_PART_CHOICE, c, a);
        edit_part row = { "choice", ref, c->label, *c->also ? arena_fmt(a, "%s + %s", c->goes, c->also) : c->goes, edit_part_url(a, FLOW_PART_CHOICE, ref), false, false };
        if (str_eq(c->node, p->ref)) out[n_out++] = row;
        else if (str_eq(c->goes, p->ref) || str_eq(c->also, p->ref)) into[n_into++] = row;
    }
    TRY(page_rows(doc, "choices", &EDIT_PART, out, n_out));
    return page_rows(doc, "leads_here", &EDIT_PART, into, n_into);
}

static wr_rc editor_of(db_tx *ro, const flow_part *p, arena *a, json_t *doc)
{
    person_account *people;
    size_t n = 0;
    TRY(person_list(ro, a, &people, &n));
    return page_text(doc, "editor", *p->editor ? person_name_of(people, n, p->editor) : "");
}

wr_rc edit_show_part(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    edit_view v;
    flow_part p;
    const flow_change *mine = NULL;
    const char *name;
    size_t n_texts;
    TRY(part_of(ro, in, a, &p));
    TRY(edit_see(ro, who, a, &v));
    for (size_t i = 0; i < v.n; i++)
        if (v.changes[i].kind == p.kind && str_eq(v.changes[i].ref, p.ref)) mine = &v.changes[i];
    name = edit_name_of(p.gone ? &v.last : &v.draft, p.kind, p.ref, a);
    TRY(page_put(doc, &EDIT_PART, &(edit_part){ flow_part_kinds[p.kind], p.ref, name, "", edit_part_url(a, p.kind, p.ref), mine != NULL, p.gone }));
    TRY(page_text(doc, "title", arena_fmt(a, "%s %s%s%s", edit_kind_name(p.kind, v.lang), p.ref, *name ? ": " : "", name)));
    TRY(page_flag(doc, "is_node", p.kind == FLOW_PART_NODE && !p.gone));
    TRY(page_text(doc, "add_url", arena_fmt(a, "/counter/edit/add/choice?node=%s", p.ref)));
    TRY(edit_put_changes(mine, mine ? 1 : 0, v.lang, a, doc));
    TRY(editor_of(ro, &p, a, doc));
    TRY(put_forms(&v, &p, mine != NULL, a, doc));
    TRY(put_ways(&v, &p, a, doc));
    TRY(edit_put_texts(&v, NULL, p.kind, p.ref, a, doc, &n_texts));
    return page_flag(doc, "has_texts", n_texts > 0);
}

wr_rc edit_show_add(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_add *in = in_;
    in_choice start = { .row = { .node = in->node ? in->node : "", .choice = "", .label = "", .goes = "", .also = "", .paper = "" }, .seen = "" };
    edit_view v;
    int kind;
    TRY(kind_of(ro, in->kind, &kind));
    TRY(edit_see(ro, who, a, &v));
    TRY(page_text(doc, "title", i18n(v.lang, NULL, ADD_TITLES[kind])));
    TRY(page_text(doc, "kind", in->kind));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "/counter/edit/%s/add", PLURAL[kind]), .in = ADD[kind], .row = kind == FLOW_PART_CHOICE ? &start : NULL,
        .button = N_("Add it to the draft") }, a));
    return offers(&v.draft, kind, true, a, doc);
}

/* ---- acts ---- */

static wr_rc save(db_tx *rw, const wr_actor *who, int kind, const void *row, const char *seen, bool over, arena *a, http_go *ret)
{
    const char *ref = flow_part_ref(kind, row, a);
    *ret = (http_go){ .url = edit_part_url(a, kind, ref), .id = ref };
    return flow_part_save(rw, who, kind, row, seen, over, a);
}

/* A change without what was seen is none: nobody saw the row. */
static const char *seen_or_not(const char *seen) { return seen && *seen ? seen : "?"; }
wr_rc edit_act_node(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    const in_node *i = in;
    return save(rw, who, FLOW_PART_NODE, in, seen_or_not(i->seen), i->over, a, ret);
}

wr_rc edit_act_choice(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    const in_choice *i = in;
    return save(rw, who, FLOW_PART_CHOICE, in, seen_or_not(i->seen), i->over, a, ret);
}

wr_rc edit_act_script(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    const in_script *i = in;
    return save(rw, who, FLOW_PART_SCRIPT, in, seen_or_not(i->seen), i->over, a, ret);
}

wr_rc edit_act_paper(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    const in_paper *i = in;
    return save(rw, who, FLOW_PART_PAPER, in, seen_or_not(i->seen), i->over, a, ret);
}

wr_rc edit_act_node_add(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return save(rw, who, FLOW_PART_NODE, in, "", false, a, ret); }
wr_rc edit_act_choice_add(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return save(rw, who, FLOW_PART_CHOICE, in, "", false, a, ret); }
wr_rc edit_act_script_add(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return save(rw, who, FLOW_PART_SCRIPT, in, "", false, a, ret); }
wr_rc edit_act_paper_add(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return save(rw, who, FLOW_PART_PAPER, in, "", false, a, ret); }

wr_rc edit_act_remove(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_part *in = in_;
    flow_part p;
    TRY(part_of(rw, in, a, &p));
    *ret = (http_go){ .url = "/counter/edit", .id = p.ref };
    return flow_part_remove(rw, who, p.kind, p.ref, in->seen, a);
}

wr_rc edit_act_up(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_part *in = in_;
    flow_part p;
    TRY(part_of(rw, in, a, &p));
    *ret = (http_go){ .url = edit_part_url(a, p.kind, p.ref), .id = p.ref };
    return flow_part_up(rw, who, p.kind, p.ref, in->seen, a);
}

wr_rc edit_act_undo(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_part *in = in_;
    flow_part p;
    TRY(part_of(rw, in, a, &p));
    *ret = (http_go){ .url = "/counter/edit", .id = p.ref };
    return flow_part_undo(rw, who, p.kind, p.ref, in->seen, a);
}
