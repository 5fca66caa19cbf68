/* released_mark_test.c -- marks in all spellings met and in likely ones, what only looks like a mark, words for nothing, days and numbers of a cell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "released.h"
#include "str.h"

#define COUNT(l) (sizeof(l) / sizeof *(l))

static void marks_of_any_spelling(void **state)
{
    static const char *const marks[][2] = {
        /* The 14 that were met. */
        { "(B)(6);(B)(7)(C) ", "6, 7C" }, { "(B)(7)(E) ", "7E" }, { "(b)(6),(b)(7)c)", "6, 7C" }, { "(b)(7)e)", "7E" }, { "(b)(7)(E )", "7E" },
        { "(b)(6),(b)(7)(c )", "6, 7C" }, { "(b)(6), (b)(7)(c) (b)(7)(e)", "6, 7C, 7E" }, { "(b)(3), (b)(6), (b)(7)(c)", "3, 6, 7C" }, { "(b)(4)", "4" },
        { "b)(4)", "4" }, { "B4", "4" }, { "b(6), b(7)c", "6, 7C" }, { "b(6), b(7)C", "6, 7C" }, { "(b)(6)(b)(7)(C)", "6, 7C" },
        /* Their kin. */
        { "(b)(7)(B)(b)(6)", "6, 7B" }, { "(b)(7)", "7" }, { "[(b)(6)]", "6" }, { "(b) (6), (7)(C)", "6, 7C" }, { "(b)(6) & (b)(7)(C)", "6, 7C" }, { "(b)(6) and (b)(7)(C)", "6, 7C" },
        { "b6/b7c", "6, 7C" }, { "B6 B7C", "6, 7C" }, { "b6,7c", "6, 7C" }, { "(b)(1)", "1" }, { "\xC2\xA0(b)(6)\n(b)(7)(C)", "6, 7C" }, { "(b)(3)(A)", "3" }, { "(b)(7)(f),(b)(9)", "7F, 9" },
        { "REDACTED", "" }, { "[Redacted]", "" }, { "(b)(5)", "5" }, { "( b ) ( 7 ) ( A )", "7A" }, { "B7E", "7E" },
    };
    arena *a = arena_new("marks", 1 << 20);
    uint64_t ex;
    (void)state;
    for (size_t i = 0; i < COUNT(marks); i++) {
        if (!released_withheld(marks[i][0], strlen(marks[i][0]), &ex)) fail_msg("%s", marks[i][0]);
        assert_string_equal(released_exemptions_said(a, ex), marks[i][1]);
    }
    arena_end(&a);
}

static void what_is_no_mark(void **state)
{
    static const char *const texts[] = {
        "", " ", "b", "(b)", "B1", "B2", "B1/B2", "b2, b1", "B6A", "B-4", "b12", "(b)(12)", "(b)(0)", "6", "(6)", "4b", "bb6", "the price is (b)(4)", "(b)(4) of the contract", "A4", "Bed 4",
        "(b)(7)(G)", "B 4th", "()", "b4b", "c4", "7C", "BABE", "12B6", "(b)(6) x",
    };
    uint64_t ex;
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        if (released_withheld(texts[i], strlen(texts[i]), &ex)) fail_msg("%s", texts[i]);
    assert_false(released_withheld("b\0006", 3, &ex));
    assert_true(released_withheld("b4,", 3, &ex));      /* a list that ends with its comma */
}

static void words_for_nothing(void **state)
{
    static const char *const yes[] = { "NA", "--", "UNKNOWN", "Not  Applicable", "N/A", "-", "\xE2\x80\x94", " n/a ", "Unknown\xC2\xA0", "NULL", "not applicable", "---" };
    static const char *const no[] = { "", " ", "NAMIBIA", "None", "0", "Not", "Unknown country", "N A", "\xE2\x80\x98", "- 5", "notapplicable" };
    (void)state;
    for (size_t i = 0; i < COUNT(yes); i++)
        if (!released_null_word(yes[i], strlen(yes[i]))) fail_msg("%s", yes[i]);
    for (size_t i = 0; i < COUNT(no); i++)
        if (released_null_word(no[i], strlen(no[i]))) fail_msg("%s", no[i]);
}

static store_cell text(const char *s) { return (store_cell){ s, strlen(s), TABLE_TEXT, TABLE_PLAIN }; }
static store_cell number(const char *s, uint8_t shown) { return (store_cell){ s, strlen(s), TABLE_NUMBER, shown }; }

static void days_of_texts(void **state)
{
    static const char *const yes[][2] = {
        { "10/1/2015", "2015-10-01" }, { "7/11/2025", "2025-07-11" }, { "07/11/2025 23:59", "2025-07-11" }, { "7/11/2025 12:05:09 AM", "2025-07-11" }, { "7/11/2025 11:05 pm", "2025-07-11" },
        { " 1/1/2012 ", "2012-01-01" }, { "2025-07-11", "2025-07-11" }, { "2025-07-11T23:05:00", "2025-07-11" }, { "2025-07-11T23:05:00.123Z", "2025-07-11" },
        { "2025-07-11 23:05:00+02:00", "2025-07-11" }, { "2025/7/11", "2025-07-11" }, { "2/29/2024", "2024-02-29" }, { "10/1/0999", "0999-10-01" }, { "2025-07-11T23:05:00-0700", "2025-07-11" },
    };
    static const char *const no[] = {
        "", "45000", "7/11/25", "13/1/2025", "2/29/2023", "2025-13-01", "2025-7", "7/11/2025x", "7/11/2025 25:00", "7/11/2025 13:00 PM", "7/11/2025 1", "2025-07-11T", "(b)(6)", "7-11-2025", "11.7.2025",
        "0000-01-01", "1/0/2025", "20250711", "7/11/20255", "2025-07/11",
    };
    int32_t day;
    (void)state;
    for (size_t i = 0; i < COUNT(yes); i++) {
        store_cell c = text(yes[i][0]);
        char said[DAY_TEXT];
        if (!released_day(&c, false, &day)) fail_msg("%s", yes[i][0]);
        day_put(day_of_number(day), said);
        assert_string_equal(said, yes[i][1]);
    }
    for (size_t i = 0; i < COUNT(no); i++) {
        store_cell c = text(no[i]);
        if (released_day(&c, false, &day)) fail_msg("%s", no[i]);
    }
}

static void a_serial_is_a_day_by_its_style_alone(void **state)
{
    static const struct { const char *serial; bool from_1904; const char *day; } rows[] = {
        { "40909", false, "2012-01-01" }, { "45849.99999", false, "2025-07-11" }, { "1", false, "1900-01-01" }, { "59", false, "1900-02-28" }, { "61", false, "1900-03-01" }, { "39447", true, "2012-01-01" },
        { "0", true, "1904-01-01" }, { "4.5849E4", false, "2025-07-11" }, { "2958465", false, "9999-12-31" },
    };
    static const char *const no[] = { "0", "60", "-1", "2958466", "0.5", "x", "" };
    int32_t day;
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        store_cell plain = number(rows[i].serial, TABLE_PLAIN), styled = number(rows[i].serial, TABLE_DAY_TIME), time = number(rows[i].serial, TABLE_TIME);
        char said[DAY_TEXT];
        assert_false(released_day(&plain, rows[i].from_1904, &day));
        assert_false(released_day(&time, rows[i].from_1904, &day));
        assert_true(released_day(&styled, rows[i].from_1904, &day));
        day_put(day_of_number(day), said);
        assert_string_equal(said, rows[i].day);
    }
    for (size_t i = 0; i < COUNT(no); i++) {
        store_cell c = number(no[i], TABLE_DAY);
        assert_false(released_day(&c, false, &day));
    }
}

static void numbers_are_exact(void **state)
{
    static const struct { const char *text; int64_t millionths; } yes[] = {
        { "1,891", 1891000000 }, { "$ 12.50", 12500000 }, { "7.5E-2", 75000 }, { "2.74E-3", 2740 }, { "141.16999999999999", 141170000 }, { "0", 0 }, { "-3", -3000000 }, { "$1,234,567.891", 1234567891000 },
        { " 24.71 ", 24710000 }, { "1E3", 1000000000 }, { "1e+3", 1000000000 }, { "0.0000005", 1 }, { "0.00000049", 0 }, { ".5", 500000 }, { "5.", 5000000 }, { "007", 7000000 }, { "($5.00)", -5000000 },
        { "$ (5.00)", -5000000 }, { "-$5", -5000000 }, { "$-5", -5000000 }, { "9223372036854.775807", INT64_MAX }, { "666.77143604122102", 666771436 }, { "1E-400", 0 }, { "0E400", 0 },
        { "\xC2\xA0" "7\xC2\xA0", 7000000 }, { "0.000000000000000000000000000000000000001", 0 },
    };
    static const char *const no[] = { "", " ", "-", "$", ".", "1,89", "1234,567", "12,3456", ",123", "1,234,5", "1.2.3", "1e", "1e999", "E5", "12 345", "(126)", "126+", "5%", "NaN", "0x10", "9223372036854.775808", "1,000,", "--5", "1-2", "5 USD", "+5" };
    int64_t n;
    (void)state;
    for (size_t i = 0; i < COUNT(yes); i++) {
        store_cell c = text(yes[i].text), d = number(yes[i].text, TABLE_PLAIN);
        if (!released_number(&c, &n)) fail_msg("%s", yes[i].text);
        if (n != yes[i].millionths) fail_msg("%s", yes[i].text);
        assert_true(released_number(&d, &n) && n == yes[i].millionths);
    }
    for (size_t i = 0; i < COUNT(no); i++) {
        store_cell c = text(no[i]);
        if (released_number(&c, &n)) fail_msg("%s", no[i]);
    }
    store_cell day = number("45849", TABLE_DAY), error = { "#N/A", 4, TABLE_ERROR, TABLE_PLAIN };
    assert_false(released_number(&day, &n));
    assert_false(released_number(&error, &n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_of_any_spelling), cmocka_unit_test(what_is_no_mark), cmocka_unit_test(words_for_nothing), cmocka_unit_test(days_of_texts),
        cmocka_unit_test(a_serial_is_a_day_by_its_style_alone), cmocka_unit_test(numbers_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
