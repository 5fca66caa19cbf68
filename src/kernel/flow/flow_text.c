/* flow_text.c -- the shapes of a guide, and a whole guide as one text and back. */
#include <stdlib.h>
#include "flow.h"
#include "str.h"

const char *const flow_kinds[] = { "start", "question", "step", "check", "end", NULL };
const char *const flow_tones[] = { "plain", "urgent", "quiet", NULL };
const char *const flow_paper_kinds[] = { "on_paper", "on_screen", "nothing", NULL };

enum { WORDS_MAX = 20000 };      /* a text in each language */

static const field HEAD_F[] = {
    FIELD(flow, id,          t, 0,      20,   N_("Guide")),
    FIELD(flow, number,      i, 0,      9999, N_("Version")),
    FIELD(flow, from,        d, 0,      0,    N_("Holds from")),
    FIELD(flow, title,       t, 0,      200,  N_("Title")),
    FIELD(flow, start,       t, 0,      20,   N_("First node")),
    FIELD(flow, emergency,   t, F_NULL, 20,   N_("Node for an emergency")),
    FIELD(flow, owner,       t, 0,      120,  N_("Owner")),
    FIELD(flow, counsel,     t, 0,      120,  N_("Counsel")),
    FIELD(flow, counsel_day, d, 0,      0,    N_("Approved by counsel")),
    FIELD(flow, approver,    t, 0,      120,  N_("Second approver")),
    FIELD(flow, note,        t, F_NULL, 300,  N_("Note")),
};
const shape FLOW = SHAPE("a guide", flow, HEAD_F);
static const field NODE_F[] = {
    FIELD(flow_node, id,        t, F_PATH, 20,            N_("Node")),
    WORDS(flow_node, kind,      flow_kinds,               N_("Kind")),
    FIELD(flow_node, title,     t, 0, 200,                N_("Title")),
    FIELD(flow_node, text,      t, F_NULL | F_LONG, 2000, N_("What to do")),
    FIELD(flow_node, say,       t, F_NULL, 20,            N_("Words to say")),
    FIELD(flow_node, asks,      t, F_NULL, 200,           N_("Question")),
    FIELD(flow_node, outcome,   t, F_NULL, 40,            N_("Outcome")),
    FIELD(flow_node, responses, t, F_NULL, 400,           N_("What fits it")),
    FIELD(flow_node, owner,     t, F_NULL, 120,           N_("Owner")),
    FIELD(flow_node, contact,   t, F_NULL, 200,           N_("Contact")),
    FIELD(flow_node, source,    t, F_NULL, 400,           N_("Source")),
    FIELD(flow_node, from,      d, F_NULL, 0,             N_("Holds from")),
    FIELD(flow_node, until,     d, F_NULL, 0,             N_("Holds until")),
    FIELD(flow_node, card,      t, F_NULL, 200,           N_("Line on the card")),
    FIELD(flow_node, branch,    b, F_NULL, 0,             N_("A printed page begins here")),
    FIELD(flow_node, calls_above, b, F_NULL, 0,             N_("Who is called stands first")),
};
const shape FLOW_NODE = SHAPE("a node of a guide", flow_node, NODE_F);
static const field CHOICE_F[] = {
    FIELD(flow_choice, node,   t, 0, 20,      N_("Node")),
    FIELD(flow_choice, choice, t, 0, 20,      N_("Choice")),
    FIELD(flow_choice, label,  t, 0, 200,     N_("Label")),
    FIELD(flow_choice, goes,   t, 0, 20,      N_("Leads to")),
    FIELD(flow_choice, also,   t, F_NULL, 20, N_("And to")),
    { "tone", 'e', F_NULL, 0, offsetof(flow_choice, tone), flow_tones, N_("Tone") },
    FIELD(flow_choice, paper,  t, F_NULL, 20, N_("Paper")),
};
const shape FLOW_CHOICE = SHAPE("a choice of a guide", flow_choice, CHOICE_F);
static const field SCRIPT_F[] = {
    FIELD(flow_script, id,   t, 0, 20,  N_("Words to say")),
    FIELD(flow_script, text, t, 0, 400, N_("Text")),
};
const shape FLOW_SCRIPT = SHAPE("words to say", flow_script, SCRIPT_F);
static const field PAPER_F[] = {
    FIELD(flow_paper, id,        t, F_PATH, 20,  N_("Paper")),
    FIELD(flow_paper, title,     t, 0, 120,      N_("Title")),
    FIELD(flow_paper, form,      t, F_NULL, 120, N_("Form")),
    FIELD(flow_paper, looks,     t, 0, 300,      N_("What it looks like")),
    FIELD(flow_paper, issuer,    t, F_NULL, 120, N_("Issued by")),
    FIELD(flow_paper, signer,    t, F_NULL, 120, N_("Signed by")),
    FIELD(flow_paper, effect,    t, 0, 400,      N_("What it means for you")),
    FIELD(flow_paper, goes,      t, 0, 20,       N_("Leads to")),
    FIELD(flow_paper, checks,    b, F_NULL, 0,   N_("Checks come first")),
    FIELD(flow_paper, head1,     t, F_NULL, 20,  N_("First line of the picture")),
    FIELD(flow_paper, head2,     t, F_NULL, 20,  N_("Second line of the picture")),
    FIELD(flow_paper, signed_by, t, F_NULL, 20,  N_("Last line of the picture")),
    WORDS(flow_paper, kind,      flow_paper_kinds, N_("Kind")),
};
const shape FLOW_PAPER = SHAPE("a paper of a guide", flow_paper, PAPER_F);

static const field WORD_F[] = {
    FIELD(flow_word, lang,   t, 0, 8,         N_("Language")),
    FIELD(flow_word, source, t, F_LONG, 2000, N_("Text")),
    FIELD(flow_word, text,   t, F_LONG, 3000, N_("In this language")),
};
const shape FLOW_WORD = SHAPE("a text of a guide in another language", flow_word, WORD_F);

static void put_list(json_t *doc, const char *key, const shape *of, const void *rows, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(list, shape_to_json(of, (const char *)rows + i * of->size));
    json_object_set_new(doc, key, list);
}

const char *flow_to_text(const flow *f, arena *a)
{
    json_t *doc = json_object();
    const char *kept;
    char *text;
    json_object_set_new(doc, "guide", shape_to_json(&FLOW, f));
    put_list(doc, "nodes", &FLOW_NODE, f->nodes, f->n_nodes);
    put_list(doc, "choices", &FLOW_CHOICE, f->choices, f->n_choices);
    put_list(doc, "scripts", &FLOW_SCRIPT, f->scripts, f->n_scripts);
    put_list(doc, "papers", &FLOW_PAPER, f->papers, f->n_papers);
    if (f->n_words) put_list(doc, "words", &FLOW_WORD, f->words, f->n_words);
    text = json_dumps(doc, JSON_COMPACT | JSON_SORT_KEYS);
    kept = text ? arena_dup(a, text) : "";
    free(text);
    json_decref(doc);
    return kept;
}

static wr_rc get_list(const json_t *doc, const char *key, const shape *of, size_t most, arena *a, const void *ret_rows, size_t *ret_n)
{
    const json_t *list = json_object_get(doc, key);
    size_t n = json_array_size(list);
    char *rows = arena_alloc(a, arena_mul_(n + 1, of->size), _Alignof(max_align_t));
    faults wrong;
    if (!json_is_array(list) || n > most) return WR_E_INPUT;
    for (size_t i = 0; i < n; i++) TRY(shape_from_json(of, json_array_get(list, i), a, rows + i * of->size, &wrong));
    *(const void **)(uintptr_t)ret_rows = rows;
    *ret_n = n;
    return WR_OK;
}

wr_rc flow_from_text(const char *json, arena *a, flow *ret)
{
    json_t *doc = json_loads(json, 0, NULL);
    flow f = { 0 };
    faults wrong;
    wr_rc rc;
    arena_on_end(a, (void (*)(void *))json_decref, doc);
    rc = shape_from_json(&FLOW, json_object_get(doc, "guide"), a, &f, &wrong);
    if (rc == WR_OK) rc = get_list(doc, "nodes", &FLOW_NODE, FLOW_NODES_MAX, a, &f.nodes, &f.n_nodes);
    if (rc == WR_OK) rc = get_list(doc, "choices", &FLOW_CHOICE, FLOW_CHOICES_MAX, a, &f.choices, &f.n_choices);
    if (rc == WR_OK) rc = get_list(doc, "scripts", &FLOW_SCRIPT, FLOW_NODES_MAX, a, &f.scripts, &f.n_scripts);
    if (rc == WR_OK) rc = get_list(doc, "papers", &FLOW_PAPER, FLOW_NODES_MAX, a, &f.papers, &f.n_papers);
    if (rc == WR_OK && json_object_get(doc, "words")) rc = get_list(doc, "words", &FLOW_WORD, WORDS_MAX, a, &f.words, &f.n_words);
    if (rc != WR_OK) return wr_fail(arena_err(a), rc, NULL, N_("This text is no guide."));
    *ret = f;
    return WR_OK;
}
