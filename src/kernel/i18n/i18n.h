/* i18n.h -- .po catalogues, our own reader: embedded, then DIR/po over them, read once at start.
 * Text has {name} holes. At load the holes of msgid and msgstr must be the same set, else that
 * entry is refused with file and line and the English stays. printf never sees a translation. */
#ifndef WR_I18N_H
#define WR_I18N_H
#include "arena.h"
#include "shape.h"
WR_MUST wr_rc i18n_load(const char *lang, const char *path, bytes po, wr_err *);
const char *i18n(const char *lang, const char *context, const char *msgid);     /* msgid itself when there is none */
const char *i18n_n(const char *lang, const char *context, const char *one, const char *many, int64_t n);
const char *i18n_fill(arena *, const char *text, const char *const *name_value);/* NULL-ended pairs; values are text */
const char *i18n_day(arena *, const char *lang, wr_day);                        /* our own tables, never strftime     */
const char *i18n_cents(arena *, const char *lang, wr_cents);
#endif
