/* city_own.h -- what the files of city share with each other and with nobody else. */
#ifndef WR_CITY_OWN_H
#define WR_CITY_OWN_H
#include "city.h"
#include "link.h"
extern const shape CITY_LINK;
extern const struct history CITY_HISTORY, CITY_DEPARTMENT_HISTORY, CITY_LIAISON_HISTORY, CITY_LINK_HISTORY, CITY_LINK_END_HISTORY, CITY_EVIDENCE_HISTORY;
extern const db_query *const city_queries[];
/* Those of city_ties.c, listed in city_queries. */
extern const db_query CITY_LINK_ADD, CITY_LINK_PAST, CITY_LINK_WALK, CITY_LINK_PUT, CITY_LINK_OF, CITY_LINK_BY, CITY_LINK_ALL, CITY_LINK_END_ADD, CITY_LINK_END_PAST, CITY_LINK_END_WALK,
    CITY_LINK_END_PUT, CITY_LINK_END_BY, CITY_LINK_UPTO, CITY_LINK_END_UPTO;
extern const db_query CITY_EVIDENCE_ADD, CITY_EVIDENCE_PAST, CITY_EVIDENCE_WALK, CITY_EVIDENCE_PUT, CITY_EVIDENCE_FOR, CITY_EVIDENCE_BY;
/* Those of city_place.c, city_duty.c and city_door.c, listed there too. */
extern const struct history CITY_PLACE_HISTORY, CITY_AREA_HISTORY, CITY_DUTY_HISTORY, CITY_DOOR_HISTORY;
extern const db_query CITY_PLACE_ADD, CITY_PLACE_PAST, CITY_PLACE_WALK, CITY_PLACE_UPTO, CITY_PLACE_PUT, CITY_PLACE_ALL, CITY_PLACE_BY, CITY_PLACE_BY_ID,
    CITY_AREA_ADD, CITY_AREA_PAST, CITY_AREA_WALK, CITY_AREA_UPTO, CITY_AREA_PUT, CITY_AREA_OF, CITY_DUTY_ADD, CITY_DUTY_PAST, CITY_DUTY_WALK, CITY_DUTY_UPTO,
    CITY_DUTY_PUT, CITY_DUTY_ALL, CITY_DUTY_OF, CITY_DUTY_FOR, CITY_DUTY_BY, CITY_DOOR_ADD, CITY_DOOR_PAST, CITY_DOOR_WALK, CITY_DOOR_PUT, CITY_DOOR_FIND,
    CITY_DOOR_OF, CITY_DOORS_OF;
extern const wr_pack city_packs[];
extern const db_step city_steps[];         /* generated from sql/   */
extern const page_source city_pages[];     /* generated from pages/ */
/* One line of the list of departments: with who answers for it. */
typedef struct city_line { const char *acronym, *name, *parent, *liaison, *phone, *email, *alternate, *department_url; wr_day closed; } city_line;
extern const shape CITY_LINE;
WR_MUST wr_rc city_lines(db_tx *ro, arena *, city_line **ret, size_t *ret_n);
WR_MUST wr_rc city_rebuild(db_tx *rw, arena *);   /* the number last given to a department */
WR_MUST wr_rc city_department_change(db_tx *rw, const wr_actor *, const city_department *, arena *);
/* Is it there? A question, so the answer no is no error. */
WR_MUST wr_rc city_known(db_tx *, arena *, bool *ret);
WR_MUST wr_rc city_department_known(db_tx *, const char *acronym, arena *, bool *ret);
#endif
