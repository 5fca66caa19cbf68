/* contact_follow_after.c -- the after-action of a report: seven contents, a draft that anyone who may follow up writes on, submitted, and
 * accepted by another human. It is to be read widely, so it holds none of the report's restricted names. */
#include "contact_follow.h"

#include <string.h>
#include "db.h"
#include "i18n.h"
#include "str.h"

typedef struct in_after { int64_t number; const char *agencies, *scope, *papers, *responses, *communications, *departures, *corrective; } in_after;
static const field AFTER_F[] = {
    FIELD(in_after, number,         i, F_PATH, 0, N_("Report")),
    FIELD(in_after, agencies,       t, F_LONG | F_NULL, 1000, N_("Agencies")),
    FIELD(in_after, scope,          t, F_LONG | F_NULL, 4000, N_("Nature and scope of the presence")),
    FIELD(in_after, papers,         t, F_LONG | F_NULL, 4000, N_("Warrants or requests, and how they were handled")),
    FIELD(in_after, responses,      t, F_LONG | F_NULL, 4000, N_("What tenants, staff and others on the site did")),
    FIELD(in_after, communications, t, F_LONG | F_NULL, 4000, N_("Who was told, and when")),
    FIELD(in_after, departures,     t, F_LONG | F_NULL, 4000, N_("Departures from the protocol")),
    FIELD(in_after, corrective,     t, F_LONG | F_NULL, 4000, N_("What should change")),
};
const shape IN_AFTER = SHAPE("write the after-action", in_after, AFTER_F);

static wr_rc after_of(db_tx *tx, int64_t number, arena *a, contact_report *ret_report, contact_after *ret)
{
    wr_rc rc;
    TRY(contact_report_by_number(tx, number, a, ret_report));
    rc = db_one(tx, &CONTACT_AFTER_OF, a, ret, db_t(ret_report->id));
    return rc == WR_E_MISSING ? wr_fail(arena_err(a), rc, NULL, N_("No after-action is open for this report.")) : rc;
}

static wr_rc say_whys(const wr_actor *who, const contact_after *x, arena *a, json_t *doc)
{
    strbuf b = sb_new(a, 200);
    for (const char *p = x->why; *p;) {
        size_t n = strcspn(p, ",");
        sb_fmt(&b, "%s%s", b.n ? ", " : "", i18n(who->lang, NULL, arena_fmt(a, "%.*s", (int)n, p)));
        p += n;
        p += strspn(p, ", ");
    }
    return page_text(doc, "whys", b.p);
}

static wr_rc forms(db_tx *ro, const contact_report *r, const contact_after *x, arena *a, json_t *doc)
{
    contact_after begun = *x;
    in_after row;
    contact_facts f;
    if (x->state == AFTER_ACCEPTED) return WR_OK;
    TRY(contact_current(ro, r, CONTACT_OPEN, a, &f));
    if (x->state == AFTER_OPEN) contact_after_begin(r, &f, a, &begun);
    row = (in_after){ r->number, begun.agencies, begun.scope, begun.papers, begun.responses, begun.communications, begun.departures, begun.corrective };
    TRY(page_form(doc, "write", &(page_form_of){ .action_url = contact_follow_url(a, r->number, "/after/write"), .in = &IN_AFTER, .row = &row, .button = N_("Save the draft") }, a));
    if (x->state == AFTER_DRAFT)
        return page_form(doc, "submit", &(page_form_of){ .action_url = contact_follow_url(a, r->number, "/after/submit"), .in = &PERSON_NOTHING, .button = N_("Submit it") }, a);
    if (x->state == AFTER_SUBMITTED)
        return page_form(doc, "accept", &(page_form_of){ .action_url = contact_follow_url(a, r->number, "/after/accept"), .in = &PERSON_NOTHING, .button = N_("Accept it") }, a);
    return WR_OK;
}

wr_rc contact_show_after(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    static const char *const KINDS[] = { "none", "open", "review", "ok" };
    static const char *const TITLES[] = { N_("The after-action is open: nobody has written it yet"), N_("The after-action is a draft"),
        N_("The after-action waits for a second person"), N_("The after-action is accepted") };
    const in_follow *in = in_;
    contact_report r;
    contact_after x;
    TRY(after_of(ro, in->number, a, &r, &x));
    TRY(page_put(doc, &CONTACT_AFTER, &x));
    TRY(say_whys(who, &x, a, doc));
    TRY(page_text(doc, "kind", KINDS[x.state]));
    TRY(page_flag(doc, "begun", x.state != AFTER_OPEN));
    TRY(page_int(doc, "number", r.number));
    TRY(page_text(doc, "follow_url", contact_follow_url(a, r.number, "")));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, TITLES[x.state])));
    return forms(ro, &r, &x, a, doc);
}

/* The restricted facts, as reported and as amended, are opened here to be looked for, and for nothing else. */
wr_rc contact_prepare_after(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    const in_after *in = in_;
    contact_report r;
    contact_facts f, now;
    (void)who;
    TRY(contact_report_by_number(ro, in->number, a, &r));
    TRY(contact_open(&r, CONTACT_WHOLE, a, &f));
    now = f;
    TRY(contact_amended(ro, r.id, true, a, &now));
    for (size_t i = 1; i < IN_AFTER.n; i++)
        if (contact_names_in(shape_get(&AFTER_F[i], in, a), &f, a) || contact_names_in(shape_get(&AFTER_F[i], in, a), &now, a))
            return wr_fail(arena_err(a), WR_E_INPUT, AFTER_F[i].name, N_("A name or number stands here that is restricted in the report. Write the role instead: an officer, a supervisor, a member of staff."));
    return WR_OK;
}

wr_rc contact_act_after(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_after *in = in_;
    contact_report r;
    contact_after was, now;
    TRY(after_of(rw, in->number, a, &r, &was));
    if (was.state == AFTER_ACCEPTED) return wr_fail(db_err(rw), WR_E_RULE, "contact.after", N_("It is accepted: what it says stays as it is."));
    now = was;
    now.state = AFTER_DRAFT;
    now.submitted = 0;
    now.submitted_by = "";
    now.agencies = in->agencies;
    now.scope = in->scope;
    now.papers = in->papers;
    now.responses = in->responses;
    now.communications = in->communications;
    now.departures = in->departures;
    now.corrective = in->corrective;
    *ret = (http_go){ .url = contact_follow_url(a, in->number, "/after"), .id = was.id };
    return history_add(rw, who, &CONTACT_AFTERS, "contact.after_drafted", who->today, &was, &now, a);
}

wr_rc contact_act_after_submit(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_follow *in = in_;
    contact_report r;
    contact_after was, now;
    TRY(after_of(rw, in->number, a, &r, &was));
    if (was.state != AFTER_DRAFT) return wr_fail(db_err(rw), WR_E_RULE, "contact.after", N_("Only a draft can be submitted."));
    if (!*was.agencies || !*was.scope || !*was.responses || !*was.corrective)
        return wr_fail(db_err(rw), WR_E_RULE, "contact.after", N_("Agencies, scope, responses and what should change are needed before it is submitted."));
    now = was;
    now.state = AFTER_SUBMITTED;
    now.submitted = who->now;
    now.submitted_by = who->by;
    *ret = (http_go){ .url = contact_follow_url(a, in->number, "/after"), .id = was.id };
    return history_add(rw, who, &CONTACT_AFTERS, "contact.after_submitted", who->today, &was, &now, a);
}

wr_rc contact_act_after_accept(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_follow *in = in_;
    contact_report r;
    contact_after was, now;
    const char *as;
    TRY(after_of(rw, in->number, a, &r, &was));
    if (was.state != AFTER_SUBMITTED) return wr_fail(db_err(rw), WR_E_RULE, "contact.after", N_("Only what was submitted can be accepted."));
    TRY(person_counts_as(rw, who, was.submitted_by, a, &as));
    if (str_eq(as, was.submitted_by)) return wr_fail(db_err(rw), WR_E_RULE, "contact.after", N_("Who submitted it cannot accept it: another person reads it first."));
    now = was;
    now.state = AFTER_ACCEPTED;
    now.accepted = who->now;
    now.accepted_by = who->by;
    *ret = (http_go){ .url = contact_follow_url(a, in->number, "/after"), .id = was.id };
    return history_add(rw, who, &CONTACT_AFTERS, "contact.after_accepted", who->today, &was, &now, a);
}
