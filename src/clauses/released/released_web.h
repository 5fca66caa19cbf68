/* released_web.h -- handlers and what they take and say. */
#ifndef WR_RELEASED_WEB_H
#define WR_RELEASED_WEB_H
#include "pair.h"
#include "released_ask.h"
extern const shape IN_RELEASED_KEEP, IN_RELEASED_ALLOW, IN_RELEASED_OPENED, IN_RELEASED_FILE_WITHDRAW, RELEASED_SAY_HELD, IN_RELEASED_TAKE, IN_RELEASED_HEAD, IN_RELEASED_FILE, RELEASED_SAY_FILE, RELEASED_SAY_TABLE;
enum { RELEASED_PAIR_PUBLISH, RELEASED_PAIR_ALLOW };
extern const pair_kind released_pairs[];
extern const shape RELEASED_TO_ALLOW;
wr_run released_run_allow;
WR_MUST wr_rc released_no_numbers(const char *at, const char *text, arena *);          /* WR_E_INPUT: it holds what is held back */
http_prepare released_prepare_take;
http_act released_act_take, released_act_head, released_act_keep, released_act_allow, released_act_opened, released_act_file_withdraw, released_act_file_back;
http_show released_show_files, released_show_file, released_show_held, released_show_held_one;
http_send released_send_sealed;
#endif
