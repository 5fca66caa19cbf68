/* released_cost.c -- nights by facility times the rate of that facility, in whole cents; tiers day by day. */
#include "released_cost.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "released_group.h"

const char *const released_causes[] = { [RELEASED_NO_RATE] = N_("no rate in the list"), [RELEASED_FLAT] = N_("priced"), [RELEASED_TIERED] = N_("priced by the day, in tiers"),
    [RELEASED_WORDED] = N_("the contract is in words"), [RELEASED_RATE_WITHHELD] = N_("the rate is withheld"), [RELEASED_NOT_FUNDED] = N_("not paid by the agency"),
    [RELEASED_NOT_LISTED] = N_("the facility is not in the list"), [RELEASED_TIERED_ALONE] = N_("in tiers, and no daily headcount is here"),
    [RELEASED_TWO_RATES] = N_("the list has two rates for it"), [RELEASED_OVER_TIERS] = N_("more people than the last tier of the contract names"), NULL };

bool released_cost_priced(const released_cost *x) { return x->cause == RELEASED_FLAT || x->cause == RELEASED_TIERED; }

bool released_cost_times(int64_t nights, wr_cents rate, wr_cents *ret)
{
    __int128 x = ((__int128)nights * rate + 500000) / 1000000;
    if (x > INT64_MAX || x < 0) return false;
    *ret = (wr_cents)x;
    return true;
}

static wr_rc too_much(arena *a) { return wr_fail(arena_err(a), WR_E_TOO_BIG, "sum", N_("These amounts are too large to be added.")); }

/* ---- nights ---- */
typedef struct pricing { const released_view *v; const released_rates *rates; const released_ask *q; arena *a; released_costs *out; } pricing;

static const released_rated *tied(const pricing *p, const char *key)
{
    const released_settled *s = &p->rates->settled;
    for (size_t i = 0; i < s->ties; i++)
        if (str_eq(s->tie[i].from, key)) return released_rate_for(p->rates, s->tie[i].to);
    return NULL;
}

/* Codes meet codes. A name meets the list only where a person said so. */
static const released_rated *rated_for(const pricing *p, const char *label, bool *ret_tied)
{
    const char *key = released_fold(p->a, label, strlen(label));
    const released_rated *r = p->rates->by_code && str_eq(p->out->by, "facility_code") ? released_rate_for(p->rates, key) : NULL;
    *ret_tied = false;
    if (r) return r;
    r = tied(p, key);
    *ret_tied = r != NULL;
    return r;
}

static wr_rc add_row(pricing *p, released_cost x)
{
    released_costs *out = p->out;
    const released_rated *r = x.rated;
    x.name = r && *r->name ? r->name : x.key;
    x.text = r ? r->text : "";
    x.decided = r && r->decided;
    if (x.cause == RELEASED_TIERED) x.cause = RELEASED_TIERED_ALONE;
    if (!x.nights && !(out->heads && x.cause == RELEASED_TIERED_ALONE)) return WR_OK;      /* an empty place pays its minimum all the same */
    if (x.cause == RELEASED_FLAT) {
        x.rate = r->rate.flat;
        if (!released_cost_times(x.nights, x.rate, &x.cost)) return too_much(p->a);
    }
    out->row[out->n++] = x;
    return WR_OK;
}

/* Nights of the list itself: each row has its own rate, whatever its code says. */
static wr_rc of_rows(pricing *p, const char *sum)
{
    released_ask q = *p->q;
    int column = released_column(p->v, sum, p->a);
    size_t n = (size_t)store_rows(p->v->s), found;
    int64_t *at = arena_array(p->a, int64_t, n + 1), all;
    q.sum = sum;
    q.bys = 0;
    TRY(released_ask_run(p->v, &q, p->a, &p->out->kept));
    TRY(released_ask_find(p->v, &q, 0, n, p->a, at, &found, &all));
    p->out->row = arena_array(p->a, released_cost, found + 1);
    for (size_t i = 0; i < found; i++) {
        const store_meaning *m = &store_means(p->v->s, (size_t)column)[store_code(p->v->s, (size_t)column, at[i])];
        const released_rated *r = &p->rates->of_row[at[i]];
        TRY(add_row(p, (released_cost){ .key = r->key, .rated = r, .nights = m->state == STORE_VALUE && m->has_number && !m->odd ? m->number : 0, .there = *r->key != 0, .named = r->named, .cause = (int)r->rate.kind }));
    }
    return WR_OK;
}

static wr_rc of_groups(pricing *p, int unit, const char *sum)
{
    released_ask q = *p->q;
    q.unit = unit;
    q.sum = sum;
    q.by[0] = p->out->by;
    q.bys = 1;
    TRY(released_ask_run(p->v, &q, p->a, &p->out->kept));
    p->out->row = arena_array(p->a, released_cost, p->out->kept.groups + 1);
    for (size_t i = 0; i < p->out->kept.groups; i++) {
        const released_group *g = &p->out->kept.group[i];
        released_cost x = { .key = g->label[0], .nights = sum ? g->sum : g->count * 1000000, .there = g->state[0] == STORE_VALUE || g->state[0] == STORE_NULL_WORD, .named = str_eq(p->out->by, "facility") };
        x.rated = x.there ? rated_for(p, x.key, &x.tied) : NULL;
        x.cause = !x.rated ? RELEASED_NOT_LISTED : x.rated->twice ? RELEASED_TWO_RATES : (int)x.rated->rate.kind;
        TRY(add_row(p, x));
    }
    return WR_OK;
}

/* ---- what the nights call a facility that the list does not have ---- */
typedef struct first_names { uint32_t *of; } first_names;
static void add_names(void *with, size_t n, const uint32_t *const *codes, const int64_t *row)
{
    first_names *x = with;
    (void)row;
    for (size_t i = 0; i < n; i++)
        if (x->of[codes[0][i]] == STORE_NONE) x->of[codes[0][i]] = codes[1][i];
}

static void name_unlisted(pricing *p)
{
    int code = released_column(p->v, "facility_code", p->a), name = released_column(p->v, "facility", p->a);
    size_t n = code < 0 ? 0 : store_distinct(p->v->s, (size_t)code);
    first_names x = { arena_array(p->a, uint32_t, n + 1) };
    if (code < 0 || name < 0 || !str_eq(p->out->by, "facility_code")) return;
    for (size_t c = 0; c < n; c++) x.of[c] = STORE_NONE;
    store_walk(p->v->s, &(store_ask){ 0 }, (const size_t[]){ (size_t)code, (size_t)name }, 2, add_names, &x);
    for (size_t c = 0; c < n; c++) {
        store_cell key = store_text(p->v->s, (size_t)code, (uint32_t)c);
        const char *words = released_words(p->a, key.text, key.n);
        for (size_t i = 0; x.of[c] != STORE_NONE && i < p->out->n; i++) {
            released_cost *r = &p->out->row[i];
            store_cell called = store_text(p->v->s, (size_t)name, x.of[c]);
            if (r->cause == RELEASED_NOT_LISTED && called.n && str_eq(r->key, words)) r->name = released_words(p->a, called.text, called.n);
        }
    }
}

/* ---- what the rows say of their own nights ---- */
static const char NO_NUMBER[] = "(blank)|(null word)|(withheld)|(error)|(held back)";

static wr_rc with_where(const pricing *p, released_where w, released_ask *ret)
{
    *ret = *p->q;
    if (ret->wheres + 1 >= RELEASED_WHERES) return wr_fail(arena_err(p->a), WR_E_INPUT, "where", N_("At most {n} conditions at once."), "n", arena_fmt(p->a, "%d", RELEASED_WHERES - 2));
    ret->where[ret->wheres++] = w;
    ret->bys = 0;
    ret->unit = RELEASED_ROWS;
    ret->sum = NULL;
    return WR_OK;
}

static wr_rc count_stints(pricing *p)
{
    released_order all, open;
    released_ask q;
    released_stints *s = &p->out->stints;
    TRY(released_ask_order(p->v, p->q, "stint_in", "stint_out", p->a, &all));
    TRY(with_where(p, (released_where){ "stint_out", "(blank)|(null word)", false }, &q));
    TRY(released_ask_order(p->v, &q, "stint_in", "stint_in", p->a, &open));       /* those of them that began on a plausible day */
    *s = (released_stints){ all.before, all.same, open.same, all.after, 0 };
    s->undated = all.rows - s->nights - s->same_day - s->open - s->reversed;
    return WR_OK;
}

static wr_rc count_numbers(pricing *p, const char *sum)
{
    released_ask q;
    released_answer none;
    TRY(with_where(p, (released_where){ sum, NO_NUMBER, false }, &q));
    TRY(released_ask_run(p->v, &q, p->a, &none));
    p->out->no_number = none.kept;
    return WR_OK;
}

/* ---- tiers, from the headcount of each day ---- */
typedef struct day_heads { const released_answer *known, *unknown; size_t at, at_unknown; } day_heads;

static bool has_day(const released_answer *days, size_t *at, int64_t day)
{
    while (*at < days->groups && days->group[*at].order[0] < day) ++*at;
    return *at < days->groups && days->group[*at].order[0] == day;
}

/* *ret_cause: why there is no price; RELEASED_TIERED: there is one. */
static wr_rc price_days(day_heads *h, const released_rate *rate, arena *a, released_cost *x, int *ret_cause)
{
    released_daily *d = &x->daily;
    wr_cents all = 0;
    d->lowest = INT64_MAX;
    for (int64_t day = day_number(d->from), last = day_number(d->to); day <= last; day++) {
        released_rate alone = *rate;
        int64_t heads = has_day(h->known, &h->at, day) ? h->known->group[h->at].sum / 1000000 : 0;
        wr_cents cost, used;
        alone.minimum = 0;
        if (has_day(h->unknown, &h->at_unknown, day) || heads < 0) {
            d->unknown++;
            continue;
        }
        *ret_cause = RELEASED_OVER_TIERS;
        if (!released_rate_day(rate, heads, &cost) || !released_rate_day(&alone, heads, &used)) return WR_OK;
        if (__builtin_add_overflow(all, cost, &all)) return too_much(a);
        d->days++;
        if (cost > used) d->idle += cost - used;
        d->below += heads < rate->minimum;
        if (heads < d->lowest) d->lowest = heads;
        if (heads > d->highest) d->highest = heads;
    }
    *ret_cause = d->days ? RELEASED_TIERED : RELEASED_TIERED_ALONE;      /* no day had a number of people */
    if (d->days) x->cost = all;
    return WR_OK;
}

static wr_day later(wr_day a, wr_day b) { return day_none(a) || (!day_none(b) && wr_day_cmp(a, b) < 0) ? b : a; }
static wr_day earlier(wr_day a, wr_day b) { return day_none(a) || (!day_none(b) && wr_day_cmp(b, a) < 0) ? b : a; }

static wr_rc tiers_of(pricing *p, const char *sum, released_cost *x)
{
    released_ask q, none;
    released_answer days, unknown;
    TRY(with_where(p, (released_where){ p->out->by, released_escaped(p->a, x->key), false }, &q));
    q.by[0] = "day";
    q.bys = 1;
    none = q;
    q.sum = sum;
    TRY(released_ask_run(p->v, &q, p->a, &days));
    none.where[none.wheres++] = (released_where){ sum, NO_NUMBER, false };
    TRY(released_ask_run(p->v, &none, p->a, &unknown));
    while (days.groups && days.group[days.groups - 1].state[0] != STORE_VALUE) days.groups--;     /* rows without a plausible day come last */
    if (!days.groups) return WR_OK;
    x->daily = (released_daily){ .from = day_none(p->q->from) ? day_of_number(days.group[0].order[0]) : later(p->q->from, p->v->table.first),
        .to = day_none(p->q->to) ? day_of_number(days.group[days.groups - 1].order[0]) : earlier(p->q->to, p->v->table.last) };
    TRY(price_days(&(day_heads){ &days, &unknown, 0, 0 }, &x->rated->rate, p->a, x, &x->cause));
    if (x->cause != RELEASED_TIERED) x->daily = (released_daily){ 0 };
    return WR_OK;
}

static int dearest(const void *x, const void *y)
{
    const released_cost *a = x, *b = y;
    if (a->cost != b->cost) return a->cost > b->cost ? -1 : 1;
    if (a->nights != b->nights) return a->nights > b->nights ? -1 : 1;
    return strcmp(a->key, b->key);
}

static wr_rc add_up(released_costs *c, arena *a)
{
    for (size_t i = 0; i < c->n; i++) {
        const released_cost *x = &c->row[i];
        c->nights += x->nights;
        if (__builtin_add_overflow(c->cost, x->cost, &c->cost)) return too_much(a);
        c->idle += x->daily.idle;
        if (released_cost_priced(x)) c->priced += x->nights;
        else c->unpriced[x->cause] += x->nights;
    }
    qsort(c->row, c->n, sizeof *c->row, dearest);
    return WR_OK;
}

wr_rc released_cost_run(const released_view *v, const released_rates *rates, const released_ask *q, arena *a, released_costs *ret)
{
    pricing p = { v, rates, q, a, ret };
    const char *sum = q->sum && *q->sum ? q->sum : NULL;
    *ret = (released_costs){ .by = rates->by_code && released_column(v, "facility_code", a) >= 0 ? "facility_code" : "facility" };
    ret->heads = released_column(v, "present_midnight", a) >= 0 && (!sum || released_column(v, sum, a) == released_column(v, "present_midnight", a));
    ret->of_stints = !sum && !ret->heads && released_column(v, "stint_in", a) >= 0 && released_column(v, "stint_out", a) >= 0;
    if (ret->heads) sum = "present_midnight";
    if (!sum && !ret->of_stints) return wr_fail(arena_err(a), WR_E_INPUT, "sum", N_("Say which column counts nights: this table has neither stints nor a daily headcount."));
    if (rates->of == v && sum && !ret->heads) TRY(of_rows(&p, sum));
    else TRY(of_groups(&p, sum ? RELEASED_ROWS : RELEASED_NIGHTS, sum));
    name_unlisted(&p);
    TRY(sum ? count_numbers(&p, sum) : count_stints(&p));
    for (size_t i = 0; ret->heads && i < ret->n; i++)
        if (ret->row[i].cause == RELEASED_TIERED_ALONE) TRY(tiers_of(&p, sum, &ret->row[i]));
    return add_up(ret, a);
}
