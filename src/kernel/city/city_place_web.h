/* city_place_web.h -- the pages of places, of the duty roster and of doors: their routes stand in city_web.c. */
#ifndef WR_CITY_PLACE_WEB_H
#define WR_CITY_PLACE_WEB_H
#include "db.h"
#include "module.h"
extern const shape CITY_IN_PLACE, CITY_IN_PLACE_ADD, CITY_IN_PLACE_CHANGE, CITY_IN_PLACE_CLOSE, CITY_IN_AREA, CITY_IN_AREA_END, CITY_PLACE_LINE;
extern const shape CITY_IN_ROSTER, CITY_IN_DUTY, CITY_IN_DUTY_END, CITY_IN_LINE, CITY_IN_LINE_END;
extern const shape CITY_IN_REVOKE, CITY_IN_AT, CITY_AT, CITY_OFFER;
extern const db_query CITY_PLACE_SCOPE, CITY_ROSTER_N;   /* whose place it is; the log number of a moment */
http_show city_show_places, city_show_place_add, city_show_place, city_show_place_edit;
http_act city_act_place_add, city_act_place_change, city_act_place_close, city_act_area_add, city_act_area_end;
http_show city_show_roster, city_show_duty;
http_act city_act_duty_add, city_act_duty_end, city_act_line_add, city_act_line_end;
http_show city_show_card, city_show_revoke, city_show_at;
http_act city_act_door_make, city_act_door_revoke;
#endif
