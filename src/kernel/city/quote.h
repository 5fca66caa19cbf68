/* quote.h -- city: published figures that one clause keeps and others may show, each with its source. Shown beside, never added to anything. */
#ifndef WR_QUOTE_H
#define WR_QUOTE_H
#include "module.h"
enum { CITY_QUOTES_MAX = 100 };
/* Of every module that keeps figures, those whose unit is this word; the latest first. None is no error. */
WR_MUST wr_rc city_quotes(db_tx *ro, const char *lang, const char *unit, arena *, wr_quote **ret, size_t *ret_n);
#endif
