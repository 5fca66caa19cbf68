/* words.h -- every text for people in the sources: what the catalogues must have. For tools/pot and its test. */
#ifndef WR_WORDS_H
#define WR_WORDS_H
#include "module.h"
typedef struct word_found { const char *one, *many, *file; int line; } word_found;   /* many: NULL without plural */
typedef struct words { arena *a; word_found *at; size_t n, cap; } words;               /* each text once             */
void words_of_c(words *, const char *file, const char *text, size_t n);      /* N_("...") and i18n_n(.., "one", "many", ..) */
WR_MUST wr_rc words_of_page(words *, const char *file, const char *text, size_t n, wr_err *);
void words_of_modules(words *, const wr_module *const *);                     /* enumerations of shapes: "not_started" as "not started" */
WR_MUST wr_rc words_of_tree(words *, const char *folder, wr_err *);          /* all .c, .h and .html below it */
#endif
