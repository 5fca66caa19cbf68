/* words_test.c -- the texts that are found in sources; and that po/es.po has each of them, with the same holes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "i18n.h"
#include "modules.h"
#include "po.h"
#include "str.h"
#include "words.h"

static const word_found *has(const words *w, const char *one)
{
    for (size_t i = 0; i < w->n; i++)
        if (str_eq(w->at[i].one, one)) return &w->at[i];
    return NULL;
}

static void texts_in_c(void **s)
{
    static const char C[] = "/* N_(\"no\") */ // N_(\"no\")\nx = N_(\"one\"\n \" and \\\"two\\\"\"); MN_(\"no\"); \"N_(\\\"no\\\")\";\n"
                            "i18n_n(l, NULL, N_(\"{count} row\"), N_(\"{count} rows\"), n); c = '\"'; N_(\"last\");";
    words w = { .a = arena_new("words", 1 << 20) };
    (void)s;
    words_of_c(&w, "x.c", C, sizeof C - 1);
    assert_non_null(has(&w, "one and \"two\""));
    assert_int_equal(has(&w, "one and \"two\"")->line, 2);
    assert_non_null(has(&w, "last"));
    assert_null(has(&w, "no"));
    assert_string_equal(has(&w, "{count} row")->many, "{count} rows");
    arena_end(&w.a);
}

static void texts_in_pages(void **s)
{
    static const char PAGE[] = "{{#a}}{{#t}}\n Two\n words {x}. {{/t}}{{/a}}{{#n}}k|{count} row|{count} rows{{/n}}{{#word}}state{{/word}}";
    words w = { .a = arena_new("words", 1 << 20) };
    wr_err e = { 0 };
    (void)s;
    assert_int_equal(words_of_page(&w, "x/x", PAGE, sizeof PAGE - 1, &e), WR_OK);
    assert_int_equal(w.n, 2);
    assert_non_null(has(&w, "Two words {x}."));
    assert_string_equal(has(&w, "{count} row")->many, "{count} rows");
    arena_end(&w.a);
}

/* Runs from the top of the sources, as all unit tests do. */
static void spanish_is_complete(void **s)
{
    words w = { .a = arena_new("words", (size_t)64 << 20) };
    const wr_asset *po = wr_assets;
    wr_err e = { 0 };
    po_file f;
    size_t missing = 0;
    (void)s;
    while (po->name && !str_eq(po->name, "es.po")) po++;
    assert_non_null(po->name);
    assert_int_equal(words_of_tree(&w, "src", &e), WR_OK);
    words_of_modules(&w, wr_modules);
    assert_true(w.n > 50);
    assert_int_equal(po_read(w.a, "es.po", (bytes){ (const uint8_t *)po->text, po->n }, &e, &f), WR_OK);
    for (size_t i = 0; i < f.n_refused; i++) print_message("%s\n", f.refused[i]);
    for (size_t i = 0; i < w.n; i++) {
        bool there = false;
        for (size_t k = 0; k < f.n && !there; k++)
            there = !f.at[k].context && str_eq(f.at[k].id, w.at[i].one) && (!w.at[i].many || (f.at[k].plural && str_eq(f.at[k].plural, w.at[i].many)));
        if (there) continue;
        print_message("no Spanish: %s:%d: %s\n", w.at[i].file, w.at[i].line, w.at[i].one);
        missing++;
    }
    assert_int_equal(f.n_refused, 0);
    assert_int_equal(missing, 0);
    arena_end(&w.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(texts_in_c), cmocka_unit_test(texts_in_pages), cmocka_unit_test(spanish_is_complete) };
    return cmocka_run_group_tests_name("page/words", tests, NULL, NULL);
}
