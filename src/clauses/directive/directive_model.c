/* directive_model.c -- the order in rows: shapes, histories, queries, and the steps that several pages share. */
#include "directive_own.h"

#include <string.h>
#include "city.h"
#include "clock.h"
#include "day.h"
#include "db.h"
#include "now.h"
#include "str.h"

static const field ORDER_F[] = {
    FIELD(directive_order, id,        t, F_HIDE, 32,              NULL),
    FIELD(directive_order, ref,       t, F_PATH, 20,              N_("Order")),
    FIELD(directive_order, key,       t, F_HIDE, 60,              NULL),
    FIELD(directive_order, title,     t, 0, 300,                  N_("Title")),
    FIELD(directive_order, issuer,    t, 0, 200,                  N_("Issued by")),
    FIELD(directive_order, series,    t, 0, 100,                  N_("Series")),
    FIELD(directive_order, year,      i, 0, 0,                    N_("Year")),
    FIELD(directive_order, number,    i, 0, 0,                    N_("Number")),
    FIELD(directive_order, signed_on, d, 0, 0,                    N_("Signed")),
    FIELD(directive_order, source,    t, F_LONG, 1000,            N_("Source")),
    FIELD(directive_order, note,      t, F_LONG, 2000,            N_("Note")),
};
const shape DIRECTIVE_ORDER = SHAPE("directive_order", directive_order, ORDER_F);
static const field DIRECTION_F[] = {
    FIELD(directive_direction, id,        t, F_HIDE, 32,          NULL),
    FIELD(directive_direction, ref,       t, F_PATH, 20,          N_("Direction")),
    FIELD(directive_direction, order_ref, t, 0, 20,               N_("Order")),
    FIELD(directive_direction, title,     t, 0, 200,              N_("Title")),
    FIELD(directive_direction, words,     t, F_LONG, 4000,        N_("What it asks")),
    WORDS(directive_direction, stage, directive_stages,           N_("Stage")),
    FIELD(directive_direction, measure,   t, F_LONG, 2000,        N_("Measure of done")),
    FIELD(directive_direction, since,     t, 0, 200,              N_("Since")),
    FIELD(directive_direction, everyone,  b, 0, 0,                N_("Asked of departments in general")),
    FIELD(directive_direction, place,     i, F_HIDE, 0,           NULL),
    FIELD(directive_direction, source,    t, F_LONG, 1000,        N_("Source")),
    FIELD(directive_direction, note,      t, F_LONG, 2000,        N_("Note")),
};
const shape DIRECTIVE_DIRECTION = SHAPE("directive_direction", directive_direction, DIRECTION_F);
static const field TARGET_F[] = {
    FIELD(directive_target, id,        t, F_HIDE, 32,             NULL),
    FIELD(directive_target, ref,       t, 0, 60,                  N_("Target")),
    FIELD(directive_target, direction, t, 0, 20,                  N_("Direction")),
    FIELD(directive_target, label,     t, 0, 200,                 N_("What is due")),
    FIELD(directive_target, rule,      t, 0, 60,                  N_("Rule")),
    FIELD(directive_target, start,     t, 0, 60,                  N_("Counted from")),
    FIELD(directive_target, place,     i, F_HIDE, 0,              NULL),
};
const shape DIRECTIVE_TARGET = SHAPE("directive_target", directive_target, TARGET_F);
static const field CELL_F[] = {
    FIELD(directive_cell, id,          t, F_HIDE, 32,             NULL),
    FIELD(directive_cell, direction,   t, F_PATH, 20,             N_("Direction")),
    FIELD(directive_cell, department,  t, F_PATH, 20,             N_("Department")),
    FIELD(directive_cell, body,        i, F_HIDE, 0,              NULL),
    FIELD(directive_cell, owes,        t, F_HIDE, 60,             NULL),
    FIELD(directive_cell, step,        i, 0, 0,                   N_("Step")),
    FIELD(directive_cell, steps,       i, 0, 0,                   N_("Steps")),
    WORDS(directive_cell, state, directive_states,                N_("State")),
    FIELD(directive_cell, claimed,     d, F_NULL, 0,              N_("Claimed")),
    FIELD(directive_cell, claimed_by,  t, F_HIDE, 60,             NULL),
    FIELD(directive_cell, verified,    d, F_NULL, 0,              N_("Verified")),
    FIELD(directive_cell, verified_by, t, F_HIDE, 60,             NULL),
    WORDS(directive_cell, stage, directive_stages,                N_("Stage")),
    FIELD(directive_cell, excuse,      t, F_LONG, 2000,           N_("Reason given")),
    FIELD(directive_cell, reason,      t, F_LONG, 2000,           N_("Reason of the checker")),
    FIELD(directive_cell, reminded,    u, 0, 0,                   N_("Reminded")),
    FIELD(directive_cell, expires,     d, F_NULL, 0,              N_("Evidence holds until")),
    FIELD(directive_cell, n,           i, F_HIDE, 0,              NULL),
};
const shape DIRECTIVE_CELL = SHAPE("directive_cell", directive_cell, CELL_F);
static const field EVIDENCE_F[] = {
    FIELD(directive_evidence, id,         t, F_HIDE, 32,          NULL),
    FIELD(directive_evidence, title,      t, 0, 200,              N_("Title")),
    FIELD(directive_evidence, url,        t, F_NULL, 500,         N_("Address")),
    FIELD(directive_evidence, text,       t, F_NULL | F_LONG, 4000, N_("Text")),
    FIELD(directive_evidence, dated,      d, 0, 0,                N_("Dated")),
    FIELD(directive_evidence, added,      d, 0, 0,                N_("Added")),
    FIELD(directive_evidence, owner,      t, F_HIDE, 60,          NULL),
    FIELD(directive_evidence, department, t, 0, 20,               N_("Department")),
    FIELD(directive_evidence, expires,    d, F_NULL, 0,           N_("Holds until")),
};
const shape DIRECTIVE_EVIDENCE = SHAPE("directive_evidence", directive_evidence, EVIDENCE_F);
static const field SERVES_F[] = {
    FIELD(directive_serves, id,       t, F_HIDE, 32, NULL),
    FIELD(directive_serves, evidence, t, F_HIDE, 32, NULL),
    FIELD(directive_serves, cell,     t, F_HIDE, 32, NULL),
};
static const shape SERVES = SHAPE("directive_serves", directive_serves, SERVES_F);
static const field DUE_F[] = {
    FIELD(directive_due, id,         t, F_HIDE, 32,  NULL),
    FIELD(directive_due, direction,  t, 0, 20,       N_("Direction")),
    FIELD(directive_due, department, t, 0, 20,       N_("Department")),
    WORDS(directive_due, state, directive_shown,     N_("State")),
    FIELD(directive_due, due,        d, F_NULL, 0,   N_("Due")),
    FIELD(directive_due, first,      d, F_NULL, 0,   N_("First due")),
    FIELD(directive_due, claimed,    d, F_NULL, 0,   N_("Claimed")),
    FIELD(directive_due, verified,   d, F_NULL, 0,   N_("Verified")),
    FIELD(directive_due, expires,    d, F_NULL, 0,   N_("Evidence holds until")),
    FIELD(directive_due, reminded,   u, 0, 0,        N_("Reminded")),
    FIELD(directive_due, step,       i, 0, 0,        N_("Step")),
    FIELD(directive_due, excuse,     t, 0, 2000,     N_("Reason given")),
};
const shape DIRECTIVE_DUE = SHAPE("directive_due", directive_due, DUE_F);

#define ORDER_C "id, ref, key, title, issuer, series, year, number, signed_on, source, note"
#define DIRECTION_C "id, ref, order_ref, title, words, stage, measure, since, everyone, place, source, note"
#define TARGET_C "id, ref, direction, label, rule, start, place"
#define CELL_C "id, direction, department, body, owes, step, steps, state, claimed, claimed_by, verified, verified_by, stage, excuse, reason," \
    " reminded, expires, n"
#define EVIDENCE_C "id, title, url, text, dated, added, owner, department, expires"
static const db_query ORDER_ADD = HISTORY_ADD("directive_order"), ORDER_PAST = HISTORY_PAST("directive_order"), ORDER_WALK = HISTORY_WALK("directive_order");
static const db_query ORDER_PUT = { "directive_order_put", "ttttttiidtt", NULL, "INSERT INTO directive_order (" ORDER_C ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET title = excluded.title, issuer = excluded.issuer,"
    " series = excluded.series, year = excluded.year, number = excluded.number, signed_on = excluded.signed_on, source = excluded.source, note = excluded.note" };
static const db_query DIRECTION_ADD = HISTORY_ADD("directive_direction"), DIRECTION_PAST = HISTORY_PAST("directive_direction"), DIRECTION_WALK = HISTORY_WALK("directive_direction");
static const db_query DIRECTION_PUT = { "directive_direction_put", "ttttttttbitt", NULL, "INSERT INTO directive_direction (" DIRECTION_C ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO UPDATE SET title = excluded.title, words = excluded.words,"
    " stage = excluded.stage, measure = excluded.measure, since = excluded.since, everyone = excluded.everyone, place = excluded.place, source = excluded.source,"
    " note = excluded.note" };
static const db_query TARGET_ADD = HISTORY_ADD("directive_target"), TARGET_PAST = HISTORY_PAST("directive_target"), TARGET_WALK = HISTORY_WALK("directive_target");
static const db_query TARGET_PUT = { "directive_target_put", "tttttti", NULL, "INSERT INTO directive_target (" TARGET_C ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET label = excluded.label, rule = excluded.rule,"
    " start = excluded.start, place = excluded.place" };
static const db_query CELL_ADD = HISTORY_ADD("directive_cell"), CELL_PAST = HISTORY_PAST("directive_cell"), CELL_WALK = HISTORY_WALK("directive_cell");
static const db_query CELL_PUT = { "directive_cell_put", "tttitiitDtDttttuDi", NULL, "INSERT INTO directive_cell (" CELL_C ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT (id) DO UPDATE SET"
    " owes = excluded.owes, step = excluded.step, steps = excluded.steps, state = excluded.state, claimed = excluded.claimed,"
    " claimed_by = excluded.claimed_by, verified = excluded.verified, verified_by = excluded.verified_by, stage = excluded.stage,"
    " excuse = excluded.excuse, reason = excluded.reason, reminded = excluded.reminded, expires = excluded.expires,"
    " n = excluded.n" };
static const db_query PIECE_ADD = HISTORY_ADD("directive_evidence"), PIECE_PAST = HISTORY_PAST("directive_evidence"), PIECE_WALK = HISTORY_WALK("directive_evidence");
static const db_query PIECE_PUT = { "directive_evidence_put", "ttttddttD", NULL, "INSERT INTO directive_evidence (" EVIDENCE_C ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET title = excluded.title, expires = excluded.expires" };
static const db_query SERVES_ADD = HISTORY_ADD("directive_serves"), SERVES_PAST = HISTORY_PAST("directive_serves"), SERVES_WALK = HISTORY_WALK("directive_serves");
static const db_query SERVES_PUT = { "directive_serves_put", "ttt", NULL, "INSERT INTO directive_serves (id, evidence, cell) VALUES ($1, $2, $3)"
    " ON CONFLICT (id) DO NOTHING" };
const history DIRECTIVE_ORDERS = { "directive_order", &DIRECTIVE_ORDER, &ORDER_ADD, &ORDER_PAST, &ORDER_PUT, &ORDER_WALK, .open = true };
const history DIRECTIVE_DIRECTIONS = { "directive_direction", &DIRECTIVE_DIRECTION, &DIRECTION_ADD, &DIRECTION_PAST, &DIRECTION_PUT, &DIRECTION_WALK, .open = true };
const history DIRECTIVE_TARGETS = { "directive_target", &DIRECTIVE_TARGET, &TARGET_ADD, &TARGET_PAST, &TARGET_PUT, &TARGET_WALK, .open = true };
const history DIRECTIVE_CELLS = { "directive_cell", &DIRECTIVE_CELL, &CELL_ADD, &CELL_PAST, &CELL_PUT, &CELL_WALK, .open = true };
const history DIRECTIVE_PIECES = { "directive_evidence", &DIRECTIVE_EVIDENCE, &PIECE_ADD, &PIECE_PAST, &PIECE_PUT, &PIECE_WALK, .open = true };
const history DIRECTIVE_SERVING = { "directive_serves", &SERVES, &SERVES_ADD, &SERVES_PAST, &SERVES_PUT, &SERVES_WALK, .open = true };

static const db_query ORDERS = { "directive_orders", "", &DIRECTIVE_ORDER, "SELECT " ORDER_C " FROM directive_order ORDER BY signed_on, ref" };
static const db_query DIRECTIONS = { "directive_directions", "", &DIRECTIVE_DIRECTION,
    "SELECT " DIRECTION_C " FROM directive_direction ORDER BY place, ref" };
static const db_query DIRECTION = { "directive_direction_by_ref", "t", &DIRECTIVE_DIRECTION,
    "SELECT " DIRECTION_C " FROM directive_direction WHERE ref = $1" };
static const db_query TARGETS = { "directive_targets_of", "t", &DIRECTIVE_TARGET,
    "SELECT " TARGET_C " FROM directive_target WHERE direction = $1 ORDER BY place, ref" };
static const db_query CELL = { "directive_cell_by", "tt", &DIRECTIVE_CELL,
    "SELECT " CELL_C " FROM directive_cell WHERE direction = $1 AND department = $2" };
static const db_query ALL_DUE = { "directive_all_due", "", &DIRECTIVE_DUE,
    "SELECT c.id, c.direction, c.department, c.state, d.due, d.first, c.claimed, c.verified, c.expires, c.reminded, c.step, c.excuse"
    " FROM directive_cell c LEFT JOIN clock_due d ON d.about = c.owes ORDER BY c.department, c.direction" };
static const db_query PIECES = { "directive_pieces_of", "t", &DIRECTIVE_EVIDENCE,
    "SELECT e.id, e.title, e.url, e.text, e.dated, e.added, e.owner, e.department, e.expires FROM directive_serves s"
    " JOIN directive_evidence e ON e.id = s.evidence WHERE s.cell = $1 ORDER BY e.added DESC, e.dated DESC, e.id" };

static const db_query FILES = { "directive_files_of", "t", &DOC_FILE, "SELECT f.id, f.about, f.sha256, f.size, f.media, f.name, f.may, f.department,"
    " f.owner, f.added FROM directive_serves s JOIN doc_file f ON f.about = s.evidence WHERE s.cell = $1 ORDER BY f.added DESC, f.id" };

wr_rc directive_all(db_tx *tx, arena *a, directive_direction **ret, size_t *ret_n) { return db_all_(tx, &DIRECTIONS, a, 200, sizeof **ret, ret, ret_n, NULL, 0); }
wr_rc directive_all_orders(db_tx *tx, arena *a, directive_order **ret, size_t *ret_n) { return db_all_(tx, &ORDERS, a, 50, sizeof **ret, ret, ret_n, NULL, 0); }
wr_rc directive_all_due(db_tx *tx, arena *a, directive_due **ret, size_t *ret_n) { return db_all_(tx, &ALL_DUE, a, 20000, sizeof **ret, ret, ret_n, NULL, 0); }
wr_rc directive_one(db_tx *tx, const char *ref, arena *a, directive_direction *ret) { return db_one(tx, &DIRECTION, a, ret, db_t(ref)); }

wr_rc directive_targets_of(db_tx *tx, const char *direction, arena *a, directive_target **ret, size_t *ret_n)
{
    return db_all(tx, &TARGETS, a, 20, ret, ret_n, db_t(direction));
}

wr_rc directive_cell_get(db_tx *tx, const char *direction, const char *department, arena *a, directive_cell *ret)
{
    return db_one(tx, &CELL, a, ret, db_t(direction), db_t(department));
}

wr_rc directive_pieces_of(db_tx *tx, const char *cell, arena *a, directive_evidence **ret, size_t *ret_n)
{
    return db_all(tx, &PIECES, a, DIRECTIVE_PIECES_MAX, ret, ret_n, db_t(cell));
}

wr_rc directive_files_of(db_tx *tx, const char *cell, arena *a, doc_file **ret, size_t *ret_n)
{
    return db_all(tx, &FILES, a, DIRECTIVE_PIECES_MAX, ret, ret_n, db_t(cell));
}

directive_facts directive_facts_from(const directive_cell *c, const directive_direction *d, wr_day due, size_t n_pieces)
{
    return (directive_facts){ .state = c->state, .due = due, .claimed = c->claimed, .expires = c->expires, .evidence = n_pieces > 0,
        .measure = *d->measure != 0, .claimed_by = c->claimed_by };
}

wr_rc directive_cell_facts(db_tx *tx, const directive_cell *c, arena *a, directive_facts *ret)
{
    directive_direction d;
    directive_evidence *pieces;
    clock_due_row due = { 0 };
    size_t n;
    TRY(directive_one(tx, c->direction, a, &d));
    TRY(directive_pieces_of(tx, c->id, a, &pieces, &n));
    if (*c->owes) TRY(clock_due_of(tx, c->owes, a, &due));
    TRY(directive_turn_pieces(tx, c, a, &n));
    *ret = directive_facts_from(c, &d, due.due, n);
    return WR_OK;
}

wr_rc directive_cell_save(db_tx *rw, const wr_actor *who, const char *what, wr_day holds, const directive_cell *was, directive_cell *now, arena *a)
{
    now->n = was ? was->n + 1 : 1;
    return history_add(rw, who, &DIRECTIVE_CELLS, what, holds, was, now, a);
}

/* "signed" is the day of the direction's own order; else the key of another order. */
bool directive_counts_from(const char *start, const directive_order *o, const directive_direction *d)
{
    bool own = (!*start || str_eq(start, "signed")) && str_eq(o->ref, d->order_ref);
    return own || str_eq(start, o->ref) || str_eq(start, o->key);
}

wr_rc directive_start_day(db_tx *tx, const directive_direction *d, const char *start, arena *a, wr_day *ret)
{
    directive_order *orders;
    size_t n;
    if (day_parse(start, ret)) return WR_OK;
    TRY(directive_all_orders(tx, a, &orders, &n));
    for (size_t i = 0; i < n; i++)
        if (directive_counts_from(start, &orders[i], d)) {
            *ret = orders[i].signed_on;
            return WR_OK;
        }
    return wr_fail(db_err(tx), WR_E_INPUT, "start", N_("{start} is no day and no order."), "start", start);
}

/* One direction asked of one department: its cell, and its dates at the clock. Asking twice is one. */
wr_rc directive_ask(db_tx *rw, const wr_actor *who, const char *direction, const char *department, arena *a)
{
    directive_direction d;
    city_department body;
    directive_target *t;
    directive_cell *old, now = { 0 };
    directive_again again;
    wr_day day = { 0 }, due;
    size_t n, had;
    bool is_again;
    TRY(db_all(rw, &CELL, a, 1, &old, &had, db_t(direction), db_t(department)));
    if (had) return WR_OK;
    TRY(directive_one(rw, direction, a, &d));
    TRY(city_department_by(rw, department, a, &body));
    TRY(directive_targets_of(rw, direction, a, &t, &n));
    now = (directive_cell){ .id = id_new(a), .direction = d.ref, .department = body.acronym, .body = body.num, .owes = "",
        .step = 1, .steps = n ? (int64_t)n : 1, .state = CELL_NOT_STARTED, .claimed_by = "", .verified_by = "", .stage = d.stage,
        .excuse = "", .reason = "" };
    if (n) now.owes = now.id;
    for (size_t i = 0; i < n; i++) {
        TRY(directive_start_day(rw, &d, t[i].start, a, &day));
        clock_of of = { arena_fmt(a, "%s %s", now.direction, now.department), arena_fmt(a, "/directive/%s/%s", now.direction, now.department) };
        TRY(clock_due(rw, who, t[i].rule, i ? arena_fmt(a, "%s-%zu", now.id, i + 1) : now.id, of, day, a, &due));
    }
    if (!n) TRY(directive_start_day(rw, &d, "signed", a, &day));
    TRY(directive_again_of(rw, d.ref, a, &again, &is_again));
    if (is_again) {
        TRY(directive_start_day(rw, &d, again.start, a, &due));
        TRY(directive_turn_open(rw, who, &again, &now, due, a));
    }
    return directive_cell_save(rw, who, "directive.asked", day, NULL, &now, a);
}

const db_query DIRECTIVE_SCOPE = { "directive_scope", "tt", &WR_SCOPE,
    "SELECT body AS department, body - body AS owner FROM directive_cell WHERE direction = $1 AND department = $2" };
static const field PAST_F[] = { FIELD(directive_past, about, t, 0, 32, NULL), FIELD(directive_past, what, t, 0, 60, NULL),
    FIELD(directive_past, value, t, 0, 60000, NULL), FIELD(directive_past, holds, d, 0, 0, NULL), FIELD(directive_past, n, i, 0, 0, NULL) };
static const shape PAST = SHAPE("directive_past", directive_past, PAST_F);
const db_query DIRECTIVE_SINCE = { "directive_since", "d", &PAST,
    "SELECT about, what, value, holds, n FROM directive_cell_event WHERE holds >= $1 AND what <> 'directive.asked' ORDER BY holds DESC, n DESC LIMIT 500" };
const db_query DIRECTIVE_PIECES_IN = { "directive_pieces_in", "t", &DIRECTIVE_EVIDENCE,
    "SELECT " EVIDENCE_C " FROM directive_evidence WHERE department = $1 ORDER BY added DESC, id LIMIT 500" };
static const field PLAN_PIECE_F[] = { FIELD(directive_last, cell, t, 0, 32, NULL), FIELD(directive_last, title, t, 0, 200, NULL),
    FIELD(directive_last, dated, d, 0, 0, NULL) };
static const shape PLAN_PIECE = SHAPE("directive_last", directive_last, PLAN_PIECE_F);
const db_query DIRECTIVE_LAST_PIECES = { "directive_last_pieces", "t", &PLAN_PIECE,
    "SELECT s.cell, e.title, e.dated FROM directive_serves s JOIN directive_evidence e ON e.id = s.evidence JOIN directive_cell c ON c.id = s.cell"
    " WHERE c.direction = $1 ORDER BY s.cell, e.added, e.dated, e.id" };
static const field UNCHECKED_F[] = { FIELD(directive_unsound, direction, t, 0, 20, NULL), FIELD(directive_unsound, department, t, 0, 20, NULL),
    FIELD(directive_unsound, why, t, 0, 60, NULL) };
static const shape UNCHECKED = SHAPE("directive_unsound", directive_unsound, UNCHECKED_F);
const db_query DIRECTIVE_UNSOUND = { "directive_unsound", "", &UNCHECKED,
    "SELECT c.direction, c.department, CASE WHEN c.verified IS NULL THEN 'no verified day' WHEN c.claimed IS NULL THEN 'nothing was claimed'"
    " WHEN c.verified_by = c.claimed_by THEN 'claimed and verified by one person' WHEN d.measure = '' THEN 'the measure of done is empty'"
    " ELSE 'no evidence' END AS why FROM directive_cell c JOIN directive_direction d ON d.ref = c.direction WHERE c.state = 'implemented'"
    " AND (c.verified IS NULL OR c.claimed IS NULL OR c.verified_by = c.claimed_by OR d.measure = ''"
    " OR NOT EXISTS (SELECT 1 FROM directive_serves s WHERE s.cell = c.id))"
    " UNION ALL SELECT c.direction, c.department, 'no reason' FROM directive_cell c WHERE c.reason = ''"
    " AND c.state IN ('will_not', 'no_further_action', 'not_applicable')"
    " UNION ALL SELECT c.direction, c.department, 'waiting for a check, but nobody claimed it' FROM directive_cell c"
    " WHERE c.state = 'ready_for_review' AND (c.claimed IS NULL OR c.claimed_by = '')" };
const db_query DIRECTIVE_TIES = { "directive_ties_of", "t", &SERVES, "SELECT id, evidence, cell FROM directive_serves WHERE cell = $1 ORDER BY id" };
const db_query DIRECTIVE_BY_ID = { "directive_cell_by_id", "t", &DIRECTIVE_CELL, "SELECT " CELL_C " FROM directive_cell WHERE id = $1" };
const db_query *const directive_queries[] = { &ORDER_ADD, &ORDER_PAST, &ORDER_WALK, &ORDER_PUT, &DIRECTION_ADD, &DIRECTION_PAST, &DIRECTION_WALK, &DIRECTION_PUT, &TARGET_ADD,
    &TARGET_PAST, &TARGET_WALK, &TARGET_PUT, &CELL_ADD, &CELL_PAST, &CELL_WALK, &CELL_PUT, &PIECE_ADD, &PIECE_PAST, &PIECE_WALK, &PIECE_PUT, &SERVES_ADD, &SERVES_PAST, &SERVES_WALK, &SERVES_PUT,
    &ORDERS, &DIRECTIONS, &DIRECTION, &TARGETS, &CELL, &ALL_DUE, &PIECES, &FILES, &DIRECTIVE_SCOPE, &DIRECTIVE_SINCE,
    &DIRECTIVE_PIECES_IN, &DIRECTIVE_LAST_PIECES, &DIRECTIVE_UNSOUND, &DIRECTIVE_BY_ID, &DIRECTIVE_N_AT,
    &DIRECTIVE_ORDERS_UPTO, &DIRECTIVE_DIRECTIONS_UPTO, &DIRECTIVE_TARGETS_UPTO, &DIRECTIVE_CELLS_UPTO, &DIRECTIVE_CELLS_LAST, &DIRECTIVE_TIES, &DIRECTIVE_SNAPSHOT_ADD,
    &DIRECTIVE_SNAPSHOT_PAST, &DIRECTIVE_SNAPSHOT_WALK, &DIRECTIVE_SNAPSHOT_PUT, &DIRECTIVE_SNAPSHOT_LIST, &DIRECTIVE_SNAPSHOT_BY,
    &DIRECTIVE_AGAIN_ADD, &DIRECTIVE_AGAIN_PAST, &DIRECTIVE_AGAIN_WALK, &DIRECTIVE_AGAIN_PUT, &DIRECTIVE_AGAIN_BY, &DIRECTIVE_AGAIN_ALL, &DIRECTIVE_TURN_ADD, &DIRECTIVE_TURN_PAST, &DIRECTIVE_TURN_WALK,
    &DIRECTIVE_TURN_PUT, &DIRECTIVE_TURNS_OF, &DIRECTIVE_TURN_BY, &DIRECTIVE_SOURCE_ADD, &DIRECTIVE_SOURCE_PAST, &DIRECTIVE_SOURCE_WALK, &DIRECTIVE_SOURCE_PUT,
    &DIRECTIVE_SOURCE_BY, &DIRECTIVE_SOURCE_ALL, &DIRECTIVE_WORDS_ADD, &DIRECTIVE_WORDS_PAST, &DIRECTIVE_WORDS_WALK, &DIRECTIVE_WORDS_PUT, &DIRECTIVE_WORDS_BY, &DIRECTIVE_PIECE_BY,
    &DIRECTIVE_SERVED, &DIRECTIVE_INVENTED_PUT, &DIRECTIVE_INVENTED_ALL, &DIRECTIVE_INVENTED_END, &DIRECTIVE_NEWS, &DIRECTIVE_OPEN_DUE,
    &DATA_QUERIES[0], &DATA_QUERIES[1], &DATA_QUERIES[2], &DATA_QUERIES[3], &DATA_QUERIES[4], &DATA_QUERIES[5], &DATA_QUERIES[6], &DATA_QUERIES[7],
    &DATA_COUNTS[0], &DATA_COUNTS[1], &DATA_COUNTS[2], &DATA_COUNTS[3], &DATA_COUNTS[4], &DATA_COUNTS[5], &DATA_COUNTS[6], &DATA_COUNTS[7], NULL };
