/* module.c -- the one shape that module.h itself speaks of: whose thing a path names. */
#include "module.h"

static const field SCOPE_F[] = { FIELD(wr_scope, department, i, F_HIDE, 0, NULL), FIELD(wr_scope, owner, i, F_HIDE, 0, NULL) };
const shape WR_SCOPE = SHAPE("whose it is", wr_scope, SCOPE_F);
