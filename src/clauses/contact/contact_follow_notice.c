/* contact_follow_notice.c -- the notice that staff is owed when an inspection of employment records was announced: its four contents, the
 * hours that the law gives, a page to print in every language. The hours are a number of the city's clock, with its source. */
#include "contact_follow.h"

#include "day.h"
#include "db.h"
#include "i18n.h"
#include "now.h"
#include "str.h"

typedef struct in_notice { int64_t number; wr_day received_day; const char *received_time, *agency, *nature, *copy; } in_notice;
static const field NOTICE_F[] = {
    FIELD(in_notice, number,        i, F_PATH, 0,      N_("Report")),
    FIELD(in_notice, received_day,  d, 0, 0,           N_("Day on which the announcement was received")),
    FIELD(in_notice, received_time, t, 0, 5,           N_("Time (for example 14:30)")),
    FIELD(in_notice, agency,        t, 0, 200,         N_("Agency")),
    FIELD(in_notice, nature,        t, F_LONG, 1000,   N_("Nature of the inspection, as far as it is known")),
    FIELD(in_notice, copy,          t, F_LONG, 300,    N_("Where staff finds the copy of the announcement")),
};
const shape IN_NOTICE = SHAPE("write the notice", in_notice, NOTICE_F);
typedef struct in_given { int64_t number; wr_day given_day; const char *given_time, *given_how; } in_given;
static const field GIVEN_F[] = {
    FIELD(in_given, number,     i, F_PATH, 0,    N_("Report")),   FIELD(in_given, given_day, d, 0, 0, N_("Day on which it was given")),
    FIELD(in_given, given_time, t, 0, 5, N_("Time (for example 14:30)")), FIELD(in_given, given_how, t, F_LONG, 300, N_("How it was given")),
};
const shape IN_NOTICE_GIVEN = SHAPE("the notice was given", in_given, GIVEN_F);
typedef struct say_notice { int64_t number, hours; const char *received_said, *due_said, *given_said, *given_how; int state; } say_notice;
static const field SAY_F[] = {
    FIELD(say_notice, number, i, 0, 0, N_("Report")), FIELD(say_notice, hours, i, 0, 0, N_("Hours")), FIELD(say_notice, received_said, t, 0, 0, N_("Received")),
    FIELD(say_notice, due_said, t, 0, 0, N_("Due")), FIELD(say_notice, given_said, t, 0, 0, N_("Given")), FIELD(say_notice, given_how, t, 0, 0, N_("How it was given")),
    WORDS(say_notice, state, contact_notice_states, N_("State")),
};
const shape CONTACT_SAY_NOTICE = SHAPE("the notice of an inspection", say_notice, SAY_F);
/* One language of the paper. */
typedef struct say_paper { const char *lang, *heading, *intro, *agency_label, *agency, *received_label, *received, *nature_label, *nature, *copy_label, *copy; } say_paper;
static const field PAPER_F[] = {
    FIELD(say_paper, lang, t, 0, 0, N_("Language")),           FIELD(say_paper, heading, t, 0, 0, N_("Title")),       FIELD(say_paper, intro, t, 0, 0, N_("Text")),
    FIELD(say_paper, agency_label, t, F_HIDE, 0, NULL),        FIELD(say_paper, agency, t, 0, 0, N_("Agency")),
    FIELD(say_paper, received_label, t, F_HIDE, 0, NULL),      FIELD(say_paper, received, t, 0, 0, N_("Received")),
    FIELD(say_paper, nature_label, t, F_HIDE, 0, NULL),        FIELD(say_paper, nature, t, 0, 0, N_("Nature of the inspection")),
    FIELD(say_paper, copy_label, t, F_HIDE, 0, NULL),          FIELD(say_paper, copy, t, 0, 0, N_("Copy")),
};
const shape CONTACT_SAY_PAPER = SHAPE("the notice in one language", say_paper, PAPER_F);

static wr_rc notice_of(db_tx *tx, int64_t number, arena *a, contact_report *ret_report, contact_notice *ret)
{
    wr_rc rc;
    TRY(contact_report_by_number(tx, number, a, ret_report));
    rc = db_one(tx, &CONTACT_NOTICE_OF, a, ret, db_t(ret_report->id));
    return rc == WR_E_MISSING ? wr_fail(arena_err(a), rc, NULL, N_("No notice is due after this report. If one is, start its hours on the page of what follows.")) : rc;
}

static say_paper paper(const char *lang, const contact_notice *n, arena *a)
{
    return (say_paper){ lang, i18n(lang, NULL, N_("Notice to staff: an inspection of employment records was announced")),
        i18n(lang, NULL, N_("An agency of the government has told this employer that it will inspect Forms I-9 or other employment records. State law asks the employer to tell you.")),
        i18n(lang, NULL, N_("Agency that makes the inspection")), n->agency, i18n(lang, NULL, N_("Date on which the employer received the announcement")),
        i18n_day_long(a, lang, clock_today(n->received)), i18n(lang, NULL, N_("What is inspected, as far as it is known")), n->nature,
        i18n(lang, NULL, N_("Copy of the announcement")), n->copy };
}

static wr_rc forms(const wr_actor *who, const contact_report *r, const contact_notice *n, arena *a, json_t *doc)
{
    in_notice row = { .received_day = clock_today(n->received), .received_time = contact_time_of(a, n->received), .agency = n->agency, .nature = n->nature, .copy = n->copy };
    in_given given = { .given_day = clock_today(who->now), .given_time = contact_time_of(a, who->now), .given_how = "" };
    if (n->given) return WR_OK;
    TRY(page_form(doc, "write", &(page_form_of){ .action_url = contact_follow_url(a, r->number, "/notice/write"), .in = &IN_NOTICE, .row = &row,
        .button = N_("Save the notice") }, a));
    if (!*n->nature || !*n->copy) return WR_OK;
    return page_form(doc, "give", &(page_form_of){ .action_url = contact_follow_url(a, r->number, "/notice/give"), .in = &IN_NOTICE_GIVEN, .row = &given,
        .button = N_("It was given") }, a);
}

wr_rc contact_show_notice(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    static const char *const KINDS[] = { "open", "late", "ok", "ok" };
    static const char *const TITLES[] = { N_("The notice to staff is due {due}"), N_("The notice to staff was due {due}"), N_("The notice to staff was given in time"),
        N_("The notice to staff was given late") };
    const in_follow *in = in_;
    contact_report r;
    contact_notice n;
    size_t n_langs;
    const i18n_lang *langs = i18n_languages(&n_langs);
    say_paper *papers = arena_array(a, say_paper, n_langs + 1);
    say_notice head;
    TRY(notice_of(ro, in->number, a, &r, &n));
    head = (say_notice){ r.number, n.hours, contact_said_at(a, who->lang, n.received), contact_said_at(a, who->lang, n.due),
        n.given ? contact_said_at(a, who->lang, n.given) : "", n.given_how, contact_notice_state(&n, who->now) };
    for (size_t i = 0; i < n_langs; i++) papers[i] = paper(langs[i].code, &n, a);
    TRY(page_put(doc, &CONTACT_SAY_NOTICE, &head));
    TRY(page_rows(doc, "papers", &CONTACT_SAY_PAPER, papers, n_langs));
    TRY(page_text(doc, "kind", KINDS[head.state]));
    TRY(page_flag(doc, "whole", *n.nature && *n.copy));
    TRY(page_text(doc, "follow_url", contact_follow_url(a, r.number, "")));
    TRY(page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, TITLES[head.state]), (const char *const[]){ "due", head.due_said, NULL })));
    return forms(who, &r, &n, a, doc);
}

wr_rc contact_act_notice_start(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_follow *in = in_;
    contact_report r;
    contact_facts f;
    contact_notice was;
    wr_rc rc;
    TRY(contact_report_by_number(rw, in->number, a, &r));
    TRY(contact_current(rw, &r, CONTACT_OPEN, a, &f));
    rc = db_one(rw, &CONTACT_NOTICE_OF, a, &was, db_t(r.id));
    if (rc == WR_OK) return wr_fail(db_err(rw), WR_E_RULE, "contact.notice", N_("The hours of this notice have begun already."));
    if (rc != WR_E_MISSING) return rc;
    *ret = (http_go){ .url = contact_follow_url(a, in->number, "/notice"), .id = r.id };
    return contact_notice_start(rw, who, &r, &f, a);
}

wr_rc contact_act_notice(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_notice *in = in_;
    contact_report r;
    contact_notice was, now;
    TRY(notice_of(rw, in->number, a, &r, &was));
    if (was.given) return wr_fail(db_err(rw), WR_E_RULE, "contact.notice", N_("This notice was given: what it said stays as it is."));
    if (!contact_time_ok(in->received_time)) return wr_fail(db_err(rw), WR_E_INPUT, "received_time", contact_wrong_text[WRONG_TIME]);
    now = was;
    now.received = contact_us_of(in->received_day, in->received_time);
    if (now.received > who->now) return wr_fail(db_err(rw), WR_E_INPUT, "received_day", contact_wrong_text[WRONG_DAY]);
    now.due = contact_notice_due(now.received, now.hours);
    now.agency = in->agency;
    now.nature = in->nature;
    now.copy = in->copy;
    *ret = (http_go){ .url = contact_follow_url(a, in->number, "/notice"), .id = was.id };
    return history_add(rw, who, &CONTACT_NOTICES, "contact.notice_written", who->today, &was, &now, a);
}

wr_rc contact_act_notice_given(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_given *in = in_;
    contact_report r;
    contact_notice was, now;
    TRY(notice_of(rw, in->number, a, &r, &was));
    if (was.given) return wr_fail(db_err(rw), WR_E_RULE, "contact.notice", N_("This notice was given already."));
    if (!*was.nature || !*was.copy) return wr_fail(db_err(rw), WR_E_RULE, "contact.notice", N_("Write the notice first: agency, date, nature and where the copy is."));
    if (!contact_time_ok(in->given_time)) return wr_fail(db_err(rw), WR_E_INPUT, "given_time", contact_wrong_text[WRONG_TIME]);
    now = was;
    now.given = contact_us_of(in->given_day, in->given_time);
    now.given_how = in->given_how;
    if (now.given < was.received) return wr_fail(db_err(rw), WR_E_INPUT, "given_day", N_("It cannot have been given before the announcement came."));
    if (now.given > who->now) return wr_fail(db_err(rw), WR_E_INPUT, "given_day", contact_wrong_text[WRONG_DAY]);
    *ret = (http_go){ .url = contact_follow_url(a, in->number, "/notice"), .id = was.id };
    return history_add(rw, who, &CONTACT_NOTICES, "contact.notice_given", who->today, &was, &now, a);
}
