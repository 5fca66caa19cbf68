/* totp_test.c -- codes against the published values of RFC 4226 and RFC 6238; the window; replay; base32 of RFC 4648. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "str.h"
#include "totp.h"

static const uint8_t SECRET[] = "12345678901234567890";
static const wr_us SECOND = 1000000;

/* RFC 4226, appendix D: the first ten counts. */
static void counts(void **state)
{
    static const int CODES[] = { 755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489 };
    (void)state;
    for (int i = 0; i < 10; i++) assert_int_equal(totp_code(SECRET, 20, i), CODES[i]);
}

/* RFC 6238, appendix B, the rows of SHA-1: their last six digits, which is what six digits are. */
static void times(void **state)
{
    static const struct { int64_t at; int code; } ROWS[] = { { 59, 287082 }, { 1111111109, 81804 }, { 1111111111, 50471 },
        { 1234567890, 5924 }, { 2000000000, 279037 }, { 20000000000, 353130 } };
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) assert_int_equal(totp_code(SECRET, 20, totp_step(ROWS[i].at * SECOND)), ROWS[i].code);
}

static void window(void **state)
{
    const wr_us now = 1111111111 * SECOND;
    const int64_t at = totp_step(now);
    (void)state;
    for (int64_t step = at - 3; step <= at + 3; step++) {
        char code[8];
        int64_t found;
        snprintf(code, sizeof code, "%06d", totp_code(SECRET, 20, step));
        found = totp_match(SECRET, code, now, 0);
        assert_int_equal(found, step >= at - 1 && step <= at + 1 ? step : 0);
    }
}

/* A step once used is never taken again, nor one before it, whatever the clock says. */
static void replay(void **state)
{
    const wr_us now = 1111111111 * SECOND;
    const int64_t at = totp_step(now);
    (void)state;
    assert_int_equal(totp_match(SECRET, "050471", now, at - 1), at);
    assert_int_equal(totp_match(SECRET, "050471", now, at), 0);
    assert_int_equal(totp_match(SECRET, "050471", now - 30 * SECOND, at), 0);     /* the clock set back */
    assert_int_equal(totp_match(SECRET, "081804", now, at), 0);                    /* the step before */
}

/* A digit of another script; the next letter would belong to the escape. */
#define ARABIC_ZERO "\xd9\xa0" "50471"

static void only_six_digits(void **state)
{
    static const char *const BAD[] = { "", "05047", "0504711", "o50471", "050471x", "-50471", "05 04 7", ARABIC_ZERO };
    const wr_us now = 1111111111 * SECOND;
    (void)state;
    assert_true(totp_match(SECRET, "050 471", now, 0) > 0);
    assert_true(totp_match(SECRET, " 050471 ", now, 0) > 0);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) assert_int_equal(totp_match(SECRET, BAD[i], now, 0), 0);
}

/* RFC 4648, section 10, without the padding that devices do not want. */
static void base32(void **state)
{
    static const char *const ROWS[][2] = { { "", "" }, { "f", "MY" }, { "fo", "MZXQ" }, { "foo", "MZXW6" }, { "foob", "MZXW6YQ" },
        { "fooba", "MZXW6YTB" }, { "foobar", "MZXW6YTBOI" } };
    arena *a = arena_new("test", 1 << 16);
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        assert_string_equal(totp_base32(a, (const uint8_t *)ROWS[i][0], strlen(ROWS[i][0])), ROWS[i][1]);
    assert_string_equal(totp_uri(a, "writ", "ana", "MZXW6"), "otpauth://totp/writ:ana?secret=MZXW6&issuer=writ");
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(counts), cmocka_unit_test(times), cmocka_unit_test(window), cmocka_unit_test(replay),
        cmocka_unit_test(only_six_digits), cmocka_unit_test(base32) };
    return cmocka_run_group_tests_name("totp", tests, NULL, NULL);
}
