/* flow.h -- a decision guide as data: nodes, choices, words to say, papers. A path is text, "n0:enter n2:reached n4:d":
 * pairs of a node and a choice in the order of answering, each node at most once; so going back loses nothing.
 * Threads  Pure, but for the calls that take a db_tx.
 * Memory   Everything lives in the arena that was given. */
#ifndef WR_FLOW_H
#define WR_FLOW_H
#include "db.h"
#include "history.h"
#include "module.h"
struct strbuf;
enum { FLOW_START, FLOW_QUESTION, FLOW_STEP, FLOW_CHECK, FLOW_END };    /* CHECK: a point that must hold; END: the path is closed */
enum { FLOW_PLAIN, FLOW_URGENT, FLOW_QUIET };
enum { FLOW_ON_PAPER, FLOW_ON_SCREEN, FLOW_NOTHING };
enum { FLOW_SAY_WORDS = 25 };
extern const char *const flow_kinds[], *const flow_tones[], *const flow_paper_kinds[];
/* text: what to do, a line each. say: a script. asks: the question over the choices. outcome: one word, "" for none; responses: the
 * words that fit it, with blanks between. from, until: when its text holds. card: its line on the printed card, "Head: the rest", or
 * "". branch: in print a page of its own begins here. calls_above: who is called stands above the choices. */
typedef struct flow_node { const char *id; int kind; const char *title, *text, *say, *asks, *outcome, *responses, *owner, *contact, *source;
    wr_day from, until; const char *card; bool branch, calls_above; } flow_node;
/* goes: the node that follows; also: a second branch, or "". paper: what it looks like, or "". */
typedef struct flow_choice { const char *node, *choice, *label, *goes, *also; int tone; const char *paper; } flow_choice;
typedef struct flow_script { const char *id, *text; } flow_script;
/* goes: where it leads at a door that is not public. head1, head2, signed_by: the lines of its picture. checks: the checks come first. */
typedef struct flow_paper { const char *id, *title, *form, *looks, *issuer, *signer, *effect, *goes; bool checks;
    const char *head1, *head2, *signed_by; int kind; } flow_paper;
/* A text of the guide in another language. source: the text as it stands, a line of `text` by itself; another source has no words yet. */
typedef struct flow_word { const char *lang, *source, *text; } flow_word;
/* from: the day from which it holds. start: the first node; emergency: the node that may be entered from any other, or "". counsel: who
 * approved the words, and when; approver: the second human. */
typedef struct flow { const char *id; int64_t number; wr_day from; const char *title, *start, *emergency, *owner, *counsel; wr_day counsel_day;
    const char *approver, *note;
    const flow_node *nodes; const flow_choice *choices; const flow_script *scripts; const flow_paper *papers; const flow_word *words;
    size_t n_nodes, n_choices, n_scripts, n_papers, n_words; } flow;
extern const shape FLOW, FLOW_NODE, FLOW_CHOICE, FLOW_SCRIPT, FLOW_PAPER, FLOW_WORD;      /* FLOW: without the arrays */
const flow_node *flow_node_of(const flow *, const char *id);                   /* NULL: none, as below */
const flow_choice *flow_choice_of(const flow *, const char *node, const char *choice);
const flow_script *flow_script_of(const flow *, const char *id);
const flow_paper *flow_paper_of(const flow *, const char *id);

/* A text of this guide in a language: the words that were approved with it, else the catalogue's. Where neither has it the English stands,
 * and says so. _lines: line by line. _name: names of forms and people, which may stand as they are. */
const char *flow_said(const flow *, const char *lang, const char *text, arena *);
const char *flow_said_lines(const flow *, const char *lang, const char *text, arena *);
const char *flow_said_name(const flow *, const char *lang, const char *text);

/* ---- walking ---- */
typedef struct flow_step { const flow_node *node; const flow_choice *choice; } flow_step;
/* steps: the answers that were walked. open: what waits for an answer, an end last. outcomes: nodes with an outcome that the walk
 * reached. wrong: the first pair that the guide does not know or that stands twice, "" for none. idle: answers that this path does not
 * reach; they are kept. ended: nothing but ends is open. An answer at the emergency node that leads to an outcome closes what was open. */
typedef struct flow_walked { const flow_step *steps; size_t n_steps; const flow_node *const *open; size_t n_open; const flow_node *const *outcomes;
    size_t n_outcomes; const char *wrong; size_t idle; bool ended; } flow_walked;
enum { FLOW_PATH_MAX = 2000 };      /* bytes of a path */
void flow_walk(const flow *, const char *path, arena *, flow_walked *ret);
/* The path with this answer: put in place of an earlier one, else added. */
const char *flow_answer(arena *, const char *path, const char *node, const char *choice);
/* Of what was done (words, with blanks between) the first that fits no outcome of the path; NULL: all fit, or no outcome was reached. */
const char *flow_departs(const flow_walked *, const char *responses, arena *);
/* Every word that fits some outcome, each once, in the order of the guide. */
const char *const *flow_responses(const flow *, arena *, size_t *ret_n);

/* ---- checking ---- */
/* text, next: N_() with the holes {node} and {about}: what is wrong, and what to do. */
typedef struct flow_fault { const char *text, *next, *node, *about; } flow_fault;
typedef struct flow_checked { const flow_fault *faults; size_t n; const char *longest; size_t longest_n; } flow_checked;   /* longest: "n0 n2 n3" */
void flow_check(const flow *, arena *, flow_checked *ret);
const char *flow_graph_text(const flow *, arena *);
/* A drawing, layer below layer. link: a path in front of a node's id, with its language. */
void flow_graph_svg(const flow *, const char *lang, const char *link, struct strbuf *);

/* ---- versions ---- */
/* The draft under this head, checked and stored whole as a version. WR_E_RULE names the node that is at fault. A version holds from the
 * first hour of its day, but never from before it was published; only the first may hold from an earlier day. */
WR_MUST wr_rc flow_publish(db_tx *rw, const wr_actor *, const flow *head, arena *);
WR_MUST wr_rc flow_draft(db_tx *ro, const flow *head, arena *, flow *ret);      /* nodes, choices, words and papers as they stand now */
WR_MUST wr_rc flow_version_get(db_tx *ro, int64_t number, arena *, flow *ret);
/* What is in force at a moment, past or to come. WR_E_MISSING: nothing yet. */
WR_MUST wr_rc flow_in_force(db_tx *ro, wr_us at, arena *, flow *ret);
typedef struct flow_version { const char *id; int64_t number; wr_day from; wr_us since; const char *text; } flow_version;   /* text: canonical JSON */
extern const shape FLOW_VERSION;
WR_MUST wr_rc flow_versions(db_tx *ro, arena *, flow_version **ret, size_t *ret_n);     /* the newest first, without text; at most 200 */
const char *flow_to_text(const flow *, arena *);
WR_MUST wr_rc flow_from_text(const char *json, arena *, flow *ret);             /* WR_E_INPUT: no guide */
enum { FLOW_NODES_MAX = 300, FLOW_CHOICES_MAX = 1000 };
#endif
