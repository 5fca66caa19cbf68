/* directive_asof.c -- what the city knew: now, or at a past moment. The past is laid together from the history, one query
 * for each kind of fact, so that a whole matrix of any day costs a handful. Two times meet here: what was recorded by then, and an
 * order that was loaded before it was signed, which is no order on a day before its signing. */
#include "directive_own.h"

#include <stdlib.h>
#include <string.h>
#include "clock.h"
#include "day.h"
#include "db.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

typedef struct log_at { int64_t n; } log_at;
static const field LOG_AT_F[] = { FIELD(log_at, n, i, 0, 0, NULL) };
static const shape LOG_AT = SHAPE("a log index", log_at, LOG_AT_F);
const db_query DIRECTIVE_N_AT = { "directive_n_at", "u", &LOG_AT, "SELECT coalesce(max(n), 0) AS n FROM ("
    "SELECT max(n) AS n FROM directive_order_event WHERE at <= $1 UNION ALL SELECT max(n) AS n FROM directive_direction_event WHERE at <= $1"
    " UNION ALL SELECT max(n) AS n FROM directive_target_event WHERE at <= $1 UNION ALL SELECT max(n) AS n FROM directive_cell_event WHERE at <= $1 UNION ALL SELECT max(n) AS n FROM directive_evidence_event WHERE at <= $1"
    " UNION ALL SELECT max(n) AS n FROM directive_serves_event WHERE at <= $1 UNION ALL SELECT max(n) AS n FROM clock_due_event WHERE at <= $1"
    " UNION ALL SELECT max(n) AS n FROM directive_again_event WHERE at <= $1 UNION ALL SELECT max(n) AS n FROM directive_words_event WHERE at <= $1"
    " UNION ALL SELECT max(n) AS n FROM directive_turn_event WHERE at <= $1 UNION ALL SELECT max(n) AS n FROM city_department_event WHERE at <= $1"
    " UNION ALL SELECT max(n) AS n FROM city_link_event WHERE at <= $1 UNION ALL SELECT max(n) AS n FROM city_link_end_event WHERE at <= $1) known" };
const db_query DIRECTIVE_ORDERS_UPTO = HISTORY_UPTO("directive_order"), DIRECTIVE_DIRECTIONS_UPTO = HISTORY_UPTO("directive_direction"),
    DIRECTIVE_TARGETS_UPTO = HISTORY_UPTO("directive_target"), DIRECTIVE_CELLS_UPTO = HISTORY_UPTO("directive_cell"), DIRECTIVE_CELLS_LAST = HISTORY_LAST("directive_cell");

static const field THEN_F[] = {
    FIELD(directive_then, day,     d, 0, 0,   N_("Day")),
    FIELD(directive_then, at,      u, 0, 0,   N_("Moment")),
    FIELD(directive_then, n,       i, 0, 0,   N_("Log number")),
    FIELD(directive_then, matched, i, 0, 0,   N_("Facts that match the log")),
    FIELD(directive_then, purged,  i, 0, 0,   N_("Facts that were purged")),
    FIELD(directive_then, wrong,   i, 0, 0,   N_("Facts that are not the ones that were logged")),
    FIELD(directive_then, used,    i, 0, 0,   N_("Facts used")),
    FIELD(directive_then, now_url, t, F_HIDE, 200, NULL),
};
const shape DIRECTIVE_THEN = SHAPE("a past moment", directive_then, THEN_F);

/* "14:30" on that day in the city; without it the end of the day. */
static wr_rc moment_of(db_tx *ro, const wr_actor *who, wr_day on, const char *at, wr_us *ret)
{
    int hour = 0, minute = 0;
    wr_us end = clock_us_at(clock_city_zone(), day_add(on, 1), 0, 0) - 1;
    if (wr_day_cmp(on, who->today) > 0) return wr_fail(db_err(ro), WR_E_INPUT, "on", N_("This day is still to come."));
    *ret = end < who->now ? end : who->now;
    if (!at || !*at) return WR_OK;
    if (!clock_time(at, &hour, &minute))
        return wr_fail(db_err(ro), WR_E_INPUT, "at", N_("A time is written as 14:30."));
    *ret = clock_us_at(clock_city_zone(), on, hour, minute);
    return *ret <= who->now ? WR_OK : wr_fail(db_err(ro), WR_E_INPUT, "at", N_("This moment is still to come."));
}

wr_rc directive_n_at(db_tx *ro, wr_us at, arena *a, int64_t *ret)
{
    log_at found;
    TRY(db_one(ro, &DIRECTIVE_N_AT, a, &found, db_i(at)));
    *ret = found.n;
    return WR_OK;
}

static int by_place(const void *x, const void *y)
{
    const directive_direction *d = x, *e = y;
    return d->place != e->place ? (d->place < e->place ? -1 : 1) : strcmp(d->ref, e->ref);
}

static int by_signing(const void *x, const void *y)
{
    const directive_order *o = x, *p = y;
    int c = wr_day_cmp(o->signed_on, p->signed_on);
    return c ? c : strcmp(o->ref, p->ref);
}

static int by_department(const void *x, const void *y)
{
    const directive_cell *c = x, *d = y;
    int k = strcmp(c->department, d->department);
    return k ? k : strcmp(c->direction, d->direction);
}

static bool is_direction(const directive_known *k, const char *ref)
{
    for (size_t i = 0; i < k->n_directions; i++)
        if (str_eq(k->directions[i].ref, ref)) return true;
    return false;
}

static wr_rc know_texts(db_tx *ro, directive_known *k, arena *a)
{
    size_t n, kept = 0;
    TRY(history_all_as_of(ro, &DIRECTIVE_ORDERS, &DIRECTIVE_ORDERS_UPTO, k->n, a, &k->orders, &n, &k->proof));
    for (size_t i = 0; i < n; i++)
        if (wr_day_cmp(k->orders[i].signed_on, k->who.today) <= 0) k->orders[kept++] = k->orders[i];
    k->n_orders = kept;
    qsort(k->orders, kept, sizeof *k->orders, by_signing);
    TRY(history_all_as_of(ro, &DIRECTIVE_DIRECTIONS, &DIRECTIVE_DIRECTIONS_UPTO, k->n, a, &k->directions, &n, &k->proof));
    kept = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t o = 0; o < k->n_orders; o++)
            if (str_eq(k->orders[o].ref, k->directions[i].order_ref)) {
                k->directions[kept++] = k->directions[i];
                break;
            }
    k->n_directions = kept;
    qsort(k->directions, kept, sizeof *k->directions, by_place);
    return WR_OK;
}

static wr_rc know_cells(db_tx *ro, directive_known *k, arena *a)
{
    directive_cell *c;
    size_t n;
    TRY(history_all_as_of(ro, &DIRECTIVE_CELLS, &DIRECTIVE_CELLS_UPTO, k->n, a, &c, &n, &k->proof));
    TRY(clock_dues_as_of(ro, k->n, a, &k->dates, &k->n_dates, &k->proof));
    qsort(c, n, sizeof *c, by_department);
    k->cells = arena_array(a, directive_due, n + 1);
    for (size_t i = 0; i < n; i++) {
        const clock_due_row *due = clock_due_in(k->dates, k->n_dates, c[i].owes);
        if (!is_direction(k, c[i].direction)) continue;
        k->cells[k->n_cells++] = (directive_due){ .id = c[i].id, .direction = c[i].direction, .department = c[i].department, .state = c[i].state,
            .due = due ? due->due : (wr_day){ 0 }, .first = due ? due->first : (wr_day){ 0 }, .claimed = c[i].claimed, .verified = c[i].verified,
            .expires = c[i].expires, .reminded = c[i].reminded, .step = c[i].step, .excuse = c[i].excuse };
    }
    return WR_OK;
}

wr_rc directive_moment(db_tx *ro, const wr_actor *who, const directive_when *w, arena *a, directive_known *ret)
{
    *ret = (directive_known){ .who = *who, .query = "" };
    if (day_none(w->on)) return WR_OK;
    ret->past = true;
    TRY(moment_of(ro, who, w->on, w->at, &ret->who.now));
    ret->who.today = w->on;
    ret->query = w->at && *w->at ? arena_fmt(a, "?on=%s&at=%s", day_text(a, w->on), w->at) : arena_fmt(a, "?on=%s", day_text(a, w->on));
    return directive_n_at(ro, ret->who.now, a, &ret->n);
}

wr_rc directive_know(db_tx *ro, const wr_actor *who, const directive_when *w, arena *a, directive_known *ret)
{
    TRY(directive_moment(ro, who, w, a, ret));
    if (ret->past) {
        TRY(link_all_as_of(ro, ret->n, a, &ret->ties, &ret->n_ties, &ret->proof));
        TRY(know_texts(ro, ret, a));
        TRY(city_departments_as_of(ro, ret->n, a, &ret->bodies, &ret->n_bodies, &ret->proof));
        return know_cells(ro, ret, a);
    }
    TRY(link_all(ro, a, &ret->ties, &ret->n_ties));
    TRY(directive_all_orders(ro, a, &ret->orders, &ret->n_orders));
    TRY(directive_all(ro, a, &ret->directions, &ret->n_directions));
    TRY(city_departments(ro, a, &ret->bodies, &ret->n_bodies));
    return directive_all_due(ro, a, &ret->cells, &ret->n_cells);
}

wr_rc directive_known_targets(db_tx *ro, const directive_known *k, const char *direction, arena *a, directive_target **ret, size_t *ret_n)
{
    history_proof aside = { 0 };
    directive_target *all;
    size_t n, kept = 0;
    if (!k->past) return directive_targets_of(ro, direction, a, ret, ret_n);
    TRY(history_all_as_of(ro, &DIRECTIVE_TARGETS, &DIRECTIVE_TARGETS_UPTO, k->n, a, &all, &n, &aside));
    for (size_t i = 0; i < n; i++)
        if (str_eq(all[i].direction, direction)) all[kept++] = all[i];
    *ret = all;
    *ret_n = kept;
    return WR_OK;
}

static void add_proof(directive_known *k, const history_proof *p)
{
    k->proof.matched += p->matched;
    k->proof.purged += p->purged;
    k->proof.wrong += p->wrong;
}

/* One row of the past: what it was laid from counts; what was not there then is missing. */
static wr_rc laid(db_tx *ro, directive_known *k, wr_rc rc, const history_proof *p, arena *a)
{
    if (rc == WR_E_MISSING)
        return wr_fail(db_err(ro), rc, NULL, N_("On {day} this was not known here."), "day", i18n_day(a, k->who.lang, k->who.today));
    TRY(rc);
    add_proof(k, p);
    return WR_OK;
}

wr_rc directive_known_row(db_tx *ro, directive_known *k, const history *of, const char *id, arena *a, void *ret)
{
    history_proof p;
    TRY(history_as_of(ro, of, id, k->n, a, ret, &p));
    add_proof(k, &p);
    return WR_OK;
}

wr_rc directive_known_cell(db_tx *ro, directive_known *k, const in_cell *in, arena *a, directive_cell *ret)
{
    history_proof p;
    TRY(directive_cell_get(ro, in->direction, in->department, a, ret));
    return k->past ? laid(ro, k, history_as_of(ro, &DIRECTIVE_CELLS, ret->id, k->n, a, ret, &p), &p, a) : WR_OK;
}

wr_rc directive_known_direction(db_tx *ro, directive_known *k, const char *ref, arena *a, directive_direction *ret)
{
    history_proof p;
    directive_order *o, then;
    size_t n;
    TRY(directive_one(ro, ref, a, ret));
    TRY(directive_all_orders(ro, a, &o, &n));
    for (size_t i = 0; k->past && i < n; i++) {
        if (!str_eq(o[i].ref, ret->order_ref)) continue;
        TRY(laid(ro, k, history_as_of(ro, &DIRECTIVE_ORDERS, o[i].id, k->n, a, &then, &p), &p, a));   /* signed on the day that was known then */
        if (wr_day_cmp(then.signed_on, k->who.today) > 0) return laid(ro, k, WR_E_MISSING, NULL, a);
    }
    return k->past ? laid(ro, k, history_as_of(ro, &DIRECTIVE_DIRECTIONS, ret->id, k->n, a, ret, &p), &p, a) : WR_OK;
}

wr_rc directive_known_date(db_tx *ro, directive_known *k, const char *owes, arena *a, clock_due_row *ret)
{
    history_proof p;
    return k->past ? laid(ro, k, clock_due_as_of(ro, owes, k->n, a, ret, &p), &p, a) : clock_due_of(ro, owes, a, ret);
}

/* A piece served this cell then when the tie was recorded by then; a tie is never recorded before its piece. */
wr_rc directive_known_pieces(db_tx *ro, directive_known *k, const char *cell, arena *a, directive_evidence **ret, size_t *ret_n)
{
    directive_serves *ties, tie;
    history_proof p;
    size_t n, kept = 0;
    TRY(directive_pieces_of(ro, cell, a, ret, ret_n));
    if (!k->past) return WR_OK;
    TRY(db_all(ro, &DIRECTIVE_TIES, a, DIRECTIVE_PIECES_MAX, &ties, &n, db_t(cell)));
    for (size_t i = 0; i < *ret_n; i++)
        for (size_t t = 0; t < n; t++) {
            wr_rc rc;
            if (!str_eq(ties[t].evidence, (*ret)[i].id)) continue;
            rc = history_as_of(ro, &DIRECTIVE_SERVING, ties[t].id, k->n, a, &tie, &p);
            if (rc == WR_E_MISSING) break;
            TRY(laid(ro, k, rc, &p, a));
            TRY(laid(ro, k, history_as_of(ro, &DIRECTIVE_PIECES, tie.evidence, k->n, a, &(*ret)[kept++], &p), &p, a));
            break;
        }
    *ret_n = kept;
    return WR_OK;
}

bool directive_known_superseded(const directive_known *k, const directive_direction *d)
{
    const char *order = "";
    for (size_t i = 0; i < k->n_orders; i++)
        if (str_eq(k->orders[i].ref, d->order_ref)) order = k->orders[i].id;
    return directive_superseded(k->ties, k->n_ties, d, order, k->who.today);
}

/* A day on which there is nothing to show says why. "": there is something. */
wr_rc directive_known_nothing(db_tx *ro, const directive_known *k, arena *a, const char **ret)
{
    const char *lang = k->who.lang, *day = i18n_day(a, lang, k->who.today);
    directive_order *o;
    size_t n;
    *ret = "";
    if (!k->past || k->n_orders) return WR_OK;
    TRY(directive_all_orders(ro, a, &o, &n));
    if (n && wr_day_cmp(k->who.today, o[0].signed_on) < 0)
        *ret = i18n_fill(a, i18n(lang, NULL, N_("On {day} there was no order yet: {order} was signed on {signed}")), (const char *const[]){
            "day", day, "order", o[0].ref, "signed", i18n_day(a, lang, o[0].signed_on), NULL });
    else *ret = i18n_fill(a, i18n(lang, NULL, N_("On {day} nothing was recorded here yet")), (const char *const[]){ "day", day, NULL });
    return WR_OK;
}

wr_rc directive_put_then(const directive_known *k, const char *now_url, arena *a, json_t *doc)
{
    directive_then t = { k->who.today, k->who.now, k->n, k->proof.matched, k->proof.purged, k->proof.wrong,
        k->proof.matched + k->proof.purged + k->proof.wrong, now_url };
    (void)a;
    return page_rows(doc, "then", &DIRECTIVE_THEN, &t, k->past ? 1 : 0);
}
