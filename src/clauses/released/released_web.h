/* released_web.h -- handlers and what they take and say. */
#ifndef WR_RELEASED_WEB_H
#define WR_RELEASED_WEB_H
#include "released_ask.h"
extern const shape IN_RELEASED_TAKE, IN_RELEASED_HEAD, IN_RELEASED_FILE, RELEASED_SAY_FILE, RELEASED_SAY_TABLE, RELEASED_SAY_COLUMN, RELEASED_SAY_SHEET;
http_prepare released_prepare_take;
http_act released_act_take, released_act_head;
http_show released_show_files, released_show_file;
#endif
