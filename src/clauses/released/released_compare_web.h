/* released_compare_web.h -- two releases beside each other: page, view of the command line, and which file replaces which. */
#ifndef WR_RELEASED_COMPARE_WEB_H
#define WR_RELEASED_COMPARE_WEB_H
#include "released_say.h"
extern const shape IN_RELEASED_COMPARE, RELEASED_COMPARED, IN_RELEASED_REPLACES;
WR_MUST wr_rc released_say_compare(db_tx *ro, const released_in *, arena *, json_t **ret);
WR_MUST wr_rc released_replaces_check(db_tx *, const released_file *, arena *);                    /* WR_E_INPUT names the field "replaces" */
WR_MUST wr_rc released_replaces_form(db_tx *ro, const released_file *, const char *lang, json_t *doc, arena *);      /* "replaces_form", where there is an earlier one */
http_show released_show_compare;
http_act released_act_replaces;
#endif
