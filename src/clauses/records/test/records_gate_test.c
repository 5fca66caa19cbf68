/* records_gate_test.c -- what may be published at all: which words, under which names. The gate itself, on every way out: gate_suite.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "records_gate.h"
#include "records_shown.h"
#include "str.h"

static void words_of_notes_calls_and_letters_stay_inside(void **state)
{
    static const int INSIDE[] = { ENTRY_APPROVED, ENTRY_QUEUED, ENTRY_TRANSFERRED, ENTRY_SPLIT, ENTRY_MERGED, ENTRY_SHOWN, ENTRY_LETTER, ENTRY_CALL, ENTRY_NOTE };
    int inside = 0;
    (void)state;
    for (size_t i = 0; i < sizeof INSIDE / sizeof *INSIDE; i++) assert_false(records_kind_open(INSIDE[i]));
    for (int k = 0; k < ENTRY_KINDS; k++) inside += !records_kind_open(k);
    assert_int_equal(inside, sizeof INSIDE / sizeof *INSIDE);
    assert_false(records_kind_open(ENTRY_KINDS));
    assert_false(records_kind_open(-1));
}

static void a_published_name_is_safe_everywhere(void **state)
{
    static const char *const GOOD[] = { "arrests-sheet-1.csv", "a.csv", "2025_answer.v2.CSV" };
    static const char *const BAD[] = { "", "../x.csv", "a/b.csv", "a\\b.csv", ".csv", "-rf.csv", "a b.csv", "añ.csv", "a..b.csv", "con.csv", "LPT1.csv", "a.pdf", "a", "A12345678.csv",
        "ssn-123-45-6789.csv", "a\n.csv", "a.csv\"" };
    (void)state;
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) assert_null(records_name_wrong(GOOD[i], "Letter of Jane Doe.csv"));
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) assert_non_null(records_name_wrong(BAD[i], "Letter of Jane Doe.csv"));
}

static void words_are_found_by_how_they_begin(void **state)
{
    arena *a = arena_new("test", 1 << 16);
    gate_find f = records_gate_find("  Órden   ARRESTS, 2025 more than three", a);
    (void)state;
    assert_string_equal(f.lo[0], "orden");
    assert_string_equal(f.lo[1], "arrests");
    assert_string_equal(f.lo[2], "2025");
    assert_string_equal(f.hi[2], "2025\xf4\x8f\xbf\xbf");
    f = records_gate_find("?!", a);
    assert_string_equal(f.lo[0], "");
    f = records_gate_find("a語語語語語語語語語語語語語語語語語語語語語", a);      /* byte 60 stands within a character */
    assert_int_equal(strlen(f.lo[0]), 58);
    assert_true(str_utf8(f.lo[0], 58));
    arena_end(&a);
}

static void so_many_files_are_published_and_no_more(void **state)
{
    static records_shown all[GATE_FILES + 2];
    static char id[GATE_FILES + 2][8], name[GATE_FILES + 2][12];
    (void)state;
    for (int i = 0; i < GATE_FILES + 2; i++) {
        snprintf(id[i], sizeof id[i], "f%d", i);
        snprintf(name[i], sizeof name[i], "f%d.csv", i);
        all[i] = (records_shown){ .item = id[i], .name = name[i], .what = SHOWN_FILE, .shown = true };
    }
    assert_null(records_beside_wrong(all, GATE_FILES - 1, "new", "new.csv"));
    assert_non_null(records_beside_wrong(all, GATE_FILES - 1, "new", "f7.csv"));
    assert_null(records_beside_wrong(all, GATE_FILES, "f7", "f7.csv"));                      /* it is one of them */
    assert_non_null(records_beside_wrong(all, GATE_FILES, "new", "new.csv"));
    all[3].shown = false;
    assert_null(records_beside_wrong(all, GATE_FILES, "new", "f3.csv"));
    all[4].what = SHOWN_ENTRY;
    assert_null(records_beside_wrong(all, GATE_FILES + 1, "new", "new.csv"));
    assert_non_null(records_beside_wrong(all, GATE_FILES + 2, "new", "new.csv"));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(so_many_files_are_published_and_no_more), cmocka_unit_test(words_of_notes_calls_and_letters_stay_inside), cmocka_unit_test(a_published_name_is_safe_everywhere),
        cmocka_unit_test(words_are_found_by_how_they_begin) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
