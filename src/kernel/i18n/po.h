/* po.h -- a gettext catalogue as text into entries, and its plural rule. Pure: no files, no globals. */
#ifndef WR_PO_H
#define WR_PO_H
#include "arena.h"
#include "shape.h"
enum { PO_FORMS = 6 };
typedef struct po_entry {
    const char *context, *id, *plural;   /* context, plural: NULL when there is none */
    const char *str[PO_FORMS];
    size_t n_str;                        /* 1 without plural                         */
    int line;
} po_entry;
typedef struct po_file {
    po_entry *at;
    size_t n;
    const char *plural_rule;             /* "n != 1"                                 */
    size_t n_forms;
    const char **refused;                /* "es.po:41: holes differ"                 */
    size_t n_refused;
} po_file;
/* Fuzzy, obsolete and empty entries are left out; entries whose holes differ are refused. */
WR_MUST wr_rc po_read(arena *, const char *path, bytes po, wr_err *, po_file *ret);
/* C's operators over n; false: no such expression. Division by zero is 0. */
bool plural_eval(const char *rule, uint64_t n, uint64_t *ret);
/* The holes of a text: false for a brace that is none. Sorted, each once, joined: "count,day". */
bool po_holes(arena *, const char *text, const char **ret);
#endif
