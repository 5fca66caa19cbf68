/* released_small_test.c -- who is detained, by criminality and arresting agency, in all 20 workbooks and in tables made for it; totals and their parts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "released_sheets.h"
#include "released_small.h"

static void workbook(sheet *s, arena *a)
{
    const released_grid g = { s->rows, s->line, s->n };
    int64_t held = next_int(&s->expected), no_conviction = next_int(&s->expected), other = next_int(&s->expected);
    released_detained d;
    (void)a;
    if (!released_detained_find(&g, &d)) fail_msg("%s", s->file);
    assert_int_equal(d.line, 18);
    assert_int_equal(d.held, held);
    assert_int_equal(d.no_conviction, no_conviction);
    assert_int_equal(d.other, other);
    assert_true(d.adds_up);
    assert_int_equal(d.total.value, held);
    assert_int_equal(d.total.line, 20);
    assert_int_equal(d.total.column, 5);
    for (int kind = 0; kind < RELEASED_CRIMINALITIES; kind++) {
        assert_int_equal(d.printed[kind].value, d.cell[kind][RELEASED_ICE].value + d.cell[kind][RELEASED_CBP].value);
        assert_int_equal(d.cell[kind][RELEASED_ICE].line, 21 + kind);
        assert_int_equal(d.cell[kind][RELEASED_ICE].column, 1);
        assert_int_equal(d.cell[kind][RELEASED_CBP].column, 3);
    }
    for (int agency = 0; agency < RELEASED_AGENCIES; agency++)
        assert_int_equal(d.printed_agency[agency].value, d.cell[0][agency].value + d.cell[1][agency].value + d.cell[2][agency].value);
}

static void the_six_cells_of_all_workbooks(void **state)
{
    (void)state;
    assert_int_equal(each_sheet("test/data/released/detained.tsv", workbook), 20);
}

/* A grid from rows parted by '\n' and cells parted by '|'. */
static released_grid grid_of(arena *a, const char *text)
{
    released_row *rows = arena_array(a, released_row, SHEET_ROWS);
    uint32_t *line = arena_array(a, uint32_t, SHEET_ROWS);
    size_t n = 0;
    char *at = arena_dup(a, text);
    for (char *row; (row = strsep(&at, "\n")) != NULL; n++) {
        table_cell *cell = arena_array(a, table_cell, 32);
        rows[n].cell = cell;
        line[n] = (uint32_t)n + 1;
        for (char *f; (f = strsep(&row, "|")) != NULL; rows[n].n++)
            cell[rows[n].n] = (table_cell){ .text = f, .n = (uint32_t)strlen(f), .type = *f == '\0' ? TABLE_EMPTY : strspn(f, "0123456789.") == strlen(f) ? TABLE_NUMBER : TABLE_TEXT };
    }
    return (released_grid){ rows, line, n };
}

static void other_layouts(void **state)
{
    arena *a = arena_new("small", 1 << 20);
    released_detained d;
    (void)state;
    /* Beside another table, the total below and not above, columns the other way round, digits before the labels, a printed total that is wrong. */
    released_grid g = grid_of(a, "x|||ICE Currently  Detained by Criminality and Arresting Agency: FY2027\n\n"
        "y|||Criminality|CBP|ICE|Total\n|||1 Convicted Criminal|1|10|11\n|||2 Pending Criminal Charges|2|20|22\n|||3 Other Immigration Violator|3|30|33\n|||Total|6|60|67");
    assert_true(released_detained_find(&g, &d));
    assert_int_equal(d.held, 66);
    assert_int_equal(d.no_conviction, 55);
    assert_int_equal(d.other, 33);
    assert_int_equal(d.total.value, 67);
    assert_false(d.adds_up);
    assert_int_equal(d.cell[RELEASED_OTHER][RELEASED_ICE].value, 30);
    assert_int_equal(d.cell[RELEASED_OTHER][RELEASED_ICE].column, 5);
    /* No total; a cell withheld; a cell that is no whole number; no table. */
    g = grid_of(a, "Currently Detained by Criminality and Arresting Agency\nCriminality|ICE|CBP\nConvicted|1|2\nPending|3|4\nOther|5|6");
    assert_true(released_detained_find(&g, &d));
    assert_int_equal(d.held, 21);
    assert_false(d.adds_up);
    g = grid_of(a, "Currently Detained by Criminality and Arresting Agency\nCriminality|ICE|CBP\nConvicted|1|(b)(7)(E)\nPending|3|4\nOther|5|6");
    assert_false(released_detained_find(&g, &d));
    g = grid_of(a, "Currently Detained by Criminality and Arresting Agency\nCriminality|ICE|CBP\nConvicted|1|2\nPending|3|4.5\nOther|5|6");
    assert_false(released_detained_find(&g, &d));
    g = grid_of(a, "Currently Detained by Criminality and Arresting Agency\nCriminality|ICE|CBP\nConvicted|1|2\nPending|3|4\n\nBook-ins\nOther|5|6");
    assert_false(released_detained_find(&g, &d));
    g = grid_of(a, "ICE Initial Book-Ins by Criminality\nFacility Type|Total\nTotal|5");
    assert_false(released_detained_find(&g, &d));
    arena_end(&a);
}

static void totals_against_their_parts(void **state)
{
    arena *a = arena_new("small", 1 << 20);
    released_total t[8];
    (void)state;
    /* The total first, in two columns; a part of a part without a label; a percentage is left alone. */
    released_grid g = grid_of(a, "Reason|Oct|Share|Nov\nTotal|30|0.5|7\nBonded|10|0.1|3\n|4|0.2|1\nRemoved|20|0.4|5\n\nNote|1");
    assert_int_equal(released_totals(&g, t, 8), 2);
    assert_int_equal(t[0].total.value, 30);
    assert_int_equal(t[0].sum, 30);
    assert_int_equal(t[0].from, 3);
    assert_int_equal(t[0].to, 5);
    assert_int_equal(t[1].total.column, 3);
    assert_int_equal(t[1].total.value, 7);
    assert_int_equal(t[1].sum, 8);
    /* The total last; areas over their devices; one part alone is no sum; a second table beside the first. */
    g = grid_of(a, "Technology|Count\nGPS|5\nPhone|6\nTotal|11\nSource: a company");
    assert_int_equal(released_totals(&g, t, 8), 1);
    assert_int_equal(t[0].sum, 11);
    assert_int_equal(t[0].from, 2);
    assert_int_equal(t[0].to, 3);
    g = grid_of(a, "Area|Count\nTotal|11\nAtlanta|4\nGPS|1\nPhone|3\nBoston|7\nGPS|7");
    assert_int_equal(released_totals(&g, t, 8), 1);
    assert_int_equal(t[0].sum, 11);
    g = grid_of(a, "Type|Total\nTotal|5\nAdult|5");
    assert_int_equal(released_totals(&g, t, 8), 0);
    g = grid_of(a, "T|n|||U|n\nTotal|5|||Total|9\nA|2|||C|4\nB|3|||D|6");
    assert_int_equal(released_totals(&g, t, 8), 2);
    assert_int_equal(t[0].sum, 5);
    assert_int_equal(t[1].sum, 10);
    assert_int_equal(t[1].total.value, 9);
    assert_int_equal(released_totals(&g, t, 0), 2);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_six_cells_of_all_workbooks), cmocka_unit_test(other_layouts), cmocka_unit_test(totals_against_their_parts) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
