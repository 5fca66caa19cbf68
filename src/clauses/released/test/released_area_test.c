/* released_area_test.c -- codes, names and long forms of an area are one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "day.h"
#include "released.h"
#include "str.h"

static void one_area_has_many_spellings(void **state)
{
    static const char *const rows[][2] = {
        { "LOS", "LOS" }, { "Los Angeles", "LOS" }, { "Los Angeles Area of Responsibility", "LOS" }, { " los  angeles ", "LOS" }, { "LOS ANGELES FIELD OFFICE", "LOS" }, { "Los Angeles AOR", "LOS" },
        { "St. Paul Area of Responsibility", "SPM" }, { "St Paul", "SPM" }, { "Saint Paul", "SPM" }, { "New York City Area of Responsibility", "NYC" }, { "New York", "NYC" }, { "HQ Area of Responsibility", "HQ" },
        { "Headquarters", "HQ" }, { "Harlingen", "HLG" }, { "hlg", "HLG" }, { "El Paso\xC2\xA0" "Area of Responsibility", "ELP" }, { "Newark", "NEW" }, { "new", "NEW" }, { "Washington, DC", "WAS" }, { "Washington D.C.", "WAS" },
        { "", NULL }, { " ", NULL }, { "Mexico", NULL }, { "Area of Responsibility", NULL }, { "LOSHOLD", NULL }, { "Los Angeles / San Diego", NULL }, { "(b)(7)(E)", NULL }, { "Los", "LOS" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const released_area *area = released_area_of(rows[i][0], strlen(rows[i][0]));
        if ((area == NULL) != (rows[i][1] == NULL)) fail_msg("%s", rows[i][0]);
        if (area) assert_string_equal(area->code, rows[i][1]);
    }
}

static void there_are_25_and_headquarters(void **state)
{
    size_t n = 0;
    char day[DAY_TEXT];
    (void)state;
    for (const released_area *a = released_areas; a->code; a++, n++) {
        assert_ptr_equal(released_area_of(a->code, strlen(a->code)), a);
        assert_ptr_equal(released_area_of(a->name, strlen(a->name)), a);
        if (!str_eq(a->code, "HLG")) assert_int_equal(a->from_day, STORE_NO_DAY);
    }
    assert_int_equal(n, 26);
    day_put(day_of_number(released_area_of("HLG", 3)->from_day), day);
    assert_string_equal(day, "2020-10-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(one_area_has_many_spellings), cmocka_unit_test(there_are_25_and_headquarters) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
