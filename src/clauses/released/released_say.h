/* released_say.h -- files and answers as JSON: one document for the page, the command, a permalink and an export. */
#ifndef WR_RELEASED_SAY_H
#define WR_RELEASED_SAY_H
#include "released_cost.h"
/* What may be asked, of a page or on the command line. file: number or name; none: the newest that has such a table. table: "12-3", the third table of file 12. rates: of cost, the file whose list has the rates; none: the newest that has one.
 * where: "COLUMN=VALUE|VALUE; COLUMN!=VALUE"; a backslash before | ; or itself takes the next letter as it is. years: what a year is. age: a band, of rows; twice: only rows that are likely there twice. */
typedef struct released_in { const char *file, *sheet, *kind, *by, *by2, *where, *date, *sum, *rates; wr_day from, to; int unit; int64_t top; int format;
    const char *table; int years; const char *with, *age; bool twice; int64_t skip; const char *area, *agency, *method, *criminality, *facility, *facility_code, *citizenship, *sex, *state, *landmark, *county; } released_in;
extern const shape IN_RELEASED;
/* The filters among its fields, from this one on: each is named by the idea of the column that it asks. */
#define RELEASED_FIRST_FILTER "area"
extern const char *const released_years[];                                                      /* "calendar" "federal" */
/* Breakdowns of the same rows, by layer; a NULL name ends. Layers stand side by side and are never merged into one reason. */
typedef struct released_layer { const char *name, *by[8]; } released_layer;
extern const released_layer released_who[], released_why[];
bool released_as_of_extraction(const released_view *, const char *idea, arena *);
#define RELEASED_VIEWS_SAID "count, who, why, trend, cost, rows, report, files, repeats, order, twice, compare, checks, held, place"
WR_MUST wr_rc released_say_file(db_tx *ro, const released_file *, arena *, json_t **ret);       /* the import report; a new reference */
WR_MUST wr_rc released_say_view(db_tx *ro, const char *view, const released_in *, arena *, json_t **ret);
const char *released_say_csv(const json_t *, arena *);                                          /* the rows of an answer */
/* released_pick.c */
WR_MUST wr_rc released_pick(db_tx *ro, const released_in *, arena *, released_view *ret);       /* the table that is meant */
WR_MUST wr_rc released_has_sheet(db_tx *ro, const released_listed *, const char *sheet_opt, arena *, bool *ret);      /* "" or none: it has */
WR_MUST wr_rc released_no_sheet(arena *, const char *sheet);                                    /* WR_E_INPUT             */
WR_MUST wr_rc released_ask_of(const released_view *, const released_in *, arena *, released_ask *ret);      /* an unknown sheet: WR_E_INPUT names "sheet" */
released_in released_in_by(const released_in *, const char *by);                                /* the same by one column; ages are counted in rows, without a sum */
json_t *released_say_cost(const released_view *, const released_rates *, const released_costs *, int64_t top, arena *);
json_t *released_say_answer(const released_view *, const released_ask *, const released_answer *, int64_t top, arena *);
/* The area of a county on a day, by a table of places (REL-38). WR_E_MISSING: no row is about it. */
WR_MUST wr_rc released_area_of_county(const released_view *places, const char *state, const char *county, wr_day on, arena *, const released_area **ret);
#endif
