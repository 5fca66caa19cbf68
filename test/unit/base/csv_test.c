/* csv_test.c -- what the CSV reader takes, what it refuses and where; what csv_quote writes comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "csv.h"

/* The file as "cell|cell;cell;" with N for no value, or "LINE: " and the text of the error. */
static const char *read_all(arena *a, const char *text)
{
    FILE *f = fmemopen((void *)(uintptr_t)text, strlen(text), "rb");
    csv in;
    strbuf b = sb_new(a, 100);
    assert_non_null(f);
    in = csv_of(f, "f.csv");
    for (;;) {
        csv_cell *c;
        size_t n;
        wr_rc rc = csv_next(&in, a, &c, &n);
        if (rc != WR_OK) {
            assert_int_equal(WR_E_INPUT, rc);
            fclose(f);
            return arena_fmt(a, "%zu: %s", in.line, arena_err(a)->text);
        }
        if (!n) break;
        for (size_t i = 0; i < n; i++) sb_str(&b, arena_fmt(a, "%s%s", i ? "|" : "", c[i].quoted || c[i].n ? c[i].text : "N"));
        sb_ch(&b, ';');
    }
    fclose(f);
    return b.p;
}

static void reads(const char *text, const char *expected)
{
    arena *a = arena_new("csv", 1 << 20);
    const char *got = read_all(a, text);
    assert_int_equal(0, strncmp(expected, got, strlen(expected)));
    arena_end(&a);
}

static void cells_and_records(void **state)
{
    (void)state;
    reads("a,b\r\n1,2\r\n", "a|b;1|2;");
    reads("\"a\",\"b, c\"\r\n", "a|b, c;");
    reads("\"say \"\"no\"\"\"\r\n", "say \"no\";");
    reads("\"two\nlines\r\nand\",x\r\ny,z\r\n", "two\nlines\r\nand|x;y|z;");
    reads(",\"\",\r\n", "N||N;");
    reads("\"\xC3\xB1\"\r\n", "\xC3\xB1;");
}

static void what_is_refused_names_its_line(void **state)
{
    (void)state;
    reads("a\r\nb", "2: {file}:{line}: a record ends");
    reads("a\nb\r\n", "1: {file}:{line}: a record ends");
    reads("a\rb\r\n", "1: {file}:{line}: a record ends");
    reads("a\r\n\"x\ny\"\r\nb\"c\r\n", "4: {file}:{line}: a quote stands inside");
    reads("\"a\"b\r\n", "1: {file}:{line}: a record ends");
    reads("a\r\n\"never\r\nends", "2: {file}:{line}: a quoted cell does not end");
    reads("a,", "1: {file}:{line}: the file ends inside");
    reads("\xFF\r\n", "1: {file}:{line}: this is not valid UTF-8");
}

static void too_many_cells_are_too_big(void **state)
{
    arena *a = arena_new("csv", 1 << 20);
    char text[600];
    FILE *f;
    csv in;
    csv_cell *c;
    size_t n;
    (void)state;
    memset(text, ',', sizeof text);
    f = fmemopen(text, sizeof text, "rb");
    assert_non_null(f);
    in = csv_of(f, "f.csv");
    assert_int_equal(WR_E_TOO_BIG, csv_next(&in, a, &c, &n));
    fclose(f);
    arena_end(&a);
}

static void what_is_written_comes_back(void **state)
{
    static const char *const TEXTS[] = { "", "\"", "a\"\"b", "\r\n", ",", "line\nbreak \"quoted\", and more", "ñ" };
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        arena *a = arena_new("csv", 1 << 20);
        strbuf b = sb_new(a, 50);
        csv_quote(&b, TEXTS[i]);
        sb_str(&b, "\r\n");
        assert_string_equal(arena_fmt(a, "%s;", TEXTS[i]), read_all(a, b.p));
        arena_end(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_and_records), cmocka_unit_test(what_is_refused_names_its_line), cmocka_unit_test(too_many_cells_are_too_big),
        cmocka_unit_test(what_is_written_comes_back),
    };
    return cmocka_run_group_tests_name("base: csv", tests, NULL, NULL);
}
