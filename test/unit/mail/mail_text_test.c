/* mail_text_test.c -- a message as it leaves: no text becomes a header, no line is too long, what is not ASCII is encoded whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "mail_own.h"

static const mail_row PLAIN = { .id = "0123456789abcdef0123456789abcdef", .kind = "test", .name = "Noor Sample", .email = "noor@example.org", .lang = "en",
    .subject = "A subject", .text = "First line\n.a dot\n..two\n\nLast = line" };
static const mail_head HEAD = { .host = "city.example", .from = "writ@city.example", .from_name = "Los Angeles", .at = 1772128800 * (wr_us)1000000 };

static const char *built(arena *a, const mail_row *m)
{
    strbuf b = sb_new(a, 1000);
    mail_build(m, &HEAD, &b);
    return b.p;
}

/* Every line ends in CR LF, is at most 78 long and ASCII. */
static void sound(const char *p)
{
    size_t col = 0;
    for (; *p; p++) {
        if (*p == '\r') {
            assert_int_equal(p[1], '\n');
            assert_true(col <= 78);
            col = 0;
            p++;
            continue;
        }
        assert_int_not_equal(*p, '\n');
        assert_true((unsigned char)*p < 0x7f && (unsigned char)*p >= ' ');
        col++;
    }
    assert_int_equal(col, 0);
}

static size_t headers(const char *p)       /* names of headers at the start of a line, before the text */
{
    size_t n = 0;
    const char *end = strstr(p, "\r\n\r\n");
    for (; p && p < end; p = strstr(p, "\r\n") ? strstr(p, "\r\n") + 2 : NULL) n += *p != ' ';
    return n;
}

static void a_plain_mail_byte_for_byte(void **s)
{
    arena *a = arena_new("test", 1 << 20);
    (void)s;
    assert_string_equal(built(a, &PLAIN),
        "Date: Thu, 26 Feb 2026 18:00:00 +0000\r\nFrom: Los Angeles\r\n <writ@city.example>\r\nTo: Noor Sample\r\n <noor@example.org>\r\n"
        "Subject: A subject\r\nMessage-ID: <0123456789abcdef0123456789abcdef@city.example>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Language: en\r\n\r\n"
        "First line\r\n.a dot\r\n..two\r\n\r\nLast =3D line\r\n");
    arena_end(&a);
}

static void nothing_becomes_a_header(void **s)
{
    static const char *const EVIL[] = { "x\r\nBcc: all@example.org", "x\nBcc: all@example.org", "x\rBcc: y", "\r\n\r\nText", "x\x7f\x01", "=?utf-8?Q?a=0D=0ABcc:_b?=", "\"<a@b>,",
        "caf\xc3\xa9\r\n Bcc: z", NULL };
    arena *a = arena_new("test", 1 << 22);
    (void)s;
    for (const char *const *e = EVIL; *e; e++) {
        mail_row m = PLAIN;
        const char *p;
        m.subject = m.name = m.lang = *e;
        p = built(a, &m);
        sound(p);
        assert_true(headers(p) == headers(built(a, &PLAIN)) || headers(p) == headers(built(a, &PLAIN)) - 1);   /* the language may be left out */
        assert_null(strstr(p, "\r\nBcc"));
        assert_null(strstr(p, "0D=0A"));
    }
    arena_end(&a);
}

static void long_and_foreign_subjects(void **s)
{
    arena *a = arena_new("test", 1 << 22);
    strbuf cjk = sb_new(a, 400), ascii = sb_new(a, 400);
    mail_row m = PLAIN;
    const char *p, *w;
    size_t words = 0;
    (void)s;
    for (int i = 0; i < 60; i++) sb_str(&cjk, "\xe5\xb8\x82");         /* three bytes each: no word may end inside one */
    for (int i = 0; i < 120; i++) sb_ch(&ascii, 'a');
    m.subject = cjk.p;
    m.name = ascii.p;
    p = built(a, &m);
    sound(p);
    for (w = strstr(p, "Subject: "); (w = strstr(w, "=?utf-8?B?")); words++) {
        size_t n;
        w += 10;
        n = (size_t)(strstr(w, "?=") - w);
        assert_int_equal(n % 4, 0);                                      /* three bytes are four letters: no padding */
        assert_int_not_equal(w[n - 1], '=');
        assert_true(strncmp(w, "5biC", 4) == 0);                        /* each begins with a whole character */
    }
    assert_int_equal(words, 5);
    arena_end(&a);
}

static void long_lines_break_softly(void **s)
{
    arena *a = arena_new("test", 1 << 22);
    strbuf text = sb_new(a, 4000);
    mail_row m = PLAIN;
    (void)s;
    for (int i = 0; i < 500; i++) sb_str(&text, i % 3 ? "x" : "\xc3\xa9");
    sb_str(&text, " \n\t\n \r \n");
    m.text = text.p;
    sound(built(a, &m));
    m.text = "a trailing space \nand a tab\t";
    assert_non_null(strstr(built(a, &m), "a trailing space=20\r\nand a tab=09\r\n"));
    m.text = "";
    sound(built(a, &m));
    arena_end(&a);
}

static void addresses(void **s)
{
    static const char *const GOOD[] = { "a@b.example", "first.last+tag@city-hall.example.org", "o'neil@example.org", NULL };
    static const char *const BAD[] = { "", "a", "a@", "@b.example", "a b@example.org", "a@b c", "a@b.example\r\n", "a@b.example>", "<a@b.example>", "a@b@c", ".a@b.example", "a.@b.example",
        "a..b@example.org", "a@-b.example", "a@b.example.", "\xc3\xa9@example.org", "a@\xc3\xa9.example", "a,b@example.org", NULL };
    (void)s;
    for (const char *const *g = GOOD; *g; g++) assert_true(address_ok(*g));
    for (const char *const *b = BAD; *b; b++) assert_false(address_ok(*b));
}

static void the_wait_grows(void **s)
{
    static const int MINUTES[] = { 1, 5, 15, 60, 240, 720, 720, 720 };
    (void)s;
    for (int i = 0; i < 8; i++) assert_int_equal(mail_again_after(i + 1), MINUTES[i] * 60 * (wr_us)1000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_plain_mail_byte_for_byte), cmocka_unit_test(nothing_becomes_a_header), cmocka_unit_test(long_and_foreign_subjects),
        cmocka_unit_test(long_lines_break_softly), cmocka_unit_test(addresses), cmocka_unit_test(the_wait_grows) };
    return cmocka_run_group_tests_name("mail/text", tests, NULL, NULL);
}
