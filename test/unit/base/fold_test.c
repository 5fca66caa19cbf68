/* fold_test.c -- text as it is searched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "fold.h"

static void words_are_folded(void **state)
{
    static const char *const OF[][2] = { { "", "" }, { "Arrests, one row each", "arrests one row each" }, { "DETENCIÓN  en Los Ángeles", "detencion en los angeles" }, { "n\xcc\x83u", "nu" },
        { "año Straße Œuvre Łódź", "ano strasse oeuvre lodz" }, { "“quoted” – 7(C)…", "quoted 7 c" }, { "ДОМ Ёлка ΑΒΓ", "дом ёлка αβγ" }, { "移民", "移民" }, { "!?", "" }, { " a\t\nb ", "a b" },
        { "2025-ICFO-00012", "2025 icfo 00012" } };
    arena *a = arena_new("test", 1 << 16);
    (void)state;
    for (size_t i = 0; i < sizeof OF / sizeof *OF; i++) assert_string_equal(fold_text(a, OF[i][0]), OF[i][1]);
    for (size_t i = 0; i < sizeof OF / sizeof *OF; i++) assert_string_equal(fold_text(a, fold_text(a, OF[i][0])), fold_text(a, OF[i][0]));
    arena_end(&a);
}

/* U+00C0 to U+017F: each is a small ASCII letter or parts words. */
static void every_letter_of_the_table_is_plain(void **state)
{
    arena *a = arena_new("test", 1 << 16);
    (void)state;
    for (unsigned c = 0xc0; c < 0x180; c++) {
        const char in[] = { (char)(0xc0 | c >> 6), (char)(0x80 | (c & 0x3f)), 0 }, *out = fold_text(a, in);
        if (c != 0xd7 && c != 0xf7) assert_true(*out);
        for (; *out; out++) assert_true(*out >= 'a' && *out <= 'z');
    }
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(words_are_folded), cmocka_unit_test(every_letter_of_the_table_is_plain) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
