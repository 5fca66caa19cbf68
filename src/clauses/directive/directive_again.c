/* directive_again.c -- duties that come again: by a fixed calendar, or so long after the last time it was done. Each occurrence
 * is a turn of the cell with its own date at the clock; a turn that was missed stays missed, and the next one is owed. */
#include "directive_own.h"

#include <string.h>
#include "day.h"
#include "db.h"
#include "i18n.h"
#include "now.h"
#include "page.h"
#include "str.h"

const char *const directive_counted[] = { "calendar", "completion", NULL };
const char *const directive_turn_states[] = { "open", "met", "late", "missed", NULL };

static const field AGAIN_F[] = {
    FIELD(directive_again, id,        t, F_HIDE, 32, NULL),
    FIELD(directive_again, direction, t, 0, 20, N_("Direction")),
    FIELD(directive_again, rule,      t, 0, 60, N_("Rule")),
    WORDS(directive_again, counted, directive_counted, N_("Comes again by")),
    FIELD(directive_again, start,     t, 0, 60, N_("Counted from")),
};
const shape DIRECTIVE_AGAIN = SHAPE("directive_again", directive_again, AGAIN_F);
static const field TURN_F[] = {
    FIELD(directive_turn, id,          t, F_HIDE, 32, NULL),
    FIELD(directive_turn, cell,        t, F_HIDE, 32, NULL),
    FIELD(directive_turn, number,      i, 0, 0,       N_("Occurrence")),
    FIELD(directive_turn, owes,        t, F_HIDE, 60, NULL),
    FIELD(directive_turn, opened,      d, 0, 0,       N_("Opened")),
    WORDS(directive_turn, state, directive_turn_states, N_("State")),
    FIELD(directive_turn, claimed,     d, F_NULL, 0,  N_("Claimed")),
    FIELD(directive_turn, claimed_by,  t, F_HIDE, 60, NULL),
    FIELD(directive_turn, verified,    d, F_NULL, 0,  N_("Verified")),
    FIELD(directive_turn, verified_by, t, F_HIDE, 60, NULL),
    FIELD(directive_turn, pieces,      i, F_HIDE, 0,  NULL),
};
static const shape TURN = SHAPE("directive_turn", directive_turn, TURN_F);
#define AGAIN_C "id, direction, rule, counted, start"
#define TURN_C "id, cell, number, owes, opened, state, claimed, claimed_by, verified, verified_by, pieces"
const db_query DIRECTIVE_AGAIN_ADD = HISTORY_ADD("directive_again"), DIRECTIVE_AGAIN_PAST = HISTORY_PAST("directive_again"), DIRECTIVE_AGAIN_WALK = HISTORY_WALK("directive_again");
const db_query DIRECTIVE_AGAIN_PUT = { "directive_again_put", "ttttt", NULL, "INSERT INTO directive_again (" AGAIN_C ") VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (id) DO UPDATE SET rule = excluded.rule, counted = excluded.counted, start = excluded.start" };
const db_query DIRECTIVE_AGAIN_BY = { "directive_again_by", "t", &DIRECTIVE_AGAIN, "SELECT " AGAIN_C " FROM directive_again WHERE direction = $1" };
const db_query DIRECTIVE_AGAIN_ALL = { "directive_again_all", "", &DIRECTIVE_AGAIN, "SELECT " AGAIN_C " FROM directive_again ORDER BY direction" };
const db_query DIRECTIVE_TURN_ADD = HISTORY_ADD("directive_turn"), DIRECTIVE_TURN_PAST = HISTORY_PAST("directive_turn"), DIRECTIVE_TURN_WALK = HISTORY_WALK("directive_turn");
const db_query DIRECTIVE_TURN_PUT = { "directive_turn_put", "ttitdtDtDti", NULL, "INSERT INTO directive_turn (" TURN_C ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET state = excluded.state, claimed = excluded.claimed,"
    " claimed_by = excluded.claimed_by, verified = excluded.verified, verified_by = excluded.verified_by" };
const db_query DIRECTIVE_TURNS_OF = { "directive_turns_of", "t", &TURN, "SELECT " TURN_C " FROM directive_turn WHERE cell = $1 ORDER BY number DESC LIMIT 1000" };
const db_query DIRECTIVE_TURN_BY = { "directive_turn_by", "ti", &TURN, "SELECT " TURN_C " FROM directive_turn WHERE cell = $1 AND number = $2" };
const history DIRECTIVE_AGAINS = { "directive_again", &DIRECTIVE_AGAIN, &DIRECTIVE_AGAIN_ADD, &DIRECTIVE_AGAIN_PAST, &DIRECTIVE_AGAIN_PUT, &DIRECTIVE_AGAIN_WALK, .open = true };
const history DIRECTIVE_TURNS = { "directive_turn", &TURN, &DIRECTIVE_TURN_ADD, &DIRECTIVE_TURN_PAST, &DIRECTIVE_TURN_PUT, &DIRECTIVE_TURN_WALK, .open = true };

/* *ret_is: whether this direction comes again. */
wr_rc directive_again_of(db_tx *tx, const char *direction, arena *a, directive_again *ret, bool *ret_is)
{
    wr_rc rc = db_one(tx, &DIRECTIVE_AGAIN_BY, a, ret, db_t(direction));
    *ret_is = rc == WR_OK;
    return rc == WR_E_MISSING ? WR_OK : rc;
}

/* The turn that a cell stands at; *ret_is: whether it has any. */
wr_rc directive_turn_now(db_tx *tx, const directive_cell *c, arena *a, directive_turn *ret, bool *ret_is)
{
    wr_rc rc = db_one(tx, &DIRECTIVE_TURN_BY, a, ret, db_t(c->id), db_i(c->step));
    *ret_is = rc == WR_OK;
    return rc == WR_E_MISSING ? WR_OK : rc;
}

/* A turn's evidence is what came since it opened. */
wr_rc directive_turn_pieces(db_tx *tx, const directive_cell *c, arena *a, size_t *in_out_n)
{
    directive_turn t;
    bool is;
    TRY(directive_turn_now(tx, c, a, &t, &is));
    if (is) *in_out_n = *in_out_n > (size_t)t.pieces ? *in_out_n - (size_t)t.pieces : 0;
    return WR_OK;
}

/* Opens the turn c->step: its date at the clock, and what the cell owes now. from: the first start, or the day it was last done. */
wr_rc directive_turn_open(db_tx *rw, const wr_actor *who, const directive_again *g, directive_cell *c, wr_day from, arena *a)
{
    clock_of of = { arena_fmt(a, "%s %s", c->direction, c->department), arena_fmt(a, "/directive/%s/%s", c->direction, c->department) };
    directive_turn t = { .id = id_new(a), .cell = c->id, .number = c->step, .opened = who->today, .state = TURN_OPEN, .claimed_by = "", .verified_by = "" };
    directive_evidence *pieces;
    wr_day due;
    size_t n;
    t.owes = c->owes = c->step > 1 ? arena_fmt(a, "%s-%lld", c->id, (long long)c->step) : c->id;
    TRY(directive_pieces_of(rw, c->id, a, &pieces, &n));
    t.pieces = (int64_t)n;
    TRY(clock_due_nth(rw, who, g->rule, t.owes, of, from, g->counted == COUNTED_CALENDAR ? c->step : 1, a, &due));
    return history_add(rw, who, &DIRECTIVE_TURNS, "directive.turn_opened", who->today, NULL, &t, a);
}

static wr_rc first_day(db_tx *tx, const directive_again *g, arena *a, wr_day *ret)
{
    directive_direction d;
    TRY(directive_one(tx, g->direction, a, &d));
    return directive_start_day(tx, &d, g->start, a, ret);
}

/* After a check: this turn is done, in time or late, and the next is owed. */
wr_rc directive_turn_met(db_tx *rw, const wr_actor *who, const directive_turn *t, const directive_cell *was, directive_cell *now, arena *a)
{
    directive_again g;
    directive_turn done = *t;
    clock_due_row due;
    wr_day from = was->claimed;
    TRY(db_one(rw, &DIRECTIVE_AGAIN_BY, a, &g, db_t(was->direction)));
    TRY(clock_due_of(rw, t->owes, a, &due));
    done.state = wr_day_cmp(was->claimed, due.due) > 0 ? TURN_LATE : TURN_MET;
    done.claimed = was->claimed;
    done.claimed_by = was->claimed_by;
    done.verified = who->today;
    done.verified_by = who->by;
    TRY(history_add(rw, who, &DIRECTIVE_TURNS, "directive.turn_met", who->today, t, &done, a));
    now->step++;
    if (g.counted == COUNTED_CALENDAR) TRY(first_day(rw, &g, a, &from));
    return directive_turn_open(rw, who, &g, now, from, a);
}

/* By the calendar alone: when the date of the next turn has gone by too and nothing was claimed, this one was missed for good.
 * An approved later date is waited for. */
static wr_rc keep_up(db_tx *rw, const wr_actor *who, const directive_again *g, directive_cell *c, arena *a)
{
    enum { TURNS_OF_ONE_RUN = 60 };
    wr_day from, next;
    TRY(first_day(rw, g, a, &from));
    for (int i = 0; i < TURNS_OF_ONE_RUN && c->state != CELL_READY && !directive_settled(c->state); i++) {
        directive_cell was = *c;
        directive_turn t, gone;
        clock_due_row due;
        bool is;
        TRY(directive_turn_now(rw, c, a, &t, &is));
        TRY(clock_day_nth(rw, g->rule, from, c->step + 1, a, &next));
        if (!is || wr_day_cmp(who->today, next) <= 0) return WR_OK;
        TRY(clock_due_of(rw, t.owes, a, &due));
        if (wr_day_cmp(who->today, due.due) <= 0) return WR_OK;
        gone = t;
        gone.state = TURN_MISSED;
        TRY(history_add(rw, who, &DIRECTIVE_TURNS, "directive.turn_missed", who->today, &t, &gone, a));
        c->step++;
        TRY(directive_turn_open(rw, who, g, c, from, a));
        TRY(directive_cell_save(rw, who, "directive.asked", who->today, &was, c, a));
    }
    return WR_OK;
}

wr_rc directive_tick_turns(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    directive_again *g;
    directive_due *all;
    size_t n_g, n;
    (void)what;
    TRY(db_all_(rw, &DIRECTIVE_AGAIN_ALL, a, 200, sizeof *g, &g, &n_g, NULL, 0));
    if (!n_g) return WR_OK;
    TRY(directive_all_due(rw, a, &all, &n));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n_g; k++) {
            directive_cell c;
            if (g[k].counted != COUNTED_CALENDAR || !str_eq(g[k].direction, all[i].direction)) continue;
            TRY(directive_cell_get(rw, all[i].direction, all[i].department, a, &c));
            TRY(keep_up(rw, who, &g[k], &c, a));
        }
    return WR_OK;
}

/* The order was signed on another day: what counts from it moves, turns that were done or missed stay. */
wr_rc directive_turns_moved(db_tx *rw, const wr_actor *who, const directive_order *o, const directive_direction *d, const directive_due *c, const char *reason, arena *a)
{
    directive_again g;
    directive_turn *t;
    size_t n;
    bool is;
    TRY(directive_again_of(rw, d->ref, a, &g, &is));
    if (!is || !directive_counts_from(g.start, o, d)) return WR_OK;
    TRY(db_all(rw, &DIRECTIVE_TURNS_OF, a, DIRECTIVE_TURNS_SHOWN, &t, &n, db_t(c->id)));
    for (size_t i = 0; i < n; i++)
        if (t[i].state == TURN_OPEN && (t[i].number == 1 || g.counted == COUNTED_CALENDAR))
            TRY(clock_start_moved(rw, who, t[i].owes, o->signed_on, reason, a));
    return WR_OK;
}

typedef struct say_turn { int64_t number; wr_day due; const char *state; wr_day claimed, verified; const char *claimer, *verifier; } say_turn;
static const field SAY_F[] = {
    FIELD(say_turn, number, i, 0, 0, N_("Occurrence")), FIELD(say_turn, due, d, 0, 0, N_("Due")), FIELD(say_turn, state, t, 0, 20, N_("State")),
    FIELD(say_turn, claimed, d, F_NULL, 0, N_("Claimed")), FIELD(say_turn, verified, d, F_NULL, 0, N_("Verified")),
    FIELD(say_turn, claimer, t, 0, 200, N_("Claimed by")), FIELD(say_turn, verifier, t, 0, 200, N_("Verified by")),
};
const shape DIRECTIVE_SAY_TURN = SHAPE("an occurrence", say_turn, SAY_F);

static const char *turn_said(const directive_turn *t, wr_day due, wr_day today)
{
    if (t->state == TURN_OPEN) return wr_day_cmp(today, due) > 0 ? "past_due" : "open";
    return t->state == TURN_MET ? N_("done in time") : t->state == TURN_LATE ? N_("done late") : N_("missed");
}

wr_rc directive_put_turns(db_tx *ro, directive_known *k, const directive_cell *c, const person_account *people, size_t n_people, arena *a, json_t *doc)
{
    directive_turn *t;
    say_turn *said;
    history_proof p;
    size_t n, kept = 0;
    TRY(db_all(ro, &DIRECTIVE_TURNS_OF, a, DIRECTIVE_TURNS_SHOWN, &t, &n, db_t(c->id)));
    said = arena_array(a, say_turn, n + 1);
    for (size_t i = 0; i < n; i++) {
        clock_due_row due;
        wr_rc rc = k->past ? history_as_of(ro, &DIRECTIVE_TURNS, t[i].id, k->n, a, &t[i], &p) : WR_OK;
        if (rc == WR_E_MISSING) continue;
        TRY(rc);
        TRY(directive_known_date(ro, k, t[i].owes, a, &due));
        said[kept++] = (say_turn){ t[i].number, due.due, turn_said(&t[i], due.due, k->who.today), t[i].claimed, t[i].verified,
            person_name_of(people, n_people, t[i].claimed_by), person_name_of(people, n_people, t[i].verified_by) };
    }
    TRY(page_flag(doc, "turned", kept > 0));
    return page_rows(doc, "turns", &DIRECTIVE_SAY_TURN, said, kept);
}

/* On the page of a direction: that it comes again, and by what; of a past moment by what it came again then. */
wr_rc directive_put_again(db_tx *ro, directive_known *k, const directive_direction *d, arena *a, json_t *doc)
{
    directive_again g;
    wr_rc rc = db_one(ro, &DIRECTIVE_AGAIN_BY, a, &g, db_t(d->ref));
    if (rc == WR_OK && k->past) rc = directive_known_row(ro, k, &DIRECTIVE_AGAINS, g.id, a, &g);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    return page_rows(doc, "again", &DIRECTIVE_AGAIN, &g, rc == WR_OK ? 1 : 0);
}
