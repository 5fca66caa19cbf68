/* city_door_web.c -- the door of a place: its printed card with the QR code, its end, and the page that the code opens. */
#include "city_place_web.h"

#include <string.h>
#include "city_door.h"
#include "city_duty.h"
#include "city_own.h"
#include "city_place.h"
#include "day.h"
#include "events.h"
#include "page.h"
#include "str.h"

typedef struct in_place { const char *ref; } in_place;
typedef struct in_revoke { const char *ref, *reason; } in_revoke;
static const field IN_REVOKE_F[] = {
    FIELD(in_revoke, ref,    t, F_PATH, 40,  N_("Reference")),
    FIELD(in_revoke, reason, t, 0,      300, N_("Reason")),
};
const shape CITY_IN_REVOKE = SHAPE("revoke a card", in_revoke, IN_REVOKE_F);
typedef struct in_at { const char *token; } in_at;
static const field IN_AT_F[] = { FIELD(in_at, token, t, F_PATH, 40, N_("Code")) };
const shape CITY_IN_AT = SHAPE("a code", in_at, IN_AT_F);
typedef struct at_page { const char *place, *address, *department, *department_name, *desk, *desk_phone; wr_day revoked, closed; int64_t minutes; } at_page;
static const field AT_F[] = {
    FIELD(at_page, place,           t, 0,      120, N_("Place")),
    FIELD(at_page, address,         t, F_NULL, 200, N_("Address")),
    FIELD(at_page, department,      t, 0,      12,  N_("Acronym")),
    FIELD(at_page, department_name, t, 0,      120, N_("Department")),
    FIELD(at_page, desk,            t, F_NULL, 120, N_("Desk")),
    FIELD(at_page, desk_phone,      t, F_NULL, 40,  N_("Telephone")),
    FIELD(at_page, revoked,         d, F_NULL, 0,   N_("Revoked")),
    FIELD(at_page, closed,          d, F_NULL, 0,   N_("Closed")),
    FIELD(at_page, minutes,         i, 0,      0,   N_("Minutes before the next is called")),
};
const shape CITY_AT = SHAPE("a place by its code", at_page, AT_F);
typedef struct offer { const char *label, *url; } offer;
static const field OFFER_F[] = { FIELD(offer, label, t, 0, 120, N_("What you can do here")), FIELD(offer, url, t, 0, 200, N_("Address")) };
const shape CITY_OFFER = SHAPE("what can be done at a place", offer, OFFER_F);

static wr_rc live_door(db_tx *ro, const char *ref, arena *a, city_place *ret_place, city_door *ret)
{
    wr_rc rc;
    TRY(city_place_by(ro, ref, a, ret_place));
    rc = city_door_of(ro, ref, a, ret);
    return rc == WR_E_MISSING ? wr_fail(db_err(ro), rc, NULL, N_("No card of this place is valid now.")) : rc;
}

/* ---- the card ---- */
wr_rc city_show_card(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_place *in = in_;
    city_place p;
    city_door d;
    (void)who;
    TRY(live_door(ro, in->ref, a, &p, &d));
    TRY(page_put(doc, &CITY_PLACE, &p));
    TRY(page_text(doc, "title", p.name));
    TRY(page_text(doc, "said", arena_fmt(a, "/at/%s", city_door_said(a, d.token))));
    TRY(page_text(doc, "made", day_text(a, d.made)));
    return page_text(doc, "at_url", arena_fmt(a, "/at/%s", d.token));
}

/* ---- its end ---- */
wr_rc city_show_revoke(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_place *in = in_;
    city_place p;
    city_door d;
    (void)who;
    TRY(live_door(ro, in->ref, a, &p, &d));
    TRY(page_put(doc, &CITY_PLACE, &p));
    TRY(page_text(doc, "code", city_door_said(a, d.token)));
    TRY(page_form(doc, "make", &(page_form_of){ .action_url = arena_fmt(a, "/city/places/%s/door/make", p.ref), .in = &CITY_IN_PLACE,
        .button = N_("Make a new card; this one ends") }, a));
    return page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "/city/places/%s/door/revoke", p.ref), .in = &CITY_IN_REVOKE,
        .button = N_("Revoke this card") }, a);
}

wr_rc city_act_door_make(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_place *in = in_;
    city_door d;
    *ret = (http_go){ .url = arena_fmt(a, "/city/places/%s/card", in->ref), .id = in->ref };
    return city_door_make(rw, who, in->ref, "", a, &d);
}

wr_rc city_act_door_revoke(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_revoke *in = in_;
    *ret = (http_go){ .url = arena_fmt(a, "/city/places/%s/roster", in->ref), .id = in->ref };
    return city_door_revoke(rw, who, in->ref, in->reason, a);
}

/* ---- what the code opens ---- */
/* "/counter/at/{token}" with the token in it. */
static const char *filled(arena *a, const char *path, const char *token)
{
    const char *hole = strstr(path, "{token}");
    return hole ? arena_fmt(a, "%.*s%s%s", (int)(hole - path), path, token, hole + 7) : path;
}

static wr_rc offers(const char *token, arena *a, json_t *doc)
{
    const wr_module *const *first = city_modules_all();
    offer *rows;
    size_t n = 0;
    for (const wr_module *const *m = first; m && *m; m++)
        for (const wr_door *d = (*m)->doors; d && d->label; d++) n++;
    rows = arena_array(a, offer, n + 1);
    n = 0;
    for (const wr_module *const *m = first; m && *m; m++)
        for (const wr_door *d = (*m)->doors; d && d->label; d++) rows[n++] = (offer){ d->label, filled(a, d->path, token) };
    return page_rows(doc, "offers", &CITY_OFFER, rows, n);
}

wr_rc city_show_at(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_at *in = in_;
    at_page page = { .desk = "", .desk_phone = "" };
    city_door door;
    city_place p;
    city_department d;
    city_row city;
    city_call *calls;
    size_t n;
    wr_rc rc = city_door_find(ro, in->token, a, &door);
    if (rc == WR_E_MISSING) return wr_fail(db_err(ro), rc, NULL, N_("No place has this code. Look at the card again; each department’s liaison can print a new one."));
    TRY(rc);
    TRY(city_place_by(ro, door.place, a, &p));
    TRY(city_department_by(ro, p.department, a, &d));
    TRY(city_get(ro, a, &city));
    TRY(city_chain(ro, p.ref, who->now, a, &calls, &n));
    page = (at_page){ p.name, p.address, d.acronym, d.name, city.desk, city.phone, door.revoked, p.active_to, 0 };
    TRY(city_call_minutes(ro, a, &page.minutes));
    TRY(page_put(doc, &CITY_AT, &page));
    TRY(page_text(doc, "title", p.name));
    TRY(page_rows(doc, "chain", &CITY_CALL, calls, n));
    TRY(page_rows(doc, "first", &CITY_CALL, calls, n > 0));
    TRY(page_rows(doc, "next", &CITY_CALL, n ? calls + 1 : calls, n ? n - 1 : 0));
    TRY(page_text(doc, "desk_url", city_tel_url(a, city.phone)));
    return offers(door.token, a, doc);
}
