/* db_module_soon.c -- holds the place of mod_db until its own file lands: then delete this one. */
#include "module.h"
extern const wr_module mod_db;
const wr_module mod_db = { .name = "db" };
