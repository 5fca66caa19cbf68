/* cost_own.h -- rows, queries and parts of this clause that no other sees. */
#ifndef WR_COST_OWN_H
#define WR_COST_OWN_H
#include "cost.h"
#include "db.h"
#include "history.h"
#include "pair.h"
enum { COST_FIGURES_MAX = 500, COST_SCENARIOS_MAX = 200, COST_INPUTS_MAX = 300, COST_IMPORTS_MAX = 300, COST_GROUPS_BYTES = 200 };

extern const shape COST_FIGURE, COST_PACK_FIGURE;
extern const history COST_FIGURES;
extern const db_query COST_FIGURE_ADD, COST_FIGURE_PAST, COST_FIGURE_WALK, COST_FIGURE_PUT, COST_FIGURE_BY, COST_FIGURE_ALL, COST_FIGURES_UPTO, COST_N_AT;
WR_MUST wr_rc cost_figure_by(db_tx *, const char *ref, arena *, cost_figure *ret);        /* WR_E_MISSING, in words */
WR_MUST wr_rc cost_figures(db_tx *ro, arena *, cost_figure **ret, size_t *ret_n);        /* by scope, item, as-of day */
/* As the city knew them at the end of that day. WR_E_INPUT at "on": it is still to come. */
WR_MUST wr_rc cost_figures_on(db_tx *ro, const wr_actor *, wr_day on, arena *, cost_figure **ret, size_t *ret_n);
WR_MUST wr_rc cost_n_on(db_tx *ro, const wr_actor *, wr_day on, arena *, int64_t *ret);
/* Adds it, or changes what has its key; checks it. what: the event. */
WR_MUST wr_rc cost_figure_put(db_tx *rw, const wr_actor *, const char *what, cost_figure *, arena *);
/* "$17.20 million" as people say it, or "4,700 people"; "$30,000,000.00 to $32,000,000.00" when there is a range. */
const char *cost_say(arena *, const char *lang, wr_cents, int unit);
const char *cost_say_range(arena *, const char *lang, const cost_range *, int unit);
const char *cost_say_dated(arena *, const char *lang, wr_day, int precise);

extern const shape COST_SAY_FIGURE, COST_IN_ON, COST_IN_REF, COST_IN_FIGURE, COST_IN_EDIT, COST_SAY_PAST;
http_show cost_show_figures, cost_show_figure, cost_show_new, cost_show_edit;
http_give cost_give_figures;
http_act cost_act_new, cost_act_edit;
extern const wr_pack cost_packs[];
#endif
