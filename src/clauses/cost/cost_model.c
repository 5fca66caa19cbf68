/* cost_model.c -- figures in rows: shapes, queries, and the figures of a past day. */
#include "cost_own.h"

#include <stdlib.h>
#include <string.h>
#include "clock.h"
#include "day.h"
#include "pack.h"
#include "str.h"

/* What a figure says; its id and key stand before it. */
#define SAYS \
    FIELD(cost_figure, item,       t, 0, 200,      N_("What it is the cost of")), \
    FIELD(cost_figure, low,        c, 0, 0,        N_("Low end")), \
    FIELD(cost_figure, base,       c, F_NULL, 0,   N_("Middle value")), \
    FIELD(cost_figure, high,       c, 0, 0,        N_("High end")), \
    FIELD(cost_figure, ranged,     b, F_NULL, 0,   N_("Only a range is published")), \
    WORDS(cost_figure, unit,       cost_units,     N_("Unit")), \
    WORDS(cost_figure, scope,      cost_scopes,    N_("Whose cost")), \
    WORDS(cost_figure, side,       cost_sides,     N_("Enforcement or protest policing")), \
    FIELD(cost_figure, year,       i, F_NULL, 2200, N_("Fiscal year")), \
    FIELD(cost_figure, basis,      t, 0, 160,      N_("Price basis")), \
    FIELD(cost_figure, source,     t, 0, 240,      N_("Source")), \
    FIELD(cost_figure, source_url, t, F_NULL, 400, N_("Address of the source")), \
    FIELD(cost_figure, as_of,      d, 0, 0,        N_("As of")), \
    WORDS(cost_figure, precise,    cost_precises,  N_("How exactly the source is dated")), \
    FIELD(cost_figure, payer,      t, 0, 120,      N_("Who pays")), \
    WORDS(cost_figure, confidence, cost_levels,    N_("Confidence")), \
    FIELD(cost_figure, contains,   t, F_NULL, COST_GROUPS_BYTES, N_("Counts wholly")), \
    FIELD(cost_figure, part_of,    t, F_NULL, COST_GROUPS_BYTES, N_("Is a part of")), \
    FIELD(cost_figure, note,       t, F_NULL | F_LONG, 1000, N_("Note"))
static const field FIGURE_F[] = { FIELD(cost_figure, id, t, F_HIDE, 32, NULL), FIELD(cost_figure, ref, t, 0, 60, N_("Key")), SAYS };
static const field EDIT_F[] = { FIELD(cost_figure, ref, t, F_PATH, 60, N_("Key")), SAYS };
const shape COST_FIGURE = SHAPE("cost_figure", cost_figure, FIGURE_F);
const shape COST_PACK_FIGURE = { "a figure of cost", sizeof(cost_figure), sizeof FIGURE_F / sizeof *FIGURE_F - 1, FIGURE_F + 1 };
const shape COST_IN_EDIT = SHAPE("a figure, changed", cost_figure, EDIT_F);
typedef struct log_at { int64_t n; } log_at;
static const field LOG_AT_F[] = { FIELD(log_at, n, i, 0, 0, NULL) };
static const shape LOG_AT = SHAPE("a log index of costs", log_at, LOG_AT_F);

#define COLS "id, ref, item, low, base, high, ranged, unit, scope, side, year, basis, source, source_url, as_of, precise, payer, confidence, contains, part_of, note"
const db_query COST_FIGURE_ADD = HISTORY_ADD("cost_figure"), COST_FIGURE_PAST = HISTORY_PAST("cost_figure"), COST_FIGURE_WALK = HISTORY_WALK("cost_figure"), COST_FIGURES_UPTO = HISTORY_UPTO("cost_figure");
const db_query COST_FIGURE_PUT = { "cost_figure_put", "tttcccbeeeitttdetettt", NULL, "INSERT INTO cost_figure (" COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) ON CONFLICT (id) DO UPDATE SET item = excluded.item,"
    " low = excluded.low, base = excluded.base, high = excluded.high, ranged = excluded.ranged, unit = excluded.unit, scope = excluded.scope, side = excluded.side,"
    " year = excluded.year, basis = excluded.basis, source = excluded.source, source_url = excluded.source_url, as_of = excluded.as_of, precise = excluded.precise,"
    " payer = excluded.payer, confidence = excluded.confidence, contains = excluded.contains, part_of = excluded.part_of, note = excluded.note" };
const db_query COST_FIGURE_BY = { "cost_figure_by", "t", &COST_FIGURE, "SELECT " COLS " FROM cost_figure WHERE ref = $1" };
const db_query COST_FIGURE_ALL = { "cost_figure_all", "", &COST_FIGURE, "SELECT " COLS " FROM cost_figure ORDER BY ref LIMIT 501" };
const db_query COST_FIGURE_COUNT = { "cost_figure_count", "", &DB_ID, "SELECT count(*) FROM cost_figure" };
const db_query COST_N_AT = { "cost_n_at", "u", &LOG_AT, "SELECT coalesce(max(n), 0) AS n FROM (SELECT max(n) AS n FROM cost_figure_event WHERE at <= $1"
    " UNION ALL SELECT max(n) AS n FROM cost_scenario_event WHERE at <= $1) known" };
const history COST_FIGURES = { "cost_figure", &COST_FIGURE, &COST_FIGURE_ADD, &COST_FIGURE_PAST, &COST_FIGURE_PUT, &COST_FIGURE_WALK, .open = true };

/* Disagreeing sources side by side: figures of one item stand together, the latest first. */
static int by_place(const void *x, const void *y)
{
    const cost_figure *f = x, *g = y;
    int c = (f->scope > g->scope) - (f->scope < g->scope);
    if (!c) c = strcmp(f->item, g->item);
    if (!c) c = wr_day_cmp(g->as_of, f->as_of);
    return c ? c : strcmp(f->ref, g->ref);
}

wr_rc cost_figures(db_tx *ro, arena *a, cost_figure **ret, size_t *ret_n)
{
    TRY(db_all_(ro, &COST_FIGURE_ALL, a, COST_FIGURES_MAX, sizeof **ret, ret, ret_n, NULL, 0));
    qsort(*ret, *ret_n, sizeof **ret, by_place);
    return WR_OK;
}

wr_rc cost_n_on(db_tx *ro, const wr_actor *who, wr_day on, arena *a, int64_t *ret)
{
    log_at found;
    if (wr_day_cmp(on, who->today) > 0) return wr_fail(db_err(ro), WR_E_INPUT, "on", N_("This day is still to come."));
    TRY(db_one(ro, &COST_N_AT, a, &found, db_i(clock_us_at(clock_city_zone(), day_add(on, 1), 0, 0) - 1)));
    *ret = found.n;
    return WR_OK;
}

wr_rc cost_figures_on(db_tx *ro, const wr_actor *who, wr_day on, arena *a, cost_figure **ret, size_t *ret_n)
{
    history_proof proof = { 0 };
    int64_t n;
    TRY(cost_n_on(ro, who, on, a, &n));
    TRY(history_all_as_of(ro, &COST_FIGURES, &COST_FIGURES_UPTO, n, a, ret, ret_n, &proof));
    qsort(*ret, *ret_n, sizeof **ret, by_place);
    return WR_OK;
}

wr_rc cost_figure_by(db_tx *tx, const char *ref, arena *a, cost_figure *ret)
{
    wr_rc rc = db_one(tx, &COST_FIGURE_BY, a, ret, db_t(ref));
    return rc == WR_E_MISSING ? wr_fail(arena_err(a), rc, NULL, N_("There is no figure with this key.")) : rc;
}

wr_rc cost_figure_now(db_tx *ro, const void *row, arena *a, void *ret) { return db_one(ro, &COST_FIGURE_BY, a, (cost_figure *)ret, db_t(((const cost_figure *)row)->ref)); }

wr_rc cost_figure_put(db_tx *rw, const wr_actor *who, const char *what, cost_figure *f, arena *a)
{
    const char *member, *wrong_text = cost_figure_wrong(f, &member);
    cost_figure was;
    db_id all;
    wr_rc found;
    if (wrong_text) return wr_fail(arena_err(a), WR_E_INPUT, member, wrong_text);
    found = cost_figure_now(rw, f, a, &was);
    if (found == WR_E_MISSING) TRY(db_one_(rw, &COST_FIGURE_COUNT, a, sizeof all, &all, NULL, 0));
    if (found == WR_E_MISSING && all.id >= COST_FIGURES_MAX) return wr_fail(arena_err(a), WR_E_RULE, "cost.figures", N_("There are as many figures of cost as there can be."));
    if (found == WR_OK) TRY(cost_figure_fits_all(rw, f, a));
    return pack_put(rw, who, &COST_FIGURES, what, found, &was, f, a);
}

wr_rc cost_figure_load(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    cost_figure f = *(const cost_figure *)row;
    return cost_figure_put(rw, who, "cost.figure_loaded", &f, a);
}
