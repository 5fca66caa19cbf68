/* released_say.c -- files and answers as documents that say their own source. */
#include "released_desk.h"

#include <string.h>
#include "day.h"
#include "i18n.h"
#include "released_check.h"
#include "released_compare_web.h"
#include "released_cost_web.h"
#include "released_small.h"

enum { ROWS_SHOWN = 100, ROWS_MOST = 1000 };

static void put(json_t *o, const char *key, json_t *v) { (void)!page_tree(o, key, v); }
static void put_int(json_t *o, const char *key, int64_t v) { put(o, key, json_integer(v)); }
static void put_text(json_t *o, const char *key, const char *v) { put(o, key, json_string(v)); }
static void put_day(json_t *o, const char *key, wr_day d, arena *a) { put(o, key, day_none(d) ? json_null() : json_string(day_text(a, d))); }

/* ---- a file ---- */
static void put_file(json_t *o, const released_file *f, arena *a)
{
    put_int(o, "number", f->number);
    put_text(o, "file", f->name);
    put_text(o, "sha256", f->sha256);
    put_int(o, "bytes", f->size);
    put_text(o, "agency", f->agency);
    put_text(o, "release", f->release);
    put_int(o, "request", f->request);
    put_text(o, "source", f->source);
    put_day(o, "extracted", f->extracted, a);
    put_day(o, "imported", f->taken, a);
    put_text(o, "state", released_states[f->state]);
    put_text(o, "problem", f->problem);
    put_text(o, "held", released_helds[f->held]);
    put_text(o, "not_loaded", released_found_said(f->found, "en", a));
}

/* Sheet by sheet, each with its table's columns: what comes out must be readable without knowing what a table is. */
static void put_sheets(json_t *sheets, const released_table *t, json_t *report)
{
    json_t *parts = json_object_get(report, "sheets"), *p;
    size_t i;
    json_array_foreach(parts, i, p) {
        json_t *o = json_copy(p);
        put_text(o, "kind", t->kind);
        put_int(o, "table", t->n);
        put(o, "columns", json_incref(json_object_get(report, "columns")));
        put(o, "findings", json_incref(json_object_get(report, "findings")));
        if (json_object_get(report, "detained")) put(o, "detained", json_incref(json_object_get(report, "detained")));
        put_int(o, "column_count", t->columns);
        put(o, "withheld_columns", json_incref(json_object_get(report, "withheld_columns")));
        put(o, "quarantined_columns", json_incref(json_object_get(report, "quarantined_columns")));
        put(o, "unknown_columns", json_incref(json_object_get(report, "unknown_columns")));
        put(o, "missing_columns", json_incref(json_object_get(report, "missing_columns")));
        (void)json_array_append_new(sheets, o);
    }
}

wr_rc released_say_file(db_tx *ro, const released_file *f, arena *a, json_t **ret)
{
    json_t *o = json_object(), *sheets = json_array(), *notes = json_array(), *note;
    released_table *t;
    released_file like;
    size_t n;
    wr_rc rc = released_tables(ro, f->id, a, &t, &n);
    put_file(o, f, a);
    put(o, "notes", notes);
    put(o, "sheets", sheets);
    for (size_t i = 0, k; rc == WR_OK && i < n; i++) {
        json_t *report = json_loads(t[i].report, 0, NULL);
        put_sheets(sheets, &t[i], report);
        json_array_foreach(json_object_get(report, "notes"), k, note) (void)json_array_append_new(notes, json_string(released_note_said(note, "en", a)));
        json_decref(report);
    }
    if (rc == WR_OK && *f->content) {
        rc = db_one(ro, &RELEASED_FILE_LIKE, a, &like, db_t(f->content), db_t(f->id));
        if (rc == WR_OK) put_int(o, "same_content_as", like.number);
        else if (rc == WR_E_MISSING) { *arena_err(a) = (wr_err){ 0 }; rc = WR_OK; }
    }
    if (rc == WR_OK) *ret = o;
    else json_decref(o);
    return rc;
}

/* ---- the answer ---- */
static json_t *source_of(const released_view *v, arena *a)
{
    json_t *o = json_object(), *sheets = json_array(), *p;
    size_t i;
    put_file(o, &v->file, a);
    put_text(o, "kind", v->kind);
    put_int(o, "table", v->table.n);
    json_array_foreach(json_object_get(v->report, "sheets"), i, p) (void)json_array_append(sheets, json_object_get(p, "name"));
    put(o, "sheets", sheets);
    json_array_foreach(json_object_get(v->report, "findings"), i, p)
        if (str_eq(str_or_none(json_string_value(json_object_get(p, "rule"))), released_check_words[CHECK_SHEET_AGAIN])) put(o, "sheets_again", json_incref(json_object_get(p, "places")));
    return o;
}

/* A column that is called as one of the keys beside it stands under another name. */
static const char *key_of(const released_ask *q, size_t b)
{
    static const char *const OURS[] = { "absent", "absent2", "count", "rows", "sum" };
    for (size_t i = 0; i < sizeof OURS / sizeof *OURS; i++)
        if (str_eq(OURS[i], q->by[b])) return b ? "by2" : "by";
    return q->by[b];
}

static json_t *group_of(const released_answer *out, const released_ask *q, const released_group *g, arena *a)
{
    json_t *o = json_object();
    for (size_t b = 0; b < q->bys; b++) {
        put_text(o, key_of(q, b), g->label[b]);
        if (g->state[b] != STORE_VALUE) put_text(o, b ? "absent2" : "absent", released_cell_states[g->state[b]]);
    }
    put_int(o, "count", g->count);
    if (q->unit != RELEASED_ROWS) put_int(o, "rows", g->rows);
    if (out->sum_column >= 0) put_text(o, "sum", released_number_said(a, g->sum));
    return o;
}

json_t *released_say_answer(const released_view *v, const released_ask *q, const released_answer *out, int64_t top, arena *a)
{
    json_t *o = json_object(), *groups = json_array(), *left = json_array();
    int64_t others = 0, shown = 0;
    put(o, "source", source_of(v, a));
    put_text(o, "unit", released_units[q->unit]);
    put_text(o, "date", out->date >= 0 ? store_name(v->s, (size_t)out->date) : "");
    put_day(o, "from", q->from, a);
    put_day(o, "to", q->to, a);
    put_int(o, "rows_of_table", out->all);
    put_int(o, "rows", out->kept);
    put_int(o, "count", out->count);
    if (out->sum_column >= 0) {
        put_text(o, "sum_of", store_name(v->s, (size_t)out->sum_column));
        put_text(o, "sum", released_number_said(a, out->sum));
    } else if (released_column(v, "cases", a) >= 0) put_text(o, "cases_in", store_name(v->s, (size_t)released_column(v, "cases", a)));   /* a row is no case here: sum it */
    if (out->provisional) put_int(o, "provisional_nights", out->provisional);
    for (size_t i = 0; i < out->lefts; i++)
        (void)json_array_append_new(left, json_pack("{s:s,s:I}", "why", i18n_fill(a, out->left[i].why, (const char *const[]){ "about", out->left[i].about, NULL }), "rows", (json_int_t)out->left[i].rows));
    put(o, "left_out", left);
    for (size_t i = 0; i < out->groups; i++) {
        if (top > 0 && shown >= top) { others += out->group[i].count; continue; }
        (void)json_array_append_new(groups, group_of(out, q, &out->group[i], a));
        shown++;
    }
    put(o, "groups", groups);
    if (others) put_int(o, "in_other_groups", others);
    return o;
}

static wr_rc count(const released_view *v, const released_in *in, const char *by, const char *by2, int64_t top, arena *a, json_t **ret)
{
    released_in mine = *in;
    released_ask q;
    released_answer out;
    if (by) mine.by = by;
    if (by2) mine.by2 = by2;
    TRY(released_ask_of(v, &mine, a, &q));
    TRY(released_ask_run(v, &q, a, &out));
    *ret = released_say_answer(v, &q, &out, top, a);
    return WR_OK;
}

/* Several breakdowns of the same rows; a column that the table lacks is named as absent, not skipped in silence. */
const released_layer released_who[] = { { "who", { "citizenship", "sex", "age_band", "area" } }, { NULL, { NULL } } };
const released_layer released_why[] = { { "encounter", { "method", "program", "agency", "landmark", "operation", "event_type" } },
    { "legal_ground", { "charge", "charge_code", "disposition", "case_category_then", "case_category" } }, { "criminal_record", { "criminality", "conviction", "threat_level", "case_threat_level" } }, { NULL, { NULL } } };

bool released_as_of_extraction(const released_view *v, const char *idea, arena *a)
{
    int at = released_column(v, idea, a);
    return at >= 0 && v->ideas[at] && v->ideas[at]->as_of_extraction;
}

static wr_rc layers(const released_view *v, const released_in *in, const released_layer *l, arena *a, json_t **ret)
{
    json_t *o = NULL, *all = json_object();
    wr_rc rc = count(v, in, "", "", 0, a, &o);
    for (; rc == WR_OK && l->name; l++) {
        json_t *mine = json_object(), *absent = json_array();
        for (size_t i = 0; rc == WR_OK && i < 8 && l->by[i]; i++) {
            json_t *one = NULL;
            released_in by = released_in_by(in, l->by[i]);
            bool age = str_eq(l->by[i], "age_band");
            if (age ? (released_column(v, "birth_year", a) < 0 && released_column(v, "age", a) < 0) : released_column(v, l->by[i], a) < 0) {
                (void)json_array_append_new(absent, json_string(l->by[i]));
                continue;
            }
            rc = count(v, &by, NULL, NULL, in->top ? in->top : 12, a, &one);
            if (rc != WR_OK) break;
            if (released_as_of_extraction(v, l->by[i], a)) put_text(one, "as_of", "the day of the data, not of the event");
            (void)json_object_del(one, "source");
            put(mine, l->by[i], one);
        }
        put(mine, "not_in_this_table", absent);
        put(all, l->name, mine);
    }
    if (rc == WR_OK) {
        put(o, "layers", all);
        (void)json_object_del(o, "groups");
        *ret = o;
        return WR_OK;
    }
    json_decref(all);
    json_decref(o);
    return rc;
}

/* ---- rows: for people who may see them; cells as they came, their states beside them ---- */
static wr_rc rows(const released_view *v, const released_in *in, arena *a, json_t **ret)
{
    released_ask q;
    int64_t at[ROWS_MOST], all;
    size_t n, cap = in->top > 0 ? (size_t)in->top : ROWS_SHOWN;
    if (in->top > ROWS_MOST) return wr_fail(arena_err(a), WR_E_INPUT, "top", N_("At most {n} rows at once. The page of these rows gives all of them as CSV."), "n", arena_fmt(a, "%d", ROWS_MOST));
    json_t *o = json_object(), *list = json_array();
    wr_rc rc = released_ask_of(v, in, a, &q);
    if (rc == WR_OK) rc = released_ask_find(v, &q, 0, cap, a, at, &n, &all);
    if (rc != WR_OK) { json_decref(o); json_decref(list); return rc; }
    for (size_t i = 0; i < n; i++) {
        json_t *row = json_object();
        store_origin from = store_from(v->s, at[i]);
        put_int(row, "row", from.line);
        put_int(row, "sheet", (int64_t)from.sheet + 1);
        if (from.hidden) put(row, "hidden", json_true());
        for (size_t c = 0; c < v->columns; c++) {
            store_cell x = store_text(v->s, c, store_code(v->s, c, at[i]));
            put(row, store_name(v->s, c), json_stringn(x.text, x.n));
        }
        (void)json_array_append_new(list, row);
    }
    put(o, "source", source_of(v, a));
    put_int(o, "rows", all);
    put(o, "groups", list);
    *ret = o;
    return WR_OK;
}

static wr_rc files(db_tx *ro, arena *a, json_t **ret)
{
    released_file *f;
    size_t n;
    json_t *o = json_object(), *list = json_array();
    wr_rc rc = released_files(ro, a, &f, &n);
    for (size_t i = 0; rc == WR_OK && i < n; i++) {
        json_t *one = json_object();
        put_file(one, &f[i], a);
        (void)json_array_append_new(list, one);
    }
    put(o, "groups", list);
    if (rc == WR_OK) *ret = o;
    else json_decref(o);
    return rc;
}

static wr_rc report(db_tx *ro, const released_in *in, arena *a, json_t **ret)
{
    released_file *f;
    size_t n;
    TRY(released_files(ro, a, &f, &n));
    for (size_t i = 0; i < n; i++)
        if (released_file_is(&f[i], str_or_none(in->file))) return released_say_file(ro, &f[i], a, ret);
    return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("There is no such released file."));
}

static wr_rc repeats(const released_view *v, const released_in *in, arena *a, json_t **ret)
{
    released_ask q;
    int64_t rows_kept, n;
    TRY(released_ask_of(v, in, a, &q));
    TRY(released_ask_repeats(v, &q, a, &rows_kept, &n));
    *ret = json_pack("{s:o,s:I,s:I}", "source", source_of(v, a), "rows", (json_int_t)rows_kept, "count", (json_int_t)n);
    return WR_OK;
}

/* What the plausibility checks found, place by place. */
static wr_rc checks(const released_view *v, arena *a, json_t **ret)
{
    json_t *o = json_object(), *list = json_array(), *one, *place;
    size_t i, k;
    json_array_foreach(json_object_get(v->report, "findings"), i, one)
        json_array_foreach(json_object_get(one, "places"), k, place) {
            json_t *row = json_copy(place);
            put(row, "rule", json_incref(json_object_get(one, "rule")));
            put(row, "says", json_incref(json_object_get(one, "says")));
            (void)json_array_append_new(list, row);
        }
    put(o, "source", source_of(v, a));
    put(o, "findings", json_incref(json_object_get(v->report, "findings")));
    put(o, "groups", list);
    *ret = o;
    return WR_OK;
}

/* Two dates of a row against each other: "date" before "by". */
static wr_rc order(const released_view *v, const released_in *in, arena *a, json_t **ret)
{
    released_ask q;
    released_order o;
    if (!in->date || !in->by) return wr_fail(arena_err(a), WR_E_INPUT, in->date ? "by" : "date", N_("Name two columns of dates: date, and by."));
    TRY(released_ask_of(v, in, a, &q));
    q.bys = 0;
    TRY(released_ask_order(v, &q, in->date, in->by, a, &o));
    *ret = json_pack("{s:o,s:I,s:I,s:I,s:I}", "source", source_of(v, a), "rows", (json_int_t)o.rows, "count", (json_int_t)o.before, "same_day", (json_int_t)o.same, "later", (json_int_t)o.after);
    return WR_OK;
}

static json_t *cost_row(const released_cost *x, arena *a)
{
    json_t *o = json_pack("{s:s,s:s,s:s,s:s,s:s}", "facility", x->key, "name", x->name, "nights", released_number_said(a, x->nights), "rate_text", x->text, "cause", released_causes[x->cause]);
    put(o, "rate_cents", x->cause == RELEASED_FLAT ? json_integer(x->rate) : json_null());
    put(o, "cost_cents", released_cost_priced(x) ? json_integer(x->cost) : json_null());
    if (x->decided) put(o, "decided", json_true());
    if (x->tied) put(o, "tied", json_true());
    if (x->daily.days)
        put(o, "daily", json_pack("{s:I,s:I,s:I,s:I,s:I,s:I}", "days", (json_int_t)x->daily.days, "below_minimum", (json_int_t)x->daily.below, "without_headcount", (json_int_t)x->daily.unknown,
            "lowest", (json_int_t)x->daily.lowest, "highest", (json_int_t)x->daily.highest, "idle_cents", (json_int_t)x->daily.idle));
    return o;
}

json_t *released_say_cost(const released_view *v, const released_rates *rates, const released_costs *c, int64_t top, arena *a)
{
    json_t *o = json_object(), *unpriced = json_array(), *list = json_array(), *kinds = json_object();
    put(o, "source", source_of(v, a));
    put(o, "rates", source_of(rates->of, a));
    put(o, "cost_cents", c->priced ? json_integer(c->cost) : json_null());
    put_text(o, "nights", released_number_said(a, c->nights));
    put_text(o, "nights_priced", released_number_said(a, c->priced));
    for (int k = 0; k < RELEASED_CAUSES; k++)
        if (c->unpriced[k]) (void)json_array_append_new(unpriced, json_pack("{s:s,s:s}", "cause", released_causes[k], "nights", released_number_said(a, c->unpriced[k])));
    put(o, "nights_not_priced", unpriced);
    put_int(o, "nights_provisional", c->kept.provisional);
    if (c->of_stints)
        put(o, "stints", json_pack("{s:I,s:I,s:I,s:I,s:I}", "with_nights", (json_int_t)c->stints.nights, "same_day", (json_int_t)c->stints.same_day, "open", (json_int_t)c->stints.open,
            "reversed", (json_int_t)c->stints.reversed, "undated", (json_int_t)c->stints.undated));
    for (int k = 0; k <= RELEASED_NOT_FUNDED; k++) put_int(kinds, released_rate_kinds[k], rates->kinds[k]);
    put(o, "rates_by_kind", kinds);
    for (size_t i = 0; i < c->n && (top <= 0 || (int64_t)i < top); i++) (void)json_array_append_new(list, cost_row(&c->row[i], a));
    put(o, "groups", list);
    return o;
}

static wr_rc cost(db_tx *ro, const released_view *v, const released_in *in, arena *a, json_t **ret)
{
    released_view list;
    released_rates rates;
    released_settled settled;
    released_costs c;
    released_ask q;
    bool own = !(in->rates && *in->rates) && released_column(v, "rate", a) >= 0;
    if (!own) TRY(released_rates_pick(ro, str_or_none(in->rates), a, &list));
    TRY(released_settled_of(ro, a, &settled));
    TRY(released_rates_of(own ? v : &list, &settled, a, &rates));
    TRY(released_ask_of(v, in, a, &q));
    TRY(released_cost_run(v, &rates, &q, a, &c));
    *ret = released_say_cost(v, &rates, &c, in->top, a);
    return WR_OK;
}

/* ---- the small table of a statistics workbook: people held now, by criminality and arresting agency ---- */
static const char *const CRIMINALITIES[] = { "convicted", "pending charges", "other violator" }, *const AGENCIES[] = { "ICE", "CBP" };

static json_t *say_held(const released_view *v, const released_detained *d, arena *a)
{
    json_t *o = json_object(), *list = json_array();
    put(o, "source", source_of(v, a));
    put_int(o, "held", d->held);
    put_int(o, "no_conviction", d->no_conviction);
    put_int(o, "other_violator", d->other);
    put_int(o, "printed_total", d->total.value);
    put(o, "adds_up", json_boolean(d->adds_up));
    for (size_t c = 0; c < RELEASED_CRIMINALITIES; c++)
        for (size_t g = 0; g < RELEASED_AGENCIES; g++)
            (void)json_array_append_new(list, json_pack("{s:s,s:s,s:I,s:I,s:I}", "criminality", CRIMINALITIES[c], "agency", AGENCIES[g], "count", (json_int_t)d->cell[c][g].value,
                "row", (json_int_t)d->cell[c][g].line, "column", (json_int_t)d->cell[c][g].column + 1));
    put(o, "groups", list);
    return o;
}

/* Hidden sheets hold what an earlier edition said. */
static bool all_hidden(const released_view *v)
{
    const json_t *p;
    size_t i;
    bool hidden = true;
    json_array_foreach(json_object_get(v->report, "sheets"), i, p) hidden = hidden && json_is_true(json_object_get(p, "hidden"));
    return hidden;
}

static wr_rc held(db_tx *ro, const released_in *in, arena *a, json_t **ret)
{
    released_listed *t;
    size_t n;
    int64_t missing = 0;
    bool any = false, has;
    TRY(released_tables_all(ro, a, &t, &n));
    for (size_t i = 0; i < n; i++) {
        released_view v;
        released_detained d;
        released_grid grid;
        wr_rc rc;
        if (!released_listed_is(&t[i], str_or_none(in->file))) continue;
        TRY(released_has_sheet(ro, &t[i], in->sheet, a, &has));
        any = any || has;
        if (!has || !str_eq(t[i].kind, "grid")) continue;
        rc = released_listed_open(ro, &t[i], a, &v);
        if (rc == WR_E_BUSY) {                 /* it may be the one; the answer says that it was left out */
            missing++;
            *arena_err(a) = (wr_err){ 0 };
            continue;
        }
        TRY(rc);
        grid = released_grid_of(v.s, v.columns, a);
        if (all_hidden(&v) || !released_detained_find(&grid, &d)) continue;
        *ret = say_held(&v, &d, a);
        put_int(*ret, "tables_not_here", missing);
        return WR_OK;
    }
    if (!any && in->sheet && *in->sheet) return released_no_sheet(a, in->sheet);
    if (missing) return released_not_here(a);
    return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("No sheet here has the table of people held now, by criminality and arresting agency."));
}

/* Which area a county was in: "from" is the day, none is today's borders. */
static wr_rc place(db_tx *ro, const released_in *in, arena *a, json_t **ret)
{
    released_in of = { .file = in->file, .kind = "places" };
    const released_area *area;
    released_view v;
    if (!in->state || !in->county) return wr_fail(arena_err(a), WR_E_INPUT, in->state ? "county" : "state", N_("Name a state and a county."));
    TRY(released_pick(ro, &of, a, &v));
    TRY(released_area_of_county(&v, in->state, in->county, day_none(in->from) ? v.file.taken : in->from, a, &area));
    *ret = json_pack("{s:o,s:s,s:s,s:s,s:s}", "source", source_of(&v, a), "state", in->state, "county", in->county, "area", area->name, "code", area->code);
    return WR_OK;
}

wr_rc released_say_view(db_tx *ro, const char *view, const released_in *in, arena *a, json_t **ret)
{
    released_view v;
    if (str_eq(view, "files")) return files(ro, a, ret);
    if (str_eq(view, "compare")) return released_say_compare(ro, in, a, ret);
    if (str_eq(view, "place")) return place(ro, in, a, ret);
    if (str_eq(view, "held")) return held(ro, in, a, ret);
    if (str_eq(view, "report")) return report(ro, in, a, ret);
    TRY(released_pick(ro, in, a, &v));
    if (str_eq(view, "count")) return count(&v, in, NULL, NULL, in->top, a, ret);
    if (str_eq(view, "trend")) return count(&v, in, in->by && *in->by ? in->by : "month", NULL, in->top, a, ret);
    if (str_eq(view, "who")) return layers(&v, in, released_who, a, ret);
    if (str_eq(view, "why")) return layers(&v, in, released_why, a, ret);
    if (str_eq(view, "cost")) return cost(ro, &v, in, a, ret);
    if (str_eq(view, "rows")) return rows(&v, in, a, ret);
    if (str_eq(view, "order")) return order(&v, in, a, ret);
    if (str_eq(view, "repeats")) return repeats(&v, in, a, ret);
    if (str_eq(view, "checks")) return checks(&v, a, ret);
    if (str_eq(view, "twice")) return released_say_twice(&v, in, a, ret);
    return wr_fail(arena_err(a), WR_E_INPUT, "view", N_("There is no view {view}. There are: {views}."), "view", view, "views", RELEASED_VIEWS_SAID);
}
