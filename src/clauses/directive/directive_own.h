/* directive_own.h -- what the files of this clause share with each other and with nobody else. */
#ifndef WR_DIRECTIVE_OWN_H
#define WR_DIRECTIVE_OWN_H
#include "city.h"
#include "clock.h"
#include "directive.h"
#include "doc.h"
#include "link.h"
#include "mail.h"
#include "person.h"
typedef struct directive_end { const char *id, *title, *url; wr_day day; } directive_end;   /* one end of an edge */
extern const wr_pack directive_packs[];
extern const shape IN_CELL, IN_DIRECTION, IN_DEPARTMENT, IN_MATRIX, IN_ORDER, IN_SINCE, IN_REPORT;
const char *directive_what(const char *event);           /* "directive.claimed" in words */
/* on, at: the day, and the time "14:30" on it, whose knowledge is shown; none: now. */
typedef struct directive_when { wr_day on; const char *at; } directive_when;
#define WHEN_FIELDS(S) { "on", 'd', F_NULL, 0, offsetof(S, when.on), NULL, N_("As known on") }, \
    { "at", 't', F_NULL, 5, offsetof(S, when.at), NULL, N_("Time of day") }
typedef struct in_cell { const char *direction, *department; directive_when when; } in_cell;
typedef struct in_direction { const char *direction; directive_when when; } in_direction;
typedef struct in_department { const char *acronym; directive_when when; } in_department;
typedef struct in_order { const char *ref; directive_when when; } in_order;
typedef struct in_since { wr_day since; } in_since;
enum { SHOW_GAPS, SHOW_NAME, SHOW_FAMILY };
typedef struct in_matrix { int show; const char *direction; directive_when when; } in_matrix;
typedef struct in_report { const char *direction; } in_report;

/* What the city knows now, or knew at a past moment: who.now and who.today are that moment's, n is its log index, query is the
 * tail of every link that stays in it. dates: by `about`, of the past alone. */
typedef struct directive_known { wr_actor who; bool past; int64_t n; const char *query; history_proof proof; directive_order *orders;
    directive_direction *directions; city_department *bodies; directive_due *cells; clock_due_row *dates;
    link_row *ties; size_t n_orders, n_directions, n_bodies, n_cells, n_dates, n_ties; } directive_known;
typedef struct directive_then { wr_day day; wr_us at; int64_t n, matched, purged, wrong, used; const char *now_url; } directive_then;
extern const shape DIRECTIVE_THEN;
extern const db_query DIRECTIVE_N_AT, DIRECTIVE_ORDERS_UPTO, DIRECTIVE_DIRECTIONS_UPTO, DIRECTIVE_TARGETS_UPTO, DIRECTIVE_CELLS_UPTO, DIRECTIVE_CELLS_LAST,
    DIRECTIVE_TIES;
WR_MUST wr_rc directive_know(db_tx *ro, const wr_actor *, const directive_when *, arena *, directive_known *ret);
WR_MUST wr_rc directive_moment(db_tx *ro, const wr_actor *, const directive_when *, arena *, directive_known *ret);   /* the moment alone */
WR_MUST wr_rc directive_n_at(db_tx *ro, wr_us at, arena *, int64_t *ret);     /* the last log index of that moment; 0: none */
WR_MUST wr_rc directive_known_cell(db_tx *ro, directive_known *, const in_cell *, arena *, directive_cell *ret);
WR_MUST wr_rc directive_known_direction(db_tx *ro, directive_known *, const char *ref, arena *, directive_direction *ret);
/* A row of a past moment that may have been missing then, which is no error: WR_E_MISSING. What it was laid from counts. */
WR_MUST wr_rc directive_known_row(db_tx *ro, directive_known *, const history *, const char *id, arena *, void *ret);
WR_MUST wr_rc directive_known_date(db_tx *ro, directive_known *, const char *owes, arena *, clock_due_row *ret);
WR_MUST wr_rc directive_known_targets(db_tx *ro, const directive_known *, const char *direction, arena *, directive_target **ret, size_t *ret_n);
WR_MUST wr_rc directive_known_pieces(db_tx *ro, directive_known *, const char *cell, arena *, directive_evidence **ret, size_t *ret_n);
bool directive_known_superseded(const directive_known *, const directive_direction *);
WR_MUST wr_rc directive_known_nothing(db_tx *ro, const directive_known *, arena *, const char **ret);
WR_MUST wr_rc directive_put_then(const directive_known *, const char *now_url, arena *, json_t *doc);   /* the banner of a past moment */
/* Ties. key: an order, a direction or a cell ("direction/department"), by the number that people write. */
extern const char *const directive_tie_kinds[];
extern const shape IN_TIE, IN_UNTIE, DIRECTIVE_EDGE;
http_show directive_show_edges, directive_show_piece;
typedef struct in_piece { const char *id; } in_piece;
extern const shape IN_PIECE, DIRECTIVE_SERVES_SAID;
extern const db_query DIRECTIVE_PIECE_BY, DIRECTIVE_SERVED;
http_act directive_act_tie, directive_act_untie;
WR_MUST wr_rc directive_end_of(db_tx *, const char *key, const char *field_name, arena *, directive_end *ret);
WR_MUST wr_rc directive_tie(db_tx *rw, const wr_actor *, const char *from, int kind, const char *to, arena *);
WR_MUST wr_rc directive_put_ties(db_tx *ro, const wr_actor *, const char *about, const char *key, arena *, json_t *doc);
bool directive_superseded(const link_row *, size_t n, const directive_direction *, const char *order_id, wr_day today);

/* A duty that comes again, and one occurrence of it. counted: from the first start, times n; or from the last completion.
 * owes: the key of its date at the clock. pieces: how many the cell had when the turn opened. */
enum { COUNTED_CALENDAR, COUNTED_COMPLETION };
enum { TURN_OPEN, TURN_MET, TURN_LATE, TURN_MISSED };
enum { DIRECTIVE_TURNS_SHOWN = 1000, DIRECTIVE_PIECES_MAX = 2000 };   /* of one cell: a duty that comes again gathers them for decades */
typedef struct directive_again { const char *id, *direction, *rule; int counted; const char *start; } directive_again;
typedef struct directive_turn { const char *id, *cell; int64_t number; const char *owes; wr_day opened; int state; wr_day claimed; const char *claimed_by;
    wr_day verified; const char *verified_by; int64_t pieces; } directive_turn;
extern const char *const directive_counted[];
extern const shape DIRECTIVE_AGAIN, DIRECTIVE_SAY_TURN;
extern const history DIRECTIVE_AGAINS, DIRECTIVE_TURNS;
extern const db_query DIRECTIVE_AGAIN_ADD, DIRECTIVE_AGAIN_PAST, DIRECTIVE_AGAIN_WALK, DIRECTIVE_AGAIN_PUT, DIRECTIVE_AGAIN_BY, DIRECTIVE_AGAIN_ALL, DIRECTIVE_TURN_ADD,
    DIRECTIVE_TURN_PAST, DIRECTIVE_TURN_WALK, DIRECTIVE_TURN_PUT, DIRECTIVE_TURNS_OF, DIRECTIVE_TURN_BY;
wr_run directive_tick_turns;
WR_MUST wr_rc directive_start_day(db_tx *, const directive_direction *, const char *start, arena *, wr_day *ret);   /* "signed", an order, or a day */
WR_MUST wr_rc directive_again_of(db_tx *, const char *direction, arena *, directive_again *ret, bool *ret_is);
WR_MUST wr_rc directive_turn_now(db_tx *, const directive_cell *, arena *, directive_turn *ret, bool *ret_is);
WR_MUST wr_rc directive_turn_open(db_tx *rw, const wr_actor *, const directive_again *, directive_cell *, wr_day from, arena *);
WR_MUST wr_rc directive_turn_met(db_tx *rw, const wr_actor *, const directive_turn *, const directive_cell *was, directive_cell *now, arena *);
WR_MUST wr_rc directive_turn_pieces(db_tx *, const directive_cell *, arena *, size_t *in_out_n);
WR_MUST wr_rc directive_turns_moved(db_tx *rw, const wr_actor *, const directive_order *, const directive_direction *, const directive_due *, const char *reason,
                                    arena *);
WR_MUST wr_rc directive_put_turns(db_tx *ro, directive_known *, const directive_cell *, const person_account *, size_t, arena *, json_t *doc);
WR_MUST wr_rc directive_put_again(db_tx *ro, directive_known *, const directive_direction *, arena *, json_t *doc);

/* The exact words. first, last: characters of the file from 1; runs of blanks are one blank. false: there are not so many. */
typedef struct directive_exact { const char *id, *direction, *order_ref, *file, *sha256; int64_t page, first, last; const char *words; } directive_exact;
typedef struct in_source { const char *ref; } in_source;
extern const shape IN_SOURCE, DIRECTIVE_EXACT;
extern const history DIRECTIVE_SOURCES, DIRECTIVE_WORDS;
extern const db_query DIRECTIVE_SOURCE_ADD, DIRECTIVE_SOURCE_PAST, DIRECTIVE_SOURCE_WALK, DIRECTIVE_SOURCE_PUT, DIRECTIVE_SOURCE_BY, DIRECTIVE_SOURCE_ALL, DIRECTIVE_WORDS_ADD,
    DIRECTIVE_WORDS_PAST, DIRECTIVE_WORDS_WALK, DIRECTIVE_WORDS_PUT, DIRECTIVE_WORDS_BY;
http_give directive_give_source;
bool directive_words_at(const char *text, int64_t first, int64_t last, arena *, const char **ret_words, int64_t *ret_page);
WR_MUST wr_rc directive_load_source(db_tx *rw, const wr_actor *, const directive_order *, const char *file, const char *sha256, arena *);
/* What was loaded of a pack once: the file of an order, the place of a direction's words. "", 0: nothing was. */
WR_MUST wr_rc directive_source_of(db_tx *, const char *order_ref, arena *, const char **ret_file, const char **ret_sha256);
WR_MUST wr_rc directive_words_place(db_tx *, const char *direction, arena *, int64_t *ret_page, int64_t *ret_first, int64_t *ret_last);
WR_MUST wr_rc directive_load_words(db_tx *rw, const wr_actor *, const directive_direction *, int64_t page, int64_t first, int64_t last, wr_day holds, arena *);
WR_MUST wr_rc directive_put_words(db_tx *ro, directive_known *, const directive_direction *, arena *, json_t *doc);
WR_MUST wr_rc directive_check_sources(db_tx *ro, arena *, json_t *ret_findings);

typedef struct in_snapshot { const char *id; } in_snapshot;
extern const shape IN_SNAPSHOT, IN_SNAPSHOT_STORE, DIRECTIVE_SNAPSHOT, DIRECTIVE_SNAPSHOT_HEAD, DIRECTIVE_DIFFERS;
extern const history DIRECTIVE_SNAPSHOTS;
extern const db_query DIRECTIVE_SNAPSHOT_ADD, DIRECTIVE_SNAPSHOT_PAST, DIRECTIVE_SNAPSHOT_WALK, DIRECTIVE_SNAPSHOT_PUT, DIRECTIVE_SNAPSHOT_LIST, DIRECTIVE_SNAPSHOT_BY;
http_show directive_show_snapshots, directive_show_snapshot;
http_give directive_give_snapshot;
http_prepare directive_prepare_snapshot;
http_act directive_act_snapshot;
WR_MUST wr_rc directive_demo_snapshot(db_tx *rw, const wr_actor *, wr_day on, const char *title, const char *reason, arena *);
WR_MUST wr_rc directive_check_snapshots(db_tx *ro, arena *, json_t *ret_findings);

/* What a cell says, in the language of who asks: "90 d late". kind is its class in the stylesheet. */
typedef struct directive_said { const char *kind, *text; } directive_said;
directive_said directive_say(arena *, const char *lang, const directive_facts *, wr_day today);
directive_facts directive_facts_from(const directive_cell *, const directive_direction *, wr_day due, size_t n_pieces);
directive_facts directive_facts_of(const directive_due *);   /* what a list knows; evidence and measure are the cell's own page */
const char *directive_day_short(arena *, const char *lang, wr_day, wr_day today);    /* "12 Mar"; with the year when it is another */
const city_liaison *directive_liaison_of(const city_liaison *, size_t n, const char *department);

/* A cell as a line of a list. liaison, phone: "" when nobody is named. order: who needs a person first. */
typedef struct say_line { const char *direction, *title, *department, *name, *kind, *text; wr_day due; const char *excuse, *liaison, *phone;
    wr_us reminded; bool was_reminded; const char *url; int64_t days, order; } say_line;
say_line directive_line(arena *, const wr_actor *, const directive_due *, const directive_direction *, size_t, const city_department *, size_t,
                        const city_liaison *, size_t);
void directive_sort_lines(say_line *, size_t n);
/* Everything that the briefing and its letters look at, read once. */
typedef struct directive_now { directive_due *cells; directive_direction *d; city_department *b; city_liaison *l; size_t n, n_d, n_b, n_l; } directive_now;
bool directive_late_one(const wr_actor *, const directive_due *);
mail_note directive_reminder(arena *, const wr_actor *, const directive_now *, const city_department *, const mail_to *);   /* every late answer of it */
WR_MUST wr_rc directive_tell_checkers(db_tx *rw, const wr_actor *, const directive_cell *, arena *);
WR_MUST wr_rc directive_tell_liaison(db_tx *rw, const wr_actor *, const char *what, const directive_cell *, arena *);   /* what: the event */
extern const shape SAY_CELL, SAY_DIRECTION, SAY_DEPARTMENT, SAY_MOVED, SAY_PIECE, SAY_EVENT, SAY_LINE, SAY_PLAN, SAY_MAIL, SAY_CHANGE, SAY_NEWS, SAY_STATE,
    DATA_ORDER, DATA_DIRECTION, DATA_TARGET, DATA_CELL, DATA_PIECE, DATA_SERVES, DATA_EDGE, DATA_DATE, DIRECTIVE_SUM;
http_show directive_show_matrix, directive_show_direction, directive_show_department, directive_show_cell, directive_show_order,
    directive_show_report, directive_show_changes, directive_show_briefing, directive_show_remind, directive_show_work;
http_give directive_give_matrix, directive_give_report, directive_give_changes, directive_give_direction, directive_give_department, directive_give_data;
/* Open due dates as a calendar; "" or NULL: of all directions, of all departments. */
WR_MUST wr_rc directive_give_due(db_tx *ro, const wr_actor *, const char *direction_opt, const char *department_opt, arena *, http_out *);
extern const shape IN_CLAIM, IN_REASON, IN_DECLINE, IN_EXTEND, IN_EVIDENCE, IN_EXPLAIN, IN_STAGE, IN_MEASURE, IN_REMIND, IN_ASK, IN_SIGNED;
http_act directive_act_start, directive_act_claim, directive_act_return, directive_act_verify, directive_act_decline, directive_act_extend,
    directive_act_evidence, directive_act_explain, directive_act_stage, directive_act_measure, directive_act_remind, directive_act_ask, directive_act_signed;
bool directive_counts_from(const char *start, const directive_order *, const directive_direction *);   /* start: of a target */
WR_MUST wr_rc directive_start_day(db_tx *, const directive_direction *, const char *start, arena *, wr_day *ret);
/* Every date that counts from this order moves to its day of signing; what a person moved stays. */
WR_MUST wr_rc directive_move_dates(db_tx *rw, const wr_actor *, const directive_order *, const char *reason, arena *);
/* On the page of an order, for who may: the form that sets its day of signing right. */
WR_MUST wr_rc directive_put_signed(const wr_actor *, const directive_order *, arena *, json_t *doc);
http_prepare directive_prepare_evidence;
enum { DIRECTIVE_FILE_MB = 20 };         /* the largest file that a piece of evidence may be */
WR_MUST wr_rc directive_files_of(db_tx *, const char *cell, arena *, doc_file **ret, size_t *ret_n);   /* of its pieces */
/* The forms of a cell that this person may use now. */
WR_MUST wr_rc directive_cell_forms(db_tx *ro, const wr_actor *, const directive_cell *, const directive_facts *, arena *, json_t *doc);
extern const db_query DIRECTIVE_SCOPE, DIRECTIVE_SINCE, DIRECTIVE_PIECES_IN, DIRECTIVE_LAST_PIECES, DIRECTIVE_UNSOUND, DIRECTIVE_BY_ID, DIRECTIVE_NEWS, DIRECTIVE_OPEN_DUE;
typedef struct directive_last { const char *cell, *title; wr_day dated; } directive_last;
typedef struct directive_unsound { const char *direction, *department, *why; } directive_unsound;
typedef struct directive_past { const char *about, *what, *value; wr_day holds; int64_t n; } directive_past;
wr_count directive_count;
WR_MUST wr_rc directive_count_data(db_tx *, const char *path, arena *, wr_figure *ret);   /* rows of a set of /data */
extern const db_query DATA_QUERIES[8], DATA_COUNTS[8];
extern const wr_story directive_stories[];
wr_rc directive_demo(db_tx *rw, const wr_actor *, arena *);
wr_rc directive_demo_file(db_tx *rw, const wr_actor *, const directive_evidence *, const directive_cell *, const char *ending, arena *);
extern const shape DIRECTIVE_DEMO_STATES;
extern const db_query DIRECTIVE_INVENTED_PUT, DIRECTIVE_INVENTED_ALL, DIRECTIVE_INVENTED_END;
wr_rc directive_load_states(db_tx *rw, const wr_actor *, const void *what, arena *);
wr_rc directive_check(db_tx *ro, arena *, json_t *ret_findings);
#endif
