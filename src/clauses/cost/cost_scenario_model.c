/* cost_scenario_model.c -- scenarios, their inputs and choices, and imports of staff hours, in rows. */
#include "cost_own.h"

#include "day.h"
#include "i18n.h"
#include "now.h"
#include "str.h"

static const field SCENARIO_F[] = {
    FIELD(cost_scenario, id,        t, F_HIDE, 32,  NULL),
    FIELD(cost_scenario, number,    i, F_PATH, 0,   N_("Scenario")),
    FIELD(cost_scenario, name,      t, 0, 160,      N_("Name")),
    FIELD(cost_scenario, text,      t, F_LONG | F_NULL, 2000, N_("What it asks")),
    FIELD(cost_scenario, published, d, F_NULL, 0,   N_("Published")),
    FIELD(cost_scenario, report,    t, F_HIDE, 65535, NULL),
    FIELD(cost_scenario, sha256,    t, F_NULL, 64,  N_("SHA-256")),
};
const shape COST_SCENARIO = SHAPE("cost_scenario", cost_scenario, SCENARIO_F);
static const field INPUT_F[] = {
    FIELD(cost_input, id,      t, F_HIDE, 32, NULL),
    FIELD(cost_input, about,   t, F_HIDE, 32, NULL),
    FIELD(cost_input, line,    i, 0, COST_LINES, N_("Line")),
    WORDS(cost_input, symbol,  cost_symbols,  N_("Symbol")),
    FIELD(cost_input, figure,  t, F_NULL, 60, N_("From a figure")),
    FIELD(cost_input, low,     c, F_NULL, 0,  N_("Low end")),
    FIELD(cost_input, base,    c, F_NULL, 0,  N_("Middle value")),
    FIELD(cost_input, high,    c, F_NULL, 0,  N_("High end")),
    FIELD(cost_input, ranged,  b, F_NULL, 0,  N_("There is no middle value")),
    WORDS(cost_input, scope,   cost_scopes,   N_("Whose cost")),
    WORDS(cost_input, side,    cost_sides,    N_("Enforcement or protest policing")),
    FIELD(cost_input, why,     t, F_LONG | F_NULL, 500, N_("By hand: why this value")),
    FIELD(cost_input, dropped, b, F_HIDE, 0,  N_("Taken out")),
};
const shape COST_INPUT = SHAPE("cost_input", cost_input, INPUT_F);
static const field USE_F[] = { FIELD(cost_use, number, i, 0, 0, NULL), WORDS(cost_use, symbol, cost_symbols, NULL) };
static const shape USE = SHAPE("a symbol that a figure stands for", cost_use, USE_F);
static const field CHOICE_F[] = {
    FIELD(cost_choice, id,     t, F_HIDE, 32, NULL),
    FIELD(cost_choice, about,  t, F_HIDE, 32, NULL),
    FIELD(cost_choice, one,    t, F_HIDE, 400, N_("One line")),
    FIELD(cost_choice, two,    t, F_HIDE, 400, N_("The other line")),
    FIELD(cost_choice, stands, i, 0, COST_LINES, N_("Which line stands")),
    FIELD(cost_choice, reason, t, F_LONG, 500, N_("Why")),
};
const shape COST_CHOICE = SHAPE("cost_choice", cost_choice, CHOICE_F);
static const field IMPORT_F[] = {
    FIELD(cost_import, id,     t, F_HIDE, 32, NULL),
    FIELD(cost_import, number, i, F_PATH, 0,  N_("Import")),
    FIELD(cost_import, day,    d, 0, 0,       N_("Day")),
    FIELD(cost_import, title,  t, 0, 160,     N_("What it is")),
    FIELD(cost_import, rows,   i, 0, 0,       N_("Rows")),
    FIELD(cost_import, body,   t, F_HIDE, 65535, NULL),
    FIELD(cost_import, struck, t, F_NULL, 500, N_("Taken back, because")),
};
const shape COST_IMPORT = SHAPE("cost_hours", cost_import, IMPORT_F);
static const field DRAFT_F[] = { FIELD(cost_draft, id, t, 0, 32, NULL), FIELD(cost_draft, title, t, 0, 160, NULL), FIELD(cost_draft, body, t, 0, 65535, NULL), FIELD(cost_draft, at, u, 0, 0, NULL) };
static const shape DRAFT = SHAPE("staff hours not kept yet", cost_draft, DRAFT_F);

#define SCENARIO_COLS "id, number, name, text, published, report, sha256"
#define INPUT_COLS "id, about, line, symbol, figure, low, base, high, ranged, scope, side, why, dropped"
#define CHOICE_COLS "id, about, one, two, stands, reason"
#define IMPORT_COLS "id, number, day, title, rows, body, struck"
const db_query COST_SCENARIO_ADD = HISTORY_ADD("cost_scenario"), COST_SCENARIO_PAST = HISTORY_PAST("cost_scenario"), COST_SCENARIO_WALK = HISTORY_WALK("cost_scenario"), COST_SCENARIOS_UPTO = HISTORY_UPTO("cost_scenario");
const db_query COST_SCENARIO_PUT = { "cost_scenario_put", "tittdtt", NULL, "INSERT INTO cost_scenario (" SCENARIO_COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7)"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name, text = excluded.text, published = excluded.published, report = excluded.report, sha256 = excluded.sha256" };
const db_query COST_SCENARIO_NUMBER = { "cost_scenario_number", "i", &COST_SCENARIO, "SELECT " SCENARIO_COLS " FROM cost_scenario WHERE number = $1" };
const db_query COST_SCENARIO_ALL = { "cost_scenario_all", "", &COST_SCENARIO, "SELECT " SCENARIO_COLS " FROM cost_scenario ORDER BY number LIMIT 201" };
const db_query COST_SCENARIO_LAST = { "cost_scenario_last", "", &DB_ID, "SELECT coalesce(max(number), 0) AS id FROM cost_scenario" };
const db_query COST_INPUT_ADD = HISTORY_ADD("cost_input"), COST_INPUT_PAST = HISTORY_PAST("cost_input"), COST_INPUT_WALK = HISTORY_WALK("cost_input");
const db_query COST_INPUT_PUT = { "cost_input_put", "ttietcccbeetb", NULL, "INSERT INTO cost_input (" INPUT_COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    " ON CONFLICT (id) DO UPDATE SET figure = excluded.figure, low = excluded.low, base = excluded.base, high = excluded.high, ranged = excluded.ranged, scope = excluded.scope,"
    " side = excluded.side, why = excluded.why, dropped = excluded.dropped" };
const db_query COST_INPUT_OF = { "cost_input_of", "t", &COST_INPUT, "SELECT " INPUT_COLS " FROM cost_input WHERE about = $1 ORDER BY line, symbol LIMIT 301" };
const db_query COST_INPUT_USES = { "cost_input_uses", "t", &USE, "SELECT min(s.number) AS number, i.symbol FROM cost_input i JOIN cost_scenario s ON s.id = i.about"
    " WHERE i.figure = $1 AND i.dropped = 0 GROUP BY i.symbol ORDER BY i.symbol" };
const db_query COST_CHOICE_ADD = HISTORY_ADD("cost_choice"), COST_CHOICE_PAST = HISTORY_PAST("cost_choice"), COST_CHOICE_WALK = HISTORY_WALK("cost_choice");
const db_query COST_CHOICE_PUT = { "cost_choice_put", "ttttit", NULL, "INSERT INTO cost_choice (" CHOICE_COLS ") VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (id) DO UPDATE SET stands = excluded.stands, reason = excluded.reason" };
const db_query COST_CHOICE_OF = { "cost_choice_of", "t", &COST_CHOICE, "SELECT " CHOICE_COLS " FROM cost_choice WHERE about = $1 ORDER BY id LIMIT 5001" };
const db_query COST_HOURS_ADD = HISTORY_ADD("cost_hours"), COST_HOURS_PAST = HISTORY_PAST("cost_hours"), COST_HOURS_WALK = HISTORY_WALK("cost_hours");
const db_query COST_HOURS_PUT = { "cost_hours_put", "tidtitt", NULL, "INSERT INTO cost_hours (" IMPORT_COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET struck = excluded.struck" };
const db_query COST_HOURS_ALL = { "cost_hours_all", "", &COST_IMPORT, "SELECT id, number, day, title, rows, '' AS body, struck FROM cost_hours ORDER BY number DESC LIMIT 301" };
const db_query COST_HOURS_NEXT = { "cost_hours_next", "i", &COST_IMPORT, "SELECT " IMPORT_COLS " FROM cost_hours WHERE struck = '' AND number > $1 ORDER BY number LIMIT 1" };
const db_query COST_HOURS_SAME = { "cost_hours_same", "t", &DB_ID, "SELECT number FROM cost_hours WHERE struck = '' AND body = $1 ORDER BY number LIMIT 1" };
const db_query COST_HOURS_NUMBER = { "cost_hours_number", "i", &COST_IMPORT, "SELECT " IMPORT_COLS " FROM cost_hours WHERE number = $1" };
const db_query COST_DRAFT_PUT = { "cost_draft_put", "tttu", NULL, "INSERT INTO cost_draft (id, title, body, at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING" };
const db_query COST_DRAFT_BY = { "cost_draft_by", "t", &DRAFT, "SELECT id, title, body, at FROM cost_draft WHERE id = $1" };
const db_query COST_DRAFT_DROP = { "cost_draft_drop", "t", NULL, "DELETE FROM cost_draft WHERE id = $1" };
const db_query COST_DRAFT_OLD = { "cost_draft_old", "u", NULL, "DELETE FROM cost_draft WHERE at < $1" };
const history COST_SCENARIOS = { "cost_scenario", &COST_SCENARIO, &COST_SCENARIO_ADD, &COST_SCENARIO_PAST, &COST_SCENARIO_PUT, &COST_SCENARIO_WALK };
const history COST_INPUTS = { "cost_input", &COST_INPUT, &COST_INPUT_ADD, &COST_INPUT_PAST, &COST_INPUT_PUT, &COST_INPUT_WALK };
const history COST_CHOICES = { "cost_choice", &COST_CHOICE, &COST_CHOICE_ADD, &COST_CHOICE_PAST, &COST_CHOICE_PUT, &COST_CHOICE_WALK };
const history COST_IMPORTS = { "cost_hours", &COST_IMPORT, &COST_HOURS_ADD, &COST_HOURS_PAST, &COST_HOURS_PUT, &COST_HOURS_WALK };

wr_rc cost_scenario_by(db_tx *tx, int64_t number, arena *a, cost_scenario *ret)
{
    wr_rc rc = db_one(tx, &COST_SCENARIO_NUMBER, a, ret, db_i(number));
    return rc == WR_E_MISSING ? wr_fail(arena_err(a), rc, NULL, N_("There is no scenario with this number.")) : rc;
}

wr_rc cost_scenarios(db_tx *ro, arena *a, cost_scenario **ret, size_t *ret_n) { return db_all_(ro, &COST_SCENARIO_ALL, a, COST_SCENARIOS_MAX, sizeof **ret, ret, ret_n, NULL, 0); }

wr_rc cost_scenario_add(db_tx *rw, const wr_actor *who, const char *name, const char *text, arena *a, cost_scenario *ret)
{
    db_id last;
    TRY(db_one_(rw, &COST_SCENARIO_LAST, a, sizeof last, &last, NULL, 0));
    if (last.id >= COST_SCENARIOS_MAX) return wr_fail(arena_err(a), WR_E_RULE, "cost.scenarios", N_("There are as many scenarios as there can be."));
    *ret = (cost_scenario){ .id = id_new(a), .number = last.id + 1, .name = name, .text = str_or_none(text), .report = "", .sha256 = "" };
    return history_add(rw, who, &COST_SCENARIOS, "cost.scenario_written", who->today, NULL, ret, a);
}
