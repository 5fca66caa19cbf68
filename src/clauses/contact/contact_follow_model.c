/* contact_follow_model.c -- what follows a report, in rows; and what a report opens by itself. */
#include "contact_follow.h"

#include <stdlib.h>
#include "day.h"
#include "db.h"
#include "i18n.h"
#include "now.h"

static const field ACTION_F[] = {
    FIELD(contact_action, id,     t, F_HIDE, 32, NULL),            FIELD(contact_action, report, t, F_HIDE, 32, NULL),
    FIELD(contact_action, what,   t, F_LONG, 600, N_("What is to be done")), FIELD(contact_action, owner,  t, 0, 120, N_("Who does it")),
    FIELD(contact_action, due,    d, F_NULL, 0, N_("Due")),        FIELD(contact_action, result, t, F_LONG, 600, N_("Result")),
    FIELD(contact_action, opened, u, 0, 0, N_("Opened")),          FIELD(contact_action, done,   u, 0, 0, N_("Done")),
};
const shape CONTACT_ACTION = SHAPE("contact_action", contact_action, ACTION_F);
static const field CAMERA_F[] = {
    FIELD(contact_camera, id,          t, F_HIDE, 32, NULL),       FIELD(contact_camera, report,    t, F_HIDE, 32, NULL),
    FIELD(contact_camera, cameras,     t, 0, 300, N_("Cameras")),  FIELD(contact_camera, from_at,   u, 0, 0, N_("From")),
    FIELD(contact_camera, to_at,       u, 0, 0, N_("To")),         FIELD(contact_camera, custodian, t, 0, 200, N_("Who keeps the recordings")),
    FIELD(contact_camera, overwritten, d, F_NULL, 0, N_("Recorded over on")), FIELD(contact_camera, asked, u, 0, 0, N_("Asked on")),
    FIELD(contact_camera, asked_by,    t, 0, 120, N_("Asked by")), FIELD(contact_camera, confirmed, u, 0, 0, N_("Confirmed on")),
    FIELD(contact_camera, confirmed_by, t, 0, 120, N_("Confirmed by")),
};
const shape CONTACT_CAMERA = SHAPE("contact_camera", contact_camera, CAMERA_F);
static const field NOTICE_F[] = {
    FIELD(contact_notice, id,       t, F_HIDE, 32, NULL),          FIELD(contact_notice, report, t, F_HIDE, 32, NULL),
    FIELD(contact_notice, received, u, 0, 0, N_("Received")),      FIELD(contact_notice, hours,  i, 0, 0, N_("Hours")),
    FIELD(contact_notice, due,      u, 0, 0, N_("Due")),           FIELD(contact_notice, agency, t, 0, 200, N_("Agency")),
    FIELD(contact_notice, nature,   t, F_LONG, 1000, N_("Nature of the inspection")), FIELD(contact_notice, copy, t, F_LONG, 300, N_("Where the copy hangs")),
    FIELD(contact_notice, given,    u, 0, 0, N_("Given")),         FIELD(contact_notice, given_how, t, F_LONG, 300, N_("How it was given")),
};
const shape CONTACT_NOTICE = SHAPE("contact_notice", contact_notice, NOTICE_F);
static const field AFTER_F[] = {
    FIELD(contact_after, id,             t, F_HIDE, 32, NULL),     FIELD(contact_after, report, t, F_HIDE, 32, NULL),
    WORDS(contact_after, state, contact_after_states, N_("State")), FIELD(contact_after, why, t, 0, 200, N_("What opened it")),
    FIELD(contact_after, opened,         u, 0, 0, N_("Opened")),   FIELD(contact_after, agencies, t, F_LONG, 1000, N_("Agencies")),
    FIELD(contact_after, scope,          t, F_LONG, 4000, N_("Nature and scope of the presence")),
    FIELD(contact_after, papers,         t, F_LONG, 4000, N_("Warrants or requests, and how they were handled")),
    FIELD(contact_after, responses,      t, F_LONG, 4000, N_("What tenants, staff and others on the site did")),
    FIELD(contact_after, communications, t, F_LONG, 4000, N_("Who was told, and when")),
    FIELD(contact_after, departures,     t, F_LONG, 4000, N_("Departures from the protocol")),
    FIELD(contact_after, corrective,     t, F_LONG, 4000, N_("What should change")),
    FIELD(contact_after, submitted,      u, 0, 0, N_("Submitted")), FIELD(contact_after, submitted_by, t, F_HIDE, 80, NULL),
    FIELD(contact_after, accepted,       u, 0, 0, N_("Accepted")),  FIELD(contact_after, accepted_by,  t, F_HIDE, 80, NULL),
};
const shape CONTACT_AFTER = SHAPE("contact_after", contact_after, AFTER_F);

#define ACTION_COLS "id, report, what, owner, due, result, opened, done"
#define CAMERA_COLS "id, report, cameras, from_at, to_at, custodian, overwritten, asked, asked_by, confirmed, confirmed_by"
#define NOTICE_COLS "id, report, received, hours, due, agency, nature, copy, given, given_how"
#define AFTER_COLS "id, report, state, why, opened, agencies, scope, papers, responses, communications, departures, corrective, submitted, submitted_by," \
    " accepted, accepted_by"
const db_query CONTACT_ACTION_ADD = HISTORY_ADD("contact_action"), CONTACT_ACTION_PAST = HISTORY_PAST("contact_action"), CONTACT_ACTION_WALK = HISTORY_WALK("contact_action");
const db_query CONTACT_ACTION_PUT = { "contact_action_put", "ttttdtuu", NULL, "INSERT INTO contact_action (" ACTION_COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    " ON CONFLICT (id) DO UPDATE SET result = excluded.result, done = excluded.done" };
const db_query CONTACT_ACTION_OF = { "contact_actions_of", "t", &CONTACT_ACTION, "SELECT " ACTION_COLS " FROM contact_action WHERE report = $1 ORDER BY opened, id" };
const db_query CONTACT_CAMERA_ADD = HISTORY_ADD("contact_camera"), CONTACT_CAMERA_PAST = HISTORY_PAST("contact_camera"), CONTACT_CAMERA_WALK = HISTORY_WALK("contact_camera");
const db_query CONTACT_CAMERA_PUT = { "contact_camera_put", "tttuutdutut", NULL, "INSERT INTO contact_camera (" CAMERA_COLS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET confirmed = excluded.confirmed, confirmed_by = excluded.confirmed_by" };
const db_query CONTACT_CAMERA_OF = { "contact_cameras_of", "t", &CONTACT_CAMERA, "SELECT " CAMERA_COLS " FROM contact_camera WHERE report = $1 ORDER BY asked, id" };
const db_query CONTACT_CAMERA_SCOPE = { "contact_camera_scope", "it", &WR_SCOPE, "SELECT r.body AS department, r.body - r.body AS owner FROM contact_report r"
    " JOIN contact_camera c ON c.report = r.id WHERE r.number = $1 AND c.id = $2" };
const db_query CONTACT_NOTICE_ADD = HISTORY_ADD("contact_notice"), CONTACT_NOTICE_PAST = HISTORY_PAST("contact_notice"), CONTACT_NOTICE_WALK = HISTORY_WALK("contact_notice");
const db_query CONTACT_NOTICE_PUT = { "contact_notice_put", "ttuiutttut", NULL, "INSERT INTO contact_notice (" NOTICE_COLS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET received = excluded.received, hours = excluded.hours, due = excluded.due,"
    " agency = excluded.agency, nature = excluded.nature, copy = excluded.copy, given = excluded.given, given_how = excluded.given_how" };
const db_query CONTACT_NOTICE_OF = { "contact_notice_of", "t", &CONTACT_NOTICE, "SELECT " NOTICE_COLS " FROM contact_notice WHERE report = $1" };
const db_query CONTACT_AFTER_ADD = HISTORY_ADD("contact_after"), CONTACT_AFTER_PAST = HISTORY_PAST("contact_after"), CONTACT_AFTER_WALK = HISTORY_WALK("contact_after");
const db_query CONTACT_AFTER_PUT = { "contact_after_put", "ttttutttttttutut", NULL, "INSERT INTO contact_after (" AFTER_COLS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT (id) DO UPDATE SET state = excluded.state, why = excluded.why,"
    " agencies = excluded.agencies, scope = excluded.scope, papers = excluded.papers, responses = excluded.responses, communications = excluded.communications,"
    " departures = excluded.departures, corrective = excluded.corrective, submitted = excluded.submitted, submitted_by = excluded.submitted_by,"
    " accepted = excluded.accepted, accepted_by = excluded.accepted_by" };
const db_query CONTACT_AFTER_OF = { "contact_after_of", "t", &CONTACT_AFTER, "SELECT " AFTER_COLS " FROM contact_after WHERE report = $1" };
const history CONTACT_ACTIONS = { "contact_action", &CONTACT_ACTION, &CONTACT_ACTION_ADD, &CONTACT_ACTION_PAST, &CONTACT_ACTION_PUT, &CONTACT_ACTION_WALK, .delicate = true };
const history CONTACT_CAMERAS = { "contact_camera", &CONTACT_CAMERA, &CONTACT_CAMERA_ADD, &CONTACT_CAMERA_PAST, &CONTACT_CAMERA_PUT, &CONTACT_CAMERA_WALK, .delicate = true };
const history CONTACT_NOTICES = { "contact_notice", &CONTACT_NOTICE, &CONTACT_NOTICE_ADD, &CONTACT_NOTICE_PAST, &CONTACT_NOTICE_PUT, &CONTACT_NOTICE_WALK, .delicate = true };
const history CONTACT_AFTERS = { "contact_after", &CONTACT_AFTER, &CONTACT_AFTER_ADD, &CONTACT_AFTER_PAST, &CONTACT_AFTER_PUT, &CONTACT_AFTER_WALK, .delicate = true };

wr_rc contact_follow_of(db_tx *tx, const char *report, arena *a, contact_followed *ret)
{
    wr_rc rc;
    TRY(db_all(tx, &CONTACT_ACTION_OF, a, FOLLOW_MOST, &ret->actions, &ret->n_actions, db_t(report)));
    TRY(db_all(tx, &CONTACT_CAMERA_OF, a, FOLLOW_MOST, &ret->cameras, &ret->n_cameras, db_t(report)));
    rc = db_one(tx, &CONTACT_NOTICE_OF, a, &ret->notice, db_t(report));
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    ret->has_notice = rc == WR_OK;
    rc = db_one(tx, &CONTACT_AFTER_OF, a, &ret->after, db_t(report));
    ret->has_after = rc == WR_OK;
    return rc == WR_E_MISSING ? WR_OK : rc;
}

static wr_rc after_open(db_tx *rw, const wr_actor *who, const contact_report *r, const char *why, arena *a)
{
    contact_after row = { .id = id_new(a), .report = r->id, .why = why, .opened = who->now, .agencies = "", .scope = "", .papers = "", .responses = "",
        .communications = "", .departures = "", .corrective = "", .submitted_by = "", .accepted_by = "" };
    return history_add(rw, who, &CONTACT_AFTERS, "contact.after_opened", who->today, NULL, &row, a);
}

/* The hours begin when the paper was received: the report's day and time, else when the report came in. */
wr_rc contact_notice_start(db_tx *rw, const wr_actor *who, const contact_report *r, const contact_facts *f, arena *a)
{
    contact_notice row = { .id = id_new(a), .report = r->id, .received = r->filed, .agency = r->agency, .nature = "", .copy = "", .given_how = "" };
    contact_agency agency;
    wr_rc rc = db_one(rw, &CONTACT_AGENCY_BY, a, &agency, db_t(r->agency));
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    if (rc == WR_OK) row.agency = agency.name;
    if (!day_none(r->day) && *f->arrived) row.received = contact_us_of(r->day, f->arrived);
    TRY(clock_number_value(rw, "employer.notice_hours", NOTICE_HOURS, a, &row.hours));
    row.due = contact_notice_due(row.received, row.hours);
    return history_add(rw, who, &CONTACT_NOTICES, "contact.notice_due", who->today, NULL, &row, a);
}

wr_rc contact_follow_open(db_tx *rw, const wr_actor *who, const contact_report *r, arena *a)
{
    contact_followed was = { 0 };
    contact_facts f;
    const char *why;
    TRY(contact_current(rw, r, CONTACT_OPEN, a, &f));
    why = contact_after_why(r, &f, a);
    if (!*why && !contact_notice_asked(r)) return WR_OK;
    if (r->version > 1 || r->locked) TRY(contact_follow_of(rw, r->id, a, &was));   /* a new report has nothing yet: nobody waits for an answer */
    if (*why && !was.has_after) TRY(after_open(rw, who, r, why, a));
    return contact_notice_asked(r) && !was.has_notice ? contact_notice_start(rw, who, r, &f, a) : WR_OK;
}

const char *contact_said_at(arena *a, const char *lang, wr_us at)
{
    clock_local l = clock_local_at(clock_city_zone(), at);
    int minutes = l.offset_s / 60, of_hour = (minutes < 0 ? -minutes : minutes) % 60;
    const char *zone = of_hour ? arena_fmt(a, "%s (UTC%+d:%02d)", l.abbr, minutes / 60, of_hour) : arena_fmt(a, "%s (UTC%+d)", l.abbr, minutes / 60);
    return i18n_at(a, lang, l.day, l.hour, l.minute, zone);
}
