/* letter_cut.c -- a letter in pieces that fit a portal's boxes. */
#include "letter_own.h"

#include <string.h>

static const field PIECE_F[] = {
    FIELD(letter_piece, text,       t, F_LONG, 0, N_("Text")),
    FIELD(letter_piece, characters, i, 0,      0, N_("Characters")),
};
const shape LETTER_PIECE = SHAPE("a piece of a letter", letter_piece, PIECE_F);

static uint32_t point(const char *p, size_t n, size_t *ret_len)
{
    const uint8_t *s = (const uint8_t *)p;
    size_t len = *s < 0x80 ? 1 : *s < 0xe0 ? 2 : *s < 0xf0 ? 3 : 4;
    uint32_t c = len == 1 ? *s : *s & (0xffu >> (len + 1));
    for (size_t i = 1; i < len && i < n; i++) c = c << 6 | (s[i] & 0x3f);
    *ret_len = len > n ? n : len;
    return c;
}

static int64_t units(uint32_t c) { return c == '\n' || c > 0xffff ? 2 : 1; }

int64_t letter_characters(const char *text, size_t n)
{
    int64_t count = 0;
    for (size_t i = 0, len; i < n; i += len) count += units(point(text + i, n - i, &len));
    return count;
}

/* Belongs to the character before it: marks, joiners, variation selectors, the second half of a flag, the tone of a hand. */
static bool clings(uint32_t before, uint32_t c)
{
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x483 && c <= 0x489) || (c >= 0x591 && c <= 0x5c7 && c != 0x5be) || (c >= 0x610 && c <= 0x61a) ||
           (c >= 0x64b && c <= 0x65f) || (c >= 0x900 && c <= 0x903) || (c >= 0x93a && c <= 0x94f) || (c >= 0xe31 && c <= 0xe3a && c != 0xe32 && c != 0xe33) ||
           (c >= 0xe47 && c <= 0xe4e) || (c >= 0x17b4 && c <= 0x17d3) || (c >= 0x1ab0 && c <= 0x1aff) || (c >= 0x20d0 && c <= 0x20ff) || c == 0x200c || c == 0x200d ||
           (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0x1f3fb && c <= 0x1f3ff) || (c >= 0xe0100 && c <= 0xe01ef) || before == 0x200d ||
           (before >= 0x1f1e6 && before <= 0x1f1ff && c >= 0x1f1e6 && c <= 0x1f1ff);
}

/* Does a sentence end at the blank at p + i? "U.S. Code" and "No. 5" are none: the word before the stop is long enough and no short form. */
static bool sentence(const char *p, size_t i)
{
    static const char *const SHORT[] = { "No", "St", "Mr", "Ms", "Dr", "Sec", "Art", "vs", "Inc", "Ave", "Mrs", "Stat", "Gov", "Pub", "Reg", "Jr", "Nos", "Sra", "Núm", "Fed" };
    size_t end = i, from;
    while (end && strchr("\"')]", p[end - 1])) end--;
    if (end >= 3 && (memcmp(p + end - 3, "\xe2\x80\x9d", 3) == 0)) end -= 3;
    if (!end || !strchr(".?!", p[end - 1])) return false;
    if (p[end - 1] != '.') return true;
    for (from = --end; from && !strchr(" \n.(", p[from - 1]); from--) { }
    if (end - from < 2) return false;
    for (size_t k = 0; k < sizeof SHORT / sizeof *SHORT; k++)
        if (strlen(SHORT[k]) == end - from && memcmp(SHORT[k], p + from, end - from) == 0) return false;
    return true;
}

/* How many bytes of p fit; never inside a character or apart from what clings to it. */
static size_t fits(const char *p, size_t n, int64_t limit)
{
    size_t good = 0, len;
    int64_t count = 0;
    uint32_t before = 0;
    for (size_t i = 0; i < n; i += len) {
        uint32_t c = point(p + i, n - i, &len);
        if (i && !clings(before, c)) good = i;
        before = c;
        count += units(c);
        if (count > limit) return good ? good : i;    /* one character wider than a box is cut where it must */
    }
    return n;
}

/* The best place to cut the first `most` bytes. A paragraph's end even when it leaves a piece half empty, a sentence's after a third. */
static size_t best(const char *p, size_t most)
{
    size_t paragraph = 0, line = 0, sentence_at = 0, word = 0;
    for (size_t i = 1; i <= most; i++) {
        if (p[i] == '\n' && p[i + 1] == '\n') paragraph = i;
        else if (p[i] == '\n') line = i;
        else if (p[i] == ' ' && sentence(p, i)) sentence_at = i;
        else if (p[i] == ' ') word = i;
    }
    if (paragraph >= most / 2) return paragraph;
    if (line > sentence_at && line >= most / 3) return line;
    if (sentence_at >= most / 3) return sentence_at;
    if (paragraph >= most / 4) return paragraph;
    if (line > word) word = line;
    if (word >= most / 4) return word;
    return paragraph > sentence_at && paragraph ? paragraph : sentence_at ? sentence_at : word ? word : most;
}

static bool blank(char c) { return c == ' ' || c == '\n'; }

wr_rc letter_blocks(const letter *l, int64_t limit, arena *a, letter_piece **ret, size_t *ret_n)
{
    const char *p = letter_flow(l, 0, a);
    size_t left = strlen(p), n = 0, cap = 16;
    letter_piece *all = arena_array(a, letter_piece, cap);
    TRY(letter_whole(l, arena_err(a)));
    if (limit < LETTER_LIMIT_LEAST)
        return wr_fail(arena_err(a), WR_E_INPUT, "limit", N_("A box of a portal holds at least {least} characters."), "least", arena_fmt(a, "%d", LETTER_LIMIT_LEAST));
    while (left && blank(p[left - 1])) left--;
    while (left) {
        size_t most = fits(p, left, limit), cut = most == left ? left : best(p, most), end = cut;
        while (end && blank(p[end - 1])) end--;
        if (n == cap) {
            letter_piece *more = arena_array(a, letter_piece, cap * 2);
            memcpy(more, all, n * sizeof *more);
            all = more;
            cap *= 2;
        }
        all[n++] = (letter_piece){ memcpy(arena_alloc(a, end + 1, 1), p, end), letter_characters(p, end) };
        while (cut < left && blank(p[cut])) cut++;
        p += cut;
        left -= cut;
    }
    *ret = all;
    *ret_n = n;
    return WR_OK;
}
