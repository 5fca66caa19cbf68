/* released_personal_test.c -- what the agency failed to withhold is kept out, by the name of a column or the shape of a cell; what it withheld, and what
 * belongs to a facility, is not. The values are invented. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "released.h"
#include "str.h"

#define COUNT(l) (sizeof(l) / sizeof *(l))

static released_personal column(const char *name)
{
    arena *a = arena_new("personal", 1 << 16);
    released_personal p = released_personal_column(released_normal(a, name, strlen(name)));
    arena_end(&a);
    return p;
}

static void columns_by_their_names(void **state)
{
    static const struct { const char *name; released_personal is; } rows[] = {
        { "Alien File Number", RELEASED_A_NUMBER }, { "alien_file_numbe", RELEASED_A_NUMBER }, { "A-Number", RELEASED_A_NUMBER }, { "Alien Number", RELEASED_A_NUMBER }, { "Alien Registration No.", RELEASED_A_NUMBER },
        { "USCIS Number", RELEASED_A_NUMBER }, { "A File", RELEASED_A_NUMBER }, { "SSN", RELEASED_SSN }, { "Social Security Number", RELEASED_SSN }, { "ITIN", RELEASED_SSN },
        { "First Name", RELEASED_NAME }, { "LAST_NAME", RELEASED_NAME }, { "Full Name", RELEASED_NAME }, { "Alien Name", RELEASED_NAME }, { "Subject Name", RELEASED_NAME }, { "Surname", RELEASED_NAME },
        { "Aliases", RELEASED_NAME }, { "Name of Detainee", RELEASED_NAME }, { "Arresting Officer Name", RELEASED_NAME }, { "Birth Date", RELEASED_BIRTH_DATE }, { "Date of Birth", RELEASED_BIRTH_DATE },
        { "DOB", RELEASED_BIRTH_DATE }, { "Birth Date (redacted)", RELEASED_BIRTH_DATE }, { "Brith Date", RELEASED_BIRTH_DATE }, { "Bd", RELEASED_BIRTH_DATE }, { "Home Address", RELEASED_HOME },
        { "Residence", RELEASED_HOME }, { "Subject Address", RELEASED_HOME }, { "Mailing Address", RELEASED_HOME }, { "Last Known Address", RELEASED_HOME }, { "Apprehension Address", RELEASED_HOME },
        { "Name", RELEASED_LOADED }, { "Facility Name", RELEASED_LOADED }, { "Address", RELEASED_LOADED }, { "City", RELEASED_LOADED }, { "Birth Year", RELEASED_LOADED }, { "Birth Country", RELEASED_LOADED },
        { "Unique Identifier", RELEASED_LOADED }, { "Anonymized Identifier", RELEASED_LOADED }, { "Event Number", RELEASED_LOADED }, { "Case ID", RELEASED_LOADED }, { "Operator Name", RELEASED_LOADED },
        { "Operation Name", RELEASED_LOADED }, { "office_name", RELEASED_LOADED }, { "County Name", RELEASED_LOADED }, { "Known Terrorist Yes No", RELEASED_LOADED }, { "Lawful Permanent Resident", RELEASED_LOADED },
        { "Fear Decision Date USCIS", RELEASED_LOADED }, { "Facility Address", RELEASED_LOADED }, { "Number of a Facility", RELEASED_LOADED }, { "", RELEASED_LOADED },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (column(rows[i].name) != rows[i].is) fail_msg("%s: %s", rows[i].name, released_personal_words[column(rows[i].name)]);
}

static released_personal cell(released_personal column, const char *s, uint8_t type, uint8_t shown)
{
    store_cell c = { s, strlen(s), type, shown };
    return released_personal_cell(column, &c);
}

static void what_is_withheld_or_says_nothing_is_loaded(void **state)
{
    static const char *const texts[] = { "", "  ", "(B)(6);(B)(7)(C) ", "(b)(6),(b)(7)c)", "B4", "NA", "UNKNOWN", "[REDACTED]", "--" };
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        for (int p = RELEASED_LOADED; p <= RELEASED_HOME; p++) assert_int_equal(cell((released_personal)p, texts[i], TABLE_TEXT, TABLE_PLAIN), RELEASED_LOADED);
    assert_int_equal(cell(RELEASED_NAME, "#N/A", TABLE_ERROR, TABLE_PLAIN), RELEASED_LOADED);
}

static void values_are_kept_out(void **state)
{
    (void)state;
    assert_int_equal(cell(RELEASED_BIRTH_DATE, "7/11/1985", TABLE_TEXT, TABLE_PLAIN), RELEASED_BIRTH_DATE);
    assert_int_equal(cell(RELEASED_BIRTH_DATE, "7/11/85", TABLE_TEXT, TABLE_PLAIN), RELEASED_BIRTH_DATE);
    assert_int_equal(cell(RELEASED_BIRTH_DATE, "31239", TABLE_NUMBER, TABLE_DAY), RELEASED_BIRTH_DATE);
    assert_int_equal(cell(RELEASED_BIRTH_DATE, "31239", TABLE_NUMBER, TABLE_PLAIN), RELEASED_BIRTH_DATE);
    assert_int_equal(cell(RELEASED_BIRTH_DATE, "1985", TABLE_NUMBER, TABLE_DAY), RELEASED_BIRTH_DATE);
    assert_int_equal(cell(RELEASED_BIRTH_DATE, "1985", TABLE_NUMBER, TABLE_PLAIN), RELEASED_LOADED);
    assert_int_equal(cell(RELEASED_BIRTH_DATE, "1985", TABLE_TEXT, TABLE_PLAIN), RELEASED_LOADED);
    assert_int_equal(cell(RELEASED_A_NUMBER, "12345678", TABLE_NUMBER, TABLE_PLAIN), RELEASED_A_NUMBER);
    assert_int_equal(cell(RELEASED_NAME, "DOE, JO", TABLE_TEXT, TABLE_PLAIN), RELEASED_NAME);
    assert_int_equal(cell(RELEASED_HOME, "1 MAIN ST", TABLE_TEXT, TABLE_PLAIN), RELEASED_HOME);
    /* By shape alone, wherever it stands. */
    assert_int_equal(cell(RELEASED_LOADED, "A012345678", TABLE_TEXT, TABLE_PLAIN), RELEASED_A_NUMBER);
    assert_int_equal(cell(RELEASED_LOADED, "transferred, see A 012-345-678", TABLE_TEXT, TABLE_PLAIN), RELEASED_A_NUMBER);
    assert_int_equal(cell(RELEASED_LOADED, "123-45-6789", TABLE_TEXT, TABLE_PLAIN), RELEASED_SSN);
    assert_int_equal(cell(RELEASED_LOADED, "SSN 123456789", TABLE_TEXT, TABLE_PLAIN), RELEASED_SSN);
}

static void other_cells_are_loaded(void **state)
{
    static const char *const texts[] = {
        "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3", "CAP LOCAL 12345678", "10250 Rancho Road, Adelanto, CA 92301", "92301-1234", "213-555-0100", "2025-07-11 23:05:00", "212a9CiII", "REINSTATEMENT OF DEPORT ORDER I-871",
        "7/11/1985", "141.16999999999999", "ADMINISTRATIVE DEPORTATION I-851/I-851A", "2019-ICFO-53623",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        if (cell(RELEASED_LOADED, texts[i], TABLE_TEXT, TABLE_PLAIN) != RELEASED_LOADED) fail_msg("%s", texts[i]);
    assert_int_equal(cell(RELEASED_LOADED, "123456789", TABLE_NUMBER, TABLE_PLAIN), RELEASED_LOADED);
}

static released_personal in_table(const char *names, size_t column)
{
    arena *a = arena_new("personal", 1 << 20);
    table_cell *c = arena_array(a, table_cell, 40);
    released_row rows[3] = { { c, 0 }, { c, 0 }, { c, 0 } };
    released_head h;
    char *at = arena_dup(a, names);
    for (char *f; (f = strsep(&at, "|")) != NULL; rows[0].n++) c[rows[0].n] = (table_cell){ .text = f, .n = (uint32_t)strlen(f), .type = TABLE_TEXT };
    rows[1].n = rows[2].n = rows[0].n;
    released_header(rows, 3, a, &h);
    assert_int_equal(h.row, 0);
    released_personal p = released_personal_in(&h, column, a);
    arena_end(&a);
    return p;
}

static void name_and_address_are_by_their_table(void **state)
{
    (void)state;
    assert_int_equal(in_table("Name|Address|City|State|AOR|Type Detailed|FY25 ALOS", 0), RELEASED_LOADED);
    assert_int_equal(in_table("Name|Address|City|State|AOR|Type Detailed|FY25 ALOS", 1), RELEASED_LOADED);
    assert_int_equal(in_table("office_name|address|city|office_latitude", 1), RELEASED_LOADED);
    assert_int_equal(in_table("Name|Address|Apprehension Date|Apprehension Method|Gender", 0), RELEASED_NAME);
    assert_int_equal(in_table("Name|Address|Apprehension Date|Apprehension Method|Gender", 1), RELEASED_HOME);
    assert_int_equal(in_table("Name|Address|Apprehension Date|Apprehension Method|Birth Date", 4), RELEASED_BIRTH_DATE);
}

/* Of the columns of all releases only these are personal by their names, and the agency withheld their cells. */
static void columns_of_all_releases(void **state)
{
    FILE *f = fopen("test/data/released/releases.tsv", "r");
    static char line[1 << 14];
    (void)state;
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        char *at = line;
        (void)strsep(&at, "\t");
        (void)strsep(&at, "\t");
        for (char *name; (name = strsep(&at, "|\n")) != NULL; ) {
            bool withheld = str_starts(name, "Alien File Number") || str_starts(name, "Birth Date") || str_eq(name, "Date of Birth");
            if ((column(name) != RELEASED_LOADED) != withheld) fail_msg("%s", name);
        }
    }
    assert_int_equal(fclose(f), 0);
}

/* A label says what stands behind it; without one a name or a day is not told apart from others. */
static void free_text(void **state)
{
    static const struct { const char *text; released_personal is; } rows[] = {
        { "DOB: 06/11/1985", RELEASED_BIRTH_DATE }, { "taken in, date of birth June 11, 1985", RELEASED_BIRTH_DATE }, { "born 1985-06-11 in X", RELEASED_BIRTH_DATE }, { "Fecha de nacimiento 11/06/1985", RELEASED_BIRTH_DATE },
        { "home address 77 Elm Street", RELEASED_HOME }, { "LIVES AT 9 Oak Ave", RELEASED_HOME }, { "domicilio: Calle 5 Sur", RELEASED_HOME }, { "subject name: Jo Doe", RELEASED_NAME }, { "Name: DOE, JO", RELEASED_NAME },
        { "aka Jay Dee", RELEASED_NAME }, { "nombre: Jo", RELEASED_NAME },
        { "DOB", RELEASED_LOADED }, { "Date of Birth (B)(6)", RELEASED_LOADED }, { "born 1985", RELEASED_LOADED }, { "Last Name", RELEASED_LOADED }, { "NAME OF FACILITY", RELEASED_LOADED }, { "Subject to removal", RELEASED_LOADED },
        { "Foreign Born USC", RELEASED_LOADED }, { "Lawful permanent residence 2019 class", RELEASED_LOADED }, { "arrested 6/11/2025 at 77 Elm Street", RELEASED_LOADED }, { "home address (B)(6)", RELEASED_LOADED },
        { "rename: all", RELEASED_LOADED } };
    arena *a = arena_new("text", 1 << 20);
    int64_t hits = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (released_personal_text(rows[i].text, strlen(rows[i].text)) != rows[i].is) fail_msg("%s: %s", rows[i].text, released_personal_words[released_personal_text(rows[i].text, strlen(rows[i].text))]);
    assert_string_equal(released_clean(a, "FOIA 2025\nSSN 123-45-6789 of one\nDOB: 06/11/1985\nend", &hits), "FOIA 2025\nSSN [held back] of one\n[held back]\nend");
    assert_int_equal(hits, 2);
    assert_string_equal(released_clean(a, "Arrests FY2025", &hits), "Arrests FY2025");
    assert_int_equal(hits, 2);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_by_their_names), cmocka_unit_test(what_is_withheld_or_says_nothing_is_loaded), cmocka_unit_test(values_are_kept_out), cmocka_unit_test(other_cells_are_loaded),
        cmocka_unit_test(name_and_address_are_by_their_table), cmocka_unit_test(columns_of_all_releases), cmocka_unit_test(free_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
