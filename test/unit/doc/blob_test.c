/* blob_test.c -- bytes by their SHA-256 on either engine: once, whole, proven, swept; files that hang on things and who may have them. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>
#include "city_db.h"
#include "doc.h"
#include "now.h"
#include "person.h"
#include "str.h"

extern const wr_module mod_db, mod_tlog, mod_person, mod_city, mod_doc;
static const wr_module *const MODULES[] = { &mod_db, &mod_tlog, &mod_person, &mod_city, &mod_doc, NULL };
static const wr_actor WHO = { .by = "liaison", .lang = "en", .today = { 2026, 2, 26 } };
static const db_query PARTS = { "test_parts", "t", &DB_ID, "SELECT count(*) AS id FROM doc_part WHERE sha256 = $1" };
static const db_query BLOBS = { "test_blobs", "", &DB_ID, "SELECT count(*) AS id FROM doc_blob" };
static const db_query SPOIL = { "test_spoil", "x", NULL, "UPDATE doc_part SET x = $1 WHERE part = 1" };

static int open_db(void **state)
{
    *state = temp_db_open("sqlite", MODULES);
    return 0;
}

/* 600,000 bytes, no two parts of them alike. */
static bytes large(arena *a)
{
    uint8_t *p = arena_array(a, uint8_t, 600000);
    for (size_t i = 0; i < 600000; i++) p[i] = (uint8_t)(i * 2654435761u >> 24);
    return (bytes){ p, 600000 };
}

static const char *path_of(const temp_db *t, arena *a, const char *sha256) { return arena_fmt(a, "%s/blobs/%.2s/%s", t->dir, sha256, sha256 + 2); }

static wr_rc store_large(db_tx *rw, void *ret, arena *a)
{
    blob b;
    wr_rc rc = blob_store(rw, large(a), a, &b);
    if (rc == WR_OK) memcpy(ret, b.sha256, BLOB_HEX + 1);
    return rc;
}

static int64_t counted(const temp_db *t, arena *a, const db_query *q, const char *sha256_opt)
{
    db_tx *ro;
    db_id n;
    db_val v = db_t(sha256_opt ? sha256_opt : "");
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    assert_int_equal(db_one_(ro, q, a, sizeof n, &n, &v, sha256_opt ? 1 : 0), WR_OK);
    db_end_read(&ro);
    return n.id;
}

static void the_same_bytes_are_stored_once(void **state)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 16 << 20);
    char first[BLOB_HEX + 1], second[BLOB_HEX + 1];
    struct stat st;
    assert_int_equal(city_db_write(state, store_large, first, NULL), WR_OK);
    assert_int_equal(city_db_write(state, store_large, second, NULL), WR_OK);
    assert_string_equal(first, second);
    assert_int_equal(counted(t, a, &PARTS, first), blob_in_files() ? 0 : 3);
    if (blob_in_files()) {
        assert_int_equal(stat(path_of(t, a, first), &st), 0);
        assert_int_equal(st.st_size, 600000);
        assert_int_equal(st.st_mode & 0777, 0400);
    }
    arena_end(&a);
}

static void bytes_come_out_in_ranges(void **state)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 64 << 20);
    bytes want = large(a), x;
    char sha256[BLOB_HEX + 1];
    db_tx *ro;
    size_t at = 0;
    assert_int_equal(city_db_write(state, store_large, sha256, NULL), WR_OK);
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    do {
        assert_int_equal(blob_read(ro, sha256, (int64_t)at, BLOB_PART, a, &x), WR_OK);
        assert_true(at + x.n <= want.n);
        assert_memory_equal(x.p, want.p + at, x.n);
        at += x.n;
    } while (x.n > 0);
    assert_int_equal(at, want.n);
    assert_int_equal(blob_read(ro, sha256, 262100, 100, a, &x), WR_OK);      /* up to the end of a part, or over it */
    assert_true(x.n >= 44 && x.n <= 100);
    assert_memory_equal(x.p, want.p + 262100, x.n);
    assert_int_equal(blob_read(ro, "00000000000000000000000000000000000000000000000000000000000000aa", 0, 10, a, &x), WR_E_MISSING);
    db_end_read(&ro);
    arena_end(&a);
}

static wr_rc spoil(db_tx *rw, void *with, arena *a)
{
    (void)with; (void)a;
    db_log_kept(rw);
    return db_run(rw, &SPOIL, db_x((bytes){ (const uint8_t *)"other", 5 }));
}

static const char *proven(const temp_db *t, arena *a, const blob *b)
{
    const char *wrong = "?";
    db_tx *ro;
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    assert_int_equal(blob_prove(ro, b, a, &wrong), WR_OK);
    db_end_read(&ro);
    return wrong ? wrong : "fine";
}

static void a_change_is_proven(void **state)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 16 << 20);
    char sha256[BLOB_HEX + 1];
    assert_int_equal(city_db_write(state, store_large, sha256, NULL), WR_OK);
    assert_string_equal(proven(t, a, &(blob){ sha256, 600000 }), "fine");
    assert_string_equal(proven(t, a, &(blob){ sha256, 599999 }), "changed");
    if (blob_in_files()) {
        int fd;
        assert_int_equal(chmod(path_of(t, a, sha256), 0600), 0);
        fd = open(path_of(t, a, sha256), O_WRONLY);
        assert_true(fd >= 0);
        assert_int_equal(pwrite(fd, "other", 5, 300000), 5);
        close(fd);
    } else assert_int_equal(city_db_write(state, spoil, NULL, NULL), WR_OK);
    assert_string_equal(proven(t, a, &(blob){ sha256, 600000 }), "changed");
    assert_string_equal(proven(t, a, &(blob){ "00000000000000000000000000000000000000000000000000000000000000aa", 5 }), "missing");
    arena_end(&a);
}

static wr_rc attach_twice(db_tx *rw, void *with, arena *a)
{
    blob b;
    (void)with;
    TRY(blob_store(rw, (bytes){ (const uint8_t *)"minutes\n", 8 }, a, &b));
    for (int i = 0; i < 2; i++)
        TRY(doc_attach(rw, &WHO, doc_incoming_text(a, &b, "text/plain", i ? "the board, again.txt" : "board.txt"),
            &(doc_file){ .id = i ? "f2" : "f1", .about = "piece", .may = "directive.claim", .department = 7 }, a));
    return WR_OK;
}

static wr_rc attach_nonsense(db_tx *rw, void *text, arena *a) { return doc_attach(rw, &WHO, text, &(doc_file){ .id = "f3", .about = "p", .may = "public" }, a); }

static void files_hang_on_things(void **state)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 16 << 20);
    doc_file f;
    db_tx *ro;
    history_event *past;
    size_t n;
    char sha[] = "not a hash 8 text/plain name";
    assert_int_equal(city_db_write(state, attach_twice, NULL, NULL), WR_OK);
    assert_int_equal(city_db_write(state, attach_nonsense, sha, NULL), WR_E_BUG);
    assert_int_equal(counted(t, a, &BLOBS, NULL), 1);
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    assert_int_equal(doc_file_by(ro, "f2", a, &f), WR_OK);
    assert_string_equal(f.name, "the board, again.txt");
    assert_string_equal(f.media, "text/plain");
    assert_int_equal(f.size, 8);
    assert_int_equal(f.added.y, 2026);
    assert_int_equal(history_events(ro, &DOC_FILES, "f2", a, &past, &n), WR_OK);
    assert_int_equal(n, 1);
    assert_string_equal(past[0].what, "doc.attached");
    assert_int_equal(doc_file_by(ro, "f3", a, &f), WR_E_MISSING);
    db_end_read(&ro);
    arena_end(&a);
}

static void who_may_have_a_file(void **state)
{
    const wr_actor nobody = { .rights = rights_of("public") }, own = { .person = 3, .department = 7, .rights = rights_of("liaison") },
        other = { .person = 4, .department = 8, .rights = rights_of("liaison") }, verifier = { .person = 5, .rights = rights_of("verifier") };
    const doc_file open = { .may = "public" }, claim = { .may = "directive.claim", .department = 7 }, none = { .may = "directive.claim" },
        verify = { .may = "directive.verify", .department = 7 }, mine = { .may = "account.self", .owner = 3 };
    (void)state;
    assert_true(doc_may(&nobody, &open) && doc_may(&other, &open));
    assert_true(doc_may(&own, &claim));
    assert_false(doc_may(&other, &claim) || doc_may(&nobody, &claim) || doc_may(&verifier, &claim) || doc_may(&own, &none));
    assert_true(doc_may(&verifier, &verify));
    assert_false(doc_may(&own, &verify));
    assert_true(doc_may(&own, &mine));
    assert_false(doc_may(&other, &mine) || doc_may(&nobody, &mine));
}

/* The route itself: who may not have the file hears that there is none. */
static void the_route_follows_the_right(void **state)
{
    const temp_db *t = *state;
    const wr_actor nobody = { .rights = rights_of("public") }, own = { .person = 3, .department = 7, .rights = rights_of("liaison") };
    const struct { const char *id; } f1 = { "f1" }, none = { "f9" };
    arena *a = arena_new("test", 16 << 20);
    http_send *send = mod_doc.routes[0].send;
    http_file f;
    db_tx *ro;
    assert_int_equal(city_db_write(state, attach_twice, NULL, NULL), WR_OK);
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    assert_int_equal(send(ro, &nobody, &f1, a, &f), WR_E_MISSING);
    assert_int_equal(send(ro, &own, &none, a, &f), WR_E_MISSING);
    assert_int_equal(send(ro, &own, &f1, a, &f), WR_OK);
    assert_string_equal(f.name, "board.txt");
    assert_string_equal(f.may, "directive.claim");
    assert_int_equal(f.size, 8);
    db_end_read(&ro);
    arena_end(&a);
}

static wr_rc sweep_parts(db_tx *rw, void *days, arena *a)
{
    return blob_sweep_parts(rw, db_batch_us(rw) + *(const int64_t *)days * 86400 * (wr_us)1000000, a);
}

static int64_t swept(const temp_db *t, arena *a)
{
    db_tx *ro;
    int64_t gone;
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    assert_int_equal(blob_sweep(ro, a, &gone), WR_OK);
    db_end_read(&ro);
    return gone;
}

static wr_rc touch(db_tx *rw, void *sha256, arena *a)
{
    (void)a;
    return blob_touch(rw, sha256, 0);
}

static void make_old(const char *path, int64_t hours)
{
    struct timespec now, when[2];
    clock_gettime(CLOCK_REALTIME, &now);
    when[0] = when[1] = (struct timespec){ .tv_sec = now.tv_sec - hours * 3600 };
    assert_int_equal(utimensat(AT_FDCWD, path, when, 0), 0);
}

static void what_no_row_names_is_swept_by_age(void **state)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 16 << 20);
    char orphan[BLOB_HEX + 1];
    int64_t days = 0;
    assert_int_equal(city_db_write(state, attach_twice, NULL, NULL), WR_OK);
    assert_int_equal(city_db_write(state, store_large, orphan, NULL), WR_OK);
    if (blob_in_files()) {
        assert_int_equal(swept(t, a), 0);                            /* too young */
        make_old(path_of(t, a, orphan), 25);
        assert_int_equal(city_db_write(state, store_large, orphan, NULL), WR_OK);
        assert_int_equal(swept(t, a), 0);                            /* it came again: its age began again */
        make_old(path_of(t, a, orphan), 25);
        assert_int_equal(city_db_write(state, touch, orphan, NULL), WR_OK);
        assert_int_equal(swept(t, a), 0);                            /* somebody still wants it */
        make_old(path_of(t, a, orphan), 25);
        assert_int_equal(swept(t, a), 1);
        assert_int_equal(access(path_of(t, a, orphan), F_OK), -1);
    } else {
        assert_int_equal(city_db_write(state, sweep_parts, &days, NULL), WR_OK);
        assert_int_equal(counted(t, a, &PARTS, orphan), 3);
        days = 2;
        assert_int_equal(city_db_write(state, sweep_parts, &days, NULL), WR_OK);
        assert_int_equal(counted(t, a, &PARTS, orphan), 0);
    }
    assert_int_equal(counted(t, a, &BLOBS, NULL), 1);                /* and what a row names is there */
    arena_end(&a);
}

static void named_bytes_survive_a_sweep(void **state)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 16 << 20);
    int64_t days = 400;
    doc_file f;
    db_tx *ro;
    assert_int_equal(city_db_write(state, attach_twice, NULL, NULL), WR_OK);
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    assert_int_equal(doc_file_by(ro, "f1", a, &f), WR_OK);
    db_end_read(&ro);
    if (blob_in_files()) {
        make_old(path_of(t, a, f.sha256), 9000);
        assert_int_equal(swept(t, a), 0);
    } else assert_int_equal(city_db_write(state, sweep_parts, &days, NULL), WR_OK);
    assert_string_equal(proven(t, a, &(blob){ f.sha256, f.size }), "fine");
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_same_bytes_are_stored_once, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(bytes_come_out_in_ranges, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(a_change_is_proven, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(files_hang_on_things, open_db, city_db_close),
        cmocka_unit_test(who_may_have_a_file),
        cmocka_unit_test_setup_teardown(the_route_follows_the_right, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(what_no_row_names_is_swept_by_age, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(named_bytes_survive_a_sweep, open_db, city_db_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
