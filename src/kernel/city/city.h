/* city.h -- the city itself: its name and look, departments, liaisons. All of it rows; none of it code.
 * A department is known by its acronym for ever; renaming and closing are entries in its history. */
#ifndef WR_CITY_H
#define WR_CITY_H
#include "db.h"
#include "history.h"
#include "module.h"
typedef struct city_row {       /* one row; from the pack's city.yaml */
    const char *id, *name, *zone, *desk, *phone, *email, *go, *go_strong, *go_soft, *demo_note;  /* demo_note: only when a demo */
    wr_us demo_at;              /* demo: the clock stands here at start; 0: a real city */
} city_row;
extern const shape CITY_ROW;
WR_MUST wr_rc city_get(db_tx *ro, arena *, city_row *ret);
WR_MUST wr_rc city_put(db_tx *rw, const wr_actor *, const city_row *, arena *);      /* the first one, or a change; checks the colours */

typedef struct city_department {
    const char *id, *acronym, *name, *parent, *head, *phone, *approves, *note;  /* parent: acronym, "" for none; approves: board or "" */
    wr_id num;                                        /* the wr_id of actors and scopes */
    wr_day active_from, active_to;                    /* none: always; still there       */
} city_department;
extern const shape CITY_DEPARTMENT;
WR_MUST wr_rc city_departments(db_tx *ro, arena *, city_department **ret, size_t *ret_n);   /* by name, open ones first; at most 500 */
/* As the city knew them at a log index, in the same order. */
WR_MUST wr_rc city_departments_as_of(db_tx *ro, int64_t n, arena *, city_department **ret, size_t *ret_n, history_proof *);
WR_MUST wr_rc city_departments_offer(db_tx *ro, const char *lang, arena *, struct json_t *doc, const char *form, const char *name);   /* those still there, as choices of a form */
WR_MUST wr_rc city_department_by(db_tx *ro, const char *acronym, arena *, city_department *ret);
WR_MUST wr_rc city_department_by_num(db_tx *ro, wr_id num, arena *, city_department *ret);
WR_MUST wr_rc city_department_add(db_tx *rw, const wr_actor *, const city_department *, arena *);   /* id, num are made here */
WR_MUST wr_rc city_department_rename(db_tx *rw, const wr_actor *, const char *acronym, const char *name, arena *);
WR_MUST wr_rc city_department_close(db_tx *rw, const wr_actor *, const char *acronym, wr_day last, arena *);

enum { LIAISON_FIRST, LIAISON_ALTERNATE };
extern const char *const city_liaison_kinds[];        /* "liaison" "alternate" */
typedef struct city_liaison {
    const char *id, *department, *name, *phone, *email;   /* department: acronym */
    wr_id person;                                         /* account num, 0: none yet */
    int kind;
    wr_day since;
} city_liaison;
extern const shape CITY_LIAISON;
WR_MUST wr_rc city_liaisons(db_tx *ro, arena *, city_liaison **ret, size_t *ret_n);         /* by department, the liaison first */
WR_MUST wr_rc city_liaisons_of(db_tx *ro, const char *acronym, arena *, city_liaison **ret, size_t *ret_n);
WR_MUST wr_rc city_liaison_name(db_tx *rw, const wr_actor *, const city_liaison *, arena *); /* into the department's one seat of that kind */

/* WCAG contrast of two #rrggbb colours, times 100: black on white is 2100. 0: one is no colour. */
int city_contrast(const char *a, const char *b);
#endif
