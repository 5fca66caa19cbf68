/* city_duty.c -- the duty roster: shapes, history, queries, the chain now and as it was, and the changes it allows. */
#include "city_duty.h"

#include <stdlib.h>
#include <string.h>
#include "address.h"
#include "city_own.h"
#include "city_place.h"
#include "day.h"
#include "now.h"
#include "str.h"

static const field DUTY_F[] = {
    FIELD(city_duty, id,         t, F_HIDE, 32,  NULL),
    FIELD(city_duty, ref,        t, F_PATH, 60,  N_("Reference")),
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
const shape CITY_DUTY = SHAPE("a row of the duty roster", city_duty, DUTY_F);
static const field CALL_F[] = {
    FIELD(city_call, turn,    i, 0,      99,  N_("Turn")),
    FIELD(city_call, name,    t, 0,      120, N_("Name")),
    WORDS(city_call, role,    city_duty_roles, N_("Role")),
    FIELD(city_call, phone,   t, 0,      40,  N_("Telephone")),
    FIELD(city_call, tel_url, t, F_HIDE, 48,  NULL),
    WORDS(city_call, tier,    city_tiers, N_("Whose chain")),
    FIELD(city_call, duty,    t, F_HIDE, 32,  NULL),
};
const shape CITY_CALL = SHAPE("who to call", city_call, CALL_F);

#define DUTY_COLS "id, ref, place, department, rank, role, name, phone, email, days, from_hour, to_hour, from_day, until_day"
const db_query CITY_DUTY_ADD = HISTORY_ADD("city_duty"), CITY_DUTY_PAST = HISTORY_PAST("city_duty"), CITY_DUTY_WALK = HISTORY_WALK("city_duty"),
    CITY_DUTY_UPTO = HISTORY_UPTO("city_duty");
const db_query CITY_DUTY_PUT = { "city_duty_put", "ttttiettteiidd", NULL, "INSERT INTO city_duty (" DUTY_COLS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (id) DO UPDATE SET ref = excluded.ref, place = excluded.place,"
    " department = excluded.department, rank = excluded.rank, role = excluded.role, name = excluded.name, phone = excluded.phone, email = excluded.email,"
    " days = excluded.days, from_hour = excluded.from_hour, to_hour = excluded.to_hour, from_day = excluded.from_day, until_day = excluded.until_day" };
const db_query CITY_DUTY_ALL = { "city_duties", "", &CITY_DUTY, "SELECT " DUTY_COLS " FROM city_duty ORDER BY place, department, rank, from_hour, ref" };
const db_query CITY_DUTY_OF = { "city_duties_of", "tt", &CITY_DUTY, "SELECT " DUTY_COLS " FROM city_duty WHERE place = $1 AND department = $2"
    " ORDER BY rank, from_hour, ref" };
const db_query CITY_DUTY_FOR = { "city_duties_for", "tt", &CITY_DUTY, "SELECT " DUTY_COLS " FROM city_duty"
    " WHERE (place = $1 AND place <> '') OR (place = '' AND (department = '' OR department = $2)) ORDER BY rank, ref" };
const db_query CITY_DUTY_BY = { "city_duty_by", "t", &CITY_DUTY, "SELECT " DUTY_COLS " FROM city_duty WHERE ref = $1" };
const history CITY_DUTY_HISTORY = { "city_duty", &CITY_DUTY, &CITY_DUTY_ADD, &CITY_DUTY_PAST, &CITY_DUTY_PUT, &CITY_DUTY_WALK };

enum { MOST_DUTIES = 20000, MOST_HERE = 2000, CALL_MINUTES = 5 };
/* ---- who to call ---- */
wr_rc city_chain(db_tx *ro, const char *place, wr_us at, arena *a, city_call **ret, size_t *ret_n)
{
    city_place p = { .department = "" };
    city_duty *rows;
    size_t n;
    if (*place) TRY(city_place_by(ro, place, a, &p));
    TRY(db_all(ro, &CITY_DUTY_FOR, a, MOST_HERE, &rows, &n, db_t(place), db_t(p.department)));
    *ret_n = city_chain_of(rows, n, place, p.department, clock_local_at(clock_city_zone(), at), a, ret);
    return WR_OK;
}

wr_rc city_chain_as_of(db_tx *ro, const char *place, wr_us at, int64_t n, arena *a, city_call **ret, size_t *ret_n, history_proof *proof)
{
    city_place p = { .department = "" };
    city_duty *rows;
    history_proof of_place = { 0 };
    size_t got;
    if (*place) TRY(city_place_as_of(ro, place, n, a, &p, &of_place));
    TRY(history_all_as_of(ro, &CITY_DUTY_HISTORY, &CITY_DUTY_UPTO, n, a, &rows, &got, proof));
    proof->matched += of_place.matched;
    proof->purged += of_place.purged;
    proof->wrong += of_place.wrong;
    *ret_n = city_chain_of(rows, got, place, p.department, clock_local_at(clock_city_zone(), at), a, ret);
    return WR_OK;
}

wr_rc city_call_minutes(db_tx *ro, arena *a, int64_t *ret) { return clock_number_value(ro, "call.next_minutes", CALL_MINUTES, a, ret); }

/* ---- the rows ---- */
wr_rc city_duties(db_tx *ro, arena *a, city_duty **ret, size_t *ret_n)
{
    return db_all_(ro, &CITY_DUTY_ALL, a, MOST_DUTIES, sizeof **ret, ret, ret_n, NULL, 0);
}
wr_rc city_duties_of(db_tx *ro, const char *place, const char *department, arena *a, city_duty **ret, size_t *ret_n)
{
    return db_all(ro, &CITY_DUTY_OF, a, MOST_HERE, ret, ret_n, db_t(place), db_t(department));
}
wr_rc city_duty_by(db_tx *ro, const char *ref, arena *a, city_duty *ret) { return db_one(ro, &CITY_DUTY_BY, a, ret, db_t(ref)); }

/* A number that a telephone can dial: three digits at least ("911", a desk's extension), and what people write between them. */
static bool phone_ok(const char *s)
{
    size_t digits = 0;
    for (const char *p = s; *p; p++) digits += *p >= '0' && *p <= '9';
    return digits >= 3 && strspn(s, "0123456789 +-().") == strlen(s);
}

static wr_rc belongs(db_tx *rw, const city_duty *d, arena *a)
{
    bool there = true;
    if (*d->place && *d->department)
        return wr_fail(db_err(rw), WR_E_INPUT, "department", N_("Name the place or the department, not both: a place has its department."));
    if (*d->place) TRY(city_place_known(rw, d->place, a, &there));
    if (!there) return wr_fail(db_err(rw), WR_E_INPUT, "place", N_("There is no place {ref}: add it first."), "ref", d->place);
    if (*d->department) TRY(city_department_known(rw, d->department, a, &there));
    return there ? WR_OK : wr_fail(db_err(rw), WR_E_INPUT, "department", N_("There is no department {acronym}: add it first."), "acronym", d->department);
}

static wr_rc duty_ok(db_tx *rw, const city_duty *d, arena *a)
{
    if (strspn(d->ref, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(d->ref))
        return wr_fail(db_err(rw), WR_E_INPUT, "ref", N_("Use small letters, digits and hyphens."));
    if (!*d->name) return wr_fail(db_err(rw), WR_E_INPUT, "name", N_("Please fill this in."));
    if (!phone_ok(d->phone)) return wr_fail(db_err(rw), WR_E_INPUT, "phone", N_("Write a number that a telephone can dial."));
    if (*d->email && !address_ok(d->email)) return wr_fail(db_err(rw), WR_E_INPUT, "email", N_("Expected one address such as name@city.example."));
    if (d->rank < 1) return wr_fail(db_err(rw), WR_E_INPUT, "rank", N_("Who is called first has turn 1."));
    if (d->from_hour < 0 || d->from_hour > 24) return wr_fail(db_err(rw), WR_E_INPUT, "from_hour", N_("An hour is a number from 0 to 24."));
    if (d->to_hour < 0 || d->to_hour > 24) return wr_fail(db_err(rw), WR_E_INPUT, "to_hour", N_("An hour is a number from 0 to 24."));
    if (!day_none(d->until_day) && wr_day_cmp(d->until_day, d->from_day) < 0)
        return wr_fail(db_err(rw), WR_E_INPUT, "until_day", N_("It cannot end before it began, on {day}."), "day", day_text(a, d->from_day));
    return belongs(rw, d, a);
}

wr_rc city_duty_put(db_tx *rw, const wr_actor *who, const city_duty *d, arena *a)
{
    city_duty was, new = *d;
    wr_rc rc = WR_E_MISSING;
    const char **texts[] = { &new.ref, &new.place, &new.department, &new.name, &new.phone, &new.email };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = str_or_none(*texts[i]);
    TRY(duty_ok(rw, &new, a));
    if (*new.ref) rc = city_duty_by(rw, new.ref, a, &was);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    new.id = rc == WR_OK ? was.id : id_new(a);
    if (!*new.ref) new.ref = new.id;
    return history_add(rw, who, &CITY_DUTY_HISTORY, rc == WR_OK ? "city.duty_changed" : "city.duty_added",
                       day_none(new.from_day) ? who->today : new.from_day, rc == WR_OK ? &was : NULL, &new, a);
}

wr_rc city_duty_end(db_tx *rw, const wr_actor *who, const char *ref, wr_day last, arena *a)
{
    city_duty was, now;
    TRY(city_duty_by(rw, ref, a, &was));
    if (!day_none(was.until_day) && wr_day_cmp(was.until_day, last) <= 0)
        return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This turn has ended already, on {day}."), "day", day_text(a, was.until_day));
    if (!day_none(was.from_day) && wr_day_cmp(last, was.from_day) < 0)
        return wr_fail(db_err(rw), WR_E_INPUT, "until_day", N_("It cannot end before it began, on {day}."), "day", day_text(a, was.from_day));
    now = was;
    now.until_day = last;
    return history_add(rw, who, &CITY_DUTY_HISTORY, "city.duty_ended", last, &was, &now, a);
}
