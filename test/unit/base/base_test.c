/* base_test.c -- arenas, text, days, shapes: the ground that all stands on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>
#include "day.h"
#include "err.h"
#include "now.h"
#include "shape.h"
#include "str.h"

static const char *const COLOURS[] = { "red", "green", NULL };
typedef struct thing { const char *name, *note; int64_t count; wr_cents price; wr_day day; bool open; int colour; wr_us at; } thing;
static const field THING_F[] = {
    FIELD(thing, name, t, 0, 20, N_("Name")),
    FIELD(thing, note, t, F_NULL | F_LONG, 40, N_("Note")),
    FIELD(thing, count, i, F_NULL, 100, N_("Count")),
    FIELD(thing, price, c, F_NULL, 0, N_("Price")),
    FIELD(thing, day, d, 0, 0, N_("Day")),
    FIELD(thing, open, b, 0, 0, N_("Open")),
    WORDS(thing, colour, COLOURS, N_("Colour")),
    FIELD(thing, at, u, F_NULL, 0, N_("At")),
};
static const shape THING = SHAPE("thing", thing, THING_F);

static void count_up(void *n) { ++*(int *)n; }

static void arena_dies_together(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    int ended = 0;
    arena_mark m;
    char *p, *q;
    (void)state;
    p = arena_dup(a, "kept");
    m = arena_at(a);
    for (int i = 0; i < 1000; i++) assert_int_equal(0, ((uintptr_t)arena_alloc(a, 24, 16)) % 16);
    arena_rewind(a, m);
    q = arena_fmt(a, "%d-%s", 7, p);
    assert_string_equal("7-kept", q);
    arena_on_end(a, count_up, &ended);
    assert_false(arena_over(a));
    arena_alloc(a, 2 << 20, 1);
    assert_true(arena_over(a));
    arena_end(&a);
    assert_int_equal(1, ended);
    assert_null(a);
}

static void first_failure_wins(void **state)
{
    wr_err e = { 0 };
    (void)state;
    assert_int_equal(WR_E_RULE, wr_fail(&e, WR_E_RULE, "4(b)", N_("Due {day}."), "day", "1 May"));
    assert_int_equal(WR_E_IO, wr_fail(&e, WR_E_IO, NULL, N_("Later.")));
    assert_int_equal(WR_E_RULE, e.rc);
    assert_string_equal("4(b)", e.rule);
    assert_string_equal("day", e.holes);
    assert_string_equal("1 May", e.holes + 4);
    assert_int_equal(409, wr_rc_http(e.rc));
    assert_int_equal(3, wr_rc_exit(e.rc));
}

static void days_are_real(void **state)
{
    wr_day d;
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    for (int64_t n = -719162; n < 2932896; n += 37) assert_int_equal(n, day_number(day_of_number(n)));
    assert_int_equal(0, day_number((wr_day){ 1970, 1, 1 }));
    assert_int_equal(4, day_week((wr_day){ 2025, 7, 11 }));
    assert_true(day_parse("2024-02-29", &d));
    assert_false(day_parse("2025-02-29", &d));
    assert_false(day_parse("2025-2-09", &d));
    assert_false(day_parse("2025-13-01", &d));
    assert_false(day_parse("", &d));
    assert_string_equal("2025-07-25", day_text(a, day_add((wr_day){ 2025, 7, 11 }, 14)));
    arena_end(&a);
}

static void instants_round_trip(void **state)
{
    wr_us us;
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    assert_true(us_parse("2026-02-26T10:00:00-08:00", &us));
    assert_string_equal("2026-02-26T18:00:00Z", us_text(a, us));
    assert_string_equal("1969-12-31T23:59:59.500000Z", us_text(a, -500000));
    assert_false(us_parse("2026-02-26T10:00:00", &us));
    assert_false(us_parse("2026-02-30T10:00:00Z", &us));
    arena_end(&a);
}

static void utf8_is_strict(void **state)
{
    (void)state;
    assert_true(str_utf8("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 10));
    assert_false(str_utf8("\xc0\xaf", 2));
    assert_false(str_utf8("\xed\xa0\x80", 3));
    assert_false(str_utf8("\xf4\x90\x80\x80", 4));
    assert_false(str_utf8("\xe2\x82", 2));
    assert_false(str_utf8("a\0b", 3));
}

static void utf8_is_written_as_it_is_read(void **state)
{
    static const struct { uint32_t c; const char *text; } AS[] = { { 'a', "a" }, { 0x7F, "\x7f" }, { 0x80, "\xc2\x80" }, { 0x7FF, "\xdf\xbf" }, { 0x800, "\xe0\xa0\x80" },
        { 0xFFFF, "\xef\xbf\xbf" }, { 0x10000, "\xf0\x90\x80\x80" }, { 0x10FFFF, "\xf4\x8f\xbf\xbf" } };
    (void)state;
    for (size_t i = 0; i < sizeof AS / sizeof *AS; i++) {
        char out[5] = "";
        assert_int_equal(strlen(AS[i].text), str_put_utf8(out, AS[i].c));
        assert_string_equal(AS[i].text, out);
        assert_true(str_utf8(out, strlen(out)));
    }
}

static void a_beginning_ends_between_characters(void **state)
{
    arena *a = arena_new("test", 1 << 16);
    (void)state;
    assert_string_equal(str_begin(a, "abc", 2), "ab");
    assert_string_equal(str_begin(a, "abc", 3), "abc");
    assert_string_equal(str_begin(a, "abc", 9), "abc");
    assert_string_equal(str_begin(a, "a\xc3\xa9z", 2), "a");         /* half an e with an accent */
    assert_string_equal(str_begin(a, "a\xc3\xa9z", 3), "a\xc3\xa9");
    assert_string_equal(str_begin(a, "\xf0\x9f\x98\x80", 3), "");
    assert_string_equal(str_begin(a, "\xf0\x9f\x98\x80", 4), "\xf0\x9f\x98\x80");
    assert_string_equal(str_begin(a, "", 4), "");
    assert_string_equal(str_begin(a, "a", 0), "");
    arena_end(&a);
}

static void numbers_and_text_as_json(void **state)
{
    arena *a = arena_new("test", 1 << 16);
    strbuf b = sb_new(a, 4);
    const int64_t some[] = { 0, 7, -1, 1772128800000000, INT64_MAX, INT64_MIN };
    (void)state;
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        b.n = 0;
        sb_int(&b, some[i]);
        assert_string_equal(b.p, arena_fmt(a, "%lld", (long long)some[i]));
    }
    b.n = 0;
    sb_json(&b, "");
    sb_json(&b, "a \"b\" c:\\d\ne\x01\x1f\x7fñ");
    assert_string_equal(b.p, "\"\"\"a \\\"b\\\" c:\\\\d\\ne\\u0001\\u001f\x7fñ\"");
    arena_end(&a);
}

static void form_names_each_fault(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    thing t;
    faults f;
    pair good[] = { { "name", "  Ana\t", 6 }, { "note", "one\r\ntwo", 8 }, { "price", "12.05", 5 }, { "day", "2026-02-26", 10 },
                    { "colour", "green", 5 }, { "open", "on", 2 }, { "once", "x", 1 } };
    pair bad[] = { { "name", "a\nb", 3 }, { "price", "1.5", 3 }, { "day", "2026-02-30", 10 }, { "colour", "blue", 4 }, { "hat", "", 0 },
                   { "count", "101", 3 } };
    (void)state;
    assert_int_equal(WR_OK, shape_from_form(&THING, good, 7, a, &t, &f));
    assert_string_equal("Ana", t.name);
    assert_string_equal("one\ntwo", t.note);
    assert_int_equal(1205, t.price);
    assert_int_equal(1, t.colour);
    assert_true(t.open);
    assert_int_equal(WR_E_INPUT, shape_from_form(&THING, bad, 6, a, &t, &f));
    assert_int_equal(6, f.n);
    assert_string_equal("hat", f.at[4].field);
    assert_int_equal(WR_E_INPUT, shape_from_form(&THING, NULL, 0, a, &t, &f));
    assert_int_equal(3, f.n);
    assert_string_equal("name", f.at[0].field);
    assert_string_equal("day", f.at[1].field);
    assert_string_equal("colour", f.at[2].field);
    assert_string_equal("", t.note);
    arena_end(&a);
}

static void json_goes_round(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    thing t = { .name = "=SUM(1)", .note = "x,\"y\"", .count = 3, .price = -5, .day = { 2026, 2, 26 }, .colour = 1, .at = 1 }, back;
    faults f;
    json_t *doc = shape_to_json(&THING, &t);
    strbuf b = sb_new(a, 64);
    (void)state;
    assert_int_equal(WR_OK, shape_from_json(&THING, doc, a, &back, &f));
    assert_string_equal(t.name, back.name);
    assert_int_equal(t.price, back.price);
    assert_int_equal(0, wr_day_cmp(t.day, back.day));
    assert_int_equal(1, back.at);
    json_decref(doc);
    shape_csv_head(&THING, &b);
    shape_to_csv(&THING, &t, &b);
    assert_string_equal("name,note,count,price,day,open,colour,at\r\n\"'=SUM(1)\",\"x,\"\"y\"\"\",3,-0.05,2026-02-26,false,green,"
                        "1970-01-01T00:00:00.000001Z\r\n", b.p);
    doc = json_pack("{s:s, s:s}", "name", "x", "day", "2026-02-31");
    assert_int_equal(WR_E_INPUT, shape_from_json(&THING, doc, a, &back, &f));
    assert_string_equal("day", f.at[0].field);
    json_decref(doc);
    arena_end(&a);
}

static void seeded_random_repeats(void **state)
{
    uint8_t x[16], y[16], z[16];
    (void)state;
    rand_seed(42);
    rand_bytes(x, 16);
    rand_bytes(y, 16);
    rand_seed(42);
    rand_bytes(z, 16);
    rand_seed(0);
    assert_memory_equal(x, z, 16);
    assert_memory_not_equal(x, y, 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_dies_together), cmocka_unit_test(first_failure_wins), cmocka_unit_test(days_are_real),
        cmocka_unit_test(instants_round_trip), cmocka_unit_test(utf8_is_strict), cmocka_unit_test(utf8_is_written_as_it_is_read), cmocka_unit_test(a_beginning_ends_between_characters), cmocka_unit_test(numbers_and_text_as_json), cmocka_unit_test(form_names_each_fault),
        cmocka_unit_test(json_goes_round), cmocka_unit_test(seeded_random_repeats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
