/* seal_column_test.c -- restricted values open for their own row, column and key, and for nothing else; the key is one city's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>
#include "seal_column.h"
#include "str.h"
#include "temp_db.h"

extern const wr_module mod_db, mod_tlog, mod_seal;
static const wr_module *const MODULES[] = { &mod_db, &mod_tlog, &mod_seal, NULL };
static const uint8_t KEY[SEAL_KEY] = { 1, 2, 3 }, OTHER[SEAL_KEY] = { 1, 2, 4 };
#define ID "0123456789abcdef0123456789abcdef"
#define ID2 "0123456789abcdef0123456789abcde0"
enum { AROUND = 1 + 24 + 16 };

static int start(void **state)
{
    seal_start();
    seal_key_set(KEY);
    *state = arena_new("test", 4 << 20);
    return 0;
}
static int end(void **state)
{
    arena *a = *state;
    arena_end(&a);
    return 0;
}

static bytes sealed(arena *a, const char *text)
{
    bytes x;
    assert_int_equal(seal_column(a, "t_report", ID, "name", text, &x), WR_OK);
    return x;
}
static void opens(arena *a, bytes x, const char *text)
{
    const char *got;
    assert_int_equal(seal_column_open(a, "t_report", ID, "name", x, &got), WR_OK);
    assert_string_equal(got, text);
}
static void shut(arena *a, const char *noun, const char *id, const char *column, bytes x)
{
    const char *got = "untouched";
    *arena_err(a) = (wr_err){ 0 };
    assert_int_equal(seal_column_open(a, noun, id, column, x, &got), WR_E_IO);
    assert_string_equal(got, "untouched");
    assert_non_null(strstr(arena_err(a)->text, "does not open"));
}

static void what_is_sealed_opens(void **state)
{
    arena *a = *state;
    char long_text[10001];
    static const char *const TEXTS[] = { "A", "Ana Ru\xC3\xADz", "a text of thirty-one bytes......", "a text of thirty-two bytes......!", "two\nlines" };
    memset(long_text, 'x', 10000);
    long_text[10000] = 0;
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) opens(a, sealed(a, TEXTS[i]), TEXTS[i]);
    opens(a, sealed(a, long_text), long_text);
}

static void empty_text_is_no_bytes(void **state)
{
    arena *a = *state;
    assert_int_equal(sealed(a, "").n, 0);
    opens(a, (bytes){ NULL, 0 }, "");
}

static void a_length_shows_in_steps_of_32(void **state)
{
    arena *a = *state;
    char text[100];
    for (size_t n = 1; n < sizeof text; n++) {
        memset(text, 'n', n);
        text[n] = 0;
        assert_int_equal(sealed(a, text).n, AROUND + (n / 32 + 1) * 32);
        opens(a, sealed(a, text), text);
    }
}

static void the_same_text_is_never_the_same_bytes(void **state)
{
    arena *a = *state;
    bytes x = sealed(a, "Ana Ruiz"), y = sealed(a, "Ana Ruiz");
    assert_int_equal(x.n, y.n);
    assert_memory_not_equal(x.p, y.p, x.n);
    assert_int_equal(x.p[0], 1);                        /* the way of sealing, so that another can follow */
}

static void another_row_column_or_table_opens_nothing(void **state)
{
    arena *a = *state;
    bytes x = sealed(a, "Ana Ruiz");
    shut(a, "t_report", ID2, "name", x);
    shut(a, "t_report", ID, "phone", x);
    shut(a, "t_other", ID, "name", x);
    shut(a, "t_report" ID, "", "name", x);              /* nor the same letters, cut elsewhere */
    shut(a, "t_report", ID "n", "ame", x);
}

static void every_changed_byte_and_every_cut_is_seen(void **state)
{
    arena *a = *state;
    bytes x = sealed(a, "Ana Ruiz");
    for (size_t i = 0; i < x.n; i++) {
        uint8_t *changed = arena_alloc(a, x.n, 1);
        memcpy(changed, x.p, x.n);
        changed[i] ^= 1;
        shut(a, "t_report", ID, "name", (bytes){ changed, x.n });
        if (i) shut(a, "t_report", ID, "name", (bytes){ x.p, i });
    }
}

static void another_key_opens_nothing(void **state)
{
    arena *a = *state;
    bytes x = sealed(a, "Ana Ruiz");
    seal_key_set(OTHER);
    shut(a, "t_report", ID, "name", x);
    seal_key_set(KEY);
    opens(a, x, "Ana Ruiz");
}

/* ---- the key of a city ---- */

static const char *file_of(const temp_db *t)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/restricted.key", t->dir);
    return path;
}

static void refused(temp_db *t, const char *why)
{
    wr_err e = { 0 };
    assert_int_equal(seal_key_open(t->d, t->dir, &e), WR_E_IO);
    for (size_t i = 0; i < sizeof e.holes; i++)
        if (str_starts(e.holes + i, why)) return;
    if (!strstr(e.text, why)) fail_msg("looked for \"%s\" in \"%s\"", why, e.text);
}

static void a_city_keeps_its_key(void **state)
{
    temp_db *t = temp_db_open("sqlite", MODULES);       /* makes it */
    arena *a = *state;
    wr_err e = { 0 };
    struct stat st;
    bytes x = sealed(a, "Ana Ruiz");
    char away[220];
    FILE *f;
    assert_int_equal(stat(file_of(t), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(st.st_size, SEAL_KEY);
    seal_key_set(OTHER);
    assert_int_equal(seal_key_open(t->d, t->dir, &e), WR_OK);   /* the next start reads the same one */
    opens(a, x, "Ana Ruiz");
    assert_int_equal(chmod(file_of(t), 0640), 0);
    refused(t, "Others may read");
    snprintf(away, sizeof away, "%s.away", file_of(t));
    assert_int_equal(rename(file_of(t), away), 0);
    refused(t, "it is missing");
    assert_int_not_equal(access(file_of(t), F_OK), 0);  /* and none was made in its place */
    f = fopen(file_of(t), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(OTHER, 1, sizeof OTHER, f), sizeof OTHER);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(file_of(t), 0600), 0);
    refused(t, "it is not the key of this city");
    *arena_err(a) = (wr_err){ 0 };
    assert_int_equal(seal_column(a, "t_report", ID, "name", "Ana", &x), WR_E_IO);   /* nothing is sealed with a key that was refused */
    assert_int_equal(unlink(file_of(t)), 0);
    assert_int_equal(rename(away, file_of(t)), 0);
    assert_int_equal(chmod(file_of(t), 0600), 0);
    assert_int_equal(seal_key_open(t->d, t->dir, &e), WR_OK);
    temp_db_close(t);
    seal_key_set(KEY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_sealed_opens, start, end), cmocka_unit_test_setup_teardown(empty_text_is_no_bytes, start, end),
        cmocka_unit_test_setup_teardown(a_length_shows_in_steps_of_32, start, end),
        cmocka_unit_test_setup_teardown(the_same_text_is_never_the_same_bytes, start, end),
        cmocka_unit_test_setup_teardown(another_row_column_or_table_opens_nothing, start, end),
        cmocka_unit_test_setup_teardown(every_changed_byte_and_every_cut_is_seen, start, end),
        cmocka_unit_test_setup_teardown(another_key_opens_nothing, start, end), cmocka_unit_test_setup_teardown(a_city_keeps_its_key, start, end),
    };
    return cmocka_run_group_tests_name("restricted columns", tests, NULL, NULL);
}
