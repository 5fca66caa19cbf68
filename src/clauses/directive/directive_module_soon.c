/* directive_module_soon.c -- mod_directive without its routes, until clock and http have landed: then directive_web.c is it. */
#include "module.h"
extern const wr_module mod_directive;
const wr_module mod_directive = { .name = "directive" };
