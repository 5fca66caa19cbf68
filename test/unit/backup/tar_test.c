/* tar_test.c -- archives go out and come in again; tar(1) reads them; sizes of 8 GiB and more have their pax header. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "str.h"
#include "tar.h"

typedef struct memory { uint8_t p[64 << 10]; size_t n, at; } memory;

static wr_rc put(void *with, const uint8_t *p, size_t n)
{
    memory *m = with;
    assert_true(m->n + n <= sizeof m->p);
    memcpy(m->p + m->n, p, n);
    m->n += n;
    return WR_OK;
}

static wr_rc get(void *with, uint8_t *buf, size_t cap, size_t *ret_n)
{
    memory *m = with;
    *ret_n = m->n - m->at < cap ? m->n - m->at : cap;
    memcpy(buf, m->p + m->at, *ret_n);
    m->at += *ret_n;
    return WR_OK;
}

static void member(tar_out *t, const char *name, const char *text)
{
    assert_int_equal(tar_begin(t, name, (int64_t)strlen(text)), WR_OK);
    assert_int_equal(t->write(t->with, (const uint8_t *)text, strlen(text)), WR_OK);
    assert_int_equal(tar_pad(t), WR_OK);
}

static void make(memory *m)
{
    wr_err e = { 0 };
    tar_out t = { .write = put, .with = m, .e = &e, .at = INT64_C(1772128800000000) };
    m->n = m->at = 0;
    member(&t, "writ.yaml", "db: \"sqlite\"\n");
    member(&t, "empty", "");
    member(&t, "po/es.po", "msgid \"\"\n");
    assert_int_equal(tar_finish(&t), WR_OK);
}

static void what_goes_out_comes_in(void **state)
{
    static memory m;
    static const char *const NAMES[] = { "writ.yaml", "empty", "po/es.po" };
    wr_err e = { 0 };
    tar_in t = { .read = get, .with = &m, .e = &e };
    uint8_t buf[100];
    size_t n;
    bool end = false;
    (void)state;
    make(&m);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(tar_next(&t, &end), WR_OK);
        assert_false(end);
        assert_string_equal(t.name, NAMES[i]);
        assert_int_equal(tar_get(&t, buf, sizeof buf, &n), WR_OK);
        if (i == 0) assert_memory_equal(buf, "db: \"sqlite\"\n", 13);
        if (n) assert_int_equal(tar_get(&t, buf, sizeof buf, &n), WR_OK);
        assert_int_equal(n, 0);
    }
    assert_int_equal(tar_next(&t, &end), WR_OK);
    assert_true(end);
}

static void tar_itself_reads_it(void **state)
{
    static memory m;
    char path[] = "/tmp/writ-tar-XXXXXX", command[200], said[200] = { 0 };
    int fd = mkstemp(path);
    FILE *p;
    (void)state;
    make(&m);
    assert_int_equal(write(fd, m.p, m.n), (ssize_t)m.n);
    close(fd);
    snprintf(command, sizeof command, "tar tf %s && tar xOf %s po/es.po", path, path);
    assert_non_null(p = popen(command, "r"));
    assert_true(fread(said, 1, sizeof said - 1, p) > 0);
    assert_int_equal(pclose(p), 0);
    assert_string_equal(said, "writ.yaml\nempty\npo/es.po\nmsgid \"\"\n");
    unlink(path);
}

static void large_sizes_have_a_header_of_their_own(void **state)
{
    static const int64_t SIZE[] = { (INT64_C(1) << 33) - 1, INT64_C(1) << 33, INT64_C(123456789012345) };
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        static memory m;
        wr_err e = { 0 };
        tar_out out = { .write = put, .with = &m, .e = &e };
        tar_in in = { .read = get, .with = &m, .e = &e };
        bool end;
        m.n = m.at = 0;
        assert_int_equal(tar_begin(&out, "writ.db", SIZE[i]), WR_OK);
        assert_int_equal(m.n, i ? 3 * TAR_BLOCK : TAR_BLOCK);
        assert_int_equal(tar_next(&in, &end), WR_OK);
        assert_true(in.left == SIZE[i]);
    }
}

static void names_stay_in_the_folder(void **state)
{
    static const char *const NO[] = { "", "/etc/passwd", "../x", "a/../b", "a//b", "a/", ".hidden", "a b", "a\nb", "\xc3\xa9" };
    char longest[TAR_NAME + 1];
    (void)state;
    for (size_t i = 0; i < sizeof NO / sizeof *NO; i++) assert_false(tar_name_ok(NO[i]));
    memset(longest, 'a', TAR_NAME);
    longest[TAR_NAME] = 0;
    assert_false(tar_name_ok(longest));
    longest[TAR_NAME - 1] = 0;
    assert_true(tar_name_ok(longest));
    assert_true(tar_name_ok("blobs/ab/0123_x-y.z"));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(what_goes_out_comes_in), cmocka_unit_test(tar_itself_reads_it),
                                        cmocka_unit_test(large_sizes_have_a_header_of_their_own), cmocka_unit_test(names_stay_in_the_folder) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
