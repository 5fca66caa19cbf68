/* released_say.h -- files and answers as JSON: one document for the page, the command, a permalink and an export. */
#ifndef WR_RELEASED_SAY_H
#define WR_RELEASED_SAY_H
#include "released_cost.h"
/* What may be asked, of a page or on the command line. file: number or name; none: the newest that has such a table. rates: of cost, the file whose list has the rates; none: the newest that has one. where: "COLUMN=VALUE|VALUE; COLUMN!=VALUE". */
typedef struct released_in { const char *file, *sheet, *kind, *by, *by2, *where, *date, *sum, *rates; wr_day from, to; int unit; int64_t top; int format;
    const char *area, *agency, *method, *criminality, *facility, *facility_code, *citizenship, *sex, *state, *landmark; } released_in;
extern const shape IN_RELEASED;
#define RELEASED_VIEWS_SAID "count, who, why, trend, cost, rows, report, files, repeats, order, held"
WR_MUST wr_rc released_say_file(db_tx *ro, const released_file *, arena *, json_t **ret);       /* the import report; a new reference */
WR_MUST wr_rc released_say_view(db_tx *ro, const char *view, const released_in *, arena *, json_t **ret);
const char *released_say_csv(const json_t *, arena *);                                          /* the rows of an answer */
WR_MUST wr_rc released_pick(db_tx *ro, const released_in *, arena *, released_view *ret);       /* the table that is meant */
WR_MUST wr_rc released_ask_of(const released_in *, arena *, released_ask *ret);
json_t *released_say_cost(const released_view *, const released_rates *, const released_costs *, int64_t top, arena *);
json_t *released_say_answer(const released_view *, const released_ask *, const released_answer *, int64_t top, arena *);
#endif
