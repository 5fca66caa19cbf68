/* modules.h -- what the build generates from src/LAYERS, po/ and web/. Only main, tools and tests include it. */
#ifndef WR_MODULES_H
#define WR_MODULES_H
#include "module.h"
extern const wr_module *const wr_modules[];                                        /* NULL-ended, in LAYERS order */
typedef struct wr_asset { const char *name, *text; size_t n; } wr_asset;           /* "es.po", "writ.css"         */
extern const wr_asset wr_assets[];
#endif
