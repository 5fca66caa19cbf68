/* records_prod_test.c -- rules of productions without a database: numbers on pages, marks of exemptions, the screen, values and quotes, pages as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "now.h"
#include "records_prod_own.h"

static records_page page(arena *a, const char *file, int64_t n, const char *bates, const char *hash, const char *marks)
{
    records_page p = { .id = arena_fmt(a, "%s/%lld", file, (long long)n), .file = file, .page = n, .label = "", .bates = bates, .prefix = "", .hash = hash, .marks = marks, .letters = 3 };
    if (*bates) assert_true(records_bates_split(a, bates, &p.prefix, &p.num));
    return p;
}

static void a_number_is_a_prefix_and_a_count(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    const char *prefix;
    int64_t num;
    (void)state;
    assert_true(records_bates_split(a, "2025-ICLI-00019-R-0189", &prefix, &num));
    assert_string_equal(prefix, "2025-ICLI-00019-R-");
    assert_int_equal(num, 189);
    assert_false(records_bates_split(a, "ICE", &prefix, &num));
    assert_false(records_bates_split(a, "A1234567890123", &prefix, &num));          /* no count has 13 digits */
    arena_end(&a);
}

static void ranges_gaps_twins_and_two_redactions(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    records_page p[] = { page(a, "x", 1, "ICE-008", "h8", ""), page(a, "x", 2, "ICE-009", "h9", ""), page(a, "x", 3, "ICE-010", "h10", "b6"), page(a, "x", 4, "", "h", ""),
        page(a, "y", 1, "ICE-010", "h10", "b6 b7C"), page(a, "y", 2, "ICE-009", "h9", ""), page(a, "y", 3, "ICE-013", "h13", ""), page(a, "z", 1, "CBP-001", "c", "") };
    records_bates *b;
    size_t n;
    (void)state;
    records_bates_report(p, sizeof p / sizeof *p, a, &b, &n);
    assert_int_equal(n, 6);
    assert_int_equal(b[0].kind, BATES_RANGE);
    assert_string_equal(b[0].first, "CBP-001");
    assert_int_equal(b[1].kind, BATES_RANGE);
    assert_string_equal(b[1].last, "ICE-010");
    assert_int_equal(b[1].pages, 3);                                   /* a page that came twice counts once */
    assert_int_equal(b[2].kind, BATES_TWICE);
    assert_string_equal(b[2].first, "ICE-009");
    assert_string_equal(b[2].file, "x");
    assert_string_equal(b[2].other, "y");
    assert_int_equal(b[2].other_page, 2);
    assert_int_equal(b[3].kind, BATES_TWO_REDACTIONS);
    assert_int_equal(b[4].kind, BATES_GAP);
    assert_string_equal(b[4].first, "ICE-011");
    assert_string_equal(b[4].last, "ICE-012");
    assert_int_equal(b[4].pages, 2);
    assert_int_equal(b[5].kind, BATES_RANGE);
    records_bates_report(p, 0, a, &b, &n);
    assert_int_equal(n, 0);
    arena_end(&a);
}

static void every_spelling_of_a_mark_is_read(void **state)
{
    static const char *const MET[][2] = { { "(B)(6);(B)(7)(C) ", "b6 b7C" }, { "(B)(7)(E) ", "b7E" }, { "(b)(6),(b)(7)c)", "b6 b7C" }, { "(b)(7)e)", "b7E" }, { "(b)(7)(E )", "b7E" },
        { "(b)(6),(b)(7)(c )", "b6 b7C" }, { "(b)(6), (b)(7)(c) (b)(7)(e)", "b6 b7C b7E" }, { "(b)(3), (b)(6), (b)(7)(c)", "b3 b6 b7C" }, { "(b)(4)", "b4" }, { "b)(4)", "b4" }, { "B4", "b4" },
        { "b(6), b(7)c", "b6 b7C" }, { "b(6), b(7)C", "b6 b7C" } };
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof MET / sizeof *MET; i++) {
        assert_true(records_is_marks(MET[i][0]));
        assert_string_equal(records_codes(a, MET[i][0]), MET[i][1]);
    }
    assert_false(records_is_marks("see (b)(4) below"));
    assert_false(records_is_marks("b10"));
    assert_false(records_is_marks(""));
    assert_null(records_codes(a, "b6 and more"));
    assert_string_equal(records_codes(a, ""), "");
    assert_string_equal(records_marks(a, "Subject: (b)(6), (b)(7)(C) left\nMethod: b(7)(E)"), "b6 b7C b7E");
    assert_string_equal(records_marks(a, "Room B6, seat b4, paragraph (b), (b)(12)"), "");
    arena_end(&a);
}

static records_found screened(const char *text)
{
    records_found f = { { 0 } };
    records_screen(text, &f);
    return f;
}

static void what_had_to_be_withheld_is_counted(void **state)
{
    records_found f = screened("A 012-345-678 was seen.\nSSN: 123-45-6789\nDate of Birth: 06/11/1985\nHome address: 12 Main Street\nSubject Name: DOE, JOHN");
    (void)state;
    assert_int_equal(f.of[FOUND_A_NUMBER], 1);
    assert_int_equal(f.of[FOUND_SSN], 1);
    assert_int_equal(f.of[FOUND_BIRTH], 1);
    assert_int_equal(f.of[FOUND_HOME], 1);
    assert_int_equal(f.of[FOUND_NAME], 1);
    f = screened("Date of Birth: (b)(6)\nHome address: (b)(6), (b)(7)(C)\nSubject Name: (b)(6) \nDOB: 1985\nBirth Year: 1985\nOffice address: 300 N Los Angeles St\nFiled: 06/11/2025");
    assert_false(records_found_any(&f));
    f = screened("Time: 12:30 DOB: 06/11/1985\nSubject Name: DOE, JOHN DOB: 06/12/1985\nSex: M Home Address: 12 Main Street City: Los Angeles");   /* several on one line */
    assert_int_equal(f.of[FOUND_BIRTH], 2);
    assert_int_equal(f.of[FOUND_NAME], 1);
    assert_int_equal(f.of[FOUND_HOME], 1);
    f = screened("Last name: First name: (b)(6) DOB: (b)(6) Filed: 06/11/2025\nSubject Name: (b)(6) Station: North\nDOB: 1985 Arrested: 06/11/2025 12:30");
    assert_false(records_found_any(&f));
}

static void columns_are_counted_and_named(void **state)
{
    arena *a = arena_new("test", 4 << 20);
    records_table *t = records_table_new(a);
    records_found f = { { 0 } };
    const char *csv = "Arrests of June\r\n\r\nCitizenship|Birth Date|Alien File Number|Gender\r\nMEXICO|06/11/1985|(B)(6);(B)(7)(C) |Male\r\nUNKNOWN|1985|12345678|Female\r\n\"CHINA, PEOPLES REPUBLIC OF\"|(b)(6)|NA|Male\r\n";
    (void)state;
    for (size_t i = 0; csv[i]; i++) records_table_add(t, csv + i, 1);     /* a cell may lie across two blocks */
    assert_non_null(strstr(records_table_end(t, &f), "Birth Date: 1"));
    assert_int_equal(f.of[FOUND_BIRTH], 1);
    assert_int_equal(f.of[FOUND_A_NUMBER], 1);
    assert_string_equal(records_found_text(a, &f), "1 0 1 0 0");
    assert_int_equal(records_found_read("3 0 1 0 2").of[FOUND_NAME], 2);
    assert_string_equal(records_found_said(a, "en", "2 0 1 0 0"), "A-number: 2; full birth date: 1");
    arena_end(&a);
}

static void a_value_is_written_in_one_way(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    const char *text;
    (void)state;
    assert_string_equal(records_fact_value(FACT_NUMBER, " 1,688 ", a, &text), "1688");
    assert_string_equal(records_fact_value(FACT_NUMBER, "12.5", a, &text), "12.5");
    assert_null(records_fact_value(FACT_NUMBER, "about 12", a, &text));
    assert_non_null(text);
    assert_string_equal(records_fact_value(FACT_AMOUNT, "$19,700,000", a, &text), "19700000.00");
    assert_string_equal(records_fact_value(FACT_AMOUNT, "128.8", a, &text), "128.80");
    assert_null(records_fact_value(FACT_AMOUNT, "128.885", a, &text));
    assert_null(records_fact_value(FACT_NUMBER, "12.", a, &text));
    assert_string_equal(records_fact_value(FACT_DATE, "2025-06-06", a, &text), "2025-06-06");
    assert_null(records_fact_value(FACT_DATE, "2025-02-30", a, &text));
    assert_string_equal(records_fact_value(FACT_OFFICE, " Los Angeles Field Office ", a, &text), "Los Angeles Field Office");
    assert_null(records_fact_value(FACT_STATEMENT, "  ", a, &text));
    arena_end(&a);
}

static void a_quote_stands_whatever_its_lines(void **state)
{
    (void)state;
    assert_true(records_quote_in("officers made 44\n  administrative arrests", "made 44 administrative arrests"));
    assert_true(records_quote_in("x made 44", "made 44 "));
    assert_false(records_quote_in("officers made 45 arrests", "made 44 arrests"));
    assert_false(records_quote_in("", "made"));
}

static void pages_go_through_text_and_back(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    records_page p[] = { page(a, "f", 1, "ICE-001", "aa", "b6 b7C"), page(a, "f", 2, "", "bb", "") }, *got;
    size_t n;
    (void)state;
    p[0].label = "i\tv";
    assert_true(records_pages_parse(a, "f", records_pages_text(a, p, 2), &got, &n));
    assert_int_equal(n, 2);
    assert_string_equal(got[0].bates, "ICE-001");
    assert_int_equal(got[0].num, 1);
    assert_string_equal(got[0].label, "i v");
    assert_string_equal(got[0].marks, "b6 b7C");
    assert_string_equal(got[0].id, p[0].id);
    assert_int_equal(got[1].letters, 3);
    assert_false(records_pages_parse(a, "f", (bytes){ (const uint8_t *)"page\nx\ty\n", 9 }, &got, &n));
    arena_end(&a);
}

/* ---- the words of an office file ---- */
typedef struct heard { size_t calls, longest; bool ssn, utf8; char last[200]; } heard;

static void hear(void *with, const char *apart, const char *joined)
{
    heard *h = with;
    records_found a = { { 0 } }, j = { { 0 } };
    size_t n = strlen(apart) > strlen(joined) ? strlen(apart) : strlen(joined);
    h->calls++;
    h->longest = n > h->longest ? n : h->longest;
    h->utf8 = h->utf8 && str_utf8(apart, strlen(apart)) && str_utf8(joined, strlen(joined));
    records_screen(apart, &a);
    records_screen(joined, &j);
    h->ssn = h->ssn || a.of[FOUND_SSN] || j.of[FOUND_SSN];
    snprintf(h->last, sizeof h->last, "%s", joined);
}

/* Cut after every byte, too: members come in pieces of any length. */
static heard words_of(const void *xml, size_t n, bool *ret_clean)
{
    heard whole = { .utf8 = true }, bytewise = { .utf8 = true };
    arena *a = arena_new("test", 32 << 20);
    records_xml x = records_xml_new(a, hear, &whole), y = records_xml_new(a, hear, &bytewise);
    assert_int_equal(records_xml_take(&x, xml, n), WR_OK);
    *ret_clean = records_xml_end(&x);
    for (size_t i = 0; i < n; i++) assert_int_equal(records_xml_take(&y, (const uint8_t *)xml + i, 1), WR_OK);
    assert_int_equal(records_xml_end(&y), *ret_clean);
    assert_string_equal(whole.last, bytewise.last);
    assert_int_equal(whole.ssn, bytewise.ssn);
    assert_true(whole.utf8);
    arena_end(&a);
    return whole;
}

static void a_number_stands_whatever_its_format(void **state)
{
    static const char *const HOLD[] = { "<w:t>123-45-6789</w:t>", "<w:t>123-4</w:t></w:r><w:r><w:t>5-6789</w:t>", "<t>123&#45;45&#x2d;6789</t>", "<t><![CDATA[123-45-6789]]></t>" };
    bool clean;
    (void)state;
    for (size_t i = 0; i < sizeof HOLD / sizeof *HOLD; i++) assert_true(words_of(HOLD[i], strlen(HOLD[i]), &clean).ssn && clean);
    assert_string_equal(words_of("<a:p>one</a:p><a:p>t&amp;wo</a:p>", 33, &clean).last, "one\nt&wo\n");
    assert_string_equal(words_of("<c><v>123</v></c><c><v>6789</v></c>", 35, &clean).last, "123\n\n6789\n\n");         /* two cells */
    assert_true(words_of("<t>123-45-6789 caf\xe9</t>", 23, &clean).ssn && !clean);
    assert_true(words_of("<\0t\0>\0" "1\0" "2\0" "3\0-\0" "4\0" "5\0-\0" "6\0" "7\0" "8\0" "9\0", 28, &clean).ssn);     /* UTF-16 */
}

/* A member that never breaks takes no more memory than one that does, and hides no number at a cut. */
static void a_text_without_a_break_is_read_in_parts(void **state)
{
    enum { LONG = 3 << 20 };
    static const char SSN[] = " 123-45-6789 ";
    arena *own = arena_new("text", 4 << 20);
    char *text = arena_alloc(own, LONG, 1);
    bool clean;
    (void)state;
    for (size_t at = (1 << 20) - 14; at <= (1 << 20) + 2; at++) {
        memset(text, 'x', LONG);
        memcpy(text + at, SSN, sizeof SSN - 1);
        heard h = { .utf8 = true };
        arena *a = arena_new("test", 32 << 20);
        records_xml x = records_xml_new(a, hear, &h);
        assert_int_equal(records_xml_take(&x, (const uint8_t *)text, LONG), WR_OK);
        clean = records_xml_end(&x);
        assert_true(clean && h.ssn && h.calls > 3);
        assert_true(h.longest <= 1 << 20);
        arena_end(&a);
    }
    memset(text, '<', LONG);                         /* nothing but tags */
    assert_true(words_of(text, LONG, &clean).longest <= 1 << 20);
    arena_end(&own);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_number_is_a_prefix_and_a_count), cmocka_unit_test(ranges_gaps_twins_and_two_redactions), cmocka_unit_test(every_spelling_of_a_mark_is_read),
        cmocka_unit_test(what_had_to_be_withheld_is_counted), cmocka_unit_test(columns_are_counted_and_named), cmocka_unit_test(a_value_is_written_in_one_way),
        cmocka_unit_test(a_quote_stands_whatever_its_lines), cmocka_unit_test(pages_go_through_text_and_back), cmocka_unit_test(a_number_stands_whatever_its_format),
        cmocka_unit_test(a_text_without_a_break_is_read_in_parts) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
