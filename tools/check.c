/* check.c -- our own linter: what a compiler does not know about this tree. `check ROOT` writes TAP, one line a rule.
 * It reads every .c and .h of src, tools and test, the SQL and the pages; it must stay far under a second. */
#include <ctype.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_FILES = 4000, MAX_LAYERS = 64, MAX_LINES = 600, MAX_HEADER = 150, MAX_FUNCTION = 60, MAX_CLAUSE_HEADER = 80 };

typedef struct file { char *path, *text; const char *name; size_t lines; } file;
static file files[MAX_FILES];
static size_t n_files;
static char *layers[MAX_LAYERS];
static size_t n_layers;

static int rule_no, bad_rules;
static size_t found;
static char findings[65536];

static void finding(const char *path, size_t line, const char *what, const char *about)
{
    size_t used = strlen(findings);
    found++;
    snprintf(findings + used, sizeof findings - used, "# %s:%zu: %s%s%s\n", path, line, what, *about ? ": " : "", about);
}

static void rule_end(const char *name)
{
    printf("%s %d - %s\n%s", found ? "not ok" : "ok", ++rule_no, name, findings);
    bad_rules += found > 0;
    found = 0;
    findings[0] = 0;
}

static char *join(const char *x, const char *sep, const char *y)
{
    size_t n = strlen(x) + strlen(sep) + strlen(y) + 1;
    char *p = malloc(n);
    if (!p) exit(2);
    snprintf(p, n, "%s%s%s", x, sep, y);
    return p;
}

static char *read_all(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *p;
    long n;
    if (!f || fseek(f, 0, SEEK_END) != 0 || (n = ftell(f)) < 0) { perror(path); exit(2); }
    rewind(f);
    p = malloc((size_t)n + 1);
    if (!p || fread(p, 1, (size_t)n, f) != (size_t)n) { perror(path); exit(2); }
    p[n] = 0;
    fclose(f);
    return p;
}

static bool ends(const char *s, const char *with)
{
    size_t n = strlen(s), w = strlen(with);
    return n >= w && strcmp(s + n - w, with) == 0;
}

static bool starts(const char *s, const char *with) { return strncmp(s, with, strlen(with)) == 0; }

static int by_name(const struct dirent **x, const struct dirent **y) { return strcmp((*x)->d_name, (*y)->d_name); }

static void walk(const char *dir)
{
    struct dirent **all;
    int n = scandir(dir, &all, NULL, by_name);
    for (int i = 0; i < n; i++) {
        char *path = join(dir, "/", all[i]->d_name);
        struct stat st;
        if (all[i]->d_name[0] == '.' || stat(path, &st) != 0) free(path);
        else if (S_ISDIR(st.st_mode)) { if (!ends(path, "test/data")) walk(path); free(path); }
        else if (n_files < MAX_FILES && (ends(path, ".c") || ends(path, ".h") || ends(path, ".sql") || ends(path, ".html") || ends(path, ".css"))) {
            file *f = &files[n_files++];
            *f = (file){ .path = path, .text = read_all(path), .name = strrchr(path, '/') + 1 };
            for (const char *p = f->text; *p; p++) f->lines += *p == '\n';
        } else free(path);
        free(all[i]);
    }
    if (n >= 0) free(all);
}

static bool is_c(const file *f) { return ends(f->path, ".c") || ends(f->path, ".h"); }
static size_t line_of(const file *f, const char *at)
{
    size_t n = 1;
    for (const char *p = f->text; p < at; p++) n += *p == '\n';
    return n;
}

/* The place of a file's folder in LAYERS; -1: not under src, or src itself. */
static int layer_of(const char *path)
{
    for (size_t i = 0; i < n_layers; i++) {
        size_t n = strlen(layers[i]);
        if (starts(path, "src/") && strncmp(path + 4, layers[i], n) == 0 && path[4 + n] == '/') return (int)i;
    }
    return -1;
}

static const file *header(const char *name, size_t n)
{
    for (size_t i = 0; i < n_files; i++)
        if (strlen(files[i].name) == n && strncmp(files[i].name, name, n) == 0 && starts(files[i].path, "src/")) return &files[i];
    return NULL;
}

static void check_layers(void)
{
    for (size_t i = 0; i < n_files; i++) {
        const file *f = &files[i];
        int mine = layer_of(f->path);
        if (!is_c(f) || mine < 0) continue;
        for (const char *p = f->text; (p = strstr(p, "#include \"")); p++) {
            const char *name = p + 10, *end = strchr(name, '"');
            const file *h = end ? header(name, (size_t)(end - name)) : NULL;
            int theirs = h ? layer_of(h->path) : -1;
            if (starts(name, "../")) finding(f->path, line_of(f, p), "an include goes up", "");
            if (h && theirs > mine) finding(f->path, line_of(f, p), "includes from a folder to its right", h->path);
            if (h && theirs != mine && theirs >= 0 && starts(layers[theirs], "clauses/")) finding(f->path, line_of(f, p), "a clause is included", h->path);
            if (h && strcmp(h->name, "modules.h") == 0) finding(f->path, line_of(f, p), "modules.h is for main, tools and tests", "");
        }
    }
    rule_end("a file includes only from folders to its left, and no clause");
}

static void check_names(void)
{
    for (size_t i = 0; i < n_files; i++) {
        if (!starts(files[i].path, "src/") || !is_c(&files[i])) continue;
        for (size_t j = i + 1; j < n_files; j++)
            if (starts(files[j].path, "src/") && strcmp(files[i].name, files[j].name) == 0)
                finding(files[j].path, 1, "a second file of that name", files[i].path);
        if (!starts(files[i].text, "/* ") || !starts(files[i].text + 3, files[i].name)) finding(files[i].path, 1, "first line says what the file is: /* NAME -- ...", "");
    }
    rule_end("file names are unique and each first line says what the file is");
}

static void check_sizes(void)
{
    for (size_t i = 0; i < n_files; i++) {
        const file *f = &files[i];
        bool own = ends(f->path, "_own.h") || ends(f->path, "_inner.h");   /* shared by the files of one folder only */
        size_t cap = ends(f->path, ".h") && !own ? (starts(f->path, "src/clauses/") ? MAX_CLAUSE_HEADER : MAX_HEADER) : MAX_LINES;
        size_t line = 0, begin = 0;
        if (ends(f->path, ".html") || ends(f->path, ".sql") || starts(f->path, "test/")) continue;
        if (f->lines > cap) finding(f->path, f->lines, "longer than its cap", "");
        if (!ends(f->path, ".c") || starts(f->path, "test/")) continue;
        for (const char *p = f->text; p && *p; p = strchr(p, '\n'), p = p ? p + 1 : NULL) {   /* a body: from "{" to "}" in column 1 */
            line++;
            if (*p == '{') begin = line;
            if (*p == '}' && (p[1] == '\n' || !p[1]) && begin) {
                if (line - begin - 1 > MAX_FUNCTION) finding(f->path, begin, "a function over 60 lines", "");
                begin = 0;
            }
        }
    }
    rule_end("files, headers and functions keep their caps");
}

static bool word_at(const char *text, const char *p, const char *word)
{
    return (p == text || !(isalnum((unsigned char)p[-1]) || p[-1] == '_' || p[-1] == '>' || p[-1] == '.')) && p[strlen(word)] == '(';
}

static void check_banned(void)
{
    static const char *const BANNED[] = { "sprintf", "vsprintf", "strcpy", "strcat", "strtok", "atoi", "atol", "gmtime", "localtime", "system", "popen",
                                          "gets", "rand", "srand", "setlocale", "alloca", NULL };
    for (size_t i = 0; i < n_files; i++) {
        const file *f = &files[i];
        if (!is_c(f) || !starts(f->path, "src/")) continue;
        for (const char *const *b = BANNED; *b; b++)
            for (const char *p = f->text; (p = strstr(p, *b)); p++)
                if (word_at(f->text, p, *b)) finding(f->path, line_of(f, p), "a function that writ does not use", *b);
        if (!starts(f->path, "src/clauses/")) continue;
        for (const char *p = f->text; (p = strstr(p, "json_object_set")); p++) finding(f->path, line_of(f, p), "documents are built by page_put, page_rows, page_text", "");
        for (const char *p = f->text; (p = strstr(p, "malloc(")); p++) finding(f->path, line_of(f, p), "clauses use arenas", "");
    }
    rule_end("no banned function");
}

static void check_tables(void)
{
    for (size_t i = 0; i < n_files; i++) {
        const file *f = &files[i];
        char prefix[64];
        const char *folder;
        if (!ends(f->path, ".sql") || !starts(f->path, "src/")) continue;
        folder = strstr(f->path, "/sql/");
        if (!folder) { finding(f->path, 1, "migrations stand in a folder sql", ""); continue; }
        for (const char *s = folder; s > f->path; s--)
            if (s[-1] == '/') { snprintf(prefix, sizeof prefix, "%.*s", (int)(folder - s), s); break; }
        for (const char *p = f->text; (p = strstr(p, "CREATE TABLE ")); p++) {
            const char *line = p, *name = p + 13;
            while (line > f->text && line[-1] != '\n') line--;
            if (!starts(name, prefix) && !starts(name, "wr_")) finding(f->path, line_of(f, p), "a table begins with its module's name", prefix);
            if (line > f->text) for (line--; line > f->text && line[-1] != '\n'; line--) { }
            if (!starts(line, "-- enduring") && !starts(line, "-- derived") && !starts(line, "-- passing"))
                finding(f->path, line_of(f, p), "the line above a table says enduring, derived or passing", "");
        }
    }
    rule_end("every table is named for its module and marked");
}

static void check_sql(void)
{
    static const char *const DIALECT[] = { "datetime('now')", "strftime(", "INSERT OR ", "COLLATE NOCASE", " LIKE ", "CAST(", "now()", " ILIKE ", "RANDOM()",
                                           "AUTOINCREMENT", "last_insert_rowid", NULL };
    for (size_t i = 0; i < n_files; i++) {
        const file *f = &files[i];
        if (!starts(f->path, "src/") || starts(f->path, "src/kernel/db/") || (!ends(f->path, ".c") && !ends(f->path, ".sql"))) continue;
        for (const char *const *d = DIALECT; *d; d++)
            for (const char *p = f->text; (p = strstr(p, *d)); p++)
                if (!isalnum((unsigned char)**d) || (!isalnum((unsigned char)p[-1]) && p[-1] != '_')) finding(f->path, line_of(f, p), "SQL outside the shared subset", *d);
    }
    rule_end("SQL keeps to the subset of docs/SQL.md");
}

static void check_failures(void)
{
    for (size_t i = 0; i < n_files; i++) {
        const file *f = &files[i];
        if (!ends(f->path, ".c") || !starts(f->path, "src/")) continue;
        for (const char *p = f->text; (p = strstr(p, "wr_fail(")); p++) {
            const char *end = strchr(p, ';'), *s = p;
            bool said = false;
            for (; end && s < end; s++) said = said || starts(s, "N_(") || starts(s, "_text") || starts(s, "->text") || starts(s, ".text") || starts(s, "text,") || starts(s, "text)");
            if (!said) finding(f->path, line_of(f, p), "the text of a failure is N_() or from a table of them", "");
        }
    }
    rule_end("every failure can be translated");
}

static void check_pages(void)
{
    static const char *const NEVER[] = { "usa-banner", "official website", ".gov means", " style=", "<script>", "onclick=", "javascript:", "{{{", "{{&", "http://", NULL };
    for (size_t i = 0; i < n_files; i++) {
        const file *f = &files[i];
        if (!ends(f->path, ".html") || !starts(f->path, "src/")) continue;
        for (const char *const *n = NEVER; *n; n++)
            for (const char *p = f->text; (p = strstr(p, *n)); p++) finding(f->path, line_of(f, p), "not on a page", *n);
    }
    rule_end("no page has script, style attributes, raw output or federal wording");
}

static void read_layers(void)
{
    char *text = read_all("src/LAYERS");
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        char *tab = strchr(line, '\t');
        if (*line == '#' || !tab) continue;
        *tab = 0;
        if (n_layers < MAX_LAYERS) layers[n_layers++] = line;
    }
}

int main(int argc, char **argv)
{
    if (argc < 2 || chdir(argv[1]) != 0) { fprintf(stderr, "usage: check ROOT\n"); return 2; }
    read_layers();
    walk("src");
    walk("tools");
    walk("test");
    walk("web");
    check_layers();
    check_names();
    check_sizes();
    check_banned();
    check_tables();
    check_sql();
    check_failures();
    check_pages();
    printf("1..%d\n", rule_no);
    return bad_rules ? 1 : 0;
}
