/* city_demo.c -- what a pack's folder demo says of the city: the day on which a demonstration stands, and its invented people. */
#include "city_demo.h"
#include "city_own.h"
#include "clock.h"
#include "day.h"
#include "person.h"

static const field DAY_F[] = {
    FIELD(city_demo_day, day,  d, 0,      0,  N_("Day")),
    FIELD(city_demo_day, hour, i, F_NULL, 23, N_("Hour")),
};
const shape CITY_DEMO_DAY = SHAPE("the day of a demonstration", city_demo_day, DAY_F);
static const field PERSON_F[] = {
    FIELD(city_demo_person, login,      t, 0,      40,  N_("Sign-in name")),
    FIELD(city_demo_person, name,       t, 0,      120, N_("Name")),
    FIELD(city_demo_person, role,       t, 0,      20,  N_("Role")),
    FIELD(city_demo_person, department, t, F_NULL, 12,  N_("Department")),
};
const shape CITY_DEMO_PERSON = SHAPE("a person of a demonstration", city_demo_person, PERSON_F);
typedef struct demo_liaison { const char *department, *name, *phone, *email, *login; int kind; wr_day since; } demo_liaison;
static const field LIAISON_F[] = {
    FIELD(demo_liaison, department, t, 0,      12,  N_("Department")),
    WORDS(demo_liaison, kind,       city_liaison_kinds, N_("Kind")),
    FIELD(demo_liaison, name,       t, 0,      120, N_("Name")),
    FIELD(demo_liaison, phone,      t, F_NULL, 40,  N_("Telephone")),
    FIELD(demo_liaison, email,      t, F_NULL, 120, N_("E-mail")),
    FIELD(demo_liaison, since,      d, F_NULL, 0,   N_("Since")),
    FIELD(demo_liaison, login,      t, F_NULL, 40,  N_("Sign-in name")),
};
const shape CITY_DEMO_LIAISON = SHAPE("a liaison of a demonstration", demo_liaison, LIAISON_F);

wr_us city_demo_us(const city_demo_day *d) { return clock_us_at(clock_city_zone(), d->day, (int)d->hour, 0); }

wr_rc city_load_day(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    city_row city;
    TRY(city_get(rw, a, &city));
    city.demo_at = city_demo_us(what);
    return city_put(rw, who, &city, a);
}

/* Without a password: whoever loads the pack may set one. */
static wr_rc seat(db_tx *rw, const wr_actor *who, const city_demo_person *p, arena *a, wr_id *ret_num)
{
    person_account have;
    city_department d = { 0 };
    wr_rc rc = person_by_login(rw, p->login, a, &have);
    if (rc == WR_E_MISSING) {
        if (*p->department) TRY(city_department_by(rw, p->department, a, &d));
        TRY(person_add(rw, who, &(person_account){ .login = p->login, .name = p->name, .role = p->role, .department = d.num, .password = "", .lang = "" }, a));
        rc = person_by_login(rw, p->login, a, &have);
    }
    TRY(rc);
    *ret_num = have.num;
    return WR_OK;
}

wr_rc city_load_person(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    wr_id num;
    return seat(rw, who, what, a, &num);
}

wr_rc city_load_demo_liaison(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const demo_liaison *p = what;
    city_liaison l = { .department = p->department, .name = p->name, .phone = p->phone, .email = p->email, .kind = p->kind, .since = p->since };
    if (*p->login)
        TRY(seat(rw, who, &(city_demo_person){ .login = p->login, .name = p->name, .role = "liaison", .department = p->department }, a, &l.person));
    return city_liaison_name(rw, who, &l, a);
}
