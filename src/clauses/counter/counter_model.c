/* counter_model.c -- which guide, which place, which moment; and who is called then. */
#include <string.h>
#include "city.h"
#include "city_door.h"
#include "city_place.h"
#include "clock.h"
#include "counter.h"
#include "day.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

#define TOKEN FIELD(counter_in, token, t, F_PATH, 40, N_("Code of the place"))
#define NODE FIELD(counter_in, node, t, F_PATH, 20, N_("Step"))
#define MOMENT FIELD(counter_in, on, d, F_NULL, 0, N_("As of the day")), FIELD(counter_in, at, t, F_NULL, 5, N_("Time of day"))
#define PENDING { "and", 't', F_NULL, 80, offsetof(counter_in, pending), NULL, N_("Steps still to do") }
static const field IN_F[] = { MOMENT };
const shape IN_COUNTER = SHAPE("a moment", counter_in, IN_F);
static const field IN_NODE_F[] = { NODE, MOMENT, PENDING };
const shape IN_COUNTER_NODE = SHAPE("a step", counter_in, IN_NODE_F);
static const field IN_PLACE_F[] = { TOKEN, MOMENT };
const shape IN_COUNTER_PLACE = SHAPE("a place", counter_in, IN_PLACE_F);
static const field IN_PLACE_NODE_F[] = { TOKEN, NODE, MOMENT, PENDING };
const shape IN_COUNTER_PLACE_NODE = SHAPE("a step at a place", counter_in, IN_PLACE_NODE_F);
static const field IN_PAPER_F[] = { FIELD(counter_in, paper, t, F_PATH, 20, N_("Paper")), MOMENT };
const shape IN_COUNTER_PAPER = SHAPE("a paper", counter_in, IN_PAPER_F);

static const field GUIDE_F[] = {
    FIELD(counter_guide, number,      i, 0, 0,        N_("Version")),
    FIELD(counter_guide, from,        d, 0, 0,        N_("Holds from")),
    FIELD(counter_guide, name,        t, 0, 200,      N_("Guide")),
    FIELD(counter_guide, counsel,     t, 0, 120,      N_("Counsel")),
    FIELD(counter_guide, counsel_day, d, 0, 0,        N_("Approved by counsel")),
    FIELD(counter_guide, approver,    t, 0, 120,      N_("Second approver")),
    FIELD(counter_guide, note,        t, F_NULL, 300, N_("Note")),
};
const shape COUNTER_GUIDE = SHAPE("the guide in force", counter_guide, GUIDE_F);
static const field THEN_F[] = { FIELD(counter_then, moment, u, 0, 0, N_("Moment")), FIELD(counter_then, now_url, t, F_HIDE, 200, NULL) };
const shape COUNTER_THEN = SHAPE("another moment", counter_then, THEN_F);
typedef struct place_said { const char *name, *token; wr_day revoked; const char *general_url; } place_said;
static const field PLACE_F[] = { FIELD(place_said, name, t, 0, 120, N_("Place")), FIELD(place_said, token, t, F_HIDE, 24, NULL),
    FIELD(place_said, revoked, d, F_NULL, 0, N_("Code not in use since")), FIELD(place_said, general_url, t, F_HIDE, 200, NULL) };
const shape COUNTER_PLACE = SHAPE("where this is", place_said, PLACE_F);

/* ---- the moment ---- */

typedef struct log_at { int64_t n; } log_at;
static const field LOG_AT_F[] = { FIELD(log_at, n, i, 0, 0, NULL) };
static const shape LOG_AT = SHAPE("a log index of the roster", log_at, LOG_AT_F);
const db_query COUNTER_N_AT = { "counter_n_at", "u", &LOG_AT, "SELECT coalesce(max(n), 0) AS n FROM (SELECT max(n) AS n FROM city_duty_event WHERE at <= $1"
    " UNION ALL SELECT max(n) AS n FROM city_place_event WHERE at <= $1) known" };

/* Without a time it is noon of that day: a shift of the day, not of the night. */
static wr_rc moment_of(db_tx *ro, const wr_actor *who, const counter_in *in, arena *a, counter_view *v)
{
    int hour = 12, minute = 0;
    const char *at = in->at ? in->at : "";
    v->at = who->now;
    v->day = who->today;
    v->tail = "";
    if (day_none(in->on) && !*at) return WR_OK;
    if (*at && !clock_time(at, &hour, &minute)) return wr_fail(db_err(ro), WR_E_INPUT, "at", N_("A time is written as 14:30."));
    v->day = day_none(in->on) ? who->today : in->on;
    v->at = clock_us_at(clock_city_zone(), v->day, hour, minute);
    v->then = true;
    v->past = v->at < who->now;
    v->tail = arena_fmt(a, "on=%s%s%s", day_text(a, v->day), *at ? "&at=" : "", at);
    return WR_OK;
}

static wr_rc place_of(db_tx *ro, const counter_in *in, arena *a, counter_view *v)
{
    city_door door;
    city_place place;
    wr_rc rc;
    v->token = v->place = v->place_name = v->department = "";
    v->base = "/counter";
    if (!in->token || !*in->token) return WR_OK;
    rc = city_door_find(ro, in->token, a, &door);
    if (rc == WR_E_MISSING) return wr_fail(db_err(ro), rc, NULL, N_("No place has this code. The general guide is at /counter."));
    TRY(rc);
    TRY(city_place_by(ro, door.place, a, &place));
    v->token = city_door_said(a, door.token);
    v->place = place.ref;
    v->place_name = place.name;
    v->department = place.department;
    v->revoked = door.revoked;
    v->base = arena_fmt(a, "/counter/at/%s", v->token);
    return WR_OK;
}

wr_rc counter_see(db_tx *ro, const wr_actor *who, const counter_in *in, arena *a, counter_view *ret)
{
    counter_view v = { .lang = who->lang ? who->lang : "en" };
    TRY(moment_of(ro, who, in, a, &v));
    TRY(place_of(ro, in, a, &v));
    TRY(flow_in_force(ro, v.at, a, &v.f));
    *ret = v;
    return WR_OK;
}

const char *counter_url(arena *a, const counter_view *v, const char *path, const char *pending)
{
    bool more = pending && *pending;
    if (!more && !*v->tail) return path;
    return arena_fmt(a, "%s?%s%s%s%s", path, more ? "and=" : "", more ? pending : "", more && *v->tail ? "&" : "", v->tail);
}

const char *counter_step_url(arena *a, const counter_view *v, const char *node, const char *pending)
{
    bool start = str_eq(node, v->f.start);
    const char *path = start ? v->base : arena_fmt(a, "%s/%s%s", v->base, *v->token ? "" : "step/", node);
    return counter_url(a, v, path, pending);
}

wr_rc counter_put(const counter_view *v, const char *now_url, arena *a, json_t *doc)
{
    const flow *f = &v->f;
    counter_guide g = { f->number, f->from, flow_said_name(f, v->lang, f->title), f->counsel, f->counsel_day, f->approver, f->note };
    counter_then then = { v->at, now_url };
    place_said place = { v->place_name, v->token, v->revoked, counter_url(a, v, "/counter", NULL) };
    TRY(page_rows(doc, "guide", &COUNTER_GUIDE, &g, 1));
    TRY(page_rows(doc, "then", &COUNTER_THEN, &then, v->then ? 1 : 0));
    TRY(page_rows(doc, "place", &COUNTER_PLACE, &place, *v->place ? 1 : 0));
    TRY(page_text(doc, "start_url", counter_url(a, v, v->base, NULL)));
    TRY(page_text(doc, "report_url", *v->token ? arena_fmt(a, "/contact/at/%s", v->token) : "/contact"));
    TRY(page_flag(doc, "foreign", !str_eq(v->lang, "en")));
    return page_flag(doc, "bare", true);
}

/* ---- who is called ---- */

static wr_rc chain_of(db_tx *ro, const counter_view *v, arena *a, city_call **ret, size_t *ret_n)
{
    history_proof aside = { 0 };
    log_at known;
    wr_rc rc;
    if (!v->past) return city_chain(ro, v->place, v->at, a, ret, ret_n);
    TRY(db_one(ro, &COUNTER_N_AT, a, &known, db_i(v->at)));
    rc = city_chain_as_of(ro, v->place, v->at, known.n, a, ret, ret_n, &aside);
    if (rc == WR_E_MISSING) *ret_n = 0;                  /* the place was not known then: the desk is */
    return rc == WR_E_MISSING ? WR_OK : rc;
}

/* Nobody is on duty: the desk has no role. */
static wr_rc desk(db_tx *ro, arena *a, city_call *ret, size_t *ret_n)
{
    city_row city;
    TRY(city_get(ro, a, &city));
    *ret_n = *city.phone ? 1 : 0;
    *ret = (city_call){ .turn = 1, .name = city.desk, .role = -1, .phone = city.phone, .tel_url = city_tel_url(a, city.phone), .duty = "", .email = "" };
    return WR_OK;
}

wr_rc counter_put_calls(db_tx *ro, const counter_view *v, arena *a, json_t *doc)
{
    city_call *calls, only;
    size_t n;
    int64_t minutes;
    TRY(chain_of(ro, v, a, &calls, &n));
    if (!n) {
        TRY(desk(ro, a, &only, &n));
        calls = &only;
    }
    TRY(city_call_minutes(ro, a, &minutes));
    TRY(page_int(doc, "minutes", minutes));
    TRY(page_flag(doc, "has_next", n > 1));
    TRY(page_rows(doc, "first", &CITY_CALL, calls, n ? 1 : 0));
    return page_rows(doc, "calls", &CITY_CALL, calls + 1, n ? n - 1 : 0);
}

wr_rc counter_put_says(const counter_view *v, const char *script, arena *a, json_t *doc)
{
    const flow_script *s = *script ? flow_script_of(&v->f, script) : NULL;
    TRY(page_rows(doc, "says", &FLOW_SCRIPT, s, s ? 1 : 0));
    return s ? page_text(page_row(doc, "says", 0), "said", flow_said(&v->f, v->lang, s->text, a)) : WR_OK;
}
