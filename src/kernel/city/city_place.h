/* city_place.h -- facilities of the city ("places") and the areas in them. A place is known by its ref for ever: the pack's, or
 * one that the city chose. Names and addresses are public facts; who is called there is not (city_duty.h). */
#ifndef WR_CITY_PLACE_H
#define WR_CITY_PLACE_H
#include "db.h"
#include "history.h"
#include "module.h"
typedef struct city_place {
    const char *id, *ref, *name, *address, *department;   /* department: acronym                */
    int64_t district;                                     /* council district, 0: not said      */
    const char *phone, *note;
    wr_day active_from, active_to;                        /* none: always; still there          */
} city_place;
extern const shape CITY_PLACE;
WR_MUST wr_rc city_places(db_tx *ro, arena *, city_place **ret, size_t *ret_n);   /* by department and name, open ones first; at most 5000 */
/* As the city knew them at a log index, in the same order. */
WR_MUST wr_rc city_places_as_of(db_tx *ro, int64_t n, arena *, city_place **ret, size_t *ret_n, history_proof *);
WR_MUST wr_rc city_place_by(db_tx *ro, const char *ref, arena *, city_place *ret);       /* WR_E_MISSING: none */
WR_MUST wr_rc city_place_by_id(db_tx *ro, const char *id, arena *, city_place *ret);
WR_MUST wr_rc city_place_as_of(db_tx *ro, const char *ref, int64_t n, arena *, city_place *ret, history_proof *);   /* WR_E_MISSING: not yet */
WR_MUST wr_rc city_place_known(db_tx *, const char *ref, arena *, bool *ret);            /* a question: no is no error */
WR_MUST wr_rc city_place_add(db_tx *rw, const wr_actor *, const city_place *, arena *);  /* id is made here */
/* All but the ref and the end. */
WR_MUST wr_rc city_place_change(db_tx *rw, const wr_actor *, const city_place *, arena *);
WR_MUST wr_rc city_place_close(db_tx *rw, const wr_actor *, const char *ref, wr_day last, arena *);

/* What anyone may do where: an officer, too, may be in a public area. */
typedef enum city_area_class { CITY_AREA_PUBLIC, CITY_AREA_CONTROLLED, CITY_AREA_NON_PUBLIC, CITY_AREA_DESIGNATED, CITY_AREA_LOT } city_area_class;
extern const char *const city_area_classes[];   /* "public" "public-controlled" "non-public" "private-designated" "vehicle lot" */
typedef struct city_area { const char *id, *place, *name; int class; wr_day active_to; } city_area;   /* place: its ref; name: one of its kind there */
extern const shape CITY_AREA;
WR_MUST wr_rc city_areas_of(db_tx *ro, const char *place, arena *, city_area **ret, size_t *ret_n);   /* open ones, public first, then by name; at most 200 */
WR_MUST wr_rc city_areas_as_of(db_tx *ro, const char *place, int64_t n, arena *, city_area **ret, size_t *ret_n, history_proof *);
WR_MUST wr_rc city_area_put(db_tx *rw, const wr_actor *, const city_area *, arena *);    /* new, or changed, or there again */
WR_MUST wr_rc city_area_end(db_tx *rw, const wr_actor *, const char *place, const char *name, arena *);
#endif
