/* letter.c -- a letter is built: its blocks, in order, with clean text and its numbers counted. */
#include "letter_own.h"

#include <string.h>
#include "clock.h"
#include "i18n.h"

letter *letter_new(arena *a, const char *lang, const char *title)
{
    letter *l = arena_make(a, letter);
    const i18n_lang *known = i18n_language(lang);
    *l = (letter){ .a = a, .lang = arena_dup(a, lang), .cap = 32, .at = arena_array(a, letter_block, 32), .rtl = known && known->rtl };
    l->title = arena_dup(a, title);
    for (char *s = (char *)(uintptr_t)l->title; *s; s++)
        if ((unsigned char)*s < ' ') *s = ' ';
    l->over = strlen(title) > LETTER_TEXT_MAX;
    return l;
}

/* Line breaks stay; a tab and any other control character is a blank. Both ends are trimmed. */
static const char *clean(arena *a, const char *text, size_t n)
{
    char *p = arena_alloc(a, n + 1, 1);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '\r' && i + 1 < n && text[i + 1] == '\n') continue;
        p[at++] = c == '\r' || c == '\n' ? '\n' : c < ' ' || c == 0x7f ? ' ' : (char)c;
    }
    return str_trim(a, p);
}

static void add(letter *l, letter_kind kind, const char *label, const char *text)
{
    size_t n = strlen(label) + strlen(text);
    l->bytes += n + 16;
    for (const char *s = text; *s; s++) l->bytes += *s == '\n' || *s == '\\';
    if (n > LETTER_TEXT_MAX || l->n == LETTER_BLOCKS_MAX || l->bytes > LETTER_BYTES_MAX - 8 * 1024) l->over = true;
    if (l->over) return;
    if (l->n == l->cap) {
        letter_block *more = arena_array(l->a, letter_block, l->cap * 2);
        memcpy(more, l->at, l->n * sizeof *more);
        l->at = more;
        l->cap *= 2;
    }
    l->at[l->n++] = (letter_block){ kind, label, text };
}

static void one(letter *l, letter_kind kind, const char *text)
{
    text = clean(l->a, text, strlen(text));
    if (*text) add(l, kind, "", text);
}

void letter_a4(letter *l) { l->a4 = true; }

wr_rc letter_paper(letter *l, db_tx *ro)
{
    int64_t mm;
    TRY(clock_number_value(ro, "letter.paper_mm", LETTER_MM_US, l->a, &mm));
    if (mm == LETTER_MM_A4) letter_a4(l);
    return WR_OK;
}

void letter_head(letter *l, const char *line) { one(l, LETTER_HEAD, line); }
void letter_to(letter *l, const char *line) { one(l, LETTER_TO, line); }
void letter_subject(letter *l, const char *text) { one(l, LETTER_SUBJECT, text); }
void letter_heading(letter *l, const char *text) { one(l, LETTER_HEADING, text); }
void letter_item_line(letter *l, const char *text) { one(l, LETTER_LINE, text); }
void letter_sign(letter *l, const char *line) { one(l, LETTER_SIGN, line); }
void letter_enclosure(letter *l, const char *text) { one(l, LETTER_ENCLOSURE, text); }

void letter_date(letter *l, wr_day day)
{
    l->day = day;
    add(l, LETTER_DATE, "", i18n_day_full(l->a, l->lang, day));
}

void letter_paragraph(letter *l, const char *text)
{
    const char *all = clean(l->a, text, strlen(text));
    while (*all) {
        const char *end = all;
        while (*end && !(end[0] == '\n' && end[strspn(end, "\n ")] && memchr(end + 1, '\n', strspn(end + 1, "\n ")))) end++;
        one(l, LETTER_PARAGRAPH, arena_fmt(l->a, "%.*s", (int)(end - all), all));
        all = end + strspn(end, "\n ");
    }
}

void letter_item(letter *l, const char *text)
{
    text = clean(l->a, text, strlen(text));
    if (*text) add(l, LETTER_ITEM, arena_fmt(l->a, "%lld.", (long long)++l->number), text);
}

void letter_pair(letter *l, const char *label, const char *value)
{
    char *flat = arena_dup(l->a, clean(l->a, label, strlen(label)));
    for (char *s = flat; *s; s++)
        if (*s == '\n') *s = ' ';
    value = clean(l->a, value, strlen(value));
    if (*flat || *value) add(l, LETTER_PAIR, flat, value);
}

wr_rc letter_whole(const letter *l, wr_err *e)
{
    if (l->over) return wr_fail(e, WR_E_TOO_BIG, NULL, N_("The letter is longer than a letter may be. Move parts of it into an attachment."));
    return WR_OK;
}

bool letter_gap(letter_kind above, letter_kind below)
{
    if (below == LETTER_LINE || (below == LETTER_ITEM && above == LETTER_LINE)) return false;
    return above != below || above == LETTER_PARAGRAPH || above == LETTER_HEADING || above == LETTER_SUBJECT;
}

const char *letter_subject_said(const letter *l, const char *text, arena *a)
{
    return i18n_fill(a, i18n(l->lang, NULL, N_("Subject: {subject}")), (const char *const[]){ "subject", text, NULL });
}

const char *letter_enclosures_said(const letter *l) { return i18n(l->lang, NULL, N_("Enclosures")); }
