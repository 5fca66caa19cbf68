/* contact_desk_demo.c -- invented reports of a demonstration, told through the same deeds as real ones: sent, acknowledged, escalated,
 * reviewed, advised on, locked and amended, each at its own time. */
#include "contact_own.h"

#include "day.h"
#include "db.h"
#include "now.h"
#include "str.h"

/* filed: the time of day at which it came in. acknowledged, escalated: minutes later, reviewed, locked: hours later; 0: never. */
typedef struct contact_demo { const char *place; wr_day day; const char *filed, *arrived, *gone; int mode, request; const char *agency; int area; const char *path,
    *paper, *response, *departure; int64_t officers; int entered; int64_t detained; const char *observed, *officer_name, *reporter_name;
    int64_t acknowledged, escalated, reviewed; const char *publishable, *redaction, *advice; int64_t locked; const char *amend, *value, *reason; } contact_demo;
static const field DEMO_F[] = {
    FIELD(contact_demo, place,         t, 0, 60,                N_("Facility")),
    FIELD(contact_demo, day,           d, 0, 0,                 N_("Day")),
    FIELD(contact_demo, filed,         t, 0, 5,                 N_("Received")),
    FIELD(contact_demo, arrived,       t, 0, 5,                 N_("Arrived at")),
    FIELD(contact_demo, gone,          t, F_NULL, 5,            N_("Left at")),
    WORDS_OPT(contact_demo, mode, contact_modes,                N_("How they came")),
    WORDS_OPT(contact_demo, request, contact_requests,          N_("What they wanted")),
    FIELD(contact_demo, agency,        t, F_NULL, 40,           N_("Agency")),
    WORDS_OPT(contact_demo, area, contact_areas,                N_("What kind of area it is")),
    FIELD(contact_demo, path,          t, F_NULL, FLOW_PATH_MAX, N_("The path, step by step")),
    FIELD(contact_demo, paper,         t, F_NULL, 20,           N_("Kind of paper")),
    FIELD(contact_demo, response,      t, F_NULL, 40,           N_("What staff did")),
    FIELD(contact_demo, departure,     t, F_NULL, 2000,         N_("What was done other than the guide says, and why")),
    FIELD(contact_demo, officers,      i, F_NULL, 500,          N_("Number of officers")),
    WORDS_OPT(contact_demo, entered, contact_entries,           N_("Did they go into areas that are not public")),
    FIELD(contact_demo, detained,      i, F_NULL, 1000,         N_("People detained: how many")),
    FIELD(contact_demo, observed,      t, F_NULL, 2000,         N_("What you saw")),
    FIELD(contact_demo, officer_name,  t, F_NULL, 200,          N_("Officer in charge: name")),
    FIELD(contact_demo, reporter_name, t, F_NULL, 200,          N_("Your name")),
    FIELD(contact_demo, acknowledged,  i, F_NULL, 0,            N_("Acknowledged")),
    FIELD(contact_demo, escalated,     i, F_NULL, 0,            N_("Escalated")),
    FIELD(contact_demo, reviewed,      i, F_NULL, 0,            N_("Reviewed by the liaison")),
    FIELD(contact_demo, publishable,   t, F_NULL, 2000,         N_("Summary that may be published")),
    FIELD(contact_demo, redaction,     t, F_NULL, 1000,         N_("Why the rest is withheld")),
    FIELD(contact_demo, advice,        t, F_NULL, 4000,         N_("Advice of counsel")),
    FIELD(contact_demo, locked,        i, F_NULL, 0,            N_("Locked")),
    FIELD(contact_demo, amend,         t, F_NULL, 40,           N_("What is amended")),
    FIELD(contact_demo, value,         t, F_NULL, 2000,         N_("What is right")),
    FIELD(contact_demo, reason,        t, F_NULL, 500,          N_("Why")),
};
const shape CONTACT_DEMO = SHAPE("an invented report", contact_demo, DEMO_F);

static contact_facts facts_of(const contact_demo *d)
{
    contact_facts f;
    contact_clear(&f);
    f.day = d->day;
    f.arrived = d->arrived;
    f.gone = d->gone;
    f.mode = d->mode;
    f.request = d->request;
    f.agency = d->agency;
    f.area_class = d->area;
    f.path = d->path;
    f.paper = d->paper;
    f.response = d->response;
    f.departure = d->departure;
    f.officers = d->officers;
    f.entered_how = d->entered;
    f.detained = d->detained;
    f.observed = d->observed;
    f.officer_name = d->officer_name;
    f.reporter_name = d->reporter_name;
    return f;
}

/* The first account of a role, of this department or of any (0); else the operator. */
static wr_rc played_by(db_tx *rw, const wr_actor *who, const char *role, wr_id department, arena *a, wr_actor *ret)
{
    person_account *p;
    size_t n;
    TRY(person_list(rw, a, &p, &n));
    *ret = *who;
    for (size_t i = 0; i < n; i++)
        if (str_eq(p[i].role, role) && (!department || p[i].department == department)) {
            ret->person = p[i].num;
            ret->by = p[i].by;
            ret->department = p[i].department;
            break;
        }
    return WR_OK;
}

static void at(db_tx *rw, wr_actor *who, wr_us now)
{
    who->now = now;
    who->today = clock_today(now);
    db_batch_us_set(rw, now);
}

static wr_rc told_later(db_tx *rw, const wr_actor *who, const contact_demo *d, contact_report *r, arena *a)
{
    static const wr_us MINUTE = 60 * (wr_us)1000000;
    wr_actor liaison, counsel, clock = *who;
    clock.by = "clock";
    TRY(played_by(rw, who, "liaison", r->body, a, &liaison));
    TRY(played_by(rw, who, "counsel", 0, a, &counsel));
    if (d->escalated) {
        at(rw, &clock, r->filed + d->escalated * MINUTE);
        TRY(contact_escalate(rw, &clock, r, a));
    }
    if (d->acknowledged) {
        at(rw, &liaison, r->filed + d->acknowledged * MINUTE);
        TRY(contact_acknowledge(rw, &liaison, r, a));
        if (liaison.person) TRY(seal_grant_ask(rw, &liaison, r->id, "record", N_("Acknowledged it."), a));
    }
    if (*d->advice) {
        at(rw, &counsel, r->filed + 180 * MINUTE);
        TRY(contact_counsel(rw, &counsel, r, d->advice, a));
    }
    if (d->reviewed) {
        at(rw, &liaison, r->filed + d->reviewed * 60 * MINUTE);
        TRY(contact_review(rw, &liaison, r, d->publishable, d->redaction, a));
    }
    if (d->locked) {
        at(rw, &clock, r->filed + d->locked * 60 * MINUTE);
        TRY(contact_lock(rw, &clock, r, a));
    }
    if (!*d->amend) return WR_OK;
    at(rw, &liaison, r->locked + 90 * MINUTE);
    return contact_amend(rw, &liaison, r, d->amend, d->value, d->reason, a);
}

wr_rc contact_load_demo(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const contact_demo *d = what;
    contact_facts f = facts_of(d);
    contact_draft draft = { .id = id_new(a), .place = d->place, .report = "" };
    contact_ready ready;
    wr_actor reporter = *who;
    wr_us now = db_batch_us(rw);
    int minute = contact_minute_of(d->filed);
    if (minute < 0) return wr_fail(db_err(rw), WR_E_INPUT, "filed", contact_wrong_text[0]);
    reporter.by = "public";
    at(rw, &reporter, clock_us_at(clock_city_zone(), d->day, minute / 60, minute % 60));
    TRY(contact_valid(&f, who->today, a));
    TRY(contact_make_ready(rw, &reporter, &draft, &f, a, &ready));
    TRY(contact_send(rw, &reporter, &draft, &ready, a));
    TRY(told_later(rw, who, d, &ready.row, a));
    db_batch_us_set(rw, now);
    return WR_OK;
}

const wr_story contact_stories[] = {
    { N_("A report comes in: acknowledge the one that waits, read it, and see who opened it"), "/contact/reports", "liaison-library" },
    { N_("Be counsel: open a report, say why you read the names in it, and write down your advice"), "/contact/reports", "counsel" },
    { 0 }
};
