/* letter.h -- a letter as blocks, built once and shown four ways: text, HTML, part of a page, PDF; and cut to the boxes of a portal.
 * It uses base, i18n, page and one number of clock; whoever builds one brings every word of it, in the language of the letter, and the numbers of its
 * list are counted here. Blocks stand in the order in which they are added.
 * Text     UTF-8. A line break stays one; a blank line in a paragraph begins another; other control characters become blanks.
 * Caps     512 KiB and 4000 blocks, 64 KiB a block: what is over them is told by every rendering as WR_E_TOO_BIG, never cut.
 * Threads  A letter belongs to one thread. letter_pdf waits for a program (base/child.h): prepare, show or give, never act.
 * Memory   The arena of letter_new must live as long as the letter. */
#ifndef WR_LETTER_H
#define WR_LETTER_H
#include <jansson.h>
#include "module.h"
#include "str.h"
enum { LETTER_WIDTH = 72, LETTER_MM_A4 = 210, LETTER_MM_US = 216, LETTER_PDF_MS = 15000, LETTER_PDF_MAX = 16 << 20 };
typedef struct letter letter;
letter *letter_new(arena *, const char *lang, const char *title);    /* title: of the document, never in its text */
void letter_a4(letter *);                                            /* else US Letter */
WR_MUST wr_rc letter_paper(letter *, db_tx *ro);                     /* as the city's number letter.paper_mm says: 210 is A4, 216 or none US Letter */
void letter_head(letter *, const char *line);                        /* letterhead, a line each */
void letter_date(letter *, wr_day);                                  /* said in its language; also the PDF's day */
void letter_to(letter *, const char *line);                          /* a line of the address each */
void letter_subject(letter *, const char *text);                     /* "Subject: " stands before it */
void letter_heading(letter *, const char *text);
void letter_paragraph(letter *, const char *text);
void letter_item(letter *, const char *text);                        /* numbered on through the letter: 1. 2. 3. */
void letter_item_line(letter *, const char *text);                   /* under the item before it */
void letter_pair(letter *, const char *label, const char *value);    /* a row of a table of two columns */
void letter_sign(letter *, const char *line);                        /* a line of the signature each */
void letter_enclosure(letter *, const char *text);                   /* "Enclosures" stands before the first */

WR_MUST wr_rc letter_text(const letter *, arena *, const char **ret);            /* lines of at most LETTER_WIDTH characters; a word that is longer stays whole */
WR_MUST wr_rc letter_html(const letter *, arena *, const char **ret);            /* a whole document without style or script, all text escaped: to keep or to paste */
WR_MUST wr_rc letter_put(const letter *, json_t *doc);                           /* for {{>letter}} on a page, inside the document's "letter": page/letter.html shows it */
/* The same letter, the same bytes. WR_E_INPUT: a character that no font of this machine shows, named; else as child_run (base/child.h). */
WR_MUST wr_rc letter_pdf(const letter *, arena *, bytes *ret);

/* The text without its wrapping, in pieces for a portal's boxes. Cut between paragraphs, else sentences, else words, else characters that do
 * not belong together; blanks at a cut go, nothing else does. Counted as the strictest portal does: UTF-16 units, a line break as two.
 * WR_E_INPUT at `field`: a limit under LETTER_LIMIT_LEAST. */
enum { LETTER_LIMIT_LEAST = 100 };
typedef struct letter_piece { const char *text; int64_t characters; } letter_piece;
extern const shape LETTER_PIECE;
WR_MUST wr_rc letter_blocks(const letter *, int64_t limit, arena *, letter_piece **ret, size_t *ret_n);
int64_t letter_characters(const char *text, size_t n);               /* as counted above */
#endif
