/* facts_fuzz.c -- any bytes as what writ-facts says, whole and in pieces: refused, or facts of clean text; and as a file's first bytes and a text with marks. */
#include <stdlib.h>
#include <string.h>
#include "facts_own.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void clean(const char *s) { if (!s || !str_utf8(s, strlen(s))) abort(); }
static wr_rc see(void *with, const facts_page *p)
{
    (void)with;
    clean(p->text);
    clean(p->label);
    if (p->page < 1) abort();
    return WR_OK;
}

static wr_rc say(arena *a, facts_line *each, void *with, const uint8_t *data, size_t n, size_t step)
{
    facts_lines l = { .a = a, .part = sb_new(a, 64), .each = each, .with = with };
    for (size_t i = 0; i < n; i += step) {
        wr_rc rc = facts_lines_take(&l, data + i, n - i < step ? n - i : step);
        if (rc != WR_OK) return rc;
    }
    return WR_OK;
}

static void said(arena *a, const uint8_t *data, size_t n, size_t step)
{
    facts_pdf_in pdf = { see, NULL, a, { .problem = "", .title = "" } };
    facts_zip_in zip = { .a = a, .said = { .problem = "" } };
    facts_mail_in mail = { .a = a, .said = { .message_id = "", .subject = "", .text = "" } };
    if (say(a, facts_pdf_line, &pdf, data, n, step) == WR_OK) clean(pdf.said.title);
    (void)!say(a, facts_zip_line, &zip, data, n, step);
    for (size_t i = 0; i < zip.said.n; i++) clean(zip.said.at[i].name);
    (void)!say(a, facts_mail_line, &mail, data, n, step);
    clean(mail.said.subject);
    clean(mail.said.text);
    for (size_t i = 0; i < mail.said.references_n; i++) clean(mail.said.references[i]);
    for (size_t i = 0; i < mail.said.parts_n; i++) clean(mail.said.parts[i].name);
}

/* The first line as a pattern, the rest as the text. */
static void marked(arena *a, const uint8_t *data, size_t n)
{
    const uint8_t *end = memchr(data, '\n', n);
    char *text = arena_alloc(a, n + 1, 1);
    const char **marks;
    size_t k;
    memcpy(text, data, n);
    if (!end || !str_utf8(text, n)) return;
    text[end - data] = 0;
    if (facts_marks(text + (end - data) + 1, text, a, &marks, &k) != WR_OK) return;
    for (size_t i = 0; i < k; i++)
        if (!*marks[i] || !strstr(text + (end - data) + 1, marks[i])) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new("fuzz", 64 << 20);
    clean(facts_kind(data, n));
    said(a, data, n, n + 1);
    said(a, data, n, 3);
    if (n) marked(a, data, n);
    arena_end(&a);
    return 0;
}
