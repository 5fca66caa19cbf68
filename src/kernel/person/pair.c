/* pair.c -- asked by one, decided by another human. */
#include "pair.h"

#include <stdlib.h>
#include <string.h>
#include "history.h"
#include "now.h"
#include "pair_own.h"
#include "person.h"
#include "sha256.h"
#include "str.h"

static const wr_us HOUR = 3600 * (wr_us)1000000;
enum { LISTED_MAX = 100 };

const char *const pair_states[] = { N_("asked"), N_("approved"), N_("declined"), NULL };
static const field ROW_F[] = {
    FIELD(pair_row, id,          t, F_HIDE, 32,    NULL),
    FIELD(pair_row, act,         t, 0,      80,    N_("Act")),
    FIELD(pair_row, concerns,    t, F_HIDE, 32,    NULL),
    FIELD(pair_row, label,       t, 0,      200,   N_("About")),
    FIELD(pair_row, payload,     t, F_LONG, 8000,  NULL),
    FIELD(pair_row, hash,        t, F_HIDE, 64,    NULL),
    WORDS(pair_row, state,       pair_states,      N_("State")),
    FIELD(pair_row, asked_by,    i, 0,      0,     NULL),
    FIELD(pair_row, asked_human, t, F_HIDE, 32,    NULL),
    FIELD(pair_row, expires,     u, 0,      0,     N_("Open until")),
    FIELD(pair_row, decided_by,  i, F_NULL, 0,     NULL),
    FIELD(pair_row, reason,      t, F_NULL, 400,   N_("Reason")),
};
static const shape ROW = SHAPE("an act of two people", pair_row, ROW_F);
static const field LISTED_F[] = {
    FIELD(pair_listed, id,          t, 0, 32,      NULL),
    FIELD(pair_listed, act,         t, 0, 80,      NULL),
    FIELD(pair_listed, label,       t, 0, 200,     NULL),
    FIELD(pair_listed, hash,        t, 0, 64,      NULL),
    WORDS(pair_listed, state,       pair_states,   NULL),
    FIELD(pair_listed, asked_human, t, 0, 32,      NULL),
    FIELD(pair_listed, asker,       t, 0, 120,     NULL),
    FIELD(pair_listed, decider,     t, F_NULL, 120, NULL),
    FIELD(pair_listed, expires,     u, 0, 0,       NULL),
    FIELD(pair_listed, reason,      t, F_NULL, 400, NULL),
};
static const shape LISTED = SHAPE("an act of two people in the list", pair_listed, LISTED_F);

const db_query PAIR_ADD = HISTORY_ADD("person_pair"), PAIR_PAST = HISTORY_PAST("person_pair"), PAIR_WALK = HISTORY_WALK("person_pair");
const db_query PAIR_PUT = { "person_pair_put", "tttttteituit", NULL, "INSERT INTO person_pair (id, act, concerns, label, payload, hash, state,"
    " asked_by, asked_human, expires, decided_by, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    " ON CONFLICT (id) DO UPDATE SET state = excluded.state, decided_by = excluded.decided_by, reason = excluded.reason" };
const db_query PAIR_BY = { "person_pair_by", "t", &ROW, "SELECT id, act, concerns, label, payload, hash, state, asked_by, asked_human, expires,"
    " decided_by, reason FROM person_pair WHERE id = $1" };
const db_query PAIR_OPEN = { "person_pair_open", "ttu", &DB_ID,
    "SELECT count(*) FROM person_pair WHERE act = $1 AND concerns = $2 AND state = 'asked' AND expires > $3" };
const db_query PAIR_LIST = { "person_pair_list", "", &LISTED, "SELECT p.id, p.act, p.label, p.hash, p.state, p.asked_human, a.name, coalesce(d.name, ''),"
    " p.expires, p.reason FROM person_pair p JOIN person_account a ON a.num = p.asked_by LEFT JOIN person_account d ON d.num = p.decided_by"
    " ORDER BY CASE WHEN p.state = 'asked' THEN 0 ELSE 1 END, p.expires DESC, p.id LIMIT 100" };
const struct history PAIR_HISTORY = { "person_pair", &ROW, &PAIR_ADD, &PAIR_PAST, &PAIR_PUT, &PAIR_WALK };

static const wr_module *const *modules;
void pair_modules(const wr_module *const *all) { modules = all; }

const pair_kind *pair_kind_of(const char *name)
{
    for (const wr_module *const *m = modules; m && *m; m++)
        for (const pair_kind *k = (*m)->pairs; k && k->name; k++)
            if (str_eq(k->name, name)) return k;
    return NULL;
}

static const char *canonical(const shape *of, const void *payload, arena *a)
{
    json_t *doc = shape_to_json(of, payload);
    char *text = json_dumps(doc, JSON_COMPACT | JSON_SORT_KEYS);
    const char *kept = arena_dup(a, text ? text : "");
    free(text);
    json_decref(doc);
    return kept;
}

wr_rc pair_waits(db_tx *tx, const pair_kind *k, const char *concerns, wr_us now, arena *a, bool *ret)
{
    db_id open;
    TRY(db_one(tx, &PAIR_OPEN, a, &open, db_t(k->name), db_t(concerns), db_i(now)));
    *ret = open.id > 0;
    return WR_OK;
}

wr_rc pair_ask(db_tx *rw, const wr_actor *who, const pair_kind *k, const char *concerns, const char *label, const void *payload, arena *a)
{
    pair_row row = { .id = id_new(a), .act = k->name, .concerns = concerns, .label = label, .state = PAIR_ASKED, .asked_by = who->person,
        .expires = who->now + k->hours * HOUR, .reason = "" };
    person_account self;
    bool open;
    TRY(person_by_num(rw, who->person, a, &self));
    TRY(pair_waits(rw, k, concerns, who->now, a, &open));
    if (open) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This was asked already and waits for a second person."));
    row.asked_human = person_human(&self);
    row.payload = canonical(k->of, payload, a);
    row.hash = sha256_hex(a, row.payload);
    return history_add(rw, who, &PAIR_HISTORY, "person.pair_asked", who->today, NULL, &row, a);
}

/* Who may decide it, and whether it still can be. */
static wr_rc take(db_tx *rw, const wr_actor *who, const char *id, arena *a, pair_row *ret, const pair_kind **ret_kind)
{
    TRY(db_one(rw, &PAIR_BY, a, ret, db_t(id)));
    *ret_kind = pair_kind_of(ret->act);
    if (!*ret_kind) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This program does not know that act any more."));
    if (rights_has(who->rights, (*ret_kind)->approve) == RIGHT_NONE) return wr_fail(db_err(rw), WR_E_DENIED, NULL, N_("Your role does not include this."));
    if (ret->state != PAIR_ASKED) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This was decided already."));
    return ret->expires <= who->now ? wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This waited too long. It has to be asked again.")) : WR_OK;
}

static wr_rc decide(db_tx *rw, const wr_actor *who, const pair_row *was, int state, const char *reason, arena *a)
{
    pair_row now = *was;
    now.state = state;
    now.decided_by = who->person;
    now.reason = reason;
    return history_add(rw, who, &PAIR_HISTORY, state == PAIR_APPROVED ? "person.pair_approved" : "person.pair_declined", who->today, was, &now, a);
}

static wr_rc run(db_tx *rw, const wr_actor *who, const pair_kind *k, const pair_row *row, arena *a)
{
    void *payload = arena_alloc(a, k->of->size, 16);
    json_t *doc = json_loads(row->payload, 0, NULL);
    faults wrong;
    wr_rc rc = shape_from_json(k->of, doc, a, payload, &wrong);
    json_decref(doc);
    if (rc != WR_OK) return wr_fail(db_err(rw), WR_E_BUG, NULL, N_("A stored change cannot be read."));
    return k->run(rw, who, payload, a);
}

wr_rc pair_approve(db_tx *rw, const wr_actor *who, const char *id, const char *hash, arena *a)
{
    pair_row row;
    const pair_kind *k;
    person_account self;
    TRY(take(rw, who, id, a, &row, &k));
    TRY(person_by_num(rw, who->person, a, &self));
    if (row.asked_by == who->person || str_eq(person_human(&self), row.asked_human))
        return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("Who asked may not approve, under another account neither: it takes a second human."));
    if (!str_eq(hash, row.hash) || !str_eq(sha256_hex(a, row.payload), row.hash))
        return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("This is not what was shown to you. Please look again."));
    TRY(decide(rw, who, &row, PAIR_APPROVED, "", a));
    return run(rw, who, k, &row, a);
}

wr_rc pair_decline(db_tx *rw, const wr_actor *who, const char *id, const char *reason, arena *a)
{
    pair_row row;
    const pair_kind *k;
    TRY(take(rw, who, id, a, &row, &k));
    return decide(rw, who, &row, PAIR_DECLINED, reason, a);
}

wr_rc pair_list(db_tx *ro, arena *a, pair_listed **ret, size_t *ret_n) { return db_all_(ro, &PAIR_LIST, a, LISTED_MAX, sizeof **ret, ret, ret_n, NULL, 0); }
