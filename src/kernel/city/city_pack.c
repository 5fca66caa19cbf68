/* city_pack.c -- what a pack says of the city, and the same rows as the city has them now. */
#include <string.h>
#include "city_demo.h"
#include "city_own.h"
#include "clock.h"
#include "day.h"

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

const wr_pack city_packs[] = {
    { "city/city.yaml", &CITY_ROW, load_city, now_city },
    { "city/departments.yaml", &DEPARTMENT, load_department, now_department },
    { "city/liaisons.yaml", &LIAISON, load_liaison, now_liaison, .keys = 2 },
    { "demo/day.yaml", &CITY_DEMO_DAY, city_load_day, .demo = true },
    { "demo/people.yaml", &CITY_DEMO_PERSON, city_load_person, .demo = true },
    { "demo/liaisons.yaml", &CITY_DEMO_LIAISON, city_load_demo_liaison, .demo = true },
    { 0 }
};
