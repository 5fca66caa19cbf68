/* flow_words.c -- the texts of a guide in other languages: what was approved with it first, then the catalogue; what has neither says so. */
#include <string.h>
#include "flow_edit.h"
#include "i18n.h"
#include "str.h"

enum { SLOT_TITLE, SLOT_ASKS, SLOT_CARD, SLOT_LOOKS, SLOT_EFFECT, SLOT_LINE };

static const char *own(const flow *f, const char *lang, const char *text)
{
    for (size_t i = 0; i < f->n_words; i++)
        if (str_eq(f->words[i].source, text) && str_eq(f->words[i].lang, lang)) return f->words[i].text;
    return NULL;
}

const char *flow_has_words(const flow *f, const char *lang, const char *text)
{
    const char *said = own(f, lang, text);
    if (said) return said;
    said = i18n(lang, NULL, text);                       /* the same pointer: no catalogue has it */
    return said == text ? "" : said;
}

const char *flow_said(const flow *f, const char *lang, const char *text, arena *a)
{
    const char *said;
    if (!*text || !lang || str_eq(lang, "en")) return text;
    said = flow_has_words(f, lang, text);
    return *said ? said : arena_fmt(a, "%s (%s)", text, i18n(lang, NULL, N_("in English")));
}

const char *flow_said_name(const flow *f, const char *lang, const char *text)
{
    const char *said = *text && lang ? own(f, lang, text) : NULL;
    return said ? said : *text ? i18n(lang, NULL, text) : text;
}

const char *flow_said_lines(const flow *f, const char *lang, const char *text, arena *a)
{
    strbuf b = sb_new(a, strlen(text) + 80);
    while (*text) {
        size_t len = strcspn(text, "\n");
        if (b.n) sb_ch(&b, '\n');
        sb_str(&b, flow_said(f, lang, arena_fmt(a, "%.*s", (int)len, text), a));
        text += len + (text[len] == '\n');
    }
    return b.p;
}

/* ---- which texts there are ---- */

typedef struct gather { arena *a; flow_text *at; size_t n, cap; int kind; const char *ref; } gather;

static void add(gather *g, const char *text, int slot)
{
    if (!*text) return;
    if (g->n == g->cap) {
        flow_text *more = arena_array(g->a, flow_text, g->cap * 2 + 256);
        if (g->n) memcpy(more, g->at, g->n * sizeof *more);
        g->at = more;
        g->cap = g->cap * 2 + 256;
    }
    g->at[g->n++] = (flow_text){ g->kind, g->ref, text, slot };
}

static void add_lines(gather *g, const char *text)
{
    for (int line = 0; *text; line++) {
        size_t len = strcspn(text, "\n");
        add(g, arena_fmt(g->a, "%.*s", (int)len, text), SLOT_LINE + line);
        text += len + (text[len] == '\n');
    }
}

size_t flow_texts(const flow *f, arena *a, flow_text **ret)
{
    gather g = { .a = a };
    for (size_t i = 0; i < f->n_nodes; i++) {
        const flow_node *n = &f->nodes[i];
        g.kind = FLOW_PART_NODE;
        g.ref = n->id;
        add(&g, n->title, SLOT_TITLE);
        add_lines(&g, n->text);
        add(&g, n->asks, SLOT_ASKS);
        add(&g, n->card, SLOT_CARD);
    }
    for (size_t i = 0; i < f->n_choices; i++) {
        g.kind = FLOW_PART_CHOICE;
        g.ref = flow_part_ref(FLOW_PART_CHOICE, &f->choices[i], a);
        add(&g, f->choices[i].label, SLOT_TITLE);
    }
    for (size_t i = 0; i < f->n_scripts; i++) {
        g.kind = FLOW_PART_SCRIPT;
        g.ref = f->scripts[i].id;
        add(&g, f->scripts[i].text, SLOT_TITLE);
    }
    for (size_t i = 0; i < f->n_papers; i++) {
        g.kind = FLOW_PART_PAPER;
        g.ref = f->papers[i].id;
        add(&g, f->papers[i].title, SLOT_TITLE);
        add(&g, f->papers[i].looks, SLOT_LOOKS);
        add(&g, f->papers[i].effect, SLOT_EFFECT);
    }
    *ret = g.at;
    return g.n;
}

const char *flow_words_before(const flow *last, const flow_text *texts, size_t n, const flow_text *t, const char *lang)
{
    for (size_t i = 0; i < n; i++)
        if (texts[i].kind == t->kind && texts[i].slot == t->slot && str_eq(texts[i].ref, t->ref)) return flow_has_words(last, lang, texts[i].text);
    return "";
}
