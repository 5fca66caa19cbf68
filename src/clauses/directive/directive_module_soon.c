/* directive_module_soon.c -- holds the place of mod_directive until its own file lands: then delete this one. */
#include "module.h"
extern const wr_module mod_directive;
const wr_module mod_directive = { .name = "directive" };
