/* key_file_test.c -- a key is made once, for its owner only, and a damaged one is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "key_file.h"

static void made_once(void **state)
{
    char dir[] = "/tmp/writ-key-XXXXXX", path[64];
    uint8_t first[KEY_FILE_BYTES], second[KEY_FILE_BYTES];
    struct stat st;
    wr_err e = { 0 };
    (void)state;
    assert_non_null(mkdtemp(dir));
    strcpy(path, dir);
    strcat(path, "/some.key");
    assert_int_equal(key_file_read(dir, "some.key", &e, first), WR_E_IO);
    assert_int_equal(key_file_make(dir, "some.key", &e), WR_OK);
    assert_int_equal(key_file_make(dir, "some.key", &e), WR_OK);
    assert_int_equal(key_file_read(dir, "some.key", &e, first), WR_OK);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(key_file_read(dir, "some.key", &e, second), WR_OK);
    assert_memory_equal(first, second, sizeof first);
    assert_int_equal(truncate(path, KEY_FILE_BYTES - 1), 0);
    assert_int_equal(key_file_read(dir, "some.key", &e, first), WR_E_IO);
    unlink(path);
    rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(made_once) };
    return cmocka_run_group_tests_name("key files", tests, NULL, NULL);
}
