/* city_duty_web.c -- the duty roster on the web: of one place, with who is called at which moment, and of the whole city. */
#include "city_place_web.h"

#include <string.h>
#include "address.h"
#include "city_door.h"
#include "city_duty.h"
#include "city_own.h"
#include "city_place.h"
#include "day.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

typedef struct in_roster { const char *ref; wr_day on; int64_t hour; } in_roster;
static const field IN_ROSTER_F[] = {
    FIELD(in_roster, ref,  t, F_PATH, 40, N_("Reference")),
    FIELD(in_roster, on,   d, F_NULL, 0,  N_("Day")),
    FIELD(in_roster, hour, i, F_NULL, 23, N_("Hour")),
};
const shape CITY_IN_ROSTER = SHAPE("which place, at which moment", in_roster, IN_ROSTER_F);
#define DUTY_FIELDS(S) \
    FIELD(S, rank,      i, 0,      99,  N_("Turn")), \
    WORDS(S, role,      city_duty_roles, N_("Role")), \
    FIELD(S, name,      t, 0,      120, N_("Name")), \
    FIELD(S, phone,     t, 0,      40,  N_("Telephone")), \
    FIELD(S, email,     t, F_NULL, ADDRESS_MAX, N_("E-mail")), \
    WORDS(S, days,      city_duty_days, N_("Days")), \
    FIELD(S, from_hour, i, F_NULL, 24,  N_("From hour")), \
    FIELD(S, to_hour,   i, F_NULL, 24,  N_("To hour")), \
    FIELD(S, from_day,  d, F_NULL, 0,   N_("From day")), \
    FIELD(S, until_day, d, F_NULL, 0,   N_("Last day"))
typedef struct in_duty { const char *ref; int64_t rank; int role; const char *name, *phone, *email; int days; int64_t from_hour, to_hour; wr_day from_day, until_day; } in_duty;
static const field IN_DUTY_F[] = { FIELD(in_duty, ref, t, F_PATH, 40, N_("Reference")), DUTY_FIELDS(in_duty) };
const shape CITY_IN_DUTY = SHAPE("add to a place’s roster", in_duty, IN_DUTY_F);
static const field IN_LINE_F[] = { FIELD(city_duty, department, t, F_NULL, 12, N_("Department")), DUTY_FIELDS(city_duty) };
const shape CITY_IN_LINE = SHAPE("add a duty line", city_duty, IN_LINE_F);
typedef struct in_end { const char *duty; wr_day until_day; } in_end;
static const field IN_DUTY_END_F[] = {
    FIELD(in_end, duty,      t, F_PATH, 60, N_("Reference")),
    FIELD(in_end, until_day, d, 0,      0,  N_("Last day")),
};
const shape CITY_IN_DUTY_END = SHAPE("end a turn", in_end, IN_DUTY_END_F);
/* A place's turn is its department's; the city's own chain is nobody's, so that only who may everything ends it. */
const db_query CITY_DUTY_SCOPE = { "city_duty_scope", "t", &WR_SCOPE, "SELECT coalesce(d.num, t.rank - t.rank) AS department, t.rank - t.rank AS owner"
    " FROM city_duty t LEFT JOIN city_place p ON p.ref = t.place LEFT JOIN city_department d ON d.acronym = coalesce(p.department, t.department)"
    " WHERE t.ref = $1" };
const db_query CITY_ROSTER_N = { "city_roster_n", "u", &DB_ID, "SELECT coalesce(max(n), 0) FROM (SELECT max(n) AS n FROM city_place_event WHERE at <= $1"
    " UNION ALL SELECT max(n) AS n FROM city_duty_event WHERE at <= $1) known" };

/* ---- rows ---- */
static const char *hours_of(arena *a, const char *lang, const city_duty *d)
{
    const char *const pairs[] = { "from", arena_fmt(a, "%lld:00", (long long)d->from_hour), "to", arena_fmt(a, "%lld:00", (long long)d->to_hour), NULL };
    if (d->from_hour % 24 == d->to_hour % 24 && d->from_hour % 24 == 0) return i18n(lang, NULL, N_("round the clock"));
    return i18n_fill(a, i18n(lang, NULL, N_("{from} to {to}")), pairs);
}

static const char *state_of(const city_duty *d, clock_local now)
{
    if (city_duty_on(d, now.day, now.hour)) return N_("on duty now");
    if (!day_none(d->until_day) && wr_day_cmp(d->until_day, now.day) < 0) return N_("ended");
    return !day_none(d->from_day) && wr_day_cmp(d->from_day, now.day) > 0 ? N_("begins later") : N_("off now");
}

/* Each row with its hours and state in words, and the form that ends it. */
static wr_rc say_row(json_t *row, const wr_actor *who, const city_duty *d, clock_local now, bool form, arena *a)
{
    bool over = !day_none(d->until_day) && wr_day_cmp(d->until_day, now.day) < 0;
    TRY(page_text(row, "hours", hours_of(a, who->lang, d)));
    TRY(page_text(row, "state", state_of(d, now)));
    if (over || !form) return WR_OK;
    return page_form(row, "end", &(page_form_of){ .action_url = arena_fmt(a, "/city/duty/%s/end", d->ref), .in = &CITY_IN_DUTY_END,
        .row = &(in_end){ .duty = d->ref, .until_day = who->today }, .button = N_("End this turn") }, a);
}

static wr_rc add_hints(json_t *doc)
{
    TRY(page_hint(doc, "form", "rank", N_("1 is called first, then 2. Two people with the same turn should stand on different shifts.")));
    TRY(page_hint(doc, "form", "from_hour", N_("By the clock of the city, 0 to 24. 22 to 6 goes over midnight; 0 to 24 is round the clock.")));
    TRY(page_hint(doc, "form", "email", N_("For roll-calls, and for the notice that a report has come in. It stands on no public page.")));
    return page_hint(doc, "form", "days", N_("The day on which the shift begins."));
}

/* ---- one place ---- */
static wr_rc chain_at(db_tx *ro, const wr_actor *who, const in_roster *in, wr_us at, arena *a, json_t *doc)
{
    city_call *calls;
    size_t n = 0;
    if (at >= who->now) TRY(city_chain(ro, in->ref, at, a, &calls, &n));
    else {
        history_proof proof = { 0 };
        db_id known;
        wr_rc rc;
        TRY(db_one(ro, &CITY_ROSTER_N, a, &known, db_i(at)));
        rc = city_chain_as_of(ro, in->ref, at, known.id, a, &calls, &n, &proof);
        if (rc != WR_OK && rc != WR_E_MISSING) return rc;
        TRY(page_flag(doc, "past", true));
        TRY(page_flag(doc, "before", rc == WR_E_MISSING));
        TRY(page_int(doc, "matched", proof.matched));
        TRY(page_int(doc, "used", proof.matched + proof.purged + proof.wrong));
    }
    TRY(page_text(doc, "moment_long", i18n_day_long(a, who->lang, clock_local_at(clock_city_zone(), at).day)));
    TRY(page_text(doc, "moment_hour", arena_fmt(a, "%d:%02d", clock_local_at(clock_city_zone(), at).hour, clock_local_at(clock_city_zone(), at).minute)));
    return page_rows(doc, "chain", &CITY_CALL, calls, n);
}

static wr_rc door_part(db_tx *ro, const city_place *p, arena *a, json_t *doc)
{
    city_door d;
    wr_rc rc = city_door_of(ro, p->ref, a, &d);
    if (rc == WR_E_MISSING)
        return page_form(doc, "make", &(page_form_of){ .action_url = arena_fmt(a, "/city/places/%s/door/make", p->ref), .in = &CITY_IN_PLACE,
            .button = N_("Make a card") }, a);
    TRY(rc);
    TRY(page_text(doc, "code", city_door_said(a, d.token)));
    TRY(page_text(doc, "made", day_text(a, d.made)));
    return page_text(doc, "at_url", arena_fmt(a, "/at/%s", d.token));
}

static wr_rc areas_part(db_tx *ro, const city_place *p, arena *a, json_t *doc)
{
    city_area *areas;
    size_t n;
    TRY(city_areas_of(ro, p->ref, a, &areas, &n));
    TRY(page_rows(doc, "areas", &CITY_AREA, areas, n));
    for (size_t i = 0; i < n; i++)
        TRY(page_form(page_row(doc, "areas", i), "remove", &(page_form_of){ .action_url = arena_fmt(a, "/city/places/%s/areas/end", p->ref),
            .in = &CITY_IN_AREA_END, .row = &(struct { const char *ref, *name; int class; }){ p->ref, areas[i].name, 0 }, .button = N_("Remove this area") }, a));
    return page_form(doc, "area", &(page_form_of){ .action_url = arena_fmt(a, "/city/places/%s/areas/add", p->ref), .in = &CITY_IN_AREA,
        .button = N_("Add the area") }, a);
}

wr_rc city_show_roster(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_roster *in = in_;
    clock_local now = clock_local_at(clock_city_zone(), who->now);
    wr_us at = day_none(in->on) ? who->now : clock_us_at(clock_city_zone(), in->on, (int)in->hour, 0);
    city_place p;
    city_duty *rows;
    size_t n;
    TRY(city_place_by(ro, in->ref, a, &p));
    TRY(city_duties_of(ro, p.ref, "", a, &rows, &n));
    TRY(page_put(doc, &CITY_PLACE, &p));
    TRY(page_text(doc, "title", p.name));
    TRY(page_rows(doc, "duties", &CITY_DUTY, rows, n));
    for (size_t i = 0; i < n; i++)
        TRY(say_row(page_row(doc, "duties", i), who, &rows[i], now, true, a));
    TRY(chain_at(ro, who, in, at, a, doc));
    TRY(page_text(doc, "on", day_text(a, clock_local_at(clock_city_zone(), at).day)));
    TRY(page_int(doc, "hour", clock_local_at(clock_city_zone(), at).hour));
    TRY(door_part(ro, &p, a, doc));
    TRY(areas_part(ro, &p, a, doc));
    TRY(page_text(doc, "csv_url", arena_fmt(a, "/city/places/%s/roster.csv", p.ref)));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "/city/places/%s/duty/add", p.ref), .in = &CITY_IN_DUTY,
        .row = &(in_duty){ .rank = (int64_t)n + 1, .to_hour = 24, .from_day = who->today, .name = "", .phone = "", .email = "" }, .button = N_("Add to the roster") }, a));
    return add_hints(doc);
}

wr_rc city_act_duty_add(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_duty *in = in_;
    *ret = (http_go){ .url = arena_fmt(a, "/city/places/%s/roster", in->ref), .id = in->ref };
    return city_duty_put(rw, who, &(city_duty){ .place = in->ref, .rank = in->rank, .role = in->role, .name = in->name, .phone = in->phone, .email = in->email, .days = in->days,
        .from_hour = in->from_hour, .to_hour = in->to_hour, .from_day = in->from_day, .until_day = in->until_day }, a);
}

wr_rc city_act_duty_end(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_end *in = in_;
    city_duty d;
    TRY(city_duty_by(rw, in->duty, a, &d));
    *ret = (http_go){ .url = *d.place ? arena_fmt(a, "/city/places/%s/roster", d.place) : "/city/duty", .id = d.ref };
    return city_duty_end(rw, who, d.ref, in->until_day, a);
}

/* ---- the whole city ---- */
static wr_rc whose(json_t *row, const city_duty *d, const city_place *p, size_t n, arena *a)
{
    if (!*d->place) TRY(page_text(row, "whose", *d->department ? d->department : N_("the whole city")));
    for (size_t i = 0; i < n; i++)
        if (str_eq(p[i].ref, d->place)) TRY(page_text(row, "whose", p[i].name));
    return *d->place ? page_text(row, "roster_url", arena_fmt(a, "/city/places/%s/roster", d->place)) : WR_OK;
}

wr_rc city_show_duty(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    clock_local now = clock_local_at(clock_city_zone(), who->now);
    city_duty *rows;
    city_place *places;
    city_department *d;
    page_choice *c;
    size_t n, n_places, n_departments;
    (void)in;
    TRY(city_duties(ro, a, &rows, &n));
    TRY(city_places(ro, a, &places, &n_places));
    TRY(page_rows(doc, "duties", &CITY_DUTY, rows, n));
    for (size_t i = 0; i < n; i++) {
        json_t *row = page_row(doc, "duties", i);
        TRY(say_row(row, who, &rows[i], now, !*rows[i].place, a));
        TRY(whose(row, &rows[i], places, n_places, a));
    }
    TRY(page_text(doc, "csv_url", "/city/duty.csv"));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/city/duty/add", .in = &CITY_IN_LINE,
        .row = &(city_duty){ .rank = 1, .to_hour = 24, .from_day = who->today, .department = "", .name = "", .phone = "", .email = "" }, .button = N_("Add the line") }, a));
    TRY(city_departments(ro, a, &d, &n_departments));
    c = arena_array(a, page_choice, n_departments + 1);
    for (size_t i = 0; i < n_departments; i++) c[i] = (page_choice){ d[i].acronym, d[i].name };
    TRY(page_choices(doc, "form", "department", c, n_departments));
    TRY(page_hint(doc, "form", "department", N_("Left empty, it is the city’s own chain: called after all others, at every place.")));
    return add_hints(doc);
}

wr_rc city_act_line_add(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    *ret = (http_go){ .url = "/city/duty", .id = "duty" };
    return city_duty_put(rw, who, in_, a);
}
