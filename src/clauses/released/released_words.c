/* released_words.c -- what free text says of a person: numbers of any kind, and what stands behind a label, "DOB: 06/11/1985", "home address 12 Elm St",
 * "subject name: ...". A name or a day without a label is not found; pages say so. Pure. */
#include <string.h>
#include "released_text.h"
#include "screen.h"
#include "str.h"

/* as_label: it counts only with ':', '=' or '-' behind it, for the word alone says too little. Digits and letters around it end a label. */
static const struct { const char *label; released_personal is; bool as_label; } LABELS[] = {
    { "date of birth", RELEASED_BIRTH_DATE, false }, { "birth date", RELEASED_BIRTH_DATE, false }, { "birthdate", RELEASED_BIRTH_DATE, false }, { "dob", RELEASED_BIRTH_DATE, false },
    { "d.o.b.", RELEASED_BIRTH_DATE, false }, { "born", RELEASED_BIRTH_DATE, false }, { "fecha de nacimiento", RELEASED_BIRTH_DATE, false }, { "nacido", RELEASED_BIRTH_DATE, false },
    { "nacida", RELEASED_BIRTH_DATE, false }, { "home address", RELEASED_HOME, false }, { "residential address", RELEASED_HOME, false }, { "residence address", RELEASED_HOME, false },
    { "mailing address", RELEASED_HOME, false }, { "resides at", RELEASED_HOME, false }, { "residing at", RELEASED_HOME, false }, { "lives at", RELEASED_HOME, false },
    { "residence at", RELEASED_HOME, false }, { "residence", RELEASED_HOME, true }, { "domicilio", RELEASED_HOME, false }, { "vive en", RELEASED_HOME, false },
    { "first name", RELEASED_NAME, false }, { "last name", RELEASED_NAME, false }, { "full name", RELEASED_NAME, false }, { "given name", RELEASED_NAME, false },
    { "family name", RELEASED_NAME, false }, { "subject name", RELEASED_NAME, false }, { "alien name", RELEASED_NAME, false }, { "detainee name", RELEASED_NAME, false },
    { "name of detainee", RELEASED_NAME, false }, { "name of alien", RELEASED_NAME, false }, { "name of subject", RELEASED_NAME, false }, { "name", RELEASED_NAME, true },
    { "subject", RELEASED_NAME, true }, { "detainee", RELEASED_NAME, true }, { "alias", RELEASED_NAME, true }, { "aka", RELEASED_NAME, false }, { "a.k.a.", RELEASED_NAME, false },
    { "nombre", RELEASED_NAME, true }, { "apellido", RELEASED_NAME, true }, { "apellidos", RELEASED_NAME, true } };
enum { AHEAD = 40, SHORT = 256 };

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80); }
static bool digit(char c) { return c >= '0' && c <= '9'; }
static char low(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c; }

/* Three groups of digits, or a word and two: a day in full. A year alone is none. */
static bool day_in(const char *s, size_t n)
{
    size_t groups = 0, digits = 0;
    bool word = false;
    for (size_t i = 0; i < n; i++) {
        word = word || (i + 2 < n && letter(s[i]) && letter(s[i + 1]) && letter(s[i + 2]));
        if (!digit(s[i])) continue;
        groups += i == 0 || !digit(s[i - 1]);
        digits++;
    }
    return (groups >= 3 && digits >= 4) || (word && groups >= 2 && digits >= 5);
}

static bool value_behind(released_personal is, const char *s, size_t n)
{
    size_t i = 0;
    if (n > AHEAD) n = AHEAD;
    if (is == RELEASED_BIRTH_DATE) return day_in(s, n);
    while (i < n && !letter(s[i]) && !digit(s[i])) i++;
    if (is == RELEASED_NAME) return i + 1 < n && letter(s[i]) && letter(s[i + 1]);
    while (i < n && !digit(s[i])) i++;                       /* a number, and a word behind it */
    while (i < n && !letter(s[i])) i++;
    return i + 1 < n && letter(s[i + 1]);
}

static bool label_at(const char *s, size_t n, size_t at, const char *label)
{
    size_t k = strlen(label);
    if (at + k > n || (at && (letter(s[at - 1]) || digit(s[at - 1])))) return false;
    for (size_t i = 0; i < k; i++)
        if (low(s[at + i]) != label[i]) return false;
    return at + k == n || (!letter(s[at + k]) && !digit(s[at + k]));
}

static bool marked(const char *s, size_t n)
{
    while (n && *s == ' ') s++, n--;
    return n && (*s == ':' || *s == '=');
}

static released_personal labelled(const char *s, size_t n)
{
    for (size_t at = 0; at < n; at++) {
        if (!letter(s[at]) || (at && (letter(s[at - 1]) || digit(s[at - 1])))) continue;
        for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++) {
            size_t k = strlen(LABELS[i].label);
            if (low(s[at]) != LABELS[i].label[0] || !label_at(s, n, at, LABELS[i].label)) continue;
            if (LABELS[i].as_label && !marked(s + at + k, n - at - k)) continue;
            if (value_behind(LABELS[i].is, s + at + k, n - at - k)) return LABELS[i].is;
        }
    }
    return RELEASED_LOADED;
}

static bool many_digits(const char *s, size_t n)
{
    size_t digits = 0;
    for (size_t i = 0; i < n; i++) digits += digit(s[i]) || (s[i] & 0x80);
    return digits >= 8;                                      /* fewer than either number has; others than ASCII count as such */
}

released_personal released_personal_text(const char *s, size_t n)
{
    screen_hit hit;
    arena *a = NULL;
    char little[SHORT], *text = little;                      /* a million keys are a million cells */
    released_personal ret = RELEASED_LOADED;
    if (many_digits(s, n)) {
        if (n >= SHORT) text = arena_alloc(a = arena_new("released_personal", 8 << 20), n + 1, 1);
        memcpy(text, s, n);
        text[n] = 0;
        if (screen_find(text, &hit, 1) > 0) ret = hit.kind == SCREEN_SSN ? RELEASED_SSN : RELEASED_A_NUMBER;
        if (a) arena_end(&a);
    }
    return ret != RELEASED_LOADED || (!memchr(s, ' ', n) && !memchr(s, ':', n)) ? ret : labelled(s, n);
}

/* Line by line: what is left of a line in which a number was taken out is looked at once more. */
const char *released_clean(arena *a, const char *text, int64_t *hits)
{
    strbuf b = sb_new(a, strlen(text) + 20);
    for (const char *p = text; *p; ) {
        size_t n = strcspn(p, "\n");
        const char *line = arena_fmt(a, "%.*s", (int)n, p), *clean = screen_clean(a, line, RELEASED_GONE);
        if (released_personal_text(clean, strlen(clean)) != RELEASED_LOADED) clean = RELEASED_GONE;
        *hits += !str_eq(clean, line);
        sb_str(&b, clean);
        if (p[n]) sb_ch(&b, '\n');
        p += n + (p[n] == '\n');
    }
    return b.p;
}
