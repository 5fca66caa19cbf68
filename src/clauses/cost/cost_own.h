/* cost_own.h -- rows, queries and parts of this clause that no other sees. */
#ifndef WR_COST_OWN_H
#define WR_COST_OWN_H
#include "cost.h"
#include "db.h"
#include "history.h"
#include "http.h"
#include "pack.h"
#include "pair.h"
enum { COST_FIGURES_MAX = 500, COST_SCENARIOS_MAX = 200, COST_INPUTS_MAX = 300, COST_CHOICES_MAX = 5000, COST_IMPORTS_MAX = 300, COST_GROUPS_BYTES = 200 };

extern const shape COST_FIGURE, COST_PACK_FIGURE;
extern const history COST_FIGURES;
extern const db_query COST_FIGURE_ADD, COST_FIGURE_PAST, COST_FIGURE_WALK, COST_FIGURE_PUT, COST_FIGURE_BY, COST_FIGURE_ALL, COST_FIGURE_COUNT, COST_FIGURES_UPTO, COST_N_AT;
WR_MUST wr_rc cost_figure_by(db_tx *, const char *ref, arena *, cost_figure *ret);        /* WR_E_MISSING, in words */
WR_MUST wr_rc cost_figures(db_tx *ro, arena *, cost_figure **ret, size_t *ret_n);        /* by scope, item, as-of day */
/* As the city knew them at the end of that day. WR_E_INPUT at "on": it is still to come. */
WR_MUST wr_rc cost_figures_on(db_tx *ro, const wr_actor *, wr_day on, arena *, cost_figure **ret, size_t *ret_n);
WR_MUST wr_rc cost_n_on(db_tx *ro, const wr_actor *, wr_day on, arena *, int64_t *ret);
wr_pack_now cost_figure_now;
wr_run cost_figure_load;
/* Adds it, or changes what has its key; checks it. what: the event. */
WR_MUST wr_rc cost_figure_put(db_tx *rw, const wr_actor *, const char *what, cost_figure *, arena *);
/* "$187.48 a bed-day", "4,700 people"; with a range "$30,000,000 to $32,000,000" or "$70,236 ($30,591 to $109,880)". */
const char *cost_say(arena *, const char *lang, wr_cents, int unit);
const char *cost_say_range(arena *, const char *lang, const cost_range *, int unit);
const char *cost_say_dated(arena *, const char *lang, wr_day, int precise);

extern const shape COST_IN_ON, COST_IN_REF, COST_IN_EDIT, COST_SAY_PAST;
http_show cost_show_figures, cost_show_figure, cost_show_new, cost_show_edit;
http_give cost_give_figures;
wr_quotes cost_quotes;
http_act cost_act_new, cost_act_edit;
extern const wr_pack cost_packs[];

struct cost_hours_total;
/* ---- scenarios: choices of inputs, worked out whenever they are shown ---- */
typedef struct cost_scenario { const char *id; int64_t number; const char *name, *text; wr_day published; const char *report, *sha256; } cost_scenario;   /* report: what was published, as JSON; "" never */
typedef struct cost_input { const char *id, *about; int64_t line; int symbol; const char *figure; wr_cents low, base, high; bool ranged; int scope, side; const char *why; bool dropped; } cost_input;   /* scope, side: of its money; as written -1: not said */
typedef struct cost_use { int64_t number; int symbol; } cost_use;   /* number: of the first scenario in which a figure stands for it */
/* one, two: a line and the figures in it ("3 dhs-whole"), so that a choice ends when what it was about changes. */
typedef struct cost_choice { const char *id, *about, *one, *two; int64_t stands; const char *reason; } cost_choice;
extern const shape COST_SCENARIO, COST_INPUT, COST_CHOICE;
extern const history COST_SCENARIOS, COST_INPUTS, COST_CHOICES;
extern const db_query COST_SCENARIO_ADD, COST_SCENARIO_PAST, COST_SCENARIO_WALK, COST_SCENARIO_PUT, COST_SCENARIO_NUMBER, COST_SCENARIO_ALL, COST_SCENARIO_LAST, COST_SCENARIOS_UPTO;
extern const db_query COST_INPUT_ADD, COST_INPUT_PAST, COST_INPUT_WALK, COST_INPUT_PUT, COST_INPUT_OF, COST_INPUT_USES, COST_CHOICE_ADD, COST_CHOICE_PAST, COST_CHOICE_WALK, COST_CHOICE_PUT, COST_CHOICE_OF;
WR_MUST wr_rc cost_scenario_by(db_tx *, int64_t number, arena *, cost_scenario *ret);
WR_MUST wr_rc cost_scenarios(db_tx *ro, arena *, cost_scenario **ret, size_t *ret_n);

/* ---- a report: what a scenario comes to. These rows are the JSON, the page, and what a publication keeps. ---- */
typedef struct cost_say_line { int64_t number; int term, scope, side; const char *formula; int state; const char *lacks; wr_cents low, base, high; bool ranged; } cost_say_line;
typedef struct cost_say_input { int64_t line; int symbol; wr_cents low, base, high; bool ranged; int unit; const char *figure, *item, *source; int64_t repeats; wr_day as_of; int precise; int64_t year; const char *basis;
    int confidence; const char *payer, *contains, *part_of, *why; } cost_say_input;
typedef struct cost_say_total { int scope, side; int64_t lines; wr_cents low, base, high; bool ranged; } cost_say_total;   /* withheld ones are a list of their own, without an amount */
typedef struct cost_say_clash { int64_t one, two; const char *group, *one_key, *two_key; int64_t stands; const char *reason; } cost_say_clash;
typedef struct cost_say_missing { int term; } cost_say_missing;
typedef struct cost_report { const char *name, *text; cost_say_line *lines; cost_say_input *inputs; cost_say_total *totals, *withheld; cost_say_clash *clashes; cost_say_missing *missing;
    size_t n_lines, n_inputs, n_totals, n_withheld, n_clashes, n_missing; } cost_report;
extern const shape COST_REPORT_HEAD, COST_SAY_LINE, COST_SAY_INPUT, COST_SAY_TOTAL, COST_SAY_WITHHELD, COST_SAY_CLASH, COST_SAY_MISSING;
/* Figures and hours as they stand now: read once for several scenarios. */
typedef struct cost_known { cost_figure *figures; size_t n_figures; struct cost_hours_total *hours; size_t n_hours; } cost_known;
WR_MUST wr_rc cost_know(db_tx *ro, arena *, cost_known *ret);
WR_MUST wr_rc cost_report_of(db_tx *ro, const cost_known *, const cost_scenario *, arena *, cost_report *ret);
WR_MUST wr_rc cost_report_make(db_tx *ro, const cost_scenario *, arena *, cost_report *ret);   /* both, for one */
WR_MUST wr_rc cost_report_put(json_t *doc, const cost_report *);                          /* as data */
WR_MUST wr_rc cost_report_show(const wr_actor *, json_t *doc, const cost_report *, arena *);   /* what only the page shows, after cost_report_put */
WR_MUST wr_rc cost_report_read(const char *json, arena *, cost_report *ret);              /* one that was kept */
WR_MUST wr_rc cost_report_text(const cost_report *, arena *, const char **ret, const char **ret_sha256);
WR_MUST wr_rc cost_report_give(http_out *, const cost_report *, arena *);                 /* CSV: inputs, lines, totals, what is withheld, counted twice, not included */
bool cost_report_sound(const cost_report *, const char **ret_why);                        /* may it be published? */
/* How many pairs still need a choice, and [n_clashes] which. circle: all are chosen, and the choices lean on each other in a circle. */
int64_t cost_report_open(const cost_report *, bool *ret_open_opt, bool *ret_circle_opt);
/* WR_E_INPUT: a scenario uses the figure as something that it is no longer: of another unit, or a liability without a range. */
WR_MUST wr_rc cost_figure_fits_all(db_tx *, const cost_figure *, arena *);
WR_MUST wr_rc cost_input_put(db_tx *rw, const wr_actor *, const cost_scenario *, cost_input *, arena *);   /* checks it; errors name the field */
WR_MUST wr_rc cost_scenario_add(db_tx *rw, const wr_actor *, const char *name, const char *text, arena *, cost_scenario *ret);
WR_MUST wr_rc cost_choice_put(db_tx *rw, const wr_actor *, const cost_scenario *, cost_choice *, arena *);
extern const shape COST_SAY_SCENARIO, COST_IN_NUMBER, COST_IN_OPEN, COST_IN_RENAME, COST_IN_SET, COST_IN_DROP, COST_IN_DECIDE, COST_IN_PUBLISHED, COST_SAY_PUBLISHED, COST_TO_PUBLISH;
http_show cost_show_scenarios, cost_show_scenario, cost_show_report;
http_give cost_give_scenario, cost_give_report;
http_act cost_act_open, cost_act_rename, cost_act_set, cost_act_drop, cost_act_decide, cost_act_publish, cost_act_back;
extern const pair_kind cost_pairs[];
/* Keeps the report as it is worked out now. approved: its hash, WR_E_CONFLICT when it has another by now; NULL: the demonstration. */
WR_MUST wr_rc cost_publish(db_tx *rw, const wr_actor *, const cost_scenario *, const char *approved, arena *);
WR_MUST wr_rc cost_say_published(db_tx *ro, const wr_actor *, wr_day on, json_t *doc, arena *);   /* of /cost: what was published, by that day */

/* ---- staff hours: rows by cost code, never by person ---- */
typedef struct cost_import { const char *id; int64_t number; wr_day day; const char *title; int64_t rows; const char *body, *struck; } cost_import;   /* body: the rows, as CSV */
typedef struct cost_draft { const char *id, *title, *body; wr_us at; } cost_draft;
extern const history COST_IMPORTS;
extern const shape COST_IMPORT, COST_SAY_IMPORT, COST_IN_CHECK, COST_IN_DRAFT, COST_IN_STRIKE;
extern const db_query COST_HOURS_ADD, COST_HOURS_PAST, COST_HOURS_WALK, COST_HOURS_PUT, COST_HOURS_ALL, COST_HOURS_NEXT, COST_HOURS_SAME, COST_HOURS_NUMBER, COST_DRAFT_PUT, COST_DRAFT_BY, COST_DRAFT_DROP, COST_DRAFT_OLD;
WR_MUST wr_rc cost_hours_totals_now(db_tx *ro, arena *, struct cost_hours_total **ret, size_t *ret_n);   /* of all imports that stand */
WR_MUST wr_rc cost_hours_keep(db_tx *rw, const wr_actor *, const char *title, const char *text, arena *, cost_import *ret);
http_show cost_show_hours, cost_show_draft;
http_give cost_give_hours;
http_act cost_act_check, cost_act_keep, cost_act_strike;
wr_run cost_tick_drafts;
extern const wr_story cost_stories[];
#endif
