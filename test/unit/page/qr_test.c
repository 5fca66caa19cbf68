/* qr_test.c -- the picture of a text: every module inside its white edge, the three corner squares in place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "qr.h"

/* Every module of the picture stands inside its white edge, and the three corner squares are there. */
static void picture(void **state)
{
    arena *a = arena_new("test", 1 << 18);
    int64_t side;
    const char *path = qr_path(a, "otpauth://totp/writ:ana?secret=MZXW6YTBOI&issuer=writ", &side);
    const char *const CORNERS[] = { "M4 4h1", arena_fmt(a, "M%d 4h1", (int)side - 11), arena_fmt(a, "M4 %dh1", (int)side - 11) };
    (void)state;
    assert_true(side >= 21 + 8 && (side - 8 - 17) % 4 == 0);
    for (size_t i = 0; i < 3; i++) assert_non_null(strstr(path, CORNERS[i]));
    for (const char *p = path; (p = strchr(p, 'M')); p++) {
        long x, y;
        assert_int_equal(sscanf(p, "M%ld %ldh1v1h-1z", &x, &y), 2);
        assert_true(x >= 4 && y >= 4 && x < side - 4 && y < side - 4);
    }
    arena_end(&a);
}

static void too_long(void **state)
{
    arena *a = arena_new("test", 1 << 18);
    char *text = arena_alloc(a, 4001, 1);
    int64_t side = 1;
    (void)state;
    memset(text, 'x', 4000);
    assert_string_equal(qr_path(a, text, &side), "");
    assert_int_equal(side, 0);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(picture), cmocka_unit_test(too_long) };
    return cmocka_run_group_tests_name("qr", tests, NULL, NULL);
}
