/* doc_key_test.c -- counsel's key: set, changed, sealed to; a city that had it in the clause records keeps it, and its entry still matches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "age.h"
#include "city_db.h"
#include "doc_key.h"
#include "doc_own.h"
#include "str.h"

extern const wr_module mod_db, mod_tlog, mod_person, mod_city, mod_doc, mod_records;
static const wr_module *const MODULES[] = { &mod_db, &mod_tlog, &mod_person, &mod_city, &mod_doc, NULL };
static const wr_actor WHO = { .by = "counsel", .lang = "en", .today = { 2026, 2, 26 } };

static int open_db(void **state)
{
    *state = temp_db_open("sqlite", MODULES);
    return 0;
}

static const char *new_key(arena *a, age_identity *ret_mine)
{
    age_recipient to;
    char *text = arena_alloc(a, AGE_TEXT, 1);
    age_identity_new(ret_mine);
    to = age_recipient_of(ret_mine);
    age_recipient_text(&to, text);
    return text;
}

static wr_rc set_key(db_tx *rw, void *key, arena *a) { return doc_key_set(rw, &WHO, key, a); }
static wr_rc no_key(db_tx *rw, void *with, arena *a)
{
    doc_key key;
    (void)with;
    return doc_key_of(rw, a, &key);
}

static void a_key_is_set_once_and_changed(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    age_identity mine;
    char *one = arena_dup(a, new_key(a, &mine)), *two = arena_dup(a, new_key(a, &mine)), wrong[] = "age1nonsense";
    wr_err e = { 0 };
    doc_key key;
    db_tx *ro;
    assert_int_equal(city_db_write(state, no_key, NULL, &e), WR_E_RULE);
    assert_string_equal(e.rule, "doc.key");
    assert_int_equal(city_db_write(state, set_key, wrong, &e), WR_E_INPUT);
    assert_int_equal(city_db_write(state, set_key, one, NULL), WR_OK);
    assert_int_equal(city_db_write(state, set_key, one, NULL), WR_OK);
    assert_int_equal(city_db_write(state, set_key, two, NULL), WR_OK);
    assert_int_equal(db_begin_read(((temp_db *)*state)->reader, a, &ro), WR_OK);
    assert_int_equal(doc_key_of(ro, a, &key), WR_OK);
    assert_string_equal(key.key, two);
    db_end_read(&ro);
    arena_end(&a);
}

typedef struct source { const uint8_t *p; size_t n; } source;
static wr_rc from_source(void *with, uint8_t *buf, size_t cap, size_t *ret_n)
{
    source *s = with;
    *ret_n = s->n < cap ? s->n : cap;
    memcpy(buf, s->p, *ret_n);
    s->p += *ret_n;
    s->n -= *ret_n;
    return WR_OK;
}

static void opens_to(const age_identity *mine, bytes sealed, const char *text)
{
    source s = { sealed.p, sealed.n };
    wr_err e = { 0 };
    uint8_t out[64];
    age_opener *o;
    size_t n;
    assert_int_equal(age_open_begin(mine, 1, from_source, &s, &e, &o), WR_OK);
    assert_int_equal(age_open_get(o, out, sizeof out, &n), WR_OK);
    assert_int_equal(n, strlen(text));
    assert_memory_equal(out, text, n);
    age_open_end(&o);
}

static wr_rc store_text(db_tx *rw, void *ret, arena *a)
{
    blob b;
    wr_rc rc = blob_store(rw, (bytes){ (const uint8_t *)"what came", 9 }, a, &b);
    if (rc == WR_OK) memcpy(ret, b.sha256, BLOB_HEX + 1);
    return rc;
}

static void what_is_sealed_opens_with_the_other_half(void **state)
{
    arena *a = arena_new("test", 8 << 20);
    age_identity mine;
    doc_key key = { "counsel", new_key(a, &mine), { 2026, 2, 26 } };
    char sha256[BLOB_HEX + 1], none[BLOB_HEX + 1];
    uint8_t out[4000];
    blob sealed;
    blob_in *in;
    bytes text;
    size_t n;
    db_tx *ro;
    memset(none, '0', BLOB_HEX);
    none[BLOB_HEX] = 0;
    assert_int_equal(doc_seal_text(&key, "a name", a, &text), WR_OK);
    opens_to(&mine, text, "a name");
    assert_int_equal(city_db_write(state, store_text, sha256, NULL), WR_OK);
    assert_int_equal(db_begin_read(((temp_db *)*state)->reader, a, &ro), WR_OK);
    assert_int_equal(doc_seal_blob(ro, &key, &(blob){ sha256, 9 }, a, &in, &sealed), WR_OK);
    assert_int_equal(blob_look(in, 0, out, sizeof out, arena_err(a), &n), WR_OK);
    assert_int_equal(n, sealed.size);
    opens_to(&mine, (bytes){ out, n }, "what came");
    blob_drop(in);
    assert_int_equal(doc_seal_blob(ro, &key, &(blob){ none, 9 }, a, &in, &sealed), WR_E_MISSING);
    db_end_read(&ro);
    arena_end(&a);
}

/* ---- a city of before ---- */
typedef struct old_key { const char *id, *key; wr_day day; } old_key;
static const field OLD_F[] = { FIELD(old_key, id, t, F_HIDE, 32, NULL), FIELD(old_key, key, t, 0, 80, "Public key"), FIELD(old_key, day, d, 0, 0, "Set on") };
static const shape OLD = SHAPE("records_key", old_key, OLD_F);
static const db_query OLD_ADD = HISTORY_ADD("records_key"), OLD_PAST = HISTORY_PAST("records_key"), OLD_WALK = HISTORY_WALK("records_key");
static const db_query OLD_PUT = { "records_key_put", "ttd", NULL, "INSERT INTO records_key (id, key, day) VALUES ($1, $2, $3)" };
static const history OLD_KEYS = { "records_key", &OLD, &OLD_ADD, &OLD_PAST, &OLD_PUT, &OLD_WALK };

static wr_rc set_old(db_tx *rw, void *key, arena *a)
{
    return history_add(rw, &WHO, &OLD_KEYS, "records.key_set", WHO.today, NULL, &(old_key){ "counsel", key, WHO.today }, a);
}

static void a_key_of_records_comes_along(void **state)
{
    static const history *const PAST[] = { &OLD_KEYS, NULL };
    static const db_query *const QUERIES[] = { &OLD_ADD, &OLD_PAST, &OLD_WALK, &OLD_PUT, NULL };
    static db_step steps[20];
    static const wr_module old = { .name = "records", .steps = steps, .past = PAST, .queries = QUERIES }, now = { .name = "records" };
    static const wr_module *const BEFORE[] = { &mod_db, &mod_tlog, &mod_person, &mod_city, &mod_doc, &old, NULL };
    static wr_module after;
    const wr_module *const AFTER[] = { &mod_db, &mod_tlog, &mod_person, &mod_city, &mod_doc, &after, NULL };
    arena *a = arena_new("test", 1 << 20);
    age_identity mine;
    temp_db *t;
    wr_err e = { 0 };
    history_proof proof = { 0 };
    char *text = arena_dup(a, new_key(a, &mine));
    doc_key key;
    db_tx *ro;
    (void)state;
    for (size_t i = 0; mod_records.steps[i].version && mod_records.steps[i].version < 10; i++) steps[i] = mod_records.steps[i];
    t = temp_db_open("sqlite", BEFORE);
    assert_int_equal(city_db_write((void **)&t, set_old, text, NULL), WR_OK);
    db_conn_end(&t->reader);
    db_close(&t->d);
    after = now;
    after.steps = mod_records.steps;
    assert_int_equal(db_open(t->url, AFTER, &e, &t->d), WR_OK);
    assert_int_equal(db_migrate(t->d, &e), WR_OK);
    assert_int_equal(db_reader(t->d, &e, &t->reader), WR_OK);
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    assert_int_equal(doc_key_of(ro, a, &key), WR_OK);
    assert_string_equal(key.key, text);
    assert_int_equal(history_as_of(ro, &DOC_KEYS, "counsel", INT64_MAX, a, &key, &proof), WR_OK);
    assert_int_equal(proof.matched, 1);
    assert_int_equal(proof.wrong, 0);
    assert_string_equal(key.key, text);
    db_end_read(&ro);
    temp_db_close(t);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(a_key_is_set_once_and_changed, open_db, city_db_close),
        cmocka_unit_test_setup_teardown(what_is_sealed_opens_with_the_other_half, open_db, city_db_close), cmocka_unit_test(a_key_of_records_comes_along) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
