/* facts_own.h -- what the files of facts share with each other and with the fuzzer. */
#ifndef WR_FACTS_OWN_H
#define WR_FACTS_OWN_H
#include <jansson.h>
#include "facts.h"
#include "facts_wire.h"
/* Lines as they come, each a JSON object handed on. What the program says is not taken on trust: WR_E_BUG when it is no such line. */
typedef wr_rc facts_line(void *with, const json_t *);
typedef struct facts_lines { arena *a; strbuf part; facts_line *each; void *with; const char *problem; } facts_lines;   /* problem NULL: the last line has not come */
WR_MUST wr_rc facts_lines_take(void *lines, const uint8_t *p, size_t n);
const char *facts_text(const json_t *, const char *key);         /* "" when it is none */
int64_t facts_int(const json_t *, const char *key);              /* 0 when it is none or less */
const char *facts_word(const char *problem);                     /* of the list, lives for ever; "damaged" when it is none of it */
facts_line facts_zip_line, facts_mail_line, facts_pdf_line;      /* the state each begins with stands below */
typedef struct facts_pdf_in { facts_on_page *each; void *with; arena *a; facts_pdf_said said; } facts_pdf_in;
typedef struct facts_zip_in { arena *a; facts_zip_said said; size_t cap; } facts_zip_in;
typedef struct facts_mail_in { arena *a; facts_mail_said said; size_t cap; } facts_mail_in;
#endif
