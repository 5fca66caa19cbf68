/* counter.h -- the guide at the counter: what is shown at which place, as of which moment. */
#ifndef WR_COUNTER_H
#define WR_COUNTER_H
#include "city_duty.h"
#include "db.h"
#include "flow.h"
#include "module.h"
/* What an address says. token: of a place's door, "" on the general pages. on, at: the day, and the time "14:30" on it, as of which it is
 * shown; none: now. pending: nodes of other branches that are still to be done, with dots between. */
typedef struct counter_in { const char *token, *node, *paper; wr_day on; const char *at, *pending; } counter_in;
extern const db_query COUNTER_N_AT;
extern const shape IN_COUNTER, IN_COUNTER_NODE, IN_COUNTER_PLACE, IN_COUNTER_PLACE_NODE, IN_COUNTER_PAPER;

/* The guide in force then, and the place. base: "/counter" or "/counter/at/TOKEN"; tail: "on=2026-03-01&at=10:00" or "". */
typedef struct counter_view { flow f; wr_us at; bool then, past; wr_day day; const char *lang, *token, *place, *place_name, *department, *base, *tail; wr_day revoked; } counter_view;
WR_MUST wr_rc counter_see(db_tx *ro, const wr_actor *, const counter_in *, arena *, counter_view *ret);
/* What every page says: version, place, moment. now_url: the same page without a moment. */
WR_MUST wr_rc counter_put(const counter_view *, const char *now_url, arena *, json_t *doc);
/* Who is called then: "first" and "calls". Where nobody is on duty, the city's desk. */
WR_MUST wr_rc counter_put_calls(db_tx *ro, const counter_view *, arena *, json_t *doc);
WR_MUST wr_rc counter_put_says(const counter_view *, const char *script, arena *, json_t *doc);
const char *counter_step_url(arena *, const counter_view *, const char *node, const char *pending);
const char *counter_url(arena *, const counter_view *, const char *path, const char *pending);   /* path: whole */

typedef struct counter_guide { int64_t number; wr_day from; const char *name, *counsel; wr_day counsel_day; const char *approver, *note; } counter_guide;
typedef struct counter_then { wr_us moment; const char *now_url; } counter_then;
typedef struct counter_line { const char *head, *text; } counter_line;
typedef struct counter_choice { const char *choice, *label; int tone; const char *goes, *also, *paper, *looks, *next_url, *picture_url; } counter_choice;
typedef struct counter_link { const char *id, *title, *step_url; } counter_link;
extern const shape COUNTER_GUIDE, COUNTER_THEN, COUNTER_LINE, COUNTER_CHOICE, COUNTER_LINK, COUNTER_PLACE;

/* What a page shows of one node, also in print. The texts of `node` in lines. */
WR_MUST wr_rc counter_put_lines(const counter_view *, const char *text, arena *, json_t *doc);
WR_MUST wr_rc counter_put_choices(const counter_view *, const flow_node *, const char *pending, arena *, json_t *doc);
/* The picture of a paper: no seal, badge, signature or number; SAMPLE across it in the language. */
void counter_draw_paper(const flow_paper *, const char *title, const char *lang, struct strbuf *);      /* title: in that language */
/* The nodes of a printed page: those that follow `from` until another page begins. */
size_t counter_branch(const flow *, const flow_node *from, arena *, const flow_node ***ret);

http_show counter_show_step, counter_show_card, counter_show_branches, counter_show_whole, counter_show_papers, counter_show_paper, counter_show_graph;
http_give counter_give_paper, counter_give_graph;
#endif
