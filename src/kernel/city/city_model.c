/* city_model.c -- the city, its departments and liaisons: shapes, histories, queries, and the changes they allow. */
#include <stdlib.h>
#include <string.h>
#include "city_own.h"
#include "city_place_web.h"
#include "day.h"
#include "history.h"
#include "now.h"
#include "str.h"

const char *const city_liaison_kinds[] = { "liaison", "alternate", NULL };

static const field CITY_F[] = {
    FIELD(city_row, id,        t, F_HIDE | F_NULL, 32,  NULL),
    FIELD(city_row, name,      t, 0,      120, N_("Name")),
    FIELD(city_row, zone,      t, 0,      60,  N_("Time zone")),
    FIELD(city_row, desk,      t, F_NULL, 120, N_("Desk")),
    FIELD(city_row, phone,     t, F_NULL, 40,  N_("Telephone")),
    FIELD(city_row, email,     t, F_NULL, 120, N_("E-mail")),
    FIELD(city_row, go,        t, F_NULL, 7,   N_("Colour of links and buttons")),
    FIELD(city_row, go_strong, t, F_NULL, 7,   N_("The same, stronger")),
    FIELD(city_row, go_soft,   t, F_NULL, 7,   N_("The same, as a background")),
    FIELD(city_row, demo_note, t, F_NULL, 300, N_("Note of a demonstration")),
    FIELD(city_row, demo_at,   u, F_NULL, 0,   N_("Where a demonstration's clock starts")),
};
const shape CITY_ROW = SHAPE("a city", city_row, CITY_F);
static const field DEPARTMENT_F[] = {
    FIELD(city_department, id,          t, F_HIDE, 32,  NULL),
    FIELD(city_department, acronym,     t, F_PATH, 12,  N_("Acronym")),
    FIELD(city_department, name,        t, 0,      120, N_("Name")),
    FIELD(city_department, parent,      t, F_NULL, 12,  N_("Part of")),
    FIELD(city_department, head,        t, F_NULL, 120, N_("Head")),
    FIELD(city_department, phone,       t, F_NULL, 40,  N_("Telephone")),
    FIELD(city_department, approves,    t, F_NULL, 120, N_("Approved by")),
    FIELD(city_department, note,        t, F_NULL, 300, N_("Note")),
    FIELD(city_department, num,         i, F_HIDE, 0,   NULL),
    FIELD(city_department, active_from, d, F_NULL, 0,   N_("Since")),
    FIELD(city_department, active_to,   d, F_NULL, 0,   N_("Until")),
};
const shape CITY_DEPARTMENT = SHAPE("a department", city_department, DEPARTMENT_F);
static const field LIAISON_F[] = {
    FIELD(city_liaison, id,         t, F_HIDE, 32,  NULL),
    FIELD(city_liaison, department, t, 0,      12,  N_("Department")),
    FIELD(city_liaison, name,       t, 0,      120, N_("Name")),
    FIELD(city_liaison, phone,      t, F_NULL, 40,  N_("Telephone")),
    FIELD(city_liaison, email,      t, F_NULL, 120, N_("E-mail")),
    FIELD(city_liaison, person,     i, F_HIDE, 0,   NULL),
    WORDS(city_liaison, kind,       city_liaison_kinds, N_("Kind")),
    FIELD(city_liaison, since,      d, F_NULL, 0,   N_("Since")),
};
const shape CITY_LIAISON = SHAPE("a liaison", city_liaison, LIAISON_F);
static const field LINE_F[] = {
    FIELD(city_line, acronym,        t, 0,      12,  N_("Acronym")),
    FIELD(city_line, name,           t, 0,      120, N_("Department")),
    FIELD(city_line, parent,         t, F_NULL, 12,  N_("Part of")),
    FIELD(city_line, liaison,        t, F_NULL, 120, N_("Liaison")),
    FIELD(city_line, phone,          t, F_NULL, 40,  N_("Telephone")),
    FIELD(city_line, email,          t, F_NULL, 120, N_("E-mail")),
    FIELD(city_line, alternate,      t, F_NULL, 120, N_("Alternate")),
    FIELD(city_line, department_url, t, F_HIDE, 60,  NULL),
    FIELD(city_line, closed,         d, F_NULL, 0,   N_("Closed")),
};
const shape CITY_LINE = SHAPE("a department and who answers for it", city_line, LINE_F);

#define CITY_COLS "id, name, zone, desk, phone, email, go, go_strong, go_soft, demo_note, demo_at"
#define DEPARTMENT_COLS "id, acronym, name, parent, head, phone, approves, note, num, active_from, active_to"
#define LIAISON_COLS "id, department, name, phone, email, person, kind, since"
#define OPEN_FIRST "CASE WHEN d.active_to = '' THEN 0 ELSE 1 END, d.name, d.acronym"
static const db_query CITY_ADD = HISTORY_ADD("city_city"), CITY_PAST = HISTORY_PAST("city_city"), CITY_WALK = HISTORY_WALK("city_city");
static const db_query CITY_PUT = { "city_city_put", "ttttttttttu", NULL, "INSERT INTO city_city (" CITY_COLS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET name = excluded.name, zone = excluded.zone,"
    " desk = excluded.desk, phone = excluded.phone, email = excluded.email, go = excluded.go, go_strong = excluded.go_strong,"
    " go_soft = excluded.go_soft, demo_note = excluded.demo_note, demo_at = excluded.demo_at" };
static const db_query CITY_GET = { "city_get", "", &CITY_ROW, "SELECT " CITY_COLS " FROM city_city" };
static const db_query DEPARTMENT_ADD = HISTORY_ADD("city_department"), DEPARTMENT_PAST = HISTORY_PAST("city_department"), DEPARTMENT_WALK = HISTORY_WALK("city_department");
static const db_query DEPARTMENT_PUT = { "city_department_put", "ttttttttidd", NULL, "INSERT INTO city_department (" DEPARTMENT_COLS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET acronym = excluded.acronym,"
    " name = excluded.name, parent = excluded.parent, head = excluded.head, phone = excluded.phone, approves = excluded.approves,"
    " note = excluded.note, num = excluded.num, active_from = excluded.active_from, active_to = excluded.active_to" };
static const db_query DEPARTMENTS_UPTO = HISTORY_UPTO("city_department");
static const db_query DEPARTMENT_BY = { "city_department_by", "t", &CITY_DEPARTMENT,
    "SELECT " DEPARTMENT_COLS " FROM city_department WHERE acronym = $1" };
static const db_query DEPARTMENT_BY_NUM = { "city_department_by_num", "i", &CITY_DEPARTMENT,
    "SELECT " DEPARTMENT_COLS " FROM city_department WHERE num = $1" };
static const db_query DEPARTMENTS = { "city_departments", "", &CITY_DEPARTMENT,
    "SELECT " DEPARTMENT_COLS " FROM city_department d ORDER BY " OPEN_FIRST };
static const db_query LAST_NUM = { "city_last_num", "", &DB_ID, "SELECT coalesce(max(num), 0) FROM city_department" };
static const db_query LIAISON_ADD = HISTORY_ADD("city_liaison"), LIAISON_PAST = HISTORY_PAST("city_liaison"), LIAISON_WALK = HISTORY_WALK("city_liaison");
static const db_query LIAISON_PUT = { "city_liaison_put", "tttttied", NULL, "INSERT INTO city_liaison (" LIAISON_COLS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET department = excluded.department, name = excluded.name,"
    " phone = excluded.phone, email = excluded.email, person = excluded.person, kind = excluded.kind, since = excluded.since" };
#define SEATS "CASE WHEN kind = 'liaison' THEN 0 ELSE 1 END"
static const db_query LIAISONS = { "city_liaisons", "", &CITY_LIAISON,
    "SELECT " LIAISON_COLS " FROM city_liaison ORDER BY department, " SEATS };
static const db_query LIAISONS_OF = { "city_liaisons_of", "t", &CITY_LIAISON,
    "SELECT " LIAISON_COLS " FROM city_liaison WHERE department = $1 ORDER BY " SEATS };
static const db_query LINES = { "city_lines", "", &CITY_LINE, "SELECT d.acronym, d.name, d.parent, coalesce(l.name, ''),"
    " coalesce(l.phone, ''), coalesce(l.email, ''), coalesce(t.name, ''), '/departments/' || d.acronym, d.active_to FROM city_department d"
    " LEFT JOIN city_liaison l ON l.department = d.acronym AND l.kind = 'liaison'"
    " LEFT JOIN city_liaison t ON t.department = d.acronym AND t.kind = 'alternate' ORDER BY " OPEN_FIRST };
const history CITY_HISTORY = { "city_city", &CITY_ROW, &CITY_ADD, &CITY_PAST, &CITY_PUT, &CITY_WALK, .open = true };
const history CITY_DEPARTMENT_HISTORY = { "city_department", &CITY_DEPARTMENT, &DEPARTMENT_ADD, &DEPARTMENT_PAST, &DEPARTMENT_PUT, &DEPARTMENT_WALK, .open = true };
const history CITY_LIAISON_HISTORY = { "city_liaison", &CITY_LIAISON, &LIAISON_ADD, &LIAISON_PAST, &LIAISON_PUT, &LIAISON_WALK };
const db_query *const city_queries[] = { &CITY_ADD, &CITY_PAST, &CITY_WALK, &CITY_PUT, &CITY_GET, &DEPARTMENT_ADD, &DEPARTMENT_PAST, &DEPARTMENT_WALK, &DEPARTMENT_PUT,
    &DEPARTMENT_BY, &DEPARTMENT_BY_NUM, &DEPARTMENTS, &DEPARTMENTS_UPTO, &LAST_NUM, &LIAISON_ADD, &LIAISON_PAST, &LIAISON_WALK, &LIAISON_PUT, &LIAISONS, &LIAISONS_OF, &LINES,
    &CITY_LINK_ADD, &CITY_LINK_PAST, &CITY_LINK_WALK, &CITY_LINK_PUT, &CITY_LINK_OF, &CITY_LINK_BY, &CITY_LINK_ALL, &CITY_LINK_END_ADD, &CITY_LINK_END_PAST, &CITY_LINK_END_WALK,
    &CITY_LINK_END_PUT, &CITY_LINK_END_BY, &CITY_LINK_UPTO, &CITY_LINK_END_UPTO, &CITY_EVIDENCE_ADD, &CITY_EVIDENCE_PAST, &CITY_EVIDENCE_WALK,
    &CITY_EVIDENCE_PUT, &CITY_EVIDENCE_FOR, &CITY_EVIDENCE_BY, &CITY_PLACE_ADD, &CITY_PLACE_PAST, &CITY_PLACE_WALK, &CITY_PLACE_UPTO, &CITY_PLACE_PUT, &CITY_PLACE_ALL,
    &CITY_PLACE_BY, &CITY_PLACE_BY_ID, &CITY_AREA_ADD, &CITY_AREA_PAST, &CITY_AREA_WALK, &CITY_AREA_UPTO, &CITY_AREA_PUT, &CITY_AREA_OF, &CITY_DUTY_ADD,
    &CITY_DUTY_PAST, &CITY_DUTY_WALK, &CITY_DUTY_UPTO, &CITY_DUTY_PUT, &CITY_DUTY_ALL, &CITY_DUTY_OF, &CITY_DUTY_FOR, &CITY_DUTY_BY, &CITY_DOOR_ADD,
    &CITY_DOOR_PAST, &CITY_DOOR_WALK, &CITY_DOOR_PUT, &CITY_DOOR_FIND, &CITY_DOOR_OF, &CITY_DOORS_OF, &CITY_PLACE_SCOPE, &CITY_DUTY_SCOPE, &CITY_ROSTER_N, NULL };

#define NONE NULL, 0
enum { MOST = 500 };
/* ---- the city ---- */
wr_rc city_get(db_tx *ro, arena *a, city_row *ret) { return db_one_(ro, &CITY_GET, a, sizeof *ret, ret, NONE); }

wr_rc city_known(db_tx *tx, arena *a, bool *ret)
{
    city_row *rows;
    size_t n;
    TRY(db_all_(tx, &CITY_GET, a, 1, sizeof *rows, &rows, &n, NONE));
    *ret = n == 1;
    return WR_OK;
}

/* On a button stands white on the colour, and beside it the colour on white: both must be read by everyone. */
static wr_rc colours_ok(db_tx *tx, const city_row *c, arena *a)
{
    const struct { const char *name, *text, *ground; } pairs[] = {
        { "go", c->go, "#ffffff" }, { "go_strong", c->go_strong, "#ffffff" }, { "go_soft", c->go, c->go_soft } };
    for (size_t i = 0; i < 3; i++) {
        int got = city_contrast(*pairs[i].text ? pairs[i].text : "#0b5a50", *pairs[i].ground ? pairs[i].ground : "#dcece7");
        if (got == 0) return wr_fail(db_err(tx), WR_E_INPUT, pairs[i].name, N_("A colour is written as # and six hex digits."));
        if (got < 450)
            return wr_fail(db_err(tx), WR_E_INPUT, pairs[i].name,
                           N_("Text in this colour cannot be read by everyone: its contrast is {contrast}, the least is 4.5."),
                           "contrast", arena_fmt(a, "%d.%d", got / 100, got % 100 / 10));
    }
    return WR_OK;
}

wr_rc city_put(db_tx *rw, const wr_actor *who, const city_row *c, arena *a)
{
    city_row new = *c, *was;
    size_t n;
    const char **texts[] = { &new.desk, &new.phone, &new.email, &new.go, &new.go_strong, &new.go_soft, &new.demo_note };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = str_or_none(*texts[i]);
    TRY(colours_ok(rw, &new, a));
    TRY(db_all_(rw, &CITY_GET, a, 1, sizeof *was, &was, &n, NONE));
    new.id = n ? was->id : id_new(a);
    return history_add(rw, who, &CITY_HISTORY, n ? "city.changed" : "city.founded", who->today, n ? was : NULL, &new, a);
}

/* ---- departments ---- */
wr_rc city_departments(db_tx *ro, arena *a, city_department **ret, size_t *ret_n)
{
    return db_all_(ro, &DEPARTMENTS, a, MOST, sizeof **ret, ret, ret_n, NONE);
}

static int open_first(const void *x, const void *y)
{
    const city_department *b = x, *c = y;
    bool closed_b = b->active_to.y != 0, closed_c = c->active_to.y != 0;
    if (closed_b != closed_c) return closed_b ? 1 : -1;
    return strcmp(b->name, c->name) ? strcmp(b->name, c->name) : strcmp(b->acronym, c->acronym);
}

wr_rc city_departments_as_of(db_tx *ro, int64_t n, arena *a, city_department **ret, size_t *ret_n, history_proof *proof)
{
    TRY(history_all_as_of(ro, &CITY_DEPARTMENT_HISTORY, &DEPARTMENTS_UPTO, n, a, ret, ret_n, proof));
    qsort(*ret, *ret_n, sizeof **ret, open_first);
    return WR_OK;
}
wr_rc city_lines(db_tx *ro, arena *a, city_line **ret, size_t *ret_n)
{
    return db_all_(ro, &LINES, a, MOST, sizeof **ret, ret, ret_n, NONE);
}
wr_rc city_department_by(db_tx *ro, const char *acronym, arena *a, city_department *ret)
{
    return db_one(ro, &DEPARTMENT_BY, a, ret, db_t(acronym));
}
wr_rc city_department_by_num(db_tx *ro, wr_id num, arena *a, city_department *ret)
{
    return db_one(ro, &DEPARTMENT_BY_NUM, a, ret, db_i(num));
}

wr_rc city_department_known(db_tx *tx, const char *acronym, arena *a, bool *ret)
{
    city_department *rows;
    size_t n;
    TRY(db_all(tx, &DEPARTMENT_BY, a, 1, &rows, &n, db_t(acronym)));
    *ret = n == 1;
    return WR_OK;
}

/* Capitals and digits only, so that no acronym is ever a fixed word of a path. */
static bool acronym_ok(const char *s)
{
    size_t n = s ? strlen(s) : 0;
    return n >= 2 && n <= 12 && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == n && (*s > '9');
}

wr_rc city_department_add(db_tx *rw, const wr_actor *who, const city_department *d, arena *a)
{
    city_department new = *d;
    bool there;
    const char **texts[] = { &new.parent, &new.head, &new.phone, &new.approves, &new.note };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = str_or_none(*texts[i]);
    if (!acronym_ok(new.acronym))
        return wr_fail(db_err(rw), WR_E_INPUT, "acronym", N_("Use 2 to 12 capital letters and digits, a letter first."));
    if (!*str_or_none(new.name)) return wr_fail(db_err(rw), WR_E_INPUT, "name", N_("Please fill this in."));
    TRY(city_department_known(rw, new.acronym, a, &there));
    if (there) return wr_fail(db_err(rw), WR_E_INPUT, "acronym", N_("There is a department {acronym} already."), "acronym", new.acronym);
    if (*new.parent) TRY(city_department_known(rw, new.parent, a, &there));
    if (*new.parent && !there)
        return wr_fail(db_err(rw), WR_E_INPUT, "parent", N_("There is no department {acronym}: add it first."), "acronym", new.parent);
    new.id = id_new(a);
    TRY(db_seq(rw, "department", &new.num));
    return history_add(rw, who, &CITY_DEPARTMENT_HISTORY, "city.department_added", day_none(new.active_from) ? who->today : new.active_from,
                       NULL, &new, a);
}

/* As a pack says it now: all but the acronym, the number and the end. */
wr_rc city_department_change(db_tx *rw, const wr_actor *who, const city_department *d, arena *a)
{
    city_department was, now;
    bool there = true;
    TRY(city_department_by(rw, d->acronym, a, &was));
    now = was;
    now.name = d->name;
    now.parent = str_or_none(d->parent);
    now.head = str_or_none(d->head);
    now.phone = str_or_none(d->phone);
    now.approves = str_or_none(d->approves);
    now.note = str_or_none(d->note);
    now.active_from = d->active_from;
    if (*now.parent) TRY(city_department_known(rw, now.parent, a, &there));
    if (!there) return wr_fail(db_err(rw), WR_E_INPUT, "parent", N_("There is no department {acronym}: add it first."), "acronym", now.parent);
    return history_add(rw, who, &CITY_DEPARTMENT_HISTORY, "city.department_changed", who->today, &was, &now, a);
}

wr_rc city_department_rename(db_tx *rw, const wr_actor *who, const char *acronym, const char *name, arena *a)
{
    city_department was, now;
    TRY(city_department_by(rw, acronym, a, &was));
    now = was;
    now.name = name;
    if (!*str_or_none(name)) return wr_fail(db_err(rw), WR_E_INPUT, "name", N_("Please fill this in."));
    return history_add(rw, who, &CITY_DEPARTMENT_HISTORY, "city.department_renamed", who->today, &was, &now, a);
}

wr_rc city_department_close(db_tx *rw, const wr_actor *who, const char *acronym, wr_day last, arena *a)
{
    city_department was, now;
    TRY(city_department_by(rw, acronym, a, &was));
    if (!day_none(was.active_to)) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This department is closed already."));
    if (wr_day_cmp(last, was.active_from) < 0)
        return wr_fail(db_err(rw), WR_E_INPUT, "active_to", N_("It cannot close before it began, on {day}."), "day", day_text(a, was.active_from));
    now = was;
    now.active_to = last;
    return history_add(rw, who, &CITY_DEPARTMENT_HISTORY, "city.department_closed", last, &was, &now, a);
}

wr_rc city_rebuild(db_tx *rw, arena *a)
{
    db_id last;
    TRY(db_one_(rw, &LAST_NUM, a, sizeof last, &last, NONE));
    return db_seq_raise(rw, "department", last.id);
}

/* ---- liaisons ---- */
wr_rc city_liaisons(db_tx *ro, arena *a, city_liaison **ret, size_t *ret_n)
{
    return db_all_(ro, &LIAISONS, a, (size_t)MOST * 2, sizeof **ret, ret, ret_n, NONE);
}
wr_rc city_liaisons_of(db_tx *ro, const char *acronym, arena *a, city_liaison **ret, size_t *ret_n)
{
    return db_all(ro, &LIAISONS_OF, a, 2, ret, ret_n, db_t(acronym));
}

wr_rc city_liaison_name(db_tx *rw, const wr_actor *who, const city_liaison *l, arena *a)
{
    city_liaison new = *l, *seats, *was = NULL;
    size_t n;
    bool there;
    new.phone = str_or_none(new.phone);
    new.email = str_or_none(new.email);
    if (!*str_or_none(new.name)) return wr_fail(db_err(rw), WR_E_INPUT, "name", N_("Please fill this in."));
    TRY(city_department_known(rw, str_or_none(new.department), a, &there));
    if (!there) return wr_fail(db_err(rw), WR_E_INPUT, "department", N_("There is no department {acronym}: add it first."), "acronym", str_or_none(new.department));
    TRY(city_liaisons_of(rw, new.department, a, &seats, &n));
    for (size_t i = 0; i < n; i++)
        if (seats[i].kind == new.kind) was = &seats[i];
    new.id = was ? was->id : id_new(a);
    if (day_none(new.since)) new.since = who->today;
    return history_add(rw, who, &CITY_LIAISON_HISTORY, "city.liaison_named", new.since, was, &new, a);
}
