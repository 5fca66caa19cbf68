/* cost_rules_test.c -- rules of cost without a database: ends, the fixture sums, what counts twice, totals apart, staff hours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "cost.h"
#include "cost_hours.h"
#include "str.h"

static cost_range just(wr_cents v) { return (cost_range){ v, v, v, false }; }

/* CST-8: $134,000,000 / (60 * 4,700) rounds to $475; $5 * 34,000 * 365 = $62,050,000. */
static void the_fixture_sums_come_out(void **state)
{
    const cost_range beds[] = { just(500), just(3400000), just(36500) };
    const cost_range troops[] = { just(470000), just(6000), just(47500) };
    cost_range r;
    (void)state;
    assert_true(cost_multiply(beds, 3, &r));
    assert_int_equal(r.base, 6205000000LL);
    assert_int_equal((13400000000LL + 60 * 4700 * 50) / (60 * 4700 * 100), 475);
    assert_true(cost_multiply(troops, 3, &r));                    /* and back: 475 is 50,000 dollars short of the total */
    assert_int_equal(r.base, 13395000000LL);
    assert_true(13400000000LL - r.base < 60LL * 4700 * 50);       /* less than half a dollar a person-day */
}

static void ends_stand_in_order(void **state)
{
    const char *member;
    (void)state;
    assert_null(cost_ends_wrong(1, 2, 3, false, &member));
    assert_null(cost_ends_wrong(2, 2, 2, false, &member));
    assert_null(cost_ends_wrong(1, 0, 3, true, &member));
    assert_non_null(cost_ends_wrong(0, 0, 3, false, &member));    /* the middle was left open: nobody published a zero */
    assert_string_equal(member, "base");
    assert_null(cost_ends_wrong(0, 1, 3, false, &member));
    assert_null(cost_ends_wrong(0, 0, 3, true, &member));
    assert_non_null(cost_ends_wrong(3, 2, 4, false, &member));
    assert_string_equal(member, "base");
    assert_non_null(cost_ends_wrong(1, 5, 4, false, &member));
    assert_string_equal(member, "base");
    assert_non_null(cost_ends_wrong(3, 3, 2, false, &member));
    assert_string_equal(member, "high");
    assert_non_null(cost_ends_wrong(-1, 0, 2, false, &member));
    assert_string_equal(member, "low");
    assert_non_null(cost_ends_wrong(1, 2, 3, true, &member));     /* a range has no middle */
    assert_string_equal(member, "base");
}

static void ranges_add_their_ends(void **state)
{
    cost_range sum = just(100), open = { 10, 0, 30, true }, most = just(INT64_MAX);
    (void)state;
    assert_true(cost_add(&sum, &(cost_range){ 5, 6, 7, false }));
    assert_int_equal(sum.low, 105);
    assert_int_equal(sum.base, 106);
    assert_int_equal(sum.high, 107);
    assert_true(cost_add(&sum, &open));
    assert_true(sum.ranged);
    assert_int_equal(sum.low, 115);
    assert_int_equal(sum.base, 0);                                /* one part has no middle, so the sum has none */
    assert_int_equal(sum.high, 137);
    assert_false(cost_add(&sum, &most));
    assert_int_equal(sum.high, 137);
}

static void a_product_too_large_is_refused(void **state)
{
    const cost_range f[] = { just(INT64_MAX / 2), just(30000) };
    cost_range r = just(1);
    (void)state;
    assert_false(cost_multiply(f, 2, &r));
    assert_int_equal(r.low, 1);
}

static void a_figure_names_the_member_at_fault(void **state)
{
    cost_figure f = { .ref = "a-1", .low = 1, .base = 1, .high = 1, .source_url = "", .contains = "", .part_of = "" };
    const char *member;
    (void)state;
    assert_null(cost_figure_wrong(&f, &member));
    f.ref = "new";
    assert_non_null(cost_figure_wrong(&f, &member));
    assert_string_equal(member, "ref");
    f.ref = "a-1", f.contains = "Custody";
    assert_non_null(cost_figure_wrong(&f, &member));
    assert_string_equal(member, "contains");
    f.contains = "", f.source_url = "javascript:1";
    assert_non_null(cost_figure_wrong(&f, &member));
    assert_string_equal(member, "source_url");
    f.source_url = "", f.year = 25;
    assert_non_null(cost_figure_wrong(&f, &member));
    assert_string_equal(member, "year");
}

static void groups_meet_whole_with_part_and_whole_with_whole(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    const char *g;
    (void)state;
    assert_false(cost_groups_clash(a, "", "custody", "", "custody", &g));          /* two parts */
    assert_true(cost_groups_clash(a, "custody", "", "", "custody", &g));
    assert_string_equal(g, "custody");
    assert_true(cost_groups_clash(a, "", "custody", "custody", "", &g));
    assert_true(cost_groups_clash(a, "police", "", "police", "", &g));
    assert_false(cost_groups_clash(a, "police", "", "police-overtime", "", &g));   /* whole words */
    assert_true(cost_groups_clash(a, "everything", "", "", "", &g));
    assert_false(cost_groups_clash(a, "", "", "", "", &g));
    arena_end(&a);
}

/* ---- the model ---- */
static int64_t nobody(void *with, const cost_line *one, const cost_line *two)
{
    (void)with, (void)one, (void)two;
    return 0;
}

static int64_t second(void *with, const cost_line *one, const cost_line *two)
{
    (void)with, (void)one;
    return two->number;
}

static cost_line line(int64_t number, int term, int scope, int side)
{
    return (cost_line){ .number = number, .term = term, .scope = scope, .side = side, .contains = "", .part_of = "" };
}

static void put(cost_line *l, int symbol, wr_cents low, wr_cents base, wr_cents high)
{
    l->has[symbol] = true;
    l->at[symbol] = (cost_range){ low, base, high, false };
}

typedef struct worked { cost_clash c[COST_CLASHES]; cost_total t[COST_SCOPES][COST_SIDES]; size_t n, bad; bool fine; } worked;

static worked *work(arena *a, cost_line *l, size_t n, cost_decided *decide)
{
    worked *w = arena_make(a, worked);
    w->fine = cost_work(a, l, n, decide, NULL, w->c, &w->n, w->t, &w->bad);
    return w;
}

/* CST-3: $17,121 counts detention already, so bed-days beside it are counted twice. */
static void the_whole_cost_of_an_arrest_clashes_with_bed_days(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    cost_line l[3] = { line(1, TERM_ARRESTS, SCOPE_FEDERAL, SIDE_ENFORCEMENT), line(2, TERM_DETENTION, SCOPE_FEDERAL, SIDE_ENFORCEMENT), line(3, TERM_CLEANUP, SCOPE_CITY, SIDE_PROTEST) };
    worked *w;
    (void)state;
    put(&l[0], SYM_A, 9000, 10000, 11000);
    put(&l[0], SYM_C_A, 1712100, 1712100, 1712100);
    l[0].contains = "custody";
    put(&l[1], SYM_STAY_DAYS, 100000, 100000, 100000);
    put(&l[1], SYM_BED_RATE, 18748, 18748, 18748);
    put(&l[2], SYM_CLEANUP, 100, 200, 300);
    w = work(a, l, 3, nobody);
    assert_true(w->fine);
    assert_int_equal(w->n, 1);
    assert_string_equal(w->c[0].group, "custody");
    assert_int_equal(l[0].state, LINE_CLASHES);
    assert_int_equal(l[1].state, LINE_CLASHES);
    assert_true(w->t[SCOPE_FEDERAL][SIDE_ENFORCEMENT].withheld);
    assert_false(w->t[SCOPE_CITY][SIDE_PROTEST].withheld);          /* only the affected total */
    assert_int_equal(w->t[SCOPE_CITY][SIDE_PROTEST].sum.high, 300);
    l[0].state = l[1].state = LINE_COUNTED;
    w = work(a, l, 3, second);                                      /* a person said: line 2 stands */
    assert_int_equal(l[0].state, LINE_ASIDE);
    assert_false(w->t[SCOPE_FEDERAL][SIDE_ENFORCEMENT].withheld);
    assert_int_equal(w->t[SCOPE_FEDERAL][SIDE_ENFORCEMENT].sum.base, 18748000);
    assert_int_equal(w->t[SCOPE_FEDERAL][SIDE_ENFORCEMENT].lines, 1);
    arena_end(&a);
}

/* CST-4: scopes and sides are never one number. */
static void totals_stand_apart(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    cost_line l[4] = { line(1, TERM_DAMAGE, SCOPE_CITY, SIDE_PROTEST), line(2, TERM_CLEANUP, SCOPE_CITY, SIDE_ENFORCEMENT), line(3, TERM_PUBLISHED, SCOPE_ECONOMIC, SIDE_BOTH), line(4, TERM_TROOPS, SCOPE_FEDERAL, SIDE_PROTEST) };
    worked *w;
    (void)state;
    put(&l[0], SYM_DAMAGE, 1, 2, 3);
    put(&l[1], SYM_CLEANUP, 10, 20, 30);
    put(&l[2], SYM_PUBLISHED, 100, 200, 300);
    put(&l[3], SYM_T, 470000, 470000, 470000);
    put(&l[3], SYM_DAYS, 6000, 6000, 6000);                         /* no c_t: the line lacks it */
    w = work(a, l, 4, nobody);
    assert_int_equal(w->t[SCOPE_CITY][SIDE_PROTEST].sum.base, 2);
    assert_int_equal(w->t[SCOPE_CITY][SIDE_ENFORCEMENT].sum.base, 20);
    assert_int_equal(w->t[SCOPE_ECONOMIC][SIDE_BOTH].sum.base, 200);
    assert_int_equal(w->t[SCOPE_FEDERAL][SIDE_PROTEST].lines, 0);   /* missing is no zero: there is no such total */
    assert_int_equal(l[3].state, LINE_LACKS);
    assert_string_equal(l[3].lacks, "c_t");
    assert_false(cost_covers(&l[3], TERM_TROOPS));
    assert_true(cost_covers(&l[0], TERM_DAMAGE));
    assert_false(cost_covers(&l[0], TERM_LIABILITY));
    arena_end(&a);
}

/* ---- who stands ---- */
static int64_t choices[4][4];            /* [one][two]: the number of the line that stands */
static int64_t chosen(void *with, const cost_line *one, const cost_line *two)
{
    (void)with;
    return choices[one->number][two->number];
}

/* Three damages that clash pair by pair, the third of them of the federal government. */
static worked *three(arena *a, cost_line l[3], int64_t one_two, int64_t two_three, int64_t one_three)
{
    for (int i = 0; i < 3; i++) {
        l[i] = line(i + 1, TERM_PUBLISHED, i < 2 ? SCOPE_CITY : SCOPE_FEDERAL, SIDE_BOTH);
        put(&l[i], SYM_PUBLISHED, 100, 100, 100);
    }
    l[0].part_of = "a c", l[1].contains = "a b", l[2].part_of = "b", l[2].contains = one_three < 0 ? "" : "c";
    choices[1][2] = one_two, choices[2][3] = two_three, choices[1][3] = one_three;
    return work(a, l, 3, chosen);
}

/* A clashes with B and B with C. */
static void a_chain_is_withheld_to_its_end(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    cost_line l[3];
    worked *w = three(a, l, 0, 2, -1);                               /* C is set aside for B, of which nobody has decided */
    (void)state;
    assert_int_equal(w->n, 2);
    assert_true(w->t[SCOPE_CITY][SIDE_BOTH].withheld);
    assert_true(w->t[SCOPE_FEDERAL][SIDE_BOTH].withheld);            /* C counts again if A stands */
    w = three(a, l, 1, 2, -1);                                       /* A stands before B: then nothing stands before C */
    assert_int_equal(l[0].state, LINE_COUNTED);
    assert_int_equal(l[1].state, LINE_ASIDE);
    assert_int_equal(l[2].state, LINE_COUNTED);
    assert_false(w->t[SCOPE_CITY][SIDE_BOTH].withheld);
    assert_int_equal(w->t[SCOPE_FEDERAL][SIDE_BOTH].sum.base, 100);
    w = three(a, l, 2, 3, -1);                                       /* B stands before A, but C before B: A is not lost */
    assert_int_equal(l[0].state, LINE_COUNTED);
    assert_int_equal(l[1].state, LINE_ASIDE);
    w = three(a, l, 2, 2, -1);
    assert_int_equal(l[0].state, LINE_ASIDE);
    assert_int_equal(l[2].state, LINE_ASIDE);
    assert_int_equal(w->t[SCOPE_CITY][SIDE_BOTH].lines, 1);
    w = three(a, l, 0, 0, -1);
    assert_true(w->t[SCOPE_CITY][SIDE_BOTH].withheld && w->t[SCOPE_FEDERAL][SIDE_BOTH].withheld);
    arena_end(&a);
}

static void choices_in_a_circle_decide_nothing(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    cost_line l[3];
    worked *w = three(a, l, 1, 2, 3);
    (void)state;
    assert_int_equal(w->n, 3);
    for (int i = 0; i < 3; i++) assert_int_equal(l[i].state, LINE_CLASHES);
    assert_true(w->t[SCOPE_CITY][SIDE_BOTH].withheld && w->t[SCOPE_FEDERAL][SIDE_BOTH].withheld);
    w = three(a, l, 1, 2, 1);
    assert_int_equal(l[0].state, LINE_COUNTED);
    assert_true(l[1].state == LINE_ASIDE && l[2].state == LINE_ASIDE);
    arena_end(&a);
}

/* Every pair of as many lines as there can be, decided for the last: nothing is hidden by a cap and counted. */
static int64_t last(void *with, const cost_line *one, const cost_line *two)
{
    (void)with, (void)one;
    return two->number == COST_LINES ? two->number : 0;
}

static void all_pairs_of_all_lines_are_found(void **state)
{
    arena *a = arena_new("test", 4 << 20);
    cost_line l[COST_LINES];
    worked *w;
    (void)state;
    for (int i = 0; i < COST_LINES; i++) {
        l[i] = line(i + 1, TERM_PUBLISHED, SCOPE_CITY, SIDE_BOTH);
        l[i].contains = "everything";
        put(&l[i], SYM_PUBLISHED, 100, 100, 100);
    }
    w = work(a, l, COST_LINES, last);
    assert_int_equal(w->n, COST_CLASHES);
    assert_int_equal(w->t[SCOPE_CITY][SIDE_BOTH].lines, 1);
    w = work(a, l, COST_LINES, nobody);
    assert_true(w->t[SCOPE_CITY][SIDE_BOTH].withheld);
    assert_int_equal(l[COST_LINES - 1].state, LINE_CLASHES);
    arena_end(&a);
}

static size_t pairs_of_two(arena *a, int term, int symbol, const char *figure, int term2, int symbol2, const char *figure2)
{
    cost_line l[2] = { line(1, term, SCOPE_CITY, SIDE_BOTH), line(2, term2, SCOPE_CITY, SIDE_BOTH) };
    for (int s = 0; s < COST_SYMBOLS; s++)
        for (int i = 0; i < 2; i++)
            if (cost_term_of(s) == l[i].term) put(&l[i], s, 100, 100, 100);
    l[0].from[symbol] = figure;
    l[1].from[symbol2] = figure2;
    return work(a, l, 2, nobody)->n;
}

static void one_figure_is_counted_once(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    assert_int_equal(pairs_of_two(a, TERM_PUBLISHED, SYM_PUBLISHED, "fire", TERM_PUBLISHED, SYM_PUBLISHED, "fire"), 1);
    assert_int_equal(pairs_of_two(a, TERM_PUBLISHED, SYM_PUBLISHED, "fire", TERM_LIABILITY, SYM_LIABILITY, "fire"), 1);
    assert_int_equal(pairs_of_two(a, TERM_PUBLISHED, SYM_PUBLISHED, "fire", TERM_PUBLISHED, SYM_PUBLISHED, "police"), 0);
    assert_int_equal(pairs_of_two(a, TERM_PUBLISHED, SYM_PUBLISHED, NULL, TERM_PUBLISHED, SYM_PUBLISHED, NULL), 0);
    assert_int_equal(pairs_of_two(a, TERM_OVERTIME, SYM_OT_H, "hours:E-1:protest", TERM_OVERTIME, SYM_OT_PAY, "hours:E-1:protest"), 1);
    assert_int_equal(pairs_of_two(a, TERM_ARRESTS, SYM_A, "people", TERM_ARRESTS, SYM_A, "people"), 1);
    assert_int_equal(pairs_of_two(a, TERM_ARRESTS, SYM_A, "people", TERM_REMOVALS, SYM_R, "people"), 0);      /* the same people, and two things that happened to them */
    assert_int_equal(pairs_of_two(a, TERM_DETENTION, SYM_BED_RATE, "rate", TERM_DETENTION, SYM_BED_RATE, "rate"), 0);
    assert_int_equal(pairs_of_two(a, TERM_TROOPS, SYM_T, "people", TERM_TROOPS, SYM_T, "people"), 0);         /* other days */
    arena_end(&a);
}

static void what_covers_a_term_is_what_counts(void **state)
{
    cost_line whole = line(1, TERM_PUBLISHED, SCOPE_CITY, SIDE_BOTH), aside = line(2, TERM_DAMAGE, SCOPE_CITY, SIDE_BOTH), lost = line(3, TERM_PUBLISHED, SCOPE_ECONOMIC, SIDE_BOTH);
    (void)state;
    whole.contains = "city-june damage";
    assert_true(cost_covers(&whole, TERM_DAMAGE));
    assert_false(cost_covers(&whole, TERM_CLEANUP));
    whole.contains = "everything";
    for (int t = 0; t < COST_TERMS; t++) assert_true(cost_covers(&whole, t));
    whole.state = LINE_ASIDE;
    assert_false(cost_covers(&whole, TERM_DAMAGE));
    assert_true(cost_covers(&aside, TERM_DAMAGE));
    aside.state = LINE_ASIDE;
    assert_false(cost_covers(&aside, TERM_DAMAGE));                  /* it has a line, and nothing of it is in a total */
    lost.contains = "service-loss everything";
    assert_false(cost_covers(&lost, TERM_SERVICE));
}

static void overtime_is_hours_rate_and_fringe_or_imported_pay(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    cost_line l[2] = { line(1, TERM_OVERTIME, SCOPE_CITY, SIDE_PROTEST), line(2, TERM_OVERTIME, SCOPE_CITY, SIDE_PROTEST) };
    (void)state;
    put(&l[0], SYM_OT_H, 10000, 20000, 30000);
    put(&l[0], SYM_RATE, 5000, 5000, 5000);
    put(&l[0], SYM_FRINGE, 3000, 3000, 3000);
    put(&l[1], SYM_OT_PAY, 1043530, 1043530, 1043530);
    put(&l[1], SYM_FRINGE, 2500, 3000, 3500);
    assert_true(work(a, l, 2, nobody)->fine);
    assert_int_equal(l[0].amount.low, 650000);                      /* 100 h * $50 * 1.3 */
    assert_int_equal(l[0].amount.high, 1950000);
    assert_int_equal(l[1].amount.low, 1304413);                     /* half a cent goes up */
    assert_int_equal(l[1].amount.base, 1356589);
    assert_string_equal(cost_line_formula(&l[0]), "OT_h * rate * (1 + fringe)");
    assert_string_equal(cost_line_formula(&l[1]), "sum(OT_h * rate) * (1 + fringe)");
    arena_end(&a);
}

static void a_line_too_large_is_named(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    cost_line l[2] = { line(1, TERM_CLEANUP, SCOPE_CITY, SIDE_BOTH), line(2, TERM_ARRESTS, SCOPE_FEDERAL, SIDE_BOTH) };
    worked *w;
    (void)state;
    put(&l[0], SYM_CLEANUP, 1, 1, 1);
    put(&l[1], SYM_A, INT64_MAX / 4, INT64_MAX / 4, INT64_MAX / 4);
    put(&l[1], SYM_C_A, 100000, 100000, 100000);
    w = work(a, l, 2, nobody);
    assert_false(w->fine);
    assert_int_equal(w->bad, 1);
    arena_end(&a);
}

/* ---- staff hours ---- */
static const char *const KNOWN[] = { "RAP", "LAPL" };
static const wr_day TODAY = { 2026, 2, 26 };
#define HEAD "date,department,cost_code,hours,overtime,hourly_rate,tag\n"

static wr_rc read_hours(arena *a, const char *text, cost_hours_read *r) { return cost_hours_of(text, KNOWN, 2, TODAY, a, r); }

static void hours_are_read_and_summed(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    cost_hours_read r, again;
    cost_hours_total *t;
    size_t n;
    (void)state;
    assert_int_equal(read_hours(a, HEAD "2025-06-08,RAP,E-1,7.5,yes,48.2,protest\n2025-06-09,RAP,E-1,2,yes,50,protest\n2025-06-09,LAPL,E-1,4,no,40,other\n", &r), WR_OK);
    assert_int_equal(r.n, 3);
    assert_int_equal(r.n_bad, 0);
    assert_int_equal(r.rows[0].hours, 750);
    cost_hours_sum(r.rows, r.n, a, &t, &n);
    assert_int_equal(n, 2);
    assert_int_equal(t[0].hours, 950);
    assert_int_equal(t[0].pay, 36150 + 10000);
    assert_int_equal(t[0].rows, 2);
    assert_int_equal(t[1].overtime, 0);
    assert_int_equal(read_hours(a, cost_hours_csv(r.rows, r.n, a), &again), WR_OK);      /* what is written reads the same */
    assert_int_equal(again.n, 3);
    assert_int_equal(again.n_bad, 0);
    assert_int_equal(again.rows[2].hourly_rate, 4000);
    arena_end(&a);
}

static void equal_rows_are_summed_and_said(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    cost_hours_read r;
    cost_hours_total *t;
    size_t n;
    (void)state;
    assert_int_equal(read_hours(a, HEAD "2025-06-08,RAP,E-1,2,yes,50,protest\n2025-06-08,RAP,E-1,2,no,50,protest\n2025-06-08,RAP,E-1,2.00,yes,50.00,protest\n2025-06-08,LAPL,E-1,2,yes,50,protest\n"
        "2025-06-08,RAP,E-1,2,yes,50,protest\n2025-06-09,RAP,E-1,2,yes,50,protest\n2025-06-08,RAP,E-1,3,yes,50,protest\n2025-06-08,RAP,E-1,2,yes,51,protest\n", &r), WR_OK);
    cost_hours_sum(r.rows, r.n, a, &t, &n);
    assert_int_equal(n, 2);
    assert_int_equal(t[0].rows, 7);
    assert_int_equal(t[0].repeats, 2);
    assert_int_equal(t[0].hours, 1500);
    assert_int_equal(t[1].repeats, 0);
    arena_end(&a);
}

static void every_wrong_cell_is_named_by_line_and_column(void **state)
{
    static const struct { int line; const char *column; } MET[] = { { 2, "date" }, { 3, "department" }, { 4, "cost_code" }, { 5, "hours" }, { 6, "overtime" }, { 7, "hourly_rate" }, { 8, "tag" }, { 9, "" }, { 10, "hours" }, { 12, "cost_code" } };
    arena *a = arena_new("test", 1 << 20);
    cost_hours_read r;
    (void)state;
    assert_int_equal(read_hours(a, HEAD "2027-01-01,RAP,E-1,1,yes,1,other\n2025-06-08,XX,E-1,1,yes,1,other\n2025-06-08,RAP,Smith,1,yes,1,other\n2025-06-08,RAP,E-1,-1,yes,1,other\n"
        "2025-06-08,RAP,E-1,1,perhaps,1,other\n2025-06-08,RAP,E-1,1,yes,99999,other\n2025-06-08,RAP,E-1,1,yes,1,party\n2025-06-08,RAP\n2025-06-08,RAP,E-1,,yes,1,other\n2025-06-08,RAP,E-1,1,yes,1,other\n2025-06-08,RAP,-E1,1,yes,1,other\n", &r), WR_OK);
    assert_int_equal(r.n, 1);
    assert_int_equal(r.n_bad, sizeof MET / sizeof *MET);
    for (size_t i = 0; i < r.n_bad; i++) {
        assert_int_equal(r.bad[i].line, MET[i].line);
        assert_string_equal(r.bad[i].column, MET[i].column);
        assert_non_null(r.bad[i].text);
    }
    arena_end(&a);
}

static void a_column_of_a_person_is_refused_by_its_name(void **state)
{
    static const char *const OF_A_PERSON[] = { "name", "Employee", "employee_id", "Emp. No", "officer", "Badge", "serial", "last", "Nombre", "ID" };
    (void)state;
    for (size_t i = 0; i < sizeof OF_A_PERSON / sizeof *OF_A_PERSON; i++) {
        arena *a = arena_new("test", 1 << 20);
        cost_hours_read r;
        assert_true(cost_column_of_person(OF_A_PERSON[i]));
        assert_int_equal(read_hours(a, arena_fmt(a, "%s,date,department,cost_code,hours,overtime,hourly_rate,tag\nx,2025-06-08,RAP,E-1,1,yes,1,other\n", OF_A_PERSON[i]), &r), WR_E_INPUT);
        assert_string_equal(arena_err(a)->field, "table");
        assert_string_equal(arena_err(a)->holes, "name");
        assert_string_equal(arena_err(a)->holes + 5, OF_A_PERSON[i]);
        arena_end(&a);
    }
    for (size_t i = 0; i < COST_HOUR.n; i++) assert_false(cost_column_of_person(COST_HOUR.f[i].name));
}

static void a_first_line_that_cannot_be_used_is_refused(void **state)
{
    static const char *const REFUSED[] = { "", "\n", HEAD, "date,department\n2025-06-08,RAP\n", "date,date,department,cost_code,hours,overtime,hourly_rate,tag\n", "colour,date,department,cost_code,hours,overtime,hourly_rate,tag\n" };
    (void)state;
    for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++) {
        arena *a = arena_new("test", 1 << 20);
        cost_hours_read r;
        assert_int_equal(read_hours(a, REFUSED[i], &r), WR_E_INPUT);
        arena_end(&a);
    }
}

static void a_wrong_row_is_wrong_however_many_came_before(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    strbuf b = sb_new(a, 16384);
    cost_hours_read r;
    (void)state;
    sb_str(&b, HEAD "2025-06-08,RAP,E-1,1,yes,1,other\n");
    for (int i = 0; i < HOURS_BAD + 50; i++) sb_str(&b, "2025-06-08,RAP,E-1,x,yes,1,other\n");
    assert_int_equal(read_hours(a, b.p, &r), WR_OK);
    assert_int_equal(r.n, 1);
    assert_int_equal(r.n_bad, HOURS_BAD);
    arena_end(&a);
}

static void a_broken_quote_ends_the_reading_and_is_said(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    cost_hours_read r;
    (void)state;
    assert_int_equal(read_hours(a, HEAD "2025-06-08,RAP,E-1,1,yes,1,other\n2025-06-08,R\"AP,E-1,1,yes,1,other\n2025-06-08,RAP,E-1,1,yes,1,other\n", &r), WR_OK);
    assert_int_equal(r.n, 1);
    assert_int_equal(r.n_bad, 1);
    assert_int_equal(r.bad[0].line, 3);
    assert_null(arena_err(a)->text);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fixture_sums_come_out), cmocka_unit_test(ends_stand_in_order), cmocka_unit_test(ranges_add_their_ends), cmocka_unit_test(a_product_too_large_is_refused),
        cmocka_unit_test(a_figure_names_the_member_at_fault), cmocka_unit_test(groups_meet_whole_with_part_and_whole_with_whole), cmocka_unit_test(the_whole_cost_of_an_arrest_clashes_with_bed_days),
        cmocka_unit_test(totals_stand_apart), cmocka_unit_test(a_chain_is_withheld_to_its_end), cmocka_unit_test(choices_in_a_circle_decide_nothing), cmocka_unit_test(all_pairs_of_all_lines_are_found),
        cmocka_unit_test(one_figure_is_counted_once), cmocka_unit_test(what_covers_a_term_is_what_counts),
        cmocka_unit_test(overtime_is_hours_rate_and_fringe_or_imported_pay), cmocka_unit_test(a_line_too_large_is_named), cmocka_unit_test(hours_are_read_and_summed), cmocka_unit_test(equal_rows_are_summed_and_said),
        cmocka_unit_test(every_wrong_cell_is_named_by_line_and_column), cmocka_unit_test(a_column_of_a_person_is_refused_by_its_name), cmocka_unit_test(a_first_line_that_cannot_be_used_is_refused),
        cmocka_unit_test(a_wrong_row_is_wrong_however_many_came_before), cmocka_unit_test(a_broken_quote_ends_the_reading_and_is_said) };
    return cmocka_run_group_tests_name("cost rules", tests, NULL, NULL);
}
