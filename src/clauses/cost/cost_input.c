/* cost_input.c -- an input of a scenario and a choice between two lines: what may be written, and its place in the record. */
#include "cost_own.h"

#include <string.h>
#include "cost_hours.h"
#include "i18n.h"
#include "now.h"
#include "str.h"

static wr_rc wrong(arena *a, const char *member, const char *said_text) { return wr_fail(arena_err(a), WR_E_INPUT, member, said_text); }

/* Of staff hours that stand; the unit is that of the symbol. */
static wr_rc hours_ok(db_tx *tx, const cost_input *x, arena *a)
{
    cost_hours_total *t;
    size_t n;
    if (x->symbol != SYM_OT_H && x->symbol != SYM_OT_PAY) return wrong(a, "figure", N_("Imported staff hours stand for overtime hours or overtime pay alone."));
    TRY(cost_hours_totals_now(tx, a, &t, &n));
    for (size_t i = 0; i < n; i++)
        if (t[i].overtime && str_eq(x->figure, arena_fmt(a, "hours:%s:%s", t[i].cost_code, cost_tags[t[i].tag]))) return WR_OK;
    return wrong(a, "figure", N_("No imported row is overtime of this cost code and tag."));
}

static wr_rc from_figure_ok(db_tx *tx, const cost_input *x, arena *a)
{
    const char *misfit;
    cost_figure f;
    wr_rc rc;
    if (x->low || x->base || x->high || x->ranged) return wrong(a, "low", N_("Take a figure, or write values by hand: not both."));
    if (str_starts(x->figure, "hours:")) return hours_ok(tx, x, a);
    rc = db_one(tx, &COST_FIGURE_BY, a, &f, db_t(x->figure));
    if (rc == WR_E_MISSING) return wrong(a, "figure", N_("There is no figure with this key."));
    TRY(rc);
    misfit = cost_figure_misfit(&f, x->symbol);
    if (misfit && str_eq(misfit, "unit"))
        return wr_fail(arena_err(a), WR_E_INPUT, "figure", N_("This figure is in {unit}; {symbol} is in {wanted}."), "unit", cost_units[f.unit], "symbol", cost_symbols[x->symbol], "wanted", cost_units[cost_unit_of(x->symbol)]);
    if (misfit) return wrong(a, "figure", N_("Liability is always a range. This figure has one value."));
    return WR_OK;
}

wr_rc cost_figure_fits_all(db_tx *tx, const cost_figure *f, arena *a)
{
    cost_use *use;
    size_t n;
    TRY(db_all(tx, &COST_INPUT_USES, a, COST_SYMBOLS, &use, &n, db_t(f->ref)));
    for (size_t i = 0; i < n; i++) {
        const char *member = cost_figure_misfit(f, use[i].symbol), *number = arena_fmt(a, "%lld", (long long)use[i].number);
        if (member && str_eq(member, "unit"))
            return wr_fail(arena_err(a), WR_E_INPUT, member, N_("Scenario {n} counts with this figure in {unit}. What is in another unit is another figure: record it with a key of its own."), "n", number,
                "unit", cost_units[cost_unit_of(use[i].symbol)]);
        if (member) return wr_fail(arena_err(a), WR_E_INPUT, member, N_("Scenario {n} uses this figure as liability, which is always a range: its high end is above its low end."), "n", number);
    }
    return WR_OK;
}

static wr_rc by_hand_ok(const cost_input *x, arena *a)
{
    const char *member, *wrong_text = cost_ends_wrong(x->low, x->base, x->high, x->ranged, &member);
    if (wrong_text) return wrong(a, member, wrong_text);
    if (!x->high) return wrong(a, "high", N_("Choose a figure, or write values by hand. What is not known is left out, never zero."));
    if (!x->low && !x->ranged) return wrong(a, "low", N_("Write the low end too. What begins at nothing is a range without a middle value."));
    if (x->symbol == SYM_LIABILITY && x->low == x->high) return wrong(a, "high", N_("Liability is always a range: its high end is above its low end."));
    if (x->symbol == SYM_OT_PAY) return wrong(a, "symbol", N_("Overtime pay comes from imported staff hours alone. By hand, write overtime hours and a rate."));
    return *x->why ? WR_OK : wrong(a, "why", N_("Say why this value: it stands with the result."));
}

/* Both in one line: one of them would be printed and not counted. */
static bool two_ways(int x, int y) { return x == SYM_OT_PAY && (y == SYM_OT_H || y == SYM_RATE); }

wr_rc cost_input_put(db_tx *rw, const wr_actor *who, const cost_scenario *s, cost_input *x, arena *a)
{
    const cost_input *was = NULL;
    cost_input *all;
    size_t n;
    if (x->line < 1 || x->line > COST_LINES) return wrong(a, "line", N_("Lines are numbered from 1 to 60."));
    TRY(*x->figure ? from_figure_ok(rw, x, a) : by_hand_ok(x, a));
    if (cost_is_money(cost_unit_of(x->symbol)) && (!*x->figure || str_starts(x->figure, "hours:"))) {
        if (x->scope < 0) return wrong(a, "scope", N_("Say whose cost this is: no figure says it."));
        if (x->side < 0) return wrong(a, "side", N_("Say what it is for, enforcement or the policing of protest: no figure says it."));
    }
    TRY(db_all(rw, &COST_INPUT_OF, a, COST_INPUTS_MAX, &all, &n, db_t(s->id)));
    for (size_t i = 0; i < n; i++) {
        if (all[i].line == x->line && all[i].symbol == x->symbol) was = &all[i];
        if (all[i].line == x->line && !all[i].dropped && (two_ways(all[i].symbol, x->symbol) || two_ways(x->symbol, all[i].symbol)))
            return wr_fail(arena_err(a), WR_E_INPUT, "symbol", N_("Line {line} has {symbol} already. Overtime is either hours and a rate, or the pay of imported hours, each with its own rate."), "line",
                arena_fmt(a, "%lld", (long long)x->line), "symbol", cost_symbols[all[i].symbol]);
        if (all[i].line == x->line && !all[i].dropped && cost_term_of(all[i].symbol) != cost_term_of(x->symbol))
            return wr_fail(arena_err(a), WR_E_INPUT, "line", N_("Line {line} is of the term {term}. Give this one a line of its own."), "line", arena_fmt(a, "%lld", (long long)x->line), "term", cost_terms[cost_term_of(all[i].symbol)]);
    }
    if (x->scope < 0) x->scope = 0;
    if (x->side < 0) x->side = 0;
    if (!was && n >= COST_INPUTS_MAX) return wr_fail(arena_err(a), WR_E_RULE, "cost.inputs", N_("This scenario has as many inputs as one can have."));
    x->id = was ? was->id : id_new(a);
    x->about = s->id;
    return history_add(rw, who, &COST_INPUTS, "cost.input_written", who->today, was, x, a);
}

wr_rc cost_choice_put(db_tx *rw, const wr_actor *who, const cost_scenario *s, cost_choice *c, arena *a)
{
    const cost_choice *was = NULL;
    const cost_say_clash *of = NULL;
    cost_choice *all;
    cost_report r;
    size_t n;
    TRY(cost_report_make(rw, s, a, &r));
    for (size_t i = 0; i < r.n_clashes; i++)
        if (str_eq(r.clashes[i].one_key, c->one) && str_eq(r.clashes[i].two_key, c->two)) of = &r.clashes[i];
    if (!of) return wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("These two lines were changed since. Look again at what is counted twice."));
    if (c->stands != of->one && c->stands != of->two) return wrong(a, "stands", N_("Choose one of the two lines."));
    TRY(db_all(rw, &COST_CHOICE_OF, a, COST_CHOICES_MAX, &all, &n, db_t(s->id)));
    for (size_t i = 0; i < n; i++)
        if (str_eq(all[i].one, c->one) && str_eq(all[i].two, c->two)) was = &all[i];
    if (!was && n >= COST_CHOICES_MAX) return wr_fail(arena_err(a), WR_E_RULE, "cost.choices", N_("This scenario has as many choices as one can have. Open another one."));
    c->id = was ? was->id : id_new(a);
    c->about = s->id;
    return history_add(rw, who, &COST_CHOICES, "cost.clash_decided", who->today, was, c, a);
}
