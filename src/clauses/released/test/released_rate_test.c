/* released_rate_test.c -- every rate text of the list of November 2017 and its kin, the price of a day by tiers, and nights. */
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

static released_rate rate(const char *s)
{
    store_cell c = { s, strlen(s), *s ? TABLE_TEXT : TABLE_EMPTY, TABLE_PLAIN };
    released_rate r;
    released_rate_read(&c, &r);
    return r;
}

static released_rate rate_number(const char *s, uint8_t shown)
{
    store_cell c = { s, strlen(s), TABLE_NUMBER, shown };
    released_rate r;
    released_rate_read(&c, &r);
    return r;
}

static void kinds_are_told_apart(void **state)
{
    static const struct { const char *text; released_rate_kind kind; wr_cents flat; } rows[] = {
        /* All texts of the list of November 2017 that are no plain number. */
        { "b)(4)", RELEASED_RATE_WITHHELD, 0 }, { "Not ICE Funded", RELEASED_NOT_FUNDED, 0 }, { "", RELEASED_NO_RATE, 0 },
        { "$118.00 [Pending: 40 (GM); $123.48 (1-40), $118.00 (41-130)]", RELEASED_WORDED, 0 },
        { "96 (GM); $530,000 Flat Monthly Rate + $10.95 per Person + $788,605 per year Education Cost", RELEASED_WORDED, 0 },
        { "75 (GM for DEAPDMI and CALHOMI combined); $72.00 (1-75), $40.00 (76-125), $64.27 (126+)", RELEASED_WORDED, 0 },
        { "$70.00  Adult $145.00 Juvenile", RELEASED_WORDED, 0 }, { "$150.00 for UAC, $70.00 for Adult", RELEASED_WORDED, 0 }, { "$103 (males), $79 (females)", RELEASED_WORDED, 0 },
        { "849 (GM): $154.08 (800-849), $145.41 (850-899), $137.69 (900-949), $130.79 (950 - 999), $124.58 (1000-1049), $118.96 (1050 - 1099), $113.86 (1100 - 1149), $109.19 (1150-1199), "
          "$104.92 (1200 - 1249), $100.98 (1250 - 1299), $97.35 (1300+)", RELEASED_WORDED, 0 },
        { "50 (GM); $87.00 (1-50), $25.00 (51-72)", RELEASED_TIERED, 0 }, { "64 (GM); $105.00 (1-64), $105.00 (65-200)", RELEASED_TIERED, 0 },
        /* Their kin. */
        { "$93.00", RELEASED_FLAT, 9300 }, { "93", RELEASED_FLAT, 9300 }, { " $ 1,250.5 ", RELEASED_FLAT, 125050 }, { "$118.00 per day", RELEASED_FLAT, 11800 }, { "118.004 USD", RELEASED_FLAT, 11800 },
        { "0.00499999999", RELEASED_NO_RATE, 0 }, { "0", RELEASED_NO_RATE, 0 }, { "$0.00", RELEASED_NO_RATE, 0 }, { "N/A", RELEASED_NO_RATE, 0 }, { "  ", RELEASED_NO_RATE, 0 }, { "-5", RELEASED_WORDED, 0 },
        { "93 95", RELEASED_WORDED, 0 }, { "$93.00 $95.00", RELEASED_WORDED, 0 }, { "$93.00 or less", RELEASED_WORDED, 0 }, { "(b)(4)", RELEASED_RATE_WITHHELD, 0 }, { "see contract", RELEASED_WORDED, 0 },
        { "NOT FUNDED", RELEASED_NOT_FUNDED, 0 }, { "$87.00 (1-50), $25.00 (52-72)", RELEASED_WORDED, 0 }, { "$87.00 (1-50), $25.00 (40-72)", RELEASED_WORDED, 0 }, { "$87.00 (1+), $25.00 (51-72)", RELEASED_WORDED, 0 },
        { "50 (GM); $87.00 (51-1)", RELEASED_WORDED, 0 }, { "50 (GM)", RELEASED_WORDED, 0 }, { "50 (GM); $87.00 (1-50),", RELEASED_WORDED, 0 }, { "the rate is withheld under (b)(4)", RELEASED_WORDED, 0 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        released_rate r = rate(rows[i].text);
        if (r.kind != rows[i].kind || r.flat != rows[i].flat) fail_msg("%s: %s %ld", rows[i].text, released_rate_kinds[r.kind], (long)r.flat);
        if (r.kind != RELEASED_TIERED) assert_int_equal(r.tiers, 0);
    }
    assert_int_equal(rate("b)(4)").exemptions, 1 << 3);
}

static void numbers_are_rounded_once_to_cents(void **state)
{
    (void)state;
    assert_int_equal(rate_number("141.16999999999999", TABLE_PLAIN).flat, 14117);
    assert_int_equal(rate_number("24.71", TABLE_PLAIN).flat, 2471);
    assert_int_equal(rate_number("67.005", TABLE_PLAIN).flat, 6701);
    assert_int_equal(rate_number("67.00499999999", TABLE_PLAIN).flat, 6700);
    assert_int_equal(rate_number("1.17E2", TABLE_PLAIN).flat, 11700);
    assert_int_equal(rate_number("0", TABLE_PLAIN).kind, RELEASED_NO_RATE);
    assert_int_equal(rate_number("43045", TABLE_DAY).kind, RELEASED_WORDED);
}

static void a_day_costs(const char *text, int64_t heads, wr_cents cents)
{
    released_rate r = rate(text);
    wr_cents got = -1;
    if (cents < 0) { assert_false(released_rate_day(&r, heads, &got)); return; }
    if (!released_rate_day(&r, heads, &got) || got != cents) fail_msg("%s at %ld: %ld", text, (long)heads, (long)got);
}

static void tiers_price_their_own_heads(void **state)
{
    static const char *const T = "50 (GM); $87.00 (1-50), $25.00 (51-72)";
    released_rate r = rate("750 (GM): $90.10 (1-750); $40 (750 – 1,900), $10.00 (1,901+)");
    (void)state;
    a_day_costs(T, 0, 50 * 8700);           /* the minimum is owed on a day without anybody */
    a_day_costs(T, 50, 50 * 8700);
    a_day_costs(T, 51, 50 * 8700 + 2500);
    a_day_costs(T, 72, 50 * 8700 + 22 * 2500);
    a_day_costs(T, 73, -1);
    a_day_costs(T, -1, -1);
    assert_int_equal(r.kind, RELEASED_TIERED);
    assert_int_equal(r.minimum, 750);
    assert_int_equal(r.tiers, 3);
    assert_int_equal(r.tier[1].from, 751);  /* printed as 750, which the first tier has */
    assert_int_equal(r.tier[1].to, 1900);
    assert_int_equal(r.tier[2].to, 0);
    a_day_costs("750 (GM): $90.10 (1-750); $40 (750 – 1,900), $10.00 (1,901+)", 2000, 750 * 9010 + 1150 * 4000 + 100 * 1000);
    a_day_costs("GM 40; $123.48 (1-40), $118.00 (41 and above)", 41, 40 * 12348 + 11800);
    a_day_costs("$72.00 (1-75), $40.00 (76+)", 0, 0);
    a_day_costs("40 (GM); $100.00", 10, 400000);
    a_day_costs("$100.00", 10, 100000);
    a_day_costs("b)(4)", 10, -1);
    a_day_costs("$70.00  Adult $145.00 Juvenile", 10, -1);
    a_day_costs("$90000000000.00", INT64_MAX, -1);
    a_day_costs("$90000000000.00 (1+)", INT64_MAX, -1);
}

static void the_list_of_2017_has_so_many_of_each(void **state)
{
    static const int64_t want[] = { 1094, 390, 2, 8, 102, 89 };
    int64_t got[6] = { 0 };
    static char line[4096];
    FILE *f = fopen("test/data/released/rates-2017.tsv", "r");
    (void)state;
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        char *at = line, *count = strsep(&at, "\t"), *type = strsep(&at, "\t"), *text = strsep(&at, "\n");
        store_cell c = { text, strlen(text), *type == 'E' ? TABLE_EMPTY : *type == 'N' ? TABLE_NUMBER : TABLE_TEXT, TABLE_PLAIN };
        released_rate r;
        int64_t n = 0;
        assert_true(str_int(count, &n));
        released_rate_read(&c, &r);
        got[r.kind] += n;
    }
    assert_int_equal(fclose(f), 0);
    for (size_t i = 0; i < 6; i++) assert_int_equal(got[i], want[i]);
}

static void nights_are_midnights(void **state)
{
    (void)state;
    assert_int_equal(released_nights(100, 100), 0);
    assert_int_equal(released_nights(100, 107), 7);
    assert_int_equal(released_nights(101, 100), -1);
    assert_int_equal(released_nights(STORE_NO_DAY, 100), -1);
    assert_int_equal(released_nights(100, STORE_NO_DAY), -1);
    assert_int_equal(released_nights(-2000000000, 2000000000), INT64_C(4000000000));
    assert_int_equal(released_nights(10, 10) + released_nights(10, 14) + released_nights(14, 21) + released_nights(21, 22), released_nights(10, 22));      /* stints of 0, 4, 7, 1 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_are_told_apart), cmocka_unit_test(numbers_are_rounded_once_to_cents), cmocka_unit_test(tiers_price_their_own_heads),
        cmocka_unit_test(the_list_of_2017_has_so_many_of_each), cmocka_unit_test(nights_are_midnights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
