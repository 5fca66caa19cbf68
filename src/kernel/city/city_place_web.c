/* city_place_web.c -- places on the web: the public list, one place with its areas, and how a city changes them. */
#include "city_place_web.h"

#include <stdlib.h>
#include <string.h>
#include "city_own.h"
#include "city_place.h"
#include "day.h"
#include "page.h"
#include "person.h"
#include "str.h"

typedef struct place_line { const char *ref, *name, *department, *department_name, *address; int64_t district; const char *phone, *place_url; wr_day closed; } place_line;
static const field LINE_F[] = {
    FIELD(place_line, ref,             t, 0,      40,  N_("Reference")),
    FIELD(place_line, name,            t, 0,      120, N_("Name")),
    FIELD(place_line, department,      t, 0,      12,  N_("Acronym")),
    FIELD(place_line, department_name, t, 0,      120, N_("Department")),
    FIELD(place_line, address,         t, F_NULL, 200, N_("Address")),
    FIELD(place_line, district,        i, F_NULL, 99,  N_("Council district")),
    FIELD(place_line, phone,           t, F_NULL, 40,  N_("Telephone")),
    FIELD(place_line, place_url,       t, F_HIDE, 80,  NULL),
    FIELD(place_line, closed,          d, F_NULL, 0,   N_("Closed")),
};
const shape CITY_PLACE_LINE = SHAPE("a place in the list", place_line, LINE_F);
typedef struct in_place { const char *ref; } in_place;
static const field IN_PLACE_F[] = { FIELD(in_place, ref, t, F_PATH, 40, N_("Reference")) };
const shape CITY_IN_PLACE = SHAPE("which place", in_place, IN_PLACE_F);
#define PLACE_FIELDS \
    FIELD(city_place, name,       t, 0,      120, N_("Name")), \
    FIELD(city_place, department, t, 0,      12,  N_("Department")), \
    FIELD(city_place, address,    t, F_NULL, 200, N_("Address")), \
    FIELD(city_place, district,   i, F_NULL, 99,  N_("Council district")), \
    FIELD(city_place, phone,      t, F_NULL, 40,  N_("Telephone")), \
    FIELD(city_place, note,       t, F_NULL, 300, N_("Note"))
static const field IN_ADD_F[] = { FIELD(city_place, ref, t, 0, 40, N_("Reference")), PLACE_FIELDS };
const shape CITY_IN_PLACE_ADD = SHAPE("add a place", city_place, IN_ADD_F);
static const field IN_CHANGE_F[] = { FIELD(city_place, ref, t, F_PATH, 40, N_("Reference")), PLACE_FIELDS };
const shape CITY_IN_PLACE_CHANGE = SHAPE("change a place", city_place, IN_CHANGE_F);
typedef struct in_close { const char *ref; wr_day active_to; } in_close;
static const field IN_CLOSE_F[] = {
    FIELD(in_close, ref,       t, F_PATH, 40, N_("Reference")),
    FIELD(in_close, active_to, d, 0,      0,  N_("Last day")),
};
const shape CITY_IN_PLACE_CLOSE = SHAPE("close a place", in_close, IN_CLOSE_F);
typedef struct in_area { const char *ref, *name; int class; } in_area;
static const field IN_AREA_F[] = {
    FIELD(in_area, ref,   t, F_PATH, 40,  N_("Reference")),
    FIELD(in_area, name,  t, 0,      120, N_("Area")),
    WORDS(in_area, class, city_area_classes, N_("What kind of area")),
};
const shape CITY_IN_AREA = SHAPE("add an area", in_area, IN_AREA_F);
static const field IN_AREA_END_F[] = {
    FIELD(in_area, ref,  t, F_PATH, 40,  N_("Reference")),
    FIELD(in_area, name, t, F_HIDE, 120, N_("Area")),
};
const shape CITY_IN_AREA_END = SHAPE("remove an area", in_area, IN_AREA_END_F);
const db_query CITY_PLACE_SCOPE = { "city_place_scope", "t", &WR_SCOPE,
    "SELECT d.num AS department, d.num - d.num AS owner FROM city_place p JOIN city_department d ON d.acronym = p.department WHERE p.ref = $1" };

static const char *url_of(arena *a, const char *ref, const char *rest) { return arena_fmt(a, "/city/places/%s%s", ref, rest); }

/* ---- looking ---- */
typedef struct place_group { const char *acronym, *name; } place_group;
static const field GROUP_F[] = {
    FIELD(place_group, acronym, t, 0, 12,  N_("Acronym")),
    FIELD(place_group, name,    t, 0, 120, N_("Department")),
};
static const shape GROUP = SHAPE("a department and its places", place_group, GROUP_F);

static const char *name_of(const city_department *d, size_t n, const char *acronym)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(d[i].acronym, acronym)) return d[i].name;
    return acronym;
}

static int by_department_name(const void *x, const void *y)
{
    const place_line *b = x, *c = y;
    int by = strcmp(b->department_name, c->department_name), gone = !day_none(b->closed) - !day_none(c->closed);
    return by ? by : gone ? gone : strcmp(b->name, c->name);
}

static wr_rc lines_of(db_tx *ro, arena *a, place_line **ret, size_t *ret_n)
{
    city_place *p;
    city_department *d;
    size_t n, n_departments;
    TRY(city_places(ro, a, &p, &n));
    TRY(city_departments(ro, a, &d, &n_departments));
    *ret = arena_array(a, place_line, n + 1);
    for (size_t i = 0; i < n; i++)
        (*ret)[i] = (place_line){ p[i].ref, p[i].name, p[i].department, name_of(d, n_departments, p[i].department), p[i].address, p[i].district, p[i].phone,
            url_of(a, p[i].ref, ""), p[i].active_to };
    qsort(*ret, n, sizeof **ret, by_department_name);
    *ret_n = n;
    return WR_OK;
}

wr_rc city_show_places(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    place_line *rows;
    place_group *groups;
    size_t n, n_groups = 0, *ends;
    (void)in;
    TRY(lines_of(ro, a, &rows, &n));
    groups = arena_array(a, place_group, n + 1);
    ends = arena_array(a, size_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || !str_eq(rows[i].department, rows[i - 1].department)) groups[n_groups++] = (place_group){ rows[i].department, rows[i].department_name };
        ends[n_groups - 1] = i + 1;
    }
    TRY(page_rows(doc, "places", &CITY_PLACE_LINE, rows, n));
    TRY(page_rows(doc, "groups", &GROUP, groups, n_groups));
    for (size_t g = 0; g < n_groups; g++) {
        size_t first = g ? ends[g - 1] : 0;
        TRY(page_rows(page_row(doc, "groups", g), "rows", &CITY_PLACE_LINE, rows + first, ends[g] - first));
    }
    TRY(page_int(doc, "n_places", (int64_t)n));
    TRY(page_text(doc, "csv_url", "/city/places.csv"));
    return page_flag(doc, "may_edit", rights_has(who->rights, "city.edit") == RIGHT_ALL);
}

wr_rc city_show_place(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_place *in = in_;
    city_place p;
    city_department d;
    city_area *areas;
    size_t n;
    right_scope reach = rights_has(who->rights, "city.place");
    TRY(city_place_by(ro, in->ref, a, &p));
    TRY(city_department_by(ro, p.department, a, &d));
    TRY(city_areas_of(ro, p.ref, a, &areas, &n));
    TRY(page_put(doc, &CITY_PLACE, &p));
    TRY(page_rows(doc, "areas", &CITY_AREA, areas, n));
    TRY(page_text(doc, "title", p.name));
    TRY(page_text(doc, "department_name", d.name));
    TRY(page_flag(doc, "may_place", reach == RIGHT_ALL || (reach == RIGHT_DEPARTMENT && who->department == d.num)));
    return page_flag(doc, "may_edit", rights_has(who->rights, "city.edit") == RIGHT_ALL);
}

/* ---- changing ---- */
wr_rc city_show_place_add(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    (void)in;
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/city/places/add", .in = &CITY_IN_PLACE_ADD, .button = N_("Add the place") }, a));
    TRY(page_hint(doc, "form", "ref", N_("The city’s own short name for it, in small letters and hyphens. It never changes.")));
    return city_departments_offer(ro, who->lang, a, doc, "form", "department");
}

wr_rc city_show_place_edit(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_place *in = in_;
    city_place p;
    (void)who;
    TRY(city_place_by(ro, in->ref, a, &p));
    TRY(page_put(doc, &CITY_PLACE, &p));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = url_of(a, p.ref, "/change"), .in = &CITY_IN_PLACE_CHANGE, .row = &p,
        .button = N_("Save the changes") }, a));
    TRY(city_departments_offer(ro, who->lang, a, doc, "form", "department"));
    return day_none(p.active_to) ? page_form(doc, "close", &(page_form_of){ .action_url = url_of(a, p.ref, "/close"), .in = &CITY_IN_PLACE_CLOSE,
        .button = N_("Close the place") }, a) : WR_OK;
}

wr_rc city_act_place_add(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    city_place p = *(const city_place *)in_;
    p.active_from = who->today;
    *ret = (http_go){ .url = url_of(a, p.ref, ""), .id = p.ref };
    return city_place_add(rw, who, &p, a);
}

wr_rc city_act_place_change(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    city_place p = *(const city_place *)in_, was;
    TRY(city_place_by(rw, p.ref, a, &was));
    p.active_from = was.active_from;
    *ret = (http_go){ .url = url_of(a, p.ref, ""), .id = p.ref };
    return city_place_change(rw, who, &p, a);
}

wr_rc city_act_place_close(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_close *in = in_;
    *ret = (http_go){ .url = url_of(a, in->ref, ""), .id = in->ref };
    return city_place_close(rw, who, in->ref, in->active_to, a);
}

wr_rc city_act_area_add(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_area *in = in_;
    *ret = (http_go){ .url = url_of(a, in->ref, "/roster"), .id = in->ref };
    return city_area_put(rw, who, &(city_area){ .place = in->ref, .name = in->name, .class = in->class }, a);
}

wr_rc city_act_area_end(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_area *in = in_;
    *ret = (http_go){ .url = url_of(a, in->ref, "/roster"), .id = in->ref };
    return city_area_end(rw, who, in->ref, in->name, a);
}
