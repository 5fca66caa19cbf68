/* city_web.c -- departments: who they are, who answers for them, and how a city changes that. */
#include "city_own.h"
#include "city_people.h"
#include "city_door.h"
#include "city_duty.h"
#include "city_place.h"
#include "city_place_web.h"
#include "day.h"
#include "history.h"
#include "i18n.h"
#include "page.h"
#include "person.h"
#include "person_invite.h"

static bool may_edit(const wr_actor *who) { return rights_has(who->rights, "city.edit") == RIGHT_ALL; }

wr_rc city_departments_offer(db_tx *ro, const char *lang, arena *a, json_t *doc, const char *form, const char *name)
{
    city_department *d;
    page_choice *c;
    size_t n, k = 0;
    TRY(city_departments(ro, a, &d, &n));
    c = arena_array(a, page_choice, n + 1);
    for (size_t i = 0; i < n; i++)
        if (day_none(d[i].active_to)) c[k++] = (page_choice){ d[i].acronym, i18n(lang, NULL, d[i].name) };
    return page_choices(doc, form, name, c, k);
}

/* ---- looking ---- */
typedef struct in_acronym { const char *acronym; } in_acronym;
static const field IN_ACRONYM_F[] = { FIELD(in_acronym, acronym, t, F_PATH, 12, N_("Acronym")) };
static const shape IN_ACRONYM = SHAPE("which department", in_acronym, IN_ACRONYM_F);

static wr_rc show_list(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    city_line *rows;
    size_t n;
    (void)in;
    TRY(city_lines(ro, a, &rows, &n));
    TRY(page_flag(doc, "may_edit", may_edit(who)));
    return page_rows(doc, "departments", &CITY_LINE, rows, n);
}

static wr_rc show_one(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_acronym *in = in_;
    city_department d;
    city_liaison *liaisons;
    size_t n;
    TRY(city_department_by(ro, in->acronym, a, &d));
    TRY(city_liaisons_of(ro, d.acronym, a, &liaisons, &n));
    TRY(page_put(doc, &CITY_DEPARTMENT, &d));
    TRY(page_rows(doc, "liaisons", &CITY_LIAISON, liaisons, n));
    TRY(link_panel(ro, d.id, a, doc));
    TRY(page_text(doc, "title", d.name));
    return page_flag(doc, "may_edit", may_edit(who));
}

/* ---- changing ---- */
static const field IN_ADD_F[] = {
    FIELD(city_department, acronym,     t, 0,      12,  N_("Acronym")),
    FIELD(city_department, name,        t, 0,      120, N_("Name")),
    FIELD(city_department, parent,      t, F_NULL, 12,  N_("Part of")),
    FIELD(city_department, head,        t, F_NULL, 120, N_("Head")),
    FIELD(city_department, phone,       t, F_NULL, 40,  N_("Telephone")),
    FIELD(city_department, approves,    t, F_NULL, 120, N_("Approved by")),
    FIELD(city_department, note,        t, F_NULL, 300, N_("Note")),
    FIELD(city_department, active_from, d, F_NULL, 0,   N_("Since")),
};
static const shape IN_ADD = SHAPE("add a department", city_department, IN_ADD_F);
typedef struct in_rename { const char *acronym, *name; } in_rename;
static const field IN_RENAME_F[] = {
    FIELD(in_rename, acronym, t, F_PATH, 12,  N_("Acronym")),
    FIELD(in_rename, name,    t, 0,      120, N_("New name")),
};
static const shape IN_RENAME = SHAPE("rename a department", in_rename, IN_RENAME_F);
typedef struct in_close { const char *acronym; wr_day active_to; } in_close;
static const field IN_CLOSE_F[] = {
    FIELD(in_close, acronym,   t, F_PATH, 12, N_("Acronym")),
    FIELD(in_close, active_to, d, 0,      0,  N_("Last day")),
};
static const shape IN_CLOSE = SHAPE("close a department", in_close, IN_CLOSE_F);
typedef struct in_liaison { const char *acronym, *name, *phone, *email, *login; int kind; wr_day since; } in_liaison;
static const field IN_LIAISON_F[] = {
    FIELD(in_liaison, acronym, t, F_PATH, 12,  N_("Acronym")),
    WORDS(in_liaison, kind,    city_liaison_kinds, N_("Kind")),
    FIELD(in_liaison, name,    t, 0,      120, N_("Name")),
    FIELD(in_liaison, phone,   t, F_NULL, 40,  N_("Telephone")),
    FIELD(in_liaison, email,   t, F_NULL, 120, N_("E-mail")),
    FIELD(in_liaison, login,   t, F_NULL, 40,  N_("Sign-in name, when there is one")),
    FIELD(in_liaison, since,   d, F_NULL, 0,   N_("Since")),
};
static const shape IN_LIAISON = SHAPE("name a liaison", in_liaison, IN_LIAISON_F);

static const char *url_of(arena *a, const char *acronym, const char *rest) { return arena_fmt(a, "/departments/%s%s", acronym, rest); }

static wr_rc show_add(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    (void)ro; (void)who; (void)in;
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/departments/add", .in = &IN_ADD, .button = N_("Add the department") }, a));
    return page_hint(doc, "form", "parent", N_("The acronym of the department that it belongs to."));
}

static wr_rc show_edit(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_acronym *in = in_;
    city_department d;
    (void)who;
    TRY(city_department_by(ro, in->acronym, a, &d));
    TRY(page_put(doc, &CITY_DEPARTMENT, &d));
    TRY(page_form(doc, "liaison", &(page_form_of){ .action_url = url_of(a, d.acronym, "/liaison/name"), .in = &IN_LIAISON,
        .button = N_("Name this person") }, a));
    TRY(page_form(doc, "rename", &(page_form_of){ .action_url = url_of(a, d.acronym, "/rename"), .in = &IN_RENAME,
        .row = &(in_rename){ d.acronym, d.name }, .button = N_("Rename") }, a));
    return page_form(doc, "close", &(page_form_of){ .action_url = url_of(a, d.acronym, "/close"), .in = &IN_CLOSE,
        .button = N_("Close the department") }, a);
}

static wr_rc act_add(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    city_department d = *(const city_department *)in_;
    if (day_none(d.active_from)) d.active_from = who->today;
    *ret = (http_go){ .url = url_of(a, d.acronym, ""), .id = d.acronym };
    return city_department_add(rw, who, &d, a);
}

static wr_rc act_rename(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_rename *in = in_;
    *ret = (http_go){ .url = url_of(a, in->acronym, ""), .id = in->acronym };
    return city_department_rename(rw, who, in->acronym, in->name, a);
}

static wr_rc act_close(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_close *in = in_;
    *ret = (http_go){ .url = url_of(a, in->acronym, ""), .id = in->acronym };
    return city_department_close(rw, who, in->acronym, in->active_to, a);
}

static wr_rc act_liaison(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_liaison *in = in_;
    city_liaison l = { .department = in->acronym, .name = in->name, .phone = in->phone, .email = in->email, .kind = in->kind, .since = in->since };
    if (in->login && *in->login) {
        person_account p;
        city_department d;
        TRY(person_by_login(rw, in->login, a, &p));
        TRY(city_department_by(rw, in->acronym, a, &d));
        if (p.department != d.num)
            return wr_fail(db_err(rw), WR_E_INPUT, "login", N_("This account belongs to another department."));
        l.person = p.num;
    }
    *ret = (http_go){ .url = url_of(a, in->acronym, ""), .id = in->acronym };
    return city_liaison_name(rw, who, &l, a);
}

static const http_route ROUTES[] = {
    GET("/departments", .nav = N_("Departments"), .may = "public", .reads = "city", .as = "csv", .doc = DOC_LIST("departments", CITY_LINE), .page = "city/departments",
        .show = show_list, .summary = N_("Departments and their liaisons")),
    GET("/departments/add", .may = "city.edit", .page = "city/add", .show = show_add, .summary = N_("Add a department")),
    GET("/departments/{acronym}", .may = "public", .reads = "city", .in = &IN_ACRONYM, .page = "city/department", .show = show_one,
        .doc = { { NULL, &CITY_DEPARTMENT, false }, { "liaisons", &CITY_LIAISON, true }, { "links", &LINK_SAID, true } },
        .summary = N_("One department")),
    GET("/departments/{acronym}/edit", .may = "city.edit", .in = &IN_ACRONYM, .doc = DOC_ONE(CITY_DEPARTMENT), .page = "city/edit",
        .show = show_edit, .summary = N_("Change a department")),
    POST("/departments/add", .may = "city.edit", .in = &IN_ADD, .act = act_add, .summary = N_("Add a department")),
    POST("/departments/{acronym}/rename", .may = "city.edit", .in = &IN_RENAME, .act = act_rename, .summary = N_("Rename a department")),
    POST("/departments/{acronym}/close", .may = "city.edit", .in = &IN_CLOSE, .act = act_close, .summary = N_("Close a department")),
    POST("/departments/{acronym}/liaison/name", .may = "city.edit", .in = &IN_LIAISON, .act = act_liaison, .summary = N_("Name a liaison")),
    GET("/city/places", .may = "public", .reads = "city", .as = "csv", .doc = DOC_LIST("places", CITY_PLACE_LINE), .page = "city/places",
        .page_only = "groups csv_url n_places", .show = city_show_places, .summary = N_("Places of the city, by department")),
    GET("/city/places/add", .may = "city.edit", .page = "city/place_add", .show = city_show_place_add, .summary = N_("Add a place")),
    GET("/city/places/{ref}", .may = "public", .reads = "city", .in = &CITY_IN_PLACE, .doc = { { NULL, &CITY_PLACE, false }, { "areas", &CITY_AREA, true } },
        .page = "city/place", .show = city_show_place, .summary = N_("One place and its areas")),
    GET("/city/places/{ref}/edit", .may = "city.edit", .in = &CITY_IN_PLACE, .doc = DOC_ONE(CITY_PLACE), .page = "city/place_edit",
        .show = city_show_place_edit, .summary = N_("Change a place")),
    GET("/city/places/{ref}/roster", .may = "city.place", .scope = &CITY_PLACE_SCOPE, .in = &CITY_IN_ROSTER, .doc = { { NULL, &CITY_PLACE, false },
        { "duties", &CITY_DUTY, true }, { "chain", &CITY_CALL, true }, { "areas", &CITY_AREA, true } }, .page = "city/roster", .as = "csv",
        .show = city_show_roster, .summary = N_("Who is called at a place, its card and its areas")),
    GET("/city/places/{ref}/card", .may = "city.place", .scope = &CITY_PLACE_SCOPE, .in = &CITY_IN_PLACE, .doc = DOC_ONE(CITY_PLACE), .page = "city/card",
        .show = city_show_card, .summary = N_("The card of a place, to print")),
    GET("/city/places/{ref}/door/revoke", .may = "city.place", .scope = &CITY_PLACE_SCOPE, .in = &CITY_IN_PLACE, .doc = DOC_ONE(CITY_PLACE),
        .page = "city/revoke", .show = city_show_revoke, .summary = N_("Replace or revoke a card")),
    GET("/city/duty", .may = "city.edit", .doc = DOC_LIST("duties", CITY_DUTY), .page = "city/duty", .as = "csv", .show = city_show_duty,
        .summary = N_("The duty roster of the whole city")),
    GET("/at/{token}", .may = "public", .in = &CITY_IN_AT, .doc = { { NULL, &CITY_AT, false }, { "chain", &CITY_CALL, true }, { "offers", &CITY_OFFER, true } },
        .page = "city/at", .page_only = "first next desk_url", .show = city_show_at, .summary = N_("A place by the code on its card: who to call now")),
    POST("/city/places/add", .may = "city.edit", .in = &CITY_IN_PLACE_ADD, .act = city_act_place_add, .summary = N_("Add a place")),
    POST("/city/places/{ref}/change", .may = "city.edit", .in = &CITY_IN_PLACE_CHANGE, .act = city_act_place_change, .summary = N_("Change a place")),
    POST("/city/places/{ref}/close", .may = "city.edit", .in = &CITY_IN_PLACE_CLOSE, .act = city_act_place_close, .summary = N_("Close a place")),
    POST("/city/places/{ref}/areas/add", .may = "city.place", .scope = &CITY_PLACE_SCOPE, .in = &CITY_IN_AREA, .act = city_act_area_add,
        .summary = N_("Add an area")),
    POST("/city/places/{ref}/areas/end", .may = "city.place", .scope = &CITY_PLACE_SCOPE, .in = &CITY_IN_AREA_END, .act = city_act_area_end,
        .summary = N_("Remove an area")),
    POST("/city/places/{ref}/duty/add", .may = "city.place", .scope = &CITY_PLACE_SCOPE, .in = &CITY_IN_DUTY, .act = city_act_duty_add,
        .summary = N_("Add to a place’s roster")),
    POST("/city/places/{ref}/door/make", .may = "city.place", .scope = &CITY_PLACE_SCOPE, .in = &CITY_IN_PLACE, .act = city_act_door_make,
        .summary = N_("Make a card")),
    POST("/city/places/{ref}/door/revoke", .may = "city.place", .scope = &CITY_PLACE_SCOPE, .in = &CITY_IN_REVOKE, .act = city_act_door_revoke,
        .summary = N_("Revoke this card")),
    POST("/city/duty/add", .may = "city.edit", .in = &CITY_IN_LINE, .act = city_act_line_add, .summary = N_("Add the line")),
    POST("/city/duty/{duty}/end", .may = "city.place", .scope = &CITY_DUTY_SCOPE, .in = &CITY_IN_DUTY_END, .act = city_act_duty_end,
        .summary = N_("End a turn")),
    GET("/account", .may = "account.self", .doc = { { NULL, &CITY_ACCOUNT, false }, { "places", &PERSON_PLACE, true } }, .page = "city/account",
        .show = city_show_account, .summary = N_("Your account")),
    GET("/people", .may = "person.list", .doc = DOC_LIST("people", CITY_PERSON), .page = "city/people", .show = city_show_people,
        .summary = N_("Accounts")),
    GET("/people/{login}/invitation", .may = "person.add", .in = &CITY_IN_LOGIN, .doc = DOC_ONE(PERSON_INVITED), .page = "city/invitation",
        .show = city_show_invitation, .summary = N_("The invitation of an account")),
    POST("/people/{login}/invite", .may = "person.add", .flags = HTTP_SURE, .in = &CITY_IN_LOGIN, .prepare = city_prepare_invite,
        .act = city_act_invite, .summary = N_("Make a new invitation")),
    POST("/people/add", .may = "person.add", .flags = HTTP_SURE, .in = &CITY_IN_PERSON, .prepare = city_prepare_person,
        .act = city_act_person, .summary = N_("Add an account")),
    POST("/people/{login}/factor/reset", .may = "person.factor", .flags = HTTP_SURE, .in = &CITY_IN_LOGIN, .act = city_act_reset,
        .summary = N_("Ask for a reset of a second factor")),
    POST("/people/{login}/disable", .may = "person.disable", .flags = HTTP_SURE, .in = &CITY_IN_LOGIN, .act = city_act_disable, .summary = N_("Close an account")),
    { 0 }
};
static const history *const PAST[] = { &CITY_HISTORY, &CITY_DEPARTMENT_HISTORY, &CITY_LIAISON_HISTORY, &CITY_LINK_HISTORY, &CITY_LINK_END_HISTORY,
    &CITY_EVIDENCE_HISTORY, &CITY_PLACE_HISTORY, &CITY_AREA_HISTORY, &CITY_DUTY_HISTORY, &CITY_DOOR_HISTORY, NULL };
const wr_module mod_city = { .name = "city", .routes = ROUTES, .queries = city_queries, .steps = city_steps, .past = PAST,
    .packs = city_packs, .pages = city_pages, .rebuild = city_rebuild };
