/* letter_test.c -- one letter as text, as HTML, on a page, as PDF, and in pieces for a portal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "child.h"
#include "city_db.h"
#include "clock_own.h"
#include "letter.h"
#include "modules.h"
#include "mustache.h"
#include "page.h"
#include "templates.h"

static letter *request(arena *a, const char *lang)
{
    letter *l = letter_new(a, lang, "Request for arrest records & more");
    letter_head(l, "City of Somewhere");
    letter_head(l, "Office of the City Attorney");
    letter_date(l, (wr_day){ 2026, 2, 26 });
    letter_to(l, "Immigration and Customs Enforcement");
    letter_to(l, "FOIA Office");
    letter_subject(l, "Request under 5 U.S.C. 552");
    letter_paragraph(l, "The city asks for the records that are listed below, and asks that its words <are kept> & \"quoted\" 'so'.\n\nA second paragraph.\r\nWith a second line.");
    letter_item(l, "Arrests by the Los Angeles field office from 1 June 2025 on, with system and office names, date range, and the fields of the last release.");
    letter_item_line(l, "System: EID");
    letter_item(l, "Detentions");
    letter_paragraph(l, "And also:");
    letter_item(l, "Encounters");
    letter_pair(l, "Fee category", "All other");
    letter_pair(l, "Ceiling", "$25");
    letter_sign(l, "Jane Roe");
    letter_sign(l, "Deputy City Attorney");
    letter_enclosure(l, "List of fields");
    return l;
}

static void as_text(void **state)
{
    arena *a = arena_new("letter", 4 << 20);
    const char *text;
    (void)state;
    assert_int_equal(letter_text(request(a, "en"), a, &text), WR_OK);
    assert_string_equal(text,
        "City of Somewhere\nOffice of the City Attorney\n\nFebruary 26, 2026\n\nImmigration and Customs Enforcement\nFOIA Office\n\n"
        "Subject: Request under 5 U.S.C. 552\n\n"
        "The city asks for the records that are listed below, and asks that its\nwords <are kept> & \"quoted\" 'so'.\n\n"
        "A second paragraph.\nWith a second line.\n\n"
        "1.  Arrests by the Los Angeles field office from 1 June 2025 on, with\n    system and office names, date range, and the fields of the last\n    release.\n    System: EID\n"
        "2.  Detentions\n\nAnd also:\n\n3.  Encounters\n\n"
        "Fee category All other\nCeiling      $25\n\nJane Roe\nDeputy City Attorney\n\nEnclosures:\n- List of fields\n");
    arena_end(&a);
}

static void no_line_is_too_long(void **state)
{
    arena *a = arena_new("letter", 4 << 20);
    letter *l = letter_new(a, "en", "x");
    const char *text, *address = "https://example.org/a/very/long/address/that/must/stay/in/one/piece/so/that/it/works";
    strbuf b = sb_new(a, 4000);
    size_t words = 0;
    (void)state;
    for (int i = 0; i < 300; i++) sb_fmt(&b, "%s\xc3\xa9%.*s", i ? " " : "", i % 11, "abcdefghijkl");
    letter_paragraph(l, b.p);
    letter_item(l, b.p);
    letter_pair(l, "A label that is far too long for its column", b.p);
    letter_paragraph(l, address);
    assert_int_equal(letter_text(l, a, &text), WR_OK);
    assert_non_null(strstr(text, address));
    for (const char *p = text; *p; ) {
        size_t n = strcspn(p, "\n"), wide = 0;
        for (size_t i = 0; i < n; i++) wide += ((unsigned char)p[i] & 0xc0) != 0x80;
        if (wide > LETTER_WIDTH && strncmp(p, address, n) != 0) fail_msg("%zu wide: %.*s", wide, (int)n, p);
        p += n + (p[n] != 0);
    }
    for (const char *p = text; (p = strstr(p, "\xc3\xa9")); p++) words++;
    assert_int_equal(words, 900);
    arena_end(&a);
}

static void as_html(void **state)
{
    arena *a = arena_new("letter", 4 << 20);
    letter *l = request(a, "en");
    const char *html;
    (void)state;
    letter_paragraph(l, "<script>alert(1)</script>");
    letter_pair(l, "\"><img src=x>", "'&'");
    assert_int_equal(letter_html(l, a, &html), WR_OK);
    assert_non_null(strstr(html, "<title>Request for arrest records &amp; more</title>"));
    assert_non_null(strstr(html, "<h1>Subject: Request under 5 U.S.C. 552</h1>"));
    assert_non_null(strstr(html, "words &lt;are kept&gt; &amp; &quot;quoted&quot; &#39;so&#39;."));
    assert_non_null(strstr(html, "A second paragraph.<br>\nWith a second line."));
    assert_non_null(strstr(html, "<ol start=\"1\">\n<li>Arrests"));
    assert_non_null(strstr(html, "release.<br>\nSystem: EID</li>\n<li>Detentions</li>\n</ol>"));
    assert_non_null(strstr(html, "<ol start=\"3\">\n<li>Encounters</li>"));
    assert_non_null(strstr(html, "<tr><th scope=\"row\">Ceiling</th><td>$25</td></tr>"));
    assert_non_null(strstr(html, "<p>Jane Roe<br>\nDeputy City Attorney</p>"));
    assert_non_null(strstr(html, "<h2>Enclosures</h2>\n<ul>\n<li>List of fields</li>"));
    assert_non_null(strstr(html, "&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert_non_null(strstr(html, "&quot;&gt;&lt;img src=x&gt;</th><td>&#39;&amp;&#39;"));
    assert_null(strstr(html, "<script"));
    assert_null(strstr(html, "<img"));
    arena_end(&a);
}

/* The standard part of a page shows the same words, escaped by the templates. */
static void on_a_page(void **state)
{
    static const char PART[] = "{{>page/letter}}";
    arena *a = arena_new("letter", 4 << 20);
    json_t *doc = json_object();
    templates set;
    mustache m;
    wr_err e = { 0 };
    strbuf out = sb_new(a, 4096);
    (void)state;
    assert_int_equal(templates_load(wr_modules, a, &e, &set), WR_OK);
    assert_int_equal(mustache_compile(a, "test/one", PART, sizeof PART - 1, &e, &m), WR_OK);
    assert_int_equal(letter_put(request(a, "en"), doc), WR_OK);
    render r = { .a = a, .lang = "en", .find = templates_part, .set = &set, .doc = doc, .out = &out, .stack = { doc }, .n = 1 };
    assert_int_equal(mustache_render(&r, &m), WR_OK);
    assert_non_null(strstr(out.p, "words &lt;are kept&gt; &amp; &quot;quoted&quot; &#39;so&#39;."));
    assert_non_null(strstr(out.p, "<div class=\"paper\" lang=\"en\" dir=\"ltr\">"));
    assert_non_null(strstr(out.p, "System: EID"));
    assert_non_null(strstr(out.p, "<ol start=\"3\"><li>Encounters"));
    assert_non_null(strstr(out.p, "<th scope=\"row\">Ceiling</th>"));
    assert_non_null(strstr(out.p, "List of fields"));
    json_decref(doc);
    arena_end(&a);
}

/* Blanks at a cut may go; every other character is there, in order, once. */
static void pieces_hold_all(const letter_piece *at, size_t n, const char *whole, int64_t limit)
{
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(at[i].text);
        while (*whole == ' ' || *whole == '\n') whole++;
        assert_true(len > 0);
        assert_int_equal(strncmp(whole, at[i].text, len), 0);
        assert_true(str_utf8(at[i].text, len));
        assert_int_equal(at[i].characters, letter_characters(at[i].text, len));
        if (at[i].characters > limit) fail_msg("%lld over %lld", (long long)at[i].characters, (long long)limit);
        assert_true(at[i].text[0] != ' ' && at[i].text[len - 1] != ' ' && at[i].text[len - 1] != '\n');
        whole += len;
    }
    while (*whole == ' ' || *whole == '\n') whole++;
    assert_string_equal(whole, "");
}

static void in_pieces(void **state)
{
    static const int64_t LIMITS[] = { 100, 101, 127, 250, 500, 1000, 4000, 100000 };
    arena *a = arena_new("letter", 64 << 20);
    letter *l = request(a, "en");
    letter_piece *at, *whole;
    size_t n, one;
    (void)state;
    for (int i = 0; i < 20; i++)
        letter_paragraph(l, "The request is made under 5 U.S.C. 552. It goes to the office in Sec. 12 of the list? Yes! \xe2\x80\x9cIt does.\xe2\x80\x9d Then \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 too.\nA line of its own.");
    letter_paragraph(l, "\xe4\xb8\x80\xe4\xb8\x81\xe4\xb8\x82\xe4\xb8\x83\xe4\xb8\x84\xe4\xb8\x85\xe4\xb8\x86\xe4\xb8\x87\xe4\xb8\x88\xe4\xb8\x89\xe4\xb8\x8a\xe4\xb8\x8b\xe4\xb8\x8c\xe4\xb8\x8d\xe4\xb8\x8e"
        "\xe4\xb8\x80\xe4\xb8\x81\xe4\xb8\x82\xe4\xb8\x83\xe4\xb8\x84\xe4\xb8\x85\xe4\xb8\x86\xe4\xb8\x87\xe4\xb8\x88\xe4\xb8\x89\xe4\xb8\x8a\xe4\xb8\x8b\xe4\xb8\x8c\xe4\xb8\x8d\xe4\xb8\x8e"
        "\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80"
        "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81");
    assert_int_equal(letter_blocks(l, INT64_MAX, a, &whole, &one), WR_OK);
    assert_int_equal(one, 1);
    for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++) {
        assert_int_equal(letter_blocks(l, LIMITS[i], a, &at, &n), WR_OK);
        pieces_hold_all(at, n, whole->text, LIMITS[i]);
        assert_true(n > 1 || LIMITS[i] > 1000);
        for (size_t k = 0; k < n; k++) assert_false(str_starts(at[k].text, "\xcc\x81") || str_starts(at[k].text, "\xe2\x80\x8d"));
    }
    arena_end(&a);
}

static void cut_where_a_reader_would(void **state)
{
    arena *a = arena_new("letter", 4 << 20);
    letter *l = letter_new(a, "en", "x");
    letter_piece *at;
    size_t n;
    (void)state;
    letter_paragraph(l, "This paragraph is made of one short sentence, then it ends.");
    letter_paragraph(l, "This one names 5 U.S.C. 552 and Sec. 7 of it. A second sentence follows here and is long enough that it does not fit.");
    assert_int_equal(letter_blocks(l, 125, a, &at, &n), WR_OK);
    assert_int_equal(n, 2);
    assert_string_equal(at[0].text, "This paragraph is made of one short sentence, then it ends.\n\nThis one names 5 U.S.C. 552 and Sec. 7 of it.");
    assert_int_equal(at[0].characters, 59 + 4 + 45);
    assert_string_equal(at[1].text, "A second sentence follows here and is long enough that it does not fit.");
    assert_int_equal(letter_blocks(l, 110, a, &at, &n), WR_OK);
    assert_int_equal(letter_blocks(l, 99, a, &at, &n), WR_E_INPUT);
    assert_string_equal(arena_err(a)->field, "limit");
    assert_int_equal(letter_characters("a\n\xf0\x9f\x98\x80\xc3\xa9", 8), 1 + 2 + 2 + 1);
    arena_end(&a);
}

static size_t found(bytes x, const char *what)
{
    size_t n = 0;
    for (const uint8_t *p = x.p, *end = x.p + x.n; (p = memmem(p, (size_t)(end - p), what, strlen(what))); p++) n++;
    return n;
}

static void as_pdf(void **state)
{
    arena *a = arena_new("letter", 64 << 20);
    letter *l = request(a, "en"), *other;
    bytes pdf, again;
    (void)state;
    if (letter_pdf(l, a, &pdf) != WR_OK) fail_msg("%s %s", arena_err(a)->text, arena_err(a)->holes);
    assert_memory_equal(pdf.p, "%PDF-", 5);
    assert_int_equal(found(pdf, "/Type /Page %"), 1);
    assert_int_equal(found(pdf, "(Request for arrest records & more)"), 1);
    assert_int_equal(found(pdf, "612 792"), 1);
    assert_int_equal(letter_pdf(request(a, "en"), a, &again), WR_OK);
    assert_int_equal(pdf.n, again.n);
    assert_memory_equal(pdf.p, again.p, pdf.n);
    other = letter_new(a, "es", "Carta");
    letter_a4(other);
    for (int i = 0; i < 400; i++) letter_item(other, "Un rengl\xc3\xb3n de una lista que es larga \xd8\xb3\xd9\x84\xd8\xa7\xd9\x85 \xd4\xb2\xd5\xa1\xd6\x80\xd6\x87");
    assert_int_equal(letter_pdf(other, a, &pdf), WR_OK);
    assert_true(found(pdf, "/Type /Page %") >= 9);
    assert_true(found(pdf, "595.2") >= 1);
    arena_end(&a);
}

static void what_a_pdf_refuses(void **state)
{
    arena *a = arena_new("letter", 64 << 20), *b = arena_new("letter", 64 << 20);
    letter *l = request(a, "en");
    bytes pdf;
    const char *text;
    (void)state;
    letter_paragraph(l, "No font here has this: \xf3\xb0\x80\x81 (private use).");
    assert_int_equal(letter_pdf(l, a, &pdf), WR_E_INPUT);
    assert_non_null(strstr(arena_err(a)->holes + strlen("character") + 1, "(U+F0001)"));
    l = letter_new(b, "en", "x");
    for (int i = 0; i < 4001; i++) letter_paragraph(l, "One too many.");
    assert_int_equal(letter_pdf(l, b, &pdf), WR_E_TOO_BIG);
    assert_int_equal(letter_text(l, b, &text), WR_E_TOO_BIG);
    arena_end(&a);
    arena_end(&b);
}

static wr_rc a_number(db_tx *rw, void *with, arena *a)
{
    const clock_number k = { .id = "letter.paper_mm", .title = "Width of the paper of letters", .unit = "mm", .source = "Town code 1-1", .confirmed_by = "",
        .value = *(int64_t *)with, .holds_from = { 2026, 1, 1 } };
    const wr_actor who = { .by = "town", .lang = "en" };
    return history_add(rw, &who, &CLOCK_NUMBER_PAST, "clock.number_set", k.holds_from, NULL, &k, a);
}

static void paper_of_the_city(void **state)
{
    static const int64_t MM[] = { 0, 210, 216 };
    for (size_t i = 0; i < 3; i++) {
        temp_db *t = temp_db_open("sqlite", wr_modules);
        void *with = t;
        arena *a = arena_new("letter", 32 << 20);
        letter *l = request(a, "en");
        int64_t mm = MM[i];
        db_tx *ro;
        bytes pdf;
        if (mm) assert_int_equal(city_db_write(&with, a_number, &mm, NULL), WR_OK);
        assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
        assert_int_equal(letter_paper(l, ro), WR_OK);
        db_end_read(&ro);
        assert_int_equal(letter_pdf(l, a, &pdf), WR_OK);
        assert_int_equal(found(pdf, "595.2"), mm == 210 ? 1 : 0);
        assert_int_equal(found(pdf, "612 792"), mm == 210 ? 0 : 1);
        arena_end(&a);
        temp_db_close(t);
    }
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(as_text), cmocka_unit_test(no_line_is_too_long), cmocka_unit_test(as_html), cmocka_unit_test(on_a_page),
        cmocka_unit_test(in_pieces), cmocka_unit_test(cut_where_a_reader_would), cmocka_unit_test(as_pdf), cmocka_unit_test(what_a_pdf_refuses),
        cmocka_unit_test(paper_of_the_city) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
