/* contact_summary_own.h -- summaries of contact reports: pure tables, the stored text, pages. */
#ifndef WR_CONTACT_SUMMARY_OWN_H
#define WR_CONTACT_SUMMARY_OWN_H
#include "contact_own.h"
#include "pair.h"

/* ---- contact_summary.c ---- */
enum { AXIS_DEPARTMENT, AXIS_REQUEST, AXIS_AGENCY, AXIS_RESPONSE, AXIS_PAPER, AXIS_DAYS, AXES };       /* contact_axes */
#define CONTACT_HIDDEN "not shown"           /* under 11, or it would give such a number away: one mark for both */
#define CONTACT_WITHHELD "withheld"          /* the whole table */
#define CONTACT_ALL_REPORTS "all"
extern const char *const contact_axes[], *const contact_days[];                          /* days: of the period, of earlier ones */
typedef struct contact_period { const char *name; wr_day first, last; } contact_period;  /* "2026-Q1", "2026-01" */
typedef struct contact_axis { const page_choice *values; size_t n; } contact_axis;       /* its last word stands for all that is in no list */
typedef struct contact_tally { const char *department; int request; const char *agency, *paper, *response; int days; int64_t n; } contact_tally;
/* value: "" in a withheld table. and_by: "" or the second axis. reports: a number, or one of the words above. */
typedef struct contact_cell { const char *by, *value, *and_by, *and_value, *reports; } contact_cell;
contact_period contact_period_of(wr_day, int64_t months, arena *);
bool contact_period_read(const char *name, int64_t months, arena *, contact_period *ret);   /* false: no period of that kind */
/* limit: the largest small count. The first cell is all reports; counts: what is behind each, never to be published. */
void contact_summary_cells(const contact_axis axes[AXES], const contact_tally *, size_t n, int64_t limit, arena *, contact_cell **ret, int64_t **ret_counts, size_t *ret_n);

/* ---- contact_summary_model.c: a summary is stored once, as text; public pages read that text alone ---- */
/* reports: how many, as it may be shown. waiting: counted, the true number, stands only in the passing row that waits for its second person. */
typedef struct contact_summary { const char *id, *period; wr_day first, last; const char *reports; int64_t under; wr_us made, published; const char *sha256, *text; } contact_summary;
typedef struct contact_summary_waiting { const char *period; wr_day first, last; const char *reports; int64_t under; wr_us made; int64_t counted; const char *sha256, *text; } contact_summary_waiting;
typedef struct contact_summary_made { contact_summary_waiting row; contact_cell *cells; int64_t *counts; size_t n_cells; } contact_summary_made;
typedef struct contact_name { const char *by, *value, *name; } contact_name;
extern const shape CONTACT_SUMMARY, CONTACT_SUMMARY_HEAD, CONTACT_CELL, CONTACT_NAME, CONTACT_SUMMARY_WAITING;
extern const history CONTACT_SUMMARIES;
extern const db_query CONTACT_SUMMARY_ADD, CONTACT_SUMMARY_PAST, CONTACT_SUMMARY_WALK, CONTACT_SUMMARY_PUT, CONTACT_SUMMARY_LIST, CONTACT_SUMMARY_BY,
    CONTACT_SUMMARY_LAST, CONTACT_SUMMARY_TALLY, CONTACT_SUMMARY_FIRST, CONTACT_SUMMARY_COUNT, CONTACT_SUMMARY_WAITING_PUT, CONTACT_SUMMARY_WAITING_BY, CONTACT_SUMMARY_WAITING_END;
WR_MUST wr_rc contact_summary_months(db_tx *ro, arena *, int64_t *ret);
WR_MUST wr_rc contact_summary_make(db_tx *ro, const wr_actor *, const char *period, arena *, contact_summary_made *ret);   /* WR_E_RULE: it cannot be published now */
WR_MUST wr_rc contact_summary_open(const char *text, arena *, contact_name **ret_names, size_t *ret_n_names, contact_cell **ret, size_t *ret_n);
WR_MUST wr_rc contact_summary_ready(db_tx *ro, const wr_actor *, arena *, contact_period *ret, size_t cap, size_t *ret_n);
const char *contact_summary_csv(const contact_cell *, size_t n, const contact_name *, size_t n_names, arena *);
wr_run contact_summary_run;

/* ---- contact_summary_web.c ---- */
extern const pair_kind contact_pairs_of_two[];
extern const shape IN_SUMMARY, IN_SUMMARY_PUBLISH, CONTACT_PERIOD, CONTACT_SAY_SECTION, CONTACT_SAY_COUNT;
http_show contact_show_summaries, contact_show_summary, contact_show_preview;
http_give contact_give_summary;
http_prepare contact_prepare_summary;
http_act contact_act_summary;
#endif
