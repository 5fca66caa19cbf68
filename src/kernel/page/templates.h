/* templates.h -- a set of compiled templates: the process has one, tests and lint make their own. */
#ifndef WR_TEMPLATES_H
#define WR_TEMPLATES_H
#include "mustache.h"
typedef struct templates { mustache *at; size_t n; } templates;
WR_MUST wr_rc templates_load(const wr_module *const *, arena *, wr_err *, templates *ret);
const mustache *templates_at(const templates *, const char *name);                     /* NULL: none */
const mustache *templates_part(const void *set, const char *name, const char *from);   /* a mustache_find */
extern const char *const page_global_names[];
#endif
