/* city.h -- the city itself: its name and look, departments, liaisons. All of it rows; none of it code. */
#ifndef WR_CITY_H
#define WR_CITY_H
#include "db.h"
#include "module.h"
typedef struct city_row {       /* one row; from the pack's city.yaml */
    const char *id, *name, *zone, *desk, *phone, *email, *go, *go_strong, *go_soft, *demo_note;  /* demo_note: only when a demo */
    wr_us demo_at;              /* demo: the clock stands here at start; 0: a real city */
} city_row;
extern const shape CITY_ROW;
WR_MUST wr_rc city_get(db_tx *ro, arena *, city_row *ret);

typedef struct city_department {
    const char *id, *acronym, *name, *parent, *head, *phone, *approves, *note;  /* parent: acronym, "" for none; approves: board or "" */
    wr_id num;                                        /* the wr_id of actors and scopes */
    wr_day active_from, active_to;                    /* active_to none: still there    */
} city_department;
extern const shape CITY_DEPARTMENT;
WR_MUST wr_rc city_departments(db_tx *ro, arena *, city_department **ret, size_t *ret_n);   /* by name, open ones first */
WR_MUST wr_rc city_department_by(db_tx *ro, const char *acronym, arena *, city_department *ret);

enum { LIAISON_FIRST, LIAISON_ALTERNATE };
extern const char *const city_liaison_kinds[];        /* "liaison" "alternate" */
typedef struct city_liaison {
    const char *id, *department, *name, *phone, *email;   /* department: acronym */
    wr_id person;                                         /* account num, 0: none yet */
    int kind;
    wr_day since;
} city_liaison;
extern const shape CITY_LIAISON;
WR_MUST wr_rc city_liaisons(db_tx *ro, arena *, city_liaison **ret, size_t *ret_n);
#endif
