/* sender_test.c -- a sender is a hash of one day, counted by what is sent; an address of this machine is nobody. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "sender.h"

static const wr_us T0 = 1772128800 * (wr_us)1000000, DAY = 86400 * (wr_us)1000000;

static void an_address_is_a_hash_of_the_day(void **state)
{
    char a[SENDER_TEXT + 1], b[SENDER_TEXT + 1];
    (void)state;
    assert_true(sender_of("192.0.2.7", NULL, NULL, T0, a));
    assert_int_equal(strlen(a), SENDER_TEXT);
    assert_null(strstr(a, "192"));
    assert_true(sender_of("192.0.2.7", NULL, "198.51.100.1", T0, b));       /* nobody's word is taken but the proxy's */
    assert_string_equal(a, b);
    assert_true(sender_of("192.0.2.8", NULL, NULL, T0, b));
    assert_string_not_equal(a, b);
    assert_true(sender_of("192.0.2.7", NULL, NULL, T0 + DAY, b));
    assert_string_not_equal(a, b);
    assert_true(sender_of("192.0.2.7", NULL, NULL, T0 + DAY, a));
    assert_true(sender_of("::ffff:192.0.2.7", NULL, NULL, T0 + DAY, b));    /* a socket for both kinds */
    assert_string_equal(a, b);
    assert_true(sender_of("::ffff:c000:207", NULL, NULL, T0 + DAY, b));
    assert_string_equal(a, b);
    assert_true(sender_of("::ffff:192.0.2.8", NULL, NULL, T0 + DAY, b));
    assert_string_not_equal(a, b);
    assert_false(sender_of("::ffff:127.0.0.1", NULL, NULL, T0 + DAY, b));
    assert_true(sender_of("2001:db8:1:2::1", NULL, NULL, T0, a));
    assert_true(sender_of("2001:db8:1:2:ffff::9", NULL, NULL, T0, b));      /* one line has all of these */
    assert_string_equal(a, b);
}

static void the_trusted_proxy_says_for_whom(void **state)
{
    char a[SENDER_TEXT + 1], b[SENDER_TEXT + 1];
    (void)state;
    assert_true(sender_of("127.0.0.1", "127.0.0.1", "203.0.113.9, 192.0.2.7", T0, a));
    assert_true(sender_of("192.0.2.7", "127.0.0.1", NULL, T0, b));
    assert_string_equal(a, b);
    assert_false(sender_of("127.0.0.1", NULL, "192.0.2.7", T0, a));
    assert_false(sender_of("127.0.0.1", "127.0.0.1", NULL, T0, a));
    assert_false(sender_of("127.0.0.1", "127.0.0.1", "nonsense", T0, a));
    assert_false(sender_of("::1", NULL, NULL, T0, a));
    assert_false(sender_of("", NULL, NULL, T0, a));
}

static void so_many_a_day_and_no_more(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) assert_true(sender_may("aa", "ask", 5, T0));
    assert_false(sender_may("aa", "ask", 5, T0));
    assert_true(sender_may("aa", "other", 5, T0));
    assert_true(sender_may("bb", "ask", 5, T0));
    assert_true(sender_may(NULL, "ask", 0, T0));
    assert_true(sender_may("aa", "ask", 5, T0 + 2 * DAY));
}

/* A request that began yesterday, or a clock that is set back, brings no new count. */
static void a_day_that_goes_backwards_forgets_nothing(void **state)
{
    char a[SENDER_TEXT + 1], b[SENDER_TEXT + 1];
    (void)state;
    assert_true(sender_of("192.0.2.7", NULL, NULL, T0 + 10 * DAY, a));
    for (int i = 0; i < 3; i++) assert_true(sender_may(a, "ask", 3, T0 + 10 * DAY));
    assert_false(sender_may(a, "ask", 3, T0 + 9 * DAY));
    assert_true(sender_of("192.0.2.7", NULL, NULL, T0 + 9 * DAY, b));
    assert_string_equal(a, b);
    assert_false(sender_may(a, "ask", 3, T0 + 10 * DAY));
    assert_true(sender_may(a, "ask", 3, T0 + 11 * DAY));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(an_address_is_a_hash_of_the_day), cmocka_unit_test(the_trusted_proxy_says_for_whom), cmocka_unit_test(so_many_a_day_and_no_more),
        cmocka_unit_test(a_day_that_goes_backwards_forgets_nothing) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
