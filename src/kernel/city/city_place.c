/* city_place.c -- facilities and their areas: shapes, histories, queries, and the changes they allow. */
#include "city_place.h"

#include <stdlib.h>
#include <string.h>
#include "city_own.h"
#include "day.h"
#include "now.h"
#include "str.h"

const char *const city_area_classes[] = { "public", "public-controlled", "non-public", "private-designated", "vehicle lot", NULL };
static const field PLACE_F[] = {
    FIELD(city_place, id,          t, F_HIDE, 32,  NULL),
    FIELD(city_place, ref,         t, F_PATH, 40,  N_("Reference")),
    FIELD(city_place, name,        t, 0,      120, N_("Name")),
    FIELD(city_place, address,     t, F_NULL, 200, N_("Address")),
    FIELD(city_place, department,  t, 0,      12,  N_("Department")),
    FIELD(city_place, district,    i, F_NULL, 99,  N_("Council district")),
    FIELD(city_place, phone,       t, F_NULL, 40,  N_("Telephone")),
    FIELD(city_place, note,        t, F_NULL, 300, N_("Note")),
    FIELD(city_place, active_from, d, F_NULL, 0,   N_("Since")),
    FIELD(city_place, active_to,   d, F_NULL, 0,   N_("Until")),
};
const shape CITY_PLACE = SHAPE("a place", city_place, PLACE_F);
static const field AREA_F[] = {
    FIELD(city_area, id,        t, F_HIDE, 32,  NULL),
    FIELD(city_area, place,     t, F_HIDE, 40,  N_("Place")),
    FIELD(city_area, name,      t, 0,      120, N_("Area")),
    WORDS(city_area, class,     city_area_classes, N_("What kind of area")),
    FIELD(city_area, active_to, d, F_NULL, 0,   N_("Until")),
};
const shape CITY_AREA = SHAPE("an area of a place", city_area, AREA_F);

#define PLACE_COLS "id, ref, name, address, department, district, phone, note, active_from, active_to"
#define AREA_COLS "id, place, name, class, active_to"
const db_query CITY_PLACE_ADD = HISTORY_ADD("city_place"), CITY_PLACE_PAST = HISTORY_PAST("city_place"), CITY_PLACE_WALK = HISTORY_WALK("city_place"),
    CITY_PLACE_UPTO = HISTORY_UPTO("city_place");
const db_query CITY_PLACE_PUT = { "city_place_put", "tttttittdd", NULL, "INSERT INTO city_place (" PLACE_COLS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET ref = excluded.ref, name = excluded.name,"
    " address = excluded.address, department = excluded.department, district = excluded.district, phone = excluded.phone,"
    " note = excluded.note, active_from = excluded.active_from, active_to = excluded.active_to" };
const db_query CITY_PLACE_ALL = { "city_places", "", &CITY_PLACE, "SELECT " PLACE_COLS " FROM city_place"
    " ORDER BY department, CASE WHEN active_to = '' THEN 0 ELSE 1 END, name, ref" };
const db_query CITY_PLACE_BY = { "city_place_by", "t", &CITY_PLACE, "SELECT " PLACE_COLS " FROM city_place WHERE ref = $1" };
const db_query CITY_PLACE_BY_ID = { "city_place_by_id", "t", &CITY_PLACE, "SELECT " PLACE_COLS " FROM city_place WHERE id = $1" };
const db_query CITY_AREA_ADD = HISTORY_ADD("city_area"), CITY_AREA_PAST = HISTORY_PAST("city_area"), CITY_AREA_WALK = HISTORY_WALK("city_area"),
    CITY_AREA_UPTO = HISTORY_UPTO("city_area");
const db_query CITY_AREA_PUT = { "city_area_put", "ttted", NULL, "INSERT INTO city_area (" AREA_COLS ") VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (id) DO UPDATE SET place = excluded.place, name = excluded.name, class = excluded.class, active_to = excluded.active_to" };
const db_query CITY_AREA_OF = { "city_areas_of", "t", &CITY_AREA, "SELECT " AREA_COLS " FROM city_area WHERE place = $1 ORDER BY name" };
const history CITY_PLACE_HISTORY = { "city_place", &CITY_PLACE, &CITY_PLACE_ADD, &CITY_PLACE_PAST, &CITY_PLACE_PUT, &CITY_PLACE_WALK, .open = true };
const history CITY_AREA_HISTORY = { "city_area", &CITY_AREA, &CITY_AREA_ADD, &CITY_AREA_PAST, &CITY_AREA_PUT, &CITY_AREA_WALK, .open = true };

enum { MOST_PLACES = 5000, MOST_AREAS = 200 };
/* ---- places ---- */
wr_rc city_places(db_tx *ro, arena *a, city_place **ret, size_t *ret_n)
{
    return db_all_(ro, &CITY_PLACE_ALL, a, MOST_PLACES, sizeof **ret, ret, ret_n, NULL, 0);
}

static int in_list_order(const void *x, const void *y)
{
    const city_place *b = x, *c = y;
    int gone = !day_none(b->active_to) - !day_none(c->active_to), by = strcmp(b->department, c->department);
    if (by) return by;
    if (gone) return gone;
    by = strcmp(b->name, c->name);
    return by ? by : strcmp(b->ref, c->ref);
}

wr_rc city_places_as_of(db_tx *ro, int64_t n, arena *a, city_place **ret, size_t *ret_n, history_proof *proof)
{
    TRY(history_all_as_of(ro, &CITY_PLACE_HISTORY, &CITY_PLACE_UPTO, n, a, ret, ret_n, proof));
    qsort(*ret, *ret_n, sizeof **ret, in_list_order);
    return WR_OK;
}

wr_rc city_place_by(db_tx *ro, const char *ref, arena *a, city_place *ret) { return db_one(ro, &CITY_PLACE_BY, a, ret, db_t(ref)); }
wr_rc city_place_by_id(db_tx *ro, const char *id, arena *a, city_place *ret) { return db_one(ro, &CITY_PLACE_BY_ID, a, ret, db_t(id)); }

wr_rc city_place_as_of(db_tx *ro, const char *ref, int64_t n, arena *a, city_place *ret, history_proof *proof)
{
    city_place now;
    TRY(city_place_by(ro, ref, a, &now));
    return history_as_of(ro, &CITY_PLACE_HISTORY, now.id, n, a, ret, proof);
}

wr_rc city_place_known(db_tx *tx, const char *ref, arena *a, bool *ret)
{
    city_place p;
    wr_rc rc = city_place_by(tx, ref, a, &p);
    *ret = rc == WR_OK;
    return rc == WR_E_MISSING ? WR_OK : rc;
}

/* Four letters at least, so that no ref is ever a fixed word of a path. */
static bool ref_ok(const char *s)
{
    size_t n = strlen(s);
    return n >= 4 && n <= 40 && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == n && *s >= 'a';
}

static wr_rc place_ok(db_tx *rw, const city_place *p, arena *a)
{
    bool there;
    if (!*p->name) return wr_fail(db_err(rw), WR_E_INPUT, "name", N_("Please fill this in."));
    if (p->district < 0) return wr_fail(db_err(rw), WR_E_INPUT, "district", N_("A district is a number from 1."));
    TRY(city_department_known(rw, p->department, a, &there));
    return there ? WR_OK : wr_fail(db_err(rw), WR_E_INPUT, "department", N_("There is no department {acronym}: add it first."), "acronym", p->department);
}

static city_place whole(const city_place *p)
{
    city_place new = *p;
    const char **texts[] = { &new.ref, &new.name, &new.address, &new.department, &new.phone, &new.note };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = str_or_none(*texts[i]);
    return new;
}

wr_rc city_place_add(db_tx *rw, const wr_actor *who, const city_place *p, arena *a)
{
    city_place new = whole(p);
    bool there;
    if (!ref_ok(new.ref)) return wr_fail(db_err(rw), WR_E_INPUT, "ref", N_("Use 4 to 40 small letters, digits and hyphens, a letter first."));
    TRY(city_place_known(rw, new.ref, a, &there));
    if (there) return wr_fail(db_err(rw), WR_E_INPUT, "ref", N_("There is a place {ref} already."), "ref", new.ref);
    TRY(place_ok(rw, &new, a));
    new.id = id_new(a);
    return history_add(rw, who, &CITY_PLACE_HISTORY, "city.place_added", day_none(new.active_from) ? who->today : new.active_from, NULL, &new, a);
}

wr_rc city_place_change(db_tx *rw, const wr_actor *who, const city_place *p, arena *a)
{
    city_place was, now = whole(p);
    TRY(city_place_by(rw, now.ref, a, &was));
    now.id = was.id;
    now.active_to = was.active_to;
    TRY(place_ok(rw, &now, a));
    return history_add(rw, who, &CITY_PLACE_HISTORY, "city.place_changed", who->today, &was, &now, a);
}

wr_rc city_place_close(db_tx *rw, const wr_actor *who, const char *ref, wr_day last, arena *a)
{
    city_place was, now;
    TRY(city_place_by(rw, ref, a, &was));
    if (!day_none(was.active_to)) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This place is closed already."));
    if (wr_day_cmp(last, was.active_from) < 0)
        return wr_fail(db_err(rw), WR_E_INPUT, "active_to", N_("It cannot close before it began, on {day}."), "day", day_text(a, was.active_from));
    now = was;
    now.active_to = last;
    return history_add(rw, who, &CITY_PLACE_HISTORY, "city.place_closed", last, &was, &now, a);
}

/* ---- areas ---- */
static int public_first(const void *x, const void *y)
{
    const city_area *b = x, *c = y;
    return b->class != c->class ? b->class - c->class : strcmp(b->name, c->name);
}

static void open_ones(city_area *rows, size_t *n)
{
    size_t k = 0;
    for (size_t i = 0; i < *n; i++)
        if (day_none(rows[i].active_to)) rows[k++] = rows[i];
    *n = k;
    qsort(rows, k, sizeof *rows, public_first);
}

wr_rc city_areas_of(db_tx *ro, const char *place, arena *a, city_area **ret, size_t *ret_n)
{
    TRY(db_all(ro, &CITY_AREA_OF, a, MOST_AREAS, ret, ret_n, db_t(place)));
    open_ones(*ret, ret_n);
    return WR_OK;
}

wr_rc city_areas_as_of(db_tx *ro, const char *place, int64_t n, arena *a, city_area **ret, size_t *ret_n, history_proof *proof)
{
    size_t k = 0;
    TRY(history_all_as_of(ro, &CITY_AREA_HISTORY, &CITY_AREA_UPTO, n, a, ret, ret_n, proof));
    for (size_t i = 0; i < *ret_n; i++)
        if (str_eq((*ret)[i].place, place)) (*ret)[k++] = (*ret)[i];
    *ret_n = k;
    open_ones(*ret, ret_n);
    return WR_OK;
}

static wr_rc area_of(db_tx *tx, const char *place, const char *name, arena *a, city_area *ret)
{
    city_area *rows;
    size_t n;
    TRY(db_all(tx, &CITY_AREA_OF, a, MOST_AREAS, &rows, &n, db_t(place)));
    for (size_t i = 0; i < n; i++)
        if (str_eq(rows[i].name, name)) {
            *ret = rows[i];
            return WR_OK;
        }
    return WR_E_MISSING;
}

wr_rc city_area_put(db_tx *rw, const wr_actor *who, const city_area *area, arena *a)
{
    city_area was, now = *area;
    bool there;
    wr_rc rc;
    if (!*str_or_none(now.name)) return wr_fail(db_err(rw), WR_E_INPUT, "name", N_("Please fill this in."));
    TRY(city_place_known(rw, str_or_none(now.place), a, &there));
    if (!there) return wr_fail(db_err(rw), WR_E_INPUT, "place", N_("There is no place {ref}: add it first."), "ref", str_or_none(now.place));
    rc = area_of(rw, now.place, now.name, a, &was);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    now.id = rc == WR_OK ? was.id : id_new(a);
    now.active_to = (wr_day){ 0 };
    return history_add(rw, who, &CITY_AREA_HISTORY, rc == WR_OK ? "city.area_changed" : "city.area_added", who->today, rc == WR_OK ? &was : NULL, &now, a);
}

wr_rc city_area_end(db_tx *rw, const wr_actor *who, const char *place, const char *name, arena *a)
{
    city_area was, now;
    wr_rc rc = area_of(rw, place, name, a, &was);
    if (rc == WR_E_MISSING || (rc == WR_OK && !day_none(was.active_to))) return wr_fail(db_err(rw), WR_E_MISSING, NULL, N_("There is no such area."));
    TRY(rc);
    now = was;
    now.active_to = who->today;
    return history_add(rw, who, &CITY_AREA_HISTORY, "city.area_ended", who->today, &was, &now, a);
}
