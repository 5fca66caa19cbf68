/* route_test.c -- paths to routes: fixed words before braces, languages, suffixes, what is no path; forms, cookies, keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "http_own.h"
#include "i18n.h"
#include "now.h"

static wr_rc show(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    (void)ro; (void)who; (void)in; (void)a; (void)doc;
    return WR_OK;
}
static wr_rc give(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    (void)ro; (void)who; (void)in; (void)a; (void)out;
    return WR_OK;
}
static const http_route ROUTES[] = {
    GET("/", .may = "public", .show = show),
    GET("/things/{ref}", .may = "public", .show = show),
    GET("/things/new", .may = "public", .show = show),
    GET("/things", .may = "public", .show = show, .give = give, .as = "csv ics"),
    POST("/things/{ref}/{part}/close", .may = "public"),
    { 0 }
};
static const wr_module MOD = { .name = "things", .routes = ROUTES };
static const wr_module *const MODULES[] = { &MOD, NULL };

static int begin(void **state)
{
    static const char PO[] = "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\nLanguage: es\\n\"\n";
    wr_err e = { 0 };
    *state = arena_new("test", 1 << 20);
    return i18n_load("es", "es.po", (bytes){ (const uint8_t *)PO, sizeof PO - 1 }, &e) == WR_OK ? 0 : -1;
}
static int end(void **state)
{
    arena *a = *state;
    arena_end(&a);
    return 0;
}

static void routes(void **state)
{
    static const struct { const char *method, *path, *route, *prefix, *suffix; unsigned allow; } CASES[] = {
        { "GET", "/", "/", "", "", ALLOW_GET }, { "HEAD", "/", "/", "", "", ALLOW_GET }, { "GET", "/es", "/", "/es", "", ALLOW_GET },
        { "GET", "/things", "/things", "", "", ALLOW_GET }, { "GET", "/things/new", "/things/new", "", "", ALLOW_GET },
        { "GET", "/things/7", "/things/{ref}", "", "", ALLOW_GET }, { "GET", "/es/things/7", "/things/{ref}", "/es", "", ALLOW_GET },
        { "GET", "/things.json", "/things", "", "json", ALLOW_GET }, { "GET", "/things.ics", "/things", "", "ics", ALLOW_GET },
        { "GET", "/things/7.json", "/things/{ref}", "", "json", ALLOW_GET }, { "GET", "/things/7.csv", "/things/{ref}", "", "", ALLOW_GET },
        { "GET", "/things/12.1", "/things/{ref}", "", "", ALLOW_GET }, { "GET", "/things/12.1.json", "/things/{ref}", "", "json", ALLOW_GET },
        { "GET", "/.json", "/", "", "json", ALLOW_GET },
        { "GET", "/things/", NULL, "", "", 0 }, { "GET", "/things//", NULL, "", "", 0 }, { "GET", "/fr/things", NULL, "", "", 0 },
        { "GET", "/thing", NULL, "", "", 0 }, { "POST", "/things", NULL, "", "", ALLOW_GET },
        { "POST", "/things/7/a%2Fb/close", "/things/{ref}/{part}/close", "", "", ALLOW_POST },
        { "GET", "/things/7/a/close", NULL, "", "", ALLOW_POST }, { "DELETE", "/things/7", NULL, "", "", ALLOW_GET },
    };
    arena *a = *state;
    route_table t = routes_of(MODULES, a);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        route_hit h;
        assert_true(route_find(&t, CASES[i].method, CASES[i].path, a, &h));
        if (!CASES[i].route) assert_null(h.route);
        else {
            assert_non_null(h.route);
            assert_string_equal(h.route->path, CASES[i].route);
            assert_string_equal(h.suffix, CASES[i].suffix);
            assert_string_equal(h.prefix, CASES[i].prefix);
        }
        assert_int_equal(h.allow, CASES[i].allow);
    }
}

static void path_values(void **state)
{
    arena *a = *state;
    route_table t = routes_of(MODULES, a);
    route_hit h;
    assert_true(route_find(&t, "POST", "/things/caf%C3%A9/a%2Fb/close", a, &h));
    assert_int_equal(h.n, 2);
    assert_string_equal(h.fields[0].name, "ref");
    assert_string_equal(h.fields[0].value, "caf\xc3\xa9");
    assert_string_equal(h.fields[1].value, "a/b");
    assert_false(route_find(&t, "GET", "/things/%ff", a, &h));
    assert_false(route_find(&t, "GET", "/things/%0", a, &h));
    assert_false(route_find(&t, "GET", "/things/%00", a, &h));
    assert_false(route_find(&t, "GET", "things", a, &h));
}

static void forms(void **state)
{
    arena *a = *state;
    const char *bad = NULL;
    char many[FIELDS_MAX * 4 + 8];
    pairs p;
    size_t n = 0;
    assert_int_equal(form_read("a=1+2&b=%26%3D&&c&=d", 20, a, &p, &bad), WR_OK);
    assert_int_equal(p.n, 4);
    assert_string_equal(p.at[0].value, "1 2");
    assert_string_equal(p.at[1].value, "&=");
    assert_string_equal(p.at[2].name, "c");
    assert_string_equal(p.at[2].value, "");
    assert_string_equal(p.at[3].name, "");
    assert_int_equal(form_read("good=1&name=%c0%80", 18, a, &p, &bad), WR_E_INPUT);
    assert_string_equal(bad, "name");
    assert_int_equal(form_read("name=%zz", 8, a, &p, &bad), WR_E_INPUT);
    assert_int_equal(form_read("name=%4", 7, a, &p, &bad), WR_E_INPUT);
    assert_int_equal(form_read("name=%41", 8, a, &p, &bad), WR_OK);
    assert_string_equal(p.at[0].value, "A");
    for (int i = 0; i < FIELDS_MAX; i++, n += 4) memcpy(many + n, "a=1&", 4);
    assert_int_equal(form_read(many, n, a, &p, &bad), WR_OK);
    assert_int_equal(p.n, FIELDS_MAX);
    memcpy(many + n, "b=2", 3);
    assert_int_equal(form_read(many, n + 3, a, &p, &bad), WR_E_TOO_BIG);
}

static void cookies(void **state)
{
    arena *a = *state;
    assert_null(cookie_value(NULL, "writ", a));
    assert_null(cookie_value("xwrit=1; writx=2; writ=", "writ", a));
    assert_string_equal(cookie_value("a=b; writ=token; c=d", "writ", a), "token");
    assert_null(cookie_value("writ=one; writ=two", "writ", a));
    assert_null(cookie_value("writ=one", cookie_name(COOKIE_SESSION, true), a));
    assert_string_equal(cookie_set(COOKIE_SESSION, "t", false, a), "writ=t; Path=/; HttpOnly; SameSite=Lax");
    assert_string_equal(cookie_set(COOKIE_SESSION, "", true, a), "__Host-writ=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0");
    assert_string_equal(cookie_set(COOKIE_DEVICE, "t", true, a), "__Host-writ-device=t; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=1209600");
    assert_string_equal(cookie_value("writ-device=d; writ=s", cookie_name(COOKIE_SESSION, false), a), "s");
    assert_string_equal(device_hash(a, "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void once_keys(void **state)
{
    static const uint8_t KEY[32] = { 1 }, OTHER[32] = { 2 };
    const wr_actor nobody = { 0 }, seven = { .person = 7 };
    char key[ONCE_TEXT + 1], second[ONCE_TEXT + 1];
    (void)state;
    once_key_set(KEY);
    once_make(&ROUTES[4], &seven, key);
    once_make(&ROUTES[4], &seven, second);
    assert_int_equal(strlen(key), ONCE_TEXT);
    assert_string_not_equal(key, second);
    assert_true(once_ours(&ROUTES[4], &seven, key));
    assert_false(once_ours(&ROUTES[4], &nobody, key));
    assert_false(once_ours(&ROUTES[3], &seven, key));
    assert_false(once_ours(&ROUTES[4], &seven, ""));
    for (size_t i = 0; i < ONCE_TEXT - 1; i++) {     /* no place of it may change; the last holds spare bits */
        char was = key[i];
        key[i] = was == 'A' ? 'B' : 'A';
        assert_false(once_ours(&ROUTES[4], &seven, key));
        key[i] = was;
    }
    now_stop(now_us() + 6 * 86400000000);
    assert_true(once_ours(&ROUTES[4], &seven, key));
    now_stop(now_us() + 86400000000);                /* its row may be swept: it is refused, not done twice */
    assert_false(once_ours(&ROUTES[4], &seven, key));
    now_set(now_us() - 7 * 86400000000);
    assert_true(once_ours(&ROUTES[4], &seven, key));
    once_key_set(OTHER);
    assert_false(once_ours(&ROUTES[4], &seven, key));
}

static cached *page_of(const char *text, int64_t changes, int64_t quarter)
{
    cached *p = calloc(1, sizeof *p);    /* the cache frees it */
    assert_non_null(p);
    p->full = MHD_create_response_from_buffer(strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_PERSISTENT);
    p->same = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    p->changes = changes;
    p->quarter = quarter;
    atomic_init(&p->uses, 1);
    etag_of(text, strlen(text), p->etag);
    return p;
}

static void cache_of_pages(void **state)
{
    const int64_t now = 1968000, next = now + 1;
    arena *a = *state;
    cache *c = cache_new();
    strbuf k = sb_new(a, 64), other = sb_new(a, 64);
    cached *p, *later;
    cache_key(&k, "en", false, false, "", "/things", "a=1");
    cache_key(&other, "es", false, false, "", "/things", "a=1");
    assert_string_not_equal(k.p, other.p);
    assert_null(cache_get(c, k.p, 5, now));
    cache_put(c, k.p, page_of("five", 5, now));
    p = cache_get(c, k.p, 5, now);
    assert_non_null(p);
    assert_null(cache_get(c, k.p, 6, now));          /* something was written */
    assert_null(cache_get(c, k.p, 5, next));         /* another quarter of an hour: what is late may differ, or who is on duty */
    assert_null(cache_get(c, other.p, 5, now));
    cache_put(c, k.p, page_of("six", 6, now));
    later = cache_get(c, k.p, 6, now);
    assert_non_null(later);
    assert_string_not_equal(later->etag, p->etag);   /* the first is still whole for who holds it */
    cached_drop(p);
    cached_drop(later);
    cache_end(&c);
}

static void etags(void **state)
{
    (void)state;
    assert_false(etag_matches(NULL, "\"a\""));
    assert_true(etag_matches("*", "\"a\""));
    assert_true(etag_matches("\"b\", W/\"a\"", "\"a\""));
    assert_true(etag_matches("\"b\",\"a\"", "\"a\""));
    assert_false(etag_matches("\"b\"", "\"a\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(routes), cmocka_unit_test(path_values), cmocka_unit_test(forms),
        cmocka_unit_test(cookies), cmocka_unit_test(once_keys), cmocka_unit_test(cache_of_pages), cmocka_unit_test(etags) };
    return cmocka_run_group_tests_name("http", tests, begin, end);
}
