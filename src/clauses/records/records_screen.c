/* records_screen.c -- what an agency has to withhold and did not: numbers of a person wherever they stand, birth dates, home addresses and names
 * behind a label or in a column of that name. It finds what it can; it is no proof that a text is clean, and pages say so. Pure. */
#include "records_prod_own.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "i18n.h"
#include "screen.h"

enum { HITS = 200, CELL_MAX = 4000, COLUMNS = 200, LABEL_AHEAD = 48, LABEL_BEHIND = 60 };
const char *const records_founds[] = { N_("A-number"), N_("Social Security number"), N_("full birth date"), N_("home address"), N_("personal name"), NULL };

/* Labels and heads of columns, folded: lower case, other signs as one blank. */
static const struct { const char *label; int kind; } LABELS[] = {
    { "alien file number", FOUND_A_NUMBER }, { "alien file numbe", FOUND_A_NUMBER }, { "alien number", FOUND_A_NUMBER }, { "a number", FOUND_A_NUMBER }, { "a file number", FOUND_A_NUMBER },
    { "social security number", FOUND_SSN }, { "ssn", FOUND_SSN }, { "birth date", FOUND_BIRTH }, { "date of birth", FOUND_BIRTH }, { "dob", FOUND_BIRTH },
    { "fecha de nacimiento", FOUND_BIRTH }, { "home address", FOUND_HOME }, { "residence address", FOUND_HOME }, { "residential address", FOUND_HOME }, { "subject address", FOUND_HOME },
    { "domicilio", FOUND_HOME }, { "subject name", FOUND_NAME }, { "alien name", FOUND_NAME }, { "alien s name", FOUND_NAME }, { "detainee name", FOUND_NAME }, { "last name", FOUND_NAME },
    { "first name", FOUND_NAME }, { "full name", FOUND_NAME }, { "name of detainee", FOUND_NAME }, { "name of alien", FOUND_NAME }, { "given name", FOUND_NAME }, { "family name", FOUND_NAME } };
enum { LABELS_N = sizeof LABELS / sizeof *LABELS };

static size_t fold(const char *s, size_t n, char *ret, size_t cap)
{
    size_t k = 0;
    for (size_t i = 0; i < n && k + 2 < cap; i++) {
        if (isalnum((unsigned char)s[i]) || (unsigned char)s[i] >= 0x80) ret[k++] = (char)tolower((unsigned char)s[i]);
        else if (k && ret[k - 1] != ' ') ret[k++] = ' ';
    }
    while (k && ret[k - 1] == ' ') k--;
    ret[k] = 0;
    return k;
}

/* Withheld, empty or a word for nothing: no value. */
static bool nothing(const char *cell)
{
    static const char *const NULLS[] = { "", "na", "n a", "unknown", "none", "null", "redacted", "withheld", "not applicable", "desconocido" };
    char folded[80];
    if (strlen(cell) > 60) return false;
    fold(cell, strlen(cell), folded, sizeof folded);
    for (size_t i = 0; i < sizeof NULLS / sizeof *NULLS; i++)
        if (str_eq(NULLS[i], folded)) return true;
    return records_is_marks(cell);
}

/* A day in full: "06/11/1985", "1985-06-11", "June 11, 1985". A year alone is none. */
static bool a_day(const char *s, size_t n)
{
    static const char *const MONTHS[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "ene", "abr", "ago", "dic" };
    int groups = 0, digits = 0;
    bool month = false;
    char low[LABEL_AHEAD + 1];
    if (n > LABEL_AHEAD) n = LABEL_AHEAD;
    for (size_t i = 0; i < n; i++) {
        low[i] = (char)tolower((unsigned char)s[i]);
        if (isdigit((unsigned char)s[i])) { groups += i == 0 || !isdigit((unsigned char)s[i - 1]); digits++; }
    }
    low[n] = 0;
    for (size_t i = 0; i < sizeof MONTHS / sizeof *MONTHS; i++) month = month || strstr(low, MONTHS[i]) != NULL;
    return (groups >= 3 && digits >= 6) || (month && groups >= 2 && digits >= 5);
}

static bool is_value(int kind, const char *s)
{
    size_t n = strlen(s);
    bool digit = false, letter = false;
    if (nothing(s)) return false;
    for (size_t i = 0; i < n; i++) { digit = digit || isdigit((unsigned char)s[i]); letter = letter || isalpha((unsigned char)s[i]) || (unsigned char)s[i] >= 0x80; }
    switch (kind) {
    case FOUND_BIRTH: return a_day(s, n);
    case FOUND_HOME: return digit && letter;
    case FOUND_NAME: return letter && !digit;
    default: return digit;
    }
}

/* The label that a text ends with; -1: none. */
static int label_at_end(const char *s, size_t n)
{
    char folded[LABEL_BEHIND + 2];
    size_t from = n > LABEL_BEHIND ? n - LABEL_BEHIND : 0, k = fold(s + from, n - from, folded, sizeof folded);
    for (int i = 0; i < LABELS_N; i++) {
        size_t w = strlen(LABELS[i].label);
        if (k >= w && str_eq(folded + k - w, LABELS[i].label) && (k == w || folded[k - w - 1] == ' ')) return i;
    }
    return -1;
}

/* What stands behind a colon, until the next one, without the label of that one. */
static void value_at(const char *s, size_t left, char ret[static LABEL_AHEAD + 1])
{
    const char *next = memchr(s, ':', left);
    size_t m = next ? (size_t)(next - s) : left, w;
    int label = next ? label_at_end(s, m) : -1;
    if (label >= 0 && (w = strlen(LABELS[label].label)) <= m) m -= w;
    if (m > LABEL_AHEAD) m = LABEL_AHEAD;
    while (m < left && m > 0 && ((uint8_t)s[m] & 0xc0) == 0x80) m--;
    memcpy(ret, s, m);
    ret[m] = 0;
    m = strcspn(ret, "\t|");
    ret[m] = 0;
}

/* "Date of birth: 06/11/1985": what stands behind each colon of a line. */
static void labelled(const char *line, size_t n, records_found *f)
{
    const char *colon;
    for (const char *at = line; (colon = memchr(at, ':', n - (size_t)(at - line))); at = colon + 1) {
        char value[LABEL_AHEAD + 1];
        int label = label_at_end(line, (size_t)(colon - line));
        const char *v;
        if (label < 0 || LABELS[label].kind == FOUND_A_NUMBER || LABELS[label].kind == FOUND_SSN) continue;     /* numbers are found by themselves */
        v = colon + 1 + strspn(colon + 1, " \t");
        if (strncmp(v, "(b)", 3) == 0 || strncmp(v, "(B)", 3) == 0) continue;       /* withheld, whatever stands behind the mark */
        if (v > line + n) continue;
        value_at(v, n - (size_t)(v - line), value);
        if (is_value(LABELS[label].kind, value)) f->of[LABELS[label].kind]++;
    }
}

void records_screen(const char *text, records_found *f)
{
    screen_hit hits[HITS];
    size_t n = screen_find(text, hits, HITS);
    for (size_t i = 0; i < n && i < HITS; i++) f->of[hits[i].kind == SCREEN_SSN ? FOUND_SSN : FOUND_A_NUMBER]++;
    for (const char *line = text; *line; ) {
        size_t len = strcspn(line, "\n");
        labelled(line, len, f);
        line += len + (line[len] == '\n');
    }
}

bool records_found_any(const records_found *f)
{
    for (int i = 0; i < FOUNDS; i++)
        if (f->of[i]) return true;
    return false;
}

const char *records_found_text(arena *a, const records_found *f)
{
    strbuf b = sb_new(a, 40);
    for (int i = 0; i < FOUNDS; i++) sb_fmt(&b, "%s%lld", i ? " " : "", (long long)f->of[i]);
    return b.p;
}

records_found records_found_read(const char *text)
{
    records_found f = { { 0 } };
    long long of[FOUNDS] = { 0 };
    if (sscanf(text, "%lld %lld %lld %lld %lld", &of[0], &of[1], &of[2], &of[3], &of[4]) == FOUNDS)
        for (int i = 0; i < FOUNDS; i++) f.of[i] = of[i];
    return f;
}

const char *records_found_said(arena *a, const char *lang, const char *found)
{
    records_found f = records_found_read(found);
    strbuf b = sb_new(a, 80);
    for (int i = 0; i < FOUNDS; i++)
        if (f.of[i]) sb_fmt(&b, "%s%s: %lld", b.n ? "; " : "", i18n(lang, NULL, records_founds[i]), (long long)f.of[i]);
    return b.p;
}

/* ---- tables ---- */
/* n: bytes of the line while there is no head, of the cell from then on. */
struct records_table { arena *a; char cell[CELL_MAX + 1]; size_t n, column, columns; char delimiter; bool quoted, closed; int kind[COLUMNS]; const char *name[COLUMNS]; int64_t count[COLUMNS]; };

records_table *records_table_new(arena *a)
{
    records_table *t = arena_make(a, records_table);
    t->a = a;
    return t;
}

static int kind_of(const char *head)
{
    char folded[200];
    fold(head, strlen(head), folded, sizeof folded);
    for (size_t i = 0; i < LABELS_N; i++)
        if (str_eq(LABELS[i].label, folded)) return LABELS[i].kind;
    return -1;
}

/* Is the line the head, with this delimiter: two filled cells or more of which one names a kind? */
static bool head_with(records_table *t, char delimiter)
{
    size_t n = 0, filled = 0;
    bool named = false;
    for (const char *p = t->cell; p && n < COLUMNS; n++) {
        const char *end = strchr(p, delimiter);
        size_t len = end ? (size_t)(end - p) : strlen(p);
        while (len && (*p == '"' || *p == ' ')) { p++; len--; }
        while (len && (p[len - 1] == '"' || p[len - 1] == ' ')) len--;
        t->name[n] = arena_fmt(t->a, "%.*s", (int)len, p);
        t->kind[n] = kind_of(t->name[n]);
        named = named || t->kind[n] >= 0;
        filled += len != 0;
        p = end ? end + 1 : NULL;
    }
    if (!named || filled < 2) return false;
    t->columns = n;
    t->delimiter = delimiter;
    return true;
}

static void try_head(records_table *t)
{
    static const char KINDS[] = { '|', '\t', ';', ',' };
    bool found = false;
    t->cell[t->n] = 0;
    t->n = 0;
    for (size_t i = 0; i < sizeof KINDS && !found; i++) {
        arena_mark m = arena_at(t->a);
        found = strchr(t->cell, KINDS[i]) && head_with(t, KINDS[i]);
        if (!found) arena_rewind(t->a, m);
    }
}

/* In its own place: without blanks at both ends. */
static const char *trimmed(char *s)
{
    size_t n = strlen(s);
    while (n && (unsigned char)s[n - 1] <= ' ') s[--n] = 0;
    return s + strspn(s, " \t");
}

static void cell_end(records_table *t)
{
    t->cell[t->n] = 0;
    if (t->column < t->columns && t->kind[t->column] >= 0 && is_value(t->kind[t->column], trimmed(t->cell))) t->count[t->column]++;
    t->column++;
    t->n = 0;
    t->closed = false;
}

void records_table_add(records_table *t, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char c = p[i];
        bool line_end = c == '\n' || c == '\r';
        if (!t->columns) {
            if (line_end) try_head(t);
            else if (t->n < CELL_MAX) t->cell[t->n++] = c;
        } else if (c == '"' && (t->quoted || t->n == 0 || t->closed)) {
            if (t->closed && t->n < CELL_MAX) t->cell[t->n++] = '"';      /* "" inside quotes */
            t->closed = t->quoted;
            t->quoted = !t->quoted;
        } else if (!t->quoted && c == t->delimiter) cell_end(t);
        else if (!t->quoted && line_end) { cell_end(t); t->column = 0; }
        else if (t->n < CELL_MAX) t->cell[t->n++] = c;
    }
}

bool records_table_whole(const records_table *t) { return !t->quoted; }

/* The head of a column, short and in UTF-8, or its place. */
static const char *called(const records_table *t, size_t c)
{
    size_t n = strlen(t->name[c]);
    return n && n <= 60 && str_utf8(t->name[c], n) ? t->name[c] : arena_fmt(t->a, "%zu", c + 1);
}

const char *records_table_end(records_table *t, records_found *f)
{
    strbuf b = sb_new(t->a, 100);
    if (t->columns && t->n) cell_end(t);
    for (size_t c = 0; c < t->columns; c++) {
        if (!t->count[c]) continue;
        f->of[t->kind[c]] += t->count[c];
        if (b.n < 800) sb_fmt(&b, "%s%s: %lld", b.n ? "; " : "", called(t, c), (long long)t->count[c]);
    }
    return b.p;
}
