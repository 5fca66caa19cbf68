/* cost_hours.h -- rows of staff hours by cost code, read from CSV. Pure. A row is of a department, a day and a cost code; a column that
 * looks as if it named a person is refused by its name. */
#ifndef WR_COST_HOURS_H
#define WR_COST_HOURS_H
#include "arena.h"
#include "shape.h"
enum { HOURS_ROWS = 1000, HOURS_BAD = 200, HOURS_BYTES = 60000 };
typedef enum hours_tag { TAG_ENFORCEMENT, TAG_PROTEST, TAG_OTHER } hours_tag;
extern const char *const cost_tags[], *const cost_yes_no[];
typedef struct cost_hour { wr_day date; const char *department, *cost_code; wr_cents hours; int overtime; wr_cents hourly_rate; int tag; } cost_hour;   /* hours: hundredths */
typedef struct cost_bad { int64_t line; const char *column, *value, *text; } cost_bad;   /* line of the file, from 1; text: N_() */
typedef struct cost_hours_total { const char *cost_code; int tag, overtime; int64_t rows, repeats; wr_cents hours, pay; } cost_hours_total;   /* repeats: rows equal in every column to another one that is counted */
typedef struct cost_hours_read { cost_hour *rows; size_t n; cost_bad *bad; size_t n_bad; } cost_hours_read;
extern const shape COST_HOUR, COST_BAD, COST_HOURS_TOTAL;
/* known: acronyms of departments; NULL: any. WR_E_INPUT at "table": its first line cannot be used; else each wrong cell is in `bad`, at most HOURS_BAD. */
WR_MUST wr_rc cost_hours_of(const char *text, const char *const *known, size_t n_known, wr_day today, arena *, cost_hours_read *ret);
bool cost_column_of_person(const char *name);
/* By cost code, tag and overtime, in that order; pay is hours times rate, row by row, each in whole cents. Sorts the rows. */
void cost_hours_sum(cost_hour *, size_t n, arena *, cost_hours_total **ret, size_t *ret_n);
const char *cost_hours_csv(const cost_hour *, size_t n, arena *);
#endif
