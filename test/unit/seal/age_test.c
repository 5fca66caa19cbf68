/* age_test.c -- what is sealed opens again: here, and with the age program of Debian, both ways. And nothing else opens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sodium.h>
#include <unistd.h>
#include <cmocka.h>
#include "age_memory.h"
#include "str.h"

enum { TO = 3, SIZES = 6, BIG = 1000003 };
static const size_t SIZE[SIZES] = { 0, 1, 65535, 65536, 65537, BIG };
static age_identity id[TO];
static age_recipient to[TO];
static uint8_t plain[BIG];

static int setup(void **state)
{
    (void)state;
    seal_start();
    for (size_t i = 0; i < TO; i++) {
        age_identity_new(&id[i]);
        to[i] = age_recipient_of(&id[i]);
    }
    randombytes_buf(plain, sizeof plain);
    return 0;
}

static void seal(size_t n, size_t step, memory *out)
{
    age_sealer *s;
    wr_err e = { 0 };
    assert_int_equal(age_seal_begin(to, TO, memory_write, out, &e, &s), WR_OK);
    for (size_t at = 0; at < n; at += step) assert_int_equal(age_seal_put(s, plain + at, n - at < step ? n - at : step), WR_OK);
    assert_int_equal(age_seal_finish(s), WR_OK);
    age_seal_end(&s);
}

static void what_is_sealed_opens_for_each_recipient(void **state)
{
    static const size_t STEP[] = { 1000, 65536, BIG };
    (void)state;
    for (size_t i = 0; i < SIZES; i++)
        for (size_t k = 0; k < TO; k++) {
            memory file = { 0 }, out = { 0 };
            wr_err e = { 0 };
            seal(SIZE[i], STEP[k], &file);
            assert_int_equal(memory_open(&id[k], 1, &file, &e, &out), WR_OK);
            assert_int_equal(out.n, SIZE[i]);
            if (out.n) assert_memory_equal(out.p, plain, out.n);
            free(file.p);
            free(out.p);
        }
}

static void another_key_opens_nothing(void **state)
{
    memory file = { 0 }, out = { 0 };
    wr_err e = { 0 };
    age_identity other;
    (void)state;
    age_identity_new(&other);
    seal(1000, 1000, &file);
    assert_int_equal(memory_open(&other, 1, &file, &e, &out), WR_E_DENIED);
    assert_int_equal(out.n, 0);
    free(file.p);
}

static void every_changed_byte_and_every_cut_is_seen(void **state)
{
    memory file = { 0 };
    (void)state;
    seal(300, 300, &file);
    for (size_t i = 0; i < file.n; i++) {
        memory changed = { malloc(file.n), file.n, file.n, 0, 0 }, cut = { file.p, i, i, 0, 0 }, out = { 0 };
        wr_err e = { 0 };
        memcpy(changed.p, file.p, file.n);
        changed.p[i] ^= 1;
        assert_int_not_equal(memory_open(id, TO, &changed, &e, &out), WR_OK);
        assert_int_not_equal(memory_open(id, TO, &cut, &e, &out), WR_OK);
        assert_int_equal(out.n, 0);
        free(changed.p);
    }
    free(file.p);
}

static void one_to_twenty_recipients(void **state)
{
    static age_recipient many[AGE_TO_MAX + 1];
    age_sealer *s;
    wr_err e = { 0 }, e2 = { 0 }, e3 = { 0 };
    memory file = { 0 }, out = { 0 };
    (void)state;
    for (size_t i = 0; i <= AGE_TO_MAX; i++) many[i] = to[i == AGE_TO_MAX - 1 ? 1 : 0];
    assert_int_equal(age_seal_begin(many, 0, memory_write, &file, &e, &s), WR_E_INPUT);
    assert_int_equal(age_seal_begin(many, AGE_TO_MAX + 1, memory_write, &file, &e, &s), WR_E_INPUT);
    assert_int_equal(file.n, 0);
    assert_int_equal(age_seal_begin(many, AGE_TO_MAX, memory_write, &file, &e2, &s), WR_OK);
    assert_int_equal(age_seal_finish(s), WR_OK);
    age_seal_end(&s);
    assert_int_equal(memory_open(&id[1], 1, &file, &e2, &out), WR_OK);
    many[0] = (age_recipient){ { 0 } };
    assert_int_equal(age_seal_begin(many, 1, memory_write, &file, &e3, &s), WR_E_INPUT);   /* a point of low order */
    free(file.p);
}

static void keys_are_text_in_one_spelling(void **state)
{
    char text[AGE_TEXT], secret[AGE_TEXT];
    age_recipient r;
    age_identity i;
    (void)state;
    age_recipient_text(&to[0], text);
    age_identity_text(&id[0], secret);
    assert_true(str_starts(text, "age1") && str_starts(secret, "AGE-SECRET-KEY-1"));
    assert_int_equal(strlen(text), 62);
    assert_int_equal(strlen(secret), 74);
    assert_true(age_recipient_parse(text, &r) && age_identity_parse(secret, &i));
    assert_memory_equal(&r, &to[0], sizeof r);
    assert_memory_equal(&i, &id[0], sizeof i);
    assert_false(age_recipient_parse(secret, &r) || age_identity_parse(text, &i) || age_recipient_parse("", &r) || age_recipient_parse("age1", &r));
    for (size_t k = 0; k < strlen(text); k++) {
        char was = text[k];
        text[k] = was == 'q' ? 'p' : 'q';
        assert_false(age_recipient_parse(text, &r));
        text[k] = (char)(was >= 'a' && was <= 'z' ? was - 32 : was);
        if (text[k] != was) assert_false(age_recipient_parse(text, &r));
        text[k] = was;
    }
    text[61] = 0;
    assert_false(age_recipient_parse(text, &r));
}

/* A key and a file made by age 1.1.1 elsewhere would do as well; the program itself is the better witness. */
static void put(const char *dir, const char *name, const uint8_t *p, size_t n)
{
    char path[300];
    FILE *f;
    snprintf(path, sizeof path, "%s/%s", dir, name);
    f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static memory get(const char *dir, const char *name)
{
    char path[300];
    memory m = { malloc(2 * BIG), 0, 2 * BIG, 0, 0 };
    FILE *f;
    snprintf(path, sizeof path, "%s/%s", dir, name);
    f = fopen(path, "rb");
    assert_non_null(f);
    m.n = fread(m.p, 1, m.cap, f);
    fclose(f);
    return m;
}

static void shell(const char *dir, const char *words)
{
    char command[1500];
    int rc;
    snprintf(command, sizeof command, "cd %s && %s", dir, words);
    rc = system(command);
    if (rc != 0) fail_msg("%s: %d", words, rc);
}

static void the_age_program_and_we_open_each_others_files(void **state)
{
    char dir[] = "/tmp/writ-age-XXXXXX", words[600], text[TO][AGE_TEXT], secret[AGE_TEXT + 1];
    (void)state;
    assert_non_null(mkdtemp(dir));
    for (size_t k = 0; k < TO; k++) {
        char name[8];
        age_recipient_text(&to[k], text[k]);
        age_identity_text(&id[k], secret);
        snprintf(name, sizeof name, "key%zu", k);
        put(dir, name, (uint8_t *)secret, strlen(secret));
    }
    for (size_t i = 0; i < SIZES; i++) {
        memory file = { 0 }, theirs, out = { 0 };
        wr_err e = { 0 };
        seal(SIZE[i], 4096, &file);
        put(dir, "ours.age", file.p, file.n);
        put(dir, "plain", plain, SIZE[i]);
        snprintf(words, sizeof words, "age -d -i key%zu ours.age >opened && cmp opened plain", i % TO);
        shell(dir, words);
        snprintf(words, sizeof words, "age -r %s -r %s -r %s -o theirs.age plain", text[0], text[1], text[2]);
        shell(dir, words);
        theirs = get(dir, "theirs.age");
        assert_int_equal(memory_open(&id[i % TO], 1, &theirs, &e, &out), WR_OK);
        assert_int_equal(out.n, SIZE[i]);
        if (out.n) assert_memory_equal(out.p, plain, out.n);
        free(file.p);
        free(theirs.p);
        free(out.p);
    }
    snprintf(words, sizeof words, "rm -r %s", dir);
    shell("/", words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sealed_opens_for_each_recipient), cmocka_unit_test(another_key_opens_nothing),
        cmocka_unit_test(every_changed_byte_and_every_cut_is_seen), cmocka_unit_test(one_to_twenty_recipients),
        cmocka_unit_test(keys_are_text_in_one_spelling), cmocka_unit_test(the_age_program_and_we_open_each_others_files),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
