/* doc_photo_test.c -- a photo that came in, on either engine: two files, each under its right; who added them and when; nothing public says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "city_db.h"
#include "doc.h"
#include "person.h"
#include "photo_bytes.h"

extern const wr_module mod_db, mod_tlog, mod_person, mod_city, mod_doc;
static const wr_module *const MODULES[] = { &mod_db, &mod_tlog, &mod_person, &mod_city, &mod_doc, NULL };
static const wr_actor WHO = { .by = "worker", .lang = "en", .today = { 2026, 2, 26 } };
static const db_query OPEN_EVENTS = { "test_open_events", "", &DB_ID, "SELECT (SELECT count(*) FROM doc_blob_event) + (SELECT count(*) FROM doc_file_event) AS id" };
static const db_query BLOBS = { "test_blobs", "", &DB_ID, "SELECT count(*) AS id FROM doc_blob" };
static const db_query FORGET = { "test_forget", "", NULL, "DELETE FROM doc_blob" };

static int open_db(void **state)
{
    *state = temp_db_open("sqlite", MODULES);
    return 0;
}

/* A photo of several parts, and what its copy must be. */
static strbuf large_photo(arena *a, bool with_place)
{
    strbuf b = sb_new(a, 700000), exif = exif_of(a, true, 8);
    sb_put(&b, LIT("\xff\xd8"));
    if (with_place) put_segment(&b, 0xe1, exif.p, exif.n);
    else put_segment(&b, 0xe1, LIT("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\0\0\0\0"));
    put_tables(&b);
    put_frame(&b, 0xc0, 4000, 3000);
    put_scan(&b, "", 0);
    for (uint32_t i = 0; i < 600000; i++) sb_ch(&b, (char)((i * 2654435761u >> 24) & 0x7f));
    sb_put(&b, LIT("\xff\xd9"));
    if (with_place) sb_put(&b, LIT("a second picture"));
    return b;
}

static wr_rc put_part(db_tx *rw, void *part, arena *a)
{
    (void)a;
    return blob_part_put(rw, part);
}

/* As an upload stores it: the files by name, or the parts each by a job of its own. */
static void travel(void **state, blob_in *in, arena *a)
{
    blob_part p;
    assert_int_equal(blob_keep(in, arena_err(a)), WR_OK);
    do {
        assert_int_equal(blob_part_next(in, a, &p), WR_OK);
        if (p.x.n) assert_int_equal(city_db_write(state, put_part, &p, NULL), WR_OK);
    } while (p.x.n);
    blob_drop(in);
}

static const char *come(void **state, arena *a, const strbuf *b, const char *name)
{
    blob_in *in, *copied;
    const char *incoming = NULL;
    blob original;
    assert_int_equal(blob_begin(arena_err(a), &in), WR_OK);
    assert_int_equal(blob_add(in, b->p, b->n, arena_err(a)), WR_OK);
    assert_int_equal(blob_hash(in, a, &original), WR_OK);
    assert_int_equal(doc_photo_make(in, &original, name, a, arena_err(a), &copied, &incoming), WR_OK);
    travel(state, in, a);
    travel(state, copied, a);
    return incoming;
}

typedef struct attaching { const char *incoming, *id, *original; bool delicate; } attaching;

static wr_rc attach(db_tx *rw, void *with, arena *a)
{
    const attaching *t = with;
    return doc_photo_attach(rw, &WHO, t->incoming, &(doc_file){ .id = t->id, .about = "report", .may = "directive.claim", .department = 7, .delicate = t->delicate },
        t->original, "directive.verify", a);
}

static db_tx *reading(void **state, arena *a)
{
    db_tx *ro;
    assert_int_equal(db_begin_read(((const temp_db *)*state)->reader, a, &ro), WR_OK);
    return ro;
}

static int64_t counted(db_tx *ro, arena *a, const db_query *q)
{
    db_id n;
    assert_int_equal(db_one_(ro, q, a, sizeof n, &n, NULL, 0), WR_OK);
    return n.id;
}

static void stored(db_tx *ro, const char *sha256, const strbuf *want, arena *a)
{
    size_t at = 0;
    bytes x;
    do {
        assert_int_equal(blob_read(ro, sha256, (int64_t)at, BLOB_PART, a, &x), WR_OK);
        assert_true(at + x.n <= want->n);
        assert_memory_equal(x.p, want->p + at, x.n);
        at += x.n;
    } while (x.n);
    assert_int_equal(at, want->n);
}

static void a_photo_is_two_files(void **state)
{
    const wr_actor own = { .person = 3, .department = 7, .rights = rights_of("liaison") }, verifier = { .person = 5, .rights = rights_of("verifier") };
    for (int delicate = 0; delicate < 2; delicate++) {
        arena *a = arena_new("test", 64 << 20);
        strbuf photo = large_photo(a, true), want = large_photo(a, false);
        attaching t = { come(state, a, &photo, "Door.HEIC"), delicate ? "d1" : "f1", delicate ? "d2" : "f2", delicate };
        db_tx *ro;
        doc_listed *rows;
        doc_file original;
        size_t n;
        assert_int_equal(city_db_write(state, attach, &t, NULL), WR_OK);
        ro = reading(state, a);
        assert_int_equal(doc_files_of(ro, &own, "report", delicate, a, &rows, &n), WR_OK);
        assert_int_equal(n, 1);
        assert_string_equal(rows->name, "Door.jpg");
        assert_string_equal(rows->media, "image/jpeg");
        assert_string_equal(rows->who, "worker");
        assert_true(rows->at > 0);
        assert_true(rows->size == (int64_t)want.n && rows->original_size == (int64_t)photo.n);
        assert_string_equal(rows->file_url, delicate ? "/files/d1" : "/files/f1");
        assert_string_equal(rows->original_url, "");
        stored(ro, rows->sha256, &want, a);
        stored(ro, rows->original_sha256, &photo, a);
        assert_int_equal(doc_files_of(ro, &verifier, "report", delicate, a, &rows, &n), WR_OK);
        assert_string_equal(rows->original_url, delicate ? "/files/d2" : "/files/f2");
        assert_string_equal(rows->file_url, "");
        assert_int_equal(doc_file_by(ro, t.original, a, &original), WR_OK);
        assert_string_equal(original.about, t.id);
        assert_false(doc_may(&own, &original));
        assert_true(doc_may(&verifier, &original));
        db_end_read(&ro);
        arena_end(&a);
    }
}

static wr_rc attach_plain(db_tx *rw, void *incoming, arena *a) { return doc_attach(rw, &WHO, incoming, &(doc_file){ .id = "f9", .about = "r", .may = "public" }, a); }

/* A photo that is attached as any file would be served as it came: neither call takes what is meant for the other. */
static void neither_passes_for_the_other(void **state)
{
    arena *a = arena_new("test", 64 << 20);
    strbuf photo = large_photo(a, true);
    char *incoming = arena_dup(a, come(state, a, &photo, "a.jpg"));
    char plain[] = "00000000000000000000000000000000000000000000000000000000000000aa 5 image/jpeg a.jpg";
    assert_int_equal(city_db_write(state, attach_plain, incoming, NULL), WR_E_BUG);
    assert_int_equal(city_db_write(state, attach, &(attaching){ plain, "f1", "f2", true }, NULL), WR_E_BUG);
    arena_end(&a);
}

static wr_rc forget(db_tx *rw, void *with, arena *a)
{
    (void)with; (void)a;
    db_log_kept(rw);
    return db_run_(rw, &FORGET, NULL, NULL, 0);
}

static wr_rc rebuild(db_tx *rw, void *with, arena *a)
{
    (void)with;
    db_log_kept(rw);
    return mod_doc.rebuild(rw, a);
}

/* Delicate: no entry of its own says when bytes came. Their rows come back from what the held files say. */
static void what_is_delicate_is_held_back(void **state)
{
    arena *a = arena_new("test", 64 << 20);
    strbuf photo = large_photo(a, true);
    attaching t = { come(state, a, &photo, "a.jpg"), "d1", "d2", true };
    blob *before, *after;
    history_event *past;
    size_t n, n_after;
    db_tx *ro;
    assert_int_equal(city_db_write(state, attach, &t, NULL), WR_OK);
    ro = reading(state, a);
    assert_int_equal(counted(ro, a, &OPEN_EVENTS), 0);
    assert_int_equal(history_events(ro, &DOC_HELD, "d1", a, &past, &n), WR_OK);
    assert_int_equal(n, 1);
    assert_string_equal(past->who, "worker");
    assert_int_equal(blob_list(ro, "", a, &before, &n), WR_OK);
    assert_int_equal(n, 2);
    db_end_read(&ro);
    assert_int_equal(city_db_write(state, forget, NULL, NULL), WR_OK);
    assert_int_equal(city_db_write(state, rebuild, NULL, NULL), WR_OK);
    assert_int_equal(city_db_write(state, rebuild, NULL, NULL), WR_OK);
    ro = reading(state, a);
    assert_int_equal(counted(ro, a, &BLOBS), 2);
    assert_int_equal(blob_list(ro, "", a, &after, &n_after), WR_OK);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(after[i].sha256, before[i].sha256);
        assert_int_equal(after[i].size, before[i].size);
    }
    db_end_read(&ro);
    arena_end(&a);
}

static void no_photo_leaves_nothing(void **state)
{
    arena *a = arena_new("test", 16 << 20);
    wr_err e = { 0 };
    blob_in *in, *copied = NULL;
    const char *incoming;
    blob b;
    (void)state;
    assert_int_equal(blob_begin(&e, &in), WR_OK);
    assert_int_equal(blob_add(in, "%PDF-1.7", 8, &e), WR_OK);
    assert_int_equal(blob_hash(in, a, &b), WR_OK);
    assert_int_equal(doc_photo_make(in, &b, "photo.jpg", a, &e, &copied, &incoming), WR_E_INPUT);
    assert_string_equal(e.text, "This is not a photo that can be read: a JPEG or a PNG is needed.");
    assert_null(copied);
    blob_drop(in);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_photo_is_two_files, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(neither_passes_for_the_other, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(what_is_delicate_is_held_back, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(no_photo_leaves_nothing, open_db, city_db_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
