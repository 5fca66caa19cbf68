/* released_mapping.h -- the page on which a clerk confirms what the columns of a table are about, and saves it. */
#ifndef WR_RELEASED_MAPPING_H
#define WR_RELEASED_MAPPING_H
#include "released_own.h"
extern const shape IN_RELEASED_MAP_SEE, IN_RELEASED_MAP_PUT, RELEASED_SAY_MAP, RELEASED_SAY_SAVING;
extern const db_query RELEASED_TABLE_KIND, RELEASED_TABLE_SPAN;
http_show released_show_map;
http_prepare released_prepare_map;
http_act released_act_map;
#endif
