/* log_vectors_test.c -- the log's small parts held to published values: RFC 6962 roots and proofs, signed notes, tile paths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>
#include <sodium.h>
#include "note.h"
#include "str.h"

static const char *text(const json_t *o, const char *key) { return json_string_value(json_object_get(o, key)); }
/* -1: a number that does not fit, which no tree can have. */
static int64_t number(const json_t *o, const char *key)
{
    double v = json_number_value(json_object_get(o, key));
    return v < 0x1p53 ? (int64_t)v : -1;
}

static json_t *file(const char *name)
{
    char path[200];
    json_error_t e;
    json_t *ret;
    snprintf(path, sizeof path, "test/data/log/%s", name);
    ret = json_load_file(path, 0, &e);
    if (!ret) fail_msg("%s: %s", path, e.text);
    return ret;
}

/* A hash of a case. Some are words ("don't care"), shorter than a hash: with zeros behind. Longer or empty is refused. */
static bool hash_of(const char *b64, merkle_hash *ret)
{
    size_t n;
    *ret = (merkle_hash){ 0 };
    return b64 && sodium_base642bin(ret->b, MERKLE_HASH, b64, strlen(b64), NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) == 0 && n > 0;
}

static bool accepts(const json_t *c)
{
    const char *kind = text(c, "kind");
    const json_t *list = json_object_get(c, "proof");
    merkle_hash proof[200], one, root;
    size_t n = json_array_size(list);
    bool whole = str_starts(kind, "sub"), growth = strstr(kind, "consistency") != NULL;
    if (n > 200) return false;
    for (size_t i = 0; i < n; i++)
        if (!hash_of(json_string_value(json_array_get(list, i)), &proof[i])) return false;
    if (!hash_of(text(c, growth ? "root1" : "leafHash"), &one) || !hash_of(text(c, growth ? "root2" : "root"), &root)) return false;
    if (whole && growth) return merkle_grew_from(number(c, "start"), number(c, "end"), number(c, "size"), &one, &root, proof, n);
    if (whole) return merkle_included_in(number(c, "leafIdx"), number(c, "start"), number(c, "end"), &one, &root, proof, n);
    if (growth) return merkle_grew(number(c, "size1"), number(c, "size2"), &one, &root, proof, n);
    return merkle_included(number(c, "leafIdx"), number(c, "treeSize"), &one, &root, proof, n);
}

static void the_518_proof_cases(void **state)
{
    FILE *f = fopen("test/data/log/merkle-cases.jsonl", "r");
    char *line = NULL;
    size_t cap = 0, seen = 0, good = 0;
    (void)state;
    assert_non_null(f);
    while (getline(&line, &cap, f) > 0) {
        json_t *c = json_loads(line, JSON_DECODE_INT_AS_REAL, NULL);
        bool wanted = !json_is_true(json_object_get(c, "wantErr"));
        assert_non_null(c);
        if (accepts(c) != wanted) fail_msg("%s %s: %s", text(c, "kind"), text(c, "file"), wanted ? "refused" : "accepted");
        seen++;
        good += wanted;
        json_decref(c);
    }
    free(line);
    fclose(f);
    assert_int_equal(seen, 518);
    assert_int_equal(good, 36);
}

static void roots_of_sizes_0_to_8(void **state)
{
    json_t *doc = file("rfc6962-roots.json"), *leaves = json_object_get(doc, "leaves_hex"), *roots = json_object_get(doc, "roots");
    merkle_edge e = { 0 };
    arena *a = arena_new("test", 1 << 16);
    (void)state;
    assert_int_equal(json_array_size(roots), 9);
    for (size_t i = 0; i <= 8; i++) {
        merkle_hash root = merkle_root(&e), leaf;
        const char *hex = json_string_value(json_array_get(leaves, i));
        uint8_t raw[64];
        assert_string_equal(str_hex(a, root.b, MERKLE_HASH), json_string_value(json_array_get(roots, i)));
        if (i == 8) break;
        assert_true(str_unhex(hex, raw, strlen(hex) / 2));
        leaf = merkle_leaf((bytes){ raw, strlen(hex) / 2 });
        merkle_push(&e, 0, &leaf, NULL, NULL);
    }
    arena_end(&a);
    json_decref(doc);
}

/* ---- every proof that we make is one that we accept ---- */

enum { LEAVES = 70 };
static merkle_hash leaves[LEAVES];

static wr_rc read_whole(void *with, int height, int64_t n, merkle_hash *ret)
{
    merkle_edge e = { 0 };
    (void)with;
    for (int64_t i = n << height; i < (n + 1) << height; i++) {
        if (i >= LEAVES) return WR_E_BUG;
        merkle_push(&e, 0, &leaves[i], NULL, NULL);
    }
    *ret = merkle_root(&e);
    return WR_OK;
}

static void proofs_that_we_make(void **state)
{
    merkle_hash roots[LEAVES + 1], proof[MERKLE_PROOF_MAX];
    merkle_edge e = { 0 };
    size_t n;
    (void)state;
    roots[0] = merkle_root(&e);
    for (int i = 0; i < LEAVES; i++) {
        uint8_t byte = (uint8_t)i;
        leaves[i] = merkle_leaf((bytes){ &byte, 1 });
        merkle_push(&e, 0, &leaves[i], NULL, NULL);
        roots[i + 1] = merkle_root(&e);
    }
    for (int64_t size = 1; size <= LEAVES; size++) {
        for (int64_t i = 0; i < size; i++) {
            assert_int_equal(merkle_prove(i, size, read_whole, NULL, proof, &n), WR_OK);
            assert_true(merkle_included(i, size, &leaves[i], &roots[size], proof, n));
            assert_false(merkle_included(i, size, &leaves[(i + 1) % LEAVES], &roots[size], proof, n));
        }
        for (int64_t old = 1; old <= size; old++) {
            assert_int_equal(merkle_prove_growth(old, size, read_whole, NULL, proof, &n), WR_OK);
            assert_true(merkle_grew(old, size, &roots[old], &roots[size], proof, n));
            assert_false(merkle_grew(old, size, &roots[old - 1], &roots[size], proof, n));
        }
    }
    assert_int_equal(merkle_prove(3, 3, read_whole, NULL, proof, &n), WR_E_MISSING);
}

/* ---- notes ---- */

static void notes_of_the_specification(void **state)
{
    json_t *doc = file("signed-note.json"), *c;
    arena *a = arena_new("test", 1 << 20);
    size_t i;
    wr_err e = { 0 };
    (void)state;
    json_array_foreach(json_object_get(doc, "valid"), i, c) {
        note_key k;
        const char *note, *got, *t = text(c, "text");
        assert_int_equal(note_key_read(text(c, "vkey"), &e, &k), WR_OK);
        note = arena_fmt(a, "%s\n\xe2\x80\x94 %s %s\n", t, k.name, text(c, "sig"));
        assert_int_equal(note_open(a, note, strlen(note), &k, 1, &e, &got), WR_OK);
        assert_string_equal(got, t);
        assert_string_equal(note_key_text(a, &k, false), text(c, "vkey"));
        note = arena_fmt(a, "%s\n\xe2\x80\x94 %s %s\n", arena_fmt(a, "x%s", t), k.name, text(c, "sig"));
        assert_int_equal(note_open(a, note, strlen(note), &k, 1, &e, &got), WR_E_INPUT);
        if (!text(c, "skey")) continue;
        assert_int_equal(note_key_read(text(c, "skey"), &e, &k), WR_OK);
        assert_string_equal(note_key_text(a, &k, true), text(c, "skey"));
        assert_string_equal(note_key_text(a, &k, false), text(c, "vkey"));
        assert_int_equal(note_sign(a, &k, t, &e, &got), WR_OK);
        assert_non_null(strstr(got, text(c, "sig")));
    }
    assert_int_equal(i, 3);
    json_array_foreach(json_object_get(doc, "bad_keys"), i, c) {
        note_key k;
        if (note_key_read(text(c, "vkey"), &e, &k) == WR_OK) fail_msg("accepted: %s", text(c, "why"));
    }
    assert_int_equal(i, 3);
    assert_int_equal(note_key_read("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", &e, &(note_key){ { 0 } }), WR_E_INPUT);   /* one spelling */
    json_decref(doc);
    arena_end(&a);
}

static void signatures_known_unknown_and_bad(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    note_key mine, other, third;
    const char *one, *two, *line, *both, *got;
    wr_err e = { 0 };
    (void)state;
    assert_int_equal(note_key_new("city.example/a", &e, &mine), WR_OK);
    assert_int_equal(note_key_new("city.example/b", &e, &other), WR_OK);
    assert_int_equal(note_key_new("city.example/a", &e, &third), WR_OK);   /* same name, another key */
    assert_int_equal(note_key_new("a b", &e, &mine), WR_E_INPUT);
    assert_int_equal(note_sign(a, &mine, "no line feed", &e, &one), WR_E_BUG);
    assert_int_equal(note_sign(a, &mine, "text\n", &e, &one), WR_OK);
    assert_int_equal(note_sign(a, &other, "text\n", &e, &two), WR_OK);
    line = strstr(two, "\n\n") + 2;
    both = arena_fmt(a, "%s%s", one, line);
    assert_int_equal(note_open(a, both, strlen(both), &mine, 1, &e, &got), WR_OK);
    assert_int_equal(note_open(a, both, strlen(both), &other, 1, &e, &got), WR_OK);
    assert_int_equal(note_open(a, both, strlen(both), &third, 1, &e, &got), WR_E_INPUT);   /* nobody known signed */
    assert_int_equal(note_open(a, one, strlen(one) - 1, &mine, 1, &e, &got), WR_E_INPUT);  /* cut off */
    both = arena_fmt(a, "%s\xe2\x80\x94 x AAAA=\n", one);
    assert_int_equal(note_open(a, both, strlen(both), &mine, 1, &e, &got), WR_E_INPUT);    /* not canonical */
    {
        char *bad = arena_dup(a, one);
        size_t at = strlen(bad) - 5;
        bad[at] = bad[at] == 'A' ? 'B' : 'A';
        assert_int_equal(note_open(a, bad, strlen(bad), &mine, 1, &e, &got), WR_E_INPUT);
    }
    arena_end(&a);
}

static void checkpoints_come_back(void **state)
{
    arena *a = arena_new("test", 1 << 16);
    checkpoint c = { .origin = "city.example/audit", .size = 1234567 }, got;
    wr_err e = { 0 };
    (void)state;
    memset(c.root.b, 7, MERKLE_HASH);
    assert_string_equal(checkpoint_text(a, &c), "city.example/audit\n1234567\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n");
    assert_int_equal(checkpoint_read(a, checkpoint_text(a, &c), &e, &got), WR_OK);
    assert_string_equal(got.origin, c.origin);
    assert_int_equal(got.size, c.size);
    assert_memory_equal(got.root.b, c.root.b, MERKLE_HASH);
    assert_int_equal(checkpoint_read(a, "o\n01\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n", &e, &got), WR_E_INPUT);
    assert_int_equal(checkpoint_read(a, "o\n1\nBwc=\n", &e, &got), WR_E_INPUT);
    assert_int_equal(checkpoint_read(a, "o\n1\n", &e, &got), WR_E_INPUT);
    arena_end(&a);
}

static void tile_paths(void **state)
{
    json_t *doc = file("tlog-tile-paths.json"), *levels, *c;
    arena *a = arena_new("test", 1 << 20);
    const char *size;
    size_t i, seen = 0;
    wr_err e = { 0 };
    tile t;
    (void)state;
    assert_string_equal(tile_path(a, (tile){ .level = 0, .width = 256, .n = 1234067 }), arena_fmt(a, "tile/0/%s", text(doc, "index_1234067")));
    json_object_foreach(json_object_get(doc, "sizes"), size, levels) {
        json_array_foreach(levels, i, c) {
            int partial, level = (int)number(c, "level");
            int64_t n = tile_count(level, strtoll(size, NULL, 10), &partial);
            const char *path = text(c, "partial_path");
            assert_int_equal(n, number(c, "full_tiles"));
            assert_int_equal(partial, number(c, "partial_width"));
            if (path) {
                assert_string_equal(tile_path(a, (tile){ .level = level, .width = partial, .n = n }), path);
                assert_int_equal(tile_read(path, &e, &t), WR_OK);
                assert_int_equal(t.n, n);
                assert_int_equal(t.width, partial);
            }
            seen++;
        }
    }
    assert_true(seen > 8);
    assert_int_equal(tile_read("tile/entries/x001/x234/067.p/9", &e, &t), WR_OK);
    assert_int_equal(t.level, TILE_ENTRIES);
    assert_int_equal(t.n, 1234067);
    const char *const bad[] = { "tile/0/1", "tile/0/0001", "tile/00/001", "tile/9/001", "tile/0/x000/001", "tile/0/001.p/0", "tile/0/001.p/256", "tile/0/001.p/",
        "tile/0/001/", "tile/entries/", "tile/", "", "tile/0/x001", "tile/0/001.p/07", "tile/-1/001" };
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
        if (tile_read(bad[i], &e, &t) == WR_OK) fail_msg("accepted: %s", bad[i]);
    arena_end(&a);
    json_decref(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_518_proof_cases), cmocka_unit_test(roots_of_sizes_0_to_8), cmocka_unit_test(proofs_that_we_make),
        cmocka_unit_test(notes_of_the_specification), cmocka_unit_test(signatures_known_unknown_and_bad), cmocka_unit_test(checkpoints_come_back),
        cmocka_unit_test(tile_paths),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
