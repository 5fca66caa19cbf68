/* production_fuzz.c -- any bytes as what an agency sent: a table, a text that is screened, words of an office file, marks of exemptions, pages as text. A table gives the same
 * however its bytes are cut; what is said of it is UTF-8; pages that are read are written and read alike. The first byte says how large the cuts are. */
#include <stdlib.h>
#include <string.h>

#include "records_prod_own.h"
#include "str.h"

static const char *table(arena *a, const char *p, size_t n, size_t step, records_found *f)
{
    records_table *t = records_table_new(a);
    for (size_t at = 0; at < n; at += step) records_table_add(t, p + at, n - at < step ? n - at : step);
    return records_table_end(t, f);
}

static void pages(arena *a, const uint8_t *p, size_t n)
{
    records_page *one, *two;
    size_t n_one, n_two;
    if (!records_pages_parse(a, "f", (bytes){ p, n }, &one, &n_one)) return;
    if (!records_pages_parse(a, "f", records_pages_text(a, one, n_one), &two, &n_two) || n_one != n_two) abort();
    for (size_t i = 0; i < n_one; i++)
        if (one[i].page != two[i].page || one[i].num != two[i].num || !str_eq(one[i].bates, two[i].bates)) abort();
}

/* The words of an office file are UTF-8, and the same however it is cut. */
static void hear(void *with, const char *apart, const char *joined)
{
    if (!str_utf8(apart, strlen(apart)) || !str_utf8(joined, strlen(joined))) abort();
    sb_str(with, joined);
}

static const char *words(arena *a, const uint8_t *p, size_t n, size_t step)
{
    strbuf said = sb_new(a, n + 1);
    records_xml x = records_xml_new(a, hear, &said);
    for (size_t at = 0; at < n; at += step) (void)!records_xml_take(&x, p + at, n - at < step ? n - at : step);
    (void)records_xml_end(&x);
    return said.p;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a;
    records_found one = { { 0 } }, two = { { 0 } };
    const char *said, *again, *codes;
    char *text;
    if (n < 1) return 0;
    a = arena_new("fuzz", 64 << 20);
    said = table(a, (const char *)data + 1, n - 1, 1u + data[0], &one);
    again = table(a, (const char *)data + 1, n - 1, n, &two);
    if (!str_eq(said, again) || memcmp(&one, &two, sizeof one) != 0 || !str_utf8(said, strlen(said))) abort();
    if (!str_eq(words(a, data + 1, n - 1, 1u + data[0]), words(a, data + 1, n - 1, n))) abort();
    pages(a, data + 1, n - 1);
    text = arena_alloc(a, n, 1);
    memcpy(text, data + 1, n - 1);
    codes = records_marks(a, text);
    if (*codes && !str_eq(records_codes(a, codes), codes)) abort();
    if (str_utf8(text, strlen(text))) records_screen(text, &one);
    (void)records_quote_in(text, "b");
    arena_end(&a);
    return 0;
}
