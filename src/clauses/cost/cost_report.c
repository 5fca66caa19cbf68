/* cost_report.c -- what a scenario comes to: its inputs as they stand now, worked out line by line. */
#include "cost_own.h"

#include <stdlib.h>
#include <string.h>
#include "cost_hours.h"
#include "day.h"
#include "i18n.h"
#include "str.h"

static const field HEAD_F[] = { FIELD(cost_report, name, t, 0, 160, N_("Name")), FIELD(cost_report, text, t, F_LONG | F_NULL, 2000, N_("What it asks")) };
const shape COST_REPORT_HEAD = SHAPE("a report of cost", cost_report, HEAD_F);
#define ENDS(T) FIELD(T, low, c, F_NULL, 0, N_("Low end")), FIELD(T, base, c, F_NULL, 0, N_("Middle value")), FIELD(T, high, c, F_NULL, 0, N_("High end")), \
    FIELD(T, ranged, b, F_NULL, 0, N_("There is no middle value"))
static const field LINE_F[] = { FIELD(cost_say_line, number, i, 0, 0, N_("Line")), WORDS(cost_say_line, term, cost_terms, N_("Term")), WORDS(cost_say_line, scope, cost_scopes, N_("Whose cost")),
    WORDS(cost_say_line, side, cost_sides, N_("Enforcement or protest policing")), FIELD(cost_say_line, formula, t, 0, 0, N_("Formula")), WORDS(cost_say_line, state, cost_states, N_("State")),
    FIELD(cost_say_line, lacks, t, F_NULL, 0, N_("Lacks")), ENDS(cost_say_line) };
const shape COST_SAY_LINE = SHAPE("a line of a report", cost_say_line, LINE_F);
static const field IN_F[] = { FIELD(cost_say_input, line, i, 0, 0, N_("Line")), WORDS(cost_say_input, symbol, cost_symbols, N_("Symbol")), ENDS(cost_say_input),
    WORDS(cost_say_input, unit, cost_units, N_("Unit")), FIELD(cost_say_input, figure, t, F_NULL, 0, N_("From a figure")), FIELD(cost_say_input, item, t, F_NULL, 0, N_("What it is the cost of")),
    FIELD(cost_say_input, source, t, F_NULL, 0, N_("Source")), FIELD(cost_say_input, repeats, i, F_NULL, 0, N_("Rows equal to another one")), FIELD(cost_say_input, as_of, d, F_NULL, 0, N_("As of")), WORDS(cost_say_input, precise, cost_precises, N_("How exactly the source is dated")),
    FIELD(cost_say_input, year, i, F_NULL, 0, N_("Fiscal year")), FIELD(cost_say_input, basis, t, F_NULL, 0, N_("Price basis")), WORDS(cost_say_input, confidence, cost_levels, N_("Confidence")),
    FIELD(cost_say_input, payer, t, F_NULL, 0, N_("Who pays")), FIELD(cost_say_input, contains, t, F_NULL, 0, N_("Counts wholly")), FIELD(cost_say_input, part_of, t, F_NULL, 0, N_("Is a part of")),
    FIELD(cost_say_input, why, t, F_NULL, 0, N_("By hand: why this value")) };
const shape COST_SAY_INPUT = SHAPE("an input of a report", cost_say_input, IN_F);
static const field TOTAL_F[] = { WORDS(cost_say_total, scope, cost_scopes, N_("Whose cost")), WORDS(cost_say_total, side, cost_sides, N_("Enforcement or protest policing")),
    FIELD(cost_say_total, lines, i, 0, 0, N_("Lines")), ENDS(cost_say_total) };
const shape COST_SAY_TOTAL = SHAPE("a total of a report", cost_say_total, TOTAL_F), COST_SAY_WITHHELD = { "a total that is withheld", sizeof(cost_say_total), 3, TOTAL_F };
static const field CLASH_F[] = { FIELD(cost_say_clash, one, i, 0, 0, N_("One line")), FIELD(cost_say_clash, two, i, 0, 0, N_("The other line")), FIELD(cost_say_clash, group, t, 0, 0, N_("Counted twice")),
    FIELD(cost_say_clash, one_key, t, F_HIDE, 0, NULL), FIELD(cost_say_clash, two_key, t, F_HIDE, 0, NULL), FIELD(cost_say_clash, stands, i, F_NULL, 0, N_("Which line stands")),
    FIELD(cost_say_clash, reason, t, F_NULL, 0, N_("Why")) };
const shape COST_SAY_CLASH = SHAPE("what a report would count twice", cost_say_clash, CLASH_F);
static const field MISSING_F[] = { WORDS(cost_say_missing, term, cost_terms, N_("Not included")) };
const shape COST_SAY_MISSING = SHAPE("what a report does not include", cost_say_missing, MISSING_F);

/* ---- inputs ---- */
typedef struct making { arena *a; const cost_known *known; cost_choice *choices; size_t n_choices; cost_report *out; const char **keys; cost_line *lines; size_t n; } making;

static const cost_figure *figure_of(const making *m, const char *ref)
{
    for (size_t i = 0; i < m->known->n_figures; i++)
        if (str_eq(m->known->figures[i].ref, ref)) return &m->known->figures[i];
    return NULL;
}

/* "hours:OPS-12:enforcement": the overtime of that cost code and tag; hours for OT_h, pay for OT_pay. Nothing there: 0 rows. */
static cost_range hours_of(const making *m, const char *ref, int symbol, int64_t *ret_rows, int64_t *ret_repeats)
{
    cost_range r = { 0 };
    *ret_rows = *ret_repeats = 0;
    for (size_t i = 0; i < m->known->n_hours; i++) {
        const cost_hours_total *t = &m->known->hours[i];
        wr_cents v = symbol == SYM_OT_PAY ? t->pay : t->hours;
        if (!t->overtime || !str_eq(ref, arena_fmt(m->a, "hours:%s:%s", t->cost_code, cost_tags[t->tag]))) continue;
        r = (cost_range){ v, v, v, false };
        *ret_rows = t->rows;
        *ret_repeats = t->repeats;
    }
    return r;
}

static cost_say_input say_input(const making *m, const cost_input *x, bool *ret_there)
{
    cost_say_input s = { x->line, x->symbol, x->low, x->base, x->high, x->ranged, cost_unit_of(x->symbol), x->figure, "", "", 0, { 0 }, PRECISE_DAY, 0, "", 1, "", "", "", x->why };
    const cost_figure *f = figure_of(m, x->figure);
    *ret_there = true;
    if (str_starts(x->figure, "hours:")) {
        int64_t rows;
        cost_range r = hours_of(m, x->figure, x->symbol, &rows, &s.repeats);
        *ret_there = rows > 0;
        s.low = r.low, s.base = r.base, s.high = r.high, s.ranged = false;
        s.item = N_("Overtime of imported staff hours");
        s.source = arena_fmt(m->a, "%s (%lld)", x->figure, (long long)rows);
        s.confidence = 0;
    } else if (*x->figure) {
        *ret_there = f && !cost_figure_misfit(f, x->symbol);
        if (f) s = (cost_say_input){ x->line, x->symbol, f->low, f->base, f->high, f->ranged, f->unit, f->ref, f->item, f->source, 0, f->as_of, f->precise, f->year, f->basis, f->confidence, f->payer, f->contains, f->part_of, x->why };
    }
    return s;
}

static cost_line *line_of(making *m, const cost_input *x)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->lines[i].number == x->line) return &m->lines[i];
    m->keys[m->n] = arena_fmt(m->a, "%lld", (long long)x->line);
    m->lines[m->n] = (cost_line){ .number = x->line, .term = cost_term_of(x->symbol), .scope = x->scope, .side = x->side, .contains = "", .part_of = "" };
    return &m->lines[m->n++];
}

/* A line is of the scope and side of its money: a count of people has none. */
static void take_input(making *m, const cost_input *x)
{
    bool there;
    cost_say_input s = say_input(m, x, &there);
    cost_line *l = line_of(m, x);
    const cost_figure *f = figure_of(m, x->figure);
    size_t at = (size_t)(l - m->lines);
    m->out->inputs[m->out->n_inputs++] = s;
    m->keys[at] = arena_fmt(m->a, "%s %s", m->keys[at], *x->figure ? x->figure : "-");
    if (cost_is_money(cost_unit_of(x->symbol))) {
        l->scope = f ? f->scope : x->scope;
        l->side = f ? f->side : x->side;
    }
    if (!there) return;
    l->has[x->symbol] = true;
    if (*x->figure) l->from[x->symbol] = x->figure;
    l->at[x->symbol] = (cost_range){ s.low, s.base, s.high, s.ranged };
    l->contains = arena_fmt(m->a, "%s %s", l->contains, s.contains);
    l->part_of = arena_fmt(m->a, "%s %s", l->part_of, s.part_of);
}

/* ---- working it out ---- */
static const cost_choice *choice_of(const making *m, const char *one, const char *two)
{
    for (size_t i = 0; i < m->n_choices; i++)
        if (str_eq(m->choices[i].one, one) && str_eq(m->choices[i].two, two)) return &m->choices[i];
    return NULL;
}

static int64_t decided(void *with, const cost_line *one, const cost_line *two)
{
    const making *m = with;
    const cost_choice *c = choice_of(m, m->keys[one - m->lines], m->keys[two - m->lines]);
    return c ? c->stands : 0;
}

static void say_all(making *m, const cost_clash *c, size_t n_c, cost_total t[COST_SCOPES][COST_SIDES])
{
    cost_report *r = m->out;
    bool has[COST_TERMS] = { false };
    r->lines = arena_array(m->a, cost_say_line, m->n + 1);
    r->clashes = arena_array(m->a, cost_say_clash, n_c + 1);
    r->totals = arena_array(m->a, cost_say_total, COST_SCOPES * COST_SIDES);
    r->withheld = arena_array(m->a, cost_say_total, COST_SCOPES * COST_SIDES);
    r->missing = arena_array(m->a, cost_say_missing, COST_TERMS);
    for (size_t i = 0; i < m->n; i++) {
        const cost_line *l = &m->lines[i];
        for (int t_of = 0; t_of < COST_TERMS; t_of++) has[t_of] = has[t_of] || cost_covers(l, t_of);
        r->lines[r->n_lines++] = (cost_say_line){ l->number, l->term, l->scope, l->side, cost_line_formula(l), l->state, str_or_none(l->lacks), l->amount.low, l->amount.base, l->amount.high, l->amount.ranged };
    }
    for (size_t i = 0; i < n_c; i++) {
        const cost_choice *d = choice_of(m, m->keys[c[i].one], m->keys[c[i].two]);
        r->clashes[r->n_clashes++] = (cost_say_clash){ m->lines[c[i].one].number, m->lines[c[i].two].number, c[i].group, m->keys[c[i].one], m->keys[c[i].two], c[i].stands, d ? d->reason : "" };
    }
    for (int s = 0; s < COST_SCOPES; s++)
        for (int k = 0; k < COST_SIDES; k++) {
            const cost_total *x = &t[s][k];
            if (x->withheld) r->withheld[r->n_withheld++] = (cost_say_total){ s, k, x->lines, 0, 0, 0, false };
            else if (x->lines) r->totals[r->n_totals++] = (cost_say_total){ s, k, x->lines, x->sum.low, x->sum.base, x->sum.high, x->sum.ranged };
        }
    for (int i = 0; i < TERM_PUBLISHED; i++)
        if (!has[i]) r->missing[r->n_missing++].term = i;
}

wr_rc cost_know(db_tx *ro, arena *a, cost_known *ret)
{
    TRY(cost_figures(ro, a, &ret->figures, &ret->n_figures));
    return cost_hours_totals_now(ro, a, &ret->hours, &ret->n_hours);
}

wr_rc cost_report_make(db_tx *ro, const cost_scenario *s, arena *a, cost_report *ret)
{
    cost_known known;
    TRY(cost_know(ro, a, &known));
    return cost_report_of(ro, &known, s, a, ret);
}

wr_rc cost_report_of(db_tx *ro, const cost_known *known, const cost_scenario *s, arena *a, cost_report *ret)
{
    cost_report out = { .name = s->name, .text = s->text };
    making m = { .a = a, .known = known, .out = &out };
    cost_total t[COST_SCOPES][COST_SIDES];
    cost_clash *c = arena_array(a, cost_clash, COST_CLASHES);
    cost_input *x;
    size_t n, n_c, bad;
    TRY(db_all(ro, &COST_INPUT_OF, a, COST_INPUTS_MAX, &x, &n, db_t(s->id)));
    TRY(db_all(ro, &COST_CHOICE_OF, a, COST_CHOICES_MAX, &m.choices, &m.n_choices, db_t(s->id)));
    out.inputs = arena_array(a, cost_say_input, n + 1);
    m.lines = arena_array(a, cost_line, n + 1);
    m.keys = arena_array(a, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        if (!x[i].dropped) take_input(&m, &x[i]);
    if (!cost_work(a, m.lines, m.n, decided, &m, c, &n_c, t, &bad))
        return wr_fail(arena_err(a), WR_E_INPUT, "line", N_("Line {line} comes to more than can be counted. Look at its inputs."), "line", arena_fmt(a, "%lld", (long long)m.lines[bad].number));
    say_all(&m, c, n_c, t);
    *ret = out;
    return WR_OK;
}

static int state_of(const cost_report *r, int64_t number)
{
    for (size_t i = 0; i < r->n_lines; i++)
        if (r->lines[i].number == number) return r->lines[i].state;
    return LINE_LACKS;
}

int64_t cost_report_open(const cost_report *r, bool *ret_open_opt, bool *ret_circle_opt)
{
    int64_t n = 0;
    for (int circle = 0; circle < 2 && !n; circle++)
        for (size_t i = 0; i < r->n_clashes; i++) {
            const cost_say_clash *c = &r->clashes[i];
            bool open = (circle || !c->stands) && state_of(r, c->one) == LINE_CLASHES && state_of(r, c->two) == LINE_CLASHES;
            if (ret_open_opt) ret_open_opt[i] = open;
            if (ret_circle_opt) *ret_circle_opt = circle;
            n += open;
        }
    return n;
}

bool cost_report_sound(const cost_report *r, const char **ret_why)
{
    bool circle;
    if (cost_report_open(r, NULL, &circle)) {
        *ret_why = circle ? N_("The choices go round in a circle: each line was set aside for another one of them. Decide one pair anew.") : N_("Something is counted twice, and nobody has decided which line stands.");
        return false;
    }
    for (size_t i = 0; i < r->n_lines; i++)
        if (r->lines[i].state == LINE_LACKS) {
            *ret_why = N_("A line lacks a value. Give it one, or take its inputs out.");
            return false;
        }
    *ret_why = N_("A scenario without a line says nothing.");
    return r->n_lines > 0;
}
