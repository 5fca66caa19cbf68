/* cost_scenario.c -- scenarios at the office: all of them, one as it stands now, its inputs, and what it would count twice. */
#include "cost_own.h"

#include "cost_hours.h"
#include "day.h"
#include "http.h"
#include "i18n.h"
#include "page.h"
#include "person.h"
#include "str.h"

enum { DECIDED_AT_ONCE = 60 };           /* pairs that have a form on the page */
typedef struct in_open { int64_t number; const char *name, *text; } in_open;
static const field OPEN_F[] = { FIELD(in_open, name, t, 0, 160, N_("Name")), FIELD(in_open, text, t, F_LONG | F_NULL, 2000, N_("What it asks")), FIELD(in_open, number, i, F_PATH, 0, N_("Scenario")) };
const shape COST_IN_OPEN = { "a new scenario", sizeof(in_open), 2, OPEN_F }, COST_IN_RENAME = SHAPE("the words of a scenario", in_open, OPEN_F);
const shape COST_IN_NUMBER = { "which scenario", sizeof(in_open), 1, OPEN_F + 2 };
typedef struct in_set { int64_t number, line; int symbol; const char *figure; wr_cents low, base, high; bool ranged; int scope, side; const char *why; } in_set;
static const field SET_F[] = { FIELD(in_set, number, i, F_PATH, 0, N_("Scenario")), FIELD(in_set, line, i, 0, COST_LINES, N_("Line")), WORDS(in_set, symbol, cost_symbols, N_("Symbol")),
    FIELD(in_set, figure, t, F_NULL, 60, N_("From a figure")), FIELD(in_set, low, c, F_NULL, 0, N_("Low end")), FIELD(in_set, base, c, F_NULL, 0, N_("Middle value")),
    FIELD(in_set, high, c, F_NULL, 0, N_("High end")), FIELD(in_set, ranged, b, F_NULL, 0, N_("There is no middle value")), WORDS_OPT(in_set, scope, cost_scopes_or_none, N_("Whose cost")),
    WORDS_OPT(in_set, side, cost_sides_or_none, N_("Enforcement or protest policing")), FIELD(in_set, why, t, F_LONG | F_NULL, 500, N_("By hand: why this value")) };
const shape COST_IN_SET = SHAPE("an input of a scenario, as typed", in_set, SET_F);
static const field DROP_F[] = { FIELD(in_set, number, i, F_PATH, 0, N_("Scenario")), FIELD(in_set, line, i, F_HIDE, COST_LINES, N_("Line")), { "symbol", 'e', F_HIDE, 0, offsetof(in_set, symbol), cost_symbols, N_("Symbol") } };
const shape COST_IN_DROP = SHAPE("an input to be taken out", in_set, DROP_F);
typedef struct in_decide { int64_t number; const char *one, *two; int64_t stands; const char *reason; } in_decide;
static const field DECIDE_F[] = { FIELD(in_decide, number, i, F_PATH, 0, N_("Scenario")), FIELD(in_decide, one, t, F_HIDE, 400, N_("One line")), FIELD(in_decide, two, t, F_HIDE, 400, N_("The other line")),
    FIELD(in_decide, stands, i, 0, COST_LINES, N_("Which line stands")), FIELD(in_decide, reason, t, F_LONG, 500, N_("Why")) };
const shape COST_IN_DECIDE = SHAPE("which line stands", in_decide, DECIDE_F);
typedef struct say_scenario { int64_t number; const char *name, *text; wr_day published; int64_t lines, twice; } say_scenario;
static const field SAY_F[] = { FIELD(say_scenario, number, i, 0, 0, N_("Scenario")), FIELD(say_scenario, name, t, 0, 0, N_("Name")), FIELD(say_scenario, text, t, F_NULL, 0, N_("What it asks")),
    FIELD(say_scenario, published, d, F_NULL, 0, N_("Published")), FIELD(say_scenario, lines, i, 0, 0, N_("Lines")), FIELD(say_scenario, twice, i, 0, 0, N_("Counted twice, not decided")) };
const shape COST_SAY_SCENARIO = SHAPE("a scenario, as a line", say_scenario, SAY_F);

static bool may_write(const wr_actor *who) { return rights_has(who->rights, "cost.write") != RIGHT_NONE; }
static const char *url_of(arena *a, int64_t number, const char *rest) { return arena_fmt(a, "/cost/scenarios/%lld%s", (long long)number, rest); }

wr_rc cost_show_scenarios(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    cost_scenario *s;
    say_scenario *x;
    cost_known known;
    size_t n;
    (void)in;
    TRY(cost_scenarios(ro, a, &s, &n));
    TRY(cost_know(ro, a, &known));
    x = arena_array(a, say_scenario, n + 1);
    for (size_t i = 0; i < n; i++) {
        cost_report r;
        TRY(cost_report_of(ro, &known, &s[i], a, &r));
        x[i] = (say_scenario){ s[i].number, s[i].name, s[i].text, s[i].published, (int64_t)r.n_lines, cost_report_open(&r, NULL, NULL) };
    }
    TRY(page_rows(doc, "scenarios", &COST_SAY_SCENARIO, x, n));
    for (size_t i = 0; i < n; i++) {
        TRY(page_text(page_row(doc, "scenarios", i), "url", url_of(a, s[i].number, "")));
        TRY(page_flag(page_row(doc, "scenarios", i), "is_published", !day_none(s[i].published)));
    }
    TRY(page_flag(doc, "may_write", may_write(who)));
    if (may_write(who)) TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/cost/scenarios/open", .in = &COST_IN_OPEN, .button = N_("Open it") }, a));
    return page_text(doc, "title", i18n(who->lang, NULL, N_("Costs at the office: scenarios, figures, staff hours")));
}

/* ---- one scenario ---- */
static const char *symbol_said(int s)
{
    static const char *const SAID[] = { N_("arrests"), N_("cost of one arrest"), N_("days in detention"), N_("one bed for one day, of its fiscal year"), N_("removals"), N_("cost of one removal"), N_("troops"), N_("days"),
        N_("one person for one day"), N_("overtime hours"), N_("dollars an hour"), N_("fringe, in percent"), N_("overtime pay of imported staff hours"), N_("damage to what the city owns"), N_("cleanup"),
        N_("lost service"), N_("liability, always a range"), N_("a published total") };
    return SAID[s];
}

static wr_rc symbol_choices(const wr_actor *who, json_t *doc, arena *a)
{
    page_choice c[COST_SYMBOLS];
    for (int i = 0; i < COST_SYMBOLS; i++)
        c[i] = (page_choice){ cost_symbols[i], arena_fmt(a, "%s: %s", cost_symbols[i], i18n(who->lang, NULL, symbol_said(i))) };
    return page_choices(doc, "form", "symbol", c, COST_SYMBOLS);
}

/* Figures in a unit that some symbol takes, and the overtime of imported hours. */
static wr_rc figure_choices(const cost_known *k, const wr_actor *who, json_t *doc, arena *a)
{
    const cost_figure *f = k->figures;
    const cost_hours_total *t = k->hours;
    page_choice *c = arena_array(a, page_choice, k->n_figures + k->n_hours + 1);
    size_t n = 0;
    for (size_t i = 0; i < k->n_hours; i++)
        if (t[i].overtime) {
            const char *ref = arena_fmt(a, "hours:%s:%s", t[i].cost_code, cost_tags[t[i].tag]);
            c[n++] = (page_choice){ ref, arena_fmt(a, "%s: %s, %s", i18n(who->lang, NULL, N_("Overtime of imported staff hours")), t[i].cost_code, i18n_word(a, who->lang, cost_tags[t[i].tag])) };
        }
    for (size_t i = 0; i < k->n_figures; i++) {
        bool taken = false;
        cost_range r = { f[i].low, f[i].base, f[i].high, f[i].ranged };
        for (int s = 0; s < COST_SYMBOLS; s++) taken = taken || cost_unit_of(s) == f[i].unit;
        if (taken) c[n++] = (page_choice){ f[i].ref, arena_fmt(a, "%s: %s, %s", i18n(who->lang, NULL, f[i].item), cost_say_range(a, who->lang, &r, f[i].unit), cost_say_dated(a, who->lang, f[i].as_of, f[i].precise)) };
    }
    return page_choices(doc, "form", "figure", c, n);
}

/* "2: detention, $281,220 ($224,976 to $337,464)" */
static page_choice line_choice(const wr_actor *who, const cost_report *r, int64_t number, arena *a)
{
    page_choice c = { arena_fmt(a, "%lld", (long long)number), "" };
    for (size_t i = 0; i < r->n_lines; i++) {
        const cost_say_line *l = &r->lines[i];
        cost_range x = { l->low, l->base, l->high, l->ranged };
        if (l->number == number) c.label = arena_fmt(a, "%lld: %s, %s", (long long)number, i18n_word(a, who->lang, cost_terms[l->term]), cost_say_range(a, who->lang, &x, UNIT_MONEY));
    }
    return c;
}

static wr_rc decide_form(const wr_actor *who, const cost_scenario *s, const cost_report *r, const cost_say_clash *c, json_t *row, arena *a)
{
    const page_choice two[] = { line_choice(who, r, c->one, a), line_choice(who, r, c->two, a) };
    TRY(page_form(row, "decide", &(page_form_of){ .action_url = url_of(a, s->number, "/clashes/decide"), .in = &COST_IN_DECIDE,
        .typed = (const pair[]){ { "one", c->one_key, 0 }, { "two", c->two_key, 0 } }, .typed_n = 2, .button = N_("This line stands") }, a));
    return page_choices(row, "decide", "stands", two, 2);
}

/* Each pair is in the page; a form for each would make it too long: those that need a choice come first. */
static wr_rc decide_forms(const wr_actor *who, const cost_scenario *s, const cost_report *r, json_t *doc, arena *a)
{
    bool *open = arena_array(a, bool, r->n_clashes + 1);
    int64_t n = 0;
    (void)cost_report_open(r, open, NULL);
    for (int first = 1; first >= 0; first--)
        for (size_t i = 0; i < r->n_clashes; i++) {
            if (open[i] != first || !(open[i] || r->clashes[i].stands) || ++n > DECIDED_AT_ONCE) continue;
            TRY(decide_form(who, s, r, &r->clashes[i], page_row(doc, "clashes", i), a));
        }
    return page_int(doc, "more_pairs", n > DECIDED_AT_ONCE ? n - DECIDED_AT_ONCE : 0);
}

static wr_rc write_forms(const cost_known *known, const wr_actor *who, const cost_scenario *s, const cost_report *r, json_t *doc, arena *a)
{
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = url_of(a, s->number, "/inputs/write"), .in = &COST_IN_SET, .button = N_("Write the input") }, a));
    TRY(symbol_choices(who, doc, a));
    TRY(figure_choices(known, who, doc, a));
    TRY(page_hint(doc, "form", "line", N_("Inputs with the same line number are multiplied by the formula of their term. Each fiscal year of detention has a line of its own.")));
    TRY(page_hint(doc, "form", "figure", N_("Or leave this empty and write the values by hand.")));
    TRY(page_hint(doc, "form", "scope", N_("For money by hand and for imported staff hours: a figure brings its own.")));
    for (size_t i = 0; i < r->n_inputs; i++)
        TRY(page_form(page_row(doc, "inputs", i), "drop", &(page_form_of){ .action_url = url_of(a, s->number, "/inputs/drop"), .in = &COST_IN_DROP,
            .row = &(in_set){ .number = s->number, .line = r->inputs[i].line, .symbol = r->inputs[i].symbol }, .button = N_("Take it out") }, a));
    TRY(decide_forms(who, s, r, doc, a));
    TRY(page_form(doc, "rename", &(page_form_of){ .action_url = url_of(a, s->number, "/words/write"), .in = &COST_IN_RENAME, .row = &(in_open){ s->number, s->name, s->text }, .button = N_("Change the words") }, a));
    if (!day_none(s->published)) TRY(page_form(doc, "back", &(page_form_of){ .action_url = url_of(a, s->number, "/publish/back"), .in = &COST_IN_NUMBER, .button = N_("Take it back") }, a));
    return page_form(doc, "publish", &(page_form_of){ .action_url = url_of(a, s->number, "/publish/ask"), .in = &COST_IN_NUMBER, .button = N_("Ask a second person to publish it") }, a);
}

wr_rc cost_show_scenario(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_open *in = in_;
    const char *why, *text, *hash;
    cost_scenario s;
    cost_report r;
    cost_known known;
    bool waits, sound, *open;
    TRY(cost_scenario_by(ro, in->number, a, &s));
    TRY(cost_know(ro, a, &known));
    TRY(cost_report_of(ro, &known, &s, a, &r));
    TRY(cost_report_text(&r, a, &text, &hash));
    TRY(pair_waits(ro, &cost_pairs[0], s.id, who->now, a, &waits));
    sound = cost_report_sound(&r, &why);
    TRY(cost_report_put(doc, &r));
    TRY(cost_report_show(who, doc, &r, a));
    TRY(page_flag(doc, "has_clashes", r.n_clashes > 0));
    open = arena_array(a, bool, r.n_clashes + 1);
    TRY(page_int(doc, "n_open", cost_report_open(&r, open, NULL)));
    for (size_t i = 0; i < r.n_clashes; i++) TRY(page_flag(page_row(doc, "clashes", i), "open", open[i]));
    TRY(page_int(doc, "more_pairs", 0));
    TRY(page_int(doc, "number", s.number));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, s.name)));
    TRY(page_text(doc, "csv_url", url_of(a, s.number, ".csv")));
    TRY(page_text(doc, "published_url", day_none(s.published) ? "" : arena_fmt(a, "/cost/reports/%lld", (long long)s.number)));
    TRY(page_flag(doc, "differs", !day_none(s.published) && !str_eq(hash, s.sha256)));
    TRY(page_flag(doc, "waits", waits));
    TRY(page_text(doc, "not_sound", sound ? "" : why));
    TRY(page_flag(doc, "may_write", may_write(who)));
    TRY(page_flag(doc, "may_ask", may_write(who) && sound && !waits && (day_none(s.published) || !str_eq(hash, s.sha256))));
    return may_write(who) ? write_forms(&known, who, &s, &r, doc, a) : WR_OK;
}

wr_rc cost_give_scenario(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    cost_scenario s;
    cost_report r;
    (void)who;
    TRY(cost_scenario_by(ro, ((const in_open *)in_)->number, a, &s));
    TRY(cost_report_make(ro, &s, a, &r));
    return cost_report_give(out, &r, a);
}

/* ---- acts ---- */
static http_go back_to(arena *a, const cost_scenario *s) { return (http_go){ .url = url_of(a, s->number, ""), .id = s->id }; }

wr_rc cost_act_open(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_open *in = in_;
    cost_scenario s;
    TRY(cost_scenario_add(rw, who, in->name, in->text, a, &s));
    *ret = back_to(a, &s);
    return WR_OK;
}

wr_rc cost_act_rename(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_open *in = in_;
    cost_scenario s, now;
    TRY(cost_scenario_by(rw, in->number, a, &s));
    *ret = back_to(a, &s);
    now = s;
    now.name = in->name;
    now.text = str_or_none(in->text);
    return history_add(rw, who, &COST_SCENARIOS, "cost.scenario_written", who->today, &s, &now, a);
}

wr_rc cost_act_set(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_set *in = in_;
    cost_input x = { .line = in->line, .symbol = in->symbol, .figure = str_or_none(in->figure), .low = in->low, .base = in->base, .high = in->high, .ranged = in->ranged, .scope = in->scope - 1, .side = in->side - 1, .why = str_or_none(in->why) };
    cost_scenario s;
    TRY(cost_scenario_by(rw, in->number, a, &s));
    *ret = back_to(a, &s);
    return cost_input_put(rw, who, &s, &x, a);
}

wr_rc cost_act_drop(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_set *in = in_;
    cost_scenario s;
    cost_input *all;
    size_t n;
    TRY(cost_scenario_by(rw, in->number, a, &s));
    *ret = back_to(a, &s);
    TRY(db_all(rw, &COST_INPUT_OF, a, COST_INPUTS_MAX, &all, &n, db_t(s.id)));
    for (size_t i = 0; i < n; i++)
        if (all[i].line == in->line && all[i].symbol == in->symbol && !all[i].dropped) {
            cost_input now = all[i];
            now.dropped = true;
            return history_add(rw, who, &COST_INPUTS, "cost.input_dropped", who->today, &all[i], &now, a);
        }
    return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This input was taken out already."));
}

wr_rc cost_act_decide(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_decide *in = in_;
    cost_choice c = { .one = in->one, .two = in->two, .stands = in->stands, .reason = in->reason };
    cost_scenario s;
    TRY(cost_scenario_by(rw, in->number, a, &s));
    *ret = back_to(a, &s);
    return cost_choice_put(rw, who, &s, &c, a);
}
