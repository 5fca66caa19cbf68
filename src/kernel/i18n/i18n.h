/* i18n.h -- .po catalogues, our own reader: embedded, then DIR/po over them, read once at start.
 * Text has {name} holes. At load the holes of msgid and msgstr must be the same set, else that
 * entry is refused with file and line and the English stays. printf never sees a translation.
 * Threads  i18n_load before other threads start; the rest anywhere.
 * Memory   Catalogues live as long as the process; a later one of the same language is laid over the earlier. */
#ifndef WR_I18N_H
#define WR_I18N_H
#include "arena.h"
#include "shape.h"
typedef struct i18n_lang { const char *code, *name; bool rtl; } i18n_lang;      /* name: its own, "Español" */
enum { I18N_PO_MAX = 4 << 20 };
/* WR_E_INPUT: the file is no catalogue (path and line in the error). Refused entries are listed by i18n_refused. */
WR_MUST wr_rc i18n_load(const char *lang, const char *path, bytes po, wr_err *);
size_t i18n_refused(const char *const **ret_lines);                             /* "es.po:41: holes differ"          */
const i18n_lang *i18n_languages(size_t *ret_n);                                 /* English first, then as loaded     */
const i18n_lang *i18n_language(const char *code);                               /* NULL: not loaded                  */
/* context_opt: gettext's msgctxt. Own texts have none. */
const char *i18n(const char *lang, const char *context_opt, const char *msgid); /* msgid itself when there is none   */
const char *i18n_n(const char *lang, const char *context_opt, const char *one, const char *many, int64_t n);
const char *i18n_fill(arena *, const char *text, const char *const *name_value);/* NULL-ended pairs; values are text */
const char *i18n_err(arena *, const char *lang, const wr_err *);                /* its text, translated and filled   */
const char *i18n_word(arena *, const char *lang, const char *word);             /* "not_started": as text for people */
/* Our own tables, never strftime. A language without a table gets 2025-11-28. */
const char *i18n_day(arena *, const char *lang, wr_day);                        /* 28 Nov 2025, "" for no day        */
const char *i18n_day_long(arena *, const char *lang, wr_day);                   /* Thursday 26 February 2026         */
const char *i18n_day_full(arena *, const char *lang, wr_day);                    /* February 26, 2026: as letters are dated */
const char *i18n_at(arena *, const char *lang, wr_day, int hour, int minute, const char *zone);  /* 26 Feb 2026, 10:00 PST */
const char *i18n_day_short(arena *, const char *lang, wr_day);                  /* 28 Nov                            */
const char *i18n_month(arena *, const char *lang, wr_day, bool year);           /* Nov 2025, or Nov                  */
const char *i18n_int(arena *, const char *lang, int64_t);                       /* 1,234                             */
const char *i18n_cents(arena *, const char *lang, wr_cents);                    /* $1,234.56                         */
#endif
