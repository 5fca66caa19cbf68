/* cost_web.c -- the clause cost: routes and handlers. */
#include "module.h"
extern const wr_module mod_cost;
const wr_module mod_cost = { .name = "cost" };
