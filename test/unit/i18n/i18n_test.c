/* i18n_test.c -- catalogues, plural rules, holes, days and money; and a catalogue that means harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "i18n.h"
#include "po.h"
#include "str.h"

static wr_rc read_text(arena *a, const char *text, po_file *f)
{
    wr_err e = { 0 };
    return po_read(a, "x.po", (bytes){ (const uint8_t *)text, strlen(text) }, &e, f);
}

static void plural_rules(void **s)
{
    static const char RUSSIAN[] = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2";
    static const struct { const char *rule; uint64_t n, want; } CASES[] = {
        { "n != 1", 1, 0 }, { "n != 1", 0, 1 }, { "(n > 1)", 1, 0 }, { "n>1", 2, 1 }, { "0", 7, 0 },
        { RUSSIAN, 1, 0 }, { RUSSIAN, 11, 2 }, { RUSSIAN, 21, 0 }, { RUSSIAN, 3, 1 }, { RUSSIAN, 13, 2 }, { RUSSIAN, 25, 2 },
        { "n==0 ? 0 : n==1 ? 1 : 2", 5, 2 }, { "!n", 0, 1 }, { "n/0", 3, 0 }, { "n%0", 3, 0 }, { "1+2*3-1", 0, 6 }, { "n<=2", 2, 1 },
    };
    static const char *const BAD[] = { "", "n +", "(n", "n)", "m", "n ? 1", "n = 1", "1 2", "n; n" };
    char deep[300];
    uint64_t v;
    (void)s;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        assert_true(plural_eval(CASES[i].rule, CASES[i].n, &v));
        if (v != CASES[i].want) fail_msg("%s of %d is %d", CASES[i].rule, (int)CASES[i].n, (int)v);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        if (plural_eval(BAD[i], 1, &v)) fail_msg("evaluates: %s", BAD[i]);
    memset(deep, '(', sizeof deep - 1);
    deep[sizeof deep - 1] = 0;
    assert_false(plural_eval(deep, 1, &v));
}

static void reads_a_catalogue(void **s)
{
    static const char PO[] =
        "# translators\nmsgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
        "\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\n#: a.c:1\nmsgid \"One\"\nmsgstr \"\"\n\"U\"\n\"no\\n\"\n"
        "#, fuzzy\nmsgid \"Not sure\"\nmsgstr \"Quizás\"\n\n#~ msgid \"Old\"\n#~ msgstr \"Viejo\"\n"
        "msgctxt \"menu\"\nmsgid \"One\"\nmsgstr \"Una\"\r\nmsgid \"Later\"\nmsgstr \"\"\n"
        "msgid \"{n} day\"\nmsgid_plural \"{n} days\"\nmsgstr[0] \"un día\"\nmsgstr[1] \"{n} días\"\n"
        "msgid \"last \\\"one\\\"\"\nmsgstr \"\\\\fin\"";
    arena *a = arena_new("test", 1 << 20);
    po_file f;
    (void)s;
    assert_int_equal(read_text(a, PO, &f), WR_OK);
    assert_string_equal(f.plural_rule, "(n != 1)");
    assert_int_equal(f.n, 3);
    assert_string_equal(f.at[0].str[0], "Uno\n");
    assert_null(f.at[0].context);
    assert_string_equal(f.at[1].context, "menu");
    assert_string_equal(f.at[2].id, "last \"one\"");
    assert_string_equal(f.at[2].str[0], "\\fin");
    assert_int_equal(f.n_refused, 1);         /* "un día": both texts of the original have {n} */
    arena_end(&a);
}

static void refuses_what_is_no_catalogue(void **s)
{
    static const char *const BAD[] = { "msgstr \"x\"", "msgid \"a", "msgid \"a\\q\"\nmsgstr \"b\"", "hello", "\"x\"", "msgid \"a\"\nmsgstr[9] \"b\"",
        "msgid \"a\xff\"\nmsgstr \"b\"", "msgid \"\"\nmsgstr \"charset=ISO-8859-1\"", "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=9; plural=n\"",
        "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=n\"", "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=n +\"" };
    (void)s;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        arena *a = arena_new("test", 1 << 20);
        po_file f;
        if (read_text(a, BAD[i], &f) != WR_E_INPUT) fail_msg("reads: %s", BAD[i]);
        arena_end(&a);
    }
}

/* printf letters, mustache and markup are text here; braces that are no holes of the original are refused. */
static void hostile_catalogue(void **s)
{
    static const char PO[] =
        "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=n != 1;\"\n"
        "msgid \"Safe {name}\"\nmsgstr \"%s%n<b>{name}</b>&lt;%\"\n"
        "msgid \"A\"\nmsgstr \"{{secret}}\"\nmsgid \"B\"\nmsgstr \"{{{secret}}}\"\nmsgid \"C\"\nmsgstr \"{secret}\"\n"
        "msgid \"D\"\nmsgstr \"{\"\nmsgid \"E\"\nmsgstr \"}\"\nmsgid \"F {x}\"\nmsgstr \"F\"\nmsgid \"G {x}\"\nmsgstr \"{x:day}\"\n";
    arena *a = arena_new("test", 1 << 20);
    wr_err e = { 0 };
    const char *const *refused;
    size_t before = i18n_refused(&refused), n;
    (void)s;
    assert_int_equal(i18n_load("xx", "xx.po", (bytes){ (const uint8_t *)PO, sizeof PO - 1 }, &e), WR_OK);
    n = i18n_refused(&refused);
    assert_int_equal(n - before, 7);
    assert_string_equal(refused[before], "xx.po:5: holes differ");
    for (const char *const *id = (const char *const[]){ "A", "B", "C", "D", "E", "F {x}", "G {x}", NULL }; *id; id++)
        assert_string_equal(i18n("xx", NULL, *id), *id);
    assert_string_equal(i18n_fill(a, i18n("xx", NULL, "Safe {name}"), (const char *const[]){ "name", "{name}%d", NULL }),
                        "%s%n<b>{name}%d</b>&lt;%");
    arena_end(&a);
}

static void looks_up(void **s)
{
    static const char ES[] = "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=n != 1;\"\nmsgid \"Yes\"\nmsgstr \"Sí\"\n"
                             "msgid \"{n} row\"\nmsgid_plural \"{n} rows\"\nmsgstr[0] \"{n} fila\"\nmsgstr[1] \"{n} filas\"\n"
                             "msgid \"in process\"\nmsgstr \"en curso\"\nmsgid \"Due {day}.\"\nmsgstr \"Vence el {day}.\"\n";
    static const char OVER[] = "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=n != 1;\"\nmsgid \"Yes\"\nmsgstr \"Claro\"\n";
    arena *a = arena_new("test", 1 << 20);
    wr_err e = { 0 }, due = { 0 };
    size_t n;
    (void)s;
    assert_int_equal(i18n_load("es", "es.po", (bytes){ (const uint8_t *)ES, sizeof ES - 1 }, &e), WR_OK);
    assert_string_equal(i18n("es", NULL, "Yes"), "Sí");
    assert_int_equal(i18n_load("es", "over.po", (bytes){ (const uint8_t *)OVER, sizeof OVER - 1 }, &e), WR_OK);
    assert_string_equal(i18n("es", NULL, "Yes"), "Claro");
    assert_string_equal(i18n("es", NULL, "No"), "No");
    assert_string_equal(i18n("zz", NULL, "Yes"), "Yes");
    assert_string_equal(i18n("en", NULL, "Yes"), "Yes");
    assert_string_equal(i18n_n("es", NULL, "{n} row", "{n} rows", 1), "{n} fila");
    assert_string_equal(i18n_n("es", NULL, "{n} row", "{n} rows", 0), "{n} filas");
    assert_string_equal(i18n_n("en", NULL, "{n} row", "{n} rows", 1), "{n} row");
    assert_string_equal(i18n_word(a, "es", "in_process"), "en curso");
    assert_string_equal(i18n_word(a, "en", "in_process"), "in process");
    assert_int_equal(wr_fail(&due, WR_E_RULE, "4(b)", "Due {day}.", "day", "1 ene 2026"), WR_E_RULE);
    assert_string_equal(i18n_err(a, "es", &due), "Vence el 1 ene 2026.");
    assert_string_equal(i18n_languages(&n)[0].name, "English");
    assert_string_equal(i18n_language("es")->name, "Español");
    assert_false(i18n_language("es")->rtl);
    assert_null(i18n_language("ar"));
    assert_int_equal(i18n_load("ar", "ar.po", (bytes){ (const uint8_t *)"", 0 }, &e), WR_OK);
    assert_true(i18n_language("ar")->rtl);
    assert_int_equal(i18n_load("../x", "x.po", (bytes){ (const uint8_t *)"", 0 }, &e), WR_E_INPUT);
    arena_end(&a);
}

static void days_and_money(void **s)
{
    const wr_day d = { 2026, 2, 26 }, n = { 2025, 11, 28 };
    arena *a = arena_new("test", 1 << 20);
    (void)s;
    assert_string_equal(i18n_day(a, "en", n), "28 Nov 2025");
    assert_string_equal(i18n_day(a, "es", n), "28 nov 2025");
    assert_string_equal(i18n_day(a, "hy", n), "2025-11-28");
    assert_string_equal(i18n_day(a, "en", (wr_day){ 0 }), "");
    assert_string_equal(i18n_day_long(a, "en", d), "Thursday 26 February 2026");
    assert_string_equal(i18n_day_long(a, "es", d), "jueves 26 de febrero de 2026");
    assert_string_equal(i18n_at(a, "en", d, 10, 5, "PST"), "26 Feb 2026, 10:05 PST");
    assert_string_equal(i18n_cents(a, "en", 0), "$0.00");
    assert_string_equal(i18n_cents(a, "es", -5), "-$0.05");
    assert_string_equal(i18n_cents(a, "en", 123456789), "$1,234,567.89");
    assert_string_equal(i18n_cents(a, "en", INT64_MIN), "-$92,233,720,368,547,758.08");
    assert_string_equal(i18n_int(a, "es", 999), "999");
    assert_string_equal(i18n_int(a, "en", 1234567), "1,234,567");
    assert_string_equal(i18n_int(a, "en", INT64_MIN), "-9,223,372,036,854,775,808");
    assert_string_equal(i18n_day_short(a, "es", d), "26 feb");
    assert_string_equal(i18n_day_short(a, "xx", d), "2026-02-26");
    assert_string_equal(i18n_month(a, "en", d, true), "Feb 2026");
    assert_string_equal(i18n_month(a, "en", d, false), "Feb");
    assert_string_equal(i18n_month(a, "xx", d, false), "2026-02");
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plural_rules), cmocka_unit_test(reads_a_catalogue), cmocka_unit_test(refuses_what_is_no_catalogue),
        cmocka_unit_test(hostile_catalogue), cmocka_unit_test(looks_up), cmocka_unit_test(days_and_money),
    };
    return cmocka_run_group_tests_name("i18n", tests, NULL, NULL);
}
