/* released_cost_pick.c -- which nights and which list of rates are meant, and which there are to choose from. */
#include "released_cost_web.h"

#include <string.h>
#include "day.h"
#include "i18n.h"
#include "released_group.h"

static const field IN_F[] = {
    FIELD(released_cost_in, table, t, F_NULL, 40, N_("Nights of the table")), FIELD(released_cost_in, rates, t, F_NULL, 200, N_("Rates of the list")), FIELD(released_cost_in, sum, t, F_NULL, 120, N_("Column that counts nights")),
    FIELD(released_cost_in, area, t, F_NULL, 400, N_("Area of responsibility")), FIELD(released_cost_in, facility, t, F_NULL, 400, N_("Facility")), FIELD(released_cost_in, facility_code, t, F_NULL, 400, N_("Code of the facility")),
    FIELD(released_cost_in, state, t, F_NULL, 400, N_("State")), FIELD(released_cost_in, from, d, F_NULL, 0, N_("From")), FIELD(released_cost_in, to, d, F_NULL, 0, N_("To")),
    FIELD(released_cost_in, top, i, F_NULL, 5000, N_("At most so many facilities")),
};
const shape IN_RELEASED_COST = SHAPE("nights and rates", released_cost_in, IN_F);

const char *released_cost_address(const released_cost_in *in, const char *path, arena *a)
{
    strbuf b = sb_new(a, 200);
    bool first = true;
    sb_str(&b, path);
    for (size_t i = 0; i < IN_RELEASED_COST.n; i++) {
        const field *f = &IN_RELEASED_COST.f[i];
        const char *v = shape_get(f, in, a);
        if (!*v || (f->type == 'i' && str_eq(v, "0"))) continue;
        sb_fmt(&b, "%s%s=%s", first ? "?" : "&", f->name, str_url(a, v));
        first = false;
    }
    return b.p;
}

static const char *table_word(const released_view *v, arena *a) { return arena_fmt(a, "%lld-%lld", (long long)v->file.number, (long long)v->table.n); }

static bool has_rates(const released_view *v, arena *a) { return str_eq(v->kind, "facilities") && released_column(v, "rate", a) >= 0; }
static bool has_mandays(const released_view *v, size_t column) { return v->ideas[column] && str_eq(v->ideas[column]->name, "mandays"); }

/* Of columns of nights that of the last fiscal year that was over on the day of the data, else the earliest; NULL: there is none. */
static const char *last_whole_year(const released_view *v)
{
    wr_day data = day_none(v->file.extracted) ? v->file.taken : v->file.extracted;
    int now = released_fiscal_year(data), best_year = -1;
    const char *best = NULL;
    for (size_t i = 0; i < v->columns; i++) {
        int year = has_mandays(v, i) ? released_fiscal_year_in(store_name(v->s, i)) : -1;
        bool whole = year < now, best_whole = best_year < now;
        if (year < 0 || (best && (whole != best_whole ? best_whole : whole ? year <= best_year : year >= best_year))) continue;
        best = store_name(v->s, i);
        best_year = year;
    }
    return best;
}

/* The column that counts nights, NULL: the table needs none. False: nothing here counts nights. */
static bool nights_by(const released_view *v, arena *a, const char **ret_sum)
{
    *ret_sum = NULL;
    if (released_column(v, "present_midnight", a) >= 0) return true;
    if (released_column(v, "stint_in", a) >= 0 && released_column(v, "stint_out", a) >= 0) return true;
    *ret_sum = last_whole_year(v);
    return *ret_sum != NULL;
}

typedef bool fits(const released_view *, arena *);
static bool has_nights(const released_view *v, arena *a)
{
    const char *sum;
    return nights_by(v, a, &sum);
}

static bool worth_opening(const released_listed *t) { return str_eq(t->kind, "facilities") || str_eq(t->kind, "detentions") || str_eq(t->kind, "headcount"); }

static wr_rc put_choice(const released_view *v, json_t *list, arena *a)
{
    json_t *o = released_item(list);
    TRY(page_text(o, "value", table_word(v, a)));
    return page_text(o, "label", *v->table.name ? arena_fmt(a, "%s, %s", v->file.name, v->table.name) : v->file.name);
}

/* Whether a table fits; it is closed again, so that many can be looked at. */
static wr_rc look(db_tx *ro, const released_listed *t, fits *f, json_t *list_opt, arena *a, bool *ret_fits)
{
    arena *own = arena_new("a table, looked at", 16 << 20);
    released_view v;
    wr_rc rc = released_listed_open(ro, t, own, &v);
    *ret_fits = rc == WR_OK && f(&v, own);
    if (*ret_fits && list_opt) rc = put_choice(&v, list_opt, own);
    if (rc != WR_OK && arena_err(own)->rc != WR_OK) *arena_err(a) = *arena_err(own);
    arena_end(&own);
    return rc;
}

/* Each table that fits goes into `list`; the first that is meant into *ret. Tables that a person named are looked at whatever their kind. One whose store is
 * not on this machine yet is left out and counted, unless a person named it. */
static wr_rc walk(db_tx *ro, fits *f, const char *word, arena *a, json_t *list, released_view *ret, bool *ret_found, int64_t *ret_missing)
{
    released_listed *t;
    size_t n;
    TRY(released_tables_all(ro, a, &t, &n));
    *ret_found = false;
    for (size_t i = 0; i < n && (list || !*ret_found); i++) {
        bool meant = released_listed_is(&t[i], word), fit;
        wr_rc rc;
        if (!(worth_opening(&t[i]) && (meant || list)) && !(*word && meant)) continue;
        rc = look(ro, &t[i], f, list, a, &fit);
        if (rc == WR_E_BUSY && !*word) {
            *arena_err(a) = (wr_err){ 0 };
            ++*ret_missing;
            continue;
        }
        TRY(rc);
        if (!fit || !meant || *ret_found) continue;
        if (ret) TRY(released_listed_open(ro, &t[i], a, ret));
        *ret_found = true;
    }
    return WR_OK;
}

static wr_rc pick_rates(db_tx *ro, const char *word, arena *a, released_view *ret, int64_t *ret_missing)
{
    bool found;
    int64_t missing = 0;
    TRY(walk(ro, has_rates, word, a, NULL, ret, &found, &missing));
    *ret_missing += missing;
    if (found) return WR_OK;
    if (*word) return wr_fail(arena_err(a), WR_E_INPUT, "rates", N_("Nothing called {word} is a list of facilities with rates. Name a file by its number or name, or one of its tables: 12-3."), "word", word);
    if (missing) return released_not_here(a);
    return wr_fail(arena_err(a), WR_E_MISSING, "rates", N_("No list of facilities with rates is here. Take one in; until then no night has a price."));
}

wr_rc released_rates_pick(db_tx *ro, const char *word, arena *a, released_view *ret)
{
    int64_t missing = 0;
    return pick_rates(ro, word, a, ret, &missing);
}

static void where(released_ask *q, const char *column, const char *value)
{
    if (value && *value) q->where[q->wheres++] = (released_where){ .column = column, .values = value };
}

wr_rc released_price(db_tx *ro, const released_cost_in *in, arena *a, released_priced *ret)
{
    released_settled settled;
    const char *table = str_or_none(in->table);
    bool found;
    *ret = (released_priced){ .q = { .from = in->from, .to = in->to } };
    TRY(walk(ro, has_nights, table, a, NULL, &ret->nights, &found, &ret->missing));
    if (!found && *table) return wr_fail(arena_err(a), WR_E_INPUT, "table", N_("Nothing called {word} counts nights. Name a file by its number or name, or one of its tables: 12-3."), "word", table);
    if (!found && ret->missing) return released_not_here(a);
    if (!found) return wr_fail(arena_err(a), WR_E_MISSING, "table", N_("No released table here counts nights: neither stints, nor a daily headcount, nor a list with a column of nights."));
    (void)nights_by(&ret->nights, a, &ret->sum);
    if (in->sum && *in->sum && ret->sum) ret->sum = in->sum;
    ret->q.sum = ret->sum;
    if (!(in->rates && *in->rates) && has_rates(&ret->nights, a)) ret->list = ret->nights;
    else TRY(pick_rates(ro, str_or_none(in->rates), a, &ret->list, &ret->missing));
    ret->table = table_word(&ret->nights, a);
    ret->list_table = table_word(&ret->list, a);
    TRY(released_settled_of(ro, a, &settled));
    TRY(released_rates_of(str_eq(ret->table, ret->list_table) ? &ret->nights : &ret->list, &settled, a, &ret->rates));
    where(&ret->q, "area", in->area);
    where(&ret->q, "facility", in->facility);
    where(&ret->q, "facility_code", in->facility_code);
    where(&ret->q, "state", in->state);
    return released_cost_run(&ret->nights, &ret->rates, &ret->q, a, &ret->c);
}

static wr_rc mark_chosen(json_t *list, const char *value)
{
    json_t *o;
    size_t i;
    json_array_foreach(list, i, o) TRY(page_flag(o, "on", str_eq(json_string_value(json_object_get(o, "value")), value)));
    return WR_OK;
}

wr_rc released_cost_choices(db_tx *ro, const released_priced *p, arena *a, json_t *doc, int64_t *ret_missing)
{
    json_t *tables = released_list(doc, "tables"), *lists = released_list(doc, "lists"), *sums = released_list(doc, "sums");
    int64_t again = 0;                         /* the same tables, looked at a second time */
    bool found;
    *ret_missing = 0;
    TRY(walk(ro, has_nights, "", a, tables, NULL, &found, ret_missing));
    TRY(walk(ro, has_rates, "", a, lists, NULL, &found, &again));
    for (size_t i = 0; p->sum && i < p->nights.columns; i++)
        if (has_mandays(&p->nights, i)) TRY(page_text(released_item(sums), "value", store_name(p->nights.s, i)));
    TRY(mark_chosen(tables, p->table));
    TRY(mark_chosen(lists, p->list_table));
    return p->sum ? mark_chosen(sums, p->sum) : WR_OK;
}
