/* multipart_test.c -- forms with files in any cut: the same parts come out, and nothing malformed passes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "multipart.h"
#include "str.h"

static strbuf seen;

static wr_rc part(void *with, const char *name, const char *filename_opt)
{
    (void)with;
    sb_fmt(&seen, "[%s|%s]", name, filename_opt ? filename_opt : "-");
    return WR_OK;
}
static wr_rc data(void *with, const char *p, size_t n)
{
    (void)with;
    sb_put(&seen, p, n);
    return WR_OK;
}
static wr_rc end(void *with)
{
    (void)with;
    sb_str(&seen, ";");
    return WR_OK;
}

/* In blocks of `step` bytes. */
static wr_rc read_all(arena *a, const char *text, size_t n, size_t step, bool *ret_done)
{
    multipart *m = multipart_new(a, "B", (multipart_to){ NULL, part, data, end });
    wr_rc rc = WR_OK;
    seen = sb_new(a, 256);
    for (size_t i = 0; rc == WR_OK && i < n; i += step) rc = multipart_feed(m, text + i, n - i < step ? n - i : step);
    *ret_done = multipart_done(m);
    return rc;
}

#define HEAD(x) "Content-Disposition: form-data; " x "\r\n\r\n"

static void every_cut_gives_the_same(void **state)
{
    static const char TEXT[] = "--B\r\n" HEAD("name=\"once\"") "key\r\n--B\r\nContent-Type: text/plain\r\ncontent-disposition:form-data;filename=\"a \\\"b\\\" C:\\d.txt\" ; name=file\r\n"
        "X: y\r\n\r\n\r\n--\r\r\n--A\r\n\r\n--B\r\n" HEAD("name=\"empty\"; filename=\"\"") "\r\n--B--\r\nwhat follows is nobody's --B";
    static const char WANT[] = "[once|-]key;[file|a \"b\" C:\\d.txt]\r\n--\r\r\n--A\r\n;[empty|];";
    (void)state;
    for (size_t step = 1; step <= sizeof TEXT; step++) {
        arena *a = arena_new("test", 1 << 20);
        bool done;
        assert_int_equal(read_all(a, TEXT, sizeof TEXT - 1, step, &done), WR_OK);
        assert_true(done);
        assert_string_equal(seen.p, WANT);
        arena_end(&a);
    }
}

static void nothing_malformed_passes(void **state)
{
    static const char *const BAD[] = {
        "x--B\r\n", "\r\n--B\r\n", "--C", "--B \r\n", "--Bx", "--B-x", "--B\r\n\r\n", "--B\r\nX: y\r\n\r\n",
        "--B\r\n" HEAD("filename=\"a\""), "--B\r\n" HEAD("name=\"a\"; name=\"b\""), "--B\r\n" HEAD("name=\"a"), "--B\r\n" HEAD("name=\"\""),
        "--B\r\n" HEAD("name=\"a\"; filename=\"a\"; filename=\"b\""), "--B\r\n" HEAD("name=\"\xff\""), "--B\r\n" HEAD("name=\"a\" x"),
        "--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n", "--B\r\n" "Content-Disposition: form-data; name=a\r\n" HEAD("name=b"), NULL };
    (void)state;
    for (const char *const *b = BAD; *b; b++) {
        arena *a = arena_new("test", 1 << 20);
        bool done;
        if (read_all(a, *b, strlen(*b), 1, &done) != WR_E_INPUT) fail_msg("let through: %s", *b);
        assert_false(done);
        arena_end(&a);
    }
}

static void what_is_cut_off_is_not_done(void **state)
{
    static const char TEXT[] = "--B\r\n" HEAD("name=\"a\"") "value\r\n--B--";
    (void)state;
    for (size_t n = 0; n < sizeof TEXT - 1; n++) {
        arena *a = arena_new("test", 1 << 20);
        bool done;
        assert_int_equal(read_all(a, TEXT, n, 7, &done), WR_OK);
        assert_false(done);
        arena_end(&a);
    }
}

static void limits_hold(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    strbuf b = sb_new(a, 16384);
    bool done;
    (void)state;
    for (int i = 0; i < MULTIPART_PARTS_MAX; i++) sb_fmt(&b, "--B\r\n" HEAD("name=\"n%d\"") "v\r\n", i);
    assert_int_equal(read_all(a, b.p, b.n, 1000, &done), WR_OK);
    sb_str(&b, "--B\r\n");
    assert_int_equal(read_all(a, b.p, b.n, 1000, &done), WR_E_TOO_BIG);
    b = sb_new(a, 16384);
    sb_str(&b, "--B\r\nX: ");
    while (b.n < MULTIPART_HEAD_MAX + 100) sb_ch(&b, 'x');
    assert_int_equal(read_all(a, b.p, b.n, 1000, &done), WR_E_TOO_BIG);
    arena_end(&a);
}

static void boundaries(void **state)
{
    static const struct { const char *type, *want; } ALL[] = {
        { "multipart/form-data; boundary=----WebKitFormBoundaryA1", "----WebKitFormBoundaryA1" }, { "Multipart/Form-Data;charset=utf-8; Boundary=\"a b\"", "a b" },
        { "multipart/form-data; boundary=a; x=y", "a" }, { "multipart/form-data", "" }, { "multipart/form-data; boundary=", "" },
        { "multipart/form-data; boundary=\"a", "" }, { "multipart/form-data; boundary=\"a \"", "" }, { "multipart/form-data; boundary=a\x01", "" },
        { "multipart/form-data; boundary=1234567890123456789012345678901234567890123456789012345678901234567890", "1234567890123456789012345678901234567890123456789012345678901234567890" },
        { "multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901", "" }, { "multipart/mixed; boundary=a", "" } };
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++) {
        const char *got = multipart_boundary(ALL[i].type, a);
        assert_string_equal(got ? got : "", ALL[i].want);
    }
    assert_null(multipart_boundary(NULL, a));
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_cut_gives_the_same), cmocka_unit_test(nothing_malformed_passes),
        cmocka_unit_test(what_is_cut_off_is_not_done), cmocka_unit_test(limits_hold), cmocka_unit_test(boundaries) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
