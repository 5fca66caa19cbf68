/* cost.h -- what it cost the taxpayers: figures as they were published, and a model that says its formula. Pure: no database, no clock.
 * Amounts stand in hundredths of their unit, so money is cents, and 4,700 people are 470000: one integer type, no binary fractions.
 * Three ends: low <= base <= high. ranged: only a range is published; its base is 0 and is not used.
 * Rules from the cost reference: CST-1 to CST-8, published figures, double-count groups. */
#ifndef WR_COST_H
#define WR_COST_H
#include "arena.h"
#include "shape.h"
typedef enum cost_unit { UNIT_MONEY, UNIT_A_PERSON, UNIT_A_BED_DAY, UNIT_A_PERSON_DAY, UNIT_A_PERSON_YEAR, UNIT_AN_HOUR, UNIT_A_MONTH, UNIT_PEOPLE, UNIT_DAYS, UNIT_HOURS, UNIT_PERCENT } cost_unit;
typedef enum cost_scope { SCOPE_FEDERAL, SCOPE_CITY, SCOPE_OTHER, SCOPE_ECONOMIC, COST_SCOPES } cost_scope;
typedef enum cost_side { SIDE_ENFORCEMENT, SIDE_PROTEST, SIDE_BOTH, COST_SIDES } cost_side;
typedef enum cost_precise { PRECISE_DAY, PRECISE_MONTH, PRECISE_YEAR } cost_precise;      /* how exactly the source is dated */
extern const char *const cost_units[], *const cost_scopes[], *const cost_sides[], *const cost_scopes_or_none[], *const cost_sides_or_none[], *const cost_precises[], *const cost_levels[];
typedef struct cost_figure {
    const char *id, *ref, *item;
    wr_cents low, base, high;
    bool ranged;
    int unit, scope, side;
    int64_t year;                            /* fiscal year; 0: none said */
    const char *basis, *source, *source_url; /* basis: of which year the prices are, and whether they were converted */
    wr_day as_of; int precise;
    const char *payer; int confidence;
    const char *contains, *part_of, *note;   /* groups, with blanks between: what it counts wholly; what it is a part of. "everything": all-in */
} cost_figure;
bool cost_is_money(int unit);
/* NULL: fine. Else N_() text, and the member at fault. */
const char *cost_figure_wrong(const cost_figure *, const char **ret_field);
const char *cost_ends_wrong(wr_cents low, wr_cents base, wr_cents high, bool ranged, const char **ret_field);

/* ---- the model ---- */
typedef enum cost_term { TERM_ARRESTS, TERM_DETENTION, TERM_REMOVALS, TERM_TROOPS, TERM_OVERTIME, TERM_DAMAGE, TERM_CLEANUP, TERM_SERVICE, TERM_LIABILITY, TERM_PUBLISHED, COST_TERMS } cost_term;
typedef enum cost_symbol { SYM_A, SYM_C_A, SYM_STAY_DAYS, SYM_BED_RATE, SYM_R, SYM_C_R, SYM_T, SYM_DAYS, SYM_C_T, SYM_OT_H, SYM_RATE, SYM_FRINGE, SYM_OT_PAY, SYM_DAMAGE, SYM_CLEANUP, SYM_SERVICE,
    SYM_LIABILITY, SYM_PUBLISHED, COST_SYMBOLS } cost_symbol;
extern const char *const cost_terms[], *const cost_symbols[], *const cost_formula;
int cost_term_of(int symbol);
int cost_unit_of(int symbol);                /* the unit that a figure must have to stand there */
/* The member of a figure that keeps it from standing there: "unit", or "high" of a liability that is no range; NULL: it may. */
const char *cost_figure_misfit(const cost_figure *, int symbol);
typedef struct cost_range { wr_cents low, base, high; bool ranged; } cost_range;
/* One line of a scenario: a term, once. Several lines may be of one term: each fiscal year has its bed rate. */
typedef enum cost_state { LINE_COUNTED, LINE_LACKS, LINE_CLASHES, LINE_ASIDE } cost_state;
extern const char *const cost_states[];
enum { COST_FACTORS = 4, COST_LINES = 60, COST_CLASHES = COST_LINES * (COST_LINES - 1) / 2 };   /* each pair of lines */
typedef struct cost_line {
    int64_t number;
    int term, scope, side;
    bool has[COST_SYMBOLS];
    cost_range at[COST_SYMBOLS];
    const char *contains, *part_of;          /* of all figures that stand in it */
    const char *from[COST_SYMBOLS];          /* the key of the figure, or of the imported hours; NULL: by hand */
    int state;
    cost_range amount;                       /* cents; valid but for LINE_LACKS */
    const char *lacks;                       /* the first symbol without a value */
} cost_line;
const char *cost_line_formula(const cost_line *);   /* "OT_h * rate * (1 + fringe)"; of imported hours "sum(OT_h * rate) * (1 + fringe)" */
/* Is the money of the term in this line, by its term or by what its figures count wholly? Of a line that lacks a value or is set aside nothing is. */
bool cost_covers(const cost_line *, int term);
/* Two lines that count something twice: money of one group, or of one figure (its key is the group then). stands: 0 nobody decided; else the number
 * of the line that stands. */
typedef struct cost_clash { size_t one, two; const char *group; int64_t stands; } cost_clash;
typedef struct cost_total { int64_t lines; cost_range sum; bool withheld; } cost_total;
bool cost_groups_clash(arena *, const char *contains, const char *part_of, const char *contains2, const char *part_of2, const char **ret_group);
bool cost_multiply(const cost_range *factors, size_t n, cost_range *ret);          /* hundredths; false: over a 64-bit sum of cents */
bool cost_add(cost_range *sum, const cost_range *more);                            /* ends are added; a range without a base has none in the sum */
/* Works out at most COST_LINES lines, their clashes and totals. decide: who stands, by the numbers of two lines; 0: nobody said. A line is set aside when one
 * that stands before it counts; it counts when all those are set aside. What is neither is counted twice: nobody chose, or it leans on a pair of which
 * nobody chose, or the choices go round in a circle. False: an amount is too large, *ret_bad its line. */
typedef int64_t cost_decided(void *with, const cost_line *one, const cost_line *two);
bool cost_work(arena *, cost_line *, size_t n, cost_decided *, void *with, cost_clash *ret_clashes, size_t *ret_n, cost_total ret_totals[COST_SCOPES][COST_SIDES], size_t *ret_bad);
#endif
