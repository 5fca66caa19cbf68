/* letter_wire.h -- a letter as text between writ and writ-letter, which makes its pages. One block a line: a word, a blank, the text.
 * In a text \n is a line break, \t a tab, \\ a backslash; nothing else is escaped. The first line is LETTER_FIRST, the last "end", so that a
 * letter cut short is none. Everything is words already: neither side translates. This header sees nothing of writ. */
#ifndef WR_LETTER_WIRE_H
#define WR_LETTER_WIRE_H
#define LETTER_FIRST "writ-letter 1"
enum { LETTER_BYTES_MAX = 512 << 10, LETTER_BLOCKS_MAX = 4000, LETTER_TEXT_MAX = 64 << 10,
    LETTER_REFUSES_TEXT = 10,      /* exit: the input is no letter                                   */
    LETTER_REFUSES_GLYPH = 11 };   /* exit: no font here shows a character; the last line names it   */
typedef enum letter_kind {
    LETTER_TITLE,     /* of the document, once: metadata                        */
    LETTER_LANG,      /* "en", once                                             */
    LETTER_PAPER,     /* "letter" or "a4", once                                 */
    LETTER_MADE,      /* "2026-02-26", at most once: the day in the metadata    */
    LETTER_HEAD,      /* a line of the letterhead                               */
    LETTER_DATE,
    LETTER_TO,        /* a line of the address                                  */
    LETTER_SUBJECT,
    LETTER_HEADING,
    LETTER_PARAGRAPH,
    LETTER_ITEM,      /* "1.\ttext": a number as it is shown, a tab, the text   */
    LETTER_LINE,      /* a line under an item                                   */
    LETTER_PAIR,      /* "label\tvalue"                                         */
    LETTER_SIGN,      /* a line of the signature                                */
    LETTER_ENCLOSURE,
    LETTER_KINDS
} letter_kind;
static const char *const LETTER_WORDS[LETTER_KINDS] = { "title", "lang", "paper", "made", "head", "date", "to", "subject", "heading", "paragraph",
    "item", "line", "pair", "sign", "enclosure" };
#endif
