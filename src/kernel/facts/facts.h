/* facts.h -- what a file is and holds, read by a program of its own (writ-facts): the pages of a PDF with the text on each, the members of a ZIP
 * archive, a mail (.eml) with its parts. Nothing of such a file is parsed in our memory.
 * Input    An open file: blob_open (blob.h). It is read from its beginning and not changed.
 * Problem  What is wrong with the file is a fact, not an error: a word of facts_problems, "" for none. What came before the problem was found
 *          is handed out all the same; of an archive or a mail with a problem nothing may be used.
 * Errors   As child_run (base/child.h): WR_E_IO, WR_E_BUSY, WR_E_TOO_BIG over the time; and what a callback returned.
 * Threads  As child_run: the caller waits up to FACTS_MS. prepare, show, give, or the plan of a job, which other jobs then wait for; never a loop,
 *          an act, a tick. */
#ifndef WR_FACTS_H
#define WR_FACTS_H
#include "module.h"
#include "str.h"
enum { FACTS_MS = 90000, FACTS_MARKS_MAX = 50, FACTS_PATTERN_MAX = 100 };
extern const char *const facts_problems[];       /* "" encrypted damaged no_pages too_many too_big ratio overlap path twice no_part */
const char *facts_problem_said(const char *problem);   /* N_("The file is damaged.") of such a word; "" for none */

/* By the first bytes, whatever the name says: "pdf" "zip" "ole" (old office files) "png" "jpeg" "gif" "tiff" "mp4" "gzip" "7z" "rar" "mail" "text"; "" for others. */
enum { FACTS_HEAD = 512 };
const char *facts_kind(const uint8_t *head, size_t n);

/* Marks such as Bates numbers in a text. In a pattern 9 is a digit, A a capital letter, + behind one of them "at least one", anything else itself:
 * "9999-AAAA-99999-R-9999". A mark is not part of a longer word or number. WR_E_INPUT at "pattern": empty, too long, or without a 9.
 * At most FACTS_MARKS_MAX, in order, each once. */
WR_MUST wr_rc facts_marks(const char *text, const char *pattern, arena *, const char ***ret, size_t *ret_n);

/* page: from 1. text: UTF-8, lines, at most 256 KiB: cut says that there was more. damaged: this page could not be read. "" when a page is a
 * picture. Texts live until the callback returns. */
typedef struct facts_page { int64_t page; const char *label, *text; bool cut, damaged; } facts_page;
typedef wr_rc facts_on_page(void *with, const facts_page *);
/* attached: files that hang in it, which nobody reads here; their names, one a line. */
typedef struct facts_pdf_said { const char *problem, *title; int64_t pages, attached; const char *attached_names; } facts_pdf_said;
WR_MUST wr_rc facts_pdf(int fd, facts_on_page *each_opt, void *with, arena *, facts_pdf_said *ret);

typedef struct facts_entry { int64_t at; const char *name; int64_t size, packed; bool folder, encrypted; } facts_entry;   /* name: a clean path below the archive */
typedef struct facts_zip_said { const char *problem; facts_entry *at; size_t n; } facts_zip_said;
WR_MUST wr_rc facts_zip(int fd, arena *, facts_zip_said *ret);

/* sent: 0: it does not say. html: the text is HTML as it stands, never to be shown as such. Ids are without their brackets. */
typedef struct facts_part { int64_t at; const char *name, *media; int64_t size; bool mail; } facts_part;   /* name: as it was typed, doc_name_clean it; mail: another mail, as a whole */
typedef struct facts_mail_said {
    const char *problem, *message_id, *in_reply_to, *from, *to, *cc, *subject, *text;
    const char **references; size_t references_n;
    facts_part *parts; size_t parts_n;
    wr_us sent;
    bool html, cut;
} facts_mail_said;
WR_MUST wr_rc facts_mail(int fd, arena *, facts_mail_said *ret);

/* One member of an archive or part of a mail, by its `at`, piece by piece as it comes: into blob_add for one. Only when *ret_problem is "" was it
 * whole: an archive's is checked against its sum at the end. most: bytes that are taken. */
typedef wr_rc facts_take(void *with, const uint8_t *p, size_t n);
WR_MUST wr_rc facts_zip_member(int fd, int64_t at, int64_t most, facts_take *, void *with, arena *, const char **ret_problem);
WR_MUST wr_rc facts_mail_part(int fd, int64_t at, int64_t most, facts_take *, void *with, arena *, const char **ret_problem);
#endif
