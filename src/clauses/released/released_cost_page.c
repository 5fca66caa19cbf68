/* released_cost_page.c -- how much: nights with a price, nights without one and why, on a page and as CSV. The heading is the finding. */
#include "released_cost_web.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "http.h"
#include "i18n.h"

enum { SHOWN = 60 };

/* One document: texts are exact decimals, "" where there is no number; a cost of nothing is never said as zero. */
typedef struct cost_said { const char *finding, *table, *rates, *nights, *nights_priced, *share, *cost, *cost_idle, *nights_provisional; wr_day rates_day, first, last; int64_t rows_of_table, rows, tables_not_here; } cost_said;
static const field SAID_F[] = {
    FIELD(cost_said, finding, t, 0, 400, N_("Finding")), FIELD(cost_said, table, t, 0, 40, N_("Nights of the table")), FIELD(cost_said, rates, t, 0, 40, N_("Rates of the list")),
    FIELD(cost_said, nights, t, 0, 40, N_("Nights")), FIELD(cost_said, nights_priced, t, 0, 40, N_("Nights with a price")), FIELD(cost_said, share, t, 0, 20, N_("Share of nights with a price")),
    FIELD(cost_said, cost, t, F_NULL, 40, N_("Cost")), FIELD(cost_said, cost_idle, t, F_NULL, 40, N_("Of it for minimums beyond the people present")), FIELD(cost_said, nights_provisional, t, 0, 40, N_("Provisional nights of open stints")), FIELD(cost_said, rates_day, d, F_NULL, 0, N_("Day of the rates")),
    FIELD(cost_said, first, d, F_NULL, 0, N_("First day")), FIELD(cost_said, last, d, F_NULL, 0, N_("Last day")), FIELD(cost_said, rows_of_table, i, 0, 0, N_("Rows of the table")), FIELD(cost_said, rows, i, 0, 0, N_("Rows that fit")),
    FIELD(cost_said, tables_not_here, i, 0, 0, N_("Tables that are not on this machine yet")) };
const shape RELEASED_COST_SAID = SHAPE("nights and their price", cost_said, SAID_F);
typedef struct cost_row { const char *facility, *name, *nights, *cause, *rate_text, *rate, *cost; bool decided, tied; const char *days, *days_below, *days_unknown, *lowest, *highest; wr_day from, to; } cost_row;
static const field ROW_F[] = {
    FIELD(cost_row, facility, t, 0, 0, N_("Facility")), FIELD(cost_row, name, t, 0, 0, N_("Name")), FIELD(cost_row, nights, t, 0, 0, N_("Nights")), FIELD(cost_row, cause, t, 0, 0, N_("Why it has no price")),
    FIELD(cost_row, rate_text, t, 0, 0, N_("Rate as worded")), FIELD(cost_row, rate, t, 0, 0, N_("Rate for a night")), FIELD(cost_row, cost, t, 0, 0, N_("Cost")),
    FIELD(cost_row, decided, b, 0, 0, N_("A person decided what the words mean")), FIELD(cost_row, tied, b, 0, 0, N_("A person said which facility it is")),
    FIELD(cost_row, days, t, 0, 20, N_("Days counted")), FIELD(cost_row, days_below, t, 0, 20, N_("Days below the minimum")), FIELD(cost_row, days_unknown, t, 0, 20, N_("Days without a headcount")),
    FIELD(cost_row, lowest, t, 0, 20, N_("Lowest day")), FIELD(cost_row, highest, t, 0, 20, N_("Highest day")), FIELD(cost_row, from, d, F_NULL, 0, N_("From")), FIELD(cost_row, to, d, F_NULL, 0, N_("To")) };
const shape RELEASED_COST_ROW = SHAPE("nights of one facility", cost_row, ROW_F);

typedef struct saying { db_tx *ro; const wr_actor *who; arena *a; const released_cost_in *in; released_priced p; json_t *doc; } saying;

static const char *fill(const saying *s, const char *text, const char *const *holes) { return i18n_fill(s->a, i18n(s->who->lang, NULL, text), holes); }
static const char *money(arena *a, wr_cents c) { return arena_fmt(a, "%lld.%02lld", (long long)(c / 100), (long long)(c % 100)); }
static const char *nights_said(const saying *s, int64_t millionths)
{
    return millionths % 1000000 ? released_number_said(s->a, millionths) : i18n_int(s->a, s->who->lang, millionths / 1000000);
}

static cost_row row_of(const released_cost *x, arena *a)
{
    bool priced = released_cost_priced(x);
    const released_daily *d = &x->daily;
    const int64_t number[] = { d->days, d->below, d->unknown, d->lowest, d->highest };
    const char *said[5];
    for (size_t i = 0; i < 5; i++) said[i] = d->days ? arena_fmt(a, "%lld", (long long)number[i]) : "";
    return (cost_row){ x->key, x->name, released_number_said(a, x->nights), released_causes[x->cause], x->text, x->cause == RELEASED_FLAT ? money(a, x->rate) : "", priced ? money(a, x->cost) : "", x->decided, x->tied,
        said[0], said[1], said[2], said[3], said[4], d->from, d->to };
}

/* ---- addresses ---- */
static const char *rows_address(const saying *s, const released_cost *x)
{
    released_cost_in in = *s->in;
    const char *label = x && !x->there && str_starts(x->key, "(withheld") ? "(withheld)" : x ? released_escaped(s->a, x->key) : NULL;
    in.table = s->p.table;
    in.rates = in.sum = NULL;
    in.top = 0;
    if (label && !x->named) in.facility_code = label;
    else if (label) in.facility = label;
    return released_cost_address(&in, "/released/desk/rows", s->a);
}

static const char *this_address(const saying *s, const char *path, int64_t top)
{
    released_cost_in in = *s->in;
    in.table = s->p.table;
    in.rates = s->p.list_table;
    in.sum = s->p.sum;
    in.top = top;
    return released_cost_address(&in, path, s->a);
}

/* ---- lists ---- */
/* What a person may do about it: say what words mean, or which facility a name is. */
static const char *act_address(const saying *s, const released_cost *x)
{
    if (x->tied || (x->cause == RELEASED_NOT_LISTED && x->there)) return arena_fmt(s->a, "/released/cost/place?rates=%s&name=%s&called=%s", s->p.list_table, str_url(s->a, x->key), str_url(s->a, x->name));
    return "";
}

static const char *contract_address(const saying *s, const released_cost *x)
{
    return x->rated && (x->decided || x->cause == RELEASED_WORDED) ? arena_fmt(s->a, "/released/cost/contract?rates=%s&facility=%s", s->p.list_table, str_url(s->a, x->rated->key)) : "";
}

static wr_rc put_daily(const saying *s, const released_cost *x, json_t *o)
{
    const released_daily *d = &x->daily;
    const char *lang = s->who->lang;
    if (!d->days) return page_text(o, "daily", "");
    return page_text(o, "daily", fill(s, N_("{days} days, {from} to {to}; lowest {lowest}, highest {highest} people; {below} days paid at the minimum of {minimum}, {idle} beyond the people present; {unknown} days without a headcount, not priced"),
        (const char *const[]){ "days", i18n_int(s->a, lang, d->days), "from", i18n_day(s->a, lang, d->from), "to", i18n_day(s->a, lang, d->to), "lowest", i18n_int(s->a, lang, d->lowest),
            "highest", i18n_int(s->a, lang, d->highest), "below", i18n_int(s->a, lang, d->below), "minimum", i18n_int(s->a, lang, x->rated->rate.minimum), "idle", i18n_cents(s->a, lang, d->idle), "unknown", i18n_int(s->a, lang, d->unknown), NULL }));
}

static wr_rc put_row(const saying *s, const released_cost *x, json_t *o)
{
    const released_rated *like[1];
    bool suggest = x->cause == RELEASED_NOT_LISTED && x->there && released_tie_suggest(&s->p.rates, x->name, s->a, like, 1);
    TRY(page_text(o, "nights_said", nights_said(s, x->nights)));
    TRY(page_int(o, "cost_cents", x->cost));
    TRY(page_text(o, "cost_said", released_cost_priced(x) ? i18n_cents(s->a, s->who->lang, x->cost) : ""));
    TRY(page_text(o, "rate_said", x->cause == RELEASED_FLAT ? i18n_cents(s->a, s->who->lang, x->rate) : ""));
    TRY(page_text(o, "rows_url", rows_address(s, x)));
    TRY(page_text(o, "act_url", act_address(s, x)));
    TRY(page_text(o, "contract_url", contract_address(s, x)));
    TRY(page_text(o, "like", suggest ? arena_fmt(s->a, "%s, %s", like[0]->key, like[0]->name) : ""));
    return put_daily(s, x, o);
}

typedef bool which(const released_cost *);
static bool without(const released_cost *x) { return !released_cost_priced(x) && x->cause != RELEASED_NOT_LISTED; }
static bool unlisted(const released_cost *x) { return x->cause == RELEASED_NOT_LISTED; }

static wr_rc put_list(const saying *s, const char *key, which *w)
{
    const released_costs *c = &s->p.c;
    cost_row *rows = arena_array(s->a, cost_row, c->n + 1);
    const released_cost **of = arena_array(s->a, const released_cost *, c->n + 1);
    size_t n = 0, all = 0, cap = s->in->top > 0 ? (size_t)s->in->top : SHOWN;
    for (size_t i = 0; i < c->n; i++) {
        if (!w(&c->row[i])) continue;
        all++;
        if (n == cap) continue;
        of[n] = &c->row[i];
        rows[n++] = row_of(&c->row[i], s->a);
    }
    TRY(page_rows(s->doc, key, &RELEASED_COST_ROW, rows, n));
    for (size_t i = 0; i < n; i++) TRY(put_row(s, of[i], page_row(s->doc, key, i)));
    TRY(page_flag(s->doc, arena_fmt(s->a, "has_%s", key), n > 0));
    return page_text(s->doc, arena_fmt(s->a, "%s_more", key), all > n ? i18n_int(s->a, s->who->lang, (int64_t)(all - n)) : "");
}

/* ---- nights by cause; together they are all nights ---- */
typedef struct cause_said { const char *cause, *nights, *share; } cause_said;
static const field CAUSE_F[] = { FIELD(cause_said, cause, t, 0, 0, N_("Price")), FIELD(cause_said, nights, t, 0, 0, N_("Nights")), FIELD(cause_said, share, t, 0, 0, N_("Share")) };
const shape RELEASED_COST_CAUSE = SHAPE("nights by cause", cause_said, CAUSE_F);

static wr_rc put_causes(const saying *s)
{
    const released_costs *c = &s->p.c;
    cause_said x[RELEASED_CAUSES + 1];
    int64_t nights[RELEASED_CAUSES + 1];
    size_t n = 0;
    for (int k = -1; k < RELEASED_CAUSES; k++) {
        nights[n] = k < 0 ? c->priced : c->unpriced[k];
        if (k >= 0 && !nights[n]) continue;
        x[n] = (cause_said){ k < 0 ? N_("with a price") : released_causes[k], released_number_said(s->a, nights[n]), released_share(s->a, nights[n], c->nights) };
        n++;
    }
    TRY(page_rows(s->doc, "causes", &RELEASED_COST_CAUSE, x, n));
    for (size_t i = 0; i < n; i++) {
        json_t *o = page_row(s->doc, "causes", i);
        TRY(page_text(o, "nights_said", nights_said(s, nights[i])));
        TRY(page_int(o, "whole_nights", nights[i] / 1000000));
    }
    return page_chart(s->doc, "causes_chart", &(page_chart_of){ .kind = PAGE_BARS, .rows = "causes", .by = "cause", .by_word = true, .series = { { "whole_nights", NULL, NULL } },
        .title = fill(s, N_("{share} of the nights have a price"), (const char *const[]){ "share", released_share(s->a, c->priced, c->nights), NULL }), .says = i18n(s->who->lang, NULL, N_("Nights with a price, and without one by cause.")),
        .table = "causes-table", .unit = N_("Nights") });
}

/* ---- what is said of both sources ---- */
static wr_rc put_stints(const saying *s)
{
    const released_stints *x = &s->p.c.stints;
    const struct { const char *why; int64_t n; } rows[] = { { N_("with nights: booked out on a later day"), x->nights }, { N_("booked in and out on one day: no night"), x->same_day },
        { N_("open on the day of the data: their nights are provisional"), x->open }, { N_("booked out before they were booked in: no nights counted"), x->reversed },
        { N_("without a plausible day: no nights counted"), x->undated } };
    json_t *list = json_array();
    TRY(page_tree(s->doc, "stints", list));
    for (size_t i = 0; s->p.c.of_stints && i < sizeof rows / sizeof *rows; i++) {
        json_t *o = json_object();
        (void)json_array_append_new(list, o);
        TRY(page_text(o, "why", i18n(s->who->lang, NULL, rows[i].why)));
        TRY(page_int(o, "rows_of_it", rows[i].n));
    }
    return WR_OK;
}

static wr_day first_day(const saying *s) { return day_none(s->in->from) ? s->p.nights.table.first : s->in->from; }
static wr_day last_day(const saying *s) { return day_none(s->in->to) ? s->p.nights.table.last : s->in->to; }

/* A list of rates that is years older than the nights says so in a sentence. */
static wr_rc put_rate_day(const saying *s)
{
    const released_file *f = &s->p.list.file;
    wr_day last = last_day(s);
    int64_t days = day_none(last) || day_none(f->extracted) ? 0 : day_number(last) - day_number(f->extracted), years = days / 365;
    TRY(page_text(s->doc, "rates_said", day_none(f->extracted) ? "" : i18n_day(s->a, s->who->lang, f->extracted)));
    TRY(page_text(s->doc, "rates_taken", i18n_day(s->a, s->who->lang, f->taken)));
    TRY(page_text(s->doc, "rates_name", f->name));
    TRY(page_text(s->doc, "rates_url", arena_fmt(s->a, "/released/files/%lld", (long long)f->number)));
    return page_text(s->doc, "older", years < 1 ? "" : i18n_fill(s->a, i18n_n(s->who->lang, NULL, N_("The list of rates is more than {n} year older than the last of these nights. What the agency paid since then it does not say."),
        "The list of rates is more than {n} years older than the last of these nights. What the agency paid since then it does not say.", years), (const char *const[]){ "n", i18n_int(s->a, s->who->lang, years), NULL }));
}

static wr_rc put_source(const saying *s)
{
    const released_file *f = &s->p.nights.file;
    TRY(page_text(s->doc, "nights_name", f->name));
    TRY(page_text(s->doc, "nights_url", arena_fmt(s->a, "/released/files/%lld", (long long)f->number)));
    TRY(page_text(s->doc, "agency_name", f->agency));
    TRY(page_text(s->doc, "days_said", day_none(first_day(s)) || day_none(last_day(s)) ? "" : fill(s, N_("{first} to {last}"), (const char *const[]){ "first", i18n_day(s->a, s->who->lang, first_day(s)),
        "last", i18n_day(s->a, s->who->lang, last_day(s)), NULL })));
    TRY(page_text(s->doc, "sum_name", s->p.sum && !s->p.c.heads ? s->p.sum : ""));
    TRY(page_flag(s->doc, "of_heads", s->p.c.heads));
    TRY(page_flag(s->doc, "of_stints", s->p.c.of_stints));
    TRY(page_text(s->doc, "no_number", s->p.c.no_number ? i18n_int(s->a, s->who->lang, s->p.c.no_number) : ""));
    TRY(page_flag(s->doc, "by_names", !str_eq(s->p.c.by, "facility_code") && s->p.rates.of != &s->p.nights));
    TRY(page_text(s->doc, "all_url", this_address(s, "/released/cost", 5000)));
    TRY(page_text(s->doc, "this_url", this_address(s, "/released/cost", s->in->top)));
    TRY(page_text(s->doc, "csv_url", this_address(s, "/released/cost.csv", 0)));
    TRY(page_text(s->doc, "data_url", this_address(s, "/released/cost.json", 5000)));
    return page_text(s->doc, "whole_rows_url", rows_address(s, NULL));
}

static wr_rc put_filters(const saying *s)
{
    TRY(page_text(s->doc, "area", str_or_none(s->in->area)));
    TRY(page_text(s->doc, "facility", str_or_none(s->in->facility)));
    TRY(page_text(s->doc, "facility_code", str_or_none(s->in->facility_code)));
    TRY(page_text(s->doc, "state", str_or_none(s->in->state)));
    TRY(page_text(s->doc, "from_day", day_text(s->a, s->in->from)));
    TRY(page_text(s->doc, "to_day", day_text(s->a, s->in->to)));
    TRY(page_flag(s->doc, "has_area", released_column(&s->p.nights, "area", s->a) >= 0));
    TRY(page_flag(s->doc, "has_facility", released_column(&s->p.nights, "facility", s->a) >= 0));
    TRY(page_flag(s->doc, "has_code", released_column(&s->p.nights, "facility_code", s->a) >= 0));
    TRY(page_flag(s->doc, "has_state", released_column(&s->p.nights, "state", s->a) >= 0));
    return page_flag(s->doc, "has_date", released_date_column(&s->p.nights) >= 0);
}

/* ---- the finding ---- */
static const char *finding(const saying *s)
{
    const released_costs *c = &s->p.c;
    const char *lang = s->who->lang, *all = nights_said(s, c->nights), *said;
    bool any = false;
    for (size_t i = 0; i < c->n; i++) any = any || released_cost_priced(&c->row[i]);
    if (!c->nights && !any) return i18n(lang, NULL, N_("No nights are in what was asked"));
    if (!any) said = fill(s, N_("No price can be said: none of {all} nights has a rate"), (const char *const[]){ "all", all, NULL });
    else if (c->priced == c->nights) said = fill(s, N_("{cost} for {all} nights"), (const char *const[]){ "cost", i18n_cents(s->a, lang, c->cost), "all", all, NULL });
    else said = fill(s, N_("{cost} for {priced} of {all} nights; the others have no price"), (const char *const[]){ "cost", i18n_cents(s->a, lang, c->cost), "priced", nights_said(s, c->priced), "all", all, NULL });
    if (!c->idle) return said;
    return fill(s, N_("{said}; {idle} of it for guaranteed minimums beyond the people present"), (const char *const[]){ "said", said, "idle", i18n_cents(s->a, lang, c->idle), NULL });
}

static wr_rc put_said(const saying *s, int64_t missing)
{
    const released_costs *c = &s->p.c;
    bool any = false;
    for (size_t i = 0; i < c->n; i++) any = any || released_cost_priced(&c->row[i]);
    cost_said x = { finding(s), s->p.table, s->p.list_table, released_number_said(s->a, c->nights), released_number_said(s->a, c->priced), released_share(s->a, c->priced, c->nights), any ? money(s->a, c->cost) : "", c->idle ? money(s->a, c->idle) : "",
        arena_fmt(s->a, "%lld", (long long)c->kept.provisional), s->p.list.file.extracted, first_day(s), last_day(s), c->kept.all, c->kept.kept, missing };
    TRY(page_put(s->doc, &RELEASED_COST_SAID, &x));
    TRY(page_text(s->doc, "title", x.finding));
    TRY(page_text(s->doc, "cost_said", any ? i18n_cents(s->a, s->who->lang, c->cost) : ""));
    TRY(page_text(s->doc, "idle_said", c->idle ? i18n_cents(s->a, s->who->lang, c->idle) : ""));
    TRY(page_text(s->doc, "nights_said", nights_said(s, c->nights)));
    TRY(page_text(s->doc, "priced_said", nights_said(s, c->priced)));
    TRY(page_text(s->doc, "provisional", c->kept.provisional ? i18n_int(s->a, s->who->lang, c->kept.provisional) : ""));
    return page_flag(s->doc, "has_nights", c->n > 0);
}

static wr_rc put_dearest(const saying *s)
{
    return page_chart(s->doc, "dearest_chart", &(page_chart_of){ .kind = PAGE_BARS, .rows = "priced", .by = "facility", .money = true, .series = { { "cost_cents", NULL, NULL } },
        .title = i18n(s->who->lang, NULL, N_("The dearest facilities")), .says = i18n(s->who->lang, NULL, N_("Cost of the nights that have a price, the dearest facility first.")), .table = "priced-table" });
}

/* Nothing to price: the document keeps its form, with the reason and without a number. */
static wr_rc put_missing(const saying *s)
{
    static const char *const LISTS[] = { "priced", "without", "unlisted" };
    const char *title = i18n(s->who->lang, NULL, N_("No nights can be priced yet"));
    cost_said x = { .finding = title, .table = "", .rates = "", .nights = "", .nights_priced = "", .share = "", .cost = "", .cost_idle = "", .nights_provisional = "" };
    TRY(page_text(s->doc, "missing", i18n_err(s->a, s->who->lang, arena_err(s->a))));
    *arena_err(s->a) = (wr_err){ 0 };
    TRY(page_put(s->doc, &RELEASED_COST_SAID, &x));
    for (size_t i = 0; i < sizeof LISTS / sizeof *LISTS; i++) TRY(page_rows(s->doc, LISTS[i], &RELEASED_COST_ROW, NULL, 0));
    TRY(page_rows(s->doc, "causes", &RELEASED_COST_CAUSE, NULL, 0));
    TRY(page_rows(s->doc, "quotes", &RELEASED_QUOTE_SAID, NULL, 0));
    return page_text(s->doc, "title", title);
}

wr_rc released_show_cost(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    saying s = { .ro = ro, .who = who, .a = a, .in = in, .doc = doc };
    int64_t missing;
    wr_rc rc = released_price(ro, in, a, &s.p);
    TRY(page_flag(doc, "has_sources", rc == WR_OK));
    if (rc == WR_E_MISSING) return put_missing(&s);
    TRY(rc);
    TRY(released_cost_choices(ro, &s.p, a, doc, &missing));
    TRY(put_said(&s, missing));
    TRY(put_filters(&s));
    TRY(put_causes(&s));
    TRY(put_list(&s, "priced", released_cost_priced));
    TRY(put_dearest(&s));
    TRY(put_list(&s, "without", without));
    TRY(put_list(&s, "unlisted", unlisted));
    TRY(released_put_left(&s.p.c.kept, who->lang, a, doc));
    TRY(put_stints(&s));
    TRY(put_rate_day(&s));
    TRY(put_source(&s));
    return released_cost_quoted(ro, who->lang, s.p.c.nights, doc, a);
}

wr_rc released_give_cost(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    released_priced p;
    cost_row *rows;
    (void)who;
    TRY(released_price(ro, in, a, &p));
    if (p.missing) return released_not_here(a);      /* lines cannot say that a newer table was left out */
    rows = arena_array(a, cost_row, p.c.n + 1);
    for (size_t i = 0; i < p.c.n; i++) rows[i] = row_of(&p.c.row[i], a);
    return out_rows(out, &RELEASED_COST_ROW, rows, p.c.n, p.c.n + 1);
}
