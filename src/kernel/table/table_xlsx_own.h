/* table_xlsx_own.h -- what the files of the XLSX reader share: parts of a ZIP file as they unpack, the workbook, its shared strings, a sheet.
 * Caps     A ZIP file has at most ZIP_PARTS parts. A part unpacks to at most ZIP_PART_MAX bytes (a sheet of 1.2 million rows of 20 columns
 *          has 1 GB), beyond ZIP_RATIO_FROM at most ZIP_RATIO times its packed bytes (a true sheet: 5 to 30). What is read as a tree of events
 *          (workbook, relations, styles): BOOK_PART_MAX. Shared strings: STRINGS_MAX, of STRINGS_TEXT_MAX bytes in all. XML is nested at most
 *          XML_DEPTH deep; a cell or a shared string is refused when it is not over after XML_ITEM bytes with all its marks.
 * Errors   Over a cap is WR_E_TOO_BIG, anything else WR_E_INPUT; the text names the part, and the row where there is one.
 * Memory   ZIP: its list of parts. A flow: FLOW_BLOCKS blocks of FLOW_BLOCK bytes. Strings: their text and four bytes each. A sheet: one block,
 *          and what one cell needs. */
#ifndef WR_TABLE_XLSX_OWN_H
#define WR_TABLE_XLSX_OWN_H
#include "table_own.h"
enum { ZIP_PARTS = 10000, ZIP_RATIO = 500, ZIP_RATIO_FROM = 64 << 20, FLOW_BLOCK = 256 << 10, FLOW_BLOCKS = 4, BOOK_PART_MAX = 64 << 20,
       BOOK_STYLES = 1 << 18, STRINGS_MAX = 8 << 20, STRINGS_TEXT_MAX = 512 << 20, XML_DEPTH = 64, XML_ITEM = 8 << 20, XML_SLACK = 64 };
#define ZIP_PART_MAX ((int64_t)16 << 30)

/* table_zip.c: the list of parts. name: as the list has it; limit: where the next part begins. */
typedef struct zip_part { const char *name; int64_t at, packed, size, limit; uint32_t crc, method, flags; } zip_part;
typedef struct zip { int fd; const char *file; zip_part *part; size_t n; } zip;
WR_MUST wr_rc zip_open(int fd, int64_t size, const char *file, arena *, wr_err *, zip *ret);
const zip_part *zip_find(const zip *, const char *name);               /* in any case, with "/" at its front or without; NULL: none */
WR_MUST wr_rc zip_begins(const zip *, const zip_part *, wr_err *, int64_t *ret_at);   /* where its packed bytes begin; refuses what cannot be unpacked */
WR_MUST wr_rc zip_bad(wr_err *, wr_rc, const char *part, const char *text);           /* fails with the hole {part} filled */
const char *zip_said(const char *part);                                /* as an error names it: of a long one the end, which says more */

/* table_flow.c: a part as it unpacks, on a thread of its own; zip_flow_next is an xml_more. Its CRC and its size are checked before its last block is handed out. */
typedef struct zip_flow zip_flow;
WR_MUST wr_rc zip_flow_open(const zip *, const zip_part *, wr_err *, zip_flow **ret);
WR_MUST wr_rc zip_flow_next(void *flow, wr_err *, const char **ret, size_t *ret_n);   /* n 0: the end. Valid until the next call. */
int64_t zip_flow_taken(zip_flow *);                                     /* packed bytes that went in */
void zip_flow_close(zip_flow **);

/* table_book.c: the workbook, what it refers to, and what its styles make of a number. part: NULL: the workbook has none of it. */
typedef struct book_sheet { const char *name; bool hidden; const zip_part *part; } book_sheet;
typedef struct book { book_sheet *sheet; size_t sheets; bool from_1904; const zip_part *strings; uint8_t *shown; size_t styles; } book;
WR_MUST wr_rc book_open(const zip *, arena *, wr_err *, book *ret);    /* shown[style]: a table_shown */
table_shown book_shown(const char *format);                            /* of a number format, as ECMA-376 part 1, 18.8.31 has them */

/* table_xml.c: marks of XML, for the two tokenizers. A window over the part: p up to end, XML_SLACK NULs there. What is read as one (a cell, a string) is
 * read again from its beginning when the window ends within it, so a function that comes to the end gives NULL, and xml_fill brings more.
 * NULL with wrong set: that is wrong. Names are compared with the prefix that the root has. */
typedef enum xml_wrong { XML_FINE, XML_BROKEN, XML_DOCTYPE, XML_DEEP, XML_LARGE, XML_NOT_UTF8, XML_OTHER_ROOT } xml_wrong;
typedef wr_rc xml_more(void *with, wr_err *, const char **ret, size_t *ret_n);   /* the next bytes; n 0: the end */
typedef struct xml_in {
    xml_more *more; void *with; const char *part;
    char *buf; size_t cap;
    const char *p, *end;
    bool ended;                                                        /* nothing comes behind the window */
    xml_wrong wrong;
    char prefix[32]; size_t n_prefix;                                  /* "x:" or "" */
    size_t depth;
} xml_in;
typedef struct xml_attr { const char *name, *value; size_t n_name, n_value; } xml_attr;   /* the value as it stands */
WR_MUST wr_rc xml_begin(xml_in *, const char *root, wr_err *);         /* up to behind the root's tag; depth is 1 */
WR_MUST wr_rc xml_fill(xml_in *, wr_err *);                            /* keeps p to end; at the end: cut short */
WR_MUST wr_rc xml_fail(const xml_in *, wr_err *);                      /* as wrong says */
const char *xml_name(const xml_in *, const char *p, const char *name); /* p: behind "<" or "</". Behind the name, or NULL: another name */
const char *xml_attr_next(xml_in *, const char *p, xml_attr *ret);     /* behind the attribute; ret->n_name 0: at ">" or "/" */
const char *xml_tag_end(xml_in *, const char *p, bool *ret_empty);     /* p: behind the name; behind ">" */
const char *xml_other(xml_in *, const char *p);                        /* p: at "<?" or "<!": behind it */
const char *xml_skip(xml_in *, const char *p);                         /* p: at the "<" of an element: behind all of it */
/* Text up to the next tag, into *out, which has room for as many bytes as the window; *out behind it. _x0041_ is a letter
 * (ST_Xstring). Blanks at its ends stay, with xml:space or without: nothing is lost. */
const char *xml_text(xml_in *, const char *p, char **out);
const char *xml_rich(xml_in *, const char *p, const char *name, char **out);   /* texts of runs up to behind </name>, without phonetic ones */

/* table_strings.c: string i is text + from[i], up to from[i + 1]. */
typedef struct strings { char *text; uint32_t *from; size_t n; } strings;
WR_MUST wr_rc strings_read(xml_more *, void *with, const char *part, wr_err *, strings *ret);
void strings_free(strings *);

/* table_sheet.c: rows of a sheet. One begins with sheet_begin, goes on with sheet_next until *ret_end, and ends with sheet_end, always. */
typedef struct sheet_run { uint32_t line, n; bool hidden; } sheet_run;
enum { SHEET_RUNS = 4096 };
typedef struct sheet {
    xml_in in;
    const strings *strings;
    const uint8_t *shown; size_t styles;
    uint64_t hidden[TABLE_COLUMNS / 64]; size_t hidden_columns;        /* known from the first row on */
    bool in_rows, rows_done, in_row, begun, row_hidden, pouring;
    uint32_t line; size_t column;                                      /* of the row; of the cell that comes next */
    sheet_run *run; size_t runs;                                       /* rows without a value that wait for one that has */
    char *room; size_t room_left;                                      /* of the batch, for texts */
    char *scratch; size_t scratch_cap;                                 /* where a text is decoded */
} sheet;
WR_MUST wr_rc sheet_begin(sheet *, xml_more *, void *with, const char *part, wr_err *);   /* strings, shown, styles are set */
WR_MUST wr_rc sheet_next(sheet *, table_fill *, wr_err *, bool *ret_end);
void sheet_end(sheet *);
#endif
