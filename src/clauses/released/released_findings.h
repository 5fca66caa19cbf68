/* released_findings.h -- the plausibility checks of an import, as part of its report: the rules of released_check.h held against one table, and
 * against the tables of its kind in the releases before. Nothing is altered; a finding is a question to the agency. */
#ifndef WR_RELEASED_FINDINGS_H
#define WR_RELEASED_FINDINGS_H
#include "released_own.h"
/* Puts "findings" into the report: a list of { rule, says, count, places: [{ place, found, against }] }; and "detained" of a workbook that has that
 * table: held, convicted, pending, other, no_conviction, adds_up. */
WR_MUST wr_rc released_findings(db_tx *ro, const released_file *, const released_found *, const store *, arena *, json_t *report);
extern const db_query RELEASED_TABLE_BEFORE;
#endif
