/* screen.c -- one pass over the text: names of numbers, the letter A, and digits in the forms that such numbers have. */
#include "screen.h"

#include <string.h>

#include "str.h"

enum { NAME_REACH = 32 };

/* '-' is a gap of up to three blanks, dashes or dots. */
static const char *const FORM_OF_A[] = { "ddd-ddd-ddd", "dd-ddd-ddd", "ddd-ddd-dd", "ddddddddd", "dddddddd", NULL };
static const char *const FORM_OF_SSN[] = { "ddd-dd-dddd", NULL };
static const char *const FORM_NAMED_SSN[] = { "ddd-dd-dddd", "ddddddddd", "ddd-ddd-ddd", NULL };
static const struct { const char *name; screen_kind kind; } NAMES[] = {
    { "ssn", SCREEN_SSN }, { "social security", SCREEN_SSN }, { "seguro social", SCREEN_SSN }, { "itin", SCREEN_SSN },
    { "a number", SCREEN_A_NUMBER }, { "a no", SCREEN_A_NUMBER }, { "a num", SCREEN_A_NUMBER }, { "numero a", SCREEN_A_NUMBER },
    { "alien number", SCREEN_A_NUMBER }, { "alien no", SCREEN_A_NUMBER }, { "alien registration", SCREEN_A_NUMBER },
    { "numero de extranjero", SCREEN_A_NUMBER }, { "uscis number", SCREEN_A_NUMBER }, { "uscis no", SCREEN_A_NUMBER },
};

/* The character at s as the plain one that it stands for, in lower case; 0 at the end. */
static uint32_t plain(const char *s, size_t *ret_n)
{
    const unsigned char *p = (const unsigned char *)s;
    size_t n = *p < 0x80 ? 1 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : 4;
    uint32_t c = n == 1 ? *p : *p & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) c = c << 6 | (p[i] & 0x3Fu);
    *ret_n = c ? n : 0;
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;                                  /* full width */
    if (c >= 'A' && c <= 'Z') return c + 32;
    if (c >= 0x0660 && c <= 0x0669) return '0' + c - 0x0660;                      /* Arabic     */
    if (c >= 0x06F0 && c <= 0x06F9) return '0' + c - 0x06F0;                      /* Persian    */
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) return '-';
    if (c == '\t' || c == '\n' || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0x3000) return ' ';
    return c == 0xFA || c == 0xDA ? 'u' : c;                                      /* the ú of número */
}

static bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }
/* Of a script that writes blanks between words: in the others a number may follow a word at once. */
static bool is_letter(uint32_t c) { return (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x0590); }
static bool is_joint(uint32_t c) { return c == '-' || c == '.' || c == '/'; }

/* Bytes of up to `most` characters of `of`. */
static size_t gap(const char *s, const char *of, size_t most)
{
    size_t at = 0, n;
    for (uint32_t c; most-- && (c = plain(s + at, &n)) && c < 0x80 && strchr(of, (char)c); ) at += n;
    return at;
}

/* Letters and then digits, in one word: what began like a number is a code, as keys of persons in released tables are. But for more A-numbers,
 * of which a few are looked at. */
static bool is_code(const char *s)
{
    for (int i = 0; i < 4; i++) {
        size_t letters = 0, digits = 0;
        while ((s[letters] | 32) >= 'a' && (s[letters] | 32) <= 'z') letters++;
        while (is_digit((unsigned char)s[letters + digits])) digits++;
        if (!letters || !digits) return false;
        if (letters != 1 || (*s | 32) != 'a' || (digits != 8 && digits != 9)) return true;
        s += letters + digits;
    }
    return false;
}

/* Bytes of the number of that form at s; 0: none, or more digits follow. */
static size_t number(const char *s, const char *form, char *ret_digits)
{
    size_t at = 0, n, more;
    uint32_t c;
    for (; *form; form++)
        if (*form == '-') {
            n = gap(s + at, " -.", 3);
            if (!n) return 0;
            at += n;
        } else {
            c = plain(s + at, &n);
            if (!is_digit(c)) return 0;
            *ret_digits++ = (char)c;
            at += n;
        }
    *ret_digits = 0;
    c = plain(s + at, &n);
    if (is_joint(c)) c = plain(s + at + n, &more);
    return is_digit(c) || is_code(s + at) ? 0 : at;
}

static size_t number_of(const char *s, screen_kind kind, const char *const *forms)
{
    char d[16];
    for (; *forms; forms++) {
        size_t n = number(s, *forms, d);
        bool zeros = kind == SCREEN_SSN && n && (memcmp(d, "000", 3) == 0 || memcmp(d + 3, "00", 2) == 0 || memcmp(d + 5, "0000", 4) == 0);
        if (n && !zeros) return n;                             /* no such number has a part of zeros */
    }
    return 0;
}

/* Bytes of a name in the list that begins at s, with its plural. */
static size_t name_at(const char *s, screen_kind *ret)
{
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        size_t at = 0, n = 1;
        for (const char *w = NAMES[i].name; *w && n; w++, at += n) {
            if (*w == ' ') n = gap(s + at, " -.", 2);
            else if (plain(s + at, &n) != (uint32_t)*w) n = 0;
        }
        if (!n) continue;
        if (plain(s + at, &n) == 's') at += n;
        if (is_letter(plain(s + at, &n))) continue;
        *ret = NAMES[i].kind;
        return at;
    }
    return 0;
}

typedef struct scan { uint32_t before, last; bool named; screen_kind name; size_t since; } scan;   /* before: the character left of the last one */

/* What begins at s with the character c of c_n bytes; n is 0 when nothing does. */
static screen_hit hit_at(const char *s, uint32_t c, size_t c_n, const scan *w)
{
    screen_hit h = { .kind = w->name };
    if (c == 'a') {
        size_t to = c_n + gap(s + c_n, " -.#:", 3), n = number_of(s + to, SCREEN_A_NUMBER, FORM_OF_A);
        return (screen_hit){ SCREEN_A_NUMBER, 0, n ? to + n : 0 };
    }
    if (!is_digit(c)) return h;
    if (w->named && w->since <= NAME_REACH) h.n = number_of(s, w->name, w->name == SCREEN_SSN ? FORM_NAMED_SSN : FORM_OF_A);
    if (h.n || (is_joint(w->last) && (is_letter(w->before) || is_digit(w->before)))) return h;
    return (screen_hit){ SCREEN_SSN, 0, number_of(s, SCREEN_SSN, FORM_OF_SSN) };
}

/* Bytes of ASCII letters and digits at s: within a word nothing begins. */
static size_t word_rest(const char *s)
{
    size_t n = 0;
    while ((s[n] >= '0' && s[n] <= '9') || ((s[n] | 32) >= 'a' && (s[n] | 32) <= 'z')) n++;
    return n;
}

size_t screen_find(const char *text, screen_hit *ret, size_t cap)
{
    scan w = { .last = ' ', .before = ' ' };
    size_t found = 0, n;
    uint32_t c;
    for (size_t at = 0; (c = plain(text + at, &n)); at += n) {
        bool fresh = !is_letter(w.last) && !is_digit(w.last);
        size_t rest = fresh ? 0 : word_rest(text + at);
        if (rest > 2) {                                        /* but for its last two characters, which the next one looks back at */
            at += rest - 2;
            w.since += rest - 2;
            w.before = w.last = 'a';
            n = 0;
            continue;
        }
        size_t name = fresh && is_letter(c) ? name_at(text + at, &w.name) : 0;
        screen_hit h = fresh && !name ? hit_at(text + at, c, n, &w) : (screen_hit){ 0 };
        w.before = w.last;
        w.last = c;
        w.since++;
        if (!name && !h.n) continue;
        n = name ? name : h.n;
        w = (scan){ .before = ' ', .last = ' ', .named = name || w.named, .name = w.name };   /* behind a number more may follow under its name */
        h.at = at;
        if (h.n && found++ < cap) ret[found - 1] = h;
    }
    return found;
}

const char *screen_clean(arena *a, const char *text, const char *word)
{
    for (size_t n; (n = screen_find(text, NULL, 0)); ) {       /* again: what was joined to a number may be one now */
        screen_hit *hits = arena_array(a, screen_hit, n);
        strbuf b = sb_new(a, strlen(text) + 1);
        size_t from = 0;
        screen_find(text, hits, n);
        for (size_t i = 0; i < n; i++) {
            sb_put(&b, text + from, hits[i].at - from);
            sb_str(&b, word);
            from = hits[i].at + hits[i].n;
        }
        sb_str(&b, text + from);
        text = b.p;
    }
    return text;
}
