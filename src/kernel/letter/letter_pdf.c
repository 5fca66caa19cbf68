/* letter_pdf.c -- a letter to writ-letter and its pages back. */
#include "letter_own.h"

#include <string.h>
#include "child.h"
#include "day.h"

static void wire(strbuf *b, letter_kind kind, const char *label, const char *text)
{
    sb_str(b, LETTER_WORDS[kind]);
    sb_ch(b, ' ');
    if (*label) {
        sb_str(b, label);
        sb_ch(b, '\t');
    }
    for (const char *s = text; *s; s++) {
        if (*s == '\n') sb_str(b, "\\n");
        else if (*s == '\\') sb_str(b, "\\\\");
        else sb_ch(b, *s);
    }
    sb_ch(b, '\n');
}

static strbuf wired(const letter *l, arena *a)
{
    strbuf b = sb_new(a, l->bytes + 4096);
    sb_str(&b, LETTER_FIRST "\n");
    wire(&b, LETTER_TITLE, "", l->title);
    wire(&b, LETTER_LANG, "", l->lang);
    wire(&b, LETTER_PAPER, "", l->a4 ? "a4" : "letter");
    if (day_valid(l->day)) wire(&b, LETTER_MADE, "", day_text(a, l->day));
    for (size_t i = 0; i < l->n; i++) {
        const letter_block *x = &l->at[i];
        if (x->kind == LETTER_ENCLOSURE && (!i || l->at[i - 1].kind != LETTER_ENCLOSURE)) wire(&b, LETTER_HEADING, "", letter_enclosures_said(l));
        if (x->kind == LETTER_PAIR) wire(&b, x->kind, *x->label ? x->label : " ", x->text);
        else wire(&b, x->kind, x->label, x->kind == LETTER_SUBJECT ? letter_subject_said(l, x->text, a) : x->text);
    }
    sb_str(&b, "end\n");
    return b;
}

wr_rc letter_pdf(const letter *l, arena *a, bytes *ret)
{
    child_said said;
    strbuf in;
    TRY(letter_whole(l, arena_err(a)));
    in = wired(l, a);
    TRY(child_run(&(child_ask){ .program = "writ-letter", .in = { (const uint8_t *)in.p, in.n }, .ms = LETTER_PDF_MS, .out_max = LETTER_PDF_MAX }, a, &said));
    if (said.exit == LETTER_REFUSES_GLYPH)
        return wr_fail(arena_err(a), WR_E_INPUT, NULL, N_("No font of this server shows the character {character}. Change it in the letter, or ask the operator for a font that has it."),
                       "character", said.line);
    if (said.exit || said.out.n < 5 || memcmp(said.out.p, "%PDF-", 5) != 0)
        return wr_fail(arena_err(a), WR_E_BUG, NULL, N_("The letter could not be made into a PDF: {why}"), "why", said.line);
    *ret = said.out;
    return WR_OK;
}
