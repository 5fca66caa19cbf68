/* city_pack.c -- what a pack says of the city. What is there already stays: the city may have changed it. */
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
    const city_row *c = what;
    const clock_zone *zone;
    bool there;
    TRY(city_known(rw, a, &there));
    if (there) return WR_OK;
    TRY(clock_zone_load(c->zone, db_err(rw), &zone));
    return city_put(rw, who, c, a);
}

static wr_rc load_department(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const city_department *d = what;
    bool there;
    TRY(city_department_known(rw, d->acronym, a, &there));
    return there ? WR_OK : city_department_add(rw, who, d, a);
}

static wr_rc load_liaison(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const city_liaison *l = what;
    city_liaison *seats;
    size_t n;
    TRY(city_liaisons_of(rw, l->department, a, &seats, &n));
    for (size_t i = 0; i < n; i++)
        if (seats[i].kind == l->kind) return WR_OK;
    return city_liaison_name(rw, who, l, a);
}

const wr_pack city_packs[] = { { "city/city.yaml", &CITY_ROW, load_city }, { "city/departments.yaml", &DEPARTMENT, load_department },
    { "city/liaisons.yaml", &LIAISON, load_liaison }, { "demo/day.yaml", &CITY_DEMO_DAY, city_load_day, .demo = true },
    { "demo/people.yaml", &CITY_DEMO_PERSON, city_load_person, .demo = true },
    { "demo/liaisons.yaml", &CITY_DEMO_LIAISON, city_load_demo_liaison, .demo = true }, { 0 } };
