/* str.h -- building and checking text. A strbuf grows in an arena and is always NUL-ended;
 * text is valid UTF-8, never NULL unless the name ends in _opt. */
#ifndef WR_STR_H
#define WR_STR_H
#include "arena.h"
#include "shape.h"
typedef struct strbuf { arena *a; char *p; size_t n, cap; } strbuf;
strbuf sb_new(arena *, size_t cap_hint);
void sb_put(strbuf *, const char *p, size_t n);
void sb_str(strbuf *, const char *s);
void sb_ch(strbuf *, char c);
void sb_fmt(strbuf *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void sb_int(strbuf *, int64_t);
void sb_html(strbuf *, const char *s);                 /* & < > " ' escaped                         */
void sb_json(strbuf *, const char *s);                 /* with its quotes                           */
bool str_eq(const char *, const char *);
bool str_starts(const char *s, const char *with);
bool str_ends(const char *s, const char *with);
bool str_ends_fold(const char *s, const char *with);    /* ASCII capitals or not: the ending of a file's name */
bool str_utf8(const char *p, size_t n);                /* valid, shortest form, no NUL, no surrogate */
size_t str_put_utf8(char *out, uint32_t c);            /* 1..4 bytes, no NUL behind them; c: below 0x110000 */
static inline const char *str_or_none(const char *s) { return s ? s : ""; }   /* what was not said */
char *str_trim(arena *, const char *s);                /* without blanks at both ends               */
char *str_begin(arena *, const char *s, size_t most);  /* its first `most` bytes, never a part of a character */
char *str_hex(arena *, const uint8_t *p, size_t n);    /* lower case                                */
bool str_unhex(const char *hex, uint8_t *ret, size_t n);
char *str_b64url(arena *, const uint8_t *p, size_t n); /* no padding                                */
bool str_unb64url(const char *s, uint8_t *ret, size_t n);  /* exactly n bytes                       */
bool str_int(const char *s, int64_t *ret);             /* the whole text is one decimal number      */
char *str_url(arena *, const char *s);                 /* percent-encoded for a path part or query value */
#endif
