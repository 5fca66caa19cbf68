/* ical_test.c -- a calendar's lines: folded between characters, escaped, all-day, CRLF. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "ical.h"
#include "str.h"

static const char *calendar(arena *a, const char *summary)
{
    strbuf b = sb_new(a, 100);
    const ical_event e = { .uid = "0123", .summary = summary, .text = "", .url = "https://x/1", .day = { 2026, 12, 31 }, .moves = 2, .stamp = 1772128805000000 };
    ical_put(&b, "Due", "en", &e, 1);
    return b.p;
}

static void lines_are_folded_between_characters(void **state)
{
    arena *a = arena_new("test", 4 << 20);
    (void)state;
    for (size_t pad = 0; pad < 9; pad++) {
        char *text = arena_dup(a, "---------" "ééééééééééééééééééééééééééééééééééé漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛");
        const char *ics = calendar(a, text + pad);
        strbuf whole = sb_new(a, 1000);
        for (const char *p = ics, *end; *p; p = end + 2) {
            end = strstr(p, "\r\n");
            assert_non_null(end);
            assert_true(end - p <= 75);
            assert_true(str_utf8(p, (size_t)(end - p)));
            if (*p != ' ') sb_ch(&whole, '\n');
            sb_put(&whole, *p == ' ' ? p + 1 : p, (size_t)(end - p) - (*p == ' '));
        }
        assert_non_null(strstr(whole.p, arena_fmt(a, "\nSUMMARY:%s\n", text + pad)));
    }
    arena_end(&a);
}

static void text_is_escaped_and_days_are_whole(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    const char *ics = calendar(a, "a;b,c\\d\r\ne\x07");
    (void)state;
    assert_non_null(strstr(ics, "\r\nSUMMARY:a\\;b\\,c\\\\d\\ne\r\n"));
    assert_non_null(strstr(ics, "\r\nDTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
    assert_non_null(strstr(ics, "\r\nDTSTAMP:20260226T180005Z\r\nSEQUENCE:2\r\n"));
    assert_true(str_starts(ics, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    assert_true(str_ends(ics, "END:VEVENT\r\nEND:VCALENDAR\r\n"));
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(lines_are_folded_between_characters), cmocka_unit_test(text_is_escaped_and_days_are_whole) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
