/* clock_module_soon.c -- holds the place of mod_clock until its own file lands: then delete this one. */
#include "module.h"
extern const wr_module mod_clock;
const wr_module mod_clock = { .name = "clock" };
