/* shape.h -- one const table that describes a flat struct at every edge:
 * form and query string, JSON in and out, CSV column, CLI option, SQL row,
 * schema page. It knows no SQL, no HTTP, no relations: it is not an ORM. */
#ifndef WR_SHAPE_H
#define WR_SHAPE_H
#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"
struct strbuf;
typedef int64_t wr_id;                             /* row id, > 0; links and the log use public ids */
typedef int64_t wr_us;                             /* instant, microseconds UTC                 */
typedef int64_t wr_cents;                          /* money; never a float                      */
typedef struct wr_day { int16_t y; int8_t m, d; } wr_day;  /* local calendar day                */
int wr_day_cmp(wr_day, wr_day);
typedef struct bytes { const uint8_t *p; size_t n; } bytes;
/* A public id is text: 16 random bytes as 32 hex digits, so that text order is byte order. */
enum { F_NULL = 1, F_HIDE = 2, F_PATH = 4, F_LONG = 8,
    F_RESTRICTED = 16,   /* the city may read it under a grant: encrypted column, type x in rows */
    F_SEALED = 32,       /* the city cannot read it: an age envelope; never in a document        */
    F_SECRET = 64,       /* of a form only: a password; typed unseen, never shown or sent back   */
    F_FILE = 128,        /* of a form only: a file; the text says what was stored (doc.h), nobody can type it */
    F_PHOTO = 256,       /* with F_FILE: a photo alone; beside it a copy without place and device is stored   */
    F_ANY = 512 };       /* with F_FILE: of whatever kind it is; what no list of kinds knows is only ever kept, never shown */
typedef struct field {
    const char *name;    /* column, JSON key, form name, --option: the same word   */
    char type;           /* i wr_id/int  b bool  t text  d wr_day  u wr_us  c cents  x bytes  e enumeration */
    uint16_t flags, max; /* max: bytes of text, or the largest int                 */
    size_t off;
    const char *const *words;  /* for 'e': enumerator n is words[n]; NULL-ended     */
    const char *label;   /* N_("...") for people                                   */
} field;
typedef struct shape { const char *name; size_t size, n; const field *f; } shape;
/* The member's C type is checked against the letter at compile time. */
#define C_i int64_t
#define C_u wr_us
#define C_c wr_cents
#define C_d wr_day
#define C_b _Bool
#define C_e int
#define C_t const char *
#define C_x bytes
#define OFF_(S, m, letter) offsetof(S, m) + 0 * sizeof(struct { char c; _Static_assert( \
      __builtin_types_compatible_p(__typeof__(((S *)0)->m), C_##letter), "FIELD: letter and member type differ"); })
#define FIELD(S, m, letter, fl, mx, lbl) { #m, (#letter)[0], (fl), (mx), OFF_(S, m, letter), NULL, (lbl) }
#define WORDS(S, m, list, lbl)           { #m, 'e', 0, 0, OFF_(S, m, e), (list), (lbl) }
#define WORDS_OPT(S, m, list, lbl)       { #m, 'e', F_NULL, 0, OFF_(S, m, e), (list), (lbl) }   /* not said: the first word */
/* What is wrong with an input: every faulty field, in order, for the 422 page. */
typedef struct fault { const char *field, *text; const char *const *holes; } fault;   /* text: N_(), holes: NULL-ended pairs */
typedef struct faults { fault *at; size_t n; } faults;
typedef struct pair { const char *name, *value; size_t n; } pair;  /* decoded, NUL-ended; n: bytes of value */
/* Each fills *ret_row (zeroed first); WR_E_INPUT when ret_faults->n > 0. Unknown names are faults, except those that begin
 * with '_' and the kernel's own ("once"). Text: CR LF becomes LF, both ends trimmed, UTF-8 checked, max in bytes. */
WR_MUST wr_rc shape_from_form(const shape *, const pair *, size_t n, arena *, void *ret_row, faults *ret_faults);
WR_MUST wr_rc shape_from_json(const shape *, const json_t *, arena *, void *ret_row, faults *ret_faults);
json_t *shape_to_json(const shape *, const void *row);   /* a new reference; restricted prints "restricted", sealed nothing */
void shape_to_csv(const shape *, const void *row, struct strbuf *);   /* one RFC 4180 line, CRLF; F_HIDE columns left out    */
void shape_csv_head(const shape *, struct strbuf *);
/* One member as text, as in CSV; from text into a member. NULL from set: fine; else N_() text of what is wrong. */
const char *shape_get(const field *, const void *row, arena *);
const char *shape_set(const field *, void *row, const char *text, arena *);
const field *shape_field(const shape *, const char *name);   /* NULL: none */
#define SHAPE(nm, S, tab) { nm, sizeof(S), sizeof(tab) / sizeof(*(tab)), tab }
#endif
