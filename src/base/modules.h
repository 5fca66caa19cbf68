/* modules.h -- what the build generates from src/LAYERS, po/ and web/. Only main, tools and tests include it. */
#ifndef WR_MODULES_H
#define WR_MODULES_H
#include "module.h"
extern const wr_module *const wr_modules[];                                        /* NULL-ended, in LAYERS order */
extern const wr_asset wr_assets[];
#endif
