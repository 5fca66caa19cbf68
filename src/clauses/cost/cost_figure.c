/* cost_figure.c -- figures on the web: all of them by whose cost it is, one with its history, and the forms of the office. */
#include "cost_own.h"

#include <string.h>
#include "day.h"
#include "http.h"
#include "i18n.h"
#include "page.h"
#include "person.h"
#include "str.h"

typedef struct in_on { wr_day on; } in_on;
static const field ON_F[] = { FIELD(in_on, on, d, F_NULL, 0, N_("As known on")) };
const shape COST_IN_ON = SHAPE("costs of which day", in_on, ON_F);
typedef struct in_ref { const char *ref; } in_ref;
static const field REF_F[] = { FIELD(in_ref, ref, t, F_PATH, 60, N_("Key")) };
const shape COST_IN_REF = SHAPE("which figure", in_ref, REF_F);
typedef struct say_section { const char *lead; } say_section;
static const field SECTION_F[] = { FIELD(say_section, lead, t, 0, 0, N_("What it is")) };
static const shape SAY_SECTION = SHAPE("figures of one scope", say_section, SECTION_F);
typedef struct say_past { wr_us at; wr_day holds; const char *value; } say_past;
static const field PAST_F[] = { FIELD(say_past, at, u, 0, 0, N_("Recorded")), FIELD(say_past, holds, d, 0, 0, N_("Holds from")), FIELD(say_past, value, t, 0, 0, N_("Value")) };
const shape COST_SAY_PAST = SHAPE("a figure as it was", say_past, PAST_F);

static cost_range ends(const cost_figure *f) { return (cost_range){ f->low, f->base, f->high, f->ranged }; }

/* What only the page shows of a figure. */
static wr_rc say_more(const wr_actor *who, const cost_figure *f, json_t *row, arena *a)
{
    cost_range r = ends(f);
    TRY(page_text(row, "value", cost_say_range(a, who->lang, &r, f->unit)));
    TRY(page_text(row, "dated", cost_say_dated(a, who->lang, f->as_of, f->precise)));
    return page_text(row, "url", arena_fmt(a, "/cost/figures/%s", f->ref));
}

static wr_rc say_sections(const wr_actor *who, const cost_figure *f, size_t n, json_t *doc, arena *a)
{
    static const char *const LEADS[] = { N_("What the federal government pays"), N_("What the city itself pays"), N_("What a county or somebody else pays"), N_("What people and businesses lost") };
    say_section s[COST_SCOPES];
    size_t from[COST_SCOPES + 1], n_s = 0;
    for (size_t i = 0; i < n; i++)
        if (!i || f[i].scope != f[i - 1].scope) {
            from[n_s] = i;
            s[n_s++].lead = LEADS[f[i].scope];
        }
    from[n_s] = n;
    TRY(page_rows(doc, "sections", &SAY_SECTION, s, n_s));
    for (size_t i = 0; i < n_s; i++) {
        json_t *section = page_row(doc, "sections", i);
        TRY(page_flag(section, "apart", f[from[i]].scope == SCOPE_ECONOMIC));
        TRY(page_rows(section, "rows", &COST_FIGURE, f + from[i], from[i + 1] - from[i]));
        for (size_t k = from[i]; k < from[i + 1]; k++) TRY(say_more(who, &f[k], page_row(section, "rows", k - from[i]), a));
    }
    return WR_OK;
}

wr_rc cost_show_figures(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_on *in = in_;
    bool past = !day_none(in->on);
    cost_figure *f;
    size_t n;
    TRY(past ? cost_figures_on(ro, who, in->on, a, &f, &n) : cost_figures(ro, a, &f, &n));
    TRY(page_rows(doc, "figures", &COST_FIGURE, f, n));
    TRY(say_sections(who, f, n, doc, a));
    TRY(cost_say_published(ro, who, in->on, doc, a));
    TRY(page_flag(doc, "may_read", rights_has(who->rights, "cost.read") != RIGHT_NONE));
    TRY(page_text(doc, "on", day_text(a, in->on)));
    TRY(page_text(doc, "past_day", past ? i18n_day(a, who->lang, in->on) : ""));
    TRY(page_text(doc, "csv_url", past ? arena_fmt(a, "/cost.csv?on=%s", day_text(a, in->on)) : "/cost.csv"));
    return page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, N_("{n} published figure of cost, with its source"), "{n} published figures of cost, each with its source", (int64_t)n),
        (const char *const[]){ "n", arena_fmt(a, "%zu", n), NULL }));
}

wr_rc cost_give_figures(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_on *in = in_;
    cost_figure *f;
    size_t n;
    TRY(day_none(in->on) ? cost_figures(ro, a, &f, &n) : cost_figures_on(ro, who, in->on, a, &f, &n));
    return out_rows(out, &COST_FIGURE, f, n, COST_FIGURES_MAX + 1);
}

/* Each event laid over the one before: what the figure said from that day on. */
static wr_rc say_history(db_tx *ro, const wr_actor *who, const cost_figure *f, json_t *doc, arena *a)
{
    history_event *e;
    history_proof proof = { 0 };
    say_past *x;
    size_t n;
    TRY(history_events(ro, &COST_FIGURES, f->id, a, &e, &n));
    x = arena_array(a, say_past, n + 1);
    for (size_t i = 0; i < n; i++) {
        cost_figure was;
        cost_range r;
        TRY(history_as_of(ro, &COST_FIGURES, f->id, e[i].n, a, &was, &proof));
        r = ends(&was);
        x[n - 1 - i] = (say_past){ e[i].at, e[i].holds, arena_fmt(a, "%s; %s, %s", cost_say_range(a, who->lang, &r, was.unit), was.source, cost_say_dated(a, who->lang, was.as_of, was.precise)) };
    }
    return page_rows(doc, "past", &COST_SAY_PAST, x, n);
}

wr_rc cost_show_figure(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_ref *in = in_;
    cost_figure f;
    TRY(cost_figure_by(ro, in->ref, a, &f));
    TRY(page_put(doc, &COST_FIGURE, &f));
    TRY(say_more(who, &f, doc, a));
    TRY(page_text(doc, "edit_url", arena_fmt(a, "/cost/figures/%s/edit", f.ref)));
    TRY(page_flag(doc, "may_edit", rights_has(who->rights, "cost.write") != RIGHT_NONE));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, f.item)));
    return say_history(ro, who, &f, doc, a);
}

/* What others may show: figures of one unit as they stand. */
wr_rc cost_quotes(db_tx *ro, const char *lang, const char *unit, arena *a, wr_quote **ret, size_t *ret_n)
{
    cost_figure *f;
    size_t n, k = 0;
    wr_quote *q;
    TRY(cost_figures(ro, a, &f, &n));
    q = arena_array(a, wr_quote, n + 1);
    for (size_t i = 0; i < n; i++)
        if (str_eq(cost_units[f[i].unit], unit))
            q[k++] = (wr_quote){ i18n(lang, NULL, f[i].item), i18n(lang, NULL, f[i].source), cost_say_dated(a, lang, f[i].as_of, f[i].precise), arena_fmt(a, "/cost/figures/%s", f[i].ref), f[i].low, f[i].high, f[i].as_of };
    *ret = q;
    *ret_n = k;
    return WR_OK;
}

/* ---- forms ---- */
static wr_rc form(json_t *doc, const char *url, const shape *in, const cost_figure *row, const char *button, arena *a)
{
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = url, .in = in, .row = row, .button = button }, a));
    TRY(page_hint(doc, "form", "low", N_("Digits alone, with a point: 134000000.00. A figure without a range has the same value three times.")));
    TRY(page_hint(doc, "form", "base", N_("Left empty when only a range is published.")));
    TRY(page_hint(doc, "form", "basis", N_("Of which year the prices are, and whether they were converted.")));
    TRY(page_hint(doc, "form", "contains", N_("Groups that this figure counts wholly, with blanks between: custody, police-overtime, damage, cleanup, service-loss, or one of your own. The word everything: it is all-in.")));
    return page_hint(doc, "form", "part_of", N_("Groups that this figure is a part of. What counts a group wholly, and another figure of the same group, are never added."));
}

wr_rc cost_show_new(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    (void)ro, (void)in;
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("A new figure of cost"))));
    TRY(form(doc, "/cost/figures/write", &COST_PACK_FIGURE, NULL, N_("Record the figure"), a));
    return page_hint(doc, "form", "ref", N_("A short key of small letters, digits and hyphens. It never changes."));
}

wr_rc cost_show_edit(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    cost_figure f;
    TRY(cost_figure_by(ro, ((const in_ref *)in)->ref, a, &f));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("Change a figure: what it said before stays, with its day"))));
    return form(doc, arena_fmt(a, "/cost/figures/%s/edit", f.ref), &COST_IN_EDIT, &f, N_("Record the change"), a);
}

static wr_rc write_figure(db_tx *rw, const wr_actor *who, const cost_figure *in, arena *a, http_go *ret)
{
    cost_figure f = *in;
    f.source_url = str_or_none(f.source_url);
    f.contains = str_or_none(f.contains);
    f.part_of = str_or_none(f.part_of);
    f.note = str_or_none(f.note);
    TRY(cost_figure_put(rw, who, "cost.figure_written", &f, a));
    *ret = (http_go){ .url = arena_fmt(a, "/cost/figures/%s", f.ref), .id = f.id };
    return WR_OK;
}

wr_rc cost_act_new(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const cost_figure *in = in_;
    cost_figure was;
    wr_rc rc = db_one(rw, &COST_FIGURE_BY, a, &was, db_t(in->ref));
    if (rc == WR_OK) return wr_fail(arena_err(a), WR_E_INPUT, "ref", N_("A figure has this key already. Change that one, or choose another key."));
    if (rc != WR_E_MISSING) return rc;
    return write_figure(rw, who, in, a, ret);
}

wr_rc cost_act_edit(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const cost_figure *in = in_;
    cost_figure was;
    TRY(cost_figure_by(rw, in->ref, a, &was));
    return write_figure(rw, who, in, a, ret);
}
