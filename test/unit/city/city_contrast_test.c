/* city_contrast_test.c -- contrast of two colours, against the numbers of WCAG. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "city.h"

static void known_pairs(void **state)
{
    static const struct { const char *a, *b; int least, most; } pairs[] = {
        { "#000000", "#ffffff", 2100, 2100 }, { "#ffffff", "#000000", 2100, 2100 }, { "#123456", "#123456", 100, 100 },
        { "#777777", "#ffffff", 447, 449 },      /* the grey that just fails  */
        { "#767676", "#FFFFFF", 453, 455 },      /* the one that just passes  */
        { "#0b5a50", "#ffffff", 805, 815 },
        { "#0b5a5", "#ffffff", 0, 0 }, { "0b5a500", "#ffffff", 0, 0 }, { "#0b5a5g", "#ffffff", 0, 0 }, { "#0b5a500", "#ffffff", 0, 0 },
        { "", "#ffffff", 0, 0 }, { "#ffffff", NULL, 0, 0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_in_range(city_contrast(pairs[i].a, pairs[i].b), pairs[i].least, pairs[i].most);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(known_pairs) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
