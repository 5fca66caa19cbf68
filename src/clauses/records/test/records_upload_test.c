/* records_upload_test.c -- an upload may take longer than a day: its first pieces stay as long as pieces come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include "line_city.h"
#include "records_prod_own.h"

static const wr_us HOUR = 3600 * (wr_us)1000000;
static char piece[BLOB_HEX + 1];

static records_upload upload(const char *id, wr_us at)
{
    return (records_upload){ .id = id, .production = "p", .number = 1, .batch = 1, .name = "a.mp4", .found = "", .size = 100, .got = 6, .who = "w", .started = at };
}

/* Begun thirty hours ago; the last piece came an hour ago. Another one has been still for a day. */
static wr_rc two_uploads(db_tx *rw, void *with, arena *a)
{
    records_upload live = upload("live", LINE_T0 - 30 * HOUR), still = upload("still", LINE_T0 - 30 * HOUR);
    blob b;
    records_chunk c;
    (void)with;
    TRY(blob_store(rw, (bytes){ (const uint8_t *)"piece!", 6 }, a, &b));
    memcpy(piece, b.sha256, sizeof piece);
    c = (records_chunk){ "c", "live", 0, piece, 6 };
    TRY(db_save(rw, &RECORDS_UPLOAD_PUT, &RECORDS_UPLOAD, &live));
    TRY(db_save(rw, &RECORDS_UPLOAD_PUT, &RECORDS_UPLOAD, &still));
    live.started = LINE_T0 - HOUR;
    TRY(db_save(rw, &RECORDS_UPLOAD_PUT, &RECORDS_UPLOAD, &live));
    TRY(db_save(rw, &RECORDS_CHUNK_PUT, &RECORDS_CHUNK, &c));
    if (!blob_in_files()) TRY(blob_touch(rw, piece, LINE_T0 - 30 * HOUR));
    return WR_OK;
}

static wr_rc tick(db_tx *rw, void *with, arena *a)
{
    wr_actor who = line_operator();
    (void)with;
    return records_tick_uploads(rw, &who, NULL, a);
}

static wr_rc look(db_tx *rw, void *with, arena *a)
{
    records_upload u;
    bytes x;
    int64_t gone;
    (void)with;
    if (db_one(rw, &RECORDS_UPLOAD_BY, a, &u, db_t("still")) != WR_E_MISSING) return WR_E_RULE;
    TRY(db_one(rw, &RECORDS_UPLOAD_BY, a, &u, db_t("live")));
    if (blob_in_files()) TRY(blob_sweep(rw, a, &gone));
    else TRY(blob_sweep_parts(rw, LINE_T0, a));
    TRY(blob_read(rw, piece, 0, 10, a, &x));
    return x.n == 6 ? WR_OK : WR_E_RULE;
}

static void first_pieces_stay(void **state)
{
    const temp_db *t = *state;
    struct timespec now, old[2];
    char path[1024];
    wr_err e = { 0 };
    if (city_db_write(state, two_uploads, NULL, &e) != WR_OK) fail_msg("%s", e.text);
    if (blob_in_files()) {
        snprintf(path, sizeof path, "%s/blobs/%.2s/%s", t->dir, piece, piece + 2);
        clock_gettime(CLOCK_REALTIME, &now);
        old[0] = old[1] = (struct timespec){ .tv_sec = now.tv_sec - 30 * 3600 };
        assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
    }
    if (city_db_write(state, tick, NULL, &e) != WR_OK) fail_msg("tick: %s", e.text);
    assert_int_equal(city_db_write(state, look, NULL, &e), WR_OK);
}

static int begin(void **state)
{
    temp_db *t;
    *state = t = temp_db_open("sqlite", wr_modules);
    line_begin_city(t, wr_modules);
    return 0;
}

static int end(void **state)
{
    temp_db_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(first_pieces_stay) };
    return cmocka_run_group_tests(tests, begin, end);
}
