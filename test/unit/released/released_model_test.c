/* released_model_test.c -- a city with more released files than one used to see: none is hidden, and the stores of the oldest stay. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>
#include "city_db.h"
#include "modules.h"
#include "released_own.h"

enum { FILES = 1203, TABLES = 2003 };

static released_table table(arena *a, const char *file, int64_t n)
{
    return (released_table){ .id = arena_fmt(a, "%s-%lld", file, (long long)n), .file = file, .n = n, .kind = "arrests", .name = "", .head = "sex", .columns = 1, .rows = n, .report = "{}" };
}

static released_file file(arena *a, int64_t n)
{
    return (released_file){ .id = arena_fmt(a, "%032lld", (long long)n), .number = n, .name = arena_fmt(a, "%lld.csv", (long long)n), .sha256 = arena_fmt(a, "%064lld", (long long)n), .agency = "An agency", .release = "",
        .source = "", .taken = { 2026, 1, 1 }, .heads = "", .state = RELEASED_READ, .problem = "", .content = "", .found = "", .sealed = "", .clean = "", .decided = "", .allow = "", .held = n > 1 ? RELEASED_HELD_SEALED : RELEASED_HELD_OPEN };
}

static wr_rc fill(db_tx *rw, void *with, arena *a)
{
    const bool *tables = with;
    for (int64_t n = 1; n <= FILES; n++) {
        released_file f = file(a, n);
        TRY(db_save(rw, &RELEASED_FILE_PUT, &RELEASED_FILE, &f));
        for (int64_t k = 1; *tables && k <= 1 + (n == 1 ? TABLES - FILES : 0); k++) {
            released_table t = table(a, f.id, k);
            TRY(db_save(rw, &RELEASED_TABLE_PUT, &RELEASED_TABLE, &t));
        }
    }
    return WR_OK;
}

static int open_city(void **state, bool tables)
{
    *state = temp_db_open("sqlite", wr_modules);
    return city_db_write(state, fill, &tables, NULL) == WR_OK ? 0 : -1;
}
static int with_tables(void **state) { return open_city(state, true); }
static int without_tables(void **state) { return open_city(state, false); }

static void all_files_and_tables_are_seen(void **state)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 1 << 26);
    db_tx *ro;
    released_file *f;
    released_listed *l;
    size_t n;
    assert_int_equal(WR_OK, db_begin_read(t->reader, a, &ro));
    assert_int_equal(WR_OK, released_files(ro, a, &f, &n));
    assert_int_equal(FILES, n);
    for (size_t i = 0; i < n; i++) assert_int_equal(FILES - (int64_t)i, f[i].number);      /* the newest first */
    assert_int_equal(WR_OK, db_all_(ro, &RELEASED_FILE_HELD, a, RELEASED_FILES_MAX, sizeof *f, &f, &n, NULL, 0));
    assert_int_equal(FILES - 1, n);
    assert_int_equal(WR_OK, released_tables_all(ro, a, &l, &n));
    assert_int_equal(TABLES, n);
    assert_true(l[0].number == FILES && l[n - 1].number == 1 && l[n - 1].n == 1 + TABLES - FILES);
    assert_true(released_listed_is(&l[n - 1], "1-801") && released_listed_is(&l[n - 1], "1") && released_listed_is(&l[n - 1], "1.csv") && released_listed_is(&l[n - 1], ""));
    assert_false(released_listed_is(&l[n - 1], "1-80") || released_listed_is(&l[n - 1], "11-801") || released_listed_is(&l[n - 1], "0000"));
    db_end_read(&ro);
    arena_end(&a);
}

static bool is_there(const char *path) { return access(path, F_OK) == 0; }

/* What no file asks for goes; what the oldest file has does not. */
static void stores_of_the_oldest_file_stay(void **state)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 1 << 26);
    released_file oldest = file(a, 1);
    const char *mine = released_folder(a, &oldest), *gone = arena_fmt(a, "%s-gone", mine);
    db_tx *ro;
    bool more;
    assert_true(mkdir(mine, 0700) == 0 && mkdir(gone, 0700) == 0);
    assert_int_equal(WR_OK, db_begin_read(t->reader, a, &ro));
    released_here_wanted();
    assert_int_equal(WR_OK, released_here(ro, a, &more));
    assert_true(is_there(mine) && !is_there(gone));
    db_end_read(&ro);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(all_files_and_tables_are_seen, with_tables, city_db_close), cmocka_unit_test_setup_teardown(stores_of_the_oldest_file_stay, without_tables, city_db_close) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
