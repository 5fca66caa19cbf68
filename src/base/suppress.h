/* suppress.h -- a public table of counts in which no small one can be read or worked out (PRV-17). Pure.
 *
 * A table has up to four dimensions, each with codes 0..n-1; a cell is one code of each, and SUPPRESS_ALL in a dimension is the sum over
 * it. All such sums are held to be public: margins, filters of one code a dimension, the grand total. Time is a dimension like another:
 * three months as codes, and the quarter is their sum; years of quarters take two dimensions. One call protects all of it together.
 *
 * What is promised of the table after suppress_run, to a reader who knows the rule and everything that is shown:
 * - No count 1..limit is shown. Zero is shown: that nothing happened says nothing of anyone, and a period without a report must be able
 *   to say so. So a hidden count is known not to be zero, and a hidden sum to be at least the number of its innermost cells that are
 *   not: that number is its floor; 1 for an innermost cell.
 * - A hidden count of 1..limit could be each number from its floor to floor + limit - 1: for an innermost cell 1..limit. A larger
 *   hidden count, one that would give a small one away, could be each of at least `limit` numbers.
 * - It is proved, not estimated: suppress_witness gives another whole table that shows the same. Steps are boxes: two codes a dimension,
 *   all corners hidden, one count moved by the same number up and down. A cell for which no such steps are found gets more cells hidden
 *   beside it, the cheapest box (fewest people) first. So more may be hidden than is needed, never less.
 * What is not: readers who know a count themselves (who filed the only report of a month); sums over some of the codes that are not a
 * margin, unless made of shown numbers; two tables with a common sum, unless that sum is shown in both: then they say no more together.
 * All hidden counts must look the same on the page: a mark of its own for small ones would undo it.
 *
 * A release that follows an earlier one of the same period (late reports, corrections): a dimension with the codes "in the earlier
 * release" and "since", so that the sum is the new release. suppress_was says of each earlier cell how it stands in public already, and of
 * each cell "since" that it was never shown; the differences of both releases are then protected too. */
#ifndef WR_SUPPRESS_H
#define WR_SUPPRESS_H
#include <stdint.h>
#include "arena.h"
enum { SUPPRESS_DIMS = 4, SUPPRESS_CELLS = 16384, SUPPRESS_ALL = -1 };
typedef struct suppress suppress;
/* codes[d]: how many in dimension d. NULL: over the caps, sums counted as cells. limit: the largest small count, 10. */
suppress *suppress_new(arena *, size_t dims, const size_t *codes, int64_t limit);
void suppress_add(suppress *, const int *code, int64_t count);              /* a row: code[dims], count >= 0; rows of one cell add up   */
void suppress_was(suppress *, const int *code, bool shown);                 /* stands in public already; sums too; zero is always shown */
/* Decides. False: what was shown earlier gives a small count away, whatever is hidden now; nothing of the table may be published. */
bool suppress_run(suppress *);
bool suppress_shown(const suppress *, const int *code, int64_t *ret_count); /* false: hidden, and *ret_count is not written */
/* The proof, of any pattern: is the promise kept for every hidden cell? Otherwise, in code[dims], one for which it is not. */
bool suppress_safe(const suppress *, int *ret_code);
/* Another table that shows the same, in which a hidden cell is as far up (or down) as the promise says; counts of all cells, sums too, in
 * the order of suppress_cell. NULL: none was found. */
const int64_t *suppress_witness(const suppress *, const int *code, bool up, arena *);
size_t suppress_cell(const suppress *, const int *code);                    /* place of a cell, below suppress_cells */
size_t suppress_cells(const suppress *);
#endif
