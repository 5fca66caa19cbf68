/* released_cost.c -- rates by facility, nights by facility, and their product in whole cents. */
#include "released_cost.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "released_group.h"
#include "i18n.h"

const char *const released_causes[] = { [RELEASED_NO_RATE] = N_("no rate in the list"), [RELEASED_FLAT] = N_("priced"), [RELEASED_TIERED] = N_("priced by the day, in tiers"),
    [RELEASED_WORDED] = N_("the contract is in words"), [RELEASED_RATE_WITHHELD] = N_("the rate is withheld"), [RELEASED_NOT_FUNDED] = N_("not paid by the agency"),
    [RELEASED_NOT_LISTED] = N_("the facility is not in the list"), [RELEASED_TIERED_ALONE] = N_("in tiers, and no daily headcount is here"), NULL };

/* ---- rates ---- */
static int by_key(const void *x, const void *y) { return strcmp(((const released_rated *)x)->key, ((const released_rated *)y)->key); }

static const char *text_at(const released_view *v, int column, int64_t row, arena *a)
{
    store_cell c = column < 0 ? (store_cell){ "", 0, 0, 0 } : store_text(v->s, (size_t)column, store_code(v->s, (size_t)column, row));
    return str_trim(a, arena_fmt(a, "%.*s", (int)c.n, c.text));
}

wr_rc released_rates_of(const released_view *v, arena *a, released_rates *ret)
{
    int code = released_column(v, "facility_code", a), name = released_column(v, "facility", a), rate = released_column(v, "rate", a);
    int64_t n = store_rows(v->s);
    *ret = (released_rates){ .of = v, .by_code = code >= 0 };
    if (rate < 0 || (code < 0 && name < 0)) return wr_fail(arena_err(a), WR_E_INPUT, "rates", N_("This table is no list of facilities with their rates."));
    ret->row = arena_array(a, released_rated, (size_t)n + 1);
    for (int64_t i = 0; i < n; i++) {
        store_cell c = store_text(v->s, (size_t)rate, store_code(v->s, (size_t)rate, i));
        const char *key = text_at(v, code >= 0 ? code : name, i, a);
        released_rated *r = &ret->row[ret->n];
        *r = (released_rated){ .key = released_fold(a, key, strlen(key)), .name = text_at(v, name, i, a), .text = text_at(v, rate, i, a) };
        released_rate_read(&c, &r->rate);
        ret->kinds[r->rate.kind]++;
        ret->n++;
    }
    qsort(ret->row, ret->n, sizeof *ret->row, by_key);
    return WR_OK;
}

const released_rated *released_rate_for(const released_rates *r, const char *key)
{
    released_rated want = { .key = key };
    return r->n ? bsearch(&want, r->row, r->n, sizeof *r->row, by_key) : NULL;
}

/* nights in millionths times cents, rounded to a cent: 128 bits, for a nation's nights fit no 64. */
static wr_cents times(int64_t nights, wr_cents rate)
{
    __int128 x = (__int128)nights * rate;
    return (wr_cents)((x + 500000) / 1000000);
}

/* ---- nights ---- */
typedef struct pricing { const released_view *v; const released_rates *rates; const released_ask *q; arena *a; released_costs *out; } pricing;

static const char *by_of(const pricing *p)
{
    const char *own = p->rates->by_code ? "facility_code" : "facility";
    return released_column(p->v, own, p->a) >= 0 ? own : "facility";
}

/* own: the rate that stands in the same row, when the nights are of the list itself. */
static void add_row(pricing *p, const char *key, const released_rated *own, int64_t nights)
{
    released_costs *out = p->out;
    const released_rated *r = own ? own : released_rate_for(p->rates, released_fold(p->a, key, strlen(key)));
    released_cost *x = &out->row[out->n++];
    *x = (released_cost){ .key = key, .name = r && *r->name ? r->name : key, .text = r ? r->text : "", .nights = nights, .cause = r ? (int)r->rate.kind : RELEASED_NOT_LISTED };
    if (x->cause == RELEASED_FLAT) {
        x->rate = r->rate.flat;
        x->cost = times(nights, x->rate);
    } else if (x->cause == RELEASED_TIERED) x->cause = RELEASED_TIERED_ALONE;
}

static const released_rated *own_rate(const pricing *p, const released_group *g)
{
    released_rated *r = arena_make(p->a, released_rated);
    const released_rated *named = released_rate_for(p->rates, released_fold(p->a, g->label[0], strlen(g->label[0])));
    bool there = g->state[1] == STORE_VALUE || g->state[1] == STORE_NULL_WORD;
    *r = (released_rated){ .key = g->label[0], .name = named ? named->name : "", .text = g->label[1] };
    if (g->state[1] == STORE_WITHHELD) r->rate.kind = RELEASED_RATE_WITHHELD;
    else if (there) released_rate_read(&(store_cell){ g->label[1], strlen(g->label[1]), TABLE_TEXT, TABLE_PLAIN }, &r->rate);
    return r;
}

static wr_rc of_groups(pricing *p, int unit, const char *sum)
{
    released_ask q = *p->q;
    q.unit = unit;
    q.sum = sum;
    q.by[q.bys = 0] = by_of(p);
    q.by[1] = "rate";
    q.bys = p->rates->of == p->v ? 2 : 1;
    TRY(released_ask_run(p->v, &q, p->a, &p->out->kept));
    p->out->row = arena_array(p->a, released_cost, p->out->kept.groups + 1);
    for (size_t i = 0; i < p->out->kept.groups; i++) {
        const released_group *g = &p->out->kept.group[i];
        int64_t nights = sum ? g->sum : g->count * 1000000;
        if (nights) add_row(p, g->label[0], q.bys > 1 ? own_rate(p, g) : NULL, nights);
    }
    return WR_OK;
}

/* ---- tiers, from the headcount of each day ---- */
static bool price_days(const released_answer *days, const released_rate *rate, wr_day from, wr_day to, released_cost *x)
{
    int64_t day = day_number(from), last = day_number(to);
    size_t i = 0;
    wr_cents all = 0;
    for (; day <= last; day++) {
        int64_t heads = 0;
        wr_cents cost;
        while (i < days->groups && days->group[i].order[0] < day) i++;
        if (i < days->groups && days->group[i].order[0] == day) heads = days->group[i].sum / 1000000;
        if (!released_rate_day(rate, heads, &cost)) return false;
        all += cost;
        x->days++;
    }
    x->cost = all;
    return true;
}

static wr_rc tiers(pricing *p, const char *sum)
{
    for (size_t i = 0; i < p->out->n; i++) {
        released_cost *x = &p->out->row[i];
        const released_rated *r;
        released_ask q = *p->q;
        released_answer days;
        if (x->cause != RELEASED_TIERED_ALONE) continue;
        if (q.wheres == RELEASED_WHERES) continue;
        r = released_rate_for(p->rates, released_fold(p->a, x->key, strlen(x->key)));
        q.where[q.wheres++] = (released_where){ by_of(p), x->key, false };
        q.by[0] = "day";
        q.bys = 1;
        q.sum = sum;
        TRY(released_ask_run(p->v, &q, p->a, &days));
        if (!days.groups) continue;
        if (price_days(&days, &r->rate, day_none(q.from) ? day_of_number(days.group[0].order[0]) : q.from, day_none(q.to) ? day_of_number(days.group[days.groups - 1].order[0]) : q.to, x))
            x->cause = RELEASED_TIERED;
    }
    return WR_OK;
}

static int dearest(const void *x, const void *y)
{
    const released_cost *a = x, *b = y;
    if (a->cost != b->cost) return a->cost > b->cost ? -1 : 1;
    if (a->nights != b->nights) return a->nights > b->nights ? -1 : 1;
    return strcmp(a->key, b->key);
}

wr_rc released_cost_run(const released_view *v, const released_rates *rates, const released_ask *q, arena *a, released_costs *ret)
{
    pricing p = { v, rates, q, a, ret };
    bool heads = released_column(v, "present_midnight", a) >= 0, stints = released_column(v, "stint_in", a) >= 0 && released_column(v, "stint_out", a) >= 0;
    *ret = (released_costs){ 0 };
    if (q->sum && *q->sum) TRY(of_groups(&p, RELEASED_ROWS, q->sum));
    else if (heads) TRY(of_groups(&p, RELEASED_ROWS, "present_midnight"));
    else if (stints) TRY(of_groups(&p, RELEASED_NIGHTS, NULL));
    else return wr_fail(arena_err(a), WR_E_INPUT, "sum", N_("Say which column counts nights: this table has neither stints nor a daily headcount."));
    if (heads && !(q->sum && *q->sum)) TRY(tiers(&p, "present_midnight"));
    for (size_t i = 0; i < ret->n; i++) {
        released_cost *x = &ret->row[i];
        bool priced = x->cause == RELEASED_FLAT || x->cause == RELEASED_TIERED;
        ret->nights += x->nights;
        ret->cost += x->cost;
        if (priced) ret->priced += x->nights;
        else ret->unpriced[x->cause] += x->nights;
    }
    qsort(ret->row, ret->n, sizeof *ret->row, dearest);
    return WR_OK;
}
