/* screen_test.c -- numbers of a person in free text: what is found and where, what is let alone, what is left when they are taken out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "screen.h"
#include "str.h"

/* The text with A-numbers in <> and Social Security numbers in {}. */
static const char *marked(arena *a, const char *text)
{
    screen_hit hits[20];
    size_t n = screen_find(text, hits, 20), from = 0;
    strbuf b = sb_new(a, 200);
    for (size_t i = 0; i < n; i++) {
        bool is_a = hits[i].kind == SCREEN_A_NUMBER;
        assert_true(hits[i].at >= from);
        sb_put(&b, text + from, hits[i].at - from);
        sb_ch(&b, is_a ? '<' : '{');
        sb_put(&b, text + hits[i].at, hits[i].n);
        sb_ch(&b, is_a ? '>' : '}');
        from = hits[i].at + hits[i].n;
    }
    sb_str(&b, text + from);
    return b.p;
}

/* Each line says what is found in it. */
static void lines_are(const char *const *lines, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        arena *a = arena_new("screen", 1 << 20);
        char *text = arena_dup(a, lines[i]), *to = text;
        for (const char *p = lines[i]; *p; p++)
            if (!strchr("<>{}", *p)) *to++ = *p;
        *to = 0;
        assert_string_equal(marked(a, text), lines[i]);
        arena_end(&a);
    }
}
#define LINES(l) lines_are((l), sizeof(l) / sizeof *(l))

static void a_numbers_are_found(void **state)
{
    static const char *const L[] = {
        "<A12345678>", "<A123456789>", "<a12345678>", "the paper says <A 012-345-678>.", "(<A-12345678>)", "<A#012345678>", "<A: 12 345 678>", "“<A12345678>”",
        "<A.012.345.678>, and <A87654321>", "<A012 345 678>", "<A 123-456-78>", "<A12345678><A87654321>", "<A12345678><A87654321><A123456789>", "<A12345678>and more", "line one\n<A12345678>\nline three", "号码<A12345678>",
        "<Ａ１２３４５６７８>", "<A‑123‑456‑789>", "<A 123–456–789>", "<A١٢٣٤٥٦٧٨>", "<A۱۲۳۴۵۶۷۸۹>",
        "A-number: <012345678>", "A-Number <12345678>", "A numbers: <012345678>, <012-345-679>", "A-number <A012345678>", "alien number <012345678>",
        "alien registration no. <12345678>", "USCIS No. <012-345-678>", "Número A: <012345678>", "NÚMERO A <012345678>", "número de extranjero <012345678>",
    };
    (void)state;
    LINES(L);
}

static void social_security_numbers_are_found(void **state)
{
    static const char *const L[] = {
        "{123-45-6789}", "she said {123 45 6789}.", "{123.45.6789}", "{123 - 45 - 6789}", "{123‐45‐6789}", "{１２３－４５－６７８９}", "({123-45-6789})", "{912-70-1234}",
        "SSN {123456789}", "ssn:{123456789}", "SSN{123456789}", "SSN-{123-45-6789}", "SSNs {123456789}, {987654321}", "Social Security number is {123456789}",
        "social-security no. {123 456 789}", "número de seguro social: {123456789}", "Seguro Social de la persona: {123456789}", "ITIN {912701234}",
        "A12 {123-45-6789} <A12345678>", "{123-45-6789}, and 4", "SSN {111-22-3333} {444-55-6666}",
    };
    (void)state;
    LINES(L);
}

static void other_numbers_are_let_alone(void **state)
{
    static const char *const L[] = {
        "", "A", "call 213-555-0142", "(213) 555-0142", "213 555 0142", "+1 213 555 0142", "213.555.0142", "Suite A 213-555-0142", "a 213-555-0142", "llame a 213 555 0142",
        "2026-02-26", "26-02-2026", "02/26/2026", "26 02 2026", "90012-1234", "Los Angeles, CA 90012-1234", "Bldg A 90012-1234", "Social Security office, 90012-1234",
        "Social Security office, 213-555-0142", "2:25-cv-01234", "25-123-45-6789", "CV-123-45-6789", "123-45-6789-01", "123-45-67890", "1123-45-6789", "BC123456789",
        "LA12345678", "case 12345678", "123456789", "A1234567", "A1234567890", "badge A 1234567", "000-12-3456", "123-00-4567", "123-45-0000", "SSN 1234", "last four 6789",
        "A 12 officers, 345 678 others", "room 101, 12 2026", "A-1234-5678", "assn 123456789", "a note, 12345678", "anumber 12345678", "the SSN was not asked for, and the guard at the door wrote down 123456789",
        "É12345678A", "éA12345678", "10.123.45.6789", "a123456789f03e7714bb0c21d4e5f60718293a4b", "A12345678b9", "a12345678a123456789f0", "ssn 123456789f03e7714bb",
    };
    (void)state;
    LINES(L);
}

static void the_count_is_whole_when_there_is_no_room(void **state)
{
    screen_hit two[2] = { 0 };
    (void)state;
    assert_int_equal(3, screen_find("A12345678 123-45-6789 A87654321", two, 2));
    assert_int_equal(SCREEN_A_NUMBER, two[0].kind);
    assert_int_equal(9, two[0].n);
    assert_int_equal(SCREEN_SSN, two[1].kind);
    assert_int_equal(10, two[1].at);
    assert_int_equal(3, screen_find("A12345678 123-45-6789 A87654321", NULL, 0));
}

static void cleaned_text_keeps_the_rest(void **state)
{
    arena *a = arena_new("screen", 1 << 20);
    const char *same = "Two officers, 213-555-0142.";
    (void)state;
    assert_ptr_equal(same, screen_clean(a, same, "[removed]"));
    assert_string_equal("He read [removed] and “[removed]” aloud.", screen_clean(a, "He read A 012-345-678 and “123-45-6789” aloud.", "[removed]"));
    assert_string_equal("SSN: [quitado].[quitado]", screen_clean(a, "SSN: 111-22-3333.444-55-6666", "[quitado]"));   /* joined: found in two steps */
    arena_end(&a);
}

/* Pieces of numbers and names in any order: hits lie in the text one behind the other, and after cleaning none is left. */
static void any_text_is_clean_after_cleaning(void **state)
{
    static const char *const PIECES[] = { "A", "a-number ", "SSN ", "123", "45", "6789", "12345678", "123456789", "-", " ", ".", "/", "#", ": ", "１", "٣", "–", "é", "x", "seguro social ",
                                          "123-45-6789", "A 012-345-678", "\n", "“" };
    uint32_t seed = 1;
    size_t hits = 0;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        arena *a = arena_new("screen", 1 << 20);
        strbuf b = sb_new(a, 200);
        screen_hit h[64];
        size_t n, end = 0;
        for (int i = 0; i < 12; i++) {
            seed = seed * 1664525u + 1013904223u;
            sb_str(&b, PIECES[(seed >> 16) % (sizeof PIECES / sizeof *PIECES)]);
        }
        n = screen_find(b.p, h, 64);
        assert_true(n <= 64);
        for (size_t i = 0; i < n; i++) {
            assert_true(h[i].at >= end && h[i].n >= 8 && str_utf8(b.p + h[i].at, h[i].n));
            end = h[i].at + h[i].n;
        }
        assert_true(end <= b.n);
        assert_int_equal(0, screen_find(screen_clean(a, b.p, "[removed]"), NULL, 0));
        hits += n;
        arena_end(&a);
    }
    assert_true(hits > 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_numbers_are_found), cmocka_unit_test(social_security_numbers_are_found), cmocka_unit_test(other_numbers_are_let_alone),
        cmocka_unit_test(the_count_is_whole_when_there_is_no_room), cmocka_unit_test(cleaned_text_keeps_the_rest), cmocka_unit_test(any_text_is_clean_after_cleaning),
    };
    return cmocka_run_group_tests_name("base: screen", tests, NULL, NULL);
}
