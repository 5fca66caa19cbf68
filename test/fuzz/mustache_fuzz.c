/* mustache_fuzz.c -- any bytes as a template, and as a value in one: it never crashes, and no value leaves unescaped. */
#include <stdlib.h>
#include <string.h>

#include "mustache.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int parts_left;           /* a template that shows itself twice would double at each level */

static const mustache *find(const void *set, const char *name, const char *from)
{
    (void)name;
    (void)from;
    return parts_left-- > 0 ? set : NULL;
}

static void render_it(arena *a, const mustache *t, const json_t *doc, strbuf *out)
{
    wr_rc rc = mustache_render(&(render){ .a = a, .lang = "en", .find = find, .set = t, .out = out, .stack = { doc }, .n = 1 }, t);
    if (rc != WR_OK && rc != WR_E_BUG) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char FIXED[] = "{{a}}{{#b}}{{.}}{{/b}}{{#t}}x {a}{{/t}}{{#word}}a{{/word}}{{#day}}a{{/day}}";
    arena *a = arena_new("fuzz", (size_t)64 << 20);
    json_t *doc = json_object(), *value;
    mustache t;
    wr_err e = { 0 };
    strbuf out = sb_new(a, 64);
    char *text;
    if (n > 4096) n = 4096;
    text = memcpy(arena_alloc(a, n + 1, 1), data, n);
    value = json_stringn(text, strlen(text));
    if (value) {
        json_object_set_new(doc, "a", value);
        json_object_set_new(doc, "b", json_pack("[s,s]", text, "x"));
    }
    if (mustache_compile(a, "x/fuzz", text, n, &e, &t) == WR_OK) {
        parts_left = 20;
        render_it(a, &t, doc, &out);
    } else if (e.rc != WR_E_BUG) {
        abort();
    }
    e = (wr_err){ 0 };
    if (mustache_compile(a, "x/fixed", FIXED, sizeof FIXED - 1, &e, &t) != WR_OK) abort();
    out = sb_new(a, 64);
    render_it(a, &t, doc, &out);
    for (const char *s = out.p; (s = strchr(s, '<')); s++)
        if (!str_starts(s, "<time datetime=\"") && !str_starts(s, "</time>")) abort();
    json_decref(doc);
    arena_end(&a);
    return 0;
}
