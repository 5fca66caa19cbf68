/* letter_show.c -- a letter as HTML: groups of blocks as a document, which the part page/letter.html shows, and the same as a file. */
#include "letter_own.h"

#include <string.h>

/* {"text", "more"} for each line: more: another follows. */
static json_t *lines_of(const char *text)
{
    json_t *all = json_array();
    for (;;) {
        size_t n = strcspn(text, "\n");
        json_array_append_new(all, json_pack("{s:s%, s:b}", "text", text, n, "more", text[n] != 0));
        if (!text[n]) return all;
        text += n + 1;
    }
}

static bool same_group(const letter_block *x, const letter_block *y)
{
    if (x->kind == LETTER_ITEM || x->kind == LETTER_LINE) return y->kind == LETTER_LINE || (y->kind == LETTER_ITEM && !str_eq(y->label, "1."));
    return x->kind == y->kind && x->kind != LETTER_PARAGRAPH && x->kind != LETTER_HEADING && x->kind != LETTER_SUBJECT;
}

static const char *group_word(letter_kind k)
{
    switch (k) {
    case LETTER_SUBJECT: return "subject";
    case LETTER_HEADING: return "heading";
    case LETTER_ITEM: case LETTER_LINE: return "list";
    case LETTER_PAIR: return "table";
    case LETTER_ENCLOSURE: return "enclosures";
    default: return "plain";
    }
}

/* A group: one of subject, heading, list, table, enclosures, plain is true; `rows` each hold `label` and `lines`, those of a list `under` too. */
static json_t *group_of(const letter *l, size_t *i, arena *a)
{
    const letter_block *first = &l->at[*i];
    json_t *g = json_object(), *rows = json_array();
    static const char *const WORDS_[] = { "subject", "heading", "list", "table", "enclosures", "plain" };
    for (size_t k = 0; k < sizeof WORDS_ / sizeof *WORDS_; k++) json_object_set_new(g, WORDS_[k], json_boolean(str_eq(WORDS_[k], group_word(first->kind))));
    json_object_set_new(g, "start", json_integer(first->kind == LETTER_ITEM ? strtoll(first->label, NULL, 10) : 1));
    json_object_set_new(g, "title", json_string(first->kind == LETTER_ENCLOSURE ? letter_enclosures_said(l) : ""));
    json_object_set_new(g, "rows", rows);
    for (size_t from = *i; *i < l->n && (*i == from || same_group(&l->at[*i - 1], &l->at[*i])); ++*i) {
        const letter_block *x = &l->at[*i];
        json_t *row, *under = json_object_get(json_array_get(rows, json_array_size(rows) - 1), "under");
        if (x->kind == LETTER_LINE && under) {
            json_array_append_new(under, json_pack("{s:o}", "lines", lines_of(x->text)));
            continue;
        }
        row = json_pack("{s:s, s:o}", "label", x->label, "lines", lines_of(x->kind == LETTER_SUBJECT ? letter_subject_said(l, x->text, a) : x->text));
        json_object_set_new(row, "under", json_array());
        json_array_append_new(rows, row);
    }
    return g;
}

wr_rc letter_put(const letter *l, json_t *doc)
{
    arena *a = l->a;
    json_t *whole = json_object(), *groups = json_array();
    json_object_set_new(whole, "lang", json_string(l->lang));
    json_object_set_new(whole, "dir", json_string(l->rtl ? "rtl" : "ltr"));
    json_object_set_new(whole, "groups", groups);
    json_object_set_new(doc, "letter", whole);
    TRY(letter_whole(l, arena_err(a)));
    for (size_t i = 0; i < l->n; ) json_array_append_new(groups, group_of(l, &i, a));
    return WR_OK;
}

/* --- the same as a file ---------------------------------------------------- */

static const char *text_of(const json_t *o, const char *key) { return json_string_value(json_object_get(o, key)); }

static void put_lines(strbuf *b, const json_t *holder)
{
    const json_t *x;
    size_t i;
    json_array_foreach(json_object_get(holder, "lines"), i, x) {
        sb_html(b, text_of(x, "text"));
        if (json_is_true(json_object_get(x, "more"))) sb_str(b, "<br>\n");
    }
}

static void put_rows(strbuf *b, const json_t *g, const char *before, const char *after)
{
    const json_t *row, *under;
    size_t i, k;
    json_array_foreach(json_object_get(g, "rows"), i, row) {
        sb_str(b, before);
        put_lines(b, row);
        json_array_foreach(json_object_get(row, "under"), k, under) {
            sb_str(b, "<br>\n");
            put_lines(b, under);
        }
        sb_str(b, after);
    }
}

static void put_table(strbuf *b, const json_t *g)
{
    const json_t *row;
    size_t i;
    sb_str(b, "<table>\n");
    json_array_foreach(json_object_get(g, "rows"), i, row) {
        sb_str(b, "<tr><th scope=\"row\">");
        sb_html(b, text_of(row, "label"));
        sb_str(b, "</th><td>");
        put_lines(b, row);
        sb_str(b, "</td></tr>\n");
    }
    sb_str(b, "</table>\n");
}

/* Lines of a letterhead, an address, a signature: one paragraph. */
static void put_plain(strbuf *b, const json_t *g)
{
    const json_t *row, *rows = json_object_get(g, "rows");
    size_t i;
    sb_str(b, "<p>");
    json_array_foreach(rows, i, row) {
        put_lines(b, row);
        if (i + 1 < json_array_size(rows)) sb_str(b, "<br>\n");
    }
    sb_str(b, "</p>\n");
}

static void put_group(strbuf *b, const json_t *g)
{
    if (json_is_true(json_object_get(g, "list"))) {
        sb_fmt(b, "<ol start=\"%lld\">\n", (long long)json_integer_value(json_object_get(g, "start")));
        put_rows(b, g, "<li>", "</li>\n");
        sb_str(b, "</ol>\n");
    } else if (json_is_true(json_object_get(g, "enclosures"))) {
        sb_str(b, "<h2>");
        sb_html(b, text_of(g, "title"));
        sb_str(b, "</h2>\n<ul>\n");
        put_rows(b, g, "<li>", "</li>\n");
        sb_str(b, "</ul>\n");
    } else if (json_is_true(json_object_get(g, "table"))) put_table(b, g);
    else if (json_is_true(json_object_get(g, "heading"))) put_rows(b, g, "<h2>", "</h2>\n");
    else if (json_is_true(json_object_get(g, "subject"))) put_rows(b, g, "<h1>", "</h1>\n");
    else put_plain(b, g);
}

wr_rc letter_html(const letter *l, arena *a, const char **ret)
{
    json_t *doc = json_object();
    const json_t *g;
    size_t i;
    strbuf b = sb_new(a, l->bytes * 2 + 1024);
    arena_on_end(a, (void (*)(void *))json_decref, doc);
    TRY(letter_whole(l, arena_err(a)));
    TRY(letter_put(l, doc));
    sb_str(&b, "<!doctype html>\n<html lang=\"");
    sb_html(&b, l->lang);
    sb_fmt(&b, "\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>", l->rtl ? "rtl" : "ltr");
    sb_html(&b, l->title);
    sb_str(&b, "</title>\n</head>\n<body>\n");
    json_array_foreach(json_object_get(json_object_get(doc, "letter"), "groups"), i, g) put_group(&b, g);
    sb_str(&b, "</body>\n</html>\n");
    *ret = b.p;
    return WR_OK;
}
