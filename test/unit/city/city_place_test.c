/* city_place_test.c -- places, areas, the roster and doors as history: made, changed, ended, refused, and as they were. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "city.h"
#include "city_db.h"
#include "city_door.h"
#include "city_duty.h"
#include "city_place.h"
#include "day.h"
#include "tlog.h"

extern const wr_module mod_db, mod_tlog, mod_clock, mod_person, mod_city;
static const wr_module *const MODULES[] = { &mod_db, &mod_tlog, &mod_clock, &mod_person, &mod_city, NULL };
static const wr_actor MAYOR = { .by = "mayor", .lang = "en", .today = { 2026, 3, 2 } };
static const wr_us MONDAY_TEN = 1772445600 * (wr_us)1000000;   /* 2 March 2026, 10:00 UTC: the zone of a city that has none yet */

static wr_rc ready(db_tx *rw, void *with, arena *a)
{
    static const city_duty line = { .ref = "lib-line", .department = "LIB", .rank = 1, .role = 2, .name = "Manager line", .phone = "213-555-0144" };
    (void)with;
    TRY(city_department_add(rw, &MAYOR, &(city_department){ .acronym = "LIB", .name = "Library" }, a));
    TRY(city_department_add(rw, &MAYOR, &(city_department){ .acronym = "ZOO", .name = "Animals" }, a));
    TRY(city_place_add(rw, &MAYOR, &(city_place){ .ref = "demo-branch", .name = "Demo Branch", .department = "LIB", .district = 4 }, a));
    TRY(city_place_add(rw, &MAYOR, &(city_place){ .ref = "ape-house", .name = "Ape House", .department = "ZOO" }, a));
    TRY(city_place_add(rw, &MAYOR, &(city_place){ .ref = "annex", .name = "Annex", .department = "LIB", .active_from = { 2026, 1, 5 } }, a));
    TRY(city_duty_put(rw, &MAYOR, &(city_duty){ .ref = "dana", .place = "demo-branch", .rank = 1, .name = "Dana", .phone = "213-555-0142" }, a));
    TRY(city_duty_put(rw, &MAYOR, &line, a));
    return city_duty_put(rw, &MAYOR, &(city_duty){ .rank = 1, .role = 3, .name = "Attorney line", .phone = "213-555-0145" }, a);
}

static int open_db(void **state)
{
    *state = temp_db_open("sqlite", MODULES);
    return city_db_write(state, ready, NULL, NULL) == WR_OK ? 0 : -1;
}

static wr_rc places(db_tx *rw, void *with, arena *a)
{
    city_place *p, one;
    size_t n;
    (void)with;
    TRY(city_place_close(rw, &MAYOR, "annex", (wr_day){ 2026, 3, 31 }, a));
    TRY(city_places(rw, a, &p, &n));
    assert_int_equal(n, 3);
    assert_string_equal(p[0].ref, "demo-branch");           /* by department; the closed one last of its own */
    assert_string_equal(p[1].ref, "annex");
    assert_string_equal(p[2].ref, "ape-house");
    TRY(city_place_change(rw, &MAYOR, &(city_place){ .ref = "annex", .name = "Small Annex", .department = "ZOO", .phone = "213-555-0100" }, a));
    TRY(city_place_by(rw, "annex", a, &one));
    assert_string_equal(one.name, "Small Annex");
    assert_string_equal(one.address, "");
    assert_int_equal(one.active_to.d, 31);                  /* a change does not open it again */
    TRY(city_place_by_id(rw, one.id, a, &one));
    assert_string_equal(one.ref, "annex");
    assert_int_equal(city_place_by(rw, "nowhere", a, &one), WR_E_MISSING);
    return WR_OK;
}
static void places_live(void **state) { assert_int_equal(city_db_write(state, places, NULL, NULL), WR_OK); }

static wr_rc add_place(db_tx *rw, void *with, arena *a) { return city_place_add(rw, &MAYOR, with, a); }
static wr_rc add_duty(db_tx *rw, void *with, arena *a) { return city_duty_put(rw, &MAYOR, with, a); }
static void refused(void **state)
{
    static const struct { city_place p; const char *field; } bad[] = {
        { { .ref = "demo-branch", .name = "Again", .department = "LIB" }, "ref" },   { { .ref = "add", .name = "Short", .department = "LIB" }, "ref" },
        { { .ref = "Demo", .name = "Capital", .department = "LIB" }, "ref" },        { { .ref = "1234", .name = "Digit first", .department = "LIB" }, "ref" },
        { { .ref = "new-place", .name = "", .department = "LIB" }, "name" },         { { .ref = "new-place", .name = "New", .department = "NIX" }, "department" },
        { { .ref = "new-place", .name = "New", .department = "LIB", .district = -1 }, "district" },
    };
    static const struct { city_duty d; const char *field; } wrong[] = {
        { { .rank = 1, .name = "", .phone = "213-555-0142" }, "name" },              { { .rank = 1, .name = "N", .phone = "ask at the desk" }, "phone" },
        { { .rank = 1, .name = "N", .phone = "12" }, "phone" },                      { { .rank = 0, .name = "N", .phone = "213-555-0142" }, "rank" },
        { { .rank = 1, .name = "N", .phone = "213-555-0142", .from_hour = 25 }, "from_hour" },
        { { .rank = 1, .name = "N", .phone = "213-555-0142", .to_hour = -1 }, "to_hour" },
        { { .rank = 1, .name = "N", .phone = "213-555-0142", .place = "nowhere" }, "place" },
        { { .rank = 1, .name = "N", .phone = "213-555-0142", .department = "NIX" }, "department" },
        { { .rank = 1, .name = "N", .phone = "213-555-0142", .department = "LIB", .place = "demo-branch" }, "department" },
        { { .rank = 1, .name = "N", .phone = "213-555-0142", .from_day = { 2026, 3, 2 }, .until_day = { 2026, 3, 1 } }, "until_day" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        wr_err e = { 0 };
        city_place p = bad[i].p;
        assert_int_equal(city_db_write(state, add_place, &p, &e), WR_E_INPUT);
        assert_string_equal(e.field, bad[i].field);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        wr_err e = { 0 };
        city_duty d = wrong[i].d;
        assert_int_equal(city_db_write(state, add_duty, &d, &e), WR_E_INPUT);
        assert_string_equal(e.field, wrong[i].field);
    }
}

static wr_rc areas(db_tx *rw, void *with, arena *a)
{
    city_area *r;
    size_t n;
    (void)with;
    TRY(city_area_put(rw, &MAYOR, &(city_area){ .place = "demo-branch", .name = "Staff room", .class = CITY_AREA_NON_PUBLIC }, a));
    TRY(city_area_put(rw, &MAYOR, &(city_area){ .place = "demo-branch", .name = "Public desk", .class = CITY_AREA_PUBLIC }, a));
    TRY(city_area_put(rw, &MAYOR, &(city_area){ .place = "annex", .name = "Lot", .class = CITY_AREA_LOT }, a));
    TRY(city_area_put(rw, &MAYOR, &(city_area){ .place = "demo-branch", .name = "Reading room", .class = CITY_AREA_PUBLIC }, a));
    TRY(city_area_put(rw, &MAYOR, &(city_area){ .place = "demo-branch", .name = "Reading room", .class = CITY_AREA_DESIGNATED }, a));
    TRY(city_areas_of(rw, "demo-branch", a, &r, &n));
    assert_int_equal(n, 3);
    assert_string_equal(r[0].name, "Public desk");
    assert_string_equal(r[2].name, "Reading room");
    assert_int_equal(r[2].class, CITY_AREA_DESIGNATED);
    TRY(city_area_end(rw, &MAYOR, "demo-branch", "Staff room", a));
    TRY(city_areas_of(rw, "demo-branch", a, &r, &n));
    assert_int_equal(n, 2);
    TRY(city_area_put(rw, &MAYOR, &(city_area){ .place = "demo-branch", .name = "Staff room", .class = CITY_AREA_NON_PUBLIC }, a));   /* there again */
    TRY(city_areas_of(rw, "demo-branch", a, &r, &n));
    assert_int_equal(n, 3);
    assert_int_equal(city_area_end(rw, &MAYOR, "annex", "Staff room", a), WR_E_MISSING);
    return WR_OK;
}
static void areas_live(void **state) { assert_int_equal(city_db_write(state, areas, NULL, NULL), WR_OK); }

static wr_rc chain(db_tx *rw, void *with, arena *a)
{
    city_call *c;
    size_t n;
    int64_t minutes;
    (void)with;
    TRY(city_chain(rw, "demo-branch", MONDAY_TEN, a, &c, &n));
    assert_int_equal(n, 3);
    assert_string_equal(c[0].name, "Dana");
    assert_string_equal(c[1].name, "Manager line");
    assert_string_equal(c[2].name, "Attorney line");
    TRY(city_chain(rw, "ape-house", MONDAY_TEN, a, &c, &n));
    assert_int_equal(n, 1);
    TRY(city_chain(rw, "", MONDAY_TEN, a, &c, &n));
    assert_int_equal(n, 1);
    assert_int_equal(city_chain(rw, "nowhere", MONDAY_TEN, a, &c, &n), WR_E_MISSING);
    TRY(city_call_minutes(rw, a, &minutes));
    assert_int_equal(minutes, 5);
    TRY(city_duty_end(rw, &MAYOR, "dana", (wr_day){ 2026, 3, 8 }, a));                /* a day to come: today nothing changes */
    TRY(city_chain(rw, "demo-branch", MONDAY_TEN, a, &c, &n));
    assert_int_equal(n, 3);
    TRY(city_chain(rw, "demo-branch", MONDAY_TEN + 7 * 86400 * (wr_us)1000000, a, &c, &n));
    assert_int_equal(n, 2);
    return WR_OK;
}
static void chain_now_and_to_come(void **state) { assert_int_equal(city_db_write(state, chain, NULL, NULL), WR_OK); }

static int64_t log_n(void **state)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 1 << 16);
    db_tx *ro;
    tlog_known k;
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    assert_int_equal(tlog_known_begin(ro, a, &k), WR_OK);
    db_end_read(&ro);
    arena_end(&a);
    return k.size;
}

static wr_rc renamed(db_tx *rw, void *with, arena *a)
{
    (void)with;
    TRY(city_area_put(rw, &MAYOR, &(city_area){ .place = "demo-branch", .name = "Public desk" }, a));
    TRY(city_duty_put(rw, &MAYOR, &(city_duty){ .ref = "dana", .place = "demo-branch", .rank = 1, .name = "Eve", .phone = "213-555-0149" }, a));
    return city_place_change(rw, &MAYOR, &(city_place){ .ref = "demo-branch", .name = "Moved", .department = "ZOO" }, a);
}

static wr_rc as_it_was(db_tx *rw, void *with, arena *a)
{
    const int64_t n = *(int64_t *)with;
    history_proof proof = { 0 };
    city_call *c;
    city_place *p, one;
    city_area *r;
    size_t got;
    TRY(city_chain_as_of(rw, "demo-branch", MONDAY_TEN, n, a, &c, &got, &proof));
    assert_int_equal(got, 3);
    assert_string_equal(c[0].name, "Dana");
    assert_string_equal(c[1].name, "Manager line");
    assert_int_equal(proof.wrong, 0);
    assert_true(proof.matched >= 4);
    TRY(city_chain(rw, "demo-branch", MONDAY_TEN, a, &c, &got));
    assert_int_equal(got, 2);                               /* another department now: its line is not called */
    assert_string_equal(c[0].name, "Eve");
    TRY(city_place_as_of(rw, "demo-branch", n, a, &one, &proof));
    assert_string_equal(one.name, "Demo Branch");
    TRY(city_places_as_of(rw, n, a, &p, &got, &proof));
    assert_int_equal(got, 3);
    assert_string_equal(p[1].name, "Demo Branch");
    TRY(city_areas_as_of(rw, "demo-branch", n, a, &r, &got, &proof));
    assert_int_equal(got, 0);
    assert_int_equal(city_place_as_of(rw, "demo-branch", 1, a, &one, &proof), WR_E_MISSING);
    return WR_OK;
}

static void past_is_kept(void **state)
{
    int64_t n = log_n(state);
    assert_int_equal(city_db_write(state, renamed, NULL, NULL), WR_OK);
    assert_int_equal(city_db_write(state, as_it_was, &n, NULL), WR_OK);
}

static wr_rc doors(db_tx *rw, void *with, arena *a)
{
    city_door d, e, *all;
    size_t n;
    (void)with;
    assert_int_equal(city_door_of(rw, "demo-branch", a, &d), WR_E_MISSING);
    TRY(city_door_make(rw, &MAYOR, "demo-branch", "", a, &d));
    assert_int_equal(strlen(d.token), CITY_DOOR_TEXT);
    TRY(city_door_make(rw, &MAYOR, "ape-house", "demo0000000000ap", a, &e));
    TRY(city_door_find(rw, city_door_said(a, d.token), a, &e));
    assert_string_equal(e.place, "demo-branch");
    assert_true(day_none(e.revoked));
    TRY(city_door_make(rw, &MAYOR, "demo-branch", "", a, &e));
    assert_string_not_equal(e.token, d.token);
    TRY(city_door_find(rw, d.token, a, &d));                /* the old one is still found, and says so */
    assert_false(day_none(d.revoked));
    assert_true(*d.reason);
    TRY(city_doors_of(rw, "demo-branch", a, &all, &n));
    assert_int_equal(n, 2);
    assert_string_equal(all[0].token, e.token);
    TRY(city_door_revoke(rw, &MAYOR, "demo-branch", "Photographed", a));
    assert_int_equal(city_door_of(rw, "demo-branch", a, &d), WR_E_MISSING);
    assert_int_equal(city_door_find(rw, "demo0000000000aq", a, &d), WR_E_MISSING);
    assert_int_equal(city_door_find(rw, "", a, &d), WR_E_MISSING);
    TRY(city_door_of(rw, "ape-house", a, &d));
    return WR_OK;
}
static void doors_open_and_close(void **state) { assert_int_equal(city_db_write(state, doors, NULL, NULL), WR_OK); }

static wr_rc door_again(db_tx *rw, void *with, arena *a) { (void)with; return city_door_revoke(rw, &MAYOR, "annex", "Lost", a); }
static wr_rc door_nowhere(db_tx *rw, void *with, arena *a) { city_door d; (void)with; return city_door_make(rw, &MAYOR, "nowhere", "", a, &d); }
static wr_rc door_bad(db_tx *rw, void *with, arena *a) { city_door d; return city_door_make(rw, &MAYOR, "annex", with, a, &d); }
static void doors_refused(void **state)
{
    wr_err e = { 0 };
    assert_int_equal(city_db_write(state, door_again, NULL, NULL), WR_E_RULE);
    assert_int_equal(city_db_write(state, door_nowhere, NULL, &e), WR_E_INPUT);
    assert_string_equal(e.field, "place");
    e = (wr_err){ 0 };
    assert_int_equal(city_db_write(state, door_bad, (void *)(uintptr_t)"short", &e), WR_E_INPUT);
    assert_string_equal(e.field, "token");
}

static void codes(void **state)
{
    static const struct { const char *typed, *read; } rows[] = {
        { "demo0000000000ap", "dem00000000000ap" }, { "DEM0-0000-0000-00AP", "dem00000000000ap" }, { " demO ooo0 0000 00ap ", "dem00000000000ap" },
        { "abcdefghIjkLmnpq", "abcdefgh1jk1mnpq" }, { "abcdefghijklmnp", "" }, { "abcdefghijklmnpqr", "" }, { "abcdefghjkmnpqr!", "" },
        { "abcdefghjkmnpqru", "" }, { "", "" }, { "----------------", "" }, { "abcdefghjkmnpqr\xc3\xa9", "" },
    };
    arena *a = arena_new("test", 1 << 16);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_string_equal(city_door_read(a, rows[i].typed), rows[i].read);
    assert_string_equal(city_door_said(a, "dem00000000000ap"), "dem0-0000-0000-00ap");
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(places_live, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(refused, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(areas_live, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(chain_now_and_to_come, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(past_is_kept, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(doors_open_and_close, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(doors_refused, open_db, city_db_close),
        cmocka_unit_test(codes),
    };
    return cmocka_run_group_tests_name("places", tests, NULL, NULL);
}
