/* directive_words.c -- the exact words of an order: the file they stand in, its hash, the page and the characters. A pack that says
 * where its words are is held to it: a wrong hash or range loads nothing. */
#include "directive_own.h"

#include <sodium.h>
#include <string.h>
#include "db.h"
#include "http.h"
#include "now.h"
#include "pack.h"
#include "page.h"
#include "str.h"

typedef struct source { const char *id, *order_ref, *file, *sha256, *text; } source;
static const field SOURCE_F[] = {
    FIELD(source, id,        t, F_HIDE, 32, NULL),
    FIELD(source, order_ref, t, 0, 20,      N_("Order")),
    FIELD(source, file,      t, 0, 120,     N_("File")),
    FIELD(source, sha256,    t, 0, 64,      N_("SHA-256")),
    FIELD(source, text,      t, F_LONG, 0,  N_("Text")),
};
static const shape SOURCE = SHAPE("directive_source", source, SOURCE_F);
static const field EXACT_F[] = {
    FIELD(directive_exact, id,        t, F_HIDE, 32,  NULL),
    FIELD(directive_exact, direction, t, 0, 20,       N_("Direction")),
    FIELD(directive_exact, order_ref, t, 0, 20,       N_("Order")),
    FIELD(directive_exact, file,      t, 0, 120,      N_("File")),
    FIELD(directive_exact, sha256,    t, 0, 64,       N_("SHA-256")),
    FIELD(directive_exact, page,      i, 0, 0,        N_("Page")),
    FIELD(directive_exact, first,     i, 0, 0,        N_("First character")),
    FIELD(directive_exact, last,      i, 0, 0,        N_("Last character")),
    FIELD(directive_exact, words,     t, F_LONG, 4000, N_("Exact words")),
};
const shape DIRECTIVE_EXACT = SHAPE("directive_words", directive_exact, EXACT_F);
static const field IN_SOURCE_F[] = { FIELD(in_source, ref, t, F_PATH, 20, N_("Order")) };
const shape IN_SOURCE = SHAPE("the file of an order", in_source, IN_SOURCE_F);
#define SOURCE_C "id, order_ref, file, sha256, text"
#define EXACT_C "id, direction, order_ref, file, sha256, page, first, last, words"
const db_query DIRECTIVE_SOURCE_ADD = HISTORY_ADD("directive_source"), DIRECTIVE_SOURCE_PAST = HISTORY_PAST("directive_source"), DIRECTIVE_SOURCE_WALK = HISTORY_WALK("directive_source");
const db_query DIRECTIVE_SOURCE_PUT = { "directive_source_put", "ttttt", NULL, "INSERT INTO directive_source (" SOURCE_C ") VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (id) DO NOTHING" };
const db_query DIRECTIVE_SOURCE_BY = { "directive_source_by", "t", &SOURCE, "SELECT " SOURCE_C " FROM directive_source WHERE order_ref = $1" };
const db_query DIRECTIVE_SOURCE_ALL = { "directive_source_all", "", &SOURCE, "SELECT " SOURCE_C " FROM directive_source ORDER BY order_ref" };
const db_query DIRECTIVE_WORDS_ADD = HISTORY_ADD("directive_words"), DIRECTIVE_WORDS_PAST = HISTORY_PAST("directive_words"), DIRECTIVE_WORDS_WALK = HISTORY_WALK("directive_words");
const db_query DIRECTIVE_WORDS_PUT = { "directive_words_put", "tttttiiit", NULL, "INSERT INTO directive_words (" EXACT_C ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING" };
const db_query DIRECTIVE_WORDS_BY = { "directive_words_by", "t", &DIRECTIVE_EXACT, "SELECT " EXACT_C " FROM directive_words WHERE direction = $1" };
const history DIRECTIVE_SOURCES = { "directive_source", &SOURCE, &DIRECTIVE_SOURCE_ADD, &DIRECTIVE_SOURCE_PAST, &DIRECTIVE_SOURCE_PUT, &DIRECTIVE_SOURCE_WALK, .open = true };
const history DIRECTIVE_WORDS = { "directive_words", &DIRECTIVE_EXACT, &DIRECTIVE_WORDS_ADD, &DIRECTIVE_WORDS_PAST, &DIRECTIVE_WORDS_PUT, &DIRECTIVE_WORDS_WALK, .open = true };

static const char *hash_of(arena *a, bytes text)
{
    uint8_t h[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(h, text.p, text.n);
    return str_hex(a, h, sizeof h);
}

wr_rc directive_load_source(db_tx *rw, const wr_actor *who, const directive_order *o, const char *file, const char *sha256, arena *a)
{
    source s = { .id = id_new(a), .order_ref = o->ref, .file = file };
    bytes text;
    TRY(pack_beside(file, a, &text));
    s.sha256 = hash_of(a, text);
    if (!str_eq(s.sha256, sha256)) return wr_fail(db_err(rw), WR_E_INPUT, "source_sha256", N_("{file} has another hash: {hash}."), "file", file, "hash", s.sha256);
    if (!str_utf8((const char *)text.p, text.n)) return wr_fail(db_err(rw), WR_E_INPUT, "source_file", N_("{file} is not valid UTF-8."), "file", file);
    s.text = arena_fmt(a, "%.*s", (int)text.n, (const char *)text.p);
    return history_add(rw, who, &DIRECTIVE_SOURCES, "directive.source_loaded", o->signed_on, NULL, &s, a);
}

wr_rc directive_source_of(db_tx *ro, const char *order_ref, arena *a, const char **ret_file, const char **ret_sha256)
{
    source s = { .file = "", .sha256 = "" };
    wr_rc rc = db_one(ro, &DIRECTIVE_SOURCE_BY, a, &s, db_t(order_ref));
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    *ret_file = rc == WR_OK ? s.file : "";
    *ret_sha256 = rc == WR_OK ? s.sha256 : "";
    return WR_OK;
}

wr_rc directive_words_place(db_tx *ro, const char *direction, arena *a, int64_t *ret_page, int64_t *ret_first, int64_t *ret_last)
{
    directive_exact e = { 0 };
    wr_rc rc = db_one(ro, &DIRECTIVE_WORDS_BY, a, &e, db_t(direction));
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    *ret_page = rc == WR_OK ? e.page : 0;
    *ret_first = rc == WR_OK ? e.first : 0;
    *ret_last = rc == WR_OK ? e.last : 0;
    return WR_OK;
}

bool directive_words_at(const char *text, int64_t first, int64_t last, arena *a, const char **ret_words, int64_t *ret_page)
{
    const char *from = NULL, *p = text;
    int64_t n = 0, page = 1;
    char *out;
    size_t m = 0;
    if (first < 1 || last < first) return false;
    for (; *p; p++) {                        /* a character begins where no byte 10xxxxxx stands */
        if (((unsigned char)*p & 0xC0) == 0x80) continue;
        if (++n == first) from = p;
        if (n == last + 1) break;
        if (!from && *p == '\f') page++;
    }
    if (!from || n < last) return false;
    out = arena_alloc(a, (size_t)(p - from) + 1, 1);
    for (const char *q = from; q < p; q++) {  /* lines and pages break words apart, no more */
        bool blank = *q == ' ' || *q == '\n' || *q == '\r' || *q == '\t' || *q == '\f';
        if (!blank) out[m++] = *q;
        else if (m && out[m - 1] != ' ') out[m++] = ' ';
    }
    out[m] = 0;
    *ret_words = out;
    *ret_page = page;
    return true;
}

/* As much of it as an error can carry. */
static const char *beginning(arena *a, const char *text)
{
    return strlen(text) <= 100 ? text : arena_fmt(a, "%s…", str_begin(a, text, 100));
}

wr_rc directive_load_words(db_tx *rw, const wr_actor *who, const directive_direction *d, int64_t page, int64_t first, int64_t last, wr_day holds, arena *a)
{
    source s;
    directive_exact e;
    const char *words;
    int64_t found;
    wr_rc rc = db_one(rw, &DIRECTIVE_SOURCE_BY, a, &s, db_t(d->order_ref));
    if (rc == WR_E_MISSING) return wr_fail(db_err(rw), WR_E_INPUT, "from", N_("{order} names no file that its words stand in."), "order", d->order_ref);
    TRY(rc);
    if (!directive_words_at(s.text, first, last, a, &words, &found))
        return wr_fail(db_err(rw), WR_E_INPUT, "to", N_("{file} has no characters {first} to {last}."), "file", s.file, "first", arena_fmt(a, "%lld", (long long)first),
                       "last", arena_fmt(a, "%lld", (long long)last));
    if (!str_eq(words, d->words)) return wr_fail(db_err(rw), WR_E_INPUT, "words", N_("At that place {file} says: {words}"), "file", s.file, "words", beginning(a, words));
    if (page != found) return wr_fail(db_err(rw), WR_E_INPUT, "page", N_("These words stand on page {page}."), "page", arena_fmt(a, "%lld", (long long)found));
    e = (directive_exact){ id_new(a), d->ref, d->order_ref, s.file, s.sha256, page, first, last, words };
    return history_add(rw, who, &DIRECTIVE_WORDS, "directive.words_loaded", holds, NULL, &e, a);
}

/* Of a past moment: as the city had them then, which may be not at all; then the page says the words of the direction. */
wr_rc directive_put_words(db_tx *ro, directive_known *k, const directive_direction *d, arena *a, json_t *doc)
{
    directive_exact e;
    wr_rc rc = db_one(ro, &DIRECTIVE_WORDS_BY, a, &e, db_t(d->ref));
    if (rc == WR_OK && k->past) rc = directive_known_row(ro, k, &DIRECTIVE_WORDS, e.id, a, &e);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    TRY(page_rows(doc, "exact", &DIRECTIVE_EXACT, &e, rc == WR_OK ? 1 : 0));
    return rc == WR_OK ? page_text(page_row(doc, "exact", 0), "file_url", arena_fmt(a, "/directive/sources/%s.txt", e.order_ref)) : WR_OK;
}

/* The file as it came: what the hash is of. */
wr_rc directive_give_source(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_source *in = in_;
    source s;
    (void)who;
    out->more = false;
    TRY(db_one(ro, &DIRECTIVE_SOURCE_BY, a, &s, db_t(in->ref)));
    return out_bytes(out, (bytes){ (const uint8_t *)s.text, strlen(s.text) });
}

wr_rc directive_check_sources(db_tx *ro, arena *a, json_t *ret_findings)
{
    source *s;
    size_t n;
    TRY(db_all_(ro, &DIRECTIVE_SOURCE_ALL, a, 50, sizeof *s, &s, &n, NULL, 0));
    for (size_t i = 0; i < n; i++)
        if (!str_eq(hash_of(a, (bytes){ (const uint8_t *)s[i].text, strlen(s[i].text) }), s[i].sha256) &&
            json_array_append_new(ret_findings, json_string(arena_fmt(a, "directive %s: the text of %s is not what its hash says", s[i].order_ref, s[i].file))) != 0)
            return WR_E_BUG;
    return WR_OK;
}
