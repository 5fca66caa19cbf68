/* age_testkit_test.c -- the public vectors of age: each file is opened, or refused for the reason that it names.
 * writ knows no armor, no passphrases and no hybrid recipients, by design. Their files must be refused too:
 * armor and passphrase as an unsound header, whatever they expect (a stanza "SCRYPT" is of an unknown kind: no match, as it
 * expects); a hybrid identity is no identity here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dirent.h>
#include <stdio.h>
#include <sodium.h>
#include <zlib.h>
#include <cmocka.h>
#include "age_memory.h"
#include "str.h"

typedef struct vector { char expect[40], payload[80]; bool armored, scrypt, zlib, hybrid; age_identity ids[4]; size_t n_ids; memory file; } vector;

static void unzip(const uint8_t *p, size_t n, memory *ret)
{
    z_stream z = { .next_in = (z_const Bytef *)(uintptr_t)p, .avail_in = (uInt)n };
    uint8_t out[65536];
    int rc = inflateInit(&z);
    while (rc == Z_OK) {
        z.next_out = out;
        z.avail_out = sizeof out;
        rc = inflate(&z, Z_NO_FLUSH);
        assert_int_equal(memory_write(ret, out, sizeof out - z.avail_out), WR_OK);
    }
    inflateEnd(&z);
    assert_int_equal(rc, Z_STREAM_END);
}

static void line_of(vector *v, char *line)
{
    char *value = strstr(line, ": ");
    if (!value) fail_msg("not a line of the testkit: %s", line);
    *value = 0;
    value += 2;
    if (strcmp(line, "expect") == 0) snprintf(v->expect, sizeof v->expect, "%s", value);
    else if (strcmp(line, "payload") == 0) snprintf(v->payload, sizeof v->payload, "%s", value);
    else if (strcmp(line, "armored") == 0) v->armored = true;
    else if (strcmp(line, "passphrase") == 0) v->scrypt = true;
    else if (strcmp(line, "compressed") == 0) v->zlib = strcmp(value, "zlib") == 0;
    else if (strcmp(line, "identity") == 0) {
        bool pq = str_starts(value, "AGE-SECRET-KEY-PQ-");
        v->hybrid = v->hybrid || pq;
        assert_true(v->n_ids < 4);
        assert_true(age_identity_parse(value, &v->ids[v->n_ids]) == !pq);
        v->n_ids += !pq;
    } else assert_true(strcmp(line, "comment") == 0 || strcmp(line, "file key") == 0);
}

static void read_vector(const char *name, vector *v)
{
    char path[400];
    static uint8_t all[1 << 20];
    uint8_t *p = all, *lf;
    size_t n;
    FILE *f;
    snprintf(path, sizeof path, "test/data/age-testkit/%s", name);
    f = fopen(path, "rb");
    assert_non_null(f);
    n = fread(all, 1, sizeof all, f);
    assert_true(n < sizeof all);
    fclose(f);
    *v = (vector){ 0 };
    while ((lf = memchr(p, '\n', (size_t)(all + n - p))) && lf > p) {
        *lf = 0;
        line_of(v, (char *)p);
        p = lf + 1;
    }
    assert_non_null(lf);
    p = lf + 1;
    if (v->zlib) unzip(p, (size_t)(all + n - p), &v->file);
    else assert_int_equal(memory_write(&v->file, p, (size_t)(all + n - p)), WR_OK);
}

static const char *outcome(wr_rc rc, const wr_err *e)
{
    if (rc == WR_OK) return "success";
    if (rc == WR_E_DENIED) return "no match";
    if (rc != WR_E_INPUT || !e->field) return "?";
    return str_eq(e->field, "header") ? "header failure" : str_eq(e->field, "mac") ? "HMAC failure" : str_eq(e->field, "payload") ? "payload failure" : "?";
}

static void one(const char *name, const vector *v, size_t step)
{
    memory in = v->file, out = { 0 };
    wr_err e = { 0 };
    uint8_t h[32];
    char hex[65];
    const char *got, *want = v->armored || (v->scrypt && !str_eq(name, "scrypt_uppercase")) ? "header failure" : v->expect;
    in.step = step;
    got = outcome(memory_open(v->ids, v->n_ids, &in, &e, &out), &e);
    if (!str_eq(got, want)) fail_msg("%s: %s, not %s", name, got, want);
    crypto_hash_sha256(h, out.p, out.n);
    sodium_bin2hex(hex, sizeof hex, h, sizeof h);
    if (*v->payload && str_eq(want, v->expect) && !str_eq(hex, v->payload)) fail_msg("%s: another content, %zu bytes", name, out.n);
    free(out.p);
}

static void every_vector_is_opened_or_refused_as_it_says(void **state)
{
    DIR *d = opendir("test/data/age-testkit");
    size_t all = 0, hybrid = 0, armored = 0, scrypt = 0, success = 0;
    (void)state;
    assert_non_null(d);
    for (struct dirent *f; (f = readdir(d)); ) {
        vector v;
        if (f->d_name[0] == '.' || str_eq(f->d_name, "README.md")) continue;
        read_vector(f->d_name, &v);
        all++;
        if (v.hybrid) hybrid++;
        else {
            armored += v.armored;
            scrypt += v.scrypt && !v.armored;
            success += !v.armored && !v.scrypt && str_eq(v.expect, "success");
            one(f->d_name, &v, 0);
            if (v.file.n < 4096) one(f->d_name, &v, 1);
        }
        free(v.file.p);
    }
    closedir(d);
    assert_int_equal(all, 143);
    assert_int_equal(hybrid, 19);
    print_message("# %zu without the hybrid kind: %zu armored and %zu with a passphrase refused, %zu opened, %zu refused as they expect\n", all - hybrid,
                  armored, scrypt, success, all - hybrid - armored - scrypt - success);
    assert_int_equal(success, 14);
}

/* A hybrid file is passed over stanza by stanza, so that a mixed one still opens, and a pure one says: other keys. */
static void a_hybrid_file_is_for_other_keys(void **state)
{
    vector v;
    memory out = { 0 };
    wr_err e = { 0 };
    age_identity id;
    (void)state;
    read_vector("hybrid", &v);
    age_identity_new(&id);
    assert_int_equal(memory_open(&id, 1, &v.file, &e, &out), WR_E_DENIED);
    assert_int_equal(out.n, 0);
    free(v.file.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_vector_is_opened_or_refused_as_it_says), cmocka_unit_test(a_hybrid_file_is_for_other_keys) };
    seal_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
