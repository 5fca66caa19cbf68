/* directive_own.h -- what the files of this clause share with each other and with nobody else. */
#ifndef WR_DIRECTIVE_OWN_H
#define WR_DIRECTIVE_OWN_H
#include "city.h"
#include "directive.h"
#include "person.h"
typedef struct directive_end { const char *id, *title, *url; wr_day day; } directive_end;   /* one end of an edge */
extern const wr_pack directive_packs[];
extern const shape IN_CELL, IN_DIRECTION, IN_DEPARTMENT, IN_MATRIX, IN_ORDER, IN_SINCE, IN_REPORT;
const char *directive_what(const char *event);           /* "directive.claimed" in words */
typedef struct in_cell { const char *direction, *department; } in_cell;
typedef struct in_direction { const char *direction; } in_direction;
typedef struct in_department { const char *acronym; } in_department;
typedef struct in_order { const char *ref; } in_order;
typedef struct in_since { wr_day since; } in_since;
enum { SHOW_GAPS, SHOW_NAME, SHOW_FAMILY };
typedef struct in_matrix { int show; const char *direction; } in_matrix;
typedef struct in_report { const char *direction; } in_report;

/* What a cell says, in the language of who asks: "90 d late". kind is its class in the stylesheet. */
typedef struct directive_said { const char *kind, *text; } directive_said;
directive_said directive_say(arena *, const char *lang, const directive_facts *, wr_day today);
directive_facts directive_facts_of(const directive_due *);   /* what a list knows; evidence and measure are the cell's own page */
const char *directive_day_short(arena *, const char *lang, wr_day, wr_day today);    /* "12 Mar"; with the year when it is another */
const char *directive_name_of(const person_account *, size_t n, const char *by);      /* the person behind a pseudonym; "" when purged */
const city_liaison *directive_liaison_of(const city_liaison *, size_t n, const char *department);

/* A cell as a line of a list. liaison, phone: "" when nobody is named. order: who needs a person first. */
typedef struct say_line { const char *direction, *title, *department, *name, *kind, *text; wr_day due; const char *excuse, *liaison, *phone;
    wr_us reminded; bool was_reminded; const char *url; int64_t days, order; } say_line;
say_line directive_line(arena *, const wr_actor *, const directive_due *, const directive_direction *, size_t, const city_department *, size_t,
                        const city_liaison *, size_t);
void directive_sort_lines(say_line *, size_t n);
extern const shape SAY_CELL, SAY_DIRECTION, SAY_DEPARTMENT, SAY_MOVED, SAY_PIECE, SAY_EVENT, SAY_LINE, SAY_PLAN, SAY_LINK, SAY_MAIL, SAY_CHANGE, DIRECTIVE_SUM;
http_show directive_show_matrix, directive_show_direction, directive_show_department, directive_show_cell, directive_show_order,
    directive_show_report, directive_show_briefing, directive_show_remind, directive_show_work;
http_give directive_give_matrix, directive_give_report;
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
/* The forms of a cell that this person may use now. */
WR_MUST wr_rc directive_cell_forms(db_tx *ro, const wr_actor *, const directive_cell *, const directive_facts *, arena *, json_t *doc);
extern const db_query DIRECTIVE_SCOPE, DIRECTIVE_SINCE, DIRECTIVE_PIECES_IN, DIRECTIVE_LAST_PIECES, DIRECTIVE_UNSOUND, DIRECTIVE_BY_ID;
typedef struct directive_last { const char *cell, *title; wr_day dated; } directive_last;
typedef struct directive_unsound { const char *direction, *department, *why; } directive_unsound;
typedef struct directive_past { const char *about, *what, *value; wr_day holds; int64_t n; } directive_past;
wr_count directive_count;
extern const wr_story directive_stories[];
extern const shape DIRECTIVE_DEMO_STATES;
wr_rc directive_load_states(db_tx *rw, const wr_actor *, const void *what, arena *);
wr_rc directive_check(db_tx *ro, arena *, json_t *ret_findings);
#endif
