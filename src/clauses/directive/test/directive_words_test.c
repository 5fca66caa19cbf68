/* directive_words_test.c -- a range of characters: counted by character, not by byte; lines and pages break words apart, no more. */
#include "directive_city.h"

static void says(const char *text, int64_t first, int64_t last, const char *words, int64_t page)
{
    arena *a = arena_new("test", 1 << 16);
    const char *got = NULL;
    int64_t at = 0;
    assert_true(directive_words_at(text, first, last, a, &got, &at));
    assert_string_equal(words, got);
    assert_int_equal(page, at);
    arena_end(&a);
}

static void says_nothing(const char *text, int64_t first, int64_t last)
{
    arena *a = arena_new("test", 1 << 16);
    const char *got = NULL;
    int64_t at = 0;
    assert_false(directive_words_at(text, first, last, a, &got, &at));
    arena_end(&a);
}

static void a_range_is_of_characters(void **state)
{
    (void)state;
    says("abc", 1, 3, "abc", 1);
    says("abc", 2, 2, "b", 1);
    says("a ‘é’ z", 3, 5, "‘é’", 1);
    says("one\ntwo\r\n  three", 1, 16, "one two three", 1);
    says("one\ftwo", 5, 7, "two", 2);
    says("one\ftwo", 1, 7, "one two", 1);
    says("one\f\ftwo", 6, 8, "two", 3);
}

static void what_is_not_there_is_nothing(void **state)
{
    (void)state;
    says_nothing("abc", 0, 2);
    says_nothing("abc", 2, 1);
    says_nothing("abc", 1, 4);
    says_nothing("abc", 4, 4);
    says_nothing("", 1, 1);
    says_nothing("é", 1, 2);
}

static void a_paraphrase_has_no_exact_words(void **state)
{
    json_t *doc = show(state, directive_show_direction, &(in_direction){ .direction = "12.1" }, &OPERATOR);
    assert_int_equal(0, json_array_size(json_object_get(doc, "exact")));
    json_decref(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_range_is_of_characters), cmocka_unit_test(what_is_not_there_is_nothing),
        CITY_TEST(a_paraphrase_has_no_exact_words) };
    return cmocka_run_group_tests_name("directive: exact words", tests, NULL, NULL);
}
