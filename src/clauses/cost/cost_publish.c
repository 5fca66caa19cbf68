/* cost_publish.c -- a scenario before everyone: two people, and what was approved is kept word for word, so that a past report stays what it was. */
#include "cost_own.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "http.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

enum { REPORT_BYTES = 65000 };
typedef struct to_publish { int64_t number; const char *sha256; } to_publish;
static const field TO_F[] = { FIELD(to_publish, number, i, 0, 0, N_("Scenario")), FIELD(to_publish, sha256, t, 0, 64, N_("SHA-256")) };
const shape COST_TO_PUBLISH = SHAPE("a report of cost to be published", to_publish, TO_F);
typedef struct in_number { int64_t number; wr_day on; } in_number;
static const field IN_F[] = { FIELD(in_number, number, i, F_PATH, 0, N_("Scenario")), FIELD(in_number, on, d, F_NULL, 0, N_("As known on")) };
const shape COST_IN_PUBLISHED = SHAPE("which published report", in_number, IN_F);
typedef struct say_published { int64_t number; const char *name; wr_day published; const char *sha256; } say_published;
static const field SAY_F[] = { FIELD(say_published, number, i, 0, 0, N_("Scenario")), FIELD(say_published, name, t, 0, 0, N_("Name")), FIELD(say_published, published, d, 0, 0, N_("Published")),
    FIELD(say_published, sha256, t, 0, 0, N_("SHA-256")) };
const shape COST_SAY_PUBLISHED = SHAPE("a published report of cost", say_published, SAY_F);

/* The text that would be kept: it may be published, and it is short enough. */
static wr_rc to_keep(const cost_report *r, arena *a, const char **ret, const char **ret_sha256)
{
    const char *why_text;
    if (!cost_report_sound(r, &why_text)) return wr_fail(arena_err(a), WR_E_RULE, "cost.publish", why_text);
    TRY(cost_report_text(r, a, ret, ret_sha256));
    return strlen(*ret) <= REPORT_BYTES ? WR_OK : wr_fail(arena_err(a), WR_E_TOO_BIG, NULL, N_("This report is too long to be kept. Take inputs out, or make two scenarios of it."));
}

wr_rc cost_act_publish(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const char *text;
    to_publish p;
    cost_scenario s;
    cost_report r;
    TRY(cost_scenario_by(rw, ((const in_number *)in_)->number, a, &s));
    TRY(cost_report_make(rw, &s, a, &r));
    p.number = s.number;
    TRY(to_keep(&r, a, &text, &p.sha256));
    *ret = (http_go){ .url = arena_fmt(a, "/cost/scenarios/%lld", (long long)s.number), .id = s.id };
    return pair_ask(rw, who, &cost_pairs[0], s.id, arena_fmt(a, "%lld: %s, SHA-256 %.16s…", (long long)s.number, str_begin(a, s.name, 120), p.sha256), &p, a);
}

wr_rc cost_publish(db_tx *rw, const wr_actor *who, const cost_scenario *was, const char *approved, arena *a)
{
    cost_scenario now = *was;
    cost_report r;
    TRY(cost_report_make(rw, was, a, &r));
    TRY(to_keep(&r, a, &now.report, &now.sha256));
    if (approved && !str_eq(now.sha256, approved)) return wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("A figure or an input was changed since approval was asked for. Decline this, look again, and let approval be asked for anew."));
    now.published = who->today;
    return history_add(rw, who, &COST_SCENARIOS, "cost.scenario_published", who->today, was, &now, a);
}

static wr_rc run_publish(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const to_publish *p = what;
    cost_scenario s;
    TRY(cost_scenario_by(rw, p->number, a, &s));
    return cost_publish(rw, who, &s, p->sha256, a);
}

const pair_kind cost_pairs[] = { { "cost.publish", N_("Publish a report of cost"), "cost.publish", &COST_TO_PUBLISH, 14 * 24, run_publish, .look_url = "/cost/scenarios" }, { 0 } };

/* The report that was kept stays in the history: it is shown for each day on which it was published. */
wr_rc cost_act_back(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    cost_scenario s, now;
    TRY(cost_scenario_by(rw, ((const in_number *)in_)->number, a, &s));
    *ret = (http_go){ .url = arena_fmt(a, "/cost/scenarios/%lld", (long long)s.number), .id = s.id };
    if (day_none(s.published)) return wr_fail(arena_err(a), WR_E_RULE, "cost.publish", N_("This scenario is not published."));
    now = s;
    now.published = (wr_day){ 0 };
    now.report = now.sha256 = "";
    return history_add(rw, who, &COST_SCENARIOS, "cost.scenario_taken_back", who->today, &s, &now, a);
}

/* ---- what everyone sees ---- */
/* Scenarios as the city knew them at the end of a day; none said: now. */
static wr_rc known(db_tx *ro, const wr_actor *who, wr_day on, arena *a, cost_scenario **ret, size_t *ret_n)
{
    history_proof proof = { 0 };
    int64_t n;
    if (day_none(on)) return cost_scenarios(ro, a, ret, ret_n);
    TRY(cost_n_on(ro, who, on, a, &n));
    return history_all_as_of(ro, &COST_SCENARIOS, &COST_SCENARIOS_UPTO, n, a, ret, ret_n, &proof);
}

static int by_number(const void *x, const void *y)
{
    const cost_scenario *s = x, *t = y;
    return (s->number > t->number) - (s->number < t->number);
}

wr_rc cost_say_published(db_tx *ro, const wr_actor *who, wr_day on, json_t *doc, arena *a)
{
    cost_scenario *s;
    say_published *x;
    size_t n, k = 0;
    TRY(known(ro, who, on, a, &s, &n));
    qsort(s, n, sizeof *s, by_number);
    x = arena_array(a, say_published, n + 1);
    for (size_t i = 0; i < n; i++)
        if (!day_none(s[i].published)) {
            s[k] = s[i];
            x[k++] = (say_published){ s[i].number, s[i].name, s[i].published, s[i].sha256 };
        }
    TRY(page_rows(doc, "reports", &COST_SAY_PUBLISHED, x, k));
    for (size_t i = 0; i < k; i++) {
        json_t *row = page_row(doc, "reports", i);
        cost_report r;
        TRY(cost_report_read(s[i].report, a, &r));
        TRY(cost_report_put(row, &r));
        TRY(cost_report_show(who, row, &r, a));
        TRY(page_text(row, "url", day_none(on) ? arena_fmt(a, "/cost/reports/%lld", (long long)x[i].number) : arena_fmt(a, "/cost/reports/%lld?on=%s", (long long)x[i].number, day_text(a, on))));
    }
    return page_flag(doc, "has_reports", k > 0);
}

static wr_rc published(db_tx *ro, const wr_actor *who, const in_number *in, arena *a, cost_scenario *ret, cost_report *ret_report)
{
    cost_scenario *s;
    size_t n;
    TRY(known(ro, who, in->on, a, &s, &n));
    for (size_t i = 0; i < n; i++)
        if (s[i].number == in->number && !day_none(s[i].published)) {
            *ret = s[i];
            return cost_report_read(s[i].report, a, ret_report);
        }
    return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("No report with this number is published."));
}

wr_rc cost_show_report(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_number *in = in_;
    cost_scenario s;
    cost_report r;
    TRY(published(ro, who, in, a, &s, &r));
    TRY(page_put(doc, &COST_SAY_PUBLISHED, &(say_published){ s.number, s.name, s.published, s.sha256 }));
    TRY(cost_report_put(doc, &r));
    TRY(cost_report_show(who, doc, &r, a));
    TRY(page_flag(doc, "has_clashes", r.n_clashes > 0));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, r.name)));
    return page_text(doc, "csv_url", day_none(in->on) ? arena_fmt(a, "/cost/reports/%lld.csv", (long long)s.number) : arena_fmt(a, "/cost/reports/%lld.csv?on=%s", (long long)s.number, day_text(a, in->on)));
}

wr_rc cost_give_report(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    cost_scenario s;
    cost_report r;
    TRY(published(ro, who, in, a, &s, &r));
    return cost_report_give(out, &r, a);
}
