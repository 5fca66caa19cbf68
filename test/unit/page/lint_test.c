/* lint_test.c -- each rule of the template lint is broken once, to see that it is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "page.h"
#include "str.h"

static const char *const STATES[] = { "open", "closed", NULL };
typedef struct row { const char *ref; wr_day due; int state; const char *where_url; } row;
static const field ROW_F[] = {
    FIELD(row, ref, t, 0, 20, N_("Number")),
    FIELD(row, due, d, 0, 0, N_("Due")),
    WORDS(row, state, STATES, N_("Status")),
    FIELD(row, where_url, t, 0, 20, NULL),
};
static const shape ROW = SHAPE("row", row, ROW_F);

static void one(const char *text, const char *finding)
{
    arena *a = arena_new("lint", (size_t)8 << 20);
    const page_source pages[] = { { "x/x", text }, { "x/cell", "{{ref}}" }, { NULL, NULL } };
    const http_route routes[] = { GET("/x", .page = "x/x", .doc = { { NULL, &ROW, false }, { "rows", &ROW, true } }), { 0 } };
    const wr_module m = { .name = "x", .pages = pages, .routes = routes };
    const char *const *lines;
    bool hit = false;
    size_t n = page_lint((const wr_module *const[]){ &m, NULL }, a, &lines);
    if (!finding && n) fail_msg("%s: %s", text, lines[0]);
    for (size_t i = 0; finding && i < n && !hit; i++) hit = strstr(lines[i], finding) != NULL;
    if (finding && !hit) fail_msg("%s: %s", text, n ? lines[0] : "nothing found");
    arena_end(&a);
}

static void what_is_right_passes(void **s)
{
    (void)s;
    one("<h1>{{#t}}Title{{/t}}</h1><h2>{{ref}}</h2>{{#rows}}<p>{{#day}}due{{/day}} {{>cell}}</p>{{/rows}}", NULL);
    one("<a href=\"{{where_url}}\">{{#word}}state{{/word}}</a><a href=\"{{#url}}/x/{ref}{{/url}}\">CSV</a>", NULL);
    one("{{!doc note rows.more}}{{note}}{{#rows}}{{more}}{{/rows}}{{#t}}Due {due:day}, {note}.{{/t}}", NULL);
    one("{{#n}}rows|{count} row|{count} rows{{/n}} &middot; {{title}} {{rows.ref}}", NULL);
    one("<label for=\"f-{{ref}}\">{{#t}}It{{/t}}</label><input id=\"f-{{ref}}\"{{#ref}} required{{/ref}}>", NULL);
    one("<time datetime=\"{{due}}\">{{#long}}due{{/long}}</time>", NULL);
}

static void what_is_wrong_is_found(void **s)
{
    (void)s;
    one("{{nothing}}", "nothing gives this key");
    one("{{#rows}}{{more}}{{/rows}}", "nothing gives this key");
    one("{{#t}}Due {day}.{{/t}}", "nothing gives this key");
    one("{{#t}}Due {due:soon}.{{/t}}", "no such way to show");
    one("{{#t}}<b>Due</b>{{/t}}", "not markup");
    one("{{due}}", "through its own tag");
    one("{{state}}", "through its own tag");
    one("{{#when}}due{{/when}}", "shown as what it is not");
    one("{{#money}}due{{/money}}", "shown as what it is not");
    one("{{#int}}due{{/int}}", "shown as what it is not");
    one("{{#chart}}held{{/chart}}", "nothing gives this key");
    one("<p title=\"{{#chart}}rows{{/chart}}\"></p>", "stands in text alone");
    one("<a href=\"{{ref}}\"></a>", "ends in _url");
    one("<a href=\"#{{ref}}\"></a>", "ends in _url");
    one("<a href=\"/x\"></a>", "loses the language");
    one("<p class={{ref}}></p>", "without quotes");
    one("<p onclick=\"{{ref}}\"></p>", "script or style");
    one("<p style=\"color:red\"></p>", "no script, no style");
    one("<script>let x</script>", "no script, no style");
    one("<p>Hello</p>", "outside {{#t}}");
    one("<p title=\"Hello\"></p>", "outside {{#t}}");
    one("{{>nowhere}}", "no such part");
    one("<h2></h2>", "headings must nest");
    one("<input name=\"a\">", "without a label");
    one("<label for=\"b\"></label><select id=\"a\"></select>", "without a label");
    one("{{{ref}}}", "does not compile");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(what_is_right_passes), cmocka_unit_test(what_is_wrong_is_found) };
    return cmocka_run_group_tests_name("page/lint", tests, NULL, NULL);
}
