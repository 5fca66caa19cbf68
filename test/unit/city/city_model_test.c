/* city_model_test.c -- departments and liaisons as history, links and evidence from both ends, colours that can be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "city.h"
#include "day.h"
#include "evidence.h"
#include "link.h"
#include "city_db.h"

extern const wr_module mod_db, mod_tlog, mod_person, mod_city;
static const wr_module *const MODULES[] = { &mod_db, &mod_tlog, &mod_person, &mod_city, NULL };
static int open_db(void **state)
{
    *state = temp_db_open("sqlite", MODULES);
    return 0;
}

static const wr_actor MAYOR = { .by = "mayor", .lang = "en", .today = { 2026, 2, 26 } };
static const wr_day FIRST = { 2025, 7, 11 };

static wr_rc add(db_tx *rw, void *with, arena *a) { return city_department_add(rw, &MAYOR, with, a); }
static wr_rc three(db_tx *rw, arena *a)
{
    static const city_department all[] = {
        { .acronym = "BPW", .name = "Public Works", .active_from = { 2025, 7, 11 } },
        { .acronym = "BSL", .name = "Street Lighting", .parent = "BPW", .phone = "213-555-0101", .active_from = { 2025, 7, 11 } },
        { .acronym = "ZOO", .name = "Animals" } };
    for (size_t i = 0; i < 3; i++) TRY(city_department_add(rw, &MAYOR, &all[i], a));
    return WR_OK;
}

static wr_rc departments(db_tx *rw, void *with, arena *a)
{
    city_department *all, d;
    size_t n;
    (void)with;
    TRY(three(rw, a));
    TRY(city_department_by(rw, "BSL", a, &d));
    assert_string_equal(d.parent, "BPW");
    assert_string_equal(d.head, "");
    assert_int_equal(wr_day_cmp(d.active_from, FIRST), 0);
    assert_true(day_none(d.active_to));
    TRY(city_department_by_num(rw, d.num, a, &d));
    assert_string_equal(d.acronym, "BSL");
    TRY(city_department_rename(rw, &MAYOR, "BSL", "Aaa Lighting", a));
    TRY(city_department_close(rw, &MAYOR, "ZOO", (wr_day){ 2026, 3, 1 }, a));
    TRY(city_departments(rw, a, &all, &n));
    assert_int_equal(n, 3);
    assert_string_equal(all[0].name, "Aaa Lighting");       /* by name, the closed one last */
    assert_string_equal(all[0].acronym, "BSL");
    assert_string_equal(all[1].acronym, "BPW");
    assert_string_equal(all[2].acronym, "ZOO");
    assert_int_equal(all[2].active_to.d, 1);
    assert_true(day_none(all[2].active_from));               /* it was always there */
    assert_true(all[0].num != all[1].num && all[1].num != all[2].num);
    return WR_OK;
}
static void departments_live(void **state) { assert_int_equal(city_db_write(state, departments, NULL, NULL), WR_OK); }

static void departments_refused(void **state)
{
    static const struct { city_department d; const char *field; } bad[] = {
        { { .acronym = "BPW", .name = "Again" }, "acronym" },   { { .acronym = "add", .name = "Small" }, "acronym" },
        { { .acronym = "A", .name = "Short" }, "acronym" },     { { .acronym = "9A", .name = "Digit" }, "acronym" },
        { { .acronym = "ABCDEFGHIJKLM", .name = "Long" }, "acronym" }, { { .acronym = "NEW", .name = "" }, "name" },
        { { .acronym = "NEW", .name = "New", .parent = "NIX" }, "parent" },
    };
    city_department first = { .acronym = "BPW", .name = "Public Works" };
    assert_int_equal(city_db_write(state, add, &first, NULL), WR_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        wr_err e = { 0 };
        city_department d = bad[i].d;
        assert_int_equal(city_db_write(state, add, &d, &e), WR_E_INPUT);
        assert_string_equal(e.field, bad[i].field);
    }
}

static wr_rc close_on(db_tx *rw, void *with, arena *a) { return city_department_close(rw, &MAYOR, "BSL", *(wr_day *)with, a); }
static wr_rc make_three(db_tx *rw, void *with, arena *a) { (void)with; return three(rw, a); }
static void closing(void **state)
{
    wr_day early = { 2025, 7, 10 }, late = { 2026, 3, 31 };
    assert_int_equal(city_db_write(state, close_on, &late, NULL), WR_E_MISSING);
    assert_int_equal(city_db_write(state, make_three, NULL, NULL), WR_OK);
    assert_int_equal(city_db_write(state, close_on, &early, NULL), WR_E_INPUT);
    assert_int_equal(city_db_write(state, close_on, &late, NULL), WR_OK);
    assert_int_equal(city_db_write(state, close_on, &late, NULL), WR_E_RULE);
}

static wr_rc liaisons(db_tx *rw, void *with, arena *a)
{
    city_liaison *l;
    size_t n;
    const char *seat;
    (void)with;
    TRY(three(rw, a));
    TRY(city_liaison_name(rw, &MAYOR, &(city_liaison){ .department = "BSL", .name = "Ben", .kind = LIAISON_ALTERNATE }, a));
    TRY(city_liaison_name(rw, &MAYOR, &(city_liaison){ .department = "BSL", .name = "Ana", .phone = "213-555-0102" }, a));
    TRY(city_liaisons_of(rw, "BSL", a, &l, &n));
    assert_int_equal(n, 2);
    assert_string_equal(l[0].name, "Ana");
    assert_int_equal(l[0].kind, LIAISON_FIRST);
    assert_string_equal(l[1].name, "Ben");
    assert_int_equal(l[1].kind, LIAISON_ALTERNATE);
    seat = l[0].id;
    TRY(city_liaison_name(rw, &MAYOR, &(city_liaison){ .department = "BSL", .name = "Cy", .person = 9, .since = { 2026, 3, 2 } }, a));
    TRY(city_liaisons(rw, a, &l, &n));
    assert_int_equal(n, 2);
    assert_string_equal(l[0].name, "Cy");
    assert_string_equal(l[0].id, seat);                      /* the seat stays: its history says who sat there */
    assert_string_equal(l[0].phone, "");
    assert_int_equal(l[0].person, 9);
    return WR_OK;
}
static void liaisons_live(void **state) { assert_int_equal(city_db_write(state, liaisons, NULL, NULL), WR_OK); }

static wr_rc ties(db_tx *rw, void *with, arena *a)
{
    const link_row l = { "aaaa", "bbbb", "answers", "A letter", "/letters/1", { 2026, 1, 2 } };
    const evidence e = { "1", "BSL", "plan", "aaaa", { 2026, 1, 2 } }, f = { "1", "BSL", "plan", "cccc", { 2026, 1, 1 } };
    link_row *links;
    evidence *offered;
    size_t n;
    (void)with;
    for (int twice = 0; twice < 2; twice++) TRY(link_put(rw, &MAYOR, &l));
    TRY(link_of(rw, "aaaa", a, &links, &n));
    assert_int_equal(n, 1);
    TRY(link_of(rw, "bbbb", a, &links, &n));
    assert_int_equal(n, 1);
    assert_string_equal(links[0].title, "A letter");
    assert_string_equal(links[0].from, "aaaa");
    TRY(link_of(rw, "cccc", a, &links, &n));
    assert_int_equal(n, 0);
    for (int twice = 0; twice < 2; twice++) TRY(evidence_offer(rw, &MAYOR, &e));
    TRY(evidence_offer(rw, &MAYOR, &f));
    TRY(evidence_for(rw, "1", "BSL", a, &offered, &n));
    assert_int_equal(n, 2);
    assert_string_equal(offered[0].about, "cccc");           /* by its day */
    TRY(evidence_for(rw, "2", "BSL", a, &offered, &n));
    assert_int_equal(n, 0);
    return WR_OK;
}
static void ties_live(void **state) { assert_int_equal(city_db_write(state, ties, NULL, NULL), WR_OK); }

static wr_rc put(db_tx *rw, void *with, arena *a) { return city_put(rw, &MAYOR, with, a); }
static wr_rc city_is(db_tx *rw, void *with, arena *a)
{
    city_row c;
    TRY(city_get(rw, a, &c));
    assert_string_equal(c.name, with);
    assert_string_equal(c.desk, "");
    return WR_OK;
}
static void colours(void **state)
{
    wr_err e = { 0 };
    city_row c = { .name = "Los Angeles", .zone = "America/Los_Angeles", .go = "#0b5a50", .go_strong = "#07423b", .go_soft = "#dcece7" };
    assert_int_equal(city_db_write(state, city_is, (void *)(uintptr_t)"Los Angeles", NULL), WR_E_MISSING);
    assert_int_equal(city_db_write(state, put, &c, NULL), WR_OK);
    assert_int_equal(city_db_write(state, city_is, (void *)(uintptr_t)"Los Angeles", NULL), WR_OK);
    c.go = "#8fd3c8";
    assert_int_equal(city_db_write(state, put, &c, &e), WR_E_INPUT);
    assert_string_equal(e.field, "go");
    c.go = "teal";
    assert_int_equal(city_db_write(state, put, &c, NULL), WR_E_INPUT);
    c.go = "#0b5a50";
    c.go_soft = "#4f7f78";                                   /* the colour would not show on it */
    e = (wr_err){ 0 };
    assert_int_equal(city_db_write(state, put, &c, &e), WR_E_INPUT);
    assert_string_equal(e.field, "go_soft");
    c = (city_row){ .name = "Elsewhere", .zone = "America/Los_Angeles" };
    assert_int_equal(city_db_write(state, put, &c, NULL), WR_OK);
    assert_int_equal(city_db_write(state, city_is, (void *)(uintptr_t)"Elsewhere", NULL), WR_OK);   /* still one city */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(departments_live, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(departments_refused, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(closing, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(liaisons_live, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(ties_live, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(colours, open_db, city_db_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
