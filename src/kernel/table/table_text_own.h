/* table_text_own.h -- from the bytes of a CSV file to UTF-8, and the marks by which they are split; of the CSV reader only.
 * A table_source gives the text of a file: plain or gzip, UTF-8 as it stands (checked cell by cell later) or made of UTF-16. */
#ifndef WR_TABLE_TEXT_OWN_H
#define WR_TABLE_TEXT_OWN_H
#include <zlib.h>
#include "table_own.h"
enum { SOURCE_STEP = 1 << 17,          /* bytes read at once */
    SOURCE_HEAD = 1 << 18,             /* bytes of text that the delimiter is judged by, at most */
    GZIP_FREE = 64 << 20, GZIP_TIMES = 250 };   /* a gzip file that makes more than GZIP_FREE bytes and over GZIP_TIMES its own size is refused */
typedef enum table_code { CODE_UTF8, CODE_UTF16LE, CODE_UTF16BE } table_code;
typedef struct table_source {
    int fd;
    int64_t at, made;                  /* bytes of the file taken; bytes that gzip made of them */
    const char *name;
    table_file *t;
    table_code code;
    bool gzip, between, ended;         /* between: two gzip members; ended: the last of them */
    bool raw_end, odd;                 /* of UTF-16: no more bytes; half a character was noted */
    z_stream z;
    wr_err broken;                     /* found while there was text to give first */
    uint8_t *in, *raw;                 /* SOURCE_STEP each: gzip's input; UTF-16 as it came */
    size_t raw_n;
    char *held; size_t held_at, held_n;   /* text that was read ahead */
} table_source;
WR_MUST wr_rc source_open(table_source *, arena *own, wr_err *);          /* fd, name, t are set; reads the head into held */
WR_MUST wr_rc source_read(table_source *, char *p, size_t n, wr_err *, size_t *ret);   /* n at least 8; 0: the end */
void source_close(table_source *);
WR_MUST wr_rc gzip_read(table_source *, uint8_t *p, size_t n, wr_err *, size_t *ret);  /* table_gzip.c: what the members hold, one after the other */

/* UTF-16 of n bytes into at most 3 bytes for each 2; *ret_used: bytes taken, up to an unfinished character unless last. false: U+FFFD stands for
 * half a character. */
bool text_from_utf16(const uint8_t *p, size_t n, bool big, bool last, char *out, size_t *ret_used, size_t *ret_n);
/* n bytes that may hold NUL or be no UTF-8 into clean UTF-8: NUL left out, a byte that begins no UTF-8 character read as Windows-1252 (U+FFFD for the five
 * that it lacks). out has room for 3 * n. The first of each as its place, n: none. */
size_t text_clean(const char *p, size_t n, char *out, size_t *ret_bad, size_t *ret_nul);
bool text_is_clean(const char *p, size_t n);

/* The 64 bytes at p: bit i of the result: byte i is the delimiter, a quote, CR or LF; *ret_odd: NUL or not ASCII. plain: without SIMD, the same. */
uint64_t split_marks(const char *p, char delimiter, uint64_t *ret_odd);
uint64_t split_marks_plain(const char *p, char delimiter, uint64_t *ret_odd);
/* The delimiter of a text by its first 50 records; whole: the text is all there is. ',' where nothing divides it. */
char split_delimiter(const char *p, size_t n, bool whole);
#endif
