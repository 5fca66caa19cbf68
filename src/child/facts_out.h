/* facts_out.h -- lines of JSON, written as they come; and what the readers of writ-facts have in common. Each reads the file behind fd and
 * never writes to it. What comes back is a facts_problem. */
#ifndef CHILD_FACTS_OUT_H
#define CHILD_FACTS_OUT_H
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "facts_wire.h"
typedef struct line { FILE *f; bool any; } line;
line line_begin(FILE *);
void line_text(line *, const char *key, const char *text, size_t most);   /* any bytes: what is no UTF-8 becomes U+FFFD; at most so many bytes of it */
void line_int(line *, const char *key, int64_t);
void line_flag(line *, const char *key, bool);
void line_list(line *, const char *key, const char *const *texts, size_t n);
void line_end(line *);
void line_problem(FILE *, facts_problem);

facts_problem facts_pdf(int fd, FILE *);
facts_problem facts_zip(int fd, FILE *);
facts_problem facts_zip_member(int fd, int64_t at, int64_t most, FILE *);      /* its bytes */
void facts_mail_ready(void);                                                    /* before files are out of reach */
facts_problem facts_mail(int fd, FILE *);
facts_problem facts_mail_part(int fd, int64_t at, int64_t most, FILE *);
#endif
