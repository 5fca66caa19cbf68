/* flow_approve.c -- counsel approves exactly the text that stands in the draft; then one person asks and another publishes it. What was
 * changed afterwards has another hash, and the approval is not of it. */
#include "flow_edit.h"

#include "day.h"
#include "flow_own.h"
#include "now.h"
#include "pair.h"
#include "person.h"
#include "str.h"

static const field APPROVAL_F[] = {
    FIELD(flow_approval, id,          t, F_HIDE, 32,         NULL),
    FIELD(flow_approval, sha256,      t, 0, 64,              N_("SHA-256")),
    FIELD(flow_approval, text,        t, F_LONG | F_HIDE, 0, NULL),
    FIELD(flow_approval, counsel,     t, 0, 120,             N_("Counsel")),
    FIELD(flow_approval, approved_by, t, F_HIDE, 64,         NULL),
    FIELD(flow_approval, counsel_day, d, 0, 0,               N_("Approved by counsel")),
    FIELD(flow_approval, note,        t, F_NULL, 300,        N_("Note")),
    FIELD(flow_approval, approved,    u, 0, 0,               N_("Approved")),
};
const shape FLOW_APPROVAL = SHAPE("counsel’s approval of a draft", flow_approval, APPROVAL_F);
#define COLS "id, sha256, text, counsel, approved_by, counsel_day, note, approved"
const db_query FLOW_APPROVAL_ADD = HISTORY_ADD("flow_approval"), FLOW_APPROVAL_PAST = HISTORY_PAST("flow_approval"), FLOW_APPROVAL_WALK = HISTORY_WALK("flow_approval");
const db_query FLOW_APPROVAL_PUT = { "flow_approval_put", "tttttdtu", NULL, "INSERT INTO flow_approval (" COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    " ON CONFLICT (id) DO NOTHING" };
const db_query FLOW_APPROVAL_LAST = { "flow_approval_last", "", &FLOW_APPROVAL, "SELECT " COLS " FROM flow_approval ORDER BY approved DESC, id LIMIT 1" };
const db_query FLOW_APPROVAL_BY = { "flow_approval_by", "t", &FLOW_APPROVAL, "SELECT " COLS " FROM flow_approval WHERE id = $1" };
const history FLOW_APPROVALS_H = { "flow_approval", &FLOW_APPROVAL, &FLOW_APPROVAL_ADD, &FLOW_APPROVAL_PAST, &FLOW_APPROVAL_PUT, &FLOW_APPROVAL_WALK };

static const field BY_F[] = { FIELD(flow_by, by, t, 0, 64, NULL) };
static const shape BY = SHAPE("who changed a guide", flow_by, BY_F);
const db_query FLOW_EDITORS = { "flow_editors", "ii", &BY, "SELECT who AS \"by\" FROM flow_part_event WHERE n > $1 AND n <= $2 UNION SELECT who FROM flow_word_event"
    " WHERE n > $1 AND n <= $2 ORDER BY 1" };
static const field NUMBER_F[] = { FIELD(flow_number, number, i, 0, 0, NULL), FIELD(flow_number, n, i, 0, 0, NULL), FIELD(flow_number, by, t, 0, 64, NULL) };
static const shape NUMBER = SHAPE("a version in the log", flow_number, NUMBER_F);
const db_query FLOW_VERSION_NUMBERS = { "flow_version_numbers", "", &NUMBER, "SELECT v.number, e.n, e.who AS \"by\" FROM flow_version v JOIN flow_version_event e ON e.about = v.id"
    " ORDER BY v.number" };

/* What waits for the second person: this text, approved so, from this day. */
typedef struct asked { const char *sha256, *approval; wr_day from; const char *note; } asked;
static const field ASKED_F[] = { FIELD(asked, sha256, t, 0, 64, N_("SHA-256")), FIELD(asked, approval, t, F_HIDE, 32, NULL), FIELD(asked, from, d, 0, 0, N_("Holds from")),
    FIELD(asked, note, t, F_NULL, 300, N_("Note")) };
const shape FLOW_ASKED = SHAPE("a guide to be published", asked, ASKED_F);

wr_rc flow_editors(db_tx *ro, int64_t after_n, int64_t upto_n, arena *a, flow_by **ret, size_t *ret_n)
{
    return db_all(ro, &FLOW_EDITORS, a, 1000, ret, ret_n, db_i(after_n), db_i(upto_n));
}

wr_rc flow_numbers(db_tx *ro, arena *a, flow_number **ret, size_t *ret_n) { return db_all_(ro, &FLOW_VERSION_NUMBERS, a, 9999, sizeof **ret, (void *)ret, ret_n, NULL, 0); }

wr_rc flow_approval_last(db_tx *ro, arena *a, flow_approval *ret)
{
    flow_approval *rows;
    size_t n;
    TRY(db_all_(ro, &FLOW_APPROVAL_LAST, a, 1, sizeof *rows, (void *)&rows, &n, NULL, 0));
    if (n) *ret = rows[0];
    return n ? WR_OK : WR_E_MISSING;
}

static wr_rc sound(db_tx *rw, const flow *f, arena *a)
{
    flow_checked c;
    flow_check(f, a, &c);
    return c.n ? wr_fail(db_err(rw), WR_E_RULE, NULL, c.faults[0].text, "node", c.faults[0].node, "about", c.faults[0].about) : WR_OK;
}

wr_rc flow_approve(db_tx *rw, const wr_actor *who, const char *sha256, const char *note, arena *a)
{
    flow draft, last;
    person_account self;
    flow_approval now;
    TRY(flow_draft_now(rw, a, &draft, &last));
    if (!str_eq(sha256, flow_sha256(&draft, a)))
        return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("The draft was changed while you read it. Nothing is approved. Please read it again at the page of approval."));
    if (str_eq(sha256, flow_sha256(&last, a))) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("The draft says what the last version says. There is nothing to approve."));
    TRY(sound(rw, &draft, a));
    TRY(person_by_num(rw, who->person, a, &self));
    now = (flow_approval){ id_new(a), sha256, flow_to_text(&draft, a), self.name, who->by, who->today, note ? note : "", who->now };
    return history_add(rw, who, &FLOW_APPROVALS_H, "flow.words_approved", who->today, NULL, &now, a);
}

static wr_rc lapsed(db_tx *tx) { return wr_fail(db_err(tx), WR_E_RULE, NULL, N_("Counsel has not approved this text: something was changed since. Counsel approves it again first.")); }

wr_rc flow_ask(db_tx *rw, const wr_actor *who, const pair_kind *kind, const char *sha256, wr_day from, const char *note, arena *a)
{
    flow draft, last;
    flow_approval ok;
    wr_rc rc;
    TRY(flow_draft_now(rw, a, &draft, &last));
    if (!str_eq(sha256, flow_sha256(&draft, a))) return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("The draft was changed while you read it. Please look at it again."));
    rc = flow_approval_last(rw, a, &ok);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    if (rc == WR_E_MISSING || !str_eq(ok.sha256, sha256)) return lapsed(rw);
    if (wr_day_cmp(from, who->today) < 0) return wr_fail(db_err(rw), WR_E_INPUT, "from", N_("A version holds from today or from a later day."));
    TRY(sound(rw, &draft, a));
    return pair_ask(rw, who, kind, arena_fmt(a, "%.32s", sha256), arena_fmt(a, "%s, %lld, %s, SHA-256 %.16s…", last.title, (long long)last.number + 1, day_text(a, from), sha256),
                    &(asked){ sha256, ok.id, from, note ? note : "" }, a);
}

/* Neither counsel who approved it nor anyone who changed it since the last version, under another account neither. */
static wr_rc another(db_tx *rw, const wr_actor *who, const flow_approval *ok, arena *a)
{
    flow_number *numbers;
    flow_by *all;
    const char *as;
    size_t n, n_numbers;
    TRY(person_counts_as(rw, who, ok->approved_by, a, &as));
    if (str_eq(as, ok->approved_by)) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("You approved these words as counsel. Another person publishes them."));
    TRY(flow_numbers(rw, a, &numbers, &n_numbers));
    TRY(flow_editors(rw, n_numbers ? numbers[n_numbers - 1].n : 0, INT64_MAX, a, &all, &n));
    for (size_t i = 0; i < n; i++) {
        TRY(person_counts_as(rw, who, all[i].by, a, &as));
        if (str_eq(as, all[i].by)) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("You changed this draft yourself. Another person publishes it."));
    }
    return WR_OK;
}

wr_rc flow_run_publish(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const asked *x = what;
    flow draft, last, head;
    flow_approval ok;
    person_account self;
    TRY(flow_draft_now(rw, a, &draft, &last));
    TRY(db_one(rw, &FLOW_APPROVAL_BY, a, &ok, db_t(x->approval)));
    if (!str_eq(x->sha256, flow_sha256(&draft, a)) || !str_eq(ok.sha256, x->sha256)) return lapsed(rw);
    TRY(another(rw, who, &ok, a));
    TRY(person_by_num(rw, who->person, a, &self));
    head = last;
    head.number = last.number + 1;
    head.from = wr_day_cmp(x->from, who->today) < 0 ? who->today : x->from;
    head.counsel = ok.counsel;
    head.counsel_day = ok.counsel_day;
    head.approver = self.name;
    head.note = x->note;
    return flow_publish(rw, who, &head, a);
}
