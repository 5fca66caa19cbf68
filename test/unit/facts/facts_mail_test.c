/* facts_mail_test.c -- mails as files: who, when, what about, in answer to what; their text, and what hangs on them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "facts.h"
#include "facts_bytes.h"
#include "facts_own.h"

#define OK_OR_SAY(a, expr) do { if ((expr) != WR_OK) fail_msg("%s %s", arena_err(a)->text ? arena_err(a)->text : "", arena_err(a)->holes); } while (0)

static facts_mail_said read_mail(arena *a, const char *text, size_t n)
{
    facts_mail_said m;
    int fd = file_of(text, n);
    OK_OR_SAY(a, facts_mail(fd, a, &m));
    close(fd);
    return m;
}

static wr_rc collect(void *with, const uint8_t *p, size_t n)
{
    sb_put(with, (const char *)p, n);
    return WR_OK;
}

static const char *part_of(arena *a, const char *text, int64_t at, int64_t most, strbuf *ret)
{
    const char *problem;
    int fd = file_of(text, strlen(text));
    *ret = sb_new(a, 100);
    OK_OR_SAY(a, facts_mail_part(fd, at, most, collect, ret, a, &problem));
    close(fd);
    return problem;
}

static const char ANSWER[] =
    "Received: from mail.example.gov\r\n"
    "Message-ID: <answer.1@example.gov>\r\n"
    "In-Reply-To: <request.7@city.example>\r\n"
    "References: <request.1@city.example>\r\n <request.7@city.example>\r\n"
    "From: =?ISO-8859-1?Q?Jos=E9_Records?= <foia@example.gov>\r\n"
    "To: City Attorney <records@city.example>, other@city.example\r\n"
    "Cc: third@city.example\r\n"
    "Date: Thu, 26 Feb 2026 10:00:00 -0800\r\n"
    "Subject: =?UTF-8?B?UmU6IDIwMjYtSUNGTy0wMDEyMyDigJQgZGV0ZXJtaW5hdGlvbg==?=\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=\"XX\"\r\n\r\n"
    "--XX\r\nContent-Type: multipart/alternative; boundary=\"YY\"\r\n\r\n"
    "--YY\r\nContent-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nDear requester,=0D=0Asee \x93the list=94 attached.\r\n"
    "--YY\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Dear requester<script>x</script></p>\r\n--YY--\r\n"
    "--XX\r\nContent-Type: application/pdf; name=\"r.pdf\"\r\nContent-Disposition: attachment;\r\n filename*=UTF-8''2026%E2%80%93list.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n"
    "--XX\r\nContent-Type: message/rfc822\r\n\r\nFrom: inner@example.gov\r\nSubject: inner\r\n\r\nInner text\r\n"
    "--XX\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: attachment; filename=\"../../etc/notes.txt\"\r\n\r\nnotes\r\n--XX--\r\n";

static void an_answer(void **state)
{
    arena *a = arena_new("mail", 16 << 20);
    facts_mail_said m = read_mail(a, ANSWER, sizeof ANSWER - 1);
    strbuf part;
    (void)state;
    assert_string_equal(m.problem, "");
    assert_string_equal(m.message_id, "answer.1@example.gov");
    assert_string_equal(m.in_reply_to, "request.7@city.example");
    assert_int_equal(m.references_n, 2);
    assert_string_equal(m.references[0], "request.1@city.example");
    assert_string_equal(m.references[1], "request.7@city.example");
    assert_string_equal(m.from, "Jos\xc3\xa9 Records <foia@example.gov>");
    assert_string_equal(m.to, "City Attorney <records@city.example>, other@city.example");
    assert_string_equal(m.cc, "third@city.example");
    assert_int_equal(m.sent, 1772128800000000);
    assert_string_equal(m.subject, "Re: 2026-ICFO-00123 \xe2\x80\x94 determination");
    assert_false(m.html || m.cut);
    assert_non_null(strstr(m.text, "see \xe2\x80\x9cthe list\xe2\x80\x9d attached."));
    assert_int_equal(m.parts_n, 4);
    assert_string_equal(m.parts[0].media, "text/html");
    assert_string_equal(m.parts[1].name, "2026\xe2\x80\x93list.pdf");
    assert_string_equal(m.parts[1].media, "application/pdf");
    assert_int_equal(m.parts[1].size, 9);
    assert_true(m.parts[2].mail);
    assert_string_equal(m.parts[3].name, "../../etc/notes.txt");     /* as it was typed */
    assert_string_equal(part_of(a, ANSWER, m.parts[1].at, 100, &part), "");
    assert_string_equal(part.p, "%PDF-1.4\n");
    assert_string_equal(part_of(a, ANSWER, m.parts[2].at, 1000, &part), "");
    assert_non_null(strstr(part.p, "Subject: inner"));
    assert_non_null(strstr(part.p, "Inner text"));
    assert_string_equal(part_of(a, ANSWER, m.parts[1].at, 8, &part), "too_big");
    assert_int_equal(part.n, 0);
    assert_string_equal(part_of(a, ANSWER, 77, 8, &part), "no_part");
    arena_end(&a);
}

static void html_alone_and_other_letters(void **state)
{
    static const char HTML[] = "From: a@example.org\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>Only this</p>\n";
    static const char KOREAN[] = "From: a@example.org\nSubject: =?EUC-KR?B?vsiz58fPvLy/5A==?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=EUC-KR\nContent-Transfer-Encoding: base64\n\nvsiz58fPvLy/5A==\n";
    arena *a = arena_new("mail", 16 << 20);
    facts_mail_said m = read_mail(a, HTML, sizeof HTML - 1);
    (void)state;
    assert_true(m.html);
    assert_string_equal(m.text, "<p>Only this</p>\n");
    assert_int_equal(m.parts_n, 0);
    assert_int_equal(m.sent, 0);
    assert_string_equal(m.message_id, "");
    m = read_mail(a, KOREAN, sizeof KOREAN - 1);
    assert_string_equal(m.subject, "\xec\x95\x88\xeb\x85\x95\xed\x95\x98\xec\x84\xb8\xec\x9a\x94");
    assert_string_equal(m.text, "\xec\x95\x88\xeb\x85\x95\xed\x95\x98\xec\x84\xb8\xec\x9a\x94");
    arena_end(&a);
}

static void what_is_too_much(void **state)
{
    arena *a = arena_new("mail", 256 << 20);
    strbuf b = sb_new(a, 4096);
    facts_mail_said m;
    (void)state;
    sb_str(&b, "From: a@example.org\nMIME-Version: 1.0\n");
    for (int i = 0; i < 30; i++) sb_fmt(&b, "Content-Type: multipart/mixed; boundary=\"b%d\"\n\n--b%d\n", i, i);
    sb_str(&b, "\nx\n");
    m = read_mail(a, b.p, b.n);
    assert_string_equal(m.problem, "too_many");
    b = sb_new(a, 4096);
    sb_str(&b, "From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\n");
    for (int i = 0; i < FACTS_PARTS_MAX + 1; i++) sb_str(&b, "--b\n\nx\n");
    sb_str(&b, "--b--\n");
    m = read_mail(a, b.p, b.n);
    assert_string_equal(m.problem, "too_many");
    b = sb_new(a, 4096);
    sb_str(&b, "From: a@example.org\nReferences:");
    for (int i = 0; i < 1000; i++) sb_fmt(&b, " <%d@x>", i);
    sb_str(&b, "\nSubject: ");
    for (int i = 0; i < 20000; i++) sb_str(&b, "\xc3\xa9");
    sb_str(&b, "\n\n");
    for (int i = 0; i < FACTS_MAIL_TEXT_MAX; i++) sb_str(&b, "\xc3\xa9");
    m = read_mail(a, b.p, b.n);
    assert_string_equal(m.problem, "");
    assert_int_equal(m.references_n, FACTS_REFERENCES_MAX);
    assert_true(m.cut);
    assert_true(strlen(m.text) <= FACTS_MAIL_TEXT_MAX && strlen(m.subject) <= FACTS_HEADER_MAX);
    assert_true(str_utf8(m.text, strlen(m.text)) && str_utf8(m.subject, strlen(m.subject)));
    {
        int fd = file_of("x", 1);
        assert_int_equal(ftruncate(fd, (off_t)FACTS_MAIL_MAX + 1), 0);
        OK_OR_SAY(a, facts_mail(fd, a, &m));
        assert_string_equal(m.problem, "too_big");
        close(fd);
    }
    m = read_mail(a, "", 0);
    assert_string_equal(m.subject, "");
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(an_answer), cmocka_unit_test(html_alone_and_other_letters), cmocka_unit_test(what_is_too_much) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
