/* released_cost_pick.c -- which nights and which list of rates are meant, and which there are to choose from. */
#include "released_cost_web.h"

#include <string.h>
#include "i18n.h"

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

/* By "12-3", or as its file is called. */
static bool is_meant(const released_file *f, const released_table *t, const char *word, arena *a)
{
    return released_file_is(f, word) || str_eq(word, arena_fmt(a, "%lld-%lld", (long long)f->number, (long long)t->n));
}

static bool has_rates(const released_view *v, arena *a) { return str_eq(v->kind, "facilities") && released_column(v, "rate", a) >= 0; }
static bool has_mandays(const released_view *v, size_t column) { return v->ideas[column] && str_eq(v->ideas[column]->name, "mandays"); }

/* The column that counts nights, NULL: the table needs none. False: nothing here counts nights. */
static bool nights_by(const released_view *v, arena *a, const char **ret_sum)
{
    *ret_sum = NULL;
    if (released_column(v, "present_midnight", a) >= 0) return true;
    if (released_column(v, "stint_in", a) >= 0 && released_column(v, "stint_out", a) >= 0) return true;
    for (size_t i = 0; i < v->columns && !*ret_sum; i++)
        if (has_mandays(v, i)) *ret_sum = store_name(v->s, i);
    return *ret_sum != NULL;
}

typedef bool fits(const released_view *, arena *);
static bool has_nights(const released_view *v, arena *a)
{
    const char *sum;
    return nights_by(v, a, &sum);
}

static bool worth_opening(const released_table *t) { return str_eq(t->kind, "facilities") || str_eq(t->kind, "detentions") || str_eq(t->kind, "headcount"); }

/* Each table that fits goes into `list`; the first that is meant into *ret. Tables that a person named are looked at whatever their kind. */
static wr_rc walk(db_tx *ro, fits *f, const char *word, arena *a, released_view *ret, bool *ret_found, json_t *list)
{
    released_table *t;
    size_t n;
    TRY(released_tables_all(ro, a, &t, &n));
    *ret_found = false;
    for (size_t i = 0; i < n; i++) {
        released_file file;
        released_view v;
        bool meant;
        if (!*word && !worth_opening(&t[i])) continue;
        TRY(db_one(ro, &RELEASED_FILE_ID, a, &file, db_t(t[i].file)));
        meant = is_meant(&file, &t[i], word, a);
        if (!worth_opening(&t[i]) && !meant) continue;
        if (!list && !meant) continue;
        TRY(released_view_open(ro, &t[i], a, &v));
        if (!f(&v, a)) continue;
        if (list) {
            json_t *o = json_object();
            (void)json_array_append_new(list, o);
            TRY(page_text(o, "value", table_word(&v, a)));
            TRY(page_text(o, "label", *v.table.name ? arena_fmt(a, "%s, %s", v.file.name, v.table.name) : v.file.name));
        }
        if (*ret_found || !meant) continue;
        *ret = v;
        *ret_found = true;
        if (!list) return WR_OK;
    }
    return WR_OK;
}

wr_rc released_rates_pick(db_tx *ro, const char *word, arena *a, released_view *ret)
{
    bool found;
    TRY(walk(ro, has_rates, word, a, ret, &found, NULL));
    return found ? WR_OK : wr_fail(arena_err(a), WR_E_MISSING, "rates", N_("No list of facilities with rates is here. Take one in; until then no night has a price."));
}

static void where(released_ask *q, const char *column, const char *value)
{
    if (value && *value) q->where[q->wheres++] = (released_where){ .column = column, .values = value };
}

wr_rc released_price(db_tx *ro, const released_cost_in *in, arena *a, released_priced *ret)
{
    released_settled settled;
    bool found;
    *ret = (released_priced){ .q = { .from = in->from, .to = in->to } };
    TRY(walk(ro, has_nights, str_or_none(in->table), a, &ret->nights, &found, NULL));
    if (!found) return wr_fail(arena_err(a), WR_E_MISSING, "table", N_("No released table here counts nights: neither stints, nor a daily headcount, nor a list with a column of nights."));
    (void)nights_by(&ret->nights, a, &ret->sum);
    if (in->sum && *in->sum && ret->sum) ret->sum = in->sum;
    ret->q.sum = ret->sum;
    if (!(in->rates && *in->rates) && has_rates(&ret->nights, a)) ret->list = ret->nights;
    else TRY(released_rates_pick(ro, str_or_none(in->rates), a, &ret->list));
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

wr_rc released_cost_choices(db_tx *ro, const released_priced *p, arena *a, json_t *doc)
{
    json_t *tables = json_array(), *lists = json_array(), *sums = json_array();
    released_view v;
    bool found;
    TRY(page_tree(doc, "tables", tables));
    TRY(page_tree(doc, "lists", lists));
    TRY(page_tree(doc, "sums", sums));
    TRY(walk(ro, has_nights, "", a, &v, &found, tables));
    TRY(walk(ro, has_rates, "", a, &v, &found, lists));
    for (size_t i = 0; p->sum && i < p->nights.columns; i++) {
        json_t *o = json_object();
        if (!has_mandays(&p->nights, i)) { json_decref(o); continue; }
        (void)json_array_append_new(sums, o);
        TRY(page_text(o, "value", store_name(p->nights.s, i)));
    }
    TRY(mark_chosen(tables, p->table));
    TRY(mark_chosen(lists, p->list_table));
    return p->sum ? mark_chosen(sums, p->sum) : WR_OK;
}
