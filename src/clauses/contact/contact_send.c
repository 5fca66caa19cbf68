/* contact_send.c -- a draft becomes a report, or adds to the one that it became: the guide is asked, restricted facts are sealed, and
 * the liaison and the mayor's office hear of it in the same transaction. */
#include "contact_follow.h"
#include "contact_own.h"

#include <string.h>
#include "db.h"
#include "i18n.h"
#include "now.h"
#include "str.h"

/* What the guide in force says of the path, and whether what staff did fits it. No guide: nothing to depart from. */
wr_rc contact_ask_guide(db_tx *ro, wr_us at, const contact_facts *f, arena *a, contact_report *r)
{
    flow *guide = arena_make(a, flow);
    flow_walked w;
    strbuf outcomes = sb_new(a, 80);
    wr_rc rc = flow_in_force(ro, at, a, guide);
    if (rc == WR_E_MISSING || (rc == WR_OK && !*f->path)) return WR_OK;
    TRY(rc);
    flow_walk(guide, f->path, a, &w);
    for (size_t i = 0; i < w.n_outcomes && outcomes.n < 160; i++) sb_fmt(&outcomes, "%s%s", i ? " " : "", w.outcomes[i]->outcome);
    r->outcome = outcomes.p;
    r->departs = *f->response && flow_departs(&w, f->response, a) != NULL;
    return WR_OK;
}

static wr_rc addressees(db_tx *ro, const char *department, arena *a, contact_ready *ret)
{
    city_liaison *l;
    mail_to *holders, *to;
    size_t n, n_holders;
    TRY(city_liaisons_of(ro, department, a, &l, &n));
    TRY(mail_to_holders(ro, "contact.acknowledge", a, &holders, &n_holders));
    ret->to = to = arena_array(a, mail_to, n + n_holders + 1);
    for (size_t i = 0; i < n; i++) TRY(mail_to_liaison(ro, &l[i], a, &to[ret->n_to++]));
    for (size_t i = 0; i < n_holders; i++) to[ret->n_to++] = holders[i];
    return WR_OK;
}

static bool among(const mail_to *to, size_t n, const char *email)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(to[i].email, email)) return true;
    return false;
}

/* The chain of N2 in the guide: the lead first, then who comes next there, then the department's line. */
wr_rc contact_leads(db_tx *ro, const char *place, wr_us at, bool all, const mail_to *but, size_t n_but, arena *a, mail_to **ret, size_t *ret_n)
{
    city_call *chain;
    size_t n;
    TRY(city_chain(ro, place, at, a, &chain, &n));
    *ret = arena_array(a, mail_to, n + 1);
    *ret_n = 0;
    for (size_t i = 0; i < n; i++) {
        if (chain[i].tier == CITY_TIER_CITY || (!all && (i > 0 || chain[i].tier != CITY_TIER_PLACE))) continue;
        if (*chain[i].email && !among(but, n_but, chain[i].email) && !among(*ret, *ret_n, chain[i].email))
            TRY(mail_to_address(ro, chain[i].name, chain[i].email, a, &(*ret)[(*ret_n)++]));
    }
    return WR_OK;
}

/* What is restricted and has not changed keeps its bytes: sealed again it would look changed. */
static wr_rc seal_rest(const contact_facts *f, arena *a, contact_report *r)
{
    const char *text = contact_text(f, CONTACT_RESTRICTED, a), *was = "";
    r->facts = contact_text(f, CONTACT_OPEN, a);
    if (r->restricted.n) TRY(seal_column_open(a, "contact_report", r->id, "restricted", r->restricted, &was));
    if (str_eq(text, was)) return WR_OK;
    r->restricted = (bytes){ 0 };
    return str_eq(text, "{}") ? WR_OK : seal_column(a, "contact_report", r->id, "restricted", text, &r->restricted);
}

wr_rc contact_make_ready(db_tx *ro, const wr_actor *who, const contact_draft *d, const contact_facts *f, arena *a, contact_ready *ret)
{
    contact_report *r = &ret->row;
    city_place place;
    city_department body;
    *ret = (contact_ready){ 0 };
    if (*d->report && !d->drill) {
        TRY(contact_report_by_id(ro, d->report, a, r));
    } else {
        TRY(city_place_by(ro, d->place, a, &place));
        TRY(city_department_by(ro, place.department, a, &body));
        *r = (contact_report){ .id = id_new(a), .entry = d->id, .place = d->place, .department = place.department, .body = body.num, .filed = who->now,
            .outcome = "", .publishable = "", .redaction = "" };
        ret->place_name = place.name;
        TRY(addressees(ro, place.department, a, ret));
        TRY(contact_leads(ro, d->place, who->now, false, ret->to, ret->n_to, a, &ret->leads, &ret->n_leads));
    }
    r->version++;
    contact_columns(f, r);
    r->path = f->path;
    r->transcribed = *f->copied_by != 0;
    TRY(contact_ask_guide(ro, who->now, f, a, r));
    return seal_rest(f, a, r);
}

static wr_rc tell(db_tx *rw, const wr_actor *who, const contact_ready *ready, arena *a)
{
    const char *number = arena_fmt(a, "%lld", (long long)ready->row.number);
    int64_t minutes;
    TRY(contact_escalate_minutes(rw, a, &minutes));
    for (size_t i = 0; i < ready->n_to; i++) {
        const char *const holes[] = { "number", number, "place", ready->place_name, "department", ready->row.department,
            "wait", contact_say_minutes(a, ready->to[i].lang, minutes), NULL };
        mail_note n = { .kind = "contact.filed", .about = ready->row.id, .url = arena_fmt(a, "/contact/reports/%s", number), .holes = holes,
            .subject = N_("Contact report {number}: {place}"),
            .text = N_("A contact report has come in from {place} ({department}). Please acknowledge it within {wait}. What it says is on its page, not in this mail.") };
        TRY(mail_send(rw, who, &ready->to[i], &n, a));
    }
    for (size_t i = 0; i < ready->n_leads; i++) {
        const char *const holes[] = { "number", number, "place", ready->place_name, "department", ready->row.department, NULL };
        mail_note n = { .kind = "contact.lead", .about = ready->row.id, .holes = holes, .subject = N_("Contact report {number}: {place}"),
            .text = N_("A contact report has come in from {place}, where you are on duty. The liaison of {department} and the mayor’s office have been told. If nobody has called you yet, please call the place. What the report says is not in this mail.") };
        TRY(mail_send(rw, who, &ready->leads[i], &n, a));
    }
    return WR_OK;
}

wr_rc contact_send(db_tx *rw, const wr_actor *who, contact_draft *d, contact_ready *ready, arena *a)
{
    contact_report was, *now = &ready->row;
    if (*d->report) {
        TRY(contact_report_by_id(rw, d->report, a, &was));
        if (was.locked) return wr_fail(db_err(rw), WR_E_RULE, "contact.locked", N_("This report is locked. What is to be added now is an amendment: ask your liaison."));
        if (was.version + 1 != now->version) return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("The report has changed meanwhile. Look at it again, then send."));
        TRY(contact_report_save(rw, who, "contact.added_to", &was, now, a));
        return contact_follow_open(rw, who, now, a);
    }
    TRY(db_seq(rw, "contact", &now->number));
    TRY(contact_report_save(rw, who, "contact.filed", NULL, now, a));
    d->report = now->id;
    TRY(contact_follow_open(rw, who, now, a));
    return tell(rw, who, ready, a);
}

/* ---- the button "Send the report" ---- */
typedef struct in_send { const char *entry; contact_draft draft; contact_facts facts; contact_ready ready; } in_send;   /* all but the first made by prepare */
static const field SEND_F[] = { FIELD(in_send, entry, t, F_HIDE | F_NULL, 32, NULL) };
const shape IN_SEND = SHAPE("send the report", in_send, SEND_F);

static wr_rc check(const contact_draft *d, const contact_facts *f, const contact_report *r, wr_day today, arena *a)
{
    const char *at;
    TRY(contact_valid(f, today, a));
    if ((at = contact_missing(f))) return wr_fail(arena_err(a), WR_E_INPUT, at, N_("The report needs this first."));
    if (!d->drill && r->departs && !*f->departure)
        return wr_fail(arena_err(a), WR_E_INPUT, "departure", N_("What was done is not what the guide says. Please say why: it helps whoever reads this."));
    return WR_OK;
}

wr_rc contact_prepare_send(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_send *in = in_;
    TRY(contact_draft_here(ro, who, in->entry, a, &in->draft, &in->facts));
    TRY(contact_make_ready(ro, who, &in->draft, &in->facts, a, &in->ready));
    return check(&in->draft, &in->facts, &in->ready.row, who->today, a);
}

wr_rc contact_act_send(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_send *in = in_;
    contact_draft now;
    contact_ready ready = in->ready;
    contact_facts facts;
    TRY(contact_draft_here(rw, who, in->entry, a, &now, &facts));
    if (!str_eq(now.id, in->draft.id) || now.saves != in->draft.saves)
        return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("The report has changed meanwhile. Look at it again, then send."));
    if (now.drill) TRY(contact_drill_add(rw, who, &now, &in->facts, a));
    else TRY(contact_send(rw, who, &now, &ready, a));
    *ret = (http_go){ .url = "/contact/copy", .id = now.id };
    return contact_draft_save(rw, who, &now, &in->facts, a);
}
