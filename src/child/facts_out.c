/* facts_out.c -- lines of JSON. */
#include "facts_out.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

static void quoted(FILE *f, const char *text, size_t most)
{
    size_t n = strnlen(text, most);
    char *whole;
    while (n && n == most && ((unsigned char)text[n] & 0xc0) == 0x80) n--;    /* never half a character */
    whole = g_utf8_make_valid(text, (gssize)n);
    putc('"', f);
    for (const char *s = whole; *s; s++) {
        if (*s == '"' || *s == '\\') { putc('\\', f); putc(*s, f); }
        else if ((unsigned char)*s < ' ') fprintf(f, "\\u%04x", (unsigned)*s);
        else putc(*s, f);
    }
    putc('"', f);
    g_free(whole);
}

line line_begin(FILE *f)
{
    putc('{', f);
    return (line){ .f = f };
}

static void key_of(line *l, const char *key)
{
    if (l->any) fputs(", ", l->f);
    l->any = true;
    fprintf(l->f, "\"%s\": ", key);
}

void line_text(line *l, const char *key, const char *text, size_t most)
{
    key_of(l, key);
    quoted(l->f, text ? text : "", most);
}

void line_int(line *l, const char *key, int64_t i)
{
    key_of(l, key);
    fprintf(l->f, "%" PRId64, i);
}

void line_flag(line *l, const char *key, bool b)
{
    key_of(l, key);
    fputs(b ? "true" : "false", l->f);
}

void line_list(line *l, const char *key, const char *const *texts, size_t n)
{
    key_of(l, key);
    putc('[', l->f);
    for (size_t i = 0; i < n; i++) {
        if (i) fputs(", ", l->f);
        quoted(l->f, texts[i], FACTS_HEADER_MAX);
    }
    putc(']', l->f);
}

void line_end(line *l) { fputs("}\n", l->f); }

void line_problem(FILE *f, facts_problem p)
{
    line l = line_begin(f);
    line_text(&l, "problem", FACTS_WORDS[p], 40);
    line_end(&l);
}
