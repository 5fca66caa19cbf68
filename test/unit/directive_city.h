/* directive_city.h -- a city of its own for the tests of the directive: a pack loaded, forms sent as a request would, pages shown. */
#ifndef TEST_DIRECTIVE_CITY_H
#define TEST_DIRECTIVE_CITY_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "city_db.h"
#include "clock.h"
#include "day.h"
#include "directive_own.h"
#include "link.h"
#include "modules.h"
#include "now.h"
#include "pack.h"
#include "str.h"

extern const wr_module mod_directive;
static const wr_us NOW = 1772128800 * (wr_us)1000000;
static wr_actor OPERATOR = { .by = "operator", .lang = "en", .now = 1772128800 * (wr_us)1000000, .today = { 2026, 2, 26 } };
static wr_actor LIAISON = { .by = "p-liaison", .lang = "en", .now = 1772128800 * (wr_us)1000000, .today = { 2026, 2, 26 } };
static wr_actor ANA = { .by = "p-ana", .lang = "en", .now = 1772128800 * (wr_us)1000000, .today = { 2026, 2, 26 } };

#ifndef PACK
#define PACK "packs/la-ed12"
#endif
static inline wr_rc load(db_tx *rw, void *with, arena *a)
{
    (void)with;
    return pack_load(rw, &OPERATOR, wr_modules, PACK, a);
}

static inline int open_city(void **state)
{
    const clock_zone *z;
    wr_err e = { 0 };
    now_stop(NOW);
    OPERATOR.rights = LIAISON.rights = ANA.rights = rights_of("public");
    if (clock_zone_load("America/Los_Angeles", &e, &z) != WR_OK) return -1;
    clock_set_city_zone(z);
    *state = temp_db_open("sqlite", wr_modules);
    temp_db_pack(*state, PACK);
    if (city_db_write(state, load, NULL, &e) == WR_OK) return 0;
    print_message("%s (%s)\n", e.text, e.holes);
    return -1;
}

typedef struct posted { const char *path; const wr_actor *who; const char *const *pairs; } posted;

/* As a request would: the form through the route's shape, prepare, act. */
static inline wr_rc run_post(db_tx *rw, void *with, arena *a)
{
    const posted *p = with;
    const http_route *r = mod_directive.routes;
    pair form[16];
    faults wrong = { 0 };
    http_go go = { 0 };
    size_t n = 0;
    void *in;
    while (r->path && (!str_eq(r->path, p->path) || !str_eq(r->method, "POST"))) r++;
    assert_non_null(r->path);
    for (; p->pairs[2 * n]; n++) form[n] = (pair){ p->pairs[2 * n], p->pairs[2 * n + 1], strlen(p->pairs[2 * n + 1]) };
    in = arena_alloc(a, r->in->size, 16);
    TRY(shape_from_form(r->in, form, n, a, in, &wrong));
    if (r->prepare) TRY(r->prepare(rw, p->who, in, a));
    TRY(r->act(rw, p->who, in, a, &go));
    assert_true(str_starts(go.url, "/directive/") || str_eq(go.url, "/clock/moved"));
    return WR_OK;
}

static inline wr_rc post(void **state, const char *path, const wr_actor *who, const char *const *pairs, wr_err *ret_opt)
{
    posted p = { path, who, pairs };
    return city_db_write(state, run_post, &p, ret_opt);
}
#define CELL(d, b) "direction", (d), "department", (b)
#define ACT(verb, who, ret, ...) post(state, "/directive/{direction}/{department}/" verb, (who), (const char *const[]){ __VA_ARGS__, NULL, NULL }, (ret))

static inline wr_rc demo(db_tx *rw, void *with, arena *a)
{
    (void)with;
    TRY(pack_load_demo(rw, &OPERATOR, wr_modules, PACK, a));
    return directive_demo(rw, &OPERATOR, a);
}

typedef struct shown { http_show *show; const void *in; const wr_actor *who; json_t *doc; } shown;
static inline wr_rc run_show(db_tx *rw, void *with, arena *a)
{
    shown *s = with;
    s->doc = json_object();
    return s->show(rw, s->who, s->in, a, s->doc);
}

static inline json_t *show(void **state, http_show *what, const void *in, const wr_actor *who)
{
    shown s = { what, in, who, NULL };
    assert_int_equal(WR_OK, city_db_write(state, run_show, &s, NULL));
    return s.doc;
}
static inline const char *text_of(const json_t *list, size_t i, const char *key) { return json_string_value(json_object_get(json_array_get(list, i), key)); }

#define CITY_TEST(f) cmocka_unit_test_setup_teardown(f, open_city, city_db_close)
#endif
