/* released.h -- what an agency released: rules that decide, no database, no clock. Sources: docs/RELEASED.md.
 * Who was detained, for what reason, at what cost: from files as they came, each with its gaps. */
#ifndef WR_RELEASED_H
#define WR_RELEASED_H
#include "store.h"
/* Redaction marks (released_mark.c). Exemptions of 5 USC 552(b): a bit each, in the order of released_exemptions: "1" .. "9", "7A" .. "7F". */
extern const char *const released_exemptions[];
bool released_withheld(const char *, size_t n, uint64_t *ret_exemptions);    /* the whole cell is a mark, whatever its spelling */
const char *released_exemptions_said(arena *, uint64_t);                     /* "6, 7C"; "" of none                              */
bool released_null_word(const char *, size_t n);                             /* "NA", "--", "UNKNOWN", "Not  Applicable", "N/A"   */
bool released_error_word(const char *, size_t n);                            /* "#N/A", "#VALUE!": as a CSV of a spreadsheet has them    */
#define RELEASED_HELD_BACK "(held back)"                                     /* in our own CSV: a cell that says who a person is        */
/* A day: serial with a style, m/d/yyyy, ISO, with or without a time; days since 1970. False: no day. */
bool released_day(const store_cell *, bool from_1904, int32_t *ret_day);
bool released_number(const store_cell *, int64_t *ret_millionths);           /* "1,891", "$ 12.50", "7.5E-2", "141.16999999999999" */

/* Columns (released_idea.c, released_header.c). An idea is what a column is about, whatever it is called; `released_ideas` ends with a NULL name. */
typedef enum released_kind { RELEASED_TEXT, RELEASED_DATE, RELEASED_COUNT, RELEASED_MONEY, RELEASED_KEY } released_kind;
typedef struct released_idea { const char *name, *label; released_kind kind; bool as_of_extraction; const char *names; /* '|' between, normalised */ } released_idea;
extern const released_idea released_ideas[];
const char *released_normal(arena *, const char *, size_t n);                /* "Apprehension  Date " -> "apprehension_date"      */
const released_idea *released_idea_of(const char *normal);                   /* NULL: not a known column                          */
const released_idea *released_idea_named(const char *idea_opt);              /* "sex"; NULL: no idea is called so                 */
/* The header among the first rows of a sheet (at most 25 are looked at). row: its place in `rows`; -1: none. group: the row above that groups
 * columns, or -1. columns: names, made different where one repeats, by the group's word or by a number; ideas: NULL where unknown. */
typedef struct released_row { const table_cell *cell; size_t n; } released_row;
typedef struct released_head { int row, group; size_t columns; const char **names; const released_idea **ideas; } released_head;
void released_header(const released_row *rows, size_t n, arena *, released_head *ret);
void released_header_said(const released_row *rows, size_t n, arena *, released_head *ret);   /* a person said that the first of these is the header */
#define RELEASED_FIRST_DAY (-25567)    /* 1 Jan 1900: earlier days are kept, and odd */
bool released_header_again(const released_head *, const released_row *, arena *);   /* the same header in a later sheet or later in this one */
/* Which table it is, by its columns: "arrests", "detentions", "headcount", "facilities", ... ; "other". */
const char *released_table_of(const released_head *);
bool released_total_row(const released_row *);                               /* "Total": checked against its parts, kept out of sums */

/* What the agency failed to withhold (released_personal.c): why a column, or one cell, is not loaded. 0: it is. */
typedef enum released_personal { RELEASED_LOADED, RELEASED_A_NUMBER, RELEASED_SSN, RELEASED_NAME, RELEASED_BIRTH_DATE, RELEASED_HOME } released_personal;
extern const char *const released_personal_words[];
released_personal released_personal_column(const char *normal);              /* by its name alone                                 */
released_personal released_personal_in(const released_head *, size_t column, arena *);   /* and by its table: "Name", "Address" */
released_personal released_personal_cell(released_personal column, const store_cell *);
/* In free text (released_words.c): numbers, and what stands behind a label. clean: lines that hold such a thing without it; *hits grows by their number. */
#define RELEASED_GONE "[held back]"
released_personal released_personal_text(const char *, size_t n);
const char *released_clean(arena *, const char *text, int64_t *hits);

/* Rates and nights (released_rate.c). Money in cents; a rate is rounded to cents from its decimal text. */
typedef enum released_rate_kind { RELEASED_NO_RATE, RELEASED_FLAT, RELEASED_TIERED, RELEASED_WORDED, RELEASED_RATE_WITHHELD, RELEASED_NOT_FUNDED } released_rate_kind;
extern const char *const released_rate_kinds[];
enum { RELEASED_TIERS = 16 };
typedef struct released_tier { int64_t from, to; wr_cents rate; } released_tier;     /* to 0: without end; heads, from 1. whole: the tier that the last head is in is the price of all */
typedef struct released_rate { released_rate_kind kind; wr_cents flat; int64_t minimum; size_t tiers; released_tier tier[RELEASED_TIERS]; uint64_t exemptions; bool whole; } released_rate;
void released_rate_read(const store_cell *, released_rate *ret);
bool released_rate_day(const released_rate *, int64_t headcount, wr_cents *ret);     /* one day of a tiered contract: max(headcount, minimum) */
int64_t released_nights(int32_t day_in, int32_t day_out);                            /* midnights; -1: out before in */

/* Areas (released_area.c): "SEA", "Seattle", "Seattle Area of Responsibility" are one. NULL: not an area. */
typedef struct released_area { const char *code, *name; int32_t from_day; } released_area;
extern const released_area released_areas[];
const released_area *released_area_of(const char *, size_t n);
const released_area *released_area_on(const released_area *, int32_t day);            /* which had its counties on that day: an area that was carved out of another */
#endif
