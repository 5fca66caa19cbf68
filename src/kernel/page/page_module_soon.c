/* page_module_soon.c -- holds the place of mod_page until its own file lands: then delete this one. */
#include "module.h"
extern const wr_module mod_page;
const wr_module mod_page = { .name = "page" };
