/* person_factor_web.h -- the pages of the second factor; their routes stand in person_web.c. */
#ifndef WR_PERSON_FACTOR_WEB_H
#define WR_PERSON_FACTOR_WEB_H
#include "module.h"
extern const shape PERSON_FACTOR_PAGE, PERSON_CODE, PERSON_IN_CODE, PERSON_IN_MADE;
http_show person_show_factor;
http_prepare person_prepare_begin, person_prepare_codes, person_prepare_confirm;
http_act person_act_wait, person_act_confirm;
#endif
