/* doc_kind_test.c -- kinds by ending and first bytes, names made harmless, sizes and limits in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "doc.h"
#include "str.h"

static const char *media(const char *name, const char *data, size_t n)
{
    doc_sniff s = { 0 };
    const char *m;
    for (size_t i = 0; i < n; i++) doc_sniff_add(&s, data + i, 1);      /* as small as a network may cut it */
    m = doc_media(&s, name);
    return m ? m : "none";
}

static void ending_and_bytes_must_agree(void **state)
{
    (void)state;
    assert_string_equal(media("a.pdf", "%PDF-1.7\n\0\1", 11), "application/pdf");
    assert_string_equal(media("A.PDF", "%PDF-1.7", 8), "application/pdf");
    assert_string_equal(media("a.png", "\x89PNG\r\n\x1a\n....", 12), "image/png");
    assert_string_equal(media("a.b.jpeg", "\xff\xd8\xff\xe0", 4), "image/jpeg");
    assert_string_equal(media("a.txt", "caf\xc3\xa9\r\n\ttwo", 11), "text/plain");
    assert_string_equal(media("a.csv", "caf\xe9,1\n", 7), "text/csv");
    assert_string_equal(media("a.ods", "PK\x03\x04..", 6), "application/vnd.oasis.opendocument.spreadsheet");
    assert_string_equal(media("a.pdf", "<html>%PDF-", 11), "none");
    assert_string_equal(media("a.pdf", "%PDF", 4), "none");
    assert_string_equal(media("a.txt", "a\0b", 3), "none");
    assert_string_equal(media("a.docx", "\xd0\xcf\x11\xe0", 4), "none");
    assert_string_equal(media("a.html", "<p>", 3), "none");
    assert_string_equal(media("a.svg", "<svg>", 5), "none");
    assert_string_equal(media("pdf", "%PDF-1.7", 8), "none");
    assert_string_equal(media("a.", "x", 1), "none");
}

static void names_are_cleaned(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    char longest[400];
    const char *got;
    (void)state;
    assert_string_equal(doc_name_clean(a, "../../etc/passwd"), "passwd");
    assert_string_equal(doc_name_clean(a, "C:\\Users\\me\\plan.pdf"), "plan.pdf");
    assert_string_equal(doc_name_clean(a, "annex\xe2\x80\xae" "fdp.exe"), "annexfdp.exe");
    assert_string_equal(doc_name_clean(a, "\xe2\x81\xa6" "a\xe2\x80\xa8" "b\xef\xbb\xbf.txt"), "ab.txt");
    assert_string_equal(doc_name_clean(a, "a\r\nb\x7f\xc2\x85.txt"), "ab.txt");
    assert_string_equal(doc_name_clean(a, "  . .hidden "), "hidden");
    assert_string_equal(doc_name_clean(a, "Sesi\xc3\xb3n \xd9\x85\xd8\xad\xd8\xb6\xd8\xb1.pdf"), "Sesi\xc3\xb3n \xd9\x85\xd8\xad\xd8\xb6\xd8\xb1.pdf");
    assert_string_equal(doc_name_clean(a, ""), "file");
    assert_string_equal(doc_name_clean(a, "..."), "file");
    assert_string_equal(doc_name_clean(a, "dir/"), "file");
    assert_string_equal(doc_name_clean(a, "bad\xff.txt"), "file");
    for (size_t i = 0; i < 390; i += 2) memcpy(longest + i, "\xc3\xa9", 2);
    memcpy(longest + 390, ".docx", 6);
    got = doc_name_clean(a, longest);
    assert_true(strlen(got) <= DOC_NAME_MAX && str_utf8(got, strlen(got)) && str_ends(got, "\xc3\xa9.docx"));
    arena_end(&a);
}

static void said_in_words(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    assert_string_equal(doc_size_said(a, "en", 999), "999 bytes");
    assert_string_equal(doc_size_said(a, "en", 1499), "1 kB");
    assert_string_equal(doc_size_said(a, "en", 9999499), "9999 kB");
    assert_string_equal(doc_size_said(a, "en", 9999500), "10 MB");
    assert_string_equal(doc_size_said(a, "en", 20000000), "20 MB");
    assert_string_equal(doc_limit_said(a, "en", 20), "PDF, PNG, JPG, JPEG, TXT, CSV, EML, DOCX, XLSX, ODT, ODS; at most 20 MB.");
    assert_string_equal(doc_disposition(a, "a \"b\"\\%\xc3\xa9.txt"), "attachment; filename=\"a _b_____.txt\"; filename*=UTF-8''a%20%22b%22%5C%25%C3%A9.txt");
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(ending_and_bytes_must_agree), cmocka_unit_test(names_are_cleaned), cmocka_unit_test(said_in_words) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
