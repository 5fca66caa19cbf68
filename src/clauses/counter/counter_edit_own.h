/* counter_edit_own.h -- the workbench of the guide: what its files share. */
#ifndef WR_COUNTER_EDIT_OWN_H
#define WR_COUNTER_EDIT_OWN_H
#include "db.h"
#include "flow_edit.h"
#include "module.h"
/* ---- what pages say ---- */
typedef struct edit_change { const char *kind, *name, *ref, *what, *part_url; } edit_change;            /* part_url "": a translation has none */
typedef struct edit_differs { const char *label, *was, *now; } edit_differs;
typedef struct edit_fault { const char *node, *text, *next, *part_url; } edit_fault;
typedef struct edit_part { const char *kind, *ref, *title, *note, *part_url; bool changed, gone; } edit_part;
typedef struct edit_lang { const char *lang, *name; int64_t missing; const char *words_url; } edit_lang;
typedef struct edit_text { const char *lang, *kind, *ref, *source, *said, *before, *part_url; } edit_text;
typedef struct edit_version { int64_t number; wr_day from; wr_us since; const char *editors, *counsel; wr_day counsel_day; const char *approver, *note, *compare_url; } edit_version;
extern const shape EDIT_CHANGE, EDIT_DIFFERS, EDIT_FAULT, EDIT_PART, EDIT_LANG, EDIT_TEXT, EDIT_VERSION;
extern const shape IN_EDIT_PART, IN_EDIT_ADD, IN_EDIT_ROW, IN_EDIT_NODE, IN_EDIT_NODE_ADD, IN_EDIT_CHOICE, IN_EDIT_CHOICE_ADD, IN_EDIT_SCRIPT, IN_EDIT_SCRIPT_ADD, IN_EDIT_PAPER,
    IN_EDIT_PAPER_ADD, IN_EDIT_LANG, IN_EDIT_WORD, IN_EDIT_APPROVE, IN_EDIT_ASK, IN_EDIT_COMPARE;

extern const struct pair_kind counter_pairs[];

/* The draft, what it stands on, and what differs. */
typedef struct edit_view { flow draft, last; flow_change *changes; size_t n; const char *sha256, *lang; } edit_view;
WR_MUST wr_rc edit_see(db_tx *ro, const wr_actor *, arena *, edit_view *ret);
WR_MUST wr_rc edit_put_changes(const flow_change *, size_t n, const char *lang, arena *, json_t *doc);
WR_MUST wr_rc edit_put_faults(const edit_view *, arena *, json_t *doc);
/* "approval": the last one; with it `holds` and `lapsed`. */
WR_MUST wr_rc edit_put_approval(db_tx *ro, const edit_view *, arena *, json_t *doc, bool *ret_holds);
WR_MUST wr_rc edit_put_ask(const edit_view *, const wr_actor *, arena *, json_t *doc);
const char *edit_part_url(arena *, int kind, const char *ref);
const char *edit_kind_name(int kind, const char *lang);
const char *edit_name_of(const flow *, int kind, const char *ref, arena *);      /* the title of a row, "" when it is not there */
/* Forms for the texts of some rows in another language; only: kind and ref of one row, or ref NULL: those that lack words. */
WR_MUST wr_rc edit_put_texts(const edit_view *, const char *lang_opt, int kind, const char *ref_opt, arena *, json_t *doc, size_t *ret_n);
size_t edit_missing(const edit_view *, const char *lang, arena *);

http_show edit_show, edit_show_part, edit_show_add, edit_show_words, edit_show_approval, edit_show_versions, edit_show_compare;
http_give edit_give_graph;
http_act edit_act_node, edit_act_node_add, edit_act_choice, edit_act_choice_add, edit_act_script, edit_act_script_add, edit_act_paper, edit_act_paper_add, edit_act_remove,
    edit_act_up, edit_act_undo, edit_act_word, edit_act_approve, edit_act_ask;
#endif
