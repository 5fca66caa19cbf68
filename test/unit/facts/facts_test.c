/* facts_test.c -- facts of PDFs and archives: what is there, what is wrong by its name, and parts one at a time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "blob.h"
#include "city_db.h"
#include "facts.h"
#include "facts_bytes.h"
#include "facts_own.h"
#include "letter.h"
#include "modules.h"

#define OK_OR_SAY(a, expr) do { if ((expr) != WR_OK) fail_msg("%s %s", arena_err(a)->text ? arena_err(a)->text : "", arena_err(a)->holes); } while (0)

typedef struct seen { int pages, with_text, marks; bool whole; strbuf marked; arena *a; } seen;
static wr_rc see(void *with, const facts_page *p)
{
    seen *s = with;
    const char **marks;
    size_t n;
    assert_int_equal(p->page, ++s->pages);
    assert_false(p->damaged || p->cut);
    s->with_text += *p->text != 0;
    s->whole = s->whole || strstr(p->text, "150. An item");
    if (facts_marks(p->text, "9999-AAAA-99999-R-9999", s->a, &marks, &n) != WR_OK) abort();
    for (size_t i = 0; i < n; i++, s->marks++) sb_fmt(&s->marked, "%d:%s ", (int)p->page, marks[i]);
    return WR_OK;
}

static const char *problem_of(arena *a, const char *p, size_t n)
{
    facts_pdf_said said;
    int fd = file_of(p, n);
    OK_OR_SAY(a, facts_pdf(fd, NULL, NULL, a, &said));
    close(fd);
    return said.problem;
}

static void pages_of_a_letter(void **state)
{
    arena *a = arena_new("facts", 64 << 20);
    letter *l = letter_new(a, "en", "A \"letter\" of several pages");
    seen s = { .a = a, .marked = sb_new(a, 100) };
    facts_pdf_said said;
    bytes pdf;
    int fd, drawn = 0;
    (void)state;
    for (int i = 0; i < 200; i++) letter_item(l, "An item of a list that has a line and then a second one, so that the letter is as long as it has to be for this.");
    OK_OR_SAY(a, letter_pdf(l, a, &pdf));
    fd = file_of(pdf.p, pdf.n);
    OK_OR_SAY(a, facts_pdf(fd, see, &s, a, &said));
    assert_string_equal(said.problem, "");
    assert_string_equal(said.title, "A \"letter\" of several pages");
    for (const uint8_t *s_ = pdf.p, *end = pdf.p + pdf.n; (s_ = memmem(s_, (size_t)(end - s_), "/Type /Page %", 13)); s_++) drawn++;
    assert_int_equal(said.pages, drawn);
    assert_true(said.pages >= 8);
    assert_int_equal(s.pages, said.pages);
    assert_int_equal(s.with_text, said.pages);
    assert_true(s.whole);                                    /* a number of three digits stands on one line */
    close(fd);
    arena_end(&a);
}

static wr_rc last_line(void *with, const facts_page *p)
{
    *(const char **)with = strstr(p->text, "1/2") ? "first" : strstr(p->text, "2/2") ? "second" : "none";
    return p->page == 1 && strstr(p->text, "\xd4\xb2\xd5\xa1\xd6\x80\xd6\x87") ? WR_OK : p->page == 2 ? WR_OK : WR_E_CONFLICT;
}

static void numbers_below_and_other_scripts(void **state)
{
    arena *a = arena_new("facts", 64 << 20);
    letter *l = letter_new(a, "hy", "x");
    facts_pdf_said said;
    const char *last = "";
    bytes pdf;
    int fd;
    (void)state;
    for (int i = 0; i < 40; i++) letter_paragraph(l, "\xd4\xb2\xd5\xa1\xd6\x80\xd6\x87");
    OK_OR_SAY(a, letter_pdf(l, a, &pdf));
    fd = file_of(pdf.p, pdf.n);
    OK_OR_SAY(a, facts_pdf(fd, last_line, &last, a, &said));
    assert_int_equal(said.pages, 2);
    assert_string_equal(last, "second");
    close(fd);
    arena_end(&a);
}

static void numbers_in_a_compressed_pdf(void **state)
{
    arena *a = arena_new("facts", 64 << 20);
    strbuf pdf = pdf_compressed(a, 3);
    seen s = { .a = a, .marked = sb_new(a, 100) };
    facts_pdf_said said;
    int fd = file_of(pdf.p, pdf.n);
    (void)state;
    OK_OR_SAY(a, facts_pdf(fd, see, &s, a, &said));
    assert_string_equal(said.problem, "");
    assert_int_equal(said.pages, 3);
    assert_string_equal(s.marked.p, "1:2018-ICLI-00007-R-0189 2:2018-ICLI-00007-R-0190 3:2018-ICLI-00007-R-0191 ");
    close(fd);
    arena_end(&a);
}

static void what_is_wrong_with_a_pdf(void **state)
{
    static const char KEY[] = "<< /Filter /Standard /V 1 /R 2 /P -44 /O <0101010101010101010101010101010101010101010101010101010101010101> /U <0202020202020202020202020202020202020202020202020202020202020202> >>";
    arena *a = arena_new("facts", 64 << 20);
    pdf_in p = pdf_begin(a);
    strbuf whole = pdf_compressed(a, 2);
    (void)state;
    pdf_object(&p, 1, "<< /Type /Catalog /Pages 2 0 R >>");
    pdf_object(&p, 2, "<< /Type /Pages /Count 0 /Kids [] >>");
    pdf_end(&p, "");
    assert_string_equal(problem_of(a, p.b.p, p.b.n), "no_pages");
    p = pdf_begin(a);
    pdf_object(&p, 1, "<< /Type /Catalog /Pages 2 0 R >>");
    pdf_object(&p, 2, "<< /Type /Pages /Count 1 /Kids [3 0 R] >>");
    pdf_object(&p, 3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>");
    pdf_object(&p, 4, KEY);
    pdf_end(&p, "/Encrypt 4 0 R /ID [<01> <01>]");
    assert_string_equal(problem_of(a, p.b.p, p.b.n), "encrypted");
    assert_string_equal(problem_of(a, "%PDF-1.7\nnot one", 16), "damaged");
    assert_string_equal(problem_of(a, "", 0), "damaged");
    assert_string_equal(problem_of(a, whole.p, whole.n / 3), "damaged");
    p = pdf_begin(a);
    pdf_object(&p, 1, "<< /Type /Catalog /Pages 2 0 R >>");
    pdf_object(&p, 2, "<< /Type /Pages /Count 2000000 /Kids [2 0 R] >>");
    pdf_end(&p, "");
    assert_true(*problem_of(a, p.b.p, p.b.n) != 0);
    for (size_t i = 0; facts_problems[i]; i++) assert_true(*facts_problems[i] == 0 || *facts_problem_said(facts_problems[i]) != 0);
    assert_string_equal(facts_problem_said(""), "");
    arena_end(&a);
}

static wr_rc enough(void *with, const facts_page *p)
{
    (void)with;
    return p->page == 2 ? WR_E_CONFLICT : WR_OK;
}

static void who_reads_may_stop(void **state)
{
    arena *a = arena_new("facts", 64 << 20);
    strbuf pdf = pdf_compressed(a, 5);
    facts_pdf_said said;
    int fd = file_of(pdf.p, pdf.n);
    (void)state;
    assert_int_equal(facts_pdf(fd, enough, NULL, a, &said), WR_E_CONFLICT);
    close(fd);
    arena_end(&a);
}

static void marks_by_a_pattern(void **state)
{
    arena *a = arena_new("facts", 1 << 20);
    const char **m;
    size_t n;
    (void)state;
    OK_OR_SAY(a, facts_marks("see 2018-ICLI-00007-R-0189, 2018-ICLI-00007-R-0190.\n2018-ICLI-00007-R-0189 x2018-ICLI-00007-R-0191 2018-ICLI-00007-R-01922", "9999-AAAA-99999-R-9999", a, &m, &n));
    assert_int_equal(n, 2);
    assert_string_equal(m[0], "2018-ICLI-00007-R-0189");
    assert_string_equal(m[1], "2018-ICLI-00007-R-0190");
    OK_OR_SAY(a, facts_marks("CBP-1 CBP-000023 cbp-3 CBP- CBP-4x", "AAA-9+", a, &m, &n));
    assert_int_equal(n, 2);
    assert_string_equal(m[1], "CBP-000023");
    OK_OR_SAY(a, facts_marks("", "9", a, &m, &n));
    assert_int_equal(n, 0);
    static const char *const NO[] = { "", "+9", "9+9", "9++", "ABC", "-+9", "9 9" };
    for (size_t i = 0; i < sizeof NO / sizeof *NO; i++) {
        arena *b = arena_new("facts", 1 << 16);
        assert_int_equal(facts_marks("x", NO[i], b, &m, &n), WR_E_INPUT);
        assert_string_equal(arena_err(b)->field, "pattern");
        arena_end(&b);
    }
    arena_end(&a);
}

static void kinds_by_first_bytes(void **state)
{
    static const struct { const char *p; size_t n; const char *kind; } K[] = {
        { "%PDF-1.4", 8, "pdf" }, { "PK\x03\x04....", 8, "zip" }, { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, "ole" }, { "\x89PNG\r\n\x1a\n", 8, "png" }, { "\xff\xd8\xff\xe0", 4, "jpeg" },
        { "\0\0\0\x18" "ftypmp42", 12, "mp4" }, { "II*\0", 4, "tiff" }, { "From: a@example.org\r\nTo: b\r\n", 28, "mail" }, { "Received: from x\n", 17, "mail" }, { "X-Mailer: y\n", 12, "mail" },
        { "Dear all,\nthe date: today", 25, "text" }, { "a,b\xc3", 4, "text" }, { "\x01\x02", 2, "" }, { "", 0, "" }, { "\x1f\x8b\x08", 3, "gzip" } };
    (void)state;
    for (size_t i = 0; i < sizeof K / sizeof *K; i++) assert_string_equal(facts_kind((const uint8_t *)K[i].p, K[i].n), K[i].kind);
}

/* --- archives -------------------------------------------------------------- */

static const char *zip_problem(arena *a, const strbuf *z, facts_zip_said *ret)
{
    int fd = file_of(z->p, z->n);
    OK_OR_SAY(a, facts_zip(fd, a, ret));
    close(fd);
    return ret->problem;
}

static wr_rc collect(void *with, const uint8_t *p, size_t n)
{
    sb_put(with, (const char *)p, n);
    return WR_OK;
}

static const char *member(arena *a, const strbuf *z, int64_t at, int64_t most, strbuf *ret)
{
    const char *problem;
    int fd = file_of(z->p, z->n);
    *ret = sb_new(a, 100);
    OK_OR_SAY(a, facts_zip_member(fd, at, most, collect, ret, a, &problem));
    close(fd);
    return problem;
}

static void members_of_an_archive(void **state)
{
    arena *a = arena_new("facts", 64 << 20);
    const zip_member in[] = { { "2025/", "", 0, -1, -1 }, { "2025/list.csv", "a,b\r\n", 5, -1, -1 }, { "caf\xe9.txt", "x", 1, -1, -1 }, { "locked", "secret", 6, -1, -1, .flags = 1 } };
    strbuf z = zip_of(a, in, 4), got;
    facts_zip_said said;
    (void)state;
    assert_string_equal(zip_problem(a, &z, &said), "");
    assert_int_equal(said.n, 4);
    assert_true(said.at[0].folder);
    assert_string_equal(said.at[1].name, "2025/list.csv");
    assert_int_equal(said.at[1].size, 5);
    assert_string_equal(said.at[2].name, "caf\xc3\xa9.txt");
    assert_true(said.at[3].encrypted);
    assert_string_equal(member(a, &z, 1, 100, &got), "");
    assert_string_equal(got.p, "a,b\r\n");
    assert_string_equal(member(a, &z, 1, 4, &got), "too_big");
    assert_string_equal(member(a, &z, 3, 100, &got), "encrypted");
    assert_string_equal(member(a, &z, 4, 100, &got), "no_part");
    assert_string_equal(member(a, &z, -1, 100, &got), "no_part");
    z = zip_of(a, in, 0);
    assert_string_equal(zip_problem(a, &z, &said), "");
    assert_int_equal(said.n, 0);
    arena_end(&a);
}

static void archives_that_are_refused(void **state)
{
    static const struct { const char *problem; zip_member m; } BAD[] = {
        { "path", { "../up", "x", 1, -1, -1 } }, { "path", { "a/../../up", "x", 1, -1, -1 } }, { "path", { "/etc/passwd", "x", 1, -1, -1 } }, { "path", { "a//b", "x", 1, -1, -1 } },
        { "path", { "C:x", "x", 1, -1, -1 } }, { "path", { "a\\b", "x", 1, -1, -1 } }, { "path", { "a/..", "x", 1, -1, -1 } }, { "path", { "a\nb", "x", 1, -1, -1 } }, { "path", { "", "x", 1, -1, -1 } },
        { "path", { "a/./b", "x", 1, -1, -1 } }, { "path", { "link", "/etc/passwd", 11, -1, -1, .outside = 0120777u << 16 } },
        { "ratio", { "bomb", "x", 1, 0x7fffffff, -1 } }, { "too_big", { "lie", "x", 1, 5, 0x7fffffff } } };
    arena *a = arena_new("facts", 64 << 20);
    facts_zip_said said;
    strbuf z, got;
    (void)state;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        z = zip_of(a, &BAD[i].m, 1);
        if (!str_eq(zip_problem(a, &z, &said), BAD[i].problem)) fail_msg("%zu: %s, not %s", i, said.problem, BAD[i].problem);
        assert_string_equal(member(a, &z, 0, 1 << 30, &got), BAD[i].problem);
    }
    const zip_member twice[] = { { "a", "x", 1, -1, -1 }, { "a", "y", 1, -1, -1 } };
    z = zip_of(a, twice, 2);
    assert_string_equal(zip_problem(a, &z, &said), "twice");
    const zip_member over[] = { { "a", "0123456789", 10, 120, 120 }, { "b", "0123456789", 10, 120, 120 } };
    z = zip_of(a, over, 2);
    assert_string_equal(zip_problem(a, &z, &said), "overlap");
    const zip_member sum[] = { { "a", "x", 1, -1, -1, .crc = 7 } };
    z = zip_of(a, sum, 1);
    assert_string_equal(zip_problem(a, &z, &said), "");
    assert_string_equal(member(a, &z, 0, 10, &got), "damaged");
    zip_member *many = calloc(FACTS_ENTRIES_MAX + 1, sizeof *many);
    for (int i = 0; i <= FACTS_ENTRIES_MAX; i++) many[i] = (zip_member){ arena_fmt(a, "f%d", i), "x", 1, -1, -1 };
    z = zip_of(a, many, FACTS_ENTRIES_MAX + 1);
    assert_string_equal(zip_problem(a, &z, &said), "too_many");
    z = zip_of(a, many, FACTS_ENTRIES_MAX);
    assert_string_equal(zip_problem(a, &z, &said), "");
    assert_int_equal(said.n, FACTS_ENTRIES_MAX);
    free(many);
    z = zip_of(a, twice, 1);
    z.n -= 30;
    assert_string_equal(zip_problem(a, &z, &said), "damaged");
    arena_end(&a);
}

/* --- a stored file ---------------------------------------------------------- */

static wr_rc store(db_tx *rw, void *with, arena *a)
{
    blob b;
    const strbuf *x = with;
    TRY(blob_store(rw, (bytes){ (const uint8_t *)x->p, x->n }, a, &b));
    memcpy(x->p + x->n + 1, b.sha256, BLOB_HEX + 1);
    return WR_OK;
}

static void a_stored_file_is_opened(void **state)
{
    temp_db *t = temp_db_open("sqlite", wr_modules);
    void *with = t;
    arena *a = arena_new("facts", 64 << 20);
    pdf_in p = pdf_begin(a);
    strbuf x = sb_new(a, 700 << 10);
    facts_pdf_said said;
    db_tx *ro;
    int fd;
    char at_end[8] = "";
    (void)state;
    pdf_object(&p, 1, "<< /Type /Catalog /Pages 2 0 R >>");
    for (int i = 0; i < 600 << 10; i++) sb_ch(&p.b, ' ');         /* several parts */
    pdf_object(&p, 2, "<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>");
    pdf_object(&p, 3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>");
    pdf_object(&p, 4, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>");
    pdf_end(&p, "");
    sb_put(&x, p.b.p, p.b.n);
    assert_int_equal(city_db_write(&with, store, &x, NULL), WR_OK);
    assert_int_equal(db_begin_read(t->reader, a, &ro), WR_OK);
    OK_OR_SAY(a, blob_open(ro, &(blob){ x.p + x.n + 1, (int64_t)x.n }, a, &fd));
    assert_int_equal(lseek(fd, 0, SEEK_END), x.n);
    assert_int_equal(pread(fd, at_end, 6, (off_t)x.n - 6), 6);
    assert_memory_equal(at_end, "%%EOF\n", 6);
    OK_OR_SAY(a, facts_pdf(fd, NULL, NULL, a, &said));
    assert_int_equal(said.pages, 2);
    assert_int_equal(blob_open(ro, &(blob){ "0000000000000000000000000000000000000000000000000000000000000000", 3 }, a, &fd), WR_E_MISSING);
    db_end_read(&ro);
    arena_end(&a);
    temp_db_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(pages_of_a_letter), cmocka_unit_test(numbers_below_and_other_scripts), cmocka_unit_test(numbers_in_a_compressed_pdf),
        cmocka_unit_test(what_is_wrong_with_a_pdf), cmocka_unit_test(who_reads_may_stop), cmocka_unit_test(marks_by_a_pattern), cmocka_unit_test(kinds_by_first_bytes),
        cmocka_unit_test(members_of_an_archive), cmocka_unit_test(archives_that_are_refused), cmocka_unit_test(a_stored_file_is_opened) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
