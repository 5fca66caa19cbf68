/* letter_text.c -- a letter as plain text: wrapped for reading and mail, or a line a paragraph for pasting. */
#include "letter_own.h"

#include <string.h>

typedef struct margins { size_t width, first, rest; } margins;   /* in characters; first, rest: blanks before the first line and the others */

static size_t characters(const char *p, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += ((unsigned char)p[i] & 0xc0) != 0x80;
    return count;
}

static void blanks(strbuf *b, size_t n)
{
    while (n--) sb_ch(b, ' ');
}

/* One line of a text into as many as it needs. A word wider than the line stays whole: it may be an address. */
static void wrap(strbuf *b, const char *p, size_t n, margins m)
{
    size_t at = 0, room = m.width > m.rest ? m.width - m.rest : 1;
    for (size_t i = 0; i < n; ) {
        size_t len = 0, wide;
        while (i < n && p[i] == ' ') i++;
        while (i + len < n && p[i + len] != ' ') len++;
        if (!len) break;
        wide = characters(p + i, len);
        if (at && at + 1 + wide > room) {
            sb_ch(b, '\n');
            blanks(b, m.rest);
            at = 0;
        } else if (at) {
            sb_ch(b, ' ');
            at++;
        }
        sb_put(b, p + i, len);
        at += wide;
        i += len;
    }
}

static void lines(strbuf *b, const char *text, margins m)
{
    for (bool first = true; ; first = false) {
        size_t n = strcspn(text, "\n");
        blanks(b, first ? m.first : m.rest);
        if (m.width) wrap(b, text, n, m);
        else sb_put(b, text, n);
        sb_ch(b, '\n');
        if (!text[n]) return;
        text += n + 1;
    }
}

/* Rows of one table: labels in a column as wide as the widest that is not too wide. */
static size_t label_width(const letter *l, size_t i)
{
    size_t wide = 0;
    for (; i < l->n && l->at[i].kind == LETTER_PAIR; i++) {
        size_t w = characters(l->at[i].label, strlen(l->at[i].label));
        if (w > wide && w <= 24) wide = w;
    }
    return wide;
}

static void labelled(strbuf *b, const char *label, const char *text, size_t indent, size_t column, size_t width)
{
    size_t used = characters(label, strlen(label));
    blanks(b, indent);
    sb_str(b, label);
    if (!width) column = used;
    if (used > column) {
        sb_ch(b, '\n');
        blanks(b, indent + column + 1);
    } else blanks(b, column - used + 1);
    lines(b, text, (margins){ width, 0, width ? indent + column + 1 : indent });
}

/* The first line of a text stands behind its label: wrap counts from the column. */
static void block(const letter *l, size_t i, size_t width, size_t column, strbuf *b, arena *a)
{
    const letter_block *x = &l->at[i];
    switch (x->kind) {
    case LETTER_SUBJECT:
        lines(b, letter_subject_said(l, x->text, a), (margins){ width, 0, 0 });
        break;
    case LETTER_ITEM:
        labelled(b, x->label, x->text, 0, strlen(x->label) > 3 ? strlen(x->label) : 3, width);
        break;
    case LETTER_LINE:
        lines(b, x->text, (margins){ width, 4, 4 });
        break;
    case LETTER_PAIR:
        labelled(b, width ? x->label : arena_fmt(a, "%s:", x->label), x->text, 0, column, width);
        break;
    case LETTER_ENCLOSURE:
        if (i == 0 || l->at[i - 1].kind != LETTER_ENCLOSURE) sb_fmt(b, "%s:\n", letter_enclosures_said(l));
        labelled(b, "-", x->text, 0, 1, width);
        break;
    default:
        lines(b, x->text, (margins){ width, 0, 0 });
    }
}

const char *letter_flow(const letter *l, size_t width, arena *a)
{
    strbuf b = sb_new(a, l->bytes + 256);
    size_t column = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (i && letter_gap(l->at[i - 1].kind, l->at[i].kind)) sb_ch(&b, '\n');
        if (l->at[i].kind == LETTER_PAIR && (!i || l->at[i - 1].kind != LETTER_PAIR)) column = label_width(l, i);
        block(l, i, width, column, &b, a);
    }
    return b.p;
}

wr_rc letter_text(const letter *l, arena *a, const char **ret)
{
    TRY(letter_whole(l, arena_err(a)));
    *ret = letter_flow(l, LETTER_WIDTH, a);
    return WR_OK;
}
