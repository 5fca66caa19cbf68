/* letter_read.c -- the text of a letter into blocks. Nothing is taken on trust: who wrote it is not known here. */
#include "letter_read.h"

#include <stdint.h>
#include <string.h>

/* Control characters never come this far; UTF-8 is checked by who sets the text. Escapes are undone where they stand. */
static bool unescape(char *s)
{
    char *to = s;
    for (; *s; s++) {
        if (*s != '\\') { *to++ = *s; continue; }
        s++;
        if (*s == 'n') *to++ = '\n';
        else if (*s == 't') *to++ = ' ';
        else if (*s == '\\') *to++ = '\\';
        else return false;
    }
    *to = 0;
    return true;
}

static bool clean(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        if ((c < ' ' && c != '\t') || c == 0x7f) return false;
    }
    return true;
}

static bool utf8(const char *p, size_t n)
{
    const uint8_t *s = (const uint8_t *)p;
    for (size_t i = 0; i < n; ) {
        size_t more = s[i] < 0x80 ? 0 : s[i] < 0xe0 ? 1 : s[i] < 0xf0 ? 2 : 3;
        if ((s[i] >= 0x80 && s[i] < 0xc2) || s[i] > 0xf4 || more > n - i - 1) return false;
        for (size_t k = 1; k <= more; k++)
            if ((s[i + k] & 0xc0) != 0x80) return false;
        if ((s[i] == 0xe0 && s[i + 1] < 0xa0) || (s[i] == 0xed && s[i + 1] > 0x9f) || (s[i] == 0xf0 && s[i + 1] < 0x90) || (s[i] == 0xf4 && s[i + 1] > 0x8f)) return false;
        i += more + 1;
    }
    return true;
}

static bool a_day(const char *s)
{
    static const char FORM[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof FORM; i++)
        if (FORM[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != FORM[i]) return false;
    return true;
}

static int kind_of(const char *word)
{
    for (int k = 0; k < LETTER_KINDS; k++)
        if (strcmp(LETTER_WORDS[k], word) == 0) return k;
    return -1;
}

static const char *of_the_whole(letter_in *l, letter_kind k, const char *text)
{
    const char **at = k == LETTER_TITLE ? &l->title : k == LETTER_LANG ? &l->lang : &l->made;
    if (l->n) return "a line about the whole letter stands below a block";
    if (k == LETTER_PAPER) {
        if (strcmp(text, "a4") != 0 && strcmp(text, "letter") != 0) return "no such paper";
        l->a4 = *text == 'a';
        return NULL;
    }
    if (**at) return "said twice";
    if (k == LETTER_MADE && !a_day(text)) return "no day";
    if (k == LETTER_LANG && strlen(text) > 12) return "no language";
    *at = text;
    return NULL;
}

static const char *one(letter_in *l, char *line)
{
    char *text = strchr(line, ' '), *tab = NULL;
    int k;
    block *b;
    if (!text) return "a line without a text";
    *text++ = 0;
    if ((k = kind_of(line)) < 0) return "no such block";
    if (k == LETTER_ITEM || k == LETTER_PAIR) {
        tab = strchr(text, '\t');
        if (!tab) return "a block without its label";
        *tab = 0;
    }
    if (strchr(tab ? tab + 1 : text, '\t')) return "a tab too many";
    if (!unescape(text) || (tab && !unescape(tab + 1))) return "an escape that is none";
    if (k <= LETTER_MADE) return of_the_whole(l, (letter_kind)k, text);
    if (l->n == LETTER_BLOCKS_MAX) return "too many blocks";
    b = &l->at[l->n++];
    *b = (block){ (letter_kind)k, tab ? text : "", tab ? tab + 1 : text };
    if (strlen(b->text) > LETTER_TEXT_MAX || strlen(b->label) > LETTER_TEXT_MAX) return "a text that is too long";
    return NULL;
}

const char *letter_read(char *p, size_t n, letter_in *ret, size_t *ret_line)
{
    char *end = p + n;
    size_t line = 0;
    ret->title = ret->lang = ret->made = "";
    ret->a4 = false;
    ret->n = 0;
    p[n] = 0;
    while (p < end) {
        char *stop = memchr(p, '\n', (size_t)(end - p));
        const char *wrong;
        *ret_line = ++line;
        if (!stop) return "a line without its end";
        *stop = 0;
        if (!clean(p, (size_t)(stop - p)) || !utf8(p, (size_t)(stop - p))) return "no clean UTF-8";
        if (line == 1) wrong = strcmp(p, LETTER_FIRST) == 0 ? NULL : "no letter of this version";
        else if (strcmp(p, "end") == 0) return stop + 1 == end ? (ret->n ? NULL : "an empty letter") : "more behind the end";
        else wrong = one(ret, p);
        if (wrong) return wrong;
        p = stop + 1;
    }
    *ret_line = line;
    return "cut short";
}
