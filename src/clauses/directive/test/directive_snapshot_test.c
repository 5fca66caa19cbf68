/* directive_snapshot_test.c -- a snapshot keeps a moment: its text, its hash, what changed since; a damaged one is named. */
#include <sodium.h>
#include "db.h"
#include "directive_city.h"

static json_t *list_of(void **state) { return show(state, directive_show_snapshots, NULL, &OPERATOR); }

static wr_rc store(void **state, const char *title, const char *on, wr_err *ret_opt)
{
    return post(state, "/directive/snapshots/store", &ANA, (const char *const[]){ "title", title, "reason", "The practice of the half year.", "on", on, "at", "",
        NULL, NULL }, ret_opt);
}

/* The id of the newest but i, kept for the test. */
static char *id_at(void **state, size_t i)
{
    json_t *doc = list_of(state);
    char *id = strdup(text_of(json_object_get(doc, "snapshots"), i, "id"));
    json_decref(doc);
    return id;
}

static json_t *page_of(void **state, const char *id)
{
    return show(state, directive_show_snapshot, &(in_snapshot){ id }, &OPERATOR);
}

static const char *text(const json_t *doc, const char *key) { return json_string_value(json_object_get(doc, key)); }

static void the_hash_is_of_the_text(void **state)
{
    uint8_t h[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof h + 1], *id;
    json_t *doc, *kept;
    assert_int_equal(WR_OK, store(state, "First half of 2026", "", NULL));
    id = id_at(state, 0);
    doc = page_of(state, id);
    crypto_hash_sha256(h, (const uint8_t *)text(doc, "text"), strlen(text(doc, "text")));
    assert_string_equal(sodium_bin2hex(hex, sizeof hex, h, sizeof h), text(doc, "sha256"));
    assert_true(json_is_true(json_object_get(doc, "same")));
    kept = json_loads(text(doc, "text"), 0, NULL);
    assert_true(json_array_size(json_object_get(kept, "cells")) > 200);
    assert_int_equal(json_array_size(json_object_get(kept, "cells")), json_integer_value(json_object_get(doc, "asked")));
    assert_int_equal(2, json_array_size(json_object_get(kept, "orders")));
    assert_int_equal(0, json_array_size(json_object_get(doc, "changes")));
    json_decref(kept);
    json_decref(doc);
    free(id);
}

static void one_moment_gives_the_same_bytes(void **state)
{
    json_t *doc;
    assert_int_equal(WR_OK, store(state, "One", "", NULL));
    assert_int_equal(WR_OK, store(state, "Two", "", NULL));
    doc = list_of(state);
    assert_int_equal(2, json_array_size(json_object_get(doc, "snapshots")));
    assert_string_equal(text_of(json_object_get(doc, "snapshots"), 0, "sha256"), text_of(json_object_get(doc, "snapshots"), 1, "sha256"));
    json_decref(doc);
}

static void what_changed_since_is_listed(void **state)
{
    json_t *doc;
    char *id;
    assert_int_equal(WR_OK, store(state, "Before", "", NULL));
    id = id_at(state, 0);
    assert_int_equal(WR_OK, ACT("start", &LIAISON, NULL, CELL("17.1", "ZOO")));
    assert_int_equal(WR_OK, ACT("extend", &ANA, NULL, CELL("12.1", "RAP"), "due", "2026-03-06", "approver", "Lee Sample", "reason", "The board votes."));
    doc = page_of(state, id);
    assert_int_equal(2, json_array_size(json_object_get(doc, "changes")));
    assert_string_equal("RAP", text_of(json_object_get(doc, "changes"), 0, "department"));
    assert_string_equal("2025-07-25", text_of(json_object_get(doc, "changes"), 0, "due_was"));
    assert_string_equal("2026-03-06", text_of(json_object_get(doc, "changes"), 0, "due"));
    assert_string_equal("not_started", text_of(json_object_get(doc, "changes"), 1, "was"));
    assert_string_equal("in_process", text_of(json_object_get(doc, "changes"), 1, "is"));
    assert_string_equal("Before: 2 answers have changed since", text(doc, "title"));
    json_decref(doc);
    free(id);
}

static void what_cannot_be_kept_is_refused(void **state)
{
    wr_err e = { 0 };
    assert_int_equal(WR_E_INPUT, store(state, "To come", "2026-02-27", &e));
    assert_string_equal("on", e.field);
    assert_int_equal(WR_E_INPUT, store(state, "Before it all", "2025-07-01", &e));
    assert_string_equal("on", e.field);
}

static void the_demo_keeps_the_half_year(void **state)
{
    json_t *doc, *kept;
    char *id;
    assert_int_equal(WR_OK, city_db_write(state, demo, NULL, NULL));
    id = id_at(state, 0);
    doc = page_of(state, id);
    assert_string_equal("2025-12-31", text(doc, "day"));
    assert_string_equal("2026-01-02T17:00:00Z", text(doc, "taken"));
    kept = json_loads(text(doc, "text"), 0, NULL);
    assert_int_equal(1, json_array_size(json_object_get(kept, "orders")));          /* the second was not signed yet */
    assert_true(json_array_size(json_object_get(doc, "changes")) > 100);
    json_decref(kept);
    json_decref(doc);
    free(id);
}

/* Somebody with the file in hand: the test's own statements, as any tool could send them. */
static const db_query DAMAGE = { "test_damage", "", NULL, "UPDATE directive_snapshot SET text = text || ' '" };
static const db_query DAMAGE_BOTH = { "test_damage_both", "t", NULL, "UPDATE directive_snapshot SET text = '{}', sha256 = $1" };
static wr_rc damage(db_tx *rw, void *with, arena *a)
{
    (void)a;
    return with ? db_run(rw, &DAMAGE_BOTH, db_t(with)) : db_run_(rw, &DAMAGE, NULL, NULL, 0);
}

static wr_rc findings(db_tx *rw, void *with, arena *a) { return directive_check(rw, a, with); }

static void a_damaged_snapshot_is_named(void **state)
{
    static char hash_of_nothing[] = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";   /* of {} */
    json_t *found = json_array(), *doc;
    char *id;
    assert_int_equal(WR_OK, store(state, "Kept", "", NULL));
    assert_int_equal(WR_OK, city_db_write(state, findings, found, NULL));
    assert_int_equal(0, json_array_size(found));
    id = id_at(state, 0);
    assert_int_equal(WR_OK, city_db_write(state, damage, NULL, NULL));
    assert_int_equal(WR_OK, city_db_write(state, findings, found, NULL));
    assert_int_equal(1, json_array_size(found));
    assert_non_null(strstr(json_string_value(json_array_get(found, 0)), id));
    assert_non_null(strstr(json_string_value(json_array_get(found, 0)), "hash"));
    doc = page_of(state, id);
    assert_true(json_is_false(json_object_get(doc, "same")));
    json_decref(doc);
    json_array_clear(found);
    assert_int_equal(WR_OK, city_db_write(state, damage, hash_of_nothing, NULL));      /* text and hash agree, the record does not */
    assert_int_equal(WR_OK, city_db_write(state, findings, found, NULL));
    assert_int_equal(1, json_array_size(found));
    assert_non_null(strstr(json_string_value(json_array_get(found, 0)), "recorded"));
    json_decref(found);
    free(id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(the_hash_is_of_the_text), CITY_TEST(one_moment_gives_the_same_bytes), CITY_TEST(what_changed_since_is_listed),
        CITY_TEST(what_cannot_be_kept_is_refused), CITY_TEST(the_demo_keeps_the_half_year), CITY_TEST(a_damaged_snapshot_is_named),
    };
    return cmocka_run_group_tests_name("directive: snapshots", tests, NULL, NULL);
}
