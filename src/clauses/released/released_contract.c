/* released_contract.c -- a contract in words has no price until a person says what it means; the words stay beside it, and so does everything said before. */
#include "released_cost_web.h"

#include <string.h>
#include "http.h"
#include "i18n.h"
#include "now.h"
#include "person.h"

const char *const released_ways[] = { N_("each price for its own people"), N_("one price for all people of the day"), NULL };
static const field CONTRACT_F[] = {
    FIELD(released_contract, id, t, F_HIDE, 32, NULL),
    FIELD(released_contract, facility, t, 0, 300, N_("Facility")),
    FIELD(released_contract, text, t, F_LONG, 2000, N_("The contract as the list has it")),
    FIELD(released_contract, flat, c, F_NULL, 0, N_("Rate for a night")),
    FIELD(released_contract, minimum, i, F_NULL, 0, N_("Guaranteed minimum of people")),
    FIELD(released_contract, tiers, t, F_NULL, 1000, N_("Tiers")),
    WORDS(released_contract, way, released_ways, N_("How tiers are read")),
    FIELD(released_contract, reason, t, F_LONG, 1000, N_("Reason")),
    FIELD(released_contract, undone, b, F_NULL, 0, N_("Undone")),
};
static const shape CONTRACT = SHAPE("released_contract", released_contract, CONTRACT_F);
#define COLS "id, facility, text, flat, minimum, tiers, way, reason, undone"
const db_query RELEASED_CONTRACT_ADD = HISTORY_ADD("released_contract"), RELEASED_CONTRACT_PAST = HISTORY_PAST("released_contract"), RELEASED_CONTRACT_WALK = HISTORY_WALK("released_contract");
const db_query RELEASED_CONTRACT_PUT = { "released_contract_put", "tttcitetb", NULL, "INSERT INTO released_contract (" COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    " ON CONFLICT (id) DO UPDATE SET flat = excluded.flat, minimum = excluded.minimum, tiers = excluded.tiers, way = excluded.way, reason = excluded.reason, undone = excluded.undone" };
const db_query RELEASED_CONTRACT_BY = { "released_contract_by", "tt", &CONTRACT, "SELECT " COLS " FROM released_contract WHERE facility = $1 AND text = $2" };
const db_query RELEASED_CONTRACT_ALL = { "released_contract_all", "", &CONTRACT, "SELECT " COLS " FROM released_contract WHERE undone = 0 ORDER BY facility, text LIMIT 2001" };
const history RELEASED_CONTRACTS = { "released_contract", &CONTRACT, &RELEASED_CONTRACT_ADD, &RELEASED_CONTRACT_PAST, &RELEASED_CONTRACT_PUT, &RELEASED_CONTRACT_WALK };

wr_rc released_contracts(db_tx *ro, arena *a, released_contract **ret, size_t *ret_n) { return db_all_(ro, &RELEASED_CONTRACT_ALL, a, RELEASED_CONTRACTS_MAX, sizeof **ret, ret, ret_n, NULL, 0); }

static bool meaning(const released_contract *c, arena *a, released_rate *ret)
{
    const char *at;
    return !released_meaning_read(c->flat, c->minimum, c->tiers, c->way == RELEASED_ALL_HEADS, a, ret, &at);
}

wr_rc released_settled_of(db_tx *ro, arena *a, released_settled *ret)
{
    released_contract *c;
    released_alias *x;
    size_t n, n_x, k = 0;
    TRY(released_contracts(ro, a, &c, &n));
    TRY(released_aliases(ro, a, &x, &n_x));
    released_meant *m = arena_array(a, released_meant, n + 1);
    released_tie *t = arena_array(a, released_tie, n_x + 1);
    for (size_t i = 0; i < n; i++) {
        m[k] = (released_meant){ c[i].facility, c[i].text, { 0 } };
        k += meaning(&c[i], a, &m[k].rate);
    }
    for (size_t i = 0; i < n_x; i++) t[i] = (released_tie){ x[i].name, x[i].facility };
    *ret = (released_settled){ m, k, t, n_x };
    return WR_OK;
}

const char *released_contract_said(arena *a, const char *lang, const released_contract *c)
{
    const char *people = i18n_int(a, lang, c->minimum);
    if (c->undone) return i18n(lang, NULL, N_("no meaning: the words stand alone"));
    if (c->flat && !c->minimum) return i18n_fill(a, i18n(lang, NULL, N_("{rate} a night")), (const char *const[]){ "rate", i18n_cents(a, lang, c->flat), NULL });
    if (c->flat) return i18n_fill(a, i18n(lang, NULL, N_("{rate} a night, for at least {people} people")), (const char *const[]){ "rate", i18n_cents(a, lang, c->flat), "people", people, NULL });
    return i18n_fill(a, i18n(lang, NULL, N_("{tiers}; {way}; at least {people} people")), (const char *const[]){ "tiers", c->tiers, "way", i18n(lang, NULL, released_ways[c->way]), "people", people, NULL });
}

/* ---- one contract of a list ---- */
typedef struct in_contract { const char *rates, *facility; wr_cents flat; int64_t minimum; const char *tiers; int way; const char *reason; } in_contract;
#define WHICH FIELD(in_contract, rates, t, F_HIDE | F_NULL, 40, NULL), FIELD(in_contract, facility, t, F_HIDE, 300, NULL)
static const field ASK_F[] = { WHICH };
static const field DECIDE_F[] = { WHICH,
    FIELD(in_contract, flat, c, F_NULL, 0, N_("Rate for a night")), FIELD(in_contract, minimum, i, F_NULL, 50000, N_("Guaranteed minimum of people")), FIELD(in_contract, tiers, t, F_NULL, 1000, N_("Tiers")),
    WORDS_OPT(in_contract, way, released_ways, N_("How tiers are read")), FIELD(in_contract, reason, t, F_LONG, 1000, N_("Reason")) };
static const field UNDO_F[] = { WHICH, FIELD(in_contract, reason, t, F_LONG, 1000, N_("Reason")) };
const shape IN_RELEASED_CONTRACT = SHAPE("a contract of a list of rates", in_contract, ASK_F);
const shape IN_RELEASED_DECIDE = SHAPE("what a contract means", in_contract, DECIDE_F);
const shape IN_RELEASED_CONTRACT_UNDO = SHAPE("what a contract means, undone", in_contract, UNDO_F);
static const field PAST_F[] = { FIELD(released_settled_past, at, u, 0, 0, N_("When")), FIELD(released_settled_past, by, t, 0, 0, N_("Who")), FIELD(released_settled_past, said, t, 0, 0, N_("What was decided")),
    FIELD(released_settled_past, reason, t, 0, 0, N_("Reason")) };
const shape RELEASED_SETTLED_PAST = SHAPE("what was decided before", released_settled_past, PAST_F);

/* The row of the list, read without what was settled, and what was settled of it. */
typedef struct found { released_view list; const released_rated *row; released_contract c; bool has; const char *text, *url; } found;
static wr_rc find(db_tx *tx, const in_contract *in, arena *a, found *ret)
{
    released_rates rates;
    wr_rc rc;
    *ret = (found){ 0 };
    TRY(released_rates_pick(tx, str_or_none(in->rates), a, &ret->list));
    TRY(released_rates_of(&ret->list, NULL, a, &rates));
    ret->row = released_rate_for(&rates, released_fold(a, in->facility, strlen(in->facility)));
    if (!ret->row) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This facility is not in the list of rates."));
    ret->text = released_words(a, ret->row->text, strlen(ret->row->text));
    ret->url = arena_fmt(a, "/released/cost/contract?rates=%lld-%lld&facility=%s", (long long)ret->list.file.number, (long long)ret->list.table.n, str_url(a, ret->row->key));
    rc = db_one(tx, &RELEASED_CONTRACT_BY, a, &ret->c, db_t(ret->row->key), db_t(ret->text));
    if (rc == WR_E_MISSING) *arena_err(a) = (wr_err){ 0 };
    else if (rc != WR_OK) return rc;
    ret->has = rc == WR_OK;
    return WR_OK;
}

static wr_rc put_past(db_tx *ro, const wr_actor *who, const released_contract *c, json_t *doc, arena *a)
{
    history_event *e;
    history_proof proof = { 0 };
    released_settled_past *x;
    person_account *all;
    size_t n, n_all;
    TRY(history_events(ro, &RELEASED_CONTRACTS, c->id, a, &e, &n));
    TRY(person_list(ro, a, &all, &n_all));
    x = arena_array(a, released_settled_past, n + 1);
    for (size_t i = 0; i < n; i++) {
        released_contract was;
        TRY(history_as_of(ro, &RELEASED_CONTRACTS, c->id, e[i].n, a, &was, &proof));
        x[n - 1 - i] = (released_settled_past){ e[i].at, person_name_of(all, n_all, e[i].who), released_contract_said(a, who->lang, &was), was.reason };
    }
    TRY(page_flag(doc, "has_past", n > 0));
    return page_rows(doc, "past", &RELEASED_SETTLED_PAST, x, n);
}

static wr_rc put_forms(const found *f, json_t *doc, arena *a)
{
    bool stands = f->has && !f->c.undone;
    const char *rates = arena_fmt(a, "%lld-%lld", (long long)f->list.file.number, (long long)f->list.table.n);
    const pair which[] = { { "rates", rates, strlen(rates) }, { "facility", f->row->key, strlen(f->row->key) } };
    in_contract now = { rates, f->row->key, f->c.flat, f->c.minimum, f->c.tiers, f->c.way, "" };
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/released/cost/contract/decide", .in = &IN_RELEASED_DECIDE, .row = stands ? &now : NULL, .typed = which, .typed_n = stands ? 0 : 2, .button = N_("Record what it means") }, a));
    TRY(page_hint(doc, "form", "flat", N_("Where the words come to one rate: 118.00. Leave it empty and write tiers otherwise.")));
    TRY(page_hint(doc, "form", "minimum", N_("The agency pays for at least so many people each night; 0 when there is no such minimum.")));
    TRY(page_hint(doc, "form", "tiers", N_("As contracts write them: $87.00 (1-50), $25.00 (51+). The first begins with person 1, each next one with the next person.")));
    TRY(page_hint(doc, "form", "reason", N_("What in the contract says so, or who was asked. It stands beside the words of the list.")));
    if (!stands) return WR_OK;
    return page_form(doc, "undo", &(page_form_of){ .action_url = "/released/cost/contract/undo", .in = &IN_RELEASED_CONTRACT_UNDO, .typed = which, .typed_n = 2, .button = N_("Undo this decision") }, a);
}

wr_rc released_show_contract(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    found f;
    bool words;
    TRY(find(ro, in, a, &f));
    words = f.row->rate.kind == RELEASED_WORDED && !f.row->twice;
    TRY(page_text(doc, "title", *f.row->name ? f.row->name : f.row->key));
    TRY(page_text(doc, "facility", f.row->key));
    TRY(page_text(doc, "rate_text", f.row->text));
    TRY(page_text(doc, "kind", i18n(who->lang, NULL, f.row->twice ? released_causes[RELEASED_TWO_RATES] : released_causes[f.row->rate.kind])));
    TRY(page_text(doc, "file_name", f.list.file.name));
    TRY(page_text(doc, "file_url", arena_fmt(a, "/released/files/%lld", (long long)f.list.file.number)));
    TRY(page_flag(doc, "is_worded", words));
    TRY(page_text(doc, "meaning", f.has && !f.c.undone ? released_contract_said(a, who->lang, &f.c) : ""));
    TRY(page_text(doc, "meaning_reason", f.has && !f.c.undone ? f.c.reason : ""));
    if (f.has) TRY(put_past(ro, who, &f.c, doc, a));
    else TRY(page_rows(doc, "past", &RELEASED_SETTLED_PAST, NULL, 0));
    return words && rights_has(who->rights, "released.write") != RIGHT_NONE ? put_forms(&f, doc, a) : WR_OK;
}

wr_rc released_act_decide(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_contract *in = in_;
    found f;
    released_rate rate;
    const char *at, *wrong_text = released_meaning_read(in->flat, in->minimum, in->tiers, in->way == RELEASED_ALL_HEADS, a, &rate, &at);
    if (wrong_text) return wr_fail(arena_err(a), WR_E_INPUT, at, wrong_text);
    TRY(find(rw, in, a, &f));
    if (f.row->rate.kind != RELEASED_WORDED || f.row->twice)
        return wr_fail(arena_err(a), WR_E_RULE, "released.rate", N_("Only a contract in words can be given a meaning. A rate that is withheld, or not there, stays so."));
    released_contract now = { f.has ? f.c.id : id_new(a), f.row->key, f.text, in->flat, in->minimum, str_or_none(in->tiers), in->way, in->reason, false };
    *ret = (http_go){ .url = f.url, .id = now.id };
    return history_add(rw, who, &RELEASED_CONTRACTS, "released.contract_decided", who->today, f.has ? &f.c : NULL, &now, a);
}

wr_rc released_act_contract_undo(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_contract *in = in_;
    found f;
    TRY(find(rw, in, a, &f));
    if (!f.has || f.c.undone) return wr_fail(arena_err(a), WR_E_RULE, "released.rate", N_("Nothing is decided here."));
    released_contract now = f.c;
    now.undone = true;
    now.reason = in->reason;
    *ret = (http_go){ .url = f.url, .id = now.id };
    return history_add(rw, who, &RELEASED_CONTRACTS, "released.contract_undone", who->today, &f.c, &now, a);
}
