/* tlog_test.c -- the log on a database: batches, tiles, proofs, what is held back, and tampering that is found and named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>
#include "city_db.h"
#include "history.h"
#include "now.h"
#include "str.h"
#include "tlog.h"

typedef struct memo { const char *id, *text; } memo;
static const field NOTE_F[] = { FIELD(memo, id, t, 0, 32, NULL), FIELD(memo, text, t, 0, 100, NULL) };
static const shape NOTE = SHAPE("a note", memo, NOTE_F);
#define TABLES(T) "-- enduring\nCREATE TABLE " T "_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL, holds TEXT NOT NULL, value TEXT NOT NULL," \
    " n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;\n" \
    "-- derived\nCREATE TABLE " T " (id TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL) @strict@;\n"
#define PUT_(T) { T "_put", "tt", NULL, "INSERT INTO " T " (id, text) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET text = excluded.text" }
static const db_query ADD = HISTORY_ADD("t_note"), PAST = HISTORY_PAST("t_note"), WALK = HISTORY_WALK("t_note"), PUT = PUT_("t_note");
static const db_query R_ADD = HISTORY_ADD("t_report"), R_PAST = HISTORY_PAST("t_report"), R_WALK = HISTORY_WALK("t_report"), R_PUT = PUT_("t_report");
static const history NOTES = { "t_note", &NOTE, &ADD, &PAST, &PUT, &WALK, .open = true };
static const history REPORTS = { "t_report", &NOTE, &R_ADD, &R_PAST, &R_PUT, &R_WALK, .delicate = true };
static const history *const PASTS[] = { &NOTES, &REPORTS, NULL };
static const db_step STEPS[] = { { 1, "init", TABLES("t_note") TABLES("t_report") }, { 0 } };
static const wr_module T = { .name = "t", .steps = STEPS, .past = PASTS };
extern const wr_module mod_db, mod_tlog;
static const wr_module *const MODULES[] = { &mod_db, &mod_tlog, &T, NULL };
static const wr_actor WHO = { .by = "tester", .lang = "en", .today = { 2026, 2, 26 } };

static int city_begin(void **state)
{
    *state = temp_db_open("sqlite", MODULES);   /* with the log's keys */
    return 0;
}

/* One batch: n notes, r reports, k bare entries; or a statement. */
typedef struct batch { int notes, reports, bare; const char *text; bool fail; const db_query *say; } batch;

static wr_rc write_batch(db_tx *rw, void *with, arena *a)
{
    const batch *b = with;
    if (b->say) { db_log_kept(rw); return db_run_(rw, b->say, NULL, NULL, 0); }
    for (int i = 0; i < b->notes + b->reports; i++) {
        memo now = { id_new(a), b->text ? b->text : "words" };
        TRY(history_add(rw, &WHO, i < b->notes ? &NOTES : &REPORTS, "t.noted", WHO.today, NULL, &now, a));
    }
    for (int i = 0; i < b->bare; i++) {
        const char *text = arena_fmt(a, "entry %d", i);
        TRY(tlog_add(rw, TLOG_DRAW, (bytes){ (const uint8_t *)text, strlen(text) }, NULL));
    }
    return b->fail ? wr_fail(arena_err(a), WR_E_RULE, NULL, N_("No.")) : WR_OK;
}

static wr_rc write_memo(db_tx *rw, void *with, arena *a) { return history_add(rw, &WHO, &NOTES, "t.noted", WHO.today, NULL, with, a); }

static void batch_of(void **state, batch b) { assert_int_equal(city_db_write(state, write_batch, &b, NULL), b.fail ? WR_E_RULE : WR_OK); }
static void say(void **state, const char *sql)
{
    const db_query q = { "t_say", "", NULL, sql };   /* a writer of its own for each job: nothing keeps its address */
    batch_of(state, (batch){ .say = &q });
}

/* Reads on one snapshot. */
typedef struct looking { arena *a; db_tx *ro; } looking;
static looking look(void **state)
{
    looking l = { arena_new("look", 256 << 20), NULL };
    assert_int_equal(db_begin_read(((temp_db *)*state)->reader, l.a, &l.ro), WR_OK);
    return l;
}
static void away(looking *l) { db_end_read(&l->ro); arena_end(&l->a); }

/* What verify finds, as one text; "" when all is well. */
static char *findings(void **state, tlog_seen *seen)
{
    looking l = look(state);
    json_t *list = json_array(), *line;
    strbuf b = sb_new(l.a, 1000);
    char *ret;
    size_t i;
    assert_int_equal(tlog_verify(l.ro, MODULES, l.a, list, seen), WR_OK);
    json_array_foreach(list, i, line) { sb_str(&b, json_string_value(line)); sb_ch(&b, '\n'); }
    ret = strdup(b.p);
    json_decref(list);
    away(&l);
    return ret;
}
static void finds(void **state, const char *what)
{
    tlog_seen seen;
    char *text = findings(state, &seen);
    if (!strstr(text, what)) fail_msg("looked for \"%s\", found \"%s\"", what, text);
    free(text);
}
static void all_well(void **state)
{
    tlog_seen seen;
    char *text = findings(state, &seen);
    assert_string_equal(text, "");
    free(text);
}

static note_key key_of(looking *l, int tree)
{
    const char *keys[TLOG_TREES];
    wr_err e = { 0 };
    note_key k;
    assert_int_equal(tlog_keys(l->ro, l->a, keys), WR_OK);
    assert_int_equal(note_key_read(keys[tree], &e, &k), WR_OK);
    return k;
}

/* As an outsider would: the checkpoint's signature, then its root from entry bundles, and each tile from the bundles. */
static int64_t from_outside(void **state, int tree)
{
    looking l = look(state);
    note_key k = key_of(&l, tree);
    merkle_edge e = { 0 };
    checkpoint c;
    const char *note, *text;
    merkle_hash root;
    wr_err err = { 0 };
    int partial;
    int64_t full;
    assert_int_equal(tlog_checkpoint(l.ro, tree, l.a, &note, &c), WR_OK);
    assert_int_equal(note_open(l.a, note, strlen(note), &k, 1, &err, &text), WR_OK);
    full = tile_count(0, c.size, &partial);
    for (int64_t n = 0; n <= full; n++) {
        tile t = { .level = TILE_ENTRIES, .n = n, .width = n < full ? TILE_WIDTH : partial };
        bytes bundle, hashes;
        if (!t.width) break;
        assert_int_equal(tlog_tile(l.ro, tree, t, l.a, &bundle), WR_OK);
        t.level = 0;
        assert_int_equal(tlog_tile(l.ro, tree, t, l.a, &hashes), WR_OK);
        assert_int_equal(hashes.n, t.width * MERKLE_HASH);
        for (int i = 0; i < t.width; i++) {
            size_t n_bytes = (size_t)bundle.p[0] << 8 | bundle.p[1];
            merkle_hash h = merkle_leaf((bytes){ bundle.p + 2, n_bytes });
            assert_memory_equal(h.b, hashes.p + i * MERKLE_HASH, MERKLE_HASH);
            merkle_push(&e, 0, &h, NULL, NULL);
            bundle = (bytes){ bundle.p + 2 + n_bytes, bundle.n - 2 - n_bytes };
        }
        assert_int_equal(bundle.n, 0);
    }
    root = merkle_root(&e);
    assert_int_equal(e.size, c.size);
    assert_memory_equal(root.b, c.root.b, MERKLE_HASH);
    away(&l);
    return c.size;
}

static void each_batch_has_its_page(void **state)
{
    tlog_seen seen;
    char *text;
    const int sizes[] = { 1, 2, 5, 64, 200, 1, 700, 3 };
    int total = TLOG_TREES;                          /* the keys came first */
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        batch_of(state, (batch){ .notes = sizes[i] });
        batch_of(state, (batch){ .notes = 3, .fail = true });   /* leaves no number behind */
        total += sizes[i];
        assert_int_equal(from_outside(state, TLOG_AUDIT), total);
    }
    text = findings(state, &seen);
    assert_string_equal(text, "");
    assert_int_equal(seen.entries, total);
    assert_int_equal(seen.facts, total);
    assert_int_equal(seen.pages, 9);
    free(text);
}

static void another_process_writes_too(void **state)
{
    temp_db *t = *state;
    wr_err e = { 0 };
    db *other;
    batch b = { .notes = 300 };
    arena *a = arena_new("test", 16 << 20);
    batch_of(state, (batch){ .notes = 5 });
    assert_int_equal(db_open(t->url, MODULES, &e, &other), WR_OK);
    assert_int_equal(tlog_open(other, t->dir, &e), WR_OK);
    assert_int_equal(writer_once_here(other, write_batch, &b, a), WR_OK);
    batch_of(state, (batch){ .notes = 7 });
    assert_int_equal(writer_once_here(other, write_batch, &b, a), WR_OK);
    db_close(&other);
    arena_end(&a);
    assert_int_equal(from_outside(state, TLOG_AUDIT), 3 + 5 + 300 + 7 + 300);
    all_well(state);
}

/* 66,000 entries: tiles of two levels, whole and growing; a proof for the first, the last and some between. */
static void many_entries_make_tiles_of_tiles(void **state)
{
    const int64_t some[] = { 0, 255, 256, 65535, 65536, 65999, 12345 };
    looking l;
    note_key k;
    tile t;
    bytes hashes;
    for (int i = 0; i < 6; i++) batch_of(state, (batch){ .bare = 11000 });
    assert_int_equal(from_outside(state, TLOG_DRAW), 66000);
    l = look(state);
    k = key_of(&l, TLOG_DRAW);
    t = (tile){ .level = 1, .n = 0, .width = 256 };
    assert_int_equal(tlog_tile(l.ro, TLOG_DRAW, t, l.a, &hashes), WR_OK);
    t = (tile){ .level = 1, .n = 1, .width = 1 };
    assert_int_equal(tlog_tile(l.ro, TLOG_DRAW, t, l.a, &hashes), WR_OK);
    assert_int_equal(hashes.n, MERKLE_HASH);
    t.width = 2;
    assert_int_equal(tlog_tile(l.ro, TLOG_DRAW, t, l.a, &hashes), WR_E_MISSING);
    t = (tile){ .level = 2, .n = 0, .width = 1 };
    assert_int_equal(tlog_tile(l.ro, TLOG_DRAW, t, l.a, &hashes), WR_OK);
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        merkle_hash proof[MERKLE_PROOF_MAX], leaf;
        const char *file, *at, *text;
        checkpoint c;
        wr_err e = { 0 };
        size_t n = 0, got;
        bytes entry;
        assert_int_equal(tlog_entry(l.ro, TLOG_DRAW, some[i], l.a, &entry), WR_OK);
        leaf = merkle_leaf(entry);
        assert_int_equal(tlog_proof(l.ro, TLOG_DRAW, some[i], (bytes){ 0 }, l.a, &file), WR_OK);
        at = strstr(file, "index ");
        assert_int_equal(strtoll(at + 6, NULL, 10), some[i]);
        for (at = strchr(at, '\n') + 1; *at != '\n'; at = strchr(at, '\n') + 1, n++)
            assert_int_equal(sodium_base642bin(proof[n].b, MERKLE_HASH, at, 44, NULL, &got, NULL, sodium_base64_VARIANT_ORIGINAL), 0);
        assert_int_equal(note_open(l.a, at + 1, strlen(at + 1), &k, 1, &e, &text), WR_OK);
        assert_int_equal(checkpoint_read(l.a, text, &e, &c), WR_OK);
        assert_true(merkle_included(some[i], c.size, &leaf, &c.root, proof, n));
    }
    assert_int_equal(tlog_proof(l.ro, TLOG_DRAW, 66000, (bytes){ 0 }, l.a, &(const char *){ NULL }), WR_E_MISSING);
    away(&l);
}

/* ---- what is held back ---- */

static char *public_bytes(void **state)
{
    looking l = look(state);
    const char *note;
    checkpoint c;
    char *ret;
    bytes hashes;
    assert_int_equal(tlog_checkpoint(l.ro, TLOG_AUDIT, l.a, &note, &c), WR_OK);
    assert_true(c.size > 0 && c.size < TILE_WIDTH);
    assert_int_equal(tlog_tile(l.ro, TLOG_AUDIT, (tile){ .level = 0, .width = (int)c.size }, l.a, &hashes), WR_OK);
    ret = strdup(arena_fmt(l.a, "%s%s", note, str_hex(l.a, hashes.p, hashes.n)));
    away(&l);
    return ret;
}

static wr_rc cut(db_tx *rw, void *with, arena *a) { return tlog_cut(rw, *(wr_day *)with, a); }
static void cut_on(void **state, wr_day day) { assert_int_equal(city_db_write(state, cut, &day, NULL), WR_OK); }

static void a_report_changes_no_public_byte(void **state)
{
    char *before, *after;
    tlog_seen seen;
    batch_of(state, (batch){ .notes = 4 });
    before = public_bytes(state);
    batch_of(state, (batch){ .reports = 3 });
    after = public_bytes(state);
    assert_string_equal(before, after);
    free(before);
    free(after);
    cut_on(state, (wr_day){ 2026, 2, 26 });
    assert_int_equal(from_outside(state, TLOG_AUDIT), 3 + 4 + 256);
    cut_on(state, (wr_day){ 2026, 2, 26 });                          /* once a day */
    cut_on(state, (wr_day){ 2026, 2, 25 });                          /* and a clock set back makes none */
    assert_int_equal(from_outside(state, TLOG_AUDIT), 3 + 4 + 256);
    after = findings(state, &seen);
    assert_string_equal(after, "");
    assert_int_equal(seen.held, 3);
    assert_int_equal(seen.padding, 253);
    free(after);
    cut_on(state, (wr_day){ 2026, 2, 27 });                          /* a day without any looks the same */
    assert_int_equal(from_outside(state, TLOG_AUDIT), 3 + 4 + 512);
    batch_of(state, (batch){ .reports = 257 });
    batch_of(state, (batch){ .notes = 1 });
    cut_on(state, (wr_day){ 2026, 2, 28 });
    assert_int_equal(from_outside(state, TLOG_AUDIT), 3 + 4 + 512 + 1 + 512);
    all_well(state);
}

/* Entries that were held stand sorted, and say nothing but a commitment. */
static void held_entries_say_nothing(void **state)
{
    looking l;
    char last[200] = "";
    batch_of(state, (batch){ .reports = 2, .text = "a word that nobody should see" });
    cut_on(state, (wr_day){ 2026, 2, 26 });
    l = look(state);
    for (int64_t i = TLOG_TREES; i < TLOG_TREES + 256; i++) {
        char text[200] = { 0 };
        bytes entry;
        assert_int_equal(tlog_entry(l.ro, TLOG_AUDIT, i, l.a, &entry), WR_OK);
        assert_int_equal(entry.n, strlen("{\"c\":\"\",\"v\":1}") + 64);
        memcpy(text, entry.p, entry.n);
        assert_true(str_starts(text, "{\"c\":\"") && str_ends(text, "\",\"v\":1}"));
        assert_true(strcmp(last, text) < 0);
        memcpy(last, text, sizeof last);
    }
    away(&l);
}

static wr_rc take_in(db_tx *rw, void *with, arena *a)
{
    const char *id = with;
    const char *entry = arena_fmt(a, "{\"about\":\"%s\",\"v\":1}", id);
    return tlog_hold(rw, TLOG_INTAKE, id, (bytes){ (const uint8_t *)entry, strlen(entry) }, (bytes){ 0 });
}

static void intake_is_sorted_and_daily(void **state)
{
    static char ids[][3] = { "cc", "aa", "bb", "ab" };
    const char *const sorted[] = { "aa", "bb", "cc", "ab" };
    looking l = look(state);
    const char *note;
    assert_int_equal(tlog_checkpoint(l.ro, TLOG_INTAKE, l.a, &note, NULL), WR_E_MISSING);
    away(&l);
    for (int i = 0; i < 3; i++) assert_int_equal(city_db_write(state, take_in, ids[i], NULL), WR_OK);
    cut_on(state, (wr_day){ 2026, 2, 26 });
    assert_int_equal(city_db_write(state, take_in, ids[3], NULL), WR_OK);
    assert_int_equal(from_outside(state, TLOG_INTAKE), 3);
    cut_on(state, (wr_day){ 2026, 2, 27 });
    assert_int_equal(from_outside(state, TLOG_INTAKE), 4);
    l = look(state);
    for (int i = 0; i < 4; i++) {
        bytes entry;
        assert_int_equal(tlog_entry(l.ro, TLOG_INTAKE, i, l.a, &entry), WR_OK);
        assert_non_null(memmem(entry.p, entry.n, sorted[i], 2));
    }
    away(&l);
    all_well(state);
}

/* ---- tampering ---- */

static void a_changed_row_is_named(void **state)
{
    batch_of(state, (batch){ .notes = 10 });
    all_well(state);
    say(state, "UPDATE t_note_event SET value = '{\"text\":\"other\"}' WHERE n = 7");
    finds(state, "t_note_event, log number 7, about ");
}

static void a_changed_day_or_author_is_named(void **state)
{
    batch_of(state, (batch){ .notes = 10 });
    say(state, "UPDATE t_note_event SET holds = '2026-02-20' WHERE n = 5");
    finds(state, "t_note_event, log number 5, about ");
    say(state, "UPDATE t_note_event SET who = 'someone' WHERE n = 9");
    finds(state, "t_note_event, log number 9, about ");
}

/* The as-of view of one thing holds each fact against its entry. */
static void a_past_row_knows_what_matches(void **state)
{
    history_proof p;
    history_event *e;
    looking l;
    memo m, now = { "00000000000000000000000000000001", "first" };
    size_t n;
    assert_int_equal(city_db_write(state, write_memo, &now, NULL), WR_OK);
    now.text = "second";
    assert_int_equal(city_db_write(state, write_memo, &now, NULL), WR_OK);
    batch_of(state, (batch){ .notes = 300 });
    for (int damaged = 0; damaged < 2; damaged++) {
        if (damaged) say(state, "UPDATE t_note_event SET value = '{\"text\":\"never\"}' WHERE n = 5");
        l = look(state);
        assert_int_equal(history_events(l.ro, &NOTES, now.id, l.a, &e, &n), WR_OK);
        assert_int_equal(n, 2);
        assert_int_equal(history_as_of(l.ro, &NOTES, now.id, e[0].n, l.a, &m, &p), WR_OK);
        assert_string_equal(m.text, "first");
        assert_int_equal(history_as_of(l.ro, &NOTES, now.id, INT64_MAX, l.a, &m, &p), WR_OK);
        assert_int_equal(p.matched, 2 - damaged);
        assert_int_equal(p.wrong, damaged);
        away(&l);
    }
}

static void a_removed_row_is_named(void **state)
{
    batch_of(state, (batch){ .notes = 10 });
    say(state, "DELETE FROM t_note_event WHERE n = 8");
    finds(state, "audit: entry 7 has no row");
}

static void a_row_put_in_is_named(void **state)
{
    batch_of(state, (batch){ .notes = 2 });
    say(state, "INSERT INTO t_note_event (about, what, holds, value, n, salt, who, at) SELECT 'new', what, holds, value, 99, salt, who, at FROM t_note_event WHERE n = 4");
    finds(state, "t_note_event, log number 99, about new: the row is not the one that was logged");
}

static void a_changed_log_is_named(void **state)
{
    batch_of(state, (batch){ .notes = 300 });
    batch_of(state, (batch){ .notes = 2 });
    say(state, "UPDATE tlog_page SET note = (SELECT note FROM tlog_page WHERE upto = 303) WHERE upto = 305");
    finds(state, "audit: page 303 to 304: the checkpoint does not fit its entries");
    say(state, "DELETE FROM tlog_page WHERE upto = 303");
    finds(state, "audit: page 303 to 304 does not follow entry 2");
    say(state, "DELETE FROM tlog_tile");
}

static void a_damaged_tile_is_named(void **state)
{
    batch_of(state, (batch){ .notes = 600 });
    say(state, "UPDATE tlog_tile SET hashes = root WHERE n = 1");
    finds(state, "audit: tile 0/1 is not what its entries give");
    say(state, "DELETE FROM tlog_tile WHERE n = 0");
    finds(state, "audit: tile 0/0 is missing");
}

static void a_dropped_report_does_not_pass_for_padding(void **state)
{
    batch_of(state, (batch){ .reports = 2 });
    cut_on(state, (wr_day){ 2026, 2, 26 });
    all_well(state);
    say(state, "UPDATE t_report_event SET value = '{}' WHERE n = 1");
    finds(state, "t_report_event, held number 1, about ");
    say(state, "UPDATE tlog_held SET entry = (SELECT entry FROM tlog_held WHERE id = '2') WHERE id = '1'");
    finds(state, "was held back as 1 and is not the one that was logged");
    say(state, "DELETE FROM tlog_placed WHERE id = '1'");
    finds(state, "has no row: what it was about was removed");
}

/* ---- keys ---- */

static void keys_missing_open_or_strange_refuse(void **state)
{
    temp_db *t = *state;
    wr_err e = { 0 };
    char path[100], other[] = "/tmp/writ-key-XXXXXX", from[100];
    db *d;
    snprintf(path, sizeof path, "%s/log.key", t->dir);
    assert_int_equal(tlog_key_make(t->dir, "city.example/log", &e), WR_E_IO);    /* never over one that is there */
    e = (wr_err){ 0 };
    assert_int_equal(db_open(t->url, MODULES, &e, &d), WR_OK);
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(tlog_open(d, t->dir, &e), WR_E_IO);
    assert_non_null(strstr(e.holes + sizeof "why", "others may read it"));
    db_close(&d);
    e = (wr_err){ 0 };
    assert_int_equal(unlink(path), 0);
    assert_int_equal(db_open(t->url, MODULES, &e, &d), WR_OK);
    assert_int_equal(tlog_open(d, t->dir, &e), WR_E_IO);
    assert_non_null(strstr(e.holes + sizeof "why", "No such file"));
    db_close(&d);
    e = (wr_err){ 0 };
    assert_non_null(mkdtemp(other));
    assert_int_equal(tlog_key_make(other, "city.example/log", &e), WR_OK);
    snprintf(from, sizeof from, "%s/log.key", other);
    assert_int_equal(rename(from, path), 0);
    assert_int_equal(db_open(t->url, MODULES, &e, &d), WR_OK);
    assert_int_equal(tlog_open(d, t->dir, &e), WR_E_IO);
    assert_non_null(strstr(e.holes + sizeof "why", "not the keys of this city"));
    db_close(&d);
    e = (wr_err){ 0 };
    assert_int_equal(truncate(path, 90), 0);
    assert_int_equal(db_open(t->url, MODULES, &e, &d), WR_OK);
    assert_int_equal(tlog_open(d, t->dir, &e), WR_E_IO);
    assert_non_null(strstr(e.holes + sizeof "why", "damaged"));
    db_close(&d);
    rmdir(other);
}

#define ON_A_CITY(f) cmocka_unit_test_setup_teardown(f, city_begin, city_db_close)
/* ---- many changes ---- */
enum { CHANGES = 10500, CHANGES_OF_A_BATCH = 700, LONG = 2000 };
typedef struct many { const char *id; int from; } many;
static const char *text_no(int n, arena *a)
{
    return arena_fmt(a, "%0*d", LONG, n);
}
static wr_rc write_many(db_tx *rw, void *with, arena *a)
{
    const many *m = with;
    for (int i = m->from; i < m->from + CHANGES_OF_A_BATCH; i++) {
        memo was = { m->id, text_no(i - 1, a) }, now = { m->id, text_no(i, a) };
        TRY(history_add(rw, &WHO, &NOTES, "t.noted", WHO.today, i ? &was : NULL, &now, a));
    }
    return WR_OK;
}

/* What a request has: 16 MB, while the changes are 21 MB. */
static void a_thing_with_many_changes_is_read_whole(void **state)
{
    static const db_query UPTO = HISTORY_UPTO("t_note");
    const char *const id = "0123456789abcdef0123456789abcdef";
    arena *a;
    int64_t at;
    history_proof p = { 0 };
    history_event *e, found;
    const history *of;
    db_tx *ro;
    memo m, *all;
    size_t n;
    batch_of(state, (batch){ .notes = 3 });
    for (int i = 0; i < CHANGES; i += CHANGES_OF_A_BATCH) {
        many one = { id, i };
        assert_int_equal(city_db_write(state, write_many, &one, NULL), WR_OK);
    }
    a = arena_new("all of them", 256 << 20);
    assert_int_equal(db_begin_read(((temp_db *)*state)->reader, a, &ro), WR_OK);
    assert_int_equal(history_events(ro, &NOTES, id, a, &e, &n), WR_OK);
    assert_int_equal(n, CHANGES);
    for (size_t i = 1; i < n; i++) assert_true(e[i].n == e[i - 1].n + 1);
    at = e[10000].n;
    db_end_read(&ro);
    arena_end(&a);
    a = arena_new("a request", 16 << 20);
    assert_int_equal(db_begin_read(((temp_db *)*state)->reader, a, &ro), WR_OK);
    assert_int_equal(history_as_of(ro, &NOTES, id, INT64_MAX, a, &m, &p), WR_OK);
    assert_int_equal(atoi(m.text + LONG - 6), CHANGES - 1);
    assert_true(p.matched == CHANGES && !p.wrong && !p.purged);
    assert_int_equal(history_as_of(ro, &NOTES, id, at, a, &m, &p), WR_OK);
    assert_int_equal(atoi(m.text + LONG - 6), 10000);
    assert_int_equal(p.matched, 10001);
    p = (history_proof){ 0 };
    assert_int_equal(history_all_as_of(ro, &NOTES, &UPTO, INT64_MAX, a, &all, &n, &p), WR_OK);
    assert_int_equal(n, 4);
    assert_int_equal(p.matched, CHANGES + 3);
    for (size_t i = 0; i < n; i++) assert_true(!str_eq(all[i].id, id) || atoi(all[i].text + LONG - 6) == CHANGES - 1);
    assert_int_equal(history_find(ro, MODULES, id, at, a, &of, &found), WR_OK);
    assert_int_equal(found.n, at);
    assert_false(arena_over(a));
    db_end_read(&ro);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_A_CITY(each_batch_has_its_page), ON_A_CITY(another_process_writes_too), ON_A_CITY(many_entries_make_tiles_of_tiles),
        ON_A_CITY(a_report_changes_no_public_byte), ON_A_CITY(held_entries_say_nothing), ON_A_CITY(intake_is_sorted_and_daily),
        ON_A_CITY(a_changed_row_is_named), ON_A_CITY(a_changed_day_or_author_is_named), ON_A_CITY(a_removed_row_is_named), ON_A_CITY(a_past_row_knows_what_matches), ON_A_CITY(a_row_put_in_is_named),
        ON_A_CITY(a_changed_log_is_named), ON_A_CITY(a_damaged_tile_is_named), ON_A_CITY(a_dropped_report_does_not_pass_for_padding),
        ON_A_CITY(keys_missing_open_or_strange_refuse), ON_A_CITY(a_thing_with_many_changes_is_read_whole),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
