/* zip_test.c -- a ZIP that only stores: its sums, its lengths, what does not fit. That others open it: gate_suite.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "str.h"
#include "zip.h"

static uint32_t u32(const char *p)
{
    uint32_t v = 0;
    for (int i = 3; i >= 0; i--) v = v << 8 | (uint8_t)p[i];
    return v;
}

static void the_sum_is_that_of_the_standard(void **state)
{
    (void)state;
    assert_int_equal(zip_crc(0, "123456789", 9), 0xcbf43926u);         /* the check value of CRC-32 */
    assert_int_equal(zip_crc(zip_crc(0, "1234", 4), "56789", 5), 0xcbf43926u);
    assert_int_equal(zip_crc(0, "", 0), 0);
}

static void heads_and_directory_agree(void **state)
{
    arena *a = arena_new("test", 1 << 16);
    const zip_file f[] = { { "a.txt", 9, zip_crc(0, "123456789", 9), { 2026, 2, 26 } }, { "empty.csv", 0, 0, { 2026, 2, 27 } } };
    strbuf b = sb_new(a, 256);
    size_t directory;
    const char *end;
    (void)state;
    zip_head(&b, &f[0]);
    sb_str(&b, "123456789");
    zip_head(&b, &f[1]);
    directory = b.n;
    zip_end(&b, f, 2);
    end = b.p + b.n - 22;
    assert_int_equal(u32(b.p), 0x04034b50);
    assert_int_equal(u32(b.p + 14), 0xcbf43926u);
    assert_int_equal(u32(end), 0x06054b50);
    assert_int_equal(u32(end + 16), directory);
    assert_int_equal(u32(end + 12), b.n - 22 - directory);
    assert_int_equal(u32(b.p + directory + 46 + 5 + 42), 30 + 5 + 9);    /* where the second one begins */
    arena_end(&a);
}

static void what_is_too_large_does_not_fit(void **state)
{
    zip_file f[] = { { "a", (int64_t)3 << 30, 0, { 2026, 2, 26 } }, { "b", (int64_t)1 << 30, 0, { 2026, 2, 26 } } };
    (void)state;
    assert_true(zip_fits(f, 1));
    assert_false(zip_fits(f, 2));
    assert_true(zip_fits(NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_sum_is_that_of_the_standard), cmocka_unit_test(heads_and_directory_agree), cmocka_unit_test(what_is_too_large_does_not_fit) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
