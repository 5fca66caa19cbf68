/* contact_follow_camera.c -- a request to keep camera recordings: asked of who keeps them, as a letter with the exact period, confirmed. */
#include "contact_follow.h"

#include "day.h"
#include "db.h"
#include "i18n.h"
#include "now.h"
#include "str.h"

typedef struct in_camera { int64_t number; const char *cameras; wr_day from_day; const char *from_time; wr_day to_day; const char *to_time, *custodian; wr_day overwritten; } in_camera;
static const field CAMERA_F[] = {
    FIELD(in_camera, number,      i, F_PATH, 0,  N_("Report")),
    FIELD(in_camera, cameras,     t, 0, 300,     N_("Cameras")),
    FIELD(in_camera, from_day,    d, 0, 0,       N_("From day")),
    FIELD(in_camera, from_time,   t, 0, 5,       N_("From (for example 14:30)")),
    FIELD(in_camera, to_day,      d, 0, 0,       N_("To day")),
    FIELD(in_camera, to_time,     t, 0, 5,       N_("To (for example 15:10)")),
    FIELD(in_camera, custodian,   t, 0, 200,     N_("Who keeps the recordings")),
    FIELD(in_camera, overwritten, d, F_NULL, 0,  N_("Day on which they are recorded over, if known")),
};
const shape IN_CAMERA = SHAPE("ask to keep a recording", in_camera, CAMERA_F);
typedef struct in_confirm { int64_t number; const char *id, *confirmed_by; } in_confirm;
static const field CONFIRM_F[] = {
    FIELD(in_confirm, number, i, F_PATH, 0, N_("Report")), FIELD(in_confirm, id, t, F_HIDE, 32, NULL),
    FIELD(in_confirm, confirmed_by, t, 0, 120, N_("Who confirmed that it is kept")),
};
const shape IN_CAMERA_CONFIRM = SHAPE("a recording is kept", in_confirm, CONFIRM_F);
typedef struct in_letter { int64_t number; const char *id; } in_letter;
static const field LETTER_F[] = { FIELD(in_letter, number, i, F_PATH, 0, N_("Report")), FIELD(in_letter, id, t, F_PATH, 32, N_("Letter")) };
const shape IN_CAMERA_LETTER = SHAPE("a letter to who keeps a recording", in_letter, LETTER_F);

/* from_said, to_said: local time with its zone. */
typedef struct say_camera { const char *cameras, *from_said, *to_said, *custodian; wr_day overwritten; wr_us asked; const char *asked_by; wr_us confirmed; const char *confirmed_by;
    int state; const char *kind, *letter_url; } say_camera;
static const field SAY_F[] = {
    FIELD(say_camera, cameras,     t, 0, 0, N_("Cameras")),      FIELD(say_camera, from_said,    t, 0, 0, N_("From")),
    FIELD(say_camera, to_said,     t, 0, 0, N_("To")),           FIELD(say_camera, custodian,    t, 0, 0, N_("Who keeps the recordings")),
    FIELD(say_camera, overwritten, d, F_NULL, 0, N_("Recorded over on")), FIELD(say_camera, asked, u, 0, 0, N_("Asked on")),
    FIELD(say_camera, asked_by,    t, 0, 0, N_("Asked by")),     FIELD(say_camera, confirmed,    u, 0, 0, N_("Confirmed on")),
    FIELD(say_camera, confirmed_by, t, 0, 0, N_("Confirmed by")), WORDS(say_camera, state, contact_camera_states, N_("State")),
    FIELD(say_camera, kind,        t, F_HIDE, 0, NULL),          FIELD(say_camera, letter_url,   t, F_HIDE, 0, NULL),
};
const shape CONTACT_SAY_CAMERA = SHAPE("a request to keep a recording", say_camera, SAY_F);

static say_camera say_of(const wr_actor *who, int64_t number, const contact_camera *c, int64_t near, arena *a)
{
    static const char *const KINDS[] = { "open", "late", "late", "ok" };
    int state = contact_camera_state(c, who->today, near);
    return (say_camera){ c->cameras, contact_said_at(a, who->lang, c->from_at), contact_said_at(a, who->lang, c->to_at), c->custodian, c->overwritten, c->asked, c->asked_by,
        c->confirmed, c->confirmed_by, state, KINDS[state], contact_follow_url(a, number, arena_fmt(a, "/cameras/%s", c->id)) };
}

/* The report names cameras and nobody was asked: the form stands ready with what the report says. */
static wr_rc ask_form(const contact_report *r, const contact_facts *facts, arena *a, json_t *doc)
{
    in_camera row = { .cameras = facts->cameras, .from_day = r->day, .from_time = facts->arrived, .to_day = r->day, .to_time = facts->gone, .custodian = "" };
    return page_form(doc, "ask_camera", &(page_form_of){ .action_url = contact_follow_url(a, r->number, "/cameras/ask"), .in = &IN_CAMERA, .row = &row,
        .button = N_("Ask to keep it") }, a);
}

wr_rc contact_say_cameras(db_tx *ro, const wr_actor *who, const contact_report *r, const contact_facts *facts, const contact_followed *f, arena *a, json_t *doc)
{
    say_camera *rows = arena_array(a, say_camera, f->n_cameras + 1);
    int64_t near;
    TRY(clock_number_value(ro, "camera.near_days", CAMERA_NEAR_DAYS, a, &near));
    for (size_t i = 0; i < f->n_cameras; i++) rows[i] = say_of(who, r->number, &f->cameras[i], near, a);
    TRY(page_rows(doc, "cameras", &CONTACT_SAY_CAMERA, rows, f->n_cameras));
    for (size_t i = 0; i < f->n_cameras; i++) {
        in_confirm row = { .id = f->cameras[i].id, .confirmed_by = "" };
        TRY(page_flag(page_row(doc, "cameras", i), "is_confirmed", f->cameras[i].confirmed != 0));
        if (f->cameras[i].confirmed) continue;
        TRY(page_form(page_row(doc, "cameras", i), "confirm", &(page_form_of){ .action_url = contact_follow_url(a, r->number, "/cameras/confirm"), .in = &IN_CAMERA_CONFIRM,
            .row = &row, .button = N_("It is kept") }, a));
    }
    TRY(page_text(doc, "suggested", *facts->cameras && !f->n_cameras ? facts->cameras : ""));
    return ask_form(r, facts, a, doc);
}

wr_rc contact_act_camera(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_camera *in = in_;
    contact_report r;
    contact_camera row = { .id = id_new(a), .cameras = in->cameras, .custodian = in->custodian, .overwritten = in->overwritten, .asked = who->now, .confirmed_by = "" };
    if (!contact_time_ok(in->from_time)) return wr_fail(db_err(rw), WR_E_INPUT, "from_time", contact_wrong_text[WRONG_TIME]);
    if (!contact_time_ok(in->to_time)) return wr_fail(db_err(rw), WR_E_INPUT, "to_time", contact_wrong_text[WRONG_TIME]);
    row.from_at = contact_us_of(in->from_day, in->from_time);
    row.to_at = contact_us_of(in->to_day, in->to_time);
    if (row.to_at <= row.from_at) return wr_fail(db_err(rw), WR_E_INPUT, "to_time", N_("The end must come after the beginning."));
    TRY(contact_report_by_number(rw, in->number, a, &r));
    TRY(contact_account_name(rw, who, a, &row.asked_by));
    row.report = r.id;
    *ret = (http_go){ .url = contact_follow_url(a, in->number, arena_fmt(a, "/cameras/%s", row.id)), .id = row.id };
    return history_add(rw, who, &CONTACT_CAMERAS, "contact.camera_asked", who->today, NULL, &row, a);
}

static wr_rc one(db_tx *tx, int64_t number, const char *id, arena *a, contact_report *ret_report, contact_camera *ret)
{
    contact_camera *all;
    size_t n;
    TRY(contact_report_by_number(tx, number, a, ret_report));
    TRY(db_all(tx, &CONTACT_CAMERA_OF, a, FOLLOW_MOST, &all, &n, db_t(ret_report->id)));
    for (size_t i = 0; i < n; i++)
        if (str_eq(all[i].id, id)) {
            *ret = all[i];
            return WR_OK;
        }
    return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("There is no such request at this report."));
}

wr_rc contact_act_camera_confirm(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_confirm *in = in_;
    contact_report r;
    contact_camera was, now;
    TRY(one(rw, in->number, in->id, a, &r, &was));
    if (was.confirmed) return wr_fail(db_err(rw), WR_E_RULE, "contact.camera", N_("This is confirmed already."));
    now = was;
    now.confirmed = who->now;
    now.confirmed_by = in->confirmed_by;
    *ret = (http_go){ .url = contact_follow_url(a, in->number, ""), .id = in->id };
    return history_add(rw, who, &CONTACT_CAMERAS, "contact.camera_confirmed", who->today, &was, &now, a);
}

wr_rc contact_show_letter(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_letter *in = in_;
    contact_report r;
    contact_camera c;
    city_place place;
    city_row city;
    say_camera say;
    TRY(one(ro, in->number, in->id, a, &r, &c));
    TRY(city_place_by(ro, r.place, a, &place));
    TRY(city_get(ro, a, &city));
    say = say_of(who, r.number, &c, 0, a);
    TRY(page_put(doc, &CONTACT_SAY_CAMERA, &say));
    TRY(page_flag(doc, "is_confirmed", c.confirmed != 0));
    TRY(page_text(doc, "place", place.name));
    TRY(page_text(doc, "address", place.address));
    TRY(page_text(doc, "city", city.name));
    TRY(page_int(doc, "number", r.number));
    TRY(page_text(doc, "follow_url", contact_follow_url(a, r.number, "")));
    return page_text(doc, "title", i18n(who->lang, NULL, N_("Please keep these recordings")));
}
