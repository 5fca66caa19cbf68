/* city_demo.h -- rows of a pack's folder demo that belong to the city; `writ demo` reads the day and the people itself as well:
 * its clock must stand before anything is written, and it gives the people passwords. */
#ifndef WR_CITY_DEMO_H
#define WR_CITY_DEMO_H
#include "module.h"
typedef struct city_demo_day { wr_day day; int64_t hour; } city_demo_day;
typedef struct city_demo_person { const char *login, *name, *role, *department; } city_demo_person;   /* department: acronym or "" */
extern const shape CITY_DEMO_DAY, CITY_DEMO_PERSON, CITY_DEMO_LIAISON;
wr_us city_demo_us(const city_demo_day *);   /* in the city's zone */
wr_rc city_load_day(db_tx *rw, const wr_actor *, const void *what, arena *);
wr_rc city_load_person(db_tx *rw, const wr_actor *, const void *what, arena *);
wr_rc city_load_demo_liaison(db_tx *rw, const wr_actor *, const void *what, arena *);
#endif
