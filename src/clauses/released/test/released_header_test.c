/* released_header_test.c -- the header of every sheet of the developer data is found where it stands, and none where there is none; names are known,
 * repaired, made different; tables are told apart by their columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "released_sheets.h"

enum { SHEETS = 84 };

static void header_is(sheet *s, arena *a)
{
    int64_t row = next_int(&s->expected), columns = next_int(&s->expected);
    const char *table = next_field(&s->expected);
    released_head h;
    released_header(s->rows, s->n, a, &h);
    if ((h.row < 0 ? 0 : s->line[h.row]) != row) fail_msg("%s %s", s->file, s->name);
    assert_int_equal(h.columns, columns);
    if (h.row < 0) return;
    assert_string_equal(released_table_of(&h), table);
    for (size_t i = 0; i < h.columns; i++)          /* all variants of the statistics workbooks map alike */
        if (str_starts(s->file, "workbooks/") && !h.ideas[i]) fail_msg("%s %s", s->file, h.names[i]);
    assert_true(released_header_again(&h, &s->rows[h.row], a));
    for (size_t i = 0; i < s->n; i++)
        if ((int)i != h.row) assert_false(released_header_again(&h, &s->rows[i], a));
    for (size_t i = 0; i < h.columns; i++)
        for (size_t j = 0; j < i; j++) assert_string_not_equal(released_normal(a, h.names[i], strlen(h.names[i])), released_normal(a, h.names[j], strlen(h.names[j])));
}

static void headers_of_the_developer_data(void **state)
{
    (void)state;
    assert_int_equal(each_sheet("test/data/released/headers.tsv", header_is), SHEETS);
}

/* Rows from texts parted by '|'; a number is a number. */
static released_row row_of(arena *a, const char *text)
{
    table_cell *cell = arena_array(a, table_cell, 100);
    size_t n = 0;
    char *at = arena_dup(a, text);
    for (char *f; at && (f = strsep(&at, "|")) != NULL; n++) {
        bool number = *f >= '0' && *f <= '9' && strspn(f, "0123456789.") == strlen(f);
        cell[n] = (table_cell){ .text = f, .n = (uint32_t)strlen(f), .type = *f == '\0' ? TABLE_EMPTY : number ? TABLE_NUMBER : TABLE_TEXT };
    }
    return (released_row){ cell, n };
}

static released_head head_of(arena *a, const char *const *lines, size_t n)
{
    released_row rows[32];
    released_head h;
    for (size_t i = 0; i < n; i++) rows[i] = row_of(a, lines[i]);
    released_header(rows, n, a, &h);
    return h;
}
#define HEAD(a, ...) head_of((a), (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static void names_are_known_by_any_spelling(void **state)
{
    static const char *const pairs[][2] = {
        { "Apprehension  Date ", "arrest_date" }, { " Area of Responsibility", "area" }, { "Anonymized Identifer", "person" }, { "alien_file_numbe", "internal" },
        { "most serious conviction  msc  ch", "conviction" }, { "History.Detention.Facility.Code", "facility_code" }, { "Final Order (Yes/No)", "final_order" },
        { "FY18 ADP", "adp" }, { "FY2026 ALOS", "alos" }, { "Pending FY25 Inspection", "inspection" }, { "November 2016", "adp" }, { "Citizenship County", "citizenship" },
        { "Citzenship Country", "citizenship" }, { "Aprehension Method", "method" }, { "Gaurdian", NULL }, { "Apprehension\xC2\xA0" "Date", "arrest_date" }, { "Bd", "birth_date" },
        { "FY ADP", NULL }, { "ICE Threat Level 4", "adp_threat" }, { "Detention", NULL }, { "Notes", NULL }, { "", NULL }, { "Last Inspection", "inspection" }, { "most_serious_conv", "conviction" }, { "detention_facil", "facility" }, { "detention_book_", NULL },
    };
    arena *a = arena_new("names", 1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const released_idea *idea = released_idea_of(released_normal(a, pairs[i][0], strlen(pairs[i][0])));
        if (!pairs[i][1]) { assert_null(idea); continue; }
        if (!idea) fail_msg("%s", pairs[i][0]);
        assert_string_equal(idea->name, pairs[i][1]);
    }
    arena_end(&a);
}

static void no_name_stands_for_two_ideas(void **state)
{
    arena *a = arena_new("names", 1 << 20);
    (void)state;
    for (const released_idea *idea = released_ideas; idea->name; idea++) {
        char *at = arena_dup(a, idea->names);
        for (char *name; (name = strsep(&at, "|")) != NULL; ) {
            char plain[200];
            size_t n = strlen(name);
            assert_true(n > 0 && n < sizeof plain);
            for (size_t i = 0; i <= n; i++) plain[i] = name[i] == '#' ? '7' : name[i];
            assert_string_equal(released_normal(a, plain, n), plain);
            assert_ptr_equal(released_idea_of(plain), idea);
        }
    }
    arena_end(&a);
}

static void names_that_repeat_are_told_apart(void **state)
{
    arena *a = arena_new("names", 1 << 20);
    released_head h = HEAD(a, "Report", "Adults||||Children", "DETLOC|Name|State|Level A|Level A |Final Order Yes No|Final Order Yes No", "X1|A JAIL|TX|1|2|NO|NO");
    (void)state;
    assert_int_equal(h.row, 2);
    assert_int_equal(h.group, 1);
    assert_string_equal(h.names[0], "DETLOC");
    assert_string_equal(h.names[3], "Adults: Level A");
    assert_string_equal(h.names[4], "Children: Level A");
    assert_string_equal(h.names[5], "Children: Final Order Yes No");
    assert_string_equal(h.names[6], "Children: Final Order Yes No 2");
    assert_string_equal(h.ideas[1]->name, "facility");
    released_row same = row_of(a, "detloc| NAME|State|Level  A|Level A|Final Order Yes/No|Final Order Yes No"), other = row_of(a, "DETLOC|Name|State|Level B|Level A|Final Order Yes No|Final Order Yes No");
    assert_true(released_header_again(&h, &same, a));
    assert_false(released_header_again(&h, &other, a));
    arena_end(&a);
}

static void what_is_unknown_has_a_header_when_it_is_one_table(void **state)
{
    arena *a = arena_new("names", 1 << 20);
    (void)state;
    released_head h = HEAD(a, "Some office", "", "Vessel|Crew|Flag|Remark", "ANNA|12|PA|none", "BERTA|9|LR|none", "CLARA|7|PA|");
    assert_int_equal(h.row, 2);
    assert_int_equal(h.columns, 4);
    assert_null(h.ideas[0]);
    assert_string_equal(released_table_of(&h), "other");
    /* Small tables below one another; one beside another; a table of two columns; a name twice; numbers for names. */
    assert_int_equal(HEAD(a, "Vessel|Crew|Flag", "ANNA|12|PA", "BERTA|9|LR", "", "Ports|Ships|Flag", "LA|3|PA").row, -1);
    assert_int_equal(HEAD(a, "Vessel|Crew||Flag", "ANNA|12||PA", "BERTA|9||LR").row, -1);
    assert_int_equal(HEAD(a, "Fiscal Year|Total", "FY2012|6620", "FY2013|7165").row, -1);
    assert_int_equal(HEAD(a, "Vessel|Crew|Crew", "ANNA|12|1", "BERTA|9|2").row, -1);
    assert_int_equal(HEAD(a, "Vessel|2016|2017", "ANNA|12|1", "BERTA|9|2").row, -1);
    assert_int_equal(HEAD(a, "DETLOC|Name|City|State|AOR").row, -1);
    arena_end(&a);
}

static void a_preamble_may_be_long_and_a_row_very_wide(void **state)
{
    arena *a = arena_new("preamble", 1 << 20);
    enum { WIDE = 16000 };
    released_row rows[32];
    released_head h;
    table_cell *cell = arena_array(a, table_cell, WIDE);
    (void)state;
    for (size_t before = 0; before <= 20; before++) {
        for (size_t i = 0; i < before; i++) rows[i] = row_of(a, i % 3 ? "For Official Use Only" : "");
        rows[before] = row_of(a, "Apprehension Date|Apprehension Method|Gender|Operation|Something");
        rows[before + 1] = row_of(a, "7/11/2025|Located|Male||x");
        released_header(rows, before + 2, a, &h);
        assert_int_equal(h.row, before);
    }
    for (size_t i = 0; i < WIDE; i++) cell[i] = (table_cell){ .text = i % 2 ? "Gender" : "State", .n = i % 2 ? 6 : 5, .type = i % 7 ? TABLE_TEXT : TABLE_EMPTY };
    for (size_t i = 0; i < 25; i++) rows[i] = (released_row){ cell, WIDE };
    released_header(rows, 25, a, &h);
    assert_int_equal(h.row, -1);        /* wider than a table can be kept */
    for (size_t i = 0; i < 25; i++) rows[i] = (released_row){ cell + 1, 5 };
    released_header(rows, 25, a, &h);
    assert_int_equal(h.row, 0);
    assert_string_equal(h.names[2], "Gender 2");
    arena_end(&a);
}

static void tables_of_all_releases_are_told_apart(void **state)
{
    FILE *f = fopen("test/data/released/releases.tsv", "r");
    static char line[SHEET_LINE];
    int n = 0;
    (void)state;
    assert_non_null(f);
    for (; fgets(line, sizeof line, f); n++) {
        arena *a = arena_new("release", 1 << 20);
        char *at = line, *table = next_field(&at), *release = next_field(&at), *columns = next_field(&at);
        released_head h = HEAD(a, "Preamble", columns, "x|y|z");
        if (h.row != 1 || strcmp(released_table_of(&h), table) != 0) fail_msg("%s %s: %s", table, release, released_table_of(&h));
        for (size_t i = 0; i < h.columns; i++)
            if (!h.ideas[i]) fail_msg("%s %s: %s", table, release, h.names[i]);
        arena_end(&a);
    }
    assert_int_equal(fclose(f), 0);
    assert_int_equal(n, 20);
}

static void totals_are_told_from_data(void **state)
{
    static const char *const yes[] = { "Total|5|6", "|TOTAL:|6", " Grand Total |3", "Atlanta Total|4", "Subtotal|2", "Total*|2" };
    static const char *const no[] = { "Totally|5", "|", "5|Total", "TOTAL CARE HOSPITAL|4", "Total Current In ICE Custody|4", "Atlanta|Total" };
    arena *a = arena_new("totals", 1 << 20);
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        released_row y = row_of(a, yes[i]), n = row_of(a, no[i]);
        assert_true(released_total_row(&y));
        assert_false(released_total_row(&n));
    }
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_of_the_developer_data), cmocka_unit_test(names_are_known_by_any_spelling), cmocka_unit_test(no_name_stands_for_two_ideas),
        cmocka_unit_test(names_that_repeat_are_told_apart), cmocka_unit_test(what_is_unknown_has_a_header_when_it_is_one_table),
        cmocka_unit_test(a_preamble_may_be_long_and_a_row_very_wide), cmocka_unit_test(tables_of_all_releases_are_told_apart), cmocka_unit_test(totals_are_told_from_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
