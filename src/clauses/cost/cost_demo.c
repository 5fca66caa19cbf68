/* cost_demo.c -- the demonstration: scenarios, inputs, choices, staff hours and what is published, from the pack's folder demo. All of it is invented. */
#include "cost_own.h"

#include "cost_hours.h"
#include "i18n.h"
#include "str.h"

typedef struct demo_hours { const char *title, *table; } demo_hours;
static const field HOURS_F[] = { FIELD(demo_hours, title, t, 0, 160, N_("What it is")), FIELD(demo_hours, table, t, F_LONG, HOURS_BYTES, N_("The table, as CSV with a first line of names")) };
static const shape HOURS = SHAPE("invented staff hours", demo_hours, HOURS_F);
typedef struct demo_scenario { int64_t number; const char *name, *text; } demo_scenario;
static const field SCENARIO_F[] = { FIELD(demo_scenario, number, i, 0, 0, N_("Scenario")), FIELD(demo_scenario, name, t, 0, 160, N_("Name")), FIELD(demo_scenario, text, t, F_LONG | F_NULL, 2000, N_("What it asks")) };
static const shape SCENARIO = SHAPE("an invented scenario", demo_scenario, SCENARIO_F);
typedef struct demo_input { int64_t scenario, line; int symbol; const char *figure; wr_cents low, base, high; bool ranged; int scope, side; const char *why; } demo_input;
static const field INPUT_F[] = { FIELD(demo_input, scenario, i, 0, 0, N_("Scenario")), FIELD(demo_input, line, i, 0, COST_LINES, N_("Line")), WORDS(demo_input, symbol, cost_symbols, N_("Symbol")),
    FIELD(demo_input, figure, t, F_NULL, 60, N_("From a figure")), FIELD(demo_input, low, c, F_NULL, 0, N_("Low end")), FIELD(demo_input, base, c, F_NULL, 0, N_("Middle value")),
    FIELD(demo_input, high, c, F_NULL, 0, N_("High end")), FIELD(demo_input, ranged, b, F_NULL, 0, N_("There is no middle value")), WORDS_OPT(demo_input, scope, cost_scopes_or_none, N_("Whose cost")),
    WORDS_OPT(demo_input, side, cost_sides_or_none, N_("Enforcement or protest policing")), FIELD(demo_input, why, t, F_LONG | F_NULL, 500, N_("By hand: why this value")) };
static const shape INPUT = SHAPE("an invented input", demo_input, INPUT_F);
typedef struct demo_choice { int64_t scenario, one, two, stands; const char *reason; } demo_choice;
static const field CHOICE_F[] = { FIELD(demo_choice, scenario, i, 0, 0, N_("Scenario")), FIELD(demo_choice, one, i, 0, COST_LINES, N_("One line")), FIELD(demo_choice, two, i, 0, COST_LINES, N_("The other line")),
    FIELD(demo_choice, stands, i, 0, COST_LINES, N_("Which line stands")), FIELD(demo_choice, reason, t, F_LONG, 500, N_("Why")) };
static const shape CHOICE = SHAPE("an invented choice", demo_choice, CHOICE_F);
typedef struct demo_published { int64_t scenario; } demo_published;
static const field PUBLISHED_F[] = { FIELD(demo_published, scenario, i, 0, 0, N_("Scenario")) };
static const shape PUBLISHED = SHAPE("a scenario that is published", demo_published, PUBLISHED_F);

static wr_rc load_hours(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_hours *d = row;
    cost_import x;
    return cost_hours_keep(rw, who, d->title, d->table, a, &x);
}

static wr_rc load_scenario(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_scenario *d = row;
    cost_scenario s;
    TRY(cost_scenario_add(rw, who, d->name, d->text, a, &s));
    return s.number == d->number ? WR_OK : wr_fail(arena_err(a), WR_E_INPUT, "number", N_("Invented scenarios are numbered from 1 in their order."));
}

static wr_rc load_input(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_input *d = row;
    cost_input x = { .line = d->line, .symbol = d->symbol, .figure = str_or_none(d->figure), .low = d->low, .base = d->base, .high = d->high, .ranged = d->ranged, .scope = d->scope - 1, .side = d->side - 1, .why = str_or_none(d->why) };
    cost_scenario s;
    TRY(cost_scenario_by(rw, d->scenario, a, &s));
    return cost_input_put(rw, who, &s, &x, a);
}

static wr_rc load_choice(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_choice *d = row;
    cost_scenario s;
    cost_report r;
    TRY(cost_scenario_by(rw, d->scenario, a, &s));
    TRY(cost_report_make(rw, &s, a, &r));
    for (size_t i = 0; i < r.n_clashes; i++)
        if (r.clashes[i].one == d->one && r.clashes[i].two == d->two) {
            cost_choice c = { .one = r.clashes[i].one_key, .two = r.clashes[i].two_key, .stands = d->stands, .reason = d->reason };
            return cost_choice_put(rw, who, &s, &c, a);
        }
    return wr_fail(arena_err(a), WR_E_INPUT, "one", N_("These two lines count nothing twice."));
}

static wr_rc load_published(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    cost_scenario s;
    TRY(cost_scenario_by(rw, ((const demo_published *)row)->scenario, a, &s));
    return cost_publish(rw, who, &s, NULL, a);
}

const wr_pack cost_packs[] = { { .file = "cost/figures.yaml", .of = &COST_PACK_FIGURE, .load = cost_figure_load, .now = cost_figure_now },
    { .file = "demo/cost_hours.yaml", .of = &HOURS, .load = load_hours, .demo = true },
    { .file = "demo/cost_scenarios.yaml", .of = &SCENARIO, .load = load_scenario, .demo = true },
    { .file = "demo/cost_inputs.yaml", .of = &INPUT, .load = load_input, .demo = true },
    { .file = "demo/cost_choices.yaml", .of = &CHOICE, .load = load_choice, .demo = true },
    { .file = "demo/cost_published.yaml", .of = &PUBLISHED, .load = load_published, .demo = true }, { 0 } };
const wr_story cost_stories[] = { { N_("What did it cost, and what do we not know?"), "/cost", NULL }, { NULL, NULL, NULL } };
