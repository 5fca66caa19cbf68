/* list_csv_test.c -- a route that has a list and no `give` of its own: its csv, through the whole line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "city.h"
#include "modules.h"
#include "serve.h"
#include "city_db.h"

static const wr_actor WHO = { .by = "test", .lang = "en", .today = { 2026, 2, 26 } };
static wr_rc fill(db_tx *rw, void *with, arena *a)
{
    (void)with;
    TRY(city_put(rw, &WHO, &(city_row){ .name = "Los Angeles", .zone = "America/Los_Angeles" }, a));
    TRY(city_department_add(rw, &WHO, &(city_department){ .acronym = "BPW", .name = "Works, \"Public\"" }, a));
    return city_department_close(rw, &WHO, "BPW", (wr_day){ 2026, 3, 1 }, a);
}
static int open_db(void **state)
{
    *state = temp_db_open("sqlite", wr_modules);
    return 0;
}

static void departments(void **state)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 1 << 22);
    wr_err e = { 0 };
    server *s;
    serve_reply reply;
    assert_int_equal(city_db_write(state, fill, NULL, NULL), WR_OK);
    assert_int_equal(serve_start(&(serve_options){ .data = t->dir, .db = t->url, .modules = wr_modules, .assets = wr_assets }, &e, &s), WR_OK);
    assert_int_equal(serve_answer(s, &(serve_ask){ .method = "GET", .url = "/departments.csv" }, a, &reply), WR_OK);
    assert_int_equal(reply.status, 200);
    assert_memory_equal(reply.body, "acronym,name,parent,liaison,phone,email,alternate,closed\r\nBPW,\"Works, \"\"Public\"\"\",,,,,,2026-03-01\r\n", reply.body_n);
    assert_true(reply.body_n > 90);
    assert_int_equal(serve_answer(s, &(serve_ask){ .method = "GET", .url = "/departments.ics" }, a, &reply), WR_OK);
    assert_int_equal(reply.status, 404);
    assert_int_equal(serve_answer(s, &(serve_ask){ .method = "GET", .url = "/departments/BPW.json" }, a, &reply), WR_OK);
    assert_int_equal(reply.status, 200);             /* the suffix is not part of the acronym */
    assert_true(reply.body_n > 2 && *reply.body == '{');
    serve_stop(&s);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(departments, open_db, city_db_close) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
