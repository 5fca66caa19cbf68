/* mustache_test.c -- the public Mustache specification, and what writ forbids and adds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "i18n.h"
#include "mustache.h"
#include "str.h"

typedef struct parts { const char *name[8]; mustache t[8]; size_t n; } parts;

static const mustache *find(const void *set, const char *name, const char *from)
{
    const parts *p = set;
    (void)from;
    for (size_t i = 0; i < p->n; i++)
        if (str_eq(p->name[i], name)) return &p->t[i];
    return NULL;
}

static const char *run(arena *a, const char *text, const json_t *doc, const parts *set, const char *lang, const page_globals *g)
{
    mustache t;
    strbuf out = sb_new(a, 256);
    wr_err e = { 0 };
    if (mustache_compile(a, "x/test", text, strlen(text), &e, &t) != WR_OK) return NULL;
    assert_int_equal(mustache_render(&(render){ .a = a, .lang = lang, .find = find, .set = set, .globals = g, .out = &out,
                                                .stack = { NULL, doc }, .n = 2 }, &t), WR_OK);
    return out.p;
}

static bool raw(const char *text) { return strstr(text, "{{{") || strstr(text, "{{&") || strstr(text, "{{ &"); }

static void spec_file(const char *path, size_t at_least)
{
    json_error_t err;
    json_t *file = json_load_file(path, 0, &err), *it;
    size_t i, ran = 0;
    if (!file) fail_msg("%s: %s", path, err.text);
    json_array_foreach(json_object_get(file, "tests"), i, it) {
        arena *a = arena_new("spec", 1 << 20);
        parts set = { 0 };
        bool must_fail = raw(json_string_value(json_object_get(it, "template"))), part_fails = false;
        const char *name, *got;
        json_t *v;
        json_object_foreach(json_object_get(it, "partials"), name, v) {
            wr_err e = { 0 };
            wr_rc rc = mustache_compile(a, name, json_string_value(v), json_string_length(v), &e, &set.t[set.n]);
            assert_true(raw(json_string_value(v)) ? rc == WR_E_BUG : rc == WR_OK);
            part_fails = part_fails || rc != WR_OK;
            set.name[set.n++] = name;
        }
        got = part_fails ? NULL : run(a, json_string_value(json_object_get(it, "template")), 
                                      json_object_get(it, "data"), &set, "en", NULL);
        if (must_fail || part_fails ? got != NULL : !got || !str_eq(got, json_string_value(json_object_get(it, "expected"))))
            fail_msg("%s: %s:\n[%s]\nnot\n[%s]", path, json_string_value(json_object_get(it, "name")), got ? got : "(does not compile)",
                     json_string_value(json_object_get(it, "expected")));
        ran++;
        arena_end(&a);
    }
    assert_true(ran >= at_least);
    json_decref(file);
}

static void test_spec_comments(void **s) { (void)s; spec_file("test/data/mustache/comments.json", 12); }
static void test_spec_delimiters(void **s) { (void)s; spec_file("test/data/mustache/delimiters.json", 14); }
static void test_spec_interpolation(void **s) { (void)s; spec_file("test/data/mustache/interpolation.json", 42); }
static void test_spec_inverted(void **s) { (void)s; spec_file("test/data/mustache/inverted.json", 22); }
static void test_spec_partials(void **s) { (void)s; spec_file("test/data/mustache/partials.json", 12); }
static void test_spec_sections(void **s) { (void)s; spec_file("test/data/mustache/sections.json", 34); }

static const char SPANISH[] =
    "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=n != 1;\\n\"\n"
    "msgid \"Due {due:day}.\"\nmsgstr \"Vence el {due:day}.\"\n"
    "msgid \"not started\"\nmsgstr \"sin iniciar\"\n"
    "msgid \"{count} row\"\nmsgid_plural \"{count} rows\"\nmsgstr[0] \"{count} fila\"\nmsgstr[1] \"{count} filas\"\n"
    "msgid \"At most {max}.\"\nmsgstr \"Como máximo {max}.\"\n"
    "msgid \"Bold\"\nmsgstr \"<b>%s%n</b>\"\n";

static int spanish(void **s)
{
    wr_err e = { 0 };
    (void)s;
    return i18n_load("es", "test.po", (bytes){ (const uint8_t *)SPANISH, sizeof SPANISH - 1 }, &e) == WR_OK ? 0 : -1;
}

static void expect(const char *text, const char *json, const char *lang, const char *want)
{
    arena *a = arena_new("test", 1 << 20);
    json_t *doc = json_loads(json, 0, NULL);
    const char *got;
    assert_non_null(doc);
    got = run(a, text, doc, &(parts){ 0 }, lang, &(page_globals){ .prefix = "/es" });
    assert_non_null(got);
    assert_string_equal(got, want);
    json_decref(doc);
    arena_end(&a);
}

static void test_words(void **s)
{
    static const char DOC[] = "{\"due\":\"2025-11-28\",\"state\":\"not_started\",\"count\":1,\"rows\":[{},{}],\"sum\":123456,"
                              "\"at\":\"2026-02-26T18:00:00Z\",\"none\":null,\"e\":{\"text\":\"At most {max}.\",\"max\":\"<9>\"}}";
    (void)s;
    expect("{{#t}}Due {due:day}.{{/t}}", DOC, "es", "Vence el 28 nov 2025.");
    expect("{{#t}}\n  Due\n  {due:day}. {{/t}}", DOC, "en", "Due 28 Nov 2025.");
    expect("{{#word}}state{{/word}}", DOC, "es", "sin iniciar");
    expect("{{#word}}state{{/word}}", DOC, "en", "not started");
    expect("{{#n}}count|{count} row|{count} rows{{/n}}", DOC, "es", "1 fila");
    expect("{{#n}}rows|{count} row|{count} rows{{/n}}", DOC, "es", "2 filas");
    expect("{{#day}}due{{/day}}", DOC, "en", "<time datetime=\"2025-11-28\">28 Nov 2025</time>");
    expect("<i title=\"{{#day}}due{{/day}}\">", DOC, "en", "<i title=\"28 Nov 2025\">");
    expect("{{#long}}due{{/long}}", DOC, "es", "<time datetime=\"2025-11-28\">viernes 28 de noviembre de 2025</time>");
    expect("{{#when}}at{{/when}}", DOC, "en", "<time datetime=\"2026-02-26T18:00:00Z\">26 Feb 2026, 18:00 UTC</time>");
    expect("[{{#day}}none{{/day}}{{#when}}gone{{/when}}]", DOC, "en", "[]");
    expect("{{#money}}sum{{/money}}", DOC, "en", "$1,234.56");
    expect("{{#e}}{{#word}}text{{/word}}{{/e}}", DOC, "es", "Como máximo &lt;9&gt;.");
    expect("{{#t}}Bold{{/t}}", DOC, "es", "&lt;b&gt;%s%n&lt;/b&gt;");
}

static void test_urls(void **s)
{
    static const char DOC[] = "{\"ref\":\"a b/\\\"c\",\"x_url\":\"/x?y=1&z\",\"bad_url\":\"javascript:alert(1)\",\"two_url\":\"//evil.example\","
                              "\"tab_url\":\"/\\t/evil.example\",\"back_url\":\"/\\\\evil.example\",\"out_url\":\"https://example.org/\"}";
    (void)s;
    expect("<a href=\"{{#url}}/records/{ref}{{/url}}\">", DOC, "es", "<a href=\"/es/records/a%20b%2F%22c\">");
    expect("<a href=\"{{x_url}}\">", DOC, "es", "<a href=\"/es/x?y=1&amp;z\">");
    expect("<a href=\"{{bad_url}}\">", DOC, "es", "<a href=\"#\">");
    expect("<a href=\"{{two_url}}\">", DOC, "es", "<a href=\"#\">");
    expect("<a href=\"{{tab_url}}\">", DOC, "es", "<a href=\"#\">");
    expect("<a href=\"{{back_url}}\">", DOC, "es", "<a href=\"#\">");
    expect("<a href=\"{{out_url}}\">", DOC, "es", "<a href=\"https://example.org/\">");
    expect("<a href=\"/x/{{ref}}\">", DOC, "es", "<a href=\"/x/a%20b%2F%22c\">");
}

static void test_refused(void **s)
{
    static const char *const BAD[] = { "{{{x}}}", "{{& x}}", "{{#a}}", "{{/a}}", "{{#a}}{{/b}}", "{{", "{{}}", "{{a b}}", "{{a..b}}",
        "{{#t}}x {{y}}{{/t}}", "{{#t}}x", "{{#n}}count|one{{/n}}", "{{=<% }}", "{{= =}}", "{{>}}", "{{#day}}{{/day}}" };
    (void)s;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        arena *a = arena_new("test", 1 << 20);
        mustache t;
        wr_err e = { 0 };
        if (mustache_compile(a, "x/bad", BAD[i], strlen(BAD[i]), &e, &t) != WR_E_BUG) fail_msg("compiles: %s", BAD[i]);
        assert_string_equal(e.holes, "file");
        arena_end(&a);
    }
}

static void test_endless_parts(void **s)
{
    arena *a = arena_new("test", 1 << 20);
    parts set = { .name = { "me" }, .n = 1 };
    mustache t;
    wr_err e = { 0 };
    json_t *doc = json_object();
    strbuf out = sb_new(a, 64);
    (void)s;
    assert_int_equal(mustache_compile(a, "me", "{{>me}}", 7, &e, &set.t[0]), WR_OK);
    assert_int_equal(mustache_compile(a, "top", "{{>me}}", 7, &e, &t), WR_OK);
    assert_int_equal(mustache_render(&(render){ .a = a, .lang = "en", .find = find, .set = &set, .out = &out, .stack = { doc }, .n = 1 }, &t),
                     WR_E_BUG);
    json_decref(doc);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spec_comments), cmocka_unit_test(test_spec_delimiters), cmocka_unit_test(test_spec_interpolation),
        cmocka_unit_test(test_spec_inverted), cmocka_unit_test(test_spec_partials), cmocka_unit_test(test_spec_sections),
        cmocka_unit_test(test_words), cmocka_unit_test(test_urls), cmocka_unit_test(test_refused), cmocka_unit_test(test_endless_parts),
    };
    return cmocka_run_group_tests_name("page/mustache", tests, spanish, NULL);
}
