/* released_web.c -- the clause released: routes and handlers. */
#include "module.h"
extern const wr_module mod_released;
const wr_module mod_released = { .name = "released" };
