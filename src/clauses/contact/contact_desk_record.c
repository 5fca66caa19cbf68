/* contact_desk_record.c -- one report: its line to who may read at all; what it says to who opened it; what is restricted and what counsel
 * said to who gave a reason. `show` writes nothing: opening is a form, and leaves a grant that ends by itself. */
#include "contact_own.h"

#include "day.h"
#include "db.h"
#include "i18n.h"
#include "str.h"

/* ---- shapes ---- */
static const field ONE_F[] = { FIELD(in_report, number, i, F_PATH, 0, N_("Report")) };
const shape IN_CONTACT_ONE = SHAPE("a report", in_report, ONE_F);
static const field RECORD_F[] = {
    FIELD(contact_record, address,       t, 0, 0, N_("Address")),
    FIELD(contact_record, district,      i, 0, 0, N_("Council district")),
    FIELD(contact_record, arrived,       t, 0, 5, N_("Arrived at")),
    FIELD(contact_record, gone,          t, 0, 5, N_("Left at")),
    FIELD(contact_record, minutes,       i, 0, 0, N_("Minutes")),
    FIELD(contact_record, paper_name,    t, 0, 0, N_("Kind of paper")),
    FIELD(contact_record, response_said, t, 0, 0, N_("What staff did")),
    FIELD(contact_record, departure,     t, 0, 0, N_("What was done other than the guide says, and why")),
    FIELD(contact_record, guide,         i, 0, 0, N_("Version of the guide")),
    FIELD(contact_record, version,       i, 0, 0, N_("Version")),
    FIELD(contact_record, transcribed,   b, 0, 0, N_("Copied from paper")),
    FIELD(contact_record, escalated,     u, F_NULL, 0, N_("Escalated")),
    FIELD(contact_record, reviewed,      u, F_NULL, 0, N_("Reviewed by the liaison")),
    FIELD(contact_record, counselled,    u, F_NULL, 0, N_("Reviewed by counsel")),
    FIELD(contact_record, publishable,   t, F_LONG, 2000, N_("Summary that may be published")),
    FIELD(contact_record, redaction,     t, F_LONG, 1000, N_("Why the rest is withheld")),
};
const shape CONTACT_RECORD = SHAPE("a report, opened", contact_record, RECORD_F);
static const field LIVE_F[] = {
    FIELD(contact_live, record,     u, 0, 0,      N_("The record is open until")),
    FIELD(contact_live, restricted, u, F_NULL, 0, N_("What is restricted is open until")),
    FIELD(contact_live, privileged, u, F_NULL, 0, N_("The advice of counsel is open until")),
};
const shape CONTACT_LIVE = SHAPE("what is open, and until when", contact_live, LIVE_F);
static const field STEP_F[] = { FIELD(contact_step, asked, t, 0, 0, N_("Step of the guide")), FIELD(contact_step, chosen, t, 0, 0, N_("What was chosen")),
    FIELD(contact_step, at, t, 0, 5, N_("When")) };
const shape CONTACT_STEP = SHAPE("a step of the path", contact_step, STEP_F);
static const field TOLD_F[] = { FIELD(contact_told, text, t, 0, 0, N_("Text")) };
const shape CONTACT_TOLD = SHAPE("a line", contact_told, TOLD_F);

wr_rc contact_live_of(db_tx *ro, const wr_actor *who, const char *id, arena *a, contact_live *ret)
{
    TRY(seal_granted_until(ro, who, id, "record", a, &ret->record));
    TRY(seal_granted_until(ro, who, id, "restricted", a, &ret->restricted));
    TRY(seal_granted_until(ro, who, id, "privileged", a, &ret->privileged));
    return seal_granted_until(ro, who, id, "export", a, &ret->export);
}

/* ---- the head ---- */
wr_rc contact_put_head(db_tx *ro, const wr_actor *who, const contact_report *r, arena *a, json_t *doc)
{
    contact_line l;
    city_place place;
    city_department body;
    contact_agency *agencies;
    size_t n;
    TRY(contact_line_of(ro, r->number, a, &l));
    TRY(city_place_by(ro, r->place, a, &place));
    TRY(city_department_by(ro, r->department, a, &body));
    TRY(contact_agencies(ro, a, &agencies, &n));
    TRY(page_put(doc, &CONTACT_LINE, &l));
    TRY(page_text(doc, "name", place.name));
    TRY(page_text(doc, "body", body.name));
    TRY(page_text(doc, "agency_name", contact_agency_name(agencies, n, r->agency)));
    return contact_put_state(who, &l, a, doc);
}

/* ---- the record ---- */
/* The guide as it was in force when the report came in: the path in its words, and what it said. */
static wr_rc put_guide(db_tx *ro, const contact_report *r, const contact_facts *f, const char *lang, arena *a, contact_record *to, json_t *doc)
{
    flow *guide = arena_make(a, flow);
    flow_walked w = { 0 };
    const flow_paper *paper;
    contact_step *steps;
    contact_told *outcomes;
    wr_rc rc = flow_in_force(ro, r->filed, a, guide);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    if (rc == WR_OK) {
        flow_walk(guide, r->path, a, &w);
        to->guide = guide->number;
        if ((paper = flow_paper_of(guide, r->paper))) to->paper_name = flow_said_name(guide, lang, paper->title);
    }
    steps = arena_array(a, contact_step, w.n_steps + 1);
    outcomes = arena_array(a, contact_told, w.n_outcomes + 1);
    for (size_t i = 0; i < w.n_steps; i++) steps[i] = (contact_step){ flow_said(guide, lang, w.steps[i].node->title, a), flow_said(guide, lang, w.steps[i].choice->label, a),
        contact_step_time(a, f->path_times, w.steps[i].node->id) };
    for (size_t i = 0; i < w.n_outcomes; i++) outcomes[i] = (contact_told){ flow_said(guide, lang, w.outcomes[i]->title, a) };
    TRY(page_rows(doc, "steps", &CONTACT_STEP, steps, w.n_steps));
    return page_rows(doc, "outcomes", &CONTACT_TOLD, outcomes, w.n_outcomes);
}

wr_rc contact_put_record(db_tx *ro, const wr_actor *who, const contact_report *r, bool restricted, arena *a, json_t *doc)
{
    contact_facts f, now;
    city_place place;
    contact_record c = { .paper_name = r->paper, .response_said = *r->response ? i18n_word(a, who->lang, r->response) : "", .version = r->version,
        .transcribed = r->transcribed, .escalated = r->escalated, .reviewed = r->reviewed, .counselled = r->counselled, .publishable = r->publishable,
        .redaction = r->redaction };
    TRY(city_place_by(ro, r->place, a, &place));
    TRY(contact_open(r, restricted ? CONTACT_RESTRICTED : CONTACT_OPEN, a, &f));
    now = f;
    TRY(contact_amended(ro, r->id, restricted, a, &now));
    c.address = place.address;
    c.district = place.district;
    c.arrived = now.arrived;
    c.gone = now.gone;
    c.minutes = contact_minutes(&now) < 0 ? 0 : contact_minutes(&now);
    c.departure = now.departure;
    TRY(put_guide(ro, r, &f, who->lang, a, &c, doc));
    TRY(page_rows(doc, "record", &CONTACT_RECORD, &c, 1));
    TRY(contact_put_photos(ro, who, r->entry, a, doc));
    TRY(contact_put_facts(&f, &now, restricted, who->lang, a, doc));
    return contact_put_amendments(ro, r->id, &f, restricted, who->lang, a, doc);
}

wr_rc contact_put_shut(json_t *doc)
{
    TRY(page_rows(doc, "record", &CONTACT_RECORD, NULL, 0));
    TRY(page_rows(doc, "steps", &CONTACT_STEP, NULL, 0));
    TRY(page_rows(doc, "outcomes", &CONTACT_TOLD, NULL, 0));
    TRY(page_rows(doc, "amendments", &CONTACT_AMENDED, NULL, 0));
    TRY(page_rows(doc, "photos", &DOC_LISTED, NULL, 0));
    return page_rows(doc, "parts", &CONTACT_PART, NULL, 0);
}

/* ---- what may be done ---- */
static wr_rc form_at(json_t *doc, const char *key, const contact_report *r, const char *verb, const shape *in, const void *row, const char *button, arena *a)
{
    return page_form(doc, key, &(page_form_of){ .action_url = arena_fmt(a, "/contact/reports/%lld/%s", (long long)r->number, verb), .in = in, .row = row, .button = button }, a);
}

static wr_rc put_more_acts(const wr_actor *who, const contact_report *r, const contact_live *live, const char *advice, arena *a, json_t *doc)
{
    const char *number = arena_fmt(a, "%lld", (long long)r->number);
    if (r->acknowledged && contact_may(who, "contact.review", r->body))
        TRY(form_at(doc, "do_review", r, "review", &IN_CONTACT_REVIEW, &(in_review){ r->number, r->publishable, r->redaction }, r->reviewed ? N_("Keep this summary") : N_("It is reviewed"), a));
    if ((!r->privileged.n || live->privileged) && contact_may(who, "contact.counsel", r->body))
        TRY(form_at(doc, "do_counsel", r, "counsel", &IN_CONTACT_COUNSEL, &(in_counsel){ r->number, advice }, N_("Keep this advice"), a));
    if (!r->locked && contact_may(who, "contact.lock", r->body)) TRY(form_at(doc, "do_lock", r, "lock", &IN_CONTACT_ONE, NULL, N_("Lock the report now"), a));
    TRY(page_text(doc, "amend_url", r->locked && contact_may(who, "contact.amend", r->body) ? arena_fmt(a, "/contact/reports/%s/amend", number) : ""));
    return page_text(doc, "export_url", contact_may(who, "contact.export", r->body) ? arena_fmt(a, "/contact/reports/%s/export", number) : "");
}

static wr_rc put_acts(const wr_actor *who, const contact_report *r, const contact_live *live, const char *advice, arena *a, json_t *doc)
{
    bool opened = live->record > 0;
    if (!r->acknowledged && contact_may(who, "contact.acknowledge", r->body))
        TRY(form_at(doc, "do_acknowledge", r, "acknowledge", &IN_CONTACT_ONE, NULL, N_("Acknowledge, and open the record"), a));
    else if (!opened) TRY(form_at(doc, "do_open", r, "open", &IN_CONTACT_ONE, NULL, N_("Open the record"), a));
    if (!opened) return WR_OK;
    if (!live->restricted && r->restricted.n && contact_may(who, "contact.restricted", r->body))
        TRY(form_at(doc, "do_restricted", r, "restricted/open", &IN_CONTACT_REASON, NULL, N_("Open what is restricted"), a));
    if (!live->privileged && r->privileged.n && contact_may(who, "contact.privileged", r->body))
        TRY(form_at(doc, "do_privileged", r, "privileged/open", &IN_CONTACT_REASON, NULL, N_("Open the advice of counsel"), a));
    return put_more_acts(who, r, live, advice, a, doc);
}

wr_rc contact_show_report(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    contact_report r;
    contact_live live;
    const char *advice = "";
    TRY(contact_report_by_number(ro, ((const in_report *)in_)->number, a, &r));
    TRY(contact_live_of(ro, who, r.id, a, &live));
    TRY(contact_put_head(ro, who, &r, a, doc));
    if (live.record) {
        TRY(contact_put_record(ro, who, &r, live.restricted > 0, a, doc));
        TRY(contact_put_takes(ro, who, &r, a, doc));
    } else {
        TRY(contact_put_shut(doc));
    }
    if (live.privileged) TRY(seal_column_open(a, "contact_report", r.id, "privileged", r.privileged, &advice));
    TRY(page_text(doc, "advice", advice));
    TRY(page_flag(doc, "advised", live.record && r.privileged.n));
    TRY(page_rows(doc, "live", &CONTACT_LIVE, &live, live.record ? 1 : 0));
    TRY(page_text(doc, "timeline_url", arena_fmt(a, "/contact/reports/%lld/timeline", (long long)r.number)));
    TRY(page_text(doc, "follow_url", contact_may(who, "contact.follow", r.body) ? arena_fmt(a, "/contact/reports/%lld/follow", (long long)r.number) : ""));
    return put_acts(who, &r, &live, advice, a, doc);
}
