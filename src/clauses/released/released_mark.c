/* released_mark.c -- marks of what was withheld, in whatever spelling, and words that stand for nothing.
 * Grammar of a mark (all of the cell): items  b digit [sub-letter], parted by comma, semicolon, slash, "and", blank or nothing; parentheses, brackets
 * and blanks anywhere or absent; case aside. A later item may leave its b out where a parenthesis or a comma says that it is one. */
#include <string.h>
#include "released_text.h"
#include "str.h"

const char *const released_exemptions[] = { "1", "2", "3", "4", "5", "6", "7", "8", "9", "7A", "7B", "7C", "7D", "7E", "7F", NULL };
enum { MARK_LONGEST = 200, MARK_SUBS = 9 /* the bit of 7A */ };

/* A letter or a digit of a cell, and what stood before it. */
typedef struct mark_token { char c; bool open, comma, apart; } mark_token;

size_t released_blank_at(const char *p, size_t n)
{
    if (n > 1 && (unsigned char)p[0] == 0xC2 && (unsigned char)p[1] == 0xA0) return 2;
    return n > 0 && (p[0] == ' ' || (p[0] >= '\t' && p[0] <= '\r')) ? 1 : 0;
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

/* False: a byte that no mark has. *ret_open: a parenthesis anywhere. */
static bool mark_tokens(const char *p, size_t n, mark_token *token, size_t *ret_n, bool *ret_open)
{
    mark_token next = { 0 };
    *ret_n = 0;
    *ret_open = false;
    for (size_t i = 0; i < n; ) {
        size_t blank = released_blank_at(p + i, n - i);
        char c = lower(p[i]);
        if (blank) next.apart = true;
        else if (c != '\0' && strchr("()[]", c)) next.open = *ret_open = true;
        else if (c != '\0' && strchr(",;/&", c)) next.comma = true;
        else if (n - i > 3 && lower(p[i]) == 'a' && lower(p[i + 1]) == 'n' && lower(p[i + 2]) == 'd') next.comma = true, blank = 3;
        else if ((c >= '1' && c <= '9') || (c >= 'a' && c <= 'f')) {
            next.c = c;
            token[(*ret_n)++] = next;
            next = (mark_token){ 0 };
        } else return false;
        i += blank ? blank : 1;
    }
    return *ret_n > 0;
}

/* "[REDACTED]" says that it is withheld, and not why. */
static bool mark_word(const char *p, size_t n)
{
    static const char *const words[] = { "redacted", "withheld", NULL };
    char word[12];
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if (strchr("()[]* ", p[i]) && p[i]) continue;
        if (m == sizeof word - 1) return false;
        word[m++] = lower(p[i]);
    }
    word[m] = '\0';
    for (size_t i = 0; words[i]; i++)
        if (strcmp(word, words[i]) == 0) return true;
    return false;
}

bool released_withheld(const char *p, size_t n, uint64_t *ret_exemptions)
{
    mark_token token[MARK_LONGEST];
    size_t m = 0;
    bool open = false, sure = false;
    uint64_t all = 0;
    *ret_exemptions = 0;
    if (n == 0 || n > MARK_LONGEST) return false;
    if (mark_word(p, n)) return true;
    if (!mark_tokens(p, n, token, &m, &open)) return false;
    for (size_t i = 0; i < m; ) {
        if (token[i].c == 'b') i++;
        else if (i == 0 || !(token[i].open || token[i].comma)) return false;
        if (i == m || token[i].c > '9') return false;
        int digit = token[i++].c - '1', bit = digit;
        if (i < m && token[i].c <= '9' && !(token[i].open || token[i].comma)) return false;      /* "b12": no exemption */
        bool next = i < m && token[i].c == 'b' && i + 1 < m && token[i + 1].c <= '9';
        if (i < m && token[i].c > '9' && !next) {
            if (digit == 6) bit = MARK_SUBS + (token[i].c - 'a');
            else if (!open) return false;                                                        /* "B6A": a cell block */
            i++;
        }
        sure |= digit > 1;
        all |= UINT64_C(1) << bit;
    }
    if (!open && !sure) return false;           /* "B1", "B1/B2": visas, where no parenthesis says otherwise */
    *ret_exemptions = all;
    return true;
}

const char *released_exemptions_said(arena *a, uint64_t exemptions)
{
    strbuf sb = sb_new(a, 32);
    static const int order[] = { 0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 7, 8 };
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (!(exemptions >> order[i] & 1)) continue;
        if (sb.n) sb_str(&sb, ", ");
        sb_str(&sb, released_exemptions[order[i]]);
    }
    return sb.p ? sb.p : "";
}

bool released_null_word(const char *p, size_t n)
{
    static const char *const words[] = { "na", "n/a", "n.a.", "#n/a", "unk", "unknown", "not applicable", "not available", "null", NULL };
    char word[24];
    size_t m = 0, dashes = 0;
    bool gap = false;
    for (size_t i = 0; i < n; ) {
        size_t blank = released_blank_at(p + i, n - i);
        if (blank) { gap = m > 0; i += blank; continue; }
        if (m + 2 >= sizeof word) return false;
        bool dash = n - i > 2 && (unsigned char)p[i] == 0xE2 && (unsigned char)p[i + 1] == 0x80        /* U+2010 to U+2015 */
            && (unsigned char)p[i + 2] >= 0x90 && (unsigned char)p[i + 2] <= 0x95;
        if (gap) word[m++] = ' ';
        gap = false;
        word[m++] = dash ? '-' : lower(p[i]);
        dashes += word[m - 1] == '-';
        i += dash ? 3 : 1;
    }
    word[m] = '\0';
    if (m == 0) return false;
    if (dashes == m) return true;
    for (size_t i = 0; words[i]; i++)
        if (strcmp(word, words[i]) == 0) return true;
    return false;
}

bool released_error_word(const char *p, size_t n)
{
    static const char *const WORDS_[] = { "#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", NULL };
    for (size_t i = 0; WORDS_[i]; i++)
        if (strlen(WORDS_[i]) == n && memcmp(WORDS_[i], p, n) == 0) return true;
    return false;
}
