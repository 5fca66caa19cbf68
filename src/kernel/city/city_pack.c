/* city_pack.c -- what a pack says of the city, and the same rows as the city has them now. */
#include <string.h>
#include "address.h"
#include "city_demo.h"
#include "city_door.h"
#include "city_duty.h"
#include "city_own.h"
#include "city_place.h"
#include "clock.h"
#include "day.h"
#include "str.h"

static const field DEPARTMENT_F[] = {
    FIELD(city_department, acronym,     t, 0,      12,  N_("Acronym")),
    FIELD(city_department, name,        t, 0,      120, N_("Name")),
    FIELD(city_department, parent,      t, F_NULL, 12,  N_("Part of")),
    FIELD(city_department, head,        t, F_NULL, 120, N_("Head")),
    FIELD(city_department, phone,       t, F_NULL, 40,  N_("Telephone")),
    FIELD(city_department, approves,    t, F_NULL, 120, N_("Approved by")),
    FIELD(city_department, note,        t, F_NULL, 300, N_("Note")),
    FIELD(city_department, active_from, d, F_NULL, 0,   N_("Since")),
};
static const shape DEPARTMENT = SHAPE("a department", city_department, DEPARTMENT_F);
static const field LIAISON_F[] = {
    FIELD(city_liaison, department, t, 0,      12,  N_("Department")),
    WORDS(city_liaison, kind,       city_liaison_kinds, N_("Kind")),
    FIELD(city_liaison, name,       t, 0,      120, N_("Name")),
    FIELD(city_liaison, phone,      t, F_NULL, 40,  N_("Telephone")),
    FIELD(city_liaison, email,      t, F_NULL, 120, N_("E-mail")),
    FIELD(city_liaison, since,      d, F_NULL, 0,   N_("Since")),
};
static const shape LIAISON = SHAPE("a liaison", city_liaison, LIAISON_F);

static const field PLACE_F[] = {
    FIELD(city_place, ref,         t, 0,      40,  N_("Reference")),
    FIELD(city_place, name,        t, 0,      120, N_("Name")),
    FIELD(city_place, address,     t, F_NULL, 200, N_("Address")),
    FIELD(city_place, department,  t, 0,      12,  N_("Department")),
    FIELD(city_place, district,    i, F_NULL, 99,  N_("Council district")),
    FIELD(city_place, phone,       t, F_NULL, 40,  N_("Telephone")),
    FIELD(city_place, note,        t, F_NULL, 300, N_("Note")),
    FIELD(city_place, active_from, d, F_NULL, 0,   N_("Since")),
    FIELD(city_place, active_to,   d, F_NULL, 0,   N_("Until")),
};
static const shape PLACE = SHAPE("a place", city_place, PLACE_F);
static const field AREA_F[] = {
    FIELD(city_area, place, t, 0, 40,  N_("Place")),
    FIELD(city_area, name,  t, 0, 120, N_("Area")),
    WORDS(city_area, class, city_area_classes, N_("What kind of area")),
};
static const shape AREA = SHAPE("an area of a place", city_area, AREA_F);
static const field DUTY_F[] = {
    FIELD(city_duty, ref,        t, 0,      60,  N_("Reference")),
    FIELD(city_duty, place,      t, F_NULL, 40,  N_("Place")),
    FIELD(city_duty, department, t, F_NULL, 12,  N_("Department")),
    FIELD(city_duty, rank,       i, 0,      99,  N_("Turn")),
    WORDS(city_duty, role,       city_duty_roles, N_("Role")),
    FIELD(city_duty, name,       t, 0,      120, N_("Name")),
    FIELD(city_duty, phone,      t, 0,      40,  N_("Telephone")),
    FIELD(city_duty, email,      t, F_NULL, ADDRESS_MAX, N_("E-mail")),
    WORDS(city_duty, days,       city_duty_days, N_("Days")),
    FIELD(city_duty, from_hour,  i, F_NULL, 24,  N_("From hour")),
    FIELD(city_duty, to_hour,    i, F_NULL, 24,  N_("To hour")),
    FIELD(city_duty, from_day,   d, F_NULL, 0,   N_("From day")),
    FIELD(city_duty, until_day,  d, F_NULL, 0,   N_("Last day")),
};
static const shape DUTY = SHAPE("a row of the duty roster", city_duty, DUTY_F);
static const field DOOR_F[] = {
    FIELD(city_door, place, t, 0, 40, N_("Place")),
    FIELD(city_door, token, t, 0, 24, N_("Code")),
};
static const shape DOOR = SHAPE("the door of a place", city_door, DOOR_F);

static wr_rc load_city(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    city_row new = *(const city_row *)what, was;
    const clock_zone *zone;
    bool there;
    TRY(clock_zone_load(new.zone, db_err(rw), &zone));
    TRY(city_known(rw, a, &there));
    if (there) TRY(city_get(rw, a, &was));
    new.demo_at = there ? was.demo_at : 0;
    return city_put(rw, who, &new, a);
}

static wr_rc now_city(db_tx *ro, const void *what, arena *a, void *ret)
{
    city_row *c = ret;
    TRY(city_get(ro, a, c));
    c->id = ((const city_row *)what)->id;      /* the pack's key of its one row; ours is another */
    c->demo_at = 0;
    return WR_OK;
}

static wr_rc load_department(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const city_department *d = what;
    bool there;
    TRY(city_department_known(rw, d->acronym, a, &there));
    return there ? city_department_change(rw, who, d, a) : city_department_add(rw, who, d, a);
}

static wr_rc now_department(db_tx *ro, const void *what, arena *a, void *ret)
{
    return city_department_by(ro, ((const city_department *)what)->acronym, a, ret);
}

static wr_rc load_liaison(db_tx *rw, const wr_actor *who, const void *what, arena *a) { return city_liaison_name(rw, who, what, a); }

static wr_rc now_liaison(db_tx *ro, const void *what, arena *a, void *ret)
{
    const city_liaison *l = what;
    city_liaison *seats, *now = ret;
    size_t n, i = 0;
    TRY(city_liaisons_of(ro, l->department, a, &seats, &n));
    while (i < n && seats[i].kind != l->kind) i++;
    if (i == n) return WR_E_MISSING;
    *now = seats[i];
    if (day_none(l->since)) now->since = l->since;   /* then it was the day of loading */
    return WR_OK;
}

/* An end that the pack says is kept only where the city did not say one. */
static wr_rc load_place(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const city_place *p = what;
    city_place now;
    bool there;
    TRY(city_place_known(rw, p->ref, a, &there));
    if (!there) return city_place_add(rw, who, p, a);
    TRY(city_place_change(rw, who, p, a));
    TRY(city_place_by(rw, p->ref, a, &now));
    return day_none(p->active_to) || !day_none(now.active_to) ? WR_OK : city_place_close(rw, who, p->ref, p->active_to, a);
}

static wr_rc now_place(db_tx *ro, const void *what, arena *a, void *ret) { return city_place_by(ro, ((const city_place *)what)->ref, a, ret); }

static wr_rc load_area(db_tx *rw, const wr_actor *who, const void *what, arena *a) { return city_area_put(rw, who, what, a); }

static wr_rc now_area(db_tx *ro, const void *what, arena *a, void *ret)
{
    const city_area *area = what;
    city_area *rows;
    size_t n, i = 0;
    TRY(city_areas_of(ro, area->place, a, &rows, &n));
    while (i < n && !str_eq(rows[i].name, area->name)) i++;
    if (i == n) return WR_E_MISSING;
    *(city_area *)ret = rows[i];
    return WR_OK;
}

static wr_rc load_duty(db_tx *rw, const wr_actor *who, const void *what, arena *a) { return city_duty_put(rw, who, what, a); }

static wr_rc now_duty(db_tx *ro, const void *what, arena *a, void *ret) { return city_duty_by(ro, ((const city_duty *)what)->ref, a, ret); }

static wr_rc load_door(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const city_door *d = what;
    city_door made;
    return city_door_make(rw, who, d->place, d->token, a, &made);
}

const wr_pack city_packs[] = {
    { "city/city.yaml", &CITY_ROW, load_city, now_city },
    { "city/departments.yaml", &DEPARTMENT, load_department, now_department },
    { "city/liaisons.yaml", &LIAISON, load_liaison, now_liaison, .keys = 2 },
    { "city/places.yaml", &PLACE, load_place, now_place },
    { "city/areas.yaml", &AREA, load_area, now_area, .keys = 2 },
    { "city/duty.yaml", &DUTY, load_duty, now_duty },
    { "demo/day.yaml", &CITY_DEMO_DAY, city_load_day, .demo = true },
    { "demo/people.yaml", &CITY_DEMO_PERSON, city_load_person, .demo = true },
    { "demo/liaisons.yaml", &CITY_DEMO_LIAISON, city_load_demo_liaison, .demo = true },
    { "demo/places.yaml", &PLACE, load_place, .demo = true },
    { "demo/areas.yaml", &AREA, load_area, .demo = true },
    { "demo/duty.yaml", &DUTY, load_duty, .demo = true },
    { "demo/doors.yaml", &DOOR, load_door, .demo = true },
    { 0 }
};
