/* words.c -- finds the texts for people in C, in templates and in the lists of words. */
#include "words.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mustache.h"
#include "str.h"

enum { FILE_MAX = 1 << 20, TREE_DEEP = 8 };

static void add(words *w, const char *one, const char *many, const char *file, int line)
{
    if (!*one) return;
    for (size_t i = 0; i < w->n; i++)
        if (str_eq(w->at[i].one, one)) {
            if (!w->at[i].many) w->at[i].many = many;
            return;
        }
    if (w->n == w->cap) {
        size_t cap = w->cap ? w->cap * 2 : 256;
        word_found *wide = arena_array(w->a, word_found, cap);
        if (w->n) memcpy(wide, w->at, w->n * sizeof *wide);
        w->at = wide;
        w->cap = cap;
    }
    w->at[w->n++] = (word_found){ one, many, file, line };
}

/* Behind a string or character literal that begins at s. */
static const char *past_literal(const char *s, const char *end)
{
    char quote = *s++;
    for (; s < end && *s != quote; s++)
        if (*s == '\\') s++;
    return s < end ? s + 1 : end;
}

static const char *past_blanks(const char *s, const char *end)
{
    while (s < end && isspace((unsigned char)*s)) s++;
    return s;
}

/* "a" "b" at s as one text; NULL: no literal. */
static const char *literals(arena *a, const char *s, const char *end, const char **ret_after)
{
    static const char FROM[] = "nt\"\\", TO[] = "\n\t\"\\";
    strbuf sb = sb_new(a, 64);
    if (s >= end || *s != '"') return NULL;
    for (; s < end && *s == '"'; s = past_blanks(s, end)) {
        const char *stop = past_literal(s, end) - 1;
        for (s++; s < stop; s++) {
            const char *esc = *s == '\\' ? memchr(FROM, s[1], sizeof FROM - 1) : NULL;
            if (esc) s++;
            sb_ch(&sb, esc ? TO[esc - FROM] : *s);
        }
        s = stop + 1;
    }
    *ret_after = s;
    return sb.p;
}

/* i18n_n(lang, context, "one", "many", n): its first two literals, N_() around them or not. */
static void plural(words *w, const char *file, int line, const char *s, const char *end)
{
    const char *one, *many, *stop = memchr(s, ';', (size_t)(end - s));
    if (!stop) return;
    s = memchr(s, '"', (size_t)(stop - s));
    one = s ? literals(w->a, s, end, &s) : NULL;
    stop = one ? memchr(s, ';', (size_t)(end - s)) : NULL;
    s = stop ? memchr(s, '"', (size_t)(stop - s)) : NULL;
    many = s ? literals(w->a, s, end, &s) : NULL;
    if (many) add(w, one, many, file, line);
}

static bool name_char(char c) { return isalnum((unsigned char)c) || c == '_'; }

void words_of_c(words *w, const char *file, const char *text, size_t n)
{
    const char *end = text + n, *after;
    int line = 1;
    for (const char *s = text; s < end; ) {
        const char *from = s;
        bool fresh = s == text || !name_char(s[-1]);
        if (end - s > 1 && s[0] == '/' && s[1] == '*') {
            s = memmem(s + 2, (size_t)(end - s - 2), "*/", 2);
            s = s ? s + 2 : end;
        } else if (end - s > 1 && s[0] == '/' && s[1] == '/') {
            s = memchr(s, '\n', (size_t)(end - s));
            s = s ? s : end;
        } else if (*s == '"' || (*s == '\'' && fresh)) {
            s = past_literal(s, end);
        } else if (fresh && end - s > 3 && memcmp(s, "N_(", 3) == 0) {
            const char *one = literals(w->a, past_blanks(s + 3, end), end, &after);
            if (one) add(w, one, NULL, file, line);
            s = one ? after : s + 3;
        } else if (fresh && end - s > 7 && memcmp(s, "i18n_n(", 7) == 0) {
            plural(w, file, line, s, end);
            s += 7;
        } else {
            s++;
        }
        for (; from < s; from++) line += *from == '\n';
    }
}

wr_rc words_of_page(words *w, const char *file, const char *text, size_t n, wr_err *e)
{
    mustache t;
    TRY(mustache_compile(w->a, file, text, n, e, &t));
    for (size_t i = 0; i < t.n; i++) {
        if (t.at[i].word == W_T) add(w, t.at[i].text, NULL, file, t.at[i].line);
        if (t.at[i].word == W_N) add(w, t.at[i].text, t.at[i].more, file, t.at[i].line);
    }
    return WR_OK;
}

static void words_of_shape(words *w, const shape *s)
{
    for (size_t i = 0; s && i < s->n; i++)
        for (const char *const *word = s->f[i].words; word && *word; word++) {
            char *text = arena_dup(w->a, *word);
            for (char *c = text; *c; c++)
                if (*c == '_') *c = ' ';
            add(w, text, NULL, s->name, 0);
        }
}

void words_of_modules(words *w, const wr_module *const *modules)
{
    for (const wr_module *const *m = modules; *m; m++)
        for (const http_route *r = (*m)->routes; r && r->path; r++) {
            words_of_shape(w, r->in);
            for (size_t i = 0; i < sizeof r->doc / sizeof *r->doc && r->doc[i].of; i++) words_of_shape(w, r->doc[i].of);
        }
}

static wr_rc one_file(words *w, const char *path, size_t size, wr_err *e)
{
    FILE *f = fopen(path, "rb");
    char *text;
    size_t n;
    if (!f) return wr_fail(e, WR_E_IO, NULL, N_("{file} cannot be read."), "file", path);
    if (size > FILE_MAX) size = FILE_MAX;
    text = arena_alloc(w->a, size + 1, 1);
    n = fread(text, 1, size, f);
    fclose(f);
    if (str_ends(path, ".html")) return words_of_page(w, path, text, n, e);
    words_of_c(w, path, text, n);
    return WR_OK;
}

static wr_rc tree(words *w, const char *folder, int deep, wr_err *e)
{
    struct dirent **names;
    int n = scandir(folder, &names, NULL, alphasort);
    wr_rc rc = n < 0 ? wr_fail(e, WR_E_IO, NULL, N_("{file} cannot be read."), "file", folder) : WR_OK;
    for (int i = 0; i < n; i++) {
        const char *path = arena_fmt(w->a, "%s/%s", folder, names[i]->d_name);
        struct stat st;
        bool test = str_eq(names[i]->d_name, "test");       /* what tests say, nobody reads */
        if (rc == WR_OK && names[i]->d_name[0] != '.' && !test && stat(path, &st) == 0) {
            if (S_ISDIR(st.st_mode) && deep < TREE_DEEP) rc = tree(w, path, deep + 1, e);
            else if (str_ends(path, ".c") || str_ends(path, ".h") || str_ends(path, ".html")) rc = one_file(w, path, (size_t)st.st_size, e);
        }
        free(names[i]);
    }
    if (n >= 0) free(names);
    return rc;
}

wr_rc words_of_tree(words *w, const char *folder, wr_err *e) { return tree(w, folder, 0, e); }
