/* facts_wire.h -- what writ-facts tells writ: lines of JSON, then a last one {"problem": WORD}; without it the work was not finished. The word
 * is "" when there is nothing to say. A part of an archive or a mail comes as its bytes alone, and a refusal by the exit code. Sees nothing of writ. */
#ifndef WR_FACTS_WIRE_H
#define WR_FACTS_WIRE_H
enum { FACTS_LINE_MAX = 4 << 20,                          /* bytes of a line */
    FACTS_PAGES_MAX = 20000, FACTS_PAGE_TEXT_MAX = 256 << 10, FACTS_PDF_TEXT_MAX = 256 << 20,
    FACTS_ENTRIES_MAX = 10000, FACTS_NAME_MAX = 1000, FACTS_RATIO_MAX = 200, FACTS_RATIO_FROM = 1 << 20,
    FACTS_PARTS_MAX = 500, FACTS_DEEP_MAX = 20, FACTS_MAIL_MAX = 64 << 20, FACTS_MAIL_TEXT_MAX = 512 << 10, FACTS_HEADER_MAX = 8 << 10, FACTS_REFERENCES_MAX = 100,
    FACTS_REFUSES = 10 };                                 /* exit: no such part, or it cannot be had; the last line is one of the words */
#define FACTS_ZIP_BYTES_MAX (4LL << 30)                   /* of all members together, unpacked */
typedef enum facts_problem { FACTS_FINE, FACTS_ENCRYPTED, FACTS_DAMAGED, FACTS_NO_PAGES, FACTS_TOO_MANY, FACTS_TOO_BIG, FACTS_RATIO, FACTS_OVERLAP, FACTS_PATH, FACTS_TWICE,
    FACTS_NO_PART, FACTS_PROBLEMS } facts_problem;
static const char *const FACTS_WORDS[FACTS_PROBLEMS] = { "", "encrypted", "damaged", "no_pages", "too_many", "too_big", "ratio", "overlap", "path", "twice", "no_part" };
#endif
