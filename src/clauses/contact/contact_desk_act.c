/* contact_desk_act.c -- what is done with a report once it is there: opened, acknowledged, reviewed, advised on, locked; and what the clock
 * does: after some minutes (a number of the city) without an acknowledgement more people are told, after a day the report is locked. Each is one event. */
#include "contact_own.h"

#include "db.h"
#include "str.h"

enum { ESCALATE_MINUTES = 15, LOCK_HOURS = 24, TICK_MAX = 100 };
static const wr_us MINUTE = 60 * (wr_us)1000000;
typedef struct in_reason { int64_t number; const char *reason; } in_reason;
static const field REASON_F[] = { FIELD(in_reason, number, i, F_PATH, 0, N_("Report")), FIELD(in_reason, reason, t, 0, SEAL_REASON_MAX, N_("Say why you need to read this")) };
const shape IN_CONTACT_REASON = SHAPE("a report and a reason", in_reason, REASON_F);
static const field REVIEW_F[] = { FIELD(in_review, number, i, F_PATH, 0, N_("Report")),
    FIELD(in_review, publishable, t, F_NULL | F_LONG, 2000, N_("Summary that may be published")),
    FIELD(in_review, redaction, t, F_NULL | F_LONG, 1000, N_("Why the rest is withheld")) };
const shape IN_CONTACT_REVIEW = SHAPE("a review", in_review, REVIEW_F);
static const field COUNSEL_F[] = { FIELD(in_counsel, number, i, F_PATH, 0, N_("Report")), FIELD(in_counsel, text, t, F_LONG, 4000, N_("Advice of counsel")) };
const shape IN_CONTACT_COUNSEL = SHAPE("advice of counsel", in_counsel, COUNSEL_F);

/* ---- deeds ---- */
static wr_rc rule(db_tx *rw, const char *name, const char *text) { return wr_fail(db_err(rw), WR_E_RULE, name, text); }

static wr_rc save(db_tx *rw, const wr_actor *who, const char *what, contact_report *in_out, const contact_report *now, arena *a)
{
    contact_report was = *in_out;
    *in_out = *now;
    return contact_report_save(rw, who, what, &was, now, a);
}

wr_rc contact_acknowledge(db_tx *rw, const wr_actor *who, contact_report *r, arena *a)
{
    contact_report now = *r;
    if (r->acknowledged) return rule(rw, "contact.acknowledged", N_("This report is acknowledged already."));
    now.acknowledged = who->now;
    return save(rw, who, "contact.acknowledged", r, &now, a);
}

/* The first review, or another summary afterwards. */
wr_rc contact_review(db_tx *rw, const wr_actor *who, contact_report *r, const char *publishable, const char *redaction, arena *a)
{
    contact_report now = *r;
    bool first = !r->reviewed;
    TRY(contact_screened(rw, "publishable", publishable));
    TRY(contact_screened(rw, "redaction", redaction));
    if (!r->acknowledged) return rule(rw, "contact.acknowledged", N_("A report is acknowledged before it is reviewed."));
    if (!first && str_eq(publishable, r->publishable) && str_eq(redaction, r->redaction)) return rule(rw, "contact.reviewed", N_("This changes nothing."));
    if (first) now.reviewed = who->now;
    now.publishable = publishable;
    now.redaction = redaction;
    return save(rw, who, first ? "contact.reviewed" : "contact.published", r, &now, a);
}

wr_rc contact_counsel(db_tx *rw, const wr_actor *who, contact_report *r, const char *text, arena *a)
{
    contact_report now = *r;
    TRY(contact_screened(rw, "text", text));
    if (!r->counselled) now.counselled = who->now;
    TRY(seal_column(a, "contact_report", r->id, "privileged", text, &now.privileged));
    return save(rw, who, "contact.counselled", r, &now, a);
}

wr_rc contact_lock(db_tx *rw, const wr_actor *who, contact_report *r, arena *a)
{
    contact_report now = *r;
    if (r->locked) return rule(rw, "contact.locked", N_("This report is locked already."));
    now.locked = who->now;
    return save(rw, who, "contact.locked", r, &now, a);
}

/* ---- escalation ---- */
wr_rc contact_escalate_minutes(db_tx *ro, arena *a, int64_t *ret) { return clock_number_value(ro, "contact.escalate_minutes", ESCALATE_MINUTES, a, ret); }

/* Those who may acknowledge anywhere, the alternate of the department, and its manager. */
static wr_rc told_next(db_tx *rw, const contact_report *r, arena *a, mail_to **ret, size_t *ret_n)
{
    city_liaison *l;
    mail_to *everywhere, *managers;
    size_t n, n_everywhere, n_managers;
    TRY(city_liaisons_of(rw, r->department, a, &l, &n));
    TRY(mail_to_holders(rw, "contact.acknowledge", a, &everywhere, &n_everywhere));
    TRY(mail_to_holders_of(rw, "contact.restricted", r->body, a, &managers, &n_managers));
    *ret = arena_array(a, mail_to, n + n_everywhere + n_managers + 1);
    *ret_n = 0;
    for (size_t i = 0; i < n_everywhere; i++) (*ret)[(*ret_n)++] = everywhere[i];
    for (size_t i = 0; i < n_managers; i++) (*ret)[(*ret_n)++] = managers[i];
    for (size_t i = 0; i < n; i++)
        if (l[i].kind == LIAISON_ALTERNATE) TRY(mail_to_liaison(rw, &l[i], a, &(*ret)[(*ret_n)++]));
    return WR_OK;
}

wr_rc contact_escalate(db_tx *rw, const wr_actor *who, contact_report *r, arena *a)
{
    contact_report now = *r;
    mail_to *to, *leads;
    city_place place;
    size_t n, n_leads;
    const char *number = arena_fmt(a, "%lld", (long long)r->number);
    now.escalated = who->now;
    TRY(city_place_by(rw, r->place, a, &place));
    TRY(told_next(rw, r, a, &to, &n));
    TRY(contact_leads(rw, r->place, who->now, true, to, n, a, &leads, &n_leads));
    TRY(save(rw, who, "contact.escalated", r, &now, a));
    const char *const holes[] = { "number", number, "place", place.name, "department", r->department,
        "minutes", arena_fmt(a, "%lld", (long long)((who->now - r->filed) / MINUTE)), NULL };
    for (size_t i = 0; i < n; i++)
        TRY(mail_send(rw, who, &to[i], &(mail_note){ .kind = "contact.escalated", .about = r->id, .url = arena_fmt(a, "/contact/reports/%s", number), .holes = holes,
            .subject = N_("Nobody has acknowledged contact report {number}: {place}"),
            .text = N_("The contact report from {place} ({department}) came in {minutes} minutes ago, and nobody has acknowledged it. Please do. What it says is on its page, not in this mail.") }, a));
    for (size_t i = 0; i < n_leads; i++)
        TRY(mail_send(rw, who, &leads[i], &(mail_note){ .kind = "contact.lead", .about = r->id, .holes = holes,
            .subject = N_("Nobody has acknowledged contact report {number}: {place}"),
            .text = N_("The contact report from {place} ({department}) came in {minutes} minutes ago, and nobody has acknowledged it. You are on duty there: please call the department’s liaison or the mayor’s office. What the report says is not in this mail.") }, a));
    return WR_OK;
}

const db_query CONTACT_OVERDUE = { "contact_overdue", "u", &CONTACT_REPORT, "SELECT " CONTACT_REPORT_COLS " FROM contact_report"
    " WHERE acknowledged = 0 AND escalated = 0 AND filed <= $1 ORDER BY filed, id LIMIT 100" };
const db_query CONTACT_UNLOCKED = { "contact_unlocked", "u", &CONTACT_REPORT, "SELECT " CONTACT_REPORT_COLS " FROM contact_report"
    " WHERE locked = 0 AND filed <= $1 ORDER BY filed, id LIMIT 100" };

wr_rc contact_tick_desk(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    contact_report *r;
    int64_t minutes, hours;
    size_t n;
    (void)what;
    TRY(contact_escalate_minutes(rw, a, &minutes));
    TRY(clock_number_value(rw, "contact.lock_hours", LOCK_HOURS, a, &hours));
    TRY(db_all(rw, &CONTACT_OVERDUE, a, TICK_MAX, &r, &n, db_i(who->now - minutes * MINUTE)));
    for (size_t i = 0; i < n; i++) TRY(contact_escalate(rw, who, &r[i], a));
    TRY(db_all(rw, &CONTACT_UNLOCKED, a, TICK_MAX, &r, &n, db_i(who->now - hours * 60 * MINUTE)));
    for (size_t i = 0; i < n; i++) TRY(contact_lock(rw, who, &r[i], a));
    return WR_OK;
}

/* ---- buttons ---- */
static wr_rc begin(db_tx *rw, int64_t number, arena *a, contact_report *ret, http_go *go)
{
    TRY(contact_report_by_number(rw, number, a, ret));
    *go = (http_go){ .url = arena_fmt(a, "/contact/reports/%lld", (long long)number), .id = ret->id };
    return WR_OK;
}

wr_rc contact_act_record(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    contact_report r;
    TRY(begin(rw, ((const in_report *)in)->number, a, &r, ret));
    return seal_grant_ask(rw, who, r.id, "record", N_("Opened the record."), a);
}

wr_rc contact_act_acknowledge(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    contact_report r;
    TRY(begin(rw, ((const in_report *)in)->number, a, &r, ret));
    TRY(contact_acknowledge(rw, who, &r, a));
    return seal_grant_ask(rw, who, r.id, "record", N_("Acknowledged it."), a);
}

/* Whoever opens more has opened the record itself. */
static wr_rc open_more(db_tx *rw, const wr_actor *who, const in_reason *in, const char *fields, arena *a, http_go *ret)
{
    contact_report r;
    TRY(begin(rw, in->number, a, &r, ret));
    return seal_grant_ask(rw, who, r.id, fields, in->reason, a);
}

wr_rc contact_act_restricted(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return open_more(rw, who, in, "record restricted", a, ret); }
wr_rc contact_act_privileged(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return open_more(rw, who, in, "record privileged", a, ret); }

wr_rc contact_act_review(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_review *in = in_;
    contact_report r;
    TRY(begin(rw, in->number, a, &r, ret));
    return contact_review(rw, who, &r, in->publishable, in->redaction, a);
}

/* Advice that is there is opened first: nobody writes over what they have not read. */
wr_rc contact_act_counsel(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_counsel *in = in_;
    contact_report r;
    wr_us until;
    TRY(begin(rw, in->number, a, &r, ret));
    TRY(seal_granted_until(rw, who, r.id, "privileged", a, &until));
    if (r.privileged.n && !until) return rule(rw, "contact.privileged", N_("There is advice already. Open it first, then change it."));
    return contact_counsel(rw, who, &r, in->text, a);
}

wr_rc contact_act_lock(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    contact_report r;
    TRY(begin(rw, ((const in_report *)in)->number, a, &r, ret));
    return contact_lock(rw, who, &r, a);
}
