/* embed.c -- files into C: migrations and pages of a module, rights.tsv, the list of modules, catalogues and styles.
 *   embed module NAME OUT FILES...    NAME_steps[] and NAME_pages[]
 *   embed rights OUT rights.tsv       rights_table[] and person_roles[]
 *   embed modules OUT NAMES...        wr_modules[]
 *   embed assets OUT FILES...         wr_assets[] */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *out;

static void die(const char *what, const char *path)
{
    fprintf(stderr, "embed: %s: %s\n", what, path);
    exit(1);
}

static char *read_all(const char *path, size_t *ret_n)
{
    FILE *f = fopen(path, "rb");
    char *p = NULL;
    size_t n = 0, cap = 0, got;
    if (!f) die("cannot open", path);
    do {
        if (cap - n < 65536 && !(p = realloc(p, cap = cap * 2 + 65537))) die("no memory", path);
        got = fread(p + n, 1, 65536, f);
        n += got;
    } while (got > 0);
    if (ferror(f)) die("cannot read", path);
    fclose(f);
    p[n] = 0;
    *ret_n = n;
    return p;
}

static void literal(const char *p, size_t n)
{
    fputc('"', out);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        if (c == '\n') fputs(i + 1 < n ? "\\n\"\n\"" : "\\n", out);
        else if (c == '"' || c == '\\') fprintf(out, "\\%c", c);
        else if (c == '?') fputs("\\?", out);
        else if (isprint(c)) fputc(c, out);
        else fprintf(out, "\\%03o", c);
    }
    fputc('"', out);
}

static const char *base_of(const char *path) { const char *s = strrchr(path, '/'); return s ? s + 1 : path; }

static void module(const char *name, int n, char **files)
{
    size_t len;
    char *p;
    fputs("#include \"module.h\"\n", out);
    fprintf(out, "extern const db_step %s_steps[];\nextern const page_source %s_pages[];\nconst db_step %s_steps[] = {\n", name, name, name);
    for (int i = 0; i < n; i++) {
        const char *b = base_of(files[i]), *us = strchr(b, '_'), *dot = strrchr(b, '.');
        if (!dot || strcmp(dot, ".sql") != 0) continue;
        if (!us || atoi(b) <= 0) die("a migration is named NNNN_name.sql", files[i]);
        p = read_all(files[i], &len);
        fprintf(out, "{ %d, \"%.*s\", ", atoi(b), (int)(dot - us - 1), us + 1);
        literal(p, len);
        fputs(" },\n", out);
        free(p);
    }
    fprintf(out, "{ 0, 0, 0 } };\nconst page_source %s_pages[] = {\n", name);
    for (int i = 0; i < n; i++) {
        const char *b = base_of(files[i]), *dot = strrchr(b, '.');
        if (!dot || strcmp(dot, ".html") != 0) continue;
        p = read_all(files[i], &len);
        fprintf(out, "{ \"%s/%.*s\", ", name, (int)(dot - b), b);
        literal(p, len);
        fputs(" },\n", out);
        free(p);
    }
    fputs("{ 0, 0 } };\n", out);
}

static void rights(const char *path)
{
    size_t len;
    int line_no = 0;
    char *p = read_all(path, &len), *roles[64];
    size_t n_roles = 0;
    fputs("#include \"person.h\"\nconst rights_row rights_table[] = {\n", out);
    for (char *line = strtok(p, "\n"); line; line = strtok(NULL, "\n"), line_no++) {
        char *right, *scope;
        size_t r = 0;
        if (*line == '#') continue;
        right = strchr(line, '\t');
        scope = right ? strchr(right + 1, '\t') : NULL;
        if (!scope) die("expected role, right, scope", line);
        *right++ = 0;
        *scope++ = 0;
        if (strcmp(scope, "own") && strcmp(scope, "department") && strcmp(scope, "all")) die("scope is own, department or all", scope);
        fprintf(out, "{ \"%s\", \"%s\", RIGHT_%s },\n", line, right, *scope == 'o' ? "OWN" : *scope == 'd' ? "DEPARTMENT" : "ALL");
        while (r < n_roles && strcmp(roles[r], line)) r++;
        if (r == n_roles && n_roles < 64) roles[n_roles++] = line;
    }
    fputs("{ 0, 0, RIGHT_NONE } };\nconst char *const person_roles[] = { ", out);
    for (size_t r = 0; r < n_roles; r++) fprintf(out, "\"%s\", ", roles[r]);
    fputs("0 };\n", out);
    free(p);
}

static void modules(int n, char **names)
{
    fputs("#include \"modules.h\"\n", out);
    for (int i = 0; i < n; i++) fprintf(out, "extern const wr_module mod_%s;\n", names[i]);
    fputs("const wr_module *const wr_modules[] = { ", out);
    for (int i = 0; i < n; i++) fprintf(out, "&mod_%s, ", names[i]);
    fputs("0 };\n", out);
}

static void assets(int n, char **files)
{
    size_t len;
    fputs("#include \"modules.h\"\nconst wr_asset wr_assets[] = {\n", out);
    for (int i = 0; i < n; i++) {
        char *p = read_all(files[i], &len);
        fprintf(out, "{ \"%s\", ", base_of(files[i]));
        literal(p, len);
        fprintf(out, ", %zu },\n", len);
        free(p);
    }
    fputs("{ 0, 0, 0 } };\n", out);
}

int main(int argc, char **argv)
{
    int is_module = argc > 3 && !strcmp(argv[1], "module");
    if (argc < 3 || !(out = fopen(argv[is_module ? 3 : 2], "wb"))) die("usage: module|rights|modules|assets ...", argc > 2 ? argv[2] : "");
    if (is_module) module(argv[2], argc - 4, argv + 4);
    else if (!strcmp(argv[1], "rights")) rights(argv[3]);
    else if (!strcmp(argv[1], "modules")) modules(argc - 3, argv + 3);
    else if (!strcmp(argv[1], "assets")) assets(argc - 3, argv + 3);
    else die("unknown", argv[1]);
    return fclose(out) == 0 ? 0 : 1;
}
