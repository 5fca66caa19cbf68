/* chart_test.c -- where bars and lines stand, what breaks them, what is refused, and that values cannot leave their text.
 * `chart_test LANG` prints a page with charts beside their tables instead: test/browser/chart_suite.py looks at it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "chart.h"
#include "i18n.h"
#include "str.h"

extern const wr_module mod_page;

static const page_source PAGES[] = { { "x/chart", "{{#chart}}held{{/chart}}{{#places}}{{#chart}}own{{/chart}}{{/places}}{{#int}}big{{/int}} {{#t}}All {big:int}{{/t}}" },
    { "x/shown", "<h1>{{#t}}Held{{/t}}</h1><div class=\"sheet\">{{#chart}}trend{{/chart}}</div><div class=\"scroll tall\" role=\"region\" aria-label=\"{{#t}}Days{{/t}}\" tabindex=\"0\"><table class=\"rows\" id=\"t1\">"
      "<thead><tr><th scope=\"col\">{{#t}}Day{{/t}}</th><th scope=\"col\">{{#t}}Here{{/t}}</th></tr></thead><tbody>"
      "{{#days}}<tr><th scope=\"row\">{{#day}}day{{/day}}</th><td>{{^here_word}}{{#int}}here{{/int}}{{/here_word}}{{here_word}}</td></tr>{{/days}}</tbody></table></div>{{#chart}}bars{{/chart}}"
      "<table class=\"rows\" id=\"t2\"><thead><tr><th scope=\"col\">{{#t}}Place{{/t}}</th><th scope=\"col\">{{#t}}Here{{/t}}</th><th scope=\"col\">{{#t}}There{{/t}}</th></tr></thead><tbody>"
      "{{#places}}<tr><th scope=\"row\">{{place}}</th><td>{{^word}}{{#int}}here{{/int}}{{/word}}{{word}}</td><td>{{#int}}there{{/int}}</td></tr>{{/places}}</tbody></table>{{#chart}}none{{/chart}}" },
    { NULL, NULL } };
static const wr_module X = { .name = "x", .pages = PAGES };

static int load(void **s)
{
    static const char AR[] = "msgid \"\"\nmsgstr \"Language: ar\\nContent-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\nmsgid \"no value\"\nmsgstr \"אין\"\n";
    wr_err e = { 0 };
    (void)s;
    if (i18n_load("ar", "ar.po", (bytes){ (const uint8_t *)AR, sizeof AR - 1 }, &e) != WR_OK) return -1;
    return page_load((const wr_module *const[]){ &mod_page, &X, NULL }, &e) == WR_OK ? 0 : -1;
}

#define N(v) { .n = (v), .word = "" }
#define WITHHELD { .word = "under 11" }
#define NONE { .word = "", .none = true }

static chart of(page_chart_kind kind, const chart_row *rows, size_t n)
{
    return (chart){ .kind = kind, .lang = "en", .title = "Finding", .says = "More.", .table = "t", .unit = "", .mark = "", .series = 1, .label = { "", "", "", "" }, .rows = rows, .n = n };
}

static const char *html(arena *a, const chart *c)
{
    strbuf b = sb_new(a, 4096);
    assert_int_equal(chart_html(c, a, &b), WR_OK);
    assert_null(strstr(b.p, "style"));
    assert_null(strstr(b.p, " id="));
    assert_null(strstr(b.p, "nan"));
    assert_null(strstr(b.p, "inf"));
    return b.p;
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part)) fail_msg("no [%s] in\n%s", part, text);
}

static void has_not(const char *text, const char *part)
{
    if (strstr(text, part)) fail_msg("[%s] in\n%s", part, text);
}

static size_t times(const char *text, const char *part)
{
    size_t n = 0;
    for (; (text = strstr(text, part)); text += strlen(part)) n++;
    return n;
}

/* The value of an attribute of the first tag that has `mark`, from `mark` on. */
static double number(const char *text, const char *mark, const char *attr)
{
    const char *s = strstr(text, mark);
    s = s ? strstr(s, attr) : NULL;
    if (!s) fail_msg("no %s behind %s in\n%s", attr, mark, text);
    return s ? strtod(s + strlen(attr), NULL) : 0;
}

static void steps_are_1_2_5(void **s)
{
    (void)s;
    assert_int_equal(chart_step(1, 5), 1);
    assert_int_equal(chart_step(5, 5), 1);
    assert_int_equal(chart_step(6, 5), 2);
    assert_int_equal(chart_step(11, 5), 5);
    assert_int_equal(chart_step(1688, 5), 500);
    assert_int_equal(chart_step(1688, 4), 500);
    assert_int_equal(chart_step(CHART_MOST, 5), 2000000000000000);
    for (int64_t max = 1; max < 100000; max = max * 3 / 2 + 1) {
        int64_t step = chart_step(max, 4), lead = step;
        while (lead % 10 == 0) lead /= 10;
        assert_true(lead == 1 || lead == 2 || lead == 5);
        assert_true(step * 4 >= max);
    }
}

static void bars_are_in_proportion(void **s)
{
    static const chart_row ROWS[] = { { .label = "North", .cell = { N(1000) } }, { .label = "South", .cell = { N(250) } }, { .label = "East", .cell = { N(0) } },
                                      { .label = "West", .cell = { WITHHELD } }, { .label = "Sea", .cell = { NONE } } };
    arena *a = arena_new("test", 1 << 20);
    chart c = of(PAGE_BARS, ROWS, 5);
    const char *t = html(a, &c), *small = strstr(t, "class=\"chart small\"");
    double first = number(t, "data-row=\"0\"", "class=\"bar a\" x=\"208\" y=\"5\" width=\""), second;
    (void)s;
    second = number(strstr(t, "data-row=\"1\""), "class=\"bar a\"", "width=\"");
    assert_true(first > 300 && first < 640 - 208);
    assert_true(second * 4 > first - .3 && second * 4 < first + .3);
    assert_true(number(strstr(t, "data-row=\"2\""), "class=\"bar a\"", "width=\"") < .05);
    assert_true(number(t, "class=\"hole\"", "width=\"") > 29.9);                    /* of one length, whatever is behind it */
    has(t, ">under 11</text>");
    has(t, ">no value</text>");
    has(t, ">1,000</text>");
    has(t, "<path class=\"axis\" d=\"M208 0V");
    has(t, "<title>Finding</title><desc>More.</desc>");
    has(t, "aria-details=\"t\"");
    assert_int_equal(times(t, "class=\"hole\""), 2);
    assert_non_null(small);
    assert_true(number(small, "class=\"bar a\"", "x=\"") < .05);
    c.lang = "ar";
    c.rtl = true;
    t = html(a, &c);
    has(t, "direction=\"rtl\"");
    assert_true(number(t, "class=\"bar a\"", "x=\"") + first > 431.9 && number(t, "class=\"bar a\"", "x=\"") + first < 432.1);   /* it ends where it began: 640 - 208 */
    has(t, ">אין</text>");
    arena_end(&a);
}

static void only_thirty_bars_and_it_says_so(void **s)
{
    chart_row rows[1200] = { 0 };
    arena *a = arena_new("test", 8 << 20);
    const char *t;
    (void)s;
    for (int i = 0; i < 1200; i++) rows[i] = (chart_row){ .label = "Row", .cell = { N(i) } };
    t = html(a, &(chart){ .kind = PAGE_BARS, .lang = "en", .title = "T", .says = "S", .table = "t", .unit = "", .mark = "", .series = 1, .label = { "" }, .rows = rows, .n = 1200 });
    assert_int_equal(times(t, "data-row="), 60);
    has(t, "data-n=\"30\"");
    has(t, "The first 30 of 1,200 rows are drawn; the table has all.");
    arena_end(&a);
}

static void series_lie_below_one_another(void **s)
{
    static const chart_row ROWS[] = { { .label = "Convicted", .cell = { N(10), N(20), N(5) } } };
    arena *a = arena_new("test", 1 << 20);
    chart c = of(PAGE_BARS, ROWS, 1);
    const char *t;
    (void)s;
    c.series = 3;
    c.label[0] = "Men";
    c.label[1] = "Women";
    c.label[2] = "Not known";
    t = html(a, &c);
    has(t, "</svg> Women</li>");
    assert_int_equal(times(t, "class=\"stripe\""), 2);
    t = strstr(t, "data-row=\"0\"");
    assert_true(number(t, "bar a", "y=\"") < number(t, "bar b", "y=\"") && number(t, "bar b", "y=\"") < number(t, "bar c", "y=\""));
    assert_true(number(t, "bar b", "width=\"") > 2 * number(t, "bar a", "width=\"") - .2);
    arena_end(&a);
}

static void lines_stand_on_zero_and_break(void **s)
{
    static const chart_row ROWS[] = { { .at = 20240, .cell = { N(0) } }, { .at = 20241, .cell = { N(500) } }, { .at = 20242, .cell = { WITHHELD } }, { .at = 20243, .cell = { N(1000) } },
                                      { .at = 20244, .cell = { NONE } }, { .at = 20245, .cell = { N(250) } }, { .at = 20247, .cell = { N(250) } } };
    arena *a = arena_new("test", 1 << 20);
    chart c = of(PAGE_DAYS, ROWS, 7);
    const char *t = html(a, &c);
    (void)s;
    /* 0..1000 in steps of 200; the plot is from y 10 to y 260, x from 10 + 5 letters to 630 */
    has(t, "<path class=\"axis\" d=\"M50 260H630\"/>");
    has(t, "<path class=\"grid\" d=\"M50 210H630\"/>");
    has(t, "y=\"264\">0</text>");
    has(t, "y=\"14\">1,000</text>");
    has(t, "<path class=\"a\" d=\"M50 260L132.9 135M298.6 10M464.3 197.5M630 197.5\"/>");      /* no line over a gap, none over a missing day */
    has(t, "<rect class=\"hole a\" x=\"212.7\" y=\"267\" width=\"6\"");                          /* below the axis: not a zero */
    has(t, "No number is given: under 11");
    has(t, "data-x=\"50 132.9 215.7 298.6 381.4 464.3 630\"");
    has(t, ">1 Jun 2025</text>");
    arena_end(&a);
}

static void edges_are_drawn(void **s)
{
    static const chart_row ZERO[] = { { .at = 1, .cell = { N(0) } }, { .at = 2, .cell = { N(0) } } }, HUGE_ONES[] = { { .at = 1, .cell = { N(CHART_MOST) } }, { .at = 400000, .cell = { N(1) } } },
                           HIDDEN[] = { { .at = 1, .label = "x", .cell = { WITHHELD } } };
    arena *a = arena_new("test", 1 << 20);
    chart c = of(PAGE_DAYS, ZERO, 2);
    const char *t = html(a, &c);
    (void)s;
    has(t, ">1</text>");                                                           /* something stands above zero */
    has(t, "d=\"M18 260L630 260\"");
    c = of(PAGE_DAYS, ZERO, 1);
    has(html(a, &c), "<path class=\"a\" d=\"M324 260\"/><path class=\"point a\" d=\"M324 260m");        /* a point alone, in the middle */
    c = of(PAGE_DAYS, HUGE_ONES, 2);
    has(html(a, &c), ">10,000,000,000,000,000</text>");
    c = of(PAGE_DAYS, ZERO, 0);
    t = html(a, &c);
    has(t, "There is nothing to draw: no row has a value.");
    has_not(t, "<svg");
    has_not(t, "data-chart");
    c = of(PAGE_DAYS, HIDDEN, 1);
    has(html(a, &c), "There is nothing to draw");
    c = of(PAGE_BARS, HIDDEN, 1);
    has(html(a, &c), "class=\"hatch\"");
    c = of(PAGE_BARS, ZERO, 0);
    has(html(a, &c), "There is nothing to draw");
    arena_end(&a);
}

static void what_is_wrong_is_refused(void **s)
{
    static const chart_row BELOW[] = { { .label = "", .at = 1, .cell = { N(-1) } } }, ABOVE[] = { { .label = "", .at = 1, .cell = { N(CHART_MOST + 1) } } },
                           BACK[] = { { .label = "", .at = 2, .cell = { N(1) } }, { .label = "", .at = 2, .cell = { N(1) } } },
                           GOOD[] = { { .label = "", .at = 1, .cell = { N(1), N(2), N(3), N(4) } }, { .label = "", .at = 2, .cell = { N(1), N(2), N(3), N(4) } } };
    arena *a = arena_new("test", 1 << 20);
    strbuf b = sb_new(a, 16);
    chart c = of(PAGE_BARS, BELOW, 1);
    (void)s;
    assert_int_equal(chart_html(&c, a, &b), WR_E_BUG);
    c = of(PAGE_DAYS, ABOVE, 1);
    assert_int_equal(chart_html(&c, a, &b), WR_E_BUG);
    c = of(PAGE_DAYS, BACK, 2);
    assert_int_equal(chart_html(&c, a, &b), WR_E_BUG);
    c = of(PAGE_DAYS, GOOD, 2);
    c.series = CHART_SERIES + 1;
    assert_int_equal(chart_html(&c, a, &b), WR_E_BUG);
    c.series = 0;
    assert_int_equal(chart_html(&c, a, &b), WR_E_BUG);
    assert_int_equal(b.n, 0);
    c.series = CHART_SERIES;
    assert_int_equal(chart_html(&c, a, &b), WR_OK);
    c = of(PAGE_BARS, GOOD, 2);
    c.series = CHART_SERIES + 1;
    b.n = 0;
    assert_int_equal(chart_html(&c, a, &b), WR_E_BUG);
    assert_int_equal(b.n, 0);
    arena_end(&a);
}

/* Dates from t up to end: each begins behind the one before and stands within the drawing. letter: how wide it is drawn. */
static size_t dates_apart(const char *t, const char *end, double wide, double letter)
{
    double last = -1000;
    size_t n = 0;
    for (t = strstr(t, "class=\"date\""); t && t < end; t = strstr(t + 1, "class=\"date\""), n++) {
        double x = strtod(strstr(t, "x=\"") + 3, NULL), half = (double)(strstr(t, "</text>") - strchr(t, '>') - 1) * letter / 2;
        if (x - half < last) fail_msg("a date at %.1f of %.0f begins before %.1f", x, wide, last);
        assert_true(x - half >= -.06 && x + half <= wide + .06);
        last = x + half;
    }
    return n;
}

/* Labels of dates, over one day to four years, in both drawings. */
static void dates_do_not_collide(void **s)
{
    static const int SPANS[] = { 2, 5, 9, 20, 45, 80, 200, 366, 800, 1499 };
    static chart_row rows[CHART_POINTS];
    (void)s;
    for (size_t k = 0; k < 4 * sizeof SPANS / sizeof *SPANS; k++) {
        arena *a = arena_new("test", 8 << 20);
        chart c = of(k % 2 ? PAGE_DAYS : PAGE_MONTHS, rows, (size_t)SPANS[k / 4]);
        const char *t, *small;
        for (size_t i = 0; i < c.n; i++) rows[i] = (chart_row){ .at = 20000 + (int64_t)i, .cell = { N(7) } };
        c.lang = k % 4 < 2 ? "en" : "ar";                                          /* ar: no table of months, so 2025-07-11 */
        t = html(a, &c);
        small = strstr(t, "class=\"chart small\"");
        assert_non_null(small);
        assert_true(dates_apart(t, small, 640, 8) > 0);
        assert_true(dates_apart(small, small + strlen(small), 288, 9) > 0);
        arena_end(&a);
    }
}

static void months_mark_and_money(void **s)
{
    static const chart_row ROWS[] = { { .at = 2025 * 12 + 10, .cell = { N(120000) } }, { .at = 2025 * 12 + 11, .cell = { N(340050) } }, { .at = 2026 * 12, .cell = { N(500000) } } };
    arena *a = arena_new("test", 1 << 20);
    chart c = of(PAGE_MONTHS, ROWS, 3);
    const char *t;
    (void)s;
    c.money = true;
    c.unit = "Dollars & cents";
    c.mark = "Order <signed>";
    c.mark_at = 2025 * 12 + 11;
    t = html(a, &c);
    has(t, ">$5,000</text>");
    has(t, ">Nov 2025</text>");
    has(t, ">Dec</text>");
    has(t, ">Jan 2026</text>");
    has(t, "Dollars &amp; cents");
    has(t, ">Order &lt;signed&gt;</text>");
    has(t, "<path class=\"day\" d=\"M");
    c.lang = "es";
    has(html(a, &c), ">nov 2025</text>");
    c.mark_at = 1;
    has_not(html(a, &c), "class=\"day\"");
    arena_end(&a);
}

static void hostile_labels_stay_text(void **s)
{
    static const char EVIL[] = "\"><script>alert('1')</script>&";
    static const chart_row ROWS[] = { { .label = EVIL, .at = 1, .cell = { { .word = EVIL }, N(4) } } };
    arena *a = arena_new("test", 1 << 20);
    (void)s;
    for (int kind = PAGE_BARS; kind <= PAGE_MONTHS; kind++) {
        chart c = of((page_chart_kind)kind, ROWS, 1);
        const char *t;
        c.title = c.says = c.table = c.unit = c.mark = EVIL;
        c.mark_at = 1;
        c.series = 2;
        c.label[0] = c.label[1] = EVIL;
        t = html(a, &c);
        has_not(t, "<script");
        has_not(t, "\">&lt;\"");
        has_not(t, "'1'");
        has(t, "aria-details=\"&quot;&gt;&lt;script&gt;");
    }
    arena_end(&a);
}

typedef struct held { wr_day day; int64_t here; const char *here_word; } held;
static const field HELD_F[] = { FIELD(held, day, d, 0, 0, NULL), FIELD(held, here, i, 0, 0, NULL), FIELD(held, here_word, t, 0, 20, NULL) };
static const shape HELD = SHAPE("held", held, HELD_F);

static const char *page(arena *a, const json_t *doc, const char *lang, wr_rc want)
{
    strbuf out = sb_new(a, 4096);
    assert_int_equal(page_html("x/chart", doc, &(wr_actor){ .lang = lang }, &(page_globals){ .prefix = "", .chart_script_url = "/static/chart.js?v=1" }, a, &out), want);
    return out.p;
}

static void a_page_draws_the_rows_it_has(void **s)
{
    static const held ROWS[] = { { { 2025, 7, 9 }, 4, "" }, { { 2025, 7, 10 }, 0, "not_started" }, { { 2025, 7, 11 }, 8, "" }, { { 2025, 7, 12 }, 0, "no value" } };
    page_chart_of spec = { .kind = PAGE_DAYS, .rows = "days", .by = "day", .series = { { "here", "here_word", N_("Here") } }, .title = "Eight on 11 July", .says = "Four before.", .table = "held-table",
                           .mark_day = "2025-07-11", .mark = N_("Signed") };
    arena *a = arena_new("test", 4 << 20);
    json_t *doc = json_object();
    const char *t;
    (void)s;
    assert_int_equal(page_rows(doc, "days", &HELD, ROWS, 4), WR_OK);
    assert_int_equal(page_int(doc, "big", 1234567), WR_OK);
    assert_int_equal(page_rows(doc, "places", &HELD, ROWS, 2), WR_OK);
    assert_int_equal(page_chart(doc, "held", &spec), WR_OK);
    assert_int_equal(page_chart(page_row(doc, "places", 1), "own", &spec), WR_OK);     /* a chart of one row: its list is further up */
    t = page(a, doc, "en", WR_OK);
    has(t, "data-chart=\"held-table\" data-n=\"4\"");
    has(t, "No number is given: not started");
    has(t, ">Signed</text>");
    has(t, "1,234,567 All 1,234,567");
    assert_int_equal(times(t, "<figure"), 2);
    assert_int_equal(times(t, "<script src=\"/static/chart.js?v=1\" defer></script>"), 1);
    has_not(page(a, doc, "ar", WR_OK), "Language:");                                   /* no unit is no text */
    spec.series[0].value = "there";
    assert_int_equal(page_chart(doc, "held", &spec), WR_OK);
    (void)page(a, doc, "en", WR_E_BUG);
    spec.series[0].value = "here_word";
    assert_int_equal(page_chart(doc, "held", &spec), WR_OK);
    (void)page(a, doc, "en", WR_E_BUG);                                                /* a text is no number */
    for (size_t i = 0; i < sizeof spec.series / sizeof *spec.series; i++) spec.series[i] = (page_series){ "here", "here_word", N_("Here") };
    assert_int_equal(page_chart(doc, "held", &spec), WR_OK);
    (void)page(a, doc, "en", WR_E_BUG);                                                /* five: one more than a drawing has */
    spec.series[CHART_SERIES] = (page_series){ 0 };
    assert_int_equal(page_chart(doc, "held", &spec), WR_OK);
    assert_int_equal(times(page(a, doc, "en", WR_OK), "</svg> Here</li>"), CHART_SERIES);
    json_decref(doc);
    arena_end(&a);
}

typedef struct spot { const char *place; int64_t here; const char *word; int64_t there; } spot;
static const field SPOT_F[] = { FIELD(spot, place, t, 0, 80, NULL), FIELD(spot, here, i, 0, 0, NULL), FIELD(spot, word, t, 0, 20, NULL), FIELD(spot, there, i, 0, 0, NULL) };
static const shape SPOT = SHAPE("spot", spot, SPOT_F);

static int print_page(const char *lang)
{
    static const spot SPOTS[] = { { "Adelanto ICE Processing Center (Desert View Annex)", 1688, "", 40 }, { "Mesa Verde", 412, "", 1200 }, { "Hospital", 0, "under 11", 0 }, { "Not reported", 0, "no value", 12 } };
    arena *a = arena_new("test", 4 << 20);
    json_t *doc = json_object();
    held days[60];
    strbuf out = sb_new(a, 4096);
    bool fine = load(NULL) == 0;
    for (size_t i = 0; i < 60; i++) days[i] = (held){ i < 30 ? (wr_day){ 2025, 6, (int8_t)(i + 1) } : (wr_day){ 2025, 7, (int8_t)(i - 29) }, (int64_t)(i * i), i > 8 && i < 13 ? "under 11" : "" };
    fine = fine && page_rows(doc, "days", &HELD, days, 60) == WR_OK && page_rows(doc, "places", &SPOT, SPOTS, 4) == WR_OK && page_rows(doc, "nothing", &SPOT, SPOTS, 0) == WR_OK
        && page_chart(doc, "trend", &(page_chart_of){ .kind = PAGE_DAYS, .rows = "days", .by = "day", .series = { { "here", "here_word", NULL } }, .title = "More each day", .says = "From 0 to 3,481.", .table = "t1",
            .unit = N_("People"), .mark_day = "2025-07-11", .mark = N_("Signed") }) == WR_OK
        && page_chart(doc, "bars", &(page_chart_of){ .kind = PAGE_BARS, .rows = "places", .by = "place", .series = { { "here", "word", N_("Here") }, { "there", NULL, N_("There") } }, .title = "Most were here",
            .says = "One place gives no number.", .table = "t2", .unit = N_("People") }) == WR_OK
        && page_chart(doc, "none", &(page_chart_of){ .kind = PAGE_BARS, .rows = "nothing", .by = "place", .series = { { "here", NULL, NULL } }, .title = "Nothing came", .says = "", .table = "t3" }) == WR_OK
        && page_html("x/shown", doc, &(wr_actor){ .lang = lang }, &(page_globals){ .prefix = "", .title = "Held", .city_name = "City", .style_url = "/static/writ.css", .icon_url = "/static/icon.svg",
            .chart_script_url = "/static/chart.js" }, a, &out) == WR_OK;
    fputs(out.p, stdout);
    json_decref(doc);
    arena_end(&a);
    return fine ? 0 : 1;
}

int main(int n, char **args)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_1_2_5), cmocka_unit_test(bars_are_in_proportion), cmocka_unit_test(only_thirty_bars_and_it_says_so), cmocka_unit_test(series_lie_below_one_another),
        cmocka_unit_test(lines_stand_on_zero_and_break), cmocka_unit_test(edges_are_drawn), cmocka_unit_test(what_is_wrong_is_refused), cmocka_unit_test(dates_do_not_collide),
        cmocka_unit_test(months_mark_and_money), cmocka_unit_test(hostile_labels_stay_text), cmocka_unit_test(a_page_draws_the_rows_it_has),
    };
    if (n > 1) return print_page(args[1]);
    return cmocka_run_group_tests_name("page/chart", tests, load, NULL);
}
