/* page_test.c -- documents, forms, the layout around a page, and what goes wrong as a page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "page.h"
#include "str.h"

extern const wr_module mod_page;

static const char *const KINDS[] = { "by_post", "by_hand", NULL };
typedef struct ask { const char *ref, *id, *subject, *note; wr_day due; wr_cents cost; bool urgent; int kind; wr_id department; } ask;
static const field ASK_F[] = {
    FIELD(ask, ref, t, F_PATH, 20, N_("Number")),
    FIELD(ask, id, t, F_HIDE, 32, NULL),
    FIELD(ask, subject, t, 0, 40, N_("What is asked for")),
    FIELD(ask, note, t, F_NULL | F_LONG, 400, N_("Note")),
    FIELD(ask, due, d, F_NULL, 0, N_("Due")),
    FIELD(ask, cost, c, F_NULL, 0, N_("Cost")),
    FIELD(ask, urgent, b, 0, 0, N_("Urgent")),
    WORDS(ask, kind, KINDS, N_("Kind")),
    FIELD(ask, department, i, 0, 0, N_("Department")),
};
static const shape ASK = SHAPE("ask", ask, ASK_F);

static const page_source PAGES[] = {
    { "x/form", "<h1>{{#t}}Ask{{/t}}</h1>{{>form}}" },
    { "x/two", "{{#rows}}{{subject}}={{#extra}}{{extra}}{{/extra}};{{/rows}}{{#other}}{{>form_body}}{{/other}}" },
    { "x/text", "<p>{{subject}} {{city_name}} {{lang}}</p>" },
    { NULL, NULL }
};
static const wr_module X = { .name = "x", .pages = PAGES };

static int load(void **s)
{
    wr_err e = { 0 };
    (void)s;
    return page_load((const wr_module *const[]){ &mod_page, &X, NULL }, &e) == WR_OK ? 0 : -1;
}

static const char *once(arena *a, const wr_actor *who, const char *path) { return arena_fmt(a, "key-%s-%s", who->by, path); }

static const char *html(arena *a, const char *page, const json_t *doc)
{
    static const page_link NAV[] = { { "Directive", "/es/directive", NULL, true }, { "Counter", "/es/counter", NULL, false } };
    static const page_link LANGS[] = { { "English", "/x", "en", false } };
    const page_globals g = { .prefix = "/es", .title = "From the route", .city_name = "Los <Ángeles>", .demo_note = "Invented people.",
                             .style_url = "/writ.css", .json_url = "/x.json", .shown_at = "26 feb 2026, 10:00 PST", .sign_in_url = "/es/sign-in",
                             .nav = NAV, .nav_n = 2, .languages = LANGS, .languages_n = 1, .once = once };
    strbuf out = sb_new(a, 4096);
    assert_int_equal(page_html(page, doc, &(wr_actor){ .by = "p1", .lang = "es" }, &g, a, &out), WR_OK);
    return out.p;
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part)) fail_msg("no [%s] in\n%s", part, text);
}

static void has_not(const char *text, const char *part)
{
    if (strstr(text, part)) fail_msg("[%s] in\n%s", part, text);
}

static void layout_stands_around(void **s)
{
    arena *a = arena_new("test", 1 << 20);
    json_t *doc = json_object();
    const char *t;
    (void)s;
    assert_int_equal(page_text(doc, "subject", "<b>\"x\" & 'y'"), WR_OK);
    assert_int_equal(page_text(doc, "lang", "klingon"), WR_OK);      /* the page may show it; the layout does not */
    t = html(a, "x/text", doc);
    has(t, "<html lang=\"es\" dir=\"ltr\">");
    has(t, "<title>From the route · Los &lt;Ángeles&gt;</title>");
    has(t, "<a class=\"skip\" href=\"#main\">");
    has(t, "Invented people.");
    has(t, "<a href=\"/es/directive\" aria-current=\"page\">Directive</a><a href=\"/es/counter\">Counter</a><a href=\"/es/sign-in\">");
    has(t, "<a class=\"lang\" href=\"/x\" lang=\"en\" hreflang=\"en\">English</a>");
    has(t, "<p>&lt;b&gt;&quot;x&quot; &amp; &#39;y&#39; Los &lt;Ángeles&gt; klingon</p>");
    has(t, "<link rel=\"stylesheet\" href=\"/writ.css\">");
    assert_int_equal(page_text(doc, "title", "From the document"), WR_OK);
    has(html(a, "x/text", doc), "<title>From the document ·");
    has(t, "<body>");
    assert_int_equal(page_flag(doc, "wide", true), WR_OK);
    has(html(a, "x/text", doc), "<body class=\"wide-page\">");
    json_decref(doc);
    arena_end(&a);
}

static void form_from_a_shape(void **s)
{
    arena *a = arena_new("test", 1 << 20);
    json_t *doc = json_object();
    const ask row = { .ref = "A-1", .id = "abc", .subject = "Maps \"and\" plans", .due = { 2026, 3, 1 }, .cost = 1250, .urgent = true, .kind = 1 };
    const char *t;
    (void)s;
    assert_int_equal(page_form(doc, "form", &(page_form_of){ .action_url = "/x/ask", .in = &ASK, .row = &row, .button = N_("Send") }, a), WR_OK);
    t = html(a, "x/form", doc);
    has(t, "<form class=\"form\" method=\"post\" action=\"/es/x/ask\">");
    has(t, "name=\"once\" value=\"key-p1-/x/ask\"");
    has_not(t, "A-1");
    has(t, "<input type=\"hidden\" name=\"id\" value=\"abc\">");
    has(t, "<label for=\"f-subject\">What is asked for</label>");
    has(t, "value=\"Maps &quot;and&quot; plans\" inputmode=\"text\" maxlength=\"40\" required");
    has(t, "<textarea id=\"f-note\" name=\"note\" rows=\"5\" maxlength=\"400\"");
    has(t, "type=\"date\" id=\"f-due\" name=\"due\" value=\"2026-03-01\"");
    has(t, "value=\"12.50\" inputmode=\"decimal\"");
    has(t, "type=\"checkbox\" id=\"f-urgent\" name=\"urgent\" value=\"true\" checked");
    has(t, "<option value=\"by_post\">by post</option><option value=\"by_hand\" selected>by hand</option>");
    has(t, "<button class=\"btn\" type=\"submit\">Send</button>");
    has_not(t, "class=\"wrong\"");
    assert_int_equal(page_choices(doc, "form", "department", (const page_choice[]){ { "3", "Fire & Rescue" }, { "0", "None" } }, 2), WR_OK);
    assert_int_equal(page_hint(doc, "form", "note", N_("A hint.")), WR_OK);
    assert_int_equal(page_hint(doc, "form", "nothing", N_("A hint.")), WR_E_BUG);
    t = html(a, "x/form", doc);
    has(t, "<option value=\"3\">Fire &amp; Rescue</option><option value=\"0\" selected>None</option>");
    has(t, "<p class=\"hint\" id=\"f-note-hint\">A hint.</p>");
    has(t, "maxlength=\"400\" aria-describedby=\"f-note-hint\"");
    json_decref(doc);
    arena_end(&a);
}

typedef struct sent { const char *title, *file; } sent;
static const field SENT_F[] = { FIELD(sent, title, t, 0, 40, N_("Title")), FIELD(sent, file, t, F_NULL | F_FILE, 400, N_("A file")) };
static const shape SENT = SHAPE("sent", sent, SENT_F);

static void a_form_with_a_file_is_sent_in_parts(void **s)
{
    arena *a = arena_new("test", 1 << 20);
    json_t *doc = json_object();
    static const pair TYPED[] = { { "title", "Minutes", 7 }, { "file", "0123 5 text/plain kept.txt", 26 } };
    const char *t;
    (void)s;
    assert_int_equal(page_form(doc, "form", &(page_form_of){ .action_url = "/x/send", .in = &SENT, .typed = TYPED, .typed_n = 2, .button = N_("Send") }, a), WR_OK);
    t = html(a, "x/form", doc);
    has(t, "action=\"/es/x/send\" enctype=\"multipart/form-data\">");
    has(t, "<input type=\"file\" id=\"f-file\" name=\"file\"");
    has(t, "value=\"Minutes\"");
    has_not(t, "kept.txt");              /* what was stored is nobody's to see or to send back */
    json_decref(doc);
    arena_end(&a);
}

static void what_was_typed_comes_back(void **s)
{
    arena *a = arena_new("test", 1 << 20);
    json_t *doc = json_object();
    static const pair TYPED[] = { { "subject", "a <script> \"x\"", 14 }, { "cost", "much", 4 }, { "urgent", "on", 2 } };
    const char *const holes[] = { "max", "<40>", NULL };
    fault at[] = { { "cost", N_("At most {max}."), holes }, { "kind", N_("This field is needed."), NULL }, { "ref", N_("No such number."), NULL } };
    const faults wrong = { at, 3 };
    const char *t, *summary;
    (void)s;
    assert_int_equal(page_form(doc, "form", &(page_form_of){ .action_url = "/x/ask", .in = &ASK, .typed = TYPED, .typed_n = 3, .wrong = &wrong,
                                                             .button = N_("Send") }, a), WR_OK);
    t = html(a, "x/form", doc);
    has(t, "value=\"a &lt;script&gt; &quot;x&quot;\"");
    has(t, "value=\"much\"");
    has(t, "value=\"true\" checked");
    summary = strstr(t, "class=\"wrong\"");
    assert_non_null(summary);
    has(summary, "<li><a href=\"#f-cost\">Cost</a>: At most &lt;40&gt;.</li><li><a href=\"#f-kind\">Kind</a>: This field is needed.</li><li>Number: No such number.</li>");
    has(t, "<p class=\"error\" id=\"f-cost-error\">At most &lt;40&gt;.</p>\n");
    has(t, "aria-invalid=\"true\" aria-describedby=\"f-cost-error\"");
    assert_true(strstr(t, "f-cost-error\">At most") < strstr(t, "id=\"f-cost\""));     /* above the field */
    json_decref(doc);
    arena_end(&a);
}

static void rows_and_more_in_them(void **s)
{
    arena *a = arena_new("test", 1 << 20);
    json_t *doc = json_object();
    const ask rows[] = { { .subject = "one" }, { .subject = "two" } };
    const char *t;
    (void)s;
    assert_int_equal(page_rows(doc, "rows", &ASK, rows, 2), WR_OK);
    assert_int_equal(page_text(page_row(doc, "rows", 1), "extra", "more"), WR_OK);
    assert_null(page_row(doc, "rows", 2));
    assert_int_equal(page_form(doc, "other", &(page_form_of){ .action_url = "/x/ask", .in = &ASK, .button = N_("Send") }, a), WR_OK);
    t = html(a, "x/two", doc);
    has(t, "one=;two=more;");
    has_not(t, "id=\"f-subject\"");
    has(t, "id=\"other-");
    assert_int_equal(page_text(doc, "bad", "\xff"), WR_E_BUG);
    json_decref(doc);
    arena_end(&a);
}

static void problems_are_pages(void **s)
{
    arena *a = arena_new("test", 1 << 20);
    json_t *doc = json_object();
    wr_err rule = { 0 }, bug = { 0 };
    const char *t;
    (void)s;
    assert_int_equal(wr_fail(&rule, WR_E_RULE, "ED12 4(b)", N_("Due {day}."), "day", "1 <Mar>"), WR_E_RULE);
    assert_int_equal(page_problem(doc, &rule), WR_OK);
    t = html(a, "page/problem", doc);
    has(t, "<p class=\"lead\">Due 1 &lt;Mar&gt;.</p>");
    has(t, "ED12 4(b)");
    assert_int_equal(wr_fail(&bug, WR_E_BUG, NULL, "table {name} broke", "name", "secret_table"), WR_E_BUG);
    assert_int_equal(page_problem(doc, &bug), WR_OK);
    has_not(html(a, "page/problem", doc), "secret_table");
    has_not(html(a, "page/problem", doc), "broke");
    json_decref(doc);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layout_stands_around), cmocka_unit_test(form_from_a_shape), cmocka_unit_test(a_form_with_a_file_is_sent_in_parts), cmocka_unit_test(what_was_typed_comes_back),
        cmocka_unit_test(rows_and_more_in_them), cmocka_unit_test(problems_are_pages),
    };
    return cmocka_run_group_tests_name("page", tests, load, NULL);
}
