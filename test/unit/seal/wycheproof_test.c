/* wycheproof_test.c -- the covers of seal.h against Project Wycheproof. Each case is asked, except where the cover's type
 * leaves no room for it: nonces that are not 96 bits. Shared secrets of zeros are "acceptable" there and refused here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jansson.h>
#include <sodium.h>
#include <cmocka.h>
#include "seal.h"
#include "str.h"

static const char *word(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));
    assert_non_null(s);
    return s;
}

static bytes hex(arena *a, const json_t *o, const char *key)
{
    const char *s = word(o, key);
    size_t n = strlen(s) / 2;
    uint8_t *p = arena_alloc(a, n + 1, 1);
    assert_true(str_unhex(s, p, n));
    return (bytes){ p, n };
}

/* ask: 1 as it should be, 0 not, -1 cannot be asked. */
static void run(const char *file, size_t all, size_t unasked, int (*ask)(const json_t *group, const json_t *test, bool valid, arena *))
{
    json_error_t err;
    json_t *doc = json_load_file(file, 0, &err), *group, *test;
    size_t g, t, n = 0, not = 0;
    if (!doc) fail_msg("%s: %s", file, err.text);
    json_array_foreach(json_object_get(doc, "testGroups"), g, group)
        json_array_foreach(json_object_get(group, "tests"), t, test) {
            arena *a = arena_new("vector", 1 << 20);
            int as = ask(group, test, !str_eq(word(test, "result"), "invalid"), a);
            if (as == 0) fail_msg("%s: case %d: %s", file, (int)json_integer_value(json_object_get(test, "tcId")), word(test, "comment"));
            n++;
            not += as < 0;
            arena_end(&a);
        }
    assert_int_equal(n, all);
    assert_int_equal(not, unasked);
    json_decref(doc);
}

static int ask_x25519(const json_t *group, const json_t *test, bool valid, arena *a)
{
    bytes want = hex(a, test, "shared");
    uint8_t got[SEAL_KEY];
    bool zero = sodium_is_zero(want.p, want.n), done = seal_x25519(hex(a, test, "private").p, hex(a, test, "public").p, got);
    (void)group;
    return valid && done == !zero && (zero || memcmp(got, want.p, sizeof got) == 0);
}

static int ask_chacha(const json_t *group, const json_t *test, bool valid, arena *a)
{
    bytes key = hex(a, test, "key"), iv = hex(a, test, "iv"), aad = hex(a, test, "aad"), msg = hex(a, test, "msg"), ct = hex(a, test, "ct"), tag = hex(a, test, "tag");
    uint8_t *box = arena_alloc(a, ct.n + tag.n + 1, 1), *open = arena_alloc(a, ct.n + tag.n + 1, 1);
    bool opened;
    (void)group;
    if (iv.n != SEAL_NONCE) return -1;
    memcpy(box, ct.p, ct.n);
    memcpy(box + ct.n, tag.p, tag.n);
    opened = seal_chacha_open(key.p, iv.p, aad, box, ct.n + tag.n, open);
    if (!valid) return !opened;
    if (!opened || memcmp(open, msg.p, msg.n) != 0) return 0;
    seal_chacha(key.p, iv.p, aad, msg.p, msg.n, open);
    return memcmp(open, box, ct.n + tag.n) == 0;
}

static int ask_ed25519(const json_t *group, const json_t *test, bool valid, arena *a)
{
    bytes key = hex(a, json_object_get(group, "publicKey"), "pk");
    assert_int_equal(key.n, SEAL_KEY);
    return seal_signed(key.p, hex(a, test, "msg"), hex(a, test, "sig")) == valid;
}

static int ask_hkdf(const json_t *group, const json_t *test, bool valid, arena *a)
{
    size_t n = (size_t)json_integer_value(json_object_get(test, "size"));
    uint8_t *got = arena_alloc(a, n + 1, 1);
    bool done = seal_hkdf(hex(a, test, "ikm"), hex(a, test, "salt"), hex(a, test, "info"), got, n);
    (void)group;
    return done == valid && (!valid || memcmp(got, hex(a, test, "okm").p, n) == 0);
}

static int ask_hmac(const json_t *group, const json_t *test, bool valid, arena *a)
{
    bytes tag = hex(a, test, "tag");
    uint8_t got[32];
    (void)group;
    assert_true(tag.n <= sizeof got);
    seal_hmac(hex(a, test, "key"), hex(a, test, "msg"), got);
    return (memcmp(got, tag.p, tag.n) == 0) == valid;
}

static void x25519(void **s) { (void)s; run("test/data/wycheproof/x25519_test.json", 518, 0, ask_x25519); }
static void chacha20_poly1305(void **s) { (void)s; run("test/data/wycheproof/chacha20_poly1305_test.json", 325, 9, ask_chacha); }
static void ed25519(void **s) { (void)s; run("test/data/wycheproof/ed25519_test.json", 151, 0, ask_ed25519); }
static void hkdf_sha256(void **s) { (void)s; run("test/data/wycheproof/hkdf_sha256_test.json", 86, 0, ask_hkdf); }
static void hmac_sha256(void **s) { (void)s; run("test/data/wycheproof/hmac_sha256_test.json", 174, 0, ask_hmac); }

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(x25519), cmocka_unit_test(chacha20_poly1305), cmocka_unit_test(ed25519),
                                        cmocka_unit_test(hkdf_sha256), cmocka_unit_test(hmac_sha256) };
    seal_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
