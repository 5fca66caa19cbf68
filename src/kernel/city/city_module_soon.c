/* city_module_soon.c -- holds the place of mod_city until its own file lands: then delete this one. */
#include "module.h"
extern const wr_module mod_city;
const wr_module mod_city = { .name = "city" };
