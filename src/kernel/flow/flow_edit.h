/* flow_edit.h -- a guide changed in the city: row by row into a draft, in each language; counsel approves exactly the text that stands
 * there, and a second person publishes it. A version that is published never changes.
 * Threads  None of their own: each call belongs to the thread of its db_tx.
 * Errors   WR_E_CONFLICT: the row is not as it was shown. WR_E_RULE: the draft is not approved, or not by two people. */
#ifndef WR_FLOW_EDIT_H
#define WR_FLOW_EDIT_H
#include "flow.h"
#include "pair.h"
enum { FLOW_PART_NODE, FLOW_PART_CHOICE, FLOW_PART_SCRIPT, FLOW_PART_PAPER, FLOW_PART_KINDS };
extern const char *const flow_part_kinds[];
const shape *flow_part_shape(int kind);
/* ref: its name, of a choice "node choice". text: the row as JSON. gone: taken out of the draft. editor: who of the city changed it last (a
 * pseudonym), "": as a pack brought it. */
typedef struct flow_part { const char *id; int kind; const char *ref; int64_t place; const char *text; bool gone; const char *editor; } flow_part;
const char *flow_part_ref(int kind, const void *row, arena *);
const char *flow_part_seen(const flow_part *, arena *);                        /* names what stands in the row: it comes back with the form */
WR_MUST wr_rc flow_part_get(db_tx *ro, int kind, const char *ref, arena *, flow_part *ret);      /* gone ones too; WR_E_MISSING */
WR_MUST wr_rc flow_part_row(const flow_part *, arena *, void *ret_row);        /* by flow_part_shape */
/* row: its key names it. seen: of what was shown, "" for a new one. over: lay mine over what another person did meanwhile. */
WR_MUST wr_rc flow_part_save(db_tx *rw, const wr_actor *, int kind, const void *row, const char *seen, bool over, arena *);
WR_MUST wr_rc flow_part_remove(db_tx *rw, const wr_actor *, int kind, const char *ref, const char *seen, arena *);   /* a node with its choices */
WR_MUST wr_rc flow_part_undo(db_tx *rw, const wr_actor *, int kind, const char *ref, const char *seen, arena *);     /* as it is in the last version */
WR_MUST wr_rc flow_part_up(db_tx *rw, const wr_actor *, int kind, const char *ref, const char *seen, arena *);       /* one place up, beside its kind */
/* The draft, under the head of the last version; and that version. WR_E_MISSING: no version was ever published. */
WR_MUST wr_rc flow_draft_now(db_tx *ro, arena *, flow *ret, flow *ret_last);
const char *flow_sha256(const flow *, arena *);                                /* of its text: what counsel approves */

/* ---- what differs ---- */
enum { FLOW_ADDED, FLOW_CHANGED, FLOW_REMOVED };
extern const char *const flow_changes_words[];
typedef struct flow_differs { const char *label, *was, *now; } flow_differs;
/* kind FLOW_PART_KINDS: a translation; then ref is its language. */
typedef struct flow_change { int kind, what; const char *ref; const flow_differs *fields; size_t n; } flow_change;
size_t flow_compare(const flow *was, const flow *now, arena *, flow_change **ret);

/* ---- other languages ---- */
/* Every text that a reader meets, with the row it belongs to; a line of a text by itself. */
typedef struct flow_text { int kind; const char *ref, *text; int slot; } flow_text;      /* slot: which text of its row */
size_t flow_texts(const flow *, arena *, flow_text **ret);
const char *flow_has_words(const flow *, const char *lang, const char *text);  /* "": it has none */
/* What an earlier version said in this place, in this language; "": nothing. */
const char *flow_words_before(const flow *last, const flow_text *texts_of_last, size_t n, const flow_text *, const char *lang);
WR_MUST wr_rc flow_word_save(db_tx *rw, const wr_actor *, const flow_word *, arena *);           /* text "": the catalogue's again */

/* ---- words that counsel looks at one by one ---- */
/* A sentence with a verb that could be read as advice to hide, run, warn, block, lie or destroy, negated or not (kind "verb"); or with a
 * word that stands only in the title of a source (kind "title"). The same lists as of texts that ship. fresh: the last version has it not. */
typedef struct flow_listed { const char *kind, *lang, *ref, *word, *text; bool fresh; } flow_listed;
extern const shape FLOW_LISTED;
const char *flow_listed_word(const char *kind, const char *lang, const char *sentence, arena *);   /* NULL: none */
bool flow_listed_knows(const char *lang);                                      /* is there a list in this language? */
size_t flow_listed_in(const flow *last, const flow *now, arena *, flow_listed **ret);

/* ---- approval, and publishing by two ---- */
typedef struct flow_approval { const char *id, *sha256, *text, *counsel, *approved_by; wr_day counsel_day; const char *note; wr_us approved; } flow_approval;
extern const shape FLOW_APPROVAL;
/* What counsel saw is what counsel approves: WR_E_CONFLICT when the draft has another hash. */
WR_MUST wr_rc flow_approve(db_tx *rw, const wr_actor *, const char *sha256, const char *note, arena *);
WR_MUST wr_rc flow_approval_last(db_tx *ro, arena *, flow_approval *ret);      /* WR_E_MISSING: none yet */
/* Asks a second person; the clause that has the guide owns the kind: its payload is FLOW_ASKED, and flow_run_publish does it. */
WR_MUST wr_rc flow_ask(db_tx *rw, const wr_actor *, const pair_kind *, const char *sha256, wr_day from, const char *note, arena *);
extern const shape FLOW_ASKED;
wr_run flow_run_publish;
/* Who changed something between two log numbers, as pseudonyms; after the last version: from its number on. */
typedef struct flow_by { const char *by; } flow_by;
WR_MUST wr_rc flow_editors(db_tx *ro, int64_t after_n, int64_t upto_n, arena *, flow_by **ret, size_t *ret_n);
typedef struct flow_number { int64_t number, n; const char *by; } flow_number;           /* a version, its number in the log, who published */
WR_MUST wr_rc flow_numbers(db_tx *ro, arena *, flow_number **ret, size_t *ret_n);        /* the oldest first */
#endif
