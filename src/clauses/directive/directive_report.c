/* directive_report.c -- the report for the Council: every plan, its version, state and dates; on paper and as CSV. */
#include "directive_own.h"

#include "day.h"
#include "db.h"
#include "http.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

static const field IN_REPORT_F[] = { FIELD(in_report, direction, t, F_NULL, 20, N_("Direction")) };
const shape IN_REPORT = SHAPE("which direction", in_report, IN_REPORT_F);

typedef struct say_plan { const char *department, *name, *version; wr_day dated; int state; int64_t days_late; wr_day due, first, claimed, verified;
    const char *excuse, *kind, *said, *url; bool moved; } say_plan;
static const field PLAN_F[] = {
    FIELD(say_plan, department, t, 0, 20, N_("Department")), FIELD(say_plan, name, t, 0, 200, N_("Name")),
    FIELD(say_plan, version, t, 0, 200, N_("Version")), FIELD(say_plan, dated, d, F_NULL, 0, N_("Dated")),
    WORDS(say_plan, state, directive_shown, N_("State")), FIELD(say_plan, days_late, i, 0, 0, N_("Days late")),
    FIELD(say_plan, due, d, F_NULL, 0, N_("Due")), FIELD(say_plan, first, d, F_NULL, 0, N_("First due")),
    FIELD(say_plan, claimed, d, F_NULL, 0, N_("Claimed")), FIELD(say_plan, verified, d, F_NULL, 0, N_("Verified")),
    FIELD(say_plan, excuse, t, 0, 2000, N_("Reason given")), FIELD(say_plan, kind, t, F_HIDE, 10, NULL),
    FIELD(say_plan, said, t, F_HIDE, 60, NULL), FIELD(say_plan, url, t, F_HIDE, 200, NULL), FIELD(say_plan, moved, b, F_HIDE, 0, NULL),
};
const shape SAY_PLAN = SHAPE("a plan", say_plan, PLAN_F);

typedef struct report { const directive_direction *d; say_plan *plans; size_t n; directive_tally t; } report;

/* The direction asked for, else the first: the plan. */
static wr_rc report_read(db_tx *ro, const wr_actor *who, const in_report *in, arena *a, report *ret)
{
    directive_direction *d, *of = NULL;
    directive_due *cells;
    directive_last *last;
    city_department *b;
    size_t n_d, n, n_last, n_b;
    TRY(directive_all(ro, a, &d, &n_d));
    for (size_t i = n_d; i-- > 0; )
        if (!in->direction || !*in->direction || str_eq(d[i].ref, in->direction)) of = &d[i];
    if (!of) return wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("There is no direction {direction}."), "direction", in->direction ? in->direction : "");
    TRY(directive_all_due(ro, a, &cells, &n));
    TRY(db_all(ro, &DIRECTIVE_LAST_PIECES, a, 5000, &last, &n_last, db_t(of->ref)));
    TRY(city_departments(ro, a, &b, &n_b));
    *ret = (report){ .d = of, .plans = arena_array(a, say_plan, n + 1) };
    for (size_t k = 0; k < n_b; k++)                    /* by the names of the departments */
        for (size_t i = 0; i < n; i++) {
            directive_facts f = directive_facts_of(&cells[i]);
            directive_said s;
            say_plan *p = &ret->plans[ret->n];
            if (!str_eq(cells[i].direction, of->ref) || !str_eq(cells[i].department, b[k].acronym)) continue;
            s = directive_say(a, who->lang, &f, who->today);
            *p = (say_plan){ .department = b[k].acronym, .name = b[k].name, .version = "", .state = directive_state_shown(&f, who->today),
                .days_late = directive_late_days(&f, who->today), .due = cells[i].due, .first = cells[i].first, .claimed = cells[i].claimed,
                .verified = cells[i].verified, .excuse = cells[i].excuse, .kind = s.kind, .said = s.text,
                .url = arena_fmt(a, "/directive/%s/%s", of->ref, b[k].acronym), .moved = wr_day_cmp(cells[i].due, cells[i].first) != 0 };
            for (size_t e = 0; e < n_last; e++)
                if (str_eq(last[e].cell, cells[i].id)) p->version = last[e].title, p->dated = last[e].dated;
            directive_add(&ret->t, p->state);
            ret->n++;
        }
    return WR_OK;
}

wr_rc directive_show_report(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    report r;
    TRY(report_read(ro, who, in, a, &r));
    const char *const pairs[] = { "direction", i18n(who->lang, NULL, r.d->title), "verified", arena_fmt(a, "%lld", (long long)r.t.verified),
        "asked", arena_fmt(a, "%lld", (long long)r.t.asked), "late", arena_fmt(a, "%lld", (long long)r.t.late), NULL };
    TRY(page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("{direction}: {verified} of {asked} departments verified, {late} late")), pairs)));
    TRY(page_text(doc, "direction", r.d->ref));
    TRY(page_text(doc, "csv_url", arena_fmt(a, "/report.csv?direction=%s", r.d->ref)));
    TRY(page_flag(doc, "wide", true));
    return page_rows(doc, "plans", &SAY_PLAN, r.plans, r.n);
}

wr_rc directive_give_report(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    strbuf s = sb_new(a, 16384);
    report r;
    TRY(report_read(ro, who, in, a, &r));
    shape_csv_head(&SAY_PLAN, &s);
    for (size_t i = 0; i < r.n; i++) shape_to_csv(&SAY_PLAN, &r.plans[i], &s);
    out->more = false;
    return out_bytes(out, (bytes){ (const uint8_t *)s.p, s.n });
}
