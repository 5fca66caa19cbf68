/* contact_model.c -- reports in rows: their history, which is delicate, and the questions asked of it. */
#include "contact_own.h"
#include "contact_rollcall.h"

#include "str.h"

static const field REPORT_F[] = {
    FIELD(contact_report, id,           t, F_HIDE, 32,            NULL),
    FIELD(contact_report, number,       i, F_PATH, 0,             N_("Report")),
    FIELD(contact_report, entry,        t, F_HIDE, 32,            NULL),
    FIELD(contact_report, place,        t, 0, 60,                 N_("Facility")),
    FIELD(contact_report, department,   t, 0, 12,                 N_("Department")),
    FIELD(contact_report, body,         i, F_HIDE, 0,             NULL),
    FIELD(contact_report, day,          d, 0, 0,                  N_("Day")),
    WORDS(contact_report, request,      contact_requests,         N_("What they wanted")),
    WORDS(contact_report, mode,         contact_modes,            N_("How they came")),
    FIELD(contact_report, agency,       t, 0, 40,                 N_("Agency")),
    FIELD(contact_report, paper,        t, 0, 20,                 N_("Kind of paper")),
    FIELD(contact_report, response,     t, 0, 40,                 N_("What staff did")),
    WORDS(contact_report, area,         contact_areas,            N_("What kind of area it is")),
    FIELD(contact_report, detained,     i, 0, 0,                  N_("People detained: how many")),
    FIELD(contact_report, forced,       b, 0, 0,                  N_("Without consent, or by force")),
    FIELD(contact_report, departs,      b, 0, 0,                  N_("Other than the guide says")),
    FIELD(contact_report, filed,        u, 0, 0,                  N_("Received")),
    FIELD(contact_report, version,      i, 0, 0,                  N_("Version")),
    FIELD(contact_report, path,         t, F_HIDE, FLOW_PATH_MAX, NULL),
    FIELD(contact_report, outcome,      t, 0, 200,                N_("What the guide says")),
    FIELD(contact_report, facts,        t, F_HIDE | F_LONG, 0,    NULL),
    FIELD(contact_report, restricted,   x, F_RESTRICTED, 0,       N_("Restricted facts")),
    FIELD(contact_report, privileged,   x, F_RESTRICTED, 0,       N_("Advice of counsel")),
    FIELD(contact_report, transcribed,  b, 0, 0,                  N_("Copied from paper")),
    FIELD(contact_report, acknowledged, u, 0, 0,                  N_("Acknowledged")),
    FIELD(contact_report, escalated,    u, 0, 0,                  N_("Escalated")),
    FIELD(contact_report, reviewed,     u, 0, 0,                  N_("Reviewed by the liaison")),
    FIELD(contact_report, counselled,   u, 0, 0,                  N_("Reviewed by counsel")),
    FIELD(contact_report, locked,       u, 0, 0,                  N_("Locked")),
    FIELD(contact_report, publishable,  t, F_LONG, 2000,          N_("Summary that may be published")),
    FIELD(contact_report, redaction,    t, F_LONG, 1000,          N_("Why the rest is withheld")),
};
const shape CONTACT_REPORT = SHAPE("contact_report", contact_report, REPORT_F);
const db_query CONTACT_REPORT_ADD = HISTORY_ADD("contact_report"), CONTACT_REPORT_PAST = HISTORY_PAST("contact_report"),
    CONTACT_REPORT_WALK = HISTORY_WALK("contact_report");
const db_query CONTACT_REPORT_PUT = { "contact_report_put", "titttidttttttibbuitttxxbuuuuutt", NULL, "INSERT INTO contact_report (" CONTACT_REPORT_COLS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)"
    " ON CONFLICT (id) DO UPDATE SET day = excluded.day, request = excluded.request, mode = excluded.mode, agency = excluded.agency, paper = excluded.paper,"
    " response = excluded.response, area = excluded.area, detained = excluded.detained, forced = excluded.forced, departs = excluded.departs,"
    " version = excluded.version, path = excluded.path, outcome = excluded.outcome, facts = excluded.facts, restricted = excluded.restricted,"
    " privileged = excluded.privileged, transcribed = excluded.transcribed, acknowledged = excluded.acknowledged, escalated = excluded.escalated,"
    " reviewed = excluded.reviewed, counselled = excluded.counselled, locked = excluded.locked, publishable = excluded.publishable, redaction = excluded.redaction" };
const db_query CONTACT_REPORT_BY = { "contact_report_by", "t", &CONTACT_REPORT, "SELECT " CONTACT_REPORT_COLS " FROM contact_report WHERE id = $1" };
const db_query CONTACT_REPORT_NUMBER = { "contact_report_number", "i", &CONTACT_REPORT, "SELECT " CONTACT_REPORT_COLS " FROM contact_report WHERE number = $1" };
const db_query CONTACT_SCOPE = { "contact_scope", "i", &WR_SCOPE, "SELECT body, body AS owner FROM contact_report WHERE number = $1" };
const db_query CONTACT_LAST = { "contact_last", "", &DB_ID, "SELECT coalesce(max(number), 0) FROM contact_report" };
const history CONTACT_REPORTS = { "contact_report", &CONTACT_REPORT, &CONTACT_REPORT_ADD, &CONTACT_REPORT_PAST, &CONTACT_REPORT_PUT, &CONTACT_REPORT_WALK,
    .delicate = true };

wr_rc contact_report_by_number(db_tx *tx, int64_t number, arena *a, contact_report *ret) { return db_one(tx, &CONTACT_REPORT_NUMBER, a, ret, db_i(number)); }
wr_rc contact_report_by_id(db_tx *tx, const char *id, arena *a, contact_report *ret) { return db_one(tx, &CONTACT_REPORT_BY, a, ret, db_t(id)); }

wr_rc contact_report_save(db_tx *rw, const wr_actor *who, const char *what, const contact_report *was, const contact_report *now, arena *a)
{
    return history_add(rw, who, &CONTACT_REPORTS, what, who->today, was, now, a);
}

wr_rc contact_open(const contact_report *r, contact_which which, arena *a, contact_facts *ret)
{
    const char *text;
    contact_clear(ret);
    TRY(contact_read(r->facts, a, ret));
    if (which == CONTACT_OPEN || r->restricted.n == 0) return WR_OK;
    TRY(seal_column_open(a, "contact_report", r->id, "restricted", r->restricted, &text));
    return contact_read(text, a, ret);
}

wr_rc contact_current(db_tx *tx, const contact_report *r, contact_which which, arena *a, contact_facts *ret)
{
    TRY(contact_open(r, which, a, ret));
    return contact_amended(tx, r->id, which != CONTACT_OPEN, a, ret);
}

void contact_columns(const contact_facts *f, contact_report *in_out)
{
    in_out->day = f->day;
    in_out->request = f->request;
    in_out->mode = f->mode;
    in_out->agency = f->agency;
    in_out->paper = f->paper;
    in_out->response = f->response;
    in_out->area = f->area_class;
    in_out->detained = f->detained;
    in_out->forced = contact_forced(f);
}

wr_rc contact_rebuild(db_tx *rw, arena *a)
{
    db_id last;
    TRY(db_one_(rw, &CONTACT_LAST, a, sizeof last, &last, NULL, 0));
    TRY(db_seq_raise(rw, "contact", last.id));
    return contact_rollcall_rebuild(rw, a);
}
