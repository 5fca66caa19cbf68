/* site_module_soon.c -- holds the place of mod_site until its own file lands: then delete this one. */
#include "module.h"
extern const wr_module mod_site;
const wr_module mod_site = { .name = "site" };
